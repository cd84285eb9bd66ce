//! Replays the fuzz corpus of answers.

#[path = "../../../fuzz/src/apns_answer.rs"]
mod apns_answer;

use std::path::Path;

#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn every_answer_of_the_corpus_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/apns_answer");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("a corpus") {
        apns_answer::check(&std::fs::read(entry.expect("an entry").path()).expect("a file"));
        count += 1;
    }
    assert!(count >= 12, "{count}");
}
