//! Queries that change nothing. Each is answered from an index.

use std::collections::BTreeMap;
use std::time::SystemTime;

use tokio_postgres::Row;

use super::fault::Fault;
use super::pool::{Call, Lent, together};
use super::values::{Bytes, key, natural, number, optional_time, rows, text, time, value, values};
use crate::columns::{self, Class, classes, integer, link, order, places};
use crate::limits::millis_saturating;
use crate::row::{
    CommandRow, Gates, HeadRow, Link, Loaded, PayloadName, Phase, RecordKey, Refused, Version, Window,
};

/// One round trip. Head and commands are read in one transaction, that they be of one moment.
pub(super) async fn load(
    lent: &mut Lent<'_>,
    key: &RecordKey,
    window: &Window,
) -> Result<Option<Loaded>, Fault> {
    let key = Bytes::from(key);
    match window {
        Window::Head => {
            let head = lent.first(&lent.statements().head, values![key]).await?;
            head.map(|row| loaded(&row, Vec::new(), false)).transpose()
        }
        Window::Session { reported, refused, now } => {
            let reported = reported.as_deref().map(Bytes::text);
            let (now_millis, include) = (millis_saturating(*now), *refused == Refused::Include);
            let (held, backoff) = (i32::from(Gates::HELD.bits()), i32::from(Gates::BACKOFF.bits()));
            let (numbers, timed): (Vec<_>, Vec<_>) =
                classes(true).map(|class| (i32::from(class.number()), class.is_timed)).unzip();
            let ready = rows(Window::READY);
            let values = values![key, reported, now_millis, include, held, backoff, numbers, timed, ready];
            lent.begin();
            let found = lent.ask(&lent.statements().session, values);
            let found = one_moment(lent, &key, found).await?;
            lent.end();
            let Some((head, found)) = found else { return Ok(None) };
            let shut = head_row(&head)?.shut_at(*now);
            let (commands, more) = exchange(&found, shut)?;
            loaded(&head, commands, more).map(Some)
        }
        Window::Open | Window::Done { .. } => {
            lent.begin();
            let statements = lent.statements();
            let (keep, limit) = match window {
                Window::Done { keep, limit } => (integer(*keep), rows(*limit)),
                _ => (0, 0),
            };
            let found = match window {
                Window::Done { .. } => lent.ask(&statements.done, values![key, keep, limit]),
                _ => lent.ask(&statements.open, values![key]),
            };
            let found = one_moment(lent, &key, found).await?;
            lent.end();
            let Some((head, found)) = found else { return Ok(None) };
            let commands = found.iter().map(|row| command(row, 0)).collect::<Result<_, _>>()?;
            loaded(&head, commands, false).map(Some)
        }
    }
}

/// The head and what else is asked for.
async fn one_moment(
    lent: &Lent<'_>,
    key: &Bytes<'_>,
    call: Call<'_>,
) -> Result<Option<(Row, Vec<Row>)>, Fault> {
    let calls = [
        lent.say("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        lent.ask(&lent.statements().head, values![*key]),
        call,
        lent.say("COMMIT"),
    ];
    let mut answers = together(calls).await?.into_iter().skip(1);
    let head = answers.next().unwrap_or_default().pop();
    Ok(head.zip(answers.next()))
}

/// The window out of what it may consist of.
fn exchange(found: &[Row], shut: Gates) -> Result<(Vec<CommandRow>, bool), Fault> {
    let mut wanted = BTreeMap::new();
    let (mut free, mut lowest, mut early, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in found {
        let command = command(row, 1)?;
        match value::<i32>(row, 0)? {
            0 => drop(wanted.insert(command.seq, command)),
            1 => free.push(command),
            2 => lowest.push(command),
            3 => early.push(command),
            4 => kept.push(command),
            _ => return Err(Fault::Damaged),
        }
    }
    free.sort_by_key(order);
    let more = free.len() > Window::READY;
    free.truncate(Window::READY);
    if more {
        free.append(&mut lowest);
    } else {
        free.append(&mut early);
        let (lost, refused): (Vec<_>, Vec<_>) =
            kept.into_iter().partition(|command| command.gates.and(shut).has(Gates::LOST_MODE));
        free.extend(lost.into_iter().min_by_key(order));
        free.extend(refused.into_iter().min_by_key(order));
    }
    wanted.extend(free.into_iter().map(|command| (command.seq, command)));
    Ok((wanted.into_values().collect(), more))
}

pub(super) async fn find(
    lent: &mut Lent<'_>,
    link: &Link,
    after: Option<&RecordKey>,
    limit: usize,
) -> Result<Vec<RecordKey>, Fault> {
    // A key is never empty, so every key comes after the empty text.
    let after = Bytes::text(after.map_or("", RecordKey::as_str));
    let (kind, value, limit) = (Bytes::text(link.kind.as_str()), Bytes::text(&link.value), rows(limit));
    let found = lent.rows(&lent.statements().find, values![kind, value, after, limit]).await?;
    found.iter().map(|row| key(row, 0)).collect()
}

pub(super) async fn payload(lent: &mut Lent<'_>, name: &PayloadName) -> Result<Option<Vec<u8>>, Fault> {
    let name = Bytes::text(&name.0);
    let found = lent.first(&lent.statements().payload, values![name]).await?;
    found.map(|row| value(&row, 0)).transpose()
}

pub(super) async fn commands(
    lent: &mut Lent<'_>,
    key: &RecordKey,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<CommandRow>, Fault> {
    let (key, after, limit) = (Bytes::from(key), after.map_or(-1, integer), rows(limit));
    let found = lent.rows(&lent.statements().commands, values![key, after, limit]).await?;
    found.iter().map(|row| command(row, 0)).collect()
}

pub(super) async fn last_contact(lent: &mut Lent<'_>, key: &RecordKey) -> Result<Option<SystemTime>, Fault> {
    let key = Bytes::from(key);
    let found = lent.first(&lent.statements().last_contact, values![key]).await?;
    found.map(|row| time(&row, 0)).transpose()
}

fn loaded(head: &Row, commands: Vec<CommandRow>, more: bool) -> Result<Loaded, Fault> {
    Ok(Loaded {
        version: Version(number(head, 0)?),
        head: head_row(head)?,
        commands,
        open: number(head, 4)?,
        more,
    })
}

fn head_row(row: &Row) -> Result<HeadRow, Fault> {
    let shut = u8::try_from(value::<i32>(row, 2)?).ok().and_then(Gates::from_bits);
    Ok(HeadRow {
        session: number(row, 1)?,
        shut: shut.ok_or(Fault::Damaged)?,
        backoff_until: optional_time(row, 3)?,
        links: links(row, 5)?,
        body: value(row, 6)?,
    })
}

/// A command whose columns begin at `first`.
fn command(row: &Row, first: usize) -> Result<CommandRow, Fault> {
    Ok(CommandRow {
        seq: number(row, first)?,
        uuid: text(row, first + 1)?.into(),
        phase: phase(row, first + 2)?,
        rank: u8::try_from(value::<i32>(row, first + 3)?).map_err(|_| Fault::Damaged)?,
        gates: Class::from_number(value::<i32>(row, first + 4)?.into()).ok_or(Fault::Damaged)?.gates,
        refused_in: value::<Option<i64>>(row, first + 5)?.map(natural).transpose()?,
        not_before: optional_time(row, first + 6)?,
        expires_at: optional_time(row, first + 7)?,
        waits_on: waits_on(row, first + 8)?,
        body: value(row, first + 9)?,
    })
}

pub(super) fn phase(row: &Row, column: usize) -> Result<Phase, Fault> {
    columns::phase(value::<i32>(row, column)?.into()).ok_or(Fault::Damaged)
}

pub(super) fn waits_on(row: &Row, column: usize) -> Result<Vec<u64>, Fault> {
    places::decode(value(row, column)?).ok_or(Fault::Damaged)
}

pub(super) fn links(row: &Row, column: usize) -> Result<Vec<Link>, Fault> {
    link::decode(value(row, column)?).ok_or(Fault::Damaged)
}

/// What a command is read from, after `$begin` and before the rest of the query.
macro_rules! commands {
    ($begin:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $begin,
            "seq, uuid, phase, rank, class, refused_in, not_before, expires_at, waits_on, body FROM ",
            $rest
        )
    };
}

pub(super) const HEAD: &str =
    "SELECT version, session, shut, backoff_until, open, links, body FROM record WHERE key = $1";

pub(super) const OPEN: &str = commands!("", "command WHERE key = $1 AND phase <> 2 ORDER BY seq");

pub(super) const DONE: &str = commands!(
    "",
    "command WHERE key = $1 AND phase = 2 AND seq <= (SELECT seq FROM command \
    WHERE key = $1 AND phase = 2 ORDER BY seq DESC LIMIT 1 OFFSET $2) ORDER BY seq LIMIT $3"
);

/// `Window::Session`, clause by clause; the number in front tells them apart.
///
/// Commands that are ready lie in the index by class: the gates that they have to pass, and whether they have a
/// `not_before`. A class whose gates are open is read from its beginning, one that is shut is not looked at but for
/// its first, so that it does not matter how many are held back.
///
/// $1 key, $2 reported, $3 now, $4 whether refused ones may go, $5 and $6 the gates HELD and BACKOFF, $7 the classes,
/// $8 whether they are timed, $9 how many may go at the most.
pub(super) const SESSION: &str = concat!(
    "WITH head AS (SELECT CASE WHEN $4 THEN -1 ELSE session END AS skip, \
        shut | $5::int | CASE WHEN backoff_until > $3 THEN $6::int ELSE 0 END AS shut \
        FROM record WHERE key = $1), \
    kind AS (SELECT k.class FROM unnest($7::int[], $8::boolean[]) AS k (class, timed) \
        WHERE NOT k.timed OR EXISTS (SELECT 1 FROM command WHERE key = $1 AND phase = 0 AND NOT blocked \
            AND not_before IS NOT NULL AND not_before <= $3)), \
    first AS (SELECT * FROM command WHERE key = $1 AND phase = 1 \
        UNION ALL SELECT * FROM command WHERE key = $1 AND uuid = $2), \
    free AS (SELECT c.* FROM head CROSS JOIN kind CROSS JOIN LATERAL (SELECT * FROM command \
            WHERE key = $1 AND phase = 0 AND NOT blocked AND class = kind.class \
            AND refused_in IS DISTINCT FROM head.skip AND (not_before IS NULL OR not_before <= $3) \
            ORDER BY rank DESC, seq LIMIT $9::bigint + 1) AS c \
        WHERE kind.class & head.shut = 0 ORDER BY c.rank DESC, c.seq LIMIT $9::bigint + 1) ",
    commands!("0 AS clause, ", "first"),
    " UNION ALL ",
    commands!(
        "0, ",
        // `OFFSET 0`: from each of the first to its successors, and not over all that wait.
        "command WHERE key = $1 AND seq IN (SELECT next.later FROM first CROSS JOIN LATERAL (SELECT later FROM edge \
        WHERE edge.key = $1 AND edge.earlier = first.seq OFFSET 0) AS next)"
    ),
    " UNION ALL ",
    commands!(
        "0, ",
        "(SELECT * FROM command WHERE key = $1 AND phase = 0 AND expires_at IS NOT NULL AND expires_at <= $3 \
        ORDER BY expires_at, seq LIMIT 1) AS expired"
    ),
    " UNION ALL ",
    commands!("1, ", "free"),
    " UNION ALL ",
    commands!(
        "2, ",
        "(SELECT c.* FROM head CROSS JOIN LATERAL (SELECT * FROM command \
            WHERE key = $1 AND phase <> 2 AND phase = 0 AND NOT blocked AND class & head.shut = 0 \
            AND refused_in IS DISTINCT FROM head.skip AND (not_before IS NULL OR not_before <= $3) \
            ORDER BY seq LIMIT 1) AS c \
        WHERE (SELECT count(*) FROM free) > $9) AS lowest"
    ),
    " UNION ALL ",
    commands!(
        "3, ",
        "(SELECT * FROM command WHERE key = $1 AND phase = 0 AND NOT blocked AND not_before IS NOT NULL \
        AND not_before > $3 ORDER BY not_before, seq LIMIT 1) AS early"
    ),
    " UNION ALL ",
    commands!(
        "4, ",
        "(SELECT c.* FROM head CROSS JOIN kind CROSS JOIN LATERAL (SELECT * FROM command \
            WHERE key = $1 AND phase = 0 AND NOT blocked AND class = kind.class \
            AND (kind.class & head.shut <> 0 OR refused_in = head.skip) \
            AND (not_before IS NULL OR not_before <= $3) ORDER BY rank DESC, seq LIMIT 1) AS c \
        WHERE (SELECT count(*) FROM free) <= $9) AS kept"
    )
);

pub(super) const FIND: &str =
    "SELECT key FROM link WHERE kind = $1 AND value = $2 AND key > $3 ORDER BY key LIMIT $4";
pub(super) const PAYLOAD: &str = "SELECT body FROM payload WHERE name = $1";
pub(super) const COMMANDS: &str = commands!("", "command WHERE key = $1 AND seq > $2 ORDER BY seq LIMIT $3");
pub(super) const LAST_CONTACT: &str =
    "SELECT contact.at FROM contact JOIN record ON record.key = contact.key WHERE contact.key = $1";
