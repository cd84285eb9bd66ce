use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509NameBuilder};

use super::{Device, DeviceToken, Error};

/// What a [`FakeFcm`](super::FakeFcm) shows and verifies: the key and certificate of its TLS, and the key of a service
/// account. Minting them takes a while, so that several fakes may share them.
#[derive(Clone)]
pub struct FakeKeys {
    pub(super) certificate: X509,
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
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_nid(Nid::COMMONNAME, "fake fcm")?;
    let name = name.build();
    let mut serial = [0; 8];
    openssl::rand::rand_bytes(&mut serial)?;
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    let serial = BigNum::from_slice(&serial)?.to_asn1_integer()?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(&name)?;
    builder.set_issuer_name(&name)?;
    builder.set_pubkey(&key)?;
    let (from, to) = (Asn1Time::from_unix(0)?, Asn1Time::days_from_now(30)?);
    builder.set_not_before(&from)?;
    builder.set_not_after(&to)?;
    // Its own root.
    builder.append_extension(BasicConstraints::new().critical().ca().build()?)?;
    let host = SubjectAlternativeName::new().dns("localhost").build(&builder.x509v3_context(None, None))?;
    builder.append_extension(host)?;
    builder.sign(&key, MessageDigest::sha256())?;
    Ok(FakeKeys { certificate: builder.build(), key, account: PKey::from_rsa(Rsa::generate(2048)?)? })
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
