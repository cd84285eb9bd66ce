//! The life of one command as a table: state × event.

use std::fmt;

/// Where a command stands.
///
/// ```text
///              hand out             answer
///   Queued ───────────────▶ Sent ───────────▶ Acknowledged | Error | CommandFormatError
///     ▲ ╲                  ╱ │ ▲ ╲ unreadable
///     │  ╲ cancel, refuse │  │ │  ────────▶ Unreadable
///     │   ╲   ┌───────────┘  │ │
///     │    ╲  │ NotNow       │ │ hand out
///     │     ╲ ▼        lost  ▼ │
///     │    NotNow       Unanswered
///     │      │ supersede
///     │      ▼
///     └── Superseded | Cancelled | Refused | Expired    (every state before them is left for good)
///                     Unanswered ──▶ Presumed
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum State {
    /// Never handed out.
    Queued,
    /// Handed out in the open session; its answer is outstanding.
    Sent,
    /// Handed out, and the session ended or went on to another command without an answer: it may have run.
    Unanswered,
    /// Refused for now. The device keeps no copy.
    NotNow,
    /// Final: done, or accepted.
    Acknowledged,
    /// Final: the device answered with an error.
    Error,
    /// Final: the device could not read the command.
    CommandFormatError,
    /// Final: the device's report could not be read.
    Unreadable,
    /// Final: somebody took it back, the device was erased, or it left management.
    Cancelled,
    /// Final: a later command made it pointless.
    Superseded,
    /// Final: not allowed any more when its turn came.
    Refused,
    /// Final: its time was over before it was done. The caller asked for that.
    Expired,
    /// Final: its answer was lost, and it must not run twice. It has most likely run.
    Presumed,
}

impl State {
    /// Every state, in table order.
    pub const ALL: [Self; 13] = [
        Self::Queued,
        Self::Sent,
        Self::Unanswered,
        Self::NotNow,
        Self::Acknowledged,
        Self::Error,
        Self::CommandFormatError,
        Self::Unreadable,
        Self::Cancelled,
        Self::Superseded,
        Self::Refused,
        Self::Expired,
        Self::Presumed,
    ];

    /// Whether nothing moves it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Sent | Self::Unanswered | Self::NotNow)
    }

    /// The state after the event; `None` when the event changes nothing.
    ///
    /// The whole table is committed as `tests/data/transitions.txt`.
    #[must_use]
    pub const fn after(self, event: Event) -> Option<Self> {
        use Event as E;
        if self.is_final() {
            // A duplicate or late result is recorded and changes nothing final.
            return None;
        }
        Some(match (self, event) {
            (_, E::HandOut) => Self::Sent,
            (Self::Sent, E::Lost) => Self::Unanswered,
            (_, E::Lost) => return None,
            // The device's answer wins, also for a command that we do not remember to have sent.
            (_, E::Acknowledged) => Self::Acknowledged,
            (_, E::Error) => Self::Error,
            (_, E::CommandFormatError) => Self::CommandFormatError,
            (_, E::NotNow) => Self::NotNow,
            (Self::Sent | Self::Unanswered, E::Unreadable) => Self::Unreadable,
            (_, E::Unreadable) => return None,
            (_, E::Cancel) => Self::Cancelled,
            // An unanswered install is waited for: it may have run.
            (Self::Queued | Self::NotNow, E::Supersede) => Self::Superseded,
            (_, E::Supersede) => return None,
            // Its answer is on the way.
            (Self::Sent, E::Refuse | E::Expire) => return None,
            (_, E::Refuse) => Self::Refused,
            (_, E::Expire) => Self::Expired,
            (Self::Unanswered, E::Presume) => Self::Presumed,
            (_, E::Presume) => return None,
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What happens to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Event {
    /// It goes out in a reply.
    HandOut,
    /// The session in which it went out is over, or went on to another command, without an answer.
    Lost,
    /// The device answered `Acknowledged`.
    Acknowledged,
    /// The device answered `Error`.
    Error,
    /// The device answered `CommandFormatError`.
    CommandFormatError,
    /// The device answered `NotNow`.
    NotNow,
    /// The device answered something that cannot be read.
    Unreadable,
    /// The caller, an erase or the end of management takes it back.
    Cancel,
    /// A later command makes it pointless.
    Supersede,
    /// The support matrix no longer allows it at hand-out.
    Refuse,
    /// The time that the caller gave it is over.
    Expire,
    /// Its answer was lost, and it must not run twice.
    Presume,
}

impl Event {
    /// Every event, in table order.
    pub const ALL: [Self; 12] = [
        Self::HandOut,
        Self::Lost,
        Self::Acknowledged,
        Self::Error,
        Self::CommandFormatError,
        Self::NotNow,
        Self::Unreadable,
        Self::Cancel,
        Self::Supersede,
        Self::Refuse,
        Self::Expire,
        Self::Presume,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// Every state × event pair, refused ones included. To accept a deliberate change, replace the file by
    /// what the failing test prints.
    #[test]
    fn the_table_is_the_committed_one() {
        let mut table = String::new();
        for state in State::ALL {
            for event in Event::ALL {
                let next = state.after(event).map_or_else(|| "-".to_owned(), |next| next.to_string());
                writeln!(table, "{state} + {event:?} = {next}").unwrap();
            }
        }
        assert_eq!(table, include_str!("../tests/data/transitions.txt"), "the table is now:\n{table}");
    }

    #[test]
    fn nothing_leaves_a_final_state_and_every_other_can_end() {
        for state in State::ALL {
            let next: Vec<_> = Event::ALL.into_iter().filter_map(|event| state.after(event)).collect();
            assert_eq!(state.is_final(), next.is_empty(), "{state}");
            assert_eq!(!state.is_final(), next.iter().any(|next| next.is_final()), "{state}");
        }
    }
}
