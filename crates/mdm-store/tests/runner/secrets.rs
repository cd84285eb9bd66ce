//! Planted secrets reach no `Debug` and no `Display`.

use std::fmt::Debug;
use std::sync::Arc;

use base64::Engine as _;
use mdm_apple::{ClearPasscode, UnlockToken};
use mdm_enrollment::Address;
use mdm_store::{Memory, RunError, Runner, Store};

use crate::pushes::sender;
use crate::world::{SECRET, admin, enrolled, invitation, order, query, secs, slot, start, ticket};

/// Neither as text nor as bytes, plain or in base64.
fn check(shown: &str) {
    let ticket = ticket(9);
    let base64 = base64::engine::general_purpose::STANDARD.encode(SECRET);
    let bare: String = shown.split_whitespace().collect();
    for text in [SECRET, ticket.expose_secret(), base64.trim_end_matches('=')] {
        let bytes: Vec<_> = text.bytes().map(|byte| byte.to_string()).collect();
        assert!(!shown.contains(text) && !bare.contains(&bytes.join(",")), "{shown}");
    }
}

fn shows_nothing(value: &impl Debug) {
    check(&format!("{value:?} {value:#?}"));
}

fn tells_nothing(error: &RunError) {
    check(&format!("{error} {error:?}"));
}

pub(crate) async fn no_secret_is_shown<S: Store>(store: Arc<S>) {
    let (office, device) = enrolled(&store).await;
    let key = device.key();
    office.open_slot(&slot("slot-9"), &invitation(&ticket(9), start()), start() - secs(1)).await.unwrap();
    tells_nothing(&office.admit(&ticket(9), start()).await.unwrap_err());
    tells_nothing(
        &office.claim_slot(&ticket(9), device.certificate().fingerprint(), start()).await.unwrap_err(),
    );

    let clear = order("A", ClearPasscode::new(UnlockToken::new(SECRET.into())));
    let orders = [clear, query("B")];
    shows_nothing(&office.preview(&key, &orders, start()).await.unwrap());
    shows_nothing(&office.order(&key, &admin(), &orders, start()).await.unwrap());
    tells_nothing(&office.order(&key, &admin(), &orders, start()).await.unwrap_err());
    let mut sender = sender(&store);
    let round = sender.poll(start()).await.unwrap();
    let Address::Apns(route) = &round.pushes[0].address else { panic!("{round:?}") };
    assert_eq!((route.magic.expose_secret(), route.token.expose_secret()), (SECRET, SECRET.as_bytes()));
    shows_nothing(&round);
    shows_nothing(&sender);
    shows_nothing(&store.wake(&key).await.unwrap());
    shows_nothing(&office.channel(&key).await.unwrap());

    let served = device.connect(&office, &device.idle()).await.unwrap();
    let base64 = base64::engine::general_purpose::STANDARD.encode(SECRET);
    assert!(
        String::from_utf8(served.body.clone()).unwrap().contains(&base64),
        "the command holds the secret"
    );
    shows_nothing(&served);
    // A report that breaks off behind the secret.
    let broken = format!("<plist><dict><key>PushMagic</key><string>{SECRET}</string>{SECRET}");
    shows_nothing(&device.connect(&office, broken.as_bytes()).await.unwrap());
    tells_nothing(&device.check_in(&office, broken.as_bytes()).await.unwrap_err());
    office.store().lose_commits.set(1);
    tells_nothing(&device.check_in(&office, &device.authenticate()).await.unwrap_err());

    let shown = Runner::new(Memory::new(), (*office.tenants()).clone(), mdm_enrollment::RuleTable::default());
    shows_nothing(&shown);
    shows_nothing(&office);
    check(&format!("{:?}", store.load(&key, &mdm_enrollment::row::Window::Open).await.unwrap()));
}
