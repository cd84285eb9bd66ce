//! Says what files are, and shows what is in them: check-in messages, connect reports with their answers, commands,
//! declarations, status reports, profiles, signatures, certificates and the smaller documents of the protocol.
//!
//! ```text
//! cargo run --example inspect -- message.plist --validate os=ios,version=17.4,supervised=yes
//! ```
//!
//! Secrets and bytes are hidden, and so are texts and numbers under keys that are not known. A signature
//! is opened, and checked with the certificate that it brings; an encrypted profile is opened with the device's key, if it
//! is given, and named otherwise. One file that cannot be read does not stop the others.

#[path = "inspect/examine.rs"]
mod examine;
#[path = "inspect/sealed.rs"]
mod sealed;
#[path = "inspect/shown.rs"]
mod shown;

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::process::ExitCode;

use mdm_apple::support::{AccessRights, DeviceFacts, EnrollmentKind};
use mdm_lock::{Channel, Platform};

use mdm_pki::{Certificate, KeyPair, Recipient};
use zeroize::Zeroizing;

use examine::{Document, Wishes};

const USAGE: &str = "\
usage: inspect [OPTION]... FILE...

Says what each FILE is (- is standard input), prints its content as JSON with secrets hidden, and lists the keys that
it does not know. Reads property lists, XML or binary, and JSON.

  --validate FACTS   also prints why a device would refuse it. FACTS are joined by commas:
                       os=ios|macos|tvos|watchos|visionos (needed), version=17.4, supervised=yes|no,
                       enrollment=device|automated|user, channel=device|user, rights=NUMBER, shared_ipad=yes|no
                     What is not said is not known, and refuses nothing; the channel is the device's.
  --answers TYPE     the request type that reports answer; without it the keys of the answer tell
  --body FILE        the request that an Mdm-Signature is for
  --key FILE         the device's private key, PEM or DER, and
  --certificate FILE its certificate: they open encrypted profiles
  --max-bytes N      reads files of up to N bytes (33554432)
  --help             prints this

Exit status: 0 all were read, 1 one is bad or cannot be read, 2 the arguments are wrong.
";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return print(USAGE),
        Err(wrong) => {
            eprint!("inspect: {wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let mut status = ExitCode::SUCCESS;
    for (number, file) in arguments.files.iter().enumerate() {
        let name =
            if file == OsStr::new("-") { "standard input".to_owned() } else { file.display().to_string() };
        match read(file, arguments.wishes.limits.bytes)
            .and_then(|bytes| examine::examine(&bytes, &arguments.wishes))
        {
            Ok(document) => {
                let space = if number == 0 { "" } else { "\n" };
                if print(&format!("{space}{}", page(&name, &document))) != ExitCode::SUCCESS {
                    return ExitCode::FAILURE;
                }
            }
            Err(error) => {
                eprintln!("inspect: {name}: {error}");
                status = ExitCode::FAILURE;
            }
        }
    }
    status
}

/// A reader that has seen enough, such as `head`, is no failure.
fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("inspect: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn read(file: &OsStr, limit: usize) -> Result<Vec<u8>, String> {
    let read = |from: &mut dyn Read| {
        let mut bytes = Vec::new();
        from.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = if file == OsStr::new("-") {
        read(&mut io::stdin().lock())
    } else {
        File::open(file).and_then(|mut file| read(&mut file))
    };
    let bytes = bytes.map_err(|error| format!("cannot be opened or read: {error}"))?;
    if bytes.len() > limit {
        return Err(format!("is longer than {limit} bytes; --max-bytes raises the limit"));
    }
    Ok(bytes)
}

/// What is printed of one file.
fn page(name: &str, document: &Document) -> String {
    let mut page = format!("{name}: {}\n", document.title);
    for note in &document.notes {
        let _ = writeln!(page, "  {note}");
    }
    for (heading, shown) in &document.parts {
        if !heading.is_empty() {
            let _ = writeln!(page, "{heading}:");
        }
        let _ = writeln!(page, "{}", shown.json);
        if !shown.unknown.is_empty() {
            let _ = writeln!(page, "keys that are not known:");
            for key in &shown.unknown {
                let _ = writeln!(page, "  {}", key.escape_debug());
            }
        }
    }
    match document.refusals.as_deref() {
        None => {}
        Some([]) => page.push_str("refusals: none\n"),
        Some(refusals) => {
            page.push_str("refusals:\n");
            for refusal in refusals {
                let _ = writeln!(page, "  {refusal} ({})", refusal.source);
            }
        }
    }
    page
}

/// What was asked for on the command line.
#[derive(Debug)]
struct Arguments {
    files: Vec<OsString>,
    wishes: Wishes,
}

impl Arguments {
    /// `None` is a call for help.
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut files, mut wishes, mut options) = (Vec::new(), Wishes::default(), true);
        let (mut key, mut certificate) = (None, None);
        while let Some(argument) = arguments.next() {
            let is = |name: &str| options && argument == OsStr::new(name);
            let mut value = || arguments.next().and_then(|value| value.into_string().ok());
            if is("--help") || is("-h") {
                return Ok(None);
            } else if is("--") {
                options = false;
            } else if is("--validate") {
                wishes.facts = Some(facts(&value().ok_or("--validate needs facts")?)?);
            } else if is("--answers") {
                wishes.answers = Some(value().ok_or("--answers needs a request type")?);
            } else if is("--body") {
                wishes.body = Some(given(value().ok_or("--body needs a file")?, &wishes)?.to_vec());
            } else if is("--key") {
                key = Some(given(value().ok_or("--key needs a file")?, &wishes)?);
            } else if is("--certificate") {
                certificate = Some(given(value().ok_or("--certificate needs a file")?, &wishes)?);
            } else if is("--max-bytes") {
                let bytes = value().and_then(|text| text.parse().ok()).ok_or("--max-bytes needs a number")?;
                wishes.limits = wishes.limits.with_bytes(bytes);
            } else if options && argument != OsStr::new("-") && argument.as_encoded_bytes().starts_with(b"-")
            {
                return Err(format!("unknown option {}", argument.display()));
            } else {
                files.push(argument);
            }
        }
        wishes.device = match (key, certificate) {
            (Some(key), Some(certificate)) => Some(device(&key, &certificate).map_err(|e| e.to_string())?),
            (None, None) => None,
            _ => return Err("--key and --certificate belong together".to_owned()),
        };
        if files.is_empty() { Err("no file is given".to_owned()) } else { Ok(Some(Self { files, wishes })) }
    }
}

/// A file that an option names.
fn given(file: String, wishes: &Wishes) -> Result<Zeroizing<Vec<u8>>, String> {
    let bytes = read(OsStr::new(&file), wishes.limits.bytes);
    bytes.map(Zeroizing::new).map_err(|error| format!("{file} {error}"))
}

/// Whose encrypted profiles are opened.
fn device(key: &[u8], certificate: &[u8]) -> Result<Recipient, mdm_pki::Error> {
    let certificate = Certificate::from_der(certificate).or_else(|_| Certificate::from_pem(certificate))?;
    Recipient::new(KeyPair::from_bytes(key)?, certificate)
}

/// The facts of `--validate`.
fn facts(text: &str) -> Result<DeviceFacts, String> {
    let mut facts = DeviceFacts::new(Platform::Ios);
    let mut has_platform = false;
    for fact in text.split(',') {
        let (key, value) = fact.split_once('=').ok_or_else(|| format!("{fact} is no fact: it lacks ="))?;
        let wrong = || format!("{key} cannot be {value}");
        let yes_or_no = || match value {
            "yes" => Ok(Some(true)),
            "no" => Ok(Some(false)),
            _ => Err(wrong()),
        };
        match key {
            "os" => {
                has_platform = true;
                facts.platform = match value {
                    "ios" | "ipados" => Platform::Ios,
                    "macos" => Platform::Macos,
                    "tvos" => Platform::Tvos,
                    "watchos" => Platform::Watchos,
                    "visionos" => Platform::Visionos,
                    _ => return Err(wrong()),
                };
            }
            "version" => facts.os = Some(value.parse().map_err(|_| wrong())?),
            "supervised" => facts.supervised = yes_or_no()?,
            "shared_ipad" => facts.shared_ipad = yes_or_no()?,
            "enrollment" => {
                facts.enrollment = Some(match value {
                    "device" => EnrollmentKind::Device,
                    "automated" => EnrollmentKind::AutomatedDevice,
                    "user" => EnrollmentKind::UserEnrollment,
                    _ => return Err(wrong()),
                });
            }
            "channel" => {
                facts.channel = match value {
                    "device" => Channel::Device,
                    "user" => Channel::User,
                    _ => return Err(wrong()),
                };
            }
            "rights" => {
                let bits = value.parse().ok().and_then(AccessRights::try_from_bits);
                facts.access_rights = Some(bits.ok_or_else(wrong)?);
            }
            _ => return Err(format!("unknown fact {key}")),
        }
    }
    if has_platform { Ok(facts) } else { Err("--validate needs os=".to_owned()) }
}

#[cfg(test)]
#[path = "inspect/tests.rs"]
mod tests;
