//! Bodies of the answer 403 that a device understands.

use crate::messages::{ErrorBody, UnrecognizedDeviceError};
use crate::{Error, Limits};

impl ErrorBody {
    /// The content type of what [`encode`](Self::encode) writes.
    pub const CONTENT_TYPE: &'static str = "application/xml";

    /// The content type of what [`encode_json`](Self::encode_json) writes.
    pub const JSON_CONTENT_TYPE: &'static str = "application/json";

    /// The code of [`unrecognized_device`](Self::unrecognized_device).
    pub const UNRECOGNIZED_DEVICE: &'static str = "com.apple.unrecognized.device";

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
        UnrecognizedDeviceError::default().into()
    }

    /// Writes the body as a property list.
    ///
    /// # Errors
    ///
    /// [`Error::Unwritable`] when an unknown key holds what a property list cannot.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        mdm_plist::to_vec(self).map_err(Error::Unwritable)
    }

    /// Writes the body as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::UnwritableJson`] when an unknown key holds what JSON cannot.
    pub fn encode_json(&self) -> Result<Vec<u8>, Error> {
        crate::json::encode(self)
    }

    /// Reads a body of either format, as a device does.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] and [`Error::UnreadableJson`] for what is neither, goes over a limit or lacks a key.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        if crate::json::is_json(bytes) {
            return crate::json::decode(bytes, limits);
        }
        mdm_plist::from_slice_with(bytes, limits).map_err(Error::Unreadable)
    }
}
