//! A seal of which only the configuration says what it is.

use std::fmt;
use std::pin::Pin;

use super::{KeyId, Place, Seal, SealFault};

/// Any seal, chosen when the program starts: sealed or plain, packed or not, or by an embedder's own. It costs an
/// allocation a value.
///
/// ```
/// use mdm_store::seal::{AesGcm, AnySeal, KeyId, KeyRing, Plain, SealKey, Sealed};
/// use mdm_store::{AnyStore, Memory};
///
/// fn seal(key: Option<[u8; 32]>) -> AnySeal {
///     match key {
///         Some(key) => AnySeal::new(AesGcm::new(KeyRing::new(KeyId(1), SealKey::from_bytes(key)))),
///         None => AnySeal::new(Plain), // and `Deflate` around either
///     }
/// }
///
/// let store: Sealed<AnyStore, AnySeal> = Sealed::new(Memory::new().into(), seal(Some([7; 32])));
/// ```
pub struct AnySeal(Box<dyn Erased>);

impl AnySeal {
    /// Seals as this one does.
    #[must_use]
    pub fn new(seal: impl Seal + 'static) -> Self {
        Self(Box::new(seal))
    }
}

impl Seal for AnySeal {
    async fn seal(&self, place: &Place, plain: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        self.0.seal(place, plain).await
    }

    async fn open(&self, place: &Place, sealed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        self.0.open(place, sealed).await
    }

    fn key_of(&self, sealed: &[u8]) -> Option<KeyId> {
        self.0.key_of(sealed)
    }

    fn current(&self) -> KeyId {
        self.0.current()
    }
}

impl fmt::Debug for AnySeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnySeal").finish_non_exhaustive()
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, SealFault>> + Send + 'a>>;

/// [`Seal`] with futures of one type.
trait Erased: Send + Sync {
    fn seal<'a>(&'a self, place: &'a Place, plain: Vec<u8>) -> Answer<'a>;
    fn open<'a>(&'a self, place: &'a Place, sealed: Vec<u8>) -> Answer<'a>;
    fn key_of(&self, sealed: &[u8]) -> Option<KeyId>;
    fn current(&self) -> KeyId;
}

impl<C: Seal> Erased for C {
    fn seal<'a>(&'a self, place: &'a Place, plain: Vec<u8>) -> Answer<'a> {
        Box::pin(Seal::seal(self, place, plain))
    }

    fn open<'a>(&'a self, place: &'a Place, sealed: Vec<u8>) -> Answer<'a> {
        Box::pin(Seal::open(self, place, sealed))
    }

    fn key_of(&self, sealed: &[u8]) -> Option<KeyId> {
        Seal::key_of(self, sealed)
    }

    fn current(&self) -> KeyId {
        Seal::current(self)
    }
}
