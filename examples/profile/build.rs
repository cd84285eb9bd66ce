//! Profiles out of a command line, and out of a list of payloads.

use mdm_examples::{Result, files};
use mdm_pki::Certificate;
use mdm_plist::{Dictionary, Value};
use mdm_profile::{
    AccessRights, AcmeClientIdentifier, AcmeIdentity, EnrollmentMode, EnrollmentProfile, Identity,
    MdmPayload, Profile, ScepChallenge, ScepIdentity, ServerCapability,
};

use super::arguments::Arguments;

pub(crate) fn build(arguments: &Arguments) -> Result<Vec<u8>> {
    if arguments.has("payloads") { from_payloads(arguments) } else { enrollment(arguments) }
}

fn enrollment(arguments: &Arguments) -> Result<Vec<u8>> {
    let push = match arguments.optional("push-certificate") {
        Some(_) => Some(arguments.certificate("push-certificate")?),
        None => None,
    };
    let topic = match &push {
        Some(certificate) => certificate.topic().ok_or("the push certificate has no topic")?,
        None => arguments.text("topic")?,
    };
    let server = arguments.text("server-url")?;
    let rights = match arguments.optional("rights") {
        None => AccessRights::ALL,
        Some(text) => {
            AccessRights::try_from_bits(text.parse()?).ok_or("--rights has a bit without a meaning")?
        }
    };
    let mut mdm = match arguments.optional("mode") {
        None | Some("device") => MdmPayload::new(server, topic, rights),
        Some("adde") => MdmPayload::new(server, topic, rights).enrollment_mode(EnrollmentMode::Adde),
        Some("byod") => MdmPayload::user_enrollment(server, topic),
        Some(other) => return Err(format!("--mode cannot be {other}").into()),
    };
    if let Some(url) = arguments.optional("check-in-url") {
        mdm = mdm.check_in_url(url);
    }
    if arguments.has("sign-message") {
        mdm = mdm.sign_message();
    }
    if arguments.has("check-out-when-removed") {
        mdm = mdm.check_out_when_removed();
    }
    let capabilities = [
        ("users", ServerCapability::PerUserConnections),
        ("bootstrap-token", ServerCapability::BootstrapToken),
        ("get-token", ServerCapability::GetToken),
    ];
    let chosen = capabilities.into_iter().filter(|(flag, _)| arguments.has(flag));
    mdm = mdm.server_capabilities(chosen.map(|(_, capability)| capability));
    if let Some(push) = &push {
        mdm.check_push_certificate(push)?;
    }

    let subject: Vec<(&str, &str)> = match arguments.optional("subject") {
        None => Vec::new(),
        Some(text) => text
            .split(',')
            .map(|part| part.split_once('=').ok_or("--subject is a list of NAME=VALUE"))
            .collect::<Result<_, _>>()?,
    };
    let identity = if arguments.has("acme-url") {
        let invited = AcmeClientIdentifier::new(arguments.secret("client-identifier-file")?);
        Identity::Acme(AcmeIdentity::new(arguments.text("acme-url")?, invited).subject(subject))
    } else {
        let mut scep = ScepIdentity::new(arguments.text("scep-url")?).subject(subject);
        if arguments.has("challenge-file") {
            scep = scep.challenge(ScepChallenge::new(arguments.secret("challenge-file")?));
        }
        Identity::Scep(scep)
    };

    let mut profile = EnrollmentProfile::new(arguments.text("identifier")?, identity, mdm);
    if let Some(name) = arguments.optional("name") {
        profile = profile.display_name(name);
    }
    if let Some(text) = arguments.optional("organization") {
        profile = profile.organization(text);
    }
    if let Some(text) = arguments.optional("description") {
        profile = profile.description(text);
    }
    let certificates = |name: &str| -> Result<Vec<Certificate>> {
        let Some(path) = arguments.optional(name) else { return Ok(Vec::new()) };
        Ok(Certificate::all_from_pem(&files::read(path.as_ref())?)?)
    };
    for anchor in certificates("trust")? {
        profile = profile.trust_anchor(anchor);
    }
    for pinned in certificates("pin")? {
        profile = profile.pin_server_url(pinned);
    }
    Ok(profile.build()?)
}

/// The payloads of a file under a profile of their own. The result is read and built by the library, which checks what
/// payloads say about each other.
fn from_payloads(arguments: &Arguments) -> Result<Vec<u8>> {
    let identifier = arguments.text("identifier")?;
    let file = files::read(&arguments.file("payloads")?)?;
    let options = mdm_plist::Options::default().with_any_format();
    let payloads: Vec<Dictionary> = mdm_plist::from_slice_with(&file, options)?;
    let mut profile = Profile::new(identifier);
    profile.display_name = arguments.optional("name").map(str::to_owned);
    profile.organization = arguments.optional("organization").map(str::to_owned);
    profile.description = arguments.optional("description").map(str::to_owned);
    let mut document: Dictionary = mdm_plist::from_slice(&profile.encode()?)?;
    let named = payloads.into_iter().enumerate().map(|(index, mut payload)| {
        let kind = payload.get("PayloadType").and_then(Value::as_string).unwrap_or_default();
        let own = format!(
            "{identifier}.{}.{index}",
            kind.rsplit('.').find(|part| *part != "managed").unwrap_or_default()
        );
        let own = payload.get("PayloadIdentifier").and_then(Value::as_string).map_or(own, str::to_owned);
        let uuid = mdm_profile::PayloadUuid::derive(&own).to_string();
        let filled_in = [
            ("PayloadIdentifier", own.into()),
            ("PayloadUUID", uuid.into()),
            ("PayloadVersion", Value::from(1)),
        ];
        for (key, value) in filled_in {
            if !payload.contains_key(key) {
                payload.insert(key.to_owned(), value);
            }
        }
        Value::Dictionary(payload)
    });
    document.insert("PayloadContent".to_owned(), Value::Array(named.collect()));
    Ok(Profile::decode(&mdm_plist::to_vec(&document)?)?.build()?)
}
