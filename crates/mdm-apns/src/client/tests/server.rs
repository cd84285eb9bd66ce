//! An APNs server in memory, driven frame by frame by a test.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;

use super::super::dial::{Dial, Stream};
use super::super::{Client, Config, Identity};
use crate::Cause;

/// Where the connections of a client arrive.
pub(super) struct Server {
    connections: mpsc::UnboundedReceiver<DuplexStream>,
    connect: Arc<dyn Fn() -> Result<Box<dyn Stream>, Cause> + Send + Sync>,
    config: Config,
}

impl Server {
    pub(super) fn with(mut config: Config) -> (Client, Self) {
        config.limit();
        let (sender, connections) = mpsc::unbounded_channel();
        let connect = Arc::new(move || {
            let (near, far) = tokio::io::duplex(1 << 20);
            sender.send(far).map_err(|_| Cause::Io(std::io::ErrorKind::ConnectionRefused))?;
            Ok::<Box<dyn Stream>, _>(Box::new(near))
        });
        let server = Self { connections, connect, config };
        let client = Client::with_dial(server.config.clone(), server.dial());
        (client, server)
    }

    fn dial(&self) -> Dial {
        let connect = Arc::clone(&self.connect);
        Dial::in_memory(&self.config, move || connect())
    }

    /// What `Client::replace_identity` does, with connections in memory.
    pub(super) fn swap(&mut self, client: &Client, identity: impl Into<Identity>) {
        self.config.identity = identity.into();
        let dial = Arc::new(self.dial());
        *client.inner().dial.lock().expect("lock") = Arc::clone(&dial);
        client.inner().desk.replace_dial(dial);
    }

    pub(super) async fn accept(&mut self) -> Connection {
        let stream = self.connections.recv().await.expect("a connection");
        Connection {
            stream,
            input: Vec::new(),
            open: BTreeSet::new(),
            resets: Vec::new(),
            pings: 0,
            mute: false,
            heads: Vec::new(),
        }
    }

    /// Accepts a connection and opens HTTP/2 with so many streams.
    pub(super) async fn accept_open(&mut self, streams: u32) -> Connection {
        let mut connection = self.accept().await;
        connection.preface().await;
        connection.settings(Some(streams)).await;
        connection
    }

    pub(super) async fn refuses_more(&mut self, wait: Duration) -> bool {
        tokio::time::timeout(wait, self.connections.recv()).await.is_err()
    }
}

pub(super) struct Connection {
    stream: DuplexStream,
    input: Vec<u8>,
    open: BTreeSet<u32>,
    resets: Vec<u32>,
    pings: u32,
    mute: bool,
    heads: Vec<Vec<u8>>,
}

/// What the client sent.
enum Got {
    Request(u32),
    Other,
    End,
}

impl Connection {
    pub(super) async fn preface(&mut self) {
        let mut preface = [0; 24];
        self.stream.read_exact(&mut preface).await.expect("preface");
        assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    pub(super) async fn settings(&mut self, streams: Option<u32>) {
        let mut payload = Vec::new();
        if let Some(streams) = streams {
            payload.extend([0, 3]);
            payload.extend(streams.to_be_bytes());
        }
        self.frame(4, 0, 0, &payload).await;
    }

    /// The next complete push.
    pub(super) async fn request(&mut self) -> u32 {
        loop {
            match self.next().await {
                Got::Request(stream) => return stream,
                Got::Other => {}
                // For whoever serves on: nothing comes any more.
                Got::End => std::future::pending().await,
            }
        }
    }

    /// How many pushes come when nothing else is to happen: under paused time a second passes at once.
    pub(super) async fn requests_waiting(&mut self) -> usize {
        let mut count = 0;
        while tokio::time::timeout(Duration::from_secs(1), self.request()).await.is_ok() {
            count += 1;
        }
        count
    }

    pub(super) async fn was_reset(&mut self) -> u32 {
        loop {
            if let Some(stream) = self.resets.pop() {
                return stream;
            }
            assert!(!matches!(self.next().await, Got::End));
        }
    }

    /// Waits for a PING, which is answered.
    pub(super) async fn ping(&mut self) {
        let before = self.pings;
        while self.pings == before {
            assert!(!matches!(self.next().await, Got::End));
        }
    }

    /// Takes everything, answers pings only.
    pub(super) async fn swallow(&mut self) {
        while !matches!(self.next().await, Got::End) {}
    }

    /// Waits until the client closes.
    pub(super) async fn ended(&mut self) {
        self.swallow().await;
    }

    /// From now on says nothing.
    pub(super) fn mute(&mut self) {
        self.mute = true;
    }

    pub(super) fn open_streams(&self) -> Vec<u32> {
        self.open.iter().copied().collect()
    }

    /// The header blocks of the pushes.
    pub(super) fn heads(&self) -> &[Vec<u8>] {
        &self.heads
    }

    pub(super) async fn head(&mut self, stream: u32, status: u16, end: bool) {
        let mut block = vec![0x08, 3];
        block.extend(status.to_string().bytes());
        self.frame(1, 4 | u8::from(end), stream, &block).await;
    }

    pub(super) async fn data(&mut self, stream: u32, body: &str, end: bool) {
        self.frame(0, u8::from(end), stream, body.as_bytes()).await;
    }

    pub(super) async fn answer(&mut self, stream: u32, status: u16, body: &str) {
        assert!(self.open.remove(&stream), "stream {stream} is not open");
        self.head(stream, status, body.is_empty()).await;
        if !body.is_empty() {
            self.data(stream, body, true).await;
        }
    }

    pub(super) async fn reset(&mut self, stream: u32, code: u32) {
        self.open.remove(&stream);
        self.frame(3, 0, stream, &code.to_be_bytes()).await;
    }

    pub(super) async fn goaway(&mut self, last_stream: u32, code: u32, debug: &str) {
        let payload = [&last_stream.to_be_bytes()[..], &code.to_be_bytes(), debug.as_bytes()].concat();
        self.frame(7, 0, 0, &payload).await;
    }

    pub(super) async fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        if self.mute {
            return;
        }
        let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        // The client may have gone.
        let _ = self.stream.write_all(&frame).await;
    }

    async fn next(&mut self) -> Got {
        // What was read of a frame stays, should this be given up.
        let length = loop {
            if let Some(header) = self.input.first_chunk::<9>() {
                let length =
                    9 + (usize::from(header[0]) << 16 | usize::from(header[1]) << 8 | usize::from(header[2]));
                if self.input.len() >= length {
                    break length;
                }
            }
            if self.stream.read_buf(&mut self.input).await.unwrap_or(0) == 0 {
                return Got::End;
            }
        };
        let frame: Vec<u8> = self.input.drain(..length).collect();
        let (kind, flags) = (frame[3], frame[4]);
        let stream = u32::from_be_bytes([frame[5] & 0x7F, frame[6], frame[7], frame[8]]);
        match kind {
            0 if flags & 1 != 0 => {
                self.open.insert(stream);
                return Got::Request(stream);
            }
            1 => {
                assert_eq!(flags & 1, 0, "a push has a body");
                self.heads.push(frame[9..].to_vec());
            }
            3 => {
                self.open.remove(&stream);
                self.resets.push(stream);
            }
            4 if flags & 1 == 0 => self.frame(4, 1, 0, &[]).await,
            6 if flags & 1 == 0 => {
                self.pings += 1;
                self.frame(6, 1, 0, &frame[9..]).await;
            }
            _ => {}
        }
        Got::Other
    }
}
