use std::fmt;

use crate::Error;

/// The topic of an MDM push certificate.
///
/// Shape: `com.apple.mgmt.` and one or more letters, digits, dots and hyphens; in practice
/// `com.apple.mgmt.External.<uuid>`. It is the user identifier (UID) in the certificate's subject, the
/// `Topic` of the MDM payload and of `TokenUpdate`, and the `apns-topic` of the push; the four must be
/// equal, and a renewed certificate must keep it or every device is lost (F18, F80).
///
/// Source: Apple, "Sending notification requests to APNs" and "MDM payload settings" (read 2026-08).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic(Box<str>);

impl Topic {
    /// What every MDM topic begins with.
    pub const PREFIX: &'static str = "com.apple.mgmt.";

    /// Checks a topic.
    ///
    /// # Errors
    /// [`Error::Topic`] when the prefix is missing, nothing follows it, it is longer than 255 bytes, or it
    /// holds a character that does not occur in a topic.
    pub fn new(topic: &str) -> Result<Self, Error> {
        let rest = topic.strip_prefix(Self::PREFIX).ok_or(Error::Topic)?;
        let fits = !rest.is_empty()
            && topic.len() <= MAX_BYTES
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        if fits { Ok(Self(topic.into())) } else { Err(Error::Topic) }
    }

    /// The topic as it goes on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const MAX_BYTES: usize = 255;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(topic: &str, accepted: bool) {
        assert_eq!(Topic::new(topic).is_ok(), accepted, "{topic:?}");
    }

    #[test]
    fn only_mdm_topics_pass() {
        check("com.apple.mgmt.External.6f1d4b0c-2f0e-4a6c-9a53-0b6a1f0e7c11", true);
        check("com.apple.mgmt.XServer.6f1d4b0c", true);
        check("com.apple.mgmt.", false);
        check("com.apple.mgmt", false);
        check("com.example.app", false);
        check("", false);
        check(" com.apple.mgmt.External.1", false);
        check("com.apple.mgmt.External.1\r\nx: y", false);
        check("com.apple.mgmt.External.é", false);
        check(&format!("com.apple.mgmt.{}", "a".repeat(240)), true);
        check(&format!("com.apple.mgmt.{}", "a".repeat(241)), false);
    }
}
