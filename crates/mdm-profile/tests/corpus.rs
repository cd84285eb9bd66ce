//! The corpus of the fuzz target, with the assertions of the fuzz target, on a stable toolchain.
#![allow(clippy::disallowed_methods, reason = "the corpus are files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "this file is tests")]

use std::path::Path;

#[path = "../../../fuzz/src/profile.rs"]
mod profile;

#[test]
fn profiles_keep_every_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/profile");
    let (mut accepted, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let bytes = std::fs::read(&path).unwrap();
        profile::check(&bytes);
        for cut in 0..50 {
            profile::check(bytes.split_at(bytes.len() * cut / 50).0);
        }
        if mdm_profile::ForeignProfile::decode(&bytes).is_ok() {
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    // Both kinds, so that a reader that refuses or accepts everything does not pass.
    assert!(accepted >= 8 && refused >= 3, "{accepted} accepted, {refused} refused");
}
