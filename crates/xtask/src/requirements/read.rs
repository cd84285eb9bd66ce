//! Reads the tables and the sources from the disk.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::MetadataCommand;

use super::{Citations, Finding, Requirement, cited, parse, split_tests, without_header};
use crate::Failure;

pub(super) fn read() -> Result<(Vec<Requirement>, Vec<Finding>, Citations), Failure> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let mut requirements = Vec::new();
    let mut unreadable = Vec::new();
    for file in files(&root.join("docs/requirements"), "md")? {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
        let (found, findings) = parse(&name, &fs::read_to_string(&file)?);
        requirements.extend(found);
        unreadable.extend(findings);
    }
    requirements.sort_by_key(|requirement| requirement.number);
    Ok((requirements, unreadable, citations(root)?))
}

fn citations(root: &Path) -> Result<Citations, Failure> {
    let mut citations = Citations::default();
    for file in files(&root.join("crates"), "rs")? {
        let file_in_crates = file.strip_prefix(root.join("crates")).unwrap_or(&file);
        // xtask speaks about requirements and meets none.
        if file_in_crates.starts_with("xtask") {
            continue;
        }
        let source = fs::read_to_string(&file)?;
        if is_test(file_in_crates) {
            citations.tests.extend(cited(&without_header(&source)));
        } else {
            let (code, tests) = split_tests(&source);
            citations.code.extend(cited(code));
            citations.tests.extend(cited(tests));
        }
    }
    for file in files(&root.join("examples"), "rs")? {
        citations.tests.extend(cited(&without_header(&fs::read_to_string(&file)?)));
    }
    Ok(citations)
}

/// Whether a whole file is tests: in a folder `tests`, or `tests.rs` beside the code that it tests.
pub(super) fn is_test(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "tests.rs")
        || file.components().any(|component| component.as_os_str() == "tests")
}

/// All files below a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension().is_some_and(|found| found == ending) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
