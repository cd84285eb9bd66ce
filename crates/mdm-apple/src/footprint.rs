//! What a request touches on the device.

use mdm_lock::{Access, Footprint, Kind, Resource};

use crate::messages::{AppSource, Request};

impl Request {
    /// What the request touches, as far as it tells itself.
    ///
    /// | request | footprint |
    /// |---|---|
    /// | InstallProfile | changes any profile: its content is opaque here |
    /// | RemoveProfile | removes the profile |
    /// | InstallApplication | changes the app; any app when only its number or its manifest is given |
    /// | RemoveApplication | removes the app |
    /// | InstalledApplicationList | reads every app, or those that it names |
    /// | ProfileList | reads every profile |
    /// | DeviceInformation, SecurityInfo | reads the device's information; the latter its protection too |
    /// | DeviceLock, ClearPasscode, EnableLostMode, DisableLostMode | changes the protection |
    /// | DeviceLocation | reads the protection |
    /// | EraseDevice | destroys everything |
    /// | RestartDevice | changes the power state |
    /// | any other | may change anything |
    ///
    /// Whoever knows more gives a narrower one: [`profile_footprint`] when the profile was read,
    /// [`app_footprint`] when the bundle identifier is known. Too wide a footprint keeps an order that
    /// nobody needs; too narrow a one loses an order that somebody needs.
    #[must_use]
    pub fn footprint(&self) -> Footprint {
        let touches = Footprint::new();
        match self {
            Self::InstallProfile(_) => touches.put_all(Kind::Profile),
            Self::RemoveProfile(request) => touches.remove(Kind::Profile, &request.identifier),
            Self::InstallApplication(request) => match &request.source {
                AppSource::Identifier(identifier) => app_footprint(identifier),
                // A removal names the bundle identifier: a footprint under another name would let it overtake.
                AppSource::ITunesStoreId(_) | AppSource::ManifestUrl(_) => touches.put_all(Kind::App),
            },
            Self::RemoveApplication(request) => touches.remove(Kind::App, &request.identifier),
            Self::InstalledApplicationList(request) => match request.identifiers.as_deref() {
                None | Some([]) => touches.read_all(Kind::App),
                Some(identifiers) => {
                    identifiers.iter().fold(touches, |touches, id| touches.read(Kind::App, id))
                }
            },
            Self::ProfileList(_) => touches.read_all(Kind::Profile),
            Self::DeviceInformation(_) => touches.read_all(Kind::Device),
            Self::SecurityInfo(_) => touches.read_all(Kind::Device).read_all(Kind::Protection),
            Self::DeviceLock(_)
            | Self::ClearPasscode(_)
            | Self::EnableLostMode(_)
            | Self::DisableLostMode(_) => touches.put_all(Kind::Protection),
            Self::DeviceLocation(_) => touches.read_all(Kind::Protection),
            Self::EraseDevice(_) => Footprint::erase(),
            Self::RestartDevice(_) => touches.put_all(Kind::Power),
            Self::Other(_) => Footprint::unknown(),
        }
    }
}

/// The footprint of an InstallProfile whose profile was read: its `PayloadIdentifier`, and the services
/// inside (Wi-Fi networks, VPNs, accounts, certificates).
#[must_use]
pub fn profile_footprint(identifier: &str, services: impl IntoIterator<Item = Resource>) -> Footprint {
    let profile = Footprint::new().put(Kind::Profile, identifier);
    services.into_iter().fold(profile, |touches, service| touches.touch(service, Access::Put))
}

/// The footprint of an InstallApplication whose bundle identifier is known, for example from the store
/// or the manifest.
#[must_use]
pub fn app_footprint(identifier: &str) -> Footprint {
    Footprint::new().put(Kind::App, identifier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ClearPasscode, DeviceInformation, DeviceLocation, DeviceLock, DisableLostMode, EnableLostMode,
        EraseDevice, InstallApplication, InstallProfile, InstalledApplicationList, LostModeNotice,
        ProfileList, RemoveApplication, RemoveProfile, RestartDevice, SecurityInfo, UnlockToken,
    };

    #[test]
    fn footprints() {
        fn check(request: impl Into<Request>, expected: Footprint) {
            let request = request.into();
            assert_eq!(request.footprint(), expected, "{}", request.request_type());
        }
        let f = Footprint::new;
        check(InstallProfile::new(b"x".to_vec()), f().put_all(Kind::Profile));
        check(RemoveProfile::new("com.example.wifi"), f().remove(Kind::Profile, "com.example.wifi"));
        check(
            InstallApplication::new(AppSource::Identifier("com.example.app".to_owned())),
            f().put(Kind::App, "com.example.app"),
        );
        check(InstallApplication::new(AppSource::ITunesStoreId(7)), f().put_all(Kind::App));
        let manifest = AppSource::ManifestUrl("https://mdm.example.com/m".to_owned());
        check(InstallApplication::new(manifest), f().put_all(Kind::App));
        check(RemoveApplication::new("com.example.app"), f().remove(Kind::App, "com.example.app"));
        check(InstalledApplicationList::default(), f().read_all(Kind::App));
        let some = |ids: &[&str]| InstalledApplicationList {
            identifiers: Some(ids.iter().map(|id| (*id).to_owned()).collect()),
            ..Default::default()
        };
        check(some(&[]), f().read_all(Kind::App));
        check(some(&["a", "b"]), f().read(Kind::App, "a").read(Kind::App, "b"));
        check(ProfileList::default(), f().read_all(Kind::Profile));
        check(DeviceInformation::new(Vec::new()), f().read_all(Kind::Device));
        check(SecurityInfo::default(), f().read_all(Kind::Device).read_all(Kind::Protection));
        check(DeviceLock::default(), f().put_all(Kind::Protection));
        check(ClearPasscode::new(UnlockToken::new(Vec::new())), f().put_all(Kind::Protection));
        let notice = LostModeNotice::Message("m".to_owned());
        check(EnableLostMode::new(notice), f().put_all(Kind::Protection));
        check(DisableLostMode::default(), f().put_all(Kind::Protection));
        check(DeviceLocation::default(), f().read_all(Kind::Protection));
        check(EraseDevice::default(), Footprint::erase());
        check(RestartDevice::default(), f().put_all(Kind::Power));
        check(Request::from_keys("Settings", Default::default()).unwrap(), Footprint::unknown());
    }

    #[test]
    fn a_profile_that_was_read_conflicts_by_what_is_inside() {
        let wifi = || [Resource::one(Kind::Wifi, "Office")];
        let new = profile_footprint("com.example.new", wifi());
        let old = profile_footprint("com.example.old", wifi());
        assert_eq!(new.conflict(&old).unwrap().to_string(), "Wi-Fi network Office");
        assert!(new.conflict(&profile_footprint("com.example.other", [])).is_none());
    }
}
