//! Sends MDM pushes for real, from files: one to each device of a list.
//!
//! ```text
//! cargo run --example push -- apns devices.txt --certificate push.p12 --passphrase-file secret.txt
//! cargo run --example push -- fcm agents.txt --account service-account.json --priority high
//! cargo run --example push -- --selftest
//! ```
//!
//! `--selftest` needs no network, no Apple and no Google: it plays both ends, with the fake APNs and FCM of `mdm-sim`.
//! Tokens, magics and keys are secrets: they come from files, and no output shows one; a device is named by its line.

#[path = "push/apns.rs"]
mod apns;
#[path = "push/fcm.rs"]
mod fcm;
#[path = "push/files.rs"]
mod files;
#[path = "push/summary.rs"]
mod summary;

use std::io::Write as _;
use std::process::ExitCode;

use mdm_examples::Result;

const USAGE: &str = "\
usage: push apns DEVICES --certificate FILE [OPTION]...
       push fcm AGENTS --account FILE [OPTION]...
       push --selftest

Sends one push to each device of a list (- is standard input), and says what came of it. A list has a device a line;
empty lines and lines that begin with # are skipped.

apns: a line has the push token in hexadecimal and the PushMagic, as TokenUpdate brought them.
  --certificate FILE      the MDM push certificate: PEM, with its key or without, or PKCS#12
  --key FILE              its key, PEM, if it is not in the same file
  --passphrase-file FILE  the passphrase of a PKCS#12 file; the line end is not part of it
  --sandbox               api.sandbox.push.apple.com instead of api.push.apple.com
  --port 443|2197         443
  --expires SECS          for how long APNs keeps the push for a device that is away (604800)
  --in-flight N           pushes under way at once (1000)

fcm: a line has a registration token or an installation identifier (no colon, at most 64 characters).
  --account FILE          the service account's file, JSON
  --project ID            another project than the account's
  --priority normal|high  how soon a device that sleeps is woken (normal)
  --ttl SECS              for how long FCM keeps the wake for a device that is away (2419200, which is the longest)
  --package NAME          the agent's application identifier: the wake reaches no other app
  --dry-run               FCM checks everything, and delivers nothing
  --in-flight N           pushes under way at once (800)

both:
  --endpoint HOST:PORT    another server, for tests; a service account may then name any token server
  --roots FILE            whom to trust as server, PEM, instead of the system's roots
  --help                  prints this

Exit status: 0 all pushes were accepted, 1 some were not, 2 the arguments or files are wrong.
";

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let first = words.next();
    let words: Vec<String> = words.collect();
    if first.as_deref() == Some("--help") || words.iter().any(|word| word == "--help") {
        return print(USAGE, 0);
    }
    let summary = match first.as_deref() {
        Some("--selftest") => {
            return match selftest().await {
                Ok(report) => print(&format!("{report}selftest: as it should be\n"), 0),
                Err(error) => complain(&format!("selftest: {error}"), 1),
            };
        }
        Some("apns") => match apns::Arguments::parse(words.into_iter()) {
            Ok(arguments) => apns::send(&arguments).await,
            Err(wrong) => return complain(&format!("{wrong}\n\n{USAGE}"), 2),
        },
        Some("fcm") => match fcm::Arguments::parse(words.into_iter()) {
            Ok(arguments) => fcm::send(&arguments).await,
            Err(wrong) => return complain(&format!("{wrong}\n\n{USAGE}"), 2),
        },
        _ => return complain(&format!("the first word is apns, fcm or --selftest\n\n{USAGE}"), 2),
    };
    match summary {
        Ok(summary) => print(&summary.to_string(), summary.exit_status()),
        Err(error) => complain(&error.to_string(), 2),
    }
}

async fn selftest() -> Result<String> {
    Ok(format!("apns\n{}fcm\n{}", apns::selftest().await?, fcm::selftest().await?))
}

fn print(text: &str, status: u8) -> ExitCode {
    // A reader that has seen enough is no failure.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    ExitCode::from(status)
}

fn complain(text: &str, status: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr().lock(), "push: {}", text.trim_end());
    ExitCode::from(status)
}

fn number<T: std::str::FromStr>(word: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{word} is not followed by a number"))
}

/// `HOST:PORT`, where an IPv6 address stands in brackets.
fn host_and_port(text: &str) -> Result<(&str, u16), String> {
    let split = || {
        let (host, port) = text.rsplit_once(':')?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        Some((bare.unwrap_or(host), port.parse().ok()?))
    };
    split().ok_or_else(|| "--endpoint is HOST:PORT".to_owned())
}
