//! Invitations and enrollment profiles.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use mdm_apple::support::AccessRights;
use mdm_enrollment::{QrCode, SlotId, Stage, Ticket};
use mdm_examples::Result;
use mdm_examples::office::random;
use mdm_pki::scep::{Challenge, ChallengeRecord};
use mdm_profile::{EnrollmentProfile, Identity, MdmPayload, ScepChallenge, ScepIdentity, ServerCapability};
use mdm_store::RunError;
use zeroize::Zeroizing;

use crate::admin::{self, api, rfc3339};
use crate::options::Scheme;
use crate::site::{Refused, Site, json, parameter, with};

/// Of the enrollment profile, and kept by every device.
pub(crate) const IDENTIFIER: &str = "com.example.lockstep.mdm";
pub(crate) const RIGHTS: AccessRights = AccessRights::ALL;
/// How long an invitation is good, and a profile for a device that is enrolled.
const INVITATION: Duration = Duration::from_secs(7 * 86_400);

impl Site {
    /// `PUT /v1/invite/SLOT`: a place for one device, and the address that its user opens: as JSON, with `?as=text` for a
    /// terminal, with `?as=page` for a browser or a letter, each with the address as a QR code.
    pub(crate) async fn invite(
        &self,
        slot: &str,
        query: Option<&str>,
    ) -> Result<Response<Full<Bytes>>, Refused> {
        let refuse = |status, error: &str| Ok(json(status, &serde_json::json!({ "error": error })));
        let show = match parameter(query, "as") {
            None | Some("json") => Invited::json,
            Some("text") => Invited::text,
            Some("page") => Invited::page,
            Some(_) => {
                return refuse(StatusCode::BAD_REQUEST, "an invitation is shown as json, text or page");
            }
        };
        let Some(slot) = SlotId::new(slot) else {
            let wrong = "a slot is called by 1 to 64 letters, digits, '-', '_' and '.'";
            return refuse(StatusCode::BAD_REQUEST, wrong);
        };
        let (ticket, expires_at) = match self.open_slot(&slot).await {
            Err(Refused { status: StatusCode::CONFLICT, .. }) => {
                return refuse(StatusCode::CONFLICT, "there is a slot of this name");
            }
            opened => opened?,
        };
        // Plain HTTP is for this machine alone: no phone reads that code.
        let code = match self.origin.scheme {
            Scheme::Https => Some(
                ticket
                    .url(&self.origin.https("enroll"))
                    .and_then(|url| url.qr_code())
                    .map_err(RunError::from)?,
            ),
            Scheme::Http => None,
        };
        let url = Zeroizing::new(format!("{}/enroll/{}", self.url(), ticket.expose_secret()));
        let expires_at = expires_at.duration_since(UNIX_EPOCH)?.as_secs();
        Ok(show(&Invited { slot, url, expires_at, code }))
    }

    /// `DELETE /v1/invite/SLOT`: takes an invitation back. A device that has enrolled by it stays.
    pub(crate) async fn take_back(&self, slot: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let slot = SlotId::new(slot).ok_or_else(|| Refused::new(StatusCode::NOT_FOUND, "no such slot"))?;
        self.runner().close_slot(&slot, &api(), SystemTime::now()).await?;
        Ok(json(StatusCode::OK, &serde_json::json!({ "slot": slot.as_str() })))
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
        let invitation = self.trust()?.invitation(&ticket, expires_at).by(&api());
        self.runner().open_slot(slot, &invitation, now).await?;
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

/// An invitation, as it is shown.
struct Invited {
    slot: SlotId,
    url: Zeroizing<String>,
    expires_at: u64,
    code: Option<QrCode>,
}

impl Invited {
    fn json(&self) -> Response<Full<Bytes>> {
        let mut shown = serde_json::json!({
            "slot": self.slot.as_str(),
            "url": self.url.as_str(),
            "expires_at": self.expires_at,
        });
        if let Some(code) = &self.code {
            shown["qr_svg"] = code.expose_secret_svg().as_str().into();
        }
        json(StatusCode::OK, &shown)
    }

    fn text(&self) -> Response<Full<Bytes>> {
        let code = self.code.as_ref().map(QrCode::expose_secret_text).unwrap_or_default();
        let (url, until) = (self.url.as_str(), rfc3339(self.expires_at));
        let text = format!("{}{url}\ngood until {until}\n", code.as_str());
        with(StatusCode::OK, Some("text/plain; charset=utf-8"), text.into())
    }

    fn page(&self) -> Response<Full<Bytes>> {
        let code = self.code.as_ref().map(QrCode::expose_secret_svg).unwrap_or_default();
        let (slot, url, until) = (self.slot.as_str(), self.url.as_str(), rfc3339(self.expires_at));
        // Neither a slot's name nor the address has a character that HTML would take for its own.
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{slot}</title>\
             <style>svg {{ width: 18em; display: block }}</style></head>\n<body><h1>{slot}</h1>\n{}\n\
             <p><a href=\"{url}\">{url}</a></p>\n<p>One device enrolls with it, until {until}.</p></body></html>\n",
            code.as_str()
        );
        with(StatusCode::OK, Some("text/html; charset=utf-8"), page.into())
    }
}
