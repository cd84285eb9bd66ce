//! What must hold for any bytes that the readers of Apple's messages are given.
//!
//! The fuzz targets and the ordinary test that replays the corpora include this file.

use std::fmt::Debug;

use mdm_apple::declarations::StatusReport;
use mdm_apple::support::DeviceFacts;
use mdm_apple::{Body, CheckIn, Command, Error, Extra, Limits, Message, Report};

/// The messages that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each target reads one")]
pub(crate) enum Kind {
    CheckIn,
    Report,
    Command,
    DeclarationStatus,
}

/// Panics when a promise of the readers or writers does not hold; says whether the bytes are such a message.
pub(crate) fn check(bytes: &[u8], kind: Kind) -> bool {
    match kind {
        Kind::CheckIn => check_kind(bytes, CheckIn::decode, |message| {
            let _ = message.enrollment();
            message.encode()
        }),
        Kind::Report => check_kind(bytes, decode_report, |report| {
            let _ = report.report.enrollment();
            report.report.encode()
        }),
        Kind::Command => check_kind(bytes, Command::decode, |command| {
            for platform in [mdm_lock::Platform::Ios, mdm_lock::Platform::Macos] {
                for refusal in command.request.validate(&DeviceFacts::new(platform)) {
                    assert!(!refusal.to_string().is_empty());
                }
            }
            let _ = command.request.footprint();
            command.encode()
        }),
        Kind::DeclarationStatus => check_kind(bytes, StatusReport::from_json, |report| {
            let _ = report.status_items.items();
            report.to_json()
        }),
    }
}

/// What is read can be written, reads back the same, and is then written the same.
fn check_kind<T: Debug + PartialEq>(
    bytes: &[u8],
    decode: impl Fn(&[u8], &Limits) -> Result<T, Error>,
    encode: impl Fn(&T) -> Result<Vec<u8>, Error>,
) -> bool {
    let limits = Limits::default();
    let read = decode(bytes, &limits);
    check_limits(bytes, &decode, &read);
    let _ = Message::decode(bytes, &limits).map(|message| format!("{message:?}"));
    let message = match read {
        Ok(message) => message,
        Err(error) => {
            assert!(error.offset().is_none_or(|offset| offset <= bytes.len()));
            assert!(!error.to_string().chars().any(char::is_control));
            return false;
        }
    };
    let _ = format!("{message:?}");
    let written = encode(&message).expect("what was read can be written");
    // What is written may be longer: indentation, and what JSON escapes.
    let roomy = limits.with_bytes(usize::MAX);
    let again = decode(&written, &roomy).expect("what was written can be read");
    // Not-a-number is not equal to itself; the documents are compared instead.
    assert!(again == message || has_nan(&message), "the message changes on its way");
    assert_eq!(
        encode(&again).expect("what was read can be written"),
        written,
        "the document changes on its way"
    );
    true
}

/// Small limits refuse, or change nothing.
fn check_limits<T: PartialEq>(
    bytes: &[u8],
    decode: &impl Fn(&[u8], &Limits) -> Result<T, Error>,
    unlimited: &Result<T, Error>,
) {
    let limits = Limits::default().with_bytes(512).with_depth(4).with_nodes(24).with_string(48).with_key(24);
    if let Ok(message) = decode(bytes, &limits) {
        assert!(bytes.len() <= limits.bytes);
        let unlimited = unlimited.as_ref().expect("small limits accept no more than large ones");
        assert!(message == *unlimited || has_nan(&message), "a limit changes the message");
    }
}

/// A report is its envelope and its other keys, and not the bytes that it came in.
#[derive(Debug)]
struct Read {
    report: Report<'static>,
    keys: Extra,
}

impl PartialEq for Read {
    fn eq(&self, other: &Self) -> bool {
        let envelope = |read: &Self| {
            let Report { keys, status, command_uuid, error_chain, request_type, .. } = &read.report;
            let flags =
                (read.report.not_on_console, read.report.need_sync_response, read.report.user_configuration);
            (
                keys.clone(),
                status.clone(),
                command_uuid.clone(),
                error_chain.clone(),
                request_type.clone(),
                flags,
            )
        };
        envelope(self) == envelope(other) && self.keys == other.keys
    }
}

fn decode_report(bytes: &[u8], limits: &Limits) -> Result<Read, Error> {
    let report = Report::decode(bytes, limits)?;
    let keys = report.response_keys()?;
    Ok(Read { report: report.into_owned(), keys })
}

/// Whether a message holds not-a-number.
#[allow(clippy::eq_op, reason = "not-a-number alone is not equal to itself")]
fn has_nan<T: PartialEq>(message: &T) -> bool {
    message != message
}
