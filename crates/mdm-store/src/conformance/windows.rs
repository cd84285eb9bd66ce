//! Commands: what is loaded, in which order, and what is not.

use super::fixture::{
    Outcome, Probe, command, create, idle, in_session, key, reported, same, seqs, update, uuid,
};
use crate::Store;
use crate::row::{CommandRow, Loaded, Phase, Refused, Version, Window, Write};

const NEEDED: &str = "what the window leaves out cannot be decided upon when the device asks";
const SMALL: &str = "a window that loads more than it must gets slower with every queued command";

fn outstanding(seq: u64) -> CommandRow {
    CommandRow { phase: Phase::Outstanding, ..command(seq) }
}

fn done(seq: u64) -> CommandRow {
    CommandRow { phase: Phase::Done, ..command(seq) }
}

fn waiting_on(seq: u64, waits_on: &[u64]) -> CommandRow {
    CommandRow { waits_on: waits_on.to_vec(), ..command(seq) }
}

fn refused_in(session: u64, seq: u64) -> CommandRow {
    CommandRow { refused_in: Some(session), ..command(seq) }
}

/// A record in session 3 with these commands.
async fn with(probe: &Probe<'_, impl Store>, commands: Vec<CommandRow>) -> Outcome {
    probe.write([Write { head: in_session(3), commands, ..create(&key("device")) }]).await
}

async fn check(
    probe: &Probe<'_, impl Store>,
    what: &str,
    window: &Window,
    expected: &[u64],
    why: &'static str,
) -> Outcome {
    same(what, probe.seqs(&key("device"), window).await?, expected.to_vec(), why)
}

pub(super) async fn the_head_comes_without_commands(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![command(1), outstanding(2), done(3)]).await?;
    let expected = Loaded { version: Version(1), head: in_session(3), commands: vec![], open: 2 };
    same("the head window", probe.loaded(&key("device"), &Window::Head).await?, expected, SMALL)
}

pub(super) async fn commands_are_replaced_by_seq(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a commit names only the commands that changed; all others must stay as they are";
    let device = key("device");
    let second = waiting_on(2, &[1]);
    with(probe, vec![command(1), second.clone(), command(3)]).await?;
    let changed = CommandRow {
        phase: Phase::Outstanding,
        lane: 7,
        refused_in: Some(2),
        body: b"changed".to_vec(),
        ..command(1)
    };
    let write = Write { commands: vec![changed.clone(), command(4)], ..update(&device, 1) };
    probe.write([write]).await?;
    same("the commands", probe.commands(&device).await?, vec![changed, second, command(3), command(4)], WHY)
}

pub(super) async fn the_open_window_leaves_done_commands_out(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![done(1), outstanding(2), waiting_on(3, &[2]), command(4), done(5)]).await?;
    check(probe, "the open window", &Window::Open, &[2, 3, 4], SMALL).await
}

pub(super) async fn done_commands_stay_in_the_history(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "whether a command was completed must be visible afterwards (F58, F70)";
    let device = key("device");
    with(probe, vec![outstanding(1), command(2)]).await?;
    let answered = CommandRow { body: b"answered".to_vec(), ..done(1) };
    let write = Write { head: in_session(3), commands: vec![answered.clone()], ..update(&device, 1) };
    probe.write([write]).await?;
    same("the history", probe.commands(&device).await?, vec![answered, command(2)], WHY)?;
    for (name, window) in [("open", Window::Open), ("session", idle())] {
        check(probe, &format!("the {name} window after command 1 is done"), &window, &[2], SMALL).await?;
    }
    Ok(())
}

pub(super) async fn open_commands_are_counted(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "by this number a server knows whether a device still owes something";
    let device = key("device");
    with(probe, vec![command(1), outstanding(2), done(3)]).await?;
    for (version, changed, expected) in [
        (1, vec![done(1)], 1),
        (2, vec![done(1)], 1),
        (3, vec![command(4), done(5)], 2),
        (4, vec![command(3)], 3),
        (5, vec![done(2), done(3), done(4)], 0),
    ] {
        probe.write([Write { commands: changed, ..update(&device, version) }]).await?;
        for window in [Window::Head, Window::Open, idle()] {
            let open = probe.loaded(&device, &window).await?.open;
            same(&format!("the number of open commands in version {}", version + 1), open, expected, WHY)?;
        }
    }
    Ok(())
}

pub(super) async fn a_session_sees_outstanding_commands(probe: &Probe<'_, impl Store>) -> Outcome {
    let refused = CommandRow { refused_in: Some(3), lane: 0, ..outstanding(2) };
    let blocked = CommandRow { waits_on: vec![1], ..outstanding(4) };
    with(probe, vec![done(1), refused, done(3), blocked]).await?;
    check(probe, "the window of an idle device", &idle(), &[2, 4], NEEDED).await
}

pub(super) async fn a_session_sees_the_reported_command(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![done(1), waiting_on(2, &[9]), outstanding(3), waiting_on(9, &[10]), command(10)])
        .await?;
    for (seq, expected) in [(1, vec![1, 3, 10]), (2, vec![2, 3, 10]), (3, vec![3, 10]), (10, vec![3, 9, 10])]
    {
        let what = format!("the window of a report on command {seq}");
        check(probe, &what, &reported(seq), &expected, NEEDED).await?;
    }
    let other = Write { commands: vec![done(5)], ..create(&key("other")) };
    probe.write([other]).await?;
    let unknown = "the window of a report on a command of nobody, or of somebody else";
    for seq in [4, 5] {
        check(probe, unknown, &reported(seq), &[3, 10], "an unknown report is an ordinary event").await?;
    }
    Ok(())
}

pub(super) async fn a_session_sees_direct_successors(probe: &Probe<'_, impl Store>) -> Outcome {
    with(
        probe,
        vec![
            outstanding(1),
            waiting_on(2, &[1]),
            waiting_on(3, &[2]),
            waiting_on(4, &[3, 1]),
            CommandRow { refused_in: Some(3), ..waiting_on(5, &[1]) },
            waiting_on(6, &[7]),
            waiting_on(7, &[8]),
            done(8),
        ],
    )
    .await?;
    check(probe, "the window of an idle device", &idle(), &[1, 2, 4, 5], NEEDED).await?;
    let why = "an answer frees the commands that wait for it, so they must be at hand";
    check(probe, "the window of a report on command 7", &reported(7), &[1, 2, 4, 5, 6, 7], why).await?;
    check(probe, "the window of a report on command 8", &reported(8), &[1, 2, 4, 5, 7, 8], why).await
}

pub(super) async fn a_done_command_waits_for_nothing(probe: &Probe<'_, impl Store>) -> Outcome {
    let device = key("device");
    let cancelled = CommandRow { waits_on: vec![1], ..done(2) };
    with(probe, vec![outstanding(1), cancelled.clone(), waiting_on(3, &[1])]).await?;
    check(probe, "the window beside a cancelled successor", &idle(), &[1, 3], SMALL).await?;
    let write = Write { commands: vec![CommandRow { waits_on: vec![1], ..done(3) }], ..update(&device, 1) };
    probe.write([write]).await?;
    check(probe, "the window after a successor was cancelled", &idle(), &[1], SMALL).await?;
    let history = probe.commands(&device).await?;
    let why = "for what a command had waited belongs to its history";
    same("the cancelled command in the history", history.get(1), Some(&cancelled), why)
}

pub(super) async fn a_blocked_command_is_not_ready(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a removal that overtakes the install it waits for brings a stale profile back (F59)";
    with(probe, vec![command(1), waiting_on(2, &[1]), waiting_on(3, &[99]), waiting_on(4, &[1, 2])]).await?;
    check(probe, "the window of an idle device", &idle(), &[1], WHY).await
}

pub(super) async fn readiness_follows_waits_on(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what nothing blocks any more must be offered, and what is blocked again must not";
    let device = key("device");
    with(probe, vec![command(1), waiting_on(2, &[1]), waiting_on(3, &[1, 2])]).await?;
    for (version, changed, expected) in [
        (1, vec![done(1), command(2), waiting_on(3, &[2])], vec![2]),
        (2, vec![command(3)], vec![2, 3]),
        (3, vec![waiting_on(2, &[3])], vec![3]),
        (4, vec![outstanding(3)], vec![2, 3]),
        (5, vec![done(3), command(2)], vec![2]),
    ] {
        probe.write([Write { commands: changed, ..update(&device, version) }]).await?;
        check(probe, &format!("the window in version {}", version + 1), &idle(), &expected, WHY).await?;
    }
    let command = probe.commands(&device).await?.into_iter().find(|command| command.seq == 2);
    same("what command 2 waits on", command.map(|command| command.waits_on), Some(vec![]), WHY)
}

/// More than fit, so that the order is seen in what is left out.
pub(super) async fn ready_commands_come_by_lane_then_seq(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a wipe in a higher lane must reach the device before a thousand queued queries";
    let laned = |(seq, lane)| CommandRow { lane, ..command(seq) };
    let low = (1..=40).map(|seq| (seq, 0));
    let middle = (41..=80).map(|seq| (seq, 7));
    let high = (81..=100).map(|seq| (seq, 255));
    with(probe, low.chain(middle).chain(high).rev().map(laned).collect()).await?;
    let expected: Vec<u64> = (1..=4).chain(41..=80).chain(81..=100).collect();
    check(probe, "the window beside 100 ready commands", &idle(), &expected, WHY).await
}

pub(super) async fn ready_commands_are_limited(probe: &Probe<'_, impl Store>) -> Outcome {
    let ready = Window::READY as u64;
    let mut commands: Vec<_> = (10..10 + 2 * ready).map(command).collect();
    commands.extend([outstanding(1), waiting_on(2, &[1]), done(3)]);
    with(probe, commands).await?;
    let mut expected = vec![1, 2];
    expected.extend(10..10 + ready);
    let what = "the window beside twice as many ready commands as it takes";
    check(probe, what, &idle(), &expected, SMALL).await?;
    expected.push(9 + 2 * ready);
    let what = "the window of a report on the last command";
    check(probe, what, &reported(9 + 2 * ready), &expected, NEEDED).await
}

pub(super) async fn refused_commands_are_skipped(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![refused_in(3, 1), refused_in(2, 2), refused_in(4, 3), command(4)]).await?;
    let why = "a command that is offered again in the session in which it was refused never lets it end";
    check(probe, "the window of the session that refused", &idle(), &[2, 3, 4], why).await?;
    let include = Window::Session { reported: None, refused: Refused::Include };
    let why = "a new session may find the device unlocked";
    check(probe, "the window of a new session", &include, &[1, 2, 3, 4], why).await
}

pub(super) async fn refused_commands_take_no_place(probe: &Probe<'_, impl Store>) -> Outcome {
    let ready = Window::READY as u64;
    let mut commands: Vec<_> = (1..=ready).map(|seq| refused_in(3, seq)).collect();
    commands.extend((ready + 1..=2 * ready).map(command));
    with(probe, commands).await?;
    let expected: Vec<u64> = (ready + 1..=2 * ready).collect();
    let why = "a locked device that refuses a window full of installs must still get what it can do";
    check(probe, "the window behind a full window of refused commands", &idle(), &expected, why).await
}

pub(super) async fn skipping_hides_only_ready_commands(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![refused_in(3, 1), refused_in(3, 2), command(3)]).await?;
    let what = "the window of a repeated refusal";
    check(probe, what, &reported(2), &[2, 3], "the command that a report names is always wanted").await
}

pub(super) async fn a_new_session_number_ends_the_refusal(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what counts is the session of the head as it is stored now";
    let device = key("device");
    with(probe, vec![refused_in(3, 1), refused_in(4, 2)]).await?;
    probe.write([Write { head: in_session(4), ..update(&device, 1) }]).await?;
    check(probe, "the window after session 4 began", &idle(), &[1], WHY).await
}

pub(super) async fn windows_do_not_mix_records(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a command that reaches the wrong device may wipe it";
    let (user, other) = (key("device/user"), key("device2"));
    with(probe, vec![outstanding(1), command(2)]).await?;
    let of_user = vec![command(3), waiting_on(4, &[1])];
    let of_other = vec![outstanding(2), waiting_on(5, &[2])];
    probe.write([Write { commands: of_user.clone(), ..create(&user) }]).await?;
    probe.write([Write { commands: of_other, ..create(&other) }]).await?;
    check(probe, "the device's window", &idle(), &[1, 2], WHY).await?;
    same("the user's window", probe.seqs(&user, &idle()).await?, vec![3], WHY)?;
    same("the other device's window", probe.seqs(&other, &idle()).await?, vec![2, 5], WHY)?;
    same("the user's history", seqs(&probe.commands(&user).await?), seqs(&of_user), WHY)?;
    let reported = Window::Session { reported: Some(uuid(1).into()), refused: Refused::Skip };
    same("the user's window with a report of the device", probe.seqs(&user, &reported).await?, vec![3], WHY)
}
