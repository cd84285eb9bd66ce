//! Making profiles: names that stay, and references that hold.

use mdm_plist::Extra;

use crate::payload::management::ProfileRemovalPassword;
use crate::payload::view::View;
use crate::payload::{Content, REFERENCES};
use crate::{Error, Payload, PayloadUuid, Profile};

impl Profile {
    /// An empty profile under this reverse-DNS identifier, such as `com.example.wifi`.
    ///
    /// A device replaces an installed profile of the same identifier, so keep it for ever. The UUID is derived from it
    /// ([`PayloadUuid::derive`]); a caller that has one of its own sets the field.
    ///
    /// ```
    /// use mdm_profile::payload::certificates::{Pkcs1, Scep, ScepContent};
    /// use mdm_profile::{Error, Profile};
    ///
    /// let mut profile = Profile::new("com.example.identity");
    /// profile.display_name = Some("Identity of this device".to_owned());
    /// let ca = profile.add("ca", Pkcs1::new(vec![0x30, 0x00]))?;
    /// let identity = profile.add("device", Scep::new(ScepContent::new("https://ca.example.com/scep")))?;
    /// assert_eq!(identity, profile.uuid_of("device"), "known before it is there");
    ///
    /// let bytes = profile.build()?;
    /// assert_eq!(Profile::decode(&bytes)?, profile);
    /// # let _ = ca;
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn new(identifier: impl Into<String>) -> Self {
        let identifier = identifier.into();
        Self {
            uuid: PayloadUuid::derive(&identifier).to_string(),
            identifier,
            version: 1,
            display_name: None,
            description: None,
            organization: None,
            scope: None,
            removal_disallowed: None,
            has_removal_passcode: None,
            removal_date: None,
            duration_until_removal: None,
            expiration_date: None,
            target_device_type: None,
            consent_text: None,
            is_encrypted: None,
            encrypted_content: None,
            payloads: Vec::new(),
            extra: Extra::default(),
        }
    }

    /// Adds a payload under the identifier `PROFILE.name`, and returns the UUID by which others refer to it.
    ///
    /// The UUID is derived from the identifier. So a payload keeps both as long as it keeps its name, wherever it stands
    /// and whatever is in it, and a device knows it again when the profile is replaced. A payload with an identifier and
    /// a UUID of its own is pushed to [`payloads`](Self::payloads).
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a name that is empty or has other characters than letters, digits, `.`, `-`, `_`, or that
    /// another payload has.
    pub fn add(&mut self, name: &str, content: impl Into<Content>) -> Result<PayloadUuid, Error> {
        let path = format!("PayloadContent[{}].PayloadIdentifier", self.payloads.len());
        check_name(&path, name)?;
        let uuid = self.uuid_of(name);
        let payload = Payload::new(format!("{}.{name}", self.identifier), uuid.clone(), content);
        if self.payloads.iter().any(|other| other.identifier == payload.identifier) {
            return Err(Error::invalid(path, TWICE));
        }
        self.payloads.push(payload);
        Ok(uuid)
    }

    /// The UUID that a payload gets that is added under this name.
    #[must_use]
    pub fn uuid_of(&self, name: &str) -> PayloadUuid {
        PayloadUuid::derive(&format!("{}.{name}", self.identifier))
    }

    /// Adds the password that removes the profile, and says that there is one.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add), under the name `removal`.
    pub fn add_removal_password(&mut self, password: mdm_apple::Password) -> Result<PayloadUuid, Error> {
        let uuid = self.add(
            "removal",
            ProfileRemovalPassword { removal_password: Some(password), extra: Extra::default() },
        )?;
        self.has_removal_passcode = Some(true);
        Ok(uuid)
    }

    /// Checks the profile and writes it as an XML property list.
    ///
    /// The result holds every secret of the payloads.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with the key path of the first thing that no device can make sense of: an identifier or UUID
    /// that two payloads share, a UUID that refers to no payload of this profile or to one of another kind, payloads
    /// beside encrypted ones; [`Error::Encode`] as [`encode`](Self::encode). What a certain device refuses is for
    /// [`validate`](Self::validate).
    pub fn build(&self) -> Result<Vec<u8>, Error> {
        check_name("PayloadIdentifier", &self.identifier)?;
        if self.encrypted_content.is_some() && !self.payloads.is_empty() {
            return Err(Error::invalid(
                "EncryptedPayloadContent",
                "there are also payloads that are not encrypted",
            ));
        }
        for (at, payload) in self.payloads.iter().enumerate() {
            let path = |key: &str| format!("PayloadContent[{at}].{key}");
            if payload.identifier.is_empty() {
                return Err(Error::invalid(path("PayloadIdentifier"), "empty"));
            }
            if payload.uuid.is_empty() {
                return Err(Error::invalid(path("PayloadUUID"), "empty"));
            }
            let mut earlier = self.payloads.iter().take(at);
            if earlier.clone().any(|other| other.identifier == payload.identifier) {
                return Err(Error::invalid(path("PayloadIdentifier"), TWICE));
            }
            if earlier.any(|other| other.uuid.eq_ignore_ascii_case(&payload.uuid)) {
                return Err(Error::invalid(path("PayloadUUID"), TWICE));
            }
        }
        match self.broken_references().into_iter().next() {
            Some((path, broken)) => Err(Error::invalid(path, broken.reason())),
            None => self.encode(),
        }
    }

    /// The keys that refer to a payload that is not there or is of another kind, by their paths.
    pub(crate) fn broken_references(&self) -> Vec<(String, BrokenReference)> {
        let mut broken = Vec::new();
        for (at, payload) in self.payloads.iter().enumerate() {
            let own = REFERENCES.iter().filter(|(payload_type, ..)| *payload_type == payload.payload_type());
            let mut own = own.peekable();
            if own.peek().is_none() {
                continue;
            }
            let view = payload.content.view();
            for (_, path, targets) in own {
                let names: Vec<&str> = path.split('/').collect();
                follow(&view, &names, &format!("PayloadContent[{at}]"), &mut |path, uuid| match self
                    .payload(uuid)
                {
                    None => broken.push((path, BrokenReference::Missing)),
                    Some(target) if !targets.contains(&target.payload_type()) => {
                        broken.push((path, BrokenReference::OfAnotherKind));
                    }
                    Some(_) => {}
                });
            }
        }
        broken
    }
}

/// What is wrong with a reference to another payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrokenReference {
    Missing,
    OfAnotherKind,
}

impl BrokenReference {
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Missing => "the UUID of no payload of this profile",
            Self::OfAnotherKind => "the UUID of a payload of another kind than this key needs",
        }
    }
}

/// Visits the texts at a path of keys, those of arrays too.
fn follow(view: &View<'_>, names: &[&str], path: &str, visit: &mut impl FnMut(String, &str)) {
    for (at, item) in view.items().iter().enumerate() {
        follow(item, names, &format!("{path}[{at}]"), visit);
    }
    match names {
        [] => {
            if let Some(text) = view.text() {
                visit(path.to_owned(), text);
            }
        }
        [name, rest @ ..] => {
            if let Some(inner) = view.get(name) {
                follow(inner, rest, &format!("{path}.{name}"), visit);
            }
        }
    }
}

fn check_name(path: &str, name: &str) -> Result<(), Error> {
    let is_part_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if name.is_empty() {
        Err(Error::invalid(path, "empty"))
    } else if !name.bytes().all(is_part_of_name) {
        Err(Error::invalid(path, "other characters than letters, digits, '.', '-', '_'"))
    } else {
        Ok(())
    }
}

const TWICE: &str = "another payload has it too";
