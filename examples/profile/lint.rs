//! What a device would refuse or ignore, and what the person who made the profile got wrong.

use mdm_apple::support::{AccessRights, DeviceFacts, EnrollmentKind, Item, PAYLOADS};
use mdm_examples::Result;
use mdm_lock::{Channel, Platform};
use mdm_plist::{Dictionary, Value};
use mdm_profile::payload::Finding;
use mdm_profile::{ForeignProfile, Profile};

use super::Found;
use super::arguments::Arguments;

pub(crate) fn lint(profile: &ForeignProfile, arguments: &Arguments) -> Result<Found> {
    let typed = Profile::decode(&mdm_plist::to_vec(profile.keys())?)?;
    let mut found: Vec<String> = typed.validate(&facts(arguments)?).iter().map(told).collect();
    // Names that two payloads have, and what is beside encrypted ones. References were told above.
    if found.is_empty() {
        found.extend(typed.build().err().map(|error| super::told(&error)));
    }
    for (index, payload) in profile.payloads().enumerate() {
        let kind = payload.get("PayloadType").and_then(Value::as_string).unwrap_or_default();
        let path = format!("PayloadContent[{index}]");
        let items: Vec<&Item> = PAYLOADS.items().iter().filter(|item| item.name == kind).collect();
        if items.is_empty() {
            found.push(format!(
                "{path} is of a type that Apple's schema does not know: {}",
                kind.escape_debug()
            ));
        } else {
            unknown_keys(&items, &path, "", payload, &mut found);
        }
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

fn told(finding: &Finding) -> String {
    match finding.source {
        "" => finding.to_string(),
        source => format!("{finding} ({source})"),
    }
}

/// Keys that no item of the table has: a device takes no notice of a key that is misspelled. `shown` is where the
/// dictionary stands in the profile, `table` in the table.
fn unknown_keys(items: &[&Item], shown: &str, table: &str, keys: &Dictionary, found: &mut Vec<String>) {
    for (name, value) in
        keys.iter().filter(|(name, _)| !(table.is_empty() && COMMON.contains(&name.as_str())))
    {
        let path = if table.is_empty() { name.clone() } else { format!("{table}/{name}") };
        let shown = format!("{shown}.{}", name.escape_debug());
        if items.iter().any(|item| item.find(&path).is_some()) {
            within(items, &shown, &path, value, found);
        } else {
            found.push(format!("{shown} is not known to Apple's schema."));
        }
    }
}

fn within(items: &[&Item], shown: &str, table: &str, value: &Value, found: &mut Vec<String>) {
    let is_inside = |path: &str| path.strip_prefix(table).is_some_and(|rest| rest.starts_with('/'));
    match value {
        Value::Dictionary(keys)
            if items.iter().any(|item| item.keys.iter().any(|key| is_inside(key.path))) =>
        {
            unknown_keys(items, shown, table, keys, found);
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                within(items, &format!("{shown}[{index}]"), table, value, found);
            }
        }
        _ => {}
    }
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
