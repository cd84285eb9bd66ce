// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (restrictions): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.Dictionary", "mdm/profiles/com.apple.Dictionary.yaml", S0, &[
        key("parentalControl", S0).must().kind(Kind::Boolean),
    ]),
    item("com.apple.DiscRecording", "mdm/profiles/com.apple.DiscRecording.yaml", S0, &[
        key("BurnSupport", S0).must().kind(Kind::String).allowed(&["off", "authenticate", "on"]),
    ]),
    item("com.apple.NSExtension", "mdm/profiles/com.apple.NSExtension.yaml", S1, &[
        key("AllowedExtensions", S1).kind(Kind::Array),
        key("DeniedExtensions", S1).kind(Kind::Array),
        key("DeniedExtensionPoints", S1).kind(Kind::Array),
    ]),
    item("com.apple.ShareKitHelper", "mdm/profiles/com.apple.ShareKitHelper.yaml", S2, &[
        key("SHKAllowedShareServices", S2).kind(Kind::Array),
        key("SHKDeniedShareServices", S2).kind(Kind::Array),
    ]),
    item("com.apple.app.lock", "mdm/profiles/com.apple.app.lock.yaml", S3, &[
        key("App", S3).must().kind(Kind::Dictionary),
        key("App/Identifier", S3).must().kind(Kind::String),
        key("App/Options", S4).kind(Kind::Dictionary),
        key("App/Options/DisableTouch", S4).kind(Kind::Boolean),
        key("App/Options/DisableDeviceRotation", S5).kind(Kind::Boolean),
        key("App/Options/DisableVolumeButtons", S5).kind(Kind::Boolean),
        key("App/Options/DisableRingerSwitch", S5).kind(Kind::Boolean),
        key("App/Options/DisableSleepWakeButton", S5).kind(Kind::Boolean),
        key("App/Options/DisableAutoLock", S4).kind(Kind::Boolean),
        key("App/Options/EnableVoiceOver", S4).kind(Kind::Boolean),
        key("App/Options/EnableZoom", S4).kind(Kind::Boolean),
        key("App/Options/EnableInvertColors", S4).kind(Kind::Boolean),
        key("App/Options/EnableAssistiveTouch", S5).kind(Kind::Boolean),
        key("App/Options/EnableSpeakSelection", S5).kind(Kind::Boolean),
        key("App/Options/EnableMonoAudio", S5).kind(Kind::Boolean),
        key("App/Options/EnableVoiceControl", S6).kind(Kind::Boolean),
        key("App/UserEnabledOptions", S4).kind(Kind::Dictionary),
        key("App/UserEnabledOptions/VoiceControl", S6).kind(Kind::Boolean),
        key("App/UserEnabledOptions/VoiceOver", S4).kind(Kind::Boolean),
        key("App/UserEnabledOptions/Zoom", S4).kind(Kind::Boolean),
        key("App/UserEnabledOptions/InvertColors", S4).kind(Kind::Boolean),
        key("App/UserEnabledOptions/AssistiveTouch", S5).kind(Kind::Boolean),
    ]),
    item("com.apple.applicationaccess.new", "mdm/profiles/com.apple.applicationaccess.new.yaml", S7, &[
        key("familyControlsEnabled", S7).must().kind(Kind::Boolean),
        key("whiteList", S7).kind(Kind::Array),
        key("whiteList/bundleID", S7).must().kind(Kind::String),
        key("whiteList/appID", S7).must().kind(Kind::Data),
        key("whiteList/detachedSignature", S7).kind(Kind::Data),
        key("whiteList/disabled", S7).kind(Kind::Boolean),
        key("whiteList/subApps", S7).kind(Kind::Array),
        key("whiteList/displayName", S7).kind(Kind::String),
        key("pathBlackList", S8).kind(Kind::Array),
        key("pathWhiteList", S8).kind(Kind::Array),
    ]),
    item("com.apple.applicationaccess", "mdm/profiles/com.apple.applicationaccess.yaml", &[R4, R5, R6, R7, visionos(1, 1, 0).multiple()], &[
        key("allowAccountModification", &[R8, R9, R10, R11]).kind(Kind::Boolean),
        key("allowActivityContinuation", &[R12, R13, R14]).kind(Kind::Boolean),
        key("allowAddingGameCenterFriends", &[R15, R0]).kind(Kind::Boolean),
        key("allowAirDrop", &[R8, R0, R11]).kind(Kind::Boolean),
        key("allowAirPlayIncomingRequests", &[macos(12, 3, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(), R16]).kind(Kind::Boolean),
        key("allowAirPrint", S9).kind(Kind::Boolean),
        key("allowAirPrintCredentialsStorage", S9).kind(Kind::Boolean),
        key("allowAirPrintiBeaconDiscovery", S9).kind(Kind::Boolean),
        key("allowAppCellularDataModification", S10).kind(Kind::Boolean),
        key("allowAppClips", &[ios(14, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowAppInstallation", &[R18, R10, R11]).kind(Kind::Boolean),
        key("allowApplePersonalizedAdvertising", &[ios(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R19, R14]).kind(Kind::Boolean),
        key("allowAppRemoval", &[R15, R10]).kind(Kind::Boolean),
        key("allowAppsToBeHidden", S11).kind(Kind::Boolean),
        key("allowAppsToBeLocked", S11).kind(Kind::Boolean),
        key("allowARDRemoteManagementModification", S12).kind(Kind::Boolean),
        key("allowAssistant", &[ios(5, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R9, R20]).kind(Kind::Boolean),
        key("allowAssistantUserGeneratedContent", &[R8, R10]).kind(Kind::Boolean),
        key("allowAssistantWhileLocked", &[ios(5, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R7]).kind(Kind::Boolean),
        key("allowAutoCorrection", S13).kind(Kind::Boolean),
        key("allowAutoDim", &[ios(17, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("allowAutomaticAppDownloads", &[R22, R10]).kind(Kind::Boolean),
        key("allowAutomaticScreenSaver", &[tvos(15, 4, 0).supervised().multiple()]).kind(Kind::Boolean),
        key("allowAutoUnlock", &[ios(14, 5, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R23]).kind(Kind::Boolean),
        key("allowBluetoothModification", &[R17, R24]).kind(Kind::Boolean),
        key("allowBluetoothSharingModification", S12).kind(Kind::Boolean),
        key("allowBookstore", &[R25, R26]).kind(Kind::Boolean),
        key("allowBookstoreErotica", &[R27, R26, tvos(11, 3, 0).deprecated(17, 0, 0).multiple()]).kind(Kind::Boolean),
        key("allowCallRecording", &[R28]).kind(Kind::Boolean),
        key("allowCamera", &[R29, R30, tvos(17, 0, 0).multiple(), R14]).kind(Kind::Boolean),
        key("allowCellularPlanModification", S9).kind(Kind::Boolean),
        key("allowChat", &[R31]).kind(Kind::Boolean),
        key("allowCloudAddressBook", S14).kind(Kind::Boolean),
        key("allowCloudBackup", &[R32, R14]).kind(Kind::Boolean),
        key("allowCloudBookmarks", S14).kind(Kind::Boolean),
        key("allowCloudCalendar", S14).kind(Kind::Boolean),
        key("allowCloudDesktopAndDocuments", &[R33]).kind(Kind::Boolean),
        key("allowCloudDocumentSync", &[ios(5, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(), R30, R11]).kind(Kind::Boolean),
        key("allowCloudFreeform", S12).kind(Kind::Boolean),
        key("allowCloudKeychainSync", &[R34, R23, R14]).kind(Kind::Boolean),
        key("allowCloudMail", S14).kind(Kind::Boolean),
        key("allowCloudNotes", S14).kind(Kind::Boolean),
        key("allowCloudPhotoLibrary", &[R35, R23, R14]).kind(Kind::Boolean),
        key("allowCloudPrivateRelay", &[R36, R19, R11]).kind(Kind::Boolean),
        key("allowCloudReminders", S14).kind(Kind::Boolean),
        key("allowContentCaching", &[macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
        key("allowContinuousPathKeyboard", S15).kind(Kind::Boolean),
        key("allowDefaultBrowserModification", &[ios(18, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), visionos(2, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
        key("allowDefinitionLookup", &[R21, R30]).kind(Kind::Boolean),
        key("allowDeviceNameModification", &[R22, R9, tvos(11, 0, 0).supervised().multiple(), R11]).kind(Kind::Boolean),
        key("allowDeviceSleep", &[tvos(13, 0, 0).supervised().multiple()]).kind(Kind::Boolean),
        key("allowDiagnosticSubmission", &[ios(6, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), macos(10, 13, 0).multiple().both_channels(), R7, R20]).kind(Kind::Boolean),
        key("allowDiagnosticSubmissionModification", &[ios(9, 3, 2).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R11]).kind(Kind::Boolean),
        key("allowDictation", &[ios(10, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R0]).kind(Kind::Boolean),
        key("allowedExternalIntelligenceWorkspaceIDs", &[ios(18, 3, 0).supervised().multiple().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels(), macos(15, 3, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Array),
        key("allowEnablingRestrictions", &[R38, R11]).kind(Kind::Boolean),
        key("allowEnterpriseAppTrust", &[R35, R14]).kind(Kind::Boolean),
        key("allowEnterpriseBookBackup", S16).kind(Kind::Boolean),
        key("allowEnterpriseBookMetadataSync", S16).kind(Kind::Boolean),
        key("allowEraseContentAndSettings", &[R38, R19, R11]).kind(Kind::Boolean),
        key("allowESIMModification", &[ios(12, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowESIMOutgoingTransfers", S11).kind(Kind::Boolean),
        key("allowExplicitContent", &[R18, R26, tvos(11, 3, 0).supervised().multiple()]).kind(Kind::Boolean),
        key("allowExternalIntelligenceIntegrations", &[ios(18, 2, 0).multiple().shared_ipad(Mode::Forbidden).both_channels(), macos(15, 2, 0).multiple().both_channels()]).kind(Kind::Boolean),
        key("allowExternalIntelligenceIntegrationsSignIn", &[R40, macos(15, 2, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("allowFileSharingModification", S12).kind(Kind::Boolean),
        key("allowFilesNetworkDriveAccess", &[ios(13, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R11]).kind(Kind::Boolean),
        key("allowFilesUSBDriveAccess", S15).kind(Kind::Boolean),
        key("allowFindMyDevice", S17).kind(Kind::Boolean),
        key("allowFindMyFriends", S17).kind(Kind::Boolean),
        key("allowFindMyFriendsModification", S10).kind(Kind::Boolean),
        key("allowFingerprintForUnlock", &[R34, R33, R14]).kind(Kind::Boolean),
        key("allowFingerprintModification", &[ios(8, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R9, R11]).kind(Kind::Boolean),
        key("allowGameCenter", &[R25, R0]).kind(Kind::Boolean),
        key("allowGenmoji", S18).kind(Kind::Boolean),
        key("allowGlobalBackgroundFetchWhenRoaming", S19).kind(Kind::Boolean),
        key("allowHostPairing", S10).kind(Kind::Boolean),
        key("allowImagePlayground", S18).kind(Kind::Boolean),
        key("allowImageWand", S20).kind(Kind::Boolean),
        key("allowInAppPurchases", S19).kind(Kind::Boolean),
        key("allowInternetSharingModification", S12).kind(Kind::Boolean),
        key("allowiPhoneMirroring", S18).kind(Kind::Boolean),
        key("allowiPhoneWidgetsOnMac", &[ios(17, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("allowiTunes", S21).kind(Kind::Boolean),
        key("allowiTunesFileSharing", S1).kind(Kind::Boolean),
        key("allowKeyboardShortcuts", S22).kind(Kind::Boolean),
        key("allowListedAppBundleIDs", S23).kind(Kind::Array),
        key("allowLiveVoicemail", &[ios(17, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("allowLocalUserCreation", S12).kind(Kind::Boolean),
        key("allowLockScreenControlCenter", S24).kind(Kind::Boolean),
        key("allowLockScreenNotificationsView", &[R42, R7]).kind(Kind::Boolean),
        key("allowLockScreenTodayView", S24).kind(Kind::Boolean),
        key("allowMailPrivacyProtection", &[ios(15, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowMailSummary", &[R28, R43]).kind(Kind::Boolean),
        key("allowManagedAppsCloudSync", &[R39, R20]).kind(Kind::Boolean),
        key("allowManagedToWriteUnmanagedContacts", &[ios(12, 0, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), visionos(2, 0, 0).multiple().not_by_hand().user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
        key("allowMarketplaceAppInstallation", &[ios(17, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowMediaSharingModification", &[R43]).kind(Kind::Boolean),
        key("allowMultiplayerGaming", &[ios(4, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R0]).kind(Kind::Boolean),
        key("allowMusicService", &[R44, R23]).kind(Kind::Boolean),
        key("allowNews", S22).kind(Kind::Boolean),
        key("allowNFC", &[ios(14, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowNotesTranscriptionSummary", &[R45, macos(15, 3, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("allowNotificationsModification", &[R44, R11]).kind(Kind::Boolean),
        key("allowOpenFromManagedToUnmanaged", S25).kind(Kind::Boolean),
        key("allowOpenFromUnmanagedToManaged", S25).kind(Kind::Boolean),
        key("allowOTAPKIUpdates", S26).kind(Kind::Boolean),
        key("allowPairedWatch", S22).kind(Kind::Boolean),
        key("allowPassbookWhileLocked", S27).kind(Kind::Boolean),
        key("allowPasscodeModification", &[R22, R0, R11]).kind(Kind::Boolean),
        key("allowPasswordAutoFill", S28).kind(Kind::Boolean),
        key("allowPasswordProximityRequests", &[R46, R47, tvos(12, 0, 0).supervised().multiple()]).kind(Kind::Boolean),
        key("allowPasswordSharing", S28).kind(Kind::Boolean),
        key("allowPersonalHotspotModification", &[ios(12, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowPersonalizedHandwritingResults", S20).kind(Kind::Boolean),
        key("allowPhotoStream", &[ios(5, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowPodcasts", &[R38]).kind(Kind::Boolean),
        key("allowPredictiveKeyboard", S13).kind(Kind::Boolean),
        key("allowPrinterSharingModification", S12).kind(Kind::Boolean),
        key("allowProximitySetupToNewDevice", S9).kind(Kind::Boolean),
        key("allowRadioService", &[R44]).kind(Kind::Boolean),
        key("allowRapidSecurityResponseInstallation", S29).kind(Kind::Boolean),
        key("allowRapidSecurityResponseRemoval", S29).kind(Kind::Boolean),
        key("allowRCSMessaging", &[ios(18, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowRemoteAppleEventsModification", S12).kind(Kind::Boolean),
        key("allowRemoteAppPairing", &[R16]).kind(Kind::Boolean),
        key("allowRemoteScreenObservation", &[ios(9, 3, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R48]).kind(Kind::Boolean),
        key("allowSafari", S21).kind(Kind::Boolean),
        key("allowSatelliteConnection", &[R40]).kind(Kind::Boolean),
        key("allowScreenShot", &[ios(3, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R48, R7, R20]).kind(Kind::Boolean),
        key("allowSharedDeviceTemporarySession", &[ios(13, 4, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowSharedStream", S27).kind(Kind::Boolean),
        key("allowSpellCheck", S13).kind(Kind::Boolean),
        key("allowSpotlightInternetResults", &[R12, R30]).kind(Kind::Boolean),
        key("allowStartupDiskModification", S12).kind(Kind::Boolean),
        key("allowSystemAppRemoval", S30).kind(Kind::Boolean),
        key("allowTimeMachineBackup", S12).kind(Kind::Boolean),
        key("allowUIAppInstallation", &[R22, R10, R11]).kind(Kind::Boolean),
        key("allowUIConfigurationProfileInstallation", &[R25, R24, R11]).kind(Kind::Boolean),
        key("allowUniversalControl", &[R24]).kind(Kind::Boolean),
        key("allowUnmanagedToReadManagedContacts", &[ios(12, 0, 0).multiple().not_by_hand().shared_ipad(Mode::Allowed).both_channels(), visionos(2, 0, 0).multiple().not_by_hand()]).kind(Kind::Boolean),
        key("allowUnpairedExternalBootToRecovery", &[R49]).kind(Kind::Boolean),
        key("allowUntrustedTLSPrompt", &[R32, visionos(1, 1, 0).multiple().user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
        key("allowUSBRestrictedMode", &[ios(11, 4, 1).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden)]).kind(Kind::Boolean),
        key("allowVideoConferencing", &[R18, R11]).kind(Kind::Boolean),
        key("allowVisualIntelligenceSummary", &[R45]).kind(Kind::Boolean),
        key("allowVoiceDialing", &[ios(4, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowVPNCreation", S30).kind(Kind::Boolean),
        key("allowWallpaperModification", &[R22, R0]).kind(Kind::Boolean),
        key("allowWebDistributionAppInstallation", &[ios(17, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("allowWritingTools", S18).kind(Kind::Boolean),
        key("autonomousSingleAppModePermittedAppIDs", S10).kind(Kind::Array),
        key("blacklistedAppBundleIDs", S31).kind(Kind::Array),
        key("blockedAppBundleIDs", S23).kind(Kind::Array),
        key("enforcedFingerprintTimeout", &[R19]).kind(Kind::Integer),
        key("enforcedSoftwareUpdateDelay", &[R50, macos(10, 13, 4).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(), R51]).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateMajorOSDeferredInstallDelay", S32).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateMinorOSDeferredInstallDelay", S32).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("enforcedSoftwareUpdateNonOSDeferredInstallDelay", S32).kind(Kind::Integer).range(Some(1.0), Some(90.0)),
        key("forceAirDropUnmanaged", &[ios(9, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R20]).kind(Kind::Boolean),
        key("forceAirPlayIncomingRequestsPairingPassword", &[R6]).kind(Kind::Boolean),
        key("forceAirPlayOutgoingRequestsPairingPassword", &[ios(7, 1, 0).multiple().shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("forceAirPrintTrustedTLSRequirement", S9).kind(Kind::Boolean),
        key("forceAssistantProfanityFilter", &[R31, R0]).kind(Kind::Boolean),
        key("forceAuthenticationBeforeAutoFill", S30).kind(Kind::Boolean),
        key("forceAutomaticDateAndTime", &[R46, tvos(12, 2, 0).supervised().multiple(), R11]).kind(Kind::Boolean),
        key("forceBypassScreenCaptureAlert", &[macos(15, 1, 0).multiple().not_by_hand().both_channels()]).kind(Kind::Boolean),
        key("forceClassroomAutomaticallyJoinClasses", S33).kind(Kind::Boolean),
        key("forceClassroomRequestPermissionToLeaveClasses", &[ios(11, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R52]).kind(Kind::Boolean),
        key("forceClassroomUnpromptedAppAndDeviceLock", S33).kind(Kind::Boolean),
        key("forceClassroomUnpromptedScreenObservation", S33).kind(Kind::Boolean),
        key("forceDelayedAppSoftwareUpdates", &[macos(11, 0, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("forceDelayedMajorSoftwareUpdates", S32).kind(Kind::Boolean),
        key("forceDelayedSoftwareUpdates", &[R50, macos(10, 13, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels(), R51]).kind(Kind::Boolean),
        key("forceEncryptedBackup", S34).kind(Kind::Boolean),
        key("forceITunesStorePasswordEntry", &[ios(6, 0, 0).deprecated(17, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("forceLimitAdTracking", S26).kind(Kind::Boolean),
        key("forceOnDeviceOnlyDictation", &[ios(14, 5, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), macos(14, 0, 0).multiple().both_channels(), R7, R20]).kind(Kind::Boolean),
        key("forceOnDeviceOnlyTranslation", &[R53, R7]).kind(Kind::Boolean),
        key("forcePreserveESIMOnErase", &[ios(17, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("forceWatchWristDetection", &[ios(8, 2, 0).multiple().shared_ipad(Mode::Allowed).both_channels(), R7]).kind(Kind::Boolean),
        key("forceWiFiPowerOn", S15).kind(Kind::Boolean),
        key("forceWiFiToAllowedNetworksOnly", &[R49, R11]).kind(Kind::Boolean),
        key("forceWiFiWhitelisting", &[ios(10, 3, 0).deprecated(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Boolean),
        key("ratingApps", S35).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("ratingMovies", S35).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("ratingRegion", &[R4, R5, R6]).kind(Kind::String).allowed(&["us", "au", "ca", "de", "fr", "ie", "jp", "nz", "gb"]),
        key("ratingTVShows", S35).kind(Kind::Integer).range(Some(0.0), Some(1000.0)),
        key("requireManagedPasteboard", &[R53, R20]).kind(Kind::Boolean),
        key("safariAcceptCookies", S19).kind(Kind::Real).allowed(&["0.0", "1.0", "1.5", "2.0"]),
        key("safariAllowAutoFill", &[R18, R0, R11]).kind(Kind::Boolean),
        key("safariAllowJavaScript", S19).kind(Kind::Boolean),
        key("safariAllowPopups", S19).kind(Kind::Boolean),
        key("safariForceFraudWarning", S34).kind(Kind::Boolean),
        key("whitelistedAppBundleIDs", S31).kind(Kind::Array),
    ]),
    item("com.apple.asam", "mdm/profiles/com.apple.asam.yaml", S36, &[
        key("AllowedApplications", S36).must().kind(Kind::Array),
        key("AllowedApplications/BundleIdentifier", S36).must().kind(Kind::String),
        key("AllowedApplications/TeamIdentifier", S36).must().kind(Kind::String),
    ]),
    item("com.apple.dashboard", "mdm/profiles/com.apple.dashboard.yaml", S37, &[
        key("whiteListEnabled", S37).must().kind(Kind::Boolean),
        key("WhiteList", S37).must().kind(Kind::Array),
        key("WhiteList/Type", S37).must().kind(Kind::String),
        key("WhiteList/ID", S37).must().kind(Kind::String),
    ]),
    item("com.apple.familycontrols.contentfilter", "mdm/profiles/com.apple.familycontrols.contentfilter.yaml", S0, &[
        key("restrictWeb", S0).must().kind(Kind::Boolean),
        key("useContentFilter", S0).kind(Kind::Boolean),
        key("whitelistEnabled", S0).kind(Kind::Boolean),
        key("siteWhitelist", S0).kind(Kind::Array),
        key("siteWhitelist/address", S0).must().kind(Kind::String),
        key("siteWhitelist/pageTitle", S0).kind(Kind::String),
        key("filterWhitelist", S0).kind(Kind::Array),
        key("filterBlacklist", S0).kind(Kind::Array),
    ]),
    item("com.apple.familycontrols.timelimits.v2", "mdm/profiles/com.apple.familycontrols.timelimits.v2.yaml", S0, &[
        key("familyControlsEnabled", S0).must().kind(Kind::Boolean),
        key("time-limits", S0).kind(Kind::Dictionary),
        key("time-limits/weekday-allowance", S0).kind(Kind::Dictionary),
        key("time-limits/weekday-allowance/enabled", S0).must().kind(Kind::Boolean),
        key("time-limits/weekday-allowance/rangeType", S0).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekday-allowance/start", S0).kind(Kind::String),
        key("time-limits/weekday-allowance/end", S0).kind(Kind::String),
        key("time-limits/weekday-allowance/secondsPerDay", S0).kind(Kind::Integer),
        key("time-limits/weekday-curfew", S0).kind(Kind::Dictionary),
        key("time-limits/weekday-curfew/enabled", S0).must().kind(Kind::Boolean),
        key("time-limits/weekday-curfew/rangeType", S0).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekday-curfew/start", S0).kind(Kind::String),
        key("time-limits/weekday-curfew/end", S0).kind(Kind::String),
        key("time-limits/weekday-curfew/secondsPerDay", S0).kind(Kind::Integer),
        key("time-limits/weekend-allowance", S0).kind(Kind::Dictionary),
        key("time-limits/weekend-allowance/enabled", S0).must().kind(Kind::Boolean),
        key("time-limits/weekend-allowance/rangeType", S0).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekend-allowance/start", S0).kind(Kind::String),
        key("time-limits/weekend-allowance/end", S0).kind(Kind::String),
        key("time-limits/weekend-allowance/secondsPerDay", S0).kind(Kind::Integer),
        key("time-limits/weekend-curfew", S0).kind(Kind::Dictionary),
        key("time-limits/weekend-curfew/enabled", S0).must().kind(Kind::Boolean),
        key("time-limits/weekend-curfew/rangeType", S0).must().kind(Kind::Integer).allowed(&["0", "1"]),
        key("time-limits/weekend-curfew/start", S0).kind(Kind::String),
        key("time-limits/weekend-curfew/end", S0).kind(Kind::String),
        key("time-limits/weekend-curfew/secondsPerDay", S0).kind(Kind::Integer),
    ]),
    item("com.apple.gamed", "mdm/profiles/com.apple.gamed.yaml", S38, &[
        key("GKFeatureGameCenterAllowed", S39).kind(Kind::Boolean),
        key("GKFeatureAccountModificationAllowed", S38).kind(Kind::Boolean),
        key("GKFeatureAddingGameCenterFriendsAllowed", S39).kind(Kind::Boolean),
        key("GKFeatureMultiplayerGamingAllowed", S39).kind(Kind::Boolean),
    ]),
    item("com.apple.ironwood.support", "mdm/profiles/com.apple.ironwood.support.yaml", S39, &[
        key("Profanity Allowed", S39).kind(Kind::Boolean),
        key("Ironwood Allowed", S39).kind(Kind::Boolean),
    ]),
    item("com.apple.mobiledevice.passwordpolicy", "mdm/profiles/com.apple.mobiledevice.passwordpolicy.yaml", &[ios(4, 0, 0).multiple().shared_ipad(Mode::Forbidden), R3, R7, R20], &[
        key("allowSimple", S40).kind(Kind::Boolean),
        key("forcePIN", S40).kind(Kind::Boolean),
        key("maxFailedAttempts", S40).kind(Kind::Integer).range(Some(2.0), Some(11.0)),
        key("maxInactivity", S40).kind(Kind::Integer).range(Some(0.0), Some(15.0)),
        key("maxPINAgeInDays", S40).kind(Kind::Integer).range(Some(0.0), Some(730.0)),
        key("minComplexChars", S41).kind(Kind::Integer).range(Some(0.0), Some(4.0)),
        key("minLength", S40).kind(Kind::Integer).range(Some(0.0), Some(16.0)),
        key("requireAlphanumeric", S41).kind(Kind::Boolean),
        key("pinHistory", S40).kind(Kind::Integer).range(Some(1.0), Some(50.0)),
        key("maxGracePeriod", S40).kind(Kind::Integer),
        key("minutesUntilFailedLoginReset", &[macos(10, 10, 0).multiple().user_enrollment(Mode::Ignored).both_channels()]).kind(Kind::Integer),
        key("changeAtNextAuth", &[macos(10, 13, 0).multiple().user_enrollment(Mode::Ignored).both_channels()]).kind(Kind::Boolean),
        key("customRegex", S12).kind(Kind::Dictionary),
        key("customRegex/passwordContentRegex", S12).must().kind(Kind::String),
        key("customRegex/passwordContentDescription", S12).kind(Kind::Dictionary),
        key("customRegex/passwordContentDescription/*", S12).kind(Kind::String),
    ]),
    item("com.apple.systempreferences", "mdm/profiles/com.apple.systempreferences.yaml", S42, &[
        key("EnabledPreferencePanes", S42).kind(Kind::Array).allowed(&["com.apple.ClassroomSettings", "com.apple.Localization", "com.apple.preference.datetime", "com.apple.preference.desktopscreeneffect", "com.apple.preference.digihub.discs", "com.apple.preference.displays", "com.apple.preference.dock", "com.apple.preference.energysaver", "com.apple.preference.expose", "com.apple.preference.general", "com.apple.preference.ink", "com.apple.preference.keyboard", "com.apple.preference.mouse", "com.apple.preference.network", "com.apple.preference.notifications", "com.apple.preference.printfax", "com.apple.preference.screentime", "com.apple.preference.security", "com.apple.preference.sidecar", "com.apple.preference.sound", "com.apple.preference.speech", "com.apple.preference.spotlight", "com.apple.preference.startupdisk", "com.apple.preference.trackpad", "com.apple.preference.universalaccess", "com.apple.preferences.AppleIDPrefPane", "com.apple.preferences.appstore", "com.apple.preferences.Bluetooth", "com.apple.preferences.configurationprofiles", "com.apple.preferences.extensions", "com.apple.preferences.FamilySharingPrefPane", "com.apple.preferences.icloud", "com.apple.preferences.internetaccounts", "com.apple.preferences.parentalcontrols", "com.apple.preferences.password", "com.apple.preferences.sharing", "com.apple.preferences.softwareupdate", "com.apple.preferences.users", "com.apple.preferences.wallet", "com.apple.prefpanel.fibrechannel", "com.apple.prefs.backup", "com.apple.Xsan"]),
        key("DisabledPreferencePanes", S42).kind(Kind::Array).allowed(&["com.apple.ClassroomSettings", "com.apple.Localization", "com.apple.preference.datetime", "com.apple.preference.desktopscreeneffect", "com.apple.preference.digihub.discs", "com.apple.preference.displays", "com.apple.preference.dock", "com.apple.preference.energysaver", "com.apple.preference.expose", "com.apple.preference.general", "com.apple.preference.ink", "com.apple.preference.keyboard", "com.apple.preference.mouse", "com.apple.preference.network", "com.apple.preference.notifications", "com.apple.preference.printfax", "com.apple.preference.screentime", "com.apple.preference.security", "com.apple.preference.sidecar", "com.apple.preference.sound", "com.apple.preference.speech", "com.apple.preference.spotlight", "com.apple.preference.startupdisk", "com.apple.preference.trackpad", "com.apple.preference.universalaccess", "com.apple.preferences.AppleIDPrefPane", "com.apple.preferences.appstore", "com.apple.preferences.Bluetooth", "com.apple.preferences.configurationprofiles", "com.apple.preferences.extensions", "com.apple.preferences.FamilySharingPrefPane", "com.apple.preferences.icloud", "com.apple.preferences.internetaccounts", "com.apple.preferences.parentalcontrols", "com.apple.preferences.password", "com.apple.preferences.sharing", "com.apple.preferences.softwareupdate", "com.apple.preferences.users", "com.apple.preferences.wallet", "com.apple.prefpanel.fibrechannel", "com.apple.prefs.backup", "com.apple.Xsan"]),
        key("DisabledSystemSettings", &[macos(13, 0, 0).deprecated(13, 0, 0).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Array).allowed(&["com.apple.Accessibility-Settings.extension", "com.apple.AirDrop-Handoff-Settings.extension", "com.apple.Battery-Settings.extension", "com.apple.BluetoothSettings", "com.apple.CD-DVD-Settings.extension", "com.apple.ClassKit-Settings.extension", "com.apple.Classroom-Settings.extension", "com.apple.ControlCenter-Settings.extension", "com.apple.Date-Time-Settings.extension", "com.apple.Desktop-Settings.extension", "com.apple.Displays-Settings.extension", "com.apple.ExtensionsPreferences", "com.apple.Family-Settings.extension", "com.apple.Focus-Settings.extension", "com.apple.Game-Center-Settings.extension", "com.apple.Game-Controller-Settings.extension", "com.apple.HeadphoneSettings", "com.apple.Internet-Accounts-Settings.extension", "com.apple.Keyboard-Settings.extension", "com.apple.Localization-Settings.extension", "com.apple.Lock-Screen-Settings.extension", "com.apple.LoginItems-Settings.extension", "com.apple.Mouse-Settings.extension", "com.apple.Network-Settings.extension", "com.apple.NetworkExtensionSettingsUI.NESettingsUIExtension", "com.apple.Notifications-Settings.extension", "com.apple.Passwords-Settings.extension", "com.apple.Print-Scan-Settings.extension", "com.apple.Screen-Time-Settings.extension", "com.apple.ScreenSaver-Settings.extension", "com.apple.Sharing-Settings.extension", "com.apple.Siri-Settings.extension", "com.apple.Software-Update-Settings.extension", "com.apple.Sound-Settings.extension", "com.apple.Startup-Disk-Settings.extension", "com.apple.Time-Machine-Settings.extension", "com.apple.Touch-ID-Settings.extension", "com.apple.Trackpad-Settings.extension", "com.apple.Transfer-Reset-Settings.extension", "com.apple.Users-Groups-Settings.extension", "com.apple.WalletSettingsExtension", "com.apple.Wallpaper-Settings.extension", "com.apple.settings.Storage", "com.apple.systempreferences.AppleIDSettings", "com.apple.wifi-settings-extension"]),
    ]),
    item("com.apple.systemuiserver", "mdm/profiles/com.apple.systemuiserver.yaml", S43, &[
        key("logout-eject", S43).kind(Kind::Dictionary),
        key("logout-eject/all-media", S43).kind(Kind::String),
        key("logout-eject/cd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/dvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/bd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankcd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankdvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/blankbd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/dvdram", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/disk-image", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/harddisk-internal", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/harddisk-external", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("logout-eject/networkdisk", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls", S43).kind(Kind::Dictionary),
        key("mount-controls/all-media", S43).kind(Kind::String),
        key("mount-controls/cd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/dvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/bd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankcd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankdvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/blankbd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/dvdram", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/disk-image", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/harddisk-internal", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/harddisk-external", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("mount-controls/networkdisk", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls", S43).kind(Kind::Dictionary),
        key("unmount-controls/all-media", S43).kind(Kind::String),
        key("unmount-controls/cd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/dvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/bd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankcd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankdvd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/blankbd", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/dvdram", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/disk-image", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/harddisk-internal", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/harddisk-external", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
        key("unmount-controls/networkdisk", S43).kind(Kind::Array).allowed(&["authenticate", "read-only", "deny", "eject"]),
    ]),
];

const S0: &[Availability] = &[macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S1: &[Availability] = &[R0];
const S2: &[Availability] = &[macos(10, 9, 0).deprecated(10, 12, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S3: &[Availability] = &[ios(6, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), R1];
const S4: &[Availability] = &[R2, R1];
const S5: &[Availability] = &[R2];
const S6: &[Availability] = &[ios(13, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed)];
const S7: &[Availability] = &[R3];
const S8: &[Availability] = &[macos(10, 7, 0).deprecated(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()];
const S9: &[Availability] = &[R17];
const S10: &[Availability] = &[R8];
const S11: &[Availability] = &[ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()];
const S12: &[Availability] = &[R9];
const S13: &[Availability] = &[R21];
const S14: &[Availability] = &[R23];
const S15: &[Availability] = &[R37];
const S16: &[Availability] = &[R39];
const S17: &[Availability] = &[R37, R13];
const S18: &[Availability] = &[R41, R26];
const S19: &[Availability] = &[R29];
const S20: &[Availability] = &[R41];
const S21: &[Availability] = &[R18];
const S22: &[Availability] = &[R22];
const S23: &[Availability] = &[R36, tvos(15, 0, 0).supervised().multiple()];
const S24: &[Availability] = &[R42];
const S25: &[Availability] = &[R42, R20];
const S26: &[Availability] = &[R34];
const S27: &[Availability] = &[R27];
const S28: &[Availability] = &[R46, R47, R11];
const S29: &[Availability] = &[ios(16, 0, 0).removed(27, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()];
const S30: &[Availability] = &[R17, R11];
const S31: &[Availability] = &[ios(9, 3, 0).deprecated(15, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), tvos(11, 0, 0).deprecated(15, 0, 0).supervised().multiple()];
const S32: &[Availability] = &[macos(11, 3, 0).removed(27, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()];
const S33: &[Availability] = &[R17, R52];
const S34: &[Availability] = &[R4];
const S35: &[Availability] = &[R29, R26, tvos(11, 3, 0).multiple()];
const S36: &[Availability] = &[macos(10, 13, 4).user_approved().not_by_hand().user_enrollment(Mode::Forbidden)];
const S37: &[Availability] = &[macos(10, 7, 0).deprecated(10, 15, 0).removed(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S38: &[Availability] = &[macos(10, 9, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S39: &[Availability] = &[macos(10, 9, 0).deprecated(10, 13, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S40: &[Availability] = &[R54, R3, R7, R55];
const S41: &[Availability] = &[R54, R3, R55];
const S42: &[Availability] = &[macos(10, 7, 0).deprecated(13, 0, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S43: &[Availability] = &[macos(10, 7, 0).deprecated(11, 0, 0).user_enrollment(Mode::Forbidden).both_channels()];

const R0: Availability = macos(10, 13, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R1: Availability = tvos(10, 2, 0).supervised();
const R2: Availability = ios(7, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R3: Availability = macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R4: Availability = ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels();
const R5: Availability = macos(10, 7, 0).multiple().both_channels();
const R6: Availability = tvos(9, 0, 0).multiple();
const R7: Availability = watchos(10, 0, 0).multiple();
const R8: Availability = ios(7, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R9: Availability = macos(14, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R10: Availability = watchos(10, 0, 0).supervised().multiple();
const R11: Availability = visionos(2, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden);
const R12: Availability = ios(8, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R13: Availability = macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R14: Availability = visionos(2, 0, 0).multiple().user_enrollment(Mode::Forbidden);
const R15: Availability = ios(4, 2, 1).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R16: Availability = tvos(10, 2, 0).supervised().multiple();
const R17: Availability = ios(11, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R18: Availability = ios(4, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R19: Availability = macos(12, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R20: Availability = visionos(2, 0, 0).multiple();
const R21: Availability = ios(8, 1, 3).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R22: Availability = ios(9, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R23: Availability = macos(10, 12, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R24: Availability = macos(13, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R25: Availability = ios(6, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R26: Availability = macos(15, 0, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R27: Availability = ios(6, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R28: Availability = ios(18, 1, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels();
const R29: Availability = ios(4, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R30: Availability = macos(10, 11, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R31: Availability = ios(5, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R32: Availability = ios(5, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R33: Availability = macos(10, 12, 4).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R34: Availability = ios(7, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R35: Availability = ios(9, 0, 0).multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R36: Availability = ios(15, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R37: Availability = ios(13, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R38: Availability = ios(8, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R39: Availability = ios(8, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels();
const R40: Availability = ios(18, 2, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels();
const R41: Availability = ios(18, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels();
const R42: Availability = ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels();
const R43: Availability = macos(15, 1, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R44: Availability = ios(9, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R45: Availability = ios(18, 3, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Forbidden).both_channels();
const R46: Availability = ios(12, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R47: Availability = macos(10, 14, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R48: Availability = macos(10, 14, 4).multiple().both_channels();
const R49: Availability = ios(14, 5, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R50: Availability = ios(11, 3, 0).removed(27, 0, 0).supervised().multiple().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R51: Availability = tvos(12, 2, 0).removed(27, 0, 0).supervised().multiple();
const R52: Availability = macos(10, 14, 4).supervised().multiple().not_by_hand().user_enrollment(Mode::Forbidden).both_channels();
const R53: Availability = ios(15, 0, 0).multiple().shared_ipad(Mode::Allowed).both_channels();
const R54: Availability = ios(4, 0, 0).multiple().user_enrollment(Mode::Ignored).shared_ipad(Mode::Forbidden);
const R55: Availability = visionos(2, 0, 0).multiple().user_enrollment(Mode::Ignored);
