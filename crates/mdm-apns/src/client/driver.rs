use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::desk::{Closing, Inbox, Job, Key};
use super::dial::Dial;
use super::link::{Link, Reply};
use super::{Inner, Repeat, Repeats};
use crate::{Advice, Answer, Cause, Error, Fate, Phase, Reason};

/// The task of a client: moves pushes from the desk to connections, and what becomes of them back.
///
/// It owns all connections, and is one task, so that nothing but the desk is locked. Whatever ends it, a panic
/// or the end of the runtime too, its `Drop` answers every push that it holds.
pub(super) struct Driver {
    shared: Arc<Inner>,
    dial: Arc<Dial>,
    jobs: Jobs,
    /// Those that are on no connection. Repeats stand in front.
    queue: VecDeque<Key>,
    lines: Vec<Line>,
    next_line: u64,
    dialing: Option<Dialing>,
    dialed_at: Option<Instant>,
    /// Counts attempts, so that each begins with another of the host's addresses.
    attempts: usize,
    /// Failures since a connection last answered a push.
    failures: u32,
    pause: Option<Pause>,
    /// Since when every connection has been full while pushes wait.
    full_since: Option<Instant>,
    closing: Option<Closing>,
    /// Since when the client is closed and nothing is under way.
    leaving_since: Option<Instant>,
    ended: bool,
    /// Made in the first turn: a runtime without time panics, and then all that were left get their results.
    clock: Option<Pin<Box<Sleep>>>,
    ear: Option<(Arc<Ear>, Waker)>,
    inbox: Inbox,
    replies: Vec<(Key, Reply)>,
    wakers: Vec<Waker>,
}

type Dialing = Pin<Box<dyn Future<Output = Result<Link, Cause>> + Send>>;

/// A connection, and the credential it was made with.
struct Line {
    id: u64,
    dial: Arc<Dial>,
    link: Link,
}

/// The pushes that the desk has handed over, by key, and the results that it gets back.
#[derive(Default)]
struct Jobs {
    works: Vec<Option<Work>>,
    under_way: usize,
    results: Vec<(Key, Result<Answer, Error>)>,
}

struct Work {
    job: Job,
    /// On which connection it is, and where there.
    place: Option<(u64, usize)>,
    /// Repeats after it may have been accepted: one at most.
    repeats_unknown: u32,
    /// Repeats after the server had said that it had not looked at it.
    repeats_unprocessed: u32,
    /// Why it was lost, if it was.
    lost: Option<(Cause, Fate)>,
}

/// What connections wake: the task, but not while pushes are put on them. The engine wakes whoever polls a
/// connection with each of these, and it is polled right after.
struct Ear {
    task: Waker,
    deaf: AtomicBool,
}

impl Wake for Ear {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.deaf.load(Ordering::SeqCst) {
            self.task.wake_by_ref();
        }
    }
}

fn set_deaf(ear: &Option<(Arc<Ear>, Waker)>, deaf: bool) {
    if let Some((ear, _)) = ear {
        ear.deaf.store(deaf, Ordering::SeqCst);
    }
}

struct Pause {
    until: Instant,
    cause: Cause,
}

impl Driver {
    pub(super) fn new(shared: Arc<Inner>) -> Self {
        Self {
            dial: shared.dial(),
            shared,
            jobs: Jobs::default(),
            queue: VecDeque::new(),
            lines: Vec::new(),
            next_line: 0,
            dialing: None,
            dialed_at: None,
            attempts: 0,
            failures: 0,
            pause: None,
            full_since: None,
            closing: None,
            leaving_since: None,
            ended: false,
            clock: None,
            ear: None,
            inbox: Inbox::default(),
            replies: Vec::new(),
            wakers: Vec::new(),
        }
    }

    fn turn(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let now = Instant::now();
        self.take_in(cx);
        let clock = self.clock.get_or_insert_with(|| Box::pin(sleep_until(now)));
        if clock.as_mut().poll(cx).is_ready() {
            self.tick(now);
        }
        self.poll_dialing(cx, now);
        for round in 0.. {
            let tried = self.dispatch(cx, now);
            if round > 0 && !tried {
                break;
            }
            self.poll_lines(cx, now);
            if self.queue.is_empty() {
                break;
            }
            if round == MAX_ROUNDS {
                cx.waker().wake_by_ref();
                break;
            }
        }
        self.shared.tally.open_connections.set(self.lines.len());
        self.deliver();
        if self.is_over(now) {
            if self.shared.desk.end_task(false).is_ok() {
                self.ended = true;
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
        }
        self.set_clock(cx, now);
        Poll::Pending
    }

    fn take_in(&mut self, cx: &Context<'_>) {
        let mut inbox = std::mem::take(&mut self.inbox);
        self.shared.desk.take_in(&mut inbox, cx.waker());
        if !inbox.given_up.is_empty() {
            for key in inbox.given_up.drain(..) {
                self.cancel(key);
                // Nobody reads the result; it makes room.
                self.jobs.finish(key, Err(Error::Closed));
            }
            self.forget_the_gone();
        }
        for job in inbox.arrived.drain(..) {
            self.queue.push_back(job.key);
            self.jobs.add(job);
        }
        if let Some(dial) = inbox.dial.take() {
            self.dial = dial;
            self.dialing = None;
            self.pause = None;
            self.failures = 0;
            for line in &mut self.lines {
                line.link.retire();
            }
        }
        self.closing = inbox.closing.take();
        self.inbox = inbox;
    }

    /// Puts what waits on connections, and opens one if that is needed. Whether a connection was asked to send;
    /// then it must be polled.
    fn dispatch(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        if self.queue.is_empty() {
            self.full_since = None;
            return false;
        }
        let mut tried = false;
        for line in &mut self.lines {
            let room = line.link.room(line.dial.is_token());
            if room == 0 {
                continue;
            }
            let bearer = match line.dial.bearer(now, &self.shared.config.clock) {
                Ok(bearer) => bearer,
                Err(error) => {
                    for key in self.queue.drain(..) {
                        self.shared.tally.failed.add();
                        self.jobs.finish(key, Err(error.clone()));
                    }
                    return tried;
                }
            };
            tried = true;
            set_deaf(&self.ear, true);
            for _ in 0..room {
                let Some(key) = self.queue.front() else { break };
                let Some(work) = self.jobs.get_mut(*key) else { break };
                let Some(place) = line.link.send(*key, &work.job.message, bearer.as_ref(), cx) else { break };
                work.place = Some((line.id, place));
                self.queue.pop_front();
            }
            set_deaf(&self.ear, false);
        }
        if !self.queue.is_empty() {
            self.grow(cx, now);
        }
        tried
    }

    /// Pushes wait and no connection takes them. The first is opened at once; another one when all have been full
    /// for a while, unless the server has taken back streams, by which it says that less is wanted.
    fn grow(&mut self, cx: &Context<'_>, now: Instant) {
        if self.dialing.is_some() {
            return;
        }
        let paused = self.pause.as_ref().is_some_and(|pause| now < pause.until);
        let usable = self.lines.iter().filter(|line| line.link.is_usable()).count();
        if usable == 0 {
            if paused {
                self.fail_the_queue(now);
            } else {
                self.start_dialing(cx, now);
            }
            return;
        }
        let full_since = *self.full_since.get_or_insert(now);
        let needed = now.saturating_duration_since(full_since) >= GROW_AFTER
            && self.dialed_at.is_none_or(|at| now.saturating_duration_since(at) >= GROW_INTERVAL);
        let allowed = usable < self.shared.config.max_connections as usize
            && !self.lines.iter().any(|line| line.link.is_throttled(line.dial.is_token()));
        if needed && allowed && !paused {
            self.start_dialing(cx, now);
        }
    }

    fn start_dialing(&mut self, cx: &Context<'_>, now: Instant) {
        let (dial, attempt) = (Arc::clone(&self.dial), self.attempts);
        self.attempts = attempt.wrapping_add(1);
        self.dialed_at = Some(now);
        self.full_since = None;
        self.dialing = Some(Box::pin(async move { dial.connect(attempt).await }));
        // It is polled at the beginning of a turn.
        cx.waker().wake_by_ref();
    }

    fn poll_dialing(&mut self, cx: &mut Context<'_>, now: Instant) {
        let Some(dialing) = &mut self.dialing else { return };
        let Poll::Ready(outcome) = dialing.as_mut().poll(cx) else { return };
        self.dialing = None;
        match outcome {
            Ok(link) => {
                self.shared.tally.connections.add();
                self.lines.push(Line { id: self.next_line, dial: Arc::clone(&self.dial), link });
                self.next_line += 1;
            }
            Err(cause) => {
                self.shared.tally.connect_failures.add();
                self.failures = self.failures.saturating_add(1);
                self.pause(self.failures, cause, now);
                if !self.lines.iter().any(|line| line.link.is_usable()) {
                    self.fail_the_queue(now);
                }
            }
        }
    }

    fn pause(&mut self, failures: u32, cause: Cause, now: Instant) {
        let pause = self.shared.config.back_off.after(failures, super::random());
        self.pause = Some(Pause { until: now + pause, cause });
    }

    /// There is no connection and there will be none for a while: only the callers know whether waiting makes
    /// sense.
    fn fail_the_queue(&mut self, now: Instant) {
        let Some(pause) = &self.pause else { return };
        let retry_after = pause.until.saturating_duration_since(now);
        let unreachable = Error::Unreachable { cause: pause.cause.clone(), retry_after };
        for key in std::mem::take(&mut self.queue) {
            let lost = self.jobs.get_mut(key).and_then(|work| work.lost.take());
            let error = match lost {
                Some((cause, fate @ Fate::Unknown)) => Error::ConnectionLost { cause, fate },
                _ => unreachable.clone(),
            };
            self.finish(key, Err(error));
        }
    }

    fn poll_lines(&mut self, cx: &mut Context<'_>, now: Instant) {
        if self.ear.as_ref().is_none_or(|(ear, _)| !ear.task.will_wake(cx.waker())) {
            let ear = Arc::new(Ear { task: cx.waker().clone(), deaf: AtomicBool::new(false) });
            let waker = Waker::from(Arc::clone(&ear));
            self.ear = Some((ear, waker));
        }
        let Some((_, waker)) = &self.ear else { return };
        let waker = waker.clone();
        let cx = &mut Context::from_waker(&waker);
        let mut at = 0;
        while let Some(line) = self.lines.get_mut(at) {
            let replies = &mut self.replies;
            let over = line.link.poll(cx, |key, reply| replies.push((key, reply))).is_ready();
            if line.link.has_taken_leave() {
                self.shared.tally.goaways.add();
            }
            self.take_replies(at);
            if over {
                self.drop_line(at, now);
            } else {
                at += 1;
            }
        }
    }

    fn take_replies(&mut self, at: usize) {
        let mut replies = std::mem::take(&mut self.replies);
        for (key, reply) in replies.drain(..) {
            match reply {
                Reply::Answer(answer) => self.take_answer(at, key, answer),
                Reply::Lost(cause, fate) => self.take_loss(key, cause, fate),
            }
        }
        self.replies = replies;
    }

    fn take_answer(&mut self, at: usize, key: Key, answer: Answer) {
        let (Some(line), Some(work)) = (self.lines.get_mut(at), self.jobs.get_mut(key)) else { return };
        work.place = None;
        line.link.note_answer(answer.is_accepted());
        if answer.is_accepted() {
            self.failures = 0;
            return self.finish(key, Ok(answer));
        }
        let stale_token = line.dial.is_token() && answer.reason == Some(Reason::ExpiredProviderToken);
        if stale_token {
            line.dial.token_refused();
        }
        if stale_token || answer.advice() == Advice::Reconnect {
            // The connection is worn out, not the push.
            line.link.retire();
            let first = work.repeats_unknown + work.repeats_unprocessed == 0;
            if first && self.may_repeat(key, Fate::Unprocessed) {
                return self.repeat(key, None);
            }
        }
        self.finish(key, Ok(answer));
    }

    fn take_loss(&mut self, key: Key, cause: Cause, fate: Fate) {
        let Some(work) = self.jobs.get_mut(key) else { return };
        work.place = None;
        if matches!(cause, Cause::Reset(_)) {
            self.shared.tally.resets.add();
        }
        if self.may_repeat(key, fate) {
            self.repeat(key, Some((cause, fate)));
        } else {
            // What may have been accepted once stays so.
            let before = self.jobs.get_mut(key).and_then(|work| work.lost.take());
            let unknown = fate == Fate::Unknown || matches!(before, Some((_, Fate::Unknown)));
            let fate = if unknown { Fate::Unknown } else { Fate::Unprocessed };
            self.finish(key, Err(Error::ConnectionLost { cause, fate }));
        }
    }

    fn may_repeat(&mut self, key: Key, fate: Fate) -> bool {
        let Some(work) = self.jobs.get_mut(key) else { return false };
        let (count, limit) = match fate {
            Fate::Unknown => (&mut work.repeats_unknown, 1),
            Fate::Unprocessed => (&mut work.repeats_unprocessed, MAX_UNPROCESSED),
        };
        let allowed = *count < limit
            && match &self.shared.config.repeats {
                Repeats::Never => false,
                Repeats::Allowed => true,
                Repeats::Ask(ask) => ask(&Repeat { id: work.job.id, fate }),
            };
        *count += u32::from(allowed);
        allowed
    }

    fn repeat(&mut self, key: Key, lost: Option<(Cause, Fate)>) {
        let Some(work) = self.jobs.get_mut(key) else { return };
        if !matches!(work.lost, Some((_, Fate::Unknown))) {
            work.lost = lost;
        }
        self.shared.tally.repeats.add();
        self.queue.push_front(key);
    }

    /// A connection is over. One that never answered counts as a failure to connect, but the first such is
    /// replaced at once.
    fn drop_line(&mut self, at: usize, now: Instant) {
        let line = self.lines.remove(at);
        if line.link.has_answered() {
            self.failures = 0;
        } else if self.closing.is_none() && Arc::ptr_eq(&line.dial, &self.dial) {
            self.failures = self.failures.saturating_add(1);
            if self.failures > 1 {
                self.pause(self.failures - 1, line.link.cause(), now);
            }
        }
    }

    /// What the clock is for: deadlines, pings, the end of a close.
    fn tick(&mut self, now: Instant) {
        if self.closing.and_then(|closing| closing.kill_at).is_some_and(|at| now >= at) {
            self.give_everything_up();
            return;
        }
        let late: Vec<_> = self.jobs.late(now).collect();
        for key in &late {
            self.miss(*key, now);
        }
        if !late.is_empty() {
            self.forget_the_gone();
        }
        let mut at = 0;
        while let Some(line) = self.lines.get_mut(at) {
            match line.link.check(self.shared.config.quiet(line.link.in_flight()), now) {
                Ok(pinged) => {
                    if pinged {
                        self.shared.tally.pings.add();
                    }
                    at += 1;
                }
                Err(cause) => {
                    self.shared.tally.silent_connections.add();
                    let replies = &mut self.replies;
                    line.link.abandon(Some(&cause), |key, reply| replies.push((key, reply)));
                    self.take_replies(at);
                    self.drop_line(at, now);
                }
            }
        }
    }

    /// A push's deadline has passed.
    fn miss(&mut self, key: Key, now: Instant) {
        let Some(work) = self.jobs.get_mut(key) else { return };
        let place = work.place;
        let sent = place.is_some() || matches!(work.lost, Some((_, Fate::Unknown)));
        if let Some(answer) = self.cancel(key) {
            // The head was there, and says enough.
            return self.finish(key, Ok(answer));
        }
        // The connection that it was on is silent. If it was on none, so is each that could carry it, carries
        // nothing, and does not take it.
        let line_of_push = place.map(|(line, _)| line);
        for line in &mut self.lines {
            let silent = line_of_push.map_or_else(|| line.link.in_flight() == 0, |id| id == line.id);
            if !silent || !line.link.is_usable() {
                continue;
            }
            // An APNs server that no longer answers pushes may still answer pings: it is left all the same.
            if line.link.note_silence() >= MAX_SILENCE {
                self.shared.tally.silent_connections.add();
                line.link.retire();
            } else if line.link.ping(now) {
                self.shared.tally.pings.add();
            }
        }
        let phase = match (sent, self.lines.is_empty()) {
            (true, _) => Phase::Answer,
            (false, true) => Phase::Connection,
            (false, false) => Phase::Stream,
        };
        let error = self.shared.tally.missed(phase);
        self.finish(key, Err(error));
    }

    fn give_everything_up(&mut self) {
        for key in self.jobs.keys() {
            let Some(work) = self.jobs.get_mut(key) else { continue };
            let sent = work.place.is_some() || matches!(work.lost, Some((_, Fate::Unknown)));
            let result = match self.cancel(key) {
                Some(answer) => Ok(answer),
                None if sent => {
                    Err(Error::ConnectionLost { cause: Cause::ClientClosed, fate: Fate::Unknown })
                }
                None => Err(Error::Closed),
            };
            self.finish(key, result);
        }
        self.queue.clear();
    }

    /// Takes a push from its connection. `Some` if its answer was there but for the rest of the body.
    fn cancel(&mut self, key: Key) -> Option<Answer> {
        let (line, place) = self.jobs.get_mut(key)?.place.take()?;
        self.lines.iter_mut().find(|other| other.id == line)?.link.cancel(place)
    }

    /// Those that wait and are there no more leave the queue.
    fn forget_the_gone(&mut self) {
        let jobs = &mut self.jobs;
        self.queue.retain(|key| jobs.get_mut(*key).is_some());
    }

    fn finish(&mut self, key: Key, result: Result<Answer, Error>) {
        self.shared.tally.note(&result);
        self.jobs.finish(key, result);
    }

    fn deliver(&mut self) {
        self.shared.desk.deliver(&mut self.jobs.results, &mut self.wakers);
    }

    /// Whether the client is closed and there is nothing left to do. Asks the connections to end.
    fn is_over(&mut self, now: Instant) -> bool {
        if self.closing.is_none() || self.jobs.under_way > 0 {
            return false;
        }
        self.dialing = None;
        for line in &mut self.lines {
            line.link.retire();
        }
        // The peer may be gone without a trace.
        let since = *self.leaving_since.get_or_insert(now);
        self.lines.is_empty() || now.saturating_duration_since(since) >= CLOSE_TIMEOUT
    }

    /// One clock for everything. It ticks while something is under way, and else waits for the next ping.
    fn set_clock(&mut self, cx: &mut Context<'_>, now: Instant) {
        let config = &self.shared.config;
        let next = if self.jobs.under_way > 0 || self.closing.is_some() {
            Some(now + (config.deadline / 64).clamp(MIN_TICK, MAX_TICK))
        } else {
            self.lines.iter().map(|line| line.link.check_at(config.quiet(0))).min()
        };
        // It is left alone while it comes in time: otherwise every push would move it.
        if let (Some(next), Some(clock)) = (next, &mut self.clock)
            && (clock.is_elapsed() || clock.deadline() > next)
        {
            clock.as_mut().reset(next);
            if clock.as_mut().poll(cx).is_ready() {
                cx.waker().wake_by_ref();
            }
        }
    }
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.turn(cx)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let ended = Error::Internal("task of the client ended");
        for key in self.jobs.keys() {
            self.finish(key, Err(ended.clone()));
        }
        for job in self.shared.desk.end_task(true).unwrap_or_default() {
            self.shared.tally.failed.add();
            self.jobs.results.push((job.key, Err(ended.clone())));
        }
        self.deliver();
    }
}

impl Jobs {
    fn add(&mut self, job: Job) {
        let key = job.key;
        if self.works.len() <= key {
            self.works.resize_with(key + 1, || None);
        }
        if let Some(work) = self.works.get_mut(key) {
            *work = Some(Work { job, place: None, repeats_unknown: 0, repeats_unprocessed: 0, lost: None });
            self.under_way += 1;
        }
    }

    fn get_mut(&mut self, key: Key) -> Option<&mut Work> {
        self.works.get_mut(key)?.as_mut()
    }

    /// The one place where a push ends.
    fn finish(&mut self, key: Key, result: Result<Answer, Error>) {
        if self.works.get_mut(key).and_then(Option::take).is_some() {
            self.under_way -= 1;
            self.results.push((key, result));
        }
    }

    fn keys(&self) -> Vec<Key> {
        self.works.iter().enumerate().filter(|(_, work)| work.is_some()).map(|(key, _)| key).collect()
    }

    fn late(&self, now: Instant) -> impl Iterator<Item = Key> {
        let late = move |work: &Option<Work>| work.as_ref().is_some_and(|work| work.job.deadline <= now);
        self.works.iter().enumerate().filter(move |(_, work)| late(work)).map(|(key, _)| key)
    }
}

/// How often a turn goes back for more before others get theirs.
const MAX_ROUNDS: u32 = 16;
/// Repeats of a push whose streams are refused. APNs refuses all streams in flight after a rejection.
const MAX_UNPROCESSED: u32 = 5;
/// Deadlines in a row, without any answer between, after which a connection is replaced. Single APNs
/// servers have been seen to stop answering for minutes while others were fine.
const MAX_SILENCE: u32 = 3;
/// How long all connections are full before another one is opened, and how soon after the last.
const GROW_AFTER: Duration = Duration::from_millis(100);
const GROW_INTERVAL: Duration = Duration::from_secs(1);
const MIN_TICK: Duration = Duration::from_millis(5);
const MAX_TICK: Duration = Duration::from_millis(500);
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
