//! A profile held against the support matrix and against itself: what a device would refuse, and where.

use std::fmt;

use mdm_apple::support::{Availability, DeviceFacts, Item, Key, Kind, Mode, PAYLOADS, RefusalReason};
use mdm_lock::{OsVersion, Platform};

use super::Header;
use super::view::View;
use super::wire::Wire as _;
use crate::Profile;
use crate::builder::BrokenReference;

/// Something in a profile that a device would refuse or ignore, or will one day.
///
/// `Display` is one sentence for an administrator. It names the place and never a value of the profile.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// Where, as in `PayloadContent[1].EAPClientConfiguration.AcceptEAPTypes[0]`; empty for the profile itself.
    pub key_path: String,
    /// `PayloadType` of the payload that it is in; `Configuration` around the payloads.
    pub payload_type: String,
    /// What.
    pub reason: FindingReason,
    /// The file of Apple's device-management schema that says so; empty for what follows from the profile itself.
    pub source: &'static str,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FindingReason {
    /// The device refuses or ignores it.
    Refused(RefusalReason),
    /// The device takes no notice of it under User Enrollment, or on a Shared iPad.
    Ignored,
    /// Apple advises against it from a version on, and the device runs it. It still works.
    Deprecated {
        /// The operating system.
        platform: Platform,
        /// The first version that advises against it.
        since: OsVersion,
    },
    /// A device can have one payload of the type, and the profile has more.
    Repeated,
    /// It has another type.
    WrongType {
        /// What it must be.
        expected: Kind,
    },
    /// It is none of the values that the schema knows.
    NotAllowed {
        /// All that it knows.
        allowed: &'static [&'static str],
    },
    /// It is less or more than the schema allows.
    OutOfRange {
        /// The least.
        min: Option<f64>,
        /// The greatest.
        max: Option<f64>,
    },
    /// It is the UUID of no payload of the profile.
    NoSuchPayload,
    /// It is the UUID of a payload of another kind: of a certificate where an identity is needed, for example.
    WrongKindOfPayload,
}

impl FindingReason {
    /// Whether the profile works all the same.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::Deprecated { .. } | Self::Ignored)
    }
}

impl Profile {
    /// Everything in the profile that this device would refuse or ignore, or that makes no sense on any; in the order of
    /// the profile.
    ///
    /// A fact that is not known refuses nothing, and so does a payload type or a key that the schema does not have. What
    /// a refused payload or dictionary holds is not looked at. Payloads without a Rust type in this build are checked
    /// like the others.
    ///
    /// ```
    /// use mdm_apple::support::DeviceFacts;
    /// use mdm_lock::{OsVersion, Platform};
    /// use mdm_profile::Profile;
    /// use mdm_profile::payload::certificates::{Acme, KeyType};
    ///
    /// let mut profile = Profile::new("com.example.identity");
    /// let url = "https://ca.example.com/acme/directory";
    /// let subject = vec![vec![vec!["CN".to_owned(), "device 17".to_owned()]]];
    /// profile.add("device", Acme::new(url, "17", 384, KeyType::EcsecPrimeRandom, true, subject))?;
    ///
    /// let mut facts = DeviceFacts::new(Platform::Ios);
    /// facts.os = Some(OsVersion::new(15, 7));
    /// let findings = profile.validate(&facts);
    /// assert_eq!(
    ///     findings[0].to_string(),
    ///     "PayloadContent[0] (com.apple.security.acme) needs iOS 16.0 or later, and this device runs 15.7."
    /// );
    /// # Ok::<(), mdm_profile::Error>(())
    /// ```
    #[must_use]
    pub fn validate(&self, facts: &DeviceFacts) -> Vec<Finding> {
        let mut findings = Vec::new();
        let view = self.view();
        let mut top =
            Check { facts, payload_type: CONFIGURATION, items: items("TopLevel"), findings: &mut findings };
        // The schema puts a dictionary around the languages that is not there; the payloads come below.
        let around = ["PayloadContent", "ConsentText"];
        let keys = view.keys().iter().filter(|(key, _)| !around.contains(key));
        top.values(keys, "", "", &[]);
        top.findings.retain(|finding| !around.contains(&finding.key_path.as_str()));
        for (at, payload) in self.payloads.iter().enumerate() {
            let path = format!("PayloadContent[{at}]");
            let payload_type = payload.payload_type();
            let view = payload.view();
            let common = items("CommonPayloadKeys");
            let mut check = Check { facts, payload_type, items: common, findings: &mut findings };
            let header = view.keys().iter().filter(|(key, _)| Header::KEYS.contains(key));
            check.values(header, "", &path, &[]);
            check.items = candidates(payload_type, &view);
            let repeated = self.payloads.iter().take(at).any(|other| other.payload_type() == payload_type);
            check.payload(&view, &path, repeated);
        }
        for (key_path, broken) in self.broken_references() {
            let payload = self.payloads.get(index(&key_path));
            findings.push(Finding {
                payload_type: payload.map_or(CONFIGURATION, |payload| payload.payload_type()).to_owned(),
                key_path,
                reason: match broken {
                    BrokenReference::Missing => FindingReason::NoSuchPayload,
                    BrokenReference::OfAnotherKind => FindingReason::WrongKindOfPayload,
                },
                source: "",
            });
        }
        findings
    }
}

/// What the schema says of a payload type; several when it has several files.
fn items(name: &str) -> Vec<&'static Item> {
    PAYLOADS.items().iter().filter(|item| item.name == name).collect()
}

/// Those of several items that a payload can be: one that a key tells apart by its only value, or those that none does.
fn candidates(payload_type: &str, view: &View<'_>) -> Vec<&'static Item> {
    let mut items = items(payload_type);
    let told = |item: &Item| {
        let only = |key: &&Key| key.required && key.allowed.len() == 1 && !key.path.contains('/');
        item.keys
            .iter()
            .find(only)
            .map(|key| view.get(key.path).and_then(View::text) == key.allowed.first().copied())
    };
    if items.len() > 1 {
        let is_one = items.iter().any(|item| told(item) == Some(true));
        items.retain(|item| told(item).unwrap_or(!is_one));
    }
    items
}

/// The number in `PayloadContent[2].KEY`.
fn index(key_path: &str) -> usize {
    let number = key_path.split(['[', ']']).nth(1).and_then(|number| number.parse().ok());
    number.unwrap_or(usize::MAX)
}

const CONFIGURATION: &str = "Configuration";

/// One payload, or what is around them, on its way through the table.
struct Check<'a> {
    facts: &'a DeviceFacts,
    payload_type: &'a str,
    items: Vec<&'static Item>,
    findings: &'a mut Vec<Finding>,
}

impl Check<'_> {
    fn find(&mut self, key_path: &str, reason: FindingReason, source: &'static str) {
        let payload_type = self.payload_type.to_owned();
        self.findings.push(Finding { key_path: key_path.to_owned(), payload_type, reason, source });
    }

    fn payload(&mut self, view: &View<'_>, path: &str, repeated: bool) {
        let Some(first) = self.items.first().copied() else { return };
        let refusals = PAYLOADS.validate(self.payload_type, self.facts);
        for refusal in &refusals {
            self.find(path, FindingReason::Refused(refusal.reason), refusal.source);
        }
        let row = self.row(first.on);
        if !refusals.is_empty() {
            return;
        }
        self.notice(path, row, None, first.source);
        if repeated && row.is_some_and(|row| !row.multiple) {
            self.find(path, FindingReason::Repeated, first.source);
        }
        let own = view.keys().iter().filter(|(key, _)| !Header::KEYS.contains(key));
        self.values(own, "", path, first.on);
    }

    /// The values of a dictionary that is at a path of the table and at one of the profile.
    fn values<'v>(
        &mut self,
        keys: impl Iterator<Item = &'v (&'v str, View<'v>)>,
        table_path: &str,
        path: &str,
        outer: &'static [Availability],
    ) {
        let mut there = Vec::new();
        for (name, value) in keys {
            there.push(*name);
            let in_table =
                if table_path.is_empty() { (*name).to_owned() } else { format!("{table_path}/{name}") };
            let in_profile = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
            let known = self.items.iter().find_map(|item| Some((*item, item.find(&in_table)?)));
            let Some((item, key)) = known else { continue };
            if self.refused(key, item, outer, &in_profile) {
                continue;
            }
            self.value(value, item, key, &in_table, &in_profile);
        }
        for item in self.items.clone() {
            for key in item.required_in(table_path) {
                let name = key.path.rsplit('/').next().unwrap_or(key.path);
                let is_supported = PAYLOADS.validate_key(item.name, key.path, self.facts).is_empty();
                // What may have any name has none that could be missing.
                if name != "*" && !there.contains(&name) && is_supported {
                    let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                    self.find(&path, FindingReason::Refused(RefusalReason::Missing), item.source);
                }
            }
        }
    }

    /// Whether the device does not have the key; says so unless it does not have what is around it either.
    fn refused(
        &mut self,
        key: &'static Key,
        item: &'static Item,
        outer: &[Availability],
        path: &str,
    ) -> bool {
        if key.on == outer {
            return false;
        }
        let refusals = PAYLOADS.validate_key(item.name, key.path, self.facts);
        for refusal in &refusals {
            self.find(path, FindingReason::Refused(refusal.reason), refusal.source);
        }
        if refusals.is_empty() {
            self.notice(path, self.row(key.on), self.row(outer), item.source);
        }
        !refusals.is_empty()
    }

    /// Says what works and should not be relied on, unless it is said of what is around it.
    fn notice(
        &mut self,
        path: &str,
        row: Option<&'static Availability>,
        outer: Option<&Availability>,
        source: &'static str,
    ) {
        let Some(row) = row else { return };
        let deprecated = row.deprecated.filter(|since| self.facts.os.is_some_and(|os| os >= *since));
        if let Some(since) =
            deprecated.filter(|_| outer.is_none_or(|outer| outer.deprecated != row.deprecated))
        {
            self.find(path, FindingReason::Deprecated { platform: row.platform, since }, source);
        }
        let personal = self.facts.enrollment == Some(mdm_apple::support::EnrollmentKind::UserEnrollment);
        let is_ignored = |row: &Availability| {
            (personal && row.user_enrollment == Mode::Ignored)
                || (self.facts.shared_ipad == Some(true) && row.shared_ipad == Mode::Ignored)
        };
        if is_ignored(row) && !outer.is_some_and(is_ignored) {
            self.find(path, FindingReason::Ignored, source);
        }
    }

    fn row<'t>(&self, rows: &'t [Availability]) -> Option<&'t Availability> {
        rows.iter().find(|row| row.platform == self.facts.platform)
    }

    fn value(
        &mut self,
        value: &View<'_>,
        item: &'static Item,
        key: &'static Key,
        table_path: &str,
        path: &str,
    ) {
        let value = value.known();
        let expected = key.kind.unwrap_or(Kind::Any);
        if !fits(value, expected) {
            self.find(path, FindingReason::WrongType { expected }, item.source);
            return;
        }
        self.scalars(value, item, key, table_path, path);
    }

    /// The value itself, or the items of an array, of arrays in arrays the innermost.
    fn scalars(
        &mut self,
        value: &View<'_>,
        item: &'static Item,
        key: &'static Key,
        table_path: &str,
        path: &str,
    ) {
        match value {
            View::List(items) => {
                for (at, inner) in items.iter().enumerate() {
                    self.scalars(inner.known(), item, key, table_path, &format!("{path}[{at}]"));
                }
            }
            View::Keys(keys) => self.values(keys.iter(), table_path, path, key.on),
            value => {
                if !key.allowed.is_empty() && !key.allowed.iter().any(|known| value.is_same(known)) {
                    self.find(path, FindingReason::NotAllowed { allowed: key.allowed }, item.source);
                }
                let (min, max) = key.range;
                let is_out = value.number().is_some_and(|number| {
                    min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max)
                });
                if is_out {
                    self.find(path, FindingReason::OutOfRange { min, max }, item.source);
                }
            }
        }
    }
}

/// Whether a value has the type of a key. A whole number is a number.
fn fits(value: &View<'_>, kind: Kind) -> bool {
    matches!(
        (kind, value),
        (Kind::Any, _)
            | (Kind::String, View::Text(_) | View::Word(_) | View::Secret(_))
            | (Kind::Integer | Kind::Real, View::Integer(_) | View::Unsigned(_))
            | (Kind::Real, View::Real(_))
            | (Kind::Boolean, View::Boolean(_))
            | (Kind::Data, View::Data(_) | View::Bytes(_) | View::SecretData(_))
            | (Kind::Date, View::Date(_))
            | (Kind::Array, View::List(_))
            | (Kind::Dictionary, View::Keys(_))
    )
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.key_path.is_empty() { "The profile" } else { &self.key_path };
        write!(f, "{path} ({}) {}.", self.payload_type, self.reason)
    }
}

/// The end of a sentence that begins with the place.
impl fmt::Display for FindingReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) => reason.fmt(f),
            Self::Ignored => f.write_str("is ignored by devices that are managed like this one"),
            Self::Deprecated { platform, since } => {
                write!(f, "still works, but Apple advises against it since {platform} {since}")
            }
            Self::Repeated => f.write_str("can be on a device once, and the profile has another one before"),
            Self::WrongType { expected } => write!(f, "must be {}", name(*expected)),
            Self::NotAllowed { allowed } => {
                write!(f, "is none of the values that are known: {}", allowed.join(", "))
            }
            Self::OutOfRange { min: Some(min), max: Some(max) } => write!(f, "must be from {min} to {max}"),
            Self::OutOfRange { min: Some(min), .. } => write!(f, "must be at least {min}"),
            Self::OutOfRange { max: Some(max), .. } => write!(f, "must be at most {max}"),
            Self::OutOfRange { .. } => f.write_str("is out of range"),
            Self::NoSuchPayload => write!(f, "is {}", BrokenReference::Missing.reason()),
            Self::WrongKindOfPayload => write!(f, "is {}", BrokenReference::OfAnotherKind.reason()),
        }
    }
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "a string",
        Kind::Integer => "a whole number",
        Kind::Real => "a number",
        Kind::Boolean => "true or false",
        Kind::Data => "data",
        Kind::Date => "a date",
        Kind::Array => "an array",
        Kind::Dictionary => "a dictionary",
        Kind::Any => "there",
    }
}
