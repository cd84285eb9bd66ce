//! The payloads of profiles: one namespace a family, in the words of the macros of `mdm-profile`.

use std::collections::{BTreeMap, BTreeSet};

use super::lower::{self, Types};
use super::model::{root, segment};
use super::overlay::{self, Overlay};
use super::render::{self, Files, HEAD, line};
use super::schema::{Family, File, Inside, Key, Kind, Support, inherit};
use super::yaml::Node;
use super::{SHAPES, matrix, shapes, yaml};
use crate::Failure;

/// The overlay of the payloads.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// The payloads of each family, by their roots.
    families: Vec<(String, Vec<String>)>,
    envelopes: Vec<String>,
    merged: Vec<String>,
    when: BTreeMap<String, (String, String)>,
    /// Payloads that the schema gives no keys, or not all, with the payload that has them.
    borrowed: BTreeMap<String, (String, Vec<String>)>,
    /// Kinds of payload that keys refer to.
    targets: BTreeMap<String, Vec<String>>,
    /// Such keys, with the kind.
    references: BTreeMap<String, String>,
    /// Keys that look like such and are none.
    unreferenced: Vec<String>,
    /// What all families share with the other overlay.
    overlay: Overlay,
}

impl Said {
    pub(crate) fn read(text: &str, reserved: &BTreeSet<String>) -> Result<Self, Failure> {
        let mut said = Self::default();
        said.overlay.reserved.clone_from(reserved);
        for (field, node) in yaml::parse(text)?.mapping()? {
            match field.as_str() {
                "families" => {
                    for (family, node) in node.mapping()? {
                        let payloads = overlay::each(node, overlay::message)?;
                        said.families.push((family.clone(), payloads.keys().cloned().collect()));
                        said.overlay.messages.extend(payloads);
                    }
                }
                "borrowed" => said.borrowed = overlay::each(node, borrowed)?,
                "targets" => said.targets = overlay::each(node, Node::texts)?,
                "references" => {
                    said.references = overlay::each(node, |node| node.text().map(str::to_owned))?;
                }
                "unreferenced" => said.unreferenced = node.texts()?,
                "envelopes" => said.envelopes = node.texts()?,
                "merged" => said.merged = node.texts()?,
                "when" => {
                    said.when = overlay::each(node, |node| {
                        Ok((of(node, "key")?.text()?.to_owned(), of(node, "value")?.text()?.to_owned()))
                    })?;
                }
                "secrets" => said.overlay.secrets = node.texts()?.into_iter().collect(),
                "places" => said.overlay.places = overlay::each(node, overlay::place)?,
                _ => return Err(node.error(&format!("a field `{field}` of the overlay"))),
            }
        }
        for (to, (from, keys)) in &said.borrowed {
            for key in keys {
                lend(&mut said.overlay.places, from, to, key);
                lend(&mut said.references, from, to, key);
            }
        }
        Ok(said)
    }

    /// Gives payloads the keys that they have from others.
    pub(crate) fn lend(&self, mut files: Vec<File>) -> Result<Vec<File>, Failure> {
        for (to, (from, keys)) in &self.borrowed {
            let mut lent = Vec::new();
            for name in keys {
                let lender = files.iter().find(|file| root(file) == *from);
                let key = lender.and_then(|file| file.keys.iter().find(|key| key.name == *name));
                lent.push(key.ok_or_else(|| format!("{to} borrows `{name}`, which is not there"))?.clone());
            }
            let file = files.iter_mut().find(|file| root(file) == *to);
            let file = file.ok_or_else(|| format!("{to} borrows and is not there"))?;
            file.keys.retain(|key| !key.is_wildcard());
            for mut key in lent {
                restrict(&mut key, &file.support);
                file.keys.push(key);
            }
        }
        Ok(files)
    }

    /// The files of profiles with those that make one payload merged.
    fn files(&self, files: &[File]) -> Result<Vec<File>, Failure> {
        let mut merged: Vec<File> = Vec::new();
        for file in files.iter().filter(|file| file.family == Family::Profile) {
            let first =
                merged.iter_mut().find(|first| first.name == file.name && self.merged.contains(&file.name));
            match first {
                Some(first) => merge(first, file)?,
                None => merged.push(file.clone()),
            }
        }
        for file in merged.iter_mut().filter(|file| self.merged.contains(&file.name)) {
            file.path = format!("mdm/profiles/{}*.yaml", file.name);
        }
        merged.retain(|file| !self.envelopes.contains(&file.name));
        Ok(merged)
    }
}

/// Takes what is said of a key over to the payload that borrows it.
fn lend<T: Clone>(said: &mut BTreeMap<String, T>, from: &str, to: &str, key: &str) {
    let place = format!("{from}/{key}");
    let own =
        |known: &str| known.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let lent: Vec<(String, T)> = said
        .iter()
        .filter(|(known, _)| own(known))
        .map(|(known, said)| (known.replacen(from, to, 1), said.clone()))
        .collect();
    said.extend(lent);
}

/// A key is not where what it is inside of is not.
fn restrict(key: &mut Key, outer: &Support) {
    key.support.retain(|os, _| outer.get(os).is_some_and(|outer| outer.introduced.as_deref() != Some("n/a")));
    if let Inside::Keys(keys, _) = &mut key.inside {
        keys.iter_mut().for_each(|key| restrict(key, outer));
    }
}

fn borrowed(node: &Node) -> Result<(String, Vec<String>), Failure> {
    Ok((of(node, "from")?.text()?.to_owned(), of(node, "keys")?.texts()?))
}

fn of<'a>(node: &'a Node, name: &str) -> Result<&'a Node, Failure> {
    let found = node.mapping()?.iter().find(|(known, _)| known == name);
    found.map(|(_, node)| &**node).ok_or_else(|| node.error(&format!("no `{name}`")))
}

/// Adds the keys of a file of the same payload.
fn merge(first: &mut File, other: &File) -> Result<(), Failure> {
    for key in &other.keys {
        match first.keys.iter().find(|known| known.name == key.name) {
            None => {
                let mut key = key.clone();
                key.support = inherit(&other.support, &key.support);
                first.keys.push(key);
            }
            Some(known) if known.kind == key.kind && known.keys().is_empty() && key.keys().is_empty() => {}
            Some(_) => {
                return Err(format!("{}: `{}` is not what it is elsewhere", other.path, key.name).into());
            }
        }
    }
    Ok(())
}

/// Writes the matrix of payloads.
pub(crate) fn tables(files: &[File], said: &Said, out: &mut Files) -> Result<(), Failure> {
    let home = |file: &File| {
        let root = root(file);
        let own = |(_, payloads): &&(String, Vec<String>)| {
            payloads.iter().any(|known| *known == root || *known == file.name)
        };
        said.families.iter().find(own).map_or("envelopes", |(family, _)| family.as_str())
    };
    let mut families: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.family == Family::Profile) {
        families.entry(home(file)).or_default().push(file);
    }
    matrix::split("payloads", "Payloads of profiles", &families, &said.overlay, out)
}

/// Writes everything that `mdm-profile` has of the schema.
pub(crate) fn write(files: &[File], said: &Said, out: &mut Files) -> Result<(), Failure> {
    let families = lower(files, said)?;
    render(&families, said, out)?;
    let shapes = families.iter().map(|(_, types)| shapes::shapes(types, &said.overlay)).collect();
    out.insert(SHAPES.to_owned(), shapes);
    Ok(())
}

/// The types of each family.
fn lower(files: &[File], said: &Said) -> Result<Vec<(String, Types)>, Failure> {
    let files = said.files(files)?;
    let homeless: Vec<String> = files
        .iter()
        .map(root)
        .filter(|root| !said.families.iter().any(|(_, payloads)| payloads.contains(root)))
        .collect();
    if !homeless.is_empty() {
        return Err(format!("payloads without a family: {homeless:?}").into());
    }
    let mut families = Vec::new();
    for (family, payloads) in &said.families {
        let mut chosen = Vec::new();
        for payload in payloads {
            let file = files.iter().find(|file| root(file) == *payload);
            let mut file = file.ok_or_else(|| format!("a payload {payload} that is not there"))?.clone();
            // All of a family is one file of Rust.
            file.keys.retain(|key| !key.is_wildcard());
            chosen.push(file);
        }
        families.push((family.clone(), lower::lower(&chosen, &said.overlay, &[Family::Profile])?));
    }
    Ok(families)
}

/// Writes the tables of `mdm-profile`.
fn render(families: &[(String, Types)], said: &Said, files: &mut Files) -> Result<(), Failure> {
    let mut out = format!(
        "{HEAD}\n//! The payloads of profiles: a module a family, one table of keys a payload.\n\n\
         use crate::payload::contents;\n\n"
    );
    for (family, types) in families {
        files.insert(format!("src/payload/tables/{family}.rs"), render::family(types, family)?);
    }
    // In rustfmt's order.
    let mut names: Vec<&String> = families.iter().map(|(family, _)| family).collect();
    names.sort();
    for family in names {
        if !ALWAYS.contains(&family.as_str()) {
            line(&mut out, format_args!("#[cfg(feature = {family:?})]"));
        }
        line(&mut out, format_args!("pub mod {family};"));
    }
    out.push_str("\ncontents! {\n");
    for (family, types) in families {
        // Those that a key tells apart come before the general one.
        let mut messages: Vec<_> = types.messages.iter().collect();
        messages.sort_by_key(|message| !said.when.contains_key(&root(&message.file)));
        for message in messages {
            let lower::Ty::Def(at) = message.request else { continue };
            let when = said.when.get(&root(&message.file));
            let when = when.map_or_else(String::new, |(key, value)| format!(" when {key:?} is {value:?}"));
            if !ALWAYS.contains(&family.as_str()) {
                line(&mut out, format_args!("    #[cfg(feature = {family:?})]"));
            }
            line(&mut out, format_args!("    {family}::{} = {:?}{when},", types.name(at), message.file.name));
        }
    }
    out.push_str("}\n");
    references(families, said, &mut out)?;
    files.insert("src/payload/tables.rs".to_owned(), out);
    Ok(())
}

/// Writes which keys refer to other payloads. Every key that looks as if it did must be told of.
fn references(families: &[(String, Types)], said: &Said, out: &mut String) -> Result<(), Failure> {
    let mut places = Vec::new();
    for message in families.iter().flat_map(|(_, types)| &types.messages) {
        for key in &message.file.keys {
            find(key, &format!("{}/", root(&message.file)), &mut places);
        }
    }
    let known = |place: &String| said.references.contains_key(place);
    let named = |place: &String| said.unreferenced.iter().any(|name| place.ends_with(&format!("/{name}")));
    let lost: Vec<&String> = places.iter().filter(|place| !known(place) && !named(place)).collect();
    let gone: Vec<&String> = said.references.keys().filter(|place| !places.contains(place)).collect();
    if !lost.is_empty() || !gone.is_empty() {
        return Err(format!("references: {lost:?} are not told of, {gone:?} are not there").into());
    }
    out.push_str("\n/// Payload types by what they can be referred to as.\n");
    for (target, types) in &said.targets {
        line(out, format_args!("#[rustfmt::skip]\nconst {}: &[&str] = &{types:?};", target.to_uppercase()));
    }
    out.push_str("\n/// Keys that hold the UUID of another payload: the payload type, the path, the types of the other.\n");
    out.push_str("#[rustfmt::skip]\npub(crate) const REFERENCES: &[(&str, &str, &[&str])] = &[\n");
    for (place, target) in &said.references {
        if !said.targets.contains_key(target) {
            return Err(format!("{place}: a target `{target}`").into());
        }
        let (root, path) = place.split_once('/').unwrap_or_default();
        let payload_type = root.split('(').next().unwrap_or_default();
        line(out, format_args!("    ({payload_type:?}, {path:?}, {}),", target.to_uppercase()));
    }
    out.push_str("];\n");
    Ok(())
}

/// The places of keys that are named after UUIDs.
fn find(key: &Key, prefix: &str, found: &mut Vec<String>) {
    let place = format!("{prefix}{}", segment(key));
    if key.name.contains("UUID") {
        found.push(place.clone());
    }
    let inside = match (key.kind, key.keys()) {
        // The item of an array has no name of its own.
        (Kind::Array, [item]) => item.keys(),
        (_, keys) => keys,
    };
    inside.iter().for_each(|key| find(key, &format!("{place}/"), found));
}

/// Families without a feature.
const ALWAYS: &[&str] = &["certificates", "management"];
