//! How and when a fake APNs fails on purpose: as data, so that a test can enumerate it.

use std::borrow::Cow;
use std::time::Duration;

/// A moment in the life of a connection or of a push at which a [`Fault`] can strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// TCP is up; no byte of TLS was exchanged.
    Connecting,
    /// In the TLS handshake.
    Tls,
    /// TLS is up; the server's SETTINGS are not sent yet.
    Preface,
    /// The HEADERS of a push arrived. The push is not judged.
    Headers,
    /// The whole push arrived. It is not judged.
    Data,
    /// The push was judged, and delivered or kept if it was right; its answer is due.
    AnswerHeaders,
    /// Like [`AnswerHeaders`](Self::AnswerHeaders), and the answer's HEADERS are sent: its body is due.
    AnswerBody,
    /// A push was answered in full.
    Between,
    /// One side has said GOAWAY, or the client has ended the connection. Once a connection.
    Shutdown,
}

impl Phase {
    /// All of them, in the order of a connection's life.
    pub const ALL: [Self; 9] = [
        Self::Connecting,
        Self::Tls,
        Self::Preface,
        Self::Headers,
        Self::Data,
        Self::AnswerHeaders,
        Self::AnswerBody,
        Self::Between,
        Self::Shutdown,
    ];

    /// Whether it is about one push.
    #[must_use]
    pub const fn is_of_a_push(self) -> bool {
        matches!(self, Self::Headers | Self::Data | Self::AnswerHeaders | Self::AnswerBody | Self::Between)
    }
}

/// How a fake APNs fails on purpose, once. [`phases`](Self::phases) says when each is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Ends the connection in order: TLS close_notify, then FIN. In the middle of an answer, after half of it.
    CloseConnection,
    /// Ends the connection with a FIN, without a close_notify.
    CutConnection,
    /// Ends the connection with a TCP reset.
    ResetConnection,
    /// Ends its own half of the connection and reads on, for ever.
    HalfClose,
    /// Writes nothing more, reads on and says nothing: PING is not answered either. It lets go when the client does, in
    /// [`Phase::Shutdown`] a minute after that.
    Mute,
    /// Reads nothing more. What was due is written. It lets go within seconds of the client.
    StopReading,
    /// Does not answer PING from now on.
    IgnorePings,
    /// From now on writes 16 bytes of TCP at a time, with a pause after each.
    Trickle {
        /// The pause.
        every: Duration,
    },
    /// Waits before it goes on. In the phases of a push only that push waits.
    Slow {
        /// How long.
        by: Duration,
    },
    /// Sends bytes that are no frame and no TLS record, then nothing more.
    Garbage,
    /// Shows a server certificate that has expired.
    ExpiredCertificate,
    /// Shows a server certificate for another name.
    WrongName,
    /// Shows a server certificate of an authority that nobody knows.
    UnknownAuthority,
    /// Answers the client's first message with the alert `handshake_failure`.
    HandshakeFailure,
    /// Refuses the client's certificate as expired. With TLS 1.3 the client hears of it after its own handshake.
    RefuseCertificate,
    /// Does not choose HTTP/2.
    NoHttp2,
    /// Says GOAWAY with `NO_ERROR` and the last stream before this push: earlier streams still get their answers, this
    /// one and later ones do not. Closes when the earlier ones are answered.
    GoAway {
        /// The reason in the debug data, if any.
        reason: Option<Cow<'static, str>>,
    },
    /// Says GOAWAY with `NO_ERROR` and loses nothing: every stream that was seen gets its answer, then it closes.
    GoAwayKeeping {
        /// The reason in the debug data, if any.
        reason: Option<Cow<'static, str>>,
    },
    /// The graceful way in two steps (RFC 9113, section 6.8): GOAWAY with the highest stream number, then, a PING later,
    /// GOAWAY with the real one. Nothing is lost.
    GoAwayTwice,
    /// Says GOAWAY with an error code and loses everything unanswered, then closes.
    GoAwayError {
        /// The HTTP/2 error code.
        code: u32,
    },
    /// Resets the push's stream with `REFUSED_STREAM`; the connection goes on.
    RefuseStream,
    /// Resets the push's stream.
    ResetStream {
        /// The HTTP/2 error code.
        code: u32,
    },
    /// Announces another number of concurrent streams.
    LimitStreams {
        /// How many.
        streams: u32,
    },
    /// Sends an answer with 64 KiB of headers.
    OversizedHeaders,
    /// Sends a frame larger than HTTP/2 allows without asking (RFC 9113, section 4.2).
    OversizedFrame,
    /// Sends a `PUSH_PROMISE`, which a provider must not accept (RFC 9113, section 8.4).
    PushPromise,
    /// Sends an interim answer, 103, before the real one. The real APNs does not; HTTP allows it.
    InterimAnswer,
    /// Answers with this status and reason, whatever the push is.
    Status {
        /// The HTTP status.
        status: u16,
        /// The reason in the body.
        reason: Cow<'static, str>,
    },
    /// Like [`Status`](Self::Status), with the header `retry-after`. Apple documents none for APNs; a gateway may add it.
    RetryAfter {
        /// The HTTP status.
        status: u16,
        /// The reason in the body.
        reason: Cow<'static, str>,
        /// The header, in seconds.
        secs: u32,
    },
    /// Answers 502 with a page of HTML, as a gateway does.
    ForeignAnswer,
    /// Never answers this push, or never ends the answer; the connection goes on.
    Silence,
}

impl Fault {
    /// One of each kind, with usual values; every HTTP/2 error code of RFC 9113, section 7. For a test that goes through
    /// them; every reason of Apple's is in [`REASONS`].
    pub const ALL: &'static [Self] = &[
        Self::CloseConnection,
        Self::CutConnection,
        Self::ResetConnection,
        Self::HalfClose,
        Self::Mute,
        Self::StopReading,
        Self::IgnorePings,
        Self::Trickle { every: Duration::from_millis(1) },
        Self::Slow { by: Duration::from_millis(20) },
        Self::Garbage,
        Self::ExpiredCertificate,
        Self::WrongName,
        Self::UnknownAuthority,
        Self::HandshakeFailure,
        Self::RefuseCertificate,
        Self::NoHttp2,
        Self::GoAway { reason: None },
        Self::GoAway { reason: Some(Cow::Borrowed("Shutdown")) },
        Self::GoAway { reason: Some(Cow::Borrowed("BadCertificateEnvironment")) },
        Self::GoAwayKeeping { reason: None },
        Self::GoAwayKeeping { reason: Some(Cow::Borrowed("IdleTimeout")) },
        Self::GoAwayTwice,
        Self::GoAwayError { code: 0x2 },
        Self::GoAwayError { code: 0xB },
        Self::RefuseStream,
        Self::ResetStream { code: 0x0 },
        Self::ResetStream { code: 0x1 },
        Self::ResetStream { code: 0x2 },
        Self::ResetStream { code: 0x3 },
        Self::ResetStream { code: 0x4 },
        Self::ResetStream { code: 0x5 },
        Self::ResetStream { code: 0x6 },
        Self::ResetStream { code: 0x7 },
        Self::ResetStream { code: 0x8 },
        Self::ResetStream { code: 0x9 },
        Self::ResetStream { code: 0xA },
        Self::ResetStream { code: 0xB },
        Self::ResetStream { code: 0xC },
        Self::ResetStream { code: 0xD },
        Self::LimitStreams { streams: 1 },
        Self::LimitStreams { streams: 0 },
        Self::OversizedHeaders,
        Self::OversizedFrame,
        Self::PushPromise,
        Self::InterimAnswer,
        Self::Status { status: 429, reason: Cow::Borrowed("TooManyRequests") },
        Self::Status { status: 500, reason: Cow::Borrowed("InternalServerError") },
        Self::Status { status: 503, reason: Cow::Borrowed("Shutdown") },
        Self::RetryAfter { status: 503, reason: Cow::Borrowed("ServiceUnavailable"), secs: 1 },
        Self::ForeignAnswer,
        Self::Silence,
    ];

    /// When it can strike, in the order of [`Phase::ALL`]. In any other phase it is passed over.
    #[must_use]
    pub const fn phases(&self) -> &'static [Phase] {
        use Phase::{AnswerBody, AnswerHeaders, Between, Connecting, Data, Headers, Preface, Shutdown, Tls};
        match self {
            Self::CutConnection | Self::ResetConnection | Self::Mute | Self::Slow { .. } | Self::Garbage => {
                &Phase::ALL
            }
            Self::HalfClose | Self::Trickle { .. } => {
                &[Connecting, Preface, Headers, Data, AnswerHeaders, AnswerBody, Between, Shutdown]
            }
            Self::CloseConnection | Self::StopReading => {
                &[Preface, Headers, Data, AnswerHeaders, AnswerBody, Between, Shutdown]
            }
            Self::ExpiredCertificate
            | Self::WrongName
            | Self::UnknownAuthority
            | Self::HandshakeFailure
            | Self::RefuseCertificate
            | Self::NoHttp2 => &[Tls],
            Self::IgnorePings
            | Self::GoAwayKeeping { .. }
            | Self::GoAwayTwice
            | Self::GoAwayError { .. }
            | Self::LimitStreams { .. }
            | Self::OversizedFrame => &[Preface, Headers, Data, AnswerHeaders, AnswerBody, Between],
            Self::GoAway { .. } => &[Preface, Headers, Data, Between],
            // A lie after the push was judged: it says that it was not.
            Self::RefuseStream | Self::ResetStream { code: 0x7 } => &[Headers, Data],
            Self::ResetStream { .. } | Self::Silence => &[Headers, Data, AnswerHeaders, AnswerBody],
            Self::PushPromise => &[Headers, Data, AnswerHeaders, AnswerBody, Between],
            Self::OversizedHeaders | Self::InterimAnswer => &[AnswerHeaders],
            Self::Status { .. } | Self::RetryAfter { .. } | Self::ForeignAnswer => {
                &[Headers, Data, AnswerHeaders]
            }
        }
    }

    /// Whether it can strike in this phase.
    #[must_use]
    pub fn strikes_in(&self, phase: Phase) -> bool {
        self.phases().contains(&phase)
    }

    /// When it strikes if nothing else is said: with the whole push there, or else at its first possible moment.
    #[must_use]
    pub fn usual_phase(&self) -> Phase {
        if self.strikes_in(Phase::Data) {
            Phase::Data
        } else {
            self.phases().first().copied().unwrap_or(Phase::Data)
        }
    }
}

/// Every fault of [`Fault::ALL`] with every phase in which it can strike: the rows of a fault matrix.
pub fn fault_matrix() -> impl Iterator<Item = (Phase, &'static Fault)> {
    Phase::ALL.into_iter().flat_map(|phase| {
        Fault::ALL.iter().filter(move |fault| fault.strikes_in(phase)).map(move |fault| (phase, fault))
    })
}

/// Every status and reason of Apple's table ("Handling notification responses from APNs", read 2026-08), and
/// `IdleTimeout`, `BadEnvironmentKeyIdInToken` and `UnrelatedKeyIdInToken`, which stand there too.
pub const REASONS: [(u16, &str); 32] = [
    (400, "BadCollapseId"),
    (400, "BadDeviceToken"),
    (400, "BadExpirationDate"),
    (400, "BadMessageId"),
    (400, "BadPriority"),
    (400, "BadTopic"),
    (400, "DeviceTokenNotForTopic"),
    (400, "DuplicateHeaders"),
    (400, "IdleTimeout"),
    (400, "InvalidPushType"),
    (400, "MissingDeviceToken"),
    (400, "MissingTopic"),
    (400, "PayloadEmpty"),
    (400, "TopicDisallowed"),
    (403, "BadCertificate"),
    (403, "BadCertificateEnvironment"),
    (403, "BadEnvironmentKeyIdInToken"),
    (403, "ExpiredProviderToken"),
    (403, "Forbidden"),
    (403, "InvalidProviderToken"),
    (403, "MissingProviderToken"),
    (403, "UnrelatedKeyIdInToken"),
    (404, "BadPath"),
    (405, "MethodNotAllowed"),
    (410, "ExpiredToken"),
    (410, "Unregistered"),
    (413, "PayloadTooLarge"),
    (429, "TooManyProviderTokenUpdates"),
    (429, "TooManyRequests"),
    (500, "InternalServerError"),
    (503, "ServiceUnavailable"),
    (503, "Shutdown"),
];

/// When a rule of a [`Script`] strikes. Numbers begin with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// Each time the phase is reached.
    Always,
    /// The n-th time that the phase is reached since the rule is there, counted over all connections. Once.
    Nth(u64),
    /// Each time the phase is reached on the n-th connection of the server.
    OnConnection(u64),
    /// For the n-th push of a connection, on each connection.
    OnPush(u64),
    /// For one push of one connection.
    At {
        /// Which connection of the server.
        connection: u64,
        /// Which push of the connection.
        push: u64,
    },
    /// By chance, so many times in a million. The seed of the script, the rule's place in it, the connection and the
    /// push decide, not the order in which connections happen to be served.
    PerMillion(u32),
}

/// What goes wrong, and when. Rules are tried in order; the first that strikes in a phase is the one that does.
///
/// ```
/// use mdm_sim::apns::{Fault, Phase, Script, When};
///
/// let script = Script::seeded(7)
///     .rule(When::OnConnection(1), Phase::Tls, Fault::RefuseCertificate)
///     .rule(When::Nth(3), Phase::AnswerHeaders, Fault::CutConnection)
///     .rule(When::PerMillion(10_000), Phase::Data, Fault::Silence);
/// # assert!(!script.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Script {
    seed: u64,
    rules: Vec<Rule>,
}

impl Script {
    /// Nothing goes wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Like [`new`](Self::new), with a seed for [`When::PerMillion`].
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// One rule more. A fault that cannot strike in the phase ([`Fault::phases`]) never does.
    #[must_use]
    pub fn rule(mut self, when: When, phase: Phase, fault: Fault) -> Self {
        self.add(when, phase, fault);
        self
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub(super) fn add(&mut self, when: When, phase: Phase, fault: Fault) {
        self.rules.push(Rule { when, phase, fault, reached: 0 });
    }

    /// The phase is reached on this connection, with this push (0 before the first). What goes wrong now?
    pub fn reach(&mut self, phase: Phase, connection: u64, push: u64) -> Option<Fault> {
        let mut struck = None;
        for (index, rule) in (0u64..).zip(&mut self.rules).filter(|(_, rule)| rule.phase == phase) {
            if struck.is_some() || !rule.fault.strikes_in(phase) {
                continue;
            }
            rule.reached += 1;
            let strikes = match rule.when {
                When::Always => true,
                When::Nth(n) => rule.reached == n,
                When::OnConnection(n) => connection == n,
                When::OnPush(n) => push == n,
                When::At { connection: c, push: p } => (connection, push) == (c, p),
                When::PerMillion(chances) => {
                    let draw = [self.seed, index, connection, push].into_iter().fold(0, mix);
                    draw % 1_000_000 < u64::from(chances)
                }
            };
            if strikes {
                struck = Some((index, rule.fault.clone()));
            }
        }
        let (index, fault) = struck?;
        // A rule that strikes once has no more to do.
        if let Ok(index) = usize::try_from(index)
            && self.rules.get(index).is_some_and(|rule| matches!(rule.when, When::Nth(_) | When::At { .. }))
        {
            self.retire(index);
        }
        Some(fault)
    }

    /// Keeps the rule's place, because places are part of the draw.
    fn retire(&mut self, index: usize) {
        if let Some(rule) = self.rules.get_mut(index) {
            rule.when = When::Nth(0);
        }
        while self.rules.last().is_some_and(|rule| rule.when == When::Nth(0)) {
            self.rules.pop();
        }
    }
}

#[derive(Clone, Debug)]
struct Rule {
    when: When,
    phase: Phase,
    fault: Fault,
    reached: u64,
}

/// SplitMix64 (Steele, Lea, Flood 2014): spreads what is added over all bits.
fn mix(state: u64, input: u64) -> u64 {
    let z = (state ^ input).wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_phase_and_every_phase_a_fault() {
        assert!(
            Fault::ALL
                .iter()
                .all(|fault| !fault.phases().is_empty() && fault.strikes_in(fault.usual_phase()))
        );
        for phase in Phase::ALL {
            assert!(fault_matrix().filter(|(p, _)| *p == phase).count() >= 5, "{phase:?}");
        }
        assert_eq!(
            fault_matrix().count(),
            Fault::ALL.iter().map(|fault| fault.phases().len()).sum::<usize>()
        );
    }

    fn struck(when: When, reached: &[(u64, u64)]) -> Vec<usize> {
        let mut script = Script::seeded(1).rule(when, Phase::Data, Fault::Silence);
        let strikes = |(_, (c, p)): &(usize, &(u64, u64))| script.reach(Phase::Data, *c, *p).is_some();
        reached.iter().enumerate().filter(strikes).map(|(index, _)| index).collect()
    }

    #[test]
    fn rules_strike_when_they_say() {
        fn check(when: When, expected: &[usize]) {
            assert_eq!(struck(when, &[(1, 1), (2, 1), (1, 2), (2, 2), (3, 1)]), expected, "{when:?}");
        }
        check(When::Always, &[0, 1, 2, 3, 4]);
        check(When::Nth(1), &[0]);
        check(When::Nth(4), &[3]);
        check(When::OnConnection(2), &[1, 3]);
        check(When::OnPush(2), &[2, 3]);
        check(When::At { connection: 2, push: 2 }, &[3]);
        check(When::PerMillion(0), &[]);
        check(When::PerMillion(1_000_000), &[0, 1, 2, 3, 4]);
    }

    #[test]
    fn chance_is_decided_by_the_seed_and_not_by_the_order() {
        let pushes: Vec<_> = (1..=10_000).map(|push| (1, push)).collect();
        let strikes = struck(When::PerMillion(100_000), &pushes);
        assert!((900..1100).contains(&strikes.len()), "{}", strikes.len());
        let backwards: Vec<_> = pushes.iter().rev().copied().collect();
        let mut again: Vec<_> =
            struck(When::PerMillion(100_000), &backwards).into_iter().map(|n| pushes.len() - 1 - n).collect();
        again.reverse();
        assert_eq!(strikes, again);
    }

    #[test]
    fn a_rule_in_front_hides_the_next_and_rules_that_are_spent_go() {
        let mut script = Script::new()
            .rule(When::Nth(1), Phase::Data, Fault::Silence)
            .rule(When::Nth(1), Phase::Data, Fault::RefuseStream)
            .rule(When::Always, Phase::Data, Fault::ExpiredCertificate); // never: not in this phase
        assert_eq!(script.reach(Phase::Headers, 1, 1), None);
        assert_eq!(script.reach(Phase::Data, 1, 1), Some(Fault::Silence));
        assert_eq!(script.reach(Phase::Data, 1, 2), Some(Fault::RefuseStream));
        assert_eq!(script.reach(Phase::Data, 1, 3), None);
    }
}
