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
//! named and left behind. Sealed stores are moved sealed, without their keys. The exit status is 0 when everything is there,
//! 1 for a failure, 2 for a command line that says nothing.

use std::fs;
use std::process::ExitCode;

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
    match told {
        Ok(Some(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Ok(None) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("move_store: {error}");
            ExitCode::FAILURE
        }
    }
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
    Ok(format!("everything is there: {rows} rows in this run, {left} damaged ones left behind"))
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

mod selftest {
    use std::time::{Duration, SystemTime};

    use mdm_apple::Topic;
    use mdm_enrollment::{CertificateSource, RuleTable, SlotId, Ticket, Trust};
    use mdm_pki::{CertificateAuthority, TrustAnchors};
    use mdm_store::Runner;

    use super::{Damaged, Error, Incoming, Result, Sqlite, SqliteOptions, Transfer, fs, moved};

    const HOUR: Duration = Duration::from_secs(3_600);

    /// Invitations move from a file to another one, by way of half of a copy that nobody serves.
    pub(super) async fn run() -> Result<String> {
        let folder = std::env::temp_dir().join(format!("move-store-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let told = within(&folder).await;
        fs::remove_dir_all(&folder)?;
        told
    }

    async fn within(folder: &std::path::Path) -> Result<String> {
        let name = |name: &str| folder.join(name).to_str().map(str::to_owned).ok_or("not Unicode");
        let (old, new) = (name("old.db")?, name("new.db")?);
        let now = SystemTime::now();
        let authority = CertificateAuthority::mint("Devices", 24 * HOUR, now)?;
        let anchors = TrustAnchors::new([authority.certificate().clone()])?;
        let topic = Topic::new("com.apple.mgmt.External.0a1b")?;
        let trust = Trust::new(anchors, CertificateSource::MutualTls, topic);
        let office = |store| Runner::new(store, trust.clone(), RuleTable::default());
        let (slot, ticket) = (SlotId::new("box-1").ok_or("a name")?, Ticket::from_random([1; 32]));
        let runner = office(Sqlite::open(&old)?);
        runner.open_slot(&slot, &trust.invitation(&ticket, now + HOUR), now).await?;

        let half = Transfer::begin(runner.store(), Sqlite::open_for_copy(&new, SqliteOptions::default())?);
        drop(half.await?);
        drop(runner);
        let opened = Sqlite::open(&new);
        if !matches!(opened, Err(Error::HalfCopied)) {
            return Err(format!("half of a copy is served: {opened:?}").into());
        }
        let told = moved(&old, &new, Damaged::Stops).await?;
        let from = Sqlite::open(&old)?;
        let again = Transfer::begin(&from, Incoming::new(Sqlite::open(&new)?)).await;
        if !matches!(again, Err(Error::InUse)) {
            return Err("what is served takes another one in".into());
        }
        office(Sqlite::open(&new)?).admit(&ticket, now).await?;
        Ok(told)
    }
}
