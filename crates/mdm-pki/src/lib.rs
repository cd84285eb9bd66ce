//! CMS, device identities, `Mdm-Signature`, SCEP and the push certificate for mobile device management.
//!
//! An MDM server signs and encrypts the profiles that it hands out, issues a certificate for a key that a device
//! generated, learns from each request which device speaks, and keeps the certificate without which nothing is pushed.
//! This crate does these with bytes in and bytes out; time and serial numbers are arguments. Randomness is drawn where
//! a name has `mint` in it, where something is encrypted, and for the nonces of SCEP.
//!
//! | for | there is |
//! |---|---|
//! | messages | [`Signer`], and [`SigningChain`] for keys that are kept elsewhere; [`verify_attached`], [`verify_detached`]; [`encrypt`], [`Recipient`] |
//! | an authority | [`CertificateAuthority`], [`IssuePolicy`]; [`scep`]; [`RenewalSchedule`], [`RenewalBreaker`] |
//! | who speaks | [`CertificateSource`], [`TrustAnchors`], [`ChainPolicy`], [`VerdictCache`], [`IssuedIdentities`] |
//! | pushing | [`VendorSigner`], [`PortalRequest`], [`PushCertificate`], [`ExpiryWatch`] |
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use mdm_pki::{
//!     CertificateAuthority, Csr, IssuePolicy, KeyPair, Limits, MdmSignature, Serial, Signer, Subject,
//!     TrustAnchors, Usage, verify_attached,
//! };
//!
//! # fn main() -> Result<(), mdm_pki::Error> {
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600);
//! let day = Duration::from_secs(86_400);
//!
//! // The server has an authority, and trusts nobody else.
//! let authority = CertificateAuthority::mint("Example device CA", 3650 * day, now)?;
//! let trust = TrustAnchors::new([authority.certificate().clone()])?;
//!
//! // A device generates its key, and sends a certificate request.
//! let device_key = KeyPair::mint_rsa2048()?;
//! let request = device_key.csr("a wish")?.as_der().to_vec();
//!
//! // The server proves the request and issues an identity under the name that it chose.
//! let csr = Csr::from_der(&request)?;
//! let policy = IssuePolicy::new(Subject::new("device 17"), Usage::TlsClient, 365 * day);
//! let identity = authority.issue(&csr, &policy, Serial::mint()?, now)?;
//!
//! // From then on the device signs what it sends ...
//! let device = Signer::new(device_key, identity.clone(), vec![])?;
//! let body = b"<plist version=\"1.0\"><dict/></plist>";
//! let header = MdmSignature::sign(&device, body, now)?;
//!
//! // ... and the server knows in three steps who speaks: signature, chain, fingerprint.
//! let speaker = MdmSignature::verify(&header, body, &Limits::MDM_SIGNATURE)?;
//! trust.verify_device(&speaker, now)?;
//! assert_eq!(speaker.fingerprint(), identity.fingerprint());
//!
//! // Profiles are signed with the content inside, unchanged to the byte.
//! let key = KeyPair::mint_rsa2048()?;
//! let policy = IssuePolicy::new(Subject::new("Example profiles"), Usage::ProfileSigner, 365 * day);
//! let leaf = authority.issue(&key.csr("x")?, &policy, Serial::mint()?, now)?;
//! let signer = Signer::new(key, leaf, vec![authority.certificate().clone()])?;
//! let profile = signer.sign_attached(body, now)?;
//! assert_eq!(verify_attached(&profile, &Limits::PROFILE)?.content, body);
//! # Ok(())
//! # }
//! ```
//!
//! # Two questions, two answers
//!
//! *Was this signed with the key of that certificate?* is answered by [`verify_attached`], [`verify_detached`]
//! and [`MdmSignature::verify`]. *Is that certificate one of ours, now, for this use?* is answered by
//! [`TrustAnchors`] and [`ChainPolicy`]. They are apart because a server caches the second ([`VerdictCache`]), and
//! because trouble with the second must never be answered with HTTP status 401: the device would unenroll.
//!
//! # What is accepted
//!
//! | | accepted | refused |
//! |---|---|---|
//! | CMS encoding | DER, and BER with indefinite lengths and segmented strings, 16 levels deep | anything behind the message, lengths that are longer than they must be |
//! | signers | one, named by issuer and serial number or by key identifier | none, several |
//! | certificates | exactly one that matches the signer, others beside it | none or two that match, attribute certificates |
//! | signed attributes | none, or DER with one contentType and one messageDigest that are right | anything else; attribute bytes as content |
//! | digests | SHA-256, SHA-384, SHA-512; SHA-1 in CMS and in requests, because Apple's devices use it | MD5, but in SCEP under a name with `dangerous` in it; SHA-1 in a chain |
//! | ciphers | AES-CBC, AES-GCM, 3DES | single DES, but in SCEP under a name with `dangerous` in it; RC2, Camellia |
//! | keys of messages | RSA PKCS #1 v1.5 (its padding looked at without a branch), RSA-OAEP; ECDH on P-256 and P-384 with AES key wrap | passwords, 3DES key wrap |
//! | signatures | RSA PKCS #1 v1.5, ECDSA | RSA-PSS, Ed25519, DSA |
//! | keys | RSA of 2048 to 8192 bits with a public exponent of 17 to 64 bits, P-256, P-384; RSA from 1024 bits where only the signature is asked for, because Apple's factory identities have that | curves by explicit parameters |
//!
//! # Limits
//!
//! | what | limit | where |
//! |---|---|---|
//! | CMS message | 8 MiB, or 12 KiB in a header, checked before base64 is decoded | [`Limits`] |
//! | certificates in a message | 16, or 8 in a header | [`Limits`] |
//! | signed attributes | 32 | fixed |
//! | recipients of a message | 64 | fixed |
//! | certificate request | 64 KiB | fixed |
//! | SCEP message, and its query | 64 KiB | fixed |
//! | challenge | 255 bytes | RFC 2985, pkcs-9-ub-challengePassword |
//! | header with a certificate | 16 KiB | fixed |
//! | PKCS #12 file, request for the portal | 256 KiB | fixed |
//! | certificates remembered of an enrollment | 16 | [`IssuedIdentities::MAX`] |
//! | part of a name | 64 characters | RFC 5280, appendix A.1 |
//! | validity of a TLS server certificate | 825 days | [`Usage::TlsServer`] |
//!
//! # What it does not do
//!
//! - No revocation: an MDM server forgets a fingerprint, and the identity is dead at once.
//! - No system trust store: chains are built to the anchors that are handed in. The one anchor that it brings is the
//!   expired authority of Apple's factory identities ([`ChainPolicy::apple_factory_identity`]).
//! - No ACME, and nobody's mail: the portal of the push certificate is visited by a person.
//! - No I/O and no clock. Private keys live in memory; where they are kept is the embedder's affair.
//! - It does not sign with P-384 keys, because no device was seen to verify them in a profile.
//!
//! OpenSSL does the arithmetic, `der` and `x509-cert` do the ASN.1, and their types stay inside. The feature `vendored` builds it from source.

mod authority;
mod certificate;
mod cms;
mod csr;
mod digest;
mod error;
mod expiry;
mod identities;
mod key;
mod mdm_signature;
mod oid;
mod pem;
mod percent;
mod push_certificate;
mod renewal;
pub mod scep;
mod source;
#[cfg(test)]
mod testing;
mod time;
mod trust;

pub use authority::{CertificateAuthority, IssuePolicy, Serial, ServerName, Subject, Usage};
pub use certificate::{Certificate, Fingerprint};
pub use cms::{
    Algorithms, ContentCipher, Limits, Plaintext, Recipient, Signer, SigningChain, ToBeSigned, Verified,
    encrypt, verify_attached, verify_detached,
};
pub use csr::Csr;
pub use digest::sha256;
pub use error::{Blame, Error};
pub use expiry::{ExpiryStage, ExpiryWatch};
pub use identities::{Issued, IssuedIdentities, Standing};
pub use key::{KeyPair, SecretDer, SecretPem};
pub use mdm_signature::{MdmSignature, SigningTime};
pub use push_certificate::{PortalRequest, PushCertificate, PushEnvironment, VendorChain, VendorSigner};
pub use renewal::{RenewalBreaker, RenewalOutcome, RenewalSchedule};
pub use source::{CertificateSource, Presented};
pub use trust::{ChainPolicy, TrustAnchors, VerdictCache};
