//! Files that are whole or not there, and private ones that are private from their first byte on.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::Result;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner only: private keys.
    Owner,
    /// Whoever may read the folder.
    Everyone,
}

/// Whether a file that is there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It may.
    Replace,
    /// It stays, and that is an error: a private key that is lost cannot be made again.
    Keep,
}

/// Writes a file: beside its place first, then all at once.
///
/// # Errors
///
/// When the file is there and shall stay, or the system refuses; the message names the file.
pub fn write(path: &Path, bytes: &[u8], readers: Readers, existing: Existing) -> Result<()> {
    let name = path.file_name().ok_or_else(|| format!("{} names no file", path.display()))?;
    let mut temporary = name.to_owned();
    temporary.push(format!(".new-{}", std::process::id()));
    let temporary = path.with_file_name(temporary);
    let put = || -> std::io::Result<()> {
        write_new(&temporary, bytes, readers)?;
        match existing {
            Existing::Replace => fs::rename(&temporary, path),
            // A link fails where a name is taken; a rename would not.
            Existing::Keep => fs::hard_link(&temporary, path).and_then(|()| fs::remove_file(&temporary)),
        }
    };
    put().map_err(|error| {
        // It holds what was to be written; if it was never made, there is nothing to remove.
        let _ = fs::remove_file(&temporary);
        match error.kind() {
            ErrorKind::AlreadyExists => {
                format!("{} is there already, and is not replaced", path.display()).into()
            }
            _ => format!("cannot write {}: {error}", path.display()).into(),
        }
    })
}

/// Reads a file.
///
/// # Errors
///
/// When the system refuses; the message names the file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

fn write_new(path: &Path, bytes: &[u8], readers: Readers) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if readers == Readers::Owner { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file: File = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_whole_private_and_kept() {
        let folder = std::env::temp_dir().join(format!("mdm-examples-files-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.key");
        write(&path, b"one", Readers::Owner, Existing::Keep).unwrap();
        let refused = write(&path, b"two", Readers::Owner, Existing::Keep).unwrap_err();
        assert!(refused.to_string().contains("there already"), "{refused}");
        assert_eq!(read(&path).unwrap(), b"one");
        write(&path, b"three", Readers::Owner, Existing::Replace).unwrap();
        assert_eq!(read(&path).unwrap(), b"three");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        // Nothing is left beside it.
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(read(&folder.join("none")).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
