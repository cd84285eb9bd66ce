use std::future::Future as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use bytes::Bytes;
use h2::client::{self, Connection, ResponseFuture, SendRequest};
use h2::{Ping, PingPong, RecvStream};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::Instant;

use super::desk::Key;
use super::dial::Stream;
use super::tap::{Notes, Tap};
use crate::message::{Indexing, Message};
use crate::{Answer, Cause, Endpoint, Fate};

/// One HTTP/2 connection to APNs and the pushes on it.
///
/// It is polled by the task of its client and by nobody else. The boundary behind which the HTTP/2 engine can
/// be replaced: a push in and an answer or a loss out, how many more it takes, why it ended.
pub(super) struct Link {
    endpoint: Endpoint,
    /// `None` when it takes leave: the engine closes once the last stream is done.
    sender: Option<SendRequest<Bytes>>,
    connection: Connection<Tap<Box<dyn Stream>>, Bytes>,
    notes: Arc<Notes>,
    pings: Option<PingPong>,
    ping_sent: Option<Instant>,
    /// How much the server has sent, and when that last grew.
    heard: (u64, Instant),
    slots: Vec<Slot>,
    free: Vec<usize>,
    ready: Arc<Ready>,
    polled: Vec<usize>,
    /// The most streams the server has allowed.
    peak: usize,
    indexing: Indexing,
    told_leave: bool,
    answered: bool,
    accepted: bool,
    /// Deadlines without an answer in between.
    silence: u32,
}

struct Slot {
    waker: Waker,
    state: State,
}

enum State {
    Free,
    /// Waits for the answer's head.
    Head {
        key: Key,
        response: ResponseFuture,
    },
    /// Has it, and waits for the rest.
    Body {
        key: Key,
        status: StatusCode,
        headers: HeaderMap,
        stream: RecvStream,
        body: Vec<u8>,
    },
}

/// What became of a push on a connection.
#[derive(Debug)]
pub(super) enum Reply {
    Answer(Answer),
    Lost(Cause, Fate),
}

impl Link {
    /// Opens HTTP/2 and waits until the server has done so too. Nothing is sent before its SETTINGS: it may
    /// allow one stream only.
    pub(super) async fn open(stream: Box<dyn Stream>, endpoint: Endpoint) -> Result<Self, Cause> {
        let (tap, notes) = Tap::new(stream);
        let opened = client::Builder::new()
            .enable_push(false)
            .initial_max_send_streams(1)
            .max_header_list_size(MAX_HEADER_LIST)
            .handshake::<_, Bytes>(tap)
            .await;
        let (sender, mut connection) = opened.map_err(|_| notes.cause())?;
        let pings = connection.ping_pong();
        std::future::poll_fn(|cx| {
            let over = Pin::new(&mut connection).poll(cx).is_ready();
            match (over, notes.seen().settings) {
                (true, _) => Poll::Ready(Err(())),
                (false, true) => Poll::Ready(Ok(())),
                (false, false) => Poll::Pending,
            }
        })
        .await
        .map_err(|()| notes.cause())?;
        Ok(Self {
            endpoint,
            sender: Some(sender),
            connection,
            heard: (notes.reads(), Instant::now()),
            notes,
            pings,
            ping_sent: None,
            slots: Vec::new(),
            free: Vec::new(),
            ready: Arc::default(),
            polled: Vec::new(),
            peak: 0,
            indexing: Indexing::All,
            told_leave: false,
            answered: false,
            accepted: false,
            silence: 0,
        })
    }

    /// How many more pushes it takes now, as the server's last SETTINGS allow.
    pub(super) fn room(&mut self, one_until_accepted: bool) -> usize {
        let Some(sender) = &self.sender else { return 0 };
        let allowed = sender.current_max_send_streams();
        self.peak = self.peak.max(allowed);
        let allowed = if one_until_accepted && !self.accepted { allowed.min(1) } else { allowed };
        allowed.saturating_sub(self.in_flight())
    }

    /// Whether the server has taken back streams that it once allowed, as APNs does after a rejection, or has
    /// not seen a good token yet.
    pub(super) fn is_throttled(&self, one_until_accepted: bool) -> bool {
        let less = self.sender.as_ref().is_some_and(|sender| sender.current_max_send_streams() < self.peak);
        less || (one_until_accepted && !self.accepted)
    }

    /// Whether it takes pushes, perhaps later.
    pub(super) fn is_usable(&self) -> bool {
        self.sender.is_some()
    }

    pub(super) fn in_flight(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Puts a push on a stream and gives its place. `None` when it takes none: nothing was sent.
    pub(super) fn send(
        &mut self,
        key: Key,
        message: &Message,
        bearer: Option<&HeaderValue>,
        cx: &mut Context<'_>,
    ) -> Option<usize> {
        let sender = self.sender.as_mut()?;
        match sender.poll_ready(cx) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(_)) => {
                self.sender = None;
                return None;
            }
            Poll::Pending => return None,
        }
        let mut head = message.head(&self.endpoint, self.indexing);
        if let Some(bearer) = bearer {
            head.headers_mut().insert(http::header::AUTHORIZATION, bearer.clone());
        }
        let Ok((response, mut stream)) = sender.send_request(head, false) else {
            self.sender = None;
            return None;
        };
        self.indexing = Indexing::NamesOnly;
        // An error here means that the stream is over, which the response tells.
        let _ = stream.send_data(message.body.clone(), true);
        let place = self.free.pop().unwrap_or_else(|| self.new_slot());
        let slot = self.slots.get_mut(place)?;
        slot.state = State::Head { key, response };
        // The first look, so that the engine knows whom to wake.
        self.ready.note(place);
        Some(place)
    }

    /// Gives a push up: its stream is reset. `Some` if the answer's head was there: that is its answer.
    pub(super) fn cancel(&mut self, place: usize) -> Option<Answer> {
        let slot = self.slots.get_mut(place)?;
        let state = std::mem::replace(&mut slot.state, State::Free);
        if matches!(state, State::Free) {
            return None;
        }
        self.free.push(place);
        match state {
            State::Body { status, headers, body, .. } => Some(Answer::decode(status, &headers, &body)),
            State::Free | State::Head { .. } => None,
        }
    }

    /// Moves bytes in both directions and hands out what has become of pushes. `Ready` when the connection is
    /// over; then every push on it has been handed out.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, mut done: impl FnMut(Key, Reply)) -> Poll<()> {
        // Those that were sent are looked at before their answers can come.
        self.poll_slots(&mut done);
        let over = Pin::new(&mut self.connection).poll(cx).is_ready();
        self.poll_slots(&mut done);
        if self.notes.has_goaway() {
            self.retire();
        }
        if over {
            self.abandon(None, done);
            return Poll::Ready(());
        }
        self.poll_pong(cx);
        Poll::Pending
    }

    /// Whether the server has said GOAWAY. Tells it once.
    pub(super) fn has_taken_leave(&mut self) -> bool {
        self.notes.has_goaway() && !std::mem::replace(&mut self.told_leave, true)
    }

    /// Notes what was heard, and pings when it has been quiet for so long: whether it did.
    ///
    /// # Errors
    /// The cause when the server is taken for dead.
    pub(super) fn check(&mut self, quiet: Duration, now: Instant) -> Result<bool, Cause> {
        let reads = self.notes.reads();
        if reads != self.heard.0 {
            self.heard = (reads, now);
        }
        match self.ping_sent {
            Some(sent) if now.saturating_duration_since(sent) >= PING_TIMEOUT => Err(Cause::Silent),
            None if now.saturating_duration_since(self.heard.1) >= quiet => Ok(self.ping(now)),
            _ => Ok(false),
        }
    }

    /// When [`Self::check`] has something to do if nothing is heard.
    pub(super) fn check_at(&self, quiet: Duration) -> Instant {
        match self.ping_sent {
            Some(sent) => sent + PING_TIMEOUT,
            None => self.heard.1 + quiet,
        }
    }

    /// Whether a PING goes out: one at a time.
    pub(super) fn ping(&mut self, now: Instant) -> bool {
        let Some(pings) = &mut self.pings else { return false };
        let sent = self.ping_sent.is_none() && pings.send_ping(Ping::opaque()).is_ok();
        if sent {
            self.ping_sent = Some(now);
        }
        sent
    }

    /// Takes no more pushes; closes when the last one is done.
    pub(super) fn retire(&mut self) {
        self.sender = None;
    }

    /// Gives up every push on it.
    pub(super) fn abandon(&mut self, cause: Option<&Cause>, mut done: impl FnMut(Key, Reply)) {
        self.sender = None;
        for place in 0..self.slots.len() {
            let Some(slot) = self.slots.get_mut(place) else { break };
            match std::mem::replace(&mut slot.state, State::Free) {
                State::Free => continue,
                State::Head { key, response } => {
                    done(key, lost(&self.notes, cause.cloned(), None, response.stream_id().as_u32()));
                }
                State::Body { key, status, headers, body, .. } => {
                    done(key, Reply::Answer(Answer::decode(status, &headers, &body)));
                }
            }
            self.free.push(place);
        }
    }

    /// Why it ended, or why it should.
    pub(super) fn cause(&self) -> Cause {
        self.notes.cause()
    }

    pub(super) fn note_answer(&mut self, accepted: bool) {
        self.answered = true;
        self.accepted |= accepted;
        self.silence = 0;
    }

    /// Notes that a push was not answered in time; gives how many in a row were not.
    pub(super) fn note_silence(&mut self) -> u32 {
        self.silence = self.silence.saturating_add(1);
        self.silence
    }

    pub(super) fn has_answered(&self) -> bool {
        self.answered
    }

    fn new_slot(&mut self) -> usize {
        let place = self.slots.len();
        let bell = Bell { place, ready: Arc::clone(&self.ready) };
        self.slots.push(Slot { waker: Waker::from(Arc::new(bell)), state: State::Free });
        place
    }

    fn poll_slots(&mut self, done: &mut impl FnMut(Key, Reply)) {
        while self.ready.take(&mut self.polled) {
            let mut polled = std::mem::take(&mut self.polled);
            for place in polled.drain(..) {
                if let Some((key, reply)) = self.poll_slot(place) {
                    self.free.push(place);
                    done(key, reply);
                }
            }
            self.polled = polled;
        }
    }

    fn poll_slot(&mut self, place: usize) -> Option<(Key, Reply)> {
        let slot = self.slots.get_mut(place)?;
        let cx = &mut Context::from_waker(&slot.waker);
        if let State::Head { key, response } = &mut slot.state {
            let (key, id) = (*key, response.stream_id().as_u32());
            let Poll::Ready(result) = Pin::new(response).poll(cx) else { return None };
            match result {
                Ok(response) => {
                    let (head, stream) = response.into_parts();
                    let (status, headers) = (head.status, head.headers);
                    slot.state = State::Body { key, status, headers, stream, body: Vec::new() };
                }
                Err(error) => {
                    slot.state = State::Free;
                    return Some((key, lost(&self.notes, None, Some(&error), id)));
                }
            }
        }
        let State::Body { key, status, headers, stream, body } = &mut slot.state else { return None };
        loop {
            if stream.is_end_stream() {
                break;
            }
            match stream.poll_data(cx) {
                Poll::Ready(Some(Ok(bytes))) => {
                    let _ = stream.flow_control().release_capacity(bytes.len());
                    if body.len() + bytes.len() > Answer::MAX_BODY_BYTES {
                        // The stream is reset when it goes; the status decides.
                        body.clear();
                        break;
                    }
                    body.extend_from_slice(&bytes);
                }
                // An end without END_STREAM changes nothing: the status is there.
                Poll::Ready(Some(Err(_)) | None) => break,
                Poll::Pending => return None,
            }
        }
        let reply = (*key, Reply::Answer(Answer::decode(*status, headers, body)));
        slot.state = State::Free;
        Some(reply)
    }

    fn poll_pong(&mut self, cx: &mut Context<'_>) {
        if self.ping_sent.is_some()
            && let Some(pings) = &mut self.pings
            && pings.poll_pong(cx).is_ready()
        {
            self.ping_sent = None;
        }
    }
}

/// What a loss means for the push on this stream.
fn lost(notes: &Notes, cause: Option<Cause>, error: Option<&h2::Error>, stream: u32) -> Reply {
    let goaway = notes.seen().goaway.as_ref().map(|goaway| goaway.last_stream_id);
    let reset = error.filter(|error| error.is_reset() && error.is_remote()).and_then(h2::Error::reason);
    let broken = error.is_some_and(|error| error.is_library());
    let unprocessed =
        reset == Some(h2::Reason::REFUSED_STREAM) || goaway.is_some_and(|last_stream| stream > last_stream);
    let cause = match (cause, reset) {
        (Some(cause), _) => cause,
        (None, Some(reason)) if goaway.is_none() => Cause::Reset(reason.into()),
        (None, _) => match notes.cause() {
            Cause::Closed if broken => Cause::Protocol,
            cause => cause,
        },
    };
    Reply::Lost(cause, if unprocessed { Fate::Unprocessed } else { Fate::Unknown })
}

/// The places that have news. Each has its own waker, made once.
#[derive(Default)]
struct Ready(Mutex<Vec<usize>>);

impl Ready {
    fn note(&self, place: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(place);
    }

    /// Swaps the list for an empty one. Whether there is anything.
    fn take(&self, places: &mut Vec<usize>) -> bool {
        std::mem::swap(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), places);
        !places.is_empty()
    }
}

/// Rings while the connection is polled, which is when the engine has news; who polls it looks at the list
/// afterwards and need not be woken.
struct Bell {
    place: usize,
    ready: Arc<Ready>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ready.note(self.place);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ready.note(self.place);
    }
}

/// What a PING may take. An APNs server that does not answer one is gone.
const PING_TIMEOUT: Duration = Duration::from_secs(10);
/// APNs' heads have less than 100 bytes.
const MAX_HEADER_LIST: u32 = 16 * 1024;
