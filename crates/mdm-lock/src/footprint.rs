//! What a command touches on the device, and which commands therefore keep their order.

use std::fmt;

mod index;

pub use index::ConflictIndex;

/// A kind of thing on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Kind {
    /// A configuration profile, by its `PayloadIdentifier`.
    Profile,
    /// A provisioning profile, by its UUID.
    ProvisioningProfile,
    /// An app, by its bundle or package identifier.
    App,
    /// A book or document, by its persistent identifier.
    Media,
    /// One item of the settings, by its name.
    Setting,
    /// A Wi-Fi network inside a profile, by its SSID.
    Wifi,
    /// A VPN inside a profile, by its name.
    Vpn,
    /// A mail, calendar or directory account inside a profile.
    Account,
    /// A certificate or identity inside a profile.
    Certificate,
    /// Screen lock, passcode and Lost Mode. One resource, because order among them matters: clearing
    /// a passcode removes the protection that a lock gave.
    Protection,
    /// Running or restarting.
    Power,
    /// What the device tells about itself: name, version, security state.
    Device,
    /// All of the above, and what we do not know.
    Anything,
}

impl Kind {
    /// Whether it stands inside a profile, and goes with it.
    #[must_use]
    pub const fn is_service(self) -> bool {
        matches!(self, Self::Wifi | Self::Vpn | Self::Account | Self::Certificate)
    }
}

/// One thing on a device, or all of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Resource {
    /// Its kind.
    pub kind: Kind,
    /// Which one; `None` is all of the kind.
    pub key: Option<Box<str>>,
}

impl Resource {
    /// One resource.
    #[must_use]
    pub fn one(kind: Kind, key: &str) -> Self {
        Self { kind, key: Some(key.into()) }
    }

    /// Every resource of a kind.
    #[must_use]
    pub const fn all(kind: Kind) -> Self {
        Self { kind, key: None }
    }

    /// Whether the two can be the same thing.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        if self.kind == Kind::Anything || other.kind == Kind::Anything {
            return true;
        }
        self.kind == other.kind
            && match (&self.key, &other.key) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            }
    }

    /// Whether every thing that `other` names is named by `self` too.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.kind == Kind::Anything
            || (self.kind == other.kind && (self.key.is_none() || self.key == other.key))
    }

    /// Of two that overlap the one that says more.
    pub(crate) fn narrower<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self.covers(other) { other } else { self }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Profile => "profile",
            Kind::ProvisioningProfile => "provisioning profile",
            Kind::App => "app",
            Kind::Media => "media",
            Kind::Setting => "setting",
            Kind::Wifi => "Wi-Fi network",
            Kind::Vpn => "VPN",
            Kind::Account => "account",
            Kind::Certificate => "certificate",
            Kind::Protection => return f.write_str("lock, passcode and Lost Mode"),
            Kind::Power => return f.write_str("power state"),
            Kind::Device => return f.write_str("device information"),
            Kind::Anything => return f.write_str("whole device"),
        };
        match &self.key {
            Some(key) => write!(f, "{kind} {}", key.escape_debug()),
            None => write!(f, "every {kind}"),
        }
    }
}

/// How a command touches a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Access {
    /// Reads it.
    Read,
    /// Adds or replaces it, or changes its state.
    Put,
    /// Removes it.
    Remove,
    /// Destroys it and everything else with it.
    Destroy,
    /// Does what nobody may see half done: of the commands that touch it, queries included, none overtakes
    /// and none is overtaken.
    Barrier,
}

/// One resource and how it is touched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Touch {
    /// What.
    pub resource: Resource,
    /// How.
    pub access: Access,
}

impl Touch {
    fn conflicts(&self, other: &Self) -> bool {
        if !self.resource.overlaps(&other.resource) {
            return false;
        }
        match (self.access, other.access) {
            (Access::Read, Access::Read) => false,
            // An unknown command is a barrier for writes only: what it may change does not delay a query.
            (Access::Read, Access::Put) => other.resource.kind != Kind::Anything,
            (Access::Put, Access::Read) => self.resource.kind != Kind::Anything,
            _ => true,
        }
    }

    /// Whether it holds even commands that touch nothing.
    fn bars_all(&self) -> bool {
        self.access == Access::Barrier && self.resource.kind == Kind::Anything
    }
}

/// Everything that a command touches. Two commands whose footprints do not [conflict](Self::conflict)
/// may overtake each other; two that do keep their order.
///
/// ```
/// use mdm_lock::{Footprint, Kind};
///
/// let install = Footprint::new().put(Kind::Profile, "com.example.wifi").put(Kind::Wifi, "Office");
/// let other = Footprint::new().remove(Kind::Profile, "com.example.old").remove(Kind::Wifi, "Office");
/// let list = Footprint::new().read_all(Kind::App);
/// assert_eq!(install.conflict(&other).unwrap().to_string(), "Wi-Fi network Office");
/// assert!(install.conflict(&list).is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Footprint {
    touches: Vec<Touch>,
}

impl Footprint {
    /// Touches nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { touches: Vec::new() }
    }

    /// The footprint of a command that nobody described: it may change anything, so that no other
    /// change overtakes it, but queries do.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new().touch(Resource::all(Kind::Anything), Access::Put)
    }

    /// Keeps its place: no other command overtakes it in either direction, queries included, unless a higher
    /// [`Lane`](crate::Lane) takes it past. An [unknown](Self::unknown) command lets queries pass.
    #[must_use]
    pub fn barrier() -> Self {
        Self::new().touch(Resource::all(Kind::Anything), Access::Barrier)
    }

    /// Destroys the whole device's content.
    #[must_use]
    pub fn erase() -> Self {
        Self::new().touch(Resource::all(Kind::Anything), Access::Destroy)
    }

    /// Adds one touch.
    #[must_use]
    pub fn touch(mut self, resource: Resource, access: Access) -> Self {
        let touch = Touch { resource, access };
        if !self.touches.contains(&touch) {
            self.touches.push(touch);
        }
        self
    }

    /// Reads one resource.
    #[must_use]
    pub fn read(self, kind: Kind, key: &str) -> Self {
        self.touch(Resource::one(kind, key), Access::Read)
    }

    /// Reads every resource of a kind.
    #[must_use]
    pub fn read_all(self, kind: Kind) -> Self {
        self.touch(Resource::all(kind), Access::Read)
    }

    /// Adds or replaces one resource.
    #[must_use]
    pub fn put(self, kind: Kind, key: &str) -> Self {
        self.touch(Resource::one(kind, key), Access::Put)
    }

    /// Changes the state of a kind as a whole.
    #[must_use]
    pub fn put_all(self, kind: Kind) -> Self {
        self.touch(Resource::all(kind), Access::Put)
    }

    /// Removes one resource.
    #[must_use]
    pub fn remove(self, kind: Kind, key: &str) -> Self {
        self.touch(Resource::one(kind, key), Access::Remove)
    }

    /// The touches, in the order in which they were added.
    #[must_use]
    pub fn touches(&self) -> &[Touch] {
        &self.touches
    }

    /// Whether the command only reads.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.touches.iter().all(|touch| touch.access == Access::Read)
    }

    /// The first resource because of which the two commands keep their order. To find the conflicts among many
    /// commands there is [`ConflictIndex`].
    #[must_use]
    pub fn conflict<'a>(&'a self, other: &'a Self) -> Option<&'a Resource> {
        if self.touches.is_empty() || other.touches.is_empty() {
            let barrier = self.touches.iter().chain(&other.touches).find(|touch| touch.bars_all());
            return barrier.map(|touch| &touch.resource);
        }
        self.touches.iter().find_map(|mine| {
            let theirs = other.touches.iter().find(|theirs| mine.conflicts(theirs))?;
            Some(mine.resource.narrower(&theirs.resource))
        })
    }

    /// Whether everything that conflicts with `other` conflicts with `self` too.
    #[must_use]
    pub fn stands_for(&self, other: &Self) -> bool {
        other.touches.iter().all(|theirs| {
            self.touches.iter().any(|mine| {
                let as_much = mine.access == theirs.access
                    || (theirs.access == Access::Read && mine.access == Access::Put);
                // What may be anything conflicts with less than what it may be.
                let covers = mine.resource.kind != Kind::Anything && mine.resource.covers(&theirs.resource);
                (as_much && covers) || mine == theirs
            })
        })
    }

    /// Whether `self` removes everything that `earlier` would add: a removal that may supersede a
    /// refused install.
    #[must_use]
    pub fn removes_all_of(&self, earlier: &Self) -> bool {
        self.answers_all_of(earlier, Access::Put, Access::Remove)
    }

    /// Whether `self` adds everything that `earlier` would add, under the same names: a newer version.
    #[must_use]
    pub fn replaces_all_of(&self, earlier: &Self) -> bool {
        self.answers_all_of(earlier, Access::Put, Access::Put)
    }

    /// Whether `self` adds everything that `earlier` would remove, under the same names: the removal can be
    /// left out.
    #[must_use]
    pub fn restores_all_of(&self, earlier: &Self) -> bool {
        self.answers_all_of(earlier, Access::Remove, Access::Put)
    }

    /// Whether each write of `earlier` is of the one kind, and `self` answers it with the other.
    fn answers_all_of(&self, earlier: &Self, theirs: Access, answer: Access) -> bool {
        let mut writes = earlier.touches.iter().filter(|touch| touch.access != Access::Read).peekable();
        // Services stand inside a profile: they go when the profile goes.
        let contains = earlier.is_container();
        writes.peek().is_some()
            && writes.all(|write| {
                write.access == theirs
                    && ((contains && write.resource.kind.is_service())
                        || self.touches.iter().any(|mine| {
                            mine.access == answer
                                && mine.resource.key.is_some()
                                && mine.resource.covers(&write.resource)
                        }))
            })
    }

    /// Whether the command is about a profile, in which its services stand.
    pub(crate) fn is_container(&self) -> bool {
        self.touches.iter().any(|touch| touch.resource.kind == Kind::Profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f() -> Footprint {
        Footprint::new()
    }

    #[test]
    fn conflicts() {
        fn check(a: Footprint, b: Footprint, expected: Option<&str>) {
            assert_eq!(a.conflict(&b).map(ToString::to_string).as_deref(), expected, "{a:?} {b:?}");
            assert_eq!(b.conflict(&a).is_some(), expected.is_some(), "a conflict has no direction");
        }
        check(f(), f(), None);
        check(f().put(Kind::Profile, "a"), f().put(Kind::Profile, "b"), None);
        check(f().put(Kind::Profile, "a"), f().remove(Kind::Profile, "a"), Some("profile a"));
        check(f().put(Kind::Profile, "a"), f().put(Kind::App, "a"), None);
        check(f().read_all(Kind::Profile), f().put(Kind::Profile, "a"), Some("profile a"));
        check(f().read_all(Kind::Profile), f().read(Kind::Profile, "a"), None);
        check(
            f().put(Kind::Wifi, "x").put(Kind::Profile, "a"),
            f().remove(Kind::Wifi, "x"),
            Some("Wi-Fi network x"),
        );
        check(
            f().put_all(Kind::Protection),
            f().put_all(Kind::Protection),
            Some("lock, passcode and Lost Mode"),
        );
        check(Footprint::unknown(), f().put(Kind::App, "a"), Some("app a"));
        check(Footprint::unknown(), f().read_all(Kind::App), None);
        check(Footprint::unknown(), Footprint::unknown(), Some("whole device"));
        check(Footprint::erase(), f().read_all(Kind::App), Some("every app"));
        check(Footprint::erase(), Footprint::unknown(), Some("whole device"));
        check(Footprint::erase(), f(), None);
        check(Footprint::barrier(), f().read_all(Kind::App), Some("every app"));
        check(Footprint::barrier(), f().put(Kind::App, "a"), Some("app a"));
        check(Footprint::barrier(), Footprint::unknown(), Some("whole device"));
        check(Footprint::barrier(), Footprint::barrier(), Some("whole device"));
        check(Footprint::barrier(), f(), Some("whole device"));
        let narrow = || f().touch(Resource::all(Kind::App), Access::Barrier);
        check(narrow(), f().read(Kind::App, "a"), Some("app a"));
        check(narrow(), f().read(Kind::Profile, "a"), None);
        check(narrow(), f(), None);
    }

    #[test]
    fn a_removal_covers_an_install() {
        fn check(remove: Footprint, install: Footprint, expected: bool) {
            assert_eq!(remove.removes_all_of(&install), expected, "{remove:?} {install:?}");
        }
        let remove = || f().remove(Kind::Profile, "a");
        check(remove(), f().put(Kind::Profile, "a"), true);
        check(remove(), f().put(Kind::Profile, "a").put(Kind::Wifi, "x"), true);
        check(remove(), f().put(Kind::Profile, "b"), false);
        check(remove(), f().put(Kind::Wifi, "x"), false);
        check(remove(), f().put(Kind::Profile, "a").put(Kind::App, "x"), false);
        check(remove(), remove(), false);
        check(remove(), f().read(Kind::Profile, "a"), false);
        check(remove(), Footprint::unknown(), false);
        check(Footprint::unknown(), f().put(Kind::Profile, "a"), false);
        check(Footprint::erase(), f().put(Kind::Profile, "a"), false);
        check(Footprint::barrier(), f().put(Kind::Profile, "a"), false);
        check(remove(), Footprint::barrier(), false);
    }

    #[test]
    fn an_install_replaces_what_stands_under_its_names() {
        fn check(newer: Footprint, install: Footprint, removal: Footprint, expected: bool) {
            assert_eq!(newer.replaces_all_of(&install), expected, "{newer:?} {install:?}");
            assert_eq!(newer.restores_all_of(&removal), expected, "{newer:?} {removal:?}");
        }
        let new = || f().put(Kind::Profile, "a").put(Kind::Wifi, "new");
        check(new(), f().put(Kind::Profile, "a"), f().remove(Kind::Profile, "a"), true);
        check(
            new(),
            f().put(Kind::Profile, "a").put(Kind::Wifi, "old"),
            f().remove(Kind::Profile, "a").remove(Kind::Wifi, "old"),
            true,
        );
        check(new(), f().put(Kind::Profile, "b"), f().remove(Kind::Profile, "b"), false);
        check(new(), f().put(Kind::Wifi, "old"), f().remove(Kind::Wifi, "old"), false);
        check(
            new(),
            f().put_all(Kind::Profile),
            f().touch(Resource::all(Kind::Profile), Access::Remove),
            false,
        );
        check(f().put_all(Kind::Profile), f().put(Kind::Profile, "a"), f().remove(Kind::Profile, "a"), false);
        let two = |access| {
            f().touch(Resource::one(Kind::Profile, "a"), access)
                .touch(Resource::one(Kind::Setting, "s"), access)
        };
        check(new(), two(Access::Put), two(Access::Remove), false);
        check(new(), f(), f().read(Kind::Profile, "a"), false);
    }

    #[test]
    fn what_stands_for_another_conflicts_with_as_much() {
        let one = |kind, key: &str| Resource::one(kind, key);
        let resources = [
            one(Kind::Profile, "a"),
            one(Kind::Profile, "b"),
            one(Kind::App, "a"),
            Resource::all(Kind::Profile),
            Resource::all(Kind::Anything),
        ];
        let accesses = [Access::Read, Access::Put, Access::Remove, Access::Destroy, Access::Barrier];
        let touches = || resources.iter().flat_map(|resource| accesses.map(|access| (resource, access)));
        let single: Vec<_> =
            touches().map(|(resource, access)| f().touch(resource.clone(), access)).collect();
        let double = single.iter().flat_map(|first| {
            touches().map(|(resource, access)| first.clone().touch(resource.clone(), access))
        });
        let all: Vec<_> = double.chain([f()]).collect();
        let mut standing = 0;
        for a in &all {
            for b in all.iter().filter(|b| a.stands_for(b)) {
                standing += 1;
                for x in &single {
                    assert!(
                        b.conflict(x).is_none() || a.conflict(x).is_some(),
                        "{a:?} for {b:?} against {x:?}"
                    );
                }
            }
        }
        assert!(standing > all.len() * 2, "not only itself and nothing: {standing}");
        assert!(f().put(Kind::Profile, "a").stands_for(&f().put(Kind::Profile, "a")));
        assert!(!f().put(Kind::Profile, "a").stands_for(&f().put(Kind::Profile, "b")));
        assert!(!Footprint::unknown().stands_for(&f().put(Kind::Profile, "a")), "a query passes it");
    }
}
