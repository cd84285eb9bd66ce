use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use openssl::ssl;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::{Cause, GoAway};

/// A stream that watches the HTTP/2 frames from the server as they pass.
///
/// The HTTP/2 library keeps three things to itself that this driver needs: that the server's SETTINGS came
/// (with TLS 1.3 only then it is sure that the client certificate was accepted), GOAWAY with its debug data
/// at the moment it arrives, and the TLS alert behind a broken connection.
pub(super) struct Tap<S> {
    stream: S,
    frames: Frames,
    notes: Arc<Notes>,
}

/// What passed so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    reads: AtomicU64,
    goaway: AtomicBool,
    seen: Mutex<Seen>,
}

/// The rare things.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) settings: bool,
    pub(super) goaway: Option<GoAway>,
    pub(super) fault: Option<Cause>,
}

impl Notes {
    /// Grows with everything that the server sends.
    pub(super) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    pub(super) fn has_goaway(&self) -> bool {
        self.goaway.load(Ordering::Relaxed)
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the connection ended, or should.
    pub(super) fn cause(&self) -> Cause {
        let seen = self.seen();
        match (&seen.goaway, &seen.fault) {
            (Some(goaway), _) => Cause::GoAway(goaway.reason.clone()),
            (None, Some(fault)) => fault.clone(),
            (None, None) => Cause::Closed,
        }
    }
}

impl<S: AsyncRead + Unpin> Tap<S> {
    pub(super) fn new(stream: S) -> (Self, Arc<Notes>) {
        let notes = Arc::new(Notes::default());
        (Self { stream, frames: Frames::default(), notes: Arc::clone(&notes) }, notes)
    }

    fn note_fault(&self, error: &io::Error) {
        let mut seen = self.notes.seen();
        // The first fault is the reason for the others, but an alert says more than a broken pipe.
        if !matches!(seen.fault, Some(Cause::TlsAlert(_))) {
            seen.fault = Some(cause_of_io(error));
        }
    }

    /// A server that refuses the client certificate sends an alert and closes. If a write notices that
    /// first, the alert is still waiting to be read.
    fn read_alert(&mut self, cx: &mut Context<'_>) {
        let mut scratch = [0; 64];
        if let Poll::Ready(Err(error)) =
            Pin::new(&mut self.stream).poll_read(cx, &mut ReadBuf::new(&mut scratch))
        {
            self.note_fault(&error);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Tap<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buf.filled().len();
        let result = ready!(Pin::new(&mut this.stream).poll_read(cx, buf));
        if let Err(error) = &result {
            this.note_fault(error);
        }
        this.notes.reads.fetch_add(1, Ordering::Relaxed);
        let notes = &this.notes;
        this.frames.handle_input(buf.filled().get(before..).unwrap_or_default(), |frame| {
            let mut seen = notes.seen();
            match frame {
                Frame::Settings => seen.settings = true,
                Frame::GoAway(goaway) => {
                    note_goaway(&mut seen.goaway, goaway);
                    notes.goaway.store(true, Ordering::Relaxed);
                }
            }
        });
        Poll::Ready(result)
    }
}

/// APNs may send two. The last stream can only go down; a reason that was given stays.
fn note_goaway(noted: &mut Option<GoAway>, goaway: GoAway) {
    match noted {
        Some(noted) => {
            noted.last_stream_id = noted.last_stream_id.min(goaway.last_stream_id);
            if goaway.reason.is_some() {
                noted.error_code = goaway.error_code;
                noted.reason = goaway.reason;
            }
        }
        None => *noted = Some(goaway),
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Tap<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = ready!(Pin::new(&mut self.stream).poll_write(cx, buf));
        if let Err(error) = &result {
            self.note_fault(error);
            self.read_alert(cx);
        }
        Poll::Ready(result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Cuts the server's bytes into frames (RFC 9113, section 4.1) and picks out two kinds. Keeps at most
/// [`MAX_GOAWAY`] bytes.
#[derive(Default)]
struct Frames {
    /// The nine bytes of the frame header, as far as they came.
    header: u128,
    header_bytes: u8,
    payload_left: u32,
    goaway: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq)]
enum Frame {
    /// SETTINGS that is no acknowledgment.
    Settings,
    GoAway(GoAway),
}

impl Frames {
    fn handle_input(&mut self, mut bytes: &[u8], mut found: impl FnMut(Frame)) {
        while let Some((&first, rest)) = bytes.split_first() {
            if self.header_bytes < HEADER_BYTES {
                self.header = (self.header << 8) | u128::from(first);
                self.header_bytes += 1;
                bytes = rest;
                if self.header_bytes == HEADER_BYTES {
                    // 24 bits.
                    self.payload_left = u32::try_from(self.header >> 48).unwrap_or_default();
                }
            } else {
                let taken = usize::try_from(self.payload_left).unwrap_or(usize::MAX).min(bytes.len());
                let (payload, rest) = bytes.split_at(taken);
                if self.kind() == GOAWAY {
                    let room = MAX_GOAWAY.saturating_sub(self.goaway.len());
                    self.goaway.extend(payload.iter().take(room));
                }
                self.payload_left =
                    self.payload_left.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX));
                bytes = rest;
            }
            if self.header_bytes == HEADER_BYTES && self.payload_left == 0 {
                match self.kind() {
                    SETTINGS if self.flags() & ACK == 0 => found(Frame::Settings),
                    GOAWAY => GoAway::decode(&self.goaway).into_iter().for_each(|g| found(Frame::GoAway(g))),
                    _ => {}
                }
                *self = Self::default();
            }
        }
    }

    fn kind(&self) -> u128 {
        (self.header >> 40) & 0xFF
    }

    fn flags(&self) -> u128 {
        (self.header >> 32) & 0xFF
    }
}

/// What an error of the TLS stream says. OpenSSL's own error is inside if TLS and not TCP failed.
pub(super) fn cause_of_io(error: &io::Error) -> Cause {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<ssl::Error>()) {
        Some(inner) => cause_of_tls(inner),
        None => Cause::Io(error.kind()),
    }
}

pub(super) fn cause_of_tls(error: &ssl::Error) -> Cause {
    if let Some(io) = error.io_error() {
        return Cause::Io(io.kind());
    }
    let Some(stack) = error.ssl_error() else { return Cause::Closed };
    for entry in stack.errors() {
        // OpenSSL: an alert that was received has the reason 1000 plus the alert's number.
        if let Some(alert) = entry.reason_code().checked_sub(1000).and_then(|a| u8::try_from(a).ok()) {
            return Cause::TlsAlert(alert);
        }
        if entry.reason_code() == UNEXPECTED_EOF {
            return Cause::Closed;
        }
    }
    Cause::Tls
}

const HEADER_BYTES: u8 = 9;
const SETTINGS: u128 = 0x4;
const GOAWAY: u128 = 0x7;
const ACK: u128 = 0x1;
const MAX_GOAWAY: usize = 8 + 1024;
/// `SSL_R_UNEXPECTED_EOF_WHILE_READING`.
const UNEXPECTED_EOF: std::ffi::c_int = 294;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Reason;

    fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
        let mut bytes = vec![length[1], length[2], length[3], kind, flags, 0, 0, 0, 0];
        bytes.extend(payload);
        bytes
    }

    fn goaway(debug: &[u8]) -> Vec<u8> {
        frame(7, 0, &[&[0, 0, 0, 1, 0, 0, 0, 0], debug].concat())
    }

    fn read<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Vec<Frame> {
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for chunk in chunks {
            frames.handle_input(chunk, |frame| found.push(frame));
        }
        found
    }

    #[test]
    fn settings_and_goaway_are_found_among_others() {
        let reason = br#"{"reason":"Shutdown"}"#;
        let bytes = [
            frame(4, 0, &[0, 3, 0, 0, 3, 0xE8]),
            frame(4, 1, &[]),
            frame(0, 0, &goaway(reason)), // inside DATA it is no frame
            frame(8, 0, &[0, 0, 1, 0]),
            goaway(reason),
            goaway(&vec![b' '; 5000]),
            frame(7, 0, &[1, 2, 3]),
            frame(4, 0, &[]),
        ]
        .concat();
        let found = read(std::iter::once(&bytes[..]));
        let reasons: Vec<_> = found
            .iter()
            .map(|frame| match frame {
                Frame::Settings => None,
                Frame::GoAway(goaway) => Some(goaway.reason.clone()),
            })
            .collect();
        assert_eq!(reasons, [None, Some(Some(Reason::Shutdown)), Some(None), None]);
    }

    proptest! {
        #[test]
        fn frames_are_found_however_the_bytes_are_cut(
            payloads in prop::collection::vec((0u8..10, 0u8..2, prop::collection::vec(any::<u8>(), 0..40)), 0..8),
            tail: Vec<u8>,
            size in 1usize..20,
        ) {
            let mut bytes: Vec<u8> = payloads.iter().flat_map(|(k, f, p)| frame(*k, *f, p)).collect();
            bytes.extend(tail);
            prop_assert_eq!(read(bytes.chunks(size)), read(std::iter::once(&bytes[..])));
        }
    }
}
