//! The way from the root to where a reader is, and what the limits have let through on it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Result;
use crate::error::{Error, ErrorKind, KeyPath, Step};
use crate::{LimitKind, Limits};

/// `F` is what a reader has to know about an open container.
#[derive(Debug)]
pub(super) struct Trail<'de, F> {
    pub(super) limits: Limits,
    /// Where the last value or key starts.
    pub(super) token: usize,
    /// Values so far.
    pub(super) nodes: usize,
    frames: Vec<Frame<'de, F>>,
    /// The keys seen so far in the open dictionaries, outermost first.
    keys: Vec<Cow<'de, str>>,
    failed: Option<Error>,
}

#[derive(Debug)]
struct Frame<'de, F> {
    own: F,
    kind: FrameKind<'de>,
}

#[derive(Debug)]
enum FrameKind<'de> {
    Array {
        /// Items begun so far.
        items: usize,
    },
    Dict {
        /// Where its keys begin in `Trail::keys`.
        first_key: usize,
        /// Takes the keys over when there are many. The hash is keyed at random, so that nobody can aim at it.
        many: Option<HashSet<Cow<'de, str>>>,
    },
}

impl<'de, F> Trail<'de, F> {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, token: 0, nodes: 0, frames: Vec::new(), keys: Vec::new(), failed: None }
    }

    /// A value starts here.
    #[inline]
    pub(super) fn begin_value(&mut self, start: usize) -> Result<()> {
        self.token = start;
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(self.exceeded(LimitKind::Nodes, start));
        }
        Ok(())
    }

    pub(super) fn open_array(&mut self, own: F) -> Result<()> {
        self.open(own, FrameKind::Array { items: 0 })
    }

    pub(super) fn open_dict(&mut self, own: F) -> Result<()> {
        self.open(own, FrameKind::Dict { first_key: self.keys.len(), many: None })
    }

    fn open(&mut self, own: F, kind: FrameKind<'de>) -> Result<()> {
        if self.frames.len() >= self.limits.depth.min(Limits::MAX_DEPTH) {
            return Err(self.exceeded(LimitKind::Depth, self.token));
        }
        self.frames.push(Frame { own, kind });
        Ok(())
    }

    #[inline]
    pub(super) fn close(&mut self) {
        if let Some(first_key) = self.frames.pop().as_ref().and_then(Frame::first_key) {
            self.keys.truncate(first_key);
        }
    }

    /// An item of the innermost array starts.
    #[inline]
    pub(super) fn begin_item(&mut self) {
        if let Some(Frame { kind: FrameKind::Array { items }, .. }) = self.frames.last_mut() {
            *items += 1;
        }
    }

    /// A key of the innermost dictionary, which must be a new one.
    pub(super) fn enter_key(&mut self, key: Cow<'de, str>, start: usize) -> Result<()> {
        let Some(Frame { kind: FrameKind::Dict { first_key, many }, .. }) = self.frames.last_mut() else {
            return Err(self.fail(ErrorKind::UnexpectedElement, start));
        };
        let known = self.keys.get(*first_key..).unwrap_or_default();
        let duplicate = match many {
            Some(many) => !many.insert(key.clone()),
            None => known.contains(&key),
        };
        if many.is_none() && known.len() >= FEW_KEYS {
            *many = Some(known.iter().chain([&key]).cloned().collect());
        }
        if many.is_some() {
            // The set has them; the list keeps the last one, for the path.
            self.keys.truncate(*first_key);
        }
        self.keys.push(key);
        if duplicate { Err(self.fail(ErrorKind::DuplicateKey, start)) } else { Ok(()) }
    }

    /// The last key has its value; the path is that of the dictionary.
    pub(super) fn leave_key(&mut self) {
        if let Some(first_key) = self.frames.last().and_then(Frame::first_key) {
            self.keys.truncate(first_key);
        }
    }

    /// The key that was read last in the innermost dictionary.
    #[inline]
    pub(super) fn key(&self) -> Cow<'de, str> {
        match self.keys.last() {
            Some(Cow::Borrowed(key)) => Cow::Borrowed(key),
            Some(Cow::Owned(key)) => Cow::Owned(key.clone()),
            None => Cow::Borrowed(""),
        }
    }

    /// How many containers are open.
    #[inline]
    pub(super) fn level(&self) -> usize {
        self.frames.len()
    }

    /// The open containers, outermost first.
    pub(super) fn open_containers(&self) -> impl Iterator<Item = &F> {
        self.frames.iter().map(|frame| &frame.own)
    }

    #[inline]
    pub(super) fn innermost(&mut self) -> Option<&mut F> {
        self.frames.last_mut().map(|frame| &mut frame.own)
    }

    #[inline]
    pub(super) fn in_dict(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: FrameKind::Dict { .. }, .. }))
    }

    /// Items or keys of the innermost container so far.
    pub(super) fn items(&self) -> usize {
        match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Array { items }) => *items,
            Some(FrameKind::Dict { first_key, many }) => {
                many.as_ref().map_or(self.keys.len() - first_key, HashSet::len)
            }
            None => 0,
        }
    }

    pub(super) fn locate(&self, error: Error) -> Error {
        error.locate(self.token, self.key_path())
    }

    fn key_path(&self) -> String {
        let mut path = KeyPath::default();
        for (index, frame) in self.frames.iter().enumerate() {
            match frame.kind {
                FrameKind::Array { items } => {
                    if let Some(item) = items.checked_sub(1) {
                        path.push(Step::Index(item));
                    }
                }
                FrameKind::Dict { first_key, .. } => {
                    let inner = self.frames.get(index + 1..).unwrap_or_default();
                    let end = inner.iter().find_map(Frame::first_key).unwrap_or(self.keys.len());
                    if let Some(key) = self.keys.get(first_key..end).and_then(<[_]>::last) {
                        path.push(Step::Key(key));
                    }
                }
            }
        }
        path.finish()
    }

    /// The first error again, for a visitor that swallowed it.
    #[inline]
    pub(super) fn check(&self) -> Result<()> {
        match &self.failed {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    #[cold]
    pub(super) fn fail(&mut self, kind: ErrorKind, offset: usize) -> Error {
        let error = Error::at(kind, offset);
        self.failed.get_or_insert(error).clone()
    }

    #[cold]
    pub(super) fn exceeded(&mut self, limit: LimitKind, offset: usize) -> Error {
        self.fail(ErrorKind::LimitExceeded { limit }, offset)
    }
}

impl<F> Frame<'_, F> {
    fn first_key(&self) -> Option<usize> {
        match self.kind {
            FrameKind::Dict { first_key, .. } => Some(first_key),
            FrameKind::Array { .. } => None,
        }
    }
}

/// Up to so many keys a dictionary is searched key by key; most have fewer.
const FEW_KEYS: usize = 24;
