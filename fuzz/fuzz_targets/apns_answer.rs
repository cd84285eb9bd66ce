//! Any status, headers and body of an answer, and any GOAWAY.
#![no_main]

#[path = "../src/apns_answer.rs"]
mod apns_answer;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| apns_answer::check(bytes));
