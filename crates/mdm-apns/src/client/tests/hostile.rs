//! A server that does what no server should: the push has one result in time, and nothing is left behind.

use super::*;

/// One frame: kind, flags, stream, payload (RFC 9113, section 4.1).
type Frame = (u8, u8, u32, Vec<u8>);

const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const SETTINGS: u8 = 4;
const PUSH_PROMISE: u8 = 5;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const UNKNOWN: u8 = 0xEE;

/// Before it answers, the server sends so many such frames.
async fn check(name: &str, times: u32, frame: impl Fn(u32, u32) -> Frame + Send + 'static, accepted: bool) {
    let (client, mut server) = Server::with(config(credential()));
    let pushed = spawn(&client, push(1));
    let hostile = tokio::spawn(async move {
        // Once more on another connection, should the push be repeated.
        for _ in 0..2 {
            let mut connection = server.accept_open(10).await;
            let stream = connection.request().await;
            for time in 0..times {
                let (kind, flags, stream, payload) = frame(stream, time);
                connection.frame(kind, flags, stream, &payload).await;
            }
            connection.head(stream, 200, true).await;
            connection.ended().await;
        }
    });
    let result = tokio::time::timeout(Duration::from_secs(60), pushed).await;
    let result = result.unwrap_or_else(|_| panic!("{name}: hangs")).expect("task");
    match &result {
        Ok(answer) => assert!(accepted && answer.is_accepted(), "{name}: {answer:?}"),
        Err(error) => assert!(!accepted && matches!(error, Error::ConnectionLost { .. }), "{name}: {error}"),
    }
    let counters = client.counters();
    assert_eq!((counters.in_flight, counters.accepted + counters.failed), (0, 1), "{name}");
    assert_eq!(counters.repeats, u64::from(!accepted), "{name}");
    hostile.abort();
    client.close().await;
}

#[tokio::test(start_paused = true)]
async fn floods_cost_the_server_its_connection_or_nothing() {
    const MANY: u32 = 20_000;
    check("pings", MANY, |_, time| (PING, 0, 0, u64::from(time).to_be_bytes().into()), true).await;
    check("settings", MANY, |_, _| (SETTINGS, 0, 0, Vec::new()), true).await;
    check("priorities", MANY, |stream, _| (PRIORITY, 0, stream, vec![0; 5]), true).await;
    check("frames of no kind", MANY, |stream, _| (UNKNOWN, 0xFF, stream, vec![7; 20]), true).await;
    // A head that never ends.
    let endless = |stream, time| match time {
        0 => (HEADERS, 0, stream, vec![0x08, 3, b'2', b'0', b'0']),
        _ => (CONTINUATION, 0, stream, [&[0x00, 1, b'x', 127, 0][..], &[b'y'; 127]].concat()),
    };
    check("a head without end", 5_000, endless, false).await;
    check(
        "empty continuations",
        MANY,
        move |stream, time| match time {
            0 => endless(stream, 0),
            _ => (CONTINUATION, 0, stream, Vec::new()),
        },
        false,
    )
    .await;
    let interim = |stream, _| (HEADERS, 4, stream, vec![0x08, 3, b'1', b'0', b'3']);
    check("interim answers", 5_000, interim, true).await;
}

#[tokio::test(start_paused = true)]
async fn what_breaks_http2_ends_the_connection() {
    let most = || 0x7FFF_FFFF_u32.to_be_bytes().to_vec();
    check("a window beyond its end", 2, move |_, _| (WINDOW_UPDATE, 0, 0, most()), false).await;
    check("a promise", 1, |stream, _| (PUSH_PROMISE, 4, stream, vec![0, 0, 0, 2, 0x82]), false).await;
    let answer = vec![0x08, 3, b'2', b'0', b'0'];
    check("an answer to nobody", 1, move |stream, _| (HEADERS, 5, stream + 2, answer.clone()), false).await;
    check("a stream of the server's", 1, |_, _| (HEADERS, 5, 2, vec![0x88]), false).await;
    check("settings of odd length", 1, |_, _| (SETTINGS, 0, 0, vec![0; 5]), false).await;
}
