//! Any bytes to the reader of check-in messages.
#![no_main]

#[path = "../src/apple.rs"]
mod apple;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    apple::check(bytes, apple::Kind::CheckIn);
});
