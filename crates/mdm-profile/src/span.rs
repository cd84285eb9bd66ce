//! Where the values of an XML property list stand in its text, so that one can be changed and the rest kept.
//!
//! The reader of `mdm-plist` has read the whole text before: here nothing is checked a second time, and what does not
//! fit is `None`. Nothing recurses over the text.

use std::ops::Range;

use mdm_plist::Value;

use crate::Error;

/// One key of a dictionary and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// From the start of `<key>` to the end of the value.
    pub(crate) whole: Range<usize>,
    /// Between the key and the value: white space and comments.
    pub(crate) gap: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// The value inside of `<plist>`.
pub(crate) fn top(text: &str) -> Option<Range<usize>> {
    let mut tags = Tags::new(text, 0);
    tags.next().filter(|tag| tag.name == "plist")?;
    tags.element()
}

/// The keys of the dictionary that stands there.
pub(crate) fn entries(text: &str, dict: &Range<usize>) -> Option<Vec<Entry>> {
    let mut tags = Tags::new(text, dict.start);
    let open = tags.next()?;
    let mut entries = Vec::new();
    if open.shape == Shape::Empty {
        return Some(entries);
    }
    while let Some(key) = tags.element() {
        let value = tags.element()?;
        let name = text.get(key.clone())?;
        let gap = key.end..value.start;
        entries.push(Entry { key: text_of(name)?, whole: key.start..value.end, gap, value });
    }
    Some(entries)
}

/// The items of the array that stands there.
pub(crate) fn items(text: &str, array: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut tags = Tags::new(text, array.start);
    let open = tags.next()?;
    let mut items = Vec::new();
    if open.shape == Shape::Open {
        while let Some(item) = tags.element() {
            items.push(item);
        }
    }
    Some(items)
}

/// How a text is laid out, so that what is added looks like what is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout<'a> {
    text: &'a str,
    /// What ends a line; empty where everything stands in one.
    newline: &'a str,
}

impl<'a> Layout<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let newline = match text.find(['\r', '\n']).and_then(|at| text.get(at..)) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) => rest.get(..1).unwrap_or("\n"),
            None => "",
        };
        Self { text, newline }
    }

    /// The white space with which the line of this place begins.
    pub(crate) fn indent(&self, at: usize) -> &'a str {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rfind(['\r', '\n']).map_or(0, |end| end + 1);
        let line = self.text.get(line..).unwrap_or_default();
        line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
    }

    /// The white space directly before a place.
    pub(crate) fn gap(&self, at: usize) -> Range<usize> {
        let before = self.text.get(..at).unwrap_or_default();
        before.trim_end_matches([' ', '\t', '\r', '\n']).len()..at
    }

    /// A value as it stands behind this white space.
    pub(crate) fn value(&self, value: &Value, indent: &str) -> Result<String, Error> {
        let inner = format!("{indent}{}", if self.newline.is_empty() { "" } else { "\t" });
        let line =
            |indent: &str| format!("{}{}", self.newline, if self.newline.is_empty() { "" } else { indent });
        let mut out = String::new();
        match value {
            Value::Dictionary(keys) if !keys.is_empty() => {
                out.push_str("<dict>");
                for (key, value) in keys {
                    out.push_str(&line(&inner));
                    out.push_str(&self.key(key)?);
                    out.push_str(&line(&inner));
                    out.push_str(&self.value(value, &inner)?);
                }
                out.push_str(&line(indent));
                out.push_str("</dict>");
            }
            Value::Array(items) if !items.is_empty() => {
                out.push_str("<array>");
                for item in items {
                    out.push_str(&line(&inner));
                    out.push_str(&self.value(item, &inner)?);
                }
                out.push_str(&line(indent));
                out.push_str("</array>");
            }
            Value::Data(_) => {
                let written = element(value)?;
                let mut lines = written.lines().map(str::trim);
                out.push_str(lines.next().unwrap_or_default());
                for text in lines {
                    out.push_str(&line(indent));
                    out.push_str(text);
                }
            }
            scalar => out.push_str(&element(scalar)?),
        }
        Ok(out)
    }

    pub(crate) fn key(&self, key: &str) -> Result<String, Error> {
        let written = element(&Value::String(key.to_owned()))?;
        let text = written.strip_prefix("<string>").and_then(|text| text.strip_suffix("</string>"));
        Ok(format!("<key>{}</key>", text.unwrap_or_default()))
    }

    pub(crate) fn newline(&self) -> &'a str {
        self.newline
    }
}

/// A value alone, as the writer of `mdm-plist` writes it.
fn element(value: &Value) -> Result<String, Error> {
    let document = mdm_plist::to_vec(value).map_err(Error::Encode)?;
    let document = String::from_utf8(document).map_err(|_| Error::Edit)?;
    let place = top(&document).ok_or(Error::Edit)?;
    document.get(place).map(str::to_owned).ok_or(Error::Edit)
}

/// The text of a `<key>`, read by the reader that read the document.
fn text_of(key: &str) -> Option<String> {
    let inner = if key.ends_with("/>") { "" } else { key.get(key.find('>')? + 1..key.rfind("</")?)? };
    if !inner.contains(['<', '&']) {
        return Some(inner.to_owned());
    }
    mdm_plist::from_slice(format!("<plist><string>{inner}</string></plist>").as_bytes()).ok()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Open,
    Close,
    Empty,
}

struct Tag<'a> {
    name: &'a str,
    shape: Shape,
    range: Range<usize>,
}

/// The tags of a text, one after the other; comments, CDATA sections and instructions are passed over.
struct Tags<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = self.text.get(start..)?;
            let end_of = |mark: &str| rest.find(mark).map(|at| at + mark.len());
            let length = if rest.starts_with("<!--") {
                end_of("-->")?
            } else if rest.starts_with("<![CDATA[") {
                end_of("]]>")?
            } else if rest.starts_with("<?") {
                end_of("?>")?
            } else if rest.starts_with("<!") {
                closing(rest)?
            } else {
                let length = closing(rest)?;
                self.at = start + length;
                let inner = rest.get(1..length - 1)?;
                let shape = match inner {
                    inner if inner.starts_with('/') => Shape::Close,
                    inner if inner.ends_with('/') => Shape::Empty,
                    _ => Shape::Open,
                };
                let name = inner.trim_start_matches('/');
                let name = name.get(..name.find(['/', ' ', '\t', '\r', '\n']).unwrap_or(name.len()))?;
                return Some(Tag { name, shape, range: start..start + length });
            };
            self.at = start + length;
        }
    }

    /// The next element, whole; `None` where the one around it ends.
    fn element(&mut self) -> Option<Range<usize>> {
        let first = self.next()?;
        let mut depth = match first.shape {
            Shape::Close => return None,
            Shape::Empty => return Some(first.range),
            Shape::Open => 1_usize,
        };
        while depth > 0 {
            match self.next()?.shape {
                Shape::Open => depth += 1,
                Shape::Close => depth -= 1,
                Shape::Empty => {}
            }
        }
        Some(first.range.start..self.at)
    }
}

/// How long a tag is, up to and including a `>` that is not quoted.
fn closing(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
