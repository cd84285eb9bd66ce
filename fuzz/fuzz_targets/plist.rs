//! Any bytes to the property list reader.
#![no_main]

#[path = "../src/plist.rs"]
mod plist;

libfuzzer_sys::fuzz_target!(|document: &[u8]| plist::check(document));
