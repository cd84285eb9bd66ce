//! The folder with everything that the server keeps, for its owner only.
//!
//! | file | what | secret |
//! |---|---|---|
//! | `ca.crt` | the authority's certificate | no |
//! | `api.key` | the administrator's password | yes |
//! | `mdm.db` | slots, enrollments, commands, answers; the authority and the push certificates with their keys | most of all |
//! | `challenges.db` | hashes of the challenges of SCEP, and what was issued for them | no |
//! | `topics` | push topics, the one that devices enroll with first | no |

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mdm_apns::Topic;
use mdm_examples::Result;
use mdm_examples::files::{self, Existing, Readers};
use mdm_examples::office::random;
use mdm_pki::Certificate;
use zeroize::Zeroizing;

use crate::options::Password;

#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let folder = Self(path.to_owned());
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|error| format!("cannot make {}: {error}", path.display()))?;
        Ok(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The authority's certificate, for whoever has to trust it.
    pub(crate) fn publish(&self, authority: &Certificate) -> Result<()> {
        let pem = authority.to_pem();
        files::write(&self.path("ca.crt"), pem.as_bytes(), Readers::Everyone, Existing::Replace)
    }

    pub(crate) fn api_key(&self) -> Result<Password> {
        let mint = || Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(random::<32>()?).into_bytes()));
        let key = self.made("api.key", mint)?;
        let key = std::str::from_utf8(&key)?.trim_end();
        if key.is_empty() { Err("api.key is empty".into()) } else { Ok(key.to_owned().into()) }
    }

    /// The push topics, the one that devices enroll with first. `None`: there is none yet.
    pub(crate) fn topics(&self) -> Result<Vec<Topic>> {
        let path = self.path("topics");
        if !path.exists() {
            return Ok(Vec::new());
        }
        let text = String::from_utf8(files::read(&path)?)?;
        Ok(text.lines().map(Topic::new).collect::<Result<_, _>>()?)
    }

    pub(crate) fn keep_topics(&self, topics: &[Topic]) -> Result<()> {
        let lines: String = topics.iter().map(|topic| format!("{}\n", topic.as_str())).collect();
        files::write(&self.path("topics"), lines.as_bytes(), Readers::Everyone, Existing::Replace)
    }

    /// Push certificates as an older version of this server kept them.
    pub(crate) fn old_push_certificates(&self) -> Result<Vec<PathBuf>> {
        let folder = self.path("push");
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
        let mut paths: Vec<PathBuf> = entries.collect::<Result<_>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
        paths.sort();
        Ok(paths)
    }

    /// A secret that is made where it is missing.
    fn made(
        &self,
        name: &str,
        mint: impl FnOnce() -> Result<Zeroizing<Vec<u8>>>,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let path = self.path(name);
        if !path.exists() {
            files::write(&path, &mint()?, Readers::Owner, Existing::Keep)?;
        }
        Ok(Zeroizing::new(files::read(&path)?))
    }
}
