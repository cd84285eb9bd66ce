//! Whether a command installs another enrollment profile.

use mdm_apple::Request;
use mdm_plist::{Dictionary, Format, Value};
use mdm_profile::{ForeignProfile, MdmPayload};

/// Whether a command installs another enrollment profile, as far as its profile can be read: as XML in whatever way it is
/// written, as a binary property list, and signed, in DER or BER, if the signature verifies.
///
/// What has a form that devices read and cannot be read here may be one: it is encrypted, as a whole or its payloads; its
/// signature does not verify, or is made in a way that is not known; it is over a limit. What has no such form no device
/// installs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Enrolls {
    /// It does not, or installs no profile.
    No,
    /// It does, and this is the MDM payload.
    By(Box<MdmPayload>),
    /// It may: what it installs cannot be read here.
    Perhaps,
}

impl Enrolls {
    pub(crate) fn of(request: &Request) -> Self {
        let Request::InstallProfile(install) = request else { return Self::No };
        let bytes = install.payload.as_slice();
        if bytes.first() != Some(&SEQUENCE) && Format::sniff(bytes).is_none() {
            return Self::No;
        }
        let Ok(profile) = ForeignProfile::decode(bytes) else { return Self::Perhaps };
        let is_mdm = |payload: &Dictionary| {
            payload.get("PayloadType").and_then(Value::as_string) == Some("com.apple.mdm")
        };
        if profile.payloads().any(is_mdm) {
            // Without the keys that it must have it is still not one to be repeated.
            let payload = MdmPayload::find(bytes).ok().flatten();
            return payload.map_or(Self::Perhaps, |payload| Self::By(Box::new(payload)));
        }
        if profile.is_encrypted() { Self::Perhaps } else { Self::No }
    }
}

/// The first byte of CMS, in DER and in BER.
const SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use mdm_apple::InstallProfile;
    use mdm_pki::{
        Certificate, CertificateAuthority, ContentCipher, IssuePolicy, KeyPair, Serial, Signer, Subject,
        Usage,
    };

    const DAY: Duration = Duration::from_secs(86_400);

    /// 2026-11-22 00:00:00 UTC.
    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600)
    }

    fn signer() -> Signer {
        let authority = CertificateAuthority::mint("Fixture CA", 100 * DAY, now()).unwrap();
        let key = KeyPair::mint_rsa2048().unwrap();
        let usage = Usage::ProfileSigner;
        let policy = IssuePolicy::new(Subject::new("fixture"), usage, 90 * DAY).with_key_encipherment();
        let leaf = authority.issue(&key.csr("x").unwrap(), &policy, Serial::mint().unwrap(), now()).unwrap();
        Signer::new(key, leaf, vec![]).unwrap()
    }

    fn profile(payload_type: &str) -> Vec<u8> {
        let head = |kind: &str, rest: &str| {
            format!(
                "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key>\
                 <string>a</string><key>PayloadUUID</key><string>1</string>{rest}</dict>"
            )
        };
        let keys = "<key>ServerURL</key><string>https://mdm.example.com/</string><key>Topic</key>\
             <string>com.apple.mgmt.X</string><key>IdentityCertificateUUID</key><string>2</string>";
        let content = head(payload_type, keys);
        let content = format!("<key>PayloadContent</key><array>{content}</array>");
        format!("<plist version=\"1.0\">{}</plist>", head("Configuration", &content)).into_bytes()
    }

    fn binary(xml: &[u8]) -> Vec<u8> {
        let mut written = Vec::new();
        let value = Value::from_reader(std::io::Cursor::new(xml)).unwrap();
        value.to_writer_binary(&mut written).unwrap();
        written
    }

    fn utf16(xml: &[u8]) -> Vec<u8> {
        let text = std::str::from_utf8(xml).unwrap();
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }

    /// A DER message as devices and some servers write it: indefinite lengths down to the content, and that in segments
    /// (X.690, sections 8.1.3.6 and 8.7.3). `path` says where the content is.
    fn segmented(der: &[u8], path: &[usize]) -> Vec<u8> {
        let (head, content) = split(der);
        let Some((turn, rest)) = path.split_first() else {
            let segments = content
                .chunks(7)
                .flat_map(|chunk| [&[4, u8::try_from(chunk.len()).unwrap()][..], chunk].concat());
            return [0x24, 0x80].into_iter().chain(segments).chain([0, 0]).collect();
        };
        let (mut written, mut left, mut nth) = (vec![head, 0x80], content, 0);
        while !left.is_empty() {
            let (_, inner) = split(left);
            let end = inner.as_ptr() as usize - left.as_ptr() as usize + inner.len();
            let (child, others) = left.split_at(end);
            written.extend(if nth == *turn { segmented(child, rest) } else { child.to_vec() });
            (left, nth) = (others, nth + 1);
        }
        written.extend([0, 0]);
        written
    }

    /// Tag and content of the first element.
    fn split(der: &[u8]) -> (u8, &[u8]) {
        let (start, length) = match der[1] {
            short @ ..0x80 => (2, usize::from(short)),
            long => {
                let digits = &der[2..2 + usize::from(long & 0x7F)];
                let length = digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit));
                (2 + digits.len(), length)
            }
        };
        (der[0], &der[start..start + length])
    }

    #[derive(Debug, PartialEq)]
    enum Told {
        No,
        By,
        Perhaps,
    }

    fn check(what: &str, bytes: Vec<u8>, expected: Told) {
        let told = match Enrolls::of(&InstallProfile::new(bytes).into()) {
            Enrolls::No => Told::No,
            Enrolls::By(payload) => {
                assert_eq!(
                    (payload.server_url(), payload.topic()),
                    ("https://mdm.example.com/", "com.apple.mgmt.X")
                );
                Told::By
            }
            Enrolls::Perhaps => Told::Perhaps,
        };
        assert_eq!(told, expected, "{what}");
    }

    #[test]
    fn an_enrollment_profile_is_found_in_whatever_form() {
        let signer = signer();
        let sealed = |content: &[u8], to: &Certificate| {
            mdm_pki::encrypt(content, std::slice::from_ref(to), ContentCipher::default()).unwrap()
        };
        for (kind, plain) in [("com.apple.mdm", Told::By), ("com.apple.wifi.managed", Told::No)] {
            let again = || if plain == Told::By { Told::By } else { Told::No };
            let xml = profile(kind);
            let written = |dot: &str| profile(&kind.replace('.', dot));
            check("XML", xml.clone(), again());
            check("a reference", written("&#46;"), again());
            check("a hexadecimal reference", written("&#x2e;"), again());
            check("CDATA", written("<![CDATA[.]]>"), again());
            check("a byte order mark", [b"\xEF\xBB\xBF", &xml[..]].concat(), again());
            check("binary", binary(&xml), again());
            for (form, content) in [("XML", xml.clone()), ("binary", binary(&xml))] {
                let signed = signer.sign_attached(&content, now()).unwrap();
                check(&format!("signed {form}"), signed.clone(), again());
                let cut = segmented(&signed, &[1, 0, 2, 1, 0]);
                assert!(!cut.windows(13).any(|window| window == b"com.apple.mdm"), "it is cut everywhere");
                check(&format!("signed {form} in segments"), cut, again());
                let mut broken = signed;
                *broken.last_mut().unwrap() ^= 1;
                check("a signature that does not verify", broken, Told::Perhaps);
            }
            // Nobody but the device can read these.
            check("enveloped", sealed(&xml, signer.certificate()), Told::Perhaps);
            let mut encrypted = ForeignProfile::decode(&xml).unwrap();
            encrypted.encrypt(&[signer.certificate().clone()], ContentCipher::default()).unwrap();
            check("encrypted", encrypted.content().to_vec(), Told::Perhaps);
            let signed = signer.sign_attached(encrypted.content(), now()).unwrap();
            check("signed and encrypted", signed, Told::Perhaps);
            check("a wide encoding", utf16(&xml), Told::Perhaps);
        }
        // What says that it is encrypted and is not hides nothing.
        let text = String::from_utf8(profile("com.apple.mdm")).unwrap();
        let lie = text.replacen("<dict>", "<dict><key>IsEncrypted</key><true/>", 1);
        check("not encrypted", lie.into_bytes(), Told::By);
        let maimed = text.replace("ServerURL", "ServerURI");
        check("without its server", maimed.into_bytes(), Told::Perhaps);
    }

    #[test]
    fn a_hostile_profile_costs_little() {
        let nested = |open: &str, n: usize| format!("<plist version=\"1.0\">{}", open.repeat(n)).into_bytes();
        check("nothing", Vec::new(), Told::No);
        check("the name alone", b"com.apple.mdm".to_vec(), Told::No);
        check("zeros", vec![0; 1 << 20], Told::No);
        check("no end", b"<plist version=\"1.0\"><dict>".to_vec(), Told::Perhaps);
        check("deep", nested("<array>", 100_000), Told::Perhaps);
        check("wide", nested("<true/>", 1_000_000), Told::Perhaps);
        let entities =
            "<!DOCTYPE p [<!ENTITY a \"com.apple.mdm\">]><plist><dict><key>a</key>&a;</dict></plist>";
        check("entities", entities.into(), Told::Perhaps);
        check("binary without an end", b"bplist00".to_vec(), Told::Perhaps);
        check("a sequence of nothing", vec![0x30, 0x80, 0, 0], Told::Perhaps);
        check("sequences", [0x30, 0x80].repeat(500_000), Told::Perhaps);
        check("a length without an end", vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], Told::Perhaps);
        check(
            "over the limit",
            [&[0x30, 0x83, 0xA0, 0, 0][..], &vec![0; 0xA0_00_00]].concat(),
            Told::Perhaps,
        );
    }
}
