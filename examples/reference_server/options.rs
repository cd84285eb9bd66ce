//! The command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use http::Uri;
use mdm_apns::{Endpoint, Port, Roots};
use mdm_examples::files;
use zeroize::Zeroizing;

use crate::care::Ages;

pub(crate) const USAGE: &str = "\
usage: reference_server --data DIR [OPTION]...
       reference_server --selftest

  --data DIR             where everything is kept; made where it is missing, for its owner only
  --store URL            postgres://USER:PASSWORD@HOST/DATABASE: records, commands and keys are kept there, and not in
                         DIR/mdm.db
  --listen ADDRESS:PORT  127.0.0.1:8443
  --external-url URL     how devices reach it, https://HOST[:PORT]; what --listen says if it is not given
  --api-key KEY          the administrator's password, of any user name; DIR/api.key, made at the first start, if not given
  --tls FILE             PEM with the certificate of the server, its intermediates and its key; without it the server has
                         one of its own authority, DIR/ca.crt
  --plain-http           no TLS: on loopback, for a proxy in front of it or for a simulator
  --mutual-tls           a device is known by the certificate of its connection and not by the header Mdm-Signature
  --scep-challenge TEXT  a password with which any number of devices get an identity; without it each invitation has one
                         of its own, which works once
  --keep-days DAYS       forgets commands that ended so many days ago, with what was sent and answered; without it none
  --keep-answers-days DAYS
                         forgets what devices answered so many days ago, and keeps what became of the commands
  --without-push         hands out enrollment profiles before there is a push certificate: nobody can wake these devices
  --dangerous-legacy-scep
                         SCEP requests may come with single DES and MD5: who sees one reads the challenge in it
  --help                 prints this

KEY, TEXT and URL of a store that begin with @ name a file whose first line it is: what stands on a command line is seen by everybody on
the machine.

Exit status: 0 it was asked to end, 1 it failed, 2 the arguments are wrong.
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Selftest,
    Serve(Box<Options>),
}

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) data: PathBuf,
    /// Of a PostgreSQL server, with its password.
    pub(crate) store: Option<Password>,
    pub(crate) listen: SocketAddr,
    pub(crate) external_url: Option<Origin>,
    pub(crate) api_key: Option<Password>,
    pub(crate) tls: Option<PathBuf>,
    pub(crate) plain_http: bool,
    pub(crate) mutual_tls: bool,
    pub(crate) scep_challenge: Option<Password>,
    pub(crate) keep: Ages,
    pub(crate) without_push: bool,
    pub(crate) dangerous_legacy_scep: bool,
    /// Where APNs is, and whom to believe that it is.
    pub(crate) apns: (Endpoint, Roots),
}

/// A secret of the command line.
#[derive(Clone)]
pub(crate) struct Password(Zeroizing<String>);

/// Scheme, host and port of a URL, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    /// With its port, if it has one.
    authority: String,
    host: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Options {
    /// The defaults, in this folder.
    pub(crate) fn new(data: PathBuf) -> Self {
        Self {
            data,
            store: None,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8443),
            external_url: None,
            api_key: None,
            tls: None,
            plain_http: false,
            mutual_tls: false,
            scep_challenge: None,
            keep: Ages::default(),
            without_push: false,
            dangerous_legacy_scep: false,
            apns: (Endpoint::production(Port::Https), Roots::System),
        }
    }

    pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Asked, String> {
        let mut options = Self::new(PathBuf::new());
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--help" => return Ok(Asked::Help),
                "--selftest" => return Ok(Asked::Selftest),
                "--data" => options.data = value()?.into(),
                "--store" => options.store = Some(Password::read(&word, value()?)?),
                "--listen" => {
                    options.listen = value()?.parse().map_err(|_| "--listen is ADDRESS:PORT".to_owned())?;
                }
                "--external-url" => options.external_url = Some(Origin::parse(&value()?)?),
                "--api-key" => options.api_key = Some(Password::read(&word, value()?)?),
                "--tls" => options.tls = Some(value()?.into()),
                "--plain-http" => options.plain_http = true,
                "--mutual-tls" => options.mutual_tls = true,
                "--scep-challenge" => options.scep_challenge = Some(Password::read(&word, value()?)?),
                "--keep-days" => options.keep.commands = Some(days(&word, &value()?)?),
                "--keep-answers-days" => options.keep.answers = Some(days(&word, &value()?)?),
                "--without-push" => options.without_push = true,
                "--dangerous-legacy-scep" => options.dangerous_legacy_scep = true,
                // It is not repeated: it may be a secret whose option was forgotten.
                word if word.starts_with("--") => return Err(format!("{word} is not known")),
                _ => return Err("there is a word that belongs to no option".to_owned()),
            }
        }
        options.check()?;
        Ok(Asked::Serve(Box::new(options)))
    }

    fn check(&self) -> Result<(), String> {
        let is_local = self.listen.ip().is_loopback();
        let refuse = |so: bool, why: &str| if so { Err(why.to_owned()) } else { Ok(()) };
        refuse(self.data.as_os_str().is_empty(), "--data is needed")?;
        let is_server = |url: &Password| {
            ["postgres://", "postgresql://"].iter().any(|scheme| url.expose_secret().starts_with(scheme))
        };
        refuse(
            !self.store.as_ref().is_none_or(is_server),
            "--store is postgres://USER:PASSWORD@HOST/DATABASE",
        )?;
        refuse(
            self.plain_http && !is_local,
            "--plain-http is for loopback: passwords would go over the network",
        )?;
        refuse(self.plain_http && self.tls.is_some(), "--tls and --plain-http do not go together")?;
        refuse(self.plain_http && self.mutual_tls, "--mutual-tls and --plain-http do not go together")?;
        let url_is_http = self.external_url.as_ref().is_some_and(|url| url.scheme == Scheme::Http);
        refuse(url_is_http && !self.plain_http, "--external-url is https unless --plain-http is given")?;
        let is_local_url = self.external_url.as_ref().is_none_or(|url| url.is_loopback());
        refuse(url_is_http && !is_local_url, "--external-url with http is for loopback")?;
        let nowhere = self.external_url.is_none() && self.listen.ip().is_unspecified();
        refuse(nowhere, "--external-url is needed where --listen names no address")?;
        let is_short = self.api_key.as_ref().is_some_and(|key| key.expose_secret().len() < SHORTEST);
        refuse(is_short && !is_local, "--api-key has less than 16 characters")?;
        let is_short = self.scep_challenge.as_ref().is_some_and(|text| text.expose_secret().len() < SHORTEST);
        refuse(is_short && !is_local, "--scep-challenge has less than 16 characters")
    }
}

impl Password {
    fn read(option: &str, word: String) -> Result<Self, String> {
        let word = Zeroizing::new(word);
        let text = match word.strip_prefix('@') {
            None => word,
            Some(path) => {
                let bytes = Zeroizing::new(files::read(path.as_ref()).map_err(|error| error.to_string())?);
                let text =
                    std::str::from_utf8(&bytes).map_err(|_| format!("the file of {option} is no text"))?;
                Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
            }
        };
        if text.is_empty() { Err(format!("{option} is empty")) } else { Ok(Self(text)) }
    }

    pub(crate) fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(redacted)")
    }
}

impl Origin {
    fn parse(text: &str) -> Result<Self, String> {
        let read = || {
            let uri: Uri = text.parse().ok()?;
            let scheme = match uri.scheme_str()? {
                "https" => Scheme::Https,
                "http" => Scheme::Http,
                _ => return None,
            };
            let authority = uri.authority()?;
            let bare = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
            let host = authority.host().trim_matches(['[', ']']);
            let whole = bare && !text.contains('#') && !host.is_empty();
            whole.then(|| Self { scheme, authority: authority.as_str().to_owned(), host: host.to_owned() })
        };
        read().ok_or_else(|| "--external-url is https://HOST[:PORT]".to_owned())
    }

    /// Where somebody listens.
    pub(crate) fn of(scheme: Scheme, addr: SocketAddr) -> Self {
        Self { scheme, authority: addr.to_string(), host: addr.ip().to_string() }
    }

    /// Name or address.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// A URL below it, as if it were https: enrollment profiles know nothing else.
    pub(crate) fn https(&self, path: &str) -> String {
        format!("https://{}/{path}", self.authority)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        write!(f, "{scheme}://{}", self.authority)
    }
}

fn days(option: &str, text: &str) -> Result<Duration, String> {
    let days = text.parse().ok().filter(|days| (1..=LONGEST).contains(days));
    let days: u64 = days.ok_or_else(|| format!("{option} is a number of days, 1 to {LONGEST}"))?;
    Ok(Duration::from_secs(days * 86_400))
}

/// A hundred years of days.
const LONGEST: u64 = 36_500;
/// Of a password that strangers can try.
const SHORTEST: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(line: &str) -> Result<Options, String> {
        match Options::parse(line.split_whitespace().map(str::to_owned))? {
            Asked::Serve(options) => Ok(*options),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn arguments_are_read() {
        let options = serve(
            "--data d --listen 0.0.0.0:443 --external-url https://mdm.example.com --api-key 0123456789abcdef \
             --tls t.pem --mutual-tls --without-push --dangerous-legacy-scep",
        )
        .unwrap();
        assert_eq!(options.external_url.as_ref().unwrap().to_string(), "https://mdm.example.com");
        assert_eq!(options.external_url.unwrap().https("mdm"), "https://mdm.example.com/mdm");
        assert!(options.mutual_tls && options.without_push && options.dangerous_legacy_scep);
        let kept = serve("--data d --keep-days 365 --keep-answers-days 7").unwrap().keep;
        let days = |days: u64| Some(Duration::from_secs(days * 86_400));
        assert_eq!((kept.commands, kept.answers), (days(365), days(7)));
        let local =
            serve("--data d --plain-http --external-url http://[::1]:9000/ --scep-challenge c").unwrap();
        assert_eq!(local.external_url.unwrap().host(), "::1");
        assert_eq!(format!("{:?}", local.scep_challenge), "Some(Password(redacted))");
        assert!(matches!(Options::parse(["--selftest".to_owned()]), Ok(Asked::Selftest)));
        assert!(matches!(Options::parse(["--help".to_owned()]), Ok(Asked::Help)));
    }

    #[test]
    fn wrong_arguments_are_refused() {
        fn check(line: &str, expected: &str) {
            let wrong = serve(line).map(|_| ()).unwrap_err();
            assert!(wrong.contains(expected), "{line}: {wrong}");
        }
        check("", "--data is needed");
        check("--data", "--data needs a value");
        check("--data d --loud", "--loud is not known");
        check("--data d hunter2", "belongs to no option");
        check("--data d --listen 8443", "--listen is");
        check("--data d --plain-http --listen 0.0.0.0:80", "for loopback");
        check("--data d --plain-http --mutual-tls", "do not go together");
        check("--data d --plain-http --tls t.pem", "do not go together");
        check("--data d --store mdm.db", "--store is postgres://");
        check("--store postgres://a@b/c", "--data is needed");
        check("--data d --listen 0.0.0.0:80", "--external-url is needed");
        check("--data d --external-url http://127.0.0.1", "is https unless");
        check("--data d --plain-http --external-url http://mdm.example.com", "is for loopback");
        check("--data d --listen 10.0.0.1:443 --api-key nanomdm", "less than 16");
        check("--data d --listen 10.0.0.1:443 --scep-challenge secret", "less than 16");
        check("--data d --api-key @/nowhere/at/all", "cannot read");
        for days in ["0", "-1", "x", "36501", "99999999999999999999"] {
            check(&format!("--data d --keep-days {days}"), "--keep-days is a number of days, 1 to 36500");
            check(&format!("--data d --keep-answers-days {days}"), "--keep-answers-days is a number");
        }
        for url in [
            "mdm.example.com",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://u@a",
            "ftp://a",
            "https://a/#x",
        ] {
            check(&format!("--data d --external-url {url}"), "--external-url is https://HOST[:PORT]");
        }
    }
}
