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
//! | what is managed | `ManagedApplicationList`, `ManagedMediaList`, `ProfileList`, `ProvisioningProfileList` |
//! | a selective wipe | [`Input::Wipe`](crate::Input::Wipe), the ends of its commands, and the lists |
//!
//! Each move is an event, in the commit that makes it: [`FlowMove`]. An app that a member installed is no flow, and its
//! name is not kept.

mod about;
mod item;
mod moves;
#[cfg(test)]
mod tests;
mod wipe;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use mdm_apple::{
    InstallApplication, InstallMedia, InstalledApplicationList, ManagedApplicationFeedback,
    ManagedApplicationList, ManagedMediaList, ProfileList, ProvisioningProfileList, Report, Request,
    Settings, Status,
};
use mdm_command::{Entry, State};
use serde::{Deserialize, Serialize};

use crate::audit::Digest;
use crate::policy::{Listed, Managed};
use crate::request::bounded;
use crate::row::RecordKey;

use self::about::About;
pub use self::item::{Configuration, Item, ItemStage};
use self::item::{Items, book_stage};
pub use self::moves::FlowMove;
pub(crate) use self::wipe::Round;
pub use self::wipe::{Wipe, open_wipes};

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
    /// SHA-256 of causes of wipes besides that of the last one, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<Digest>,
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

impl Flows {
    /// How many apps, and how many books, are followed: more are ordered like any others, and not followed.
    pub const ITEMS: usize = 512;
    /// For how many causes, besides the last one, it is remembered that a selective wipe was ordered.
    pub const CAUSES: usize = 16;
    /// How many commands are followed that name no app or book, lists of all that is managed aside.
    const OPEN: usize = 1024;
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
            About::Apps { .. } => self.apps.asked(now),
            About::Books => self.books.asked(now),
            _ => {}
        }
        if let Some(wipe) = self.wipe.as_mut().filter(|wipe| wipe.is_open() && about.listed().is_some()) {
            wipe.own.insert(seq);
            wipe.ask(now);
        }
        if self.is_followed(&about) {
            self.open.insert(seq, about);
        }
    }

    /// Whether the end of such a command moves anything. What is open is bounded as the items are: it stands in the device's
    /// record, which each exchange writes.
    fn is_followed(&self, about: &About) -> bool {
        let has_app = |app: &str| self.apps.0.contains_key(app);
        match about {
            About::InstallApp { app: Some(app), .. } | About::RemoveApp { app } => has_app(app),
            About::InstallBook { book: Some(book) } | About::RemoveBook { book } => {
                self.books.0.contains_key(book)
            }
            About::Configure { apps } => apps.iter().any(|app| has_app(app)),
            about => about.listed().is_some() || self.open.len() < Self::OPEN,
        }
    }

    /// Whether a command that waits asks for apps that the member installed. Of one whose order is not known it is assumed.
    pub(crate) fn lists_all_apps(&self, entry: &Entry) -> bool {
        let managed_only =
            matches!(self.open.get(&entry.seq), Some(About::Inventory { managed_only: true, .. }));
        &*entry.command == "InstalledApplicationList" && !managed_only
    }

    /// Whether it waits for the end of a command.
    pub(crate) fn waits_for(&self, seq: u64) -> bool {
        let wipes = |wipe: &Wipe| wipe.open.contains(&seq) || wipe.installs.contains(&seq);
        self.open.contains_key(&seq) || self.wipe.as_ref().is_some_and(wipes)
    }

    /// A command has ended; with the device's report, if there is one about it.
    pub(crate) fn ended(&mut self, entry: &Entry, report: Option<&Report<'_>>, now: SystemTime) {
        let about = self.open.remove(&entry.seq);
        let answer = report.filter(|report| report.status == Status::Acknowledged);
        let done = answer.is_some() || entry.state == State::Acknowledged;
        if let Some(wipe) = &mut self.wipe {
            wipe.failed += u64::from(wipe.open.remove(&entry.seq) && !done);
            if wipe.installs.remove(&entry.seq) {
                // What was told before may be otherwise now.
                wipe.told.clear();
            }
        }
        if let Some(about) = about {
            self.learn(entry.seq, about, report, done, now);
        }
        if let Some(wipe) = &mut self.wipe {
            wipe.own.remove(&entry.seq);
        }
        self.finish(now);
    }

    /// The device was erased, or has left: nothing of it is there any more. A wipe is through with that.
    pub(crate) fn end(&mut self, now: Option<SystemTime>) {
        let wipe = self.wipe.take().map(|mut wipe| {
            (wipe.open, wipe.own, wipe.installs) = Default::default();
            wipe.done_at = if wipe.is_open() { now } else { wipe.done_at };
            wipe
        });
        *self = Self { wipe, causes: std::mem::take(&mut self.causes), ..Self::default() };
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn learn(&mut self, seq: u64, about: About, report: Option<&Report<'_>>, done: bool, now: SystemTime) {
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
            About::Apps { apps } if done => self.listed(seq, apps.as_deref(), report, now),
            About::Inventory { .. } if done => self.inventoried(report),
            About::Books if done => self.books_listed(seq, report, now),
            About::Profiles if done => {
                if let Some(told) = report.and_then(|report| report.response::<ProfileList>().ok()) {
                    self.managed.take_all_profiles(&told.profile_list);
                    self.told(Listed::Profiles, seq);
                }
            }
            About::ProvisioningProfiles if done => {
                let told = report.and_then(|report| report.response::<ProvisioningProfileList>().ok());
                if let Some(told) = told {
                    self.managed.take_provisioning_profiles(&told);
                    self.told(Listed::ProvisioningProfiles, seq);
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
    fn listed(&mut self, seq: u64, apps: Option<&[Box<str>]>, report: Option<&Report<'_>>, now: SystemTime) {
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
            self.told(Listed::Apps, seq);
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

    fn books_listed(&mut self, seq: u64, report: Option<&Report<'_>>, now: SystemTime) {
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
        self.told(Listed::Books, seq);
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
