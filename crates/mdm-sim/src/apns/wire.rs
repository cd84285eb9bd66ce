use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream that can slip a frame of its own between those of the HTTP/2 library, which has no way to send
/// GOAWAY with debug data or to refuse a stream.
pub(super) struct Wire<S> {
    stream: S,
    script: Script,
    /// What is being slipped in, and how much of it is written.
    slip: Vec<u8>,
    slip_written: usize,
    /// Bytes until the library's current frame ends: `None` while its header is incomplete.
    payload_left: Option<usize>,
    header: Vec<u8>,
}

/// What a connection is told to slip in at the next boundary between two frames.
#[derive(Clone, Default)]
pub(super) struct Script(Arc<Mutex<Vec<u8>>>);

impl Script {
    /// GOAWAY, `NO_ERROR`, with APNs' debug data.
    pub(super) fn go_away(&self, last_stream_id: u32, reason: Option<&str>) {
        let debug =
            reason.map(|reason| serde_json::json!({ "reason": reason }).to_string()).unwrap_or_default();
        let payload = [&last_stream_id.to_be_bytes()[..], &[0; 4], debug.as_bytes()].concat();
        self.put(&frame(GOAWAY, 0, &payload));
    }

    /// RST_STREAM, `REFUSED_STREAM`.
    pub(super) fn refuse(&self, stream_id: u32) {
        self.put(&frame(RST_STREAM, stream_id, &REFUSED_STREAM.to_be_bytes()));
    }

    fn put(&self, frame: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(frame);
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S> Wire<S> {
    pub(super) fn new(stream: S, script: Script) -> Self {
        Self { stream, script, slip: Vec::new(), slip_written: 0, payload_left: None, header: Vec::new() }
    }

    fn at_boundary(&self) -> bool {
        self.payload_left.is_none() && self.header.is_empty()
    }

    /// Follows the library's frames (RFC 9113, section 4.1).
    fn note_written(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match self.payload_left {
                Some(left) => {
                    let (_, rest) = bytes.split_at(left.min(bytes.len()));
                    let left = left.saturating_sub(bytes.len() - rest.len());
                    self.payload_left = (left > 0).then_some(left);
                    bytes = rest;
                }
                None => {
                    let (header, rest) = bytes.split_at((HEADER_BYTES - self.header.len()).min(bytes.len()));
                    self.header.extend(header);
                    bytes = rest;
                    if let (HEADER_BYTES, Some([a, b, c])) = (self.header.len(), self.header.first_chunk()) {
                        let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
                        self.payload_left = (length > 0).then_some(length);
                        self.header.clear();
                    }
                }
            }
        }
    }

    /// How much of `bytes` ends at or before the next boundary, so that a slip can go there.
    fn up_to_boundary(&self, bytes: &[u8]) -> usize {
        match self.payload_left {
            Some(left) => left.min(bytes.len()),
            None => (HEADER_BYTES - self.header.len()).min(bytes.len()),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.at_boundary() {
            if this.slip.is_empty() {
                this.slip = this.script.take();
            }
            while let Some(rest) = this.slip.get(this.slip_written..).filter(|rest| !rest.is_empty()) {
                match ready!(Pin::new(&mut this.stream).poll_write(cx, rest))? {
                    0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    written => this.slip_written += written,
                }
            }
            this.slip.clear();
            this.slip_written = 0;
        }
        // One frame header or payload at a time: slow, and every boundary is seen.
        let (bytes, _) = buf.split_at(this.up_to_boundary(buf));
        let written = ready!(Pin::new(&mut this.stream).poll_write(cx, bytes))?;
        this.note_written(bytes.get(..written).unwrap_or_default());
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

fn frame(kind: u8, stream_id: u32, payload: &[u8]) -> Vec<u8> {
    let [_, a, b, c] = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&[a, b, c, kind, 0], &stream_id.to_be_bytes()[..], payload].concat()
}

const HEADER_BYTES: usize = 9;
const RST_STREAM: u8 = 0x3;
const GOAWAY: u8 = 0x7;
const REFUSED_STREAM: u32 = 0x7;
