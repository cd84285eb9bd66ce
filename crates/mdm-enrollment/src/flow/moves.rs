//! What an event tells of a flow.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::item::Items;
use super::{Configuration, Flows, Item, ItemStage, Wipe};

/// One move of a flow, as an event tells it: what was ordered for a device stands elsewhere now. What a selective wipe was
/// for is in the device's record and not here: it may name a member, and an event stays.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FlowMove {
    /// An app stands elsewhere, or the device told of it what it tells once.
    App {
        /// Its bundle identifier.
        app: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// The device's last word about it, such as `Installing`.
        word: Option<Box<str>>,
    },
    /// The configuration of an app stands elsewhere.
    Configuration {
        /// The bundle identifier of the app.
        app: Box<str>,
        /// Where it stands.
        state: Configuration,
    },
    /// A book stands elsewhere.
    Book {
        /// The server's own identifier, or the number in the store.
        book: Box<str>,
        /// Where it stands.
        stage: ItemStage,
        /// The device's last word about it.
        word: Option<Box<str>>,
    },
    /// A selective wipe was ordered.
    WipeOrdered {
        /// How many things it removes, as far as the device has told what is there.
        removals: u64,
    },
    /// Not all was gone, or nobody knew: another round of it was ordered.
    WipeRepeated {
        /// How many things it removes.
        removals: u64,
    },
    /// Somebody has called a selective wipe off: what was there stays, and no more rounds are ordered.
    WipeEnded,
    /// The device has confirmed that nothing is left, or has left management. Told once for each cause that was ordered.
    WipeDone {
        /// How many of its commands ended otherwise than acknowledged.
        failed: u64,
    },
}

impl FlowMove {
    /// What lies between two states of a device's flows, but for the orders of a wipe. What is not followed any more has not
    /// moved.
    pub(crate) fn between(before: &Flows, after: &Flows) -> Vec<Self> {
        let mut moves = Vec::new();
        for (app, item) in moved(&before.apps, &after.apps) {
            moves.push(Self::App { app: app.into(), stage: item.stage, word: item.word.clone() });
        }
        for (app, item) in &after.apps.0 {
            let was = before.app(app).map_or(Configuration::None, |before| before.configuration);
            if item.configuration != was {
                moves.push(Self::Configuration { app: app.clone(), state: item.configuration });
            }
        }
        for (book, item) in moved(&before.books, &after.books) {
            moves.push(Self::Book { book: book.into(), stage: item.stage, word: item.word.clone() });
        }
        let was_over = |wipe: &Wipe| {
            before.wipe().is_some_and(|was| {
                !was.is_open() && (&was.cause, was.ordered_at) == (&wipe.cause, wipe.ordered_at)
            })
        };
        if let Some(wipe) = after.wipe().filter(|wipe| !was_over(wipe)) {
            if wipe.done_at.is_some() {
                moves.extend((0..=wipe.joined).map(|_| Self::WipeDone { failed: wipe.failed }));
            } else if wipe.ended_at.is_some() {
                moves.push(Self::WipeEnded);
            }
        }
        moves
    }
}

fn moved<'a>(before: &Items, after: &'a Items) -> Vec<(&'a str, &'a Item)> {
    let items = after.0.iter().map(|(id, item)| (&**id, item));
    let has_moved = |(id, item): &(&str, &Item)| {
        before.0.get(*id).is_none_or(|was| (was.stage, &was.once) != (item.stage, &item.once))
    };
    items.filter(has_moved).collect()
}

/// Identifiers are not shown: a phone's apps tell of its owner.
impl fmt::Debug for FlowMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App { stage, .. } => write!(f, "App({stage:?})"),
            Self::Configuration { state, .. } => write!(f, "Configuration({state:?})"),
            Self::Book { stage, .. } => write!(f, "Book({stage:?})"),
            Self::WipeOrdered { removals } => write!(f, "WipeOrdered({removals})"),
            Self::WipeRepeated { removals } => write!(f, "WipeRepeated({removals})"),
            Self::WipeEnded => f.write_str("WipeEnded"),
            Self::WipeDone { failed } => write!(f, "WipeDone({failed})"),
        }
    }
}
