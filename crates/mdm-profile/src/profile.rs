//! A profile as a whole: the keys around the payloads.

use std::collections::BTreeMap;
use std::fmt;

use mdm_plist::{Data, Date, Extra, Limits, Options, Value};
use zeroize::Zeroize as _;

use crate::payload::view::View;
use crate::payload::wire::{self, Misfit, Slots, Wire, words};
use crate::{Error, Payload};

/// A configuration profile (F45): the keys around its payloads, and the payloads in their order.
///
/// What is read is written again with the same meaning: keys and payloads without a type are kept. Keys are written in
/// alphabetical order, so that the same profile is the same bytes, whatever this build has types for.
///
/// `Debug` shows identifiers and what kinds of payload there are, and no values.
///
/// Source: Apple, TopLevel (schema release of iOS 18.3).
#[derive(Clone, PartialEq)]
pub struct Profile {
    /// `PayloadIdentifier`: a device replaces and removes a profile by it.
    pub identifier: String,
    /// `PayloadUUID`. It need not look like a UUID.
    pub uuid: String,
    /// `PayloadVersion`: 1 is the only one that there is.
    pub version: i64,
    /// `PayloadDisplayName`: what the user reads of the profile.
    pub display_name: Option<String>,
    /// `PayloadDescription`: what the user reads more.
    pub description: Option<String>,
    /// `PayloadOrganization`: who it comes from.
    pub organization: Option<String>,
    /// `PayloadScope`, on a Mac: for whom a profile is that is installed by hand. Missing is the user.
    pub scope: Option<PayloadScope>,
    /// `PayloadRemovalDisallowed`: nobody but the server removes the profile; on a Mac an administrator can.
    /// Missing is false.
    pub removal_disallowed: Option<bool>,
    /// `HasRemovalPasscode`: the profile has a payload with the password that removes it.
    pub has_removal_passcode: Option<bool>,
    /// `RemovalDate`: when the device removes the profile by itself.
    pub removal_date: Option<Date>,
    /// `DurationUntilRemoval`: seconds from the installation to the removal. With a date that comes earlier the date counts.
    pub duration_until_removal: Option<f64>,
    /// `PayloadExpirationDate`: when the profile counts as expired. It stays, and can be updated over the air.
    pub expiration_date: Option<Date>,
    /// `TargetDeviceType`: which devices may install it: 0 any, 1 iPhone and iPod, 2 iPad, 3 Watch, 4 HomePod,
    /// 5 Apple TV or Mac, 6 a headset, as the schema numbers them.
    pub target_device_type: Option<i64>,
    /// `ConsentText`: what the user must agree to, by language, or under `default`.
    pub consent_text: Option<BTreeMap<String, String>>,
    /// `IsEncrypted`: the payloads are in `encrypted_content`.
    pub is_encrypted: Option<bool>,
    /// `EncryptedPayloadContent`: the payloads as CMS that the device alone can read.
    pub encrypted_content: Option<Data>,
    /// `PayloadContent`: the payloads in their order.
    pub payloads: Vec<Payload>,
    /// The keys that this type does not know.
    pub extra: Extra,
}

words! {
    /// For whom a profile of a Mac is.
    pub enum PayloadScope {
        System = "System",
        User = "User",
    }
}

impl Profile {
    /// Reads a profile that is neither signed nor a binary property list under the default limits.
    ///
    /// # Errors
    ///
    /// As [`decode_with`](Self::decode_with).
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        Self::decode_with(bytes, &Limits::default())
    }

    /// Reads a profile that is not signed, as XML or binary, under limits.
    ///
    /// Any payload is accepted that says what it is; see [`Content`](crate::payload::Content) for those that do not fit.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] when the bytes are no property list or go over a limit, [`Error::NotAProfile`] when it is
    /// another one, [`Error::Missing`] with the key path of what is missing or has another type around the payloads or
    /// in the keys that every payload has.
    pub fn decode_with(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        let options = Options::from(limits).with_any_format();
        let Extra(keys) = mdm_plist::from_slice_with(bytes, options).map_err(Error::Decode)?;
        let document = Overwritten(Value::Dictionary(keys));
        if text(&document.0, "PayloadType") != Some("Configuration") {
            return Err(Error::NotAProfile);
        }
        Self::read(&document.0).map_err(|misfit| Error::Missing { key_path: misfit.path() })
    }

    /// Writes the profile as an XML property list, as it is and unchecked.
    ///
    /// The result holds every secret of the payloads.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] when a text or an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(&self.view()).map_err(Error::Encode)
    }

    /// The payload with this UUID. Upper and lower case are the same.
    #[must_use]
    pub fn payload(&self, uuid: &str) -> Option<&Payload> {
        self.payloads.iter().find(|payload| payload.uuid.eq_ignore_ascii_case(uuid))
    }
}

impl Wire for Profile {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let mut keys = Slots::of(value, KEYS, Some(&["PayloadType"]))?;
        let profile = Self {
            identifier: keys.must()?,
            uuid: keys.must()?,
            version: keys.must()?,
            display_name: keys.may()?,
            description: keys.may()?,
            organization: keys.may()?,
            scope: keys.may()?,
            removal_disallowed: keys.may()?,
            has_removal_passcode: keys.may()?,
            removal_date: keys.may()?,
            duration_until_removal: keys.may()?,
            expiration_date: keys.may()?,
            target_device_type: keys.may()?,
            consent_text: keys.may()?,
            is_encrypted: keys.may()?,
            encrypted_content: keys.may()?,
            payloads: Vec::new(),
            extra: Extra::default(),
        };
        let payloads =
            if profile.encrypted_content.is_some() { keys.may()?.unwrap_or_default() } else { keys.must()? };
        Ok(Self { payloads, extra: keys.others(), ..profile })
    }

    fn view(&self) -> View<'_> {
        let has_payloads = self.encrypted_content.is_none() || !self.payloads.is_empty();
        let values = [
            Some(self.identifier.view()),
            Some(self.uuid.view()),
            Some(self.version.view()),
            wire::maybe(&self.display_name),
            wire::maybe(&self.description),
            wire::maybe(&self.organization),
            wire::maybe(&self.scope),
            wire::maybe(&self.removal_disallowed),
            wire::maybe(&self.has_removal_passcode),
            wire::maybe(&self.removal_date),
            wire::maybe(&self.duration_until_removal),
            wire::maybe(&self.expiration_date),
            wire::maybe(&self.target_device_type),
            wire::maybe(&self.consent_text),
            wire::maybe(&self.is_encrypted),
            wire::maybe(&self.encrypted_content),
            has_payloads.then(|| self.payloads.view()),
        ];
        View::Keys(vec![("PayloadType", View::Word("Configuration"))]).and(View::of_keys(
            KEYS,
            values,
            &self.extra,
        ))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("identifier", &self.identifier)
            .field("uuid", &self.uuid)
            .field("payloads", &self.payloads)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}

/// The keys but `PayloadType`, in the order of the fields.
const KEYS: &[&str] = &[
    "PayloadIdentifier",
    "PayloadUUID",
    "PayloadVersion",
    "PayloadDisplayName",
    "PayloadDescription",
    "PayloadOrganization",
    "PayloadScope",
    "PayloadRemovalDisallowed",
    "HasRemovalPasscode",
    "RemovalDate",
    "DurationUntilRemoval",
    "PayloadExpirationDate",
    "TargetDeviceType",
    "ConsentText",
    "IsEncrypted",
    "EncryptedPayloadContent",
    "PayloadContent",
];

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.as_dictionary()?.get(key)?.as_string()
}

/// A document whose texts and bytes are overwritten when it is dropped, because any of them can be a secret.
struct Overwritten(Value);

impl Drop for Overwritten {
    fn drop(&mut self) {
        fn overwrite(value: &mut Value) {
            match value {
                Value::String(text) => text.zeroize(),
                Value::Data(bytes) => bytes.zeroize(),
                Value::Array(items) => items.iter_mut().for_each(overwrite),
                Value::Dictionary(keys) => keys.values_mut().for_each(overwrite),
                _ => {}
            }
        }
        overwrite(&mut self.0);
    }
}
