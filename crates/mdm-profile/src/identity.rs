//! How a device gets the key and the certificate that it speaks with.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::Error;
use crate::mdm::check_https;

/// How a device gets its identity. In every way the key is generated on the device and never leaves it (F73).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identity {
    /// The device generates a key and asks a SCEP server for a certificate.
    Scep(ScepIdentity),
}

/// The SCEP payload (`com.apple.security.scep`): RSA, because Apple's SCEP client knows nothing else.
///
/// Source: Apple, com.apple.security.scep in the device management schema (release iOS 18.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScepIdentity {
    pub(crate) url: String,
    pub(crate) name: Option<String>,
    pub(crate) challenge: Option<ScepChallenge>,
    pub(crate) key_size: KeySize,
    pub(crate) key_usage: KeyUsage,
    pub(crate) subject: Vec<(String, String)>,
}

/// The shared secret by which a SCEP server recognizes an invited device (`Challenge`).
///
/// Zeroized when dropped, redacted in `Debug`, compared in constant time. A profile that carries one is a secret
/// itself until the challenge is used up.
#[derive(Clone)]
pub struct ScepChallenge(Zeroizing<String>);

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
        }
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
        for (index, (attribute, value)) in self.subject.iter().enumerate() {
            let dotted = attribute.contains('.')
                && attribute
                    .split('.')
                    .all(|arc| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit()));
            if !dotted && !SUBJECT_ATTRIBUTES.contains(&attribute.as_str()) {
                let reason = "not C, L, ST, O, OU, CN or an object identifier";
                return Err(Error::invalid(format!("{path}.Subject[{index}]"), reason));
            }
            if value.is_empty() {
                return Err(Error::invalid(format!("{path}.Subject[{index}]"), "an empty value"));
            }
        }
        Ok(())
    }
}

impl ScepChallenge {
    /// Takes the secret.
    #[must_use]
    pub fn new(challenge: impl Into<String>) -> Self {
        Self(Zeroizing::new(challenge.into()))
    }

    /// The secret.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ScepChallenge {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for ScepChallenge {}

impl fmt::Debug for ScepChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScepChallenge(redacted)")
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

const SUBJECT_ATTRIBUTES: [&str; 6] = ["C", "L", "ST", "O", "OU", "CN"];
