//! Which certificates were issued to one enrollment.

use std::time::SystemTime;

use crate::{Certificate, Fingerprint};

/// The certificates that were issued to one enrollment, in the order of issuance, and the one that its device uses.
///
/// A device shows a new certificate after a renewal by SCEP, or after an enrollment profile that was installed once
/// more; sometimes an `Authenticate` comes first, sometimes not. By this record a renewal is told from a stranger: a
/// certificate counts because it was issued to this enrollment, not because it was never seen before. Nothing here
/// depends on a clock, because clocks of servers step.
///
/// It is a plain value for the store: [`rows`](Self::rows) and [`current`](Self::current) go in, and
/// [`from_rows`](Self::from_rows) brings it back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuedIdentities {
    rows: Vec<Issued>,
    current: Option<Fingerprint>,
}

/// One certificate that was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// Its name.
    pub fingerprint: Fingerprint,
    /// When it was issued.
    pub issued_at: SystemTime,
    /// When it ends.
    pub not_after: SystemTime,
}

/// What a certificate is to an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// The one that the device uses.
    Current,
    /// Issued to the enrollment after the current one, or before there was one, and not used yet: the first message
    /// under it is the proof that the renewal has arrived. [`IssuedIdentities::adopt`] makes it the current one.
    Renewal,
    /// Issued to the enrollment before the current one. The device has moved on, and a backup that was restored or a
    /// thief of an old key has not.
    Superseded,
    /// Never issued to this enrollment.
    Foreign,
}

impl IssuedIdentities {
    /// Keeps at most so many: the current one, and of the others the newest.
    pub const MAX: usize = 16;

    /// What was stored, in the order of issuance.
    #[must_use]
    pub fn from_rows(rows: impl IntoIterator<Item = Issued>, current: Option<Fingerprint>) -> Self {
        Self { rows: rows.into_iter().collect(), current }
    }

    /// The certificates in the order of issuance.
    #[must_use]
    pub fn rows(&self) -> &[Issued] {
        &self.rows
    }

    /// The one that the device uses.
    #[must_use]
    pub fn current(&self) -> Option<Fingerprint> {
        self.current
    }

    /// Records a certificate that was issued to this enrollment. Once more changes nothing.
    pub fn record(&mut self, certificate: &Certificate, now: SystemTime) {
        let fingerprint = certificate.fingerprint();
        if self.position(&fingerprint).is_some() {
            return;
        }
        if self.rows.len() >= Self::MAX {
            let oldest = self.rows.iter().position(|row| Some(row.fingerprint) != self.current);
            if let Some(oldest) = oldest {
                self.rows.remove(oldest);
            }
        }
        self.rows.push(Issued { fingerprint, issued_at: now, not_after: certificate.not_after() });
    }

    /// What this certificate is to the enrollment.
    #[must_use]
    pub fn standing(&self, fingerprint: &Fingerprint) -> Standing {
        let Some(position) = self.position(fingerprint) else { return Standing::Foreign };
        match self.current.and_then(|current| self.position(&current)) {
            Some(current) if position == current => Standing::Current,
            Some(current) if position < current => Standing::Superseded,
            _ => Standing::Renewal,
        }
    }

    /// The device has used this certificate: if it is a renewal, it becomes the current one. Whether it did.
    pub fn adopt(&mut self, fingerprint: &Fingerprint) -> bool {
        let adopted = self.standing(fingerprint) == Standing::Renewal;
        if adopted {
            self.current = Some(*fingerprint);
        }
        adopted
    }

    fn position(&self, fingerprint: &Fingerprint) -> Option<usize> {
        self.rows.iter().position(|row| row.fingerprint == *fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{P256, RSA, now};

    #[test]
    fn a_renewal_is_told_from_a_stranger() {
        let (first, second) = (&RSA.1, &P256.1);
        let stranger = Fingerprint::from_bytes([7; 32]);
        let mut issued = IssuedIdentities::default();
        let check = |issued: &IssuedIdentities, expected: [Standing; 3]| {
            let shown = [first.fingerprint(), second.fingerprint(), stranger];
            assert_eq!(shown.map(|fingerprint| issued.standing(&fingerprint)), expected);
            let stored = IssuedIdentities::from_rows(issued.rows().to_vec(), issued.current());
            assert_eq!(&stored, issued);
        };
        use Standing::{Current, Foreign, Renewal, Superseded};
        check(&issued, [Foreign; 3]);
        issued.record(first, now());
        check(&issued, [Renewal, Foreign, Foreign]);
        assert!(issued.adopt(&first.fingerprint()));
        check(&issued, [Current, Foreign, Foreign]);
        assert!(!issued.adopt(&second.fingerprint()) && !issued.adopt(&first.fingerprint()));
        // Issued, and the device still uses the old one: nothing is cut off.
        issued.record(second, now());
        issued.record(second, now());
        check(&issued, [Current, Renewal, Foreign]);
        assert!(issued.adopt(&second.fingerprint()));
        check(&issued, [Superseded, Current, Foreign]);
        assert!(!issued.adopt(&first.fingerprint()));
    }

    #[test]
    fn the_record_is_bounded_and_keeps_the_current_one() {
        let row = |byte| Issued {
            fingerprint: Fingerprint::from_bytes([byte; 32]),
            issued_at: now(),
            not_after: now(),
        };
        let full = (0..16).map(row);
        let mut issued = IssuedIdentities::from_rows(full, Some(row(0).fingerprint));
        issued.record(&RSA.1, now());
        assert_eq!(issued.rows().len(), IssuedIdentities::MAX);
        assert_eq!(issued.standing(&row(0).fingerprint), Standing::Current);
        assert_eq!(issued.standing(&row(1).fingerprint), Standing::Foreign);
        assert_eq!(issued.standing(&RSA.1.fingerprint()), Standing::Renewal);
    }
}
