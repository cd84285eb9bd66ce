//! Says what a queue of commands will do to a device that locks and unlocks, before anybody sends it: the hazards
//! with their remedies, a timeline of what runs when and why, and how each command ends.
//!
//! The queue and the rules are the real ones (`mdm-command`, `mdm-lock`); the device follows a scenario.
//!
//! ```text
//! cargo run --example explain -- examples/explain/scenarios/wifi_replaced.json --svg wifi.svg
//! ```
//!
//! A scenario is a JSON file. Times are seconds from the start, or texts such as `"1h30m"` (`d`, `h`, `m`, `s`).
//! Fields with a default may be left out; a field that is not known is an error.
//! The story starts on Monday, 2026-01-05, 00:00 UTC: sentences of the queue that have a date count from there.
//!
//! ```json
//! {
//!   "title": "A profile for a locked phone",
//!   "device": {
//!     "platform": "ios", "os": "18.3", "model": "iPhone14,5", "channel": "device", "passcode": true,
//!     "safeguards": {"bypass_code": "kept"}, "mode": "plan",
//!     "refuses": [{"request_type": "RemoveProfile", "states": ["locked", "before_first_unlock"]}],
//!     "answers_after": 1, "returns_after": 2
//!   },
//!   "lock": [{"at": 0, "state": "locked"}, {"at": "45m", "state": "unlocked"}],
//!   "offline": [{"from": "10m", "to": "12m"}],
//!   "push_after": 2,
//!   "commands": [
//!     {"id": "new", "at": 5, "request_type": "InstallProfile", "takes": 3,
//!      "touches": [{"access": "put", "kind": "profile", "key": "com.example.wifi"}]},
//!     {"id": "old", "at": 5, "request_type": "RemoveProfile", "after": ["new"], "hold": true,
//!      "touches": [{"access": "remove", "kind": "profile", "key": "com.example.wifi.old"}]}
//!   ],
//!   "actions": [{"at": "1h", "action": "release", "id": "old"}],
//!   "until": "2h"
//! }
//! ```
//!
//! | field | meaning | default |
//! |---|---|---|
//! | `title` | a headline | `Scenario` |
//! | `device.platform` | `ios` (iPadOS too), `macos`, `tvos`, `watchos`, `visionos`, `android` | required |
//! | `device.os` | its version; rules differ by it | unknown |
//! | `device.model` | its model, in your own words; learned rules may differ by it | unknown |
//! | `device.channel` | `device`, `user` | `device` |
//! | `device.passcode` | whether one is set; without one a lock refuses nothing | `true` |
//! | `device.safeguards` | `bypass_code`, `recovery_key`, `data_plan`: whether you keep what would be lost with the device's content: `unknown`, `kept`, `missing`, `not_needed` | `unknown`: no hazard |
//! | `device.mode` | how much of the planner to trust: `plan`, `shadow` (plain order, and it says what it would have done), `fifo` (plain order) | `plan` |
//! | `device.refuses` | in which states it answers `NotNow` to a request type, whatever the rule table says | the rule table: what is not known to run is refused |
//! | `device.answers_after` | from a command's arrival to its answer | 1 s |
//! | `device.returns_after` | from a change of state to its own return, if it said `NotNow` last | 2 s |
//! | `lock` | its state over time: `unlocked`, `locked`, `before_first_unlock`, `power_nap`, `keychain_locked`, `setup_assistant`, `asleep`, `login_pending`; the first at 0 | required |
//! | `offline` | periods without network; without `to` for good | none |
//! | `push_after` | from a push's departure to its arrival | 2 s |
//! | `commands` | in queue order; those of the same time are one batch | required |
//! | `commands.id` | its name, unique | required |
//! | `commands.at` | when it is ordered; not before the one above it | 0 |
//! | `commands.request_type` | any; one that is not known gets the cautious rule | required |
//! | `commands.touches` | what it touches: `access` is `read`, `put`, `remove` or `destroy`; `kind` is `profile`, `provisioning_profile`, `app`, `media`, `setting`, `wifi`, `vpn`, `account`, `certificate`, `protection`, `power`, `device` or `anything`; `key` says which one, without it all of the kind | what is known of the request type; of others that they may change anything |
//! | `commands.after` | ids: it starts when each of them was acknowledged, and is cancelled when one ends in another way | none |
//! | `commands.group` | a number: neighbours in a batch that have the same one run as one step | none |
//! | `commands.supersedes` | ids of commands that it makes pointless, as far as they were not handed out | none |
//! | `commands.priority` | `low`, `normal`, `high`; never across a conflict | `normal` |
//! | `commands.hold` | whether it stays back until it is released | `false` |
//! | `commands.not_before` | not handed out before | at once |
//! | `commands.expires_at` | not handed out any more from then on | never |
//! | `commands.same` | `{"keep_pending": KEY}`: not queued while one with this key is pending; `{"keep_new": KEY}`: supersedes those that are | none |
//! | `commands.redelivery` | when its answer was lost: `repeat`, `once` | what is usual for the request type |
//! | `commands.data_plan` | what an erase does to an eSIM's data plan: `kept`, `lost` | not told |
//! | `commands.takes` | from its arrival to its answer, when it is not refused | `answers_after` |
//! | `actions` | what the administrator does later: `at`, `action` (`hold`, `release`, `cancel`), `id`; too late for a command that has ended | none |
//! | `until` | when to stop looking | one hour after the last event, or when nothing is left |

#[path = "explain/remedied.rs"]
mod remedied;
#[path = "explain/remedy.rs"]
mod remedy;
#[path = "explain/report.rs"]
mod report;
#[path = "explain/scenario.rs"]
mod scenario;
#[path = "explain/story.rs"]
mod story;
#[path = "explain/svg.rs"]
mod svg;
#[path = "explain/words.rs"]
mod words;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use scenario::{MAX_BYTES, Scenario};

const USAGE: &str = "\
usage: explain SCENARIO.json [--apply] [--svg FILE]

Plays a queue of commands against a device that locks and unlocks, and prints the hazards with their remedies,
a timeline of what runs when and why, and how each command ends.

  --apply      also applies the first remedy of each hazard, batch by batch, until none is left, plays what comes
               out, and compares
  --svg FILE   also draws it; with remedies applied both, one below the other
  --help       prints this

The format is described in docs/explain.md; examples/explain/scenarios has five scenarios.
Exit status: 0 done, 1 the scenario or a file is bad, 2 the arguments are.
";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return print(USAGE),
        Err(wrong) => {
            eprint!("explain: {wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(report) => print(&report),
        Err(error) => {
            eprintln!("explain: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Everything is known before anything is written.
fn run(arguments: &Arguments) -> Result<String, Error> {
    let path = &arguments.scenario;
    let bytes = read(path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let wrong = |source| Error::Scenario { path: path.clone(), source };
    let scenario = Scenario::decode(&bytes).map_err(wrong)?;
    let play = |scenario| story::play(scenario).map_err(|source| Error::Story { path: path.clone(), source });
    let story = play(&scenario)?;
    let mut report = report::report(&scenario, &story);
    let mut drawing = None;
    if arguments.apply {
        let remedied = remedied::remedied(&scenario);
        let after = play(&remedied.scenario)?;
        report.push_str(&report::comparison((&scenario, &story), &remedied, &after));
        if !remedied.steps.is_empty() {
            drawing = Some(svg::draw_both((&scenario, &story), (&remedied.scenario, &after)));
        }
    }
    if let Some(path) = &arguments.svg {
        let drawing = drawing.unwrap_or_else(|| svg::draw(&scenario, &story));
        write_whole(path, drawing.as_bytes())
            .map_err(|source| Error::Write { path: path.clone(), source })?;
    }
    Ok(report)
}

/// A reader that has seen enough, such as `head`, is no failure.
fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("explain: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Arguments {
    scenario: PathBuf,
    apply: bool,
    svg: Option<PathBuf>,
}

impl Arguments {
    /// `None` is a call for help.
    fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut scenario, mut apply, mut svg, mut options) = (None, false, None, true);
        let mut arguments = arguments.peekable();
        while let Some(argument) = arguments.next() {
            let is = |name: &str| options && argument == OsStr::new(name);
            if is("--help") || is("-h") {
                return Ok(None);
            } else if is("--") {
                options = false;
            } else if is("--apply") {
                apply = true;
            } else if is("--svg") {
                let file = arguments.next().ok_or("--svg needs a file")?;
                if svg.replace(PathBuf::from(file)).is_some() {
                    return Err("--svg is given twice".to_owned());
                }
            } else if options && argument.as_encoded_bytes().starts_with(b"-") {
                return Err(format!("unknown option {}", argument.display()));
            } else if scenario.replace(PathBuf::from(argument)).is_some() {
                return Err("more than one scenario is given".to_owned());
            }
        }
        let scenario = scenario.ok_or("no scenario is given")?;
        Ok(Some(Self { scenario, apply, svg }))
    }
}

#[derive(Debug)]
enum Error {
    Read { path: PathBuf, source: io::Error },
    Scenario { path: PathBuf, source: scenario::Error },
    Story { path: PathBuf, source: story::Error },
    Write { path: PathBuf, source: io::Error },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            Self::Scenario { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Story { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Write { path, source } => write!(f, "cannot write {}: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(match self {
            Self::Read { source, .. } | Self::Write { source, .. } => source,
            Self::Scenario { source, .. } => source,
            Self::Story { source, .. } => source,
        })
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {MAX_BYTES} bytes")));
    }
    Ok(bytes)
}

/// Writes a file whole or not at all: beside it under another name first, then in its place.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no file name"))?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let mut file = File::create_new(&beside)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let written = written.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Nothing more can be done about it; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
const SCENARIOS: [(&str, &str); 5] = [
    ("wifi_replaced", include_str!("explain/scenarios/wifi_replaced.json")),
    ("lost_phone", include_str!("explain/scenarios/lost_phone.json")),
    ("mac_power_nap", include_str!("explain/scenarios/mac_power_nap.json")),
    ("certificate_rollover", include_str!("explain/scenarios/certificate_rollover.json")),
    ("erase_before_escrow", include_str!("explain/scenarios/erase_before_escrow.json")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments() {
        fn check(line: &str, expected: Result<Option<(&str, Option<&str>)>, &str>) {
            let parsed = Arguments::parse(line.split_whitespace().map(OsString::from));
            let expected = expected.map(|arguments| {
                arguments.map(|(scenario, svg)| Arguments {
                    scenario: scenario.into(),
                    apply: line.contains("--apply"),
                    svg: svg.map(PathBuf::from),
                })
            });
            assert_eq!(parsed, expected.map_err(str::to_owned), "{line}");
        }
        check("a.json", Ok(Some(("a.json", None))));
        check("a.json --svg b.svg", Ok(Some(("a.json", Some("b.svg")))));
        check("--svg b.svg a.json", Ok(Some(("a.json", Some("b.svg")))));
        check("a.json --apply", Ok(Some(("a.json", None))));
        check("-- --svg", Ok(Some(("--svg", None))));
        check("--help", Ok(None));
        check("a.json -h", Ok(None));
        check("", Err("no scenario is given"));
        check("a b", Err("more than one scenario is given"));
        check("a --svg", Err("--svg needs a file"));
        check("a --svg b --svg c", Err("--svg is given twice"));
        check("--png a", Err("unknown option --png"));
    }

    #[test]
    fn a_drawing_is_written_whole_or_not_at_all() {
        let folder = Folder::new("whole");
        let names = || {
            let mut names: Vec<_> =
                fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let (scenario, svg) = (folder.0.join("a.json"), folder.0.join("a.svg"));
        let arguments = Arguments { scenario: scenario.clone(), apply: false, svg: Some(svg.clone()) };
        fs::write(&svg, "old").unwrap();
        // A bad scenario leaves the old drawing as it is.
        fs::write(&scenario, "{").unwrap();
        let error = run(&arguments).unwrap_err();
        assert!(matches!(error, Error::Scenario { .. }));
        assert!(
            error.to_string().ends_with("a.json: line 1, column 1: EOF while parsing an object"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&svg).unwrap(), "old");

        fs::write(&scenario, SCENARIOS[0].1).unwrap();
        let report = run(&arguments).unwrap();
        assert!(report.starts_with("Wi-Fi profile replaced on a locked phone\niOS 18.3, device channel\n"));
        assert!(report.contains("Gap, old-wifi-off, new-wifi-on: "));
        assert!(fs::read_to_string(&svg).unwrap().starts_with("<svg "));

        // What cannot be put in its place leaves nothing behind.
        fs::remove_file(&svg).unwrap();
        fs::create_dir(&svg).unwrap();
        assert!(matches!(run(&arguments), Err(Error::Write { .. })));
        assert_eq!(names(), ["a.json", "a.svg"]);

        let missing = Arguments { scenario: folder.0.join("none.json"), apply: false, svg: None };
        assert!(matches!(run(&missing), Err(Error::Read { .. })));
        let large = vec![b' '; usize::try_from(MAX_BYTES).unwrap() + 1];
        fs::write(&scenario, large).unwrap();
        assert!(matches!(run(&arguments), Err(Error::Read { .. })));
    }

    /// The format is described twice, for readers of either; it is one text.
    #[test]
    fn the_documents_agree_and_their_example_runs() {
        let page = include_str!("../docs/explain.md");
        let start = "A scenario is a JSON file.";
        let described = |text: &str| {
            text.lines().skip_while(|line| !line.starts_with(start)).collect::<Vec<_>>().join("\n")
        };
        let comment: String = include_str!("explain.rs")
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
            .collect();
        assert_eq!(described(&comment), described(page));

        let (_, json) = page.split_once("```json\n").unwrap();
        let (json, _) = json.split_once("```").unwrap();
        let story = story::play(&Scenario::decode(json.as_bytes()).unwrap()).unwrap();
        assert!(story.hazards.is_empty() && story.commands.iter().all(|command| command.waits.is_none()));
    }

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("explain-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
