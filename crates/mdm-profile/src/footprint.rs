//! What an InstallProfile touches, read out of the profile.

use mdm_lock::{Access, Footprint, Kind};

use crate::{ProfileSummary, Service};

/// What installing this profile touches: the profile by its identifier, and the services inside.
///
/// An InstallProfile's own footprint says "any profile", because `mdm-apple` does not read profiles. With this one two
/// profiles that have nothing to do with each other may overtake each other, and two that share a Wi-Fi network keep
/// their order although their identifiers differ. An `Order` of `mdm-enrollment` has it by itself:
///
/// ```
/// use mdm_apple::{Command, CommandUuid, InstallProfile, RemoveProfile};
/// use mdm_enrollment::Order;
/// # fn example(uuid: CommandUuid, other: CommandUuid, identifier: &str, profile: Vec<u8>) -> [Order; 2] {
/// // What a removal touches has to be said: the command knows the identifier alone.
/// let remove = Order::new(Command::new(uuid, RemoveProfile::new(identifier)))
///     .touching(mdm_profile::removal_footprint(&profile));
/// [remove, Order::new(Command::new(other, InstallProfile::new(profile)))]
/// # }
/// ```
///
/// | profile | footprint |
/// |---|---|
/// | readable | the profile, and each Wi-Fi network, VPN, account, certificate and setting |
/// | with an MDM payload | anything: later commands go where it says |
/// | encrypted | anything: only the device can read it |
/// | not readable, or with a signature that does not verify | anything, and any profile: the device will say what it thinks of it |
///
/// It never fails, because a profile that this crate cannot read must not keep a command out of the queue. "Anything" is
/// a barrier for changes, and queries pass it, but for those of profiles. A signature must verify with the key of the certificate that it brings;
/// whether the signer is trusted is not asked, because the device decides that, and what is inside is the same.
///
/// Removing the profile touches the same things: [`removal_footprint`]. With the footprint that a RemoveProfile has by
/// itself, which knows the identifier alone, the removal of a profile with settings cannot supersede an install that the
/// device refused.
#[must_use]
pub fn footprint(profile: &[u8]) -> Footprint {
    ProfileSummary::decode(profile).map_or_else(|_| unread(), |summary| summary.footprint())
}

/// What removing this profile touches, for a RemoveProfile of a profile that was kept: it removes the profile and the
/// services inside. See [`footprint`].
#[must_use]
pub fn removal_footprint(profile: &[u8]) -> Footprint {
    let Ok(summary) = ProfileSummary::decode(profile) else { return unread() };
    summary.touch_services(Footprint::new().remove(Kind::Profile, &summary.identifier), Access::Remove)
}

impl ProfileSummary {
    /// What installing the profile touches. See [`footprint`].
    #[must_use]
    pub fn footprint(&self) -> Footprint {
        self.touch_services(Footprint::new().put(Kind::Profile, &self.identifier), Access::Put)
    }

    fn touch_services(&self, touches: Footprint, access: Access) -> Footprint {
        let services: Vec<&Service> = self.services();
        // A footprint is compared with every other in the queue, so a hostile one stays small.
        if self.is_encrypted || services.len() > MOST {
            return touches.put_all(Kind::Anything);
        }
        services.into_iter().fold(touches, |touches, service| service.touch(touches, access))
    }
}

/// A profile that cannot be read may hold anything, and is a profile: a query of profiles does not pass it.
fn unread() -> Footprint {
    Footprint::unknown().put_all(Kind::Profile)
}

/// Services in one profile. The largest that were seen have some dozens.
const MOST: usize = 256;

#[cfg(test)]
mod tests;
