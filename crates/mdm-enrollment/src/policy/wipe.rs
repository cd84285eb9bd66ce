//! Taking the organization's things off a device, and nothing else.

use std::collections::BTreeSet;
use std::fmt;

use mdm_apple::{
    AppState, Command, CommandUuid, InstalledProfile, ManagedApplicationList, ManagedApplicationListResponse,
    ManagedMediaList, ManagedMediaListResponse, MediaReference, MediaType, ProfileList,
    ProvisioningProfileList, ProvisioningProfileListResponse, RemoveApplication, RemoveMedia, RemoveProfile,
    RemoveProvisioningProfile, Request,
};
use mdm_lock::Footprint;
use serde::{Deserialize, Serialize};

use crate::Order;
use crate::flow::Flows;
use crate::row::RecordKey;

/// What the organization has put on a device, as far as the device has told.
///
/// A device can tell anything: of each kind [`Flows::ITEMS`] names are kept, each of at most
/// [`RecordKey::MAX_LEN`] bytes, which is longer than any that Apple's systems take. Whether that was all says
/// [`is_whole`](Self::is_whole).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Managed {
    /// Apps, by bundle identifier.
    pub apps: BTreeSet<Box<str>>,
    /// Books, by the identifier that the server gave them.
    pub books: BTreeSet<Box<str>>,
    /// Books of the store, by their number.
    pub store_books: BTreeSet<Box<str>>,
    /// Profiles, by `PayloadIdentifier`, without the enrollment profile.
    pub profiles: BTreeSet<Box<str>>,
    /// Provisioning profiles, by UUID.
    pub provisioning_profiles: BTreeSet<Box<str>>,
    /// The lists of which not everything was kept, until they are told anew.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) cut: BTreeSet<Listed>,
}

/// A list by which a device tells what is managed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Listed {
    Apps,
    Books,
    Profiles,
    ProvisioningProfiles,
}

impl Listed {
    pub(crate) const ALL: [Self; 4] = [Self::Apps, Self::Books, Self::Profiles, Self::ProvisioningProfiles];

    /// Every list: what was stored before a wipe kept which ones the device has.
    pub(crate) fn all() -> BTreeSet<Self> {
        Self::ALL.into()
    }

    /// Which list a command asks for; `None` when it asks for something else, or for a part of it.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        match request {
            Request::ManagedApplicationList(ask) if ask.identifiers.is_none() => Some(Self::Apps),
            Request::ManagedMediaList(_) => Some(Self::Books),
            Request::ProfileList(_) => Some(Self::Profiles),
            // The others may be the user's own.
            Request::ProvisioningProfileList(ask) if ask.managed_only == Some(true) => {
                Some(Self::ProvisioningProfiles)
            }
            _ => None,
        }
    }

    pub(crate) fn request(self) -> Request {
        match self {
            Self::Apps => ManagedApplicationList::default().into(),
            Self::Books => ManagedMediaList::default().into(),
            Self::Profiles => ProfileList::default().into(),
            Self::ProvisioningProfiles => {
                ProvisioningProfileList { managed_only: Some(true), ..Default::default() }.into()
            }
        }
    }
}

/// Removes the apps with their data, the books, the profiles with their accounts: what a member's phone is spared when
/// it is not erased (F102). The commands run while the phone is locked (F55).
///
/// Books go first, then apps, then profiles: a profile may hold the network that the device comes by. At the end
/// queries tell what is left, as many as the device knows of four. A channel of a user has what it tells itself
/// ([`Input::Wipe`](crate::Input::Wipe) for each); what declarations have brought Apple's lists leave out, and goes when
/// they are taken away: `mdm_store::Runner::wipe_selectively` does all of it.
///
/// **Once.** The record of the channel keeps for which causes it was wiped, the last
/// [`Flows::CAUSES`], and the same cause does not wipe again: a member retires once, however often that is said (F103). The
/// `CommandUUID`s are made of `cause`, the enrollment and its [life](crate::Channel::life), the same on every node: what
/// the record does not remember any more is refused as [`DuplicateUuid`](mdm_command::Error::DuplicateUuid), as long as
/// the history holds those commands. The user of a device who comes back begins a new life.
///
/// ```
/// use mdm_enrollment::policy::{Managed, SelectiveWipe};
/// use mdm_enrollment::row::RecordKey;
///
/// let phone = RecordKey::new("device/00008030-1").expect("a key");
/// let mut managed = Managed::default();
/// managed.apps.insert("com.example.mail".into());
/// managed.profiles.insert("com.example.wifi".into());
///
/// let wipe = SelectiveWipe::new("retired/ben/2026-11-22");
/// let orders = wipe.orders(&phone, &managed);
/// let types: Vec<_> = orders.iter().map(|order| order.command().request.request_type()).collect();
/// assert_eq!(types[..2], ["RemoveApplication", "RemoveProfile"]);
/// assert_eq!(types[2..], ["ManagedApplicationList", "ManagedMediaList", "ProfileList", "ProvisioningProfileList"]);
/// assert_eq!(orders[0].command().uuid, wipe.orders(&phone, &managed)[0].command().uuid);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectiveWipe {
    cause: Box<str>,
    leave: Option<Box<str>>,
    /// In each life of the device, and not once.
    #[serde(default)]
    each_life: bool,
    /// The cause that was said, where it is named by the life of the channel too.
    #[serde(skip)]
    said: Option<Box<str>>,
    /// In which life of the channel it is ordered.
    #[serde(skip)]
    life: u64,
    /// Whether declarations are, or may be, on the device.
    #[serde(skip)]
    declarations: bool,
}

impl Managed {
    /// Takes the apps of an answer to `ManagedApplicationList`: those that are managed or about to be.
    pub fn take_apps(&mut self, answer: &ManagedApplicationListResponse) {
        let gone = |state: &AppState| {
            matches!(
                state,
                AppState::ManagedButUninstalled
                    | AppState::UserInstalledApp
                    | AppState::UserRejected
                    | AppState::ManagementRejected
                    | AppState::Failed
            )
        };
        let apps = answer.managed_application_list.iter();
        let apps = apps.filter(|(_, app)| !app.status.as_ref().is_some_and(gone));
        let (apps, cut) = keep(apps.map(|(identifier, _)| identifier.as_str()));
        self.apps = apps;
        self.note(Listed::Apps, cut);
    }

    /// Takes the books of an answer to `ManagedMediaList`.
    pub fn take_books(&mut self, answer: &ManagedMediaListResponse) {
        let (books, some) = keep(answer.books.iter().filter_map(|book| book.persistent_id.as_deref()));
        let numbers = answer.books.iter().filter(|book| book.persistent_id.is_none());
        let numbers: Vec<_> = numbers.filter_map(|book| Some(book.itunes_store_id?.to_string())).collect();
        let (store_books, others) = keep(numbers.iter().map(String::as_str));
        (self.books, self.store_books) = (books, store_books);
        self.note(Listed::Books, some || others);
    }

    /// Takes the profiles of an answer to `ProfileList` that this server installed, but for the enrollment profile of
    /// this identifier.
    pub fn take_profiles(&mut self, profiles: &[InstalledProfile], enrollment_profile: &str) {
        let managed = profiles.iter().filter(|profile| profile.is_managed == Some(true));
        let identifiers = managed.filter_map(|profile| profile.payload_identifier.as_deref());
        let (profiles, cut) = keep(identifiers.filter(|id| *id != enrollment_profile));
        self.profiles = profiles;
        self.note(Listed::Profiles, cut);
    }

    /// Takes the profiles of an answer to `ProvisioningProfileList` with `ManagedOnly`.
    pub fn take_provisioning_profiles(&mut self, answer: &ProvisioningProfileListResponse) {
        let profiles = answer.provisioning_profile_list.iter();
        let (profiles, cut) = keep(profiles.filter_map(|profile| profile.uuid.as_deref()));
        self.provisioning_profiles = profiles;
        self.note(Listed::ProvisioningProfiles, cut);
    }

    /// Whether all was kept that the device has told.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.cut.is_empty()
    }

    fn note(&mut self, list: Listed, cut: bool) {
        if cut {
            self.cut.insert(list);
        } else {
            self.cut.remove(&list);
        }
    }
}

impl Managed {
    /// As [`take_profiles`](Self::take_profiles), and tells the enrollment profile by its MDM payload.
    pub(crate) fn take_all_profiles(&mut self, profiles: &[InstalledProfile]) {
        let enrolls = |profile: &&InstalledProfile| {
            let payloads = profile.payload_content.iter().flatten();
            payloads.filter_map(|payload| payload.payload_type.as_deref()).any(|kind| kind == "com.apple.mdm")
        };
        let own = profiles.iter().find(enrolls).and_then(|profile| profile.payload_identifier.as_deref());
        self.take_profiles(profiles, own.unwrap_or_default());
    }
}

impl SelectiveWipe {
    /// A wipe for a cause: the embedder's identifier of what happened, such as the retirement of a member.
    #[must_use]
    pub fn new(cause: &str) -> Self {
        let (leave, said) = (None, None);
        Self { cause: cause.into(), leave, each_life: false, said, life: 0, declarations: false }
    }

    /// Ends management too: the enrollment profile of this identifier is removed last (F110). The device says so with
    /// a CheckOut, if its profile asks for that.
    #[must_use]
    pub fn then_leave(self, enrollment_profile: &str) -> Self {
        Self { leave: Some(enrollment_profile.into()), ..self }
    }

    /// Once in each life of a device, and not once for ever: one that has begun anew since is wiped again. A
    /// [retirement](super::Retirement) with it stays, and is for devices that enroll or return later too.
    #[must_use]
    pub fn in_each_life(self) -> Self {
        Self { each_life: true, ..self }
    }

    /// Whether it is for each life of a device.
    #[must_use]
    pub const fn is_in_each_life(&self) -> bool {
        self.each_life
    }

    /// Declarations are, or may be, on the channel: the wipe is not done before it is ordered again without this. What a
    /// device has by declarations it tells in its status reports, which are records of their own.
    #[must_use]
    pub fn with_declarations(self) -> Self {
        Self { declarations: true, ..self }
    }

    pub(crate) const fn has_declarations(&self) -> bool {
        self.declarations
    }

    /// For a user: the enrollment profile is the device's.
    pub(crate) fn of_user(self) -> Self {
        Self { leave: None, ..self }
    }

    /// The same in this life of a channel, of which its commands have their names, and one for each life its cause too.
    pub(crate) fn in_life(&self, life: u64) -> Self {
        let cause = match self.each_life && life > 1 {
            true => format!("{}, life {life}", self.cause).into(),
            false => self.cause.clone(),
        };
        let said = self.each_life.then(|| self.cause.clone());
        Self { cause, said, life, ..self.clone() }
    }

    /// The cause that was said, if it is in each life.
    pub(crate) fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// The same for another cause.
    pub(crate) fn called(&self, cause: &str) -> Self {
        Self { cause: cause.into(), ..self.clone() }
    }

    /// Whether a command puts something on the device that a wipe would take off.
    pub(crate) fn is_install(command: &str) -> bool {
        INSTALLS.contains(&command)
    }

    /// The commands for one enrollment, in their order.
    #[must_use]
    pub fn orders(&self, enrollment: &RecordKey, managed: &Managed) -> Vec<Order> {
        let order = |request: Request| Order::new(Command::new(self.uuid(enrollment, &request, 0), request));
        let mut requests = Self::removals(managed);
        let leaves = |request: &Request| matches!(request, Request::RemoveProfile(remove) if self.leave.as_deref() == Some(&*remove.identifier));
        requests.retain(|request| !leaves(request));
        // Always there, so that a second order is noticed whatever its list is.
        requests.extend(Listed::ALL.map(Listed::request));
        let mut orders: Vec<_> = requests.into_iter().map(order).collect();
        if let Some(profile) = &self.leave {
            // It ends everything, so everything before it has to have ended.
            let last = order(RemoveProfile::new(&**profile).into());
            orders.push(last.touching(Footprint::barrier()));
        }
        orders
    }

    /// The commands of a later round: of what was still there after the one before.
    pub(crate) fn again(&self, enrollment: &RecordKey, round: u32, requests: Vec<Request>) -> Vec<Order> {
        let order =
            |request: Request| Order::new(Command::new(self.uuid(enrollment, &request, round), request));
        requests.into_iter().map(order).collect()
    }

    /// Whether it is the one that ends management.
    pub(crate) fn is_last(&self, order: &Order) -> bool {
        let Request::RemoveProfile(remove) = &order.command().request else { return false };
        self.leave.as_deref() == Some(remove.identifier.as_str())
    }

    /// What removes all that is managed, in this order.
    pub(crate) fn removals(managed: &Managed) -> Vec<Request> {
        let Managed { apps, books, store_books, profiles, provisioning_profiles, cut: _ } = managed;
        let book = |reference| RemoveMedia::new(reference, MediaType::Book).into();
        let mut requests: Vec<Request> = Vec::new();
        requests.extend(books.iter().map(|id| book(MediaReference::PersistentId(id.to_string()))));
        requests.extend(store_books.iter().map(|id| book(MediaReference::ITunesStoreId(id.to_string()))));
        requests.extend(apps.iter().map(|id| RemoveApplication::new(&**id).into()));
        requests.extend(provisioning_profiles.iter().map(|id| RemoveProvisioningProfile::new(&**id).into()));
        requests.extend(profiles.iter().map(|id| RemoveProfile::new(&**id).into()));
        requests
    }

    /// The embedder's identifier of what happened.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// Of cause, enrollment, life and what is asked for: the same on every node and at any time.
    fn uuid(&self, enrollment: &RecordKey, request: &Request, round: u32) -> CommandUuid {
        let object = match request {
            Request::RemoveApplication(remove) => remove.identifier.as_str(),
            Request::RemoveProfile(remove) => remove.identifier.as_str(),
            Request::RemoveProvisioningProfile(remove) => remove.uuid.as_str(),
            Request::RemoveMedia(remove) => match &remove.reference {
                MediaReference::PersistentId(id) | MediaReference::ITunesStoreId(id) => id,
            },
            _ => "",
        };
        let mut name = [&round.to_be_bytes()[..], &self.life.to_be_bytes()].concat();
        for part in ["selective wipe", &self.cause, enrollment.as_str(), request.request_type(), object] {
            // With its length, so that no two lists of parts run into the same bytes.
            name.extend((part.len() as u64).to_be_bytes());
            name.extend(part.bytes());
        }
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = mdm_pki::sha256(&name);
        CommandUuid::from_bytes([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
    }
}

/// What puts something on a device that its lists tell as managed.
const INSTALLS: &[&str] = &[
    "ApplyRedemptionCode",
    "InstallApplication",
    "InstallEnterpriseApplication",
    "InstallMedia",
    "InstallProfile",
    "InstallProvisioningProfile",
];

/// The names that are kept, and whether others were not.
fn keep<'a>(names: impl Iterator<Item = &'a str>) -> (BTreeSet<Box<str>>, bool) {
    let (mut kept, mut cut) = (BTreeSet::new(), false);
    for name in names {
        if name.len() <= RecordKey::MAX_LEN && (kept.len() < Flows::ITEMS || kept.contains(name)) {
            kept.insert(name.into());
        } else {
            cut = true;
        }
    }
    (kept, cut)
}

/// What it is for may name a person, and is not shown.
impl fmt::Debug for SelectiveWipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SelectiveWipe")
            .field("leave", &self.leave)
            .field("each_life", &self.each_life)
            .field("declarations", &self.declarations)
            .finish_non_exhaustive()
    }
}

/// How many there are: what is on a member's phone is not shown.
impl fmt::Debug for Managed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Managed")
            .field("apps", &self.apps.len())
            .field("books", &(self.books.len() + self.store_books.len()))
            .field("profiles", &(self.profiles.len() + self.provisioning_profiles.len()))
            .field("cut", &self.cut)
            .finish()
    }
}
