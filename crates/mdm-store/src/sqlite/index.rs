//! What is kept a second time in order to find rows: the tables `link` and `edge`, held against the columns that they
//! repeat.

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Row};

use super::session::Fault;
use crate::columns::{flaws, integer, link, places};

/// Something that only one of two places says.
pub(super) struct Flaw<'a> {
    /// In words, without values.
    pub(super) told: &'static str,
    /// The statement that mends it, and its values; `None` when nobody can tell what would be right.
    pub(super) mend: Option<(&'static str, [ToSqlOutput<'a>; 3])>,
}

type Found<'f> = &'f mut dyn FnMut(Flaw<'_>) -> Result<(), Fault>;

/// Everything that is wrong, one row in memory at a time.
pub(super) fn compare(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    missing_links(connection, found)?;
    stray_links(connection, found)?;
    lost_waits(connection, found)?;
    missing_edges(connection, found)?;
    stray_edges(connection, found)
}

fn missing_links(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    let mut has = connection.prepare("SELECT 1 FROM link WHERE kind = ?1 AND value = ?2 AND key = ?3")?;
    let mut records = connection.prepare("SELECT key, links FROM record")?;
    let mut rows = records.query([])?;
    while let Some(row) = rows.next()? {
        let Some(links) = link::decode(bytes(row, 1)?) else {
            found(Flaw { told: flaws::UNREADABLE_LINKS, mend: None })?;
            continue;
        };
        for link in &links {
            let values = [link.kind.as_str().into(), (&*link.value).into(), value(row, 0)?];
            if !has.exists(values.clone())? {
                found(Flaw { told: flaws::MISSING_LINK, mend: Some((ADD_LINK, values)) })?;
            }
        }
    }
    Ok(())
}

fn stray_links(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    let mut links = connection.prepare(
        "SELECT kind, value, link.key, record.links FROM link LEFT JOIN record ON record.key = link.key",
    )?;
    let mut rows = links.query([])?;
    while let Some(row) = rows.next()? {
        let told = match row.get_ref(3)?.as_blob_or_null().map_err(rusqlite::Error::from)?.map(link::decode) {
            None => flaws::LINK_OF_NOBODY,
            Some(Some(links)) => {
                let (kind, text) = (bytes(row, 0)?, bytes(row, 1)?);
                let is_said = |link: &crate::row::Link| {
                    link.kind.as_str().as_bytes() == kind && link.value.as_bytes() == text
                };
                if links.iter().any(is_said) {
                    continue;
                }
                flaws::STRAY_LINK
            }
            // It was told above.
            Some(None) => continue,
        };
        let values = [value(row, 0)?, value(row, 1)?, value(row, 2)?];
        found(Flaw { told, mend: Some((REMOVE_LINK, values)) })?;
    }
    Ok(())
}

/// Before the edges: those of what is waited for no more are stray then.
fn lost_waits(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    let mut has = connection.prepare("SELECT 1 FROM command WHERE record = ?1 AND seq = ?2")?;
    let mut commands = connection.prepare(WAITING)?;
    let mut rows = commands.query([])?;
    while let Some(row) = rows.next()? {
        // What cannot be read is told below.
        let Some(waits_on) = places::decode(bytes(row, 2)?) else { continue };
        let mut left = Vec::with_capacity(waits_on.len());
        for &earlier in &waits_on {
            if has.exists([value(row, 0)?, integer(earlier).into()])? {
                left.push(earlier);
            }
        }
        if left.len() < waits_on.len() {
            let values = [value(row, 0)?, value(row, 1)?, places::encode(&left).into()];
            found(Flaw { told: flaws::LOST_WAIT, mend: Some((SET_WAITS, values)) })?;
        }
    }
    Ok(())
}

fn missing_edges(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    let mut has =
        connection.prepare("SELECT 1 FROM edge WHERE record = ?1 AND earlier = ?2 AND later = ?3")?;
    let mut commands = connection.prepare(WAITING)?;
    let mut rows = commands.query([])?;
    while let Some(row) = rows.next()? {
        let Some(waits_on) = places::decode(bytes(row, 2)?) else {
            found(Flaw { told: flaws::UNREADABLE_WAITS, mend: None })?;
            continue;
        };
        for earlier in waits_on {
            let values = [value(row, 0)?, integer(earlier).into(), value(row, 1)?];
            if !has.exists(values.clone())? {
                let told = flaws::MISSING_EDGE;
                found(Flaw { told, mend: Some((ADD_EDGE, values)) })?;
            }
        }
    }
    Ok(())
}

fn stray_edges(connection: &Connection, found: Found<'_>) -> Result<(), Fault> {
    let mut waits =
        connection.prepare("SELECT waits_on FROM command WHERE record = ?1 AND seq = ?2 AND phase <> 2")?;
    // Sorted in a file, so that a command which waits for thousands is looked up once.
    let mut edges =
        connection.prepare("SELECT record, earlier, later FROM edge ORDER BY record, later, earlier")?;
    let mut rows = edges.query([])?;
    let mut command = None;
    while let Some(row) = rows.next()? {
        let (record, earlier, later) = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?);
        if command.as_ref().is_none_or(|(same, _)| *same != (record, later)) {
            let mut at = waits.query([record, later])?;
            let decoded = at.next()?.map(|row| bytes(row, 0).map(places::decode)).transpose()?;
            let sorted = |mut waits_on: Vec<u64>| {
                waits_on.sort_unstable();
                waits_on
            };
            command = Some(((record, later), decoded.map(|decoded| decoded.map(sorted))));
        }
        let told = match command.as_ref().and_then(|(_, waits_on)| waits_on.as_ref()) {
            None => flaws::EDGE_OF_NOBODY,
            Some(Some(waits_on)) => match u64::try_from(earlier) {
                Ok(earlier) if waits_on.binary_search(&earlier).is_ok() => continue,
                _ => flaws::STRAY_EDGE,
            },
            // It was told above.
            Some(None) => continue,
        };
        let values = [record.into(), earlier.into(), later.into()];
        found(Flaw { told, mend: Some((REMOVE_EDGE, values)) })?;
    }
    Ok(())
}

/// Text as it lies there, whether it is Unicode or not.
fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], Fault> {
    Ok(row.get_ref(column)?.as_bytes().map_err(rusqlite::Error::from)?)
}

fn value<'r>(row: &'r Row<'_>, column: usize) -> Result<ToSqlOutput<'r>, Fault> {
    Ok(ToSqlOutput::Borrowed(row.get_ref(column)?))
}

const WAITING: &str = "SELECT record, seq, waits_on FROM command WHERE phase <> 2 AND length(waits_on) > 0";
/// The gate of what is held is 1.
const SET_WAITS: &str = "UPDATE command SET waits_on = ?3, blocked = length(?3) > 0 OR class & 1 <> 0 \
    WHERE record = ?1 AND seq = ?2";
const ADD_LINK: &str = "INSERT INTO link (kind, value, key) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const REMOVE_LINK: &str = "DELETE FROM link WHERE kind = ?1 AND value = ?2 AND key = ?3";
const ADD_EDGE: &str = "INSERT INTO edge (record, earlier, later) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const REMOVE_EDGE: &str = "DELETE FROM edge WHERE record = ?1 AND earlier = ?2 AND later = ?3";
