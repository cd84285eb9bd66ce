//! The corpus of the fuzz target, with the assertions of the fuzz target, on a stable toolchain.

use std::path::Path;

#[path = "../../../fuzz/src/plist.rs"]
mod fuzz;

#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpus_keeps_every_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/plist");
    let mut accepted = 0;
    let mut refused = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let document = std::fs::read(&path).unwrap();
        println!("{}", path.display());
        fuzz::check(&document);
        // Every prefix is a document of its own.
        for end in 0..document.len().min(2000) {
            fuzz::check(&document[..end]);
        }
        match mdm_plist::from_slice::<mdm_plist::Value>(&document) {
            Ok(_) => accepted += 1,
            Err(_) => refused += 1,
        }
    }
    // Both kinds, so that a reader that refuses or accepts everything does not pass.
    assert!(accepted >= 10 && refused >= 10, "{accepted} accepted, {refused} refused");
}
