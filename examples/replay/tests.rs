//! What the shipped histories come to, what is said of bad lines, and that nothing makes the program panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const OPEN_SERVER: &str = include_str!("histories/open_server.jsonl");
const FLEET: &str = include_str!("histories/fleet.jsonl");

/// Everything that is printed for a history: bad lines, output, and the output on the side.
fn told(input: &[u8], format: Format, table: &RuleTable) -> (u64, String, String) {
    let (mut out, mut bad) = (Vec::new(), Vec::new());
    let bad_lines = replay(input, table, Writer::new(&mut out, &mut bad, format)).unwrap();
    (bad_lines, String::from_utf8(out).unwrap(), String::from_utf8(bad).unwrap())
}

fn records(input: &str) -> Vec<Value> {
    let (_, out, bad) = told(input.as_bytes(), Format::Json, &RuleTable::default());
    assert_eq!(bad, "", "everything is among the records");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn device(input: &str, name: &str) -> Value {
    let found = records(input).into_iter().find(|record| record["device"] == name);
    found.unwrap_or_else(|| panic!("no device {name}"))
}

/// The kinds of findings, and the commands with which each begins.
fn findings(way: &Value) -> Vec<(&str, &str)> {
    let findings = way["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| {
            let command = ["command", "removal", "install"].iter().find_map(|name| finding[name].as_str());
            (finding["finding"].as_str().unwrap(), command.unwrap())
        })
        .collect()
}

#[test]
fn a_removal_that_went_before_its_install_is_found_and_would_not_have_happened() {
    let kiosk = device(OPEN_SERVER, "front-desk");
    assert_eq!(
        findings(&kiosk["history"]),
        [
            ("inversion", "remove-kiosk"),
            ("inversion", "what-is-there"),
            ("install_after_removal", "remove-kiosk"),
            ("delivered_twice", "remove-kiosk"),
        ]
    );
    assert!(findings(&kiosk["planner"]).is_empty());
    // The removal makes the refused install pointless: on record, and never offered again.
    let install = &kiosk["differences"][0];
    assert_eq!(
        (&install["uuid"], &install["planner"]["state"]),
        (&json!("install-kiosk"), &json!("Superseded"))
    );
    assert_eq!(install["planner"]["answers"], 1);
    assert_eq!(kiosk["hazards"][0]["kind"], "Undone");
}

#[test]
fn an_ordered_gap_stays_one_and_is_warned_about() {
    let van = device(OPEN_SERVER, "van-7");
    for way in ["history", "planner"] {
        let gap = &van[way]["findings"][0];
        assert_eq!(
            (&gap["finding"], &gap["seconds"]),
            (&json!("gap"), &json!(4 * 3_600 + 9 * 60 + 58)),
            "{way}"
        );
        assert_eq!(gap["resource"], "Wi-Fi network Office");
    }
    let warning = &van["hazards"][0];
    assert_eq!((&warning["kind"], warning["remedies"].as_array().unwrap().len()), (&json!("Gap"), 3));
}

#[test]
fn a_gap_that_delivery_made_is_closed() {
    let ward = device(OPEN_SERVER, "ward-3");
    assert_eq!(
        findings(&ward["history"]),
        [("inversion", "remove-old-wifi"), ("gap", "remove-old-wifi"), ("offered_again", "install-new-wifi")]
    );
    assert!(findings(&ward["planner"]).is_empty());
    let waits: Vec<_> = ward["waits"].as_array().unwrap().iter().map(|wait| &wait["command"]).collect();
    assert_eq!(waits, ["install-new-wifi", "remove-old-wifi"]);
    assert_eq!(ward["inferred"], json!({"own": 2, "shown": 1, "assumed": 0}));
}

#[test]
fn what_was_forgotten_is_found_and_what_is_assumed_is_said() {
    let warehouse = device(OPEN_SERVER, "warehouse-12");
    assert_eq!(findings(&warehouse["history"]), [("lost", "install-mail"), ("never_answered", "inventory")]);
    assert!(findings(&warehouse["planner"]).is_empty());
    // The history has no end of these two.
    assert_eq!(warehouse["inferred"], json!({"own": 3, "shown": 0, "assumed": 2}));
}

#[test]
fn the_totals_add_up() {
    let records = records(OPEN_SERVER);
    let total = records.last().unwrap();
    assert_eq!(total["record"], "total");
    assert_eq!(
        (&total["devices"], &total["commands"], &total["bad_lines"]),
        (&json!(4), &json!(11), &json!(0))
    );
    assert_eq!((&total["history"]["gaps"], &total["planner"]["gaps"]), (&json!(2), &json!(1)));
    assert_eq!(total["planner"]["inversions"], 0);
    let devices = records.iter().filter(|record| record["record"] == "device");
    let sum: u64 = devices.map(|device| device["history"]["counts"]["answers"].as_u64().unwrap()).sum();
    assert_eq!(total["history"]["answers"], sum);
}

#[test]
fn a_fleet_that_contradicts_a_rule_is_heard() {
    let records = records(FLEET);
    let of_kind =
        |kind: &str| records.iter().filter(move |record| record["record"] == kind).collect::<Vec<_>>();
    assert_eq!(of_kind("device").len(), 40);
    let drift = of_kind("drift");
    let [drift] = drift.as_slice() else { panic!("{drift:?}") };
    assert_eq!(
        drift["text"],
        "RemoveProfile, iOS 18.4, locked: expected that it runs (grade C: requirement F46: removal runs while locked; \
         no Apple text), but 100 % of 40 devices refused it"
    );
    let learned: Vec<_> =
        of_kind("rule").iter().map(|rule| (rule["state"].clone(), rule["scope"].clone())).collect();
    assert!(learned.contains(&(json!("locked"), json!("18.4"))), "{learned:?}");

    // A rule of one's own that says what the fleet says: nothing contradicts it.
    let own = br#"[{"request_type": "RemoveProfile", "platform": "ios", "states": ["locked"],
                    "expectation": "deferred", "source": "our tablets"}]"#;
    let (_, out, _) = told(FLEET.as_bytes(), Format::Json, &rules::table(own).unwrap());
    assert!(!out.contains("\"record\":\"drift\""));
}

#[test]
fn one_device_does_not_make_a_rule() {
    let one: String = FLEET.lines().take(3).map(|line| format!("{line}\n")).collect();
    assert!(records(&one).iter().all(|record| record["record"] != "rule" && record["record"] != "drift"));
}

#[test]
fn a_person_reads_the_same() {
    let (bad, out, _) = told(OPEN_SERVER.as_bytes(), Format::Text, &RuleTable::default());
    assert_eq!(bad, 0);
    for line in [
        "front-desk (iOS 18.3, iPhone14,5, device channel)",
        "    install lost: its removal remove-kiosk ran at 2026-03-02T09:00:03Z; install-kiosk was Acknowledged at \
         2026-03-02T12:30:04Z",
        "Total: 4 devices, 11 commands, 9 sessions, 0 bad lines",
    ] {
        assert!(out.lines().any(|told| told == line), "{line}\n{out}");
    }
}

#[test]
fn bad_lines_are_told_with_line_and_field_and_the_rest_is_worked_on() {
    const GOOD: &str = r#"{"device":"d","uuid":"1","request_type":"X","queued_at":100}"#;
    fn check(line: &str, kind: &str, field: &str, problem: &str) {
        let input = format!("{GOOD}\n\n{line}\n{}\n", GOOD.replace("\"1\"", "\"9\""));
        let records = records(&input);
        let bad = &records[0];
        assert_eq!((&bad["record"], &bad["line"]), (&json!("bad_line"), &json!(3)), "{line}: {bad}");
        assert_eq!((&bad["kind"], &bad["field"]), (&json!(kind), &json!(field)), "{line}: {bad}");
        assert!(bad["problem"].as_str().unwrap().contains(problem), "{line}: {bad}");
        assert_eq!(records.last().unwrap()["commands"], 2, "the others count");
    }
    let with = |from: &str, to: &str| {
        let line = GOOD.replace("\"1\"", "\"2\"");
        assert!(line.contains(from), "{from}");
        line.replace(from, to)
    };
    check("{", "json", "", "column 1: EOF");
    check("[]", "json", "", "expected a map");
    check(&with("\"device\":\"d\",", ""), "field", "device", "is missing");
    check(&with("\"d\"", "7"), "field", "device", "invalid type: integer `7`, expected a string");
    check(&with("\"d\"", "\"d\\u001b\""), "field", "device", "no control characters");
    check(&with("\"X\"", "\"\""), "field", "request_type", "must have 1 to 128 bytes");
    check(&with("\"2\"", "\"\""), "field", "uuid", "name is empty");
    check(&with("100", "\"yesterday\""), "field", "queued_at", "expected a time of RFC 3339");
    check(&with("100", "99"), "backwards", "queued_at", "is earlier");
    check(&with("\"2\"", "\"1\""), "duplicate_uuid", "uuid", "is taken");
    check(&with("100", "100,\"platform\":\"macos\""), "contradiction", "platform", "iOS");
    check(&with("100", "100,\"os\":\"new\""), "field", "os", "not a version");
    check(&with("100", "100,\"extra\\u001b\":1"), "field", "", "unknown field `extra\\u{1b}`");
    check(&with("100", "100,\"touches\":[{\"acess\":1}]"), "field", "touches", "unknown field `acess`");
    let touch = "100,\"touches\":[{\"access\":\"put\",\"kind\":\"power\",\"key\":\"x\"}]";
    check(&with("100", touch), "field", "touches[0].key", "no keys");
    let answers = |answers: &str| with("100", &format!("100,\"answers\":[{answers}]"));
    check(&answers("1"), "field", "answers[0]", "is no object");
    check(&answers("{\"at\":100}"), "field", "answers[0].status", "is missing");
    check(&answers("{\"at\":100,\"status\":\"Idle\"}"), "field", "answers[0].status", "expected one of");
    check(&answers("{\"at\":99,\"status\":\"NotNow\"}"), "answer_before_order", "answers[0].at", "queued_at");
    let sent = "{\"at\":101,\"sent_at\":102,\"status\":\"NotNow\"}";
    check(&answers(sent), "answer_before_order", "answers[0].at", "sent_at");
    let twice = "{\"at\":102,\"status\":\"NotNow\"},{\"at\":101,\"status\":\"Acknowledged\"}";
    check(&answers(twice), "backwards", "answers[1].at", "the answer before it");
    check(&answers(&["{}"; history::MAX_ANSWERS + 1].join(",")), "limit", "answers", "at most 100 items");
    check(&with("\"X\"", &format!("\"{}\"", "X".repeat(MAX_LINE))), "limit", "", "longer than 65536 bytes");
    check(&with("\"X\"", &"[".repeat(60_000)), "json", "", "recursion limit");
}

#[test]
fn a_device_that_is_too_much_is_cut_and_said_so() {
    let mut input = String::new();
    for n in 0..=history::MAX_COMMANDS {
        input += &format!(
            "{{\"device\":\"d\",\"uuid\":\"{n}\",\"request_type\":\"ProfileList\",\"queued_at\":0}}\n"
        );
    }
    let records = records(&input);
    assert_eq!(
        (&records[0]["kind"], &records[0]["line"]),
        (&json!("limit"), &json!(history::MAX_COMMANDS + 1))
    );

    // A phone that refuses sixty commands in each of a hundred sessions, ten minutes apart: within the limits.
    // With six hundred the planner stops, and says so.
    let refusing = |commands: usize| {
        let answers: Vec<_> =
            (0..100).map(|n| format!("{{\"at\":{},\"status\":\"NotNow\"}}", 600 * (n + 1))).collect();
        let line = |n: usize| {
            let answers = if n == 0 { answers.join(",") } else { String::new() };
            format!(
                "{{\"device\":\"d\",\"uuid\":\"{n}\",\"request_type\":\"InstallProfile\",\"queued_at\":0,\
                 \"touches\":[{{\"access\":\"put\",\"kind\":\"profile\",\"key\":\"{n}\"}}],\"answers\":[{answers}]}}\n"
            )
        };
        (0..commands).map(line).collect::<String>()
    };
    let cut = |commands| device(&refusing(commands), "d")["cut_short"].clone();
    assert_eq!((cut(60), cut(600)), (json!(false), json!(true)));
}

#[test]
fn an_erase_may_overtake_and_a_query_may_not_be_stale() {
    let line = |uuid: &str, request_type: &str, at: u64| {
        format!(
            "{{\"device\":\"d\",\"uuid\":\"{uuid}\",\"request_type\":\"{request_type}\",\"queued_at\":0,\
             \"answers\":[{{\"at\":{at},\"status\":\"Acknowledged\"}}]}}\n"
        )
    };
    let history = |lines: &[String]| device(&lines.concat(), "d")["history"].clone();
    let lock = history(&[line("a", "InstallProfile", 20), line("b", "DeviceLock", 10)]);
    assert!(findings(&lock).is_empty());
    let stale = history(&[line("a", "InstallProfile", 20), line("b", "ProfileList", 10)]);
    assert_eq!(findings(&stale), [("inversion", "b")]);
}

#[test]
fn lines_end_in_any_way_and_long_ones_cost_no_memory() {
    let mut input = &b"a\n\nb"[..];
    let mut line = Vec::new();
    let mut lines = Vec::new();
    while read_line(&mut input, &mut line).unwrap() {
        lines.push(line.clone());
    }
    assert_eq!(lines, [&b"a"[..], b"", b"b"]);
    let long = vec![b'x'; 10 * MAX_LINE];
    assert!(read_line(&mut long.as_slice(), &mut line).unwrap());
    assert_eq!(line.len(), MAX_LINE + 1);
    let windows = OPEN_SERVER.replace('\n', "\r\n");
    let marked = format!("\u{feff}{windows}");
    let told = |text: &str| told(text.as_bytes(), Format::Json, &RuleTable::default());
    assert_eq!(told(&marked), told(OPEN_SERVER));
}

#[test]
fn rules_of_a_file() {
    fn check(json: &str, expected: &str) {
        let error = rules::table(json.as_bytes()).unwrap_err();
        assert!(error.contains(expected), "{json}: {error}");
    }
    let rule = r#"[{"request_type": "X", "platform": "ios", "states": ["locked"], "expectation": "runs", "source": "us"}]"#;
    assert!(rules::table(rule.as_bytes()).is_ok());
    check("{}", "invalid type: map, expected a sequence");
    check(&rule.replace("runs", "perhaps"), "expected one of `runs`");
    check(&rule.replace("\"us\"", "\"\""), "[0].source: must have");
    check(&rule.replace("\"source\"", "\"since\": \"x\", \"source\""), "[0].since: not a version");
}

/// History, rules, format.
type Asked<'a> = (&'a str, Option<&'a str>, Format);

#[test]
fn arguments() {
    fn check(line: &str, expected: Result<Option<Asked<'_>>, &str>) {
        let parsed = Arguments::parse(line.split_whitespace().map(OsString::from));
        let expected = expected.map(|arguments| {
            arguments.map(|(history, rules, format)| Arguments {
                history: history.into(),
                rules: rules.map(PathBuf::from),
                format,
            })
        });
        assert_eq!(parsed, expected.map_err(str::to_owned), "{line}");
    }
    check("a.jsonl", Ok(Some(("a.jsonl", None, Format::Text))));
    check("- --json", Ok(Some(("-", None, Format::Json))));
    check("--rules r.json a", Ok(Some(("a", Some("r.json"), Format::Text))));
    check("-- --json", Ok(Some(("--json", None, Format::Text))));
    check("-h", Ok(None));
    check("", Err("no history is given"));
    check("a b", Err("more than one history is given"));
    check("a --rules", Err("--rules needs a file"));
    check("--xml a", Err("unknown option --xml"));
}

/// The page describes the fields that there are, and its example is good.
#[test]
fn the_page_is_right() {
    let page = include_str!("../../docs/replay.md");
    let (_, lines) = page.split_once("```json\n").unwrap();
    let (lines, _) = lines.split_once("```").unwrap();
    let (bad, out, said) = told(lines.as_bytes(), Format::Text, &RuleTable::default());
    assert_eq!(bad, 0, "{said}");
    assert!(out.contains("Total: 1 devices, 2 commands"), "{out}");
    let (_, rules) = page.split_once("```json rules\n").unwrap();
    let (rules, _) = rules.split_once("```").unwrap();
    assert!(rules::table(rules.as_bytes()).is_ok());
    for limit in
        ["65,536", "20,000 devices", "2,000 commands", "500,000 commands", "10,000 touches", "100 answers"]
    {
        assert!(page.contains(limit), "{limit}");
    }
}

/// Lines that are nearly right.
fn lines() -> impl Strategy<Value = String> {
    let status = prop::sample::select(vec!["Acknowledged", "Error", "CommandFormatError", "NotNow", "Idle"]);
    let answer = (0_u64..4_000, status).prop_map(|(at, status)| json!({"at": at, "status": status}));
    let command = prop::sample::select(vec![
        "InstallProfile",
        "RemoveProfile",
        "ProfileList",
        "DeviceLock",
        "EnableLostMode",
        "DisableLostMode",
        "EraseDevice",
        "RestartDevice",
        "ClearPasscode",
        "SecurityInfo",
        "Frobnicate",
    ]);
    let access = prop::sample::select(vec!["put", "remove", "read", "destroy"]);
    let kind = prop::sample::select(vec!["profile", "wifi", "anything", "protection"]);
    let touch = (access, kind, prop::option::of("[ab]")).prop_map(|(access, kind, key)| match key {
        Some(key) => json!({"access": access, "kind": kind, "key": key}),
        None => json!({"access": access, "kind": kind}),
    });
    let touches = prop::option::of(prop::collection::vec(touch, 0..3));
    let platform = prop::sample::select(vec!["ios", "macos", "android"]);
    let line = (platform, command, 0_u64..2_000, prop::collection::vec(answer, 0..5), touches);
    let line = line.prop_map(|(platform, command, queued_at, mut answers, touches)| {
        answers.sort_by_key(|answer| answer["at"].as_u64());
        json!({"device": platform, "platform": platform, "os": "18.3", "request_type": command, "touches": touches,
               "queued_at": queued_at, "answers": answers})
    });
    prop::collection::vec(line, 0..25).prop_map(|mut lines| {
        lines.sort_by_key(|line| line["queued_at"].as_u64());
        let named = lines.iter_mut().enumerate().map(|(n, line)| {
            line["uuid"] = json!(n.to_string());
            format!("{line}\n")
        });
        named.collect()
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_no_harm(input in prop::collection::vec(any::<u8>(), 0..400)) {
        told(&input, Format::Text, &RuleTable::default());
        told(&input, Format::Json, &RuleTable::default());
    }

    #[test]
    fn arbitrary_histories_do_no_harm(input in lines()) {
        let (bad, text, _) = told(input.as_bytes(), Format::Text, &RuleTable::default());
        let (same, out, _) = told(input.as_bytes(), Format::Json, &RuleTable::default());
        prop_assert_eq!(bad, same);
        prop_assert!(text.contains("Total: "));
        for line in out.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            if record["record"] != "device" {
                continue;
            }
            // The queue keeps what it promises, whatever the history did.
            for finding in record["planner"]["findings"].as_array().unwrap() {
                let kind = finding["finding"].as_str().unwrap();
                prop_assert!(kind != "delivered_twice" && kind != "offered_again", "{finding}\n{input}");
            }
            let order = |way: &str| record[way]["counts"]["answers"].as_u64().unwrap();
            prop_assert!(order("history") <= 25 * 5);
        }
    }

    #[test]
    fn cut_lines_do_no_harm(at in 0_usize..2_000, byte in any::<u8>()) {
        let mut input = OPEN_SERVER.as_bytes().to_vec();
        let at = at % input.len();
        input[at] = byte;
        told(&input, Format::Json, &RuleTable::default());
        told(&input[..at], Format::Text, &RuleTable::default());
    }
}
