//! Connections: how they are made, lent, and used for several statements in one round trip.

use std::future::poll_fn;
use std::ops::Deref;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use openssl::ssl::{SslConnector, SslConnectorBuilder, SslMethod};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use postgres_openssl::{MakeTlsConnector, TlsStream};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Row, Socket, Statement};

use super::fault::Fault;
use super::values::Values;
use super::{ConnectionString, PasswordSource, PostgresOptions};
use super::{bodies, feed, read, wake, write};
use crate::Error;

/// At most so many connections, made when they are needed.
pub(super) struct Pool {
    config: Config,
    tls: MakeTlsConnector,
    password: Option<PasswordSource>,
    schema: String,
    timeout: Duration,
    size: u32,
    room: Semaphore,
    /// The last one that came back is the first to go.
    idle: Mutex<Vec<Arc<Connection>>>,
}

/// A connection with its prepared statements.
pub(super) struct Connection {
    client: Client,
    statements: Statements,
    /// It is not lent again, nor are those that are idle: the server that they lead to only reads, and another one may have
    /// taken its place.
    retired: AtomicBool,
}

/// A connection for one call.
pub(super) struct Lent<'p> {
    pool: &'p Pool,
    connection: Arc<Connection>,
    _permit: SemaphorePermit<'p>,
    in_transaction: bool,
}

/// One statement whose answer is awaited. It is sent when it is polled first.
pub(super) type Call<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// What the server says to one statement.
pub(super) type Answer = Result<Vec<Row>, tokio_postgres::Error>;

/// What has to be polled for a connection to live.
pub(super) type Line = tokio_postgres::Connection<Socket, TlsStream<Socket>>;

macro_rules! statements {
    ($($name:ident: $sql:expr,)*) => {
        /// Every statement, prepared on one connection.
        pub(super) struct Statements {
            $(pub(super) $name: Statement,)*
        }

        impl Statements {
            async fn prepare(client: &Client) -> Result<Self, tokio_postgres::Error> {
                let ($($name,)*) = tokio::try_join!($(Box::pin(client.prepare($sql)),)*)?;
                Ok(Self { $($name,)* })
            }
        }
    };
}

statements! {
    head: read::HEAD,
    session: read::SESSION,
    some: read::SOME,
    open: read::OPEN,
    done: read::DONE,
    find: read::FIND,
    payload: read::PAYLOAD,
    payload_sizes: read::PAYLOAD_SIZES,
    commands: read::COMMANDS,
    last_contact: read::LAST_CONTACT,
    write: &write::WRITE,
    write_and_link: &write::WRITE_AND_LINK,
    write_and_unlink: &write::WRITE_AND_UNLINK,
    lock_records: write::LOCK_RECORDS,
    named_commands: write::NAMED_COMMANDS,
    named_uuids: write::NAMED_UUIDS,
    add_records: write::ADD_RECORDS,
    set_records: write::SET_RECORDS,
    clear_commands: write::CLEAR_COMMANDS,
    set_commands: write::SET_COMMANDS,
    clear_edges: write::CLEAR_EDGES,
    set_edges: write::SET_EDGES,
    clear_links: write::CLEAR_LINKS,
    set_links: write::SET_LINKS,
    clear_payloads: write::CLEAR_PAYLOADS,
    set_payloads: write::SET_PAYLOADS,
    add_events: write::ADD_EVENTS,
    remove_edges: write::REMOVE_EDGES,
    remove_commands: write::REMOVE_COMMANDS,
    remove_events: write::REMOVE_EVENTS,
    remove_contacts: write::REMOVE_CONTACTS,
    remove_wakes: write::REMOVE_WAKES,
    remove_records: write::REMOVE_RECORDS,
    touch: write::TOUCH,
    wake: wake::WAKE,
    lock_wakes: wake::LOCK_WAKES,
    pending: wake::PENDING,
    set_wakes: wake::SET_WAKES,
    lease: wake::LEASE,
    lock_lease: wake::LOCK_LEASE,
    first_lease: wake::FIRST_LEASE,
    next_lease: wake::NEXT_LEASE,
    events: feed::EVENTS,
    events_of: feed::EVENTS_OF,
    prune_events: feed::PRUNE_EVENTS,
    prune_events_of: feed::PRUNE_EVENTS_OF,
    prune_events_at: feed::PRUNE_EVENTS_AT,
    events_wait: feed::EVENTS_WAIT,
    place_events: feed::PLACE_EVENTS,
    end_events: feed::END_EVENTS,
    changed: feed::CHANGED,
    wakes_wait: feed::WAKES_WAIT,
    place_wakes: feed::PLACE_WAKES,
    end_wakes: feed::END_WAKES,
    lock_feed: feed::LOCK_FEED,
    last_placed: feed::LAST_PLACED,
    heads: bodies::HEADS,
    command_heads: bodies::COMMAND_HEADS,
    payload_heads: bodies::PAYLOAD_HEADS,
    wake_heads: bodies::WAKE_HEADS,
    head_body: bodies::HEAD_BODY,
    command_body: bodies::COMMAND_BODY,
    wake_body: bodies::WAKE_BODY,
    swap_head: bodies::SWAP_HEAD,
    swap_command: bodies::SWAP_COMMAND,
    swap_payload: bodies::SWAP_PAYLOAD,
    swap_wake: bodies::SWAP_WAKE,
}

impl Pool {
    pub(super) fn new(to: &ConnectionString, options: PostgresOptions) -> Result<Self, Error> {
        let wrong = |what| Error::Options { what };
        let PostgresOptions { schema, connections, timeout, issuers, identity, password, hints: _ } = options;
        let mut config: Config =
            to.expose_secret().parse().map_err(|_| wrong("the connection string cannot be read"))?;
        let letters = |text: &str| text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if !schema.starts_with(|first: char| first.is_ascii_lowercase())
            || !letters(&schema)
            || schema.len() > 63
        {
            return Err(wrong("the name of the schema is not allowed"));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(timeout);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(timeout);
        }
        if config.get_application_name().is_none() {
            config.application_name("mdm-store");
        }
        let mut tls = connector(issuers.as_deref()).map_err(|_| wrong("the issuers cannot be read"))?;
        if let Some(identity) = identity {
            identity.show(&mut tls).map_err(|_| wrong("the certificate or the key cannot be used"))?;
        }
        let size = connections.clamp(1, MOST);
        Ok(Self {
            config,
            tls: MakeTlsConnector::new(tls.build()),
            password,
            schema,
            timeout,
            size: u32::try_from(size).unwrap_or(u32::MAX),
            room: Semaphore::new(size),
            idle: Mutex::default(),
        })
    }

    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// A connection that works in the schema. The tables need not be there.
    pub(super) async fn connect(&self) -> Result<Client, Fault> {
        let (client, line) = self.dial().await?;
        tokio::spawn(async move {
            // Whoever uses the client is told.
            let _ = line.await;
        });
        let millis = self.timeout.as_millis().clamp(1, i32::MAX.unsigned_abs().into());
        let schema = &self.schema;
        let settings = format!(
            "SET search_path TO \"{schema}\"; SET default_transaction_isolation TO 'read committed'; SET statement_timeout TO {millis}; \
            SET idle_in_transaction_session_timeout TO {millis}; SET client_min_messages TO error"
        );
        client.batch_execute(&settings).await?;
        // Other engines may not know these.
        for setting in PLANS {
            match client.batch_execute(&format!("SET {setting}")).await {
                Err(error) if error.as_db_error().is_none() => return Err(error.into()),
                _ => {}
            }
        }
        Ok(client)
    }

    /// A connection that nobody polls yet.
    pub(super) async fn dial(&self) -> Result<(Client, Line), Fault> {
        let Some(source) = &self.password else { return Ok(self.config.connect(self.tls.clone()).await?) };
        let asked = source.ask().await;
        let password =
            asked.map_err(|source| Error::Upstream { doing: "asking for the password", source })?;
        let mut config = self.config.clone();
        config.password(password.as_bytes());
        Ok(config.connect(self.tls.clone()).await?)
    }

    /// Takes a connection on which the tables were seen.
    pub(super) async fn keep(&self, client: Client) -> Result<(), Fault> {
        let connection = Connection::new(client).await?;
        self.idle().push(Arc::new(connection));
        Ok(())
    }

    pub(super) async fn lend(&self) -> Result<Lent<'_>, Fault> {
        let permit = self.room.acquire().await.map_err(|_| Error::Closed)?;
        let connection = match self.next_idle() {
            Some(connection) => connection,
            // Boxed: it is rare, and would make every other call as large.
            None => Arc::new(Box::pin(self.fresh()).await?),
        };
        Ok(Lent { pool: self, connection, _permit: permit, in_transaction: false })
    }

    async fn fresh(&self) -> Result<Connection, Fault> {
        Connection::new(self.connect().await?).await
    }

    /// Waits for those that are lent.
    pub(super) async fn close(&self) {
        let all = self.room.acquire_many(self.size).await;
        self.room.close();
        self.idle().clear();
        drop(all);
    }

    fn next_idle(&self) -> Option<Arc<Connection>> {
        let mut idle = self.idle();
        std::iter::from_fn(|| idle.pop()).find(|connection| !connection.client.is_closed())
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    async fn new(client: Client) -> Result<Self, Fault> {
        let statements = Statements::prepare(&client).await?;
        Ok(Self { client, statements, retired: AtomicBool::new(false) })
    }

    pub(super) fn statements(&self) -> &Statements {
        &self.statements
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn ask<'a>(&'a self, statement: &'a Statement, values: Values<'a>) -> Call<'a> {
        Box::pin(async move { self.noted(self.client.query(statement, &values).await) })
    }

    pub(super) fn say(&self, words: &'static str) -> Call<'_> {
        Box::pin(async move { self.client.batch_execute(words).await.map(|()| Vec::new()) })
    }

    /// Asks one thing.
    pub(super) async fn rows(&self, statement: &Statement, values: Values<'_>) -> Result<Vec<Row>, Fault> {
        Ok(self.noted(self.client.query(statement, &values).await)?)
    }

    pub(super) async fn first(
        &self,
        statement: &Statement,
        values: Values<'_>,
    ) -> Result<Option<Row>, Fault> {
        Ok(self.noted(self.client.query_opt(statement, &values).await)?)
    }

    fn noted<T>(&self, outcome: Result<T, tokio_postgres::Error>) -> Result<T, tokio_postgres::Error> {
        let code = outcome.as_ref().err().and_then(tokio_postgres::Error::code);
        if code == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
            self.retired.store(true, Ordering::Relaxed);
        }
        outcome
    }
}

impl Lent<'_> {
    /// From here on what is not committed is rolled back when this is dropped.
    pub(super) fn begin(&mut self) {
        self.in_transaction = true;
    }

    /// What was begun has come to its end, and the server has said so.
    pub(super) fn end(&mut self) {
        self.in_transaction = false;
    }
}

impl Deref for Lent<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let connection = &self.connection;
        if self.in_transaction {
            // It is sent when it is polled first, and the server answers in order: whoever comes next is behind it.
            let rollback = pin!(connection.client.batch_execute("ROLLBACK"));
            let _ = rollback.poll(&mut Context::from_waker(Waker::noop()));
        }
        if connection.retired.load(Ordering::Relaxed) {
            self.pool.idle().clear();
        } else if !connection.client.is_closed() && !self.pool.room.is_closed() {
            self.pool.idle().push(Arc::clone(connection));
        }
    }
}

/// Sends all statements at once, in order, and waits for all answers. The first error is the one that counts: those
/// after it are its consequences.
pub(super) async fn together(calls: impl IntoIterator<Item = Call<'_>>) -> Result<Vec<Vec<Row>>, Fault> {
    Ok(each(calls).await.into_iter().collect::<Result<_, _>>()?)
}

/// Sends all statements at once, in order, and waits for all answers. One that cannot be sent ends the row: those behind
/// it, a `COMMIT` at the end, are not sent, and have no answer.
pub(super) async fn each(calls: impl IntoIterator<Item = Call<'_>>) -> Vec<Answer> {
    let mut calls: Vec<_> = calls.into_iter().map(|call| (call, None)).collect();
    let mut is_first = true;
    poll_fn(|context| {
        let (mut all, mut unsent) = (Poll::Ready(()), calls.len());
        for (number, (call, answer)) in (1..).zip(&mut calls).filter(|(_, (_, answer))| answer.is_none()) {
            match call.as_mut().poll(context) {
                // No server answers before it was asked.
                Poll::Ready(Err(error)) if is_first => {
                    *answer = Some(Err(error));
                    unsent = number;
                    break;
                }
                Poll::Ready(rows) => *answer = Some(rows),
                Poll::Pending => all = Poll::Pending,
            }
        }
        calls.truncate(unsent);
        is_first = false;
        all
    })
    .await;
    calls.into_iter().filter_map(|(_, answer)| answer).collect()
}

fn connector(issuers: Option<&[u8]>) -> Result<SslConnectorBuilder, openssl::error::ErrorStack> {
    let mut builder = SslConnector::builder(SslMethod::tls_client())?;
    if let Some(issuers) = issuers {
        let mut store = X509StoreBuilder::new()?;
        for issuer in X509::stack_from_pem(issuers)? {
            store.add_cert(issuer)?;
        }
        builder.set_cert_store(store.build());
    }
    Ok(builder)
}

/// Every statement is meant to be answered from an index, and one plan is right for all values, also if it was made while
/// the tables were empty.
const PLANS: [&str; 6] = [
    "jit TO off",
    "enable_seqscan TO off",
    "enable_bitmapscan TO off",
    "enable_hashjoin TO off",
    "enable_mergejoin TO off",
    "plan_cache_mode TO force_generic_plan",
];

/// Most connections of one pool.
const MOST: usize = 1_000;

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::sync::atomic::AtomicU32;

    use super::*;

    /// Fails in the driver, before anything is sent.
    fn failing() -> Answer {
        Err("host".parse::<Config>().unwrap_err())
    }

    /// What cannot be sent is not left out of what is committed behind it.
    #[tokio::test]
    async fn nothing_is_sent_behind_what_cannot_be_sent() {
        let sent = AtomicU32::new(0);
        let counted = |answer: Answer| -> Call<'_> {
            Box::pin(async {
                sent.fetch_add(1, Ordering::Relaxed);
                // The server's answer comes later.
                let mut waited = false;
                poll_fn(move |context| {
                    context.waker().wake_by_ref();
                    if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
                answer
            })
        };
        let calls =
            [counted(Ok(vec![])), Box::pin(ready(failing())), counted(Ok(vec![])), counted(Ok(vec![]))];
        let answers = each(calls).await;
        assert_eq!(sent.load(Ordering::Relaxed), 1);
        assert!(matches!(answers.as_slice(), [Ok(_), Err(_)]));
        // What the server refuses is known when all are sent.
        let calls = [counted(failing()), counted(Ok(vec![]))];
        assert!(matches!(each(calls).await.as_slice(), [Err(_), Ok(_)]));
        assert_eq!(sent.load(Ordering::Relaxed), 3);
    }
}
