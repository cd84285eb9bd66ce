use std::time::Duration;

use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, ServerName, Signer, Subject, Usage};

use super::*;
use crate::testing::{AUTHORITY, DAY, GOLDEN, KEY, SIGNER, certificate, now, profile};

fn anchors(authority: &CertificateAuthority) -> TrustAnchors {
    TrustAnchors::new([authority.certificate().clone()]).unwrap()
}

fn signed_by(leaf: Certificate, chain: Vec<Certificate>, time: SystemTime) -> Vec<u8> {
    Signer::new(KEY.clone(), leaf, chain).unwrap().sign_attached(GOLDEN, time).unwrap()
}

#[test]
fn a_device_shows_what_it_can_prove() {
    let check = |bytes: &[u8], shown_as: ShownAs, findings: &[VerificationFinding]| {
        let verification = verify(bytes, &anchors(&AUTHORITY), now());
        assert_eq!((verification.shown_as, &verification.findings[..]), (shown_as, findings));
        // The worst finding is the reason of what is shown, or there is none.
        let worst = verification
            .findings
            .first()
            .and_then(VerificationFinding::shown_as)
            .unwrap_or(ShownAs::Verified);
        assert_eq!(worst, shown_as);
        for finding in &verification.findings {
            assert!(finding.to_string().ends_with('.') && !finding.source().is_empty());
        }
    };
    let root = || vec![AUTHORITY.certificate().clone()];
    let leaf = |days, ago| certificate(Usage::ProfileSigner, days, ago);
    check(&SIGNER.sign_attached(GOLDEN, now()).unwrap(), ShownAs::Verified, &[]);
    check(GOLDEN, ShownAs::NotSigned, &[VerificationFinding::NotSigned]);
    // Whatever the certificate was made for.
    let server = Usage::TlsServer(vec![ServerName::Dns("mdm.example.com".to_owned())]);
    for usage in [Usage::TlsClient, server, Usage::ScepRegistration] {
        check(&signed_by(certificate(usage, 90, 0), root(), now()), ShownAs::Verified, &[]);
    }
    check(&signed_by(leaf(90, 0), vec![], now()), ShownAs::Verified, &[VerificationFinding::LeafOnly]);

    let old = leaf(10, 20);
    let expired = VerificationFinding::SignerExpired { not_after: old.not_after() };
    let while_valid = now() - 15 * DAY;
    check(&signed_by(old.clone(), root(), while_valid), ShownAs::NotVerified, std::slice::from_ref(&expired));
    let late = [expired, VerificationFinding::SignedOutsideValidity];
    check(&signed_by(old, root(), now()), ShownAs::NotVerified, &late);

    // Somebody else's, with and without the certificates above.
    let stranger = CertificateAuthority::mint("Stranger", 30 * DAY, now()).unwrap();
    let middle = stranger.mint_subordinate(KeyPair::mint_p256().unwrap(), "Middle", 20 * DAY, now()).unwrap();
    let policy = IssuePolicy::new(Subject::new("x"), Usage::ProfileSigner, 10 * DAY);
    let foreign = middle.issue(&KEY.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
    let chain = vec![middle.certificate().clone(), stranger.certificate().clone()];
    check(
        &signed_by(foreign.clone(), chain.clone(), now()),
        ShownAs::NotVerified,
        &[VerificationFinding::UntrustedIssuer],
    );
    check(
        &signed_by(foreign.clone(), vec![], now()),
        ShownAs::NotVerified,
        &[VerificationFinding::IntermediatesMissing],
    );
    let known = verify(&signed_by(foreign, chain, now()), &anchors(&stranger), now());
    assert_eq!((known.shown_as, known.findings), (ShownAs::Verified, vec![]));

    // A self-signed one that is no authority.
    let own = AUTHORITY.certificate();
    let self_signed = CertificateAuthority::mint_with_key(KEY.clone(), "Self", 30 * DAY, now()).unwrap();
    let by_authority = signed_by(self_signed.certificate().clone(), vec![], now());
    assert_ne!(self_signed.certificate(), own);
    check(&by_authority, ShownAs::NotVerified, &[VerificationFinding::NotForSigning]);
    let trusted = verify(&by_authority, &anchors(&self_signed), now());
    assert_eq!(trusted.shown_as, ShownAs::Verified);

    let mut tampered = SIGNER.sign_attached(GOLDEN, now()).unwrap();
    let middle = tampered.windows(7).position(|window| window == b"connect").unwrap();
    tampered[middle] = b'C';
    check(&tampered, ShownAs::Refused, &[VerificationFinding::BadSignature(mdm_pki::Error::DigestMismatch)]);
    let detached = SIGNER.sign_detached(GOLDEN, now()).unwrap();
    check(&detached, ShownAs::Refused, &[VerificationFinding::BadSignature(mdm_pki::Error::ContentMissing)]);
    let no_profile = SIGNER.sign_attached(b"<plist><dict/></plist>", now()).unwrap();
    check(&no_profile, ShownAs::Refused, &[VerificationFinding::NotAProfile(Error::NotAProfile)]);
}

#[test]
fn the_clock_counts() {
    let signed = SIGNER.sign_attached(GOLDEN, now()).unwrap();
    let at = |time: SystemTime| verify(&signed, &anchors(&AUTHORITY), time).findings;
    let leaf = SIGNER.certificate();
    assert_eq!(at(now()), []);
    assert_eq!(
        at(leaf.not_after() + DAY),
        [VerificationFinding::SignerExpired { not_after: leaf.not_after() }]
    );
    assert_eq!(
        at(leaf.not_before() - DAY),
        [VerificationFinding::SignerNotYetValid { not_before: leaf.not_before() }]
    );
    assert_eq!(at(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).len(), 1);
    // The anchor ends with the leaf still valid.
    let short = CertificateAuthority::mint("Short", 2 * DAY, now() - DAY).unwrap();
    let policy = IssuePolicy::new(Subject::new("x"), Usage::ProfileSigner, DAY);
    let leaf = short.issue(&KEY.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
    let signed = signed_by(leaf.clone(), vec![short.certificate().clone()], now());
    assert_eq!(verify(&signed, &anchors(&short), now()).shown_as, ShownAs::Verified);
    let later = verify(&signed, &anchors(&short), now() + 20 * DAY);
    assert_eq!(later.findings, [VerificationFinding::SignerExpired { not_after: leaf.not_after() }]);
}

#[test]
fn the_content_has_its_say() {
    let check = |keys: &str, expected: &[VerificationFinding]| {
        let findings = verify(&profile(keys), &anchors(&AUTHORITY), now()).findings;
        assert_eq!(findings, [&[VerificationFinding::NotSigned], expected].concat());
    };
    let date = |key: &str, date: &str| format!("<key>{key}</key><date>{date}</date>");
    check(&date("RemovalDate", "2026-11-21T23:59:59Z"), &[VerificationFinding::RemovalDatePassed]);
    check(&date("RemovalDate", "2026-11-22T00:00:01Z"), &[]);
    check(
        &date("PayloadExpirationDate", "2020-01-01T00:00:00Z"),
        &[VerificationFinding::ExpirationDatePassed],
    );
    check("<key>EncryptedPayloadContent</key><data>AQID</data>", &[VerificationFinding::Encrypted]);
    check("<key>RemovalDate</key><string>2020-01-01T00:00:00Z</string>", &[]);
}
