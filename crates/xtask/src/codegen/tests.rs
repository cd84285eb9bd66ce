use super::lower::{Types, lower};
use super::schema::{File, Inside, Key, Kind};
use super::*;

/// A command with some keys.
fn command(keys: &str) -> String {
    format!(
        "payload:\n  requesttype: Test\n  supportedOS:\n    iOS: {{introduced: '4.0', accessrights: AllowSettings}}\n    \
         macOS: {{introduced: n/a}}\npayloadkeys:\n{keys}"
    )
}

fn read(text: &str) -> Result<File, Failure> {
    File::read("mdm/commands/test.yaml", text)
}

fn overlay(text: &str) -> Overlay {
    Overlay::read(&format!("snapshots: ['']\n{text}")).unwrap()
}

fn types(keys: &str, said: &str) -> Result<Types, Failure> {
    lower(&[read(&command(keys))?], &overlay(said), &[Family::Command])
}

/// The Rust of the module that holds the command.
fn rust(keys: &str, said: &str) -> Result<String, Failure> {
    let mut files = BTreeMap::new();
    render::messages(&types(keys, said)?, &mut files)?;
    Ok(files.remove("src/messages/device.rs").unwrap_or_default())
}

fn failure<T>(result: Result<T, Failure>) -> String {
    result.err().map_or_else(|| "no failure".to_owned(), |error| error.to_string())
}

#[test]
fn what_is_not_understood_is_an_error_with_its_line() {
    fn check(text: &str, expected: &str) {
        assert_eq!(failure(read(text)), format!("mdm/commands/test.yaml: {expected}"));
    }
    check("payload: {requesttype: T}\nnew: 1", "line 2: a field `new`");
    check("payload: {requesttype: T, new: 1}", "line 1: a field `new` of the payload");
    check("payload: {content: no}", "no name on the wire");
    check(&command("- {key: A, type: <string>, new: 1}"), "line 7: a field `new` of a key");
    check(&command("- {key: A, type: <text>}"), "line 7: a type that is not known");
    check(&command("- {key: A}"), "line 7: a key without a type");
    check(&command("- {type: <string>}"), "line 7: a key without a name");
    check(&command("- {key: A, type: <data>}\n- {key: A, type: <data>}"), "line 7: the key `A` twice");
    check(&command("- {key: A, type: <data>, key: B}"), "line 7: the key `key` twice");
    check(&command("- {key: A, type: <data>, presence: maybe}"), "line 7: a word `maybe`");
    check(&command("- {key: A, type: <integer>, rangelist: [one]}"), "line 7: `A`: an integer that is none");
    check(
        &command("- {key: A, type: <string>, rangelist: [a], default: b}"),
        "line 7: `A`: a default that is not allowed",
    );
    check(&command("- {key: A, type: <array>, subkeys: []}"), "line 7: `A`: an empty list of items");
    check(
        &command("- {key: A, type: <data>, subkeys: [{key: B, type: <data>}]}"),
        "line 7: `A`: keys inside of what holds none",
    );
    check(
        &command("- {key: A, type: <data>, supportedOS: {BeOS: {}}}"),
        "line 7: an operating system `BeOS`",
    );
    check(
        &command("- {key: A, type: <data>, supportedOS: {iOS: {introduced: soon}}}"),
        "line 7: a version `soon`",
    );
    check(
        &command("- {key: A, type: <data>, supportedOS: {iOS: {supervised: 'true'}}}"),
        "line 7: true or false expected",
    );
    check(
        &command("- {key: A, type: <data>, supportedOS: {iOS: {new: 1}}}"),
        "line 7: a field `new` of an operating system",
    );
    assert_eq!(
        failure(File::read("docs/test.yaml", "payload: {}")),
        "docs/test.yaml: in no folder that is known"
    );
}

#[test]
fn a_list_inside_of_itself_is_a_type_inside_of_itself() {
    // By the list of the dictionary, and by the list of the array.
    let by_dictionary = "\
- key: Folders
  type: <array>
  subkeys:
  - key: item
    type: <dictionary>
    subkeys: &keys
    - {key: Title, type: <string>, presence: required}
    - key: Inner
      type: <array>
      subkeys:
      - {key: inner-item, type: <dictionary>, subkeys: *keys}";
    let by_array = "\
- key: Folders
  type: <array>
  subkeys: &list
  - key: item
    type: <dictionary>
    subkeys:
    - {key: Title, type: <string>, presence: required}
    - {key: Inner, type: <array>, subkeys: *list}";
    for keys in [by_dictionary, by_array] {
        let rust = rust(keys, "").unwrap();
        assert!(rust.contains("\"Inner\" inner: Vec<Folder>,"), "{rust}");
        assert_eq!(rust.matches("pub struct").count(), 2, "{rust}");
    }
}

#[test]
fn an_alias_that_is_no_cycle_is_a_copy() {
    let file = read(&command(
        "- {key: A, type: <string>, rangelist: &words [x, y]}\n- {key: B, type: <string>, rangelist: *words}",
    ));
    let allowed: Vec<_> = file.unwrap().keys.into_iter().map(|key| key.allowed).collect();
    assert_eq!(allowed, [["x", "y"], ["x", "y"]]);
}

#[test]
fn types_of_keys() {
    fn check(key: &str, expected: &str) {
        let rust = rust(key, "").unwrap();
        assert!(rust.contains(expected), "{expected} in {rust}");
    }
    check("- {key: A, type: <string>}", "\"A\" a: String,");
    check(
        "- {key: iOSApp, type: <boolean>, default: false}",
        "/// Missing is false.\n            \"iOSApp\" ios_app: bool,",
    );
    check("- {key: A, type: <integer>, rangelist: [1, 2]}", "/// One of 1, 2.\n            \"A\" a: i64,");
    check("- {key: A, type: <real>, range: {min: 0, max: 1}}", "/// 0 to 1.\n            \"A\" a: f64,");
    check("- {key: A, type: <date>}", "\"A\" a: Date,");
    check("- {key: A, type: <any>}", "\"A\" a: Dynamic,");
    check("- {key: A, type: <array>, subkeys: [{key: i, type: <data>}]}", "\"A\" a: Vec<Data>,");
    check("- {key: A, type: <dictionary>}", "\"A\" a: Extra,");
    check("- {key: A, type: <dictionary>, subkeys: [{key: ANY, type: <any>}]}", "\"A\" a: Extra,");
    check(
        "- {key: A, type: <dictionary>, subkeys: [{key: ANY name, type: <integer>}]}",
        "\"A\" a: BTreeMap<String, i64>,",
    );
    check(
        "- {key: A, type: <dictionary>, subkeys: [{key: Category Name, type: <data>}]}",
        "\"A\" a: BTreeMap<String, Data>,",
    );
    check("- {key: ANY, type: <any>}", "pub struct Test {}");
    check(
        "- {key: Mode Word, type: <string>, rangelist: [a b, Other]}",
        "\"Mode Word\" mode_word: ModeWord,",
    );
    check(
        "- {key: Mode Word, type: <string>, rangelist: [a b, Other]}",
        "AB = \"a b\",\n        Unspecified = \"Other\",",
    );
    // Words that are written as keys inside of a string.
    check(
        "- {key: Qs, type: <array>, subkeys: [{key: i, type: <string>, subkeys: [{key: X, type: <string>}]}]}",
        "pub enum Q {\n        X = \"X\",",
    );
    check("- {key: A, type: <string>, presence: required}", "must {\n            \"A\" a: String,");
}

/// What is required only where it exists is no field that must be there.
#[test]
fn required_is_conditional() {
    let rust = rust(
        "- key: A\n  type: <string>\n  presence: required\n  supportedOS: {iOS: {introduced: n/a}, macOS: {introduced: '12.0'}}",
        "",
    );
    assert!(rust.unwrap().contains("may {\n            /// macOS 12.0.\n            \"A\" a: String,"));
}

#[test]
fn an_array_of_several_dictionaries_is_a_union() {
    let item = |name: &str, tag: &str| {
        format!(
            "  - key: {name}\n    type: <dictionary>\n    subkeys:\n    - {{key: Item, type: <string>, rangelist: [{tag}]}}\n    \
             - {{key: Enabled, type: <boolean>, presence: required}}\n"
        )
    };
    let keys = |second: &str| {
        format!("- key: Settings\n  type: <array>\n  subkeys:\n{}{}", item("One", "One"), item("Two", second))
    };
    let rust = rust(&keys("Two"), "").unwrap();
    assert!(rust.contains("pub enum Setting by \"Item\" {\n        One(OneSetting) = \"One\","), "{rust}");
    assert!(
        rust.contains("pub struct TwoSetting {\n        must {\n            \"Enabled\" enabled: bool,"),
        "{rust}"
    );
    assert!(failure(types(&keys("Three"), "")).ends_with("Test/Settings/Two: `Item` does not tell it apart"));
}

#[test]
fn equal_names_are_one_type_or_get_the_message_before_them() {
    let dictionary = |outer: &str, inner: &str| {
        format!(
            "- key: {outer}\n  type: <dictionary>\n  subkeys:\n  - key: Part\n    type: <dictionary>\n    subkeys:\n    \
             - {{key: {inner}, type: <string>}}\n"
        )
    };
    let same = rust(&(dictionary("A", "X") + &dictionary("B", "X")), "").unwrap();
    assert_eq!(same.matches("pub struct Part {").count(), 1, "{same}");
    let other = dictionary("A", "X") + &dictionary("B", "Y");
    let message = failure(types(&other, ""));
    assert!(message.starts_with("name these in the overlay:\nTestPart stands for "), "{message}");
    let named = rust(&other, "places: {Test/B/Part: {name: Piece}}").unwrap();
    assert!(named.contains("part: Piece,") && named.contains("part: Part,"), "{named}");
}

#[test]
fn the_overlay_is_held_against_the_schema() {
    fn check(said: &str, expected: &str) {
        let key = "- {key: PIN, type: <string>}";
        let files = vec![read(&command(key)).unwrap()];
        let overlay = overlay(said);
        let result = lower(&files, &overlay, &[Family::Command]).map(|_| ());
        assert_eq!(failure(result), expected, "{said}");
    }
    check("places: {Test/PIN: {type: Pin}}", "no failure");
    check("places: {Test/Pin: {type: Pin}}", "the overlay speaks of Test/Pin, which is not there");
    check("places: {'Test:PIN': {type: Pin}}", "the overlay speaks of Test:PIN, which is not there");
    check("places: {Other/PIN: {type: Pin}}", "no failure");
    assert_eq!(failure(Overlay::read("new: 1")), "line 1: a field `new` of the overlay");
    assert_eq!(failure(Overlay::read("places: {A: {nmae: B}}")), "line 1: a field `nmae` of a place");
}

#[test]
fn a_schema_on_disk_is_merged_and_corrected() {
    let folder = std::env::temp_dir().join(format!("xtask-codegen-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let _ = fs::remove_dir_all(&folder);
    write("mdm/commands/test.yaml", &command("- {key: A, type: <string>}"));
    write("newer/mdm/commands/test.yaml", &command("- {key: A, type: <string>}\n- {key: B, type: <string>}"));
    write("bad/mdm/commands/test.yaml", &command("- {key: B, type: <string>}"));
    let load = |snapshots: &str, more: &str| {
        model::load(&folder, &Overlay::read(&format!("snapshots: {snapshots}\n{more}")).unwrap())
    };
    let names = |files: Vec<File>| files[0].keys.iter().map(|key| key.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(load("['']", "").unwrap()), ["A"]);
    assert_eq!(names(load("['', newer]", "").unwrap()), ["A", "B"]);
    assert_eq!(names(load("['']", "added: {Test: [{key: C, type: <data>}]}").unwrap()), ["A", "C"]);
    assert_eq!(
        failure(load("['', bad]", "")),
        "mdm/commands/test.yaml/A: a newer snapshot lost it; keep it in the overlay"
    );
    assert_eq!(
        failure(load("['']", "added: {Gone: [{key: C, type: <data>}]}")),
        r#"the overlay changes what is not there: ["Gone"]"#
    );
    assert!(failure(load("['', none]", "")).ends_with("none: no file of the schema"));
    let files = load("['']", "support: {Test/A: {iOS: {removed: '27.0'}}}").unwrap();
    let mut out = BTreeMap::new();
    matrix::tables(&files, &Overlay::default(), &mut out).unwrap();
    let table = &out["src/support/table/commands/device.rs"];
    let expected = "item(\"Test\", \"mdm/commands/test.yaml\", &[ios(4, 0, 0).right(Right::SETTINGS)], &[\n        \
                    key(\"A\", &[ios(4, 0, 0).removed(27, 0, 0).right(Right::SETTINGS)]).kind(Kind::String),";
    assert!(table.contains(expected), "{table}");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn a_row_of_the_matrix() {
    fn check(support: &str, expected: &str) {
        let keys = format!("- {{key: A, type: <data>, supportedOS: {{macOS: {{{support}}}}}}}");
        let mut out = BTreeMap::new();
        let result = matrix::tables(&[read(&command(&keys)).unwrap()], &Overlay::default(), &mut out);
        let told = result
            .map_or_else(|error| error.to_string(), |()| out["src/support/table/commands/device.rs"].clone());
        assert!(told.contains(expected), "{expected} in {told}");
    }
    check("introduced: 10.13.4", "macos(10, 13, 4)]");
    check("introduced: '27.0', deprecated: '28.1'", "macos(27, 0, 0).deprecated(28, 1, 0)]");
    check(
        "introduced: '11.0', userchannel: true, devicechannel: false",
        "macos(11, 0, 0).user_channel_only()]",
    );
    check("introduced: '11.0', userchannel: true", "macos(11, 0, 0).both_channels()]");
    check("introduced: '11.0', allowed-scopes: [user]", "macos(11, 0, 0).user_channel_only()]");
    check(
        "introduced: '11.0', allowed-enrollments: [supervised, local]",
        "macos(11, 0, 0).user_enrollment(Mode::Forbidden).supervised()]",
    );
    check("introduced: '11.0', allowed-enrollments: [supervised, device, user]", "macos(11, 0, 0)]");
    check("introduced: '11.0', userenrollment: {mode: forbidden}", ".user_enrollment(Mode::Forbidden)]");
    check(
        "introduced: '11.0', accessrights: QueryInstalledApps",
        "macos(11, 0, 0).right(Right::QUERY_APPS)]",
    );
    check("introduced: '11.0', accessrights: AllowAll", "an access right `AllowAll`");
}

/// No activation and no asset of the schema has scopes, and every configuration does.
#[test]
fn what_has_no_scope_goes_where_configurations_go() {
    fn check(kind: &str, systems: &str, expected: &str) {
        let text = format!(
            "payload: {{{kind}: com.apple.test, supportedOS: {{{systems}}}}}\n\
             payloadkeys:\n- {{key: A, type: <string>}}\n"
        );
        let file = File::read("declarative/declarations/assets/test.yaml", &text).unwrap();
        let mut out = BTreeMap::new();
        matrix::tables(&[file], &Overlay::default(), &mut out).unwrap();
        let told: String = out.into_values().collect();
        assert!(told.contains(expected), "{expected} in {told}");
    }
    for kind in ["declarationtype", "credentialtype"] {
        check(kind, "macOS: {introduced: '14.0'}", "[macos(14, 0, 0).both_channels()]");
        check(kind, "iOS: {introduced: '17.0'}", "[ios(17, 0, 0).both_channels()]");
        check(kind, "tvOS: {introduced: '17.0'}", "[tvos(17, 0, 0)]");
        check(kind, "macOS: {introduced: '14.0', allowed-scopes: [system]}", "[macos(14, 0, 0)]");
        let user = "macOS: {introduced: '14.0', allowed-scopes: [user]}";
        check(kind, user, "[macos(14, 0, 0).user_channel_only()]");
        let shared = "iOS: {introduced: '17.0', sharedipad: {allowed-scopes: [system]}}";
        check(kind, shared, "[ios(17, 0, 0).shared_ipad(Mode::Allowed)]");
    }
}

#[test]
fn stale_files_are_found() {
    let map =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let generated: BTreeMap<_, _> = map(&[("same", "1"), ("changed", "2"), ("new", "3")]);
    let committed = map(&[("same", "1"), ("changed", "1"), ("gone", "4")]);
    let stale = stale(&generated, &committed);
    let expected = [("changed", Some("2")), ("gone", None), ("new", Some("3"))];
    assert_eq!(stale, expected.map(|(name, text)| (name.to_owned(), text.map(str::to_owned))).into());
}

/// What `codegen` writes `codegen --check` accepts, and nothing else; it changes nothing itself.
#[test]
fn a_check_fails_when_something_is_stale() {
    let folder = std::env::temp_dir().join(format!("xtask-stale-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let (schema, target) = (folder.join("schema"), folder.join("crate"));
    fs::create_dir_all(schema.join("mdm/commands")).unwrap();
    let file = schema.join("mdm/commands/device.test.yaml");
    fs::write(&file, command("- {key: A, type: <string>}")).unwrap();
    let overlays = Overlays { overlay: overlay(""), ..Overlays::default() };
    let check = |mode, expected| assert_eq!(apply(mode, &schema, &overlays, &target).unwrap(), expected);
    check(Mode::Check, Outcome::Findings);
    assert!(!target.exists(), "a check writes nothing");
    check(Mode::Write, Outcome::Clean);
    check(Mode::Check, Outcome::Clean);
    let table = target.join("crates/mdm-apple/src/support/table/commands/device.rs");
    let text = fs::read_to_string(&table).unwrap();
    assert!(text.contains("key(\"A\", S0).kind(Kind::String)"), "{text}");

    // Changed by hand, missing, or from no schema.
    fs::write(&table, text.clone() + "\n").unwrap();
    check(Mode::Check, Outcome::Findings);
    fs::remove_file(&table).unwrap();
    check(Mode::Check, Outcome::Findings);
    check(Mode::Write, Outcome::Clean);
    let stray = target.join("crates/mdm-apple/src/messages/stray.rs");
    fs::write(&stray, "").unwrap();
    check(Mode::Check, Outcome::Findings);
    check(Mode::Write, Outcome::Clean);
    assert!(!stray.exists());

    // The schema changed.
    fs::write(&file, command("- {key: A, type: <string>}\n- {key: B, type: <data>}")).unwrap();
    check(Mode::Check, Outcome::Findings);
    assert_eq!(fs::read_to_string(&table).unwrap(), text);
    check(Mode::Write, Outcome::Clean);
    check(Mode::Check, Outcome::Clean);
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn values_are_told_in_the_tables() {
    fn check(key: &str, expected: &str) {
        let mut out = BTreeMap::new();
        matrix::tables(&[read(&command(key)).unwrap()], &Overlay::default(), &mut out).unwrap();
        let table = &out["src/support/table/commands/device.rs"];
        assert!(table.contains(expected), "{expected} in {table}");
    }
    check("- {key: A, type: <integer>, rangelist: [1, 5]}", ".kind(Kind::Integer).allowed(&[\"1\", \"5\"]),");
    check("- {key: A, type: <real>, range: {min: 0.5}}", ".kind(Kind::Real).range(Some(0.5), None),");
    check("- {key: A, type: <integer>, range: {min: -1, max: 10}}", ".range(Some(-1.0), Some(10.0)),");
    // The values of an array are those of its items.
    check(
        "- {key: A, type: <array>, subkeys: [{key: i, type: <string>, rangelist: [x, y]}]}",
        ".kind(Kind::Array).allowed(&[\"x\", \"y\"]),",
    );
}

#[test]
fn the_overlay_has_files_and_ranges_of_its_own() {
    let folder = std::env::temp_dir().join(format!("xtask-newer-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("mdm/commands")).unwrap();
    fs::write(folder.join("mdm/commands/test.yaml"), command("- {key: A, type: <integer>}")).unwrap();
    let load = |text: &str| model::load(&folder, &overlay(text)).map(|files| files.len());
    let status = "payload: {statusitemtype: a.b}, payloadkeys: [{key: a.b, type: <data>}]";
    assert_eq!(load(&format!("files: {{declarative/status/a.b.yaml: {{{status}}}}}")).unwrap(), 2);
    assert_eq!(
        failure(load("files: {mdm/commands/test.yaml: {payload: {requesttype: Test}}}")),
        "mdm/commands/test.yaml: the schema has it; take it out of the overlay"
    );
    let files = model::load(&folder, &overlay("ranges: {Test/A: {max: 3}}")).unwrap();
    assert_eq!(files[0].keys[0].range, Some((None, Some("3".to_owned()))));
    assert_eq!(
        failure(load("ranges: {Test/B: {max: 3}}")),
        r#"the overlay changes what is not there: ["Test/B"]"#
    );
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn a_group_inside_of_a_dictionary() {
    let keys = "- key: Outer\n  type: <dictionary>\n  subkeys:\n  - {key: A, type: <string>}\n  \
        - {key: B, type: <string>}\n  - {key: C, type: <string>}";
    let said = "places: {Test/Outer: {groups: [{field: one, type: One, rule: one, keys: [A, B]}]}}";
    let rust = rust(keys, said).unwrap();
    assert!(rust.contains("group { one: One }\n        may {\n            \"C\" c: String,"), "{rust}");
    let shapes = shapes::shapes(&types(keys, said).unwrap(), &overlay(said));
    assert_eq!(
        shapes,
        "command Test\n Outer\tDictionary\n  A\tString\tgroup=one\n  B\tString\tgroup=one\n  C\tString\n"
    );
}

#[test]
fn the_overlay_of_the_repository_is_read() {
    let overlay = Overlays::read().unwrap().overlay;
    assert_eq!(overlay.files.len(), 18);
    assert_eq!(overlay.snapshots.first().map(String::as_str), Some(""));
    assert!(overlay.secrets.contains("Pin"));
    let cyclic = Key { inside: Inside::Cycle(1), kind: Kind::Array, ..Key::default() };
    assert!(cyclic.keys().is_empty());
}

/// A payload of a Mac with some keys.
fn payload(name: &str, keys: &str) -> File {
    let text = format!(
        "payload:\n  payloadtype: {name}\n  supportedOS: {{macOS: {{introduced: '10.7'}}, iOS: {{introduced: n/a}}}}\n\
         payloadkeys:\n{keys}"
    );
    File::read(&format!("mdm/profiles/{name}.yaml"), &text).unwrap()
}

/// What `mdm-profile` gets of some payloads.
fn profile(files: Vec<File>, said: &str) -> Result<BTreeMap<String, String>, Failure> {
    let said = Said::read(said, &Default::default())?;
    let mut out = BTreeMap::new();
    payloads::write(&said.lend(files)?, &said, &mut out)?;
    Ok(out)
}

#[test]
fn what_is_set_off_or_used_often_has_a_name() {
    let keys = "- {key: A, type: <data>}\n- {key: B, type: <data>, supportedOS: {iOS: {introduced: '9.0'}}}";
    let mut out = BTreeMap::new();
    matrix::tables(&[read(&command(keys)).unwrap()], &Overlay::default(), &mut out).unwrap();
    let table = &out["src/support/table/commands/device.rs"];
    for expected in [
        "item(\"Test\", \"mdm/commands/test.yaml\", S0, &[\n",
        "key(\"A\", S0).kind(Kind::Data),\n",
        "key(\"B\", &[ios(9, 0, 0).right(Right::SETTINGS)]).kind(Kind::Data),\n",
        "const S0: &[Availability] = &[ios(4, 0, 0).right(Right::SETTINGS)];\n",
    ] {
        assert!(table.contains(expected), "{expected} in {table}");
    }
}

#[test]
fn payloads_are_typed_by_family() {
    let files = || {
        let own = "- {key: SomeUUID, type: <string>}\n- {key: Secret, type: <string>}\n\
                   - {key: On, type: <boolean>, supportedOS: {iOS: {introduced: '9.0'}}}";
        vec![payload("a.wifi", own), payload("b.ethernet", "- {key: ANY, type: <any>}")]
    };
    let said = "families:\n  network:\n    a.wifi: {name: Wifi, doc: Air.}\n    b.ethernet: {name: Ethernet, doc: Wire.}\n";
    let more = "targets: {root: [r]}\nreferences: {a.wifi/SomeUUID: root}\nplaces: {a.wifi/Secret: {type: Password}}\n\
                borrowed: {b.ethernet: {from: a.wifi, keys: [Secret, On, SomeUUID]}}\n";
    let out = profile(files(), &format!("{said}{more}")).unwrap();
    let types = &out["src/payload/tables/network.rs"];
    assert_eq!(types.matches("\"Secret\" secret: Password,").count(), 2, "{types}");
    assert_eq!(types.matches("iOS 9.0").count(), 1, "the borrower does not run there: {types}");
    let table = &out["src/payload/tables.rs"];
    assert!(
        table.contains("#[cfg(feature = \"network\")]\n    network::Ethernet = \"b.ethernet\",\n"),
        "{table}"
    );
    assert!(
        table.contains("(\"a.wifi\", \"SomeUUID\", ROOT),\n    (\"b.ethernet\", \"SomeUUID\", ROOT),"),
        "{table}"
    );

    let check = |said: &str, expected: &str| assert_eq!(failure(profile(files(), said)), expected);
    check("families: {}", r#"payloads without a family: ["a.wifi", "b.ethernet"]"#);
    check(said, r#"references: ["a.wifi/SomeUUID"] are not told of, [] are not there"#);
    check(
        &format!("{said}references: {{a.wifi/SomeUUID: root, a.wifi/Gone: root}}"),
        r#"references: [] are not told of, ["a.wifi/Gone"] are not there"#,
    );
    check(&format!("{said}references: {{a.wifi/SomeUUID: root}}"), "a.wifi/SomeUUID: a target `root`");
    check(
        &format!("{said}borrowed: {{b.ethernet: {{from: a.wifi, keys: [Gone]}}}}"),
        "b.ethernet borrows `Gone`, which is not there",
    );
}
