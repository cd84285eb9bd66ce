//! Apple's MDM messages: check-in, connect reports, commands and their answers as types, and the support
//! matrix that knows what a device refuses.
//!
//! A server reads [`CheckIn`] and [`Report`], writes [`Command`], and asks [`support`] first whether the
//! device will take it. What a device sends is read with tolerance: unknown keys, statuses and message
//! types are kept and written back. What a server sends cannot lack a key that it needs, because the
//! types have no such value.
//!
//! All nine check-in messages and all 68 commands are types, with their answers, as are the bodies of an answer
//! 403, [`MachineInfo`], [`AppManifest`], [`ServiceDiscovery`], and, with the feature `declarations`, declarative
//! management. Commands that a newer system has dropped are kept, and [`support`] says from which version on
//! they are gone. [`Message`] recognizes any of them.
//!
//! ```
//! # #[cfg(feature = "messages")]
//! # fn main() -> Result<(), mdm_apple::Error> {
//! use mdm_apple::support::DeviceFacts;
//! use mdm_apple::{CheckIn, Command, CommandUuid, DeviceInformation, DeviceQuery, Limits, Report, Status};
//! use mdm_lock::Platform;
//!
//! // A phone checks in.
//! let body = br#"<plist version="1.0"><dict>
//!     <key>MessageType</key><string>Authenticate</string>
//!     <key>Topic</key><string>com.apple.mgmt.External.5f1d</string>
//!     <key>UDID</key><string>00008030-001C2D0E0A88802E</string>
//!     <key>ProductName</key><string>iPhone14,2</string>
//! </dict></plist>"#;
//! let limits = Limits::default();
//! let message = CheckIn::decode(body, &limits)?;
//! assert_eq!(message.enrollment()?.id.as_str(), "00008030-001C2D0E0A88802E");
//!
//! // The server asks it for its version.
//! let request = DeviceInformation::new(vec![DeviceQuery::OsVersion]);
//! let command = Command::new(CommandUuid::from_bytes([0x5A; 16]), request);
//! assert!(command.request.validate(&DeviceFacts::new(Platform::Ios)).is_empty());
//! let body = command.encode()?;
//! assert!(body.starts_with(b"<?xml"));
//!
//! // The phone answers.
//! let body = br#"<plist version="1.0"><dict>
//!     <key>UDID</key><string>00008030-001C2D0E0A88802E</string>
//!     <key>CommandUUID</key><string>5A5A5A5A-5A5A-4A5A-9A5A-5A5A5A5A5A5A</string>
//!     <key>Status</key><string>Acknowledged</string>
//!     <key>QueryResponses</key><dict><key>OSVersion</key><string>17.4.1</string></dict>
//! </dict></plist>"#;
//! let report = Report::decode(body, &limits)?;
//! assert_eq!(report.command_uuid.as_ref(), Some(&command.uuid));
//! assert_eq!(report.status, Status::Acknowledged);
//! let answer = report.response::<DeviceInformation>()?;
//! assert_eq!(answer.query_responses.os_version.as_deref(), Some("17.4.1"));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "messages"))]
//! # fn main() {}
//! ```
//!
//! # What it does not do
//!
//! It does not authenticate: a message says whose it is, and only the device's certificate proves it. It
//! keeps no state, decides nothing about order or lock state, does not read what is inside a profile
//! (`InstallProfile` carries bytes), and opens no connection. Binary property lists are refused.
//!
//! It knows what Apple's schema has: commands, check-ins and profiles of iOS 18.3 and macOS 15.3, with what Apple says
//! of later versions up to 27.0 (two commands, removals, some keys); declarations and panes of the first seed of 27.0;
//! all status items of 27.0. What 27.0 adds to profiles, and the declaration `accessibility.settings`, it does not know.
//! The schema is Apple's, see `NOTICE.md`.
//!
//! # Limits
//!
//! | what | limit |
//! |---|---|
//! | a message | [`Limits`], an argument of every `decode` |
//! | [`Udid`] | 64 bytes |
//! | [`EnrollmentId`], [`CommandUuid`] | 128 bytes |
//! | [`Topic`] | 255 bytes |
//! | a status that is not known | 64 bytes |
//! | [`PushMagic`] | [`PushMagic::MAX_BYTES`], 512 |
//! | [`Pin`] | six characters |
//! | JSON | the `bytes` of [`Limits`], 128 levels |
//!
//! A message costs a multiple of its own size in memory, which a test counts for reports of 2 MB and of 30 MB: the
//! envelope of a report nothing (it borrows the body), an answer as types 4 times, as dynamic values 8 times, written
//! again 12 times; a status report 16 times. What hostile bytes can cost is told in `mdm_plist`.
//!
//! # Values in property lists and in JSON
//!
//! Every type is a serde type, and the same value travels as either and comes back exactly as it was. In JSON, data is
//! base64 text and a date is RFC 3339 text. A key that its type does not know, and one that may hold anything, has no
//! type to come back to: there the value says itself what it is, `{"plist:data": "AQID"}`, see [`Dynamic`].
//!
//! # Where things are
//!
//! `cargo run -p xtask -- codegen` writes `messages.rs` and the folders `messages`, `declarations/tables` and
//! `support/table` from Apple's device-management schema: tables of keys in the words of the macros `wire!`,
//! `words!` and `tagged!`, and nothing else. Envelopes, identifiers, secrets, groups of keys, footprints and the
//! logic of the matrix are written by hand.
//!
//! `Debug` of every message shows which keys are there, flags and known words; text, places, dates and
//! bytes are hidden, secrets too. To see everything, serialize; by [`marker`] a serializer knows secrets and unknown
//! keys.
//!
//! | feature | what |
//! |---|---|
//! | `messages` (default) | everything but [`support`], which builds without serde |
//! | `declarations` | declarative management |
//! | `payloads` | the support matrix of the payloads of profiles |
//!
//! A build of this crate alone, without optimization, takes 11 seconds of processor time, and 23 with `declarations`.

#![cfg_attr(
    not(feature = "messages"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "without the feature most of what is named is not there"
    )
)]

pub mod support;

#[cfg(feature = "messages")]
mod checkin;
#[cfg(feature = "messages")]
mod command;
#[cfg(feature = "declarations")]
pub mod declarations;
#[cfg(feature = "messages")]
mod discovery;
#[cfg(feature = "messages")]
mod error;
#[cfg(feature = "messages")]
mod error_body;
#[cfg(feature = "messages")]
mod error_code;
#[cfg(feature = "messages")]
mod footprint;
#[cfg(feature = "messages")]
mod groups;
#[cfg(feature = "messages")]
mod identity;
#[cfg(feature = "messages")]
mod ids;
#[cfg(feature = "messages")]
mod json;
#[cfg(feature = "messages")]
pub mod marker;
#[cfg(feature = "messages")]
mod message;
#[cfg(feature = "messages")]
mod messages;
#[cfg(feature = "messages")]
mod report;
#[cfg(feature = "messages")]
mod secrets;
#[cfg(feature = "messages")]
mod validate;
#[cfg(feature = "messages")]
mod wire;

#[cfg(feature = "messages")]
pub use self::{
    checkin::OtherCheckIn,
    command::{Command, Network, OtherRequest, RequestVisitor, TypedRequest},
    discovery::{DiscoveredServer, DiscoveryVersion, ServiceDiscovery},
    error::{Blame, Error},
    footprint::{app_footprint, profile_footprint},
    groups::{
        AppSource, EnterpriseAppSource, FileVaultSecret, LostModeNotice, MediaReference, MediaSource,
        MirroringDestination, UpdateProduct, UsersToDelete,
    },
    identity::{EnrollmentIdentity, EnrollmentKeys, IdentityKind, SHARED_IPAD_USER_ID},
    ids::{CommandUuid, EnrollmentId, InvalidId, Topic, Udid},
    message::Message,
    messages::*,
    report::{Done, ErrorChainItem, Report, Status},
    secrets::{
        BootstrapToken, BypassCode, Challenge, DigestResponse, IdentityToken, InvalidSecret, LogToken,
        PairingToken, Password, PasswordHash, Pin, PrivateKey, ProgramToken, PushMagic, PushToken,
        RedemptionCode, SecurityToken, ServiceToken, UnlockToken,
    },
    wire::{Body, OneOrMany, OtherItem},
};
/// The property lists of the messages: limits, and the types of values.
#[cfg(feature = "messages")]
pub use mdm_plist::{Data, Date, Dynamic, Extra, Limits, Value};
