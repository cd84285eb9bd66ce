//! Who speaks: the keys that name an enrollment, and the one identifier that they make.

use std::fmt::{self, Write as _};

use mdm_lock::Channel;
use mdm_plist::Extra;
use serde::de::Error as DeError;
use serde::ser::SerializeMap;

use crate::wire::{Group, read_text, refused, shown};
use crate::{EnrollmentId, Error, InvalidId, Udid};

/// The keys by which every check-in message and every report says whose it is.
///
/// Apple's schema marks several of them as required that never come together; which ones come depends on
/// how the device was enrolled and on the channel. [`resolve`](Self::resolve) reads them together. An
/// empty value counts as missing.
///
/// Sources: Apple, Authenticate and Token Update (schema release of iOS 18.3); Managing devices and users
/// in macOS (read 2026-08).
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a dictionary (EnrollmentKeys)")]
pub struct EnrollmentKeys {
    /// `UDID`: the device. Missing under User Enrollment.
    #[serde(rename = "UDID", default, skip_serializing_if = "Option::is_none")]
    pub udid: Option<Udid>,
    /// `EnrollmentID`: the device's stand-in under User Enrollment, new at every enrollment.
    #[serde(rename = "EnrollmentID", default, skip_serializing_if = "Option::is_none")]
    pub enrollment_id: Option<String>,
    /// `EnrollmentUserID`: the user's stand-in under User Enrollment on a Mac.
    #[serde(rename = "EnrollmentUserID", default, skip_serializing_if = "Option::is_none")]
    pub enrollment_user_id: Option<String>,
    /// `UserID`: the user of a Mac; on a Shared iPad the constant [`SHARED_IPAD_USER_ID`].
    #[serde(rename = "UserID", default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// `UserShortName`: the short name of a Mac's user; on a Shared iPad the Managed Apple Account.
    #[serde(rename = "UserShortName", default, skip_serializing_if = "Option::is_none")]
    pub user_short_name: Option<String>,
    /// `UserLongName`: the full name of a Mac's user.
    #[serde(rename = "UserLongName", default, skip_serializing_if = "Option::is_none")]
    pub user_long_name: Option<String>,
}

impl EnrollmentKeys {
    /// The device channel of a device that is not under User Enrollment.
    #[must_use]
    pub fn device(udid: Udid) -> Self {
        Self { udid: Some(udid), ..Self::default() }
    }

    /// Which channel of which enrollment the keys name.
    ///
    /// | keys | kind | identifier |
    /// |---|---|---|
    /// | `UDID` | device | `UDID` |
    /// | `UDID`, `UserID` | user of a Mac | `UDID:UserID` |
    /// | `UDID`, `UserID` of all F, `UserShortName` | user of a Shared iPad | `UDID:UserShortName` |
    /// | `EnrollmentID` | device under User Enrollment | `EnrollmentID` |
    /// | `EnrollmentID`, `EnrollmentUserID` | user under User Enrollment | `EnrollmentID:EnrollmentUserID` |
    ///
    /// `UDID` counts before `EnrollmentID`; case does not count in the constant. A key that names a user always means the user channel, also
    /// the one of the other kind: to take a user's push token for the device's would cut the device off.
    /// Characters that an identifier does not have are written as `%` and two hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`Error::NoEnrollment`], [`Error::NoSharedIpadUser`], and [`Error::InvalidEnrollment`] when the
    /// identifier would be too long; each is the peer's.
    pub fn resolve(&self) -> Result<EnrollmentIdentity, Error> {
        let (device, by_udid) = match (&self.udid, present(&self.enrollment_id)) {
            (Some(udid), _) => (udid.as_str(), true),
            (None, Some(id)) => (id, false),
            (None, None) => return Err(Error::NoEnrollment),
        };
        let (user_id, user_stand_in) = (present(&self.user_id), present(&self.enrollment_user_id));
        let (kind, user) = if user_id.is_some_and(|id| id.eq_ignore_ascii_case(SHARED_IPAD_USER_ID)) {
            let name = present(&self.user_short_name).ok_or(Error::NoSharedIpadUser)?;
            (IdentityKind::SharedIpadUser, Some(name))
        } else if by_udid {
            match user_id.or(user_stand_in) {
                Some(user) => (IdentityKind::User, Some(user)),
                None => (IdentityKind::Device, None),
            }
        } else {
            match user_stand_in.or(user_id) {
                Some(user) => (IdentityKind::UserEnrollmentUser, Some(user)),
                None => (IdentityKind::UserEnrollmentDevice, None),
            }
        };
        let device = escape(device);
        let id = match user {
            Some(user) => join(&device, &escape(user)).map_err(Error::InvalidEnrollment)?,
            None => EnrollmentId::new(&device).map_err(Error::InvalidEnrollment)?,
        };
        let device_id = EnrollmentId::new(&device).map_err(Error::InvalidEnrollment)?;
        Ok(EnrollmentIdentity { id, device_id, kind })
    }
}

/// Whose names they are, is hidden.
impl fmt::Debug for EnrollmentKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("EnrollmentKeys");
        if let Some(udid) = &self.udid {
            fields.field("UDID", udid);
        }
        for (key, value) in self.texts() {
            if value.is_some() {
                fields.field(key, &format_args!("(string)"));
            }
        }
        fields.finish()
    }
}

impl EnrollmentKeys {
    fn texts(&self) -> [(&'static str, Option<&str>); 5] {
        [
            ("EnrollmentID", self.enrollment_id.as_deref()),
            ("EnrollmentUserID", self.enrollment_user_id.as_deref()),
            ("UserID", self.user_id.as_deref()),
            ("UserShortName", self.user_short_name.as_deref()),
            ("UserLongName", self.user_long_name.as_deref()),
        ]
    }
}

shown!(EnrollmentKeys);

impl Group for EnrollmentKeys {
    const KEYS: &'static [&'static str] =
        &["UDID", "EnrollmentID", "EnrollmentUserID", "UserID", "UserShortName", "UserLongName"];

    fn read<E: DeError>(extra: &mut Extra) -> Result<Self, E> {
        Ok(Self {
            udid: maybe_udid(read_text(extra, "UDID")?)?,
            enrollment_id: read_text(extra, "EnrollmentID")?,
            enrollment_user_id: read_text(extra, "EnrollmentUserID")?,
            user_id: read_text(extra, "UserID")?,
            user_short_name: read_text(extra, "UserShortName")?,
            user_long_name: read_text(extra, "UserLongName")?,
        })
    }

    fn serialize_keys<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(udid) = &self.udid {
            map.serialize_entry("UDID", udid)?;
        }
        for (key, value) in self.texts() {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        Ok(())
    }
}

/// A `UDID` that is missing when it is empty.
#[derive(Default)]
pub(crate) struct MaybeUdid(pub(crate) Option<Udid>);

impl<'de> serde::Deserialize<'de> for MaybeUdid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        maybe_udid(Some(String::deserialize(deserializer)?)).map(Self)
    }
}

fn maybe_udid<E: DeError>(text: Option<String>) -> Result<Option<Udid>, E> {
    let udid = text.filter(|text| !text.is_empty()).map(|text| Udid::new(&text)).transpose();
    udid.map_err(|_| refused("a UDID of 1 to 64 letters, digits, - and _"))
}

/// One channel of one enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct EnrollmentIdentity {
    /// The channel's own identifier.
    pub id: EnrollmentId,
    /// The identifier of the device's channel: `id` itself when this is the device's channel.
    pub device_id: EnrollmentId,
    /// What kind of identity it is.
    pub kind: IdentityKind,
}

impl EnrollmentIdentity {
    /// The channel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.kind.channel()
    }

    /// The user's part of the identifier, on a user channel. It can name a person.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.id.as_str().strip_prefix(self.device_id.as_str())?.strip_prefix(':')
    }
}

/// The five kinds of enrollment identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum IdentityKind {
    /// A device.
    Device,
    /// A user of a Mac.
    User,
    /// A device under User Enrollment.
    UserEnrollmentDevice,
    /// A user of a Mac under User Enrollment.
    UserEnrollmentUser,
    /// A user of a Shared iPad.
    SharedIpadUser,
}

impl IdentityKind {
    /// The channel that such an identity speaks on.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Device | Self::UserEnrollmentDevice => Channel::Device,
            Self::User | Self::UserEnrollmentUser | Self::SharedIpadUser => Channel::User,
        }
    }

    /// Whether the device is under User Enrollment.
    #[must_use]
    pub const fn is_user_enrollment(self) -> bool {
        matches!(self, Self::UserEnrollmentDevice | Self::UserEnrollmentUser)
    }
}

/// The `UserID` that every user of a Shared iPad has. Source: Apple, Token Update (schema release of iOS
/// 18.3).
pub const SHARED_IPAD_USER_ID: &str = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF";

fn present(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn join(device: &str, user: &str) -> Result<EnrollmentId, InvalidId> {
    EnrollmentId::new(&format!("{device}:{user}"))
}

/// Two texts never make the same identifier: `:` and `%` are escaped too.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.@+".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys in the order UDID, EnrollmentID, EnrollmentUserID, UserID, UserShortName.
    fn keys(texts: [&str; 5]) -> EnrollmentKeys {
        let [udid, enrollment_id, enrollment_user_id, user_id, user_short_name] = texts;
        EnrollmentKeys {
            udid: Udid::new(udid).ok(),
            enrollment_id: Some(enrollment_id.to_owned()),
            enrollment_user_id: Some(enrollment_user_id.to_owned()),
            user_id: Some(user_id.to_owned()),
            user_short_name: Some(user_short_name.to_owned()),
            user_long_name: None,
        }
    }

    #[test]
    fn five_kinds() {
        fn check(texts: [&str; 5], kind: IdentityKind, id: &str, device: &str, user: Option<&str>) {
            let identity = keys(texts).resolve().unwrap();
            assert_eq!((identity.kind, identity.id.as_str()), (kind, id), "{texts:?}");
            assert_eq!((identity.device_id.as_str(), identity.user()), (device, user), "{texts:?}");
            assert_eq!(identity.channel() == Channel::User, user.is_some());
        }
        use IdentityKind as K;
        let all_f = SHARED_IPAD_USER_ID;
        check(["D-1", "", "", "", ""], K::Device, "D-1", "D-1", None);
        check(["D-1", "", "", "", "anna"], K::Device, "D-1", "D-1", None);
        check(["D-1", "", "", "U-1", "anna"], K::User, "D-1:U-1", "D-1", Some("U-1"));
        check(["D-1", "", "E-9", "", ""], K::User, "D-1:E-9", "D-1", Some("E-9"));
        check(["D-1", "E-1", "", "", ""], K::Device, "D-1", "D-1", None);
        check(["", "E-1", "", "", ""], K::UserEnrollmentDevice, "E-1", "E-1", None);
        check(["", "E-1", "E-2", "", ""], K::UserEnrollmentUser, "E-1:E-2", "E-1", Some("E-2"));
        check(["", "E-1", "", "U-1", ""], K::UserEnrollmentUser, "E-1:U-1", "E-1", Some("U-1"));
        check(["D-1", "", "", all_f, "a@b.c"], K::SharedIpadUser, "D-1:a@b.c", "D-1", Some("a@b.c"));
        check(
            ["D-1", "", "", all_f, "o'a:b%"],
            K::SharedIpadUser,
            "D-1:o%27a%3Ab%25",
            "D-1",
            Some("o%27a%3Ab%25"),
        );
    }

    /// Through both kinds of message, as the keys stand in them: what is empty is missing, and case tells nothing.
    #[test]
    fn five_kinds_in_messages() {
        fn check(keys: &[(&str, &str)], kind: IdentityKind, id: &str) {
            let keys: String =
                keys.iter().map(|(key, text)| format!("<key>{key}</key><string>{text}</string>")).collect();
            let plist = |first: &str| format!("<plist><dict>{first}{keys}</dict></plist>").into_bytes();
            let limits = mdm_plist::Limits::default();
            let body = plist(
                "<key>MessageType</key><string>TokenUpdate</string><key>Topic</key><string>t</string>\
                <key>PushMagic</key><string>m</string><key>Token</key><data>AQID</data>",
            );
            let message = crate::CheckIn::decode(&body, &limits).unwrap();
            let body = plist("<key>Status</key><string>Idle</string>");
            let report = crate::Report::decode(&body, &limits).unwrap();
            let other = plist("<key>MessageType</key><string>Unheard</string>");
            let other = crate::CheckIn::decode(&other, &limits).unwrap();
            for identity in [message.enrollment(), report.enrollment(), other.enrollment()] {
                let identity = identity.unwrap();
                assert_eq!((identity.kind, identity.id.as_str()), (kind, id), "{keys}");
                assert_eq!(identity.channel(), kind.channel());
                assert_eq!(identity.channel() == Channel::Device, identity.id == identity.device_id);
            }
        }
        use IdentityKind as K;
        let (udid, user) = (("UDID", "D-1"), ("UserID", "U-1"));
        let all_f = ("UserID", "ffffffff-ffff-FFFF-FFFF-FFFFFFFFFFFF");
        let (name, long) = (("UserShortName", "anna"), ("UserLongName", "Anna"));
        check(&[udid], K::Device, "D-1");
        check(&[udid, ("UserID", ""), ("EnrollmentID", ""), ("UserShortName", "")], K::Device, "D-1");
        check(&[udid, name, long], K::Device, "D-1");
        check(&[udid, user, name, long], K::User, "D-1:U-1");
        check(&[("EnrollmentID", "E-1")], K::UserEnrollmentDevice, "E-1");
        check(&[("UDID", ""), ("EnrollmentID", "E-1")], K::UserEnrollmentDevice, "E-1");
        check(&[("EnrollmentID", "E-1"), ("EnrollmentUserID", "E-2")], K::UserEnrollmentUser, "E-1:E-2");
        check(&[udid, all_f, name], K::SharedIpadUser, "D-1:anna");
        // Keys of both ways: the device itself counts, and never as the channel of the device when a user is named.
        check(&[udid, ("EnrollmentID", "E-1")], K::Device, "D-1");
        check(&[udid, ("EnrollmentID", "E-1"), ("EnrollmentUserID", "E-2")], K::User, "D-1:E-2");
        check(&[udid, user, ("EnrollmentID", "E-1"), ("EnrollmentUserID", "E-2")], K::User, "D-1:U-1");
        check(
            &[("EnrollmentID", "E-1"), user, ("EnrollmentUserID", "E-2")],
            K::UserEnrollmentUser,
            "E-1:E-2",
        );
        check(&[("EnrollmentID", "E-1"), all_f, name], K::SharedIpadUser, "E-1:anna");
        // What would look like another identity is escaped.
        check(&[("EnrollmentID", "D-1:U-1")], K::UserEnrollmentDevice, "D-1%3AU-1");
        check(&[udid, all_f, ("UserShortName", "U-1:x")], K::SharedIpadUser, "D-1:U-1%3Ax");
    }

    #[test]
    fn what_names_nobody_is_refused() {
        fn check(texts: [&str; 5], expected: &str) {
            let error = keys(texts).resolve().unwrap_err();
            assert_eq!(error.to_string(), expected, "{texts:?}");
            assert_eq!(error.blame(), crate::Blame::Peer);
        }
        let nobody = "the message names no enrollment: it has neither UDID nor EnrollmentID";
        check(["", "", "", "", ""], nobody);
        check(["", "", "E-2", "U-1", "anna"], nobody);
        check(
            ["D-1", "", "", SHARED_IPAD_USER_ID, ""],
            "the message comes from a user of a Shared iPad and has no UserShortName",
        );
        let long = "n".repeat(200);
        check(
            ["D-1", "", "", SHARED_IPAD_USER_ID, &long],
            "the keys that name the enrollment are not an enrollment identifier of 1 to 128 printable characters",
        );
        check(
            ["", &long, "", "", ""],
            "the keys that name the enrollment are not an enrollment identifier of 1 to 128 printable characters",
        );
    }
}
