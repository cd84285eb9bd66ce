// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads of profiles (apps): where each is supported.

use crate::support::table::{Availability, Item, Kind, Mode, ios, item, key, macos, tvos, visionos};

pub(crate) static ITEMS: &[Item] = &[
    item("com.apple.ManagedClient.preferences", "mdm/profiles/com.apple.ManagedClient.preferences.yaml", S0, &[
        key("PayloadContent", S0).must().kind(Kind::Dictionary),
        key("PayloadContent/*", S0).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Forced", S0).kind(Kind::Array),
        key("PayloadContent/*/Forced/mcx_preference_settings", S0).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Forced/mcx_preference_settings/*", S0).kind(Kind::Any),
        key("PayloadContent/*/Set-Once", S0).kind(Kind::Array),
        key("PayloadContent/*/Set-Once/mcx_preference_settings", S0).must().kind(Kind::Dictionary),
        key("PayloadContent/*/Set-Once/mcx_preference_settings/*", S0).kind(Kind::Any),
    ]),
    item("com.apple.appstore", "mdm/profiles/com.apple.appstore.yaml", &[macos(10, 9, 0).user_enrollment(Mode::Forbidden).both_channels()], &[
        key("restrict-store-require-admin-to-install", &[macos(10, 9, 0).deprecated(10, 14, 0).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("restrict-store-softwareupdate-only", S1).kind(Kind::Boolean),
        key("restrict-store-disable-app-adoption", S1).kind(Kind::Boolean),
        key("DisableSoftwareUpdateNotifications", S1).kind(Kind::Boolean),
    ]),
    item("com.apple.desktop", "mdm/profiles/com.apple.desktop.yaml", S1, &[
        key("locked", &[macos(10, 10, 0).deprecated(10, 13, 0).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::Boolean),
        key("override-picture-path", S1).kind(Kind::String),
    ]),
    item("com.apple.dock", "mdm/profiles/com.apple.dock.yaml", S2, &[
        key("tilesize", S2).kind(Kind::Integer).range(Some(16.0), Some(128.0)),
        key("size-immutable", S2).kind(Kind::Boolean),
        key("magnification", S2).kind(Kind::Boolean),
        key("magnify-immutable", S2).kind(Kind::Boolean),
        key("largesize", S2).kind(Kind::Integer).range(Some(16.0), Some(128.0)),
        key("magsize-immutable", S2).kind(Kind::Boolean),
        key("orientation", S2).kind(Kind::String).allowed(&["bottom", "left", "right"]),
        key("position-immutable", S2).kind(Kind::Boolean),
        key("mineffect", S2).kind(Kind::String).allowed(&["genie", "scale"]),
        key("mineffect-immutable", S2).kind(Kind::Boolean),
        key("windowtabbing", S3).kind(Kind::String).allowed(&["manual", "always", "fullscreen"]),
        key("windowtabbing-immutable", S4).kind(Kind::Boolean),
        key("dblclickbehavior", S3).kind(Kind::String).allowed(&["minimize", "maximize", "none"]),
        key("dblclickbehavior-immutable", S5).kind(Kind::Boolean),
        key("minimize-to-application", S2).kind(Kind::Boolean),
        key("minintoapp-immutable", S5).kind(Kind::Boolean),
        key("launchanim", S2).kind(Kind::Boolean),
        key("launchanim-immutable", S2).kind(Kind::Boolean),
        key("autohide", S2).kind(Kind::Boolean),
        key("autohide-immutable", S2).kind(Kind::Boolean),
        key("show-process-indicators", S2).kind(Kind::Boolean),
        key("showindicators-immutable", S2).kind(Kind::Boolean),
        key("show-recents", S5).kind(Kind::Boolean),
        key("showrecents-immutable", S3).kind(Kind::Boolean),
        key("contents-immutable", S2).kind(Kind::Boolean),
        key("MCXDockSpecialFolders", S2).kind(Kind::Array).allowed(&["AddDockMCXMyApplicationsFolder", "AddDockMCXDocumentsFolder", "AddDockMCXSharedFolder", "AddDockMCXOriginalNetworkHomeFolder"]),
        key("AllowDockFixupOverride", S4).kind(Kind::Boolean),
        key("static-only", S2).kind(Kind::Boolean),
        key("static-others", S2).kind(Kind::Array),
        key("static-others/tile-data", S2).must().kind(Kind::Dictionary),
        key("static-others/tile-data/label", S2).must().kind(Kind::String),
        key("static-others/tile-data/url", S2).kind(Kind::String),
        key("static-others/tile-data/file-type", S2).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("static-others/tile-data/file-data", S2).kind(Kind::Dictionary),
        key("static-others/tile-data/file-data/*", S2).kind(Kind::Any),
        key("static-others/tile-type", S2).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("static-apps", S2).kind(Kind::Array),
        key("static-apps/tile-data", S2).must().kind(Kind::Dictionary),
        key("static-apps/tile-data/label", S2).must().kind(Kind::String),
        key("static-apps/tile-data/url", S2).kind(Kind::String),
        key("static-apps/tile-data/file-type", S2).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("static-apps/tile-data/file-data", S2).kind(Kind::Dictionary),
        key("static-apps/tile-data/file-data/*", S2).kind(Kind::Any),
        key("static-apps/tile-type", S2).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("persistent-apps", S2).kind(Kind::Array),
        key("persistent-apps/tile-data", S2).must().kind(Kind::Dictionary),
        key("persistent-apps/tile-data/label", S2).must().kind(Kind::String),
        key("persistent-apps/tile-data/url", S2).kind(Kind::String),
        key("persistent-apps/tile-data/file-type", S2).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("persistent-apps/tile-data/file-data", S2).kind(Kind::Dictionary),
        key("persistent-apps/tile-data/file-data/*", S2).kind(Kind::Any),
        key("persistent-apps/tile-type", S2).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
        key("persistent-others", S2).kind(Kind::Array),
        key("persistent-others/tile-data", S2).must().kind(Kind::Dictionary),
        key("persistent-others/tile-data/label", S2).must().kind(Kind::String),
        key("persistent-others/tile-data/url", S2).kind(Kind::String),
        key("persistent-others/tile-data/file-type", S2).must().kind(Kind::Integer).allowed(&["0", "1", "3"]),
        key("persistent-others/tile-data/file-data", S2).kind(Kind::Dictionary),
        key("persistent-others/tile-data/file-data/*", S2).kind(Kind::Any),
        key("persistent-others/tile-type", S2).must().kind(Kind::String).allowed(&["file-tile", "directory-tile", "url-tile"]),
    ]),
    item("com.apple.fileproviderd", "mdm/profiles/com.apple.fileproviderd.yaml", S6, &[
        key("AllowManagedFileProvidersToRequestAttribution", S6).kind(Kind::Boolean),
        key("ManagementAllowsKnownFolderSyncing", S7).kind(Kind::Boolean),
        key("ManagementKnownFolderSyncingAllowList", S7).kind(Kind::Array),
    ]),
    item("com.apple.finder", "mdm/profiles/com.apple.finder.yaml", S2, &[
        key("ProhibitBurn", S2).kind(Kind::Boolean),
        key("InterfaceLevel", &[macos(10, 7, 0).removed(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels()]).kind(Kind::String).allowed(&["Simple", "Full"]),
        key("ProhibitConnectTo", S2).kind(Kind::Boolean),
        key("ProhibitEject", S2).kind(Kind::Boolean),
        key("ProhibitGoToFolder", S2).kind(Kind::Boolean),
        key("ShowExternalHardDrivesOnDesktop", S2).kind(Kind::Boolean),
        key("ShowHardDrivesOnDesktop", S2).kind(Kind::Boolean),
        key("ShowMountedServersOnDesktop", S2).kind(Kind::Boolean),
        key("ShowRemovableMediaOnDesktop", S2).kind(Kind::Boolean),
        key("WarnOnEmptyTrash", S2).kind(Kind::Boolean),
    ]),
    item("com.apple.font", "mdm/profiles/com.apple.font.yaml", S8, &[
        key("Name", S8).kind(Kind::String),
        key("Font", S8).must().kind(Kind::Data),
    ]),
    item("com.apple.homescreenlayout", "mdm/profiles/com.apple.homescreenlayout.yaml", S9, &[
        key("Dock", S9).kind(Kind::Array),
        key("Dock/Type", S9).must().kind(Kind::String).allowed(&["App", "Folder", "WebClip"]),
        key("Dock/DisplayName", S9).kind(Kind::String),
        key("Dock/BundleID", S9).kind(Kind::String),
        key("Dock/Pages", S9).kind(Kind::Array),
        key("Dock/URL", &[ios(11, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), R1]).kind(Kind::String),
        key("Pages", S9).must().kind(Kind::Array),
    ]),
    item("com.apple.loginitems.managed", "mdm/profiles/com.apple.loginitems.managed.yaml", S10, &[
        key("AutoLaunchedApplicationDictionary-managed", S10).must().kind(Kind::Array),
        key("AutoLaunchedApplicationDictionary-managed/Path", S10).must().kind(Kind::String),
        key("AutoLaunchedApplicationDictionary-managed/Hide", S10).kind(Kind::Boolean),
    ]),
    item("com.apple.notificationsettings", "mdm/profiles/com.apple.notificationsettings.yaml", S11, &[
        key("NotificationSettings", S11).must().kind(Kind::Array),
        key("NotificationSettings/BundleIdentifier", S11).must().kind(Kind::String),
        key("NotificationSettings/NotificationsEnabled", S11).kind(Kind::Boolean),
        key("NotificationSettings/ShowInNotificationCenter", S11).kind(Kind::Boolean),
        key("NotificationSettings/ShowInLockScreen", S11).kind(Kind::Boolean),
        key("NotificationSettings/AlertType", S11).kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("NotificationSettings/BadgesEnabled", S11).kind(Kind::Boolean),
        key("NotificationSettings/SoundsEnabled", S11).kind(Kind::Boolean),
        key("NotificationSettings/ShowInCarPlay", S12).kind(Kind::Boolean),
        key("NotificationSettings/CriticalAlertEnabled", &[R3, R2]).kind(Kind::Boolean),
        key("NotificationSettings/GroupingType", S12).kind(Kind::Integer).allowed(&["0", "1", "2"]),
        key("NotificationSettings/PreviewType", &[ios(14, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels()]).kind(Kind::Integer).allowed(&["0", "1", "2"]),
    ]),
    item("com.apple.servicemanagement", "mdm/profiles/com.apple.servicemanagement.yaml", S13, &[
        key("Rules", S13).must().kind(Kind::Array),
        key("Rules/RuleType", S13).must().kind(Kind::String).allowed(&["BundleIdentifier", "BundleIdentifierPrefix", "Label", "LabelPrefix", "TeamIdentifier"]),
        key("Rules/RuleValue", S13).must().kind(Kind::String),
        key("Rules/Comment", S13).kind(Kind::String),
        key("Rules/TeamIdentifier", S13).kind(Kind::String),
    ]),
    item("com.apple.webClip.managed", "mdm/profiles/com.apple.webClip.managed.yaml", S14, &[
        key("Precomposed", S15).kind(Kind::Boolean),
        key("FullScreen", S15).kind(Kind::Boolean),
        key("URL", S14).must().kind(Kind::String),
        key("Icon", S14).kind(Kind::Data),
        key("IsRemovable", S15).kind(Kind::Boolean),
        key("Label", S14).must().kind(Kind::String),
        key("IgnoreManifestScope", S16).kind(Kind::Boolean),
        key("TargetApplicationBundleIdentifier", S16).kind(Kind::String),
    ]),
    item("loginwindow", "mdm/profiles/loginwindow.yaml", S17, &[
        key("DisableLoginItemsSuppression", S17).kind(Kind::Boolean),
    ]),
];

const S0: &[Availability] = &[macos(10, 7, 0).multiple().user_enrollment(Mode::Forbidden).both_channels()];
const S1: &[Availability] = &[macos(10, 10, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S2: &[Availability] = &[macos(10, 7, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S3: &[Availability] = &[macos(10, 15, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S4: &[Availability] = &[macos(10, 12, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S5: &[Availability] = &[macos(10, 14, 0).user_enrollment(Mode::Forbidden).both_channels()];
const S6: &[Availability] = &[macos(11, 0, 0).user_approved().not_by_hand().both_channels()];
const S7: &[Availability] = &[macos(15, 2, 0).user_approved().not_by_hand().user_enrollment(Mode::Forbidden)];
const S8: &[Availability] = &[ios(7, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only(), macos(10, 9, 0).multiple().both_channels(), visionos(2, 0, 0).multiple()];
const S9: &[Availability] = &[R0, R1];
const S10: &[Availability] = &[macos(10, 13, 0).multiple().both_channels()];
const S11: &[Availability] = &[R0, R2];
const S12: &[Availability] = &[R3];
const S13: &[Availability] = &[macos(13, 0, 0).user_approved().multiple().not_by_hand().user_enrollment(Mode::Forbidden)];
const S14: &[Availability] = &[R4, macos(10, 7, 0).multiple().user_channel_only()];
const S15: &[Availability] = &[R4];
const S16: &[Availability] = &[ios(14, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only()];
const S17: &[Availability] = &[macos(10, 7, 0).user_enrollment(Mode::Forbidden)];

const R0: Availability = ios(9, 3, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R1: Availability = tvos(11, 0, 0).supervised();
const R2: Availability = macos(10, 15, 0).multiple().user_enrollment(Mode::Forbidden).both_channels();
const R3: Availability = ios(12, 0, 0).supervised().user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels();
const R4: Availability = ios(4, 0, 0).multiple().shared_ipad(Mode::Allowed).user_channel_only();
