//! The client against servers in memory, written frame by frame, under virtual time.

mod faults;
mod hostile;
mod names;
mod server;

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use openssl::asn1::Asn1Time;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509Builder, X509NameBuilder};
use tokio::task::JoinHandle;

use self::server::Server;
use super::*;
use crate::{AppTopic, Cause, PushMagic, PushToken, PushType, Reason, Topic};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("curve");
    PKey::from_ec_key(EcKey::generate(&group).expect("key")).expect("key")
}

/// A certificate that signs itself: nobody looks at it here.
fn credential() -> Credential {
    let key = key();
    let mut name = X509NameBuilder::new().expect("name");
    name.append_entry_by_nid(Nid::USERID, TOPIC).expect("entry");
    let name = name.build();
    let mut builder = X509Builder::new().expect("builder");
    builder.set_subject_name(&name).expect("subject");
    builder.set_issuer_name(&name).expect("issuer");
    builder.set_pubkey(&key).expect("key");
    builder.set_not_before(&Asn1Time::from_unix(0).expect("time")).expect("time");
    builder.set_not_after(&Asn1Time::from_unix(2_000_000_000).expect("time")).expect("time");
    builder.sign(&key, MessageDigest::sha256()).expect("signature");
    let certificate = builder.build().to_pem().expect("pem");
    Credential::from_pem(&certificate, &key.private_key_to_pem_pkcs8().expect("pem")).expect("credential")
}

fn provider_key() -> ProviderKey {
    ProviderKey::from_pem(&key().private_key_to_pem_pkcs8().expect("pem"), "KEYID12345", "TEAMID1234")
        .expect("key")
}

fn wall() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000)
}

fn config(identity: impl Into<Identity>) -> Config {
    let mut config = Config::new(Endpoint::custom("localhost", 1).expect("endpoint"), identity);
    config.clock = Clock::new(wall);
    config
}

fn push(seed: u8) -> MdmPush {
    MdmPush::new(
        PushToken::new(&[seed; 32]).expect("token"),
        PushMagic::new("magic").expect("magic"),
        Topic::new(TOPIC).expect("topic"),
        ApnsId::mint([seed; 16]),
        wall(),
    )
}

fn app_push(seed: u8) -> AppPush {
    let topic = AppTopic::new("com.example.agent").expect("topic");
    let token = PushToken::new(&[seed; 32]).expect("token");
    AppPush::new(token, topic, PushType::Background, "{}".into(), ApnsId::mint([seed; 16])).expect("push")
}

type Result = std::result::Result<Answer, Error>;

fn spawn<P: Push + Send + Sync + 'static>(client: &Client, push: P) -> JoinHandle<Result> {
    let client = client.clone();
    tokio::spawn(async move { client.push(&push).await })
}

#[test]
fn the_back_off_doubles_up_to_its_end_and_is_half_random() {
    fn check(failures: u32, secs: u64) {
        let back_off = BackOff::default();
        assert_eq!(back_off.after(failures, 255), Duration::from_secs(secs), "{failures}");
        assert_eq!(back_off.after(failures, 0), Duration::from_secs(secs) / 2, "{failures}");
    }
    check(1, 1);
    check(2, 2);
    check(3, 4);
    check(6, 32);
    check(7, 60);
    check(33, 60);
    check(u32::MAX, 60);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_the_servers_settings() {
    let (client, mut server) = Server::with(config(credential()));
    let pushed = spawn(&client, push(1));
    let mut connection = server.accept().await;
    connection.preface().await;
    assert_eq!(connection.requests_waiting().await, 0);
    connection.settings(Some(10)).await;
    let stream = connection.request().await;
    connection.answer(stream, 200, "").await;
    assert!(pushed.await.expect("task").expect("answer").is_accepted());
}

/// APNs drops to one stream after a rejection and restores the number after a success.
#[tokio::test(start_paused = true)]
async fn every_change_of_the_stream_limit_is_obeyed() {
    let (client, mut server) = Server::with(config(credential()));
    let pushes: Vec<_> = (0..9).map(|n| spawn(&client, push(n))).collect();
    let mut connection = server.accept_open(2).await;
    let (first, second) = (connection.request().await, connection.request().await);
    assert_eq!(connection.requests_waiting().await, 0);
    connection.settings(Some(1)).await;
    connection.answer(first, 400, r#"{"reason":"BadDeviceToken"}"#).await;
    assert_eq!(connection.requests_waiting().await, 0);
    connection.answer(second, 200, "").await;
    let third = connection.request().await;
    assert_eq!(connection.requests_waiting().await, 0);
    connection.settings(Some(0)).await;
    connection.answer(third, 200, "").await;
    assert_eq!(connection.requests_waiting().await, 0);
    connection.settings(Some(4)).await;
    for _ in 0..4 {
        connection.request().await;
    }
    assert_eq!(connection.requests_waiting().await, 0);
    connection.settings(Some(100)).await;
    connection.request().await;
    connection.request().await;
    for stream in connection.open_streams() {
        connection.answer(stream, 200, "").await;
    }
    let mut accepted = 0;
    for push in pushes {
        accepted += usize::from(push.await.expect("task").expect("answer").is_accepted());
    }
    assert_eq!((accepted, client.counters().connections), (8, 1));
    assert_eq!(client.counters().reasons, [(Reason::BadDeviceToken, 1)]);
}

#[tokio::test(start_paused = true)]
async fn refused_streams_are_sent_again_when_the_server_takes_them() {
    let (client, mut server) = Server::with(config(credential()));
    let pushes: Vec<_> = (0..20).map(|n| spawn(&client, push(n))).collect();
    let mut connection = server.accept_open(20).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(connection.request().await);
    }
    connection.settings(Some(1)).await;
    connection.answer(streams[0], 410, r#"{"reason":"Unregistered","timestamp":1}"#).await;
    for stream in &streams[1..] {
        connection.reset(*stream, 7).await;
    }
    for _ in 1..20 {
        let stream = connection.request().await;
        assert_eq!(connection.requests_waiting().await, 0);
        connection.answer(stream, 200, "").await;
    }
    for push in pushes {
        push.await.expect("task").expect("answer");
    }
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.rejected, counters.repeats, counters.resets), (19, 1, 19, 19));
    assert_eq!(counters.connections, 1);
}

#[tokio::test(start_paused = true)]
async fn goaway_finishes_what_was_taken_and_moves_the_rest() {
    let (client, mut server) = Server::with(config(credential()));
    let pushes: Vec<_> = (0..6).map(|n| spawn(&client, push(n))).collect();
    let mut old = server.accept_open(4).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(old.request().await);
    }
    // Graceful: first the highest number, then the last stream that counts (RFC 9113, section 6.8).
    old.goaway(0x7FFF_FFFF, 0, "").await;
    old.goaway(streams[1], 0, r#"{"reason":"Shutdown"}"#).await;
    let mut new = server.accept_open(10).await;
    for _ in 0..4 {
        let stream = new.request().await;
        new.answer(stream, 200, "").await;
    }
    old.answer(streams[1], 200, "").await;
    old.answer(streams[0], 200, "").await;
    for push in pushes {
        assert!(push.await.expect("task").expect("answer").is_accepted());
    }
    let counters = client.counters();
    assert_eq!((counters.accepted, counters.repeats, counters.goaways, counters.connections), (6, 2, 1, 2));
}

#[tokio::test(start_paused = true)]
async fn the_pool_grows_by_need_and_to_its_cap() {
    let mut config = config(credential());
    config.max_connections = 2;
    let (client, mut server) = Server::with(config);
    let pushes: Vec<_> = (0..7).map(|n| spawn(&client, push(n))).collect();
    let mut first = server.accept_open(3).await;
    let mut second = server.accept_open(3).await;
    assert!(server.refuses_more(Duration::from_secs(5)).await);
    for connection in [&mut first, &mut second] {
        for _ in 0..3 {
            connection.request().await;
        }
        for stream in connection.open_streams() {
            connection.answer(stream, 200, "").await;
        }
    }
    let last = tokio::select! {
        stream = first.request() => (&mut first, stream),
        stream = second.request() => (&mut second, stream),
    };
    last.0.answer(last.1, 200, "").await;
    for push in pushes {
        push.await.expect("task").expect("answer");
    }
    assert_eq!((client.counters().connections, client.counters().open_connections), (2, 2));
}

/// More connections would go round what the server says by taking streams back.
#[tokio::test(start_paused = true)]
async fn the_pool_does_not_grow_when_the_server_takes_back_streams() {
    let (client, mut server) = Server::with(config(credential()));
    let first = spawn(&client, push(0));
    let mut connection = server.accept_open(10).await;
    let stream = connection.request().await;
    connection.settings(Some(1)).await;
    connection.answer(stream, 400, r#"{"reason":"BadDeviceToken"}"#).await;
    first.await.expect("task").expect("answer");
    let _waiting: Vec<_> = (1..5).map(|n| spawn(&client, push(n))).collect();
    connection.request().await;
    assert!(server.refuses_more(Duration::from_secs(9)).await);
}

#[tokio::test(start_paused = true)]
async fn a_quiet_connection_is_pinged_and_a_dead_one_replaced() {
    let (client, mut server) = Server::with(config(credential()));
    let first = spawn(&client, push(0));
    let mut connection = server.accept_open(10).await;
    let stream = connection.request().await;
    connection.answer(stream, 200, "").await;
    first.await.expect("task").expect("answer");
    let idle = Instant::now();
    connection.ping().await;
    assert!((60..=61).contains(&idle.elapsed().as_secs()), "{:?}", idle.elapsed());
    // With a push on it, a third of the deadline is quiet enough.
    let lost = spawn(&client, push(1));
    connection.request().await;
    let sent = Instant::now();
    connection.mute();
    let mut fresh = server.accept_open(10).await;
    assert!((19..=22).contains(&sent.elapsed().as_secs()), "{:?}", sent.elapsed());
    let stream = fresh.request().await;
    fresh.answer(stream, 200, "").await;
    assert!(lost.await.expect("task").expect("answer").is_accepted());
    let counters = client.counters();
    assert_eq!((counters.silent_connections, counters.repeats, counters.connections), (1, 1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answers_pings_and_no_pushes_is_left() {
    let (client, mut server) = Server::with(config(credential()));
    for n in 0..3 {
        let push = spawn(&client, push(n));
        if n == 0 {
            let mut connection = server.accept_open(10).await;
            tokio::spawn(async move { connection.swallow().await });
        }
        assert_eq!(push.await.expect("task"), Err(Error::Deadline { phase: Phase::Answer }));
    }
    let push = spawn(&client, push(9));
    let mut fresh = server.accept_open(10).await;
    let stream = fresh.request().await;
    fresh.answer(stream, 200, "").await;
    assert!(push.await.expect("task").expect("answer").is_accepted());
    assert_eq!((client.counters().deadlines, client.counters().silent_connections), (3, 1));
}

/// What a cap on pushes per minute needs: it is asked for every time a push would go over the wire again.
#[tokio::test(start_paused = true)]
async fn repeats_are_asked_for() {
    async fn check(allowed: u32, stream_error: u32, expected: Result, asked: u32) {
        let questions = Arc::new(AtomicU32::new(0));
        let mut config = config(credential());
        let count = Arc::clone(&questions);
        config.repeats = Repeats::Ask(Arc::new(move |repeat| {
            assert_eq!(repeat.id, push(1).id);
            count.fetch_add(1, Ordering::Relaxed) < allowed
        }));
        let (client, mut server) = Server::with(config);
        let push = spawn(&client, push(1));
        let mut connection = server.accept_open(10).await;
        for _ in 0..=allowed {
            let stream = connection.request().await;
            connection.reset(stream, stream_error).await;
        }
        assert_eq!(push.await.expect("task"), expected);
        assert_eq!(questions.load(Ordering::Relaxed), asked);
    }
    let lost = |code, fate| Err(Error::ConnectionLost { cause: Cause::Reset(code), fate });
    check(0, 7, lost(7, Fate::Unprocessed), 1).await;
    check(2, 7, lost(7, Fate::Unprocessed), 3).await;
    check(5, 7, lost(7, Fate::Unprocessed), 5).await;
    check(0, 2, lost(2, Fate::Unknown), 1).await;
    check(1, 2, lost(2, Fate::Unknown), 1).await;
}

#[tokio::test(start_paused = true)]
async fn a_provider_token_opens_one_stream_until_it_is_accepted() {
    let (client, mut server) = Server::with(config(provider_key()));
    assert_eq!(client.push(&push(1)).await, Err(Error::WrongCredential));
    let pushes: Vec<_> = (0..5).map(|n| spawn(&client, app_push(n))).collect();
    let mut connection = server.accept_open(100).await;
    let stream = connection.request().await;
    assert_eq!(connection.requests_waiting().await, 0);
    connection.answer(stream, 200, "").await;
    for _ in 1..5 {
        connection.request().await;
    }
    // Old by now: a new token on a new connection.
    let stale = connection.open_streams();
    connection.answer(stale[0], 403, r#"{"reason":"ExpiredProviderToken"}"#).await;
    for stream in &stale[1..] {
        connection.answer(*stream, 200, "").await;
    }
    let mut fresh = server.accept_open(100).await;
    let stream = fresh.request().await;
    fresh.answer(stream, 200, "").await;
    for push in pushes {
        assert!(push.await.expect("task").expect("answer").is_accepted());
    }
    let (mdm, _server) = Server::with(config(credential()));
    assert_eq!(mdm.push(&app_push(1)).await, Err(Error::WrongCredential));
}

#[tokio::test(start_paused = true)]
async fn a_new_credential_takes_over_while_pushes_go_on() {
    let (client, mut server) = Server::with(config(credential()));
    let before = spawn(&client, push(1));
    let mut old = server.accept_open(10).await;
    let stream = old.request().await;
    server.swap(&client, credential());
    let after = spawn(&client, push(2));
    let mut new = server.accept_open(10).await;
    let moved = new.request().await;
    new.answer(moved, 200, "").await;
    assert!(after.await.expect("task").expect("answer").is_accepted());
    old.answer(stream, 200, "").await;
    assert!(before.await.expect("task").expect("answer").is_accepted());
    old.ended().await;
    assert_eq!(client.replace_identity(provider_key()), Err(Error::WrongCredential));
    assert_eq!((client.counters().connections, client.counters().repeats), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn closing_returns_every_push() {
    let mut config = config(credential());
    config.max_in_flight = 3;
    let (client, mut server) = Server::with(config);
    let pushes: Vec<_> = (0..4).map(|n| spawn(&client, push(n))).collect();
    let mut connection = server.accept_open(2).await;
    let stream = connection.request().await;
    connection.request().await;
    let closing = tokio::spawn({
        let client = client.clone();
        async move { client.close_within(Duration::from_secs(3)).await }
    });
    tokio::task::yield_now().await;
    connection.answer(stream, 200, "").await;
    let sent = connection.request().await;
    assert!(sent > stream);
    closing.await.expect("task");
    let mut results = Vec::new();
    for push in pushes {
        results.push(push.await.expect("task"));
    }
    let lost = Err(Error::ConnectionLost { cause: Cause::ClientClosed, fate: Fate::Unknown });
    assert!(results[0].as_ref().is_ok_and(Answer::is_accepted));
    assert_eq!(results[1..], [lost.clone(), lost, Err(Error::Closed)]);
    assert_eq!(client.push(&push(9)).await, Err(Error::Closed));
    connection.ended().await;
}

#[tokio::test(start_paused = true)]
async fn room_can_be_asked_for() {
    let mut config = config(credential());
    config.max_in_flight = 1;
    let (client, mut server) = Server::with(config);
    let room = client.ready().await.expect("room");
    assert_eq!(client.try_push(&push(1)).err(), Some(Error::Full));
    let pending = room.push(&push(1)).expect("room");
    assert_eq!(client.try_push(&push(2)).err(), Some(Error::Full));
    let mut connection = server.accept_open(10).await;
    connection.request().await;
    drop(pending);
    connection.was_reset().await;
    let pending = client.try_push(&push(3)).expect("room");
    let stream = connection.request().await;
    connection.answer(stream, 200, "").await;
    assert!(pending.await.expect("answer").is_accepted());
}

/// A batch that is dropped gives up what it has under way, and nothing else.
#[tokio::test(start_paused = true)]
async fn a_batch_that_is_dropped_leaves_the_others_alone() {
    let (client, mut server) = Server::with(config(credential()));
    let other = spawn(&client, push(9));
    let mut connection = server.accept_open(10).await;
    let kept = connection.request().await;
    let batch = tokio::spawn({
        let client = client.clone();
        async move { client.push_all((0..3).map(push)).await }
    });
    for _ in 0..3 {
        connection.request().await;
    }
    batch.abort();
    for _ in 0..3 {
        assert_ne!(connection.was_reset().await, kept);
    }
    connection.answer(kept, 200, "").await;
    assert!(other.await.expect("task").expect("answer").is_accepted());
    assert_eq!(client.counters().in_flight, 0);
}

/// The task of a client dies with its runtime: whoever waits elsewhere is told, and the next push starts another.
#[test]
fn the_end_of_a_runtime_answers_every_push() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .expect("runtime")
    };
    let (first, second) = (runtime(), runtime());
    let (client, mut server) = first.block_on(async { Server::with(config(credential())) });
    let pending = first.block_on(async {
        let pending = client.try_push(&push(1)).expect("room");
        server.accept_open(1).await.request().await;
        Some(pending)
    });
    drop(first);
    assert!(matches!(second.block_on(pending.expect("it was pushed")), Err(Error::Internal(_))));
    let answer = second.block_on(async {
        let push = spawn(&client, push(2));
        let mut connection = server.accept_open(1).await;
        let stream = connection.request().await;
        connection.answer(stream, 200, "").await;
        push.await.expect("task")
    });
    assert!(answer.expect("answer").is_accepted());
}

/// A million would be the same: no place, stream or timer is left behind by a push.
#[tokio::test(start_paused = true)]
async fn nothing_is_left_behind() {
    let mut config = config(credential());
    config.max_in_flight = 8;
    let (client, mut server) = Server::with(config);
    let polled = Arc::new(AtomicUsize::new(0));
    let batch = client.push_all((0..200u8).map(push));
    let serve = async {
        let mut connection = server.accept_open(5).await;
        loop {
            let stream = connection.request().await;
            polled.fetch_add(1, Ordering::Relaxed);
            connection.answer(stream, 200, "").await;
        }
    };
    let results = tokio::select! {
        results = batch => results,
        () = serve => unreachable!("it serves for ever"),
    };
    assert!(results.iter().all(|result| result.as_ref().is_ok_and(Answer::is_accepted)));
    assert_eq!(polled.load(Ordering::Relaxed), 200);
    assert_eq!(client.counters().in_flight, 0);
}

/// The names of what changes with each push go into the server's table once, the values never again.
#[tokio::test(start_paused = true)]
async fn values_that_differ_each_time_are_not_indexed() {
    let (client, mut server) = Server::with(config(credential()));
    let _pushes: Vec<_> = (0..3).map(|n| spawn(&client, push(n))).collect();
    let mut connection = server.accept_open(10).await;
    for _ in 0..3 {
        connection.request().await;
    }
    let sizes: Vec<_> = connection.heads().iter().map(Vec::len).collect();
    assert!(sizes[1] < sizes[0] / 2 && sizes[1] == sizes[2], "{sizes:?}");
}
