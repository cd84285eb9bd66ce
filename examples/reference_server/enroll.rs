//! Invitations and enrollment profiles.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use mdm_apple::support::AccessRights;
use mdm_enrollment::Stage;
use mdm_enrollment::{SlotId, Ticket};
use mdm_examples::Result;
use mdm_examples::office::random;
use mdm_pki::scep::{Challenge, ChallengeRecord};
use mdm_profile::{EnrollmentProfile, Identity, MdmPayload, ScepChallenge, ScepIdentity, ServerCapability};
use mdm_store::RunError;

use crate::admin;
use crate::options::Scheme;
use crate::site::{Refused, Site, json, parameter, with};

/// Of the enrollment profile, and kept by every device.
pub(crate) const IDENTIFIER: &str = "com.example.lockstep.mdm";
pub(crate) const RIGHTS: AccessRights = AccessRights::ALL;
/// How long an invitation is good, and a profile for a device that is enrolled.
const INVITATION: Duration = Duration::from_secs(7 * 86_400);

impl Site {
    /// `PUT /v1/invite/SLOT`: a place for one device, and the address that its user opens.
    pub(crate) async fn invite(&self, slot: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let wrong = "a slot is called by 1 to 64 letters, digits, '-', '_' and '.'";
        let Some(slot) = SlotId::new(slot) else {
            return Ok(json(StatusCode::BAD_REQUEST, &serde_json::json!({ "error": wrong })));
        };
        let (ticket, expires_at) = match self.open_slot(&slot).await {
            Err(Refused { status: StatusCode::CONFLICT, .. }) => {
                let error = serde_json::json!({ "error": "there is a slot of this name" });
                return Ok(json(StatusCode::CONFLICT, &error));
            }
            opened => opened?,
        };
        let url = format!("{}/enroll/{}", self.url(), ticket.expose_secret());
        let expires_at = expires_at.duration_since(UNIX_EPOCH)?.as_secs();
        Ok(json(
            StatusCode::OK,
            &serde_json::json!({ "slot": slot.as_str(), "url": url, "expires_at": expires_at }),
        ))
    }

    /// `GET /enroll/TICKET`: the profile of an invitation. Looking at it does not use the ticket up.
    pub(crate) async fn invited(&self, ticket: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let ticket = Ticket::parse(ticket).map_err(RunError::from)?;
        self.runner().admit(&ticket, SystemTime::now()).await?;
        self.profile(ticket.expose_secret())
    }

    /// `GET /enroll`, for the administrator: a profile for any device, or with `?id=` for one that is enrolled. With a
    /// challenge that works once, unless `--scep-challenge` was given.
    pub(crate) async fn enroll(&self, query: Option<&str>) -> Result<Response<Full<Bytes>>, Refused> {
        match (parameter(query, "id"), &self.static_challenge) {
            (Some(id), _) => self.profile_of(id).await,
            (None, Some(challenge)) => self.profile(challenge.expose_secret()),
            (None, None) => {
                let hex: String = random::<8>()?.iter().map(|byte| format!("{byte:02x}")).collect();
                let slot = SlotId::new(&format!("enroll-{hex}")).ok_or("a slot's name")?;
                let (ticket, _) = self.open_slot(&slot).await?;
                self.profile(ticket.expose_secret())
            }
        }
    }

    /// The profile with which an enrolled device gets its next identity, or comes back after somebody removed the profile.
    async fn profile_of(&self, id: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let now = SystemTime::now();
        let unknown = || Refused::new(StatusCode::NOT_FOUND, "no such enrollment");
        let key = admin::record(id).ok_or_else(unknown)?;
        let channel = self.runner().channel(&key).await?.ok_or_else(unknown)?;
        if !matches!(channel.stage(), Stage::Authenticated | Stage::Enrolled) {
            return Err(unknown());
        }
        let challenge = Challenge::mint()?;
        self.challenges.add(&ChallengeRecord::new(&challenge, key.as_str(), now + INVITATION))?;
        // Whatever the server pushes with by now: an enrollment never changes its topic.
        let topic = channel.push_route().map(|route| route.topic.as_str().to_owned());
        self.profile_for(challenge.expose_secret(), topic)
    }

    async fn open_slot(&self, slot: &SlotId) -> Result<(Ticket, SystemTime), Refused> {
        let (ticket, now) = (Ticket::from_random(random()?), SystemTime::now());
        let expires_at = now + INVITATION;
        self.runner().open_slot(slot, &self.trust()?.invitation(&ticket, expires_at), now).await?;
        let challenge = Challenge::new(ticket.expose_secret())?;
        self.challenges.add(&ChallengeRecord::new(&challenge, slot.key().as_str(), expires_at))?;
        Ok((ticket, expires_at))
    }

    fn profile(&self, challenge: &str) -> Result<Response<Full<Bytes>>, Refused> {
        self.profile_for(challenge, None)
    }

    /// Unsigned: by an authority that a device gets to know with this very profile a signature would say nothing, and
    /// TLS protects it on its way.
    fn profile_for(&self, challenge: &str, topic: Option<String>) -> Result<Response<Full<Bytes>>, Refused> {
        if !self.without_push && !self.has_push_certificate() {
            let error = "there is no push certificate: nobody could wake the device (--without-push)";
            return Ok(json(StatusCode::CONFLICT, &serde_json::json!({ "error": error })));
        }
        let scep = ScepIdentity::new(self.origin.https("scep")).name("mdm");
        let identity = Identity::Scep(scep.challenge(ScepChallenge::new(challenge)));
        let topic = match topic {
            Some(topic) => topic,
            None => self.trust()?.topic().as_str().to_owned(),
        };
        let mut mdm = MdmPayload::new(self.origin.https("mdm"), topic, RIGHTS)
            .check_in_url(self.origin.https("checkin"))
            .server_capabilities([ServerCapability::BootstrapToken])
            .check_out_when_removed();
        if !self.mutual_tls {
            mdm = mdm.sign_message();
        }
        let mut profile = EnrollmentProfile::new(IDENTIFIER, identity, mdm)
            .display_name("Device management")
            .description("Lets the reference server of Lockstep manage this device.");
        if self.own_tls {
            profile = profile.trust_anchor(self.authority.certificate().clone());
        }
        let mut bytes = profile.build()?;
        if self.origin.scheme == Scheme::Http {
            // Only a simulator on this machine takes it, and the builder knows nothing but https.
            bytes = String::from_utf8(bytes)?
                .replace(&self.origin.https(""), &format!("{}/", self.origin))
                .into();
        }
        Ok(with(StatusCode::OK, Some("application/x-apple-aspen-config"), bytes))
    }
}
