//! The queue against a plain reference, over any sequence of events; with the assertions of the fuzz target.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test: what cannot be is a reason to stop"
)]

use std::path::Path;

use proptest::prelude::*;

#[path = "../../../fuzz/src/queue.rs"]
mod queue;

#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpus_agrees_with_the_reference() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/queue");
    let mut outline = queue::Outline::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        for (what, times) in queue::check(&std::fs::read(&path).unwrap()) {
            *outline.entry(what).or_default() += times;
        }
    }
    println!("{outline:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_agrees_with_the_reference(
        sequence in prop::collection::vec(any::<[u8; queue::WIDTH]>(), 1..100)
            .prop_map(|events| queue::Sequence(events.concat())),
    ) {
        queue::check(&sequence.0);
    }
}
