//! The driver against the fake FCM: real TLS, real HTTP/2, real signatures, on loopback.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "this file is tests")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use mdm_fcm::{
    Advice, Answer, Attempt, Blame, Cause, Client, Config, Endpoint, Error, ErrorCode, GrantProblem,
    InstallationId, Intent, Phase, Priority, Proxy, RegistrationToken, Repeat, Roots, ServiceAccount, Target,
    TokenUriPolicy, Wake,
};
use mdm_sim::fcm::{
    ConnectionFault, Delivery, Device, FakeFcm, FakeFcmConfig, FakeKeys, Fault, RetryAfter, TokenFault,
};

const PACKAGE: &str = "com.example.agent";
const FIRST: Attempt = Attempt { number: 1, salt: 0 };

/// A fake FCM, and the time for it and for the driver.
struct Bench {
    fcm: FakeFcm,
    secs: Arc<AtomicU64>,
}

impl Bench {
    async fn new() -> Self {
        Self::with(|config| config).await
    }

    async fn with(change: impl FnOnce(FakeFcmConfig) -> FakeFcmConfig) -> Self {
        static KEYS: OnceLock<FakeKeys> = OnceLock::new();
        let keys = KEYS.get_or_init(|| FakeKeys::mint().unwrap()).clone();
        let secs = Arc::new(AtomicU64::new(1_780_000_000));
        let config = change(FakeFcmConfig::new(keys).with_clock(clock(&secs)));
        Self { fcm: FakeFcm::start(config).await.unwrap(), secs }
    }

    fn config(&self) -> Config {
        let file = self.fcm.service_account_json();
        let mut config = Config::new(ServiceAccount::decode(&file, TokenUriPolicy::Https).unwrap());
        config.endpoint = Endpoint::custom("localhost", self.fcm.addr().port()).unwrap();
        config.roots = Roots::Pem(self.fcm.root_pem());
        config.with_clock(clock(&self.secs))
    }

    fn client(&self) -> Client {
        Client::new(self.config()).unwrap()
    }

    /// Waits for answers shortly.
    fn hasty(&self) -> Client {
        let mut config = self.config();
        config.deadline = Duration::from_millis(300);
        config.token_timeout = Duration::from_millis(200);
        config.connect_timeout = Duration::from_millis(200);
        Client::new(config).unwrap()
    }

    fn device(&self) -> Device {
        self.fcm.register(PACKAGE).unwrap()
    }

    fn now(&self) -> SystemTime {
        clock(&self.secs)()
    }

    fn pass(&self, secs: u64) {
        self.secs.fetch_add(secs, Ordering::Relaxed);
    }
}

fn clock(secs: &Arc<AtomicU64>) -> impl Fn() -> SystemTime + Send + Sync + 'static {
    let secs = Arc::clone(secs);
    move || SystemTime::UNIX_EPOCH + Duration::from_secs(secs.load(Ordering::Relaxed))
}

fn to_token(token: &str) -> Wake {
    Wake::new(Target::Token(RegistrationToken::new(token).unwrap()), Priority::High)
}

fn wake(device: &Device) -> Wake {
    to_token(device.token().expose_secret())
}

fn message(delivery: Delivery) -> mdm_sim::fcm::Message {
    match delivery {
        Delivery::Message(message) => message,
        other => panic!("{other:?}"),
    }
}

/// Names of what came of a wake, without times.
fn outcome(result: &Result<Answer, Error>, now: SystemTime) -> &'static str {
    match result {
        Ok(answer) => match answer.advice(FIRST, now) {
            Advice::Sent => "sent",
            Advice::DropToken => "drop",
            Advice::SuspectToken => "suspect",
            Advice::FixRequest => "request",
            Advice::FixCredential => "credential",
            Advice::WaitUntil { .. } => "wait",
            Advice::RetryDevice { .. } => "device",
            Advice::Retry { .. } => "retry",
            _ => "new",
        },
        Err(Error::NoAccessToken { problem, .. }) if problem.is_credential() => "no token: credential",
        Err(Error::NoAccessToken { .. }) => "no token",
        Err(Error::Unreachable { .. }) => "unreachable",
        Err(Error::ConnectionLost) => "lost",
        Err(Error::Deadline { phase: Phase::Room }) => "deadline: room",
        Err(Error::Deadline { phase: Phase::AccessToken }) => "deadline: token",
        Err(Error::Deadline { phase: Phase::Answer }) => "deadline: answer",
        Err(Error::Closed) => "closed",
        Err(_) => "other",
    }
}

/// F13, F62, F63.
#[tokio::test]
async fn a_wake_reaches_the_agent_and_says_nothing() {
    let bench = Bench::new().await;
    let device = bench.device();
    let mut messages = bench.fcm.connect(&device);
    let client = bench.client();

    let answer = client.push(&wake(&device)).await.unwrap();
    assert!(answer.name.is_some_and(|name| name.as_str().starts_with("projects/acme-mdm/messages/")));
    let message = message(messages.recv().await.unwrap());
    assert_eq!(message.data.into_iter().collect::<Vec<_>>(), [("mdm".to_owned(), "wake".to_owned())]);
    assert_eq!((message.collapse_key.as_deref(), message.high_priority), (Some("mdm-wake"), true));
    assert!(!message.shown);

    let fid = InstallationId::new(device.installation().expose_secret()).unwrap();
    let by_installation = Wake::new(Target::Installation(fid), Priority::Normal);
    assert!(client.push(&by_installation).await.unwrap().is_accepted());
    assert!(messages.recv().await.is_some());

    let mut rehearsal = wake(&device);
    rehearsal.intent = Intent::ValidateOnly;
    assert!(client.push(&rehearsal).await.unwrap().is_accepted());
    assert!(messages.try_recv().is_err());
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.connections, counters.grants, counters.in_flight), (3, 1, 1, 0));
}

/// F86: one of many waits for a phone that is away, and only until it expires.
#[tokio::test]
async fn a_phone_that_was_away_is_woken_once() {
    let bench = Bench::new().await;
    let device = bench.device();
    let client = bench.client();
    for _ in 0..5 {
        assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    }
    bench.pass(28 * 86_400 - 1);
    let mut messages = bench.fcm.connect(&device);
    assert!(messages.try_recv().is_ok() && messages.try_recv().is_err());
    assert_eq!(bench.fcm.counters().replaced, 4);

    bench.fcm.disconnect(&device);
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    bench.pass(28 * 86_400);
    assert!(bench.fcm.connect(&device).try_recv().is_err());
}

/// F87: a route is bound to one app of one project on one device.
#[tokio::test]
async fn rejections_are_answers_about_one_device() {
    let bench = Bench::new().await;
    let client = bench.client();
    let check = async |wake: &Wake, expected: &str, code: Option<ErrorCode>| {
        let result = client.push(wake).await;
        assert_eq!(outcome(&result, bench.now()), expected);
        assert_eq!(result.unwrap().code, code);
    };
    let device = bench.device();
    bench.fcm.unregister_after(&device, 2);
    check(&wake(&device), "sent", None).await;
    check(&wake(&device), "sent", None).await;
    check(&wake(&device), "drop", Some(ErrorCode::Unregistered)).await;
    let stranger = bench.fcm.register_for("other-project", PACKAGE).unwrap();
    check(&wake(&stranger), "suspect", Some(ErrorCode::SenderIdMismatch)).await;
    check(&to_token("no-token-at-all"), "drop", Some(ErrorCode::InvalidArgument)).await;
    let mut other_app = wake(&bench.device());
    other_app.package = Some(mdm_fcm::PackageName::new("com.example.other").unwrap());
    check(&other_app, "request", Some(ErrorCode::InvalidArgument)).await;
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.rejected), (2, 4));
    assert_eq!(counters.reasons[&(400, Some(ErrorCode::InvalidArgument))], 2);
    assert_eq!(counters.reasons[&(404, Some(ErrorCode::Unregistered))], 1);
}

#[tokio::test]
async fn retry_after_comes_through_in_both_forms() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    for (wait, code) in [
        (RetryAfter::Seconds(7), "QUOTA_EXCEEDED"),
        (RetryAfter::Date(Duration::from_secs(7)), "UNAVAILABLE"),
        (RetryAfter::Seconds(7), "INTERNAL"),
    ] {
        bench.fcm.inject(Fault::code(code).with_retry_after(wait));
        let answer = client.push(&wake(&device)).await.unwrap();
        let not_before = bench.now() + Duration::from_secs(7);
        let advice = answer.advice(FIRST, bench.now());
        let expected = [Advice::WaitUntil { not_before }, Advice::Retry { not_before }];
        assert_eq!(advice, expected[usize::from(code == "INTERNAL")]);
    }
    bench.fcm.inject(Fault::Status {
        status: 429,
        code: Some("QUOTA_EXCEEDED".into()),
        field: None,
        quota: Some("device:1".into()),
        retry_after: None,
    });
    let result = client.push(&wake(&device)).await;
    assert_eq!(outcome(&result, bench.now()), "device");
}

/// Each fault in each phase: exactly one result, within the deadline, and the next wake is well.
#[tokio::test(flavor = "multi_thread")]
async fn the_fault_matrix() {
    #[derive(Clone)]
    enum At {
        Connection(ConnectionFault),
        Token(TokenFault),
        Message(Fault),
        Twice(Fault),
    }
    use At::{Connection, Message, Token, Twice};
    let garbage = || b"\x00<html>".to_vec();
    let matrix = [
        // A connection to the token endpoint is the first one.
        (Connection(ConnectionFault::Close), "no token"),
        (Connection(ConnectionFault::CloseAfterTls), "no token"),
        (Connection(ConnectionFault::Silence), "no token"),
        (Connection(ConnectionFault::ExpiredCertificate), "no token"),
        (Connection(ConnectionFault::WrongName), "no token"),
        (Connection(ConnectionFault::UnknownAuthority), "no token"),
        (Token(TokenFault::Refuse("invalid_grant".into())), "no token: credential"),
        (Token(TokenFault::Refuse("invalid_scope".into())), "no token: credential"),
        (Token(TokenFault::Status(500, None)), "no token"),
        (Token(TokenFault::Status(429, Some(RetryAfter::Seconds(9)))), "no token"),
        (Token(TokenFault::Status(404, None)), "no token: credential"),
        (Token(TokenFault::Garbage(garbage())), "no token"),
        (Token(TokenFault::Garbage(vec![b'['; 100_000])), "no token"),
        (Token(TokenFault::Slow(Duration::from_millis(20))), "sent"),
        (Token(TokenFault::Silence), "no token"),
        (Token(TokenFault::ResetStream), "no token"),
        (Token(TokenFault::CloseConnection), "no token"),
        (Token(TokenFault::WorthlessToken), "sent"),
        (Message(Fault::code("INVALID_ARGUMENT")), "request"),
        (Message(Fault::code("UNREGISTERED")), "drop"),
        (Message(Fault::code("SENDER_ID_MISMATCH")), "suspect"),
        (Message(Fault::code("QUOTA_EXCEEDED")), "wait"),
        (Message(Fault::code("UNAVAILABLE")), "wait"),
        (Message(Fault::code("INTERNAL")), "retry"),
        (Message(Fault::code("THIRD_PARTY_AUTH_ERROR")), "suspect"),
        (Message(Fault::code("UNSPECIFIED_ERROR")), "retry"),
        (Message(Fault::status(401)), "sent"),
        (Twice(Fault::status(401)), "credential"),
        (Message(Fault::status(403)), "credential"),
        (Message(Fault::status(404)), "credential"),
        (Message(Fault::status(307)), "request"),
        (Message(Fault::Body { status: 502, body: garbage() }), "wait"),
        (Message(Fault::Body { status: 200, body: garbage() }), "retry"),
        (Message(Fault::Body { status: 200, body: vec![b' '; 200_000] }), "retry"),
        (Message(Fault::Slow(Duration::from_millis(20))), "sent"),
        (Message(Fault::Silence), "deadline: answer"),
        (Message(Fault::HalfAnswer), "deadline: answer"),
        (Message(Fault::ResetStream), "sent"),
        (Message(Fault::RefuseStream), "sent"),
        (Message(Fault::GoAway), "sent"),
        (Message(Fault::GoAwayNow), "sent"),
        (Message(Fault::CloseConnection), "sent"),
        (Message(Fault::CloseAfterDelivery), "sent"),
        (Twice(Fault::ResetStream), "lost"),
        (Twice(Fault::RefuseStream), "lost"),
        (Twice(Fault::GoAway), "lost"),
        (Twice(Fault::GoAwayNow), "lost"),
        (Twice(Fault::CloseConnection), "lost"),
    ];
    for (number, (fault, expected)) in matrix.into_iter().enumerate() {
        let bench = Bench::new().await;
        let client = bench.hasty();
        let device = bench.device();
        match fault {
            Connection(fault) => bench.fcm.inject_connection(fault),
            Token(fault) => bench.fcm.inject_token(fault),
            Message(fault) => bench.fcm.inject(fault),
            Twice(fault) => {
                bench.fcm.inject(fault.clone());
                bench.fcm.inject(fault);
            }
        }
        let result = tokio::time::timeout(Duration::from_secs(20), client.push(&wake(&device))).await;
        let result = result.unwrap_or_else(|_| panic!("{number}: {expected}: hangs"));
        assert_eq!(outcome(&result, bench.now()), expected, "{number}: {result:?}");
        let counters = client.counters();
        assert_eq!(counters.accepted + counters.rejected + counters.failed, 1, "{number}");
        assert_eq!(counters.in_flight, 0, "{number}");
        // Two hours later all is well.
        bench.pass(7200);
        if !matches!(expected, "lost") {
            let result = client.push(&wake(&device)).await;
            assert_eq!(outcome(&result, bench.now()), "sent", "{number}: {expected}: {result:?}");
        }
        client.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_wakes_wait_for_one_refresh() {
    let bench = Bench::new().await;
    bench.fcm.inject_token(TokenFault::Slow(Duration::from_millis(50)));
    let client = bench.client();
    let wakes = vec![wake(&bench.device()); 100];
    let results = client.push_all(wakes.clone()).await;
    assert!(results.iter().all(|result| outcome(result, bench.now()) == "sent"));
    assert_eq!(bench.fcm.counters().token_requests, 1);

    // A storm of 401: one refresh for all, and each wake is repeated once.
    bench.fcm.revoke_access_tokens();
    let results = client.push_all(wakes).await;
    assert!(results.iter().all(|result| outcome(result, bench.now()) == "sent"));
    let counters = bench.fcm.counters();
    assert_eq!(counters.token_requests, 2);
    assert!((1..=100).contains(&counters.unauthenticated), "{counters:?}");
    assert_eq!(client.counters().renewals, counters.unauthenticated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_that_a_new_token_does_not_end_is_cut_off() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    for _ in 0..10 {
        bench.fcm.inject_token(TokenFault::WorthlessToken);
    }
    let results = client.push_all(vec![wake(&device); 200]).await;
    for result in &results {
        let outcome = outcome(result, bench.now());
        assert!(matches!(outcome, "credential" | "no token: credential"), "{result:?}");
    }
    let requests = bench.fcm.counters().token_requests;
    assert_eq!(requests, 2);
    let error = client.push(&wake(&device)).await.unwrap_err();
    assert!(matches!(error, Error::NoAccessToken { problem: GrantProblem::NotAccepted, .. }), "{error:?}");
    assert_eq!((error.blame(), error.advice(FIRST, bench.now())), (Blame::Caller, Advice::FixCredential));
    assert_eq!(bench.fcm.counters().token_requests, 2);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let bench = Bench::new().await;
    let client = bench.client();
    let wake = wake(&bench.device());
    assert!(client.push(&wake).await.unwrap().is_accepted());
    bench.pass(3290);
    assert!(client.push(&wake).await.unwrap().is_accepted());
    assert_eq!(bench.fcm.counters().grants, 1);
    bench.pass(10);
    // The old one still works, and the new one comes meanwhile.
    assert!(client.push(&wake).await.unwrap().is_accepted());
    while client.counters().grants < 2 {
        tokio::task::yield_now().await;
    }
    bench.pass(299);
    for _ in 0..3 {
        assert!(client.push(&wake).await.unwrap().is_accepted());
    }
    let counters = bench.fcm.counters();
    assert_eq!((counters.grants, counters.unauthenticated), (2, 0));
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_by_googles() {
    let bench = Bench::new().await;
    for hours in [-3i64, 3] {
        let secs = Arc::clone(&bench.secs);
        let config = bench.config().with_clock(move || {
            let secs = secs.load(Ordering::Relaxed).saturating_add_signed(hours * 3600);
            SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
        });
        let client = Client::new(config).unwrap();
        assert!(client.push(&wake(&bench.device())).await.unwrap().is_accepted(), "{hours}");
        let counters = client.counters();
        assert_eq!((counters.grants, counters.grant_failures), (1, 1));
    }
}

#[tokio::test]
async fn a_revoked_account_is_the_callers_to_repair() {
    let bench = Bench::new().await;
    bench.fcm.revoke_account();
    let client = bench.client();
    let device = bench.device();
    for _ in 0..3 {
        let error = client.push(&wake(&device)).await.unwrap_err();
        let Error::NoAccessToken { problem, retry_after } = error else { panic!("{error:?}") };
        assert_eq!(problem, GrantProblem::InvalidGrant);
        assert!(retry_after >= Duration::from_secs(60));
    }
    // The others met the pause.
    assert_eq!(bench.fcm.counters().token_requests, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_opened_by_need_and_stay_within_the_stream_limit() {
    let bench = Bench::with(|config| config.with_max_streams(100)).await;
    let client = bench.client();
    let device = bench.device();
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    for _ in 0..50 {
        assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    }
    assert_eq!(client.counters().connections, 1);
    // Three times what one connection carries, all at once.
    for _ in 0..300 {
        bench.fcm.inject(Fault::Slow(Duration::from_millis(100)));
    }
    let wakes: Vec<_> = (0..300).map(|n| if n % 3 == 0 { to_token("x-y") } else { wake(&device) }).collect();
    let results = client.push_all(wakes).await;
    for (n, result) in results.iter().enumerate() {
        assert_eq!(outcome(result, bench.now()), if n % 3 == 0 { "drop" } else { "sent" }, "{n} {result:?}");
    }
    assert!((2..=8).contains(&client.counters().connections), "{:?}", client.counters());
    assert!(bench.fcm.counters().peak_streams <= 100);
}

#[tokio::test]
async fn there_is_back_pressure_and_a_deadline_for_waiting() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    (config.max_connections, config.streams_per_connection) = (1, 2);
    config.deadline = Duration::from_millis(300);
    let client = Client::new(config).unwrap();
    let device = bench.device();
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    // Two that are begun and not driven on keep their room.
    let (one, two) = (wake(&device), wake(&device));
    let mut held = [Box::pin(client.push(&one)), Box::pin(client.push(&two))];
    for push in &mut held {
        tokio::select! {
            biased;
            result = push => panic!("{result:?}"),
            () = std::future::ready(()) => {}
        }
    }
    let waiting = client.push(&wake(&device)).await;
    assert_eq!(outcome(&waiting, bench.now()), "deadline: room");
    assert_eq!(client.counters().in_flight, 2);
    drop(held);
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.deadlines_room, counters.in_flight), (2, 1, 0));
}

#[tokio::test]
async fn a_silent_connection_is_replaced() {
    let bench = Bench::new().await;
    let client = bench.hasty();
    let device = bench.device();
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    for _ in 0..3 {
        bench.fcm.inject(Fault::Silence);
        assert_eq!(outcome(&client.push(&wake(&device)).await, bench.now()), "deadline: answer");
    }
    assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    assert_eq!(client.counters().connections, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_fcm_is_not_hammered() {
    let bench = Bench::new().await;
    let mut config = bench.config();
    // The token endpoint answers; where messages go nobody listens.
    let nobody = tokio::net::TcpSocket::new_v4().unwrap();
    nobody.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    config.endpoint = Endpoint::custom("localhost", nobody.local_addr().unwrap().port()).unwrap();
    let client = Client::new(config).unwrap();
    let results = client.push_all(vec![wake(&bench.device()); 100]).await;
    for result in &results {
        let Err(Error::Unreachable { cause: Cause::Network, retry_after }) = result else {
            panic!("{result:?}")
        };
        assert!(*retry_after <= Duration::from_secs(1));
    }
    assert_eq!((client.counters().connect_failures, client.counters().unreachable), (1, 100));
}

#[tokio::test]
async fn only_the_right_server_is_spoken_to() {
    let bench = Bench::new().await;
    let client = bench.client();
    assert!(client.push(&wake(&bench.device())).await.unwrap().is_accepted());
    // The certificate names localhost, not its address.
    let mut config = bench.config();
    config.endpoint = Endpoint::custom("127.0.0.1", bench.fcm.addr().port()).unwrap();
    let error = Client::new(config).unwrap().push(&wake(&bench.device())).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { cause: Cause::Tls, .. }), "{error:?}");
    let mut config = bench.config();
    config.roots = Roots::System;
    let error = Client::new(config).unwrap().push(&wake(&bench.device())).await.unwrap_err();
    assert!(matches!(error, Error::NoAccessToken { problem: GrantProblem::Unreachable, .. }), "{error:?}");
    assert_eq!(bench.fcm.counters().messages, 1);
    let mut config = bench.config();
    config.roots = Roots::Pem(b"no certificate".to_vec());
    assert_eq!(Client::new(config).unwrap_err(), Error::Roots);
}

/// The access token goes to nobody whose certificate is not right, however right it was before.
#[tokio::test]
async fn a_certificate_that_went_wrong_ends_the_trust() {
    for fault in
        [ConnectionFault::ExpiredCertificate, ConnectionFault::WrongName, ConnectionFault::UnknownAuthority]
    {
        let bench = Bench::new().await;
        let client = bench.client();
        let wake = wake(&bench.device());
        assert!(client.push(&wake).await.unwrap().is_accepted());
        // The connection is lost, and the next one is to somebody else.
        bench.fcm.inject(Fault::CloseConnection);
        bench.fcm.inject_connection(fault);
        let error = client.push(&wake).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable { cause: Cause::Tls, .. }), "{fault:?}: {error:?}");
        assert_eq!(bench.fcm.counters().messages, 2, "{fault:?}");
        assert_eq!((client.counters().connections, client.counters().connect_failures), (1, 1), "{fault:?}");
    }
}

/// A proxy on loopback: it opens so many tunnels, refuses the rest, and gives the heads of the requests that it got.
async fn proxy(mut tunnels: u32) -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heads, receiver) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(client.read_u8().await.unwrap());
            }
            let head = String::from_utf8(head).unwrap();
            let target = head.split_whitespace().nth(1).unwrap().to_owned();
            heads.send(head).unwrap();
            if tunnels == 0 {
                client.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                continue;
            }
            tunnels -= 1;
            let mut server = tokio::net::TcpStream::connect(target).await.unwrap();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
        }
    });
    (port, receiver)
}

#[tokio::test]
async fn everything_goes_through_the_proxy_and_it_sees_only_whom_we_speak_to() {
    let bench = Bench::new().await;
    let (port, mut heads) = proxy(2).await;
    let mut config = bench.config();
    config.proxy = Some(Proxy::new(&format!("http://user:planted@127.0.0.1:{port}")).unwrap());
    let client = Client::new(config).unwrap();
    let device = bench.device();
    for _ in 0..3 {
        assert!(client.push(&wake(&device)).await.unwrap().is_accepted());
    }
    // One tunnel for the access token, one for the wakes.
    for _ in 0..2 {
        let head = heads.try_recv().unwrap();
        let target = format!("CONNECT localhost:{} HTTP/1.1\r\n", bench.fcm.addr().port());
        assert!(head.starts_with(&target), "{head}");
        // user:planted (RFC 7617, section 2)
        let authorization = "proxy-authorization: basic dxnlcjpwbgfudgvk\r\n";
        assert!(head.to_ascii_lowercase().contains(authorization), "{head}");
        assert!(!head.contains("ya29") && !head.contains(device.token().expose_secret()), "{head}");
    }
    assert!(heads.try_recv().is_err());
    assert_eq!(bench.fcm.counters().connections, 2);
    assert!(!format!("{client:?}").contains("planted"));
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_apart_from_a_server_that_is_away() {
    for tunnels in [0, 1] {
        let bench = Bench::new().await;
        let (port, mut heads) = proxy(tunnels).await;
        let mut config = bench.config();
        config.proxy = Some(Proxy::new(&format!("http://127.0.0.1:{port}")).unwrap());
        let error = Client::new(config).unwrap().push(&wake(&bench.device())).await.unwrap_err();
        let found = matches!(
            (tunnels, &error),
            (0, Error::NoAccessToken { problem: GrantProblem::Unreachable, .. })
                | (1, Error::Unreachable { cause: Cause::Other, .. })
        );
        assert!(found, "{tunnels}: {error:?}");
        for _ in 0..=tunnels {
            assert!(heads.try_recv().is_ok());
        }
        assert_eq!(bench.fcm.counters().messages, 0);
    }
}

#[tokio::test]
async fn the_caller_is_asked_before_a_repetition() {
    let bench = Bench::new().await;
    let client = bench.client();
    let wake = wake(&bench.device());
    let push = async |faults: &[Fault], allow: bool| {
        faults.iter().for_each(|fault| bench.fcm.inject(fault.clone()));
        let mut asked = Vec::new();
        let ask = |repeat| {
            asked.push(repeat);
            allow
        };
        let result = client.push_asking(&wake, ask).await;
        (outcome(&result, bench.now()), asked)
    };
    assert_eq!(push(&[], true).await, ("sent", vec![]));
    assert_eq!(push(&[Fault::RefuseStream], true).await, ("sent", vec![Repeat::Connection]));
    assert_eq!(push(&[Fault::RefuseStream], false).await, ("lost", vec![Repeat::Connection]));
    assert_eq!(push(&[Fault::status(401)], false).await, ("credential", vec![Repeat::AccessToken]));
    assert_eq!(push(&[], true).await, ("sent", vec![]));
    let both = [Fault::status(401), Fault::RefuseStream];
    assert_eq!(push(&both, true).await, ("sent", vec![Repeat::AccessToken, Repeat::Connection]));
    // Every arrival was asked for, but the first of each wake.
    assert_eq!(bench.fcm.counters().messages, 6 + 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_answers_every_wake() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    for _ in 0..20 {
        bench.fcm.inject(Fault::Slow(Duration::from_millis(50)));
    }
    let pushing = tokio::spawn({
        let (client, wakes) = (client.clone(), vec![wake(&device); 20]);
        async move { client.push_all(wakes).await }
    });
    while client.counters().in_flight < 20 {
        tokio::task::yield_now().await;
    }
    client.close().await;
    let results = pushing.await.unwrap();
    assert!(results.iter().all(|result| outcome(result, bench.now()) == "sent"), "{results:?}");
    assert_eq!(outcome(&client.push(&wake(&device)).await, bench.now()), "closed");
    client.close().await;
}

#[tokio::test]
async fn a_wake_that_is_given_up_leaves_its_room_and_the_refresh_goes_on() {
    let bench = Bench::new().await;
    bench.fcm.inject_token(TokenFault::Slow(Duration::from_millis(50)));
    let client = bench.client();
    let wake = wake(&bench.device());
    tokio::select! {
        biased;
        result = client.push(&wake) => panic!("{result:?}"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(client.counters().in_flight, 0);
    assert!(client.push(&wake).await.unwrap().is_accepted());
    assert_eq!(bench.fcm.counters().token_requests, 1);
}

/// Weather from a seed: everything that can happen, many times over; each wake has one result, and none is lost to a
/// route that died.
#[tokio::test(flavor = "multi_thread")]
async fn in_any_weather_every_wake_has_one_result() {
    let seed = 4711;
    let bench = Bench::with(|config| config.with_weather(seed, 200)).await;
    let mut config = bench.config();
    config.back_off.max = Duration::from_millis(1);
    let client = Client::new(config).unwrap();
    let device = bench.device();
    let mut seen = BTreeSet::new();
    for _ in 0..5 {
        let results = client.push_all(vec![wake(&device); 200]).await;
        assert_eq!(results.len(), 200);
        seen.extend(results.iter().map(|result| outcome(result, bench.now())));
        bench.pass(7200);
    }
    let counters = client.counters();
    assert_eq!(counters.accepted + counters.rejected + counters.failed, 1000, "seed {seed}");
    assert!(seen.contains("sent") && seen.contains("wait"), "seed {seed}: {seen:?}");
    for never in ["drop", "suspect", "request", "deadline: room", "closed", "other", "new"] {
        assert!(!seen.contains(never), "seed {seed}: {seen:?}");
    }
}

/// F78, F79: nothing that the driver holds or says shows a secret.
#[tokio::test]
async fn nothing_shows_a_secret() {
    let bench = Bench::new().await;
    let client = bench.client();
    let device = bench.device();
    let file: serde_json::Value = serde_json::from_slice(&bench.fcm.service_account_json()).unwrap();
    let key = file["private_key"].as_str().unwrap().lines().nth(1).unwrap().to_owned();
    bench.fcm.inject(Fault::Body {
        status: 400,
        body: format!(
            r#"{{"error":{{"message":"{0}","details":[{{"@type":"{0}"}}]}}}}"#,
            device.token().expose_secret()
        )
        .into_bytes(),
    });
    let rejected = client.push(&wake(&device)).await;
    let accepted = client.push(&wake(&device)).await;
    bench.fcm.revoke_account();
    bench.pass(7200);
    let failed = client.push(&wake(&device)).await;
    let text = format!(
        "{client:?} {:?} {:?} {:?} {rejected:?} {accepted:?} {failed:?} {} {:?} {:?}",
        bench.config(),
        client.counters(),
        wake(&device),
        failed.as_ref().unwrap_err(),
        bench.fcm,
        bench.fcm.received(),
    );
    for secret in [device.token().expose_secret(), device.installation().expose_secret(), &key, "ya29"] {
        assert!(!text.contains(secret), "{text}");
    }
}
