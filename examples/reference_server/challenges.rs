//! The challenges of SCEP: hashes, whom each lets in, and what was issued for it.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use mdm_examples::Result;
use mdm_pki::Certificate;
use mdm_pki::scep::{ChallengeRecord, Claim};
use rusqlite::{Connection, OptionalExtension as _, params};

/// How long after its end a challenge is remembered, for devices whose reply was lost.
const REMEMBERED: Duration = Duration::from_secs(30 * 86_400);

pub(crate) struct Challenges(Mutex<Connection>);

impl Challenges {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute(
            "CREATE TABLE IF NOT EXISTS challenges (
                hash BLOB PRIMARY KEY,
                enrollment TEXT NOT NULL,
                expires_at INTEGER NOT NULL,
                key BLOB,
                certificate BLOB
            ) STRICT, WITHOUT ROWID",
            [],
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    pub(crate) fn add(&self, record: &ChallengeRecord) -> Result<()> {
        let expires_at = seconds(record.expires_at)?;
        self.connection().execute(
            "INSERT INTO challenges (hash, enrollment, expires_at) VALUES (?, ?, ?)",
            params![record.hash, record.enrollment, expires_at],
        )?;
        Ok(())
    }

    pub(crate) fn load(&self, hash: &[u8; 32]) -> Result<Option<ChallengeRecord>> {
        type Row = (String, i64, Option<[u8; 32]>, Option<Vec<u8>>);
        let sql = "SELECT enrollment, expires_at, key, certificate FROM challenges WHERE hash = ?";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let row: Option<Row> = self.connection().query_row(sql, [hash], read).optional()?;
        let Some((enrollment, expires_at, key, certificate)) = row else { return Ok(None) };
        let certificate = certificate.map(|der| Certificate::from_der(&der)).transpose()?;
        let claim = key.map(|key| Claim { key, certificate });
        let expires_at = SystemTime::UNIX_EPOCH + Duration::from_secs(expires_at.try_into()?);
        Ok(Some(ChallengeRecord { hash: *hash, enrollment, expires_at, claim }))
    }

    /// Uses a challenge up, unless somebody else has. Says whether it did.
    pub(crate) fn claim(&self, record: &ChallengeRecord) -> Result<bool> {
        let claim = record.claim.as_ref().ok_or("a claim")?;
        let certificate = claim.certificate.as_ref().map(Certificate::as_der);
        let claimed = self.connection().execute(
            "UPDATE challenges SET key = ?, certificate = ? WHERE hash = ? AND key IS NULL",
            params![claim.key, certificate, record.hash],
        )?;
        Ok(claimed == 1)
    }

    /// Forgets what ended long ago.
    pub(crate) fn prune(&self, now: SystemTime) -> Result<()> {
        let ended = seconds(now.checked_sub(REMEMBERED).unwrap_or(SystemTime::UNIX_EPOCH))?;
        self.connection().execute("DELETE FROM challenges WHERE expires_at < ?", [ended])?;
        Ok(())
    }

    /// Nothing panics while it is held.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seconds(time: SystemTime) -> Result<i64> {
    Ok(time.duration_since(SystemTime::UNIX_EPOCH)?.as_secs().try_into()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdm_pki::scep::Challenge;

    #[test]
    fn a_challenge_is_used_once_and_forgotten_late() {
        let folder = std::env::temp_dir().join(format!("mdm-challenges-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let challenges = Challenges::open(&folder.join("a.db")).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let challenge = Challenge::new("one").unwrap();
        let record = ChallengeRecord::new(&challenge, "slot/a", now);
        challenges.add(&record).unwrap();
        assert!(challenges.add(&record).is_err(), "there is one already");
        assert_eq!(challenges.load(&challenge.hash()).unwrap(), Some(record.clone()));
        assert_eq!(challenges.load(&[7; 32]).unwrap(), None);
        let claimed = |key| ChallengeRecord {
            claim: Some(Claim { key: [key; 32], certificate: None }),
            ..record.clone()
        };
        assert!(challenges.claim(&claimed(1)).unwrap());
        assert!(!challenges.claim(&claimed(2)).unwrap());
        // As a second process finds it.
        let other = Challenges::open(&folder.join("a.db")).unwrap();
        assert_eq!(other.load(&challenge.hash()).unwrap(), Some(claimed(1)));
        challenges.prune(now + REMEMBERED).unwrap();
        assert!(challenges.load(&challenge.hash()).unwrap().is_some());
        challenges.prune(now + REMEMBERED + Duration::from_secs(1)).unwrap();
        assert!(challenges.load(&challenge.hash()).unwrap().is_none());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
