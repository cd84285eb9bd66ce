//! The commands that the phone knows, with their arguments.

use plist::{Dictionary, Value};

use crate::phone::LostMode;
use crate::phone::config::StoreApp;
use crate::phone::profile::{flag, text_of};

/// A command with its arguments in order.
pub(crate) enum Action {
    DeviceInformation { queries: Vec<String> },
    InstalledApplicationList(AppFilter),
    SecurityInfo,
    ProfileList { managed_only: bool },
    InstallProfile { payload: Vec<u8> },
    RemoveProfile { identifier: String },
    InstallApplication(InstallOrder),
    RemoveApplication { identifier: String },
    DeviceLock { with_text: bool },
    ClearPasscode { unlock_token: Vec<u8> },
    EraseDevice,
    EnableLostMode(LostMode),
    DisableLostMode,
    DeviceLocation,
    RestartDevice,
    DeviceConfigured,
    DeclarativeManagement { data: Option<Vec<u8>> },
    ManagedApplicationList { identifiers: Option<Vec<String>> },
    ManagedMediaList,
    ProvisioningProfileList,
    DeleteUser { account: Option<String>, force: bool },
}

/// A required key is missing or has the wrong type.
#[derive(Debug)]
pub(crate) struct Malformed;

impl Action {
    /// Reads the arguments of a command; `None` for a request type that this phone does not know.
    ///
    /// Source of the keys: Apple's device-management schema, release 18.3.
    pub(crate) fn read(request_type: &str, body: &Dictionary) -> Result<Option<Self>, Malformed> {
        Ok(Some(match request_type {
            "DeviceInformation" => {
                Self::DeviceInformation { queries: strings(body, "Queries")?.ok_or(Malformed)? }
            }
            "InstalledApplicationList" => Self::InstalledApplicationList(AppFilter {
                identifiers: strings(body, "Identifiers")?,
                managed_only: flag(body, "ManagedAppsOnly"),
                items: strings(body, "Items")?,
            }),
            "SecurityInfo" => Self::SecurityInfo,
            "DeclarativeManagement" => {
                let data = body.contains_key("Data").then(|| data(body, "Data")).transpose()?;
                Self::DeclarativeManagement { data }
            }
            "ProfileList" => Self::ProfileList { managed_only: flag(body, "ManagedOnly") },
            "InstallProfile" => Self::InstallProfile { payload: data(body, "Payload")? },
            "RemoveProfile" => Self::RemoveProfile { identifier: text(body, "Identifier")? },
            "InstallApplication" => Self::InstallApplication(InstallOrder::read(body)?),
            "RemoveApplication" => Self::RemoveApplication { identifier: text(body, "Identifier")? },
            "DeviceLock" => {
                let with_text = body.contains_key("Message") || body.contains_key("PhoneNumber");
                Self::DeviceLock { with_text }
            }
            "ClearPasscode" => Self::ClearPasscode { unlock_token: data(body, "UnlockToken")? },
            "EraseDevice" => Self::EraseDevice,
            "EnableLostMode" => {
                let part = |key| text_of(body, key).map(str::to_owned);
                let (message, phone_number) = (part("Message"), part("PhoneNumber"));
                // One of the two must be there.
                if message.is_none() && phone_number.is_none() {
                    return Err(Malformed);
                }
                Self::EnableLostMode(LostMode { message, phone_number, footnote: part("Footnote") })
            }
            "DisableLostMode" => Self::DisableLostMode,
            "DeviceLocation" => Self::DeviceLocation,
            "RestartDevice" => Self::RestartDevice,
            "DeviceConfigured" => Self::DeviceConfigured,
            "ManagedMediaList" => Self::ManagedMediaList,
            "ProvisioningProfileList" => Self::ProvisioningProfileList,
            "ManagedApplicationList" => {
                Self::ManagedApplicationList { identifiers: strings(body, "Identifiers")? }
            }
            "DeleteUser" => {
                let account = text_of(body, "UserName").map(str::to_owned);
                // One, or all of them.
                if account.is_none() && !flag(body, "DeleteAllUsers") {
                    return Err(Malformed);
                }
                Self::DeleteUser { account, force: flag(body, "ForceDeletion") }
            }
            _ => return Ok(None),
        }))
    }

    /// The bit of `AccessRights` that the command needs; 0 for none.
    ///
    /// Source: `accessrights` in Apple's device-management schema, release 18.3, and MDM (payload).
    pub(crate) fn access_right(&self) -> i64 {
        match self {
            Self::ProfileList { .. } => 1,
            Self::InstallProfile { .. } | Self::RemoveProfile { .. } => 2,
            Self::DeviceLock { .. } | Self::ClearPasscode { .. } | Self::RestartDevice => 4,
            Self::EraseDevice => 8,
            Self::InstalledApplicationList(_) => 256,
            Self::SecurityInfo => 1024,
            Self::InstallApplication(_)
            | Self::RemoveApplication { .. }
            | Self::ManagedApplicationList { .. }
            | Self::ManagedMediaList => 4096,
            Self::ProvisioningProfileList => 64,
            // Each query of DeviceInformation has its own.
            Self::DeviceInformation { .. }
            | Self::EnableLostMode(_)
            | Self::DisableLostMode
            | Self::DeviceConfigured
            | Self::DeleteUser { .. }
            | Self::DeclarativeManagement { .. }
            | Self::DeviceLocation => 0,
        }
    }
}

/// The arguments of `InstalledApplicationList`.
pub(crate) struct AppFilter {
    pub(crate) identifiers: Option<Vec<String>>,
    pub(crate) managed_only: bool,
    pub(crate) items: Option<Vec<String>>,
}

/// The arguments of `InstallApplication` that matter here.
pub(crate) struct InstallOrder {
    source: Source,
    pub(crate) removed_with_management: bool,
    pub(crate) takes_over: bool,
}

enum Source {
    Identifier(String),
    StoreId(u64),
    Manifest(String),
}

impl InstallOrder {
    fn read(body: &Dictionary) -> Result<Self, Malformed> {
        let keys = ["Identifier", "iTunesStoreID", "ManifestURL"];
        let [identifier, store_id, manifest] = keys.map(|key| body.get(key));
        // Apple, Install Application (read 2026-08): exactly one of the three.
        let source = match (identifier, store_id, manifest) {
            (Some(Value::String(identifier)), None, None) => Source::Identifier(identifier.clone()),
            (None, Some(number), None) => Source::StoreId(number.as_unsigned_integer().ok_or(Malformed)?),
            (None, None, Some(Value::String(url))) => Source::Manifest(url.clone()),
            _ => return Err(Malformed),
        };
        let flags = body.get("ManagementFlags").and_then(Value::as_signed_integer).unwrap_or(0);
        Ok(Self {
            source,
            removed_with_management: flags & 1 != 0,
            takes_over: text_of(body, "ChangeManagementState") == Some("Managed"),
        })
    }

    /// Looks the app up. By bundle identifier the store has everything.
    pub(crate) fn find(&self, store: &[StoreApp]) -> Option<StoreApp> {
        let found = |matches: &dyn Fn(&StoreApp) -> bool| store.iter().find(|app| matches(app)).cloned();
        match &self.source {
            Source::StoreId(number) => found(&|app| app.itunes_store_id == Some(*number)),
            Source::Manifest(url) => found(&|app| app.manifest_url.as_deref() == Some(url)),
            Source::Identifier(identifier) => {
                Some(found(&|app| app.identifier == *identifier).unwrap_or_else(|| StoreApp {
                    identifier: identifier.clone(),
                    name: identifier.rsplit('.').next().unwrap_or_default().to_owned(),
                    version: "1.0".to_owned(),
                    itunes_store_id: None,
                    manifest_url: None,
                }))
            }
        }
    }
}

fn text(body: &Dictionary, key: &str) -> Result<String, Malformed> {
    text_of(body, key).map(str::to_owned).ok_or(Malformed)
}

fn data(body: &Dictionary, key: &str) -> Result<Vec<u8>, Malformed> {
    body.get(key).and_then(Value::as_data).map(<[u8]>::to_vec).ok_or(Malformed)
}

/// An array of strings, if the key is there.
fn strings(body: &Dictionary, key: &str) -> Result<Option<Vec<String>>, Malformed> {
    let Some(value) = body.get(key) else { return Ok(None) };
    let items = value.as_array().ok_or(Malformed)?;
    items
        .iter()
        .map(|item| item.as_string().map(str::to_owned).ok_or(Malformed))
        .collect::<Result<_, _>>()
        .map(Some)
}
