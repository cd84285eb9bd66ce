//! Any bytes to certificates, their topic, and what a push certificate needs.
#![no_main]

#[path = "../src/certificate.rs"]
mod certificate;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| certificate::check(bytes));
