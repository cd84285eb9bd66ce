//! What stands around the value: encoding, XML declaration, document type, `plist`.

use memchr::{memchr, memmem};

use super::{Reader, Result, Shape, Trail, is_space};
use crate::error::{Error, ErrorKind};
use crate::format::{Format, UTF8_BOM, wide_encoding};
use crate::{LimitKind, Limits};

/// Checks what can be checked before reading: size, format, encoding, characters.
pub(super) fn open<'de>(bytes: &'de [u8], limits: &Limits) -> Result<Reader<'de>> {
    let refuse = |kind, offset| Err(Error::at(kind, offset).in_text(bytes));
    if bytes.len() > limits.bytes {
        return refuse(ErrorKind::LimitExceeded { limit: LimitKind::Bytes }, limits.bytes);
    }
    if Format::sniff(bytes) == Some(Format::Binary) {
        return refuse(ErrorKind::BinaryFormat, 0);
    }
    if let Some(name) = wide_encoding(bytes) {
        return refuse(ErrorKind::Encoding { name: name.to_owned() }, 0);
    }
    // Before the check for UTF-8, so that an honest document in another encoding is refused by its name.
    if let Some((offset, name)) = declared_encoding(bytes) {
        return refuse(ErrorKind::Encoding { name }, offset);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // Without a length the last character is cut, not wrong.
        Err(error) if error.error_len().is_none() => return refuse(ErrorKind::Truncated, bytes.len()),
        Err(error) => return refuse(ErrorKind::InvalidUtf8, error.valid_up_to()),
    };
    if let Some(offset) = memchr(0, bytes) {
        return refuse(ErrorKind::InvalidCharacter, offset);
    }
    Ok(Reader {
        text,
        pos: if bytes.starts_with(UTF8_BOM) { UTF8_BOM.len() } else { 0 },
        pending: None,
        trail: Trail::new(*limits),
    })
}

/// The encoding in the XML declaration if it is not UTF-8, and where its name starts.
fn declared_encoding(bytes: &[u8]) -> Option<(usize, String)> {
    let document = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes).trim_ascii_start();
    let declaration = document.strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memmem::find(declaration, b"?>")?)?;
    let after = declaration.get(memmem::find(declaration, b"encoding")? + b"encoding".len()..)?;
    let [quote @ (b'"' | b'\''), value @ ..] =
        after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start()
    else {
        return None;
    };
    let name = value.get(..memchr(*quote, value)?)?;
    if name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"utf8") {
        return None;
    }
    let offset = name.as_ptr().addr() - bytes.as_ptr().addr();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-:".contains(byte);
    let readable = !name.is_empty() && name.len() <= 32 && name.iter().all(plain);
    let name =
        if readable { name.iter().copied().map(char::from).collect() } else { "(unreadable)".to_owned() };
    Some((offset, name))
}

impl Reader<'_> {
    /// `<?xml ...?>`, `<!DOCTYPE ...>`, comments and processing instructions, and `<plist>`.
    pub(super) fn read_prolog(&mut self) -> Result<()> {
        self.skip_spaces();
        if self.rest().starts_with(b"<?xml") && self.rest().get(5).is_some_and(|byte| is_space(*byte)) {
            let Some(length) = memmem::find(self.rest(), b"?>") else {
                return Err(self.truncated());
            };
            self.pos += length + b"?>".len();
        }
        let mut doctype_seen = false;
        loop {
            self.skip_spaces();
            let rest = self.rest();
            if rest.starts_with(DOCTYPE) && !doctype_seen {
                doctype_seen = true;
                self.skip_doctype()?;
            } else if rest.len() > 2 && DOCTYPE.starts_with(rest) {
                return Err(self.truncated());
            } else if matches!(rest, [b'<', b'!' | b'?', ..]) {
                self.skip_markup()?;
            } else {
                break;
            }
        }
        let tag = self.next_tag()?;
        self.trail.token = tag.start;
        match (tag.shape, tag.name) {
            (Shape::Open, b"plist") => Ok(()),
            (Shape::Empty, b"plist") => Err(self.fail(ErrorKind::MissingValue, tag.start)),
            (Shape::Close, _) => Err(self.fail(ErrorKind::MismatchedEnd, tag.start)),
            _ => Err(self.fail(ErrorKind::UnexpectedElement, tag.start)),
        }
    }

    /// After `</plist>`: white space, comments and processing instructions.
    pub(super) fn read_epilog(&mut self) -> Result<()> {
        loop {
            self.skip_spaces();
            match self.rest() {
                [] => return Ok(()),
                rest if rest.starts_with(b"<!--") || rest.starts_with(b"<?") => self.skip_markup()?,
                _ => return Err(self.fail(ErrorKind::TrailingContent, self.pos)),
            }
        }
    }

    /// Names and quoted identifiers are skipped, never fetched; an internal subset is refused.
    fn skip_doctype(&mut self) -> Result<()> {
        let start = self.pos;
        let rest = self.rest();
        let mut quote = None;
        for (index, byte) in rest.iter().enumerate().skip(DOCTYPE.len()) {
            match (quote, byte) {
                (Some(q), _) if q == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'[') => return Err(self.fail(ErrorKind::EntityDeclaration, start + index)),
                (None, b'<') => return Err(self.fail(ErrorKind::Markup, start)),
                (None, b'>') => {
                    self.pos += index + 1;
                    return Ok(());
                }
                (None, _) => {}
            }
        }
        Err(self.truncated())
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.pos += rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len());
    }
}

const DOCTYPE: &[u8] = b"<!DOCTYPE";
