//! How often one goes to a PostgreSQL server and back, counted on the way. A round trip takes as long as the network does,
//! so their number, and no time, is what a test can hold on to.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use mdm_apple::Status;
use mdm_store::{ConnectionString, Hints, Postgres, RunError};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, split};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::cluster::{Server, server};
use crate::world::{admin, enrolled, name, office, query, start};

/// Stands between a store and its server.
struct Between {
    port: u16,
    config: Config,
    trips: Arc<AtomicU64>,
}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<L: AsyncRead + AsyncWrite + Send + Unpin> Line for L {}

impl Between {
    async fn stand(server: &Server) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let config: Config = server.text().parse().unwrap();
        let trips = Arc::new(AtomicU64::new(0));
        let (to, count) = (config.clone(), Arc::clone(&trips));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, count) = (dial(&to).await, Arc::clone(&count));
                tokio::spawn(carry(client, server, count));
            }
        });
        Self { port, config, trips }
    }

    fn connection(&self) -> ConnectionString {
        let Self { port, config, .. } = self;
        let (user, name) = (config.get_user().unwrap(), config.get_dbname().unwrap_or("postgres"));
        let password = config
            .get_password()
            .map_or_else(String::new, |password| format!(" password={}", str::from_utf8(password).unwrap()));
        ConnectionString::new(format!(
            "host=127.0.0.1 port={port} user={user} dbname={name} sslmode=disable{password}"
        ))
    }

    /// Since the last time.
    fn trips(&self) -> u64 {
        self.trips.swap(0, Ordering::SeqCst)
    }
}

async fn dial(to: &Config) -> Box<dyn Line> {
    let port = to.get_ports().first().copied().unwrap_or(5432);
    match &to.get_hosts()[0] {
        Host::Unix(folder) => {
            let socket = Path::new(folder).join(format!(".s.PGSQL.{port}"));
            Box::new(UnixStream::connect(socket).await.unwrap())
        }
        Host::Tcp(host) => Box::new(TcpStream::connect((host.as_str(), port)).await.unwrap()),
    }
}

/// A round trip begins when something is asked while everything that was asked before has been answered.
async fn carry(client: TcpStream, server: Box<dyn Line>, trips: Arc<AtomicU64>) {
    // The greeting is answered like a question.
    let open = Arc::new(AtomicI64::new(1));
    let ((from_client, to_client), (from_server, to_server)) = (split(client), split(server));
    let asked = {
        let open = Arc::clone(&open);
        move |kind| {
            if matches!(kind, b'Q' | b'S') && open.fetch_add(1, Ordering::SeqCst) == 0 {
                trips.fetch_add(1, Ordering::SeqCst);
            }
        }
    };
    let answered = move |kind| {
        if kind == b'Z' {
            open.fetch_sub(1, Ordering::SeqCst);
        }
    };
    // The first message of a client has no kind.
    tokio::join!(pass(from_client, to_server, true, asked), pass(from_server, to_client, false, answered));
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut greets: bool,
    mut tell: impl FnMut(u8),
) {
    let (mut bytes, mut begun) = (vec![0; 1 << 20], Vec::new());
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        begun.extend_from_slice(&bytes[..length]);
        loop {
            let kind = usize::from(!greets);
            let Some(told) = begun.get(kind..kind + 4) else { break };
            let whole = kind + u32::from_be_bytes(told.try_into().unwrap()) as usize;
            if begun.len() < whole {
                break;
            }
            if !greets {
                tell(begun[0]);
            }
            greets = false;
            begun.drain(..whole);
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            break;
        }
    }
}

/// One thread: what is sent together arrives together.
#[tokio::test]
async fn a_cycle_is_six_round_trips() {
    let Some(server) = server() else { return };
    let between = Between::stand(server).await;
    let mut options = server.options();
    (options.connections, options.hints) = (1, Hints::Off);
    let store = Arc::new(Postgres::open_with(&between.connection(), options.clone()).await.unwrap());
    let (desk, device) = enrolled(&store).await;
    between.trips();
    let fetch = async |body: Vec<u8>, expected: Option<&str>, trips: u64| {
        let served = device.connect(&desk, &body).await.unwrap();
        assert_eq!(name(&served.body).as_deref(), expected);
        assert_eq!(between.trips(), trips, "{expected:?}");
    };
    for name in ["A", "B", "C"] {
        desk.order(&device.key(), &admin(), &[query(name)], start()).await.unwrap();
        assert_eq!(between.trips(), 2, "an order loads and commits");
        fetch(device.idle(), Some(name), 2).await;
        // The same again: the reply was lost.
        fetch(device.idle(), Some(name), 2).await;
        fetch(device.report(Status::Acknowledged, name), None, 2).await;
    }
    // Nothing to do: looked at, and nothing written.
    fetch(device.idle(), None, 1).await;
    // A report that fetches the next one.
    desk.order(&device.key(), &admin(), &[query("D"), query("E")], start()).await.unwrap();
    assert_eq!(between.trips(), 2);
    fetch(device.idle(), Some("D"), 2).await;
    fetch(device.report(Status::NotNow, "D"), Some("E"), 2).await;
    fetch(device.report(Status::Acknowledged, "E"), None, 2).await;

    // What another node has written meanwhile is asked for anew, and costs no more than that.
    let other = Arc::new(Postgres::open_with(&server.connection(), options).await.unwrap());
    let key = device.key();
    let elsewhere = office(&other);
    desk.store().before_commit.set(async move {
        elsewhere.order(&key, &admin(), &[query("F")], start()).await.unwrap();
    });
    desk.order(&device.key(), &admin(), &[query("G")], start()).await.unwrap();
    // Load, compare in vain, look, load again, commit; the rollback in between goes with the second load, or alone.
    let trips = between.trips();
    assert!((5..=6).contains(&trips), "{trips}");
    assert_eq!(device.session(&desk).await, ["D", "F", "G"]);
}

/// A database that may only be read serves every Idle without work, so nothing is written for one.
#[tokio::test]
async fn an_idle_without_work_needs_no_right_to_write() {
    let Some(server) = server() else { return };
    let options = server.options();
    let store = Arc::new(Postgres::open_with(&server.connection(), options.clone()).await.unwrap());
    let (desk, device) = enrolled(&store).await;
    let text = format!("{} options='-c default_transaction_read_only=on'", server.text());
    let reader = Postgres::open_with(&ConnectionString::new(text), options).await.unwrap();
    let reading = office(&Arc::new(reader));
    for _ in 0..10 {
        let served = device.connect(&reading, &device.idle()).await.unwrap();
        assert_eq!((served.status, &*served.body), (200, &b""[..]));
    }
    // With something to do it is told apart.
    desk.order(&device.key(), &admin(), &[query("A")], start()).await.unwrap();
    let error = device.connect(&reading, &device.idle()).await.unwrap_err();
    assert!(matches!(&error, RunError::Store(mdm_store::Error::Upstream { .. })), "{error:?}");
    assert_eq!(error.http_status(), 503);
    assert_eq!(device.session(&desk).await, ["A"]);
}
