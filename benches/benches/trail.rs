//! What does the audit trail cost: an event in its chain, a checkpoint, a verification?
//!
//! Not criterion: every figure is the median of turns, and those of one table were measured in turns with each other.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use mdm_benches::queue::{Office, Shape, TOPIC, now};
use mdm_enrollment::audit::{Digest, Leaves, Line, Tip, Verifier};
use mdm_enrollment::row::{RecordKey, Tenant, Version};
use mdm_store::{Auditor, Memory, Store, StoredEvent};

const TURNS: usize = 21;
/// Commands of one order, which are as many events and one.
const COMMANDS: usize = 1_000;

/// `cargo bench -p mdm-benches --bench trail`.
fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let store = Arc::new(Memory::new());
        let office = Office::open(Arc::clone(&store)).await;
        office.order(Shape::Mixed, COMMANDS).await;
        let events = all(&store).await;
        links(&events);
        rounds(store, &events).await;
    });
    roots();
}

async fn all(store: &impl Store) -> Vec<StoredEvent> {
    let mut events: Vec<StoredEvent> = Vec::new();
    loop {
        let page = store.events(events.last().map(|event| event.position), 1_000).await.expect("memory");
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// The link of an event beside the digest of its bytes alone, which is the least that a chain can cost.
fn links(events: &[StoredEvent]) {
    let mut places = Vec::new();
    let bytes: usize = events.iter().map(|event| event.row.body.len()).sum();
    for event in events {
        let tip = Tip::of_body(&event.row.body).expect("it is in a chain");
        places.push(format!(r#","c":{{"n":{},"p":"{}"}}"#, tip.count, tip.link).len());
    }
    let count = events.len();
    let place = places.iter().sum::<usize>() as f64 / count as f64;
    println!(
        "{count} events of one order, {:.0} bytes each, {place:.0} of them their place in the chain",
        per(bytes, count)
    );
    let (mut linked, mut digested, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let began = Instant::now();
        let mut tip = Tip::default();
        for StoredEvent { version, index, row, .. } in events {
            tip = tip.next(&row.key, *version, *index, row.at, &row.body);
        }
        black_box(tip);
        linked.push(began.elapsed());
        let began = Instant::now();
        for event in events {
            black_box(Digest::of(&event.row.body));
        }
        digested.push(began.elapsed());
        let began = Instant::now();
        for event in events {
            black_box(Tip::of_body(&event.row.body));
        }
        read.push(began.elapsed());
    }
    for (what, times) in [("link", linked), ("digest alone", digested), ("place read", read)] {
        println!("  {what:>14} {:>8.2} µs an event", micros(times, count));
    }
}

/// Drafts of a checkpoint, and the verification of what is exported.
async fn rounds(store: Arc<Memory>, events: &[StoredEvent]) {
    let tenant = Tenant::new(TOPIC).expect("a name");
    let auditor = Auditor::new(store, [tenant.clone()]);
    let (mut drafted, mut verified) = (Vec::new(), Vec::new());
    let mut lines = Vec::new();
    for turn in 0..TURNS {
        let began = Instant::now();
        let mut drafts = auditor.drafts(None, now()).await.expect("a draft").drafts;
        drafted.push(began.elapsed());
        if turn + 1 == TURNS {
            auditor.commit(drafts.remove(0), None).await.expect("committed");
        }
    }
    auditor.export(&tenant, None, &mut |line: Line| lines.push(line)).await.expect("exported");
    for _ in 0..TURNS {
        let began = Instant::now();
        let mut verifier = Verifier::new();
        for line in &lines {
            verifier.take(line).expect("whole");
        }
        black_box(verifier.finish().expect("whole"));
        verified.push(began.elapsed());
    }
    println!("a checkpoint over these events   {:>8.2} µs an event", micros(drafted, events.len()));
    println!("their verification               {:>8.2} µs an event", micros(verified, events.len()));
}

/// A checkpoint over many chains.
fn roots() {
    for size in [1_000, 10_000, Leaves::MOST] {
        let mut leaves = Leaves::default();
        for number in 0..size {
            let key = RecordKey::new(&format!("device/{number:08}")).expect("a key");
            leaves.note(&key, Tip::default().next(&key, Version(1), 0, now(), b"enrolled"));
        }
        let began = Instant::now();
        black_box(leaves.root());
        println!("the root over {size:>6} chains       {:>8.2} ms", began.elapsed().as_secs_f64() * 1e3);
    }
}

fn micros(mut times: Vec<std::time::Duration>, count: usize) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6 / count as f64
}

fn per(sum: usize, count: usize) -> f64 {
    sum as f64 / count as f64
}
