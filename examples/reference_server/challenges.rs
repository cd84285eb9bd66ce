//! The challenges of SCEP: hashes, whom each lets in, and what was issued for it; and what was issued for which renewal.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use mdm_examples::Result;
use mdm_pki::Certificate;
use mdm_pki::scep::{ChallengeRecord, Claim, PendingTransaction, TransactionKey};
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
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS challenges (
                hash BLOB PRIMARY KEY,
                enrollment TEXT NOT NULL,
                expires_at INTEGER NOT NULL,
                key BLOB,
                certificate BLOB
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS renewals (
                requester BLOB NOT NULL,
                id TEXT NOT NULL,
                enrollment TEXT NOT NULL,
                csr BLOB NOT NULL,
                renews BLOB NOT NULL,
                issued BLOB NOT NULL,
                ends_at INTEGER NOT NULL,
                PRIMARY KEY (requester, id)
            ) STRICT, WITHOUT ROWID;",
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

    /// What came of a renewal.
    pub(crate) fn renewal(&self, key: &TransactionKey) -> Result<Option<PendingTransaction>> {
        type Row = (String, Vec<u8>, Vec<u8>, Vec<u8>);
        let sql = "SELECT enrollment, csr, renews, issued FROM renewals WHERE requester = ? AND id = ?";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let named = params![key.requester.as_bytes(), key.id.as_str()];
        let row: Option<Row> = self.connection().query_row(sql, named, read).optional()?;
        let Some((enrollment, csr, renews, issued)) = row else { return Ok(None) };
        let [renews, issued] = [renews, issued].map(|der| Certificate::from_der(&der).map(Some));
        let (renews, issued) = (renews?, issued?);
        Ok(Some(PendingTransaction { key: key.clone(), enrollment, csr, challenge: None, renews, issued }))
    }

    /// Remembers what came of a renewal, unless a copy of the same request was first. Says whether it did.
    pub(crate) fn renew(&self, settled: &PendingTransaction) -> Result<bool> {
        let PendingTransaction { key, enrollment, csr, renews, issued, .. } = settled;
        let (renews, issued) = (renews.as_ref().ok_or("a renewal")?, issued.as_ref().ok_or("its outcome")?);
        let (requester, id, ends_at) =
            (key.requester.as_bytes(), key.id.as_str(), seconds(renews.not_after())?);
        let changed = self.connection().execute(
            "INSERT INTO renewals (requester, id, enrollment, csr, renews, issued, ends_at)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (requester, id) DO UPDATE SET csr = excluded.csr, issued = excluded.issued
             WHERE csr <> excluded.csr",
            params![requester, id, enrollment, csr, renews.as_der(), issued.as_der(), ends_at],
        )?;
        Ok(changed == 1)
    }

    /// Forgets what ended long ago.
    pub(crate) fn prune(&self, now: SystemTime) -> Result<()> {
        let ended = seconds(now.checked_sub(REMEMBERED).unwrap_or(SystemTime::UNIX_EPOCH))?;
        self.connection().execute("DELETE FROM challenges WHERE expires_at < ?", [ended])?;
        self.connection().execute("DELETE FROM renewals WHERE ends_at < ?", [ended])?;
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
    use mdm_pki::scep::{Challenge, TransactionId};
    use mdm_pki::{CertificateAuthority, Fingerprint};

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

    #[test]
    fn of_two_copies_of_a_renewal_one_is_first() {
        let folder = std::env::temp_dir().join(format!("mdm-renewals-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let challenges = Challenges::open(&folder.join("a.db")).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let certificate = |days: u64| {
            let lifetime = Duration::from_secs(days * 86_400);
            CertificateAuthority::mint("any", lifetime, now).unwrap().certificate().clone()
        };
        let settled = |requester, csr: &[u8]| PendingTransaction {
            key: TransactionKey {
                id: TransactionId::new("1").unwrap(),
                requester: Fingerprint::from_bytes([requester; 32]),
            },
            enrollment: "device/1".to_owned(),
            csr: csr.to_vec(),
            challenge: None,
            renews: Some(certificate(10)),
            issued: Some(certificate(90)),
        };
        let first = settled(1, b"a");
        assert_eq!(challenges.renewal(&first.key).unwrap(), None);
        assert!(challenges.renew(&first).unwrap());
        assert!(!challenges.renew(&settled(1, b"a")).unwrap());
        assert_eq!(challenges.renewal(&first.key).unwrap(), Some(first.clone()));
        // Another device's, and another request of the same one.
        assert!(challenges.renew(&settled(2, b"a")).unwrap());
        let other = settled(1, b"b");
        assert!(challenges.renew(&other).unwrap());
        assert_eq!(challenges.renewal(&first.key).unwrap().unwrap().issued, other.issued);
        let ends = now + Duration::from_secs(10 * 86_400);
        challenges.prune(ends + REMEMBERED).unwrap();
        assert!(challenges.renewal(&first.key).unwrap().is_some());
        challenges.prune(ends + REMEMBERED + Duration::from_secs(1)).unwrap();
        assert_eq!(challenges.renewal(&first.key).unwrap(), None);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
