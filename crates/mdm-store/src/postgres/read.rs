//! Queries that change nothing. Each is answered from an index.

use std::collections::BTreeMap;
use std::time::SystemTime;

use tokio_postgres::Row;

use super::fault::Fault;
use super::pool::{Lent, together};
use super::values::{Bytes, Values, key, natural, number, optional_time, rows, text, time, value, values};
use super::wake::wake_row;
use crate::columns::{self, Class, classes, integer, link, places};
use crate::limits::millis_saturating;
use crate::row::{
    CommandRow, Gates, HeadRow, Link, Loaded, PayloadName, Phase, RecordKey, Refused, Version, WakeRow,
    Window,
};
use crate::window::{self, FEW, order};

/// A record in a window, and its wake if a decision about this window may change it.
pub(super) type Seen = Option<(Loaded, Option<WakeRow>)>;

/// One round trip.
pub(super) async fn load(lent: &mut Lent<'_>, key: &RecordKey, window: &Window) -> Result<Seen, Fault> {
    Ok(ask(lent, None, key, window).await?.1)
}

/// One round trip for both.
pub(super) async fn find_and_load(
    lent: &mut Lent<'_>,
    link: &Link,
    limit: usize,
    key: &RecordKey,
    window: &Window,
) -> Result<(Vec<RecordKey>, Seen), Fault> {
    ask(lent, Some((link, limit)), key, window).await
}

/// Head and commands come by one statement, that they be of one moment; and the wake with them, where there is something to
/// decide. The window of a session that is longer than [`FEW`] needs a second one, of a moment of its own.
async fn ask(
    lent: &Lent<'_>,
    link: Option<(&Link, usize)>,
    name: &RecordKey,
    window: &Window,
) -> Result<(Vec<RecordKey>, Seen), Fault> {
    let statements = lent.statements();
    let key = Bytes::from(name);
    let asked = link.map(|(link, limit)| Found::new(link, None, limit));
    let session = Session::new(window);
    let call = match window {
        Window::Head => lent.ask(&statements.head, values![key]),
        Window::Open => lent.ask(&statements.open, values![key]),
        Window::Done { .. } => lent.ask(&statements.done, values![key, session.keep, session.limit]),
        Window::Session { .. } => lent.ask(&statements.some, values![key, session.reported, session.few]),
    };
    let find = asked.as_ref().map(|asked| lent.ask(&statements.find, asked.values()));
    let mut answers = together(find.into_iter().chain([call])).await?.into_iter();
    let found = asked.as_ref().and_then(|_| answers.next()).unwrap_or_default();
    let found = found.iter().map(|row| self::key(row, 0)).collect::<Result<_, _>>()?;
    let rows = answers.next().unwrap_or_default();
    let decides = matches!(window, Window::Open | Window::Session { .. });
    let head = rows
        .iter()
        .filter(|_| decides)
        .find(|row| value::<i32>(row, 0).is_ok_and(|clause| clause == HEAD_CLAUSE));
    // None is as good as one that cannot be read: a commit that has to change it looks again.
    let wake = head.and_then(|row| wake_row(row, HEAD_COLUMNS).ok());
    let seen = match few(&rows, window)? {
        Queue::Long => loaded(&lent.rows(&statements.session, session.values(&key)).await?, window)?,
        Queue::Short(loaded) => loaded,
    };
    Ok((found, seen.map(|loaded| (loaded, wake))))
}

/// What is said of a window besides the key.
#[derive(Default)]
struct Session<'a> {
    reported: Option<Bytes<'a>>,
    now: i64,
    include: bool,
    held: i32,
    backoff: i32,
    classes: Vec<i32>,
    timed: Vec<bool>,
    keep: i64,
    limit: i64,
    /// How many are few.
    few: i64,
}

impl<'a> Session<'a> {
    fn new(window: &'a Window) -> Self {
        match window {
            Window::Session { reported, refused, now } => {
                let (classes, timed) =
                    classes(true).map(|class| (i32::from(class.number()), class.is_timed)).unzip();
                Self {
                    reported: reported.as_deref().map(Bytes::text),
                    now: millis_saturating(*now),
                    include: *refused == Refused::Include,
                    held: Gates::HELD.bits().into(),
                    backoff: Gates::BACKOFF.bits().into(),
                    classes,
                    timed,
                    limit: rows(Window::READY),
                    few: rows(FEW),
                    ..Self::default()
                }
            }
            Window::Done { keep, limit } => {
                Self { keep: integer(*keep), limit: rows(*limit), ..Self::default() }
            }
            Window::Head | Window::Open => Self::default(),
        }
    }

    fn values<'b>(&'b self, key: &'b Bytes<'_>) -> Values<'b> {
        let Self { reported, now, include, held, backoff, classes, timed, limit, .. } = self;
        values![*key, *reported, *now, *include, *held, *backoff, *classes, *timed, *limit]
    }
}

/// What is said in order to find records.
struct Found<'a> {
    kind: Bytes<'a>,
    value: Bytes<'a>,
    after: Bytes<'a>,
    limit: i64,
}

impl<'a> Found<'a> {
    fn new(link: &'a Link, after: Option<&'a RecordKey>, limit: usize) -> Self {
        let (kind, value) = (Bytes::text(link.kind.as_str()), Bytes::text(&link.value));
        // A key is never empty, so every key comes after the empty text.
        Self { kind, value, after: Bytes::text(after.map_or("", RecordKey::as_str)), limit: rows(limit) }
    }

    fn values(&self) -> Values<'_> {
        values![self.kind, self.value, self.after, self.limit]
    }
}

/// What came of loading all open commands if they are [`FEW`], where the window is that of a session; otherwise the window.
enum Queue {
    Short(Option<Loaded>),
    /// There are more, and none of them came: the window has to be asked for clause by clause.
    Long,
}

fn few(rows: &[Row], window: &Window) -> Result<Queue, Fault> {
    if let (Window::Session { .. }, [head]) = (window, rows)
        && number(head, OPEN_COLUMN)? > FEW as u64
    {
        return Ok(Queue::Long);
    }
    let Some(mut loaded) = loaded(rows, window)? else { return Ok(Queue::Short(None)) };
    if let Window::Session { reported, refused, now } = window {
        let commands = loaded.commands.iter();
        let (wanted, more) = window::session(&loaded.head, commands, reported.as_deref(), *refused, *now);
        loaded.commands.retain(|command| wanted.contains(&command.seq));
        loaded.more = more;
    }
    Ok(Queue::Short(Some(loaded)))
}

/// The record out of its rows: the head is one of them, when there is one.
fn loaded(rows: &[Row], window: &Window) -> Result<Option<Loaded>, Fault> {
    let mut head = None;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        match value::<i32>(row, 0)? {
            HEAD_CLAUSE => head = Some(row),
            clause => found.push((clause, command(row, 1)?)),
        }
    }
    let Some(row) = head else { return Ok(None) };
    let head = head_row(row)?;
    let (commands, more) = if let Window::Session { now, .. } = window {
        exchange(found, head.shut_at(*now))?
    } else {
        let mut commands: Vec<_> = found.into_iter().map(|(_, command)| command).collect();
        commands.sort_unstable_by_key(|command| command.seq);
        (commands, false)
    };
    Ok(Some(Loaded {
        version: Version(number(row, 1)?),
        head,
        commands,
        open: number(row, OPEN_COLUMN)?,
        more,
    }))
}

/// The window out of what it may consist of.
fn exchange(found: Vec<(i32, CommandRow)>, shut: Gates) -> Result<(Vec<CommandRow>, bool), Fault> {
    let mut wanted = BTreeMap::new();
    let (mut free, mut lowest, mut early, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (clause, command) in found {
        match clause {
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
    let found = lent.rows(&lent.statements().find, Found::new(link, after, limit).values()).await?;
    found.iter().map(|row| key(row, 0)).collect()
}

pub(super) async fn payload(lent: &mut Lent<'_>, name: &PayloadName) -> Result<Option<Vec<u8>>, Fault> {
    let name = Bytes::text(&name.0);
    let found = lent.first(&lent.statements().payload, values![name]).await?;
    found.map(|row| value(&row, 0)).transpose()
}

pub(super) async fn payload_sizes(
    lent: &mut Lent<'_>,
    names: &[PayloadName],
) -> Result<Vec<Option<u64>>, Fault> {
    let asked: Vec<_> = names.iter().map(|name| Bytes::text(&name.0)).collect();
    let found = lent.rows(&lent.statements().payload_sizes, values![asked]).await?;
    let size = |row| Ok::<_, Fault>((text(row, 0)?, number(row, 1)?));
    let found = found.iter().map(size).collect::<Result<BTreeMap<_, _>, _>>()?;
    Ok(names.iter().map(|name| found.get(&*name.0).copied()).collect())
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

/// See [`HEAD`].
fn head_row(row: &Row) -> Result<HeadRow, Fault> {
    let shut = u8::try_from(value::<i32>(row, 3)?).ok().and_then(Gates::from_bits);
    Ok(HeadRow {
        session: number(row, 6)?,
        shut: shut.ok_or(Fault::Damaged)?,
        backoff_until: optional_time(row, 7)?,
        links: links(row, 9)?,
        body: value(row, 10)?,
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
        commands!($begin, "", $rest)
    };
    ($begin:literal, $end:expr, $rest:literal) => {
        concat!(
            "SELECT ",
            $begin,
            "seq, uuid, phase, rank, class, refused_in, not_before, expires_at, waits_on, body",
            $end,
            " FROM ",
            $rest
        )
    };
}

/// The head as a row among those of commands: each column stands where a command has one of the same type.
macro_rules! head {
    ($begin:literal, $rest:expr) => {
        head!($begin, "body", "", "", $rest)
    };
    ($begin:literal, $body:literal, $end:literal, $join:literal, $rest:expr) => {
        concat!(
            $begin,
            "SELECT -1 AS clause, version AS seq, ''::bytea AS uuid, shut AS phase, 0 AS rank, 0 AS class, \
            session AS refused_in, backoff_until AS not_before, open AS expires_at, links AS waits_on, ",
            $body,
            $end,
            " FROM record",
            $join,
            " WHERE record.key = $1",
            $rest
        )
    };
}

/// The head with the columns of its wake.
macro_rules! head_and_wake {
    ($body:literal, $rest:expr) => {
        head!(
            "",
            $body,
            ", wake.key, tenant, need, due, lane, comes_by, reach, routes, health, attempt, pushed, wake.body, heard",
            " LEFT JOIN wake ON wake.key = record.key",
            $rest
        )
    };
}

/// In the place of these columns.
macro_rules! no_wake {
    () => {
        ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
    };
}

/// Looked at once, before any command is.
macro_rules! few {
    () => {
        "(SELECT open FROM record WHERE key = $1) <= $3"
    };
}

/// The clause of the head.
const HEAD_CLAUSE: i32 = -1;
/// How many commands of the record are not done.
const OPEN_COLUMN: usize = 8;
/// After so many columns that of the wake begin.
const HEAD_COLUMNS: usize = 11;

pub(super) const HEAD: &str = head!("", "");

pub(super) const OPEN: &str = head_and_wake!(
    "record.body",
    concat!(" UNION ALL ", commands!("0, ", no_wake!(), "command WHERE key = $1 AND phase <> 2"))
);

pub(super) const DONE: &str = head!(
    "",
    concat!(
        " UNION ALL (",
        commands!(
            "0, ",
            "command WHERE key = $1 AND phase = 2 AND seq <= (SELECT seq FROM command \
            WHERE key = $1 AND phase = 2 ORDER BY seq DESC LIMIT 1 OFFSET $2) ORDER BY seq LIMIT $3)"
        )
    )
);

/// All open commands, and the reported one if it is done; of a longer queue only that it is longer, because a head may be as
/// long as a whole window. $1 key, $2 reported, $3 how many are few.
pub(super) const SOME: &str = head_and_wake!(
    "CASE WHEN open <= $3 THEN record.body END",
    concat!(
        " UNION ALL (",
        commands!("0, ", no_wake!(), "command WHERE key = $1 AND phase <> 2 AND "),
        few!(),
        " ORDER BY seq LIMIT $3) UNION ALL ",
        commands!("0, ", no_wake!(), "command WHERE key = $1 AND uuid = $2 AND phase = 2 AND "),
        few!()
    )
);

/// `Window::Session` of a long queue, clause by clause; the number in front tells them apart.
///
/// Commands that are ready lie in the index by class: the gates that they have to pass, and whether they have a
/// `not_before`. A class whose gates are open is read from its beginning, one that is shut is not looked at but for
/// its first, so that it does not matter how many are held back.
///
/// $1 key, $2 reported, $3 now, $4 whether refused ones may go, $5 and $6 the gates HELD and BACKOFF, $7 the classes,
/// $8 whether they are timed, $9 how many may go at the most.
pub(super) const SESSION: &str = head!(
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
    concat!(
        " UNION ALL ",
        commands!("0, ", "first"),
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
            // `phase < 1`: with `phase = 0` the index by class would do too, and all that it finds would be sorted.
            "(SELECT c.* FROM head CROSS JOIN LATERAL (SELECT * FROM command \
            WHERE key = $1 AND phase <> 2 AND phase < 1 AND NOT blocked AND class & head.shut = 0 \
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
    )
);

pub(super) const FIND: &str =
    "SELECT key FROM link WHERE kind = $1 AND value = $2 AND key > $3 ORDER BY key LIMIT $4";
/// The length stands beside the bytes: they are not read.
pub(super) const PAYLOAD_SIZES: &str =
    "SELECT name, octet_length(body)::bigint FROM payload WHERE name = ANY($1)";
pub(super) const PAYLOAD: &str = "SELECT body FROM payload WHERE name = $1";
pub(super) const COMMANDS: &str = commands!("", "command WHERE key = $1 AND seq > $2 ORDER BY seq LIMIT $3");
pub(super) const LAST_CONTACT: &str =
    "SELECT contact.at FROM contact JOIN record ON record.key = contact.key WHERE contact.key = $1";
