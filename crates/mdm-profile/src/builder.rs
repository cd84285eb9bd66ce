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

#[cfg(test)]
mod tests {
    use mdm_apple::Password;

    use super::*;
    use crate::payload::OtherContent;
    use crate::payload::certificates::{Pkcs1, Root, Scep, ScepContent};
    use crate::payload::management::Mdm;

    fn root() -> Root {
        Root::new(vec![0x30, 0])
    }

    fn scep() -> Scep {
        Scep::new(ScepContent::new("https://ca.example.com/scep"))
    }

    fn mdm(identity: &str) -> Mdm {
        Mdm::new(identity, "com.apple.mgmt.External.1", "https://mdm.example.com/")
    }

    fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn names_make_identifiers_and_uuids_that_stay() {
        let mut profile = Profile::new("com.example.mdm");
        // The same as those of an enrollment profile, and as Python's hashlib says there.
        assert_eq!(profile.uuid, "C5C1EA6D-850A-8944-BCF7-FEA46637E4E4");
        let uuid = profile.add("scep", scep()).unwrap();
        assert_eq!(uuid, PayloadUuid::derive("com.example.mdm.scep"));
        assert_eq!(profile.payloads[0].identifier, "com.example.mdm.scep");

        let mut other = Profile::new("com.example.mdm");
        other.add("first", root()).unwrap();
        let mut content = scep();
        content.payload_content.keysize = Some(4096);
        assert_eq!(other.add("scep", content).unwrap(), uuid, "wherever it stands and whatever is in it");
    }

    #[test]
    fn names_are_checked() {
        fn check(name: &str, expected: &str) {
            let mut profile = Profile::new("com.example");
            profile.add("ca", root()).unwrap();
            let expected = format!("PayloadContent[1].PayloadIdentifier cannot be used: {expected}");
            assert_eq!(refusal(profile.add(name, root())), expected);
            assert_eq!(profile.payloads.len(), 1, "nothing was added");
        }
        check("", "empty");
        check("a b", "other characters than letters, digits, '.', '-', '_'");
        check("ca", "another payload has it too");
        let reason = refusal(Profile::new("").build());
        assert_eq!(reason, "PayloadIdentifier cannot be used: empty");
    }

    /// What is done to a profile with a certificate, an identity and a server, and why that is refused.
    #[test]
    fn what_no_device_can_make_sense_of_is_refused() {
        fn check(change: impl FnOnce(&mut Profile), expected: &str) {
            let mut profile = Profile::new("com.example");
            profile.add("ca", root()).unwrap();
            let identity = profile.add("scep", scep()).unwrap();
            profile.add("mdm", mdm(identity.as_str())).unwrap();
            change(&mut profile);
            let told = profile.build().err().map_or_else(String::new, |error| error.to_string());
            assert_eq!(told, expected);
        }
        check(|_| {}, "");
        check(|profile| profile.payloads[1].uuid.make_ascii_lowercase(), "");
        check(
            |profile| drop(profile.payloads.remove(1)),
            "PayloadContent[1].IdentityCertificateUUID cannot be used: the UUID of no payload of this profile",
        );
        check(
            |profile| {
                let uuid = profile.uuid_of("ca").to_string();
                profile.payloads[2].get_mut::<Mdm>().unwrap().identity_certificate_uuid = uuid;
            },
            "PayloadContent[2].IdentityCertificateUUID cannot be used: the UUID of a payload of another kind than \
             this key needs",
        );
        check(
            |profile| {
                let pins = vec![profile.uuid_of("ca").to_string(), "gone".to_owned()];
                let server = profile.payloads[2].get_mut::<Mdm>().unwrap();
                server.server_url_pinning_certificate_uuids = Some(pins);
            },
            "PayloadContent[2].ServerURLPinningCertificateUUIDs[1] cannot be used: the UUID of no payload of this profile",
        );
        check(
            |profile| {
                // Without a Rust type a reference is one all the same.
                let keys =
                    [("PayloadCertificateUUID".to_owned(), mdm_plist::Value::String("gone".to_owned()))];
                let keys = Extra(keys.into_iter().collect());
                profile.add("wifi", OtherContent::new("com.apple.wifi.managed", keys)).unwrap();
            },
            "PayloadContent[3].PayloadCertificateUUID cannot be used: the UUID of no payload of this profile",
        );
        check(
            |profile| profile.payloads[1].identifier.clone_from(&"com.example.ca".to_owned()),
            "PayloadContent[1].PayloadIdentifier cannot be used: another payload has it too",
        );
        check(
            |profile| profile.payloads[0].uuid = profile.uuid_of("scep").to_string().to_lowercase(),
            "PayloadContent[1].PayloadUUID cannot be used: another payload has it too",
        );
        check(
            |profile| profile.payloads[0].uuid.clear(),
            "PayloadContent[0].PayloadUUID cannot be used: empty",
        );
        check(
            |profile| profile.payloads[0].identifier.clear(),
            "PayloadContent[0].PayloadIdentifier cannot be used: empty",
        );
        check(
            |profile| profile.encrypted_content = Some(vec![0x30].into()),
            "EncryptedPayloadContent cannot be used: there are also payloads that are not encrypted",
        );
        check(|profile| profile.display_name = Some("a\0b".to_owned()), "the profile cannot be written");
    }

    #[test]
    fn a_removal_password_is_said_to_be_there() {
        let mut profile = Profile::new("com.example");
        profile.add("ca", Pkcs1::new(vec![0x30, 0])).unwrap();
        profile.add_removal_password(Password::new("pl4nted".to_owned())).unwrap();
        assert_eq!(profile.has_removal_passcode, Some(true));
        assert!(!format!("{profile:?}").contains("pl4nted"));
        let written = String::from_utf8(profile.build().unwrap()).unwrap();
        assert!(written.contains("<string>pl4nted</string>"));
    }

    #[test]
    fn every_key_that_looks_like_a_reference_is_one_or_is_known_to_be_none() {
        const NONE: [&str; 9] = [
            "PayloadUUID",
            "VPNUUID",
            "DNSProxyUUID",
            "OrganizationUUID",
            "RelayUUID",
            "CellularSliceUUID",
            "ContentFilterUUID",
            "SMIMESigningCertificateUUIDUserOverrideable",
            "SMIMEEncryptionCertificateUUIDUserOverrideable",
        ];
        let mut found = 0;
        for item in mdm_apple::support::PAYLOADS.items() {
            for key in item.keys.iter().filter(|key| key.path.contains("UUID")) {
                let is_reference =
                    REFERENCES.iter().any(|(name, path, _)| (*name, *path) == (item.name, key.path));
                let is_none = NONE.contains(&key.path.rsplit('/').next().unwrap_or_default());
                assert!(is_reference != is_none, "{}/{}", item.name, key.path);
                found += usize::from(is_reference);
            }
        }
        assert_eq!(found, REFERENCES.len(), "every reference is in the matrix");
        for (name, path, targets) in REFERENCES {
            for target in *targets {
                assert!(Content::KNOWN.contains(target), "{name}/{path} to {target}");
            }
        }
    }

    #[test]
    fn an_encrypted_profile_has_no_payloads() {
        let mut profile = Profile::new("com.example");
        profile.is_encrypted = Some(true);
        profile.encrypted_content = Some(vec![0x30].into());
        let bytes = profile.build().unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("<key>PayloadContent</key>"));
        assert_eq!(Profile::decode(&bytes).unwrap(), profile);
    }

    #[test]
    fn what_is_no_profile_is_refused_with_its_place() {
        fn check(keys: &str, expected: &str) {
            let bytes = format!("<plist version=\"1.0\"><dict>{keys}</dict></plist>");
            assert_eq!(refusal(Profile::decode(bytes.as_bytes())), expected);
        }
        let profile = "<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>a</string>\
                       <key>PayloadUUID</key><string>b</string><key>PayloadVersion</key><integer>1</integer>";
        check("", "PayloadType is not Configuration");
        check("<key>PayloadType</key><string>com.apple.mdm</string>", "PayloadType is not Configuration");
        check(
            "<key>PayloadType</key><string>Configuration</string>",
            "PayloadIdentifier is missing or not of its type",
        );
        check(profile, "PayloadContent is missing or not of its type");
        let with = |payload: &str| format!("{profile}<key>PayloadContent</key><array>{payload}</array>");
        check(&with("<dict/>"), "PayloadContent[0].PayloadType is missing or not of its type");
        check(&with("<true/>"), "PayloadContent[0] is missing or not of its type");
        check(
            &with("<dict><key>PayloadType</key><string>t</string><key>PayloadIdentifier</key><data/></dict>"),
            "PayloadContent[0].PayloadIdentifier is missing or not of its type",
        );
        check(
            &format!("{profile}<key>PayloadRemovalDisallowed</key><string>true</string>"),
            "PayloadRemovalDisallowed is missing or not of its type",
        );
    }
}
