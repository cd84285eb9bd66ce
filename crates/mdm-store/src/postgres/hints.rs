//! Telling other nodes that wakes changed: `NOTIFY` and `LISTEN`.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio_postgres::{AsyncMessage, Client};

use super::fault::{Fault, upstream};
use super::pool::Pool;
use crate::Error;

/// Tells when wakes may have changed, on any node. Only a hint: poll all the same.
///
/// With it a [`Sender`](crate::Sender) hears of another node's orders at once, and not within a second:
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use mdm_store::{Postgres, Sender};
/// # async fn send_pushes(store: &Postgres, mut sender: Sender<&Postgres>) {
/// let mut hints = None;
/// loop {
///     let pause = match sender.poll(SystemTime::now()).await {
///         Ok(round) => {
///             // ... hand out the round's pushes
///             round.again.duration_since(SystemTime::now()).unwrap_or_default()
///         }
///         // The server is busy, or away: what is due stays due.
///         Err(_) => Duration::from_secs(1),
///     };
///     if hints.is_none() {
///         hints = store.wake_hints().await.ok(); // polling alone will do meanwhile
///     }
///     let told = async {
///         match &mut hints {
///             Some(hints) => hints.changed().await.is_ok(),
///             None => std::future::pending().await,
///         }
///     };
///     let is_lost = tokio::select! {
///         is_told = told => !is_told,
///         () = tokio::time::sleep(pause) => false,
///     };
///     if is_lost {
///         hints = None; // listens anew
///     }
/// }
/// # }
/// ```
pub struct WakeHints {
    told: mpsc::Receiver<()>,
    closed: watch::Receiver<bool>,
    /// Ends the connection when it is dropped.
    _client: Client,
}

impl WakeHints {
    pub(super) async fn open(pool: &Pool, closed: watch::Receiver<bool>) -> Result<Self, Fault> {
        if is_closed(&closed) {
            return Err(Error::Closed.into());
        }
        let (client, mut line) = pool.dial().await?;
        // One that waits stands for all.
        let (tell, told) = mpsc::channel(1);
        let mut end = closed.clone();
        tokio::spawn(async move {
            let listen = async {
                while let Some(Ok(message)) = poll_fn(|context| line.poll_message(context)).await {
                    if matches!(message, AsyncMessage::Notification(_)) {
                        let _ = tell.try_send(());
                    }
                }
            };
            // The store is closed, or gone.
            tokio::select! {
                () = listen => {}
                _ = end.wait_for(|closed| *closed) => {}
            }
        });
        match client.batch_execute(&format!("LISTEN \"{}\"", pool.schema())).await {
            Err(_) if is_closed(&closed) => Err(Error::Closed.into()),
            listens => Ok(listens.map(|()| Self { told, closed, _client: client })?),
        }
    }

    /// Waits until wakes changed since the last call. What comes close together is told once.
    ///
    /// # Errors
    /// When the connection is lost: what is told meanwhile is not heard, so poll, and listen anew. [`Error::Closed`] when
    /// the store was closed.
    pub async fn changed(&mut self) -> Result<(), Error> {
        match self.told.recv().await {
            Some(()) => Ok(()),
            None if is_closed(&self.closed) => Err(Error::Closed),
            None => Err(upstream("listening", "connection closed")),
        }
    }
}

/// Also when the store is gone.
fn is_closed(closed: &watch::Receiver<bool>) -> bool {
    *closed.borrow() || closed.has_changed().is_err()
}

impl std::fmt::Debug for WakeHints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WakeHints").finish_non_exhaustive()
    }
}

/// Tells others each time it is rung. While it does, it is rung for the next time once, however often.
///
/// Apart from the commits, because those that notify wait for each other in the server until they are synced.
pub(super) fn bell(pool: Arc<Pool>, timeout: Duration) -> mpsc::Sender<()> {
    let (ring, mut rung) = mpsc::channel(1);
    tokio::spawn(async move {
        // A hint needs no sync of its own, and would wait for one.
        let schema = pool.schema();
        let notify = format!("BEGIN; SET LOCAL synchronous_commit TO off; NOTIFY \"{schema}\"; COMMIT");
        while rung.recv().await.is_some() {
            let told = tokio::time::timeout(timeout, async {
                Ok::<_, Fault>(pool.lend().await?.client().batch_execute(&notify).await?)
            });
            // A hint that is lost costs time and nothing else.
            let _ = told.await;
        }
    });
    ring
}
