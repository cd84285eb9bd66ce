//! Declarative management: what the phone was declared to be, fetched piece by piece, and what it reports of it.
//!
//! Source: Apple, Integrating declarative management; Declarative Management; the schema of its protocol, declarations
//! `activation.simple`, `asset.data`, `configuration.legacy` (read 2026-08).

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use plist::{Dictionary, Value as Plist};
use serde_json::{Value, json};

use super::device::Device;
use super::enrollment::{Management, Owed};
use super::event::{Event, Purpose, Request, RequestId, Response};
use super::{Error, Phone, Profile};

/// One declaration on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declaration {
    /// `activation`, `configuration`, `asset` or `management`.
    pub kind: String,
    /// `ServerToken`.
    pub server_token: String,
    /// What came, in JSON.
    pub json: String,
    /// Why it cannot be used: the `Code` that the phone reports.
    pub error: Option<&'static str>,
    /// The asset or profile that it names, once it was fetched and found to be what was promised.
    pub data: Option<Vec<u8>>,
    /// `PayloadIdentifier` of the profile that it installed.
    pub profile: Option<String>,
}

/// Everything declarative of one management relationship.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Declarations {
    have: BTreeMap<String, Declaration>,
    token: Option<String>,
    job: Option<Job>,
    /// Synchronize when the present job is done.
    wanted: Option<Want>,
    report: bool,
    reported: bool,
    pub(crate) owed: Owed,
}

/// Where a synchronization begins.
#[derive(Clone, Copy, PartialEq)]
enum Want {
    Tokens,
    Items,
}

/// A synchronization that is under way.
#[derive(Clone, PartialEq)]
struct Job {
    token: String,
    listed: BTreeSet<String>,
    /// Kind and identifier.
    fetch: Vec<(String, String)>,
}

/// What is asked next.
enum Step {
    Tokens,
    Items,
    Declaration(String, String),
    /// Of which declaration, from where.
    Data(String, String),
    Status,
}

impl Phone {
    /// The declarations on it, by identifier.
    #[must_use]
    pub fn declarations(&self) -> &BTreeMap<String, Declaration> {
        &self.device.declarations.have
    }

    /// Whether everything declared was fetched and reported.
    #[must_use]
    pub fn is_synchronized(&self) -> bool {
        self.device.declarations.step().is_none()
    }

    /// The next request of a synchronization, if there is one.
    pub(super) fn declarative_request(&self, management: &Management) -> Result<Option<Request>, Error> {
        let declarations = &self.device.declarations;
        let Some(step) = declarations.step() else { return Ok(None) };
        let (endpoint, data) = match step {
            Step::Tokens => ("tokens".to_owned(), None),
            Step::Items => ("declaration-items".to_owned(), None),
            Step::Declaration(kind, identifier) => (format!("declaration/{kind}/{identifier}"), None),
            Step::Status => ("status".to_owned(), Some(declarations.status().to_string().into_bytes())),
            Step::Data(_, url) => {
                let (id, purpose, headers) = (RequestId(0), Purpose::Asset, Vec::new());
                return Ok(Some(Request { id, purpose, method: "GET", url, headers, body: Vec::new() }));
            }
        };
        let mut message = Dictionary::new();
        message.insert("MessageType".into(), "DeclarativeManagement".into());
        message.insert("UDID".into(), self.config.udid.as_str().into());
        message.insert("Endpoint".into(), endpoint.into());
        if let Some(data) = data {
            message.insert("Data".into(), Plist::Data(data));
        }
        self.signed_request(Purpose::Declarative, management, message).map(Some)
    }

    /// A request of a synchronization was answered.
    pub(super) fn take_declarative_response(
        &mut self,
        purpose: Purpose,
        response: &Response<'_>,
        now: SystemTime,
    ) {
        if let Some(reason) = self.told_to_leave(response) {
            return self.leave(purpose, response.status, reason);
        }
        let Some(step) = self.device.declarations.step() else { return };
        let taken = match (&step, response.status) {
            (_, 200) => self.take_step(step, response, now),
            // A declaration that is not there is removed, an asset that is not there is reported.
            (Step::Declaration(_, identifier), 404) => {
                if let Some(job) = &mut self.device.declarations.job {
                    job.fetch.pop();
                }
                remove(&mut self.device, identifier);
                self.end_job();
                true
            }
            (Step::Data(identifier, _), 404) => {
                self.device.declarations.failed(identifier, "Error.AssetCannotBeDownloaded");
                true
            }
            _ => false,
        };
        let status = Some(response.status);
        if taken {
            self.device.declarations.owed.want();
            if self.device.declarations.step().is_none() {
                self.device.declarations.owed.settle();
                self.emit(Event::Synchronized);
            }
        } else {
            let retry_at = self.device.declarations.owed.back_off(now, &self.config.retry);
            self.emit(Event::DeliveryFailed { purpose, status, retry_at });
        }
    }

    /// Says whether the answer could be used.
    fn take_step(&mut self, step: Step, response: &Response<'_>, now: SystemTime) -> bool {
        let read = || serde_json::from_slice::<Value>(response.body).ok();
        match step {
            Step::Tokens => {
                let Some(json) = read() else { return false };
                let Some(token) = text(&json, "/SyncTokens/DeclarationsToken") else { return false };
                let declarations = &mut self.device.declarations;
                declarations.wanted = (declarations.token.as_ref() != Some(&token)).then_some(Want::Items);
                true
            }
            Step::Items => {
                let Some(job) = read().and_then(|items| self.device.declarations.plan(&items)) else {
                    return false;
                };
                self.device.declarations.wanted = None;
                self.device.declarations.job = Some(job);
                self.end_job();
                true
            }
            Step::Declaration(kind, identifier) => {
                let Some(json) = read() else { return false };
                let Some(server_token) = text(&json, "/ServerToken") else { return false };
                if text(&json, "/Identifier").as_ref() != Some(&identifier) {
                    return false;
                }
                // The profile of the former revision goes when the new one comes.
                let before = self.device.declarations.have.remove(&identifier);
                let profile = before.and_then(|before| before.profile);
                let json = json.to_string();
                let declaration = Declaration { kind, server_token, json, error: None, data: None, profile };
                self.device.declarations.have.insert(identifier, declaration);
                if let Some(job) = &mut self.device.declarations.job {
                    job.fetch.pop();
                }
                self.end_job();
                true
            }
            Step::Data(identifier, _) => {
                self.take_data(&identifier, response, now);
                true
            }
            Step::Status => {
                self.device.declarations.report = false;
                self.device.declarations.reported = true;
                true
            }
        }
    }

    /// When everything is fetched, what is not listed goes.
    fn end_job(&mut self) {
        let Some(job) = self.device.declarations.job.take_if(|job| job.fetch.is_empty()) else { return };
        let have = self.device.declarations.have.keys();
        let gone: Vec<String> = have.filter(|name| !job.listed.contains(*name)).cloned().collect();
        gone.iter().for_each(|identifier| remove(&mut self.device, identifier));
        self.device.declarations.token = Some(job.token);
        self.device.declarations.report = true;
    }

    fn take_data(&mut self, identifier: &str, response: &Response<'_>, now: SystemTime) {
        let Some(declaration) = self.device.declarations.have.get(identifier) else { return };
        let payload = declaration.payload();
        let bytes = response.body.to_vec();
        if payload.get("ProfileURL").is_some() {
            let Ok(profile) = Profile::read(&bytes, &self.config.system_roots, now) else {
                return self.device.declarations.failed(identifier, "Error.ConfigurationCannotBeApplied");
            };
            let name = profile.identifier().to_owned();
            let before = declaration.profile.clone().filter(|before| *before != name);
            if let Some(before) = before {
                self.device.remove_profile(&before);
            }
            self.device.install_profile(profile.into_managed());
            self.device.declarations.done(identifier, bytes, Some(name));
            return;
        }
        // Type, size and hash are those of the reference.
        let reference = payload.get("Reference").unwrap_or(&Value::Null);
        let kind = text(reference, "/ContentType");
        let hash: String = openssl::sha::sha256(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let is_right = reference.get("Size").and_then(Value::as_u64) == u64::try_from(bytes.len()).ok()
            && kind.as_deref() == response.content_type
            && text(reference, "/Hash-SHA-256") == Some(hash);
        if is_right {
            self.device.declarations.done(identifier, bytes, None);
        } else {
            self.device.declarations.failed(identifier, "Error.AssetCannotBeVerified");
        }
    }
}

impl Declaration {
    fn payload(&self) -> Value {
        let json: Value = serde_json::from_str(&self.json).unwrap_or_default();
        json.get("Payload").cloned().unwrap_or_default()
    }

    /// Where its asset or profile is, if it names one that was not fetched yet.
    fn wants(&self) -> Option<String> {
        if self.data.is_some() || self.error.is_some() {
            return None;
        }
        let payload = self.payload();
        let url = payload.get("ProfileURL").or_else(|| payload.get("Reference")?.get("DataURL"));
        url?.as_str().map(str::to_owned)
    }
}

impl Declarations {
    /// The command came: the first one turns declarative management on, later ones start a synchronization.
    pub(crate) fn begin(&mut self, data: Option<&[u8]>) {
        let tokens: Option<Value> = data.and_then(|data| serde_json::from_slice(data).ok());
        match tokens.and_then(|tokens| text(&tokens, "/SyncTokens/DeclarationsToken")) {
            Some(token) if self.token.as_ref() == Some(&token) => {}
            Some(_) => self.wanted = Some(Want::Items),
            None => self.wanted = Some(Want::Tokens),
        }
        if self.step().is_some() {
            self.owed.want();
        }
    }

    fn step(&self) -> Option<Step> {
        if let Some((kind, identifier)) = self.job.as_ref().and_then(|job| job.fetch.last()) {
            return Some(Step::Declaration(kind.clone(), identifier.clone()));
        }
        match self.wanted {
            Some(Want::Tokens) => return Some(Step::Tokens),
            Some(Want::Items) => return Some(Step::Items),
            None => {}
        }
        let data = self
            .have
            .iter()
            .find_map(|(identifier, declaration)| Some(Step::Data(identifier.clone(), declaration.wants()?)));
        data.or_else(|| self.report.then_some(Step::Status))
    }

    fn plan(&self, items: &Value) -> Option<Job> {
        let token = text(items, "/DeclarationsToken")?;
        let (mut listed, mut fetch) = (BTreeSet::new(), Vec::new());
        for (kind, list) in KINDS {
            for item in items.get("Declarations")?.get(list)?.as_array()? {
                let (name, token) = (text(item, "/Identifier")?, text(item, "/ServerToken")?);
                listed.insert(name.clone());
                if self.have.get(&name).is_none_or(|had| had.kind != kind || had.server_token != token) {
                    fetch.push((kind.to_owned(), name));
                }
            }
        }
        Some(Job { token, listed, fetch })
    }

    fn done(&mut self, identifier: &str, data: Vec<u8>, profile: Option<String>) {
        if let Some(declaration) = self.have.get_mut(identifier) {
            declaration.data = Some(data);
            declaration.profile = profile;
        }
    }

    fn failed(&mut self, identifier: &str, code: &'static str) {
        if let Some(declaration) = self.have.get_mut(identifier) {
            declaration.error = Some(code);
        }
    }

    /// A StatusReport: everything the first time.
    ///
    /// Predicates are taken to hold. A configuration is active when an activation names it, an asset when it is there.
    fn status(&self) -> Value {
        let payloads = self.have.values().map(Declaration::payload);
        let named = payloads.filter_map(|payload| payload.get("StandardConfigurations")?.as_array().cloned());
        let activated: BTreeSet<String> =
            named.flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect();
        let state = |(identifier, declaration): (&String, &Declaration)| {
            let active = declaration.kind != "configuration" || activated.contains(identifier);
            let (valid, reasons) = match declaration.error {
                Some(code) => ("invalid", json!([{ "code": code }])),
                None => ("valid", json!([])),
            };
            json!({ "identifier": identifier, "server-token": declaration.server_token, "valid": valid,
                "active": active && declaration.error.is_none(), "reasons": reasons })
        };
        let states = |kind: &str| -> Vec<Value> {
            self.have.iter().filter(|(_, declaration)| declaration.kind == kind).map(state).collect()
        };
        let declarations = json!({
            "activations": states("activation"), "configurations": states("configuration"),
            "assets": states("asset"), "management": states("management"),
        });
        let items = json!({ "management": { "declarations": declarations } });
        if self.reported {
            json!({ "Errors": [], "StatusItems": items })
        } else {
            json!({ "Errors": [], "StatusItems": items, "FullReport": true })
        }
    }
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

fn remove(device: &mut Device, identifier: &str) {
    let gone = device.declarations.have.remove(identifier);
    if let Some(profile) = gone.and_then(|gone| gone.profile) {
        device.remove_profile(&profile);
    }
}

const KINDS: [(&str, &str); 4] = [
    ("activation", "Activations"),
    ("configuration", "Configurations"),
    ("asset", "Assets"),
    ("management", "Management"),
];
