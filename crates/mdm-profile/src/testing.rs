//! Fixtures for the unit tests of this crate: one time, one authority, a few signers, small profiles.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mdm_pki::{Certificate, CertificateAuthority, IssuePolicy, KeyPair, Serial, Signer, Subject, Usage};
use proptest::prelude::*;

pub(crate) const GOLDEN: &[u8] = include_bytes!("../tests/data/enrollment.mobileconfig");
pub(crate) const FIXTURE_CA: &[u8] = include_bytes!("../tests/data/fixture-ca.der");
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// 2026-11-22 00:00:00 UTC.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600)
}

pub(crate) static AUTHORITY: LazyLock<CertificateAuthority> =
    LazyLock::new(|| CertificateAuthority::mint("Fixture CA", 3650 * DAY, now() - 100 * DAY).unwrap());

pub(crate) static KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::mint_rsa2048().unwrap());

/// A certificate of the fixture's key, for so many days from so many days ago on.
pub(crate) fn certificate(usage: Usage, days: u32, ago: u32) -> Certificate {
    let policy = IssuePolicy::new(Subject::new("fixture"), usage, days * DAY).with_key_encipherment();
    AUTHORITY.issue(&KEY.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now() - ago * DAY).unwrap()
}

pub(crate) static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
    let leaf = certificate(Usage::ProfileSigner, 90, 0);
    Signer::new(KEY.clone(), leaf, vec![AUTHORITY.certificate().clone()]).unwrap()
});

/// A profile with these keys in it, beside those that every profile has.
pub(crate) fn profile(keys: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadIdentifier</key><string>com.example.p</string>\
         <key>PayloadUUID</key><string>not even a UUID</string>{keys}</dict></plist>"
    )
    .into_bytes()
}

/// A profile with these payloads.
pub(crate) fn content(payloads: &str) -> Vec<u8> {
    profile(&format!("<key>PayloadContent</key><array>{payloads}</array>"))
}

pub(crate) fn payload(payload_type: &str, keys: &str) -> String {
    format!(
        "<dict><key>PayloadType</key><string>{payload_type}</string>\
         <key>PayloadIdentifier</key><string>id.{payload_type}</string>{keys}</dict>"
    )
}

pub(crate) fn text(key: &str, value: &str) -> String {
    format!("<key>{key}</key><string>{value}</string>")
}

/// A text as a foreign tool may lay it out: some payloads of some keys, white space, comments, CDATA, line ends.
pub(crate) fn any_profile() -> impl Strategy<Value = String> {
    let gap =
        prop::sample::select(vec!["", " ", "\n\t", "\r\n  ", "\n<!-- <key>no</key> -->\n", "<?x <y> ?>"]);
    let value = prop::sample::select(vec![
        "<string>a &lt;b&gt; &#38; c</string>",
        "<string><![CDATA[</dict><key>no</key>]]></string>",
        "<string/>",
        "<integer>-7</integer>",
        "<true/>",
        "<false></false>",
        "<data>\n\tAQID\n\t</data>",
        "<date>2026-11-22T00:00:00Z</date>",
        "<array/>",
        "<array><dict><key>deep</key><array><integer>1</integer></array></dict></array>",
        "<dict></dict>",
        "<dict><!-- nothing --></dict>",
        "<real>0.5</real>",
    ]);
    let key = |index: usize| {
        ["<key>K&amp;{}</key>", "<key>K{}</key>", "<key ><![CDATA[K<]]>{}</key >"][index % 3]
            .replace("{}", &index.to_string())
    };
    let dict = move |own: &'static str| {
        prop::collection::vec((gap.clone(), gap.clone(), value.clone()), 0..5).prop_map(move |entries| {
            let mut text = format!("<dict>{own}");
            for (index, (before, between, value)) in entries.iter().enumerate() {
                text += &format!("{before}{}{between}{value}", key(index));
            }
            text + "\n</dict>"
        })
    };
    let head = prop::sample::select(vec!["", "\u{feff}", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"]);
    let payload =
        dict("<key>PayloadType</key><string>t</string><key>PayloadIdentifier</key><string>i</string>");
    let own = "<key>PayloadType</key> <string>Configuration</string><key>PayloadContent</key>\n\t<array>@</array>\
               <key>PayloadIdentifier</key><string>p</string><key>PayloadUUID</key><string>u</string>";
    (head, prop::collection::vec(payload, 0..4), dict(own)).prop_map(|(head, payloads, own)| {
        format!("{head}<plist version=\"1.0\">\n{}</plist>\n", own.replace('@', &payloads.join("\r\n\t\t")))
    })
}
