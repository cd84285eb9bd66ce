//! `push apns`: MDM pushes to Apple's devices.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apns::{
    Advice, Answer, ApnsId, Client, Config, Credential, CredentialProblem, Endpoint, Error, Expiration,
    MdmPush, Port, PushMagic, PushToken, Retry, Roots, Topic,
};
use mdm_examples::{Result, ensure};
use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault, Phase};
use openssl::x509::X509;

use super::files::{Folder, read, read_list, read_text};
use super::summary::{Outcome, Summary, secs, send_all};
use super::{host_and_port, number};

/// What was asked for on the command line.
#[derive(Debug, PartialEq)]
pub struct Arguments {
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
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
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

fn endpoint(text: &str) -> Result<Endpoint, String> {
    let (host, port) = host_and_port(text)?;
    Endpoint::custom(host, port).map_err(|error| format!("--endpoint: {error}"))
}

/// Reads the files, sends, and says what came of it.
pub async fn send(arguments: &Arguments) -> Result<Summary> {
    let credential = credential(arguments)?;
    let devices = read_list(&arguments.devices, LINE, Device::decode)?;
    let topic = credential.topic().clone();
    let mut config = Config::new(arguments.endpoint.clone(), credential);
    config.max_in_flight = arguments.in_flight;
    if let Some(roots) = &arguments.roots {
        config.roots = Roots::Pem(read(roots)?.to_vec());
    }
    let client = Client::new(config).map_err(|error| match (&error, &arguments.roots) {
        (Error::Roots, Some(roots)) => format!("{}: {error}", roots.display()),
        _ => error.to_string(),
    })?;
    let summary = send_all(devices, arguments.in_flight, |device: Device| {
        let push = device.push(&topic, arguments.expires)?;
        let client = client.clone();
        Ok(async move { (device.line, client.push(&push).await.into()) })
    })
    .await?;
    client.close().await;
    Ok(summary)
}

fn credential(arguments: &Arguments) -> Result<Credential> {
    let file = &arguments.certificate;
    let certificate = read(file)?;
    let is_pem = certificate.windows(10).any(|bytes| bytes == b"-----BEGIN");
    let credential = match (&arguments.key, is_pem) {
        (Some(key), _) => Credential::from_pem(&certificate, &read(key)?),
        (None, true) => Credential::from_pem(&certificate, &certificate),
        (None, false) if !certificate.starts_with(&[DER_SEQUENCE]) => {
            return Err(format!("{}: neither PEM nor PKCS#12", file.display()).into());
        }
        (None, false) if X509::from_der(&certificate).is_ok() => {
            return Err(format!(
                "{}: a certificate in DER without its key; give it as PEM, with --key",
                file.display()
            )
            .into());
        }
        (None, false) => {
            let passphrase = arguments.passphrase.as_deref().map(read_text).transpose()?;
            let passphrase = passphrase.as_deref().map_or("", |text| text.trim_end_matches(['\r', '\n']));
            Credential::from_pkcs12(&certificate, passphrase)
        }
    };
    let credential = credential.map_err(|error| {
        // Of two files the one that is wrong is named.
        let (wrong, hint) = match (&error, &arguments.key) {
            (Error::Credential(CredentialProblem::Key), Some(key)) => (key, "; an encrypted one is not read"),
            (Error::Credential(CredentialProblem::Key), None) => (file, "; --key names another file"),
            (Error::Credential(CredentialProblem::Pkcs12), _) if arguments.passphrase.is_none() => {
                (file, ", which is empty without --passphrase-file")
            }
            _ => (file, ""),
        };
        format!("{}: {error}{hint}", wrong.display())
    })?;
    if credential.not_after() < SystemTime::now() {
        let expired = Error::Credential(CredentialProblem::Expired);
        return Err(format!("{}: {expired}", file.display()).into());
    }
    Ok(credential)
}

/// One line of the list.
#[derive(Debug)]
struct Device {
    line: usize,
    token: PushToken,
    magic: PushMagic,
}

impl Device {
    fn decode(line: usize, text: &str) -> Option<Self> {
        let (token, magic) = text.split_once(char::is_whitespace)?;
        let token = PushToken::new(&unhex(token)?).ok()?;
        Some(Self { line, token, magic: PushMagic::new(magic.trim_start()).ok()? })
    }

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

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
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
                    Retry::After(after) => format!("try again after {} s", secs(after)),
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
        Advice::RetryLater { after } => format!("try again after {} s", secs(after)),
        _ => "try again".to_owned(),
    }
}

/// Both ends: a list of devices of every kind, a certificate in both formats, a server that takes leave in between.
pub async fn selftest() -> Result<String> {
    let authority = Authority::mint()?;
    let apns = FakeApns::start(FakeApnsConfig::with_authority(&authority)?).await?;
    let certificate = authority.push_certificate(TOPIC)?;
    let [there, away, gone] = [apns.register(TOPIC)?, apns.register(TOPIC)?, apns.register(TOPIC)?];
    let mut notifications = apns.connect(&there);
    apns.unregister(&gone, UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let foreign = apns.register("com.apple.mgmt.External.another")?;

    let folder = Folder::new("apns")?;
    let mut list = "# token and magic\n\n".to_owned();
    for token in [&there, &away, &gone, &foreign] {
        let hex: String = token.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
        let _ = writeln!(list, "{hex} {MAGIC}");
    }
    let key = openssl::pkey::PKey::private_key_from_pem(certificate.expose_secret())?;
    let x509 = X509::from_pem(certificate.certificate_pem())?;
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

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const MAGIC: &str = "A6D0D1A3-7E0B-4B0C-9B1B-2F6A5C0D9E11";
const DER_SEQUENCE: u8 = 0x30;
const LINE: &str = "a push token in hexadecimal and a PushMagic";

#[cfg(test)]
mod tests {
    use super::super::files::list;
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
        let devices = |text: &str| list(text, LINE, Device::decode);
        let read = devices("\u{feff}# one\n\n0aFF  magic \r\n\t01 m g\n").unwrap();
        let lines: Vec<_> = read.iter().map(|device| device.line).collect();
        assert_eq!(lines, [3, 4]);
        assert_eq!(read[1].magic, PushMagic::new("m g").unwrap());
        for (text, expected) in [
            ("", "no line has a push token in hexadecimal and a PushMagic"),
            ("00 m\n0 planted", "line 2 is not a push token in hexadecimal and a PushMagic"),
            ("0g planted", "line 1 is not a push token in hexadecimal and a PushMagic"),
            ("00", "line 1 is not a push token in hexadecimal and a PushMagic"),
        ] {
            assert_eq!(devices(text).unwrap_err(), expected);
        }
    }

    #[tokio::test]
    async fn it_tests_itself() {
        selftest().await.unwrap();
    }
}
