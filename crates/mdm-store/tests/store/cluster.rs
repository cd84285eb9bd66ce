//! A PostgreSQL server of one's own, out of the installed programs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use mdm_store::{ConnectionString, Postgres, PostgresOptions};

/// A server, and whoever watches over it.
pub(crate) struct Server {
    text: String,
    own: Option<Own>,
}

/// The server ends, and its folder goes, when the pipe to the script is closed: also when this process was killed.
struct Own {
    script: Child,
    pipes: Mutex<Option<(ChildStdin, BufReader<ChildStdout>)>>,
}

/// The server of this process. `None`, said aloud, where there is none.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let given =
        || Some(Server { text: std::env::var_os("MDM_TEST_POSTGRES")?.into_string().unwrap(), own: None });
    SERVER.get_or_init(|| given().or_else(Server::start)).as_ref()
}

impl Server {
    /// One that nobody else uses, so that it may be stopped. Without `fsync`, for speed: what is killed here is the
    /// server, not the machine.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with("-F")
    }

    /// One that syncs, as a real one does.
    #[allow(dead_code, reason = "it is for the benches")]
    pub(crate) fn start_synced() -> Option<Self> {
        Self::start_with("-c fsync=on -c synchronous_commit=on")
    }

    /// One that is started with these words.
    pub(crate) fn start_with(settings: &str) -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Some(programs) = programs() else {
            // Not by `eprintln`, which the test harness keeps to itself.
            let _ =
                std::io::stderr().write_all(b"SKIPPED: no PostgreSQL (initdb) and no MDM_TEST_POSTGRES\n");
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = (0..)
            .map(|attempt| format!("mdm-pg-{}-{number}-{attempt}", std::process::id()))
            .map(|name| std::env::temp_dir().join(name))
            .find(|path| std::fs::create_dir(path).is_ok())
            .unwrap();
        let mut script = Command::new("sh");
        script.arg("-c").arg(SCRIPT).arg("sh").arg(programs).arg(&folder).arg(settings);
        let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (stdin, stdout) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
        let text = format!("host={} user=postgres dbname=postgres", folder.display());
        let pipes = Mutex::new(Some((stdin, BufReader::new(stdout))));
        let server = Self { text, own: Some(Own { script, pipes }) };
        server.await_script();
        Some(server)
    }

    /// Takes it away as a loss of power does, and lets it recover.
    pub(crate) fn crash(&self) {
        let mut pipes = self.own.as_ref().unwrap().pipes.lock().unwrap();
        writeln!(pipes.as_mut().unwrap().0, "crash").unwrap();
        drop(pipes);
        self.await_script();
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn connection(&self) -> ConnectionString {
        ConnectionString::new(self.text.as_str())
    }

    /// A schema that nobody else uses.
    pub(crate) fn options(&self) -> PostgresOptions {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let mut options = PostgresOptions::default();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        options.schema = format!("test_{}_{number}", std::process::id());
        options.connections = 4;
        options
    }

    pub(crate) async fn store(&self) -> Postgres {
        Postgres::open_with(&self.connection(), self.options()).await.unwrap()
    }

    fn await_script(&self) {
        let mut pipes = self.own.as_ref().unwrap().pipes.lock().unwrap();
        let mut line = String::new();
        pipes.as_mut().unwrap().1.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "the server does not start");
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        drop(self.pipes.lock().unwrap().take());
        let _ = self.script.wait();
    }
}

/// The folder of `initdb` and `pg_ctl`: of the search path, or where Debian puts them.
pub(crate) fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev().map(|version| version.join("bin")));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

/// PostgreSQL refuses to be run by root: then it is run by nobody.
const SCRIPT: &str = r#"
set -eu
programs=$1 folder=$2 settings=$3 as=
trap '' INT
if [ "$(id -u)" = 0 ]; then
    chown nobody "$folder"
    as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups"
fi
cd "$folder"
$as "$programs/initdb" -D data -A trust -U postgres -E UTF8 --locale=C --data-checksums --no-sync >/dev/null
control() {
    $as "$programs/pg_ctl" -D data -l log -s -w -t 300 \
        -o "-k '$folder' -c listen_addresses= $settings -c max_connections=300 -c shared_buffers=32MB" "$@" </dev/null >/dev/null
}
control start
echo ready
while read -r _; do
    control -m immediate stop
    control start
    echo ready
done
control -m immediate stop
cd /
rm -rf "$folder"
"#;
