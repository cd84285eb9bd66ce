//! Configuration profiles: the enrollment profile, built and signed, and what is inside any profile.
//!
//! A device becomes managed by installing an enrollment profile (F28). It names the server, the push topic and
//! the rights, and tells the device how to get its identity. This crate builds it, refuses what a device would
//! refuse or what would weaken the enrollment, and signs it. It also reads any profile far enough to know which
//! others it would replace or disturb.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, Signer, Subject, Usage};
//! use mdm_profile::{
//!     AccessRights, EnrollmentProfile, Identity, MdmPayload, ProfileSummary, ScepChallenge, ScepIdentity,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_305_600);
//! let year = Duration::from_secs(365 * 86_400);
//! let authority = CertificateAuthority::mint("Example CA", 10 * year, now)?;
//! let key = KeyPair::mint_rsa2048()?;
//! let policy = IssuePolicy::new(Subject::new("Example profiles"), Usage::ProfileSigner, year);
//! let leaf = authority.issue(&key.csr("signer")?, &policy, Serial::mint()?, now)?;
//! let signer = Signer::new(key, leaf, vec![authority.certificate().clone()])?;
//!
//! let profile = EnrollmentProfile::new(
//!     "com.example.mdm",
//!     Identity::Scep(
//!         ScepIdentity::new("https://mdm.example.com/scep")
//!             .challenge(ScepChallenge::new("a secret for one device"))
//!             .subject([("O", "Example"), ("CN", "device 17")]),
//!     ),
//!     MdmPayload::new(
//!         "https://mdm.example.com/connect",
//!         "com.apple.mgmt.External.0d3c1b2a-1111-4222-8333-944445555666",
//!         AccessRights::ALL,
//!     )
//!     .check_in_url("https://mdm.example.com/check-in")
//!     .sign_message()
//!     .check_out_when_removed(),
//! )
//! .display_name("Example device management")
//! .trust_anchor(authority.certificate().clone());
//! let signed = profile.sign(&signer, now)?;
//!
//! let summary = ProfileSummary::decode(&signed)?;
//! assert_eq!(summary.identifier, "com.example.mdm");
//! assert_eq!(summary.signer.as_ref(), Some(signer.certificate()));
//! let types: Vec<&str> = summary.payloads.iter().map(|payload| payload.payload_type.as_str()).collect();
//! assert_eq!(types, ["com.apple.security.root", "com.apple.security.scep", "com.apple.mdm"]);
//!
//! // A mistake is refused here, and not on the device.
//! let mistake = MdmPayload::new("http://mdm.example.com/", "com.example", AccessRights::ALL);
//! let identity = Identity::Scep(ScepIdentity::new("https://mdm.example.com/scep"));
//! let refused = EnrollmentProfile::new("com.example.mdm", identity, mistake).build().unwrap_err();
//! assert_eq!(refused.to_string(), "PayloadContent[1].ServerURL cannot be used: not an https URL");
//! # Ok(())
//! # }
//! ```
//!
//! # Payloads
//!
//! [`Profile`] reads and writes any profile, [`Profile::add`] and [`Profile::build`] make one with names that stay and
//! references that hold, and [`Profile::validate`] says what a device would refuse, with key paths. Every payload type of
//! Apple's schema has a type in [`payload`]; its families are features, and `full` is all of them. What has no type in a
//! build is kept and checked all the same.
//!
//! | feature | what | processor seconds on top, in a build without optimization |
//! |---|---|---|
//! | none | certificates, identities, the server, removal | 0 |
//! | `network` | Wi-Fi, Ethernet, cellular, proxies, AirPlay, domains | 1 |
//! | `vpn` | VPN, relays, name resolution, web content | 2 |
//! | `accounts` | mail, calendars, contacts, directories, single sign-on | 1 |
//! | `restrictions` | what is not allowed, passcode, single app | 2 |
//! | `security` | FileVault, firewall, Gatekeeper, privacy, login window | 2 |
//! | `apps` | Home Screen, Dock, notifications, fonts, web clips | 1 |
//! | `education` | classes, rooms, shared devices | 1 |
//! | `mac` | the rest of macOS | 1 |
//!
//! # Limits
//!
//! | what | limit | where |
//! |---|---|---|
//! | signed profile | 8 MiB, 16 certificates | `mdm_pki::Limits::PROFILE` |
//! | property list | 32 MiB, 64 levels, a million values | `mdm_plist::Limits` |
//!
//! # What it does not do
//!
//! - It reads XML property lists, signed or not, and no binary ones; the payloads of an encrypted profile stay
//!   unread, and [`ProfileSummary::is_encrypted`] says so.
//! - It checks single values of payloads against Apple's schema, and no rules between them that the schema tells in
//!   prose alone.
//! - It builds no account-driven enrollment.
//! - SCEP servers must be reached over https, although Apple's client would take http.

mod builder;
mod enrollment;
mod error;
mod identifier;
mod identity;
mod mdm;
pub mod payload;
mod profile;
mod summary;

pub use enrollment::EnrollmentProfile;
pub use error::{Blame, Error};
pub use identifier::PayloadUuid;
pub use identity::{Identity, KeySize, KeyUsage, ScepChallenge, ScepIdentity};
pub use mdm::{MdmPayload, ServerCapability};
pub use mdm_apple::support::AccessRights;
pub use payload::Payload;
pub use profile::{PayloadScope, Profile};
pub use summary::{PayloadSummary, ProfileSummary, Service};
