//! SCEP: the client programs of Debian's packages `scep` and `strongswan-pki` against this server, and the `openssl` program as the judge of
//! the messages.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use http::{Request, Response};
use mdm_pki::scep::{
    Application, CaCertificates, Capabilities, Challenge, ChallengeRecord, Client, Needs, Operation, Outcome,
    PendingTransaction, Record, Reply, Server, Verdict,
};
use mdm_pki::{
    Certificate, CertificateAuthority, Error, IssuePolicy, IssuedIdentities, KeyPair, Recipient, Serial,
    Subject, TrustAnchors, Usage,
};

use crate::judge::Judge;
use crate::{DAY, now};

#[test]
fn a_foreign_client_enrolls_and_renews() {
    // The package is not among those that CI installs everywhere.
    let program = std::env::var("SCEPCLIENT").unwrap_or_else(|_| "scepclient".to_owned());
    if Command::new(&program).arg("-version").output().is_err() {
        println!(
            "skipped: scepclient (Debian package scep) is not installed, SCEP was not checked against it"
        );
        return;
    }
    let Some(judge) = Judge::new("scepclient") else { return };
    let challenge = Challenge::new("one-time").unwrap();
    let office = Arc::new(Mutex::new(Office::new(&challenge, SystemTime::now())));
    let url = serve(Arc::clone(&office));

    let run = |arguments: &str| {
        let output = Command::new(&program)
            .args(["-server-url", &url, "-private-key", "client.key", "-certificate", "client.pem"])
            .args(arguments.split_whitespace())
            .current_dir(judge.folder())
            .output()
            .unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    // It encrypts with single DES, whatever the server says: refused, until somebody calls that by its name.
    let (done, told) = run("-challenge one-time -cn wish");
    assert!(!done && told.contains("badAlg"), "{told}");
    let des = Error::Unsupported { what: "content encryption algorithm" };
    assert_eq!(std::mem::take(&mut office.lock().unwrap().refused), [des]);
    let legacy = office.lock().unwrap().server.clone().dangerous_legacy_algorithms();
    office.lock().unwrap().server = legacy;

    // It keeps its request, with the challenge inside.
    std::fs::remove_file(judge.folder().join("csr.pem")).unwrap();
    let (done, told) = run("-challenge wrong -cn wish");
    assert!(!done && told.contains("badRequest"), "{told}");
    std::fs::remove_file(judge.folder().join("csr.pem")).unwrap();
    let (done, told) = run("-challenge one-time -cn wish");
    assert!(done, "{told}");
    let certificate = Certificate::from_pem(&judge.read("client.pem")).unwrap();
    assert_eq!(certificate.subject_common_name(), Some("device 17"));
    let anchors = TrustAnchors::new([office.lock().unwrap().root.certificate().clone()]).unwrap();
    assert_eq!(anchors.verify_device(&certificate, SystemTime::now()), Ok(()));
    assert_eq!(office.lock().unwrap().refused, [Error::WrongChallenge]);

    // With a certificate at hand it sends a RenewalReq that is signed with it.
    let (done, told) = run("-cn wish");
    assert!(done, "{told}");
    let identities = office.lock().unwrap().identities.clone();
    assert_eq!(identities.rows().len(), 2, "{told}");
}

#[test]
fn strongswan_enrolls_polls_and_renews() {
    // The package is not among those that CI installs everywhere.
    if Command::new("pki").arg("--help").output().is_err() {
        println!(
            "skipped: pki (Debian package strongswan-pki) is not installed, SCEP was not checked against it"
        );
        return;
    }
    let Some(judge) = Judge::new("strongswan") else { return };
    let challenge = Challenge::new("one-time").unwrap();
    let office = Arc::new(Mutex::new(Office::new(&challenge, SystemTime::now())));
    office.lock().unwrap().waits = 1;
    let url = serve(Arc::clone(&office));
    let pki = |arguments: &str, out: &str| {
        let output = Command::new("pki")
            .args(arguments.replace("URL", &url).split_whitespace())
            .current_dir(judge.folder())
            .output()
            .unwrap();
        judge.write(out, &output.stdout);
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    let (done, told) = pki("--scepca --url URL --caout ca.pem --raout ra.pem --outform pem", "none");
    assert!(done && told.contains("RA cert is trusted"), "{told}");
    let ca = Certificate::from_pem(&judge.read("ca.pem")).unwrap();
    assert_eq!(ca, *office.lock().unwrap().root.certificate());
    judge.run("genrsa -out one.key 2048");
    judge.run("genrsa -out two.key 3072");

    // Version 5.9.8 takes every server for one without AES unless 3DES is asked for. It polls once.
    let enroll = "--scep --url URL --dn CN=wish --cipher des3 --cacert-enc ra.pem --cacert-sig ca.pem \
                  --interval 1 --maxpolltime 9 --outform pem";
    let (done, told) = pki(&format!("{enroll} --in one.key --password one-time --digest sha512"), "one.pem");
    assert!(done && told.contains("pending"), "{told}");
    let first = Certificate::from_pem(&judge.read("one.pem")).unwrap();
    let anchors = TrustAnchors::new([ca]).unwrap();
    assert_eq!(anchors.verify_device(&first, SystemTime::now()), Ok(()));
    let (done, told) = pki(&format!("{enroll} --in two.key --password one-time --digest sha1"), "none");
    assert!(!done && told.contains("badRequest"), "{told}");
    let renew = format!("{enroll} --in two.key --cert one.pem --key one.key --digest sha256");
    let (done, told) = pki(&renew, "two.pem");
    assert!(done, "{told}");
    let second = Certificate::from_pem(&judge.read("two.pem")).unwrap();
    assert_eq!(anchors.verify_device(&second, SystemTime::now()), Ok(()));
    let office = office.lock().unwrap();
    let issued = office.identities.rows().iter().map(|row| row.fingerprint);
    assert!(issued.eq([first.fingerprint(), second.fingerprint()]));
    assert_eq!(office.refused, [Error::UsedChallenge]);
}

#[test]
fn openssl_reads_the_messages_of_both_sides() {
    let Some(judge) = Judge::new("scep") else { return };
    let challenge = Challenge::mint().unwrap();
    let mut office = Office::new(&challenge, now());
    let certificates = CaCertificates::decode(office.server.ca_certificates().unwrap().body()).unwrap();
    judge.write("ca.p7", office.server.ca_certificates().unwrap().body());
    let listed = judge.run("pkcs7 -inform DER -in ca.p7 -print_certs");
    assert_eq!(Certificate::all_from_pem(&listed.stdout).unwrap(), certificates.all());

    let client =
        Client::new("http://localhost/scep", certificates, Capabilities::decode(b"SCEPStandard")).unwrap();
    let key = KeyPair::mint_rsa2048().unwrap();
    let csr = key.csr_with_challenge("wish", &challenge).unwrap();
    judge.write("ours.csr", csr.to_pem().as_bytes());
    let text = judge.run("req -in ours.csr -noout -verify -text");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("challengePassword") && text.contains(challenge.expose_secret()), "{text}");

    let (transaction, request) = client.enroll(key.clone(), csr.clone(), now()).unwrap();
    judge.write("request.der", request.body());
    judge.run(
        "cms -verify -noverify -binary -inform DER -in request.der -out envelope.der -signer signer.pem",
    );
    judge.write("ra.key", office.ra_key.expose_secret_pem().unwrap().expose_secret());
    judge.run("cms -decrypt -binary -inform DER -in envelope.der -inkey ra.key -out csr.der");
    assert_eq!(judge.read("csr.der"), csr.as_der());

    let reply = office.answer(&request, now());
    judge.write("reply.der", reply.body());
    judge.write("root.pem", office.root.certificate().to_pem().as_bytes());
    judge.run(
        "cms -verify -purpose any -attime NOW -CAfile root.pem -binary -inform DER -in reply.der -out envelope.der",
    );
    judge.write("device.key", key.expose_secret_pem().unwrap().expose_secret());
    judge.run("cms -decrypt -binary -inform DER -in envelope.der -inkey device.key -out certs.p7");
    let listed = judge.run("pkcs7 -inform DER -in certs.p7 -print_certs");
    let issued = Certificate::from_pem(&listed.stdout).unwrap();
    assert_eq!(transaction.reply(reply.body()), Ok(Reply::Issued(issued)));

    // A request that OpenSSL made, with an attribute of its own.
    judge.write(
        "req.cnf",
        b"[req]\ndistinguished_name=dn\nattributes=at\nprompt=no\n[dn]\nCN=wish\n[at]\nchallengePassword=from elsewhere\n",
    );
    judge.run("req -new -newkey rsa:2048 -nodes -keyout theirs.key -config req.cnf -out theirs.csr");
    let theirs = mdm_pki::Csr::from_pem(&judge.read("theirs.csr")).unwrap();
    assert_eq!(theirs.challenge().unwrap().expose_secret(), "from elsewhere");
}

/// A server with one enrollment.
struct Office {
    root: CertificateAuthority,
    ra_key: KeyPair,
    server: Server,
    challenge: ChallengeRecord,
    identities: IssuedIdentities,
    pending: Option<PendingTransaction>,
    /// How many requests wait before one is decided.
    waits: usize,
    refused: Vec<Error>,
}

impl Office {
    fn new(challenge: &Challenge, now: SystemTime) -> Self {
        let key = KeyPair::mint_rsa2048().unwrap();
        let root = CertificateAuthority::mint_with_key(key, "Interop CA", 3650 * DAY, now).unwrap();
        let ra_key = KeyPair::mint_rsa2048().unwrap();
        let policy = IssuePolicy::new(Subject::new("Interop SCEP"), Usage::ScepRegistration, 365 * DAY);
        let ra = root.issue(&ra_key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now).unwrap();
        let registration = Recipient::new(ra_key.clone(), ra).unwrap();
        Self {
            server: Server::new(root.clone(), registration).unwrap(),
            root,
            ra_key,
            challenge: ChallengeRecord::new(challenge, "slot/17", now + DAY),
            identities: IssuedIdentities::default(),
            pending: None,
            waits: 0,
            refused: Vec::new(),
        }
    }

    fn answer(&mut self, request: &Request<Vec<u8>>, now: SystemTime) -> Response<Vec<u8>> {
        match Operation::decode(request.method(), request.uri().query(), request.body()).unwrap() {
            Operation::GetCaCaps => self.server.capabilities(),
            Operation::GetCaCert => self.server.ca_certificates().unwrap(),
            Operation::PkiOperation(message) => self.issue(&message, now),
            other => panic!("{other:?}"),
        }
    }

    fn issue(&mut self, message: &[u8], now: SystemTime) -> Response<Vec<u8>> {
        let request = self.server.open(message, now).unwrap();
        let record = match request.needs() {
            Needs::Challenge(hash) if hash == self.challenge.hash => {
                Record::Challenge(self.challenge.clone())
            }
            Needs::Enrollment(_) => Record::Enrollment {
                name: "slot/17".to_owned(),
                identities: self.identities.clone(),
                transaction: None,
            },
            Needs::Transaction(_) => self.pending.clone().map_or(Record::Missing, |pending| {
                Record::Transaction { pending, identities: self.identities.clone() }
            }),
            _ => Record::Missing,
        };
        let waits = self.waits > 0;
        let policy = |_: &Application<'_>| {
            if waits {
                return Verdict::Wait;
            }
            Verdict::Issue(IssuePolicy::new(Subject::new("device 17"), Usage::TlsClient, 90 * DAY))
        };
        let decision = self.server.decide(&request, record, &policy, Serial::mint().unwrap(), now).unwrap();
        match decision.outcome {
            Outcome::Issued { certificate, challenge, .. } => {
                self.identities.record(&certificate, now);
                self.identities.adopt(&certificate.fingerprint());
                self.challenge = challenge.unwrap_or_else(|| self.challenge.clone());
            }
            Outcome::Waiting(pending) => {
                self.challenge = pending.challenge.clone().unwrap();
                self.pending = Some(pending);
                self.waits -= 1;
            }
            Outcome::Refused { reason, .. } => self.refused.push(reason),
            other => panic!("{other:?}"),
        }
        decision.reply
    }
}

/// As much HTTP as a client on loopback needs, until the test ends.
fn serve(office: Arc<Mutex<Office>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/scep", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            exchange(stream.unwrap(), &office);
        }
    });
    url
}

fn exchange(mut stream: TcpStream, office: &Mutex<Office>) {
    let mut bytes = Vec::new();
    let head = loop {
        let mut chunk = [0; 4096];
        let length = stream.read(&mut chunk).unwrap();
        if length == 0 {
            return;
        }
        bytes.extend_from_slice(chunk.get(..length).unwrap());
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break String::from_utf8(bytes.drain(..end + 4).collect()).unwrap();
        }
    };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let missing = length.unwrap_or(0_usize) - bytes.len();
    (&stream).take(missing as u64).read_to_end(&mut bytes).unwrap();
    let mut words = head.split(' ');
    let request =
        Request::builder().method(words.next().unwrap()).uri(words.next().unwrap()).body(bytes).unwrap();
    let response = office.lock().unwrap().answer(&request, SystemTime::now());
    let kind = response.headers()["content-type"].to_str().unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        response.body().len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(response.body()).unwrap();
}
