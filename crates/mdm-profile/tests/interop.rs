//! The `openssl` program as an independent judge of a signed enrollment profile.
#![allow(clippy::disallowed_methods, reason = "the judge is a program that works on files")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "this file is tests, its functions are their steps"
)]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, Signer, Subject, Usage};
use mdm_profile::{AccessRights, EnrollmentProfile, Identity, MdmPayload, ScepIdentity};

#[test]
fn openssl_verifies_a_signed_profile_and_returns_it_unchanged() {
    if Command::new("openssl").arg("version").output().is_err() {
        println!(
            "skipped: the openssl program is not installed, the signed profile was not checked against it"
        );
        return;
    }
    let seconds = 1_795_305_600;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let day = Duration::from_secs(86_400);
    let authority = CertificateAuthority::mint("Interop CA", 30 * day, now).unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let policy = IssuePolicy::new(Subject::new("Interop profiles"), Usage::ProfileSigner, day);
    let leaf = authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now).unwrap();
    let signer = Signer::new(key, leaf, vec![]).unwrap();

    let topic = "com.apple.mgmt.External.0d3c1b2a-1111-4222-8333-944445555666";
    let profile = EnrollmentProfile::new(
        "com.example.mdm",
        Identity::Scep(ScepIdentity::new("https://mdm.example.com/scep")),
        MdmPayload::new("https://mdm.example.com/connect", topic, AccessRights::ALL),
    )
    .trust_anchor(authority.certificate().clone());

    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("root.pem"), authority.certificate().to_pem()).unwrap();
    std::fs::write(directory.join("profile"), profile.sign(&signer, now).unwrap()).unwrap();
    let command =
        "cms -verify -binary -inform DER -in profile -CAfile root.pem -purpose any -out content -attime";
    let judged = Command::new("openssl")
        .args(command.split_whitespace())
        .arg(seconds.to_string())
        .current_dir(&directory)
        .output()
        .unwrap();
    let content = std::fs::read(directory.join("content"));
    std::fs::remove_dir_all(&directory).unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
    assert_eq!(content.unwrap(), profile.build().unwrap());
}
