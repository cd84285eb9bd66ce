//! Every command, in a folder that is removed afterwards, with the `openssl` program as the judge of both directions.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use mdm_examples::files::{self, Existing, Readers};
use mdm_examples::{Result, ensure};
use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, Subject, Usage};
use mdm_plist::Value;
use mdm_profile::ForeignProfile;

use super::arguments::Arguments;
use super::{Found, run};

const DAY: Duration = Duration::from_secs(86_400);
const TOPIC: &str = "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b";
const SECRET: &str = "planted-secret";

pub(crate) fn selftest(now: SystemTime) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("profile-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = Bench { folder: &folder, now }.run();
    std::fs::remove_dir_all(&folder)?;
    done
}

struct Bench<'a> {
    folder: &'a Path,
    now: SystemTime,
}

impl Bench<'_> {
    fn run(&self) -> Result<()> {
        let root = CertificateAuthority::mint("Made-up root", 900 * DAY, self.now)?;
        let middle =
            root.mint_subordinate(KeyPair::mint_rsa2048()?, "Made-up intermediate", 500 * DAY, self.now)?;
        self.put("root.pem", root.certificate().to_pem().as_bytes())?;
        self.put("middle.pem", middle.certificate().to_pem().as_bytes())?;
        let issue = |name: &str, key: &KeyPair, usage: Usage, subject: Subject, chain: &str| -> Result<()> {
            let policy = IssuePolicy::new(subject, usage, 90 * DAY).with_key_encipherment();
            let leaf = middle.issue(&key.csr("x")?, &policy, Serial::mint()?, self.now)?;
            self.put(&format!("{name}.key"), key.expose_secret_pem()?.expose_secret())?;
            self.put(&format!("{name}.pem"), (leaf.to_pem() + chain).as_bytes())
        };
        let chain = middle.certificate().to_pem();
        let named = |name: &str| Subject::new(name);
        issue("rsa", &KeyPair::mint_rsa2048()?, Usage::ProfileSigner, named("RSA"), &chain)?;
        issue("p256", &KeyPair::mint_p256()?, Usage::ProfileSigner, named("P-256"), &chain)?;
        issue("alone", &KeyPair::mint_rsa2048()?, Usage::ProfileSigner, named("Alone"), "")?;
        issue("device", &KeyPair::mint_rsa2048()?, Usage::TlsClient, named("device"), "")?;
        issue("curve", &KeyPair::mint_p256()?, Usage::TlsClient, named("curve"), "")?;
        let push = named("APSP:x").user_id(TOPIC);
        issue("push", &KeyPair::mint_rsa2048()?, Usage::TlsClient, push, "")?;
        self.put("challenge", SECRET.as_bytes())?;
        self.put("payloads", PAYLOADS.as_bytes())?;

        self.build_and_lint()?;
        self.sign_and_verify()?;
        self.encrypt_and_decrypt()?;
        self.compare()?;
        #[cfg(unix)]
        for name in ["enroll.plist", "rsa.mobileconfig", "opened"] {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(self.folder.join(name))?.permissions().mode() & 0o777;
            ensure(mode == 0o600, "profiles are their owner's")?;
        }
        println!("\nEverything came out as ordered.");
        Ok(())
    }

    fn build_and_lint(&self) -> Result<()> {
        let build = "build --identifier com.example.mdm --server-url https://mdm.example.com/connect \
                     --push-certificate @push.pem --scep-url https://mdm.example.com/scep --challenge-file @challenge \
                     --subject CN=device,O=Example --trust @root.pem --name Example --sign-message --out @enroll.plist";
        self.good(build)?;
        let wrong = self.command(&build.replace("https://mdm.example.com/connect", "http://mdm.example.com"));
        ensure(
            wrong.is_err_and(|error| error.to_string().contains("ServerURL")),
            "http is refused by its key",
        )?;
        self.good("lint @enroll.plist --os ios --version 17.4")?;
        self.good("build --identifier com.example.wifi --payloads @payloads --name Wi-Fi --out @wifi.plist")?;
        self.good("show @wifi.plist")?;
        self.good("lint @wifi.plist --os ios --version 17.4 --supervised yes")?;
        self.bad("lint @wifi.plist --os ios --version 17.4 --supervised no")?;
        self.bad("lint @wifi.plist --os watchos --version 11.0")
    }

    /// Both keys, both directions, chains of one to three certificates; the content comes back to the byte.
    fn sign_and_verify(&self) -> Result<()> {
        let content = self.read("enroll.plist")?;
        for signer in ["rsa", "p256"] {
            let (signed, judged) = (format!("{signer}.mobileconfig"), format!("{signer}.judged"));
            self.good(&format!(
                "sign @enroll.plist --key @{signer}.key --certificates @{signer}.pem --out @{signed}"
            ))?;
            for tool in ["cms", "smime"] {
                self.openssl(&format!(
                    "{tool} -verify -binary -inform DER -in {signed} -CAfile root.pem -purpose any -out {judged}"
                ))?;
                ensure(self.read(&judged)? == content, "openssl gives back what was signed")?;
            }
            self.good(&format!("verify @{signed} --anchors @root.pem"))?;
            self.good(&format!("strip @{signed} --out @stripped"))?;
            ensure(self.read("stripped")? == content, "the content is kept to the byte")?;

            // The other way round, with line ends that a careless tool changes.
            self.openssl(&format!(
                "smime -sign -nodetach -binary -outform DER -in enroll.plist -signer {signer}.pem -inkey {signer}.key \
                 -certfile middle.pem -out theirs.mobileconfig"
            ))?;
            self.good("verify @theirs.mobileconfig --anchors @root.pem")?;
            self.good("strip @theirs.mobileconfig --out @stripped")?;
            ensure(self.read("stripped")? == content, "openssl's content is kept to the byte")?;
        }
        self.good("sign @enroll.plist --key @alone.key --certificates @alone.pem --out @alone.mobileconfig")?;
        self.bad("verify @alone.mobileconfig --anchors @root.pem")?;
        self.bad("verify @enroll.plist --anchors @root.pem")?;
        self.bad("verify @rsa.mobileconfig --anchors @root.pem --at 4102444800")?;
        let mut tampered = self.read("rsa.mobileconfig")?;
        let place =
            tampered.windows(8).position(|window| window == b"/connect").ok_or("no URL in the profile")?;
        tampered.splice(place + 1..place + 2, *b"C");
        self.put("tampered.mobileconfig", &tampered)?;
        self.bad("verify @tampered.mobileconfig --anchors @root.pem")?;
        ensure(
            self.command("strip @tampered.mobileconfig --out @never").is_err(),
            "what was tampered with is not opened",
        )
    }

    fn encrypt_and_decrypt(&self) -> Result<()> {
        let content = self.read("wifi.plist")?;
        let array = |bytes: &[u8]| -> Result<Value> { Ok(mdm_plist::from_slice(bytes)?) };
        let payloads = ForeignProfile::decode(&content)?.keys().get("PayloadContent").cloned();
        let payloads = payloads.ok_or("no payloads")?;
        for (device, cipher) in [("device", "aes256"), ("device", "3des"), ("curve", "aes128")] {
            self.good(&format!("encrypt @wifi.plist --to @{device}.pem --cipher {cipher} --out @sealed"))?;
            let sealed = ForeignProfile::decode(&self.read("sealed")?)?;
            ensure(!contains(sealed.content(), SECRET), "an encrypted profile shows no secret")?;
            self.good("show @sealed")?;
            let inside = sealed.encrypted_payloads().ok_or("nothing is encrypted")?;
            self.put("inside", inside.as_slice())?;
            self.openssl(&format!(
                "cms -decrypt -binary -inform DER -in inside -inkey {device}.key -recip {device}.pem -out array"
            ))?;
            ensure(array(&self.read("array")?)? == payloads, "openssl finds the array of payloads")?;
            self.good(&format!(
                "decrypt @sealed --key @{device}.key --certificate @{device}.pem --out @opened"
            ))?;
            ensure(self.read("opened")? == content, "the profile comes back to the byte")?;

            // The other way round.
            self.openssl(&format!(
                "cms -encrypt -binary -outform DER -aes-256-cbc -in array -out theirs {device}.pem"
            ))?;
            let mut theirs = sealed;
            theirs.set("EncryptedPayloadContent", &Value::Data(self.read("theirs")?))?;
            self.put("sealed", theirs.content())?;
            self.good(&format!(
                "decrypt @sealed --key @{device}.key --certificate @{device}.pem --out @opened"
            ))?;
            ensure(self.read("opened")? == content, "what openssl encrypted comes back to the byte")?;
        }
        let wrong = self.command("decrypt @sealed --key @device.key --certificate @device.pem --out @never");
        ensure(wrong.is_err(), "another device's key opens nothing")
    }

    fn compare(&self) -> Result<()> {
        self.good("diff @enroll.plist @rsa.mobileconfig")?;
        self.good("set @rsa.mobileconfig --key PayloadDisplayName --value Another --out @changed.plist")?;
        self.bad("diff @rsa.mobileconfig @changed.plist")?;
        self.bad("diff @enroll.plist @wifi.plist")?;
        self.good("update @changed.plist @enroll.plist")?;
        let moved = "set @enroll.plist --payload com.example.mdm.mdm --key ServerURL --value https://b.example --out @moved";
        self.good(moved)?;
        self.bad("update @moved @enroll.plist")?;
        let (before, after) = (self.read("enroll.plist")?, self.read("moved")?);
        let text = String::from_utf8(before)?.replace("https://mdm.example.com/connect", "https://b.example");
        ensure(text.as_bytes() == after, "a change leaves every other byte")
    }

    fn good(&self, line: &str) -> Result<()> {
        let found = self.command(line)?;
        ensure(found == Found::Nothing, "nothing is wrong with it")
    }

    fn bad(&self, line: &str) -> Result<()> {
        let found = self.command(line)?;
        ensure(found == Found::Something, "something is wrong with it")
    }

    fn command(&self, line: &str) -> Result<Found> {
        let path = |name: &str| self.folder.join(name).display().to_string();
        let words: Vec<String> = line
            .split_whitespace()
            .map(|word| word.strip_prefix('@').map_or_else(|| word.to_owned(), path))
            .collect();
        println!("\n$ profile {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
        run(&Arguments::read(&words).ok_or("a command line that cannot be read")?, self.now)
    }

    fn openssl(&self, line: &str) -> Result<()> {
        println!("\n$ openssl {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
        let done = Command::new("openssl").args(line.split_whitespace()).current_dir(self.folder).output();
        let done = done.map_err(|error| format!("the openssl program cannot be started: {error}"))?;
        let said = String::from_utf8_lossy(&done.stderr);
        ensure(done.status.success(), &format!("openssl agrees: {said}"))
    }

    fn read(&self, name: &str) -> Result<Vec<u8>> {
        files::read(&self.folder.join(name))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::write(&self.folder.join(name), bytes, Readers::Owner, Existing::Replace)
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

const PAYLOADS: &str = "<plist version=\"1.0\"><array>
<dict><key>PayloadType</key><string>com.apple.wifi.managed</string>
<key>SSID_STR</key><string>Office</string><key>EncryptionType</key><string>WPA2</string>
<key>Password</key><string>planted-secret</string></dict>
<dict><key>PayloadType</key><string>com.apple.app.lock</string>
<key>App</key><dict><key>Identifier</key><string>com.example.kiosk</string></dict></dict>
</array></plist>
";
