//! The secrets that commands set on a device: which command sets which, and every version until it is known which one
//! holds.
//!
//! A password that was sent and not acknowledged may be the one that locks the Mac now. So the new one is kept in the
//! commit of the order, before the command goes out, and the old one until the new one is proved
//! ([`Versions`]).
//!
//! | secret | kept with the order | proved by | told by |
//! |---|---|---|---|
//! | [firmware password](SecretKind::FirmwarePassword) | `SetFirmwarePassword` | its answer, unless `PasswordChanged` is false; `VerifyFirmwarePassword` | |
//! | [recovery lock](SecretKind::RecoveryLock) | `SetRecoveryLock` | its answer; `VerifyRecoveryLock` | |
//! | [FileVault key](SecretKind::FileVaultKey) | | | the answers to `RotateFileVaultKey` and `SecurityInfo`, encrypted for the embedder |
//! | [administrator's password](SecretKind::AutoAdminPassword) | `SetAutoAdminPassword`, its hash | its answer | |
//! | [unlock token](SecretKind::UnlockToken) | | | the answer to `RequestUnlockToken` |
//!
//! Sources: Apple, Set Firmware Password, Set Recovery Lock, Rotate FileVault Key, Set Auto Admin Password, Security
//! Info, Request Unlock Token (read 2026-08).

use std::collections::BTreeMap;
use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use mdm_apple::{
    Report, Request, RequestUnlockToken, RotateFileVaultKey, SecurityInfo, SetFirmwarePassword, Status,
    VerifyFirmwarePassword, VerifyRecoveryLock,
};
use mdm_command::{Entry, Standing, State, Versions};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// Which secret of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SecretKind {
    /// The firmware password of a Mac with an Intel processor. It survives an erase. Empty: none.
    FirmwarePassword,
    /// The password of recoveryOS of a Mac with Apple silicon. Empty: none.
    RecoveryLock,
    /// The personal recovery key of FileVault: CMS, encrypted for a certificate of the embedder.
    FileVaultKey,
    /// The hash of the password of the administrator that Setup Assistant made.
    AutoAdminPassword,
    /// What clears a passcode, as the device told when it was asked.
    UnlockToken,
}

/// One secret.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// The secrets of one device that commands set, with their versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escrow {
    versions: BTreeMap<SecretKind, Versions<Secret>>,
    /// What commands under way ask the device to verify.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    checks: BTreeMap<u64, (SecretKind, Secret)>,
}

/// Where a secret stands now. Nothing of the secret itself is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SecretMove {
    /// Which.
    pub kind: SecretKind,
    /// How many versions may be the true one: 1 when it is known.
    pub candidates: u64,
}

impl SecretMove {
    /// What lies between two states. What is void with an erase has not moved.
    pub(crate) fn between<'a>(before: &'a Escrow, after: &'a Escrow) -> impl Iterator<Item = Self> + 'a {
        let moved = move |(kind, versions): &(&SecretKind, &Versions<Secret>)| {
            before.versions(**kind) != Some(*versions)
        };
        let told = |(kind, versions): (&SecretKind, &Versions<Secret>)| Self {
            kind: *kind,
            candidates: versions.candidates().count() as u64,
        };
        after.versions.iter().filter(moved).map(told)
    }
}

impl Secret {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// The secret itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Secret {
    /// In constant time for secrets of the same length.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Zeroizing::new(STANDARD_NO_PAD.encode(&*self.0)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = STANDARD_NO_PAD.decode(&*text).map_err(|_| serde::de::Error::custom("not base64"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl Escrow {
    /// The versions of a secret that may be the true one, the newest first.
    pub fn candidates(&self, kind: SecretKind) -> impl Iterator<Item = &Secret> {
        self.versions.get(&kind).into_iter().flat_map(Versions::candidates)
    }

    /// Every version of a secret that is kept; `None` when there never was one.
    #[must_use]
    pub fn versions(&self, kind: SecretKind) -> Option<&Versions<Secret>> {
        self.versions.get(&kind)
    }

    /// A command was queued at this place.
    pub(crate) fn ordered(&mut self, seq: u64, request: &Request, now: SystemTime) {
        let text = |password: &mdm_apple::Password| Secret::new(password.expose_secret().as_bytes());
        let (kind, secret) = match request {
            Request::SetFirmwarePassword(set) => (SecretKind::FirmwarePassword, text(&set.new_password)),
            Request::SetRecoveryLock(set) => (SecretKind::RecoveryLock, text(&set.new_password)),
            Request::SetAutoAdminPassword(set) => {
                (SecretKind::AutoAdminPassword, Secret::new(set.password_hash.expose_secret()))
            }
            Request::VerifyFirmwarePassword(check) => {
                self.checks.insert(seq, (SecretKind::FirmwarePassword, text(&check.password)));
                return;
            }
            Request::VerifyRecoveryLock(check) => {
                self.checks.insert(seq, (SecretKind::RecoveryLock, text(&check.password)));
                return;
            }
            _ => return,
        };
        self.versions.entry(kind).or_default().propose(seq, secret, now);
    }

    /// Whether an order of this has to be kept.
    pub(crate) const fn is_about(request: &Request) -> bool {
        matches!(
            request,
            Request::SetFirmwarePassword(_)
                | Request::SetRecoveryLock(_)
                | Request::SetAutoAdminPassword(_)
                | Request::VerifyFirmwarePassword(_)
                | Request::VerifyRecoveryLock(_)
        )
    }

    /// Whether the answer to this command tells a secret that was not in the order.
    pub(crate) fn learns_from(command: &str) -> bool {
        matches!(command, "RotateFileVaultKey" | "SecurityInfo" | "RequestUnlockToken")
    }

    /// The commands under way whose end it waits for.
    pub(crate) fn waits_for(&self, seq: u64) -> bool {
        let open = |versions: &Versions<Secret>| {
            let set = |version: &mdm_command::Version<Secret>| {
                version.set_by == Some(seq) && version.standing == Standing::Candidate
            };
            versions.all().iter().any(set)
        };
        self.checks.contains_key(&seq) || self.versions.values().any(open)
    }

    /// A command has ended without an answer that would say more.
    pub(crate) fn ended(&mut self, entry: &Entry, now: SystemTime) {
        self.checks.remove(&entry.seq);
        self.settle(entry, entry.state, now);
    }

    /// A device answered a command, late or in time. `entry` is the command as it stands then.
    pub(crate) fn answered(&mut self, entry: &Entry, report: &Report<'_>, now: SystemTime) {
        let check = self.checks.remove(&entry.seq);
        if report.status != Status::Acknowledged {
            return self.settle(entry, entry.state, now);
        }
        // An answer of another shape tells nothing; its bytes are kept all the same.
        match &*entry.command {
            "SetFirmwarePassword" => {
                let told = report.response::<SetFirmwarePassword>();
                let changed = told.ok().and_then(|told| told.set_firmware_password.password_changed);
                let state = if changed == Some(false) { State::Error } else { State::Acknowledged };
                self.settle(entry, state, now);
            }
            "VerifyFirmwarePassword" => {
                let told = report.response::<VerifyFirmwarePassword>();
                let verified = told.ok().and_then(|told| told.verify_firmware_password.password_verified);
                self.verified(check, verified, now);
            }
            "VerifyRecoveryLock" => {
                let told = report.response::<VerifyRecoveryLock>();
                self.verified(check, told.ok().map(|told| told.password_verified), now);
            }
            "RotateFileVaultKey" => {
                let told = report.response::<RotateFileVaultKey>().ok();
                let key = told.and_then(|told| told.rotate_result?.encrypted_new_recovery_key);
                self.told(SecretKind::FileVaultKey, key.as_deref(), now);
            }
            "SecurityInfo" => {
                let told = report.response::<SecurityInfo>().ok();
                let key = told.and_then(|told| told.security_info.fde_personal_recovery_key_cms);
                self.told(SecretKind::FileVaultKey, key.as_deref(), now);
            }
            "RequestUnlockToken" => {
                if let Ok(told) = report.response::<RequestUnlockToken>() {
                    self.told(SecretKind::UnlockToken, Some(told.unlock_token.expose_secret()), now);
                }
            }
            _ => self.settle(entry, State::Acknowledged, now),
        }
    }

    /// The device was erased, or begins anew: what lived on its disk is void.
    pub(crate) fn begin_anew(&mut self) {
        self.versions
            .retain(|kind, _| matches!(kind, SecretKind::FirmwarePassword | SecretKind::RecoveryLock));
        self.checks.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn settle(&mut self, entry: &Entry, state: State, now: SystemTime) {
        for versions in self.versions.values_mut() {
            versions.settle(entry.seq, state, entry.maybe_executed, now);
        }
    }

    fn verified(&mut self, check: Option<(SecretKind, Secret)>, verified: Option<bool>, now: SystemTime) {
        let (Some((kind, secret)), Some(verified)) = (check, verified) else { return };
        let versions = self.versions.entry(kind).or_default();
        if verified { versions.told(secret, now) } else { versions.refute(&secret, now) }
    }

    fn told(&mut self, kind: SecretKind, secret: Option<&[u8]>, now: SystemTime) {
        if let Some(secret) = secret.filter(|secret| secret.len() <= Self::LONGEST) {
            self.versions.entry(kind).or_default().told(Secret::new(secret), now);
        }
    }

    /// The longest secret that a device may tell, in bytes.
    const LONGEST: usize = 64 * 1024;
}
