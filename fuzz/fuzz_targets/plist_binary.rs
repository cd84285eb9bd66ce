//! Any bytes to the reader of binary property lists.
#![no_main]

#[path = "../src/plist.rs"]
mod plist;

libfuzzer_sys::fuzz_target!(|document: &[u8]| plist::check(document, mdm_plist::Format::Binary));
