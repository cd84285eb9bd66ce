// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: apps.

#[rustfmt::skip]
use crate::payload::wire::{BTreeMap, Data, Extra, keys, words};

keys! {
    /// Preferences of any domain of a Mac.
    ///
    /// `com.apple.ManagedClient.preferences`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.ManagedClient.preferences.yaml`.
    pub struct ManagedPreferences {
        must {
            "PayloadContent" payload_content: BTreeMap<String, PayloadContentItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.ManagedClient.preferences/PayloadContent/*`.
    pub struct PayloadContentItem {
        may {
            "Forced" forced: Vec<ForcedItem>,
            "Set-Once" set_once: Vec<SetOnceItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.ManagedClient.preferences/PayloadContent/*/Forced`.
    pub struct ForcedItem {
        must {
            "mcx_preference_settings" mcx_preference_settings: Extra,
        }
    }
}

keys! {
    /// The dictionary `com.apple.ManagedClient.preferences/PayloadContent/*/Set-Once`.
    pub struct SetOnceItem {
        must {
            "mcx_preference_settings" mcx_preference_settings: Extra,
        }
    }
}

keys! {
    /// The App Store of a Mac.
    ///
    /// `com.apple.appstore`: macOS 10.9. Source: `mdm/profiles/com.apple.appstore.yaml`.
    pub struct AppStore {
        may {
            /// Missing is false. Deprecated since macOS 10.14.
            "restrict-store-require-admin-to-install" restrict_store_require_admin_to_install: bool,
            /// Missing is false. macOS 10.10.
            "restrict-store-softwareupdate-only" restrict_store_softwareupdate_only: bool,
            /// Missing is false. macOS 10.10.
            "restrict-store-disable-app-adoption" restrict_store_disable_app_adoption: bool,
            /// Missing is false. macOS 10.10.
            "DisableSoftwareUpdateNotifications" disable_software_update_notifications: bool,
        }
    }
}

keys! {
    /// The picture of the desktop of a Mac.
    ///
    /// `com.apple.desktop`: macOS 10.10. Source: `mdm/profiles/com.apple.desktop.yaml`.
    pub struct Desktop {
        may {
            /// Missing is false. Deprecated since macOS 10.13.
            "locked" locked: bool,
            "override-picture-path" override_picture_path: String,
        }
    }
}

keys! {
    /// The Dock of a Mac.
    ///
    /// `com.apple.dock`: macOS 10.7. Source: `mdm/profiles/com.apple.dock.yaml`.
    pub struct Dock {
        may {
            /// 16 to 128.
            "tilesize" tilesize: i64,
            /// Missing is false.
            "size-immutable" size_immutable: bool,
            /// Missing is false.
            "magnification" magnification: bool,
            /// Missing is false.
            "magnify-immutable" magnify_immutable: bool,
            /// 16 to 128.
            "largesize" largesize: i64,
            /// Missing is false.
            "magsize-immutable" magsize_immutable: bool,
            "orientation" orientation: Orientation,
            /// Missing is false.
            "position-immutable" position_immutable: bool,
            "mineffect" mineffect: Mineffect,
            /// Missing is false.
            "mineffect-immutable" mineffect_immutable: bool,
            /// macOS 10.15.
            "windowtabbing" windowtabbing: Windowtabbing,
            /// Missing is false. macOS 10.12.
            "windowtabbing-immutable" windowtabbing_immutable: bool,
            /// macOS 10.15.
            "dblclickbehavior" dblclickbehavior: Dblclickbehavior,
            /// Missing is false. macOS 10.14.
            "dblclickbehavior-immutable" dblclickbehavior_immutable: bool,
            /// Missing is false.
            "minimize-to-application" minimize_to_application: bool,
            /// Missing is false. macOS 10.14.
            "minintoapp-immutable" minintoapp_immutable: bool,
            /// Missing is false.
            "launchanim" launchanim: bool,
            /// Missing is false.
            "launchanim-immutable" launchanim_immutable: bool,
            /// Missing is false.
            "autohide" autohide: bool,
            /// Missing is false.
            "autohide-immutable" autohide_immutable: bool,
            /// Missing is false.
            "show-process-indicators" show_process_indicators: bool,
            /// Missing is false.
            "showindicators-immutable" showindicators_immutable: bool,
            /// Missing is false. macOS 10.14.
            "show-recents" show_recents: bool,
            /// Missing is false. macOS 10.15.
            "showrecents-immutable" showrecents_immutable: bool,
            /// Missing is false.
            "contents-immutable" contents_immutable: bool,
            "MCXDockSpecialFolders" mcx_dock_special_folders: Vec<McxDockSpecialFolder>,
            /// Missing is false. macOS 10.12.
            "AllowDockFixupOverride" allow_dock_fixup_override: bool,
            /// Missing is false.
            "static-only" static_only: bool,
            "static-others" static_others: Vec<StaticOther>,
            "static-apps" static_apps: Vec<StaticApp>,
            "persistent-apps" persistent_apps: Vec<PersistentApp>,
            "persistent-others" persistent_others: Vec<PersistentOther>,
        }
    }
}

words! {
    /// The words of `com.apple.dock/orientation`.
    pub enum Orientation {
        Bottom = "bottom",
        Left = "left",
        Right = "right",
    }
}

words! {
    /// The words of `com.apple.dock/mineffect`.
    pub enum Mineffect {
        Genie = "genie",
        Scale = "scale",
    }
}

words! {
    /// The words of `com.apple.dock/windowtabbing`.
    pub enum Windowtabbing {
        Manual = "manual",
        Always = "always",
        Fullscreen = "fullscreen",
    }
}

words! {
    /// The words of `com.apple.dock/dblclickbehavior`.
    pub enum Dblclickbehavior {
        Minimize = "minimize",
        Maximize = "maximize",
        None = "none",
    }
}

words! {
    /// The words of `com.apple.dock/MCXDockSpecialFolders`.
    pub enum McxDockSpecialFolder {
        AddDockMcxMyApplicationsFolder = "AddDockMCXMyApplicationsFolder",
        AddDockMcxDocumentsFolder = "AddDockMCXDocumentsFolder",
        AddDockMcxSharedFolder = "AddDockMCXSharedFolder",
        AddDockMcxOriginalNetworkHomeFolder = "AddDockMCXOriginalNetworkHomeFolder",
    }
}

keys! {
    /// The dictionary `com.apple.dock/static-others`.
    pub struct StaticOther {
        must {
            "tile-data" tile_data: TileData,
            "tile-type" tile_type: TileType,
        }
    }
}

keys! {
    /// The dictionary `com.apple.dock/static-others/tile-data`.
    pub struct TileData {
        must {
            "label" label: String,
            /// One of 0, 1, 3.
            "file-type" file_type: i64,
        }
        may {
            "url" url: String,
            "file-data" file_data: Extra,
        }
    }
}

words! {
    /// The words of `com.apple.dock/static-others/tile-type`.
    pub enum TileType {
        FileTile = "file-tile",
        DirectoryTile = "directory-tile",
        UrlTile = "url-tile",
    }
}

keys! {
    /// The dictionary `com.apple.dock/static-apps`.
    pub struct StaticApp {
        must {
            "tile-data" tile_data: TileData,
            "tile-type" tile_type: TileType,
        }
    }
}

keys! {
    /// The dictionary `com.apple.dock/persistent-apps`.
    pub struct PersistentApp {
        must {
            "tile-data" tile_data: TileData,
            "tile-type" tile_type: TileType,
        }
    }
}

keys! {
    /// The dictionary `com.apple.dock/persistent-others`.
    pub struct PersistentOther {
        must {
            "tile-data" tile_data: TileData,
            "tile-type" tile_type: TileType,
        }
    }
}

keys! {
    /// What extensions of files may do.
    ///
    /// `com.apple.fileproviderd`: macOS 11.0. Source: `mdm/profiles/com.apple.fileproviderd.yaml`.
    pub struct FileProvider {
        may {
            /// Missing is false.
            "AllowManagedFileProvidersToRequestAttribution" allow_managed_file_providers_to_request_attribution: bool,
            /// Missing is true. macOS 15.2.
            "ManagementAllowsKnownFolderSyncing" management_allows_known_folder_syncing: bool,
            /// macOS 15.2.
            "ManagementKnownFolderSyncingAllowList" management_known_folder_syncing_allow_list: Vec<String>,
        }
    }
}

keys! {
    /// The Finder of a Mac.
    ///
    /// `com.apple.finder`: macOS 10.7. Source: `mdm/profiles/com.apple.finder.yaml`.
    pub struct Finder {
        may {
            /// Missing is false.
            "ProhibitBurn" prohibit_burn: bool,
            /// Gone since macOS 10.15.
            "InterfaceLevel" interface_level: InterfaceLevel,
            /// Missing is false.
            "ProhibitConnectTo" prohibit_connect_to: bool,
            /// Missing is false.
            "ProhibitEject" prohibit_eject: bool,
            /// Missing is false.
            "ProhibitGoToFolder" prohibit_go_to_folder: bool,
            /// Missing is true.
            "ShowExternalHardDrivesOnDesktop" show_external_hard_drives_on_desktop: bool,
            /// Missing is false.
            "ShowHardDrivesOnDesktop" show_hard_drives_on_desktop: bool,
            /// Missing is false.
            "ShowMountedServersOnDesktop" show_mounted_servers_on_desktop: bool,
            /// Missing is true.
            "ShowRemovableMediaOnDesktop" show_removable_media_on_desktop: bool,
            /// Missing is true.
            "WarnOnEmptyTrash" warn_on_empty_trash: bool,
        }
    }
}

words! {
    /// The words of `com.apple.finder/InterfaceLevel`.
    pub enum InterfaceLevel {
        Simple = "Simple",
        Full = "Full",
    }
}

keys! {
    /// A font.
    ///
    /// `com.apple.font`: iOS 7.0, macOS 10.9, visionOS 2.0. Source: `mdm/profiles/com.apple.font.yaml`.
    pub struct Font {
        must {
            "Font" font: Data,
        }
        may {
            /// Missing is ``.
            "Name" name: String,
        }
    }
}

keys! {
    /// What is where on the Home Screen.
    ///
    /// `com.apple.homescreenlayout`: iOS 9.3, tvOS 11.0. Source:
    /// `mdm/profiles/com.apple.homescreenlayout.yaml`.
    pub struct HomeScreenLayout {
        must {
            "Pages" pages: Vec<Vec<DockItem>>,
        }
        may {
            "Dock" dock: Vec<DockItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.homescreenlayout/Dock`.
    pub struct DockItem {
        must {
            "Type" type_: Type,
        }
        may {
            "DisplayName" display_name: String,
            "BundleID" bundle_id: String,
            "Pages" pages: Vec<Vec<DockItem>>,
            /// iOS 11.3, tvOS 11.0.
            "URL" url: String,
        }
    }
}

words! {
    /// The words of `com.apple.homescreenlayout/Dock/Type`.
    pub enum Type {
        App = "App",
        Folder = "Folder",
        WebClip = "WebClip",
    }
}

keys! {
    /// What opens when a user of a Mac logs in.
    ///
    /// `com.apple.loginitems.managed`: macOS 10.13. Source:
    /// `mdm/profiles/com.apple.loginitems.managed.yaml`.
    pub struct LoginItems {
        must {
            "AutoLaunchedApplicationDictionary-managed" auto_launched_application_dictionary_managed: Vec<AutoLaunchedApplicationDictionaryManagedItem>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.loginitems.managed/AutoLaunchedApplicationDictionary-managed`.
    pub struct AutoLaunchedApplicationDictionaryManagedItem {
        must {
            "Path" path: String,
        }
        may {
            /// Missing is false.
            "Hide" hide: bool,
        }
    }
}

keys! {
    /// How apps notify.
    ///
    /// `com.apple.notificationsettings`: iOS 9.3, macOS 10.15. Source:
    /// `mdm/profiles/com.apple.notificationsettings.yaml`.
    pub struct Notifications {
        must {
            "NotificationSettings" notification_settings: Vec<NotificationSetting>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.notificationsettings/NotificationSettings`.
    pub struct NotificationSetting {
        must {
            "BundleIdentifier" bundle_identifier: String,
        }
        may {
            /// Missing is true.
            "NotificationsEnabled" notifications_enabled: bool,
            /// Missing is true.
            "ShowInNotificationCenter" show_in_notification_center: bool,
            /// Missing is true.
            "ShowInLockScreen" show_in_lock_screen: bool,
            /// One of 0, 1, 2. Missing is 1.
            "AlertType" alert_type: i64,
            /// Missing is true.
            "BadgesEnabled" badges_enabled: bool,
            /// Missing is true.
            "SoundsEnabled" sounds_enabled: bool,
            /// Missing is true. iOS 12.0.
            "ShowInCarPlay" show_in_car_play: bool,
            /// Missing is false. iOS 12.0, macOS 10.15.
            "CriticalAlertEnabled" critical_alert_enabled: bool,
            /// One of 0, 1, 2. Missing is 0. iOS 12.0.
            "GroupingType" grouping_type: i64,
            /// One of 0, 1, 2. iOS 14.0.
            "PreviewType" preview_type: i64,
        }
    }
}

keys! {
    /// Which login items and agents a user of a Mac cannot turn off.
    ///
    /// `com.apple.servicemanagement`: macOS 13.0. Source: `mdm/profiles/com.apple.servicemanagement.yaml`.
    pub struct ServiceManagement {
        must {
            "Rules" rules: Vec<Rule>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.servicemanagement/Rules`.
    pub struct Rule {
        must {
            "RuleType" rule_type: RuleType,
            "RuleValue" rule_value: String,
        }
        may {
            "Comment" comment: String,
            "TeamIdentifier" team_identifier: String,
        }
    }
}

words! {
    /// The words of `com.apple.servicemanagement/Rules/RuleType`.
    pub enum RuleType {
        BundleIdentifier = "BundleIdentifier",
        BundleIdentifierPrefix = "BundleIdentifierPrefix",
        Label = "Label",
        LabelPrefix = "LabelPrefix",
        TeamIdentifier = "TeamIdentifier",
    }
}

keys! {
    /// A web page on the Home Screen.
    ///
    /// `com.apple.webClip.managed`: iOS 4.0, macOS 10.7. Source:
    /// `mdm/profiles/com.apple.webClip.managed.yaml`.
    pub struct WebClip {
        must {
            "URL" url: String,
            "Label" label: String,
        }
        may {
            /// Missing is false. iOS 4.0.
            "Precomposed" precomposed: bool,
            /// Missing is false. iOS 4.0.
            "FullScreen" full_screen: bool,
            "Icon" icon: Data,
            /// Missing is true. iOS 4.0.
            "IsRemovable" is_removable: bool,
            /// Missing is false. iOS 14.0.
            "IgnoreManifestScope" ignore_manifest_scope: bool,
            /// iOS 14.0.
            "TargetApplicationBundleIdentifier" target_application_bundle_identifier: String,
        }
    }
}

keys! {
    /// Whether a user of a Mac may keep login items from opening.
    ///
    /// `loginwindow`: macOS 10.7. Source: `mdm/profiles/loginwindow.yaml`.
    pub struct LoginWindowItems {
        may {
            /// Missing is false.
            "DisableLoginItemsSuppression" disable_login_items_suppression: bool,
        }
    }
}
