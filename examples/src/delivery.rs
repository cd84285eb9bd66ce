//! Pushes on their way to APNs, and what a sender says besides: what each server of these examples does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use mdm_apns::{
    Advice, Answer, ApnsId, Client, Config, CredentialProblem, Error, MdmPush, Phase, PushMagic, PushToken,
    Repeats, Topic,
};
use mdm_enrollment::Address;
use mdm_store::push::{Event, Outcome};
use mdm_store::{Push, PushId, SenderEvent};

use crate::Result;
use crate::office::random;

// What a check-in lets in can be pushed to.
const _: () = assert!(
    PushMagic::MAX_BYTES == mdm_apple::PushMagic::MAX_BYTES
        && PushToken::MAX_BYTES == mdm_apple::PushToken::MAX_APNS_BYTES
);

/// A client of APNs that sends what is owed: each push within its time, and once more over the wire only when the cap
/// has room for it (F92).
pub struct Delivery {
    client: Client,
    on_the_wire: Arc<OnTheWire>,
}

/// Which push each one on the wire is.
#[derive(Default)]
struct OnTheWire(Mutex<HashMap<ApnsId, PushId>>);

impl Delivery {
    /// Pushes as `config` says, but for its repeats.
    ///
    /// # Errors
    ///
    /// As [`Client::new`].
    pub fn new(mut config: Config) -> Result<Self, Error> {
        let on_the_wire = Arc::new(OnTheWire::default());
        let asked = Arc::clone(&on_the_wire);
        config.repeats = Repeats::Ask(Arc::new(move |repeat| asked.may_repeat(&repeat.id)));
        Ok(Self { client: Client::new(config)?, on_the_wire })
    }

    /// The client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a push that is owed. Gives the answer for its sender, and one to show: APNs' name of a push that it
    /// accepted, or why it did not.
    pub async fn deliver(&self, push: &Push) -> (Outcome, String) {
        self.deliver_by(&push.address, push.not_after, Some(&push.id)).await
    }

    /// Sends a push within this time. One that no sender owes is never repeated: nobody would count that.
    pub async fn deliver_by(
        &self,
        address: &Address,
        not_after: SystemTime,
        owed: Option<&PushId>,
    ) -> (Outcome, String) {
        let id = match random() {
            Ok(bytes) => ApnsId::mint(bytes),
            Err(error) => return (Outcome::NotSent, error.to_string()),
        };
        let (message, updated_at) = match message(address, id) {
            Ok(made) => made,
            Err(error) => return (Outcome::Unsendable, error.to_string()),
        };
        let Ok(left) = not_after.duration_since(SystemTime::now()) else {
            return (Outcome::NotSent, "its time was over; another one follows".to_owned());
        };
        if let Some(owed) = owed {
            self.on_the_wire.lock().insert(id, owed.clone());
        }
        // Dropped at its end: its stream is reset, and nothing of it goes out any more.
        let answer = tokio::time::timeout(left, self.client.push(&message)).await;
        self.on_the_wire.lock().remove(&id);
        match answer {
            Ok(Ok(answer)) if answer.is_accepted() => (Outcome::Sent, id.to_string()),
            Ok(Ok(answer)) => (outcome(&answer, updated_at), refusal(&answer)),
            Ok(Err(error)) => (failed(&error), error.to_string()),
            Err(_) => (Outcome::Retry, "APNs did not answer in time".to_owned()),
        }
    }
}

impl OnTheWire {
    /// Whether a push may go over the wire once more: the sender counts it under the cap.
    fn may_repeat(&self, id: &ApnsId) -> bool {
        let push = self.lock().get(id).cloned();
        push.is_some_and(|push| push.repeating(SystemTime::now()).is_ok())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ApnsId, PushId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an administrator should read of what a sender says besides pushes. There is no other word of it.
#[must_use]
pub fn notice(event: &SenderEvent) -> Option<String> {
    Some(match event {
        SenderEvent::Unreadable { record } => format!("{record} cannot be woken: its wake cannot be read"),
        SenderEvent::Scheduler { event: Event::Unreachable { key, why }, .. } => {
            format!("{key} cannot be woken: {why}")
        }
        SenderEvent::Scheduler { credential, event: Event::Held { reason, .. } } => {
            format!("nothing is pushed with {credential} for now: {reason}")
        }
        SenderEvent::Lost { credential } => format!("another process pushes with {credential} now"),
        _ => return None,
    })
}

/// The push as APNs wants it, and when the device gave its token.
fn message(address: &Address, id: ApnsId) -> Result<(MdmPush, SystemTime)> {
    let Address::Apns(route) = address else { return Err("only pushes by APNs are sent here".into()) };
    let token = PushToken::new(route.token.expose_secret())?;
    let magic = PushMagic::new(route.magic.expose_secret())?;
    let topic = Topic::new(route.topic.as_str())?;
    Ok((MdmPush::new(token, magic, topic, id, SystemTime::now()), route.updated_at))
}

/// What the scheduler has to know of APNs' answer.
fn outcome(answer: &Answer, updated_at: SystemTime) -> Outcome {
    match answer.advice() {
        Advice::Sent => Outcome::Sent,
        Advice::DropToken { .. } if answer.drop_token(updated_at) => Outcome::DropRoute,
        // The device has given the token once more since.
        Advice::DropToken { .. } | Advice::RetryDevice => Outcome::RetryDevice,
        Advice::RetryLater { after } => Outcome::WaitUntil(SystemTime::now() + after),
        Advice::Reconnect => Outcome::Retry,
        Advice::FixCredential => Outcome::FixCredential,
        _ => Outcome::Defect,
    }
}

/// What the scheduler has to know of a push without an answer.
fn failed(error: &Error) -> Outcome {
    match error {
        Error::Credential(CredentialProblem::Expired) => Outcome::FixCredential,
        Error::Unreachable { cause, .. } | Error::ConnectionLost { cause, .. } if cause.is_credential() => {
            Outcome::FixCredential
        }
        // Another organization's, or another kind of push than the client's.
        Error::TopicMismatch | Error::WrongCredential => Outcome::Unsendable,
        // This side was busy, or has another client by now.
        Error::Closed | Error::Full | Error::NoRuntime | Error::Deadline { phase: Phase::Room } => {
            Outcome::NotSent
        }
        _ => Outcome::Retry,
    }
}

fn refusal(answer: &Answer) -> String {
    let reason = answer.reason.as_ref().map_or_else(|| "no reason".to_owned(), ToString::to_string);
    format!("APNs answered {}: {reason}", answer.status.as_u16())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mdm_apns::{Cause, Clock, Credential, Endpoint, Fate, Roots};
    use mdm_enrollment::PushRoute;
    use mdm_sim::apns::{Authority, FakeApns, FakeApnsConfig, Fault};

    use super::*;

    const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";

    async fn bench() -> Result<(FakeApns, Config, Address)> {
        let authority = Authority::mint()?;
        let apns = FakeApns::start(FakeApnsConfig::with_authority(&authority)?).await?;
        let certificate = authority.push_certificate(TOPIC)?;
        let credential = Credential::from_pem(certificate.certificate_pem(), certificate.expose_secret())?;
        let mut config = Config::new(Endpoint::custom("localhost", apns.addr().port())?, credential);
        config.roots = Roots::Pem(authority.root_pem()?);
        let token = apns.register(TOPIC)?.expose_secret().to_vec();
        let route = PushRoute {
            token: mdm_apple::PushToken::new(token),
            magic: mdm_apple::PushMagic::new("magic".to_owned())?,
            topic: mdm_apple::Topic::new(TOPIC)?,
            updated_at: SystemTime::now(),
        };
        Ok((apns, config, Address::Apns(route)))
    }

    #[tokio::test]
    async fn a_push_ends_with_its_time() {
        let (apns, config, address) = bench().await.unwrap();
        let delivery = Delivery::new(config).unwrap();
        let deliver = |left| delivery.deliver_by(&address, SystemTime::now() + left, None);
        let second = Duration::from_secs(1);
        assert_eq!(deliver(30 * second).await.0, Outcome::Sent);
        // The lease ends before the client's own deadline.
        apns.inject(Fault::Slow { by: 20 * second });
        assert_eq!(deliver(second / 2).await.0, Outcome::Retry);
        let late = delivery.deliver_by(&address, SystemTime::now() - second, None).await;
        assert_eq!((late.0, apns.received().len()), (Outcome::NotSent, 2));
        // Nobody would count it.
        apns.inject(Fault::RefuseStream);
        assert_eq!(deliver(30 * second).await.0, Outcome::Retry);
        assert_eq!(delivery.client().counters().repeats, 0);
        let other = Address::Other(mdm_apple::PushToken::new(b"of FCM".to_vec()));
        let other = delivery.deliver_by(&other, SystemTime::now() + second, None).await;
        assert_eq!(other.0, Outcome::Unsendable);
        delivery.client().close().await;
    }

    /// It was good when the server started.
    #[tokio::test]
    async fn a_certificate_that_ends_meanwhile_is_told_from_a_broken_network() {
        let (apns, mut config, address) = bench().await.unwrap();
        config.clock = Clock::new(|| SystemTime::now() + Duration::from_secs(100 * 365 * 86_400));
        let delivery = Delivery::new(config).unwrap();
        let soon = SystemTime::now() + Duration::from_secs(30);
        let (outcome, why) = delivery.deliver_by(&address, soon, None).await;
        assert_eq!((outcome, apns.received().len()), (Outcome::FixCredential, 0), "{why}");
        let lost = |cause| failed(&Error::ConnectionLost { cause, fate: Fate::Unknown });
        assert_eq!(lost(Cause::TlsAlert(45)), Outcome::FixCredential);
        assert_eq!(lost(Cause::Closed), Outcome::Retry);
        assert_eq!(failed(&Error::Deadline { phase: Phase::Answer }), Outcome::Retry);
        assert_eq!(failed(&Error::Closed), Outcome::NotSent);
    }
}
