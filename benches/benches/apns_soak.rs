//! Pushes and pushes while everything goes wrong by chance, until every push has been accepted.
//!
//! `cargo bench -p mdm-benches --bench apns_soak -- --pushes 1000000 --faults 2 --seed 1`; `--faults` is how often, in a
//! million pushes, each fault strikes in each phase in which it can. It ends with an error when a push is lost, hangs or
//! has two results, or when memory grows.

#[path = "apns/clients.rs"]
#[allow(dead_code, reason = "the bench beside it measures time")]
mod clients;
#[path = "apns/server.rs"]
#[allow(dead_code, reason = "the bench beside it measures time")]
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use mdm_apns::{
    ApnsId, BackOff, Client, Config, Credential, Endpoint, Error, MdmPush, PushMagic, PushToken, Roots, Topic,
};
use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault, Phase, Script, When, fault_matrix};

use self::clients::{MAGIC, TOPIC, resident_kib};

const WORKERS: u64 = 200;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: u64| {
        let value =
            arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
        value.map_or(default, |value| value.parse().expect("a number"))
    };
    let (pushes, faults, seed) = (number("--pushes", 20_000), number("--faults", 2), number("--seed", 1));
    println!("{pushes} pushes, {WORKERS} at a time, faults {faults}, seed {seed}");

    let authority = Authority::mint().unwrap();
    let config = FakeApnsConfig::with_authority(&authority).unwrap().with_log_capacity(1);
    let apns =
        FakeApns::start(config.with_script(script(seed, u32::try_from(faults).unwrap()))).await.unwrap();
    let client = Client::new(configure(&authority, &apns)).unwrap();
    let device = Arc::new(*apns.register(TOPIC).unwrap().expose_secret());

    let began = Instant::now();
    let (next, done, tries) =
        (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (client, device) = (client.clone(), Arc::clone(&device));
            let (next, done, tries) = (Arc::clone(&next), Arc::clone(&done), Arc::clone(&tries));
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= pushes {
                        return;
                    }
                    let push = push(&device, number);
                    loop {
                        tries.fetch_add(1, Ordering::Relaxed);
                        // Far beyond any deadline: what takes longer hangs.
                        let result = tokio::time::timeout(Duration::from_secs(120), client.push(&push)).await;
                        match result.expect("a push hangs") {
                            Ok(answer) if answer.is_accepted() => break,
                            Err(Error::Unreachable { retry_after, .. }) => {
                                tokio::time::sleep(retry_after).await
                            }
                            Ok(_) | Err(Error::ConnectionLost { .. } | Error::Deadline { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let mut early = 0;
    while !workers.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if early == 0 && done.load(Ordering::Relaxed) >= pushes / 5 {
            early = resident_kib();
        }
    }
    for worker in workers {
        worker.await.unwrap();
    }
    let late = resident_kib();
    client.close().await;
    let (counters, tries) = (client.counters(), tries.load(Ordering::Relaxed));
    println!("{:.0} s; {tries} tries; {counters:#?}", began.elapsed().as_secs_f64());
    println!("resident after a fifth {early} KiB, at the end {late} KiB");
    println!("connections that the fake still has: {}", apns.counters().open_connections());
    assert_eq!(done.load(Ordering::Relaxed), pushes, "every push was accepted in the end");
    assert_eq!(counters.accepted + counters.rejected + counters.failed, tries, "one result for each try");
    assert_eq!((counters.accepted, counters.in_flight), (pushes, 0));
    // A leak of ten bytes a push would be more. Bursts of faults raise what the allocator holds.
    assert!(late < early + 8 * 1024, "memory grows");
}

/// Every fault in every phase, and the harmless ones a hundred times as often.
fn script(seed: u64, faults: u32) -> Script {
    let often = [
        (Phase::Data, Fault::RefuseStream),
        (Phase::Data, Fault::Status { status: 429, reason: "TooManyRequests".into() }),
        (Phase::AnswerHeaders, Fault::ResetStream { code: 2 }),
        (Phase::AnswerHeaders, Fault::Slow { by: Duration::from_millis(20) }),
        (Phase::Data, Fault::GoAwayTwice),
    ];
    let mut script = Script::seeded(seed);
    for (phase, fault) in often {
        script = script.rule(When::PerMillion(faults * 100), phase, fault);
    }
    for (phase, fault) in fault_matrix() {
        // Connections are few.
        let rate = if phase.is_of_a_push() { faults } else { faults * 500 };
        script = script.rule(When::PerMillion(rate), phase, fault.clone());
    }
    script
}

fn configure(authority: &Authority, apns: &FakeApns) -> Config {
    let issued = authority.push_certificate(TOPIC).unwrap();
    let credential = Credential::from_pem(issued.certificate_pem(), issued.expose_secret()).unwrap();
    let mut config = Config::new(Endpoint::custom("localhost", apns.addr().port()).unwrap(), credential);
    config.roots = Roots::Pem(authority.root_pem().unwrap());
    config.deadline = Duration::from_secs(2);
    config.connect_timeout = Duration::from_secs(1);
    config.back_off = BackOff { first: Duration::from_millis(10), max: Duration::from_millis(100) };
    config
}

fn push(device: &[u8; 32], number: u64) -> MdmPush {
    MdmPush::new(
        PushToken::new(device).unwrap(),
        PushMagic::new(MAGIC).unwrap(),
        Topic::new(TOPIC).unwrap(),
        ApnsId::mint(u128::from(number).to_be_bytes()),
        SystemTime::now(),
    )
}
