use std::io::Cursor;
use std::time::Duration;

use mdm_pki::{
    CertificateAuthority, IssuePolicy, KeyPair, Limits, Serial, Subject, TrustAnchors, Usage, verify_attached,
};
use plist::Value;

use super::*;
use crate::{AccessRights, Blame, KeySize, KeyUsage, ScepChallenge, ServerCapability};

const GOLDEN: &[u8] = include_bytes!("../../tests/data/enrollment.mobileconfig");
const FIXTURE_CA: &[u8] = include_bytes!("../../tests/data/fixture-ca.der");
const TOPIC: &str = "com.apple.mgmt.External.0d3c1b2a-1111-4222-8333-944445555666";

fn scep() -> ScepIdentity {
    ScepIdentity::new("https://mdm.example.com/scep")
}

fn mdm() -> MdmPayload {
    MdmPayload::new("https://mdm.example.com/connect", TOPIC, AccessRights::ALL)
}

fn profile(scep: ScepIdentity, mdm: MdmPayload) -> EnrollmentProfile {
    EnrollmentProfile::new("com.example.mdm", Identity::Scep(scep), mdm)
}

fn fixture_ca() -> Certificate {
    Certificate::from_der(FIXTURE_CA).unwrap()
}

/// A profile with every option.
fn full() -> EnrollmentProfile {
    let scep = scep()
        .name("example")
        .challenge(ScepChallenge::new("s3cret & <more>"))
        .key_size(KeySize::Rsa4096)
        .key_usage(KeyUsage::Signing)
        .subject([("O", "Example"), ("CN", "device 17"), ("2.5.4.5", "%SerialNumber%")]);
    let mdm = mdm()
        .check_in_url("https://mdm.example.com:8443/check-in")
        .sign_message()
        .check_out_when_removed()
        .use_development_apns()
        .server_capabilities([
            ServerCapability::PerUserConnections,
            ServerCapability::BootstrapToken,
            ServerCapability::BootstrapToken,
        ]);
    profile(scep, mdm)
        .display_name("Example management")
        .description("Lets Example manage this device.")
        .organization("Example")
        .trust_anchor(fixture_ca())
        .trust_anchor(fixture_ca())
}

#[test]
fn the_full_profile_is_the_golden_one() {
    // F28: the profile that a device downloads. Written once by this code, then checked by eye against the schema.
    let built = full().build().unwrap();
    assert_eq!(String::from_utf8_lossy(&built), String::from_utf8_lossy(GOLDEN));
    assert_eq!(built, full().build().unwrap(), "the same configuration gives the same bytes");
}

#[test]
fn another_reader_finds_what_apple_requires() {
    // F31: the payload that starts the protocol.
    let built = full().build().unwrap();
    let document = Value::from_reader_xml(Cursor::new(&built)).unwrap();
    let document = document.as_dictionary().unwrap();
    let text = |dictionary: &plist::Dictionary, key: &str| {
        dictionary.get(key).and_then(Value::as_string).unwrap_or_default().to_owned()
    };
    assert_eq!(text(document, "PayloadType"), "Configuration");
    assert_eq!(document.get("PayloadVersion").and_then(Value::as_signed_integer), Some(1));
    let payloads: Vec<&plist::Dictionary> = document
        .get("PayloadContent")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .filter_map(Value::as_dictionary)
        .collect();
    let [root, scep, mdm] = payloads[..] else { panic!("{} payloads", payloads.len()) };
    for payload in [document, root, scep, mdm] {
        assert!(text(payload, "PayloadUUID").parse::<PayloadUuid>().is_ok());
        assert!(text(payload, "PayloadIdentifier").starts_with("com.example.mdm"));
    }
    assert_eq!(root.get("PayloadContent").and_then(Value::as_data), Some(FIXTURE_CA));
    assert_eq!(text(mdm, "IdentityCertificateUUID"), text(scep, "PayloadUUID"));
    assert_eq!(text(mdm, "Topic"), TOPIC);
    assert_eq!(mdm.get("AccessRights").and_then(Value::as_signed_integer), Some(8191));
    let scep = scep.get("PayloadContent").and_then(Value::as_dictionary).unwrap();
    assert_eq!(text(scep, "Challenge"), "s3cret & <more>");
    assert_eq!(scep.get("Keysize").and_then(Value::as_signed_integer), Some(4096));
}

#[test]
fn options_that_are_not_set_are_left_out() {
    let built = String::from_utf8(profile(scep(), mdm()).build().unwrap()).unwrap();
    for absent in [
        "CheckInURL",
        "UseDevelopmentAPNS",
        "ServerCapabilities",
        "Challenge",
        "<key>Name<",
        "Subject",
        "PayloadDescription",
        "PayloadOrganization",
        "com.apple.security.root",
    ] {
        assert!(!built.contains(absent), "{absent}");
    }
    let uuid: PayloadUuid = "F9760DD4-F2D1-4F29-8D2C-48D52DD0A9B3".parse().unwrap();
    let built = profile(scep(), mdm()).uuid(uuid.clone()).build().unwrap();
    assert!(String::from_utf8(built).unwrap().contains(uuid.as_str()));
}

#[test]
fn mistakes_are_refused_with_their_key_path() {
    let check = |profile: EnrollmentProfile, expected: &str| {
        let refused = profile.build().unwrap_err();
        assert_eq!(refused.to_string(), expected);
        assert_eq!(refused.blame(), Blame::Caller);
    };
    let server = |url: &str| profile(scep(), MdmPayload::new(url, TOPIC, AccessRights::ALL));
    let topic = |topic: &str| profile(scep(), MdmPayload::new("https://a.example", topic, AccessRights::ALL));
    let identifier = |text: &str| EnrollmentProfile::new(text, Identity::Scep(scep()), mdm());

    check(server("http://mdm.example.com/"), "PayloadContent[1].ServerURL cannot be used: not an https URL");
    check(
        profile(scep(), mdm().check_in_url("https://")),
        "PayloadContent[1].CheckInURL cannot be used: no host, or a port that is not a number",
    );
    for wrong in ["", "com.apple.mgmt", "com.apple.mgmt.", "com.example.push", "com.apple.mgmt.a b"] {
        let expected = "PayloadContent[1].Topic cannot be used: does not name a topic under com.apple.mgmt.";
        check(topic(wrong), expected);
    }
    let rights = |bits: u16| {
        let payload = MdmPayload::new("https://a.example", TOPIC, AccessRights::from_bits(bits));
        profile(scep(), payload)
    };
    check(rights(0), "PayloadContent[1].AccessRights cannot be used: no right at all");
    check(
        rights(2),
        "PayloadContent[1].AccessRights cannot be used: 2 (change profiles) needs 1 (inspect profiles)",
    );
    check(
        profile(ScepIdentity::new("http://mdm.example.com/scep"), mdm()),
        "PayloadContent[0].PayloadContent.URL cannot be used: not an https URL",
    );
    check(
        profile(scep().challenge(ScepChallenge::new("")), mdm()),
        "PayloadContent[0].PayloadContent.Challenge cannot be used: empty",
    );
    for attribute in ["", "cn", "UID", "1.", ".1", "1..2", "123"] {
        check(
            profile(scep().subject([("CN", "a"), (attribute, "b")]), mdm()),
            "PayloadContent[0].PayloadContent.Subject[1] cannot be used: not C, L, ST, O, OU, CN or an object identifier",
        );
    }
    check(
        profile(scep().subject([("CN", "")]), mdm()),
        "PayloadContent[0].PayloadContent.Subject[0] cannot be used: an empty value",
    );
    check(identifier(""), "PayloadIdentifier cannot be used: empty");
    check(
        identifier("com example"),
        "PayloadIdentifier cannot be used: other characters than letters, digits, '.', '-', '_'",
    );
    check(identifier("a").organization(""), "PayloadOrganization cannot be used: empty: leave it out");
    // A root certificate moves the other payloads down.
    check(
        server("ftp://x").trust_anchor(fixture_ca()),
        "PayloadContent[2].ServerURL cannot be used: not an https URL",
    );
    let (_, signer) = signer();
    check(
        profile(scep(), mdm()).trust_anchor(signer.certificate().clone()),
        "PayloadContent[0].PayloadContent cannot be used: not the certificate of an authority",
    );
    check(profile(scep(), mdm()).display_name("a\0b"), "the profile cannot be written");
}

fn signer() -> (TrustAnchors, Signer) {
    let now = now();
    let day = Duration::from_secs(86_400);
    let authority = CertificateAuthority::mint("Example CA", 30 * day, now).unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let policy = IssuePolicy::new(Subject::new("Example profiles"), Usage::ProfileSigner, day);
    let leaf = authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now).unwrap();
    let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
    (anchors, Signer::new(key, leaf, vec![authority.certificate().clone()]).unwrap())
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}

#[test]
fn the_signed_profile_holds_the_unsigned_one() {
    let (anchors, signer) = signer();
    let signed = full().sign(&signer, now()).unwrap();
    let verified = verify_attached(&signed, &Limits::PROFILE).unwrap();
    assert_eq!(verified.content, GOLDEN);
    assert_eq!(anchors.verify_signer(&verified, now()), Ok(()));
    let ancient = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    assert_eq!(full().sign(&signer, ancient).unwrap_err().blame(), Blame::Caller);
}

#[test]
fn the_challenge_is_not_shown_and_compares() {
    let shown = format!("{:?}", full());
    assert!(!shown.contains("s3cret") && shown.contains("ScepChallenge(redacted)"), "{shown}");
    assert_eq!(ScepChallenge::new("a"), ScepChallenge::new("a"));
    assert_ne!(ScepChallenge::new("a"), ScepChallenge::new("b"));
    assert_ne!(ScepChallenge::new("a"), ScepChallenge::new("ab"));
}
