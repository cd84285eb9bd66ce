use mdm_lock::{LockState, Platform, Rule, RuleTable};

use super::{Expectation, Grade, OsVersion, SECTIONS, difference, on_channel, page};

/// The lines of one section of the page.
fn section<'a>(page: &'a str, title: &str) -> Vec<&'a str> {
    let heading = format!("## {title}");
    let mut lines = page.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "no section {title}");
    lines.take_while(|line| !line.starts_with("## ")).collect()
}

/// The line of a command in a section.
fn line(page: &str, title: &str, command: &str) -> String {
    let start = format!("| `{command}` |");
    let found: Vec<_> = section(page, title).into_iter().filter(|line| line.starts_with(&start)).collect();
    assert_eq!(found.len(), 1, "{command} in {title}: {found:?}");
    found[0].to_owned()
}

fn check_line(title: &str, command: &str, expected: &str) {
    let page = page(&RuleTable::default());
    // Numbers of sources move when rows do.
    let found: String = line(&page, title, command)
        .split(" [")
        .map(|part| part.split_once(']').map_or(part, |(_, rest)| rest))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_command_has_one_line_wherever_it_exists() {
    let page = page(&RuleTable::default());
    for (title, platform, channel) in SECTIONS {
        let mut expected = Vec::new();
        for command in RuleTable::commands() {
            if command.availability(*platform).is_some_and(|on| on_channel(on, *channel)) {
                line(&page, title, command.name);
                expected.push(command.name);
            }
        }
        let rows = section(&page, title).into_iter().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, expected.len(), "{title}");
    }
}

#[test]
fn answers_by_state_and_version() {
    check_line("iOS and iPadOS", "DeviceLock", "| `DeviceLock` | 4.0 | runs, A | runs, A | runs, A |");
    check_line(
        "iOS and iPadOS",
        "CertificateList",
        "| `CertificateList` | 4.0 | before 15.0: runs, B; from 15.0: no evidence \
         | before 15.0: runs, B; 15.0 to 15.4: partial, A; from 15.4: **waits**, A | no evidence |",
    );
    check_line(
        "macOS, user channel",
        "ProfileList",
        "| `ProfileList` | 10.7 | may wait (any), A | no evidence | no evidence | **waits** (any), A |",
    );
    check_line(
        "tvOS",
        "InstallProfile",
        "| `InstallProfile` | 9.0 | no evidence | no evidence | no evidence |",
    );
    check_line(
        "Android",
        "InstallApp",
        "| `InstallApp` | runs (any), B | **waits**, D | may wait, B | **waits** (any), C |",
    );
    check_line("Lanes, Lost Mode, effects", "DeviceLock", "| `DeviceLock` | protection | runs | locks |");
}

#[test]
fn every_number_leads_to_a_source() {
    let page = page(&RuleTable::default());
    let sources = section(&page, "Sources").into_iter().filter(|line| !line.is_empty()).count();
    let cited: Vec<usize> =
        page.split(" [").skip(1).map(|part| part.split_once(']').unwrap().0.parse().unwrap()).collect();
    assert_eq!(cited.iter().max(), Some(&sources));
    for rule in RuleTable::default().rules() {
        assert!(page.contains(&format!(". {}\n", rule.source)), "{rule:?} is on no line of the page");
    }
}

#[test]
fn tables_have_as_many_cells_as_their_head() {
    let page = page(&RuleTable::default());
    let mut width = None;
    for line in page.lines() {
        let cells = line.starts_with('|').then(|| line.matches(" |").count());
        assert!(width.is_none() || cells.is_none() || cells == width, "{line}");
        width = cells;
    }
}

#[test]
fn a_page_that_is_not_the_tables_is_found() {
    let table = RuleTable::default();
    let fresh = page(&table);
    assert_eq!(difference(Some(&fresh), &fresh), None);
    assert_eq!(difference(None, &fresh).as_deref(), Some("is missing"));
    let edited = fresh.replacen("no evidence", "runs", 1);
    let at = fresh.lines().position(|line| line.contains("no evidence")).unwrap() + 1;
    assert_eq!(difference(Some(&edited), &fresh), Some(format!("is stale from line {at} on")));
    // A changed row changes the page.
    let changed = table.with(Rule {
        command: "ProfileList".into(),
        platform: Platform::Tvos,
        channel: None,
        since: Some(OsVersion::new(18, 0)),
        before: None,
        states: vec![LockState::Locked].into(),
        expectation: Expectation::Deferred,
        grade: Grade::C,
        source: "a living room".into(),
    });
    assert!(difference(Some(&fresh), &page(&changed)).is_some());
    let row = line(&page(&changed), "tvOS", "ProfileList");
    assert!(row.contains("before 18.0: no evidence; from 18.0: **waits**, C"), "{row}");
}
