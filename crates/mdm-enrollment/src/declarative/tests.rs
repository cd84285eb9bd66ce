use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_apple::declarations::{Accessible, DeclarationKind, StatusItem};
use mdm_apple::support::DeviceFacts;
use mdm_lock::Platform;
use serde_json::{Value, json};

use super::*;
use crate::row::{Batch, HeadRow, Link, Loaded, Tenant};
use crate::{Actor, Event, EventKind, Flaw};

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn later(secs: u64) -> SystemTime {
    now() + Duration::from_secs(secs)
}

fn set(name: &str) -> SetId {
    SetId::new(name).unwrap()
}

fn channel_key() -> RecordKey {
    RecordKey::new("device/UDID-1").unwrap()
}

fn passcode(identifier: &str, length: u64) -> Value {
    json!({
        "Type": "com.apple.configuration.passcode.settings", "Identifier": identifier,
        "Payload": { "MinimumLength": length, "RequirePasscode": true },
    })
}

fn activation(identifier: &str, names: &[&str]) -> Value {
    json!({
        "Type": "com.apple.activation.simple", "Identifier": identifier,
        "Payload": { "StandardConfigurations": names, "Predicate": "@status(device.model.family) == 'iPhone'" },
    })
}

fn draft(name: &str, declarations: &[Value]) -> Draft {
    let add = |draft: Draft, json: &Value| draft.declare_json(json.to_string().as_bytes()).unwrap();
    declarations.iter().fold(Draft::new(&set(name)), add)
}

/// What a store would give back of the first record that a batch writes.
fn stored(batch: &Batch, version: u64) -> Loaded {
    let head: HeadRow = batch.writes[0].head.clone();
    Loaded { version: Version(version), head, commands: Vec::new(), open: 0, more: false }
}

fn replaced(before: Option<&Loaded>, draft: &Draft, at: SystemTime) -> Option<(Batch, Loaded)> {
    let (tenant, actor) = (Tenant::new("acme").unwrap(), Actor::administrator("anna"));
    let batch = DeclarationSet::replace(before, &tenant, &actor, draft, at).unwrap()?;
    let loaded = stored(&batch, before.map_or(1, |before| before.version.0 + 1));
    Some((batch, loaded))
}

fn manifest(drafts: &[Draft]) -> Manifest {
    let sets: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let (_, loaded) = replaced(None, draft, now()).unwrap();
            (draft.set().clone(), DeclarationSet::decode(&loaded).unwrap())
        })
        .collect();
    Manifest::new(&Sync::read(None, 1).unwrap(), &sets)
}

fn asked(endpoint: &str) -> Asked {
    Asked { endpoint: endpoint.into(), data: Vec::new(), tenant: "acme".into(), life: 1 }
}

/// The path of the first flaw, after its declaration.
fn refusal(draft: Result<Draft, Error>) -> Option<(String, Flaw)> {
    let refused = draft.and_then(|draft| {
        let (tenant, actor) = (Tenant::new("acme").unwrap(), Actor::administrator("anna"));
        DeclarationSet::replace(None, &tenant, &actor, &draft, now())
    });
    match refused {
        Ok(_) => None,
        Err(Error::Declaration { identifier, path, flaw }) => Some((format!("{identifier}:{path}"), flaw)),
        Err(error) => panic!("{error}"),
    }
}

/// Apple's schema: `Identifier` and `Type` of a declaration, `StandardConfigurations` of an activation, keys with
/// `assettypes`.
#[test]
fn what_is_wrong_with_a_set_is_told_with_its_path() {
    let check = |declarations: &[Value], expected: Option<&str>| {
        let draft = declarations
            .iter()
            .try_fold(Draft::new(&set("a")), |draft, json| draft.declare_json(json.to_string().as_bytes()));
        let found = refusal(draft).map(|(place, flaw)| format!("{place} {flaw:?}"));
        assert_eq!(found.as_deref(), expected, "{declarations:?}");
    };
    check(&[], None);
    check(&[passcode("p", 6), activation("a", &["p"])], None);
    check(&[activation("a", &["p"]), passcode("p", 6)], None);
    check(&[activation("a", &[])], None);
    check(&[activation("a", &["p"])], Some("a:Payload/StandardConfigurations/0 Missing"));
    check(
        &[activation("b", &[]), activation("a", &["b"])],
        Some("a:Payload/StandardConfigurations/0 WrongKind"),
    );
    check(&[passcode("p", 6), passcode("p", 8)], Some("p:Identifier Repeated"));
    check(&[passcode("", 6)], Some(":Identifier Identifier"));
    check(&[passcode(&"é".repeat(33), 6)], Some(&format!("{}:Identifier Identifier", "é".repeat(33))));
    check(&[passcode(&"é".repeat(32), 6)], None);
    check(&[passcode("a\n", 6)], Some("a\n:Identifier Identifier"));
    check(&[json!({ "Type": "com.example.x", "Identifier": "x", "Payload": {} })], Some("x:Type Kind"));
    // A type that nobody knows yet is kept.
    check(
        &[json!({ "Type": "com.apple.configuration.new", "Identifier": "x", "Payload": { "A": [1] } })],
        None,
    );
    let mail = |asset: &str| {
        json!({ "Type": "com.apple.configuration.new", "Identifier": "m",
            "Payload": { "Servers": [{}, { "CredentialsAssetReference": asset }] } })
    };
    check(&[mail("c")], Some("m:Payload/Servers/1/CredentialsAssetReference Missing"));
    check(&[mail("p"), passcode("p", 6)], Some("m:Payload/Servers/1/CredentialsAssetReference WrongKind"));
    let user =
        json!({ "Type": "com.apple.asset.useridentity", "Identifier": "c", "Payload": { "FullName": "A" } });
    check(&[mail("c"), user], None);
    assert_eq!(refusal(Ok(draft("a", &[activation("a", &["p"])]).expecting("p"))).map(|found| found.0), None);

    for json in ["", "[]", "{}", "{\"Identifier\":\"x\"}", "nonsense", "{\"Identifier\":\"x\",\"Type\":1}"] {
        assert!(refusal(Draft::new(&set("a")).declare_json(json.as_bytes())).is_some(), "{json}");
    }
    let deep = format!("{{\"Identifier\":\"x\",\"Payload\":{}", "[".repeat(100_000));
    assert!(refusal(Draft::new(&set("a")).declare_json(deep.as_bytes())).is_some());
    let large = vec![b' '; Draft::MAX_DOCUMENT + 1];
    let (_, flaw) = refusal(Draft::new(&set("a")).declare_json(&large)).unwrap();
    assert!(matches!(flaw, Flaw::TooLarge { limit: Draft::MAX_DOCUMENT }));
}

/// Apple, Declarative management data model: a `ServerToken` names a revision of a declaration.
#[test]
fn a_server_token_is_that_of_the_content() {
    let token = |json: &str| {
        let draft = Draft::new(&set("a")).declare_json(json.as_bytes()).unwrap();
        let token = manifest(&[draft]).declarations().next().unwrap().2.to_owned();
        assert!((1..=64).contains(&token.len()));
        token
    };
    let plain = r#"{"Type":"com.apple.configuration.new","Identifier":"x","Payload":{"A":1,"B":{"C":true,"D":[1.5]}}}"#;
    let first = token(plain);
    // Keys in another order, spaces, and whatever token it came with.
    let same = r#"{ "Payload": {"B":{"D":[1.5],"C":true},"A":1}, "ServerToken":"7", "Identifier":"x",
        "Type":"com.apple.configuration.new"}"#;
    assert_eq!(token(same), first);
    for other in [
        plain.replace("1.5", "1.25"),
        plain.replace("\"x\"", "\"y\""),
        plain.replace(".new", ".other"),
        plain.replace("true", "false"),
    ] {
        assert_ne!(token(&other), first, "{other}");
    }
}

/// The documents of the protocol (schema, declarative/protocol), read without our types.
#[test]
fn documents_of_one_version_tell_the_same_token() {
    let manifest = manifest(&[
        draft("a", &[passcode("p", 6), activation("a", &["p"])]),
        draft("b", &[passcode("q", 8)]),
    ]);
    let json = |endpoint: &str| -> Value {
        let Served::Json(json) = manifest.answer(&asked(endpoint)).unwrap() else { panic!("{endpoint}") };
        serde_json::from_slice(&json).unwrap()
    };
    let items = json("declaration-items");
    assert_eq!(items["DeclarationsToken"], manifest.token());
    assert_eq!(json("tokens")["SyncTokens"]["DeclarationsToken"], manifest.token());
    assert_eq!(json("tokens")["SyncTokens"]["Timestamp"], "2027-01-15T08:00:00Z");
    assert!(manifest.token().len() <= 256);
    let names = |kind: &str| -> Vec<String> {
        let of = items["Declarations"][kind].as_array().unwrap();
        of.iter().map(|item| item["Identifier"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("Activations"), ["a"]);
    assert_eq!(names("Configurations"), ["p", "q"]);
    assert_eq!((names("Assets"), names("Management")), (vec![], vec![]));
}

/// Apple, Declarative Management: 404 for a declaration that is not there, and the device removes it.
#[test]
fn only_what_is_not_assigned_is_not_found() {
    let manifest = manifest(&[draft("a", &[passcode("a/b c", 6)])]);
    let check = |endpoint: &str, expected: u16| {
        let status = manifest.answer(&asked(endpoint)).map_or_else(|error| error.http_status(), |_| 200);
        assert_eq!(status, expected, "{endpoint}");
    };
    check("declaration/configuration/a/b c", 200);
    check("declaration/configuration/a", 404);
    check("declaration/asset/a/b c", 404);
    check("declaration/future/a/b c", 404);
    check("declaration/configuration/", 404);
    check("tokens", 200);
    check("declaration-items", 200);
    for unknown in ["", "Tokens", "tokens/", "declaration", "declaration-item", "anything"] {
        check(unknown, 400);
    }
}

#[test]
fn the_token_depends_on_the_items_and_not_on_their_order() {
    let token = |drafts: &[Draft]| manifest(drafts).token().to_owned();
    let (p, q) = (passcode("p", 6), passcode("q", 6));
    let first = token(&[draft("a", &[p.clone(), q.clone()])]);
    assert_eq!(token(&[draft("a", &[q.clone(), p.clone()])]), first);
    let (one, other) = (draft("b", std::slice::from_ref(&q)), draft("a", std::slice::from_ref(&p)));
    assert_eq!(token(&[one, other.clone()]), first);
    assert_ne!(token(&[other]), first);
    assert_ne!(token(&[draft("a", &[p, passcode("q", 7)])]), first);
    assert_ne!(token(&[]), first);
}

#[test]
fn the_first_of_two_sets_counts_and_the_other_is_told() {
    let (six, eight) = (draft("a", &[passcode("p", 6)]), draft("b", &[passcode("p", 8), passcode("q", 8)]));
    let both = manifest(&[six.clone(), eight.clone()]);
    let shadowed = Concern::Shadowed { identifier: "p".into(), by: set("a"), set: set("b") };
    assert_eq!(shadowed.to_string(), "p is in the sets a and b, and they differ: that of a counts.");
    assert_eq!(both.concerns(), [shadowed]);
    let only = manifest(&[six]);
    assert_eq!(both.declarations().next(), only.declarations().next());
    // The same twice is no concern.
    assert_eq!(manifest(&[eight.clone(), draft("c", &[passcode("q", 8)])]).concerns(), []);
    let lost = manifest(&[draft("a", &[activation("a", &["p"])]).expecting("p")]);
    assert!(matches!(lost.concerns(), [Concern::Missing { .. }]) && lost.complete().is_err());
    let found = manifest(&[draft("a", &[activation("a", &["p"])]).expecting("p"), eight]);
    assert_eq!((found.concerns(), found.complete().is_ok()), (&[][..], true));
}

#[test]
fn a_set_that_stays_the_same_is_not_written() {
    let six = draft("a", &[passcode("p", 6)]);
    let (batch, first) = replaced(None, &six, now()).unwrap();
    assert_eq!((batch.payloads.len(), batch.forget_payloads.len(), batch.events.len()), (1, 0, 1));
    let of_tenant = Link::tenant(&Tenant::new("acme").unwrap());
    assert_eq!(batch.writes[0].head.links, [of_tenant.clone(), SetId::unannounced()]);
    assert!(replaced(Some(&first), &six, later(9)).is_none());
    // What is old is forgotten, what stays is not written again; a clock that steps back makes nothing older.
    let two = draft("a", &[passcode("p", 8), passcode("q", 8)]);
    let (batch, second) = replaced(Some(&first), &two, UNIX_EPOCH).unwrap();
    assert_eq!((batch.payloads.len(), batch.forget_payloads.len()), (2, 1));
    let content = DeclarationSet::decode(&second).unwrap();
    assert_eq!((content.revision(), content.changed_at), (2, now()));
    let (batch, third) = replaced(Some(&second), &draft("a", &[passcode("p", 8)]), later(1)).unwrap();
    assert_eq!((batch.payloads.len(), batch.forget_payloads.len()), (0, 1));
    let done =
        DeclarationSet::decode(&third).unwrap().mark_announced(&set("a"), third.version).unwrap().unwrap();
    assert_eq!(done.writes[0].head.links, [of_tenant]);
    assert!(
        DeclarationSet::decode(&stored(&done, 4))
            .unwrap()
            .mark_announced(&set("a"), Version(4))
            .unwrap()
            .is_none()
    );
    // Another tenant's.
    let (other, actor) = (Tenant::new("other").unwrap(), Actor::administrator("eve"));
    let refused = DeclarationSet::replace(Some(&third), &other, &actor, &two, now()).unwrap_err();
    assert!(matches!(refused, Error::Declaration { flaw: Flaw::ForeignSet, .. }));
}

/// Apple's schema, `Reference` of `com.apple.asset.data`.
#[test]
fn an_asset_is_named_by_its_bytes() {
    let bytes = b"the content".to_vec();
    let draft = Draft::new(&set("files")).served_at("https://mdm.example.com/t/acme/").unwrap();
    let draft = draft.asset("logo", "com.apple.asset.data", MediaType::Png, bytes.clone()).unwrap();
    let (batch, _) = replaced(None, &draft, now()).unwrap();
    let [(_, document), (name, kept)] = &batch.payloads[..] else { panic!("{batch:?}") };
    assert_eq!(*kept, bytes);
    let digest = hex(&mdm_pki::sha256(&bytes));
    assert_eq!(&*name.0, format!("declared/files/{digest}"));
    let document: Value = serde_json::from_slice(document).unwrap();
    assert_eq!(
        document["Payload"],
        json!({
            "Authentication": { "Type": "MDM" },
            "Reference": {
                "ContentType": "image/png", "Size": 11, "Hash-SHA-256": digest,
                "DataURL": format!("https://mdm.example.com/t/acme/declared/files/{digest}"),
            },
        })
    );
    let manifest = manifest(std::slice::from_ref(&draft));
    assert_eq!(manifest.media(&set("files"), &digest), Some(MediaType::Png));
    assert_eq!(manifest.media(&set("other"), &digest), None);
    // One URL has one type, and somebody has to serve it.
    let other = draft.clone().asset("text", "com.apple.asset.data", MediaType::Text, bytes.clone());
    assert!(matches!(other, Err(Error::Declaration { flaw: Flaw::Repeated, .. })));
    assert!(draft.asset("again", "com.apple.asset.data", MediaType::Png, bytes.clone()).is_ok());
    let nowhere = Draft::new(&set("files")).asset("x", "com.apple.asset.data", MediaType::Png, bytes);
    assert!(matches!(nowhere, Err(Error::Url)));
    // An identity says when it may be used; other assets have no such key.
    let identity = |type_: &str| {
        let draft = Draft::new(&set("files")).served_at("https://mdm.example.com").unwrap();
        draft.identity("id", type_, MediaType::Pkcs12, Accessible::AfterFirstUnlock, b"p12".to_vec())
    };
    let (batch, _) =
        replaced(None, &identity("com.apple.asset.credential.identity").unwrap(), now()).unwrap();
    let document: Value = serde_json::from_slice(&batch.payloads[0].1).unwrap();
    assert_eq!(document["Payload"]["Accessible"], "AfterFirstUnlock");
    assert_eq!(document["Payload"]["Reference"]["Size"], 3);
    let facts = DeviceFacts { os: Some("18.3".parse().unwrap()), ..DeviceFacts::new(Platform::Ios) };
    assert_eq!(identity("com.apple.asset.credential.scep").unwrap().validate(&facts), []);
    let other = identity("com.apple.asset.data");
    assert!(matches!(other, Err(Error::Declaration { flaw: Flaw::UnknownKey, .. })));
    for base in ["http://mdm.example.com", "https://", "https://a?b", "https:///x", ""] {
        assert!(Draft::new(&set("files")).served_at(base).is_err(), "{base}");
    }
}

fn profile(identifier: &str, payload_type: &str) -> Vec<u8> {
    format!(
        "<plist><dict><key>PayloadIdentifier</key><string>{identifier}</string><key>PayloadContent</key><array><dict>\
         <key>PayloadType</key><string>{payload_type}</string></dict></array></dict></plist>"
    )
    .into()
}

#[test]
fn profiles_and_declarations_for_the_same_thing_are_a_hazard() {
    let outline = |identifier: &str, payload_type: &str| {
        ProfileOutline::read(&profile(identifier, payload_type)).unwrap()
    };
    let (password, wifi) = ("com.apple.mobiledevice.passwordpolicy", "com.apple.wifi.managed");
    let draft = draft("a", &[passcode("p", 6)]).served_at("https://mdm.example.com").unwrap();
    let draft = draft.profile("w", profile("com.example.wifi", wifi)).unwrap();
    let manifest = manifest(&[draft]);
    let check = |installed: &[ProfileOutline], ordered: &[ProfileOutline], expected: &[(&str, &str)]| {
        let found = manifest.overlaps(installed, ordered);
        let found: Vec<_> = found.iter().map(|overlap| (&*overlap.declaration, &*overlap.profile)).collect();
        assert_eq!(found, expected);
    };
    check(&[], &[], &[]);
    check(&[outline("x", password)], &[], &[("p", "x")]);
    check(&[], &[outline("x", password)], &[("p", "x")]);
    check(&[outline("x", password)], &[outline("x", password)], &[("p", "x")]);
    check(&[outline("x", wifi)], &[outline("y", wifi)], &[]);
    // What is installed may be the declared one itself; what is ordered is not.
    check(&[outline("com.example.wifi", wifi)], &[], &[]);
    check(&[], &[outline("com.example.wifi", wifi)], &[("w", "com.example.wifi")]);
    assert!(ProfileOutline::read(b"nonsense").is_none());
    // A signed one is looked into.
    let key = mdm_pki::KeyPair::mint_p256().unwrap();
    let authority = mdm_pki::CertificateAuthority::mint("A", Duration::from_secs(86_400), now()).unwrap();
    let policy = mdm_pki::IssuePolicy::new(
        mdm_pki::Subject::new("s"),
        mdm_pki::Usage::TlsClient,
        Duration::from_secs(60),
    );
    let leaf =
        authority.issue(&key.csr("s").unwrap(), &policy, mdm_pki::Serial::mint().unwrap(), now()).unwrap();
    let signer = mdm_pki::Signer::new(key, leaf, vec![]).unwrap();
    let signed = signer.sign_attached(&profile("x", password), now()).unwrap();
    assert_eq!(ProfileOutline::read(&signed), Some(outline("x", password)));
}

/// The support matrix (schema): declarations that the operating system does not have.
#[test]
fn what_a_device_would_refuse_is_told_and_served_all_the_same() {
    let draft = draft("a", &[passcode("p", 6)]);
    let check = |platform: Platform, os: &str, refused: usize| {
        let facts = DeviceFacts { os: Some(os.parse().unwrap()), ..DeviceFacts::new(platform) };
        assert_eq!(manifest(std::slice::from_ref(&draft)).refusals(&facts).len(), refused, "{platform} {os}");
        assert_eq!(draft.validate(&facts).len().min(1), refused, "{platform} {os}");
    };
    check(Platform::Ios, "18.3", 0);
    check(Platform::Ios, "14.0", 1);
    check(Platform::Macos, "12.0", 1);
    check(Platform::Tvos, "18.0", 1);
    assert_eq!(manifest(&[draft]).declarations().count(), 1);
}

/// What a sequence of reports makes of a status, and the names of what changed last; `None` when nothing did.
struct Reports {
    loaded: Option<Loaded>,
    at: u64,
}

impl Reports {
    fn new() -> Self {
        Self { loaded: None, at: 0 }
    }

    fn take(&mut self, report: &str) -> Option<EventKind> {
        self.at += 1;
        let version = self.loaded.as_ref().map(|loaded| loaded.version);
        let status = self.status();
        let batch =
            status.report(&channel_key(), version, "acme", report.as_bytes(), later(self.at)).unwrap()?;
        assert_eq!(batch.writes[0].expected, version);
        self.loaded = Some(stored(&batch, version.map_or(0, |version| version.0) + 1));
        assert!(!format!("{batch:?}{:?}", self.status()).contains("SECRET"));
        let [event] = &batch.events[..] else { panic!("{batch:?}") };
        Some(Event::decode(&event.body).unwrap().kind)
    }

    fn status(&self) -> Status {
        Status::read(self.loaded.as_ref(), 1).unwrap()
    }
}

fn changed(kind: Option<EventKind>) -> Vec<Box<str>> {
    match kind {
        Some(EventKind::StatusReported { items, .. }) => items,
        None => Vec::new(),
        other => panic!("{other:?}"),
    }
}

/// Apple, StatusReport: `FullReport` replaces, anything else adds; lists of objects are merged by `identifier`, and
/// `_removed` takes one away.
#[test]
fn reports_are_put_together() {
    let mut reports = Reports::new();
    let mut check = |report: Value, items: &[&str], names: &[&str]| {
        let changed = changed(reports.take(&report.to_string()));
        assert_eq!(changed.iter().map(|name| &**name).collect::<Vec<_>>(), items, "{report}");
        assert_eq!(reports.status().names().collect::<Vec<_>>(), names, "{report}");
        reports.status()
    };
    let os = |version: &str| json!({ "device": { "operating-system": { "version": version } } });
    let report = |items: Value| json!({ "StatusItems": items, "Errors": [] });
    let (version, apps) = ("device.operating-system.version", "mdm.app");
    check(report(os("18.1")), &[version], &[version]);
    let status = check(report(os("18.1")), &[], &[version]);
    assert_eq!(status.since(version), Some(later(1)));
    let status = check(report(os("18.3")), &[version], &[version]);
    assert_eq!(status.item(version), Some(StatusItem::DeviceOperatingSystemVersion("18.3".to_owned())));
    let app = |identifier: &str, state: &str| json!({ "identifier": identifier, "state": state });
    let list = |items: &[Value]| report(json!({ "mdm": { "app": items } }));
    check(list(&[app("b", "queued"), app("a", "managed")]), &[apps], &[version, apps]);
    check(list(&[app("b", "managed")]), &[apps], &[version, apps]);
    check(list(&[app("b", "managed")]), &[], &[version, apps]);
    let gone = json!({ "identifier": "a", "_removed": true });
    let status = check(list(std::slice::from_ref(&gone)), &[apps], &[version, apps]);
    assert_eq!(status.json(apps).unwrap(), r#"[{"identifier":"b","state":"managed"}]"#);
    check(list(&[gone]), &[], &[version, apps]);
    // A dictionary that is a value is replaced whole.
    let states = |identifiers: &[&str]| {
        let states: Vec<_> =
            identifiers.iter().map(|name| json!({ "identifier": name, "server-token": "1" })).collect();
        report(json!({ "management": { "declarations": { "configurations": states } } }))
    };
    let declarations = "management.declarations";
    check(states(&["p", "q"]), &[declarations], &[version, declarations, apps]);
    let status = check(states(&["q"]), &[declarations], &[version, declarations, apps]);
    assert!(status.declaration("p").is_none() && status.declaration("q").is_some());
    // Names that are not known are kept, and told from values by what they hold.
    let future = json!({ "future": { "thing": { "a": 1 }, "empty": {}, "list": [1, 2] } });
    let names = [version, "future.empty", "future.list", "future.thing.a", declarations, apps];
    check(report(future), &["future.empty", "future.list", "future.thing.a"], &names);
    let mut full = list(&[app("c", "queued")]);
    full["FullReport"] = json!(true);
    let gone = [version, "future.empty", "future.list", "future.thing.a", declarations];
    let status = check(full, &[&[apps], &gone[..]].concat(), &[apps]);
    assert_eq!(status.json(apps).unwrap(), r#"[{"identifier":"c","state":"queued"}]"#);
}

#[test]
fn what_could_not_be_told_is_kept_until_it_is() {
    let mut reports = Reports::new();
    let error = json!({ "StatusItem": "test.error-value", "Reasons": [{ "Code": "Error.Unknown", "Description": "no" }] });
    reports.take(&json!({ "StatusItems": {}, "Errors": [error] }).to_string()).unwrap();
    let errors = reports.status().errors();
    assert_eq!(errors[0].status_item.as_deref(), Some("test.error-value"));
    assert_eq!(reports.take(&json!({ "StatusItems": {}, "Errors": [error] }).to_string()), None);
    reports.take(r#"{"StatusItems":{"test":{"error-value":"fine"}},"Errors":[]}"#).unwrap();
    assert_eq!(reports.status().errors(), []);
}

/// A report is answered with 200 whatever it holds: the device would repeat it.
#[test]
fn hostile_reports_are_bounded() {
    let mut reports = Reports::new();
    let unreadable = |reports: &mut Reports, report: &str| {
        let kind = reports.take(report);
        assert!(matches!(kind, Some(EventKind::StatusUnreadable { .. })), "{kind:?} {report:.40}");
    };
    for report in ["", "nonsense", "[]", "null", "\"SECRET\"", "{\"StatusItems\":[]}", "{\"Errors\":7}"] {
        unreadable(&mut reports, report);
    }
    unreadable(&mut reports, &"[".repeat(200_000));
    unreadable(
        &mut reports,
        &format!("{{\"StatusItems\":{{\"a\":{}1{}}}}}", "[".repeat(200), "]".repeat(200)),
    );
    unreadable(
        &mut reports,
        &format!("{{\"StatusItems\":{{\"a\":\"{}\"}}}}", "x".repeat(Status::MAX_REPORT)),
    );
    // Short in JSON, and long in memory.
    let many = |item: &str, count| format!("{{\"StatusItems\":{{\"a\":[{}0]}}}}", item.repeat(count));
    unreadable(&mut reports, &many("{},", Status::MAX_OBJECTS));
    unreadable(&mut reports, &many("0,", Status::MAX_VALUES));
    reports.take(&many("{},", Status::MAX_OBJECTS - 2)).unwrap();
    reports.take("{\"StatusItems\":{},\"FullReport\":true}").unwrap();

    let left_out = |reports: &Reports| reports.status().left_out().map(str::to_owned).collect::<Vec<_>>();
    let deep = format!("{{\"StatusItems\":{{\"a\":{}1{}}}}}", "[".repeat(100), "]".repeat(100));
    reports.take(&deep).unwrap();
    assert_eq!(left_out(&reports), ["a"]);
    let large = format!("{{\"StatusItems\":{{\"a\":\"{}\"}}}}", "x".repeat(Status::MAX_KEPT));
    assert_eq!(reports.take(&large), None);
    // A small value of that name is kept again.
    reports.take(r#"{"StatusItems":{"a":1}}"#).unwrap();
    assert_eq!((left_out(&reports), reports.status().json("a").as_deref()), (vec![], Some("1")));
    let many: serde_json::Map<_, _> =
        (0..10_000).map(|name| (format!("k{name}"), json!("x".repeat(20)))).collect();
    reports.take(&json!({ "StatusItems": many }).to_string()).unwrap();
    assert_eq!(reports.status().names().count(), Status::MAX_ITEMS);
    assert!(reports.loaded.as_ref().unwrap().head.body.len() < 2 * Status::MAX_KEPT);
    let long = json!({ "StatusItems": { "n".repeat(5_000): 1 }, "FullReport": true });
    reports.take(&long.to_string()).unwrap();
    assert_eq!(left_out(&reports)[0].len(), Status::MAX_NAME);
    // Long names are not multiplied by what is below them.
    let leaves: String = (0..50_000).map(|name| format!("\"{name}\":1,")).collect();
    let wide =
        format!("{{\"StatusItems\":{{\"{}\":{{{leaves}\"x\":1}}}},\"Errors\":[]}}", "n".repeat(400_000));
    assert_eq!(reports.take(&wide), None);
    // Errors too.
    let errors: Vec<_> = (0..2_000).map(|name| json!({ "StatusItem": format!("e{name}") })).collect();
    reports.take(&json!({ "StatusItems": {}, "Errors": errors }).to_string()).unwrap();
    assert_eq!(reports.status().errors().len(), Status::MAX_ITEMS);
}

#[test]
fn each_declaration_stands_somewhere() {
    let manifest =
        manifest(&[draft("a", &[passcode("p", 6), passcode("q", 6), passcode("r", 6), passcode("s", 6)])]);
    let tokens: BTreeMap<&str, &str> =
        manifest.declarations().map(|(identifier, _, token)| (identifier, token)).collect();
    let state = |name: &str, token: &str, active: bool, valid: &str| json!({ "identifier": name, "server-token": token, "active": active, "valid": valid, "reasons": [] });
    let mut reports = Reports::new();
    let states = [
        state("p", tokens["p"], true, "valid"),
        state("q", "older", true, "valid"),
        state("r", tokens["r"], false, "invalid"),
        state("x", "1", true, "valid"),
    ];
    let report = json!({ "StatusItems": { "management": { "declarations": { "configurations": states } } } });
    reports.take(&report.to_string()).unwrap();
    let status = reports.status();
    let expected = [
        ("p", Standing::Active),
        ("q", Standing::Outdated),
        ("r", Standing::Failed),
        ("s", Standing::Unreported),
    ];
    assert_eq!(status.standings(&manifest), expected.map(|(name, standing)| (name.into(), standing)));
    assert_eq!(status.lingering(&manifest), ["x"]);
    assert_eq!(status.unsubscribed(&manifest).count(), 0);
    let subscription = json!({
        "Type": "com.apple.configuration.management.status-subscriptions", "Identifier": "s",
        "Payload": { "StatusItems": [{ "Name": "device.model.family" }] },
    });
    reports.take(r#"{"StatusItems":{"device":{"model":{"family":"iPhone","number":"A1"}}}}"#).unwrap();
    let manifest = self::manifest(&[draft("a", &[subscription])]);
    assert_eq!(reports.status().unsubscribed(&manifest).collect::<Vec<_>>(), ["device.model.number"]);
    // A former life's is void, and a later life's is not replaced.
    let (next, former) = (Status::read(reports.loaded.as_ref(), 2), Status::read(reports.loaded.as_ref(), 0));
    let report = br#"{"StatusItems":{"mdm":{"app":[]}},"Errors":[],"FullReport":true}"#;
    let version = reports.loaded.as_ref().map(|loaded| loaded.version);
    for (status, keeps) in [(next.unwrap(), true), (former.unwrap(), false)] {
        assert_eq!(status.names().count(), 0);
        for report in [&report[..], b"{"] {
            let batch = status.report(&channel_key(), version, "acme", report, later(9)).unwrap();
            assert_eq!(batch.is_some(), keeps);
        }
    }
}

#[test]
fn keys_are_told_apart() {
    let key = Sync::key(&channel_key()).unwrap();
    assert_eq!(key.as_str(), "declarative/device/UDID-1");
    assert_eq!(Sync::channel(&key), Some(channel_key()));
    assert_eq!(Sync::channel(&set("a").key()), None);
    assert_eq!(SetId::of(&set("a").key()), Some(set("a")));
    assert_eq!(SetId::of(&key), None);
    assert!(Sync::key(&RecordKey::new(&"x".repeat(250)).unwrap()).is_err());
    for name in ["", "a/b", "a b", "é", &"a".repeat(65)] {
        assert!(SetId::new(name).is_none(), "{name}");
    }
    assert_eq!(DeclarationKind::ALL.len(), 4);
}
