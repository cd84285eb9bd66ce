//! Fills a [`Workspace`] from cargo's own answers.

use std::{fs, path::Path, process::Command};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use super::{Chain, Edge, EdgeKind, Member, Workspace, library};
use crate::Failure;

pub(super) fn read() -> Result<Workspace, Failure> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let mut members = Vec::new();
    for package in &metadata.packages {
        members.push(member(package, root)?);
    }
    Ok(Workspace { members, folders: folders(&root.join("crates"))? })
}

fn member(package: &Package, root: &Path) -> Result<Member, Failure> {
    let name = package.name.to_string();
    let manifest = package.manifest_path.as_std_path();
    let folder = manifest.parent().unwrap_or(manifest);
    let folder = folder.strip_prefix(root).unwrap_or(folder);
    let mut member = Member {
        folder: folder.to_string_lossy().replace('\\', "/"),
        states_rust_version: package.rust_version.is_some(),
        edges: package.dependencies.iter().map(edge).collect(),
        ..Member::default()
    };
    // The closures matter for libraries only; an example may have a web framework.
    if library(&name).is_some() {
        member.with_all_features = closure(&name, "--all-features", root)?;
        member.without_features = closure(&name, "--no-default-features", root)?;
    }
    member.name = name;
    Ok(member)
}

fn edge(dependency: &cargo_metadata::Dependency) -> Edge {
    let kind = match dependency.kind {
        DependencyKind::Build => EdgeKind::Build,
        DependencyKind::Development => EdgeKind::Development,
        // `DependencyKind` may grow: a kind that is new to us counts.
        _ => EdgeKind::Normal,
    };
    Edge { to: dependency.name.clone(), kind }
}

/// What one package reaches when it is built alone.
///
/// `cargo metadata` cannot say it: it unites the features that every member of the workspace asks for.
fn closure(package: &str, features: &str, root: &Path) -> Result<Vec<Chain>, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["tree", "--package", package, features, "--edges", "normal,build"])
        .args(["--target", "all", "--prefix", "depth", "--format", " {p}"])
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    parse_tree(&String::from_utf8(output.stdout)?)
}

/// Reads lines such as `2 bytes v1.12.1 (*)`: depth, name, the rest.
pub(super) fn parse_tree(text: &str) -> Result<Vec<Chain>, Failure> {
    let mut path: Vec<String> = Vec::new();
    let mut chains = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (Some(depth), Some(name)) = (words.next(), words.next()) else {
            return Err(format!("cargo tree: a line without depth and name: `{line}`").into());
        };
        let depth: usize =
            depth.parse().map_err(|_| format!("cargo tree: a line without a depth: `{line}`"))?;
        path.truncate(depth);
        path.push(name.to_owned());
        chains.push(Chain(path.clone()));
    }
    Ok(chains)
}

fn folders(directory: &Path) -> Result<Vec<String>, Failure> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    folders.sort();
    Ok(folders)
}
