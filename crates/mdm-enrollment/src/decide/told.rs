//! What a device's words say about the device.

use mdm_apple::support::{self, AccessRights, DeviceFacts, EnrollmentKind};
use mdm_apple::{Authenticate, DeviceInformation, QueryResponses, Report, SecurityInfo};
use mdm_command::Entry;
use mdm_lock::{Evidence, LostMode, OsVersion, Passcode, Platform};

use crate::Origin;
use crate::row::Reach;

/// What an answer says about the device besides the command.
#[derive(Default)]
pub(super) struct Told {
    os: Option<OsVersion>,
    supervised: Option<bool>,
    shared_ipad: Option<bool>,
    passcode: Option<Passcode>,
    lost_mode: Option<LostMode>,
    /// Its model.
    pub(super) model: Option<Box<str>>,
    /// What keeps a push from waking it.
    pub(super) reach: Option<Reach>,
}

impl Told {
    pub(super) fn read(report: &Report<'_>, entry: &Entry) -> Self {
        // An answer of another shape teaches nothing; its bytes are kept all the same.
        match &*entry.command {
            "DeviceInformation" => {
                let Ok(response) = report.response::<DeviceInformation>() else { return Self::default() };
                let told = response.query_responses;
                Self {
                    reach: reach(&told),
                    model: told.product_name.as_deref().and_then(named),
                    os: told.os_version.as_deref().and_then(|text| text.parse().ok()),
                    supervised: told.is_supervised,
                    shared_ipad: told.is_multi_user,
                    lost_mode: told
                        .is_mdm_lost_mode_enabled
                        .map(|on| if on { LostMode::On } else { LostMode::Off }),
                    passcode: None,
                }
            }
            "SecurityInfo" => {
                let Ok(response) = report.response::<SecurityInfo>() else { return Self::default() };
                let present = response.security_info.passcode_present;
                let passcode =
                    present.map(|present| if present { Passcode::Present } else { Passcode::Absent });
                Self { passcode, ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    /// What moves the belief about the lock.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence<'static>> {
        self.passcode.map(Evidence::Passcode).into_iter().chain(self.lost_mode.map(Evidence::LostMode))
    }

    /// Whether the facts changed.
    pub(super) fn learn(&self, facts: &mut DeviceFacts) -> bool {
        let before = facts.clone();
        facts.os = self.os.or(facts.os);
        facts.supervised = self.supervised.or(facts.supervised);
        facts.shared_ipad = self.shared_ipad.or(facts.shared_ipad);
        *facts != before
    }
}

pub(super) fn facts(message: &Authenticate, origin: Option<&Origin>) -> DeviceFacts {
    let product = message.product_name.as_deref().or(message.model.as_deref());
    let platform = product.and_then(support::platform_of_product).unwrap_or(Platform::Ios);
    let user_enrollment = message.keys.udid.is_none();
    let facts = DeviceFacts {
        os: message.os_version.as_deref().and_then(|text| text.parse().ok()),
        enrollment: user_enrollment.then_some(EnrollmentKind::UserEnrollment),
        ..DeviceFacts::new(platform)
    };
    DeviceFacts { access_rights: origin.and_then(|origin| rights(origin, &facts)), ..facts }
}

/// Under User Enrollment a device takes no notice of them.
pub(super) fn rights(origin: &Origin, facts: &DeviceFacts) -> Option<AccessRights> {
    (facts.enrollment != Some(EnrollmentKind::UserEnrollment)).then_some(origin.access_rights)
}

/// The model in the vendor's own words, as the rules know it.
pub(super) fn model(message: &Authenticate) -> Option<Box<str>> {
    message.product_name.as_deref().or(message.model.as_deref()).and_then(named)
}

/// A longer text is no model.
fn named(model: &str) -> Option<Box<str>> {
    (1..=64).contains(&model.len()).then(|| model.into())
}

/// A device without cellular data gets pushes over Wi-Fi only, below 20 % of its battery none while it sleeps, and an
/// iPod touch only in use or charging (F83, F84, F85).
fn reach(told: &QueryResponses) -> Option<Reach> {
    if told.product_name.as_deref().is_some_and(|product| product.starts_with("iPod")) {
        return Some(Reach::AwakeOrCharging);
    }
    Some(match (told.cellular_technology?, told.battery_level) {
        (0, Some(level)) if (0.0..0.2).contains(&level) => Reach::LowBattery,
        (0, _) => Reach::WifiOnly,
        _ => Reach::Usual,
    })
}

/// Apple, Enable Lost Mode and Disable Lost Mode: 12078 is "invalid command in Lost Mode", 12067 "not in Lost Mode".
pub(super) fn lost_mode(report: &Report<'_>) -> Option<LostMode> {
    report.error_chain.iter().find_map(|item| match item.error_code? {
        12_078 => Some(LostMode::On),
        12_067 => Some(LostMode::Off),
        _ => None,
    })
}
