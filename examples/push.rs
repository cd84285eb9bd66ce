//! Sends MDM pushes for real, from files: one to each device of a list.
//!
//! ```text
//! cargo run --example push -- apns devices.txt --certificate push.p12 --passphrase-file secret.txt
//! cargo run --example push -- --selftest
//! ```
//!
//! `--selftest` needs no network and no Apple: it plays both ends, with the fake APNs of `mdm-sim`.
//! Push tokens and magics are secrets: they come from files, and no output shows one; a device is named by its line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apns::{
    Advice, Answer, ApnsId, Client, Config, Credential, Endpoint, Error, Expiration, MdmPush, Port,
    PushMagic, PushToken, Retry, Roots, Topic,
};
use mdm_examples::{Result, ensure};
use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault, Phase};
use tokio::task::JoinSet;

const USAGE: &str = "\
usage: push apns DEVICES --certificate FILE [OPTION]...
       push --selftest

Sends an MDM push to each device of DEVICES (- is standard input): a line each, with the push token in hexadecimal and
the PushMagic, as TokenUpdate brought them; empty lines and lines that begin with # are skipped.

  --certificate FILE      the MDM push certificate: PEM, with its key or without, or PKCS#12
  --key FILE              its key, PEM, if it is not in the same file
  --passphrase-file FILE  the passphrase of a PKCS#12 file; the line end is not part of it
  --sandbox               api.sandbox.push.apple.com instead of api.push.apple.com
  --port 443|2197         443
  --endpoint HOST:PORT    another server, for tests
  --roots FILE            whom to trust as server, PEM, instead of the system's roots
  --expires SECS          for how long APNs keeps the push for a device that is away (604800)
  --in-flight N           pushes under way at once (1000)
  --help                  prints this

Exit status: 0 all pushes were accepted, 1 some were not, 2 the arguments or files are wrong.
";

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let arguments = match words.next().as_deref() {
        Some("--help") => return print(USAGE, 0),
        Some("--selftest") => {
            return match selftest().await {
                Ok(report) => print(&format!("{report}selftest: as it should be\n"), 0),
                Err(error) => complain(&format!("selftest: {error}"), 1),
            };
        }
        Some("apns") => Arguments::parse(words),
        _ => Err("the first word is apns or --selftest".to_owned()),
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(wrong) => return complain(&format!("{wrong}\n\n{USAGE}"), 2),
    };
    match send(&arguments).await {
        Ok(summary) => print(&summary.to_string(), summary.exit_status()),
        Err(error) => complain(&error.to_string(), 2),
    }
}

fn print(text: &str, status: u8) -> ExitCode {
    // A reader that has seen enough is no failure.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    ExitCode::from(status)
}

fn complain(text: &str, status: u8) -> ExitCode {
    eprintln!("push: {text}");
    ExitCode::from(status)
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq)]
struct Arguments {
    devices: PathBuf,
    certificate: PathBuf,
    key: Option<PathBuf>,
    passphrase: Option<PathBuf>,
    endpoint: Endpoint,
    roots: Option<PathBuf>,
    expires: Duration,
    in_flight: u32,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut devices, mut certificate, mut key, mut passphrase, mut roots) =
            (None, None, None, None, None);
        let (mut sandbox, mut port, mut custom) = (false, Port::Https, None);
        let (mut expires, mut in_flight) = (604_800, 1000);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--certificate" => certificate = Some(value()?.into()),
                "--key" => key = Some(value()?.into()),
                "--passphrase-file" => passphrase = Some(value()?.into()),
                "--roots" => roots = Some(value()?.into()),
                "--sandbox" => sandbox = true,
                "--port" => {
                    port = match value()?.as_str() {
                        "443" => Port::Https,
                        "2197" => Port::Alternate,
                        _ => return Err("--port is 443 or 2197".to_owned()),
                    }
                }
                "--endpoint" => custom = Some(endpoint(&value()?)?),
                "--expires" => expires = number(&word, &value()?)?,
                "--in-flight" => in_flight = number(&word, &value()?)?,
                _ if word.starts_with("--") => return Err(format!("{word} is not known")),
                _ if devices.is_none() => devices = Some(word.into()),
                _ => return Err("there is more than one list of devices".to_owned()),
            }
        }
        let apple = if sandbox { Endpoint::sandbox(port) } else { Endpoint::production(port) };
        Ok(Self {
            devices: devices.ok_or("there is no list of devices")?,
            certificate: certificate.ok_or("--certificate is needed")?,
            key,
            passphrase,
            endpoint: custom.unwrap_or(apple),
            roots,
            expires: Duration::from_secs(expires),
            in_flight,
        })
    }
}

fn number<T: std::str::FromStr>(word: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{word} is not followed by a number"))
}

fn endpoint(text: &str) -> Result<Endpoint, String> {
    let wrong = || "--endpoint is HOST:PORT".to_owned();
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    Endpoint::custom(host, port.parse().map_err(|_| wrong())?).map_err(|_| wrong())
}

/// Reads the files, sends, and says what came of it.
async fn send(arguments: &Arguments) -> Result<Summary> {
    let credential = credential(arguments)?;
    let devices = devices(&read_text(&arguments.devices)?)?;
    let topic = credential.topic().clone();
    let mut config = Config::new(arguments.endpoint.clone(), credential);
    config.max_in_flight = arguments.in_flight;
    if let Some(roots) = &arguments.roots {
        config.roots = Roots::Pem(read(roots)?);
    }
    let limit = config.max_in_flight.clamp(1, 100_000) as usize;
    let client = Client::new(config)?;
    let mut summary = Summary::default();
    let mut progress = Progress::new(devices.len());
    let mut under_way = JoinSet::new();
    let mut waiting = devices.into_iter();
    loop {
        while under_way.len() < limit
            && let Some(device) = waiting.next()
        {
            let push = device.push(&topic, arguments.expires)?;
            let client = client.clone();
            under_way.spawn(async move { (device.line, client.push(&push).await) });
        }
        let Some(done) = under_way.join_next().await else { break };
        let (line, result) = done?;
        summary.add(line, Outcome::from(result));
        progress.show(&summary);
    }
    progress.end();
    client.close().await;
    Ok(summary)
}

fn credential(arguments: &Arguments) -> Result<Credential> {
    let certificate = read(&arguments.certificate)?;
    let is_pem = certificate.windows(10).any(|bytes| bytes == b"-----BEGIN");
    let credential = match (&arguments.key, is_pem) {
        (Some(key), _) => Credential::from_pem(&certificate, &read(key)?),
        (None, true) => Credential::from_pem(&certificate, &certificate),
        (None, false) => {
            let passphrase = match &arguments.passphrase {
                Some(file) => read_text(file)?,
                None => String::new(),
            };
            Credential::from_pkcs12(&certificate, passphrase.trim_end_matches(['\r', '\n']))
        }
    };
    credential.map_err(|error| format!("{}: {error}", arguments.certificate.display()).into())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let result = if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(file).map(|read| bytes = read)
    };
    result.map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(bytes)
}

fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).map_err(|_| format!("{}: is not UTF-8", file.display()).into())
}

/// One line of the list.
#[derive(Debug)]
struct Device {
    line: usize,
    token: PushToken,
    magic: PushMagic,
}

impl Device {
    fn push(&self, topic: &Topic, expires: Duration) -> Result<MdmPush> {
        let mut id = [0; 16];
        openssl::rand::rand_bytes(&mut id)?;
        let now = SystemTime::now();
        let mut push =
            MdmPush::new(self.token.clone(), self.magic.clone(), topic.clone(), ApnsId::mint(id), now);
        push.expiration = Expiration::after(now, expires);
        Ok(push)
    }
}

/// Reads the list. An error names the line, never what is in it.
fn devices(text: &str) -> Result<Vec<Device>> {
    let mut devices = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        let device = || {
            let (token, magic) = text.trim().split_once(char::is_whitespace)?;
            let token = PushToken::new(&unhex(token)?).ok()?;
            Some(Device { line, token, magic: PushMagic::new(magic.trim()).ok()? })
        };
        devices
            .push(device().ok_or(format!("line {line} is not a push token in hexadecimal and a PushMagic"))?);
    }
    if devices.is_empty() { Err("there is no device in the list".into()) } else { Ok(devices) }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// What came of one push.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Accepted,
    Rejected { status: u16, reason: String, todo: String },
    Failed { error: String, todo: String },
}

impl From<Result<Answer, Error>> for Outcome {
    fn from(result: Result<Answer, Error>) -> Self {
        match result {
            Ok(answer) if answer.is_accepted() => Self::Accepted,
            Ok(answer) => Self::Rejected {
                status: answer.status.as_u16(),
                reason: answer.reason.as_ref().map_or_else(|| "no reason".to_owned(), ToString::to_string),
                todo: todo(&answer),
            },
            Err(error) => Self::Failed {
                error: error.to_string(),
                todo: match error.retry() {
                    Retry::After(after) => format!("try again after {} s", after.as_secs().max(1)),
                    _ => "repair this first".to_owned(),
                },
            },
        }
    }
}

fn todo(answer: &Answer) -> String {
    match answer.advice() {
        Advice::DropToken { since } => {
            let since = since.and_then(|since| since.duration_since(UNIX_EPOCH).ok());
            let since = since.map_or_else(String::new, |since| format!(" after {}", since.as_secs()));
            format!("forget the token, unless the device sent it again{since}")
        }
        Advice::SuspectToken => "the token is of another topic or environment".to_owned(),
        Advice::FixRequest => "a defect of this program".to_owned(),
        Advice::FixCredential => "APNs refuses the certificate here".to_owned(),
        Advice::RetryDevice => "push to this device less often".to_owned(),
        Advice::RetryLater { after } => format!("try again after {} s", after.as_secs()),
        _ => "try again".to_owned(),
    }
}

/// All outcomes, each with the lines that met it.
#[derive(Debug, Default)]
struct Summary {
    outcomes: BTreeMap<Outcome, Vec<usize>>,
    pushes: usize,
}

impl Summary {
    fn add(&mut self, line: usize, outcome: Outcome) {
        self.pushes += 1;
        self.outcomes.entry(outcome).or_default().push(line);
    }

    fn accepted(&self) -> usize {
        self.outcomes.get(&Outcome::Accepted).map_or(0, Vec::len)
    }

    fn exit_status(&self) -> u8 {
        u8::from(self.accepted() < self.pushes)
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (outcome, lines) in &self.outcomes {
            write!(f, "{:>7}  ", lines.len())?;
            match outcome {
                Outcome::Accepted => {
                    writeln!(f, "accepted")?;
                    continue;
                }
                Outcome::Rejected { status, reason, todo } => write!(f, "{status} {reason}: {todo}")?,
                Outcome::Failed { error, todo } => write!(f, "not sent or not answered: {error}; {todo}")?,
            }
            let mut sorted = lines.clone();
            sorted.sort_unstable();
            let mut named = String::new();
            for line in sorted.iter().take(MAX_NAMED) {
                let _ = write!(named, "{}{line}", if named.is_empty() { "" } else { ", " });
            }
            let more = if lines.len() > MAX_NAMED { ", …" } else { "" };
            writeln!(f, " (line {named}{more})")?;
        }
        writeln!(f, "{:>7}  in all", self.pushes)
    }
}

/// A bar on standard error, if somebody looks at it.
struct Progress {
    total: usize,
    shown: Option<usize>,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self { total, shown: std::io::stderr().is_terminal().then_some(0) }
    }

    /// Draws when the bar has grown or a hundredth is done.
    fn show(&mut self, summary: &Summary) {
        let Some(shown) = &mut self.shown else { return };
        let hundredths = summary.pushes * 100 / self.total.max(1);
        if hundredths > *shown || summary.pushes == 1 {
            *shown = hundredths;
            let bar = "#".repeat(hundredths * BAR / 100);
            let (done, total) = (summary.pushes, self.total);
            let others = done - summary.accepted();
            let _ = write!(std::io::stderr(), "\r[{bar:<BAR$}] {done}/{total}, {others} not accepted ");
        }
    }

    fn end(&mut self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}

/// Both ends: a list of devices of every kind, a certificate in both formats, a server that takes leave in between.
async fn selftest() -> Result<String> {
    let authority = Authority::mint()?;
    let apns = FakeApns::start(FakeApnsConfig::with_authority(&authority)?).await?;
    let certificate = authority.push_certificate(TOPIC)?;
    let [there, away, gone] = [apns.register(TOPIC)?, apns.register(TOPIC)?, apns.register(TOPIC)?];
    let mut notifications = apns.connect(&there);
    apns.unregister(&gone, UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let foreign = apns.register("com.apple.mgmt.External.another")?;

    let folder = Folder::new()?;
    let mut list = "# token and magic\n\n".to_owned();
    for token in [&there, &away, &gone, &foreign] {
        let hex: String = token.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
        let _ = writeln!(list, "{hex} {MAGIC}");
    }
    let key = openssl::pkey::PKey::private_key_from_pem(certificate.expose_secret())?;
    let x509 = openssl::x509::X509::from_pem(certificate.certificate_pem())?;
    let pkcs12 =
        openssl::pkcs12::Pkcs12::builder().pkey(&key).cert(&x509).build2("correct horse")?.to_der()?;
    let pem = [certificate.certificate_pem(), certificate.expose_secret()].concat();
    let list = folder.file("devices.txt", list.as_bytes())?;
    let roots = folder.file("roots.pem", &authority.root_pem()?)?;
    let pem = folder.file("push.pem", &pem)?;
    let pkcs12 = folder.file("push.p12", &pkcs12)?;
    let passphrase = folder.file("passphrase.txt", b"correct horse\n")?;

    let endpoint = format!("localhost:{}", apns.addr().port());
    let mut report = String::new();
    for extra in
        [vec!["--certificate", &pem], vec!["--certificate", &pkcs12, "--passphrase-file", &passphrase]]
    {
        apns.inject_at(Phase::Data, Fault::GoAway { reason: Some("Shutdown".into()) });
        let words = [&[list.as_str(), "--endpoint", &endpoint, "--roots", &roots][..], &extra].concat();
        let arguments = Arguments::parse(words.into_iter().map(str::to_owned))?;
        let summary = send(&arguments).await?;
        report = summary.to_string();
        ensure(summary.pushes == 4 && summary.accepted() == 2, "two of four pushes are accepted")?;
        ensure(summary.exit_status() == 1, "the exit status says that some were not")?;
        ensure(
            report.contains("410 Unregistered") && report.contains("(line 5)"),
            "the dead token is named",
        )?;
        ensure(report.contains("DeviceTokenNotForTopic"), "the foreign token is named")?;
        ensure(!report.contains(MAGIC), "no secret is shown")?;
        let notification = notifications.try_recv().ok().and_then(|notification| notification.push_magic());
        ensure(notification.as_deref() == Some(MAGIC), "the device that is there got its push")?;
    }
    ensure(apns.counts(&away).accepted == 2, "the device that is away was pushed to")?;
    let kept = apns.connect(&away).try_recv().ok().and_then(|notification| notification.push_magic());
    ensure(kept.as_deref() == Some(MAGIC), "the last push waited for it")?;
    Ok(report)
}

/// A temporary folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("push-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.0.join(name);
        fs::write(&path, bytes)?;
        Ok(path.display().to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const MAGIC: &str = "A6D0D1A3-7E0B-4B0C-9B1B-2F6A5C0D9E11";
/// How many lines of an outcome are named.
const MAX_NAMED: usize = 10;
const BAR: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read() {
        let arguments =
            parse("list --certificate c --sandbox --port 2197 --expires 60 --in-flight 5").unwrap();
        assert_eq!(arguments.endpoint, Endpoint::sandbox(Port::Alternate));
        assert_eq!((arguments.expires, arguments.in_flight), (Duration::from_secs(60), 5));
        let custom = parse("- --certificate c --key k --endpoint localhost:7 --sandbox").unwrap();
        assert_eq!((custom.endpoint.host(), custom.endpoint.port()), ("localhost", 7));
    }

    #[test]
    fn wrong_arguments_are_refused() {
        fn check(line: &str, expected: &str) {
            assert_eq!(parse(line).unwrap_err(), expected);
        }
        check("", "there is no list of devices");
        check("list", "--certificate is needed");
        check("list --certificate", "--certificate needs a value");
        check("list other --certificate c", "there is more than one list of devices");
        check("list --certificate c --loud", "--loud is not known");
        check("list --certificate c --port 80", "--port is 443 or 2197");
        check("list --certificate c --endpoint nowhere", "--endpoint is HOST:PORT");
        check("list --certificate c --expires soon", "--expires is not followed by a number");
    }

    #[test]
    fn lists_are_read_and_errors_show_no_secret() {
        let lines: Vec<_> =
            devices("# one\n\n0aFF  magic \r\n\t01 m g\n").unwrap().iter().map(|d| d.line).collect();
        assert_eq!(lines, [3, 4]);
        for (list, expected) in [
            ("", "there is no device in the list"),
            ("00 m\n0 planted", "line 2 is not a push token in hexadecimal and a PushMagic"),
            ("0g planted", "line 1 is not a push token in hexadecimal and a PushMagic"),
            ("00", "line 1 is not a push token in hexadecimal and a PushMagic"),
        ] {
            assert_eq!(devices(list).unwrap_err().to_string(), expected);
        }
    }

    #[tokio::test]
    async fn it_tests_itself() {
        selftest().await.unwrap();
    }
}
