//! What does a store cost: a whole command, from the order to the answer, against the engine's own transactions; with a
//! thousand enrollments and with a million; on how many bytes?
//!
//! Everything is synced: SQLite with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit` on. What is
//! compared takes turns, so that a noisy moment hits all alike; figures are medians.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use mdm_apple::Status;
use mdm_benches::fleet::Fleet;
use mdm_benches::queue::{Office, Shape, TOPIC, named};
use mdm_enrollment::row::{Batch, Credential, PayloadName};
use mdm_store::seal::{AesGcm, Deflate, KeyId, KeyRing, Plain, SealKey, Sealed};
use mdm_store::{Memory, Postgres, Sqlite, Store, WakePosition, limits};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls};

#[path = "../../crates/mdm-store/tests/store/cluster.rs"]
#[allow(dead_code, reason = "the tests of the store need more of it")]
mod cluster;
#[path = "store/raw.rs"]
mod raw;

use cluster::Server;
use raw::{RawPostgres, RawSqlite};

const TURNS: usize = 25;
const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];

/// `cargo bench -p mdm-benches --bench store [-- WORD...]`: only the questions that a word names.
fn main() {
    let words: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |question: &str| words.is_empty() || words.iter().any(|word| question.contains(word));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let bench = Bench {
        runtime: runtime.expect("a runtime"),
        folder: Folder::new(),
        server: Server::start_synced().expect("PostgreSQL"),
    };
    println!("SQLite: synchronous=FULL; PostgreSQL: fsync=on, synchronous_commit=on");
    if wanted("cycles") {
        println!("\nFull cycles, 1,000 enrollments: order, fetch, report; µs, one phone at a time");
        bench.cycles("Memory", Memory::new());
        bench.cycles("SQLite", bench.folder.store("cycles"));
        bench.cycles("PostgreSQL", bench.postgres().0);
    }
    if wanted("limit") {
        bench.limit();
    }
    if wanted("queued") {
        bench.queued("SQLite", |size| bench.folder.store(&format!("queued-{size}")));
        bench.queued("PostgreSQL", |_| bench.postgres().0);
    }
    if wanted("bytes") {
        bench.bytes();
    }
    if wanted("sealed") {
        bench.sealed();
    }
    if wanted("million-sqlite") {
        bench.sizes("SQLite", |size| bench.folder.store(&format!("size-{size}")), || ());
    }
    if wanted("million-postgres") {
        bench.sizes("PostgreSQL", |_| bench.postgres().0, || bench.vacuum());
    }
}

struct Bench {
    runtime: Runtime,
    folder: Folder,
    server: Server,
}

/// Every command has another name.
fn next() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

impl Bench {
    /// A store in a schema of its own.
    fn postgres(&self) -> (Postgres, String) {
        let mut options = self.server.options();
        options.connections = 16;
        let schema = options.schema.clone();
        let store = self.runtime.block_on(Postgres::open_with(&self.server.connection(), options));
        (store.expect("a store"), schema)
    }

    /// One phone at a time, and 64 at once.
    fn cycles<S: Store + 'static>(&self, name: &str, store: S) {
        let fleet = self.runtime.block_on(Fleet::fill(store, 1_000, 128, 0));
        let fleet = Arc::new(fleet);
        let mut parts: [Vec<f64>; 3] = Default::default();
        let began = Instant::now();
        for turn in 0..TURNS * 10 {
            let sample = self.runtime.block_on(timed(&fleet, turn));
            for (part, time) in parts.iter_mut().zip(sample) {
                part.push(time);
            }
        }
        let alone = (TURNS * 10) as f64 / began.elapsed().as_secs_f64();
        let [order, fetch, report] = parts.map(median);
        let together = self.together(&fleet);
        println!(
            "{name:>12}: order {order:.0}, fetch {fetch:.0}, report {report:.0}; {alone:.0} cycles/s, with 64 phones \
             at once {together:.0} cycles/s"
        );
    }

    /// How many cycles a second with 64 phones at once.
    fn together<S: Store + 'static>(&self, fleet: &Arc<Fleet<S>>) -> f64 {
        const EACH: usize = 20;
        self.runtime.block_on(async {
            let began = Instant::now();
            let mut phones = JoinSet::new();
            for phone in 0..64 {
                let fleet = Arc::clone(fleet);
                phones.spawn(async move {
                    for _ in 0..EACH {
                        fleet.cycle(phone, next(), || ()).await;
                    }
                });
            }
            while let Some(ended) = phones.join_next().await {
                ended.expect("a phone");
            }
            (64 * EACH) as f64 / began.elapsed().as_secs_f64()
        })
    }

    /// A cycle beside the three transactions that write what it writes.
    fn limit(&self) {
        println!("\nA cycle and its three raw transactions, 1,000 enrollments, µs");
        let sqlite = |name: &str| self.runtime.block_on(Fleet::fill(self.folder.store(name), 1_000, 128, 0));
        let file = |name: &str| {
            self.runtime.block_on(sqlite(name).store().close());
            self.folder.path(name)
        };
        let fleet = sqlite("limit");
        let mut raw = RawSqlite::open(&file("limit-raw"));
        self.beside("SQLite", &fleet, |batch| raw.write(batch));
        // A server that is async hands a transaction to a thread, and is told when it is done.
        let (hand, handed) = mpsc::channel::<(Batch, oneshot::Sender<()>)>();
        let path = file("limit-handed");
        thread::spawn(move || {
            let mut raw = RawSqlite::open(&path);
            for (batch, done) in handed {
                raw.write(&batch);
                let _ = done.send(());
            }
        });
        self.beside("SQLite, raw handed over", &fleet, |batch| {
            let (done, told) = oneshot::channel();
            hand.send((batch.clone(), done)).expect("a thread");
            self.runtime.block_on(told).expect("a transaction");
        });

        let (store, _) = self.postgres();
        let fleet = self.runtime.block_on(Fleet::fill(store, 1_000, 128, 0));
        let (store, schema) = self.postgres();
        let _other = self.runtime.block_on(Fleet::fill(store, 1_000, 128, 0));
        let mut raw = self.runtime.block_on(RawPostgres::open(self.server.text(), &schema));
        self.beside("PostgreSQL", &fleet, |batch| self.runtime.block_on(raw.write(batch)));
    }

    fn beside<S: Store>(&self, name: &str, fleet: &Fleet<S>, mut raw: impl FnMut(&Batch)) {
        const EACH: usize = 10;
        let mut times: [Vec<f64>; 3] = Default::default();
        let mut ratios: [Vec<f64>; 2] = Default::default();
        for turn in 0..TURNS * 2 {
            let phones = || turn * EACH..(turn + 1) * EACH;
            let (mut batches, mut steps) = (Vec::new(), Duration::ZERO);
            for phone in phones() {
                let (batch, time) = self.runtime.block_on(fleet.batches(phone, next()));
                batches.extend(batch);
                steps += time;
            }
            let began = Instant::now();
            batches.iter().for_each(&mut raw);
            let bare = began.elapsed();
            let began = Instant::now();
            phones().for_each(|phone| self.runtime.block_on(fleet.cycle(phone, next(), || ())));
            let all = [bare, steps, began.elapsed()].map(|time| micros(time) / EACH as f64);
            for (times, time) in times.iter_mut().zip(all) {
                times.push(time);
            }
            let [bare, steps, whole] = all;
            ratios[0].push(steps / bare);
            ratios[1].push(whole / bare);
        }
        let ([raw, steps, whole], [ratio, ratio_whole]) = (times.map(median), ratios.map(median));
        println!(
            "{name:>23}: raw {raw:.0}; load, decide, commit {steps:.0}, ratio {ratio:.2}; from the bytes of a request \
             to those of the answer {whole:.0}, ratio {ratio_whole:.2}"
        );
    }

    /// A phone reports and gets the next command, with few commands in its queue and with many: as many as before, because
    /// another one is ordered after each.
    fn queued<S: Store>(&self, name: &str, store: impl Fn(usize) -> S) {
        let mut offices = Vec::new();
        for size in [10, 10_000] {
            let store = store(size);
            let office = self.runtime.block_on(async {
                let office = Office::open(store).await;
                office.order(Shape::Mixed, size).await;
                let first = office.idle().await.expect("a command");
                (office, first)
            });
            offices.push((size, office, Vec::new()));
        }
        for turn in 0..TURNS {
            for (size, (office, uuid), samples) in &mut offices {
                let body = office.report(Status::Acknowledged, Some(uuid));
                let began = Instant::now();
                let reply = self.runtime.block_on(office.serve(&body));
                samples.push(micros(began.elapsed()));
                *uuid = named(&reply).expect("a command");
                self.runtime.block_on(office.order_query(*size + turn));
            }
        }
        let [few, many] = <[_; 2]>::try_from(offices).ok().expect("two").map(|(.., samples)| median(samples));
        println!(
            "{name}: a connect with 10 queued {few:.0} µs, with 10,000 {many:.0} µs, ratio {:.2}",
            many / few
        );
    }

    /// What a seal adds to writing and reading the largest payload that there may be.
    fn sealed(&self) {
        println!("\nA payload of 64 MiB in memory, ms: written, read");
        let aes = || AesGcm::new(KeyRing::new(KeyId(1), SealKey::from_bytes([7; 32])));
        let text = || b"<key>CommandUUID</key><string>0A1B</string>".iter().copied();
        let payload: Vec<u8> = text().cycle().take(limits::PAYLOAD).collect();
        self.large("plain", &Sealed::new(Memory::new(), Plain), &payload);
        self.large("AES-256-GCM", &Sealed::new(Memory::new(), aes()), &payload);
        self.large("packed", &Sealed::new(Memory::new(), Deflate::new(Plain)), &payload);
        self.large("packed and AES-256-GCM", &Sealed::new(Memory::new(), Deflate::new(aes())), &payload);
    }

    fn large(&self, how: &str, store: &impl Store, payload: &[u8]) {
        let name = PayloadName("large".into());
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for _ in 0..7 {
            let payloads = vec![(name.clone(), payload.to_vec())];
            let began = Instant::now();
            self.runtime.block_on(store.commit(Batch { payloads, ..Batch::default() })).expect("a commit");
            writes.push(micros(began.elapsed()) / 1e3);
            let began = Instant::now();
            let read = self.runtime.block_on(store.payload(&name)).expect("a payload");
            reads.push(micros(began.elapsed()) / 1e3);
            assert!(read.as_deref() == Some(payload));
        }
        println!("{how:>24}: {:.0}, {:.0}", median(writes), median(reads));
    }

    /// What is on the disk.
    fn bytes(&self) {
        const SIZE: usize = 10_000;
        const CYCLES: usize = 4_000;
        println!(
            "\nBytes on disk: an enrollment; a command that is finished, with its payload, report and events"
        );
        let fleet = self.runtime.block_on(Fleet::fill(self.folder.store("bytes"), SIZE, 1_000, 0));
        let empty = self.folder.settled("bytes");
        (0..CYCLES).for_each(|phone| self.runtime.block_on(fleet.cycle(phone, next(), || ())));
        let full = self.folder.settled("bytes");
        println!("{:>12}: {} and {}", "SQLite", empty / SIZE as u64, (full - empty) / CYCLES as u64);

        let (store, schema) = self.postgres();
        let fleet = self.runtime.block_on(Fleet::fill(store, SIZE, 1_000, 0));
        let empty = self.occupied(&schema);
        (0..CYCLES).for_each(|phone| self.runtime.block_on(fleet.cycle(phone, next(), || ())));
        let full = self.occupied(&schema);
        println!("{:>12}: {} and {}", "PostgreSQL", empty / SIZE as u64, (full - empty) / CYCLES as u64);
    }

    /// As the server does by itself in the minutes after so many changes.
    fn vacuum(&self) {
        let vacuum = async { self.client().await.batch_execute("VACUUM").await };
        self.runtime.block_on(vacuum).expect("a vacuum");
    }

    async fn client(&self) -> Client {
        let (client, line) = tokio_postgres::connect(self.server.text(), NoTls).await.expect("a server");
        tokio::spawn(line);
        client
    }

    /// Tables and indexes of a schema, after a `VACUUM FULL`.
    fn occupied(&self, schema: &str) -> u64 {
        self.runtime.block_on(async {
            let client = self.client().await;
            client.batch_execute("VACUUM FULL").await.expect("a vacuum");
            let sum = "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class \
                       WHERE relkind = 'r' AND relnamespace = $1::text::regnamespace";
            let row = client.query_one(sum, &[&schema]).await.expect("a size");
            u64::try_from(row.get::<_, i64>(0)).expect("a size")
        })
    }

    /// The same with a thousand enrollments and with a million; and the wakes of a million.
    fn sizes<S: Store + 'static>(&self, name: &str, store: impl Fn(usize) -> S, vacuum: impl Fn()) {
        println!("\n{name}, by how many are enrolled");
        let mut fleets = Vec::new();
        for size in SIZES {
            let began = Instant::now();
            let fleet = self.runtime.block_on(Fleet::fill(store(size), size, 500, 1));
            println!("{size:>9} enrolled in {:.1} s", began.elapsed().as_secs_f64());
            fleets.push((size, Arc::new(fleet), Vec::new()));
        }
        for turn in 0..TURNS {
            for (_, fleet, samples) in &mut fleets {
                for phone in turn * 16..(turn + 1) * 16 {
                    let sample = self.runtime.block_on(timed(fleet, phone));
                    samples.push(sample.iter().sum());
                }
            }
        }
        let least = median(fleets[0].2.clone());
        for (size, fleet, samples) in fleets {
            let cycle = median(samples);
            let together = self.together(&fleet);
            self.runtime.block_on(number_wakes(fleet.store()));
            vacuum();
            let (due, page, changed) = self.runtime.block_on(wakes(fleet.store()));
            println!(
                "{size:>9}: cycle {cycle:.0} µs, {:.2} times; 64 at once {together:.0} cycles/s; {due} due wakes in \
                 {page:.0} µs, the newest change in {changed:.0} µs",
                cycle / least
            );
        }
    }
}

/// A cycle: order, fetch, report, in microseconds.
async fn timed<S: Store>(fleet: &Fleet<S>, phone: usize) -> [f64; 3] {
    let (mut parts, mut times, mut last) = (0, [0.0; 3], Instant::now());
    fleet
        .cycle(phone, next(), || {
            times[parts] = micros(last.elapsed());
            (parts, last) = (parts + 1, Instant::now());
        })
        .await;
    times
}

/// Whoever looks on PostgreSQL numbers some of what nobody has numbered, here up to a million.
async fn number_wakes(store: &impl Store) {
    let began = Instant::now();
    let mut last = WakePosition::default();
    loop {
        let next = store.last_wake().await.expect("a position");
        if std::mem::replace(&mut last, next) == next {
            break;
        }
    }
    println!("          numbering all changed wakes took {:.1} s", began.elapsed().as_secs_f64());
}

/// How many wakes are due; how long it takes to read them; and how long to see that nothing is new.
async fn wakes(store: &impl Store) -> (usize, f64, f64) {
    let credential = Credential::new(TOPIC).expect("a name");
    let (mut samples, mut count) = (Vec::new(), 0);
    for _ in 0..TURNS {
        let began = Instant::now();
        let (mut after, mut found) = (None, 0);
        loop {
            let after_row = after.as_ref().map(|(lane, key)| (*lane, key));
            let page = store.pending_wakes(&credential, after_row, 1_000).await.expect("a page");
            found += page.len();
            after = page.last().map(|row| (row.lane, row.key.clone()));
            if page.len() < 1_000 {
                break;
            }
        }
        samples.push(micros(began.elapsed()));
        count = found;
    }
    let mut looks = Vec::new();
    for _ in 0..TURNS {
        let began = Instant::now();
        let WakePosition(last) = store.last_wake().await.expect("a position");
        let new = store.changed_wakes(WakePosition(last), 1_000).await.expect("a page");
        assert!(new.is_empty());
        looks.push(micros(began.elapsed()));
    }
    (count, median(samples), median(looks))
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Files of this run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn store(&self, name: &str) -> Sqlite {
        Sqlite::open(self.path(name)).expect("a store")
    }

    /// The length of a file whose log was moved into it.
    fn settled(&self, name: &str) -> u64 {
        let connection = rusqlite::Connection::open(self.path(name)).expect("a file");
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
        fs::metadata(self.path(name)).expect("a file").len()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
