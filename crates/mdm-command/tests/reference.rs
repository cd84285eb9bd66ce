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
    let mut shown = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let outline = queue::check(&std::fs::read(&path).unwrap());
        // A file is named after what it shows.
        let name = path.file_name().unwrap().to_string_lossy().replace('-', " ");
        if !name.starts_with("long ") {
            assert!(outline.contains_key(name.as_str()), "{name}: {outline:?}");
            shown += 1;
        }
    }
    assert!(shown >= 33, "{shown} things are shown");
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
