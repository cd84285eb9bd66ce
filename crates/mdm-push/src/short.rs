//! A wake that fits one text message.

use std::fmt;
use std::ops::RangeInclusive;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Error;

/// What a text message (F12) or a push service of the device's vendor (F14) carries to an agent: "come", and nothing else.
///
/// On the wire `mdm-wake `, and a magic in lower-case hexadecimal. That is 25 to 137 characters, all of them in the GSM 7
/// bit default alphabet (3GPP TS 23.038, section 6.2.1), so a gateway may send it as text or as data: either way it
/// fits the 140 octets of one message (3GPP TS 23.040, section 9.2.3.24).
///
/// The magic is a secret between the server and one agent, as Apple's `PushMagic` is: who knows a telephone number and
/// nothing else must not be able to keep a phone awake. It is the same in each wake. One that comes late or twice makes
/// the agent ask once more, and its commands are not executed again (F90).
///
/// A secret: redacted `Debug`, wiped on drop, compared in constant time.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ShortWake(Box<[u8]>);

impl ShortWake {
    /// The longest wake: what one text message holds.
    pub const MAX_BYTES: usize = 140;
    /// How long a magic may be. At least 16 random bytes are wise.
    pub const MAGIC_BYTES: RangeInclusive<usize> = 8..=64;

    /// The wake of the agent that knows this magic.
    ///
    /// # Errors
    ///
    /// [`Error::Magic`] when it is shorter or longer than [`MAGIC_BYTES`](Self::MAGIC_BYTES).
    pub fn new(magic: &[u8]) -> Result<Self, Error> {
        if Self::MAGIC_BYTES.contains(&magic.len()) { Ok(Self(magic.into())) } else { Err(Error::Magic) }
    }

    /// What the gateway is given. It must not reach a log line.
    #[must_use]
    pub fn expose_secret(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(Self::MAX_BYTES));
        text.push_str(PREFIX);
        let digit = |nibble: u8| char::from(nibble + if nibble < 10 { b'0' } else { b'a' - 10 });
        self.0.iter().for_each(|byte| text.extend([digit(byte >> 4), digit(byte & 0xF)]));
        text
    }

    /// Reads what an agent was sent. Space around it, as gateways add it, is passed over.
    ///
    /// The agent compares the result with its own wake, and comes only when both are the same.
    ///
    /// # Errors
    ///
    /// [`Error::ShortWake`] when it is anything else.
    pub fn decode(message: &[u8]) -> Result<Self, Error> {
        let digits = message.trim_ascii().strip_prefix(PREFIX.as_bytes()).ok_or(Error::ShortWake)?;
        let (pairs, []) = digits.as_chunks::<2>() else { return Err(Error::ShortWake) };
        if !Self::MAGIC_BYTES.contains(&pairs.len()) {
            return Err(Error::ShortWake);
        }
        let nibble = |digit| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(Error::ShortWake),
        };
        let mut magic = Zeroizing::new(Vec::with_capacity(pairs.len()));
        for [high, low] in pairs {
            magic.push(nibble(*high)? << 4 | nibble(*low)?);
        }
        Self::new(&magic)
    }
}

impl PartialEq for ShortWake {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for ShortWake {}

impl fmt::Debug for ShortWake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShortWake(redacted)")
    }
}

const PREFIX: &str = "mdm-wake ";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Blame;

    /// F12: one text message, whatever the magic.
    #[test]
    fn a_wake_fits_one_message() {
        let check = |length: usize, expected: Option<usize>| {
            let wake = ShortWake::new(&vec![0xA5; length]).ok();
            let text = wake.as_ref().map(ShortWake::expose_secret);
            assert_eq!(text.as_ref().map(|text| text.len()), expected, "{length}");
            assert!(text.iter().all(|text| text.len() <= ShortWake::MAX_BYTES));
            assert_eq!(text.map(|text| ShortWake::decode(text.as_bytes()).unwrap()), wake);
        };
        check(0, None);
        check(7, None);
        check(8, Some(25));
        check(16, Some(41));
        check(64, Some(137));
        check(65, None);
        assert_eq!(Error::Magic.blame(), Blame::Caller);
    }

    #[test]
    fn only_what_is_a_wake_is_read() {
        let check = |message: &[u8], expected: bool| {
            let found = ShortWake::decode(message);
            assert_eq!(found.is_ok(), expected, "{}", message.escape_ascii());
            assert!(found.is_ok_and(|wake| wake == ShortWake::new(b"01234567").unwrap()) || !expected);
        };
        check(b"mdm-wake 3031323334353637", true);
        check(b" mdm-wake 3031323334353637\r\n", true);
        check(b"mdm-wake 303132333435363", false);
        check(b"mdm-wake 30313233343536", false);
        check(b"mdm-wake 303132333435363G", false);
        check(b"mdm-wake  3031323334353637", false);
        check(b"MDM-WAKE 3031323334353637", false);
        check(b"mdm-wake 303132333435363A", false);
        check(b"mdm-wake ", false);
        check(b"", false);
        check(&[b"mdm-wake ".as_slice(), &[b'0'; 130]].concat(), false);
        check("mdm-wake \u{660}031323334353637".as_bytes(), false);
        assert_eq!(Error::ShortWake.blame(), Blame::Peer);
    }

    #[test]
    fn nothing_shows_the_magic() {
        let wake = ShortWake::new(b"planted-magic").unwrap();
        assert_eq!(format!("{wake:?}"), "ShortWake(redacted)");
        assert_ne!(wake, ShortWake::new(b"planted-magiC").unwrap());
        assert_ne!(wake, ShortWake::new(b"planted-mag").unwrap());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), magic: bool) {
            let message = if magic { [PREFIX.as_bytes(), &bytes].concat() } else { bytes };
            if let Ok(wake) = ShortWake::decode(&message) {
                let text = wake.expose_secret();
                prop_assert_eq!(text.as_bytes(), message.trim_ascii());
            }
        }
    }
}
