//! Wakes and wakes while everything goes wrong by chance, until every wake has been accepted.
//!
//! `cargo bench -p mdm-benches --bench fcm_soak -- --wakes 1000000 --weather 2 --seed 1`; `--weather` is how many of a
//! thousand messages meet a fault. Besides, streams fall silent, answers end in their middle, connections are closed
//! before and after TLS, and access tokens are revoked. The clock of client and fake runs 60 times as fast, so that
//! tokens expire and pauses end. It ends with an error when a wake is lost, hangs or has two results, or when memory grows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use mdm_fcm::{
    BackOff, Client, Config, Endpoint, Error, Priority, RegistrationToken, Roots, ServiceAccount, Target,
    TokenUriPolicy, Wake,
};
use mdm_sim::fcm::{ConnectionFault, FakeFcm, FakeFcmConfig, FakeKeys, Fault, TokenFault};

const WORKERS: u64 = 250;
const SPEED: u32 = 60;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: u64| {
        let value =
            arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
        value.map_or(default, |value| value.parse().expect("a number"))
    };
    let (wakes, weather, seed) = (number("--wakes", 5_000), number("--weather", 2), number("--seed", 1));
    println!("{wakes} wakes, {WORKERS} at a time, weather {weather}, seed {seed}");

    let began = Instant::now();
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000) + began.elapsed() * SPEED;
    let config = FakeFcmConfig::new(FakeKeys::mint().unwrap()).with_clock(clock);
    let fcm = FakeFcm::start(config.with_weather(seed, u32::try_from(weather).unwrap())).await.unwrap();
    let client = Client::new(configure(&fcm).with_clock(clock)).unwrap();
    let device = fcm.register("com.example.agent").unwrap();
    let token = Target::Token(RegistrationToken::new(device.token().expose_secret()).unwrap());
    let wake = Arc::new(Wake::new(token, Priority::Normal));

    let (next, done, tries) =
        (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (client, wake) = (client.clone(), Arc::clone(&wake));
            let (next, done, tries) = (Arc::clone(&next), Arc::clone(&done), Arc::clone(&tries));
            tokio::spawn(async move {
                while next.fetch_add(1, Ordering::Relaxed) < wakes {
                    loop {
                        tries.fetch_add(1, Ordering::Relaxed);
                        // Far beyond any deadline: what takes longer hangs.
                        let result = tokio::time::timeout(Duration::from_secs(60), client.push(&wake)).await;
                        match result.expect("a wake hangs") {
                            Ok(answer) if answer.is_accepted() => break,
                            Err(Error::Unreachable { retry_after, .. }) => {
                                tokio::time::sleep(retry_after).await
                            }
                            Err(Error::NoAccessToken { retry_after, .. }) => {
                                tokio::time::sleep(retry_after / SPEED).await;
                            }
                            Ok(_) | Err(Error::ConnectionLost | Error::Deadline { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let (mut early, mut round) = (0, 0);
    while !workers.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(100)).await;
        // Faults stand in line, one for a message: the last few wakes would meet nothing else.
        if done.load(Ordering::Relaxed) + WORKERS < wakes {
            strike(&fcm, round);
        }
        round += 1;
        if early == 0 && done.load(Ordering::Relaxed) >= wakes / 5 {
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
    assert_eq!(done.load(Ordering::Relaxed), wakes, "every wake was accepted in the end");
    assert_eq!(counters.accepted + counters.rejected + counters.failed, tries, "one result for each try");
    assert_eq!((counters.accepted, counters.in_flight), (wakes, 0));
    assert!(late < early + 8 * 1024, "memory grows");
}

/// What the weather does not bring.
fn strike(fcm: &FakeFcm, round: u32) {
    match round % 8 {
        0 => fcm.inject(Fault::Silence),
        2 => fcm.inject(Fault::HalfAnswer),
        3 => fcm.inject_connection(ConnectionFault::CloseAfterTls),
        4 => fcm.inject(Fault::Body { status: 200, body: vec![b'['; 100_000] }),
        5 => fcm.inject_connection(ConnectionFault::Close),
        6 => fcm.inject_token(TokenFault::Slow(Duration::from_millis(50))),
        // Twice without a wake accepted in between is taken for a credential that is refused.
        7 if round % 64 == 7 => fcm.revoke_access_tokens(),
        _ => {}
    }
}

fn configure(fcm: &FakeFcm) -> Config {
    let account = ServiceAccount::decode(&fcm.service_account_json(), TokenUriPolicy::Https).unwrap();
    let mut config = Config::new(account);
    config.endpoint = Endpoint::custom("localhost", fcm.addr().port()).unwrap();
    config.roots = Roots::Pem(fcm.root_pem());
    config.deadline = Duration::from_secs(2);
    config.connect_timeout = Duration::from_secs(1);
    config.back_off = BackOff { first: Duration::from_millis(10), max: Duration::from_millis(100) };
    config
}

fn resident_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4
}
