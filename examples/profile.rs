//! Configuration profiles as a tool: built, checked, signed, verified, encrypted, decrypted, compared, shown.
//!
//! ```text
//! cargo run --example profile -- build --identifier com.example.mdm --server-url https://mdm.example.com/connect \
//!     --push-certificate push.pem --scep-url https://mdm.example.com/scep --challenge-file challenge --out enroll.plist
//! cargo run --example profile -- build --identifier com.example.wifi --payloads wifi.plist --out wifi.mobileconfig
//! cargo run --example profile -- lint wifi.mobileconfig --os ios --version 17.4 --supervised no
//! cargo run --example profile -- sign enroll.plist --key signer.key --certificates chain.pem --out enroll.mobileconfig
//! cargo run --example profile -- verify enroll.mobileconfig --anchors roots.pem
//! cargo run --example profile -- encrypt wifi.mobileconfig --to device.pem --out sealed.mobileconfig
//! cargo run --example profile -- decrypt sealed.mobileconfig --key device.key --certificate device.pem --out wifi.plist
//! cargo run --example profile -- diff old.mobileconfig new.mobileconfig
//! cargo run --example profile -- --selftest
//! ```
//!
//! `--payloads` names a property list: one array of payloads, of which each has a `PayloadType` and its own keys;
//! identifiers, UUIDs and versions are filled in where they are missing.
//!
//! Files are written whole or not at all, and can be read by their owner only, because profiles hold secrets. No value that
//! may be a secret is printed. The exit status is 0, 1 for a failure and for a profile that is not as it should be (refused,
//! not verified, different), 2 for a command line that says nothing.

#[path = "profile/arguments.rs"]
mod arguments;
#[path = "profile/build.rs"]
mod build;
#[path = "profile/lint.rs"]
mod lint;
#[path = "profile/selftest.rs"]
mod selftest;

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use arguments::Arguments;
use mdm_examples::Result;
use mdm_examples::files;
use mdm_pki::{Certificate, ContentCipher, KeyPair, Recipient, Signer, TrustAnchors};
use mdm_plist::Value;
use mdm_profile::{ForeignProfile, ProfileSummary, ShownAs, check_update, differences, verify};

const USAGE: &str = "\
usage: profile build --identifier ID --server-url URL (--topic TOPIC | --push-certificate FILE)
                     (--scep-url URL [--challenge-file FILE] | --acme-url URL --client-identifier-file FILE)
                     [--mode device|byod|adde] [--rights NUMBER] [--check-in-url URL] [--subject CN=NAME,O=NAME...]
                     [--trust PEM] [--pin PEM] [--name TEXT] [--organization TEXT] [--description TEXT]
                     [--sign-message] [--check-out-when-removed] [--users] [--bootstrap-token] [--get-token] --out FILE
       profile build --identifier ID --payloads PLIST [--name TEXT] [--organization TEXT] [--description TEXT] --out FILE
       profile set FILE --key KEY --value TEXT [--payload IDENTIFIER] --out FILE
       profile lint FILE --os OS [--version VERSION] [--supervised yes|no] [--enrollment device|automated|user]
                     [--channel device|user] [--rights NUMBER] [--shared-ipad yes|no]
       profile sign FILE --key KEY --certificates PEM --out FILE
       profile verify FILE --anchors PEM [--at UNIX_SECONDS]
       profile encrypt FILE --to CERTIFICATE [--cipher aes256|aes128|gcm|3des] --out FILE
       profile decrypt FILE --key KEY --certificate CERTIFICATE --out FILE
       profile strip FILE --out FILE
       profile diff OLD NEW
       profile update NEW INSTALLED
       profile show FILE
       profile --selftest";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(arguments) = Arguments::read(&words) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments, SystemTime::now()) {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Something) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("profile failed: {}", told(&*error));
            ExitCode::FAILURE
        }
    }
}

/// Whether a command found something wrong with the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Something,
}

impl Found {
    fn when(something: bool) -> Self {
        if something { Self::Something } else { Self::Nothing }
    }
}

fn run(arguments: &Arguments, now: SystemTime) -> Result<Found> {
    match arguments.command.as_str() {
        "build" => arguments.write(&build::build(arguments)?, "the profile, not signed")?,
        "set" => set(arguments)?,
        "sign" => sign(arguments, now)?,
        "encrypt" => encrypt(arguments)?,
        "decrypt" => decrypt(arguments)?,
        "strip" => arguments.write(arguments.profile(0)?.content(), "the profile, not signed")?,
        "lint" => return lint::lint(&arguments.profile(0)?, arguments),
        "verify" => return show_verification(arguments, now),
        "diff" => return show_differences(arguments),
        "update" => return show_update(arguments),
        "show" => show(&arguments.bytes(0)?)?,
        "--selftest" => selftest::selftest(now)?,
        other => return Err(format!("no such command: {other}\n{USAGE}").into()),
    }
    Ok(Found::Nothing)
}

/// One text, at the top or in a payload; every other byte stays.
fn set(arguments: &Arguments) -> Result<()> {
    let mut profile = arguments.profile(0)?;
    let (key, value) = (arguments.text("key")?, Value::from(arguments.text("value")?));
    match arguments.optional("payload") {
        None => profile.set(key, &value)?,
        Some(identifier) => {
            let index = profile.position(identifier).ok_or("no payload has this identifier")?;
            profile.set_in_payload(index, key, &value)?;
        }
    }
    arguments.write(profile.content(), "the changed profile, not signed")
}

fn sign(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let key = files::read(&arguments.file("key")?)?;
    let signer = Signer::from_pem(&key, &files::read(&arguments.file("certificates")?)?)?;
    arguments.write(&arguments.profile(0)?.sign(&signer, now)?, "the signed profile")
}

fn encrypt(arguments: &Arguments) -> Result<()> {
    let cipher = match arguments.optional("cipher") {
        None | Some("aes256") => ContentCipher::Aes256Cbc,
        Some("aes128") => ContentCipher::Aes128Cbc,
        Some("gcm") => ContentCipher::Aes256Gcm,
        Some("3des") => ContentCipher::DesEde3Cbc,
        Some(other) => return Err(format!("--cipher cannot be {other}").into()),
    };
    let mut profile = arguments.profile(0)?;
    profile.encrypt(&[arguments.certificate("to")?], cipher)?;
    arguments.write(profile.content(), "the encrypted profile; sign it, or anybody can change it")
}

fn decrypt(arguments: &Arguments) -> Result<()> {
    let key = KeyPair::from_bytes(&files::read(&arguments.file("key")?)?)?;
    let mut profile = arguments.profile(0)?;
    profile.decrypt(&Recipient::new(key, arguments.certificate("certificate")?)?)?;
    arguments.write(profile.content(), "the profile, not signed")
}

fn show_verification(arguments: &Arguments, now: SystemTime) -> Result<Found> {
    let anchors = Certificate::all_from_pem(&files::read(&arguments.file("anchors")?)?)?;
    let at = match arguments.optional("at") {
        None => now,
        Some(text) => SystemTime::UNIX_EPOCH + Duration::from_secs(text.parse()?),
    };
    let verification = verify(&arguments.bytes(0)?, &TrustAnchors::new(anchors)?, at);
    println!("a device that trusts these authorities shows it as: {}", verification.shown_as);
    if let Some(signer) = &verification.signer {
        println!("signer       {}", signer.fingerprint());
    }
    for finding in &verification.findings {
        println!("  {finding} ({})", finding.source());
    }
    Ok(Found::when(verification.shown_as != ShownAs::Verified))
}

fn show_differences(arguments: &Arguments) -> Result<Found> {
    let found = differences(&arguments.profile(0)?, &arguments.profile(1)?);
    print!("{found}");
    Ok(Found::when(!found.is_empty()))
}

/// Whether enrolled devices would take the new version of the enrollment profile.
fn show_update(arguments: &Arguments) -> Result<Found> {
    let refusals = check_update(&arguments.bytes(0)?, &arguments.bytes(1)?)?;
    for refusal in &refusals {
        println!("{refusal} ({})", refusal.source());
    }
    if refusals.is_empty() {
        println!("an enrolled device takes it");
    }
    Ok(Found::when(!refusals.is_empty()))
}

fn show(bytes: &[u8]) -> Result<()> {
    let profile = ForeignProfile::decode(bytes)?;
    let summary = ProfileSummary::decode(bytes)?;
    println!("identifier   {}", summary.identifier.escape_debug());
    println!("uuid         {}", summary.uuid.escape_debug());
    if let Some(name) = &summary.display_name {
        println!("name         {}", name.escape_debug());
    }
    match profile.signature() {
        Some(signature) => {
            println!(
                "signer       {}, with {} certificates",
                signature.signer.fingerprint(),
                signature.certificates.len()
            );
        }
        None => println!("signer       none"),
    }
    if summary.is_encrypted {
        println!("payloads     encrypted");
    }
    for payload in &summary.payloads {
        println!(
            "payload      {} ({})",
            payload.identifier.escape_debug(),
            payload.payload_type.escape_debug()
        );
    }
    for touch in summary.footprint().touches() {
        println!("touches      {}", touch.resource);
    }
    Ok(())
}

/// An error with its causes.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
