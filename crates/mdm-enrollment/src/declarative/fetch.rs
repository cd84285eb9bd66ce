//! Assets and profiles: fetched by `GET`, by devices to which they are assigned, and by nobody else.

use std::time::SystemTime;

use mdm_pki::{Certificate, Standing};
use serde::{Deserialize, Serialize};

use super::{Manifest, SetId, hex};
use crate::channel::{Channel, Stage};
use crate::row::{Link, LinkKind, PayloadName, Tenant};
use crate::{DeviceRequest, Error, Trust, Verdicts};

/// A device fetches an asset or a profile. The request names no enrollment: the certificate does.
#[derive(Debug)]
pub struct Fetch {
    certificate: Certificate,
    tenant: Tenant,
    set: SetId,
    digest: Box<str>,
}

impl Fetch {
    /// Whether a request is such a fetch, by method and path.
    #[must_use]
    pub fn is(request: &DeviceRequest<'_>) -> bool {
        request.method == "GET" && wanted(request.path).is_some()
    }

    /// Authenticates the request. `verdicts` say whether the certificate leads to the tenant's anchors, as for
    /// [`identify_by`](crate::identify_by).
    ///
    /// A fetch has no body: where the certificate comes from a signature of the message, it signs nothing.
    ///
    /// # Errors
    ///
    /// The peer's: another method, a path that names nothing, no or a bad certificate.
    pub fn identify(
        request: &DeviceRequest<'_>,
        trust: &Trust,
        now: SystemTime,
        verdicts: impl Verdicts,
    ) -> Result<Self, Error> {
        if request.method != "GET" {
            return Err(Error::Method);
        }
        let certificate = crate::request::certificate(request, trust, now, verdicts)?;
        let (set, digest) = wanted(request.path).ok_or(Error::NotAssigned)?;
        Ok(Self { certificate, tenant: trust.tenant().clone(), set, digest: digest.into() })
    }

    /// By this link the channels are found that the certificate belongs to.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { kind: LinkKind::Certificate, value: self.certificate.fingerprint().to_string().into() }
    }

    /// Whether the certificate speaks for this channel, which is enrolled, and is this tenant's.
    #[must_use]
    pub fn speaks_for(&self, channel: &Channel) -> bool {
        let standing = channel.identities().standing(&self.certificate.fingerprint());
        channel.stage() == Stage::Enrolled
            && channel.tenant() == self.tenant.as_str()
            && matches!(standing, Standing::Current | Standing::Renewal)
    }

    /// The payload, if it is assigned to a channel that the certificate [speaks for](Self::speaks_for), and its type.
    ///
    /// # Errors
    ///
    /// [`Error::NotAssigned`].
    pub fn answer(&self, manifest: &Manifest) -> Result<(PayloadName, MediaType), Error> {
        let media = manifest.media(&self.set, &self.digest).ok_or(Error::NotAssigned)?;
        Ok((self.set.data(&self.digest), media))
    }

    /// Whether these bytes are the ones that the declaration promises.
    #[must_use]
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        hex(&mdm_pki::sha256(bytes)) == *self.digest
    }
}

/// The end of the path: the word, a set, a SHA-256 in hexadecimal digits.
fn wanted(path: &str) -> Option<(SetId, &str)> {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let (rest, digest) = path.rsplit_once('/')?;
    let (rest, set) = rest.rsplit_once('/')?;
    let (_, word) = rest.rsplit_once('/')?;
    let plain = digest.len() == 64 && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    Some((SetId::new(set)?, digest)).filter(|_| word == SEGMENT && plain)
}

/// What stands before the set in the path.
pub(super) const SEGMENT: &str = "declared";

/// The type of an asset: what devices are told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MediaType {
    /// `application/json`: credentials such as user name and password, SCEP, ACME.
    Json,
    /// `application/pkcs12`: an identity.
    Pkcs12,
    /// `application/pkcs1`: a certificate in DER.
    Pkcs1,
    /// `application/x-pem-file`: a certificate in PEM.
    Pem,
    /// `application/zip`: files of a service.
    Zip,
    /// `application/xml`: a manifest of a package.
    Xml,
    /// `application/x-plist`: a property list.
    Plist,
    /// `application/x-apple-aspen-config`: a profile.
    Profile,
    /// `text/plain`.
    Text,
    /// `image/png`.
    Png,
    /// `image/jpeg`.
    Jpeg,
    /// `application/octet-stream`: anything else.
    Bytes,
}

impl MediaType {
    /// The type as HTTP has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Pkcs12 => "application/pkcs12",
            Self::Pkcs1 => "application/pkcs1",
            Self::Pem => "application/x-pem-file",
            Self::Zip => "application/zip",
            Self::Xml => "application/xml",
            Self::Plist => "application/x-plist",
            Self::Profile => "application/x-apple-aspen-config",
            Self::Text => "text/plain",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Bytes => "application/octet-stream",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_paths_name_something() {
        let digest = "0a".repeat(32);
        let check = |path: &str, expected: Option<&str>| {
            let found = wanted(path).map(|(set, found)| {
                assert_eq!(found, digest);
                set.as_str().to_owned()
            });
            assert_eq!(found.as_deref(), expected, "{path}");
        };
        check(&format!("/declared/wifi/{digest}"), Some("wifi"));
        check(&format!("/t/acme/declared/wifi/{digest}?x=/declared/y/{digest}"), Some("wifi"));
        check(&format!("declared/wifi/{digest}"), None);
        check(&format!("/declared/{digest}"), None);
        check(&format!("/declared/wifi/{digest}/"), None);
        check(&format!("/declared//{digest}"), None);
        check(&format!("/declared/wi%66i/{digest}"), None);
        check(&format!("/Declared/wifi/{digest}"), None);
        check(&format!("/declared/wifi/{}", digest.to_uppercase()), None);
        check(&format!("/declared/wifi/0{digest}"), None);
        for path in ["", "/", "//", "///", "/mdm", "/declared/wifi/..", "/declared/../etc/passwd"] {
            check(path, None);
        }
    }
}
