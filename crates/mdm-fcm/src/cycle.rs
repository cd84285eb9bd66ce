use std::time::{Duration, SystemTime};

use crate::retry_after::{Attempt, MAX_WAIT};
use crate::{AccessToken, Grant, GrantFailure, GrantProblem};

/// The life of the access token: when one may be used, when a new one is fetched, and what is waited after a failure.
///
/// Sans-IO, one for a service account. Before a push ask [`token`](Self::token); then, whatever it said, ask
/// [`poll_refresh`](Self::poll_refresh), send the request that it wants, and give the answer to
/// [`handle_grant`](Self::handle_grant). After a push tell [`handle_accepted`](Self::handle_accepted) or
/// [`handle_refused`](Self::handle_refused).
///
/// - One refresh is under way at a time, however many pushes wait. One that is not answered within
///   [`Self::REFRESH_LIMIT`] is given up.
/// - A token is replaced five minutes before it expires (in the middle of its life if that is shorter); meanwhile the
///   old one is used.
/// - A token that FCM refuses is replaced at once. When the new one is refused too, before it ever worked, the account is
///   at fault, and the next one is fetched after a pause: a storm of 401 is no storm of refreshes.
/// - Failures are spaced: a second doubled up to a minute; a minute up to an hour when waiting does not help;
///   `Retry-After` if the server gives one.
/// - When the server's time differs from ours and it refuses the assertion, the next one is signed for the server's
///   time. That is tried once before each pause.
/// - A clock that steps back delays a refresh by no more than the longest pause; FCM's refusal ends a token that only
///   seems to be valid.
#[derive(Debug)]
pub struct TokenCycle {
    current: Option<Current>,
    /// Counts tokens.
    generation: u64,
    /// When the refresh that is under way began, and its number.
    under_way: Option<(u64, SystemTime)>,
    refreshes: u64,
    /// FCM refused a token, and has accepted none since.
    forced: bool,
    failures: u32,
    failure: Option<GrantProblem>,
    /// No refresh before, after a failure.
    pause: Option<Pause>,
    skew: Skew,
    salt: u64,
}

impl TokenCycle {
    /// A refresh without an answer is given up after this.
    pub const REFRESH_LIMIT: Duration = Duration::from_secs(60);
    /// How long before its end a token is replaced.
    pub const AHEAD: Duration = Duration::from_secs(5 * 60);

    /// Without a token. `salt` differs from node to node, so that they do not all ask at once.
    #[must_use]
    pub fn new(salt: u64) -> Self {
        Self {
            current: None,
            generation: 0,
            under_way: None,
            refreshes: 0,
            forced: false,
            failures: 0,
            failure: None,
            pause: None,
            skew: Skew::default(),
            salt,
        }
    }

    /// The token to push with.
    ///
    /// # Errors
    /// [`NoToken::Coming`] while a refresh is under way or about to be, [`NoToken::Failed`] during the pause after a
    /// failure.
    pub fn token(&self, now: SystemTime) -> Result<(Generation, &AccessToken), NoToken> {
        if let Some(current) = self.current.as_ref().filter(|current| current.is_usable(now)) {
            return Ok((Generation(self.generation), &current.token));
        }
        match (self.is_under_way(now), self.paused_until(now), self.failure) {
            (false, Some(until), Some(problem)) => Err(NoToken::Failed { problem, until }),
            _ => Err(NoToken::Coming),
        }
    }

    /// A refresh that is due, if there is one. It counts as under way until [`handle_grant`](Self::handle_grant).
    pub fn poll_refresh(&mut self, now: SystemTime) -> Option<Refresh> {
        // After a step back of the clock a pause begins anew.
        if let Some(pause) = &mut self.pause {
            pause.since = pause.since.min(now);
        }
        let fresh = self.current.as_ref().is_some_and(|current| current.is_fresh(now));
        if fresh || self.is_under_way(now) || self.paused_until(now).is_some() {
            return None;
        }
        self.pause = None;
        self.refreshes += 1;
        self.under_way = Some((self.refreshes, now));
        Some(Refresh { number: self.refreshes, issued_at: self.skew.apply(now) })
    }

    /// What became of a refresh.
    pub fn handle_grant(&mut self, refresh: Refresh, result: Result<Grant, GrantFailure>, now: SystemTime) {
        let current = self.under_way.is_some_and(|(number, _)| number == refresh.number);
        if current {
            self.under_way = None;
        }
        match result {
            // A late token is a token.
            Ok(grant) => self.accept(grant, now),
            Err(failure) if current => self.fail(&failure, now),
            Err(_) => {}
        }
    }

    /// FCM took a push with this token.
    pub fn handle_accepted(&mut self, generation: Generation) {
        if self.of(generation).is_some_and(|current| !current.refused) {
            self.forced = false;
            self.failures = 0;
            self.failure = None;
        }
    }

    /// FCM refused this token ([`Answer::refuses_access_token`](crate::Answer::refuses_access_token)). Pushes that were
    /// sent with it may be sent again with the next one. Said a hundred times of one token it means one refresh.
    pub fn handle_refused(&mut self, generation: Generation, now: SystemTime) {
        let Some(current) = self.of(generation).filter(|current| !current.refused) else { return };
        current.refused = true;
        if std::mem::replace(&mut self.forced, true) {
            self.fail(&GrantProblem::NotAccepted.into(), now);
        }
    }

    /// The newest token's number.
    #[must_use]
    pub fn generation(&self) -> Generation {
        Generation(self.generation)
    }

    fn of(&mut self, generation: Generation) -> Option<&mut Current> {
        self.current.as_mut().filter(|_| generation == Generation(self.generation))
    }

    fn accept(&mut self, grant: Grant, now: SystemTime) {
        let ahead = Self::AHEAD.min(grant.lifetime / 2);
        let end = |lifetime| now.checked_add(lifetime).unwrap_or(now);
        self.generation += 1;
        self.current = Some(Current {
            token: grant.token,
            refresh_at: end(grant.lifetime - ahead),
            expires_at: end(grant.lifetime),
            refused: false,
        });
        self.pause = None;
        self.skew.tried = false;
        // Failures are forgotten when FCM accepts the token, not before.
    }

    fn fail(&mut self, failure: &GrantFailure, now: SystemTime) {
        self.failure = Some(failure.problem);
        if matches!(failure.problem, GrantProblem::Clock | GrantProblem::InvalidGrant)
            && self.skew.learn(failure.server_time, now)
        {
            self.pause = None;
            return;
        }
        self.failures = self.failures.saturating_add(1);
        let (first, longest) =
            if failure.problem.is_credential() { (MINUTE, 60 * MINUTE) } else { (MINUTE / 60, MINUTE) };
        let attempt = Attempt { number: self.failures, salt: self.salt };
        let wait = failure.retry_after.unwrap_or_else(|| attempt.back_off(first, longest)).min(MAX_WAIT);
        self.pause = Some(Pause { since: now, wait });
    }

    fn is_under_way(&self, now: SystemTime) -> bool {
        // A clock that stepped back behind the beginning gives no age, and then it is given up.
        let age = self.under_way.map(|(_, since)| now.duration_since(since));
        age.is_some_and(|age| age.is_ok_and(|age| age < Self::REFRESH_LIMIT))
    }

    fn paused_until(&self, now: SystemTime) -> Option<SystemTime> {
        let Pause { since, wait } = self.pause?;
        let left = wait.checked_sub(now.duration_since(since).unwrap_or_default())?;
        if left.is_zero() { None } else { now.checked_add(left) }
    }
}

#[derive(Debug)]
struct Current {
    token: AccessToken,
    refresh_at: SystemTime,
    expires_at: SystemTime,
    refused: bool,
}

impl Current {
    fn is_usable(&self, now: SystemTime) -> bool {
        !self.refused && now < self.expires_at
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        !self.refused && now < self.refresh_at
    }
}

#[derive(Clone, Copy, Debug)]
struct Pause {
    since: SystemTime,
    wait: Duration,
}

/// How far the server's clock is ahead of ours, or behind it.
#[derive(Debug, Default)]
struct Skew {
    ahead: Duration,
    behind: Duration,
    /// The assertion was signed for the server's time, and nothing was granted since.
    tried: bool,
}

impl Skew {
    fn apply(&self, now: SystemTime) -> SystemTime {
        let ahead = now.checked_add(self.ahead).unwrap_or(now);
        ahead.checked_sub(self.behind).unwrap_or(ahead)
    }

    /// Whether there is something to learn, and to try at once. After it was tried in vain a pause comes first.
    fn learn(&mut self, server_time: Option<SystemTime>, now: SystemTime) -> bool {
        let tried = std::mem::take(&mut self.tried);
        let Some(server_time) = server_time.filter(|_| !tried) else { return false };
        let assumed = self.apply(now);
        let off = server_time.duration_since(assumed).unwrap_or_else(|behind| behind.duration());
        if off < TOLERANCE {
            return false;
        }
        self.ahead = server_time.duration_since(now).unwrap_or_default();
        self.behind = now.duration_since(server_time).unwrap_or_default();
        self.tried = true;
        true
    }
}

/// Names an access token, in this [`TokenCycle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u64);

/// A refresh that is to be made: [`ServiceAccount::grant_request`](crate::ServiceAccount::grant_request).
#[derive(Debug)]
#[must_use]
pub struct Refresh {
    number: u64,
    issued_at: SystemTime,
}

impl Refresh {
    /// For when the assertion is signed: now, by the clock of the token endpoint.
    #[must_use]
    pub fn issued_at(&self) -> SystemTime {
        self.issued_at
    }
}

/// Why there is no access token at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoToken {
    /// One is being fetched, or is to be: ask [`TokenCycle::poll_refresh`].
    Coming,
    /// The last refresh failed.
    Failed {
        /// Why.
        problem: GrantProblem,
        /// When the next one is made.
        until: SystemTime,
    },
}

const MINUTE: Duration = Duration::from_secs(60);
/// A difference of clocks that is none: the way there and back, and the seconds of `Date`.
const TOLERANCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests;
