//! The corpora of the fuzz targets, with the assertions of the fuzz targets, on a stable toolchain.

use std::path::Path;

#[path = "../../../fuzz/src/apple.rs"]
mod fuzz;

use fuzz::Kind;

#[test]
#[allow(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpora_keep_every_promise() {
    let corpora = [
        ("checkin", Kind::CheckIn),
        ("report", Kind::Report),
        ("command", Kind::Command),
        ("declaration_status", Kind::DeclarationStatus),
    ];
    for (corpus, kind) in corpora {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(corpus);
        let (mut accepted, mut refused) = (0, 0);
        for entry in std::fs::read_dir(folder).expect("a corpus") {
            let path = entry.expect("a file").path();
            let bytes = std::fs::read(&path).expect("a file");
            println!("{}", path.display());
            // Every prefix is a document of its own.
            for end in 0..bytes.len().min(2000) {
                fuzz::check(bytes.get(..end).expect("a prefix"), kind);
            }
            // As every reader of another kind takes it.
            for (_, other) in corpora {
                fuzz::check(&bytes, other);
            }
            if fuzz::check(&bytes, kind) { accepted += 1 } else { refused += 1 }
        }
        // Both kinds, so that a reader that refuses or accepts everything does not pass.
        assert!(accepted >= 4 && refused >= 1, "{corpus}: {accepted} accepted, {refused} refused");
    }
}
