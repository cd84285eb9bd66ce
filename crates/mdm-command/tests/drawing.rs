//! The drawing of a command's life, made from the committed table.

#![allow(clippy::unwrap_used, reason = "a test: what cannot be is a reason to stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use mdm_command::State;

/// To accept a deliberate change, replace the file by what the failing test prints.
#[test]
fn the_drawing_is_what_the_table_says() {
    let drawing = drawing(include_str!("data/transitions.txt"));
    assert!(include_str!("../../../docs/command-states.md") == drawing, "the drawing is now:\n{drawing}");
}

fn drawing(table: &str) -> String {
    let is_final = |name: &str| State::ALL.iter().any(|state| state.is_final() && state.to_string() == name);
    // Between open states: the events of each arrow. Into final ones: from where each event leads there.
    let mut moves: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut ends: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for line in table.lines() {
        let (from, rest) = line.split_once(" + ").unwrap();
        let (event, to) = rest.split_once(" = ").unwrap();
        if is_final(to) {
            ends.entry((to, event)).or_default().insert(from);
        } else if to != "-" {
            moves.entry((from, to)).or_default().push(event);
        }
    }
    // Ends that are open to the same states are drawn as one.
    let mut alike: BTreeMap<BTreeSet<&str>, Vec<(&str, &str)>> = BTreeMap::new();
    for (end, from) in ends {
        alike.entry(from).or_default().push(end);
    }
    let mut drawing = String::new();
    for ((from, to), events) in &moves {
        writeln!(drawing, "        {from} --> {to}: {}", events.join(", ")).unwrap();
    }
    drawing += "    }\n";
    let open = State::ALL.iter().filter(|state| !state.is_final()).count();
    for (number, (from, ends)) in (1..).zip(&alike) {
        let join = |names: Vec<&str>| names.join(", ");
        let states = join(ends.iter().map(|(to, _)| *to).collect());
        let events = join(ends.iter().map(|(_, event)| *event).collect());
        writeln!(drawing, "    state \"{states}\" as End{number}").unwrap();
        let from = if from.len() == open { BTreeSet::from(["Open"]) } else { from.clone() };
        for from in from {
            writeln!(drawing, "    {from} --> End{number}: {events}").unwrap();
        }
        writeln!(drawing, "    End{number} --> [*]").unwrap();
    }
    let mut finals = String::new();
    for state in State::ALL.iter().filter(|state| state.is_final()) {
        writeln!(finals, "| {state} | {} |", meaning(*state)).unwrap();
    }
    format!(
        "# The life of a command\n\n\
         Drawn from `crates/mdm-command/tests/data/transitions.txt`, which has every state with every event; a test \
         compares the two.\n\
         An arrow from the box is one from each state in it, and final states that are reached from the same states \
         share a box, their events in the same order.\n\
         What is not drawn changes nothing.\n\n\
         ```mermaid\nstateDiagram-v2\n    [*] --> Queued\n    state Open {{\n{drawing}```\n\n\
         | final state | meaning |\n| --- | --- |\n{finals}"
    )
}

const fn meaning(state: State) -> &'static str {
    match state {
        State::Acknowledged => "done, or accepted",
        State::Error => "the device answered with an error",
        State::CommandFormatError => "the device could not read the command",
        State::Unreadable => "the device's report could not be read",
        State::Cancelled => "taken back by the caller, a broken chain, an erase, or the end of management",
        State::Superseded => "a later command made it pointless",
        State::Refused => "not allowed any more when its turn came",
        State::Expired => "its time was over",
        State::Presumed => "its answer was lost, and it must not run twice: it has most likely run",
        _ => "",
    }
}
