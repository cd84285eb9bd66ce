//! How a device gets the key and the certificate that it speaks with.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::Error;
use crate::mdm::check_https;

/// How a device gets its identity. Without the feature `hazmat` the key is generated on the device and never leaves
/// it, whichever way is chosen (F73).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identity {
    /// The device generates a key and asks a SCEP server for a certificate.
    Scep(ScepIdentity),
    /// The device generates a key, in its Secure Enclave where it is told to, and asks an ACME server for a
    /// certificate, with an attestation of Apple where it is told to.
    Acme(AcmeIdentity),
    /// The server generates the key and sends it along. Whoever reads the profile on its way has the identity: for
    /// devices that know nothing else, and for tests.
    #[cfg(feature = "hazmat")]
    Pkcs12(Pkcs12Identity),
}

/// The SCEP payload (`com.apple.security.scep`): RSA, because Apple's SCEP client knows nothing else.
///
/// `KeyIsExtractable` is always false, so that a Mac does not let the key out of its keychain, and
/// `AllowAllAppsAccess` is left at its default, which is no.
///
/// Source: Apple, com.apple.security.scep in the device management schema (release iOS 18.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScepIdentity {
    pub(crate) url: String,
    pub(crate) name: Option<String>,
    pub(crate) challenge: Option<ScepChallenge>,
    pub(crate) key_size: KeySize,
    pub(crate) key_usage: KeyUsage,
    pub(crate) subject: Vec<(String, String)>,
    pub(crate) alternative_name: AlternativeName,
    pub(crate) ca_fingerprint: Option<Vec<u8>>,
    pub(crate) retries: Option<u32>,
    pub(crate) retry_delay_secs: Option<u32>,
}

/// The ACME payload (`com.apple.security.acme`, iOS 16, macOS 13.1, tvOS 16, watchOS 9, visionOS 1).
///
/// `KeyIsExtractable` is always false, and `AllowAllAppsAccess` is left at its default, which is no.
///
/// Source: Apple, com.apple.security.acme in the device management schema (release iOS 18.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcmeIdentity {
    pub(crate) directory_url: String,
    pub(crate) client_identifier: AcmeClientIdentifier,
    pub(crate) key: AcmeKey,
    pub(crate) attest: bool,
    pub(crate) subject: Vec<(String, String)>,
    pub(crate) alternative_name: AlternativeName,
    pub(crate) key_usage: KeyUsage,
    pub(crate) extended_key_usage: Vec<String>,
}

/// The key that a device makes for an ACME certificate (`KeyType`, `KeySize`, `HardwareBound`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum AcmeKey {
    /// P-384, made in the Secure Enclave and bound to the device: `HardwareBound` is true. Macs need macOS 14 and
    /// Apple silicon or a T2.
    #[default]
    HardwareP384,
    /// P-256, bound to the device.
    HardwareP256,
    /// P-256, not bound.
    P256,
    /// P-384, not bound.
    P384,
    /// P-521, not bound. The Secure Enclave does not know it.
    P521,
    /// RSA of 2048 bits, not bound.
    Rsa2048,
    /// RSA of 4096 bits, not bound.
    Rsa4096,
}

/// Other names that the device asks for (`SubjectAltName`). The authority need not follow them. `Debug` shows how many
/// there are, because addresses are persons'.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlternativeName {
    /// `rfc822Name`: mail addresses.
    pub emails: Vec<String>,
    /// `dNSName`.
    pub dns_names: Vec<String>,
    /// `uniformResourceIdentifier`.
    pub uris: Vec<String>,
    /// `ntPrincipalName`.
    pub nt_principals: Vec<String>,
}

/// An identity that the server made (`com.apple.security.pkcs12`).
///
/// Source: Apple, com.apple.security.pkcs12 in the device management schema (release iOS 18.3).
#[cfg(feature = "hazmat")]
#[derive(Clone)]
pub struct Pkcs12Identity {
    pub(crate) file: Zeroizing<Vec<u8>>,
    pub(crate) password: Pkcs12Password,
}

/// Defines a secret text: zeroized when dropped, redacted in `Debug`, compared in constant time.
macro_rules! secret_text {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Takes the secret.
            #[must_use]
            pub fn new(secret: impl Into<String>) -> Self {
                Self(Zeroizing::new(secret.into()))
            }

            /// The secret.
            #[must_use]
            pub fn expose_secret(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    };
}

secret_text! {
    /// The shared secret by which a SCEP server recognizes an invited device (`Challenge`).
    ///
    /// Zeroized when dropped, redacted in `Debug`, compared in constant time. A profile that carries one is a secret
    /// itself until the challenge is used up.
    ScepChallenge
}

secret_text! {
    /// The text by which an ACME server recognizes an invited device, once (`ClientIdentifier`). As secret as a
    /// [`ScepChallenge`].
    AcmeClientIdentifier
}

#[cfg(feature = "hazmat")]
secret_text! {
    /// The password of a PKCS #12 file (`Password`), which travels beside the file and protects nothing on the way.
    Pkcs12Password
}

/// The size of the device's RSA key (`Keysize`). Apple's default of 1024 bits is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum KeySize {
    /// 2048 bits.
    #[default]
    Rsa2048,
    /// 4096 bits.
    Rsa4096,
}

/// What the device's key is for (`Key Usage`). An identity always signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum KeyUsage {
    /// 1: signing.
    Signing,
    /// 5: signing and encryption.
    #[default]
    SigningAndEncryption,
}

impl ScepIdentity {
    /// An identity from the SCEP server at this https URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            name: None,
            challenge: None,
            key_size: KeySize::default(),
            key_usage: KeyUsage::default(),
            subject: Vec::new(),
            alternative_name: AlternativeName::default(),
            ca_fingerprint: None,
            retries: None,
            retry_delay_secs: None,
        }
    }

    /// `SubjectAltName`: other names that the device asks for.
    #[must_use]
    pub fn alternative_name(self, name: AlternativeName) -> Self {
        Self { alternative_name: name, ..self }
    }

    /// `CAFingerprint`: the digest of the authority's certificate, 16, 20, 32 or 64 bytes. Apple does not say which
    /// digest devices expect. It keeps a stranger on the way from standing in for the server where that is not
    /// reached over https; here it always is.
    #[must_use]
    pub fn ca_fingerprint(self, digest: impl Into<Vec<u8>>) -> Self {
        Self { ca_fingerprint: Some(digest.into()), ..self }
    }

    /// `Retries` and `RetryDelay`: how often a device asks again while the server answers PENDING, and how many
    /// seconds it waits between. 3 and 10 if not set.
    #[must_use]
    pub fn retry(self, retries: u32, delay_secs: u32) -> Self {
        Self { retries: Some(retries), retry_delay_secs: Some(delay_secs), ..self }
    }

    /// `Name`: which of several authorities behind one URL is meant.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// `Challenge`: the secret of the invitation.
    #[must_use]
    pub fn challenge(self, challenge: ScepChallenge) -> Self {
        Self { challenge: Some(challenge), ..self }
    }

    /// `Keysize`. 2048 bits if not set.
    #[must_use]
    pub fn key_size(self, key_size: KeySize) -> Self {
        Self { key_size, ..self }
    }

    /// `Key Usage`. Signing and encryption if not set.
    #[must_use]
    pub fn key_usage(self, key_usage: KeyUsage) -> Self {
        Self { key_usage, ..self }
    }

    /// `Subject`: the name that the device asks for, as pairs of attribute and value. An attribute is `C`, `L`,
    /// `ST`, `O`, `OU`, `CN` or a dotted object identifier. The authority need not follow it.
    #[must_use]
    pub fn subject<A: Into<String>, V: Into<String>>(
        self,
        subject: impl IntoIterator<Item = (A, V)>,
    ) -> Self {
        Self {
            subject: subject.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
            ..self
        }
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        check_https(&format!("{path}.URL"), &self.url)?;
        if self.challenge.as_ref().is_some_and(|challenge| challenge.expose_secret().is_empty()) {
            return Err(Error::invalid(format!("{path}.Challenge"), "empty"));
        }
        let lengths = [16, 20, 32, 64];
        if self.ca_fingerprint.as_ref().is_some_and(|digest| !lengths.contains(&digest.len())) {
            return Err(Error::invalid(format!("{path}.CAFingerprint"), "not of the length of a digest"));
        }
        self.alternative_name.validate(path)?;
        validate_subject(path, &self.subject)
    }
}

impl AcmeIdentity {
    /// An identity from the ACME server with this directory, for the device that was invited with this identifier. The
    /// key is [`AcmeKey::HardwareP384`], the certificate for TLS clients, and an attestation is asked for.
    #[must_use]
    pub fn new(directory_url: impl Into<String>, client_identifier: AcmeClientIdentifier) -> Self {
        Self {
            directory_url: directory_url.into(),
            client_identifier,
            key: AcmeKey::default(),
            attest: true,
            subject: Vec::new(),
            alternative_name: AlternativeName::default(),
            key_usage: KeyUsage::Signing,
            extended_key_usage: vec![CLIENT_AUTH.to_owned()],
        }
    }

    /// Which key the device makes. A key that is not bound to the hardware cannot be attested.
    #[must_use]
    pub fn key(self, key: AcmeKey) -> Self {
        Self { key, ..self }
    }

    /// `Attest` is false: the server learns nothing about the device but what it says itself.
    #[must_use]
    pub fn without_attestation(self) -> Self {
        Self { attest: false, ..self }
    }

    /// `Subject`, as for [`ScepIdentity::subject`].
    #[must_use]
    pub fn subject<A: Into<String>, V: Into<String>>(
        self,
        subject: impl IntoIterator<Item = (A, V)>,
    ) -> Self {
        let subject = subject.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { subject, ..self }
    }

    /// `SubjectAltName`: other names that the device asks for.
    #[must_use]
    pub fn alternative_name(self, name: AlternativeName) -> Self {
        Self { alternative_name: name, ..self }
    }

    /// `UsageFlags`. Signing if not set.
    #[must_use]
    pub fn key_usage(self, key_usage: KeyUsage) -> Self {
        Self { key_usage, ..self }
    }

    /// `ExtendedKeyUsage`, as dotted object identifiers. TLS clients if not set, and they must stay among them.
    #[must_use]
    pub fn extended_key_usage<T: Into<String>>(self, usages: impl IntoIterator<Item = T>) -> Self {
        Self { extended_key_usage: usages.into_iter().map(Into::into).collect(), ..self }
    }

    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        check_https(&format!("{path}.DirectoryURL"), &self.directory_url)?;
        if self.client_identifier.expose_secret().is_empty() {
            return Err(Error::invalid(format!("{path}.ClientIdentifier"), "empty"));
        }
        if self.attest && !self.key.is_hardware_bound() {
            return Err(Error::invalid(
                format!("{path}.Attest"),
                "needs a key that is bound to the hardware",
            ));
        }
        if !self.extended_key_usage.iter().all(|usage| is_dotted(usage)) {
            return Err(Error::invalid(format!("{path}.ExtendedKeyUsage"), "not object identifiers"));
        }
        if !self.extended_key_usage.iter().any(|usage| usage == CLIENT_AUTH) {
            return Err(Error::invalid(format!("{path}.ExtendedKeyUsage"), "without that of TLS clients"));
        }
        self.alternative_name.validate(path)?;
        validate_subject(path, &self.subject)
    }
}

impl AcmeKey {
    /// Whether the key is made in the Secure Enclave and cannot leave it (`HardwareBound`).
    #[must_use]
    pub const fn is_hardware_bound(self) -> bool {
        matches!(self, Self::HardwareP256 | Self::HardwareP384)
    }

    pub(crate) const fn key_type(self) -> &'static str {
        match self {
            Self::Rsa2048 | Self::Rsa4096 => "RSA",
            _ => "ECSECPrimeRandom",
        }
    }

    pub(crate) const fn bits(self) -> u32 {
        match self {
            Self::HardwareP256 | Self::P256 => 256,
            Self::HardwareP384 | Self::P384 => 384,
            Self::P521 => 521,
            Self::Rsa2048 => 2048,
            Self::Rsa4096 => 4096,
        }
    }
}

impl AlternativeName {
    /// The keys and their names, in the order of Apple's writer.
    pub(crate) fn parts(&self) -> [(&'static str, &[String]); 4] {
        [
            ("dNSName", &self.dns_names),
            ("ntPrincipalName", &self.nt_principals),
            ("rfc822Name", &self.emails),
            ("uniformResourceIdentifier", &self.uris),
        ]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, names)| names.is_empty())
    }

    fn validate(&self, path: &str) -> Result<(), Error> {
        match self.parts().iter().find(|(_, names)| names.iter().any(String::is_empty)) {
            Some((key, _)) => Err(Error::invalid(format!("{path}.SubjectAltName.{key}"), "an empty name")),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for AlternativeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts().map(|(key, names)| (key, names.len()))).finish()
    }
}

#[cfg(feature = "hazmat")]
impl Pkcs12Identity {
    /// Sends this file, which must hold one identity, and its password.
    #[must_use]
    pub fn new(file: impl Into<Vec<u8>>, password: Pkcs12Password) -> Self {
        Self { file: Zeroizing::new(file.into()), password }
    }

    /// A PKCS #12 file is a DER sequence.
    pub(crate) fn validate(&self, path: &str) -> Result<(), Error> {
        if self.file.first() != Some(&0x30) {
            return Err(Error::invalid(format!("{path}.PayloadContent"), "not a PKCS #12 file"));
        }
        Ok(())
    }
}

#[cfg(feature = "hazmat")]
impl PartialEq for Pkcs12Identity {
    fn eq(&self, other: &Self) -> bool {
        bool::from(self.file.ct_eq(&other.file)) && self.password == other.password
    }
}

#[cfg(feature = "hazmat")]
impl Eq for Pkcs12Identity {}

#[cfg(feature = "hazmat")]
impl fmt::Debug for Pkcs12Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pkcs12Identity(redacted)")
    }
}

impl KeySize {
    pub(crate) fn bits(self) -> u32 {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa4096 => 4096,
        }
    }
}

impl KeyUsage {
    pub(crate) fn bits(self) -> u32 {
        match self {
            Self::Signing => 1,
            Self::SigningAndEncryption => 5,
        }
    }
}

fn validate_subject(path: &str, subject: &[(String, String)]) -> Result<(), Error> {
    for (index, (attribute, value)) in subject.iter().enumerate() {
        if !is_dotted(attribute) && !SUBJECT_ATTRIBUTES.contains(&attribute.as_str()) {
            let reason = "not C, L, ST, O, OU, CN or an object identifier";
            return Err(Error::invalid(format!("{path}.Subject[{index}]"), reason));
        }
        if value.is_empty() {
            return Err(Error::invalid(format!("{path}.Subject[{index}]"), "an empty value"));
        }
    }
    Ok(())
}

fn is_dotted(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit()))
}

/// id-kp-clientAuth, RFC 5280.
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

const SUBJECT_ATTRIBUTES: [&str; 6] = ["C", "L", "ST", "O", "OU", "CN"];
