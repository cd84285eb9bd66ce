//! Moves everything that a store holds into an empty one: a file to a server, a server to a file.
//!
//! ```text
//! cargo run --release --example move_store -- mdm.db @server       # a file with a line postgres://USER:PASSWORD@HOST/DATABASE
//! cargo run --release --example move_store -- @server again.db
//! cargo run --example move_store -- --selftest
//! ```
//!
//! Stop every server first, and start none on the old store afterwards: see docs/storage.md. What was interrupted goes on
//! when the same is said again. A row that cannot be read stops it, and is named; with `--leave-damaged` such rows are
//! named and left behind, and so are the commands named that waited for them and go without them. Sealed stores are moved sealed, without their keys. The exit status is 0 when everything is there,
//! 1 for a failure, 2 for a command line that says nothing.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use mdm_examples::Result;
use mdm_store::{
    AnyStore, ConnectionString, Error, Incoming, Postgres, PostgresOptions, Sqlite, SqliteOptions, Transfer,
};

const USAGE: &str = "\
usage: move_store FROM TO [--leave-damaged]
       move_store --selftest
FROM and TO are each the path of a file, or @FILE: the first line of that file is postgres://USER:PASSWORD@HOST/DATABASE";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let told = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(&words)));
    mdm_examples::end("move_store", USAGE, told)
}

/// What there is to say; `None` for a command line that says nothing.
async fn run(words: &[&str]) -> Result<Option<String>> {
    Ok(Some(match words {
        ["--selftest"] => selftest::run().await?,
        [from, to] => moved(from, to, Damaged::Stops).await?,
        [from, to, "--leave-damaged"] => moved(from, to, Damaged::IsLeft).await?,
        _ => return Ok(None),
    }))
}

/// What a row does that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Damaged {
    Stops,
    IsLeft,
}

async fn moved(from: &str, to: &str, damaged: Damaged) -> Result<String> {
    let (from, to) = (open(from).await?, open_empty(to).await?);
    let begun = Instant::now();
    let mut transfer = Transfer::begin(&from, to).await?;
    let (mut rows, mut left) = (0, 0);
    loop {
        match transfer.step().await {
            Ok(Some(step)) => {
                rows += step.rows;
                eprintln!("{rows} rows, up to {}", step.at);
                for key in step.left_out {
                    eprintln!("left behind with its record: what belongs to {key}");
                }
                for (key, seq) in step.freed {
                    eprintln!("goes without what it waited for: command {seq} of {key}");
                }
            }
            Ok(None) => break,
            Err(Error::Unreadable { row }) if damaged == Damaged::IsLeft && transfer.pass(&row) => {
                eprintln!("left behind: {row}");
                left += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    transfer.finish().await?;
    let pace = rows as f64 / begun.elapsed().as_secs_f64();
    Ok(format!(
        "everything is there: {rows} rows in this run, {pace:.0} a second, {left} damaged ones left behind"
    ))
}

/// SQLite makes a file that is not there; what is to be moved is there.
async fn open(place: &str) -> Result<AnyStore> {
    if let Some(file) = place.strip_prefix('@') {
        return Ok(Postgres::open(&server(file)?).await?.into());
    }
    fs::metadata(place).map_err(|error| format!("{place}: {error}"))?;
    Ok(Sqlite::open(place)?.into())
}

async fn open_empty(place: &str) -> Result<Incoming<AnyStore>> {
    Ok(match place.strip_prefix('@') {
        Some(file) => Postgres::open_for_copy(&server(file)?, PostgresOptions::default()).await?.into_any(),
        None => Sqlite::open_for_copy(place, SqliteOptions::default())?.into_any(),
    })
}

/// What stands on a command line is seen by everybody on the machine.
fn server(file: &str) -> Result<ConnectionString> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    Ok(ConnectionString::new(text.lines().next().unwrap_or_default().trim()))
}

#[path = "../crates/mdm-store/tests/store/cluster.rs"]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "the tests have more to do with it"
)]
mod cluster;

mod selftest {
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use mdm_examples::ensure;
    use mdm_store::row::{
        Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Lane, Lease, Link, LinkKind,
        PayloadName, Phase, RecordKey, Route, RouteKind, Tenant, WakeChange, Window, Write,
    };
    use mdm_store::seal::Place;
    use mdm_store::{Bodies as _, EventPosition, Store as _, StoredEvent, WakePosition};

    use super::cluster::Server;
    use super::{
        AnyStore, Damaged, Error, Incoming, Result, Sqlite, SqliteOptions, Transfer, fs, moved, open,
    };

    const DEVICES: u64 = 1_000;

    /// A fleet moves from a file to another one, by way of half of a copy that nobody serves; then to a server and back,
    /// where PostgreSQL is installed.
    pub(super) async fn run() -> Result<String> {
        let folder = std::env::temp_dir().join(format!("move-store-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let told = within(&folder).await;
        fs::remove_dir_all(&folder)?;
        told
    }

    async fn within(folder: &Path) -> Result<String> {
        let name = |name: &str| folder.join(name).to_str().map(str::to_owned).ok_or("not Unicode");
        let (old, new) = (name("old.db")?, name("new.db")?);
        let from = Sqlite::open(&old)?;
        for hundred in 0..DEVICES / 100 {
            from.commit(fleet(hundred * 100..(hundred + 1) * 100)?).await?;
        }
        let lease = Lease { fence: 3, until: at(9), spent_until: None };
        from.swap_lease(&credential()?, None, &lease).await?;

        let mut half = Transfer::begin(&from, Sqlite::open_for_copy(&new, SqliteOptions::default())?).await?;
        half.step().await?.ok_or("nothing to be moved")?;
        drop(half);
        let opened = Sqlite::open(&new);
        ensure(matches!(opened, Err(Error::HalfCopied)), "half of a copy is served by nobody")?;
        let mut told = format!("file to file: {}", moved(&old, &new, Damaged::Stops).await?);
        let again = Transfer::begin(&from, Incoming::new(Sqlite::open(&new)?)).await;
        ensure(matches!(again, Err(Error::InUse)), "what is served takes nothing in")?;
        let before = everything(&from.into()).await?;
        ensure(everything(&open(&new).await?).await? == before, "everything is in the other file")?;

        if let Some(server) = Server::start() {
            let (there, back) = (format!("@{}", name("server")?), name("back.db")?);
            fs::write(name("server")?, server.text())?;
            told = format!("{told}\nfile to server: {}", moved(&old, &there, Damaged::Stops).await?);
            ensure(everything(&open(&there).await?).await? == before, "everything is on the server")?;
            told = format!("{told}\nserver to file: {}", moved(&there, &back, Damaged::Stops).await?);
            ensure(everything(&open(&back).await?).await? == before, "everything has come back")?;
        }
        Ok(told)
    }

    fn at(secs: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + secs)
    }

    fn credential() -> Result<Credential> {
        Ok(Credential::new("com.apple.mgmt.External.0a1b").ok_or("a name")?)
    }

    fn device(number: u64) -> Result<RecordKey> {
        Ok(RecordKey::new(&format!("device/{number:05}")).ok_or("a name")?)
    }

    /// Devices with a wake, a queue in which one command waits for another, a payload and an event each.
    fn fleet(numbers: std::ops::Range<u64>) -> Result<Batch> {
        let mut batch = Batch::default();
        for number in numbers {
            let key = device(number)?;
            let command = |seq, phase, waits_on| CommandRow {
                seq,
                uuid: format!("{number}-{seq}").into(),
                phase,
                rank: 1,
                waits_on,
                gates: Gates::NONE,
                refused_in: None,
                not_before: None,
                expires_at: None,
                body: vec![7; 200],
            };
            let links = vec![Link { kind: LinkKind::Serial, value: format!("C{number}").into() }];
            let head =
                HeadRow { session: 1, shut: Gates::NONE, backoff_until: None, links, body: vec![7; 600] };
            let register = WakeChange::Register {
                tenant: Tenant::new("acme").ok_or("a name")?,
                routes: vec![Route { kind: RouteKind::Apns, credential: credential()? }],
                body: vec![7; 100],
                at: at(0),
            };
            batch.writes.push(Write {
                key: key.clone(),
                expected: None,
                head,
                commands: vec![
                    command(1, Phase::Done, vec![]),
                    command(2, Phase::Outstanding, vec![]),
                    command(3, Phase::Waiting, vec![2]),
                ],
                forget: vec![],
                wake: vec![register, WakeChange::Demand(Demand::new(Lane::Normal, at(number)))],
            });
            batch.payloads.push((PayloadName(format!("{key}/3").into()), vec![7; 1_000]));
            batch.events.push(EventRow { key, at: at(number), body: vec![7; 300] });
        }
        Ok(batch)
    }

    /// Every body, every command and what is counted of them, every event, and whom a sender finds.
    type Everything =
        (Vec<(Place, Option<Vec<u8>>)>, Vec<(u64, Vec<CommandRow>)>, Vec<StoredEvent>, Vec<RecordKey>);

    async fn everything(store: &AnyStore) -> Result<Everything> {
        let (mut bodies, mut queues): (Vec<(Place, _)>, _) = (Vec::new(), Vec::new());
        loop {
            let page = store.places(bodies.last().map(|(place, _)| place), 1_000).await?;
            if page.is_empty() {
                break;
            }
            for (place, _) in page {
                let body = store.body(&place).await?;
                bodies.push((place, body));
            }
        }
        for number in 0..DEVICES {
            let key = device(number)?;
            let loaded = store.load(&key, &Window::Head).await?.ok_or("a device is missing")?;
            queues.push((loaded.open, store.commands(&key, None, 9).await?));
        }
        let (mut events, mut wakes) = (Vec::<StoredEvent>::new(), Vec::new());
        let (mut event, mut wake) = (EventPosition::default(), WakePosition::default());
        loop {
            let (some, changed) =
                (store.events(Some(event), 1_000).await?, store.changed_wakes(wake, 1_000).await?);
            (event, wake) = match (some.last(), changed.last()) {
                (None, None) => break,
                (some, changed) => {
                    (some.map_or(event, |last| last.position), changed.map_or(wake, |last| last.position))
                }
            };
            events.extend(some);
            wakes.extend(changed.into_iter().map(|changed| changed.row.key));
        }
        Ok((bodies, queues, events, wakes))
    }
}
