//! The enrollment profile and the management relationship that it starts.

use std::time::{Duration, SystemTime};

use plist::{Dictionary, Value};

use super::command::Report;
use super::config::RetryPolicy;
use super::profile::{flag, required, text_of};
use super::{Error, LockState, Profile, PushMagic, crypto};

/// What the phone takes out of an enrollment profile.
pub(crate) struct EnrollmentProfile {
    pub(crate) identifier: String,
    pub(crate) server_url: String,
    pub(crate) check_in_url: String,
    pub(crate) topic: String,
    pub(crate) access_rights: i64,
    pub(crate) sign_message: bool,
    pub(crate) check_out_when_removed: bool,
    pub(crate) trust_anchors: Vec<Vec<u8>>,
    pub(crate) certificate_url: String,
    pub(crate) challenge: Option<String>,
    pub(crate) subject: Vec<(String, String)>,
}

impl EnrollmentProfile {
    /// Checks a profile by the rules for `com.apple.mdm`.
    ///
    /// Source: Apple, MDM (payload) and SCEP (payload), read 2026-08.
    pub(crate) fn read(profile: &Profile) -> Result<Self, Error> {
        let mut mdm = profile.payloads("com.apple.mdm");
        let (Some(payload), None) = (mdm.next(), mdm.next()) else {
            return Err(Error::RefusedProfile("it has not exactly one com.apple.mdm payload"));
        };
        let server_url = https(payload, "ServerURL")?.ok_or(Error::RefusedProfile("ServerURL is missing"))?;
        let check_in_url = https(payload, "CheckInURL")?.unwrap_or_else(|| server_url.clone());
        let topic = required(payload, "Topic", "Topic is missing")?;
        if !topic.starts_with("com.apple.mgmt.") {
            return Err(Error::RefusedProfile("Topic does not begin with com.apple.mgmt."));
        }
        let access_rights = match payload.get("AccessRights") {
            None => ALL_RIGHTS,
            Some(value) => {
                value.as_signed_integer().ok_or(Error::RefusedProfile("AccessRights is no integer"))?
            }
        };
        let has = |right| access_rights & right != 0;
        if access_rights == 0 || (has(2) && !has(1)) || (has(128) && !has(64)) {
            return Err(Error::RefusedProfile("AccessRights is not a valid combination"));
        }
        let identity = required(payload, "IdentityCertificateUUID", "IdentityCertificateUUID is missing")?;
        let scep = profile
            .payloads("com.apple.security.scep")
            .find(|payload| text_of(payload, "PayloadUUID") == Some(identity.as_str()))
            .and_then(|payload| payload.get("PayloadContent"))
            .and_then(Value::as_dictionary)
            .ok_or(Error::RefusedProfile("IdentityCertificateUUID names no SCEP payload"))?;
        let anchors = profile.payloads("com.apple.security.root").map(|payload| {
            let data = payload.get("PayloadContent").and_then(Value::as_data);
            data.and_then(crypto::certificate_to_der)
                .ok_or(Error::RefusedProfile("a com.apple.security.root payload holds no certificate"))
        });
        Ok(Self {
            identifier: profile.identifier().to_owned(),
            server_url,
            check_in_url,
            topic,
            access_rights,
            sign_message: flag(payload, "SignMessage"),
            check_out_when_removed: flag(payload, "CheckOutWhenRemoved"),
            trust_anchors: anchors.collect::<Result<_, _>>()?,
            certificate_url: required(scep, "URL", "the SCEP payload has no URL")?,
            challenge: text_of(scep, "Challenge").map(str::to_owned),
            subject: subject(scep)?,
        })
    }
}

/// How far an enrollment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Certificate,
    Authenticate,
    TokenUpdate,
    Enrolled,
}

/// One management relationship.
pub(crate) struct Management {
    pub(crate) profile: EnrollmentProfile,
    pub(crate) phase: Phase,
    pub(crate) certificate: Option<Vec<u8>>,
    pub(crate) push_magic: PushMagic,
    pub(crate) token_update: Owed,
    pub(crate) renewal: Owed,
    pub(crate) connect: Owed,
    /// The result that no 2xx has taken yet.
    pub(crate) report: Option<Report>,
    /// The last one that was taken.
    pub(crate) delivered: Option<Report>,
    /// The last status that the server received was NotNow, given in this state: the phone comes by itself when
    /// more is possible.
    pub(crate) promised: Option<LockState>,
    /// A push came in the middle of a session.
    pub(crate) pushed_meanwhile: bool,
}

impl Management {
    pub(crate) fn new(profile: EnrollmentProfile, push_magic: PushMagic) -> Self {
        Self {
            profile,
            phase: Phase::Certificate,
            certificate: None,
            push_magic,
            token_update: Owed::default(),
            renewal: Owed::default(),
            connect: Owed::default(),
            report: None,
            delivered: None,
            promised: None,
            pushed_meanwhile: false,
        }
    }
}

/// A message that the phone means to send, now or after a back-off.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Owed {
    wanted: bool,
    failures: u32,
    not_before: Option<SystemTime>,
}

impl Owed {
    pub(crate) fn want(&mut self) {
        *self = Self { wanted: true, failures: 0, not_before: None };
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted
    }

    pub(crate) fn settle(&mut self) {
        *self = Self::default();
    }

    /// Puts it off after a failure; says until when.
    pub(crate) fn back_off(&mut self, now: SystemTime, policy: &RetryPolicy) -> Option<SystemTime> {
        let wait: Duration = policy.first.saturating_mul(1 << self.failures.min(16)).min(policy.ceiling);
        self.wanted = true;
        self.failures = self.failures.saturating_add(1);
        // A time beyond the calendar means: at once rather than never.
        self.not_before = now.checked_add(wait);
        self.not_before
    }

    pub(crate) fn is_ready(&self, now: SystemTime) -> bool {
        self.wanted && self.not_before.is_none_or(|time| time <= now)
    }

    pub(crate) fn ready_at(&self) -> Option<SystemTime> {
        if self.wanted { self.not_before } else { None }
    }
}

fn https(payload: &Dictionary, key: &str) -> Result<Option<String>, Error> {
    match text_of(payload, key) {
        None => Ok(None),
        Some(url) if url.starts_with("https://") => Ok(Some(url.to_owned())),
        Some(_) => Err(Error::RefusedProfile("an address does not begin with https://")),
    }
}

/// `Subject`: an array of relative names, each an array of pairs.
fn subject(scep: &Dictionary) -> Result<Vec<(String, String)>, Error> {
    let wrong = || Error::RefusedProfile("the SCEP Subject is not an array of arrays of pairs");
    let Some(value) = scep.get("Subject") else { return Ok(Vec::new()) };
    let mut fields = Vec::new();
    for name in value.as_array().ok_or_else(wrong)? {
        for pair in name.as_array().ok_or_else(wrong)? {
            match pair.as_array().map(Vec::as_slice) {
                Some([Value::String(field), Value::String(text)]) => {
                    fields.push((field.clone(), text.clone()))
                }
                _ => return Err(wrong()),
            }
        }
    }
    Ok(fields)
}

/// The flags that the MDM payload page lists, together.
const ALL_RIGHTS: i64 = 8191;
