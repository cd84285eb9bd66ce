//! The engines' own transactions: the rows of a batch, written by prepared statements, one transaction, one sync, and
//! nothing read but the number of the record. Nobody who keeps these rows in these tables takes less.

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::pin::{Pin, pin};
use std::time::{SystemTime, UNIX_EPOCH};

use mdm_enrollment::row::{Batch, CommandRow, Phase};
use rusqlite::{Connection, Params, params};
use tokio_postgres::{Client, NoTls, Statement};

/// A file that a store has made and closed.
pub struct RawSqlite {
    connection: &'static Connection,
    statements: HashMap<&'static str, rusqlite::Statement<'static>>,
    position: i64,
}

impl RawSqlite {
    /// Stays open to the end of the process.
    pub fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("a file");
        connection.pragma_update(None, "synchronous", "FULL").expect("a setting");
        Self { connection: Box::leak(Box::new(connection)), statements: HashMap::new(), position: 1 << 40 }
    }

    pub fn write(&mut self, batch: &Batch) {
        self.run("BEGIN IMMEDIATE", params![]);
        for write in &batch.writes {
            let id: i64 = self
                .statement("SELECT id FROM record WHERE key = ?1")
                .query_row([write.key.as_str()], |row| row.get(0))
                .expect("a record");
            self.run(
                "UPDATE record SET version = version + 1, session = ?2, open = ?3, body = ?4 WHERE id = ?1",
                params![id, integer(write.head.session), write.commands.len() as i64, write.head.body],
            );
            for row in &write.commands {
                self.run(
                    "INSERT INTO command (record, seq, uuid, phase, rank, blocked, class, waits_on, body) \
                     VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, x'', ?7) ON CONFLICT (record, seq) DO UPDATE SET \
                     phase = excluded.phase, body = excluded.body",
                    params![id, integer(row.seq), row.uuid, phase(row), row.rank, row.gates.bits(), row.body],
                );
            }
            if !write.wake.is_empty() {
                self.position += 1;
                let due = (write.wake.len() == 1).then_some(1_800_000_000_000_i64);
                let position = self.position;
                self.run(
                    "UPDATE wake SET need = need + 1, due = ?2, position = ?3 WHERE key = ?1",
                    params![write.key.as_str(), due, position],
                );
            }
            for (number, event) in batch.events.iter().enumerate() {
                self.run(
                    "INSERT INTO event (record, version, number, at, body) VALUES (?1, 1, ?2, ?3, ?4)",
                    params![id, number as i64, millis(event.at), event.body],
                );
            }
        }
        for (name, bytes) in &batch.payloads {
            self.run("INSERT INTO payload (name, body) VALUES (?1, ?2)", params![name.0, bytes]);
        }
        self.run("COMMIT", params![]);
    }

    fn run(&mut self, sql: &'static str, values: impl Params) {
        self.statement(sql).execute(values).expect(sql);
    }

    fn statement(&mut self, sql: &'static str) -> &mut rusqlite::Statement<'static> {
        let connection = self.connection;
        self.statements.entry(sql).or_insert_with(|| connection.prepare(sql).expect(sql))
    }
}

/// A schema that a store has made.
pub struct RawPostgres {
    client: Client,
    set_record: Statement,
    set_command: Statement,
    set_wake: Statement,
    add_event: Statement,
    add_payload: Statement,
    version: i64,
}

type Call<'a> = Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>> + 'a>>;

impl RawPostgres {
    pub async fn open(text: &str, schema: &str) -> Self {
        let (client, line) = tokio_postgres::connect(text, NoTls).await.expect("a server");
        tokio::spawn(line);
        client.batch_execute(&format!("SET search_path TO {schema}")).await.expect("a schema");
        let prepare = async |sql: &str| client.prepare(sql).await.expect("a statement");
        Self {
            set_record: prepare(
                "UPDATE record SET version = version + 1, session = $2, open = $3, body = $4 WHERE key = $1",
            )
            .await,
            set_command: prepare(
                "INSERT INTO command (key, seq, uuid, phase, rank, blocked, class, waits_on, body) \
                 VALUES ($1, $2, $3, $4, $5, false, $6, '', $7) ON CONFLICT (key, seq) DO UPDATE SET \
                 phase = excluded.phase, body = excluded.body",
            )
            .await,
            set_wake: prepare("UPDATE wake SET need = need + 1, due = $2, place = NULL WHERE key = $1").await,
            add_event: prepare(
                "INSERT INTO event (key, version, number, at, body) VALUES ($1, $2, $3, $4, $5)",
            )
            .await,
            add_payload: prepare("INSERT INTO payload (name, body) VALUES ($1, $2)").await,
            version: 1 << 40,
            client,
        }
    }

    /// Everything is sent at once.
    pub async fn write(&mut self, batch: &Batch) {
        self.version += 1;
        let this = &*self;
        let mut calls: Vec<Call<'_>> = vec![Box::pin(this.client.batch_execute("BEGIN"))];
        for write in &batch.writes {
            let key = write.key.as_str().as_bytes();
            let (session, open) = (integer(write.head.session), write.commands.len() as i64);
            calls.push(Box::pin(async move {
                this.run(&this.set_record, &[&key, &session, &open, &write.head.body]).await
            }));
            for row in &write.commands {
                let (seq, uuid, rank) = (integer(row.seq), row.uuid.as_bytes(), i32::from(row.rank));
                let class = i32::from(row.gates.bits());
                calls.push(Box::pin(async move {
                    let values: Values<'_> = &[&key, &seq, &uuid, &phase(row), &rank, &class, &row.body];
                    this.run(&this.set_command, values).await
                }));
            }
            if !write.wake.is_empty() {
                let due = (write.wake.len() == 1).then_some(1_800_000_000_000_i64);
                calls.push(Box::pin(async move { this.run(&this.set_wake, &[&key, &due]).await }));
            }
            for (number, event) in batch.events.iter().enumerate() {
                let (number, at) = (number as i64, millis(event.at));
                calls.push(Box::pin(async move {
                    this.run(&this.add_event, &[&key, &this.version, &number, &at, &event.body]).await
                }));
            }
        }
        for (name, bytes) in &batch.payloads {
            calls.push(Box::pin(
                async move { this.run(&this.add_payload, &[&name.0.as_bytes(), bytes]).await },
            ));
        }
        calls.push(Box::pin(this.client.batch_execute("COMMIT")));
        together(calls).await;
    }

    async fn run(&self, statement: &Statement, values: Values<'_>) -> Result<(), tokio_postgres::Error> {
        self.client.execute(statement, values).await.map(drop)
    }
}

type Values<'a> = &'a [&'a (dyn tokio_postgres::types::ToSql + Sync)];

/// Polls all in order, so that they are sent in order.
async fn together(calls: Vec<Call<'_>>) {
    let mut calls: Vec<_> = calls.into_iter().map(|call| (call, false)).collect();
    let mut all = pin!(std::future::poll_fn(|context| {
        let mut outcome = std::task::Poll::Ready(());
        for (call, done) in calls.iter_mut().filter(|(_, done)| !done) {
            match call.as_mut().poll(context) {
                std::task::Poll::Ready(answer) => {
                    answer.expect("a statement");
                    *done = true;
                }
                std::task::Poll::Pending => outcome = std::task::Poll::Pending,
            }
        }
        outcome
    }));
    all.as_mut().await;
}

fn phase(row: &CommandRow) -> i32 {
    match row.phase {
        Phase::Waiting => 0,
        Phase::Outstanding => 1,
        Phase::Done => 2,
    }
}

fn integer(number: u64) -> i64 {
    i64::try_from(number).expect("a small number")
}

fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("not so far")
}
