use super::*;

use RefusalReason as R;

fn ios() -> DeviceFacts {
    DeviceFacts {
        os: Some(OsVersion::new(17, 4)),
        supervised: Some(true),
        enrollment: Some(EnrollmentKind::Device),
        access_rights: Some(AccessRights::ALL),
        shared_ipad: Some(false),
        ..DeviceFacts::new(Platform::Ios)
    }
}

fn mac() -> DeviceFacts {
    DeviceFacts { platform: Platform::Macos, os: Some(OsVersion::new(14, 0)), ..ios() }
}

fn reasons(refusals: &[Refusal]) -> Vec<RefusalReason> {
    refusals.iter().map(|refusal| refusal.reason).collect()
}

#[test]
fn commands() {
    fn check(request_type: &str, facts: DeviceFacts, expected: &[RefusalReason]) {
        assert_eq!(reasons(&validate(request_type, &facts)), expected, "{request_type} {facts:?}");
    }
    let not_on = |platform| R::NotSupported { platform };
    let on_user = |facts| DeviceFacts { channel: Channel::User, ..facts };
    let personal = |facts| DeviceFacts { enrollment: Some(EnrollmentKind::UserEnrollment), ..facts };
    let unsupervised = |facts| DeviceFacts { supervised: Some(false), ..facts };
    let shared = |facts| DeviceFacts { shared_ipad: Some(true), ..facts };
    let granted = |rights| DeviceFacts { access_rights: Some(rights), ..ios() };
    let os = |major, minor| DeviceFacts { os: Some(OsVersion::new(major, minor)), ..ios() };

    for request_type in request_types() {
        check(request_type, DeviceFacts::new(Platform::Android), &[not_on(Platform::Android)]);
    }
    for request_type in
        ["DeviceInformation", "InstallProfile", "EraseDevice", "EnableLostMode", "RestartDevice"]
    {
        check(request_type, ios(), &[]);
    }
    check("EnableLostMode", mac(), &[not_on(Platform::Macos)]);
    check("EnableLostMode", unsupervised(ios()), &[R::NeedsSupervision]);
    check(
        "EnableLostMode",
        os(9, 2),
        &[R::NeedsVersion {
            platform: Platform::Ios,
            needed: OsVersion::new(9, 3),
            actual: OsVersion::new(9, 2),
        }],
    );
    check("EnableLostMode", os(9, 3), &[]);
    check("EnableLostMode", granted(AccessRights::NONE), &[]);
    check("EnableLostMode", shared(ios()), &[]);
    check("DeviceLocation", unsupervised(personal(ios())), &[R::NeedsSupervision, R::NotForUserEnrollment]);
    check(
        "DisableLostMode",
        DeviceFacts { platform: Platform::Watchos, ..ios() },
        &[not_on(Platform::Watchos)],
    );
    check("DeviceLock", personal(ios()), &[]);
    check("DeviceLock", personal(mac()), &[R::NotForUserEnrollment]);
    check("DeviceLock", on_user(mac()), &[R::NotOnThisChannel { channel: Channel::User }]);
    check("DeviceLock", DeviceFacts { platform: Platform::Tvos, ..ios() }, &[not_on(Platform::Tvos)]);
    check(
        "DeviceLock",
        granted(AccessRights::ERASE),
        &[R::MissingAccessRight { right: AccessRights::LOCK_AND_REMOVE_PASSCODE }],
    );
    check("ClearPasscode", mac(), &[not_on(Platform::Macos)]);
    check("ClearPasscode", shared(ios()), &[R::NotOnSharedIpad]);
    check("ClearPasscode", personal(ios()), &[R::NotForUserEnrollment]);
    check("EraseDevice", personal(ios()), &[R::NotForUserEnrollment]);
    check(
        "EraseDevice",
        granted(AccessRights::NONE),
        &[R::MissingAccessRight { right: AccessRights::ERASE }],
    );
    check("RestartDevice", unsupervised(ios()), &[R::NeedsSupervision]);
    check("RestartDevice", unsupervised(mac()), &[]);
    check("InstalledApplicationList", personal(mac()), &[R::NotForUserEnrollment]);
    check("InstalledApplicationList", personal(ios()), &[]);
    check("InstallApplication", on_user(mac()), &[]);
    check("RemoveApplication", on_user(mac()), &[R::NotOnThisChannel { channel: Channel::User }]);
    check("InstallProfile", on_user(ios()), &[]);
    check("SecurityInfo", on_user(ios()), &[R::NotOnThisChannel { channel: Channel::User }]);
    check(
        "SecurityInfo",
        on_user(DeviceFacts { platform: Platform::Tvos, ..ios() }),
        &[R::NotOnThisChannel { channel: Channel::User }],
    );
    check("NotInTheTable", DeviceFacts::new(Platform::Ios), &[]);
}

#[test]
fn what_is_not_known_refuses_nothing() {
    let only_platform = |refusal: &Refusal| matches!(refusal.reason, R::NotSupported { .. });
    let channel = |refusal: &Refusal| matches!(refusal.reason, R::NotOnThisChannel { .. });
    for table in [COMMANDS, DECLARATIONS, STATUS_ITEMS, SKIP_KEYS] {
        for item in table.items() {
            for platform in
                [Platform::Ios, Platform::Macos, Platform::Tvos, Platform::Watchos, Platform::Visionos]
            {
                let facts = DeviceFacts::new(platform);
                let refusals = table.validate(item.name, &facts);
                assert!(
                    refusals.iter().all(|refusal| only_platform(refusal) || channel(refusal)),
                    "{refusals:?}"
                );
                for key in item.keys {
                    let refusals = table.validate_key(item.name, key.path, &facts);
                    assert!(refusals.iter().all(|r| only_platform(r) || channel(r)), "{refusals:?}");
                }
            }
        }
    }
}

#[test]
fn request_keys() {
    fn check(request_type: &str, key: &str, facts: DeviceFacts, expected: &[RefusalReason]) {
        assert_eq!(
            reasons(&validate_key(request_type, key, &facts)),
            expected,
            "{request_type} {key} {facts:?}"
        );
    }
    let needs = |facts: &DeviceFacts, major, minor, patch| R::NeedsVersion {
        platform: facts.platform,
        needed: OsVersion { major, minor, patch },
        actual: facts.os.unwrap(),
    };
    check("DeviceLock", "PIN", mac(), &[]);
    check("DeviceLock", "PIN", ios(), &[R::NotSupported { platform: Platform::Ios }]);
    check("DeviceLock", "Message", ios(), &[]);
    let old = DeviceFacts { os: Some(OsVersion::new(6, 0)), ..ios() };
    check("DeviceLock", "Message", old.clone(), &[needs(&old, 7, 0, 0)]);
    check(
        "DeviceInformation",
        "Queries/CellularTechnology",
        DeviceFacts { os: Some(OsVersion::new(4, 2)), ..ios() },
        &[R::NeedsVersion {
            platform: Platform::Ios,
            needed: OsVersion { major: 4, minor: 2, patch: 6 },
            actual: OsVersion::new(4, 2),
        }],
    );
    check(
        "DeviceInformation",
        "Queries/DeviceName",
        DeviceFacts { access_rights: Some(AccessRights::NONE), ..ios() },
        &[R::MissingAccessRight { right: AccessRights::QUERY_DEVICE }],
    );
    check(
        "DeviceInformation",
        "Queries/SIMCarrierNetwork",
        ios(),
        &[R::Removed {
            platform: Platform::Ios,
            removed: OsVersion::new(5, 0),
            actual: OsVersion::new(17, 4),
        }],
    );
    check(
        "DeviceInformation",
        "Queries/QuotaSize",
        ios(),
        &[R::NeedsAutomatedEnrollment, R::OnlyOnSharedIpad],
    );
    check("EraseDevice", "ReturnToService/Enabled", ios(), &[]);
    check("EraseDevice", "NotInTheTable", ios(), &[]);
    check("NotInTheTable", "PIN", ios(), &[]);
}

#[test]
fn some_commands_have_no_rules_for_keys() {
    for (request_type, expected) in [("InstallProfile", false), ("DeviceLock", true)] {
        assert_eq!(COMMANDS.find(request_type).unwrap().has_key_rules(), expected, "{request_type}");
    }
    assert_eq!(COMMANDS.find("NotInTheTable"), None);
}

#[test]
fn any_name_is_found_where_the_table_has_any() {
    let item = COMMANDS.find("InstallApplication").unwrap();
    let find = |path| item.find(path).map(|key| key.path);
    assert_eq!(find("Configuration/server"), Some("Configuration/*"));
    assert_eq!(find("Configuration/server/deep"), None);
    assert_eq!(find("Configuration"), Some("Configuration"));
    assert_eq!(find("Attributes/VPNUUID"), Some("Attributes/VPNUUID"));
    assert_eq!(find(""), None);
    let erase = COMMANDS.find("EraseDevice").unwrap();
    assert_eq!(
        erase.required_in("ReturnToService").map(|key| key.path).collect::<Vec<_>>(),
        ["ReturnToService/Enabled"]
    );
    assert_eq!(erase.required_in("").count(), 0);
    assert_eq!(erase.required_in("Return").count(), 0);
}

#[test]
fn what_is_gone_is_marked() {
    let os = |major| DeviceFacts { os: Some(OsVersion::new(major, 0)), ..ios() };
    for request_type in ["AvailableOSUpdates", "OSUpdateStatus", "ScheduleOSUpdate"] {
        assert_eq!(validate(request_type, &os(26)), [], "{request_type}");
        let removed = R::Removed {
            platform: Platform::Ios,
            removed: OsVersion::new(27, 0),
            actual: OsVersion::new(27, 0),
        };
        assert_eq!(reasons(&validate(request_type, &os(27))), [removed], "{request_type}");
    }
    let trigger = COMMANDS.find("TriggerEnhancedLogCollection").unwrap();
    assert!(trigger.on.iter().all(|on| on.introduced == OsVersion::new(27, 0)));
}

#[test]
fn declarations_panes_and_status_items() {
    let reasons = |table: Table, name, facts| reasons(&table.validate(name, &facts));
    let user = |facts| DeviceFacts { channel: Channel::User, ..facts };
    assert_eq!(DECLARATIONS.items().iter().filter(|item| item.name.contains(".configuration.")).count(), 47);
    assert_eq!(STATUS_ITEMS.items().len(), 62);
    assert_eq!(SKIP_KEYS.items().len(), 53);
    let disk = "com.apple.configuration.diskmanagement.settings";
    assert_eq!(reasons(DECLARATIONS, disk, ios()), [R::NotSupported { platform: Platform::Ios }]);
    let new_mac = DeviceFacts { os: Some(OsVersion::new(15, 0)), ..mac() };
    assert_eq!(reasons(DECLARATIONS, disk, new_mac.clone()), []);
    assert_eq!(
        reasons(DECLARATIONS, disk, user(new_mac.clone())),
        [R::NotOnThisChannel { channel: Channel::User }]
    );
    // What a configuration needs to take effect goes where it goes: an account of a Mac is its user's alone.
    let account = "com.apple.configuration.account.caldav";
    assert_eq!(
        reasons(DECLARATIONS, account, new_mac.clone()),
        [R::NotOnThisChannel { channel: Channel::Device }]
    );
    let credential = "com.apple.asset.credential.userpassword";
    let others = ["com.apple.activation.simple", "com.apple.asset.data", "com.apple.asset.useridentity"];
    for name in others.into_iter().chain([account, credential, "com.apple.management.organization-info"]) {
        for facts in [new_mac.clone(), DeviceFacts { os: Some(OsVersion::new(18, 0)), ..ios() }] {
            assert_eq!(reasons(DECLARATIONS, name, user(facts.clone())), [], "{name} {facts:?}");
            if name != account {
                assert_eq!(reasons(DECLARATIONS, name, facts), [], "{name}");
            }
        }
    }
    let math = "com.apple.configuration.math.settings";
    assert_eq!(reasons(DECLARATIONS, math, user(new_mac.clone())), []);
    let personal = DeviceFacts { enrollment: Some(EnrollmentKind::UserEnrollment), ..new_mac };
    assert_eq!(reasons(DECLARATIONS, math, user(personal)), [R::NotForUserEnrollment]);
    assert_eq!(reasons(SKIP_KEYS, "WatchMigration", mac()), [R::NotSupported { platform: Platform::Macos }]);
    assert_eq!(
        reasons(STATUS_ITEMS, "passcode.is-present", mac()),
        [R::NotSupported { platform: Platform::Macos }]
    );
}

#[cfg(feature = "payloads")]
#[test]
fn payloads() {
    let names: std::collections::BTreeSet<_> = PAYLOADS.items().iter().map(|item| item.name).collect();
    assert_eq!((PAYLOADS.items().len(), names.len()), (128, 122));
    let wifi = PAYLOADS.find("com.apple.wifi.managed").unwrap();
    let ssid = wifi.find("SSID_STR").unwrap();
    assert_eq!(ssid.kind, Some(Kind::String));
    assert!(wifi.find("EncryptionType").unwrap().allowed.contains(&"WPA3"));
    // A dictionary that contains itself is told once.
    assert!(PAYLOADS.find("com.apple.homescreenlayout").unwrap().keys.len() < 40);
    assert_eq!(PAYLOADS.validate("com.apple.wifi.managed", &ios()), []);
    let gone = DeviceFacts { os: Some(OsVersion::new(27, 0)), ..mac() };
    assert_eq!(PAYLOADS.validate("com.apple.SoftwareUpdate", &gone).len(), 1);
    let delay =
        |facts| PAYLOADS.validate_key("com.apple.applicationaccess", "enforcedSoftwareUpdateDelay", facts);
    let removed = R::Removed {
        platform: Platform::Macos,
        removed: OsVersion::new(27, 0),
        actual: OsVersion::new(27, 0),
    };
    assert_eq!(reasons(&delay(&gone)), [removed]);
    assert_eq!(delay(&DeviceFacts { os: Some(OsVersion::new(26, 9)), ..mac() }), []);
}

#[test]
fn sentences() {
    fn check(refusals: &[Refusal], expected: &str) {
        assert_eq!(refusals.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }
    check(&validate("EnableLostMode", &mac()), "EnableLostMode does not exist on macOS.");
    let old = DeviceFacts { os: Some("9.2.1".parse().unwrap()), ..ios() };
    check(
        &validate("EnableLostMode", &old),
        "EnableLostMode needs iOS 9.3 or later, and this device runs 9.2.1.",
    );
    let rights = DeviceFacts { access_rights: Some(AccessRights::QUERY_APPS), ..ios() };
    check(
        &validate("EraseDevice", &rights),
        "EraseDevice needs the access right to erase the device, which the enrollment profile does not grant.",
    );
    check(&validate_key("DeviceLock", "PIN", &ios()), "PIN of DeviceLock does not exist on iOS.");
    let user = DeviceFacts { channel: Channel::User, ..mac() };
    check(&validate("EraseDevice", &user), "EraseDevice goes to the device itself, not to one of its users.");
    let refusal = &validate("EnableLostMode", &mac())[0];
    assert_eq!(refusal.source, "mdm/commands/device.lostmode.enable.yaml");
}

#[test]
fn the_tables_are_complete_and_have_no_doubles() {
    assert_eq!(COMMANDS.items().len(), 68);
    for table in [COMMANDS, DECLARATIONS, STATUS_ITEMS, SKIP_KEYS] {
        for (index, item) in table.items().iter().enumerate() {
            assert!(table.items()[..index].iter().all(|earlier| earlier.name != item.name), "{}", item.name);
            let mut paths: Vec<_> = item.keys.iter().map(|key| key.path).collect();
            paths.sort_unstable();
            assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "{}", item.name);
            for rows in item.keys.iter().map(|key| key.on).chain([item.on]) {
                let mut platforms: Vec<_> = rows.iter().map(|row| row.platform).collect();
                platforms.sort_unstable();
                assert!(platforms.windows(2).all(|pair| pair[0] != pair[1]), "{}", item.name);
            }
        }
    }
}

#[test]
fn access_rights() {
    assert_eq!(AccessRights::from_bits(u16::MAX), AccessRights::ALL);
    assert_eq!(AccessRights::ALL.bits(), 8191);
    assert_eq!(AccessRights::try_from_bits(8191), Some(AccessRights::ALL));
    assert_eq!(AccessRights::try_from_bits(0), Some(AccessRights::NONE));
    assert_eq!(AccessRights::try_from_bits(8192), None);
    assert_eq!(AccessRights::try_from_bits(8193), None);
    let rights = AccessRights::INSTALL_PROFILES | AccessRights::INSTALL_PROVISIONING;
    assert_eq!(
        rights.missing_prerequisites(),
        AccessRights::INSPECT_PROFILES | AccessRights::INSPECT_PROVISIONING
    );
    assert_eq!(AccessRights::ALL.missing_prerequisites(), AccessRights::NONE);
    assert_eq!(AccessRights::NONE.to_string(), "none");
    assert_eq!(rights.to_string(), "install and remove profiles, install and remove provisioning profiles");
}

#[test]
fn products() {
    fn check(product: &str, expected: Option<Platform>) {
        assert_eq!(platform_of_product(product), expected, "{product}");
    }
    check("iPhone14,2", Some(Platform::Ios));
    check("iPad8,12", Some(Platform::Ios));
    check("AppleTV14,1", Some(Platform::Tvos));
    check("Watch7,1", Some(Platform::Watchos));
    check("RealityDevice14,1", Some(Platform::Visionos));
    check("MacBookPro18,3", Some(Platform::Macos));
    check("Mac14,2", Some(Platform::Macos));
    check("iMac21,1", Some(Platform::Macos));
    check("VirtualMac2,1", Some(Platform::Macos));
    check("Toaster1,1", None);
    check("", None);
}
