//! What a request touches on the device.

use mdm_lock::{Access, Footprint, Kind, Resource};

use crate::messages::{Request, Setting};
use crate::{AppSource, MediaReference};

impl Request {
    /// What the request touches, as far as it tells itself.
    ///
    /// | request | footprint |
    /// |---|---|
    /// | InstallProfile | changes any profile: its content is opaque here |
    /// | RemoveProfile | removes the profile |
    /// | InstallProvisioningProfile | changes any provisioning profile: its content is opaque here |
    /// | RemoveProvisioningProfile | removes the provisioning profile |
    /// | InstallApplication | changes the app; any app when only its number or its manifest is given |
    /// | InstallEnterpriseApplication | changes any app |
    /// | ApplyRedemptionCode | changes the app |
    /// | RemoveApplication | removes the app |
    /// | InstallMedia | changes the book; any book when it has no persistent identifier |
    /// | RemoveMedia | removes the book; any book when only its number in the store is given |
    /// | Settings | changes each item by its name, and what the item is about: an app, the passcode |
    /// | DeviceLock, ClearPasscode, EnableLostMode, DisableLostMode | changes the protection |
    /// | SetFirmwarePassword, SetRecoveryLock, RotateFileVaultKey | changes the protection |
    /// | ClearRestrictionsPassword, UnlockUserAccount | changes the protection |
    /// | EraseDevice | destroys everything |
    /// | RestartDevice, ShutDownDevice | changes the power state |
    /// | queries of apps, profiles, provisioning profiles, books | reads every one, or those that it names |
    /// | CertificateList | reads every profile and certificate |
    /// | DeviceInformation, DeviceLocation and other queries | reads the device or its protection |
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
            Self::ProfileList(_) => touches.read_all(Kind::Profile),
            Self::CertificateList(_) => touches.read_all(Kind::Profile).read_all(Kind::Certificate),
            Self::Restrictions(_) => touches.read_all(Kind::Profile),
            Self::InstallProvisioningProfile(_) => touches.put_all(Kind::ProvisioningProfile),
            Self::RemoveProvisioningProfile(request) => {
                touches.remove(Kind::ProvisioningProfile, &request.uuid)
            }
            Self::ProvisioningProfileList(_) => touches.read_all(Kind::ProvisioningProfile),
            Self::InstallApplication(request) => match &request.source {
                AppSource::Identifier(identifier) => app_footprint(identifier),
                // A removal names the bundle identifier: a footprint under another name would let it overtake.
                AppSource::ITunesStoreId(_) | AppSource::ManifestUrl(_) => touches.put_all(Kind::App),
            },
            Self::InstallEnterpriseApplication(_) => touches.put_all(Kind::App),
            Self::ApplyRedemptionCode(request) => touches.put(Kind::App, &request.identifier),
            Self::RemoveApplication(request) => touches.remove(Kind::App, &request.identifier),
            Self::ManagedApplicationFeedback(request) if request.delete_feedback == Some(true) => {
                request.identifiers.iter().fold(touches, |touches, id| touches.put(Kind::App, id))
            }
            Self::ManagedApplicationFeedback(request) => read_apps(Some(&request.identifiers)),
            Self::ManagedApplicationAttributes(request) => read_apps(Some(&request.identifiers)),
            Self::ManagedApplicationConfiguration(request) => read_apps(Some(&request.identifiers)),
            Self::InstalledApplicationList(request) => read_apps(request.identifiers.as_deref()),
            Self::ManagedApplicationList(request) => read_apps(request.identifiers.as_deref()),
            Self::ValidateApplications(_) => touches.read_all(Kind::ProvisioningProfile).put_all(Kind::App),
            Self::ActiveNsExtensions(_) | Self::NsExtensionMappings(_) => touches.read_all(Kind::App),
            Self::InstallMedia(request) => match &request.persistent_id {
                Some(identifier) => touches.put(Kind::Media, identifier),
                None => touches.put_all(Kind::Media),
            },
            Self::RemoveMedia(request) => match &request.reference {
                MediaReference::PersistentId(identifier) => touches.remove(Kind::Media, identifier),
                MediaReference::ITunesStoreId(_) => touches.put_all(Kind::Media),
            },
            Self::ManagedMediaList(_) => touches.read_all(Kind::Media),
            Self::Settings(request) => request.settings.iter().fold(touches, setting),
            Self::DeviceLock(_)
            | Self::ClearPasscode(_)
            | Self::EnableLostMode(_)
            | Self::DisableLostMode(_)
            | Self::ClearRestrictionsPassword(_)
            | Self::ClearActivationLockBypassCode(_)
            | Self::SetFirmwarePassword(_)
            | Self::SetRecoveryLock(_)
            | Self::SetAutoAdminPassword(_)
            | Self::UnlockUserAccount(_)
            | Self::RotateFileVaultKey(_) => touches.put_all(Kind::Protection),
            Self::DeviceLocation(_)
            | Self::PlayLostModeSound(_)
            | Self::ActivationLockBypassCode(_)
            | Self::RequestUnlockToken(_)
            | Self::VerifyFirmwarePassword(_)
            | Self::VerifyRecoveryLock(_) => touches.read_all(Kind::Protection),
            Self::EraseDevice(_) => Footprint::erase(),
            Self::RestartDevice(_) | Self::ShutDownDevice(_) => touches.put_all(Kind::Power),
            Self::SecurityInfo(_) => touches.read_all(Kind::Device).read_all(Kind::Protection),
            Self::DeviceInformation(_)
            | Self::ContentCachingInformation(_)
            | Self::LomSetupRequest(_)
            | Self::AvailableOsUpdates(_)
            | Self::OsUpdateStatus(_)
            | Self::ScheduleOsUpdateScan(_)
            | Self::UserList(_) => touches.read_all(Kind::Device),
            // They change what no resource stands for, or everything.
            Self::AccountConfiguration(_)
            | Self::CancelEnhancedLogCollection(_)
            | Self::DeclarativeManagement(_)
            | Self::DeleteUser(_)
            | Self::DeviceConfigured(_)
            | Self::DisableRemoteDesktop(_)
            | Self::EnableRemoteDesktop(_)
            | Self::InviteToProgram(_)
            | Self::LomDeviceRequest(_)
            | Self::LogOutUser(_)
            | Self::RefreshCellularPlans(_)
            | Self::RequestMirroring(_)
            | Self::ScheduleOsUpdate(_)
            | Self::StopMirroring(_)
            | Self::TriggerEnhancedLogCollection(_)
            | Self::UserConfigured(_)
            | Self::Other(_) => Footprint::unknown(),
        }
    }
}

/// Some apps, or all of them when none is named.
fn read_apps(identifiers: Option<&[String]>) -> Footprint {
    let touches = Footprint::new();
    match identifiers {
        None | Some([]) => touches.read_all(Kind::App),
        Some(identifiers) => identifiers.iter().fold(touches, |touches, id| touches.read(Kind::App, id)),
    }
}

/// One item of the settings, and what it is about.
fn setting(touches: Footprint, item: &Setting) -> Footprint {
    let touches = touches.put(Kind::Setting, item.name());
    match item {
        Setting::ApplicationConfiguration(item) => touches.put(Kind::App, &item.identifier),
        Setting::ApplicationAttributes(item) => touches.put(Kind::App, &item.identifier),
        Setting::PasscodeLockGracePeriod(_) | Setting::SharedDeviceConfiguration(_) => {
            touches.put_all(Kind::Protection)
        }
        Setting::DeviceName(_) | Setting::HostName(_) | Setting::OrganizationInfo(_) => {
            touches.put_all(Kind::Device)
        }
        // It can be about anything.
        Setting::Other(_) => touches.put_all(Kind::Anything),
        _ => touches,
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
    use crate::*;

    fn url() -> EnterpriseAppSource {
        EnterpriseAppSource::ManifestUrl("https://example.com".to_owned())
    }

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
        check(DeviceInformation::new([]), f().read_all(Kind::Device));
        check(SecurityInfo::default(), f().read_all(Kind::Device).read_all(Kind::Protection));
        check(DeviceLock::default(), f().put_all(Kind::Protection));
        check(ClearPasscode::new(UnlockToken::new(Vec::new())), f().put_all(Kind::Protection));
        let notice = LostModeNotice::Message("m".to_owned());
        check(EnableLostMode::new(notice), f().put_all(Kind::Protection));
        check(DisableLostMode::default(), f().put_all(Kind::Protection));
        check(DeviceLocation::default(), f().read_all(Kind::Protection));
        check(EraseDevice::default(), Footprint::erase());
        check(RestartDevice::default(), f().put_all(Kind::Power));
        check(Request::from_keys("Vendor", Default::default()).unwrap(), Footprint::unknown());
        check(RemoveProvisioningProfile::new("U"), f().remove(Kind::ProvisioningProfile, "U"));
        check(InstallEnterpriseApplication::new(url()), f().put_all(Kind::App));
        let book = |id: &str| MediaReference::PersistentId(id.to_owned());
        check(RemoveMedia::new(book("b"), MediaType::Book), f().remove(Kind::Media, "b"));
        let number = MediaReference::ITunesStoreId("1".to_owned());
        check(RemoveMedia::new(number, MediaType::Book), f().put_all(Kind::Media));
        let items = [DeviceNameSetting::new("n").into(), ApplicationConfigurationSetting::new("a").into()];
        let expected = f().put(Kind::Setting, "DeviceName").put_all(Kind::Device);
        let expected = expected.put(Kind::Setting, "ApplicationConfiguration").put(Kind::App, "a");
        check(Settings::new(items), expected);
        let mut feedback = ManagedApplicationFeedback::new(vec!["a".to_owned()]);
        check(feedback.clone(), f().read(Kind::App, "a"));
        feedback.delete_feedback = Some(true);
        check(feedback, f().put(Kind::App, "a"));
        check(SetRecoveryLock::new(Password::new(String::new())), f().put_all(Kind::Protection));
        check(ShutDownDevice::default(), f().put_all(Kind::Power));
        check(LogOutUser::default(), Footprint::unknown());
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
