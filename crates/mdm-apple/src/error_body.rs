//! Bodies of the answer 403 that a device understands.

use crate::Error;
use crate::wire::wire;

wire! {
    /// Why the server refuses a request: the body of an answer 403, with the content type
    /// [`CONTENT_TYPE`](Self::CONTENT_TYPE).
    ///
    /// Source: Apple's device-management schema, `mdm/errors` (release of iOS 18.3).
    pub struct ErrorBody {
        /// What the device acts on.
        "code" code: String,
        /// For the device's log.
        "description" description: Option<String>,
        /// For the user; shown if possible.
        "message" message: Option<String>,
    }
}

impl ErrorBody {
    /// The content type of what [`encode`](Self::encode) writes.
    pub const CONTENT_TYPE: &'static str = "application/xml";

    /// The server does not know the device: **the device removes its enrollment**, and with it everything
    /// that it got from the server.
    ///
    /// Send it only for an enrollment that is gone for good. A wrong certificate, a database that cannot be
    /// reached, a device that another node knows are answered otherwise, and never with 401, which removes
    /// the enrollment too, on every version. Devices understand this body from iOS and tvOS 17.0, macOS
    /// 14.0, visionOS 1.1 and watchOS 10.0 on; older ones take it for any other 403.
    ///
    /// Sources: Apple, `mdm/errors/unrecognized.device.yaml` (release of iOS 18.3); Managing connections
    /// (read 2026-08).
    #[must_use]
    pub fn unrecognized_device() -> Self {
        Self {
            code: Self::UNRECOGNIZED_DEVICE.to_owned(),
            description: None,
            message: None,
            extra: mdm_plist::Extra::default(),
        }
    }

    /// The code of [`unrecognized_device`](Self::unrecognized_device).
    pub const UNRECOGNIZED_DEVICE: &'static str = "com.apple.unrecognized.device";

    /// Writes the body as a property list.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }
}
