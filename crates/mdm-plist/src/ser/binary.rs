//! The writer of binary property lists.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::ops::Range;

use super::{Container, Sink, nul};
use crate::Date;
use crate::error::Error;

/// Objects are numbered as they end, so that the value itself is the last one. Their references are written at the end,
/// when their number is known.
pub(super) struct Writer {
    objects: Vec<Object>,
    /// The bytes of all scalars, one after the other.
    scalars: Vec<u8>,
    /// The references of all closed containers, one after the other.
    references: Vec<usize>,
    /// The same of the open containers, outermost first: items, or keys and values by turns.
    open: Vec<usize>,
    /// The numbers of the scalars by the hashes of their bytes, which are keyed at random.
    known: HashMap<u64, usize>,
}

enum Object {
    Scalar(Range<usize>),
    Container(Container, Range<usize>),
}

/// The sizes of a writer before a key; of a container, `open` alone counts.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    objects: usize,
    open: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            objects: Vec::new(),
            scalars: Vec::new(),
            references: Vec::new(),
            open: Vec::new(),
            known: HashMap::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let reference_size = size_of_number(self.objects.len());
        let size = self.scalars.len() + self.references.len() * reference_size + self.objects.len() * 8;
        let mut out = Vec::with_capacity(size + 64);
        out.extend_from_slice(b"bplist00");
        let mut offsets = Vec::with_capacity(self.objects.len());
        for object in &self.objects {
            offsets.push(out.len());
            match object {
                Object::Scalar(bytes) => {
                    out.extend_from_slice(self.scalars.get(bytes.clone()).unwrap_or_default());
                }
                Object::Container(container, references) => {
                    let references = self.references.get(references.clone()).unwrap_or_default();
                    // All keys of a dictionary come before all values.
                    let (marker, parts) = match container {
                        Container::Array => (0xA0, 1),
                        Container::Dict => (0xD0, 2),
                    };
                    put_marker(&mut out, marker, references.len() / parts);
                    for part in 0..parts {
                        for reference in references.iter().skip(part).step_by(parts) {
                            put_number(&mut out, *reference, reference_size);
                        }
                    }
                }
            }
        }
        let table = out.len();
        let offset_size = size_of_number(table);
        for offset in &offsets {
            put_number(&mut out, *offset, offset_size);
        }
        for (number, size) in [
            (0, 6),
            (offset_size, 1),
            (reference_size, 1),
            (offsets.len(), 8),
            (offsets.len().saturating_sub(1), 8),
            (table, 8),
        ] {
            put_number(&mut out, number, size);
        }
        out
    }

    /// Writes a scalar, or refers to the one that was written before.
    fn scalar(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.scalars.len();
        write(&mut self.scalars);
        let bytes = self.scalars.get(start..).unwrap_or_default();
        let hash = self.known.hasher().hash_one(bytes);
        match self.known.get(&hash) {
            Some(known) if self.scalar_bytes(*known) == Some(bytes) => {
                self.open.push(*known);
                self.scalars.truncate(start);
            }
            // Of two with the same hash the later is looked for; nothing is lost but some bytes.
            _ => {
                self.known.insert(hash, self.objects.len());
                self.object(Object::Scalar(start..self.scalars.len()));
            }
        }
    }

    fn scalar_bytes(&self, number: usize) -> Option<&[u8]> {
        match self.objects.get(number)? {
            Object::Scalar(bytes) => self.scalars.get(bytes.clone()),
            Object::Container(..) => None,
        }
    }

    fn object(&mut self, object: Object) {
        self.open.push(self.objects.len());
        self.objects.push(object);
    }

    fn mark(&self) -> Mark {
        Mark { objects: self.objects.len(), open: self.open.len() }
    }
}

impl Sink for Writer {
    type Mark = Mark;

    fn string(&mut self, value: &str) -> Result<(), Error> {
        if value.contains('\0') {
            return Err(nul());
        }
        self.scalar(|out| {
            if value.is_ascii() {
                put_marker(out, 0x50, value.len());
                out.extend_from_slice(value.as_bytes());
            } else {
                put_marker(out, 0x60, value.encode_utf16().count());
                out.extend(value.encode_utf16().flat_map(u16::to_be_bytes));
            }
        });
        Ok(())
    }

    /// Up to four bytes have no sign, eight have one, and sixteen take what does not fit.
    fn integer(&mut self, value: i128) {
        let size: usize = match value {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            0x1_0000..=0xFFFF_FFFF => 4,
            _ if i64::try_from(value).is_ok() => 8,
            _ => 16,
        };
        let bytes = value.to_be_bytes();
        self.scalar(|out| {
            out.push(0x10 | exponent(size));
            out.extend_from_slice(bytes.get(bytes.len() - size..).unwrap_or_default());
        });
    }

    fn real(&mut self, value: f64) {
        self.scalar(|out| {
            out.push(0x23);
            out.extend_from_slice(&value.to_be_bytes());
        });
    }

    fn boolean(&mut self, value: bool) {
        self.scalar(|out| out.push(if value { 0x09 } else { 0x08 }));
    }

    fn data(&mut self, value: &[u8]) {
        self.scalar(|out| {
            put_marker(out, 0x40, value.len());
            out.extend_from_slice(value);
        });
    }

    fn date(&mut self, value: Date) {
        // Exact: the years 0 to 9999 are far below 2^53 seconds.
        let seconds = (value.unix_seconds() - Date::EPOCH_2001) as f64;
        self.scalar(|out| {
            out.push(0x33);
            out.extend_from_slice(&seconds.to_be_bytes());
        });
    }

    fn key(&mut self, key: &str) -> Result<Mark, Error> {
        let mark = self.mark();
        self.string(key)?;
        Ok(mark)
    }

    fn forget_key(&mut self, key: Mark) {
        self.open.truncate(key.open);
        if self.objects.len() > key.objects
            && let Some(Object::Scalar(bytes)) = self.objects.pop()
        {
            let hash = self.known.hasher().hash_one(self.scalars.get(bytes.clone()).unwrap_or_default());
            self.known.remove(&hash);
            self.scalars.truncate(bytes.start);
        }
    }

    #[cold]
    fn key_text(&self, key: Mark) -> String {
        let Some(Object::Scalar(bytes)) = self.open.get(key.open).and_then(|key| self.objects.get(*key))
        else {
            return String::new();
        };
        let (text, wide) = match self.scalars.get(bytes.clone()).unwrap_or_default() {
            [marker @ (0x5F | 0x6F), size, rest @ ..] => {
                (rest.get(1 << (size & 0xF)..).unwrap_or_default(), *marker == 0x6F)
            }
            [marker, rest @ ..] => (rest, *marker >= 0x60),
            [] => return String::new(),
        };
        if !wide {
            return String::from_utf8_lossy(text).into_owned();
        }
        let units: Vec<_> = text.chunks_exact(2).filter_map(|unit| unit.try_into().ok()).collect();
        String::from_utf16_lossy(&units.into_iter().map(u16::from_be_bytes).collect::<Vec<_>>())
    }

    fn open(&mut self, _: Container) -> Mark {
        self.mark()
    }

    fn close(&mut self, container: Container, mark: Mark) {
        let start = self.references.len();
        self.references.extend(self.open.drain(mark.open..));
        self.object(Object::Container(container, start..self.references.len()));
    }
}

/// The first byte of an object, and its length: in the marker, or as an integer object behind it.
fn put_marker(out: &mut Vec<u8>, kind: u8, length: usize) {
    match u8::try_from(length) {
        Ok(short @ ..0xF) => out.push(kind | short),
        _ => {
            let size = size_of_number(length);
            out.extend_from_slice(&[kind | 0xF, 0x10 | exponent(size)]);
            put_number(out, length, size);
        }
    }
}

/// The last `size` bytes of a number, of which there are at most eight.
fn put_number(out: &mut Vec<u8>, number: usize, size: usize) {
    let bytes = (number as u64).to_be_bytes();
    out.extend_from_slice(bytes.get(bytes.len() - size..).unwrap_or_default());
}

/// How many bytes a number takes, of the sizes that every reader knows.
fn size_of_number(number: usize) -> usize {
    match number {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        _ => 8,
    }
}

/// A size of 1, 2, 4, 8 or 16 bytes as a marker holds it.
fn exponent(size: usize) -> u8 {
    match size {
        1 => 0,
        2 => 1,
        4 => 2,
        8 => 3,
        _ => 4,
    }
}
