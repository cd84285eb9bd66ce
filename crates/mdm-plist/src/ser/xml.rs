//! The writer of XML.

use super::{Container, Sink, nul};
use crate::error::Error;
use crate::{Date, data};

pub(super) struct Writer {
    out: Vec<u8>,
    /// Open containers, which is the number of tabs.
    depth: usize,
}

/// Where the line of a key or of the start of a container begins, and where it ends.
#[derive(Clone, Copy)]
pub(super) struct Line {
    start: usize,
    end: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { out: PROLOG.to_vec(), depth: 0 }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(b"</plist>\n");
        self.out
    }

    fn line(&mut self, content: &[u8]) {
        indent(&mut self.out, self.depth);
        self.out.extend_from_slice(content);
        self.out.push(b'\n');
    }

    /// An element whose text needs no escaping.
    fn plain(&mut self, open: &[u8], text: &[u8], close: &[u8]) {
        indent(&mut self.out, self.depth);
        self.out.extend_from_slice(open);
        self.out.extend_from_slice(text);
        self.out.extend_from_slice(close);
        self.out.push(b'\n');
    }

    fn element(&mut self, open: &[u8], text: &str, close: &[u8]) -> Result<(), Error> {
        indent(&mut self.out, self.depth);
        self.out.extend_from_slice(open);
        escape(text, &mut self.out)?;
        self.out.extend_from_slice(close);
        self.out.push(b'\n');
        Ok(())
    }

    fn real_text(&mut self, text: &str) {
        self.plain(b"<real>", text.as_bytes(), b"</real>");
    }
}

impl Sink for Writer {
    type Mark = Line;

    fn string(&mut self, value: &str) -> Result<(), Error> {
        self.element(b"<string>", value, b"</string>")
    }

    fn integer(&mut self, value: i128) {
        self.plain(b"<integer>", Digits::of(value).as_slice(), b"</integer>");
    }

    /// The shortest text that reads back as the same number; the special ones by Apple's names.
    fn real(&mut self, value: f64) {
        if value.is_nan() {
            self.real_text("nan");
        } else if value.is_infinite() {
            self.real_text(if value > 0.0 { "+infinity" } else { "-infinity" });
        } else {
            self.real_text(&format!("{value:?}"));
        }
    }

    fn boolean(&mut self, value: bool) {
        self.line(if value { b"<true/>" } else { b"<false/>" });
    }

    fn data(&mut self, value: &[u8]) {
        let depth = self.depth;
        self.line(b"<data>");
        self.out.reserve(value.len() / 3 * 4 + value.len() / 16 + 96);
        data::encode(value, depth, &mut self.out, |out| indent(out, depth));
        self.line(b"</data>");
    }

    fn date(&mut self, value: Date) {
        self.plain(b"<date>", &value.encode(), b"</date>");
    }

    fn key(&mut self, key: &str) -> Result<Line, Error> {
        let start = self.out.len();
        self.element(b"<key>", key, b"</key>")?;
        Ok(Line { start, end: self.out.len() })
    }

    fn forget_key(&mut self, key: Line) {
        self.out.truncate(key.start);
    }

    #[cold]
    fn key_text(&self, key: Line) -> String {
        let line = self.out.get(key.start..key.end).unwrap_or_default().trim_ascii();
        let key = line.strip_prefix(b"<key>").and_then(|key| key.strip_suffix(b"</key>"));
        let key = String::from_utf8_lossy(key.unwrap_or_default());
        key.replace("&lt;", "<").replace("&gt;", ">").replace("&#13;", "\r").replace("&amp;", "&")
    }

    fn open(&mut self, container: Container) -> Line {
        let start = self.out.len();
        self.line(container.tags().open);
        self.depth += 1;
        Line { start, end: self.out.len() }
    }

    fn close(&mut self, container: Container, line: Line) {
        self.depth -= 1;
        if self.out.len() == line.end {
            self.out.truncate(line.start);
            self.line(container.tags().empty);
        } else {
            self.line(container.tags().close);
        }
    }
}

struct Tags {
    open: &'static [u8],
    close: &'static [u8],
    empty: &'static [u8],
}

impl Container {
    fn tags(self) -> &'static Tags {
        match self {
            Self::Dict => &Tags { open: b"<dict>", close: b"</dict>", empty: b"<dict/>" },
            Self::Array => &Tags { open: b"<array>", close: b"</array>", empty: b"<array/>" },
        }
    }
}

/// The digits of an integer, written without an allocation.
struct Digits {
    text: [u8; 40],
    start: usize,
}

impl Digits {
    fn of(value: i128) -> Self {
        let mut digits = Self { text: [0; 40], start: 40 };
        let mut rest = value.unsigned_abs();
        // Nearly always below 2^64, where division is one instruction.
        loop {
            let (quotient, digit) = match u64::try_from(rest) {
                Ok(small) => (u128::from(small / 10), small % 10),
                Err(_) => (rest / 10, u64::try_from(rest % 10).unwrap_or(0)),
            };
            digits.push(b'0' + u8::try_from(digit).unwrap_or(0));
            rest = quotient;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            digits.push(b'-');
        }
        digits
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        if let Some(place) = self.text.get_mut(self.start) {
            *place = byte;
        }
    }

    fn as_slice(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or_default()
    }
}

fn indent(out: &mut Vec<u8>, depth: usize) {
    let mut left = depth;
    while left > 0 {
        let now = left.min(TABS.len());
        out.extend_from_slice(TABS.get(..now).unwrap_or_default());
        left -= now;
    }
}

/// Appends text with `<`, `>` and `&` escaped, and carriage returns, which an XML parser would take for line feeds.
fn escape(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let bytes = text.as_bytes();
    // Without a branch in it, so that it runs on many bytes at once; nearly always that is all.
    let special = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b'\r' | 0);
    if !bytes.iter().fold(false, |any, byte| any | special(byte)) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    for piece in bytes.split_inclusive(special) {
        let (last, plain) = piece.split_last().unwrap_or((&b' ', piece));
        out.extend_from_slice(plain);
        match last {
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'\r' => out.extend_from_slice(b"&#13;"),
            0 => return Err(nul()),
            other => out.push(*other),
        }
    }
    Ok(())
}

const TABS: &[u8] = &[b'\t'; 64];

const PROLOG: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
";
