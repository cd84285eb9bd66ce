//! What is different between two versions of a profile, payload by payload.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use mdm_plist::{Dictionary, Value};

use crate::ForeignProfile;
use crate::foreign::CONTENT;

/// What is different between two profiles. `Display` is a line for each difference, and nothing when they say the same.
///
/// Payloads are recognized by `PayloadUUID`, then by `PayloadIdentifier`, and those without either by their type; their
/// order, and that of keys, does not
/// count. Values are shown where they tell nothing that must stay hidden: truth values; numbers and dates under names
/// that no secret has; texts under the names in a short list. Of everything else the paths are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differences {
    /// Keys of the profile itself.
    pub profile: Vec<KeyDifference>,
    /// Payloads that are added, removed or changed: the old ones in their order, then the new ones.
    pub payloads: Vec<PayloadDifference>,
}

/// One payload that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PayloadDifference {
    /// `PayloadType`, empty if there is none.
    pub payload_type: String,
    /// `PayloadIdentifier`, empty if there is none.
    pub identifier: String,
    /// What happened to it.
    pub change: PayloadChange,
}

/// What happened to a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadChange {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// These keys are different.
    Changed(Vec<KeyDifference>),
}

/// One key that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyDifference {
    /// Where, as in `EAPClientConfiguration.AcceptEAPTypes[0]`.
    pub key_path: String,
    /// What the old version has; `None` if nothing.
    pub before: Option<Glimpse>,
    /// What the new version has; `None` if nothing.
    pub after: Option<Glimpse>,
}

/// As much of a value as may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse(String);

/// Compares two versions of a profile. Signatures are not compared, nor how the bytes are laid out.
#[must_use]
pub fn differences(old: &ForeignProfile, new: &ForeignProfile) -> Differences {
    let mut found = Differences::default();
    let without_payloads = |profile: &ForeignProfile| -> Dictionary {
        let keys = profile.keys().iter().filter(|(key, _)| *key != CONTENT);
        keys.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    compare_keys("", &without_payloads(old), &without_payloads(new), &mut found.profile);

    let olds: Vec<&Dictionary> = old.payloads().collect();
    let mut left: Vec<Option<&Dictionary>> = new.payloads().map(Some).collect();
    let mut pairs: Vec<Option<&Dictionary>> = vec![None; olds.len()];
    // The surest names first, for all payloads, before a weaker one may take a partner away.
    for name in NAMES {
        let mut named: BTreeMap<Vec<u8>, VecDeque<&mut Option<&Dictionary>>> = BTreeMap::new();
        for new in &mut left {
            if let Some(name) = new.and_then(name) {
                named.entry(name).or_default().push_back(new);
            }
        }
        for (old, pair) in olds.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let partner = name(old).and_then(|name| named.get_mut(&name)?.pop_front());
            *pair = partner.and_then(Option::take);
        }
    }
    for (old, new) in olds.into_iter().zip(pairs) {
        let change = match new {
            None => PayloadChange::Removed,
            Some(new) => {
                let mut changes = Vec::new();
                compare_keys("", old, new, &mut changes);
                if changes.is_empty() {
                    continue;
                }
                PayloadChange::Changed(changes)
            }
        };
        found.payloads.push(PayloadDifference::of(new.unwrap_or(old), change));
    }
    found
        .payloads
        .extend(left.into_iter().flatten().map(|new| PayloadDifference::of(new, PayloadChange::Added)));
    found
}

impl Differences {
    /// Whether the two say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.profile.is_empty() && self.payloads.is_empty()
    }
}

impl PayloadDifference {
    fn of(payload: &Dictionary, change: PayloadChange) -> Self {
        let named = |key| text(payload, key).unwrap_or_default().to_owned();
        Self { payload_type: named("PayloadType"), identifier: named("PayloadIdentifier"), change }
    }
}

impl Glimpse {
    /// The value under this key, or its kind.
    fn of(key: &str, value: &Value) -> Self {
        let lower = key.to_ascii_lowercase();
        let is_plain = !SECRET.iter().any(|part| lower.contains(part));
        Self(match value {
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) if is_plain => value.to_string(),
            Value::Real(value) if is_plain => value.to_string(),
            Value::Date(value) if is_plain => value.to_xml_format(),
            Value::String(value) if SHOWN.contains(&key) => format!("\"{}\"", value.escape_debug()),
            Value::Integer(_) | Value::Real(_) => "a number".to_owned(),
            Value::Date(_) => "a date".to_owned(),
            Value::String(_) => "a text".to_owned(),
            Value::Data(_) => "data".to_owned(),
            Value::Array(_) => "an array".to_owned(),
            Value::Dictionary(_) => "a dictionary".to_owned(),
            _ => "a value".to_owned(),
        })
    }
}

fn compare_keys(path: &str, old: &Dictionary, new: &Dictionary, found: &mut Vec<KeyDifference>) {
    let under = |key: &str| {
        let key: String = key.escape_debug().collect();
        if path.is_empty() { key } else { format!("{path}.{key}") }
    };
    for (key, value) in old {
        compare(under(key), key, Some(value), new.get(key), found);
    }
    for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(key)) {
        compare(under(key), key, None, Some(value), found);
    }
}

/// `key` is the nearest name: that of the array, for its items.
fn compare(
    path: String,
    key: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    found: &mut Vec<KeyDifference>,
) {
    match (old, new) {
        (Some(Value::Dictionary(old)), Some(Value::Dictionary(new))) => compare_keys(&path, old, new, found),
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                compare(format!("{path}[{index}]"), key, old.get(index), new.get(index), found);
            }
        }
        (Some(Value::Real(old)), Some(Value::Real(new))) if old.to_bits() == new.to_bits() => {}
        (old, new) if old == new => {}
        (before, after) => found.push(KeyDifference {
            key_path: path,
            before: before.map(|value| Glimpse::of(key, value)),
            after: after.map(|value| Glimpse::of(key, value)),
        }),
    }
}

/// A name of a payload, if it has it.
type Name = fn(&Dictionary) -> Option<Vec<u8>>;

/// By what payloads are recognized, from the surest on. Those without a name are the same when all of them is, or else
/// their type.
const NAMES: [Name; 5] = [
    |payload| {
        Some([text(payload, "PayloadUUID")?, text(payload, "PayloadIdentifier")?].join("\0").into_bytes())
    },
    |payload| Some(text(payload, "PayloadUUID")?.as_bytes().to_vec()),
    |payload| Some(text(payload, "PayloadIdentifier")?.as_bytes().to_vec()),
    |payload| mdm_plist::to_vec(nameless(payload)?).ok(),
    |payload| Some(text(nameless(payload)?, "PayloadType").unwrap_or_default().as_bytes().to_vec()),
];

fn nameless(payload: &Dictionary) -> Option<&Dictionary> {
    let has_name = ["PayloadUUID", "PayloadIdentifier"].iter().any(|name| text(payload, name).is_some());
    (!has_name).then_some(payload)
}

fn text<'a>(payload: &'a Dictionary, key: &str) -> Option<&'a str> {
    payload.get(key).and_then(Value::as_string)
}

impl fmt::Display for Glimpse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for KeyDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) if before == after => {
                write!(f, "{} changed: {before}, another", self.key_path)
            }
            (Some(before), Some(after)) => write!(f, "{} changed: {before} became {after}", self.key_path),
            (Some(before), None) => write!(f, "{} removed: {before}", self.key_path),
            (None, Some(after)) => write!(f, "{} added: {after}", self.key_path),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for key in &self.profile {
            writeln!(f, "profile: {key}")?;
        }
        for payload in &self.payloads {
            let name =
                format!("{} ({})", payload.identifier.escape_debug(), payload.payload_type.escape_debug());
            match &payload.change {
                PayloadChange::Added => writeln!(f, "payload {name} added")?,
                PayloadChange::Removed => writeln!(f, "payload {name} removed")?,
                PayloadChange::Changed(keys) => {
                    for key in keys {
                        writeln!(f, "payload {name}: {key}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Parts of names, in lower case, whose numbers and dates are not shown: a PIN is a number.
const SECRET: [&str; 12] = [
    "pass",
    "pin",
    "secret",
    "challenge",
    "token",
    "credential",
    "code",
    "psk",
    "hash",
    "salt",
    "private",
    "key",
];

/// Keys whose texts are shown. None holds a secret in Apple's schema, nor the name of a person unless its author put it there.
const SHOWN: [&str; 16] = [
    "AuthenticationMethod",
    "DomainName",
    "EncryptionType",
    "IdentityCertificateUUID",
    "PayloadCertificateUUID",
    "PayloadDescription",
    "PayloadDisplayName",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadScope",
    "PayloadType",
    "PayloadUUID",
    "SSID_STR",
    "Topic",
    "VPNType",
    "VPNSubType",
];

#[cfg(test)]
mod tests;
