//! What must hold: the delivery contract and the four promises, each written down once more, without the
//! queue's own notes where that is possible.

use mdm_command::{Entry, Fact, Mode, Queue, State, Wake};
use mdm_lock::LostMode;

use crate::catalog::{Kind, Part};
use crate::device::{Phase, Report, Status, slot};
use crate::scenario::Scenario;
use crate::world::{World, place};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    NothingLost,
    OneOutstanding,
    NotOfferedAgain,
    MaybeExecutedStays,
    FinalStays,
    EraseCancels,
    SameReply,
    Order,
    State,
    Liveness,
    Wake,
    Chain,
    Group,
    Once,
    Barrier,
    Held,
    Fifo,
}

/// A promise that does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) promise: Promise,
    pub(crate) text: String,
}

fn check(holds: bool, promise: Promise, text: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { promise, text: text() }) }
}

/// After a decision of the server.
pub(crate) fn decided(
    before: &Queue,
    world: &World,
    report: Option<Report>,
    facts: &[Fact],
    scenario: &Scenario,
) -> Result<(), Broken> {
    let after = &world.queue;
    let ended = |entry: &Entry| {
        facts.iter().any(|fact| matches!(fact, Fact::Ended { uuid, .. } if *uuid == entry.uuid))
    };
    for old in before.entries() {
        let Some(new) = after.at(old.seq) else {
            return check(false, Promise::NothingLost, || format!("{} is gone", old.seq));
        };
        let stays = !old.state.is_final()
            || (new.state == old.state
                && new.outcome == old.outcome
                && new.maybe_executed == old.maybe_executed
                && new.ended_at == old.ended_at);
        check(stays, Promise::FinalStays, || {
            format!("{} was {:?} and is {:?}", old.seq, old.state, new.state)
        })?;
        let told = old.state.is_final() || !new.state.is_final() || ended(new);
        check(told, Promise::NothingLost, || format!("{} ended without a record", old.seq))?;
        let marked = new.maybe_executed || !old.maybe_executed;
        check(marked, Promise::MaybeExecutedStays, || format!("{} lost its mark", old.seq))?;
        // A session begins, and its answer has not come.
        let lost = old.state == State::Sent && report == Some(Report::Idle);
        check(!lost || new.maybe_executed, Promise::MaybeExecutedStays, || {
            format!("{} was not answered and is not marked", old.seq)
        })?;
    }
    for seq in world.places().filter(|seq| world.is_chained(*seq)) {
        let [before, chained] = [seq - 1, seq].map(|seq| after.at(u64::from(seq)));
        let broken = before.is_some_and(|entry| !entry.is_open() && entry.state != State::Acknowledged);
        let holds = !broken || chained.is_some_and(|entry| !entry.is_open());
        check(holds, Promise::Chain, || format!("{seq} goes on, and what it was chained to did not run"))?;
    }
    for fact in facts {
        if let Fact::BarrierOpened { uuid } = fact {
            let seq = after.entry(uuid).map_or(0, |entry| place(entry.seq));
            let times = world.times[usize::from(seq - 1)];
            let holds =
                world.kind(seq) == Kind::Unknown && times >= scenario.patience && scenario.patience > 0;
            check(holds, Promise::Barrier, || {
                format!("{seq} may be passed after {times} refusing sessions")
            })?;
        }
    }
    let (mut open, mut sent) = (0, 0);
    for entry in after.entries() {
        open += u64::from(entry.is_open());
        sent += u64::from(entry.state == State::Sent);
        let answered = entry.state != State::Acknowledged || world.device.ran(place(entry.seq));
        check(answered, Promise::State, || format!("{} is acknowledged and never ran", entry.seq))?;
        let erased = entry.state == State::Acknowledged && world.kind(place(entry.seq)) == Kind::Erase;
        if erased && before.at(entry.seq).is_some_and(Entry::is_open) {
            let rest = after.entries().find(|entry| entry.is_open());
            check(rest.is_none(), Promise::EraseCancels, || {
                format!("the erase is accepted, and {:?} is open", rest.map(|entry| entry.seq))
            })?;
        }
    }
    let all = after.entries().count() as u64 == after.state().last_seq;
    check(all && open == after.open(), Promise::NothingLost, || format!("{open} are open: {after:?}"))?;
    check(sent <= 1, Promise::OneOutstanding, || format!("{sent} are outstanding"))
}

/// When a command goes into a reply. `was` is its state before; `fresh` says that a session began.
pub(crate) fn offered(
    world: &World,
    next: Option<(u8, State)>,
    fresh: bool,
    scenario: &Scenario,
) -> Result<(), Broken> {
    let Some((seq, was)) = next else { return Ok(()) };
    check(world.held & (1 << (seq - 1)) == 0, Promise::Held, || format!("{seq} is held, and goes out"))?;
    // Until another report has come, a reply may have been lost, and the same one is given again.
    let again = was == State::Unanswered || (was == State::Sent && fresh);
    check(!again || !world.kind(seq).runs_once(), Promise::Once, || format!("{seq} is offered again"))?;
    if scenario.mode == Mode::Fifo && was != State::Sent {
        let new =
            |seq: &u8| world.queue.at(u64::from(*seq)).is_some_and(|entry| entry.state == State::Queued);
        let first = could_go(world, scenario).find(new).filter(|first| *first < seq);
        check(first.is_none(), Promise::Fifo, || format!("{seq} goes before {first:?}"))?;
    }
    let refused = world.refused & (1 << (seq - 1)) != 0;
    check(!refused, Promise::NotOfferedAgain, || format!("{seq} was refused in this session"))
}

/// A report that comes twice gets the same reply, unless it began a session: then something more urgent may be
/// there.
pub(crate) fn same_reply(world: &World, first: Option<u8>, second: Option<u8>) -> Result<(), Broken> {
    let idle = world.device.phase == Phase::Says(Report::Idle);
    check(idle || first == second, Promise::SameReply, || format!("first {first:?}, then {second:?}"))
}

/// *Order*: when a command has run. A later one that conflicts has not run before, except on record.
pub(crate) fn executed(world: &World, seq: u8, scenario: &Scenario) -> Result<(), Broken> {
    let kind = world.kind(seq);
    let mut later = (seq + 1)..=world.queued();
    let wrong = later.find(|later| {
        let conflicts = kind.conflicts(world.kind(*later), scenario.wifi);
        conflicts
            && world.device.ran(*later)
            && !world.overtook(*later, seq)
            && !world.may_be_passed(seq)
            && world.kind(*later) != Kind::Erase
    });
    check(wrong.is_none(), Promise::Order, || format!("{seq} ran after {wrong:?}"))?;
    // *Chain*: what it was chained to has been acknowledged.
    let before = world.queue.at(u64::from(seq - 1)).map(|entry| entry.state);
    let follows = !world.is_chained(seq) || before == Some(State::Acknowledged);
    check(follows, Promise::Chain, || format!("{seq} ran, and what it was chained to is {before:?}"))?;
    // *Group*: nothing foreign that conflicts runs between the members, unless it overtakes.
    let open = |seq: u8| world.queue.at(u64::from(seq)).is_some_and(Entry::is_open);
    let torn = world.places().filter(|second| world.is_grouped(*second)).find(|second| {
        let members = [second - 1, *second];
        let between = world.device.ran(second - 1) && !world.device.ran(*second) && open(*second);
        let foreign = !members.contains(&seq) && kind.urgency() <= world.urgency(*second);
        between && foreign && members.iter().any(|seq| kind.conflicts(world.kind(*seq), scenario.wifi))
    });
    check(torn.is_none(), Promise::Group, || format!("{seq} ran before the end of the group of {torn:?}"))
}

/// *Once*: before a command runs.
pub(crate) fn about_to_run(world: &World, seq: u8) -> Result<(), Broken> {
    let twice = world.kind(seq).runs_once() && world.device.ran(seq);
    check(!twice, Promise::Once, || format!("{seq} runs twice"))
}

/// After every step.
pub(crate) fn always(world: &World, scenario: &Scenario) -> Result<(), Broken> {
    if world.device.phase == Phase::Gone {
        return Ok(());
    }
    state(world)?;
    if world.queue.open() == 0 {
        return records(world);
    }
    wake(world, scenario)
}

/// *State*: what the device has is the fold, in queue order, of what has run.
fn state(world: &World) -> Result<(), Broken> {
    let mut has = [0; 3];
    let mut lost = false;
    for seq in world.places().filter(|seq| world.device.ran(*seq)) {
        let kind = world.kind(seq);
        if let Some((slot, there)) = slot(kind) {
            has[slot] = if there { seq } else { 0 };
        }
        if let Some((Part::Protection, there)) = kind.writes() {
            lost = there;
        }
    }
    if world.device.landing != 0 {
        has[2] = world.device.has[2];
    }
    check(has == world.device.has, Promise::State, || {
        format!("profile A, profile B, app should be {has:?} and are {:?}", world.device.has)
    })?;
    check(lost == world.device.lost, Promise::State, || format!("Lost Mode should be {lost}"))
}

/// *State*, as the records tell it: once everything is final and the device holds nothing, what it has is the
/// fold of what was acknowledged; what may have run may count.
fn records(world: &World) -> Result<(), Broken> {
    if !matches!(world.device.phase, Phase::Asleep | Phase::Says(Report::Idle)) {
        return Ok(());
    }
    for wanted in (0..3).filter(|slot| *slot != 2 || world.device.landing == 0) {
        // Bit n: the content may be what command n wrote; bit 0: nothing.
        let mut possible = 1_u32;
        for entry in world.queue.entries() {
            let seq = place(entry.seq);
            let Some((_, there)) = slot(world.kind(seq)).filter(|(slot, _)| *slot == wanted) else {
                continue;
            };
            let content = if there { 1 << seq } else { 1 };
            if entry.state == State::Acknowledged {
                possible = content;
            } else if entry.maybe_executed || (entry.state == State::Cancelled && entry.deliveries > 0) {
                possible |= content;
            }
        }
        let has = world.device.has[wanted];
        check(possible & (1 << has) != 0, Promise::State, || {
            format!("by the records slot {wanted} cannot be {has}: {possible:#b}")
        })?;
    }
    Ok(())
}

/// *Wake*: if a command could move, a push is owed or the device comes by itself.
fn wake(world: &World, scenario: &Scenario) -> Result<(), Broken> {
    match world.owed {
        Wake::Due(_) => Ok(()),
        Wake::ByItself(_) => check(world.device.last_not_now, Promise::Wake, || {
            "it is expected by itself, and its last status was not NotNow".into()
        }),
        _ => {
            let free = could_go(world, scenario).next();
            check(free.is_none(), Promise::Wake, || format!("{free:?} could go, and nobody wakes the device"))
        }
    }
}

/// *Liveness*: nothing happens any more, although the device is unlocked and in reach: only what Lost Mode stops
/// may be left.
pub(crate) fn at_rest(world: &World, scenario: &Scenario) -> Result<(), Broken> {
    if world.device.phase == Phase::Gone {
        return Ok(());
    }
    // A device in Lost Mode stays locked, and refuses for as long.
    let refuses =
        |kind| (world.device.lost && scenario.refuses.contains(&kind)) || scenario.never.contains(&kind);
    // An end of Lost Mode that may have come, and was taken back or failed before its answer: nobody knows, and
    // what would fail waits for the next order to end it.
    let unknown = world.queue.belief().lost_mode == LostMode::On
        && world.queue.entries().any(|entry| {
            world.kind(place(entry.seq)) == Kind::DisableLostMode
                && entry.deliveries > 0
                && entry.state != State::Acknowledged
        });
    let stuck = free(world, scenario).find(|seq| {
        let kind = world.kind(*seq);
        !refuses(kind) && (kind.runs_in_lost_mode() || !(world.device.lost || unknown))
    });
    check(stuck.is_none(), Promise::Liveness, || format!("{stuck:?} never ends"))?;
    let behind = world.behind_a_barrier(scenario);
    check(behind.is_none(), Promise::Liveness, || format!("{behind:?} never passes"))
}

/// Of those, the ones that neither the caller nor Lost Mode holds back.
fn could_go<'a>(world: &'a World, scenario: &'a Scenario) -> impl Iterator<Item = u8> + 'a {
    let believed = world.queue.belief().lost_mode == LostMode::On;
    free(world, scenario).filter(move |seq| {
        let held = world.held & (1 << (seq - 1)) != 0;
        !held && (!believed || world.kind(*seq).runs_in_lost_mode())
    })
}

/// The open commands that wait for no other open one.
fn free<'a>(world: &'a World, scenario: &'a Scenario) -> impl Iterator<Item = u8> + 'a {
    let open = |seq: u8| world.queue.at(u64::from(seq)).is_some_and(Entry::is_open);
    world.places().filter(move |seq| {
        let waits = |earlier| open(earlier) && world.follows(*seq, earlier, scenario);
        open(*seq) && !(1..*seq).any(waits)
    })
}

impl Status {
    pub(crate) const ALL: [Self; 5] =
        [Self::Acknowledged, Self::Error, Self::InLostMode, Self::NotInLostMode, Self::NotNow];
}
