//! Every body of a store, to be read and replaced in place.

use std::future::Future;
use std::sync::Arc;

use crate::seal::Place;
use crate::store::pointed;
use crate::{Error, Store};

/// A store that shows where its bodies are, and replaces single ones: what a change of keys needs, and no decision.
///
/// Events are left out: they are written once.
pub trait Bodies: Store {
    /// A page of the places after `after`, in the order of [`Place`], each with the first
    /// [`limits::SEAL`](crate::limits::SEAL) bytes of what lies there. Empty after the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn places(
        &self,
        after: Option<&Place>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(Place, Vec<u8>)>, Error>> + Send;

    /// What lies at a place; `None` when there is nothing. Of an event, nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn body(&self, place: &Place) -> impl Future<Output = Result<Option<Vec<u8>>, Error>> + Send;

    /// Replaces bodies where they are still the old ones, each on its own, and says of each whether it did. Neither a
    /// version nor the need of a wake changes, and no wake counts as changed.
    ///
    /// # Errors
    /// When the store cannot be written; some may be replaced then. [`Error::Limit`] when a new one is too long.
    fn swap_bodies(&self, swaps: &[BodySwap]) -> impl Future<Output = Result<Vec<bool>, Error>> + Send;
}

/// One body that is to be replaced.
#[derive(Clone, PartialEq, Eq)]
pub struct BodySwap {
    /// Where.
    pub place: Place,
    /// What has to be there.
    pub old: Vec<u8>,
    /// What is to be there.
    pub new: Vec<u8>,
}

/// The bytes are not shown.
impl std::fmt::Debug for BodySwap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BodySwap").field("place", &self.place).finish_non_exhaustive()
    }
}

/// Passes every call on, as the macro `$to` says where to.
macro_rules! forward_bodies {
    ($([$($generics:tt)*] $type:ty => $to:ident;)*) => {$(
        impl $($generics)* Bodies for $type {
            async fn places(
                &self,
                after: Option<&Place>,
                limit: usize,
            ) -> Result<Vec<(Place, Vec<u8>)>, Error> {
                $to!(self, places, after, limit)
            }
            async fn body(&self, place: &Place) -> Result<Option<Vec<u8>>, Error> {
                $to!(self, body, place)
            }
            async fn swap_bodies(&self, swaps: &[BodySwap]) -> Result<Vec<bool>, Error> {
                $to!(self, swap_bodies, swaps)
            }
        }
    )*};
}

forward_bodies! {
    [<S: Bodies>] &S => pointed;
    [<S: Bodies>] Arc<S> => pointed;
}

pub(crate) use forward_bodies;
