//! What a tenant's chains come to at one moment: a Merkle tree over their tips.

use std::collections::BTreeMap;
use std::collections::btree_map::Values;

use serde::{Deserialize, Serialize};

use super::{Digest, Tip};
use crate::Error;
use crate::row::RecordKey;

/// One chain in a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// SHA-256 of the record's key.
    pub chain: Digest,
    /// Where the chain ended then.
    #[serde(flatten)]
    pub tip: Tip,
    /// Whether the record was removed, so that there is nothing to be verified any more. What comes under the same key
    /// later is another chain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

impl Leaf {
    /// SHA-256 of a zero byte, the chain, the count in 8 bytes, the link, and 1 or 0 for whether it has ended.
    fn hash(&self) -> Digest {
        let mut bytes = vec![0];
        bytes.extend(self.chain.as_bytes());
        bytes.extend(self.tip.count.to_be_bytes());
        bytes.extend(self.tip.link.as_bytes());
        bytes.push(self.ended.into());
        Digest::of(&bytes)
    }
}

/// The chains of a checkpoint, by ascending [`Leaf::chain`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Leaf>", into = "Vec<Leaf>")]
pub struct Leaves(BTreeMap<Digest, Leaf>);

impl Leaves {
    /// Most chains of one checkpoint: a longer stretch is told in several.
    pub const MOST: usize = 50_000;

    /// Notes where the chain of a record ends by now.
    pub fn note(&mut self, key: &RecordKey, tip: Tip) {
        self.put(Leaf { chain: Digest::of(key.as_str().as_bytes()), tip, ended: false });
    }

    /// Whether the chain of this key has ended.
    #[must_use]
    pub fn has_ended(&self, chain: &Digest) -> bool {
        self.0.get(chain).is_some_and(|leaf| leaf.ended)
    }

    /// Notes a leaf; a chain has one, the last.
    pub fn put(&mut self, leaf: Leaf) {
        self.0.insert(leaf.chain, leaf);
    }

    /// All of them, by ascending chain.
    pub fn iter(&self) -> Values<'_, Digest, Leaf> {
        self.0.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The root of their Merkle tree, built as RFC 9162, section 2.1.1, says: a leaf begins with a zero byte, a node with
    /// a one, and the left half is the largest power of two. SHA-256 of nothing when there are none.
    #[must_use]
    pub fn root(&self) -> Digest {
        root(&self.hashes())
    }

    /// Shows that a chain is among them, without the others; `None` when it is not.
    #[must_use]
    pub fn prove(&self, key: &RecordKey) -> Option<Proof> {
        let chain = Digest::of(key.as_str().as_bytes());
        let leaf = *self.0.get(&chain)?;
        let index = self.0.range(..chain).count();
        let mut path = Vec::new();
        climb(&self.hashes(), index, &mut path);
        Some(Proof { leaf, index: index as u64, path })
    }

    fn hashes(&self) -> Vec<Digest> {
        self.0.values().map(Leaf::hash).collect()
    }
}

impl From<Vec<Leaf>> for Leaves {
    fn from(leaves: Vec<Leaf>) -> Self {
        Self(leaves.into_iter().map(|leaf| (leaf.chain, leaf)).collect())
    }
}

impl From<Leaves> for Vec<Leaf> {
    fn from(leaves: Leaves) -> Self {
        leaves.0.into_values().collect()
    }
}

/// Shows that a chain is in a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The chain.
    pub leaf: Leaf,
    /// Its place among the leaves.
    pub index: u64,
    /// The hashes beside the way from the leaf to the root (RFC 9162, section 2.1.3).
    pub path: Vec<Digest>,
}

impl Proof {
    /// Whether the leaf is in this checkpoint.
    #[must_use]
    pub fn holds(&self, checkpoint: &Checkpoint) -> bool {
        self.leads_to(checkpoint.leaves, checkpoint.root)
    }

    /// Whether the leaf is among those that this checkpoint [carries forward](Carry).
    #[must_use]
    pub fn is_carried(&self, checkpoint: &Checkpoint) -> bool {
        self.leads_to(checkpoint.carry.leaves, checkpoint.carry.root)
    }

    fn leads_to(&self, leaves: u64, root: Digest) -> bool {
        descend(self.index, leaves, self.leaf.hash(), &self.path) == Some(root)
    }
}

/// The state of a tenant's chains at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Whose chains.
    pub tenant: Box<str>,
    /// Counted from 1.
    pub number: u64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The [digest](Self::digest) of the one before; zero for the first.
    pub previous: Digest,
    /// The position of the last event that was looked at.
    pub up_to: u64,
    /// Events up to this position may be gone, by retention.
    pub pruned: u64,
    /// How many chains have grown or ended since the one before.
    pub leaves: u64,
    /// The root of the Merkle tree over their tips.
    pub root: Digest,
    /// What it carries forward from old checkpoints.
    #[serde(default, skip_serializing_if = "Carry::is_none")]
    pub carry: Carry,
    /// The positions of events that could not be read when it was made, ascending. They are in no leaf of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<u64>,
}

/// What a checkpoint carries forward, as a ledger carries the balances of a full page forward: where the chains ended at
/// an old checkpoint, so that this one and those before it may be dropped. The chains of one old checkpoint are told in
/// several later ones, a part in each; the last part says so in `dropped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carry {
    /// Checkpoints up to this number may be gone.
    pub dropped: u64,
    /// The number of the checkpoint at which the chains ended where the leaves say; 0 when it carries none.
    pub to: u64,
    /// How many chains.
    pub leaves: u64,
    /// The root of the Merkle tree over their tips; zero when it carries none.
    pub root: Digest,
}

impl Carry {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Checkpoint {
    /// What a signature is about: the bytes `lockstep audit checkpoint 1` and a zero byte; the length of the tenant's
    /// name in 2 bytes, and the name; number, time, the previous digest, `up_to`, `pruned`, the number of leaves, and the
    /// root. Numbers have 8 bytes, the highest first.
    ///
    /// One with `carry` or `unreadable` begins with `lockstep audit checkpoint 2` and a zero byte, and these follow: the
    /// four of [`Carry`] in their order, how many events could not be read, and their positions.
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        let is_first_form = self.carry.is_none() && self.unreadable.is_empty();
        let form: &[u8; 28] =
            if is_first_form { b"lockstep audit checkpoint 1\0" } else { b"lockstep audit checkpoint 2\0" };
        let mut bytes = form.to_vec();
        bytes.extend(u16::try_from(self.tenant.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend(self.tenant.as_bytes());
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.at.to_be_bytes());
        bytes.extend(self.previous.as_bytes());
        for number in [self.up_to, self.pruned, self.leaves] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(self.root.as_bytes());
        if is_first_form {
            return bytes;
        }
        let Carry { dropped, to, leaves, root } = &self.carry;
        for number in [dropped, to, leaves] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(root.as_bytes());
        for number in [self.unreadable.len() as u64].iter().chain(&self.unreadable) {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    /// SHA-256 of [`Self::to_be_signed`].
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_be_signed())
    }
}

/// A signature by a key that the store does not know. What its bytes are is between those who sign and those who verify.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Names the key.
    pub key: Box<str>,
    /// The signature over [`Checkpoint::to_be_signed`], in base64.
    #[serde(with = "crate::audit::ledger::base64")]
    pub bytes: Vec<u8>,
}

/// A checkpoint with all that is needed to verify it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCheckpoint {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The chains that it tells of.
    pub leaves: Leaves,
    /// The chains that it [carries forward](Checkpoint::carry).
    #[serde(default, skip_serializing_if = "Leaves::is_empty")]
    pub carried: Leaves,
    /// The signature, if somebody signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

impl SignedCheckpoint {
    /// Reads a stored checkpoint.
    ///
    /// # Errors
    ///
    /// [`Error::Record`] when it was not written by this library, or by a newer one.
    pub fn decode(body: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(body).map_err(|_| Error::Record("it is no checkpoint"))
    }

    /// Whether its leaves are those that its roots are about.
    pub(super) fn has_its_leaves(&self) -> bool {
        let Checkpoint { leaves, root, carry, .. } = &self.checkpoint;
        let told = (self.leaves.len() as u64, self.leaves.root());
        let carried = match carry.to {
            0 => (self.carried.len() as u64, Digest::default()),
            _ => (self.carried.len() as u64, self.carried.root()),
        };
        (*leaves, *root) == told && (carry.leaves, carry.root) == carried && (carry.to > 0 || carried.0 == 0)
    }
}

fn node(left: Digest, right: Digest) -> Digest {
    let mut bytes = [1; 65];
    let (_, rest) = bytes.split_at_mut(1);
    for (to, from) in rest.iter_mut().zip(left.as_bytes().iter().chain(right.as_bytes())) {
        *to = *from;
    }
    Digest::of(&bytes)
}

/// The largest power of two below the size, for sizes of 2 and more.
fn half(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

fn halves(hashes: &[Digest]) -> (&[Digest], &[Digest]) {
    hashes.split_at(usize::try_from(half(hashes.len() as u64)).unwrap_or(hashes.len()))
}

fn root(hashes: &[Digest]) -> Digest {
    match hashes {
        [] => Digest::of(b""),
        [one] => *one,
        _ => {
            let (left, right) = halves(hashes);
            node(root(left), root(right))
        }
    }
}

/// Notes the hashes beside the way, the lowest first.
fn climb(hashes: &[Digest], index: usize, path: &mut Vec<Digest>) {
    if hashes.len() < 2 {
        return;
    }
    let (left, right) = halves(hashes);
    if index < left.len() {
        climb(left, index, path);
        path.push(root(right));
    } else {
        climb(right, index - left.len(), path);
        path.push(root(left));
    }
}

fn descend(index: u64, size: u64, leaf: Digest, path: &[Digest]) -> Option<Digest> {
    match (size, path) {
        (0, _) => None,
        (1, []) => (index == 0).then_some(leaf),
        (_, [lower @ .., beside]) if size > 1 => {
            let left = half(size);
            if index < left {
                Some(node(descend(index, left, leaf, lower)?, *beside))
            } else {
                Some(node(*beside, descend(index - left, size - left, leaf, lower)?))
            }
        }
        _ => None,
    }
}
