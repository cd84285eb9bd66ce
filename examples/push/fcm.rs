//! `push fcm`: wakes to Android agents.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use mdm_examples::{Result, ensure};
use mdm_fcm::{
    Advice, Answer, Attempt, Client, Config, Endpoint, Error, ErrorCode, InstallationId, Intent, PackageName,
    Priority, ProjectId, RegistrationToken, Roots, ServiceAccount, Target, TokenUriPolicy, Ttl, Wake,
};
use mdm_sim::fcm::{FakeFcm, FakeFcmConfig, FakeKeys, Fault, RetryAfter};

use super::files::{Folder, read, read_list};
use super::summary::{Outcome, Summary, secs, send_all};
use super::{host_and_port, number};

/// What was asked for on the command line.
#[derive(Debug, PartialEq)]
pub struct Arguments {
    agents: PathBuf,
    account: PathBuf,
    project: Option<ProjectId>,
    priority: Priority,
    ttl: Ttl,
    package: Option<PackageName>,
    intent: Intent,
    endpoint: Option<Endpoint>,
    roots: Option<PathBuf>,
    in_flight: u32,
}

impl Arguments {
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut agents, mut account, mut project, mut package) = (None, None, None, None);
        let (mut priority, mut ttl, mut intent) = (Priority::Normal, Ttl::MAX, Intent::Deliver);
        let (mut endpoint, mut roots, mut in_flight) = (None, None, 800);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            let named = |error: Error| format!("{word}: {error}");
            match word.as_str() {
                "--account" => account = Some(value()?.into()),
                "--project" => project = Some(ProjectId::new(&value()?).map_err(named)?),
                "--priority" => {
                    priority = match value()?.as_str() {
                        "normal" => Priority::Normal,
                        "high" => Priority::High,
                        _ => return Err("--priority is normal or high".to_owned()),
                    }
                }
                "--ttl" => {
                    let secs: u32 = number(&word, &value()?)?;
                    if !(1..=Ttl::MAX.secs()).contains(&secs) {
                        return Err(format!("--ttl is 1 to {}", Ttl::MAX.secs()));
                    }
                    ttl = Ttl::new(Duration::from_secs(secs.into()));
                }
                "--package" => package = Some(PackageName::new(&value()?).map_err(named)?),
                "--dry-run" => intent = Intent::ValidateOnly,
                "--endpoint" => {
                    let text = value()?;
                    let (host, port) = host_and_port(&text)?;
                    endpoint = Some(Endpoint::custom(host, port).map_err(named)?);
                }
                "--roots" => roots = Some(value()?.into()),
                "--in-flight" => in_flight = number(&word, &value()?)?,
                _ if word.starts_with("--") => return Err(format!("{word} is not known")),
                _ if agents.is_none() => agents = Some(word.into()),
                _ => return Err("there is more than one list of agents".to_owned()),
            }
        }
        Ok(Self {
            agents: agents.ok_or("there is no list of agents")?,
            account: account.ok_or("--account is needed")?,
            project,
            priority,
            ttl,
            package,
            intent,
            endpoint,
            roots,
            in_flight,
        })
    }

    fn wake(&self, target: Target) -> Wake {
        let mut wake = Wake::new(target, self.priority);
        wake.ttl = self.ttl;
        wake.package.clone_from(&self.package);
        wake.intent = self.intent;
        wake
    }
}

/// Reads the files, sends, and says what came of it.
pub async fn send(arguments: &Arguments) -> Result<Summary> {
    // Elsewhere than at Google the token server is elsewhere too.
    let policy = if arguments.endpoint.is_some() { TokenUriPolicy::Https } else { TokenUriPolicy::Google };
    let account = ServiceAccount::decode(&read(&arguments.account)?, policy)
        .map_err(|error| format!("{}: {error}", arguments.account.display()))?;
    let agents = read_list(&arguments.agents, LINE, agent)?;
    let mut config = Config::new(account);
    if let Some(project) = &arguments.project {
        config.project = project.clone();
    }
    if let Some(endpoint) = &arguments.endpoint {
        config.endpoint = endpoint.clone();
    }
    if let Some(roots) = &arguments.roots {
        config.roots = Roots::Pem(read(roots)?.to_vec());
    }
    // No more than there is room for: a wake that waits for room spends its deadline.
    config.max_connections =
        arguments.in_flight.div_ceil(config.streams_per_connection).clamp(1, MAX_CONNECTIONS);
    let limit = arguments.in_flight.min(config.max_connections * config.streams_per_connection);
    let client = Client::new(config).map_err(|error| match (&error, &arguments.roots) {
        (Error::Roots, Some(roots)) => format!("{}: {error}", roots.display()),
        _ => error.to_string(),
    })?;
    let mut summary = send_all(agents, limit, |(line, target)| {
        let (wake, client) = (arguments.wake(target), client.clone());
        Ok(async move { (line, client.push(&wake).await.into()) })
    })
    .await?;
    client.close().await;
    if arguments.intent == Intent::ValidateOnly {
        summary.note = Some("a dry run: nothing was delivered");
    }
    Ok(summary)
}

/// What an installation identifier cannot be is a registration token.
fn agent(line: usize, text: &str) -> Option<(usize, Target)> {
    let target = match InstallationId::new(text) {
        Ok(id) => Target::Installation(id),
        Err(_) => Target::Token(RegistrationToken::new(text).ok()?),
    };
    Some((line, target))
}

impl From<Result<Answer, Error>> for Outcome {
    fn from(result: Result<Answer, Error>) -> Self {
        let now = SystemTime::now();
        match result {
            Ok(answer) if answer.is_accepted() => Self::Accepted,
            Ok(answer) => Self::Rejected {
                status: answer.status.as_u16(),
                reason: answer.code.map_or("without a code", ErrorCode::as_str).to_owned(),
                todo: todo(answer.advice(ONCE, now), now),
            },
            Err(error) => Self::Failed { error: error.to_string(), todo: todo(error.advice(ONCE, now), now) },
        }
    }
}

fn todo(advice: Advice, now: SystemTime) -> String {
    let wait = |not_before: SystemTime| secs(not_before.duration_since(now).unwrap_or_default());
    match advice {
        Advice::DropToken => "forget it, unless the agent has sent another one since".to_owned(),
        Advice::SuspectToken => "it is of another project, or of no Android app".to_owned(),
        Advice::FixRequest => "another agent than --package names, or a defect of this program".to_owned(),
        Advice::FixCredential => "repair the service account or its project first".to_owned(),
        Advice::WaitUntil { not_before } => format!("push to nobody for {} s", wait(not_before)),
        Advice::RetryDevice { not_before } => format!("push to this device in {} s", wait(not_before)),
        Advice::Retry { not_before } => format!("try again after {} s", wait(not_before)),
        _ => "try again".to_owned(),
    }
}

/// Both ends: a list of agents of every kind, a server that is short of breath and forgets an access token.
pub async fn selftest() -> Result<String> {
    let fcm = FakeFcm::start(FakeFcmConfig::new(FakeKeys::mint()?)).await?;
    let [throttled, doubted, there, away, gone] = [(); 5].map(|()| fcm.register(PACKAGE));
    let [throttled, doubted, there, away, gone] = [throttled?, doubted?, there?, away?, gone?];
    let foreign = fcm.register_for("another-project", PACKAGE)?;
    let mut messages = fcm.connect(&there);
    fcm.unregister(&gone);

    let folder = Folder::new("fcm")?;
    let tokens = [&throttled, &doubted, &there, &gone, &foreign].map(|device| device.token().expose_secret());
    let mut list = "# registration tokens\n\n".to_owned();
    for agent in tokens.iter().chain([&away.installation().expose_secret(), &"no-token:at-all"]) {
        let _ = writeln!(list, "{agent}");
    }
    let list = folder.file("agents.txt", list.as_bytes())?;
    let account = folder.file("account.json", &fcm.service_account_json())?;
    let roots = folder.file("roots.pem", &fcm.root_pem())?;
    let endpoint = format!("localhost:{}", fcm.addr().port());
    // One after the other, so that each fault meets its line.
    let words =
        [&list, "--account", &account, "--roots", &roots, "--endpoint", &endpoint, "--in-flight", "1"];
    let words = |more: &[&str]| Arguments::parse([&words, more].concat().into_iter().map(str::to_owned));

    fcm.inject(Fault::code("QUOTA_EXCEEDED").with_retry_after(RetryAfter::Seconds(7)));
    fcm.inject(Fault::status(401));
    let summary = send(&words(&["--priority", "high", "--ttl", "3600", "--package", PACKAGE])?).await?;
    let report = summary.to_string();
    ensure(summary.pushes == 7 && summary.accepted() == 3, "three of seven wakes are accepted")?;
    ensure(summary.exit_status() == 1, "the exit status says that some were not")?;
    for (expected, line) in [
        ("429 QUOTA_EXCEEDED: push to nobody for 7 s", 3),
        ("404 UNREGISTERED: forget it", 6),
        ("403 SENDER_ID_MISMATCH", 7),
        ("400 INVALID_ARGUMENT: forget it", 9),
    ] {
        let named =
            report.lines().any(|text| text.contains(expected) && text.ends_with(&format!("(line {line})")));
        ensure(named, &format!("{expected} is said of line {line}"))?;
    }
    let counters = fcm.counters();
    ensure((counters.grants, counters.unauthenticated) == (2, 1), "a refused access token is replaced once")?;
    ensure(messages.try_recv().is_ok(), "the agent that is there got its wake")?;
    let received = fcm.received();
    let woken = received.iter().filter(|received| received.status == Some(200));
    let asked = woken.map(|received| (received.ttl, received.message.as_ref().map(|m| m.high_priority)));
    let expected = (Duration::from_secs(3600), Some(true));
    ensure(asked.into_iter().all(|asked| asked == expected), "FCM got the options")?;

    let rehearsal = send(&words(&["--dry-run"])?).await?;
    ensure(rehearsal.accepted() == 4, "without faults four of seven are accepted")?;
    ensure(rehearsal.to_string().contains("nothing was delivered"), "the dry run is told from the real one")?;
    ensure(messages.try_recv().is_err(), "a dry run delivers nothing")?;
    fcm.revoke_account();
    let refused = send(&words(&[])?).await?;
    ensure(
        refused.accepted() == 0 && refused.to_string().contains("invalid_grant"),
        "a dead account is named",
    )?;
    let shown = format!("{report}{rehearsal}{refused}");
    let installation = away.installation().expose_secret();
    let secrets = tokens.iter().chain([&installation, &"ya29.", &"PRIVATE KEY"]);
    ensure(secrets.into_iter().all(|secret| !shown.contains(secret)), "no secret is shown")?;
    ensure(fcm.connect(&away).try_recv().is_ok(), "the wake waited for the agent that is away")?;
    fcm.shutdown().await;
    Ok(report)
}

const PACKAGE: &str = "com.example.agent";
const LINE: &str = "a registration token or installation identifier";
/// Every push is sent once.
const ONCE: Attempt = Attempt { number: 1, salt: 0 };
const MAX_CONNECTIONS: u32 = 50;

#[cfg(test)]
mod tests {
    use super::super::files::list;
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read() {
        let arguments = parse("list --account a --priority high --ttl 60 --dry-run --package com.x").unwrap();
        let wake = arguments.wake(Target::Token(RegistrationToken::new("t:1").unwrap()));
        assert_eq!((wake.priority, wake.ttl.secs(), wake.intent), (Priority::High, 60, Intent::ValidateOnly));
        assert_eq!(wake.package.unwrap().as_str(), "com.x");
        let arguments = parse("- --account a --project other --endpoint [::1]:7 --in-flight 5").unwrap();
        assert_eq!(arguments.endpoint, Endpoint::custom("::1", 7).ok());
        assert_eq!((arguments.project, arguments.in_flight), (ProjectId::new("other").ok(), 5));
        let wake = parse("list --account a").unwrap();
        assert_eq!((wake.priority, wake.ttl, wake.intent), (Priority::Normal, Ttl::MAX, Intent::Deliver));
    }

    #[test]
    fn wrong_arguments_are_refused() {
        fn check(line: &str, expected: &str) {
            assert_eq!(parse(line).unwrap_err(), expected);
        }
        check("", "there is no list of agents");
        check("list", "--account is needed");
        check("list --account", "--account needs a value");
        check("list other --account a", "there is more than one list of agents");
        check("list --account a --certificate c", "--certificate is not known");
        check("list --account a --priority urgent", "--priority is normal or high");
        check("list --account a --ttl 0", "--ttl is 1 to 2419200");
        check("list --account a --ttl 2419201", "--ttl is 1 to 2419200");
        check("list --account a --project ../x", "--project: project id is malformed");
        check("list --account a --package a/b", "--package: package name is malformed");
        check("list --account a --endpoint nowhere", "--endpoint is HOST:PORT");
        check("list --account a --endpoint a@b:1", "--endpoint: endpoint is not a host name or address");
    }

    #[test]
    fn targets_are_told_apart() {
        fn check(text: &str, expected: &str) {
            let found = list(text, LINE, agent).map(|agents| match &agents[..] {
                [(_, Target::Token(_))] => "token".to_owned(),
                [(_, Target::Installation(_))] => "installation".to_owned(),
                _ => "several".to_owned(),
            });
            assert_eq!(found.unwrap_or_else(|wrong| wrong), expected);
        }
        check("cXyZ_1-2", "installation");
        check("cXyZ_1-2:APA91b", "token");
        check(&"a".repeat(64), "installation");
        check(&"a".repeat(65), "token");
        check("planted planted", "line 1 is not a registration token or installation identifier");
        check(&"planted".repeat(200), "line 1 is not a registration token or installation identifier");
        check("# none", "no line has a registration token or installation identifier");
    }

    #[tokio::test]
    async fn it_tests_itself() {
        selftest().await.unwrap();
    }
}
