//! The driver against the fake APNs: real TLS, real HTTP/2, real certificates, on loopback.
#![cfg(feature = "h2")]

#[path = "common/certificates.rs"]
mod certificates;

use std::time::{Duration, SystemTime};

use certificates::{Authority, Issued};
use mdm_apns::{
    Advice, ApnsId, Blame, Cause, Client, Config, Credential, CredentialProblem, Endpoint, Error, Fate,
    MdmPush, Phase, PushMagic, PushToken, Reason, Retry, Roots, Topic,
};
use mdm_sim::apns::{DeviceToken, FakeApns, FakeApnsConfig, Fault};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const MAGIC: &str = "planted-magic-4711";

/// A fake APNs, and what is needed to talk to it.
struct Bench {
    apns: FakeApns,
    authority: Authority,
}

impl Bench {
    async fn new() -> Self {
        let authority = Authority::new("test root");
        let server = authority.server();
        let config = FakeApnsConfig::new(&server.certificate, &server.key, &authority.pem());
        Self { apns: FakeApns::start(config).await.expect("fake"), authority }
    }

    fn config(&self) -> Config {
        self.config_with(&self.authority.push_certificate(TOPIC))
    }

    fn config_with(&self, certificate: &Issued) -> Config {
        let credential =
            Credential::from_pem(&certificate.certificate, &certificate.key).expect("credential");
        let endpoint = Endpoint::custom("localhost", self.apns.addr().port()).expect("endpoint");
        let mut config = Config::new(endpoint, credential);
        config.roots = Roots::Pem(self.authority.pem());
        config
    }

    fn client(&self) -> Client {
        Client::new(self.config()).expect("client")
    }

    /// Waits until the fake has received so many pushes.
    async fn receives(&self, pushes: usize) {
        while self.apns.received().len() < pushes {
            tokio::task::yield_now().await;
        }
    }

    fn device(&self) -> DeviceToken {
        self.apns.register(TOPIC).expect("token")
    }
}

fn push_to(token: &[u8], seed: u8) -> MdmPush {
    MdmPush::new(
        PushToken::new(token).expect("token"),
        PushMagic::new(MAGIC).expect("magic"),
        Topic::new(TOPIC).expect("topic"),
        ApnsId::mint([seed; 16]),
        at(1_780_000_000),
    )
}

fn push(token: &DeviceToken) -> MdmPush {
    push_to(token.expose_secret(), 1)
}

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

/// F10, F38, F39.
#[tokio::test]
async fn a_push_wakes_the_device() {
    let bench = Bench::new().await;
    let device = bench.device();
    let mut notifications = bench.apns.connect(&device);
    let client = bench.client();
    let push = push(&device);

    let answer = client.push(&push).await.expect("answer");

    assert_eq!((answer.advice(), answer.id), (Advice::Sent, Some(push.id)));
    let notification = notifications.recv().await.expect("notification");
    assert_eq!(notification.push_magic().as_deref(), Some(MAGIC));
    let received = bench.apns.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].topic.as_deref(), Some(TOPIC));
    assert_eq!(received[0].push_type.as_deref(), Some("mdm"));
    assert_eq!(received[0].priority.as_deref(), Some("10"));
    assert_eq!(received[0].expiration.as_deref(), Some("1780604800"));
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.connections, counters.in_flight), (1, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_carries_all_pushes_and_the_order_is_kept() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.max_in_flight = 16;
    let client = Client::new(config).expect("client");
    let device = bench.device();
    let pushes: Vec<_> =
        (0..200u8).map(|n| push_to(if n % 3 == 0 { &[9; 32] } else { device.expose_secret() }, n)).collect();

    let results = client.push_all(pushes.clone()).await;

    assert_eq!(results.len(), pushes.len());
    for (n, (result, push)) in results.iter().zip(&pushes).enumerate() {
        let answer = result.as_ref().expect("answer");
        let expected = if n % 3 == 0 { Advice::SuspectToken } else { Advice::Sent };
        assert_eq!((answer.id, answer.advice()), (Some(push.id), expected), "{n}");
    }
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.rejected, counters.connections), (133, 67, 1));
    assert_eq!(bench.apns.counters().connections, 1);
}

/// Whoever pushes first, and wherever, everybody else goes on.
#[test]
fn a_push_outside_of_a_runtime_is_refused_and_harms_nobody() {
    fn runtime() -> tokio::runtime::Builder {
        tokio::runtime::Builder::new_current_thread()
    }
    let real = runtime().enable_all().build().expect("runtime");
    let bench = real.block_on(Bench::new());
    let client = bench.client();
    let push = push(&bench.device());
    let outside = || client.try_push(&push).map(drop);
    assert_eq!(outside(), Err(Error::NoRuntime));
    // One without a clock: the task fails in its first turn, and says so.
    let timeless = runtime().build().expect("runtime");
    let failed = timeless.block_on(async { client.try_push(&push)?.await });
    assert_eq!(failed, Err(Error::Internal("task of the client ended")));
    drop(timeless);
    let answer = real.block_on(client.push(&push));
    assert_eq!(answer.expect("answer").advice(), Advice::Sent);
    // Now there is a task, and it serves whoever comes.
    assert_eq!(outside(), Ok(()));
    real.block_on(client.close());
}

/// F17: the renewed certificate is put in place while pushes go on. None is lost, and the next ones go over it.
#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_put_in_place_while_pushes_go_on() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    // The answer to the first one takes its time.
    bench.apns.inject(Fault::Slow { by: Duration::from_millis(500) });
    let before = tokio::spawn({
        let (client, pushes) = (client.clone(), (0..100).map(|n| push_to(device.expose_secret(), n)));
        let pushes: Vec<_> = pushes.collect();
        async move { client.push_all(pushes).await }
    });
    bench.receives(1).await;
    let renewed = bench.authority.push_certificate(TOPIC);
    let renewed = Credential::from_pem(&renewed.certificate, &renewed.key).expect("credential");
    client.replace_identity(renewed).expect("the same topic");
    let after: Vec<_> = (100..200).map(|n| push_to(device.expose_secret(), n)).collect();
    for result in client.push_all(after).await.into_iter().chain(before.await.expect("task")) {
        assert_eq!(result.expect("answer").advice(), Advice::Sent);
    }
    let foreign = bench.authority.push_certificate("com.apple.mgmt.External.of-somebody-else");
    let foreign = Credential::from_pem(&foreign.certificate, &foreign.key).expect("credential");
    assert_eq!(client.replace_identity(foreign), Err(Error::TopicMismatch));
    assert_eq!(client.push(&push(&device)).await.expect("answer").advice(), Advice::Sent);
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.repeats, counters.connections), (201, 0, 2));
    let received = bench.apns.received();
    let over = |connection| received.iter().filter(|push| push.connection == connection).count();
    assert!(over(1) >= 1 && over(2) > 100 && over(1) + over(2) == 201, "{} and {}", over(1), over(2));
}

/// With Nagle's algorithm on, each push would wait for a delayed acknowledgment: 40 ms on Linux, 4 s in all.
#[tokio::test]
async fn pushes_in_turn_do_not_wait_for_acknowledgments() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    let all = async {
        for seed in 0..100 {
            let answer = client.push(&push_to(device.expose_secret(), seed)).await.expect("answer");
            assert!(answer.is_accepted());
        }
    };
    tokio::time::timeout(Duration::from_secs(2), all).await.expect("far less than 40 ms each");
}

#[tokio::test]
async fn a_rejection_is_an_answer() {
    let bench = Bench::new().await;
    let client = bench.client();

    let answer = client.push(&push_to(&[7; 32], 1)).await.expect("answer");
    assert_eq!((answer.status.as_u16(), answer.reason), (400, Some(Reason::BadDeviceToken)));

    let device = bench.device();
    let gone = at(1_770_000_000) + Duration::from_millis(250);
    bench.apns.unregister(&device, gone);
    let answer = client.push(&push(&device)).await.expect("answer");
    assert_eq!((answer.status.as_u16(), &answer.reason), (410, &Some(Reason::Unregistered)));
    assert_eq!(answer.advice(), Advice::DropToken { since: Some(gone) });
    assert!(answer.drop_token(gone));
    assert!(!answer.drop_token(gone + Duration::from_millis(1)));
    assert_eq!(client.counters().rejected, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_certificate_is_the_callers_to_repair() {
    async fn check(bench: &Bench, certificate: &Issued) {
        let client = Client::new(bench.config_with(certificate)).expect("client");
        for _ in 0..2 {
            let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("refused");
            let Error::Unreachable { cause, .. } = &error else { panic!("{error:?}") };
            assert!(matches!(cause, Cause::TlsAlert(_)) && cause.is_credential(), "{cause:?}");
            assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
        }
        // The second push met the back-off: refused connections are not hammered.
        assert_eq!(client.counters().connect_failures, 1);
    }
    let bench = Bench::new().await;
    check(&bench, &Authority::new("somebody else").push_certificate(TOPIC)).await;
    assert_eq!(bench.apns.counters().connections, 0);
    assert_eq!(bench.apns.received(), []);
}

/// F81.
#[tokio::test]
async fn an_expired_certificate_is_refused_before_anything_is_sent() {
    let bench = Bench::new().await;
    let client =
        Client::new(bench.config_with(&bench.authority.expired_push_certificate(TOPIC))).expect("client");
    let expired = Err(Error::Credential(CredentialProblem::Expired));
    assert_eq!(client.push(&push_to(&[7; 32], 1)).await, expired);
    assert_eq!(client.push_all([push_to(&[7; 32], 1)]).await, [expired]);
    assert_eq!((client.counters().connections, client.counters().connect_failures), (0, 0));
}

#[tokio::test]
async fn only_the_right_server_is_spoken_to() {
    async fn check(config: Config) {
        let client = Client::new(config).expect("client");
        let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("not trusted");
        assert!(matches!(error, Error::Unreachable { cause: Cause::UntrustedServer, .. }), "{error:?}");
        assert_eq!(error.blame(), Blame::Upstream);
    }
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.roots = Roots::Pem(Authority::new("somebody else").pem());
    check(config).await;
    let mut config = bench.config();
    config.roots = Roots::System;
    check(config).await;
    let mut config = bench.config();
    config.endpoint = Endpoint::custom("127.0.0.1", bench.apns.addr().port()).expect("endpoint");
    check(config).await;
    assert_eq!(bench.apns.received(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_replaced_and_the_push_repeated() {
    async fn check(fault: Fault, connections: u64, goaways: u64) {
        let bench = Bench::new().await;
        let client = bench.client();
        let device = bench.device();
        bench.apns.inject(fault.clone());

        let push = push(&device);
        let answer = client.push(&push).await.expect("answer");

        assert_eq!(answer.advice(), Advice::Sent, "{fault:?}");
        let ids: Vec<_> = bench.apns.received().into_iter().map(|push| push.id).collect();
        assert_eq!(ids, [push.id.to_string(), push.id.to_string()], "{fault:?}");
        let counters = client.counters();
        assert_eq!(
            (counters.repeats, counters.connections, counters.goaways),
            (1, connections, goaways),
            "{fault:?}"
        );
        assert!(client.push(&push).await.expect("answer").is_accepted());
        assert_eq!(client.counters().connections, connections, "{fault:?}");
    }
    check(Fault::CloseConnection, 2, 0).await;
    check(Fault::GoAway { reason: None }, 2, 1).await;
    check(Fault::GoAway { reason: Some("Shutdown".into()) }, 2, 1).await;
    check(Fault::RefuseStream, 1, 0).await;
    check(Fault::Status { status: 503, reason: "Shutdown".into() }, 2, 0).await;
    check(Fault::Status { status: 400, reason: "IdleTimeout".into() }, 2, 0).await;
}

#[tokio::test]
async fn a_push_is_not_repeated_for_ever() {
    async fn check(faults: usize, fault: Fault, expected: impl Fn(&Error) -> bool, blame: Blame) {
        let bench = Bench::new().await;
        let client = bench.client();
        let device = bench.device();
        assert!(client.push(&push(&device)).await.expect("answer").is_accepted());
        for _ in 0..faults {
            bench.apns.inject(fault.clone());
        }
        let error = client.push(&push(&device)).await.expect_err("lost each time");
        assert!(expected(&error), "{error:?}");
        assert_eq!(error.blame(), blame);
    }
    let lost = |error: &Error| *error == Error::ConnectionLost { cause: Cause::Closed, fate: Fate::Unknown };
    check(2, Fault::CloseConnection, lost, Blame::Upstream).await;
    // New connections that take leave at once are not opened again and again.
    let shut = |error: &Error| {
        matches!(error, Error::Unreachable { cause: Cause::GoAway(Some(Reason::Shutdown)), .. })
    };
    check(9, Fault::GoAway { reason: Some("Shutdown".into()) }, shut, Blame::Upstream).await;
    let reason = "BadCertificateEnvironment";
    let refused = |error: &Error| matches!(error, Error::Unreachable { cause, .. } if cause.is_credential());
    check(9, Fault::GoAway { reason: Some(reason.into()) }, refused, Blame::Caller).await;
    let refused = Error::ConnectionLost { cause: Cause::Reset(7), fate: Fate::Unprocessed };
    check(6, Fault::RefuseStream, |error| *error == refused, Blame::Upstream).await;

    let bench = Bench::new().await;
    let client = bench.client();
    for _ in 0..2 {
        bench.apns.inject(Fault::Status { status: 503, reason: "Shutdown".into() });
    }
    let answer = client.push(&push(&bench.device())).await.expect("answer");
    assert_eq!((answer.advice(), client.counters().repeats), (Advice::Reconnect, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_die_young_are_spaced() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    for _ in 0..2 {
        bench.apns.inject(Fault::CloseConnection);
    }
    let error = client.push(&push(&device)).await.expect_err("lost twice");
    assert!(matches!(error, Error::ConnectionLost { .. }), "{error:?}");
    let error = client.push(&push(&device)).await.expect_err("back-off");
    let Error::Unreachable { cause: Cause::Closed, retry_after } = error else { panic!("{error:?}") };
    assert_eq!(error.retry(), Retry::After(retry_after));
    assert!(retry_after <= Duration::from_secs(1), "{retry_after:?}");
    assert_eq!(client.counters().connections, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pushes_in_flight_survive_the_goaway_of_another() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    bench.apns.inject(Fault::GoAway { reason: None });
    let results = client.push_all((0..50).map(|n| push_to(device.expose_secret(), n))).await;
    assert!(results.iter().all(|r| r.as_ref().is_ok_and(|a| a.is_accepted())), "{results:?}");
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.connections, counters.goaways), (50, 2, 1));
}

#[tokio::test]
async fn a_push_without_an_answer_ends_at_its_deadline() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.deadline = Duration::from_millis(700);
    let client = Client::new(config).expect("client");
    let device = bench.device();
    for _ in 0..3 {
        assert!(client.push(&push(&device)).await.expect("answer").is_accepted());
        bench.apns.inject(Fault::Silence);
        let error = client.push(&push(&device)).await.expect_err("silence");
        assert_eq!(error, Error::Deadline { phase: Phase::Answer });
        assert_eq!(error.retry(), Retry::After(Duration::from_secs(10)));
    }
    assert_eq!(client.counters().deadlines, 3);
    // An answer in between shows that the connection is alive.
    assert_eq!(client.counters().connections, 1);
}

#[tokio::test]
async fn a_connection_that_stays_silent_is_replaced() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.deadline = Duration::from_millis(700);
    let client = Client::new(config).expect("client");
    let device = bench.device();
    assert!(client.push(&push(&device)).await.expect("answer").is_accepted());
    for _ in 0..3 {
        bench.apns.inject(Fault::Silence);
    }
    let results = client.push_all((0..3).map(|n| push_to(device.expose_secret(), n))).await;
    assert!(results.iter().all(|r| *r == Err(Error::Deadline { phase: Phase::Answer })), "{results:?}");
    assert!(client.push(&push(&device)).await.expect("answer").is_accepted());
    assert_eq!(client.counters().connections, 2);
}

#[tokio::test]
async fn pushes_beyond_the_limit_wait_for_room() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.max_in_flight = 1;
    let client = Client::new(config).expect("client");
    let device = bench.device();
    bench.apns.inject(Fault::Silence);
    let (silent, waits) = (push(&device), push(&device));
    let mut silent = Box::pin(client.push(&silent));
    let mut waits = Box::pin(client.push(&waits));
    tokio::select! {
        biased; // the silent one first
        _ = &mut silent => panic!("no answer was given"),
        _ = &mut waits => panic!("there is no room"),
        () = bench.receives(1) => {}
    }
    assert_eq!(client.counters().in_flight, 1);
    drop(silent);
    assert!(waits.await.expect("answer").is_accepted());
}

#[tokio::test]
async fn a_push_that_is_given_up_leaves_room() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    config.max_in_flight = 1;
    let client = Client::new(config).expect("client");
    let device = bench.device();
    bench.apns.inject(Fault::Silence);
    let silent = push(&device);
    tokio::select! {
        _ = client.push(&silent) => panic!("no answer was given"),
        () = bench.receives(1) => {}
    }
    assert!(client.push(&push(&device)).await.expect("answer").is_accepted());
}

#[tokio::test]
async fn an_unreachable_host_is_not_hammered() {
    let bench = Bench::new().await;
    let config = bench.config();
    let Bench { apns, .. } = bench;
    apns.shutdown().await;
    let client = Client::new(config).expect("client");
    let results = client.push_all((0..20).map(|n| push_to(&[7; 32], n))).await;
    for result in results {
        let error = result.expect_err("nobody there");
        let Error::Unreachable { cause, retry_after } = &error else { panic!("{error:?}") };
        assert_eq!(*cause, Cause::Io(std::io::ErrorKind::ConnectionRefused));
        assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::After(*retry_after)));
    }
    assert_eq!(client.counters().connect_failures, 1);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left() {
    let bench = Bench::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("port");
    let port = listener.local_addr().expect("address").port();
    let mut config = bench.config();
    config.endpoint = Endpoint::custom("localhost", port).expect("endpoint");
    config.connect_timeout = Duration::from_millis(200);
    let client = Client::new(config.clone()).expect("client");
    let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("silence");
    assert!(matches!(error, Error::Unreachable { cause: Cause::Timeout, .. }), "{error:?}");

    config.connect_timeout = Duration::from_secs(10);
    config.deadline = Duration::from_millis(200);
    let client = Client::new(config).expect("client");
    let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("silence");
    assert_eq!(error, Error::Deadline { phase: Phase::Connection });
}

/// One TLS handshake on a thread of its own. Gives the port, and whether the handshake succeeded.
fn tls_server(
    server: Issued,
    configure: impl FnOnce(&mut openssl::ssl::SslAcceptorBuilder) + Send + 'static,
) -> (u16, tokio::task::JoinHandle<bool>) {
    use openssl::ssl::{SslAcceptor, SslMethod};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("port");
    let port = listener.local_addr().expect("address").port();
    let handshake = tokio::task::spawn_blocking(move || {
        let mut tls = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).expect("acceptor");
        let key = openssl::pkey::PKey::private_key_from_pem(&server.key).expect("key");
        let certificate = openssl::x509::X509::from_pem(&server.certificate).expect("certificate");
        tls.set_certificate(&certificate).expect("certificate");
        tls.set_private_key(&key).expect("key");
        configure(&mut tls);
        tls.build().accept(listener.accept().expect("connection").0).is_ok()
    });
    (port, handshake)
}

#[tokio::test]
async fn a_server_without_http2_is_left() {
    let bench = Bench::new().await;
    let (port, handshake) = tls_server(bench.authority.server(), |_| {});
    let mut config = bench.config();
    config.endpoint = Endpoint::custom("localhost", port).expect("endpoint");
    let client = Client::new(config).expect("client");
    let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("no http/2");
    assert!(matches!(error, Error::Unreachable { cause: Cause::NoHttp2, .. }), "{error:?}");
    assert!(handshake.await.expect("server"));
}

/// With TLS 1.2 the refusal comes during the handshake, with 1.3 after it; both are told alike.
#[tokio::test]
async fn a_refusal_by_tls_1_2_is_understood_too() {
    use openssl::ssl::{SslVerifyMode, SslVersion};

    let bench = Bench::new().await;
    let (port, handshake) = tls_server(bench.authority.server(), |tls| {
        tls.set_max_proto_version(Some(SslVersion::TLS1_2)).expect("version");
        tls.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    });
    let mut config = bench.config();
    config.endpoint = Endpoint::custom("localhost", port).expect("endpoint");
    let client = Client::new(config).expect("client");
    let error = client.push(&push_to(&[7; 32], 1)).await.expect_err("refused");
    let Error::Unreachable { cause: Cause::TlsAlert(_), .. } = &error else { panic!("{error:?}") };
    assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
    assert!(!handshake.await.expect("server"));
}

/// F81.
#[tokio::test]
async fn another_organizations_push_is_not_sent() {
    let bench = Bench::new().await;
    let client = bench.client();
    let mut push = push_to(&[7; 32], 1);
    push.topic = Topic::new("com.apple.mgmt.External.another").expect("topic");
    assert_eq!(client.push(&push).await, Err(Error::TopicMismatch));
    assert_eq!((client.counters().connections, bench.apns.received().len()), (0, 0));
}

#[tokio::test]
async fn closing_waits_for_the_pushes_in_flight() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    assert!(client.push(&push(&device)).await.expect("answer").is_accepted());

    let push = push(&device);
    let (in_flight, ()) = tokio::join!(client.push(&push), client.close());

    assert!(in_flight.expect("answer").is_accepted());
    assert_eq!(client.push(&push).await, Err(Error::Closed));
    assert_eq!(client.push_all([push]).await, [Err(Error::Closed)]);
    client.close().await;
    assert_eq!((client.counters().in_flight, client.counters().connections), (0, 1));
}

/// F11, F17.
#[test]
fn credentials_are_checked_and_say_nothing_of_the_key() {
    fn check(certificate: &[u8], key: &[u8], expected: CredentialProblem) {
        let error = Credential::from_pem(certificate, key).expect_err("refused");
        assert_eq!(error, Error::Credential(expected));
        let text = format!("{error} {error:?}");
        assert!(!text.contains("PRIVATE") && !text.contains("MIG"), "{text}");
    }
    let authority = Authority::new("test root");
    let good = authority.push_certificate(TOPIC);
    let other = authority.push_certificate(TOPIC);
    let plain = authority.plain_client();
    let key = openssl::pkey::PKey::private_key_from_pem(&good.key).expect("key");
    let encrypted = key
        .private_key_to_pem_pkcs8_passphrase(openssl::symm::Cipher::aes_256_cbc(), b"secret")
        .expect("encrypted");
    let broken = &good.key[..good.key.len() - 60];

    check(b"", &good.key, CredentialProblem::Certificate);
    check(
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"",
        CredentialProblem::Certificate,
    );
    check(&good.certificate, b"", CredentialProblem::Key);
    check(&good.certificate, broken, CredentialProblem::Key);
    check(&good.certificate, &encrypted, CredentialProblem::Key);
    check(&good.certificate, &good.certificate, CredentialProblem::Key);
    check(&good.certificate, &other.key, CredentialProblem::Mismatch);
    check(&plain.certificate, &plain.key, CredentialProblem::NoTopic);

    let both = [&good.certificate[..], &authority.pem(), &good.key].concat();
    let credential = Credential::from_pem(&both, &both).expect("one file");
    assert_eq!(credential.topic().as_str(), TOPIC);
    #[allow(clippy::disallowed_methods, reason = "certificates are valid in real time")]
    let days = credential.not_after().duration_since(SystemTime::now()).expect("future").as_secs() / 86_400;
    assert!((29..=30).contains(&days), "{days}");
}

/// What `openssl pkcs12 -export` writes: a certificate, its key, and those of the authorities between.
fn pkcs12(issued: &Issued, chain: &[&Authority], passphrase: &str) -> Vec<u8> {
    let mut between = openssl::stack::Stack::new().expect("stack");
    for authority in chain {
        between.push(openssl::x509::X509::from_pem(&authority.pem()).expect("certificate")).expect("pushed");
    }
    let certificate = openssl::x509::X509::from_pem(&issued.certificate).expect("certificate");
    let key = openssl::pkey::PKey::private_key_from_pem(&issued.key).expect("key");
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    builder.name("push").cert(&certificate).pkey(&key).ca(between);
    builder.build2(passphrase).expect("file").to_der().expect("file")
}

/// F11, F17.
#[test]
fn a_pkcs12_file_is_opened_by_its_passphrase_only() {
    fn check(file: &[u8], passphrase: &str, expected: Result<&str, CredentialProblem>) {
        let credential = Credential::from_pkcs12(file, passphrase);
        let topic = credential.as_ref().map(|credential| credential.topic().as_str());
        assert_eq!(topic.map_err(Clone::clone), expected.map_err(Error::Credential), "{passphrase:?}");
        let text = format!("{credential:?}");
        assert!(!text.contains("open sesame") && !text.contains("PRIVATE"), "{text}");
    }
    let authority = Authority::new("test root");
    let good = pkcs12(&authority.push_certificate(TOPIC), &[], "open sesame");
    let unlocked = pkcs12(&authority.push_certificate(TOPIC), &[], "");
    let plain = pkcs12(&authority.plain_client(), &[&authority], "open sesame");
    let damaged: Vec<u8> = good.iter().rev().copied().collect();

    check(&good, "open sesame", Ok(TOPIC));
    check(&unlocked, "", Ok(TOPIC));
    check(&good, "Open Sesame", Err(CredentialProblem::Pkcs12));
    check(&good, "", Err(CredentialProblem::Pkcs12));
    check(&good, "open\0sesame", Err(CredentialProblem::Pkcs12));
    check(&unlocked, "open sesame", Err(CredentialProblem::Pkcs12));
    check(&good[..good.len() - 40], "open sesame", Err(CredentialProblem::Pkcs12));
    check(&damaged, "open sesame", Err(CredentialProblem::Pkcs12));
    check(b"", "open sesame", Err(CredentialProblem::Pkcs12));
    check(&plain, "open sesame", Err(CredentialProblem::NoTopic));
}

/// The server knows the root only: it accepts the certificate because those between come with it, by either file.
#[tokio::test]
async fn the_chain_goes_to_the_server_with_the_certificate() {
    async fn check(bench: &Bench, credential: Credential, accepted: bool) {
        let mut config = bench.config();
        config.identity = credential.into();
        let client = Client::new(config).expect("client");
        let result = client.push(&push(&bench.device())).await;
        match result {
            Ok(answer) => assert!(accepted && answer.is_accepted(), "{answer:?}"),
            Err(Error::Unreachable { cause, .. }) => assert!(!accepted && cause.is_credential(), "{cause:?}"),
            Err(error) => panic!("{error:?}"),
        }
    }
    let bench = Bench::new().await;
    let first = bench.authority.intermediate("first between");
    let second = first.intermediate("second between");
    let leaf = second.push_certificate(TOPIC);
    let from_pkcs12 = |chain: &[&Authority]| {
        Credential::from_pkcs12(&pkcs12(&leaf, chain, "open sesame"), "open sesame").expect("credential")
    };
    let from_pem = |chain: &[&Authority]| {
        let chain: Vec<u8> = chain.iter().flat_map(|authority| authority.pem()).collect();
        let certificates = [&leaf.certificate[..], &chain].concat();
        Credential::from_pem(&certificates, &leaf.key).expect("credential")
    };
    check(&bench, from_pkcs12(&[&second, &first]), true).await;
    check(&bench, from_pkcs12(&[&second]), false).await;
    check(&bench, from_pkcs12(&[]), false).await;
    check(&bench, from_pem(&[&second, &first]), true).await;
    check(&bench, from_pem(&[]), false).await;
}

/// F74.
#[tokio::test]
async fn debug_shows_no_secret() {
    let bench = Bench::new().await;
    let config = bench.config();
    let client = Client::new(config.clone()).expect("client");
    let device = bench.device();
    let push = push(&device);
    let answer = client.push(&push).await;
    bench.apns.inject(Fault::Status { status: 400, reason: "BadTopic".into() });
    let rejected = client.push(&push).await;

    let text = format!("{config:?} {client:?} {push:?} {answer:?} {rejected:?} {:?}", bench.apns.received());

    let token: String = device.expose_secret().iter().map(|byte| format!("{byte:02x}")).collect();
    let numbers = format!("{:?}", device.expose_secret());
    for secret in [MAGIC, token.as_str(), numbers.as_str(), "PRIVATE", "BEGIN"] {
        assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{text}");
    }
    assert!(text.contains(TOPIC) && text.contains("BadTopic"), "{text}");
}

#[test]
fn unreadable_roots_are_an_error() {
    let authority = Authority::new("test root");
    let certificate = authority.push_certificate(TOPIC);
    let credential = Credential::from_pem(&certificate.certificate, &certificate.key).expect("credential");
    let mut config = Config::new(Endpoint::custom("localhost", 1).expect("endpoint"), credential);
    config.roots = Roots::Pem(b"nothing".to_vec());
    assert_eq!(Client::new(config).err(), Some(Error::Roots));
}
