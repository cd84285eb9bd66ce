//! The support matrix as Rust tables: every distinct way of being supported once, and each key by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::lower::module;
use super::model::{root, segment};
use super::overlay::Overlay;
use super::render::{Files, HEAD, line};
use super::schema::{Family, File, Inside, Key, Kind, Os, OsSupport, Support, inherit};
use crate::Failure;

/// One table: which files, and how much is told of each key.
struct Plan {
    file: &'static str,
    title: &'static str,
    families: &'static [Family],
    /// Whether type, presence and allowed values are told.
    values: bool,
    /// Whether each family has a file of its own.
    split: bool,
}

const PLANS: &[Plan] = &[
    Plan { file: "commands", title: "Commands", families: &[Family::Command], values: true, split: true },
    Plan {
        file: "skip_keys",
        title: "Panes of Setup Assistant",
        families: &[Family::Other],
        values: false,
        split: false,
    },
    Plan {
        file: "declarations",
        title: "Declarations",
        families: &[Family::Declaration, Family::Credential],
        values: true,
        split: true,
    },
    Plan { file: "status", title: "Status items", families: &[Family::Status], values: false, split: false },
    Plan {
        file: "payloads",
        title: "Payloads of profiles",
        families: &[Family::Profile],
        values: true,
        split: false,
    },
];

/// Writes all tables.
pub(crate) fn tables(files: &[File], overlay: &Overlay, out: &mut Files) -> Result<(), Failure> {
    for plan in PLANS {
        let chosen: Vec<&File> = files.iter().filter(|file| plan.families.contains(&file.family)).collect();
        if plan.split {
            families(plan, &chosen, overlay, out)?;
            continue;
        }
        let mut table = Table::default();
        let mut rows = String::new();
        if plan.file == "skip_keys" {
            for file in chosen.iter().filter(|file| file.name == "SkipKeys") {
                for key in &file.keys {
                    let on = table.set(&inherit(&file.support, &key.support))?;
                    line(&mut rows, format_args!("    item({:?}, {:?}, {on}, &[]),", key.name, file.path));
                }
            }
        } else {
            for file in chosen.iter().filter(|file| file.name != "any" && file.name != "status-reason") {
                table.item(file, overlay, plan.values, &mut rows)?;
            }
        }
        out.insert(format!("src/support/table/{}.rs", plan.file), table.render(plan, &rows));
    }
    Ok(())
}

/// Writes a table as one file a family, and one that puts them together.
fn families(plan: &Plan, files: &[&File], overlay: &Overlay, out: &mut Files) -> Result<(), Failure> {
    let mut families: BTreeMap<&str, (Table, String, usize)> = BTreeMap::new();
    for file in files.iter().filter(|file| file.name != "any") {
        let (table, rows, items) = families.entry(module(file)).or_default();
        table.item(file, overlay, plan.values, rows)?;
        *items += 1;
    }
    let mut whole = format!("{HEAD}\n//! {}: where each is supported, by family.\n\n", plan.title);
    for family in families.keys() {
        line(&mut whole, format_args!("mod {family};"));
    }
    let items: usize = families.values().map(|(_, _, items)| items).sum();
    whole.push_str("\nuse crate::support::table::{Item, concat};\n\n");
    line(&mut whole, format_args!("pub(crate) static ITEMS: &[Item] = &concat::<{items}>(&["));
    for family in families.keys() {
        line(&mut whole, format_args!("    {family}::ITEMS,"));
    }
    whole.push_str("]);\n");
    out.insert(format!("src/support/table/{}.rs", plan.file), whole);
    for (family, (table, rows, _)) in &families {
        out.insert(format!("src/support/table/{}/{family}.rs", plan.file), table.render(plan, rows));
    }
    Ok(())
}

/// The distinct rows of a table.
#[derive(Default)]
struct Table {
    sets: BTreeMap<String, usize>,
}

impl Table {
    fn item(
        &mut self,
        file: &File,
        overlay: &Overlay,
        values: bool,
        rows: &mut String,
    ) -> Result<(), Failure> {
        let on = self.set(&file.support)?;
        let mut keys = String::new();
        if file.family != Family::Status {
            for key in &file.keys {
                self.key(key, "", &root(file), &file.support, (overlay, values), &mut keys)?;
            }
        }
        if keys.is_empty() {
            line(rows, format_args!("    item({:?}, {:?}, {on}, &[]),", file.name, file.path));
        } else {
            line(rows, format_args!("    item({:?}, {:?}, {on}, &[\n{keys}    ]),", file.name, file.path));
        }
        Ok(())
    }

    fn key(
        &mut self,
        key: &Key,
        prefix: &str,
        root: &str,
        outer: &Support,
        (overlay, values): (&Overlay, bool),
        rows: &mut String,
    ) -> Result<(), Failure> {
        let support = inherit(outer, &key.support);
        let path = format!("{prefix}{}", segment(key));
        let on = self.set(&support)?;
        let mut row = format!("        key({path:?}, {on})");
        if overlay.place(&format!("{root}/{path}")).required.unwrap_or(key.required) {
            row.push_str(".must()");
        }
        if values {
            row.push_str(&value(key)?);
        }
        line(rows, format_args!("{row},"));
        let Inside::Keys(inside, _) = &key.inside else { return Ok(()) };
        let inside = match (key.kind, &**inside) {
            // The item of an array has no name of its own.
            (Kind::Array, [item]) => item.keys(),
            (_, keys) => keys,
        };
        for key in inside {
            self.key(key, &format!("{path}/"), root, &support, (overlay, values), rows)?;
        }
        Ok(())
    }

    /// The name of a row set.
    fn set(&mut self, support: &Support) -> Result<String, Failure> {
        let mut text = String::new();
        for (os, own) in support {
            if let Some(row) = os_row(*os, own)? {
                line(&mut text, format_args!("    {row},"));
            }
        }
        let next = self.sets.len();
        let number = self.sets.entry(text).or_insert(next);
        Ok(format!("S{number}"))
    }

    fn render(&self, plan: &Plan, rows: &str) -> String {
        let mut sets: Vec<(&usize, &String)> =
            self.sets.iter().map(|(text, number)| (number, text)).collect();
        sets.sort();
        let mut out = format!("{HEAD}\n//! {}: where each is supported.\n\n", plan.title);
        let mut body = String::new();
        let kind = if plan.split { "const" } else { "static" };
        let _ = write!(body, "\n#[rustfmt::skip]\npub(crate) {kind} ITEMS: &[Item] = &[\n");
        body.push_str(rows);
        body.push_str("];\n");
        for (number, text) in sets {
            let _ = write!(body, "\n#[rustfmt::skip]\nconst S{number}: &[Availability] = &[\n{text}];\n");
        }
        let used: Vec<&str> = [
            "AccessRights as Right",
            "Availability",
            "Item",
            "Kind",
            "Mode",
            "ios",
            "item",
            "key",
            "macos",
            "tvos",
            "visionos",
            "watchos",
        ]
        .into_iter()
        .filter(|name| {
            let name = name.rsplit(' ').next().unwrap_or(name);
            match name {
                "Right" | "Kind" | "Mode" => body.contains(&format!("{name}::")),
                "Availability" | "Item" => body.contains(&format!("[{name}]")),
                name => body.contains(&format!(" {name}(")),
            }
        })
        .collect();
        line(&mut out, format_args!("#[rustfmt::skip]\nuse crate::support::table::{{{}}};", used.join(", ")));
        out + &body
    }
}

/// What a key can hold.
fn value(key: &Key) -> Result<String, Failure> {
    let mut text = format!(".kind(Kind::{:?})", key.kind);
    // The values of an array are those of its items.
    let values = match (key.kind, key.keys()) {
        (Kind::Array, [item]) => item,
        _ => key,
    };
    if !values.allowed.is_empty() {
        let _ = write!(text, ".allowed(&{:?})", values.allowed);
    }
    if let Some((min, max)) = &values.range {
        let bound = |bound: &Option<String>| match bound {
            None => Ok("None".to_owned()),
            Some(bound) => bound.parse::<f64>().map(|bound| format!("Some({bound:?})")),
        };
        let _ = write!(text, ".range({}, {})", bound(min)?, bound(max)?);
    }
    Ok(text)
}

/// One operating system's row; `None` when it does not have the thing.
fn os_row(os: Os, own: &OsSupport) -> Result<Option<String>, Failure> {
    let Some(introduced) = own.introduced.as_deref().filter(|since| *since != "n/a") else { return Ok(None) };
    let mut row = format!("{}({})", os.name().to_ascii_lowercase(), version(introduced));
    let mut say = |word: &str| row.push_str(word);
    if let Some(since) = &own.deprecated {
        say(&format!(".deprecated({})", version(since)));
    }
    if let Some(since) = &own.removed {
        say(&format!(".removed({})", version(since)));
    }
    let right = right(own.rights.as_deref().unwrap_or("None"))?;
    if !right.is_empty() {
        say(&format!(".right(Right::{right})"));
    }
    for (flag, word) in [
        (own.supervised, ".supervised()"),
        (own.automated, ".automated()"),
        (own.user_approved, ".user_approved()"),
        (own.multiple, ".multiple()"),
        (own.always_skippable, ".always_skippable()"),
    ] {
        if flag == Some(true) {
            say(word);
        }
    }
    if own.manual == Some(false) {
        say(".not_by_hand()");
    }
    if let Some(mode) = own.user_enrollment.as_deref() {
        // Allowed is the same as nothing said.
        if mode != "allowed" {
            say(&format!(".user_enrollment({})", self::mode(mode)));
        }
    }
    if let Some(kinds) = &own.enrollments {
        let has = |kind: &str| kinds.iter().any(|known| known == kind);
        if !has("user") {
            say(".user_enrollment(Mode::Forbidden)");
        }
        if has("supervised") && !has("device") && !has("user") {
            say(".supervised()");
        }
    }
    let scoped = |scopes: &[String], scope: &str| scopes.iter().any(|known| known == scope);
    let (device, user) = match os {
        Os::Ios => {
            let mode = own.shared_mode.as_deref();
            if let Some(mode) = mode {
                say(&format!(".shared_ipad({})", self::mode(mode)));
            }
            match &own.shared_scopes {
                Some(scopes) if mode.is_none() => {
                    say(if scopes.is_empty() {
                        ".shared_ipad(Mode::Forbidden)"
                    } else {
                        ".shared_ipad(Mode::Allowed)"
                    });
                    (scoped(scopes, "system"), scoped(scopes, "user"))
                }
                _ => (own.shared_device.unwrap_or(true), own.shared_user.unwrap_or(false)),
            }
        }
        _ => match &own.scopes {
            Some(scopes) => (scoped(scopes, "system"), scoped(scopes, "user")),
            None => (own.device_channel.unwrap_or(true), own.user_channel.unwrap_or(false)),
        },
    };
    match (device, user) {
        (true, true) => say(".both_channels()"),
        (false, true) => say(".user_channel_only()"),
        (false, false) if own.shared_mode.as_deref() != Some("forbidden") && own.shared_scopes.is_none() => {
            say(".no_channel()")
        }
        _ => {}
    }
    Ok(Some(row))
}

fn mode(mode: &str) -> &'static str {
    match mode {
        "required" => "Mode::Required",
        "forbidden" => "Mode::Forbidden",
        "ignored" => "Mode::Ignored",
        _ => "Mode::Allowed",
    }
}

/// `10.13.4` as `10, 13, 4`.
fn version(text: &str) -> String {
    let mut components: Vec<&str> = text.split('.').collect();
    components.resize(3, "0");
    components.join(", ")
}

/// The bits of the payload for the schema's words, of which several mean the same.
fn right(word: &str) -> Result<&'static str, Failure> {
    Ok(match word {
        "None" | "n/a" | "Special Case" => "",
        "AllowInspection" => "INSPECT_PROFILES",
        "AllowInstallationRemoval" => "INSTALL_PROFILES",
        "AllowPasscodeRemovalAndLock" | "DeviceLockAndRemovePasscode" => "LOCK_AND_REMOVE_PASSCODE",
        "AllowDeviceErase" => "ERASE",
        "AllowQueryDeviceInformation" => "QUERY_DEVICE",
        "AllowQueryNetworkInformation" => "QUERY_NETWORK",
        "AllowProvisioningInspection" => "INSPECT_PROVISIONING",
        "AllowProvisioningInstallationRemoval" => "INSTALL_PROVISIONING",
        "AllowQueryApplications" | "QueryInstalledApps" => "QUERY_APPS",
        "AllowQueryRestrictions" => "QUERY_RESTRICTIONS",
        "AllowQuerySecurity" => "QUERY_SECURITY",
        "AllowSettings" => "SETTINGS",
        "AllowAppInstallation" => "MANAGE_APPS",
        _ => return Err(format!("an access right `{word}`").into()),
    })
}
