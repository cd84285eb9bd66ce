use proptest::prelude::*;

use super::*;

fn at(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + secs)
}

fn grant(name: &str, secs: u64) -> Grant {
    Grant { token: AccessToken::new(name).unwrap(), lifetime: Duration::from_secs(secs) }
}

/// A cycle with a token of an hour, fetched at 0.
fn with_token() -> TokenCycle {
    let mut cycle = TokenCycle::new(0);
    let refresh = cycle.poll_refresh(at(0)).unwrap();
    cycle.handle_grant(refresh, Ok(grant("one", 3600)), at(0));
    cycle
}

fn token(cycle: &TokenCycle, secs: u64) -> Result<&str, NoToken> {
    cycle.token(at(secs)).map(|(_, token)| token.expose_secret())
}

/// The wait after a failure at `secs`.
fn fail(cycle: &mut TokenCycle, failure: impl Into<GrantFailure>, secs: u64) -> Duration {
    let refresh = cycle.poll_refresh(at(secs)).unwrap();
    cycle.handle_grant(refresh, Err(failure.into()), at(secs));
    match cycle.token(at(secs)) {
        Err(NoToken::Failed { until, .. }) => until.duration_since(at(secs)).unwrap(),
        _ => Duration::ZERO,
    }
}

#[test]
fn one_refresh_is_under_way_at_a_time() {
    let mut cycle = TokenCycle::new(0);
    assert_eq!(token(&cycle, 0), Err(NoToken::Coming));
    let refresh = cycle.poll_refresh(at(0)).unwrap();
    assert_eq!(refresh.issued_at(), at(0));
    assert!(cycle.poll_refresh(at(1)).is_none());
    assert_eq!(token(&cycle, 1), Err(NoToken::Coming));
    cycle.handle_grant(refresh, Ok(grant("one", 3600)), at(2));
    assert_eq!(token(&cycle, 2), Ok("one"));
    assert!(cycle.poll_refresh(at(3)).is_none());
}

#[test]
fn a_token_is_replaced_ahead_of_its_end_and_used_meanwhile() {
    let mut cycle = with_token();
    assert!(cycle.poll_refresh(at(3299)).is_none());
    let refresh = cycle.poll_refresh(at(3300)).unwrap();
    assert_eq!(token(&cycle, 3599), Ok("one"));
    assert_eq!(token(&cycle, 3600), Err(NoToken::Coming));
    cycle.handle_grant(refresh, Ok(grant("two", 100)), at(3601));
    assert_eq!(token(&cycle, 3601), Ok("two"));
    // A short life is halved.
    assert!(cycle.poll_refresh(at(3650)).is_none());
    assert!(cycle.poll_refresh(at(3651)).is_some());
}

#[test]
fn a_failure_ahead_of_the_end_disturbs_nobody() {
    let mut cycle = with_token();
    assert_eq!(fail(&mut cycle, GrantProblem::Unavailable, 3300), Duration::ZERO);
    assert_eq!(token(&cycle, 3300), Ok("one"));
    assert!(cycle.poll_refresh(at(3300)).is_none());
    assert!(cycle.poll_refresh(at(3302)).is_some());
}

#[test]
fn a_storm_of_401_is_one_refresh() {
    let mut cycle = with_token();
    let generation = cycle.generation();
    cycle.handle_accepted(generation);
    for _ in 0..100 {
        cycle.handle_refused(generation, at(10));
    }
    assert_eq!(token(&cycle, 10), Err(NoToken::Coming));
    let refresh = cycle.poll_refresh(at(10)).unwrap();
    cycle.handle_refused(generation, at(10));
    assert!(cycle.poll_refresh(at(10)).is_none());
    cycle.handle_grant(refresh, Ok(grant("two", 3600)), at(11));
    // Late refusals of the old token do not touch the new one.
    cycle.handle_refused(generation, at(12));
    assert_eq!(token(&cycle, 12), Ok("two"));
    assert!(cycle.poll_refresh(at(12)).is_none());
}

#[test]
fn a_new_token_that_is_refused_is_the_accounts_fault() {
    let mut cycle = with_token();
    // One forced refresh, also of a token that never worked.
    cycle.handle_refused(cycle.generation(), at(0));
    let refresh = cycle.poll_refresh(at(0)).unwrap();
    cycle.handle_grant(refresh, Ok(grant("two", 3600)), at(0));
    let mut now = 0;
    let mut waits = Vec::new();
    for _ in 0..9 {
        let generation = cycle.generation();
        cycle.handle_refused(generation, at(now));
        cycle.handle_refused(generation, at(now));
        let Err(NoToken::Failed { problem, until }) = cycle.token(at(now)) else { panic!() };
        assert_eq!(problem, GrantProblem::NotAccepted);
        assert!(cycle.poll_refresh(at(now)).is_none());
        let wait = until.duration_since(at(now)).unwrap().as_secs() + 1;
        waits.push(wait);
        now += wait;
        let refresh = cycle.poll_refresh(at(now)).unwrap();
        cycle.handle_grant(refresh, Ok(grant("next", 3600)), at(now));
    }
    assert!((60..=91).contains(&waits[0]) && (120..=181).contains(&waits[1]), "{waits:?}");
    assert!((3600..=5401).contains(&waits[8]), "{waits:?}");
    // It works again: the next refusal is renewed at once.
    let generation = cycle.generation();
    cycle.handle_accepted(generation);
    cycle.handle_refused(generation, at(now));
    assert!(cycle.poll_refresh(at(now)).is_some());
}

#[test]
fn failures_are_spaced_by_what_they_are() {
    #[track_caller]
    fn check(problem: GrantProblem, first: u64, last: u64) {
        let mut cycle = TokenCycle::new(7);
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..12 {
            let wait = fail(&mut cycle, problem, now);
            waits.push(wait.as_secs());
            now += wait.as_secs() + 1;
        }
        assert!((first..=first * 3 / 2).contains(&waits[0]), "{problem:?} {waits:?}");
        assert!((last..=last * 3 / 2).contains(&waits[11]), "{problem:?} {waits:?}");
    }
    check(GrantProblem::Unavailable, 1, 60);
    check(GrantProblem::Unreachable, 1, 60);
    check(GrantProblem::Unreadable, 1, 60);
    check(GrantProblem::InvalidGrant, 60, 3600);
    check(GrantProblem::Unauthorized, 60, 3600);
    let failure =
        GrantFailure { retry_after: Some(Duration::from_secs(33)), ..GrantProblem::Unavailable.into() };
    assert_eq!(fail(&mut TokenCycle::new(0), failure, 0), Duration::from_secs(33));
}

#[test]
fn a_refresh_without_an_answer_is_given_up() {
    let mut cycle = TokenCycle::new(0);
    let lost = cycle.poll_refresh(at(0)).unwrap();
    assert!(cycle.poll_refresh(at(59)).is_none());
    let second = cycle.poll_refresh(at(60)).unwrap();
    // Its failure says nothing about the second, a token from it is welcome.
    cycle.handle_grant(lost, Err(GrantProblem::Unreachable.into()), at(61));
    assert_eq!(token(&cycle, 61), Err(NoToken::Coming));
    assert!(cycle.poll_refresh(at(61)).is_none());
    cycle.handle_grant(second, Ok(grant("one", 3600)), at(62));
    assert_eq!(token(&cycle, 62), Ok("one"));
}

#[test]
fn a_wrong_clock_is_corrected_once_before_each_pause() {
    fn wrong(secs: u64) -> GrantFailure {
        GrantFailure { server_time: Some(at(secs)), ..GrantProblem::Clock.into() }
    }
    let mut cycle = TokenCycle::new(0);
    assert_eq!(fail(&mut cycle, wrong(7200), 10), Duration::ZERO);
    let refresh = cycle.poll_refresh(at(10)).unwrap();
    assert_eq!(refresh.issued_at(), at(7200));
    // Still refused: a pause, and then another try by what the server says now.
    cycle.handle_grant(refresh, Err(wrong(100)), at(10));
    assert!(matches!(cycle.token(at(10)), Err(NoToken::Failed { problem: GrantProblem::Clock, .. })));
    assert_eq!(fail(&mut cycle, wrong(300), 200), Duration::ZERO);
    let refresh = cycle.poll_refresh(at(200)).unwrap();
    assert_eq!(refresh.issued_at(), at(300));
    cycle.handle_grant(refresh, Ok(grant("one", 3600)), at(201));
    // The token's life is counted by our clock.
    assert_eq!(token(&cycle, 3800), Ok("one"));
    // A clock that is right is no excuse.
    let mut cycle = TokenCycle::new(0);
    assert!(fail(&mut cycle, wrong(25), 10) >= MINUTE);
    // Neither is one behind.
    let mut cycle = TokenCycle::new(0);
    assert_eq!(fail(&mut cycle, wrong(0), 5000), Duration::ZERO);
    assert_eq!(cycle.poll_refresh(at(5000)).unwrap().issued_at(), at(0));
}

#[test]
fn a_clock_that_steps_back_delays_by_a_pause_at_most() {
    let mut cycle = TokenCycle::new(0);
    let wait = fail(&mut cycle, GrantProblem::InvalidGrant, 500_000).as_secs();
    assert!(cycle.poll_refresh(at(0)).is_none());
    assert!(cycle.poll_refresh(at(wait)).is_none() && cycle.poll_refresh(at(wait + 1)).is_some());
    // A refresh that began in the future is given up.
    assert!(cycle.poll_refresh(at(0)).is_some());
}

proptest! {
    /// Whatever happens in whatever order, with a clock that jumps: never two refreshes at a time, never a token that was
    /// refused or is past its end, and never a state that no time ends.
    #[test]
    fn the_promises_hold(steps in proptest::collection::vec((0..7u8, 0..4000i64), 1..60)) {
        let mut cycle = TokenCycle::new(1);
        let (mut now, mut under_way, mut refused) = (1_000_000i64, Vec::new(), Vec::new());
        for (step, by) in steps {
            now += by - 500;
            let time = at(u64::try_from(now).unwrap());
            // What was given up once stays so, also when the clock comes back.
            under_way.iter_mut().for_each(|(_, since, live): &mut (Refresh, i64, bool)| *live &= (0..60).contains(&(now - *since)));
            match step {
                0 | 1 => if let Some(refresh) = cycle.poll_refresh(time) {
                    prop_assert!(under_way.iter().all(|(_, _, live)| !live));
                    under_way.push((refresh, now, true));
                },
                2 => if let Some((refresh, ..)) = under_way.pop() {
                    cycle.handle_grant(refresh, Ok(grant("t", 3600)), time);
                },
                3 => if let Some((refresh, ..)) = under_way.pop() {
                    cycle.handle_grant(refresh, Err(GrantProblem::InvalidGrant.into()), time);
                },
                4 => { refused.push(cycle.generation()); cycle.handle_refused(cycle.generation(), time); }
                5 => cycle.handle_accepted(cycle.generation()),
                _ => {}
            }
            if let Ok((generation, _)) = cycle.token(time) {
                prop_assert!(!refused.contains(&generation));
            }
            if let Err(NoToken::Failed { until, .. }) = cycle.token(time) {
                prop_assert!(until > time && until <= time + Duration::from_secs(5400));
            }
        }
        // Two hours later a token can be had.
        let time = at(u64::try_from(now).unwrap() + 7200);
        if cycle.token(time).is_err() {
            prop_assert!(cycle.poll_refresh(time).is_some());
        }
    }
}
