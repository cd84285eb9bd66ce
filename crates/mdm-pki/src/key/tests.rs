use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::symm::Cipher;

use super::*;
use crate::testing::{P256, RSA};

#[test]
fn keys_are_read_in_every_usual_form() {
    let check = |bytes: &[u8], expected: &KeyPair| {
        let read = KeyPair::from_bytes(bytes).unwrap();
        assert!(read.matches(expected.pkey()));
        assert_eq!(read.kind(), expected.kind());
    };
    let (rsa, p256) = (&RSA.0, &P256.0);
    for key in [rsa, p256] {
        check(key.expose_secret_pem().unwrap().expose_secret(), key);
        check(&key.pkey().private_key_to_der().unwrap(), key);
        check(key.expose_secret_der().unwrap().expose_secret(), key);
    }
    check(&rsa.pkey().rsa().unwrap().private_key_to_pem().unwrap(), rsa);
    let ec = p256.pkey().ec_key().unwrap().private_key_to_pem().unwrap();
    check(&ec, p256);
    // `openssl ecparam -genkey` writes the parameters first; bundles put the certificate first.
    let parameters =
        b"comment\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    check(&[&parameters[..], &ec].concat(), p256);
    check(&[P256.1.to_pem().as_bytes(), &ec].concat(), p256);
}

#[test]
fn keys_that_cannot_be_used_are_refused_without_asking_the_terminal() {
    let check = |bytes: &[u8], expected: Error| {
        assert_eq!(KeyPair::from_bytes(bytes).unwrap_err(), expected);
    };
    let rsa = RSA.0.pkey();
    let aes = Cipher::aes_128_cbc();
    check(&rsa.private_key_to_pem_pkcs8_passphrase(aes, b"pw").unwrap(), Error::PrivateKeyEncrypted);
    check(&rsa.private_key_to_pkcs8_passphrase(aes, b"pw").unwrap(), Error::PrivateKeyEncrypted);
    let traditional = rsa.rsa().unwrap().private_key_to_pem_passphrase(aes, b"pw").unwrap();
    check(&traditional, Error::PrivateKeyEncrypted);

    let weak = Rsa::generate(1024).unwrap().private_key_to_pem().unwrap();
    check(&weak, Error::PrivateKeyUnsupported);
    let curve = PKey::ec_gen("secp256k1").unwrap().private_key_to_pem_pkcs8().unwrap();
    check(&curve, Error::PrivateKeyUnsupported);
    let edwards = PKey::generate_ed25519().unwrap().private_key_to_pem_pkcs8().unwrap();
    check(&edwards, Error::PrivateKeyUnsupported);

    check(b"", Error::PrivateKey);
    check(b"not a key", Error::PrivateKey);
    check(RSA.1.as_der(), Error::PrivateKey);
    check(RSA.1.to_pem().as_bytes(), Error::PrivateKey);
    check(&rsa.private_key_to_der().unwrap()[..100], Error::PrivateKey);
}

#[test]
fn keys_are_not_shown() {
    let pem = RSA.0.expose_secret_pem().unwrap();
    assert_eq!(format!("{:?} {pem:?}", RSA.0), "KeyPair(Rsa, redacted) SecretPem(redacted)");
    assert_eq!(format!("{:?}", RSA.0.expose_secret_der().unwrap()), "SecretDer(redacted)");
}
