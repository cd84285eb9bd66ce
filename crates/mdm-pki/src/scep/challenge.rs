//! One-time passwords that are bound to an enrollment.

use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use der::asn1::{AnyRef, PrintableStringRef, Utf8StringRef};
use der::{Encode as _, EncodingRules, Reader as _, Tag, Tagged as _};
use openssl::rand::rand_bytes;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::cms::attribute;
use crate::cms::syntax::{Attribute, RawSet};
use crate::{Certificate, Error, oid};

/// The password of a certificate request: the `Challenge` of the SCEP payload in an enrollment profile.
///
/// Zeroized when dropped, redacted in `Debug`, compared in constant time.
#[derive(Clone)]
pub struct Challenge(Zeroizing<String>);

/// What a store keeps of a challenge: its hash, the enrollment that it lets in, and who has used it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChallengeRecord {
    /// [`Challenge::hash`], under which the record is found.
    pub hash: [u8; 32],
    /// The enrollment, in the embedder's words.
    pub enrollment: String,
    /// From then on it lets nobody in.
    pub expires_at: SystemTime,
    /// The one key that has used it.
    pub claim: Option<Claim>,
}

/// Who has used a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// [`Csr::key_digest`](crate::Csr::key_digest) of the request.
    pub key: [u8; 32],
    /// What was issued; `None` while somebody still has to decide. A device whose reply was lost sends its request
    /// again, and gets this certificate and no other.
    pub certificate: Option<Certificate>,
}

impl Challenge {
    /// Mints a challenge: 256 bits that nobody can guess, as 43 characters.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL has no randomness.
    pub fn mint() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        rand_bytes(&mut *bytes).map_err(Error::crypto("minting a challenge"))?;
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes))))
    }

    /// Takes a text that was minted elsewhere, such as the ticket of an invitation.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if it is empty, longer than 255 bytes (RFC 2985, pkcs-9-ub-challengePassword), or has
    /// control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        let text = Zeroizing::new(text.into());
        if (1..=255).contains(&text.len()) && !text.chars().any(char::is_control) {
            Ok(Self(text))
        } else {
            Err(Error::Argument { what: "challenge", reason: "empty, too long, or with control characters" })
        }
    }

    /// The text, for the profile.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// The SHA-256 of the text: what a store keeps and looks up. It gives nothing away about a minted challenge; of a
    /// password that a person chose it would.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        crate::sha256(self.0.as_bytes())
    }

    /// The one challenge among the attributes of a request.
    pub(crate) fn among(attributes: &RawSet<'_>) -> Result<Option<Self>, Error> {
        let malformed = attributes.malformed(WHAT);
        let refused = || Error::Malformed { what: WHAT, offset: 0 };
        let mut reader = attributes.elements(EncodingRules::Der).map_err(&malformed)?;
        let mut found = None;
        while !reader.is_finished() {
            let attribute: Attribute<'_> = reader.decode().map_err(&malformed)?;
            if attribute.attr_type != AnyRef::from(&oid::CHALLENGE_PASSWORD) {
                continue;
            }
            let mut values = attribute.attr_values.elements(EncodingRules::Der).map_err(&malformed)?;
            let value: AnyRef<'_> = values.decode().map_err(|_| refused())?;
            // Two passwords: nobody could say which one counts.
            if !values.is_finished() || found.is_some() {
                return Err(refused());
            }
            let text = directory_string(value).ok_or_else(refused)?;
            found = Some(Self::new(text).map_err(|_| refused())?);
        }
        Ok(found)
    }

    /// The attribute in DER.
    pub(crate) fn attribute(&self) -> der::Result<Vec<u8>> {
        match PrintableStringRef::new(&*self.0) {
            Ok(printable) => attribute(oid::CHALLENGE_PASSWORD, &printable)?.to_der(),
            Err(_) => attribute(oid::CHALLENGE_PASSWORD, &Utf8StringRef::new(&self.0)?)?.to_der(),
        }
    }
}

impl PartialEq for Challenge {
    fn eq(&self, other: &Self) -> bool {
        self.hash().ct_eq(&other.hash()).into()
    }
}

impl Eq for Challenge {}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(redacted)")
    }
}

impl ChallengeRecord {
    /// A challenge that nobody has used.
    #[must_use]
    pub fn new(challenge: &Challenge, enrollment: impl Into<String>, expires_at: SystemTime) -> Self {
        Self { hash: challenge.hash(), enrollment: enrollment.into(), expires_at, claim: None }
    }

    /// Whether this challenge lets in the holder of this key now. Whoever has used it may come again.
    pub(super) fn admits(&self, challenge: &Challenge, key: &[u8; 32], now: SystemTime) -> Result<(), Error> {
        if !bool::from(self.hash.ct_eq(&challenge.hash())) {
            return Err(Error::WrongChallenge);
        }
        match &self.claim {
            Some(claim) if claim.key == *key => Ok(()),
            Some(_) => Err(Error::UsedChallenge),
            None if now >= self.expires_at => Err(Error::ExpiredChallenge),
            None => Ok(()),
        }
    }
}

/// A DirectoryString of RFC 5280 section 4.1.2.4, or what old clients send for one.
fn directory_string(value: AnyRef<'_>) -> Option<String> {
    let bytes = value.value();
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::TeletexString | Tag::VisibleString => {
            String::from_utf8(bytes.to_vec()).ok()
        }
        Tag::BmpString => {
            let (pairs, []) = bytes.as_chunks::<2>() else { return None };
            let units: Zeroizing<Vec<u16>> =
                Zeroizing::new(pairs.iter().copied().map(u16::from_be_bytes).collect());
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

const WHAT: &str = "certificate request";
