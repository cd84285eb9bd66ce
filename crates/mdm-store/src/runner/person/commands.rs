//! The commands of a device or user, and what was answered.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mdm_enrollment::row::{CommandRow, RecordKey};
use mdm_enrollment::{entry, payload_name, response_name};

use super::super::{RunError, Runner};
use super::{Gathered, Held, KEYS, Next, Person};
use crate::Store;
use crate::limits::{INTEGER, millis_saturating};

impl<S: Store> Runner<S> {
    pub(super) async fn gather_commands(
        &self,
        person: &Person,
        record: Box<str>,
        mut after: Option<u64>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let Some(key) = self.still_whose(person, &record, page).await? else {
            return Ok(Next::Records(Some(record)));
        };
        let Some(rows) = self.readable_commands(&key, after).await? else {
            page.unreadable(&key);
            let last = self.unreadable_command(&key, after).await?;
            return Ok(Next::Commands(record, Some(last)));
        };
        if rows.is_empty() {
            return Ok(Next::Trail(record, None));
        }
        for row in rows {
            after = Some(row.seq);
            let Some(command) = page.read(&key, entry(&row).map(Some).map_err(RunError::from))? else {
                continue;
            };
            let sent = page.read(&key, self.payload(&payload_name(&key, &command)).await)?;
            page.push(Held::Command {
                record: record.clone(),
                seq: row.seq,
                uuid: row.uuid,
                request_type: command.command.clone(),
                state: command.state.to_string().into(),
                queued_at: millis_saturating(command.queued_at),
                ended_at: command.ended_at.map(millis_saturating),
                sent: sent.map(|bytes| STANDARD.encode(bytes).into()),
            });
            if let Some(told) = page.read(&key, self.payload(&response_name(&key, row.seq)).await)? {
                let told = STANDARD.encode(told).into();
                page.push(Held::Answer { record: record.clone(), seq: row.seq, told });
            }
            if page.is_full() {
                break;
            }
        }
        Ok(Next::Commands(record, after))
    }

    /// Commands of a record, those before one that cannot be read; `None` when that is the first one.
    async fn readable_commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
    ) -> Result<Option<Vec<CommandRow>>, RunError> {
        let mut limit = KEYS;
        while limit > 0 {
            match self.store.commands(key, after, limit).await {
                Err(error) if error.is_about_one_record() => limit /= 2,
                rows => return Ok(Some(rows?)),
            }
        }
        Ok(None)
    }

    /// The place of the command that cannot be read, which is the first one after `after`.
    async fn unreadable_command(&self, key: &RecordKey, after: Option<u64>) -> Result<u64, RunError> {
        let is_behind = async |place| match self.store.commands(key, Some(place), 1).await {
            Err(error) if error.is_about_one_record() => Ok(false),
            rows => rows.map(|_| true).map_err(RunError::from),
        };
        if after.is_none() && is_behind(0).await? {
            return Ok(0);
        }
        // It is after the one, and not after the other.
        let (mut before, mut step) = (after.unwrap_or_default(), 1_u64);
        let mut at = loop {
            let place = before.saturating_add(step).min(INTEGER);
            if place == INTEGER || is_behind(place).await? {
                break place;
            }
            (before, step) = (place, step.saturating_mul(2));
        };
        while at.saturating_sub(before) > 1 {
            let place = before.midpoint(at);
            if is_behind(place).await? {
                at = place;
            } else {
                before = place;
            }
        }
        Ok(at)
    }
}
