//! Any bytes to the verifiers of signed messages.
#![no_main]

#[path = "../src/signed_data.rs"]
mod signed_data;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| signed_data::check(bytes));
