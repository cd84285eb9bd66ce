use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::rsa::Rsa;
use openssl::sign::Verifier;
use serde_json::{Value, json};

use super::*;

fn rsa(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

fn file(key: &PKey<Private>) -> Value {
    json!({
        "type": "service_account",
        "project_id": "acme-mdm",
        "private_key_id": "kid-1",
        "private_key": String::from_utf8(key.private_key_to_pem_pkcs8().unwrap()).unwrap(),
        "client_email": "push@acme-mdm.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": "https://oauth2.googleapis.com/token",
        "universe_domain": "googleapis.com",
    })
}

fn decode(file: &Value) -> Result<ServiceAccount, Error> {
    ServiceAccount::decode(file.to_string().as_bytes(), TokenUriPolicy::Google)
}

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

/// RFC 7523, section 2.1; Google, "Using OAuth 2.0 for server to server applications" (read 2026-08).
#[test]
fn the_assertion_is_what_google_describes() {
    let key = rsa(2048);
    let account = decode(&file(&key)).unwrap();
    assert_eq!(account.project().as_str(), "acme-mdm");
    let request = account.grant_request(at(1_780_000_000)).unwrap();
    assert_eq!(
        (request.method(), request.uri().to_string()),
        (&Method::POST, "https://oauth2.googleapis.com/token".into())
    );
    assert_eq!(request.headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
    let body = std::str::from_utf8(request.body()).unwrap();
    let jwt = body
        .strip_prefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
        .unwrap();
    assert!(jwt.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{jwt}");
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let part = |text| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    assert_eq!(part(header), json!({ "alg": "RS256", "typ": "JWT", "kid": "kid-1" }));
    assert_eq!(
        part(claims),
        json!({
            "iss": "push@acme-mdm.iam.gserviceaccount.com",
            "scope": "https://www.googleapis.com/auth/firebase.messaging",
            "aud": "https://oauth2.googleapis.com/token",
            "iat": 1_779_999_990_u64,
            "exp": 1_780_003_590_u64,
        })
    );
    let mut verifier = Verifier::new(MessageDigest::sha256(), &key).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    assert!(verifier.verify_oneshot(&signature, signed.as_bytes()).unwrap());
}

#[test]
fn a_key_that_is_elsewhere_signs_too() {
    let key = rsa(2048);
    let account = decode(&file(&key)).unwrap();
    let now = at(1_780_000_000);
    let assertion = account.issuer().assertion(now);
    let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
    let signature = signer.sign_oneshot_to_vec(assertion.to_be_signed()).unwrap();
    let finished = assertion.finish(&signature);
    assert_eq!(finished.body(), account.grant_request(now).unwrap().body());
}

#[test]
fn what_is_no_service_account_is_refused() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut Value), expected: AccountProblem) {
        let mut file = file(&rsa(2048));
        change(&mut file);
        assert_eq!(decode(&file).unwrap_err(), Error::Account(expected));
    }
    let set = |key: &'static str, value: Value| move |file: &mut Value| file[key] = value;
    let ec = EcKey::generate(&EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()).unwrap();
    let ec = String::from_utf8(PKey::from_ec_key(ec).unwrap().private_key_to_pem_pkcs8().unwrap()).unwrap();
    let weak = String::from_utf8(rsa(1024).private_key_to_pem_pkcs8().unwrap()).unwrap();
    check(set("type", "authorized_user".into()), AccountProblem::NotAServiceAccount);
    check(set("private_key", "no pem".into()), AccountProblem::Key);
    check(set("private_key", "k\u{e9}y".into()), AccountProblem::Key);
    check(set("private_key", ec.into()), AccountProblem::Key);
    check(set("private_key", weak.into()), AccountProblem::Key);
    check(set("private_key", 1.into()), AccountProblem::Malformed);
    check(set("private_key_id", "".into()), AccountProblem::Malformed);
    check(set("client_email", "e".repeat(513).into()), AccountProblem::Malformed);
    check(set("client_email", Value::Null), AccountProblem::Malformed);
    check(set("token_uri", "not an address".into()), AccountProblem::TokenUri);
    check(set("x", "x".repeat(ServiceAccount::MAX_BYTES).into()), AccountProblem::Malformed);
    let mut project = file(&rsa(2048));
    project["project_id"] = "../acme".into();
    assert_eq!(decode(&project).unwrap_err(), Error::Project);
}

#[test]
fn the_policy_says_where_an_assertion_goes() {
    fn check(uri: &str, google: bool, https: bool, loopback: bool) {
        let policies = [TokenUriPolicy::Google, TokenUriPolicy::Https, TokenUriPolicy::HttpsOrLoopback];
        let found = policies.map(|policy| Issuer::new("e", "k", uri, policy).is_ok());
        assert_eq!(found, [google, https, loopback], "{uri}");
    }
    check("https://oauth2.googleapis.com/token", true, true, true);
    check("https://oauth2.googleapis.com:443/token", true, true, true);
    check("https://oauth2.googleapis.com:444/token", false, true, true);
    check("http://oauth2.googleapis.com/token", false, false, false);
    check("https://oauth2.googleapis.com.example/token", false, true, true);
    check("https://oauth2.googleapis.com@example/token", false, false, false);
    check("http://localhost:1/token", false, false, true);
    check("http://127.0.0.1:1/token", false, false, true);
    check("http://[::1]:1/token", false, false, true);
    check("http://127.0.0.1.example/token", false, false, false);
    check("http://localhost@example/token", false, false, false);
    check("ftp://localhost/token", false, false, false);
    check("/token", false, false, false);
    check("", false, false, false);
}

#[test]
fn escapes_in_the_key_are_read() {
    fn check(raw: &str, expected: Option<&str>) {
        let raw: &RawValue = serde_json::from_str(raw).unwrap();
        assert_eq!(unescape(raw).as_ref().map(|v| v.as_slice()), expected.map(str::as_bytes), "{raw}");
    }
    check(r#""a\nb""#, Some("a\nb"));
    check(r#""\/\\\"\r\t\u003d""#, Some("/\\\"\r\t="));
    check(r#""\b""#, None);
    check(r#""\u00e9""#, None);
    check(r#""\ud83d\ude00""#, None);
    check("1", None);
    check(r#""""#, Some(""));
}

#[test]
fn nothing_of_the_file_is_shown() {
    let mut file = file(&rsa(2048));
    file["client_email"] = "planted-email".into();
    file["private_key_id"] = "planted-kid".into();
    let account = decode(&file).unwrap();
    let assertion = account.issuer().assertion(at(0));
    let text = format!("{account:?} {:?} {assertion:?}", account.issuer());
    assert!(!text.contains("planted") && text.contains("acme-mdm"), "{text}");
}

#[test]
fn a_clock_before_1970_signs_too() {
    let account = decode(&file(&rsa(2048))).unwrap();
    assert!(account.grant_request(SystemTime::UNIX_EPOCH - Duration::from_secs(5)).is_ok());
    assert!(account.grant_request(at(u64::from(u32::MAX) * 1000)).is_ok());
}
