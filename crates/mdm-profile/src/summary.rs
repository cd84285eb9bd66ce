//! What is inside a profile, as far as the queue of commands must know it.

use std::fmt;

use mdm_pki::{Certificate, Limits};
use mdm_plist::{Dictionary, Value};
use serde::Deserialize;

use crate::Error;

/// What a profile is called and what it installs, of any profile: signed or not, ours or foreign.
///
/// Two profiles that share an identifier replace each other; two that share a [`Service`] get in each other's way
/// on the device although their identifiers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileSummary {
    /// `PayloadIdentifier`: what a device replaces and removes a profile by.
    pub identifier: String,
    /// `PayloadUUID`.
    pub uuid: String,
    /// `PayloadDisplayName`, if there is one.
    pub display_name: Option<String>,
    /// The payloads in their order. Empty for an encrypted profile.
    pub payloads: Vec<PayloadSummary>,
    /// `IsEncrypted`: only the device can read the payloads, so this profile may touch anything.
    pub is_encrypted: bool,
    /// Whose key signed the profile; `None` if it is not signed. Nothing is said about trust.
    pub signer: Option<Certificate>,
}

/// What one payload is called and what it installs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PayloadSummary {
    /// `PayloadType`, such as `com.apple.wifi.managed`.
    pub payload_type: String,
    /// `PayloadIdentifier`.
    pub identifier: String,
    /// The service that the payload installs, if it is of a kind that is known here.
    pub service: Option<Service>,
}

/// A service on the device that a payload installs, named so that two payloads can be compared.
///
/// `Debug` hides mail accounts, because they are the names of persons.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Service {
    /// A Wi-Fi network, by `SSID_STR`, or by `DomainName` for Hotspot 2.0 networks without an SSID.
    Wifi(String),
    /// A VPN connection, by `UserDefinedName`.
    Vpn(String),
    /// A mail or Exchange account, by its address, or by the server if the user enters the address.
    Mail(String),
    /// A certificate, by the SHA-256 of its DER in lower-case hexadecimal digits.
    Certificate(String),
}

impl ProfileSummary {
    /// Reads a profile. If it is signed, the signature must verify; who signed is for the caller to judge.
    ///
    /// # Errors
    ///
    /// [`Error::Signature`] if the bytes look signed (DER or BER) and the signature does not verify,
    /// [`Error::Decode`] if the property list cannot be read (a binary one cannot), [`Error::NotAProfile`] and
    /// [`Error::Missing`] if it is not a profile.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.first() == Some(&SEQUENCE) {
            let verified = mdm_pki::verify_attached(bytes, &Limits::PROFILE).map_err(Error::Signature)?;
            let summary = Self::decode_unsigned(&verified.content)?;
            return Ok(Self { signer: Some(verified.signer), ..summary });
        }
        Self::decode_unsigned(bytes)
    }

    /// Every service that the profile installs, in order, each once.
    #[must_use]
    pub fn services(&self) -> Vec<&Service> {
        let mut services: Vec<&Service> =
            self.payloads.iter().filter_map(|payload| payload.service.as_ref()).collect();
        services.sort();
        services.dedup();
        services
    }

    fn decode_unsigned(bytes: &[u8]) -> Result<Self, Error> {
        let document: Document = mdm_plist::from_slice(bytes).map_err(Error::Decode)?;
        if document.payload_type != "Configuration" {
            return Err(Error::NotAProfile);
        }
        let is_encrypted = document.is_encrypted.unwrap_or(false);
        let payloads = match document.payload_content {
            Some(payloads) => payloads,
            None if is_encrypted => Vec::new(),
            None => return Err(Error::Missing { key_path: "PayloadContent".to_owned() }),
        };
        Ok(Self {
            identifier: document.payload_identifier,
            uuid: document.payload_uuid,
            display_name: document.payload_display_name,
            payloads: payloads
                .iter()
                .enumerate()
                .map(|(index, payload)| PayloadSummary::read(index, payload))
                .collect::<Result<_, _>>()?,
            is_encrypted,
            signer: None,
        })
    }
}

impl PayloadSummary {
    fn read(index: usize, payload: &Dictionary) -> Result<Self, Error> {
        let text = |key: &str| {
            string(payload, key)
                .map(str::to_owned)
                .ok_or_else(|| Error::Missing { key_path: format!("PayloadContent[{index}].{key}") })
        };
        let payload_type = text("PayloadType")?;
        Ok(Self {
            identifier: text("PayloadIdentifier")?,
            service: Service::of(&payload_type, payload),
            payload_type,
        })
    }
}

impl Service {
    /// Keys as in Apple's device management schema (release iOS 18.1).
    fn of(payload_type: &str, payload: &Dictionary) -> Option<Self> {
        let first = |keys: [&str; 2]| {
            keys.iter()
                .find_map(|key| string(payload, key))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        match payload_type {
            "com.apple.wifi.managed" => first(["SSID_STR", "DomainName"]).map(Self::Wifi),
            "com.apple.vpn.managed" | "com.apple.vpn.managed.applayer" => {
                first(["UserDefinedName", "VPNUUID"]).map(Self::Vpn)
            }
            "com.apple.mail.managed" => first(["EmailAddress", "IncomingMailServerHostName"]).map(Self::Mail),
            "com.apple.eas.account" => first(["EmailAddress", "Host"]).map(Self::Mail),
            "com.apple.security.root" | "com.apple.security.pkcs1" | "com.apple.security.pem" => {
                let content = payload.get("PayloadContent").and_then(Value::as_data)?;
                Some(Self::Certificate(certificate_name(content)))
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wifi(ssid) => f.debug_tuple("Wifi").field(ssid).finish(),
            Self::Vpn(name) => f.debug_tuple("Vpn").field(name).finish(),
            Self::Mail(_) => f.write_str("Mail(redacted)"),
            Self::Certificate(fingerprint) => f.debug_tuple("Certificate").field(fingerprint).finish(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    payload_type: String,
    payload_identifier: String,
    #[serde(rename = "PayloadUUID")]
    payload_uuid: String,
    payload_display_name: Option<String>,
    is_encrypted: Option<bool>,
    payload_content: Option<Vec<Dictionary>>,
}

fn string<'a>(payload: &'a Dictionary, key: &str) -> Option<&'a str> {
    payload.get(key).and_then(Value::as_string)
}

/// The same certificate has the same name as DER and as PEM. What is no certificate is named by its bytes.
fn certificate_name(content: &[u8]) -> String {
    let certificate = Certificate::from_der(content).or_else(|_| Certificate::from_pem(content));
    let digest = match &certificate {
        Ok(certificate) => *certificate.fingerprint().as_bytes(),
        Err(_) => mdm_pki::sha256(content),
    };
    mdm_pki::Fingerprint::from_bytes(digest).to_string()
}

/// Both encodings of CMS start with it, and no property list does ('0').
const SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests;
