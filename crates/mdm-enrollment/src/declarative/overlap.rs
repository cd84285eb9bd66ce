//! Profiles and declarations for the same thing: both want it, and nobody says which one wins.

use std::fmt;

use mdm_apple::{Command, InstalledProfile, Limits, Request};
use mdm_plist::Options;
use serde::{Deserialize, Serialize};

use super::set::Item;
use crate::Order;

/// What is known of a profile: its `PayloadIdentifier` and the types of its payloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileOutline {
    /// `PayloadIdentifier`.
    pub identifier: Box<str>,
    /// The `PayloadType` of each payload inside.
    pub payload_types: Vec<Box<str>>,
}

impl ProfileOutline {
    /// Reads a profile, XML or binary, signed or not; `None` when it is none. Whose signature it is is not asked: this only looks.
    #[must_use]
    pub fn read(profile: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Payload {
            payload_type: Option<Box<str>>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Profile {
            payload_identifier: Box<str>,
            #[serde(default)]
            payload_content: Option<Vec<Payload>>,
        }
        let form = Options::default().with_any_format();
        let read = |bytes: &[u8]| mdm_plist::from_slice_with::<Profile>(bytes, form).ok();
        let signed = || read(&mdm_pki::verify_attached(profile, &mdm_pki::Limits::PROFILE).ok()?.content);
        let Profile { payload_identifier, payload_content } = read(profile).or_else(signed)?;
        // An encrypted one does not show what it holds.
        let payloads = payload_content.unwrap_or_default();
        let payload_types = payloads.into_iter().filter_map(|payload| payload.payload_type).collect();
        Some(Self { identifier: payload_identifier, payload_types })
    }

    /// What a command installs, given its property list; `None` when it is another one, or brings no profile.
    #[must_use]
    pub fn of_command(payload: &[u8]) -> Option<Self> {
        Self::of_request(&Command::decode(payload, &Limits::default()).ok()?.request)
    }

    /// What an order installs; `None` when it is another one, or brings no profile that can be read.
    #[must_use]
    pub fn of_order(order: &Order) -> Option<Self> {
        Self::of_request(&order.command().request)
    }

    fn of_request(request: &Request) -> Option<Self> {
        match request {
            Request::InstallProfile(install) => Self::read(install.payload.as_slice()),
            _ => None,
        }
    }

    /// What a device reports of a profile; `None` when it does not name it.
    #[must_use]
    pub fn of(profile: &InstalledProfile) -> Option<Self> {
        let identifier = profile.payload_identifier.as_deref()?.into();
        let payloads = profile.payload_content.iter().flatten();
        let payload_types = payloads.filter_map(|payload| payload.payload_type.as_deref().map(Into::into));
        Some(Self { identifier, payload_types: payload_types.collect() })
    }
}

/// A hazard: a profile and a declaration want the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overlap {
    /// The declaration.
    pub declaration: Box<str>,
    /// The profile.
    pub profile: Box<str>,
    /// The payload in it that sets what the declaration sets; `None` where both bring the same profile.
    pub payload_type: Option<Box<str>>,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { declaration, profile, payload_type } = self;
        match payload_type {
            Some(payload_type) => write!(
                f,
                "{declaration} and the payload {payload_type} of the profile {profile} set the same: \
                 remove the one or the other."
            ),
            None => write!(
                f,
                "the declaration {declaration} and a command both install the profile {profile}: \
                 a profile of the one is not replaced by the other."
            ),
        }
    }
}

pub(super) fn find<'a>(
    declared: impl Iterator<Item = (&'a str, &'a Item)> + Clone,
    installed: &[ProfileOutline],
    ordered: &[ProfileOutline],
) -> Vec<Overlap> {
    let mut found = Vec::new();
    let brought: Vec<&ProfileOutline> =
        declared.clone().filter_map(|(_, item)| item.profile.as_ref()).collect();
    for (declaration, item) in declared {
        if let Some(profile) = &item.profile {
            let same = ordered.iter().filter(|ordered| ordered.identifier == profile.identifier);
            found.extend(same.map(|profile| Overlap {
                declaration: declaration.into(),
                profile: profile.identifier.clone(),
                payload_type: None,
            }));
        }
        let types = SAME.iter().find(|(type_, _)| *type_ == &*item.type_).map_or(&[][..], |(_, types)| types);
        for profile in brought.iter().copied().chain(installed).chain(ordered) {
            let same = profile.payload_types.iter().find(|type_| types.contains(&&***type_));
            found.extend(same.map(|payload_type| Overlap {
                declaration: declaration.into(),
                profile: profile.identifier.clone(),
                payload_type: Some(payload_type.clone()),
            }));
        }
    }
    // What is ordered may be installed already.
    let mut kept: Vec<Overlap> = Vec::new();
    for overlap in found {
        if !kept.contains(&overlap) {
            kept.push(overlap);
        }
    }
    kept
}

/// A type of declaration, and the types of payloads that set the same on a device. Where a device can have several side
/// by side, such as accounts, there is no row.
///
/// Source: the keys of both in Apple's device-management schema (declarations of the first seed of 27.0, payloads of
/// 18.3). That a row is a conflict is inference: Apple does not say which one wins.
const SAME: &[(&str, &[&str])] = &[
    ("com.apple.configuration.content-cache.settings", &["com.apple.AssetCache.managed"]),
    ("com.apple.configuration.network.dns-proxy", &["com.apple.dnsProxy.managed"]),
    ("com.apple.configuration.network.dns-settings", &["com.apple.dnsSettings.managed"]),
    ("com.apple.configuration.passcode.settings", &["com.apple.mobiledevice.passwordpolicy"]),
    ("com.apple.configuration.softwareupdate.settings", &["com.apple.SoftwareUpdate"]),
];
