use proptest::prelude::*;

use super::*;
use crate::testing::{P256, RSA, encode, identity, tag};
use crate::{Usage, encrypt};

const CONTENT: &[u8] = b"what nobody else may read";

const ALL: [ContentCipher; 4] =
    [ContentCipher::Aes256Cbc, ContentCipher::Aes128Cbc, ContentCipher::Aes256Gcm, ContentCipher::DesEde3Cbc];

fn recipient(identity: &(KeyPair, Certificate)) -> Recipient {
    Recipient::new(identity.0.clone(), identity.1.clone()).unwrap()
}

fn for_one(content: &[u8], identity: &(KeyPair, Certificate), cipher: ContentCipher) -> Vec<u8> {
    encrypt(content, std::slice::from_ref(&identity.1), cipher).unwrap()
}

#[test]
fn what_is_encrypted_is_decrypted() {
    for identity in [&*RSA, &*P256] {
        for cipher in ALL {
            for content in [&b""[..], b"x", &[7; 16], &[0, 255].repeat(50_000)] {
                let message = for_one(content, identity, cipher);
                let plain = recipient(identity).decrypt(&message, &Limits::PROFILE).unwrap();
                assert_eq!(plain.expose_secret(), content, "{cipher:?}");
                assert_eq!(format!("{plain:?}"), "Plaintext(redacted)");
                assert_ne!(message, for_one(content, identity, cipher));
            }
        }
    }
    assert!(!format!("{:?}", recipient(&RSA)).contains("PRIVATE"));
    let none = Error::Argument { what: "recipients", reason: "none" };
    assert_eq!(encrypt(CONTENT, &[], ContentCipher::default()), Err(none));
    assert_eq!(Recipient::new(P256.0.clone(), RSA.1.clone()).unwrap_err(), Error::KeyMismatch);
}

#[test]
fn every_failure_to_decrypt_is_the_same() {
    for own in [&*RSA, &*P256] {
        let other = identity(
            if std::ptr::eq(own, &*RSA) { KeyPair::mint_rsa2048() } else { KeyPair::mint_p256() }.unwrap(),
            Usage::TlsClient,
        );
        // Somebody else's, also under the name of the right certificate.
        let foreign = for_one(CONTENT, &other, ContentCipher::Aes256Cbc);
        assert_eq!(recipient(own).decrypt(&foreign, &Limits::PROFILE).unwrap_err(), Error::Decryption);
        let wrong_key = Recipient { key: other.0.clone(), certificate: own.1.clone() };
        for cipher in ALL {
            let message = for_one(CONTENT, own, cipher);
            let answer = wrong_key.decrypt(&message, &Limits::PROFILE);
            // Under CBC a wrong key finds right padding once in 256 times.
            assert!(
                answer.map_or_else(
                    |error| error == Error::Decryption,
                    |plain| plain.expose_secret() != CONTENT
                )
            );
            assert!(openssl::error::ErrorStack::get().errors().is_empty());
        }
    }
}

#[test]
fn a_changed_byte_of_authenticated_content_is_found() {
    for identity in [&*RSA, &*P256] {
        let message = for_one(CONTENT, identity, ContentCipher::Aes256Gcm);
        for position in 0..message.len() {
            let mut changed = message.clone();
            changed[position] ^= 1;
            if let Ok(plain) = recipient(identity).decrypt(&changed, &Limits::PROFILE) {
                // Version numbers and the parameters of rsaEncryption are not looked at.
                assert_eq!(plain.expose_secret(), CONTENT, "byte {position}");
            }
        }
    }
}

#[test]
fn what_everybody_can_see_is_refused_by_name() {
    let check = |message: &[u8], limits: &Limits, expected: Error| {
        assert_eq!(recipient(&RSA).decrypt(message, limits).unwrap_err(), expected);
    };
    let message = for_one(CONTENT, &RSA, ContentCipher::default());
    let small = Limits::PROFILE.with_message_bytes(message.len() - 1);
    check(&message, &small, Error::TooLarge { what: WHAT, limit: message.len() - 1, actual: message.len() });
    let signed = crate::testing::signer(&RSA).sign_attached(CONTENT, crate::testing::now()).unwrap();
    check(&signed, &Limits::PROFILE, Error::Unsupported { what: "CMS content: not EnvelopedData" });
    for cipher in [ContentCipher::Aes256Cbc, ContentCipher::Aes256Gcm] {
        let message = for_one(CONTENT, &RSA, cipher);
        for end in 0..message.len() {
            let refused = recipient(&RSA).decrypt(&message[..end], &Limits::PROFILE).unwrap_err();
            assert!(matches!(refused, Error::Malformed { .. }), "cut at {end}: {refused}");
        }
        let tail = recipient(&RSA).decrypt(&[&message[..], &[0]].concat(), &Limits::PROFILE);
        assert!(matches!(tail, Err(Error::Malformed { .. })));
    }

    // An empty content with any set of recipients.
    let envelope = |recipients: &[u8], cipher: ObjectIdentifier, iv: &[u8]| {
        let id = |oid: ObjectIdentifier| encode(tag::OID, &[oid.as_bytes()]);
        let algorithm = encode(tag::SEQUENCE, &[&id(cipher), &encode(tag::OCTET_STRING, &[iv])]);
        let info = encode(
            tag::SEQUENCE,
            &[&id(rfc5911::ID_DATA), &algorithm, &encode(tag::CONTEXT_0_PRIMITIVE, &[&[0; 16]])],
        );
        let data =
            encode(tag::SEQUENCE, &[&encode(tag::INTEGER, &[&[0]]), &encode(tag::SET, &[recipients]), &info]);
        encode(tag::SEQUENCE, &[&id(oid::ENVELOPED_DATA), &encode(tag::CONTEXT_0, &[&data])])
    };
    let aes = oid::AES_256_CBC;
    check(&envelope(&[], aes, &[0; 16]), &Limits::PROFILE, Error::Decryption);
    // A password's recipient info is passed over.
    check(&envelope(&[0xa3, 0], aes, &[0; 16]), &Limits::PROFILE, Error::Decryption);
    check(
        &envelope(&[0xa3, 0].repeat(MAX_RECIPIENTS + 1), aes, &[0; 16]),
        &Limits::PROFILE,
        Error::TooMany { what: "recipients", limit: MAX_RECIPIENTS },
    );
    check(&envelope(&[], aes, &[0; 8]), &Limits::PROFILE, Error::Unsupported { what: PARAMETERS });
    check(
        &envelope(&[], oid::DES_CBC, &[0; 8]),
        &Limits::PROFILE,
        Error::Unsupported { what: "content encryption algorithm" },
    );
    let limits = (&Limits::PROFILE, Algorithms::DangerousLegacy);
    assert!(Envelope::decode(&envelope(&[], oid::DES_CBC, &[0; 8]), limits.0, limits.1).is_ok());
    // GCM in EnvelopedData is not allowed: its tag has no place there.
    let gcm = envelope(&[], oid::AES_256_GCM, &[0; 12]);
    assert!(matches!(recipient(&RSA).decrypt(&gcm, &Limits::PROFILE), Err(Error::Malformed { .. })));
}

#[test]
fn single_des_is_triple_des_with_one_key() {
    // FIPS 81, table C1: the first block of "Now is the time for all ".
    let (key, iv) = (0x0123_4567_89ab_cdef_u64.to_be_bytes(), 0x1234_5678_90ab_cdef_u64.to_be_bytes());
    let key = Cipher::DesCbc.openssl_key(&key);
    let encrypted =
        symm::encrypt(Cipher::DesCbc.openssl(), &key, Some(&iv), b"Now is the time for all ").unwrap();
    assert_eq!(encrypted[..8], 0xe5c7_cdde_872b_f27c_u64.to_be_bytes());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(recipient(&P256).decrypt(&bytes, &Limits::PROFILE).is_err());
    }

    #[test]
    fn damaged_messages_never_panic(
        rsa in any::<bool>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let identity = if rsa { &*RSA } else { &*P256 };
        let mut message = for_one(CONTENT, identity, ContentCipher::Aes256Cbc);
        for (index, byte) in damage {
            let index = index.index(message.len());
            message[index] = byte;
        }
        let _ = recipient(identity).decrypt(&message, &Limits::PROFILE);
    }
}
