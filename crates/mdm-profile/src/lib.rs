//! Configuration profiles: built from typed payloads, accepted from others, changed, signed, judged and encrypted.
//!
//! A device becomes managed by installing an enrollment profile (F28). It names the server, the push topic and
//! the rights, and tells the device how to get its identity: [`EnrollmentProfile`] builds it, refuses what a device
//! would refuse or what would weaken the enrollment, and signs it; [`check_update`] says what a later version may change.
//!
//! | for | there is |
//! |---|---|
//! | profiles of one's own | [`Profile`], [`payload`] |
//! | enrollment | [`EnrollmentProfile`], [`MdmPayload`], [`Identity`], [`check_update`] |
//! | profiles of others, signed or not (F45) | [`ForeignProfile`]: one key or payload changed, every other byte kept |
//! | what was changed | [`differences`], without secrets |
//! | whether a device would show it as verified | [`verify`] |
//! | payloads for one device's eyes | [`ForeignProfile::encrypt`], [`ForeignProfile::decrypt`] |
//! | the queue of commands (F46) | [`footprint`], [`removal_footprint`], [`ProfileSummary`] |
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
//! | `hazmat` | identities whose keys the server makes | 0 |
//!
//! # Limits
//!
//! | what | limit | where |
//! |---|---|---|
//! | signed profile, encrypted payloads | 8 MiB, 16 certificates | `mdm_pki::Limits::PROFILE` |
//! | property list | 32 MiB, 64 levels, a million values | `mdm_plist::Limits` |
//! | services in a footprint | 256, then it is that of anything | fixed |
//!
//! # What it does not do
//!
//! - It does not ask whether a signer is trusted, except in [`verify`]: whoever lets people bring profiles asks there.
//! - It checks single values of payloads against Apple's schema, and no rules between them that the schema tells in
//!   prose alone, except those of the MDM payload.
//! - A change of a binary profile rewrites it as XML. A profile is one text: it is parsed anew for each change.
//! - It reads signatures with one signer. Two signers, RSA-PSS and MD5 are refused, as in `mdm-pki`.
//! - SCEP servers must be reached over https, although Apple's client would take http.
//! - The dynamic value ([`ForeignProfile::keys`]) is not overwritten when it is dropped; content and typed secrets are.

mod builder;
mod difference;
mod encryption;
mod enrollment;
mod error;
mod footprint;
mod foreign;
mod identifier;
mod identity;
mod mdm;
pub mod payload;
mod profile;
mod service;
mod span;
mod summary;
#[cfg(test)]
mod testing;
mod update;
mod verify;

pub use difference::{Differences, Glimpse, KeyDifference, PayloadChange, PayloadDifference, differences};
pub use enrollment::EnrollmentProfile;
pub use error::{Blame, Error};
pub use footprint::{footprint, removal_footprint};
pub use foreign::{ForeignProfile, Signature};
pub use identifier::PayloadUuid;
pub use identity::{
    AcmeClientIdentifier, AcmeIdentity, AcmeKey, AlternativeName, Identity, KeySize, KeyUsage, ScepChallenge,
    ScepIdentity,
};
#[cfg(feature = "hazmat")]
pub use identity::{Pkcs12Identity, Pkcs12Password};
pub use mdm::{EnrollmentMode, ManagedAppleAccount, MdmPayload, ServerCapability};
pub use mdm_apple::support::AccessRights;
pub use payload::Payload;
pub use profile::{PayloadScope, Profile};
pub use service::Service;
pub use summary::{PayloadSummary, ProfileSummary};
pub use update::{UpdateRefusal, check_update};
pub use verify::{ShownAs, Verification, VerificationFinding, verify};
