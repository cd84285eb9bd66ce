//! The corpora of the fuzz targets, with the assertions of the fuzz targets, on a stable toolchain.

use std::path::Path;

use mdm_plist::{Format, Options, Value};

#[path = "../../../fuzz/src/plist.rs"]
mod fuzz;

#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpora_keep_every_promise() {
    for (corpus, format) in [("plist", Format::Xml), ("plist_binary", Format::Binary)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(corpus);
        let mut accepted = 0;
        let mut refused = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let document = std::fs::read(&path).unwrap();
            println!("{}", path.display());
            fuzz::check(&document, format);
            // Every prefix is a document of its own.
            for end in 0..document.len().min(2000) {
                fuzz::check(&document[..end], format);
            }
            match mdm_plist::from_slice_with::<Value>(&document, Options::default().with_format(format)) {
                Ok(_) => accepted += 1,
                Err(_) => refused += 1,
            }
        }
        // Both kinds, so that a reader that refuses or accepts everything does not pass.
        assert!(accepted >= 10 && refused >= 10, "{corpus}: {accepted} accepted, {refused} refused");
    }
}
