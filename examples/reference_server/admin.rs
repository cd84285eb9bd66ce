//! The administrator's paths. Those that NanoMDM has answer as it does, so that its tools work here.
//!
//! Source: NanoMDM, operations guide and `api` (read 2026-11).

use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use mdm_apns::Topic;
use mdm_apple::{Command, EnrollmentId};
use mdm_enrollment::row::{Link, LinkKind, RecordKey};
use mdm_enrollment::{Actor, Order, Terms, Waking, entry, response_name};
use mdm_examples::Result;
use mdm_pki::{Certificate, KeyPair, PushCertificate};
use mdm_profile::MdmPayload;
use mdm_store::credentials::Fault;
use mdm_store::{RunError, Store as _};
use serde::Serialize;
use serde_json::{Value, json};

use crate::pushes::Pushed;
use crate::site::{Refused, Site, empty, json, parameter, with};
use crate::vault;

/// How many devices one request may be about.
const DEVICES: usize = 1000;
/// How many commands are shown, the last ones.
const SHOWN: usize = 1000;

/// The answer to an order or a push.
#[derive(Default, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    status: BTreeMap<String, Outcome>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    no_push: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    command_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    push_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command_uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_type: Option<String>,
}

/// What came of it for one device.
#[derive(Default, Serialize)]
struct Outcome {
    /// APNs' name of the push.
    #[serde(skip_serializing_if = "Option::is_none")]
    push_result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    push_error: Option<String>,
    /// Why no push went out now, although nothing is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    push_later: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command_error: Option<String>,
    /// Why the device or its terms refuse the command.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// What could surprise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hazards: Vec<String>,
}

impl Site {
    /// `PUT /v1/enqueue/ID,ID…`: one command for these devices. With `nopush` no push is sent for it: it goes out when the
    /// device comes for another reason.
    pub(crate) async fn enqueue(
        &self,
        ids: &str,
        query: Option<&str>,
        body: &[u8],
    ) -> Result<Response<Full<Bytes>>, Refused> {
        let no_push = parameter(query, "nopush").is_some_and(|value| !value.is_empty());
        let mut answer = Answer { no_push, ..Answer::default() };
        let read = Command::decode(body, &mdm_plist::Limits::default()).map_err(|error| error.to_string());
        let (command, ids) = match read.and_then(|command| Ok((command, split(ids)?))) {
            Ok(read) => read,
            Err(error) => {
                answer.command_error = Some(error);
                return Ok(json(StatusCode::BAD_REQUEST, &answer));
            }
        };
        answer.command_uuid = Some(command.uuid.as_str().to_owned());
        answer.request_type = Some(command.request.request_type().to_owned());
        let waking = if no_push { Waking::Quiet } else { Waking::Wakes };
        let order = Order::new(command).on(Terms { waking, ..Terms::default() });
        let (runner, actor) = (self.runner(), api());
        let mut waiting = Vec::new();
        for id in ids {
            let outcome = match record(id) {
                None => Outcome::refused("not the identifier of an enrollment"),
                Some(key) => {
                    let asked = (!no_push).then(|| self.pushes().ask(&key));
                    match runner.order(&key, &actor, std::slice::from_ref(&order), SystemTime::now()).await {
                        Ok(ordered) => {
                            waiting.extend(asked.map(|asked| (id, asked)));
                            let hazards = ordered.hazards.found.iter().map(ToString::to_string).collect();
                            Outcome { hazards, ..Outcome::default() }
                        }
                        Err(error) => Outcome::of(&error),
                    }
                }
            };
            answer.status.insert(id.to_owned(), outcome);
        }
        self.pushes().owe();
        let pushes =
            waiting.into_iter().map(|(id, asked)| async move { (id, self.pushes().wait(asked).await) });
        for (id, pushed) in all(pushes).await {
            answer.status.entry(id.to_owned()).or_default().note(pushed);
        }
        Ok(json(answer.status(), &answer))
    }

    /// `/v1/push/ID,ID…`: wakes these devices, whether or not there is something for them.
    pub(crate) async fn push(&self, ids: &str) -> Response<Full<Bytes>> {
        let mut answer = Answer::default();
        let ids = match split(ids) {
            Ok(ids) => ids,
            Err(error) => {
                answer.push_error = Some(error);
                return json(StatusCode::BAD_REQUEST, &answer);
            }
        };
        let pushes = ids.into_iter().map(|id| async move {
            let pushed = match record(id) {
                Some(key) => self.pushes().push_now(&key).await,
                None => Pushed::Failed("not the identifier of an enrollment".to_owned()),
            };
            (id, pushed)
        });
        for (id, pushed) in all(pushes).await {
            answer.status.entry(id.to_owned()).or_default().note(pushed);
        }
        json(answer.status(), &answer)
    }

    /// `PUT /v1/release/ID,ID…`: gives up enrollments whose devices left without a word, so that they may come back by
    /// another invitation.
    pub(crate) async fn release(&self, ids: &str) -> Response<Full<Bytes>> {
        let mut answer = Answer::default();
        let ids = match split(ids) {
            Ok(ids) => ids,
            Err(error) => {
                answer.command_error = Some(error);
                return json(StatusCode::BAD_REQUEST, &answer);
            }
        };
        for id in ids {
            let outcome = match record(id) {
                None => Outcome::refused("not the identifier of an enrollment"),
                Some(key) => {
                    let actor = api();
                    match self.runner().release(&key, &actor, SystemTime::now()).await {
                        Ok(()) => Outcome::default(),
                        Err(error) => Outcome::of(&error),
                    }
                }
            };
            answer.status.insert(id.to_owned(), outcome);
        }
        json(answer.status(), &answer)
    }

    /// `PUT /v1/pushcert`: PEM with the push certificate and its key. Devices enroll with its topic from now on.
    pub(crate) async fn keep_push_certificate(&self, body: &[u8]) -> Result<Response<Full<Bytes>>, Refused> {
        let certificate = match KeyPair::from_bytes(body).and_then(|key| PushCertificate::new(key, body)) {
            Ok(certificate) if certificate.certificate().not_after() <= SystemTime::now() => {
                return Ok(json(StatusCode::BAD_REQUEST, &json!({ "error": "the certificate has expired" })));
            }
            Ok(certificate) => certificate,
            Err(error) => return Ok(json(StatusCode::BAD_REQUEST, &json!({ "error": error.to_string() }))),
        };
        let Ok(topic) = vault::topic(&certificate) else {
            return Ok(json(StatusCode::BAD_REQUEST, &json!({ "error": "the topic cannot be used" })));
        };
        if let Err(error) = self.vault.keep_push_certificate(&certificate, api(), SystemTime::now()).await {
            let refused = match error.downcast_ref() {
                Some(mdm_store::Error::Credential(fault @ Fault::NotRenewed)) => fault.to_string(),
                _ => return Err(error.into()),
            };
            return Ok(json(StatusCode::CONFLICT, &json!({ "error": refused })));
        }
        self.hear().await?;
        let others: Vec<_> = self.folder.topics()?.into_iter().filter(|other| *other != topic).collect();
        self.enroll_with(&[&[topic.clone()][..], &others].concat())?;
        let mut answer = about(certificate.certificate(), &topic)?;
        if let Some(note) = note(&others) {
            answer["note"] = note.into();
        }
        Ok(json(StatusCode::OK, &answer))
    }

    /// `GET /v1/pushcert?topic=TOPIC`: until when a push certificate lasts; without a topic, the one that devices enroll
    /// with.
    pub(crate) async fn show_push_certificate(
        &self,
        query: Option<&str>,
    ) -> Result<Response<Full<Bytes>>, Refused> {
        let topics = self.folder.topics()?;
        let topic = match parameter(query, "topic") {
            Some(topic) => topics.iter().find(|known| known.as_str() == topic),
            None => topics.first(),
        };
        let found = match topic {
            Some(topic) => self.vault.push_certificate(topic.as_str()).await?.map(|found| (found, topic)),
            None => None,
        };
        match found {
            Some((found, topic)) => Ok(json(StatusCode::OK, &about(found.certificate(), topic)?)),
            None => {
                Ok(json(StatusCode::NOT_FOUND, &json!({ "error": "no push certificate for this topic" })))
            }
        }
    }

    /// `GET /v1/enrollments`: the identifiers of the devices, those that left included, 1000 at a time; with `?after=` the
    /// next ones.
    pub(crate) async fn enrollments(&self, query: Option<&str>) -> Result<Response<Full<Bytes>>, Refused> {
        let after = parameter(query, "after").and_then(record);
        let mut ids = BTreeSet::new();
        for topic in self.folder.topics()? {
            let link = Link { kind: LinkKind::Topic, value: topic.as_str().into() };
            let keys = self.store().find(&link, after.as_ref(), SHOWN).await?;
            ids.extend(keys.iter().filter_map(|key| key.as_str().strip_prefix("device/").map(str::to_owned)));
        }
        // Of several topics the first ones of all: the next page begins behind them.
        let ids: Vec<_> = ids.into_iter().take(SHOWN).collect();
        Ok(json(StatusCode::OK, &json!({ "enrollments": ids })))
    }

    /// `GET /v1/commands/ID`: what was ordered, what came of it, and why the rest waits.
    pub(crate) async fn commands(&self, id: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let Some(key) = record(id) else { return Ok(empty(StatusCode::NOT_FOUND)) };
        let (runner, now) = (self.runner(), SystemTime::now());
        let Some(channel) = runner.channel(&key).await? else { return Ok(empty(StatusCode::NOT_FOUND)) };
        let mut rows = Vec::new();
        loop {
            let after = rows.last().map(|row: &mdm_enrollment::row::CommandRow| row.seq);
            let page = self.store().commands(&key, after, SHOWN).await?;
            let is_last = page.len() < SHOWN;
            rows.extend(page);
            rows.drain(..rows.len().saturating_sub(SHOWN));
            if is_last {
                break;
            }
        }
        let rules = runner.rules();
        let mut commands = Vec::new();
        for row in &rows {
            let entry = entry(row)?;
            let mut shown = json!({
                "seq": entry.seq,
                "command_uuid": entry.uuid.as_str(),
                "request_type": entry.command,
                "state": entry.state.to_string(),
            });
            if let Some(outcome) = &entry.outcome {
                shown["outcome"] = Value::String(said(outcome));
            }
            if let Some(why) = channel.explain(&entry.uuid, &rules, now) {
                shown["why"] = Value::String(why.to_string());
            }
            commands.push(shown);
        }
        let stage = format!("{:?}", channel.stage());
        Ok(json(StatusCode::OK, &json!({ "stage": stage, "commands": commands })))
    }

    /// `GET /v1/commands/ID/SEQ`: the report in which the device answered.
    pub(crate) async fn result(&self, id: &str, seq: &str) -> Result<Response<Full<Bytes>>, Refused> {
        let (Some(key), Ok(seq)) = (record(id), seq.parse()) else { return Ok(empty(StatusCode::NOT_FOUND)) };
        match self.runner().payload(&response_name(&key, seq)).await? {
            Some(report) => Ok(with(StatusCode::OK, Some("application/xml"), report)),
            None => Ok(empty(StatusCode::NOT_FOUND)),
        }
    }
}

impl Answer {
    /// As NanoMDM says it: all well, some not, none.
    fn status(&self) -> StatusCode {
        let failed = self.status.values().filter(|outcome| outcome.has_failed()).count();
        match failed {
            0 => StatusCode::OK,
            failed if failed < self.status.len() => StatusCode::MULTI_STATUS,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Outcome {
    fn refused(why: &str) -> Self {
        Self { command_error: Some(why.to_owned()), ..Self::default() }
    }

    fn of(error: &RunError) -> Self {
        use mdm_enrollment::Error::{Denied, NotAllowed, OriginChanged};
        let reasons = match error {
            RunError::Refused(NotAllowed { refusals }) => {
                refusals.iter().map(|(_, refusal)| refusal.to_string()).collect()
            }
            RunError::Refused(Denied { denials }) => {
                denials.iter().map(|(_, denial)| denial.to_string()).collect()
            }
            RunError::Refused(OriginChanged { refusals }) => {
                refusals.iter().map(|(_, refusal)| refusal.to_string()).collect()
            }
            _ => Vec::new(),
        };
        Self { reasons, ..Self::refused(&error.to_string()) }
    }

    fn note(&mut self, pushed: Pushed) {
        match pushed {
            Pushed::Accepted(id) => self.push_result = Some(id),
            Pushed::Later(why) => self.push_later = Some(why),
            Pushed::Failed(why) => self.push_error = Some(why),
        }
    }

    fn has_failed(&self) -> bool {
        self.command_error.is_some() || self.push_error.is_some()
    }
}

/// How a command ended, where its state alone does not say.
fn said(outcome: &mdm_enrollment::Outcome) -> String {
    use mdm_enrollment::Outcome::{Cancelled, Error, Refused, SupersededBy, Unreadable};
    match outcome {
        Error { code, domain } => format!("{domain} {code}"),
        Unreadable { size, error, .. } => format!("{size} bytes that cannot be read: {error}"),
        Cancelled(reason) => format!("{reason:?}"),
        SupersededBy(seq) => format!("by the command {seq}"),
        Refused(why) => why.to_string(),
        other => format!("{other:?}"),
    }
}

/// Who has the API key, as the audit trail names it.
pub(crate) fn api() -> Actor {
    Actor::administrator("api")
}

/// The record of a device.
pub(crate) fn record(id: &str) -> Option<RecordKey> {
    let id = EnrollmentId::new(id).ok()?;
    RecordKey::new(&format!("device/{}", id.as_str()))
}

/// Each once, in their order.
fn split(ids: &str) -> Result<Vec<&str>, String> {
    let mut seen = BTreeSet::new();
    let ids: Vec<_> = ids.split(',').filter(|id| seen.insert(*id)).collect();
    if ids.len() > DEVICES { Err(format!("more than {DEVICES} devices at once")) } else { Ok(ids) }
}

/// Whether a profile is an enrollment profile.
pub(crate) fn enrolls(profile: &[u8]) -> bool {
    matches!(MdmPayload::find(profile), Ok(Some(_)))
}

fn about(certificate: &Certificate, topic: &Topic) -> Result<Value> {
    let not_after = certificate.not_after().duration_since(UNIX_EPOCH)?.as_secs();
    Ok(json!({ "topic": topic.as_str(), "not_after": rfc3339(not_after) }))
}

/// A push certificate wakes the devices of its own topic alone.
fn note(others: &[Topic]) -> Option<String> {
    let named: Vec<_> = others.iter().map(Topic::as_str).collect();
    let named = (!named.is_empty()).then(|| named.join(", "))?;
    Some(format!(
        "new devices enroll with this topic; those of {named} are not woken with this certificate: go on renewing theirs"
    ))
}

/// Seconds since 1970 as RFC 3339 writes them.
pub(crate) fn rfc3339(secs: u64) -> String {
    // Howard Hinnant, chrono-compatible low-level date algorithms: years that begin in March end with the leap day.
    let (days, rest) = (secs / 86_400, secs % 86_400);
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Runs them together, and gives what came of each in their order.
async fn all<'a, F>(pushes: impl Iterator<Item = F>) -> Vec<(&'a str, Pushed)>
where
    F: Future<Output = (&'a str, Pushed)>,
{
    let mut pushes: Vec<_> = pushes.map(|push| (Box::pin(push), None)).collect();
    std::future::poll_fn(|context| {
        let mut waits = false;
        for (push, done) in &mut pushes {
            if done.is_none() {
                match push.as_mut().poll(context) {
                    std::task::Poll::Ready(pushed) => *done = Some(pushed),
                    std::task::Poll::Pending => waits = true,
                }
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    pushes.into_iter().filter_map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_rfc_3339_does() {
        let check = |secs, expected: &str| assert_eq!(rfc3339(secs), expected);
        check(0, "1970-01-01T00:00:00Z");
        check(951_782_399, "2000-02-28T23:59:59Z");
        check(951_782_400, "2000-02-29T00:00:00Z");
        check(951_868_800, "2000-03-01T00:00:00Z");
        check(1_767_758_686, "2026-01-07T04:04:46Z");
        check(4_107_542_400, "2100-03-01T00:00:00Z");
    }

    #[test]
    fn another_topic_is_no_successor() {
        assert_eq!(note(&[]), None);
        let old = note(&[Topic::new("com.apple.mgmt.old").unwrap()]).unwrap();
        assert!(old.contains("those of com.apple.mgmt.old are not woken"), "{old}");
    }

    #[test]
    fn identifiers_are_split_once_each() {
        assert_eq!(split("b,a,b").unwrap(), ["b", "a"]);
        assert_eq!(split("a,,").unwrap(), ["a", ""]);
        let many: Vec<_> = (0..=DEVICES).map(|n| n.to_string()).collect();
        assert!(split(&many.join(",")).is_err());
        assert!(record("").is_none() && record("a/b").is_none() && record("a b").is_none());
        assert_eq!(record("UDID-1").unwrap().as_str(), "device/UDID-1");
    }
}
