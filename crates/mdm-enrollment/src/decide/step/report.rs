//! One exchange of a session: what the device says of a command, and which one it gets next.

use std::time::Duration;

use mdm_apple::{Report, Status};
use mdm_command::{Answer, CommandUuid, Context, Entry, Next, Outcome, State, Wake};
use mdm_lock::{Evidence, LockState, Subject};

use super::hand_out::{Validity, rightless};
use super::{Deciding, lets_out};
use crate::channel::{Change, Stage};
use crate::decide::told::{self, Told};
use crate::decide::{Body, command_name, response_name};
use crate::fanout::payload_name;
use crate::request::{Identified, bounded};
use crate::row::WakeChange;
use crate::{Error, EventKind, UserEnd};

impl Deciding<'_> {
    pub(super) fn report(
        &mut self,
        report: &Report<'_>,
        body: &[u8],
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let uuid = report.command_uuid.as_ref().and_then(|uuid| CommandUuid::new(uuid.as_str()).ok());
        let first = report.error_chain.first();
        let answer = match (&report.status, &uuid) {
            (Status::Idle, _) => Answer::Idle,
            (Status::Acknowledged, Some(uuid)) => Answer::Acknowledged { uuid },
            (Status::CommandFormatError, Some(uuid)) => Answer::CommandFormatError { uuid },
            (Status::NotNow, Some(uuid)) => Answer::NotNow { uuid },
            (Status::Error, Some(uuid)) => Answer::Error {
                uuid,
                outcome: first.map(|item| Outcome::Error {
                    code: item.error_code.unwrap_or_default(),
                    domain: bounded(item.error_domain.as_deref().unwrap_or_default(), ERROR_DOMAIN),
                }),
                lost_mode: told::lost_mode(report),
            },
            (status, _) => {
                let what = match status {
                    Status::Other(_) => "a status that is not known",
                    _ => "a result without a CommandUUID",
                };
                let digest = mdm_pki::sha256(body);
                Answer::Unreadable {
                    outcome: Outcome::Unreadable { size: body.len() as u64, digest, error: what.into() },
                }
            }
        };
        self.answer(&answer, Some((report, body)), identified)
    }

    /// One exchange of a session (F5): the answer is taken in, and the next command goes out, or nothing.
    pub(super) fn answer(
        &mut self,
        answer: &Answer<'_>,
        report: Option<(&Report<'_>, &[u8])>,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let records = self.records;
        let channel = self.speaker(identified)?;
        // A device that accepted an erase and speaks again was not erased: it is heard, and gets nothing.
        if !matches!(channel.stage(), Stage::Enrolled | Stage::Erased) {
            return Err(Error::NotEnrolled);
        }
        if let Answer::Unreadable { outcome } = answer
            && channel.users() > 0
            && !self.is_user()
            && report.is_none()
            && let Some(author) = self.author(channel)?
        {
            return self.take_unreadable(author, answer, outcome);
        }
        let told_by = report.map(|(report, _)| report).filter(|_| self.is_user());
        if *answer == Answer::Idle && told_by.is_some_and(|report| report.user_configuration == Some(true)) {
            // The account does not exist yet, and every command would be refused. After the login the user comes again
            // (Apple, Managing devices and users in macOS, read 2026-11).
            self.contact();
            return Ok(());
        }
        let reported = answer.uuid().and_then(|uuid| channel.queue.entry(uuid));
        let known = reported.filter(|entry| entry.is_open());
        let told = match (answer, report, known) {
            (Answer::Acknowledged { .. }, Some((report, _)), Some(entry)) => Told::read(report, entry),
            _ => Told::default(),
        };
        let mut facts = self.facts(channel);
        let keeps = self.keep_origin(channel, identified, &mut facts);
        // What a user says about the device is not the user's to keep.
        let has_learnt = (told.learn(&mut facts) || keeps) && !self.is_user();
        if has_learnt {
            self.change(Change::FactsLearned(facts.clone()));
        }
        let model = told.model.clone().filter(|model| channel.model() != Some(model));
        if has_learnt || model.is_some() {
            self.event(EventKind::FactsLearned);
        }
        if let Some(model) = model {
            self.change(Change::ModelLearned(model));
        }
        let subject = Subject { platform: facts.platform, channel: facts.channel, os: facts.os };
        let (rightless, now) = (rightless(facts.clone()), self.now);
        let validity =
            Validity { terms: self.terms(), management: records.management, channel, facts: &rightless };
        let refuse = |entry: &Entry| validity.refuses(entry, now);
        let context =
            Context { refuse: Some(&refuse), policy: records.policy, ..Context::new(self.rules, &subject) };
        let mut queue = channel.queue.clone();
        // A login waits, and wants everything now: what was refused too often before it is offered again (Apple, Managing
        // devices and users in macOS, NeedSyncResponse, read 2026-11).
        let login = told_by.is_some_and(|report| report.need_sync_response == Some(true));
        let login = login.then_some(Evidence::Reported(LockState::Unlocked));
        for evidence in told.evidence().chain(login) {
            let turn = queue.observe(evidence, &context, self.now);
            for change in &turn.changes {
                queue.apply(change);
            }
            self.turn(turn);
        }
        if let Some((order, payload)) = self.overdue_setup(&channel.head, &queue) {
            let receipt = queue.enqueue([order], &context, self.now)?;
            for change in &receipt.turn.changes {
                queue.apply(change);
            }
            self.keep(&receipt.places, payload);
            self.turn(receipt.turn);
            self.event(EventKind::SetupForced);
            self.change(Change::SetupForced(self.now.checked_add(SETUP_AGAIN).unwrap_or(self.now)));
        }
        // In a session the device gets what is out once more where it has not got the reply.
        let out = |entry: &&Entry| entry.state == State::Sent && refuse(entry).is_some();
        let speaks_of = |entry: &&Entry| answer.uuid().is_none_or(|uuid| *uuid == entry.uuid);
        let stale =
            queue.entries().find(|entry| out(entry) && !speaks_of(entry)).map(|entry| entry.uuid.clone());
        if let Some(uuid) = stale {
            let turn = queue.cancel(&uuid, &context, self.now)?;
            for change in &turn.changes {
                queue.apply(change);
            }
            self.turn(turn);
        }
        let turn = queue.report(answer, &context, self.now)?;
        self.contact();
        // The first result is kept, late as it may be: it can tell a secret that was set all the same.
        let late =
            |change: &mdm_command::Change| matches!(change, mdm_command::Change::CommandAnsweredLate { .. });
        if let (Some((_, body)), Some(entry)) = (report, reported)
            && (entry.is_open() && !matches!(answer, Answer::NotNow { .. }) || turn.changes.iter().any(late))
        {
            self.decision.payloads.push((response_name(self.key, entry.seq), body.to_vec()));
        }
        // Also one that was taken back while it was out. Told twice, it was erased once.
        let erased = turn.erased && channel.stage().is_living();
        if erased {
            self.end_users(UserEnd::DeviceEnded)?;
            self.change(Change::Erased);
            self.event(EventKind::Erased);
        }
        if matches!(answer, Answer::Acknowledged { .. })
            && let Some(entry) = reported
        {
            self.delete_users(channel, entry.seq)?;
        }
        let configured = known.is_some_and(|entry| lets_out(&entry.command));
        if configured && matches!(answer, Answer::Acknowledged { .. }) && channel.head.awaiting.is_some() {
            self.change(Change::SetupFinished);
            self.event(EventKind::SetupFinished);
        }
        if turn.wake != Wake::Unchanged {
            self.wake_step(WakeChange::Contact);
        }
        let stored = |next: &Next| {
            let name = queue.at(next.seq).map(|entry| payload_name(self.key, entry));
            Body::Stored(name.unwrap_or_else(|| command_name(self.key, next.seq)))
        };
        self.decision.reply.body = turn.next.as_ref().map(stored);
        self.decision.reply.next.clone_from(&turn.next);
        if let Some(reach) = told.reach {
            self.wake_step(WakeChange::Reach(reach));
        }
        self.wake(&turn, channel)?;
        if erased {
            self.wake_step(WakeChange::Unenroll);
        }
        self.turn(turn);
        self.follow(reported.zip(report.map(|(report, _)| report)));
        Ok(())
    }
}

/// After so long a device that stayed in Setup Assistant is told once more to go on.
const SETUP_AGAIN: Duration = Duration::from_secs(86_400);
/// How much of an `ErrorDomain` is kept, in bytes.
const ERROR_DOMAIN: usize = 128;
