//! The events of a store, one after the other.

use std::vec;

use mdm_enrollment::row::RecordKey;

use crate::limits::PAGE;
use crate::{Error, EventPosition, Store, StoredEvent, Unreadable};

/// Reads the events behind a position, a page at a time, and goes on behind what cannot be read.
pub(super) struct Pages<'a, S> {
    store: &'a S,
    last: u64,
    page: vec::IntoIter<StoredEvent>,
}

pub(super) enum Next {
    Event(StoredEvent),
    /// One that cannot be read, and its record, if that is known.
    Unreadable(EventPosition, Option<RecordKey>),
}

impl<'a, S: Store> Pages<'a, S> {
    pub(super) fn behind(store: &'a S, position: u64) -> Self {
        Self { store, last: position, page: Vec::new().into_iter() }
    }

    /// The next one; `None` behind the last.
    pub(super) async fn next(&mut self) -> Result<Option<Next>, Error> {
        if self.page.as_slice().is_empty() {
            let after = (self.last > 0).then_some(EventPosition(self.last));
            self.page = match self.store.events(after, PAGE).await {
                Err(Error::Unreadable { row: Unreadable::Event { position, key, .. } }) => {
                    self.last = position.0;
                    return Ok(Some(Next::Unreadable(position, key)));
                }
                page => page?.into_iter(),
            };
        }
        let next = self.page.next();
        self.last = next.as_ref().map_or(self.last, |event| event.position.0);
        Ok(next.map(Next::Event))
    }
}
