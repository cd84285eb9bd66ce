//! Every fault of the fake APNs in every phase in which it can strike, over real TLS: each push has one result, none
//! hangs, what the client says agrees with what the server saw, and the client goes on.
#![cfg(feature = "h2")]

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use mdm_apns::{
    ApnsId, BackOff, Client, Config, Credential, Endpoint, Error, Fate, MdmPush, PushMagic, PushToken, Retry,
    Roots, Topic,
};
use mdm_sim::apns::{Authority, DeviceToken, FakeApns, FakeApnsConfig, Fault, Phase, fault_matrix};
use tokio::task::JoinSet;

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
/// A result later than this hangs: many times any deadline below, for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);
const PUSHES: u8 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_in_every_phase_gives_one_result() {
    let mut cells = JoinSet::new();
    let mut count = 0;
    for (phase, fault) in fault_matrix() {
        // They wait more than they work, but the handshakes of all at once would take longer than any deadline.
        if cells.len() >= 16 {
            cells.join_next().await.expect("cells").expect("cell");
        }
        cells.spawn(cell(phase, fault.clone()));
        count += 1;
    }
    while let Some(cell) = cells.join_next().await {
        cell.expect("cell");
    }
    println!("{count} faults in their phases, {PUSHES} pushes each");
    assert!(count > 150, "{count}");
}

async fn cell(phase: Phase, fault: Fault) {
    let case = format!("{fault:?} in {phase:?}");
    let authority = Authority::mint().expect("authority");
    let apns =
        FakeApns::start(FakeApnsConfig::with_authority(&authority).expect("config")).await.expect("fake");
    let device = apns.register(TOPIC).expect("device");
    let client = Client::new(config(&authority, &apns)).expect("client");
    apns.inject_at(phase, fault.clone());

    let pushes: Vec<_> = (0..PUSHES).map(|n| push(&device, n)).collect();
    let results = within(client.push_all(pushes.clone()), &case).await;
    assert_eq!(results.len(), pushes.len(), "{case}");
    for (push, result) in pushes.iter().zip(&results) {
        judge(&apns, push.id, result, &case);
    }

    // The fault is over: once the client's pauses are, a push is accepted.
    let accepted = async {
        while !client.push(&push(&device, 100)).await.is_ok_and(|answer| answer.is_accepted()) {
            tokio::task::yield_now().await;
        }
    };
    within(accepted, &case).await;
    within(client.close_within(Duration::from_millis(200)), &case).await;
    let counters = client.counters();
    assert_eq!(counters.in_flight, 0, "{case}");
}

/// What the client says agrees with what the server saw.
fn judge(apns: &FakeApns, id: ApnsId, result: &Result<mdm_apns::Answer, Error>, case: &str) {
    let id = id.to_string();
    let received = apns.received();
    let seen: Vec<_> = received.iter().filter(|push| push.id == id).collect();
    let accepted = seen.iter().any(|push| push.status == Some(200));
    match result {
        // One that is broken off after its head is not in the record as answered.
        Ok(_) => assert!(!seen.is_empty(), "{case}: answered and not seen"),
        Err(Error::ConnectionLost { fate: Fate::Unprocessed, .. } | Error::Unreachable { .. }) => {
            assert!(!accepted, "{case}: accepted, and said not to have been looked at: {result:?}");
        }
        Err(error @ (Error::ConnectionLost { .. } | Error::Deadline { .. })) => {
            assert!(matches!(error.retry(), Retry::After(_) | Retry::Never), "{case}");
        }
        Err(error) => panic!("{case}: {error:?}"),
    }
    // Sent once, and repeated once at most when nobody knows, five times when the server says that it did not look.
    assert!(seen.iter().filter(|push| push.status == Some(200)).count() <= 2, "{case}");
    assert!(seen.len() <= 7, "{case}");
}

async fn within<T>(work: impl Future<Output = T>, case: &str) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{case} hangs"))
}

fn config(authority: &Authority, apns: &FakeApns) -> Config {
    let issued = authority.push_certificate(TOPIC).expect("certificate");
    let credential =
        Credential::from_pem(issued.certificate_pem(), issued.expose_secret()).expect("credential");
    let mut config =
        Config::new(Endpoint::custom("localhost", apns.addr().port()).expect("endpoint"), credential);
    config.roots = Roots::Pem(authority.root_pem().expect("root"));
    config.deadline = Duration::from_millis(1500);
    config.connect_timeout = Duration::from_millis(700);
    config.back_off = BackOff { first: Duration::from_millis(10), max: Duration::from_millis(50) };
    config
}

fn push(device: &DeviceToken, seed: u8) -> MdmPush {
    MdmPush::new(
        PushToken::new(device.expose_secret()).expect("token"),
        PushMagic::new("magic").expect("magic"),
        Topic::new(TOPIC).expect("topic"),
        ApnsId::mint([seed; 16]),
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000),
    )
}

/// Faults by chance, many of them at once, with a seed: what is left at the end is nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_by_chance_leave_nothing_behind() {
    use mdm_sim::apns::{Script, When};

    let authority = Authority::mint().expect("authority");
    let apns =
        FakeApns::start(FakeApnsConfig::with_authority(&authority).expect("config")).await.expect("fake");
    let device = apns.register(TOPIC).expect("device");
    let mut script = Script::seeded(7);
    for (phase, fault) in [
        (Phase::Data, Fault::RefuseStream),
        (Phase::Data, Fault::GoAway { reason: Some("Shutdown".into()) }),
        (Phase::Data, Fault::CutConnection),
        (Phase::AnswerHeaders, Fault::ResetStream { code: 2 }),
        (Phase::AnswerHeaders, Fault::Status { status: 503, reason: "Shutdown".into() }),
        (Phase::Headers, Fault::Silence),
        (Phase::AnswerHeaders, Fault::GoAwayTwice),
    ] {
        script = script.rule(When::PerMillion(1_000), phase, fault);
    }
    apns.set_script(script);
    let mut config = config(&authority, &apns);
    config.max_in_flight = 16;
    config.deadline = Duration::from_secs(4);
    let client = Client::new(config).expect("client");
    let pushes: Vec<_> = (0..3000u128)
        .map(|n| {
            let mut push = push(&device, 0);
            push.id = ApnsId::mint(n.to_be_bytes());
            push
        })
        .collect();
    let results = within(client.push_all(pushes.clone()), "chance").await;
    let mut accepted: HashMap<String, bool> = HashMap::new();
    for push in apns.received() {
        *accepted.entry(push.id).or_default() |= push.status == Some(200);
    }
    for (push, result) in pushes.iter().zip(&results) {
        let accepted = accepted.get(&push.id.to_string()).copied().unwrap_or_default();
        match result {
            Ok(answer) if answer.is_accepted() => assert!(accepted, "{answer:?}"),
            Err(Error::ConnectionLost { fate: Fate::Unprocessed, .. } | Error::Unreachable { .. }) => {
                assert!(!accepted)
            }
            _ => {}
        }
    }
    within(client.close(), "closing").await;
    let counters = client.counters();
    assert_eq!(counters.in_flight, 0);
    assert_eq!(counters.accepted + counters.rejected + counters.failed, 3000, "{counters:?}");
    assert!(counters.accepted > 2500 && counters.repeats > 5, "{counters:?}");
}
