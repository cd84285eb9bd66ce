//! A machine that loses its power: what was written and not synced may be gone.
//!
//! A kill alone does not show that syncs are there, because the kernel outlives the process. So a writer runs under
//! `strace`, which records every write, sync, truncation and removal with its bytes. Out of the record the files are
//! built as a disk may have them at any moment: with what was synced, and of everything else nothing, or some of it,
//! whole or torn. Whoever opens these files must find every commit that was acknowledged before, and no half of
//! another.
//!
//! A file counts as there only after its folder was synced. The index of the log (`-shm`) is left out: it is memory
//! that processes share, and made anew.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_store::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, PayloadName, Phase, RecordKey, Version, Window, Write,
};
use mdm_store::{Durability, Sqlite, SqliteOptions, Store};

use crate::Dice;
use crate::folder::Folder;
use crate::kill::Plan;

/// How many commits are written, half of them by a handle of their own.
const COMMITS: u64 = 300;
/// How many moments of the record are looked at: at random, and among those in which a page of the file itself waits
/// for its sync.
const MOMENTS: (usize, usize) = (40, 40);

/// Every commit that was acknowledged is there, whenever the power goes.
pub(crate) fn full(plan: Plan) -> Result<String, String> {
    let Some(found) = look(plan, Durability::Full)? else { return Ok(SKIPPED.to_owned()) };
    match found.lost {
        0 => Ok(format!("{found:?}")),
        _ => Err(format!("acknowledged commits are gone: {found:?}")),
    }
}

/// Without a sync for each commit the last ones go, so the test can fail; and the file is whole all the same, as
/// [`Durability::Process`] says.
pub(crate) fn process(plan: Plan) -> Result<String, String> {
    let Some(found) = look(plan, Durability::Process)? else { return Ok(SKIPPED.to_owned()) };
    match found.lost {
        0 => Err(format!("nothing is ever lost: {found:?}")),
        _ => Ok(format!("{found:?}")),
    }
}

const SKIPPED: &str = "skipped";

/// What was found in the images.
#[derive(Debug, Default)]
#[allow(dead_code, reason = "it is shown")]
struct Found {
    /// Calls that change something, or sync it.
    calls: usize,
    syncs: usize,
    images: usize,
    /// Images in which a commit that was acknowledged is missing.
    lost: usize,
    /// The most that are missing in one.
    most: u64,
}

fn look(plan: Plan, durability: Durability) -> Result<Option<Found>, String> {
    let folder = Folder::new();
    let Some(calls) = record(&folder, durability) else { return Ok(None) };
    let mut dice = Dice(plan.seed);
    let moments = moments(&calls, folder.path(), &mut dice);
    let mut found = Found { calls: calls.len(), ..Found::default() };
    let mut disk = Disk::new(folder.path());
    let mut acknowledged = 0;
    for (at, call) in calls.iter().enumerate() {
        match call {
            Call::Acknowledged(commit) => acknowledged = *commit,
            Call::Sync(_) => found.syncs += 1,
            _ => {}
        }
        disk.apply(call);
        if !moments.contains(&at) {
            continue;
        }
        for keeps in [0, 50] {
            let image = folder.file("image.db");
            disk.lose_power(&image, keeps, &mut dice);
            let kept = check(&image).map_err(|wrong| format!("call {at}, {call:?}: {wrong}"))?;
            found.images += 1;
            if kept < acknowledged {
                found.lost += 1;
                found.most = found.most.max(acknowledged - kept);
            }
        }
    }
    if acknowledged != COMMITS {
        return Err(format!("{acknowledged} commits were acknowledged"));
    }
    Ok(Some(found))
}

/// Runs the writer and gives what it did; `None`, said aloud, where that cannot be recorded.
fn record(folder: &Folder, durability: Durability) -> Option<Vec<Call>> {
    let log = folder.file("calls");
    let calls = "trace=openat,creat,pwrite64,pwritev,write,writev,fsync,fdatasync,ftruncate,truncate,fallocate,\
                 rename,renameat,renameat2,unlink,unlinkat";
    let mut writer = Command::new("strace");
    writer.args(["-f", "-y", "-xx", "-s", "100000000", "-e", calls, "-o"]).arg(&log);
    writer.arg(std::env::current_exe().unwrap()).arg("write").arg(folder.file("store.db"));
    let ended = writer.arg(format!("{durability:?}")).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !ended.is_ok_and(|status| status.success()) {
        let _ = std::io::stderr().write_all(b"SKIPPED: no strace that may trace\n");
        return None;
    }
    Some(calls_of(&std::fs::read_to_string(log).unwrap(), folder.path()))
}

/// The writer: it says each number whose commit was acknowledged.
pub(crate) fn write(arguments: &[String]) {
    let [path, durability] = arguments else { panic!("write FILE DURABILITY") };
    let mut options = SqliteOptions::default();
    if durability == "Process" {
        options.durability = Durability::Process;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        for half in [0..COMMITS / 2, COMMITS / 2..COMMITS] {
            let store = Sqlite::open_with(path, options.clone()).unwrap();
            for number in half {
                store.commit(marked(number)).await.unwrap();
                std::io::stdout().write_all(format!("{}\n", number + 1).as_bytes()).unwrap();
            }
            store.close().await;
        }
    });
}

/// The commit with this number: a new version of the record, with a command, an event and a payload.
fn marked(number: u64) -> Batch {
    let key = RecordKey::new("device").unwrap();
    let command = CommandRow {
        seq: number,
        uuid: format!("C-{number}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: vec![],
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: vec![7; 400],
    };
    let head =
        HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links: vec![], body: vec![8; 900] };
    let write = Write {
        key: key.clone(),
        expected: (number > 0).then_some(Version(number)),
        head,
        commands: vec![command],
        forget: vec![],
        wake: vec![],
    };
    let size = Dice(number).below(40_000);
    Batch {
        writes: vec![write],
        payloads: vec![(name(number), vec![9; usize::try_from(size).unwrap()])],
        events: vec![EventRow { key, at: time(number), body: number.to_string().into() }],
        ..Batch::default()
    }
}

fn name(number: u64) -> PayloadName {
    PayloadName(format!("payload/{number}").into())
}

fn time(number: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(number)
}

/// How many commits are in an image. Each is there whole, and the file is sound.
fn check(image: &Path) -> Result<u64, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let wrong = |what: &str| Err(format!("{what} in the image"));
    let kept = runtime.block_on(async {
        let mut options = SqliteOptions::default();
        options.durability = Durability::Process;
        let store = Sqlite::open_with(image, options).map_err(|error| format!("{error}: {error:?}"))?;
        let loaded = store.load(&RecordKey::new("device").unwrap(), &Window::Open).await.unwrap();
        let version = loaded.as_ref().map_or(0, |loaded| loaded.version.0);
        let commands = loaded.map_or(0, |loaded| loaded.commands.len() as u64);
        let events = store.events(None, 1_000).await.unwrap();
        let events_fit =
            events.iter().enumerate().all(|(at, event)| event.row.body == at.to_string().as_bytes());
        if commands != version || events.len() as u64 != version || !events_fit {
            return wrong(&format!("version {version}, {commands} commands, {} events", events.len()));
        }
        for number in version.saturating_sub(3)..version + 2 {
            let payload = store.payload(&name(number)).await.unwrap();
            let expected = marked(number).payloads.pop().filter(|_| number < version).map(|(_, bytes)| bytes);
            if payload != expected {
                return wrong(&format!("version {version}, payload {number}"));
            }
        }
        store.close().await;
        Ok(version)
    })?;
    let connection = rusqlite::Connection::open(image).unwrap();
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    if sound == "ok" { Ok(kept) } else { Err(sound) }
}

/// What the record tells.
enum Call {
    Create(PathBuf),
    Write(PathBuf, usize, Vec<u8>),
    Truncate(PathBuf, usize),
    Sync(PathBuf),
    Remove(PathBuf),
    /// The writer says that so many commits took place.
    Acknowledged(u64),
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Create(path) => write!(f, "create {}", path.display()),
            Self::Write(path, at, bytes) => write!(f, "write {} {at} +{}", path.display(), bytes.len()),
            Self::Truncate(path, length) => write!(f, "truncate {} {length}", path.display()),
            Self::Sync(path) => write!(f, "sync {}", path.display()),
            Self::Remove(path) => write!(f, "remove {}", path.display()),
            Self::Acknowledged(commits) => write!(f, "{commits} acknowledged"),
        }
    }
}

/// A call that was interrupted by another thread is taken for one of the moment at which it ended.
fn calls_of(log: &str, folder: &Path) -> Vec<Call> {
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let (thread, rest) = line.split_once(' ').unwrap();
        let rest = rest.trim_start();
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, start.to_owned());
        } else if rest.starts_with("<... ") {
            let end = rest.split_once(" resumed>").unwrap().1;
            calls.extend(call(&(begun.remove(thread).unwrap() + end), folder));
        } else {
            calls.extend(call(rest, folder));
        }
    }
    calls
}

/// `name(3<path>, "bytes", 4096, 0) = 4096`; `None` for what changes nothing in the folder.
fn call(line: &str, folder: &Path) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, outcome) = rest.rsplit_once(" = ")?;
    let arguments: Vec<&str> = arguments.trim_end().trim_end_matches(')').split(", ").collect();
    let number = |at: usize| arguments[at].parse::<usize>().unwrap();
    let inside =
        |path: PathBuf| (path.starts_with(folder) && !path.to_str()?.ends_with("-shm")).then_some(path);
    let of = |descriptor: &str| {
        let (_, path) = descriptor.split_once('<')?;
        inside(path_of(path.trim_end_matches('>')))
    };
    if outcome.starts_with('-') {
        return None;
    }
    match name {
        "openat" if arguments[2].contains("O_CREAT") => inside(path_of(arguments[1])).map(Call::Create),
        "openat" => None,
        "pwrite64" => Some(Call::Write(of(arguments[0])?, number(3), unescaped(arguments[1]))),
        "write" if arguments[0].starts_with("1<") => {
            let said = String::from_utf8(unescaped(arguments[1])).unwrap();
            Some(Call::Acknowledged(said.trim().parse().unwrap()))
        }
        "write" => of(arguments[0]).map(|path| panic!("write to {}", path.display())),
        "fsync" | "fdatasync" => of(arguments[0]).map(Call::Sync),
        "ftruncate" => Some(Call::Truncate(of(arguments[0])?, number(1))),
        "unlink" => inside(path_of(arguments[0])).map(Call::Remove),
        other if line.contains("store.db") => panic!("{other} is not understood"),
        _ => None,
    }
}

fn path_of(text: &str) -> PathBuf {
    String::from_utf8(unescaped(text)).unwrap().into()
}

/// The bytes of `"\x68\x69"`.
fn unescaped(text: &str) -> Vec<u8> {
    let text = text.trim_matches('"').as_bytes();
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    text.chunks_exact(4).map(|escape| digit(escape[2]) * 16 + digit(escape[3])).collect()
}

/// Which calls are followed by a loss of power.
fn moments(calls: &[Call], folder: &Path, dice: &mut Dice) -> Vec<usize> {
    let mut disk = Disk::new(folder);
    let mut waiting = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        disk.apply(call);
        if disk.waits(&folder.join("store.db")) {
            waiting.push(at);
        }
    }
    let mut index = |len: usize| usize::try_from(dice.below(len as u64)).unwrap();
    let mut moments: Vec<usize> = (0..MOMENTS.0).map(|_| index(calls.len())).collect();
    if !waiting.is_empty() {
        moments.extend((0..MOMENTS.1).map(|_| waiting[index(waiting.len())]));
    }
    moments
}

/// Files as programs see them and as they are on the medium.
struct Disk {
    folder: PathBuf,
    files: Vec<File>,
    /// Which file has which name: for programs, and on the medium.
    names: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
}

#[derive(Default)]
struct File {
    durable: Vec<u8>,
    /// What is not synced: where, and what; or a new length.
    waits: Vec<(usize, Option<Vec<u8>>)>,
}

impl Disk {
    fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), files: vec![], names: BTreeMap::new(), durable: BTreeMap::new() }
    }

    fn apply(&mut self, call: &Call) {
        match call {
            Call::Create(path) => {
                if !self.names.contains_key(path) {
                    self.names.insert(path.clone(), self.files.len());
                    self.files.push(File::default());
                }
            }
            Call::Write(path, at, bytes) => self.file(path).waits.push((*at, Some(bytes.clone()))),
            Call::Truncate(path, length) => self.file(path).waits.push((*length, None)),
            Call::Sync(path) if *path == self.folder => self.durable = self.names.clone(),
            Call::Sync(path) => {
                let file = self.file(path);
                for (at, change) in std::mem::take(&mut file.waits) {
                    change_bytes(&mut file.durable, at, change.as_deref());
                }
            }
            Call::Remove(path) => drop(self.names.remove(path)),
            Call::Acknowledged(_) => {}
        }
    }

    fn file(&mut self, path: &Path) -> &mut File {
        &mut self.files[self.names[path]]
    }

    fn waits(&self, path: &Path) -> bool {
        self.names.get(path).is_some_and(|file| !self.files[*file].waits.is_empty())
    }

    /// Writes the files under the name of `image`. Of what waits for a sync so many of a hundred changes reach the
    /// medium, and half of those are torn.
    fn lose_power(&self, image: &Path, keeps: u64, dice: &mut Dice) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", image.display()));
        }
        let names = if dice.below(100) < keeps { &self.names } else { &self.durable };
        for (path, file) in names {
            let file = &self.files[*file];
            let mut bytes = file.durable.clone();
            for (at, change) in &file.waits {
                if dice.below(100) >= keeps {
                    continue;
                }
                let change = change.as_deref();
                let length = change.map_or(0, <[u8]>::len);
                // A sector is written or it is not.
                let cut = usize::try_from(dice.below(length as u64 / SECTOR as u64 + 1)).unwrap() * SECTOR;
                match dice.below(4) {
                    0 => change_bytes(&mut bytes, *at, change.map(|change| &change[..cut])),
                    1 => change_bytes(&mut bytes, *at + cut, change.map(|change| &change[cut..])),
                    _ => change_bytes(&mut bytes, *at, change),
                }
            }
            let name = path.file_name().unwrap().to_str().unwrap().replace("store.db", "image.db");
            std::fs::write(self.folder.join(name), bytes).unwrap();
        }
    }
}

const SECTOR: usize = 512;

fn change_bytes(bytes: &mut Vec<u8>, at: usize, change: Option<&[u8]>) {
    match change {
        None => bytes.resize(at, 0),
        Some(change) => {
            bytes.resize(bytes.len().max(at + change.len()), 0);
            bytes[at..at + change.len()].copy_from_slice(change);
        }
    }
}
