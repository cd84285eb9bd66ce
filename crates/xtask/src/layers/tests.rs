use super::{read::parse_tree, *};

/// A member as it should be: known, in its folder, with a Rust version, without dependencies.
fn member(name: &str) -> Member {
    let folder = match name {
        "mdm-examples" => "examples".to_owned(),
        "mdm-benches" => "benches".to_owned(),
        _ => format!("crates/{name}"),
    };
    Member { name: name.to_owned(), folder, states_rust_version: true, ..Member::default() }
}

fn using(name: &str, kind: EdgeKind, others: &[&str]) -> Member {
    let edges = others.iter().map(|to| Edge { to: (*to).to_owned(), kind }).collect();
    Member { edges, ..member(name) }
}

fn chain(packages: &[&str]) -> Chain {
    Chain(packages.iter().map(|name| (*name).to_owned()).collect())
}

/// A workspace of all libraries and leaves, in which `changed` replaces the member of its name.
fn house(changed: Member) -> Workspace {
    let names = LIBRARIES.iter().map(|library| library.name).chain(LEAVES.iter().copied());
    let mut members: Vec<Member> = names.filter(|name| *name != changed.name).map(member).collect();
    members.push(changed);
    Workspace { members, folders: Vec::new() }
}

/// Expects exactly the violations whose messages hold these words.
#[track_caller]
fn check_house(changed: Member, expected: &[&str]) {
    check_workspace(&house(changed), expected);
}

#[track_caller]
fn check_workspace(workspace: &Workspace, expected: &[&str]) {
    let found: Vec<String> = check(workspace).iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (message, words) in found.iter().zip(expected) {
        assert!(message.contains(words), "`{message}` does not hold `{words}`");
    }
}

#[test]
fn every_edge_of_the_table_is_allowed() {
    for library in LIBRARIES {
        check_house(using(library.name, EdgeKind::Normal, library.may_use), &[]);
        check_house(using(library.name, EdgeKind::Build, library.may_use), &[]);
    }
}

#[test]
fn every_edge_outside_the_table_is_caught() {
    let all: Vec<&str> = LIBRARIES.iter().map(|library| library.name).chain(LEAVES.iter().copied()).collect();
    for library in LIBRARIES {
        for to in all.iter().filter(|to| **to != library.name && !library.may_use.contains(to)) {
            for kind in [EdgeKind::Normal, EdgeKind::Build] {
                let found = check(&house(using(library.name, kind, &[to])));
                let (from, to) = (library.name.to_owned(), (*to).to_owned());
                assert_eq!(found, [Violation::ForbiddenEdge { from, to, kind }]);
            }
        }
    }
}

#[test]
fn the_table_runs_down_and_knows_every_crate_it_names() {
    assert_eq!(LIBRARIES.len(), 14);
    for upper in LIBRARIES {
        for name in upper.may_use {
            let lower = library(name);
            assert!(lower.is_some_and(|lower| lower.level < upper.level), "{} -> {name}", upper.name);
        }
    }
}

#[test]
fn a_forbidden_edge_names_both_ends_and_what_is_allowed() {
    check_house(
        using("mdm-apple", EdgeKind::Normal, &["mdm-enrollment"]),
        &[
            "mdm-apple (level 1) has a dependency on mdm-enrollment (level 3): mdm-apple may use only mdm-plist, mdm-lock",
        ],
    );
    check_house(
        using("mdm-plist", EdgeKind::Build, &["mdm-lock"]),
        &[
            "mdm-plist (level 0) has a build dependency on mdm-lock (level 0): mdm-plist may use no crate of ours",
        ],
    );
    check_house(using("mdm-sim", EdgeKind::Normal, &["mdm-lock"]), &["mdm-sim (level 4)"]);
    check_house(using("mdm-store", EdgeKind::Normal, &["xtask"]), &["nothing may use xtask"]);
}

#[test]
fn development_dependencies_are_not_counted() {
    check_house(using("mdm-plist", EdgeKind::Development, &["mdm-sim", "mdm-examples"]), &[]);
}

#[test]
fn leaves_use_every_library_and_no_leaf() {
    let all: Vec<&str> = LIBRARIES.iter().map(|library| library.name).collect();
    check_house(using("mdm-examples", EdgeKind::Normal, &all), &[]);
    check_house(using("mdm-benches", EdgeKind::Normal, &["mdm-examples"]), &["nothing may use mdm-examples"]);
}

#[test]
fn packages_of_others_are_no_edges() {
    check_house(using("mdm-plist", EdgeKind::Normal, &["serde", "memchr"]), &[]);
}

#[test]
fn an_unknown_crate_is_caught_and_nobody_may_use_it() {
    check_house(member("mdm-common"), &["mdm-common is not in the level table"]);
    let mut workspace = house(member("mdm-common"));
    workspace.members.push(using("mdm-push", EdgeKind::Normal, &["mdm-common"]));
    workspace.members.retain(|member| member.name != "mdm-push" || !member.edges.is_empty());
    check_workspace(
        &workspace,
        &["mdm-common is not in", "mdm-push (level 0) has a dependency on mdm-common"],
    );
}

#[test]
fn folders_and_members_belong_together() {
    let mut workspace = house(member("mdm-plist"));
    workspace.folders = vec!["mdm-plist".to_owned(), "mdm-attic".to_owned()];
    check_workspace(&workspace, &["crates/mdm-attic is no member of the workspace"]);
    let moved = Member { folder: "crates/plist".to_owned(), ..member("mdm-plist") };
    check_house(moved, &["mdm-plist stands in crates/plist"]);
    let outside = Member { folder: "vendor/mdm-lock".to_owned(), ..member("mdm-lock") };
    check_house(outside, &["mdm-lock stands in vendor/mdm-lock"]);
}

#[test]
fn a_missing_rust_version_is_caught() {
    let silent = Member { states_rust_version: false, ..member("mdm-lock") };
    check_house(silent, &["mdm-lock states no rust-version"]);
}

#[test]
fn an_http_framework_is_caught_in_every_library_at_any_depth() {
    for library in LIBRARIES {
        for framework in HTTP_FRAMEWORKS {
            let with_all_features = vec![chain(&[library.name, "some-client", framework])];
            let message = format!("{} -> some-client -> {framework}", library.name);
            check_house(Member { with_all_features, ..member(library.name) }, &[&message]);
        }
    }
}

#[test]
fn middleware_of_a_client_is_reached_through_that_client_only() {
    let check = |packages: &[&str], expected: &[&str]| {
        let with_all_features = vec![chain(packages)];
        check_house(Member { with_all_features, ..member("mdm-fcm") }, expected);
    };
    check(&["mdm-fcm", "reqwest", "tower-http"], &[]);
    check(&["mdm-fcm", "some-client", "reqwest", "tower-http"], &[]);
    let caught = &["tower-http is an HTTP framework"];
    check(&["mdm-fcm", "tower-http"], caught);
    check(&["mdm-fcm", "reqwest", "tower", "tower-http"], caught);
    check(&["mdm-fcm", "not-reqwest", "tower-http"], caught);
    check(&["tower-http"], caught);
    check(&["mdm-fcm", "reqwest", "axum"], &["axum is an HTTP framework"]);
    // Both ways: the second one is caught.
    let both = vec![chain(&["mdm-fcm", "reqwest", "tower-http"]), chain(&["mdm-fcm", "tower-http"])];
    check_house(Member { with_all_features: both, ..member("mdm-fcm") }, caught);
}

#[test]
fn an_example_may_have_a_framework() {
    let with_all_features = vec![chain(&["mdm-examples", "axum"])];
    check_house(Member { with_all_features, ..member("mdm-examples") }, &[]);
}

#[test]
fn io_without_features_is_caught_up_to_level_three() {
    for library in LIBRARIES {
        for package in IO {
            let without_features = vec![chain(&[library.name, package])];
            let message = format!("a crate of level {} has only behind a feature", library.level);
            let expected: &[&str] = if library.level <= 3 { &[&message] } else { &[] };
            check_house(Member { without_features, ..member(library.name) }, expected);
        }
    }
}

#[test]
fn io_behind_a_feature_is_allowed() {
    let with_all_features = vec![chain(&["mdm-apns", "hyper", "tokio"])];
    check_house(Member { with_all_features, ..member("mdm-apns") }, &[]);
}

#[test]
fn names_that_only_begin_like_a_banned_one_are_allowed() {
    let reached = vec![chain(&["mdm-apns", "tokio-openssl-sys"]), chain(&["mdm-apns", "axum-lint"])];
    let innocent =
        Member { with_all_features: reached.clone(), without_features: reached, ..member("mdm-apns") };
    check_house(innocent, &[]);
}

#[test]
fn a_tree_gives_the_way_to_each_package() {
    let text = "0 mdm-apns v0.1.0 (/somewhere/mdm-apns)\n1 http v1.5.0\n2 bytes v1.12.1\n1 hyper v1.12.0\n2 bytes v1.12.1 (*)\n";
    let expected: &[&[&str]] = &[
        &["mdm-apns"],
        &["mdm-apns", "http"],
        &["mdm-apns", "http", "bytes"],
        &["mdm-apns", "hyper"],
        &["mdm-apns", "hyper", "bytes"],
    ];
    let found = parse_tree(text).unwrap();
    assert_eq!(found, expected.iter().map(|packages| chain(packages)).collect::<Vec<_>>());
}

#[test]
fn a_tree_that_cannot_be_read_is_an_error() {
    assert!(parse_tree("mdm-apns v0.1.0").is_err());
    assert!(parse_tree("0").is_err());
}

#[test]
fn this_workspace_keeps_the_rules() {
    let workspace = read::read().unwrap();
    assert!(workspace.members.iter().any(|member| member.name == "mdm-plist"));
    check_workspace(&workspace, &[]);
}
