//! A server in memory: issues certificates, takes check-ins, hands out commands.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509NameBuilder, X509Req};
use plist::{Dictionary, Value};

use crate::phone::{
    Event, Input, KeyKind, LockState, Output, Phone, PhoneConfig, Purpose, Request, Response, UnlockToken,
    mint_key,
};

pub(super) const UDID: &str = "00008120-0012345678901234";
pub(super) const UNLOCK_TOKEN: &[u8] = b"planted unlock token";
pub(super) const PUSH_TOKEN: &[u8] = b"planted push token";
pub(super) const CHALLENGE: &str = "planted challenge";
pub(super) const ENROLLMENT: &str = "example.mdm.enrollment";

/// A phone, its server, and what they did.
pub(super) struct World {
    pub(super) phone: Phone,
    pub(super) now: SystemTime,
    pub(super) events: Vec<Event>,
    /// All requests, in order.
    pub(super) requests: Vec<Request>,
    /// The one that has no answer yet.
    pub(super) pending: Option<Request>,
    /// What the phone asked for last.
    pub(super) wake_at: Option<SystemTime>,
    /// Bodies to hand out to the next connects.
    pub(super) commands: VecDeque<Vec<u8>>,
    pub(super) authority: Authority,
}

impl World {
    pub(super) fn new(config: PhoneConfig) -> Self {
        let phone = Phone::new(config, mint_key(KeyKind::EcP256).unwrap()).unwrap();
        Self {
            phone,
            now: start(),
            events: Vec::new(),
            requests: Vec::new(),
            pending: None,
            wake_at: None,
            commands: VecDeque::new(),
            authority: Authority::new(),
        }
    }

    /// A world whose phone is enrolled and idle; the log is empty.
    pub(super) fn enrolled(config: PhoneConfig) -> Self {
        Self::enrolled_by(config, &enrollment_profile(|_| {}))
    }

    pub(super) fn enrolled_by(config: PhoneConfig, profile: &[u8]) -> Self {
        let (lock_state, passcode) = (config.lock_state, config.passcode);
        let mut world = Self::new(PhoneConfig { lock_state: LockState::Unlocked, ..config });
        world.input(Input::PushToken(PUSH_TOKEN)).unwrap();
        world.input(Input::InstallEnrollmentProfile(profile)).unwrap();
        world.serve();
        assert!(world.phone.is_enrolled(), "{:?}", world.events);
        match lock_state {
            LockState::Unlocked => {}
            LockState::Locked => world.input(Input::Lock).unwrap(),
            LockState::BeforeFirstUnlock => world.input(Input::Reboot).unwrap(),
        }
        assert_eq!(world.phone.has_passcode(), passcode);
        world.events.clear();
        world.requests.clear();
        world
    }

    /// One input, drained.
    pub(super) fn input(&mut self, input: Input<'_>) -> Result<(), crate::Error> {
        let result = self.phone.handle_input(input, self.now);
        loop {
            match self.phone.poll_output() {
                Output::Transmit(request) => {
                    self.requests.push(request.clone());
                    self.pending = Some(request);
                }
                Output::Event(event) => self.events.push(event),
                Output::Wait(time) => {
                    self.wake_at = time;
                    return result;
                }
            }
        }
    }

    pub(super) fn push(&mut self) {
        let magic = String::from_utf8(self.magic().to_vec()).unwrap();
        self.input(Input::Push(format!("{{\"mdm\":\"{magic}\"}}").as_bytes())).unwrap();
    }

    pub(super) fn magic(&self) -> &[u8] {
        self.phone.management.as_ref().unwrap().push_magic.expose_secret()
    }

    /// Gives the pending request this answer.
    pub(super) fn answer(&mut self, status: u16, body: &[u8]) {
        self.answer_as(status, None, body);
    }

    pub(super) fn answer_as(&mut self, status: u16, content_type: Option<&str>, body: &[u8]) {
        let request = self.pending.take().expect("no request is pending").id;
        self.input(Input::Response(Response { request, status, content_type, body })).unwrap();
    }

    /// Answers everything as a good server would, until the phone is quiet.
    pub(super) fn serve(&mut self) {
        for _ in 0..1_000 {
            let Some(request) = &self.pending else { return };
            let reply = match request.purpose {
                Purpose::Certificate => self.authority.issue(&request.body),
                Purpose::Connect => self.commands.pop_front().unwrap_or_default(),
                _ => Vec::new(),
            };
            self.answer(200, &reply);
        }
        panic!("the session does not end");
    }

    /// Pushes, hands out one command, ends the session; gives the phone's report.
    pub(super) fn run(&mut self, request_type: &str, arguments: &[(&str, Value)]) -> Dictionary {
        let uuid = format!("uuid-{}", self.phone.executed().len());
        self.commands.push_back(command(&uuid, request_type, arguments));
        let first = self.requests.len();
        self.push();
        self.serve();
        let mut reports = self.requests[first..].iter().map(message);
        reports.rfind(|report| text(report, "CommandUUID") == uuid).expect("a report")
    }

    /// Lets the time come that the phone waits for.
    pub(super) fn wake(&mut self) {
        self.now = self.wake_at.expect("the phone waits for a time");
        self.input(Input::Timeout).unwrap();
    }
}

/// A certificate authority for devices.
pub(super) struct Authority {
    key: PKey<Private>,
    root: Vec<u8>,
}

impl Authority {
    pub(super) fn new() -> Self {
        let pem = mint_key(KeyKind::EcP256).unwrap();
        let key = PKey::private_key_from_pem(pem.expose_secret()).unwrap();
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", "Test authority").unwrap();
        let public = PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap();
        let root = certificate(&key, &public, &name.build());
        Self { key, root }
    }

    /// A certificate for a certificate request.
    pub(super) fn issue(&self, request_der: &[u8]) -> Vec<u8> {
        let request = X509Req::from_der(request_der).unwrap();
        let key = request.public_key().unwrap();
        assert!(request.verify(&key).unwrap(), "the request proves possession of the key");
        certificate(&self.key, &key, request.subject_name())
    }

    pub(super) fn root(&self) -> Vec<u8> {
        self.root.clone()
    }

    /// Signs a profile with the root itself.
    pub(super) fn seal(&self, profile: &[u8]) -> Vec<u8> {
        let root = X509::from_der(&self.root).unwrap();
        let options = openssl::cms::CMSOptions::BINARY | openssl::cms::CMSOptions::NOSMIMECAP;
        openssl::cms::CmsContentInfo::sign(Some(&root), Some(&self.key), None, Some(profile), options)
            .unwrap()
            .to_der()
            .unwrap()
    }
}

fn certificate(
    issuer: &PKey<Private>,
    key: &PKey<openssl::pkey::Public>,
    subject: &openssl::x509::X509NameRef,
) -> Vec<u8> {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "Test authority").unwrap();
    let at = |time: SystemTime| {
        let seconds = time.duration_since(UNIX_EPOCH).unwrap().as_secs();
        Asn1Time::from_unix(i64::try_from(seconds).unwrap()).unwrap()
    };
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    // The high bit is set, so that the INTEGER needs its leading zero.
    let serial = BigNum::from_u32(0x80_00_00_01).unwrap().to_asn1_integer().unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_issuer_name(&name.build()).unwrap();
    builder.set_subject_name(subject).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.set_not_before(&at(start())).unwrap();
    builder.set_not_after(&at(start() + Duration::from_secs(86_400))).unwrap();
    builder.sign(issuer, MessageDigest::sha256()).unwrap();
    builder.build().to_der().unwrap()
}

pub(super) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}

/// A phone in a given lock state, with passcode and tokens, that knows where it is.
pub(super) fn config(lock_state: LockState) -> PhoneConfig {
    PhoneConfig {
        lock_state,
        cellular: true,
        unlock_token: Some(UnlockToken::new(UNLOCK_TOKEN)),
        location: Some(crate::Location { latitude: 35.68, longitude: 139.77, horizontal_accuracy: 20.0 }),
        ..PhoneConfig::new(UDID, "F2LTEST00001")
    }
}

pub(super) fn supervised(lock_state: LockState) -> PhoneConfig {
    PhoneConfig { supervised: true, ..config(lock_state) }
}

/// An enrollment profile; `change` gets the MDM payload.
pub(super) fn enrollment_profile(change: impl FnOnce(&mut Dictionary)) -> Vec<u8> {
    enrollment_profile_with(change, &[])
}

pub(super) fn enrollment_profile_with(change: impl FnOnce(&mut Dictionary), anchors: &[Vec<u8>]) -> Vec<u8> {
    let mut mdm = dictionary(&[
        ("PayloadType", "com.apple.mdm".into()),
        ("PayloadIdentifier", "example.mdm.enrollment.mdm".into()),
        ("PayloadUUID", "11111111-1111-4111-8111-111111111111".into()),
        ("PayloadVersion", 1.into()),
        ("IdentityCertificateUUID", "22222222-2222-4222-8222-222222222222".into()),
        ("Topic", "com.apple.mgmt.External.test".into()),
        ("ServerURL", "https://mdm.test/connect".into()),
        ("CheckInURL", "https://mdm.test/checkin".into()),
        ("AccessRights", 8191.into()),
        ("CheckOutWhenRemoved", true.into()),
        ("SignMessage", true.into()),
    ]);
    change(&mut mdm);
    let pair = |field: &str, value: &str| Value::Array(vec![Value::Array(vec![field.into(), value.into()])]);
    let scep = dictionary(&[
        ("PayloadType", "com.apple.security.scep".into()),
        ("PayloadIdentifier", "example.mdm.enrollment.scep".into()),
        ("PayloadUUID", "22222222-2222-4222-8222-222222222222".into()),
        ("PayloadVersion", 1.into()),
        (
            "PayloadContent",
            Value::Dictionary(dictionary(&[
                ("URL", "https://mdm.test/certificate".into()),
                ("Challenge", CHALLENGE.into()),
                ("Subject", Value::Array(vec![pair("O", "Test"), pair("CN", "phone-1")])),
            ])),
        ),
    ]);
    let mut payloads = vec![Value::Dictionary(mdm), Value::Dictionary(scep)];
    for anchor in anchors {
        payloads.push(Value::Dictionary(dictionary(&[
            ("PayloadType", "com.apple.security.root".into()),
            ("PayloadIdentifier", "example.mdm.enrollment.root".into()),
            ("PayloadUUID", "33333333-3333-4333-8333-333333333333".into()),
            ("PayloadVersion", 1.into()),
            ("PayloadContent", Value::Data(anchor.clone())),
        ])));
    }
    xml(&dictionary(&[
        ("PayloadType", "Configuration".into()),
        ("PayloadIdentifier", ENROLLMENT.into()),
        ("PayloadUUID", "44444444-4444-4444-8444-444444444444".into()),
        ("PayloadVersion", 1.into()),
        ("PayloadContent", Value::Array(payloads)),
    ]))
}

/// A small configuration profile.
pub(super) fn profile(identifier: &str, uuid: &str) -> Vec<u8> {
    let web_clip = dictionary(&[
        ("PayloadType", "com.apple.webClip.managed".into()),
        ("PayloadIdentifier", format!("{identifier}.clip").into()),
        ("PayloadUUID", format!("{uuid}-clip").into()),
        ("PayloadVersion", 1.into()),
        ("URL", "https://mdm.test/".into()),
    ]);
    xml(&dictionary(&[
        ("PayloadType", "Configuration".into()),
        ("PayloadIdentifier", identifier.into()),
        ("PayloadUUID", uuid.into()),
        ("PayloadVersion", 1.into()),
        ("PayloadDisplayName", "Test".into()),
        ("PayloadContent", Value::Array(vec![Value::Dictionary(web_clip)])),
    ]))
}

pub(super) fn command(uuid: &str, request_type: &str, arguments: &[(&str, Value)]) -> Vec<u8> {
    let mut body = dictionary(arguments);
    body.insert("RequestType".into(), request_type.into());
    xml(&dictionary(&[("CommandUUID", uuid.into()), ("Command", Value::Dictionary(body))]))
}

pub(super) fn dictionary(items: &[(&str, Value)]) -> Dictionary {
    items.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

pub(super) fn xml(dictionary: &Dictionary) -> Vec<u8> {
    let mut bytes = Vec::new();
    Value::Dictionary(dictionary.clone()).to_writer_xml(&mut bytes).unwrap();
    bytes
}

/// The body of a check-in or connect request.
pub(super) fn message(request: &Request) -> Dictionary {
    Value::from_reader_xml(request.body.as_slice()).unwrap().into_dictionary().unwrap()
}

pub(super) fn text<'a>(dictionary: &'a Dictionary, key: &str) -> &'a str {
    dictionary.get(key).and_then(Value::as_string).unwrap_or_default()
}

/// `Status`, and the code of the outermost error if there is one.
pub(super) fn outcome(report: &Dictionary) -> (String, Option<i64>) {
    let chain = report.get("ErrorChain").and_then(Value::as_array);
    let code = chain.map(|chain| {
        let outermost = chain[0].as_dictionary().unwrap();
        assert!(!text(outermost, "ErrorDomain").is_empty());
        assert!(!text(outermost, "LocalizedDescription").is_empty());
        outermost.get("ErrorCode").and_then(Value::as_signed_integer).unwrap()
    });
    (text(report, "Status").to_owned(), code)
}
