//! How the certificates of an enrollment are written in its record.

use std::time::SystemTime;

use mdm_pki::{Fingerprint, Issued, IssuedIdentities};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
struct Written {
    current: Option<[u8; 32]>,
    /// Hash, issued, valid until.
    rows: Vec<([u8; 32], SystemTime, SystemTime)>,
}

pub(super) fn serialize<S: Serializer>(issued: &IssuedIdentities, to: S) -> Result<S::Ok, S::Error> {
    let row = |row: &Issued| (*row.fingerprint.as_bytes(), row.issued_at, row.not_after);
    let current = issued.current().map(|current| *current.as_bytes());
    Written { current, rows: issued.rows().iter().map(row).collect() }.serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<IssuedIdentities, D::Error> {
    let Written { current, rows } = Written::deserialize(from)?;
    let rows = rows.into_iter().map(|(fingerprint, issued_at, not_after)| Issued {
        fingerprint: Fingerprint::from_bytes(fingerprint),
        issued_at,
        not_after,
    });
    Ok(IssuedIdentities::from_rows(rows, current.map(Fingerprint::from_bytes)))
}
