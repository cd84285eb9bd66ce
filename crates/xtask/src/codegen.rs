//! The types and tables of `mdm-apple` and `mdm-profile` out of Apple's device-management schema.
//!
//! | module | what |
//! |---|---|
//! | `yaml` | YAML as a tree with lines, cycles included |
//! | `schema` | the files of the schema, strictly read |
//! | `model` | the snapshots as one, corrected by the overlay |
//! | `overlay` | names, secrets and sentences that are ours |
//! | `lower` | dictionaries become structs with names |
//! | `payloads` | the same for the payloads of profiles |
//! | `render`, `matrix`, `shapes` | Rust, tables, test data |
//!
//! The schema is not in this repository. Output depends on it and on the overlay alone.

mod lower;
mod matrix;
mod model;
mod names;
mod overlay;
mod payloads;
mod render;
mod schema;
mod shapes;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

use self::overlay::Overlay;
use self::payloads::Said;
use self::schema::Family;
use crate::{Failure, Outcome};

/// What to do with the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them.
    Write,
    /// Compare them with what is there.
    Check,
}

/// Writes or checks everything. The schema is in `schema`, else in the folder that [`VARIABLE`] names, else in `schema/`
/// beside the workspace.
pub(crate) fn run(mode: Mode, schema: Option<&str>) -> Result<Outcome, Failure> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let folder = schema
        .map(PathBuf::from)
        .or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from))
        .unwrap_or_else(|| root.join("..").join("schema"));
    if !folder.join("mdm").is_dir() {
        return Err(format!(
            "{} does not hold Apple's device-management schema, which this repository does not carry; name its folder with --schema or {VARIABLE}",
            folder.display()
        )
        .into());
    }
    apply(mode, &folder, &Overlays::read()?, root)
}

/// Writes or checks the crates below `root`.
fn apply(mode: Mode, schema: &Path, overlays: &Overlays, root: &Path) -> Result<Outcome, Failure> {
    let generated = generate(schema, overlays)?;
    let stale = stale(&generated, &committed(root)?);
    match mode {
        _ if stale.is_empty() => println!("codegen: {APPLE} and {PROFILE} are what the schema says"),
        Mode::Write => {
            for (name, text) in &stale {
                let path = root.join(name);
                match text {
                    Some(text) => {
                        fs::create_dir_all(path.parent().unwrap_or(root))?;
                        fs::write(&path, text)?;
                    }
                    None => fs::remove_file(&path)?,
                }
            }
            println!("codegen: wrote {} files", stale.len());
        }
        Mode::Check => {
            for (name, text) in &stale {
                let what =
                    if text.is_some() { "is not what the schema says" } else { "comes from no schema" };
                eprintln!("codegen: {name} {what}; `cargo run -p xtask -- codegen` writes it");
            }
            return Ok(Outcome::Findings);
        }
    }
    Ok(Outcome::Clean)
}

/// Where the schema is, if no option says so.
const VARIABLE: &str = "APPLE_SCHEMA";
const APPLE: &str = "crates/mdm-apple";
const PROFILE: &str = "crates/mdm-profile";
/// Folders that hold nothing but what is generated.
const FOLDERS: &[(&str, &str)] = &[
    (APPLE, "src/messages"),
    (APPLE, "src/declarations/tables"),
    (APPLE, "src/support/table"),
    (APPLE, "src/support/table/commands"),
    (APPLE, "src/support/table/declarations"),
    (APPLE, "src/support/table/payloads"),
    (PROFILE, "src/payload/tables"),
];
/// Generated files in other folders.
const FILES: &[(&str, &str)] = &[
    (APPLE, "src/messages.rs"),
    (APPLE, "src/declarations/tables.rs"),
    (APPLE, "tests/data/shapes.txt"),
    (PROFILE, "src/payload/tables.rs"),
    (PROFILE, "tests/data/shapes.txt"),
];

/// What this repository says of the schema.
#[derive(Default)]
struct Overlays {
    overlay: Overlay,
    said: Said,
}

impl Overlays {
    fn read() -> Result<Self, Failure> {
        let read = |name: &str, text| Overlay::read(text).map_err(|error| format!("{name}: {error}"));
        let mut overlay = read("overlay.yaml", include_str!("codegen/overlay.yaml"))?;
        overlay.files = read("newer.yaml", include_str!("codegen/newer.yaml"))?.files;
        let said = Said::read(include_str!("codegen/payloads.yaml"), &overlay.reserved)
            .map_err(|error| format!("payloads.yaml: {error}"))?;
        Ok(Self { overlay, said })
    }
}

/// Every file, by its path below the root of the workspace.
fn generate(schema: &Path, overlays: &Overlays) -> Result<BTreeMap<String, String>, Failure> {
    let Overlays { overlay, said } = overlays;
    let files = said.lend(model::load(schema, overlay)?)?;
    let mut apple = BTreeMap::new();
    let messages =
        lower::lower(&files, overlay, &[Family::CheckIn, Family::Command, Family::Error, Family::Other])?;
    render::messages(&messages, &mut apple)?;
    let declarations = lower::lower(
        &files,
        overlay,
        &[Family::Declaration, Family::Credential, Family::Status, Family::Protocol],
    )?;
    render::declarations(&declarations, &mut apple)?;
    matrix::tables(&files, overlay, &mut apple)?;
    payloads::tables(&files, said, &mut apple)?;
    let text = shapes::shapes(&messages, overlay) + &shapes::shapes(&declarations, overlay);
    apple.insert(SHAPES.to_owned(), text);

    let mut profile = BTreeMap::new();
    payloads::write(&files, said, &mut profile)?;
    let below = |folder: &'static str| move |(name, text)| (format!("{folder}/{name}"), text);
    Ok(apple.into_iter().map(below(APPLE)).chain(profile.into_iter().map(below(PROFILE))).collect())
}

/// What the tests make messages from.
const SHAPES: &str = "tests/data/shapes.txt";

/// What is there of what the generator owns.
fn committed(root: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut names: Vec<String> = FILES.iter().map(|(home, file)| format!("{home}/{file}")).collect();
    for (home, folder) in FOLDERS {
        let Ok(entries) = fs::read_dir(root.join(home).join(folder)) else { continue };
        for entry in entries {
            names.push(format!("{home}/{folder}/{}", entry?.file_name().to_string_lossy()));
        }
    }
    let read = |name: String| fs::read_to_string(root.join(&name)).ok().map(|text| (name, text));
    Ok(names.into_iter().filter_map(read).collect())
}

/// What has to be written (`Some`) or removed (`None`).
fn stale(
    generated: &BTreeMap<String, String>,
    committed: &BTreeMap<String, String>,
) -> BTreeMap<String, Option<String>> {
    let changed = generated
        .iter()
        .filter(|(name, text)| committed.get(*name) != Some(text))
        .map(|(name, text)| (name.clone(), Some(text.clone())));
    let gone =
        committed.keys().filter(|name| !generated.contains_key(*name)).map(|name| (name.clone(), None));
    changed.chain(gone).collect()
}
