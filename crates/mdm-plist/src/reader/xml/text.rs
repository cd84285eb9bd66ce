//! Text inside an element, references, and markup that carries no value.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use super::{Reader, Result, Shape, Tag, is_space};
use crate::LimitKind;
use crate::error::ErrorKind;

impl<'de> Reader<'de> {
    /// Reads the text of an element and its end tag. `limit` says which limit holds for the text.
    #[inline]
    pub(super) fn text_of(&mut self, tag: Tag<'de>, limit: LimitKind) -> Result<Cow<'de, str>> {
        if tag.shape == Shape::Empty {
            return Ok(Cow::Borrowed(""));
        }
        let start = self.pos;
        let rest = self.rest();
        let Some(length) = memchr2(b'<', b'&', rest) else {
            return Err(self.truncated());
        };
        let closes = rest.get(length..).and_then(|end| end.strip_prefix(b"</")?.strip_prefix(tag.name));
        if !matches!(closes, Some([b'>', ..])) {
            return self.text_in_pieces(tag, limit).map(Cow::Owned);
        }
        if length > self.limit_of(limit) {
            return Err(self.trail.exceeded(limit, tag.start));
        }
        self.pos = start + length + b"</>".len() + tag.name.len();
        // `<` and `&` are never inside a character, so this is a slice of it.
        Ok(Cow::Borrowed(self.text.get(start..start + length).unwrap_or_default()))
    }

    /// The same with references, CDATA sections, comments or a roomy end tag in it.
    #[cold]
    fn text_in_pieces(&mut self, tag: Tag<'de>, limit: LimitKind) -> Result<String> {
        let most = self.limit_of(limit);
        // Up to the end tag, which is nearly always all; never more than the element takes in the document.
        let length = memmem::find(self.rest(), b"</").unwrap_or(0);
        let mut text = String::with_capacity(length.min(most));
        loop {
            let rest = self.rest();
            let Some(length) = memchr2(b'<', b'&', rest) else {
                return Err(self.truncated());
            };
            self.push_piece(&mut text, length, most, tag, limit)?;
            match self.rest() {
                [b'&', ..] => {
                    let c = self.reference()?;
                    if text.len() + c.len_utf8() > most {
                        return Err(self.trail.exceeded(limit, tag.start));
                    }
                    text.push(c);
                }
                rest if rest.starts_with(CDATA) => {
                    self.pos += CDATA.len();
                    let Some(length) = memmem::find(self.rest(), b"]]>") else {
                        return Err(self.truncated());
                    };
                    self.push_piece(&mut text, length, most, tag, limit)?;
                    self.pos += b"]]>".len();
                }
                [b'<', b'!' | b'?', ..] => self.skip_markup()?,
                _ => {
                    let end = self.tag()?;
                    if end.shape != Shape::Close {
                        return Err(self.fail(ErrorKind::UnexpectedElement, end.start));
                    }
                    if end.name != tag.name {
                        return Err(self.fail(ErrorKind::MismatchedEnd, end.start));
                    }
                    return Ok(text);
                }
            }
        }
    }

    fn push_piece(
        &mut self,
        text: &mut String,
        length: usize,
        most: usize,
        tag: Tag<'de>,
        limit: LimitKind,
    ) -> Result<()> {
        if length > most - text.len() {
            return Err(self.trail.exceeded(limit, tag.start));
        }
        text.push_str(self.text.get(self.pos..self.pos + length).unwrap_or_default());
        self.pos += length;
        Ok(())
    }

    fn limit_of(&self, limit: LimitKind) -> usize {
        match limit {
            LimitKind::Key => self.trail.limits.key,
            LimitKind::String => self.trail.limits.string,
            // The text of `data`: its own limit counts what comes out of it.
            _ => self.trail.limits.bytes,
        }
    }

    /// Reads one of the five predefined entities or a character reference.
    fn reference(&mut self) -> Result<char> {
        let start = self.pos;
        let rest = self.rest();
        let window = rest.get(..MAX_REFERENCE).unwrap_or(rest);
        let Some(length) = memchr(b';', window) else {
            let cut = rest.len() < MAX_REFERENCE
                && rest.iter().skip(1).all(|b| b.is_ascii_alphanumeric() || *b == b'#');
            return Err(if cut { self.truncated() } else { self.fail(ErrorKind::UnknownEntity, start) });
        };
        self.pos += length + 1;
        let body = window.get(1..length).unwrap_or_default();
        let c = match body {
            b"lt" => '<',
            b"gt" => '>',
            b"amp" => '&',
            b"apos" => '\'',
            b"quot" => '"',
            [b'#', number @ ..] => match character(number) {
                Some(c) => c,
                None => return Err(self.fail(ErrorKind::InvalidCharacterReference, start)),
            },
            _ => return Err(self.fail(ErrorKind::UnknownEntity, start)),
        };
        Ok(c)
    }

    /// Moves past a comment or a processing instruction. Everything else that starts with `<!` is refused here.
    #[cold]
    pub(super) fn skip_markup(&mut self) -> Result<()> {
        let start = self.pos;
        let rest = self.rest();
        let (open, close): (&[u8], &[u8]) = match rest {
            [b'<', b'?', ..] => (b"<?", b"?>"),
            _ if rest.starts_with(COMMENT) => (COMMENT, b"-->"),
            _ if rest.starts_with(CDATA) => return Err(self.fail(ErrorKind::UnexpectedText, start)),
            _ if rest.starts_with(b"<!ENTITY") => return Err(self.fail(ErrorKind::EntityDeclaration, start)),
            _ => {
                let cut = [COMMENT, CDATA, b"<!ENTITY"].iter().any(|markup| markup.starts_with(rest));
                return Err(if cut { self.truncated() } else { self.fail(ErrorKind::Markup, start) });
            }
        };
        let body = rest.get(open.len()..).unwrap_or_default();
        if open == b"<?" {
            match body {
                // An XML declaration belongs at the very start.
                [b'x' | b'X', b'm' | b'M', b'l' | b'L', after, ..] if is_space(*after) || *after == b'?' => {
                    return Err(self.fail(ErrorKind::Markup, start));
                }
                [first, ..] if is_space(*first) || *first == b'?' => {
                    return Err(self.fail(ErrorKind::Markup, start));
                }
                _ => {}
            }
        }
        let Some(length) = memmem::find(body, close) else {
            return Err(self.truncated());
        };
        self.pos += open.len() + length + close.len();
        Ok(())
    }

    /// The rest of a tag that does not end right after its name: white space, and on `plist` attributes.
    #[cold]
    pub(super) fn long_tag(
        &mut self,
        start: usize,
        name: &'de [u8],
        after: &'de [u8],
        open: Shape,
    ) -> Result<Tag<'de>> {
        let mut quote = None;
        let mut slash = false;
        for (index, byte) in after.iter().enumerate() {
            match (quote, byte) {
                (Some(q), _) if q == *byte => quote = None,
                (Some(_), b'<') | (None, b'<') => return Err(self.fail(ErrorKind::Markup, start)),
                (Some(_), _) => {}
                (None, b'>') => {
                    self.pos = self.text.len() - after.len() + index + 1;
                    return Ok(Tag { start, name, shape: if slash { Shape::Empty } else { open } });
                }
                _ if slash => return Err(self.fail(ErrorKind::Markup, start)),
                (None, b'/') if open == Shape::Open => slash = true,
                (None, byte) if is_space(*byte) => {}
                // An attribute.
                _ if name != b"plist" || open != Shape::Open => {
                    return Err(self.fail(ErrorKind::Markup, start));
                }
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, _) => {}
            }
        }
        Err(self.truncated())
    }
}

/// The character that `&#...;` stands for: any but NUL. Apple's parser is as generous with control characters.
fn character(number: &[u8]) -> Option<char> {
    let (radix, digits) = match number {
        [b'x', digits @ ..] => (16, digits),
        digits => (10, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value = 0_u32;
    for byte in digits {
        let digit = char::from(*byte).to_digit(radix)?;
        value = value.checked_mul(radix)?.checked_add(digit)?;
    }
    char::from_u32(value).filter(|c| *c != '\0')
}

const CDATA: &[u8] = b"<![CDATA[";
const COMMENT: &[u8] = b"<!--";
/// Room for `&#x0010FFFF;` and some zeros; longer ones are refused.
const MAX_REFERENCE: usize = 16;
