//! The tables, and how an older schema is brought forward.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::fault::Fault;
use crate::Error;
use crate::columns::{HALF_COPIED, Purpose};

/// Brings the schema to the newest version, all steps or none, one node at a time.
pub(super) async fn migrate(client: &Client, schema: &str, purpose: Purpose) -> Result<(), Fault> {
    for _ in 1..ATTEMPTS {
        match bring_forward(client, schema, purpose).await {
            Err(Fault::Sql(error)) if error.code().is_some_and(|code| MEANWHILE.contains(code)) => {}
            outcome => return outcome,
        }
    }
    bring_forward(client, schema, purpose).await
}

async fn bring_forward(client: &Client, schema: &str, purpose: Purpose) -> Result<(), Fault> {
    match version(client, schema, LOOK).await? {
        (_, true) if purpose == Purpose::Serve => return Err(Error::HalfCopied.into()),
        (NEWEST, _) => return Ok(()),
        _ => {}
    }
    let steps = async {
        lock(client).await?;
        let (found, is_half) = version(client, schema, CLAIM).await?;
        if found == 0 {
            // Even with `IF NOT EXISTS` it asks for a right that whoever was given a schema need not have.
            if client.query_opt(SPACE, &[&schema]).await?.is_none() {
                client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
            }
            client.batch_execute(VERSION).await?;
        }
        for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
            client.batch_execute(step).await?;
        }
        let mark = if is_half { HALF_COPIED } else { 0 };
        client.execute("UPDATE store_schema SET version = $1", &[&(NEWEST + mark)]).await?;
        Ok(client.batch_execute("COMMIT").await?)
    };
    client.batch_execute("BEGIN").await?;
    let outcome = steps.await;
    if outcome.is_err() {
        // The error that led here is the one to report.
        let _ = client.batch_execute("ROLLBACK").await;
    }
    outcome
}

/// Waits for the node that changes the schema now. Where the engine knows no advisory locks nobody waits here: who upgrades
/// then waits at the row of the version, and of several who create the tables all but one are told that they are there.
async fn lock(client: &Client) -> Result<(), Fault> {
    client.batch_execute("SAVEPOINT unlocked").await?;
    match client.query_one("SELECT pg_advisory_xact_lock($1)", &[&APPLICATION]).await {
        Err(error) if error.code().is_some_and(|code| UNKNOWN.contains(code)) => {
            Ok(client.batch_execute("ROLLBACK TO SAVEPOINT unlocked").await?)
        }
        locked => Ok(locked.map(drop)?),
    }
}

/// The version of the schema, 0 when there is none or it is empty; and whether a copy into it has not come to its end.
/// Changes nothing.
async fn version(client: &Client, schema: &str, how: &str) -> Result<(i64, bool), Fault> {
    let tables = client.query(TABLES_OF, &[&schema]).await?;
    if tables.is_empty() {
        return Ok((0, false));
    }
    let ours = tables.iter().any(|row| matches!(row.try_get(0), Ok("store_schema")));
    if !ours {
        return Err(Error::ForeignFile.into());
    }
    let stored = client.query_one(how, &[]).await?;
    let stored: i64 = stored.try_get(0).map_err(|_| Fault::Damaged)?;
    let is_half = stored >= HALF_COPIED;
    let found = if is_half { stored - HALF_COPIED } else { stored };
    match found {
        1..=NEWEST => Ok((found, is_half)),
        // Seen only where tables are there before the transaction that makes them has ended.
        0 => Err(Error::Busy { doing: "opening the schema" }.into()),
        _ => {
            let found = u64::try_from(found).map_err(|_| Fault::Damaged)?;
            Err(Error::NewerSchema { found, known: NEWEST.unsigned_abs() }.into())
        }
    }
}

/// How an engine says that it has no advisory locks: 0A000 (YugabyteDB before 2025.1; its issues 3642 and 23881, read
/// 2026-11), or that there is no such function.
const UNKNOWN: [SqlState; 2] = [SqlState::FEATURE_NOT_SUPPORTED, SqlState::UNDEFINED_FUNCTION];

/// What a node is told that did not wait when another one has made the same: it looks again.
const MEANWHILE: [SqlState; 7] = [
    SqlState::UNIQUE_VIOLATION,
    SqlState::DUPLICATE_SCHEMA,
    SqlState::DUPLICATE_TABLE,
    SqlState::DUPLICATE_OBJECT,
    SqlState::DUPLICATE_COLUMN,
    SqlState::T_R_SERIALIZATION_FAILURE,
    SqlState::T_R_DEADLOCK_DETECTED,
];

/// How often it is tried. Each time another node got further.
const ATTEMPTS: u32 = 16;

/// `LkSt`: whoever holds it changes the tables of one of our schemas.
const APPLICATION: i64 = 0x4c6b_5374;

const TABLES_OF: &str = "SELECT class.relname::text FROM pg_catalog.pg_class AS class \
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace \
    WHERE space.nspname = $1 AND class.relkind IN ('r', 'p', 'v')";

const SPACE: &str = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1";

const VERSION: &str = "CREATE TABLE store_schema (version BIGINT NOT NULL PRIMARY KEY); \
    INSERT INTO store_schema (version) VALUES (0)";

const LOOK: &str = "SELECT version FROM store_schema";
/// Whoever upgrades asks like this, and waits for whoever does.
const CLAIM: &str = "SELECT version FROM store_schema FOR UPDATE";

#[allow(clippy::cast_possible_wrap, reason = "there are a few")]
pub(super) const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Forward only: a step that was released is never changed.
const MIGRATIONS: [&str; 2] = [TABLES, HEARD];

const TABLES: &str = "
-- Text is kept as bytes in UTF-8: it is compared byte by byte under any collation, and may have the character NUL.
-- Times are milliseconds since 1970. Every key begins with that of the record, so that each table can be split by it.
CREATE TABLE record (
    key BYTEA NOT NULL,
    version BIGINT NOT NULL,
    session BIGINT NOT NULL,
    shut INT NOT NULL,              -- gates, one bit each
    backoff_until BIGINT,
    open BIGINT NOT NULL,           -- how many commands are not done, so that nobody has to count
    links BYTEA NOT NULL,
    body BYTEA NOT NULL,
    CONSTRAINT record_pkey PRIMARY KEY (key)
);

-- Apart from the record: noting a contact rewrites neither body nor version.
CREATE TABLE contact (key BYTEA NOT NULL PRIMARY KEY, at BIGINT NOT NULL);

CREATE TABLE link (kind BYTEA NOT NULL, value BYTEA NOT NULL, key BYTEA NOT NULL, PRIMARY KEY (kind, value, key));

-- phase: 0 waiting, 1 outstanding, 2 done. blocked: whether it waits on something, or somebody holds it.
-- class: the gates that it has to pass, one bit each, and 8 when it has a not_before.
CREATE TABLE command (
    key BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    uuid BYTEA NOT NULL,
    phase INT NOT NULL,
    rank INT NOT NULL,
    blocked BOOLEAN NOT NULL,
    class INT NOT NULL,
    refused_in BIGINT,
    not_before BIGINT,
    expires_at BIGINT,
    waits_on BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (key, seq)
);
CREATE UNIQUE INDEX command_uuid ON command (key, uuid);
-- These know only commands that are not done: a long history does not make a window slow.
CREATE INDEX command_open ON command (key, seq) WHERE phase <> 2;
CREATE INDEX command_outstanding ON command (key, seq) WHERE phase = 1;
CREATE INDEX command_ready ON command (key, class, rank DESC, seq) WHERE phase = 0 AND NOT blocked;
CREATE INDEX command_timed ON command (key, not_before, seq)
    WHERE phase = 0 AND NOT blocked AND not_before IS NOT NULL;
CREATE INDEX command_expires ON command (key, expires_at, seq) WHERE phase = 0 AND expires_at IS NOT NULL;
CREATE INDEX command_done ON command (key, seq) WHERE phase = 2;

-- Who waits on whom, for commands that are not done: the index of command.waits_on.
CREATE TABLE edge (key BYTEA NOT NULL, earlier BIGINT NOT NULL, later BIGINT NOT NULL,
    PRIMARY KEY (key, earlier, later));

CREATE TABLE payload (name BYTEA NOT NULL PRIMARY KEY, body BYTEA NOT NULL);

-- Whoever reads events or changed wakes gives places to those that have none: see feed.rs.
CREATE TABLE feed (name TEXT NOT NULL PRIMARY KEY, last BIGINT NOT NULL);
INSERT INTO feed (name, last) VALUES ('event', 0), ('wake', 0);
CREATE SEQUENCE arrival;

CREATE TABLE event (
    key BYTEA NOT NULL,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    arrival BIGINT NOT NULL DEFAULT nextval('arrival'),
    place BIGINT,
    PRIMARY KEY (key, version, number)
);
CREATE INDEX event_place ON event (place) WHERE place IS NOT NULL;
CREATE INDEX event_waits ON event (arrival) WHERE place IS NULL;

CREATE TABLE wake (
    key BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    need BIGINT NOT NULL,
    due BIGINT,                     -- null while nothing is pending
    lane INT NOT NULL,              -- 0 normal, 1 urgent
    comes_by BIGINT,
    reach BYTEA NOT NULL,
    routes BYTEA NOT NULL,          -- a line for each: kind, space, credential
    health BIGINT NOT NULL,         -- four bits a route
    attempt BIGINT NOT NULL,
    pushed BIGINT,
    body BYTEA NOT NULL,
    credential BYTEA,               -- which the next push needs: out of routes and health
    arrival BIGINT NOT NULL DEFAULT nextval('arrival'), -- of the last change
    place BIGINT                    -- of the last change
);
CREATE INDEX wake_place ON wake (place) WHERE place IS NOT NULL;
CREATE INDEX wake_waits ON wake (arrival) WHERE place IS NULL;
CREATE INDEX wake_pending ON wake (credential, lane, key) WHERE due IS NOT NULL;

CREATE TABLE lease (
    credential BYTEA NOT NULL PRIMARY KEY,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL,
    spent_until BIGINT
);
";

/// The need since which pushes of a device count. Of rows that are there it is their own, which is the least that is
/// read: no row has to be written for it.
const HEARD: &str = "ALTER TABLE wake ADD COLUMN heard BIGINT NOT NULL DEFAULT 9223372036854775807";
