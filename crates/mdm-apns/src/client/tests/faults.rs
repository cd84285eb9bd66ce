//! Every fault in every phase of a push: one result each, none hangs, and the client goes on.

use super::server::Connection;
use super::*;

/// How far three pushes have come when it happens.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// TCP and TLS are there, HTTP/2 is not.
    Opening,
    /// They wait for a stream: the server allows none.
    Waiting,
    /// They are sent.
    Sent,
    /// The head of the answer is there, of a body nothing.
    Head,
    /// Half of the body is there.
    Body,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// The connection ends.
    Close,
    /// GOAWAY, nothing was looked at; then the connection ends.
    GoAway,
    /// GOAWAY, everything was looked at; then the connection ends.
    GoAwayAfter,
    /// GOAWAY with an error, for example about the certificate.
    GoAwayError,
    /// Each stream is reset with this code.
    Reset(u32),
    /// Nothing comes any more, not even a PONG.
    Silence,
    /// Pings are answered and pushes are not.
    PingsOnly,
    /// Bytes that are no HTTP/2.
    Garbage,
    /// An answer with a head that is no head.
    BadHead,
    /// More body than any answer has.
    LongBody,
    /// The server allows no streams any more.
    NoStreams,
    /// The callers go away.
    GiveUp,
    /// The client is closed.
    Close0,
    /// Another credential is put in place.
    Swap,
}

const PHASES: [Phase; 5] = [Phase::Opening, Phase::Waiting, Phase::Sent, Phase::Head, Phase::Body];
const FAULTS: [Fault; 17] = [
    Fault::Close,
    Fault::GoAway,
    Fault::GoAwayAfter,
    Fault::GoAwayError,
    Fault::Reset(0),
    Fault::Reset(2),
    Fault::Reset(5),
    Fault::Reset(7),
    Fault::Reset(8),
    Fault::Silence,
    Fault::PingsOnly,
    Fault::Garbage,
    Fault::BadHead,
    Fault::LongBody,
    Fault::NoStreams,
    Fault::GiveUp,
    Fault::Swap,
];

#[tokio::test(start_paused = true)]
async fn every_fault_in_every_phase_gives_one_result_and_no_more() {
    for phase in PHASES {
        for fault in FAULTS.into_iter().chain([Fault::Close0]) {
            check(phase, fault).await;
        }
    }
}

async fn check(phase: Phase, fault: Fault) {
    let case = format!("{fault:?} in {phase:?}");
    let (client, mut server) = Server::with(config(credential()));
    let pushes: Vec<_> = (0..3).map(|n| spawn(&client, push(n))).collect();
    let mut connection = server.accept().await;
    let streams = advance(&mut connection, phase).await;
    happen(&mut connection, &mut server, &client, fault, &streams, &pushes).await;

    // Whatever comes next is served well.
    let arrivals = Arc::new(AtomicUsize::new(streams.len()));
    let again = Arc::clone(&arrivals);
    let old = tokio::spawn(async move {
        match fault {
            Fault::Close | Fault::GoAway | Fault::GoAwayAfter | Fault::Garbage => drop(connection),
            Fault::Silence | Fault::PingsOnly | Fault::NoStreams => connection.swallow().await,
            _ => serve(connection, &again).await,
        }
    });
    let again = Arc::clone(&arrivals);
    let new = tokio::spawn(async move {
        loop {
            let mut connection = server.accept_open(100).await;
            let again = Arc::clone(&again);
            tokio::spawn(async move { serve_open(&mut connection, &again).await });
        }
    });

    let began = Instant::now();
    let mut results = 0;
    for push in pushes {
        match tokio::time::timeout(Duration::from_secs(600), push)
            .await
            .unwrap_or_else(|_| panic!("{case} hangs"))
        {
            Ok(result) => {
                results += 1;
                judge(phase, fault, &result, &case);
            }
            Err(gone) => assert!(fault == Fault::GiveUp && gone.is_cancelled(), "{case}"),
        }
    }
    assert!(began.elapsed() <= Duration::from_secs(31), "{case}: {:?}", began.elapsed());
    if fault == Fault::Close0 {
        assert_eq!(client.push(&push(9)).await, Err(Error::Closed), "{case}");
    } else {
        // After at most a pause the client works.
        tokio::time::advance(Duration::from_secs(120)).await;
        let mut last = client.push(&push(9)).await;
        for _ in 0..4 {
            if last.is_ok() {
                break;
            }
            tokio::time::advance(Duration::from_secs(120)).await;
            last = client.push(&push(9)).await;
        }
        assert!(last.as_ref().is_ok_and(Answer::is_accepted), "{case}: {last:?}");
    }
    let counters = client.counters();
    assert_eq!(counters.in_flight, 0, "{case}");
    if fault != Fault::GiveUp && fault != Fault::Close0 {
        let ended = counters.accepted + counters.rejected + counters.failed;
        assert!(ended > results, "{case}: {counters:?}");
    }
    // Once, and once more at most: what a fault does to a push, no fault does twice here.
    assert!(arrivals.load(Ordering::Relaxed) <= 12, "{case}: {arrivals:?}");
    old.abort();
    new.abort();
}

/// Brings three pushes to where it happens, and gives their streams.
async fn advance(connection: &mut Connection, phase: Phase) -> Vec<u32> {
    connection.preface().await;
    if phase == Phase::Opening {
        return Vec::new();
    }
    connection.settings(Some(if phase == Phase::Waiting { 0 } else { 100 })).await;
    let mut streams = Vec::new();
    if phase != Phase::Waiting {
        for _ in 0..3 {
            streams.push(connection.request().await);
        }
    }
    for stream in &streams {
        if matches!(phase, Phase::Head | Phase::Body) {
            connection.head(*stream, 410, false).await;
        }
        if phase == Phase::Body {
            connection.data(*stream, r#"{"reason":"Unre"#, false).await;
        }
    }
    // Everybody sees that.
    connection.requests_waiting().await;
    streams
}

async fn happen(
    connection: &mut Connection,
    server: &mut Server,
    client: &Client,
    fault: Fault,
    streams: &[u32],
    pushes: &[JoinHandle<Result>],
) {
    match fault {
        // The connection is dropped later.
        Fault::Close => {}
        Fault::GoAway => connection.goaway(0, 0, r#"{"reason":"Shutdown"}"#).await,
        Fault::GoAwayAfter => connection.goaway(streams.last().copied().unwrap_or(1), 0, "").await,
        Fault::GoAwayError => connection.goaway(0, 2, "no json").await,
        Fault::Reset(code) => {
            for stream in streams {
                connection.reset(*stream, code).await;
            }
        }
        Fault::Silence => connection.mute(),
        Fault::PingsOnly => {}
        Fault::Garbage => connection.frame(0xFF, 0xFF, 0x7FFF_FFFF, &[0xFF; 20_000]).await,
        Fault::BadHead => {
            for stream in streams {
                connection.frame(1, 5, *stream, &[0xFF; 9]).await;
            }
        }
        Fault::LongBody => {
            for stream in streams {
                for _ in 0..5 {
                    connection.data(*stream, &"x".repeat(1000), false).await;
                }
            }
        }
        Fault::NoStreams => connection.settings(Some(0)).await,
        Fault::GiveUp => pushes.iter().for_each(JoinHandle::abort),
        Fault::Close0 => client.close_within(Duration::from_secs(1)).await,
        Fault::Swap => server.swap(client, credential()),
    }
}

/// What a push may come to.
fn judge(phase: Phase, fault: Fault, result: &Result, case: &str) {
    match result {
        Ok(answer) if answer.is_accepted() => {}
        // Its head had said so.
        Ok(answer) => {
            assert!(matches!(phase, Phase::Head | Phase::Body), "{case}: {answer:?}");
            assert_eq!(
                (answer.status.as_u16(), answer.advice()),
                (410, crate::Advice::DropToken { since: None })
            );
        }
        Err(Error::Deadline { .. }) => {
            assert!(
                matches!(
                    fault,
                    Fault::PingsOnly
                        | Fault::NoStreams
                        | Fault::Silence
                        | Fault::Reset(_)
                        | Fault::LongBody
                        | Fault::BadHead
                ),
                "{case}: {result:?}"
            );
        }
        Err(Error::ConnectionLost { cause, fate }) => {
            assert_eq!((fault, cause, fate), (Fault::Close0, &Cause::ClientClosed, &Fate::Unknown), "{case}");
        }
        Err(Error::Closed) => assert_eq!(fault, Fault::Close0, "{case}"),
        Err(Error::Unreachable { .. }) => assert_eq!(phase, Phase::Opening, "{case}: {result:?}"),
        Err(error) => panic!("{case}: {error:?}"),
    }
}

/// Goes on with a connection on which something happened.
async fn serve(mut connection: Connection, arrivals: &AtomicUsize) {
    connection.settings(Some(100)).await;
    serve_open(&mut connection, arrivals).await;
}

async fn serve_open(connection: &mut Connection, arrivals: &AtomicUsize) {
    for stream in connection.open_streams() {
        connection.answer(stream, 200, "").await;
    }
    loop {
        let stream = connection.request().await;
        arrivals.fetch_add(1, Ordering::Relaxed);
        connection.answer(stream, 200, "").await;
    }
}
