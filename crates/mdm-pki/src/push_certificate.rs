//! The push certificate's life: request, vendor's signature, portal, import, renewal. `docs/push-certificate.md` leads
//! through it (F23).

use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::pkcs12::Pkcs12;
use openssl::stack::Stack;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::error::clear_openssl_errors;
use crate::key::KeyKind;
use crate::{Certificate, Csr, Error, ExpiryWatch, KeyPair, pem};

/// The certificates of an MDM vendor: the "MDM CSR" certificate that Apple issued to it, and those up to Apple's root.
///
/// Keys that are kept elsewhere sign [`Csr::as_der`] with RSA PKCS #1 v1.5 and SHA-256, and
/// [`request`](Self::request) takes the signature.
#[derive(Debug, Clone)]
pub struct VendorChain(Vec<Certificate>);

/// An MDM vendor who signs its customers' requests (F19).
#[derive(Debug, Clone)]
pub struct VendorSigner {
    key: KeyPair,
    chain: VendorChain,
}

/// A signed request in the form that Apple's Push Certificates Portal takes (F20).
///
/// It is base64 of an XML property list with three strings: `PushCertRequestCSR`, base64 of the request in DER;
/// `PushCertSignature`, base64 of the vendor's signature over that DER; `PushCertCertificateChain`, the vendor's
/// certificates in PEM, its own first and Apple's root last.
///
/// Source: Apple, Setting up push notifications for your MDM customers (read 2026-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalRequest {
    csr: Vec<u8>,
    signature: Vec<u8>,
    chain: Vec<Certificate>,
}

/// A push certificate and its key (F21): what APNs asks for to push to the devices of one organization (F80).
#[derive(Clone)]
pub struct PushCertificate {
    key: KeyPair,
    certificate: Certificate,
    topic: String,
}

/// Which of Apple's push services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushEnvironment {
    /// `api.push.apple.com`.
    Production,
    /// `api.sandbox.push.apple.com`.
    Sandbox,
}

impl VendorChain {
    /// The vendor's certificate first, then each one's issuer, up to the root.
    ///
    /// # Errors
    ///
    /// [`Error::BrokenChain`] if one was not issued by the next, or the last not by itself: with an intermediate of the
    /// wrong generation the portal says that the signature is invalid.
    pub fn new(certificates: Vec<Certificate>) -> Result<Self, Error> {
        for (index, certificate) in certificates.iter().enumerate() {
            if !certificate.is_issued_by(certificates.get(index + 1).unwrap_or(certificate)) {
                return Err(Error::BrokenChain { index });
            }
        }
        if certificates.is_empty() { Err(Error::BrokenChain { index: 0 }) } else { Ok(Self(certificates)) }
    }

    /// Reads them from one PEM text, or from several that are joined.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and what [`Certificate::all_from_pem`] returns.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        Self::new(Certificate::all_from_pem(pem)?)
    }

    /// Watches the end of the first one that ends: when a vendor forgets its own certificate, none of its customers
    /// can renew.
    #[must_use]
    pub fn expiry(&self) -> ExpiryWatch {
        let ends = self.0.iter().map(Certificate::not_after);
        ExpiryWatch::new(ends.min().unwrap_or(SystemTime::UNIX_EPOCH))
    }

    /// The certificates.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0
    }

    /// Puts a request and the vendor's signature over [`Csr::as_der`] together.
    ///
    /// # Errors
    ///
    /// [`Error::ChainNotValid`] if one of the certificates is not valid now, [`Error::Unsupported`] if the request's key
    /// is not RSA, [`Error::BadSignature`] if the signature is not one of the vendor's key with SHA-256.
    pub fn request(&self, csr: &Csr, signature: &[u8], now: SystemTime) -> Result<PortalRequest, Error> {
        let is_valid = |one: &Certificate| one.not_before() <= now && now < one.not_after();
        if let Some(index) = self.0.iter().position(|certificate| !is_valid(certificate)) {
            return Err(Error::ChainNotValid { index });
        }
        if KeyKind::of(csr.public_key()) != Some(KeyKind::Rsa) {
            return Err(Error::Unsupported { what: "key of the push certificate request: not RSA" });
        }
        let request = PortalRequest {
            csr: csr.as_der().to_vec(),
            signature: signature.to_vec(),
            chain: self.0.clone(),
        };
        request.verify()?;
        Ok(request)
    }
}

impl VendorSigner {
    /// Signs with this key, which is RSA.
    ///
    /// # Errors
    ///
    /// [`Error::PrivateKeyUnsupported`] for another kind, [`Error::KeyMismatch`] if it is not the first certificate's.
    pub fn new(key: KeyPair, chain: VendorChain) -> Result<Self, Error> {
        if key.kind() != KeyKind::Rsa {
            return Err(Error::PrivateKeyUnsupported);
        }
        match chain.0.first() {
            Some(leaf) if key.matches(&*leaf.public_key()?) => Ok(Self { key, chain }),
            _ => Err(Error::KeyMismatch),
        }
    }

    /// The certificates.
    #[must_use]
    pub fn chain(&self) -> &VendorChain {
        &self.chain
    }

    /// Signs a customer's request.
    ///
    /// # Errors
    ///
    /// As [`VendorChain::request`].
    pub fn sign(&self, csr: &Csr, now: SystemTime) -> Result<PortalRequest, Error> {
        self.chain.request(csr, &self.key.sign(Digest::Sha256, csr.as_der())?, now)
    }
}

impl PortalRequest {
    /// The text to upload.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if it cannot be written.
    pub fn encode(&self) -> Result<String, Error> {
        let form = Form {
            chain: self.chain.iter().map(Certificate::to_pem).collect(),
            csr: STANDARD.encode(&self.csr),
            signature: STANDARD.encode(&self.signature),
        };
        let plist = mdm_plist::to_vec(&form);
        let plist = plist.map_err(|_| Error::Argument { what: "request", reason: "not to be written" })?;
        Ok(STANDARD.encode(plist))
    }

    /// Reads a text that was made for the portal, and verifies the vendor's signature.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] above 256 KiB, [`Error::Base64`], [`Error::Malformed`], [`Error::BrokenChain`],
    /// [`Error::BadSignature`], and what [`Csr::from_der`] returns.
    pub fn decode(text: &[u8]) -> Result<Self, Error> {
        if text.len() > MAX_BYTES {
            return Err(Error::TooLarge { what: WHAT, limit: MAX_BYTES, actual: text.len() });
        }
        let base64 = |text: &[u8]| STANDARD.decode(text).map_err(|_| Error::Base64 { what: WHAT });
        let plist = base64(text.trim_ascii())?;
        let form: Form = mdm_plist::from_slice(&plist)
            .map_err(|error| Error::Malformed { what: WHAT, offset: error.offset().unwrap_or_default() })?;
        let request = Self {
            csr: base64(form.csr.as_bytes())?,
            signature: base64(form.signature.as_bytes())?,
            chain: VendorChain::from_pem(form.chain.as_bytes())?.0,
        };
        request.verify()?;
        Ok(request)
    }

    /// The customer's request.
    ///
    /// # Errors
    ///
    /// None that did not come before.
    pub fn csr(&self) -> Result<Csr, Error> {
        Csr::from_der(&self.csr)
    }

    /// The vendor's certificates.
    #[must_use]
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn verify(&self) -> Result<(), Error> {
        self.csr()?;
        let vendor = self.chain.first().ok_or(Error::BrokenChain { index: 0 })?.public_key()?;
        match KeyKind::of(&vendor) {
            Some(KeyKind::Rsa) => crate::key::verify(&vendor, Digest::Sha256, &self.csr, &self.signature),
            _ => Err(Error::Unsupported { what: "key of the vendor: not RSA" }),
        }
    }
}

/// The property list, its keys in the order in which it is written.
#[derive(Serialize, Deserialize)]
struct Form {
    #[serde(rename = "PushCertCertificateChain")]
    chain: String,
    #[serde(rename = "PushCertRequestCSR")]
    csr: String,
    #[serde(rename = "PushCertSignature")]
    signature: String,
}

impl PushCertificate {
    /// Takes the certificate that the portal issued (PEM or DER), with the key whose request was sent.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMismatch`] if it is for another key: the usual reason is a request that was made twice.
    /// [`Error::NoTopic`] if it is no push certificate for device management.
    pub fn new(key: KeyPair, certificate: &[u8]) -> Result<Self, Error> {
        let certificate = if pem::looks_like_pem(certificate) {
            Certificate::from_pem(certificate)?
        } else {
            Certificate::from_der(certificate)?
        };
        Self::of(key, certificate)
    }

    fn of(key: KeyPair, certificate: Certificate) -> Result<Self, Error> {
        let topic = certificate.topic().ok_or(Error::NoTopic)?.to_owned();
        if !key.matches(&*certificate.public_key()?) {
            return Err(Error::KeyMismatch);
        }
        Ok(Self { key, certificate, topic })
    }

    /// Reads a PKCS #12 file with one key and its certificate. The password is that of the file's owner, and so is the
    /// time that its key derivation takes.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] above 256 KiB, [`Error::Pkcs12`], [`Error::Unsupported`] for the ciphers that the Keychain of
    /// old Macs uses (`openssl pkcs12 -legacy` converts such a file), and as [`new`](Self::new).
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<Self, Error> {
        if file.len() > MAX_BYTES {
            return Err(Error::TooLarge { what: "PKCS #12 file", limit: MAX_BYTES, actual: file.len() });
        }
        // No file has such a password, and the `openssl` crate would panic.
        if password.contains('\0') {
            return Err(Error::Pkcs12);
        }
        let parsed = Pkcs12::from_der(file).and_then(|file| file.parse2(password));
        let parsed = parsed.map_err(|stack| {
            let is_old = stack.errors().iter().any(|error| error.reason() == Some("unsupported"));
            if is_old { Error::Unsupported { what: "cipher of the PKCS #12 file" } } else { Error::Pkcs12 }
        });
        clear_openssl_errors();
        let parsed = parsed?;
        let (key, certificate) = parsed.pkey.zip(parsed.cert).ok_or(Error::Pkcs12)?;
        let certificate = certificate.to_der().map_err(Error::crypto("encoding a certificate"))?;
        Self::of(KeyPair::of(key)?, Certificate::from_der(&certificate)?)
    }

    /// The key and the certificate as a PKCS #12 file, AES-256 under this password.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if the password has a NUL character, [`Error::Crypto`] if OpenSSL fails.
    pub fn to_pkcs12(&self, password: &str) -> Result<Vec<u8>, Error> {
        if password.contains('\0') {
            return Err(Error::Argument { what: "password", reason: "with a NUL character" });
        }
        let build = || {
            let mut builder = Pkcs12::builder();
            builder.name("MDM push certificate").pkey(self.key.pkey()).cert(self.certificate.x509());
            builder.ca(Stack::new()?);
            builder.build2(password)?.to_der()
        };
        build().map_err(Error::crypto("writing a PKCS #12 file"))
    }

    /// Takes the certificate that replaces this one, for the same key or a new one.
    ///
    /// The topic must stay: devices were told it when they enrolled, and nobody can tell them another (F18). A
    /// certificate that would change it is refused; nothing was lost then, the old one goes on.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`Error::TopicChanged`]; [`Error::NotRenewed`] if it ends no later than this one.
    pub fn renew(&self, key: KeyPair, certificate: &[u8]) -> Result<Self, Error> {
        let renewed = Self::new(key, certificate)?;
        if renewed.topic != self.topic {
            return Err(Error::TopicChanged);
        }
        if renewed.certificate.not_after() <= self.certificate.not_after() {
            return Err(Error::NotRenewed);
        }
        Ok(renewed)
    }

    /// The topic: `com.apple.mgmt.` and more, out of the subject's user identifier.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// The certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &KeyPair {
        &self.key
    }

    /// Watches its end.
    #[must_use]
    pub fn expiry(&self) -> ExpiryWatch {
        ExpiryWatch::new(self.certificate.not_after())
    }

    /// Ask before a push is tried: the sandbox answers `BadCertificateEnvironment` to every certificate of the portal.
    ///
    /// # Errors
    ///
    /// [`Error::ProductionOnly`] for the sandbox.
    pub fn check_environment(&self, environment: PushEnvironment) -> Result<(), Error> {
        match environment {
            PushEnvironment::Production => Ok(()),
            PushEnvironment::Sandbox => Err(Error::ProductionOnly),
        }
    }
}

impl fmt::Debug for PushCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushCertificate")
            .field("key", &self.key)
            .field("certificate", &self.certificate)
            .field("topic", &self.topic)
            .finish()
    }
}

const WHAT: &str = "push certificate request";
const MAX_BYTES: usize = 256 * 1024;

#[cfg(test)]
mod tests;
