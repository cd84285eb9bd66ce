//! What embedders spawn on a runtime of several threads: every future of the runner is `Send` on any store.

use std::time::SystemTime;

use mdm_enrollment::row::{PayloadName, RecordKey};
use mdm_enrollment::{Actor, CommandUuid, DeviceRequest, Fingerprint, SlotId, Ticket};
use mdm_store::{Memory, RunError, Runner, Sender, Store};

fn send<T: Send>(_: &T) {}

struct Words<'a> {
    request: DeviceRequest<'a>,
    slot: SlotId,
    ticket: Ticket,
    key: RecordKey,
    uuid: CommandUuid,
}

/// Compiled for any store; never called, because it makes the futures only to look at their type.
fn futures_are_send<S: Store>(runner: &Runner<S>, words: &Words<'_>, now: SystemTime) {
    let Words { request, slot, ticket, key, uuid } = words;
    let actor = Actor::administrator("admin");
    send(&runner.device(request, now));
    send(&runner.open_slot(slot, &crate::world::invitation(ticket, now), now));
    send(&runner.admit(ticket, now));
    send(&runner.claim_slot(ticket, Fingerprint::from_bytes([0; 32]), now));
    send(&runner.order(key, &actor, &[], now));
    send(&runner.preview(key, &[], now));
    send(&runner.cancel(key, &actor, uuid, now));
    send(&runner.release(key, &actor, now));
    send(&runner.channel(key));
    send(&runner.explain(key, uuid, now));
    send(&runner.payload(&PayloadName("x".into())));
    send(&runner.flush_contacts());
}

fn futures_of_a_sender_are_send<S: Store>(sender: &mut Sender<S>, now: SystemTime) {
    send(&sender.poll(now));
    send(&sender.stop(now));
}

#[test]
fn a_runner_goes_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Runner<Memory>>();
    check::<RunError>();
    check::<Sender<Memory>>();
    let _: fn(&mut Sender<Memory>, SystemTime) = futures_of_a_sender_are_send::<Memory>;
    let _: fn(&Runner<Memory>, &Words<'_>, SystemTime) = futures_are_send::<Memory>;
}
