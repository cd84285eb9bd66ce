//! A device's place in the sample.

/// A device, as a number that says nothing about it and that it cannot foresee.
///
/// A cell that has more devices than it can hold keeps those with the smallest tags: without the key no
/// device can see to it that it is among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DeviceTag(u64);

impl DeviceTag {
    /// The tag of the device with this identifier: SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast
    /// short-input PRF", 2012). Every node has to use the same key, and the same one for as long as what was
    /// learned is kept.
    #[must_use]
    pub fn hash(key: &[u8; 16], identifier: &[u8]) -> Self {
        let k0 = word(key.first_chunk().copied().unwrap_or_default());
        let k1 = word(key.last_chunk().copied().unwrap_or_default());
        let mut sip = Sip([
            k0 ^ 0x736f_6d65_7073_6575,
            k1 ^ 0x646f_7261_6e64_6f6d,
            k0 ^ 0x6c79_6765_6e65_7261,
            k1 ^ 0x7465_6462_7974_6573,
        ]);
        let (words, rest) = identifier.as_chunks();
        for bytes in words {
            sip.absorb(word(*bytes));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        // The length modulo 256 is the last byte of the last word.
        sip.absorb(word(last) | u64::try_from(identifier.len() & 0xff).unwrap_or_default() << 56);
        Self(sip.finish())
    }

    /// The number itself: uniform over all of `u64`.
    pub(super) const fn number(self) -> u64 {
        self.0
    }
}

const fn word(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes)
}

struct Sip([u64; 4]);

impl Sip {
    fn absorb(&mut self, word: u64) {
        self.0[3] ^= word;
        self.round();
        self.round();
        self.0[0] ^= word;
    }

    fn finish(mut self) -> u64 {
        self.0[2] ^= 0xff;
        for _ in 0..4 {
            self.round();
        }
        self.0.iter().fold(0, |all, word| all ^ word)
    }

    fn round(&mut self) {
        let [mut a, mut b, mut c, mut d] = self.0;
        a = a.wrapping_add(b);
        b = b.rotate_left(13) ^ a;
        a = a.rotate_left(32);
        c = c.wrapping_add(d);
        d = d.rotate_left(16) ^ c;
        a = a.wrapping_add(d);
        d = d.rotate_left(21) ^ a;
        c = c.wrapping_add(b);
        b = b.rotate_left(17) ^ c;
        c = c.rotate_left(32);
        self.0 = [a, b, c, d];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's appendix A, and the vectors of its reference implementation for messages 00, 01, 02, …
    #[test]
    fn the_vectors_of_the_paper() {
        let key: [u8; 16] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let check = |length: u8, expected: u64| {
            let message: Vec<u8> = (0..length).collect();
            assert_eq!(DeviceTag::hash(&key, &message), DeviceTag(expected), "{length} bytes");
        };
        check(0, 0x726f_db47_dd0e_0e31);
        check(1, 0x74f8_39c5_93dc_67fd);
        check(8, 0x93f5_f579_9a93_2462);
        check(15, 0xa129_ca61_49be_45e5);
    }

    #[test]
    fn the_key_matters() {
        assert_ne!(DeviceTag::hash(&[0; 16], b"device"), DeviceTag::hash(&[1; 16], b"device"));
    }
}
