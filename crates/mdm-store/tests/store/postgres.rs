//! A server and what may befall it: several nodes, lost connections, crashes, calls that are given up.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, SystemTime};

use mdm_store::row::{
    Batch, CommandRow, Credential, Demand, EventRow, Gates, HeadRow, Lane, Lease, Link, LinkKind,
    PayloadName, Phase, RecordKey, Refused, Route, RouteKind, Tenant, Update, Version, WakeChange, Window,
    Write,
};
use mdm_store::seal::Place;
use mdm_store::{
    Blame, Bodies as _, BodySwap, ClientIdentity, ConnectionString, Error, EventPosition, Hints,
    PasswordSource, Postgres, PostgresOptions, Retry, Settled, Store, WakePosition,
};
use tokio_postgres::{Client, NoTls};

use crate::cluster::{Server, server};

const SECRET: &str = "planted-secret";

pub(crate) fn key(text: &str) -> RecordKey {
    RecordKey::new(text).unwrap()
}

pub(crate) fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

pub(crate) fn write(name: &str, expected: Option<u64>, body: &str) -> Write {
    Write {
        key: key(name),
        expected: expected.map(Version),
        head: HeadRow {
            session: 0,
            shut: Gates::NONE,
            backoff_until: None,
            links: vec![],
            body: body.into(),
        },
        commands: vec![],
        forget: vec![],
        wake: vec![],
    }
}

pub(crate) fn batch(write: Write) -> Batch {
    Batch { writes: vec![write], ..Batch::default() }
}

fn command(seq: u64) -> CommandRow {
    CommandRow {
        seq,
        uuid: format!("uuid-{seq}").into(),
        phase: Phase::Waiting,
        rank: 1,
        waits_on: vec![],
        gates: Gates::NONE,
        refused_in: None,
        not_before: None,
        expires_at: None,
        body: SECRET.into(),
    }
}

fn credential() -> Credential {
    Credential::new("certificate").unwrap()
}

fn demand() -> Vec<WakeChange> {
    let register = WakeChange::Register {
        tenant: Tenant::new("tenant").unwrap(),
        routes: vec![Route { kind: RouteKind::Apns, credential: credential() }],
        body: SECRET.into(),
        at: at(0),
    };
    vec![register, WakeChange::Demand(Demand::new(Lane::Normal, at(1)))]
}

/// A commit of one record that leaves its mark in every table.
pub(crate) fn marked(name: &str, version: u64) -> Batch {
    let write = Write {
        commands: vec![command(version)],
        wake: demand(),
        ..write(name, (version > 0).then_some(version), &version.to_string())
    };
    Batch {
        payloads: vec![(PayloadName(format!("{name}/{version}").into()), SECRET.into())],
        events: vec![EventRow { key: key(name), at: at(version), body: SECRET.into() }],
        ..batch(write)
    }
}

/// How many commits of [`marked`] took place, each wholly.
pub(crate) async fn marks(store: &Postgres, name: &str) -> u64 {
    let version = version(store, name).await;
    let loaded = store.load(&key(name), &Window::Open).await.unwrap();
    assert_eq!(loaded.map_or(0, |loaded| loaded.commands.len() as u64), version);
    let events = store.events(None, 1_000).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.row.key == key(name)).count() as u64, version);
    for number in 0..version + 1 {
        let payload = store.payload(&PayloadName(format!("{name}/{number}").into())).await.unwrap();
        assert_eq!(payload.is_some(), number < version, "payload {number} in version {version}");
    }
    version
}

pub(crate) async fn version(store: &Postgres, name: &str) -> u64 {
    store.load(&key(name), &Window::Head).await.unwrap().map_or(0, |loaded| loaded.version.0)
}

/// A connection of one's own.
pub(crate) async fn client(server: &Server) -> Client {
    let (client, line) = tokio_postgres::connect(server.text(), NoTls).await.unwrap();
    tokio::spawn(line);
    client
}

/// From here on the server notes by which statement each record is written.
pub(crate) async fn watch(client: &Client, schema: &str) {
    let witness = format!(
        "CREATE TABLE {schema}.way (key BYTEA, compares BOOLEAN); \
         CREATE FUNCTION {schema}.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         INSERT INTO {schema}.way VALUES (NEW.key, current_query() LIKE 'WITH claimed AS%'); RETURN NULL; END $$; \
         CREATE TRIGGER watch AFTER UPDATE ON {schema}.record FOR EACH ROW EXECUTE FUNCTION {schema}.watch()"
    );
    client.batch_execute(&witness).await.unwrap();
}

/// Of each commit that took place and wrote an old record whose key is like this, whether it was the one statement that goes
/// by what was loaded.
pub(crate) async fn ways(client: &Client, schema: &str, like: &str) -> Vec<bool> {
    let sql = format!("SELECT compares FROM {schema}.way WHERE key LIKE convert_to($1, 'UTF8')");
    client.query(&sql, &[&like]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// The error with all that it stands on, as a log shows it.
pub(crate) fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn nodes_see_what_others_committed() {
    let Some(server) = server() else { return };
    let options = server.options();
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let (a, b) = (open().await, open().await);
    a.commit(marked("device", 0)).await.unwrap();
    assert_eq!(marks(&b, "device").await, 1);
    let second = b.commit(marked("device", 0)).await;
    assert!(matches!(second, Err(Error::Conflict { key }) if key.as_str() == "device"));
    b.commit(marked("device", 1)).await.unwrap();
    assert!(a.commit(marked("device", 1)).await.unwrap_err().is_conflict());
    assert_eq!((marks(&a, "device").await, marks(&b, "device").await), (2, 2));
    a.close().await;
    a.close().await;
    assert!(matches!(a.load(&key("device"), &Window::Head).await, Err(Error::Closed)));
    assert_eq!(marks(&open().await, "device").await, 2);
}

/// Four nodes, two tasks each, two counters that are written together and in either order.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_lose_no_update() {
    const EACH: u64 = 10;
    let Some(server) = server() else { return };
    let options = server.options();
    let mut nodes = Vec::new();
    for _ in 0..4 {
        nodes.push(Arc::new(Postgres::open_with(&server.connection(), options.clone()).await.unwrap()));
    }
    let tasks: Vec<_> = (0..8).map(|n| tokio::spawn(count(Arc::clone(&nodes[n % 4]), n % 2, EACH))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    for name in ["a", "b"] {
        let loaded = nodes[3].load(&key(name), &Window::Head).await.unwrap().unwrap();
        assert_eq!((loaded.version, loaded.head.body), (Version(8 * EACH), b"80".to_vec()));
    }
}

async fn count(store: Arc<Postgres>, turn: usize, times: u64) {
    let mut names = ["a", "b"];
    names.rotate_left(turn);
    for _ in 0..times {
        loop {
            let mut writes = Vec::new();
            for name in names {
                let loaded = store.load(&key(name), &Window::Head).await.unwrap();
                let count: u64 = loaded.as_ref().map_or(0, |loaded| {
                    String::from_utf8(loaded.head.body.clone()).unwrap().parse().unwrap()
                });
                let expected = loaded.map(|loaded| loaded.version.0);
                writes.push(Write { wake: demand(), ..write(name, expected, &(count + 1).to_string()) });
            }
            match store.commit(Batch { writes, ..Batch::default() }).await {
                Ok(()) => break,
                Err(error) => assert_eq!(error.retry(), Retry::Reload, "{error}"),
            }
        }
    }
}

/// Who reads while others write misses nothing, and never sees the later of two commits of a record first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_of_a_running_feed_miss_nothing() {
    const TASKS: u64 = 6;
    const EACH: u64 = 20;
    let Some(server) = server() else { return };
    let options = server.options();
    let open = async || Arc::new(Postgres::open_with(&server.connection(), options.clone()).await.unwrap());
    let nodes = [open().await, open().await];
    let writers: Vec<_> = (0..TASKS)
        .map(|task| {
            let node = Arc::clone(&nodes[usize::try_from(task % 2).unwrap()]);
            tokio::spawn(async move {
                for version in 0..EACH {
                    node.commit(marked(&format!("device/{task}"), version)).await.unwrap();
                }
            })
        })
        .collect();
    let readers: Vec<_> =
        nodes.iter().map(|node| tokio::spawn(read_all(Arc::clone(node), TASKS * EACH))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut seen = Vec::new();
    for reader in readers {
        seen.push(reader.await.unwrap());
    }
    assert_eq!(seen[0], seen[1], "both in the same order");
    let mut last = BTreeMap::new();
    for (key, time) in &seen[0] {
        let expected = last
            .insert(key, *time)
            .map_or(SystemTime::UNIX_EPOCH, |before| before + Duration::from_millis(1));
        assert_eq!(*time, expected, "{key}");
    }
    let wakes = nodes[0].changed_wakes(WakePosition(0), 100).await.unwrap();
    assert_eq!(wakes.len() as u64, TASKS);
    assert_eq!(nodes[1].last_wake().await.unwrap(), wakes.last().unwrap().position);
}

async fn read_all(store: Arc<Postgres>, all: u64) -> Vec<(RecordKey, SystemTime)> {
    let (mut seen, mut after): (Vec<(RecordKey, SystemTime)>, Option<EventPosition>) = (Vec::new(), None);
    let mut wake = WakePosition::default();
    while (seen.len() as u64) < all {
        for event in store.events(after, 7).await.unwrap() {
            assert!(after.is_none_or(|after| event.position > after));
            after = Some(event.position);
            seen.push((event.row.key, event.row.at));
        }
        for changed in store.changed_wakes(wake, 3).await.unwrap() {
            assert!(changed.position > wake);
            wake = changed.position;
        }
        tokio::task::yield_now().await;
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_may_create_one_schema_at_once() {
    let Some(server) = server() else { return };
    crate::nodes::all_open(server, &server.options()).await;
}

#[tokio::test]
async fn what_is_not_ours_is_left_alone() {
    let Some(server) = server() else { return };
    let client = client(server).await;
    let refused = async |sql: &str, check: fn(&Error) -> bool| {
        let options = server.options();
        client.batch_execute(&sql.replace("SCHEMA_NAME", &options.schema)).await.unwrap();
        let error = Postgres::open_with(&server.connection(), options).await.unwrap_err();
        assert!(check(&error), "{error:?}");
        assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Never));
    };
    refused("CREATE SCHEMA SCHEMA_NAME; CREATE TABLE SCHEMA_NAME.record (id INT)", |error| {
        matches!(error, Error::ForeignFile)
    })
    .await;
    let newer = "CREATE SCHEMA SCHEMA_NAME; CREATE TABLE SCHEMA_NAME.store_schema (version BIGINT); \
        INSERT INTO SCHEMA_NAME.store_schema VALUES (99)";
    refused(newer, |error| matches!(error, Error::NewerSchema { found: 99, known: 2 })).await;
    // A schema that was prepared for us by somebody with more rights.
    let options = server.options();
    client.batch_execute(&format!("CREATE SCHEMA {}", options.schema)).await.unwrap();
    Postgres::open_with(&server.connection(), options).await.unwrap();
}

/// After an import: however many have changed, no call gives more places than a few transactions do, and who reads on
/// misses none.
#[tokio::test]
async fn many_changed_wakes_are_numbered_in_short_calls() {
    const MANY: usize = 50_000;
    let Some(server) = server() else { return };
    let (client, options) = (client(server).await, server.options());
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    store.commit(batch(Write { wake: demand(), ..write("device/0", None, "") })).await.unwrap();
    let table = format!("{}.wake", options.schema);
    let columns =
        "tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, body, credential, heard";
    let import = format!(
        "INSERT INTO {table} (key, {columns}) SELECT convert_to('device/' || number, 'UTF8'), {columns} \
         FROM {table}, generate_series(1, {}) AS number",
        MANY - 1
    );
    client.batch_execute(&import).await.unwrap();
    let unplaced = async || {
        let count = client.query_one(&format!("SELECT count(*) FROM {table} WHERE place IS NULL"), &[]).await;
        usize::try_from(count.unwrap().get::<_, i64>(0)).unwrap()
    };
    assert_eq!(unplaced().await, MANY);
    let WakePosition(first) = store.last_wake().await.unwrap();
    let after_first = unplaced().await;
    assert!(first > 0 && MANY - after_first <= 16_000, "{} in one call", MANY - after_first);

    let (mut after, mut left, mut seen) = (WakePosition(0), after_first, BTreeMap::new());
    loop {
        let page = store.changed_wakes(after, 1_000).await.unwrap();
        let now_left = unplaced().await;
        assert!(left - now_left <= 1_000, "{} in one call", left - now_left);
        // Somebody changes while they are read.
        if seen.len() == 20_000 {
            let name = "device/0";
            let again = WakeChange::Demand(Demand::new(Lane::Urgent, at(1)));
            store.commit(batch(Write { wake: vec![again], ..write(name, Some(1), "") })).await.unwrap();
        }
        left = unplaced().await;
        let Some(last) = page.last() else { break };
        after = last.position;
        assert!(page.len() == 1_000 || left == 0, "a short page before the end");
        for changed in page {
            seen.insert(changed.row.key, changed.row.lane);
        }
    }
    assert_eq!((seen.len(), left), (MANY, 0));
    assert_eq!(seen[&key("device/0")], Lane::Urgent, "it was seen where it changed last");
    assert_eq!(store.last_wake().await.unwrap(), after);
}

/// A schema of the first version, with a wake in it.
#[tokio::test]
async fn an_older_schema_is_brought_forward() {
    let Some(server) = server() else { return };
    let (client, options) = (client(server).await, server.options());
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let store = open().await;
    store.commit(batch(Write { wake: demand(), ..write("a", None, "") })).await.unwrap();
    let row = store.wake(&key("a")).await.unwrap().unwrap();
    store.close().await;
    let older =
        "ALTER TABLE SCHEMA_NAME.wake DROP COLUMN heard; UPDATE SCHEMA_NAME.store_schema SET version = 1";
    client.batch_execute(&older.replace("SCHEMA_NAME", &options.schema)).await.unwrap();
    let store = open().await;
    let mut expected = row.clone();
    expected.heard = row.need;
    assert_eq!(store.wake(&key("a")).await.unwrap(), Some(expected));
    let result = |need| Update::new(key("a"), need, at(1), at(2), 0);
    let settled = store.settle_wakes(&credential(), &[result(row.need - 1), result(row.need)]).await.unwrap();
    assert_eq!(settled, [Settled::Outdated, Settled::Written]);
}

/// No error tells where the server is, who asks, or what is stored.
#[tokio::test]
async fn errors_tell_no_secret() {
    let check = async |text: &str, retry: Retry| {
        let connection = ConnectionString::new(text);
        assert!(!format!("{connection:?}").contains(SECRET));
        let mut options = PostgresOptions::default();
        options.timeout = Duration::from_secs(10);
        let error = Postgres::open_with(&connection, options).await.unwrap_err();
        assert!(!shown(&error).contains(SECRET), "{}", shown(&error));
        assert_eq!(error.retry(), retry, "{error:?}");
        assert_eq!(matches!(error, Error::Options { .. }), retry == Retry::Never, "{error:?}");
        assert_eq!(matches!(error, Error::Upstream { .. }), retry == Retry::Later, "{error:?}");
    };
    check(&format!("password={SECRET} port={SECRET}"), Retry::Never).await;
    check(&format!("user={SECRET} password={SECRET}"), Retry::Never).await;
    check(&format!("host=a,b port=1,2,3 user={SECRET}"), Retry::Never).await;
    check("", Retry::Never).await;
    check(&format!("postgresql://user:{SECRET}@127.0.0.1:1/{SECRET}"), Retry::Later).await;
    check(&format!("host=/{SECRET} user={SECRET} password={SECRET}"), Retry::Later).await;
    let Some(server) = server() else { return };
    check(&format!("{} dbname={SECRET} password={SECRET}", server.text()), Retry::Later).await;
    check(&format!("{} sslmode=require password={SECRET}", server.text()), Retry::Later).await;
    let refused = async |change: &dyn Fn(&mut PostgresOptions)| {
        let mut options = server.options();
        change(&mut options);
        let error = Postgres::open_with(&server.connection(), options).await.unwrap_err();
        assert!(matches!(error, Error::Options { .. }), "{error:?}");
        assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
        assert!(!shown(&error).contains(SECRET), "{}", shown(&error));
    };
    for schema in ["", "1", "Upper", "a b", "a;--", &"a".repeat(64)] {
        refused(&|options| options.schema = schema.to_owned()).await;
    }
    let pem = format!("-----BEGIN CERTIFICATE-----\n{SECRET}\n-----END CERTIFICATE-----\n");
    refused(&|options| options.issuers = Some(pem.clone().into())).await;
    let identity = ClientIdentity::from_pem(pem.as_bytes(), SECRET.as_bytes());
    refused(&|options| options.identity = Some(identity.clone())).await;

    // What the server itself would quote: the row that is already there.
    let options = server.options();
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    store.commit(marked(SECRET, 0)).await.unwrap();
    let client = client(server).await;
    let clash = format!("CREATE UNIQUE INDEX one_body ON {}.payload (body)", options.schema);
    client.batch_execute(&clash).await.unwrap();
    let error = store.commit(marked("other", 0)).await.unwrap_err();
    assert!(
        !shown(&error).contains(SECRET) && shown(&error).contains("23505 at one_body"),
        "{}",
        shown(&error)
    );
    assert_eq!(version(&store, "other").await, 0);
    let damage = format!("UPDATE {}.record SET links = 'x'", options.schema);
    client.batch_execute(&damage).await.unwrap();
    let error = store.load(&key(SECRET), &Window::Head).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
}

/// A password that changes while the program runs: each connection is made with the one that is good then.
#[tokio::test]
async fn a_password_is_asked_for_with_each_connection() {
    let hba = std::env::temp_dir().join(format!("mdm-hba-{}", std::process::id()));
    std::fs::write(&hba, "local all app scram-sha-256\nlocal all all trust\n").unwrap();
    let server = Server::start_with(&format!("-F -c hba_file={}", hba.display()));
    std::fs::remove_file(&hba).unwrap();
    let Some(server) = server else { return };
    let root = client(&server).await;
    let grant = "CREATE ROLE app LOGIN PASSWORD 'first'; GRANT CREATE ON DATABASE postgres TO app";
    root.batch_execute(grant).await.unwrap();
    let to = ConnectionString::new(server.text().replace("user=postgres", "user=app password=stale"));
    let mut options = PostgresOptions::default();
    options.hints = Hints::Off;
    assert!(matches!(Postgres::open_with(&to, options.clone()).await, Err(Error::Upstream { .. })));

    let word = Arc::new(std::sync::Mutex::new(Some("first")));
    let says = Arc::clone(&word);
    options.password = Some(PasswordSource::new(move || {
        let word = *says.lock().unwrap();
        async move { word.map(str::to_owned).ok_or("the service is away") }
    }));
    assert!(!format!("{options:?}").contains("first"));
    let store = Postgres::open_with(&to, options).await.unwrap();
    store.commit(marked("a", 0)).await.unwrap();
    let lose = async || {
        let lose = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'";
        root.batch_execute(lose).await.unwrap();
    };
    // The call that notices that a connection is lost may fail, and the next one dials.
    let dials = async || {
        let _noticed = store.load(&key("a"), &Window::Head).await;
        store.load(&key("a"), &Window::Head).await
    };
    root.batch_execute("ALTER ROLE app PASSWORD 'second'").await.unwrap();
    lose().await;
    let error = dials().await.unwrap_err();
    assert!(matches!(error, Error::Upstream { .. }) && !shown(&error).contains("first"), "{error:?}");
    *word.lock().unwrap() = None;
    let error = dials().await.unwrap_err();
    assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later));
    assert!(shown(&error).contains("the service is away"), "{error:?}");
    *word.lock().unwrap() = Some("second");
    assert_eq!(version(&store, "a").await, 1);
}

/// What stands before a server and asks for a certificate gets it, with what is behind it.
#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "TLS goes by the clock of the machine")]
async fn a_client_shows_its_certificate() {
    use std::io::{Read as _, Write as _};

    use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, ServerName, Subject, Usage};
    use openssl::pkey::PKey;
    use openssl::ssl::{SslAcceptor, SslMethod, SslVerifyMode};
    use openssl::x509::X509;

    let (now, day) = (SystemTime::now(), Duration::from_secs(86_400));
    let authority = CertificateAuthority::mint("PostgreSQL", 30 * day, now).unwrap();
    let issue = |usage| {
        let key = KeyPair::mint_p256().unwrap();
        let policy = IssuePolicy::new(Subject::new("app"), usage, day);
        let serial = Serial::mint().unwrap();
        (authority.issue(&key.csr("app").unwrap(), &policy, serial, now).unwrap(), key)
    };
    let (server, server_key) = issue(Usage::TlsServer(vec![ServerName::Dns("localhost".to_owned())]));
    let (app, app_key) = issue(Usage::TlsClient);
    let root = X509::from_der(authority.certificate().as_der()).unwrap();
    let mut tls = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).unwrap();
    tls.set_certificate(&X509::from_der(server.as_der()).unwrap()).unwrap();
    let der = server_key.expose_secret_der().unwrap();
    tls.set_private_key(&PKey::private_key_from_der(der.expose_secret()).unwrap()).unwrap();
    tls.cert_store_mut().add_cert(root).unwrap();
    tls.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    let tls = tls.build();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = std::thread::spawn(move || {
        let mut seen = Vec::new();
        for _ in 0..2 {
            let (mut line, _) = listener.accept().unwrap();
            // Its first message asks whether TLS is spoken.
            line.read_exact(&mut [0; 8]).unwrap();
            line.write_all(b"S").unwrap();
            // In TLS 1.3 a client may think itself connected before it is refused.
            let line = tls.accept(line);
            let chain = line.ok().and_then(|line| line.ssl().peer_certificate());
            seen.push(chain.map(|shown| shown.to_der().unwrap()));
        }
        seen
    });
    let text = format!("host=localhost hostaddr=127.0.0.1 port={port} user=app dbname=app sslmode=require");
    let mut options = PostgresOptions::default();
    options.issuers = Some(authority.certificate().to_pem().into_bytes());
    let pem = app_key.expose_secret_pem().unwrap();
    for identity in [None, Some(ClientIdentity::from_pem(app.to_pem().as_bytes(), pem.expose_secret()))] {
        options.identity = identity;
        assert!(!format!("{options:?}").contains("PRIVATE"));
        // Behind it is no server.
        Postgres::open_with(&ConnectionString::new(text.as_str()), options.clone()).await.unwrap_err();
    }
    assert_eq!(seen.join().unwrap(), [None, Some(app.as_der().to_vec())]);

    let other = KeyPair::mint_p256().unwrap().expose_secret_pem().unwrap();
    for (certificate, key) in [
        (app.to_pem().into_bytes(), other.expose_secret()),
        (vec![], pem.expose_secret()),
        (app.to_pem().into_bytes(), &b""[..]),
    ] {
        options.identity = Some(ClientIdentity::from_pem(&certificate, key));
        let error = Postgres::open_with(&ConnectionString::new(text.as_str()), options.clone()).await;
        assert!(shown(&error.unwrap_err()).contains("the certificate or the key cannot be used"));
    }
}

fn serial(name: &str, number: u32) -> Link {
    Link { kind: LinkKind::Serial, value: format!("{name}{number}").into() }
}

/// A device as it is before the commits of [`a_commit_goes_by_nothing_that_has_changed`].
fn begun(name: &str) -> Batch {
    let done = CommandRow { phase: Phase::Done, ..command(1) };
    let begun = write(name, None, "begun");
    let write = Write {
        head: HeadRow { links: vec![serial(name, 1), serial(name, 2)], ..begun.head },
        commands: vec![done, command(2), CommandRow { waits_on: vec![2], ..command(3) }],
        wake: demand(),
        ..begun
    };
    Batch { events: vec![EventRow { key: key(name), at: at(1), body: vec![] }], ..batch(write) }
}

/// Everything that is kept of a device and does not tell of which one.
async fn kept(store: &Postgres, name: &str) -> String {
    let loaded = store.load(&key(name), &Window::Open).await.unwrap();
    let commands = store.commands(&key(name), None, 1_000).await.unwrap();
    let events = store.events_of(&key(name), None, 1_000).await.unwrap();
    let events: Vec<_> = events.into_iter().map(|event| (event.version, event.index, event.row)).collect();
    let mut found = Vec::new();
    for number in 1..5 {
        found.push(store.find(&serial(name, number), None, 9).await.unwrap());
    }
    let wake = store.wake(&key(name)).await.unwrap();
    format!("{loaded:?} {commands:?} {events:?} {found:?} {wake:?}").replace(name, "name")
}

/// A commit goes by what was loaded, if it was. Whatever somebody else does in between, the outcome is that of a commit
/// that looked anew.
#[tokio::test]
async fn a_commit_goes_by_nothing_that_has_changed() {
    let Some(server) = server() else { return };
    let options = server.options();
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let (here, there, client) = (open().await, open().await, client(server).await);
    watch(&client, &options.schema).await;

    /// The first ones are what is heard and ordered every day.
    const COMMITS: [&str; 10] =
        ["head", "wake", "end", "order", "links", "taken", "renamed", "unseen", "forget", "forget and take"];
    const USUAL: usize = 4;
    let commit = |name: &str, which: &str| {
        let update = write(name, Some(1), which);
        let links =
            if which == "links" { vec![serial(name, 3)] } else { vec![serial(name, 1), serial(name, 2)] };
        let head = HeadRow { links, session: 7, ..update.head.clone() };
        let done = |seq| CommandRow { phase: Phase::Done, body: b"done".to_vec(), ..command(seq) };
        let (commands, forget, wake) = match which {
            "head" | "links" => (vec![], vec![], vec![]),
            "wake" => (vec![], vec![], vec![WakeChange::Contact, demand()[1].clone()]),
            "end" => (vec![done(2), command(3)], vec![], vec![WakeChange::Contact]),
            "order" => (vec![command(4), CommandRow { waits_on: vec![3], ..command(5) }], vec![], demand()),
            "taken" => (vec![CommandRow { seq: 4, ..command(1) }], vec![], demand()),
            "renamed" => (vec![CommandRow { seq: 2, ..command(9) }], vec![], vec![]),
            "unseen" => (vec![CommandRow { body: b"late".to_vec(), ..done(1) }], vec![], vec![]),
            "forget" => (vec![], vec![1], vec![]),
            _ => (vec![CommandRow { seq: 4, ..command(1) }], vec![1], vec![]),
        };
        let events = vec![EventRow { key: key(name), at: at(2), body: which.into() }];
        Batch { events, ..batch(Write { head, commands, forget, wake, ..update }) }
    };
    const MEANWHILE: [&str; 7] = [
        "nothing",
        "another commit",
        "a push",
        "a new seal",
        "a removal",
        "another device",
        "the same again",
    ];
    let meanwhile = async |name: &str, which: &str| match which {
        "another commit" => there.commit(batch(write(name, Some(1), "other"))).await.unwrap(),
        "a push" => {
            let update =
                Update::new(key(name), there.wake(&key(name)).await.unwrap().unwrap().need, at(9), at(5), 3);
            there.settle_wakes(&credential(), &[update]).await.unwrap();
        }
        "a new seal" => {
            let swap = |place, old: &[u8]| BodySwap { place, old: old.into(), new: b"new".into() };
            let head = swap(Place::Head(key(name)), b"begun");
            let second = swap(Place::Command { key: key(name), seq: 2 }, SECRET.as_bytes());
            let wake = swap(Place::Wake(key(name)), SECRET.as_bytes());
            assert_eq!(there.swap_bodies(&[head, second, wake]).await.unwrap(), [true; 3]);
        }
        "a removal" | "another device" | "the same again" => {
            let remove = vec![(key(name), Version(1))];
            there.commit(Batch { remove, ..Batch::default() }).await.unwrap();
            let mut anew = begun(name);
            if which == "another device" {
                anew.writes[0].head.links[0] = serial(name, 4);
                anew.writes[0].commands.remove(1);
            }
            if which != "a removal" {
                there.commit(anew).await.unwrap();
            }
        }
        _ => {}
    };

    for (number, which) in COMMITS.iter().enumerate() {
        for (turn, changed) in MEANWHILE.iter().enumerate() {
            let mut ends = Vec::new();
            for looks in [false, true] {
                let name = format!("device-{number}-{turn}-{looks}");
                there.commit(begun(&name)).await.unwrap();
                if looks {
                    here.load(&key(&name), &Window::Open).await.unwrap().unwrap();
                }
                meanwhile(&name, changed).await;
                let outcome = format!("{:?}", here.commit(commit(&name, which)).await).replace(&name, "name");
                ends.push((outcome, kept(&there, &name).await));
            }
            assert_eq!(ends[0], ends[1], "{which}, and meanwhile {changed}");
            let ways = async |looks| {
                ways(&client, &options.schema, &format!("device-{number}-{turn}-{looks}")).await.pop()
            };
            assert_ne!(ways(false).await, Some(true), "{which} went by what nobody had loaded");
            if *changed == "nothing" {
                assert_eq!(ways(true).await == Some(true), number < USUAL, "the way of {which}");
            }
        }
    }
}

/// Wherever a call is given up, nothing is half there, and the connection serves the next.
#[tokio::test]
async fn calls_that_are_dropped_leave_nothing_half_way() {
    let Some(server) = server() else { return };
    let mut options = server.options();
    (options.connections, options.hints) = (1, Hints::Off);
    let store = Postgres::open_with(&server.connection(), options).await.unwrap();
    let mut done = 0;
    let mut given_up = 0;
    for polls in 0..40 {
        let mut commit = Box::pin(store.commit(marked("device", done)));
        for _ in 0..polls {
            if commit.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(commit);
        let now = marks(&store, "device").await;
        assert!(now == done || now == done + 1, "{now} after {done}");
        given_up += u64::from(now == done);
        done = now;
    }
    assert!(given_up > 0);
    store.commit(marked("device", done)).await.unwrap();
    assert_eq!(marks(&store, "device").await, done + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_replaced() {
    cut_while_committing(Window::Head).await;
}

/// One statement goes by what was loaded: whoever is cut off does not know what became of it, and it is whole or nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_is_cut_off_is_whole_or_nothing() {
    cut_while_committing(Window::Open).await;
}

/// Every connection is cut again and again while somebody commits what was loaded in a window.
async fn cut_while_committing(window: Window) {
    let Some(server) = server() else { return };
    let mut options = server.options();
    options.hints = Hints::Off;
    let connection = format!("{} application_name={}", server.text(), options.schema);
    let store = Postgres::open_with(&ConnectionString::new(connection), options.clone()).await.unwrap();
    let killer = client(server).await;
    watch(&killer, &options.schema).await;
    let load = async || match store.load(&key("device"), &window).await {
        Ok(loaded) => Ok(loaded.map_or(0, |loaded| loaded.version.0)),
        Err(error) => Err(error),
    };
    let cut = async || {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
        killer.query(sql, &[&options.schema]).await.unwrap().len()
    };
    for before in 0..2 {
        assert_eq!(load().await.unwrap(), before);
        store.commit(marked("device", before)).await.unwrap();
    }
    let way = ways(&killer, &options.schema, "device").await;
    assert_eq!(way, [window == Window::Open], "the way of those that are cut");
    let mut lost = 0;
    for _ in 0..20 {
        let before = load().await.unwrap();
        let (outcome, cuts) = tokio::join!(store.commit(marked("device", before)), cut());
        assert!(cuts <= 4);
        let after = loop {
            match load().await {
                Ok(found) => break found,
                Err(error) => assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later)),
            }
        };
        match outcome {
            Ok(()) => assert_eq!(after, before + 1, "acknowledged and lost"),
            Err(error) => {
                lost += 1;
                assert!(after == before || after == before + 1);
                assert!(matches!(error, Error::Upstream { .. }), "{error:?}");
            }
        }
    }
    assert!(lost > 0, "no commit was cut");
    marks(&store, "device").await;
}

/// The server crashes while several write, and recovers: what was acknowledged is there, nothing is half there.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crash_of_the_server_loses_nothing() {
    let Some(server) = Server::start() else { return };
    let server = Arc::new(server);
    let store = Arc::new(server.store().await);
    let writers: Vec<_> = (0..4)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let (name, mut known, mut failures) = (format!("device/{number}"), 0, 0);
                while failures < 5 || known < 20 {
                    match store.commit(marked(&name, known)).await {
                        Ok(()) => known += 1,
                        Err(Error::Conflict { .. }) => panic!("nobody else writes {name}"),
                        Err(error) => {
                            failures += 1;
                            assert_eq!(error.retry(), Retry::Later, "{error}");
                            known = loop {
                                match store.load(&key(&name), &Window::Head).await {
                                    Ok(loaded) => {
                                        let found = loaded.map_or(0, |loaded| loaded.version.0);
                                        assert!(
                                            found == known || found == known + 1,
                                            "{found} after {known}"
                                        );
                                        break found;
                                    }
                                    Err(error) => assert_eq!(error.retry(), Retry::Later, "{error}"),
                                }
                                tokio::task::yield_now().await;
                            };
                        }
                    }
                }
                known
            })
        })
        .collect();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let server = Arc::clone(&server);
        tokio::task::spawn_blocking(move || server.crash()).await.unwrap();
    }
    for (number, writer) in writers.into_iter().enumerate() {
        let known = writer.await.unwrap();
        let name = format!("device/{number}");
        assert_eq!(version(&store, &name).await, known);
        let commands = store.commands(&key(&name), None, 1_000).await.unwrap();
        assert_eq!(commands.len() as u64, known.min(1_000));
    }
}

/// Somebody holds what is wanted for longer than a call may take.
#[tokio::test]
async fn who_waits_too_long_is_told() {
    let Some(server) = server() else { return };
    let mut options = server.options();
    (options.timeout, options.connections) = (Duration::from_secs(1), 1);
    let mut patient = options.clone();
    patient.timeout = Duration::from_secs(30);
    let patient = Postgres::open_with(&server.connection(), patient).await.unwrap();
    patient.commit(marked("device", 0)).await.unwrap();
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let holder = client(server).await;
    let hold = format!("BEGIN; SELECT 1 FROM {}.record FOR UPDATE", options.schema);
    holder.batch_execute(&hold).await.unwrap();
    let error = store.commit(marked("device", 1)).await.unwrap_err();
    assert_eq!((error.blame(), error.retry()), (Blame::Upstream, Retry::Later), "{error:?}");
    // Reading waits for nobody, and whoever gave up holds nothing.
    assert_eq!(version(&patient, "device").await, 1);
    holder.batch_execute("COMMIT").await.unwrap();
    patient.commit(marked("device", 1)).await.unwrap();
    assert_eq!(marks(&patient, "device").await, 2);
}

#[tokio::test]
async fn other_nodes_hear_that_wakes_changed() {
    let Some(server) = server() else { return };
    let options = server.options();
    let open = async || Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let (here, there) = (open().await, open().await);
    let mut hints = here.wake_hints().await.unwrap();
    let mut told = Box::pin(hints.changed());
    there.commit(batch(write("quiet", None, ""))).await.unwrap();
    assert!(told.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    there.commit(marked("device", 0)).await.unwrap();
    told.await.unwrap();
    // The same connection, cut.
    let killer = client(server).await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = format('LISTEN \"%s\"', $1::text)";
    assert_eq!(killer.query(sql, &[&options.schema]).await.unwrap().len(), 1);
    let error = loop {
        if let Err(error) = hints.changed().await {
            break error;
        }
    };
    assert_eq!(error.retry(), Retry::Later);

    // Who closes hears no more, and cannot listen anew.
    let mut hints = here.wake_hints().await.unwrap();
    here.close().await;
    let error = loop {
        if let Err(error) = hints.changed().await {
            break error;
        }
    };
    assert!(matches!(error, Error::Closed), "{error:?}");
    assert!(matches!(here.wake_hints().await, Err(Error::Closed)));
    while !killer.query(sql, &[&options.schema]).await.unwrap().is_empty() {}
}

/// What is read from end to end gets slower with the years.
#[tokio::test]
async fn no_table_is_read_from_end_to_end() {
    let Some(server) = server() else { return };
    let options = server.options();
    let client = client(server).await;
    // The server counts when a connection ends.
    let scans = async || {
        let here = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1";
        while !client.query(here, &[&options.schema]).await.unwrap().is_empty() {}
        let counts = "SELECT relname::text, seq_scan FROM pg_stat_user_tables WHERE schemaname = $1 \
            AND relname NOT IN ('feed', 'store_schema') ORDER BY relname";
        let counts = client.query(counts, &[&options.schema]).await.unwrap();
        counts.iter().map(|row| (row.get(0), row.get(1))).collect::<BTreeMap<String, i64>>()
    };
    let connection = ConnectionString::new(format!("{} application_name={}", server.text(), options.schema));
    let open = async || Postgres::open_with(&connection, options.clone()).await.unwrap();
    open().await.close().await;
    let before = scans().await;
    assert_eq!(before.len(), 9, "{before:?}");

    let store = open().await;
    for version in 0..30 {
        for name in ["a", "b", "c"] {
            store.commit(marked(name, version)).await.unwrap();
        }
    }
    let last = Write {
        head: HeadRow { links: vec![serial("", 1)], ..write("a", None, "").head },
        commands: vec![CommandRow { waits_on: vec![2], ..command(1) }],
        forget: vec![3],
        ..write("a", Some(30), "")
    };
    let forget_payloads = vec![PayloadName("a/0".into())];
    store.commit(Batch { forget_payloads, ..batch(last) }).await.unwrap();
    store.commit(batch(write("a", Some(31), ""))).await.unwrap();
    let session = |refused| Window::Session { reported: Some("uuid-2".into()), refused, now: at(1) };
    let windows = [session(Refused::Skip), session(Refused::Include), Window::Done { keep: 1, limit: 1 }];
    for window in windows.iter().chain([&Window::Head, &Window::Open]) {
        store.load(&key("a"), window).await.unwrap().unwrap();
    }
    store.find(&serial("", 1), None, 9).await.unwrap();
    store.commands(&key("a"), None, 9).await.unwrap();
    store.payload(&PayloadName("a/1".into())).await.unwrap().unwrap();
    store.touch(&[(key("a"), at(1)), (key("b"), at(1))]).await.unwrap();
    store.last_contact(&key("a")).await.unwrap().unwrap();
    store.events(None, 9).await.unwrap();
    store.wake(&key("a")).await.unwrap().unwrap();
    assert_eq!(store.pending_wakes(&credential(), None, 9).await.unwrap().len(), 3);
    assert_eq!(store.changed_wakes(WakePosition(0), 9).await.unwrap().len(), 3);
    store.last_wake().await.unwrap();
    let lease = Lease { fence: 1, until: at(1), spent_until: None };
    assert!(store.swap_lease(&credential(), None, &lease).await.unwrap());
    assert!(store.swap_lease(&credential(), Some(&lease), &lease).await.unwrap());
    store.settle_wakes(&credential(), &[Update::new(key("a"), 1, at(1), at(1), 1)]).await.unwrap();
    store.close().await;
    assert_eq!(scans().await, before);
}

/// What a session needs of a long queue is found at the beginnings of indexes: a statement that sorts the queue reads all.
#[tokio::test]
async fn a_session_reads_little_of_a_long_queue() {
    const QUEUED: u64 = 5_000;
    const LOADS: i64 = 20;
    let Some(server) = server() else { return };
    let options = server.options();
    let client = client(server).await;
    // The server counts when a connection ends.
    let read = async || {
        let here = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1";
        while !client.query(here, &[&options.schema]).await.unwrap().is_empty() {}
        let count = "SELECT coalesce(sum(idx_tup_read), 0)::bigint FROM pg_stat_user_indexes \
            WHERE schemaname = $1 AND relname = 'command'";
        client.query_one(count, &[&options.schema]).await.unwrap().get::<_, i64>(0)
    };
    let connection = ConnectionString::new(format!("{} application_name={}", server.text(), options.schema));
    let open = async || Postgres::open_with(&connection, options.clone()).await.unwrap();
    let store = open().await;
    let queued = (1..=QUEUED).map(|seq| CommandRow {
        gates: if seq % 2 == 0 { Gates::NONE } else { Gates::BACKOFF },
        ..command(seq)
    });
    store.commit(batch(Write { commands: queued.collect(), ..write("a", None, "") })).await.unwrap();
    store.close().await;
    let before = read().await;

    let store = open().await;
    for _ in 0..LOADS {
        let window = Window::Session { reported: Some("uuid-7".into()), refused: Refused::Skip, now: at(1) };
        let loaded = store.load(&key("a"), &window).await.unwrap().unwrap();
        assert_eq!((loaded.open, loaded.more), (QUEUED, true));
    }
    store.close().await;
    let each = (read().await - before) / LOADS;
    assert!((1..1_000).contains(&each), "{each} entries of indexes for a window of {}", Window::READY);
}

/// A commit that survives a loss of power is the server's promise, by its `synchronous_commit`. No session of a store
/// asks for less.
#[tokio::test]
async fn a_commit_is_as_durable_as_the_server_makes_it() {
    let Some(server) = server() else { return };
    let options = server.options();
    let store = Postgres::open_with(&server.connection(), options.clone()).await.unwrap();
    let (client, schema) = (client(server).await, options.schema);
    let witness = format!(
        "SET search_path TO {schema}; CREATE TABLE seen (setting TEXT); \
         CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         INSERT INTO {schema}.seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$; \
         CREATE TRIGGER see AFTER INSERT OR UPDATE ON record FOR EACH ROW EXECUTE FUNCTION see()"
    );
    client.batch_execute(&witness).await.unwrap();
    for version in 0..2 {
        store.commit(marked("device", version)).await.unwrap();
    }
    let rows = client.query("SELECT setting FROM seen", &[]).await.unwrap();
    let seen: Vec<&str> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(seen, ["on", "on"]);
}
