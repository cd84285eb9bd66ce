//! The server in each of its three modes, with devices of its own and the fake APNs.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{Method, Request, StatusCode};
use mdm_apns::{Endpoint, Roots};
use mdm_enrollment::policy::{Assignment, ManagementMode, Ownership, SelectiveWipe};
use mdm_enrollment::{Actor, Ticket};
use mdm_examples::{Result, ensure};
use mdm_sim::apns::{Authority, DeviceToken, FakeApns, FakeApnsConfig};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::Running;
use crate::admin;
use crate::care::Ages;
use crate::device::{Device, MAGIC, Version, Web};
use crate::options::{Options, Password};
use crate::stranger::{Scep, Stranger};

const TOPIC: &str = "com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11";
const KEY: &str = "correct horse battery staple";
/// For all of it, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(100);
/// How many devices enroll and work at once.
const CROWD: usize = 8;
const DAY: Duration = Duration::from_secs(86_400);
/// How long answers, and commands, are kept.
const ANSWERS: Duration = Duration::from_secs(7 * 86_400);
const COMMANDS: Duration = Duration::from_secs(30 * 86_400);

pub(crate) async fn selftest() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("reference-server-{}", std::process::id()));
    let bench = Bench::start(&folder).await?;
    let done = tokio::time::timeout(PATIENCE, bench.run()).await;
    std::fs::remove_dir_all(&folder)?;
    done.map_err(|_| "it took too long")??;
    println!("\nEverything came out as ordered.");
    Ok(())
}

struct Bench {
    folder: PathBuf,
    authority: Authority,
    apns: FakeApns,
}

/// The administrator, and where the devices find the server.
struct Desk {
    web: Web,
    url: String,
}

impl Bench {
    async fn start(folder: &Path) -> Result<Self> {
        let authority = Authority::mint()?;
        let apns = FakeApns::start(FakeApnsConfig::with_authority(&authority)?).await?;
        Ok(Self { folder: folder.to_owned(), authority, apns })
    }

    async fn run(&self) -> Result<()> {
        self.signed().await?;
        self.plain().await?;
        self.strange().await?;
        self.mutual().await
    }

    fn options(&self, name: &str) -> Result<Options> {
        let mut options = Options::new(self.folder.join(name));
        options.listen = "127.0.0.1:0".parse()?;
        options.api_key = Some(Password::from(KEY.to_owned()));
        let endpoint = Endpoint::custom("localhost", self.apns.addr().port())?;
        options.apns = (endpoint, Roots::Pem(self.authority.root_pem()?));
        Ok(options)
    }

    fn push_pem(&self, topic: &str) -> Result<Vec<u8>> {
        let issued = self.authority.push_certificate(topic)?;
        Ok([issued.certificate_pem(), issued.expose_secret()].concat())
    }

    /// TLS by the server's own authority, devices that sign, invitations: what is usual.
    async fn signed(&self) -> Result<()> {
        let mut options = self.options("signed")?;
        options.keep = Ages { commands: Some(COMMANDS), answers: Some(ANSWERS) };
        let running = Running::start(&options).await?;
        let desk = Desk::of(&running);
        self.strangers(&desk).await?;
        self.push_certificate(&desk).await?;

        let token = self.apns.register(TOPIC)?;
        let mut phone = Device::new(&desk.web, "UDID-1", token.expose_secret())?;
        self.invitation(&desk, &mut phone).await?;
        self.orders(&desk, &mut phone, &token).await?;
        self.once_more(&desk, &mut phone).await?;
        self.care(&desk, &running, &mut phone).await?;
        self.impostor(&desk, &phone).await?;
        self.crowd(&desk).await?;

        println!("\nThe server ends, and starts once more");
        options.listen = running.addr;
        desk.enqueue("UDID-1", &command("kept", "ProfileList"), "?nopush=1").await?;
        running.stop().await?;
        let running = Running::start(&options).await?;
        ensure(phone.connect().await? == ["ProfileList"], "what was queued is still there")?;
        let desk = Desk::of(&running);
        let (status, answer) = desk.admin(Method::GET, "/v1/pushcert", b"").await?;
        ensure(status == StatusCode::OK && answer["topic"] == TOPIC, "so is the push certificate")?;
        self.leaves(&desk, &phone).await?;
        running.stop().await?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(options.data.join("mdm.db"))?.permissions().mode() & 0o777;
            ensure(mode == 0o600, "keys are their owner's")?;
        }
        Ok(())
    }

    async fn strangers(&self, desk: &Desk) -> Result<()> {
        println!("Strangers: no key, wrong keys, wrong methods, too much");
        for authorization in [None, Some(""), Some("Basic"), Some("Basic ?"), Some("Bearer x")] {
            let mut request = Request::put(desk.url("/v1/enqueue/UDID-1"));
            if let Some(value) = authorization {
                request = request.header(AUTHORIZATION, value);
            }
            let (status, _) = desk.web.send(request.body(Vec::new())?).await?;
            ensure(status == StatusCode::UNAUTHORIZED, "the API is closed")?;
        }
        for key in ["", "correct horse", "Correct horse battery staple", "correct horse battery staple "] {
            let (status, _) = desk.ask(Method::GET, "/v1/pushcert", b"", key).await?;
            ensure(status == StatusCode::UNAUTHORIZED, "a wrong key is refused")?;
        }
        let check = async |method: Method, path: &str, body: &[u8], expected: u16| {
            let (status, _) = desk.ask(method.clone(), path, body, KEY).await?;
            ensure(
                status.as_u16() == expected,
                &format!("{method} {path} is answered with {expected}, not {status}"),
            )
        };
        check(Method::GET, "/version", b"", 200).await?;
        check(Method::GET, "/", b"", 404).await?;
        check(Method::DELETE, "/v1/pushcert", b"", 405).await?;
        check(Method::GET, "/v1/enqueue/UDID-1", b"", 405).await?;
        check(Method::GET, "/mdm", b"", 405).await?;
        check(Method::PUT, "/mdm", b"nothing signed", 400).await?;
        check(Method::PUT, "/checkin", &[b'x'; 300 << 10], 400).await?;
        check(Method::POST, "/scep?operation=PKIOperation", b"garbage", 400).await?;
        check(Method::GET, "/scep?operation=GetCACaps", b"", 200).await?;
        check(Method::GET, "/enroll/no-ticket", b"", 404).await?;
        check(Method::GET, "/enroll?id=UDID-1", b"", 404).await?;
        check(Method::PUT, "/v1/enqueue/UDID-1", b"no property list", 400).await?;
        check(Method::PUT, "/v1/pushcert", b"no certificate", 400).await?;
        check(Method::PUT, "/v1/invite/no%20name", b"", 400).await?;
        check(Method::GET, "/v1/commands/UDID-1", b"", 404).await?;
        // Its answer may be lost on a connection that is closed while it sends.
        let large = desk.ask(Method::PUT, "/v1/enqueue/UDID-1", &vec![b'x'; 5 << 20], KEY).await;
        ensure(large.map_or(true, |(status, _)| status == 413), "a body is bounded")?;
        let long = Request::get(desk.url("/version")).header("x-long", "x".repeat(70 << 10));
        let long = desk.web.send(long.body(Vec::new())?).await;
        ensure(long.map_or(true, |(status, _)| status == 431), "a head is bounded")?;
        let web = Web { version: Version::Http2, ..desk.web.clone() };
        let (status, _) = web.get(&desk.url("/version")).await?;
        ensure(status == StatusCode::OK, "HTTP/2 is served too")
    }

    async fn push_certificate(&self, desk: &Desk) -> Result<()> {
        println!("A push certificate");
        let (status, _) = desk.admin(Method::GET, "/enroll", b"").await?;
        ensure(status == StatusCode::CONFLICT, "nobody enrolls who could not be woken")?;
        let (status, answer) = desk.admin(Method::PUT, "/v1/pushcert", &self.push_pem(TOPIC)?).await?;
        ensure(status == StatusCode::OK && answer["topic"] == TOPIC, "its topic is answered")?;
        let (status, answer) = desk.admin(Method::GET, &format!("/v1/pushcert?topic={TOPIC}"), b"").await?;
        let has_end = answer["not_after"].as_str().is_some_and(|end| end.ends_with('Z'));
        ensure(status == StatusCode::OK && has_end, "and its end")?;
        let (status, _) = desk.admin(Method::GET, "/v1/pushcert?topic=com.apple.mgmt.other", b"").await?;
        ensure(status == StatusCode::NOT_FOUND, "of another topic there is none")
    }

    async fn invitation(&self, desk: &Desk, phone: &mut Device) -> Result<()> {
        println!("An invitation, for one device");
        let (status, invitation) = desk.admin(Method::PUT, "/v1/invite/desk-1", b"").await?;
        let url = invitation["url"].as_str().ok_or("an invitation")?;
        ensure(status == StatusCode::OK, "a slot is made")?;
        let (_, ticket) = url.rsplit_once('/').ok_or("a ticket")?;
        let drawn = Ticket::parse(ticket)?.url(&desk.url("/enroll"))?.qr_code()?;
        ensure(invitation["qr_svg"] == drawn.expose_secret_svg().as_str(), "its URL is drawn")?;
        for (form, kind) in [("text", "good until"), ("page", "<!DOCTYPE html>")] {
            let path = format!("/v1/invite/shown-{form}?as={form}");
            let (status, shown) = desk.ask(Method::PUT, &path, b"", KEY).await?;
            let shown = String::from_utf8(shown)?;
            let is_whole = shown.contains(kind) && shown.contains(&desk.url("/enroll/"));
            ensure(status == StatusCode::OK && is_whole, &format!("an invitation is shown as {form}"))?;
        }
        let (status, _) = desk.admin(Method::PUT, "/v1/invite/shown?as=poem", b"").await?;
        ensure(status == StatusCode::BAD_REQUEST, "and as nothing else")?;
        let (_, back) = desk.admin(Method::PUT, "/v1/invite/taken-back", b"").await?;
        let (status, _) = desk.admin(Method::DELETE, "/v1/invite/taken-back", b"").await?;
        let gone = desk.web.get(back["url"].as_str().ok_or("a URL")?).await?.0;
        ensure(status == StatusCode::OK && gone == StatusCode::GONE, "an invitation is taken back")?;
        let (status, _) = desk.admin(Method::DELETE, "/v1/invite/nowhere", b"").await?;
        ensure(status == StatusCode::NOT_FOUND, "if there is one")?;
        let (status, _) = desk.admin(Method::PUT, "/v1/invite/desk-1", b"").await?;
        ensure(status == StatusCode::CONFLICT, "once")?;
        let (status, profile) = desk.web.get(url).await?;
        ensure(status == StatusCode::OK, "its URL leads to a profile")?;
        ensure(phone.enroll(&profile).await? == StatusCode::OK, "the phone enrolls")?;
        ensure(phone.connect().await?.is_empty(), "nothing waits for it")?;
        let mut other = Device::new(&desk.web, "UDID-other", &[7; 32])?;
        ensure(other.enroll(&profile).await? != StatusCode::OK, "the ticket is used up")?;
        ensure(desk.web.get(url).await?.0 == StatusCode::GONE, "and so is its URL")
    }

    async fn orders(&self, desk: &Desk, phone: &mut Device, token: &DeviceToken) -> Result<()> {
        println!("Orders: known and unknown commands, known and unknown devices");
        let mut notifications = self.apns.connect(token);
        let (status, answer) = desk.enqueue("UDID-1", &device_information("first"), "").await?;
        let outcome = &answer["status"]["UDID-1"];
        ensure(status == StatusCode::OK && outcome["push_result"].is_string(), "APNs took the push")?;
        ensure(
            answer["command_uuid"] == "first" && answer["request_type"] == "DeviceInformation",
            "it is named",
        )?;
        let magic = notifications.recv().await.and_then(|notification| notification.push_magic());
        ensure(magic.as_deref() == Some(MAGIC), "the phone is woken")?;

        let (status, answer) =
            desk.enqueue("UDID-1,nobody", &command("second", "FlyToTheMoon"), "?nopush=1").await?;
        ensure(status == StatusCode::MULTI_STATUS && answer["no_push"] == true, "some of it went well")?;
        ensure(answer["status"]["nobody"]["command_error"].is_string(), "whom nobody knows is told apart")?;
        let (status, answer) = desk.enqueue("UDID-1", &command("second", "ProfileList"), "").await?;
        let taken = answer["status"]["UDID-1"]["command_error"].is_string();
        ensure(status == StatusCode::INTERNAL_SERVER_ERROR && taken, "a name is used once")?;
        let (status, answer) = desk.enqueue("UDID-1", b"<plist><dict/></plist>", "").await?;
        ensure(status == StatusCode::BAD_REQUEST && answer["command_error"].is_string(), "no command")?;

        let (_, before) = desk.admin(Method::GET, "/v1/commands/UDID-1", b"").await?;
        ensure(before["commands"][0]["why"].is_string(), "it is said why a command waits")?;
        ensure(
            phone.connect().await? == ["DeviceInformation", "FlyToTheMoon"],
            "both arrive in one session",
        )?;
        let (_, after) = desk.admin(Method::GET, "/v1/commands/UDID-1", b"").await?;
        let states: Vec<_> =
            after["commands"].as_array().ok_or("a list")?.iter().map(|c| &c["state"]).collect();
        ensure(states == ["Acknowledged", "Error"], "and are answered")?;
        ensure(after["commands"][1]["outcome"] == "MCMDMErrorDomain 12021", "with the device's error")?;
        let (status, report) = desk.ask(Method::GET, "/v1/commands/UDID-1/1", b"", KEY).await?;
        let is_report = std::str::from_utf8(&report)?.contains("Acknowledged");
        ensure(status == StatusCode::OK && is_report, "the report is kept")?;
        let (status, answer) = desk.admin(Method::PUT, "/v1/push/UDID-1,nobody", b"").await?;
        let (known, unknown) = (&answer["status"]["UDID-1"], &answer["status"]["nobody"]);
        ensure(known["push_result"].is_string() && unknown["push_error"].is_string(), "a push by order")?;
        ensure(status == StatusCode::MULTI_STATUS, "one of two was sent")
    }

    async fn once_more(&self, desk: &Desk, phone: &mut Device) -> Result<()> {
        println!("The phone enrolls once more");
        desk.enqueue("UDID-1", &command("before", "ProfileList"), "?nopush=1").await?;
        let (_, waiting) = desk.admin(Method::GET, "/v1/commands/UDID-1", b"").await?;
        let last = waiting["commands"].as_array().and_then(|commands| commands.last()).ok_or("a command")?;
        let is_quiet = last["why"].as_str().is_some_and(|why| why.contains("no push is sent for it"));
        ensure(is_quiet, "nobody is woken for it")?;
        let (_, invitation) = desk.admin(Method::PUT, "/v1/invite/desk-2", b"").await?;
        let url = invitation["url"].as_str().ok_or("an invitation")?;
        let (_, foreign) = desk.web.get(url).await?;
        let mut thief = Device::new(&desk.web, "UDID-1", &[9; 32])?;
        let status = thief.enroll(&foreign).await?;
        ensure(status == StatusCode::FORBIDDEN, "another invitation does not take an enrollment over")?;
        let (status, profile) = desk.ask(Method::GET, "/enroll?id=UDID-1", b"", KEY).await?;
        ensure(status == StatusCode::OK, "there is a profile for it")?;
        ensure(phone.enroll(&profile).await? == StatusCode::OK, "it enrolls with it")?;
        ensure(phone.connect().await? == ["ProfileList"], "and its queue was kept")?;
        ensure(phone.enroll(&profile).await? == StatusCode::FORBIDDEN, "once")?;
        let (_, profile) = desk.ask(Method::GET, "/enroll?id=UDID-1", b"", KEY).await?;
        ensure(phone.enroll(&profile).await? == StatusCode::OK, "the next profile is good again")?;
        let (_, profile) = desk.ask(Method::GET, "/enroll?id=UDID-1", b"", KEY).await?;
        let elsewhere = String::from_utf8(profile.clone())?.replace("/mdm<", "/elsewhere<");
        let payload = |profile: &[u8]| format!("<key>Payload</key><data>{}</data>", STANDARD.encode(profile));
        let away = raw("away", "InstallProfile", &payload(elsewhere.as_bytes()));
        let (_, answer) = desk.enqueue("UDID-1", &away, "").await?;
        let is_told =
            answer["status"]["UDID-1"]["reasons"][0].as_str().is_some_and(|why| why.contains("ServerURL"));
        ensure(is_told, "no order gives it another server")?;
        desk.enqueue("UDID-1", &raw("renew", "InstallProfile", &payload(&profile)), "?nopush=1").await?;
        desk.enqueue("UDID-1", &command("behind", "ProfileList"), "?nopush=1").await?;
        ensure(phone.connect().await? == ["InstallProfile"], "a profile comes as a command")?;
        ensure(
            phone.connect().await? == ["ProfileList"],
            "and no second time, although it was not answered",
        )?;
        let (_, answer) = desk.admin(Method::GET, "/v1/commands/UDID-1", b"").await?;
        let states: Vec<_> =
            answer["commands"].as_array().ok_or("a list")?.iter().map(|c| &c["state"]).collect();
        ensure(
            states.ends_with(&[&Value::from("Presumed"), &Value::from("Acknowledged")]),
            "nobody knows what came of it",
        )
    }

    /// What goes on, and what is forgotten, without anybody who asks.
    async fn care(&self, desk: &Desk, running: &Running, phone: &mut Device) -> Result<()> {
        println!("What the server does unasked");
        let (site, now) = (&running.site, SystemTime::now());
        let commands = async || -> Result<usize> {
            let (_, answer) = desk.admin(Method::GET, "/v1/commands/UDID-1", b"").await?;
            Ok(answer["commands"].as_array().ok_or("a list")?.len())
        };
        let before = commands().await?;
        desk.enqueue("UDID-1", &command("waits", "ProfileList"), "?nopush=1").await?;
        ensure(site.forget(now).await? == 0, "nothing is old yet")?;
        ensure(site.forget(now + ANSWERS + DAY).await? > 0, "old answers are forgotten")?;
        let (status, _) = desk.ask(Method::GET, "/v1/commands/UDID-1/1", b"", KEY).await?;
        ensure(status == StatusCode::NOT_FOUND, "of which there is no report any more")?;
        ensure(commands().await? == before + 1, "and what became of the commands is kept")?;
        site.forget(now + COMMANDS + DAY).await?;
        ensure(commands().await? == 1, "until they are as old, but not one that waits")?;
        ensure(phone.connect().await? == ["ProfileList"], "which arrives")?;

        // Another process on the same store retires a member, of whom a device comes later.
        let (runner, actor) = (site.runner(), Actor::administrator("another process"));
        let tenant = site.trust()?.tenant().clone();
        let for_good = SelectiveWipe::new("left the company").in_each_life();
        runner.retire_member(&tenant, "ben", &actor, &for_good, now).await?;
        let (_, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
        let token = self.apns.register(TOPIC)?;
        let mut late = Device::new(&desk.web, "UDID-3", token.expose_secret())?;
        ensure(late.enroll(&profile).await? == StatusCode::OK, "a member's phone enrolls")?;
        let bens = Assignment::new(Ownership::Company, ManagementMode::CompanyFull).of_member("ben");
        let key = admin::record("UDID-3").ok_or("a record")?;
        runner.assign(&key, &actor, &bens, now).await?;
        site.look_round(now).await;
        let asked = late.connect().await?;
        ensure(
            asked.iter().any(|kind| kind == "ManagedApplicationList"),
            "and is wiped, as was ordered before",
        )?;
        Ok(runner.end_retirement(&tenant, "ben", &actor, now).await?)
    }

    async fn impostor(&self, desk: &Desk, phone: &Device) -> Result<()> {
        println!("Who may speak for whom");
        let (_, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
        let mut second = Device::new(&desk.web, "UDID-2", &[8; 32])?;
        ensure(second.enroll(&profile).await? == StatusCode::OK, "a second phone enrolls")?;
        ensure(second.pretend("UDID-1").await? == StatusCode::FORBIDDEN, "and speaks for itself only")?;
        ensure(phone.pretend("UDID-9").await? == StatusCode::NOT_FOUND, "nobody speaks for who is not there")
    }

    /// Devices that come at once, and an order for all of them.
    async fn crowd(&self, desk: &Desk) -> Result<()> {
        println!("{CROWD} phones at once");
        let mut crowd = JoinSet::new();
        for nth in 0..CROWD {
            let (_, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
            let token = self.apns.register(TOPIC)?;
            let mut phone = Device::new(&desk.web, &format!("CROWD-{nth}"), token.expose_secret())?;
            crowd.spawn(async move {
                ensure(phone.enroll(&profile).await? == StatusCode::OK, "it enrolls")?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(phone)
            });
        }
        let phones: Vec<_> = crowd.join_all().await.into_iter().collect::<Result<_>>()?;
        let ids: Vec<_> = (0..CROWD).map(|nth| format!("CROWD-{nth}")).collect();
        let (_, known) = desk.admin(Method::GET, "/v1/enrollments?after=A", b"").await?;
        let is_listed = |id: &String| {
            known["enrollments"].as_array().is_some_and(|all| all.contains(&Value::from(id.as_str())))
        };
        ensure(ids.iter().all(is_listed), "each is listed")?;
        let (status, answer) = desk.enqueue(&ids.join(","), &device_information("all"), "").await?;
        let pushed = |id: &String| answer["status"][id]["push_result"].is_string();
        ensure(status == StatusCode::OK && ids.iter().all(pushed), "each is ordered and pushed to")?;
        let mut sessions = JoinSet::new();
        for mut phone in phones {
            sessions.spawn(async move { phone.connect().await });
        }
        for session in sessions.join_all().await {
            ensure(session? == ["DeviceInformation"], "each gets its command once")?;
        }
        Ok(())
    }

    async fn leaves(&self, desk: &Desk, phone: &Device) -> Result<()> {
        println!("The phone checks out");
        ensure(phone.check_out().await? == StatusCode::OK, "it says that it leaves")?;
        let (status, answer) = desk.enqueue("UDID-1", &command("late", "ProfileList"), "").await?;
        let refused = answer["status"]["UDID-1"]["command_error"].is_string();
        ensure(status == StatusCode::INTERNAL_SERVER_ERROR && refused, "it takes no orders any more")?;
        let (_, answer) = desk.admin(Method::PUT, "/v1/push/UDID-1", b"").await?;
        ensure(answer["status"]["UDID-1"]["push_error"].is_string(), "and no pushes")?;
        let (status, _) = desk.admin(Method::PUT, "/v1/release/UDID-2", b"").await?;
        ensure(status == StatusCode::OK, "another one left without a word, and is given up")?;
        let mut back = Device::new(&desk.web, "UDID-2", &[8; 32])?;
        let (_, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
        ensure(back.enroll(&profile).await? == StatusCode::OK, "so that it may come back")
    }

    /// Without TLS, with one password for all, and without a push certificate: what a simulator gets.
    async fn plain(&self) -> Result<()> {
        println!("\nPlain HTTP, one challenge for all, no pushes");
        let mut options = self.options("plain")?;
        (options.plain_http, options.without_push) = (true, true);
        options.scep_challenge = Some(Password::from("a challenge for all".to_owned()));
        let running = Running::start(&options).await?;
        let desk = Desk::of(&running);
        let (status, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
        ensure(status == StatusCode::OK, "there is a profile")?;
        for udid in ["SIM-1", "SIM-2"] {
            let mut device = Device::new(&desk.web, udid, b"fakeToken")?;
            ensure(device.enroll(&profile).await? == StatusCode::OK, "one profile lets many in")?;
            let (status, answer) = desk.enqueue(udid, &device_information("A"), "").await?;
            let why = answer["status"][udid]["push_error"].as_str().unwrap_or_default();
            let is_said = status == StatusCode::INTERNAL_SERVER_ERROR && why.contains("no push certificate");
            ensure(is_said, "it is said that nobody was woken")?;
            ensure(device.connect().await? == ["DeviceInformation"], "the order stands all the same")?;
        }
        running.stop().await
    }

    /// A simulator that no one here wrote: its wire forms.
    async fn strange(&self) -> Result<()> {
        println!("\nA simulator of others, with SHA-1 and single DES");
        let mut options = self.options("strange")?;
        (options.plain_http, options.without_push, options.dangerous_legacy_scep) = (true, true, true);
        options.scep_challenge = Some(Password::from("a challenge for all".to_owned()));
        let running = Running::start(&options).await?;
        let desk = Desk::of(&running);
        let profile = async |query: &str| -> Result<String> {
            Ok(String::from_utf8(desk.ask(Method::GET, &format!("/enroll{query}"), b"", KEY).await?.1)?)
        };
        let for_all = profile("").await?;
        let mut first = Stranger::new(running.addr, "STRANGE-1", "C02STRANGE1", Scep::Post);
        let mut second = Stranger::new(running.addr, "STRANGE-2", "C02STRANGE2", Scep::Get);
        for stranger in [&mut first, &mut second] {
            ensure(stranger.enroll(&for_all).await? == 200, "it enrolls")?;
            ensure(stranger.connect().await?.is_empty(), "nothing waits for it")?;
        }
        let order = async |ids: &str, body: Vec<u8>| desk.enqueue(ids, &body, "?nopush=1").await;
        let (one, both) = ("STRANGE-1", "STRANGE-1,STRANGE-2");
        let queries = ["DeviceName", "SerialNumber", "UDID", "FavouriteColour"]
            .map(|query| format!("<string>{query}</string>"));
        let queries = format!("<key>Queries</key><array>{}</array>", queries.concat());
        let payload = |profile: &str| format!("<key>Payload</key><data>{}</data>", STANDARD.encode(profile));
        order(both, raw("about", "DeviceInformation", &queries)).await?;
        order(both, command("list", "ProfileList")).await?;
        order(both, command("moon", "FlyToTheMoon")).await?;
        order(both, raw("install", "InstallProfile", &payload(NOTHING))).await?;
        let asked = ["DeviceInformation", "ProfileList", "FlyToTheMoon", "InstallProfile"];
        for stranger in [&mut first, &mut second] {
            ensure(stranger.connect().await? == asked, "one session for all commands")?;
        }
        let states = async |udid: &str| -> Result<Vec<String>> {
            let (_, answer) = desk.admin(Method::GET, &format!("/v1/commands/{udid}"), b"").await?;
            let commands = answer["commands"].as_array().ok_or("a list")?;
            Ok(commands.iter().filter_map(|one| one["state"].as_str().map(str::to_owned)).collect())
        };
        for udid in ["STRANGE-1", "STRANGE-2"] {
            let ended = ["Acknowledged", "Acknowledged", "Error", "Acknowledged"];
            ensure(states(udid).await? == ended, "each of them ended as it was answered")?;
            let (_, answer) = desk.admin(Method::GET, &format!("/v1/commands/{udid}"), b"").await?;
            ensure(answer["commands"][2]["outcome"] == "MCMDMErrorDomain 12021", "with the device's error")?;
            let (_, report) = desk.ask(Method::GET, &format!("/v1/commands/{udid}/1"), b"", KEY).await?;
            let report = String::from_utf8(report)?;
            ensure(report.contains("&#39;s Computer") && report.contains("C02STRANGE"), "and its words")?;
        }
        ensure(first.update_token("2").await? == 200, "another push token is taken")?;

        println!("It enrolls once more: by a command, by hand, and as if nobody knew it");
        order(one, raw("renew", "InstallProfile", &payload(&profile("?id=STRANGE-1").await?))).await?;
        order(one, command("behind", "ProfileList")).await?;
        ensure(first.connect().await? == ["InstallProfile"], "a profile comes as a command")?;
        ensure(first.connect().await? == ["ProfileList"], "what stands behind it goes on")?;
        let ended = states(one).await?;
        ensure(
            ended.ends_with(&["Presumed".to_owned(), "Acknowledged".to_owned()]),
            "it was never answered",
        )?;
        order(one, command("kept", "ProfileList")).await?;
        ensure(first.enroll(&profile("?id=STRANGE-1").await?).await? == 200, "it comes back by hand")?;
        ensure(first.connect().await? == ["ProfileList"], "with its queue")?;
        ensure(first.enroll(&for_all).await? == 403, "the password for all does not take it over")?;
        let (status, _) = desk.admin(Method::PUT, "/v1/release/STRANGE-1", b"").await?;
        ensure(
            status == StatusCode::OK && first.enroll(&for_all).await? == 200,
            "when it was released, it is new",
        )?;
        ensure(first.connect().await?.is_empty(), "and nothing is left for it")?;
        running.stop().await?;

        // Single DES has to be asked for. The profile leads to the same paths.
        options.dangerous_legacy_scep = false;
        let running = Running::start(&options).await?;
        let mut third = Stranger::new(running.addr, "STRANGE-3", "C02STRANGE3", Scep::Post);
        let refused = third.enroll(&for_all).await;
        ensure(refused.is_err_and(|error| error.to_string().contains("SCEP")), "and else is refused")?;
        running.stop().await
    }

    /// Devices that are known by the certificate of their connection.
    async fn mutual(&self) -> Result<()> {
        println!("\nMutual TLS");
        let mut options = self.options("mutual")?;
        options.mutual_tls = true;
        let running = Running::start(&options).await?;
        let desk = Desk::of(&running);
        desk.admin(Method::PUT, "/v1/pushcert", &self.push_pem(TOPIC)?).await?;
        let (_, profile) = desk.ask(Method::GET, "/enroll", b"", KEY).await?;
        let mut device = Device::new(&desk.web, "TLS-1", &[7; 32])?;
        ensure(device.enroll(&profile).await? == StatusCode::OK, "a device enrolls")?;
        desk.enqueue("TLS-1", &device_information("A"), "?nopush=1").await?;
        ensure(device.connect().await? == ["DeviceInformation"], "and works")?;
        device.web.identity = None;
        let refused = device.connect().await.is_err_and(|error| error.to_string().contains("400"));
        ensure(refused, "without its certificate nobody knows it")?;
        running.stop().await
    }
}

impl Desk {
    fn of(running: &Running) -> Self {
        let site = &running.site;
        let root = site.url().starts_with("https").then(|| site.authority.certificate().clone());
        let web = Web { addr: running.addr, root, version: Version::Http1, identity: None };
        Self { web, url: site.url() }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    async fn ask(&self, method: Method, path: &str, body: &[u8], key: &str) -> Result<(StatusCode, Vec<u8>)> {
        let basic = format!("Basic {}", STANDARD.encode(format!("nanomdm:{key}")));
        let request = Request::builder().method(method).uri(self.url(path)).header(AUTHORIZATION, basic);
        let (status, body) = self.web.send(request.body(body.to_vec())?).await?;
        Ok((status, body.to_vec()))
    }

    async fn admin(&self, method: Method, path: &str, body: &[u8]) -> Result<(StatusCode, Value)> {
        let (status, body) = self.ask(method, path, body, KEY).await?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    async fn enqueue(&self, ids: &str, command: &[u8], query: &str) -> Result<(StatusCode, Value)> {
        self.admin(Method::PUT, &format!("/v1/enqueue/{ids}{query}"), command).await
    }
}

/// A profile that installs nothing.
const NOTHING: &str = r#"<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>PayloadContent</key><array/><key>PayloadIdentifier</key><string>com.example.nothing</string><key>PayloadType</key><string>Configuration</string><key>PayloadUUID</key><string>6B1E6C1C-0B3E-4A53-9C55-52BD8E4F1D10</string><key>PayloadVersion</key><integer>1</integer></dict></plist>"#;

fn command(uuid: &str, kind: &str) -> Vec<u8> {
    raw(uuid, kind, "")
}

fn device_information(uuid: &str) -> Vec<u8> {
    raw(uuid, "DeviceInformation", "<key>Queries</key><array><string>UDID</string></array>")
}

/// As a person writes it.
fn raw(uuid: &str, kind: &str, keys: &str) -> Vec<u8> {
    let request = format!("<dict><key>RequestType</key><string>{kind}</string>{keys}</dict>");
    let head = r#"<?xml version="1.0" encoding="UTF-8"?><plist version="1.0">"#;
    format!(
        "{head}<dict><key>Command</key>{request}<key>CommandUUID</key><string>{uuid}</string></dict></plist>"
    )
    .into()
}
