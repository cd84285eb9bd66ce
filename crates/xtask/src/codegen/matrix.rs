//! The support matrix as Rust tables: every distinct way of being supported once, and each key by name.
//!
//! A row is what one operating system says, a set the rows of all. What is used more than once has a name, so that a key
//! is one line. The tables are wider than rustfmt would have them, and skipped where they are declared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::lower::module;
use super::model::{root, segment};
use super::overlay::Overlay;
use super::render::{Files, HEAD, line};
use super::schema::{Family, File, Key, Kind, Os, OsSupport, Support, inherit};
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
];

/// Writes all tables but that of payloads.
pub(crate) fn tables(files: &[File], overlay: &Overlay, out: &mut Files) -> Result<(), Failure> {
    for plan in PLANS {
        let chosen: Vec<&File> = files
            .iter()
            .filter(|file| plan.families.contains(&file.family))
            .filter(|file| file.name != "any" && file.name != "status-reason")
            .collect();
        if plan.split {
            let mut families: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
            for file in chosen {
                families.entry(module(file)).or_default().push(file);
            }
            split(plan.file, plan.title, &families, overlay, out)?;
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
            for file in chosen {
                table.item(file, overlay, plan.values, &mut rows)?;
            }
        }
        out.insert(format!("src/support/table/{}.rs", plan.file), table.render(plan.title, &rows));
    }
    Ok(())
}

/// Writes a table as one file a family, and one that joins them.
pub(crate) fn split(
    name: &str,
    title: &str,
    families: &BTreeMap<&str, Vec<&File>>,
    overlay: &Overlay,
    out: &mut Files,
) -> Result<(), Failure> {
    let mut count = 0;
    for (family, files) in families {
        let mut table = Table::default();
        let mut rows = String::new();
        for file in files {
            table.item(file, overlay, true, &mut rows)?;
        }
        count += files.len();
        let title = format!("{title} ({family})");
        out.insert(format!("src/support/table/{name}/{family}.rs"), table.render(&title, &rows));
    }
    let modules: String = families.keys().map(|family| format!("mod {family};\n")).collect();
    let items: String = families.keys().map(|family| format!("    {family}::ITEMS,\n")).collect();
    let text = format!(
        "{HEAD}\n//! {title}, a table for each family.\n\n{modules}\n\
         use crate::support::table::{{Item, join}};\n\n\
         pub(crate) static ITEMS: &[Item] = &join::<{count}>(&[\n{items}]);\n"
    );
    out.insert(format!("src/support/table/{name}.rs"), text);
    Ok(())
}

/// What several things of a table share: sets of rows, one row for each operating system that has the thing.
#[derive(Default)]
struct Table {
    /// The sets, each with how often it is used.
    sets: Vec<(Vec<String>, usize)>,
}

impl Table {
    fn item(
        &mut self,
        file: &File,
        overlay: &Overlay,
        values: bool,
        rows: &mut String,
    ) -> Result<(), Failure> {
        let support = on_every_channel(file);
        let on = self.set(&support)?;
        let mut keys = String::new();
        if file.family != Family::Status {
            for key in &file.keys {
                self.key(key, "", &root(file), &support, (overlay, values), &mut keys)?;
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
            let is_open = overlay.place(&format!("{root}/{path}")).ty.is_some_and(|ty| ty == TEXTS);
            row.push_str(&if is_open { ".kind(Kind::Any)".to_owned() } else { value(key)? });
        }
        line(rows, format_args!("{row},"));
        for key in key.inner() {
            self.key(key, &format!("{path}/"), root, &support, (overlay, values), rows)?;
        }
        Ok(())
    }

    /// A mark for a set, in the place of which [`render`](Self::render) puts the set or its name.
    fn set(&mut self, support: &Support) -> Result<String, Failure> {
        let mut rows = Vec::new();
        for (os, own) in support {
            rows.extend(os_row(*os, own)?);
        }
        let at = self.sets.iter().position(|(known, _)| *known == rows).unwrap_or(self.sets.len());
        if at == self.sets.len() {
            self.sets.push((rows, 0));
        }
        if let Some((_, uses)) = self.sets.get_mut(at) {
            *uses += 1;
        }
        Ok(format!("{MARK}{at}{MARK}"))
    }

    /// What is used once stands where it is used; what is used more often has a name.
    fn render(&self, title: &str, items: &str) -> String {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.sets.iter().flat_map(|(rows, _)| rows) {
            *uses.entry(row).or_default() += 1;
        }
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        let mut rows = String::new();
        let mut sets = String::new();
        let mut written = Vec::new();
        for (own, count) in &self.sets {
            let mut texts: Vec<String> = Vec::new();
            for row in own {
                if uses.get(row.as_str()).is_some_and(|uses| *uses > 1) {
                    let next = names.len();
                    names.entry(row).or_insert_with(|| {
                        line(&mut rows, format_args!("const R{next}: Availability = {row};"));
                        format!("R{next}")
                    });
                }
                texts.push(names.get(row.as_str()).unwrap_or(row).clone());
            }
            let text = format!("&[{}]", texts.join(", "));
            if *count > 1 {
                let next = sets.lines().count();
                line(&mut sets, format_args!("const S{next}: &[Availability] = {text};"));
                written.push(format!("S{next}"));
            } else {
                written.push(text);
            }
        }
        let mut out = format!("{HEAD}\n//! {title}: where each is supported.\n\n");
        let mut body = String::from("\npub(crate) static ITEMS: &[Item] = &[\n");
        for (at, part) in items.split(MARK).enumerate() {
            // Every other part is the number of a set.
            let set = part.parse().ok().filter(|_| at % 2 == 1).and_then(|at: usize| written.get(at));
            body.push_str(set.map_or(part, |set| set));
        }
        let _ = write!(body, "];\n\n{sets}\n{rows}");
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
                "Availability" | "Item" => {
                    body.contains(&format!("[{name}]")) || body.contains(&format!(": {name} ="))
                }
                name => [' ', '[', '&'].iter().any(|before| body.contains(&format!("{before}{name}("))),
            }
        })
        .collect();
        line(&mut out, format_args!("use crate::support::table::{{{}}};", used.join(", ")));
        out + &body
    }
}

/// Where a file is supported. Of the declarations only configurations have scopes. What activates them, what they refer to
/// and what a server says about itself goes where they go: on user channels too, where there are any.
///
/// Source: the schema. Every configuration has `allowed-scopes`, some of them `user` alone (accounts on a Mac), and none
/// takes effect without an activation; no activation, asset, credential or management declaration has it.
fn on_every_channel(file: &File) -> Support {
    let mut support = file.support.clone();
    if matches!(file.family, Family::Declaration | Family::Credential) {
        for (os, own) in &mut support {
            match os {
                Os::Macos if own.scopes.is_none() => own.user_channel = own.user_channel.or(Some(true)),
                Os::Ios if own.shared_scopes.is_none() => own.shared_user = own.shared_user.or(Some(true)),
                _ => {}
            }
        }
    }
    support
}

/// What no text of a table has.
const MARK: char = '\u{1}';

/// A type of code that is one text or several.
const TEXTS: &str = "Texts";

impl Key {
    /// The item of an array, of arrays inside of arrays the innermost; else the key itself.
    fn item(&self) -> &Self {
        match (self.kind, self.keys()) {
            (Kind::Array, [item]) => item.item(),
            _ => self,
        }
    }

    /// The keys inside. The item of an array has no name of its own.
    fn inner(&self) -> &[Self] {
        self.item().keys()
    }
}

/// What a key can hold; of an array what its items can.
fn value(key: &Key) -> Result<String, Failure> {
    let mut text = format!(".kind(Kind::{:?})", key.kind);
    let key = key.item();
    if !key.allowed.is_empty() {
        let _ = write!(text, ".allowed(&{:?})", key.allowed);
    }
    if let Some((min, max)) = &key.range {
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
