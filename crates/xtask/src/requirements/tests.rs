use std::path::Path;

use super::*;

fn all(status: &Status) -> Vec<Requirement> {
    (1..=LAST)
        .map(|number| Requirement { number, wording: "something".to_owned(), status: status.clone() })
        .collect()
}

fn later() -> Status {
    Status::Later("not built".to_owned())
}

fn citations(code: &[u16], tests: &[u16]) -> Citations {
    Citations { code: code.iter().copied().collect(), tests: tests.iter().copied().collect() }
}

#[test]
fn requirements_that_are_not_built_fail_nothing() {
    assert_eq!(check(&all(&later()), &Citations::default()), []);
    assert_eq!(check(&all(&Status::Exception("host".to_owned())), &Citations::default()), []);
}

#[test]
fn done_needs_code_and_a_test() {
    fn check_done(citations: &Citations, expected: &[Finding]) {
        let mut requirements = all(&later());
        requirements[6].status = Status::Done;
        assert_eq!(check(&requirements, citations), expected);
    }
    let code = || Finding::DoneWithoutCode { number: 7 };
    let test = || Finding::DoneWithoutTest { number: 7 };
    check_done(&citations(&[7], &[7]), &[]);
    check_done(&citations(&[7], &[]), &[test()]);
    check_done(&citations(&[], &[7]), &[code()]);
    check_done(&citations(&[8], &[6]), &[code(), test()]);
}

#[test]
fn every_number_has_one_row() {
    let mut requirements = all(&later());
    requirements.remove(2);
    requirements.push(requirements[0].clone());
    requirements.push(Requirement { number: 111, ..requirements[0].clone() });
    let expected = [
        Finding::Repeated { number: 1 },
        Finding::Missing { number: 3 },
        Finding::OutOfRange { number: 111 },
    ];
    assert_eq!(check(&requirements, &Citations::default()), expected);
}

#[test]
fn rows_are_read() {
    fn check_row(row: &str, expected: Option<Result<(u16, Status), &'static str>>) {
        let found = parse_row(row).map(|row| row.map(|found| (found.number, found.status)));
        assert_eq!(found, expected, "{row}");
    }
    const ROW: &str = "a row is `| F12 | wording | status |`";
    const STATUS: &str = "the status is `done`, `later (why)` or `exception (why)`";
    check_row("| F12 | something | done |", Some(Ok((12, Status::Done))));
    check_row("|F1|something|later (issue 6)|", Some(Ok((1, Status::Later("issue 6".to_owned())))));
    check_row(
        "| F9 | x | exception (the host does (all of) it) |",
        Some(Ok((9, Status::Exception("the host does (all of) it".to_owned())))),
    );
    check_row("| # | requirement | status |", None);
    check_row("| --- | --- | --- |", None);
    check_row("F12 is met", None);
    check_row("", None);
    check_row("| F12 | something | later |", Some(Err(STATUS)));
    check_row("| F12 | something | later () |", Some(Err(STATUS)));
    check_row("| F12 | something | Done |", Some(Err(STATUS)));
    check_row("| F12 | something |", Some(Err(ROW)));
    check_row("| F12 |  | done |", Some(Err(ROW)));
    check_row("| F12 | a | b | done |", Some(Err(ROW)));
    check_row("| Fx | something | done |", Some(Err("the first cell is not F and a number")));
}

#[test]
fn an_unreadable_row_is_named_with_its_line() {
    let (requirements, findings) = parse("S0.md", "# Title\n\n| F1 | x | done |\n| F2 | x | soon |\n");
    assert_eq!(requirements.len(), 1);
    let messages: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(messages, ["S0.md:4: the status is `done`, `later (why)` or `exception (why)`"]);
}

#[test]
fn citations_are_words_of_their_own() {
    fn check_cited(text: &str, expected: &[u16]) {
        assert_eq!(cited(text), expected.iter().copied().collect(), "{text}");
    }
    check_cited("", &[]);
    check_cited("/// Held until the unlock (F46, F48).", &[46, 48]);
    check_cited("F1", &[1]);
    check_cited("F43 to F55; F56-F58; F60–F62", &[43, 55, 56, 58, 60, 62]);
    check_cited("F110 and F999", &[110, 999]);
    check_cited("F1234 F012 F0 F", &[]);
    check_cited("0xF12 _F12 F12_ F12a éF12 f12 FF12", &[]);
    check_cited("00000000-F100-4000-8000-000000000000", &[]);
    check_cited("[F12](x) `F13`é", &[12, 13]);
}

#[test]
fn the_header_of_a_test_file_is_no_evidence() {
    fn check_counted(source: &str, expected: &[u16]) {
        assert_eq!(cited(&without_header(source)), expected.iter().copied().collect(), "{source}");
    }
    check_counted("//! All of it (F1 to F9).\n/// F5.\n#[test]\nfn a() {}", &[5]);
    check_counted("mod random {\n    //! F1.\n    // F2\n}\r\n//! F3", &[2]);
    check_counted("/// F4", &[4]);
}

#[test]
fn tests_are_told_from_code() {
    fn check_split(source: &str, tests: &str) {
        assert_eq!(split_tests(source).1, tests, "{source}");
    }
    check_split("fn a() {}", "");
    check_split("// F1\n#[cfg(test)]\nmod tests {\n// F2", "#[cfg(test)]\nmod tests {\n// F2");
    check_split("#[cfg(test)]\nmod tests;\n// F1", "");
    check_split("#[cfg(test)]\nuse a::b;\n#[cfg(test)]\nmod tests {}x{", "#[cfg(test)]\nmod tests {}x{");
    check_split("#[cfg(test)]\n#[path = \"x\"]\nmod tests {", "#[cfg(test)]\n#[path = \"x\"]\nmod tests {");
    check_split("a #[cfg(test)]", "");

    for (file, expected) in [
        ("mdm-lock/src/rule.rs", false),
        ("mdm-lock/src/rule/tests.rs", true),
        ("mdm-lock/src/tests/rule.rs", true),
        ("mdm-lock/tests/table.rs", true),
        ("mdm-lock/src/contests.rs", false),
    ] {
        assert_eq!(read::is_test(Path::new(file)), expected, "{file}");
    }
}

#[test]
fn what_is_cited_too_early_or_wrongly_is_noted() {
    let noted = notes(&all(&later()), &citations(&[5, 6, 200], &[5]));
    assert_eq!(
        noted,
        ["F5 is `later`, and code and tests cite it already", "F200 is cited and does not exist"]
    );
}

#[test]
fn a_line_shows_status_and_citations() {
    let requirement = Requirement { number: 5, wording: "a session".to_owned(), status: Status::Done };
    assert_eq!(line(&requirement, &citations(&[5], &[])), "F5    done       code x  tests -  a session");
    assert_eq!(summary(&[requirement]), "requirements: 1 in all: 1 done, 0 later, 0 exceptions");
}

#[test]
fn the_documents_of_this_workspace_are_complete() {
    let (requirements, unreadable, _) = read::read().unwrap();
    assert_eq!(unreadable, []);
    assert_eq!(requirements.len(), usize::from(LAST));
    assert_eq!(check(&requirements, &citations_of_all()), []);
}

fn citations_of_all() -> Citations {
    let numbers: Vec<u16> = (1..=LAST).collect();
    citations(&numbers, &numbers)
}
