//! From and to the types of the `http` crate.

use http::header::{ALLOW, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use mdm_pki::{MdmSignature, Presented};

use crate::{DeviceRequest, Error, Reply};

impl<'a> DeviceRequest<'a> {
    /// Reads the head of an HTTP request. `tls_certificate` is the client certificate of the connection in DER, and
    /// `proxy_header` names the header in which a proxy puts it, if there is a proxy.
    ///
    /// A header that has to stand once and comes twice, or is no text, is taken as one that cannot be read: it is
    /// refused, where the first or the last of two would let a client choose what the proxy did not check.
    #[must_use]
    pub fn from_parts(
        parts: &'a Parts,
        body: &'a [u8],
        tls_certificate: Option<&'a [u8]>,
        proxy_header: Option<&HeaderName>,
    ) -> Self {
        let signature = HeaderName::from_static(MdmSignature::HEADER);
        let presented = Presented {
            tls_certificate,
            mdm_signature: only(&parts.headers, &signature),
            proxy_header: proxy_header.and_then(|name| only(&parts.headers, name)),
        };
        Self {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            content_type: parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()),
            body,
            presented,
        }
    }
}

impl Reply {
    /// The HTTP response; `body` is the bytes of [`Reply::body`].
    #[must_use]
    pub fn response(&self, body: Vec<u8>) -> Response<Vec<u8>> {
        response(self.status, self.content_type(), body)
    }
}

impl Error {
    /// The HTTP response: [`Error::http_status`], [`Error::retry_after`], and no body.
    #[must_use]
    pub fn response(&self) -> Response<Vec<u8>> {
        let mut response = response(self.http_status(), None, Vec::new());
        if matches!(self, Self::Method) {
            // RFC 9110 section 15.5.6: 405 names the methods that are taken.
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("PUT, POST"));
        }
        if let Some(pause) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(pause.as_secs()));
        }
        response
    }
}

fn response(status: u16, content_type: Option<&'static str>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(kind) = content_type {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    let readable = first.to_str().ok().filter(|_| values.next().is_none());
    // Neither base64 nor a percent-encoded text has a comma.
    Some(readable.unwrap_or(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(method: &str, headers: &[(&str, &[u8])]) -> Parts {
        let mut request = http::Request::builder().method(method).uri("https://mdm.example.com/t/acme?a=b");
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_request_is_read_from_its_head() {
        let proxy = HeaderName::from_static("client-cert");
        let check = |headers: &[(&str, &[u8])], signature: Option<&str>, certificate: Option<&str>| {
            let parts = parts("POST", headers);
            let request = DeviceRequest::from_parts(&parts, b"body", Some(b"der"), Some(&proxy));
            assert_eq!((request.method, request.path, request.body), ("POST", "/t/acme", &b"body"[..]));
            let Presented { tls_certificate, mdm_signature, proxy_header } = request.presented;
            assert_eq!((tls_certificate, mdm_signature), (Some(&b"der"[..]), signature), "{headers:?}");
            assert_eq!(proxy_header, certificate, "{headers:?}");
            let without = DeviceRequest::from_parts(&parts, b"", None, None).presented;
            assert_eq!((without.tls_certificate, without.proxy_header), (None, None));
        };
        check(&[], None, None);
        check(&[("Mdm-Signature", b"c2ln")], Some("c2ln"), None);
        check(&[("client-cert", b":AA==:"), ("x-client-cert", b"no")], None, Some(":AA==:"));
        check(&[("Client-Cert", b":AA==:"), ("CLIENT-CERT", b":AA==:")], None, Some(","));
        check(&[("mdm-signature", b"a"), ("mdm-signature", b"b")], Some(","), None);
        check(&[("mdm-signature", b"\xFF")], Some(","), None);
    }

    /// 200 with nothing ends a session (Apple, Sending MDM commands to a device, read 2026-08).
    #[test]
    fn a_reply_becomes_a_response() {
        let response = Reply::default().response(Vec::new());
        assert_eq!((response.status().as_u16(), response.headers().len()), (200, 0));
        let name = crate::row::PayloadName("command/x/1".into());
        let reply = Reply { body: Some(crate::Body::Stored(name)), ..Reply::default() };
        let response = reply.response(b"<plist/>".to_vec());
        assert_eq!(response.headers()[CONTENT_TYPE], "application/xml");
        assert_eq!(response.body(), b"<plist/>");
        let refused = Error::Method.response();
        assert_eq!((refused.status().as_u16(), refused.body().len()), (405, 0));
        assert_eq!(refused.headers()[ALLOW], "PUT, POST");
        assert_eq!(Error::NoCertificate.response().headers().len(), 0);
        let later = Error::Misrouted.response();
        assert_eq!((later.status().as_u16(), &later.headers()[RETRY_AFTER]), (503, &HeaderValue::from(60)));
    }
}
