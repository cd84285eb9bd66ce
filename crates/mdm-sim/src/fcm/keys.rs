use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name, X509NameBuilder};

use super::{Device, DeviceToken, Error};

/// What a [`FakeFcm`](super::FakeFcm) shows and verifies: the key and certificate of its TLS, and the key of a service
/// account. Minting them takes a while, so that several fakes may share them.
#[derive(Clone)]
pub struct FakeKeys {
    pub(super) certificate: X509,
    pub(super) expired: X509,
    pub(super) wrong_name: X509,
    pub(super) unknown: X509,
    pub(super) key: PKey<Private>,
    pub(super) account: PKey<Private>,
}

impl FakeKeys {
    /// New ones.
    ///
    /// # Errors
    /// [`Error::Crypto`] when OpenSSL fails.
    pub fn mint() -> Result<Self, Error> {
        mint().map_err(|_: ErrorStack| Error::Crypto)
    }

    pub(super) fn root_pem(&self) -> Vec<u8> {
        self.certificate.to_pem().unwrap_or_default()
    }

    pub(super) fn account_key_pem(&self) -> String {
        let pem = self.account.private_key_to_pem_pkcs8().unwrap_or_default();
        String::from_utf8(pem).unwrap_or_default()
    }
}

impl fmt::Debug for FakeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeKeys(redacted)")
    }
}

fn mint() -> Result<FakeKeys, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
    let in_a_month = Asn1Time::days_from_now(30)?;
    let leaf = |name, issuer, host, last: &Asn1Time| {
        certificate(&key, name, issuer, host, last).map(X509Builder::build)
    };
    // Its own root.
    let mut root = certificate(&key, NAME, NAME, "localhost", &in_a_month)?;
    root.append_extension(BasicConstraints::new().critical().ca().build()?)?;
    root.sign(&key, MessageDigest::sha256())?;
    Ok(FakeKeys {
        certificate: root.build(),
        expired: leaf("expired", NAME, "localhost", &Asn1Time::from_unix(DAY)?)?,
        wrong_name: leaf("wrong name", NAME, "elsewhere.example", &in_a_month)?,
        unknown: leaf("unknown", "unknown", "localhost", &in_a_month)?,
        account: PKey::from_rsa(Rsa::generate(2048)?)?,
        key,
    })
}

/// Signed with the key that it is for, whoever is said to be its issuer.
fn certificate(
    key: &PKey<Private>,
    subject: &str,
    issuer: &str,
    host: &str,
    last: &Asn1TimeRef,
) -> Result<X509Builder, ErrorStack> {
    let mut serial = [0; 8];
    openssl::rand::rand_bytes(&mut serial)?;
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*BigNum::from_slice(&serial)?.to_asn1_integer()?)?;
    builder.set_subject_name(&*name(subject)?)?;
    builder.set_issuer_name(&*name(issuer)?)?;
    builder.set_pubkey(key)?;
    builder.set_not_before(&*Asn1Time::from_unix(0)?)?;
    builder.set_not_after(last)?;
    let host = SubjectAlternativeName::new().dns(host).build(&builder.x509v3_context(None, None))?;
    builder.append_extension(host)?;
    builder.sign(key, MessageDigest::sha256())?;
    Ok(builder)
}

fn name(common: &str) -> Result<X509Name, ErrorStack> {
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_nid(Nid::COMMONNAME, common)?;
    Ok(name.build())
}

/// Names as Firebase makes them: 22 characters, and a token that begins with the same.
pub(super) fn device() -> Result<Device, Error> {
    let installation = random(16)?;
    let token = format!("{installation}:APA91b{}", random(96)?);
    Ok(Device { token: DeviceToken(token), installation: DeviceToken(installation) })
}

/// So many random bytes as base64url.
pub(super) fn random(bytes: usize) -> Result<String, Error> {
    let mut random = vec![0; bytes];
    openssl::rand::rand_bytes(&mut random).map_err(|_| Error::Crypto)?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}

pub(super) const CLIENT_EMAIL: &str = "push@acme-mdm.iam.gserviceaccount.com";
pub(super) const KEY_ID: &str = "fake-key-1";
const NAME: &str = "fake fcm";
const DAY: i64 = 86_400;
