//! The enrollment profile: what a device installs to become managed.

use std::fmt::Write as _;
use std::time::SystemTime;

use mdm_pki::{Certificate, Signer};
use mdm_plist::Data;
use serde::Serialize;

use crate::{Error, Identity, MdmPayload, PayloadUuid, ScepIdentity};

/// The enrollment profile (F28, F31): the server's trust anchors, an identity payload and the MDM payload.
///
/// Payload identifiers are made from the profile's: `IDENTIFIER.mdm`, `IDENTIFIER.scep` and
/// `IDENTIFIER.root.` with the first 16 digits of the certificate's fingerprint. UUIDs are derived from the
/// identifiers ([`PayloadUuid::derive`]). So the same configuration gives the same bytes, and installing it again
/// replaces the profile in place.
///
/// Source: Apple, TopLevel, CommonPayloadKeys, com.apple.mdm, com.apple.security.scep and
/// com.apple.security.root in the device management schema (release iOS 18.1).
#[derive(Debug, Clone)]
pub struct EnrollmentProfile {
    identifier: String,
    uuid: Option<PayloadUuid>,
    display_name: Option<String>,
    description: Option<String>,
    organization: Option<String>,
    trust_anchors: Vec<Certificate>,
    identity: Identity,
    mdm: MdmPayload,
}

impl EnrollmentProfile {
    /// A profile under this reverse-DNS identifier, such as `com.example.mdm`.
    ///
    /// A device replaces an installed profile of the same identifier, so keep it for ever.
    #[must_use]
    pub fn new(identifier: impl Into<String>, identity: Identity, mdm: MdmPayload) -> Self {
        Self {
            identifier: identifier.into(),
            uuid: None,
            display_name: None,
            description: None,
            organization: None,
            trust_anchors: Vec::new(),
            identity,
            mdm,
        }
    }

    /// `PayloadUUID` of the profile. Derived from the identifier if not set.
    #[must_use]
    pub fn uuid(self, uuid: PayloadUuid) -> Self {
        Self { uuid: Some(uuid), ..self }
    }

    /// `PayloadDisplayName`: what the user reads before installing.
    #[must_use]
    pub fn display_name(self, display_name: impl Into<String>) -> Self {
        Self { display_name: Some(display_name.into()), ..self }
    }

    /// `PayloadDescription`: detailed enough for the user to decide.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// `PayloadOrganization`: who manages the device.
    #[must_use]
    pub fn organization(self, organization: impl Into<String>) -> Self {
        Self { organization: Some(organization.into()), ..self }
    }

    /// Adds an authority that the device shall trust (`com.apple.security.root`), for servers whose certificate
    /// no public authority issued. The same one twice counts once.
    #[must_use]
    pub fn trust_anchor(mut self, authority: Certificate) -> Self {
        if !self.trust_anchors.contains(&authority) {
            self.trust_anchors.push(authority);
        }
        self
    }

    /// Writes the profile, unsigned, as an XML property list.
    ///
    /// The result contains the SCEP challenge: treat it as a secret.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with the key path of the first value that a device would refuse or that would weaken
    /// the enrollment; [`Error::Encode`] for text that a property list cannot hold.
    pub fn build(&self) -> Result<Vec<u8>, Error> {
        self.validate()?;
        mdm_plist::to_vec(&self.document()).map_err(Error::Encode)
    }

    /// Writes and signs the profile: attached CMS in DER.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build), and [`Error::Sign`].
    pub fn sign(&self, signer: &Signer, signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        signer.sign_attached(&self.build()?, signing_time).map_err(Error::Sign)
    }

    fn validate(&self) -> Result<(), Error> {
        if self.identifier.is_empty() {
            return Err(Error::invalid("PayloadIdentifier", "empty"));
        }
        let is_part_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if !self.identifier.bytes().all(is_part_of_name) {
            return Err(Error::invalid(
                "PayloadIdentifier",
                "other characters than letters, digits, '.', '-', '_'",
            ));
        }
        let texts = [
            ("PayloadDisplayName", &self.display_name),
            ("PayloadDescription", &self.description),
            ("PayloadOrganization", &self.organization),
        ];
        for (key, text) in texts {
            if text.as_ref().is_some_and(|text| text.is_empty()) {
                return Err(Error::invalid(key, "empty: leave it out"));
            }
        }
        for (index, anchor) in self.trust_anchors.iter().enumerate() {
            if !anchor.is_authority() {
                let path = format!("PayloadContent[{index}].PayloadContent");
                return Err(Error::invalid(path, "not the certificate of an authority"));
            }
        }
        let identity_index = self.trust_anchors.len();
        match &self.identity {
            Identity::Scep(scep) => {
                scep.validate(&format!("PayloadContent[{identity_index}].PayloadContent"))?
            }
        }
        self.mdm.validate(&format!("PayloadContent[{}]", identity_index + 1))
    }

    fn document(&self) -> Document<'_> {
        let mut payloads: Vec<Payload<'_>> = Vec::new();
        for anchor in &self.trust_anchors {
            let mut suffix = "root.".to_owned();
            for byte in anchor.fingerprint().as_bytes().iter().take(8) {
                // Writing to a String cannot fail.
                let _ = write!(suffix, "{byte:02x}");
            }
            payloads.push(Payload::Root(RootPayload {
                payload_content: Data::from(anchor.as_der()),
                names: self.names(&suffix, "Certificate authority", "com.apple.security.root"),
            }));
        }
        let identity = match &self.identity {
            Identity::Scep(scep) => {
                let names = self.names("scep", "Device identity", "com.apple.security.scep");
                let uuid = names.uuid.clone();
                payloads.push(Payload::Scep(ScepPayload { payload_content: ScepContent::of(scep), names }));
                uuid
            }
        };
        let mdm = &self.mdm;
        payloads.push(Payload::Mdm(MdmDocument {
            access_rights: mdm.access_rights.bits(),
            check_in_url: mdm.check_in_url.as_deref(),
            check_out_when_removed: mdm.check_out_when_removed,
            identity,
            names: self.names("mdm", "Device management", "com.apple.mdm"),
            server_capabilities: mdm
                .server_capabilities
                .iter()
                .map(|capability| capability.as_str())
                .collect(),
            server_url: &mdm.server_url,
            sign_message: mdm.sign_message,
            topic: &mdm.topic,
            use_development_apns: mdm.use_development_apns.then_some(true),
        }));
        Document {
            payload_content: payloads,
            payload_description: self.description.as_deref(),
            payload_display_name: self.display_name.as_deref(),
            payload_identifier: &self.identifier,
            payload_organization: self.organization.as_deref(),
            // macOS would otherwise put the identity into the keychain of whoever installs the profile.
            payload_scope: "System",
            payload_type: "Configuration",
            payload_uuid: self.uuid.clone().unwrap_or_else(|| PayloadUuid::derive(&self.identifier)),
            payload_version: 1,
        }
    }

    fn names(&self, suffix: &str, display_name: &'static str, payload_type: &'static str) -> Names {
        let identifier = format!("{}.{suffix}", self.identifier);
        Names { display_name, uuid: PayloadUuid::derive(&identifier), identifier, payload_type, version: 1 }
    }
}

// The wire forms. Keys are in alphabetical order, as Apple's own writer puts them.

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'a> {
    payload_content: Vec<Payload<'a>>,
    payload_description: Option<&'a str>,
    payload_display_name: Option<&'a str>,
    payload_identifier: &'a str,
    payload_organization: Option<&'a str>,
    payload_scope: &'static str,
    payload_type: &'static str,
    #[serde(rename = "PayloadUUID")]
    payload_uuid: PayloadUuid,
    payload_version: u32,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Payload<'a> {
    Root(RootPayload),
    Scep(ScepPayload<'a>),
    Mdm(MdmDocument<'a>),
}

/// The keys that every payload has.
#[derive(Serialize)]
struct Names {
    #[serde(rename = "PayloadDisplayName")]
    display_name: &'static str,
    #[serde(rename = "PayloadIdentifier")]
    identifier: String,
    #[serde(rename = "PayloadType")]
    payload_type: &'static str,
    #[serde(rename = "PayloadUUID")]
    uuid: PayloadUuid,
    #[serde(rename = "PayloadVersion")]
    version: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RootPayload {
    payload_content: Data,
    #[serde(flatten)]
    names: Names,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ScepPayload<'a> {
    payload_content: ScepContent<'a>,
    #[serde(flatten)]
    names: Names,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ScepContent<'a> {
    challenge: Option<&'a str>,
    #[serde(rename = "Key Type")]
    key_type: &'static str,
    #[serde(rename = "Key Usage")]
    key_usage: u32,
    keysize: u32,
    name: Option<&'a str>,
    /// An array of relative names, each an array of pairs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject: Vec<[[&'a str; 2]; 1]>,
    #[serde(rename = "URL")]
    url: &'a str,
}

impl<'a> ScepContent<'a> {
    fn of(scep: &'a ScepIdentity) -> Self {
        Self {
            challenge: scep.challenge.as_ref().map(|challenge| challenge.expose_secret()),
            key_type: "RSA",
            key_usage: scep.key_usage.bits(),
            keysize: scep.key_size.bits(),
            name: scep.name.as_deref(),
            subject: scep.subject.iter().map(|(name, value)| [[name.as_str(), value.as_str()]]).collect(),
            url: &scep.url,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MdmDocument<'a> {
    access_rights: u16,
    #[serde(rename = "CheckInURL")]
    check_in_url: Option<&'a str>,
    check_out_when_removed: bool,
    #[serde(rename = "IdentityCertificateUUID")]
    identity: PayloadUuid,
    #[serde(flatten)]
    names: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    server_capabilities: Vec<&'static str>,
    #[serde(rename = "ServerURL")]
    server_url: &'a str,
    sign_message: bool,
    topic: &'a str,
    #[serde(rename = "UseDevelopmentAPNS")]
    use_development_apns: Option<bool>,
}

#[cfg(test)]
mod tests;
