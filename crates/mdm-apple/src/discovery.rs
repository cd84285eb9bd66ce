//! Where a device finds its enrollment server from an account alone.

use crate::wire::{wire, words};

wire! {
    /// What a domain answers at [`PATH`](Self::PATH), `application/json`, to the device of an account of that domain.
    ///
    /// The device asks with the queries `user-identifier` (the account) and `model-family` (`iPhone`, `Mac`…), and takes
    /// the first server whose version it knows. Source: Apple, Discover authentication servers (read 2026-08).
    pub struct ServiceDiscovery {
        must {
            /// In the order of preference.
            "Servers" servers: Vec<DiscoveredServer>,
        }
    }
}

impl ServiceDiscovery {
    /// Where a domain answers.
    pub const PATH: &'static str = "/.well-known/com.apple.remotemanagement";
}

wire! {
    /// One server that enrolls devices.
    pub struct DiscoveredServer {
        must {
            /// How it enrolls them.
            "Version" version: DiscoveryVersion,
            /// Where, `https:`.
            "BaseURL" base_url: String,
        }
    }
}

words! {
    /// How a server enrolls a device that an account brings.
    pub enum DiscoveryVersion {
        /// Account-driven User Enrollment.
        UserEnrollment = "mdm-byod",
        /// Account-driven Device Enrollment.
        DeviceEnrollment = "mdm-adde",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Error, Limits};

    #[test]
    fn an_answer_comes_back() {
        let mut server =
            DiscoveredServer::new(DiscoveryVersion::UserEnrollment, "https://mdm.example.com/enroll");
        server.extra.insert("New".to_owned(), true.into());
        let answer = ServiceDiscovery::new([server]);
        let bytes = answer.to_json().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            r#"{"Servers":[{"Version":"mdm-byod","BaseURL":"https://mdm.example.com/enroll","New":true}]}"#
        );
        let marked = [b"\xEF\xBB\xBF".as_slice(), &bytes].concat();
        assert_eq!(ServiceDiscovery::from_json(&marked, &Limits::default()).as_ref(), Ok(&answer));
        assert_eq!(ServiceDiscovery::from_json(&bytes, &Limits::default()), Ok(answer));
        let small = Limits::default().with_bytes(8);
        assert_eq!(ServiceDiscovery::from_json(&bytes, &small), Err(Error::TooLongJson { limit: 8 }));
        assert_eq!(
            ServiceDiscovery::from_json(b"{\"Servers\": 1}", &Limits::default()),
            Err(Error::UnreadableJson { line: 1, column: 13 })
        );
    }
}
