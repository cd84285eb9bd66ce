//! One rule a test, in virtual time.

use super::*;

fn sms(key: u32) -> Row {
    let routes = vec![route(RouteKind::Fcm, "cert"), route(RouteKind::Sms, "gateway")];
    Row::new(key, 0, routes, Vec::new())
}

/// Acceptance check 3: F95, F33.
#[test]
fn a_device_with_pending_work_is_woken_exactly_once_a_day_and_never_after() {
    let mut world = World::new(config(600));
    for key in 0..50 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(0) + 60 * DAY - HOUR);
    let (first, pushes) = (world.pushes.clone(), world.pushes.len());
    for key in 0..50 {
        let own = || first.iter().filter(|push| push.key == key);
        let accepted = own().next().unwrap().answered.unwrap();
        let mut days = [0; 60];
        for push in own() {
            let day = push.handed.duration_since(accepted).map_or(0, |since| since.as_secs() / 86_400);
            days[usize::try_from(day).unwrap()] += 1;
        }
        assert_eq!(days, [1; 60], "device {key}");
    }
    // Half of them come, half are unenrolled.
    for key in 0..50 {
        if key % 2 == 0 {
            world.contact(key);
        } else {
            world.rows.remove(&key);
            world.scheduler.handle_input(Input::Forget(&key), world.now).unwrap();
        }
    }
    world.run(at(0) + 90 * DAY);
    assert_eq!(world.pushes.len(), pushes);
    assert_eq!(world.scheduler.waiting(), Waiting::default());
    assert_eq!(world.drain(), None);
}

#[test]
fn repetitions_of_a_fleet_that_was_woken_at_once_are_spread_over_an_hour() {
    let mut world = World::new(config(60_000));
    for key in 0..6_000 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(0) + 2 * DAY - HOUR);
    let repetitions = &world.pushes[6_000..];
    assert_eq!(repetitions.len(), 6_000);
    let minutes: Vec<_> = repetitions
        .iter()
        .map(|push| push.handed.duration_since(at(0) + DAY).unwrap().as_secs() / 60)
        .collect();
    assert!(minutes.iter().all(|minute| *minute <= 60));
    let fullest = (0..61).map(|minute| minutes.iter().filter(|m| **m == minute).count()).max().unwrap();
    assert!(fullest < 150, "{fullest} in one minute, 100 is even");
}

/// F38: one wake for what belongs together.
#[test]
fn orders_that_follow_each_other_share_pushes() {
    let mut world = World::new(config(600));
    for second in 0..10 {
        world.run(at(second));
        world.demand(1, Lane::Normal);
    }
    world.run(at(3_600));
    assert_eq!(world.pushes.len(), 2);
    assert!(world.pushes[1].handed >= world.pushes[0].answered.unwrap() + 30 * SECOND);

    // The device comes at once, as it should, and then there is new work: no waiting, it is not on its way any more.
    world.contact(1);
    world.demand(1, Lane::Normal);
    world.run(at(3_602));
    world.contact(1);
    world.demand(1, Lane::Normal);
    world.run(at(3_700));
    assert_eq!(world.pushes.len(), 4);
    assert_eq!(world.pushes[3].handed, at(3_602));
}

#[test]
fn a_need_that_arises_while_a_push_is_in_flight_gets_its_own() {
    let mut world = World::with(config(600), |_, _| (5 * SECOND, Outcome::Sent));
    world.demand(1, Lane::Normal);
    world.run(at(1));
    world.demand(1, Lane::Normal);
    world.demand(2, Lane::Urgent);
    world.run(at(2));
    world.demand(2, Lane::Urgent);
    assert_eq!(world.scheduler.standing(&1), Some(Standing::InFlight));
    world.run(at(3_600));
    assert_eq!(world.keys(), [1, 2, 2, 1]);
    assert_eq!(world.pushes[2].handed, at(7), "a second after the answer");
    assert_eq!(world.pushes[3].handed, at(35), "30 seconds after the answer");
}

/// F38: an order that is committed between the answer and the writing of it, whichever its sender reads first.
#[test]
fn an_order_beside_the_answer_to_a_push_shares_it() {
    #[derive(Clone, Copy, PartialEq)]
    enum Known {
        FirstTheOrder,
        FirstTheResult,
        /// By a new node, from the row alone.
        FromTheRow,
    }
    let push_after = |ordered: SystemTime, known: Known, now: SystemTime| {
        let mut row = demanded(1, Lane::Normal, at(0));
        let mut scheduler = Scheduler::new("cert", config(600), &forever(), at(0));
        scheduler.handle_input(Input::Wake(&row), at(0)).unwrap();
        let Output::Send(send) = scheduler.poll_output(at(0)) else { panic!("no push") };
        scheduler.handle_input(Input::Answered(send.ticket, Outcome::Sent), at(10)).unwrap();
        row.revise(crate::Demand::new(Lane::Normal, ordered));
        if known == Known::FirstTheOrder {
            scheduler.handle_input(Input::Wake(&row), now).unwrap();
        }
        let Output::Update(update) = scheduler.poll_output(now) else { panic!("no result") };
        assert!(row.apply(&update));
        assert_eq!((row.due, row.pushed, row.attempt), (Some(ordered), Some(at(10)), 1));
        if known == Known::FromTheRow {
            scheduler = Scheduler::new("cert", config(600), &forever(), now);
        }
        scheduler.handle_input(Input::Wake(&row), now).unwrap();
        (0..100).find(|second| match scheduler.poll_output(now + *second * SECOND) {
            Output::Send(send) => send.attempt == 2,
            Output::Wait(_) => false,
            output => panic!("{output:?}"),
        })
    };
    for known in [Known::FirstTheOrder, Known::FirstTheResult, Known::FromTheRow] {
        for ordered in [at(10) - HOUR, at(9), at(11)] {
            assert_eq!(push_after(ordered, known, at(12)), Some(28), "committed at {ordered:?}");
        }
        // The clock was an hour ahead when the answer came: it is not waited for that long.
        assert_eq!(push_after(at(10) - HOUR, known, at(10) - HOUR), Some(30));
    }
}

/// The device was here between the push and its answer: what is ordered after that is not what it came for.
#[test]
fn an_order_after_a_contact_shares_no_push() {
    for outcome in [Outcome::Sent, Outcome::RetryDevice, Outcome::DropRoute, Outcome::NotSent] {
        let mut world = World::with(config(600), move |send, _| {
            (5 * SECOND, if send.attempt == 1 { outcome } else { Outcome::Sent })
        });
        world.demand(1, Lane::Normal);
        world.run(at(1));
        // Its sender is given the row once.
        world.change(1, |row, now| {
            row.contact();
            row.demand(Lane::Normal, now);
            row.attempt = 1;
        });
        world.run(at(3_600));
        let handed: Vec<_> = world.pushes.iter().map(|push| push.handed).collect();
        assert_eq!(handed, [at(0), at(6)], "a second after the answer");
        assert_eq!(world.rows[&1].health, Health::default(), "{outcome:?}");
    }
}

/// F38: of orders that follow each other for long, while nothing is heard of the device.
#[test]
fn many_orders_for_a_silent_device_are_a_push_for_each_time_that_it_takes_to_come() {
    let mut world = World::new(config(600));
    for second in 0..600 {
        world.run(at(second));
        world.demand(1, Lane::Normal);
    }
    world.run(at(3_600));
    assert!((20..=21).contains(&world.pushes.len()), "{} pushes in ten minutes", world.pushes.len());
}

#[test]
fn rows_may_come_twice_and_out_of_order() {
    let mut world = World::new(config(600));
    let old = demanded(1, Lane::Normal, at(0));
    let mut new = old.clone();
    new.demand(Lane::Urgent, at(100));
    let mut empty = old.clone();
    empty.contact();
    for row in [&new, &old, &new, &empty] {
        world.scheduler.handle_input(Input::Wake(row), at(0)).unwrap();
    }
    // The need of `empty` is that of `new`, so one of the two was not made from the other: nothing is lost.
    world.rows.insert(1, new);
    world.run(at(10));
    assert_eq!(world.pushes.len(), 1);
    assert_eq!(world.pushes[0].lane, Lane::Urgent);
}

#[test]
fn a_wipe_does_not_wait_behind_100_000_inventories() {
    let mut world = World::new(config(600));
    for key in 0..100_000 {
        world.demand(key, Lane::Normal);
    }
    for minute in 1..10 {
        world.run(at(60 * minute + 7));
        world.demand(0x00FF_0000, Lane::Urgent);
        world.drain();
        let last = world.pushes.last().unwrap();
        assert_eq!((last.key, last.handed), (0x00FF_0000, world.now));
        world.run(world.now + SECOND);
        world.contact(0x00FF_0000);
    }
    check_cap(spans(&world.pushes), 600);
}

#[test]
fn urgent_work_overtakes_what_already_stands_in_line() {
    let mut world = World::new(config(10));
    for key in 0..100 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(1));
    world.demand(99, Lane::Urgent);
    world.run(at(2));
    assert_eq!(world.pushes.last().unwrap().key, 99);
}

/// However often something is ordered, the one who has waited longest goes first.
#[test]
fn more_work_does_not_send_a_device_back_to_the_end_of_the_line() {
    let mut world = World::new(config(60));
    for key in 0..300 {
        world.demand(key, Lane::Normal);
    }
    for second in 1..90 {
        world.run(at(second));
        world.demand(100, Lane::Normal);
    }
    world.run(at(600));
    assert_eq!(world.keys().iter().position(|key| *key == 100), Some(100));
}

#[test]
fn urgent_work_does_not_starve_ordinary_work() {
    let mut world = World::new(config(60));
    for key in 0..2_000 {
        world.demand(key, if key < 1_000 { Lane::Urgent } else { Lane::Normal });
    }
    world.run(at(600));
    let normal = world.pushes.iter().filter(|push| push.lane == Lane::Normal).count();
    let share = world.pushes.len() / 8;
    assert!(normal >= share && normal <= share + 60 / 8 + 1, "{normal} of {}", world.pushes.len());
}

/// As long as a tenant has work, it gets every m-th push of m tenants.
#[test]
fn tenants_share_a_credential_fairly() {
    let mut world = World::new(config(600));
    let order = |world: &mut World, tenant: u8, count: u32| {
        for number in 0..count {
            let key = u32::from(tenant) * 1_000_000 + number;
            world.change(key, |row, now| {
                row.tenant = tenant;
                row.demand(Lane::Normal, now);
            });
        }
    };
    order(&mut world, 1, 50_000);
    world.run(at(300));
    let before = world.pushes.len();
    order(&mut world, 2, 200);
    order(&mut world, 3, 100);
    world.run(at(600));
    let since = &world.pushes[before..];
    for (count, window) in [(2, 300), (3, 300)] {
        let tenants: Vec<_> = since[..window].iter().map(|push| push.tenant).collect();
        let served = tenants.iter().filter(|tenant| **tenant == count).count();
        assert_eq!(served, 100, "tenant {count} in the first {window}");
    }
    assert!(since[300..500].iter().filter(|push| push.tenant == 2).count() == 100);
    assert!(since[500..].iter().all(|push| push.tenant == 1));
}

/// F81.
#[test]
fn another_tenants_or_credentials_device_is_refused() {
    let mut scheduler = Scheduler::new("cert", config(600), &forever(), at(0)).owned_by(0);
    let check = |scheduler: &mut Scheduler<_, _, _>, row: &Row, expected| {
        assert_eq!(scheduler.handle_input(Input::Wake(row), at(0)), expected);
        assert_eq!(scheduler.poll_output(at(0)), Output::Wait(None));
    };
    let mut other = demanded(1, Lane::Normal, at(0));
    other.tenant = 1;
    check(&mut scheduler, &other, Err(Error::OtherTenant));
    let mut other = demanded(1, Lane::Normal, at(0));
    other.routes = vec![route(RouteKind::Apns, "of another organization")];
    check(&mut scheduler, &other, Err(Error::OtherCredential));
    other.routes = vec![route(RouteKind::Apns, "cert"); 9];
    check(&mut scheduler, &other, Err(Error::TooManyRoutes));

    // One that was here and leaves is no error.
    let mut row = demanded(1, Lane::Normal, at(10));
    assert_eq!(scheduler.handle_input(Input::Wake(&row), at(0)), Ok(()));
    row.register(vec![route(RouteKind::Apns, "of another organization")], Vec::new(), at(0));
    check(&mut scheduler, &row, Ok(()));
    assert_eq!(scheduler.waiting().devices, 0);
}

/// Acceptance check 1: F93, F94.
#[test]
fn a_device_whose_token_is_gone_keeps_its_work_and_is_woken_by_a_new_token() {
    let mut world = World::with(config(600), |send, _| {
        (SECOND, if send.attempt > 28 { Outcome::DropRoute } else { Outcome::Sent })
    });
    world.demand(1, Lane::Normal);
    world.run(at(0) + 400 * DAY);
    assert_eq!(world.pushes.len(), 29);
    assert_eq!(world.updates.last().unwrap().next, NextSender::Nobody(Unreachable::RoutesDead));
    let row = &world.rows[&1];
    assert!(row.due.is_some() && row.credential().is_none());
    assert_eq!(world.scheduler.waiting().devices, 0);

    // After a restart somebody asks all the same.
    let row = row.clone();
    world.scheduler = Scheduler::new("cert", config(600), &forever(), world.now);
    world.scheduler.handle_input(Input::Wake(&row), world.now).unwrap();
    world.drain();
    assert_eq!(world.events, [Event::Unreachable { key: 1, why: Unreachable::RoutesDead }]);

    let renewed = world.now;
    world.provider = Box::new(|_, _| (SECOND, Outcome::Sent));
    // The same token would change nothing: that it was given anew has to show.
    world.change(1, |row, now| row.register(vec![route(RouteKind::Apns, "cert")], b"new".to_vec(), now));
    world.run(renewed + MINUTE);
    assert_eq!(world.pushes.len(), 30);
    assert_eq!(world.pushes[29].handed, renewed);
}

#[test]
fn devices_without_a_route_are_reported() {
    let check = |routes: Vec<Route<&'static str>>, expected| {
        let mut row = Row::new(1, 0, routes, Vec::new());
        let mut world = World::new(config(600));
        world.scheduler.handle_input(Input::Wake(&row), at(0)).unwrap();
        world.drain();
        assert_eq!(world.events, [], "nothing is pending");
        row.demand(Lane::Normal, at(0));
        world.scheduler.handle_input(Input::Wake(&row), at(0)).unwrap();
        world.drain();
        assert_eq!(world.events, [Event::Unreachable { key: 1, why: expected }]);
        assert!(!expected.to_string().is_empty());
    };
    check(Vec::new(), Unreachable::NoRoute);
    check(vec![route(RouteKind::Poll, "cert")], Unreachable::PollsOnly);
}

#[test]
fn a_dead_route_hands_the_device_to_the_next_credential() {
    let mut world = World::with(config(600), |_, _| (SECOND, Outcome::DropRoute));
    world.rows.insert(1, sms(1));
    world.demand(1, Lane::Normal);
    world.run(at(10));
    assert_eq!(world.updates.last().unwrap().next, NextSender::Other);
    assert_eq!(world.rows[&1].credential(), Some(&"gateway"));
    let mut gateway = Scheduler::new("gateway", config(60), &forever(), at(10));
    gateway.handle_input(Input::Wake(&world.rows[&1]), at(10)).unwrap();
    assert!(matches!(gateway.poll_output(at(10)), Output::Send(Send { key: 1, route: 1, .. })));
}

/// F6, F9, F12, F14, F15: each route in its order, whatever carries it, and in the end the device is left to ask by itself.
#[test]
fn routes_are_tried_in_their_order_down_to_polling() {
    let kinds = [RouteKind::Fcm, RouteKind::Sms, RouteKind::Vendor];
    let credentials = ["project", "gateway", "maker"];
    let mut routes: Vec<_> =
        kinds.into_iter().zip(credentials).map(|(kind, credential)| route(kind, credential)).collect();
    routes.push(route(RouteKind::Poll, "agent"));
    let mut row = Row::new(1, 0, routes, Vec::new());
    row.demand(Lane::Normal, at(0));
    for (place, credential) in credentials.into_iter().enumerate() {
        assert_eq!(row.credential(), Some(&credential));
        let mut scheduler = Scheduler::new(credential, config(600), &forever(), at(0));
        scheduler.handle_input(Input::Wake(&row), at(0)).unwrap();
        let Output::Send(send) = scheduler.poll_output(at(0)) else { panic!("{credential} does not push") };
        assert_eq!(send.route, place);
        scheduler.handle_input(Input::Answered(send.ticket, Outcome::DropRoute), at(0)).unwrap();
        let Output::Update(update) = scheduler.poll_output(at(0)) else { panic!("no result") };
        assert!(row.apply(&update));
        let last = place + 1 == credentials.len();
        let asks = NextSender::Nobody(Unreachable::PollsOnly);
        assert_eq!(update.next, if last { asks } else { NextSender::Other });
    }
    assert_eq!((row.credential(), row.due.is_some()), (None, true), "what is pending waits for it");
}

/// What was pushed by one credential does not count as silence of the other, or two of them would hand a device back
/// and forth and never push.
#[test]
fn a_device_that_goes_over_is_pushed_to_by_the_other_credential() {
    for outcome in [Outcome::Sent, Outcome::RetryDevice] {
        let mut world = World::with(config(600), move |send, _| {
            (SECOND, if send.attempt == 1 { Outcome::Sent } else { outcome })
        });
        world.rows.insert(1, sms(1));
        world.demand(1, Lane::Normal);
        world.run(at(0) + 3 * DAY);
        assert_eq!(world.updates.last().unwrap().next, NextSender::Other);
        let gone = world.updates.last().unwrap().due;
        let mut gateway = Scheduler::new("gateway", config(60), &forever(), gone);
        gateway.handle_input(Input::Wake(&world.rows[&1]), gone).unwrap();
        let Output::Send(send) = gateway.poll_output(gone) else { panic!("not pushed to") };
        assert_eq!(send.route, 1);
        gateway.handle_input(Input::Answered(send.ticket, Outcome::Sent), gone).unwrap();
        let Output::Update(update) = gateway.poll_output(gone) else { panic!("no result") };
        assert_eq!((update.next, update.pushed), (NextSender::Same, Some(gone)));
    }
}

#[test]
fn two_failures_or_two_silent_days_change_the_route() {
    let pushes_until_left = |outcome, reach| {
        let mut world = World::with(config(600), move |_, _| (SECOND, outcome));
        world.rows.insert(1, sms(1));
        world.change(1, |row, now| {
            row.reach = reach;
            row.demand(Lane::Normal, now);
        });
        world.run(at(0) + 5 * DAY + 2 * HOUR);
        let left = world.updates.last().unwrap().next == NextSender::Other;
        assert_eq!(left, world.scheduler.waiting().devices == 0);
        (world.pushes.len(), left)
    };
    assert_eq!(pushes_until_left(Outcome::Sent, Reach::Usual), (2, true));
    // Its silence is explained (F83, F84, F85).
    for reach in [Reach::WifiOnly, Reach::LowBattery, Reach::AwakeOrCharging] {
        assert_eq!(pushes_until_left(Outcome::Sent, reach), (6, false));
    }
    assert_eq!(pushes_until_left(Outcome::Retry, Reach::Usual), (2, true));
    assert_eq!(pushes_until_left(Outcome::RetryDevice, Reach::LowBattery), (2, true));
    assert_eq!(pushes_until_left(Outcome::Defect, Reach::Usual), (1, true));
}

#[test]
fn the_only_route_is_tried_for_ever_with_growing_pauses() {
    let mut world = World::with(config(600), |_, _| (SECOND, Outcome::RetryDevice));
    world.demand(1, Lane::Normal);
    world.run(at(0) + DAY);
    let gaps: Vec<_> = world
        .pushes
        .windows(2)
        .map(|two| two[1].handed.duration_since(two[0].handed).unwrap().as_secs())
        .collect();
    for (gap, pause) in gaps.iter().zip([30, 60, 120, 240, 480, 960, 1_920].into_iter().chain([3_600; 99])) {
        assert!((pause..=pause + pause / 4 + 2).contains(gap), "{gap} s, about {pause} s expected");
    }
    assert!(gaps.len() > 20);
    // New ordinary work does not make the provider more patient; what is urgent tries.
    let tried = world.pushes.len();
    world.demand(1, Lane::Normal);
    world.drain();
    assert_eq!(world.pushes.len(), tried);
    world.demand(1, Lane::Urgent);
    world.drain();
    assert_eq!(world.pushes.len(), tried + 1);
}

#[test]
fn a_defective_push_is_tried_again_tomorrow() {
    let mut world = World::with(config(600), |_, _| (SECOND, Outcome::Defect));
    world.demand(1, Lane::Normal);
    world.run(at(0) + 3 * DAY + 4 * HOUR);
    assert_eq!(world.pushes.len(), 4);
}

#[test]
fn the_provider_is_waited_for_and_then_asked_with_one_push() {
    let until = at(900);
    let mut world = World::with(config(600), move |_, now| {
        (2 * SECOND, if now < until { Outcome::WaitUntil(until) } else { Outcome::Sent })
    });
    for key in 0..500 {
        world.demand(key, if key < 5 { Lane::Urgent } else { Lane::Normal });
    }
    world.run(at(899));
    let before = world.pushes.len();
    assert!(before < 100, "{before}: what was handed out before the first answer");
    assert_eq!(world.scheduler.standing(&499), Some(Standing::Held { until, reason: HoldReason::Provider }));
    assert!(matches!(world.events[..], [Event::Held { reason: HoldReason::Provider, .. }]));
    world.run(at(901));
    assert_eq!(world.pushes.len(), before + 1);
    world.run(at(1_000));
    assert_eq!(world.scheduler.waiting().normal, 0);
    check_cap(spans(&world.pushes), 600);
}

#[test]
fn a_provider_that_asks_for_the_past_or_for_ever_gets_a_second_or_a_day() {
    let waits = |until| {
        let mut world = World::with(config(600), move |_, _| (SECOND, Outcome::WaitUntil(until)));
        world.demand(1, Lane::Normal);
        world.run(at(10));
        if world.pushes.len() < 2 {
            world.run(at(0) + 2 * DAY);
        }
        world.pushes[1].handed.duration_since(world.pushes[0].answered.unwrap()).unwrap()
    };
    assert_eq!(waits(SystemTime::UNIX_EPOCH), SECOND);
    assert_eq!(waits(at(1 << 35)), DAY);
}

#[test]
fn one_device_that_always_makes_the_provider_complain_holds_nobody_up_for_ever() {
    let mut world = World::with(config(600), |send, now| {
        (SECOND, if send.key == 0 { Outcome::WaitUntil(now + MINUTE) } else { Outcome::Sent })
    });
    for key in 0..20 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(3_600));
    for key in 1..20 {
        assert!(matches!(world.scheduler.standing(&key), Some(Standing::Pushed { .. })), "{key}");
    }
}

#[test]
fn a_refused_credential_stops_everything_until_it_is_mended() {
    let mended = at(10_000);
    let mut world = World::with(config(600), move |_, now| {
        (SECOND, if now < mended { Outcome::FixCredential } else { Outcome::Sent })
    });
    for key in 0..10 {
        world.demand(key, Lane::Normal);
    }
    world.run(mended);
    assert_eq!(world.pushes.len(), 12, "ten at first, then one an hour");
    assert!(matches!(world.events[0], Event::Held { reason: HoldReason::Credential, .. }));
    world.scheduler.handle_input(Input::CredentialFixed, mended).unwrap();
    world.run(mended + 5 * SECOND);
    assert_eq!(world.pushes.len(), 22);
}

/// Its hourly trial falls on devices whose tokens cannot be read.
#[test]
fn what_did_not_leave_is_no_trial_of_a_credential() {
    let mut world = World::with(config(600), |send, _| match send.key {
        0..5 if send.attempt > 1 => (SECOND, Outcome::Unsendable),
        _ => (SECOND, Outcome::FixCredential),
    });
    for key in 0..100 {
        world.demand(key, Lane::Normal);
        if key == 4 {
            world.run(at(2));
        }
    }
    world.run(at(3_650));
    assert_eq!(world.keys(), [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5]);
    assert_eq!(world.events.len(), 2, "{:?}", world.events);
    // Of the cap nothing is used up, and tomorrow they are tried again.
    assert!(matches!(world.scheduler.standing(&0), Some(Standing::Due(at)) if at > world.now + 22 * HOUR));
}

#[test]
fn losses_in_a_row_pause_everybody_and_blame_no_route() {
    let back = at(3_600);
    let mut world = World::with(config(600), move |_, now| {
        (Duration::from_millis(1), if now < back { Outcome::Retry } else { Outcome::Sent })
    });
    for key in 0..1_000 {
        let mut row = sms(key);
        row.tenant = 0;
        world.rows.insert(key, row);
        world.demand(key, Lane::Normal);
    }
    world.run(back);
    assert!(world.pushes.len() < 200, "{} pushes into a dead network", world.pushes.len());
    let left = world.updates.iter().filter(|update| update.next == NextSender::Other).count();
    assert!(left <= 5, "{left} were given to the gateway");
    world.run(at(7_200));
    assert_eq!(world.scheduler.waiting().devices + left, 1_000);
    assert_eq!(world.scheduler.waiting().normal, 0);
}

/// A connection falls silent with 200 pushes, or a dial fails for all that wait for it: that is one loss of the network,
/// however many devices are told of it.
#[test]
fn pushes_that_are_lost_together_are_one_trouble() {
    let mut world = World::with(config(600), |_, now| {
        (30 * SECOND, if now < at(1) { Outcome::Retry } else { Outcome::Sent })
    });
    for key in 0..200 {
        world.change(key, |row, now| row.demand(Lane::Urgent, now));
    }
    world.run(at(31));
    assert_eq!(world.pushes.len(), 200);
    world.provider = Box::new(|_, _| (SECOND, Outcome::Sent));
    world.demand(200, Lane::Urgent);
    world.run(at(40));
    let held: Vec<_> = world.events.iter().collect();
    let [Event::Held { until, reason: HoldReason::Lost }] = held[..] else { panic!("{held:?}") };
    assert!(*until <= at(30) + 3 * SECOND, "{held:?}");
    assert_eq!(world.pushes[200].key, 200, "the wipe is tried first");
    assert!(world.pushes[200].handed <= *until);
    assert!(
        world.rows.values().filter(|row| row.health != Health::default()).count() < 5,
        "no route is blamed"
    );
}

/// Other connections work: their answers end the pause, and the rest of what was lost before begins none.
#[test]
fn an_answer_ends_a_pause_for_losses() {
    let mut world = World::with(config(600), |send, _| match send.key {
        0..100 => (10 * SECOND, Outcome::Retry),
        100 => (11 * SECOND, Outcome::Sent),
        101..200 => (12 * SECOND, Outcome::Retry),
        _ => (SECOND, Outcome::Sent),
    });
    for key in 0..200 {
        world.demand(key, Lane::Urgent);
    }
    world.run(at(10));
    world.demand(200, Lane::Urgent);
    world.run(at(13));
    assert_eq!(world.pushes[200].handed, at(11));
    assert_eq!(world.events.len(), 1, "{:?}", world.events);
}

/// What went out before the pause is not waited for: it may be silent for long.
#[test]
fn one_push_is_tried_after_a_pause_while_older_ones_are_silent() {
    let mut world = World::with(config(600), |send, _| match send.key {
        0..100 => (10 * SECOND, Outcome::Retry),
        100..200 => (50 * SECOND, Outcome::Retry),
        _ => (SECOND, Outcome::Sent),
    });
    for key in 0..200 {
        world.demand(key, Lane::Urgent);
    }
    world.run(at(10));
    world.demand(200, Lane::Urgent);
    world.demand(201, Lane::Urgent);
    world.run(at(20));
    assert_eq!(world.keys()[200..], [200, 201]);
    assert!(world.pushes[200].handed < at(13));
    assert_eq!(world.pushes[201].handed, world.pushes[200].answered.unwrap(), "one at first");
}

/// The provider's own word counts more than what was lost on the way to it.
#[test]
fn an_answer_that_asks_to_wait_ends_a_pause_for_losses() {
    let until = at(15);
    let mut world = World::with(config(600), move |send, now| match send.key {
        0 => (11 * SECOND, Outcome::WaitUntil(until)),
        1..100 => (10 * SECOND, Outcome::Retry),
        _ => (SECOND, if now < at(1) { Outcome::Retry } else { Outcome::Sent }),
    });
    for key in 0..100 {
        world.demand(key, Lane::Urgent);
    }
    world.run(at(14));
    assert!(matches!(
        world.events[..],
        [Event::Held { reason: HoldReason::Lost, .. }, Event::Held { until: at, reason: HoldReason::Provider }]
            if at == until
    ));
}

#[test]
fn urgent_work_leaves_a_credential_that_is_held_for_long() {
    let mut world = World::with(config(600), |_, _| (SECOND, Outcome::FixCredential));
    for key in 1..=4 {
        world.rows.insert(key, sms(key));
    }
    world.demand(1, Lane::Urgent); // in flight when the credential turns out to be refused
    world.demand(2, Lane::Normal);
    world.run(at(10));
    world.demand(3, Lane::Urgent); // afterwards
    world.demand(5, Lane::Urgent); // has no other route
    world.change(4, |row, now| row.demand(Lane::Urgent, now + 10 * SECOND)); // its time comes meanwhile
    world.run(at(60));
    let left: Vec<_> = world.updates.iter().filter(|u| u.next == NextSender::Other).map(|u| u.key).collect();
    assert_eq!(left, [1, 3, 4]);
    assert!(left.iter().all(|key| world.rows[key].credential() == Some(&"gateway")));
    assert_eq!(world.scheduler.waiting(), Waiting { devices: 2, urgent: 1, normal: 1, in_flight: 0 });
}

#[test]
fn a_push_without_an_answer_is_sent_again_and_its_late_answer_refused() {
    let mut world = World::new(config(600));
    world.demand(1, Lane::Normal);
    let Output::Send(send) = world.scheduler.poll_output(at(0)) else { panic!("no push") };
    assert_eq!(send.not_after, at(60));
    world.run(at(120));
    assert_eq!(world.pushes.len(), 1, "the second one");
    let late = world.scheduler.handle_input(Input::Answered(send.ticket, Outcome::DropRoute), world.now);
    assert_eq!(late, Err(Error::UnknownTicket));
    assert_eq!(Error::UnknownTicket.blame(), crate::Blame::Caller);
    assert!(matches!(world.scheduler.standing(&1), Some(Standing::Pushed { .. })));
}

#[test]
fn an_answer_about_an_old_token_says_nothing_about_the_new_one() {
    for outcome in [Outcome::DropRoute, Outcome::Defect, Outcome::Retry, Outcome::WaitUntil(at(5))] {
        let mut world = World::with(config(600), move |send, _| {
            (2 * SECOND, if send.attempt == 1 { outcome } else { Outcome::Sent })
        });
        world.demand(1, Lane::Normal);
        world.run(at(1));
        world.change(1, |row, now| {
            row.register(vec![route(RouteKind::Apns, "cert")], b"new".to_vec(), now);
            row.attempt = 1;
        });
        world.run(at(30));
        assert_eq!(world.pushes.len(), 2, "{outcome:?}");
        assert_eq!(world.rows[&1].health, Health::default());
    }
}

#[test]
fn a_forgotten_device_leaves_its_push_in_the_count_and_nothing_else() {
    let mut world = World::with(config(1), |_, _| (10 * SECOND, Outcome::DropRoute));
    world.demand(1, Lane::Urgent);
    world.demand(2, Lane::Urgent);
    world.run(at(1));
    world.scheduler.handle_input(Input::Forget(&1), world.now).unwrap();
    assert_eq!(world.scheduler.standing(&1), None);
    world.run(at(70));
    assert_eq!((world.keys(), world.updates.len()), (vec![1], 0));
    world.run(at(90));
    assert_eq!(world.keys(), [1, 2]);
    check_cap(spans(&world.pushes), 1);
}

#[test]
fn repetitions_over_the_wire_are_asked_for_and_counted() {
    let mut world = World::new(config(5));
    for key in 0..5 {
        world.demand(key, Lane::Urgent);
    }
    let tickets: Vec<_> = std::iter::from_fn(|| match world.scheduler.poll_output(at(0)) {
        Output::Send(send) => Some(send.ticket),
        _ => None,
    })
    .collect();
    assert_eq!(tickets.len(), 5);
    let repeat =
        |world: &mut World, ticket, secs| world.scheduler.handle_input(Input::Repeating(ticket), at(secs));
    assert_eq!(repeat(&mut world, tickets[0], 1), Err(Error::NoRoom));
    for ticket in &tickets[1..] {
        world.scheduler.handle_input(Input::Answered(*ticket, Outcome::Sent), at(1)).unwrap();
    }
    for half in 3..130 {
        let _ = world.scheduler.poll_output(at(0) + half * SECOND / 2);
    }
    // A minute later the four have room again, but the time of the fifth is over.
    assert_eq!(repeat(&mut world, tickets[0], 64), Err(Error::UnknownTicket));

    world.demand(9, Lane::Urgent);
    for half in 130..300 {
        if let Output::Send(send) = world.scheduler.poll_output(at(0) + half * SECOND / 2) {
            let now = send.not_after - MINUTE;
            assert_eq!(world.scheduler.handle_input(Input::Repeating(send.ticket), now), Ok(()));
            return;
        }
    }
    panic!("no push");
}

/// The device will come by itself: after a NotNow, or because it polls.
#[test]
fn a_device_that_comes_by_itself_is_left_alone_for_a_day_at_most() {
    let first = |comes_by, lane| {
        let mut world = World::new(config(600));
        world.change(1, |row, now| {
            row.comes_by = comes_by;
            row.demand(lane, now);
        });
        world.run(at(0) + 3 * DAY);
        world.pushes[0].handed.duration_since(at(0)).unwrap()
    };
    assert_eq!(first(None, Lane::Normal), Duration::ZERO);
    assert_eq!(first(Some(at(900)), Lane::Normal), 900 * SECOND);
    assert_eq!(first(Some(at(1 << 33)), Lane::Normal), DAY);
    assert_eq!(first(Some(at(900)), Lane::Urgent), Duration::ZERO);
    assert_eq!(first(Some(SystemTime::UNIX_EPOCH), Lane::Normal), Duration::ZERO);
}

#[test]
fn a_restart_loses_nobody_and_wakes_nobody_twice() {
    let mut world = World::new(config(60));
    for key in 0..300 {
        world.demand(key, Lane::Normal);
    }
    for minute in 1..10 {
        world.run(at(60 * minute));
        // Every answer has come: what is lost is memory.
        world.scheduler = Scheduler::new("cert", config(60), &forever(), world.now);
        for row in world.rows.values() {
            world.scheduler.handle_input(Input::Wake(row), world.now).unwrap();
        }
    }
    world.run(at(3_600));
    let mut keys = world.keys();
    keys.sort_unstable();
    assert_eq!(keys, (0..300).collect::<Vec<_>>());
}

#[test]
fn the_result_of_a_push_never_settles_a_newer_need() {
    let update = Update { attempt: 3, ..Update::new(1, 2, at(10), at(99), 1) };
    let check = |change: &dyn Fn(&mut Row), joins: bool| {
        let mut row = demanded(1, Lane::Normal, at(0));
        row.demand(Lane::Normal, at(0));
        change(&mut row);
        let mut expected = row.clone();
        if joins {
            (expected.pushed, expected.attempt) = (Some(at(10)), 3);
        }
        assert_eq!(row.apply(&update), joins);
        assert_eq!(row, expected);
    };
    let token = |row: &mut Row| row.register(vec![route(RouteKind::Apns, "cert")], b"new".to_vec(), at(5));
    check(&|row| row.demand(Lane::Urgent, at(5)), true);
    check(&|row| row.revise(crate::Demand::by_itself(at(5), None)), true);
    check(&|row| row.contact(), false);
    check(&|row| row.withdraw(), false);
    check(&|row| row.unenroll(), false);
    check(&token, false);
    // Of an older push, and then of nothing.
    for heard in [Row::contact, Row::withdraw, token] {
        check(
            &|row| {
                heard(row);
                row.demand(Lane::Normal, at(6));
                row.demand(Lane::Normal, at(7));
            },
            false,
        );
    }
    // A need that nobody has seen.
    check(&|row| row.need = 1, false);
    // Another device's.
    check(&|row| row.key = 2, false);
}

#[test]
fn a_clock_that_steps_back_delays_and_never_repeats() {
    let mut world = World::new(config(600));
    for key in 0..100 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(3_600));
    world.now = at(0) - DAY;
    for key in 100..150 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(0));
    let mut keys = world.keys();
    keys.sort_unstable();
    assert_eq!(keys, (0..150).collect::<Vec<_>>(), "the new ones at once, the others not again");
}

#[test]
fn debug_shows_no_body() {
    let mut row = iphone(1);
    row.body = b"very secret".to_vec();
    let shown = format!("{row:?}");
    assert!(
        shown.contains("(11 bytes)") && !shown.contains("secret") && !shown.contains("118, 101"),
        "{shown}"
    );
}
