//! AES-256-GCM under keys of the embedder.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use zeroize::Zeroizing;

use super::{KeyId, Place, Seal, SealFault};

/// Seals values by AES-256-GCM (NIST SP 800-38D).
///
/// A sealed value is `LkS1`, the key's number (4 bytes), 4 bytes that tell the key from another of the same number, the
/// nonce (12), what was encrypted, and the tag (16): 40 bytes more than the value. What stands before the nonce and the
/// [`Place`] are authenticated with it.
///
/// **The nonce** is HMAC-SHA-256, under a key of its own, of place and value, cut to 12 bytes: no random source can
/// repeat one, a virtual machine that is copied cannot either, and the same value at the same place gives the same
/// bytes, which a store needs in order to see that a wake has not changed. What it costs: who sees two versions of the
/// file sees that a value is the same in both, or has become again what it was. Equal values at different places look
/// different. Both keys are made out of the embedder's.
///
/// **Rotation.** Seal no more than 2³² values under a key, about four thousand million. Give the new key to every node
/// first, beside the current one, then make it the [current](Keys::current) one everywhere; old values still open.
/// [`Sealed::reseal`](super::Sealed::reseal) moves them on. Events are not moved: keep a key until the last event
/// under it was pruned ([`Sealed::event_keys`](super::Sealed::event_keys)).
///
/// **Damage.** A value names its key. When there is none of that name, or another one, the value is tried under
/// [all](Keys::all) that there are: if one of them sealed the rest of it for this place, only the name was changed, and
/// the value is [`Altered`](SealFault::Altered), as it is after any other change. Otherwise the key is missing, which is
/// an error for the whole page in which the value stands, so that nobody passes over what a forgotten key would open.
///
/// **Fetched keys** stay in memory until [`forget_keys`](Self::forget_keys), so that a key management service is asked
/// once a key and process.
///
/// ```
/// use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealKey, Sealed};
/// use mdm_store::Memory;
///
/// let (old, new) = ([1; 32], [2; 32]); // out of a vault
/// let keys = KeyRing::new(KeyId(2), SealKey::from_bytes(new)).with(KeyId(1), SealKey::from_bytes(old));
/// let store = Sealed::new(Memory::new(), AesGcm::new(keys));
/// ```
pub struct AesGcm<K> {
    keys: K,
    unsealed: Unsealed,
    fetched: Mutex<BTreeMap<KeyId, Arc<Pair>>>,
}

/// Where keys come from: memory, or a key management service.
///
/// With a service, what the embedder keeps is each key encrypted by it (an envelope); [`key`](Self::key) has one
/// decrypted.
pub trait Keys: Send + Sync {
    /// Which key to seal with. Asked for each value: it must not wait.
    fn current(&self) -> KeyId;

    /// The numbers of all keys that may be asked for. Without them only the current key is known, and a value of a former
    /// one whose number was damaged is taken for one whose key is missing.
    fn all(&self) -> Vec<KeyId> {
        vec![self.current()]
    }

    /// The key of a number; `None` when there is none: a damaged value may name any.
    ///
    /// # Errors
    /// When it cannot be fetched now.
    fn key(&self, id: KeyId) -> impl Future<Output = Result<Option<SealKey>, KeyError>> + Send;
}

/// Why a key could not be fetched. It goes into logs: it must hold no key.
pub type KeyError = Box<dyn std::error::Error + Send + Sync>;

/// A key of 256 bits, of a cryptographic random source.
#[derive(Clone)]
pub struct SealKey(Zeroizing<[u8; 32]>);

/// Keys in memory.
#[derive(Clone, Debug)]
pub struct KeyRing {
    current: KeyId,
    keys: BTreeMap<KeyId, SealKey>,
}

/// What to do with a value that is not sealed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unsealed {
    Refused,
    Accepted,
}

/// What is made out of one key.
struct Pair {
    encrypt: Zeroizing<[u8; 32]>,
    nonce: Zeroizing<[u8; 32]>,
    /// Tells it from another key of the same number.
    check: [u8; CHECK],
}

impl<K: Keys> AesGcm<K> {
    /// Seals with these keys.
    #[must_use]
    pub const fn new(keys: K) -> Self {
        Self { keys, unsealed: Unsealed::Refused, fetched: Mutex::new(BTreeMap::new()) }
    }

    /// Takes values that are not sealed for what they are: for a store that was not sealed from the beginning, until
    /// [`Sealed::reseal`](super::Sealed::reseal) has gone through it and its old events were pruned. Until then whoever
    /// can write into the store can put values there.
    #[must_use]
    pub fn dangerous_accept_unsealed(self) -> Self {
        Self { unsealed: Unsealed::Accepted, ..self }
    }

    /// Where the keys come from.
    #[must_use]
    pub const fn keys(&self) -> &K {
        &self.keys
    }

    /// Forgets the keys that were fetched: each is fetched once more when it is needed.
    pub fn forget_keys(&self) {
        self.fetched().clear();
    }

    async fn pair(&self, id: KeyId) -> Result<Arc<Pair>, SealFault> {
        if let Some(pair) = self.fetched().get(&id) {
            return Ok(Arc::clone(pair));
        }
        let key = self.keys.key(id).await.map_err(|source| SealFault::Fetch { key: id, source })?;
        let key = key.ok_or(SealFault::UnknownKey { key: id })?;
        let pair = Arc::new(Pair::new(&key)?);
        self.fetched().insert(id, Arc::clone(&pair));
        Ok(pair)
    }

    /// Nothing panics while it is held.
    fn fetched(&self) -> MutexGuard<'_, BTreeMap<KeyId, Arc<Pair>>> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Keys> Seal for AesGcm<K> {
    async fn seal(&self, place: &Place, plain: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        let plain = Zeroizing::new(plain);
        let id = self.keys.current();
        let pair = self.pair(id).await?;
        let mut sealed = pair.head(id);
        let bound = [&sealed, &*place.to_bytes()].concat();
        let length = (bound.len() as u64).to_be_bytes();
        let nonce = hmac(&*pair.nonce, &[&length, &bound, &plain])?;
        let (nonce, _) = nonce.split_at(NONCE);
        let mut tag = [0; TAG];
        let cipher = Cipher::aes_256_gcm();
        let hidden = encrypt_aead(cipher, &*pair.encrypt, Some(nonce), &bound, &plain, &mut tag)?;
        sealed.reserve_exact(NONCE + hidden.len() + TAG);
        for part in [nonce, &hidden, &tag] {
            sealed.extend_from_slice(part);
        }
        Ok(sealed)
    }

    async fn open(&self, place: &Place, sealed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        let Some(key) = self.key_of(&sealed) else {
            return match (self.unsealed, sealed.starts_with(MAGIC)) {
                (_, true) => Err(SealFault::Truncated),
                (Unsealed::Accepted, false) => Ok(sealed),
                (Unsealed::Refused, false) => Err(SealFault::Unsealed),
            };
        };
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(SealFault::Truncated)?;
        let (nonce, rest) = rest.split_at_checked(NONCE).ok_or(SealFault::Truncated)?;
        let end = rest.len().checked_sub(TAG).ok_or(SealFault::Truncated)?;
        let (hidden, tag) = rest.split_at(end);
        let open = |pair: &Pair, head: &[u8]| {
            let bound = [head, &*place.to_bytes()].concat();
            decrypt_aead(Cipher::aes_256_gcm(), &*pair.encrypt, Some(nonce), &bound, hidden, tag)
        };
        let fault = match self.pair(key).await {
            Ok(pair) if head.ends_with(&pair.check) => {
                return open(&pair, head).map_err(|_| SealFault::Altered { key });
            }
            Ok(_) => SealFault::OtherKey { key },
            Err(fault @ SealFault::UnknownKey { .. }) => fault,
            Err(fault) => return Err(fault),
        };
        // A key is missing; or one that is there sealed it, and what names that key was changed.
        for key in self.keys.all() {
            let pair = match self.pair(key).await {
                Err(SealFault::UnknownKey { .. }) => continue,
                pair => pair?,
            };
            if open(&pair, &pair.head(key)).map(Zeroizing::new).is_ok() {
                return Err(SealFault::Altered { key });
            }
        }
        Err(fault)
    }

    fn key_of(&self, sealed: &[u8]) -> Option<KeyId> {
        let (id, _) = sealed.strip_prefix(MAGIC)?.split_first_chunk()?;
        Some(KeyId(u32::from_be_bytes(*id)))
    }

    fn current(&self) -> KeyId {
        self.keys.current()
    }
}

impl SealKey {
    /// Takes a key.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key itself.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl KeyRing {
    /// Seals with this key, and opens what it sealed.
    #[must_use]
    pub fn new(id: KeyId, key: SealKey) -> Self {
        Self { current: id, keys: BTreeMap::from([(id, key)]) }
    }

    /// Opens with this key too: a former one, or the next.
    #[must_use]
    pub fn with(mut self, id: KeyId, key: SealKey) -> Self {
        // The current key stays what it is: two of one number would be a mistake.
        self.keys.entry(id).or_insert(key);
        self
    }
}

impl Keys for KeyRing {
    fn current(&self) -> KeyId {
        self.current
    }

    fn all(&self) -> Vec<KeyId> {
        self.keys.keys().copied().collect()
    }

    async fn key(&self, id: KeyId) -> Result<Option<SealKey>, KeyError> {
        Ok(self.keys.get(&id).cloned())
    }
}

impl<K: Keys> Keys for Arc<K> {
    fn current(&self) -> KeyId {
        K::current(self)
    }

    fn all(&self) -> Vec<KeyId> {
        K::all(self)
    }

    async fn key(&self, id: KeyId) -> Result<Option<SealKey>, KeyError> {
        K::key(self, id).await
    }
}

impl Pair {
    fn new(key: &SealKey) -> Result<Self, SealFault> {
        let made = |what: &str| hmac(key.expose_secret(), &[b"lockstep seal 1 ", what.as_bytes()]);
        let (encrypt, nonce) = (made("encrypt")?, made("nonce")?);
        let mut check = [0; CHECK];
        check.iter_mut().zip(made("check")?.iter()).for_each(|(to, from)| *to = *from);
        Ok(Self { encrypt, nonce, check })
    }

    /// What a value that this one seals begins with.
    fn head(&self, id: KeyId) -> Vec<u8> {
        [&MAGIC[..], &id.0.to_be_bytes(), &self.check].concat()
    }
}

impl<K> fmt::Debug for AesGcm<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AesGcm").finish_non_exhaustive()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(redacted)")
    }
}

impl From<ErrorStack> for SealFault {
    fn from(_: ErrorStack) -> Self {
        Self::Cipher
    }
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>, ErrorStack> {
    let key = PKey::hmac(key)?;
    let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
    for part in parts {
        signer.update(part)?;
    }
    let mut digest = Zeroizing::new([0; 32]);
    signer.sign(&mut *digest)?;
    Ok(digest)
}

/// The first bytes of what is sealed. No JSON, no property list and no XML begins like this.
const MAGIC: &[u8; 4] = b"LkS1";
const CHECK: usize = 4;
const HEAD: usize = MAGIC.len() + 4 + CHECK;
const NONCE: usize = 12;
const TAG: usize = 16;
