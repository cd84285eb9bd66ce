//! Apple's schema as data: one file is one message, payload, declaration or status item.
//!
//! Nothing is dropped silently: a field that this reader does not know is an error with its line.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::yaml::{self, Node, Value};
use crate::Failure;

/// The kinds of file, by folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    CheckIn,
    Command,
    Error,
    Other,
    Profile,
    Declaration,
    Credential,
    Status,
    Protocol,
}

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Below the root of a tree: `mdm/commands/device.lock.yaml`.
    pub(crate) path: String,
    pub(crate) family: Family,
    /// What the wire calls it.
    pub(crate) name: String,
    pub(crate) support: Support,
    pub(crate) apply: Option<String>,
    pub(crate) keys: Vec<Key>,
    pub(crate) response: Vec<Key>,
    /// Codes with the keys of their details.
    pub(crate) reasons: Vec<String>,
}

/// One key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// What differs from what the key is inside of.
    pub(crate) support: Support,
    pub(crate) default: Option<String>,
    pub(crate) allowed: Vec<String>,
    pub(crate) range: Option<Range>,
    pub(crate) inside: Inside,
    pub(crate) assets: Vec<String>,
    pub(crate) combine: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    #[default]
    String,
    Integer,
    Real,
    Boolean,
    Data,
    Date,
    Array,
    Dictionary,
    Any,
}

/// The least and the greatest number.
pub(crate) type Range = (Option<String>, Option<String>);

/// What is inside a key.
#[derive(Clone, Debug, Default)]
pub(crate) enum Inside {
    #[default]
    Nothing,
    /// Keys, and the anchor of the list for one that contains itself.
    Keys(Vec<Key>, Option<usize>),
    /// The same as in the key around it whose list has this anchor.
    Cycle(usize),
}

/// Support by operating system, in the order of [`Os`].
pub(crate) type Support = BTreeMap<Os, OsSupport>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Os {
    Ios,
    Macos,
    Tvos,
    Watchos,
    Visionos,
}

/// The fields of one operating system; what is missing is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OsSupport {
    pub(crate) introduced: Option<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) removed: Option<String>,
    pub(crate) rights: Option<String>,
    pub(crate) supervised: Option<bool>,
    pub(crate) automated: Option<bool>,
    pub(crate) user_approved: Option<bool>,
    pub(crate) manual: Option<bool>,
    pub(crate) multiple: Option<bool>,
    pub(crate) device_channel: Option<bool>,
    pub(crate) user_channel: Option<bool>,
    pub(crate) always_skippable: Option<bool>,
    pub(crate) enrollments: Option<Vec<String>>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) shared_mode: Option<String>,
    pub(crate) shared_device: Option<bool>,
    pub(crate) shared_user: Option<bool>,
    pub(crate) shared_scopes: Option<Vec<String>>,
    pub(crate) user_enrollment: Option<String>,
}

impl File {
    /// Reads the text of a file.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self, Failure> {
        yaml::parse(text)
            .and_then(|root| Self::from_node(path, &root))
            .map_err(|error| format!("{path}: {error}").into())
    }

    /// Reads a file that has been parsed.
    pub(crate) fn from_node(path: &str, root: &Node) -> Result<Self, Failure> {
        let family = Family::of(path).ok_or("in no folder that is known")?;
        let mut file = Self {
            path: path.to_owned(),
            family,
            name: String::new(),
            support: Support::new(),
            apply: None,
            keys: Vec::new(),
            response: Vec::new(),
            reasons: Vec::new(),
        };
        for (field, node) in root.mapping()? {
            match field.as_str() {
                "payload" => file.payload(node)?,
                "payloadkeys" => file.keys = keys(node)?,
                "responsekeys" => file.response = keys(node)?,
                "reasons" => file.reasons = reasons(node)?,
                // Prose, and what points at prose.
                "title" | "description" | "notes" | "related-status-items" | "examples" => {}
                _ => return Err(node.error(&format!("a field `{field}`"))),
            }
        }
        if family == Family::Error {
            let code = file.keys.iter().find(|key| key.name == "code").map(|key| key.allowed.as_slice());
            let Some([code]) = code else { return Err("no single code".into()) };
            file.name.clone_from(code);
        }
        if file.name.is_empty() {
            return Err("no name on the wire".into());
        }
        Ok(file)
    }

    fn payload(&mut self, node: &Node) -> Result<(), Failure> {
        for (field, node) in node.mapping()? {
            match field.as_str() {
                "requesttype" | "payloadtype" | "declarationtype" | "statusitemtype" | "credentialtype" => {
                    match (field.as_str(), self.family) {
                        ("credentialtype", _) => self.family = Family::Credential,
                        // The reason inside of status items is no item itself.
                        ("declarationtype", Family::Status) => self.family = Family::Protocol,
                        _ => {}
                    }
                    node.text()?.clone_into(&mut self.name);
                }
                "supportedOS" => self.support = support(node)?,
                "apply" => self.apply = Some(one_of(node, &["single", "multiple", "combined"])?),
                "content" | "beta" => {}
                _ => return Err(node.error(&format!("a field `{field}` of the payload"))),
            }
        }
        Ok(())
    }
}

impl Family {
    fn of(path: &str) -> Option<Self> {
        const FOLDERS: [(&str, Family); 8] = [
            ("mdm/checkin/", Family::CheckIn),
            ("mdm/commands/", Family::Command),
            ("mdm/errors/", Family::Error),
            ("mdm/profiles/", Family::Profile),
            ("other/", Family::Other),
            ("declarative/declarations/", Family::Declaration),
            ("declarative/status/", Family::Status),
            ("declarative/protocol/", Family::Protocol),
        ];
        FOLDERS.iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, family)| *family)
    }
}

impl Key {
    /// The keys inside, if they are told.
    pub(crate) fn keys(&self) -> &[Self] {
        match &self.inside {
            Inside::Keys(keys, _) => keys,
            Inside::Nothing | Inside::Cycle(_) => &[],
        }
    }

    /// Whether the name stands for any name.
    pub(crate) fn is_wildcard(&self) -> bool {
        self.name.starts_with("ANY") || WILDCARDS.contains(&self.name.as_str())
    }
}

/// Wildcards that do not say so.
const WILDCARDS: &[&str] = &["AppleID domain", "Category Name"];

/// Reads a list of keys.
pub(crate) fn keys(node: &Node) -> Result<Vec<Key>, Failure> {
    let keys: Vec<Key> = node.sequence()?.iter().map(|node| key(node)).collect::<Result<_, _>>()?;
    for (at, key) in keys.iter().enumerate() {
        if keys.iter().take(at).any(|earlier| earlier.name == key.name) {
            return Err(node.error(&format!("the key `{}` twice", key.name)));
        }
    }
    Ok(keys)
}

fn key(node: &Node) -> Result<Key, Failure> {
    let mut key = Key { line: node.line, ..Key::default() };
    let mut kind = None;
    for (field, node) in node.mapping()? {
        match field.as_str() {
            "key" => node.text()?.clone_into(&mut key.name),
            "type" => kind = Some(Kind::read(node)?),
            "presence" => key.required = one_of(node, &["required", "optional"])? == "required",
            "supportedOS" => key.support = support(node)?,
            "default" => key.default = Some(node.text()?.to_owned()),
            "rangelist" => key.allowed = node.texts()?,
            "range" => key.range = Some(range(node)?),
            "subkeys" => key.inside = inside(node)?,
            "assettypes" => key.assets = node.texts()?,
            "combinetype" => key.combine = Some(node.text()?.to_owned()),
            // Prose, hints about names, and what the types do not check.
            "content"
            | "title"
            | "subkeytype"
            | "subtype"
            | "format"
            | "repetition"
            | "asset-content-types" => {}
            _ => return Err(node.error(&format!("a field `{field}` of a key"))),
        }
    }
    key.kind = kind.ok_or_else(|| node.error("a key without a type"))?;
    if key.name.is_empty() {
        return Err(node.error("a key without a name"));
    }
    key.check().map_err(|what| node.error(&format!("`{}`: {what}", key.name)))?;
    Ok(key)
}

impl Key {
    /// What the rest of the generator takes for granted.
    fn check(&self) -> Result<(), &'static str> {
        let is_number = |text: &String| text.parse::<i64>().is_ok();
        match (self.kind, &self.inside) {
            (Kind::Array, Inside::Keys(keys, _)) if keys.is_empty() => Err("an empty list of items"),
            (Kind::Array | Kind::Dictionary | Kind::String, _) | (_, Inside::Nothing) => Ok(()),
            _ => Err("keys inside of what holds none"),
        }?;
        if self.kind == Kind::Integer && !self.allowed.iter().chain(&self.default).all(is_number) {
            return Err("an integer that is none");
        }
        if let Some(default) = &self.default
            && !self.allowed.is_empty()
            && !self.allowed.contains(default)
        {
            return Err("a default that is not allowed");
        }
        Ok(())
    }
}

impl Kind {
    fn read(node: &Node) -> Result<Self, Failure> {
        Ok(match node.text()? {
            "<string>" => Self::String,
            "<integer>" => Self::Integer,
            "<real>" => Self::Real,
            "<boolean>" => Self::Boolean,
            "<data>" => Self::Data,
            "<date>" => Self::Date,
            "<array>" => Self::Array,
            "<dictionary>" => Self::Dictionary,
            "<any>" => Self::Any,
            _ => return Err(node.error("a type that is not known")),
        })
    }
}

fn inside(node: &Node) -> Result<Inside, Failure> {
    match node.value {
        Value::Cycle(anchor) => Ok(Inside::Cycle(anchor)),
        _ => Ok(Inside::Keys(keys(node)?, node.anchor)),
    }
}

/// Reads `range`.
pub(crate) fn range(node: &Node) -> Result<Range, Failure> {
    let mut range = (None, None);
    for (field, node) in node.mapping()? {
        let bound = Some(node.text()?.to_owned());
        match field.as_str() {
            "min" => range.0 = bound,
            "max" => range.1 = bound,
            _ => return Err(node.error(&format!("a field `{field}` of a range"))),
        }
    }
    Ok(range)
}

fn reasons(node: &Node) -> Result<Vec<String>, Failure> {
    let mut codes = Vec::new();
    for reason in node.sequence()? {
        for (field, node) in reason.mapping()? {
            match field.as_str() {
                "value" => codes.push(node.text()?.to_owned()),
                "description" | "details" => {}
                _ => return Err(node.error(&format!("a field `{field}` of a reason"))),
            }
        }
    }
    Ok(codes)
}

/// Reads `supportedOS`.
pub(crate) fn support(node: &Node) -> Result<Support, Failure> {
    let mut support = Support::new();
    for (os, node) in node.mapping()? {
        let os = match os.as_str() {
            "iOS" => Os::Ios,
            "macOS" => Os::Macos,
            "tvOS" => Os::Tvos,
            "watchOS" => Os::Watchos,
            "visionOS" => Os::Visionos,
            _ => return Err(node.error(&format!("an operating system `{os}`"))),
        };
        support.insert(os, os_support(node)?);
    }
    Ok(support)
}

fn os_support(node: &Rc<Node>) -> Result<OsSupport, Failure> {
    const MODES: &[&str] = &["allowed", "required", "forbidden", "ignored"];
    let mut os = OsSupport::default();
    for (field, node) in node.mapping()? {
        match field.as_str() {
            // Every version of what the key is inside of; written once so far.
            "introduced" if node.text()? == "all" => {}
            "introduced" => os.introduced = Some(version(node)?),
            "deprecated" => os.deprecated = Some(version(node)?),
            "removed" => os.removed = Some(version(node)?),
            "accessrights" => os.rights = Some(node.text()?.to_owned()),
            "supervised" => os.supervised = Some(node.boolean()?),
            "requiresdep" => os.automated = Some(node.boolean()?),
            "userapprovedmdm" => os.user_approved = Some(node.boolean()?),
            "allowmanualinstall" => os.manual = Some(node.boolean()?),
            "multiple" => os.multiple = Some(node.boolean()?),
            "devicechannel" => os.device_channel = Some(node.boolean()?),
            "userchannel" => os.user_channel = Some(node.boolean()?),
            "always-skippable" => os.always_skippable = Some(node.boolean()?),
            "allowed-enrollments" => os.enrollments = Some(node.texts()?),
            "allowed-scopes" => os.scopes = Some(node.texts()?),
            "beta" => {}
            "sharedipad" => {
                for (field, node) in node.mapping()? {
                    match field.as_str() {
                        "mode" => os.shared_mode = Some(one_of(node, MODES)?),
                        "devicechannel" => os.shared_device = Some(node.boolean()?),
                        "userchannel" => os.shared_user = Some(node.boolean()?),
                        "allowed-scopes" => os.shared_scopes = Some(node.texts()?),
                        _ => return Err(node.error(&format!("a field `{field}` of sharedipad"))),
                    }
                }
            }
            "userenrollment" => {
                for (field, node) in node.mapping()? {
                    match field.as_str() {
                        "mode" => os.user_enrollment = Some(one_of(node, MODES)?),
                        "behavior" => {}
                        _ => return Err(node.error(&format!("a field `{field}` of userenrollment"))),
                    }
                }
            }
            _ => return Err(node.error(&format!("a field `{field}` of an operating system"))),
        }
    }
    Ok(os)
}

/// `n/a`, or up to three numbers.
fn version(node: &Node) -> Result<String, Failure> {
    let text = node.text()?;
    let components: Vec<_> = text.split('.').map(str::parse::<u16>).collect();
    if text == "n/a" || (components.len() <= 3 && components.iter().all(Result::is_ok)) {
        Ok(text.to_owned())
    } else {
        Err(node.error(&format!("a version `{text}`")))
    }
}

fn one_of(node: &Node, words: &[&str]) -> Result<String, Failure> {
    let text = node.text()?;
    if words.contains(&text) { Ok(text.to_owned()) } else { Err(node.error(&format!("a word `{text}`"))) }
}

/// What a key supports: what it is inside of supports, field by field overridden.
pub(crate) fn inherit(outer: &Support, own: &Support) -> Support {
    let mut merged = outer.clone();
    for (os, own) in own {
        let base = merged.entry(*os).or_default();
        macro_rules! fields {
            ($($field:ident)*) => {
                $( if own.$field.is_some() { base.$field.clone_from(&own.$field); } )*
            };
        }
        fields!(introduced deprecated removed rights supervised automated user_approved manual multiple
            device_channel user_channel always_skippable enrollments scopes shared_mode shared_device
            shared_user shared_scopes user_enrollment);
    }
    merged
}
