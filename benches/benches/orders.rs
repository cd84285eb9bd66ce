//! What does an order to 100,000 enrollments cost: time, bytes, commits; and what does it cost to see how far it is?
//!
//! Timed once each: they take long enough. Everything is synced.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use mdm_apple::{Command, CommandUuid, InstallProfile};
use mdm_benches::queue::{Office, now};
use mdm_enrollment::row::{Batch, RecordKey, Window, Write};
use mdm_enrollment::{Actor, BatchId, NewFanOut, Order, OrderId, Targets};
use mdm_store::{Memory, Postgres, Sqlite, Store};

#[path = "../../crates/mdm-store/tests/store/cluster.rs"]
#[allow(dead_code, reason = "the tests of the store need more of it")]
mod cluster;

use cluster::Server;

/// The profile that everybody gets, in bytes.
const PROFILE: usize = 10_000;

/// `cargo bench -p mdm-benches --bench orders [-- ENROLLMENTS]`
fn main() {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let folder = Folder::new();
    let server = Server::start_synced().expect("PostgreSQL");
    println!("{count} enrollments, one profile of {PROFILE} bytes each");
    runtime.block_on(async {
        many("Memory", &fleet(Memory::new(), count).await, count).await;
        let base = fleet(folder.store("fleet.db"), count).await;
        base.runner().store().close().await;
        let bytes = |name: &str| folder.size(name).saturating_sub(folder.size("fleet.db"));

        let office = fleet(folder.store("many.db"), count).await;
        many("SQLite", &office, count).await;
        office.runner().store().close().await;
        println!("  the file grew by {} bytes for each enrollment", bytes("many.db") / count as u64);

        // A tenth of them: the rest takes as long.
        let office = fleet(folder.store("each.db"), count).await;
        each(&office, count / 10).await;
        office.runner().store().close().await;
        println!("  the file grew by {} bytes for each enrollment", bytes("each.db") / (count / 10) as u64);

        let store = Postgres::open_with(&server.connection(), server.options()).await.expect("a store");
        many("PostgreSQL", &fleet(store, count).await, count).await;
    });
}

/// One phone is enrolled, and the others are like it.
async fn fleet<S: Store>(store: S, count: usize) -> Office<S> {
    let office = Office::open(store).await;
    let store = office.runner().store();
    let phone = store.load(office.phone(), &Window::Head).await.expect("a store").expect("a phone");
    let numbers: Vec<_> = (0..count).collect();
    for numbers in numbers.chunks(1_000) {
        let write = |number: &usize| Write {
            key: key(*number),
            expected: None,
            head: phone.head.clone(),
            commands: vec![],
            forget: vec![],
            wake: vec![],
        };
        let writes = numbers.iter().map(write).collect();
        store.commit(Batch { writes, ..Batch::default() }).await.expect("a commit");
    }
    office
}

fn key(number: usize) -> RecordKey {
    RecordKey::new(&format!("device/00008030-{number:016}")).expect("a key")
}

fn install() -> Order {
    let uuid = CommandUuid::new("6F9619FF-8B86-D011-B42D-00C04FC964FF").expect("a name");
    Order::new(Command::new(uuid, InstallProfile::new(vec![7; PROFILE])))
}

async fn many<S: Store>(name: &str, office: &Office<S>, count: usize) {
    let runner = office.runner();
    let (id, actor) = (OrderId::new("spring").expect("a name"), Actor::administrator("anna"));
    let targets = Targets::Listed((0..count).map(key).collect());
    let order = NewFanOut { id: &id, actor: &actor, tenant: None, orders: &[install()], targets: &targets };
    let began = Instant::now();
    runner.place_order(&order, now()).await.expect("an order");
    let placed = began.elapsed();
    let (began, mut steps, mut woken) = (Instant::now(), 0, 0);
    loop {
        let step = runner.expand_order(&id, now()).await.expect("a step");
        (steps, woken) = (steps + 1, woken + step.actions.len());
        if !step.more {
            break;
        }
    }
    let expanded = began.elapsed();
    let began = Instant::now();
    let progress = runner.order_progress(&id).await.expect("progress");
    let seen = began.elapsed();
    assert_eq!((progress.commands.queued, woken), (count as u64, count));
    println!(
        "{name}: placed in {:.0} ms; carried out in {:.1} s, {:.0} µs for each enrollment, {steps} commits; \
         progress in {:.2} ms",
        placed.as_secs_f64() * 1e3,
        expanded.as_secs_f64(),
        expanded.as_secs_f64() * 1e6 / count as f64,
        seen.as_secs_f64() * 1e3,
    );
}

async fn each<S: Store>(office: &Office<S>, count: usize) {
    let keys: Vec<_> = (0..count).map(key).collect();
    let (batch, actor) = (BatchId::new("spring").expect("a name"), Actor::administrator("anna"));
    let began = Instant::now();
    let outcomes = office.runner().order_many(&keys, &actor, &[install()], &batch, now()).await;
    let took = began.elapsed();
    assert!(outcomes.iter().all(|(_, outcome)| outcome.is_ok()));
    println!(
        "SQLite, `order_many`: {:.1} s for {count}, {:.0} µs for each enrollment",
        took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / count as f64
    );
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("orders-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn store(&self, name: &str) -> Sqlite {
        Sqlite::open(self.0.join(name)).expect("a store")
    }

    /// Of a file that was closed, so that its log is moved into it.
    fn size(&self, name: &str) -> u64 {
        fs::metadata(self.0.join(name)).expect("a file").len()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
