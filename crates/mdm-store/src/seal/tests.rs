//! Seals: what opens, what does not, and what is told about it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

const SECRET: &[u8] = b"planted-secret";

fn key(text: &str) -> RecordKey {
    RecordKey::new(text).unwrap()
}

fn seal_key(seed: u8) -> SealKey {
    SealKey::from_bytes([seed; 32])
}

fn ring(id: u32, seed: u8) -> KeyRing {
    KeyRing::new(KeyId(id), seal_key(seed))
}

fn aes(id: u32, seed: u8) -> AesGcm<KeyRing> {
    AesGcm::new(ring(id, seed))
}

fn places() -> Vec<Place> {
    let command = |name: &str, seq| Place::Command { key: key(name), seq };
    let mut places = vec![command("a", 0), command("a", 1), command("b", 1), command("a", u64::MAX)];
    for name in ["a", "b", "a/1/0", "\0"] {
        places.extend([Place::Head(key(name)), Place::Wake(key(name))]);
        places.extend([Place::Payload(PayloadName(name.into())), Place::Event(name.into())]);
    }
    places.push(Place::event(&key("a"), Version(1), 0));
    places.dedup();
    places
}

#[tokio::test]
async fn what_is_sealed_opens_at_its_place_alone() {
    let seal = aes(7, 1);
    let mut seen = std::collections::BTreeSet::new();
    let places: std::collections::BTreeSet<_> = places().into_iter().collect();
    for place in &places {
        assert!(seen.insert(place.to_bytes()), "{place}");
        for plain in [&b""[..], SECRET, &[0xa5; 100_000]] {
            let sealed = seal.seal(place, plain.to_vec()).await.unwrap();
            assert_eq!(sealed.len(), plain.len() + 40);
            assert!(sealed.len() <= plain.len() + crate::limits::SEAL);
            assert_eq!(seal.key_of(&sealed[..sealed.len().min(crate::limits::SEAL)]), Some(KeyId(7)));
            assert!(plain.is_empty() || !sealed.windows(plain.len()).any(|window| window == plain));
            for other in &places {
                let opened = seal.open(other, sealed.clone()).await;
                match opened {
                    Ok(opened) => assert!(other == place && opened == plain, "{place} at {other}"),
                    Err(SealFault::Altered { key: KeyId(7) }) => assert_ne!(other, place),
                    Err(fault) => panic!("{fault}"),
                }
            }
        }
    }
}

/// A store compares; and whoever looks at the file must not.
#[tokio::test]
async fn the_same_value_at_the_same_place_gives_the_same_bytes() {
    let (place, other) = (Place::Wake(key("a")), Place::Wake(key("b")));
    let seal = aes(1, 1);
    let sealed = seal.seal(&place, SECRET.to_vec()).await.unwrap();
    assert_eq!(aes(1, 1).seal(&place, SECRET.to_vec()).await.unwrap(), sealed);
    for different in [
        seal.seal(&other, SECRET.to_vec()).await.unwrap(),
        seal.seal(&place, b"planted-secreu".to_vec()).await.unwrap(),
        aes(1, 2).seal(&place, SECRET.to_vec()).await.unwrap(),
        aes(2, 1).seal(&place, SECRET.to_vec()).await.unwrap(),
    ] {
        assert_ne!(different[12..24], sealed[12..24], "the nonces");
        assert_ne!(different[24..], sealed[24..]);
    }
}

/// Computed once with Python's `hmac` and the `cryptography` package: what is written today has to open for ever.
#[tokio::test]
async fn the_format_does_not_change() {
    let sealed = aes(7, 1).seal(&Place::Head(key("device/1")), SECRET.to_vec()).await.unwrap();
    let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, FORMAT);
}

const FORMAT: &str = "4c6b5331000000074a252a3243aab7edd84f02fa8b1170391b4296fae41ad3ea095dbf600ead8914\
    00bf6543622b953d06020b0030cd";

#[tokio::test]
async fn what_was_changed_does_not_open() {
    let place = Place::Payload(PayloadName("p".into()));
    let seal = aes(7, 1);
    let sealed = seal.seal(&place, SECRET.to_vec()).await.unwrap();
    for (at, bit) in (0..sealed.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1 << bit;
        let fault = seal.open(&place, flipped).await.unwrap_err();
        let expected = match at {
            0..4 => matches!(fault, SealFault::Unsealed),
            _ => matches!(fault, SealFault::Altered { key: KeyId(7) }),
        };
        assert!(expected, "bit {bit} of byte {at}: {fault:?}");
    }
    for length in 0..sealed.len() {
        let fault = seal.open(&place, sealed[..length].to_vec()).await.unwrap_err();
        let expected = match length {
            0..4 => matches!(fault, SealFault::Unsealed),
            4..40 => matches!(fault, SealFault::Truncated),
            _ => matches!(fault, SealFault::Altered { .. }),
        };
        assert!(expected, "{length} bytes: {fault:?}");
    }
    let longer = [&sealed[..], b"x"].concat();
    assert!(matches!(seal.open(&place, longer).await, Err(SealFault::Altered { .. })));
}

/// What a value says about its key was damaged: it is told from one whose key is missing by what a key that is there makes
/// of the rest of it.
#[tokio::test]
async fn a_damaged_name_is_told_from_a_missing_key() {
    let place = Place::Wake(key("a"));
    let sealed = aes(7, 1).seal(&place, SECRET.to_vec()).await.unwrap();
    let named = |name: &[u8; 8]| [&sealed[..4], name, &sealed[12..]].concat();
    let both = || AesGcm::new(ring(8, 2).with(KeyId(7), seal_key(1)));
    let eight = both().seal(&place, SECRET.to_vec()).await.unwrap();
    let of_eight: &[u8; 8] = eight[4..12].first_chunk().unwrap();
    for name in [&[0; 8], &[0xff; 8], b"\0\0\0\x07abcd", b"\0\0\0\x08abcd", of_eight] {
        let bytes = named(name);
        let fault = both().open(&place, bytes.clone()).await.unwrap_err();
        match *name {
            // All that it says of itself is right.
            name if name == *of_eight => assert!(matches!(fault, SealFault::Altered { key: KeyId(8) })),
            _ => assert!(matches!(fault, SealFault::Altered { key: KeyId(7) }), "{name:?}: {fault:?}"),
        }
        // Elsewhere, or with more of it damaged, nobody can tell.
        let mut more = bytes.clone();
        *more.last_mut().unwrap() ^= 1;
        for (place, bytes) in [(&Place::Wake(key("b")), bytes.clone()), (&place, more)] {
            let fault = both().open(place, bytes).await.unwrap_err();
            assert_eq!(fault.is_about_the_value(), name == of_eight, "{name:?}: {fault:?}");
        }
        // Neither can who has not got the key.
        let fault = aes(9, 3).open(&place, bytes).await.unwrap_err();
        assert!(matches!(fault, SealFault::UnknownKey { .. }), "{fault:?}");
    }
    // A service is asked for what it says that it has.
    let sealed = aes(1, 1).seal(&place, SECRET.to_vec()).await.unwrap();
    let bytes = [&sealed[..4], &[5; 8], &sealed[12..]].concat();
    let service = Arc::new(Service::default());
    let seal = AesGcm::new(Arc::clone(&service));
    let fault = seal.open(&place, bytes.clone()).await.unwrap_err();
    assert!(matches!(fault, SealFault::Altered { key: KeyId(1) }), "{fault:?}");
    seal.forget_keys();
    service.is_away.store(true, Ordering::Relaxed);
    let fault = seal.open(&place, bytes).await.unwrap_err();
    assert!(matches!(fault, SealFault::Fetch { .. }), "later it can be told: {fault:?}");
}

#[tokio::test]
async fn keys_are_told_apart() {
    let place = Place::Head(key("a"));
    let sealed = aes(7, 1).seal(&place, SECRET.to_vec()).await.unwrap();
    let check = async |seal: AesGcm<KeyRing>, expected: Option<(&str, Blame)>| {
        let opened = seal.open(&place, sealed.clone()).await;
        match expected {
            None => assert_eq!(opened.unwrap(), SECRET),
            Some((text, blame)) => {
                let fault = opened.unwrap_err();
                assert_eq!((&*fault.to_string(), fault.blame(), fault.retry()), (text, blame, Retry::Never));
            }
        }
    };
    check(aes(7, 1), None).await;
    check(AesGcm::new(ring(8, 2).with(KeyId(7), seal_key(1))), None).await;
    check(aes(8, 1), Some(("key 7 is not known", Blame::Caller))).await;
    check(aes(7, 2), Some(("key 7 is another one than that which sealed it", Blame::Caller))).await;
    // The first of one number counts.
    check(AesGcm::new(ring(7, 1).with(KeyId(7), seal_key(2))), None).await;
}

#[tokio::test]
async fn what_is_not_sealed_is_accepted_on_demand() {
    let place = Place::Head(key("a"));
    assert!(matches!(aes(1, 1).open(&place, SECRET.to_vec()).await, Err(SealFault::Unsealed)));
    let seal = aes(1, 1).dangerous_accept_unsealed();
    assert_eq!(seal.open(&place, SECRET.to_vec()).await.unwrap(), SECRET);
    assert_eq!(seal.key_of(SECRET), None);
    // What says that it is sealed has to be.
    let mut sealed = seal.seal(&place, SECRET.to_vec()).await.unwrap();
    sealed.truncate(20);
    assert!(matches!(seal.open(&place, sealed).await, Err(SealFault::Truncated)));
}

/// Keys that lie encrypted beside the store, and a service that decrypts them: here AES under a key of its own.
#[derive(Default)]
struct Service {
    asked: AtomicUsize,
    is_away: AtomicBool,
}

#[derive(Debug, thiserror::Error)]
#[error("the service is away")]
struct Away;

impl Keys for Service {
    fn current(&self) -> KeyId {
        KeyId(1)
    }

    async fn key(&self, id: KeyId) -> Result<Option<SealKey>, KeyError> {
        tokio::task::yield_now().await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.is_away.load(Ordering::Relaxed) {
            return Err(Away.into());
        }
        let cipher = openssl::symm::Cipher::aes_256_cbc();
        let envelope = openssl::symm::encrypt(cipher, &[9; 32], Some(&[0; 16]), &[1; 32]).unwrap();
        let opened = openssl::symm::decrypt(cipher, &[9; 32], Some(&[0; 16]), &envelope).unwrap();
        Ok((id == KeyId(1)).then(|| SealKey::from_bytes(opened.try_into().unwrap())))
    }
}

#[tokio::test]
async fn a_service_is_asked_once_for_a_key() {
    let service = Arc::new(Service::default());
    let seal = AesGcm::new(Arc::clone(&service));
    let place = Place::Head(key("a"));
    service.is_away.store(true, Ordering::Relaxed);
    let fault = seal.seal(&place, SECRET.to_vec()).await.unwrap_err();
    assert!(matches!(fault, SealFault::Fetch { key: KeyId(1), .. }));
    assert_eq!((fault.blame(), fault.retry()), (Blame::Upstream, Retry::Later));
    service.is_away.store(false, Ordering::Relaxed);
    for _ in 0..10 {
        let sealed = seal.seal(&place, SECRET.to_vec()).await.unwrap();
        assert_eq!(seal.open(&place, sealed).await.unwrap(), SECRET);
    }
    assert_eq!(service.asked.load(Ordering::Relaxed), 2, "the failed one and the first");
    // Bytes that name keys nobody has are no reason to remember anything.
    let unknown = aes(2, 1).seal(&place, SECRET.to_vec()).await.unwrap();
    for _ in 0..2 {
        let fault = seal.open(&place, unknown.clone()).await.unwrap_err();
        assert!(matches!(fault, SealFault::UnknownKey { key: KeyId(2) }));
    }
    seal.forget_keys();
    service.is_away.store(true, Ordering::Relaxed);
    assert!(seal.seal(&place, SECRET.to_vec()).await.is_err());
    assert_eq!(service.asked.load(Ordering::Relaxed), 5);
}

#[test]
fn no_key_is_shown() {
    let seal = aes(1, 0xa7);
    let shown = format!("{seal:?} {:?} {:?}", seal.keys(), seal_key(0xa7));
    assert!(!shown.contains("167") && !shown.contains("a7"), "{shown}");
    assert!(shown.contains("redacted"));
}

#[cfg(feature = "deflate")]
#[tokio::test]
async fn payloads_are_packed_before_they_are_sealed() {
    let seal = Deflate::new(aes(1, 1));
    let plain = b"<string>x</string>".repeat(1_000);
    let payload = Place::Payload(PayloadName("p".into()));
    let sealed = seal.seal(&payload, plain.clone()).await.unwrap();
    assert!(sealed.len() < plain.len() / 20, "{}", sealed.len());
    assert_eq!(seal.open(&payload, sealed.clone()).await.unwrap(), plain);
    assert_eq!((seal.key_of(&sealed), seal.current()), (Some(KeyId(1)), KeyId(1)));
    // What was written before packing was switched on.
    let before = aes(1, 1).seal(&payload, plain.clone()).await.unwrap();
    assert_eq!(seal.open(&payload, before).await.unwrap(), plain);
    let head = Place::Head(key("a"));
    assert_eq!(seal.seal(&head, plain.clone()).await.unwrap().len(), plain.len() + 40);
}
