//! The command line.

use std::path::PathBuf;

use mdm_examples::Result;
use mdm_examples::files::{self, Existing, Readers};
use mdm_pki::Certificate;
use mdm_profile::ForeignProfile;

use super::USAGE;

/// A command, its files, its options.
pub(crate) struct Arguments {
    pub(crate) command: String,
    files: Vec<String>,
    options: Vec<(String, String)>,
}

impl Arguments {
    pub(crate) fn read(words: &[String]) -> Option<Self> {
        let (command, mut rest) = words.split_first()?;
        let (mut files, mut options) = (Vec::new(), Vec::new());
        while let [word, tail @ ..] = rest {
            rest = tail;
            match word.strip_prefix("--") {
                None => files.push(word.clone()),
                Some(name) if FLAGS.contains(&name) => options.push((name.to_owned(), String::new())),
                Some(name) => {
                    let (value, tail) = rest.split_first()?;
                    options.push((name.to_owned(), value.clone()));
                    rest = tail;
                }
            }
        }
        Some(Self { command: command.clone(), files, options })
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.optional(flag).is_some()
    }

    pub(crate) fn optional(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self, name: &str) -> Result<&str> {
        self.optional(name).ok_or_else(|| format!("--{name} is missing\n{USAGE}").into())
    }

    pub(crate) fn file(&self, name: &str) -> Result<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    /// A secret, from a file: every user of the machine could read it on the command line.
    pub(crate) fn secret(&self, name: &str) -> Result<String> {
        let text = String::from_utf8(files::read(&self.file(name)?)?)
            .map_err(|_| format!("--{name} holds no text"))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// PEM or DER.
    pub(crate) fn certificate(&self, name: &str) -> Result<Certificate> {
        let bytes = files::read(&self.file(name)?)?;
        Ok(Certificate::from_der(&bytes).or_else(|_| Certificate::from_pem(&bytes))?)
    }

    pub(crate) fn bytes(&self, index: usize) -> Result<Vec<u8>> {
        let name = self.files.get(index).ok_or_else(|| format!("a file is missing\n{USAGE}"))?;
        files::read(&PathBuf::from(name))
    }

    pub(crate) fn profile(&self, index: usize) -> Result<ForeignProfile> {
        Ok(ForeignProfile::decode(&self.bytes(index)?)?)
    }

    /// Profiles hold secrets, so their owner alone reads them.
    pub(crate) fn write(&self, bytes: &[u8], what: &str) -> Result<()> {
        let out = self.file("out")?;
        files::write(&out, bytes, Readers::Owner, Existing::Replace)?;
        println!("{}: {what}", out.display());
        Ok(())
    }
}

const FLAGS: [&str; 5] = ["sign-message", "check-out-when-removed", "users", "bootstrap-token", "get-token"];
