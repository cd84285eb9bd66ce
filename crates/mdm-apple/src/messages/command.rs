//! What a server asks for.
//!
//! Source of every key: Apple's device-management schema, `mdm/commands` (release of iOS 18.3). A command
//! whose keys are all optional has `Default`; any other has a constructor that takes what it cannot do
//! without.

use mdm_plist::{Data, Extra, Value};
use serde::de::Error as DeError;
use serde::ser::SerializeMap;

use crate::command::requests;
use crate::messages::{
    DeviceInformationResponse, DeviceLocationResponse, DeviceLockResponse, Done, InstallApplicationResponse,
    InstalledApplicationListResponse, ProfileListResponse, SecurityInfoResponse,
};
use crate::wire::{Group, read_text, refused, wire, words};
use crate::{BootstrapToken, Pin, UnlockToken};

requests! {
    /// Reads what the device tells about itself.
    DeviceInformation -> DeviceInformationResponse,
    /// Lists the installed apps.
    InstalledApplicationList -> InstalledApplicationListResponse,
    /// Reads the security state.
    SecurityInfo -> SecurityInfoResponse,
    /// Lists the installed profiles.
    ProfileList -> ProfileListResponse,
    /// Installs a profile, or replaces the one with the same identifier.
    InstallProfile -> Done,
    /// Removes a profile.
    RemoveProfile -> Done,
    /// Installs or updates an app.
    InstallApplication -> InstallApplicationResponse,
    /// Removes a managed app and its data.
    RemoveApplication -> Done,
    /// Locks the device at once (requirement F52).
    DeviceLock -> DeviceLockResponse,
    /// Removes the passcode.
    ClearPasscode -> Done,
    /// Erases the device at once.
    EraseDevice -> Done,
    /// Turns Lost Mode on.
    EnableLostMode -> Done,
    /// Turns Lost Mode off.
    DisableLostMode -> Done,
    /// Asks where the device is; in Lost Mode only.
    DeviceLocation -> DeviceLocationResponse,
    /// Restarts the device.
    RestartDevice -> Done,
}

wire! {
    /// Asks the device about itself (requirement F42).
    pub struct DeviceInformation {
        /// What to ask. A device leaves out what it does not know.
        "Queries" queries: Vec<DeviceQuery>,
        /// Freshness of an attestation: at most 32 bytes.
        "DeviceAttestationNonce" device_attestation_nonce: Option<Data>,
    }
}

impl DeviceInformation {
    /// Asks these questions.
    #[must_use]
    pub fn new(queries: Vec<DeviceQuery>) -> Self {
        Self { queries, device_attestation_nonce: None, extra: Extra::default() }
    }
}

wire! {
    /// Asks which apps are installed.
    #[derive(Default)]
    pub struct InstalledApplicationList {
        /// Only these bundle identifiers. Missing is all.
        "Identifiers" identifiers: Option<Vec<String>>,
        /// Only managed apps. Missing is false.
        "ManagedAppsOnly" managed_apps_only: Option<bool>,
        /// Only these keys of each app. Missing is all.
        "Items" items: Option<Vec<AppItem>>,
    }
}

wire! {
    /// Asks for the security state.
    #[derive(Default)]
    pub struct SecurityInfo {}
}

wire! {
    /// Asks which profiles are installed.
    #[derive(Default)]
    pub struct ProfileList {
        /// Only those that this server installed. Missing is false.
        "ManagedOnly" managed_only: Option<bool>,
    }
}

wire! {
    /// Installs a profile, or replaces the one with the same `PayloadIdentifier`.
    pub struct InstallProfile {
        /// The profile: a property list, plain, signed or encrypted. Opaque here.
        "Payload" payload: Data,
    }
}

impl InstallProfile {
    /// Installs this profile.
    #[must_use]
    pub fn new(payload: Vec<u8>) -> Self {
        Self { payload: Data::new(payload), extra: Extra::default() }
    }
}

wire! {
    /// Removes a profile.
    pub struct RemoveProfile {
        /// Its `PayloadIdentifier`.
        "Identifier" identifier: String,
    }
}

impl RemoveProfile {
    /// Removes the profile with this identifier.
    #[must_use]
    pub fn new(identifier: impl Into<String>) -> Self {
        Self { identifier: identifier.into(), extra: Extra::default() }
    }
}

wire! {
    /// Installs an app, or updates it when it is managed (requirement F47).
    pub struct InstallApplication {
        /// How to buy it.
        "Options" options: Option<InstallOptions>,
        /// 1: remove it with the enrollment profile; 4: keep its data out of backups; 5: both. Missing is
        /// neither.
        "ManagementFlags" management_flags: Option<i64>,
        /// The app's first configuration; the keys are the app's own.
        "Configuration" configuration: Option<Extra>,
        /// How the device treats it.
        "Attributes" attributes: Option<AppAttributes>,
        /// `Managed` takes an app over that the user installed.
        "ChangeManagementState" change_management_state: Option<String>,
        /// On a Mac: as a managed app. Missing is false.
        "InstallAsManaged" install_as_managed: Option<bool>,
        /// On a Mac: an iOS app. Missing is false.
        "iOSApp" ios_app: Option<bool>,
    }
    flatten {
        /// Which app.
        source: AppSource
    }
}

impl InstallApplication {
    /// Installs the app from there.
    #[must_use]
    pub fn new(source: AppSource) -> Self {
        Self {
            source,
            options: None,
            management_flags: None,
            configuration: None,
            attributes: None,
            change_management_state: None,
            install_as_managed: None,
            ios_app: None,
            extra: Extra::default(),
        }
    }
}

/// Which app to install: exactly one of three keys.
#[derive(Clone, PartialEq, Eq)]
pub enum AppSource {
    /// `iTunesStoreID`: its number in the App Store.
    ITunesStoreId(u64),
    /// `Identifier`: its bundle identifier.
    Identifier(String),
    /// `ManifestURL`: where its manifest is, `https:`.
    ManifestUrl(String),
}

/// The address is hidden: it can carry the right to download.
impl std::fmt::Debug for AppSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ITunesStoreId(id) => write!(f, "ITunesStoreId({id})"),
            Self::Identifier(identifier) => write!(f, "Identifier({})", identifier.escape_debug()),
            Self::ManifestUrl(_) => f.write_str("ManifestUrl(string)"),
        }
    }
}

impl Group for AppSource {
    const KEYS: &'static [&'static str] = &["iTunesStoreID", "Identifier", "ManifestURL"];

    fn read<E: DeError>(extra: &Extra) -> Result<Self, E> {
        let store = match extra.get("iTunesStoreID") {
            None => None,
            Some(Value::Integer(id)) => {
                Some(id.as_unsigned().ok_or_else(|| refused("a positive integer as iTunesStoreID"))?)
            }
            Some(_) => return Err(refused("a positive integer as iTunesStoreID")),
        };
        match (store, read_text(extra, "Identifier")?, read_text(extra, "ManifestURL")?) {
            (Some(id), None, None) => Ok(Self::ITunesStoreId(id)),
            (None, Some(identifier), None) => Ok(Self::Identifier(identifier)),
            (None, None, Some(url)) => Ok(Self::ManifestUrl(url)),
            _ => Err(refused("exactly one of iTunesStoreID, Identifier and ManifestURL")),
        }
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::ITunesStoreId(id) => map.serialize_entry("iTunesStoreID", id),
            Self::Identifier(identifier) => map.serialize_entry("Identifier", identifier),
            Self::ManifestUrl(url) => map.serialize_entry("ManifestURL", url),
        }
    }
}

wire! {
    /// How an app is bought.
    #[derive(Default)]
    pub struct InstallOptions {
        /// 0: free, or by redemption code; 1: by volume purchase. Missing is 0.
        "PurchaseMethod" purchase_method: Option<i64>,
    }
}

wire! {
    /// How a device treats a managed app.
    #[derive(Default)]
    pub struct AppAttributes {
        /// The VPN of the app.
        "VPNUUID" vpn_uuid: Option<String>,
        /// The content filter of the app.
        "ContentFilterUUID" content_filter_uuid: Option<String>,
        /// The DNS proxy of the app.
        "DNSProxyUUID" dns_proxy_uuid: Option<String>,
        /// The relay of the app.
        "RelayUUID" relay_uuid: Option<String>,
        /// Its associated domains.
        "AssociatedDomains" associated_domains: Option<Vec<String>>,
        /// Ask the domains themselves. Missing is false.
        "AssociatedDomainsEnableDirectDownloads" associated_domains_enable_direct_downloads: Option<bool>,
        /// Whether the user may remove it. Missing is true.
        "Removable" removable: Option<bool>,
        /// Lock the screen after each Tap to Pay with a PIN. Missing is false.
        "TapToPayScreenLock" tap_to_pay_screen_lock: Option<bool>,
        /// `DNN:name` or `AppCategory:category`.
        "CellularSliceUUID" cellular_slice_uuid: Option<String>,
        /// Whether the user may hide it. Missing is true.
        "Hideable" hideable: Option<bool>,
        /// Whether the user may lock it. Missing is true.
        "Lockable" lockable: Option<bool>,
    }
}

wire! {
    /// Removes a managed app and its data.
    pub struct RemoveApplication {
        /// Its bundle identifier.
        "Identifier" identifier: String,
    }
}

impl RemoveApplication {
    /// Removes the app with this bundle identifier.
    #[must_use]
    pub fn new(identifier: impl Into<String>) -> Self {
        Self { identifier: identifier.into(), extra: Extra::default() }
    }
}

wire! {
    /// Locks the device at once.
    #[derive(Default)]
    pub struct DeviceLock {
        /// Shown on the lock screen, if there is a passcode.
        "Message" message: Option<String>,
        /// Shown on the lock screen, if there is a passcode.
        "PhoneNumber" phone_number: Option<String>,
        /// On a Mac: what unlocks it.
        "PIN" pin: Option<Pin>,
    }
}

wire! {
    /// Removes the passcode (requirement F51). After that nothing protects the device until its user sets another.
    pub struct ClearPasscode {
        /// The latest one of TokenUpdate.
        "UnlockToken" unlock_token: UnlockToken,
    }
}

impl ClearPasscode {
    /// Clears the passcode with this token.
    #[must_use]
    pub fn new(unlock_token: UnlockToken) -> Self {
        Self { unlock_token, extra: Extra::default() }
    }
}

wire! {
    /// Erases the device at once (requirement F53). It answers once, before it erases, and erases even if the answer is lost.
    #[derive(Default)]
    pub struct EraseDevice {
        /// Keep an eSIM's data plan. Missing is false.
        "PreserveDataPlan" preserve_data_plan: Option<bool>,
        /// Do not offer to set up by another device nearby. Missing is false.
        "DisallowProximitySetup" disallow_proximity_setup: Option<bool>,
        /// On a Mac: what unlocks it.
        "PIN" pin: Option<Pin>,
        /// On a Mac: what to do when it cannot erase all content and settings.
        "ObliterationBehavior" obliteration_behavior: Option<ObliterationBehavior>,
        /// Enroll again without the user.
        "ReturnToService" return_to_service: Option<ReturnToService>,
    }
}

wire! {
    /// How a device enrolls again after it was erased.
    pub struct ReturnToService {
        /// Whether it does.
        "Enabled" enabled: bool,
        /// The profile of a Wi-Fi network, for a device without Ethernet.
        "WiFiProfileData" wifi_profile_data: Option<Data>,
        /// The enrollment profile; needed where automated device enrollment does not bring it.
        "MDMProfileData" mdm_profile_data: Option<Data>,
        /// From iOS 26 on.
        "BootstrapToken" bootstrap_token: Option<BootstrapToken>,
    }
}

wire! {
    /// Turns Lost Mode on: the device is locked and shows what it is told.
    pub struct EnableLostMode {
        /// Shown instead of the hint how to unlock.
        "Footnote" footnote: Option<String>,
    }
    flatten {
        /// What the lock screen shows: at least one of two keys.
        notice: LostModeNotice
    }
}

impl EnableLostMode {
    /// Shows this.
    #[must_use]
    pub fn new(notice: LostModeNotice) -> Self {
        Self { notice, footnote: None, extra: Extra::default() }
    }
}

/// What the lock screen shows in Lost Mode: a message, a phone number, or both.
#[derive(Clone, PartialEq, Eq)]
pub enum LostModeNotice {
    /// `Message`.
    Message(String),
    /// `PhoneNumber`.
    PhoneNumber(String),
    /// `Message` and `PhoneNumber`.
    Both {
        /// `Message`.
        message: String,
        /// `PhoneNumber`.
        phone_number: String,
    },
}

impl LostModeNotice {
    /// The message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Message(message) | Self::Both { message, .. } => Some(message),
            Self::PhoneNumber(_) => None,
        }
    }

    /// The phone number.
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        match self {
            Self::PhoneNumber(number) | Self::Both { phone_number: number, .. } => Some(number),
            Self::Message(_) => None,
        }
    }
}

impl std::fmt::Debug for LostModeNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Message(_) => "Message(string)",
            Self::PhoneNumber(_) => "PhoneNumber(string)",
            Self::Both { .. } => "Both(string, string)",
        })
    }
}

impl Group for LostModeNotice {
    const KEYS: &'static [&'static str] = &["Message", "PhoneNumber"];

    fn read<E: DeError>(extra: &Extra) -> Result<Self, E> {
        match (read_text(extra, "Message")?, read_text(extra, "PhoneNumber")?) {
            (Some(message), None) => Ok(Self::Message(message)),
            (None, Some(number)) => Ok(Self::PhoneNumber(number)),
            (Some(message), Some(phone_number)) => Ok(Self::Both { message, phone_number }),
            (None, None) => Err(refused("Message or PhoneNumber")),
        }
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(message) = self.message() {
            map.serialize_entry("Message", message)?;
        }
        if let Some(number) = self.phone_number() {
            map.serialize_entry("PhoneNumber", number)?;
        }
        Ok(())
    }
}

wire! {
    /// Turns Lost Mode off.
    #[derive(Default)]
    pub struct DisableLostMode {}
}

wire! {
    /// Asks where the device is. Outside Lost Mode it answers with an error.
    #[derive(Default)]
    pub struct DeviceLocation {}
}

wire! {
    /// Restarts the device at once. It can be without Wi-Fi until it is unlocked.
    #[derive(Default)]
    pub struct RestartDevice {
        /// On a Mac: rebuild the kernel cache. Missing is false.
        "RebuildKernelCache" rebuild_kernel_cache: Option<bool>,
        /// On a Mac: kernel extensions to add to the cache that is rebuilt.
        "KextPaths" kext_paths: Option<Vec<String>>,
        /// On a Mac: ask the user to restart, and do not force it. Missing is false.
        "NotifyUser" notify_user: Option<bool>,
    }
}

words! {
    /// What a Mac does when it cannot erase all content and settings.
    pub enum ObliterationBehavior {
        /// If the check beforehand fails: answers with an error, and still erases the device the old way.
        Default = "Default",
        /// If the check beforehand fails: answers with an error and keeps everything.
        DoNotObliterate = "DoNotObliterate",
        /// If the check beforehand fails: acknowledges and erases the device the old way.
        ObliterateWithWarning = "ObliterateWithWarning",
        /// Erases the device the old way at once.
        Always = "Always",
    }
}

words! {
    /// A key of an installed app.
    pub enum AppItem {
        /// Asks for `AdHocCodeSigned`.
        AdHocCodeSigned = "AdHocCodeSigned",
        /// Asks for `AppStoreVendable`.
        AppStoreVendable = "AppStoreVendable",
        /// Asks for `BetaApp`.
        BetaApp = "BetaApp",
        /// Asks for `BundleSize`.
        BundleSize = "BundleSize",
        /// Asks for `DeviceBasedVPP`.
        DeviceBasedVpp = "DeviceBasedVPP",
        /// Asks for `DistributorIdentifier`.
        DistributorIdentifier = "DistributorIdentifier",
        /// Asks for `DynamicSize`.
        DynamicSize = "DynamicSize",
        /// Asks for `ExternalVersionIdentifier`.
        ExternalVersionIdentifier = "ExternalVersionIdentifier",
        /// Asks for `HasUpdateAvailable`.
        HasUpdateAvailable = "HasUpdateAvailable",
        /// Asks for `Identifier`.
        Identifier = "Identifier",
        /// Asks for `Installing`.
        Installing = "Installing",
        /// Asks for `IsAppClip`.
        IsAppClip = "IsAppClip",
        /// Asks for `IsValidated`.
        IsValidated = "IsValidated",
        /// Asks for `Name`.
        Name = "Name",
        /// Asks for `ShortVersion`.
        ShortVersion = "ShortVersion",
        /// Asks for `Version`.
        Version = "Version",
    }
}

words! {
    /// A question of DeviceInformation. [`crate::support`] knows which device answers which.
    pub enum DeviceQuery {
        /// Asks for `UDID`.
        Udid = "UDID",
        /// Asks for `ProvisioningUDID`.
        ProvisioningUdid = "ProvisioningUDID",
        /// Asks for `OrganizationInfo`.
        OrganizationInfo = "OrganizationInfo",
        /// Asks for `MDMOptions`.
        MdmOptions = "MDMOptions",
        /// Asks for `LastCloudBackupDate`.
        LastCloudBackupDate = "LastCloudBackupDate",
        /// Asks for `AwaitingConfiguration`.
        AwaitingConfiguration = "AwaitingConfiguration",
        /// Asks for `iTunesStoreAccountIsActive`.
        ItunesStoreAccountIsActive = "iTunesStoreAccountIsActive",
        /// Asks for `iTunesStoreAccountHash`.
        ItunesStoreAccountHash = "iTunesStoreAccountHash",
        /// Asks for `DeviceName`.
        DeviceName = "DeviceName",
        /// Asks for `OSVersion`.
        OsVersion = "OSVersion",
        /// Asks for `SupplementalOSVersionExtra`.
        SupplementalOsVersionExtra = "SupplementalOSVersionExtra",
        /// Asks for `BuildVersion`.
        BuildVersion = "BuildVersion",
        /// Asks for `SupplementalBuildVersion`.
        SupplementalBuildVersion = "SupplementalBuildVersion",
        /// Asks for `ModelName`.
        ModelName = "ModelName",
        /// Asks for `Model`.
        Model = "Model",
        /// Asks for `ModelNumber`.
        ModelNumber = "ModelNumber",
        /// Asks for `IsAppleSilicon`.
        IsAppleSilicon = "IsAppleSilicon",
        /// Asks for `ProductName`.
        ProductName = "ProductName",
        /// Asks for `SerialNumber`.
        SerialNumber = "SerialNumber",
        /// Asks for `DeviceCapacity`.
        DeviceCapacity = "DeviceCapacity",
        /// Asks for `AvailableDeviceCapacity`.
        AvailableDeviceCapacity = "AvailableDeviceCapacity",
        /// Asks for `IMEI`.
        Imei = "IMEI",
        /// Asks for `MEID`.
        Meid = "MEID",
        /// Asks for `ModemFirmwareVersion`.
        ModemFirmwareVersion = "ModemFirmwareVersion",
        /// Asks for `CellularTechnology`.
        CellularTechnology = "CellularTechnology",
        /// Asks for `BatteryLevel`.
        BatteryLevel = "BatteryLevel",
        /// Asks for `HasBattery`.
        HasBattery = "HasBattery",
        /// Asks for `IsSupervised`.
        IsSupervised = "IsSupervised",
        /// Asks for `IsMultiUser`.
        IsMultiUser = "IsMultiUser",
        /// Asks for `IsDeviceLocatorServiceEnabled`.
        IsDeviceLocatorServiceEnabled = "IsDeviceLocatorServiceEnabled",
        /// Asks for `IsActivationLockEnabled`.
        IsActivationLockEnabled = "IsActivationLockEnabled",
        /// Asks for `IsActivationLockSupported`.
        IsActivationLockSupported = "IsActivationLockSupported",
        /// Asks for `IsDoNotDisturbInEffect`.
        IsDoNotDisturbInEffect = "IsDoNotDisturbInEffect",
        /// Asks for `DeviceID`.
        DeviceId = "DeviceID",
        /// Asks for `EASDeviceIdentifier`.
        EasDeviceIdentifier = "EASDeviceIdentifier",
        /// Asks for `IsCloudBackupEnabled`.
        IsCloudBackupEnabled = "IsCloudBackupEnabled",
        /// Asks for `ActiveManagedUsers`.
        ActiveManagedUsers = "ActiveManagedUsers",
        /// Asks for `OSUpdateSettings`.
        OsUpdateSettings = "OSUpdateSettings",
        /// Asks for `LocalHostName`.
        LocalHostName = "LocalHostName",
        /// Asks for `HostName`.
        HostName = "HostName",
        /// Asks for `AutoSetupAdminAccounts`.
        AutoSetupAdminAccounts = "AutoSetupAdminAccounts",
        /// Asks for `SystemIntegrityProtectionEnabled`.
        SystemIntegrityProtectionEnabled = "SystemIntegrityProtectionEnabled",
        /// Asks for `SupportsLOMDevice`.
        SupportsLomDevice = "SupportsLOMDevice",
        /// Asks for `IsMDMLostModeEnabled`.
        IsMdmLostModeEnabled = "IsMDMLostModeEnabled",
        /// Asks for `MaximumResidentUsers`.
        MaximumResidentUsers = "MaximumResidentUsers",
        /// Asks for `EstimatedResidentUsers`.
        EstimatedResidentUsers = "EstimatedResidentUsers",
        /// Asks for `QuotaSize`.
        QuotaSize = "QuotaSize",
        /// Asks for `ResidentUsers`.
        ResidentUsers = "ResidentUsers",
        /// Asks for `UserSessionTimeout`.
        UserSessionTimeout = "UserSessionTimeout",
        /// Asks for `TemporarySessionTimeout`.
        TemporarySessionTimeout = "TemporarySessionTimeout",
        /// Asks for `TemporarySessionOnly`.
        TemporarySessionOnly = "TemporarySessionOnly",
        /// Asks for `ManagedAppleIDDefaultDomains`.
        ManagedAppleIdDefaultDomains = "ManagedAppleIDDefaultDomains",
        /// Asks for `OnlineAuthenticationGracePeriod`.
        OnlineAuthenticationGracePeriod = "OnlineAuthenticationGracePeriod",
        /// Asks for `SkipLanguageAndLocaleSetupForNewUsers`.
        SkipLanguageAndLocaleSetupForNewUsers = "SkipLanguageAndLocaleSetupForNewUsers",
        /// Asks for `PushToken`.
        PushToken = "PushToken",
        /// Asks for `DiagnosticSubmissionEnabled`.
        DiagnosticSubmissionEnabled = "DiagnosticSubmissionEnabled",
        /// Asks for `AppAnalyticsEnabled`.
        AppAnalyticsEnabled = "AppAnalyticsEnabled",
        /// Asks for `TimeZone`.
        TimeZone = "TimeZone",
        /// Asks for `ICCID`.
        Iccid = "ICCID",
        /// Asks for `BluetoothMAC`.
        BluetoothMac = "BluetoothMAC",
        /// Asks for `WiFiMAC`.
        WifiMac = "WiFiMAC",
        /// Asks for `EthernetMAC`.
        EthernetMac = "EthernetMAC",
        /// Asks for `CurrentCarrierNetwork`.
        CurrentCarrierNetwork = "CurrentCarrierNetwork",
        /// Asks for `SIMCarrierNetwork`.
        SimCarrierNetwork = "SIMCarrierNetwork",
        /// Asks for `SubscriberCarrierNetwork`.
        SubscriberCarrierNetwork = "SubscriberCarrierNetwork",
        /// Asks for `CarrierSettingsVersion`.
        CarrierSettingsVersion = "CarrierSettingsVersion",
        /// Asks for `PhoneNumber`.
        PhoneNumber = "PhoneNumber",
        /// Asks for `DataRoamingEnabled`.
        DataRoamingEnabled = "DataRoamingEnabled",
        /// Asks for `VoiceRoamingEnabled`.
        VoiceRoamingEnabled = "VoiceRoamingEnabled",
        /// Asks for `PersonalHotspotEnabled`.
        PersonalHotspotEnabled = "PersonalHotspotEnabled",
        /// Asks for `IsNetworkTethered`.
        IsNetworkTethered = "IsNetworkTethered",
        /// Asks for `IsRoaming`.
        IsRoaming = "IsRoaming",
        /// Asks for `SubscriberMCC`.
        SubscriberMcc = "SubscriberMCC",
        /// Asks for `SubscriberMNC`.
        SubscriberMnc = "SubscriberMNC",
        /// Asks for `CurrentMCC`.
        CurrentMcc = "CurrentMCC",
        /// Asks for `CurrentMNC`.
        CurrentMnc = "CurrentMNC",
        /// Asks for `ServiceSubscriptions`.
        ServiceSubscriptions = "ServiceSubscriptions",
        /// Asks for `PINRequiredForEraseDevice`.
        PinRequiredForEraseDevice = "PINRequiredForEraseDevice",
        /// Asks for `PINRequiredForDeviceLock`.
        PinRequiredForDeviceLock = "PINRequiredForDeviceLock",
        /// Asks for `SupportsiOSAppInstalls`.
        SupportsIosAppInstalls = "SupportsiOSAppInstalls",
        /// Asks for `SoftwareUpdateDeviceID`.
        SoftwareUpdateDeviceId = "SoftwareUpdateDeviceID",
        /// Asks for `SoftwareUpdateSettings`.
        SoftwareUpdateSettings = "SoftwareUpdateSettings",
        /// Asks for `AccessibilitySettings`.
        AccessibilitySettings = "AccessibilitySettings",
        /// Asks for `DevicePropertiesAttestation`.
        DevicePropertiesAttestation = "DevicePropertiesAttestation",
        /// Asks for `EACSPreflight`.
        EacsPreflight = "EACSPreflight",
    }
}
