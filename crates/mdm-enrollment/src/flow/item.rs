//! An app or a book that was ordered, and where it stands.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Not;
use std::time::SystemTime;

use mdm_apple::AppState;
use serde::{Deserialize, Serialize};

use super::{Flows, name};

/// Apps or books. Their names are not shown: a phone's apps tell of its owner.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Items(pub(super) BTreeMap<Box<str>, Item>);

/// An app or a book that was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Item {
    /// Where it stands.
    pub stage: ItemStage,
    /// Since when.
    #[serde(with = "instant")]
    pub since: SystemTime,
    /// The device's last word about it, such as `Installing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<Box<str>>,
    /// What the device reports only once, and did: `UserInstalledApp`, `UserRejected`, `UpdateRejected`,
    /// `ManagementRejected`, `Failed`. It stays until the app is ordered anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Box<str>>,
    /// The version that is there: `ExternalVersionIdentifier` of an app, `Version` of a book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Box<str>>,
    /// Whether the store has a newer one, as an inventory told.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub has_update: bool,
    /// Its configuration, if one was ordered.
    #[serde(default, skip_serializing_if = "Configuration::is_none")]
    pub configuration: Configuration,
    /// Whether the app has feedback that was not asked for.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub has_feedback: bool,
    /// Whether a version of it was there and managed, when it was last told: an update that fails leaves it.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub is_there: bool,
    /// How often the device was asked since it stands there, and when it was last.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) asked: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked_at: Option<SystemTime>,
}

/// Where an app or a book stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ItemStage {
    /// It was ordered, for the first time or anew.
    Ordered,
    /// The device has accepted it, and is at it.
    Underway,
    /// It is there, and managed.
    Present,
    /// It is not managed, and will not be without another order: refused, rejected by the user, failed, or the user's
    /// own.
    Refused,
    /// It was there, and the user took it off.
    TakenOff,
    /// Its removal was ordered.
    Removing,
    /// It was removed.
    Absent,
}

/// Where the configuration of an app stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Configuration {
    /// None was ordered.
    #[default]
    None,
    /// It was ordered.
    Ordered,
    /// The device took it.
    Applied,
    /// The device did not take it.
    Failed,
}

impl Configuration {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

impl Items {
    /// It is ordered, for the first time or anew: what was reported once is about the time before.
    pub(super) fn begin(&mut self, id: &str, stage: ItemStage, now: SystemTime) {
        let is_known = self.0.contains_key(id);
        if !is_known && self.0.len() >= Flows::ITEMS {
            // The longest gone makes room; where nothing is gone, this one is not followed.
            let gone = self.0.iter().filter(|(_, item)| item.stage == ItemStage::Absent);
            let Some(oldest) = gone.min_by_key(|(_, item)| item.since).map(|(id, _)| id.clone()) else {
                return;
            };
            self.0.remove(&oldest);
        }
        let item = self.0.entry(id.into()).or_insert_with(|| Item::new(stage, now));
        (item.once, item.word) = (None, None);
        item.stands(stage, now);
    }

    pub(super) fn follow(&mut self, id: &str, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.0.get_mut(id) {
            change(item);
        }
    }

    pub(super) fn asked(&mut self, now: SystemTime) {
        for item in self.0.values_mut().filter(|item| item.is_under_way()) {
            item.asked = item.asked.saturating_add(1);
            item.asked_at = Some(now);
        }
    }
}

impl Item {
    pub(super) const fn new(stage: ItemStage, since: SystemTime) -> Self {
        Self {
            stage,
            since,
            word: None,
            once: None,
            version: None,
            has_update: false,
            configuration: Configuration::None,
            has_feedback: false,
            is_there: false,
            asked: 0,
            asked_at: None,
        }
    }

    /// Where it stands when an order of it came to nothing.
    pub(super) const fn refused(&self) -> ItemStage {
        if self.is_there { ItemStage::Present } else { ItemStage::Refused }
    }

    /// The device is at it, and does not say when it is done.
    pub(super) const fn is_under_way(&self) -> bool {
        matches!(self.stage, ItemStage::Underway | ItemStage::Removing)
    }

    pub(super) fn stands(&mut self, stage: ItemStage, now: SystemTime) {
        match stage {
            ItemStage::Present => self.is_there = true,
            ItemStage::TakenOff | ItemStage::Absent => self.is_there = false,
            _ => {}
        }
        if self.stage != stage {
            (self.stage, self.since, self.asked, self.asked_at) = (stage, now, 0, None);
        }
    }

    pub(super) fn reported(&mut self, state: &AppState, now: SystemTime) {
        // A repetition of what is told once changes nothing, whatever was told in between.
        if self.once.as_deref() == Some(state.as_str()) {
            return;
        }
        if is_told_once(state) {
            self.once = Some(state.as_str().into());
        }
        self.told(state.as_str(), app_stage(state, self), now);
    }

    pub(super) fn told(&mut self, word: &str, stage: Option<ItemStage>, now: SystemTime) {
        self.word = Some(name(word));
        // What is being removed is still managed until it is gone, and what is ordered has not begun.
        let moves = !matches!(
            (self.stage, stage),
            (ItemStage::Removing, Some(ItemStage::Underway | ItemStage::Present))
        );
        if let Some(stage) = stage.filter(|_| moves) {
            self.stands(stage, now);
        }
    }
}

/// Apple, Managed Application List (read 2026-08): these are reported once.
fn is_told_once(state: &AppState) -> bool {
    matches!(
        state,
        AppState::UserInstalledApp
            | AppState::UserRejected
            | AppState::UpdateRejected
            | AppState::ManagementRejected
            | AppState::Failed
    )
}

/// Where an app stands by what the device says of it; `None`: where it stood.
fn app_stage(state: &AppState, before: &Item) -> Option<ItemStage> {
    Some(match state {
        AppState::Managed => ItemStage::Present,
        AppState::ManagedButUninstalled if before.stage == ItemStage::Removing => ItemStage::Absent,
        AppState::ManagedButUninstalled => ItemStage::TakenOff,
        AppState::UserInstalledApp | AppState::UserRejected | AppState::ManagementRejected => {
            ItemStage::Refused
        }
        // The version that was there stays.
        AppState::UpdateRejected => ItemStage::Present,
        AppState::Failed => before.refused(),
        AppState::Unknown | AppState::Other(_) => return None,
        _ => ItemStage::Underway,
    })
}

/// The same of a book (Apple, Managed Media List, read 2026-08).
pub(super) fn book_stage(state: &str) -> Option<ItemStage> {
    Some(match state {
        "Managed" | "Installed" => ItemStage::Present,
        "ManagedButUninstalled" | "Uninstalled" => ItemStage::TakenOff,
        "Failed" => ItemStage::Refused,
        "Queued" | "PromptingForLogin" | "Updating" | "Installing" => ItemStage::Underway,
        _ => return None,
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stages = self.0.values().map(|item| item.stage);
        f.debug_list().entries(stages).finish()
    }
}

/// An instant as nanoseconds since 1970. A head holds hundreds, each exchange writes them all, and the usual form of one is
/// as long as the rest of an item; it can be read too.
mod instant {
    use std::fmt;
    use std::time::{Duration, SystemTime};

    use serde::de::value::MapAccessDeserializer;
    use serde::de::{MapAccess, Visitor};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
        match at.duration_since(SystemTime::UNIX_EPOCH).map(|since| u64::try_from(since.as_nanos())) {
            Ok(Ok(nanos)) => serializer.serialize_u64(nanos),
            _ => at.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
        deserializer.deserialize_any(Instant)
    }

    struct Instant;

    impl<'de> Visitor<'de> for Instant {
        type Value = SystemTime;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("nanoseconds since 1970")
        }

        fn visit_u64<E>(self, nanos: u64) -> Result<SystemTime, E> {
            Ok(SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SystemTime, A::Error> {
            SystemTime::deserialize(MapAccessDeserializer::new(map))
        }
    }
}
