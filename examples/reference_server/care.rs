//! What the server does unasked.
//!
//! | what | when |
//! |---|---|
//! | who was last in contact is written; push certificates that another process has put into the store are taken; what was begun and waits for nobody goes on: retirements of members, rounds of selective wipes | every 30 seconds |
//! | push certificates that end within 30 days are named | at the start, and once a day |
//! | what is older than `--keep-answers-days` and `--keep-days` is forgotten, and challenges that ended long ago | at the start, and once an hour |

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use mdm_enrollment::Retention;
use mdm_examples::Result;
use mdm_store::Keep;
use tokio::sync::watch;
use tokio::task::block_in_place;

use crate::site::Site;

const OFTEN: Duration = Duration::from_secs(30);
const SELDOM: Duration = Duration::from_secs(3600);
const DAILY: Duration = Duration::from_secs(86_400);
/// How long before its end a push certificate is named: its devices cannot be woken after it, and are lost if another
/// topic takes its place.
const NOTICE: Duration = Duration::from_secs(30 * 86_400);

/// How long what ended is kept; `None` for ever.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ages {
    /// Commands, with what was sent and answered.
    pub(crate) commands: Option<Duration>,
    /// Answers alone.
    pub(crate) answers: Option<Duration>,
}

pub(crate) async fn keep_house(site: Arc<Site>, mut stopped: watch::Receiver<bool>) {
    let (mut forgot, mut named): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        if named.is_none_or(|at| at.elapsed() >= DAILY) {
            named = Some(Instant::now());
            site.name_the_ending(SystemTime::now()).await;
        }
        if forgot.is_none_or(|at| at.elapsed() >= SELDOM) {
            forgot = Some(Instant::now());
            // Whoever wants it to end does not wait for it: it goes on at the next start.
            let done = tokio::select! {
                done = site.forget(SystemTime::now()) => done,
                _ = stopped.wait_for(|stopped| *stopped) => return,
            };
            if let Err(error) = done {
                println!("what is old cannot be forgotten: {error}");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(OFTEN) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        site.look_round(SystemTime::now()).await;
    }
}

impl Site {
    /// What is done often. One thing that fails does not hold up the others.
    pub(crate) async fn look_round(&self, now: SystemTime) {
        if let Err(error) = self.runner().flush_contacts().await {
            println!("contacts cannot be written: {error}");
        }
        if let Err(error) = self.hear().await {
            println!("push certificates cannot be read: {error}");
        }
        if let Err(error) = self.sweep(now).await {
            println!("what was begun cannot go on: {error}");
        }
    }

    async fn name_the_ending(&self, now: SystemTime) {
        match self.vault.ending(now + NOTICE).await {
            Err(error) => println!("push certificates cannot be looked at: {error}"),
            Ok(ending) => ending.iter().for_each(|(name, end)| println!("{}", warning(name, *end, now))),
        }
    }

    async fn sweep(&self, now: SystemTime) -> Result<()> {
        let (runner, mut last) = (self.runner(), None);
        loop {
            let swept = runner.sweep(last.as_ref(), now).await?;
            for (_, outcome) in &swept.outcomes {
                match outcome {
                    Ok(_) => self.pushes().owe(),
                    Err(error) => println!("what was begun cannot go on on a device: {error}"),
                }
            }
            last = swept.last;
            if last.is_none() {
                return Ok(());
            }
        }
    }

    /// Forgets what is older than it has to be kept. Says how many answers alone went.
    pub(crate) async fn forget(&self, now: SystemTime) -> Result<usize> {
        block_in_place(|| self.challenges.prune(now))?;
        let (runner, tenant) = (self.runner(), self.trust()?.tenant().clone());
        let retention = |age| Retention { age, last: 0 };
        let keep = self.keep.commands.map_or(Keep::everything(), |age| Keep::commands(retention(age)));
        let keep = self.keep.answers.map_or(keep, |age| keep.with_large_answers(1, retention(age)));
        let (mut answers, mut last) = (0, None);
        loop {
            let pruned = runner.prune_tenant(&tenant, last.as_ref(), keep, now).await?;
            for (_, error) in &pruned.failed {
                println!("what is old of an enrollment cannot be forgotten: {error}");
            }
            answers += pruned.answers;
            last = pruned.last;
            if last.is_none() {
                return Ok(answers);
            }
        }
    }
}

/// What is said about a push certificate that ends soon, or has.
fn warning(name: &str, end: SystemTime, now: SystemTime) -> String {
    let days = |left: Duration| left.as_secs() / 86_400;
    let when = match end.duration_since(now) {
        Ok(left) => format!("ends in {} days", days(left)),
        Err(since) => format!("ended {} days ago", days(since.duration())),
    };
    format!("{name} {when}: renew it for the same topic, or its devices cannot be woken any more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_ends_is_named() {
        let check = |end, expected: &str| {
            let told =
                warning("push", SystemTime::UNIX_EPOCH + end * DAILY, SystemTime::UNIX_EPOCH + 100 * DAILY);
            assert!(told.starts_with(expected), "{told}");
        };
        check(112, "push ends in 12 days: ");
        check(97, "push ended 3 days ago: ");
    }
}
