use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Cause, Endpoint, Error};

/// An HTTP proxy on the way to APNs. It is asked for a tunnel (`CONNECT`, RFC 9110, section 9.3.6) and sees
/// nothing but the host's name: TLS goes through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    host: Box<str>,
    port: u16,
    auth: Option<ProxyAuth>,
}

impl Proxy {
    /// A proxy; an IPv6 address is given without brackets.
    ///
    /// # Errors
    /// [`Error::Proxy`] when `host` is no host name and no address.
    pub fn new(host: &str, port: u16) -> Result<Self, Error> {
        let host = Endpoint::custom(host, port).map_err(|_| Error::Proxy)?.host().into();
        Ok(Self { host, port, auth: None })
    }

    /// With a name and a password ("Basic", RFC 7617).
    #[must_use]
    pub fn with_auth(mut self, auth: ProxyAuth) -> Self {
        self.auth = Some(auth);
        self
    }

    pub(super) fn address(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    /// Asks for the tunnel. TLS is silent until we speak, so nothing behind the answer can be lost.
    pub(super) async fn tunnel(
        &self,
        stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin),
        to: &Endpoint,
    ) -> Result<(), Cause> {
        let mut request = self.request(to);
        let written = stream.write_all(request.as_bytes()).await;
        request.zeroize();
        written.map_err(|error| Cause::Io(error.kind()))?;
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            if answer.len() >= MAX_ANSWER {
                return Err(Cause::Proxy(0));
            }
            answer.push(stream.read_u8().await.map_err(|error| Cause::Io(error.kind()))?);
        }
        match status(&answer) {
            200..=299 => Ok(()),
            status => Err(Cause::Proxy(status)),
        }
    }

    fn request(&self, to: &Endpoint) -> String {
        let host = if to.host().contains(':') { format!("[{}]", to.host()) } else { to.host().to_owned() };
        let target = format!("{host}:{}", to.port());
        let auth = self.auth.as_ref().map_or_else(String::new, |auth| {
            let mut pair = format!("{}:{}", auth.name, auth.password);
            let header = format!("Proxy-Authorization: Basic {}\r\n", STANDARD.encode(&pair));
            pair.zeroize();
            header
        });
        format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{auth}\r\n")
    }
}

/// A name and a password for a [`Proxy`]: redacted `Debug`, wiped on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ProxyAuth {
    name: String,
    password: String,
}

impl ProxyAuth {
    /// The name may hold no colon, and neither a control character.
    ///
    /// # Errors
    /// [`Error::Proxy`] when they do.
    pub fn new(name: &str, password: &str) -> Result<Self, Error> {
        if name.contains(':') || name.chars().chain(password.chars()).any(char::is_control) {
            return Err(Error::Proxy);
        }
        Ok(Self { name: name.to_owned(), password: password.to_owned() })
    }
}

impl fmt::Debug for ProxyAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyAuth(redacted)")
    }
}

/// The status of `HTTP/1.x NNN …`; 0 when it is no such line.
fn status(answer: &[u8]) -> u16 {
    let rest = answer.strip_prefix(b"HTTP/1.").and_then(|rest| rest.get(1..));
    let digits = rest.and_then(|rest| rest.strip_prefix(b" ")).and_then(|rest| rest.get(..3));
    digits.and_then(|digits| str::from_utf8(digits).ok()).and_then(|text| text.parse().ok()).unwrap_or(0)
}

const MAX_ANSWER: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_names_the_host_and_the_password_is_not_shown() {
        let proxy = Proxy::new("proxy.example", 3128).expect("proxy");
        let to = Endpoint::custom("::1", 2197).expect("endpoint");
        assert_eq!(proxy.request(&to), "CONNECT [::1]:2197 HTTP/1.1\r\nHost: [::1]:2197\r\n\r\n");
        let proxy = proxy.with_auth(ProxyAuth::new("Aladdin", "open sesame").expect("auth"));
        // The example of RFC 7617, section 2.
        assert!(
            proxy
                .request(&to)
                .contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n")
        );
        assert!(!format!("{proxy:?}").contains("sesame"));
        assert_eq!(ProxyAuth::new("a:b", ""), Err(Error::Proxy));
        assert_eq!(ProxyAuth::new("a", "\r\n"), Err(Error::Proxy));
        assert_eq!(Proxy::new("a/b", 1), Err(Error::Proxy));
    }

    #[tokio::test]
    async fn only_a_good_answer_opens_the_tunnel() {
        async fn check(answer: &str, expected: Result<(), Cause>) {
            let proxy = Proxy::new("proxy.example", 3128).expect("proxy");
            let to = Endpoint::custom("localhost", 1).expect("endpoint");
            let (mut near, mut far) = tokio::io::duplex(64 * 1024);
            far.write_all(answer.as_bytes()).await.expect("written");
            far.shutdown().await.expect("shut down");
            assert_eq!(proxy.tunnel(&mut near, &to).await, expected, "{answer:?}");
        }
        check("HTTP/1.1 200 Connection established\r\n\r\n", Ok(())).await;
        check("HTTP/1.0 200 OK\r\nx: y\r\n\r\n", Ok(())).await;
        check("HTTP/1.1 407 Who?\r\n\r\n", Err(Cause::Proxy(407))).await;
        check("SSH-2.0 hello\r\n\r\n", Err(Cause::Proxy(0))).await;
        check("HTTP/1.1 2", Err(Cause::Io(std::io::ErrorKind::UnexpectedEof))).await;
        check(&"x".repeat(10_000), Err(Cause::Proxy(0))).await;
    }
}
