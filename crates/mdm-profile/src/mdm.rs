//! The com.apple.mdm payload: what makes a device a managed one.

use std::fmt;

use mdm_apple::support::AccessRights;
use mdm_pki::Certificate;
use mdm_plist::{Dictionary, Value};

use crate::Error;

/// The MDM payload (`com.apple.mdm`): where the device reports, under which push topic, with which rights.
///
/// | key | where it is set |
/// |---|---|
/// | `ServerURL`, `Topic`, `AccessRights` | [`new`](Self::new), [`user_enrollment`](Self::user_enrollment) |
/// | `IdentityCertificateUUID` | the profile's [`Identity`](crate::Identity) |
/// | `CheckInURL` | [`check_in_url`](Self::check_in_url) |
/// | `SignMessage` | [`sign_message`](Self::sign_message) |
/// | `UseDevelopmentAPNS` | [`use_development_apns`](Self::use_development_apns) |
/// | `ManagedAppleID` | [`managed_apple_id`](Self::managed_apple_id) |
/// | `AssignedManagedAppleID` | [`assigned_managed_apple_id`](Self::assigned_managed_apple_id) |
/// | `EnrollmentMode` | [`enrollment_mode`](Self::enrollment_mode), [`user_enrollment`](Self::user_enrollment) |
/// | `ServerURLPinningCertificateUUIDs` | [`EnrollmentProfile::pin_server_url`](crate::EnrollmentProfile::pin_server_url) |
/// | `CheckInURLPinningCertificateUUIDs` | [`EnrollmentProfile::pin_check_in_url`](crate::EnrollmentProfile::pin_check_in_url) |
/// | `PinningRevocationCheckRequired` | [`require_revocation_check`](Self::require_revocation_check) |
/// | `ServerCapabilities` | [`server_capabilities`](Self::server_capabilities) |
/// | `CheckOutWhenRemoved` | [`check_out_when_removed`](Self::check_out_when_removed) |
/// | `RequiredAppIDForMDM` | [`required_app`](Self::required_app) |
/// | `PromptUserToAllowBootstrapTokenForAuthentication` | [`prompt_for_bootstrap_token`](Self::prompt_for_bootstrap_token) |
///
/// What an update of an enrolled device's payload may change is told by [`check_update`](Self::check_update).
///
/// Source: Apple, com.apple.mdm in the device management schema (release iOS 18.3). F31.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MdmPayload {
    pub(crate) server_url: String,
    pub(crate) check_in_url: Option<String>,
    pub(crate) topic: String,
    pub(crate) access_rights: Option<AccessRights>,
    pub(crate) sign_message: bool,
    pub(crate) check_out_when_removed: bool,
    pub(crate) use_development_apns: bool,
    pub(crate) server_capabilities: Vec<ServerCapability>,
    pub(crate) managed_apple_id: Option<ManagedAppleAccount>,
    pub(crate) assigned_managed_apple_id: Option<ManagedAppleAccount>,
    pub(crate) enrollment_mode: Option<EnrollmentMode>,
    pub(crate) revocation_check_required: bool,
    pub(crate) required_app_id: Option<u64>,
    pub(crate) prompt_for_bootstrap_token: bool,
}

/// How an account-driven enrollment takes the device in (`EnrollmentMode`, iOS 15, macOS 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnrollmentMode {
    /// `BYOD`: the person's own device, on which the organization manages its part (User Enrollment).
    Byod,
    /// `ADDE`: the organization's device, managed whole (account-driven device enrollment).
    Adde,
}

/// The name of a Managed Apple Account, such as `person@example.com`. It is a person's: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct ManagedAppleAccount(String);

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
            access_rights: Some(access_rights),
            sign_message: false,
            check_out_when_removed: false,
            use_development_apns: false,
            server_capabilities: Vec::new(),
            managed_apple_id: None,
            assigned_managed_apple_id: None,
            enrollment_mode: None,
            revocation_check_required: false,
            required_app_id: None,
            prompt_for_bootstrap_token: false,
        }
    }

    /// A payload for the account-driven enrollment of a person's own device (`EnrollmentMode` is `BYOD`). It has no
    /// access rights, because a device takes no notice of them under User Enrollment: what may be done is fixed there.
    #[must_use]
    pub fn user_enrollment(server_url: impl Into<String>, topic: impl Into<String>) -> Self {
        Self {
            access_rights: None,
            enrollment_mode: Some(EnrollmentMode::Byod),
            ..Self::new(server_url, topic, AccessRights::NONE)
        }
    }

    /// `EnrollmentMode`: an account-driven enrollment, which requires it.
    #[must_use]
    pub fn enrollment_mode(self, mode: EnrollmentMode) -> Self {
        Self { enrollment_mode: Some(mode), ..self }
    }

    /// `AssignedManagedAppleID`: the account of the person who signed in to an account-driven enrollment. Devices look
    /// at it there only.
    #[must_use]
    pub fn assigned_managed_apple_id(self, account: ManagedAppleAccount) -> Self {
        Self { assigned_managed_apple_id: Some(account), ..self }
    }

    /// `ManagedAppleID`: User Enrollment by a profile, before iOS 18 and macOS 15, which no longer know it. Access
    /// rights are left out with it.
    #[must_use]
    pub fn managed_apple_id(self, account: ManagedAppleAccount) -> Self {
        Self { managed_apple_id: Some(account), access_rights: None, ..self }
    }

    /// `RequiredAppIDForMDM`: the number in the App Store of the app that this server may install without asking, in
    /// an account-driven enrollment (iOS 15.1).
    #[must_use]
    pub fn required_app(self, itunes_store_id: u64) -> Self {
        Self { required_app_id: Some(itunes_store_id), ..self }
    }

    /// `PromptUserToAllowBootstrapTokenForAuthentication`: a Mac asks its user to allow what needs the Bootstrap Token,
    /// such as kernel extensions (macOS 11). The server must be able to keep the token
    /// ([`ServerCapability::BootstrapToken`]).
    #[must_use]
    pub fn prompt_for_bootstrap_token(self) -> Self {
        Self { prompt_for_bootstrap_token: true, ..self }
    }

    /// `PinningRevocationCheckRequired`: the device connects only when it was told that the server's certificate is
    /// not revoked. Without it, it tries to ask, and connects when nobody answers.
    #[must_use]
    pub fn require_revocation_check(self) -> Self {
        Self { revocation_check_required: true, ..self }
    }

    /// The topic that the device will listen to.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Where the device will report.
    #[must_use]
    pub fn server_url(&self) -> &str {
        &self.server_url
    }

    /// What the server may do; `None` under User Enrollment.
    #[must_use]
    pub fn access_rights(&self) -> Option<AccessRights> {
        self.access_rights
    }

    /// Checks that pushes with this certificate will reach the device: it has the payload's topic, and the payload
    /// does not send the device to the development servers, which refuse certificates of Apple's portal. Each device
    /// is bound to the push certificate of its organization when it enrolls (F81).
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with the key that does not fit.
    pub fn check_push_certificate(&self, certificate: &Certificate) -> Result<(), Error> {
        if certificate.topic() != Some(&self.topic) {
            return Err(Error::invalid("Topic", "not the topic of the push certificate"));
        }
        if self.use_development_apns {
            let reason = "a certificate of Apple's portal is for production only";
            return Err(Error::invalid("UseDevelopmentAPNS", reason));
        }
        Ok(())
    }

    pub(crate) fn decode(payload: &Dictionary) -> Result<Self, Error> {
        let text = |key: &str| payload.get(key).and_then(Value::as_string);
        let required =
            |key: &str| text(key).ok_or_else(|| Error::Missing { key_path: format!("com.apple.mdm.{key}") });
        let flag = |key: &str| payload.get(key).and_then(Value::as_boolean).unwrap_or(false);
        let number = |key: &str| payload.get(key).and_then(Value::as_unsigned_integer);
        let account = |key: &str| text(key).map(ManagedAppleAccount::new);
        let capabilities = payload.get("ServerCapabilities").and_then(Value::as_array);
        let capabilities = capabilities.into_iter().flatten().filter_map(Value::as_string);
        let known =
            capabilities.filter_map(|text| ServerCapability::ALL.into_iter().find(|c| c.as_str() == text));
        // Only the bits with a meaning.
        let rights = |bits: u64| AccessRights::from_bits(u16::try_from(bits & 0xFFFF).unwrap_or_default());
        let rights = number("AccessRights").map(rights).unwrap_or_default();
        let mut decoded = Self {
            access_rights: number("AccessRights").map(|_| rights),
            check_in_url: text("CheckInURL").map(str::to_owned),
            sign_message: flag("SignMessage"),
            check_out_when_removed: flag("CheckOutWhenRemoved"),
            use_development_apns: flag("UseDevelopmentAPNS"),
            managed_apple_id: account("ManagedAppleID"),
            assigned_managed_apple_id: account("AssignedManagedAppleID"),
            enrollment_mode: None,
            revocation_check_required: flag("PinningRevocationCheckRequired"),
            required_app_id: number("RequiredAppIDForMDM"),
            prompt_for_bootstrap_token: flag("PromptUserToAllowBootstrapTokenForAuthentication"),
            ..Self::new(required("ServerURL")?, required("Topic")?, rights).server_capabilities(known)
        };
        decoded.enrollment_mode = match text("EnrollmentMode") {
            None => None,
            Some("BYOD") => Some(EnrollmentMode::Byod),
            Some("ADDE") => Some(EnrollmentMode::Adde),
            Some(_) => return Err(Error::Missing { key_path: "com.apple.mdm.EnrollmentMode".to_owned() }),
        };
        Ok(decoded)
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
        self.validate_enrollment(path)
    }

    /// What goes together, and what does not.
    fn validate_enrollment(&self, path: &str) -> Result<(), Error> {
        let refuse = |key: &str, reason| Err(Error::invalid(format!("{path}.{key}"), reason));
        let accounts = [
            ("ManagedAppleID", &self.managed_apple_id),
            ("AssignedManagedAppleID", &self.assigned_managed_apple_id),
        ];
        for (key, account) in accounts {
            if account.as_ref().is_some_and(|account| !account.0.contains('@')) {
                return refuse(key, "not an account name");
            }
        }
        let is_byod = self.enrollment_mode == Some(EnrollmentMode::Byod);
        match (self.access_rights, is_byod || self.managed_apple_id.is_some()) {
            (Some(_), true) => return refuse("AccessRights", "ignored under User Enrollment: leave it out"),
            (None, false) => return refuse("AccessRights", "no right at all"),
            (Some(rights), false) => check_rights(&format!("{path}.AccessRights"), rights)?,
            (None, true) => {}
        }
        if self.enrollment_mode.is_some() && self.managed_apple_id.is_some() {
            return refuse("ManagedAppleID", "an account-driven enrollment has AssignedManagedAppleID");
        }
        if self.enrollment_mode.is_none() && self.assigned_managed_apple_id.is_some() {
            return refuse("AssignedManagedAppleID", "ignored without EnrollmentMode");
        }
        if self.enrollment_mode.is_none() && self.required_app_id.is_some() {
            return refuse("RequiredAppIDForMDM", "ignored without EnrollmentMode");
        }
        if self.required_app_id.is_some_and(|id| id == 0 || i64::try_from(id).is_err()) {
            return refuse("RequiredAppIDForMDM", "not the number of an app");
        }
        let keeps_token = self.server_capabilities.contains(&ServerCapability::BootstrapToken);
        if self.prompt_for_bootstrap_token && !keeps_token {
            let reason = "needs com.apple.mdm.bootstraptoken in ServerCapabilities";
            return refuse("PromptUserToAllowBootstrapTokenForAuthentication", reason);
        }
        Ok(())
    }
}

impl EnrollmentMode {
    /// The text of the key.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Byod => "BYOD",
            Self::Adde => "ADDE",
        }
    }
}

impl ManagedAppleAccount {
    /// Takes the name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ManagedAppleAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ManagedAppleAccount(redacted)")
    }
}

impl ServerCapability {
    const ALL: [Self; 3] = [Self::PerUserConnections, Self::BootstrapToken, Self::GetToken];

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
