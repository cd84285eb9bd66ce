//! One HTTP/2 connection from the server's side (RFC 9113), sans-IO: bytes in, [`Event`]s and bytes out.
//!
//! It is strict with the client, and does what it is told towards it, also what a server must not do.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::hpack::{self, Field};

pub(super) struct Http2 {
    input: Vec<u8>,
    output: Vec<u8>,
    settings: Settings,
    /// The preface and the first SETTINGS have come.
    opened: Opened,
    decoder: hpack::Decoder,
    /// A header block that is not complete: its stream, whether the stream ends with it, its bytes.
    block: Option<(u32, bool, Vec<u8>)>,
    /// Unordered for speed would do; the order makes logs and shutdowns repeatable.
    streams: BTreeMap<u32, Stream>,
    last_stream: u32,
    /// The stream limits that were announced and not acknowledged yet; `None` for a SETTINGS without one.
    unacknowledged: VecDeque<Option<u32>>,
    /// The limit that the client has acknowledged.
    acknowledged_limit: Option<u32>,
    /// What the client may still send, and what was eaten since the last WINDOW_UPDATE.
    receive_window: i64,
    eaten: i64,
    /// What may still be sent.
    send_window: i64,
    initial_send_window: i64,
    /// The client made the table of header fields smaller: to be said at the beginning of the next block.
    table_size: Option<usize>,
    events: VecDeque<Event>,
    /// A connection error was found: nothing more is read.
    broken: bool,
    log: Option<Vec<FrameNote>>,
}

/// What a server announces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) streams: u32,
    pub(super) max_header_list: u32,
    /// What is read of a body; one byte more is kept, to show that there was more.
    pub(super) max_body: usize,
    /// With which code a stream beyond the limit is reset.
    pub(super) over_limit: u32,
}

#[derive(PartialEq, Eq)]
enum Opened {
    No,
    Preface,
    Yes,
}

/// What the client did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The headers of a request are there.
    Opened(u32),
    /// The request is complete, or larger than is read.
    Arrived(u32),
    /// The client gave a stream up.
    Canceled(u32),
    /// A stream beyond the limit was reset. `acknowledged`: the client had acknowledged that limit.
    OverLimit { acknowledged: bool },
    /// A malformed request was reset.
    Malformed,
    /// To be answered with [`Http2::pong`].
    Ping([u8; 8]),
    /// A PING of ours was answered.
    Pong,
    /// The client took leave.
    GoAway { last: u32, code: u32 },
    /// A connection error: GOAWAY is written.
    Broken(u32),
}

/// A frame that passed, for the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameNote {
    pub(super) by_client: bool,
    pub(super) kind: u8,
    pub(super) stream: u32,
    pub(super) bytes: usize,
}

#[derive(Default)]
struct Stream {
    fields: Vec<Arc<Field>>,
    body: Vec<u8>,
    received: i64,
    send_window: i64,
    /// The client has said everything.
    complete: bool,
    /// The event [`Event::Arrived`] was given.
    arrived: bool,
    /// The rest of the answer's body, which waits for room in the window.
    rest: Option<Vec<u8>>,
}

/// A request as it came. The pseudo fields are there; what they hold is not judged.
pub(super) struct Request {
    pub(super) fields: Vec<Arc<Field>>,
    pub(super) body: Vec<u8>,
}

/// How an answer ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Stream,
    Open,
}

type Checked<T = ()> = Result<T, Failure>;

/// RFC 9113, section 5.4.
enum Failure {
    Connection(u32),
    Stream(u32, u32),
}

impl Http2 {
    /// Nothing is sent yet: [`announce`](Self::announce) comes first.
    pub(super) fn new(settings: Settings, log: bool) -> Self {
        Self {
            input: Vec::new(),
            output: Vec::new(),
            settings,
            opened: Opened::No,
            decoder: hpack::Decoder::default(),
            block: None,
            streams: BTreeMap::new(),
            last_stream: 0,
            unacknowledged: VecDeque::new(),
            acknowledged_limit: None,
            receive_window: WINDOW,
            eaten: 0,
            send_window: WINDOW,
            initial_send_window: WINDOW,
            table_size: None,
            events: VecDeque::new(),
            broken: false,
            log: log.then(Vec::new),
        }
    }

    /// The first SETTINGS: what real APNs servers send.
    pub(super) fn announce(&mut self) {
        let pairs = [
            (HEADER_TABLE_SIZE, 4096),
            (MAX_CONCURRENT_STREAMS, self.settings.streams),
            (INITIAL_WINDOW_SIZE, 65_535),
            (MAX_FRAME_SIZE, 16_384),
            (MAX_HEADER_LIST_SIZE, self.settings.max_header_list),
        ];
        self.send_settings(&pairs);
        self.unacknowledged.push_back(Some(self.settings.streams));
    }

    /// The first SETTINGS with another number of streams.
    pub(super) fn announce_streams(&mut self, streams: u32) {
        self.settings.streams = streams;
        self.announce();
    }

    /// Another number of streams.
    pub(super) fn limit(&mut self, streams: u32) {
        self.settings.streams = streams;
        self.send_settings(&[(MAX_CONCURRENT_STREAMS, streams)]);
        self.unacknowledged.push_back(Some(streams));
    }

    fn send_settings(&mut self, pairs: &[(u16, u32)]) {
        let mut payload = Vec::new();
        for (key, value) in pairs {
            payload.extend(key.to_be_bytes());
            payload.extend(value.to_be_bytes());
        }
        self.frame(SETTINGS, 0, 0, &payload);
    }

    /// How many streams are open, by the server's count.
    pub(super) fn open_streams(&self) -> usize {
        self.streams.len()
    }

    pub(super) fn is_open(&self, stream: u32) -> bool {
        self.streams.contains_key(&stream)
    }

    /// Whether every stream up to this one is answered.
    pub(super) fn is_done_to(&self, last: u32) -> bool {
        self.streams.keys().next().is_none_or(|first| *first > last)
    }

    pub(super) fn last_stream(&self) -> u32 {
        self.last_stream
    }

    /// What is to be written.
    pub(super) fn output(&mut self) -> &mut Vec<u8> {
        &mut self.output
    }

    pub(super) fn take_log(&mut self) -> Vec<FrameNote> {
        self.log.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    // --- what the client sends ---

    pub(super) fn handle_input(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
        let input = std::mem::take(&mut self.input);
        let mut rest = input.as_slice();
        while !self.broken {
            let used = match self.handle_next(rest) {
                Ok(0) => break,
                Ok(used) => used,
                Err((used, Failure::Stream(stream, code))) => {
                    self.reset(stream, code);
                    self.events.push_back(Event::Malformed);
                    used
                }
                Err((used, Failure::Connection(code))) => {
                    self.broken = true;
                    self.go_away(self.last_stream, code, b"");
                    self.events.push_back(Event::Broken(code));
                    used
                }
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        self.input.extend_from_slice(rest);
    }

    /// One frame. Gives how many bytes it had; 0 when it is not complete.
    fn handle_next(&mut self, input: &[u8]) -> Result<usize, (usize, Failure)> {
        if self.opened == Opened::No {
            let (start, preface) = (input.get(..PREFACE.len()).unwrap_or(input), PREFACE);
            if !preface.starts_with(start) {
                return Err((0, Failure::Connection(PROTOCOL_ERROR)));
            }
            if start.len() < preface.len() {
                return Ok(0);
            }
            self.opened = Opened::Preface;
            return Ok(preface.len());
        }
        let Some((head, rest)) = input.split_first_chunk::<9>() else { return Ok(0) };
        let [l0, l1, l2, kind, flags, s0, s1, s2, s3] = *head;
        let length = u32::from_be_bytes([0, l0, l1, l2]) as usize;
        if length > MAX_FRAME {
            return Err((0, Failure::Connection(FRAME_SIZE_ERROR)));
        }
        let Some(payload) = rest.get(..length) else { return Ok(0) };
        let stream = u32::from_be_bytes([s0, s1, s2, s3]) & STREAM_MASK;
        self.note(true, kind, stream, length);
        let used = 9 + length;
        self.handle_frame(kind, flags, stream, payload).map_err(|failure| (used, failure))?;
        Ok(used)
    }

    fn handle_frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Checked {
        if self.opened == Opened::Preface {
            if kind != SETTINGS || flags & ACK != 0 {
                return protocol_error();
            }
            self.opened = Opened::Yes;
        }
        // Section 6.10: nothing may come between the parts of a header block.
        if self.block.as_ref().is_some_and(|(expected, ..)| kind != CONTINUATION || stream != *expected) {
            return protocol_error();
        }
        match kind {
            DATA => self.handle_data(flags, stream, payload),
            HEADERS => {
                if stream.is_multiple_of(2) {
                    return protocol_error();
                }
                let mut fragment = unpad(flags, payload)?;
                if flags & PRIORITY_FLAG != 0 {
                    fragment = fragment.get(5..).ok_or(Failure::Connection(FRAME_SIZE_ERROR))?;
                }
                self.handle_block(stream, flags & END_STREAM != 0, fragment.to_vec(), flags)
            }
            CONTINUATION => {
                let Some((_, end, mut block)) = self.block.take() else { return protocol_error() };
                block.extend_from_slice(payload);
                if block.len() > MAX_BLOCK {
                    return Err(Failure::Connection(ENHANCE_YOUR_CALM));
                }
                self.handle_block(stream, end, block, flags)
            }
            PRIORITY => match (stream, payload.len()) {
                (0, _) => protocol_error(),
                (_, 5) => Ok(()),
                _ => Err(Failure::Stream(stream, FRAME_SIZE_ERROR)),
            },
            RST_STREAM => {
                if payload.len() != 4 {
                    return Err(Failure::Connection(FRAME_SIZE_ERROR));
                }
                self.check_known(stream)?;
                if self.streams.remove(&stream).is_some() {
                    self.events.push_back(Event::Canceled(stream));
                }
                Ok(())
            }
            SETTINGS => self.handle_settings(flags, stream, payload),
            PING => {
                let data = payload.try_into().map_err(|_| Failure::Connection(FRAME_SIZE_ERROR))?;
                if stream != 0 {
                    return protocol_error();
                }
                self.events.push_back(if flags & ACK == 0 { Event::Ping(data) } else { Event::Pong });
                Ok(())
            }
            GOAWAY => {
                let Some((last, rest)) = payload.split_first_chunk() else {
                    return Err(Failure::Connection(FRAME_SIZE_ERROR));
                };
                let Some((code, _)) = rest.split_first_chunk() else {
                    return Err(Failure::Connection(FRAME_SIZE_ERROR));
                };
                let (last, code) = (u32::from_be_bytes(*last) & STREAM_MASK, u32::from_be_bytes(*code));
                self.events.push_back(Event::GoAway { last, code });
                Ok(())
            }
            WINDOW_UPDATE => self.handle_window_update(stream, payload),
            // Section 8.4: a client never pushes.
            PUSH_PROMISE => protocol_error(),
            // Section 5.5: unknown kinds are ignored.
            _ => Ok(()),
        }
    }

    fn handle_data(&mut self, flags: u8, stream: u32, payload: &[u8]) -> Checked {
        self.check_known(stream)?;
        let length = i64::try_from(payload.len()).unwrap_or(i64::MAX);
        self.receive_window -= length;
        if self.receive_window < 0 {
            return Err(Failure::Connection(FLOW_CONTROL_ERROR));
        }
        self.eaten += length;
        // Half of the window: updates of this size were seen from real servers.
        if self.eaten > WINDOW / 2 {
            let eaten = u32::try_from(self.eaten).unwrap_or_default();
            self.receive_window += self.eaten;
            self.eaten = 0;
            self.frame(WINDOW_UPDATE, 0, 0, &eaten.to_be_bytes());
        }
        let data = unpad(flags, payload)?;
        let max_body = self.settings.max_body;
        let Some(open) = self.streams.get_mut(&stream).filter(|open| !open.complete) else {
            return Err(Failure::Stream(stream, STREAM_CLOSED));
        };
        open.received += length;
        if open.received > WINDOW {
            return Err(Failure::Stream(stream, FLOW_CONTROL_ERROR));
        }
        let room = (max_body + 1).saturating_sub(open.body.len());
        open.body.extend(data.iter().take(room));
        open.complete = flags & END_STREAM != 0;
        if (open.complete || open.body.len() > max_body) && !open.arrived {
            open.arrived = true;
            self.events.push_back(Event::Arrived(stream));
        }
        Ok(())
    }

    fn handle_block(&mut self, stream: u32, end: bool, block: Vec<u8>, flags: u8) -> Checked {
        if flags & END_HEADERS == 0 {
            self.block = Some((stream, end, block));
            return Ok(());
        }
        let max_list = self.settings.max_header_list as usize;
        let (fields, size) = self
            .decoder
            .decode(&block, max_list)
            .map_err(|hpack::Undecodable| Failure::Connection(COMPRESSION_ERROR))?;
        if let Some(open) = self.streams.get_mut(&stream) {
            // Trailers.
            if open.complete {
                return Err(Failure::Stream(stream, STREAM_CLOSED));
            }
            if !end {
                return Err(Failure::Stream(stream, PROTOCOL_ERROR));
            }
            open.complete = true;
            if !open.arrived {
                open.arrived = true;
                self.events.push_back(Event::Arrived(stream));
            }
            return Ok(());
        }
        if stream <= self.last_stream {
            return Err(Failure::Connection(STREAM_CLOSED));
        }
        self.last_stream = stream;
        if self.streams.len() >= self.settings.streams as usize {
            // Until the client has acknowledged the limit it could not know: safe to repeat. After that as configured.
            let acknowledged =
                self.acknowledged_limit.is_some_and(|limit| self.streams.len() >= limit as usize);
            self.reset(stream, if acknowledged { self.settings.over_limit } else { REFUSED_STREAM });
            self.events.push_back(Event::OverLimit { acknowledged });
            return Ok(());
        }
        if !is_well_formed(&fields) {
            return Err(Failure::Stream(stream, PROTOCOL_ERROR));
        }
        let open = Stream {
            fields,
            send_window: self.initial_send_window,
            complete: end,
            arrived: end,
            ..Stream::default()
        };
        self.streams.insert(stream, open);
        if size > max_list {
            // Section 10.5.1.
            self.head(stream, 431, &[], End::Stream);
            self.close_answered(stream);
            return Ok(());
        }
        self.events.push_back(Event::Opened(stream));
        if end {
            self.events.push_back(Event::Arrived(stream));
        }
        Ok(())
    }

    fn handle_settings(&mut self, flags: u8, stream: u32, payload: &[u8]) -> Checked {
        if stream != 0 {
            return protocol_error();
        }
        if flags & ACK != 0 {
            if !payload.is_empty() {
                return Err(Failure::Connection(FRAME_SIZE_ERROR));
            }
            if let Some(Some(limit)) = self.unacknowledged.pop_front() {
                self.acknowledged_limit = Some(limit);
            }
            return Ok(());
        }
        let (pairs, rest) = payload.as_chunks::<6>();
        if !rest.is_empty() {
            return Err(Failure::Connection(FRAME_SIZE_ERROR));
        }
        for [k0, k1, v0, v1, v2, v3] in pairs {
            let value = u32::from_be_bytes([*v0, *v1, *v2, *v3]);
            match u16::from_be_bytes([*k0, *k1]) {
                HEADER_TABLE_SIZE if value < 4096 => self.table_size = Some(value as usize),
                ENABLE_PUSH if value > 1 => return protocol_error(),
                INITIAL_WINDOW_SIZE => {
                    let value = i64::from(value);
                    if value > MAX_WINDOW {
                        return Err(Failure::Connection(FLOW_CONTROL_ERROR));
                    }
                    let change = value - self.initial_send_window;
                    self.initial_send_window = value;
                    for open in self.streams.values_mut() {
                        open.send_window += change;
                    }
                }
                MAX_FRAME_SIZE if !(16_384..=16_777_215).contains(&value) => return protocol_error(),
                _ => {}
            }
        }
        self.frame(SETTINGS, ACK, 0, &[]);
        self.send_rests();
        Ok(())
    }

    fn handle_window_update(&mut self, stream: u32, payload: &[u8]) -> Checked {
        let bytes = payload.try_into().map_err(|_| Failure::Connection(FRAME_SIZE_ERROR))?;
        let increment = i64::from(u32::from_be_bytes(bytes) & STREAM_MASK);
        let fail = |code| if stream == 0 { Failure::Connection(code) } else { Failure::Stream(stream, code) };
        if stream != 0 {
            self.check_known(stream)?;
        }
        if increment == 0 {
            return Err(fail(PROTOCOL_ERROR));
        }
        let window = match stream {
            0 => &mut self.send_window,
            _ => match self.streams.get_mut(&stream) {
                Some(open) => &mut open.send_window,
                None => return Ok(()),
            },
        };
        *window += increment;
        if *window > MAX_WINDOW {
            return Err(fail(FLOW_CONTROL_ERROR));
        }
        self.send_rests();
        Ok(())
    }

    /// Section 5.1: frames on a stream that was never opened.
    fn check_known(&self, stream: u32) -> Checked {
        if stream == 0 || stream.is_multiple_of(2) || stream > self.last_stream {
            protocol_error()
        } else {
            Ok(())
        }
    }

    /// The request, once: its fields and body go.
    pub(super) fn take_request(&mut self, stream: u32) -> Option<Request> {
        let open = self.streams.get_mut(&stream)?;
        Some(Request { fields: std::mem::take(&mut open.fields), body: std::mem::take(&mut open.body) })
    }

    /// The fields of a request, while it arrives.
    pub(super) fn fields(&self, stream: u32) -> &[Arc<Field>] {
        self.streams.get(&stream).map(|open| open.fields.as_slice()).unwrap_or_default()
    }

    /// The body of a request, as far as it arrived.
    pub(super) fn body_so_far(&self, stream: u32) -> &[u8] {
        self.streams.get(&stream).map(|open| open.body.as_slice()).unwrap_or_default()
    }

    // --- what the server sends ---

    /// The HEADERS of an answer.
    pub(super) fn head(&mut self, stream: u32, status: u16, fields: &[(&str, &[u8])], end: End) {
        let mut block = Vec::with_capacity(64);
        if let Some(size) = self.table_size.take() {
            hpack::put_table_size(&mut block, size);
        }
        hpack::put_status(&mut block, status);
        for (name, value) in fields {
            hpack::put_field(&mut block, name, value);
        }
        let end = if end == End::Stream { END_STREAM } else { 0 };
        let (first, mut rest) = block.split_at(block.len().min(MAX_FRAME));
        let flag = |rest: &[u8]| if rest.is_empty() { END_HEADERS } else { 0 };
        self.frame(HEADERS, end | flag(rest), stream, first);
        while !rest.is_empty() {
            let (part, after) = rest.split_at(rest.len().min(MAX_FRAME));
            self.frame(CONTINUATION, flag(after), stream, part);
            rest = after;
        }
    }

    /// The body of an answer, and its end. What does not fit in the window waits.
    pub(super) fn body(&mut self, stream: u32, body: &[u8]) {
        if let Some(open) = self.streams.get_mut(&stream) {
            open.rest = Some(body.to_vec());
            self.send_rest(stream);
        }
    }

    /// The answer has been sent in full with END_STREAM.
    pub(super) fn close_answered(&mut self, stream: u32) {
        // Section 8.1: an answer before the whole request; the client need not send the rest.
        if self.streams.remove(&stream).is_some_and(|open| !open.complete) {
            self.frame(RST_STREAM, 0, stream, &NO_ERROR.to_be_bytes());
        }
    }

    fn send_rests(&mut self) {
        let waiting: Vec<_> =
            self.streams.iter().filter(|(_, open)| open.rest.is_some()).map(|(stream, _)| *stream).collect();
        for stream in waiting {
            self.send_rest(stream);
        }
    }

    fn send_rest(&mut self, stream: u32) {
        let Some(open) = self.streams.get_mut(&stream) else { return };
        let Some(mut rest) = open.rest.take() else { return };
        let room = self.send_window.min(open.send_window).max(0);
        let room = usize::try_from(room).unwrap_or(usize::MAX).min(MAX_FRAME);
        let later = rest.split_off(room.min(rest.len()));
        let sent = i64::try_from(rest.len()).unwrap_or(i64::MAX);
        self.send_window -= sent;
        open.send_window -= sent;
        if later.is_empty() {
            self.frame(DATA, END_STREAM, stream, &rest);
            self.close_answered(stream);
        } else {
            open.rest = Some(later);
            if sent > 0 {
                self.frame(DATA, 0, stream, &rest);
                self.send_rest(stream);
            }
        }
    }

    pub(super) fn reset(&mut self, stream: u32, code: u32) {
        self.streams.remove(&stream);
        self.frame(RST_STREAM, 0, stream, &code.to_be_bytes());
    }

    pub(super) fn go_away(&mut self, last: u32, code: u32, debug: &[u8]) {
        self.frame(GOAWAY, 0, 0, &[&last.to_be_bytes()[..], &code.to_be_bytes(), debug].concat());
    }

    pub(super) fn ping(&mut self) {
        self.frame(PING, 0, 0, b"fakeapns");
    }

    pub(super) fn pong(&mut self, data: [u8; 8]) {
        self.frame(PING, ACK, 0, &data);
    }

    /// Promises stream 2 on this one, or on the first.
    pub(super) fn promise(&mut self, stream: u32) {
        let block = [0x82, 0x84, 0x87]; // GET / https
        let payload = [&2u32.to_be_bytes()[..], &block].concat();
        self.frame(PUSH_PROMISE, END_HEADERS, stream.max(1), &payload);
    }

    /// A DATA frame of 17,000 bytes where 16,384 are allowed.
    pub(super) fn oversized_frame(&mut self, stream: u32) {
        self.frame(DATA, 0, stream.max(1), &[0; 17_000]);
    }

    /// Forgets what waits, for a server that will say nothing more.
    pub(super) fn forget(&mut self, streams_above: u32) {
        self.streams.retain(|stream, _| *stream <= streams_above);
    }

    fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        self.note(false, kind, stream, payload.len());
        let [_, a, b, c] = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
        self.output.extend([a, b, c, kind, flags]);
        self.output.extend(stream.to_be_bytes());
        self.output.extend_from_slice(payload);
    }

    fn note(&mut self, by_client: bool, kind: u8, stream: u32, bytes: usize) {
        if let Some(log) = &mut self.log {
            log.push(FrameNote { by_client, kind, stream, bytes });
        }
    }
}

fn protocol_error<T>() -> Checked<T> {
    Err(Failure::Connection(PROTOCOL_ERROR))
}

/// Section 6.1.
fn unpad(flags: u8, payload: &[u8]) -> Checked<&[u8]> {
    if flags & PADDED == 0 {
        return Ok(payload);
    }
    let (padding, rest) = payload.split_first().ok_or(Failure::Connection(FRAME_SIZE_ERROR))?;
    let length = rest.len().checked_sub(usize::from(*padding)).ok_or(Failure::Connection(PROTOCOL_ERROR))?;
    rest.get(..length).ok_or(Failure::Connection(PROTOCOL_ERROR))
}

/// Sections 8.2 and 8.3.1: names in lower case, the pseudo fields first and once each, nothing of HTTP/1.
fn is_well_formed(fields: &[Arc<Field>]) -> bool {
    let mut seen = [0u32; 4];
    let mut regular = false;
    for field in fields {
        match field.name.as_slice() {
            [b':', ..] => {
                let known: [&[u8]; 4] = [b":method", b":scheme", b":path", b":authority"];
                let Some(count) = known
                    .iter()
                    .zip(&mut seen)
                    .find_map(|(name, count)| (*name == field.name).then_some(count))
                else {
                    return false;
                };
                *count += 1;
                if regular || *count > 1 {
                    return false;
                }
            }
            b"connection" | b"keep-alive" | b"proxy-connection" | b"transfer-encoding" | b"upgrade" => {
                return false;
            }
            b"te" if field.value != b"trailers" => return false,
            name => {
                regular = true;
                if name.is_empty() || name.iter().any(|b| b.is_ascii_uppercase() || *b <= b' ' || *b >= 0x7F)
                {
                    return false;
                }
            }
        }
        if field.value.iter().any(|b| matches!(b, 0 | b'\r' | b'\n')) {
            return false;
        }
    }
    matches!(seen, [1, 1, 1, _])
}

/// What RFC 9113, section 6, calls a frame.
pub(super) fn frame_name(kind: u8) -> &'static str {
    match kind {
        DATA => "DATA",
        HEADERS => "HEADERS",
        PRIORITY => "PRIORITY",
        RST_STREAM => "RST_STREAM",
        SETTINGS => "SETTINGS",
        PUSH_PROMISE => "PUSH_PROMISE",
        PING => "PING",
        GOAWAY => "GOAWAY",
        WINDOW_UPDATE => "WINDOW_UPDATE",
        CONTINUATION => "CONTINUATION",
        _ => "unknown",
    }
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const WINDOW: i64 = 65_535;
const MAX_WINDOW: i64 = 0x7FFF_FFFF;
const MAX_FRAME: usize = 16_384;
const MAX_BLOCK: usize = 65_536;
const STREAM_MASK: u32 = 0x7FFF_FFFF;

const DATA: u8 = 0x0;
const HEADERS: u8 = 0x1;
const PRIORITY: u8 = 0x2;
const RST_STREAM: u8 = 0x3;
const SETTINGS: u8 = 0x4;
const PUSH_PROMISE: u8 = 0x5;
const PING: u8 = 0x6;
const GOAWAY: u8 = 0x7;
const WINDOW_UPDATE: u8 = 0x8;
const CONTINUATION: u8 = 0x9;

const ACK: u8 = 0x1;
const END_STREAM: u8 = 0x1;
const END_HEADERS: u8 = 0x4;
const PADDED: u8 = 0x8;
const PRIORITY_FLAG: u8 = 0x20;

const HEADER_TABLE_SIZE: u16 = 0x1;
const ENABLE_PUSH: u16 = 0x2;
const MAX_CONCURRENT_STREAMS: u16 = 0x3;
const INITIAL_WINDOW_SIZE: u16 = 0x4;
const MAX_FRAME_SIZE: u16 = 0x5;
const MAX_HEADER_LIST_SIZE: u16 = 0x6;

pub(super) const NO_ERROR: u32 = 0x0;
pub(super) const PROTOCOL_ERROR: u32 = 0x1;
const FLOW_CONTROL_ERROR: u32 = 0x3;
const STREAM_CLOSED: u32 = 0x5;
const FRAME_SIZE_ERROR: u32 = 0x6;
pub(super) const REFUSED_STREAM: u32 = 0x7;
const COMPRESSION_ERROR: u32 = 0x9;
const ENHANCE_YOUR_CALM: u32 = 0xB;

#[cfg(test)]
mod tests;
