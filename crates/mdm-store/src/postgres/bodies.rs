//! Single bodies, read and replaced in place.

use super::fault::Fault;
use super::pool::{Lent, together};
use super::values::{Bytes, key, number, rows, text, value, values};
use crate::BodySwap;
use crate::columns::{integer, next_text};
use crate::limits::SEAL;
use crate::row::PayloadName;
use crate::seal::Place;

/// One round trip for each table that is reached.
pub(super) async fn places(
    lent: &mut Lent<'_>,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<(Place, Vec<u8>)>, Fault> {
    let statements = lent.statements();
    let first = || Bytes::text("");
    let next = |text: &str| Bytes::from(next_text(text).into_bytes());
    let mut found = Vec::new();
    if matches!(after, None | Some(Place::Head(_))) {
        let from = if let Some(Place::Head(key)) = after { next(key.as_str()) } else { first() };
        for row in &lent.rows(&statements.heads, values![from, rows(limit), HEAD_BYTES]).await? {
            found.push((Place::Head(key(row, 0)?), value(row, 1)?));
        }
    }
    if matches!(after, None | Some(Place::Head(_) | Place::Command { .. })) && found.len() < limit {
        let (from, seq) = match after {
            Some(Place::Command { key, seq }) => (key.into(), integer(*seq)),
            _ => (first(), -1),
        };
        let left = rows(limit - found.len());
        let values = values![from, seq, left, HEAD_BYTES];
        for row in &lent.rows(&statements.command_heads, values).await? {
            found.push((Place::Command { key: key(row, 0)?, seq: number(row, 1)? }, value(row, 2)?));
        }
    }
    if !matches!(after, Some(Place::Wake(_) | Place::Event(_))) && found.len() < limit {
        let from = if let Some(Place::Payload(name)) = after { next(&name.0) } else { first() };
        let left = rows(limit - found.len());
        let values = values![from, left, HEAD_BYTES];
        for row in &lent.rows(&statements.payload_heads, values).await? {
            found.push((Place::Payload(PayloadName(text(row, 0)?.into())), value(row, 1)?));
        }
    }
    if !matches!(after, Some(Place::Event(_))) && found.len() < limit {
        let from = if let Some(Place::Wake(key)) = after { next(key.as_str()) } else { first() };
        let left = rows(limit - found.len());
        let values = values![from, left, HEAD_BYTES];
        for row in &lent.rows(&statements.wake_heads, values).await? {
            found.push((Place::Wake(key(row, 0)?), value(row, 1)?));
        }
    }
    Ok(found)
}

pub(super) async fn body(lent: &mut Lent<'_>, place: &Place) -> Result<Option<Vec<u8>>, Fault> {
    let statements = lent.statements();
    let row = match place {
        Place::Head(key) => lent.first(&statements.head_body, values![Bytes::from(key)]).await,
        Place::Command { key, seq } => {
            lent.first(&statements.command_body, values![Bytes::from(key), integer(*seq)]).await
        }
        Place::Payload(name) => lent.first(&statements.payload, values![Bytes::text(&name.0)]).await,
        Place::Wake(key) => lent.first(&statements.wake_body, values![Bytes::from(key)]).await,
        Place::Event(_) => Ok(None),
    };
    row?.map(|row| value(&row, 0)).transpose()
}

/// One round trip, and a transaction for each.
pub(super) async fn swap(lent: &mut Lent<'_>, swaps: &[BodySwap]) -> Result<Vec<bool>, Fault> {
    let statements = lent.statements();
    let values: Vec<_> = swaps
        .iter()
        .map(|BodySwap { place, old, new }| {
            let (statement, name, seq) = match place {
                Place::Head(key) => (&statements.swap_head, key.as_str(), None),
                Place::Command { key, seq } => (&statements.swap_command, key.as_str(), Some(integer(*seq))),
                Place::Payload(name) => (&statements.swap_payload, &*name.0, None),
                Place::Wake(key) => (&statements.swap_wake, key.as_str(), None),
                // No head has an empty key.
                Place::Event(_) => (&statements.swap_head, "", None),
            };
            (statement, Bytes::from(old.as_slice()), Bytes::from(new.as_slice()), Bytes::text(name), seq)
        })
        .collect();
    let calls = values.iter().map(|(statement, old, new, name, seq)| {
        let mut values = values![*old, *new, *name];
        if let Some(seq) = seq {
            values.push(seq);
        }
        lent.ask(statement, values)
    });
    let answers = together(calls).await?;
    Ok(answers.into_iter().map(|rows| !rows.is_empty()).collect())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "it is small")]
const HEAD_BYTES: i32 = SEAL as i32;

pub(super) const HEADS: &str =
    "SELECT key, substr(body, 1, $3::int) FROM record WHERE key >= $1 ORDER BY key LIMIT $2";
pub(super) const COMMAND_HEADS: &str = "SELECT key, seq, substr(body, 1, $4::int) FROM command \
    WHERE (key, seq) > ($1, $2) ORDER BY key, seq LIMIT $3";
pub(super) const PAYLOAD_HEADS: &str =
    "SELECT name, substr(body, 1, $3::int) FROM payload WHERE name >= $1 ORDER BY name LIMIT $2";
pub(super) const WAKE_HEADS: &str =
    "SELECT key, substr(body, 1, $3::int) FROM wake WHERE key >= $1 ORDER BY key LIMIT $2";
pub(super) const HEAD_BODY: &str = "SELECT body FROM record WHERE key = $1";
pub(super) const COMMAND_BODY: &str = "SELECT body FROM command WHERE key = $1 AND seq = $2";
pub(super) const WAKE_BODY: &str = "SELECT body FROM wake WHERE key = $1";
pub(super) const SWAP_HEAD: &str = "UPDATE record SET body = $2 WHERE key = $3 AND body = $1 RETURNING 1";
pub(super) const SWAP_COMMAND: &str =
    "UPDATE command SET body = $2 WHERE key = $3 AND seq = $4 AND body = $1 RETURNING 1";
pub(super) const SWAP_PAYLOAD: &str =
    "UPDATE payload SET body = $2 WHERE name = $3 AND body = $1 RETURNING 1";
pub(super) const SWAP_WAKE: &str = "UPDATE wake SET body = $2 WHERE key = $3 AND body = $1 RETURNING 1";
