//! Fixtures for the unit tests of this crate: one authority, a few identities, one time.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use der::Encode as _;

use crate::{Certificate, CertificateAuthority, IssuePolicy, KeyPair, Serial, Signer, Subject, Usage};

pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// 2026-11-22 00:00:00 UTC.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}

pub(crate) static AUTHORITY: LazyLock<CertificateAuthority> =
    LazyLock::new(|| CertificateAuthority::mint("Fixture CA", 3650 * DAY, now() - DAY).unwrap());

pub(crate) static RSA: LazyLock<(KeyPair, Certificate)> =
    LazyLock::new(|| identity(KeyPair::mint_rsa2048().unwrap(), Usage::TlsClient));

pub(crate) static P256: LazyLock<(KeyPair, Certificate)> =
    LazyLock::new(|| identity(KeyPair::mint_p256().unwrap(), Usage::TlsClient));

pub(crate) fn identity(key: KeyPair, usage: Usage) -> (KeyPair, Certificate) {
    let policy = IssuePolicy::new(Subject::new("fixture"), usage, 365 * DAY);
    let csr = key.csr("fixture").unwrap();
    let certificate = AUTHORITY.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap();
    (key, certificate)
}

pub(crate) fn signer(identity: &(KeyPair, Certificate)) -> Signer {
    let (key, leaf) = identity.clone();
    Signer::new(key, leaf, vec![AUTHORITY.certificate().clone()]).unwrap()
}

/// One DER element around the concatenation of `parts`, whatever they are.
pub(crate) fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = der::Length::try_from(content.len()).unwrap();
    [&[tag][..], &length.to_der().unwrap(), &content].concat()
}

/// Identifier octets.
pub(crate) mod tag {
    pub(crate) const CONSTRUCTED: u8 = 0x20;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// Context-specific and primitive.
    pub(crate) const CONTEXT_0_PRIMITIVE: u8 = 0x80;
    /// Context-specific and constructed.
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    pub(crate) const CONTEXT_1: u8 = 0xa1;
}
