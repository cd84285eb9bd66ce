//! Care of the file, and what a disk may do: copies, checks, free space, two processes, a disk that is full or read-only.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mdm_store::row::{
    Batch, CommandRow, EventRow, Gates, HeadRow, Link, LinkKind, PayloadName, Phase, RecordKey, Refused,
    Version, Window, Write,
};
use mdm_store::{Blame, Error, Retry, Sqlite, Store};
use rusqlite::Connection;

use crate::folder::Folder;

fn key(text: &str) -> RecordKey {
    RecordKey::new(text).unwrap()
}

/// The commit after this version: one command, one payload and one event each, so that half of it would be seen.
fn marked(name: &str, version: u64, bytes: usize) -> Batch {
    let command = CommandRow {
        seq: version,
        uuid: format!("uuid-{version}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: vec![],
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: b"command".to_vec(),
    };
    let head = HeadRow {
        session: 0,
        shut: Gates::NONE,
        backoff_until: None,
        links: vec![],
        body: version.to_string().into(),
    };
    let write = Write {
        key: key(name),
        expected: (version > 0).then_some(Version(version)),
        head,
        commands: vec![command],
        forget: vec![],
        wake: vec![],
    };
    Batch {
        writes: vec![write],
        payloads: vec![(PayloadName(format!("{name}/{version}").into()), vec![7; bytes])],
        events: vec![EventRow {
            key: key(name),
            at: std::time::SystemTime::UNIX_EPOCH,
            body: b"event".to_vec(),
        }],
        ..Batch::default()
    }
}

/// How many commits of [`marked`] are there, each wholly.
async fn marks(store: &Sqlite, name: &str) -> u64 {
    let loaded = store.load(&key(name), &Window::Open).await.unwrap();
    let version = loaded.as_ref().map_or(0, |loaded| loaded.version.0);
    assert_eq!(loaded.map_or(0, |loaded| loaded.commands.len() as u64), version);
    let events = store.events(None, 1_000).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.row.key == key(name)).count() as u64, version);
    for number in 0..=version {
        let payload = store.payload(&PayloadName(format!("{name}/{number}").into())).await.unwrap();
        assert_eq!(payload.is_some(), number < version, "payload {number} in version {version}");
    }
    version
}

/// Copies while somebody writes: each copy is one moment, and a store to be opened.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_one_moment_while_writers_go_on() {
    let folder = Folder::new();
    let store = Arc::new(Sqlite::open(folder.file("store.db")).unwrap());
    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut version = 0;
            // No more than a page of events.
            while version < 900 && !stop.load(Ordering::Relaxed) {
                store.commit(marked("device", version, 10_000)).await.unwrap();
                version += 1;
            }
            version
        })
    };
    let mut seen = 0;
    for number in 0..5 {
        let loaded = store.load(&key("device"), &Window::Head).await.unwrap();
        let before = loaded.map_or(0, |loaded| loaded.version.0);
        let copy = folder.file(&format!("copy-{number}.db"));
        store.back_up(&copy).await.unwrap();
        assert!(fs::metadata(&copy).unwrap().len() > 0);
        let copied = Sqlite::open(&copy).unwrap();
        let marks = marks(&copied, "device").await;
        assert!(marks >= before && marks >= seen, "{marks} after {before}");
        assert_eq!(copied.check().await.unwrap(), [""; 0]);
        // It is a store of its own.
        copied.commit(marked("other", 0, 1)).await.unwrap();
        seen = marks;
    }
    stop.store(true, Ordering::Relaxed);
    assert!(writer.await.unwrap() >= seen);
    assert_eq!(marks(&store, "other").await, 0);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_leaves_no_half() {
    let folder = Folder::new();
    let store = Sqlite::open(folder.file("store.db")).unwrap();
    store.commit(marked("device", 0, 10)).await.unwrap();
    fs::write(folder.file("there.db"), "x").unwrap();
    for to in [folder.file("there.db"), folder.file("store.db"), folder.path().to_owned(), "".into()] {
        let error = store.back_up(&to).await.unwrap_err();
        assert!(matches!(error, Error::Options { .. }), "{error:?}");
        assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let to = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.db"));
        let error = store.back_up(&to).await.unwrap_err();
        assert!(matches!(error, Error::Options { .. }), "{error:?}");
    }
    let nowhere = folder.file("missing").join("copy.db");
    let error = store.back_up(&nowhere).await.unwrap_err();
    assert!(matches!(error, Error::Upstream { .. }), "{error:?}");
    assert_eq!(fs::read(folder.file("there.db")).unwrap(), b"x");
    // What an attempt that was cut off left behind is no obstacle, and may be another one that is under way.
    for number in 0..20 {
        let left = format!("copy.db.{}-{number}.part", std::process::id());
        fs::write(folder.file(&left), "half").unwrap();
    }
    store.back_up(folder.file("copy.db")).await.unwrap();
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names.retain(|name| fs::read(folder.path().join(name)).unwrap() != b"half");
    assert_eq!(names, ["copy.db", "store.db", "store.db-shm", "store.db-wal", "there.db"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.file("copy.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "a copy holds what the file holds");
    }
    store.close().await;
    assert!(matches!(store.back_up(folder.file("late.db")).await, Err(Error::Closed)));
}

/// Two processes copy to one path at once: one of them does, and what lies there is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_backups_to_one_path_one_succeeds() {
    let folder = Folder::new();
    let open = || Arc::new(Sqlite::open(folder.file("store.db")).unwrap());
    let nodes = [open(), open()];
    for version in 0..20 {
        nodes[0].commit(marked("device", version, 200_000)).await.unwrap();
    }
    for round in 0..10 {
        let to = folder.file(&format!("copy-{round}.db"));
        let copies = [0, 1].map(|node| {
            let (store, to) = (Arc::clone(&nodes[node]), to.clone());
            tokio::spawn(async move {
                let copied = store.back_up(&to).await;
                // Whoever was told that it is done finds it whole.
                if copied.is_ok() {
                    assert_eq!(marks(&Sqlite::open(&to).unwrap(), "device").await, 20);
                }
                copied
            })
        });
        let mut done = 0;
        for copy in copies {
            match copy.await.unwrap() {
                Ok(()) => done += 1,
                Err(error) => assert!(matches!(error, Error::Options { .. }), "{error:?}"),
            }
        }
        assert_eq!(done, 1);
        let copy = Sqlite::open(&to).unwrap();
        assert_eq!((copy.check().await.unwrap(), marks(&copy, "device").await), (vec![], 20));
    }
    let mut names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.all(|name| !name.to_string_lossy().ends_with(".part")));
}

#[tokio::test]
async fn a_check_finds_what_is_wrong() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    store.commit(marked("device", 0, 10)).await.unwrap();
    assert_eq!(store.check().await.unwrap(), [""; 0]);
    drop(store);
    let whole = fs::read(&path).unwrap();
    for (sql, told) in [
        ("UPDATE record SET open = 7", "the number of open commands of a record is wrong"),
        (
            "INSERT INTO wake VALUES (9, 'nobody', '', 0, NULL, 0, NULL, '', '', 0, 0, NULL, x'', 9, NULL, 0)",
            "a row of wake belongs to no record",
        ),
        (
            "PRAGMA foreign_keys = OFF; UPDATE command SET record = 99",
            "a row of command belongs to no record",
        ),
        (
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'phase = 2', 'phase = 0') \
                WHERE name = 'command_done'",
            "missing from index command_done",
        ),
    ] {
        fs::write(&path, &whole).unwrap();
        let raw = Connection::open(&path).unwrap();
        raw.execute_batch(sql).unwrap();
        drop(raw);
        let found = Sqlite::open(&path).unwrap().check().await.unwrap();
        assert!(found.iter().any(|line| line.contains(told)), "{sql}: {found:?}");
    }
    // A page of rubbish: told, or the file cannot be read at all.
    let mut told = 0;
    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0xa5);
        fs::write(&path, bytes).unwrap();
        match Sqlite::open(&path) {
            Ok(store) => match store.check().await {
                Ok(problems) => told += usize::from(!problems.is_empty()),
                Err(error) => {
                    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
                    told += 1;
                }
            },
            Err(error) => assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Never)),
        }
    }
    assert!(told * 2 > whole.len() / 4_096, "{told}");
}

/// What is kept a second time in order to find rows: each way in which it can be wrong is told, and mended.
#[tokio::test]
async fn what_is_kept_twice_is_compared_and_made_anew() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    let link = |value: &str| Link { kind: LinkKind::Certificate, value: value.into() };
    for name in ["a", "b"] {
        let mut batch = marked(name, 0, 10);
        let write = &mut batch.writes[0];
        write.head.links = vec![link(name), link("both")];
        write.commands = (0..4).map(|seq| waiting(seq, (0..seq).rev().collect())).collect();
        store.commit(batch).await.unwrap();
    }
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    store.close().await;
    let whole = fs::read(&path).unwrap();
    let read = |path: &Path| {
        let raw = Connection::open(path).unwrap();
        let rows = |sql: &str| {
            let mut rows = raw.prepare(sql).unwrap();
            let rows = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.collect::<Result<Vec<_>, _>>().unwrap()
        };
        [
            rows("SELECT format('%s %s %s', kind, value, key) FROM link"),
            rows("SELECT format('%d %d %d', record, earlier, later) FROM edge"),
            rows("SELECT format('%d %d', id, open) FROM record"),
        ]
    };
    let before = read(&path);
    let (in_link, no_link) = ("a link of a record is not in link", "a row of link is no link of its record");
    let (in_edge, no_edge) =
        ("what a command waits on is not in edge", "a row of edge is nothing that its command waits on");
    let of_nobody = "a row of link belongs to no record";
    let closed = "a row of edge belongs to no open command";
    for (sql, told) in [
        ("DELETE FROM link WHERE value = 'a'", &[in_link][..]),
        ("DELETE FROM link", &[in_link; 4]),
        ("UPDATE link SET kind = 'serial' WHERE value = 'a'", &[in_link, no_link]),
        ("UPDATE link SET value = CAST(x'ff' AS TEXT) WHERE value = 'a'", &[in_link, no_link]),
        ("UPDATE link SET key = 'b' WHERE value = 'a'", &[in_link, no_link]),
        ("UPDATE link SET key = 'nobody' WHERE value = 'a'", &[in_link, of_nobody]),
        ("INSERT INTO link VALUES ('planet', 'x', 'a')", &[no_link]),
        ("DELETE FROM edge WHERE earlier = 1 AND later = 3 AND record = 1", &[in_edge]),
        ("DELETE FROM edge WHERE record = 2", &[in_edge; 6]),
        ("INSERT INTO edge VALUES (1, 3, 1)", &[no_edge]),
        ("INSERT INTO edge VALUES (1, -1, 1)", &[no_edge]),
        ("INSERT INTO edge VALUES (1, 1, 99), (99, 1, 1)", &[closed, closed]),
        ("UPDATE record SET open = 7", &["the number of open commands of a record is wrong"; 2]),
    ] {
        fs::write(&path, &whole).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let store = Sqlite::open(&path).unwrap();
        assert_eq!(store.check().await.unwrap(), told, "{sql}");
        assert_eq!(store.reindex().await.unwrap(), told.len(), "{sql}");
        assert_eq!(store.check().await.unwrap(), [""; 0], "{sql}");
        assert_eq!(store.find(&link("a"), None, 9).await.unwrap(), [key("a")]);
        store.close().await;
        assert_eq!(read(&path), before, "{sql}");
    }
    // Where the column itself was damaged nobody knows what is right: it is told, and the rest is mended all the same.
    for (sql, told) in [
        ("UPDATE record SET links = x'05' WHERE key = 'b'", "the links of a record cannot be read"),
        (
            "UPDATE command SET waits_on = x'ff' WHERE record = 2 AND seq = 1",
            "what a command waits on cannot be read",
        ),
    ] {
        fs::write(&path, &whole).unwrap();
        let raw = Connection::open(&path).unwrap();
        raw.execute_batch(&format!(
            "{sql}; DELETE FROM link WHERE value = 'a'; DELETE FROM edge WHERE record = 1"
        ))
        .unwrap();
        drop(raw);
        let store = Sqlite::open(&path).unwrap();
        assert_eq!(store.check().await.unwrap().len(), 8, "{sql}");
        assert_eq!(store.reindex().await.unwrap(), 7, "{sql}");
        assert_eq!(store.check().await.unwrap(), [told]);
        store.close().await;
        assert_eq!(read(&path), before, "what the others say of it is left");
    }
    // No more of a kind than anybody reads.
    fs::write(&path, &whole).unwrap();
    let many = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 150) \
        INSERT INTO link SELECT 'serial', n, 'a' FROM n";
    Connection::open(&path).unwrap().execute_batch(many).unwrap();
    let store = Sqlite::open(&path).unwrap();
    assert_eq!((store.check().await.unwrap().len(), store.reindex().await.unwrap()), (100, 150));
}

/// Somebody deleted a command by hand: nobody waits for it for good.
#[tokio::test]
async fn what_is_not_there_is_waited_for_by_nobody() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    let mut batch = marked("a", 0, 10);
    let held = CommandRow { gates: Gates::HELD, ..waiting(4, vec![1]) };
    batch.writes[0].commands =
        vec![waiting(1, vec![]), waiting(2, vec![1]), waiting(3, vec![1, 2]), held, waiting(5, vec![3])];
    store.commit(batch).await.unwrap();
    store.close().await;
    Connection::open(&path).unwrap().execute_batch("DELETE FROM command WHERE seq = 1").unwrap();
    let store = Sqlite::open(&path).unwrap();
    let lost = "a command waits on one that is not there";
    let told = ["the number of open commands of a record is wrong", lost, lost, lost];
    assert_eq!(store.check().await.unwrap(), told);
    // The record, three commands, and the edges of these.
    assert_eq!(store.reindex().await.unwrap(), 7);
    assert_eq!((store.check().await.unwrap(), store.reindex().await.unwrap()), (vec![], 0));
    let loaded = store.load(&key("a"), &Window::Open).await.unwrap().unwrap();
    let waits: Vec<_> = loaded.commands.into_iter().map(|row| (row.seq, row.waits_on)).collect();
    assert_eq!((loaded.open, waits), (4, vec![(2, vec![]), (3, vec![2]), (4, vec![]), (5, vec![3])]));
    let now = std::time::SystemTime::UNIX_EPOCH;
    let window = Window::Session { reported: None, refused: Refused::Skip, now };
    let loaded = store.load(&key("a"), &window).await.unwrap().unwrap();
    assert_eq!(loaded.commands.iter().map(|row| row.seq).collect::<Vec<_>>(), [2]);
}

/// A command that waits on others.
fn waiting(seq: u64, waits_on: Vec<u64>) -> CommandRow {
    CommandRow { waits_on, ..marked("x", seq, 0).writes.remove(0).commands.remove(0) }
}

#[tokio::test]
async fn free_pages_are_given_back_in_steps() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    let store = Sqlite::open(&path).unwrap();
    for version in 0..4 {
        store.commit(marked("device", version, 1 << 20)).await.unwrap();
    }
    let full = store.space().await.unwrap();
    assert!(
        full.shrinks && full.free_bytes() < 100_000 && full.pages * full.page_bytes > 4 << 20,
        "{full:?}"
    );
    let forget_payloads = (0..4).map(|version| PayloadName(format!("device/{version}").into())).collect();
    store.commit(Batch { forget_payloads, ..Batch::default() }).await.unwrap();
    let mut left = store.space().await.unwrap();
    assert!(left.free_bytes() > 4 << 20 && left.pages == full.pages, "{left:?}");
    let mut steps = 0;
    while left.free > 0 {
        let after = store.vacuum_step().await.unwrap();
        assert!(after.free < left.free && left.free - after.free <= 256, "{left:?} {after:?}");
        (left, steps) = (after, steps + 1);
    }
    assert!(steps >= 4);
    store.close().await;
    assert!(fs::metadata(&path).unwrap().len() < 500_000, "the file itself has shrunk");
}

/// A file from before pages could be given back: nothing breaks, and its copy can.
#[tokio::test]
async fn an_older_file_gives_back_through_its_copy() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    Sqlite::open(&path).unwrap().commit(marked("device", 0, 1 << 20)).await.unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM").unwrap();
    drop(raw);
    let store = Sqlite::open(&path).unwrap();
    let forget_payloads = vec![PayloadName("device/0".into())];
    store.commit(Batch { forget_payloads, ..Batch::default() }).await.unwrap();
    let space = store.space().await.unwrap();
    assert!(!space.shrinks && space.free > 200, "{space:?}");
    assert_eq!(store.vacuum_step().await.unwrap(), space);
    store.back_up(folder.file("copy.db")).await.unwrap();
    let copied = Sqlite::open(folder.file("copy.db")).unwrap().space().await.unwrap();
    assert!(copied.shrinks && copied.free == 0 && copied.pages < 100, "{copied:?}");
}

/// This program once more, for one test alone, as a child that finds `MDM_STORE_CHILD` in its environment.
fn child(test: &str, path: &Path) -> Command {
    let mut child = Command::new("sh");
    // What is over a limit is an error then, not a signal.
    child.arg("-c").arg("trap '' XFSZ; exec \"$0\" \"$@\"").arg(std::env::current_exe().unwrap());
    child.args([&format!("care::{test}"), "--exact", "--nocapture"]).env("MDM_STORE_CHILD", path);
    child
}

fn told() -> Option<std::path::PathBuf> {
    std::env::var_os("MDM_STORE_CHILD").map(Into::into)
}

async fn count(store: &Sqlite, times: u64) {
    let mut done = 0;
    while done < times {
        let version = store.load(&key("device"), &Window::Head).await.unwrap().map_or(0, |l| l.version.0);
        match store.commit(marked("device", version, 10)).await {
            Ok(()) => done += 1,
            Err(error) => assert!(error.is_conflict(), "{error}"),
        }
    }
}

#[tokio::test]
async fn two_processes_write_one_file() {
    const EACH: u64 = 40;
    if let Some(path) = told() {
        count(&Sqlite::open(path).unwrap(), EACH).await;
        return;
    }
    let folder = Folder::new();
    let path = folder.file("store.db");
    // Both create the file, too.
    let mut others: Vec<_> =
        (0..2).map(|_| child("two_processes_write_one_file", &path).spawn().unwrap()).collect();
    let store = Sqlite::open(&path).unwrap();
    count(&store, EACH).await;
    for other in &mut others {
        assert!(other.wait().unwrap().success());
    }
    assert_eq!(marks(&store, "device").await, 3 * EACH);
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// Sets how large a file this process may write; `None` when the program for it is not there.
fn limit_files(to: &str) -> Option<()> {
    let own = std::process::id().to_string();
    let set = Command::new("prlimit").args(["--pid", &own, &format!("--fsize={to}:")]).status();
    match set {
        Ok(status) => status.success().then_some(()),
        Err(_) => None,
    }
}

/// The disk is full in the middle of commits, and then it is not any more: in a process of its own, with a limit.
#[tokio::test]
async fn a_full_disk_is_told_and_passes() {
    let Some(path) = told() else {
        let folder = Folder::new();
        let path = folder.file("store.db");
        let child = child("a_full_disk_is_told_and_passes", &path).output().unwrap();
        let said = String::from_utf8_lossy(&child.stderr);
        assert!(child.status.success(), "{said}");
        if said.contains("SKIPPED") {
            use std::io::Write as _;
            let _ = std::io::stderr().write_all(b"SKIPPED: no prlimit\n");
            return;
        }
        // What it acknowledged is there, and the file is whole.
        let store = Sqlite::open(&path).unwrap();
        let acknowledged: u64 = fs::read_to_string(folder.file("acknowledged")).unwrap().parse().unwrap();
        assert_eq!(marks(&store, "device").await, acknowledged);
        assert_eq!(store.check().await.unwrap(), [""; 0]);
        return;
    };
    let store = Sqlite::open(&path).unwrap();
    let mut version = 0;
    for round in 1..=3 {
        let log = path.with_extension("db-wal");
        let now = fs::metadata(&path).unwrap().len().max(fs::metadata(log).unwrap().len());
        if limit_files(&(now + round * 150_001).to_string()).is_none() {
            eprintln!("SKIPPED");
            return;
        }
        let error = loop {
            match store.commit(marked("device", version, 20_000)).await {
                Ok(()) => version += 1,
                Err(error) => break error,
            }
        };
        assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later), "{error:?}");
        assert!(matches!(error, Error::Upstream { doing: "committing", .. }), "{error:?}");
        // Nothing half-written, and who only reads goes on.
        assert_eq!(marks(&store, "device").await, version);
        let copy = store.back_up(path.with_extension("copy")).await;
        let mut names = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.all(|name| !name.to_string_lossy().ends_with(".part")), "{copy:?}");
        let _ = fs::remove_file(path.with_extension("copy"));
        limit_files("unlimited").unwrap();
        // Nobody had to do anything.
        store.commit(marked("device", version, 20_000)).await.unwrap();
        version += 1;
    }
    fs::write(path.with_file_name("acknowledged"), version.to_string()).unwrap();
}

/// A disk that is really full, of its own for the child where the system lets it be made: the log cannot grow, and then
/// the file, into which the log is moved, cannot.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_without_room_is_told_and_passes() {
    let Some(path) = told() else {
        let folder = Folder::new();
        let child = child("a_disk_without_room_is_told_and_passes", &folder.file("store.db"));
        let mut program = Command::new("unshare");
        let mount = "mount -t tmpfs -o size=2m none \"$0\" || { echo SKIPPED >&2; exit 0; }; exec \"$@\"";
        program.args(["--map-root-user", "--mount", "--", "sh", "-c", mount]).arg(folder.path());
        program
            .arg(child.get_program())
            .args(child.get_args())
            .env("MDM_STORE_CHILD", folder.file("store.db"));
        let said = program.output().ok();
        let skipped = said.as_ref().is_none_or(|said| {
            let words = String::from_utf8_lossy(&said.stderr);
            words.contains("SKIPPED") || words.starts_with("unshare:")
        });
        if skipped {
            use std::io::Write as _;
            // Many a machine lets nobody mount: `sqlite/full.rs` fills files everywhere.
            let _ = std::io::stderr().write_all(b"not on a full disk: none can be made here\n");
            return;
        }
        let said = said.unwrap();
        let words = [&said.stdout[..], &said.stderr].concat();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&words));
        return;
    };
    let store = Sqlite::open(&path).unwrap();
    let (ballast, mut version) = (path.with_file_name("ballast"), 0);
    for bytes in [10, 2_000, 30_000, 100_000] {
        store.commit(marked("device", version, 10)).await.unwrap();
        version += 1;
        let mut file = fs::File::create(&ballast).unwrap();
        while std::io::Write::write_all(&mut file, &[7; 4_096]).is_ok() {}
        let error = loop {
            match store.commit(marked("device", version, bytes)).await {
                Ok(()) => version += 1,
                Err(error) => break error,
            }
        };
        assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later), "{error:?}");
        let source =
            std::error::Error::source(&error).and_then(|source| source.downcast_ref::<rusqlite::Error>());
        let code = source.and_then(rusqlite::Error::sqlite_error_code);
        assert_eq!(code, Some(rusqlite::ErrorCode::DiskFull), "{error:?}");
        assert_eq!(marks(&store, "device").await, version);
        assert!(store.commit(marked("device", version, bytes)).await.is_err());
        // Somebody removes something else.
        drop(file);
        fs::remove_file(&ballast).unwrap();
        store.commit(marked("device", version, bytes)).await.unwrap();
        version += 1;
    }
    assert_eq!(store.check().await.unwrap(), [""; 0]);
    drop(store);
    assert_eq!(marks(&Sqlite::open(&path).unwrap(), "device").await, version);
}

/// As [`child`]. Root may write whatever it likes, and becomes nobody.
#[cfg(unix)]
fn unprivileged(test: &str, path: &Path) -> Command {
    let child = child(test, path);
    let is_root = fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !is_root.unwrap_or(false) {
        return child;
    }
    let mut program = Command::new("setpriv");
    program.args(["--reuid=nobody", "--clear-groups", "--"]).arg(child.get_program()).args(child.get_args());
    program.env("MDM_STORE_CHILD", path);
    program
}

/// The right to write is taken away while the file is open. The system asks for it where a file is opened, so whoever has
/// it open may go on; whoever comes later is told. When it is given back all go on.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_becomes_read_only_does_no_harm() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let Some(path) = told() else {
        let folder = Folder::new();
        mode(folder.path(), 0o777);
        let path = folder.file("own").join("store.db");
        let said = unprivileged("a_file_that_becomes_read_only_does_no_harm", &path).output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
        assert_eq!(marks(&Sqlite::open(&path).unwrap(), "device").await, 3);
        return;
    };
    let own = path.parent().unwrap();
    fs::create_dir(own).unwrap();
    let store = Sqlite::open(&path).unwrap();
    store.commit(marked("device", 0, 10)).await.unwrap();
    let all = |file, folder| {
        ["db", "db-wal", "db-shm"].iter().for_each(|name| mode(&path.with_extension(name), file));
        mode(own, folder);
    };
    all(0o444, 0o555);
    let mut done = 1;
    while done < 2 {
        match store.commit(marked("device", done, 10)).await {
            Ok(()) => done += 1,
            Err(error) => {
                assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later), "{error:?}");
                break;
            }
        }
    }
    assert_eq!(marks(&store, "device").await, done, "all of it or nothing");
    let late = Sqlite::open(&path).unwrap_err();
    assert_eq!(late.blame(), Blame::Upstream, "{late:?}");
    all(0o644, 0o755);
    for version in done..3 {
        store.commit(marked("device", version, 10)).await.unwrap();
    }
    assert_eq!(marks(&store, "device").await, 3);
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// A file that may only be read.
#[cfg(unix)]
#[tokio::test]
async fn a_read_only_file_is_told() {
    use std::os::unix::fs::PermissionsExt;
    if let Some(path) = told() {
        let error = Sqlite::open(&path).unwrap_err();
        assert_eq!(error.blame(), Blame::Upstream, "{error:?}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("readonly") || source.contains("unable to open"), "{source}");
        fs::write(path.with_file_name("answers").join("seen"), "told").unwrap();
        return;
    }
    let folder = Folder::new();
    let path = folder.file("store.db");
    Sqlite::open(&path).unwrap().commit(marked("device", 0, 10)).await.unwrap();
    let before = fs::read(&path).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir(folder.file("answers")).unwrap();
    mode(&folder.file("answers"), 0o777);
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    let said = unprivileged("a_read_only_file_is_told", &path).output();
    mode(folder.path(), 0o755);
    mode(&path, 0o644);
    let said = said.unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    assert_eq!(fs::read(folder.file("answers").join("seen")).unwrap(), b"told");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(marks(&Sqlite::open(&path).unwrap(), "device").await, 1);
}
