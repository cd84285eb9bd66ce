//! What the check-in messages change.

use mdm_apple::support::DeviceFacts;
use mdm_apple::{
    Authenticate, BootstrapToken, Command, DeviceConfigured, GetBootstrapTokenResponse, IdentityKind,
    Request, SetBootstrapToken, TokenUpdate, UnlockToken, UserConfigured,
};
use mdm_command::{CancelReason, CommandUuid, Entry, Order, Queue};
use mdm_pki::Issued;

use super::{DEVICE_CONFIGURED, Deciding, USER_CONFIGURED, lets_out};
use crate::channel::{Authenticated, Change, Channel, Head, Stage};
use crate::decide::{Body, Made, Question, command_name, told};
use crate::request::Identified;
use crate::row::{Demand, Lane, WakeChange};
use crate::{Actor, Error, EventKind, PushRoute, UserEnd};

impl Deciding<'_> {
    /// Who asks to be enrolled is told by its certificate:
    ///
    /// | certificate | the enrollment lives | it has ended, or was never completed |
    /// |---|---|---|
    /// | issued to the enrollment, not used before | renewal: queue and secrets stay | it begins anew |
    /// | the one that it uses | it begins anew, unless it came by a renewal whose check-in is not over | it begins anew |
    /// | issued for a slot of its tenant | refused | it begins anew, under the terms of the slot |
    /// | any other | refused | refused |
    ///
    /// To an invitation an enrollment was never completed if no TokenUpdate has ever come: one that begins anew is taken
    /// over by nobody in between.
    ///
    /// The users of the device end with each new beginning.
    pub(super) fn authenticate(
        &mut self,
        message: &Authenticate,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        identified.management.admit().map_err(Error::NotManaged)?;
        let certificate = identified.certificate.fingerprint();
        let claimed = self.records.slot.as_ref().filter(|slot| slot.record.is_claimed_by(&certificate));
        let slot = claimed.map(|slot| (slot.key.clone(), slot.record.assignment.clone()));
        if claimed.is_some_and(|slot| *slot.record.tenant != *identified.tenant.as_str()) {
            return Err(Error::ForeignTenant);
        }
        match (self.channel(), &slot) {
            (None, None) => return Err(Error::UnknownEnrollment),
            (None, Some(_)) => {}
            (Some(_), None) => {
                let channel = self.speaker(identified)?;
                let adopts = !self.decision.changes.is_empty();
                // A certificate that came by a renewal keeps its enrollment until the check-in is over: the reply to
                // the first Authenticate may have been lost.
                if channel.stage() == Stage::Enrolled && (adopts || channel.head.renewed) {
                    return self.renew(message, channel);
                }
                // What was meant for the old enrollment is never offered to the new one.
                self.clear(channel, CancelReason::Reenrolled)?;
                self.end_users(UserEnd::DeviceReenrolled)?;
            }
            // Another invitation does not take over a living enrollment: the identifier in the message is only a claim.
            (Some(channel), Some(_)) => match channel.stage() {
                _ if channel.tenant() != identified.tenant.as_str() => return Err(Error::ForeignTenant),
                Stage::Erased | Stage::CheckedOut | Stage::Released | Stage::Ended => {
                    self.clear(channel, CancelReason::Reenrolled)?;
                }
                // It never came to its first TokenUpdate: there is nothing to take over.
                Stage::Authenticated if channel.generation() == 1 => {}
                Stage::Authenticated | Stage::Enrolled => return Err(Error::ForeignCertificate),
            },
        }
        let serial = message.serial_number.as_deref();
        let authenticated = Authenticated {
            slot: slot.clone(),
            tenant: identified.tenant.clone(),
            certificate: Issued {
                fingerprint: certificate,
                issued_at: self.now,
                not_after: identified.certificate.not_after(),
            },
            topic: message.topic.clone(),
            facts: told::facts(message, identified.origin.as_ref()),
            origin: identified.origin.clone(),
            serial: serial.filter(|serial| (1..=64).contains(&serial.len())).map(Into::into),
            model: told::model(message),
        };
        self.change(Change::Authenticated(Box::new(authenticated)));
        self.event(EventKind::Authenticated);
        let over = self.channel().filter(|before| before.stage() != Stage::Authenticated);
        if let Some(before) = over {
            self.event(EventKind::Reenrolled { generation: before.next_generation() });
        }
        self.wake_step(WakeChange::Unenroll);
        if let Some((slot, _)) = slot {
            self.event_of(&slot, EventKind::SlotFilled { enrollment: self.key.as_str().into() });
            self.change_of(&slot, Change::SlotFilled(self.key.clone()));
        }
        Ok(())
    }

    /// Queue, secrets and push route stay. What the device says about itself may be new.
    fn renew(&mut self, message: &Authenticate, channel: &Channel) -> Result<(), Error> {
        // Changing the topic is another relationship (Apple, MDM payload, read 2026-08).
        if message.topic != channel.head.topic {
            return Err(Error::ForeignTopic);
        }
        let told = told::facts(message, None);
        let facts = DeviceFacts { os: told.os.or_else(|| channel.facts().os), ..channel.facts().clone() };
        if facts != *channel.facts() {
            self.change(Change::FactsLearned(facts));
            self.event(EventKind::FactsLearned);
        }
        Ok(())
    }

    pub(super) fn token_update(
        &mut self,
        message: &TokenUpdate,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let channel = self.speaker(identified)?;
        if message.topic != channel.head.topic {
            return Err(Error::ForeignTopic);
        }
        // Its check-in is over with this message.
        let renewed = channel.head.renewed || !self.decision.changes.is_empty();
        let mut facts = channel.facts().clone();
        if self.keep_origin(channel, identified, &mut facts) {
            self.change(Change::FactsLearned(facts));
            self.event(EventKind::FactsLearned);
        }
        let first = match channel.stage() {
            Stage::Authenticated => true,
            Stage::Enrolled => false,
            Stage::Erased | Stage::CheckedOut | Stage::Released | Stage::Ended => {
                return Err(Error::NotEnrolled);
            }
        };
        let route = PushRoute::of(message, self.now)?;
        let stored = channel.push_route();
        let same_place = stored.is_some_and(|stored| route.goes_where(stored));
        let awaits = message.awaiting_configuration == Some(true);
        let waited = channel.head.awaiting.is_some();
        // A device in Setup Assistant was wiped, whatever its certificate says: it is no renewal. Only one that says the
        // same once more is where it was. One that waited already may get another token meanwhile, and its magic stays
        // that of its enrollment (Apple, Token Update, read 2026-08).
        let elsewhere =
            if waited { stored.is_none_or(|stored| stored.magic != route.magic) } else { !same_place };
        let wiped = awaits && !first && elsewhere;
        let known = |token: &UnlockToken| !wiped && channel.unlock_token() == Some(token);
        let unlock_token = message.unlock_token.clone().filter(|token| !known(token));
        let repeats = stored.is_some_and(|stored| route.repeats(stored));
        if repeats && !wiped && awaits == waited && unlock_token.is_none() && !first && !renewed {
            return Ok(());
        }
        if first || wiped {
            // It may have been turned off since the Authenticate.
            identified.management.admit().map_err(Error::NotManaged)?;
        }
        if wiped {
            self.clear(channel, CancelReason::Reenrolled)?;
            self.end_users(UserEnd::DeviceReenrolled)?;
            self.change(Change::BegunAnew);
            self.event(EventKind::Reenrolled { generation: channel.generation().saturating_add(1) });
        }
        let moved = unlock_token.is_some() || !same_place;
        // What is pending is due at once if it was pushed to the old token.
        self.wake_step(route.register(channel.tenant())?);
        let until = self.now.checked_add(self.records.setup).filter(|_| awaits);
        if let Some(due) = until.filter(|_| first || wiped) {
            // Nothing is pending. It is let out then, even if nobody wants anything of it.
            self.wake_step(WakeChange::Demand(Demand::new(Lane::Normal, due)));
        }
        self.change(Change::TokenUpdated { route, unlock_token, awaiting: until });
        if first {
            self.event(EventKind::Enrolled);
        } else if moved {
            self.event(EventKind::TokenRotated);
        }
        Ok(())
    }

    /// Who enrolled before the tenant told what its enrollment profile says keeps what it tells now (F75).
    pub(super) fn keep_origin(
        &mut self,
        channel: &Channel,
        identified: &Identified<'_>,
        facts: &mut DeviceFacts,
    ) -> bool {
        let lacks = channel.stage().is_living() && channel.head.origin.is_none() && !self.is_user();
        let Some(origin) = identified.origin.as_ref().filter(|_| lacks) else { return false };
        facts.access_rights = told::rights(origin, facts);
        self.change(Change::OriginTold(origin.clone()));
        true
    }

    pub(super) fn check_out(&mut self, identified: &Identified<'_>) -> Result<(), Error> {
        let channel = self.speaker(identified)?;
        match channel.stage() {
            // It said so before, or was given up before.
            Stage::CheckedOut | Stage::Released | Stage::Ended => return Ok(()),
            Stage::Authenticated | Stage::Enrolled | Stage::Erased => {}
        }
        self.clear(channel, CancelReason::Unenrolled)?;
        self.end_users(UserEnd::DeviceEnded)?;
        self.change(Change::CheckedOut);
        self.event(EventKind::CheckedOut);
        self.wake_step(WakeChange::Unenroll);
        Ok(())
    }

    /// A token that is absent or empty takes the stored one away (Apple, Set Bootstrap Token, read 2026-08).
    pub(super) fn set_bootstrap_token(
        &mut self,
        message: &SetBootstrapToken,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let channel = self.enrolled(identified)?;
        let given = message.bootstrap_token.as_ref().filter(|token| !token.expose_secret().is_empty());
        if given != channel.bootstrap_token() {
            self.change(Change::BootstrapTokenSet(given.cloned()));
            self.event(match given {
                Some(_) => EventKind::BootstrapTokenSet,
                None => EventKind::BootstrapTokenRemoved,
            });
        }
        Ok(())
    }

    /// Without a token the answer has no key (Apple, Get Bootstrap Token, read 2026-08).
    pub(super) fn bootstrap_token(&mut self, identified: &Identified<'_>) -> Result<(), Error> {
        let token: Option<BootstrapToken> = self.enrolled(identified)?.bootstrap_token().cloned();
        let response = GetBootstrapTokenResponse { bootstrap_token: token, ..Default::default() };
        self.decision.reply.body = Some(Body::Made(Made::plist(&response)?));
        Ok(())
    }

    /// What only the embedder can answer.
    pub(super) fn ask(&mut self, question: Question, identified: &Identified<'_>) -> Result<(), Error> {
        match &question {
            Question::Token(_) => self.enrolled(identified)?,
            // It asks while it is being erased.
            Question::ReturnToService => self.speaker(identified)?,
        };
        self.decision.reply.body = Some(Body::Asked(question));
        Ok(())
    }

    /// What its declarations answer is decided with their own records.
    #[cfg(feature = "declarative")]
    pub(super) fn declarations(
        &mut self,
        message: &mdm_apple::DeclarativeManagementMessage,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let channel = match self.enrolled(identified) {
            Ok(channel) => channel,
            // 404 would make the device remove a declaration (Apple, Declarative Management, read 2026-08).
            Err(Error::UnknownEnrollment | Error::NotEnrolled) => return Err(Error::NoDeclarations),
            Err(error) => return Err(error),
        };
        let asked = crate::declarative::Asked::new(message, channel.tenant(), channel.life());
        self.decision.reply.body = Some(Body::Declarative(Box::new(asked)));
        Ok(())
    }

    fn enrolled(&mut self, identified: &Identified<'_>) -> Result<&Channel, Error> {
        let channel = self.speaker(identified)?;
        if channel.stage() == Stage::Enrolled { Ok(channel) } else { Err(Error::NotEnrolled) }
    }

    /// Everything that was ordered so far goes first: DeviceConfigured may touch anything, so that it stays behind what
    /// is open.
    pub(super) fn finish_setup(&mut self, actor: &Actor) -> Result<(), Error> {
        let channel = self.living()?;
        if channel.head.awaiting.is_none() || pending(&channel.queue).next().is_some() {
            return Ok(());
        }
        let (order, payload) = self.device_configured(&channel.head, &channel.queue)?;
        let subject = channel.subject();
        let receipt = channel.queue.enqueue([order], &self.context(&subject), self.now)?;
        self.keep(&receipt.places, payload);
        self.event(EventKind::Ordered { actor: actor.clone(), commands: 1 });
        self.wake(&receipt.turn, channel)?;
        self.turn(receipt.turn);
        Ok(())
    }

    /// Nobody is kept in Setup Assistant for ever: after the deadline DeviceConfigured goes out, whatever else waits.
    pub(super) fn overdue_setup(&self, head: &Head, queue: &Queue) -> Option<(Order, Vec<u8>)> {
        if self.now < head.awaiting? {
            return None;
        }
        // One that waits for nothing is on its way.
        if queue.entries().any(|entry| is_pending(entry) && entry.footprint.touches().is_empty()) {
            return None;
        }
        let (mut order, payload) = self.device_configured(head, queue).ok()?;
        order.footprint = mdm_lock::Footprint::new();
        order.supersedes = pending(queue).cloned().collect();
        Some((order, payload))
    }

    pub(super) fn expire(&mut self) -> Result<(), Error> {
        let now = self.now;
        self.about(|queue, context| queue.expire(context, now))
    }

    fn device_configured(&self, head: &Head, queue: &Queue) -> Result<(Order, Vec<u8>), Error> {
        // The place makes the name unique, and the same decision gives the same name.
        // A user of a Shared iPad has a command of its own (Apple, User Configured, read 2026-11).
        let (what, request): (_, Request) = match &head.user {
            Some(user) if user.kind() == IdentityKind::SharedIpadUser => {
                (USER_CONFIGURED, UserConfigured::default().into())
            }
            _ => (DEVICE_CONFIGURED, DeviceConfigured::default().into()),
        };
        let name = format!("{what}-{}-{}", head.generation, queue.state().last_seq);
        let uuid = mdm_apple::CommandUuid::new(&name).map_err(|_| Error::Record("a name is too long"))?;
        let command = Command::new(uuid, request);
        let order = Order::new(CommandUuid::new(&name)?, what, command.request.footprint());
        Ok((order, command.encode().map_err(Error::Encode)?))
    }

    pub(super) fn keep(&mut self, places: &[Option<u64>], payload: Vec<u8>) {
        if let [Some(seq)] = places {
            self.decision.payloads.push((command_name(self.key, *seq), payload));
        }
    }
}

/// Every command that waits and lets out of Setup Assistant.
fn pending(queue: &Queue) -> impl Iterator<Item = &CommandUuid> {
    queue.entries().filter(|entry| is_pending(entry)).map(|entry| &entry.uuid)
}

fn is_pending(entry: &Entry) -> bool {
    entry.is_open() && lets_out(&entry.command)
}
