//! What lies on the disk: planted secrets are found in a plain store, and in no sealed one (F74).

use std::sync::Arc;

use base64::Engine as _;
use mdm_apple::{ClearPasscode, InstallProfile, Status, UnlockToken};
use mdm_store::Store;
use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealKey, Sealed};

use crate::world::{SECRET, admin, enrolled, order, start};

pub(crate) fn sealed<S>(store: S) -> Sealed<S, AesGcm<KeyRing>> {
    Sealed::new(store, AesGcm::new(KeyRing::new(KeyId(1), SealKey::from_bytes([7; 32]))))
}

/// A life in which secrets come from every side: push token and magic, unlock token, commands, answers.
async fn live<S: Store>(store: &Arc<S>) {
    let (office, device) = enrolled(store).await;
    device.tell_supervision(&office).await;
    let clear = order("A", ClearPasscode::new(UnlockToken::new(SECRET.into())));
    let install = order("B", InstallProfile::new(SECRET.as_bytes().to_vec()));
    office.order(&device.key(), &admin(), &[clear, install], start()).await.unwrap();
    assert_eq!(device.session(&office).await.len(), 2);
    let late = device.report(Status::Error, SECRET);
    device.connect(&office, &late).await.unwrap();
    office.flush_contacts().await.unwrap();
}

/// In which forms the secret lies there: text, base64, hexadecimal digits, a list of numbers.
fn found(bytes: &[u8]) -> Vec<String> {
    let base64 = base64::engine::general_purpose::STANDARD.encode(SECRET);
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    let of_base64: String = base64.bytes().map(|byte| format!("{byte:02x}")).collect();
    let numbers: Vec<_> = SECRET.bytes().map(|byte| byte.to_string()).collect();
    let forms =
        [SECRET.to_owned(), base64.trim_end_matches('=').to_owned(), hex, of_base64, numbers.join(",")];
    let is_in = |form: &String| bytes.windows(form.len()).any(|window| window == form.as_bytes());
    forms.into_iter().filter(is_in).collect()
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use mdm_store::{Sqlite, SqliteOptions};

    use super::*;
    use crate::folder::Folder;
    use crate::world::{CONNECT, secs};

    fn open(folder: &Folder) -> Sqlite {
        let mut options = SqliteOptions::default();
        options.durability = mdm_store::Durability::Process;
        Sqlite::open_with(folder.file("store.db"), options).unwrap()
    }

    /// In the file, and in its log.
    fn on_disk(folder: &Folder) -> Vec<String> {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.flat_map(|file| found(&std::fs::read(file).unwrap())).collect()
    }

    /// File and log, byte by byte.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_idle_without_work_writes_no_byte() {
        let folder = Folder::new();
        let (office, device) = enrolled(&Arc::new(open(&folder))).await;
        let files = || ["store.db", "store.db-wal"].map(|name| std::fs::read(folder.file(name)).unwrap());
        let before = files();
        for number in 0..10 {
            device.say(&office, CONNECT, &device.idle(), start() + secs(number)).await.unwrap();
        }
        assert!(files() == before);
        office.flush_contacts().await.unwrap();
        assert!(files() != before, "contacts are written, many at once");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_plain_file_shows_secrets() {
        let folder = Folder::new();
        let store = Arc::new(open(&folder));
        live(&store).await;
        assert!(on_disk(&folder).len() >= 2, "{:?}", on_disk(&folder));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_sealed_file_shows_none() {
        let folder = Folder::new();
        let store = Arc::new(sealed(open(&folder)));
        live(&store).await;
        assert_eq!(on_disk(&folder), [""; 0], "with the log");
        store.store().back_up(folder.file("copy.db")).await.unwrap();
        store.store().close().await;
        assert_eq!(on_disk(&folder), [""; 0]);
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::io::Write as _;
    use std::process::Command;

    use mdm_store::Postgres;
    use tokio_postgres::NoTls;

    use super::*;
    use crate::cluster::{Server, programs, server};
    use crate::world::{CONNECT, secs};

    /// The server's log of changes, in which it notes every byte that is to last; on a server that has nothing else to do,
    /// and on which everything was tidied up: a reader too may note that a row needs no second look.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_idle_without_work_writes_no_byte() {
        let quiet = "-F -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1d";
        let Some(server) = Server::start_with(quiet) else { return };
        let (client, line) = tokio_postgres::connect(server.text(), NoTls).await.unwrap();
        tokio::spawn(line);
        let (office, device) = enrolled(&Arc::new(server.store().await)).await;
        client.batch_execute("VACUUM (FREEZE)").await.unwrap();
        client.batch_execute("CHECKPOINT").await.unwrap();
        let written = async || {
            let row = client.query_one("SELECT pg_current_wal_insert_lsn()::text", &[]).await.unwrap();
            row.get::<_, String>(0)
        };
        let before = written().await;
        for number in 0..10 {
            device.say(&office, CONNECT, &device.idle(), start() + secs(number)).await.unwrap();
        }
        assert_eq!(written().await, before);
        office.flush_contacts().await.unwrap();
        assert_ne!(written().await, before, "contacts are written, many at once");
    }

    /// What `pg_dump` writes of a schema; `None`, said aloud, where there is no such program.
    fn dump(text: &str, schema: &str) -> Option<Vec<u8>> {
        let beside = programs().map(|folder| folder.join("pg_dump")).filter(|program| program.exists());
        let program = beside.unwrap_or_else(|| "pg_dump".into());
        let Ok(dump) = Command::new(program).args(["-n", schema, "-d", text]).output() else {
            let _ = std::io::stderr().write_all(b"SKIPPED: no pg_dump\n");
            return None;
        };
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        assert!(dump.stdout.len() > 1_000);
        Some(dump.stdout)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_dump_of_a_plain_schema_shows_secrets_and_of_a_sealed_one_none() {
        let Some(server) = server() else { return };
        let (plain, hidden) = (server.options(), server.options());
        let open = async |options: &mdm_store::PostgresOptions| {
            Postgres::open_with(&server.connection(), options.clone()).await.unwrap()
        };
        live(&Arc::new(open(&plain).await)).await;
        live(&Arc::new(sealed(open(&hidden).await))).await;
        let Some(plain) = dump(server.text(), &plain.schema) else { return };
        assert!(found(&plain).len() >= 2, "{:?}", found(&plain));
        assert_eq!(found(&dump(server.text(), &hidden.schema).unwrap()), [""; 0]);
    }
}
