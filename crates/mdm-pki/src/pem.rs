//! PEM, read by hand: OpenSSL's own reader would ask the terminal for a pass phrase.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::Error;

/// One `-----BEGIN label-----` block, decoded.
pub(crate) struct Block {
    pub(crate) label: String,
    /// Zeroized when dropped, because it may be a private key.
    pub(crate) der: Zeroizing<Vec<u8>>,
    /// The block has headers (`Proc-Type: 4,ENCRYPTED`), so `der` is no DER.
    pub(crate) encrypted: bool,
}

/// All blocks of a text, in order. What stands outside of blocks is a comment.
pub(crate) fn blocks(pem: &[u8]) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Zeroizing<Vec<u8>>, bool)> = None;
    let mut offset = 0;
    for line in pem.split(|byte| *byte == b'\n') {
        let malformed = || Error::Malformed { what: "PEM", offset };
        let text = line.trim_ascii();
        if let Some(label) = marker(text, b"-----BEGIN ") {
            if open.is_some() {
                return Err(malformed());
            }
            let label = String::from_utf8(label.to_vec()).map_err(|_| malformed())?;
            // With room for any key, so that growing leaves no copy of one behind.
            let room = pem.len().saturating_sub(offset).min(KEY_ROOM);
            open = Some((label, Zeroizing::new(Vec::with_capacity(room)), false));
        } else if let Some(label) = marker(text, b"-----END ") {
            let (opened, body, encrypted) = open.take().ok_or_else(malformed)?;
            if opened.as_bytes() != label {
                return Err(malformed());
            }
            let der = if encrypted {
                Vec::new()
            } else {
                STANDARD.decode(body.as_slice()).map_err(|_| malformed())?
            };
            let der = Zeroizing::new(der);
            blocks.push(Block { label: opened, der, encrypted });
        } else if let Some((_, body, encrypted)) = &mut open {
            if text.contains(&b':') {
                *encrypted = true;
            } else {
                body.extend_from_slice(text);
            }
        }
        offset += line.len() + 1;
    }
    match open {
        Some(_) => Err(Error::Malformed { what: "PEM", offset: pem.len() }),
        None => Ok(blocks),
    }
}

/// Whether the input is meant as PEM: DER never starts with a dash, and comments may come first.
pub(crate) fn looks_like_pem(input: &[u8]) -> bool {
    input.windows(MARKER.len()).any(|window| window == MARKER) && input.first() != Some(&0x30)
}

pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = tail;
    }
    out.push_str("-----END ");
    out.push_str(label);
    out.push_str("-----\n");
    out
}

fn marker<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(start)?.strip_suffix(b"-----")
}

const MARKER: &[u8] = b"-----BEGIN ";
/// An RSA key of 8192 bits takes 6.3 KiB.
const KEY_ROOM: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_or_refused() {
        let check = |pem: &str, expected: Option<&[(&str, &[u8])]>| {
            let read = blocks(pem.as_bytes()).ok();
            let read: Option<Vec<(&str, &[u8])>> = read
                .as_ref()
                .map(|blocks| blocks.iter().map(|b| (b.label.as_str(), b.der.as_slice())).collect());
            assert_eq!(read.as_deref(), expected, "{pem:?}");
        };
        check("", Some(&[]));
        check("only a comment\n", Some(&[]));
        check("a\n-----BEGIN X-----\nAQ\r\nID\n-----END X-----\nb", Some(&[("X", &[1, 2, 3])]));
        check(
            "-----BEGIN X-----\nAQ==\n-----END X-----\n-----BEGIN Y-----\n-----END Y-----",
            Some(&[("X", &[1]), ("Y", &[])]),
        );
        check("-----BEGIN X-----\nAQ==\n", None);
        check("-----BEGIN X-----\nAQ==\n-----END Y-----\n", None);
        check("-----BEGIN X-----\n-----BEGIN X-----\n-----END X-----\n", None);
        check("-----END X-----\n", None);
        check("-----BEGIN X-----\nA!==\n-----END X-----\n", None);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 47, 48, 49, 1000] {
            let der: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let text = encode("THING", &der);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(blocks(text.as_bytes()).unwrap()[0].der.as_slice(), der);
        }
    }
}
