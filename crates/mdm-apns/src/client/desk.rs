use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use super::dial::Dial;
use crate::message::Message;
use crate::{Answer, ApnsId, Error};

/// Where callers leave pushes and fetch answers, and the task of a client the other way round.
///
/// A push has a place here from [`Desk::submit`] until its answer is fetched, or, if its caller has gone,
/// until the task is done with it. So a place is never used twice at a time.
pub(super) struct Desk {
    state: Mutex<State>,
    /// A permit for each place that is free.
    pub(super) room: Semaphore,
    /// Whether the task has ended after a close.
    pub(super) ended: watch::Sender<bool>,
}

/// The place of a push.
pub(super) type Key = usize;

/// A push to be sent.
pub(super) struct Job {
    pub(super) key: Key,
    pub(super) id: ApnsId,
    pub(super) message: Message,
    pub(super) deadline: Instant,
}

#[derive(Default)]
struct State {
    places: Vec<Place>,
    free: Vec<Key>,
    arrived: Vec<Job>,
    given_up: Vec<Key>,
    dial: Option<Arc<Dial>>,
    closing: Option<Closing>,
    /// Whether there is a task.
    task: bool,
    /// Wakes the task.
    bell: Option<Waker>,
}

/// The client takes no more pushes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing {
    /// When those under way are given up.
    pub(super) kill_at: Option<Instant>,
}

enum Place {
    Free,
    Waiting(Option<Waker>),
    Done(Result<Answer, Error>),
    /// The caller has gone.
    Abandoned,
    Batch(Arc<Batch>, usize),
}

/// What the task fetches at the beginning of a turn.
#[derive(Default)]
pub(super) struct Inbox {
    pub(super) arrived: Vec<Job>,
    pub(super) given_up: Vec<Key>,
    pub(super) dial: Option<Arc<Dial>>,
    pub(super) closing: Option<Closing>,
}

impl Desk {
    pub(super) fn new(room: usize) -> Self {
        Self { state: Mutex::default(), room: Semaphore::new(room), ended: watch::Sender::new(false) }
    }

    /// Leaves a push. The caller holds a permit and forgets it; it comes back when the push is done. Gives
    /// the push's place, and where a task must be started, if it must.
    pub(super) fn submit(
        &self,
        message: (ApnsId, Message),
        deadline: Instant,
    ) -> Result<(Key, Option<Handle>), Error> {
        self.submit_to(Place::Waiting(None), message, deadline)
    }

    fn submit_to(
        &self,
        place: Place,
        (id, message): (ApnsId, Message),
        deadline: Instant,
    ) -> Result<(Key, Option<Handle>), Error> {
        let mut state = self.lock();
        // Before anything is changed: a push without a task would never end.
        let start = match (state.closing, state.task) {
            (Some(_), _) => Err(Error::Closed),
            (None, true) => Ok(None),
            (None, false) => Handle::try_current().map(Some).map_err(|_| Error::NoRuntime),
        };
        let start = match start {
            Ok(start) => start,
            Err(error) => {
                drop(state);
                self.room.add_permits(1);
                return Err(error);
            }
        };
        let key = state.take_place(place);
        state.arrived.push(Job { key, id, message, deadline });
        state.task = true;
        let bell = state.bell.take();
        drop(state);
        if let Some(bell) = bell {
            bell.wake();
        }
        Ok((key, start))
    }

    fn poll_result(&self, key: Key, cx: &Context<'_>) -> Poll<Result<Answer, Error>> {
        let mut state = self.lock();
        let Some(place) = state.places.get_mut(key) else { return Poll::Ready(Err(MISLAID)) };
        match place {
            Place::Waiting(Some(waker)) if waker.will_wake(cx.waker()) => return Poll::Pending,
            Place::Waiting(waker) => {
                *waker = Some(cx.waker().clone());
                return Poll::Pending;
            }
            _ => {}
        }
        let Place::Done(result) = std::mem::replace(place, Place::Free) else {
            return Poll::Ready(Err(MISLAID));
        };
        state.free.push(key);
        Poll::Ready(result)
    }

    fn give_up(&self, key: Key) {
        let mut state = self.lock();
        let State { places, free, .. } = &mut *state;
        let Some(place) = places.get_mut(key) else { return };
        if matches!(place, Place::Done(_)) {
            *place = Place::Free;
            free.push(key);
            return;
        }
        *place = Place::Abandoned;
        state.given_up.push(key);
        let bell = state.bell.take();
        drop(state);
        if let Some(bell) = bell {
            bell.wake();
        }
    }

    /// The pushes of a batch that are not done. Others may have taken the places of those that are.
    fn give_up_batch(&self, batch: &Arc<Batch>, under_way: &BTreeMap<usize, Key>) {
        let mut state = self.lock();
        let State { places, given_up, .. } = &mut *state;
        for (index, key) in under_way {
            if let Some(place) = places.get_mut(*key)
                && matches!(place, Place::Batch(other, at) if Arc::ptr_eq(other, batch) && at == index)
            {
                *place = Place::Abandoned;
                given_up.push(*key);
            }
        }
        let bell = state.bell.take();
        drop(state);
        if let Some(bell) = bell {
            bell.wake();
        }
    }

    /// Takes no more pushes. Gives whether there is a task that will end.
    pub(super) fn close(&self, closing: Closing) -> bool {
        let mut state = self.lock();
        let sooner = |a: Option<Instant>, b: Option<Instant>| a.into_iter().chain(b).min();
        let kill_at = sooner(state.closing.and_then(|old| old.kill_at), closing.kill_at);
        state.closing = Some(Closing { kill_at });
        let (bell, task) = (state.bell.take(), state.task);
        drop(state);
        self.room.close();
        if let Some(bell) = bell {
            bell.wake();
        }
        task
    }

    /// From now on connections are made in this way.
    pub(super) fn replace_dial(&self, dial: Arc<Dial>) {
        let mut state = self.lock();
        state.dial = Some(dial);
        let bell = state.bell.take();
        drop(state);
        if let Some(bell) = bell {
            bell.wake();
        }
    }

    // The side of the task.

    /// Takes what has come. `bell` is rung when there is more.
    pub(super) fn take_in(&self, inbox: &mut Inbox, bell: &Waker) {
        let mut state = self.lock();
        if state.bell.as_ref().is_none_or(|old| !old.will_wake(bell)) {
            state.bell = Some(bell.clone());
        }
        let State { places, free, arrived, given_up, dial, closing, .. } = &mut *state;
        // First those that are given up, whose places may have been taken anew since.
        inbox.given_up.append(given_up);
        let mut freed = 0;
        for job in arrived.drain(..) {
            match places.get_mut(job.key) {
                Some(place @ Place::Abandoned) => {
                    *place = Place::Free;
                    free.push(job.key);
                    freed += 1;
                }
                _ => inbox.arrived.push(job),
            }
        }
        inbox.dial = dial.take();
        inbox.closing = *closing;
        drop(state);
        if freed > 0 {
            self.room.add_permits(freed);
        }
    }

    /// Hands the results over and makes room.
    pub(super) fn deliver(&self, results: &mut Vec<(Key, Result<Answer, Error>)>, wakers: &mut Vec<Waker>) {
        if results.is_empty() {
            return;
        }
        let count = results.len();
        let mut state = self.lock();
        let State { places, free, .. } = &mut *state;
        for (key, result) in results.drain(..) {
            let Some(place) = places.get_mut(key) else { continue };
            let (next, waker) = match std::mem::replace(place, Place::Free) {
                Place::Waiting(waker) => (Place::Done(result), waker),
                Place::Batch(batch, index) => {
                    let waker = batch.put(index, result);
                    free.push(key);
                    (Place::Free, waker)
                }
                Place::Abandoned => {
                    free.push(key);
                    (Place::Free, None)
                }
                done @ (Place::Free | Place::Done(_)) => (done, None),
            };
            *place = next;
            wakers.extend(waker);
        }
        drop(state);
        self.room.add_permits(count);
        for waker in wakers.drain(..) {
            waker.wake();
        }
    }

    /// The task ends; what arrived meanwhile comes back with it. `Err` when there is something left to do.
    pub(super) fn end_task(&self, force: bool) -> Result<Vec<Job>, ()> {
        let mut state = self.lock();
        if !force && !state.arrived.is_empty() {
            return Err(());
        }
        state.task = false;
        state.bell = None;
        state.given_up.clear();
        let closed = state.closing.is_some();
        let arrived = std::mem::take(&mut state.arrived);
        drop(state);
        if closed {
            self.ended.send_replace(true);
        }
        Ok(arrived)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take_place(&mut self, place: Place) -> Key {
        match self.free.pop() {
            Some(key) => {
                if let Some(free) = self.places.get_mut(key) {
                    *free = place;
                }
                key
            }
            None => {
                self.places.push(place);
                self.places.len() - 1
            }
        }
    }
}

/// The answer to one push, when it is there. Dropping it gives the push up: its stream is reset.
#[must_use = "dropping it gives the push up"]
pub struct Pending {
    desk: Arc<Desk>,
    key: Option<Key>,
}

impl Pending {
    pub(super) fn new(desk: Arc<Desk>, key: Key) -> Self {
        Self { desk, key: Some(key) }
    }
}

impl Future for Pending {
    type Output = Result<Answer, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(key) = self.key else { return Poll::Ready(Err(MISLAID)) };
        let result = self.desk.poll_result(key, cx);
        if result.is_ready() {
            self.key = None;
        }
        result
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.desk.give_up(key);
        }
    }
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

/// Many pushes whose results are wanted together. Dropping its [`BatchGuard`] gives the rest up.
#[derive(Default)]
struct Batch(Mutex<BatchState>);

#[derive(Default)]
struct BatchState {
    done: Vec<(usize, Result<Answer, Error>)>,
    waker: Option<Waker>,
}

impl Batch {
    fn put(&self, index: usize, result: Result<Answer, Error>) -> Option<Waker> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.done.push((index, result));
        state.waker.take()
    }
}

/// The caller's side of a batch.
pub(super) struct BatchGuard {
    desk: Arc<Desk>,
    batch: Arc<Batch>,
    /// Where the pushes are that are not done, by their index.
    under_way: BTreeMap<usize, Key>,
    done: Vec<(usize, Result<Answer, Error>)>,
}

impl BatchGuard {
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        Self { desk, batch: Arc::default(), under_way: BTreeMap::new(), done: Vec::new() }
    }

    /// Leaves a push. Gives where a task must be started, if it must.
    pub(super) fn submit(
        &mut self,
        index: usize,
        message: (ApnsId, Message),
        deadline: Instant,
    ) -> Result<Option<Handle>, Error> {
        let place = Place::Batch(Arc::clone(&self.batch), index);
        let (key, start) = self.desk.submit_to(place, message, deadline)?;
        self.under_way.insert(index, key);
        Ok(start)
    }

    pub(super) fn is_done(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Waits until some are done, and writes their results.
    pub(super) async fn collect(&mut self, results: &mut [Result<Answer, Error>]) {
        let Self { batch, done, .. } = self;
        std::future::poll_fn(|cx| {
            let mut state = batch.0.lock().unwrap_or_else(PoisonError::into_inner);
            if state.done.is_empty() {
                state.waker = Some(cx.waker().clone());
                return Poll::Pending;
            }
            std::mem::swap(&mut state.done, done);
            Poll::Ready(())
        })
        .await;
        for (index, result) in self.done.drain(..) {
            self.under_way.remove(&index);
            if let Some(place) = results.get_mut(index) {
                *place = result;
            }
        }
    }
}

impl Drop for BatchGuard {
    fn drop(&mut self) {
        if !self.under_way.is_empty() {
            self.desk.give_up_batch(&self.batch, &self.under_way);
        }
    }
}

/// A caller asked for a push that is no longer his. Cannot happen.
const MISLAID: Error = Error::Internal("push was mislaid");
