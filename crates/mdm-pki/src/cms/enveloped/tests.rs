use der::asn1::BitStringRef;
use der::oid::db::rfc5912;
use proptest::prelude::*;

use super::super::syntax::{
    IssuerAndSerialNumber, KeyAgreeRecipientInfo, KeyTransRecipientInfo, Originator, RecipientEncryptedKey,
    SignerIdentifier,
};
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

/// A message that is put together by hand: these recipients, this content as it stands.
fn message(infos: &[Vec<u8>], cipher: Cipher, iv: &[u8], content: &[u8], mac: Option<&[u8]>) -> Vec<u8> {
    let nonce = OctetStringRef::new(iv).unwrap();
    let parameters = match mac {
        Some(_) => Any::encode_from(&GcmParameters { nonce, icv: 16 }),
        None => Any::encode_from(&nonce),
    }
    .unwrap();
    EnvelopedContentInfo {
        content_type: if mac.is_some() { oid::AUTH_ENVELOPED_DATA } else { oid::ENVELOPED_DATA },
        content: EnvelopedData {
            version: 0,
            originator_info: None,
            recipient_infos: RawSet::new(&infos.concat()),
            encrypted_content_info: EncryptedContentInfo {
                content_type: rfc5911::ID_DATA,
                content_encryption_algorithm: AlgorithmIdentifierRef {
                    oid: cipher.oid(),
                    parameters: Some(AnyRef::from(&parameters)),
                },
                encrypted_content: Some(Octets(Cow::Borrowed(content))),
            },
            attrs: None,
            mac: mac.map(|mac| Octets(Cow::Borrowed(mac))),
            unauth_attrs: None,
        },
    }
    .to_der()
    .unwrap()
}

/// A RecipientInfo of RSA with whatever stands in the place of the encrypted key.
fn transported(
    identity: &(KeyPair, Certificate),
    algorithm: ObjectIdentifier,
    parameters: Option<&[u8]>,
    encrypted_key: &[u8],
) -> Vec<u8> {
    KeyTransRecipientInfo {
        version: 0,
        rid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber::of(&identity.1).unwrap()),
        key_encryption_algorithm: AlgorithmIdentifierRef {
            oid: algorithm,
            parameters: parameters.map(|der| AnyRef::from_der(der).unwrap()),
        },
        encrypted_key: Octets(Cow::Borrowed(encrypted_key)),
    }
    .to_der()
    .unwrap()
}

/// Bleichenbacher (1998), Manger (2001) and Vaudenay (2002) decrypted messages by the differences between these.
#[test]
fn whatever_is_wrong_inside_looks_the_same() {
    let check = |identity: &(KeyPair, Certificate), message: &[u8], expected: Option<&[u8]>, what: &str| {
        let opened = recipient(identity).decrypt(message, &Limits::PROFILE);
        let opened = opened.as_ref().map(Plaintext::expose_secret);
        assert_eq!(opened, expected.ok_or(&Error::Decryption), "{what}");
        assert!(openssl::error::ErrorStack::get().errors().is_empty(), "{what}");
    };
    let (key, iv) = ([7; 32], [9; 12]);
    let mut mac = [0; 16];
    let gcm =
        symm::encrypt_aead(Cipher::Aes256Gcm.openssl(), &key, Some(&iv), &[], CONTENT, &mut mac).unwrap();
    let sealed = |infos: &[Vec<u8>]| message(infos, Cipher::Aes256Gcm, &iv, &gcm, Some(&mac));

    // RSA: any block of 256 octets, encrypted as it is.
    let public = RSA.1.public_key().unwrap().rsa().unwrap();
    let raw = |block: &[u8]| {
        let mut encrypted = vec![0; 256];
        public.public_encrypt(block, &mut encrypted, openssl::rsa::Padding::NONE).unwrap();
        encrypted
    };
    let block = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut block = [&[0, 2][..], &[0x55; 221], &[0], &key].concat();
        change(&mut block);
        raw(&block)
    };
    let null = Some(&[5, 0][..]);
    let pkcs1 = |encrypted: &[u8]| sealed(&[transported(&RSA, rfc5912::RSA_ENCRYPTION, null, encrypted)]);
    check(&RSA, &pkcs1(&block(&|_| {})), Some(CONTENT), "nothing is wrong");
    for (change, what) in [
        (&(|block: &mut Vec<u8>| block[0] = 1) as &dyn Fn(&mut Vec<u8>), "first octet"),
        (&|block| block[1] = 1, "block type"),
        (&|block| block[1] = 0, "no block type"),
        (&|block| block[2] = 0, "end at once"),
        (&|block| block[100] = 0, "end too early"),
        (&|block| block[222] = 0, "key one octet longer"),
        (&|block| block[223] = 1, "no end"),
        (&|block| block.rotate_right(1), "everything moved"),
        (&|block| block[224..].fill(8), "another key"),
        (&|block| block.fill(0), "zero"),
    ] {
        check(&RSA, &pkcs1(&block(change)), None, what);
    }
    let right = block(&|_| {});
    for (wrong, what) in [
        (vec![], "no key"),
        (right[1..].to_vec(), "key cut off"),
        ([&right[..], &[0]].concat(), "key with a tail"),
        (vec![0xff; 256], "a number beyond the modulus"),
        (vec![0; 256], "the number zero"),
    ] {
        check(&RSA, &pkcs1(&wrong), None, what);
        for parameters in [None, null, Some(&[0x30, 0][..])] {
            let oaep = transported(&RSA, oid::RSAES_OAEP, parameters, &wrong);
            check(&RSA, &sealed(&[oaep]), None, what);
        }
        let unknown = transported(&RSA, oid::AES_256_WRAP, null, &wrong);
        check(&RSA, &sealed(&[unknown]), None, "another algorithm");
    }
    let oaep = transported(&RSA, oid::RSAES_OAEP, Some(&[0x30, 0]), &right);
    check(&RSA, &sealed(&[oaep]), None, "another padding");
    let foreign = transported(&P256, rfc5912::RSA_ENCRYPTION, null, &right);
    check(&RSA, &sealed(std::slice::from_ref(&foreign)), None, "somebody else's");
    check(&P256, &sealed(&[foreign]), None, "RSA for a key on a curve");
    check(&RSA, &sealed(&[]), None, "nobody's");
    // The first that names the recipient counts.
    let [good, bad] =
        [&right, &vec![1; 256]].map(|key| transported(&RSA, rfc5912::RSA_ENCRYPTION, null, key));
    check(&RSA, &sealed(&[good.clone(), bad.clone()]), Some(CONTENT), "a second one");
    check(&RSA, &sealed(&[bad, good.clone()]), None, "a wrong first one");

    // The content: a changed tag, and under CBC every length and padding.
    let changed = message(std::slice::from_ref(&good), Cipher::Aes256Gcm, &iv, &gcm, Some(&[0; 16]));
    check(&RSA, &changed, None, "tag");
    let cbc = |plain: &[u8]| {
        let mut crypter =
            symm::Crypter::new(Cipher::Aes256Cbc.openssl(), symm::Mode::Encrypt, &key, Some(&[3; 16]))
                .unwrap();
        crypter.pad(false);
        let mut out = vec![0; plain.len() + 16];
        let length = crypter.update(plain, &mut out).unwrap();
        out.truncate(length);
        message(std::slice::from_ref(&good), Cipher::Aes256Cbc, &[3; 16], &out, None)
    };
    check(&RSA, &cbc(&[16; 16]), Some(b""), "padding alone");
    check(&RSA, &cbc(&[&[65; 15][..], &[1]].concat()), Some(&[65; 15]), "one octet of padding");
    for last in [0, 2, 15, 17, 32, 255] {
        check(&RSA, &cbc(&[&[65; 31][..], &[last]].concat()), None, "padding");
    }
    for length in [0, 1, 15, 17, 31] {
        let content = vec![0; length];
        let odd = message(std::slice::from_ref(&good), Cipher::Aes256Cbc, &[3; 16], &content, None);
        check(&RSA, &odd, None, "half a block");
    }

    // ECDH: every part of what the sender says about its key.
    let agreed = |change: &dyn Fn(&mut KeyAgreeRecipientInfo<'_>)| {
        let info = recipient::wrap(&key, &P256.1).unwrap();
        let RecipientInfo::KeyAgree(mut info) = RecipientInfo::from_der(&info).unwrap() else { panic!() };
        change(&mut info);
        sealed(&[RecipientInfo::KeyAgree(info).to_der().unwrap()])
    };
    let point = |point: &'static [u8]| {
        agreed(&|info| {
            let Originator::Key(key) = &mut info.originator;
            key.public_key = BitStringRef::from_bytes(point).unwrap();
        })
    };
    check(&P256, &agreed(&|_| {}), Some(CONTENT), "nothing is wrong");
    check(&P256, &point(&[]), None, "no point");
    check(&P256, &point(&[0]), None, "the point at infinity");
    check(&P256, &point(&[4; 65]), None, "a point beside the curve");
    check(&P256, &point(&[4; 97]), None, "another curve");
    check(&P256, &point(&[2; 33]), None, "a compressed point of another sender");
    for wrapped in [&[][..], &[0; 8], &[0; 40], &[0; 39], &[0; 48]] {
        let message = agreed(&|info| {
            info.recipient_encrypted_keys.0[0].encrypted_key = Octets(Cow::Borrowed(wrapped));
        });
        check(&P256, &message, None, "wrapped key");
    }
    for scheme in [oid::ECDH_SHA1_KDF, oid::ECDH_SHA512_KDF, oid::MGF1] {
        check(&P256, &agreed(&|info| info.key_encryption_algorithm.oid = scheme), None, "key derivation");
    }
    check(&P256, &agreed(&|info| info.key_encryption_algorithm.parameters = None), None, "no wrap");
    let ukm = agreed(&|info| info.ukm = Some(Octets(Cow::Borrowed(b"?"))));
    check(&P256, &ukm, None, "other keying material");
    // As many as a message may have recipients, and one more.
    for (count, fits) in [(MAX_RECIPIENTS, true), (MAX_RECIPIENTS + 1, false)] {
        let message = agreed(&|info| {
            let one = info.recipient_encrypted_keys.0.remove(0).to_der().unwrap();
            let one: &'static [u8] = one.leak();
            let decode = |_| RecipientEncryptedKey::from_der(one).unwrap();
            info.recipient_encrypted_keys.0 = (0..count).map(decode).collect();
        });
        let opened = recipient(&P256).decrypt(&message, &Limits::PROFILE);
        match opened {
            Ok(plain) => assert!(fits && plain.expose_secret() == CONTENT),
            Err(error) => assert!(!fits && matches!(error, Error::Malformed { .. }), "{error}"),
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
