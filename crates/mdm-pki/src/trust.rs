//! Trust: which certificates lead to an authority that this side chose, and for which use.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509Ref, X509StoreContext, X509VerifyResult};

use crate::cms::Verified;
use crate::error::clear_openssl_errors;
use crate::key::KeyKind;
use crate::time::unix_seconds;
use crate::{Certificate, Error};

mod cache;

pub use cache::VerdictCache;

/// The authorities that this side trusts for one purpose, and nothing from the system's own store.
///
/// An anchor need not be self-signed: a vendor may trust one issuing authority and not its whole hierarchy.
/// Keep the anchors of devices apart from those of anything else. Cheap to clone.
#[derive(Clone)]
pub struct TrustAnchors {
    anchors: Arc<[Certificate]>,
    device: ChainPolicy,
    signer: ChainPolicy,
}

/// What a chain of certificates has to be for one use: which anchors, which purpose, whether the clock counts.
///
/// | policy | leaf | clock | keys and digests |
/// |---|---|---|---|
/// | [`device_identity`](Self::device_identity) | no authority, extended key usage clientAuth | every certificate valid now | RSA 2048, P-256, P-384; no SHA-1 |
/// | [`signer`](Self::signer) | may sign; no authority, unless it is an anchor | every certificate valid now | the same |
/// | [`push_certificate`](Self::push_certificate) | as a device identity, and a push topic | every certificate valid now | the same |
/// | [`apple_factory_identity`](Self::apple_factory_identity) | no authority | not looked at | RSA 1024 too, SHA-1 too |
#[derive(Clone)]
pub struct ChainPolicy(Arc<Inner>);

struct Inner {
    anchors: Arc<[Certificate]>,
    rule: Rule,
    /// Made once. It says nothing about the time, which OpenSSL can only be told for a whole store.
    store: X509Store,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    DeviceIdentity,
    Signer,
    PushCertificate,
    FactoryIdentity,
}

/// When every certificate of a chain is valid: from the first second on, before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    from: i64,
    until: i64,
}

impl TrustAnchors {
    /// Trusts these authorities.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if there are none, [`Error::NotAnAuthority`] if one of them may not issue
    /// certificates: an end-entity certificate as an anchor would trust its holder as itself.
    pub fn new(anchors: impl IntoIterator<Item = Certificate>) -> Result<Self, Error> {
        let anchors: Arc<[Certificate]> = anchors.into_iter().collect();
        if anchors.is_empty() {
            return Err(Error::Argument { what: "anchors", reason: "none" });
        }
        if anchors.iter().any(|anchor| !anchor.is_authority()) {
            return Err(Error::NotAnAuthority);
        }
        let policy = |rule| ChainPolicy::new(Arc::clone(&anchors), rule);
        Ok(Self { device: policy(Rule::DeviceIdentity)?, signer: policy(Rule::Signer)?, anchors })
    }

    /// Verifies that a device identity was issued under an anchor and may be used now: the client's side of F72,
    /// for TLS client certificates as well as for `Mdm-Signature`. As [`ChainPolicy::device_identity`].
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
        self.device.verify(leaf, &[], now)
    }

    /// Verifies that the signer of a message was issued under an anchor, with the certificates that the message
    /// brings as links. Any extended key usage will do, because profiles are signed with many kinds.
    ///
    /// # Errors
    ///
    /// As [`verify_device`](Self::verify_device), without [`Error::WrongUsage`] for the extended key usage.
    pub fn verify_signer(&self, message: &Verified, now: SystemTime) -> Result<(), Error> {
        self.signer.verify(&message.signer, &message.certificates, now)
    }
}

/// The same certificates, in the same order.
impl PartialEq for TrustAnchors {
    fn eq(&self, other: &Self) -> bool {
        self.anchors == other.anchors
    }
}

impl Eq for TrustAnchors {}

impl fmt::Debug for TrustAnchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrustAnchors").field(&self.anchors).finish()
    }
}

impl ChainPolicy {
    /// Identities that this side's authorities issued to devices.
    #[must_use]
    pub fn device_identity(anchors: &TrustAnchors) -> Self {
        anchors.device.clone()
    }

    /// Whoever signs profiles and other messages.
    #[must_use]
    pub fn signer(anchors: &TrustAnchors) -> Self {
        anchors.signer.clone()
    }

    /// Push certificates: issued by Apple to the server of one organization (F80), with the topic in the subject. The
    /// anchors are Apple's, and the portal's certificate brings no link.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL fails.
    pub fn push_certificate(anchors: &TrustAnchors) -> Result<Self, Error> {
        Self::new(Arc::clone(&anchors.anchors), Rule::PushCertificate)
    }

    /// The identities that Apple puts into devices at the factory, and that sign device information (`MachineInfo`)
    /// and the steps of over-the-air enrollment. The one anchor is the "Apple iPhone Device CA", which this crate
    /// brings.
    ///
    /// That authority expired on 2014-04-16 and its parent on 2022-04-12, both sign with SHA-1, its key has 1024 bits,
    /// and devices still use it. So the clock is not looked at, for this anchor alone, and what is verified here says
    /// that the message probably comes from an Apple device. It is identification, not attestation: never let anything
    /// valuable depend on it.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if OpenSSL fails.
    pub fn apple_factory_identity() -> Result<Self, Error> {
        Self::new([apple_iphone_device_ca()?].into(), Rule::FactoryIdentity)
    }

    /// Verifies a certificate, with these certificates as possible links to an anchor. They are not trusted.
    ///
    /// # Errors
    ///
    /// As [`TrustAnchors::verify_device`].
    pub fn verify(&self, leaf: &Certificate, links: &[Certificate], now: SystemTime) -> Result<(), Error> {
        self.window(leaf, links, unix_seconds(now, "now")?).map(|_| ())
    }

    fn new(anchors: Arc<[Certificate]>, rule: Rule) -> Result<Self, Error> {
        let store = build_store(&anchors, rule, None).map_err(Error::crypto("building a trust store"))?;
        Ok(Self(Arc::new(Inner { anchors, rule, store })))
    }

    /// As [`verify`](Self::verify), and until when the answer stays the same.
    fn window(&self, leaf: &Certificate, links: &[Certificate], now: i64) -> Result<Window, Error> {
        let Inner { anchors, rule, store } = &*self.0;
        rule.check_leaf(leaf, anchors)?;
        let operation = "verifying a chain";
        let verdict = run(store, anchors, leaf, links).map_err(Error::crypto(operation));
        clear_openssl_errors();
        let verdict = match verdict? {
            Ok(window) if *rule == Rule::FactoryIdentity || window.contains(now) => return Ok(window),
            Ok(_) => {
                // OpenSSL chose a chain without looking at the clock. With it, it may find another one, under an
                // authority that was renewed, or else it says what is wrong.
                let store = build_store(anchors, *rule, Some(now)).map_err(Error::crypto(operation))?;
                let verdict = run(&store, anchors, leaf, links).map_err(Error::crypto(operation));
                clear_openssl_errors();
                verdict?
            }
            refused @ Err(_) => refused,
        };
        verdict.map_err(Refusal::into_error)
    }
}

impl fmt::Debug for ChainPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainPolicy").field("rule", &self.0.rule).field("anchors", &self.0.anchors).finish()
    }
}

impl Rule {
    fn check_leaf(self, leaf: &Certificate, anchors: &[Certificate]) -> Result<(), Error> {
        let is_meant = match self {
            Self::DeviceIdentity => !leaf.is_authority() && leaf.is_for_tls_client(),
            Self::PushCertificate => {
                !leaf.is_authority() && leaf.is_for_tls_client() && leaf.topic().is_some()
            }
            Self::Signer => leaf.may_sign() && (!leaf.is_authority() || anchors.contains(leaf)),
            Self::FactoryIdentity => !leaf.is_authority(),
        };
        if !is_meant {
            return Err(Error::WrongUsage);
        }
        let key = leaf.public_key()?;
        let kind =
            if self == Self::FactoryIdentity { KeyKind::of_signature(&key) } else { KeyKind::of(&key) };
        kind.map(|_| ()).ok_or(Error::WeakKey)
    }

    fn purpose(self) -> X509PurposeId {
        match self {
            Self::DeviceIdentity | Self::PushCertificate => X509PurposeId::SSL_CLIENT,
            Self::Signer | Self::FactoryIdentity => X509PurposeId::ANY,
        }
    }

    /// OpenSSL's level 1 is 80 bits: no SHA-1 and no MD5 in the chain, where a collision would forge an identity.
    fn security_level(self) -> i32 {
        if self == Self::FactoryIdentity { 0 } else { 1 }
    }
}

impl Window {
    fn contains(self, now: i64) -> bool {
        // OpenSSL takes a certificate for expired in its last second.
        self.from <= now && now < self.until
    }
}

/// The certificate of the "Apple iPhone Device CA", as devices and Apple's own tools carry it.
fn apple_iphone_device_ca() -> Result<Certificate, Error> {
    Certificate::from_pem(include_bytes!("trust/apple_iphone_device_ca.pem"))
}

fn build_store(anchors: &[Certificate], rule: Rule, now: Option<i64>) -> Result<X509Store, ErrorStack> {
    let mut parameters = X509VerifyParam::new()?;
    // Anchors need not be self-signed.
    parameters.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    parameters.set_auth_level(rule.security_level());
    parameters.set_purpose(rule.purpose())?;
    match now {
        None => parameters.set_flags(X509VerifyFlags::NO_CHECK_TIME)?,
        #[allow(
            clippy::useless_conversion,
            reason = "time_t has 32 bits on some systems, and the name of the type is not ours"
        )]
        Some(now) => parameters.set_time(now.try_into().map_err(|_| ErrorStack::get())?),
    }
    let mut store = X509StoreBuilder::new()?;
    for anchor in anchors {
        store.add_cert(anchor.to_x509())?;
    }
    store.set_param(&parameters)?;
    Ok(store.build())
}

fn run(
    store: &X509Store,
    anchors: &[Certificate],
    leaf: &Certificate,
    links: &[Certificate],
) -> Result<Result<Window, Refusal>, ErrorStack> {
    let mut untrusted: Stack<X509> = Stack::new()?;
    for link in links {
        untrusted.push(link.to_x509())?;
    }
    X509StoreContext::new()?.init(store, leaf.x509(), &untrusted, |context| {
        if context.verify_cert()? {
            let mut window = Window { from: i64::MIN, until: i64::MAX };
            for certificate in context.chain().into_iter().flatten() {
                let one = window_of(certificate)?;
                window = Window { from: window.from.max(one.from), until: window.until.min(one.until) };
            }
            return Ok(Ok(window));
        }
        let current = context.current_cert().and_then(|current| current.to_der().ok());
        Ok(Err(Refusal {
            result: context.error(),
            depth: context.error_depth(),
            at_anchor: anchors.iter().any(|anchor| Some(anchor.as_der()) == current.as_deref()),
        }))
    })
}

fn window_of(certificate: &X509Ref) -> Result<Window, ErrorStack> {
    let epoch = Asn1Time::from_unix(0)?;
    let seconds = |time: &Asn1TimeRef| {
        epoch.diff(time).map(|since| i64::from(since.days) * 86_400 + i64::from(since.secs))
    };
    Ok(Window { from: seconds(certificate.not_before())?, until: seconds(certificate.not_after())? })
}

/// Why OpenSSL refused a chain, and where in it.
struct Refusal {
    result: X509VerifyResult,
    depth: u32,
    at_anchor: bool,
}

impl Refusal {
    fn into_error(self) -> Error {
        match self.result.as_raw() {
            CERT_NOT_YET_VALID | CERT_HAS_EXPIRED if self.depth > 0 && self.at_anchor => {
                Error::AnchorNotValid
            }
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
            _ => Error::ChainRefused { reason: self.result.error_string() },
        }
    }
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
