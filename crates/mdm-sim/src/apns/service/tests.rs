//! Each rule of Apple's tables, by the table that it is in ("Sending notification requests to APNs" and "Handling
//! notification responses from APNs", read 2026-08).

use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};

use super::super::{Fault, REASONS};
use super::*;

const TOPIC: &str = "com.apple.mgmt.External.1";
const APP: &str = "com.example.app";
const NOW: u64 = 1_800_000_000;
const MDM: &str = r#"{"mdm":"m"}"#;

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

fn token(n: u8) -> DeviceToken {
    DeviceToken::from_bytes([n; 32])
}

struct Bench {
    service: Service,
    sender: Sender,
    /// Reasons that were given, so that a test can say which are never given.
    path: String,
    headers: Vec<(&'static str, String)>,
}

impl Bench {
    fn new() -> Self {
        Self::with(ServiceRules::default(), Sender::with_certificate(Some(TOPIC)))
    }

    fn with(rules: ServiceRules, sender: Sender) -> Self {
        let mut service = Service::with_rules(rules);
        service.register(token(1), TOPIC);
        service.register(token(2), APP);
        let headers = vec![
            ("apns-push-type", "mdm".to_owned()),
            ("apns-topic", TOPIC.to_owned()),
            ("apns-priority", "10".to_owned()),
            ("apns-expiration", (NOW + 60).to_string()),
            ("apns-id", "0f8fad5b-d9cb-469f-a165-70867728950e".to_owned()),
        ];
        Self { service, sender, path: format!("/3/device/{}", token(1).to_hex()), headers }
    }

    fn set(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.headers.retain(|(n, _)| *n != name);
        self.headers.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    fn push(&mut self, method: &str, body: &str, now: u64) -> Verdict {
        let headers = self.headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let request = PushRequest { method, path: &self.path, headers, body: body.as_bytes() };
        self.service.push(&request, &mut self.sender, at(now))
    }

    fn outcome(&mut self, method: &str, body: &str, now: u64) -> String {
        match self.push(method, body, now) {
            Verdict::Accepted(_) => "200".into(),
            Verdict::Rejected(rejection) => {
                assert!(REASONS.contains(&(rejection.status, rejection.reason)), "{rejection:?}");
                format!("{} {}", rejection.status, rejection.reason)
            }
        }
    }
}

/// Table 1 of "Sending notification requests": the header fields.
#[test]
fn headers_are_checked() {
    fn check(name: &'static str, value: Option<&str>, expected: &str) {
        assert_eq!(Bench::new().set(name, value).outcome("POST", MDM, NOW), expected, "{name}: {value:?}");
    }
    check("apns-id", None, "200");
    check("apns-id", Some("0F8FAD5B-D9CB-469F-A165-70867728950E"), "400 BadMessageId");
    check("apns-id", Some("1"), "400 BadMessageId");
    check("apns-priority", None, "200");
    check("apns-priority", Some("5"), "200");
    check("apns-priority", Some("1"), "200");
    check("apns-priority", Some("7"), "400 BadPriority");
    check("apns-expiration", None, "200");
    check("apns-expiration", Some("0"), "200");
    check("apns-expiration", Some(&u64::MAX.to_string()), "200");
    check("apns-expiration", Some("99999999999999999999999"), "400 BadExpirationDate");
    check("apns-expiration", Some("-1"), "400 BadExpirationDate");
    check("apns-expiration", Some("+1"), "400 BadExpirationDate");
    check("apns-expiration", Some(""), "400 BadExpirationDate");
    check("apns-expiration", Some("tomorrow"), "400 BadExpirationDate");
    check("apns-topic", None, "200");
    check("apns-topic", Some("com.apple.mgmt.External.2"), "400 TopicDisallowed");
    check("apns-topic", Some("a topic"), "400 BadTopic");
    check("apns-topic", Some(""), "400 BadTopic");
    check("apns-push-type", None, "400 InvalidPushType");
    check("apns-push-type", Some("alert"), "400 InvalidPushType");
    check("apns-push-type", Some("MDM"), "400 InvalidPushType");
    check("apns-collapse-id", Some(&"c".repeat(64)), "200");
    check("apns-collapse-id", Some(&"c".repeat(65)), "400 BadCollapseId");
    check("authorization", Some("bearer ignored.with.a-certificate"), "200");
}

#[test]
fn a_repeated_header_is_rejected() {
    let mut bench = Bench::new();
    bench.headers.push(("apns-priority", "10".into()));
    assert_eq!(bench.outcome("POST", MDM, NOW), "400 DuplicateHeaders");
}

/// Table 1: `:method` and `:path`.
#[test]
fn paths_and_methods_are_checked() {
    fn check(method: &str, path: &str, expected: &str) {
        let mut bench = Bench { path: path.to_owned(), ..Bench::new() };
        assert_eq!(bench.outcome(method, MDM, NOW), expected, "{path}");
    }
    let good = format!("/3/device/{}", token(1).to_hex());
    check("POST", &good, "200");
    check("POST", &good.to_uppercase().replace("/3/DEVICE", "/3/device"), "200");
    check("GET", &good, "405 MethodNotAllowed");
    check("POST", "/", "404 BadPath");
    check("POST", "", "404 BadPath");
    check("POST", "/4/device/0a", "404 BadPath");
    check("POST", "/3/devices", "404 BadPath");
    check("POST", &format!("{good}/x"), "404 BadPath");
    check("POST", "/3/device", "400 MissingDeviceToken");
    check("POST", "/3/device/", "400 MissingDeviceToken");
    check("POST", "/3/device/0a", "400 BadDeviceToken");
    check("POST", &format!("/3/device/{}", "0g".repeat(32)), "400 BadDeviceToken");
    check("POST", &format!("/3/device/{}", token(9).to_hex()), "400 BadDeviceToken");
    check("POST", &format!("/3/device/{}", token(2).to_hex()), "400 DeviceTokenNotForTopic");
}

/// "4 KB (4096 bytes)"; "for VoIP 5 KB".
#[test]
fn payloads_are_checked() {
    fn check(payload: &str, expected: &str) {
        assert_eq!(Bench::new().outcome("POST", payload, NOW), expected);
    }
    check(MDM, "200");
    check("", "400 PayloadEmpty");
    check(r#"{"mdm":""}"#, "400 InvalidPushType");
    check(r#"{"mdm":7}"#, "400 InvalidPushType");
    check(r#"{"mdm":"m","aps":{}}"#, "400 InvalidPushType");
    check(r#"{"aps":{"alert":"hello"}}"#, "400 InvalidPushType");
    check("mdm", "400 InvalidPushType");
    let fits = format!("{{\"mdm\":\"{}\"}}", "m".repeat(4096 - 10));
    check(&fits, "200");
    check(&format!("{fits} "), "413 PayloadTooLarge");
}

#[test]
fn a_certificate_without_topic_may_not_push() {
    let mut bench = Bench::with(ServiceRules::default(), Sender::with_certificate(None));
    assert_eq!(bench.outcome("POST", MDM, NOW), "403 BadCertificate");
}

/// F86: one notification for a device and topic; a later one replaces it. `apns-expiration`: Table 1.
#[test]
fn what_is_kept_and_for_how_long() {
    fn check(expirations: &[Option<u64>], away: u64, expected: Option<&str>) {
        let mut bench = Bench::new();
        for (n, expiration) in expirations.iter().enumerate() {
            let push = MdmPush::new(&token(1), TOPIC, &n.to_string());
            let push = expiration.map_or(push.clone(), |secs| push.expiring(secs));
            let verdict = bench.service.push(&push.request(), &mut bench.sender, at(NOW));
            assert!(matches!(verdict, Verdict::Accepted(_)));
        }
        let kept = bench.service.connect(&token(1), at(NOW + away)).and_then(|n| n.push_magic());
        assert_eq!(kept.as_deref(), expected, "{expirations:?} {away}");
        assert_eq!(bench.service.connect(&token(1), at(NOW + away)), None, "delivered once");
    }
    check(&[], 0, None);
    check(&[Some(NOW + 60)], 59, Some("0"));
    check(&[Some(NOW + 60)], 60, None);
    check(&[Some(NOW)], 0, None);
    check(&[Some(NOW - 1)], 0, None);
    check(&[Some(0)], 0, None);
    check(&[None], 30 * 86_400 - 1, Some("0"));
    check(&[None], 30 * 86_400, None);
    check(&[Some(u64::MAX)], 1_000_000, None); // no time that a clock reaches, and no panic
    check(&[Some(NOW + 60), Some(NOW + 50), Some(NOW + 90)], 70, Some("2"));
    check(&[Some(NOW + 60), Some(NOW + 50)], 55, None); // the last replaces, also when it goes sooner
    check(&[Some(NOW + 60), Some(0)], 10, Some("0")); // what is not kept replaces nothing
}

#[test]
fn a_device_that_is_there_gets_every_push_at_once() {
    let mut bench = Bench::new();
    assert_eq!(bench.service.connect(&token(1), at(NOW)), None);
    for _ in 0..3 {
        assert!(matches!(bench.push("POST", MDM, NOW), Verdict::Accepted(Fate::Delivered(_))));
    }
    bench.service.disconnect(&token(1));
    assert_eq!(bench.push("POST", MDM, NOW), Verdict::Accepted(Fate::Kept { replaced: false }));
    assert_eq!(bench.push("POST", MDM, NOW), Verdict::Accepted(Fate::Kept { replaced: true }));
    let counts = bench.service.counts(&token(1));
    assert_eq!((counts.pushes, counts.accepted, counts.delivered), (5, 5, 3));
}

/// Table 3 of "Handling notification responses": 410, with the time in milliseconds.
#[test]
fn a_token_that_has_ended_is_gone() {
    let mut bench = Bench::new();
    assert_eq!(bench.outcome("POST", MDM, NOW), "200");
    bench.service.unregister(&token(1), at(NOW) + Duration::from_millis(250));
    let Verdict::Rejected(rejection) = bench.push("POST", MDM, NOW) else { panic!("accepted") };
    assert_eq!(rejection.body(), r#"{"reason":"Unregistered","timestamp":1800000000250}"#);
    assert_eq!(bench.service.connect(&token(1), at(NOW)), None, "nothing is kept for it");
    assert_eq!(bench.outcome("POST", MDM, NOW), "410 Unregistered");
    bench.service.expire(&token(1), at(NOW));
    assert_eq!(bench.outcome("POST", MDM, NOW), "410 ExpiredToken");
    // It enrolls again.
    bench.service.register(token(1), TOPIC);
    assert_eq!(bench.outcome("POST", MDM, NOW), "200");
}

/// Table 4: 429 `TooManyRequests`, "too many requests were made consecutively to the same device token".
#[test]
fn one_device_can_be_pushed_to_too_often() {
    let rules = ServiceRules { device_limit: Some((2, Duration::from_secs(10))), ..ServiceRules::default() };
    let mut bench = Bench::with(rules, Sender::with_certificate(Some(TOPIC)));
    bench.service.register(token(3), TOPIC);
    let outcomes: Vec<_> = [0, 1, 2, 9, 10, 5].map(|secs| bench.outcome("POST", MDM, NOW + secs)).into();
    let too_many = "429 TooManyRequests";
    assert_eq!(outcomes, ["200", "200", too_many, too_many, "200", "200"]);
    bench.path = format!("/3/device/{}", token(3).to_hex());
    assert_eq!(bench.outcome("POST", MDM, NOW + 2), "200", "another device");
}

struct Team {
    key: PKey<Private>,
    public: ProviderKey,
}

impl Team {
    fn new(team_id: &str, key_id: &str) -> Self {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let public = ProviderKey::new(team_id, key_id, &key.public_key_to_pem().unwrap()).unwrap();
        Self { key, public }
    }

    fn jwt(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", base64url(header.as_bytes()), base64url(claims.as_bytes()));
        let digest = openssl::sha::sha256(signed.as_bytes());
        let signature = EcdsaSig::sign(&digest, &self.key.ec_key().unwrap()).unwrap();
        let numbers = [signature.r().to_vec_padded(32).unwrap(), signature.s().to_vec_padded(32).unwrap()];
        format!("bearer {signed}.{}", base64url(&numbers.concat()))
    }

    fn token(&self, team_id: &str, key_id: &str, issued_at: u64) -> String {
        self.jwt(
            &format!(r#"{{"alg":"ES256","kid":"{key_id}"}}"#),
            &format!(r#"{{"iss":"{team_id}","iat":{issued_at}}}"#),
        )
    }
}

fn base64url(bytes: &[u8]) -> String {
    let standard = openssl::base64::encode_block(bytes);
    standard.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

fn app_bench(team: &Team) -> Bench {
    let rules = ServiceRules { provider_keys: vec![team.public.clone()], ..ServiceRules::default() };
    let mut bench = Bench::with(rules, Sender::without_certificate())
        .set("apns-topic", Some(APP))
        .set("apns-push-type", Some("alert"));
    bench.path = format!("/3/device/{}", token(2).to_hex());
    bench
}

const ALERT: &str = r#"{"aps":{"alert":"hello"}}"#;

/// "Establishing a token-based connection to APNs": ES256, `kid`, `iss`, `iat` within the last hour.
#[test]
fn provider_tokens_are_verified() {
    let team = Team::new("TEAM000001", "KEY0000001");
    let check = |authorization: Option<&str>, expected: &str| {
        let mut bench = app_bench(&team).set("authorization", authorization);
        assert_eq!(bench.outcome("POST", ALERT, NOW), expected, "{authorization:?}");
    };
    let good = team.token("TEAM000001", "KEY0000001", NOW);
    let invalid = "403 InvalidProviderToken";
    check(Some(&good), "200");
    check(Some(&good.replace("bearer", "Bearer")), "200");
    check(None, "403 MissingProviderToken");
    check(Some(""), invalid);
    check(Some(good.trim_start_matches("bearer ")), invalid);
    check(Some("bearer a.b.c"), invalid);
    check(Some(&format!("{good}=")), invalid); // padding is not base64url
    check(Some(&good[..good.len() - 2]), invalid);
    check(Some(&team.token("TEAM000002", "KEY0000001", NOW)), invalid);
    check(Some(&team.token("TEAM000001", "KEY0000002", NOW)), invalid);
    check(Some(&Team::new("TEAM000001", "KEY0000001").token("TEAM000001", "KEY0000001", NOW)), invalid);
    check(
        Some(&team.jwt(r#"{"alg":"none","kid":"KEY0000001"}"#, r#"{"iss":"TEAM000001","iat":1800000000}"#)),
        invalid,
    );
    check(Some(&team.jwt(r#"{"alg":"ES256","kid":"KEY0000001"}"#, r#"{"iss":"TEAM000001"}"#)), invalid);
    check(Some(&team.token("TEAM000001", "KEY0000001", NOW - 3600)), "200");
    check(Some(&team.token("TEAM000001", "KEY0000001", NOW - 3601)), "403 ExpiredProviderToken");
    check(Some(&team.token("TEAM000001", "KEY0000001", NOW + 299)), "200");
    check(Some(&team.token("TEAM000001", "KEY0000001", NOW + 301)), invalid);
}

/// "Refresh your token no more than once every 20 minutes and no less than once every 60 minutes."
#[test]
fn provider_tokens_may_change_every_20_minutes() {
    let team = Team::new("TEAM000001", "KEY0000001");
    let mut bench = app_bench(&team);
    let tokens: Vec<_> = (0..3).map(|n| team.token("TEAM000001", "KEY0000001", NOW + n)).collect();
    let mut check = |token: usize, secs: u64, expected: &str| {
        bench.headers.retain(|(name, _)| *name != "authorization");
        bench.headers.push(("authorization", tokens[token].clone()));
        assert_eq!(bench.outcome("POST", ALERT, NOW + secs), expected, "{token} {secs}");
    };
    check(0, 0, "200");
    check(1, 1199, "429 TooManyProviderTokenUpdates");
    check(0, 1199, "200");
    check(1, 1200, "200");
    check(2, 1201, "429 TooManyProviderTokenUpdates");
    check(1, 3601, "200");
    check(1, 3602, "403 ExpiredProviderToken");
}

/// Tables 1 and 4: what a key is good for.
#[test]
fn provider_keys_have_topics_and_environments() {
    let team = Team::new("TEAM000001", "KEY0000001");
    let header = team.token("TEAM000001", "KEY0000001", NOW);
    let check = |key: ProviderKey, topic: Option<&str>, push_type: &str, body: &str, expected: &str| {
        let mut bench = app_bench(&team).set("authorization", Some(&header));
        bench = bench.set("apns-topic", topic).set("apns-push-type", Some(push_type));
        bench.service.rules.provider_keys = vec![key];
        assert_eq!(bench.outcome("POST", body, NOW), expected, "{topic:?} {push_type}");
    };
    let key = || team.public.clone();
    check(key(), Some(APP), "alert", ALERT, "200");
    check(key(), None, "alert", ALERT, "400 MissingTopic");
    check(key(), Some(TOPIC), "mdm", MDM, "400 TopicDisallowed");
    check(key().for_topics(&[APP]), Some(APP), "alert", ALERT, "200");
    check(key().for_topics(&["com.example.other"]), Some(APP), "alert", ALERT, "400 TopicDisallowed");
    check(key().for_environment(Environment::Production), Some(APP), "alert", ALERT, "200");
    check(
        key().for_environment(Environment::Sandbox),
        Some(APP),
        "alert",
        ALERT,
        "403 BadEnvironmentKeyIdInToken",
    );
    // "Background: must be 5"; VoIP has 5 KB.
    check(key(), Some(APP), "background", ALERT, "400 BadPriority");
    let voip = format!("{{\"a\":\"{}\"}}", "x".repeat(5120 - 8));
    check(key(), Some(APP), "voip", &voip, "200");
    check(key(), Some(APP), "voip", &format!("{voip} "), "413 PayloadTooLarge");
    check(key(), Some(APP), "alert", &voip, "413 PayloadTooLarge");
}

/// "You can't mix" keys of teams or scopes on one connection.
#[test]
fn a_connection_belongs_to_one_team_and_scope() {
    let (team, other) = (Team::new("TEAM000001", "KEY0000001"), Team::new("TEAM000002", "KEY0000002"));
    let mut bench = app_bench(&team);
    bench.service.rules.provider_keys.push(other.public.clone());
    for (header, expected) in [
        (team.token("TEAM000001", "KEY0000001", NOW), "200"),
        (other.token("TEAM000002", "KEY0000002", NOW), "403 UnrelatedKeyIdInToken"),
    ] {
        bench.headers.retain(|(name, _)| *name != "authorization");
        bench.headers.push(("authorization", header));
        assert_eq!(bench.outcome("POST", ALERT, NOW), expected);
    }
}

#[test]
fn a_key_is_p256_or_nothing() {
    let group = EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
    let pem = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap().public_key_to_pem().unwrap();
    for pem in [pem.as_slice(), b"", b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"] {
        assert_eq!(ProviderKey::new("T", "K", pem).err(), Some(super::super::Error::Pem("provider key")));
    }
}

/// F74.
#[test]
fn debug_shows_no_secret() {
    let team = Team::new("TEAM000001", "KEY0000001");
    let mut bench = app_bench(&team);
    let header = team.token("TEAM000001", "KEY0000001", NOW);
    bench = bench.set("authorization", Some(&header));
    bench.service.connect(&token(2), at(NOW));
    let verdict = bench.push("POST", r#"{"aps":{"alert":"planted"}}"#, NOW);
    bench.service.disconnect(&token(2));
    bench.push("POST", r#"{"aps":{"alert":"planted"}}"#, NOW);
    let push = MdmPush::new(&token(1), TOPIC, "planted");
    let text = format!(
        "{verdict:?} {:?} {push:?} {:?} {:?} {:?}",
        bench.sender,
        push.request(),
        token(2),
        team.public
    );
    let numbers = format!("{:?}", token(2).expose_secret());
    for secret in ["planted", &token(2).to_hex(), &numbers, &header[10..40]] {
        assert!(!text.contains(secret), "{text}");
    }
    // The service's own names tokens by their bytes, which are redacted too.
    let text = format!("{:?}", bench.service);
    assert!(!text.contains("planted") && !text.contains(&numbers), "{text}");
}

#[test]
fn every_reason_can_be_injected() {
    for (status, reason) in REASONS {
        let fault = Fault::Status { status, reason: reason.into() };
        assert!(fault.strikes_in(fault.usual_phase()));
    }
}
