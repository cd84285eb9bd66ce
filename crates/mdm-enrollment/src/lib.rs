//! One enrollment from invitation to check-out: who may speak, what a message changes, what to answer, what to do
//! next.
//!
//! The crate decides; it keeps nothing, opens no connection and reads no clock. A server that embeds it runs one
//! loop for whatever happens:
//!
//! | word | what | who |
//! |---|---|---|
//! | **identify** | [`identify`] reads the request once: is the certificate ours, what is said, which records are needed | this crate |
//! | **load** | the records, each with its version: [`Identified::link`], [`Identified::record`], [`Identified::window`] | a store |
//! | **decide** | [`Records::decide`]: reply, changes, actions, events. Nothing has happened yet | this crate |
//! | **commit** | [`Records::batch`] as one transaction, each record under the version that was loaded; on a conflict load and decide again | a store |
//! | **act** | the reply goes out, and what the decision asks for is done: [`Action`] | the embedder |
//!
//! The reply goes out after the commit, so that a crash in between costs a repetition and nothing else. A decision
//! without changes is not committed: an `Idle` with nothing to do writes nothing. `mdm-store` has the loop ready made.
//! What a store has to keep is in [`row`].
//!
//! # Example
//!
//! A phone uses its invitation, is ordered to lock itself, and gets the command.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//! use mdm_apple::{Command, CommandUuid, DeviceLock, Topic};
//! use mdm_enrollment::row::{CommandRow, HeadRow, Loaded, PayloadName, Phase, RecordKey, Version};
//! use mdm_enrollment::{
//!     Action, Actor, Body, CertificateSource, Decision, DeviceRequest, Error, Input, Order, Records, RuleTable,
//!     SlotId, Ticket, Trust, identify,
//! };
//! use mdm_pki::{CertificateAuthority, IssuePolicy, KeyPair, Serial, Subject, TrustAnchors, Usage};
//!
//! /// A store for one thread: no window, so that it loads too much, and no conflicts.
//! #[derive(Default)]
//! struct Store {
//!     records: BTreeMap<RecordKey, (Version, HeadRow, BTreeMap<u64, CommandRow>)>,
//!     payloads: BTreeMap<PayloadName, Vec<u8>>,
//! }
//!
//! impl Store {
//!     fn run(&mut self, key: &RecordKey, input: &Input<'_>, now: SystemTime) -> Result<Decision, Error> {
//!         // Load. Two records are here at the most: a slot and the channel that fills it.
//!         let mut records = Records::default();
//!         for (key, (version, head, commands)) in &self.records {
//!             let open = commands.values().filter(|row| row.phase != Phase::Done);
//!             let (commands, open) = (open.clone().cloned().collect(), open.count() as u64);
//!             let (version, head) = (*version, head.clone());
//!             records.insert(key, &Loaded { version, head, commands, open, more: false })?;
//!         }
//!         // Decide, commit.
//!         let decision = records.decide(key, input, &RuleTable::default(), now)?;
//!         let batch = records.batch(&decision)?;
//!         for write in batch.writes {
//!             let version = Version(write.expected.map_or(0, |version| version.0) + 1);
//!             let record = self.records.entry(write.key);
//!             let record = record.or_insert_with(|| (version, write.head.clone(), BTreeMap::new()));
//!             (record.0, record.1) = (version, write.head);
//!             record.2.extend(write.commands.into_iter().map(|row| (row.seq, row)));
//!         }
//!         self.payloads.extend(batch.payloads);
//!         Ok(decision)
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (now, year) = (UNIX_EPOCH + Duration::from_secs(1_800_000_000), Duration::from_secs(365 * 86_400));
//! let authority = CertificateAuthority::mint("Devices", 10 * year, now)?;
//! let anchors = TrustAnchors::new([authority.certificate().clone()])?;
//! let trust = Trust::new(anchors, CertificateSource::MutualTls, Topic::new("com.apple.mgmt.External.0a1b")?);
//! let mut store = Store::default();
//!
//! // The administrator makes a slot; its ticket becomes a URL. The phone shows the ticket and asks for a certificate.
//! let slot = SlotId::new("box-17").expect("letters, digits and -").key();
//! let ticket = Ticket::from_random([7; 32]); // of a cryptographic random source
//! let invitation = trust.invitation(&ticket, now + Duration::from_secs(3600));
//! store.run(&slot, &Input::OpenSlot(&invitation), now)?;
//! let request = KeyPair::mint_p256()?.csr("phone")?;
//! let policy = IssuePolicy::new(Subject::new("phone"), Usage::TlsClient, year);
//! let certificate = authority.issue(&request, &policy, Serial::mint()?, now)?;
//! let claim = Input::ClaimSlot { ticket: &ticket, certificate: certificate.fingerprint() };
//! store.run(&slot, &claim, now)?;
//!
//! // What the phone says goes through the loop.
//! let says = |store: &mut Store, keys: &str| -> Result<Decision, Error> {
//!     let body = format!("<plist><dict><key>UDID</key><string>00008030-1</string>{keys}</dict></plist>");
//!     let request = DeviceRequest::put("/mdm", body.as_bytes()).over_tls(Some(certificate.as_der()));
//!     let identified = identify(&request, &trust, now)?;
//!     let record = identified.record(&[])?;
//!     store.run(&record, &Input::Message(&identified), now)
//! };
//! let topic = "<key>Topic</key><string>com.apple.mgmt.External.0a1b</string>";
//! says(&mut store, &format!("<key>MessageType</key><string>Authenticate</string>{topic}"))?;
//! let token = "<key>Token</key><data>dG9rZW4=</data><key>PushMagic</key><string>magic</string>";
//! says(&mut store, &format!("<key>MessageType</key><string>TokenUpdate</string>{topic}{token}"))?;
//!
//! // Now it takes orders, and an order asks for a push.
//! let phone = RecordKey::new("device/00008030-1").expect("a key");
//! let orders = [Order::new(Command::new(CommandUuid::from_bytes([1; 16]), DeviceLock::default()))];
//! let ordered = store.run(&phone, &Input::Order { actor: &Actor::administrator("anna"), orders: &orders }, now)?;
//! assert!(matches!(&ordered.actions[..], [Action::Wake { due, .. }] if *due == now));
//!
//! // The push makes it connect.
//! let decision = says(&mut store, "<key>Status</key><string>Idle</string>")?;
//! let Some(Body::Stored(name)) = &decision.reply.body else { panic!("a command goes out") };
//! assert_eq!(store.payloads[name], orders[0].command().encode()?);
//! # Ok(())
//! # }
//! ```
//!
//! # Who may speak
//!
//! The certificate of a request is verified first, then what the message claims is held against it. A certificate
//! speaks for one enrollment of one tenant: the one that was enrolled with it, on the push topic under which it was
//! enrolled (requirements F80, F81). It gets there by an invitation: a slot's ticket opens the slot once, the certificate that is
//! issued then fills it with the first `Authenticate`. A device identifier is only a claim, so an invitation does not
//! take over an enrollment that lives; when a device left without a word, the administrator gives it up with
//! [`Input::Release`]. One that broke off before its first `TokenUpdate` does not live yet: another invitation of its
//! tenant begins it again, and [`Input::Watch`] tells of those that stay so. Whoever comes first with an identifier that nobody has is believed.
//!
//! One server serves many tenants, each under a path of its own ([`Tenants`]); slot and enrollment keep the tenant's name,
//! and no certificate of one speaks for the other, also where they share an authority. An identifier belongs to the tenant
//! where it came first, until it is purged there ([`Tenants`]).
//!
//! # Renewals and new beginnings
//!
//! A certificate that is issued to a living enrollment is noted by [`Input::IssueIdentity`] before the device gets it.
//! Both are good until the first message under the new one; then the old one is over. What else a device begins:
//!
//! | what comes | what it is | queue and secrets |
//! |---|---|---|
//! | any message under a certificate that was noted | a renewal | stay |
//! | `Authenticate` under such a one, up to the next `TokenUpdate` | a renewal, by a new profile | stay |
//! | `Authenticate` under the certificate in use | a new beginning | cancelled on record, and void |
//! | `Authenticate` under an invitation's, after the end, or before the first `TokenUpdate` | a new beginning, under the terms of the slot | cancelled on record, and void |
//! | `TokenUpdate` with `AwaitingConfiguration` of a device that did not wait, or with another push magic | it was wiped: a new beginning, whatever its certificate says | cancelled on record, and void |
//! | anything under another certificate | refused | stay |
//!
//! What belongs to a former life is never offered again; its late answers are recorded ([`Fact::LateResult`]), and end
//! nothing in the next one.
//! [`Channel::generation`] counts the lives.
//!
//! A device that awaits configuration stays in Setup Assistant until `DeviceConfigured`: [`Input::FinishSetup`] orders it
//! behind everything that is open, and after [`Records::SETUP`] a connect orders it whatever waits.
//!
//! # Users
//!
//! A Mac and a Shared iPad have users besides the device, where the tenant manages them ([`UserPolicy`]). Each has a
//! channel: a record with a queue, a push route and a place in Setup Assistant of its own ([`record_of`]). The device's
//! certificate speaks for it, the device's terms hold for it, and it lives in one life of the device:
//!
//! | what comes | what becomes of the user's channel |
//! |---|---|
//! | `UserAuthenticate` of a Mac | 410 where users are not managed; an empty challenge; or one by HTTP digest, whose answer gives the token that each later message carries |
//! | `TokenUpdate` of a user | begins the channel, or moves its push route |
//! | `CheckOut` of the user, `DeleteUser` acknowledged by the device, [`Input::Release`] of the user | ends it |
//! | the device leaves, is erased, given up or enrolled anew | ends all of them, in the same commit |
//!
//! What was ordered for a user whose channel ends is cancelled on record. The record of a user names no person: an account
//! name is hashed into its key.
//!
//! A decision about a user is made with the record of the device too ([`device_of`]); one that ends a device that has users
//! asks for their records ([`Error::needs_users`]). `mdm-store` does both.
//!
//! A login that waits (`NeedSyncResponse`) gets everything, also what was refused too often before; a user whose account does
//! not exist yet (`UserConfiguration`) gets nothing.
//!
//! # What does not change
//!
//! An enrollment keeps the push topic that it began with, and where [`Trust::with_origin`] tells them the server URL and the
//! access rights too: an `InstallProfile` that holds another MDM payload is refused before it is queued
//! ([`Error::OriginChanged`]). So a device never speaks to another server than its first (F75). Where nobody tells, only the
//! topic is held against such a profile. Told later, it holds for an enrollment from the next message of its device on.
//!
//! A device that is silent for days stays what it is. [`Input::Watch`] notes the silence, once, and the administrator
//! decides.
//!
//! # Terms
//!
//! Slot and enrollment hold an [`Assignment`](policy::Assignment): whose the device is, how far it is managed, what its
//! member agreed to. Every order is judged by it, and by the tenant's [`Management`](policy::Management), and what waits
//! is judged once more when its turn comes. What is forbidden queues nothing and is committed as an event:
//! [`Decision::denials`]. What else somebody may do about a device is a table, [`Act`](policy::Act), and a denial of it is
//! committed too: [`Decision::denial`].
//!
//! # Orders to many, flows, secrets
//!
//! - [`fanout`]: one order to a hundred thousand enrollments, committed once, carried out in steps, counted exactly (F2);
//! - [`flow`]: what becomes of apps, books and a selective wipe, moved by the answers and persisted with them, each move
//!   an event;
//! - [`escrow`]: the secrets that commands set, each version kept until it is known which one holds;
//! - [`learned`]: what the answers of the fleet say about the lock rules, shared by nodes.
//!
//! # Answers
//!
//! | answer | when |
//! |---|---|
//! | 200 with a command, or with nothing | the message was taken; an unreadable report too: the device would repeat it for ever |
//! | 200 with a bootstrap token | `GetBootstrapToken`; without the key when there is none |
//! | 200 with what the embedder answers | `GetToken`, `ReturnToService`: [`Question`] |
//! | 200 with JSON, or an asset | declarative management: what is assigned |
//! | 400 | no certificate, or one that does not stand up; a check-in that cannot be read; a message that is not supported; a `GetToken` that nobody answers |
//! | 403 | another enrollment's certificate or push topic, another tenant's enrollment; management is off. The body is empty: without the code `com.apple.unrecognized.device` the device stays enrolled |
//! | 404 | no such enrollment; not enrolled yet, or not any more; no such ticket; a declaration or asset that is not assigned. About declarations it says this and nothing else: a device removes what is answered so |
//! | 405 | another method than `PUT` and `POST` |
//! | 409, 422 | orders: not enrolled or a name that is taken; refused, another enrollment profile |
//! | 410 | a ticket that was used or has expired; a user who is not managed, or has not shown the password |
//! | 413 | a check-in that is too large |
//! | 500 | the embedder's anchors, its store, or this library |
//! | 503, `Retry-After` | no tenant is served under this path: a device keeps its report, and its declarations, and comes again |
//!
//! With feature `declarative`, the module of that name answers the message `DeclarativeManagement`, and a `GET` of an asset.
//!
//! With feature `http`, [`DeviceRequest`] is read from the parts of an `http::Request`, and [`Reply`] and [`Error`]
//! become an `http::Response`. With feature `qr`, the URL of an invitation becomes a QR code ([`Ticket::url`], `QrCode`).
//!
//! What goes out is the stored payload of [`Reply::body`]. The values of its slots ([`Terms::slots`]) are filled in by
//! whoever sends it.
//!
//! Never 401: a device removes its enrollment (Apple, Managing connections, read 2026-08).
//!
//! # Events
//!
//! Whatever a decision comes to is an [`Event`] in the same commit: what, when, whose, and why ([`Cause`]). As they are
//! stored, the events of a record are a chain of hashes that can be verified without the store, and members go by
//! pseudonyms: [`audit`].
//!
//! # What it does not do
//!
//! Without the feature `declarative`, messages about declarative management are refused. It issues no certificate:
//! `mdm-pki` does. It sends no push and limits no rate: a device that repeats itself writes an event each time. It does
//! not encrypt, and forgets only what [`Input::Prune`] asks for: the bodies and payloads that a store keeps hold push
//! tokens, unlock tokens, bootstrap tokens and what devices tell.
//!
//! # Limits
//!
//! | what | limit | beyond it |
//! |---|---|---|
//! | a check-in message | [`Limits::check_in`]: 256 KiB | 413 |
//! | a check-in message about declarations | [`Limits::declarative`]: 2 MiB | 413 |
//! | a report | [`Limits::connect`]: the default of `mdm-plist` | closes the outstanding command as `Unreadable`, if of the device and its users one alone waits for an answer |
//! | an `Mdm-Signature` header | 12 KiB | 400 |
//! | a slot's name | 64 bytes | `None` |
//! | the URL before a ticket | [`TicketUrl::MAX_BASE`]: 512 bytes | refused |
//! | a record's key, a payload's name, a link's value | 255 bytes | |
//! | a serial number | 64 bytes | not kept |
//! | an `ErrorDomain` | 128 bytes | cut |
//! | the error of an unreadable report | 256 bytes | cut |
//! | the header of a proxy | 16 KiB | 400 |
//! | living users of a device | 1,000 | 410 |
//! | a user's name | 255 bytes | cut |
//! | a login's challenge | 5 minutes | refused, and asked anew |
//! | certificates that an enrollment remembers | 16 | the oldest is forgotten, not the one in use |
//! | the name of an order to many | [`OrderId::MAX_LEN`]: 64 bytes | `None` |
//! | enrollments that one step of an order takes | [`FanOut::PAGE`]: 128 | more steps |
//! | open commands of an enrollment | 1,000,000 | the order is refused |
//! | commands that a connect loads | [`Window::READY`](row::Window::READY) that may go, one of each kind that may not, and what the answer touches | loaded in full where the decision needs it |
//! | apps, and books, that are followed on a device | [`Flows::ITEMS`](flow::Flows::ITEMS): 512 | ordered, not followed |
//! | names that are kept of what a device tells as managed | [`Flows::ITEMS`](flow::Flows::ITEMS) of each kind, 255 bytes each | not kept; [`Managed::is_whole`](policy::Managed::is_whole) tells, and a wipe is not done |
//! | the reason why an order to many was refused | 512 bytes | cut |
//! | a secret that a device tells | 64 KiB | not kept apart; it is in the stored answer |
//! | a model | 64 bytes | none |
//! | results that are kept of a command | one, the first | later ones are events |
//! | time | not before 1970 | a record cannot be written |

mod address;
pub mod audit;
mod channel;
mod decide;
#[cfg(feature = "declarative")]
pub mod declarative;
mod error;
pub mod escrow;
mod event;
pub mod fanout;
mod flaw;
pub mod flow;
#[cfg(feature = "http")]
mod http;
pub mod learned;
pub mod policy;
#[cfg(feature = "qr")]
mod qr;
mod request;
pub mod row;
mod slot;
mod tenant;
mod user;

pub use address::{Address, PushRoute};
pub use channel::{Authenticated, Change, Channel, Deletion, Joined, Origin, Stage, entry};
pub use decide::{
    Action, Answered, Body, Decision, Input, Made, Order, Question, Records, Reply, command_name,
    response_name,
};
pub use error::{Blame, Error};
pub use event::{Actor, Assigned, Cause, Event, EventKind, Unknown};
pub use fanout::{
    FanOut, FanOutProgress, FanOutStage, HazardCounts, NewFanOut, OrderId, TargetOutcome, Targets,
    payload_name,
};
pub use flaw::Flaw;
/// What the queue and the lock rules give to those who order and explain.
pub use mdm_command::{
    Barrier, BatchId, CancelReason, CommandUuid, Entry, Explanation, Fact, Hold, Mode, Next, NextStep,
    Outcome, Policy, Priority, Progress, Reason, Redelivery, Retention, Same, SameKey, State, Terms, Waking,
    Who,
};
pub use mdm_lock::{Conclusions, Learner, LearnerSettings, RuleDrift};
pub use mdm_lock::{Footprint, Hazard, HazardKind, Hazards, Kind, Remedy, RuleTable};
pub use mdm_pki::{Certificate, CertificateSource, Fingerprint, Presented, SigningTime, VerdictCache};
/// Why a profile is no update of the enrollment profile.
pub use mdm_profile::UpdateRefusal;
#[cfg(feature = "qr")]
pub use qr::QrCode;
pub use request::{DeviceRequest, Identified, Verdicts, identify, identify_by};
pub use slot::{Invitation, Slot, SlotId, SlotState, Ticket, TicketUrl};
pub use tenant::{Limits, Tenants, Trust};
pub use user::{
    Challenge, DigestLogin, Login, PasswordDigest, Random, Realm, User, UserEnd, UserPolicy, device_id_of,
    device_of, is_channel, record_of, record_of_device, users_of,
};

/// What the page shows is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/sans-io.md")]
struct SansIoPage;

/// What the page shows is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/certificates.md")]
struct CertificatesPage;
