//! What a message holds, against the support matrix.

use std::borrow::Cow;

use mdm_plist::{Dictionary, Extra, Value};

use crate::messages::Request;
use crate::support::{self, DeviceFacts, EnrollmentKind, Item, Key, Range, Refusal, RefusalReason};
use crate::{DeviceQuery, RecoveryKeyKind};

impl Request {
    /// Every reason for which the device would refuse the request or ignore a key of it, as
    /// [`support::COMMANDS`] knows them. Ask when it is queued and again when it is handed out.
    ///
    /// Keys that are missing, that the device does not have, that nobody knows, and values that they cannot hold are
    /// refused with their path in `key`. What is refused for the whole command is not repeated for its keys, and
    /// nothing is known of a request without a type. A device newer than the schema may take more: a refusal with the
    /// reason [`RefusalReason::Unknown`] or [`RefusalReason::NotAllowed`] tells only that the schema does not have it.
    #[must_use]
    pub fn validate(&self, facts: &DeviceFacts) -> Vec<Refusal> {
        let is_plain = self.extra().is_empty();
        let mut refusals =
            validate_keys(support::COMMANDS, self.request_type(), facts, is_plain, || self.to_keys().ok());
        if let Some(item) = support::COMMANDS.find(self.request_type())
            && !refusals.iter().any(is_absent)
        {
            for (key, reason) in self.needs(facts) {
                refusals.push(refusal(item, Cow::Borrowed(key), reason));
            }
        }
        refusals
    }

    /// What one key needs of another, which the schema has in prose alone (release of iOS 18.3).
    fn needs(&self, facts: &DeviceFacts) -> Vec<(&'static str, RefusalReason)> {
        let mut needs = Vec::new();
        let mut need = |when: bool, key, reason| {
            if when {
                needs.push((key, reason));
            }
        };
        match self {
            Self::AccountConfiguration(request) => {
                let wants = request.skip_primary_setup_account_creation == Some(true)
                    || request.set_primary_setup_account_as_regular_user == Some(true);
                let has =
                    request.auto_setup_admin_accounts.as_ref().is_some_and(|accounts| !accounts.is_empty());
                need(wants && !has, "AutoSetupAdminAccounts", RefusalReason::Missing);
            }
            Self::DeviceInformation(request) => {
                let nonce = request.device_attestation_nonce.as_ref();
                let asked = request.queries.contains(&DeviceQuery::DevicePropertiesAttestation);
                need(
                    nonce.is_some() && !asked,
                    "Queries/DevicePropertiesAttestation",
                    RefusalReason::Missing,
                );
                let is_long = nonce.is_some_and(|nonce| nonce.len() > NONCE_BYTES);
                need(is_long, "DeviceAttestationNonce", RefusalReason::TooLong { limit: NONCE_BYTES });
            }
            Self::EraseDevice(request) => {
                let bare = request
                    .return_to_service
                    .as_ref()
                    .is_some_and(|service| service.enabled && service.mdm_profile_data.is_none());
                let fetches = facts.enrollment.is_none_or(|kind| kind == EnrollmentKind::AutomatedDevice);
                need(bare && !fetches, "ReturnToService/MDMProfileData", RefusalReason::Missing);
            }
            Self::RotateFileVaultKey(request) => {
                let institutional = request.key_type == RecoveryKeyKind::Institutional;
                need(
                    institutional && request.new_certificate.is_none(),
                    "NewCertificate",
                    RefusalReason::Missing,
                );
            }
            _ => {}
        }
        needs
    }
}

/// Holds a message and its keys against a table; `is_plain` says that all its keys are known at the top.
pub(crate) fn validate_keys(
    table: support::Table,
    name: &str,
    facts: &DeviceFacts,
    is_plain: bool,
    keys: impl FnOnce() -> Option<Extra>,
) -> Vec<Refusal> {
    let mut refusals = table.validate(name, facts);
    let Some(item) = table.find(name) else { return refusals };
    if refusals.iter().any(is_absent) || (is_plain && !item.has_key_rules()) {
        return refusals;
    }
    let Some(keys) = keys() else { return refusals };
    let mut walk = Walk { item, there: Vec::new(), found: Vec::new(), missing: Vec::new() };
    walk.dictionary(&keys, "", "");
    // What is refused of the whole, or of a key, is not said again of the keys inside of it.
    let mut told: Vec<(String, RefusalReason)> =
        refusals.iter().map(|refusal| (String::new(), refusal.reason)).collect();
    for path in walk.there {
        for refusal in table.validate_key(name, &path, facts) {
            let is_told = |(outer, reason): &(String, RefusalReason)| {
                *reason == refusal.reason
                    && path
                        .strip_prefix(outer.as_str())
                        .is_some_and(|rest| outer.is_empty() || rest.starts_with('/'))
            };
            if !told.iter().any(is_told) {
                told.push((path.clone(), refusal.reason));
                refusals.push(refusal);
            }
        }
    }
    for (key, reason) in walk.found {
        let refusal = refusal(item, key, reason);
        if !refusals.contains(&refusal) {
            refusals.push(refusal);
        }
    }
    for key in walk.missing {
        // Where it is not supported it need not be there.
        if table.validate_key(name, key, facts).is_empty() {
            refusals.push(refusal(item, Cow::Borrowed(key), RefusalReason::Missing));
        }
    }
    refusals
}

/// Whether the operating system does not have the whole at all; then nothing is said of its keys.
fn is_absent(refusal: &Refusal) -> bool {
    refusal.key.is_none() && matches!(refusal.reason, RefusalReason::NotSupported { .. })
}

fn refusal(item: &Item, key: Cow<'static, str>, reason: RefusalReason) -> Refusal {
    Refusal { request_type: item.name, key: Some(key), reason, source: item.source }
}

/// The paths of keys as the support matrix writes them: `PIN`, `ReturnToService/Enabled`, `Queries/UDID`,
/// `Settings/Wallpaper/Where`.
struct Walk {
    item: &'static Item,
    there: Vec<String>,
    /// What is wrong whatever the device is.
    found: Vec<(Cow<'static, str>, RefusalReason)>,
    missing: Vec<&'static str>,
}

impl Walk {
    /// A dictionary at a path, which the table writes as `row`.
    fn dictionary(&mut self, keys: &Dictionary, outer: &str, row: &'static str) {
        for required in self.item.required_in(row) {
            let name = required.path.rsplit('/').next().unwrap_or_default();
            if name != "*" && !keys.contains_key(name) {
                self.missing.push(required.path);
            }
        }
        for (key, value) in keys {
            let path = if outer.is_empty() { key.clone() } else { format!("{outer}/{key}") };
            if let Some(row) = self.row(path.clone(), outer.is_empty() || self.item.tells_inside(row)) {
                self.value(value, &path, row);
            }
        }
    }

    /// The row of a path that is there. Where the table tells what can be there, it has to know it.
    fn row(&mut self, path: String, is_told: bool) -> Option<&'static Key> {
        let row = self.item.find(&path);
        if row.is_some() {
            self.there.push(path);
        } else if is_told {
            self.found.push((Cow::Owned(path), RefusalReason::Unknown));
        }
        row
    }

    fn value(&mut self, value: &Value, path: &str, row: &'static Key) {
        match value {
            Value::Dictionary(inner) => self.dictionary(inner, path, row.path),
            Value::Array(items) => items.iter().for_each(|item| self.item(item, path, row)),
            value => self.scalar(value, row),
        }
    }

    /// An item of an array: a word, or a dictionary, which may be told apart by one of its keys.
    fn item(&mut self, item: &Value, path: &str, row: &'static Key) {
        let is_told = self.item.tells_inside(row.path);
        match item {
            Value::String(word) if is_told => drop(self.row(format!("{path}/{word}"), true)),
            Value::Dictionary(keys) => match keys.get("Item").and_then(Value::as_string) {
                Some(name) if is_told && self.item.find(&format!("{path}/Item")).is_none() => {
                    let path = format!("{path}/{name}");
                    if let Some(row) = self.row(path.clone(), true) {
                        self.dictionary(keys, &path, row.path);
                    }
                }
                _ => self.dictionary(keys, path, row.path),
            },
            Value::Array(items) => items.iter().for_each(|item| self.item(item, path, row)),
            value => self.scalar(value, row),
        }
    }

    fn scalar(&mut self, value: &Value, row: &'static Key) {
        let (text, number) = match value {
            Value::String(text) => (Some(text.clone()), None),
            Value::Integer(number) => {
                let whole = number
                    .as_signed()
                    .map_or_else(|| number.as_unsigned().map(i128::from), |number| Some(i128::from(number)));
                (whole.map(|whole| whole.to_string()), whole.map(as_real))
            }
            Value::Real(number) => (Some(number.to_string()), Some(*number)),
            _ => return,
        };
        if !row.allowed.is_empty() && !row.allowed.iter().any(|allowed| text.as_deref() == Some(*allowed)) {
            self.found.push((Cow::Borrowed(row.path), RefusalReason::NotAllowed { allowed: row.allowed }));
        }
        let (min, max) = row.range;
        let range = Range { min, max };
        if number.is_some_and(|number| !range.contains(number)) {
            self.found.push((Cow::Borrowed(row.path), RefusalReason::OutOfRange { range }));
        }
    }
}

/// Bounds are small: what is lost of a large number does not matter.
#[allow(clippy::cast_precision_loss, reason = "held against small bounds")]
fn as_real(number: i128) -> f64 {
    number as f64
}

/// Apple, DeviceInformation, `DeviceAttestationNonce` (schema release of iOS 18.3).
const NONCE_BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use mdm_lock::{OsVersion, Platform};

    use super::*;
    use crate::{
        AccountConfiguration, AdminAccount, AppItem, AppSource, BluetoothSetting, Command, CommandUuid, Data,
        DeviceInformation, EraseDevice, FileVaultSecret, FileVaultUnlock, InstallApplication, InstallOptions,
        InstalledApplicationList, MirroringDestination, ObliterationBehavior, PasscodeLockGracePeriodSetting,
        Password, RequestMirroring, ReturnToService, RotateFileVaultKey, Settings, WallpaperSetting,
    };

    fn ios() -> DeviceFacts {
        DeviceFacts { os: Some(OsVersion::new(18, 3)), ..DeviceFacts::new(Platform::Ios) }
    }

    fn mac() -> DeviceFacts {
        DeviceFacts { platform: Platform::Macos, os: Some(OsVersion::new(15, 3)), ..ios() }
    }

    /// The sentences of the refusals.
    fn check(request: impl Into<Request>, facts: &DeviceFacts, expected: &[&str]) {
        let request = request.into();
        let told: Vec<_> = request.validate(facts).iter().map(ToString::to_string).collect();
        assert_eq!(told, expected);
        let command = Command::new(CommandUuid::from_bytes([1; 16]), request);
        let again = Command::decode(&command.encode().unwrap(), &Default::default()).unwrap();
        assert_eq!(again.request.validate(facts).len(), expected.len(), "read again");
    }

    #[test]
    fn values_that_the_schema_does_not_have() {
        let erase =
            |behavior| EraseDevice { obliteration_behavior: Some(behavior), ..EraseDevice::default() };
        check(erase(ObliterationBehavior::Always), &mac(), &[]);
        check(
            erase("Sometimes".into()),
            &mac(),
            &[
                "ObliterationBehavior of EraseDevice has none of the values that it can have: Default, DoNotObliterate, ObliterateWithWarning, Always.",
            ],
        );
        let mut install = InstallApplication::new(AppSource::Identifier("com.example".to_owned()));
        install.management_flags = Some(5);
        install.options = Some(InstallOptions { purchase_method: Some(1), ..Default::default() });
        check(install.clone(), &ios(), &[]);
        install.management_flags = Some(2);
        install.options = Some(InstallOptions { purchase_method: Some(i64::MIN), ..Default::default() });
        check(
            install,
            &ios(),
            &[
                "Options/PurchaseMethod of InstallApplication has none of the values that it can have: 0, 1.",
                "ManagementFlags of InstallApplication has none of the values that it can have: 1, 4, 5.",
            ],
        );
        check(
            Settings::new([WallpaperSetting::new(Vec::new(), 4).into(), BluetoothSetting::new(true).into()]),
            &ios(),
            &["Settings/Wallpaper/Where of Settings has none of the values that it can have: 1, 2, 3."],
        );
        check(
            Settings::new([PasscodeLockGracePeriodSetting::new(61).into()]),
            &DeviceFacts { shared_ipad: Some(true), ..ios() },
            &[
                "Settings/PasscodeLockGracePeriod/PasscodeLockGracePeriod of Settings has none of the values that it can have: 0, 60, 300, 900, 3600, 14400.",
            ],
        );
        // Words in a list.
        let items = |word: &str| InstalledApplicationList {
            items: Some(vec![AppItem::Identifier, word.into(), word.into()]),
            ..Default::default()
        };
        check(items("Name"), &ios(), &[]);
        check(
            items("Price"),
            &ios(),
            &[
                "Items of InstalledApplicationList has none of the values that it can have: AdHocCodeSigned, AppStoreVendable, BetaApp, BundleSize, DeviceBasedVPP, DistributorIdentifier, DynamicSize, ExternalVersionIdentifier, HasUpdateAvailable, Identifier, Installing, IsAppClip, IsValidated, Name, ShortVersion, Version.",
            ],
        );
    }

    #[test]
    fn numbers_out_of_range() {
        fn mirror(seconds: i64, expected: &[&str]) {
            let mut request = RequestMirroring::new(MirroringDestination::Name("Lobby".to_owned()));
            request.scan_time = Some(seconds);
            check(request, &ios(), expected);
        }
        let refused = "ScanTime of RequestMirroring has a number that it cannot have: it can be 10 to 300.";
        mirror(10, &[]);
        mirror(300, &[]);
        mirror(9, &[refused]);
        mirror(301, &[refused]);
        mirror(i64::MIN, &[refused]);
        mirror(i64::MAX, &[refused]);
    }

    #[test]
    fn what_nobody_knows() {
        check(
            DeviceInformation::new([DeviceQuery::OsVersion, "Horoscope".into()]),
            &ios(),
            &[
                "Queries/Horoscope of DeviceInformation is not in Apple's schema, and a device that does not know it takes no notice of it.",
            ],
        );
        let unknown = |key: &str| {
            format!(
                "{key} is not in Apple's schema, and a device that does not know it takes no notice of it."
            )
        };
        let mut list = InstalledApplicationList::default();
        list.extra.insert("Identifers\n".to_owned(), Value::Array(Vec::new()));
        check(list, &ios(), &[&unknown("Identifers\\n of InstalledApplicationList")]);
        let mut service = ReturnToService::new(true);
        service.extra.insert("WifiProfileData".to_owned(), Value::Data(Vec::new()));
        let erase = EraseDevice { return_to_service: Some(service), ..EraseDevice::default() };
        check(erase, &ios(), &[&unknown("ReturnToService/WifiProfileData of EraseDevice")]);
        // What an app defines can be anything.
        let mut install = InstallApplication::new(AppSource::Identifier("com.example".to_owned()));
        let mut own = Extra::default();
        own.insert(
            "deep".to_owned(),
            Value::Dictionary([("er".to_owned(), Value::Boolean(true))].into_iter().collect()),
        );
        install.configuration = Some(own.clone());
        check(install, &ios(), &[]);
        let vendor = Request::from_keys("Vendor", own).unwrap();
        assert_eq!(vendor.validate(&ios()), [], "nothing is known of it");
    }

    #[test]
    fn what_is_missing_because_of_another_key() {
        let missing = |what: &str| format!("{what} is missing, and the device needs it.");
        let mut accounts =
            AccountConfiguration { skip_primary_setup_account_creation: Some(true), ..Default::default() };
        check(accounts.clone(), &mac(), &[&missing("AutoSetupAdminAccounts of AccountConfiguration")]);
        accounts.auto_setup_admin_accounts = Some(vec![AdminAccount::new("admin")]);
        check(accounts, &mac(), &[]);

        let mut queries = DeviceInformation::new([DeviceQuery::DevicePropertiesAttestation]);
        queries.device_attestation_nonce = Some(Data::from(vec![0; 32]));
        check(queries.clone(), &ios(), &[]);
        queries.device_attestation_nonce = Some(Data::from(vec![0; 33]));
        check(
            queries.clone(),
            &ios(),
            &["DeviceAttestationNonce of DeviceInformation is longer than 32 bytes."],
        );
        queries.queries = vec![DeviceQuery::OsVersion];
        queries.device_attestation_nonce = Some(Data::default());
        check(queries, &ios(), &[&missing("Queries/DevicePropertiesAttestation of DeviceInformation")]);

        let erase = EraseDevice { return_to_service: Some(ReturnToService::new(true)), ..Default::default() };
        let by = |kind| DeviceFacts { enrollment: Some(kind), ..ios() };
        check(erase.clone(), &by(EnrollmentKind::AutomatedDevice), &[]);
        check(
            erase,
            &by(EnrollmentKind::Device),
            &[&missing("ReturnToService/MDMProfileData of EraseDevice")],
        );

        let unlock = FileVaultUnlock::new(FileVaultSecret::Password(Password::new("p".to_owned())));
        check(RotateFileVaultKey::new(RecoveryKeyKind::Personal, unlock.clone()), &mac(), &[]);
        check(
            RotateFileVaultKey::new(RecoveryKeyKind::Institutional, unlock),
            &mac(),
            &[&missing("NewCertificate of RotateFileVaultKey")],
        );
    }
}
