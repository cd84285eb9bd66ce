use std::borrow::Cow;

use http::uri::Authority;

use crate::Error;

/// An APNs host and port.
///
/// MDM push certificates are production certificates; [`Endpoint::sandbox`] is for Apple's own tests and
/// for certificates that say so. Source: Apple, "Sending notification requests to APNs" (read 2026-08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    host: Cow<'static, str>,
    port: u16,
    authority: Authority,
}

impl Endpoint {
    /// `api.push.apple.com`.
    #[must_use]
    pub fn production(port: Port) -> Self {
        Self {
            host: Cow::Borrowed("api.push.apple.com"),
            port: port.number(),
            authority: Authority::from_static(match port {
                Port::Https => "api.push.apple.com",
                Port::Alternate => "api.push.apple.com:2197",
            }),
        }
    }

    /// `api.sandbox.push.apple.com`.
    #[must_use]
    pub fn sandbox(port: Port) -> Self {
        Self {
            host: Cow::Borrowed("api.sandbox.push.apple.com"),
            port: port.number(),
            authority: Authority::from_static(match port {
                Port::Https => "api.sandbox.push.apple.com",
                Port::Alternate => "api.sandbox.push.apple.com:2197",
            }),
        }
    }

    /// Any other host: a relay, or a fake in a test. An IPv6 address is given without brackets. The
    /// server's certificate is checked against `host`.
    ///
    /// # Errors
    /// [`Error::Endpoint`] when `host` is no host name and no address.
    pub fn custom(host: &str, port: u16) -> Result<Self, Error> {
        let fits = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        if host.is_empty() || !fits {
            return Err(Error::Endpoint);
        }
        let written = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let authority = Authority::try_from(written).map_err(|_| Error::Endpoint)?;
        Ok(Self { host: Cow::Owned(host.to_owned()), port, authority })
    }

    /// The host to connect to, and the name that the server's certificate must carry.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The TCP port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }
}

/// The two ports on which APNs listens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Port {
    /// 443.
    #[default]
    Https,
    /// 2197, for networks that treat 443 specially: the same service.
    Alternate,
}

impl Port {
    /// The port's number.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::Https => 443,
            Self::Alternate => 2197,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_hosts_are_checked() {
        fn check(host: &str, authority: Option<&str>) {
            let endpoint = Endpoint::custom(host, 8443);
            assert_eq!(endpoint.as_ref().ok().map(|e| e.authority().as_str()), authority, "{host:?}");
        }
        check("localhost", Some("localhost:8443"));
        check("127.0.0.1", Some("127.0.0.1:8443"));
        check("::1", Some("[::1]:8443"));
        check("", None);
        check("user@host", None);
        check("host/path", None);
        check("host name", None);
        check("a:b@c", None);
    }

    /// As the requirements name them.
    #[test]
    fn devices_reach_apns_there() {
        assert_eq!((crate::DEVICE_PORTS, crate::APPLE_ADDRESSES), ([5223, 443], "17.0.0.0/8"));
    }

    #[test]
    fn apple_hosts() {
        assert_eq!(Endpoint::production(Port::Https).authority(), "api.push.apple.com");
        assert_eq!(Endpoint::sandbox(Port::Alternate).authority(), "api.sandbox.push.apple.com:2197");
        assert_eq!(Endpoint::production(Port::Alternate).port(), 2197);
        assert_eq!(Endpoint::sandbox(Port::Https).port(), 443);
    }
}
