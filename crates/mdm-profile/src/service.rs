//! What one payload installs, named so that two payloads can be compared.

use std::fmt;

use mdm_apple::support::PAYLOADS;
use mdm_lock::{Access, Footprint, Kind, Resource};
use mdm_pki::Certificate;
use mdm_plist::{Dictionary, Value};

/// A service on the device that a payload installs, named so that two payloads can be compared.
///
/// `Debug` hides accounts, because they are the names of persons.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Service {
    /// A Wi-Fi network, by `SSID_STR`, or by `DomainName` for Hotspot 2.0 networks without an SSID; `None` for any.
    Wifi(Option<String>),
    /// A VPN connection, by `UserDefinedName` or `VPNUUID`; `None` for any.
    Vpn(Option<String>),
    /// A mail, calendar, contacts or directory account, by its address or user, or by the server if the user enters
    /// them; `None` for any.
    Account(Option<String>),
    /// A certificate, by the SHA-256 of its DER in lower-case hexadecimal digits, or an identity, by the
    /// `PayloadUUID` under which others refer to it; `None` for any.
    Certificate(Option<String>),
    /// What a device has once, such as the app that it is locked to, by the payload's type, or by the domain of an app's
    /// preferences.
    Setting(String),
    /// The management itself: every later command goes where this payload says.
    Mdm,
}

impl Service {
    /// What a payload installs; several for preferences of several apps, none where two of the kind do not disturb
    /// each other (such as web clips, fonts, and passcode policies, which a device combines).
    ///
    /// A payload of a known kind that lacks its name stands for any of the kind, and a type that Apple's schema does
    /// not know for a setting of that name. Keys as in Apple's device management schema (release iOS 18.3).
    pub(crate) fn of(payload_type: &str, payload: &Dictionary) -> Vec<Self> {
        let first = |keys: &[&str]| {
            let texts = keys.iter().filter_map(|key| payload.get(key).and_then(Value::as_string));
            texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
        };
        let account = |keys: &[&str]| Self::Account(first(keys).map(|name| name.to_lowercase()));
        vec![match payload_type {
            "com.apple.wifi.managed" => Self::Wifi(first(&["SSID_STR", "DomainName"])),
            "com.apple.vpn.managed" | "com.apple.vpn.managed.applayer" => {
                Self::Vpn(first(&["UserDefinedName", "VPNUUID"]))
            }
            // Says which apps use which VPN.
            "com.apple.vpn.managed.appmapping" => Self::Vpn(None),
            "com.apple.mail.managed" => account(&["EmailAddress", "IncomingMailServerHostName"]),
            "com.apple.eas.account" | "com.apple.ews.account" => {
                account(&["EmailAddress", "UserName", "Host", "ExternalHost"])
            }
            "com.apple.google-oauth" => account(&["EmailAddress"]),
            "com.apple.caldav.account" => account(&["CalDAVUsername", "CalDAVHostName"]),
            "com.apple.carddav.account" => account(&["CardDAVUsername", "CardDAVHostName"]),
            "com.apple.ldap.account" => account(&["LDAPAccountUserName", "LDAPAccountHostName"]),
            "com.apple.subscribedcalendar.account" => account(&["SubCalAccountHostName"]),
            "com.apple.jabber.account" => account(&["JabberUserName", "JabberHostName"]),
            "com.apple.osxserver.account" => account(&["UserName", "HostName"]),
            "com.apple.security.root" | "com.apple.security.pkcs1" | "com.apple.security.pem" => {
                let content = payload.get("PayloadContent").and_then(Value::as_data);
                Self::Certificate(content.map(certificate_name))
            }
            "com.apple.security.pkcs12"
            | "com.apple.security.scep"
            | "com.apple.security.acme"
            | "com.apple.ADCertificate.managed" => Self::Certificate(first(&["PayloadUUID"])),
            "com.apple.mdm" => Self::Mdm,
            "com.apple.ManagedClient.preferences" => {
                let domains = payload.get("PayloadContent").and_then(Value::as_dictionary);
                let mut settings = vec![Self::Setting(payload_type.to_owned())];
                settings.extend(domains.into_iter().flat_map(Dictionary::keys).cloned().map(Self::Setting));
                return settings;
            }
            other if PAYLOADS.find(other).is_some_and(|item| item.on.iter().all(|row| row.multiple)) => {
                return Vec::new();
            }
            other => Self::Setting(other.to_owned()),
        }]
    }

    /// Adds what installing or removing it touches.
    ///
    /// Accounts are named by a digest, because the queue keeps footprints and shows them: twelve hexadecimal digits
    /// of the SHA-256 of the address in lower case.
    pub(crate) fn touch(&self, touches: Footprint, access: Access) -> Footprint {
        let (kind, name) = match self {
            Self::Wifi(name) => (Kind::Wifi, name.clone()),
            Self::Vpn(name) => (Kind::Vpn, name.clone()),
            Self::Account(name) => (Kind::Account, name.as_deref().map(account_name)),
            Self::Certificate(name) => (Kind::Certificate, name.clone()),
            Self::Setting(name) => (Kind::Setting, Some(name.clone())),
            Self::Mdm => (Kind::Anything, None),
        };
        // The device does not go away.
        let access = if kind == Kind::Anything { Access::Put } else { access };
        touches.touch(Resource { kind, key: name.map(Into::into) }, access)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wifi(ssid) => f.debug_tuple("Wifi").field(ssid).finish(),
            Self::Vpn(name) => f.debug_tuple("Vpn").field(name).finish(),
            Self::Account(_) => f.write_str("Account(redacted)"),
            Self::Certificate(name) => f.debug_tuple("Certificate").field(name).finish(),
            Self::Setting(name) => f.debug_tuple("Setting").field(name).finish(),
            Self::Mdm => f.write_str("Mdm"),
        }
    }
}

fn account_name(name: &str) -> String {
    let digest = mdm_pki::Fingerprint::from_bytes(mdm_pki::sha256(name.as_bytes())).to_string();
    digest.get(..12).unwrap_or_default().to_owned()
}

/// The same certificate has the same name as DER and as PEM. What is no certificate is named by its bytes.
pub(crate) fn certificate_name(content: &[u8]) -> String {
    let certificate = Certificate::from_der(content).or_else(|_| Certificate::from_pem(content));
    let digest = match &certificate {
        Ok(certificate) => *certificate.fingerprint().as_bytes(),
        Err(_) => mdm_pki::sha256(content),
    };
    mdm_pki::Fingerprint::from_bytes(digest).to_string()
}
