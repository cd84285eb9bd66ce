//! Many devices.

use super::*;

/// Acceptance check 2: F91, F92.
#[test]
fn a_hundred_thousand_devices_ordered_at_once_are_all_woken_under_the_cap() {
    let mut seed = 1_u64;
    let mut world = World::with(config(600), move |_, _| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // One in fifty is lost; answers take up to two seconds.
        let outcome = if (seed >> 33).is_multiple_of(50) { Outcome::Retry } else { Outcome::Sent };
        (Duration::from_millis((seed >> 40) % 2_000), outcome)
    });
    for key in 0..100_000 {
        world.demand(key, Lane::Normal);
    }
    // Every device comes a second after an accepted push: nothing is repeated.
    let mut done = 0;
    let mut woken = vec![false; 100_000];
    while done < 100_000 && world.now < at(0) + DAY {
        world.run(world.now + 10 * SECOND);
        let accepted: Vec<_> =
            world.updates.drain(..).filter(|u| u.pushed.is_some()).map(|u| u.key).collect();
        for key in accepted {
            assert!(!std::mem::replace(&mut woken[key as usize], true), "{key} was woken twice");
            done += 1;
            world.contact(key);
        }
    }
    assert!(woken.iter().all(|woken| *woken), "{done} woken");
    check_cap(spans(&world.pushes), 600);
    let minutes = world.now.duration_since(at(0)).unwrap().as_secs() / 60;
    // 102,000 pushes at 600 a minute are 170 minutes; a twentieth is kept for what is urgent.
    assert!((170..=190).contains(&minutes), "{minutes} minutes");
    assert_eq!(world.scheduler.waiting().devices, 0);
}

/// The cap is one of true time, whatever the clock shows.
#[test]
fn the_cap_holds_while_the_clock_jumps() {
    for jump in [Duration::from_millis(900), 10 * SECOND, MINUTE, HOUR, 400 * DAY] {
        let mut scheduler = Scheduler::new("cert", config(60), &lease(at(1 << 33)), at(0));
        for key in 0..2_000 {
            scheduler.handle_input(Input::Wake(&demanded(key, Lane::Urgent, at(0) - DAY)), at(0)).unwrap();
        }
        let mut pushes = Vec::new();
        for half in 0..2_000_u32 {
            let truth = at(0) + half * SECOND / 2;
            // Forward for a while, and back: each minute has one step.
            let now = if half % 240 < 120 { truth } else { truth + jump };
            while let Output::Send(send) = scheduler.poll_output(now) {
                scheduler.handle_input(Input::Answered(send.ticket, Outcome::Sent), now).unwrap();
                let Output::Update(_) = scheduler.poll_output(now) else { panic!("no result") };
                pushes.push((truth, Some(truth)));
            }
        }
        check_cap(pushes.iter().copied(), 60);
        assert!(pushes.len() > 800, "{} pushes in 1,000 seconds, jump {jump:?}", pushes.len());
    }
}

#[test]
fn a_minutes_work_does_not_leave_in_one_second() {
    let mut world = World::new(config(6_000));
    for key in 0..20_000 {
        world.demand(key, Lane::Normal);
    }
    world.run(at(180));
    for second in 0..179 {
        let (from, to) = (at(second), at(second + 1));
        let count = world.pushes.iter().filter(|push| push.handed >= from && push.handed < to).count();
        assert!(count <= 701, "{count} in second {second}: a tenth of the cap, and a second's share");
    }
}

#[test]
fn timers_hold_from_seconds_to_centuries() {
    let mut world = World::new(config(60_000));
    let dues = [0, 1, 255, 256, 257, 65_535, 65_536, 1_000_000, 40_000_000, 3_000_000_000, 1 << 33];
    for (key, due) in (0..).zip(dues) {
        world.change(key, |row, now| row.demand(Lane::Normal, now + Duration::from_secs(due)));
    }
    for (key, due) in (0..).zip(dues) {
        world.run(at(due));
        let pushed = world.pushes.iter().filter(|push| push.key == key).map(|push| push.handed).next();
        assert_eq!(pushed, Some(at(due)), "due after {due} s");
        world.contact(key);
    }
    assert_eq!(world.pushes.len(), dues.len());
}
