//! Pushes: a client of APNs for each push certificate, the loop that sends what is owed, and who waits to hear of it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use mdm_apns::{Config, Endpoint, Roots, Topic};
use mdm_enrollment::Address;
use mdm_enrollment::row::{Credential, RecordKey};
use mdm_examples::Result;
use mdm_examples::delivery::{Delivery, notice};
use mdm_pki::PushCertificate;
use mdm_store::push::{Outcome, Standing};
use mdm_store::{AnyStore, Push, PushId, Sender, Store as _, WakeHints};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinSet;

/// No more pushes than this in a minute for one certificate (F92).
const PUSHES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).unwrap();
/// How long an administrator waits for APNs.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long pushes under way are waited for at the end.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) struct Pushes {
    store: Arc<AnyStore>,
    apns: (Endpoint, Roots),
    clients: RwLock<BTreeMap<Box<str>, Arc<Delivery>>>,
    errands: mpsc::UnboundedSender<Errand>,
    owed: Notify,
}

/// What the loop is told.
pub(crate) enum Errand {
    /// There is a push certificate, or a newer one, for this topic.
    Serve(Credential),
    /// Somebody wants to hear what becomes of the next push to a device.
    Ask(Ask),
}

pub(crate) struct Ask {
    record: RecordKey,
    /// Set when the order is committed: from then on the push is owed, if it ever is.
    ordered: Arc<AtomicBool>,
    /// It was set before the last look at the store.
    looked: bool,
    tell: oneshot::Sender<Pushed>,
}

/// What became of a push.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pushed {
    /// APNs took it, under this name.
    Accepted(String),
    /// None went out, and this is why; one will when it is time.
    Later(String),
    /// It was not accepted, or there is none.
    Failed(String),
}

/// Somebody waits for a push.
pub(crate) struct Waiting {
    ordered: Arc<AtomicBool>,
    told: oneshot::Receiver<Pushed>,
}

impl Pushes {
    pub(crate) fn new(
        store: Arc<AnyStore>,
        apns: (Endpoint, Roots),
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Errand>) {
        let (errands, told) = mpsc::unbounded_channel();
        let clients = RwLock::default();
        (Arc::new(Self { store, apns, clients, errands, owed: Notify::new() }), told)
    }

    /// Pushes with this certificate from now on.
    pub(crate) fn serve(&self, certificate: &PushCertificate) -> Result<()> {
        let pem = certificate.certificate().to_pem();
        let key = certificate.key().expose_secret_pem()?;
        let credential = mdm_apns::Credential::from_pem(pem.as_bytes(), key.expose_secret())?;
        let (endpoint, roots) = self.apns.clone();
        let mut config = Config::new(endpoint, credential);
        config.roots = roots;
        let client = Arc::new(Delivery::new(config)?);
        let topic = certificate.topic();
        let name = Credential::new(topic).ok_or("a credential's name")?;
        let before =
            self.clients.write().unwrap_or_else(PoisonError::into_inner).insert(topic.into(), client);
        if let Some(before) = before {
            tokio::spawn(async move { before.client().close_within(GRACE).await });
        }
        // Nobody is told when it has ended already.
        let _ = self.errands.send(Errand::Serve(name));
        self.owed.notify_one();
        Ok(())
    }

    /// Pushes may be owed.
    pub(crate) fn owe(&self) {
        self.owed.notify_one();
    }

    /// Asks what becomes of the push that an order is going to owe. Ask first, then order, then wait.
    pub(crate) fn ask(&self, record: &RecordKey) -> Waiting {
        let (tell, told) = oneshot::channel();
        let ordered = Arc::new(AtomicBool::new(false));
        let ask = Ask { record: record.clone(), ordered: Arc::clone(&ordered), looked: false, tell };
        let _ = self.errands.send(Errand::Ask(ask));
        Waiting { ordered, told }
    }

    /// Waits, after the order.
    pub(crate) async fn wait(&self, waiting: Waiting) -> Pushed {
        waiting.ordered.store(true, Ordering::Release);
        self.owed.notify_one();
        match tokio::time::timeout(PATIENCE, waiting.told).await {
            Ok(Ok(pushed)) => pushed,
            _ => Pushed::Later("APNs has not answered yet".to_owned()),
        }
    }

    /// Pushes to a device now, whether or not one is owed. The answer changes nothing that is owed.
    pub(crate) async fn push_now(&self, record: &RecordKey) -> Pushed {
        let address = match self.store.wake(record).await {
            Ok(Some(row)) if !row.routes.is_empty() => Address::decode(&row, 0),
            Ok(_) => return Pushed::Failed("no such enrollment, or it cannot be pushed to".to_owned()),
            Err(error) => return Pushed::Failed(error.to_string()),
        };
        match address {
            Ok(address) => self.deliver(&address, SystemTime::now() + PATIENCE, None).await.1,
            Err(error) => Pushed::Failed(error.to_string()),
        }
    }

    pub(crate) async fn close(&self) {
        let clients = std::mem::take(&mut *self.clients.write().unwrap_or_else(PoisonError::into_inner));
        for client in clients.into_values() {
            client.client().close_within(GRACE).await;
        }
    }

    /// Whether there is a push certificate for a topic.
    pub(crate) fn has(&self, topic: &Topic) -> bool {
        self.delivery(topic.as_str()).is_some()
    }

    fn delivery(&self, topic: &str) -> Option<Arc<Delivery>> {
        self.clients.read().unwrap_or_else(PoisonError::into_inner).get(topic).cloned()
    }

    /// Sends a push by the client of its topic.
    async fn deliver(
        &self,
        address: &Address,
        not_after: SystemTime,
        owed: Option<&PushId>,
    ) -> (Outcome, Pushed) {
        let topic = match address {
            Address::Apns(route) => route.topic.as_str(),
            _ => "",
        };
        let Some(delivery) = self.delivery(topic) else {
            return (Outcome::NotSent, Pushed::Failed(no_certificate(topic)));
        };
        let (outcome, told) = delivery.deliver_by(address, not_after, owed).await;
        let pushed = match outcome {
            Outcome::Sent => Pushed::Accepted(told),
            Outcome::NotSent => Pushed::Later(told),
            _ => Pushed::Failed(told),
        };
        (outcome, pushed)
    }

    /// Why no push is owed to a device that was ordered something.
    async fn reason(&self, record: &RecordKey) -> Pushed {
        let row = self.store.wake(record).await.ok().flatten();
        let route = row.as_ref().and_then(|row| row.routes.first()).cloned();
        match route.map(|route| Topic::new(route.credential.as_str())) {
            Some(Ok(topic)) if !self.has(&topic) => Pushed::Failed(no_certificate(topic.as_str())),
            Some(_) if row.is_some_and(|row| row.due.is_some()) => {
                Pushed::Later("another process pushed until now; due when its lease has ended".to_owned())
            }
            Some(_) => Pushed::Later("the device has come, or needs no push now".to_owned()),
            None => Pushed::Failed("the device has given no push token".to_owned()),
        }
    }
}

fn no_certificate(topic: &str) -> String {
    format!("no push certificate for {topic} was uploaded")
}

/// Sends what is owed, until it is stopped.
pub(crate) async fn send(
    pushes: Arc<Pushes>,
    mut errands: mpsc::UnboundedReceiver<Errand>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut sender = Sender::new(Arc::clone(&pushes.store));
    let mut served = BTreeSet::new();
    let mut asks: Vec<Ask> = Vec::new();
    let mut under_way = JoinSet::new();
    let mut hints = None;
    loop {
        while let Ok(errand) = errands.try_recv() {
            match errand {
                Errand::Ask(ask) => asks.push(ask),
                Errand::Serve(credential) if served.contains(&credential) => {
                    sender.mended(&credential, SystemTime::now());
                }
                Errand::Serve(credential) => {
                    sender.serve(credential.clone(), mdm_store::push::Config::new(PUSHES_PER_MINUTE));
                    served.insert(credential);
                }
            }
        }
        asks.retain(|ask| !ask.tell.is_closed());
        for ask in &mut asks {
            ask.looked = ask.ordered.load(Ordering::Acquire);
        }
        let pause = match sender.poll(SystemTime::now()).await {
            Ok(round) => {
                for notice in round.events.iter().filter_map(notice) {
                    println!("push: {notice}");
                }
                for push in round.pushes {
                    let pushes = Arc::clone(&pushes);
                    under_way.spawn(async move { deliver(&pushes, push).await });
                }
                if hints.is_none() {
                    // Without them what another process commits is found within a second.
                    hints = pushes.store.wake_hints().await.ok().flatten();
                }
                round.again.duration_since(SystemTime::now()).unwrap_or_default()
            }
            Err(error) => {
                println!("push: {error}");
                Duration::from_secs(1)
            }
        };
        settle(&pushes, &sender, &mut asks).await;
        tokio::select! {
            Some(Ok((id, record, outcome, pushed))) = under_way.join_next() => {
                sender.answer(&id, outcome, SystemTime::now());
                tell(&mut asks, &record, &pushed);
            }
            () = tokio::time::sleep(pause) => {}
            () = pushes.owed.notified() => {}
            is_lost = hear(&mut hints) => if is_lost { hints = None },
            _ = stopped.wait_for(|stopped| *stopped) => break,
        }
    }
    let rest = async {
        while let Some(done) = under_way.join_next().await {
            if let Ok((id, _, outcome, _)) = done {
                sender.answer(&id, outcome, SystemTime::now());
            }
        }
    };
    // What is not answered by then is pushed once more by whoever comes next.
    let _ = tokio::time::timeout(GRACE, rest).await;
    if let Err(error) = sender.stop(SystemTime::now()).await {
        println!("push: {error}");
    }
}

/// Waits until another process has changed what is owed; whether it cannot be heard any more.
async fn hear(hints: &mut Option<WakeHints>) -> bool {
    match hints {
        Some(hints) => hints.changed().await.is_err(),
        None => std::future::pending().await,
    }
}

async fn deliver(pushes: &Pushes, push: Push) -> (PushId, RecordKey, Outcome, Pushed) {
    let (outcome, pushed) = pushes.deliver(&push.address, push.not_after, Some(&push.id)).await;
    if let Pushed::Failed(why) = &pushed {
        println!("push not accepted: {why}");
    }
    (push.id, push.record, outcome, pushed)
}

/// Tells those who ordered, and to whose device no push goes out now.
async fn settle(pushes: &Pushes, sender: &Sender<Arc<AnyStore>>, asks: &mut Vec<Ask>) {
    let mut settled = Vec::new();
    for ask in asks.iter().filter(|ask| ask.looked) {
        let pushed = match sender.standing(&ask.record) {
            // Its answer is awaited, or its turn.
            Some(Standing::InFlight | Standing::InLine) => continue,
            Some(Standing::Pushed { .. }) => Pushed::Later("a push is on its way already".to_owned()),
            Some(Standing::Due(at)) => {
                let secs = at.duration_since(SystemTime::now()).unwrap_or_default().as_secs();
                Pushed::Later(format!("due in {secs} s"))
            }
            Some(Standing::Held { reason, .. }) => Pushed::Failed(reason.to_string()),
            Some(_) => Pushed::Later("it waits".to_owned()),
            None => pushes.reason(&ask.record).await,
        };
        settled.push((ask.record.clone(), pushed));
    }
    for (record, pushed) in settled {
        tell(asks, &record, &pushed);
    }
}

fn tell(asks: &mut Vec<Ask>, record: &RecordKey, pushed: &Pushed) {
    for ask in asks.extract_if(.., |ask| ask.record == *record) {
        // Whoever asked may have left.
        let _ = ask.tell.send(pushed.clone());
    }
}
