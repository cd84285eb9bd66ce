//! What becomes of an app, a book and a selective wipe on one device (F98): an order is the beginning of it, and an
//! acknowledgement is not the end.
//!
//! A device acknowledges an install when it has accepted it, and says no more by itself; some of what happens then it
//! reports **once** (Apple, Managed Application List, read 2026-08). So the state of each app and book that was ordered
//! lies in the device's record, and moves in the commit of the answer that moves it: what was reported once is not lost
//! with a crash, and a report that comes again changes nothing.
//!
//! ```text
//!           order          acknowledged            reported
//!   (nothing) ──▶ Ordered ──────────────▶ Underway ─────────▶ Present ──▶ TakenOff (by the user)
//!                    │ error, rejected       │ rejected, failed  │ order to remove
//!                    ▼                       ▼                   ▼
//!                 Refused                 Refused             Removing ──▶ Absent
//! ```
//!
//! Nothing here sends anything: [`Flows::next`] says what to ask the device for, and not before when. Whoever runs the
//! server orders it, or does not.
//!
//! | what | fed by |
//! |---|---|
//! | an app | `InstallApplication`, `InstallEnterpriseApplication`, `ManagedApplicationList`, `InstalledApplicationList`, `RemoveApplication` |
//! | its configuration | `InstallApplication` with `Configuration`, `Settings` with `ApplicationConfiguration` |
//! | its feedback | `ManagedApplicationList`, `ManagedApplicationFeedback`; the feedback is in the stored answer |
//! | a book | `InstallMedia`, `ManagedMediaList`, `RemoveMedia` |
//! | what is managed | `ManagedApplicationList`, `ManagedMediaList`, `ProfileList` |
//! | a selective wipe | [`Input::Wipe`](crate::Input::Wipe), the ends of its commands, and the lists |
//!
//! An app that a member installed is no flow, and its name is not kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{Duration, SystemTime};

use mdm_apple::{
    AppSource, AppState, InstallApplication, InstallMedia, InstalledApplicationList,
    ManagedApplicationFeedback, ManagedApplicationList, ManagedMediaList, MediaReference, MediaSource,
    ProfileList, Report, Request, Setting, Settings, Status,
};
use mdm_command::{Entry, State};
use serde::{Deserialize, Serialize};

use crate::policy::{Managed, SelectiveWipe};
use crate::request::bounded;
use crate::row::RecordKey;

#[cfg(test)]
mod tests;

/// The flows of one device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flows {
    apps: Items,
    books: Items,
    /// What the commands under way are about, by place.
    open: BTreeMap<u64, About>,
    /// What the organization has put there, as the device told last.
    managed: Managed,
    wipe: Option<Wipe>,
}

/// Apps or books. Their names are not shown: a phone's apps tell of its owner.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Items(BTreeMap<Box<str>, Item>);

/// An app or a book that was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Item {
    /// Where it stands.
    pub stage: ItemStage,
    /// Since when.
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
    #[serde(default)]
    pub has_update: bool,
    /// Its configuration, if one was ordered.
    #[serde(default)]
    pub configuration: Configuration,
    /// Whether the app has feedback that was not asked for.
    #[serde(default)]
    pub has_feedback: bool,
    /// Whether a version of it was there and managed, when it was last told: an update that fails leaves it.
    #[serde(default)]
    pub is_there: bool,
    /// How often the device was asked since it stands there, and when it was last.
    #[serde(default)]
    asked: u32,
    asked_at: Option<SystemTime>,
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

/// What to ask a device for next.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wanted {
    /// The request, to be ordered under a `CommandUUID` of the caller's.
    pub request: Request,
    /// Not before.
    pub after: SystemTime,
}

/// A selective wipe on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wipe {
    /// What it was for.
    pub cause: Box<str>,
    /// When it was ordered.
    pub ordered_at: SystemTime,
    /// When the device had confirmed that nothing is left, or had left management.
    pub done_at: Option<SystemTime>,
    /// How many of its commands ended otherwise than acknowledged.
    pub failed: u64,
    /// Its commands that have not ended.
    open: BTreeSet<u64>,
    /// Which lists told what is left, since all of them have ended.
    apps_told: bool,
    profiles_told: bool,
    asked: u32,
    asked_at: Option<SystemTime>,
}

/// What a command is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum About {
    /// An install; what of is told by the answer where only a number or a manifest was given.
    InstallApp {
        app: Option<Box<str>>,
        configures: bool,
    },
    RemoveApp {
        app: Box<str>,
    },
    Configure {
        apps: Vec<Box<str>>,
    },
    Feedback {
        apps: Vec<Box<str>>,
    },
    /// Those apps, or all that are managed.
    Apps {
        apps: Option<Vec<Box<str>>>,
    },
    Inventory {
        apps: Option<Vec<Box<str>>>,
        /// Whether it asks for none but managed apps.
        #[serde(default)]
        managed_only: bool,
    },
    InstallBook {
        book: Option<Box<str>>,
    },
    RemoveBook {
        book: Box<str>,
    },
    Books,
    Profiles,
}

impl Flows {
    /// How many apps, and how many books, are followed: more are ordered like any others, and not followed.
    pub const ITEMS: usize = 512;
    /// How soon a device is asked again at first; the pause doubles.
    pub const FIRST_POLL: Duration = Duration::from_secs(60);
    /// How long the pause becomes at the most.
    pub const LONGEST_POLL: Duration = Duration::from_secs(86_400);

    /// The app of this bundle identifier; `None` when it was never ordered.
    #[must_use]
    pub fn app(&self, bundle: &str) -> Option<&Item> {
        self.apps.0.get(bundle)
    }

    /// The apps that were ordered.
    pub fn apps(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.apps.0.iter().map(|(name, item)| (&**name, item))
    }

    /// The book of this identifier: the server's own, or the number in the store.
    #[must_use]
    pub fn book(&self, id: &str) -> Option<&Item> {
        self.books.0.get(id)
    }

    /// The books that were ordered.
    pub fn books(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.books.0.iter().map(|(name, item)| (&**name, item))
    }

    /// What the organization has put on the device, as the device told last.
    #[must_use]
    pub const fn managed(&self) -> &Managed {
        &self.managed
    }

    /// The last selective wipe.
    #[must_use]
    pub const fn wipe(&self) -> Option<&Wipe> {
        self.wipe.as_ref()
    }

    /// What to ask the device for, each with the time before which it is no use: what is under way may have arrived,
    /// feedback is there, a wipe may be through. Nothing that was asked for and not answered is asked for again.
    #[must_use]
    pub fn next(&self) -> Vec<Wanted> {
        let asks = |like: fn(&About) -> bool| self.open.values().any(like);
        let mut wanted = Vec::new();
        let soonest = |items: &Items| {
            let open = items.0.iter().filter(|(_, item)| item.is_under_way());
            let names: Vec<_> = open.clone().map(|(name, _)| String::from(&**name)).collect();
            open.map(|(_, item)| again(item.asked_at.unwrap_or(item.since), item.asked))
                .min()
                .zip(Some(names))
        };
        if !asks(|about| matches!(about, About::Apps { .. }))
            && let Some((after, names)) = soonest(&self.apps)
        {
            let request = ManagedApplicationList { identifiers: Some(names), ..Default::default() };
            wanted.push(Wanted { request: request.into(), after });
        }
        if !asks(|about| matches!(about, About::Books))
            && let Some((after, _)) = soonest(&self.books)
        {
            wanted.push(Wanted { request: ManagedMediaList::default().into(), after });
        }
        if !asks(|about| matches!(about, About::Feedback { .. })) {
            let told = self.apps.0.iter().filter(|(_, item)| item.has_feedback);
            let names: Vec<_> = told.clone().map(|(name, _)| String::from(&**name)).collect();
            if let Some(after) = told.map(|(_, item)| item.since).min() {
                wanted.push(Wanted { request: ManagedApplicationFeedback::new(names).into(), after });
            }
        }
        wanted.extend(self.wipe_wants());
        wanted
    }

    /// What the wipe wants after its commands have ended and not all is gone, or nobody knows yet.
    fn wipe_wants(&self) -> Vec<Wanted> {
        let open = |wipe: &&Wipe| wipe.done_at.is_none() && wipe.open.is_empty();
        let Some(wipe) = self.wipe.as_ref().filter(open) else { return Vec::new() };
        let is_asked = |about: &About| matches!(about, About::Apps { apps: None } | About::Profiles);
        if self.open.values().any(is_asked) {
            return Vec::new();
        }
        let mut requests = SelectiveWipe::removals(&self.managed);
        requests.extend([ManagedApplicationList::default().into(), ProfileList::default().into()]);
        let after = again(wipe.asked_at.unwrap_or(wipe.ordered_at), wipe.asked);
        requests.into_iter().map(|request| Wanted { request, after }).collect()
    }

    /// The next round of a wipe that is due: its number, counted from 1, and what it asks for.
    pub(crate) fn next_round(&self, now: SystemTime) -> Option<(u32, Vec<Request>)> {
        let wanted = self.wipe_wants().into_iter().filter(|wanted| wanted.after <= now);
        let requests: Vec<_> = wanted.map(|wanted| wanted.request).collect();
        let round = self.wipe.as_ref()?.asked.saturating_add(1);
        (!requests.is_empty()).then_some((round, requests))
    }

    /// The next round of a wipe was ordered.
    pub(crate) fn wiped_again(&mut self, places: impl IntoIterator<Item = u64>) {
        if let Some(wipe) = &mut self.wipe {
            wipe.open.extend(places);
            // Its own lists tell what is left.
            (wipe.apps_told, wipe.profiles_told) = (false, false);
        }
    }

    /// Whether a selective wipe for this cause was ordered: then it is not ordered again.
    pub(crate) fn has_wiped(&self, cause: &str) -> bool {
        self.wipe.as_ref().is_some_and(|wipe| *wipe.cause == *cause)
    }

    /// A selective wipe was ordered, with commands at these places.
    pub(crate) fn wiped(&mut self, cause: &str, places: impl IntoIterator<Item = u64>, now: SystemTime) {
        self.wipe = Some(Wipe {
            cause: cause.into(),
            ordered_at: now,
            done_at: None,
            failed: 0,
            open: places.into_iter().collect(),
            apps_told: false,
            profiles_told: false,
            asked: 0,
            asked_at: None,
        });
    }

    /// Whether an order of this is followed.
    pub(crate) fn is_about(request: &Request) -> bool {
        About::of(request).is_some()
    }

    /// A command was queued at this place.
    pub(crate) fn ordered(&mut self, seq: u64, request: &Request, now: SystemTime) {
        let Some(about) = About::of(request) else { return };
        match &about {
            About::InstallApp { app: Some(app), configures } => {
                self.apps.begin(app, ItemStage::Ordered, now);
                if let Some(item) = self.apps.0.get_mut(app).filter(|_| *configures) {
                    item.configuration = Configuration::Ordered;
                }
            }
            About::InstallBook { book: Some(book) } => self.books.begin(book, ItemStage::Ordered, now),
            About::RemoveApp { app } => self.apps.follow(app, |item| item.stands(ItemStage::Removing, now)),
            About::RemoveBook { book } => {
                self.books.follow(book, |item| item.stands(ItemStage::Removing, now));
            }
            About::Configure { apps } => {
                for app in apps {
                    self.apps.follow(app, |item| item.configuration = Configuration::Ordered);
                }
            }
            About::Apps { apps } => {
                self.apps.asked(now);
                if let Some(wipe) = self.wipe.as_mut().filter(|_| apps.is_none()) {
                    wipe.asked = wipe.asked.saturating_add(1);
                    wipe.asked_at = Some(now);
                }
            }
            About::Books => self.books.asked(now),
            _ => {}
        }
        self.open.insert(seq, about);
    }

    /// Whether a command that waits asks for apps that the member installed. Of one whose order is not known it is assumed.
    pub(crate) fn lists_all_apps(&self, entry: &Entry) -> bool {
        let managed_only =
            matches!(self.open.get(&entry.seq), Some(About::Inventory { managed_only: true, .. }));
        &*entry.command == "InstalledApplicationList" && !managed_only
    }

    /// Whether it waits for the end of a command.
    pub(crate) fn waits_for(&self, seq: u64) -> bool {
        self.open.contains_key(&seq) || self.wipe.as_ref().is_some_and(|wipe| wipe.open.contains(&seq))
    }

    /// A command has ended; with the device's report, if there is one about it.
    pub(crate) fn ended(&mut self, entry: &Entry, report: Option<&Report<'_>>, now: SystemTime) {
        let about = self.open.remove(&entry.seq);
        let answer = report.filter(|report| report.status == Status::Acknowledged);
        let done = answer.is_some() || entry.state == State::Acknowledged;
        if let Some(wipe) = &mut self.wipe
            && wipe.open.remove(&entry.seq)
        {
            wipe.failed += u64::from(!done);
        }
        if let Some(about) = about {
            self.learn(about, report, done, now);
        }
        self.finish(now);
    }

    /// The device was erased, or has left: nothing of it is there any more. A wipe is through with that.
    pub(crate) fn end(&mut self, now: Option<SystemTime>) {
        let wipe = self.wipe.take().map(|mut wipe| {
            wipe.open.clear();
            wipe.done_at = wipe.done_at.or(now);
            wipe
        });
        *self = Self { wipe, ..Self::default() };
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn learn(&mut self, about: About, report: Option<&Report<'_>>, done: bool, now: SystemTime) {
        match about {
            About::InstallApp { app, configures } => {
                self.installing(app, configures, report, done, now);
            }
            About::InstallBook { book } => self.installing_book(book, report, done, now),
            // It stays where it is: the next list tells. What could not be removed may not have been there.
            About::RemoveApp { app } if done => {
                self.managed.apps.remove(&app);
                self.apps.follow(&app, |item| item.stands(ItemStage::Absent, now));
            }
            About::RemoveBook { book } if done => {
                self.managed.books.remove(&book);
                self.managed.store_books.remove(&book);
                self.books.follow(&book, |item| item.stands(ItemStage::Absent, now));
            }
            About::RemoveApp { .. } | About::RemoveBook { .. } => {}
            About::Configure { apps } => self.configured(&apps, report, done),
            About::Feedback { apps } if done => {
                for app in &apps {
                    self.apps.follow(app, |item| item.has_feedback = false);
                }
            }
            About::Apps { apps } if done => self.listed(apps.as_deref(), report, now),
            About::Inventory { .. } if done => self.inventoried(report),
            About::Books if done => self.books_listed(report, now),
            About::Profiles if done => {
                if let Some(told) = report.and_then(|report| report.response::<ProfileList>().ok()) {
                    self.managed.take_all_profiles(&told.profile_list);
                    if let Some(wipe) = &mut self.wipe {
                        wipe.profiles_told = true;
                    }
                }
            }
            _ => {}
        }
    }

    fn installing(
        &mut self,
        app: Option<Box<str>>,
        configures: bool,
        report: Option<&Report<'_>>,
        done: bool,
        now: SystemTime,
    ) {
        // A refusal too may say which app and why.
        let told = report.and_then(|report| report.response::<InstallApplication>().ok());
        let named = told.as_ref().and_then(|told| told.identifier.as_deref()).map(name);
        let Some(app) = app.or(named) else { return };
        if !self.apps.0.contains_key(&app) {
            self.apps.begin(&app, ItemStage::Ordered, now);
        }
        let Some(item) = self.apps.0.get_mut(&app) else { return };
        if configures {
            item.configuration = if done { Configuration::Applied } else { Configuration::Failed };
        }
        // Somebody has ordered its removal meanwhile: that one tells.
        if item.stage == ItemStage::Removing {
            return;
        }
        let rejection = told.as_ref().and_then(|told| told.rejection_reason.as_ref());
        match (done, rejection) {
            (true, None) => {
                item.stands(ItemStage::Underway, now);
                if let Some(state) = told.and_then(|told| told.state) {
                    item.reported(&state, now);
                }
            }
            (_, reason) => {
                item.word = reason.map(|reason| name(reason.as_str()));
                item.stands(item.refused(), now);
            }
        }
    }

    fn installing_book(
        &mut self,
        book: Option<Box<str>>,
        report: Option<&Report<'_>>,
        done: bool,
        now: SystemTime,
    ) {
        let told = report.and_then(|report| report.response::<InstallMedia>().ok());
        let named = told.as_ref().and_then(|told| {
            told.persistent_id.as_deref().map(name).or_else(|| Some(told.itunes_store_id?.to_string().into()))
        });
        let Some(book) = book.or(named) else { return };
        if !self.books.0.contains_key(&book) {
            self.books.begin(&book, ItemStage::Ordered, now);
        }
        let Some(item) = self.books.0.get_mut(&book) else { return };
        if item.stage == ItemStage::Removing {
            return;
        }
        let rejection = told.as_ref().and_then(|told| told.rejection_reason.as_ref());
        match (done, rejection) {
            (true, None) => {
                item.stands(ItemStage::Underway, now);
                if let Some(state) = told.and_then(|told| told.state) {
                    item.told(state.as_str(), book_stage(state.as_str()), now);
                }
            }
            (_, reason) => {
                item.word = reason.map(|reason| name(reason.as_str()));
                item.stands(item.refused(), now);
            }
        }
    }

    /// The whole command is acknowledged unless it is ill-formed: each item has a status of its own (Apple, Settings).
    fn configured(&mut self, apps: &[Box<str>], report: Option<&Report<'_>>, done: bool) {
        let told = report.and_then(|report| report.response::<Settings>().ok());
        let results: Vec<_> =
            told.into_iter().filter_map(|told| told.settings).flat_map(|results| results.0).collect();
        for app in apps {
            let failed = results
                .iter()
                .filter(|result| result.identifier.as_deref() == Some(app))
                .any(|result| result.status.as_deref().is_some_and(|status| status != "Acknowledged"));
            let state = if done && !failed { Configuration::Applied } else { Configuration::Failed };
            self.apps.follow(app, |item| item.configuration = state);
        }
    }

    /// What is managed, of these apps or of all.
    fn listed(&mut self, apps: Option<&[Box<str>]>, report: Option<&Report<'_>>, now: SystemTime) {
        let Some(told) = report.and_then(|report| report.response::<ManagedApplicationList>().ok()) else {
            return;
        };
        for (app, told) in &told.managed_application_list {
            let app = name(app);
            self.apps.follow(&app, |item| {
                item.has_feedback |= told.has_feedback == Some(true);
                item.version = told.external_version_identifier.map(|n| n.to_string().into());
                if let Some(state) = &told.status {
                    item.reported(state, now);
                }
            });
        }
        let lists = |app: &str| told.managed_application_list.contains_key(app);
        let asked = |app: &str| apps.is_none_or(|apps| apps.iter().any(|asked| **asked == *app));
        for (app, item) in &mut self.apps.0 {
            if asked(app) && !lists(app) {
                match item.stage {
                    ItemStage::Removing => item.stands(ItemStage::Absent, now),
                    // It is not managed any more, and nobody here removed it.
                    ItemStage::Present => item.stands(ItemStage::TakenOff, now),
                    _ => {}
                }
            }
        }
        if apps.is_none() {
            self.managed.take_apps(&told);
            if let Some(wipe) = &mut self.wipe {
                wipe.apps_told = true;
            }
        }
    }

    /// The inventory is held against what was ordered; of all other apps nothing is kept.
    fn inventoried(&mut self, report: Option<&Report<'_>>) {
        let Some(told) = report.and_then(|report| report.response::<InstalledApplicationList>().ok()) else {
            return;
        };
        for app in &told.installed_application_list {
            let Some(identifier) = &app.identifier else { continue };
            self.apps.follow(&name(identifier), |item| {
                item.has_update = app.has_update_available == Some(true);
                if let Some(version) = app.external_version_identifier {
                    item.version = Some(version.to_string().into());
                }
            });
        }
    }

    fn books_listed(&mut self, report: Option<&Report<'_>>, now: SystemTime) {
        let Some(told) = report.and_then(|report| report.response::<ManagedMediaList>().ok()) else { return };
        let mut listed = BTreeSet::new();
        for book in &told.books {
            let store = book.itunes_store_id.map(|number| number.to_string());
            let Some(id) = book.persistent_id.as_deref().or(store.as_deref()).map(name) else { continue };
            self.books.follow(&id, |item| {
                item.version = book.version.as_deref().map(name);
                if let Some(state) = &book.state {
                    item.told(state, book_stage(state), now);
                }
            });
            listed.insert(id);
        }
        for (book, item) in &mut self.books.0 {
            if !listed.contains(book) {
                match item.stage {
                    ItemStage::Removing => item.stands(ItemStage::Absent, now),
                    ItemStage::Present => item.stands(ItemStage::TakenOff, now),
                    _ => {}
                }
            }
        }
        self.managed.take_books(&told);
    }

    fn finish(&mut self, now: SystemTime) {
        let left = SelectiveWipe::removals(&self.managed);
        if let Some(wipe) = &mut self.wipe {
            let told = wipe.apps_told && wipe.profiles_told && wipe.open.is_empty();
            if told && left.is_empty() && wipe.done_at.is_none() {
                wipe.done_at = Some(now);
            }
        }
    }
}

impl Items {
    /// It is ordered, for the first time or anew: what was reported once is about the time before.
    fn begin(&mut self, id: &str, stage: ItemStage, now: SystemTime) {
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

    fn follow(&mut self, id: &str, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.0.get_mut(id) {
            change(item);
        }
    }

    fn asked(&mut self, now: SystemTime) {
        for item in self.0.values_mut().filter(|item| item.is_under_way()) {
            item.asked = item.asked.saturating_add(1);
            item.asked_at = Some(now);
        }
    }
}

impl Item {
    const fn new(stage: ItemStage, since: SystemTime) -> Self {
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
    const fn refused(&self) -> ItemStage {
        if self.is_there { ItemStage::Present } else { ItemStage::Refused }
    }

    /// The device is at it, and does not say when it is done.
    const fn is_under_way(&self) -> bool {
        matches!(self.stage, ItemStage::Underway | ItemStage::Removing)
    }

    fn stands(&mut self, stage: ItemStage, now: SystemTime) {
        match stage {
            ItemStage::Present => self.is_there = true,
            ItemStage::TakenOff | ItemStage::Absent => self.is_there = false,
            _ => {}
        }
        if self.stage != stage {
            (self.stage, self.since, self.asked, self.asked_at) = (stage, now, 0, None);
        }
    }

    fn reported(&mut self, state: &AppState, now: SystemTime) {
        // A repetition of what is told once changes nothing, whatever was told in between.
        if self.once.as_deref() == Some(state.as_str()) {
            return;
        }
        if is_told_once(state) {
            self.once = Some(state.as_str().into());
        }
        self.told(state.as_str(), app_stage(state, self), now);
    }

    fn told(&mut self, word: &str, stage: Option<ItemStage>, now: SystemTime) {
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
fn book_stage(state: &str) -> Option<ItemStage> {
    Some(match state {
        "Managed" | "Installed" => ItemStage::Present,
        "ManagedButUninstalled" | "Uninstalled" => ItemStage::TakenOff,
        "Failed" => ItemStage::Refused,
        "Queued" | "PromptingForLogin" | "Updating" | "Installing" => ItemStage::Underway,
        _ => return None,
    })
}

impl About {
    fn of(request: &Request) -> Option<Self> {
        let names = |names: &[String]| -> Vec<Box<str>> { names.iter().map(|text| name(text)).collect() };
        Some(match request {
            Request::InstallApplication(install) => Self::InstallApp {
                app: match &install.source {
                    AppSource::Identifier(app) => Some(name(app)),
                    _ => None,
                },
                configures: install.configuration.is_some(),
            },
            Request::InstallEnterpriseApplication(install) => {
                Self::InstallApp { app: None, configures: install.configuration.is_some() }
            }
            Request::RemoveApplication(remove) => Self::RemoveApp { app: name(&remove.identifier) },
            Request::Settings(settings) => {
                let apps = settings.settings.iter().filter_map(|setting| match setting {
                    Setting::ApplicationConfiguration(item) => Some(name(&item.identifier)),
                    _ => None,
                });
                let apps: Vec<_> = apps.collect();
                (!apps.is_empty()).then_some(Self::Configure { apps })?
            }
            Request::ManagedApplicationFeedback(ask) => Self::Feedback { apps: names(&ask.identifiers) },
            Request::ManagedApplicationList(ask) => {
                Self::Apps { apps: ask.identifiers.as_deref().map(names) }
            }
            Request::InstalledApplicationList(ask) => {
                let managed_only = ask.managed_apps_only == Some(true);
                Self::Inventory { apps: ask.identifiers.as_deref().map(names), managed_only }
            }
            Request::InstallMedia(install) => Self::InstallBook {
                book: match (&install.persistent_id, &install.source) {
                    (Some(id), _) => Some(name(id)),
                    (None, MediaSource::ITunesStoreId(number)) => Some(number.to_string().into()),
                    _ => None,
                },
            },
            Request::RemoveMedia(remove) => match &remove.reference {
                MediaReference::PersistentId(id) | MediaReference::ITunesStoreId(id) => {
                    Self::RemoveBook { book: name(id) }
                }
            },
            Request::ManagedMediaList(_) => Self::Books,
            Request::ProfileList(_) => Self::Profiles,
            _ => return None,
        })
    }
}

/// When to ask again, after so many times.
fn again(last: SystemTime, times: u32) -> SystemTime {
    let pause = Flows::FIRST_POLL.saturating_mul(1 << times.min(16)).min(Flows::LONGEST_POLL);
    last.checked_add(pause).unwrap_or(last)
}

/// What a device or a caller calls something, cut where it is too long.
fn name(text: &str) -> Box<str> {
    bounded(text, RecordKey::MAX_LEN)
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stages = self.0.values().map(|item| item.stage);
        f.debug_list().entries(stages).finish()
    }
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InstallApp { .. } => "InstallApp",
            Self::RemoveApp { .. } => "RemoveApp",
            Self::Configure { .. } => "Configure",
            Self::Feedback { .. } => "Feedback",
            Self::Apps { .. } => "Apps",
            Self::Inventory { .. } => "Inventory",
            Self::InstallBook { .. } => "InstallBook",
            Self::RemoveBook { .. } => "RemoveBook",
            Self::Books => "Books",
            Self::Profiles => "Profiles",
        })
    }
}
