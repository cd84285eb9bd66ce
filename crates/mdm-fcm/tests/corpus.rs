//! The corpus of the fuzz target, with the assertions of the fuzz target, on a stable toolchain.
#![allow(clippy::disallowed_methods, reason = "the corpus is files")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "this file is tests")]

use std::path::Path;
use std::time::SystemTime;

use mdm_fcm::{Advice, Answer, Attempt};

#[path = "../../../fuzz/src/fcm_answer.rs"]
mod fcm_answer;

#[test]
fn answers_keep_every_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/fcm_answer");
    let (mut accepted, mut dropped, mut others) = (0, 0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let bytes = std::fs::read(&path).unwrap();
        fcm_answer::check(&bytes);
        for cut in 0..bytes.len() {
            fcm_answer::check(bytes.split_at(cut).0);
        }
        let (status, headers, body) = fcm_answer::split(&bytes).unwrap();
        let now = SystemTime::UNIX_EPOCH;
        match Answer::decode(status, &headers, body, now).advice(Attempt { number: 1, salt: 0 }, now) {
            Advice::Sent => accepted += 1,
            Advice::DropToken => dropped += 1,
            _ => others += 1,
        }
    }
    // All kinds, so that a reader that sees the same in everything does not pass.
    assert!(accepted >= 1 && dropped >= 3 && others >= 5, "{accepted} {dropped} {others}");
}
