//! The keys that a type does not know.

use std::fmt;
use std::ops::{Deref, DerefMut};

use plist::Dictionary;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::dynamic;

/// The keys of a dictionary that a type does not know, in the order of the document, with their values.
///
/// For `#[serde(flatten)]`: serde buffers such fields in a representation of its own, in which a [`Value`] alone
/// takes a date for a string; this type keeps it a date. Data stays data with both. The values are written and read as
/// [`Dynamic`](crate::Dynamic), so that JSON keeps their kinds too.
///
/// [`Value`]: crate::Value
/// The debug output shows the keys alone.
///
/// ```
/// use mdm_plist::{Extra, Value};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Response {
///     status: String,
///     #[serde(flatten)]
///     extra: Extra,
/// }
///
/// let response: Response = mdm_plist::from_slice(
///     b"<plist><dict><key>Status</key><string>Idle</string>\
///       <key>Seen</key><date>2026-11-22T08:30:00Z</date></dict></plist>",
/// )?;
/// assert!(matches!(response.extra.get("Seen"), Some(Value::Date(_))));
/// # Ok::<(), mdm_plist::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(pub Dictionary);

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extra")?;
        f.debug_list().entries(self.0.keys()).finish()
    }
}

impl Deref for Extra {
    type Target = Dictionary;

    fn deref(&self) -> &Dictionary {
        &self.0
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Dictionary {
        &mut self.0
    }
}

impl From<Dictionary> for Extra {
    fn from(dictionary: Dictionary) -> Self {
        Self(dictionary)
    }
}

impl From<Extra> for Dictionary {
    fn from(extra: Extra) -> Self {
        extra.0
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        dynamic::serialize_keys(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExtraVisitor;

        impl<'de> Visitor<'de> for ExtraVisitor {
            type Value = Dictionary;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a dictionary")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dictionary, A::Error> {
                dynamic::dictionary(map)
            }
        }

        deserializer.deserialize_map(ExtraVisitor).map(Self)
    }
}
