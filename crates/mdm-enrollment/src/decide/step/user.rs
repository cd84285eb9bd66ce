//! What the users of a device change: a channel that begins with a login and ends with its device.

use std::collections::BTreeSet;

use mdm_apple::support::DeviceFacts;
use mdm_apple::{EnrollmentIdentity, IdentityKind, TokenUpdate, UserAuthenticate};
use mdm_command::{Answer, CancelReason, Entry, Fact, Outcome, State};
use serde::Serialize;

use super::{Deciding, UserEnd};
use crate::channel::{Change, Channel, Deletion, Joined, Stage};
use crate::decide::{Body, Made};
use crate::request::Identified;
use crate::row::{RecordKey, WakeChange};
use crate::user::{Challenge, DigestLogin, Realm, User, UserPolicy, device_of};
use crate::{Error, EventKind, PushRoute};

/// A Shared iPad has as many users as come by, and each has a record.
const USERS: u64 = 1000;

impl<'a> Deciding<'a> {
    /// The channel of the user, if it lives in this life of the device, and if the user has shown the password where that is
    /// asked.
    pub(super) fn user_speaks(
        &mut self,
        device: &Channel,
        identified: &Identified<'_>,
    ) -> Result<&'a Channel, Error> {
        let channel = self.user_of(device).ok_or(Error::NotEnrolled)?;
        self.check_token(channel.user(), identified)?;
        if channel.user().is_some_and(|user| user.challenge.is_some() && user.is_authenticated()) {
            self.change(Change::UserLoggedIn);
        }
        Ok(channel)
    }

    /// The living channel of the user that speaks.
    fn user_of(&self, device: &Channel) -> Option<&'a Channel> {
        let lives = |channel: &&Channel| {
            channel.stage().is_living()
                && device.stage() == Stage::Enrolled
                && channel.generation() == device.generation()
        };
        self.channel().filter(lives)
    }

    fn check_token(&self, user: Option<&User>, identified: &Identified<'_>) -> Result<(), Error> {
        let kind = identified.message.identity().map(|identity| identity.kind);
        let asked = matches!(identified.users, UserPolicy::Authenticated { .. });
        // Users of a Shared iPad, and under User Enrollment, have signed in with a Managed Apple Account.
        if !asked || kind != Some(IdentityKind::User) {
            return Ok(());
        }
        let token = identified.auth_token.as_ref().map(|token| token.0.as_str());
        let shown = user.is_some_and(|user| user.knows(token));
        if shown { Ok(()) } else { Err(Error::UserNotAuthenticated) }
    }

    /// The beginning of a user's channel; says what it then is.
    fn join(&mut self, device: &Channel, identified: &Identified<'_>) -> Result<Channel, Error> {
        identified.management.admit().map_err(Error::NotManaged)?;
        let Some(EnrollmentIdentity { kind, .. }) = identified.message.identity() else {
            return Err(Error::UnknownEnrollment);
        };
        if device.users() >= USERS {
            return Err(Error::TooManyUsers { limit: USERS });
        }
        // Whoever comes on the user channel of an iPad tells that it is shared.
        let shared = *kind == IdentityKind::SharedIpadUser;
        let facts = DeviceFacts {
            shared_ipad: if shared { Some(true) } else { device.facts().shared_ipad },
            ..device.facts().clone()
        };
        let of_device = self.device.clone();
        self.change_of(&of_device, Change::UsersCounted(device.users().saturating_add(1)));
        if facts != *device.facts() {
            self.change_of(&of_device, Change::FactsLearned(facts.clone()));
            self.event_of(&of_device, EventKind::FactsLearned);
        }
        let keys = match &identified.message {
            crate::request::Message::CheckIn(message, _) => message.keys(),
            _ => return Err(Error::UnknownEnrollment),
        };
        let change = Change::UserJoined(Box::new(Joined {
            user: User::new(keys, *kind),
            tenant: identified.tenant.clone(),
            generation: device.generation(),
            topic: device.head.topic.clone(),
            facts: DeviceFacts { channel: mdm_lock::Channel::User, ..facts },
        }));
        let mut joined = self.channel().cloned().or_else(|| Channel::born(&change));
        if let Some(joined) = &mut joined {
            joined.apply(&change);
        }
        self.change(change);
        self.event(EventKind::UserJoined);
        joined.ok_or(Error::UnknownEnrollment)
    }

    /// A user of a Mac logs in: no question where the device's word is enough, a challenge, or the answer to one.
    ///
    /// Source: Apple, User Authenticate (read 2026-11): an empty `DigestChallenge` asks for nothing, and an empty
    /// `AuthToken` refuses.
    pub(super) fn user_authenticate(
        &mut self,
        message: &UserAuthenticate,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let device = self.device_speaks(identified)?;
        if device.stage() != Stage::Enrolled {
            return Err(Error::NotEnrolled);
        }
        let UserPolicy::Authenticated { realm } = &identified.users else {
            return self.reply(&DigestChallenge { text: "" });
        };
        let answered = message.digest_response.as_ref().is_some_and(|text| !text.expose_secret().is_empty());
        if answered {
            self.take_digest(realm, device, identified)
        } else {
            self.challenge(realm, message, device, identified)
        }
    }

    fn challenge(
        &mut self,
        realm: &Realm,
        message: &UserAuthenticate,
        device: &Channel,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let login = self.records.login.as_ref().ok_or(Error::NoLogin)?;
        match self.user_of(device).and_then(Channel::user) {
            None => {
                self.join(device, identified)?;
            }
            // One who has a name keeps it until the password was shown: another's password opens nothing.
            Some(user) if user.short_name().is_none() => {
                if let Some(named) = user.renamed(&message.keys) {
                    self.change(Change::UserNamed(Box::new(named)));
                }
            }
            Some(_) => {}
        }
        let challenge = Challenge::new(&login.random.challenge(), self.now);
        let text = challenge.text(realm);
        self.change(Change::UserChallenged(challenge));
        self.reply(&DigestChallenge { text: &text })
    }

    /// The challenge stays open until the token is used: the answer may be lost, and the Mac says the same once more.
    fn take_digest(
        &mut self,
        realm: &Realm,
        device: &Channel,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let Some(user) = self.user_of(device).and_then(Channel::user) else {
            return self.reply(&AuthToken { token: "" });
        };
        let challenge = user.challenge.as_ref().filter(|challenge| challenge.is_open(self.now));
        // Another's password opens nothing, right as it may be.
        let is_theirs = |login: &&DigestLogin| {
            user.short_name().is_none_or(|name| name.eq_ignore_ascii_case(login.username()))
        };
        let asked = challenge.zip(identified.login.as_ref().filter(is_theirs));
        let given = self.records.login.as_ref().ok_or(Error::NoLogin)?;
        let answers = match (asked, &given.password) {
            (Some((challenge, login)), Some(password)) => login.answers(challenge, realm, password),
            _ => false,
        };
        if !answers {
            self.change(Change::Noted);
            self.event(EventKind::UserRefused);
            return self.reply(&AuthToken { token: "" });
        }
        let token = given.random.token();
        self.change(Change::UserAuthenticated(mdm_pki::sha256(token.as_bytes())));
        self.event(EventKind::UserAuthenticated);
        self.reply(&AuthToken { token: &token })
    }

    fn reply(&mut self, message: &impl Serialize) -> Result<(), Error> {
        self.decision.reply.body = Some(Body::Made(Made::plist(message)?));
        Ok(())
    }

    pub(super) fn user_token_update(
        &mut self,
        message: &TokenUpdate,
        identified: &Identified<'_>,
    ) -> Result<(), Error> {
        let device = self.device_speaks(identified)?;
        if device.stage() != Stage::Enrolled {
            return Err(Error::NotEnrolled);
        }
        if message.topic != device.head.topic {
            return Err(Error::ForeignTopic);
        }
        let joined;
        let channel = match self.user_of(device) {
            Some(_) => self.user_speaks(device, identified)?,
            None => {
                self.check_token(None, identified)?;
                joined = self.join(device, identified)?;
                &joined
            }
        };
        // A login may have told the identifier alone. Who speaks here has shown the password, where one is asked.
        if let Some(named) = channel.user().and_then(|user| user.renamed(&message.keys)) {
            self.change(Change::UserNamed(Box::new(named)));
            self.event(EventKind::FactsLearned);
        }
        let first = channel.stage() == Stage::Authenticated;
        if first {
            // It may have been turned off since the login began.
            identified.management.admit().map_err(Error::NotManaged)?;
        }
        let route = PushRoute::of(message, self.now)?;
        let stored = channel.push_route();
        let (awaits, waited) =
            (message.awaiting_configuration == Some(true), channel.head.awaiting.is_some());
        let repeats = stored.is_some_and(|stored| route.repeats(stored));
        if repeats && awaits == waited && !first {
            return Ok(());
        }
        let awaiting = self.setup_ends().filter(|_| awaits);
        self.token_updated(channel, route, None, awaiting, awaiting.filter(|_| !waited))
    }

    pub(super) fn user_check_out(&mut self, identified: &Identified<'_>) -> Result<(), Error> {
        let device = self.device_speaks(identified)?;
        match self.user_of(device) {
            Some(_) => {
                self.user_speaks(device, identified)?;
                self.end_this_user(UserEnd::CheckedOut)
            }
            // The user said so before, or is over with the device.
            None if self.channel().is_some() => Ok(()),
            None => Err(Error::NotEnrolled),
        }
    }

    /// The channel that the input is about is over, and the device has one user less.
    pub(super) fn end_this_user(&mut self, why: UserEnd) -> Result<(), Error> {
        let user = self.channel().ok_or(Error::NoOrders)?;
        let device = self.device().ok_or(Error::NoOrders)?;
        let of_device = self.device.clone();
        self.change_of(&of_device, Change::UsersCounted(device.users().saturating_sub(1)));
        self.end_user(self.key, user, why)
    }

    /// The users of a device end with it.
    pub(super) fn end_users(&mut self, why: UserEnd) -> Result<(), Error> {
        let Some(device) = self.device().filter(|device| device.users() > 0) else { return Ok(()) };
        self.end_some(device, why, |_| true).map(drop)
    }

    /// The command at this place was acknowledged: if it was a `DeleteUser`, its users are over.
    pub(super) fn delete_users(&mut self, device: &Channel, seq: u64) -> Result<(), Error> {
        let mut deletions = device.head.deletions.clone();
        let Some(deletion) = deletions.remove(&seq) else { return Ok(()) };
        if device.users() > 0 {
            let ended = self.end_some(device, UserEnd::Deleted, |user| deletion.concerns(user))?;
            self.change(Change::UsersCounted(device.users().saturating_sub(ended)));
        }
        // Said twice, it does not delete who came back meanwhile.
        self.change(Change::UsersDeleted(deletions));
        Ok(())
    }

    fn end_some(
        &mut self,
        device: &Channel,
        why: UserEnd,
        which: impl Fn(&User) -> bool,
    ) -> Result<u64, Error> {
        if !self.records.users {
            return Err(Error::NeedsUsers);
        }
        let mut ended = 0;
        for (key, channel) in self.users_of(device) {
            if channel.user().is_some_and(&which) {
                self.end_user(key, channel, why)?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Of the device and its users, who may have sent a report that nobody can read: who waits for an answer. `None` when it
    /// is the device alone.
    pub(super) fn author(&self, device: &Channel) -> Result<Option<Author<'a>>, Error> {
        if !self.records.users {
            return Err(Error::NeedsUsers);
        }
        let waits = |channel: &Channel| {
            channel.queue.entries().any(|entry| matches!(entry.state, State::Sent | State::Unanswered))
        };
        let mut users = self.users_of(device).filter(|(_, user)| waits(user));
        Ok(match (waits(device), users.next(), users.next()) {
            (true, None, _) => None,
            (false, Some((key, user)), None) => Some(Author::User(key, user)),
            _ => Some(Author::Anybody),
        })
    }

    /// A report of somebody else than the device. The reply is the device's: what would go out next stays where it is, and
    /// goes out when its channel comes.
    pub(super) fn take_unreadable(
        &mut self,
        author: Author<'_>,
        answer: &Answer<'_>,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        match author {
            Author::User(key, user) => {
                // The reply goes to the device: nothing goes out here, and a push that was due stays due.
                let turn = user.queue.take_in(answer, &self.context(&user.subject()), self.now)?;
                self.turn_of(key, turn);
            }
            Author::Anybody => {
                self.change(Change::Noted);
                self.event(EventKind::Command(Fact::UnreadableReport { outcome: outcome.clone() }));
            }
        }
        self.contact();
        Ok(())
    }

    /// The living channels of the device's users, in this life of the device.
    pub(super) fn users_of(
        &self,
        device: &Channel,
    ) -> impl Iterator<Item = (&'a RecordKey, &'a Channel)> + use<'a> {
        let (of_device, generation) = (self.device.clone(), device.generation());
        let records = self.records;
        records.channels.iter().filter_map(move |(key, (_, channel, _))| {
            let is_here = device_of(key).as_ref() == Some(&of_device) && channel.stage().is_living();
            (is_here && channel.generation() == generation).then_some((key, channel))
        })
    }

    fn end_user(&mut self, key: &RecordKey, user: &Channel, why: UserEnd) -> Result<(), Error> {
        let reason = match why {
            UserEnd::DeviceReenrolled => CancelReason::Reenrolled,
            _ => CancelReason::Unenrolled,
        };
        let turn = user.queue.clear(reason, &self.context(&user.subject()), self.now)?;
        self.turn_of(key, turn);
        self.change_of(key, Change::UserEnded(why));
        self.event_of(key, EventKind::UserEnded { why });
        self.decision.wake.push((key.clone(), WakeChange::Unenroll));
        Ok(())
    }

    /// Whom a command deletes is not kept any more when it has ended and no answer can come that would delete somebody:
    /// it was answered, it never went out, or it is forgotten.
    pub(super) fn forget_deletions(&mut self) {
        use mdm_command::Change as Moved;
        let Some(channel) = self.channel().filter(|channel| !channel.head.deletions.is_empty()) else {
            return;
        };
        let mut deletions = &channel.head.deletions;
        let mut queue = channel.queue.clone();
        let mut over = BTreeSet::new();
        for change in self.own_changes() {
            match change {
                Change::UsersDeleted(kept) => deletions = kept,
                Change::Queue(change) => {
                    let seq = queue.apply(change);
                    if let (Moved::CommandForgotten { .. }, Some(seq)) = (change, seq) {
                        over.insert(seq);
                    }
                    let ended = seq.and_then(|seq| queue.at(seq)).filter(|entry| !entry.is_open());
                    let unheard = |entry: &&Entry| {
                        entry.deliveries == 0
                            || matches!(entry.state, State::Error | State::CommandFormatError)
                    };
                    over.extend(ended.filter(unheard).map(|entry| entry.seq));
                }
                // All of them are gone with it.
                Change::Erased
                | Change::CheckedOut
                | Change::Released
                | Change::BegunAnew
                | Change::Authenticated(_)
                | Change::MemberForgotten => return,
                _ => {}
            }
        }
        if deletions.keys().any(|seq| over.contains(seq)) {
            let mut kept = deletions.clone();
            kept.retain(|seq, _| !over.contains(seq));
            self.change(Change::UsersDeleted(kept));
        }
    }

    /// Keeps whom the commands delete: when one is acknowledged its bytes are not at hand. What is not open any more is
    /// forgotten.
    pub(super) fn note_deletions(&mut self, channel: &Channel, new: Vec<(u64, Deletion)>) {
        if new.is_empty() {
            return;
        }
        let open = |seq: &u64| channel.queue.at(*seq).is_some_and(Entry::is_open);
        let kept = channel.head.deletions.iter().filter(|(seq, _)| open(seq));
        let deletions = kept.map(|(seq, deletion)| (*seq, deletion.clone())).chain(new).collect();
        self.change(Change::UsersDeleted(deletions));
    }
}

/// Whose a report is that names nobody and no command.
pub(super) enum Author<'a> {
    /// This user's: nobody else waits for an answer.
    User(&'a RecordKey, &'a Channel),
    /// Nobody knows. It closes nobody's command.
    Anybody,
}

/// The answer to the first UserAuthenticate.
#[derive(Serialize)]
struct DigestChallenge<'a> {
    #[serde(rename = "DigestChallenge")]
    text: &'a str,
}

/// The answer to the second.
#[derive(Serialize)]
struct AuthToken<'a> {
    #[serde(rename = "AuthToken")]
    token: &'a str,
}
