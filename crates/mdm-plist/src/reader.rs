//! The pull readers: one element at a time, borrowed from the document where possible, never recursive.
//!
//! Each accepts what a property list is and nothing else. Every way out through an error is [`Trail::fail`], which
//! remembers the first one: a visitor that swallows an error cannot make the rest of the document look well.

use std::borrow::Cow;

use crate::error::Error;
use crate::{Format, Options};

mod binary;
mod trail;
mod xml;

pub(crate) use xml::is_space;

type Result<T> = std::result::Result<T, Error>;

/// A place in a document of either format.
///
/// An enum and not a type parameter: each type that is read is compiled once, for both.
#[derive(Debug)]
pub(crate) enum Reader<'de> {
    Xml(xml::Reader<'de>),
    Binary(binary::Reader<'de>),
}

/// The start of a value, or all of it.
#[derive(Debug)]
pub(crate) enum Element<'de> {
    /// Read on with [`Reader::next_key`].
    Dict,
    /// Read on with [`Reader::next_item`].
    Array,
    String(Cow<'de, str>),
    /// An integer of 0 and above.
    Unsigned(u64),
    /// An integer below 0.
    Signed(i64),
    Real(f64),
    Boolean(bool),
    /// The text, which is a valid [`Date`](crate::Date).
    Date(Cow<'de, str>),
    Data(Cow<'de, [u8]>),
}

/// Does the same with either reader.
macro_rules! either {
    ($of:expr, $reader:ident => $work:expr) => {
        match $of {
            Reader::Xml($reader) => $work,
            Reader::Binary($reader) => $work,
        }
    };
}

impl<'de> Reader<'de> {
    /// Reads up to the value.
    pub(crate) fn new(bytes: &'de [u8], options: &Options) -> Result<Self> {
        match options.format.or_else(|| Format::sniff(bytes)) {
            Some(Format::Binary) => binary::Reader::new(bytes, &options.limits).map(Self::Binary),
            // What looks like neither is refused as XML.
            _ => xml::Reader::new(bytes, &options.limits).map(Self::Xml),
        }
    }

    /// Reads what comes after the value. Also the first error that was swallowed on the way.
    pub(crate) fn finish(&mut self) -> Result<()> {
        either!(self, reader => reader.finish())
    }

    /// Reads the next value; of an array or a dictionary only its start.
    #[inline]
    pub(crate) fn value(&mut self) -> Result<Element<'de>> {
        either!(self, reader => reader.value())
    }

    /// In an array: whether there is another item. If not, the array is closed.
    #[inline]
    pub(crate) fn next_item(&mut self) -> Result<bool> {
        self.skip_pending()?;
        either!(self, reader => reader.next_item())
    }

    /// In a dictionary: whether there is another key, which is then [`Reader::key`]. If not, the dictionary is closed.
    #[inline]
    pub(crate) fn next_key(&mut self) -> Result<bool> {
        self.skip_pending()?;
        either!(self, reader => reader.next_key())
    }

    /// The key that was read last in the innermost dictionary.
    #[inline]
    pub(crate) fn key(&self) -> Cow<'de, str> {
        either!(self, reader => reader.trail.key())
    }

    /// Reads the last value if the type did not want to see it.
    #[inline]
    fn skip_pending(&mut self) -> Result<()> {
        if either!(self, reader => reader.has_pending()) { self.skip_value() } else { Ok(()) }
    }

    /// Reads a value and forgets it. It is checked like any other.
    pub(crate) fn skip_value(&mut self) -> Result<()> {
        let level = self.level();
        self.value()?;
        self.skip_to(level)
    }

    /// Reads on until no more than `level` containers are open.
    pub(crate) fn skip_to(&mut self, level: usize) -> Result<()> {
        while self.level() > level {
            let in_dict = either!(self, reader => reader.trail.in_dict());
            let another = if in_dict { self.next_key()? } else { self.next_item()? };
            if another {
                self.value()?;
            }
        }
        Ok(())
    }

    /// How many containers are open.
    #[inline]
    pub(crate) fn level(&self) -> usize {
        either!(self, reader => reader.trail.level())
    }

    /// Items or keys of the innermost container so far, for an error.
    pub(crate) fn items(&self) -> usize {
        either!(self, reader => reader.trail.items())
    }

    /// Fills in the place of an error: of the reader's own, or one that a visitor has just returned.
    pub(crate) fn locate(&self, error: Error) -> Error {
        either!(self, reader => reader.locate(error))
    }
}
