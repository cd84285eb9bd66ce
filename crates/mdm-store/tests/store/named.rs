//! A sealed value says in eight bytes which key it is under. When these were damaged it is one value that cannot be read;
//! when the key is missing it is every value under it, and nobody may pass them over.

use std::num::NonZeroU32;
use std::sync::Arc;

use mdm_store::push::Config;
use mdm_store::row::Tenant;
use mdm_store::seal::{AesGcm, KeyId, KeyRing, SealFault, SealKey, Sealed};
use mdm_store::{
    Auditor, Blame, Error, EventPosition, Memory, Outbox, OutboxOptions, Sender, SenderEvent, Store,
    Unreadable, WakePosition,
};

use crate::sealed::{aes, at, credential, full, key};

/// What a sender says in ten seconds: whose wake cannot be read, and how often it could not go on.
async fn said(store: &impl Store, from: u64) -> (Vec<String>, usize) {
    let mut sender = Sender::new(store);
    sender.serve(credential(), Config::new(NonZeroU32::new(60).unwrap()));
    let (mut unreadable, mut errors) = (Vec::new(), 0);
    for second in 0..10 {
        match sender.poll(at(from + second * 1_000)).await {
            Ok(round) => unreadable.extend(round.events.into_iter().filter_map(|event| match event {
                SenderEvent::Unreadable { record } => Some(record.to_string()),
                _ => None,
            })),
            Err(_) => errors += 1,
        }
    }
    let _ = sender.stop(at(from + 10_000)).await;
    unreadable.sort();
    unreadable.dedup();
    (unreadable, errors)
}

/// Which events a consumer is told of, and which it passes; the first other error.
async fn told(store: &impl Store, name: &str) -> Result<(Vec<u64>, Vec<u64>), Error> {
    let outbox = Outbox::new(store, name, OutboxOptions::default()).unwrap();
    let (mut told, mut passed) = (Vec::new(), Vec::new());
    loop {
        let mut delivery = match outbox.poll(at(0)).await {
            Err(Error::Unreadable { row }) => {
                outbox.pass(&row).await.unwrap();
                let Unreadable::Event { position, .. } = row else { panic!("{row}") };
                passed.push(position.0);
                continue;
            }
            delivery => delivery?,
        };
        if delivery.is_empty() {
            return Ok((told, passed));
        }
        while let Some(event) = delivery.next_event() {
            told.push(event.position.0);
        }
        outbox.settle(delivery, at(0)).await.unwrap();
    }
}

fn auditor<S: Store>(store: S) -> Auditor<S> {
    Auditor::new(store, [Tenant::new("tenant").unwrap()]).with_stray_events()
}

/// Each byte of the seal, and all that names the key at once, in a page of one row and in one of several.
#[cfg(feature = "sqlite")]
#[tokio::test]
async fn any_damaged_byte_is_damage_of_its_row() {
    for names in [&["a"][..], &["a", "b"]] {
        let folder = crate::folder::Folder::new();
        let path = folder.file("store.db");
        let options = mdm_store::SqliteOptions::default().with_durability(mdm_store::Durability::Process);
        let store = Sealed::new(mdm_store::Sqlite::open_with(&path, options).unwrap(), aes(&[2, 1]));
        // What the former key sealed is told from damage too.
        let former = Sealed::new(store.store(), aes(&[1, 2]));
        for name in names {
            former.commit(full(name, None)).await.unwrap();
        }
        store.commit(full("a", Some(1))).await.unwrap();
        let raw = rusqlite::Connection::open(&path).unwrap();
        let read = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        let wake = read("SELECT body FROM wake WHERE key = 'a'");
        let event = read("SELECT body FROM event WHERE position = 1");
        let all: Vec<u64> = (1..=2 * names.len() as u64 + 2).collect();

        for number in 0..42 {
            let damaged = |whole: &[u8]| {
                let mut bytes = whole.to_vec();
                match number {
                    40 => bytes[4..12].fill(0xa5),
                    41 => bytes[4..12].fill(0),
                    at => bytes[at] ^= 0x20,
                }
                bytes
            };
            raw.execute("UPDATE wake SET body = ?1 WHERE key = 'a'", [damaged(&wake)]).unwrap();
            raw.execute("UPDATE event SET body = ?1 WHERE position = 1", [damaged(&event)]).unwrap();

            let pending = store.pending_wakes(&credential(), None, 9).await.unwrap();
            assert_eq!(pending.len(), names.len(), "{number}");
            assert_eq!(store.changed_wakes(WakePosition(0), 9).await.unwrap().len(), names.len());
            let error = store.wake(&key("a")).await.unwrap_err();
            assert_eq!(error.blame(), Blame::Upstream, "{number}: {error:?}");
            // What the others have is no address either, so all were tried, each a while after the last time.
            assert_eq!(said(&store, number as u64 * 10 * 86_400_000).await, (own(names), 0), "{number}");

            let (told, passed) = told(&store, &number.to_string()).await.unwrap();
            assert_eq!((told, passed), (all[1..].to_vec(), vec![1]), "{number}");
            let auditor = auditor(&store);
            for draft in auditor.drafts(None, at(0)).await.unwrap() {
                assert_eq!(draft.checkpoint().unreadable, [1], "{number}");
            }
            assert_eq!(auditor.prune(EventPosition(0)).await.unwrap(), 0);
        }
        raw.execute("UPDATE wake SET body = ?1 WHERE key = 'a'", [wake]).unwrap();
        assert!(store.wake(&key("a")).await.is_ok());
    }
}

fn own(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// Half of a fleet is under a key that somebody forgot to give, or gave another one for: nothing is passed over, as long
/// as it is not there, and then all of it is served.
#[tokio::test]
async fn nobody_passes_over_what_a_missing_key_would_open() {
    let store = Arc::new(Memory::new());
    let both = Sealed::new(Arc::clone(&store), aes(&[2, 1]));
    Sealed::new(&store, aes(&[1, 2])).commit(full("a", None)).await.unwrap();
    both.commit(full("b", None)).await.unwrap();
    let other = SealKey::from_bytes([7; 32]);
    let forgot = (aes(&[2]), "key 1 is not known");
    let none = (aes(&[3]), "key 1 is not known");
    let ring = KeyRing::new(KeyId(2), SealKey::from_bytes([2; 32])).with(KeyId(1), other);
    let mistaken = (AesGcm::new(ring), "key 1 is another one than that which sealed it");
    for (round, (seal, why)) in [forgot, none, mistaken].into_iter().enumerate() {
        let sealed = Sealed::new(&store, seal);
        let is_loud = |error: Error| {
            let source = std::error::Error::source(&error).map(ToString::to_string);
            assert_eq!((source.as_deref(), error.blame()), (Some(why), Blame::Caller), "{error:?}");
            let Error::Seal { fault, .. } = error else { panic!() };
            assert!(matches!(
                fault,
                SealFault::UnknownKey { key: KeyId(1) } | SealFault::OtherKey { key: KeyId(1) }
            ));
        };
        is_loud(sealed.pending_wakes(&credential(), None, 9).await.unwrap_err());
        is_loud(sealed.changed_wakes(WakePosition(0), 9).await.unwrap_err());
        is_loud(sealed.events(None, 9).await.unwrap_err());
        is_loud(told(&sealed, "late").await.unwrap_err());
        let drafts = auditor(&sealed).drafts(None, at(0)).await;
        assert!(drafts.is_err_and(|error| error.to_string().contains("event.body of a/1/0")), "{why}");
        let (unreadable, errors) = said(&sealed, 100_000 * round as u64).await;
        assert_eq!(unreadable, [""; 0]);
        assert!(errors >= 9, "{errors}");
    }
    assert_eq!(said(&both, 1_000_000).await, (own(&["a", "b"]), 0));
    assert_eq!(told(&both, "late").await.unwrap(), (vec![1, 2, 3, 4], vec![]));
}
