//! What a test can look at.

use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use super::{DeviceToken, Fault, Phase};

/// A push that arrived, or whose headers met a fault.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// Which connection of the server it came on, from 1.
    pub connection: u64,
    /// Its HTTP/2 stream.
    pub stream: u32,
    /// When its end arrived, by the fake's clock.
    pub at: SystemTime,
    /// The token it was for, if it has the form of one.
    pub token: Option<DeviceToken>,
    /// `apns-id`, as sent or as made.
    pub id: String,
    /// `apns-topic`, as sent.
    pub topic: Option<String>,
    /// `apns-push-type`, as sent.
    pub push_type: Option<String>,
    /// `apns-priority`, as sent.
    pub priority: Option<String>,
    /// `apns-expiration`, as sent.
    pub expiration: Option<String>,
    /// The body.
    pub payload: Vec<u8>,
    /// The status it was answered with. `None` when it met a fault without an answer, or waits for one.
    pub status: Option<u16>,
    /// The reason it was rejected with.
    pub reason: Option<String>,
    /// Whether it went to a device that was connected. Otherwise it was kept or dropped.
    pub delivered: bool,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("connection", &self.connection)
            .field("stream", &self.stream)
            .field("id", &self.id)
            .field("topic", &self.topic)
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("delivered", &self.delivered)
            .finish_non_exhaustive()
    }
}

/// Counts of a fake APNs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeCounters {
    /// TCP connections accepted.
    pub accepts: u64,
    /// Connections whose TLS handshake succeeded.
    pub connections: u64,
    /// TLS handshakes that failed, because of the client's certificate for example, or by a fault.
    pub refused_handshakes: u64,
    /// Connections that are over, handshakes that failed included.
    pub closed: u64,
    /// Pushes that arrived, also those that met a fault.
    pub pushes: u64,
    /// Of these, answered with 200.
    pub accepted: u64,
    /// Notifications handed to devices as they arrived.
    pub delivered: u64,
    /// Kept notifications that a later one replaced.
    pub replaced: u64,
    /// Faults that struck.
    pub faults: u64,
    /// The most streams that were open at a time on one connection.
    pub max_streams: u64,
    /// Streams that were reset because they were beyond the limit.
    pub over_limit: u64,
    /// Of these, those whose client had acknowledged that limit: it broke the rule.
    pub over_acknowledged_limit: u64,
    /// Streams that the client gave up.
    pub canceled: u64,
    /// Requests and connections that broke HTTP/2.
    pub protocol_errors: u64,
    /// PINGs of clients.
    pub pings: u64,
}

impl FakeCounters {
    /// Connections that are open, handshakes under way included.
    #[must_use]
    pub fn open_connections(&self) -> u64 {
        self.accepts - self.closed
    }
}

/// Something that happened, for the reader of a failed test.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// When, by the fake's clock.
    pub at: SystemTime,
    /// Which connection of the server, from 1.
    pub connection: u64,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// TCP is up.
    Accepted,
    /// The TLS handshake failed.
    HandshakeFailed,
    /// The TLS handshake succeeded.
    Opened {
        /// The topic of the client's certificate, if there is one.
        topic: Option<String>,
    },
    /// A frame passed.
    Frame {
        /// Who sent it.
        by: Side,
        /// Its kind, as RFC 9113 names it.
        kind: &'static str,
        /// Its stream.
        stream: u32,
        /// The length of its payload.
        bytes: usize,
    },
    /// A fault struck.
    Fault {
        /// When.
        phase: Phase,
        /// What.
        fault: Fault,
    },
    /// The client broke HTTP/2: the connection is ended with this code.
    Broken {
        /// The HTTP/2 error code.
        code: u32,
    },
    /// The connection is over.
    Closed,
}

/// One of the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The provider.
    Client,
    /// The fake.
    Server,
}

/// The last of what came, up to a number.
pub(super) struct Ring<T> {
    items: VecDeque<T>,
    capacity: usize,
    dropped: u64,
}

impl<T> Ring<T> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { items: VecDeque::new(), capacity, dropped: 0 }
    }

    /// Gives the item's number.
    pub(super) fn push(&mut self, item: T) -> u64 {
        self.items.push_back(item);
        if self.items.len() > self.capacity {
            self.items.pop_front();
            self.dropped += 1;
        }
        self.dropped + self.items.len() as u64 - 1
    }

    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        self.items.get_mut(usize::try_from(number.checked_sub(self.dropped)?).ok()?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }

    pub(super) fn is_off(&self) -> bool {
        self.capacity == 0
    }
}
