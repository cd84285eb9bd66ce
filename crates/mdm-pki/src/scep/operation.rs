//! The HTTP side of a SCEP server: which operation a request is.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::Method;

use crate::{Error, percent};

/// What a client asks for: the `operation` of the query (RFC 8894 section 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation<'a> {
    /// `GetCACaps`: what the server can do.
    GetCaCaps,
    /// `GetCACert`: the certificates of the authority.
    GetCaCert,
    /// `PKIOperation`: a message, from the body of a POST or out of the query of a GET.
    PkiOperation(Cow<'a, [u8]>),
}

/// What a server can do: the lines of a GetCACaps answer (RFC 8894 section 3.5.2). What is not known is passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capabilities {
    pub(super) aes: bool,
    pub(super) des3: bool,
    pub(super) post: bool,
    pub(super) renewal: bool,
    pub(super) sha1: bool,
    pub(super) sha256: bool,
    pub(super) sha512: bool,
}

impl<'a> Operation<'a> {
    /// Reads an operation out of the method, the query and the body of an HTTP request.
    ///
    /// In the query of a GET, the base64 of the message may be standard or URL-safe, with or without padding and line
    /// ends, and percent-encoded or not: Apple's devices leave `+` and `/` as they are. In a POST, a `message` in the
    /// query is passed over.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the query or the body is longer than 64 KiB, [`Error::Base64`], and
    /// [`Error::Unsupported`] for other operations and methods.
    pub fn decode(method: &Method, query: Option<&'a str>, body: &'a [u8]) -> Result<Self, Error> {
        let query = query.unwrap_or_default();
        let bounded = |what, actual| {
            if actual > MAX_BYTES { Err(Error::TooLarge { what, limit: MAX_BYTES, actual }) } else { Ok(()) }
        };
        bounded("SCEP query", query.len())?;
        bounded("SCEP message", body.len())?;
        if method != Method::GET && method != Method::POST {
            return Err(Error::Unsupported { what: "HTTP method" });
        }
        match parameter(query, "operation").unwrap_or_default() {
            "GetCACaps" => Ok(Self::GetCaCaps),
            "GetCACert" => Ok(Self::GetCaCert),
            "PKIOperation" if method == Method::POST => Ok(Self::PkiOperation(Cow::Borrowed(body))),
            "PKIOperation" => {
                let base64 = || Error::Base64 { what: "SCEP message" };
                let message = parameter(query, "message").ok_or_else(base64)?;
                let text = percent::decode(message).ok_or_else(base64)?;
                let text: Vec<u8> = text.into_iter().filter_map(standard_alphabet).collect();
                LENIENT
                    .decode(text)
                    .map(|message| Self::PkiOperation(Cow::Owned(message)))
                    .map_err(|_| base64())
            }
            _ => Err(Error::Unsupported { what: "SCEP operation" }),
        }
    }
}

impl Capabilities {
    /// What [`Server`](super::Server) answers. `SCEPStandard` stands for AES, SHA-256 and POST; the old names are
    /// there because Apple's devices want a SHA and 3DES or AES by name.
    pub(super) const SERVER: &'static str =
        "AES\nDES3\nPOSTPKIOperation\nRenewal\nSCEPStandard\nSHA-1\nSHA-256\nSHA-512\n";

    /// Reads the lines.
    #[must_use]
    pub fn decode(body: &[u8]) -> Self {
        let mut all = Self::default();
        for line in body.split(|byte| *byte == b'\n').take(64) {
            match line.trim_ascii() {
                b"AES" => all.aes = true,
                b"DES3" => all.des3 = true,
                b"POSTPKIOperation" => all.post = true,
                b"Renewal" => all.renewal = true,
                b"SHA-1" => all.sha1 = true,
                b"SHA-256" => all.sha256 = true,
                b"SHA-512" => all.sha512 = true,
                b"SCEPStandard" => (all.aes, all.sha256, all.post) = (true, true, true),
                _ => {}
            }
        }
        all
    }

    /// Whether the server knows RenewalReq.
    #[must_use]
    pub fn renewal(&self) -> bool {
        self.renewal
    }
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// URL-safe base64 becomes standard; line ends go, and a space was a plus sign before somebody took it for a form's.
fn standard_alphabet(byte: u8) -> Option<u8> {
    match byte {
        b'-' | b' ' => Some(b'+'),
        b'_' => Some(b'/'),
        b'\r' | b'\n' => None,
        other => Some(other),
    }
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// A request with a key of 8192 bits and a chain has 10 KiB.
pub(super) const MAX_BYTES: usize = 64 * 1024;
