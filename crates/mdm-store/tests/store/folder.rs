//! A temporary folder that goes away.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // A process that was killed may have left a folder of this name: take the next that is free.
        (0..)
            .map(|attempt| format!("mdm-store-{}-{number}-{attempt}", std::process::id()))
            .map(|name| std::env::temp_dir().join(name))
            .find(|path| std::fs::create_dir(path).is_ok())
            .map(Self)
            .unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Copies the files of a store as a crash would leave them: whatever was written so far.
    pub(crate) fn copy(&self, from: &str, to: &str) -> PathBuf {
        for suffix in ["", "-wal"] {
            let (from, to) = (self.file(&format!("{from}{suffix}")), self.file(&format!("{to}{suffix}")));
            if from.exists() {
                std::fs::copy(from, to).unwrap();
            }
        }
        self.file(to)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let removed = std::fs::remove_dir_all(&self.0);
        assert!(removed.is_ok() || std::thread::panicking(), "{}: {removed:?}", self.0.display());
    }
}
