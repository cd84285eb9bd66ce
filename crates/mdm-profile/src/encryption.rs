//! Profiles whose payloads only one device can read.

use mdm_pki::{Certificate, ContentCipher, Limits, Recipient};
use mdm_plist::{Data, Options, Value};
use zeroize::Zeroizing;

use crate::foreign::CONTENT;
use crate::span::top;
use crate::{Error, ForeignProfile};

impl ForeignProfile {
    /// Whether the payloads are encrypted: `IsEncrypted`, or content that says it by being there.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.keys().get(IS_ENCRYPTED).and_then(Value::as_boolean) == Some(true)
            || self.keys().contains_key(ENCRYPTED)
    }

    /// Encrypts the payloads for the devices with these certificates, in Apple's form: `PayloadContent` becomes a
    /// property list of its own whose top is the array, that becomes CMS EnvelopedData in DER, and that becomes
    /// `EncryptedPayloadContent`, beside `IsEncrypted`.
    ///
    /// The rest of the profile stays readable and is not protected: sign the result. Apple does not say which ciphers
    /// devices read; [`ContentCipher::DesEde3Cbc`] is that of over-the-air enrollment, and the default is AES-256-CBC.
    ///
    /// Source: Apple, Configuring multiple devices using profiles (read 2026-08).
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the payloads are encrypted already or there are none; [`Error::Encrypt`].
    pub fn encrypt(&mut self, recipients: &[Certificate], cipher: ContentCipher) -> Result<(), Error> {
        if self.is_encrypted() {
            return Err(Error::invalid(ENCRYPTED, "there already"));
        }
        let payloads = self.keys().get(CONTENT).filter(|payloads| payloads.as_array().is_some());
        let payloads = payloads.ok_or_else(|| Error::invalid(CONTENT, "not there"))?;
        let array = match self.text_of(CONTENT) {
            Some(text) => format!("{PROLOG}{text}\n</plist>\n").into_bytes(),
            None => mdm_plist::to_vec(payloads).map_err(Error::Encode)?,
        };
        let array = Zeroizing::new(array);
        let sealed = mdm_pki::encrypt(&array, recipients, cipher).map_err(Error::Encrypt)?;
        let mut encrypted = self.clone();
        encrypted.replace_entry(CONTENT, ENCRYPTED, &Value::Data(sealed), None)?;
        encrypted.set(IS_ENCRYPTED, &Value::Boolean(true))?;
        *self = encrypted;
        Ok(())
    }

    /// Decrypts the payloads with the device's key: the opposite of [`encrypt`](Self::encrypt), to the byte.
    ///
    /// Do not tell whoever sent the profile why this failed: a sender who learns it can decrypt messages of others.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] if nothing is encrypted; [`Error::Invalid`] if there are other payloads beside;
    /// [`Error::Decrypt`], also for what is not an array of payloads.
    pub fn decrypt(&mut self, device: &Recipient) -> Result<(), Error> {
        let sealed = self.keys().get(ENCRYPTED).and_then(Value::as_data);
        let sealed = sealed.ok_or_else(|| Error::Missing { key_path: ENCRYPTED.to_owned() })?;
        if self.keys().contains_key(CONTENT) {
            return Err(Error::invalid(CONTENT, "beside encrypted payloads"));
        }
        let opened = device.decrypt(sealed, &Limits::PROFILE).map_err(Error::Decrypt)?;
        let bytes = opened.expose_secret();
        let options = Options::default().with_any_format();
        let payloads: Value = mdm_plist::from_slice_with(bytes, options)
            .map_err(|_| Error::Decrypt(mdm_pki::Error::Decryption))?;
        if payloads.as_array().is_none() {
            return Err(Error::Decrypt(mdm_pki::Error::Decryption));
        }
        // A binary one has no text.
        let text = std::str::from_utf8(bytes).ok().and_then(|text| text.get(top(text)?));
        let mut decrypted = self.clone();
        decrypted.replace_entry(ENCRYPTED, CONTENT, &payloads, text)?;
        decrypted.remove(IS_ENCRYPTED)?;
        *self = decrypted;
        Ok(())
    }

    /// The encrypted payloads as they stand: CMS EnvelopedData.
    #[must_use]
    pub fn encrypted_payloads(&self) -> Option<Data> {
        self.keys().get(ENCRYPTED).and_then(Value::as_data).map(Data::from)
    }
}

const ENCRYPTED: &str = "EncryptedPayloadContent";
const IS_ENCRYPTED: &str = "IsEncrypted";

const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
";

#[cfg(test)]
mod tests {
    use mdm_pki::{KeyPair, Usage};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{GOLDEN, KEY, any_profile, certificate, profile};
    use crate::{Blame, ProfileSummary, footprint};

    fn device() -> Recipient {
        Recipient::new(KEY.clone(), certificate(Usage::TlsClient, 90, 0)).unwrap()
    }

    fn decode(bytes: &[u8]) -> ForeignProfile {
        ForeignProfile::decode(bytes).unwrap()
    }

    #[test]
    fn the_device_gets_back_what_was_encrypted() {
        let device = device();
        let ciphers = [ContentCipher::Aes256Cbc, ContentCipher::Aes256Gcm, ContentCipher::DesEde3Cbc];
        for cipher in ciphers {
            let mut profile = decode(GOLDEN);
            profile.encrypt(&[device.certificate().clone()], cipher).unwrap();
            assert!(profile.is_encrypted() && profile.keys().get("PayloadContent").is_none());
            let text = String::from_utf8_lossy(profile.content()).into_owned();
            assert!(!text.contains("s3cret") && !text.contains("com.apple.mdm<"), "{text}");
            assert!(text.contains("\n\t<key>IsEncrypted</key>\n\t<true/>\n"), "{text}");
            let summary = ProfileSummary::decode(profile.content()).unwrap();
            assert!(summary.is_encrypted && summary.payloads.is_empty());
            assert!(footprint(profile.content()).touches().len() == 2);

            // What is inside is an array and nothing around it.
            let sealed = profile.encrypted_payloads().unwrap();
            let inside = device.decrypt(sealed.as_slice(), &Limits::PROFILE).unwrap();
            let array: Vec<mdm_plist::Dictionary> = mdm_plist::from_slice(inside.expose_secret()).unwrap();
            assert_eq!(array.len(), 3);

            profile.decrypt(&device).unwrap();
            assert_eq!(String::from_utf8_lossy(profile.content()), String::from_utf8_lossy(GOLDEN));
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused_and_changes_nothing() {
        let device = device();
        let to = [device.certificate().clone()];
        let cipher = ContentCipher::default();
        let mut encrypted = decode(GOLDEN);
        encrypted.encrypt(&to, cipher).unwrap();
        let before = encrypted.content().to_vec();
        let check = |result: Result<(), Error>, expected: &str, blame: Blame| {
            let refused = result.unwrap_err();
            assert_eq!((refused.to_string().as_str(), refused.blame()), (expected, blame));
        };
        let again = encrypted.encrypt(&to, cipher);
        check(again, "EncryptedPayloadContent cannot be used: there already", Blame::Caller);
        let none = decode(&profile("")).encrypt(&to, cipher);
        check(none, "PayloadContent cannot be used: not there", Blame::Caller);
        check(decode(GOLDEN).encrypt(&[], cipher), "the payloads cannot be encrypted", Blame::Caller);
        let plain = decode(GOLDEN).decrypt(&device);
        check(plain, "EncryptedPayloadContent is missing or not of its type", Blame::Peer);

        let key = KeyPair::mint_p256().unwrap();
        let other = mdm_pki::CertificateAuthority::mint_with_key(
            key.clone(),
            "x",
            crate::testing::DAY,
            crate::testing::now(),
        );
        let other = Recipient::new(key, other.unwrap().certificate().clone()).unwrap();
        check(encrypted.decrypt(&other), "the payloads cannot be decrypted", Blame::Peer);
        assert_eq!(encrypted.content(), before);
        let mut both = decode(encrypted.content());
        both.set(CONTENT, &Value::Array(Vec::new())).unwrap();
        let both = both.decrypt(&device);
        check(both, "PayloadContent cannot be used: beside encrypted payloads", Blame::Caller);
        // What is not an array of payloads is the same error as a wrong key.
        for inside in [&b"<plist><dict/></plist>"[..], b"no property list", b""] {
            let sealed = Value::Data(mdm_pki::encrypt(inside, &to, cipher).unwrap());
            let mut profile = decode(&profile(""));
            profile.set("EncryptedPayloadContent", &sealed).unwrap();
            check(profile.decrypt(&device), "the payloads cannot be decrypted", Blame::Peer);
        }
    }

    #[test]
    fn binary_payloads_are_read() {
        let device = device();
        let payloads = decode(GOLDEN).keys().get("PayloadContent").unwrap().clone();
        let inside = mdm_plist::to_vec_with(&payloads, mdm_plist::Format::Binary).unwrap();
        let to = [device.certificate().clone()];
        let sealed = mdm_pki::encrypt(&inside, &to, ContentCipher::default()).unwrap();
        let mut profile = decode(&profile("<key>IsEncrypted</key><true/>"));
        profile.set("EncryptedPayloadContent", &Value::Data(sealed)).unwrap();
        profile.decrypt(&device).unwrap();
        assert_eq!(profile.keys().get("PayloadContent"), Some(&payloads));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_profile_comes_back_to_the_byte(before in any_profile()) {
            let device = device();
            let mut profile = decode(before.as_bytes());
            profile.encrypt(&[device.certificate().clone()], ContentCipher::default()).unwrap();
            profile.decrypt(&device).unwrap();
            prop_assert_eq!(std::str::from_utf8(profile.content()).unwrap(), &before);
        }
    }
}
