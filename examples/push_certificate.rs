//! The push certificate's life as a tool: a request, the vendor's signature, the import of what Apple's portal answers,
//! a look at what there is, and the renewal.
//!
//! ```text
//! cargo run --example push_certificate -- csr --name "Example push" --key push.key --out push.csr
//! cargo run --example push_certificate -- vendor-sign --csr push.csr --key vendor.key --chain vendor.pem --out upload.txt
//!     upload.txt goes to https://identity.apple.com/pushcert, which answers with a certificate
//! cargo run --example push_certificate -- import --key push.key --certificate answer.pem --out push.pem
//! cargo run --example push_certificate -- show push.pem
//! cargo run --example push_certificate -- renew --current push.pem --key push.key --certificate answer.pem --out push.pem
//! cargo run --example push_certificate -- --selftest
//! ```
//!
//! Where `--out` ends in `.p12`, the file is PKCS #12, and `--password-file` names the file with its password. Files are
//! written whole or not at all; those with a private key can be read by their owner only, and a key that is there is not
//! overwritten. The exit status is 0, 1 for a failure, 2 for a command line that says nothing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use mdm_examples::files::{self, Existing, Readers};
use mdm_examples::{Result, ensure};
use mdm_pki::{
    Certificate, CertificateAuthority, Csr, Error, ExpiryStage, IssuePolicy, KeyPair, PortalRequest,
    PushCertificate, Serial, Subject, Usage, VendorChain, VendorSigner,
};

const USAGE: &str = "usage: push_certificate csr --name NAME --key KEY --out CSR
       push_certificate vendor-sign --csr CSR --key VENDOR_KEY --chain VENDOR_CHAIN --out FILE
       push_certificate import --key KEY --certificate ANSWER --out FILE [--password-file FILE]
       push_certificate show FILE [--password-file FILE]
       push_certificate renew --current FILE --key KEY --certificate ANSWER --out FILE [--password-file FILE]
       push_certificate --selftest";

const DAY: Duration = Duration::from_secs(86_400);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(arguments) = Arguments::read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments, SystemTime::now()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("push_certificate failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, now: SystemTime) -> Result<()> {
    match arguments.command.as_str() {
        "csr" => csr(arguments),
        "vendor-sign" => vendor_sign(arguments, now),
        "import" => import(arguments, now),
        "show" => show(&arguments.read_push(&arguments.file("file")?)?, now),
        "renew" => renew(arguments, now),
        "--selftest" => selftest(now),
        other => Err(format!("no such command: {other}\n{USAGE}").into()),
    }
}

/// Makes a key, unless there is one, and a request for it.
fn csr(arguments: &Arguments) -> Result<()> {
    let (path, out) = (arguments.file("key")?, arguments.file("out")?);
    let key = if path.exists() {
        KeyPair::from_bytes(&files::read(&path)?)?
    } else {
        let key = KeyPair::mint_rsa2048()?;
        let pem = key.expose_secret_pem()?;
        files::write(&path, pem.expose_secret(), Readers::Owner, Existing::Keep)?;
        println!("{}: a new key; who holds it can push to every device", path.display());
        key
    };
    let csr = key.csr(arguments.text("name")?)?;
    files::write(&out, csr.to_pem().as_bytes(), Readers::Everyone, Existing::Replace)?;
    println!("{}: the request, for the vendor to sign", out.display());
    Ok(())
}

/// The vendor's part: checks its own certificates before anything is uploaded.
fn vendor_sign(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let csr = Csr::from_pem(&files::read(&arguments.file("csr")?)?)?;
    let key = KeyPair::from_bytes(&files::read(&arguments.file("key")?)?)?;
    let chain = VendorChain::from_pem(&files::read(&arguments.file("chain")?)?)?;
    if let Some(stage) = chain.expiry().poll(now) {
        println!("warning: a certificate of the vendor {}", told(stage));
    }
    let request = VendorSigner::new(key, chain)?.sign(&csr, now)?.encode()?;
    let out = arguments.file("out")?;
    files::write(&out, request.as_bytes(), Readers::Everyone, Existing::Replace)?;
    println!("{}: upload it at https://identity.apple.com/pushcert", out.display());
    Ok(())
}

fn import(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let push = arguments.read_answer()?;
    arguments.write_push(&push, Existing::Keep)?;
    show(&push, now)
}

/// The topic must stay, or no device that is enrolled will ever be reached again.
fn renew(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let current = arguments.read_push(&arguments.file("current")?)?;
    let key = KeyPair::from_bytes(&files::read(&arguments.file("key")?)?)?;
    let renewed = current.renew(key, &files::read(&arguments.file("certificate")?)?);
    let renewed = renewed.map_err(|error| match error {
        Error::TopicChanged => format!(
            "{error}: renew the certificate with the topic {} at the portal, with the Apple account that made it",
            current.topic()
        ),
        other => other.to_string(),
    })?;
    arguments.write_push(&renewed, Existing::Replace)?;
    show(&renewed, now)
}

fn show(push: &PushCertificate, now: SystemTime) -> Result<()> {
    let left = push.certificate().not_after().duration_since(now).unwrap_or_default();
    println!("topic        {}", push.topic());
    println!("fingerprint  {}", push.certificate().fingerprint());
    println!("days left    {}", left.as_secs() / DAY.as_secs());
    println!("environment  production; the sandbox of APNs refuses it");
    if let Some(stage) = push.expiry().poll(now) {
        println!("warning: the push certificate {}", told(stage));
    }
    Ok(())
}

fn told(stage: ExpiryStage) -> &'static str {
    match stage {
        ExpiryStage::Days30 => "expires in 30 days or less",
        ExpiryStage::Days14 => "expires in 14 days or less",
        ExpiryStage::Days7 => "expires in 7 days or less",
        ExpiryStage::Day1 => "expires within a day",
        ExpiryStage::Expired => "has expired",
        _ => "is valid",
    }
}

/// A command and its options.
struct Arguments {
    command: String,
    options: Vec<(String, String)>,
}

impl Arguments {
    fn read(arguments: &[String]) -> Option<Self> {
        let (command, mut rest) = arguments.split_first()?;
        let mut options = Vec::new();
        if let [file, tail @ ..] = rest
            && command == "show"
        {
            options.push(("file".to_owned(), file.clone()));
            rest = tail;
        }
        while let [name, value, tail @ ..] = rest {
            options.push((name.strip_prefix("--")?.to_owned(), value.clone()));
            rest = tail;
        }
        rest.is_empty().then(|| Self { command: command.clone(), options })
    }

    fn text(&self, name: &str) -> Result<&str> {
        self.optional(name).ok_or_else(|| format!("--{name} is missing\n{USAGE}").into())
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn file(&self, name: &str) -> Result<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    /// What the portal answered, with the key that asked.
    fn read_answer(&self) -> Result<PushCertificate> {
        let key = KeyPair::from_bytes(&files::read(&self.file("key")?)?)?;
        Ok(PushCertificate::new(key, &files::read(&self.file("certificate")?)?)?)
    }

    /// A file that this program wrote.
    fn read_push(&self, path: &Path) -> Result<PushCertificate> {
        let bytes = files::read(path)?;
        if is_pkcs12(path) {
            return Ok(PushCertificate::from_pkcs12(&bytes, &self.password()?)?);
        }
        Ok(PushCertificate::new(KeyPair::from_bytes(&bytes)?, &bytes)?)
    }

    fn write_push(&self, push: &PushCertificate, existing: Existing) -> Result<()> {
        let out = self.file("out")?;
        if is_pkcs12(&out) {
            let file = push.to_pkcs12(&self.password()?)?;
            files::write(&out, &file, Readers::Owner, existing)?;
        } else {
            let key = push.key().expose_secret_pem()?;
            let mut pem = push.certificate().to_pem().into_bytes();
            pem.extend_from_slice(key.expose_secret());
            files::write(&out, &pem, Readers::Owner, existing)?;
        }
        println!("{}: the certificate and its key", out.display());
        Ok(())
    }

    /// Not on the command line, where every user of the machine could read it.
    fn password(&self) -> Result<String> {
        let text = String::from_utf8(files::read(&self.file("password-file")?)?)?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn is_pkcs12(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "p12" || extension == "pfx")
}

/// Every command, in a folder that is removed afterwards, with a vendor and a portal that are made up.
fn selftest(now: SystemTime) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("push-certificate-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = selftest_in(&folder, now);
    std::fs::remove_dir_all(&folder)?;
    done
}

fn selftest_in(folder: &Path, now: SystemTime) -> Result<()> {
    let path = |name: &str| folder.join(name).display().to_string();
    let command = |line: &str| {
        let words: Vec<String> = line
            .split_whitespace()
            .map(|word| word.strip_prefix('@').map_or_else(|| word.to_owned(), path))
            .collect();
        println!("\n$ push_certificate {line}");
        let arguments = Arguments::read(&words).ok_or("a command line that cannot be read")?;
        run(&arguments, now)
    };
    let read = |name: &str| files::read(&folder.join(name));
    let put =
        |name: &str, bytes: &[u8]| files::write(&folder.join(name), bytes, Readers::Owner, Existing::Replace);

    // The vendor, as Apple certifies one.
    let root = CertificateAuthority::mint("Made-up root", 900 * DAY, now)?;
    let middle = root.mint_subordinate(KeyPair::mint_rsa2048()?, "Made-up WWDR", 500 * DAY, now)?;
    let vendor = KeyPair::mint_rsa2048()?;
    let policy = IssuePolicy::new(Subject::new("MDM Vendor"), Usage::ProfileSigner, 20 * DAY);
    let leaf = middle.issue(&vendor.csr("x")?, &policy, Serial::mint()?, now)?;
    let chain = [leaf.to_pem(), middle.certificate().to_pem(), root.certificate().to_pem()].concat();
    put("vendor.key", vendor.expose_secret_pem()?.expose_secret())?;
    put("vendor.pem", chain.as_bytes())?;
    put("password", b"a password\n")?;

    // The portal reads what was uploaded, as Apple's does, and issues for a year.
    let portal = |topic: &str, days: u32| -> Result<Certificate> {
        let request = PortalRequest::decode(&read("upload.txt")?)?;
        ensure(request.chain().len() == 3, "the vendor's chain is whole")?;
        let policy = IssuePolicy::new(Subject::new("APSP:x").user_id(topic), Usage::TlsClient, days * DAY);
        Ok(middle.issue(&request.csr()?, &policy, Serial::mint()?, now)?)
    };
    let topic = "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b";

    command("csr --name Example --key @push.key --out @push.csr")?;
    command("vendor-sign --csr @push.csr --key @vendor.key --chain @vendor.pem --out @upload.txt")?;
    put("answer.pem", portal(topic, 25)?.to_pem().as_bytes())?;
    command("import --key @push.key --certificate @answer.pem --out @push.pem")?;
    let again = command("import --key @push.key --certificate @answer.pem --out @push.pem");
    ensure(again.is_err(), "a file that is there is not overwritten")?;
    command("show @push.pem")?;

    // A year later somebody creates a new certificate instead of renewing.
    put("answer.pem", portal("com.apple.mgmt.External.another", 365)?.to_pem().as_bytes())?;
    let renew = "renew --current @push.pem --key @push.key --certificate @answer.pem --out @push.pem";
    let refused = command(renew).err().ok_or("another topic was accepted")?;
    println!("refused: {refused}");
    ensure(refused.to_string().contains(topic), "the refusal names the topic that must stay")?;
    put("answer.pem", portal(topic, 365)?.to_pem().as_bytes())?;
    command(renew)?;
    let pkcs12 = renew.replace("--out @push.pem", "--out @push.p12 --password-file @password");
    let twice = command(&pkcs12);
    ensure(twice.is_err(), "what is no later than the current one renews nothing")?;
    command("import --key @push.key --certificate @answer.pem --out @push.p12 --password-file @password")?;
    command("show @push.p12 --password-file @password")?;
    #[cfg(unix)]
    for name in ["push.key", "push.pem", "push.p12"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.join(name))?.permissions().mode() & 0o777;
        ensure(mode == 0o600, "private keys are their owner's")?;
    }
    println!("\nEverything came out as ordered.");
    Ok(())
}
