// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: mac.

#[rustfmt::skip]
use crate::payload::wire::{Data, Extra, keys, words};

keys! {
    /// Sessions of users of a Mac.
    ///
    /// `.GlobalPreferences`: macOS 10.7. Source: `mdm/profiles/GlobalPreferences.yaml`.
    pub struct GlobalPreferences {
        may {
            /// Missing is true.
            "MultipleSessionEnabled" multiple_session_enabled: bool,
            "com.apple.autologout.AutoLogOutDelay" com_apple_autologout_auto_log_out_delay: f64,
        }
    }
}

keys! {
    /// The content cache of a Mac.
    ///
    /// `com.apple.AssetCache.managed`: macOS 10.13.4. Source:
    /// `mdm/profiles/com.apple.AssetCache.managed.yaml`.
    pub struct ContentCache {
        may {
            /// Missing is true. macOS 10.15.
            "AllowCacheDelete" allow_cache_delete: bool,
            /// Missing is true.
            "AllowPersonalCaching" allow_personal_caching: bool,
            /// Missing is true.
            "AllowSharedCaching" allow_shared_caching: bool,
            /// Missing is false.
            "AutoActivation" auto_activation: bool,
            /// Missing is false. macOS 10.15.4.
            "AutoEnableTetheredCaching" auto_enable_tethered_caching: bool,
            /// Missing is 0.
            "CacheLimit" cache_limit: i64,
            /// Missing is `/Library/Application Support/Apple/AssetCache/Data`.
            "DataPath" data_path: String,
            /// Missing is false.
            "DenyTetheredCaching" deny_tethered_caching: bool,
            /// Missing is false. macOS 10.15.
            "DisplayAlerts" display_alerts: bool,
            /// Missing is false. macOS 10.15.
            "KeepAwake" keep_awake: bool,
            "ListenRanges" listen_ranges: Vec<ListenRange>,
            /// Missing is false.
            "ListenRangesOnly" listen_ranges_only: bool,
            /// Missing is true.
            "ListenWithPeersAndParents" listen_with_peers_and_parents: bool,
            /// Missing is true.
            "LocalSubnetsOnly" local_subnets_only: bool,
            /// Missing is false.
            "LogClientIdentity" log_client_identity: bool,
            "Parents" parents: Vec<String>,
            /// Missing is `round-robin`.
            "ParentSelectionPolicy" parent_selection_policy: ParentSelectionPolicy,
            "PeerFilterRanges" peer_filter_ranges: Vec<PeerFilterRange>,
            "PeerListenRanges" peer_listen_ranges: Vec<PeerListenRange>,
            /// Missing is true.
            "PeerLocalSubnetsOnly" peer_local_subnets_only: bool,
            /// Missing is 0.
            "Port" port: i64,
            "PublicRanges" public_ranges: Vec<PublicRange>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.AssetCache.managed/ListenRanges`.
    pub struct ListenRange {
        must {
            "first" first: String,
            "last" last: String,
        }
        may {
            /// Missing is `IPv4`.
            "type" type_: Type,
        }
    }
}

words! {
    /// The words of `com.apple.AssetCache.managed/ListenRanges/type`.
    pub enum Type {
        Ipv4 = "IPv4",
        Ipv6 = "IPv6",
    }
}

words! {
    /// The words of `com.apple.AssetCache.managed/ParentSelectionPolicy`.
    pub enum ParentSelectionPolicy {
        FirstAvailable = "first-available",
        UrlPathHash = "url-path-hash",
        Random = "random",
        RoundRobin = "round-robin",
        StickyAvailable = "sticky-available",
    }
}

keys! {
    /// The dictionary `com.apple.AssetCache.managed/PeerFilterRanges`.
    pub struct PeerFilterRange {
        must {
            "first" first: String,
            "last" last: String,
        }
        may {
            /// Missing is `IPv4`.
            "type" type_: Type,
        }
    }
}

keys! {
    /// The dictionary `com.apple.AssetCache.managed/PeerListenRanges`.
    pub struct PeerListenRange {
        must {
            "first" first: String,
            "last" last: String,
        }
        may {
            /// Missing is `IPv4`.
            "type" type_: Type,
        }
    }
}

keys! {
    /// The dictionary `com.apple.AssetCache.managed/PublicRanges`.
    pub struct PublicRange {
        must {
            "first" first: String,
            "last" last: String,
        }
        may {
            /// Missing is `IPv4`.
            "type" type_: Type,
        }
    }
}

keys! {
    /// Accounts, energy saver, FileVault, mobile accounts, time server and Wi-Fi of a Mac.
    ///
    /// `com.apple.MCX`: macOS 10.7. Source: `mdm/profiles/com.apple.MCX*.yaml`.
    pub struct Mcx {
        may {
            /// Missing is false.
            "EnableGuestAccount" enable_guest_account: bool,
            /// Missing is false.
            "DisableGuestAccount" disable_guest_account: bool,
            "com.apple.EnergySaver.desktop.ACPower" com_apple_energy_saver_desktop_ac_power: ComAppleEnergySaverDesktopAcPower,
            "com.apple.EnergySaver.portable.ACPower" com_apple_energy_saver_portable_ac_power: ComAppleEnergySaverPortableAcPower,
            "com.apple.EnergySaver.portable.BatteryPower" com_apple_energy_saver_portable_battery_power: ComAppleEnergySaverPortableBatteryPower,
            "com.apple.EnergySaver.desktop.Schedule" com_apple_energy_saver_desktop_schedule: ComAppleEnergySaverDesktopSchedule,
            /// Missing is false.
            "SleepDisabled" sleep_disabled: bool,
            /// Missing is false. macOS 10.10.
            "DestroyFVKeyOnStandby" destroy_fv_key_on_standby: bool,
            /// Missing is false.
            "dontAllowFDEDisable" dont_allow_fde_disable: bool,
            /// Missing is false.
            "dontAllowFDEEnable" dont_allow_fde_enable: bool,
            /// Missing is false.
            "com.apple.cachedaccounts.CreateAtLogin" com_apple_cachedaccounts_create_at_login: bool,
            /// Missing is false.
            "com.apple.cachedaccounts.WarnOnCreate" com_apple_cachedaccounts_warn_on_create: bool,
            /// Missing is false.
            "cachedaccounts.WarnOnCreate.allowNever" cachedaccounts_warn_on_create_allow_never: bool,
            /// Missing is -1.
            "cachedaccounts.expiry.delete.disusedSeconds" cachedaccounts_expiry_delete_disused_seconds: i64,
            /// Missing is false.
            "cachedaccounts.askForSecureTokenAuthBypass" cachedaccounts_ask_for_secure_token_auth_bypass: bool,
            /// macOS 10.12.4.
            "timeServer" time_server: String,
            /// macOS 10.12.4.
            "timeZone" time_zone: String,
            /// Missing is false. macOS 10.9.
            "RequireAdminForIBSS" require_admin_for_ibss: bool,
            /// Missing is false. macOS 10.9.
            "RequireAdminForAirPortNetworkChange" require_admin_for_air_port_network_change: bool,
            /// Missing is false. macOS 10.9.
            "RequireAdminToTurnAirPortOnOff" require_admin_to_turn_air_port_on_off: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.desktop.ACPower`.
    pub struct ComAppleEnergySaverDesktopAcPower {
        may {
            /// One of 0. 1 to 180.
            "Display Sleep Timer" display_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "Disk Sleep Timer" disk_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "System Sleep Timer" system_sleep_timer: i64,
            /// One of 0, 1.
            "Reduce Processor Speed" reduce_processor_speed: i64,
            /// One of 0, 1.
            "Dynamic Power Step" dynamic_power_step: i64,
            /// One of 0, 1.
            "Wake on LAN" wake_on_lan: i64,
            /// One of 0, 1.
            "Wake On Modem Ring" wake_on_modem_ring: i64,
            /// One of 0, 1.
            "Automatic Restart On Power Loss" automatic_restart_on_power_loss: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.portable.ACPower`.
    pub struct ComAppleEnergySaverPortableAcPower {
        may {
            /// One of 0. 1 to 180.
            "Display Sleep Timer" display_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "Disk Sleep Timer" disk_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "System Sleep Timer" system_sleep_timer: i64,
            /// One of 0, 1.
            "Reduce Processor Speed" reduce_processor_speed: i64,
            /// One of 0, 1.
            "Dynamic Power Step" dynamic_power_step: i64,
            /// One of 0, 1.
            "Wake on LAN" wake_on_lan: i64,
            /// One of 0, 1.
            "Wake On Modem Ring" wake_on_modem_ring: i64,
            /// One of 0, 1.
            "Automatic Restart On Power Loss" automatic_restart_on_power_loss: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.portable.BatteryPower`.
    pub struct ComAppleEnergySaverPortableBatteryPower {
        may {
            /// One of 0. 1 to 180.
            "Display Sleep Timer" display_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "Disk Sleep Timer" disk_sleep_timer: i64,
            /// One of 0. 1 to 180.
            "System Sleep Timer" system_sleep_timer: i64,
            /// One of 0, 1.
            "Reduce Processor Speed" reduce_processor_speed: i64,
            /// One of 0, 1.
            "Dynamic Power Step" dynamic_power_step: i64,
            /// One of 0, 1.
            "Wake on LAN" wake_on_lan: i64,
            /// One of 0, 1.
            "Wake On Modem Ring" wake_on_modem_ring: i64,
            /// One of 0, 1.
            "Automatic Restart On Power Loss" automatic_restart_on_power_loss: i64,
        }
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.desktop.Schedule`.
    pub struct ComAppleEnergySaverDesktopSchedule {
        may {
            "RepeatingPowerOn" repeating_power_on: RepeatingPowerOn,
            "RepeatingPowerOff" repeating_power_off: RepeatingPowerOff,
        }
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn`.
    pub struct RepeatingPowerOn {
        must {
            "eventtype" eventtype: Eventtype,
        }
        may {
            "weekdays" weekdays: i64,
            "time" time: i64,
        }
    }
}

words! {
    /// The words of `com.apple.MCX/com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOn/eventtype`.
    pub enum Eventtype {
        Wake = "wake",
        Poweron = "poweron",
        Wakepoweron = "wakepoweron",
        Sleep = "sleep",
        Shutdown = "shutdown",
        Restart = "restart",
    }
}

keys! {
    /// The dictionary `com.apple.MCX/com.apple.EnergySaver.desktop.Schedule/RepeatingPowerOff`.
    pub struct RepeatingPowerOff {
        must {
            "eventtype" eventtype: Eventtype,
        }
        may {
            "weekdays" weekdays: i64,
            "time" time: i64,
        }
    }
}

keys! {
    /// Backups of a Mac.
    ///
    /// `com.apple.MCX.TimeMachine`: macOS 10.7. Source: `mdm/profiles/com.apple.MCX.TimeMachine.yaml`.
    pub struct TimeMachine {
        must {
            "BackupDestURL" backup_dest_url: String,
        }
        may {
            /// Missing is true.
            "AutoBackup" auto_backup: bool,
            /// Missing is false.
            "BackupAllVolumes" backup_all_volumes: bool,
            /// Missing is 0.
            "BackupSizeMB" backup_size_mb: i64,
            /// Missing is false.
            "BackupSkipSys" backup_skip_sys: bool,
            /// Missing is true.
            "MobileBackups" mobile_backups: bool,
            "BasePaths" base_paths: Vec<String>,
            "SkipPaths" skip_paths: Vec<String>,
        }
    }
}

keys! {
    /// Which panes of Setup Assistant a new user sees.
    ///
    /// `com.apple.SetupAssistant.managed`: iOS 14.0, macOS 10.12. Source:
    /// `mdm/profiles/com.apple.SetupAssistant.managed.yaml`.
    pub struct SetupAssistant {
        may {
            /// Missing is false. macOS 10.12. Deprecated since macOS 15.0.
            "SkipCloudSetup" skip_cloud_setup: bool,
            /// Missing is false. macOS 10.12. Deprecated since macOS 15.0.
            "SkipSiriSetup" skip_siri_setup: bool,
            /// Missing is false. macOS 10.13.4. Deprecated since macOS 15.0.
            "SkipPrivacySetup" skip_privacy_setup: bool,
            /// Missing is false. macOS 10.13.4. Deprecated since macOS 15.0.
            "SkipiCloudStorageSetup" skip_icloud_storage_setup: bool,
            /// Missing is false. macOS 10.13.6. Deprecated since macOS 15.0.
            "SkipTrueTone" skip_true_tone: bool,
            /// Missing is false. macOS 10.14. Deprecated since macOS 15.0.
            "SkipAppearance" skip_appearance: bool,
            /// Missing is false. macOS 10.15. Deprecated since macOS 15.0.
            "SkipTouchIDSetup" skip_touch_id_setup: bool,
            /// Missing is false. macOS 10.15. Deprecated since macOS 15.0.
            "SkipScreenTime" skip_screen_time: bool,
            /// Missing is false. macOS 11.0. Deprecated since macOS 15.0.
            "SkipAccessibility" skip_accessibility: bool,
            /// iOS 14.0, macOS 15.0.
            "SkipSetupItems" skip_setup_items: Vec<String>,
            /// Missing is false. macOS 12.0. Deprecated since macOS 15.0.
            "SkipUnlockWithWatch" skip_unlock_with_watch: bool,
            /// Missing is false. macOS 14.1. Deprecated since macOS 15.0.
            "SkipWallpaper" skip_wallpaper: bool,
        }
    }
}

keys! {
    /// System updates of a Mac.
    ///
    /// `com.apple.SoftwareUpdate`: macOS 10.7. Source: `mdm/profiles/com.apple.SoftwareUpdate.yaml`.
    pub struct SoftwareUpdate {
        may {
            /// Deprecated since macOS 11.0.
            "CatalogURL" catalog_url: String,
            /// Missing is true. macOS 10.9.
            "AllowPreReleaseInstallation" allow_pre_release_installation: bool,
            /// Missing is false. macOS 10.14.
            "restrict-software-update-require-admin-to-install" restrict_software_update_require_admin_to_install: bool,
            /// Missing is true. macOS 10.15.
            "AutomaticallyInstallMacOSUpdates" automatically_install_mac_os_updates: bool,
            /// Missing is true. macOS 10.15.
            "AutomaticallyInstallAppUpdates" automatically_install_app_updates: bool,
            /// Missing is true. macOS 10.15.
            "AutomaticCheckEnabled" automatic_check_enabled: bool,
            /// Missing is true. macOS 10.15.
            "AutomaticDownload" automatic_download: bool,
            /// Missing is true. macOS 10.15.
            "CriticalUpdateInstall" critical_update_install: bool,
            /// Missing is true. macOS 10.15.
            "ConfigDataInstall" config_data_install: bool,
        }
    }
}

keys! {
    /// Lights-out management of Macs.
    ///
    /// `com.apple.lom`: macOS 11.0. Source: `mdm/profiles/com.apple.lom.yaml`.
    pub struct LightsOutManagement {
        may {
            "DeviceCertificateUUID" device_certificate_uuid: String,
            "ControllerCertificateUUID" controller_certificate_uuid: String,
            "DeviceCACertificateUUIDs" device_ca_certificate_uuids: Vec<String>,
            "ControllerCACertificateUUIDs" controller_ca_certificate_uuids: Vec<String>,
        }
    }
}

keys! {
    /// What the menu bar of a Mac shows.
    ///
    /// `com.apple.mcxMenuExtras`: macOS 10.7. Source: `mdm/profiles/com.apple.mcxMenuExtras.yaml`.
    pub struct MenuExtras {
        may {
            /// Missing is 2.5.
            "delaySeconds" delay_seconds: f64,
            /// Missing is 20.0.
            "maxWaitSeconds" max_wait_seconds: f64,
            "AirPort.menu" air_port_menu: bool,
            "Battery.menu" battery_menu: bool,
            "Bluetooth.menu" bluetooth_menu: bool,
            "CPU.menu" cpu_menu: bool,
            "Clock.menu" clock_menu: bool,
            "Displays.menu" displays_menu: bool,
            "Eject.menu" eject_menu: bool,
            "Fax.menu" fax_menu: bool,
            "HomeSync.menu" home_sync_menu: bool,
            "iChat.menu" i_chat_menu: bool,
            "Ink.menu" ink_menu: bool,
            "IrDA.menu" ir_da_menu: bool,
            "PCCard.menu" pc_card_menu: bool,
            "PPP.menu" ppp_menu: bool,
            "PPPoE.menu" pp_po_e_menu: bool,
            "RemoteDesktop.menu" remote_desktop_menu: bool,
            "Script Menu.menu" script_menu_menu: bool,
            "Spaces.menu" spaces_menu: bool,
            "Sync.menu" sync_menu: bool,
            "TextInput.menu" text_input_menu: bool,
            "TimeMachine.menu" time_machine_menu: bool,
            "UniversalAccess.menu" universal_access_menu: bool,
            "User.menu" user_menu: bool,
            "VPN.menu" vpn_menu: bool,
            "Volume.menu" volume_menu: bool,
            "WWAN.menu" wwan_menu: bool,
        }
    }
}

keys! {
    /// What runs when a user of a Mac logs in or out.
    ///
    /// `com.apple.mcxloginscripts`: macOS 10.7. Source: `mdm/profiles/com.apple.mcxloginscripts.yaml`.
    pub struct LoginScripts {
        may {
            "loginscripts" loginscripts: Vec<Loginscript>,
            "logoutscripts" logoutscripts: Vec<Logoutscript>,
            /// Missing is false.
            "skipLoginHook" skip_login_hook: bool,
            /// Missing is false.
            "skipLogoutHook" skip_logout_hook: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mcxloginscripts/loginscripts`.
    pub struct Loginscript {
        must {
            "filename" filename: String,
            "filedata" filedata: Data,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mcxloginscripts/logoutscripts`.
    pub struct Logoutscript {
        must {
            "filename" filename: String,
            "filedata" filedata: Data,
        }
    }
}

keys! {
    /// The printers of a Mac.
    ///
    /// `com.apple.mcxprinting`: macOS 10.7. Source: `mdm/profiles/com.apple.mcxprinting.yaml`.
    pub struct Printing {
        may {
            /// Missing is true.
            "RequireAdminToAddPrinters" require_admin_to_add_printers: bool,
            /// Missing is true.
            "AllowLocalPrinters" allow_local_printers: bool,
            /// Missing is false.
            "RequireAdminToPrintLocally" require_admin_to_print_locally: bool,
            /// Missing is false.
            "ShowOnlyManagedPrinters" show_only_managed_printers: bool,
            /// Missing is false.
            "PrintFooter" print_footer: bool,
            /// Missing is false.
            "PrintMACAddress" print_mac_address: bool,
            "FooterFontSize" footer_font_size: String,
            "FooterFontName" footer_font_name: String,
            "DefaultPrinter" default_printer: DefaultPrinter,
            "UserPrinterList" user_printer_list: UserPrinterList,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mcxprinting/DefaultPrinter`.
    pub struct DefaultPrinter {
        may {
            "DeviceURI" device_uri: String,
            "DisplayName" display_name: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mcxprinting/UserPrinterList`.
    pub struct UserPrinterList {
        may {
            "Printer" printer: Printer,
        }
    }
}

keys! {
    /// The dictionary `com.apple.mcxprinting/UserPrinterList/Printer`.
    pub struct Printer {
        may {
            "DeviceURI" device_uri: String,
            "DisplayName" display_name: String,
            "Location" location: String,
            "Model" model: String,
            /// Missing is false.
            "PrinterLocked" printer_locked: bool,
            "PPDURL" ppdurl: String,
        }
    }
}

keys! {
    /// What a Mac logs.
    ///
    /// `com.apple.system.logging`: macOS 10.12. Source: `mdm/profiles/com.apple.system.logging.yaml`.
    pub struct SystemLogging {
        may {
            /// Gone since macOS 27.0.
            "Processes" processes: Extra,
            "Subsystems" subsystems: Extra,
            "System" system: Extra,
        }
    }
}

keys! {
    /// What moves over from an old Mac.
    ///
    /// `com.apple.systemmigration`: macOS 10.12.4. Source: `mdm/profiles/com.apple.systemmigration.yaml`.
    pub struct SystemMigration {
        may {
            "CustomBehavior" custom_behavior: Vec<CustomBehaviorItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.systemmigration/CustomBehavior`.
    pub struct CustomBehaviorItem {
        must {
            "Context" context: String,
            "Paths" paths: Vec<Path>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.systemmigration/CustomBehavior/Paths`.
    pub struct Path {
        must {
            "SourcePath" source_path: String,
            "SourcePathInUserHome" source_path_in_user_home: bool,
            "TargetPath" target_path: String,
            "TargetPathInUserHome" target_path_in_user_home: bool,
        }
    }
}

keys! {
    /// Accessibility of a Mac.
    ///
    /// `com.apple.universalaccess`: macOS 10.9. Source: `mdm/profiles/com.apple.universalaccess.yaml`.
    pub struct Accessibility {
        may {
            "closeViewFarPoint" close_view_far_point: i64,
            /// Missing is false.
            "closeViewHotkeysEnabled" close_view_hotkeys_enabled: bool,
            "closeViewNearPoint" close_view_near_point: i64,
            /// Missing is false.
            "closeViewScrollWheelToggle" close_view_scroll_wheel_toggle: bool,
            /// Missing is false. Deprecated since macOS 10.15.
            "closeViewShowPreview" close_view_show_preview: bool,
            /// Missing is false.
            "closeViewSmoothImages" close_view_smooth_images: bool,
            /// 0.0 to 1.0.
            "contrast" contrast: f64,
            /// Missing is false.
            "flashScreen" flash_screen: bool,
            /// Missing is false. Deprecated since macOS 11.0.
            "grayscale" grayscale: bool,
            /// Missing is false.
            "mouseDriver" mouse_driver: bool,
            "mouseDriverCursorSize" mouse_driver_cursor_size: i64,
            /// Missing is false.
            "mouseDriverIgnoreTrackpad" mouse_driver_ignore_trackpad: bool,
            "mouseDriverInitialDelay" mouse_driver_initial_delay: i64,
            "mouseDriverMaxSpeed" mouse_driver_max_speed: i64,
            /// Missing is false.
            "slowKey" slow_key: bool,
            /// Missing is false.
            "slowKeyBeepOn" slow_key_beep_on: bool,
            "slowKeyDelay" slow_key_delay: i64,
            /// Missing is false.
            "stereoAsMono" stereo_as_mono: bool,
            /// Missing is false.
            "stickyKey" sticky_key: bool,
            /// Missing is false.
            "stickyKeyBeepOnModifier" sticky_key_beep_on_modifier: bool,
            /// Missing is false.
            "stickyKeyShowWindow" sticky_key_show_window: bool,
            /// Missing is false.
            "voiceOverOnOffKey" voice_over_on_off_key: bool,
            /// Missing is false.
            "whiteOnBlack" white_on_black: bool,
        }
    }
}
