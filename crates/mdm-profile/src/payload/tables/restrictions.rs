// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: restrictions.

#[rustfmt::skip]
use crate::payload::wire::{BTreeMap, Data, keys, words};

keys! {
    /// Parental control of Dictionary.
    ///
    /// `com.apple.Dictionary`: macOS 10.7. Source: `mdm/profiles/com.apple.Dictionary.yaml`.
    pub struct DictionaryRestrictions {
        must {
            "parentalControl" parental_control: bool,
        }
    }
}

keys! {
    /// Whether a Mac burns discs.
    ///
    /// `com.apple.DiscRecording`: macOS 10.7. Source: `mdm/profiles/com.apple.DiscRecording.yaml`.
    pub struct DiscRecording {
        must {
            "BurnSupport" burn_support: BurnSupport,
        }
    }
}

words! {
    /// The words of `com.apple.DiscRecording/BurnSupport`.
    pub enum BurnSupport {
        Off = "off",
        Authenticate = "authenticate",
        On = "on",
    }
}

keys! {
    /// Which extensions of macOS run.
    ///
    /// `com.apple.NSExtension`: macOS 10.13. Source: `mdm/profiles/com.apple.NSExtension.yaml`.
    pub struct Extensions {
        may {
            "AllowedExtensions" allowed_extensions: Vec<String>,
            "DeniedExtensions" denied_extensions: Vec<String>,
            "DeniedExtensionPoints" denied_extension_points: Vec<String>,
        }
    }
}

keys! {
    /// Which services of sharing are offered.
    ///
    /// `com.apple.ShareKitHelper`: macOS 10.9. Source: `mdm/profiles/com.apple.ShareKitHelper.yaml`.
    pub struct ShareServices {
        may {
            "SHKAllowedShareServices" shk_allowed_share_services: Vec<String>,
            "SHKDeniedShareServices" shk_denied_share_services: Vec<String>,
        }
    }
}

keys! {
    /// Locks the device into one app.
    ///
    /// `com.apple.app.lock`: iOS 6.0, tvOS 10.2. Source: `mdm/profiles/com.apple.app.lock.yaml`.
    pub struct AppLock {
        must {
            "App" app: App,
        }
    }
}

keys! {
    /// The dictionary `com.apple.app.lock/App`.
    pub struct App {
        must {
            "Identifier" identifier: String,
        }
        may {
            /// iOS 7.0, tvOS 10.2.
            "Options" options: Options,
            /// iOS 7.0, tvOS 10.2.
            "UserEnabledOptions" user_enabled_options: UserEnabledOptions,
        }
    }
}

keys! {
    /// The dictionary `com.apple.app.lock/App/Options`.
    pub struct Options {
        may {
            /// Missing is false.
            "DisableTouch" disable_touch: bool,
            /// Missing is false. iOS 7.0.
            "DisableDeviceRotation" disable_device_rotation: bool,
            /// Missing is false. iOS 7.0.
            "DisableVolumeButtons" disable_volume_buttons: bool,
            /// Missing is false. iOS 7.0.
            "DisableRingerSwitch" disable_ringer_switch: bool,
            /// Missing is false. iOS 7.0.
            "DisableSleepWakeButton" disable_sleep_wake_button: bool,
            /// Missing is false.
            "DisableAutoLock" disable_auto_lock: bool,
            /// Missing is false.
            "EnableVoiceOver" enable_voice_over: bool,
            /// Missing is false.
            "EnableZoom" enable_zoom: bool,
            /// Missing is false.
            "EnableInvertColors" enable_invert_colors: bool,
            /// Missing is false. iOS 7.0.
            "EnableAssistiveTouch" enable_assistive_touch: bool,
            /// Missing is false. iOS 7.0.
            "EnableSpeakSelection" enable_speak_selection: bool,
            /// Missing is false. iOS 7.0.
            "EnableMonoAudio" enable_mono_audio: bool,
            /// Missing is false. iOS 13.0.
            "EnableVoiceControl" enable_voice_control: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.app.lock/App/UserEnabledOptions`.
    pub struct UserEnabledOptions {
        may {
            /// Missing is false. iOS 13.0.
            "VoiceControl" voice_control: bool,
            /// Missing is false.
            "VoiceOver" voice_over: bool,
            /// Missing is false.
            "Zoom" zoom: bool,
            /// Missing is false.
            "InvertColors" invert_colors: bool,
            /// Missing is false. iOS 7.0.
            "AssistiveTouch" assistive_touch: bool,
        }
    }
}

keys! {
    /// What the device does not allow.
    ///
    /// `com.apple.applicationaccess`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.applicationaccess.yaml`.
    pub struct Restrictions {
        may {
            /// Missing is true. iOS 7.0, macOS 14.0, watchOS 10.0, visionOS 2.0.
            "allowAccountModification" allow_account_modification: bool,
            /// Missing is true. iOS 8.0, macOS 10.15, visionOS 2.0.
            "allowActivityContinuation" allow_activity_continuation: bool,
            /// Missing is true. iOS 4.2.1, macOS 10.13.
            "allowAddingGameCenterFriends" allow_adding_game_center_friends: bool,
            /// Missing is true. iOS 7.0, macOS 10.13, visionOS 2.0.
            "allowAirDrop" allow_air_drop: bool,
            /// Missing is true. macOS 12.3, tvOS 10.2.
            "allowAirPlayIncomingRequests" allow_air_play_incoming_requests: bool,
            /// Missing is true. iOS 11.0.
            "allowAirPrint" allow_air_print: bool,
            /// Missing is true. iOS 11.0.
            "allowAirPrintCredentialsStorage" allow_air_print_credentials_storage: bool,
            /// Missing is true. iOS 11.0.
            "allowAirPrintiBeaconDiscovery" allow_air_printi_beacon_discovery: bool,
            /// Missing is true. iOS 7.0.
            "allowAppCellularDataModification" allow_app_cellular_data_modification: bool,
            /// Missing is true. iOS 14.0.
            "allowAppClips" allow_app_clips: bool,
            /// Missing is true. iOS 4.0, watchOS 10.0, visionOS 2.0.
            "allowAppInstallation" allow_app_installation: bool,
            /// Missing is true. iOS 14.0, macOS 12.0, visionOS 2.0.
            "allowApplePersonalizedAdvertising" allow_apple_personalized_advertising: bool,
            /// Missing is true. iOS 4.2.1, watchOS 10.0.
            "allowAppRemoval" allow_app_removal: bool,
            /// Missing is true. iOS 18.0.
            "allowAppsToBeHidden" allow_apps_to_be_hidden: bool,
            /// Missing is true. iOS 18.0.
            "allowAppsToBeLocked" allow_apps_to_be_locked: bool,
            /// Missing is true. macOS 14.0.
            "allowARDRemoteManagementModification" allow_ard_remote_management_modification: bool,
            /// Missing is true. iOS 5.0, macOS 14.0, visionOS 2.0.
            "allowAssistant" allow_assistant: bool,
            /// Missing is true. iOS 7.0, watchOS 10.0.
            "allowAssistantUserGeneratedContent" allow_assistant_user_generated_content: bool,
            /// Missing is true. iOS 5.1, watchOS 10.0.
            "allowAssistantWhileLocked" allow_assistant_while_locked: bool,
            /// Missing is true. iOS 8.1.3.
            "allowAutoCorrection" allow_auto_correction: bool,
            /// Missing is true. iOS 17.4.
            "allowAutoDim" allow_auto_dim: bool,
            /// Missing is true. iOS 9.0, watchOS 10.0.
            "allowAutomaticAppDownloads" allow_automatic_app_downloads: bool,
            /// Missing is true. tvOS 15.4.
            "allowAutomaticScreenSaver" allow_automatic_screen_saver: bool,
            /// Missing is true. iOS 14.5, macOS 10.12.
            "allowAutoUnlock" allow_auto_unlock: bool,
            /// Missing is true. iOS 11.0, macOS 13.0.
            "allowBluetoothModification" allow_bluetooth_modification: bool,
            /// Missing is true. macOS 14.0.
            "allowBluetoothSharingModification" allow_bluetooth_sharing_modification: bool,
            /// Missing is true. iOS 6.0, macOS 15.0.
            "allowBookstore" allow_bookstore: bool,
            /// Missing is true. iOS 6.0, macOS 15.0, tvOS 11.3. Deprecated since tvOS 17.0.
            "allowBookstoreErotica" allow_bookstore_erotica: bool,
            /// Missing is true. iOS 18.1.
            "allowCallRecording" allow_call_recording: bool,
            /// Missing is true. iOS 4.0, macOS 10.11, tvOS 17.0, visionOS 2.0.
            "allowCamera" allow_camera: bool,
            /// Missing is true. iOS 11.0.
            "allowCellularPlanModification" allow_cellular_plan_modification: bool,
            /// Missing is true. iOS 5.0.
            "allowChat" allow_chat: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudAddressBook" allow_cloud_address_book: bool,
            /// Missing is true. iOS 5.0, visionOS 2.0.
            "allowCloudBackup" allow_cloud_backup: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudBookmarks" allow_cloud_bookmarks: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudCalendar" allow_cloud_calendar: bool,
            /// Missing is true. macOS 10.12.4.
            "allowCloudDesktopAndDocuments" allow_cloud_desktop_and_documents: bool,
            /// Missing is true. iOS 5.0, macOS 10.11, visionOS 2.0.
            "allowCloudDocumentSync" allow_cloud_document_sync: bool,
            /// Missing is true. macOS 14.0.
            "allowCloudFreeform" allow_cloud_freeform: bool,
            /// Missing is true. iOS 7.0, macOS 10.12, visionOS 2.0.
            "allowCloudKeychainSync" allow_cloud_keychain_sync: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudMail" allow_cloud_mail: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudNotes" allow_cloud_notes: bool,
            /// Missing is true. iOS 9.0, macOS 10.12, visionOS 2.0.
            "allowCloudPhotoLibrary" allow_cloud_photo_library: bool,
            /// Missing is true. iOS 15.0, macOS 12.0, visionOS 2.0.
            "allowCloudPrivateRelay" allow_cloud_private_relay: bool,
            /// Missing is true. macOS 10.12.
            "allowCloudReminders" allow_cloud_reminders: bool,
            /// Missing is true. macOS 10.13.
            "allowContentCaching" allow_content_caching: bool,
            /// Missing is true. iOS 13.0.
            "allowContinuousPathKeyboard" allow_continuous_path_keyboard: bool,
            /// Missing is true. iOS 18.2, visionOS 2.2.
            "allowDefaultBrowserModification" allow_default_browser_modification: bool,
            /// Missing is true. iOS 8.1.3, macOS 10.11.
            "allowDefinitionLookup" allow_definition_lookup: bool,
            /// Missing is true. iOS 9.0, macOS 14.0, tvOS 11.0, visionOS 2.0.
            "allowDeviceNameModification" allow_device_name_modification: bool,
            /// Missing is true. tvOS 13.0.
            "allowDeviceSleep" allow_device_sleep: bool,
            /// Missing is true. iOS 6.0, macOS 10.13, watchOS 10.0, visionOS 2.0.
            "allowDiagnosticSubmission" allow_diagnostic_submission: bool,
            /// Missing is true. iOS 9.3.2, visionOS 2.0.
            "allowDiagnosticSubmissionModification" allow_diagnostic_submission_modification: bool,
            /// Missing is true. iOS 10.3, macOS 10.13.
            "allowDictation" allow_dictation: bool,
            /// iOS 18.3, macOS 15.3.
            "allowedExternalIntelligenceWorkspaceIDs" allowed_external_intelligence_workspace_ids: Vec<String>,
            /// Missing is true. iOS 8.0, visionOS 2.0.
            "allowEnablingRestrictions" allow_enabling_restrictions: bool,
            /// Missing is true. iOS 9.0, visionOS 2.0.
            "allowEnterpriseAppTrust" allow_enterprise_app_trust: bool,
            /// Missing is true. iOS 8.0.
            "allowEnterpriseBookBackup" allow_enterprise_book_backup: bool,
            /// Missing is true. iOS 8.0.
            "allowEnterpriseBookMetadataSync" allow_enterprise_book_metadata_sync: bool,
            /// Missing is true. iOS 8.0, macOS 12.0, visionOS 2.0.
            "allowEraseContentAndSettings" allow_erase_content_and_settings: bool,
            /// Missing is true. iOS 12.1.
            "allowESIMModification" allow_esim_modification: bool,
            /// Missing is true. iOS 18.0.
            "allowESIMOutgoingTransfers" allow_esim_outgoing_transfers: bool,
            /// Missing is true. iOS 4.0, macOS 15.0, tvOS 11.3.
            "allowExplicitContent" allow_explicit_content: bool,
            /// Missing is true. iOS 18.2, macOS 15.2.
            "allowExternalIntelligenceIntegrations" allow_external_intelligence_integrations: bool,
            /// Missing is true. iOS 18.2, macOS 15.2.
            "allowExternalIntelligenceIntegrationsSignIn" allow_external_intelligence_integrations_sign_in: bool,
            /// Missing is true. macOS 14.0.
            "allowFileSharingModification" allow_file_sharing_modification: bool,
            /// Missing is true. iOS 13.1, visionOS 2.0.
            "allowFilesNetworkDriveAccess" allow_files_network_drive_access: bool,
            /// Missing is true. iOS 13.0.
            "allowFilesUSBDriveAccess" allow_files_usb_drive_access: bool,
            /// Missing is true. iOS 13.0, macOS 10.15.
            "allowFindMyDevice" allow_find_my_device: bool,
            /// Missing is true. iOS 13.0, macOS 10.15.
            "allowFindMyFriends" allow_find_my_friends: bool,
            /// Missing is true. iOS 7.0.
            "allowFindMyFriendsModification" allow_find_my_friends_modification: bool,
            /// Missing is true. iOS 7.0, macOS 10.12.4, visionOS 2.0.
            "allowFingerprintForUnlock" allow_fingerprint_for_unlock: bool,
            /// Missing is true. iOS 8.3, macOS 14.0, visionOS 2.0.
            "allowFingerprintModification" allow_fingerprint_modification: bool,
            /// Missing is true. iOS 6.0, macOS 10.13.
            "allowGameCenter" allow_game_center: bool,
            /// Missing is true. iOS 18.0, macOS 15.0.
            "allowGenmoji" allow_genmoji: bool,
            /// Missing is true. iOS 4.0.
            "allowGlobalBackgroundFetchWhenRoaming" allow_global_background_fetch_when_roaming: bool,
            /// Missing is true. iOS 7.0.
            "allowHostPairing" allow_host_pairing: bool,
            /// Missing is true. iOS 18.0, macOS 15.0.
            "allowImagePlayground" allow_image_playground: bool,
            /// Missing is true. iOS 18.0.
            "allowImageWand" allow_image_wand: bool,
            /// Missing is true. iOS 4.0.
            "allowInAppPurchases" allow_in_app_purchases: bool,
            /// Missing is true. macOS 14.0.
            "allowInternetSharingModification" allow_internet_sharing_modification: bool,
            /// Missing is true. iOS 18.0, macOS 15.0.
            "allowiPhoneMirroring" allowi_phone_mirroring: bool,
            /// Missing is true. iOS 17.0.
            "allowiPhoneWidgetsOnMac" allowi_phone_widgets_on_mac: bool,
            /// Missing is true. iOS 4.0.
            "allowiTunes" allow_itunes: bool,
            /// Missing is true. macOS 10.13.
            "allowiTunesFileSharing" allow_itunes_file_sharing: bool,
            /// Missing is true. iOS 9.0.
            "allowKeyboardShortcuts" allow_keyboard_shortcuts: bool,
            /// iOS 15.0, tvOS 15.0.
            "allowListedAppBundleIDs" allow_listed_app_bundle_ids: Vec<String>,
            /// Missing is true. iOS 17.2.
            "allowLiveVoicemail" allow_live_voicemail: bool,
            /// Missing is true. macOS 14.0.
            "allowLocalUserCreation" allow_local_user_creation: bool,
            /// Missing is true. iOS 7.0.
            "allowLockScreenControlCenter" allow_lock_screen_control_center: bool,
            /// Missing is true. iOS 7.0, watchOS 10.0.
            "allowLockScreenNotificationsView" allow_lock_screen_notifications_view: bool,
            /// Missing is true. iOS 7.0.
            "allowLockScreenTodayView" allow_lock_screen_today_view: bool,
            /// Missing is true. iOS 15.2.
            "allowMailPrivacyProtection" allow_mail_privacy_protection: bool,
            /// Missing is true. iOS 18.1, macOS 15.1.
            "allowMailSummary" allow_mail_summary: bool,
            /// Missing is true. iOS 8.0, visionOS 2.0.
            "allowManagedAppsCloudSync" allow_managed_apps_cloud_sync: bool,
            /// Missing is false. iOS 12.0, visionOS 2.0.
            "allowManagedToWriteUnmanagedContacts" allow_managed_to_write_unmanaged_contacts: bool,
            /// Missing is true. iOS 17.4.
            "allowMarketplaceAppInstallation" allow_marketplace_app_installation: bool,
            /// Missing is true. macOS 15.1.
            "allowMediaSharingModification" allow_media_sharing_modification: bool,
            /// Missing is true. iOS 4.1, macOS 10.13.
            "allowMultiplayerGaming" allow_multiplayer_gaming: bool,
            /// Missing is true. iOS 9.3, macOS 10.12.
            "allowMusicService" allow_music_service: bool,
            /// Missing is true. iOS 9.0.
            "allowNews" allow_news: bool,
            /// Missing is true. iOS 14.2.
            "allowNFC" allow_nfc: bool,
            /// Missing is true. iOS 18.3, macOS 15.3.
            "allowNotesTranscriptionSummary" allow_notes_transcription_summary: bool,
            /// Missing is true. iOS 9.3, visionOS 2.0.
            "allowNotificationsModification" allow_notifications_modification: bool,
            /// Missing is true. iOS 7.0, visionOS 2.0.
            "allowOpenFromManagedToUnmanaged" allow_open_from_managed_to_unmanaged: bool,
            /// Missing is true. iOS 7.0, visionOS 2.0.
            "allowOpenFromUnmanagedToManaged" allow_open_from_unmanaged_to_managed: bool,
            /// Missing is true. iOS 7.0.
            "allowOTAPKIUpdates" allow_otapki_updates: bool,
            /// Missing is true. iOS 9.0.
            "allowPairedWatch" allow_paired_watch: bool,
            /// Missing is true. iOS 6.0.
            "allowPassbookWhileLocked" allow_passbook_while_locked: bool,
            /// Missing is true. iOS 9.0, macOS 10.13, visionOS 2.0.
            "allowPasscodeModification" allow_passcode_modification: bool,
            /// Missing is true. iOS 12.0, macOS 10.14, visionOS 2.0.
            "allowPasswordAutoFill" allow_password_auto_fill: bool,
            /// Missing is true. iOS 12.0, macOS 10.14, tvOS 12.0.
            "allowPasswordProximityRequests" allow_password_proximity_requests: bool,
            /// Missing is true. iOS 12.0, macOS 10.14, visionOS 2.0.
            "allowPasswordSharing" allow_password_sharing: bool,
            /// Missing is true. iOS 12.2.
            "allowPersonalHotspotModification" allow_personal_hotspot_modification: bool,
            /// Missing is true. iOS 18.0.
            "allowPersonalizedHandwritingResults" allow_personalized_handwriting_results: bool,
            /// Missing is true. iOS 5.0. Deprecated since iOS 17.0.
            "allowPhotoStream" allow_photo_stream: bool,
            /// Missing is true. iOS 8.0.
            "allowPodcasts" allow_podcasts: bool,
            /// Missing is true. iOS 8.1.3.
            "allowPredictiveKeyboard" allow_predictive_keyboard: bool,
            /// Missing is true. macOS 14.0.
            "allowPrinterSharingModification" allow_printer_sharing_modification: bool,
            /// Missing is true. iOS 11.0.
            "allowProximitySetupToNewDevice" allow_proximity_setup_to_new_device: bool,
            /// Missing is true. iOS 9.3.
            "allowRadioService" allow_radio_service: bool,
            /// Missing is true. iOS 16.0, macOS 13.0. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS
            /// 27.0, visionOS 27.0.
            "allowRapidSecurityResponseInstallation" allow_rapid_security_response_installation: bool,
            /// Missing is true. iOS 16.0, macOS 13.0. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS
            /// 27.0, visionOS 27.0.
            "allowRapidSecurityResponseRemoval" allow_rapid_security_response_removal: bool,
            /// Missing is true. iOS 18.1.
            "allowRCSMessaging" allow_rcs_messaging: bool,
            /// Missing is true. macOS 14.0.
            "allowRemoteAppleEventsModification" allow_remote_apple_events_modification: bool,
            /// Missing is true. tvOS 10.2.
            "allowRemoteAppPairing" allow_remote_app_pairing: bool,
            /// Missing is true. iOS 9.3, macOS 10.14.4.
            "allowRemoteScreenObservation" allow_remote_screen_observation: bool,
            /// Missing is true. iOS 4.0.
            "allowSafari" allow_safari: bool,
            /// Missing is true. iOS 18.2.
            "allowSatelliteConnection" allow_satellite_connection: bool,
            /// Missing is true. iOS 3.1, macOS 10.14.4, watchOS 10.0, visionOS 2.0.
            "allowScreenShot" allow_screen_shot: bool,
            /// Missing is true. iOS 13.4.
            "allowSharedDeviceTemporarySession" allow_shared_device_temporary_session: bool,
            /// Missing is true. iOS 6.0.
            "allowSharedStream" allow_shared_stream: bool,
            /// Missing is true. iOS 8.1.3.
            "allowSpellCheck" allow_spell_check: bool,
            /// Missing is true. iOS 8.0, macOS 10.11.
            "allowSpotlightInternetResults" allow_spotlight_internet_results: bool,
            /// Missing is true. macOS 14.0.
            "allowStartupDiskModification" allow_startup_disk_modification: bool,
            /// Missing is true. iOS 11.0, visionOS 2.0.
            "allowSystemAppRemoval" allow_system_app_removal: bool,
            /// Missing is true. macOS 14.0.
            "allowTimeMachineBackup" allow_time_machine_backup: bool,
            /// Missing is true. iOS 9.0, watchOS 10.0, visionOS 2.0.
            "allowUIAppInstallation" allow_ui_app_installation: bool,
            /// Missing is true. iOS 6.0, macOS 13.0, visionOS 2.0.
            "allowUIConfigurationProfileInstallation" allow_ui_configuration_profile_installation: bool,
            /// Missing is true. macOS 13.0.
            "allowUniversalControl" allow_universal_control: bool,
            /// Missing is false. iOS 12.0, visionOS 2.0.
            "allowUnmanagedToReadManagedContacts" allow_unmanaged_to_read_managed_contacts: bool,
            /// Missing is false. iOS 14.5.
            "allowUnpairedExternalBootToRecovery" allow_unpaired_external_boot_to_recovery: bool,
            /// Missing is true. iOS 5.0, visionOS 1.1.
            "allowUntrustedTLSPrompt" allow_untrusted_tls_prompt: bool,
            /// Missing is true. iOS 11.4.1, macOS 13.0.
            "allowUSBRestrictedMode" allow_usb_restricted_mode: bool,
            /// Missing is true. iOS 4.0, visionOS 2.0.
            "allowVideoConferencing" allow_video_conferencing: bool,
            /// Missing is true. iOS 18.3.
            "allowVisualIntelligenceSummary" allow_visual_intelligence_summary: bool,
            /// Missing is true. iOS 4.0. Deprecated since iOS 17.0.
            "allowVoiceDialing" allow_voice_dialing: bool,
            /// Missing is true. iOS 11.0, visionOS 2.0.
            "allowVPNCreation" allow_vpn_creation: bool,
            /// Missing is true. iOS 9.0, macOS 10.13.
            "allowWallpaperModification" allow_wallpaper_modification: bool,
            /// Missing is true. iOS 17.5.
            "allowWebDistributionAppInstallation" allow_web_distribution_app_installation: bool,
            /// Missing is true. iOS 18.0, macOS 15.0.
            "allowWritingTools" allow_writing_tools: bool,
            /// iOS 7.0.
            "autonomousSingleAppModePermittedAppIDs" autonomous_single_app_mode_permitted_app_ids: Vec<String>,
            /// iOS 9.3, tvOS 11.0. Deprecated since iOS 15.0, tvOS 15.0.
            "blacklistedAppBundleIDs" blacklisted_app_bundle_ids: Vec<String>,
            /// iOS 15.0, tvOS 15.0.
            "blockedAppBundleIDs" blocked_app_bundle_ids: Vec<String>,
            /// Missing is 172800. macOS 12.0.
            "enforcedFingerprintTimeout" enforced_fingerprint_timeout: i64,
            /// 1 to 90. Missing is 30. iOS 11.3, macOS 10.13.4, tvOS 12.2. Gone since iOS 27.0, macOS 27.0,
            /// tvOS 27.0, watchOS 27.0, visionOS 27.0.
            "enforcedSoftwareUpdateDelay" enforced_software_update_delay: i64,
            /// 1 to 90. Missing is 30. macOS 11.3. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS
            /// 27.0, visionOS 27.0.
            "enforcedSoftwareUpdateMajorOSDeferredInstallDelay" enforced_software_update_major_os_deferred_install_delay: i64,
            /// 1 to 90. Missing is 30. macOS 11.3. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS
            /// 27.0, visionOS 27.0.
            "enforcedSoftwareUpdateMinorOSDeferredInstallDelay" enforced_software_update_minor_os_deferred_install_delay: i64,
            /// 1 to 90. Missing is 30. macOS 11.3. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS
            /// 27.0, visionOS 27.0.
            "enforcedSoftwareUpdateNonOSDeferredInstallDelay" enforced_software_update_non_os_deferred_install_delay: i64,
            /// Missing is false. iOS 9.0, visionOS 2.0.
            "forceAirDropUnmanaged" force_air_drop_unmanaged: bool,
            /// Missing is false. tvOS 9.0.
            "forceAirPlayIncomingRequestsPairingPassword" force_air_play_incoming_requests_pairing_password: bool,
            /// Missing is false. iOS 7.1.
            "forceAirPlayOutgoingRequestsPairingPassword" force_air_play_outgoing_requests_pairing_password: bool,
            /// Missing is false. iOS 11.0.
            "forceAirPrintTrustedTLSRequirement" force_air_print_trusted_tls_requirement: bool,
            /// Missing is false. iOS 5.0, macOS 10.13.
            "forceAssistantProfanityFilter" force_assistant_profanity_filter: bool,
            /// Missing is false. iOS 11.0, visionOS 2.0.
            "forceAuthenticationBeforeAutoFill" force_authentication_before_auto_fill: bool,
            /// Missing is false. iOS 12.0, tvOS 12.2, visionOS 2.0.
            "forceAutomaticDateAndTime" force_automatic_date_and_time: bool,
            /// Missing is false. macOS 15.1.
            "forceBypassScreenCaptureAlert" force_bypass_screen_capture_alert: bool,
            /// Missing is false. iOS 11.0, macOS 10.14.4.
            "forceClassroomAutomaticallyJoinClasses" force_classroom_automatically_join_classes: bool,
            /// Missing is false. iOS 11.3, macOS 10.14.4.
            "forceClassroomRequestPermissionToLeaveClasses" force_classroom_request_permission_to_leave_classes: bool,
            /// Missing is false. iOS 11.0, macOS 10.14.4.
            "forceClassroomUnpromptedAppAndDeviceLock" force_classroom_unprompted_app_and_device_lock: bool,
            /// Missing is false. iOS 11.0, macOS 10.14.4.
            "forceClassroomUnpromptedScreenObservation" force_classroom_unprompted_screen_observation: bool,
            /// Missing is false. macOS 11.0. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS 27.0,
            /// visionOS 27.0.
            "forceDelayedAppSoftwareUpdates" force_delayed_app_software_updates: bool,
            /// Missing is false. macOS 11.3. Gone since iOS 27.0, macOS 27.0, tvOS 27.0, watchOS 27.0,
            /// visionOS 27.0.
            "forceDelayedMajorSoftwareUpdates" force_delayed_major_software_updates: bool,
            /// Missing is false. iOS 11.3, macOS 10.13, tvOS 12.2. Gone since iOS 27.0, macOS 27.0, tvOS
            /// 27.0, watchOS 27.0, visionOS 27.0.
            "forceDelayedSoftwareUpdates" force_delayed_software_updates: bool,
            /// Missing is false. iOS 4.0.
            "forceEncryptedBackup" force_encrypted_backup: bool,
            /// Missing is false. iOS 6.0. Deprecated since iOS 17.0.
            "forceITunesStorePasswordEntry" force_i_tunes_store_password_entry: bool,
            /// Missing is false. iOS 7.0.
            "forceLimitAdTracking" force_limit_ad_tracking: bool,
            /// Missing is false. iOS 14.5, macOS 14.0, watchOS 10.0, visionOS 2.0.
            "forceOnDeviceOnlyDictation" force_on_device_only_dictation: bool,
            /// Missing is false. iOS 15.0, watchOS 10.0.
            "forceOnDeviceOnlyTranslation" force_on_device_only_translation: bool,
            /// Missing is false. iOS 17.2.
            "forcePreserveESIMOnErase" force_preserve_esim_on_erase: bool,
            /// Missing is false. iOS 8.2, watchOS 10.0.
            "forceWatchWristDetection" force_watch_wrist_detection: bool,
            /// Missing is false. iOS 13.0.
            "forceWiFiPowerOn" force_wifi_power_on: bool,
            /// Missing is false. iOS 14.5, visionOS 2.0.
            "forceWiFiToAllowedNetworksOnly" force_wifi_to_allowed_networks_only: bool,
            /// Missing is false. iOS 10.3. Deprecated since iOS 14.5.
            "forceWiFiWhitelisting" force_wifi_whitelisting: bool,
            /// 0 to 1000. Missing is 1000. iOS 4.0, macOS 15.0, tvOS 11.3.
            "ratingApps" rating_apps: i64,
            /// 0 to 1000. Missing is 1000. iOS 4.0, macOS 15.0, tvOS 11.3.
            "ratingMovies" rating_movies: i64,
            /// iOS 4.0, macOS 10.7, tvOS 9.0.
            "ratingRegion" rating_region: RatingRegion,
            /// 0 to 1000. Missing is 1000. iOS 4.0, macOS 15.0, tvOS 11.3.
            "ratingTVShows" rating_tv_shows: i64,
            /// Missing is false. iOS 15.0, visionOS 2.0.
            "requireManagedPasteboard" require_managed_pasteboard: bool,
            /// Missing is 2.0. iOS 4.0.
            "safariAcceptCookies" safari_accept_cookies: f64,
            /// Missing is true. iOS 4.0, macOS 10.13, visionOS 2.0.
            "safariAllowAutoFill" safari_allow_auto_fill: bool,
            /// Missing is true. iOS 4.0.
            "safariAllowJavaScript" safari_allow_java_script: bool,
            /// Missing is true. iOS 4.0.
            "safariAllowPopups" safari_allow_popups: bool,
            /// Missing is false. iOS 4.0.
            "safariForceFraudWarning" safari_force_fraud_warning: bool,
            /// iOS 9.3, tvOS 11.0. Deprecated since iOS 15.0, tvOS 15.0.
            "whitelistedAppBundleIDs" whitelisted_app_bundle_ids: Vec<String>,
        }
    }
}

words! {
    /// The words of `com.apple.applicationaccess/ratingRegion`.
    pub enum RatingRegion {
        Us = "us",
        Au = "au",
        Ca = "ca",
        De = "de",
        Fr = "fr",
        Ie = "ie",
        Jp = "jp",
        Nz = "nz",
        Gb = "gb",
    }
}

keys! {
    /// Which apps a user of a Mac may open.
    ///
    /// `com.apple.applicationaccess.new`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.applicationaccess.new.yaml`.
    pub struct ApplicationRestrictions {
        must {
            "familyControlsEnabled" family_controls_enabled: bool,
        }
        may {
            "whiteList" white_list: Vec<ApplicationRestrictionsWhite>,
            /// Deprecated since macOS 10.15.
            "pathBlackList" path_black_list: Vec<String>,
            /// Deprecated since macOS 10.15.
            "pathWhiteList" path_white_list: Vec<String>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.applicationaccess.new/whiteList`.
    pub struct ApplicationRestrictionsWhite {
        must {
            "bundleID" bundle_id: String,
            "appID" app_id: Data,
        }
        may {
            "detachedSignature" detached_signature: Data,
            /// Missing is false.
            "disabled" disabled: bool,
            "subApps" sub_apps: Vec<ApplicationRestrictionsWhite>,
            "displayName" display_name: String,
        }
    }
}

keys! {
    /// Which apps of a Mac may lock it into themselves.
    ///
    /// `com.apple.asam`: macOS 10.13.4. Source: `mdm/profiles/com.apple.asam.yaml`.
    pub struct AutonomousSingleAppMode {
        must {
            "AllowedApplications" allowed_applications: Vec<AllowedApplication>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.asam/AllowedApplications`.
    pub struct AllowedApplication {
        must {
            "BundleIdentifier" bundle_identifier: String,
            "TeamIdentifier" team_identifier: String,
        }
    }
}

keys! {
    /// Which widgets of Dashboard are allowed.
    ///
    /// `com.apple.dashboard`: macOS 10.7. Source: `mdm/profiles/com.apple.dashboard.yaml`.
    pub struct DashboardRestrictions {
        must {
            "whiteListEnabled" white_list_enabled: bool,
            "WhiteList" white_list: Vec<DashboardRestrictionsWhite>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.dashboard/WhiteList`.
    pub struct DashboardRestrictionsWhite {
        must {
            "Type" type_: String,
            "ID" id: String,
        }
    }
}

keys! {
    /// Parental control of web pages.
    ///
    /// `com.apple.familycontrols.contentfilter`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.familycontrols.contentfilter.yaml`.
    pub struct FamilyContentFilter {
        must {
            "restrictWeb" restrict_web: bool,
        }
        may {
            /// Missing is false.
            "useContentFilter" use_content_filter: bool,
            /// Missing is false.
            "whitelistEnabled" whitelist_enabled: bool,
            "siteWhitelist" site_whitelist: Vec<SiteWhitelistItem>,
            "filterWhitelist" filter_whitelist: Vec<String>,
            "filterBlacklist" filter_blacklist: Vec<String>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.contentfilter/siteWhitelist`.
    pub struct SiteWhitelistItem {
        must {
            "address" address: String,
        }
        may {
            "pageTitle" page_title: String,
        }
    }
}

keys! {
    /// Parental control of the time at the Mac.
    ///
    /// `com.apple.familycontrols.timelimits.v2`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.familycontrols.timelimits.v2.yaml`.
    pub struct FamilyTimeLimits {
        must {
            "familyControlsEnabled" family_controls_enabled: bool,
        }
        may {
            "time-limits" time_limits: TimeLimits,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.timelimits.v2/time-limits`.
    pub struct TimeLimits {
        may {
            "weekday-allowance" weekday_allowance: WeekdayAllowance,
            "weekday-curfew" weekday_curfew: WeekdayCurfew,
            "weekend-allowance" weekend_allowance: WeekendAllowance,
            "weekend-curfew" weekend_curfew: WeekendCurfew,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.timelimits.v2/time-limits/weekday-allowance`.
    pub struct WeekdayAllowance {
        must {
            "enabled" enabled: bool,
            /// One of 0, 1.
            "rangeType" range_type: i64,
        }
        may {
            "start" start: String,
            "end" end: String,
            "secondsPerDay" seconds_per_day: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.timelimits.v2/time-limits/weekday-curfew`.
    pub struct WeekdayCurfew {
        must {
            "enabled" enabled: bool,
            /// One of 0, 1.
            "rangeType" range_type: i64,
        }
        may {
            "start" start: String,
            "end" end: String,
            "secondsPerDay" seconds_per_day: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.timelimits.v2/time-limits/weekend-allowance`.
    pub struct WeekendAllowance {
        must {
            "enabled" enabled: bool,
            /// One of 0, 1.
            "rangeType" range_type: i64,
        }
        may {
            "start" start: String,
            "end" end: String,
            "secondsPerDay" seconds_per_day: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.familycontrols.timelimits.v2/time-limits/weekend-curfew`.
    pub struct WeekendCurfew {
        must {
            "enabled" enabled: bool,
            /// One of 0, 1.
            "rangeType" range_type: i64,
        }
        may {
            "start" start: String,
            "end" end: String,
            "secondsPerDay" seconds_per_day: i64,
        }
    }
}

keys! {
    /// Parental control of Game Center.
    ///
    /// `com.apple.gamed`: macOS 10.9. Source: `mdm/profiles/com.apple.gamed.yaml`.
    pub struct GameCenterRestrictions {
        may {
            /// Missing is true. Deprecated since macOS 10.13.
            "GKFeatureGameCenterAllowed" gk_feature_game_center_allowed: bool,
            /// Missing is true.
            "GKFeatureAccountModificationAllowed" gk_feature_account_modification_allowed: bool,
            /// Missing is true. Deprecated since macOS 10.13.
            "GKFeatureAddingGameCenterFriendsAllowed" gk_feature_adding_game_center_friends_allowed: bool,
            /// Missing is true. Deprecated since macOS 10.13.
            "GKFeatureMultiplayerGamingAllowed" gk_feature_multiplayer_gaming_allowed: bool,
        }
    }
}

keys! {
    /// Parental control of dictation and profanity.
    ///
    /// `com.apple.ironwood.support`: macOS 10.9. Source: `mdm/profiles/com.apple.ironwood.support.yaml`.
    pub struct DictationRestrictions {
        may {
            /// Missing is true.
            "Profanity Allowed" profanity_allowed: bool,
            /// Missing is true.
            "Ironwood Allowed" ironwood_allowed: bool,
        }
    }
}

keys! {
    /// What a passcode must be.
    ///
    /// `com.apple.mobiledevice.passwordpolicy`: iOS 4.0, macOS 10.7, watchOS 10.0, visionOS 2.0. Source:
    /// `mdm/profiles/com.apple.mobiledevice.passwordpolicy.yaml`.
    pub struct Passcode {
        may {
            /// Missing is true.
            "allowSimple" allow_simple: bool,
            /// Missing is false.
            "forcePIN" force_pin: bool,
            /// 2 to 11. Missing is 11.
            "maxFailedAttempts" max_failed_attempts: i64,
            /// 0 to 15.
            "maxInactivity" max_inactivity: i64,
            /// 0 to 730.
            "maxPINAgeInDays" max_pin_age_in_days: i64,
            /// 0 to 4. Missing is 0. iOS 4.0, macOS 10.7, visionOS 2.0.
            "minComplexChars" min_complex_chars: i64,
            /// 0 to 16. Missing is 0.
            "minLength" min_length: i64,
            /// Missing is false. iOS 4.0, macOS 10.7, visionOS 2.0.
            "requireAlphanumeric" require_alphanumeric: bool,
            /// 1 to 50.
            "pinHistory" pin_history: i64,
            /// Missing is 0.
            "maxGracePeriod" max_grace_period: i64,
            /// macOS 10.10.
            "minutesUntilFailedLoginReset" minutes_until_failed_login_reset: i64,
            /// Missing is false. macOS 10.13.
            "changeAtNextAuth" change_at_next_auth: bool,
            /// macOS 14.0.
            "customRegex" custom_regex: CustomRegex,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mobiledevice.passwordpolicy/customRegex`.
    pub struct CustomRegex {
        must {
            "passwordContentRegex" password_content_regex: String,
        }
        may {
            "passwordContentDescription" password_content_description: BTreeMap<String, String>,
        }
    }
}

keys! {
    /// Which panes of System Settings are shown.
    ///
    /// `com.apple.systempreferences`: macOS 10.7. Source: `mdm/profiles/com.apple.systempreferences.yaml`.
    pub struct SystemPreferences {
        may {
            "EnabledPreferencePanes" enabled_preference_panes: Vec<EnabledPreferencePane>,
            "DisabledPreferencePanes" disabled_preference_panes: Vec<DisabledPreferencePane>,
            /// macOS 13.0.
            "DisabledSystemSettings" disabled_system_settings: Vec<DisabledSystemSetting>,
        }
    }
}

words! {
    /// The words of `com.apple.systempreferences/EnabledPreferencePanes`.
    pub enum EnabledPreferencePane {
        ComAppleClassroomSettings = "com.apple.ClassroomSettings",
        ComAppleLocalization = "com.apple.Localization",
        ComApplePreferenceDatetime = "com.apple.preference.datetime",
        ComApplePreferenceDesktopscreeneffect = "com.apple.preference.desktopscreeneffect",
        ComApplePreferenceDigihubDiscs = "com.apple.preference.digihub.discs",
        ComApplePreferenceDisplays = "com.apple.preference.displays",
        ComApplePreferenceDock = "com.apple.preference.dock",
        ComApplePreferenceEnergysaver = "com.apple.preference.energysaver",
        ComApplePreferenceExpose = "com.apple.preference.expose",
        ComApplePreferenceGeneral = "com.apple.preference.general",
        ComApplePreferenceInk = "com.apple.preference.ink",
        ComApplePreferenceKeyboard = "com.apple.preference.keyboard",
        ComApplePreferenceMouse = "com.apple.preference.mouse",
        ComApplePreferenceNetwork = "com.apple.preference.network",
        ComApplePreferenceNotifications = "com.apple.preference.notifications",
        ComApplePreferencePrintfax = "com.apple.preference.printfax",
        ComApplePreferenceScreentime = "com.apple.preference.screentime",
        ComApplePreferenceSecurity = "com.apple.preference.security",
        ComApplePreferenceSidecar = "com.apple.preference.sidecar",
        ComApplePreferenceSound = "com.apple.preference.sound",
        ComApplePreferenceSpeech = "com.apple.preference.speech",
        ComApplePreferenceSpotlight = "com.apple.preference.spotlight",
        ComApplePreferenceStartupdisk = "com.apple.preference.startupdisk",
        ComApplePreferenceTrackpad = "com.apple.preference.trackpad",
        ComApplePreferenceUniversalaccess = "com.apple.preference.universalaccess",
        ComApplePreferencesAppleIdPrefPane = "com.apple.preferences.AppleIDPrefPane",
        ComApplePreferencesAppstore = "com.apple.preferences.appstore",
        ComApplePreferencesBluetooth = "com.apple.preferences.Bluetooth",
        ComApplePreferencesConfigurationprofiles = "com.apple.preferences.configurationprofiles",
        ComApplePreferencesExtensions = "com.apple.preferences.extensions",
        ComApplePreferencesFamilySharingPrefPane = "com.apple.preferences.FamilySharingPrefPane",
        ComApplePreferencesIcloud = "com.apple.preferences.icloud",
        ComApplePreferencesInternetaccounts = "com.apple.preferences.internetaccounts",
        ComApplePreferencesParentalcontrols = "com.apple.preferences.parentalcontrols",
        ComApplePreferencesPassword = "com.apple.preferences.password",
        ComApplePreferencesSharing = "com.apple.preferences.sharing",
        ComApplePreferencesSoftwareupdate = "com.apple.preferences.softwareupdate",
        ComApplePreferencesUsers = "com.apple.preferences.users",
        ComApplePreferencesWallet = "com.apple.preferences.wallet",
        ComApplePrefpanelFibrechannel = "com.apple.prefpanel.fibrechannel",
        ComApplePrefsBackup = "com.apple.prefs.backup",
        ComAppleXsan = "com.apple.Xsan",
    }
}

words! {
    /// The words of `com.apple.systempreferences/DisabledPreferencePanes`.
    pub enum DisabledPreferencePane {
        ComAppleClassroomSettings = "com.apple.ClassroomSettings",
        ComAppleLocalization = "com.apple.Localization",
        ComApplePreferenceDatetime = "com.apple.preference.datetime",
        ComApplePreferenceDesktopscreeneffect = "com.apple.preference.desktopscreeneffect",
        ComApplePreferenceDigihubDiscs = "com.apple.preference.digihub.discs",
        ComApplePreferenceDisplays = "com.apple.preference.displays",
        ComApplePreferenceDock = "com.apple.preference.dock",
        ComApplePreferenceEnergysaver = "com.apple.preference.energysaver",
        ComApplePreferenceExpose = "com.apple.preference.expose",
        ComApplePreferenceGeneral = "com.apple.preference.general",
        ComApplePreferenceInk = "com.apple.preference.ink",
        ComApplePreferenceKeyboard = "com.apple.preference.keyboard",
        ComApplePreferenceMouse = "com.apple.preference.mouse",
        ComApplePreferenceNetwork = "com.apple.preference.network",
        ComApplePreferenceNotifications = "com.apple.preference.notifications",
        ComApplePreferencePrintfax = "com.apple.preference.printfax",
        ComApplePreferenceScreentime = "com.apple.preference.screentime",
        ComApplePreferenceSecurity = "com.apple.preference.security",
        ComApplePreferenceSidecar = "com.apple.preference.sidecar",
        ComApplePreferenceSound = "com.apple.preference.sound",
        ComApplePreferenceSpeech = "com.apple.preference.speech",
        ComApplePreferenceSpotlight = "com.apple.preference.spotlight",
        ComApplePreferenceStartupdisk = "com.apple.preference.startupdisk",
        ComApplePreferenceTrackpad = "com.apple.preference.trackpad",
        ComApplePreferenceUniversalaccess = "com.apple.preference.universalaccess",
        ComApplePreferencesAppleIdPrefPane = "com.apple.preferences.AppleIDPrefPane",
        ComApplePreferencesAppstore = "com.apple.preferences.appstore",
        ComApplePreferencesBluetooth = "com.apple.preferences.Bluetooth",
        ComApplePreferencesConfigurationprofiles = "com.apple.preferences.configurationprofiles",
        ComApplePreferencesExtensions = "com.apple.preferences.extensions",
        ComApplePreferencesFamilySharingPrefPane = "com.apple.preferences.FamilySharingPrefPane",
        ComApplePreferencesIcloud = "com.apple.preferences.icloud",
        ComApplePreferencesInternetaccounts = "com.apple.preferences.internetaccounts",
        ComApplePreferencesParentalcontrols = "com.apple.preferences.parentalcontrols",
        ComApplePreferencesPassword = "com.apple.preferences.password",
        ComApplePreferencesSharing = "com.apple.preferences.sharing",
        ComApplePreferencesSoftwareupdate = "com.apple.preferences.softwareupdate",
        ComApplePreferencesUsers = "com.apple.preferences.users",
        ComApplePreferencesWallet = "com.apple.preferences.wallet",
        ComApplePrefpanelFibrechannel = "com.apple.prefpanel.fibrechannel",
        ComApplePrefsBackup = "com.apple.prefs.backup",
        ComAppleXsan = "com.apple.Xsan",
    }
}

words! {
    /// The words of `com.apple.systempreferences/DisabledSystemSettings`.
    pub enum DisabledSystemSetting {
        ComAppleAccessibilitySettingsExtension = "com.apple.Accessibility-Settings.extension",
        ComAppleAirDropHandoffSettingsExtension = "com.apple.AirDrop-Handoff-Settings.extension",
        ComAppleBatterySettingsExtension = "com.apple.Battery-Settings.extension",
        ComAppleBluetoothSettings = "com.apple.BluetoothSettings",
        ComAppleCdDvdSettingsExtension = "com.apple.CD-DVD-Settings.extension",
        ComAppleClassKitSettingsExtension = "com.apple.ClassKit-Settings.extension",
        ComAppleClassroomSettingsExtension = "com.apple.Classroom-Settings.extension",
        ComAppleControlCenterSettingsExtension = "com.apple.ControlCenter-Settings.extension",
        ComAppleDateTimeSettingsExtension = "com.apple.Date-Time-Settings.extension",
        ComAppleDesktopSettingsExtension = "com.apple.Desktop-Settings.extension",
        ComAppleDisplaysSettingsExtension = "com.apple.Displays-Settings.extension",
        ComAppleExtensionsPreferences = "com.apple.ExtensionsPreferences",
        ComAppleFamilySettingsExtension = "com.apple.Family-Settings.extension",
        ComAppleFocusSettingsExtension = "com.apple.Focus-Settings.extension",
        ComAppleGameCenterSettingsExtension = "com.apple.Game-Center-Settings.extension",
        ComAppleGameControllerSettingsExtension = "com.apple.Game-Controller-Settings.extension",
        ComAppleHeadphoneSettings = "com.apple.HeadphoneSettings",
        ComAppleInternetAccountsSettingsExtension = "com.apple.Internet-Accounts-Settings.extension",
        ComAppleKeyboardSettingsExtension = "com.apple.Keyboard-Settings.extension",
        ComAppleLocalizationSettingsExtension = "com.apple.Localization-Settings.extension",
        ComAppleLockScreenSettingsExtension = "com.apple.Lock-Screen-Settings.extension",
        ComAppleLoginItemsSettingsExtension = "com.apple.LoginItems-Settings.extension",
        ComAppleMouseSettingsExtension = "com.apple.Mouse-Settings.extension",
        ComAppleNetworkSettingsExtension = "com.apple.Network-Settings.extension",
        ComAppleNetworkExtensionSettingsUiNeSettingsUiExtension = "com.apple.NetworkExtensionSettingsUI.NESettingsUIExtension",
        ComAppleNotificationsSettingsExtension = "com.apple.Notifications-Settings.extension",
        ComApplePasswordsSettingsExtension = "com.apple.Passwords-Settings.extension",
        ComApplePrintScanSettingsExtension = "com.apple.Print-Scan-Settings.extension",
        ComAppleScreenTimeSettingsExtension = "com.apple.Screen-Time-Settings.extension",
        ComAppleScreenSaverSettingsExtension = "com.apple.ScreenSaver-Settings.extension",
        ComAppleSharingSettingsExtension = "com.apple.Sharing-Settings.extension",
        ComAppleSiriSettingsExtension = "com.apple.Siri-Settings.extension",
        ComAppleSoftwareUpdateSettingsExtension = "com.apple.Software-Update-Settings.extension",
        ComAppleSoundSettingsExtension = "com.apple.Sound-Settings.extension",
        ComAppleStartupDiskSettingsExtension = "com.apple.Startup-Disk-Settings.extension",
        ComAppleTimeMachineSettingsExtension = "com.apple.Time-Machine-Settings.extension",
        ComAppleTouchIdSettingsExtension = "com.apple.Touch-ID-Settings.extension",
        ComAppleTrackpadSettingsExtension = "com.apple.Trackpad-Settings.extension",
        ComAppleTransferResetSettingsExtension = "com.apple.Transfer-Reset-Settings.extension",
        ComAppleUsersGroupsSettingsExtension = "com.apple.Users-Groups-Settings.extension",
        ComAppleWalletSettingsExtension = "com.apple.WalletSettingsExtension",
        ComAppleWallpaperSettingsExtension = "com.apple.Wallpaper-Settings.extension",
        ComAppleSettingsStorage = "com.apple.settings.Storage",
        ComAppleSystempreferencesAppleIdSettings = "com.apple.systempreferences.AppleIDSettings",
        ComAppleWifiSettingsExtension = "com.apple.wifi-settings-extension",
    }
}

keys! {
    /// Which media a Mac takes.
    ///
    /// `com.apple.systemuiserver`: macOS 10.7. Source: `mdm/profiles/com.apple.systemuiserver.yaml`.
    pub struct AllowedMedia {
        may {
            "logout-eject" logout_eject: LogoutEject,
            "mount-controls" mount_controls: MountControls,
            "unmount-controls" unmount_controls: UnmountControls,
        }
    }
}

keys! {
    /// The dictionary `com.apple.systemuiserver/logout-eject`.
    pub struct LogoutEject {
        may {
            "all-media" all_media: String,
            "cd" cd: Vec<CdItem>,
            "dvd" dvd: Vec<DvdItem>,
            "bd" bd: Vec<BdItem>,
            "blankcd" blankcd: Vec<BlankcdItem>,
            "blankdvd" blankdvd: Vec<BlankdvdItem>,
            "blankbd" blankbd: Vec<BlankbdItem>,
            "dvdram" dvdram: Vec<DvdramItem>,
            "disk-image" disk_image: Vec<DiskImageItem>,
            "harddisk-internal" harddisk_internal: Vec<HarddiskInternalItem>,
            "harddisk-external" harddisk_external: Vec<HarddiskExternalItem>,
            "networkdisk" networkdisk: Vec<NetworkdiskItem>,
        }
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/cd`.
    pub enum CdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/dvd`.
    pub enum DvdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/bd`.
    pub enum BdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/blankcd`.
    pub enum BlankcdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/blankdvd`.
    pub enum BlankdvdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/blankbd`.
    pub enum BlankbdItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/dvdram`.
    pub enum DvdramItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/disk-image`.
    pub enum DiskImageItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/harddisk-internal`.
    pub enum HarddiskInternalItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/harddisk-external`.
    pub enum HarddiskExternalItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

words! {
    /// The words of `com.apple.systemuiserver/logout-eject/networkdisk`.
    pub enum NetworkdiskItem {
        Authenticate = "authenticate",
        ReadOnly = "read-only",
        Deny = "deny",
        Eject = "eject",
    }
}

keys! {
    /// The dictionary `com.apple.systemuiserver/mount-controls`.
    pub struct MountControls {
        may {
            "all-media" all_media: String,
            "cd" cd: Vec<CdItem>,
            "dvd" dvd: Vec<DvdItem>,
            "bd" bd: Vec<BdItem>,
            "blankcd" blankcd: Vec<BlankcdItem>,
            "blankdvd" blankdvd: Vec<BlankdvdItem>,
            "blankbd" blankbd: Vec<BlankbdItem>,
            "dvdram" dvdram: Vec<DvdramItem>,
            "disk-image" disk_image: Vec<DiskImageItem>,
            "harddisk-internal" harddisk_internal: Vec<HarddiskInternalItem>,
            "harddisk-external" harddisk_external: Vec<HarddiskExternalItem>,
            "networkdisk" networkdisk: Vec<NetworkdiskItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.systemuiserver/unmount-controls`.
    pub struct UnmountControls {
        may {
            "all-media" all_media: String,
            "cd" cd: Vec<CdItem>,
            "dvd" dvd: Vec<DvdItem>,
            "bd" bd: Vec<BdItem>,
            "blankcd" blankcd: Vec<BlankcdItem>,
            "blankdvd" blankdvd: Vec<BlankdvdItem>,
            "blankbd" blankbd: Vec<BlankbdItem>,
            "dvdram" dvdram: Vec<DvdramItem>,
            "disk-image" disk_image: Vec<DiskImageItem>,
            "harddisk-internal" harddisk_internal: Vec<HarddiskInternalItem>,
            "harddisk-external" harddisk_external: Vec<HarddiskExternalItem>,
            "networkdisk" networkdisk: Vec<NetworkdiskItem>,
        }
    }
}
