//! A set in the making: declarations are read, their references found, and data for them named by their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::SystemTime;

use mdm_apple::declarations::{Accessible, Declaration, DeclarationKind};
use mdm_apple::support::{DeviceFacts, Refusal};
use serde_json::{Map, Value, json};

use super::set::{Item, Reference};
use super::{DeclarationSet, MediaType, ProfileOutline, SetId, hex};
use crate::audit::Tip;
use crate::row::PayloadName;
use crate::{Error, Flaw};

/// The content of a set before it is stored.
///
/// Each declaration gets its `ServerToken` here: a hash of what it says, so that the same content has the same token
/// wherever it comes from, and another one gets another.
#[derive(Clone)]
pub struct Draft {
    set: SetId,
    base: Option<Box<str>>,
    declared: BTreeMap<Box<str>, Declared>,
    expects: BTreeSet<Box<str>>,
    data: BTreeMap<Box<str>, (MediaType, Vec<u8>)>,
}

#[derive(Clone)]
struct Declared {
    item: Item,
    /// Canonical JSON, as it is served.
    document: Vec<u8>,
    typed: Declaration,
}

impl Draft {
    /// Largest declaration, in bytes of JSON.
    pub const MAX_DOCUMENT: usize = 256 << 10;
    /// Largest asset or profile, in bytes.
    pub const MAX_DATA: usize = 32 << 20;
    /// Longest identifier, in bytes: what Apple's documentation of `Identifier` allows (read 2026-08).
    pub const MAX_IDENTIFIER: usize = 64;

    /// An empty set.
    #[must_use]
    pub fn new(set: &SetId) -> Self {
        let (declared, expects, data) = <_>::default();
        Self { set: set.clone(), base: None, declared, expects, data }
    }

    /// Says under which URL devices fetch assets and profiles, such as `https://mdm.example.com/t/acme`: that of the
    /// tenant, since the path says to whom a device came.
    ///
    /// # Errors
    ///
    /// [`Error::Url`] when it is not an `https` URL without query and fragment.
    pub fn served_at(self, base: &str) -> Result<Self, Error> {
        crate::slot::check_base(base)?;
        Ok(Self { base: Some(base.trim_end_matches('/').into()), ..self })
    }

    /// Adds a declaration. Its `ServerToken` is replaced.
    ///
    /// # Errors
    ///
    /// [`Error::Declaration`].
    pub fn declare(self, declaration: &Declaration) -> Result<Self, Error> {
        let json = declaration
            .encode()
            .map_err(|error| Error::declaration(&declaration.identifier, "", Flaw::Unreadable(error)))?;
        self.declare_json(&json)
    }

    /// Adds a declaration in JSON, with or without a `ServerToken`, which is replaced. A type that is not known is kept
    /// as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Declaration`] when it is no declaration, or its identifier is taken.
    pub fn declare_json(self, json: &[u8]) -> Result<Self, Error> {
        if json.len() > Self::MAX_DOCUMENT {
            return Err(Error::declaration("", "", Flaw::TooLarge { limit: Self::MAX_DOCUMENT }));
        }
        let unreadable = |error: serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            let error = mdm_apple::Error::UnreadableJson { line, column };
            Error::declaration("", "", Flaw::Unreadable(error))
        };
        self.add(serde_json::from_slice(json).map_err(unreadable)?, None)
    }

    /// Adds an asset that the device fetches here: `type_` is one whose payload is a reference, such as
    /// `com.apple.asset.data` or `com.apple.asset.credential.identity`. Type, size and hash are those of the bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Declaration`] when the identifier is taken or the bytes are too many; [`Error::Url`] without
    /// [`served_at`](Self::served_at).
    pub fn asset(
        self,
        identifier: &str,
        type_: &str,
        media: MediaType,
        bytes: Vec<u8>,
    ) -> Result<Self, Error> {
        self.hold_asset(identifier, type_, media, None, bytes)
    }

    /// As [`asset`](Self::asset), for an identity that the device may use in these states: with
    /// [`Accessible::AfterFirstUnlock`] also while it is locked, so that a Wi-Fi network or a VPN stays connected. Those of
    /// the types `com.apple.asset.credential.acme`, `…scep` and `…identity` can say it; without it they are used as by
    /// default.
    ///
    /// # Errors
    ///
    /// As for [`asset`](Self::asset); [`Error::Declaration`] for another type.
    pub fn identity(
        self,
        identifier: &str,
        type_: &str,
        media: MediaType,
        accessible: Accessible,
        bytes: Vec<u8>,
    ) -> Result<Self, Error> {
        if !IDENTITIES.contains(&type_) {
            return Err(Error::declaration(identifier, "Payload/Accessible", Flaw::UnknownKey));
        }
        self.hold_asset(identifier, type_, media, Some(accessible), bytes)
    }

    fn hold_asset(
        mut self,
        identifier: &str,
        type_: &str,
        media: MediaType,
        accessible: Option<Accessible>,
        bytes: Vec<u8>,
    ) -> Result<Self, Error> {
        let size = bytes.len();
        let (url, digest) = self.hold(identifier, media, bytes)?;
        let reference = json!({
            "ContentType": media.as_str(), "DataURL": url, "Hash-SHA-256": digest, "Size": size,
        });
        let mut payload = json!({ "Authentication": { "Type": "MDM" }, "Reference": reference });
        if let (Some(keys), Some(accessible)) = (payload.as_object_mut(), accessible) {
            keys.insert("Accessible".to_owned(), accessible.as_str().into());
        }
        self.add(json!({ "Type": type_, "Identifier": identifier, "Payload": payload }), None)
    }

    /// Adds a configuration that installs this profile, which the device fetches here
    /// (`com.apple.configuration.legacy`).
    ///
    /// # Errors
    ///
    /// As for [`asset`](Self::asset).
    pub fn profile(mut self, identifier: &str, profile: Vec<u8>) -> Result<Self, Error> {
        let outline = ProfileOutline::read(&profile);
        let (url, _) = self.hold(identifier, MediaType::Profile, profile)?;
        let payload = json!({ "ProfileURL": url });
        let declaration = json!({ "Type": LEGACY, "Identifier": identifier, "Payload": payload });
        self.add(declaration, outline)
    }

    /// Says that a declaration of this identifier is in another set. Without this a reference to it is refused.
    #[must_use]
    pub fn expecting(mut self, identifier: &str) -> Self {
        self.expects.insert(identifier.into());
        self
    }

    /// Every reason for which this device would refuse a declaration or ignore a key of it, with the declaration.
    ///
    /// Nothing is left out because of it: the facts may be old, and the device's own answer wins.
    #[must_use]
    pub fn validate(&self, facts: &DeviceFacts) -> Vec<(Box<str>, Refusal)> {
        let refusals = self.declared.iter().flat_map(|(identifier, declared)| {
            declared.typed.validate(facts).into_iter().map(|refusal| (identifier.clone(), refusal))
        });
        refusals.collect()
    }

    /// The set that it is for.
    #[must_use]
    pub const fn set(&self) -> &SetId {
        &self.set
    }

    fn hold(
        &mut self,
        identifier: &str,
        media: MediaType,
        bytes: Vec<u8>,
    ) -> Result<(String, Box<str>), Error> {
        if bytes.len() > Self::MAX_DATA {
            let flaw = Flaw::TooLarge { limit: Self::MAX_DATA };
            return Err(Error::declaration(identifier, "Payload", flaw));
        }
        let base = self.base.as_deref().ok_or(Error::Url)?;
        let digest: Box<str> = hex(&mdm_pki::sha256(&bytes)).into();
        let url = format!("{base}/{}/{}/{digest}", super::fetch::SEGMENT, self.set.as_str());
        if self.data.get(&digest).is_some_and(|(known, _)| *known != media) {
            // One URL has one type.
            return Err(Error::declaration(identifier, "Payload/Reference/ContentType", Flaw::Repeated));
        }
        self.data.insert(digest.clone(), (media, bytes));
        Ok((url, digest))
    }

    fn add(mut self, declaration: Value, profile: Option<ProfileOutline>) -> Result<Self, Error> {
        let Value::Object(mut keys) = declaration else {
            let error = mdm_apple::Error::UnreadableJson { line: 1, column: 1 };
            return Err(Error::declaration("", "", Flaw::Unreadable(error)));
        };
        let identifier: Box<str> = keys.get("Identifier").and_then(Value::as_str).unwrap_or_default().into();
        let refused = |path: &str, flaw| Err(Error::declaration(&identifier, path, flaw));
        let fits = (1..=Self::MAX_IDENTIFIER).contains(&identifier.len());
        if !fits || identifier.contains(char::is_control) {
            return refused("Identifier", Flaw::Identifier);
        }
        if self.declared.contains_key(&identifier) {
            return refused("Identifier", Flaw::Repeated);
        }
        if self.declared.len() >= DeclarationSet::MAX_DECLARATIONS {
            return refused("", Flaw::TooMany { limit: DeclarationSet::MAX_DECLARATIONS });
        }
        keys.remove("ServerToken");
        let token = hex(&mdm_pki::sha256(&written(&sorted(Value::Object(keys.clone())))?));
        keys.insert("ServerToken".to_owned(), token.as_str().into());
        let document = written(&sorted(Value::Object(keys.clone())))?;
        let typed = match Declaration::decode(&document, &mdm_apple::Limits::default()) {
            Ok(typed) => typed,
            Err(error) => return refused("", Flaw::Unreadable(error)),
        };
        let Some(kind) = typed.kind() else { return refused("Type", Flaw::Kind) };
        let (type_, payload) = (typed.payload.name(), keys.get("Payload").unwrap_or(&Value::Null));
        let item = Item {
            kind,
            type_: type_.into(),
            token: token.into(),
            references: references(kind, type_, payload),
            subscribes: subscriptions(type_, payload),
            profile,
        };
        self.declared.insert(identifier, Declared { item, document, typed });
        Ok(self)
    }

    /// Every reference leads to a declaration of the right kind, here or in a set that is named as needed.
    pub(super) fn check(&self) -> Result<(), Error> {
        for (identifier, Declared { item, .. }) in &self.declared {
            for Reference { path, names, kind } in &item.references {
                let flaw = match self.declared.get(names) {
                    Some(found) if found.item.kind == *kind => continue,
                    Some(_) => Flaw::WrongKind,
                    None if self.expects.contains(names) => continue,
                    None => Flaw::Missing,
                };
                return Err(Error::declaration(identifier, path, flaw));
            }
        }
        Ok(())
    }

    pub(super) fn content(&self) -> DeclarationSet {
        let items = self.declared.iter();
        DeclarationSet {
            tenant: "".into(),
            revision: 0,
            changed_at: SystemTime::UNIX_EPOCH,
            announced: false,
            items: items.map(|(identifier, declared)| (identifier.clone(), declared.item.clone())).collect(),
            expects: self.expects.clone(),
            data: self.data.iter().map(|(digest, (media, _))| (digest.clone(), *media)).collect(),
            tip: Tip::default(),
        }
    }

    pub(super) fn payloads(&self) -> impl Iterator<Item = (PayloadName, Vec<u8>)> {
        let documents = self.declared.values();
        let documents =
            documents.map(|declared| (self.set.document(&declared.item.token), declared.document.clone()));
        let data = self.data.iter().map(|(digest, (_, bytes))| (self.set.data(digest), bytes.clone()));
        documents.chain(data)
    }
}

/// What the declarations say is not shown: an asset can hold a password.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("set", &self.set)
            .field("declared", &self.declared.keys())
            .field("data", &self.data.keys())
            .finish_non_exhaustive()
    }
}

fn written(value: &Value) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| Error::Record("a declaration cannot be written"))
}

/// The keys in their order, whatever order a map has: the same content has the same bytes.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(keys) => {
            let keys: BTreeMap<String, Value> = keys.into_iter().collect();
            Value::Object(keys.into_iter().map(|(key, value)| (key, sorted(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// The declarations that one names: an activation its configurations, a configuration its assets.
///
/// Source: Apple's device-management schema, `StandardConfigurations` of `com.apple.activation.simple` and the keys with
/// `assettypes`.
fn references(kind: DeclarationKind, type_: &str, payload: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    match kind {
        DeclarationKind::Activation => {
            if let Some(names) = payload.get("StandardConfigurations") {
                name_all(names, "Payload/StandardConfigurations", DeclarationKind::Configuration, &mut found);
            }
        }
        _ => assets(type_, payload, "Payload", &mut found),
    }
    found
}

fn assets(type_: &str, value: &Value, path: &str, found: &mut Vec<Reference>) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let path = format!("{path}/{key}");
                if names_assets(type_, key) {
                    name_all(value, &path, DeclarationKind::Asset, found);
                } else {
                    assets(type_, value, &path, found);
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                assets(type_, item, &format!("{path}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn names_assets(type_: &str, key: &str) -> bool {
    key.ends_with("AssetReference")
        || key.ends_with("AssetReferences")
        || key == "ManagementStatusCertificateReference"
        || (key == "PublicKeyData" && type_ == "com.apple.configuration.network.relay")
}

fn name_all(value: &Value, path: &str, kind: DeclarationKind, found: &mut Vec<Reference>) {
    match value {
        Value::String(names) => {
            found.push(Reference { path: path.into(), names: names.as_str().into(), kind });
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                name_all(item, &format!("{path}/{at}"), kind, found);
            }
        }
        _ => {}
    }
}

fn subscriptions(type_: &str, payload: &Value) -> Vec<Box<str>> {
    if type_ != "com.apple.configuration.management.status-subscriptions" {
        return Vec::new();
    }
    let items = payload.get("StatusItems").and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| Some(item.get("Name")?.as_str()?.into())).collect()
}

/// Assets with the key `Accessible` (Apple's schema, release iOS 18.3).
const IDENTITIES: [&str; 3] = [
    "com.apple.asset.credential.acme",
    "com.apple.asset.credential.identity",
    "com.apple.asset.credential.scep",
];
const LEGACY: &str = "com.apple.configuration.legacy";
