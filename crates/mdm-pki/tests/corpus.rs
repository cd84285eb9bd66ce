//! The corpora of the fuzz targets, with the assertions of the fuzz targets, on a stable toolchain.
#![allow(clippy::disallowed_methods, reason = "the corpora are files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "this file is tests")]

use std::path::Path;

#[path = "../../../fuzz/src/certificate.rs"]
mod certificate;
#[path = "../../../fuzz/src/enveloped_data.rs"]
mod enveloped_data;
#[path = "../../../fuzz/src/scep.rs"]
mod scep;
#[path = "../../../fuzz/src/signed_data.rs"]
mod signed_data;

/// Replays a corpus whole, and cut at so many places.
fn replay(name: &str, check: fn(&[u8]), cuts: usize, is_accepted: fn(&[u8]) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let (mut accepted, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let bytes = std::fs::read(&path).unwrap();
        check(&bytes);
        for cut in 0..cuts {
            check(bytes.split_at(bytes.len() * cut / cuts).0);
        }
        if is_accepted(&bytes) {
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    // Both kinds, so that a reader that refuses or accepts everything does not pass.
    assert!(accepted >= 3 && refused >= 1, "{name}: {accepted} accepted, {refused} refused");
}

#[test]
fn signed_messages_keep_every_promise() {
    replay("signed_data", signed_data::check, 200, |bytes| {
        mdm_pki::verify_attached(bytes, &mdm_pki::Limits::PROFILE).is_ok()
    });
}

#[test]
fn envelopes_keep_every_promise() {
    replay("enveloped_data", enveloped_data::check, 10, enveloped_data::is_readable);
}

#[test]
fn scep_messages_keep_every_promise() {
    replay("scep", scep::check, 50, scep::is_answered);
}

#[test]
fn certificates_keep_every_promise() {
    replay("certificate", certificate::check, 100, |bytes| mdm_pki::Certificate::from_der(bytes).is_ok());
}
