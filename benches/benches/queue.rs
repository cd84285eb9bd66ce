//! What does a report cost, and what does it depend on: how long the queue is, or what the exchange is about?
//!
//! Not criterion: sizes are compared with each other, so they are measured in turns, and a noisy moment hits all alike.
//! Every figure is the median of the turns.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mdm_apple::Status;
use mdm_benches::queue::{Fleet, Kept, Office, Shape, command_bytes, head_bytes, named, now};
use mdm_enrollment::row::{Batch, Link, Loaded, RecordKey, Window, Write};
use mdm_enrollment::{Input, Records, RuleTable, identify};
use mdm_store::{Durability, Memory, Sqlite, SqliteOptions, Store};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const TURNS: usize = 31;
/// One turn repeats an exchange for so long at least.
const TURN: Duration = Duration::from_millis(4);
const FLEET: usize = 100_000;

/// `cargo bench -p mdm-benches --bench queue [-- WORD...]`: only the questions that a word names.
fn main() {
    let words: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |question: &str| words.is_empty() || words.iter().any(|word| question.contains(word));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let folder = Folder::new();
    runtime.block_on(async {
        if wanted("exchange") {
            exchange("SQLite", Shape::Mixed, |size| folder.store(&format!("mixed-{size}"))).await;
            exchange("Memory", Shape::Mixed, |_| Memory::new()).await;
            exchange("SQLite", Shape::Gate, |size| folder.store(&format!("gate-{size}"))).await;
            exchange("SQLite", Shape::Barrier, |size| folder.store(&format!("barrier-{size}"))).await;
        }
        if wanted("held") {
            println!("\nAn Idle while nothing may go, SQLite, whole exchange with its commit, in µs");
            for kept in Kept::ALL {
                held_back(&folder, kept).await;
            }
        }
        if wanted("drain") {
            drain(&folder).await;
        }
        if wanted("bytes") {
            bytes(&folder).await;
        }
    });
    if wanted("fleet") {
        fleet();
    }
}

/// A phone has a command, acknowledges it, and gets the next. Nothing is committed, so that every repetition finds the
/// same queue.
async fn exchange<S: Store>(name: &str, shape: Shape, store: impl Fn(usize) -> S) {
    println!("\nOne report and the next command, {shape:?}, {name}, in µs");
    println!(
        "{:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>12}",
        "queued", "rows", "identify", "load", "decode", "decide", "encode", "sum", "order, ms"
    );
    let mut queues = Vec::new();
    for size in SIZES {
        let office = Office::open(store(size)).await;
        let began = Instant::now();
        office.order(shape, size).await;
        let ordering = began.elapsed();
        let uuid = office.idle().await.expect("a command");
        let body = office.report(Status::Acknowledged, Some(&uuid));
        queues.push((size, office, body, ordering, Vec::new()));
    }
    let mut rows = Vec::new();
    for turn in 0..TURNS {
        for (_, office, body, _, samples) in &mut queues {
            let (sample, loaded) = one_turn(office, body).await;
            samples.push(sample);
            if turn == 0 {
                rows.push(loaded);
            }
        }
    }
    let mut sums = Vec::new();
    for ((size, _, _, ordering, samples), rows) in queues.iter().zip(rows) {
        let part = |part: usize| median(samples.iter().map(|sample| sample[part]));
        let sum = median(samples.iter().map(|sample| sample[1..].iter().sum()));
        sums.push(sum);
        println!(
            "{size:>8} {rows:>8} {:>9.1} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {sum:>8.1} {:>12.1}",
            part(0),
            part(1),
            part(2),
            part(3),
            part(4),
            ordering.as_secs_f64() * 1e3,
        );
    }
    let (ten, hundred, most) = (sums[0], sums[1], sums[3]);
    println!("10,000 : 10 = {:.2}    10,000 : 100 = {:.2}", most / ten, most / hundred);
}

/// The parts of one exchange, each in microseconds: identify, load, decode, decide, encode; and how many commands were
/// loaded.
async fn one_turn<S: Store>(office: &Office<S>, body: &[u8]) -> ([f64; 5], usize) {
    let (store, rules) = (office.runner().store(), RuleTable::default());
    let trust = office.runner().tenants().at("/mdm").expect("one tenant").clone();
    let (mut parts, mut rows, mut times) = ([Duration::ZERO; 5], 0, 0_u32);
    let began = Instant::now();
    while times < 3 || began.elapsed() < TURN {
        let mut lap = Lap(Instant::now());
        let request = office.request(black_box(body));
        let identified = identify(&request, &trust, now()).expect("a device");
        parts[0] += lap.split();
        let loaded =
            store.load(office.phone(), &identified.window(now())).await.expect("a load").expect("a record");
        parts[1] += lap.split();
        let mut records = Records::default();
        records.insert(office.phone(), &loaded).expect("records");
        parts[2] += lap.split();
        let input = Input::Message(&identified);
        let decision = records.decide(office.phone(), &input, &rules, now()).expect("a decision");
        parts[3] += lap.split();
        let batch = records.batch(&decision).expect("a batch");
        parts[4] += lap.split();
        assert!(decision.reply.body.is_some(), "there is a next command");
        black_box(batch);
        (rows, times) = (loaded.commands.len(), times + 1);
    }
    (parts.map(|part| micros(part) / f64::from(times)), rows)
}

/// A phone polls, and nothing may go.
async fn held_back(folder: &Folder, kept: Kept) {
    let mut phones = Vec::new();
    for size in SIZES {
        let office = Office::open(folder.store(&format!("{kept:?}-{size}"))).await;
        office.keep_back(kept, size).await;
        let body = office.report(Status::Idle, None);
        phones.push((size, office, body, Vec::new()));
    }
    for _ in 0..TURNS {
        for (_, office, body, samples) in &mut phones {
            let began = Instant::now();
            let reply = office.serve(body).await;
            samples.push(micros(began.elapsed()));
            assert!(reply.is_empty(), "nothing may go");
        }
    }
    let times: Vec<_> = phones.into_iter().map(|(_, _, _, samples)| median(samples.into_iter())).collect();
    println!("{kept:?}: {times:.0?}, 10,000 : 10 = {:.2}", times[3] / times[0]);
}

/// From the first Idle to the empty reply, everything committed. The phone's side is not counted.
async fn drain(folder: &Folder) {
    println!("\nDraining a queue, whole exchanges with their commits, SQLite, µs a command");
    for shape in Shape::ALL {
        let mut times = Vec::new();
        for size in [1_000, 10_000] {
            let office = Office::open(folder.store(&format!("drain-{shape:?}-{size}"))).await;
            office.order(shape, size).await;
            let (mut time, mut seen, mut report) = (Duration::ZERO, 0, office.report(Status::Idle, None));
            loop {
                let began = Instant::now();
                let reply = office.serve(&report).await;
                time += began.elapsed();
                let Some(uuid) = named(&reply) else { break };
                (seen, report) = (seen + 1, office.report(Status::Acknowledged, Some(&uuid)));
            }
            assert_eq!(seen, size);
            times.push(micros(time) / size as f64);
        }
        let ratio = times[1] / times[0];
        println!("{shape:?}: {:.0} of 1,000, {:.0} of 10,000, ratio {ratio:.2}", times[0], times[1]);
    }
}

/// What a store keeps. Nothing else is held for an enrollment that is idle.
async fn bytes(folder: &Folder) {
    println!("\nBytes");
    let office = Office::open(folder.store("bytes")).await;
    let store = office.runner().store();
    let head = store.load(office.phone(), &Window::Head).await.expect("a load").expect("a record");
    let (row, body) = (head_bytes(office.phone(), &head.head), head.head.body.len());
    println!("idle enrollment, its row: {row}, {body} of them the body");
    store.close().await;
    let many = folder.store("bytes-enrollments");
    for thousand in 0..10 {
        let batch = copies(&head, thousand * 1_000..(thousand + 1) * 1_000);
        many.commit(batch).await.expect("a commit");
    }
    many.close().await;
    println!("idle enrollment, in the file: {}", folder.size("bytes-enrollments") / 10_000);

    let office = Office::open(folder.store("bytes-commands")).await;
    office.order(Shape::Mixed, 1_000).await;
    let loaded = office.runner().store().load(office.phone(), &Window::Open).await;
    let loaded = loaded.expect("a load").expect("a record");
    let rows: usize = loaded.commands.iter().map(command_bytes).sum();
    let bodies: usize = loaded.commands.iter().map(|row| row.body.len()).sum();
    println!("queued command, its row: {}, {} of them the body", rows / 1_000, bodies / 1_000);
    let payloads = Shape::Mixed.orders(1_000);
    let payloads = payloads.iter().map(|order| order.command().encode().expect("a command").len());
    println!("queued command, its payload: {}", payloads.sum::<usize>() / 1_000);
    office.runner().store().close().await;
    let with_commands = folder.size("bytes-commands") - folder.size("bytes");
    println!("queued command, in the file with its payload: {}", with_commands / 1_000);
}

/// The same enrollment under other names.
fn copies(head: &Loaded, numbers: std::ops::Range<usize>) -> Batch {
    let copy = |number: usize| {
        let mut row = head.head.clone();
        for Link { value, .. } in &mut row.links {
            let mut text = value.to_string();
            // The last digits: as long as before, and no two alike.
            text.replace_range(text.len() - 5.., &format!("{number:05}"));
            *value = text.into();
        }
        let key = RecordKey::new(&format!("device/00008030-000A1B2C3D{number:06}")).expect("a key");
        Write { key, expected: None, head: row, commands: Vec::new(), forget: Vec::new(), wake: Vec::new() }
    };
    Batch { writes: numbers.map(copy).collect(), ..Batch::default() }
}

/// Phones that are locked are unlocked at once. Queues in memory: decisions only, one thread.
fn fleet() {
    println!("\n{FLEET} phones with {} commands each come out of lock", Fleet::COMMANDS);
    let before = resident();
    let fleet = Fleet::locked(FLEET);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!(
            "resident memory a phone, queue and commands decoded: {} bytes",
            (after - before) / FLEET as u64
        );
    }
    let (mut samples, mut decisions) = (Vec::new(), 0);
    for _ in 0..5 {
        let mut fleet = fleet.clone();
        let began = Instant::now();
        decisions = fleet.unlock();
        samples.push(micros(began.elapsed()));
        assert_eq!(fleet.open(), 0);
    }
    let time = median(samples.into_iter());
    println!("{decisions} decisions in {:.2} s, {:.2} µs each", time / 1e6, time / decisions as f64);
}

struct Lap(Instant);

impl Lap {
    fn split(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.0, now)
    }
}

fn median(samples: impl Iterator<Item = f64>) -> f64 {
    let mut samples: Vec<_> = samples.collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Files of this run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("queue-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// Commits survive a crash of the process. One that survives a loss of power waits for the medium, which would be
    /// all that one sees.
    fn store(&self, name: &str) -> Sqlite {
        let mut options = SqliteOptions::default();
        options.durability = Durability::Process;
        Sqlite::open_with(self.0.join(name), options).expect("a store")
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
