//! What is inside a profile, as far as the queue of commands must know it.

use mdm_pki::Certificate;
use mdm_plist::{Dictionary, Value};

use crate::{Error, Service, foreign};

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
    /// What the payload installs.
    pub services: Vec<Service>,
}

impl ProfileSummary {
    /// Reads a profile. If it is signed, the signature must verify; who signed is for the caller to judge.
    ///
    /// # Errors
    ///
    /// [`Error::Signature`] if the bytes look signed (DER or BER) and the signature does not verify,
    /// [`Error::Decode`] if the property list, XML or binary, cannot be read, [`Error::NotAProfile`] and
    /// [`Error::Missing`] if it is not a profile.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (content, signature) = foreign::open(bytes)?;
        Self::of(&foreign::read(&content)?, signature.map(|signature| signature.signer))
    }

    /// Every service that the profile installs, in order, each once.
    #[must_use]
    pub fn services(&self) -> Vec<&Service> {
        let mut services: Vec<&Service> =
            self.payloads.iter().flat_map(|payload| &payload.services).collect();
        services.sort();
        services.dedup();
        services
    }

    pub(crate) fn of(keys: &Dictionary, signer: Option<Certificate>) -> Result<Self, Error> {
        let text = |key: &str| string(keys, key).ok_or_else(|| missing(key.to_owned()));
        let is_encrypted = keys.get("IsEncrypted").and_then(Value::as_boolean).unwrap_or(false)
            || keys.contains_key("EncryptedPayloadContent");
        let payloads = match keys.get(foreign::CONTENT) {
            None if is_encrypted => &[][..],
            Some(Value::Array(payloads)) => payloads,
            _ => return Err(missing(foreign::CONTENT.to_owned())),
        };
        Ok(Self {
            identifier: text("PayloadIdentifier")?.to_owned(),
            uuid: text("PayloadUUID")?.to_owned(),
            display_name: string(keys, "PayloadDisplayName").map(str::to_owned),
            payloads: payloads
                .iter()
                .enumerate()
                .map(|(index, payload)| PayloadSummary::read(index, payload))
                .collect::<Result<_, _>>()?,
            is_encrypted,
            signer,
        })
    }
}

impl PayloadSummary {
    fn read(index: usize, payload: &Value) -> Result<Self, Error> {
        let path = format!("PayloadContent[{index}]");
        let payload = payload.as_dictionary().ok_or_else(|| missing(path.clone()))?;
        let text = |key: &str| string(payload, key).ok_or_else(|| missing(format!("{path}.{key}")));
        let payload_type = text("PayloadType")?;
        Ok(Self {
            identifier: text("PayloadIdentifier")?.to_owned(),
            services: Service::of(payload_type, payload),
            payload_type: payload_type.to_owned(),
        })
    }
}

fn missing(key_path: String) -> Error {
    Error::Missing { key_path }
}

fn string<'a>(keys: &'a Dictionary, key: &str) -> Option<&'a str> {
    keys.get(key).and_then(Value::as_string)
}

#[cfg(test)]
mod tests;
