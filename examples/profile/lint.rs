//! What a device would refuse or ignore, and what the person who made the profile got wrong.

use mdm_apple::support::{AccessRights, DeviceFacts, EnrollmentKind, Item, PAYLOADS};
use mdm_examples::Result;
use mdm_lock::{Channel, Platform};
use mdm_plist::{Dictionary, Value};
use mdm_profile::{ForeignProfile, Profile};

use super::Found;
use super::arguments::Arguments;

pub(crate) fn lint(profile: &ForeignProfile, arguments: &Arguments) -> Result<Found> {
    let facts = facts(arguments)?;
    let mut found = Vec::new();
    // References between payloads, names that two have, keys of another type.
    let xml = mdm_plist::to_vec(profile.keys())?;
    let typed = Profile::decode(&xml).and_then(|typed| typed.build());
    found.extend(typed.err().map(|error| super::told(&error)));
    for (index, payload) in profile.payloads().enumerate() {
        let kind = payload.get("PayloadType").and_then(Value::as_string).unwrap_or_default();
        let path = format!("PayloadContent[{index}]");
        let items: Vec<&Item> = PAYLOADS.items().iter().filter(|item| item.name == kind).collect();
        if items.is_empty() {
            found.push(format!(
                "{path} is of a type that Apple's schema does not know: {}",
                kind.escape_debug()
            ));
            continue;
        }
        let refusals = PAYLOADS.validate(kind, &facts);
        if refusals.is_empty() {
            let mut keys = Keys { kind, items: &items, facts: &facts, found: &mut found };
            keys.check(&path, "", payload);
        }
        found.extend(refusals.iter().map(|refusal| format!("{path}: {refusal} ({})", refusal.source)));
    }
    if profile.is_encrypted() {
        println!("the payloads are encrypted: decrypt them first");
    }
    for line in &found {
        println!("{line}");
    }
    if found.is_empty() {
        println!("nothing to complain of");
    }
    Ok(Found::when(!found.is_empty()))
}

/// The keys of one payload, against the table.
struct Keys<'a> {
    kind: &'a str,
    items: &'a [&'a Item],
    facts: &'a DeviceFacts,
    found: &'a mut Vec<String>,
}

impl Keys<'_> {
    /// `shown` is where the dictionary stands in the profile, `table` in the table.
    fn check(&mut self, shown: &str, table: &str, keys: &Dictionary) {
        let below = |name: &str| if table.is_empty() { name.to_owned() } else { format!("{table}/{name}") };
        for (name, value) in
            keys.iter().filter(|(name, _)| !(table.is_empty() && COMMON.contains(&name.as_str())))
        {
            let (path, shown) = (below(name), format!("{shown}.{}", name.escape_debug()));
            if !self.items.iter().any(|item| item.find(&path).is_some()) {
                self.found.push(format!("{shown} is not known to Apple's schema"));
                continue;
            }
            for refusal in PAYLOADS.validate_key(self.kind, &path, self.facts) {
                self.found.push(format!("{shown}: {refusal} ({})", refusal.source));
            }
            self.within(&shown, &path, value);
        }
        let lacks = |item: &&Item| item.required_in(table).any(|key| !has(keys, key.path));
        // Of several items of a type the profile means the one that it fills.
        if self.items.iter().all(lacks) {
            let missing = self.items.first().into_iter().flat_map(|item| item.required_in(table));
            for key in missing.filter(|key| !has(keys, key.path)) {
                self.found
                    .push(format!("{shown}.{} is missing", key.path.rsplit('/').next().unwrap_or_default()));
            }
        }
    }

    fn within(&mut self, shown: &str, table: &str, value: &Value) {
        let has_keys = self
            .items
            .iter()
            .flat_map(|item| item.keys)
            .any(|key| key.path.strip_prefix(table).is_some_and(|rest| rest.starts_with('/')));
        match value {
            Value::Dictionary(keys) if has_keys => self.check(shown, table, keys),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(&format!("{shown}[{index}]"), table, item);
                }
            }
            _ => {}
        }
    }
}

fn has(keys: &Dictionary, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name == "*" || keys.contains_key(name)
}

fn facts(arguments: &Arguments) -> Result<DeviceFacts> {
    let wrong = |name: &str, value: &str| format!("--{name} cannot be {value}");
    let platform = match arguments.text("os")? {
        "ios" | "ipados" => Platform::Ios,
        "macos" => Platform::Macos,
        "tvos" => Platform::Tvos,
        "watchos" => Platform::Watchos,
        "visionos" => Platform::Visionos,
        other => return Err(wrong("os", other).into()),
    };
    let yes = |name: &str| match arguments.optional(name) {
        None => Ok(None),
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        Some(other) => Err(wrong(name, other)),
    };
    let mut facts = DeviceFacts::new(platform);
    if let Some(version) = arguments.optional("version") {
        facts.os = Some(version.parse().map_err(|_| wrong("version", version))?);
    }
    facts.supervised = yes("supervised")?;
    facts.shared_ipad = yes("shared-ipad")?;
    facts.enrollment = match arguments.optional("enrollment") {
        None => None,
        Some("device") => Some(EnrollmentKind::Device),
        Some("automated") => Some(EnrollmentKind::AutomatedDevice),
        Some("user") => Some(EnrollmentKind::UserEnrollment),
        Some(other) => return Err(wrong("enrollment", other).into()),
    };
    facts.channel = match arguments.optional("channel") {
        None | Some("device") => Channel::Device,
        Some("user") => Channel::User,
        Some(other) => return Err(wrong("channel", other).into()),
    };
    if let Some(text) = arguments.optional("rights") {
        let rights = text.parse().ok().and_then(AccessRights::try_from_bits);
        facts.access_rights = Some(rights.ok_or_else(|| wrong("rights", text))?);
    }
    Ok(facts)
}

/// Keys that every payload may have (Apple, CommonPayloadKeys).
const COMMON: [&str; 7] = [
    "PayloadDescription",
    "PayloadDisplayName",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadType",
    "PayloadUUID",
    "PayloadVersion",
];
