//! What a command is about, as far as it moves a flow.

use std::fmt;
use std::ops::Not;

use mdm_apple::{AppSource, MediaReference, MediaSource, Request, Setting};
use serde::{Deserialize, Serialize};

use super::name;
use crate::policy::Listed;

/// What a command is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum About {
    /// An install; what of is told by the answer where only a number or a manifest was given.
    InstallApp {
        app: Option<Box<str>>,
        #[serde(default, skip_serializing_if = "Not::not")]
        configures: bool,
    },
    RemoveApp {
        app: Box<str>,
    },
    Configure {
        apps: Vec<Box<str>>,
    },
    Feedback {
        apps: Vec<Box<str>>,
    },
    /// Those apps, or all that are managed.
    Apps {
        apps: Option<Vec<Box<str>>>,
    },
    Inventory {
        apps: Option<Vec<Box<str>>>,
        /// Whether it asks for none but managed apps.
        #[serde(default)]
        managed_only: bool,
    },
    InstallBook {
        book: Option<Box<str>>,
    },
    RemoveBook {
        book: Box<str>,
    },
    Books,
    Profiles,
    ProvisioningProfiles,
}

impl About {
    /// Which list it is, if it tells all that is managed.
    pub(super) const fn listed(&self) -> Option<Listed> {
        match self {
            Self::Apps { apps: None } => Some(Listed::Apps),
            Self::Books => Some(Listed::Books),
            Self::Profiles => Some(Listed::Profiles),
            Self::ProvisioningProfiles => Some(Listed::ProvisioningProfiles),
            _ => None,
        }
    }

    pub(super) fn of(request: &Request) -> Option<Self> {
        let names = |names: &[String]| -> Vec<Box<str>> { names.iter().map(|text| name(text)).collect() };
        Some(match request {
            Request::InstallApplication(install) => Self::InstallApp {
                app: match &install.source {
                    AppSource::Identifier(app) => Some(name(app)),
                    _ => None,
                },
                configures: install.configuration.is_some(),
            },
            Request::InstallEnterpriseApplication(install) => {
                Self::InstallApp { app: None, configures: install.configuration.is_some() }
            }
            Request::RemoveApplication(remove) => Self::RemoveApp { app: name(&remove.identifier) },
            Request::Settings(settings) => {
                let apps = settings.settings.iter().filter_map(|setting| match setting {
                    Setting::ApplicationConfiguration(item) => Some(name(&item.identifier)),
                    _ => None,
                });
                let apps: Vec<_> = apps.collect();
                (!apps.is_empty()).then_some(Self::Configure { apps })?
            }
            Request::ManagedApplicationFeedback(ask) => Self::Feedback { apps: names(&ask.identifiers) },
            Request::ManagedApplicationList(ask) => {
                Self::Apps { apps: ask.identifiers.as_deref().map(names) }
            }
            Request::InstalledApplicationList(ask) => {
                let managed_only = ask.managed_apps_only == Some(true);
                Self::Inventory { apps: ask.identifiers.as_deref().map(names), managed_only }
            }
            Request::InstallMedia(install) => Self::InstallBook {
                book: match (&install.persistent_id, &install.source) {
                    (Some(id), _) => Some(name(id)),
                    (None, MediaSource::ITunesStoreId(number)) => Some(number.to_string().into()),
                    _ => None,
                },
            },
            Request::RemoveMedia(remove) => match &remove.reference {
                MediaReference::PersistentId(id) | MediaReference::ITunesStoreId(id) => {
                    Self::RemoveBook { book: name(id) }
                }
            },
            Request::ManagedMediaList(_) => Self::Books,
            Request::ProfileList(_) => Self::Profiles,
            Request::ProvisioningProfileList(_) if Listed::of(request).is_some() => {
                Self::ProvisioningProfiles
            }
            _ => return None,
        })
    }
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InstallApp { .. } => "InstallApp",
            Self::RemoveApp { .. } => "RemoveApp",
            Self::Configure { .. } => "Configure",
            Self::Feedback { .. } => "Feedback",
            Self::Apps { .. } => "Apps",
            Self::Inventory { .. } => "Inventory",
            Self::InstallBook { .. } => "InstallBook",
            Self::RemoveBook { .. } => "RemoveBook",
            Self::Books => "Books",
            Self::Profiles => "Profiles",
            Self::ProvisioningProfiles => "ProvisioningProfiles",
        })
    }
}
