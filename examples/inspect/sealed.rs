//! What is signed, what is encrypted, and certificates.

use std::time::{Duration, SystemTime};

use mdm_pki::{Certificate, MdmSignature};
use mdm_plist::{Data, Date};

use super::examine::{Document, Wishes, examine};

/// Opens what is around the content; `None` for what is no seal and no certificate.
pub(crate) fn open(bytes: &[u8], wishes: &Wishes) -> Option<Document> {
    let text = bytes.trim_ascii();
    if text.starts_with(b"-----BEGIN ") {
        return Some(match Certificate::all_from_pem(text) {
            Ok(found) if !found.is_empty() => certificates(&found),
            _ if text.starts_with(b"-----BEGIN CERTIFICATE-----") => {
                titled("certificate (PEM) that cannot be read")
            }
            _ => titled("PEM file, no message of the protocol"),
        });
    }
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=\r\n".contains(byte);
    if text.starts_with(b"MI") && text.iter().all(is_base64) {
        return Some(header(std::str::from_utf8(text).unwrap_or_default(), wishes));
    }
    if bytes.first() == Some(&0x30) && bytes.len() > 1 { Some(der(bytes, wishes)) } else { None }
}

fn der(bytes: &[u8], wishes: &Wishes) -> Document {
    if let Ok(certificate) = Certificate::from_der(bytes) {
        return certificates(&[certificate]);
    }
    // OBJECT IDENTIFIER 1.2.840.113549.1.7.2 (signedData) and 3 (envelopedData), RFC 5652.
    const PKCS7: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07";
    let head = bytes.get(..32).unwrap_or(bytes);
    let at = head.windows(PKCS7.len()).position(|window| window == PKCS7);
    match at.and_then(|at| head.get(at + PKCS7.len())) {
        Some(2) => signed(bytes, wishes),
        Some(3) => noted("encrypted CMS message", "only the holder of the key can open it"),
        _ => titled("DER structure, a key or another"),
    }
}

/// The content of a signature, under what is known of the signer.
fn signed(bytes: &[u8], wishes: &Wishes) -> Document {
    let limits = mdm_pki::Limits::PROFILE;
    let verified = match mdm_pki::verify_attached(bytes, &limits) {
        Ok(verified) => verified,
        Err(mdm_pki::Error::ContentMissing) => return detached(bytes, wishes),
        Err(error) => return noted("signed data (CMS) that does not stand", &error.to_string()),
    };
    let signer = format!(
        "signed by {} with {} certificates; the signature stands, and nothing is said about trust",
        verified.signer.fingerprint(),
        verified.certificates.len()
    );
    // One seal in another is nothing that anybody sends, and could go on for ever.
    let inside = if verified.content.first() == Some(&0x30) {
        Err("another seal, which is not opened".to_owned())
    } else {
        examine(&verified.content, wishes)
    };
    let mut document = match inside {
        Ok(inside) => Document { title: format!("signed {}", inside.title), ..inside },
        Err(error) => noted("signed data (CMS)", &format!("its content: {error}")),
    };
    document.notes.insert(0, signer);
    if let Some(time) = verified.signing_time {
        document.notes.insert(1, format!("signed at {}", date(time)));
    }
    document
}

/// An `Mdm-Signature`, whose content is the body of a request.
fn detached(bytes: &[u8], wishes: &Wishes) -> Document {
    const TITLE: &str = "detached signature (CMS), as an Mdm-Signature is";
    let Some(body) = &wishes.body else {
        return noted(TITLE, "--body FILE names the request that it signs, byte for byte");
    };
    match mdm_pki::verify_detached(bytes, body, &mdm_pki::Limits::MDM_SIGNATURE) {
        Ok(signer) => {
            noted(TITLE, &format!("it signs the body, with the certificate {}", signer.fingerprint()))
        }
        Err(error) => noted(TITLE, &format!("it does not sign the body: {error}")),
    }
}

/// Base64 of DER: the value of a header.
fn header(text: &str, wishes: &Wishes) -> Document {
    let decoded: Result<Data, _> =
        mdm_plist::from_slice(format!("<plist><data>{text}</data></plist>").as_bytes());
    let Ok(decoded) = decoded else { return titled("base64 that cannot be read") };
    let mut document = der(decoded.as_slice(), wishes);
    document.title = format!("base64 of a {}", document.title);
    // What a server takes is stricter than what was opened here.
    if let Some(body) = &wishes.body
        && let Err(error) = MdmSignature::verify(text, body, &mdm_pki::Limits::MDM_SIGNATURE)
    {
        document.notes.push(format!("as a header a server refuses it: {error}"));
    }
    document
}

fn certificates(found: &[Certificate]) -> Document {
    let mut document = titled(match found {
        [one] if one.topic().is_some() => "push certificate",
        [_] => "certificate",
        _ => "certificates",
    });
    for certificate in found {
        document.notes.push(format!("fingerprint {}", certificate.fingerprint()));
        if let Some(topic) = certificate.topic() {
            document.notes.push(format!("topic {}", topic.escape_debug()));
        }
        let until = certificate.not_after();
        document.notes.push(format!("valid from {} until {}", date(certificate.not_before()), date(until)));
        match until.duration_since(SystemTime::now()) {
            Err(_) => document.notes.push("it has expired".to_owned()),
            Ok(left) if left < 30 * DAY => {
                document.notes.push(format!("it expires in {} days", left.as_secs() / DAY.as_secs()));
            }
            Ok(_) => {}
        }
        if certificate.is_authority() {
            document.notes.push("it is an authority's".to_owned());
        }
    }
    document
}

fn date(time: SystemTime) -> String {
    Date::try_from(time).map_or_else(|_| "a time out of range".to_owned(), |date| date.to_string())
}

fn titled(title: &str) -> Document {
    Document { title: title.to_owned(), ..Document::default() }
}

fn noted(title: &str, note: &str) -> Document {
    Document { notes: vec![note.to_owned()], ..titled(title) }
}

const DAY: Duration = Duration::from_secs(86_400);
