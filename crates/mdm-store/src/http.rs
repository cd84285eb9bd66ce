//! To the types of the `http` crate.

use http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};

use crate::{RunError, Served};

impl From<Served> for Response<Vec<u8>> {
    fn from(served: Served) -> Self {
        let mut response = with_status(served.status, served.body);
        if let Some(kind) = served.content_type {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        response
    }
}

impl RunError {
    /// What a device is told: [`RunError::http_status`], [`RunError::retry_after`], and no body.
    #[must_use]
    pub fn response(&self) -> Response<Vec<u8>> {
        match self {
            Self::Refused(error) => error.response(),
            error => {
                let mut response = with_status(error.http_status(), Vec::new());
                if let Some(pause) = error.retry_after() {
                    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(pause.as_secs()));
                }
                response
            }
        }
    }
}

fn with_status(status: u16, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_served_becomes_a_response() {
        let served = Served {
            status: 200,
            content_type: Some("application/xml"),
            body: b"x".to_vec(),
            actions: vec![],
        };
        let response = Response::from(served);
        assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"x"[..]));
        assert_eq!(response.headers()[CONTENT_TYPE], "application/xml");
        let refused = RunError::Refused(mdm_enrollment::Error::Method).response();
        assert_eq!((refused.status().as_u16(), refused.headers().len()), (405, 1));
        let busy = RunError::Contended.response();
        assert_eq!((busy.status().as_u16(), busy.headers().len(), busy.body().len()), (503, 1, 0));
        assert_eq!(busy.headers()[RETRY_AFTER], "60");
        assert_eq!(RunError::NoPayload.response().headers().len(), 0);
    }
}
