//! Any bytes to the reader of encrypted messages.
#![no_main]

#[path = "../src/enveloped_data.rs"]
mod enveloped_data;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enveloped_data::check(bytes));
