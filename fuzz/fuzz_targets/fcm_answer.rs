//! Any answer to the readers of FCM's and its token endpoint's answers.
#![no_main]

#[path = "../src/fcm_answer.rs"]
mod fcm_answer;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fcm_answer::check(bytes));
