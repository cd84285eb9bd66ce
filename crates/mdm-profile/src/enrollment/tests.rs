use std::io::Cursor;
use std::time::Duration;

use mdm_pki::{
    CertificateAuthority, IssuePolicy, KeyPair, Limits, Serial, Subject, TrustAnchors, Usage, verify_attached,
};
use plist::Value;

use super::*;
use crate::testing::{FIXTURE_CA, GOLDEN};
use crate::{
    AccessRights, AcmeClientIdentifier, AcmeIdentity, AcmeKey, AlternativeName, Blame, EnrollmentMode,
    KeySize, KeyUsage, ManagedAppleAccount, ScepChallenge, ScepIdentity, ServerCapability,
};

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

/// F34. Apple, TopLevel, `PayloadRemovalDisallowed`; com.apple.profileRemovalPassword.
#[test]
fn nothing_keeps_a_user_from_leaving() {
    for profile in [full(), full().consent_text("default", "Agreed?"), profile(scep(), mdm())] {
        let document = Value::from_reader_xml(Cursor::new(profile.build().unwrap())).unwrap();
        let document = document.into_dictionary().unwrap();
        let payloads = document.get("PayloadContent").and_then(Value::as_array).unwrap();
        let payloads = payloads.iter().map(|payload| payload.as_dictionary().unwrap());
        for keys in payloads.chain([&document]) {
            assert!(!keys.contains_key("PayloadRemovalDisallowed"));
            let kind = keys.get("PayloadType").and_then(Value::as_string);
            assert_ne!(kind.unwrap(), "com.apple.profileRemovalPassword");
        }
    }
}

/// The keys of one payload of a profile, by another reader.
fn keys(profile: &EnrollmentProfile, payload_type: &str) -> plist::Dictionary {
    let document = Value::from_reader_xml(Cursor::new(profile.build().unwrap())).unwrap();
    let payloads =
        document.into_dictionary().unwrap().remove("PayloadContent").unwrap().into_array().unwrap();
    let is_meant = |payload: &plist::Dictionary| {
        payload.get("PayloadType").and_then(Value::as_string) == Some(payload_type)
    };
    payloads.into_iter().filter_map(Value::into_dictionary).find(is_meant).unwrap()
}

#[test]
fn the_mdm_payload_has_every_key_of_the_schema() {
    let mdm = mdm()
        .check_in_url("https://mdm.example.com/check-in")
        .sign_message()
        .check_out_when_removed()
        .use_development_apns()
        .server_capabilities([ServerCapability::BootstrapToken, ServerCapability::GetToken])
        .enrollment_mode(EnrollmentMode::Adde)
        .assigned_managed_apple_id(ManagedAppleAccount::new("person@example.com"))
        .required_app(7)
        .require_revocation_check()
        .prompt_for_bootstrap_token();
    let pinned = crate::testing::certificate(Usage::TlsClient, 90, 0);
    let built = profile(scep(), mdm.clone())
        .trust_anchor(fixture_ca())
        .pin_server_url(fixture_ca())
        .pin_server_url(pinned.clone())
        .pin_check_in_url(pinned.clone());
    let payload = keys(&built, "com.apple.mdm");
    let schema = mdm_apple::support::PAYLOADS.find("com.apple.mdm").unwrap();
    for key in schema.keys.iter().filter(|key| !key.path.contains('/')) {
        // The one that the account-driven ones replaced.
        assert_eq!(payload.contains_key(key.path), key.path != "ManagedAppleID", "{}", key.path);
    }
    let old = profile(scep(), self::mdm().managed_apple_id(ManagedAppleAccount::new("person@example.com")));
    let old = keys(&old, "com.apple.mdm");
    assert!(old.contains_key("ManagedAppleID") && !old.contains_key("AccessRights"));
    let byod = profile(scep(), MdmPayload::user_enrollment("https://mdm.example.com", TOPIC));
    let byod = keys(&byod, "com.apple.mdm");
    assert_eq!(byod.get("EnrollmentMode").and_then(Value::as_string), Some("BYOD"));
    assert!(!byod.contains_key("AccessRights"));

    // Pins refer to payloads that are there, each once.
    let anchor = keys(&built, "com.apple.security.root");
    let leaf = keys(&built, "com.apple.security.pkcs1");
    assert_eq!(leaf.get("PayloadContent").and_then(Value::as_data), Some(pinned.as_der()));
    let uuids = |key: &str| payload.get(key).unwrap().as_array().unwrap().clone();
    let uuid = |payload: &plist::Dictionary| payload.get("PayloadUUID").unwrap().clone();
    assert_eq!(uuids("ServerURLPinningCertificateUUIDs"), [uuid(&anchor), uuid(&leaf)]);
    assert_eq!(uuids("CheckInURLPinningCertificateUUIDs"), [uuid(&leaf)]);
    // What was written is read back the same.
    assert_eq!(MdmPayload::find(&built.build().unwrap()).unwrap(), Some(mdm));
    assert!(!format!("{built:?}").contains("person"));
}

#[test]
fn identities_come_by_scep_and_acme() {
    let names = AlternativeName {
        dns_names: vec!["a.example".to_owned(), "b.example".to_owned()],
        emails: vec!["person@example.com".to_owned()],
        ..AlternativeName::default()
    };
    let scep = scep().retry(5, 60).ca_fingerprint([7; 32]).alternative_name(names.clone());
    let built = profile(scep, mdm());
    assert!(!format!("{built:?}").contains("person"));
    let payload = keys(&built, "com.apple.security.scep");
    let content = payload.get("PayloadContent").unwrap().as_dictionary().unwrap();
    assert_eq!(content.get("CAFingerprint").and_then(Value::as_data), Some(&[7; 32][..]));
    assert_eq!(content.get("Retries").and_then(Value::as_signed_integer), Some(5));
    assert_eq!(content.get("RetryDelay").and_then(Value::as_signed_integer), Some(60));
    // F73: the key stays on the device.
    assert_eq!(content.get("KeyIsExtractable").and_then(Value::as_boolean), Some(false));
    let other = content.get("SubjectAltName").unwrap().as_dictionary().unwrap();
    assert_eq!(other.get("dNSName").and_then(Value::as_array).map(Vec::len), Some(2));
    assert_eq!(other.get("rfc822Name").and_then(Value::as_string), Some("person@example.com"));

    let acme = |key| {
        AcmeIdentity::new("https://acme.example.com/directory", AcmeClientIdentifier::new("s3cret")).key(key)
    };
    let of = |acme: AcmeIdentity| EnrollmentProfile::new("com.example.mdm", Identity::Acme(acme), mdm());
    let built = of(acme(AcmeKey::default()).subject([("CN", "device 17")]).alternative_name(names));
    assert!(!format!("{built:?}").contains("s3cret"));
    let payload = keys(&built, "com.apple.security.acme");
    let schema = mdm_apple::support::PAYLOADS.find("com.apple.security.acme").unwrap();
    for key in schema.keys.iter().filter(|key| !key.path.contains('/')) {
        // The one that would let every app use the identity.
        assert_eq!(payload.contains_key(key.path), key.path != "AllowAllAppsAccess", "{}", key.path);
    }
    assert_eq!(payload.get("PayloadUUID"), keys(&built, "com.apple.mdm").get("IdentityCertificateUUID"));
    // As Apple writes at `KeyType` and `HardwareBound`.
    let check = |key: AcmeKey, kind: &str, bits: i64, bound: bool| {
        let acme = if bound { acme(key) } else { acme(key).without_attestation() };
        let payload = keys(&of(acme), "com.apple.security.acme");
        assert_eq!(payload.get("KeyType").and_then(Value::as_string), Some(kind), "{key:?}");
        assert_eq!(payload.get("KeySize").and_then(Value::as_signed_integer), Some(bits), "{key:?}");
        assert_eq!(payload.get("HardwareBound").and_then(Value::as_boolean), Some(bound), "{key:?}");
        assert_eq!(payload.get("Attest").and_then(Value::as_boolean), Some(bound), "{key:?}");
    };
    let curve = "ECSECPrimeRandom";
    check(AcmeKey::HardwareP256, curve, 256, true);
    check(AcmeKey::HardwareP384, curve, 384, true);
    check(AcmeKey::P256, curve, 256, false);
    check(AcmeKey::P384, curve, 384, false);
    check(AcmeKey::P521, curve, 521, false);
    check(AcmeKey::Rsa2048, "RSA", 2048, false);
    check(AcmeKey::Rsa4096, "RSA", 4096, false);

    let refused = |acme: AcmeIdentity, expected: &str| {
        assert_eq!(of(acme).build().unwrap_err().to_string(), format!("PayloadContent[0].{expected}"));
    };
    refused(acme(AcmeKey::P256), "Attest cannot be used: needs a key that is bound to the hardware");
    let usage = acme(AcmeKey::default()).extended_key_usage(["1.2.3"]);
    refused(usage, "ExtendedKeyUsage cannot be used: without that of TLS clients");
    let usage = acme(AcmeKey::default()).extended_key_usage(["clientAuth"]);
    refused(usage, "ExtendedKeyUsage cannot be used: not object identifiers");
    let plain = AcmeIdentity::new("http://acme.example.com", AcmeClientIdentifier::new("x"));
    refused(plain, "DirectoryURL cannot be used: not an https URL");
    let nobody = AcmeIdentity::new("https://acme.example.com", AcmeClientIdentifier::new(""));
    refused(nobody, "ClientIdentifier cannot be used: empty");
}

#[cfg(feature = "hazmat")]
#[test]
fn an_identity_of_the_server_travels_along() {
    use crate::{Pkcs12Identity, Pkcs12Password};

    let of = |file: &[u8]| {
        let identity = Pkcs12Identity::new(file, Pkcs12Password::new("s3cret"));
        EnrollmentProfile::new("com.example.mdm", Identity::Pkcs12(identity), mdm())
    };
    let built = of(b"\x30\x03abc");
    assert!(!format!("{built:?}").contains("s3cret"));
    let payload = keys(&built, "com.apple.security.pkcs12");
    assert_eq!(payload.get("PayloadContent").and_then(Value::as_data), Some(&b"\x30\x03abc"[..]));
    assert_eq!(payload.get("Password").and_then(Value::as_string), Some("s3cret"));
    assert_eq!(payload.get("KeyIsExtractable").and_then(Value::as_boolean), Some(false));
    let refused = of(b"-----BEGIN").build().unwrap_err();
    assert_eq!(refused.to_string(), "PayloadContent[0].PayloadContent cannot be used: not a PKCS #12 file");
}

#[test]
fn pushes_must_reach_the_device() {
    // F81: bound to the push certificate of its organization.
    let push = |topic: &str| {
        let subject = Subject::new("APSP:x").user_id(topic);
        let policy = IssuePolicy::new(subject, Usage::TlsClient, Duration::from_secs(86_400));
        let csr = crate::testing::KEY.csr("x").unwrap();
        crate::testing::AUTHORITY.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap()
    };
    assert_eq!(mdm().check_push_certificate(&push(TOPIC)), Ok(()));
    let check = |result: Result<(), Error>, expected: &str| {
        assert_eq!(result.unwrap_err().to_string(), expected);
    };
    let other = "Topic cannot be used: not the topic of the push certificate";
    check(mdm().check_push_certificate(&push("com.apple.mgmt.other")), other);
    check(mdm().check_push_certificate(&fixture_ca()), other);
    check(
        mdm().use_development_apns().check_push_certificate(&push(TOPIC)),
        "UseDevelopmentAPNS cannot be used: a certificate of Apple's portal is for production only",
    );
}

#[test]
fn the_user_is_asked() {
    let built = profile(scep(), mdm()).consent_text("default", "Agreed?").consent_text("ja", "?");
    let text = String::from_utf8(built.build().unwrap()).unwrap();
    assert!(text.contains("<key>ConsentText</key>\n\t<dict>\n\t\t<key>default</key>"), "{text}");
    let empty = profile(scep(), mdm()).consent_text("en", "");
    assert_eq!(empty.build().unwrap_err().to_string(), "ConsentText.en cannot be used: empty: leave it out");
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
    let account = || ManagedAppleAccount::new("person@example.com");
    let wrong = |mdm: MdmPayload, expected: &str| {
        check(profile(scep(), mdm), &format!("PayloadContent[1].{expected}"));
    };
    let ignored = "AccessRights cannot be used: ignored under User Enrollment: leave it out";
    wrong(mdm().enrollment_mode(EnrollmentMode::Byod), ignored);
    let byod = || MdmPayload::user_enrollment("https://a.example", TOPIC);
    wrong(byod().enrollment_mode(EnrollmentMode::Adde), "AccessRights cannot be used: no right at all");
    let both = "ManagedAppleID cannot be used: an account-driven enrollment has AssignedManagedAppleID";
    wrong(byod().managed_apple_id(account()), both);
    wrong(
        mdm().assigned_managed_apple_id(account()),
        "AssignedManagedAppleID cannot be used: ignored without EnrollmentMode",
    );
    wrong(
        byod().assigned_managed_apple_id(ManagedAppleAccount::new("")),
        "AssignedManagedAppleID cannot be used: not an account name",
    );
    wrong(mdm().required_app(7), "RequiredAppIDForMDM cannot be used: ignored without EnrollmentMode");
    wrong(byod().required_app(0), "RequiredAppIDForMDM cannot be used: not the number of an app");
    wrong(
        mdm().prompt_for_bootstrap_token(),
        "PromptUserToAllowBootstrapTokenForAuthentication cannot be used: needs com.apple.mdm.bootstraptoken in \
         ServerCapabilities",
    );
    check(
        profile(scep().ca_fingerprint([7; 8]), mdm()),
        "PayloadContent[0].PayloadContent.CAFingerprint cannot be used: not of the length of a digest",
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
