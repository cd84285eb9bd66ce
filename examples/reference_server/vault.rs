//! The authority and the push certificates: in the store, where another process on the same file finds them, and where a
//! seal around the store would cover them.
//!
//! An older version of this server kept them in `ca.pem` and `push/TOPIC.pem`. What lies there is taken in at the next
//! start, and the file is removed when it was read back.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use mdm_apns::Topic;
use mdm_enrollment::Actor;
use mdm_examples::Result;
use mdm_examples::files;
use mdm_pki::{CertificateAuthority, KeyPair, PushCertificate};
use mdm_store::AnyStore;
use mdm_store::credentials::{Credentials, Follower, Kept, Kind, Name, New, News, Secret};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::folder::Folder;

const YEAR: Duration = Duration::from_secs(365 * 86_400);
const AUTHORITY: &str = "devices";

pub(crate) struct Vault {
    credentials: Credentials<Arc<AnyStore>>,
    heard: Mutex<Follower>,
}

impl Vault {
    pub(crate) fn new(store: Arc<AnyStore>) -> Self {
        // What it does by itself: the authority of the first start, and what it takes in.
        let credentials = Credentials::new(store).by(Actor::rule("reference-server"));
        Self { credentials, heard: Mutex::default() }
    }

    /// The authority. Made at the first start, by whichever process comes first.
    pub(crate) async fn authority(&self, folder: &Folder, now: SystemTime) -> Result<CertificateAuthority> {
        let name = Name::new(Kind::Authority, AUTHORITY).ok_or("a name")?;
        let old = folder.path("ca.pem");
        if self.credentials.get(&name).await?.is_none() {
            let pem = if old.exists() {
                Zeroizing::new(files::read(&old)?)
            } else if folder.path("ca.crt").exists() {
                return Err(
                    "ca.crt is here and its key is not: devices know no other authority; is mdm.db whole?"
                        .into(),
                );
            } else {
                let key = KeyPair::mint_rsa2048()?;
                let title = "Lockstep reference server";
                let authority = CertificateAuthority::mint_with_key(key, title, 10 * YEAR, now)?;
                let mut pem = Zeroizing::new(authority.expose_secret_pem()?.expose_secret().to_vec());
                pem.extend_from_slice(authority.certificate().to_pem().as_bytes());
                pem
            };
            let new = New::authority(AUTHORITY, &pem, Secret::from_bytes(pem.to_vec()))?;
            match self.credentials.put(&new, None, now).await {
                Err(error) if !error.is_conflict() => return Err(error.into()),
                _ => {}
            }
        }
        let kept = self.credentials.get(&name).await?.ok_or("the authority")?;
        let key = kept.secret.expose_secret();
        let authority = CertificateAuthority::from_bytes(kept.about.certificate.as_bytes(), key)?;
        folder.publish(authority.certificate())?;
        if old.exists() {
            let pem = Zeroizing::new(files::read(&old)?);
            if CertificateAuthority::from_bytes(&pem, &pem)?.certificate() != authority.certificate() {
                return Err("ca.pem is another authority than the one in mdm.db".into());
            }
            remove(&old)?;
        }
        Ok(authority)
    }

    /// Takes in what lies in files.
    pub(crate) async fn take_in(&self, folder: &Folder, now: SystemTime) -> Result<()> {
        for path in folder.old_push_certificates()? {
            let pem = Zeroizing::new(files::read(&path)?);
            let certificate = KeyPair::from_bytes(&pem).and_then(|key| PushCertificate::new(key, &pem));
            let certificate = certificate.map_err(|error| format!("{}: {error}", path.display()))?;
            // What is in the store is newer.
            if self.push_certificate(certificate.topic()).await?.is_none() {
                put(&self.credentials, &certificate, now).await?;
            }
            remove(&path)?;
        }
        Ok(())
    }

    /// The push certificate of a topic.
    pub(crate) async fn push_certificate(&self, topic: &str) -> Result<Option<PushCertificate>> {
        let Some(name) = Name::new(Kind::PushCertificate, topic) else { return Ok(None) };
        Ok(self.credentials.get(&name).await?.as_ref().map(read).transpose()?)
    }

    /// Keeps the first push certificate of its topic, or the one that takes the place of the last.
    pub(crate) async fn keep_push_certificate(
        &self,
        certificate: &PushCertificate,
        actor: Actor,
        now: SystemTime,
    ) -> Result<()> {
        put(&self.credentials.clone().by(actor), certificate, now).await
    }

    /// The topics whose push certificates end by this time, and when.
    pub(crate) async fn ending(&self, before: SystemTime) -> Result<Vec<(String, SystemTime)>> {
        let known = self.credentials.expiring(before).await?.known;
        let push = known.iter().filter(|about| about.name.kind() == Kind::PushCertificate);
        Ok(push.filter_map(|about| Some((about.name.to_string(), about.expires_at?))).collect())
    }

    /// Push certificates that this process does not push with yet. Each is told once: one that cannot be read hides no other.
    pub(crate) async fn news(&self) -> Result<Vec<PushCertificate>> {
        let mut heard = self.heard.lock().await;
        let news = self.credentials.news(&mut heard).await?;
        let put = news.iter().filter_map(|news| match news {
            News::Put(kept) if kept.about.name.kind() == Kind::PushCertificate => {
                let unusable = |error| println!("{} cannot be used: {error}", kept.about.name);
                read(kept).map_err(unusable).ok()
            }
            News::Unreadable(key) => {
                println!("{key} cannot be read: upload it anew");
                None
            }
            _ => None,
        });
        Ok(put.collect())
    }
}

async fn put(
    credentials: &Credentials<Arc<AnyStore>>,
    certificate: &PushCertificate,
    now: SystemTime,
) -> Result<()> {
    let pem = certificate.certificate().to_pem();
    let key = certificate.key().expose_secret_pem()?;
    let secret = Secret::from_bytes(key.expose_secret().to_vec());
    let new = New::push_certificate(certificate.topic(), pem.as_bytes(), secret)?;
    loop {
        let put = match credentials.get(new.name()).await {
            Ok(before) => credentials.put(&new, before.map(|kept| kept.about.version), now).await,
            // It was damaged, or the store is away, which this says once more.
            Err(_) => credentials.replace_unreadable(&new, now).await,
        };
        match put {
            // Somebody else uploads at the same time: the last one counts.
            Err(error) if error.is_conflict() => {}
            put => return Ok(put.map(drop)?),
        }
    }
}

fn read(kept: &Kept) -> Result<PushCertificate, mdm_pki::Error> {
    let key = KeyPair::from_bytes(kept.secret.expose_secret())?;
    PushCertificate::new(key, kept.about.certificate.as_bytes())
}

fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
    println!("{} is in mdm.db now", path.display());
    Ok(())
}

/// A topic that APNs and devices know.
pub(crate) fn topic(certificate: &PushCertificate) -> Result<Topic> {
    Ok(Topic::new(certificate.topic())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdm_examples::files::{Existing, Readers};
    use mdm_sim::apns::Authority;

    const TOPIC: &str = "com.apple.mgmt.External.0a1b";

    fn now() -> SystemTime {
        SystemTime::now()
    }

    fn admin() -> Actor {
        Actor::administrator("anna")
    }

    struct Site {
        path: std::path::PathBuf,
    }

    impl Site {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("mdm-vault-{name}-{}", std::process::id()));
            Self { path }
        }

        /// As another process finds it.
        fn open(&self) -> (Folder, Vault) {
            let folder = Folder::open(&self.path).unwrap();
            let store = Arc::new(AnyStore::from(mdm_store::Sqlite::open(folder.path("mdm.db")).unwrap()));
            (folder, Vault::new(store))
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.path).unwrap();
        }
    }

    fn pem(authority: &Authority) -> Vec<u8> {
        let issued = authority.push_certificate(TOPIC).unwrap();
        [issued.certificate_pem(), issued.expose_secret()].concat()
    }

    fn last_years(authority: &Authority) -> Vec<u8> {
        let issued = authority.expired_push_certificate(TOPIC).unwrap();
        [issued.certificate_pem(), issued.expose_secret()].concat()
    }

    fn certificate(pem: &[u8]) -> PushCertificate {
        PushCertificate::new(KeyPair::from_bytes(pem).unwrap(), pem).unwrap()
    }

    #[tokio::test]
    async fn files_of_an_older_version_are_taken_in() {
        let (site, issuer) = (Site::new("files"), Authority::mint().unwrap());
        let (folder, vault) = site.open();
        let old = CertificateAuthority::mint("Old", YEAR, now()).unwrap();
        let mut both = old.expose_secret_pem().unwrap().expose_secret().to_vec();
        both.extend_from_slice(old.certificate().to_pem().as_bytes());
        let (first, second) = (last_years(&issuer), pem(&issuer));
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            files::write(&path, bytes, Readers::Owner, Existing::Replace).unwrap();
        };
        let push = format!("push/{TOPIC}.pem");
        write("ca.pem", &both);
        write(&push, &first);
        let authority = vault.authority(&folder, now()).await.unwrap();
        assert_eq!(authority.certificate(), old.certificate());
        vault.take_in(&folder, now()).await.unwrap();
        assert!(!folder.path("ca.pem").exists() && !folder.path(&push).exists(), "no key lies about");
        let kept = vault.push_certificate(TOPIC).await.unwrap().unwrap();
        assert_eq!(kept.certificate(), certificate(&first).certificate());

        // Another process, and a file that comes too late.
        let (folder, there) = site.open();
        assert_eq!(there.authority(&folder, now()).await.unwrap().certificate(), old.certificate());
        vault.keep_push_certificate(&certificate(&second), admin(), now()).await.unwrap();
        write(&push, &first);
        there.take_in(&folder, now()).await.unwrap();
        let kept = there.push_certificate(TOPIC).await.unwrap().unwrap();
        assert_eq!(kept.certificate(), certificate(&second).certificate());
        let other = CertificateAuthority::mint("Other", YEAR, now()).unwrap();
        let mut both = other.expose_secret_pem().unwrap().expose_secret().to_vec();
        both.extend_from_slice(other.certificate().to_pem().as_bytes());
        write("ca.pem", &both);
        assert!(there.authority(&folder, now()).await.is_err(), "two authorities");
    }

    #[tokio::test]
    async fn an_authority_whose_key_is_gone_is_not_replaced() {
        let site = Site::new("gone");
        let (folder, vault) = site.open();
        let first = vault.authority(&folder, now()).await.unwrap();
        drop(vault);
        for name in ["mdm.db", "mdm.db-wal", "mdm.db-shm"] {
            let _missing = std::fs::remove_file(folder.path(name));
        }
        let (folder, vault) = site.open();
        assert!(vault.authority(&folder, now()).await.unwrap_err().to_string().contains("ca.crt"));
        std::fs::remove_file(folder.path("ca.crt")).unwrap();
        let second = vault.authority(&folder, now()).await.unwrap();
        assert_ne!(first.certificate(), second.certificate());
    }

    /// One that is damaged, or was never any good, hides no other; and what is uploaded takes its place.
    #[tokio::test]
    async fn one_that_cannot_be_used_hides_no_other() {
        use mdm_enrollment::row::{Batch, Gates, HeadRow, Link, LinkKind, Window, Write};
        use mdm_enrollment::{Cause, Event};
        use mdm_store::Store as _;

        let (site, issuer) = (Site::new("bad"), Authority::mint().unwrap());
        let (folder, vault) = site.open();
        let store = mdm_store::Sqlite::open(folder.path("mdm.db")).unwrap();
        let lay = async |topic: &str, body: Vec<u8>| {
            let key = Name::new(Kind::PushCertificate, topic).unwrap().key();
            let expected = store.load(&key, &Window::Head).await.unwrap().map(|loaded| loaded.version);
            let links = vec![Link { kind: LinkKind::Credential, value: "".into() }];
            let head = HeadRow { session: 0, shut: Gates::NONE, backoff_until: None, links, body };
            let write = Write { key, expected, head, commands: vec![], forget: vec![], wake: vec![] };
            store.commit(Batch { writes: vec![write], ..Batch::default() }).await.unwrap();
        };
        let header = br#"{"change":1,"tenant":null,"expires_at":null,"certificate":"","former":[]}"#;
        let length = u32::try_from(header.len()).unwrap().to_be_bytes();
        let useless = [&length[..], header, b"no key"].concat();
        for topic in ["com.apple.mgmt.External.0", "com.apple.mgmt.External.f"] {
            lay(topic, useless.clone()).await;
        }
        lay("com.apple.mgmt.External.1", b"junk".to_vec()).await;
        vault.keep_push_certificate(&certificate(&pem(&issuer)), admin(), now()).await.unwrap();
        let [heard] = &vault.news().await.unwrap()[..] else { panic!("one") };
        assert_eq!(heard.topic(), TOPIC);
        assert!(vault.news().await.unwrap().is_empty());
        lay(TOPIC, b"junk".to_vec()).await;
        vault.keep_push_certificate(&certificate(&pem(&issuer)), admin(), now()).await.unwrap();
        assert_eq!(vault.news().await.unwrap().len(), 1);
        let events = store.events(None, 9).await.unwrap();
        for event in &events {
            assert_eq!(Event::decode(&event.row.body).unwrap().cause, Cause::Actor(admin()));
        }
        assert_eq!(events.len(), 2);
    }

    #[tokio::test]
    async fn another_process_pushes_with_a_new_certificate() {
        let (site, issuer) = (Site::new("news"), Authority::mint().unwrap());
        let ((_, here), (_, there)) = (site.open(), site.open());
        assert!(there.news().await.unwrap().is_empty());
        for pem in [last_years(&issuer), pem(&issuer)] {
            let certificate = certificate(&pem);
            here.keep_push_certificate(&certificate, admin(), now()).await.unwrap();
            let [heard] = &there.news().await.unwrap()[..] else { panic!("one") };
            assert_eq!(heard.certificate(), certificate.certificate());
            assert!(there.news().await.unwrap().is_empty());
        }
    }
}
