//! What the schema does not say and this workspace does: names, secrets, sentences, corrections.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::schema::{Key, Range, Support, keys, range, support};
use super::yaml::{self, Node};
use crate::Failure;

/// The overlay file.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    /// Folders below the root of the schema, oldest first.
    pub(crate) snapshots: Vec<String>,
    pub(crate) messages: BTreeMap<String, Message>,
    pub(crate) places: BTreeMap<String, Place>,
    /// Keys that the newer schema has and no file here.
    pub(crate) added: BTreeMap<String, Vec<Key>>,
    /// Files that the newer schema has and no folder here, by path.
    pub(crate) files: BTreeMap<String, Rc<Node>>,
    /// Bounds of numbers that the schema has in prose.
    pub(crate) ranges: BTreeMap<String, Range>,
    /// Support that the newer schema changed.
    pub(crate) support: BTreeMap<String, Support>,
    /// Names that are taken by code.
    pub(crate) reserved: BTreeSet<String>,
    /// The types of secrets.
    pub(crate) secrets: BTreeSet<String>,
}

/// What is said of a whole message.
#[derive(Debug, Default)]
pub(crate) struct Message {
    pub(crate) name: Option<String>,
    pub(crate) doc: Option<String>,
    pub(crate) module: Option<String>,
    pub(crate) groups: Vec<Group>,
}

/// Several keys that make one value.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) field: String,
    pub(crate) ty: String,
    pub(crate) keys: Vec<String>,
    /// `one` or `some` of the keys have to be there, `one-or-rest` the first or all others, those of an `identity`.
    pub(crate) rule: String,
}

/// What is said of one key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The name of the type made for it.
    pub(crate) name: Option<String>,
    /// A type that stands in code, in the place of the scalar or of an array's item.
    pub(crate) ty: Option<String>,
    pub(crate) field: Option<String>,
    pub(crate) doc: Option<String>,
    pub(crate) required: Option<bool>,
    pub(crate) words: Option<Vec<String>>,
    /// A dictionary that may also come as an array of such.
    pub(crate) many: bool,
    /// Of a dictionary: keys that make one value.
    pub(crate) groups: Vec<Group>,
}

impl Overlay {
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let root = yaml::parse(text)?;
        let mut overlay = Self::default();
        for (field, node) in root.mapping()? {
            match field.as_str() {
                "snapshots" => overlay.snapshots = node.texts()?,
                "reserved" => overlay.reserved = node.texts()?.into_iter().collect(),
                "secrets" => overlay.secrets = node.texts()?.into_iter().collect(),
                "messages" => overlay.messages = each(node, message)?,
                "places" => overlay.places = each(node, place)?,
                "added" => overlay.added = each(node, keys)?,
                "support" => overlay.support = each(node, support)?,
                "ranges" => overlay.ranges = each(node, range)?,
                "files" => overlay.files = node.mapping()?.iter().cloned().collect(),
                _ => return Err(node.error(&format!("a field `{field}` of the overlay"))),
            }
        }
        Ok(overlay)
    }

    pub(crate) fn place(&self, place: &str) -> Place {
        self.places.get(place).cloned().unwrap_or_default()
    }
}

pub(crate) fn each<T>(
    node: &Node,
    read: impl Fn(&Node) -> Result<T, Failure>,
) -> Result<BTreeMap<String, T>, Failure> {
    node.mapping()?.iter().map(|(name, node)| Ok((name.clone(), read(node)?))).collect()
}

pub(crate) fn message(node: &Node) -> Result<Message, Failure> {
    let mut message = Message::default();
    for (field, node) in node.mapping()? {
        let text = || node.text().map(|text| Some(text.to_owned()));
        match field.as_str() {
            "name" => message.name = text()?,
            "doc" => message.doc = text()?,
            "module" => message.module = text()?,
            "groups" => message.groups = groups(node)?,
            _ => return Err(node.error(&format!("a field `{field}` of a message"))),
        }
    }
    Ok(message)
}

fn groups(node: &Node) -> Result<Vec<Group>, Failure> {
    node.sequence()?.iter().map(|node| group(node)).collect()
}

fn group(node: &Node) -> Result<Group, Failure> {
    let mut group = Group { field: String::new(), ty: String::new(), keys: Vec::new(), rule: String::new() };
    for (field, node) in node.mapping()? {
        match field.as_str() {
            "field" => node.text()?.clone_into(&mut group.field),
            "type" => node.text()?.clone_into(&mut group.ty),
            "rule" => node.text()?.clone_into(&mut group.rule),
            "keys" => group.keys = node.texts()?,
            _ => return Err(node.error(&format!("a field `{field}` of a group"))),
        }
    }
    Ok(group)
}

pub(crate) fn place(node: &Node) -> Result<Place, Failure> {
    let mut place = Place::default();
    for (field, node) in node.mapping()? {
        let text = || node.text().map(|text| Some(text.to_owned()));
        match field.as_str() {
            "name" => place.name = text()?,
            "type" => place.ty = text()?,
            "field" => place.field = text()?,
            "doc" => place.doc = text()?,
            "required" => place.required = Some(node.boolean()?),
            "words" => place.words = Some(node.texts()?),
            "many" => place.many = node.boolean()?,
            "groups" => place.groups = groups(node)?,
            _ => return Err(node.error(&format!("a field `{field}` of a place"))),
        }
    }
    Ok(place)
}
