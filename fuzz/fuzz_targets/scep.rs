//! Any bytes to a SCEP server, and to the readers of a client.
#![no_main]

#[path = "../src/scep.rs"]
mod scep;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scep::check(bytes));
