//! Commands: what is loaded, in which order, and what is not.

use super::fixture::{
    Outcome, Probe, at, command, create, idle, in_session, key, payload, reported, same, seqs, update, uuid,
};
use crate::Store;
use crate::row::{Batch, CommandRow, Gates, HeadRow, Loaded, Phase, Refused, Version, Window, Write};

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
    same(what, probe.seqs(&key("device"), window).await?, expected.to_vec(), why)?;
    if matches!(window, Window::Session { .. }) {
        check_crowded(probe, what, window, expected, why).await?;
    }
    Ok(())
}

/// The same beside many commands that are held: for a short queue a store may go a shorter way.
async fn check_crowded(
    probe: &Probe<'_, impl Store>,
    what: &str,
    window: &Window,
    expected: &[u64],
    why: &'static str,
) -> Outcome {
    let head = probe.loaded(&key("device"), &Window::Head).await?.head;
    let held = (1_001..=1_000 + 2 * Window::READY as u64).map(command);
    let held = held.map(|command| CommandRow { gates: Gates::HELD, ..command });
    let commands = probe.commands(&key("device")).await?.into_iter().chain(held).collect();
    let mut number = 0;
    let twin = loop {
        let twin = key(&format!("crowd {number}"));
        if probe.version(&twin).await?.is_none() {
            break twin;
        }
        number += 1;
    };
    probe.write([Write { head, commands, ..create(&twin) }]).await?;
    let what = format!("{what}, beside many that are held");
    same(&what, probe.seqs(&twin, window).await?, expected.to_vec(), why)
}

pub(super) async fn the_head_comes_without_commands(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![command(1), outstanding(2), done(3)]).await?;
    let expected =
        Loaded { version: Version(1), head: in_session(3), commands: vec![], open: 2, more: false };
    same("the head window", probe.loaded(&key("device"), &Window::Head).await?, expected, SMALL)
}

pub(super) async fn commands_are_replaced_by_seq(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a commit names only the commands that changed; all others must stay as they are";
    let device = key("device");
    let second = waiting_on(2, &[1]);
    with(probe, vec![command(1), second.clone(), command(3)]).await?;
    let changed = CommandRow {
        phase: Phase::Outstanding,
        rank: 7,
        gates: Gates::HELD,
        refused_in: Some(2),
        not_before: Some(at(5)),
        expires_at: Some(at(9)),
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
    let refused = CommandRow { refused_in: Some(3), rank: 0, ..outstanding(2) };
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
pub(super) async fn ready_commands_come_by_rank_then_seq(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a wipe of a higher rank must reach the device before a thousand queued queries";
    let ready = Window::READY as u64;
    let ranked = |(seq, rank)| CommandRow { rank, ..command(seq) };
    let low = (1..=ready).map(|seq| (seq, 0));
    let middle = (101..=100 + ready).map(|seq| (seq, 7));
    let high = (201..=203).map(|seq| (seq, 255));
    with(probe, low.chain(middle).chain(high).rev().map(ranked).collect()).await?;
    // The lowest place too, for who hands out in plain order.
    let expected: Vec<u64> = [1].into_iter().chain(101..=97 + ready).chain(201..=203).collect();
    check(probe, "the window beside more ready commands than it takes", &idle(), &expected, WHY).await
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

pub(super) async fn a_window_says_whether_there_is_more(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str =
        "who believes that there is no more ends the session, and nobody wakes the device again";
    let device = key("device");
    let ready = Window::READY as u64;
    let mut commands: Vec<_> = (1..=ready).map(command).collect();
    commands.extend([
        CommandRow { gates: Gates::HELD, ..command(101) },
        waiting_on(102, &[1]),
        refused_in(3, 103),
        CommandRow { not_before: Some(at(1)), ..command(104) },
        outstanding(105),
    ]);
    with(probe, commands).await?;
    let more = async |window: &Window| Ok(probe.loaded(&device, window).await?.more);
    same("whether there is more than what just fits", more(&idle()).await?, false, WHY)?;
    probe.write([Write { head: in_session(3), commands: vec![command(106)], ..update(&device, 1) }]).await?;
    same("whether there is more than one too many", more(&idle()).await?, true, WHY)?;
    for window in [Window::Head, Window::Open, Window::Done { keep: 0, limit: 1 }] {
        same(&format!("whether {window:?} says more"), more(&window).await?, false, WHY)?;
    }
    Ok(())
}

/// So many that a window that loads them all is seen.
async fn kept_back(
    probe: &Probe<'_, impl Store>,
    head: HeadRow,
    how: impl Fn(CommandRow) -> CommandRow,
    what: &str,
    expected: &[u64],
) -> Outcome {
    const WHY: &str = "of those that may not go the decision needs one of each kind: it must not hand them out, and \
        must know what to wait for";
    let device = key(what);
    let mut commands: Vec<_> = (1..=200).rev().map(|seq| how(command(seq))).collect();
    commands.extend([201, 202].map(command));
    probe.write([Write { head, commands, ..create(&device) }]).await?;
    let loaded = probe.loaded(&device, &idle()).await?;
    let found = (seqs(&loaded.commands), loaded.more);
    same(&format!("the window behind 200 commands, {what}"), found, (expected.to_vec(), false), WHY)
}

pub(super) async fn what_is_held_stays_out(probe: &Probe<'_, impl Store>) -> Outcome {
    let held = |row| CommandRow { gates: Gates::HELD, ..row };
    kept_back(probe, in_session(3), held, "held", &[201, 202]).await?;
    let held = |row| CommandRow { gates: Gates::ALL, not_before: Some(at(1)), ..row };
    let head = HeadRow { shut: Gates::ALL, ..in_session(3) };
    kept_back(probe, head, held, "held and everything else", &[201, 202]).await
}

pub(super) async fn a_shut_gate_lets_only_the_first_be_seen(probe: &Probe<'_, impl Store>) -> Outcome {
    let shut = |shut, backoff_until| HeadRow { shut, backoff_until, ..in_session(3) };
    let behind = |gates| move |row: CommandRow| CommandRow { gates, rank: u8::from(row.seq == 7), ..row };
    let lost = behind(Gates::LOST_MODE);
    kept_back(probe, shut(Gates::LOST_MODE, None), lost, "in Lost Mode", &[7, 201, 202]).await?;
    let backoff = behind(Gates::BACKOFF);
    kept_back(probe, shut(Gates::NONE, Some(at(1))), backoff, "in a pause", &[7, 201, 202]).await?;
    let both = behind(Gates::BACKOFF.or(Gates::LOST_MODE));
    let head = shut(Gates::LOST_MODE, Some(at(1)));
    kept_back(probe, head, both, "behind two gates", &[7, 201, 202]).await?;
    // One of each: some are lost, the others refused.
    let either = |row: CommandRow| CommandRow {
        gates: if row.seq < 50 { Gates::BACKOFF } else { Gates::LOST_MODE },
        ..row
    };
    let head = shut(Gates::LOST_MODE, Some(at(1)));
    kept_back(probe, head, either, "behind either gate", &[1, 50, 201, 202]).await
}

pub(super) async fn an_open_gate_lets_all_through(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what may go must go, in the order of all others";
    let ready = Window::READY as u64;
    for (name, head, gates) in [
        ("no Lost Mode", in_session(3), Gates::LOST_MODE),
        ("a pause that is over", HeadRow { backoff_until: Some(at(0)), ..in_session(3) }, Gates::BACKOFF),
        ("the other gate shut", HeadRow { shut: Gates::LOST_MODE, ..in_session(3) }, Gates::BACKOFF),
    ] {
        let device = key(name);
        let commands = (1..=100).map(|seq| CommandRow { gates, rank: 2, ..command(seq) });
        let commands = commands.chain([CommandRow { rank: 3, ..command(101) }, command(102)]).collect();
        probe.write([Write { head, commands, ..create(&device) }]).await?;
        let expected: Vec<u64> = (1..ready).chain([101]).collect();
        same(&format!("the window with {name}"), probe.seqs(&device, &idle()).await?, expected, WHY)?;
    }
    Ok(())
}

pub(super) async fn what_is_early_waits_for_its_time(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "at its time a command may go, and not before";
    // The later in the queue, the earlier.
    let early = |row: CommandRow| CommandRow { not_before: Some(at(1_000 - row.seq)), rank: 9, ..row };
    kept_back(probe, in_session(3), early, "early", &[200, 201, 202]).await?;
    let lost = |row: CommandRow| CommandRow { gates: Gates::LOST_MODE, ..early(row) };
    let head = HeadRow { shut: Gates::LOST_MODE, ..in_session(3) };
    kept_back(probe, head, lost, "early, and in Lost Mode", &[200, 201, 202]).await?;
    let timed = |seq, millis| CommandRow { not_before: Some(at(millis)), ..command(seq) };
    with(probe, vec![timed(1, 10), timed(2, 20), timed(3, 30), timed(4, 20)]).await?;
    for (millis, expected) in
        [(9, vec![1]), (10, vec![1, 2]), (19, vec![1, 2]), (20, vec![1, 2, 3, 4]), (30, vec![1, 2, 3, 4])]
    {
        let window = Window::Session { reported: None, refused: Refused::Skip, now: at(millis) };
        check(probe, &format!("the window {millis} ms later"), &window, &expected, WHY).await?;
    }
    Ok(())
}

pub(super) async fn the_first_to_expire_is_seen(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a connect ends what has expired, also what waits or is held";
    let until = |row: CommandRow, millis| CommandRow { expires_at: Some(at(millis)), ..row };
    let held = |seq| CommandRow { gates: Gates::HELD, ..command(seq) };
    let commands = vec![
        command(1),
        until(waiting_on(2, &[9]), 20),
        until(held(3), 10),
        until(done(4), 5),
        until(held(5), 20),
        waiting_on(9, &[10]),
        waiting_on(10, &[9]),
    ];
    with(probe, commands).await?;
    let at = |millis| Window::Session { reported: None, refused: Refused::Skip, now: at(millis) };
    for (millis, expected) in [(9, vec![1]), (10, vec![1, 3]), (30, vec![1, 3])] {
        check(probe, &format!("the window {millis} ms later"), &at(millis), &expected, WHY).await?;
    }
    let write = Write { commands: vec![done(3)], head: in_session(3), ..update(&key("device"), 1) };
    probe.write([write]).await?;
    check(probe, "the window after the first has ended", &at(20), &[1, 2], WHY).await
}

pub(super) async fn refused_commands_are_skipped(probe: &Probe<'_, impl Store>) -> Outcome {
    let commands = vec![refused_in(3, 1), refused_in(2, 2), refused_in(4, 3), command(4), refused_in(3, 5)];
    with(probe, commands).await?;
    let why = "a command that is offered again in the session in which it was refused never lets it end; the first \
        tells that there are some";
    check(probe, "the window of the session that refused", &idle(), &[1, 2, 3, 4], why).await?;
    let include = Window::Session { reported: None, refused: Refused::Include, now: at(0) };
    let why = "a new session may find the device unlocked";
    check(probe, "the window of a new session", &include, &[1, 2, 3, 4, 5], why).await
}

pub(super) async fn refused_commands_take_no_place(probe: &Probe<'_, impl Store>) -> Outcome {
    let ready = Window::READY as u64;
    let mut commands: Vec<_> = (1..=ready).map(|seq| refused_in(3, seq)).collect();
    commands.extend((ready + 1..=2 * ready).map(command));
    with(probe, commands).await?;
    let expected: Vec<u64> = [1].into_iter().chain(ready + 1..=2 * ready).collect();
    let why = "a locked device that refuses a window full of installs must still get what it can do";
    check(probe, "the window behind a full window of refused commands", &idle(), &expected, why).await
}

pub(super) async fn skipping_hides_only_ready_commands(probe: &Probe<'_, impl Store>) -> Outcome {
    with(probe, vec![refused_in(3, 1), refused_in(3, 2), command(3), refused_in(3, 4)]).await?;
    let what = "the window of a repeated refusal";
    check(probe, what, &reported(2), &[1, 2, 3], "the command that a report names is always wanted").await
}

pub(super) async fn a_new_session_number_ends_the_refusal(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what counts is the session of the head as it is stored now";
    let device = key("device");
    with(probe, vec![refused_in(3, 1), refused_in(4, 2), refused_in(4, 3)]).await?;
    probe.write([Write { head: in_session(4), ..update(&device, 1) }]).await?;
    check(probe, "the window after session 4 began", &idle(), &[1, 2], WHY).await
}

pub(super) async fn the_oldest_history_is_found(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what is forgotten is the oldest, and never what is not done";
    let phase = |seq| if seq % 2 == 0 { done(seq) } else { command(seq) };
    with(probe, (1..=20).map(phase).collect()).await?;
    for (keep, limit, expected) in [
        (0, 100, vec![2, 4, 6, 8, 10, 12, 14, 16, 18, 20]),
        (0, 2, vec![2, 4]),
        (7, 100, vec![2, 4, 6]),
        (7, 1, vec![2]),
        (10, 100, vec![]),
        (u64::MAX, 100, vec![]),
        (0, 0, vec![]),
    ] {
        let window = Window::Done { keep, limit };
        check(probe, &format!("{window:?}"), &window, &expected, WHY).await?;
    }
    Ok(())
}

pub(super) async fn what_is_forgotten_is_gone(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "what a customer had us forget must not come back";
    let device = key("device");
    with(probe, vec![done(1), command(2), done(3), waiting_on(4, &[2])]).await?;
    let payloads = ["a", "b", "c"].map(|name| payload(name, b"bytes")).to_vec();
    probe.commit(Batch { payloads, ..Batch::default() }).await?;
    let write = Write { forget: vec![1, 4, 99], head: in_session(3), ..update(&device, 1) };
    let batch = Batch {
        writes: vec![write],
        payloads: vec![payload("b", b"new")],
        forget_payloads: ["a", "b", "absent"].map(|name| payload(name, b"").0).to_vec(),
        ..Batch::default()
    };
    probe.commit(batch).await?;
    same("the commands", seqs(&probe.commands(&device).await?), vec![2, 3], WHY)?;
    same("how many are open", probe.loaded(&device, &Window::Head).await?.open, 1, WHY)?;
    check(probe, "the window of a report on what was forgotten", &reported(1), &[2], WHY).await?;
    check(probe, "the window of a report on whom it waited for", &reported(2), &[2], WHY).await?;
    for (name, expected) in [("a", None), ("b", Some("new")), ("c", Some("bytes"))] {
        let expected = expected.map(|text| text.as_bytes().to_vec());
        same(&format!("payload {name}"), probe.payload(name).await?, expected, WHY)?;
    }
    let again = CommandRow { uuid: uuid(1).into(), ..command(5) };
    let at_once = CommandRow { uuid: uuid(3).into(), ..command(6) };
    let write =
        Write { commands: vec![again, at_once], forget: vec![3], head: in_session(3), ..update(&device, 2) };
    probe.write([write]).await?;
    same("the commands with their CommandUUIDs", seqs(&probe.commands(&device).await?), vec![2, 5, 6], WHY)
}

/// As retention does that goes by a list: nothing but the forgetting, under a version of which only some was looked at.
pub(super) async fn what_was_not_loaded_is_forgotten(probe: &Probe<'_, impl Store>) -> Outcome {
    const WHY: &str = "a commit that says that something is gone, and keeps it, is found out by an auditor";
    let device = key("device");
    for (version, window) in
        (1..).zip([Window::Head, Window::Open, idle(), Window::Done { keep: 0, limit: 9 }])
    {
        let commands = vec![done(version), waiting_on(10 + version, &[9])];
        let first = Write { commands, head: in_session(3), ..create(&device) };
        probe.write([Write { expected: (version > 1).then(|| Version(2 * version - 2)), ..first }]).await?;
        probe.loaded(&device, &window).await?;
        let forget = vec![version, 10 + version];
        probe.write([Write { forget, head: in_session(3), ..update(&device, 2 * version - 1) }]).await?;
        same(&format!("the commands after {window:?}"), probe.commands(&device).await?, vec![], WHY)?;
        same("how many are open", probe.loaded(&device, &Window::Head).await?.open, 0, WHY)?;
    }
    Ok(())
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
    let reported = Window::Session { reported: Some(uuid(1).into()), refused: Refused::Skip, now: at(0) };
    same("the user's window with a report of the device", probe.seqs(&user, &reported).await?, vec![3], WHY)
}
