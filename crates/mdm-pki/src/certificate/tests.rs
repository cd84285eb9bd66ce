use proptest::prelude::*;

use super::*;
use crate::Csr;
use crate::testing::{AUTHORITY, P256, RSA};

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
