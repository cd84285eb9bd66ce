//! Trust: which certificates lead to an authority that this side chose.

use std::fmt;
use std::time::SystemTime;

use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509StoreContext, X509VerifyResult};

use crate::cms::Verified;
use crate::error::clear_openssl_errors;
use crate::key::KeyKind;
use crate::time::unix_seconds;
use crate::{Certificate, Error};

/// The authorities that this side trusts for one purpose, and nothing from the system's own store.
///
/// An anchor need not be self-signed: a vendor may trust one issuing authority and not its whole hierarchy.
/// Keep the anchors of devices apart from those of anything else.
#[derive(Clone)]
pub struct TrustAnchors {
    anchors: Vec<Certificate>,
}

impl TrustAnchors {
    /// Trusts these authorities.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if there are none, [`Error::NotAnAuthority`] if one of them may not issue
    /// certificates: an end-entity certificate as an anchor would trust its holder as itself.
    pub fn new(anchors: impl IntoIterator<Item = Certificate>) -> Result<Self, Error> {
        let anchors: Vec<Certificate> = anchors.into_iter().collect();
        if anchors.is_empty() {
            return Err(Error::Argument { what: "anchors", reason: "none" });
        }
        if anchors.iter().any(|anchor| !anchor.is_authority()) {
            return Err(Error::NotAnAuthority);
        }
        Ok(Self { anchors })
    }

    /// Verifies that a device identity was issued under an anchor and may be used now: the client's side of F72,
    /// for TLS client certificates as well as for `Mdm-Signature`.
    ///
    /// The certificate must be an end-entity certificate, must name clientAuth in its extended key usage (a
    /// missing extension is refused), and every certificate up to the anchor must be valid at `now`.
    ///
    /// # Errors
    ///
    /// [`Error::WrongUsage`], [`Error::WeakKey`], [`Error::UnknownIssuer`], [`Error::Expired`], [`Error::NotYetValid`],
    /// [`Error::ChainRefused`] blame the device; [`Error::AnchorNotValid`] blames the configuration.
    ///
    /// Never answer a device with HTTP status 401 because of one of these: it would unenroll.
    pub fn verify_device(&self, leaf: &Certificate, now: SystemTime) -> Result<(), Error> {
        if leaf.is_authority() || !leaf.is_for_tls_client() {
            return Err(Error::WrongUsage);
        }
        self.verify_chain(leaf, &[], X509PurposeId::SSL_CLIENT, now)
    }

    /// Verifies that the signer of a message was issued under an anchor, with the certificates that the message
    /// brings as links. Any extended key usage will do, because profiles are signed with many kinds.
    ///
    /// # Errors
    ///
    /// As [`verify_device`](Self::verify_device), without [`Error::WrongUsage`] for the extended key usage.
    pub fn verify_signer(&self, message: &Verified, now: SystemTime) -> Result<(), Error> {
        if message.signer.is_authority() && !self.anchors.contains(&message.signer) {
            return Err(Error::WrongUsage);
        }
        self.verify_chain(&message.signer, &message.certificates, X509PurposeId::ANY, now)
    }

    fn verify_chain(
        &self,
        leaf: &Certificate,
        links: &[Certificate],
        purpose: X509PurposeId,
        now: SystemTime,
    ) -> Result<(), Error> {
        KeyKind::of(&*leaf.public_key()?).ok_or(Error::WeakKey)?;
        let seconds = unix_seconds(now, "now")?;
        let verdict = self.run(leaf, links, purpose, seconds).map_err(Error::crypto("verifying a chain"));
        clear_openssl_errors();
        let Some(Refusal { result, depth, at_anchor }) = verdict? else { return Ok(()) };
        Err(match result.as_raw() {
            CERT_NOT_YET_VALID | CERT_HAS_EXPIRED if depth > 0 && at_anchor => Error::AnchorNotValid,
            CERT_NOT_YET_VALID => Error::NotYetValid,
            CERT_HAS_EXPIRED => Error::Expired,
            // A signature that does not verify is a stranger who uses the name of an anchor.
            UNABLE_TO_GET_ISSUER_CERT
            | UNABLE_TO_GET_ISSUER_CERT_LOCALLY
            | UNABLE_TO_VERIFY_LEAF_SIGNATURE
            | CERT_SIGNATURE_FAILURE
            | DEPTH_ZERO_SELF_SIGNED_CERT
            | SELF_SIGNED_CERT_IN_CHAIN => Error::UnknownIssuer,
            INVALID_PURPOSE => Error::WrongUsage,
            _ => Error::ChainRefused { reason: result.error_string() },
        })
    }

    /// `None` if the chain stands.
    fn run(
        &self,
        leaf: &Certificate,
        links: &[Certificate],
        purpose: X509PurposeId,
        now: i64,
    ) -> Result<Option<Refusal>, ErrorStack> {
        let store = self.store(purpose, now)?;
        let mut untrusted: Stack<X509> = Stack::new()?;
        for link in links {
            untrusted.push(link.to_x509())?;
        }
        X509StoreContext::new()?.init(&store, leaf.x509(), &untrusted, |context| {
            if context.verify_cert()? {
                return Ok(None);
            }
            let current = context.current_cert().and_then(|current| current.to_der().ok());
            Ok(Some(Refusal {
                result: context.error(),
                depth: context.error_depth(),
                at_anchor: self.anchors.iter().any(|anchor| Some(anchor.as_der()) == current.as_deref()),
            }))
        })
    }

    fn store(&self, purpose: X509PurposeId, now: i64) -> Result<X509Store, ErrorStack> {
        let mut parameters = X509VerifyParam::new()?;
        // Anchors need not be self-signed.
        parameters.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
        // 80 bits: no SHA-1 and no MD5 in the chain, where a collision would forge an identity.
        parameters.set_auth_level(1);
        parameters.set_purpose(purpose)?;
        #[allow(
            clippy::useless_conversion,
            reason = "time_t has 32 bits on some systems, and the name of the type is not ours"
        )]
        parameters.set_time(now.try_into().map_err(|_| ErrorStack::get())?);
        let mut store = X509StoreBuilder::new()?;
        for anchor in &self.anchors {
            store.add_cert(anchor.to_x509())?;
        }
        store.set_param(&parameters)?;
        Ok(store.build())
    }
}

impl fmt::Debug for TrustAnchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrustAnchors").field(&self.anchors).finish()
    }
}

/// Why OpenSSL refused a chain, and where in it.
struct Refusal {
    result: X509VerifyResult,
    depth: u32,
    at_anchor: bool,
}

// OpenSSL's verdicts (x509_vfy.h), which the openssl crate hands out as numbers.
const UNABLE_TO_GET_ISSUER_CERT: i32 = 2;
const CERT_SIGNATURE_FAILURE: i32 = 7;
const CERT_NOT_YET_VALID: i32 = 9;
const CERT_HAS_EXPIRED: i32 = 10;
const DEPTH_ZERO_SELF_SIGNED_CERT: i32 = 18;
const SELF_SIGNED_CERT_IN_CHAIN: i32 = 19;
const UNABLE_TO_GET_ISSUER_CERT_LOCALLY: i32 = 20;
const UNABLE_TO_VERIFY_LEAF_SIGNATURE: i32 = 21;
const INVALID_PURPOSE: i32 = 26;

#[cfg(test)]
mod tests;
