use std::fmt;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::Error;

/// Where FCM is.
///
/// Devices keep a connection of their own to Google, see [`DEVICE_PORTS`](crate::DEVICE_PORTS); this is the side of
/// those who push.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    authority: Authority,
}

impl Endpoint {
    /// `fcm.googleapis.com`.
    #[must_use]
    pub fn google() -> Self {
        Self { authority: Authority::from_static("fcm.googleapis.com") }
    }

    /// Any other host: a relay, or a fake in a test. An IPv6 address is given without brackets. It is spoken to over
    /// TLS, and its certificate is checked against `host`.
    ///
    /// # Errors
    /// [`Error::Endpoint`] when `host` is no host name and no address.
    pub fn custom(host: &str, port: u16) -> Result<Self, Error> {
        let fits = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        if host.is_empty() || !fits {
            return Err(Error::Endpoint);
        }
        let written = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        Ok(Self { authority: Authority::try_from(written).map_err(|_| Error::Endpoint)? })
    }

    /// Where a message of this project is sent to.
    pub(crate) fn send_uri(&self, project: &ProjectId) -> Uri {
        let path = format!("/v1/projects/{}/messages:send", project.as_str());
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(Scheme::HTTPS);
        uri.authority = Some(self.authority.clone());
        uri.path_and_query = PathAndQuery::try_from(path).ok();
        Uri::from_parts(uri).expect("a checked project makes a path, and nothing is missing")
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.authority)
    }
}

macro_rules! name {
    ($(#[doc = $doc:literal])+ $name:ident, $max:literal, $error:expr, $also:literal) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// The longest that is accepted.
            pub const MAX_BYTES: usize = $max;

            /// Checks it.
            ///
            /// # Errors
            /// When it is empty, longer than [`Self::MAX_BYTES`], or holds a character that is not allowed.
            pub fn new(text: &str) -> Result<Self, Error> {
                let fits = |byte: u8| byte.is_ascii_alphanumeric() || $also.contains(&byte);
                if text.is_empty() || text.len() > Self::MAX_BYTES || !text.bytes().all(fits) {
                    return Err($error);
                }
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

name! {
    /// The Google Cloud project that pushes: `project_id` of the service account.
    ///
    /// A registration token works for the project only for which the agent fetched it, so a route of a device belongs
    /// to a project (F87).
    ProjectId, 128, Error::Project, b"-.:"
}

name! {
    /// Which stored message a new one replaces: FCM keeps one a key for a device that is away, and at most four keys.
    ///
    /// All wakes of a server should have the same one, because one wake is as good as many (F86).
    CollapseKey, 64, Error::CollapseKey, b"-._"
}

name! {
    /// The application identifier of the agent, such as `com.example.agent`: FCM then delivers to no other app.
    PackageName, 255, Error::Package, b"._"
}

impl Default for CollapseKey {
    fn default() -> Self {
        Self("mdm-wake".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_hosts_are_checked() {
        fn check(host: &str, expected: Option<&str>) {
            let project = ProjectId::new("acme").unwrap();
            let uri = Endpoint::custom(host, 8443).ok().map(|e| e.send_uri(&project).to_string());
            let expected = expected.map(|host| format!("https://{host}:8443/v1/projects/acme/messages:send"));
            assert_eq!(uri, expected, "{host:?}");
        }
        check("localhost", Some("localhost"));
        check("::1", Some("[::1]"));
        check("", None);
        check("user@host", None);
        check("host/path", None);
        check("host name", None);
    }

    /// F76, as the requirements name them, and what Firebase adds.
    #[test]
    fn devices_reach_fcm_by_these_ports() {
        assert_eq!(crate::DEVICE_PORTS, [5228, 5229, 5230, 443]);
    }

    #[test]
    fn names_are_checked() {
        fn check(text: &str, project: bool, key: bool, package: bool) {
            let found = (
                ProjectId::new(text).is_ok(),
                CollapseKey::new(text).is_ok(),
                PackageName::new(text).is_ok(),
            );
            assert_eq!(found, (project, key, package), "{text:?}");
        }
        check("acme-mdm-1", true, true, false);
        check("example.com:acme", true, false, false);
        check("com.example.agent_2", false, true, true);
        check("", false, false, false);
        check("../x", false, false, false);
        check("a b", false, false, false);
        check(&"a".repeat(129), false, false, true);
        check(&"a".repeat(256), false, false, false);
    }
}
