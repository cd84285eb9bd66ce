//! What an update of an enrolled device's MDM payload may change.

use std::fmt;

use mdm_plist::Value;

use crate::{Error, ForeignProfile, MdmPayload, ProfileSummary, ServerCapability};

/// One reason for which a device would refuse the update of its enrollment profile. `Display` is a sentence for an
/// administrator, without the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UpdateRefusal {
    /// A key of the MDM payload must not change, and does.
    Changed {
        /// Which, such as `ServerURL`.
        key: &'static str,
    },
    /// The update adds access rights.
    AddedAccessRights,
    /// The update adds or removes `com.apple.mdm.per-user-connections`.
    PerUserConnections,
    /// The update has another `PayloadIdentifier`, so that it is no update: it would be a second MDM payload.
    OtherProfile,
    /// The update has no MDM payload: the device would leave the management.
    NoMdmPayload,
    /// The update is signed by somebody else, or one of the two is not signed. A device refuses it when a person
    /// installs it; through MDM it takes it.
    OtherSigner,
}

impl MdmPayload {
    /// Every reason for which a device that has `installed` would refuse this payload as its update; none if it would
    /// take it. The device never talks to another server than the first (F75): another server is another enrollment.
    #[must_use]
    pub fn check_update(&self, installed: &Self) -> Vec<UpdateRefusal> {
        let same = [
            ("Topic", self.topic == installed.topic),
            ("ServerURL", self.server_url == installed.server_url),
            ("CheckInURL", self.check_in_url == installed.check_in_url),
            ("AssignedManagedAppleID", self.assigned_managed_apple_id == installed.assigned_managed_apple_id),
            ("EnrollmentMode", self.enrollment_mode == installed.enrollment_mode),
            ("RequiredAppIDForMDM", self.required_app_id == installed.required_app_id),
        ];
        let changed = same.into_iter().filter(|(_, same)| !same);
        let mut refusals: Vec<_> = changed.map(|(key, _)| UpdateRefusal::Changed { key }).collect();
        let rights = |payload: &Self| payload.access_rights.unwrap_or_default();
        if !rights(installed).contains(rights(self)) {
            refusals.push(UpdateRefusal::AddedAccessRights);
        }
        let has_users =
            |payload: &Self| payload.server_capabilities.contains(&ServerCapability::PerUserConnections);
        if has_users(self) != has_users(installed) {
            refusals.push(UpdateRefusal::PerUserConnections);
        }
        refusals
    }

    /// Reads the MDM payload of a profile, ours or foreign, signed or not; `None` if it has none.
    ///
    /// Rights and capabilities that are not known here are dropped.
    ///
    /// # Errors
    ///
    /// As [`ForeignProfile::decode`], and [`Error::Missing`] for an MDM payload without its required keys.
    pub fn find(profile: &[u8]) -> Result<Option<Self>, Error> {
        let profile = ForeignProfile::decode(profile)?;
        let mut payloads = profile.payloads();
        let payload = payloads
            .find(|payload| payload.get("PayloadType").and_then(Value::as_string) == Some("com.apple.mdm"));
        let Some(payload) = payload else { return Ok(None) };
        Self::decode(payload).map(Some)
    }
}

/// Every reason for which a device that has the profile `installed` would refuse `update` in its place. Both may be
/// ours or foreign, signed or not.
///
/// # Errors
///
/// As [`MdmPayload::find`], and [`Error::Invalid`] if `installed` has no MDM payload.
pub fn check_update(update: &[u8], installed: &[u8]) -> Result<Vec<UpdateRefusal>, Error> {
    let (new, old) = (ProfileSummary::decode(update)?, ProfileSummary::decode(installed)?);
    let mut refusals = Vec::new();
    if new.identifier != old.identifier {
        refusals.push(UpdateRefusal::OtherProfile);
    }
    let old_payload = MdmPayload::find(installed)?;
    let old_payload =
        old_payload.ok_or_else(|| Error::invalid("PayloadContent", "without an MDM payload"))?;
    match MdmPayload::find(update)? {
        Some(new) => refusals.extend(new.check_update(&old_payload)),
        None => refusals.push(UpdateRefusal::NoMdmPayload),
    }
    if old.signer.is_some() && new.signer != old.signer {
        refusals.push(UpdateRefusal::OtherSigner);
    }
    Ok(refusals)
}

impl UpdateRefusal {
    /// Where the rule is from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::Changed { .. } | Self::AddedAccessRights | Self::PerUserConnections => {
                "Apple, com.apple.mdm in the device management schema (release iOS 18.3)"
            }
            Self::OtherProfile => {
                "Apple, PayloadIdentifier of TopLevel, and `multiple: false` of com.apple.mdm, in the device management \
                 schema (release iOS 18.3)"
            }
            Self::NoMdmPayload => "Apple, Managing connections (read 2026-08)",
            Self::OtherSigner => "Apple, Configuring multiple devices using profiles (read 2026-08)",
        }
    }

    /// Whether the device takes the update all the same when it comes through MDM.
    #[must_use]
    pub fn is_lifted_over_mdm(&self) -> bool {
        *self == Self::OtherSigner
    }
}

impl fmt::Display for UpdateRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { key } => {
                write!(f, "{key} must stay as it was when the device enrolled: it needs a new enrollment.")
            }
            Self::AddedAccessRights => f.write_str(
                "AccessRights must not grow: the user agreed to those of the enrollment, and more need a new one.",
            ),
            Self::PerUserConnections => f.write_str(
                "ServerCapabilities must not gain or lose com.apple.mdm.per-user-connections without a new enrollment.",
            ),
            Self::OtherProfile => {
                f.write_str("PayloadIdentifier is another, and a device has one enrollment profile only.")
            }
            Self::NoMdmPayload => {
                f.write_str("The update has no MDM payload, so that the device would leave the management.")
            }
            Self::OtherSigner => {
                f.write_str("The update is not signed by the signer of the installed profile: install it through MDM.")
            }
        }
    }
}

#[cfg(test)]
mod tests;
