//! The folder with everything that the server keeps, for its owner only.
//!
//! | file | what | secret |
//! |---|---|---|
//! | `ca.pem` | the authority: key and certificate | most of all |
//! | `ca.crt` | its certificate | no |
//! | `api.key` | the administrator's password | yes |
//! | `mdm.db` | slots, enrollments, commands, answers | yes |
//! | `challenges.db` | hashes of the challenges of SCEP, and what was issued for them | no |
//! | `topics` | push topics, the one that devices enroll with first | no |
//! | `push/TOPIC.pem` | a push certificate with its key | yes |

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mdm_apns::Topic;
use mdm_examples::Result;
use mdm_examples::files::{self, Existing, Readers};
use mdm_examples::office::random;
use mdm_pki::{CertificateAuthority, KeyPair, PushCertificate};
use zeroize::Zeroizing;

use crate::options::Password;

const YEAR: Duration = Duration::from_secs(365 * 86_400);

#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let folder = Self(path.to_owned());
        for path in [path, &folder.path("push")] {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(|error| format!("cannot make {}: {error}", path.display()))?;
        }
        Ok(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The authority. Made at the first start, key and certificate in one file: there is no half of it.
    pub(crate) fn authority(&self, now: SystemTime) -> Result<CertificateAuthority> {
        let mint = || {
            let key = KeyPair::mint_rsa2048()?;
            let ca = CertificateAuthority::mint_with_key(key, "Lockstep reference server", 10 * YEAR, now)?;
            let mut pem = Zeroizing::new(ca.expose_secret_pem()?.expose_secret().to_vec());
            pem.extend_from_slice(ca.certificate().to_pem().as_bytes());
            Ok(pem)
        };
        let pem = self.made("ca.pem", mint)?;
        let ca = CertificateAuthority::from_bytes(&pem, &pem).map_err(|error| format!("ca.pem: {error}"))?;
        let public = ca.certificate().to_pem();
        files::write(&self.path("ca.crt"), public.as_bytes(), Readers::Everyone, Existing::Replace)?;
        Ok(ca)
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

    /// The push certificate of a topic.
    pub(crate) fn push_certificate(&self, topic: &Topic) -> Result<Option<PushCertificate>> {
        let path = self.push_path(topic);
        if !path.exists() {
            return Ok(None);
        }
        let pem = Zeroizing::new(files::read(&path)?);
        let certificate = KeyPair::from_bytes(&pem).and_then(|key| PushCertificate::new(key, &pem));
        Ok(Some(certificate.map_err(|error| format!("{}: {error}", path.display()))?))
    }

    pub(crate) fn keep_push_certificate(&self, topic: &Topic, pem: &[u8]) -> Result<()> {
        files::write(&self.push_path(topic), pem, Readers::Owner, Existing::Replace)
    }

    /// A topic has letters, digits, full stops and hyphens, and begins with `com.apple.mgmt.`: it is a file's name.
    fn push_path(&self, topic: &Topic) -> PathBuf {
        self.path("push").join(format!("{}.pem", topic.as_str()))
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
