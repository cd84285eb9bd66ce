use std::time::Duration;

use base64::engine::general_purpose::STANDARD as BASE64;

use super::*;
use crate::percent;
use crate::testing::{P256, RSA, now, signer};

const BODY: &[u8] = b"<plist/>";

#[test]
fn each_source_takes_its_own_and_nothing_else() {
    // F72. All four are there, each of another device: only the chosen one counts.
    let signed = MdmSignature::sign(&signer(&RSA), BODY, now()).unwrap();
    let header = format!(":{}:", BASE64.encode(P256.1.as_der()));
    let escaped = percent::encode(P256.1.to_pem().as_bytes());
    let all = Presented {
        tls_certificate: Some(RSA.1.as_der()),
        mdm_signature: Some(&signed),
        proxy_header: Some(&header),
    };
    let check =
        |source: CertificateSource, presented: &Presented<'_>, expected: Result<&Certificate, Error>| {
            assert_eq!(source.certificate(presented, BODY, now()).as_ref(), expected.as_ref().copied());
        };
    let signature = CertificateSource::MdmSignature(SigningTime::Ignored);
    check(CertificateSource::MutualTls, &all, Ok(&RSA.1));
    check(signature, &all, Ok(&RSA.1));
    check(CertificateSource::ClientCertHeader, &all, Ok(&P256.1));
    check(
        CertificateSource::EscapedPemHeader,
        &Presented { proxy_header: Some(&escaped), ..all },
        Ok(&P256.1),
    );

    let none = || Err(Error::NoCertificate);
    check(CertificateSource::MutualTls, &Presented { tls_certificate: None, ..all }, none());
    check(signature, &Presented { mdm_signature: None, ..all }, none());
    check(CertificateSource::ClientCertHeader, &Presented { proxy_header: None, ..all }, none());
    check(CertificateSource::EscapedPemHeader, &Presented { proxy_header: Some(" "), ..all }, none());
    assert!(!format!("{all:?}").contains(&header[1..20]));
}

#[test]
fn headers_are_one_certificate_or_refused() {
    let base64 = BASE64.encode(P256.1.as_der());
    let client_cert =
        |header: &str| client_cert(header, Certificate::from_der).map(|certificate| certificate == P256.1);
    let what = "Client-Cert header";
    assert_eq!(client_cert(&format!(":{base64}:")), Ok(true));
    assert_eq!(client_cert(&format!(" :{}: ", base64.trim_end_matches('='))), Ok(true));
    let malformed = || Err(Error::Malformed { what, offset: 0 });
    assert_eq!(client_cert(&base64), malformed());
    assert_eq!(client_cert(":"), malformed());
    assert_eq!(client_cert(&format!(":{base64}:;a=b")), malformed());
    // Two of them, joined.
    assert_eq!(client_cert(&format!(":{base64}:, :{base64}:")), Err(Error::Base64 { what }));
    assert_eq!(client_cert(&format!(":{}:", base64.replace('+', "-"))).is_ok(), !base64.contains('+'));
    let size = MAX_HEADER + 1;
    assert_eq!(
        client_cert(&"a".repeat(size)),
        Err(Error::TooLarge { what, limit: MAX_HEADER, actual: size })
    );

    let pem = P256.1.to_pem();
    assert_eq!(escaped_pem(&percent::encode(pem.as_bytes()), Certificate::from_der), Ok(P256.1.clone()));
    // With the characters that AWS leaves as they are.
    let escaped = pem.replace('\n', "%0A").replace(' ', "%20");
    assert_eq!(escaped_pem(&escaped, Certificate::from_der), Ok(P256.1.clone()));
    for wrong in
        ["%", "nothing", &percent::encode((pem.clone() + &pem).as_bytes()), &escaped[..escaped.len() - 1]]
    {
        assert!(escaped_pem(wrong, Certificate::from_der).is_err(), "{wrong}");
    }
}

#[test]
fn the_signing_time_is_held_against_the_clock_if_the_policy_says_so() {
    let hour = Duration::from_secs(3600);
    let header = MdmSignature::sign(&signer(&P256), BODY, now()).unwrap();
    let check = |time: SigningTime, at: SystemTime, expected: Result<(), Error>| {
        let source = CertificateSource::MdmSignature(time);
        let presented = Presented { mdm_signature: Some(&header), ..Presented::default() };
        assert_eq!(source.certificate(&presented, BODY, at).map(|_| ()), expected);
    };
    check(SigningTime::Within(hour), now(), Ok(()));
    check(SigningTime::Within(hour), now() + hour, Ok(()));
    check(SigningTime::Within(hour), now() - hour, Ok(()));
    check(SigningTime::Within(hour), now() + 2 * hour, Err(Error::SigningTime));
    check(SigningTime::Within(hour), now() - 2 * hour, Err(Error::SigningTime));
    check(SigningTime::Ignored, now() + 1000 * hour, Ok(()));
}
