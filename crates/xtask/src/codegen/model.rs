//! The files of every snapshot as one schema, corrected by the overlay.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::overlay::Overlay;
use super::schema::{Family, File, Inside, Key, inherit};
use crate::Failure;

/// Reads the schema: of each file the newest snapshot.
pub(crate) fn load(root: &Path, overlay: &Overlay) -> Result<Vec<File>, Failure> {
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for snapshot in &overlay.snapshots {
        let tree = root.join(snapshot);
        let mut paths = Vec::new();
        for folder in ["mdm", "declarative", "other"] {
            yaml_files(&tree.join(folder), &mut paths)?;
        }
        if paths.is_empty() {
            return Err(format!("{}: no file of the schema", tree.display()).into());
        }
        for path in paths {
            let name = path.strip_prefix(&tree)?.to_string_lossy().into_owned();
            let file = File::read(&name, &fs::read_to_string(&path)?)?;
            if let Some(older) = files.get(&name) {
                nothing_lost(older, &file)?;
            }
            files.insert(name, file);
        }
    }
    for (name, node) in &overlay.files {
        let file = File::from_node(name, node).map_err(|error| format!("{name}: {error}"))?;
        if files.insert(name.clone(), file).is_some() {
            return Err(format!("{name}: the schema has it; take it out of the overlay").into());
        }
    }
    let mut files: Vec<File> = files.into_values().collect();
    correct(&mut files, overlay)?;
    Ok(files)
}

fn yaml_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            yaml_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    Ok(())
}

/// A newer file must have every key of the older one: devices that run the older system still know it.
fn nothing_lost(older: &File, newer: &File) -> Result<(), Failure> {
    fn check(path: &str, older: &[Key], newer: &[Key]) -> Result<(), Failure> {
        for key in older {
            let path = format!("{path}/{}", key.name);
            match newer.iter().find(|new| new.name == key.name) {
                Some(new) => check(&path, key.keys(), new.keys())?,
                None => {
                    return Err(format!("{path}: a newer snapshot lost it; keep it in the overlay").into());
                }
            }
        }
        Ok(())
    }
    check(&newer.path, &older.keys, &newer.keys)?;
    check(&newer.path, &older.response, &newer.response)
}

/// Adds what the overlay knows of newer versions; every entry must have found its place.
fn correct(files: &mut [File], overlay: &Overlay) -> Result<(), Failure> {
    let mut added = overlay.added.clone();
    let mut changed = overlay.support.clone();
    let mut ranges = overlay.ranges.clone();
    for file in files {
        let root = root(file);
        if let Some(keys) = added.remove(&root) {
            file.keys.extend(keys);
        }
        if let Some(support) = changed.remove(&root) {
            file.support = inherit(&file.support, &support);
        }
        for (separator, keys) in [("/", &mut file.keys), (":", &mut file.response)] {
            for key in keys {
                visit(key, &format!("{root}{separator}"), &mut |place, key| {
                    if let Some(keys) = added.remove(place) {
                        match &mut key.inside {
                            Inside::Keys(own, _) => own.extend(keys),
                            inside => *inside = Inside::Keys(keys, None),
                        }
                    }
                    if let Some(support) = changed.remove(place) {
                        key.support = inherit(&key.support, &support);
                    }
                    if let Some(range) = ranges.remove(place) {
                        key.range = Some(range);
                    }
                });
            }
        }
    }
    let lost: Vec<String> = added.into_keys().chain(changed.into_keys()).chain(ranges.into_keys()).collect();
    if lost.is_empty() {
        Ok(())
    } else {
        Err(format!("the overlay changes what is not there: {lost:?}").into())
    }
}

fn visit(key: &mut Key, prefix: &str, change: &mut impl FnMut(&str, &mut Key)) {
    let place = format!("{prefix}{}", segment(key));
    change(&place, key);
    let is_union = key.keys().len() > 1;
    let is_array = key.kind == super::schema::Kind::Array;
    if let Inside::Keys(keys, _) = &mut key.inside {
        for inner in keys {
            if is_array && !is_union {
                // The item of an array has no name of its own.
                if let Inside::Keys(items, _) = &mut inner.inside {
                    for item in items {
                        visit(item, &format!("{place}/"), change);
                    }
                }
            } else {
                visit(inner, &format!("{place}/"), change);
            }
        }
    }
}

/// What a key is called in a path.
pub(crate) fn segment(key: &Key) -> &str {
    if key.is_wildcard() { "*" } else { &key.name }
}

/// What a file is called in a path: its name on the wire; for check-in a word before it, because a command can have the
/// same; for one of several files of a payload the word in parentheses behind it.
pub(crate) fn root(file: &File) -> String {
    match file.family {
        Family::CheckIn => format!("checkin.{}", file.name),
        Family::Profile => match file.path.find('(').zip(file.path.find(')')) {
            Some((open, close)) => {
                format!("{}{}", file.name, file.path.get(open..=close).unwrap_or_default())
            }
            None => file.name.clone(),
        },
        _ => file.name.clone(),
    }
}
