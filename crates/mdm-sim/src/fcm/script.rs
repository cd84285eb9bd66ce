use std::time::Duration;

/// How the fake fails on purpose, once, when a message arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers with an error in the form of Google's APIs.
    Status {
        /// The HTTP status.
        status: u16,
        /// FCM's code, if any.
        code: Option<String>,
        /// The field of a `BadRequest`, if any.
        field: Option<String>,
        /// The subject of a `QuotaFailure`, if any.
        quota: Option<String>,
        /// `Retry-After`, if any.
        retry_after: Option<RetryAfter>,
    },
    /// Answers with this status and any bytes: an HTML page of a proxy, garbage, too much.
    Body {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Vec<u8>,
    },
    /// Accepts the message, and answers after this time.
    Slow(Duration),
    /// Never answers this message; the connection goes on.
    Silence,
    /// Begins to answer, and never ends.
    HalfAnswer,
    /// Resets the stream with `INTERNAL_ERROR`.
    ResetStream,
    /// Resets the stream with `REFUSED_STREAM`.
    RefuseStream,
    /// Takes leave: earlier streams still get their answers, this one is refused.
    GoAway,
    /// Takes leave and ends the connection: nothing that is open is answered.
    GoAwayNow,
    /// Closes the connection without a word.
    CloseConnection,
    /// Accepts and delivers the message, and closes the connection instead of answering.
    CloseAfterDelivery,
}

impl Fault {
    /// One of FCM's codes, with the status that belongs to it (Firebase, "FCM error codes", read 2026-08).
    #[must_use]
    pub fn code(code: &str) -> Self {
        let status = match code {
            "INVALID_ARGUMENT" => 400,
            "THIRD_PARTY_AUTH_ERROR" => 401,
            "SENDER_ID_MISMATCH" => 403,
            "UNREGISTERED" => 404,
            "QUOTA_EXCEEDED" => 429,
            "UNAVAILABLE" => 503,
            _ => 500,
        };
        Self::Status { status, code: Some(code.to_owned()), field: None, quota: None, retry_after: None }
    }

    /// An error without one of FCM's codes.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Status { status, code: None, field: None, quota: None, retry_after: None }
    }

    /// The same, with `Retry-After`.
    #[must_use]
    pub fn with_retry_after(mut self, wait: RetryAfter) -> Self {
        if let Self::Status { retry_after, .. } = &mut self {
            *retry_after = Some(wait);
        }
        self
    }

    /// Anything that can happen to a message, none of which kills its route.
    pub(super) fn at_random(random: u64) -> Self {
        match random % 12 {
            0 => Self::code("UNAVAILABLE").with_retry_after(RetryAfter::Seconds(random % 100)),
            1 => Self::code("INTERNAL"),
            2 => Self::code("QUOTA_EXCEEDED").with_retry_after(RetryAfter::Date(Duration::from_secs(60))),
            3 => Self::status(401),
            4 => Self::Body { status: 502, body: b"<!DOCTYPE html><title>502</title>".to_vec() },
            5 => Self::Slow(Duration::from_millis(random % 20)),
            6 => Self::ResetStream,
            7 => Self::RefuseStream,
            8 => Self::GoAway,
            9 => Self::GoAwayNow,
            10 => Self::CloseConnection,
            _ => Self::CloseAfterDelivery,
        }
    }
}

/// The two forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(u64),
    /// A date that is so far away, by the fake's clock.
    Date(Duration),
}

/// How the token endpoint fails on purpose, once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenFault {
    /// Refuses the assertion with this `error`.
    Refuse(String),
    /// Answers with this status, and with `Retry-After` if given.
    Status(u16, Option<RetryAfter>),
    /// Answers 200 with any bytes.
    Garbage(Vec<u8>),
    /// Gives out a token that FCM does not know.
    WorthlessToken,
    /// Answers after this time.
    Slow(Duration),
    /// Never answers.
    Silence,
    /// Resets the stream.
    ResetStream,
    /// Closes the connection.
    CloseConnection,
}

/// What happens to a new connection, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionFault {
    /// It is closed before TLS.
    Close,
    /// TLS is never answered.
    Silence,
    /// It is closed after TLS.
    CloseAfterTls,
}
