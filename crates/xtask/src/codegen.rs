//! `mdm-apple`'s types and tables out of Apple's device-management schema.
//!
//! | module | what |
//! |---|---|
//! | `yaml` | YAML as a tree with lines, cycles included |
//! | `schema` | the files of the schema, strictly read |
//! | `model` | the snapshots as one, corrected by the overlay |
//! | `overlay` | names, secrets and sentences that are ours; `newer.yaml` has the files that no snapshot holds |
//! | `lower` | dictionaries become structs with names |
//! | `render`, `matrix`, `shapes` | Rust, tables, test data |
//!
//! The schema is not in this repository. Output depends on it and on the overlay alone.

mod lower;
mod matrix;
mod model;
mod names;
mod overlay;
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
    apply(mode, &folder, &overlay()?, &root.join(CRATE))
}

/// Writes or checks the crate in `target`.
fn apply(mode: Mode, schema: &Path, overlay: &Overlay, target: &Path) -> Result<Outcome, Failure> {
    let generated = generate(schema, overlay)?;
    let stale = stale(&generated, &committed(target)?);
    match mode {
        _ if stale.is_empty() => println!("codegen: {CRATE} is what the schema says"),
        Mode::Write => {
            for (name, text) in &stale {
                let path = target.join(name);
                match text {
                    Some(text) => {
                        fs::create_dir_all(path.parent().unwrap_or(target))?;
                        fs::write(&path, text)?;
                    }
                    None => fs::remove_file(&path)?,
                }
            }
            println!("codegen: wrote {} files of {CRATE}", stale.len());
        }
        Mode::Check => {
            for (name, text) in &stale {
                let what =
                    if text.is_some() { "is not what the schema says" } else { "comes from no schema" };
                eprintln!("codegen: {CRATE}/{name} {what}; `cargo run -p xtask -- codegen` writes it");
            }
            return Ok(Outcome::Findings);
        }
    }
    Ok(Outcome::Clean)
}

/// Where the schema is, if no option says so.
const VARIABLE: &str = "APPLE_SCHEMA";
const CRATE: &str = "crates/mdm-apple";
/// Folders that hold nothing but what is generated.
const FOLDERS: &[&str] = &[
    "src/messages",
    "src/declarations/tables",
    "src/support/table",
    "src/support/table/commands",
    "src/support/table/declarations",
];
/// Generated files in other folders.
const FILES: &[&str] = &["src/messages.rs", "src/declarations/tables.rs", "tests/data/shapes.txt"];

/// Every file, by its path below the crate.
fn generate(schema: &Path, overlay: &Overlay) -> Result<BTreeMap<String, String>, Failure> {
    let files = model::load(schema, overlay)?;
    let mut out = BTreeMap::new();
    let messages =
        lower::lower(&files, overlay, &[Family::CheckIn, Family::Command, Family::Error, Family::Other])?;
    render::messages(&messages, &mut out)?;
    let declarations = lower::lower(
        &files,
        overlay,
        &[Family::Declaration, Family::Credential, Family::Status, Family::Protocol],
    )?;
    render::declarations(&declarations, &mut out)?;
    matrix::tables(&files, overlay, &mut out)?;
    let text = shapes::shapes(&messages, overlay) + &shapes::shapes(&declarations, overlay);
    out.insert("tests/data/shapes.txt".to_owned(), text);
    Ok(out)
}

/// What this repository says of the schema.
fn overlay() -> Result<Overlay, Failure> {
    let read = |name: &str, text| Overlay::read(text).map_err(|error| format!("{name}: {error}"));
    let mut overlay = read("overlay.yaml", include_str!("codegen/overlay.yaml"))?;
    overlay.files = read("newer.yaml", include_str!("codegen/newer.yaml"))?.files;
    Ok(overlay)
}

/// What is there of what the generator owns.
fn committed(target: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut names: Vec<String> = FILES.iter().map(ToString::to_string).collect();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(target.join(folder)) else { continue };
        for entry in entries {
            names.push(format!("{folder}/{}", entry?.file_name().to_string_lossy()));
        }
    }
    let read = |name: String| fs::read_to_string(target.join(&name)).ok().map(|text| (name, text));
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
