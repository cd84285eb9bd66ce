use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Error;

/// The push token of a device: where APNs delivers to.
///
/// Opaque bytes, the `Token` of `TokenUpdate`, usually 32; Apple asks not to assume a size
/// ("Registering your app with APNs", read 2026-08). A secret: redacted `Debug`, wiped on drop, compared
/// in constant time.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PushToken(Box<[u8]>);

impl PushToken {
    /// The longest token that is accepted. Known tokens have 32 bytes.
    pub const MAX_BYTES: usize = 256;

    /// Takes the binary token as the device sent it.
    ///
    /// # Errors
    /// [`Error::PushToken`] when it is empty or longer than [`Self::MAX_BYTES`].
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() || bytes.len() > Self::MAX_BYTES {
            return Err(Error::PushToken);
        }
        Ok(Self(bytes.into()))
    }

    /// The token's bytes. They must not reach a log line.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }

    /// The token in lower-case hexadecimal, written behind `out`.
    pub(crate) fn write_hex(&self, out: &mut Vec<u8>) {
        for byte in &*self.0 {
            out.extend_from_slice(&hex(*byte));
        }
    }
}

/// A byte in lower-case hexadecimal.
pub(crate) fn hex(byte: u8) -> [u8; 2] {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    [digit(byte >> 4), digit(byte & 0xF)]
}

impl fmt::Debug for PushToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushToken(redacted)")
    }
}

impl PartialEq for PushToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for PushToken {}

/// The `PushMagic` of an enrolment: the string by which the device knows that a push comes from its server.
///
/// Opaque text, new at every enrolment, from `TokenUpdate`. APNs does not check it; a device silently
/// ignores a push with a wrong one. A secret: redacted `Debug`, wiped on drop, compared in constant time.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PushMagic(Box<str>);

impl PushMagic {
    /// The longest magic that is accepted. Written with every character escaped it still fits the 4096
    /// bytes of an APNs payload. Apple's devices send a UUID.
    pub const MAX_BYTES: usize = 512;

    /// Takes the magic as the device sent it.
    ///
    /// # Errors
    /// [`Error::PushMagic`] when it is empty or longer than [`Self::MAX_BYTES`].
    pub fn new(magic: &str) -> Result<Self, Error> {
        if magic.is_empty() || magic.len() > Self::MAX_BYTES {
            return Err(Error::PushMagic);
        }
        Ok(Self(magic.into()))
    }

    /// The magic. It must not reach a log line.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PushMagic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushMagic(redacted)")
    }
}

impl PartialEq for PushMagic {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for PushMagic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold() {
        assert!(PushToken::new(&[]).is_err());
        assert!(PushToken::new(&[1]).is_ok());
        assert!(PushToken::new(&[1; 256]).is_ok());
        assert!(PushToken::new(&[1; 257]).is_err());
        assert!(PushMagic::new("").is_err());
        assert!(PushMagic::new(&"m".repeat(512)).is_ok());
        assert!(PushMagic::new(&"m".repeat(513)).is_err());
    }

    #[test]
    fn debug_is_redacted_and_equality_is_by_value() {
        let token = PushToken::new(b"planted-token").expect("token");
        let magic = PushMagic::new("planted-magic").expect("magic");
        assert_eq!(format!("{token:?} {magic:?}"), "PushToken(redacted) PushMagic(redacted)");
        assert_eq!(token, PushToken::new(b"planted-token").expect("token"));
        assert_ne!(token, PushToken::new(b"planted-tokeN").expect("token"));
        assert_eq!(magic, PushMagic::new("planted-magic").expect("magic"));
        assert_ne!(magic, PushMagic::new("planted").expect("magic"));
    }

    #[test]
    fn hexadecimal_is_lower_case() {
        let mut hex = Vec::new();
        PushToken::new(&[0x00, 0x0F, 0xA0, 0xFF]).expect("token").write_hex(&mut hex);
        assert_eq!(hex, b"000fa0ff");
    }
}
