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
use super::{Error, Phone, PhoneConfig, Profile};

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

    /// The declarations of whoever is logged in.
    #[must_use]
    pub fn user_declarations(&self) -> Option<&BTreeMap<String, Declaration>> {
        self.user.as_ref().map(|user| &user.body.declarations.have)
    }

    /// Whether everything declared was fetched and reported, for the phone and for who is logged in.
    #[must_use]
    pub fn is_synchronized(&self) -> bool {
        let user = self.user.as_ref().map(|user| &user.body);
        user.into_iter().chain([&self.device]).all(|body| body.declarations.step().is_none())
    }

    /// What a request of a synchronization is about: the phone, or what is the user's alone.
    pub(super) fn declared(&mut self, purpose: Purpose) -> Option<&mut Device> {
        if purpose.is_users() {
            self.user.as_mut().map(|user| &mut user.body)
        } else {
            Some(&mut self.device)
        }
    }

    /// The next request of a synchronization, if there is one. `purpose` says whose it is.
    pub(super) fn declarative_request(
        &self,
        management: &Management,
        purpose: Purpose,
    ) -> Result<Option<Request>, Error> {
        let user = self.user.as_ref().filter(|_| purpose.is_users());
        let declarations = user.map_or(&self.device.declarations, |user| &user.body.declarations);
        let Some(step) = declarations.step() else { return Ok(None) };
        let (endpoint, data) = match step {
            Step::Tokens => ("tokens".to_owned(), None),
            Step::Items => ("declaration-items".to_owned(), None),
            Step::Declaration(kind, identifier) => (format!("declaration/{kind}/{identifier}"), None),
            Step::Status => ("status".to_owned(), Some(declarations.status().to_string().into_bytes())),
            Step::Data(_, url) => {
                let purpose = if purpose.is_users() { Purpose::UserAsset } else { Purpose::Asset };
                let (id, headers) = (RequestId(0), Vec::new());
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
        if let Some(user) = user {
            user.name(&mut message);
        }
        self.signed_request(purpose, management, message).map(Some)
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
        let Some(step) = self.declared(purpose).and_then(|body| body.declarations.step()) else { return };
        let taken = match (&step, response.status) {
            (_, 200) => self.take_step(purpose, step, response, now),
            // A declaration that is not there is removed, an asset that is not there is reported.
            (Step::Declaration(_, identifier), 404) => {
                let Some(body) = self.declared(purpose) else { return };
                if let Some(job) = &mut body.declarations.job {
                    job.fetch.pop();
                }
                remove(body, identifier);
                end_job(body);
                true
            }
            (Step::Data(identifier, _), 404) => {
                let Some(body) = self.declared(purpose) else { return };
                body.declarations.failed(identifier, "Error.AssetCannotBeDownloaded");
                true
            }
            _ => false,
        };
        let (status, retry) = (Some(response.status), self.config.retry);
        let Some(body) = self.declared(purpose) else { return };
        if !taken {
            let retry_at = body.declarations.owed.back_off(now, &retry);
            return self.emit(Event::DeliveryFailed { purpose, status, retry_at });
        }
        body.declarations.owed.want();
        if body.declarations.step().is_none() {
            body.declarations.owed.settle();
            self.emit(Event::Synchronized);
        }
    }

    /// Says whether the answer could be used.
    fn take_step(&mut self, purpose: Purpose, step: Step, response: &Response<'_>, now: SystemTime) -> bool {
        let config = &self.config;
        let body = match &mut self.user {
            Some(user) if purpose.is_users() => &mut user.body,
            _ => &mut self.device,
        };
        let read = || serde_json::from_slice::<Value>(response.body).ok();
        match step {
            Step::Tokens => {
                let Some(json) = read() else { return false };
                let Some(token) = text(&json, "/SyncTokens/DeclarationsToken") else { return false };
                let declarations = &mut body.declarations;
                declarations.wanted = (declarations.token.as_ref() != Some(&token)).then_some(Want::Items);
                true
            }
            Step::Items => {
                let Some(job) = read().and_then(|items| body.declarations.plan(&items)) else {
                    return false;
                };
                body.declarations.wanted = None;
                body.declarations.job = Some(job);
                end_job(body);
                true
            }
            Step::Declaration(kind, identifier) => {
                let Some(json) = read() else { return false };
                let Some(server_token) = text(&json, "/ServerToken") else { return false };
                if text(&json, "/Identifier").as_ref() != Some(&identifier) {
                    return false;
                }
                // The profile of the former revision goes when the new one comes.
                let before = body.declarations.have.remove(&identifier);
                let profile = before.and_then(|before| before.profile);
                let json = json.to_string();
                let declaration = Declaration { kind, server_token, json, error: None, data: None, profile };
                body.declarations.have.insert(identifier, declaration);
                if let Some(job) = &mut body.declarations.job {
                    job.fetch.pop();
                }
                end_job(body);
                true
            }
            Step::Data(identifier, _) => {
                take_data(body, &identifier, response, config, now);
                true
            }
            Step::Status => {
                body.declarations.report = false;
                body.declarations.reported = true;
                true
            }
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

/// When everything is fetched, what is not listed goes.
fn end_job(body: &mut Device) {
    let Some(job) = body.declarations.job.take_if(|job| job.fetch.is_empty()) else { return };
    let have = body.declarations.have.keys();
    let gone: Vec<String> = have.filter(|name| !job.listed.contains(*name)).cloned().collect();
    gone.iter().for_each(|identifier| remove(body, identifier));
    body.declarations.token = Some(job.token);
    body.declarations.report = true;
}

fn take_data(
    body: &mut Device,
    identifier: &str,
    response: &Response<'_>,
    config: &PhoneConfig,
    now: SystemTime,
) {
    let Some(declaration) = body.declarations.have.get(identifier) else { return };
    let payload = declaration.payload();
    let bytes = response.body.to_vec();
    if payload.get("ProfileURL").is_some() {
        let Ok(profile) = Profile::read(&bytes, &config.system_roots, now) else {
            return body.declarations.failed(identifier, "Error.ConfigurationCannotBeApplied");
        };
        let name = profile.identifier().to_owned();
        let before = declaration.profile.clone().filter(|before| *before != name);
        if let Some(before) = before {
            body.remove_profile(&before);
        }
        body.install_profile(profile.into_managed());
        body.declarations.done(identifier, bytes, Some(name));
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
        body.declarations.done(identifier, bytes, None);
    } else {
        body.declarations.failed(identifier, "Error.AssetCannotBeVerified");
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
