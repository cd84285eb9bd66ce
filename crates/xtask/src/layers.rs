//! The levels of the house: who may use whom, and what no library may bring along.
//!
//! [`LIBRARIES`] is the level table as data.
//! [`check`] is a pure function of a [`Workspace`]; [`read`] fills one from `cargo metadata` and `cargo tree`.

mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::{Failure, Outcome};

pub(crate) fn run() -> Result<Outcome, Failure> {
    let workspace = read::read()?;
    let violations = check(&workspace);
    for violation in &violations {
        eprintln!("layers: {violation}");
    }
    if violations.is_empty() {
        let built = workspace.members.iter().filter(|member| library(&member.name).is_some()).count();
        println!("layers: {built} of {} libraries exist; every edge is allowed", LIBRARIES.len());
        Ok(Outcome::Clean)
    } else {
        eprintln!("layers: {} violation(s); the table is in crates/xtask/src/layers.rs", violations.len());
        Ok(Outcome::Findings)
    }
}

/// A library crate of the house: its level, and the crates of ours that it may use.
struct Library {
    name: &'static str,
    level: u8,
    /// An upper bound: a crate may use fewer.
    may_use: &'static [&'static str],
}

/// The level table, with the crates that are planned and do not exist yet.
const LIBRARIES: &[Library] = &[
    Library { name: "mdm-plist", level: 0, may_use: &[] },
    Library { name: "mdm-lock", level: 0, may_use: &[] },
    Library { name: "mdm-push", level: 0, may_use: &[] },
    Library { name: "mdm-apns", level: 0, may_use: &[] },
    Library { name: "mdm-fcm", level: 0, may_use: &[] },
    Library { name: "mdm-command", level: 1, may_use: &["mdm-lock"] },
    Library { name: "mdm-pki", level: 1, may_use: &["mdm-plist"] },
    Library { name: "mdm-apple", level: 1, may_use: &["mdm-plist", "mdm-lock"] },
    Library { name: "mdm-profile", level: 2, may_use: &["mdm-plist", "mdm-lock", "mdm-pki", "mdm-apple"] },
    Library { name: "mdm-apple-services", level: 2, may_use: &["mdm-plist", "mdm-apple", "mdm-pki"] },
    Library { name: "mdm-android", level: 2, may_use: &["mdm-lock"] },
    Library {
        name: "mdm-enrollment",
        level: 3,
        may_use: &[
            "mdm-apple",
            "mdm-android",
            "mdm-command",
            "mdm-lock",
            "mdm-push",
            "mdm-pki",
            "mdm-profile",
            "mdm-plist",
        ],
    },
    Library { name: "mdm-store", level: 4, may_use: &["mdm-enrollment", "mdm-push"] },
    Library {
        name: "mdm-sim",
        level: 4,
        may_use: &["mdm-apple", "mdm-android", "mdm-plist", "mdm-pki", "mdm-profile"],
    },
];

/// Level 5: they use anything and nothing uses them.
const LEAVES: &[&str] = &["mdm-examples", "mdm-benches", "xtask"];

/// Packages that make a library choose its embedder's HTTP framework, with the parts that they are split into.
const HTTP_FRAMEWORKS: &[&str] = &[
    "actix-http",
    "actix-web",
    "axum",
    "axum-core",
    "cot",
    "dropshot",
    "gotham",
    "iron",
    "loco-rs",
    "nickel",
    "ntex",
    "ohkami",
    "pavex",
    "poem",
    "rocket",
    "rocket_http",
    "rouille",
    "rwf",
    "salvo",
    "salvo_core",
    "thruster",
    "tide",
    "tonic",
    "tower-http",
    "trillium",
    "trillium-http",
    "viz",
    "viz-core",
    "volo-http",
    "warp",
    "xitca-web",
];

/// The one way by which a name of [`HTTP_FRAMEWORKS`] may be reached: from a client to middleware that the client is
/// built of. No request of the embedder ever passes through it.
const CLIENT_MIDDLEWARE: &[[&str; 2]] = &[["reqwest", "tower-http"]];

/// Packages that do I/O: a protocol crate may have them behind a feature and never without one.
const IO: &[&str] = &[
    "async-std",
    "curl",
    "deadpool-postgres",
    "diesel",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "libsqlite3-sys",
    "mysql",
    "mysql_async",
    "postgres",
    "redis",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tokio-postgres",
    "ureq",
];

/// The levels that are pure without features.
const PURE_UP_TO: u8 = 3;

/// What the check looks at: small enough to be written down by a test.
#[derive(Debug, Default)]
struct Workspace {
    members: Vec<Member>,
    /// The folders in `crates/`.
    folders: Vec<String>,
}

/// One package of the workspace.
#[derive(Debug, Default)]
struct Member {
    name: String,
    /// Its folder relative to the root: `crates/mdm-plist`.
    folder: String,
    /// Whether the manifest states the oldest Rust version that it builds with.
    states_rust_version: bool,
    /// Direct dependencies on packages of the workspace.
    edges: Vec<Edge>,
    /// What `--all-features` reaches over normal and build dependencies.
    with_all_features: Vec<Chain>,
    /// What `--no-default-features` reaches over normal and build dependencies.
    without_features: Vec<Chain>,
}

#[derive(Debug)]
struct Edge {
    to: String,
    kind: EdgeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EdgeKind {
    Normal,
    Build,
    Development,
}

/// The way from a member to a package, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chain(Vec<String>);

impl Chain {
    fn end(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    fn ends_with(&self, way: &[&str]) -> bool {
        let start = self.0.len().saturating_sub(way.len());
        self.0.get(start..).is_some_and(|end| end == way)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" -> "))
    }
}

/// A broken rule of the house.
#[derive(Debug, PartialEq, Eq)]
enum Violation {
    /// A package of the workspace that the level table does not know.
    UnknownCrate { name: String },
    /// A folder in `crates/` that no package of the workspace has.
    NotAMember { folder: String },
    /// A library or xtask whose folder is not `crates/` and its own name.
    WrongFolder { name: String, folder: String },
    /// A package that does not state the oldest Rust version that it builds with.
    NoRustVersion { name: String },
    /// A dependency between crates of ours that the table does not allow.
    ForbiddenEdge { from: String, to: String, kind: EdgeKind },
    /// A library that reaches an HTTP framework.
    HttpFramework { chain: Chain },
    /// A protocol crate that does I/O although no feature asked for it.
    ImpureWithoutFeatures { level: u8, chain: Chain },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCrate { name } => {
                write!(f, "{name} is not in the level table: give it a level and the crates that it may use")
            }
            Self::NotAMember { folder } => {
                write!(f, "crates/{folder} is no member of the workspace: name it in the root Cargo.toml")
            }
            Self::WrongFolder { name, folder } => {
                write!(f, "{name} stands in {folder}: the folder is crates/ and the package's name")
            }
            Self::NoRustVersion { name } => {
                write!(f, "{name} states no rust-version: add `rust-version.workspace = true`")
            }
            Self::ForbiddenEdge { from, to, kind } => {
                let kind = match kind {
                    EdgeKind::Normal => "",
                    EdgeKind::Build => "build ",
                    EdgeKind::Development => "development ",
                };
                write!(f, "{} has a {kind}dependency on {}: ", with_level(from), with_level(to))?;
                match library(from) {
                    _ if LEAVES.contains(&to.as_str()) => write!(f, "nothing may use {to}"),
                    Some(Library { may_use: [], .. }) => write!(f, "{from} may use no crate of ours"),
                    Some(Library { may_use, .. }) => write!(f, "{from} may use only {}", may_use.join(", ")),
                    None => write!(f, "the level table does not allow it"),
                }
            }
            Self::HttpFramework { chain } => {
                write!(f, "{} is an HTTP framework, which no library may bring along: {chain}", chain.end())
            }
            Self::ImpureWithoutFeatures { level, chain } => write!(
                f,
                "{} does I/O, which a crate of level {level} has only behind a feature; \
                 --no-default-features still reaches it: {chain}",
                chain.end()
            ),
        }
    }
}

/// Every broken rule, in the order of the members.
fn check(workspace: &Workspace) -> Vec<Violation> {
    let mut violations = Vec::new();
    for folder in &workspace.folders {
        let path = format!("crates/{folder}");
        if !workspace.members.iter().any(|member| member.folder == path) {
            violations.push(Violation::NotAMember { folder: folder.clone() });
        }
    }
    for member in &workspace.members {
        violations.extend(check_member(member, workspace));
    }
    violations
}

fn check_member(member: &Member, workspace: &Workspace) -> Vec<Violation> {
    let mut violations = Vec::new();
    let name = &member.name;
    let library = library(name);
    if library.is_none() && !LEAVES.contains(&name.as_str()) {
        violations.push(Violation::UnknownCrate { name: name.clone() });
    }
    let in_crates = library.is_some() || member.folder.starts_with("crates/");
    if in_crates && member.folder != format!("crates/{name}") {
        violations.push(Violation::WrongFolder { name: name.clone(), folder: member.folder.clone() });
    }
    if !member.states_rust_version {
        violations.push(Violation::NoRustVersion { name: name.clone() });
    }
    for edge in &member.edges {
        let ours = workspace.members.iter().any(|other| other.name == edge.to);
        let allowed = match library {
            Some(library) => library.may_use.contains(&edge.to.as_str()),
            None => !LEAVES.contains(&edge.to.as_str()),
        };
        if ours && !allowed && edge.kind != EdgeKind::Development {
            violations.push(Violation::ForbiddenEdge {
                from: name.clone(),
                to: edge.to.clone(),
                kind: edge.kind,
            });
        }
    }
    let Some(library) = library else { return violations };
    for chain in &member.with_all_features {
        if HTTP_FRAMEWORKS.contains(&chain.end()) && !CLIENT_MIDDLEWARE.iter().any(|way| chain.ends_with(way))
        {
            violations.push(Violation::HttpFramework { chain: chain.clone() });
        }
    }
    if library.level <= PURE_UP_TO {
        for chain in &member.without_features {
            if IO.contains(&chain.end()) {
                violations
                    .push(Violation::ImpureWithoutFeatures { level: library.level, chain: chain.clone() });
            }
        }
    }
    violations
}

fn library(name: &str) -> Option<&'static Library> {
    LIBRARIES.iter().find(|library| library.name == name)
}

fn with_level(name: &str) -> String {
    library(name).map_or_else(|| name.to_owned(), |library| format!("{name} (level {})", library.level))
}
