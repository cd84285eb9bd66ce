//! The `openssl` program as an independent judge of signed and encrypted profiles, in both directions.
#![allow(clippy::disallowed_methods, reason = "the judge is a program that works on files")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "this file is tests, its functions are their steps"
)]

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use mdm_pki::{
    Certificate, CertificateAuthority, ContentCipher, IssuePolicy, KeyPair, Recipient, Serial, Signer,
    Subject, TrustAnchors, Usage,
};
use mdm_plist::Value;
use mdm_profile::{
    AccessRights, EnrollmentProfile, ForeignProfile, Identity, MdmPayload, ScepIdentity, ShownAs,
    VerificationFinding, verify,
};

const DAY: Duration = Duration::from_secs(86_400);

/// A folder of its own, and the judge in it.
struct Bench {
    folder: PathBuf,
    now: SystemTime,
}

impl Bench {
    /// `None`, and a line of its own, without the program.
    fn new(name: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: the openssl program is not installed, {name} was not checked against it");
            return None;
        }
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        // Its clock is the system's.
        Some(Self { folder, now: SystemTime::now() })
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(name)).unwrap()
    }

    fn openssl(&self, line: &str) {
        let done =
            Command::new("openssl").args(line.split_whitespace()).current_dir(&self.folder).output().unwrap();
        assert!(done.status.success(), "openssl {line}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// A key and its certificate, under so many authorities, of which the last is the root.
    fn issue(&self, key: &KeyPair, usage: Usage, authorities: usize) -> (Certificate, Vec<Certificate>) {
        let mut authority = CertificateAuthority::mint("Root", 300 * DAY, self.now).unwrap();
        let mut chain = vec![authority.certificate().clone()];
        for number in 1..authorities {
            let key = KeyPair::mint_p256().unwrap();
            authority =
                authority.mint_subordinate(key, &format!("Authority {number}"), 200 * DAY, self.now).unwrap();
            chain.insert(0, authority.certificate().clone());
        }
        let policy = IssuePolicy::new(Subject::new("leaf"), usage, 100 * DAY).with_key_encipherment();
        let csr = key.csr("leaf").unwrap();
        (authority.issue(&csr, &policy, Serial::mint().unwrap(), self.now).unwrap(), chain)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // What stays behind is in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A profile with line feeds, and one with every kind of line end, which a tool for mail would change.
fn profiles() -> [Vec<u8>; 2] {
    let topic = "com.apple.mgmt.External.0d3c1b2a-1111-4222-8333-944445555666";
    let ours = EnrollmentProfile::new(
        "com.example.mdm",
        Identity::Scep(ScepIdentity::new("https://mdm.example.com/scep")),
        MdmPayload::new("https://mdm.example.com/connect", topic, AccessRights::ALL),
    );
    let theirs = b"<plist version=\"1.0\">\r\n<dict>\n<key>PayloadType</key>\r<string>Configuration</string>\r\n\
        <key>PayloadIdentifier</key><string>p</string><key>PayloadUUID</key><string>u</string>\n\
        <key>PayloadContent</key><array>\r\n<dict><key>K</key><string>a\nb</string></dict></array></dict></plist>";
    [ours.build().unwrap(), theirs.to_vec()]
}

fn keys() -> [KeyPair; 2] {
    [KeyPair::mint_rsa2048().unwrap(), KeyPair::mint_p256().unwrap()]
}

#[test]
fn signatures_stand_in_both_directions() {
    let Some(bench) = Bench::new("signatures") else { return };
    for key in keys() {
        // So many authorities, and whether their certificates come along: chains of one to three.
        for (authorities, is_whole) in [(1, false), (1, true), (2, true)] {
            let (leaf, mut chain) = bench.issue(&key, Usage::ProfileSigner, authorities);
            let root = chain.last().unwrap().clone();
            let findings = if is_whole { vec![] } else { vec![VerificationFinding::LeafOnly] };
            if !is_whole {
                chain.clear();
            }
            let anchors = TrustAnchors::new([root.clone()]).unwrap();
            bench.put("root.pem", root.to_pem().as_bytes());
            bench.put("key.pem", key.expose_secret_pem().unwrap().expose_secret());
            bench.put("leaf.pem", leaf.to_pem().as_bytes());
            let pem: String = chain.iter().map(Certificate::to_pem).collect();
            bench.put("chain.pem", pem.as_bytes());
            let signer = Signer::new(key.clone(), leaf.clone(), chain.clone()).unwrap();
            for content in profiles() {
                let profile = ForeignProfile::decode(&content).unwrap();
                bench.put("profile", &profile.sign(&signer, bench.now).unwrap());
                for tool in ["cms", "smime"] {
                    bench.openssl(&format!(
                        "{tool} -verify -binary -inform DER -in profile -CAfile root.pem -purpose any -out content"
                    ));
                    assert_eq!(bench.read("content"), content, "{tool}, {authorities} authorities");
                }
                bench.put("content", &content);
                // DER; BER, as it comes from a stream; with the digest of a Mac of ten years ago.
                let forms = [
                    "cms -sign",
                    "cms -sign -stream",
                    "smime -sign",
                    "smime -sign -md sha1",
                    "cms -sign -keyid",
                ];
                for form in forms {
                    let along = if is_whole { "-certfile chain.pem" } else { "" };
                    bench.openssl(&format!(
                        "{form} -nodetach -binary -outform DER -in content -signer leaf.pem -inkey key.pem {along} \
                         -out theirs"
                    ));
                    let theirs = bench.read("theirs");
                    let verification = verify(&theirs, &anchors, bench.now);
                    assert_eq!(
                        (verification.shown_as, &verification.findings),
                        (ShownAs::Verified, &findings),
                        "{form}"
                    );
                    let opened = ForeignProfile::decode(&theirs).unwrap();
                    assert_eq!(opened.content(), content, "{form}");
                    assert_eq!(opened.signature().unwrap().certificates.len(), chain.len() + 1);
                }
            }
        }
    }
}

#[test]
fn payloads_are_decrypted_in_both_directions() {
    let Some(bench) = Bench::new("envelopes") else { return };
    let ciphers = ["-aes-256-cbc", "-aes-128-cbc", "-des3"];
    // With a key on a curve, openssl's 3DES goes with a key wrap in 3DES, which is refused.
    for (key, ciphers) in keys().into_iter().zip([&ciphers[..], &ciphers[..2]]) {
        let (leaf, _) = bench.issue(&key, Usage::TlsClient, 1);
        bench.put("key.pem", key.expose_secret_pem().unwrap().expose_secret());
        bench.put("leaf.pem", leaf.to_pem().as_bytes());
        let device = Recipient::new(key, leaf.clone()).unwrap();
        for content in profiles() {
            let plain = ForeignProfile::decode(&content).unwrap();
            for cipher in [ContentCipher::Aes256Cbc, ContentCipher::Aes128Cbc, ContentCipher::DesEde3Cbc] {
                let mut sealed = plain.clone();
                sealed.encrypt(std::slice::from_ref(&leaf), cipher).unwrap();
                bench.put("sealed", sealed.encrypted_payloads().unwrap().as_slice());
                bench.openssl(
                    "cms -decrypt -binary -inform DER -in sealed -inkey key.pem -recip leaf.pem -out array",
                );
                let array: Value = mdm_plist::from_slice(&bench.read("array")).unwrap();
                assert_eq!(Some(&array), plain.keys().get("PayloadContent"));
            }
            for cipher in ciphers {
                bench.openssl(&format!(
                    "cms -encrypt -binary -outform DER {cipher} -in array -out theirs leaf.pem"
                ));
                let mut sealed = plain.clone();
                sealed.encrypt(std::slice::from_ref(&leaf), ContentCipher::default()).unwrap();
                sealed.set("EncryptedPayloadContent", &Value::Data(bench.read("theirs"))).unwrap();
                sealed.decrypt(&device).unwrap();
                assert_eq!(sealed.content(), content, "to the byte, with {cipher}");
            }
        }
    }
}
