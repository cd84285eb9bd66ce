//! Stores that are broken on purpose: the suite must find each defect, and say which rule it breaks.
//!
//! Many of these are what real stores do: order by whole seconds, compare text without case, cut long
//! values off, check and write in two steps.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use mdm_store::row::{
    Batch, CommandRow, Credential, EventRow, Gates, HeadRow, Health, Lane, Lease, Link, Loaded, PayloadName,
    Phase, RecordKey, Refused, Update, Version, WakeChange, WakeRow, Window, Write,
};
use mdm_store::{
    ChangedWake, Error, EventPosition, Memory, OldEvents, Settled, Store, StoredEvent, WakePosition,
    conformance,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Defect {
    None,
    LoadsOnlyWhatTheLinkFinds,
    ReadsBeforeTheCommit,
    SizesOfWhatIsThere,
    IgnoresTheVersion,
    IgnoresTheAbsenceOfARecord,
    LosesWaitsOn,
    CommitsRecordByRecord,
    KeepsPayloadsOfAConflict,
    KeepsOldLinks,
    SettlesWhateverNeedThereIs,
    SettlesTheSameNeedAlone,
    JoinsWhatIsOver,
    LosesResults,
    LosesHealth,
    SettlingAWakeIsACommit,
    WakesAreClearedByEveryCommit,
    WakesAreChangedInConflicts,
    StepsInAnyOrder,
    PendingByKeyAlone,
    PagesOfPendingIncludeTheirStart,
    PendingByTheFirstRoute,
    IdleWakesArePending,
    ForgetsThatAWakeIsIdle,
    ChangesByKey,
    TellsEveryResult,
    UnenrollmentForgetsTheNeed,
    IgnoresTheFence,
    OneLeaseForAll,
    SwapsByFenceAlone,
    SwapsWhateverLeaseThereIs,
    PrunesDoneCommands,
    OffersRefusedCommandsAgain,
    ForgetsTheReportedCommand,
    LoadsEveryReadyCommand,
    OrdersBySeqAlone,
    LoadsDoneSuccessors,
    IgnoresGates,
    IgnoresHolds,
    IgnoresLostMode,
    IgnoresThePause,
    ShutsEveryGate,
    IgnoresNotBefore,
    IgnoresExpiry,
    IgnoresRank,
    NeverSaysMore,
    PrunesTheNewest,
    RemembersWhatIsForgotten,
    RemembersForgottenPayloads,
    ContactMovesBackwards,
    ContactIsACommit,
    KeepsWholeSeconds,
    ComparesWithoutCase,
    CutsAtNul,
    CutsLongBodies,
    FirstPayloadStays,
    PagesIncludeTheirStart,
    EventsRestartInEachCommit,
    EventsByTheirRank,
    EventsByTime,
    CountsDoneCommandsAsOpen,
    AcceptsLongText,
    TrailsBeginAnew,
    TrailsByIndex,
    PrunesWithoutLimit,
    SparesTheLastPosition,
    PrunesAllRecords,
    PrunesWhatStandsBetween,
    PrunesAnyNumberOfBytes,
    EveryPayloadIsSmall,
    RemovesWhateverVersionThereIs,
    KeepsRemovedRecords,
    RemovesTheHeadAlone,
    NumbersInTheCommit,
    LastChangeIsUnderWay,
    LoadsInTwoSteps,
    PayloadsFollowTheCommit,
}

struct Broken {
    defect: Defect,
    inner: Memory,
    contacts: Mutex<BTreeMap<RecordKey, SystemTime>>,
    /// Columns that are kept and not looked at.
    columns: Mutex<Columns>,
    /// By how much needs are made smaller: those of enrolments that are over.
    needs: Mutex<BTreeMap<RecordKey, u64>>,
    /// Changes that were made up.
    told: AtomicU64,
    numbers: Mutex<Numbers>,
}

/// Positions as a sequence gives them that is asked before the commit is seen.
#[derive(Default)]
struct Numbers {
    last: u64,
    /// By the position that the inner store gave.
    events: BTreeMap<u64, u64>,
    wakes: BTreeMap<RecordKey, u64>,
    /// Changed wakes that nobody sees yet.
    under_way: u64,
}

#[derive(Default)]
struct Columns {
    heads: BTreeMap<RecordKey, HeadRow>,
    commands: BTreeMap<(RecordKey, u64), CommandRow>,
}

impl Broken {
    fn is(&self, defect: Defect) -> bool {
        self.defect == defect
    }

    fn key(&self, key: &RecordKey) -> RecordKey {
        let text = if self.is(Defect::ComparesWithoutCase) {
            key.as_str().to_lowercase()
        } else if self.is(Defect::CutsAtNul) {
            key.as_str().split('\0').next().unwrap().to_owned()
        } else {
            return key.clone();
        };
        RecordKey::new(&text).unwrap()
    }

    fn time(&self, time: SystemTime) -> SystemTime {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) if self.is(Defect::KeepsWholeSeconds) => {
                SystemTime::UNIX_EPOCH + Duration::from_secs(after.as_secs())
            }
            _ => time,
        }
    }

    async fn spoil(&self, batch: &mut Batch) -> Result<(), Error> {
        for write in &mut batch.writes {
            write.key = self.key(&write.key);
            let stored = self.inner.load(&write.key, &Window::Head).await?;
            if self.is(Defect::IgnoresTheVersion) && write.expected.is_some() {
                write.expected = stored.as_ref().map(|loaded| loaded.version);
            }
            if self.is(Defect::IgnoresTheAbsenceOfARecord) && write.expected.is_none() {
                write.expected = stored.as_ref().map(|loaded| loaded.version);
            }
            if self.is(Defect::KeepsOldLinks) {
                let old = stored.map_or_else(Vec::new, |loaded| loaded.head.links);
                let new: Vec<_> = old.into_iter().filter(|old| !write.head.links.contains(old)).collect();
                write.head.links.extend(new);
            }
            if self.is(Defect::WakesAreClearedByEveryCommit) && write.wake.is_empty() {
                write.wake.push(WakeChange::Withdraw);
            }
            if self.is(Defect::UnenrollmentForgetsTheNeed) && write.wake.contains(&WakeChange::Unenroll) {
                let ended = self.inner.wake(&write.key).await?.map_or(0, |row| row.need + 1);
                self.needs.lock().unwrap().insert(write.key.clone(), ended);
            }
            if self.is(Defect::StepsInAnyOrder) {
                // Register first: without it nothing else is carried out.
                write.wake.sort_by_key(|change| match change {
                    WakeChange::Register { .. } => 0,
                    WakeChange::Contact => 1,
                    _ => 2,
                });
            }
            for change in &mut write.wake {
                if let WakeChange::Demand(demand) = change {
                    demand.due = self.time(demand.due);
                }
            }
            self.blind(write);
            if self.is(Defect::RemembersWhatIsForgotten) {
                write.forget.clear();
            }
            if self.is(Defect::CutsLongBodies) {
                write.head.body.truncate(65_535);
            }
            if self.is(Defect::LosesWaitsOn) {
                write.commands.iter_mut().for_each(|command| command.waits_on.clear());
            }
            if self.is(Defect::AcceptsLongText) {
                write.commands.iter_mut().for_each(|command| {
                    let end = command.uuid.char_indices().nth(120).map_or(command.uuid.len(), |(end, _)| end);
                    command.uuid = command.uuid[..end].into();
                });
            }
        }
        for (key, expected) in &mut batch.remove {
            *key = self.key(key);
            if self.is(Defect::RemovesWhateverVersionThereIs)
                && let Some(stored) = self.inner.load(key, &Window::Head).await?
            {
                *expected = stored.version;
            }
        }
        if self.is(Defect::KeepsRemovedRecords) {
            batch.remove.clear();
        }
        if self.is(Defect::RemovesTheHeadAlone) {
            for (key, expected) in std::mem::take(&mut batch.remove) {
                let head = HeadRow {
                    session: 0,
                    shut: Gates::NONE,
                    backoff_until: None,
                    links: vec![],
                    body: vec![],
                };
                let (commands, forget, wake) = (vec![], vec![], vec![]);
                batch.writes.push(Write { key, expected: Some(expected), head, commands, forget, wake });
            }
        }
        if self.is(Defect::RemembersForgottenPayloads) {
            batch.forget_payloads.clear();
        }
        for event in &mut batch.events {
            event.key = self.key(&event.key);
            event.at = self.time(event.at);
        }
        if self.is(Defect::FirstPayloadStays) {
            let mut kept = Vec::new();
            for (name, bytes) in std::mem::take(&mut batch.payloads) {
                if self.inner.payload(&name).await?.is_none() {
                    kept.push((name, bytes));
                }
            }
            batch.payloads = kept;
        }
        Ok(())
    }

    /// Hides columns from the inner store. [`Self::see`] puts them back.
    fn blind(&self, write: &mut Write) {
        let mut columns = self.columns.lock().unwrap();
        columns.heads.insert(write.key.clone(), write.head.clone());
        match self.defect {
            Defect::IgnoresLostMode => write.head.shut = Gates::NONE,
            Defect::IgnoresThePause => write.head.backoff_until = None,
            Defect::ShutsEveryGate => write.head.shut = Gates::ALL,
            _ => {}
        }
        for command in &mut write.commands {
            columns.commands.insert((write.key.clone(), command.seq), command.clone());
            match self.defect {
                Defect::IgnoresGates => command.gates = Gates::NONE,
                Defect::IgnoresHolds => {
                    command.gates = command.gates.and(Gates::LOST_MODE.or(Gates::BACKOFF))
                }
                Defect::IgnoresNotBefore => command.not_before = None,
                Defect::IgnoresExpiry => command.expires_at = None,
                Defect::IgnoresRank => command.rank = 0,
                _ => {}
            }
        }
    }

    fn see(&self, key: &RecordKey, commands: &mut [CommandRow]) {
        let columns = self.columns.lock().unwrap();
        for command in commands {
            let Some(kept) = columns.commands.get(&(key.clone(), command.seq)) else { continue };
            match self.defect {
                Defect::IgnoresGates | Defect::IgnoresHolds => command.gates = kept.gates,
                Defect::IgnoresNotBefore => command.not_before = kept.not_before,
                Defect::IgnoresExpiry => command.expires_at = kept.expires_at,
                Defect::IgnoresRank => command.rank = kept.rank,
                _ => {}
            }
        }
    }

    /// Takes numbers first, and then some time, more or less of it; only then others see the commit.
    async fn number(&self, batch: Batch) -> Result<(), Error> {
        let (events, changed) = (batch.events.len() as u64, batch.writes.iter());
        let waking = changed.filter(|write| !write.wake.is_empty()).map(|write| write.key.clone());
        let waking: Vec<_> = waking.collect();
        let first = {
            let mut numbers = self.numbers.lock().unwrap();
            numbers.last += events + waking.len() as u64;
            numbers.under_way += waking.len() as u64;
            numbers.last + 1 - events - waking.len() as u64
        };
        // A defect that compares first and writes then must find what it compared.
        let takes_time = [Defect::None, Defect::NumbersInTheCommit, Defect::LastChangeIsUnderWay];
        for _ in 0..first % 4 * u64::from(takes_time.contains(&self.defect)) {
            tokio::task::yield_now().await;
        }
        let outcome = self.inner.commit(batch).await;
        let seen = self.numbers.lock().unwrap().events.last_key_value().map(|(seen, _)| EventPosition(*seen));
        let added = self.inner.events(seen, usize::MAX).await?;
        let mut numbers = self.numbers.lock().unwrap();
        numbers.under_way -= waking.len() as u64;
        if outcome.is_ok() {
            numbers.events.extend(added.iter().map(|event| event.position.0).zip(first..));
            numbers.wakes.extend(waking.into_iter().zip(first + events..));
        }
        outcome
    }

    /// The session's window, computed in the application from all open commands, wrongly.
    async fn spoil_window(
        &self,
        key: &RecordKey,
        loaded: &mut Loaded,
        refused: Refused,
    ) -> Result<(), Error> {
        let all = self.inner.commands(key, None, usize::MAX).await?;
        let ready = |command: &CommandRow| {
            command.phase == Phase::Waiting
                && command.waits_on.is_empty()
                && (refused == Refused::Include || command.refused_in != Some(loaded.head.session))
        };
        let wanted: Vec<CommandRow> = match self.defect {
            Defect::LoadsEveryReadyCommand => all.into_iter().filter(|c| ready(c)).collect(),
            Defect::OrdersBySeqAlone => {
                loaded.commands.retain(|command| !ready(command));
                all.into_iter().filter(|c| ready(c)).take(Window::READY).collect()
            }
            Defect::LoadsDoneSuccessors => {
                all.into_iter()
                    .filter(|c| {
                        loaded.commands.iter().any(|loaded| {
                            loaded.phase == Phase::Outstanding && c.waits_on.contains(&loaded.seq)
                        })
                    })
                    .collect()
            }
            _ => return Ok(()),
        };
        loaded.commands.extend(wanted);
        loaded.commands.sort_by_key(|command| command.seq);
        loaded.commands.dedup_by_key(|command| command.seq);
        Ok(())
    }
}

impl Store for Broken {
    async fn find_and_load(
        &self,
        link: &Link,
        limit: usize,
        key: &RecordKey,
        window: &Window,
    ) -> Result<(Vec<RecordKey>, Option<Loaded>), Error> {
        let found = self.find(link, None, limit).await?;
        let loaded = self.load(key, window).await?;
        let hidden = self.is(Defect::LoadsOnlyWhatTheLinkFinds) && !found.contains(key);
        Ok((found, loaded.filter(|_| !hidden)))
    }

    async fn payload_sizes(&self, names: &[PayloadName]) -> Result<Vec<Option<u64>>, Error> {
        let mut sizes = self.inner.payload_sizes(names).await?;
        if self.is(Defect::EveryPayloadIsSmall) {
            sizes.iter_mut().for_each(|size| *size = size.map(|_| 1));
        }
        if self.is(Defect::SizesOfWhatIsThere) {
            sizes.retain(Option::is_some);
        }
        Ok(sizes)
    }

    async fn commit_and_read(
        &self,
        batch: Batch,
        name: &PayloadName,
    ) -> Result<Result<Option<Vec<u8>>, Error>, Error> {
        let before = self.payload(name).await;
        self.commit(batch).await?;
        Ok(if self.is(Defect::ReadsBeforeTheCommit) { before } else { self.payload(name).await })
    }

    async fn load(&self, key: &RecordKey, window: &Window) -> Result<Option<Loaded>, Error> {
        let key = self.key(key);
        let mut window = window.clone();
        if let Window::Session { reported, refused, .. } = &mut window {
            if self.is(Defect::OffersRefusedCommandsAgain) {
                *refused = Refused::Include;
            }
            if self.is(Defect::ForgetsTheReportedCommand) {
                *reported = None;
            }
        }
        if let Window::Done { keep, .. } = &mut window
            && self.is(Defect::PrunesTheNewest)
        {
            *keep = 0;
        }
        let before = self.inner.load(&key, &window).await?;
        if self.is(Defect::LoadsInTwoSteps) {
            tokio::task::yield_now().await;
        }
        let mut loaded = self.inner.load(&key, &window).await?;
        if let (Some(before), Some(loaded)) = (before, &mut loaded) {
            (loaded.version, loaded.head) = (before.version, before.head);
        }
        if let Some(loaded) = &mut loaded {
            self.see(&key, &mut loaded.commands);
            if let Some(kept) = self.columns.lock().unwrap().heads.get(&key) {
                match self.defect {
                    Defect::IgnoresLostMode | Defect::ShutsEveryGate => loaded.head.shut = kept.shut,
                    Defect::IgnoresThePause => loaded.head.backoff_until = kept.backoff_until,
                    _ => {}
                }
            }
            loaded.more &= !self.is(Defect::NeverSaysMore);
        }
        if let (Some(loaded), Window::Session { refused, .. }) = (&mut loaded, &window) {
            self.spoil_window(&key, loaded, *refused).await?;
        }
        if let Some(loaded) = loaded.as_mut().filter(|_| self.is(Defect::CountsDoneCommandsAsOpen)) {
            loaded.open = self.inner.commands(&key, None, usize::MAX).await?.len() as u64;
        }
        Ok(loaded)
    }

    async fn commit(&self, mut batch: Batch) -> Result<(), Error> {
        self.spoil(&mut batch).await?;
        if self.is(Defect::KeepsPayloadsOfAConflict) {
            let payloads = std::mem::take(&mut batch.payloads);
            self.inner.commit(Batch { payloads, ..Batch::default() }).await?;
        }
        if self.is(Defect::WakesAreChangedInConflicts) {
            for write in &mut batch.writes {
                let wake = std::mem::take(&mut write.wake);
                if let Some(loaded) =
                    self.inner.load(&write.key, &Window::Head).await?.filter(|_| !wake.is_empty())
                {
                    let (key, expected) = (write.key.clone(), Some(loaded.version));
                    let write =
                        Write { key, expected, head: loaded.head, commands: vec![], forget: vec![], wake };
                    self.inner.commit(Batch { writes: vec![write], ..Batch::default() }).await?;
                } else {
                    write.wake = wake;
                }
            }
        }
        if self.is(Defect::PayloadsFollowTheCommit) {
            let payloads = std::mem::take(&mut batch.payloads);
            self.inner.commit(batch).await?;
            tokio::task::yield_now().await;
            return self.inner.commit(Batch { payloads, ..Batch::default() }).await;
        }
        if !self.is(Defect::CommitsRecordByRecord) {
            return self.number(batch).await;
        }
        for write in batch.writes {
            let events = batch.events.iter().filter(|event| event.key == write.key).cloned().collect();
            self.inner.commit(Batch { writes: vec![write], events, ..Batch::default() }).await?;
        }
        self.inner.commit(Batch { payloads: batch.payloads, ..Batch::default() }).await
    }

    async fn find(
        &self,
        link: &Link,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>, Error> {
        self.inner.find(link, after, limit).await
    }

    async fn payload(&self, name: &PayloadName) -> Result<Option<Vec<u8>>, Error> {
        self.inner.payload(name).await
    }

    async fn wake(&self, key: &RecordKey) -> Result<Option<WakeRow>, Error> {
        let mut row = self.inner.wake(&self.key(key)).await?;
        if let Some(row) = row.as_mut().filter(|_| self.is(Defect::LosesHealth)) {
            row.health = Health::default();
        }
        if self.is(Defect::UnenrollmentForgetsTheNeed) {
            row = row.filter(|row| !row.routes.is_empty() || row.due.is_some());
            if let (Some(row), Some(anew)) = (&mut row, self.needs.lock().unwrap().get(key)) {
                row.need -= anew;
            }
        }
        Ok(row)
    }

    async fn pending_wakes(
        &self,
        credential: &Credential,
        after: Option<(Lane, &RecordKey)>,
        limit: usize,
    ) -> Result<Vec<WakeRow>, Error> {
        let everywhere = [
            Defect::PendingByKeyAlone,
            Defect::PagesOfPendingIncludeTheirStart,
            Defect::PendingByTheFirstRoute,
            Defect::IdleWakesArePending,
        ];
        if !everywhere.contains(&self.defect) {
            return self.inner.pending_wakes(credential, after, limit).await;
        }
        let all = self.inner.changed_wakes(WakePosition(0), usize::MAX).await?;
        let mut rows: Vec<_> = all.into_iter().map(|changed| changed.row).collect();
        rows.retain(|row| row.due.is_some() || self.is(Defect::IdleWakesArePending));
        rows.retain(|row| match self.defect {
            Defect::PendingByTheFirstRoute => {
                row.routes.first().is_some_and(|route| route.credential == *credential)
            }
            _ => row.credential() == Some(credential),
        });
        let place = |row: &WakeRow| match self.defect {
            Defect::PendingByKeyAlone => (Lane::Urgent, row.key.clone()),
            _ => (row.lane, row.key.clone()),
        };
        let order = |(lane, key): (Lane, RecordKey)| (std::cmp::Reverse(lane), key);
        rows.sort_by_key(|row| order(place(row)));
        if let Some((lane, key)) = after {
            let lane = if self.is(Defect::PendingByKeyAlone) { Lane::Urgent } else { lane };
            let start = order((lane, key.clone()));
            let included = self.is(Defect::PagesOfPendingIncludeTheirStart);
            rows.retain(|row| order(place(row)) > start || included && row.key == *key);
        }
        rows.truncate(limit);
        Ok(rows)
    }

    async fn changed_wakes(&self, after: WakePosition, limit: usize) -> Result<Vec<ChangedWake>, Error> {
        let mut changed = self.inner.changed_wakes(after, usize::MAX).await?;
        if self.is(Defect::ForgetsThatAWakeIsIdle) {
            changed.retain(|changed| changed.row.due.is_some());
        }
        if self.is(Defect::ChangesByKey) {
            changed.sort_by(|a, b| a.row.key.cmp(&b.row.key));
        }
        if self.is(Defect::NumbersInTheCommit) {
            changed = self.inner.changed_wakes(WakePosition(0), usize::MAX).await?;
            let numbers = self.numbers.lock().unwrap();
            changed.iter_mut().for_each(|changed| changed.position.0 = numbers.wakes[&changed.row.key]);
            changed.retain(|changed| changed.position > after);
            changed.sort_by_key(|changed| changed.position);
        }
        changed.truncate(limit);
        Ok(changed)
    }

    async fn last_wake(&self) -> Result<WakePosition, Error> {
        let inner = self.inner.last_wake().await?.0 + self.told.load(Ordering::SeqCst);
        let numbers = self.numbers.lock().unwrap();
        Ok(WakePosition(match self.defect {
            Defect::NumbersInTheCommit => numbers.wakes.values().max().copied().unwrap_or_default(),
            Defect::LastChangeIsUnderWay => inner + numbers.under_way,
            _ => inner,
        }))
    }

    async fn settle_wakes(
        &self,
        credential: &Credential,
        updates: &[Update<RecordKey>],
    ) -> Result<Vec<Settled>, Error> {
        let mut updates = updates.to_vec();
        for update in &mut updates {
            update.key = self.key(&update.key);
            let stored = self.inner.wake(&update.key).await?;
            match self.defect {
                Defect::SettlesWhateverNeedThereIs => {
                    update.need = stored.as_ref().map_or(update.need, |row| row.need);
                }
                // One that nobody has.
                Defect::SettlesTheSameNeedAlone
                    if stored.as_ref().is_some_and(|row| row.need != update.need) =>
                {
                    update.need = 0;
                }
                Defect::JoinsWhatIsOver => {
                    update.need = stored.as_ref().map_or(update.need, |row| update.need.max(row.heard));
                }
                Defect::IgnoresTheFence => update.fence = u64::MAX >> 1,
                Defect::SettlingAWakeIsACommit => {
                    if let Some(loaded) = self.inner.load(&update.key, &Window::Head).await? {
                        let (key, expected, head) = (update.key.clone(), Some(loaded.version), loaded.head);
                        let write =
                            Write { key, expected, head, commands: vec![], forget: vec![], wake: vec![] };
                        self.inner.commit(Batch { writes: vec![write], ..Batch::default() }).await?;
                    }
                }
                Defect::TellsEveryResult => {
                    self.told.fetch_add(1, Ordering::SeqCst);
                }
                Defect::UnenrollmentForgetsTheNeed => {
                    let anew = self.needs.lock().unwrap().get(&update.key).copied().unwrap_or_default();
                    update.need += anew;
                }
                _ => {}
            }
        }
        let lease = if self.is(Defect::OneLeaseForAll) {
            Credential::new("one").unwrap()
        } else {
            credential.clone()
        };
        if self.is(Defect::LosesResults) {
            return Ok(vec![Settled::Written; updates.len()]);
        }
        self.inner.settle_wakes(&lease, &updates).await
    }

    async fn lease(&self, credential: &Credential) -> Result<Option<Lease>, Error> {
        let one = Credential::new("one").unwrap();
        self.inner.lease(if self.is(Defect::OneLeaseForAll) { &one } else { credential }).await
    }

    async fn swap_lease(
        &self,
        credential: &Credential,
        expected: Option<&Lease>,
        lease: &Lease,
    ) -> Result<bool, Error> {
        let one = Credential::new("one").unwrap();
        let credential = if self.is(Defect::OneLeaseForAll) { &one } else { credential };
        let stored = self.inner.lease(credential).await?;
        let expected = match (self.defect, &stored, expected) {
            (Defect::SwapsByFenceAlone, Some(stored), Some(expected)) if stored.fence == expected.fence => {
                Some(stored)
            }
            (Defect::SwapsWhateverLeaseThereIs, stored, _) => stored.as_ref(),
            _ => expected,
        };
        self.inner.swap_lease(credential, expected, lease).await
    }

    async fn commands(
        &self,
        key: &RecordKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CommandRow>, Error> {
        let mut commands = self.inner.commands(&self.key(key), after, limit).await?;
        self.see(key, &mut commands);
        if self.is(Defect::PrunesDoneCommands) {
            commands.retain(|command| command.phase != Phase::Done);
        }
        Ok(commands)
    }

    async fn events(&self, after: Option<EventPosition>, limit: usize) -> Result<Vec<StoredEvent>, Error> {
        if self.is(Defect::PagesIncludeTheirStart) {
            let after = after.map(|after| EventPosition(after.0 - 1));
            return self.inner.events(after, limit).await;
        }
        if self.is(Defect::NumbersInTheCommit) {
            let mut events = self.inner.events(None, usize::MAX).await?;
            let numbers = self.numbers.lock().unwrap();
            events.iter_mut().for_each(|event| event.position.0 = numbers.events[&event.position.0]);
            events.retain(|event| after.is_none_or(|after| event.position > after));
            events.sort_by_key(|event| event.position);
            events.truncate(limit);
            return Ok(events);
        }
        if self.is(Defect::EventsByTheirRank) {
            let mut events = self.inner.events(None, usize::MAX).await?;
            (1..).zip(&mut events).for_each(|(rank, event)| event.position = EventPosition(rank));
            events.retain(|event| Some(event.position) > after);
            events.truncate(limit);
            return Ok(events);
        }
        let mut events = self.inner.events(after, limit).await?;
        if self.is(Defect::EventsByTime) {
            events.sort_by_key(|event| event.row.at);
        }
        if self.is(Defect::EventsRestartInEachCommit) {
            for (index, event) in events.iter_mut().enumerate() {
                let EventRow { key, .. } = &event.row;
                event.id = format!("{key}/{index}");
            }
        }
        Ok(events)
    }

    async fn events_of(
        &self,
        key: &RecordKey,
        after: Option<(Version, u64)>,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, Error> {
        let after = after.filter(|_| !self.is(Defect::TrailsBeginAnew));
        let mut events = self.inner.events_of(&self.key(key), after, limit).await?;
        if self.is(Defect::TrailsByIndex) {
            events.sort_by_key(|event| (event.index, event.version));
        }
        Ok(events)
    }

    async fn prune_events(&self, old: &OldEvents, limit: usize) -> Result<usize, Error> {
        match old {
            _ if self.is(Defect::PrunesWithoutLimit) => self.inner.prune_events(old, usize::MAX).await,
            OldEvents::UpTo(position) if self.is(Defect::SparesTheLastPosition) => {
                let before = EventPosition(position.0.saturating_sub(1));
                self.inner.prune_events(&OldEvents::UpTo(before), limit).await
            }
            OldEvents::Of(_) if self.is(Defect::PrunesAllRecords) => {
                self.inner.prune_events(&OldEvents::UpTo(EventPosition(u64::MAX)), limit).await
            }
            OldEvents::At(positions) if self.is(Defect::PrunesWhatStandsBetween) => {
                let last = positions.iter().max().copied().unwrap_or(EventPosition(0));
                self.inner.prune_events(&OldEvents::UpTo(last), limit).await
            }
            _ if self.is(Defect::PrunesAnyNumberOfBytes) => {
                let first = self.inner.prune_events(old, limit).await?;
                Ok(first + self.inner.prune_events(old, limit.saturating_sub(first)).await?)
            }
            _ => self.inner.prune_events(old, limit).await,
        }
    }

    async fn touch(&self, contacts: &[(RecordKey, SystemTime)]) -> Result<(), Error> {
        for (key, at) in contacts {
            let key = self.key(key);
            let Some(loaded) = self.inner.load(&key, &Window::Head).await? else { continue };
            if self.is(Defect::ContactMovesBackwards) {
                self.contacts.lock().unwrap().insert(key.clone(), *at);
            }
            if self.is(Defect::ContactIsACommit) {
                let write = Write {
                    key: key.clone(),
                    expected: Some(loaded.version),
                    head: loaded.head,
                    commands: vec![],
                    forget: vec![],
                    wake: vec![],
                };
                self.inner.commit(Batch { writes: vec![write], ..Batch::default() }).await?;
            }
            self.inner.touch(&[(key, self.time(*at))]).await?;
        }
        Ok(())
    }

    async fn last_contact(&self, key: &RecordKey) -> Result<Option<SystemTime>, Error> {
        if self.is(Defect::ContactMovesBackwards) {
            return Ok(self.contacts.lock().unwrap().get(key).copied());
        }
        self.inner.last_contact(&self.key(key)).await
    }
}

async fn run(defect: Defect, group: &str) -> conformance::Report {
    let make = async || Broken {
        defect,
        inner: Memory::new(),
        contacts: Mutex::default(),
        columns: Mutex::default(),
        needs: Mutex::default(),
        told: AtomicU64::new(0),
        numbers: Mutex::default(),
    };
    conformance::run_only(make, |name| name.starts_with(group)).await
}

/// The suite must name the rule that the defect breaks, and not all those beside it.
async fn check(defect: Defect, rule: &str) {
    let (group, _) = rule.split_once("::").unwrap();
    let report = run(defect, group).await;
    let broken: Vec<_> = report.failures().map(|(name, _)| name).collect();
    assert!(broken.contains(&rule), "{defect:?} was to break {rule}, and broke {broken:?}");
    assert_ne!(broken.len(), report.cases.len(), "{defect:?} breaks everything: it proves nothing");
}

#[tokio::test]
async fn the_suite_finds_every_defect() {
    for (defect, rule) in [
        (Defect::IgnoresTheVersion, "commits::another_version_is_a_conflict"),
        (Defect::IgnoresTheVersion, "commits::interleaved_writers_lose_nothing"),
        (Defect::IgnoresTheAbsenceOfARecord, "commits::an_existing_record_is_not_absent"),
        (Defect::LosesWaitsOn, "windows::a_blocked_command_is_not_ready"),
        (Defect::LosesWaitsOn, "windows::commands_are_replaced_by_seq"),
        (Defect::CommitsRecordByRecord, "commits::one_stale_record_stops_all"),
        (Defect::KeepsPayloadsOfAConflict, "commits::a_conflict_leaves_nothing"),
        (Defect::KeepsOldLinks, "lookups::links_are_replaced"),
        (Defect::LoadsOnlyWhatTheLinkFinds, "lookups::a_record_is_loaded_beside_what_a_link_finds"),
        (Defect::SizesOfWhatIsThere, "lookups::payloads_tell_their_size"),
        (Defect::ReadsBeforeTheCommit, "lookups::a_commit_may_read_a_payload"),
        (Defect::SettlesWhateverNeedThereIs, "wakes::a_result_about_an_older_need_changes_nothing"),
        (Defect::SettlesTheSameNeedAlone, "wakes::a_result_joins_a_newer_need_until_the_device_is_heard_of"),
        (Defect::JoinsWhatIsOver, "wakes::a_result_joins_a_newer_need_until_the_device_is_heard_of"),
        (Defect::LosesResults, "wakes::a_result_is_written_beside_the_record"),
        (Defect::LosesHealth, "wakes::a_wake_comes_back_as_written"),
        (Defect::SettlingAWakeIsACommit, "wakes::a_result_is_written_beside_the_record"),
        (Defect::WakesAreClearedByEveryCommit, "wakes::a_wake_is_made_and_changed_by_steps"),
        (Defect::WakesAreChangedInConflicts, "commits::a_conflict_leaves_nothing"),
        (Defect::StepsInAnyOrder, "wakes::steps_are_carried_out_in_order"),
        (Defect::PendingByKeyAlone, "wakes::pending_wakes_come_by_lane_then_key"),
        (Defect::PagesOfPendingIncludeTheirStart, "wakes::pending_wakes_come_in_pages"),
        (Defect::PendingByTheFirstRoute, "wakes::a_result_can_pass_a_wake_on"),
        (Defect::IdleWakesArePending, "wakes::only_what_waits_for_the_credential_is_pending"),
        (Defect::ForgetsThatAWakeIsIdle, "wakes::changed_wakes_come_in_the_order_of_their_last_change"),
        (Defect::ChangesByKey, "wakes::changed_wakes_come_in_the_order_of_their_last_change"),
        (Defect::TellsEveryResult, "wakes::a_result_is_written_beside_the_record"),
        (Defect::UnenrollmentForgetsTheNeed, "wakes::need_never_begins_anew"),
        (Defect::IgnoresTheFence, "wakes::a_result_under_an_older_lease_changes_nothing"),
        (Defect::OneLeaseForAll, "wakes::leases_belong_to_credentials"),
        (Defect::SwapsByFenceAlone, "wakes::a_lease_is_replaced_as_it_was_read"),
        (Defect::SwapsWhateverLeaseThereIs, "wakes::of_many_who_take_a_lease_one_gets_it"),
        (Defect::PrunesDoneCommands, "windows::done_commands_stay_in_the_history"),
        (Defect::OffersRefusedCommandsAgain, "windows::refused_commands_are_skipped"),
        (Defect::OffersRefusedCommandsAgain, "windows::refused_commands_take_no_place"),
        (Defect::ForgetsTheReportedCommand, "windows::a_session_sees_the_reported_command"),
        (Defect::LoadsEveryReadyCommand, "windows::ready_commands_are_limited"),
        (Defect::OrdersBySeqAlone, "windows::ready_commands_come_by_rank_then_seq"),
        (Defect::LoadsDoneSuccessors, "windows::a_done_command_waits_for_nothing"),
        (Defect::ContactMovesBackwards, "outbox::contact_never_moves_backwards"),
        (Defect::ContactIsACommit, "outbox::contact_leaves_the_version"),
        (Defect::KeepsWholeSeconds, "values::times_are_whole_milliseconds"),
        (Defect::KeepsWholeSeconds, "wakes::a_wake_is_made_and_changed_by_steps"),
        (Defect::ComparesWithoutCase, "values::text_is_compared_byte_by_byte"),
        (Defect::CutsAtNul, "values::odd_text_comes_back_whole"),
        (Defect::CutsLongBodies, "values::large_bodies_come_back_whole"),
        (Defect::FirstPayloadStays, "lookups::payloads_are_kept_by_name"),
        (Defect::PagesIncludeTheirStart, "outbox::events_come_in_pages"),
        (Defect::EventsRestartInEachCommit, "outbox::events_are_numbered_by_record_and_version"),
        (Defect::EventsByTheirRank, "outbox::a_position_is_given_once"),
        (Defect::EventsByTime, "outbox::events_come_in_the_order_of_commits"),
        (Defect::IgnoresGates, "windows::what_is_held_stays_out"),
        (Defect::IgnoresGates, "windows::a_shut_gate_lets_only_the_first_be_seen"),
        (Defect::IgnoresHolds, "windows::what_is_held_stays_out"),
        (Defect::IgnoresLostMode, "windows::a_shut_gate_lets_only_the_first_be_seen"),
        (Defect::IgnoresThePause, "windows::a_shut_gate_lets_only_the_first_be_seen"),
        (Defect::ShutsEveryGate, "windows::an_open_gate_lets_all_through"),
        (Defect::IgnoresNotBefore, "windows::what_is_early_waits_for_its_time"),
        (Defect::IgnoresExpiry, "windows::the_first_to_expire_is_seen"),
        (Defect::IgnoresRank, "windows::ready_commands_come_by_rank_then_seq"),
        (Defect::NeverSaysMore, "windows::a_window_says_whether_there_is_more"),
        (Defect::PrunesTheNewest, "windows::the_oldest_history_is_found"),
        (Defect::RemembersWhatIsForgotten, "windows::what_is_forgotten_is_gone"),
        (Defect::RemembersForgottenPayloads, "windows::what_is_forgotten_is_gone"),
        (Defect::CountsDoneCommandsAsOpen, "windows::open_commands_are_counted"),
        (Defect::AcceptsLongText, "commits::what_is_too_long_is_refused"),
        (Defect::TrailsBeginAnew, "trails::events_of_a_record_come_in_pages"),
        (Defect::TrailsByIndex, "trails::events_of_a_record_come_in_the_order_of_its_commits"),
        (Defect::PrunesWithoutLimit, "trails::events_are_pruned_in_steps"),
        (Defect::SparesTheLastPosition, "trails::events_are_pruned_in_steps"),
        (Defect::PrunesAllRecords, "trails::events_of_one_record_can_be_pruned"),
        (Defect::PrunesWhatStandsBetween, "trails::events_at_positions_can_be_pruned"),
        (Defect::PrunesAnyNumberOfBytes, "trails::a_step_of_pruning_has_a_greatest_size"),
        (Defect::EveryPayloadIsSmall, "lookups::payloads_tell_their_size"),
        (Defect::RemovesWhateverVersionThereIs, "trails::a_removal_expects_its_version"),
        (Defect::KeepsRemovedRecords, "trails::a_removed_record_is_gone"),
        (Defect::RemovesTheHeadAlone, "trails::a_removed_record_is_gone"),
        (Defect::NumbersInTheCommit, "races::who_follows_events_is_told_all"),
        (Defect::NumbersInTheCommit, "races::who_follows_wakes_is_told_all"),
        (Defect::NumbersInTheCommit, "races::who_begins_to_follow_wakes_is_told_all"),
        (Defect::LastChangeIsUnderWay, "races::who_begins_to_follow_wakes_is_told_all"),
        (Defect::LoadsInTwoSteps, "races::a_load_sees_one_moment"),
        (Defect::PayloadsFollowTheCommit, "races::a_commit_that_is_given_up_is_whole_or_nothing"),
    ] {
        check(defect, rule).await;
    }
}

#[tokio::test]
async fn a_failure_is_told_in_words() {
    let report = run(Defect::IgnoresTheVersion, "").await;
    let text = report.to_string();
    let expected = "commits::another_version_is_a_conflict does not hold
  looking at commit that expects version 0 of a record in version 2
  expected:   a conflict
  found:      Ok(())
  it matters: two nodes decide at once; the second must not overwrite what the first decided
";
    assert!(text.starts_with(expected) || text.contains(&format!("\n{expected}")), "{text}");
}

/// The wrapper itself changes nothing: what fails above fails because of its defect.
#[tokio::test]
async fn the_wrapper_without_a_defect_conforms() {
    let report = run(Defect::None, "").await;
    assert!(report.passed(), "{report}");
}
