//! The push certificate's life as a tool: a request, the vendor's signature, the import of what Apple's portal answers,
//! a look at what there is, and the renewal. `docs/push-certificate.md` is the guide around it (F23).
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
//! Where a file's name ends in `.p12`, it is PKCS #12, and `--password-file` names the file with its password. Files are
//! written whole or not at all; those with a private key can be read by their owner only. No file that is there is
//! overwritten, but for the one that `renew` replaces. The exit status is 0, 1 for a failure, 2 for a command line that
//! says nothing.

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
    let arguments = match Arguments::read(&arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}{USAGE}");
            return ExitCode::from(2);
        }
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
        "show" => show(&arguments.read_push("file")?, now),
        "renew" => renew(arguments, now),
        _ => selftest(now),
    }
}

/// Makes a key, unless there is one, and a request for it.
fn csr(arguments: &Arguments) -> Result<()> {
    let (path, out) = (arguments.file("key")?, arguments.file("out")?);
    let key = if path.exists() {
        read_as(&path, KeyPair::from_bytes)?
    } else {
        let key = KeyPair::mint_rsa2048()?;
        let pem = key.expose_secret_pem()?;
        files::write(&path, pem.expose_secret(), Readers::Owner, Existing::Keep)?;
        println!("{}: a new key; who holds it can push to every device", path.display());
        key
    };
    let csr = key.csr(arguments.text("name")?)?;
    files::write(&out, csr.to_pem().as_bytes(), Readers::Everyone, Existing::Keep)?;
    println!("{}: the request, for the vendor to sign", out.display());
    Ok(())
}

/// The vendor's part: checks its own certificates before anything is uploaded.
fn vendor_sign(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let csr = read_as(&arguments.file("csr")?, Csr::from_pem)?;
    let key = read_as(&arguments.file("key")?, KeyPair::from_bytes)?;
    let chain = read_as(&arguments.file("chain")?, VendorChain::from_pem)?;
    if let Some(stage) = chain.expiry().poll(now) {
        println!("warning: a certificate of the vendor {}", told(stage));
    }
    let request = VendorSigner::new(key, chain)?.sign(&csr, now)?.encode()?;
    let out = arguments.file("out")?;
    files::write(&out, request.as_bytes(), Readers::Everyone, Existing::Keep)?;
    println!("{}: upload it at https://identity.apple.com/pushcert", out.display());
    Ok(())
}

fn import(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let key = read_as(&arguments.file("key")?, KeyPair::from_bytes)?;
    let push = read_as(&arguments.file("certificate")?, |answer| PushCertificate::new(key, answer))?;
    arguments.write_push(&push, Existing::Keep)?;
    show(&push, now)
}

/// The topic must stay, or no device that is enrolled will ever be reached again.
fn renew(arguments: &Arguments, now: SystemTime) -> Result<()> {
    let current = arguments.read_push("current")?;
    let key = read_as(&arguments.file("key")?, KeyPair::from_bytes)?;
    let answer = arguments.file("certificate")?;
    let renewed = current.renew(key, &files::read(&answer)?).map_err(|error| match error {
        Error::TopicChanged => format!(
            "{error}: renew the certificate with the topic {} at the portal, with the Apple account that made it",
            current.topic()
        ),
        other => format!("{}: {other}", answer.display()),
    })?;
    let is_current = arguments.text("out")? == arguments.text("current")?;
    arguments.write_push(&renewed, if is_current { Existing::Replace } else { Existing::Keep })?;
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

/// Reads a file, and says which one it was if that goes wrong.
fn read_as<T>(path: &Path, read: impl FnOnce(&[u8]) -> Result<T, Error>) -> Result<T> {
    read(&files::read(path)?).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// A command and its options.
struct Arguments {
    command: String,
    options: Vec<(String, String)>,
}

/// The options of each command.
const COMMANDS: [(&str, &[&str]); 6] = [
    ("csr", &["name", "key", "out"]),
    ("vendor-sign", &["csr", "key", "chain", "out"]),
    ("import", &["key", "certificate", "out", "password-file"]),
    ("show", &["file", "password-file"]),
    ("renew", &["current", "key", "certificate", "out", "password-file"]),
    ("--selftest", &[]),
];

impl Arguments {
    /// What is wrong, if anything is, ends with its line.
    fn read(arguments: &[String]) -> Result<Self, String> {
        let (command, mut rest) = arguments.split_first().ok_or_else(String::new)?;
        let known = COMMANDS.iter().find(|(name, _)| name == command);
        let (_, known) = known.ok_or_else(|| format!("no such command: {command}\n"))?;
        let mut options: Vec<(String, String)> = Vec::new();
        if let [file, tail @ ..] = rest
            && command == "show"
        {
            options.push(("file".to_owned(), file.clone()));
            rest = tail;
        }
        while let [option, tail @ ..] = rest {
            let name = option.strip_prefix("--").filter(|name| known.contains(name));
            let name = name.ok_or_else(|| format!("{command} has no option {option}\n"))?;
            let [value, tail @ ..] = tail else { return Err(format!("{option} has no value\n")) };
            if options.iter().any(|(other, _)| other == name) {
                return Err(format!("{option} is there twice\n"));
            }
            options.push((name.to_owned(), value.clone()));
            rest = tail;
        }
        Ok(Self { command: command.clone(), options })
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

    /// A file that this program wrote.
    fn read_push(&self, option: &str) -> Result<PushCertificate> {
        let path = self.file(option)?;
        if is_pkcs12(&path) {
            let password = self.password()?;
            return read_as(&path, |bytes| PushCertificate::from_pkcs12(bytes, &password));
        }
        read_as(&path, |bytes| PushCertificate::new(KeyPair::from_bytes(bytes)?, bytes))
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
        let path = self.file("password-file")?;
        let text = String::from_utf8(files::read(&path)?);
        let text = text.map_err(|_| format!("{}: the password is not UTF-8", path.display()))?;
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
        run(&Arguments::read(&words)?, now)
    };
    // What must go wrong, and with which words.
    let refused = |line: &str, words: &str| {
        let error = command(line).err().ok_or("it was done")?.to_string();
        println!("refused: {error}");
        ensure(error.contains(words), "the refusal says what is wrong")
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
    command("show @push.pem")?;

    // Files that are there stay, whatever they are given for; wrong ones are named.
    let key_before = read("push.key")?;
    refused("import --key @push.key --certificate @answer.pem --out @push.pem", "push.pem is there already")?;
    refused("csr --name Example --key @push.key --out @push.key", "push.key is there already")?;
    refused(
        "vendor-sign --csr @push.csr --key @vendor.key --chain @vendor.pem --out @vendor.key",
        "vendor.key is there already",
    )?;
    ensure(read("push.key")? == key_before, "the key is the one that it was")?;
    refused("import --key @none.key --certificate @answer.pem --out @x.pem", "cannot read")?;
    refused(
        "import --key @answer.pem --certificate @answer.pem --out @x.pem",
        "answer.pem: the private key",
    )?;
    refused("import --key @push.key --certificate @push.key --out @x.pem", "push.key: malformed")?;
    refused("import --key @vendor.key --certificate @answer.pem --out @x.pem", "does not belong")?;
    refused(
        "import --key @vendor.key --certificate @vendor.pem --out @x.pem",
        "malformed PEM with exactly one",
    )?;
    refused("import --key @push.key --certificate @answer.pem --out @none/x.pem", "cannot write")?;
    refused("import --key @push.key --certificate @answer.pem --out @x.p12", "--password-file is missing")?;
    refused("csr --name Example --key @push.key", "--out is missing")?;
    refused("csr --name Example --kye @push.key --out @x.csr", "no option --kye")?;
    refused(
        "vendor-sign --csr @push.key --key @vendor.key --chain @vendor.pem --out @x",
        "push.key: malformed",
    )?;
    refused("vendor-sign --csr @push.csr --key @push.key --chain @vendor.pem --out @x", "does not belong")?;
    refused(
        "vendor-sign --csr @push.csr --key @vendor.key --chain @answer.pem --out @x",
        "answer.pem: certificate 0",
    )?;
    refused("show @push.csr", "push.csr: the private key cannot be read")?;

    // A year later somebody creates a new certificate instead of renewing.
    put("answer.pem", portal("com.apple.mgmt.External.another", 365)?.to_pem().as_bytes())?;
    let renew = "renew --current @push.pem --key @push.key --certificate @answer.pem --out @push.pem";
    refused(renew, topic)?;
    refused(&renew.replace("--out @push.pem", "--out @push.key"), topic)?;
    put("answer.pem", portal(topic, 365)?.to_pem().as_bytes())?;
    command(renew)?;
    let pkcs12 = renew.replace("--out @push.pem", "--out @push.p12 --password-file @password");
    refused(&pkcs12, "ends no later")?;
    command("import --key @push.key --certificate @answer.pem --out @push.p12 --password-file @password")?;
    command("show @push.p12 --password-file @password")?;
    refused("show @push.p12 --password-file @push.csr", "push.p12: the PKCS #12 file cannot be read")?;
    put("damaged.p12", &read("push.p12")?[1..])?;
    refused("show @damaged.p12 --password-file @password", "damaged.p12: the PKCS #12 file cannot be read")?;
    #[cfg(unix)]
    for name in ["push.key", "push.pem", "push.p12"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.join(name))?.permissions().mode() & 0o777;
        ensure(mode == 0o600, "private keys are their owner's")?;
    }
    println!("\nEverything came out as ordered.");
    Ok(())
}
