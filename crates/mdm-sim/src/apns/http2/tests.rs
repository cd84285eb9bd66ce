//! A client that breaks the rules: each is answered as its section of RFC 9113 says.

use super::*;

const DEFAULTS: Settings =
    Settings { streams: 2, max_header_list: 8000, max_body: 5120, over_limit: PROTOCOL_ERROR };

struct Bench {
    http2: Http2,
    /// Frames of the server: kind, flags, stream, payload.
    frames: Vec<(u8, u8, u32, Vec<u8>)>,
    events: Vec<Event>,
}

impl Bench {
    fn new() -> Self {
        let mut this = Self { http2: Http2::new(DEFAULTS, false), frames: Vec::new(), events: Vec::new() };
        this.http2.announce();
        this.send(PREFACE);
        this.send(&frame(SETTINGS, 0, 0, &[]));
        this.frames.clear();
        this
    }

    fn send(&mut self, bytes: &[u8]) {
        // In two parts: frames do not come in one piece.
        let (a, b) = bytes.split_at(bytes.len() / 2);
        self.http2.handle_input(a);
        self.http2.handle_input(b);
        self.events.extend(std::iter::from_fn(|| self.http2.poll_event()));
        self.collect();
    }

    fn collect(&mut self) {
        let output = std::mem::take(self.http2.output());
        let mut rest = output.as_slice();
        while let Some((head, after)) = rest.split_first_chunk::<9>() {
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
            self.frames.push((head[3], head[4], stream, after[..length].to_vec()));
            rest = &after[length..];
        }
    }

    fn acknowledge(&mut self) {
        self.send(&frame(SETTINGS, ACK, 0, &[]));
    }

    fn resets(&self) -> Vec<(u32, u32)> {
        let resets = self.frames.iter().filter(|frame| frame.0 == RST_STREAM);
        resets.map(|frame| (frame.2, code(&frame.3))).collect()
    }
}

fn code(payload: &[u8]) -> u32 {
    u32::from_be_bytes(payload[..4].try_into().unwrap())
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// POST https / with a field.
fn block(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = vec![0x83, 0x87, 0x84];
    for (name, value) in fields {
        hpack::put_field(&mut block, name, value.as_bytes());
    }
    block
}

fn request(stream: u32, flags: u8) -> Vec<u8> {
    frame(HEADERS, END_HEADERS | flags, stream, &block(&[("apns-topic", "t")]))
}

#[test]
fn a_broken_connection_is_ended_with_the_right_code() {
    fn check(bytes: &[u8], expected: u32) {
        let mut bench = Bench::new();
        bench.send(bytes);
        let goaway = bench.frames.iter().find(|frame| frame.0 == GOAWAY).map(|frame| code(&frame.3[4..]));
        assert_eq!(goaway, Some(expected), "{bytes:02x?}");
        assert!(bench.events.contains(&Event::Broken(expected)));
        // Nothing that follows is read.
        let events = bench.events.len();
        bench.send(&request(101, END_STREAM));
        assert_eq!(bench.events.len(), events);
    }
    let open = request(1, 0);
    check(&frame(DATA, 0, 0, b"x"), PROTOCOL_ERROR); // 6.1
    check(&frame(DATA, 0, 1, b"x"), PROTOCOL_ERROR); // 5.1: idle
    check(&[&open[..], &frame(DATA, PADDED, 1, &[9, 1])].concat(), PROTOCOL_ERROR); // 6.1: padding
    check(&frame(HEADERS, END_HEADERS, 0, &block(&[])), PROTOCOL_ERROR); // 6.2
    check(&frame(HEADERS, END_HEADERS, 2, &block(&[])), PROTOCOL_ERROR); // 5.1.1
    check(&frame(HEADERS, END_HEADERS, 1, &[0x80]), COMPRESSION_ERROR); // 4.3
    check(&frame(HEADERS, END_HEADERS | PRIORITY_FLAG, 1, &[0; 4]), FRAME_SIZE_ERROR); // 6.2
    check(&[request(3, END_STREAM), request(1, 0)].concat(), STREAM_CLOSED); // 5.1.1: backwards
    check(&frame(CONTINUATION, END_HEADERS, 1, &[]), PROTOCOL_ERROR); // 6.10
    check(&[frame(HEADERS, 0, 1, &[0x83]), frame(PING, 0, 0, &[0; 8])].concat(), PROTOCOL_ERROR); // 6.10
    check(&[frame(HEADERS, 0, 1, &[0x83]), frame(CONTINUATION, 0, 3, &[])].concat(), PROTOCOL_ERROR);
    check(&frame(PRIORITY, 0, 0, &[0; 5]), PROTOCOL_ERROR); // 6.3
    check(&frame(RST_STREAM, 0, 1, &[0; 4]), PROTOCOL_ERROR); // 6.4: idle
    check(&[&open[..], &frame(RST_STREAM, 0, 1, &[0; 3])].concat(), FRAME_SIZE_ERROR); // 6.4
    check(&frame(SETTINGS, 0, 1, &[]), PROTOCOL_ERROR); // 6.5
    check(&frame(SETTINGS, 0, 0, &[0; 5]), FRAME_SIZE_ERROR); // 6.5
    check(&frame(SETTINGS, ACK, 0, &[0; 6]), FRAME_SIZE_ERROR); // 6.5
    check(&frame(SETTINGS, 0, 0, &[0, 2, 0, 0, 0, 2]), PROTOCOL_ERROR); // 6.5.2: ENABLE_PUSH
    check(&frame(SETTINGS, 0, 0, &[0, 4, 0x80, 0, 0, 0]), FLOW_CONTROL_ERROR); // 6.5.2
    check(&frame(SETTINGS, 0, 0, &[0, 5, 0, 0, 0, 1]), PROTOCOL_ERROR); // 6.5.2: MAX_FRAME_SIZE
    check(&frame(PUSH_PROMISE, 0, 1, &[0; 4]), PROTOCOL_ERROR); // 8.4
    check(&frame(PING, 0, 0, &[0; 7]), FRAME_SIZE_ERROR); // 6.7
    check(&frame(PING, 0, 1, &[0; 8]), PROTOCOL_ERROR); // 6.7
    check(&frame(GOAWAY, 0, 0, &[0; 7]), FRAME_SIZE_ERROR); // 6.8
    check(&frame(WINDOW_UPDATE, 0, 0, &[0; 4]), PROTOCOL_ERROR); // 6.9
    check(&frame(WINDOW_UPDATE, 0, 0, &[0; 3]), FRAME_SIZE_ERROR); // 6.9
    check(&frame(WINDOW_UPDATE, 0, 0, &[0x7F, 0xFF, 0xFF, 0xFF]), FLOW_CONTROL_ERROR); // 6.9.1
    check(&frame(WINDOW_UPDATE, 0, 1, &[0, 0, 0, 1]), PROTOCOL_ERROR); // 5.1: idle
    check(&frame(DATA, 0, 1, &[0; 16_385]), FRAME_SIZE_ERROR); // 4.2
    let endless: Vec<u8> = (0..5).flat_map(|_| frame(CONTINUATION, 0, 1, &[0; 16_384])).collect();
    check(&[frame(HEADERS, 0, 1, &[]), endless].concat(), ENHANCE_YOUR_CALM); // 10.5.1
}

#[test]
fn a_connection_begins_with_the_preface_and_settings() {
    for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0x16, 3, 1], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\r"] {
        let mut http2 = Http2::new(DEFAULTS, false);
        http2.handle_input(bytes);
        assert_eq!(http2.poll_event(), Some(Event::Broken(PROTOCOL_ERROR)), "{bytes:?}");
    }
    let mut http2 = Http2::new(DEFAULTS, false);
    http2.handle_input(PREFACE);
    http2.handle_input(&frame(PING, 0, 0, &[0; 8]));
    assert_eq!(http2.poll_event(), Some(Event::Broken(PROTOCOL_ERROR)));
}

/// Section 8.1.1: a malformed request is a stream error.
#[test]
fn a_malformed_request_is_reset() {
    fn check(block: &[u8]) {
        let mut bench = Bench::new();
        bench.send(&frame(HEADERS, END_HEADERS | END_STREAM, 1, block));
        assert_eq!(bench.resets(), [(1, PROTOCOL_ERROR)]);
        assert_eq!(bench.events, [Event::Malformed]);
    }
    check(&[0x83, 0x87]); // no :path
    check(&[0x83, 0x83, 0x87, 0x84]); // :method twice
    check(&[0x83, 0x87, 0x84, 0x88]); // :status in a request
    check(&block(&[("Upper", "x")]));
    check(&block(&[("", "x")]));
    check(&block(&[("connection", "close")]));
    check(&block(&[("te", "gzip")]));
    check(&block(&[("a", "b\r\nc: d")]));
    check(&[&block(&[("a", "b")])[..], &[0x83]].concat()); // a pseudo field after another
}

#[test]
fn streams_beyond_the_limit_are_reset() {
    let mut bench = Bench::new();
    for stream in [1, 3, 5] {
        bench.send(&request(stream, 0));
    }
    // The limit is not acknowledged: the client could not know.
    assert_eq!(bench.resets(), [(5, REFUSED_STREAM)]);
    // As seen of real servers: the body that follows meets a closed stream.
    bench.send(&frame(DATA, END_STREAM, 5, b"x"));
    assert_eq!(bench.resets()[1..], [(5, STREAM_CLOSED)]);
    bench.acknowledge();
    bench.send(&request(7, 0));
    assert_eq!(bench.resets()[2..], [(7, PROTOCOL_ERROR)]);
    assert!(bench.events.contains(&Event::OverLimit { acknowledged: true }));

    // A lower limit counts at once, and is known when it is acknowledged.
    let mut bench = Bench::new();
    bench.acknowledge();
    bench.http2.limit(1);
    bench.send(&[request(1, 0), request(3, 0)].concat());
    assert_eq!(bench.resets(), [(3, REFUSED_STREAM)]);
    bench.acknowledge();
    bench.send(&request(5, 0));
    assert_eq!(bench.resets()[1..], [(5, PROTOCOL_ERROR)]);
}

#[test]
fn a_request_arrives_in_any_parts() {
    fn check(bytes: &[u8], body: &[u8]) {
        let mut bench = Bench::new();
        bench.send(bytes);
        assert_eq!(bench.events, [Event::Opened(1), Event::Arrived(1)]);
        let request = bench.http2.take_request(1).unwrap();
        assert_eq!((request.fields.len(), request.body.as_slice()), (4, body));
    }
    let fields = block(&[("apns-topic", "t")]);
    check(&request(1, END_STREAM), b"");
    check(&[request(1, 0), frame(DATA, END_STREAM, 1, b"body")].concat(), b"body");
    check(&[request(1, 0), frame(DATA, 0, 1, b"bo"), frame(DATA, END_STREAM, 1, b"dy")].concat(), b"body");
    check(&[request(1, 0), frame(DATA, PADDED | END_STREAM, 1, b"\x02body\0\0")].concat(), b"body");
    check(&[request(1, 0), frame(DATA, 0, 1, b"body"), frame(DATA, END_STREAM, 1, b"")].concat(), b"body");
    let split = [
        frame(HEADERS, 0, 1, &fields[..2]),
        frame(CONTINUATION, 0, 1, &[]),
        frame(CONTINUATION, END_HEADERS, 1, &fields[2..]),
        frame(DATA, END_STREAM, 1, b"body"),
    ];
    check(&split.concat(), b"body");
    let priority = [&[0u8; 5][..], &fields].concat();
    check(&frame(HEADERS, END_HEADERS | END_STREAM | PRIORITY_FLAG, 1, &priority), b"");
    check(&[frame(0xEE, 0xFF, 9, b"unknown"), request(1, END_STREAM)].concat(), b"");
    let trailers =
        [request(1, 0), frame(DATA, 0, 1, b"body"), frame(HEADERS, END_HEADERS | END_STREAM, 1, &[])];
    check(&trailers.concat(), b"body");
}

#[test]
fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let mut bench = Bench::new();
    bench.send(&[request(1, 0), frame(DATA, 0, 1, &[0; 6000]), frame(DATA, 0, 1, &[0; 6000])].concat());
    assert_eq!(bench.events, [Event::Opened(1), Event::Arrived(1)]);
    assert_eq!(bench.http2.take_request(1).map(|request| request.body.len()), Some(5121));
    bench.http2.head(1, 413, &[], End::Open);
    bench.http2.body(1, b"no");
    bench.collect();
    assert_eq!(bench.resets(), [(1, NO_ERROR)]); // 8.1
}

/// Section 6.9: nobody sends more than the other allows.
#[test]
fn windows_are_kept() {
    let mut bench = Bench::new();
    bench.send(&frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0])); // the client allows nothing
    bench.send(&request(1, END_STREAM));
    bench.http2.head(1, 400, &[], End::Open);
    bench.http2.body(1, b"reason");
    bench.collect();
    let data = |bench: &Bench| -> Vec<u8> {
        bench.frames.iter().filter(|frame| frame.0 == DATA).flat_map(|frame| frame.3.clone()).collect()
    };
    assert_eq!(data(&bench), b"");
    bench.send(&frame(WINDOW_UPDATE, 0, 1, &[0, 0, 0, 2]));
    assert_eq!(data(&bench), b"re");
    assert!(bench.http2.is_open(1));
    bench.send(&frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 9]));
    assert_eq!(data(&bench), b"reason");
    assert!(!bench.http2.is_open(1));

    // The connection's window is given back by halves; one that is not is broken by the client.
    let mut bench = Bench::new();
    bench.send(&request(1, 0));
    bench.send(&frame(DATA, 0, 1, &[0; 16_384]));
    bench.send(&frame(DATA, 0, 1, &[0; 16_384]));
    let updates: Vec<_> = bench.frames.iter().filter(|frame| frame.0 == WINDOW_UPDATE).collect();
    assert_eq!((updates.len(), updates[0].2, code(&updates[0].3)), (1, 0, 32_768));
    bench.send(&frame(DATA, 0, 1, &[0; 16_384]));
    bench.send(&frame(DATA, 0, 1, &[0; 16_384]));
    assert_eq!(bench.resets(), [(1, FLOW_CONTROL_ERROR)]); // a stream of 65,536
}

#[test]
fn a_header_list_that_is_too_long_is_431() {
    let mut bench = Bench::new();
    let long = "x".repeat(8000);
    bench.send(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &block(&[("a", &long)])));
    assert_eq!(bench.events, []);
    let (kind, flags, ..) = bench.frames[0].clone();
    assert_eq!((kind, flags), (HEADERS, END_HEADERS | END_STREAM));
    assert!(!bench.http2.is_open(1));
}

#[test]
fn pings_resets_and_leaving_are_told() {
    let mut bench = Bench::new();
    bench.send(&frame(PING, 0, 0, b"12345678"));
    bench.send(&frame(PING, ACK, 0, b"12345678"));
    bench.send(&request(1, 0));
    bench.send(&frame(RST_STREAM, 0, 1, &[0, 0, 0, 8]));
    bench.send(&frame(GOAWAY, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 2]));
    let expected = [
        Event::Ping(*b"12345678"),
        Event::Pong,
        Event::Opened(1),
        Event::Canceled(1),
        Event::GoAway { last: 1, code: 2 },
    ];
    assert_eq!(bench.events, expected);
}
