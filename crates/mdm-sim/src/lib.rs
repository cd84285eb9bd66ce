//! The other side of device management (F24): simulated iPhones with lock state and virtual time, and a fake APNs and
//! FCM that keep the real rules and fail on purpose ([`apns`], `fcm` with its feature).
//!
//! A [`Phone`] is the device's behavior written a second time, from Apple's documentation and from field reports,
//! with none of the code that serves devices: no shared lock table, no shared codec. So it judges a server from
//! outside. It reads and writes property lists with the `plist` crate and does its cryptography with OpenSSL.
//!
//! It is sans-IO: one [`Input`] with the time, then [`Output`] until [`Output::Wait`]. The program that drives it
//! owns the clock, the sockets and the notification service; a week of lock screen takes no time.
//!
//! # Example
//!
//! A phone enrolls, is locked, puts a query off, and comes back by itself a week later, when it is unlocked.
//!
//! ```
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//! use mdm_sim::{Input, KeyKind, Output, Phone, PhoneConfig, Purpose, Response, Status, mint_key};
//!
//! # fn issue(request: &[u8]) -> Vec<u8> {
//! #     use openssl::{asn1::Asn1Time, hash::MessageDigest, pkey::PKey, x509::{X509, X509Req}};
//! #     let request = X509Req::from_der(request).unwrap();
//! #     let key = PKey::private_key_from_pem(mint_key(KeyKind::EcP256).unwrap().expose_secret()).unwrap();
//! #     let mut builder = X509::builder().unwrap();
//! #     builder.set_subject_name(request.subject_name()).unwrap();
//! #     builder.set_pubkey(&request.public_key().unwrap()).unwrap();
//! #     builder.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
//! #     builder.set_not_after(&Asn1Time::from_unix(1).unwrap()).unwrap();
//! #     builder.sign(&key, MessageDigest::sha256()).unwrap();
//! #     builder.build().to_der().unwrap()
//! # }
//! # let payload = |kind: &str, uuid: u32, rest: &str| format!(
//! #     "<dict><key>PayloadType</key><string>{kind}</string><key>PayloadIdentifier</key><string>example.{uuid}</string>\
//! #      <key>PayloadUUID</key><string>{uuid}</string><key>PayloadVersion</key><integer>1</integer>{rest}</dict>");
//! # let mdm = payload("com.apple.mdm", 1, "<key>ServerURL</key><string>https://mdm.example/mdm</string>\
//! #     <key>Topic</key><string>com.apple.mgmt.External.1</string>\
//! #     <key>IdentityCertificateUUID</key><string>2</string>");
//! # let scep = payload("com.apple.security.scep", 2,
//! #     "<key>PayloadContent</key><dict><key>URL</key><string>https://mdm.example/certificate</string></dict>");
//! # let enrollment_profile = format!("<plist version=\"1.0\">{}</plist>", payload("Configuration", 3,
//! #     &format!("<key>PayloadContent</key><array>{mdm}{scep}</array>")));
//! # let security_info = "<plist version=\"1.0\"><dict><key>CommandUUID</key><string>1</string><key>Command</key><dict>\
//! #     <key>RequestType</key><string>SecurityInfo</string></dict></dict></plist>";
//! let mut phone = Phone::new(PhoneConfig::new("UDID-1", "SERIAL-1"), mint_key(KeyKind::EcP256)?)?;
//! let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
//!
//! // A server of a few lines: a certificate for the certificate request, one command a session, otherwise 200.
//! fn serve(phone: &mut Phone, command: &str, now: SystemTime) -> Result<Option<String>, mdm_sim::Error> {
//!     let mut push = None;
//!     loop {
//!         let request = match phone.poll_output() {
//!             Output::Transmit(request) => request,
//!             Output::Event(event) => { println!("{event:?}"); continue }
//!             Output::Wait(_until) => return Ok(push),
//!         };
//!         let message = plist::Value::from_reader_xml(request.body.as_slice()).ok();
//!         let text = |key| Some(message.as_ref()?.as_dictionary()?.get(key)?.as_string()?.to_owned());
//!         if let Some(magic) = text("PushMagic") {
//!             push = Some(format!("{{\"mdm\":\"{magic}\"}}"));
//!         }
//!         let body = match request.purpose {
//!             Purpose::Certificate => issue(&request.body),
//!             Purpose::Connect if text("Status").as_deref() == Some("Idle") => command.as_bytes().to_vec(),
//!             _ => Vec::new(),
//!         };
//!         let response = Response { request: request.id, status: 200, content_type: None, body: &body };
//!         phone.handle_input(Input::Response(response), now)?;
//!     }
//! }
//!
//! phone.handle_input(Input::PushToken(b"from APNs"), now)?;
//! phone.handle_input(Input::InstallEnrollmentProfile(enrollment_profile.as_bytes()), now)?;
//! let push = serve(&mut phone, security_info, now)?.expect("TokenUpdate");
//! assert!(phone.is_enrolled());
//!
//! phone.handle_input(Input::Lock, now)?;
//! phone.handle_input(Input::Push(push.as_bytes()), now)?;
//! serve(&mut phone, security_info, now)?;
//! assert_eq!(phone.executed()[0].status, Status::NotNow);
//!
//! // A week later, without another push:
//! let now = now + Duration::from_secs(7 * 86_400);
//! phone.handle_input(Input::Unlock, now)?;
//! serve(&mut phone, security_info, now)?;
//! assert_eq!(phone.executed()[1].status, Status::Acknowledged);
//! # Ok::<(), mdm_sim::Error>(())
//! ```
//!
//! # What it does not do
//!
//! - SCEP and ACME. The phone asks for its certificate with a plain PKCS#10 request at the `URL` of the SCEP payload
//!   and shows the `Challenge` in a header; the key pair is given at construction.
//! - User channels, User Enrollment, Shared iPad, Setup Assistant, declarative management, Return to Service.
//! - Replacing its own enrollment profile by `InstallProfile`, and encrypted profiles: both are refused with the
//!   error of a real phone.
//! - Effects of payloads: a Wi-Fi profile brings no Wi-Fi.
//! - Certificate pinning and redirects: the transport's work.
//!
//! Where Apple says nothing, the choice is an option of [`PhoneConfig`]: which commands are put off while locked,
//! which are valid in Lost Mode, how often a failed message is repeated.
//!
//! # Limits
//!
//! | what | limit | beyond it |
//! |---|---|---|
//! | a property list (command, profile, error document) | 16 MiB | as if it could not be read |
//! | nesting of its elements | 64 | as if it could not be read |
//! | entity declarations, binary and OpenStep property lists | none | as if they could not be read |
//! | requests in flight | 1 | the next waits |
//! | [`Phone::executed`] | none: it grows with every command | |
//! | notifications kept for a token of [`apns`] | 1 | the last stays |
//! | pushes and events that a fake APNs keeps to be looked at | 10 000 each unless set | the oldest go |

pub mod apns;
#[cfg(feature = "fcm")]
pub mod fcm;
mod phone;

pub use phone::*;
