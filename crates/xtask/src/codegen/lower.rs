//! From the schema to Rust types: which dictionary becomes which struct, under which name.

use std::collections::{BTreeMap, BTreeSet};

use super::model::root;
use super::names;
use super::overlay::{Group, Overlay, Place};
use super::schema::{Family, File, Inside, Key, Kind, Os, Support, inherit};
use crate::Failure;

/// The types of one namespace.
#[derive(Debug, Default)]
pub(crate) struct Types {
    pub(crate) defs: Vec<Def>,
    /// The messages, with the number of their type and of that of their answer.
    pub(crate) messages: Vec<Message>,
    /// The places of the overlay that were used.
    used: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) file: File,
    pub(crate) doc: Option<String>,
    pub(crate) request: Ty,
    pub(crate) response: Option<usize>,
}

/// One type.
#[derive(Debug)]
pub(crate) struct Def {
    pub(crate) module: String,
    pub(crate) name: String,
    fixed: bool,
    /// The name that is put before an ambiguous one.
    owner: String,
    pub(crate) doc: String,
    pub(crate) body: Body,
    /// The type that stands for this one, if another has the same shape.
    pub(crate) same_as: Option<usize>,
}

#[derive(Debug)]
pub(crate) enum Body {
    Struct { groups: Vec<Group>, fields: Vec<Field> },
    Words(Vec<String>),
    Union { tag: String, alternatives: Vec<(String, usize)> },
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) doc: String,
    /// Where the key is supported; left out when a type stands for several places that differ.
    pub(crate) versions: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ty {
    Named(String),
    Def(usize),
    List(Box<Self>),
    Map(Box<Self>),
    OneOrMany(Box<Self>),
}

/// Who writes a message decides how much may be missing from it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    Server,
    /// A device leaves out what it does not have, whatever the schema says; only the keys at the top are taken at
    /// their word.
    Device,
}

/// The one document whose keys are words.
pub(crate) const SKIP_KEYS: &str = "SkipKeys";

struct Context<'a> {
    overlay: &'a Overlay,
    types: &'a mut Types,
    module: String,
    owner: String,
    writer: Writer,
    /// The type of the codes of reasons.
    reasons: Option<usize>,
    /// The types of lists of keys that are still open.
    anchors: BTreeMap<usize, Ty>,
}

/// Makes the types of some files.
pub(crate) fn lower(files: &[File], overlay: &Overlay, families: &[Family]) -> Result<Types, Failure> {
    let mut types = Types::default();
    let reasons = reasons(files.iter().filter(|file| families.contains(&file.family)), &mut types);
    for file in files.iter().filter(|file| families.contains(&file.family)) {
        message(file, overlay, reasons, &mut types).map_err(|error| format!("{}: {error}", file.path))?;
    }
    let roots: Vec<String> = types.messages.iter().map(|message| root(&message.file)).collect();
    for place in overlay.places.keys() {
        let mine = roots.iter().any(|root| {
            place
                .strip_prefix(root.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']))
        });
        if mine && !types.used.contains(place) {
            return Err(format!("the overlay speaks of {place}, which is not there").into());
        }
    }
    name(&mut types, overlay)?;
    Ok(types)
}

/// The codes of reasons, which several files list, as one type of words.
fn reasons<'a>(files: impl Iterator<Item = &'a File>, types: &mut Types) -> Option<usize> {
    let mut codes: Vec<String> = Vec::new();
    for code in files.flat_map(|file| &file.reasons) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    if codes.is_empty() {
        return None;
    }
    types.defs.push(Def {
        module: "protocol".to_owned(),
        name: "ReasonCode".to_owned(),
        fixed: true,
        owner: String::new(),
        doc: "Why a declaration or status item is not what it should be.".to_owned(),
        body: Body::Words(codes),
        same_as: None,
    });
    Some(types.defs.len() - 1)
}

fn message(file: &File, overlay: &Overlay, reasons: Option<usize>, types: &mut Types) -> Result<(), Failure> {
    let place = root(file);
    let said = overlay.messages.get(&place);
    let name = said.and_then(|said| said.name.clone()).unwrap_or_else(|| message_name(file));
    let module = said.and_then(|said| said.module.clone()).unwrap_or_else(|| module(file).to_owned());
    let writer = match file.family {
        Family::CheckIn | Family::Status => Writer::Device,
        _ if ["StatusReport", "MachineInfo"].contains(&file.name.as_str()) => Writer::Device,
        _ => Writer::Server,
    };
    let mut context =
        Context { overlay, types, module, owner: name.clone(), writer, reasons, anchors: BTreeMap::new() };
    let doc = said.and_then(|said| said.doc.clone());
    let groups = said.map_or_else(Vec::new, |said| said.groups.clone());
    let request = if file.family == Family::Status {
        let [key] = &*file.keys else { return Err("not one key".into()) };
        context.ty(key, key.name.clone(), &file.support)?
    } else if file.name == SKIP_KEYS {
        // A list of names with their support, and no document.
        let header = header(file);
        let at = context.declare(
            name.clone(),
            true,
            doc.as_ref().map_or_else(|| header.clone(), |doc| format!("{doc}\n\n{header}")),
        );
        context.set(at, Body::Words(file.keys.iter().map(|key| key.name.clone()).collect()));
        Ty::Def(at)
    } else {
        let hidden: Vec<&str> = groups
            .iter()
            .flat_map(|group| group.keys.iter().map(String::as_str))
            .chain(tag(file.family))
            .collect();
        let keys: Vec<&Key> = file.keys.iter().filter(|key| !hidden.contains(&key.name.as_str())).collect();
        let header = header(file);
        let text = doc.as_ref().map_or_else(|| header.clone(), |doc| format!("{doc}\n\n{header}"));
        let at = context.declare(name.clone(), true, text);
        let fields = context.fields(&keys, &format!("{place}/"), &file.support, true)?;
        context.set(at, Body::Struct { groups, fields });
        Ty::Def(at)
    };
    let response = if file.response.is_empty() {
        None
    } else {
        context.writer = if file.family == Family::CheckIn { Writer::Server } else { Writer::Device };
        let at = context.declare(format!("{name}Response"), true, format!("The answer to [`{name}`]."));
        let keys: Vec<&Key> = file.response.iter().collect();
        let fields = context.fields(&keys, &format!("{place}:"), &file.support, true)?;
        context.set(at, Body::Struct { groups: Vec::new(), fields });
        Some(at)
    };
    types.messages.push(Message { file: file.clone(), doc, request, response });
    Ok(())
}

/// The key that tells messages apart, which belongs to the envelope.
fn tag(family: Family) -> Option<&'static str> {
    match family {
        Family::CheckIn => Some("MessageType"),
        Family::Error => Some("code"),
        _ => None,
    }
}

impl Context<'_> {
    fn declare(&mut self, name: String, fixed: bool, doc: String) -> usize {
        self.types.defs.push(Def {
            module: self.module.clone(),
            name,
            fixed,
            owner: self.owner.clone(),
            doc,
            body: Body::Words(Vec::new()),
            same_as: None,
        });
        self.types.defs.len() - 1
    }

    fn set(&mut self, at: usize, body: Body) {
        if let Some(def) = self.types.defs.get_mut(at) {
            def.body = body;
        }
    }

    fn said(&mut self, place: &str) -> Place {
        self.types.used.insert(place.to_owned());
        self.overlay.place(place)
    }

    fn fields(
        &mut self,
        keys: &[&Key],
        prefix: &str,
        outer: &Support,
        top: bool,
    ) -> Result<Vec<Field>, Failure> {
        let mut fields: Vec<Field> = Vec::new();
        for key in keys.iter().filter(|key| !key.is_wildcard()) {
            let place = format!("{prefix}{}", key.name);
            let said = self.said(&place);
            let support = inherit(outer, &key.support);
            // Required where it exists, and it does not exist everywhere.
            let conditional = key.support.iter().any(|(os, own)| {
                own.introduced.as_deref() == Some("n/a")
                    && outer.get(os).is_some_and(|outer| outer.introduced.as_deref() != Some("n/a"))
            });
            let strict = self.writer == Writer::Server || top;
            let field = Field {
                key: key.name.clone(),
                name: said.field.clone().unwrap_or_else(|| names::field(&key.name)),
                ty: self.ty(key, place, outer)?,
                required: said.required.unwrap_or(key.required && strict && !conditional),
                doc: field_doc(key, &said),
                versions: if key.support.is_empty() { String::new() } else { versions(&support, outer) },
            };
            if fields.iter().any(|other| other.name == field.name) {
                return Err(format!("{prefix}{}: two fields `{}`", key.name, field.name).into());
            }
            fields.push(field);
        }
        Ok(fields)
    }

    /// The type of a key, without the question whether it may be missing.
    fn ty(&mut self, key: &Key, place: String, outer: &Support) -> Result<Ty, Failure> {
        let support = inherit(outer, &key.support);
        let said = self.said(&place);
        match (key.kind, &key.inside) {
            (_, Inside::Cycle(anchor)) => self
                .anchors
                .get(anchor)
                .cloned()
                .ok_or_else(|| format!("line {}: contains something that has no type", key.line).into()),
            (Kind::Array, Inside::Keys(items, anchor)) => match &**items {
                [item] => {
                    let name = names::singular(&names::pascal(&key.name));
                    let ty = match said.ty {
                        Some(ty) => Ty::Named(ty),
                        None => self.item(item, &place, &support, &name, *anchor)?,
                    };
                    Ok(Ty::List(Box::new(ty)))
                }
                alternatives => {
                    Ok(Ty::List(Box::new(self.union(alternatives, &place, &support, &said, key)?)))
                }
            },
            (Kind::Array, Inside::Nothing) => {
                Ok(Ty::List(Box::new(Ty::Named(said.ty.unwrap_or_else(|| "Dynamic".to_owned())))))
            }
            _ => {
                let name = names::pascal(&key.name);
                let ty = self.item(key, &place, outer, &name, None)?;
                Ok(if said.many { Ty::OneOrMany(Box::new(ty)) } else { ty })
            }
        }
    }

    /// The type of what is no array, or of an array's item. `list` is the anchor of the array's list.
    fn item(
        &mut self,
        key: &Key,
        place: &str,
        outer: &Support,
        candidate: &str,
        list: Option<usize>,
    ) -> Result<Ty, Failure> {
        let said = self.said(place);
        if let Some(ty) = said.ty {
            return Ok(Ty::Named(ty));
        }
        let support = inherit(outer, &key.support);
        let named = |ty: &str| Ok(Ty::Named(ty.to_owned()));
        let fixed = said.name.is_some();
        let candidate = said.name.clone().unwrap_or_else(|| candidate.to_owned());
        match (key.kind, &key.inside) {
            (Kind::String, inside) => {
                let words = match (inside, said.words) {
                    (_, Some(words)) => words,
                    (Inside::Keys(keys, _), None) => keys.iter().map(|key| key.name.clone()).collect(),
                    (_, None) => key.allowed.clone(),
                };
                let is_reason = place.ends_with("easons/code") || place.ends_with("easons/Code");
                if let Some(at) = self.reasons.filter(|_| is_reason && words.is_empty()) {
                    return Ok(Ty::Def(at));
                }
                if words.is_empty() {
                    return named("String");
                }
                let at = self.declare(candidate, fixed, format!("The words of `{}`.", told(place)));
                self.set(at, Body::Words(words));
                Ok(Ty::Def(at))
            }
            (Kind::Integer, _) => named("i64"),
            (Kind::Real, _) => named("f64"),
            (Kind::Boolean, _) => named("bool"),
            (Kind::Data, _) => named("Data"),
            (Kind::Date, _) => named("Date"),
            (Kind::Any, _) => named("Dynamic"),
            (Kind::Array, _) => {
                let inner = self.ty(key, format!("{place}/-"), outer)?;
                Ok(inner)
            }
            (Kind::Dictionary, Inside::Nothing) => named("Extra"),
            (Kind::Dictionary, Inside::Cycle(_)) => self.ty(key, place.to_owned(), outer),
            (Kind::Dictionary, Inside::Keys(keys, anchor)) => match &**keys {
                [any] if any.is_wildcard() && any.kind == Kind::Any => named("Extra"),
                [any] if any.is_wildcard() => {
                    let name = names::singular(&candidate);
                    let place = format!("{place}/*");
                    let value = match any.kind {
                        Kind::Array => self.ty(any, place, &support)?,
                        _ => self.item(any, &place, &support, &name, None)?,
                    };
                    Ok(Ty::Map(Box::new(value)))
                }
                keys => {
                    let at = self.declare(candidate, fixed, format!("The dictionary `{}`.", told(place)));
                    if let Some(anchor) = anchor {
                        self.anchors.insert(*anchor, Ty::Def(at));
                    }
                    if let Some(list) = list {
                        self.anchors.insert(list, Ty::List(Box::new(Ty::Def(at))));
                    }
                    let groups = said.groups;
                    let is_grouped = |key: &&Key| groups.iter().any(|group| group.keys.contains(&key.name));
                    for key in keys.iter().filter(is_grouped) {
                        // Tests read what is said of it.
                        self.said(&format!("{place}/{}", key.name));
                    }
                    let keys: Vec<&Key> = keys.iter().filter(|key| !is_grouped(key)).collect();
                    let fields = self.fields(&keys, &format!("{place}/"), &support, false)?;
                    self.set(at, Body::Struct { groups, fields });
                    Ok(Ty::Def(at))
                }
            },
        }
    }

    /// An array with several kinds of item: dictionaries that the same key tells apart.
    fn union(
        &mut self,
        alternatives: &[Key],
        place: &str,
        support: &Support,
        said: &Place,
        key: &Key,
    ) -> Result<Ty, Failure> {
        let tag_of = |key: &Key| {
            key.keys()
                .iter()
                .find(|inner| inner.allowed == [key.name.clone()])
                .map(|inner| inner.name.clone())
        };
        let tag = alternatives
            .first()
            .and_then(tag_of)
            .ok_or_else(|| format!("{place}: no key tells the items apart"))?;
        let candidate = said.name.clone().unwrap_or_else(|| names::singular(&names::pascal(&key.name)));
        let at = self.declare(
            candidate.clone(),
            said.name.is_some(),
            format!("One item of `{}`; `{tag}` says which.", told(place)),
        );
        let mut types = Vec::new();
        for alternative in alternatives {
            if tag_of(alternative).as_ref() != Some(&tag) {
                return Err(format!("{place}/{}: `{tag}` does not tell it apart", alternative.name).into());
            }
            let place = format!("{place}/{}", alternative.name);
            let said = self.said(&place);
            let name =
                said.name.unwrap_or_else(|| format!("{}{candidate}", names::pascal(&alternative.name)));
            let doc =
                said.doc.unwrap_or_else(|| format!("The item `{}` of [`{candidate}`].", alternative.name));
            let support = inherit(support, &alternative.support);
            let def = self.declare(name, true, doc);
            let keys: Vec<&Key> = alternative.keys().iter().filter(|key| key.name != tag).collect();
            let fields = self.fields(&keys, &format!("{place}/"), &support, true)?;
            self.set(def, Body::Struct { groups: Vec::new(), fields });
            types.push((alternative.name.clone(), def));
        }
        self.set(at, Body::Union { tag, alternatives: types });
        Ok(Ty::Def(at))
    }
}

/// A place as the docs tell it.
fn told(place: &str) -> String {
    place.replace(':', ", answer, ").trim_start_matches("checkin.").to_owned()
}

fn message_name(file: &File) -> String {
    let name = &*file.name;
    match file.family {
        Family::Declaration => {
            let short = name.strip_prefix("com.apple.").unwrap_or(name);
            match short.split_once('.') {
                Some(("configuration", rest)) => names::pascal(rest),
                Some(("asset", rest)) => names::pascal(rest) + "Asset",
                Some(("activation", rest)) => names::pascal(rest) + "Activation",
                Some((_, rest)) => names::pascal(rest),
                None => names::pascal(short),
            }
        }
        Family::Credential => names::pascal(name.rsplit('.').next().unwrap_or(name)) + "Credential",
        Family::Error => names::pascal(name.strip_prefix("com.apple.").unwrap_or(name)) + "Error",
        _ => names::pascal(name),
    }
}

/// The file of Rust that a message goes to.
pub(crate) fn module(file: &File) -> &'static str {
    const COMMANDS: &[(&str, &str)] = &[
        ("device.lostmode", "lost_mode"),
        ("application", "apps"),
        ("managed.application", "apps"),
        ("media", "media"),
        ("profile", "profiles"),
        ("certificate", "profiles"),
        ("information", "information"),
        ("settings", "settings"),
        ("system.update", "updates"),
        ("passcode", "passcodes"),
        ("rotate", "passcodes"),
        ("user", "users"),
        ("account", "users"),
        ("set.auto", "users"),
        ("mirroring", "remote"),
        ("remotedesktop", "remote"),
        ("lom", "remote"),
    ];
    let stem = file.path.rsplit('/').next().unwrap_or_default();
    match file.family {
        Family::CheckIn => "checkin",
        Family::Error => "errors",
        Family::Other => "other",
        Family::Status => "status",
        Family::Protocol => "protocol",
        Family::Credential => "assets",
        Family::Command | Family::Profile => COMMANDS
            .iter()
            .find(|(prefix, _)| stem.starts_with(prefix))
            .map_or("device", |(_, module)| module),
        Family::Declaration if file.path.contains("/assets/") => "assets",
        Family::Declaration if file.path.contains("/activations/") || file.path.contains("/management/") => {
            "management"
        }
        Family::Declaration => match stem.split('.').next().unwrap_or_default() {
            "account" => "accounts",
            "network" | "webcontent-filter" | "extensible-sso" => "network",
            "safari"
            | "app"
            | "package"
            | "intelligence"
            | "external-intelligence"
            | "siri"
            | "math"
            | "keyboard" => "apps",
            _ => "system",
        },
    }
}

fn header(file: &File) -> String {
    let name = match file.family {
        Family::CheckIn => format!("Check-in message `{}`", file.name),
        Family::Command => format!("Command `{}`", file.name),
        Family::Error => format!("Error body `{}`", file.name),
        Family::Other | Family::Protocol => format!("Document `{}`", file.name),
        Family::Declaration => format!("Declaration `{}`", file.name),
        Family::Credential => format!("Credential `{}`", file.name),
        Family::Profile | Family::Status => format!("`{}`", file.name),
    };
    let since = introduced(&file.support);
    let apply =
        file.apply.as_deref().map_or_else(String::new, |apply| format!(" Several on one device: {apply}."));
    format!(
        "{name}: {}.{apply} Source: `{}`.",
        if since.is_empty() { "support not told" } else { &since },
        file.path
    )
}

fn field_doc(key: &Key, said: &Place) -> String {
    let mut sentences: Vec<String> = said.doc.iter().cloned().collect();
    let is_told = |what: &str| said.doc.as_ref().is_some_and(|doc| doc.contains(what));
    if key.kind == Kind::Integer && !key.allowed.is_empty() && said.doc.is_none() {
        sentences.push(format!("One of {}.", key.allowed.join(", ")));
    }
    match &key.range {
        Some((Some(min), Some(max))) => sentences.push(format!("{min} to {max}.")),
        Some((Some(min), None)) => sentences.push(format!("At least {min}.")),
        Some((None, Some(max))) => sentences.push(format!("At most {max}.")),
        _ => {}
    }
    if let Some(default) = key.default.as_deref().filter(|_| !is_told("Missing")) {
        let code = key.kind == Kind::String;
        sentences.push(if code {
            format!("Missing is `{default}`.")
        } else {
            format!("Missing is {default}.")
        });
    }
    match &*key.assets {
        [] => {}
        [one] => sentences.push(format!("`Identifier` of a `{one}`.")),
        several => sentences.push(format!("`Identifier` of one of: `{}`.", several.join("`, `"))),
    }
    if let Some(combine) = &key.combine {
        sentences.push(format!("Several combine by {combine}."));
    }
    sentences.join(" ")
}

/// Where a key is supported otherwise than what it is inside of.
fn versions(support: &Support, outer: &Support) -> String {
    let mut text = introduced(support);
    if text == introduced(outer) || text.is_empty() {
        text.clear();
    } else {
        text.push('.');
    }
    for (word, of) in [
        ("Deprecated since", (|os: &super::schema::OsSupport| os.deprecated.clone()) as fn(&_) -> _),
        ("Gone since", |os: &super::schema::OsSupport| os.removed.clone()),
    ] {
        let of_outer = |os: &Os| outer.get(os).and_then(of);
        let since: Vec<String> = support
            .iter()
            .filter(|(os, own)| of(own).is_some() && of(own) != of_outer(os))
            .filter_map(|(os, own)| Some(format!("{} {}", os.name(), of(own)?)))
            .collect();
        if !since.is_empty() {
            text = format!("{text} {word} {}.", since.join(", ")).trim_start().to_owned();
        }
    }
    text
}

fn introduced(support: &Support) -> String {
    let since = support.iter().filter_map(|(os, own)| {
        let since = own.introduced.as_deref().filter(|since| *since != "n/a")?;
        Some(format!("{} {since}", os.name()))
    });
    since.collect::<Vec<_>>().join(", ")
}

impl Os {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ios => "iOS",
            Self::Macos => "macOS",
            Self::Tvos => "tvOS",
            Self::Watchos => "watchOS",
            Self::Visionos => "visionOS",
        }
    }
}

/// Gives every type one name: equal shapes with the same name are one type, different ones get the name of their message
/// before their own.
fn name(types: &mut Types, overlay: &Overlay) -> Result<(), Failure> {
    for _ in 0..3 {
        let mut groups: BTreeMap<String, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for at in 0..types.defs.len() {
            let shape = shape(types, at, &mut Vec::new());
            if let Some(def) = types.defs.get(at) {
                groups.entry(def.name.clone()).or_default().entry(shape).or_default().push(at);
            }
        }
        let mut renamed = false;
        for (name, shapes) in &groups {
            let reserved = overlay.reserved.contains(name);
            if shapes.len() == 1 && !reserved {
                continue;
            }
            for at in shapes.values().flatten() {
                if let Some(def) = types.defs.get_mut(*at)
                    && !def.fixed
                    && !def.name.starts_with(&def.owner)
                {
                    def.name = format!("{}{}", def.owner, def.name);
                    renamed = true;
                }
            }
        }
        if !renamed {
            let clashes: Vec<String> = groups
                .iter()
                .filter(|(name, shapes)| shapes.len() > 1 || overlay.reserved.contains(*name))
                .map(|(name, shapes)| {
                    let docs =
                        shapes.values().filter_map(|at| types.defs.get(*at.first()?)).map(|def| &*def.doc);
                    format!("{name} stands for {}", docs.collect::<Vec<_>>().join(" and "))
                })
                .collect();
            if !clashes.is_empty() {
                return Err(format!("name these in the overlay:\n{}", clashes.join("\n")).into());
            }
            for at in groups.into_values().flat_map(BTreeMap::into_values) {
                merge(types, &at);
            }
            return Ok(());
        }
    }
    Err("names do not settle".into())
}

/// One type for several places: what the docs say of versions must be true of all.
fn merge(types: &mut Types, places: &[usize]) {
    let Some((first, others)) = places.split_first() else { return };
    for other in others {
        let versions: Vec<(String, String)> = match types.defs.get(*other).map(|def| &def.body) {
            Some(Body::Struct { fields, .. }) => {
                fields.iter().map(|field| (field.versions.clone(), field.doc.clone())).collect()
            }
            _ => Vec::new(),
        };
        if let Some(Def { body: Body::Struct { fields, .. }, .. }) = types.defs.get_mut(*first) {
            for (field, (versions, doc)) in fields.iter_mut().zip(versions) {
                if field.versions != versions {
                    field.versions.clear();
                }
                if field.doc.is_empty() {
                    field.doc = doc;
                }
            }
        }
        if let Some(def) = types.defs.get_mut(*other) {
            def.same_as = Some(*first);
        }
    }
}

/// Everything that makes two types the same but their names and docs.
fn shape(types: &Types, at: usize, open: &mut Vec<usize>) -> String {
    if let Some(depth) = open.iter().position(|other| *other == at) {
        return format!("^{depth}");
    }
    let Some(def) = types.defs.get(at) else { return String::new() };
    open.push(at);
    let shape = match &def.body {
        Body::Words(words) => {
            let mut words = words.clone();
            words.sort();
            format!("words {words:?}")
        }
        Body::Union { tag, alternatives } => {
            let of =
                |(name, at): &(String, usize)| format!("{name}={}", shape(types, *at, &mut open.clone()));
            format!("union {tag} {:?}", alternatives.iter().map(of).collect::<Vec<_>>())
        }
        Body::Struct { groups, fields } => {
            let mut of = |field: &Field| {
                format!("{}{}{}", field.key, field.required, ty_shape(types, &field.ty, open))
            };
            let fields: Vec<_> = fields.iter().map(&mut of).collect();
            format!("struct {:?} {fields:?}", groups.iter().map(|group| &group.ty).collect::<Vec<_>>())
        }
    };
    open.pop();
    shape
}

fn ty_shape(types: &Types, ty: &Ty, open: &mut Vec<usize>) -> String {
    match ty {
        Ty::Named(name) => name.clone(),
        Ty::Def(at) => shape(types, *at, open),
        Ty::List(ty) | Ty::OneOrMany(ty) => format!("[{}]", ty_shape(types, ty, open)),
        Ty::Map(ty) => format!("{{{}}}", ty_shape(types, ty, open)),
    }
}

impl Types {
    /// A type as Rust writes it.
    pub(crate) fn rust(&self, ty: &Ty) -> String {
        match ty {
            Ty::Named(name) => name.clone(),
            Ty::OneOrMany(ty) => format!("OneOrMany<{}>", self.rust(ty)),
            Ty::Def(at) => self.name(*at).to_owned(),
            Ty::List(ty) => format!("Vec<{}>", self.rust(ty)),
            Ty::Map(ty) => format!("BTreeMap<String, {}>", self.rust(ty)),
        }
    }

    pub(crate) fn module(&self, at: usize) -> &str {
        self.defs.get(at).map_or("", |def| def.same_as.map_or(&def.module, |first| self.module(first)))
    }

    pub(crate) fn name(&self, at: usize) -> &str {
        self.defs.get(at).map_or("", |def| def.same_as.map_or(&def.name, |first| self.name(first)))
    }
}
