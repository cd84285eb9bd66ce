//! The com.apple.mdm payload: what makes a device a managed one.

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

/// What the server may do on the device (`AccessRights`). Always a valid set: it is not empty, and a right that
/// needs another one comes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessRights(u32);

/// One right of [`AccessRights`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessRight {
    /// 1: inspection of installed configuration profiles.
    InspectProfiles,
    /// 2: installation and removal of configuration profiles. Needs [`InspectProfiles`](Self::InspectProfiles).
    ChangeProfiles,
    /// 4: device lock and passcode removal.
    LockAndClearPasscode,
    /// 8: device erase.
    Erase,
    /// 16: query of device information (capacity, serial number).
    QueryDevice,
    /// 32: query of network information (phone and SIM numbers, MAC addresses).
    QueryNetwork,
    /// 64: inspection of installed provisioning profiles.
    InspectProvisioningProfiles,
    /// 128: installation and removal of provisioning profiles. Needs
    /// [`InspectProvisioningProfiles`](Self::InspectProvisioningProfiles).
    ChangeProvisioningProfiles,
    /// 256: inspection of installed applications.
    InspectApplications,
    /// 512: restriction-related queries.
    QueryRestrictions,
    /// 1024: security-related queries.
    QuerySecurity,
    /// 2048: manipulation of settings.
    ChangeSettings,
    /// 4096: app management.
    ManageApplications,
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
    /// `com.apple.mgmt.`. Both are checked when the profile is built.
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
        Ok(())
    }
}

impl AccessRights {
    /// Every right: 8191.
    pub const ALL: Self = Self(8191);

    /// The set of these rights.
    ///
    /// # Errors
    ///
    /// As [`from_bits`](Self::from_bits).
    pub fn new(rights: impl IntoIterator<Item = AccessRight>) -> Result<Self, Error> {
        Self::from_bits(rights.into_iter().fold(0, |bits, right| bits | right.bit()))
    }

    /// The set that this number stands for.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for 0, for bits that Apple does not define, for 2 without 1 and for 128 without 64.
    pub fn from_bits(bits: u32) -> Result<Self, Error> {
        let refuse = |reason| Err(Error::invalid("AccessRights", reason));
        let lacks =
            |right: AccessRight, needed: AccessRight| bits & right.bit() != 0 && bits & needed.bit() == 0;
        if bits == 0 {
            return refuse("no right at all");
        }
        if bits & !Self::ALL.0 != 0 {
            return refuse("rights that are not defined");
        }
        if lacks(AccessRight::ChangeProfiles, AccessRight::InspectProfiles) {
            return refuse("2 (change profiles) needs 1 (inspect profiles)");
        }
        if lacks(AccessRight::ChangeProvisioningProfiles, AccessRight::InspectProvisioningProfiles) {
            return refuse("128 (change provisioning profiles) needs 64 (inspect provisioning profiles)");
        }
        Ok(Self(bits))
    }

    /// The number that Apple's key holds.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether the set has this right.
    #[must_use]
    pub const fn contains(self, right: AccessRight) -> bool {
        self.0 & right.bit() != 0
    }
}

impl AccessRight {
    /// The right's bit.
    #[must_use]
    pub const fn bit(self) -> u32 {
        match self {
            Self::InspectProfiles => 1,
            Self::ChangeProfiles => 2,
            Self::LockAndClearPasscode => 4,
            Self::Erase => 8,
            Self::QueryDevice => 16,
            Self::QueryNetwork => 32,
            Self::InspectProvisioningProfiles => 64,
            Self::ChangeProvisioningProfiles => 128,
            Self::InspectApplications => 256,
            Self::QueryRestrictions => 512,
            Self::QuerySecurity => 1024,
            Self::ChangeSettings => 2048,
            Self::ManageApplications => 4096,
        }
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
    use super::*;

    #[test]
    fn rights_that_need_others_are_refused_alone() {
        let check = |bits: u32, expected: Option<&str>| {
            let reason = AccessRights::from_bits(bits).err().map(|error| error.to_string());
            let expected = expected.map(|reason| format!("AccessRights cannot be used: {reason}"));
            assert_eq!(reason, expected, "{bits}");
        };
        check(1, None);
        check(3, None);
        check(64 | 128, None);
        check(8191, None);
        check(0, Some("no right at all"));
        check(2, Some("2 (change profiles) needs 1 (inspect profiles)"));
        check(128, Some("128 (change provisioning profiles) needs 64 (inspect provisioning profiles)"));
        check(8192, Some("rights that are not defined"));

        let rights = AccessRights::new([AccessRight::Erase, AccessRight::QueryDevice]).unwrap();
        assert_eq!(rights.bits(), 24);
        assert!(rights.contains(AccessRight::Erase) && !rights.contains(AccessRight::InspectProfiles));
        assert!(AccessRights::new([AccessRight::ChangeProfiles]).is_err());
        assert!(AccessRights::new([]).is_err());
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
