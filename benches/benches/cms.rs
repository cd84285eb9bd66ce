//! What do signatures, chains, envelopes and SCEP cost beside the arithmetic that nobody can avoid?
//!
//! Not criterion: rates are compared with each other, so they are measured in turns, and a noisy moment hits all alike.
//! Every figure is the median of the turns, operations a second on one thread.

use std::hint::black_box;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mdm_pki::scep::{
    Application, CaCertificates, Capabilities, Challenge, ChallengeRecord, Client, Record, Server, Verdict,
};
use mdm_pki::{
    Certificate, CertificateAuthority, ChainPolicy, ContentCipher, IssuePolicy, KeyPair, Limits,
    MdmSignature, Recipient, Serial, Signer, Subject, TrustAnchors, Usage, VerdictCache, encrypt,
};
use mdm_profile::{AccessRights, EnrollmentProfile, Identity, MdmPayload, ScepChallenge, ScepIdentity};
use openssl::cms::{CMSOptions, CmsContentInfo};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::x509::X509;

const TURNS: usize = 41;
/// One turn repeats an operation for so long at least.
const TURN: Duration = Duration::from_millis(20);
const DAY: Duration = Duration::from_secs(86_400);
/// Of a profile with a handful of payloads.
const PROFILE: usize = 10_020;
/// Of a `TokenUpdate`.
const BODY: usize = 2_179;

fn main() {
    for (name, key) in [("RSA-2048", KeyPair::mint_rsa2048()), ("P-256", KeyPair::mint_p256())] {
        let world = World::new(key.expect("a key"));
        println!("\n{name}");
        world.signatures();
        world.chains();
        world.enrollment_profiles();
        world.envelopes();
    }
    println!("\nSCEP");
    scep();
}

/// A root, an intermediate and one holder of a key.
struct World {
    key: KeyPair,
    root: Certificate,
    middle: Certificate,
    leaf: Certificate,
}

impl World {
    fn new(key: KeyPair) -> Self {
        // The kind of the authorities' keys is that of the leaf, as a vendor would have it.
        let mint = || {
            if format!("{key:?}").contains("Rsa") { KeyPair::mint_rsa2048() } else { KeyPair::mint_p256() }
        };
        let mint = || mint().expect("a key");
        let root = CertificateAuthority::mint_with_key(mint(), "Root", 3650 * DAY, now()).expect("a root");
        let middle = root.mint_subordinate(mint(), "Devices", 1000 * DAY, now()).expect("an authority");
        let policy = IssuePolicy::new(Subject::new("holder"), Usage::TlsClient, 365 * DAY);
        let csr = key.csr("x").expect("a request");
        let leaf = middle.issue(&csr, &policy, Serial::mint().expect("a serial"), now()).expect("a leaf");
        Self { root: root.certificate().clone(), middle: middle.certificate().clone(), leaf, key }
    }

    /// A complete CMS signature over a profile with three certificates inside, against the raw signature over 32 bytes.
    fn signatures(&self) {
        let chain = vec![self.middle.clone(), self.root.clone()];
        let signer = Signer::new(self.key.clone(), self.leaf.clone(), chain).expect("a signer");
        let profile = vec![b'x'; PROFILE];
        let secret = self.key.expose_secret_pem().expect("a key");
        let key = PKey::private_key_from_pem(secret.expose_secret()).expect("a key");
        let x509 = |certificate: &Certificate| X509::from_der(certificate.as_der()).expect("a certificate");
        let leaf = x509(&self.leaf);
        let mut others = Stack::new().expect("a stack");
        others.push(x509(&self.middle)).and_then(|()| others.push(x509(&self.root))).expect("a stack");
        compare(&mut [
            ("raw signature, openssl crate", &mut || {
                black_box(raw(&key, black_box(&[7; 32])));
            }),
            ("profile signed, mdm-pki", &mut || {
                black_box(signer.sign_attached(black_box(&profile), now()).expect("signed"));
            }),
            ("profile signed, openssl crate", &mut || {
                let options = CMSOptions::BINARY | CMSOptions::NOSMIMECAP;
                let cms =
                    CmsContentInfo::sign(Some(&leaf), Some(&key), Some(&others), Some(&profile), options);
                black_box(cms.and_then(|cms| cms.to_der()).expect("signed"));
            }),
        ]);
    }

    /// `Mdm-Signature` with everything that a server does before it knows who speaks. The first is the rival of the
    /// others.
    fn chains(&self) {
        let signer = Signer::new(self.key.clone(), self.leaf.clone(), vec![]).expect("a signer");
        let body = vec![b'x'; BODY];
        let header = MdmSignature::sign(&signer, &body, now()).expect("signed");
        let policy = |anchor: &Certificate| {
            ChainPolicy::device_identity(&TrustAnchors::new([anchor.clone()]).expect("anchors"))
        };
        let (one, two) = (policy(&self.middle), policy(&self.root));
        let (mut cache, mut cache_of_two) =
            (VerdictCache::new(one.clone(), 1000), VerdictCache::new(two.clone(), 1000));
        let links = [self.middle.clone()];
        let signed =
            || MdmSignature::verify(black_box(&header), &body, &Limits::MDM_SIGNATURE).expect("verified");
        compare(&mut [
            ("Mdm-Signature, chain of two authorities", &mut || {
                two.verify(&signed(), &links, now()).expect("trust")
            }),
            ("the same, cached", &mut || cache_of_two.verify(&signed(), &links, now()).expect("trust")),
            ("Mdm-Signature, the anchor issued it", &mut || {
                one.verify(&signed(), &[], now()).expect("trust")
            }),
            ("the same, cached", &mut || cache.verify(&signed(), &[], now()).expect("trust")),
            ("signature only", &mut || {
                black_box(signed());
            }),
            ("certificate read", &mut || {
                black_box(Certificate::from_der(black_box(self.leaf.as_der())).expect("read"));
            }),
        ]);
    }

    /// An enrollment profile for one device, built and signed, with the authority inside.
    fn enrollment_profiles(&self) {
        let chain = vec![self.middle.clone(), self.root.clone()];
        let signer = Signer::new(self.key.clone(), self.leaf.clone(), chain).expect("a signer");
        let mut device = 0_u32;
        let mut profile = move || {
            device += 1;
            let identity = ScepIdentity::new("https://mdm.example.com/scep")
                .challenge(ScepChallenge::new(format!("one-time-{device}")))
                .subject([("O", "Example"), ("CN", &format!("device {device}"))]);
            let topic = "com.apple.mgmt.External.0d3c1b2a-1111-4222-8333-944445555666";
            let mdm = MdmPayload::new("https://mdm.example.com/connect", topic, AccessRights::ALL)
                .sign_message()
                .check_out_when_removed();
            EnrollmentProfile::new("com.example.mdm", Identity::Scep(identity), mdm)
                .trust_anchor(self.root.clone())
        };
        let mut again = profile;
        compare(&mut [
            ("enrollment profile built and signed", &mut || {
                black_box(profile().sign(&signer, now()).expect("signed"));
            }),
            ("the same, built only", &mut || {
                black_box(again().build().expect("built"));
            }),
        ]);
    }

    fn envelopes(&self) {
        let recipient = Recipient::new(self.key.clone(), self.leaf.clone()).expect("a recipient");
        let profile = vec![b'x'; PROFILE];
        let seal =
            || encrypt(black_box(&profile), std::slice::from_ref(&self.leaf), ContentCipher::default());
        let sealed = seal().expect("sealed");
        compare(&mut [
            ("profile encrypted", &mut || {
                black_box(seal().expect("sealed"));
            }),
            ("profile decrypted", &mut || {
                black_box(recipient.decrypt(black_box(&sealed), &Limits::PROFILE).expect("opened"));
            }),
        ]);
    }
}

/// The server's side of one enrollment: open, decide, issue, answer. Authority on P-256, RSA-2048 elsewhere.
fn scep() {
    let authority = CertificateAuthority::mint("Devices", 3650 * DAY, now()).expect("an authority");
    let key = KeyPair::mint_rsa2048().expect("a key");
    let policy = IssuePolicy::new(Subject::new("SCEP"), Usage::ScepRegistration, 365 * DAY);
    let csr = key.csr("x").expect("a request");
    let ra = authority.issue(&csr, &policy, Serial::mint().expect("a serial"), now()).expect("a certificate");
    let server = Server::new(authority, Recipient::new(key, ra).expect("a recipient")).expect("a server");

    let certificates =
        CaCertificates::decode(server.ca_certificates().expect("a message").body()).expect("read");
    let capabilities = Capabilities::decode(server.capabilities().body());
    let client = Client::new("http://localhost/scep", certificates, capabilities).expect("a client");
    let challenge = Challenge::mint().expect("a challenge");
    let record = ChallengeRecord::new(&challenge, "slot", now() + DAY);
    let key = KeyPair::mint_rsa2048().expect("a key");
    let csr = key.csr_with_challenge("wish", &challenge).expect("a request");
    let (_, request) = client.enroll(key, csr, now()).expect("a request");
    let issue = |_: &Application<'_>| {
        Verdict::Issue(IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 365 * DAY))
    };
    compare(&mut [("enrollment served", &mut || {
        let opened = server.open(black_box(request.body()), now()).expect("opened");
        let serial = Serial::mint().expect("a serial");
        let record = Record::Challenge(record.clone());
        black_box(server.decide(&opened, record, &issue, serial, now()).expect("decided"));
    })]);
}

fn raw(key: &PKey<Private>, message: &[u8]) -> Vec<u8> {
    let mut signer = openssl::sign::Signer::new(MessageDigest::sha256(), key).expect("a signer");
    signer.sign_oneshot_to_vec(message).expect("signed")
}

/// Rates in turns, and what each is of the first.
fn compare(operations: &mut [(&str, &mut dyn FnMut())]) {
    let mut samples = vec![Vec::new(); operations.len()];
    for _ in 0..TURNS {
        for ((_, operation), samples) in operations.iter_mut().zip(&mut samples) {
            let (began, mut times) = (Instant::now(), 0_u32);
            while times < 3 || began.elapsed() < TURN {
                operation();
                times += 1;
            }
            samples.push(f64::from(times) / began.elapsed().as_secs_f64());
        }
    }
    let medians: Vec<f64> = samples.into_iter().map(median).collect();
    for ((name, _), rate) in operations.iter().zip(&medians) {
        println!("  {name:<42} {rate:>9.0}/s   {:.2}", rate / medians[0]);
    }
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// 2026-11-22 00:00:00 UTC.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}
