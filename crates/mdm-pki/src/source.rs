//! Where the certificate of a device comes from.

use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::mdm_signature::SigningTime;
use crate::{Certificate, Error, Limits, MdmSignature};

/// Where the certificate of a device comes from (F72): one source, chosen by configuration. If several counted, a
/// peer could choose the one that nobody checks.
///
/// Each proves that the peer holds the private key: a TLS handshake, here or at the proxy, or a signature over the body.
/// None says that the certificate is one of ours: [`TrustAnchors::verify_device`](crate::TrustAnchors::verify_device)
/// or a [`VerdictCache`](crate::VerdictCache) does, and then the record of the enrollment
/// ([`IssuedIdentities`](crate::IssuedIdentities)).
///
/// | source | the server must |
/// |---|---|
/// | [`MutualTls`](Self::MutualTls) | ask for a client certificate in its own TLS |
/// | [`MdmSignature`](Self::MdmSignature) | set `SignMessage` in the MDM payload, and let headers of 8 KiB through |
/// | [`ClientCertHeader`](Self::ClientCertHeader), [`EscapedPemHeader`](Self::EscapedPemHeader) | be reachable through its proxy only, and the proxy must delete the header from what clients send |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateSource {
    /// Mutual TLS that ends in this process: [`Presented::tls_certificate`].
    MutualTls,
    /// The `Mdm-Signature` header: [`Presented::mdm_signature`].
    MdmSignature(SigningTime),
    /// The `Client-Cert` header of RFC 9440 in [`Presented::proxy_header`]: base64 of the DER between two colons.
    ClientCertHeader,
    /// A header with the certificate as percent-encoded PEM in [`Presented::proxy_header`], as nginx
    /// (`$ssl_client_escaped_cert`) and the load balancers of AWS (`X-Amzn-Mtls-Clientcert-Leaf`) write it. A `+` is
    /// a plus sign.
    EscapedPemHeader,
}

/// What a request brought. Fill in what the server has; the source takes its own and looks at nothing else.
#[derive(Clone, Copy, Default)]
pub struct Presented<'a> {
    /// The client certificate of the TLS connection, DER.
    pub tls_certificate: Option<&'a [u8]>,
    /// The `Mdm-Signature` header.
    pub mdm_signature: Option<&'a str>,
    /// The header of the proxy. If a request has several of that name, join them by commas: they are refused then.
    pub proxy_header: Option<&'a str>,
}

impl CertificateSource {
    /// The certificate of who sent this body.
    ///
    /// # Errors
    ///
    /// [`Error::NoCertificate`] if this source has none, whatever the others have; [`Error::TooLarge`],
    /// [`Error::Malformed`] and [`Error::Base64`] for headers that are no certificate; and what
    /// [`MdmSignature::verify_at`] returns. Never answer with HTTP status 401: the device would unenroll.
    pub fn certificate(
        self,
        presented: &Presented<'_>,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Certificate, Error> {
        self.certificate_by(presented, body, now, Certificate::from_der)
    }

    /// As [`certificate`](Self::certificate), and has a certificate that came by itself read by `read`, which may know
    /// it ([`VerdictCache::known`](crate::VerdictCache::known)). That of a signature is read with the signature.
    ///
    /// # Errors
    ///
    /// As [`certificate`](Self::certificate), and what `read` says.
    pub fn certificate_by(
        self,
        presented: &Presented<'_>,
        body: &[u8],
        now: SystemTime,
        read: impl FnOnce(&[u8]) -> Result<Certificate, Error>,
    ) -> Result<Certificate, Error> {
        match self {
            Self::MutualTls => read(presented.tls_certificate.ok_or(Error::NoCertificate)?),
            Self::MdmSignature(time) => {
                let header = presented.mdm_signature.ok_or(Error::NoCertificate)?;
                MdmSignature::verify_at(header, body, &Limits::MDM_SIGNATURE, time, now)
            }
            Self::ClientCertHeader => client_cert(presented.proxy_header.ok_or(Error::NoCertificate)?, read),
            Self::EscapedPemHeader => escaped_pem(presented.proxy_header.ok_or(Error::NoCertificate)?, read),
        }
    }
}

impl fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented")
            .field("tls_certificate", &self.tls_certificate.is_some())
            .field("mdm_signature", &self.mdm_signature.is_some())
            .field("proxy_header", &self.proxy_header.is_some())
            .finish()
    }
}

/// A byte sequence of RFC 8941 section 3.3.5, without parameters.
fn client_cert(
    header: &str,
    read: impl FnOnce(&[u8]) -> Result<Certificate, Error>,
) -> Result<Certificate, Error> {
    let what = "Client-Cert header";
    let header = bounded(header, what)?;
    let body = header.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
    let body = body.ok_or(Error::Malformed { what, offset: 0 })?;
    let der = LENIENT.decode(body).map_err(|_| Error::Base64 { what })?;
    read(&der)
}

fn escaped_pem(
    header: &str,
    read: impl FnOnce(&[u8]) -> Result<Certificate, Error>,
) -> Result<Certificate, Error> {
    let what = "header with an escaped certificate";
    let header = bounded(header, what)?;
    let pem = crate::percent::decode(header).ok_or(Error::Malformed { what, offset: 0 })?;
    Certificate::from_pem_by(&pem, read)
}

fn bounded<'a>(header: &'a str, what: &'static str) -> Result<&'a str, Error> {
    if header.len() > MAX_HEADER {
        return Err(Error::TooLarge { what, limit: MAX_HEADER, actual: header.len() });
    }
    match header.trim_ascii() {
        // What proxies write where the client had no certificate.
        "" => Err(Error::NoCertificate),
        header => Ok(header),
    }
}

/// RFC 8941 section 4.2.7: padding may be missing.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// A certificate for RSA with 8192 bits has 3 KiB, and percent signs may triple it.
const MAX_HEADER: usize = 16 * 1024;

#[cfg(test)]
mod tests;
