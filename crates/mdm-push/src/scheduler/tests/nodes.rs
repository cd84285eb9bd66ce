//! Two nodes, one credential, and clocks that are wrong.

use proptest::prelude::*;

use super::*;

/// A node: a clock that is off, and a scheduler while it holds the lease.
struct Node {
    /// Its clock is so much ahead, less five seconds.
    ahead: Duration,
    scheduler: Option<(Scheduler<u32, u8, &'static str>, Lease)>,
    /// Pushes in flight, by when their answer comes, in true time.
    answers: Vec<(SystemTime, Ticket, usize)>,
    dead_until: SystemTime,
    /// It sends, and reaches no store.
    cut_off_until: SystemTime,
    /// What the store could not be told. It is told when it can be reached again.
    untold: Vec<Update<u32>>,
    /// Rows that were changed and that it was not given.
    unread: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Dies,
    CutOff,
}

impl Node {
    fn new(ahead: Duration, dead_until: SystemTime) -> Self {
        Self {
            ahead,
            scheduler: None,
            answers: Vec::new(),
            dead_until,
            cut_off_until: at(0),
            untold: Vec::new(),
            unread: Vec::new(),
        }
    }

    fn clock(&self, truth: SystemTime) -> SystemTime {
        truth + self.ahead - 5 * SECOND
    }
}

/// One true time, one store, and nodes that die and come back. `orders` are made at these seconds, of these devices.
/// Gives the pushes in true time, by node and the fence of its lease.
fn run(
    ahead: [u64; 2],
    faults: &[(usize, u64, Fault)],
    orders: &[(u64, u32)],
    devices: u32,
    cap: u32,
) -> Vec<((usize, u64), Push)> {
    let (ttl, skew) = (30 * SECOND, 5 * SECOND);
    let mut stored: Option<Lease> = None;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut nodes = ahead.map(|ahead| Node::new(Duration::from_millis(ahead), at(0)));
    for key in 0..devices {
        rows.insert(key, demanded(key, Lane::Normal, at(0) - HOUR));
    }
    let mut pushes: Vec<((usize, u64), Push)> = Vec::new();
    let mut truth = at(0);
    while truth < at(3_000) && (truth < at(600) || rows.values().any(|row| row.pushed.is_none())) {
        let second = truth.duration_since(at(0)).unwrap();
        let mut changed = Vec::new();
        for (_, key) in orders.iter().filter(|(when, _)| second == Duration::from_secs(*when)) {
            let row = rows.get_mut(&(key % devices)).unwrap();
            row.demand(Lane::Normal, truth);
            changed.push(row.key);
        }
        for (who, node) in nodes.iter_mut().enumerate() {
            // What became unread while it was cut off is read then.
            node.unread.extend(&changed);
            let struck =
                |(whom, when, _): &&(usize, u64, Fault)| *whom == who && second == Duration::from_secs(*when);
            match faults.iter().find(struck) {
                // What it handed out may still go over the wire until `not_after`: its answers are lost.
                Some((_, when, Fault::Dies)) => *node = Node::new(node.ahead, at(when + 40)),
                Some((_, when, Fault::CutOff)) => node.cut_off_until = at(when + 40),
                None => {}
            }
            if truth < node.dead_until {
                continue;
            }
            let now = node.clock(truth);
            let cut_off = truth < node.cut_off_until;
            let newer = |lease: &Lease| stored.as_ref().is_some_and(|stored| stored.fence > lease.fence);
            if !cut_off && node.scheduler.take_if(|(_, lease)| newer(lease)).is_some() {
                node.answers.clear();
                node.untold.clear();
            }
            match &mut node.scheduler {
                _ if cut_off => {}
                None => {
                    if let Some(lease) = Lease::take(stored.as_ref(), ttl, now) {
                        let mut scheduler = Scheduler::new("cert", config(cap), &lease, now);
                        for row in rows.values() {
                            scheduler.handle_input(Input::Wake(row), now).unwrap();
                        }
                        stored = Some(lease);
                        node.scheduler = Some((scheduler, lease));
                    }
                }
                Some((scheduler, lease)) if second.as_millis().is_multiple_of(10_000) => {
                    *lease = lease.renew(ttl, now);
                    stored = Some(*lease);
                    scheduler.handle_input(Input::Lease(lease), now).unwrap();
                }
                Some(_) => {}
            }
            let Some((scheduler, lease)) = &mut node.scheduler else { continue };
            node.answers.retain(|(when, ticket, push)| {
                if *when <= truth {
                    pushes[*push].1.answered = Some(truth);
                    scheduler.handle_input(Input::Answered(*ticket, Outcome::Sent), now).unwrap();
                }
                *when > truth
            });
            if !cut_off {
                // Sometimes before the results are written, which is done below.
                for row in node.unread.drain(..).filter_map(|key| rows.get(&key)) {
                    scheduler.handle_input(Input::Wake(row), now).unwrap();
                }
            }
            loop {
                match scheduler.poll_output(now) {
                    Output::Send(send) => {
                        let offset = node.ahead;
                        // A sender that is slow: up to the last moment that it is given.
                        let last = (send.not_after + 5 * SECOND - offset).min(truth + 3 * SECOND);
                        node.answers.push((last, send.ticket, pushes.len()));
                        let (key, tenant, lane) = (send.key, 0, send.lane);
                        // If the node dies, this was the last moment.
                        let push = Push { key, tenant, lane, handed: truth, answered: Some(last) };
                        pushes.push(((who, lease.fence), push));
                    }
                    Output::Update(update) => node.untold.push(update),
                    Output::Wait(_) => break,
                    Output::Event(event) => panic!("{event:?}"),
                }
            }
            if !cut_off {
                for update in node.untold.drain(..) {
                    if stored.as_ref().is_some_and(|stored| stored.fence <= update.fence) {
                        rows.get_mut(&update.key).unwrap().apply(&update);
                    }
                }
            }
            assert!(lease.fence >= 1 && skew == config(cap).skew);
        }
        truth += Duration::from_millis(250);
    }
    assert!(rows.values().all(|row| row.pushed.is_some()), "somebody was lost");
    pushes
}

fn check(
    ahead: [u64; 2],
    faults: &[(usize, u64, Fault)],
    orders: &[(u64, u32)],
    devices: u32,
    cap: u32,
) -> Vec<((usize, u64), Push)> {
    let pushes = run(ahead, faults, orders, devices, cap);
    check_cap(pushes.iter().map(|(_, push)| (push.handed, push.answered)), cap as usize);
    // Never both at a time.
    for two in pushes.windows(2) {
        let [((one, _), a), ((other, _), b)] = two else { continue };
        assert!(one == other || a.answered.unwrap() <= b.handed, "both nodes send at {:?}", b.handed);
    }
    // Whatever is ordered, and whenever a result is written: nobody is pushed to while on its way (F38).
    let mut last: BTreeMap<(u32, u64), SystemTime> = BTreeMap::new();
    for ((_, fence), push) in &pushes {
        if let Some(before) = last.insert((push.key, *fence), push.answered.unwrap()) {
            assert!(push.handed >= before + 30 * SECOND, "{} again at {:?}", push.key, push.handed);
        }
    }
    pushes
}

/// The holder loses the store and finds it again before anybody else has come: what it did meanwhile is told then.
#[test]
fn a_holder_that_was_cut_off_tells_what_it_did() {
    check([0, 0], &[(1, 87, Fault::Dies), (1, 100, Fault::Dies), (0, 61, Fault::CutOff)], &[], 10, 2);
}

#[test]
fn a_successor_keeps_the_cap_and_takes_over_when_the_holder_dies() {
    let pushes = check([5_000, 5_000], &[(0, 60, Fault::Dies)], &[], 600, 60);
    let first = pushes.iter().position(|((who, _), _)| *who == 1).unwrap();
    assert!(first > 30, "the first node sent {first}");
    // The holder died at 60 s, its lease ended at 80 s at most, and the minute before that counts as spent.
    let taken = pushes[first].1.handed.duration_since(at(0)).unwrap();
    assert!((120..=150).contains(&taken.as_secs()), "{taken:?}");
    // Only what was in flight at the death is sent again.
    assert!(pushes.len() <= 600 + 3 + 6, "{} pushes for 600 devices", pushes.len());
}

#[test]
fn a_lease_that_is_over_stops_everything_and_a_late_renewal_resumes() {
    let mut scheduler = Scheduler::new("cert", config(600), &lease(at(30)), at(0));
    let send = |scheduler: &mut Scheduler<u32, u8, _>, secs| match scheduler.poll_output(at(secs)) {
        Output::Send(send) => {
            scheduler.handle_input(Input::Answered(send.ticket, Outcome::Sent), at(secs)).unwrap();
            let Output::Update(update) = scheduler.poll_output(at(secs)) else { panic!("no result") };
            assert_eq!(update.fence, 1);
            Some(send.not_after)
        }
        _ => None,
    };
    for key in 0..100 {
        scheduler.handle_input(Input::Wake(&demanded(key, Lane::Urgent, at(0))), at(0)).unwrap();
    }
    assert_eq!(send(&mut scheduler, 24), Some(at(25)), "five seconds before the end");
    assert_eq!(send(&mut scheduler, 25), None);
    assert_eq!(send(&mut scheduler, 1_000), None);
    // Nobody else took it meanwhile: it is still ours.
    scheduler.handle_input(Input::Lease(&lease(at(1_030))), at(1_000)).unwrap();
    assert!(send(&mut scheduler, 1_000).is_some());
    let older = Lease { fence: 0, ..lease(at(9_000)) };
    assert_eq!(scheduler.handle_input(Input::Lease(&older), at(1_000)), Err(Error::StaleLease));
    // Somebody else had it in between: what they may have sent counts.
    let next = Lease { fence: 3, until: at(2_000), spent_until: Some(at(1_100)) };
    scheduler.handle_input(Input::Lease(&next), at(1_100)).unwrap();
    assert_eq!(send(&mut scheduler, 1_100), None);
}

#[test]
fn a_clock_that_steps_back_makes_a_lease_no_longer() {
    let mut scheduler = Scheduler::new("cert", config(600), &lease(at(30)), at(0));
    scheduler.handle_input(Input::Wake(&demanded(1, Lane::Urgent, at(0) - DAY)), at(0)).unwrap();
    let Output::Send(send) = scheduler.poll_output(at(0)) else { panic!("no push") };
    scheduler.handle_input(Input::Answered(send.ticket, Outcome::RetryDevice), at(0)).unwrap();
    let _ = scheduler.poll_output(at(0));
    // The clock says an hour ago; true time goes on, the node renews nothing.
    for half in 1..200 {
        let now = at(0) - HOUR + half * SECOND / 2;
        scheduler.handle_input(Input::Wake(&demanded(1_000 + half, Lane::Urgent, now)), now).unwrap();
        let sends = matches!(scheduler.poll_output(now), Output::Send(_));
        assert_eq!(sends, half < 51, "{half}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_cap_holds_across_nodes_whose_clocks_differ_by_the_skew(
        // Milliseconds; five seconds of difference at most.
        ahead in [0_u64..5_000, 0..5_000],
        faults in prop::collection::vec(
            (0_usize..2, 1_u64..500, prop::sample::select(vec![Fault::Dies, Fault::CutOff])), 0..6),
        orders in prop::collection::vec((0_u64..500, 0_u32..20), 0..60),
        cap in 2_u32..120,
    ) {
        check(ahead, &faults, &orders, cap * 5, cap);
    }
}
