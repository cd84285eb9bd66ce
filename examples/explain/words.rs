//! The words that scenarios and histories have in common: closed lists, and what a command touches.

use std::fmt;

use mdm_lock::{
    Access, Channel, DataPlan, Expectation, Footprint, Kind, LockState, Platform, Resource, Safeguard,
};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

/// Most things that one command touches.
pub const MAX_TOUCHES: usize = 50;
/// Longest name, key or title, in bytes.
pub const MAX_TEXT: usize = 128;

/// What does not fit, and where.
#[derive(Debug)]
pub struct Misfit {
    /// Where, for example `commands[2].at`.
    pub path: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

pub fn misfit(path: impl Into<String>, problem: impl fmt::Display) -> Misfit {
    Misfit { path: path.into(), problem: problem.to_string() }
}

/// A message that may quote a file, fit for a terminal and for one line.
pub fn printable(message: &str) -> String {
    let printable = message.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    printable.take(300).collect()
}

pub fn text(path: &str, text: &str) -> Result<(), Misfit> {
    if text.is_empty() || text.len() > MAX_TEXT || text.contains(char::is_control) {
        return Err(misfit(path, format_args!("must have 1 to {MAX_TEXT} bytes and no control characters")));
    }
    Ok(())
}

pub fn at_most(path: &str, count: usize, limit: usize) -> Result<(), Misfit> {
    if count > limit { Err(misfit(path, format_args!("must have at most {limit} items"))) } else { Ok(()) }
}

/// One thing that a command touches, as files have it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    access: Name<Access>,
    kind: Name<Kind>,
    key: Option<String>,
}

/// What a command touches: as the file says, or as it is known of the request type.
pub fn footprint(path: &str, touches: Option<&[Touch]>, request_type: &str) -> Result<Footprint, Misfit> {
    let Some(touches) = touches else { return Ok(usual_footprint(request_type)) };
    at_most(path, touches.len(), MAX_TOUCHES)?;
    let mut footprint = Footprint::new();
    for (at, touch) in touches.iter().enumerate() {
        let kind = touch.kind.0;
        let resource = match &touch.key {
            None => Resource::all(kind),
            Some(_) if matches!(kind, Kind::Protection | Kind::Power | Kind::Device | Kind::Anything) => {
                return Err(misfit(format!("{path}[{at}].key"), "this kind has no keys: there is only one"));
            }
            Some(key) => {
                text(&format!("{path}[{at}].key"), key)?;
                Resource::one(kind, key)
            }
        };
        footprint = footprint.touch(resource, touch.access.0);
    }
    Ok(footprint)
}

/// What a command touches when the file does not tell, as `mdm-apple` has it of commands whose content it cannot see:
/// which profile or app is not known, so all of them. Of other commands nothing is known: they may change anything.
pub fn usual_footprint(request_type: &str) -> Footprint {
    let none = Footprint::new();
    match request_type {
        "EraseDevice" | "Wipe" => Footprint::erase(),
        "DeviceLock" | "ClearPasscode" | "EnableLostMode" | "DisableLostMode" | "Lock" | "ResetPasscode"
        | "StartLostMode" | "StopLostMode" => none.put_all(Kind::Protection),
        "DeviceLocation" | "PlayLostModeSound" | "Location" => none.read_all(Kind::Protection),
        "InstallProfile" => none.put_all(Kind::Profile),
        "RemoveProfile" => none.touch(Resource::all(Kind::Profile), Access::Remove),
        "ProfileList" => none.read_all(Kind::Profile),
        "InstallApplication" | "InstallApp" | "UpdateApp" => none.put_all(Kind::App),
        "RemoveApplication" | "RemoveApp" => none.touch(Resource::all(Kind::App), Access::Remove),
        "InstalledApplicationList" | "ManagedApplicationList" | "InstalledApps" => none.read_all(Kind::App),
        "CertificateList" => none.read_all(Kind::Certificate),
        "DeviceInformation" | "DeviceInfo" | "UserList" | "Restrictions" | "ActivationLockBypassCode" => {
            none.read_all(Kind::Device)
        }
        "SecurityInfo" => none.read_all(Kind::Device).read_all(Kind::Protection),
        "RestartDevice" | "ShutDownDevice" | "Reboot" => none.put_all(Kind::Power),
        _ => Footprint::unknown(),
    }
}

/// A word of a closed list.
#[derive(Clone, Copy)]
pub struct Name<T>(pub T);

impl<'de, T: Named> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor(std::marker::PhantomData))
    }
}

struct NameVisitor<T>(std::marker::PhantomData<T>);

impl<T: Named> Visitor<'_> for NameVisitor<T> {
    type Value = Name<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of")?;
        for (at, (name, _)) in T::NAMES.iter().enumerate() {
            write!(f, "{} `{name}`", if at == 0 { "" } else { "," })?;
        }
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let found = T::NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| Name(*value)).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// What has a name in files.
pub trait Named: Copy + 'static {
    /// Each value with its name.
    const NAMES: &'static [(&'static str, Self)];
}

/// Gives the values of a type their names.
macro_rules! names {
    ($type:ty: $($name:literal => $value:ident),+ $(,)?) => {
        impl $crate::words::Named for $type {
            const NAMES: &'static [(&'static str, Self)] = &[$(($name, <$type>::$value)),+];
        }
    };
}
pub(crate) use names;

names!(Platform: "ios" => Ios, "macos" => Macos, "tvos" => Tvos, "watchos" => Watchos, "visionos" => Visionos,
    "android" => Android);
names!(Channel: "device" => Device, "user" => User);
names!(LockState: "unlocked" => Unlocked, "locked" => Locked, "before_first_unlock" => BeforeFirstUnlock,
    "power_nap" => PowerNap, "keychain_locked" => KeychainLocked, "setup_assistant" => SetupAssistant,
    "asleep" => Asleep, "login_pending" => LoginPending);
names!(Access: "read" => Read, "put" => Put, "remove" => Remove, "destroy" => Destroy);
names!(Kind: "profile" => Profile, "provisioning_profile" => ProvisioningProfile, "app" => App, "media" => Media,
    "setting" => Setting, "wifi" => Wifi, "vpn" => Vpn, "account" => Account, "certificate" => Certificate,
    "protection" => Protection, "power" => Power, "device" => Device, "anything" => Anything);
names!(Expectation: "runs" => Runs, "partial" => Partial, "unknown" => Unknown, "may_defer" => MayDefer,
    "deferred" => Deferred);
names!(DataPlan: "kept" => Kept, "lost" => Lost);
names!(Safeguard: "unknown" => Unknown, "kept" => Kept, "missing" => Missing, "not_needed" => NotNeeded);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_are_not_described_touch_what_is_known_of_them() {
        assert_eq!(usual_footprint("EraseDevice"), Footprint::erase());
        assert_eq!(usual_footprint("DeviceLock"), Footprint::new().put_all(Kind::Protection));
        assert_eq!(usual_footprint("ProfileList"), Footprint::new().read_all(Kind::Profile));
        assert_eq!(usual_footprint("InstallProfile"), Footprint::new().put_all(Kind::Profile));
        assert_eq!(usual_footprint("Frobnicate"), Footprint::unknown());
    }
}
