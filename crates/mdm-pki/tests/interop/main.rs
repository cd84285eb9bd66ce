//! The `openssl` program as an independent judge: it verifies what this crate signs and issues, and this crate
//! verifies what it signs.
#![allow(clippy::disallowed_methods, reason = "the judges are programs, with files and a clock")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "this file is tests, its functions are their steps"
)]

mod envelope;
mod judge;
mod scep;

use std::time::{Duration, SystemTime};

use mdm_pki::{
    Certificate, CertificateAuthority, Csr, Error, IssuePolicy, KeyPair, Limits, PushCertificate, Serial,
    ServerName, Signer, Subject, TrustAnchors, Usage, VendorChain, VendorSigner, verify_attached,
    verify_detached,
};

use judge::{Judge, NOW};

const DAY: Duration = Duration::from_secs(86_400);

/// Content that a text-minded tool would change.
const CONTENT: &[u8] = b"<?xml version=\"1.0\"?>\n<plist>\r\n<string>\xc3\xa4</string>\r</plist>\n\n";

#[test]
fn openssl_verifies_attached_signatures_and_returns_the_content_unchanged() {
    let Some(judge) = Judge::new("attached") else { return };
    for key in [KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_p256().unwrap()] {
        let world = World::new(key);
        judge.write("root.pem", world.root.certificate().to_pem().as_bytes());
        judge.write("signed.der", &world.signer.sign_attached(CONTENT, now()).unwrap());
        judge.run(
            "cms -verify -binary -inform DER -in signed.der -CAfile root.pem -purpose any -attime NOW \
                   -certsout chain.pem -signer leaf.pem -out content",
        );
        assert_eq!(judge.read("content"), CONTENT);
        let mut chain = Certificate::all_from_pem(&judge.read("chain.pem")).unwrap();
        chain.sort_by_key(Certificate::fingerprint);
        let mut expected = vec![world.signer.certificate().clone(), world.root.certificate().clone()];
        expected.sort_by_key(Certificate::fingerprint);
        assert_eq!(chain, expected);
        assert_eq!(Certificate::from_pem(&judge.read("leaf.pem")).unwrap(), *world.signer.certificate());

        // Version 1, three signed attributes, SHA-256 without parameters.
        let printed = judge.run("cms -cmsout -print -noout -inform DER -in signed.der");
        let printed = String::from_utf8(printed.stdout).unwrap();
        let signer_info = printed.split_once("signedAttrs:").unwrap().1;
        assert_eq!(signer_info.matches("object: ").count(), 3, "{printed}");
        for expected in ["object: contentType", "object: signingTime", "object: messageDigest"] {
            assert!(printed.contains(expected), "{printed}");
        }
        assert!(printed.contains("Nov 22 00:00:00 2026 GMT"), "{printed}");
        assert!(
            printed.contains("algorithm: sha256 (2.16.840.1.101.3.4.2.1)\n        parameter: <ABSENT>"),
            "{printed}"
        );

        // What OpenSSL decodes and writes again is byte for byte the same: it was DER.
        judge.run("cms -cmsout -inform DER -in signed.der -outform DER -out again.der");
        assert_eq!(judge.read("again.der"), judge.read("signed.der"));
        // The older reader that much server software uses.
        judge.run(
            "smime -verify -binary -inform DER -in signed.der -CAfile root.pem -purpose any -attime NOW \
                   -out content",
        );
        assert_eq!(judge.read("content"), CONTENT);
    }
}

#[test]
fn chains_of_every_length_lead_to_their_root() {
    let Some(judge) = Judge::new("chains") else { return };
    let keys = [KeyPair::mint_rsa2048, KeyPair::mint_p256];
    for mint in keys {
        let root = CertificateAuthority::mint_with_key(mint().unwrap(), "Root", 900 * DAY, now() - 99 * DAY)
            .unwrap();
        let middle = root.mint_subordinate(mint().unwrap(), "Middle", 800 * DAY, now() - 99 * DAY).unwrap();
        judge.write("root.pem", root.certificate().to_pem().as_bytes());
        let key = mint().unwrap();
        let issue = |authority: &CertificateAuthority| {
            let policy = IssuePolicy::new(Subject::new("Signer"), Usage::ProfileSigner, 365 * DAY);
            authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap()
        };
        let (middle_pem, root_pem) = (middle.certificate().clone(), root.certificate().clone());
        let chains = [
            (issue(&root), vec![]),
            (issue(&middle), vec![middle_pem.clone()]),
            (issue(&middle), vec![root_pem, middle_pem]),
        ];
        let anchors = TrustAnchors::new([root.certificate().clone()]).unwrap();
        judge.write("key.pem", key.expose_secret_pem().unwrap().expose_secret());
        judge.write("content", CONTENT);
        for (leaf, chain) in chains {
            let length = chain.len() + 1;
            judge.write("leaf.pem", leaf.to_pem().as_bytes());
            judge.write("chain.pem", chain.iter().map(Certificate::to_pem).collect::<String>().as_bytes());
            let signer = Signer::new(key.clone(), leaf.clone(), chain).unwrap();
            let signed = signer.sign_attached(CONTENT, now()).unwrap();
            let trusted = "-binary -inform DER -in signed.der -CAfile root.pem -purpose any -attime NOW";
            judge.write("signed.der", &signed);
            judge.run(&format!("cms -verify {trusted} -out verified"));
            assert_eq!(judge.read("verified"), CONTENT);
            judge.write("signed.der", &signer.sign_detached(CONTENT, now()).unwrap());
            judge.run(&format!("cms -verify {trusted} -content content -out /dev/null"));

            // The same by the other side: what it signs with this chain is verified here.
            let sign =
                "cms -sign -binary -signer leaf.pem -inkey key.pem -in content -outform DER -out theirs.der";
            let with = if length == 1 { "" } else { "-certfile chain.pem" };
            judge.run(&format!("{sign} {with}"));
            let detached = verify_detached(&judge.read("theirs.der"), CONTENT, &Limits::MDM_SIGNATURE);
            assert_eq!(detached, Ok(leaf));
            judge.run(&format!("{sign} -nodetach {with}"));

            for message in [signed, judge.read("theirs.der")] {
                let verified = verify_attached(&message, &Limits::PROFILE).unwrap();
                assert_eq!((verified.content.as_slice(), verified.certificates.len()), (CONTENT, length));
                assert_eq!(anchors.verify_signer(&verified, now()), Ok(()));
                // Without the link there is no chain; in another year it is over.
                let bare = mdm_pki::ChainPolicy::signer(&anchors).verify(&verified.signer, &[], now());
                assert_eq!(bare.is_ok(), length == 1);
                assert_eq!(anchors.verify_signer(&verified, now() + 400 * DAY), Err(Error::Expired));
                assert_eq!(anchors.verify_signer(&verified, now() - DAY), Err(Error::NotYetValid));
            }
        }
    }
}

#[test]
fn openssl_verifies_detached_signatures_and_refuses_changed_content() {
    let Some(judge) = Judge::new("detached") else { return };
    for key in [KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_p256().unwrap()] {
        let world = World::new(key);
        judge.write("root.pem", world.root.certificate().to_pem().as_bytes());
        judge.write("signed.der", &world.signer.sign_detached(CONTENT, now()).unwrap());
        let verify = "cms -verify -binary -inform DER -in signed.der -content content -CAfile root.pem \
                      -purpose any -attime NOW -out /dev/null";
        judge.write("content", CONTENT);
        judge.run(verify);
        judge.write("content", &[CONTENT, b" "].concat());
        assert!(!judge.try_run(verify).status.success());
    }
}

#[test]
fn certificate_requests_are_read_by_both_sides() {
    let Some(judge) = Judge::new("requests") else { return };
    let keys = [
        ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem", "sha256WithRSAEncryption"),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem", "ecdsa-with-SHA256"),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key.pem", "ecdsa-with-SHA384"),
    ];
    for (mint, algorithm) in keys {
        judge.run(mint);
        let key = KeyPair::from_bytes(&judge.read("key.pem")).unwrap();
        let ours = key.csr("Example push").unwrap();
        judge.write("ours.csr", ours.to_pem().as_bytes());
        let text = judge.run("req -in ours.csr -noout -verify -text");
        let text = String::from_utf8(text.stdout).unwrap();
        assert!(text.contains("CN = Example push") && text.contains(algorithm), "{text}");
        // Decoded and written again it is the same: it was DER.
        judge.run("req -in ours.csr -outform DER -out again.der");
        assert_eq!(judge.read("again.der"), ours.as_der());

        for digest in ["sha1", "sha256", "sha384", "sha512"] {
            judge
                .run(&format!("req -new -key key.pem -{digest} -subj /CN=wish -outform DER -out theirs.der"));
            let theirs = Csr::from_der(&judge.read("theirs.der")).unwrap();
            assert_eq!(theirs.requested_common_name(), Some("wish"));
            assert_eq!(theirs.key_digest(), ours.key_digest());
        }
        judge.run("req -new -key key.pem -subj /CN=wish -out theirs.csr");
        assert!(Csr::from_pem(&judge.read("theirs.csr")).is_ok());
    }
}

/// F19, F20, F21, F23: the steps of the guide, from the request to the files.
#[test]
fn the_push_certificate_is_judged_at_every_step() {
    let Some(judge) = Judge::new("push") else { return };
    let root =
        CertificateAuthority::mint_with_key(KeyPair::mint_rsa2048().unwrap(), "Root", 900 * DAY, now());
    let root = root.unwrap();
    let middle = root.mint_subordinate(KeyPair::mint_rsa2048().unwrap(), "WWDR", 800 * DAY, now()).unwrap();
    let issue = |csr: &Csr, subject: Subject, usage: Usage| {
        let policy = IssuePolicy::new(subject, usage, 365 * DAY);
        middle.issue(csr, &policy, Serial::mint().unwrap(), now()).unwrap()
    };
    let vendor_key = KeyPair::mint_rsa2048().unwrap();
    let vendor = issue(&vendor_key.csr("x").unwrap(), Subject::new("MDM Vendor"), Usage::ProfileSigner);
    let chain = vec![vendor.clone(), middle.certificate().clone(), root.certificate().clone()];
    let vendor_signer = VendorSigner::new(vendor_key, VendorChain::new(chain).unwrap()).unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let csr = key.csr("Example push").unwrap();
    judge.write("upload.txt", vendor_signer.sign(&csr, now()).unwrap().encode().unwrap().as_bytes());

    // Taken apart without this crate: base64, XML, base64.
    judge.run("base64 -d -A -in upload.txt -out upload.plist");
    let plist = String::from_utf8(judge.read("upload.plist")).unwrap();
    let string = |key: &str| {
        let rest = plist.split_once(&format!("<key>{key}</key>")).unwrap().1;
        rest.split_once("<string>").unwrap().1.split_once("</string>").unwrap().0.to_owned()
    };
    judge.write("csr.b64", string("PushCertRequestCSR").as_bytes());
    judge.write("signature.b64", string("PushCertSignature").as_bytes());
    judge.write("chain.pem", string("PushCertCertificateChain").as_bytes());
    judge.run("base64 -d -A -in csr.b64 -out csr.der");
    judge.run("base64 -d -A -in signature.b64 -out signature");
    judge.run("req -inform DER -in csr.der -noout -verify");
    judge.run("x509 -in chain.pem -noout -pubkey -out vendor.pub");
    judge.run("dgst -sha256 -verify vendor.pub -signature signature csr.der");
    judge.write("root.pem", root.certificate().to_pem().as_bytes());
    judge.run("verify -attime NOW -CAfile root.pem -untrusted chain.pem chain.pem");

    // The answer, and files of both sides.
    let topic = "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b";
    let answer = issue(&csr, Subject::new("APSP:x").user_id(topic), Usage::TlsClient);
    let push = PushCertificate::new(key.clone(), answer.to_pem().as_bytes()).unwrap();
    judge.write("ours.p12", &push.to_pkcs12("a-password").unwrap());
    judge.run("pkcs12 -in ours.p12 -passin pass:a-password -nodes -out both.pem");
    let both = judge.read("both.pem");
    let read = PushCertificate::new(KeyPair::from_bytes(&both).unwrap(), &both).unwrap();
    assert_eq!((read.topic(), read.certificate()), (topic, &answer));
    judge.write("key.pem", key.expose_secret_pem().unwrap().expose_secret());
    judge.write("answer.pem", answer.to_pem().as_bytes());
    for options in ["", "-keypbe AES-128-CBC -certpbe AES-128-CBC", "-certfile root.pem"] {
        judge.run(&format!(
            "pkcs12 -export -inkey key.pem -in answer.pem -passout pass:a-password -out theirs.p12 {options}"
        ));
        let read = PushCertificate::from_pkcs12(&judge.read("theirs.p12"), "a-password").unwrap();
        assert_eq!((read.topic(), read.certificate()), (topic, &answer), "{options}");
    }
}

#[test]
fn signatures_of_openssl_are_verified() {
    let Some(judge) = Judge::new("foreign") else { return };
    for key in [KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_p256().unwrap()] {
        let world = World::new(key);
        let leaf = world.signer.certificate();
        judge.write("leaf.pem", leaf.to_pem().as_bytes());
        judge.write("key.pem", world.key.expose_secret_pem().unwrap().expose_secret());
        judge.write("content", CONTENT);
        let sign =
            "cms -sign -binary -signer leaf.pem -inkey key.pem -in content -outform DER -out signed.der";
        let detached = [
            "-md sha1 -nosmimecap -noattr",
            "-md sha1 -nosmimecap",
            "-md sha256 -noattr",
            "-md sha256",
            "-md sha512 -keyid",
        ];
        for options in detached {
            judge.run(&format!("{sign} {options}"));
            let signed = judge.read("signed.der");
            assert_eq!(
                verify_detached(&signed, CONTENT, &Limits::MDM_SIGNATURE),
                Ok(leaf.clone()),
                "{options}"
            );
            assert!(verify_detached(&signed, b"other", &Limits::MDM_SIGNATURE).is_err(), "{options}");
            assert_eq!(verify_attached(&signed, &Limits::PROFILE).unwrap_err(), Error::ContentMissing);
        }
        for options in
            ["-nodetach", "-nodetach -stream", "-nodetach -noattr -md sha1", "-nodetach -md sha384"]
        {
            judge.run(&format!("{sign} {options}"));
            let signed = judge.read("signed.der");
            let verified = verify_attached(&signed, &Limits::PROFILE).unwrap();
            assert_eq!((verified.content.as_slice(), &verified.signer), (CONTENT, leaf), "{options}");
            let refused = verify_detached(&signed, CONTENT, &Limits::MDM_SIGNATURE);
            assert_eq!(refused, Err(Error::ContentAttached));
        }
        // Two signers.
        judge.run("req -x509 -newkey rsa:2048 -nodes -keyout second.key -subj /CN=second -out second.pem");
        judge.run(&format!("{sign} -nodetach -signer second.pem -inkey second.key"));
        let refused = verify_attached(&judge.read("signed.der"), &Limits::PROFILE);
        assert_eq!(refused.unwrap_err(), Error::SignerCount { found: 2 });
    }
}

#[test]
fn openssl_accepts_what_the_authority_issues() {
    let Some(judge) = Judge::new("issued") else { return };
    let world = World::new(KeyPair::mint_p256().unwrap());
    judge.write("root.pem", world.root.certificate().to_pem().as_bytes());

    // A request that OpenSSL made, as a device would.
    judge.run(
        "req -new -newkey rsa:2048 -nodes -keyout device.key -subj /CN=wish -out device.csr -outform DER",
    );
    let csr = Csr::from_der(&judge.read("device.csr")).unwrap();
    let issue = |csr: &Csr, usage| {
        let policy = IssuePolicy::new(Subject::new("device-1"), usage, 90 * DAY);
        world.root.issue(csr, &policy, Serial::mint().unwrap(), now()).unwrap()
    };
    let verify = "verify -x509_strict -attime NOW -CAfile root.pem";
    let device = issue(&csr, Usage::TlsClient);
    judge.write("device.pem", device.to_pem().as_bytes());
    judge.run(&format!("{verify} -purpose sslclient device.pem"));
    assert!(!judge.try_run(&format!("{verify} -purpose sslserver device.pem")).status.success());
    let printed =
        judge.run("x509 -in device.pem -noout -subject -ext basicConstraints,keyUsage,extendedKeyUsage");
    let printed = String::from_utf8(printed.stdout).unwrap();
    for expected in ["CN = device-1", "CA:FALSE", "Digital Signature\n", "TLS Web Client Authentication\n"] {
        assert!(printed.contains(expected), "{printed}");
    }
    let anchors = TrustAnchors::new([world.root.certificate().clone()]).unwrap();
    assert_eq!(anchors.verify_device(&device, now()), Ok(()));

    let names = vec![
        ServerName::Dns("mdm.example.com".into()),
        ServerName::Ip("127.0.0.1".parse().unwrap()),
        ServerName::Ip("::1".parse().unwrap()),
    ];
    let server = issue(&KeyPair::mint_rsa2048().unwrap().csr("x").unwrap(), Usage::TlsServer(names));
    judge.write("server.pem", server.to_pem().as_bytes());
    let verify = format!("{verify} -purpose sslserver");
    for name in ["-verify_hostname mdm.example.com", "-verify_ip 127.0.0.1", "-verify_ip ::1"] {
        judge.run(&format!("{verify} {name} server.pem"));
    }
    let wrong = judge.try_run(&format!("{verify} -verify_hostname other.example.com server.pem"));
    assert!(!wrong.status.success());
}

struct World {
    root: CertificateAuthority,
    key: KeyPair,
    signer: Signer,
}

impl World {
    fn new(key: KeyPair) -> Self {
        let root = CertificateAuthority::mint("Interop CA", 3650 * DAY, now()).unwrap();
        let policy = IssuePolicy::new(Subject::new("Interop signer"), Usage::ProfileSigner, 365 * DAY);
        let csr = key.csr("x").unwrap();
        let leaf = root.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap();
        let signer = Signer::new(key.clone(), leaf, vec![root.certificate().clone()]).unwrap();
        Self { root, key, signer }
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
}
