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
    Certificate, CertificateAuthority, Csr, Error, IssuePolicy, KeyPair, Limits, Serial, ServerName, Signer,
    Subject, TrustAnchors, Usage, verify_attached, verify_detached,
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
        for (leaf, chain) in chains {
            let length = chain.len() + 1;
            let signer = Signer::new(key.clone(), leaf, chain).unwrap();
            let signed = signer.sign_attached(CONTENT, now()).unwrap();
            judge.write("signed.der", &signed);
            judge.run(
                "cms -verify -binary -inform DER -in signed.der -CAfile root.pem -purpose any -attime NOW \
                 -out content",
            );
            assert_eq!(judge.read("content"), CONTENT);
            let verified = verify_attached(&signed, &Limits::PROFILE).unwrap();
            assert_eq!(verified.certificates.len(), length);
            assert_eq!(anchors.verify_signer(&verified, now()), Ok(()));
            // Without the link there is no chain; in another year it is over.
            let bare = mdm_pki::ChainPolicy::signer(&anchors).verify(&verified.signer, &[], now());
            assert_eq!(bare.is_ok(), length == 1);
            assert_eq!(anchors.verify_signer(&verified, now() + 400 * DAY), Err(Error::Expired));
            assert_eq!(anchors.verify_signer(&verified, now() - DAY), Err(Error::NotYetValid));
        }
    }
}

#[test]
fn openssl_verifies_detached_signatures_and_refuses_changed_content() {
    let Some(judge) = Judge::new("detached") else { return };
    let world = World::new(KeyPair::mint_rsa2048().unwrap());
    judge.write("root.pem", world.root.certificate().to_pem().as_bytes());
    judge.write("signed.der", &world.signer.sign_detached(CONTENT, now()).unwrap());
    let verify = "cms -verify -binary -inform DER -in signed.der -content content -CAfile root.pem -purpose any \
                  -attime NOW -out /dev/null";
    judge.write("content", CONTENT);
    judge.run(verify);
    judge.write("content", &[CONTENT, b" "].concat());
    assert!(!judge.try_run(verify).status.success());
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

    // And requests that this crate makes are read by OpenSSL.
    judge.write("ours.csr", KeyPair::mint_p256().unwrap().csr("ours").unwrap().to_pem().as_bytes());
    judge.run("req -in ours.csr -noout -verify");
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
