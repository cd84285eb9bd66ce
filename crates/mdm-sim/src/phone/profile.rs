//! Configuration profiles as the phone sees them.

use std::time::SystemTime;

use plist::{Dictionary, Value};

use super::crypto::{self, ProfileSignature};
use super::{Error, wire};

/// A profile on the phone.
#[derive(Clone, PartialEq)]
pub struct Profile {
    identifier: String,
    uuid: String,
    managed: bool,
    signature: ProfileSignature,
    certificates: Vec<Vec<u8>>,
    content: Dictionary,
}

impl Profile {
    /// Reads a profile, signed (CMS) or plain (XML), and checks what every profile must have.
    ///
    /// Source: Apple, TopLevel and CommonPayloadKeys (read 2026-08).
    pub(crate) fn read(bytes: &[u8], roots: &[Vec<u8>], now: SystemTime) -> Result<Self, Error> {
        // Every DER or BER sequence begins so, and no XML does.
        let sealed =
            if bytes.first() == Some(&0x30) { Some(crypto::unseal(bytes, roots, now)?) } else { None };
        let text = sealed.as_ref().map_or(bytes, |sealed| &sealed.content);
        let content = wire::read_dictionary(text)
            .ok_or(Error::UnreadableProfile("no XML property list of a dictionary"))?;
        if text_of(&content, "PayloadType") != Some("Configuration") {
            return Err(Error::RefusedProfile("PayloadType is not Configuration"));
        }
        let identifier = required(&content, "PayloadIdentifier", "PayloadIdentifier is missing")?;
        let uuid = required(&content, "PayloadUUID", "PayloadUUID is missing")?;
        if content.get("PayloadVersion").and_then(Value::as_signed_integer).is_none() {
            return Err(Error::RefusedProfile("PayloadVersion is missing"));
        }
        if content.contains_key("EncryptedPayloadContent") {
            return Err(Error::RefusedProfile(ENCRYPTED));
        }
        for payload in content.get("PayloadContent").and_then(Value::as_array).into_iter().flatten() {
            let payload =
                payload.as_dictionary().ok_or(Error::RefusedProfile("a payload is no dictionary"))?;
            required(payload, "PayloadType", "a payload has no PayloadType")?;
            required(payload, "PayloadIdentifier", "a payload has no PayloadIdentifier")?;
            required(payload, "PayloadUUID", "a payload has no PayloadUUID")?;
        }
        let (signature, certificates) = sealed.map_or((ProfileSignature::Unsigned, Vec::new()), |sealed| {
            (sealed.signature, sealed.certificates)
        });
        Ok(Self { identifier, uuid, managed: false, signature, certificates, content })
    }

    /// `PayloadIdentifier`: a profile with the same one replaces this.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// `PayloadUUID`: changes with every edition.
    #[must_use]
    pub fn uuid(&self) -> &str {
        &self.uuid
    }

    /// Whether MDM installed it.
    #[must_use]
    pub fn is_managed(&self) -> bool {
        self.managed
    }

    /// How it was signed.
    #[must_use]
    pub fn signature(&self) -> ProfileSignature {
        self.signature
    }

    /// The content of the profile.
    #[must_use]
    pub fn content(&self) -> &Dictionary {
        &self.content
    }

    pub(crate) fn into_managed(mut self) -> Self {
        self.managed = true;
        self
    }

    /// Whether the user may not delete it. Only supervised phones obey this.
    pub(crate) fn removal_disallowed(&self) -> bool {
        flag(&self.content, "PayloadRemovalDisallowed")
    }

    /// The payloads of one type.
    pub(crate) fn payloads(&self, payload_type: &str) -> impl Iterator<Item = &Dictionary> {
        self.content
            .get("PayloadContent")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_dictionary)
            .filter(move |payload| text_of(payload, "PayloadType") == Some(payload_type))
    }

    /// Its item in `ProfileList`.
    ///
    /// Source: Apple, ProfileListResponse (read 2026-08). `IsManaged` is left out on supervised devices.
    pub(crate) fn list_item(&self, supervised: bool) -> Dictionary {
        let mut item = Dictionary::new();
        copy(
            &self.content,
            &mut item,
            &[
                "PayloadDescription",
                "PayloadDisplayName",
                "PayloadIdentifier",
                "PayloadOrganization",
                "PayloadUUID",
                "PayloadVersion",
            ],
        );
        item.insert("PayloadRemovalDisallowed".into(), self.removal_disallowed().into());
        item.insert("HasRemovalPasscode".into(), flag(&self.content, "HasRemovalPasscode").into());
        item.insert("IsEncrypted".into(), false.into());
        if !supervised {
            item.insert("IsManaged".into(), self.managed.into());
        }
        if !self.certificates.is_empty() {
            let certificates = self.certificates.iter().cloned().map(Value::Data).collect();
            item.insert("SignerCertificates".into(), Value::Array(certificates));
        }
        let payloads = self.content.get("PayloadContent").and_then(Value::as_array).into_iter().flatten();
        let payloads = payloads.filter_map(Value::as_dictionary).map(|payload| {
            let mut summary = Dictionary::new();
            copy(
                payload,
                &mut summary,
                &[
                    "PayloadDescription",
                    "PayloadDisplayName",
                    "PayloadIdentifier",
                    "PayloadOrganization",
                    "PayloadType",
                    "PayloadUUID",
                    "PayloadVersion",
                ],
            );
            Value::Dictionary(summary)
        });
        item.insert("PayloadContent".into(), Value::Array(payloads.collect()));
        item
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Payloads hold passwords and challenges.
        f.debug_struct("Profile")
            .field("identifier", &self.identifier)
            .field("uuid", &self.uuid)
            .field("managed", &self.managed)
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

/// A string in a dictionary.
pub(crate) fn text_of<'a>(dictionary: &'a Dictionary, key: &str) -> Option<&'a str> {
    dictionary.get(key).and_then(Value::as_string)
}

/// A boolean in a dictionary, `false` when missing.
pub(crate) fn flag(dictionary: &Dictionary, key: &str) -> bool {
    dictionary.get(key).and_then(Value::as_boolean).unwrap_or(false)
}

pub(crate) fn required(dictionary: &Dictionary, key: &str, missing: &'static str) -> Result<String, Error> {
    match text_of(dictionary, key) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(Error::RefusedProfile(missing)),
    }
}

fn copy(from: &Dictionary, to: &mut Dictionary, keys: &[&str]) {
    for key in keys {
        if let Some(value) = from.get(key) {
            to.insert((*key).to_owned(), value.clone());
        }
    }
}

/// Why a profile with `EncryptedPayloadContent` is refused: this phone has no key for one.
pub(crate) const ENCRYPTED: &str = "the content is encrypted";
