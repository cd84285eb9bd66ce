//! What some bytes are, and what is in them.

use mdm_apple::declarations::{DeclarationItemsResponse, StatusItem, StatusReport, TokensResponse};
use mdm_apple::support::{self, DeviceFacts, Refusal};
use mdm_apple::{
    AppManifest, Body, CheckIn, Command, EnrollmentIdentity, EnrollmentKeys, Error, ErrorChainItem,
    EssoDocument, Extra, IdentityKind, Limits, MachineInfo, Message, PasswordHashDocument, Report, Request,
    RequestVisitor, ServiceDiscovery, TypedRequest, Value,
};
use mdm_pki::Recipient;
use mdm_plist::{Format, Options};
use mdm_profile::ForeignProfile;
use serde::Serialize;

use super::shown::{Mode, Shown};

/// What is wanted of every file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    pub(crate) limits: Limits,
    /// The device to hold it against.
    pub(crate) facts: Option<DeviceFacts>,
    /// The request type that reports answer.
    pub(crate) answers: Option<String>,
    /// The request that detached signatures are for.
    pub(crate) body: Option<Vec<u8>>,
    /// Whose encrypted profiles are opened.
    pub(crate) device: Option<Recipient>,
}

/// A file that was recognized.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// What it is.
    pub(crate) title: String,
    pub(crate) notes: Vec<String>,
    /// Its content, in parts with a heading each; the first needs none.
    pub(crate) parts: Vec<(String, Shown)>,
    /// Why the device of the wishes would refuse it; `None` when nothing was held against it.
    pub(crate) refusals: Option<Vec<Refusal>>,
}

/// Recognizes bytes, or says what is wrong with them and where.
pub(crate) fn examine(bytes: &[u8], wishes: &Wishes) -> Result<Document, String> {
    if let Some(document) = super::sealed::open(bytes, wishes) {
        return Ok(document);
    }
    let limits = &wishes.limits;
    if Format::sniff(bytes) == Some(Format::Binary) {
        let options = Options::from(limits).with_format(Format::Binary);
        let value: Value = mdm_plist::from_slice_with(bytes, options)
            .map_err(|error| Error::Unreadable(error).to_string())?;
        let xml = mdm_plist::to_vec(&value).map_err(|error| error.to_string())?;
        // XML is longer than binary, and was not sent.
        let limits = limits.with_bytes(usize::MAX);
        let mut document = recognize(&xml, &Wishes { limits, ..wishes.clone() })
            .map_err(|error| format!("after conversion from binary: {error}"))?;
        document.notes.insert(0, "a binary property list, which a server refuses".to_owned());
        return Ok(document);
    }
    recognize(bytes, wishes)
}

fn recognize(bytes: &[u8], wishes: &Wishes) -> Result<Document, String> {
    match Message::decode(bytes, &wishes.limits) {
        Ok(Message::CheckIn(message)) => check_in(&message, wishes),
        Ok(Message::Report(message)) => report(&message, wishes),
        Ok(Message::Command(message)) => command(&message, wishes),
        Ok(Message::ErrorBody(body)) => Document::of("body of an answer 403", &body),
        Ok(Message::Profile(keys)) => profile(&keys, wishes),
        Ok(Message::Declaration(declaration)) => {
            let mut document =
                Document::of(&format!("declaration {}", declaration.payload.name()), &*declaration)?;
            document.refusals = wishes.facts.as_ref().map(|facts| declaration.validate(facts));
            Ok(document)
        }
        Ok(Message::StatusReport(message)) => status_report(&message, wishes),
        Ok(_) | Err(Error::NoMessage) => document(bytes, wishes),
        Err(error) => Err(told(&error, bytes)),
    }
}

impl Document {
    fn of(title: &str, content: &impl Serialize) -> Result<Self, String> {
        let parts = vec![(String::new(), Shown::new(content, Mode::Typed)?)];
        Ok(Self { title: title.to_owned(), parts, ..Self::default() })
    }

    /// Takes in what is inside of it; that it cannot be read is no failure of the whole.
    fn take_in(&mut self, heading: &str, inner: Result<Self, String>) {
        match inner {
            Ok(inner) => {
                self.notes.extend(inner.notes.into_iter().map(|note| format!("{heading}: {note}")));
                for (number, (inner_heading, shown)) in inner.parts.into_iter().enumerate() {
                    let name = if number == 0 { &inner.title } else { &inner_heading };
                    self.parts.push((format!("{heading}: {name}"), shown));
                }
                if let Some(refusals) = inner.refusals {
                    self.refusals.get_or_insert_default().extend(refusals);
                }
            }
            Err(error) => self.notes.push(format!("{heading}: {error}")),
        }
    }
}

fn check_in(message: &CheckIn, wishes: &Wishes) -> Result<Document, String> {
    let mut document = Document::of(&format!("check-in {}", message.message_type()), message)?;
    document.notes.push(speaker(message.enrollment()));
    if matches!(message, CheckIn::Other(_)) {
        document.notes.push("a check-in of a type that is not known".to_owned());
    }
    if let CheckIn::DeclarativeManagement(message) = message
        && let Some(data) = &message.data
    {
        document.take_in("Data", examine(data, wishes));
    }
    Ok(document)
}

fn command(command: &Command, wishes: &Wishes) -> Result<Document, String> {
    let mut document = Document::of(&format!("command {}", command.request.request_type()), command)?;
    document.refusals = wishes.facts.as_ref().map(|facts| command.request.validate(facts));
    match &command.request {
        Request::Other(_) => document.notes.push("a command of a type that is not known".to_owned()),
        Request::InstallProfile(request) => document.take_in("Payload", examine(&request.payload, wishes)),
        _ => {}
    }
    Ok(document)
}

fn report(report: &Report<'_>, wishes: &Wishes) -> Result<Document, String> {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Envelope<'a> {
        #[serde(flatten)]
        keys: &'a EnrollmentKeys,
        status: &'a mdm_apple::Status,
        #[serde(rename = "CommandUUID", skip_serializing_if = "Option::is_none")]
        command_uuid: &'a Option<mdm_apple::CommandUuid>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        error_chain: &'a [ErrorChainItem],
        #[serde(skip_serializing_if = "Option::is_none")]
        request_type: &'a Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        not_on_console: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        need_sync_response: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_configuration: Option<bool>,
    }

    let envelope = Envelope {
        keys: &report.keys,
        status: &report.status,
        command_uuid: &report.command_uuid,
        error_chain: &report.error_chain,
        request_type: &report.request_type,
        not_on_console: report.not_on_console,
        need_sync_response: report.need_sync_response,
        user_configuration: report.user_configuration,
    };
    let mut document =
        Document::of(&format!("connect report {}", report.status.as_str().escape_debug()), &envelope)?;
    document.notes.push(speaker(report.enrollment()));
    let keys = report.response_keys().map_err(|error| error.to_string())?;
    if keys.is_empty() {
        return Ok(document);
    }
    let told = report.request_type.clone().or_else(|| wishes.answers.clone());
    let candidates = match &told {
        Some(name) => vec![name.as_str()],
        None => candidates(&keys),
    };
    match &candidates[..] {
        [_] => {}
        [] => document.notes.push("an answer to a command that is not known".to_owned()),
        several => document
            .notes
            .push(format!("an answer to one of {}; --answers TYPE says which", several.join(", "))),
    }
    let read = |name: &&str| Some((name.to_string(), Request::with_type(name, Response(report))?));
    let mut answers: Vec<_> = candidates.iter().filter_map(read).collect();
    // A guess that cannot be read was a wrong one, unless all are.
    let best = answers.iter().position(|(_, shown)| shown.is_ok()).unwrap_or_default();
    if answers.is_empty() {
        let mut shown = Shown::new(&keys, Mode::Opaque)?;
        shown.unknown = keys.keys().cloned().collect();
        document.parts.push(("answer".to_owned(), shown));
    } else {
        let (name, shown) = answers.swap_remove(best);
        document.parts.push((format!("answer to {name}"), shown?));
    }
    Ok(document)
}

/// The request types whose answers have most of the keys.
fn candidates(keys: &Extra) -> Vec<&'static str> {
    struct Fit<'a>(&'a Extra);

    impl RequestVisitor for Fit<'_> {
        type Output = usize;

        fn visit<T: TypedRequest>(self) -> usize {
            self.0.keys().filter(|key| T::Response::KEYS.contains(&key.as_str())).count()
        }
    }

    let fits = |name: &&'static str| Request::with_type(name, Fit(keys)).unwrap_or_default();
    let best = Request::KNOWN.iter().map(&fits).max().unwrap_or_default();
    Request::KNOWN.iter().copied().filter(|name| best > 0 && fits(name) == best).collect()
}

struct Response<'a>(&'a Report<'a>);

impl RequestVisitor for Response<'_> {
    type Output = Result<Shown, String>;

    fn visit<T: TypedRequest>(self) -> Self::Output {
        let response = self.0.response::<T>().map_err(|error| error.to_string())?;
        Shown::new(&response, Mode::Typed)
    }
}

fn status_report(report: &StatusReport, wishes: &Wishes) -> Result<Document, String> {
    let mut document = Document::of("status report", report)?;
    let mut refusals = Vec::new();
    for item in report.status_items.items() {
        match item {
            // The JSON lists it among the keys that are not known.
            Ok(StatusItem::Other(_)) => {}
            Ok(item) => {
                let refused = |facts| support::STATUS_ITEMS.validate(item.name(), facts);
                refusals.extend(wishes.facts.as_ref().map(refused).unwrap_or_default());
            }
            Err(error) => document.notes.push(error.to_string()),
        }
    }
    document.refusals = wishes.facts.is_some().then_some(refusals);
    Ok(document)
}

/// A profile, as far as the support matrix knows payloads.
fn profile(keys: &Extra, wishes: &Wishes) -> Result<Document, String> {
    let mut shown = Shown::new(keys, Mode::Profile)?;
    let mut refusals = Vec::new();
    let mut notes = Vec::new();
    let name = keys.get("PayloadIdentifier").and_then(Value::as_string).unwrap_or("without an identifier");
    let payloads = keys.get("PayloadContent").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (number, payload) in payloads.iter().enumerate() {
        let Some(payload) = payload.as_dictionary() else {
            notes.push(format!("PayloadContent[{number}] is no dictionary"));
            continue;
        };
        let kind = payload.get("PayloadType").and_then(Value::as_string).unwrap_or_default();
        let known: Vec<_> = support::PAYLOADS.items().iter().filter(|item| item.name == kind).collect();
        if known.is_empty() {
            notes.push(format!(
                "PayloadContent[{number}] is of a type that is not known: {}",
                kind.escape_debug()
            ));
            continue;
        }
        for key in payload.keys() {
            if !key.starts_with("Payload") && !known.iter().any(|item| item.find(key).is_some()) {
                shown.unknown.push(format!("PayloadContent[{number}].{key}"));
            }
        }
        if let Some(facts) = &wishes.facts {
            let mut found = support::PAYLOADS.validate(kind, facts);
            if found.is_empty() {
                found =
                    payload.keys().flat_map(|key| support::PAYLOADS.validate_key(kind, key, facts)).collect();
            }
            refusals.extend(found);
        }
    }
    Ok(Document {
        title: format!("configuration profile {}", name.escape_debug()),
        notes,
        parts: vec![(String::new(), shown)],
        refusals: wishes.facts.is_some().then_some(refusals),
    })
}

/// The documents beside the messages.
fn document(bytes: &[u8], wishes: &Wishes) -> Result<Document, String> {
    fn read<T: Body>(title: &str, bytes: &[u8], limits: &Limits) -> Result<Document, String> {
        let body = if Format::sniff(bytes) == Some(Format::Xml) {
            T::from_plist(bytes, limits)
        } else {
            T::from_json(bytes, limits)
        };
        Document::of(title, &body.map_err(|error| told(&error, bytes))?)
    }

    let limits = &wishes.limits;
    let keys: Extra = if Format::sniff(bytes) == Some(Format::Xml) {
        mdm_plist::from_slice_with(bytes, limits).map_err(|error| Error::Unreadable(error).to_string())?
    } else {
        serde_json::from_slice(bytes).map_err(|_| Error::NoMessage.to_string())?
    };
    let has = |key: &str| keys.contains_key(key);
    if has("EncryptedPayloadContent") {
        if let Some(device) = &wishes.device {
            return encrypted(bytes, device, wishes);
        }
        let mut shown = Shown::new(&keys, Mode::Profile)?;
        shown.unknown.clear();
        return Ok(Document {
            title: "encrypted profile".to_owned(),
            notes: vec!["--key and --certificate of the device open EncryptedPayloadContent".to_owned()],
            parts: vec![(String::new(), shown)],
            refusals: None,
        });
    }
    if has("PRODUCT") || has("SERIAL") {
        return read::<MachineInfo>("machine info", bytes, limits);
    }
    if has("ConfigurationProfile") {
        return read::<EssoDocument>("enrollment single sign-on", bytes, limits);
    }
    if has("SALTED-SHA512-PBKDF2") {
        return read::<PasswordHashDocument>("password hash", bytes, limits);
    }
    if has("items") {
        return read::<AppManifest>("app manifest", bytes, limits);
    }
    if has("Servers") {
        return read::<ServiceDiscovery>("service discovery", bytes, limits);
    }
    if has("SyncTokens") {
        return read::<TokensResponse>("declarative management: tokens", bytes, limits);
    }
    if has("Declarations") {
        return read::<DeclarationItemsResponse>("declarative management: declaration items", bytes, limits);
    }
    let names: Vec<_> = keys.keys().take(8).map(|key| key.escape_debug().to_string()).collect();
    let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    Err(format!("{}; its keys: {names}", Error::NoMessage))
}

/// An encrypted profile, opened with the device's key.
fn encrypted(bytes: &[u8], device: &Recipient, wishes: &Wishes) -> Result<Document, String> {
    let mut profile = ForeignProfile::decode(bytes).map_err(|error| error.to_string())?;
    profile.decrypt(device).map_err(|error| format!("an encrypted profile, not for this key: {error}"))?;
    // Opened, it has no seal of its own any more.
    let mut document = examine(profile.content(), wishes)?;
    document.title = format!("encrypted {}", document.title);
    document.notes.insert(0, "opened with the key that was given".to_owned());
    Ok(document)
}

fn speaker(identity: Result<EnrollmentIdentity, Error>) -> String {
    match identity {
        Ok(identity) => {
            let kind = match identity.kind {
                IdentityKind::Device => "the device",
                IdentityKind::User => "a user of a Mac",
                IdentityKind::UserEnrollmentDevice => "a device under User Enrollment",
                IdentityKind::UserEnrollmentUser => "a user under User Enrollment",
                IdentityKind::SharedIpadUser => "a user of a Shared iPad",
            };
            format!("from {kind}: {}", identity.id.as_str())
        }
        Err(error) => error.to_string(),
    }
}

/// An error, with byte and key also for JSON.
fn told(error: &Error, bytes: &[u8]) -> String {
    let Error::UnreadableJson { line, column } = error else { return error.to_string() };
    let start = bytes.split_inclusive(|byte| *byte == b'\n').take(line - 1).map(<[u8]>::len).sum::<usize>();
    let offset = (start + column.saturating_sub(1)).min(bytes.len());
    let path = json_path(bytes.get(..offset).unwrap_or(bytes));
    let near = if path.is_empty() { String::new() } else { format!(" near `{path}`") };
    format!("{error}, byte {offset}{near}")
}

/// The last key in the beginning of a JSON document.
fn json_path(bytes: &[u8]) -> String {
    enum Step {
        Key(String),
        Index(usize),
    }

    let mut steps: Vec<Step> = Vec::new();
    let mut wants_key = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => {
                steps.push(Step::Key(String::new()));
                wants_key = true;
            }
            b'[' => {
                steps.push(Step::Index(0));
                wants_key = false;
            }
            b'}' | b']' => drop(steps.pop()),
            b':' => wants_key = false,
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                _ => wants_key = true,
            },
            b'"' => {
                let start = at;
                while !matches!(bytes.get(at), None | Some(b'"')) {
                    at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
                let end = at.min(bytes.len());
                at += 1;
                if let (true, Some(Step::Key(key))) = (wants_key, steps.last_mut()) {
                    let text = String::from_utf8_lossy(bytes.get(start..end).unwrap_or_default());
                    *key = text.chars().take(64).flat_map(char::escape_debug).collect();
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for step in steps.iter().take(64) {
        match step {
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}
