//! Push certificates and other credentials in a store: what is refused, what two nodes do to each other, what is sealed.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_enrollment::audit::{Ledger, Verifier};
use mdm_enrollment::{Actor, Cause, Event, EventKind};
use mdm_pki::{CertificateAuthority, KeyPair, PushCertificate};
use mdm_store::credentials::{Credentials, Fault, Follower, Kind, Listed, Name, New, News, Secret};
use mdm_store::row::{Batch, Gates, HeadRow, Link, LinkKind, RecordKey, Tenant, Version, Write};
use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealKey, Sealed};
use mdm_store::{Auditor, Blame, Bodies, BodySwap, Error, Memory, Retry, Store, limits};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::x509::{X509, X509NameBuilder};

const TOPIC: &str = "com.apple.mgmt.External.0a1b";
const OTHER: &str = "com.apple.mgmt.External.ffff";

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// Certificate and key of a topic, in PEM, with an end.
struct Issued {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Issued {
    fn new(topic: &str, days: i64) -> Self {
        let key = KeyPair::mint_p256().unwrap();
        let key = key.expose_secret_pem().unwrap().expose_secret().to_vec();
        let pkey = PKey::private_key_from_pem(&key).unwrap();
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_nid(Nid::USERID, topic).unwrap();
        name.append_entry_by_nid(Nid::COMMONNAME, "APSP").unwrap();
        let name = name.build();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        builder.set_serial_number(&BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(&name).unwrap();
        builder.set_pubkey(&pkey).unwrap();
        let at = |days: i64| Asn1Time::from_unix(1_800_000_000 + days * 86_400).unwrap();
        builder.set_not_before(&at(-1)).unwrap();
        builder.set_not_after(&at(days)).unwrap();
        builder.sign(&pkey, MessageDigest::sha256()).unwrap();
        Self { certificate: builder.build().to_pem().unwrap(), key }
    }

    fn secret(&self) -> Secret {
        Secret::from_bytes(self.key.clone())
    }

    fn new_for(&self, topic: &str) -> Result<New, Error> {
        New::push_certificate(topic, &self.certificate, self.secret())
    }
}

fn push(topic: &str) -> Name {
    Name::new(Kind::PushCertificate, topic).unwrap()
}

/// A year later it is renewed: the topic stays, the node that pushes hears of it, the former one is remembered without its
/// key.
#[tokio::test]
async fn a_push_certificate_is_renewed_under_its_topic() {
    let (first, second) = (Issued::new(TOPIC, 30), Issued::new(TOPIC, 400));
    let store = Memory::new();
    let (here, there, mut follower) =
        (Credentials::new(&store), Credentials::new(&store), Follower::default());
    let tenant = Tenant::new("school").unwrap();
    let new = first.new_for(TOPIC).unwrap().of_tenant(tenant.clone());
    here.put(&new, None, now()).await.unwrap();
    assert_eq!(there.news(&mut follower).await.unwrap().len(), 1);
    let month = now() + Duration::from_secs(30 * 86_400);
    let ending = there.expiring(month).await.unwrap();
    assert_eq!((ending.known.len(), &*ending.unreadable), (1, &[][..]));
    let renewed = second.new_for(TOPIC).unwrap().of_tenant(tenant.clone());
    let version = there.put(&renewed, Some(ending.known[0].version), now()).await.unwrap();
    assert_eq!(here.expiring(month).await.unwrap().known, []);

    let kept = here.get(&push(TOPIC)).await.unwrap().unwrap();
    assert_eq!((kept.about.version, kept.about.tenant.as_ref()), (version, Some(&tenant)));
    assert_eq!(kept.secret, second.secret());
    assert_eq!(kept.about.certificate.as_bytes(), second.certificate);
    let former: Vec<_> = kept.about.former.iter().map(|former| former.certificate.as_bytes()).collect();
    assert_eq!(former, [first.certificate.as_slice()]);
    assert_eq!(kept.about.former[0].replaced_at, now());
    // What is handed to the client of APNs.
    let key = KeyPair::from_bytes(kept.secret.expose_secret()).unwrap();
    let certificate = PushCertificate::new(key, kept.about.certificate.as_bytes()).unwrap();
    assert_eq!(certificate.topic(), TOPIC);
    let told = there.news(&mut follower).await.unwrap();
    assert_eq!(told, [News::Put(kept)]);
}

/// The one of last year, put again by a script: the newer one, whose key would be gone, stays.
#[tokio::test]
async fn a_push_certificate_gives_way_to_none_that_ends_sooner() {
    let (first, second, twin) = (Issued::new(TOPIC, 30), Issued::new(TOPIC, 400), Issued::new(TOPIC, 400));
    let here = Credentials::new(Memory::new());
    let new = |issued: &Issued| issued.new_for(TOPIC).unwrap();
    let version = here.put(&new(&first), None, now()).await.unwrap();
    let version = here.put(&new(&second), Some(version), now()).await.unwrap();
    for old in [&first, &twin] {
        let refused = here.put(&new(old), Some(version), now()).await;
        assert!(matches!(refused, Err(Error::Credential(Fault::NotRenewed))), "{refused:?}");
    }
    let kept = here.get(&push(TOPIC)).await.unwrap().unwrap();
    assert_eq!((kept.about.version, kept.secret), (version, second.secret()));
    // The same one may become another tenant's.
    let given = new(&second).of_tenant(Tenant::new("school").unwrap());
    let version = here.put(&given, Some(version), now()).await.unwrap();
    // Who means it says so.
    here.remove(&push(TOPIC), version, now()).await.unwrap();
    here.put(&new(&first), None, now()).await.unwrap();
    // What renews itself may last for as long as it likes.
    let token =
        |text: &str, end| New::provider_token("t", Secret::from_bytes(text.into()), Some(end)).unwrap();
    let version = here.put(&token("1", now()), None, now()).await.unwrap();
    here.put(&token("2", now() - Duration::from_secs(1)), Some(version), now()).await.unwrap();
}

/// What was damaged, or is of a kind that a newer version knows, is named, and the others are told.
#[tokio::test]
async fn one_that_cannot_be_read_hides_no_other() {
    let store = Memory::new();
    let here = Credentials::new(&store);
    let key = |name: &str| RecordKey::new(&format!("credential/{name}")).unwrap();
    let raw = |name: &str| {
        let links = vec![Link { kind: LinkKind::Credential, value: "".into() }];
        let head = HeadRow {
            session: 0,
            shut: Gates::NONE,
            backoff_until: None,
            links,
            body: b"\0\0\0\x09junk".to_vec(),
        };
        let (commands, forget, wake) = (vec![], vec![], vec![]);
        let write = Write { key: key(name), expected: None, head, commands, forget, wake };
        store.commit(Batch { writes: vec![write], ..Batch::default() })
    };
    let token = |name: &str, text: &str| {
        New::provider_token(name, Secret::from_bytes(text.into()), Some(now())).unwrap()
    };
    here.put(&token("a", "1"), None, now()).await.unwrap();
    raw("provider-token/b").await.unwrap();
    raw("planet/earth").await.unwrap();
    let version = here.put(&token("c", "1"), None, now()).await.unwrap();

    let bad = [key("planet/earth"), key("provider-token/b")];
    let names =
        |listed: &Listed| listed.known.iter().map(|about| about.name.as_str().to_owned()).collect::<Vec<_>>();
    for listed in [here.list(None, None, 9).await.unwrap(), here.expiring(now()).await.unwrap()] {
        assert_eq!((names(&listed), &listed.unreadable[..]), (vec!["a".into(), "c".into()], &bad[..]));
    }
    // A page may end with one.
    let page = here.list(None, None, 3).await.unwrap();
    assert_eq!((names(&page), page.last.as_ref()), (vec!["a".into()], Some(&bad[1])));
    let rest = here.list(None, page.last.as_ref(), 3).await.unwrap();
    assert_eq!((names(&rest), rest.unreadable), (vec!["c".into()], vec![]));

    let mut follower = Follower::default();
    let told = here.news(&mut follower).await.unwrap();
    for bad in &bad {
        assert!(told.contains(&News::Unreadable(bad.clone())), "{told:?}");
    }
    assert_eq!(told.iter().filter(|news| matches!(news, News::Put(_))).count(), 2);
    assert_eq!(here.news(&mut follower).await.unwrap(), [], "it is told once");
    here.put(&token("c", "2"), Some(version), now()).await.unwrap();
    let told = here.news(&mut follower).await.unwrap();
    assert!(matches!(&told[..], [News::Put(kept)] if kept.about.name.as_str() == "c"), "{told:?}");
    // It comes back.
    let remove = vec![(bad[1].clone(), Version(1))];
    store.commit(Batch { remove, ..Batch::default() }).await.unwrap();
    here.put(&token("b", "1"), None, now()).await.unwrap();
    let told = here.news(&mut follower).await.unwrap();
    assert!(matches!(&told[..], [News::Put(kept)] if kept.about.name.as_str() == "b"), "{told:?}");
    assert_eq!(here.news(&mut follower).await.unwrap(), []);
}

/// What lies in a record, replaced by something that nobody can read: in the store inside, under a seal.
async fn spoil(store: &Memory, key: &RecordKey) {
    let place = mdm_store::seal::Place::Head(key.clone());
    let old = store.body(&place).await.unwrap().unwrap();
    let new = b"\0\0\0\x09junk".to_vec();
    assert_eq!(store.swap_bodies(&[BodySwap { place, old, new }]).await.unwrap(), [true]);
}

fn token(name: &str, text: &str) -> New {
    New::provider_token(name, Secret::from_bytes(text.into()), None).unwrap()
}

fn told_names(news: &[News]) -> Vec<String> {
    let name = |news: &News| match news {
        News::Put(kept) => kept.about.name.as_str().to_owned(),
        other => format!("{other:?}"),
    };
    news.iter().map(name).collect()
}

/// The list of changes was damaged: nobody is kept from a credential, no version is given twice, and every node hears of
/// everything. In the open its version is still known, under a seal it is not.
async fn a_damaged_register(store: &impl Store, inner: &Memory) {
    let here = Credentials::new(store);
    let [mut early, mut late] = [Follower::default(), Follower::default()];
    let mut seen = std::collections::BTreeSet::new();
    let a = here.put(&token("a", "1"), None, now()).await.unwrap();
    assert_eq!(told_names(&here.news(&mut early).await.unwrap()), ["a"]);
    let b = here.put(&token("b", "1"), None, now()).await.unwrap();
    let c = here.put(&token("c", "1"), None, now()).await.unwrap();
    here.remove(token("c", "1").name(), c, now()).await.unwrap();
    seen.extend([a, b, c]);
    let register = RecordKey::new("credentials").unwrap();
    spoil(inner, &register).await;
    // It is read as before.
    assert_eq!(told_names(&here.news(&mut late).await.unwrap()), ["a", "b"]);
    assert_eq!(here.news(&mut late).await.unwrap(), []);
    assert_eq!(here.list(None, None, 9).await.unwrap().known.len(), 2);
    // The next change mends it.
    let b = here.put(&token("b", "2"), Some(b), now()).await.unwrap();
    assert!(seen.insert(b) && b > c, "{b:?}");
    assert_eq!(told_names(&here.news(&mut early).await.unwrap()), ["b"]);
    assert_eq!(told_names(&here.news(&mut late).await.unwrap()), ["b"]);
    let d = here.put(&token("d", "1"), None, now()).await.unwrap();
    assert!(seen.insert(d) && d > b);
    assert_eq!(told_names(&here.news(&mut early).await.unwrap()), ["d"]);
    // So does a removal.
    spoil(inner, &register).await;
    here.remove(token("a", "1").name(), a, now()).await.unwrap();
    for follower in [&mut early, &mut late] {
        let told = here.news(follower).await.unwrap();
        assert!(told.contains(&News::Removed(token("a", "1").name().clone())), "{told:?}");
    }
    let a = here.put(&token("a", "2"), None, now()).await.unwrap();
    assert!(seen.insert(a) && a > d);
    assert_eq!(told_names(&here.news(&mut late).await.unwrap()), ["a"]);
}

#[tokio::test]
async fn the_list_of_changes_is_written_anew() {
    let store = Memory::new();
    a_damaged_register(&store, &store).await;
    let inner = Arc::new(Memory::new());
    let keys = KeyRing::new(KeyId(1), SealKey::from_bytes([1; 32]));
    a_damaged_register(&Sealed::new(Arc::clone(&inner), AesGcm::new(keys)), &inner).await;
}

/// A credential was damaged: another one takes its place, or it is removed. What can be read is replaced by its version and
/// not so.
async fn a_damaged_credential(store: &impl Store, inner: &Memory) {
    let tenant = Tenant::new("school").unwrap();
    let here = Credentials::new(store).by(Actor::administrator("anna"));
    let first = token("a", "1").of_tenant(tenant.clone());
    let name = first.name().clone();
    for refused in
        [here.replace_unreadable(&first, now()).await.map(drop), here.remove_unreadable(&name, now()).await]
    {
        assert!(refused.is_err_and(|error| error.is_conflict()), "there is none");
    }
    let mut version = here.put(&first, None, now()).await.unwrap();
    for text in ["2", "3", "4"] {
        let next = token("a", text).of_tenant(tenant.clone());
        version = here.put(&next, Some(version), now()).await.unwrap();
    }
    for refused in
        [here.replace_unreadable(&first, now()).await.map(drop), here.remove_unreadable(&name, now()).await]
    {
        assert!(refused.is_err_and(|error| error.is_conflict()), "it can be read");
    }
    let mut follower = Follower::default();
    here.news(&mut follower).await.unwrap();
    let member = Credentials::new(store).by(Actor::member("ben"));
    for round in 0..2 {
        spoil(inner, &name.key()).await;
        assert!(here.get(&name).await.is_err());
        assert!(here.put(&first, Some(version), now()).await.is_err());
        assert!(here.remove(&name, version, now()).await.is_err());
        let refused = member.replace_unreadable(&first, now()).await;
        assert!(matches!(refused, Err(Error::Credential(Fault::Member))), "{refused:?}");
        if round == 0 {
            let next = here.replace_unreadable(&first, now()).await.unwrap();
            assert!(next > version);
            version = next;
            let kept = here.get(&name).await.unwrap().unwrap();
            assert_eq!((kept.about.version, kept.about.former.len()), (version, 0));
            assert_eq!(told_names(&here.news(&mut follower).await.unwrap()), ["a"]);
        } else {
            here.remove_unreadable(&name, now()).await.unwrap();
            assert_eq!(here.get(&name).await.unwrap(), None);
            assert_eq!(here.news(&mut follower).await.unwrap(), [News::Removed(name.clone())]);
        }
    }
    // It is told in the ledgers, once each.
    let events = store.events(None, 99).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| Event::decode(&event.row.body).unwrap().kind).collect();
    let put = |told: &&EventKind| matches!(told, EventKind::CredentialPut { .. });
    assert_eq!((told.len(), told.iter().filter(put).count()), (6, 5));
    let next = here.put(&first, None, now()).await.unwrap();
    assert!(next > version);
}

#[tokio::test]
async fn one_that_cannot_be_read_is_replaced_or_removed() {
    let store = Memory::new();
    a_damaged_credential(&store, &store).await;
    let inner = Arc::new(Memory::new());
    let keys = KeyRing::new(KeyId(1), SealKey::from_bytes([1; 32]));
    a_damaged_credential(&Sealed::new(Arc::clone(&inner), AesGcm::new(keys)), &inner).await;
}

#[tokio::test]
async fn what_cannot_be_a_credential_is_refused() {
    let (ours, others) = (Issued::new(TOPIC, 30), Issued::new(OTHER, 30));
    let check = |new: Result<New, Error>, expected: &str| {
        let error = new.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
    };
    let meant = "every device that has it would have to enroll again";
    check(others.new_for(TOPIC), meant);
    assert!(
        matches!(others.new_for(TOPIC), Err(Error::Credential(Fault::OtherTopic { topic })) if &*topic == TOPIC)
    );
    check(New::push_certificate(TOPIC, &ours.certificate, others.secret()), "not that of its certificate");
    check(
        New::push_certificate(TOPIC, &ours.certificate, Secret::from_bytes(vec![])),
        "not that of its certificate",
    );
    check(New::push_certificate(TOPIC, b"", ours.secret()), "certificate cannot be read");
    check(New::push_certificate(TOPIC, &ours.key, ours.secret()), "certificate cannot be read");
    check(New::push_certificate("", &ours.certificate, ours.secret()), "its name");
    let authority = CertificateAuthority::mint("Devices", Duration::from_secs(86_400), now()).unwrap();
    let (pem, key) = (authority.certificate().to_pem(), authority.expose_secret_pem().unwrap());
    let key = Secret::from_bytes(key.expose_secret().to_vec());
    check(New::push_certificate(TOPIC, pem.as_bytes(), key.clone()), meant);
    let new = New::authority("devices", pem.as_bytes(), key).unwrap();
    assert_eq!(new.name().to_string(), "authority/devices");
    check(New::service_account(&"x".repeat(201), Secret::from_bytes(vec![])), "its name");
    let most = vec![b'x'; New::MAX_LEN];
    New::service_account("p", Secret::from_bytes(most.clone())).unwrap();
    check(New::service_account("p", Secret::from_bytes([most, vec![0]].concat())), "over the limit");
}

/// Certificate and key may come in one text, as portals and people hand them out: the key is kept as what it is.
#[tokio::test]
async fn a_key_beside_a_certificate_does_not_become_public() {
    let issued = Issued::new(TOPIC, 30);
    let both = [issued.key.clone(), issued.certificate.clone()].concat();
    let new = New::push_certificate(TOPIC, &both, Secret::from_bytes(both.clone())).unwrap();
    let here = Credentials::new(Memory::new());
    here.put(&new, None, now()).await.unwrap();
    let kept = here.get(&push(TOPIC)).await.unwrap().unwrap();
    assert_eq!(kept.about.certificate.as_bytes(), issued.certificate);
    for shown in [format!("{new:?}"), format!("{kept:?}"), format!("{here:?}")] {
        assert!(!shown.contains("PRIVATE KEY"), "{shown}");
    }
}

/// Each change leaves an event in the ledger of whose it is, in the same commit: by whom, which, and nothing that is secret.
#[tokio::test]
async fn every_change_is_told() {
    let (first, second) = (Issued::new(TOPIC, 30), Issued::new(TOPIC, 400));
    let store = Memory::new();
    let (school, other) = (Tenant::new("school").unwrap(), Tenant::new("other").unwrap());
    let anna = Actor::administrator("anna");
    let here = Credentials::new(&store).by(anna.clone());
    let new = first.new_for(TOPIC).unwrap().of_tenant(school.clone());
    let v1 = here.put(&new, None, now()).await.unwrap();
    assert_eq!(here.put(&new, Some(v1), now()).await.unwrap(), v1);
    let renewed = second.new_for(TOPIC).unwrap().of_tenant(school.clone());
    let rule = Credentials::new(&store).by(Actor::rule("renewals"));
    let v2 = rule.put(&renewed, Some(v1), now()).await.unwrap();
    let moved = second.new_for(TOPIC).unwrap().of_tenant(other.clone());
    let v3 = here.put(&moved, Some(v2), now()).await.unwrap();
    assert!(here.put(&new, Some(v2), now()).await.is_err_and(|error| error.is_conflict()));
    let own = New::service_account("project", Secret::from_bytes(b"planted-secret".to_vec())).unwrap();
    let v = Credentials::new(&store).put(&own, None, now()).await.unwrap();
    let member = Credentials::new(&store).by(Actor::member("ben"));
    for refused in [
        member.put(&own, None, now()).await.map(drop),
        member.put(&new, Some(v3), now()).await.map(drop),
        member.remove(&push(TOPIC), v3, now()).await,
    ] {
        assert!(
            matches!(refused, Err(Error::Credential(Fault::Member) | Error::Conflict { .. })),
            "{refused:?}"
        );
    }
    here.remove(own.name(), v, now()).await.unwrap();
    here.remove(&push(TOPIC), v3, now()).await.unwrap();

    let credential: Box<str> = push(TOPIC).to_string().into();
    let put = |version, issued: &Issued| {
        let certificate =
            mdm_pki::Certificate::from_pem(&issued.certificate).unwrap().fingerprint().to_string();
        EventKind::CredentialPut { credential: credential.clone(), version, certificate: Some(certificate) }
    };
    let removed = || EventKind::CredentialRemoved { credential: credential.clone() };
    let (of_project, project): (_, Box<str>) = (Actor::administrator("anna"), own.name().to_string().into());
    let by = |actor: &Actor| Cause::Actor(actor.clone());
    let expected = [
        (Some(&school), by(&anna), put(1, &first)),
        (Some(&school), by(&Actor::rule("renewals")), put(2, &second)),
        (Some(&other), by(&anna), put(3, &second)),
        (Some(&school), by(&anna), removed()),
        (
            None,
            Cause::Unknown,
            EventKind::CredentialPut { credential: project.clone(), version: 4, certificate: None },
        ),
        (None, by(&of_project), EventKind::CredentialRemoved { credential: project }),
        (Some(&other), by(&anna), removed()),
    ];
    let events = store.events(None, 99).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| Event::decode(&event.row.body).unwrap()).collect();
    for (event, stored) in told.iter().zip(&events) {
        let tenant = event.tenant.as_deref().and_then(Tenant::new);
        assert_eq!(stored.row.key, Ledger::key_of(tenant.as_ref()));
        assert!(!String::from_utf8_lossy(&stored.row.body).contains("planted"), "{event:?}");
        assert!(!String::from_utf8_lossy(&stored.row.body).contains("PRIVATE"), "{event:?}");
    }
    let told: Vec<_> =
        told.iter().map(|event| (event.tenant.as_deref(), &event.cause, &event.kind)).collect();
    let expected: Vec<_> =
        expected.iter().map(|(tenant, cause, kind)| (tenant.map(Tenant::as_str), cause, kind)).collect();
    assert_eq!(told, expected);
    // And they hang in the chain of the ledger like everything else.
    let auditor = Auditor::new(&store, [school.clone()]);
    for draft in auditor.drafts(None, now()).await.unwrap() {
        auditor.commit(draft, None).await.unwrap();
    }
    let (mut verifier, mut broken) = (Verifier::new(), None);
    auditor
        .export(&school, None, &mut |line| broken = broken.take().or_else(|| verifier.take(&line).err()))
        .await
        .unwrap();
    assert_eq!((broken, verifier.finish().unwrap().events), (None, 4));
}

/// It is not only the first few that are remembered.
#[tokio::test]
async fn the_last_former_certificates_are_remembered() {
    let here = Credentials::new(Memory::new());
    let (mut version, mut issued) = (None, Vec::new());
    for day in 0..20 {
        issued.push(Issued::new(TOPIC, 30 + day).certificate);
        let key = Issued::new(TOPIC, 400 + day);
        // The tenant changes, the certificate does not: nothing is replaced.
        for tenant in ["a", "b"] {
            let new = key.new_for(TOPIC).unwrap().of_tenant(Tenant::new(tenant).unwrap());
            version = Some(here.put(&new, version, now()).await.unwrap());
        }
        *issued.last_mut().unwrap() = key.certificate;
    }
    let former = here.get(&push(TOPIC)).await.unwrap().unwrap().about.former;
    let former: Vec<_> =
        former.into_iter().map(|former| former.certificate.into_string().into_bytes()).collect();
    assert_eq!(former, issued[3..19], "sixteen, and the last one is in use");
}

/// Nodes that put different credentials at once do not stand in each other's way; of those that renew one, one does.
async fn at_once<S: Store + 'static>(nodes: Vec<Arc<S>>) {
    let put = |n: usize, name: String, expected| {
        let store = Arc::clone(&nodes[n % nodes.len()]);
        tokio::spawn(async move {
            let new =
                New::service_account(&name, Secret::from_bytes(vec![u8::try_from(n).unwrap()])).unwrap();
            Credentials::new(store).put(&new, expected, now()).await
        })
    };
    let different: Vec<_> = (0..8).map(|n| put(n, format!("p{n}"), None)).collect();
    let mut versions = Vec::new();
    for task in different {
        versions.push(task.await.unwrap().unwrap());
    }
    let first = versions[0];
    versions.sort();
    assert_eq!(versions, (1..=8).map(Version).collect::<Vec<_>>());
    let mut follower = Follower::default();
    let there = Credentials::new(Arc::clone(&nodes[0]));
    assert_eq!(there.news(&mut follower).await.unwrap().len(), 8);
    let same: Vec<_> = (0..8).map(|n| put(n, "p0".to_owned(), Some(first))).collect();
    let mut renewed = 0;
    for task in same {
        match task.await.unwrap() {
            // The first one wrote what is there already.
            Ok(version) if version == first => {}
            Ok(version) => {
                assert_eq!(version, Version(9));
                renewed += 1;
            }
            Err(error) => assert!(error.is_conflict(), "{error}"),
        }
    }
    assert_eq!(renewed, 1);
    assert_eq!(there.news(&mut follower).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_on_memory_put_at_once() {
    at_once(vec![Arc::new(Memory::new())]).await;
}

#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_on_one_file_put_at_once() {
    let folder = crate::folder::Folder::new();
    let open = || Arc::new(mdm_store::Sqlite::open(folder.file("a.db")).unwrap());
    at_once(vec![open(), open()]).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_on_postgres_put_at_once() {
    let Some(server) = crate::cluster::server() else { return };
    let options = server.options();
    let mut nodes = Vec::new();
    for _ in 0..4 {
        let store = mdm_store::Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
        nodes.push(Arc::new(store));
    }
    at_once(nodes).await;
}

/// Under a seal neither the key nor the certificate nor who changed last can be read, and the key of the seal is rotated
/// as for everything else.
#[tokio::test]
async fn credentials_are_sealed_and_resealed() {
    let issued = Issued::new(TOPIC, 30);
    let key = |id| SealKey::from_bytes([id; 32]);
    let store = Arc::new(Memory::new());
    let sealed = Sealed::new(Arc::clone(&store), AesGcm::new(KeyRing::new(KeyId(1), key(1))));
    let here = Credentials::new(&sealed);
    here.put(&issued.new_for(TOPIC).unwrap(), None, now()).await.unwrap();
    let places = store.places(None, limits::PAGE).await.unwrap();
    assert_eq!(places.len(), 3, "the credential, the list of changes, and the ledger that tells of it");
    for (place, _) in places {
        let bytes = store.body(&place).await.unwrap().unwrap();
        for secret in [&issued.key[30..60], &issued.certificate[30..60], b"push-certificate"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{place}");
        }
    }
    assert!(Credentials::new(&*store).get(&push(TOPIC)).await.is_err());

    let ring = KeyRing::new(KeyId(2), key(2)).with(KeyId(1), key(1));
    let rotated = Sealed::new(Arc::clone(&store), AesGcm::new(ring));
    let mut at = None;
    loop {
        let step = rotated.reseal(at.as_ref(), 10).await.unwrap();
        assert!(step.failed.is_empty());
        match step.next {
            Some(next) => at = Some(next),
            None => break,
        }
    }
    let alone = Sealed::new(store, AesGcm::new(KeyRing::new(KeyId(2), key(2))));
    let kept = Credentials::new(&alone).get(&push(TOPIC)).await.unwrap().unwrap();
    assert_eq!((kept.secret, kept.about.version), (issued.secret(), Version(1)));
}
