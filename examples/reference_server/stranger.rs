//! A simulated device that no one here wrote, by what it puts on the wire: mdmb at commit 7cd89f1 (read and run 2026-11).
//!
//! Nothing of this goes through the crates of which the server is made: requests are bytes, property lists are text, the
//! messages of SCEP are put together here, and what comes back is opened by OpenSSL.
//!
//! | where | what a server has to take |
//! |---|---|
//! | HTTP | HTTP/1.1 over one connection that stays, always `PUT`, `Accept-Encoding: gzip`; check-ins say their content type and connects none; an answer is 200 and nothing else |
//! | `Mdm-Signature` | base64 on one line, detached; SHA-1, `sha1WithRSAEncryption`, both without parameters |
//! | property lists | indented by tabs, keys in the order of the alphabet, an apostrophe as `&#39;` |
//! | SCEP | `message=` with the name of the authority in `GetCACert`; `PKIOperation` with the whole message percent-encoded in the query beside the body; or by `GET`, as base64 for URLs |
//! | its message | SHA-1, single DES; encrypted to each certificate of the authority; signed by a throw-away certificate that the request for a certificate does not speak of; a `transactionID` in base64 |
//! | check-ins | `Authenticate` without what many devices say; a push token of nine bytes, the same for all; never a `CheckOut` |
//! | commands | three are known; anything else is the error 12021; a new enrollment profile by `InstallProfile` enrolls it once more, and that command is never answered |

use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use mdm_examples::{Result, ensure};
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::hash::{MessageDigest, hash};
use openssl::pkcs7::Pkcs7;
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::Signer;
use openssl::symm::{Cipher, encrypt};
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509NameBuilder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) struct Stranger {
    addr: SocketAddr,
    connection: Option<TcpStream>,
    scep: Scep,
    udid: String,
    serial: String,
    enrolled: Option<Enrolled>,
}

struct Enrolled {
    key: PKey<Private>,
    certificate: X509,
    topic: String,
    server: String,
    check_in: String,
}

/// How it sends a message of SCEP.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Scep {
    Post,
    /// As where the authority does not say that it takes `POST`.
    Get,
}

struct Answer {
    status: u16,
    kind: String,
    body: Vec<u8>,
}

impl Stranger {
    pub(crate) fn new(addr: SocketAddr, udid: &str, serial: &str, scep: Scep) -> Self {
        let (udid, serial) = (udid.to_owned(), serial.to_owned());
        Self { addr, connection: None, scep, udid, serial, enrolled: None }
    }

    /// Takes an enrollment profile: identity, Authenticate, TokenUpdate. Gives the first answer that is not 200.
    pub(crate) async fn enroll(&mut self, profile: &str) -> Result<u16> {
        for kind in ["com.apple.mdm", "com.apple.security.scep"] {
            let count = profile.matches(&format!("<string>{kind}</string>")).count();
            ensure(count == 1, &format!("the profile has one {kind}"))?;
        }
        ensure(profile.contains("<key>SignMessage</key>"), "it signs its messages")?;
        // It forgets what it had before it asks for something new.
        self.enrolled = None;
        let text = |key: &str| text_of(profile, key).map(str::to_owned);
        let url = text("URL")?;
        let (key, certificate) = self.identity(path(&url)?, &text("Challenge")?, &text("Name")?).await?;
        let (server, check_in) = (text("ServerURL")?, text("CheckInURL")?);
        let (server, check_in) = (path(&server)?.to_owned(), path(&check_in)?.to_owned());
        self.enrolled = Some(Enrolled { key, certificate, topic: text("Topic")?, server, check_in });
        let (topic, udid, serial) = (text("Topic")?, &self.udid, &self.serial);
        let authenticate = plist(&[
            ("DeviceName", &string(&format!("{serial}&#39;s Computer"))),
            ("MessageType", &string("Authenticate")),
            ("SerialNumber", &string(serial)),
            ("Topic", &string(&topic)),
            ("UDID", &string(udid)),
        ]);
        match self.check_in(&authenticate).await? {
            200 => self.update_token("").await,
            status => Ok(status),
        }
    }

    /// A TokenUpdate whose token and magic end like this.
    pub(crate) async fn update_token(&mut self, end: &str) -> Result<u16> {
        let topic = self.enrolled()?.topic.clone();
        let token = format!("<data>{}</data>", STANDARD.encode(format!("fakeToken{end}")));
        let update = plist(&[
            ("MessageType", &string("TokenUpdate")),
            ("PushMagic", &string(&format!("fakePushMagic{end}"))),
            ("Token", &token),
            ("Topic", &string(&topic)),
            ("UDID", &string(&self.udid)),
        ]);
        self.check_in(&update).await
    }

    /// One session. Gives what was asked for.
    pub(crate) async fn connect(&mut self) -> Result<Vec<String>> {
        let mut report = plist(&[("Status", &string("Idle")), ("UDID", &string(&self.udid))]);
        let mut seen = Vec::new();
        loop {
            let server = self.enrolled()?.server.clone();
            let answer = self.say(&server, None, &report).await?;
            ensure(answer.status == 200, &format!("a connect is answered with 200, not {}", answer.status))?;
            if answer.body.is_empty() {
                return Ok(seen);
            }
            let command = String::from_utf8(answer.body)?;
            let (kind, uuid) = (text_of(&command, "RequestType")?, text_of(&command, "CommandUUID")?);
            seen.push(kind.to_owned());
            if kind == "InstallProfile" {
                let profile = base64_of(&command, "Payload")?;
                if profile.contains("com.apple.mdm") {
                    let status = self.enroll(&profile).await?;
                    ensure(status == 200, "it enrolls by a profile that came as a command")?;
                    return Ok(seen);
                }
            }
            report = self.obey(&command, kind, uuid);
        }
    }

    fn obey(&self, command: &str, kind: &str, uuid: &str) -> String {
        let (udid, serial) = (string(&self.udid), &self.serial);
        let (uuid, request) = (string(uuid), string(kind));
        let report = |middle: &[(&str, &str)], status: &str| {
            let mut keys = vec![("CommandUUID", &*uuid)];
            keys.extend(middle);
            let status = string(status);
            keys.extend([("RequestType", &*request), ("Status", &*status), ("UDID", &*udid)]);
            keys.sort_by_key(|(key, _)| *key);
            plist(&keys)
        };
        match kind {
            "DeviceInformation" => {
                let asked = |query: &str| command.contains(&format!("<string>{query}</string>"));
                let knows = [
                    ("DeviceName", format!("{serial}&#39;s Computer")),
                    ("SerialNumber", serial.clone()),
                    ("UDID", self.udid.clone()),
                ];
                let told = knows.iter().filter(|(query, _)| asked(query));
                let told: String = told.map(|(query, value)| pair(query, &string(value))).collect();
                report(&[("QueryResponses", &format!("<dict>{told}</dict>"))], "Acknowledged")
            }
            "ProfileList" => {
                let profile = [
                    pair("PayloadIdentifier", &string("com.example.enroll")),
                    pair("PayloadType", &string("Configuration")),
                    pair("PayloadUUID", &string("4F0F5BC0-6F5F-4D5B-8B3C-5C1C5A3E2B1D")),
                    pair("PayloadVersion", "<integer>1</integer>"),
                ];
                let list = format!("<array><dict>{}</dict></array>", profile.concat());
                report(&[("ProfileList", &list)], "Acknowledged")
            }
            "InstallProfile" => report(&[], "Acknowledged"),
            _ => {
                let error = [
                    pair("ErrorCode", "<integer>12021</integer>"),
                    pair("ErrorDomain", &string("MCMDMErrorDomain")),
                    pair(
                        "LocalizedDescription",
                        &string(&format!("Unknown command: {kind} &lt;MDMClientError:91&gt;")),
                    ),
                ];
                let chain = format!("<array><dict>{}</dict></array>", error.concat());
                report(&[("ErrorChain", &chain)], "Error")
            }
        }
    }

    async fn check_in(&mut self, message: &str) -> Result<u16> {
        let path = self.enrolled()?.check_in.clone();
        let answer = self.say(&path, Some("application/x-apple-aspen-mdm-checkin"), message).await?;
        ensure(answer.status != 200 || answer.body.is_empty(), "a check-in is answered with nothing")?;
        Ok(answer.status)
    }

    async fn say(&mut self, path: &str, kind: Option<&str>, message: &str) -> Result<Answer> {
        let Enrolled { key, certificate, .. } = self.enrolled()?;
        let signature =
            STANDARD.encode(signed(message.as_bytes(), Content::Detached, key, certificate, &[])?);
        let kind = kind.map(|kind| format!("Content-Type: {kind}\r\n")).unwrap_or_default();
        let headers = format!("{kind}Mdm-Signature: {signature}\r\n");
        self.http("PUT", path, &headers, message.as_bytes()).await
    }

    /// An identity by SCEP.
    async fn identity(&mut self, path: &str, challenge: &str, name: &str) -> Result<(PKey<Private>, X509)> {
        let capabilities = self.http("GET", &format!("{path}?operation=GetCACaps"), "", b"").await?;
        let posts = String::from_utf8(capabilities.body)?.contains("POSTPKIOperation");
        ensure(capabilities.status == 200 && posts, "the authority says what it can")?;
        let target = format!("{path}?message={}&operation=GetCACert", percent(name.as_bytes()));
        let answer = self.http("GET", &target, "", b"").await?;
        let recipients = match answer.kind.as_str() {
            "application/x-x509-ca-cert" => vec![X509::from_der(&answer.body)?],
            "application/x-x509-ca-ra-cert" => certificates(&answer.body)?,
            kind => return Err(format!("certificates come as {kind}").into()),
        };
        let key = PKey::from_rsa(Rsa::generate(2048)?)?;
        let (throw_away, signer) = self_signed()?;
        let envelope = enveloped(&certificate_request(&key, challenge)?, &recipients)?;
        let id = STANDARD.encode(hash(MessageDigest::sha256(), &key.public_key_to_der()?)?);
        let attributes = [
            attribute(oid::MESSAGE_TYPE, &der(PRINTABLE, &[b"19"])),
            attribute(oid::SENDER_NONCE, &der(OCTETS, &[&random::<16>()?])),
            attribute(oid::TRANSACTION_ID, &der(PRINTABLE, &[id.as_bytes()])),
        ];
        let message = signed(&envelope, Content::Attached, &throw_away, &signer, &attributes)?;
        let answer = match self.scep {
            Scep::Post => {
                let target = format!("{path}?message={}&operation=PKIOperation", percent(&message));
                let headers = "Content-Type: application/octet-stream\r\n";
                self.http("POST", &target, headers, &message).await?
            }
            Scep::Get => {
                let message = percent(URL_SAFE.encode(&message).as_bytes());
                let target = format!("{path}?message={message}&operation=PKIOperation");
                self.http("GET", &target, "", b"").await?
            }
        };
        ensure(answer.status == 200, &format!("SCEP is answered with 200, not {}", answer.status))?;
        let success = [oid::PKI_STATUS, &der(SET, &[&der(PRINTABLE, &[b"0"])])].concat();
        let succeeded = answer.body.windows(success.len()).any(|window| window == success);
        ensure(succeeded, "SCEP says that it succeeded")?;
        // Nobody checks here who signed: who can read the envelope was meant.
        let mut envelope = Vec::new();
        let nobody = X509StoreBuilder::new()?.build();
        let any = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::BINARY;
        CmsContentInfo::from_der(&answer.body)?.verify(
            None,
            Some(&nobody),
            None,
            Some(&mut envelope),
            any,
        )?;
        let issued = CmsContentInfo::from_der(&envelope)?.decrypt(&throw_away, &signer)?;
        let issued = certificates(&issued)?.into_iter().next().ok_or("SCEP gives a certificate")?;
        ensure(issued.public_key()?.public_eq(&key), "the first certificate is the issued one")?;
        Ok((key, issued))
    }

    async fn http(&mut self, method: &str, target: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => TcpStream::connect(self.addr).await?,
        };
        let length =
            if method == "GET" { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Go-http-client/1.1\r\n{length}{headers}\
             Accept-Encoding: gzip\r\n\r\n",
            self.addr
        );
        connection.write_all(head.as_bytes()).await?;
        connection.write_all(body).await?;
        let (mut read, mut piece) = (Vec::new(), [0; 4096]);
        let end = loop {
            let count = connection.read(&mut piece).await?;
            ensure(count > 0, "the connection stays")?;
            read.extend_from_slice(&piece[..count]);
            if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
        };
        let head = std::str::from_utf8(&read[..end])?.to_owned();
        let mut body = read.split_off(end + 4);
        let header = |name: &str| {
            let mut headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
            headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        let length: usize = header("Content-Length").ok_or("an answer says how long it is")?.parse()?;
        while body.len() < length {
            let count = connection.read(&mut piece).await?;
            ensure(count > 0, "an answer comes whole")?;
            body.extend_from_slice(&piece[..count]);
        }
        if header("Connection").is_none_or(|value| !value.eq_ignore_ascii_case("close")) {
            self.connection = Some(connection);
        }
        let status = head.split(' ').nth(1).ok_or("a status")?.parse()?;
        Ok(Answer { status, kind: header("Content-Type").unwrap_or_default(), body })
    }

    fn enrolled(&self) -> Result<&Enrolled> {
        self.enrolled.as_ref().ok_or_else(|| "it is not enrolled".into())
    }
}

/// The path of a URL that is this server's.
fn path(url: &str) -> Result<&str> {
    let (_, rest) = url.split_once("://").ok_or("a URL")?;
    Ok(rest.find('/').map_or("/", |at| &rest[at..]))
}

fn plist(keys: &[(&str, &str)]) -> String {
    let keys: String =
        keys.iter().map(|(key, value)| format!("\t\t<key>{key}</key>\n\t\t{value}\n")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n\t<dict>\n{keys}\t</dict>\n</plist>\n"
    )
}

fn pair(key: &str, value: &str) -> String {
    format!("\n\t\t\t<key>{key}</key>\n\t\t\t{value}")
}

fn string(text: &str) -> String {
    format!("<string>{text}</string>")
}

/// The text behind a key, as it stands.
fn text_of<'a>(plist: &'a str, key: &str) -> Result<&'a str> {
    between(plist, key, "string")
}

fn base64_of(plist: &str, key: &str) -> Result<String> {
    let text: String = between(plist, key, "data")?.split_whitespace().collect();
    Ok(String::from_utf8(STANDARD.decode(text)?)?)
}

fn between<'a>(plist: &'a str, key: &str, element: &str) -> Result<&'a str> {
    let found = || {
        let (_, rest) = plist.split_once(&format!("<key>{key}</key>"))?;
        let rest = rest.trim_start().strip_prefix(&format!("<{element}>"))?;
        rest.split_once(&format!("</{element}>")).map(|(text, _)| text)
    };
    found().ok_or_else(|| format!("no {key}").into())
}

/// As Go writes a value of a query.
fn percent(bytes: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b' ' => "+".to_owned(),
        b'-' | b'_' | b'.' | b'~' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    bytes.iter().map(escape).collect()
}

#[derive(PartialEq)]
enum Content {
    Attached,
    Detached,
}

/// CMS SignedData as old clients make it (RFC 5652 section 5, with SHA-1 whose parameters are absent).
fn signed(
    content: &[u8],
    kind: Content,
    key: &PKey<Private>,
    certificate: &X509,
    attributes: &[Vec<u8>],
) -> Result<Vec<u8>> {
    let sha1 = der(SEQUENCE, &[oid::SHA1]);
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let mut attributes = attributes.to_vec();
    attributes.extend([
        attribute(oid::CONTENT_TYPE, oid::DATA),
        attribute(oid::SIGNING_TIME, &der(UTC_TIME, &[utc(since).as_bytes()])),
        attribute(oid::MESSAGE_DIGEST, &der(OCTETS, &[&hash(MessageDigest::sha1(), content)?])),
    ]);
    attributes.sort();
    let attributes = attributes.concat();
    let mut signer = Signer::new(MessageDigest::sha1(), key)?;
    signer.update(&der(SET, &[&attributes]))?;
    let signature = der(OCTETS, &[&signer.sign_to_vec()?]);
    let encapsulated = match kind {
        Content::Attached => der(SEQUENCE, &[oid::DATA, &der(EXPLICIT_0, &[&der(OCTETS, &[content])])]),
        Content::Detached => der(SEQUENCE, &[oid::DATA]),
    };
    let algorithm = der(SEQUENCE, &[oid::SHA1_WITH_RSA]);
    let info = [
        &integer(&[1])[..],
        &issued_by(certificate)?,
        &sha1,
        &der(EXPLICIT_0, &[&attributes]),
        &algorithm,
        &signature,
    ];
    let infos = der(SET, &[&der(SEQUENCE, &info)]);
    let certificates = der(EXPLICIT_0, &[&certificate.to_der()?]);
    let data = der(SEQUENCE, &[&integer(&[1]), &der(SET, &[&sha1]), &encapsulated, &certificates, &infos]);
    Ok(der(SEQUENCE, &[oid::SIGNED_DATA, &der(EXPLICIT_0, &[&data])]))
}

/// CMS EnvelopedData with single DES, for each of these (RFC 5652 section 6).
fn enveloped(content: &[u8], recipients: &[X509]) -> Result<Vec<u8>> {
    let (key, iv) = (random::<8>()?, random::<8>()?);
    // Three times the same key is single DES, which OpenSSL 3 no longer has by itself.
    let encrypted = encrypt(Cipher::des_ede3_cbc(), &key.repeat(3), Some(&iv), content)?;
    let mut infos = Vec::new();
    for recipient in recipients {
        let rsa = recipient.public_key()?.rsa()?;
        let mut sealed = vec![0; rsa.size() as usize];
        let length = rsa.public_encrypt(&key, &mut sealed, Padding::PKCS1)?;
        let algorithm = der(SEQUENCE, &[oid::RSA]);
        let info =
            [&integer(&[0])[..], &issued_by(recipient)?, &algorithm, &der(OCTETS, &[&sealed[..length]])];
        infos.push(der(SEQUENCE, &info));
    }
    infos.sort();
    let cipher = der(SEQUENCE, &[oid::DES_CBC, &der(OCTETS, &[&iv])]);
    let encrypted = der(SEQUENCE, &[oid::DATA, &cipher, &der(IMPLICIT_0, &[&encrypted])]);
    let data = der(SEQUENCE, &[&integer(&[0]), &der(SET, &[&infos.concat()]), &encrypted]);
    Ok(der(SEQUENCE, &[oid::ENVELOPED_DATA, &der(EXPLICIT_0, &[&data])]))
}

/// PKCS#10 with a challenge and a key usage (RFC 2986, RFC 2985 section 5.4.1).
fn certificate_request(key: &PKey<Private>, challenge: &str) -> Result<Vec<u8>> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte);
    let tag = if challenge.bytes().all(plain) { PRINTABLE } else { UTF8 };
    let usage = der(OCTETS, &[&[0x03, 0x02, 0x05, 0xA0]]);
    let extension = der(SEQUENCE, &[oid::KEY_USAGE, &[0x01, 0x01, 0xFF], &usage]);
    let attributes = [
        attribute(oid::CHALLENGE_PASSWORD, &der(tag, &[challenge.as_bytes()])),
        attribute(oid::EXTENSION_REQUEST, &der(SEQUENCE, &[&extension])),
    ];
    let name =
        der(SEQUENCE, &[&der(SET, &[&der(SEQUENCE, &[oid::COMMON_NAME, &der(PRINTABLE, &[b"mdm"])])])]);
    let info =
        [&integer(&[0])[..], &name, &key.public_key_to_der()?, &der(EXPLICIT_0, &[&attributes.concat()])];
    let info = der(SEQUENCE, &info);
    let mut signer = Signer::new(MessageDigest::sha256(), key)?;
    signer.update(&info)?;
    let mut signature = vec![0];
    signature.extend(signer.sign_to_vec()?);
    let algorithm = der(SEQUENCE, &[oid::SHA256_WITH_RSA, &[0x05, 0x00]]);
    Ok(der(SEQUENCE, &[&info, &algorithm, &der(BITS, &[&signature])]))
}

/// A key that is used for one request, and its certificate.
fn self_signed() -> Result<(PKey<Private>, X509)> {
    let key = PKey::from_rsa(Rsa::generate(2048)?)?;
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("CN", "SCEP SIGNER")?;
    let name = name.build();
    let mut serial = BigNum::new()?;
    serial.rand(128, MsbOption::MAYBE_ZERO, false)?;
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*Asn1Integer::from_bn(&serial)?)?;
    builder.set_subject_name(&name)?;
    builder.set_issuer_name(&name)?;
    builder.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    builder.set_not_after(&*Asn1Time::days_from_now(1)?)?;
    builder.set_pubkey(&key)?;
    builder.append_extension(KeyUsage::new().critical().digital_signature().key_encipherment().build()?)?;
    builder.append_extension(ExtendedKeyUsage::new().server_auth().build()?)?;
    builder.append_extension(BasicConstraints::new().critical().build()?)?;
    builder.sign(&key, MessageDigest::sha256())?;
    Ok((key, builder.build()))
}

/// The certificates of a message that has nothing else.
fn certificates(message: &[u8]) -> Result<Vec<X509>> {
    let message = Pkcs7::from_der(message)?;
    let certificates = message.signed().and_then(|signed| signed.certificates()).ok_or("certificates")?;
    Ok(certificates.iter().map(ToOwned::to_owned).collect())
}

fn issued_by(certificate: &X509) -> Result<Vec<u8>> {
    let serial = integer(&certificate.serial_number().to_bn()?.to_vec());
    Ok(der(SEQUENCE, &[&certificate.issuer_name().to_der()?, &serial]))
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[oid, &der(SET, &[value])])
}

/// Not negative.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let is_high = bytes.first().is_none_or(|first| *first >= 0x80);
    der(0x02, &[if is_high { &[0] } else { &[] }, bytes])
}

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let mut out = vec![tag];
    match content.len() {
        short @ ..0x80 => out.push(short as u8),
        _ => {
            out.push(0x80 | length.len() as u8);
            out.extend_from_slice(length);
        }
    }
    out.extend_from_slice(&content);
    out
}

/// Seconds since 1970 as a UTCTime.
fn utc(secs: u64) -> String {
    let digits: String = crate::admin::rfc3339(secs).chars().filter(char::is_ascii_digit).collect();
    format!("{}Z", &digits[2..])
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(bytes)
}

const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const UTF8: u8 = 0x0C;
const PRINTABLE: u8 = 0x13;
const UTC_TIME: u8 = 0x17;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const IMPLICIT_0: u8 = 0x80;
const EXPLICIT_0: u8 = 0xA0;

/// With tag and length.
mod oid {
    pub(super) const SHA1: &[u8] = &[0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A];
    pub(super) const DES_CBC: &[u8] = &[0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x07];
    pub(super) const RSA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    pub(super) const SHA1_WITH_RSA: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05];
    pub(super) const SHA256_WITH_RSA: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
    pub(super) const DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
    pub(super) const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
    pub(super) const ENVELOPED_DATA: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03];
    pub(super) const CONTENT_TYPE: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
    pub(super) const MESSAGE_DIGEST: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
    pub(super) const SIGNING_TIME: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
    pub(super) const CHALLENGE_PASSWORD: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x07];
    pub(super) const EXTENSION_REQUEST: &[u8] =
        &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x0E];
    pub(super) const KEY_USAGE: &[u8] = &[0x06, 0x03, 0x55, 0x1D, 0x0F];
    pub(super) const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
    /// RFC 8894 section 3.2.1.
    pub(super) const MESSAGE_TYPE: &[u8] =
        &[0x06, 0x0A, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x45, 0x01, 0x09, 0x02];
    pub(super) const PKI_STATUS: &[u8] =
        &[0x06, 0x0A, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x45, 0x01, 0x09, 0x03];
    pub(super) const SENDER_NONCE: &[u8] =
        &[0x06, 0x0A, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x45, 0x01, 0x09, 0x05];
    pub(super) const TRANSACTION_ID: &[u8] =
        &[0x06, 0x0A, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x45, 0x01, 0x09, 0x07];
}
