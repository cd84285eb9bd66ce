//! The enrollment profile: what a device installs to become managed.

use std::collections::BTreeMap;
use std::time::SystemTime;

use mdm_pki::{Certificate, Signer};

use crate::{Error, Identity, MdmPayload, PayloadUuid};

mod document;

/// The enrollment profile (F28, F31): the server's trust anchors, an identity payload and the MDM payload.
///
/// Payload identifiers are made from the profile's: `IDENTIFIER.mdm`, `IDENTIFIER.scep` (or `.acme`), and
/// `IDENTIFIER.root.` (or `.pin.`) with the first 16 digits of the certificate's fingerprint. UUIDs are derived from the
/// identifiers ([`PayloadUuid::derive`]). So the same configuration gives the same bytes, and installing it again
/// replaces the profile in place.
///
/// A profile that a person installs can be removed by that person, always (F34): no call here writes
/// `PayloadRemovalDisallowed` or a removal password. Only an enrollment that Apple's automated device enrollment brought
/// may forbid it (F35), and says so in what Apple's server is given, which these crates do not do yet.
///
/// Source: Apple, TopLevel, CommonPayloadKeys, com.apple.mdm, com.apple.security.scep, com.apple.security.acme,
/// com.apple.security.root and com.apple.security.pkcs1 in the device management schema (release iOS 18.3).
#[derive(Debug, Clone)]
pub struct EnrollmentProfile {
    identifier: String,
    uuid: Option<PayloadUuid>,
    display_name: Option<String>,
    description: Option<String>,
    organization: Option<String>,
    consent_text: BTreeMap<String, String>,
    trust_anchors: Vec<Certificate>,
    server_url_pins: Vec<Certificate>,
    check_in_url_pins: Vec<Certificate>,
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
            consent_text: BTreeMap::new(),
            trust_anchors: Vec::new(),
            server_url_pins: Vec::new(),
            check_in_url_pins: Vec::new(),
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

    /// `ConsentText`: what the user must agree to before the profile is installed, in this language (an IETF BCP 47
    /// tag such as `en` or `ja`, or `default`).
    #[must_use]
    pub fn consent_text(mut self, language: impl Into<String>, text: impl Into<String>) -> Self {
        self.consent_text.insert(language.into(), text.into());
        self
    }

    /// Adds a certificate that the device shall insist on when it connects to `ServerURL`: the server's own or that of
    /// its authority. It travels in the profile, and several may be pinned, so that one can be replaced.
    ///
    /// A pinned authority is installed as a trust anchor too.
    #[must_use]
    pub fn pin_server_url(mut self, certificate: Certificate) -> Self {
        self.server_url_pins.push(certificate);
        self
    }

    /// As [`pin_server_url`](Self::pin_server_url), for `CheckInURL`.
    #[must_use]
    pub fn pin_check_in_url(mut self, certificate: Certificate) -> Self {
        self.check_in_url_pins.push(certificate);
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
        if let Some((language, _)) =
            self.consent_text.iter().find(|(key, text)| key.is_empty() || text.is_empty())
        {
            return Err(Error::invalid(format!("ConsentText.{language}"), "empty: leave it out"));
        }
        let identity_index = self.certificates().len();
        let path = format!("PayloadContent[{identity_index}]");
        match &self.identity {
            Identity::Scep(scep) => scep.validate(&format!("{path}.PayloadContent"))?,
            Identity::Acme(acme) => acme.validate(&path)?,
            #[cfg(feature = "hazmat")]
            Identity::Pkcs12(identity) => identity.validate(&path)?,
        }
        self.mdm.validate(&format!("PayloadContent[{}]", identity_index + 1))
    }

    /// The certificates that travel along, each once: anchors, then pins.
    fn certificates(&self) -> Vec<&Certificate> {
        let mut certificates: Vec<&Certificate> = Vec::new();
        for certificate in
            self.trust_anchors.iter().chain(&self.server_url_pins).chain(&self.check_in_url_pins)
        {
            if !certificates.contains(&certificate) {
                certificates.push(certificate);
            }
        }
        certificates
    }
}

#[cfg(test)]
mod tests;
