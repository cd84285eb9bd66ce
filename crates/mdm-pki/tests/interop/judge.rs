//! The `openssl` program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// 2026-11-22 00:00:00 UTC, the time at which both sides verify.
pub(crate) const NOW: u64 = 1_795_305_600;

/// The `openssl` program in a directory of its own.
pub(crate) struct Judge(PathBuf);

impl Judge {
    pub(crate) fn new(name: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!(
                "skipped: the openssl program is not installed, nothing was checked against it ({name})"
            );
            return None;
        }
        let directory =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("interop-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        Some(Self(directory))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    pub(crate) fn try_run(&self, command: &str) -> Output {
        let arguments = command.replace("NOW", &NOW.to_string());
        Command::new("openssl").args(arguments.split_whitespace()).current_dir(&self.0).output().unwrap()
    }

    #[track_caller]
    pub(crate) fn run(&self, command: &str) -> Output {
        let output = self.try_run(command);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {command}: {complaint}");
        output
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // What is left behind is in the build directory and harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
