//! The users of a device: whether they are managed, how one shows a password at the login on a Mac, and what is kept
//! of each.
//!
//! Sources: Apple, User Authenticate; Managing devices and users in macOS; Enabling network and mobile user logins (read
//! 2026-11).

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use md5::{Digest as _, Md5};
use mdm_apple::{CheckIn, EnrollmentIdentity, EnrollmentKeys, IdentityKind};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::request::bounded;
use crate::row::{Link, LinkKind, RecordKey};

/// Whether the users of a tenant's devices are managed besides the devices: users of a Mac, and of a Shared iPad.
///
/// A device asks only if its enrollment profile has the capability `com.apple.mdm.per-user-connections`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserPolicy {
    /// They are not: they are told 410, and do not come again before the next login.
    #[default]
    Unmanaged,
    /// They are. The device's word is enough.
    Managed,
    /// They are, and a user of a Mac shows the password first, by HTTP digest (RFC 2617). Who has no password that the
    /// embedder knows is not managed, also the local user who enrolled the Mac. Users of a Shared iPad have signed in
    /// with Apple, and are not asked.
    Authenticated {
        /// Whose passwords.
        realm: Realm,
    },
}

/// The realm of a digest: names whose passwords are asked for, such as `example.com`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Realm(Box<str>);

impl Realm {
    /// Takes a name of 1 to 128 printable ASCII characters without `"` and `\`; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let plain = |b: u8| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\');
        ((1..=128).contains(&text.len()) && text.bytes().all(plain)).then(|| Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a login on a Mac needs of the embedder.
#[derive(Clone, Debug)]
pub struct Login {
    /// 32 bytes of a cryptographic random source, anew for each decision: of them the challenge is made, and the token.
    pub random: Random,
    /// What is known of the password of [`Identified::login`](crate::Identified::login); `None` when there is no such
    /// user.
    pub password: Option<PasswordDigest>,
}

/// 32 random bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Random([u8; 32]);

impl Random {
    /// Takes them from a cryptographic random source.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(mdm_pki::sha256(&[&self.0[..], b"challenge"].concat()))
    }

    pub(crate) fn token(&self) -> Zeroizing<String> {
        let bytes = Zeroizing::new([&self.0[..], b"token"].concat());
        Zeroizing::new(URL_SAFE_NO_PAD.encode(mdm_pki::sha256(&bytes)))
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random(redacted)")
    }
}

/// What HTTP digest knows of a password: the MD5 of `user:realm:password` (RFC 2617, section 3.2.2.2). Whoever has it can
/// log in. It is all that can be checked: the Mac sends nothing else.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PasswordDigest([u8; 16]);

impl PasswordDigest {
    /// As a directory keeps it.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Of a password.
    #[must_use]
    pub fn of(user: &str, realm: &Realm, password: &str) -> Self {
        Self(md5(&[user, ":", realm.as_str(), ":", password]))
    }

    /// The digest in hexadecimal digits, as the response is made of it.
    fn hexadecimal(&self) -> Zeroizing<String> {
        Zeroizing::new(hexadecimal(&self.0))
    }
}

impl fmt::Debug for PasswordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordDigest(redacted)")
    }
}

/// One user of a device, as its record keeps it. The names are a person's: `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    kind: IdentityKind,
    short_name: Option<Box<str>>,
    long_name: Option<Box<str>>,
    /// What a login was asked.
    pub(crate) challenge: Option<Challenge>,
    /// SHA-256 of what the user's messages carry since the login.
    pub(crate) token: Option<[u8; 32]>,
}

impl User {
    pub(crate) fn new(keys: &EnrollmentKeys, kind: IdentityKind) -> Self {
        let name = |name: &Option<String>| {
            name.as_deref().map(|name| bounded(name, NAME)).filter(|name| !name.is_empty())
        };
        let (short_name, long_name) = (name(&keys.user_short_name), name(&keys.user_long_name));
        Self { kind, short_name, long_name, challenge: None, token: None }
    }

    /// The user by the names that a message tells; what it leaves out stays. `None` when none is news.
    pub(crate) fn renamed(&self, keys: &EnrollmentKeys) -> Option<Self> {
        let told = Self::new(keys, self.kind);
        let (short_name, long_name) = (&self.short_name, &self.long_name);
        let renamed = Self {
            short_name: told.short_name.or_else(|| short_name.clone()),
            long_name: told.long_name.or_else(|| long_name.clone()),
            ..self.clone()
        };
        (renamed != *self).then_some(renamed)
    }

    pub(crate) fn take_names(&mut self, of: &Self) {
        self.short_name.clone_from(&of.short_name);
        self.long_name.clone_from(&of.long_name);
    }

    /// What kind of user.
    #[must_use]
    pub const fn kind(&self) -> IdentityKind {
        self.kind
    }

    /// The short name on a Mac, the Managed Apple Account on a Shared iPad. It is a person's.
    #[must_use]
    pub fn short_name(&self) -> Option<&str> {
        self.short_name.as_deref()
    }

    /// The full name. It is a person's.
    #[must_use]
    pub fn long_name(&self) -> Option<&str> {
        self.long_name.as_deref()
    }

    /// Whether the user has shown a password at this login.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.token.is_some()
    }

    pub(crate) fn knows(&self, token: Option<&str>) -> bool {
        let shown = token.map(|token| mdm_pki::sha256(token.as_bytes()));
        self.token.zip(shown).is_some_and(|(kept, shown)| kept.ct_eq(&shown).into())
    }

    pub(crate) fn log_out(&mut self) {
        (self.challenge, self.token) = (None, None);
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("kind", &self.kind)
            .field("is_authenticated", &self.is_authenticated())
            .finish_non_exhaustive()
    }
}

/// What a login was asked, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    nonce: Box<str>,
    at: SystemTime,
}

impl Challenge {
    pub(crate) fn new(nonce: &str, at: SystemTime) -> Self {
        Self { nonce: nonce.into(), at }
    }

    /// The text of `DigestChallenge`.
    pub(crate) fn text(&self, realm: &Realm) -> String {
        format!("Digest nonce=\"{}\",realm=\"{}\"", self.nonce, realm.as_str())
    }

    /// A clock that steps back makes nobody wait for the password again.
    pub(crate) fn is_open(&self, now: SystemTime) -> bool {
        now.duration_since(self.at).is_ok_and(|age| age < LOGIN) || now < self.at
    }
}

/// What a Mac answers to the challenge. It names a person.
#[derive(Clone, PartialEq, Eq)]
pub struct DigestLogin {
    user: Box<str>,
    username: Box<str>,
    realm: Box<str>,
    nonce: Box<str>,
    uri: Box<str>,
    response: Zeroizing<String>,
}

impl DigestLogin {
    pub(crate) fn of(message: &CheckIn) -> Option<Self> {
        let CheckIn::UserAuthenticate(message) = message else { return None };
        let login = Self::parse(message.digest_response.as_ref()?.expose_secret())?;
        Some(Self { user: message.keys.user_id.as_deref().unwrap_or_default().into(), ..login })
    }

    /// Reads the value of `DigestResponse`; `None` when it is no digest of RFC 2617.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.get(..7).filter(|word| word.eq_ignore_ascii_case("digest "))?;
        let mut rest = text.get(rest.len()..)?.trim();
        let mut login = Self {
            user: "".into(),
            username: "".into(),
            realm: "".into(),
            nonce: "".into(),
            uri: "".into(),
            response: Zeroizing::new(String::new()),
        };
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=')?;
            let (value, after) = match after.trim_start().strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?,
                None => after.split_at(after.find(',').unwrap_or(after.len())),
            };
            match name.trim() {
                "username" => login.username = value.into(),
                "realm" => login.realm = value.into(),
                "nonce" => login.nonce = value.into(),
                "uri" => login.uri = value.into(),
                "response" => login.response = Zeroizing::new(value.trim().to_ascii_lowercase()),
                // What was not asked for changes how the response is made.
                "qop" | "cnonce" | "nc" => return None,
                _ => {}
            }
            rest = after.trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        }
        (login.response.len() == 32 && !login.username.is_empty()).then_some(login)
    }

    /// Whose channel it is: the `UserID`, the GUID of the user's record in the directory.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Who says that it is: the short name. Nothing says yet that it belongs to [`Self::user`].
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// Whether this answers the challenge with the password. Apple does not say which method the digest is made for, so that
    /// those are tried that a check-in may have: each proves the password alike.
    pub(crate) fn answers(&self, challenge: &Challenge, realm: &Realm, password: &PasswordDigest) -> bool {
        let asked = *self.nonce == *challenge.nonce && *self.realm == *realm.as_str();
        let secret = password.hexadecimal();
        let made = METHODS.map(|method| {
            let what = hexadecimal(&md5(&[method, ":", &self.uri]));
            hexadecimal(&md5(&[&secret, ":", &self.nonce, ":", &what]))
        });
        let same = |made: &String| bool::from(made.as_bytes().ct_eq(self.response.as_bytes()));
        // Each is compared, whichever is right.
        asked && made.iter().filter(|made| same(made)).count() > 0
    }
}

impl fmt::Debug for DigestLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestLogin(redacted)")
    }
}

/// The record of a channel: `device/…`, and of a user `user/…`. An identifier of a user that is no GUID can be the name of
/// a person, and does not show: its SHA-256 stands there, cut to 128 bits.
///
/// `None` for an identity that no enrollment has.
#[must_use]
pub fn record_of(identity: &EnrollmentIdentity) -> Option<RecordKey> {
    let device = identity.device_id.as_str();
    RecordKey::new(&match identity.user() {
        None => format!("{DEVICE}{device}"),
        Some(user) if is_guid(user) => format!("{USER}{device}:{user}"),
        Some(user) => {
            let digest = mdm_pki::sha256(user.as_bytes());
            format!("{USER}{device}:name-{}", hexadecimal(digest.first_chunk::<16>()?))
        }
    })
}

/// The record of the channel of a device with this UDID, or `EnrollmentID` under User Enrollment; `None` for a text that
/// is too long or empty. The way back is [`device_id_of`].
#[must_use]
pub fn record_of_device(id: &str) -> Option<RecordKey> {
    (!id.is_empty()).then(|| RecordKey::new(&format!("{DEVICE}{id}"))).flatten()
}

/// The UDID, or `EnrollmentID`, in the record's key of a device's channel, or of one of its users; `None` for any other
/// record.
#[must_use]
pub fn device_id_of(key: &RecordKey) -> Option<&str> {
    let user = || key.as_str().strip_prefix(USER)?.split_once(':').map(|(device, _)| device);
    key.as_str().strip_prefix(DEVICE).or_else(user)
}

/// Whether it has the form of a GUID, `8-4-4-4-12` hexadecimal digits: what a person is called has not.
fn is_guid(text: &str) -> bool {
    let lengths =
        text.split('-').map(|part| part.bytes().all(|b| b.is_ascii_hexdigit()).then_some(part.len()));
    lengths.eq([8, 4, 4, 4, 12].map(Some))
}

/// The record of the device that a user's channel belongs to; `None` for any other record.
#[must_use]
pub fn device_of(key: &RecordKey) -> Option<RecordKey> {
    let (device, _user) = key.as_str().strip_prefix(USER)?.split_once(':')?;
    RecordKey::new(&format!("{DEVICE}{device}"))
}

/// By this link the living channels of a device's users are found.
#[must_use]
pub fn users_of(device: &RecordKey) -> Link {
    Link { kind: LinkKind::Device, value: device.as_str().into() }
}

pub(crate) fn is_device(key: &RecordKey) -> bool {
    key.as_str().starts_with(DEVICE)
}

/// Whether this is the record of a channel, of a device or of a user.
#[must_use]
pub fn is_channel(key: &RecordKey) -> bool {
    is_device(key) || key.as_str().starts_with(USER)
}

/// Why the channel of a user is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum UserEnd {
    /// The device said that the user left.
    CheckedOut,
    /// A `DeleteUser` was acknowledged.
    Deleted,
    /// The device has left, was erased or was given up.
    DeviceEnded,
    /// The device has begun anew.
    DeviceReenrolled,
    /// The administrator gave the user's channel up.
    Released,
}

const DEVICE: &str = "device/";
const USER: &str = "user/";
/// How much of a name is kept, in bytes.
const NAME: usize = 255;
/// How long a challenge is open.
const LOGIN: Duration = Duration::from_secs(300);
const METHODS: [&str; 3] = ["PUT", "POST", "GET"];

fn md5(parts: &[&str]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdm_apple::{SHARED_IPAD_USER_ID, Udid};

    fn key(user_id: &str, short: &str) -> String {
        let keys = EnrollmentKeys {
            user_id: Some(user_id.to_owned()),
            user_short_name: Some(short.to_owned()),
            ..EnrollmentKeys::device(Udid::new("D-1").unwrap())
        };
        record_of(&keys.resolve().unwrap()).unwrap().as_str().to_owned()
    }

    #[test]
    fn a_record_names_no_person() {
        let check = |user_id: &str, short: &str, expected: &str| {
            let name = key(user_id, short);
            assert_eq!(name, expected, "{user_id} {short}");
            let key = RecordKey::new(&name).unwrap();
            assert_eq!(device_of(&key).map(|key| key.as_str().to_owned()).unwrap_or_default(), "device/D-1");
        };
        let guid = "F17C470A-3ADC-4B2E-9C7B-3B8E3F0F7A11";
        check(guid, "anna", &format!("user/D-1:{guid}"));
        let anna = "user/D-1:name-2b2e00ebdd44c0b78b2d2bb8a7fd4c35";
        let shared = key(SHARED_IPAD_USER_ID, "anna@example.com");
        assert!(
            shared.starts_with("user/D-1:name-") && shared.len() == anna.len() && !shared.contains("anna")
        );
        assert_ne!(shared, key(SHARED_IPAD_USER_ID, "ben@example.com"));
        assert!(!key("anna", "").contains("anna"));
        // Names of such letters alone.
        for name in ["ada", "bea-de", "F17C470A-3ADC", "f17c470a-3adc-4b2e-9c7b-3b8e3f0f7a1g"] {
            assert!(key(name, "").starts_with("user/D-1:name-"), "{name}");
        }
        assert!(key(SHARED_IPAD_USER_ID, "ada").starts_with("user/D-1:name-"));
        assert_eq!(key("", "anna"), "device/D-1");
        for key in ["device/D-1", "user/D-1:U"].map(|key| RecordKey::new(key).unwrap()) {
            assert_eq!(device_id_of(&key), Some("D-1"));
        }
        assert_eq!(record_of_device("D-1"), RecordKey::new("device/D-1"));
        assert_eq!((record_of_device(""), record_of_device(&"D".repeat(255))), (None, None));
        assert_eq!(device_id_of(&RecordKey::new("slot/x").unwrap()), None);
        for other in ["device/D-1", "slot/x", "user/x", "x/user/D-1:U"] {
            assert_eq!(device_of(&RecordKey::new(other).unwrap()), None, "{other}");
        }
    }

    /// RFC 2617, section 3.2.2, without `qop`.
    #[test]
    fn a_digest_shows_the_password() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let realm = Realm::new("example.com").unwrap();
        let challenge = Challenge::new("abc", now);
        assert_eq!(challenge.text(&realm), "Digest nonce=\"abc\",realm=\"example.com\"");
        let password = PasswordDigest::of("anna", &realm, "secret");
        let response = |method: &str, uri: &str| {
            let ha1 = password.hexadecimal();
            hexadecimal(&md5(&[&ha1, ":abc:", &hexadecimal(&md5(&[method, ":", uri]))]))
        };
        let check = |text: &str, expected: bool| {
            let login = DigestLogin::parse(text);
            let answers = login.as_ref().is_some_and(|login| login.answers(&challenge, &realm, &password));
            assert_eq!(answers, expected, "{text}");
            assert!(!format!("{login:?}").contains("anna"));
        };
        let good = response("PUT", "/");
        let all =
            format!("username=\"anna\",realm=\"example.com\",nonce=\"abc\",uri=\"/\",response=\"{good}\"");
        check(&format!("Digest {all}"), true);
        check(&format!("digest  {}", all.replace("\",", "\" ,  ")), true);
        check(&format!("Digest {}", all.replace(&good, &good.to_uppercase())), true);
        check(&format!("Digest {},algorithm=MD5", all), true);
        check(&format!("Digest {}", all.replace(&good, &response("POST", "/"))), true);
        check(&format!("Digest {}", all.replace(&good, &response("DELETE", "/"))), false);
        check(&format!("Digest {}", all.replace("\"/\"", "\"/x\"")), false);
        check(&format!("Digest {}", all.replace("abc", "abd")), false);
        check(&format!("Digest {}", all.replace("example.com", "example.org")), false);
        check(&format!("Digest {},qop=auth", all), false);
        for text in ["", "Digest", "Digest ", "Basic YTpi", "Digest username", "Digest username=\"anna", "Ä"]
        {
            check(text, false);
        }
        assert!(challenge.is_open(now) && challenge.is_open(now - Duration::from_secs(60)));
        assert!(!challenge.is_open(now + LOGIN));
        // The example of RFC 2617, section 3.5, without what `qop` adds.
        let ha1 = PasswordDigest::of("Mufasa", &Realm::new("testrealm@host.com").unwrap(), "Circle Of Life");
        assert_eq!(&**ha1.hexadecimal(), "939e7578ed9e3c518a452acee763bce9");
        assert_eq!(format!("{ha1:?}"), "PasswordDigest(redacted)");
    }

    #[test]
    fn a_realm_fits_between_quotes() {
        for (text, fits) in
            [("a", true), ("", false), ("a\"b", false), ("a\\", false), ("ä", false), ("a\n", false)]
        {
            assert_eq!(Realm::new(text).is_some(), fits, "{text:?}");
        }
        assert!(Realm::new(&"a".repeat(129)).is_none());
    }
}
