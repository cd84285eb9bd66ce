//! What the records of a device or user hold.

#[cfg(feature = "declarative")]
use mdm_enrollment::declarative::{Status, Sync};
use mdm_enrollment::escrow::SecretKind;
#[cfg(feature = "declarative")]
use mdm_enrollment::row::Loaded;
use mdm_enrollment::row::RecordKey;
use mdm_enrollment::{Channel, Deletion, User};

use super::super::{RunError, Runner};
use super::{Gathered, Held, Person};
use crate::Store;
use crate::limits::millis_saturating;

impl<S: Store> Runner<S> {
    /// What the head of a channel holds, and what the device reports by itself.
    pub(super) async fn gather_channel(
        &self,
        person: &Person,
        key: &RecordKey,
        channel: &Channel,
        page: &mut Gathered,
    ) -> Result<(), RunError> {
        let record: Box<str> = key.as_str().into();
        let last_contact = self.store.last_contact(key).await?.map(millis_saturating);
        let stage = channel.stage();
        page.push(match channel.user() {
            Some(user) => Held::User {
                record: record.clone(),
                stage,
                short_name: user.short_name().map(Into::into),
                long_name: user.long_name().map(Into::into),
                last_contact,
            },
            None => Held::Device {
                record: record.clone(),
                stage,
                generation: channel.generation(),
                serial: channel.serial().map(Into::into),
                model: channel.model().map(Into::into),
                slot: channel.slot().map(Into::into),
                assignment: person.told(channel.assignment()),
                last_contact,
            },
        });
        let names: Vec<_> = secrets(channel).map(Into::into).collect();
        if !names.is_empty() {
            page.push(Held::Secrets { record: record.clone(), names });
        }
        for (seq, deletion) in channel.deletions() {
            let account = match deletion {
                Deletion::All => None,
                Deletion::One(account) => Some(account.clone()),
            };
            page.push(Held::Deletion { record: record.clone(), seq, account });
        }
        let flows = channel.flows();
        for (app, item) in flows.apps() {
            let (app, since) = (app.into(), millis_saturating(item.since));
            page.push(Held::App { record: record.clone(), app, stage: item.stage, since });
        }
        for (book, item) in flows.books() {
            let (book, since) = (book.into(), millis_saturating(item.since));
            page.push(Held::Book { record: record.clone(), book, stage: item.stage, since });
        }
        if let Some(wipe) = flows.wipe() {
            page.push(Held::Wipe {
                record: record.clone(),
                cause: wipe.cause.clone(),
                ordered_at: millis_saturating(wipe.ordered_at),
                done_at: wipe.done_at.map(millis_saturating),
            });
        }
        #[cfg(feature = "declarative")]
        self.gather_declarative(key, channel, page).await?;
        Ok(())
    }

    /// Also what was reported in a former life, as long as nothing has come since.
    #[cfg(feature = "declarative")]
    pub(super) async fn gather_declarative(
        &self,
        key: &RecordKey,
        channel: &Channel,
        page: &mut Gathered,
    ) -> Result<(), RunError> {
        let status_key = Status::key(key)?;
        if let Some(status) = page.read(&status_key, self.read(&status_key, Status::read_any).await)? {
            for item in status.names() {
                page.push(Held::Status {
                    record: status_key.as_str().into(),
                    item: item.into(),
                    value: status.json(item).unwrap_or_default().into(),
                    since: status.since(item).map(millis_saturating),
                });
            }
        }
        let sync_key = Sync::key(key)?;
        let read = |loaded: &Loaded| Sync::read(Some(loaded), channel.life());
        if let Some(sync) = page.read(&sync_key, self.read(&sync_key, read).await)? {
            let sets: Vec<_> = sync.sets().map(|set| set.as_str().into()).collect();
            if !sets.is_empty() {
                page.push(Held::Declarations { record: sync_key.as_str().into(), sets });
            }
        }
        Ok(())
    }
}

/// What is secret of a channel, by its name.
fn secrets(channel: &Channel) -> impl Iterator<Item = &'static str> {
    let escrow = |kind| channel.escrow().versions(kind).is_some();
    let login = channel.user().is_some_and(User::is_authenticated);
    [
        ("push token and magic", channel.push_route().is_some()),
        ("unlock token", channel.unlock_token().is_some() || escrow(SecretKind::UnlockToken)),
        ("bootstrap token", channel.bootstrap_token().is_some()),
        ("firmware password", escrow(SecretKind::FirmwarePassword)),
        ("recovery lock", escrow(SecretKind::RecoveryLock)),
        ("FileVault key", escrow(SecretKind::FileVaultKey)),
        ("administrator's password hash", escrow(SecretKind::AutoAdminPassword)),
        ("login", login),
    ]
    .into_iter()
    .filter_map(|(name, is_kept)| is_kept.then_some(name))
}
