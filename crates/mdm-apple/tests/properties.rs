//! Properties of every message: what is written is read back, and no bytes make anything panic.

use mdm_apple::support::{AccessRights, DeviceFacts, EnrollmentKind};
use mdm_apple::{
    AppAttributes, AppItem, AppSource, BootstrapToken, CheckIn, ClearPasscode, Command, CommandUuid, Data,
    DeviceInformation, DeviceLocation, DeviceLock, DeviceQuery, DisableLostMode, EnableLostMode,
    EnrollmentKeys, EraseDevice, ErrorChainItem, Extra, InstallApplication, InstallOptions, InstallProfile,
    InstalledApplicationList, Limits, LostModeNotice, Network, ObliterationBehavior, Pin, ProfileList,
    RemoveApplication, RemoveProfile, Report, Request, RestartDevice, ReturnToService, SecurityInfo, Status,
    Udid, UnlockToken, Value,
};
use mdm_lock::{Channel, OsVersion, Platform};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    "\\PC{1,12}"
}

fn data() -> impl Strategy<Value = Data> {
    vec(any::<u8>(), 0..40).prop_map(Data::from)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::String),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(|i| Value::Integer(i.into())),
        any::<u64>().prop_map(|i| Value::Integer(i.into())),
        (-1e12..1e12).prop_map(Value::Real),
        vec(any::<u8>(), 0..9).prop_map(Value::Data),
        (0_i64..4_000_000_000).prop_map(|at| Value::Date(
            mdm_apple::Date::from_unix_seconds(at).expect("a year before 9999").into()
        )),
    ];
    // Also keys by which JSON is told the kind of a value.
    let key =
        || prop_oneof![7 => text(), 1 => Just("plist:data".to_owned()), 1 => Just("plist:dict".to_owned())];
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((key(), inner), 0..4).prop_map(|pairs| Value::Dictionary(pairs.into_iter().collect())),
        ]
    })
}

/// Keys that no schema has.
fn extra() -> impl Strategy<Value = Extra> {
    vec(("X-[a-z &<]{1,6}", value()), 0..3)
        .prop_map(|pairs| Extra::from(pairs.into_iter().collect::<mdm_plist::Dictionary>()))
}

fn pin() -> impl Strategy<Value = Pin> {
    "[0-9]{6}".prop_map(|text| Pin::new(text).expect("six digits"))
}

fn source() -> impl Strategy<Value = AppSource> {
    prop_oneof![
        any::<u64>().prop_map(AppSource::ITunesStoreId),
        text().prop_map(AppSource::Identifier),
        text().prop_map(AppSource::ManifestUrl),
    ]
}

fn notice() -> impl Strategy<Value = LostModeNotice> {
    prop_oneof![
        text().prop_map(LostModeNotice::Message),
        text().prop_map(LostModeNotice::PhoneNumber),
        (text(), text()).prop_map(|(message, phone_number)| LostModeNotice::Both { message, phone_number }),
    ]
}

fn queries() -> impl Strategy<Value = Request> {
    let query = prop_oneof![
        proptest::sample::select(DeviceQuery::KNOWN),
        text().prop_map(|word| DeviceQuery::from(word.as_str())),
    ];
    (vec(query, 0..6), of(data()), extra()).prop_map(|(queries, nonce, extra)| {
        let mut request = DeviceInformation::new(queries);
        request.device_attestation_nonce = nonce;
        request.extra = extra;
        request.into()
    })
}

fn install_application() -> impl Strategy<Value = Request> {
    let attributes = (of(text()), of(vec(text(), 0..3)), of(any::<bool>()), extra()).prop_map(
        |(vpn_uuid, associated_domains, removable, extra)| AppAttributes {
            vpn_uuid,
            associated_domains,
            removable,
            extra,
            ..AppAttributes::default()
        },
    );
    let options = (of(any::<i64>()), extra())
        .prop_map(|(purchase_method, extra)| InstallOptions { purchase_method, extra });
    (source(), of(options), of(any::<i64>()), of(extra()), of(attributes), of(any::<bool>()), extra())
        .prop_map(
            |(source, options, management_flags, configuration, attributes, install_as_managed, extra)| {
                let mut request = InstallApplication::new(source);
                request.options = options;
                request.management_flags = management_flags;
                request.configuration = configuration;
                request.attributes = attributes;
                request.install_as_managed = install_as_managed;
                request.extra = extra;
                request.into()
            },
        )
}

fn erase_device() -> impl Strategy<Value = Request> {
    let token = vec(any::<u8>(), 0..20).prop_map(BootstrapToken::new);
    let service = (any::<bool>(), of(data()), of(data()), of(token), extra()).prop_map(
        |(enabled, wifi_profile_data, mdm_profile_data, bootstrap_token, extra)| ReturnToService {
            enabled,
            wifi_profile_data,
            mdm_profile_data,
            bootstrap_token,
            should_retry_enrollment: None,
            extra,
        },
    );
    let behavior = proptest::sample::select(ObliterationBehavior::KNOWN);
    (of(any::<bool>()), of(any::<bool>()), of(pin()), of(behavior), of(service), extra()).prop_map(
        |(
            preserve_data_plan,
            disallow_proximity_setup,
            pin,
            obliteration_behavior,
            return_to_service,
            extra,
        )| {
            EraseDevice {
                preserve_data_plan,
                disallow_proximity_setup,
                pin,
                obliteration_behavior,
                return_to_service,
                extra,
            }
            .into()
        },
    )
}

/// Any request, typed or not.
fn request() -> impl Strategy<Value = Request> {
    let apps = (of(vec(text(), 0..3)), of(any::<bool>()), of(vec(text(), 0..3)), extra()).prop_map(
        |(identifiers, managed_apps_only, items, extra)| InstalledApplicationList {
            identifiers,
            managed_apps_only,
            items: items.map(|items| items.iter().map(|item| AppItem::from(item.as_str())).collect()),
            extra,
        },
    );
    let lock = (of(text()), of(text()), of(pin()), extra())
        .prop_map(|(message, phone_number, pin, extra)| DeviceLock { message, phone_number, pin, extra });
    let restart = (of(any::<bool>()), of(vec(text(), 0..3)), of(any::<bool>()), extra()).prop_map(
        |(rebuild_kernel_cache, kext_paths, notify_user, extra)| RestartDevice {
            rebuild_kernel_cache,
            kext_paths,
            notify_user,
            extra,
        },
    );
    prop_oneof![
        queries(),
        install_application(),
        erase_device(),
        apps.prop_map(Request::from),
        lock.prop_map(Request::from),
        restart.prop_map(Request::from),
        extra().prop_map(|extra| SecurityInfo { extra }.into()),
        extra().prop_map(|extra| DisableLostMode { extra }.into()),
        extra().prop_map(|extra| DeviceLocation { extra }.into()),
        (of(any::<bool>()), extra())
            .prop_map(|(managed_only, extra)| ProfileList { managed_only, extra }.into()),
        vec(any::<u8>(), 0..99).prop_map(|bytes| InstallProfile::new(bytes).into()),
        text().prop_map(|identifier| RemoveProfile::new(identifier).into()),
        text().prop_map(|identifier| RemoveApplication::new(identifier).into()),
        vec(any::<u8>(), 0..99).prop_map(|bytes| ClearPasscode::new(UnlockToken::new(bytes)).into()),
        (notice(), of(text()), extra())
            .prop_map(|(notice, footnote, extra)| { EnableLostMode { notice, footnote, extra }.into() }),
        ("Other[A-Z]{0,9}", extra())
            .prop_map(|(name, keys)| Request::from_keys(&name, keys).expect("no type to fit")),
    ]
}

fn facts() -> impl Strategy<Value = DeviceFacts> {
    let platforms = [
        Platform::Ios,
        Platform::Macos,
        Platform::Tvos,
        Platform::Watchos,
        Platform::Visionos,
        Platform::Android,
    ];
    let kinds = [EnrollmentKind::Device, EnrollmentKind::AutomatedDevice, EnrollmentKind::UserEnrollment];
    (
        proptest::sample::select(platforms.to_vec()).prop_map(DeviceFacts::new),
        of((0..30_u16, 0..20_u16).prop_map(|(major, minor)| OsVersion::new(major, minor))),
        of(any::<bool>()),
        of(proptest::sample::select(kinds.to_vec())),
        any::<bool>(),
        of(any::<u16>().prop_map(AccessRights::from_bits)),
        of(any::<bool>()),
    )
        .prop_map(|(facts, os, supervised, enrollment, on_user, access_rights, shared_ipad)| {
            DeviceFacts {
                os,
                supervised,
                enrollment,
                channel: if on_user { Channel::User } else { Channel::Device },
                access_rights,
                shared_ipad,
                ..facts
            }
        })
}

/// Messages of every kind, as a base for damage.
fn messages() -> Vec<Vec<u8>> {
    let keys = EnrollmentKeys::device(Udid::new("U-1").expect("valid"));
    let mut report = Report::new(keys, Status::Error).about(CommandUuid::from_bytes([2; 16]));
    report.error_chain.push(ErrorChainItem::new(12078, "MCMDMErrorDomain"));
    let check_in = b"<plist><dict><key>MessageType</key><string>TokenUpdate</string>\
        <key>Topic</key><string>t</string><key>UDID</key><string>U-1</string>\
        <key>PushMagic</key><string>m</string><key>Token</key><data>AQID</data></dict></plist>";
    let command = Command::new(CommandUuid::from_bytes([1; 16]), EraseDevice::default());
    vec![report.encode().expect("valid"), check_in.to_vec(), command.encode().expect("valid")]
}

/// Reads bytes as everything, and looks at whatever comes out.
fn read_everything(bytes: &[u8]) {
    let limits = Limits::default();
    if let Ok(message) = CheckIn::decode(bytes, &limits) {
        let _ = (message.enrollment(), message.encode(), format!("{message:?}"));
    }
    if let Ok(command) = Command::decode(bytes, &limits) {
        let facts = DeviceFacts::new(Platform::Ios);
        let _ = (command.request.footprint(), command.request.validate(&facts), command.encode());
        let _ = format!("{command:?}");
    }
    if let Ok(report) = Report::decode(bytes, &limits) {
        let _ = (report.enrollment(), report.response_keys(), report.encode(), format!("{report:?}"));
        let _ = (report.response::<DeviceInformation>(), report.response::<DeviceLocation>());
        let _ = (report.response::<InstalledApplicationList>(), report.response::<ProfileList>());
        let _ = (report.response::<SecurityInfo>(), report.response::<InstallApplication>());
    }
}

proptest! {
    #[test]
    fn a_command_is_read_as_it_was_written(request in request(), random: [u8; 16], tethered: bool) {
        let mut command = Command::new(CommandUuid::from_bytes(random), request);
        command.network = if tethered { Network::Tethered } else { Network::Any };
        let bytes = command.encode().unwrap();
        let read = Command::decode(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!(&read, &command);
        prop_assert_eq!(read.encode().unwrap(), bytes, "in the same order");
        let json = serde_json::to_vec(&command).unwrap();
        prop_assert_eq!(&serde_json::from_slice::<Command>(&json).unwrap(), &command);
        prop_assert_eq!(serde_json::to_vec(&read).unwrap(), json);
        let keys = command.request.to_keys().unwrap();
        prop_assert_eq!(Request::from_keys(command.request.request_type(), keys).unwrap(), command.request);
    }

    #[test]
    fn what_is_not_known_never_adds_a_refusal(request in request(), facts in facts()) {
        let refusals = request.validate(&facts);
        let forget = [
            DeviceFacts { os: None, ..facts.clone() },
            DeviceFacts { supervised: None, ..facts.clone() },
            DeviceFacts { enrollment: None, ..facts.clone() },
            DeviceFacts { access_rights: None, ..facts.clone() },
            DeviceFacts { shared_ipad: None, ..facts },
        ];
        for less in forget {
            for refusal in request.validate(&less) {
                prop_assert!(refusals.iter().any(|r| r.reason == refusal.reason), "{} {:?}", refusal, less);
            }
        }
        for refusal in refusals {
            prop_assert!(refusal.to_string().ends_with('.'));
        }
    }

    #[test]
    fn a_report_is_read_as_it_was_written(status in "[A-Za-z]{1,64}", uuid in of("[!-~]{1,128}"), keys in extra()) {
        let mut report = Report::new(EnrollmentKeys::device(Udid::new("U-1").unwrap()), status.as_str().into());
        report.command_uuid = uuid.map(|uuid| CommandUuid::new(&uuid).unwrap());
        let report = report.with_response(&mdm_apple::Done { extra: keys.clone() }).unwrap();
        let bytes = report.encode().unwrap();
        let read = Report::decode(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!((&read.keys, &read.status), (&report.keys, &report.status));
        prop_assert_eq!(&read.command_uuid, &report.command_uuid);
        prop_assert_eq!(read.response_keys().unwrap(), keys.clone());
        let json = serde_json::to_vec(&read).unwrap();
        let again: Report<'static> = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(again.response_keys().unwrap(), keys);
        prop_assert_eq!(again.encode().unwrap(), bytes.clone());
        prop_assert_eq!(read.encode().unwrap(), bytes);
    }

    #[test]
    fn two_identities_never_share_an_identifier(
        a in ("[AB]", of("[:%@ÄA]{1,3}")), b in ("[AB]", of("[:%@ÄA]{1,3}")),
    ) {
        let id = |(udid, user): &(String, Option<String>)| {
            let mut keys = EnrollmentKeys::device(Udid::new(udid).unwrap());
            keys.user_id.clone_from(user);
            keys.resolve().unwrap().id
        };
        prop_assert_eq!(id(&a) == id(&b), a == b);
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..200)) {
        read_everything(&bytes);
    }

    #[test]
    fn no_damage_panics(
        message in 0..3_usize, at: prop::sample::Index, cut: prop::sample::Index, with in "[<>/a-z&;=]{0,6}",
    ) {
        let mut bytes = messages()[message].clone();
        let at = at.index(bytes.len());
        let end = at + cut.index(bytes.len() - at).min(12);
        bytes.splice(at..end, with.bytes());
        read_everything(&bytes);
    }

    #[test]
    fn no_type_of_value_panics(key in 0..12_usize, value in value()) {
        let names = [
            "MessageType", "Status", "CommandUUID", "Command", "ErrorChain", "UDID", "Topic", "Token",
            "QueryResponses", "SecurityInfo", "ProfileList", "InstalledApplicationList",
        ];
        let mut keys = mdm_plist::Dictionary::new();
        keys.insert("MessageType".to_owned(), Value::String("TokenUpdate".to_owned()));
        keys.insert("Status".to_owned(), Value::String("Acknowledged".to_owned()));
        keys.insert("UDID".to_owned(), Value::String("U-1".to_owned()));
        keys.insert(names[key].to_owned(), value);
        read_everything(&mdm_plist::to_vec(&keys).unwrap());
    }
}
