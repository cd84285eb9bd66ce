//! Property lists, XML and binary, as a serde format under hard limits.
//!
//! Every message of Apple's device management protocol is a property list from a machine that one does not control.
//! This crate reads and writes them with any serde type, and promises that no bytes make it panic, overflow the stack,
//! or take memory that the [`Limits`] do not allow.
//!
//! ```
//! use mdm_plist::{Data, Extra};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, Deserialize, Serialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct TokenUpdate {
//!     message_type: String,
//!     token: Data,
//!     #[serde(flatten)]
//!     extra: Extra,
//! }
//!
//! let body = br#"<?xml version="1.0" encoding="UTF-8"?>
//! <plist version="1.0">
//! <dict>
//!   <key>MessageType</key><string>TokenUpdate</string>
//!   <key>Token</key><data>3q2+7w==</data>
//!   <key>AwaitingConfiguration</key><true/>
//! </dict>
//! </plist>"#;
//! let message: TokenUpdate = mdm_plist::from_slice(body)?;
//! assert_eq!(message.token.as_slice(), [0xDE, 0xAD, 0xBE, 0xEF]);
//! assert_eq!(message.extra.get("AwaitingConfiguration").and_then(|v| v.as_boolean()), Some(true));
//!
//! let written = mdm_plist::to_vec(&message)?;
//! assert!(String::from_utf8_lossy(&written).contains("\n\t<key>Token</key>\n\t<data>\n\t3q2+7w==\n\t</data>\n"));
//!
//! let error = mdm_plist::from_slice::<TokenUpdate>(&body[..150]).unwrap_err();
//! assert_eq!(error.to_string(), "document is truncated at byte 150, line 5 in `Token`");
//! # Ok::<(), mdm_plist::Error>(())
//! ```
//!
//! # Formats
//!
//! XML is what is read and written unless the caller asks for more: [`from_slice`] refuses a binary property list by
//! its name. [`Options`] choose the binary format, or let the first bytes choose; one format is never tried after the
//! other. [`to_vec_with`] writes either. The names below are those of XML; the binary format has the same types.
//!
//! # Types
//!
//! | property list | Rust |
//! |---|---|
//! | `string` | strings; an enum of unit variants |
//! | `integer` | integers, from `i64::MIN` to `u64::MAX`; decimal or `0x` hexadecimal |
//! | `real` | `f32`, `f64` |
//! | `true`, `false` | `bool` |
//! | `data` | [`Data`], or what asks serde for bytes |
//! | `date` | [`Date`], `plist::Date` |
//! | `array` | sequences and tuples |
//! | `dict` | structs, maps with keys of strings; an enum variant with content is a dictionary with one key |
//! | anything | [`Value`]; [`Dynamic`], which stays the same in JSON; under `#[serde(flatten)]` [`Extra`] |
//!
//! There is no null: an absent key is `None` (with serde's usual rules), and `None` is not written. [`Data`] and
//! [`Date`] are strings in JSON; inside of [`Dynamic`] and [`Extra`], which have no type to come back to, they are
//! dictionaries there that say the kind. Where serde buffers (`untagged`, `tag`, `flatten`) both stay what they are, and only
//! a bare [`Value`] loses a date there: use [`Extra`]. A date has no counterpart in `serde_json::Value`, which refuses
//! it.
//!
//! Strings without a reference are borrowed from XML; ASCII strings and data from a binary document.
//!
//! # Limits
//!
//! | limit | default |
//! |---|---|
//! | document | 32 MiB |
//! | depth | 64 |
//! | values | 1 000 000 |
//! | text of one string | 4 MiB |
//! | bytes of one `data` | 24 MiB |
//! | one key | 1 KiB |
//! | binary: values | as many as the document has bytes |
//! | binary: strings, keys and data together, each as often as it is referred to | the document's limit |
//!
//! The readers themselves do not recurse. serde does, over the Rust type and over [`Value`]; the depth is checked before
//! each step down, so 64 levels are all the stack that a document can take.
//!
//! The readers keep what is open: a frame for each level, and the keys of the open dictionaries. The rest is what the
//! type takes. A report of 30 MB fits types of less than its own size, and a [`Value`] of four times its size. The worst
//! that a document can do to a [`Value`] is 40 times its size in XML; in the binary format, where a value can be one byte
//! long, it is 400 times its size and twice the limit on `bytes`. A test counts this.
//!
//! # What is refused
//!
//! A document is refused whole when it is ill-formed anywhere, also in a part that the type ignores. Among others:
//! entity declarations and any internal subset; entities but the five of XML; encodings but UTF-8; a dictionary with
//! the same key twice, because two readers might choose differently; attributes but those of `plist`; NUL; base64 that
//! is not padded or not canonical; anything after the value. Control characters and carriage returns in text are kept
//! as they are: Apple's own writer puts them there and its reader does not change them.
//!
//! In the binary format also: arrays and dictionaries that contain themselves; objects that reach out of the room for
//! objects; bytes between the table of offsets and the trailer; keys that are not strings; text that is not the ASCII or
//! UTF-16 that it says it is; null, UIDs (which keyed archives are made of), sets, URLs and UUIDs. An object that nothing
//! refers to is not looked at. Offsets and references may have one to eight bytes; equal objects may be one object, an
//! array or a dictionary too, as long as the document stays below its limits. A date with a fraction of a second loses
//! it, as in XML.
//!
//! How the `plist` crate and Python's `plistlib` differ is a table in `tests/differential.rs`, which is checked.
//!
//! # What this crate does not do
//!
//! It does not read OpenStep text, or from a stream. It does not sort keys, and it does not keep comments or layout.

mod data;
mod date;
mod de;
mod dynamic;
mod error;
mod extra;
mod format;
mod limits;
mod options;
mod reader;
mod ser;

pub use data::Data;
pub use date::{Date, InvalidDate};
pub use de::{from_slice, from_slice_with};
pub use dynamic::Dynamic;
pub use error::{Blame, Error, ErrorKind};
pub use extra::Extra;
pub use format::Format;
pub use limits::{LimitKind, Limits};
pub use options::Options;
/// The dynamic value: that of the `plist` crate. Its debug output shows everything.
pub use plist::{Dictionary, Value};
pub use ser::{to_vec, to_vec_with};
