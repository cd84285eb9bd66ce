// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! The message types, one table of keys each.

use crate::Done;
use crate::checkin::check_ins;
use crate::command::requests;
use crate::wire::tagged;

mod apps;
mod checkin;
mod device;
mod errors;
mod information;
mod lost_mode;
mod media;
mod other;
mod passcodes;
mod profiles;
mod remote;
mod settings;
mod updates;
mod users;

pub use apps::*;
pub use checkin::*;
pub use device::*;
pub use errors::*;
pub use information::*;
pub use lost_mode::*;
pub use media::*;
pub use other::*;
pub use passcodes::*;
pub use profiles::*;
pub use remote::*;
pub use settings::*;
pub use updates::*;
pub use users::*;

requests! {
    /// Sets up the accounts of a new Mac while Setup Assistant waits.
    AccountConfiguration = "AccountConfiguration" -> Done,
    /// Lists the extensions that are active for a user of a Mac.
    ActiveNsExtensions = "ActiveNSExtensions" -> ActiveNsExtensionsResponse,
    /// Lists the extensions that are installed for a user of a Mac.
    NsExtensionMappings = "NSExtensionMappings" -> NsExtensionMappingsResponse,
    /// Installs an organization's own app on a Mac.
    InstallEnterpriseApplication = "InstallEnterpriseApplication" -> Done,
    /// Installs an app, or updates it when it is managed (requirement F47).
    InstallApplication = "InstallApplication" -> InstallApplicationResponse,
    /// Lists the installed apps.
    InstalledApplicationList = "InstalledApplicationList" -> InstalledApplicationListResponse,
    /// Invites the user to volume purchases.
    InviteToProgram = "InviteToProgram" -> InviteToProgramResponse,
    /// Reads how far managed apps are. Some states are reported once and never again.
    ManagedApplicationList = "ManagedApplicationList" -> ManagedApplicationListResponse,
    /// Redeems a code for an app whose installation waits for one.
    ApplyRedemptionCode = "ApplyRedemptionCode" -> Done,
    /// Removes a managed app and its data.
    RemoveApplication = "RemoveApplication" -> Done,
    /// Makes the device check the provisioning profiles of apps anew.
    ValidateApplications = "ValidateApplications" -> Done,
    /// Stops an enhanced log collection.
    CancelEnhancedLogCollection = "CancelEnhancedLogCollection" -> Done,
    /// Lists the installed certificates.
    CertificateList = "CertificateList" -> CertificateListResponse,
    /// Turns declarative management on, or makes the device synchronize.
    DeclarativeManagement = "DeclarativeManagement" -> Done,
    /// Reads the code that gets past Activation Lock.
    ActivationLockBypassCode = "ActivationLockBypassCode" -> ActivationLockBypassCodeResponse,
    /// Makes the device forget the code that gets past Activation Lock.
    ClearActivationLockBypassCode = "ClearActivationLockBypassCode" -> Done,
    /// Lets Setup Assistant go on.
    DeviceConfigured = "DeviceConfigured" -> Done,
    /// Erases the device at once (requirement F53). It answers once, before it erases, and erases even if the answer is lost.
    EraseDevice = "EraseDevice" -> Done,
    /// Makes the device ask a carrier for its eSIM plan.
    RefreshCellularPlans = "RefreshCellularPlans" -> Done,
    /// Locks the device at once (requirement F52).
    DeviceLock = "DeviceLock" -> DeviceLockResponse,
    /// Turns Lost Mode off.
    DisableLostMode = "DisableLostMode" -> Done,
    /// Turns Lost Mode on; the device is locked and shows what it is told.
    EnableLostMode = "EnableLostMode" -> Done,
    /// Asks where the device is; in Lost Mode only.
    DeviceLocation = "DeviceLocation" -> DeviceLocationResponse,
    /// Plays a sound until somebody turns it off; in Lost Mode only.
    PlayLostModeSound = "PlayLostModeSound" -> Done,
    /// Restarts the device at once. It can be without Wi-Fi until it is unlocked.
    RestartDevice = "RestartDevice" -> Done,
    /// Removes the restrictions passcode and the restrictions that the user set.
    ClearRestrictionsPassword = "ClearRestrictionsPassword" -> Done,
    /// Reads which restrictions are in force.
    Restrictions = "Restrictions" -> RestrictionsResponse,
    /// Turns the device off.
    ShutDownDevice = "ShutDownDevice" -> Done,
    /// Reads the state of a Mac's content cache.
    ContentCachingInformation = "ContentCachingInformation" -> ContentCachingInformationResponse,
    /// Reads what the device tells about itself (requirement F42).
    DeviceInformation = "DeviceInformation" -> DeviceInformationResponse,
    /// Reads the security state.
    SecurityInfo = "SecurityInfo" -> SecurityInfoResponse,
    /// Makes a Mac send requests of lights-out management to others.
    LomDeviceRequest = "LOMDeviceRequest" -> LomDeviceRequestResponse,
    /// Reads what a Mac needs as a controller of lights-out management.
    LomSetupRequest = "LOMSetupRequest" -> LomSetupRequestResponse,
    /// Reads the attributes of managed apps.
    ManagedApplicationAttributes = "ManagedApplicationAttributes" -> ManagedApplicationAttributesResponse,
    /// Reads the configuration of managed apps.
    ManagedApplicationConfiguration = "ManagedApplicationConfiguration" -> ManagedApplicationConfigurationResponse,
    /// Reads what managed apps report.
    ManagedApplicationFeedback = "ManagedApplicationFeedback" -> ManagedApplicationFeedbackResponse,
    /// Installs a book (requirement F49).
    InstallMedia = "InstallMedia" -> InstallMediaResponse,
    /// Lists the managed books.
    ManagedMediaList = "ManagedMediaList" -> ManagedMediaListResponse,
    /// Removes a managed book.
    RemoveMedia = "RemoveMedia" -> Done,
    /// Asks the user to show the screen on another device.
    RequestMirroring = "RequestMirroring" -> RequestMirroringResponse,
    /// Stops showing the screen on another device.
    StopMirroring = "StopMirroring" -> Done,
    /// Removes the passcode (requirement F51). After that nothing protects the device until its user sets another.
    ClearPasscode = "ClearPasscode" -> Done,
    /// Sets or removes the firmware password of a Mac with an Intel processor.
    SetFirmwarePassword = "SetFirmwarePassword" -> SetFirmwarePasswordResponse,
    /// Checks the firmware password of a Mac with an Intel processor.
    VerifyFirmwarePassword = "VerifyFirmwarePassword" -> VerifyFirmwarePasswordResponse,
    /// Sets or removes the password of recoveryOS.
    SetRecoveryLock = "SetRecoveryLock" -> Done,
    /// Checks the password of recoveryOS.
    VerifyRecoveryLock = "VerifyRecoveryLock" -> VerifyRecoveryLockResponse,
    /// Reads a token that clears the passcode.
    RequestUnlockToken = "RequestUnlockToken" -> RequestUnlockTokenResponse,
    /// Installs a profile, or replaces the one with the same `PayloadIdentifier`.
    InstallProfile = "InstallProfile" -> Done,
    /// Lists the installed profiles.
    ProfileList = "ProfileList" -> ProfileListResponse,
    /// Installs a provisioning profile.
    InstallProvisioningProfile = "InstallProvisioningProfile" -> Done,
    /// Lists the installed provisioning profiles.
    ProvisioningProfileList = "ProvisioningProfileList" -> ProvisioningProfileListResponse,
    /// Removes a provisioning profile.
    RemoveProvisioningProfile = "RemoveProvisioningProfile" -> Done,
    /// Removes a profile.
    RemoveProfile = "RemoveProfile" -> Done,
    /// Turns Remote Desktop off.
    DisableRemoteDesktop = "DisableRemoteDesktop" -> Done,
    /// Turns Remote Desktop on.
    EnableRemoteDesktop = "EnableRemoteDesktop" -> Done,
    /// Replaces a recovery key of FileVault.
    RotateFileVaultKey = "RotateFileVaultKey" -> RotateFileVaultKeyResponse,
    /// Sets the password of an administrator that Setup Assistant made.
    SetAutoAdminPassword = "SetAutoAdminPassword" -> Done,
    /// Changes settings, one item each.
    Settings = "Settings" -> SettingsResponse,
    /// Lists the system updates that are offered.
    AvailableOsUpdates = "AvailableOSUpdates" -> AvailableOsUpdatesResponse,
    /// Makes a Mac look for system updates.
    ScheduleOsUpdateScan = "ScheduleOSUpdateScan" -> ScheduleOsUpdateScanResponse,
    /// Downloads or installs system updates.
    ScheduleOsUpdate = "ScheduleOSUpdate" -> ScheduleOsUpdateResponse,
    /// Reads how far system updates are.
    OsUpdateStatus = "OSUpdateStatus" -> OsUpdateStatusResponse,
    /// Starts an enhanced log collection for AppleCare.
    TriggerEnhancedLogCollection = "TriggerEnhancedLogCollection" -> Done,
    /// Lets Setup Assistant of a user of a Shared iPad go on.
    UserConfigured = "UserConfigured" -> Done,
    /// Deletes users of a Shared iPad or a Mac.
    DeleteUser = "DeleteUser" -> Done,
    /// Lists the users of a Shared iPad or a Mac.
    UserList = "UserList" -> UserListResponse,
    /// Logs the user of a Shared iPad out.
    LogOutUser = "LogOutUser" -> Done,
    /// Unlocks a local account of a Mac that too many wrong passwords locked.
    UnlockUserAccount = "UnlockUserAccount" -> Done,
}

check_ins! {
    /// The device asks to be enrolled. An answer of 200 does not enroll it yet; the first TokenUpdate does.
    Authenticate(Authenticate) = "Authenticate",
    /// The enrollment profile is gone. Sent once, without a repeat, and only when the profile asked for it (`CheckOutWhenRemoved`).
    CheckOut(CheckOut) = "CheckOut",
    /// The device synchronizes its declarations or reports status.
    DeclarativeManagement(DeclarativeManagementMessage) = "DeclarativeManagement",
    /// The device asks for its bootstrap token.
    GetBootstrapToken(GetBootstrapToken) = "GetBootstrapToken",
    /// The device asks for a token of another service.
    GetToken(GetToken) = "GetToken",
    /// The device was asked to return to service by its user, and asks how.
    ReturnToService(ReturnToServiceMessage) = "ReturnToService",
    /// The device gives the server its bootstrap token, or takes it back.
    SetBootstrapToken(SetBootstrapToken) = "SetBootstrapToken",
    /// The device, or one of its users, can be reached by push. It comes at any time, or never again; overwrite what it carries, and keep what it does not carry.
    TokenUpdate(TokenUpdate) = "TokenUpdate",
    /// A user of a Mac without an account of the directory logs in; the first message has no answer to a challenge.
    UserAuthenticate(UserAuthenticate) = "UserAuthenticate",
}

tagged! {
    /// Why the server refuses a request; the body of an answer 403, with the content type
    /// [`CONTENT_TYPE`](Self::CONTENT_TYPE).
    pub enum ErrorBody by "code" {
        PssoRequired(PssoRequiredError) = "com.apple.psso.required",
        SoftwareupdateRequired(SoftwareupdateRequiredError) = "com.apple.softwareupdate.required",
        UnrecognizedDevice(UnrecognizedDeviceError) = "com.apple.unrecognized.device",
        WatchPairingTokenMissing(WatchPairingTokenMissingError) = "com.apple.watch.pairing.token.missing",
        WellKnownFailed(WellKnownFailedError) = "com.apple.well-known.failed",
    }
}
