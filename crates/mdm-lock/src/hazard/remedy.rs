//! What the caller can do about a hazard, mechanically.

use std::fmt;

/// What the caller can do about a hazard: data that names its commands, for [`Plan::apply`](crate::Plan::apply)
/// or for a plan of the caller's own. None rests on what is believed about the lock.
///
/// It may name a command that is queued already. Whoever cannot move that one takes it back and queues it anew,
/// or picks another remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Remedy<Id> {
    /// Change the order: `first` runs before `then`.
    Reorder {
        /// The command that stands later now.
        first: Id,
        /// The command that stands earlier now.
        then: Id,
    },
    /// Leave out the removal: an install under the same identifier replaces in place. An app keeps its data.
    ReplaceInPlace {
        /// The command to leave out.
        removal: Id,
        /// The command that replaces.
        install: Id,
    },
    /// `then` stands behind all of `first`, and starts only when each of them was acknowledged. When one fails,
    /// it does not start.
    ChainOnAcknowledgement {
        /// The commands to wait for, in queue order.
        first: Vec<Id>,
        /// The command that waits.
        then: Id,
    },
    /// `first` and `then` run as one step in this order, `then` when `first` was acknowledged, and nothing that
    /// conflicts comes between.
    Group {
        /// The command that starts the step.
        first: Id,
        /// The command that ends it.
        then: Id,
    },
    /// Leave these commands out.
    LeaveOut {
        /// The commands, in queue order.
        commands: Vec<Id>,
    },
    /// Ask the device for what would be lost, and chain the command that loses it on the answer. When the query
    /// fails, the command does not start (an Activation Lock bypass code is there for 15 days after the device
    /// became supervised; Apple, Activation Lock Bypass Code).
    EscrowFirst {
        /// The request type of the new command.
        query: &'static str,
        /// The command that waits.
        then: Id,
    },
    /// Have the erase keep the data plan (`PreserveDataPlan`).
    KeepDataPlan {
        /// The erase.
        erase: Id,
    },
}

impl<Id> Remedy<Id> {
    /// The same remedy with other names for its commands; `None` when one has no name.
    pub fn rename<Name>(&self, name: impl Fn(&Id) -> Option<Name>) -> Option<Remedy<Name>> {
        let all = |commands: &[Id]| commands.iter().map(&name).collect::<Option<_>>();
        Some(match self {
            Self::Reorder { first, then } => Remedy::Reorder { first: name(first)?, then: name(then)? },
            Self::ReplaceInPlace { removal, install } => {
                Remedy::ReplaceInPlace { removal: name(removal)?, install: name(install)? }
            }
            Self::ChainOnAcknowledgement { first, then } => {
                Remedy::ChainOnAcknowledgement { first: all(first)?, then: name(then)? }
            }
            Self::Group { first, then } => Remedy::Group { first: name(first)?, then: name(then)? },
            Self::LeaveOut { commands } => Remedy::LeaveOut { commands: all(commands)? },
            Self::EscrowFirst { query, then } => Remedy::EscrowFirst { query, then: name(then)? },
            Self::KeepDataPlan { erase } => Remedy::KeepDataPlan { erase: name(erase)? },
        })
    }
}

impl<Id> fmt::Display for Remedy<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reorder { .. } => f.write_str("put the later command first"),
            Self::ReplaceInPlace { .. } => {
                f.write_str("leave out the removal: installing under the same identifier replaces in place")
            }
            Self::ChainOnAcknowledgement { .. } => {
                f.write_str("start the harmful command only when the rest has been acknowledged")
            }
            Self::Group { .. } => f.write_str("run both as one step, the harmless command first"),
            Self::LeaveOut { commands } => match commands.len() {
                1 => f.write_str("leave out the command that is in vain"),
                count => write!(f, "leave out the {count} commands that are in vain"),
            },
            Self::EscrowFirst { query, .. } => {
                write!(f, "send {query} first, and go on only when it has been acknowledged")
            }
            Self::KeepDataPlan { .. } => f.write_str("have the erase keep the data plan"),
        }
    }
}
