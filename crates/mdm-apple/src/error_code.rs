//! What the numbers of an error chain mean.
//!
//! Apple tables them in the archived MDM Protocol Reference and says there, as in today's documentation, not to depend
//! on them: they explain, they decide nothing.

use crate::ErrorChainItem;

impl ErrorChainItem {
    /// What the code means, if it is known: the end of a sentence that begins with "The device could not, because".
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        let code = self.error_code?;
        CODES.iter().find(|(known, _)| *known == code).map(|(_, meaning)| *meaning)
    }

    /// The part of the system that numbers its errors in this range, as the archived reference names it.
    #[must_use]
    pub fn area(&self) -> Option<&'static str> {
        let code = self.error_code?;
        AREAS.iter().find(|(first, last, _)| (*first..=*last).contains(&code)).map(|(_, _, area)| *area)
    }

    /// Whether the device says that it was locked.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.error_code, Some(4009 | 5010 | 14001))
    }
}

/// Single codes. Source: Apple, MDM Protocol Reference (archived), tables of error codes.
const CODES: &[(i64, &str)] = &[
    (4009, "the device is locked"),
    (5010, "the device is locked"),
    (5013, "the passcode cannot be cleared"),
    (12000, "the access rights are invalid"),
    (12008, "the request is malformed"),
    (12013, "the profile is not managed"),
    (12021, "the request type is invalid"),
    (12025, "the app is installed already"),
    (12029, "the app is not managed"),
    (12049, "the passcode must be cleared first"),
    (12063, "the user refused"),
    (12066, "Lost Mode cannot be turned on"),
    (12067, "the device is not in Lost Mode"),
    (12068, "the device does not know where it is"),
    (12069, "Lost Mode cannot be turned off"),
    (12070, "the users cannot be listed"),
    (12071, "the user cannot be deleted"),
    (12072, "the user cannot be deleted"),
    (12073, "the user cannot be deleted"),
    (12074, "the user cannot be deleted"),
    (12075, "the profile is not installed"),
    (12078, "the request is not possible in Lost Mode"),
    (12081, "the device has no tethered network"),
    (14001, "the device is locked"),
    (36003, "the cellular plan cannot be refreshed now"),
];

/// Ranges. Source: as above.
const AREAS: &[(i64, i64, &str)] = &[
    (1000, 1010, "MCProfile"),
    (2000, 2005, "MCPayload"),
    (3000, 3001, "MCRestrictions"),
    (4000, 4031, "MCInstallation"),
    (5000, 5018, "MCPasscode"),
    (6000, 6002, "MCKeychain"),
    (7000, 7007, "MCEmail"),
    (8000, 8000, "MCWebClip"),
    (9000, 9006, "MCCertificate"),
    (10000, 10001, "MCDefaults"),
    (11000, 11000, "MCAPN"),
    (12000, 12081, "MCMDM"),
    (13000, 13005, "MCWiFi"),
    (14000, 14002, "MCTunnel"),
    (15000, 15005, "MCVPN"),
    (16000, 16002, "MCSubCal"),
    (17000, 17002, "MCCalDAV"),
    (18000, 18002, "MCDA"),
    (19000, 19002, "MCLDAP"),
    (20000, 20002, "MCCardDAV"),
    (21000, 21007, "MCEAS"),
    (22000, 22013, "MCSCEP"),
    (23000, 23002, "MCHTTPTransaction"),
    (24000, 24003, "MCOTAProfiles"),
    (25000, 25002, "MCProvisioningProfile"),
    (26000, 26001, "MCDeviceCapabilities"),
    (28000, 28002, "MCSettings"),
    (29000, 29003, "MCChaperone"),
    (30000, 30001, "MCStore"),
    (31000, 31001, "MCGlobalHTTPProxy"),
    (32000, 32000, "MCSingleApp"),
    (34000, 34004, "MCSSO"),
    (35000, 35002, "MCFont"),
    (36000, 36003, "MCCellular"),
    (37000, 37001, "MCKeybag"),
    (38000, 38000, "MCDomains"),
    (40000, 40001, "MCWebContentFilter"),
    (41000, 41002, "MCNetworkUsageRules"),
    (42000, 42002, "MCOSXServer"),
    (43000, 43000, "MCHomeScreenLayout"),
    (44000, 44000, "MCNotificationSettings"),
    (45000, 45003, "MCEDUClassroom"),
    (46000, 46000, "MCSharedDeviceConfiguration"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_named() {
        fn check(code: i64, meaning: Option<&str>, area: Option<&str>, locked: bool) {
            let item = ErrorChainItem::new(code, "any");
            assert_eq!((item.meaning(), item.area(), item.is_locked()), (meaning, area, locked), "{code}");
        }
        check(12078, Some("the request is not possible in Lost Mode"), Some("MCMDM"), false);
        check(5010, Some("the device is locked"), Some("MCPasscode"), true);
        check(4001, None, Some("MCInstallation"), false);
        check(27000, None, None, false);
        check(i64::MIN, None, None, false);
        assert_eq!(ErrorChainItem::default().meaning(), None);
    }

    #[test]
    fn ranges_stand_in_order() {
        assert!(AREAS.iter().all(|(first, last, _)| first <= last));
        assert!(AREAS.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
