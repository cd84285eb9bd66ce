use std::sync::LazyLock;

use der::asn1::ObjectIdentifier;
use der::oid::db::{rfc5911, rfc5912};
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use proptest::prelude::*;

use super::*;
use crate::MdmSignature;
use crate::oid::ECDSA_WITH_SHA_1;
use crate::testing::{AUTHORITY, P256, RSA, encode, identity, now, signer, tag};

const BODY: &[u8] = b"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict/></plist>\n";

/// A message that is put together by hand, so that every part of it can be wrong.
#[derive(Clone)]
struct Message<'a> {
    identity: &'a (KeyPair, Certificate),
    form: Form,
    content: Option<&'a [u8]>,
    content_type: ObjectIdentifier,
    certificates: Vec<Vec<u8>>,
    digest: (ObjectIdentifier, MessageDigest),
    algorithm: ObjectIdentifier,
    by_key_identifier: bool,
    attributes: Option<Vec<Vec<u8>>>,
    signed: Vec<u8>,
    signers: usize,
    crls: bool,
    tail: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Der,
    /// As Apple's devices send it: indefinite lengths and segmented strings.
    Ber,
}

impl<'a> Message<'a> {
    /// A detached message over `BODY`, correct, with SHA-256 and without attributes.
    fn over_body(identity: &'a (KeyPair, Certificate)) -> Self {
        let algorithm = match identity.0.kind() {
            KeyKind::Rsa => rfc5912::RSA_ENCRYPTION,
            KeyKind::P256 | KeyKind::P384 => rfc5912::ECDSA_WITH_SHA_256,
        };
        Self {
            identity,
            form: Form::Der,
            content: None,
            content_type: rfc5911::ID_DATA,
            certificates: vec![identity.1.as_der().to_vec()],
            digest: (rfc5912::ID_SHA_256, MessageDigest::sha256()),
            algorithm,
            by_key_identifier: false,
            attributes: None,
            signed: BODY.to_vec(),
            signers: 1,
            crls: false,
            tail: b"",
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Adds attributes and signs them instead of the body.
    fn with_attributes(self, attributes: Vec<Vec<u8>>) -> Self {
        let signed = encode(tag::SET, &[&attributes.concat()]);
        Self { attributes: Some(attributes), signed, ..self }
    }

    fn wrap(&self, tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        match self.form {
            Form::Der => encode(tag, parts),
            Form::Ber => {
                let mut out = vec![tag, 0x80];
                parts.iter().for_each(|part| out.extend_from_slice(part));
                out.extend([0, 0]);
                out
            }
        }
    }

    fn octets(&self, bytes: &[u8]) -> Vec<u8> {
        match self.form {
            Form::Der => encode(tag::OCTET_STRING, &[bytes]),
            Form::Ber => {
                let segments: Vec<Vec<u8>> =
                    bytes.chunks(1000).map(|chunk| encode(tag::OCTET_STRING, &[chunk])).collect();
                let segments: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
                self.wrap(tag::OCTET_STRING | tag::CONSTRUCTED, &segments)
            }
        }
    }

    fn build(&self) -> Vec<u8> {
        let (key, leaf) = self.identity;
        let id = |oid: ObjectIdentifier| encode(tag::OID, &[oid.as_bytes()]);
        let digest = self.wrap(tag::SEQUENCE, &[&id(self.digest.0), &encode(tag::NULL, &[])]);
        let signature = openssl::sign::Signer::new(self.digest.1, key.pkey())
            .unwrap()
            .sign_oneshot_to_vec(&self.signed)
            .unwrap();
        let sid = if self.by_key_identifier {
            encode(tag::CONTEXT_0_PRIMITIVE, &[leaf.subject_key_identifier().unwrap()])
        } else {
            self.wrap(tag::SEQUENCE, &[leaf.issuer(), &encode(tag::INTEGER, &[leaf.serial()])])
        };
        let attributes = self.attributes.as_ref().map(|list| encode(tag::CONTEXT_0, &[&list.concat()]));
        let signer = self.wrap(
            tag::SEQUENCE,
            &[
                &encode(tag::INTEGER, &[&[if self.by_key_identifier { 3 } else { 1 }]]),
                &sid,
                &digest,
                attributes.as_deref().unwrap_or_default(),
                &self.wrap(tag::SEQUENCE, &[&id(self.algorithm), &encode(tag::NULL, &[])]),
                &encode(tag::OCTET_STRING, &[&signature]),
            ],
        );
        let content = self.content.map(|content| self.wrap(tag::CONTEXT_0, &[&self.octets(content)]));
        let certificates: Vec<&[u8]> = self.certificates.iter().map(Vec::as_slice).collect();
        let signed_data = self.wrap(
            tag::SEQUENCE,
            &[
                &encode(tag::INTEGER, &[&[1]]),
                &self.wrap(tag::SET, &[&digest]),
                &self.wrap(tag::SEQUENCE, &[&id(self.content_type), content.as_deref().unwrap_or_default()]),
                &self.wrap(tag::CONTEXT_0, &certificates),
                &if self.crls { self.wrap(tag::CONTEXT_1, &[]) } else { Vec::new() },
                &self.wrap(tag::SET, &vec![signer.as_slice(); self.signers]),
            ],
        );
        let mut out = self.wrap(
            tag::SEQUENCE,
            &[&id(rfc5911::ID_SIGNED_DATA), &self.wrap(tag::CONTEXT_0, &[&signed_data])],
        );
        out.extend_from_slice(self.tail);
        out
    }
}

/// An attribute with this value, or with anything else in place of its one value.
fn attribute(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    encode(tag::SEQUENCE, &[&encode(tag::OID, &[oid.as_bytes()]), &encode(tag::SET, &[value])])
}

/// The two attributes that CMS requires.
fn required(content: &[u8]) -> Vec<Vec<u8>> {
    vec![
        attribute(rfc5911::ID_CONTENT_TYPE, &encode(tag::OID, &[rfc5911::ID_DATA.as_bytes()])),
        attribute(rfc5911::ID_MESSAGE_DIGEST, &encode(tag::OCTET_STRING, &[&openssl::sha::sha256(content)])),
    ]
}

static P384: LazyLock<(KeyPair, Certificate)> = LazyLock::new(|| {
    let pem = PKey::ec_gen("P-384").unwrap().private_key_to_pem_pkcs8().unwrap();
    identity(KeyPair::from_bytes(&pem).unwrap(), crate::Usage::TlsClient)
});

#[test]
fn the_forms_that_clients_send_are_verified() {
    let check = |message: Message<'_>| {
        let expected = &message.identity.1;
        assert_eq!(&verify_detached(&message.build(), BODY, &Limits::MDM_SIGNATURE).unwrap(), expected);
        // The same with its content inside.
        let attached = verify_attached(&message.with(|m| m.content = Some(BODY)).build(), &Limits::PROFILE);
        let attached = attached.unwrap();
        assert_eq!((attached.content.as_slice(), &attached.signer), (BODY, expected));
    };
    let sha1 = (rfc5912::ID_SHA_1, MessageDigest::sha1());
    let sha384 = (rfc5912::ID_SHA_384, MessageDigest::sha384());
    let sha512 = (rfc5912::ID_SHA_512, MessageDigest::sha512());

    // Apple's devices: indefinite-length BER, SHA-1, no signed attributes.
    check(Message::over_body(&RSA).with(|m| (m.form, m.digest) = (Form::Ber, sha1)));
    check(Message::over_body(&RSA));
    check(Message::over_body(&P256));
    check(Message::over_body(&P256).with(|m| m.algorithm = rfc5912::ID_EC_PUBLIC_KEY));
    check(Message::over_body(&P384));
    check(
        Message::over_body(&P384).with(|m| (m.digest, m.algorithm) = (sha384, rfc5912::ECDSA_WITH_SHA_384)),
    );
    check(Message::over_body(&P256).with(|m| (m.digest, m.algorithm) = (sha1, ECDSA_WITH_SHA_1)));
    check(
        Message::over_body(&RSA)
            .with(|m| (m.digest, m.algorithm) = (sha512, rfc5912::SHA_512_WITH_RSA_ENCRYPTION)),
    );
    check(Message::over_body(&RSA).with(|m| m.by_key_identifier = true));
    check(Message::over_body(&RSA).with(|m| m.crls = true));
    check(Message::over_body(&RSA).with_attributes(required(BODY)));
    check(Message::over_body(&P256).with_attributes(required(BODY)).with(|m| m.form = Form::Ber));
    // Attributes are verified in the order in which they were signed, also where it is not that of DER.
    let reversed: Vec<Vec<u8>> = required(BODY).into_iter().rev().collect();
    check(Message::over_body(&RSA).with_attributes(reversed));
    // Certificates that did not sign may come along, in any order.
    check(
        Message::over_body(&RSA)
            .with(|m| m.certificates.insert(0, AUTHORITY.certificate().as_der().to_vec())),
    );
    // The signer's may be there twice.
    check(Message::over_body(&RSA).with(|m| m.certificates.extend_from_within(..)));
}

/// Every kind of key and encoding, the content inside and not.
#[track_caller]
fn refused(expected: &Error, change: impl Fn(Message<'static>) -> Message<'static>) {
    for identity in [&*RSA, &*P256] {
        for form in [Form::Der, Form::Ber] {
            let message = change(Message::over_body(identity).with(|m| m.form = form));
            let detached = verify_detached(&message.build(), BODY, &Limits::MDM_SIGNATURE);
            assert_eq!(detached.as_ref(), Err(expected), "detached, {form:?}");
            let message = message.with(|m| m.content = Some(BODY)).build();
            let attached = verify_attached(&message, &Limits::PROFILE.with_certificates(8));
            assert_eq!(attached.map(|_| ()).as_ref(), Err(expected), "attached, {form:?}");
            assert!(openssl::error::ErrorStack::get().errors().is_empty());
        }
    }
}

#[test]
fn what_is_wrong_is_refused_by_name() {
    let data = encode(tag::OID, &[rfc5911::ID_DATA.as_bytes()]);
    let certificate = |found| Error::SignerCertificate { found };

    refused(&Error::BadSignature, |m| m.with(|m| m.signed = b"something else".to_vec()));
    refused(&Error::SignerCount { found: 0 }, |m| m.with(|m| m.signers = 0));
    refused(&Error::SignerCount { found: 2 }, |m| m.with(|m| m.signers = 2));
    refused(&certificate(0), |m| m.with(|m| m.certificates.clear()));
    let other = identity(KeyPair::mint_p256().unwrap(), crate::Usage::TlsClient).1;
    refused(&certificate(0), |m| m.with(|m| m.certificates = vec![other.as_der().to_vec()]));
    // Another key's certificate under the same issuer and serial number, alone and beside the signer's.
    let swapped = |m: &Message<'_>| {
        let serial = crate::Serial::from_random(m.identity.1.serial().try_into().unwrap());
        let policy = crate::IssuePolicy::new(
            crate::Subject::new("other"),
            crate::Usage::TlsClient,
            crate::testing::DAY,
        );
        let other = KeyPair::mint_p256().unwrap().csr("other").unwrap();
        AUTHORITY.issue(&other, &policy, serial, now()).unwrap().as_der().to_vec()
    };
    refused(&Error::BadSignature, |m| m.with(|m| m.certificates = vec![swapped(m)]));
    refused(&certificate(2), |m| m.with(|m| m.certificates.push(swapped(m))));
    refused(&Error::TooMany { what: "certificates", limit: 8 }, |m| {
        m.with(|m| m.certificates = vec![m.certificates[0].clone(); 9])
    });
    // MD5, and algorithms that are another key's or unknown.
    let md5 = (ObjectIdentifier::new_unwrap("1.2.840.113549.2.5"), MessageDigest::md5());
    refused(&Error::Unsupported { what: "digest algorithm" }, |m| m.with(|m| m.digest = md5));
    for algorithm in [
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION,
        rfc5912::ECDSA_WITH_SHA_384,
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
        ECDSA_WITH_SHA_1,
    ] {
        refused(&Error::BadSignature, |m| m.with(|m| m.algorithm = algorithm));
    }
    for algorithm in [rfc5911::ID_DATA, rfc5912::ID_RSASSA_PSS] {
        let unsupported = Error::Unsupported { what: "signature algorithm" };
        refused(&unsupported, |m| m.with(|m| m.algorithm = algorithm));
    }
    refused(&Error::Unsupported { what: "type of the signed content: not data" }, |m| {
        m.with(|m| m.content_type = rfc5911::ID_SIGNED_DATA)
    });

    // Signed attributes that are there must be right.
    let missing = |name| Error::SignedAttribute { name };
    refused(&Error::DigestMismatch, |m| m.with_attributes(required(b"another body")));
    refused(&Error::BadSignature, |m| m.with_attributes(required(BODY)).with(|m| m.signed.push(0)));
    // Stripped: what was signed is not the content.
    refused(&Error::BadSignature, |m| m.with_attributes(required(BODY)).with(|m| m.attributes = None));
    // Added to a signature over the content.
    refused(&Error::BadSignature, |m| m.with(|m| m.attributes = Some(required(BODY))));
    refused(&missing("messageDigest"), |m| {
        m.with_attributes(vec![attribute(rfc5911::ID_CONTENT_TYPE, &data)])
    });
    refused(&missing("contentType"), |m| m.with_attributes(required(BODY).split_off(1)));
    refused(&missing("contentType"), |m| m.with_attributes(vec![]));
    refused(&missing("contentType"), |m| m.with_attributes([required(BODY), required(BODY)].concat()));
    let two_digests = [required(BODY), required(BODY).split_off(1)].concat();
    refused(&missing("messageDigest"), |m| m.with_attributes(two_digests.clone()));
    let two_values = [data.clone(), data.clone()].concat();
    refused(&missing("contentType"), |m| {
        let two_values = attribute(rfc5911::ID_CONTENT_TYPE, &two_values);
        m.with_attributes(vec![two_values, required(BODY).remove(1)])
    });
    refused(&Error::ContentTypeMismatch, |m| {
        let other_type = encode(tag::OID, &[rfc5911::ID_SIGNED_DATA.as_bytes()]);
        m.with_attributes(vec![attribute(rfc5911::ID_CONTENT_TYPE, &other_type), required(BODY).remove(1)])
    });
    refused(&Error::TooMany { what: "signed attributes", limit: 32 }, |m| {
        m.with_attributes([required(BODY), vec![attribute(rfc5911::ID_SIGNING_TIME, &data); 31]].concat())
    });
}

#[test]
fn changed_content_is_refused() {
    for identity in [&*RSA, &*P256] {
        for form in [Form::Der, Form::Ber] {
            let check = |message: &Message<'static>, expected: Error| {
                for other in [&b""[..], b"\n", &[BODY, b"\n"].concat(), &BODY[1..]] {
                    let detached = verify_detached(&message.build(), other, &Limits::MDM_SIGNATURE);
                    assert_eq!(detached, Err(expected.clone()));
                }
                let changed = message.clone().with(|m| m.content = Some(b"other"));
                assert_eq!(verify_attached(&changed.build(), &Limits::PROFILE).unwrap_err(), expected);
            };
            let plain = Message::over_body(identity).with(|m| m.form = form);
            check(&plain, Error::BadSignature);
            check(&plain.with_attributes(required(BODY)), Error::DigestMismatch);
        }
    }
    // Attached and detached are not taken for each other.
    let attached = Message::over_body(&RSA).with(|m| m.content = Some(BODY)).build();
    assert_eq!(verify_detached(&attached, BODY, &Limits::PROFILE), Err(Error::ContentAttached));
}

#[test]
fn weak_keys_sign_and_are_not_trusted() {
    // Apple's factory identities have 1024 bits, so their signatures are read. Trust is another question.
    let weak = |bits| {
        let key = PKey::from_rsa(openssl::rsa::Rsa::generate(bits).unwrap()).unwrap();
        let mut x509 = openssl::x509::X509::builder().unwrap();
        let one = openssl::bn::BigNum::from_u32(1).unwrap();
        x509.set_version(2).unwrap();
        x509.set_serial_number(&openssl::asn1::Asn1Integer::from_bn(&one).unwrap()).unwrap();
        x509.set_not_before(&openssl::asn1::Asn1Time::from_unix(0).unwrap()).unwrap();
        x509.set_not_after(&openssl::asn1::Asn1Time::from_unix(4_000_000_000).unwrap()).unwrap();
        x509.set_pubkey(&key).unwrap();
        x509.sign(&key, MessageDigest::sha256()).unwrap();
        (KeyPair::weak_for_tests(key), Certificate::from_der(&x509.build().to_der().unwrap()).unwrap())
    };
    let anchors = crate::TrustAnchors::new([AUTHORITY.certificate().clone()]).unwrap();
    let identity = weak(1024);
    let message = Message::over_body(&identity).with(|m| m.content = Some(BODY)).build();
    let verified = verify_attached(&message, &Limits::PROFILE).unwrap();
    assert_eq!(anchors.verify_signer(&verified, now()), Err(Error::WeakKey));
    let message = Message::over_body(&weak(768)).with(|m| m.content = Some(BODY)).build();
    assert_eq!(verify_attached(&message, &Limits::PROFILE).unwrap_err(), Error::WeakKey);
}

#[test]
fn stripped_attributes_do_not_become_content() {
    // The signature over the attributes of one message is offered as a signature over content that happens to be
    // their bytes.
    let forged_body = encode(tag::SET, &[&required(BODY).concat()]);
    let message = Message::over_body(&RSA).with(|m| m.signed.clone_from(&forged_body));
    assert_eq!(
        verify_detached(&message.build(), &forged_body, &Limits::MDM_SIGNATURE),
        Err(Error::SignedAttribute { name: "messageDigest" })
    );
}

#[test]
fn what_follows_or_misses_the_message_is_refused() {
    let check = |message: &[u8], what: &dyn fmt::Debug| {
        let detached = verify_detached(message, BODY, &Limits::MDM_SIGNATURE);
        assert!(matches!(detached, Err(Error::Malformed { .. })), "{what:?}: {detached:?}");
        let attached = verify_attached(message, &Limits::PROFILE);
        assert!(matches!(attached, Err(Error::Malformed { .. })), "{what:?}: {attached:?}");
    };
    for identity in [&*RSA, &*P256] {
        for (form, content) in
            [(Form::Der, None), (Form::Der, Some(BODY)), (Form::Ber, None), (Form::Ber, Some(BODY))]
        {
            let message = Message::over_body(identity).with_attributes(required(BODY));
            let message = message.with(|m| (m.form, m.content) = (form, content));
            for tail in [&[0][..], &[0, 0], &[0x30, 0]] {
                check(&message.clone().with(|m| m.tail = tail).build(), &tail);
            }
            let message = message.build();
            for end in 0..message.len() {
                check(&message[..end], &end);
            }
        }
    }
    let detached = signer(&RSA).sign_detached(BODY, now()).unwrap();
    assert_eq!(verify_attached(&detached, &Limits::PROFILE).unwrap_err(), Error::ContentMissing);
}

#[test]
fn bombs_are_refused_at_once() {
    let check = |bytes: &[u8]| {
        let attached = verify_attached(bytes, &Limits::PROFILE);
        assert!(matches!(attached, Err(Error::Malformed { .. })), "{attached:?}");
        let opened = Recipient::new(RSA.0.clone(), RSA.1.clone()).unwrap().decrypt(bytes, &Limits::PROFILE);
        assert!(matches!(opened, Err(Error::Malformed { .. })), "{opened:?}");
    };
    let levels = Limits::PROFILE.message_bytes / 2;
    for level in [[0x30, 0x80], [0x31, 0x80], [0xa0, 0x80], [0x24, 0x80]] {
        check(&level.repeat(levels));
        // Where a message has room for anything.
        let place = |before: &[u8]| [before, &level.repeat(levels - 64)].concat();
        check(&place(&[0x30, 0x80]));
        let id = encode(tag::OID, &[rfc5911::ID_SIGNED_DATA.as_bytes()]);
        check(&place(&[&[0x30, 0x80][..], &id, &[0xa0, 0x80, 0x30, 0x80, 2, 1, 1]].concat()));
    }
    // Strings and signers by the million.
    let message = Message::over_body(&P256).with(|m| m.signers = 20_000).build();
    let refused = verify_attached(&message, &Limits::PROFILE).unwrap_err();
    assert_eq!(refused, Error::SignerCount { found: 20_000 });
    let segments = [&[0x24, 0x80][..], &[4, 0].repeat(1_000_000), &[0, 0]].concat();
    let message =
        Message::over_body(&P256).with(|m| (m.form, m.content) = (Form::Ber, Some(&b"?"[..]))).build();
    let at = message.windows(7).position(|window| window == [0x24, 0x80, 4, 1, b'?', 0, 0]).unwrap();
    let message = [&message[..at], &segments, &message[at + 7..]].concat();
    assert_eq!(verify_attached(&message, &Limits::PROFILE).unwrap_err(), Error::BadSignature);
}

#[test]
fn no_changed_byte_changes_what_was_signed() {
    let anchors = crate::TrustAnchors::new([AUTHORITY.certificate().clone()]).unwrap();
    for original in [
        signer(&P256).sign_attached(BODY, now()).unwrap(),
        Message::over_body(&P256).with(|m| (m.form, m.content) = (Form::Ber, Some(BODY))).build(),
    ] {
        for position in 0..original.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut changed = original.clone();
                changed[position] ^= flip;
                // Some bytes are not signed, such as the list of digests. They may change; nothing else may.
                if let Ok(verified) = verify_attached(&changed, &Limits::PROFILE) {
                    assert_eq!(verified.content, BODY, "byte {position}");
                    // The certificate is protected by its own signature, which is the next step.
                    let trusted = anchors.verify_signer(&verified, now()).is_ok();
                    assert!(verified.signer == P256.1 || !trusted, "byte {position}");
                }
            }
        }
    }
}

#[test]
fn own_signatures_verify_and_keep_the_content() {
    let now = now();
    for identity in [&*RSA, &*P256] {
        let signer = signer(identity);
        for content in [&b""[..], b"\n", b"a\nb\r\nc\r", &[0, 255].repeat(70_000)] {
            let message = signer.sign_attached(content, now).unwrap();
            let verified = verify_attached(&message, &Limits::PROFILE).unwrap();
            assert_eq!(verified.content, content);
            assert_eq!(verified.signer, identity.1);
            assert_eq!(verified.certificates.len(), 2);

            let header = MdmSignature::sign(&signer, content, now).unwrap();
            assert_eq!(
                MdmSignature::verify(&header, content, &Limits::MDM_SIGNATURE),
                Ok(identity.1.clone())
            );
        }
    }
}

#[test]
fn headers_are_bounded_before_they_are_decoded() {
    let check = |header: &str, limits: &Limits, expected: Error| {
        assert_eq!(MdmSignature::verify(header, BODY, limits), Err(expected));
    };
    let limits = Limits::MDM_SIGNATURE.with_message_bytes(300);
    let too_large = |actual| Error::TooLarge { what: "Mdm-Signature", limit: 400, actual };
    check(&"!".repeat(401), &limits, too_large(401));
    check(&"!".repeat(400), &limits, Error::Base64 { what: "Mdm-Signature" });
    check("", &limits, Error::Malformed { what: "CMS message", offset: 0 });
    check("MIA", &limits, Error::Base64 { what: "Mdm-Signature" });
    // Base64url is another alphabet.
    check("__--", &limits, Error::Base64 { what: "Mdm-Signature" });
    let header = MdmSignature::sign(&signer(&RSA), BODY, now()).unwrap();
    assert!(MdmSignature::verify(&format!(" {header}\r\n"), BODY, &Limits::MDM_SIGNATURE).is_ok());
    check(&header, &limits, too_large(header.len()));
    let message = signer(&RSA).sign_attached(BODY, now()).unwrap();
    assert_eq!(
        verify_attached(&message, &limits).unwrap_err(),
        Error::TooLarge { what: "CMS message", limit: 300, actual: message.len() }
    );
}

#[test]
fn signers_that_cannot_work_are_refused_at_once() {
    let (key, leaf) = RSA.clone();
    let authority = AUTHORITY.certificate().clone();
    let check = |key: &KeyPair, leaf: &Certificate, chain: Vec<Certificate>, expected: Error| {
        assert_eq!(Signer::new(key.clone(), leaf.clone(), chain).unwrap_err(), expected);
    };
    check(&P256.0, &leaf, vec![], Error::KeyMismatch);
    check(&P384.0, &P384.1, vec![], Error::PrivateKeyUnsupported);
    check(&key, &leaf, vec![authority.clone(), P256.1.clone()], Error::ForeignChain { index: 1 });
    let stranger = crate::CertificateAuthority::mint("Fixture CA", crate::testing::DAY, now()).unwrap();
    check(&key, &leaf, vec![stranger.certificate().clone()], Error::ForeignChain { index: 0 });

    let pem = key.expose_secret_pem().unwrap();
    let none = Error::Argument { what: "certificates", reason: "none" };
    assert_eq!(Signer::from_pem(pem.expose_secret(), b"").unwrap_err(), none);
    let bundle = leaf.to_pem() + &authority.to_pem();
    assert_eq!(Signer::from_pem(pem.expose_secret(), bundle.as_bytes()).unwrap().certificate(), &leaf);
}

#[test]
fn a_failed_verification_leaves_nothing_in_openssls_queue() {
    let wrong = Message::over_body(&RSA).with(|m| m.signed = b"something else".to_vec()).build();
    assert_eq!(verify_detached(&wrong, BODY, &Limits::MDM_SIGNATURE), Err(Error::BadSignature));
    assert!(openssl::error::ErrorStack::get().errors().is_empty());
}

#[test]
fn a_key_elsewhere_signs_in_two_steps() {
    for identity in [&*RSA, &*P256] {
        let chain = SigningChain::new(identity.1.clone(), vec![AUTHORITY.certificate().clone()]).unwrap();
        let unsigned = chain.to_be_signed(BODY, now()).unwrap();
        assert_eq!(unsigned.digest(), crate::sha256(unsigned.message()));
        // Made again, it is the same: the signature may come to another process.
        assert_eq!(chain.to_be_signed(BODY, now()).unwrap().message(), unsigned.message());
        let signature = identity.0.sign(Digest::Sha256, unsigned.message()).unwrap();
        let attached = unsigned.finish_attached(&signature).unwrap();
        let verified = verify_attached(&attached, &Limits::PROFILE).unwrap();
        assert_eq!((verified.content.as_slice(), verified.signing_time), (BODY, Some(now())));
        let detached = unsigned.finish_detached(&signature).unwrap();
        assert_eq!(verify_detached(&detached, BODY, &Limits::PROFILE), Ok(identity.1.clone()));
        // An RSA signature is always the same one: both ways give the same message.
        if identity.0.kind() == KeyKind::Rsa {
            assert_eq!(signer(identity).sign_attached(BODY, now()).unwrap(), attached);
        }
        // The key service signed something else, with another key, or not at all.
        let other = identity.0.sign(Digest::Sha256, BODY).unwrap();
        for wrong in [&other[..], &signature[1..], &[]] {
            assert_eq!(unsigned.finish_attached(wrong), Err(Error::BadSignature));
        }
        assert!(!format!("{unsigned:?} {chain:?}").contains("plist"));
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), text in ".{0,80}") {
        prop_assert!(verify_attached(&bytes, &Limits::PROFILE).is_err());
        prop_assert!(verify_detached(&bytes, BODY, &Limits::PROFILE).is_err());
        prop_assert!(MdmSignature::verify(&text, &bytes, &Limits::MDM_SIGNATURE).is_err());
    }

    #[test]
    fn damaged_messages_never_panic(
        ber in any::<bool>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let form = if ber { Form::Ber } else { Form::Der };
        let mut message = Message::over_body(&P256).with(|m| (m.form, m.content) = (form, Some(BODY))).build();
        for (index, byte) in damage {
            let index = index.index(message.len());
            message[index] = byte;
        }
        if let Ok(verified) = verify_attached(&message, &Limits::PROFILE) {
            prop_assert_eq!(verified.content, BODY);
        }
    }
}
