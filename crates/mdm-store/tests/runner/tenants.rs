//! Organizations side by side, certificates that are renewed, terms, and questions to the embedder.

use std::sync::Arc;

use mdm_apple::{CheckIn, EraseDevice, GetToken, ServiceToken, TokenService};
use mdm_enrollment::policy::{Assignment, Denial, Management, ManagementMode, Ownership};
use mdm_enrollment::row::{Link, LinkKind, RecordKey, Tenant};
use mdm_enrollment::{
    Answered, CertificateSource, DeviceRequest, Error, EventKind, Question, RuleTable, Tenants, Trust,
};
use mdm_pki::{CertificateAuthority, TrustAnchors};
use mdm_store::{Answering, Answers, RunError, Runner, Store};

use crate::world::{
    CHECK_IN, CONNECT, Device, TOPIC, admin, day, dump, enrolled, events, invitation, office, order, query,
    secs, slot, start, ticket, trust,
};

/// Requirements F71 (each tenant has a path and a topic of its own), F80, F81; acceptance check 6.
pub(crate) async fn tenants_are_served_side_by_side<S: Store>(store: Arc<S>) {
    let own = trust(CertificateSource::MutualTls);
    let other = own.clone().of_tenant(Tenant::new("other").unwrap()).with_management(Management::Off);
    let tenants = Tenants::default().with("/mdm", own).with("/other", other.clone());
    let runner = Runner::new(Arc::clone(&store), tenants, RuleTable::default());
    let device = Device::new(1);
    device.enroll(&runner).await;
    let before = dump(&store).await;
    let idle = device.idle();
    let check = async |path: &str, method: &str, expected: u16| {
        let request = DeviceRequest { method, ..DeviceRequest::put(path, &idle) };
        let request = request.over_tls(Some(device.certificate().as_der()));
        let told = runner.device(&request, start()).await;
        assert_eq!(told.map_or_else(|error| error.http_status(), |served| served.status), expected, "{path}");
    };
    check("/mdm", "PUT", 200).await;
    check("/mdm/checkin?x", "POST", 200).await;
    check("/mdm", "GET", 405).await;
    check("/other", "PUT", 403).await;
    // It may be served in a moment: a device keeps what it has to say, and what was declared.
    check("/mdm2", "PUT", 503).await;
    check("/", "PUT", 503).await;
    assert_eq!(dump(&store).await, before);

    // F107: who has not enabled management makes no slots.
    let ticket = ticket(9);
    let closed = runner.open_slot(&slot("x"), &other.invitation(&ticket, start() + secs(9)), start()).await;
    assert!(matches!(closed, Err(RunError::Refused(Error::NotManaged(Denial::ManagementOff)))));
    let nobody = other.of_tenant(Tenant::new("nobody").unwrap());
    let unknown = runner.open_slot(&slot("x"), &nobody.invitation(&ticket, start() + secs(9)), start()).await;
    assert!(matches!(unknown, Err(RunError::Refused(Error::UnknownTenant))));

    // A node that does not serve the tenant orders nothing.
    let trust = trust(CertificateSource::MutualTls).of_tenant(Tenant::new("elsewhere").unwrap());
    let elsewhere = Runner::new(Arc::clone(&store), trust, RuleTable::default());
    let refused = elsewhere.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::Denied { .. })) && refused.http_status() == 403);
}

/// A tenant comes, is changed and goes while the server runs: nobody else notices.
pub(crate) async fn tenants_come_and_go<S: Store>(store: Arc<S>) {
    let own = trust(CertificateSource::MutualTls);
    let others = Tenant::new("other").unwrap();
    let other = own.clone().of_tenant(others.clone());
    let runner =
        Runner::new(Arc::clone(&store), Tenants::default().with("/mdm", own.clone()), RuleTable::default());
    let (device, idle) = (Device::new(1), Device::new(1).idle());
    device.enroll(&runner).await;
    let status = async |path: &str| {
        let request = DeviceRequest::put(path, &idle).over_tls(Some(device.certificate().as_der()));
        runner
            .device(&request, start())
            .await
            .map_or_else(|error| error.http_status(), |served| served.status)
    };
    let opens = async |name: &str, trust: &Trust| {
        let ticket = ticket(name.bytes().map(|byte| byte % 16).sum());
        let opened =
            runner.open_slot(&slot(name), &trust.invitation(&ticket, start() + secs(9)), start()).await;
        opened.map_err(|error| error.to_string())
    };
    assert_eq!((status("/mdm").await, status("/other").await), (200, 503));
    assert!(opens("early", &other).await.is_err());

    runner.replace_tenants(Tenants::default().with("/mdm", own.clone()).with("/other", other.clone()));
    assert_eq!((status("/mdm").await, status("/other").await), (200, 403), "it is the other one's device");
    assert_eq!(opens("of-other", &other).await, Ok(()));
    assert!(runner.tenants().named(&others).is_some());
    // What was noted before is written.
    let key = device.key();
    assert_eq!(store.last_contact(&key).await.unwrap(), None);
    runner.flush_contacts().await.unwrap();
    assert_eq!(store.last_contact(&key).await.unwrap(), Some(start()));

    // Its management is switched off, and on again.
    let off = own.clone().with_management(Management::Off);
    runner.replace_tenants(Tenants::default().with("/mdm", off.clone()));
    assert_eq!(status("/other").await, 503);
    assert!(opens("off", &own).await.is_err());
    let refused = runner.order(&key, &admin(), &[query("A")], start()).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::Denied { .. })), "{refused}");
    // Its authority is another one: what was verified before counts no more.
    let authority = CertificateAuthority::mint("New", 365 * day(), start()).unwrap();
    let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
    let topic = own.topic().clone();
    runner.replace_tenants(Trust::new(anchors, CertificateSource::MutualTls, topic));
    assert_eq!(status("/mdm").await, 400, "nobody knows who issued it");
    runner.replace_tenants(own);
    assert_eq!(status("/mdm").await, 200);
    runner.order(&key, &admin(), &[query("A")], start()).await.unwrap();
    assert_eq!(device.session(&runner).await, ["A"]);
}

/// F80, F81: one store has one record for an identifier. A second tenant's device of the same one is refused, hears nothing
/// of the first tenant, and gets in when the first has purged it.
pub(crate) async fn an_identifier_belongs_to_the_tenant_where_it_came_first<S: Store>(store: Arc<S>) {
    let own = trust(CertificateSource::MutualTls);
    let other = own.clone().of_tenant(Tenant::new("other").unwrap());
    let first = Runner::new(Arc::clone(&store), own, RuleTable::default());
    let second = Runner::new(Arc::clone(&store), other.clone(), RuleTable::default());
    let device = Device::new(1);
    device.enroll(&first).await;
    first.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();

    let namesake = Device::new(2).called(&device);
    let ticket = ticket(2);
    let invited = other.invitation(&ticket, start() + secs(60));
    second.open_slot(&slot("second"), &invited, start()).await.unwrap();
    second.claim_slot(&ticket, namesake.certificate().fingerprint(), start()).await.unwrap();
    // Nobody but the two tenants' administrators knows of both, whatever has become of the enrollment.
    let is_refused = async || {
        let before = dump(&store).await;
        let says = [namesake.authenticate(), namesake.token_update(), namesake.check_out()];
        let says = says.iter().map(|body| (CHECK_IN, body.clone())).chain([(CONNECT, namesake.idle())]);
        for (kind, body) in says {
            let error = namesake.say(&second, kind, &body, start()).await.unwrap_err();
            assert!(matches!(error, RunError::Refused(Error::ForeignTenant)), "{error}");
            assert_eq!((error.http_status(), error.to_string().contains(TOPIC)), (403, false));
            #[cfg(feature = "http")]
            {
                let response = error.response();
                assert_eq!((response.headers().len(), response.body().len()), (0, 0), "it says nothing else");
            }
        }
        let [seen] = &second.of_tenant(other.tenant(), None, 9).await.unwrap()[..] else { panic!("one") };
        assert_eq!(*seen, slot("second").key());
        assert_eq!(dump(&store).await, before, "and nothing has changed");
    };
    is_refused().await;
    let ordered = second.order(&device.key(), &admin(), &[query("B")], start()).await.unwrap_err();
    assert_eq!(ordered.http_status(), 403);
    assert_eq!(device.session(&first).await, ["A"]);
    device.check_in(&first, &device.check_out()).await.unwrap();
    is_refused().await;

    first.purge(&device.key(), &admin(), start()).await.unwrap();
    for body in [namesake.authenticate(), namesake.token_update()] {
        namesake.check_in(&second, &body).await.unwrap();
    }
    assert_eq!(namesake.session(&second).await, [""; 0], "what was ordered for the first is not there");
    assert_eq!(second.channel(&device.key()).await.unwrap().unwrap().tenant(), "other");
    let back = device.connect(&first, &device.idle()).await.unwrap_err();
    assert!(matches!(back, RunError::Refused(Error::ForeignTenant)), "{back}");
}

pub(crate) async fn a_renewed_certificate_takes_over<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let renewed = Device::new(2).called(&device);
    // SHA-256 of a certificate leads to whose it is.
    let found = async |device: &Device| {
        let value = device.certificate().fingerprint().to_string().into();
        store.find(&Link { kind: LinkKind::Certificate, value }, None, 9).await.unwrap()
    };
    let key = device.key();
    assert_eq!((found(&device).await, found(&renewed).await), (vec![key.clone()], vec![]));
    let stranger = renewed.connect(&office, &device.idle()).await.unwrap_err();
    assert!(matches!(stranger, RunError::Refused(Error::ForeignCertificate)));
    for _ in 0..2 {
        office.issue_identity(&device.key(), renewed.certificate(), start()).await.unwrap();
    }
    assert_eq!(found(&renewed).await, vec![key.clone()], "before it is used");
    device.connect(&office, &device.idle()).await.unwrap();
    let served = renewed.connect(&office, &device.idle()).await.unwrap();
    assert_eq!(crate::world::name(&served.body).as_deref(), Some("A"));
    assert_eq!(served.content_type, Some("application/xml"));
    let over = device.connect(&office, &device.idle()).await.unwrap_err();
    assert!(matches!(over, RunError::Refused(Error::ForeignCertificate)) && over.http_status() == 403);
    assert_eq!((found(&device).await.contains(&key), found(&renewed).await), (false, vec![key]));
}

/// Acceptance check 9.
pub(crate) async fn a_refusal_by_the_terms_is_on_record<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let terms = Assignment::new(Ownership::Personal, ManagementMode::Byod).of_member("ben");
    office.assign(&device.key(), &admin(), &terms, start()).await.unwrap();
    let erase = [order("E", EraseDevice::default())];
    let refused = office.order(&device.key(), &admin(), &erase, start()).await.unwrap_err();
    let RunError::Refused(Error::Denied { denials }) = &refused else { panic!("{refused:?}") };
    assert!(matches!(denials[..], [(_, Denial::NoConsent)]));
    let told = events(&store).await;
    assert!(matches!(told.last(), Some(EventKind::OrderDenied { .. })), "{told:?}");
    let before = dump(&store).await;
    assert!(office.preview(&device.key(), &erase, start()).await.is_err());
    assert_eq!(dump(&store).await, before, "looking leaves no trace");
}

struct Maid;

impl Answers for Maid {
    fn answer<'a>(&'a self, _: &'a RecordKey, question: &'a Question) -> Answering<'a> {
        Box::pin(async move {
            match question {
                Question::Token(asked) => match asked.token_service_type {
                    TokenService::ComAppleMaid => {
                        Ok(Some(Answered::Token(ServiceToken::new(b"maid".to_vec()))))
                    }
                    TokenService::ComAppleWatchPairing => Err("the service is down".into()),
                    _ => Ok(None),
                },
                _ => Ok(None),
            }
        })
    }
}

/// Apple, Get Token (read 2026-08): 400 for a service that is not known.
pub(crate) async fn the_embedder_answers_what_it_knows<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let ask = |service: &str| {
        let keys = mdm_apple::EnrollmentKeys::device(mdm_apple::Udid::new("UDID-1").unwrap());
        CheckIn::GetToken(GetToken::new(keys, TokenService::from(service)).into()).encode().unwrap()
    };
    let refused = device.check_in(&office, &ask("com.apple.maid")).await.unwrap_err();
    assert!(matches!(refused, RunError::Refused(Error::NoAnswer)) && refused.http_status() == 400);
    let office = office_with_answers(&store);
    let check = async |service: &str, expected: u16| {
        let told = device.check_in(&office, &ask(service)).await;
        assert_eq!(
            told.map_or_else(|error| error.http_status(), |served| served.status),
            expected,
            "{service}"
        );
    };
    check("com.apple.maid", 200).await;
    check("com.apple.watch.pairing", 503).await;
    check("com.example.other", 400).await;
}

fn office_with_answers<S: Store>(store: &Arc<S>) -> crate::world::Office<S> {
    office(store).with_answers(Maid)
}

pub(crate) async fn a_device_is_let_out_of_setup_assistant<S: Store>(store: Arc<S>) {
    let (office, device) = (office(&store), Device::new(1));
    let (slot, ticket) = (slot("slot-1"), ticket(1));
    office.open_slot(&slot, &invitation(&ticket, start() + secs(60)), start()).await.unwrap();
    office.claim_slot(&ticket, device.certificate().fingerprint(), start()).await.unwrap();
    device.check_in(&office, &device.authenticate()).await.unwrap();
    device.check_in(&office, &device.awaiting()).await.unwrap();
    office.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    assert_eq!(office.finish_setup(&device.key(), &admin(), start()).await.unwrap().len(), 1);
    let seen = device.session(&office).await;
    assert!(seen.len() == 2 && seen[0] == "A" && seen[1].starts_with("DeviceConfigured"), "{seen:?}");
    let channel = office.channel(&device.key()).await.unwrap().unwrap();
    assert_eq!(channel.awaits_configuration(), None);
}
