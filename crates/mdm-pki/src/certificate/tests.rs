use der::asn1::ObjectIdentifier;
use der::oid::db::rfc4519::COMMON_NAME as ID_AT_COMMON_NAME;
use der::oid::db::rfc5280::{ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE};
use der::oid::db::rfc5912;
use proptest::prelude::*;

use super::*;
use crate::Csr;
use crate::testing::{AUTHORITY, P256, RSA, encode, tag};

#[test]
fn a_certificate_has_one_encoding_and_one_fingerprint() {
    let der = RSA.1.as_der();
    let read = Certificate::from_der(der).unwrap();
    assert_eq!(read, RSA.1);
    assert_eq!(read.as_der(), der);
    assert_eq!(read.fingerprint(), RSA.1.fingerprint());
    let text = read.fingerprint().to_string();
    let expected: String = openssl::sha::sha256(der).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(text, expected);
    assert_eq!(Fingerprint::from_bytes(*read.fingerprint().as_bytes()), read.fingerprint());
    assert_eq!(format!("{read:?}"), format!("Certificate({text})"));

    let refused = |der: &[u8]| assert!(matches!(Certificate::from_der(der), Err(Error::Malformed { .. })));
    refused(&[der, &[0]].concat());
    refused(&[der, der].concat());
    for end in 0..der.len() {
        refused(&der[..end]);
    }
    // The same certificate with its outer length written the long way.
    let length = u32::try_from(der.len() - 4).unwrap().to_be_bytes();
    refused(&[&[0x30, 0x84][..], &length, &der[4..]].concat());
}

#[test]
fn serial_numbers_are_kept_at_any_length() {
    // RFC 5280 section 4.1.2.2 allows 20 octets; authorities in the field write more.
    for length in [1, 20, 21, 22, 40] {
        let serial = vec![0x7f; length];
        let number = openssl::bn::BigNum::from_slice(&serial).unwrap();
        let mut x509 = X509::builder().unwrap();
        x509.set_version(2).unwrap();
        x509.set_serial_number(&openssl::asn1::Asn1Integer::from_bn(&number).unwrap()).unwrap();
        x509.set_not_before(&openssl::asn1::Asn1Time::from_unix(0).unwrap()).unwrap();
        x509.set_not_after(&openssl::asn1::Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
        x509.set_pubkey(P256.0.pkey()).unwrap();
        x509.sign(P256.0.pkey(), openssl::hash::MessageDigest::sha256()).unwrap();
        let read = Certificate::from_der(&x509.build().to_der().unwrap()).unwrap();
        assert_eq!(read.serial(), serial);
        assert_eq!(read.not_before(), SystemTime::UNIX_EPOCH);
        assert_eq!(read.not_after(), SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000));
    }
}

/// A certificate that is put together by hand, signed by nobody.
#[derive(Clone)]
struct Outline {
    serial: Vec<u8>,
    issuer: Vec<u8>,
    not_before: Vec<u8>,
    not_after: Vec<u8>,
    subject: Vec<u8>,
    key: Vec<u8>,
    extensions: Vec<Vec<u8>>,
}

impl Outline {
    fn new() -> Self {
        Self {
            serial: vec![7],
            issuer: encode(tag::SEQUENCE, &[]),
            not_before: encode(UTC_TIME, &[b"200101000000Z"]),
            not_after: encode(UTC_TIME, &[b"300101000000Z"]),
            subject: Vec::new(),
            key: P256.1.public_key().unwrap().public_key_to_der().unwrap(),
            extensions: Vec::new(),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn build(&self) -> Vec<u8> {
        let algorithm = encode(tag::SEQUENCE, &[&oid(rfc5912::ECDSA_WITH_SHA_256)]);
        let extensions = encode(tag::SEQUENCE, &[&self.extensions.concat()]);
        let extensions =
            if self.extensions.is_empty() { Vec::new() } else { encode(tag::CONTEXT_0 | 3, &[&extensions]) };
        let tbs = encode(
            tag::SEQUENCE,
            &[
                &encode(tag::CONTEXT_0, &[&[tag::INTEGER, 1, 2]]),
                &encode(tag::INTEGER, &[&self.serial]),
                &algorithm,
                &self.issuer,
                &encode(tag::SEQUENCE, &[&self.not_before, &self.not_after]),
                &encode(tag::SEQUENCE, &[&self.subject]),
                &self.key,
                &extensions,
            ],
        );
        encode(tag::SEQUENCE, &[&tbs, &algorithm, &encode(BIT_STRING, &[&[0; 9]])])
    }

    #[track_caller]
    fn read(&self) -> Certificate {
        Certificate::from_der(&self.build()).unwrap()
    }

    #[track_caller]
    fn refused(&self) {
        let refused = Certificate::from_der(&self.build());
        assert!(matches!(refused, Err(Error::Malformed { .. })), "{refused:?}");
        assert!(openssl::error::ErrorStack::get().errors().is_empty());
    }
}

fn oid(id: ObjectIdentifier) -> Vec<u8> {
    encode(tag::OID, &[id.as_bytes()])
}

/// One part of a name.
fn part(id: ObjectIdentifier, string_tag: u8, text: &[u8]) -> Vec<u8> {
    let pair = encode(tag::SEQUENCE, &[&oid(id), &encode(string_tag, &[text])]);
    encode(tag::SET, &[&pair])
}

const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0c;
const BMP_STRING: u8 = 0x1e;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

#[test]
fn serial_numbers_of_any_sign_are_kept() {
    for serial in [&[0][..], &[0x7f], &[0xff], &[0x80, 0], &[0, 0xff], &[0x11; 1000]] {
        assert_eq!(Outline::new().with(|o| o.serial = serial.to_vec()).read().serial(), serial);
    }
    // None, and such as are longer than they must be.
    for serial in [&[][..], &[0, 1], &[0xff, 0xff]] {
        Outline::new().with(|o| o.serial = serial.to_vec()).refused();
    }
}

#[test]
fn times_are_those_of_a_clock() {
    let time = |tag: u8, text: &str| encode(tag, &[text.as_bytes()]);
    let read = |time: Vec<u8>| Outline::new().with(|o| o.not_after = time).read().not_after();
    let unix = |seconds| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    assert_eq!(read(time(UTC_TIME, "700101000000Z")), unix(0));
    assert_eq!(read(time(UTC_TIME, "491231235959Z")), unix(2_524_607_999));
    // RFC 5280 section 4.1.2.5: a certificate that has no end.
    assert_eq!(read(time(GENERALIZED_TIME, "99991231235959Z")), unix(253_402_300_799));
    // Before 1970, and what is no time.
    for text in ["691231235959Z", "500101000000Z", "200230000000Z", "2001010000Z", "200101000000", ""] {
        Outline::new().with(|o| o.not_before = time(UTC_TIME, text)).refused();
    }
    for text in ["19691231235959Z", "00000101000000Z", "20200101000000.5Z", "20200101000000+0000", "x", ""] {
        Outline::new().with(|o| o.not_after = time(GENERALIZED_TIME, text)).refused();
    }
    // It ends before it begins: valid at no time.
    let backwards = Outline::new().with(|o| std::mem::swap(&mut o.not_before, &mut o.not_after)).read();
    assert!(backwards.not_after() < backwards.not_before());
}

/// A topic becomes an HTTP header, and names the devices that can be pushed to.
#[test]
fn a_topic_is_the_one_user_identifier() {
    let uid = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");
    let topic = b"com.apple.mgmt.External.x";
    let check = |subject: Vec<u8>, expected: Option<&str>| {
        assert_eq!(Outline::new().with(|o| o.subject = subject).read().topic(), expected);
    };
    let right = part(uid, UTF8_STRING, topic);
    check(right.clone(), Some("com.apple.mgmt.External.x"));
    check(
        [part(ID_AT_COMMON_NAME, UTF8_STRING, b"x"), right.clone()].concat(),
        Some("com.apple.mgmt.External.x"),
    );
    let wide: Vec<u8> = topic.iter().flat_map(|byte| [0, *byte]).collect();
    check(part(uid, BMP_STRING, &wide), Some("com.apple.mgmt.External.x"));
    check([right.clone(), right.clone()].concat(), None);
    check([part(uid, UTF8_STRING, b""), right.clone()].concat(), None);
    for wrong in [
        &b""[..],
        b"com.apple.mgmt",
        b"COM.APPLE.MGMT.x",
        b" com.apple.mgmt.x",
        b"com.apple.mgmt.x\0",
        b"com.apple.mgmt.x\r\nx: y",
        b"com.apple.mgmt.\xc3\xa4",
    ] {
        check(part(uid, UTF8_STRING, wrong), None);
    }
    Outline::new().with(|o| o.subject = part(uid, UTF8_STRING, b"com.apple.mgmt.\xff")).refused();
    // A name with ten thousand parts.
    let parts = part(ID_AT_COMMON_NAME, UTF8_STRING, b"x").repeat(10_000);
    assert_eq!(Outline::new().with(|o| o.subject = parts).read().subject_common_name(), None);
}

#[test]
fn extensions_are_read_once_however_many_there_are() {
    let extension = |id: ObjectIdentifier, value: &[u8]| {
        encode(tag::SEQUENCE, &[&oid(id), &encode(tag::OCTET_STRING, &[value])])
    };
    let number = |number: u32| ObjectIdentifier::new_unwrap("1.2.840.99999").push_arc(number).unwrap();
    let unknown = |count| (0..count).map(|n| extension(number(n), b"")).collect::<Vec<_>>();
    let ca = extension(ID_CE_BASIC_CONSTRAINTS, &encode(tag::SEQUENCE, &[&[1, 1, 0xff]]));
    let last = Outline::new().with(|o| o.extensions = [unknown(10_000), vec![ca.clone()]].concat());
    assert!(last.read().is_authority());
    // Two readers would see two certificates.
    Outline::new().with(|o| o.extensions = vec![ca.clone(), ca]).refused();
    Outline::new().with(|o| o.extensions = vec![extension(ID_CE_BASIC_CONSTRAINTS, b"")]).refused();
    // A key usage that cannot be read allows nothing.
    for value in [&b""[..], b"x", &[3, 1, 0], &[3, 2, 0, 0]] {
        let unfit = Outline::new().with(|o| o.extensions = vec![extension(ID_CE_KEY_USAGE, value)]);
        assert!(!Certificate::from_der(&unfit.build()).is_ok_and(|read| read.may_sign()), "{value:?}");
    }
}

#[test]
fn keys_that_cost_or_prove_nothing_are_refused_before_they_are_used() {
    let number = |bytes: &[u8]| openssl::bn::BigNum::from_slice(bytes).unwrap();
    let rsa = |modulus_bytes: usize, exponent: &[u8]| {
        let key =
            openssl::rsa::Rsa::from_public_components(number(&vec![0xc1; modulus_bytes]), number(exponent));
        PKey::from_rsa(key.unwrap()).unwrap().public_key_to_der().unwrap()
    };
    let point = |bytes: &[u8]| {
        let algorithm =
            encode(tag::SEQUENCE, &[&oid(rfc5912::ID_EC_PUBLIC_KEY), &oid(rfc5912::SECP_256_R_1)]);
        encode(tag::SEQUENCE, &[&algorithm, &encode(BIT_STRING, &[&[0], bytes])])
    };
    let explicit = {
        let mut group = openssl::ec::EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        group.set_asn1_flag(openssl::ec::Asn1Flag::EXPLICIT_CURVE);
        let key = openssl::ec::EcKey::generate(&group).unwrap();
        PKey::from_ec_key(key).unwrap().public_key_to_der().unwrap()
    };
    let curve = |name: &str| PKey::ec_gen(name).unwrap().public_key_to_der().unwrap();
    let algorithm_alone = encode(tag::SEQUENCE, &[&oid(rfc5912::ID_EC_PUBLIC_KEY)]);
    let unnamed = encode(tag::SEQUENCE, &[&algorithm_alone, &encode(BIT_STRING, &[&[0, 4], &[1; 64]])]);

    let anchors = crate::TrustAnchors::new([AUTHORITY.certificate().clone()]).unwrap();
    let now = crate::testing::now();
    let message = crate::testing::signer(&P256).sign_attached(b"x", now).unwrap();
    let message =
        crate::cms::SignedData::decode(&message, &crate::Limits::PROFILE, crate::cms::Algorithms::Standard);
    let message = message.unwrap();
    for (key, what) in [
        (rsa(2048, &[1, 0, 1]), "16,384 bits"),
        (rsa(64, &[1, 0, 1]), "512 bits"),
        (rsa(256, &[1]), "exponent 1"),
        (rsa(256, &[3]), "exponent 3"),
        (rsa(256, &[1, 0, 0]), "an even exponent"),
        (rsa(256, &[0xff; 9]), "an exponent of 72 bits"),
        (rsa(256, &[0xff; 255]), "an exponent as long as the modulus"),
        (point(&[0]), "the point at infinity"),
        (point(&[4; 65]), "a point beside the curve"),
        (point(&[]), "no point"),
        (explicit, "explicit parameters"),
        (unnamed, "no parameters"),
        (curve("secp256k1"), "another curve"),
        (curve("P-521"), "a large curve"),
        (PKey::generate_ed25519().unwrap().public_key_to_der().unwrap(), "Edwards"),
    ] {
        let client = encode(tag::SEQUENCE, &[&oid(ID_KP_CLIENT_AUTH)]);
        let extension =
            encode(tag::SEQUENCE, &[&oid(ID_CE_EXT_KEY_USAGE), &encode(tag::OCTET_STRING, &[&client])]);
        let outline = Outline {
            serial: P256.1.serial().to_vec(),
            issuer: P256.1.issuer().to_vec(),
            key: key.clone(),
            extensions: vec![extension],
            ..Outline::new()
        };
        let unusable = |error: Error| {
            let is_named = matches!(error, Error::WeakKey | Error::Unsupported { what: "public key" });
            assert!(is_named, "{what}: {error}");
            assert!(openssl::error::ErrorStack::get().errors().is_empty(), "{what}");
        };
        match Certificate::from_der(&outline.build()) {
            Ok(certificate) => {
                unusable(anchors.verify_device(&certificate, now).unwrap_err());
                let cipher = crate::ContentCipher::default();
                unusable(crate::encrypt(b"x", std::slice::from_ref(&certificate), cipher).unwrap_err());
                // In place of the signer's.
                unusable(message.verify_as_one_of(b"x", &[certificate]).unwrap_err());
            }
            Err(error) => assert!(matches!(error, Error::Malformed { .. }), "{what}: {error}"),
        }
        // A request for such a key.
        let info = encode(
            tag::SEQUENCE,
            &[&[tag::INTEGER, 1, 0], &encode(tag::SEQUENCE, &[]), &key, &encode(tag::CONTEXT_0, &[])],
        );
        let algorithm = encode(tag::SEQUENCE, &[&oid(rfc5912::ECDSA_WITH_SHA_256)]);
        let request = encode(tag::SEQUENCE, &[&info, &algorithm, &encode(BIT_STRING, &[&[0; 9]])]);
        let refused = Csr::from_der(&request).unwrap_err();
        assert!(matches!(refused, Error::WeakKey | Error::Malformed { .. }), "{what}: {refused}");
        assert!(openssl::error::ErrorStack::get().errors().is_empty(), "{what}");
    }
}

#[test]
fn nothing_is_refused_by_name() {
    use crate::scep::{CaCertificates, Operation};
    use crate::{Limits, PortalRequest, PushCertificate, VendorChain};
    let malformed = |error: Error| assert!(matches!(error, Error::Malformed { .. }), "{error}");
    malformed(Certificate::from_der(b"").unwrap_err());
    malformed(Certificate::from_pem(b"").unwrap_err());
    assert_eq!(Certificate::all_from_pem(b""), Ok(vec![]));
    malformed(Csr::from_der(b"").unwrap_err());
    malformed(Csr::from_pem(b"").unwrap_err());
    malformed(crate::verify_attached(b"", &Limits::PROFILE).unwrap_err());
    malformed(crate::verify_detached(b"", b"", &Limits::PROFILE).unwrap_err());
    malformed(crate::MdmSignature::verify("", b"", &Limits::MDM_SIGNATURE).unwrap_err());
    malformed(PortalRequest::decode(b"").unwrap_err());
    malformed(PushCertificate::new(RSA.0.clone(), b"").unwrap_err());
    malformed(CaCertificates::decode(b"").unwrap_err());
    let recipient = crate::Recipient::new(RSA.0.clone(), RSA.1.clone()).unwrap();
    malformed(recipient.decrypt(b"", &Limits::PROFILE).unwrap_err());
    assert_eq!(crate::KeyPair::from_bytes(b"").unwrap_err(), Error::PrivateKey);
    assert_eq!(PushCertificate::from_pkcs12(b"", "").unwrap_err(), Error::Pkcs12);
    assert_eq!(VendorChain::from_pem(b"").unwrap_err(), Error::BrokenChain { index: 0 });
    let operation = Operation::decode(&http::Method::POST, None, b"");
    assert_eq!(operation, Err(Error::Unsupported { what: "SCEP operation" }));
}

#[test]
fn pem_is_read_and_written() {
    let one = RSA.1.to_pem();
    assert_eq!(Certificate::from_pem(one.as_bytes()), Ok(RSA.1.clone()));
    let two = format!("# leaf\n{one}# authority\n{}", AUTHORITY.certificate().to_pem());
    let all = Certificate::all_from_pem(two.as_bytes()).unwrap();
    assert_eq!(all, [RSA.1.clone(), AUTHORITY.certificate().clone()]);
    let count = Error::Malformed { what: "PEM with exactly one certificate", offset: 0 };
    assert_eq!(Certificate::from_pem(two.as_bytes()), Err(count.clone()));
    assert_eq!(Certificate::from_pem(b""), Err(count));
    // OpenSSL's own reader would ask the terminal for a pass phrase here.
    let encrypted = one.replacen('\n', "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n", 1);
    assert!(Certificate::from_pem(encrypted.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        prop_assert!(Certificate::from_der(&bytes).is_err());
        prop_assert!(Certificate::from_pem(&bytes).is_err());
        prop_assert!(Csr::from_der(&bytes).is_err());
        prop_assert!(Csr::from_pem(text.as_bytes()).is_err());
        prop_assert!(crate::KeyPair::from_bytes(&bytes).is_err());
    }

    #[test]
    fn damaged_certificates_never_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut der = P256.1.as_der().to_vec();
        for (index, byte) in damage {
            let index = index.index(der.len());
            der[index] = byte;
        }
        if let Ok(read) = Certificate::from_der(&der) {
            prop_assert_eq!(read.as_der(), der.as_slice());
            let _ = read.is_for_tls_client();
        }
    }
}
