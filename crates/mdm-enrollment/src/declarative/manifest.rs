//! The union of the sets of one channel: what its device should have, and the documents that say so.

use std::collections::BTreeMap;
use std::fmt;
use std::time::SystemTime;

use mdm_apple::declarations::{
    DeclarationItem, DeclarationItems, DeclarationItemsResponse, DeclarationKind, Endpoint, SyncTokens,
    TokensResponse,
};
use mdm_apple::support::{self, DeviceFacts, Refusal};
use mdm_apple::{Body as _, Command, Request};
use mdm_plist::{Data, Date};

use super::overlap::{self, Overlap};
use super::set::{Item, Reference};
use super::{Asked, DeclarationSet, MediaType, ProfileOutline, SetId, Sync, hex};
use crate::row::PayloadName;
use crate::{Error, Flaw};

/// What the device of one channel should have: every declaration of the sets that are assigned to it.
///
/// A function of the records: the same question gets the same answer, also after a reply was lost. Each document is of
/// one version: the token beside the items is the hash of these items, whatever changed in the meantime, and the token
/// in a declaration is that of its text.
#[derive(Clone, Debug)]
pub struct Manifest {
    items: BTreeMap<Box<str>, (SetId, Item)>,
    data: BTreeMap<(SetId, Box<str>), MediaType>,
    concerns: Vec<Concern>,
    token: String,
    changed_at: SystemTime,
}

/// What is served to a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    /// This JSON.
    Json(Vec<u8>),
    /// The stored payload of this name, JSON too. It may have gone since the records were loaded: load them again.
    Stored(PayloadName),
}

/// Something about the declarations of a channel that its administrator should know. It refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concern {
    /// Two sets say something else under one identifier: the first one counts.
    Shadowed {
        /// Which.
        identifier: Box<str>,
        /// The set whose declaration is served.
        by: SetId,
        /// The other one.
        set: SetId,
    },
    /// A declaration names another one that no set has: one that was there when the sets were assigned.
    Missing {
        /// Which.
        identifier: Box<str>,
        /// Where in it.
        path: Box<str>,
        /// What it names.
        names: Box<str>,
    },
}

impl Manifest {
    /// Puts the sets of a channel together. `sets` are those of [`Sync::sets`]; the order is that of the assignment.
    #[must_use]
    pub fn new(sync: &Sync, sets: &[(SetId, DeclarationSet)]) -> Self {
        let mut items = BTreeMap::<Box<str>, (SetId, Item)>::new();
        let (mut data, mut concerns) = (BTreeMap::new(), Vec::new());
        let mut changed_at = sync.changed_at;
        for (set, content) in sets {
            changed_at = changed_at.max(content.changed_at);
            data.extend(content.data.iter().map(|(digest, media)| ((set.clone(), digest.clone()), *media)));
            for (identifier, item) in &content.items {
                match items.get(identifier) {
                    None => {
                        items.insert(identifier.clone(), (set.clone(), item.clone()));
                    }
                    Some((by, first)) if (first.kind, &first.token) != (item.kind, &item.token) => {
                        let (identifier, by, set) = (identifier.clone(), by.clone(), set.clone());
                        concerns.push(Concern::Shadowed { identifier, by, set });
                    }
                    Some(_) => {}
                }
            }
        }
        for (identifier, (_, item)) in &items {
            for Reference { path, names, kind } in &item.references {
                if items.get(names).is_none_or(|(_, found)| found.kind != *kind) {
                    let (identifier, path, names) = (identifier.clone(), path.clone(), names.clone());
                    concerns.push(Concern::Missing { identifier, path, names });
                }
            }
        }
        // With the count of what the device was told: when the items become what they were before, the token does not. A
        // device that is in the middle of fetching others would take it for the one that it has.
        let token = format!("{}.{}", hash(&items), sync.orders);
        Self { items, data, concerns, token, changed_at }
    }

    /// What the device compares: the hash of the items, in whatever order they came, and how often the device was told
    /// of something new. At most 85 bytes; a device takes 256.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Identifier, type and `ServerToken` of each declaration, in the order of the identifiers.
    pub fn declarations(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.items.iter().map(|(identifier, (_, item))| (&**identifier, &*item.type_, &*item.token))
    }

    /// Whether a declaration subscribes to this status item. What nobody subscribes to the device does not keep up to
    /// date.
    #[must_use]
    pub fn subscribes(&self, status_item: &str) -> bool {
        self.items.values().any(|(_, item)| item.subscribes.iter().any(|name| **name == *status_item))
    }

    /// What the administrator should know.
    #[must_use]
    pub fn concerns(&self) -> &[Concern] {
        &self.concerns
    }

    /// The declarations that this device would refuse as a whole. They are served all the same: the facts may be old,
    /// and the device's own answer wins.
    #[must_use]
    pub fn refusals(&self, facts: &DeviceFacts) -> Vec<(Box<str>, Refusal)> {
        let refusals = self.items.iter().flat_map(|(identifier, (_, item))| {
            let refusals = support::DECLARATIONS.validate(&item.type_, facts);
            refusals.into_iter().map(|refusal| (identifier.clone(), refusal))
        });
        refusals.collect()
    }

    /// Where a profile and a declaration want the same thing. `installed` is what the device reports, `ordered` what its
    /// queue is about to install.
    #[must_use]
    pub fn overlaps(&self, installed: &[ProfileOutline], ordered: &[ProfileOutline]) -> Vec<Overlap> {
        let declared = self.items.iter().map(|(identifier, (_, item))| (&**identifier, item));
        overlap::find(declared, installed, ordered)
    }

    /// Answers what the device asks for, but for [`Endpoint::Status`].
    ///
    /// # Errors
    ///
    /// [`Error::NotAssigned`], which is 404, for a declaration that is not assigned: the device removes it (Apple,
    /// Declarative Management, read 2026-08). [`Error::UnsupportedMessage`] for an endpoint that is not known.
    pub fn answer(&self, asked: &Asked) -> Result<Served, Error> {
        match asked.wants() {
            Some(Endpoint::Tokens) => self.tokens().map(Served::Json),
            Some(Endpoint::DeclarationItems) => self.declaration_items().map(Served::Json),
            Some(Endpoint::Declaration(kind, identifier)) => {
                let found = self.items.get(identifier).filter(|(_, item)| item.kind == kind);
                let (set, item) = found.ok_or(Error::NotAssigned)?;
                Ok(Served::Stored(set.document(&item.token)))
            }
            // A kind that is not known was never among the items.
            None if asked.endpoint().starts_with("declaration/") => Err(Error::NotAssigned),
            _ => Err(Error::UnsupportedMessage),
        }
    }

    /// Puts the token into the command that makes the device synchronize, so that one that has the same does not ask.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when the payload is no such command.
    pub fn fill(&self, payload: &[u8]) -> Result<Vec<u8>, Error> {
        const NOT_THE_COMMAND: Error = Error::Record("a payload is not the command of its slot");
        let mut command =
            Command::decode(payload, &mdm_apple::Limits::default()).map_err(|_| NOT_THE_COMMAND)?;
        let Request::DeclarativeManagement(request) = &mut command.request else {
            return Err(NOT_THE_COMMAND);
        };
        request.data = Some(Data::new(self.tokens()?));
        command.encode().map_err(Error::Encode)
    }

    pub(super) fn media(&self, set: &SetId, digest: &str) -> Option<MediaType> {
        self.data.get(&(set.clone(), digest.into())).copied()
    }

    pub(super) fn get(&self, identifier: &str) -> Option<&Item> {
        self.items.get(identifier).map(|(_, item)| item)
    }

    /// Fails when a reference leads nowhere.
    pub(super) fn complete(&self) -> Result<(), Error> {
        let missing = self.concerns.iter().find_map(|concern| match concern {
            Concern::Missing { identifier, path, .. } => Some((identifier, path)),
            Concern::Shadowed { .. } => None,
        });
        missing.map_or(Ok(()), |(identifier, path)| Err(Error::declaration(identifier, path, Flaw::Missing)))
    }

    fn tokens(&self) -> Result<Vec<u8>, Error> {
        let mut tokens = SyncTokens::new(self.token.clone());
        // That of the last change: a repetition gets the same answer.
        tokens.timestamp = Date::try_from(self.changed_at).ok().map(|date| date.to_string());
        TokensResponse::new(tokens).to_json().map_err(Error::Encode)
    }

    fn declaration_items(&self) -> Result<Vec<u8>, Error> {
        let of = |kind| {
            let items = self.items.iter().filter(move |(_, (_, item))| item.kind == kind);
            let items =
                items.map(|(identifier, (_, item))| DeclarationItem::new(&**identifier, &*item.token));
            items.collect::<Vec<_>>()
        };
        let items = DeclarationItems::new(
            of(DeclarationKind::Activation),
            of(DeclarationKind::Configuration),
            of(DeclarationKind::Asset),
            of(DeclarationKind::Management),
        );
        DeclarationItemsResponse::new(items, self.token.clone()).to_json().map_err(Error::Encode)
    }
}

fn hash(items: &BTreeMap<Box<str>, (SetId, Item)>) -> String {
    let mut text = Vec::new();
    for (identifier, (_, item)) in items {
        // No part can be taken for another: the identifier comes with its length, and the others have no space.
        let (length, kind, token) = (identifier.len(), item.kind.as_str(), &item.token);
        text.extend_from_slice(format!("{length} {identifier} {kind} {token}\n").as_bytes());
    }
    hex(&mdm_pki::sha256(&text))
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shadowed { identifier, by, set } => {
                let (by, set) = (by.as_str(), set.as_str());
                write!(f, "{identifier} is in the sets {by} and {set}, and they differ: that of {by} counts.")
            }
            Self::Missing { identifier, path, names } => {
                write!(f, "{identifier} names {names} at {path}, and no set has it.")
            }
        }
    }
}
