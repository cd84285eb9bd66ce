//! When the identities of a fleet are renewed, and when that stops.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use crate::{Certificate, Fingerprint};

/// When each certificate of a fleet is renewed: spread over a span before it expires, so that devices that enrolled
/// on one day do not come back on one day.
///
/// The place in the span is taken from the certificate's fingerprint, so every node computes the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalSchedule {
    /// How long before expiry the first ones are due, at most half of the lifetime: 60 days by default.
    pub earliest: Duration,
    /// How long before expiry the last ones are due, at most a quarter of the lifetime: 14 days by default. It is the
    /// time in which devices that are switched off can still come back.
    pub latest: Duration,
}

/// Stops the renewals of a fleet when too many fail: a profile that breaks devices, or an authority that they do not
/// accept, must not reach all of them.
///
/// Feed it every start and every outcome. It also holds back while many devices have not answered yet, because their
/// answers could be failures. It stays stopped until somebody has looked: [`resume`](Self::resume).
#[derive(Debug, Clone)]
pub struct RenewalBreaker {
    /// The last outcomes, `true` for failures.
    recent: VecDeque<bool>,
    unanswered: VecDeque<SystemTime>,
    stopped: bool,
}

/// How a renewal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalOutcome {
    /// The device uses its new certificate.
    Renewed,
    /// It said that it could not, or still has the old one after a deadline.
    Failed,
}

impl RenewalSchedule {
    /// When this certificate is due.
    #[must_use]
    pub fn due_at(&self, certificate: &Certificate) -> SystemTime {
        let end = certificate.not_after();
        let lifetime = end.duration_since(certificate.not_before()).unwrap_or_default();
        let earliest = self.earliest.min(lifetime / 2);
        let latest = self.latest.min(lifetime / 4).min(earliest);
        let early = latest + share(&certificate.fingerprint(), earliest - latest);
        end.checked_sub(early).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// When to try once more after so many failures, the last of them at `failed_at`: after one hour, two, four, up to
    /// a day, each up to half as long again.
    #[must_use]
    pub fn retry_at(
        &self,
        certificate: &Fingerprint,
        failures: u32,
        failed_at: SystemTime,
    ) -> Option<SystemTime> {
        let pause = HOUR.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
        let pause = pause.min(DAY);
        failed_at.checked_add(pause + share(certificate, pause / 2))
    }
}

impl Default for RenewalSchedule {
    fn default() -> Self {
        Self { earliest: 60 * DAY, latest: 14 * DAY }
    }
}

impl RenewalBreaker {
    /// Outcomes that are looked at.
    pub const WINDOW: usize = 100;
    /// Failures among them that stop.
    pub const FAILURES: usize = 10;
    /// Renewals that may wait for their outcome at the same time.
    pub const UNANSWERED: usize = 100;
    /// After this time a device is taken for switched off, and waited for no more.
    pub const PATIENCE: Duration = DAY;

    /// Nothing has happened yet.
    #[must_use]
    pub fn new() -> Self {
        Self { recent: VecDeque::new(), unanswered: VecDeque::new(), stopped: false }
    }

    /// Asks to start a renewal, and counts it if it may start.
    #[must_use]
    pub fn start(&mut self, now: SystemTime) -> bool {
        while self.unanswered.front().is_some_and(|at| is_older(*at, now)) {
            self.unanswered.pop_front();
        }
        let may = !self.stopped && self.unanswered.len() < Self::UNANSWERED;
        if may {
            self.unanswered.push_back(now);
        }
        may
    }

    /// Records an outcome. Whether this one stopped the renewals: tell somebody.
    #[must_use]
    pub fn record(&mut self, outcome: RenewalOutcome) -> bool {
        self.unanswered.pop_front();
        if self.recent.len() == Self::WINDOW {
            self.recent.pop_front();
        }
        self.recent.push_back(outcome == RenewalOutcome::Failed);
        let failures = self.recent.iter().filter(|failed| **failed).count();
        let stops = !self.stopped && failures >= Self::FAILURES;
        self.stopped |= stops;
        stops
    }

    /// Whether renewals are stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Somebody has looked: forgets the outcomes and goes on.
    pub fn resume(&mut self) {
        self.recent.clear();
        self.stopped = false;
    }
}

impl Default for RenewalBreaker {
    fn default() -> Self {
        Self::new()
    }
}

/// Also true when the clock stepped back, or nothing would ever start again.
fn is_older(at: SystemTime, now: SystemTime) -> bool {
    now.duration_since(at).map_or(true, |age| age > RenewalBreaker::PATIENCE)
}

/// A part of this span by the fingerprint, which is a hash.
fn share(fingerprint: &Fingerprint, span: Duration) -> Duration {
    let [a, b, c, d, ..] = fingerprint.as_bytes();
    let part = u32::from_be_bytes([*a, *b, *c, *d]);
    Duration::from_secs_f64(span.as_secs_f64() * f64::from(part) / 4_294_967_296.0)
}

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{AUTHORITY, now};
    use crate::{IssuePolicy, KeyPair, Serial, Subject, Usage};

    #[test]
    fn a_fleet_that_enrolled_at_once_is_spread() {
        let csr = KeyPair::mint_p256().unwrap().csr("x").unwrap();
        let fleet = |lifetime: Duration| -> Vec<Certificate> {
            let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, lifetime);
            (0..200)
                .map(|_| AUTHORITY.issue(&csr, &policy, Serial::mint().unwrap(), now()).unwrap())
                .collect()
        };
        let schedule = RenewalSchedule::default();
        let check = |lifetime: Duration, earliest: Duration, latest: Duration| {
            let mut halves = [0; 2];
            for certificate in fleet(lifetime) {
                let due = schedule.due_at(&certificate);
                let early = certificate.not_after().duration_since(due).unwrap();
                assert!((latest..=earliest).contains(&early), "{early:?}");
                halves[usize::from(early > (earliest + latest) / 2)] += 1;
            }
            assert!(halves.iter().all(|half| *half > 60), "{halves:?}");
        };
        check(365 * DAY, 60 * DAY, 14 * DAY);
        // Lifetimes are an hour longer than said, because they begin in the past.
        check(8 * DAY - HOUR, 4 * DAY, 2 * DAY);
        let one = Fingerprint::from_bytes([0; 32]);
        for (failures, hours) in [(0, 1), (1, 1), (2, 2), (3, 4), (6, 24), (99, 24)] {
            assert_eq!(schedule.retry_at(&one, failures, now()), Some(now() + hours * HOUR));
        }
    }

    #[test]
    fn too_many_failures_stop_the_fleet() {
        let mut breaker = RenewalBreaker::new();
        for round in 0..500 {
            assert!(breaker.start(now()));
            let failed = round % 20 == 0;
            assert!(!breaker.record(if failed { RenewalOutcome::Failed } else { RenewalOutcome::Renewed }));
        }
        let stops: Vec<bool> = (0..20).map(|_| breaker.record(RenewalOutcome::Failed)).collect();
        // One stop is told, once.
        assert_eq!(stops.iter().filter(|stops| **stops).count(), 1);
        assert!(breaker.is_stopped() && !breaker.start(now()));
        assert!(!breaker.record(RenewalOutcome::Renewed) && breaker.is_stopped());
        breaker.resume();
        assert!(breaker.start(now()));
    }

    #[test]
    fn silence_holds_the_fleet_back_for_a_day() {
        let mut breaker = RenewalBreaker::new();
        let mut started = 0;
        while breaker.start(now()) {
            started += 1;
        }
        assert_eq!(started, RenewalBreaker::UNANSWERED);
        assert!(!breaker.start(now() + DAY));
        assert!(!breaker.record(RenewalOutcome::Renewed) && breaker.start(now()));
        assert!(breaker.start(now() + DAY + HOUR));
        // A clock that steps back does not hold for ever.
        assert!(breaker.start(now()));
    }
}
