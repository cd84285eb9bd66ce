//! The commands of the model, and what is true of them on the device: written from Apple's pages, not from
//! the table of `mdm-lock`.

use mdm_command::{CommandUuid, Order};
use mdm_lock::{Access, Footprint, Resource};

/// Most commands in one queue of the model.
pub(crate) const MOST: u8 = 6;

/// One command of the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    InstallA,
    InstallB,
    RemoveA,
    RemoveB,
    InstallApp,
    RemoveApp,
    ListProfiles,
    DeviceLock,
    EnableLostMode,
    DisableLostMode,
    ClearPasscode,
    Erase,
    Unknown,
    DeviceInformation,
    Restart,
}

/// What a device has of which commands can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    ProfileA,
    ProfileB,
    App,
    Protection,
    /// A network that both profiles bring, in the scenario that has one.
    Wifi,
    Information,
    Power,
    Everything,
}

impl Kind {
    pub(crate) const ALL: [Self; 15] = [
        Self::InstallA,
        Self::InstallB,
        Self::RemoveA,
        Self::RemoveB,
        Self::InstallApp,
        Self::RemoveApp,
        Self::ListProfiles,
        Self::DeviceLock,
        Self::EnableLostMode,
        Self::DisableLostMode,
        Self::ClearPasscode,
        Self::Erase,
        Self::Unknown,
        Self::DeviceInformation,
        Self::Restart,
    ];

    pub(crate) const fn request_type(self) -> &'static str {
        match self {
            Self::InstallA | Self::InstallB => "InstallProfile",
            Self::RemoveA | Self::RemoveB => "RemoveProfile",
            Self::InstallApp => "InstallApplication",
            Self::RemoveApp => "RemoveApplication",
            Self::ListProfiles => "ProfileList",
            Self::DeviceLock => "DeviceLock",
            Self::EnableLostMode => "EnableLostMode",
            Self::DisableLostMode => "DisableLostMode",
            Self::ClearPasscode => "ClearPasscode",
            Self::Erase => "EraseDevice",
            Self::Unknown => "Frobnicate",
            Self::DeviceInformation => "DeviceInformation",
            Self::Restart => "RestartDevice",
        }
    }

    /// What it truly touches, and whether it writes.
    const fn truth(self, wifi: bool) -> (&'static [Part], bool) {
        match self {
            Self::InstallA | Self::RemoveA if wifi => (&[Part::ProfileA, Part::Wifi], true),
            Self::InstallB | Self::RemoveB if wifi => (&[Part::ProfileB, Part::Wifi], true),
            Self::InstallA | Self::RemoveA => (&[Part::ProfileA], true),
            Self::InstallB | Self::RemoveB => (&[Part::ProfileB], true),
            Self::InstallApp | Self::RemoveApp => (&[Part::App], true),
            Self::ListProfiles => (&[Part::ProfileA, Part::ProfileB], false),
            Self::DeviceLock | Self::EnableLostMode | Self::DisableLostMode | Self::ClearPasscode => {
                (&[Part::Protection], true)
            }
            Self::Erase | Self::Unknown => (&[Part::Everything], true),
            Self::DeviceInformation => (&[Part::Information], false),
            Self::Restart => (&[Part::Power], true),
        }
    }

    /// The contract's conflict: both touch one thing and one writes it. What nobody knows does not delay a query.
    pub(crate) fn conflicts(self, other: Self, wifi: bool) -> bool {
        let ((mine, i_write), (theirs, they_write)) = (self.truth(wifi), other.truth(wifi));
        let unknown_and_query =
            (self == Self::Unknown && !they_write) || (other == Self::Unknown && !i_write);
        (i_write || they_write)
            && !unknown_and_query
            && mine
                .iter()
                .any(|a| theirs.iter().any(|b| a == b || *a == Part::Everything || *b == Part::Everything))
    }

    /// Urgent commands go before ordinary ones, an erase before all (contract, sentence 6).
    pub(crate) const fn urgency(self) -> u8 {
        match self {
            Self::Erase => 2,
            Self::DeviceLock | Self::EnableLostMode | Self::DisableLostMode | Self::ClearPasscode => 1,
            _ => 0,
        }
    }

    /// Apple, Restart Device: at once. A second one would throw the user out again.
    pub(crate) const fn runs_once(self) -> bool {
        matches!(self, Self::Restart)
    }

    /// Apple, Enable Lost Mode: "invalid commands" fail then. The device of the model runs these.
    pub(crate) const fn runs_in_lost_mode(self) -> bool {
        self.urgency() > 0 || matches!(self, Self::DeviceInformation)
    }

    /// The part that it writes and whether something is there afterwards.
    pub(crate) const fn writes(self) -> Option<(Part, bool)> {
        match self {
            Self::InstallA => Some((Part::ProfileA, true)),
            Self::InstallB => Some((Part::ProfileB, true)),
            Self::RemoveA => Some((Part::ProfileA, false)),
            Self::RemoveB => Some((Part::ProfileB, false)),
            Self::InstallApp => Some((Part::App, true)),
            Self::RemoveApp => Some((Part::App, false)),
            Self::EnableLostMode => Some((Part::Protection, true)),
            Self::DisableLostMode => Some((Part::Protection, false)),
            _ => None,
        }
    }

    /// The other name of the same command, where profile A and profile B could be exchanged.
    pub(crate) const fn is_of_b(self) -> bool {
        matches!(self, Self::InstallB | Self::RemoveB)
    }

    pub(crate) const fn is_of_a(self) -> bool {
        matches!(self, Self::InstallA | Self::RemoveA)
    }

    /// The footprint that an honest caller declares.
    pub(crate) fn footprint(self, wifi: bool) -> Footprint {
        use mdm_lock::Kind as K;
        let none = Footprint::new();
        let network = |footprint: Footprint, access| {
            if wifi { footprint.touch(Resource::one(K::Wifi, "Office"), access) } else { footprint }
        };
        match self {
            Self::InstallA => network(none.put(K::Profile, "a"), Access::Put),
            Self::InstallB => network(none.put(K::Profile, "b"), Access::Put),
            Self::RemoveA => network(none.remove(K::Profile, "a"), Access::Remove),
            Self::RemoveB => network(none.remove(K::Profile, "b"), Access::Remove),
            Self::InstallApp => none.put(K::App, "x"),
            Self::RemoveApp => none.remove(K::App, "x"),
            Self::ListProfiles => none.read_all(K::Profile),
            Self::DeviceLock | Self::EnableLostMode | Self::DisableLostMode | Self::ClearPasscode => {
                none.put_all(K::Protection)
            }
            Self::Erase => Footprint::erase(),
            Self::Unknown => Footprint::unknown(),
            Self::DeviceInformation => none.read_all(K::Device),
            Self::Restart => none.put_all(K::Power),
        }
    }

    pub(crate) fn order(self, seq: u8, footprint: Footprint) -> Order {
        Order::new(name(seq), self.request_type(), footprint)
    }
}

/// Commands are named by their places.
pub(crate) fn name(seq: u8) -> CommandUuid {
    let text = ["?", "1", "2", "3", "4", "5", "6"].get(usize::from(seq)).copied().unwrap_or("?");
    CommandUuid::new(text).unwrap()
}
