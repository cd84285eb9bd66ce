use openssl::hash::MessageDigest;
use openssl::pkey::Private;
use openssl::rsa::Rsa;

use super::*;
use crate::testing::{P256, RSA};

fn request(key: &PKey<Private>, digest: MessageDigest) -> Vec<u8> {
    let mut request = X509Req::builder().unwrap();
    request.set_pubkey(key).unwrap();
    request.sign(key, digest).unwrap();
    request.build().to_der().unwrap()
}

#[test]
fn requests_of_good_keys_are_read() {
    // F73: a request carries the public key alone.
    for key in [&RSA.0, &P256.0] {
        let made = key.csr("device").unwrap();
        let read = Csr::from_der(made.as_der()).unwrap();
        assert_eq!(read.requested_common_name(), Some("device"));
        assert!(key.matches(read.public_key()));
        assert_eq!(Csr::from_pem(made.to_pem().as_bytes()).unwrap().as_der(), made.as_der());
        assert_eq!(format!("{read:?}"), format!("Csr({} bytes)", made.as_der().len()));
    }
    let p384 = PKey::ec_gen("P-384").unwrap();
    assert!(Csr::from_der(&request(&p384, MessageDigest::sha384())).is_ok());
}

#[test]
fn what_does_not_prove_a_good_key_is_refused() {
    let check = |der: &[u8], expected: Error| assert_eq!(Csr::from_der(der).unwrap_err(), expected);
    let sha256 = MessageDigest::sha256;
    let weak = PKey::from_rsa(Rsa::generate(1024).unwrap()).unwrap();
    check(&request(&weak, sha256()), Error::WeakKey);
    check(&request(&PKey::ec_gen("secp256k1").unwrap(), sha256()), Error::WeakKey);
    check(&request(&PKey::generate_ed25519().unwrap(), MessageDigest::null()), Error::WeakKey);
    let strong = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let algorithm = Error::Unsupported { what: "signature algorithm of the certificate request" };
    check(&request(&strong, MessageDigest::md5()), algorithm);

    let good = P256.0.csr("device").unwrap();
    // Another name under the old signature.
    let position = good.as_der().windows(6).position(|window| window == b"device").unwrap();
    let mut renamed = good.as_der().to_vec();
    renamed[position] = b'D';
    check(&renamed, Error::BadSignature);

    let size = 64 * 1024 + 1;
    check(&vec![0x30; size], Error::TooLarge { what: "certificate request", limit: size - 1, actual: size });
    let cut = |end| Csr::from_der(&good.as_der()[..end]).is_err();
    assert!((0..good.as_der().len()).all(cut));
    assert!(Csr::from_der(&[good.as_der(), &[0]].concat()).is_err());
    assert!(P256.0.csr("").is_err());
}
