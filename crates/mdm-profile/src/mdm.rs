//! The com.apple.mdm payload: what makes a device a managed one.

use mdm_apple::support::AccessRights;

use crate::Error;

/// The MDM payload (`com.apple.mdm`): where the device reports, under which push topic, with which rights.
///
/// An update of an enrolled device's profile must not change `ServerURL`, `CheckInURL` or `Topic`, must not add
/// an access right, and must not add or remove per-user connections: the device refuses it.
///
/// Source: Apple, com.apple.mdm in the device management schema (release iOS 18.1). F31.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MdmPayload {
    pub(crate) server_url: String,
    pub(crate) check_in_url: Option<String>,
    pub(crate) topic: String,
    pub(crate) access_rights: AccessRights,
    pub(crate) sign_message: bool,
    pub(crate) check_out_when_removed: bool,
    pub(crate) use_development_apns: bool,
    pub(crate) server_capabilities: Vec<ServerCapability>,
}

/// What the server can do beyond the basic protocol (`ServerCapabilities`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ServerCapability {
    /// `com.apple.mdm.per-user-connections`: a user channel beside the device channel. Required for Shared iPad
    /// and for Macs.
    PerUserConnections,
    /// `com.apple.mdm.bootstraptoken`: the server keeps the Bootstrap Token (macOS 11 and later).
    BootstrapToken,
    /// `com.apple.mdm.token`: the server answers `GetToken`.
    GetToken,
}

impl MdmPayload {
    /// A payload with these required values, and every option off.
    ///
    /// `ServerURL` must be https. `Topic` is the topic of the push certificate and starts with
    /// `com.apple.mgmt.`. `AccessRights` is not empty, and a right that needs another one comes with it. All are
    /// checked when the profile is built.
    #[must_use]
    pub fn new(server_url: impl Into<String>, topic: impl Into<String>, access_rights: AccessRights) -> Self {
        Self {
            server_url: server_url.into(),
            check_in_url: None,
            topic: topic.into(),
            access_rights,
            sign_message: false,
            check_out_when_removed: false,
            use_development_apns: false,
            server_capabilities: Vec::new(),
        }
    }

    /// `CheckInURL`: check-in messages go there. Without it they go to `ServerURL`.
    #[must_use]
    pub fn check_in_url(self, url: impl Into<String>) -> Self {
        Self { check_in_url: Some(url.into()), ..self }
    }

    /// `SignMessage`: the device signs each body and sends the signature in `Mdm-Signature`. For servers behind
    /// a proxy that ends TLS.
    #[must_use]
    pub fn sign_message(self) -> Self {
        Self { sign_message: true, ..self }
    }

    /// `CheckOutWhenRemoved`: the device tries to say goodbye when the profile is removed.
    #[must_use]
    pub fn check_out_when_removed(self) -> Self {
        Self { check_out_when_removed: true, ..self }
    }

    /// `UseDevelopmentAPNS`: pushes come through the development servers. Not for certificates from Apple's Push
    /// Certificates Portal, which are for production only.
    #[must_use]
    pub fn use_development_apns(self) -> Self {
        Self { use_development_apns: true, ..self }
    }

    /// `ServerCapabilities`. Repetitions are dropped, because Apple wants the list unique.
    #[must_use]
    pub fn server_capabilities(self, capabilities: impl IntoIterator<Item = ServerCapability>) -> Self {
        let mut server_capabilities = Vec::new();
        for capability in capabilities {
            if !server_capabilities.contains(&capability) {
                server_capabilities.push(capability);
            }
        }
        Self { server_capabilities, ..self }
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        check_https(&format!("{path}.ServerURL"), &self.server_url)?;
        if let Some(url) = &self.check_in_url {
            check_https(&format!("{path}.CheckInURL"), url)?;
        }
        let rest = self.topic.strip_prefix(TOPIC_PREFIX).unwrap_or_default();
        if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                format!("{path}.Topic"),
                "does not name a topic under com.apple.mgmt.",
            ));
        }
        check_rights(&format!("{path}.AccessRights"), self.access_rights)
    }
}

impl ServerCapability {
    /// The text in the list.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PerUserConnections => "com.apple.mdm.per-user-connections",
            Self::BootstrapToken => "com.apple.mdm.bootstraptoken",
            Self::GetToken => "com.apple.mdm.token",
        }
    }
}

/// Refuses what a device would refuse: no right, bits without a meaning, rights without those that they need.
fn check_rights(key_path: &str, rights: AccessRights) -> Result<(), Error> {
    let missing = rights.missing_prerequisites();
    let reason = if rights == AccessRights::NONE {
        "no right at all"
    } else if AccessRights::try_from_bits(rights.bits()).is_none() {
        "rights that are not defined"
    } else if missing.contains(AccessRights::INSPECT_PROFILES) {
        "2 (change profiles) needs 1 (inspect profiles)"
    } else if missing.contains(AccessRights::INSPECT_PROVISIONING) {
        "128 (change provisioning profiles) needs 64 (inspect provisioning profiles)"
    } else {
        return Ok(());
    };
    Err(Error::invalid(key_path, reason))
}

/// Refuses URLs that are not https, and what no server address has: spaces, user names, fragments.
pub(crate) fn check_https(key_path: &str, url: &str) -> Result<(), Error> {
    let refuse = |reason| Err(Error::invalid(key_path, reason));
    let Some(rest) = url.strip_prefix("https://") else { return refuse("not an https URL") };
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return refuse("characters that must be escaped in a URL");
    }
    if url.contains('#') {
        return refuse("a fragment, which is never sent");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return refuse("a user name");
    }
    // An IPv6 address stands in brackets and has colons of its own.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return refuse("no host, or a port that is not a number");
    }
    Ok(())
}

const TOPIC_PREFIX: &str = "com.apple.mgmt.";

#[cfg(test)]
mod tests {
    use serde::Deserialize as _;
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{self, U16Deserializer};

    use super::*;

    #[test]
    fn rights_that_a_device_would_refuse_are_refused() {
        let check = |rights: AccessRights, expected: Option<&str>| {
            let reason = check_rights("AccessRights", rights).err().map(|error| error.to_string());
            let expected = expected.map(|reason| format!("AccessRights cannot be used: {reason}"));
            assert_eq!(reason, expected, "{rights:?}");
        };
        let rights = AccessRights::from_bits;
        check(rights(1), None);
        check(rights(3), None);
        check(rights(24), None);
        check(rights(64 | 128), None);
        check(rights(8191), None);
        check(AccessRights::ALL, None);
        check(rights(0), Some("no right at all"));
        check(rights(8192), Some("no right at all"));
        check(rights(2), Some("2 (change profiles) needs 1 (inspect profiles)"));
        check(rights(64 | 2), Some("2 (change profiles) needs 1 (inspect profiles)"));
        check(
            rights(128),
            Some("128 (change provisioning profiles) needs 64 (inspect provisioning profiles)"),
        );
        check(
            rights(3 | 128),
            Some("128 (change provisioning profiles) needs 64 (inspect provisioning profiles)"),
        );

        // A set that was read from somewhere can have any bit.
        let read = |bits: u16| {
            let bits: U16Deserializer<value::Error> = bits.into_deserializer();
            AccessRights::deserialize(bits).unwrap()
        };
        check(read(8191), None);
        check(read(8192), Some("rights that are not defined"));
        check(read(8193), Some("rights that are not defined"));
    }

    #[test]
    fn only_plain_https_urls_pass() {
        let check =
            |url: &str, expected: bool| assert_eq!(check_https("URL", url).is_ok(), expected, "{url}");
        check("https://mdm.example.com/connect", true);
        check("https://mdm.example.com:8443/connect?tenant=1", true);
        check("https://127.0.0.1:8443", true);
        check("https://[::1]:8443/", true);
        check("https://[::1]/", true);
        check("http://mdm.example.com/", false);
        check("HTTPS://mdm.example.com/", false);
        check("https://", false);
        check("https:///connect", false);
        check("https://:443/", false);
        check("https://mdm.example.com:https/", false);
        check("https://mdm.example.com:65536/", false);
        check("https://user@mdm.example.com/", false);
        check("https://mdm.example.com/a b", false);
        check("https://mdm.example.com/#x", false);
        check("https://m\u{fc}ller.example/", false);
        check("https://mdm.example.com/\n", false);
        check("", false);
    }
}
