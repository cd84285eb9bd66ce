//! Any sequence of events to the queue and to its reference.
#![no_main]

#[path = "../src/queue.rs"]
mod queue;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    queue::check(bytes);
});
