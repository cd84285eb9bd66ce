//! The main job, end to end on embedded defaults: three phones enroll, a locked one gets a mixed batch, a lost one
//! is locked, located and wiped.
//!
//! Real parts: HTTPS with mutual TLS on hyper, one SQLite file, profiles signed and verified with OpenSSL, pushes
//! over HTTP/2 to a fake APNs that keeps the real rules. Simulated: the phones. Everything stays on loopback, in
//! one process and one temporary folder that is removed at the end. The outcome is asserted; the exit status says so.
//!
//! ```text
//! cargo run --release --example lost_phone
//! ```

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_apns::{Config, Credential, Endpoint, Roots};
use mdm_apple::{
    AppSource, Command, CommandUuid, DeviceInformation, DeviceLocation, DeviceLock, DeviceQuery,
    EnableLostMode, EraseDevice, InstallApplication, InstallProfile, InstalledApplicationList,
    LostModeNotice, ProfileList, RemoveProfile, Request, SecurityInfo, app_footprint,
};
use mdm_enrollment::row::RecordKey;
use mdm_enrollment::{CancelReason, HazardKind, Order, Outcome, SlotId, SlotState, State};
use mdm_examples::handset::{Hand, Handset, View};
use mdm_examples::office::{Office, random};
use mdm_examples::timeline::Timeline;
use mdm_examples::{Result, ensure};
use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, ServerName, Subject, Usage};
use mdm_sim::apns::{FakeApns, FakeApnsConfig, Fault, Phase, Script, When};
use mdm_sim::{Location, LockState, PhoneConfig, Status, UnlockToken};
use mdm_store::{RunError, Store};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const OLD_WIFI: &str = "com.example.wifi.2025";
const NEW_WIFI: &str = "com.example.wifi.2026";
const SSID: &str = "Office";
const APP: &str = "com.example.timesheet";
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => {
            println!("\nEverything came out as ordered.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("\nlost_phone failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Requirements F22, F24: the server, APNs and the devices, in one test; a certificate of its own towards APNs, towards the
/// phones, and under the profiles.
async fn run() -> Result<()> {
    let folder = Folder::new()?;
    let timeline = Arc::new(Timeline::start());

    timeline.chapter("An office opens: HTTPS with mutual TLS, one SQLite file, a push certificate");
    let (apns, pushes_by) = push_service().await?;
    let office = Office::open(&folder.0.join("office.db"), TOPIC, pushes_by, Arc::clone(&timeline)).await?;
    let start = |name, config| Handset::start(name, config, TOPIC, &apns, &office.authority_pem(), &timeline);
    let desk = start("desk", phone(1, Supervised::Yes))?;
    let field = start("field", phone(2, Supervised::Yes))?;
    let personal = start("personal", phone(3, Supervised::No))?;

    let scene = Scene { office: &office, timeline: &timeline };
    let keys = [key(1)?, key(2)?, key(3)?];
    let [desk_key, field_key, personal_key] = &keys;

    timeline.chapter("Slots are made, and the phones of their own accord fill them");
    scene.enroll("desk-1", &desk, Show::Code).await?;
    scene.enroll("field-1", &field, Show::Url).await?;
    scene.enroll("personal-1", &personal, Show::Url).await?;

    timeline.chapter("Inventory: what the phones say about themselves");
    for (handset, key) in [(&desk, desk_key), (&field, field_key), (&personal, personal_key)] {
        scene.inventory(handset, key).await?;
    }

    scene.replaced_on_a_locked_phone(&field, field_key).await?;
    scene.away_and_back(&desk, desk_key).await?;
    scene.not_supervised(&personal, personal_key).await?;
    scene.lost(&field, field_key).await?;
    scene.leaves(&personal, personal_key).await?;

    timeline.chapter("The record");
    scene.record(&keys).await?;
    ensure(office.repeats() == 1, "the push that APNs had refused went out once more")?;
    drop((desk, field, personal));
    office.close().await?;
    Ok(())
}

struct Scene<'a> {
    office: &'a Office,
    timeline: &'a Timeline,
}

impl Scene<'_> {
    /// Requirements F25 to F31: the slot stands first; the device enrolls itself; the ticket works once.
    async fn enroll(&self, slot: &str, handset: &Handset, show: Show) -> Result<()> {
        let slot = SlotId::new(slot).ok_or("a slot's name")?;
        let invited = self.office.invite(&slot).await?;
        let url = invited.expose_secret().to_owned();
        self.timeline.say(&format!("slot {}: {url}", slot.as_str()));
        if matches!(show, Show::Code) {
            for line in invited.qr_code()?.expose_secret_text().lines() {
                self.timeline.say(line);
            }
        }
        handset.hand(Hand::Scan(url.clone()));
        handset.until("enrollment", |view| view.enrolled).await?;
        // The same ticket again is refused, and nothing changes.
        handset.hand(Hand::Scan(url));
        handset.until("the used ticket's refusal", |view| view.refused == 1).await?;
        let found =
            self.office.runner().store().load(&slot.key(), &mdm_enrollment::row::Window::Head).await?;
        let mut records = mdm_enrollment::Records::default();
        records.insert(&slot.key(), &found.ok_or("the slot's record")?)?;
        let filled = records.slot().is_some_and(|slot| matches!(slot.state(), SlotState::Filled { .. }));
        ensure(filled, "the slot is filled")
    }

    /// Requirements F40, F42.
    async fn inventory(&self, handset: &Handset, key: &RecordKey) -> Result<()> {
        use DeviceQuery::{DeviceName, IsSupervised, OsVersion, ProductName, SerialNumber};
        let queries = vec![DeviceName, OsVersion, ProductName, SerialNumber, IsSupervised];
        let before = handset.view();
        let mut orders = vec![
            order(DeviceInformation::new(queries))?,
            order(InstalledApplicationList::default())?,
            order(SecurityInfo::default())?,
            order(ProfileList::default())?,
        ];
        orders.push(install_wifi(OLD_WIFI)?);
        self.office.order(key, &orders).await?;
        handset.until("five acknowledged commands", |view| acknowledged(view, &before) == 5).await?;
        let channel = self.office.runner().channel(key).await?.ok_or("an enrollment")?;
        let facts = channel.facts();
        self.timeline.server(&format!(
            "knows: {} {}, {}",
            facts.platform,
            facts.os.map_or_else(|| "of unknown version".into(), |os| os.to_string()),
            if facts.supervised == Some(true) { "supervised" } else { "not supervised" },
        ));
        ensure(facts.supervised == Some(handset.supervised()), "supervision was learned from the phone")
    }

    /// Requirements F46, F48, F54, F55, F59.
    async fn replaced_on_a_locked_phone(&self, field: &Handset, key: &RecordKey) -> Result<()> {
        self.timeline
            .chapter("A Wi-Fi profile is to be replaced, and an app installed, on a phone that is locked");
        field.hand(Hand::Lock);
        let before = field.until("the lock", |view| view.lock == LockState::Locked).await?;

        let naive =
            [remove_wifi(OLD_WIFI)?, install_wifi(NEW_WIFI)?, install_app()?, order(ProfileList::default())?];
        let hazards = self.office.preview(key, &naive).await?.found;
        for hazard in &hazards {
            self.timeline.server(&format!("warns: {hazard}"));
            for remedy in &hazard.remedies {
                self.timeline.server(&format!("       remedy: {remedy}"));
            }
        }
        ensure(
            hazards.iter().any(|hazard| hazard.kind == HazardKind::Gap),
            "the gap is seen before it happens",
        )?;

        self.timeline.say("the administrator takes the advice: the new profile first, the old one after it");
        let [old, new, app, list] = naive;
        let info = order(DeviceInformation::new(vec![DeviceQuery::OsVersion]))?;
        let batch = [new, old, app, list, info];
        self.office.order(key, &batch).await?;
        let locked = field.until_session_ends("a session with the locked phone", &before).await?;
        self.waiting(key, &batch).await?;
        ensure(
            outcomes(&locked, &before)
                == [
                    // The server does not know yet that somebody has locked it.
                    ("InstallProfile", Status::NotNow),
                    ("DeviceInformation", Status::Acknowledged),
                    ("InstallApplication", Status::NotNow),
                ],
            "what runs ran, what was refused was offered once, what conflicts was not offered",
        )?;
        ensure(has(&locked.profiles, OLD_WIFI), "the locked phone still has its network")?;

        self.timeline
            .say("the user unlocks; the phone comes back by itself, because its last status was NotNow");
        let pushes = self.office.pushes();
        field.hand(Hand::Unlock);
        let after = field.until_session_ends("a session with the unlocked phone", &locked).await?;
        ensure(
            outcomes(&after, &locked)
                == [
                    // It conflicts with nothing, and is the less likely one to be refused again.
                    ("InstallApplication", Status::Acknowledged),
                    ("InstallProfile", Status::Acknowledged),
                    ("RemoveProfile", Status::Acknowledged),
                    ("ProfileList", Status::Acknowledged),
                ],
            "commands that conflict kept their order across the refusal",
        )?;
        ensure(self.office.pushes() == pushes, "no push was needed")?;
        let done = field.until("the app", |view| has(&view.apps, APP)).await?;
        ensure(has(&done.profiles, NEW_WIFI) && !has(&done.profiles, OLD_WIFI), "the profile was replaced")
    }

    /// Requirements F38, F56, F86, F93: kept until the device is back.
    async fn away_and_back(&self, desk: &Handset, key: &RecordKey) -> Result<()> {
        self.timeline
            .chapter("A phone is switched off while two orders are made; one push wakes it for both");
        desk.hand(Hand::PowerOff);
        let before = desk.until("silence", |view| !view.online).await?;
        let pushes = self.office.pushes();
        self.office.order(key, &[order(ProfileList::default())?]).await?;
        self.office.until_pushes(pushes + 1).await?;
        // It is on its way, as far as anybody knows: this order shares its push (F38).
        self.office.order(key, &[install_app()?]).await?;
        self.timeline.say("it is switched on again, and nobody has unlocked it since");
        desk.hand(Hand::PowerOn);
        let after = desk.until_session_ends("a session", &before).await?;
        let expected = [("ProfileList", Status::Acknowledged), ("InstallApplication", Status::NotNow)];
        ensure(outcomes(&after, &before) == expected, "both orders were kept")?;
        ensure(self.office.pushes() == pushes + 1, "one push was enough")?;
        desk.hand(Hand::Unlock);
        desk.until("the app", |view| has(&view.apps, APP)).await?;
        Ok(())
    }

    async fn not_supervised(&self, personal: &Handset, key: &RecordKey) -> Result<()> {
        self.timeline.chapter("Lost Mode is ordered for a phone that is not supervised");
        let lost_mode = [order(EnableLostMode::new(notice()))?];
        match self.office.order(key, &lost_mode).await {
            Err(RunError::Refused(mdm_enrollment::Error::NotAllowed { refusals })) => {
                for (_, refusal) in &refusals {
                    self.timeline.server(&format!("refuses: {refusal}"));
                }
            }
            other => return Err(format!("Lost Mode should have been refused: {other:?}").into()),
        }
        let view = personal.view();
        let asked = view.executed.iter().any(|execution| execution.request_type == "EnableLostMode");
        ensure(!asked && !view.lost, "the phone never heard of it")
    }

    /// Requirements F1, F7, F52, F53, F104: what protects goes before ordinary work, and runs while the phone is locked.
    async fn lost(&self, field: &Handset, key: &RecordKey) -> Result<()> {
        self.timeline
            .chapter("The supervised phone is lost: it is locked, and ordinary work is waiting for it");
        field.hand(Hand::Lock);
        let before = field.until("the lock", |view| view.lock == LockState::Locked).await?;
        let waiting = [install_wifi(OLD_WIFI)?, remove_wifi(NEW_WIFI)?];
        self.office.order(key, &waiting).await?;
        let before = field.until_session_ends("the refusal", &before).await?;
        ensure(
            outcomes(&before, &before_session(&before, 1)) == [("InstallProfile", Status::NotNow)],
            "the install was refused and the removal behind it was not offered",
        )?;

        let list = order(ProfileList::default())?;
        let message = Some("This phone is lost. Please call us.".into());
        let lock = DeviceLock { message, ..DeviceLock::default() };
        let protect =
            [list, order(lock)?, order(EnableLostMode::new(notice()))?, order(DeviceLocation::default())?];
        self.office.order(key, &protect).await?;
        let found = field.until_session_ends("the search", &before).await?;
        ensure(
            outcomes(&found, &before)
                == [
                    ("DeviceLock", Status::Acknowledged),
                    ("EnableLostMode", Status::Acknowledged),
                    ("DeviceLocation", Status::Acknowledged),
                ],
            "lock, Lost Mode and location went first, in their order, on the locked phone",
        )?;
        self.waiting(key, &[&waiting[..], &protect[..]].concat()).await?;
        self.location(key).await?;

        self.timeline.say("nobody brings it back: the wipe");
        let wipe = EraseDevice { preserve_data_plan: Some(true), ..EraseDevice::default() };
        self.office.order(key, &[order(wipe)?]).await?;
        let wiped = field.until("the wipe", |view| view.erased).await?;
        ensure(
            wiped.profiles.is_empty() && wiped.apps.is_empty() && !wiped.enrolled,
            "nothing is left on it",
        )?;
        let channel = self.office.runner().channel(key).await?.ok_or("an enrollment")?;
        ensure(channel.queue().open() == 0, "nothing waits for a phone that is gone")?;
        let history = self.office.runner().store().commands(key, None, 1000).await?;
        let entries = history.iter().map(mdm_enrollment::entry).collect::<Result<Vec<_>, _>>()?;
        let cancelled = Some(Outcome::Cancelled(CancelReason::Erased));
        let count = entries.iter().filter(|entry| entry.outcome == cancelled).count();
        self.timeline.server(&format!("{count} commands were cancelled by the wipe, each on record"));
        ensure(count == 3, "two profile changes and a query were cancelled, on record")
    }

    /// Requirement F33: after check-out there is no control and no push.
    async fn leaves(&self, personal: &Handset, key: &RecordKey) -> Result<()> {
        self.timeline.chapter("A user takes the personal phone out of management");
        personal.hand(Hand::Lock);
        let before = personal.until("the lock", |view| view.lock == LockState::Locked).await?;
        self.office.order(key, &[install_app()?]).await?;
        personal.until_session_ends("the refusal", &before).await?;
        personal.hand(Hand::Unlock);
        personal.until("the app", |view| has(&view.apps, APP)).await?;
        personal.hand(Hand::RemoveManagement);
        personal.until("the check-out", |view| !view.enrolled && view.checked_out).await?;
        let refused = self.office.order(key, &[order(ProfileList::default())?]).await;
        ensure(
            matches!(refused, Err(RunError::Refused(mdm_enrollment::Error::NoOrders))),
            "who has left takes no orders",
        )
    }

    /// Why each of the ordered commands waits, in a sentence for an administrator.
    async fn waiting(&self, key: &RecordKey, orders: &[Order]) -> Result<()> {
        for order in orders {
            let uuid = mdm_enrollment::CommandUuid::new(order.command().uuid.as_str())?;
            if let Some(reason) = self.office.runner().explain(key, &uuid, SystemTime::now()).await? {
                let request = order.command().request.request_type();
                self.timeline.server(&format!("{request}: {reason}"));
            }
        }
        Ok(())
    }

    async fn location(&self, key: &RecordKey) -> Result<()> {
        let runner = self.office.runner();
        let rows = runner.store().commands(key, None, 1000).await?;
        let entries = rows.iter().map(mdm_enrollment::entry).collect::<Result<Vec<_>, _>>()?;
        let located =
            entries.iter().rev().find(|entry| &*entry.command == "DeviceLocation").ok_or("a location")?;
        let name = mdm_enrollment::response_name(key, located.seq);
        let bytes = runner.payload(&name).await?.ok_or("the phone's answer")?;
        let report = mdm_apple::Report::decode(&bytes, &mdm_apple::Limits::default())?;
        let answer = report.response::<DeviceLocation>()?;
        let (latitude, longitude) = (answer.latitude, answer.longitude);
        self.timeline.server(&format!("the phone is at {latitude:.4} N, {longitude:.4} E"));
        ensure((latitude - 35.6586).abs() < 1e-6 && (longitude - 139.7454).abs() < 1e-6, "it is where it is")
    }

    async fn record(&self, keys: &[RecordKey]) -> Result<()> {
        for key in keys {
            let rows = self.office.runner().store().commands(key, None, 1000).await?;
            let entries = rows.iter().map(mdm_enrollment::entry).collect::<Result<Vec<_>, _>>()?;
            let count = |state: State| entries.iter().filter(|entry| entry.state == state).count();
            self.timeline.say(&format!(
                "{key}: {} ordered, {} acknowledged, {} cancelled, {} failed",
                entries.len(),
                count(State::Acknowledged),
                count(State::Cancelled),
                count(State::Error) + count(State::CommandFormatError) + count(State::Unreadable),
            ));
            ensure(
                entries.iter().all(|entry| entry.state.is_final()),
                "nothing was lost: every command is final",
            )?;
            ensure(count(State::Error) == 0, "and none failed")?;
        }
        let events = self.office.runner().store().events(None, 1000).await?;
        self.timeline.say(&format!("{} events in the trail", events.len()));
        self.timeline.say(&format!("{} pushes went out", self.office.pushes()));
        Ok(())
    }
}

enum Show {
    Code,
    Url,
}

enum Supervised {
    Yes,
    No,
}

fn phone(number: u8, supervised: Supervised) -> PhoneConfig {
    let mut config = PhoneConfig::new(udid(number), format!("F2LX{number:08}"));
    config.device_name = format!("Phone {number}");
    config.supervised = matches!(supervised, Supervised::Yes);
    config.cellular = true;
    config.unlock_token = Some(UnlockToken::new([number; 64]));
    config.location = Some(Location { latitude: 35.6586, longitude: 139.7454, horizontal_accuracy: 12.0 });
    config.install_time = Duration::from_millis(100);
    config
}

fn udid(number: u8) -> String {
    format!("00008120-0000{number:04}ABCD001E")
}

fn key(number: u8) -> Result<RecordKey> {
    RecordKey::new(&format!("device/{}", udid(number))).ok_or_else(|| "a record's key".into())
}

fn order(request: impl Into<Request>) -> Result<Order> {
    Ok(Order::new(Command::new(CommandUuid::from_bytes(random()?), request)))
}

/// The queue reads the identifier and the network inside.
fn install_wifi(identifier: &str) -> Result<Order> {
    order(InstallProfile::new(wifi_profile(identifier)))
}

/// A removal of a profile that this server installed, so that it knows what was inside.
fn remove_wifi(identifier: &str) -> Result<Order> {
    let footprint = mdm_profile::removal_footprint(&wifi_profile(identifier));
    Ok(order(RemoveProfile::new(identifier))?.touching(footprint))
}

fn install_app() -> Result<Order> {
    Ok(order(InstallApplication::new(AppSource::Identifier(APP.into())))?.touching(app_footprint(APP)))
}

fn notice() -> LostModeNotice {
    LostModeNotice::Message("This phone is lost. Please call us.".into())
}

fn wifi_profile(identifier: &str) -> Vec<u8> {
    let uuid = mdm_profile::PayloadUuid::derive(identifier);
    let inner = mdm_profile::PayloadUuid::derive(&format!("{identifier}.wifi"));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>PayloadContent</key>
	<array>
		<dict>
			<key>AutoJoin</key>
			<true/>
			<key>EncryptionType</key>
			<string>WPA3</string>
			<key>PayloadIdentifier</key>
			<string>{identifier}.wifi</string>
			<key>PayloadType</key>
			<string>com.apple.wifi.managed</string>
			<key>PayloadUUID</key>
			<string>{inner}</string>
			<key>PayloadVersion</key>
			<integer>1</integer>
			<key>SSID_STR</key>
			<string>{SSID}</string>
		</dict>
	</array>
	<key>PayloadDisplayName</key>
	<string>Office Wi-Fi</string>
	<key>PayloadIdentifier</key>
	<string>{identifier}</string>
	<key>PayloadType</key>
	<string>Configuration</string>
	<key>PayloadUUID</key>
	<string>{uuid}</string>
	<key>PayloadVersion</key>
	<integer>1</integer>
</dict>
</plist>
"#,
        inner = inner.as_str(),
        uuid = uuid.as_str(),
    )
    .into_bytes()
}

/// What the phone made of the commands that it got since an earlier look.
fn outcomes<'a>(now: &'a View, before: &View) -> Vec<(&'a str, Status)> {
    let new = now.executed.iter().skip(before.executed.len());
    new.map(|execution| (&*execution.request_type, execution.status)).collect()
}

/// The look before the last `count` commands.
fn before_session(view: &View, count: usize) -> View {
    let mut view = view.clone();
    view.executed.truncate(view.executed.len().saturating_sub(count));
    view
}

fn acknowledged(now: &View, before: &View) -> usize {
    outcomes(now, before).iter().filter(|(_, status)| *status == Status::Acknowledged).count()
}

fn has(list: &[String], item: &str) -> bool {
    list.iter().any(|entry| entry == item)
}

/// The fake APNs, which refuses the first push's stream unseen, and how to push there with the push certificate.
async fn push_service() -> Result<(Arc<FakeApns>, Config)> {
    let now = SystemTime::now();
    let authority = CertificateAuthority::mint("Example Push CA", 10 * YEAR, now)?;
    let root = authority.certificate().to_pem();
    let issue = |subject: Subject, usage: Usage| -> Result<(String, Vec<u8>)> {
        let key = KeyPair::mint_p256()?;
        let policy = IssuePolicy::new(subject, usage, YEAR);
        let certificate = authority.issue(&key.csr("push")?, &policy, Serial::mint()?, now)?;
        Ok((certificate.to_pem(), key.expose_secret_pem()?.expose_secret().to_vec()))
    };
    let (server, server_key) =
        issue(Subject::new("localhost"), Usage::TlsServer(vec![ServerName::Dns("localhost".into())]))?;
    let (client, client_key) = issue(Subject::new("APSP").user_id(TOPIC), Usage::TlsClient)?;
    let script = Script::new().rule(When::Nth(1), Phase::Data, Fault::RefuseStream);
    let apns = FakeApnsConfig::new(server.as_bytes(), &server_key, root.as_bytes()).with_script(script);
    let apns = FakeApns::start(apns).await?;
    let endpoint = Endpoint::custom("localhost", apns.addr().port())?;
    let mut config = Config::new(endpoint, Credential::from_pem(client.as_bytes(), &client_key)?);
    config.roots = Roots::Pem(root.into_bytes());
    Ok((Arc::new(apns), config))
}

/// A temporary folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let name: String = random::<8>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = std::env::temp_dir().join(format!("lost_phone-{name}"));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
