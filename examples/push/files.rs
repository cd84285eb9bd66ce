//! Files of the command line, and those of the selftest. An error names the file and the line, never what is in it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use mdm_examples::{Result, files};
use zeroize::Zeroizing;

/// Reads a file that may hold a secret.
pub fn read(file: &Path) -> Result<Zeroizing<Vec<u8>>> {
    files::read(file).map(Zeroizing::new)
}

/// The same, for text.
pub fn read_text(file: &Path) -> Result<Zeroizing<String>> {
    text(file, files::read(file)?)
}

/// Reads a list, where `-` is standard input: `entry` reads a line, and `what` says what a line is. Empty lines and
/// those that begin with `#` are skipped.
pub fn read_list<T>(file: &Path, what: &str, entry: impl Fn(usize, &str) -> Option<T>) -> Result<Vec<T>> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("cannot read -: {error}"))?;
        bytes
    } else {
        files::read(file)?
    };
    list(&text(file, bytes)?, what, entry).map_err(|wrong| format!("{}: {wrong}", file.display()).into())
}

fn text(file: &Path, bytes: Vec<u8>) -> Result<Zeroizing<String>> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(wrong) => {
            drop(Zeroizing::new(wrong.into_bytes()));
            Err(format!("{}: is not UTF-8", file.display()).into())
        }
    }
}

pub fn list<T>(text: &str, what: &str, entry: impl Fn(usize, &str) -> Option<T>) -> Result<Vec<T>, String> {
    // Some editors begin a file with a mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut entries = Vec::new();
    for (line, text) in (1..).zip(text.lines().map(str::trim)) {
        if !text.is_empty() && !text.starts_with('#') {
            entries.push(entry(line, text).ok_or_else(|| format!("line {line} is not {what}"))?);
        }
    }
    if entries.is_empty() { Err(format!("no line has {what}")) } else { Ok(entries) }
}

/// A temporary folder that goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("push-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.0.join(name);
        fs::write(&path, bytes)?;
        Ok(path.display().to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
