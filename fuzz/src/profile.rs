//! What must hold for any bytes that are read as a profile.
//!
//! The fuzz target and the ordinary test that replays the corpus both include this file.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mdm_lock::{Footprint, Kind};
use mdm_pki::{CertificateAuthority, ContentCipher, KeyPair, Recipient, TrustAnchors};
use mdm_plist::{Dictionary, Format, Value};
use mdm_profile::{
    Blame, Error, ForeignProfile, MdmPayload, Profile, ProfileSummary, ShownAs, check_update, differences,
    footprint, removal_footprint, verify,
};

/// Panics when a promise does not hold for `bytes`.
pub(crate) fn check(bytes: &[u8]) {
    let (_, anchors, now) = &*BENCH;
    let touched = footprint(bytes);
    let shown = verify(bytes, anchors, *now);
    assert_ne!(shown.shown_as, ShownAs::Verified, "nobody has a certificate of this authority");
    let _ = check_update(bytes, bytes).map(|refusals| assert!(refusals.is_empty(), "{refusals:?}"));
    let _ = MdmPayload::find(bytes);
    match ProfileSummary::decode(bytes) {
        Ok(summary) => assert_eq!(touched, summary.footprint()),
        Err(error) => {
            let unread = Footprint::unknown().put_all(Kind::Profile);
            assert_eq!((&touched, &removal_footprint(bytes)), (&unread, &unread), "{error}");
        }
    }
    match ForeignProfile::decode(bytes) {
        Ok(profile) => {
            assert_ne!(shown.shown_as, ShownAs::Refused);
            check_edits(&profile);
            check_encryption(&profile);
            check_typed(&profile);
            assert!(differences(&profile, &profile).is_empty());
        }
        Err(error) => {
            assert_eq!(error.blame(), Blame::Peer, "{error}");
            assert_eq!(shown.shown_as, ShownAs::Refused);
        }
    }
}

/// A change and its opposite leave the text as it was, and each touches its own place only.
fn check_edits(profile: &ForeignProfile) {
    if profile.format() == Format::Binary || profile.keys().contains_key(ADDED) {
        return;
    }
    let text = Value::from("a value");
    let mut changed = profile.clone();
    if !is_done(changed.set(ADDED, &text)) {
        return;
    }
    assert_eq!(changed.keys().get(ADDED), Some(&text));
    assert_ne!(changed.content(), profile.content());
    let told = differences(profile, &changed);
    assert_eq!((told.profile.len(), told.payloads.len()), (1, 0));
    changed.remove(ADDED).expect("it is there");
    assert_eq!(changed.content(), profile.content());

    let items = profile.keys().get("PayloadContent").and_then(Value::as_array).map_or(0, Vec::len);
    for index in 0..items.min(4) {
        let mut changed = profile.clone();
        match profile
            .keys()
            .get("PayloadContent")
            .and_then(Value::as_array)
            .and_then(|items| items.get(index))
        {
            Some(Value::Dictionary(keys)) if !keys.contains_key(ADDED) => {
                if is_done(changed.set_in_payload(index, ADDED, &text)) {
                    changed.remove_in_payload(index, ADDED).expect("it is there");
                    // An empty dictionary in one tag gets two.
                    assert!(changed.content() == profile.content() || keys.is_empty());
                }
            }
            Some(Value::Dictionary(_)) => {}
            _ => assert!(matches!(changed.set_in_payload(index, ADDED, &text), Err(Error::Invalid { .. }))),
        }
    }
    let mut changed = profile.clone();
    let payload: Dictionary = [("K".to_owned(), text)].into_iter().collect();
    if changed.push_payload(&payload).is_ok() {
        changed.remove_payload(items).expect("it is there");
        assert!(changed.content() == profile.content() || items == 0);
    }
}

fn check_encryption(profile: &ForeignProfile) {
    let (device, ..) = &*BENCH;
    let mut sealed = profile.clone();
    // A text that stands in no other place, and not between a key and its value.
    if profile.keys().contains_key("IsEncrypted") {
        return;
    }
    if sealed.encrypt(&[device.certificate().clone()], ContentCipher::default()).is_ok() {
        assert!(sealed.is_encrypted());
        sealed.decrypt(device).expect("it was encrypted for this device");
        assert_eq!(sealed.keys(), profile.keys());
    }
}

/// What the typed view reads it writes with the same meaning.
fn check_typed(profile: &ForeignProfile) {
    let typed = if profile.format() == Format::Xml { Profile::decode(profile.content()) } else { return };
    if let Ok(typed) = typed {
        let written = typed.encode().expect("what was read can be written");
        let again = Profile::decode(&written).expect("what was written can be read");
        assert_eq!(again.encode().expect("what was read can be written"), written);
    }
}

/// The only reason for which a small value does not fit is a limit.
fn is_done(result: Result<(), Error>) -> bool {
    match result {
        Ok(()) => true,
        Err(Error::Encode(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

static BENCH: LazyLock<(Recipient, TrustAnchors, SystemTime)> = LazyLock::new(|| {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600);
    let key = KeyPair::mint_p256().expect("OpenSSL has P-256");
    let authority = CertificateAuthority::mint_with_key(key.clone(), "x", Duration::from_secs(86_400), now);
    let certificate = authority.expect("an authority").certificate().clone();
    let anchors = TrustAnchors::new([certificate.clone()]).expect("one anchor");
    (Recipient::new(key, certificate).expect("its own key"), anchors, now)
});

const ADDED: &str = "Added by the fuzz target";
