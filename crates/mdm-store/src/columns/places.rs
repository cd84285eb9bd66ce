//! A list of places as one column: of each the distance from the one before, zigzag, in groups of seven bits.
//!
//! A command may wait for thousands that stand side by side; the list is rewritten whenever one of them ends.

use crate::limits::INTEGER;

/// Places of commands, such as [`CommandRow::waits_on`](crate::row::CommandRow::waits_on): of each the distance from the one
/// before, a byte for those that stand side by side.
#[must_use]
pub fn encode(places: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(places.len());
    let mut before = 0;
    for &place in places {
        let distance = place.wrapping_sub(before).cast_signed();
        before = place;
        let mut rest = ((distance << 1) ^ (distance >> 63)).cast_unsigned();
        loop {
            let [group, ..] = rest.to_le_bytes();
            rest >>= 7;
            if rest == 0 {
                bytes.push(group);
                break;
            }
            bytes.push(0x80 | group);
        }
    }
    bytes
}

/// `None` when the bytes are not what [`encode_places`](super::encode_places) writes.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Vec<u64>> {
    let mut places = Vec::new();
    let (mut place, mut rest, mut shift) = (0_u64, 0_u64, 0_u32);
    for byte in bytes {
        let group = u64::from(byte & 0x7f);
        rest |= group.checked_shl(shift).filter(|shifted| shifted >> shift == group)?;
        if byte & 0x80 == 0 {
            let distance = (rest >> 1).cast_signed() ^ -((rest & 1).cast_signed());
            place = place.wrapping_add_signed(distance);
            if place > INTEGER {
                return None;
            }
            places.push(place);
            (rest, shift) = (0, 0);
        } else {
            shift += 7;
        }
    }
    (shift == 0).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let check = |places: &[u64], bytes: usize| {
            let encoded = encode(places);
            assert_eq!((decode(&encoded).as_deref(), encoded.len()), (Some(places), bytes), "{places:?}");
        };
        check(&[], 0);
        check(&[0], 1);
        check(&[1, 2, 3, 63], 4);
        check(&[64, 1], 3);
        check(&[INTEGER, 0, INTEGER, INTEGER], 31);
        check(&(1..=9_999).collect::<Vec<_>>(), 9_999);
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [
            &b"\x80"[..],
            b"\x02\xff",
            b"\x01",
            &[0xff; 10],
            &[0xff; 30],
            b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
