//! Profiles that somebody else made: read whatever their form, changed in one place, kept everywhere else.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::time::SystemTime;

use mdm_pki::{Certificate, Limits, Signer};
use mdm_plist::{Dictionary, Format, Options, Value};
use zeroize::Zeroizing;

use crate::Error;
use crate::span::{self, Entry, Layout};

/// A profile of any origin: of Apple Configurator or another server, signed or not, XML or binary (F45).
///
/// Its bytes are kept. A change rewrites the one key or payload that it is about and leaves every other byte as it
/// was, line ends, comments, a byte order mark and the order of keys included; so a person who compares two versions
/// sees what was changed and nothing else. Each change is read back before it counts. A signature does not survive a
/// change: [`sign`](Self::sign) the result.
///
/// A binary property list has no text to keep: its first change rewrites it as XML.
///
/// `Debug` shows the size and the form, because profiles hold passwords. The content is overwritten when it is
/// dropped; the [`keys`](Self::keys) are not, because the dynamic value cannot do that.
///
/// ```
/// use mdm_plist::Value;
/// use mdm_profile::ForeignProfile;
///
/// let file = b"<plist version=\"1.0\">\r\n<dict>\r\n  <key>PayloadType</key> <string>Configuration</string>\r\n\
///     <!-- kept -->\r\n  <key>PayloadDisplayName</key><string>Old</string>\r\n</dict>\r\n</plist>\r\n";
/// let mut profile = ForeignProfile::decode(file)?;
/// profile.set("PayloadDisplayName", &Value::from("New"))?;
/// assert_eq!(profile.content(), String::from_utf8_lossy(file).replace("Old", "New").as_bytes());
/// # Ok::<(), mdm_profile::Error>(())
/// ```
#[derive(Clone)]
pub struct ForeignProfile {
    content: Zeroizing<Vec<u8>>,
    keys: Dictionary,
    format: Format,
    signature: Option<Signature>,
}

/// What the signature around a profile says. That it verifies with the signer's key was checked; nothing is said
/// about trust, which [`verify`](crate::verify) judges.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The certificate of the key that signed.
    pub signer: Certificate,
    /// Every certificate that the signature brought.
    pub certificates: Vec<Certificate>,
    /// When the signer says that it signed.
    pub signing_time: Option<SystemTime>,
}

impl ForeignProfile {
    /// Reads a profile and takes a signature off it.
    ///
    /// # Errors
    ///
    /// [`Error::Signature`] if the bytes look signed (DER or BER) and the signature does not verify,
    /// [`Error::Decode`] if the property list cannot be read, [`Error::NotAProfile`] if it is not a dictionary whose
    /// `PayloadType` is `Configuration`.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (content, signature) = open(bytes)?;
        let content = Zeroizing::new(content.into_owned());
        let format = Format::sniff(&content).unwrap_or(Format::Xml);
        let keys = read(&content)?;
        Ok(Self { content, keys, format, signature })
    }

    /// The property list, without the signature: as it came, but for what was changed.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// What is in it.
    #[must_use]
    pub fn keys(&self) -> &Dictionary {
        &self.keys
    }

    /// The form of the property list.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The signature that the profile came with; `None` if it had none, or was changed.
    #[must_use]
    pub fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }

    /// The payloads in their order; none where they are encrypted. What is not a dictionary is passed over.
    pub fn payloads(&self) -> impl Iterator<Item = &Dictionary> {
        let payloads = self.keys.get(CONTENT).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        payloads.iter().filter_map(Value::as_dictionary)
    }

    /// Where the payload with this `PayloadIdentifier` stands in `PayloadContent`: the first, if there are several.
    #[must_use]
    pub fn position(&self, payload_identifier: &str) -> Option<usize> {
        let payloads = self.keys.get(CONTENT)?.as_array()?;
        payloads.iter().position(|payload| {
            let identifier = payload.as_dictionary().and_then(|payload| payload.get("PayloadIdentifier"));
            identifier.and_then(Value::as_string) == Some(payload_identifier)
        })
    }

    /// Sets a key of the profile itself, such as `PayloadDisplayName`. A new key goes behind the others.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for `PayloadType`, which must stay; [`Error::Encode`] for a value that a property list
    /// cannot hold.
    pub fn set(&mut self, key: &str, value: &Value) -> Result<(), Error> {
        if key == "PayloadType" {
            return Err(Error::invalid(key, "it makes the property list a profile"));
        }
        self.change(&[], |text, place, keys| {
            set_key(keys, key, value.clone());
            set_entry(text, place, key, value)
        })
    }

    /// Removes a key of the profile itself. What is not there is no error.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for `PayloadType`, which must stay.
    pub fn remove(&mut self, key: &str) -> Result<(), Error> {
        if key == "PayloadType" {
            return Err(Error::invalid(key, "it makes the property list a profile"));
        }
        if !self.keys.contains_key(key) {
            return Ok(());
        }
        self.change(&[], |text, place, keys| {
            remove_key(keys, key);
            remove_entry(text, place, key)
        })
    }

    /// Adds a payload behind the others.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if there is no `PayloadContent`; [`Error::Encode`].
    pub fn push_payload(&mut self, payload: &Dictionary) -> Result<(), Error> {
        let payload = Value::Dictionary(payload.clone());
        self.change(&[Step::Key(CONTENT)], |text, place, payloads| {
            payloads.as_array_mut().ok_or(Error::Edit)?.push(payload.clone());
            push_item(text, place, &payload)
        })
    }

    /// Puts another payload in the place of one.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if there is none; [`Error::Encode`].
    pub fn set_payload(&mut self, index: usize, payload: &Dictionary) -> Result<(), Error> {
        let payload = Value::Dictionary(payload.clone());
        self.change(&[Step::Key(CONTENT), Step::Index(index)], |text, place, current| {
            let layout = Layout::of(text);
            let written = layout.value(&payload, layout.indent(place.start))?;
            current.clone_from(&payload);
            Ok((place, written))
        })
    }

    /// Removes a payload.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if there is none.
    pub fn remove_payload(&mut self, index: usize) -> Result<(), Error> {
        let path = [Step::Key(CONTENT), Step::Index(index)];
        locate(&mut Value::Dictionary(self.keys.clone()), &path)?;
        self.change(&path[..1], |text, place, payloads| {
            payloads.as_array_mut().ok_or(Error::Edit)?.remove(index);
            let item = span::items(text, &place).and_then(|items| items.get(index).cloned());
            let item = item.ok_or(Error::Edit)?;
            Ok((Layout::of(text).gap(item.start).start..item.end, String::new()))
        })
    }

    /// Sets a key of one payload.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if there is no such payload; [`Error::Encode`].
    pub fn set_in_payload(&mut self, index: usize, key: &str, value: &Value) -> Result<(), Error> {
        self.change(&[Step::Key(CONTENT), Step::Index(index)], |text, place, payload| {
            set_key(payload, key, value.clone());
            set_entry(text, place, key, value)
        })
    }

    /// Removes a key of one payload. What is not there is no error.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if there is no such payload.
    pub fn remove_in_payload(&mut self, index: usize, key: &str) -> Result<(), Error> {
        let path = [Step::Key(CONTENT), Step::Index(index)];
        let mut keys = Value::Dictionary(self.keys.clone());
        let payload = locate(&mut keys, &path)?.as_dictionary();
        if payload.is_none_or(|payload| !payload.contains_key(key)) {
            return Ok(());
        }
        self.change(&path, |text, place, payload| {
            remove_key(payload, key);
            remove_entry(text, place, key)
        })
    }

    /// Signs the content: attached CMS in DER. The content is kept byte for byte.
    ///
    /// # Errors
    ///
    /// [`Error::Sign`].
    pub fn sign(&self, signer: &Signer, signing_time: SystemTime) -> Result<Vec<u8>, Error> {
        signer.sign_attached(&self.content, signing_time).map_err(Error::Sign)
    }

    /// Replaces one entry by another under another key, in the same place: what encryption does.
    pub(crate) fn replace_entry(
        &mut self,
        key: &str,
        new_key: &str,
        new: &Value,
        text: Option<&str>,
    ) -> Result<(), Error> {
        self.change(&[], |document, place, keys| {
            let layout = Layout::of(document);
            let entry = entry(document, &place, key)?.ok_or(Error::Edit)?;
            let indent = layout.indent(entry.value.start);
            let written = match text {
                Some(text) => text.to_owned(),
                None => layout.value(new, indent)?,
            };
            let gap = document.get(entry.gap).ok_or(Error::Edit)?;
            let keys = keys.as_dictionary_mut().ok_or(Error::Edit)?;
            *keys = std::mem::take(keys)
                .into_iter()
                .map(
                    |(name, value)| {
                        if name == key { (new_key.to_owned(), new.clone()) } else { (name, value) }
                    },
                )
                .collect();
            Ok((entry.whole, format!("{}{gap}{written}", layout.key(new_key)?)))
        })
    }

    /// The text of a top-level value as it stands, where the profile is XML.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        let text = std::str::from_utf8(&self.content).ok().filter(|_| self.format == Format::Xml)?;
        let entry = entry(text, &span::top(text)?, key).ok()??;
        text.get(entry.value)
    }

    /// Changes the value at a path: the text by one splice, the keys beside it, and both must say the same after.
    fn change(
        &mut self,
        path: &[Step<'_>],
        edit: impl FnOnce(&str, Range<usize>, &mut Value) -> Result<(Range<usize>, String), Error>,
    ) -> Result<(), Error> {
        let mut keys = Value::Dictionary(self.keys.clone());
        let target = locate(&mut keys, path)?;
        let rewritten;
        let text = if self.format == Format::Xml {
            std::str::from_utf8(&self.content).map_err(|_| Error::Edit)?
        } else {
            let document = mdm_plist::to_vec(&self.keys).map_err(Error::Encode)?;
            rewritten = Zeroizing::new(String::from_utf8(document).map_err(|_| Error::Edit)?);
            &rewritten
        };
        let place = find(text, path).ok_or(Error::Edit)?;
        let (range, new) = edit(text, place, target)?;
        let new = Zeroizing::new(new);
        let head = text.get(..range.start).ok_or(Error::Edit)?;
        let tail = text.get(range.end..).ok_or(Error::Edit)?;
        let mut content = Zeroizing::new(Vec::with_capacity(head.len() + new.len() + tail.len()));
        for part in [head, &new, tail] {
            content.extend_from_slice(part.as_bytes());
        }
        // What is over the limits now was not before: the caller's value is.
        let read: Dictionary = mdm_plist::from_slice(&content).map_err(Error::Encode)?;
        let same = |value: &Value| mdm_plist::to_vec(value).map_err(Error::Encode);
        let read = Value::Dictionary(read);
        if same(&read)? != same(&keys)? {
            return Err(Error::Edit);
        }
        let Value::Dictionary(keys) = read else { return Err(Error::Edit) };
        *self = Self { content, keys, format: Format::Xml, signature: None };
        Ok(())
    }
}

impl fmt::Debug for ForeignProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForeignProfile")
            .field("content_bytes", &self.content.len())
            .field("format", &self.format)
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

/// The property list of a profile, signed or not. A signature must verify.
pub(crate) fn open(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Option<Signature>), Error> {
    if bytes.first() != Some(&SEQUENCE) {
        return Ok((Cow::Borrowed(bytes), None));
    }
    let verified = mdm_pki::verify_attached(bytes, &Limits::PROFILE).map_err(Error::Signature)?;
    let (signer, certificates, signing_time) =
        (verified.signer, verified.certificates, verified.signing_time);
    Ok((Cow::Owned(verified.content), Some(Signature { signer, certificates, signing_time })))
}

/// The keys of a property list that is a profile.
pub(crate) fn read(content: &[u8]) -> Result<Dictionary, Error> {
    let value: Value =
        mdm_plist::from_slice_with(content, Options::default().with_any_format()).map_err(Error::Decode)?;
    match value {
        Value::Dictionary(keys)
            if keys.get("PayloadType").and_then(Value::as_string) == Some("Configuration") =>
        {
            Ok(keys)
        }
        _ => Err(Error::NotAProfile),
    }
}

/// A way down.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

fn locate<'a>(value: &'a mut Value, path: &[Step<'_>]) -> Result<&'a mut Value, Error> {
    let mut at = value;
    let mut named = String::new();
    for step in path {
        let next = match step {
            Step::Key(key) => {
                named.push_str(key);
                at.as_dictionary_mut().and_then(|keys| keys.get_mut(key))
            }
            Step::Index(index) => {
                named.push_str(&format!("[{index}]"));
                at.as_array_mut().and_then(|items| items.get_mut(*index))
            }
        };
        at = next.ok_or_else(|| Error::invalid(named.clone(), "not there"))?;
    }
    // A payload is a dictionary, and `PayloadContent` an array.
    let is_meant = match path.last() {
        Some(Step::Key(_)) => at.as_array().is_some(),
        _ => at.as_dictionary().is_some(),
    };
    if is_meant { Ok(at) } else { Err(Error::invalid(named, "not of its type")) }
}

fn find(text: &str, path: &[Step<'_>]) -> Option<Range<usize>> {
    let mut place = span::top(text)?;
    for step in path {
        place = match step {
            Step::Key(key) => span::entries(text, &place)?.into_iter().find(|entry| entry.key == *key)?.value,
            Step::Index(index) => span::items(text, &place)?.into_iter().nth(*index)?,
        };
    }
    Some(place)
}

fn entry(text: &str, dict: &Range<usize>, key: &str) -> Result<Option<Entry>, Error> {
    let entries = span::entries(text, dict).ok_or(Error::Edit)?;
    Ok(entries.into_iter().find(|entry| entry.key == key))
}

fn set_key(keys: &mut Value, key: &str, value: Value) {
    if let Some(keys) = keys.as_dictionary_mut() {
        keys.insert(key.to_owned(), value);
    }
}

/// Removes a key and keeps the order of the others.
fn remove_key(keys: &mut Value, key: &str) {
    if let Some(keys) = keys.as_dictionary_mut() {
        *keys = std::mem::take(keys).into_iter().filter(|(name, _)| name != key).collect();
    }
}

fn set_entry(
    text: &str,
    dict: Range<usize>,
    key: &str,
    value: &Value,
) -> Result<(Range<usize>, String), Error> {
    let layout = Layout::of(text);
    let entries = span::entries(text, &dict).ok_or(Error::Edit)?;
    if let Some(entry) = entries.iter().find(|entry| entry.key == key) {
        let written = layout.value(value, layout.indent(entry.value.start))?;
        return Ok((entry.value.clone(), written));
    }
    insert(text, &dict, entries.last().map(|entry| entry.whole.clone()), |indent, gap| {
        Ok(format!("{}{gap}{}", layout.key(key)?, layout.value(value, indent)?))
    })
}

fn remove_entry(text: &str, dict: Range<usize>, key: &str) -> Result<(Range<usize>, String), Error> {
    let entry = entry(text, &dict, key)?.ok_or(Error::Edit)?;
    Ok((Layout::of(text).gap(entry.whole.start).start..entry.whole.end, String::new()))
}

fn push_item(text: &str, array: Range<usize>, item: &Value) -> Result<(Range<usize>, String), Error> {
    let last = span::items(text, &array).ok_or(Error::Edit)?.pop();
    insert(text, &array, last, |indent, _| Layout::of(text).value(item, indent))
}

/// Puts something behind the last one inside of a container, with the white space that stands before that one.
fn insert(
    text: &str,
    container: &Range<usize>,
    last: Option<Range<usize>>,
    write: impl FnOnce(&str, &str) -> Result<String, Error>,
) -> Result<(Range<usize>, String), Error> {
    let layout = Layout::of(text);
    if let Some(last) = last {
        let gap = text.get(layout.gap(last.start)).ok_or(Error::Edit)?;
        let written = write(layout.indent(last.start), gap)?;
        return Ok((last.end..last.end, format!("{gap}{written}")));
    }
    let whole = text.get(container.clone()).ok_or(Error::Edit)?;
    let indent = layout.indent(container.start);
    let (inner, gap, end) = match layout.newline() {
        "" => (String::new(), String::new(), String::new()),
        newline => (format!("{indent}\t"), format!("{newline}{indent}\t"), format!("{newline}{indent}")),
    };
    let written = write(&inner, &gap)?;
    if whole.ends_with("/>") {
        let name = if whole.starts_with("<dict") { "dict" } else { "array" };
        return Ok((container.clone(), format!("<{name}>{gap}{written}{end}</{name}>")));
    }
    let close = container.start + whole.rfind("</").ok_or(Error::Edit)?;
    Ok((layout.gap(close).start..close, format!("{gap}{written}{end}")))
}

pub(crate) const CONTENT: &str = "PayloadContent";

/// Both encodings of CMS start with it, and no property list does ('0').
pub(crate) const SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests;
