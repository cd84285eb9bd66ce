//! Whether a device would show a profile as verified, and why.

use std::fmt;
use std::time::SystemTime;

use mdm_pki::{Certificate, Limits, TrustAnchors};
use mdm_plist::Value;

use crate::Error;
use crate::foreign::{self, SEQUENCE};

/// What a person reads on the device about the signature of a profile that is installed by hand now. A profile that
/// comes through MDM is installed without a word in every case but [`Refused`](Self::Refused).
///
/// Source: Apple, Configuring multiple devices using profiles (read 2026-08), and observation where
/// [`VerificationFinding::source`] says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShownAs {
    /// "Verified": signed, and the chain ends at an authority that the device trusts.
    Verified,
    /// "Not Verified" or "Unverified": signed by somebody whom the device does not trust now.
    NotVerified,
    /// "Not Signed".
    NotSigned,
    /// The device does not install it.
    Refused,
}

/// How a profile would be received, with every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// What the device shows.
    pub shown_as: ShownAs,
    /// What there is to say, the gravest first; also what changes nothing.
    pub findings: Vec<VerificationFinding>,
    /// Whose key signed, if a signature verifies.
    pub signer: Option<Certificate>,
    /// When the signer says that it signed.
    pub signing_time: Option<SystemTime>,
}

/// One thing that was found. `Display` is a sentence for an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationFinding {
    /// The signature does not verify, or the bytes are no CMS message that is accepted here.
    BadSignature(mdm_pki::Error),
    /// The content is not a profile.
    NotAProfile(Error),
    /// The signer's certificate has expired.
    SignerExpired {
        /// When.
        not_after: SystemTime,
    },
    /// The signer's certificate is not valid yet, or the clock is wrong.
    SignerNotYetValid {
        /// When it will be.
        not_before: SystemTime,
    },
    /// A certificate between the signer's and the anchor has expired or is not valid yet.
    ChainNotValid,
    /// A trust anchor that was handed in has expired or is not valid yet, so that nothing can be said.
    AnchorNotValid,
    /// No chain leads from the signer to an anchor.
    UntrustedIssuer,
    /// As [`UntrustedIssuer`](Self::UntrustedIssuer), and the signature brings only the signer's own certificate: the
    /// intermediate certificates are probably missing.
    IntermediatesMissing,
    /// The certificate's key usage does not allow signatures, or it is an authority's own certificate that is no
    /// anchor.
    NotForSigning,
    /// The chain was refused for another reason, such as SHA-1 in it or a weak key.
    ChainRefused(mdm_pki::Error),
    /// There is no signature.
    NotSigned,
    /// The signer says that it signed when its certificate was not valid.
    SignedOutsideValidity,
    /// The signature brings no certificate but the signer's. It verifies here, because the issuer is an anchor.
    LeafOnly,
    /// `RemovalDate` has passed: the device removes the profile at once.
    RemovalDatePassed,
    /// `PayloadExpirationDate` has passed: the device offers an update.
    ExpirationDatePassed,
    /// The payloads are encrypted, and nothing was said about them.
    Encrypted,
}

/// Judges a profile for a device that trusts these authorities, at this time: the signature, the chain, the content.
///
/// Any extended key usage of the signer will do (code signing, e-mail, TLS server or none), because Apple's systems
/// ask for none in particular. The anchors are the device's: its system store, and what profiles installed there.
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use mdm_pki::{CertificateAuthority, TrustAnchors};
/// # fn main() -> Result<(), mdm_pki::Error> {
/// # let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600);
/// use mdm_profile::{ShownAs, verify};
///
/// let authority = CertificateAuthority::mint("Example CA", Duration::from_secs(86_400), now)?;
/// let anchors = TrustAnchors::new([authority.certificate().clone()])?;
/// let verification = verify(b"<plist><dict/></plist>", &anchors, now);
/// assert_eq!(verification.shown_as, ShownAs::Refused);
/// assert_eq!(verification.findings[0].to_string(), "It is not a profile: PayloadType is not Configuration.");
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn verify(profile: &[u8], anchors: &TrustAnchors, now: SystemTime) -> Verification {
    let mut findings = Vec::new();
    let mut shown_as = ShownAs::Verified;
    let (mut signer, mut signing_time) = (None, None);
    let content = if profile.first() == Some(&SEQUENCE) {
        match mdm_pki::verify_attached(profile, &Limits::PROFILE) {
            Err(error) => {
                findings.push(VerificationFinding::BadSignature(error));
                return Verification { shown_as: ShownAs::Refused, findings, signer, signing_time };
            }
            Ok(message) => {
                let leaf = &message.signer;
                let alone = message.certificates.len() == 1;
                if let Err(error) = anchors.verify_signer(&message, now) {
                    findings.push(VerificationFinding::of_chain(error, leaf, alone, now));
                    shown_as = ShownAs::NotVerified;
                } else if alone {
                    findings.push(VerificationFinding::LeafOnly);
                }
                let is_outside = |time: SystemTime| time < leaf.not_before() || time > leaf.not_after();
                if message.signing_time.is_some_and(is_outside) {
                    findings.push(VerificationFinding::SignedOutsideValidity);
                }
                (signer, signing_time) = (Some(message.signer), message.signing_time);
                message.content
            }
        }
    } else {
        findings.push(VerificationFinding::NotSigned);
        shown_as = ShownAs::NotSigned;
        profile.to_vec()
    };
    match foreign::read(&content) {
        Err(error) => {
            findings.insert(0, VerificationFinding::NotAProfile(error));
            shown_as = ShownAs::Refused;
        }
        Ok(keys) => {
            let has_passed = |key: &str| {
                let date = keys.get(key).and_then(Value::as_date);
                date.is_some_and(|date| SystemTime::from(date) <= now)
            };
            if has_passed("RemovalDate") {
                findings.push(VerificationFinding::RemovalDatePassed);
            }
            if has_passed("PayloadExpirationDate") {
                findings.push(VerificationFinding::ExpirationDatePassed);
            }
            if keys.contains_key("EncryptedPayloadContent") {
                findings.push(VerificationFinding::Encrypted);
            }
        }
    }
    // What makes the device show something else comes first.
    findings.sort_by_key(|finding| finding.shown_as().is_none());
    Verification { shown_as, findings, signer, signing_time }
}

impl VerificationFinding {
    fn of_chain(error: mdm_pki::Error, leaf: &Certificate, alone: bool, now: SystemTime) -> Self {
        use mdm_pki::Error::{AnchorNotValid, Expired, NotYetValid};
        match error {
            // The signer's own dates say the most, whatever else in the chain is out of date.
            Expired | NotYetValid | AnchorNotValid if leaf.not_after() <= now => {
                Self::SignerExpired { not_after: leaf.not_after() }
            }
            Expired | NotYetValid | AnchorNotValid if leaf.not_before() > now => {
                Self::SignerNotYetValid { not_before: leaf.not_before() }
            }
            Expired | NotYetValid => Self::ChainNotValid,
            AnchorNotValid => Self::AnchorNotValid,
            mdm_pki::Error::UnknownIssuer if alone => Self::IntermediatesMissing,
            mdm_pki::Error::UnknownIssuer => Self::UntrustedIssuer,
            mdm_pki::Error::WrongUsage => Self::NotForSigning,
            other => Self::ChainRefused(other),
        }
    }

    /// What the device shows because of it; `None` if it changes nothing about that.
    #[must_use]
    pub fn shown_as(&self) -> Option<ShownAs> {
        match self {
            Self::BadSignature(_) | Self::NotAProfile(_) => Some(ShownAs::Refused),
            Self::SignerExpired { .. }
            | Self::SignerNotYetValid { .. }
            | Self::ChainNotValid
            | Self::AnchorNotValid
            | Self::UntrustedIssuer
            | Self::IntermediatesMissing
            | Self::NotForSigning
            | Self::ChainRefused(_) => Some(ShownAs::NotVerified),
            Self::NotSigned => Some(ShownAs::NotSigned),
            Self::SignedOutsideValidity
            | Self::LeafOnly
            | Self::RemovalDatePassed
            | Self::ExpirationDatePassed
            | Self::Encrypted => None,
        }
    }

    /// Where it is known from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::BadSignature(_) => "RFC 5652, section 5.6",
            Self::NotAProfile(_) | Self::RemovalDatePassed | Self::ExpirationDatePassed | Self::Encrypted => {
                "Apple, TopLevel in the device management schema (release iOS 18.3)"
            }
            Self::SignerExpired { .. } => {
                "observation (dns.notjakob.com, read 2026-11): an installed profile turns to unverified, and a new one is \
                 treated as one without a signature"
            }
            Self::SignerNotYetValid { .. }
            | Self::ChainNotValid
            | Self::AnchorNotValid
            | Self::UntrustedIssuer
            | Self::NotForSigning
            | Self::ChainRefused(_) => "RFC 5280, section 6",
            Self::IntermediatesMissing | Self::LeafOnly => {
                "observation (micromdm issue 806): without its chain a profile is shown as unverified"
            }
            Self::NotSigned => "Apple, Configuring multiple devices using profiles (read 2026-08)",
            Self::SignedOutsideValidity => {
                "RFC 5652, section 11.3; nothing is known of devices that look at it"
            }
        }
    }
}

impl fmt::Display for ShownAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Verified => "verified",
            Self::NotVerified => "not verified",
            Self::NotSigned => "not signed",
            Self::Refused => "refused",
        })
    }
}

impl fmt::Display for VerificationFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadSignature(error) => write!(f, "The signature does not stand: {error}."),
            Self::NotAProfile(error) => write!(f, "It is not a profile: {error}."),
            Self::SignerExpired { .. } => f.write_str("The signer's certificate has expired: sign again with a new one."),
            Self::SignerNotYetValid { .. } => f.write_str("The signer's certificate is not valid yet."),
            Self::ChainNotValid => f.write_str("A certificate above the signer's has expired or is not valid yet."),
            Self::AnchorNotValid => f.write_str("A trust anchor has expired or is not valid yet."),
            Self::UntrustedIssuer => f.write_str("The signer was not certified by an authority that the device trusts."),
            Self::IntermediatesMissing => f.write_str(
                "No authority that the device trusts issued the signer's certificate, and the signature brings no other: \
                 sign with the intermediate certificates.",
            ),
            Self::NotForSigning => f.write_str("The signer's certificate is not for signatures."),
            Self::ChainRefused(error) => write!(f, "The chain is refused: {error}."),
            Self::NotSigned => f.write_str("There is no signature."),
            Self::SignedOutsideValidity => {
                f.write_str("The signing time lies outside of the validity of the signer's certificate.")
            }
            Self::LeafOnly => f.write_str(
                "The signature brings the signer's certificate alone: a device that does not trust its issuer itself cannot \
                 build the chain.",
            ),
            Self::RemovalDatePassed => f.write_str("The date of its removal has passed."),
            Self::ExpirationDatePassed => f.write_str("Its expiration date has passed: the user is offered an update."),
            Self::Encrypted => f.write_str("The payloads are encrypted, so nothing was said about them."),
        }
    }
}

#[cfg(test)]
mod tests;
