//! Large payloads packed.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::{KeyId, Place, Seal, SealFault};
use crate::limits::PAYLOAD;

/// Packs payloads of 1 KiB and more, what commands carry and what devices answer, before they are sealed; what is
/// sealed can be packed no more.
///
/// A packed value is `LkD1`, its length (4 bytes) and DEFLATE (RFC 1951). What does not get smaller is kept as it is,
/// and so are payloads that were written before: nothing has to be converted. Unpacking stops at the length that the
/// value gives, and at [`limits::PAYLOAD`]: a bomb is refused, with no more memory than an honest value takes.
///
/// ```
/// use mdm_store::Memory;
/// use mdm_store::seal::{Deflate, Plain, Sealed};
///
/// let store = Sealed::new(Memory::new(), Deflate::new(Plain)); // packed, and not encrypted
/// ```
///
/// [`limits::PAYLOAD`]: crate::limits::PAYLOAD
#[derive(Debug)]
pub struct Deflate<C> {
    seal: C,
}

impl<C: Seal> Deflate<C> {
    /// Packs what is then sealed by `seal`; [`Plain`](super::Plain) when by nobody.
    #[must_use]
    pub const fn new(seal: C) -> Self {
        Self { seal }
    }
}

impl<C: Seal> Seal for Deflate<C> {
    async fn seal(&self, place: &Place, plain: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        let packed = if matches!(place, Place::Payload(_)) { pack(plain) } else { plain };
        self.seal.seal(place, packed).await
    }

    async fn open(&self, place: &Place, sealed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        let packed = self.seal.open(place, sealed).await?;
        if matches!(place, Place::Payload(_)) { unpack(packed) } else { Ok(packed) }
    }

    fn key_of(&self, sealed: &[u8]) -> Option<KeyId> {
        self.seal.key_of(sealed)
    }

    fn current(&self) -> KeyId {
        self.seal.current()
    }
}

fn pack(plain: Vec<u8>) -> Vec<u8> {
    let Ok(length) = u32::try_from(plain.len()) else { return plain };
    let is_marked = plain.starts_with(MAGIC);
    if plain.len() < SMALL && !is_marked {
        return plain;
    }
    let mut packed = Vec::with_capacity(plain.len() / 4);
    packed.extend_from_slice(MAGIC);
    packed.extend_from_slice(&length.to_be_bytes());
    let mut encoder = DeflateEncoder::new(packed, Compression::fast());
    // A vector takes everything.
    let packed = encoder.write_all(&plain).and_then(|()| encoder.finish());
    match packed {
        // What begins like a packed value has to become one.
        Ok(packed) if packed.len() < plain.len() || is_marked => packed,
        _ => plain,
    }
}

fn unpack(packed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
    let Some(rest) = packed.strip_prefix(MAGIC) else { return Ok(packed) };
    let (length, rest) = rest.split_first_chunk().ok_or(SealFault::Unpack)?;
    let length = u32::from_be_bytes(*length);
    if length as usize > PAYLOAD {
        return Err(SealFault::Unpack);
    }
    // The length is what somebody wrote: room grows with what is really there.
    let mut plain = Vec::new();
    let mut decoder = DeflateDecoder::new(rest).take(u64::from(length) + 1);
    decoder.read_to_end(&mut plain).map_err(|_| SealFault::Unpack)?;
    if plain.len() == length as usize { Ok(plain) } else { Err(SealFault::Unpack) }
}

/// No JSON, no property list and no XML begins like this.
const MAGIC: &[u8] = b"LkD1";
/// Below this little is gained.
const SMALL: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(plain: &[u8], kept: impl Fn(usize) -> bool) {
        let packed = pack(plain.to_vec());
        assert!(kept(packed.len()), "{} of {}", packed.len(), plain.len());
        assert_eq!(unpack(packed).unwrap(), plain);
    }

    #[test]
    fn payloads_come_back() {
        check(b"", |length| length == 0);
        check(&[b'a'; SMALL - 1], |length| length == SMALL - 1);
        check(&[b'a'; SMALL], |length| length < 40);
        check(&vec![b'a'; 10 << 20], |length| length < 100_000);
        // What cannot be packed, of a generator that has no pattern.
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_be_bytes()[0]
        })
        .take(5_000)
        .collect();
        check(&noise, |length| length == 5_000);
        // What looks packed and is not.
        check(b"LkD1", |length| length > 4);
        check(b"LkD1\0\0\0\x01x", |length| length > 9);
        check(&[MAGIC, &noise].concat(), |length| length > 5_004);
    }

    #[test]
    fn what_was_not_packed_here_is_refused() {
        let packed = pack(vec![b'a'; 5_000]);
        let with_length = |length: u32| [MAGIC, &length.to_be_bytes(), &packed[8..]].concat();
        assert!(unpack(with_length(5_000)).is_ok());
        let limit = u32::try_from(PAYLOAD).unwrap();
        for bytes in [
            MAGIC.to_vec(),
            b"LkD1\0\0\0".to_vec(),
            b"LkD1\0\0\0\x01".to_vec(),
            b"LkD1\0\0\0\x01\xff\xff".to_vec(),
            packed[..packed.len() - 1].to_vec(),
            with_length(4_999),
            with_length(5_001),
            with_length(limit + 1),
            with_length(u32::MAX),
        ] {
            assert!(matches!(unpack(bytes), Err(SealFault::Unpack)));
        }
    }
}
