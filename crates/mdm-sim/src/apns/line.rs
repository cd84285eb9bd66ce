//! A TCP connection that can be slow or end early beneath TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};

pub(super) struct Line {
    pub(super) tcp: TcpStream,
    /// After so many bytes more, writing is an error: the handshake ends in its middle.
    pub(super) budget: Option<usize>,
    /// A pause after every few bytes.
    pub(super) trickle: Option<Duration>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Line {
    pub(super) fn new(tcp: TcpStream) -> Self {
        Self { tcp, budget: None, trickle: None, pause: None }
    }

    /// Whether the client has let go, which who does not read would never hear.
    pub(super) async fn is_deserted(&self) -> bool {
        let ready = timeout(Duration::ZERO, self.tcp.ready(Interest::READABLE)).await;
        ready.is_ok_and(|ready| ready.is_ok_and(|ready| ready.is_read_closed()))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Some(pause) = &mut this.pause {
            ready!(pause.as_mut().poll(cx));
            this.pause = None;
        }
        let room = match (this.budget, this.trickle) {
            (Some(0), _) => return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            (Some(budget), _) => budget,
            (None, Some(_)) => TRICKLE_BYTES,
            (None, None) => usize::MAX,
        };
        let (bytes, _) = buf.split_at(room.min(buf.len()));
        let written = ready!(Pin::new(&mut this.tcp).poll_write(cx, bytes))?;
        if let Some(budget) = &mut this.budget {
            *budget = budget.saturating_sub(written);
        }
        this.pause = this.trickle.map(|every| Box::pin(sleep(every)));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

/// Less than a record of TLS and most frames.
const TRICKLE_BYTES: usize = 16;
