//! Devices that another server has enrolled: what it kept of them is said once more in their names.

use std::sync::Arc;
use std::time::SystemTime;

use mdm_apple::{
    BootstrapToken, CheckIn, EnrollmentKeys, Limits, SetBootstrapToken, Topic, Udid, UnlockToken,
};
use mdm_enrollment::policy::{Assignment, ManagementMode, Ownership};
use mdm_enrollment::row::{RecordKey, Tenant};
use mdm_enrollment::{
    CertificateSource, DeviceRequest, Error, Presented, RuleTable, SigningTime, SlotId, Stage, State, Ticket,
    Trust, record_of_device,
};
use mdm_pki::{
    Certificate, CertificateAuthority, IssuePolicy, KeyPair, MdmSignature, Serial, Signer, Subject,
    TrustAnchors, Usage,
};
use mdm_store::{RunError, Runner, Store};

use crate::world::{
    CHECK_IN, TOPIC, admin, day, entry_of, name, next_push, query, secs, start, ticket, uuid,
};

/// What another server has of a device: the messages as they came, the certificate, and what later messages left out.
struct Old {
    udid: &'static str,
    certificate: Certificate,
    authenticate: &'static [u8],
    token_update: &'static [u8],
    unlock_token: &'static [u8],
    bootstrap_token: &'static [u8],
}

/// As a device put it, kept to the byte.
const AUTHENTICATE: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>BuildVersion</key>
	<string>22D60</string>
	<key>MessageType</key>
	<string>Authenticate</string>
	<key>OSVersion</key>
	<string>18.3</string>
	<key>ProductName</key>
	<string>iPhone15,2</string>
	<key>SerialNumber</key>
	<string>C0FFEE7</string>
	<key>Topic</key>
	<string>com.apple.mgmt.External.0a1b</string>
	<key>UDID</key>
	<string>UDID-7</string>
</dict>
</plist>
"#;

/// The last of many: the unlock token came with the first one alone. It says that the device waited in Setup Assistant,
/// which it left long ago.
const TOKEN_UPDATE: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>AwaitingConfiguration</key>
	<true/>
	<key>MessageType</key>
	<string>TokenUpdate</string>
	<key>PushMagic</key>
	<string>F0E1D2C3-0000-4000-8000-000000000007</string>
	<key>Token</key>
	<data>AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=</data>
	<key>Topic</key>
	<string>com.apple.mgmt.External.0a1b</string>
	<key>UDID</key>
	<string>UDID-7</string>
</dict>
</plist>
"#;

/// The recipe: an invitation that the device's certificate has used already, then the messages, by a runner that believes
/// the certificate without a signature, because none can be made here. It must be reachable by nobody else.
async fn import<S: Store>(
    import: &Runner<S>,
    trust: &Trust,
    old: &Old,
    ticket: &Ticket,
    now: SystemTime,
) -> Result<(), RunError> {
    let key = record_of_device(old.udid).expect("an identifier");
    // Said again to one that is here, Authenticate would be a new beginning, which cancels what waits.
    if import.channel(&key).await?.is_some_and(|channel| channel.stage() != Stage::Authenticated) {
        return Ok(());
    }
    let slot = SlotId::new(&format!("moved-{}", old.udid)).expect("a name");
    let terms = Assignment::new(Ownership::Company, ManagementMode::CompanyFull);
    let invitation = trust.invitation(ticket, now + day()).by(&admin()).assigned(terms);
    match import.open_slot(&slot, &invitation, now).await {
        // It was begun before.
        Err(RunError::Refused(Error::Exists)) => {}
        opened => opened?,
    }
    match import.claim_slot(ticket, old.certificate.fingerprint(), now).await {
        Err(RunError::Refused(Error::UsedTicket)) => {}
        claimed => claimed?,
    }
    let mut messages = vec![old.authenticate.to_vec()];
    let CheckIn::TokenUpdate(mut update) = CheckIn::decode(old.token_update, &Limits::default()).unwrap()
    else {
        panic!("another message")
    };
    update.unlock_token.get_or_insert_with(|| UnlockToken::new(old.unlock_token.to_vec()));
    update.awaiting_configuration = None;
    messages.push(CheckIn::TokenUpdate(update).encode().unwrap());
    let mut bootstrap = SetBootstrapToken::new(EnrollmentKeys::device(Udid::new(old.udid).unwrap()));
    bootstrap.bootstrap_token = Some(BootstrapToken::new(old.bootstrap_token.to_vec()));
    messages.push(CheckIn::SetBootstrapToken(bootstrap.into()).encode().unwrap());
    for body in messages {
        let request = DeviceRequest::put("/mdm", &body).with_content_type(Some(CHECK_IN));
        import.device(&request.over_tls(Some(old.certificate.as_der())), now).await?;
    }
    Ok(())
}

fn issue(authority: &CertificateAuthority) -> Signer {
    let key = KeyPair::mint_p256().unwrap();
    let policy = IssuePolicy::new(Subject::new("device"), Usage::TlsClient, 365 * day());
    let leaf =
        authority.issue(&key.csr("device").unwrap(), &policy, Serial::mint().unwrap(), start()).unwrap();
    Signer::new(key, leaf, vec![]).unwrap()
}

/// What the device says now, signed, as the old profile has it do.
async fn says<S: Store>(runner: &Runner<S>, signer: &Signer, rest: &str) -> Result<Vec<u8>, RunError> {
    let body =
        format!("<plist version=\"1.0\"><dict><key>UDID</key><string>UDID-7</string>{rest}</dict></plist>");
    let signature = MdmSignature::sign(signer, body.as_bytes(), start()).unwrap();
    let presented = Presented { mdm_signature: Some(&signature), ..Presented::default() };
    let request = DeviceRequest::put("/mdm", body.as_bytes()).presenting(presented);
    runner.device(&request, start()).await.map(|served| served.body)
}

pub(crate) async fn devices_of_another_server_go_on<S: Store>(store: Arc<S>) {
    let mint = |name: &str| CertificateAuthority::mint(name, 3650 * day(), start()).unwrap();
    let (theirs, ours) = (mint("Theirs"), mint("Ours"));
    let anchors = [&theirs, &ours].map(|authority| authority.certificate().clone());
    let trust = |source| {
        let anchors = TrustAnchors::new(anchors.clone()).unwrap();
        Trust::new(anchors, source, Topic::new(TOPIC).unwrap()).of_tenant(Tenant::new("acme").unwrap())
    };
    let signed = CertificateSource::MdmSignature(SigningTime::Within(day()));
    let runner = Runner::new(Arc::clone(&store), trust(signed), RuleTable::default());
    let importer = Runner::new(Arc::clone(&store), trust(CertificateSource::MutualTls), RuleTable::default());

    let device = issue(&theirs);
    let old = Old {
        udid: "UDID-7",
        certificate: device.certificate().clone(),
        authenticate: AUTHENTICATE,
        token_update: TOKEN_UPDATE,
        unlock_token: b"unlock",
        bootstrap_token: b"bootstrap",
    };
    let idle = "<key>Status</key><string>Idle</string>";
    let report = |status: &str, name: &str| {
        format!("<key>Status</key><string>{status}</string><key>CommandUUID</key><string>{name}</string>")
    };
    // It comes too early: nobody knows it, and it stays enrolled.
    assert_eq!(says(&runner, &device, idle).await.unwrap_err().http_status(), 404);

    let trust = trust(signed);
    import(&importer, &trust, &old, &ticket(7), start()).await.unwrap();
    let key = RecordKey::new("device/UDID-7").unwrap();
    let channel = runner.channel(&key).await.unwrap().unwrap();
    assert_eq!((channel.stage(), channel.tenant()), (Stage::Enrolled, "acme"));
    assert_eq!(channel.unlock_token().unwrap().expose_secret(), b"unlock");
    assert_eq!(channel.bootstrap_token().unwrap().expose_secret(), b"bootstrap");
    let route = channel.push_route().unwrap();
    assert_eq!(route.topic.as_str(), TOPIC);
    assert_eq!(route.magic.expose_secret(), "F0E1D2C3-0000-4000-8000-000000000007");
    assert_eq!(next_push(&store).await, None, "nobody lets it out of Setup Assistant once more");

    // An answer to what the old server had sent is taken, and an order goes out under the certificate that it has.
    assert_eq!(says(&runner, &device, &report("Acknowledged", "theirs")).await.unwrap(), b"");
    runner.order(&key, &admin(), &[query("A")], start()).await.unwrap();
    assert_eq!(next_push(&store).await, Some(start()));
    // Who imports once more changes nothing.
    import(&importer, &trust, &old, &ticket(8), start() + secs(1)).await.unwrap();
    assert_eq!(name(&says(&runner, &device, idle).await.unwrap()).as_deref(), Some("A"));
    assert_eq!(says(&runner, &device, &report("Acknowledged", "A")).await.unwrap(), b"");
    assert_eq!(entry_of(&store, &key, "A").await.uuid, uuid("A"));
    assert_eq!(entry_of(&store, &key, "A").await.state, State::Acknowledged);

    // Its next certificate is of the own authority.
    let renewed = issue(&ours);
    runner.issue_identity(&key, renewed.certificate(), start()).await.unwrap();
    assert_eq!(says(&runner, &renewed, idle).await.unwrap(), b"");
    assert_eq!(says(&runner, &device, idle).await.unwrap_err().http_status(), 403);

    // An import that was cut off between the two messages goes on.
    let other = issue(&theirs);
    let rename =
        |body: &[u8]| String::from_utf8(body.to_vec()).unwrap().replace("UDID-7", "UDID-6").into_bytes();
    let old = Old {
        udid: "UDID-6",
        certificate: other.certificate().clone(),
        authenticate: rename(AUTHENTICATE).leak(),
        token_update: rename(TOKEN_UPDATE).leak(),
        ..old
    };
    let slot = SlotId::new("moved-UDID-6").unwrap();
    importer.open_slot(&slot, &trust.invitation(&ticket(6), start() + day()), start()).await.unwrap();
    importer.claim_slot(&ticket(6), other.certificate().fingerprint(), start()).await.unwrap();
    let request = DeviceRequest::put("/mdm", old.authenticate).with_content_type(Some(CHECK_IN));
    importer.device(&request.over_tls(Some(other.certificate().as_der())), start()).await.unwrap();
    import(&importer, &trust, &old, &ticket(6), start()).await.unwrap();
    let key = RecordKey::new("device/UDID-6").unwrap();
    assert_eq!(runner.channel(&key).await.unwrap().unwrap().stage(), Stage::Enrolled);
}
