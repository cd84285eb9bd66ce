//! A file that an earlier version of the library wrote is brought forward without a loss.
//!
//! `tests/data/schema2/store.sql` is what that version had in its file. The bodies of its rows are of an older form, which
//! `mdm-enrollment` refuses to read; so this is about what stands in columns, and about saying so.

use std::sync::Arc;

use mdm_enrollment::row::{Lane, PayloadName, RecordKey, Route, RouteKind};
use mdm_store::{SenderEvent, Sqlite, Store, WakePosition};

use crate::folder::Folder;
use crate::pushes::{credential, sender};
use crate::world::{Device, TOPIC, secs, start};

const STORE: &str = include_str!("../data/schema2/store.sql");

#[tokio::test]
async fn what_the_second_schema_kept_is_all_there() {
    let folder = Folder::new();
    let path = folder.file("store.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(STORE).unwrap();
    // Brought forward once, and opened as it is then.
    drop(Sqlite::open(&path).unwrap());
    let store = Arc::new(Sqlite::open(&path).unwrap());

    assert_eq!(store.events(None, 100).await.unwrap().len(), 17);
    for (number, commands) in [(1, 2), (2, 1), (3, 0)] {
        let key = key(number);
        assert_eq!(store.commands(&key, None, 100).await.unwrap().len(), commands, "{key}");
        for seq in 1..=commands {
            let name = PayloadName(format!("command/{key}/{seq}").into());
            assert!(store.payload(&name).await.unwrap().is_some(), "{name:?}");
        }
    }
    // Two pushes were owed, and are.
    let wakes = store.changed_wakes(WakePosition(0), 100).await.unwrap();
    assert_eq!(wakes.iter().map(|wake| &wake.row.key).collect::<Vec<_>>(), [&key(1), &key(2)]);
    for (wake, due) in wakes.iter().zip([start(), start() + secs(5)]) {
        let row = &wake.row;
        assert_eq!((row.due, row.need, row.heard, row.lane), (Some(due), 1, 1, Lane::Normal));
        assert_eq!((row.attempt, row.pushed, row.comes_by), (0, None, None));
        assert_eq!(row.tenant.as_str(), TOPIC);
        assert_eq!(row.routes, [Route { kind: RouteKind::Apns, credential: credential() }]);
    }
    // Where to push is not read in its older form: the devices are named, and nobody is pushed to in their place.
    let round = sender(&store).poll(start() + secs(10)).await.unwrap();
    assert!(round.pushes.is_empty());
    for number in [1, 2] {
        assert!(
            round.events.contains(&SenderEvent::Unreadable { record: key(number) }),
            "{:?}",
            round.events
        );
    }
}

fn key(number: usize) -> RecordKey {
    Device::new(number).key()
}
