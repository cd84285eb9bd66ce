//! Why a command waits, since when, who must act, and what will happen next.

use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_lock::{Certainty, Effect, Expectation, Grade, Layer, LockState, Resource};

use super::work::Bar;
use super::{Context, Queue};
use crate::{CommandUuid, Entry, State};

/// Why a command waits: as data for a program, and with `Display` as one sentence for an administrator
/// (requirement F57).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The reason.
    pub reason: Reason,
    /// Since when.
    pub since: SystemTime,
    /// How sure the reason is.
    pub certainty: Certainty,
    /// Who must act before it can go on.
    pub who: Who,
    /// What will happen next.
    pub next: NextStep,
}

/// The reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It goes out when the device connects.
    Connect,
    /// It went out and the session goes on: its answer is outstanding.
    Answer,
    /// It went out and no answer came back. It is offered again when the device connects.
    Unanswered {
        /// How often it went out.
        deliveries: u32,
    },
    /// It went out, erases the device, and the device has not been heard of since.
    PresumedErased,
    /// The device refused it.
    Refused {
        /// How often.
        times: u32,
        /// In which state it is refused, most likely; `None` when no belief explains it.
        state: Option<LockState>,
        /// What is known about the command in that state.
        known: Option<Known>,
    },
    /// An earlier command goes first.
    Behind {
        /// The nearest one.
        earlier: CommandUuid,
        /// Its request type.
        command: Box<str>,
        /// The resource about which they conflict.
        resource: Resource,
    },
    /// It was chained to another command, or follows it in a group, and starts when that one was acknowledged.
    Chained {
        /// To which.
        to: CommandUuid,
        /// Its request type.
        command: Box<str>,
    },
    /// In Lost Mode it would fail.
    LostMode,
    /// The caller holds it.
    Held,
    /// The device is not woken for it ([`Waking::Quiet`](crate::Waking::Quiet)): it goes out when the device connects for
    /// another reason.
    Quiet,
    /// The device did what keeps it from taking commands for a while: a user was logged out.
    Pause {
        /// Until then at the latest.
        until: SystemTime,
    },
    /// The caller wants it later.
    NotBefore {
        /// Not before.
        at: SystemTime,
    },
}

/// What is known about a command in a lock state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// How sure the rule is.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Box<str>,
    /// What others of the fleet did, such as "97 % of 1,240 devices on iOS 18.3"; `None` when that is not known.
    pub crowd: Option<Box<str>>,
}

/// Who must act before a command can go on. For a command that waits for others: for the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Nobody: it goes on by itself.
    Nobody,
    /// Whoever has the device, by unlocking it. Most do that without being asked.
    User,
    /// An administrator.
    Administrator,
}

/// What will happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextStep {
    /// It is handed out when the device connects; a push is owed or has been sent.
    Connect,
    /// The device comes by itself when its state changes, and gets it then.
    ComesByItself,
    /// It is handed out when the device connects for another reason; no push is owed for it.
    OtherConnect,
    /// It is offered from this time on.
    At(SystemTime),
    /// The device answers.
    Answer,
    /// An earlier command ends.
    Earlier,
    /// Lost Mode ends.
    LostModeEnds,
    /// The caller releases it.
    Release,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = Utc(self.since);
        match &self.reason {
            Reason::Connect => {
                write!(f, "waits since {since} for the device to connect; a push has been asked for")?
            }
            Reason::Answer => write!(f, "was handed out at {since}; its answer is outstanding")?,
            Reason::Unanswered { deliveries } => {
                let times = Times(*deliveries);
                write!(
                    f,
                    "was handed out {times}, last at {since}, no answer came: it may have run, and is offered again"
                )?;
            }
            Reason::PresumedErased => write!(
                f,
                "was handed out at {since}, and the device has not been heard of since: it is presumed erased; if it \
                 speaks again, the command is offered again"
            )?,
            Reason::Refused { times, state, known } => {
                write!(f, "refused {} since {since}; ", Times(*times))?;
                match state {
                    Some(state) => write!(f, "most likely because it is {state}")?,
                    None => f.write_str("cause unknown")?,
                }
                if let Some(Known { grade, source, crowd }) = known {
                    match crowd {
                        Some(crowd) => write!(f, ", as {crowd} did")?,
                        None => write!(f, " (grade {grade:?}: {source})")?,
                    }
                }
                match self.next {
                    NextStep::At(at) => write!(f, "; offered again from {} on", Utc(at))?,
                    NextStep::ComesByItself => {
                        f.write_str("; the device comes by itself when that changes")?
                    }
                    _ => f.write_str("; offered again when the device connects")?,
                }
            }
            Reason::Behind { command, resource, .. } => {
                write!(
                    f,
                    "waits since {since} for the earlier {command}, which touches the same {resource}"
                )?;
            }
            Reason::Chained { command, .. } => {
                write!(f, "waits since {since} for the acknowledgement of {command}")?;
            }
            Reason::LostMode => {
                write!(f, "waits since {since} for the end of Lost Mode, in which it would fail")?
            }
            Reason::Held => write!(f, "is held back since {since}")?,
            Reason::Quiet => write!(
                f,
                "waits since {since} until the device connects for another reason; no push is sent for it"
            )?,
            Reason::Pause { until } => write!(
                f,
                "waits since {since}; after what was done before, the device may take no command until {}",
                Utc(*until)
            )?,
            Reason::NotBefore { at } => write!(f, "is not to go out before {}", Utc(*at))?,
        }
        f.write_str(match self.who {
            Who::Nobody => "; nobody need act",
            Who::User => "; somebody has to unlock the device",
            Who::Administrator => "; an administrator has to act",
        })
    }
}

struct Times(u32);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("once"),
            2 => f.write_str("twice"),
            n => write!(f, "{n} times"),
        }
    }
}

/// A time as an administrator reads it, to the minute.
struct Utc(SystemTime);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAY: u64 = 24 * 60 * 60;
        let secs = self.0.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        let (days, of_day) = (secs / DAY, secs % DAY);
        // The Gregorian calendar in eras of 400 years that begin in March, so that the leap day is the last.
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        let (hour, minute) = (of_day / 3600, of_day / 60 % 60);
        write!(f, "{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
    }
}

impl Queue {
    /// Why this command waits; `None` when it is final or was not loaded.
    ///
    /// Exact with every open command loaded; in a smaller window the command that it waits for may be missing.
    #[must_use]
    pub fn explain(&self, uuid: &CommandUuid, context: &Context<'_>, now: SystemTime) -> Option<Explanation> {
        let entry = self.entry(uuid).filter(|entry| entry.is_open())?;
        let Some((reason, since)) = self.behind(entry) else {
            return Some(self.explain_ready(entry, context, now));
        };
        // Whoever must act for the first of those that it waits for. Edges go to earlier places: this ends.
        let mut first = entry;
        while let Some(earlier) = first.waits_on.iter().find_map(|seq| self.at(*seq)) {
            first = earlier;
        }
        let who = self.explain_ready(first, context, now).who;
        Some(Explanation { reason, since, certainty: Certainty::Certain, who, next: NextStep::Earlier })
    }

    fn behind(&self, entry: &Entry) -> Option<(Reason, SystemTime)> {
        let earlier = entry.waits_on.iter().rev().find_map(|seq| self.at(*seq))?;
        let (uuid, command) = (earlier.uuid.clone(), earlier.command.clone());
        let reason = match entry.reach().conflict(earlier.reach()) {
            Some(resource) if !entry.after.contains(&earlier.seq) => {
                Reason::Behind { earlier: uuid, command, resource: resource.clone() }
            }
            _ => Reason::Chained { to: uuid, command },
        };
        Some((reason, entry.queued_at))
    }

    /// For a command that no other one holds.
    fn explain_ready(&self, entry: &Entry, context: &Context<'_>, now: SystemTime) -> Explanation {
        let bar = self.state.bar(entry, context, now);
        let queued = entry.queued_at;
        let sure = Certainty::Certain;
        let pause = self.state.pause_until;
        let (reason, since, certainty, who, next) = match (entry.state, bar) {
            (State::Sent, _) if entry.is_erase() && self.is_silent(now) => {
                (Reason::PresumedErased, entry.sent_at, Certainty::Likely, Who::Nobody, NextStep::Connect)
            }
            (_, Some(Bar::Pause(until))) => {
                (Reason::Pause { until }, Some(queued), Certainty::Likely, Who::Nobody, NextStep::At(until))
            }
            (State::Sent | State::Unanswered | State::Queued, None)
                if pause.is_some_and(|until| now < until) =>
            {
                let until = pause.unwrap_or(now);
                let since = entry.sent_at.or(Some(queued));
                (Reason::Pause { until }, since, Certainty::Likely, Who::Nobody, NextStep::Connect)
            }
            (State::Sent, _) if !self.is_silent(now) => {
                (Reason::Answer, entry.sent_at, sure, Who::Nobody, NextStep::Answer)
            }
            (_, Some(Bar::Held)) => (Reason::Held, Some(queued), sure, Who::Administrator, NextStep::Release),
            (_, Some(Bar::NotBefore(at))) => {
                (Reason::NotBefore { at }, Some(queued), sure, Who::Nobody, NextStep::At(at))
            }
            (_, Some(Bar::LostMode)) => {
                let leaves =
                    |entry: &Entry| context.table.character(&entry.command).effect == Effect::LeavesLostMode;
                let who = if self.open_entries().any(leaves) { Who::Nobody } else { Who::Administrator };
                (Reason::LostMode, self.state.belief.since, sure, who, NextStep::LostModeEnds)
            }
            (State::Sent | State::Unanswered, _) => {
                let reason = Reason::Unanswered { deliveries: entry.deliveries };
                let next = if entry.is_quiet() { NextStep::OtherConnect } else { NextStep::Connect };
                (reason, entry.sent_at, sure, Who::Nobody, next)
            }
            (State::NotNow, _) => {
                let (reason, certainty) = self.refused(entry, context);
                let who = match self.state.belief.state {
                    _ if entry.stuck => Who::Administrator,
                    LockState::BeforeFirstUnlock => Who::User,
                    _ => Who::Nobody,
                };
                let next = match self.state.backoff.until {
                    _ if self.state.session.last_not_now => NextStep::ComesByItself,
                    Some(until) if now < until => NextStep::At(until),
                    _ if entry.is_quiet() => NextStep::OtherConnect,
                    _ => NextStep::Connect,
                };
                (reason, entry.refused_since, certainty, who, next)
            }
            _ if entry.is_quiet() => (Reason::Quiet, None, sure, Who::Nobody, NextStep::OtherConnect),
            _ => (Reason::Connect, None, Certainty::Likely, Who::Nobody, NextStep::Connect),
        };
        Explanation { reason, since: since.unwrap_or(queued), certainty, who, next }
    }

    fn refused(&self, entry: &Entry, context: &Context<'_>) -> (Reason, Certainty) {
        let belief = &self.state.belief;
        let state = Some(belief.state).filter(|_| belief.gates() && belief.state != LockState::Unknown);
        let forecast = state.map(|state| context.table.forecast(&entry.command, context.subject, state));
        let known = forecast.and_then(|forecast| {
            let refuses = |expectation| matches!(expectation, Expectation::Deferred | Expectation::MayDefer);
            let learned = forecast.learned.filter(|learned| refuses(learned.expectation));
            let crowd = learned.map(|learned| learned.crowd().to_string().into());
            let source = match (forecast.layer, forecast.rule) {
                (Layer::Learned, _) => "the fleet's own answers".into(),
                (_, rule) => rule?.source.as_ref().into(),
            };
            Some(Known { grade: forecast.grade()?, source, crowd })
        });
        let certainty = if state.is_some() { belief.certainty } else { Certainty::Guess };
        (Reason::Refused { times: entry.refusals, state, known }, certainty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_utc() {
        fn check(secs: u64, expected: &str) {
            assert_eq!(Utc(SystemTime::UNIX_EPOCH + Duration::from_secs(secs)).to_string(), expected);
        }
        check(0, "1970-01-01 00:00 UTC");
        check(951_782_399, "2000-02-28 23:59 UTC");
        check(951_782_400, "2000-02-29 00:00 UTC");
        check(951_868_800, "2000-03-01 00:00 UTC");
        check(1_798_761_599, "2026-12-31 23:59 UTC");
        check(4_107_542_400, "2100-03-01 00:00 UTC");
    }
}
