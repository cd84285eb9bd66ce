//! One connection of a provider: the phases, and what strikes in them.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use openssl::ssl::Ssl;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_openssl::SslStream;

use super::http2::{self, End, Event, Http2};
use super::line::Line;
use super::log::{EventKind, Received, Side};
use super::server::{Order, Shared};
use super::service::{DeviceToken, Environment, PushRequest, Sender, Verdict};
use super::{Fault, Phase, rules, tls};

/// Serves a connection from its first byte to its last.
pub(super) async fn serve(tcp: TcpStream, number: u64, shared: Arc<Shared>) {
    shared.log(number, EventKind::Accepted);
    let _ = tcp.set_nodelay(true);
    match handshake(Line::new(tcp), number, &shared).await {
        Some(tls) => {
            let session = Session::new(tls, number, Arc::clone(&shared));
            shared.log(number, EventKind::Opened { topic: session.topic() });
            shared.count(|counters| counters.connections += 1);
            session.run().await;
        }
        None => {
            shared.log(number, EventKind::HandshakeFailed);
            shared.count(|counters| counters.refused_handshakes += 1);
        }
    }
    shared.log(number, EventKind::Closed);
    shared.count(|counters| counters.closed += 1);
}

async fn handshake(mut line: Line, number: u64, shared: &Shared) -> Option<SslStream<Line>> {
    match shared.reach(Phase::Connecting, number, 0) {
        Some(Fault::Slow { by }) => sleep(by).await,
        Some(Fault::Trickle { every }) => line.trickle = Some(every),
        Some(fault) => {
            end_early(&mut line, &fault).await;
            return None;
        }
        None => {}
    }
    let fault = shared.reach(Phase::Tls, number, 0);
    match &fault {
        Some(Fault::Slow { by }) => sleep(*by).await,
        Some(Fault::HandshakeFailure) => {
            hear_something(&mut line).await;
            say(&mut line, HANDSHAKE_FAILURE).await;
            return None;
        }
        Some(Fault::CutConnection | Fault::ResetConnection | Fault::Mute | Fault::Garbage) => {
            line.budget = Some(HANDSHAKE_BYTES);
        }
        _ => {}
    }
    let ssl = Ssl::new(shared.tls.acceptor(fault.as_ref()).context()).ok()?;
    let mut stream = SslStream::new(ssl, line).ok()?;
    if Pin::new(&mut stream).accept().await.is_err() {
        if let Some(fault) = &fault {
            end_early(stream.get_mut(), fault).await;
        }
        return None;
    }
    Some(stream)
}

/// Ends a connection that has no TLS yet.
async fn end_early(line: &mut Line, fault: &Fault) {
    match fault {
        Fault::ResetConnection => {
            let _ = line.tcp.set_zero_linger();
        }
        Fault::HalfClose => {
            let _ = poll_fn(|cx| Pin::new(&mut line.tcp).poll_shutdown(cx)).await;
            hear_out(line).await;
        }
        Fault::Mute => hear_out(line).await,
        Fault::Garbage => {
            line.budget = None;
            say(line, GARBAGE).await;
            hear_out(line).await;
        }
        _ => {}
    }
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match poll_fn(|cx| Pin::new(&mut *stream).poll_write(cx, bytes)).await {
            Ok(written @ 1..) => bytes = bytes.get(written..).unwrap_or_default(),
            _ => return,
        }
    }
}

/// Reads once.
async fn hear_something(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut bytes = [0; 4096];
    let mut buf = ReadBuf::new(&mut bytes);
    let read = poll_fn(|cx| Pin::new(&mut *stream).poll_read(cx, &mut buf)).await;
    read.is_ok() && !buf.filled().is_empty()
}

/// Reads until the client ends.
async fn hear_out(stream: &mut (impl AsyncRead + Unpin)) {
    while hear_something(stream).await {}
}

struct Session {
    tls: SslStream<Line>,
    shared: Arc<Shared>,
    number: u64,
    orders: broadcast::Receiver<Order>,
    http2: Http2,
    sender: Sender,
    pushes: u64,
    /// The streams whose requests are looked at or answered.
    jobs: BTreeMap<u32, Job>,
    due: BTreeMap<(Instant, u32), Step>,
    /// The number of streams without narrowing.
    streams: u32,
    /// The limit is one stream until a push is accepted.
    narrowed: bool,
    /// GOAWAY was said: streams above this one are not looked at.
    left: Option<u32>,
    /// The second GOAWAY follows the answer to a PING.
    says_goodbye_twice: bool,
    shutdown_reached: bool,
    ignores_pings: bool,
    reads: bool,
    /// How many bytes may still be written, if nothing may follow.
    last_words: Option<usize>,
    pause: Duration,
    /// It is told not to let go of the connection, though the client has.
    holds: bool,
    ending: Option<Ending>,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Close,
    Cut,
    Reset,
    HalfClose,
}

/// A push under way.
#[derive(Default)]
struct Job {
    push: u64,
    /// How the log knows it, once it arrived.
    number: Option<u64>,
    /// From a fault before it arrived.
    delay: Option<Duration>,
}

/// What a push waits for.
enum Step {
    Judge,
    Answer(Answer),
    Body(Answer),
}

struct Answer {
    status: u16,
    reason: Option<String>,
    id: String,
    fields: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, id: String) -> Self {
        Self { status, reason: None, id, fields: Vec::new(), body: Vec::new() }
    }

    fn rejection(status: u16, reason: &str, id: String) -> Self {
        let body = serde_json::json!({ "reason": reason }).to_string().into_bytes();
        Self { reason: Some(reason.to_owned()), body, ..Self::new(status, id) }
    }
}

/// What follows a fault.
#[derive(PartialEq, Eq)]
enum Flow {
    /// The push goes on.
    On,
    /// The push gets no more than it has.
    Stop,
}

impl Session {
    fn new(tls: SslStream<Line>, number: u64, shared: Arc<Shared>) -> Self {
        let certificate = tls::client_certificate(tls.ssl());
        let sender = match &certificate {
            Some(topic) => Sender::with_certificate(topic.as_deref()),
            None => Sender::without_certificate(),
        };
        let settings = http2::Settings {
            // "One stream until the first request with a valid token" (Apple, "Sending notification requests to APNs").
            streams: if sender.has_certificate() { shared.streams } else { shared.streams.min(1) },
            max_header_list: MAX_HEADER_LIST,
            max_body: rules::MAX_VOIP_PAYLOAD,
            over_limit: shared.over_limit,
        };
        Self {
            http2: Http2::new(settings, shared.logs()),
            orders: shared.orders.subscribe(),
            streams: shared.streams,
            narrowed: !sender.has_certificate(),
            tls,
            shared,
            number,
            sender,
            pushes: 0,
            jobs: BTreeMap::new(),
            due: BTreeMap::new(),
            left: None,
            says_goodbye_twice: false,
            shutdown_reached: false,
            ignores_pings: false,
            reads: true,
            last_words: None,
            pause: Duration::ZERO,
            holds: false,
            ending: None,
        }
    }

    fn topic(&self) -> Option<String> {
        tls::client_certificate(self.tls.ssl()).flatten()
    }

    async fn run(mut self) {
        if let Some(fault) = self.shared.reach(Phase::Preface, self.number, 0) {
            self.preface(&fault).await;
        } else {
            self.http2.announce();
        }
        let mut input = vec![0; READ_BYTES];
        loop {
            self.handle_events();
            self.handle_due();
            self.log_frames();
            if self.left.is_some_and(|last| self.http2.is_done_to(last)) && self.ending.is_none() {
                self.ending = Some(Ending::Close);
            }
            if let Some(allowed) = self.last_words {
                self.http2.output().truncate(allowed);
            }
            let silent = self.last_words == Some(0);
            if let Some(ending) = self.ending
                && !silent
            {
                return self.end(ending).await;
            }
            if !self.pause.is_zero() {
                let _ = timeout(PATIENCE, flush(&mut self.tls, self.http2.output())).await;
                sleep(std::mem::take(&mut self.pause)).await;
            }
            let next = self.due.first_key_value().map(|((at, _), _)| *at);
            let reads = self.reads && self.http2.output().len() < MAX_OUTPUT;
            let moved = tokio::select! {
                moved = exchange(&mut self.tls, self.http2.output(), reads, &mut input) => moved,
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => continue,
                () = sleep(GLANCE), if !self.reads => {
                    if self.tls.get_ref().is_deserted().await {
                        return;
                    }
                    continue;
                }
                Ok(order) = self.orders.recv() => {
                    self.obey(order);
                    continue;
                }
            };
            match moved {
                Ok(Moved::Out(bytes)) => {
                    self.http2.output().drain(..bytes);
                    if let Some(allowed) = &mut self.last_words {
                        *allowed = allowed.saturating_sub(bytes);
                    }
                }
                Ok(Moved::In(0)) | Err(_) => return self.client_ended(moved.is_ok()).await,
                Ok(Moved::In(bytes)) => self.http2.handle_input(input.get(..bytes).unwrap_or_default()),
            }
        }
    }

    async fn preface(&mut self, fault: &Fault) {
        match fault {
            Fault::Slow { by } => sleep(*by).await,
            Fault::LimitStreams { streams } => {
                self.streams = *streams;
                self.narrowed = false;
                self.http2.announce_streams(*streams);
                return;
            }
            Fault::CloseConnection
            | Fault::CutConnection
            | Fault::ResetConnection
            | Fault::HalfClose
            | Fault::Mute
            | Fault::Garbage => {
                self.strike(fault, Phase::Preface, 0);
                return;
            }
            _ => {}
        }
        self.http2.announce();
        self.strike(fault, Phase::Preface, 0);
    }

    async fn client_ended(mut self, in_order: bool) {
        if !in_order {
            return;
        }
        self.shutdown();
        sleep(self.pause).await;
        if let Some(ending) = self.ending {
            return self.end(ending).await;
        }
        self.log_frames();
        if let Some(allowed) = self.last_words {
            self.http2.output().truncate(allowed);
        }
        let _ = timeout(PATIENCE, flush(&mut self.tls, self.http2.output())).await;
        if self.holds {
            sleep(HELD).await;
        }
        if self.last_words.is_none() {
            let _ = timeout(PATIENCE, poll_fn(|cx| Pin::new(&mut self.tls).poll_shutdown(cx))).await;
        }
    }

    async fn end(mut self, ending: Ending) {
        self.log_frames();
        let _ = timeout(PATIENCE, flush(&mut self.tls, self.http2.output())).await;
        match ending {
            Ending::Cut => {}
            Ending::Reset => {
                let _ = self.tls.get_ref().tcp.set_zero_linger();
            }
            Ending::Close | Ending::HalfClose => {
                let _ = timeout(PATIENCE, poll_fn(|cx| Pin::new(&mut self.tls).poll_shutdown(cx))).await;
                if ending == Ending::HalfClose {
                    hear_out(&mut self.tls.get_mut().tcp).await;
                }
            }
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Streams(streams) => self.limit(streams),
            Order::Drain(reason) => self.leave(self.http2.last_stream(), http2::NO_ERROR, reason),
        }
    }

    fn log_frames(&mut self) {
        let notes = self.http2.take_log();
        if !notes.is_empty() {
            let frame = |note: http2::FrameNote| EventKind::Frame {
                by: if note.by_client { Side::Client } else { Side::Server },
                kind: http2::frame_name(note.kind),
                stream: note.stream,
                bytes: note.bytes,
            };
            self.shared.log_all(self.number, notes.into_iter().map(frame));
        }
    }

    // --- what the client does ---

    fn handle_events(&mut self) {
        while self.ending.is_none()
            && let Some(event) = self.http2.poll_event()
        {
            match event {
                Event::Opened(stream) => self.opened(stream),
                Event::Arrived(stream) => self.arrived(stream),
                Event::Canceled(stream) => {
                    self.jobs.remove(&stream);
                    self.shared.count(|counters| counters.canceled += 1);
                }
                Event::OverLimit { acknowledged } => self.shared.count(|counters| {
                    counters.over_limit += 1;
                    counters.over_acknowledged_limit += u64::from(acknowledged);
                }),
                Event::Malformed => self.shared.count(|counters| counters.protocol_errors += 1),
                Event::Ping(data) => {
                    self.shared.count(|counters| counters.pings += 1);
                    if !self.ignores_pings {
                        self.http2.pong(data);
                    }
                }
                Event::Pong if std::mem::take(&mut self.says_goodbye_twice) => {
                    self.leave(self.http2.last_stream(), http2::NO_ERROR, None);
                }
                Event::Pong => {}
                Event::GoAway { .. } => {
                    self.shutdown();
                    // What is open is answered; nothing new comes.
                    let last = self.http2.last_stream();
                    self.left.get_or_insert(last);
                }
                Event::Broken(code) => {
                    self.shared.log(self.number, EventKind::Broken { code });
                    self.shared.count(|counters| counters.protocol_errors += 1);
                    self.ending = Some(Ending::Close);
                }
            }
        }
    }

    fn opened(&mut self, stream: u32) {
        self.pushes += 1;
        let open = self.http2.open_streams() as u64;
        self.shared.count(|counters| counters.max_streams = counters.max_streams.max(open));
        if self.left.is_some_and(|last| stream > last) {
            self.http2.forget(self.left.unwrap_or_default());
            return;
        }
        self.jobs.insert(stream, Job { push: self.pushes, ..Job::default() });
        match self.reach(Phase::Headers, stream) {
            Some(Fault::Slow { by }) => self.job(stream).delay = Some(by),
            Some(fault) => self.struck(&fault, Phase::Headers, stream),
            None => {}
        }
    }

    fn arrived(&mut self, stream: u32) {
        if !self.jobs.contains_key(&stream) {
            return;
        }
        self.note(stream);
        match self.reach(Phase::Data, stream) {
            Some(Fault::Slow { by }) => self.job(stream).delay = Some(by),
            Some(fault) => self.struck(&fault, Phase::Data, stream),
            None => {}
        }
        match self.jobs.get_mut(&stream).map(|job| job.delay.take()) {
            Some(Some(delay)) => self.later(delay, stream, Step::Judge),
            Some(None) => self.judge(stream),
            None => {}
        }
    }

    /// A fault in a phase before the push was judged.
    fn struck(&mut self, fault: &Fault, phase: Phase, stream: u32) {
        if self.strike(fault, phase, stream) == Flow::Stop {
            if phase == Phase::Headers {
                self.note(stream);
            }
            self.jobs.remove(&stream);
        }
    }

    fn later(&mut self, delay: Duration, stream: u32, step: Step) {
        let at = Instant::now().checked_add(delay).unwrap_or_else(Instant::now);
        self.due.insert((at, stream), step);
    }

    fn handle_due(&mut self) {
        while let Some(entry) = self.due.first_entry()
            && entry.key().0 <= Instant::now()
        {
            let ((_, stream), step) = entry.remove_entry();
            if !self.jobs.contains_key(&stream) {
                continue;
            }
            match step {
                Step::Judge => self.judge(stream),
                Step::Answer(answer) => self.answer(stream, answer),
                Step::Body(answer) => self.finish(stream, &answer),
            }
        }
    }

    fn job(&mut self, stream: u32) -> &mut Job {
        self.jobs.entry(stream).or_default()
    }

    fn reach(&mut self, phase: Phase, stream: u32) -> Option<Fault> {
        let push = self.jobs.get(&stream).map_or(self.pushes, |job| job.push);
        self.shared.reach(phase, self.number, push)
    }

    /// Writes the push into the log.
    fn note(&mut self, stream: u32) {
        let fields = self.http2.fields(stream);
        let text = |name: &[u8]| {
            let field = fields.iter().find(|field| field.name == name)?;
            Some(String::from_utf8_lossy(&field.value).into_owned())
        };
        let at = self.shared.now();
        let number = self.shared.note(|| Received {
            connection: self.number,
            stream,
            at,
            token: text(b":path").and_then(|path| DeviceToken::from_hex(path.rsplit('/').next()?)),
            id: text(b"apns-id").unwrap_or_default(),
            topic: text(b"apns-topic"),
            push_type: text(b"apns-push-type"),
            priority: text(b"apns-priority"),
            expiration: text(b"apns-expiration"),
            payload: self.http2.body_so_far(stream).to_vec(),
            status: None,
            reason: None,
            delivered: false,
        });
        self.job(stream).number = Some(number);
    }

    fn judge(&mut self, stream: u32) {
        let Some(request) = self.http2.take_request(stream) else { return };
        let mut push = PushRequest { body: &request.body, ..PushRequest::default() };
        for field in &request.fields {
            // What is no text is no name and no path that exists.
            let text = |bytes| std::str::from_utf8(bytes).unwrap_or("?");
            match text(&field.name) {
                ":method" => push.method = text(&field.value),
                ":path" => push.path = text(&field.value),
                name => push.headers.push((name, &field.value)),
            }
        }
        let number = self.job(stream).number.unwrap_or_default();
        let verdict = self.shared.judge(number, &push, &mut self.sender);
        let id = push.text("apns-id").map_or_else(random_id, str::to_owned);
        let mut answer = match verdict {
            Verdict::Accepted(_) => Answer::new(200, id),
            Verdict::Rejected(rejection) => Answer {
                reason: Some(rejection.reason.to_owned()),
                body: rejection.body().into_bytes(),
                ..Answer::new(rejection.status, id)
            },
        };
        if self.shared.environment() == Environment::Sandbox {
            answer.fields.push(("apns-unique-id", random_id().to_lowercase()));
        }
        self.shared.name(number, &answer.id);
        match self.reach(Phase::AnswerHeaders, stream) {
            Some(Fault::Slow { by }) => self.later(by, stream, Step::Answer(answer)),
            Some(fault) => {
                if matches!(
                    fault,
                    Fault::CloseConnection
                        | Fault::CutConnection
                        | Fault::ResetConnection
                        | Fault::HalfClose
                        | Fault::Mute
                ) {
                    self.half(stream, &answer);
                }
                if self.strike(&fault, Phase::AnswerHeaders, stream) == Flow::On {
                    self.answer(stream, answer);
                } else {
                    self.jobs.remove(&stream);
                }
            }
            None => self.answer(stream, answer),
        }
    }

    // --- answers ---

    fn head(&mut self, stream: u32, answer: &Answer, end: End) {
        let mut fields = vec![("apns-id", answer.id.as_bytes())];
        fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_bytes())));
        self.http2.head(stream, answer.status, &fields, end);
    }

    /// Half of the HEADERS.
    fn half(&mut self, stream: u32, answer: &Answer) {
        let before = self.http2.output().len();
        self.head(stream, answer, End::Stream);
        let output = self.http2.output();
        output.truncate(before + (output.len() - before) / 2);
    }

    fn answer(&mut self, stream: u32, answer: Answer) {
        if !self.http2.is_open(stream) {
            return;
        }
        self.adjust_streams(answer.status);
        let fault = self.reach(Phase::AnswerBody, stream);
        if answer.body.is_empty() && fault.is_none() {
            self.head(stream, &answer, End::Stream);
            self.http2.close_answered(stream);
            self.answered(stream, &answer);
            return;
        }
        self.head(stream, &answer, End::Open);
        match fault {
            Some(Fault::Slow { by }) => self.later(by, stream, Step::Body(answer)),
            Some(fault) if self.strike(&fault, Phase::AnswerBody, stream) == Flow::Stop => {
                self.jobs.remove(&stream);
            }
            _ => self.finish(stream, &answer),
        }
    }

    fn finish(&mut self, stream: u32, answer: &Answer) {
        self.http2.body(stream, &answer.body);
        self.answered(stream, answer);
    }

    fn answered(&mut self, stream: u32, answer: &Answer) {
        let number = self.job(stream).number.unwrap_or_default();
        self.shared.answered(number, answer.status, answer.reason.as_deref());
        if let Some(fault) = self.reach(Phase::Between, stream) {
            match fault {
                Fault::Slow { by } => self.pause = by,
                fault => {
                    self.strike(&fault, Phase::Between, stream);
                }
            }
        }
        self.jobs.remove(&stream);
    }

    /// The drop to one stream, and back.
    fn adjust_streams(&mut self, status: u16) {
        if status == 200 && std::mem::take(&mut self.narrowed) {
            self.http2.limit(self.streams);
        } else if self.shared.narrowing.follows(status) && !std::mem::replace(&mut self.narrowed, true) {
            self.http2.limit(self.streams.min(1));
        }
    }

    /// Another number of streams, by a fault or from outside.
    fn limit(&mut self, streams: u32) {
        self.streams = streams;
        self.narrowed = false;
        self.http2.limit(streams);
    }

    // --- faults ---

    fn strike(&mut self, fault: &Fault, phase: Phase, stream: u32) -> Flow {
        match fault {
            Fault::CloseConnection => self.stop(Ending::Close),
            Fault::CutConnection => self.stop(Ending::Cut),
            Fault::ResetConnection => self.stop(Ending::Reset),
            Fault::HalfClose => self.stop(Ending::HalfClose),
            Fault::Mute => {
                self.say_nothing_more();
                Flow::Stop
            }
            Fault::StopReading => {
                self.reads = false;
                Flow::On
            }
            Fault::IgnorePings => {
                self.ignores_pings = true;
                Flow::On
            }
            Fault::Trickle { every } => {
                self.tls.get_mut().trickle = Some(*every);
                Flow::On
            }
            Fault::Slow { by } => {
                self.pause = *by;
                Flow::On
            }
            Fault::Garbage => {
                self.http2.output().extend_from_slice(GARBAGE);
                self.say_nothing_more();
                Flow::Stop
            }
            Fault::GoAway { reason } => {
                // Streams of a client have odd numbers. An answered push is not taken back.
                let last = if phase == Phase::Between { stream } else { stream.saturating_sub(2) };
                self.leave(last, http2::NO_ERROR, reason.as_deref());
                self.http2.forget(last);
                Flow::Stop
            }
            Fault::GoAwayKeeping { reason } => {
                self.leave(self.http2.last_stream(), http2::NO_ERROR, reason.as_deref());
                Flow::On
            }
            Fault::GoAwayTwice => {
                self.http2.go_away(HIGHEST_STREAM, http2::NO_ERROR, b"");
                self.http2.ping();
                self.says_goodbye_twice = true;
                Flow::On
            }
            Fault::GoAwayError { code } => {
                self.leave(self.http2.last_stream(), *code, None);
                self.stop(Ending::Close)
            }
            Fault::RefuseStream => {
                self.http2.reset(stream, http2::REFUSED_STREAM);
                Flow::Stop
            }
            Fault::ResetStream { code } => {
                self.http2.reset(stream, *code);
                Flow::Stop
            }
            Fault::LimitStreams { streams } => {
                self.limit(*streams);
                Flow::On
            }
            Fault::OversizedHeaders => {
                let filler = vec![b'x'; FILLER];
                self.http2.head(stream, 200, &[("x-filler", filler.as_slice()); 4], End::Stream);
                self.http2.close_answered(stream);
                Flow::Stop
            }
            Fault::OversizedFrame => {
                self.http2.oversized_frame(stream);
                Flow::On
            }
            Fault::PushPromise => {
                self.http2.promise(stream);
                Flow::On
            }
            Fault::InterimAnswer => {
                self.http2.head(stream, 103, &[], End::Open);
                Flow::On
            }
            Fault::Status { status, reason } => {
                self.answer_at_once(stream, |id| Answer::rejection(*status, reason, id))
            }
            Fault::RetryAfter { status, reason, secs } => self.answer_at_once(stream, |id| Answer {
                fields: vec![("retry-after", secs.to_string())],
                ..Answer::rejection(*status, reason, id)
            }),
            Fault::ForeignAnswer => self.answer_at_once(stream, |id| Answer {
                fields: vec![("content-type", "text/html".to_owned())],
                body: b"<html><body>Bad Gateway</body></html>".to_vec(),
                ..Answer::new(502, id)
            }),
            Fault::Silence => Flow::Stop,
            // Of the handshake, which is over.
            Fault::ExpiredCertificate
            | Fault::WrongName
            | Fault::UnknownAuthority
            | Fault::HandshakeFailure
            | Fault::RefuseCertificate
            | Fault::NoHttp2 => Flow::On,
        }
    }

    fn answer_at_once(&mut self, stream: u32, answer: impl FnOnce(String) -> Answer) -> Flow {
        if self.job(stream).number.is_none() {
            self.note(stream);
        }
        let fields = self.http2.fields(stream);
        let id = fields.iter().find(|field| field.name == b"apns-id");
        let id = id.map_or_else(random_id, |field| String::from_utf8_lossy(&field.value).into_owned());
        let answer = answer(id);
        self.adjust_streams(answer.status);
        self.head(stream, &answer, End::Open);
        self.http2.body(stream, &answer.body);
        let number = self.job(stream).number.unwrap_or_default();
        self.shared.answered(number, answer.status, answer.reason.as_deref());
        Flow::Stop
    }

    fn stop(&mut self, ending: Ending) -> Flow {
        self.ending = Some(ending);
        Flow::Stop
    }

    /// What is written so far goes out, nothing else.
    fn say_nothing_more(&mut self) {
        let words = self.http2.output().len();
        let allowed = self.last_words.map_or(words, |allowed| allowed.min(words));
        self.last_words = Some(allowed);
    }

    fn leave(&mut self, last: u32, code: u32, reason: Option<&str>) {
        let debug =
            reason.map(|reason| serde_json::json!({ "reason": reason }).to_string()).unwrap_or_default();
        self.http2.go_away(last, code, debug.as_bytes());
        self.left = Some(self.left.map_or(last, |before| before.min(last)));
        self.shutdown();
    }

    /// The phase [`Phase::Shutdown`] is reached.
    fn shutdown(&mut self) {
        if std::mem::replace(&mut self.shutdown_reached, true) {
            return;
        }
        if let Some(fault) = self.shared.reach(Phase::Shutdown, self.number, self.pushes) {
            self.holds = fault == Fault::Mute;
            self.strike(&fault, Phase::Shutdown, 0);
        }
    }
}

enum Moved {
    Out(usize),
    In(usize),
}

/// Writes or reads, whatever is possible first. Writing comes first, so that nothing piles up.
async fn exchange(
    tls: &mut SslStream<Line>,
    output: &[u8],
    reads: bool,
    input: &mut [u8],
) -> io::Result<Moved> {
    poll_fn(|cx| {
        if !output.is_empty()
            && let Poll::Ready(written) = Pin::new(&mut *tls).poll_write(cx, output)
        {
            return Poll::Ready(match written? {
                0 => Err(io::ErrorKind::WriteZero.into()),
                written => Ok(Moved::Out(written)),
            });
        }
        if reads {
            let mut buf = ReadBuf::new(input);
            if let Poll::Ready(read) = Pin::new(&mut *tls).poll_read(cx, &mut buf) {
                return Poll::Ready(read.map(|()| Moved::In(buf.filled().len())));
            }
        }
        Poll::Pending
    })
    .await
}

async fn flush(tls: &mut SslStream<Line>, output: &mut Vec<u8>) -> io::Result<()> {
    while !output.is_empty() {
        match exchange(tls, output, false, &mut []).await? {
            Moved::Out(written) => output.drain(..written),
            Moved::In(_) => return Ok(()),
        };
    }
    Ok(())
}

/// A UUID in upper case, as APNs makes it when the sender gave none.
fn random_id() -> String {
    let mut bytes = [0; 16];
    // Without randomness all ids are alike; a sender that cares gives its own.
    let _ = openssl::rand::rand_bytes(&mut bytes);
    let id = (u128::from_be_bytes(bytes) & !(0xF << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{id:032X}");
    let (a, rest) = hex.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    format!("{a}-{b}-{c}-{d}-{e}")
}

/// An alert record (RFC 8446, sections 5.1 and 6): fatal, handshake_failure.
const HANDSHAKE_FAILURE: &[u8] = &[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28];
/// No TLS record, and as a frame longer than any may be. So much that it ends the record that it falls into.
const GARBAGE: &[u8] = &[0xFF; 20_000];
/// In the middle of the server's first flight.
const HANDSHAKE_BYTES: usize = 200;
const MAX_HEADER_LIST: u32 = 8000;
const HIGHEST_STREAM: u32 = 0x7FFF_FFFF;
const FILLER: usize = 16 * 1024;
const READ_BYTES: usize = 64 * 1024;
/// A client that does not read is not read from.
const MAX_OUTPUT: usize = 1 << 20;
/// How long the end of a connection waits for a client that does not read.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a connection is held on to that the client has let go: longer than any client may wait for its end.
const HELD: Duration = Duration::from_secs(60);
/// A client that is not read from is looked after so often.
const GLANCE: Duration = Duration::from_secs(1);
