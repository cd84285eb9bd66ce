//! The wire forms of an enrollment profile. Keys are in alphabetical order, as Apple's own writer puts them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mdm_pki::Certificate;
use mdm_plist::Data;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::EnrollmentProfile;
use crate::identity::AlternativeName;
use crate::{AcmeIdentity, Identity, PayloadUuid, ScepIdentity};

impl EnrollmentProfile {
    pub(super) fn document(&self) -> Document<'_> {
        let mut payloads: Vec<Payload<'_>> = Vec::new();
        for certificate in self.certificates() {
            payloads.push(Payload::Certificate(CertificatePayload {
                payload_content: Data::from(certificate.as_der()),
                names: self.certificate_names(certificate),
            }));
        }
        let (identity, names) = match &self.identity {
            Identity::Scep(scep) => {
                let names = self.names("scep", "Device identity", "com.apple.security.scep");
                (IdentityPayload::Scep { payload_content: ScepContent::of(scep) }, names)
            }
            Identity::Acme(acme) => {
                let names = self.names("acme", "Device identity", "com.apple.security.acme");
                (IdentityPayload::Acme(AcmeContent::of(acme)), names)
            }
            #[cfg(feature = "hazmat")]
            Identity::Pkcs12(identity) => {
                let names = self.names("pkcs12", "Device identity", "com.apple.security.pkcs12");
                let password = identity.password.expose_secret();
                let payload_content = SecretData(&identity.file);
                (IdentityPayload::Pkcs12 { key_is_extractable: false, password, payload_content }, names)
            }
        };
        let identity_uuid = names.uuid.clone();
        payloads.push(Payload::Identity(WithNames { content: identity, names }));
        let mdm = &self.mdm;
        let pins = |certificates: &[Certificate]| {
            certificates.iter().map(|certificate| self.certificate_names(certificate).uuid).collect()
        };
        payloads.push(Payload::Mdm(MdmDocument {
            access_rights: mdm.access_rights.map(|rights| rights.bits()),
            assigned_managed_apple_id: mdm.assigned_managed_apple_id.as_ref().map(|account| account.as_str()),
            check_in_url: mdm.check_in_url.as_deref(),
            check_in_url_pins: pins(&self.check_in_url_pins),
            check_out_when_removed: mdm.check_out_when_removed,
            enrollment_mode: mdm.enrollment_mode.map(|mode| mode.as_str()),
            identity: identity_uuid,
            managed_apple_id: mdm.managed_apple_id.as_ref().map(|account| account.as_str()),
            names: self.names("mdm", "Device management", "com.apple.mdm"),
            revocation_check_required: mdm.revocation_check_required.then_some(true),
            prompt_for_bootstrap_token: mdm.prompt_for_bootstrap_token.then_some(true),
            required_app_id: mdm.required_app_id,
            server_capabilities: mdm
                .server_capabilities
                .iter()
                .map(|capability| capability.as_str())
                .collect(),
            server_url: &mdm.server_url,
            server_url_pins: pins(&self.server_url_pins),
            sign_message: mdm.sign_message,
            topic: &mdm.topic,
            use_development_apns: mdm.use_development_apns.then_some(true),
        }));
        Document {
            consent_text: &self.consent_text,
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

    fn certificate_names(&self, certificate: &Certificate) -> Names {
        let mut digits = String::new();
        for byte in certificate.fingerprint().as_bytes().iter().take(8) {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        if certificate.is_authority() {
            self.names(&format!("root.{digits}"), "Certificate authority", "com.apple.security.root")
        } else {
            self.names(&format!("pin.{digits}"), "Server certificate", "com.apple.security.pkcs1")
        }
    }

    fn names(&self, suffix: &str, display_name: &'static str, payload_type: &'static str) -> Names {
        let identifier = format!("{}.{suffix}", self.identifier);
        Names { display_name, uuid: PayloadUuid::derive(&identifier), identifier, payload_type, version: 1 }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Document<'a> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    consent_text: &'a BTreeMap<String, String>,
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
    Certificate(CertificatePayload),
    Identity(WithNames<IdentityPayload<'a>>),
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
struct WithNames<T> {
    #[serde(flatten)]
    content: T,
    #[serde(flatten)]
    names: Names,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CertificatePayload {
    payload_content: Data,
    #[serde(flatten)]
    names: Names,
}

#[derive(Serialize)]
#[serde(untagged)]
enum IdentityPayload<'a> {
    #[serde(rename_all = "PascalCase")]
    Scep {
        payload_content: ScepContent<'a>,
    },
    Acme(AcmeContent<'a>),
    #[cfg(feature = "hazmat")]
    #[serde(rename_all = "PascalCase")]
    Pkcs12 {
        key_is_extractable: bool,
        password: &'a str,
        payload_content: SecretData<'a>,
    },
}

/// Bytes that are not copied into a [`Data`], which is not overwritten when it is dropped.
#[cfg(feature = "hazmat")]
struct SecretData<'a>(&'a [u8]);

#[cfg(feature = "hazmat")]
impl Serialize for SecretData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ScepContent<'a> {
    #[serde(rename = "CAFingerprint")]
    ca_fingerprint: Option<Data>,
    challenge: Option<&'a str>,
    #[serde(rename = "Key Type")]
    key_type: &'static str,
    #[serde(rename = "Key Usage")]
    key_usage: u32,
    key_is_extractable: bool,
    keysize: u32,
    name: Option<&'a str>,
    retries: Option<u32>,
    retry_delay: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject: Vec<Rdn<'a>>,
    #[serde(skip_serializing_if = "AlternativeName::is_empty")]
    subject_alt_name: &'a AlternativeName,
    #[serde(rename = "URL")]
    url: &'a str,
}

/// A relative name is an array of pairs.
type Rdn<'a> = [[&'a str; 2]; 1];

fn subject(pairs: &[(String, String)]) -> Vec<Rdn<'_>> {
    pairs.iter().map(|(name, value)| [[name.as_str(), value.as_str()]]).collect()
}

impl<'a> ScepContent<'a> {
    fn of(scep: &'a ScepIdentity) -> Self {
        Self {
            ca_fingerprint: scep.ca_fingerprint.as_deref().map(Data::from),
            challenge: scep.challenge.as_ref().map(|challenge| challenge.expose_secret()),
            key_type: "RSA",
            key_usage: scep.key_usage.bits(),
            key_is_extractable: false,
            keysize: scep.key_size.bits(),
            name: scep.name.as_deref(),
            retries: scep.retries,
            retry_delay: scep.retry_delay_secs,
            subject: subject(&scep.subject),
            subject_alt_name: &scep.alternative_name,
            url: &scep.url,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AcmeContent<'a> {
    attest: bool,
    client_identifier: &'a str,
    #[serde(rename = "DirectoryURL")]
    directory_url: &'a str,
    extended_key_usage: &'a [String],
    hardware_bound: bool,
    key_is_extractable: bool,
    key_size: u32,
    key_type: &'static str,
    subject: Vec<Rdn<'a>>,
    #[serde(skip_serializing_if = "AlternativeName::is_empty")]
    subject_alt_name: &'a AlternativeName,
    usage_flags: u32,
}

impl<'a> AcmeContent<'a> {
    fn of(acme: &'a AcmeIdentity) -> Self {
        Self {
            attest: acme.attest,
            client_identifier: acme.client_identifier.expose_secret(),
            directory_url: &acme.directory_url,
            extended_key_usage: &acme.extended_key_usage,
            hardware_bound: acme.key.is_hardware_bound(),
            key_is_extractable: false,
            key_size: acme.key.bits(),
            key_type: acme.key.key_type(),
            subject: subject(&acme.subject),
            subject_alt_name: &acme.alternative_name,
            usage_flags: acme.key_usage.bits(),
        }
    }
}

/// One name is a string, several are an array.
impl Serialize for AlternativeName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, names) in self.parts() {
            match names {
                [] => {}
                [name] => map.serialize_entry(key, name)?,
                names => map.serialize_entry(key, names)?,
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MdmDocument<'a> {
    access_rights: Option<u16>,
    #[serde(rename = "AssignedManagedAppleID")]
    assigned_managed_apple_id: Option<&'a str>,
    #[serde(rename = "CheckInURL")]
    check_in_url: Option<&'a str>,
    #[serde(rename = "CheckInURLPinningCertificateUUIDs", skip_serializing_if = "Vec::is_empty")]
    check_in_url_pins: Vec<PayloadUuid>,
    check_out_when_removed: bool,
    enrollment_mode: Option<&'static str>,
    #[serde(rename = "IdentityCertificateUUID")]
    identity: PayloadUuid,
    #[serde(rename = "ManagedAppleID")]
    managed_apple_id: Option<&'a str>,
    #[serde(flatten)]
    names: Names,
    #[serde(rename = "PinningRevocationCheckRequired")]
    revocation_check_required: Option<bool>,
    #[serde(rename = "PromptUserToAllowBootstrapTokenForAuthentication")]
    prompt_for_bootstrap_token: Option<bool>,
    #[serde(rename = "RequiredAppIDForMDM")]
    required_app_id: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    server_capabilities: Vec<&'static str>,
    #[serde(rename = "ServerURL")]
    server_url: &'a str,
    #[serde(rename = "ServerURLPinningCertificateUUIDs", skip_serializing_if = "Vec::is_empty")]
    server_url_pins: Vec<PayloadUuid>,
    sign_message: bool,
    topic: &'a str,
    #[serde(rename = "UseDevelopmentAPNS")]
    use_development_apns: Option<bool>,
}
