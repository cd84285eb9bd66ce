//! The `Mdm-Signature` header: a device's signature over the body of its request.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::cms::{Limits, Signer, decode_detached, verify_detached};
use crate::{Certificate, Error};

/// The `Mdm-Signature` request header: standard base64 of a detached CMS signature over the exact body.
///
/// Devices send it when the MDM payload has `SignMessage` set. Apple's devices send indefinite-length BER with
/// one certificate, SHA-1 and no signed attributes; other clients send DER with SHA-256 and attributes. Both are
/// read. SHA-1 is accepted for that reason, MD5 never.
///
/// Source: Apple, `SignMessage` in the com.apple.mdm payload (schema release iOS 18.1); headers recorded from
/// devices in the test data of NanoMDM (read 2026-11).
#[derive(Debug)]
pub struct MdmSignature;

/// What the time in a signature is worth. Apple's devices were not seen to send one; where it is missing, every policy
/// is content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningTime {
    /// Nothing: it is the device's own clock.
    #[default]
    Ignored,
    /// It must not be further from now than this, in either direction. A day lets through whoever can use TLS.
    Within(Duration),
}

impl MdmSignature {
    /// The name of the header, in lower case as HTTP libraries keep it.
    pub const HEADER: &'static str = "mdm-signature";

    /// Verifies a header against the body and returns the certificate of the device.
    ///
    /// This says that the holder of the certificate's key signed this body, and nothing about who issued the
    /// certificate: [`TrustAnchors::verify_device`](crate::TrustAnchors::verify_device) is the second step, and
    /// comparing the fingerprint with the enrollment's is the third. The body's size is the caller's to limit.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] before anything is decoded, [`Error::Base64`], and what
    /// [`verify_detached`] returns. Answer with HTTP status 400; 401 would make the device unenroll.
    pub fn verify(header: &str, body: &[u8], limits: &Limits) -> Result<Certificate, Error> {
        verify_detached(&decode(header, limits)?, body, limits)
    }

    /// As [`verify`](Self::verify), and holds the time that the device says it signed at against `now`.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify); [`Error::SigningTime`] if the times are too far apart.
    pub fn verify_at(
        header: &str,
        body: &[u8],
        limits: &Limits,
        time: SigningTime,
        now: SystemTime,
    ) -> Result<Certificate, Error> {
        let cms = decode(header, limits)?;
        let message = decode_detached(&cms, limits)?;
        let certificate = message.verify(body)?;
        if let (SigningTime::Within(tolerance), Some(signed)) = (time, message.signing_time()?) {
            let apart = now.duration_since(signed).unwrap_or_else(|error| error.duration());
            if apart > tolerance {
                return Err(Error::SigningTime);
            }
        }
        Ok(certificate)
    }

    /// Makes the header for a body, as a client does.
    ///
    /// # Errors
    ///
    /// As [`Signer::sign_detached`].
    pub fn sign(signer: &Signer, body: &[u8], signing_time: SystemTime) -> Result<String, Error> {
        Ok(STANDARD.encode(signer.sign_detached(body, signing_time)?))
    }
}

fn decode(header: &str, limits: &Limits) -> Result<Vec<u8>, Error> {
    let header = header.trim_ascii();
    let limit = limits.message_bytes.div_ceil(3).saturating_mul(4);
    if header.len() > limit {
        return Err(Error::TooLarge { what: WHAT, limit, actual: header.len() });
    }
    STANDARD.decode(header).map_err(|_| Error::Base64 { what: WHAT })
}

const WHAT: &str = "Mdm-Signature";
