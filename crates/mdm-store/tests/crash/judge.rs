//! Says whether what the server keeps agrees with what those saw who stand outside. It shares no code with the stores.

use std::collections::{BTreeMap, BTreeSet};

use mdm_enrollment::audit::{EventLine, Line, Tip, Verifier};
use mdm_enrollment::{CommandUuid, Event, EventKind, Fact};
use mdm_sim::Phone;

use crate::fleet::{Guest, Many, Sight, Told, Wanted, key_of};
use crate::wire::number;

/// What is wrong, in words.
pub(crate) type Verdict = Result<(), String>;

/// A command as the server tells it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) seq: u64,
    pub(crate) uuid: String,
    pub(crate) state: String,
}

impl Kept {
    pub(crate) fn is_final(&self) -> bool {
        !["Queued", "Sent", "Unanswered", "NotNow"].contains(&self.state.as_str())
    }
}

/// Remembers what was final, and what it became.
#[derive(Default)]
pub(crate) struct Judge {
    ends: BTreeMap<(usize, String), String>,
    /// What was open when a phone was looked at last.
    open: BTreeMap<(usize, String), String>,
    /// Orders to many that are through, with all of their commands.
    through: BTreeSet<String>,
    /// The place behind which something is open, by phone.
    open_from: BTreeMap<usize, u64>,
}

impl Judge {
    /// Where the history of a phone is still of interest: everything before it is final and was looked at.
    pub(crate) fn open_from(&self, phone: usize) -> Option<u64> {
        self.open_from.get(&phone).copied()
    }

    /// After a restart. `kept` is the history of a phone from [`Self::open_from`] on.
    pub(crate) fn after_restart(
        &mut self,
        phone: usize,
        wanted: &[Wanted],
        kept: &[Kept],
        comes: bool,
    ) -> Verdict {
        self.look(phone, wanted, kept)?;
        // Wake: whatever may go or may go later, the device is to be woken or comes by itself.
        if let Some(open) = kept.iter().find(|kept| !kept.is_final())
            && !comes
        {
            return Err(format!("{phone} has {open:?} open, and nothing brings it here"));
        }
        Ok(())
    }

    fn look(&mut self, phone: usize, wanted: &[Wanted], kept: &[Kept]) -> Verdict {
        let stored: BTreeMap<&str, &Kept> = kept.iter().map(|kept| (kept.uuid.as_str(), kept)).collect();
        let wanted: Vec<_> = wanted.iter().filter(|wanted| wanted.phone == phone).collect();
        let known: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.uuid.as_str()).collect();
        if let Some(foreign) = kept.iter().find(|kept| !known.contains(kept.uuid.as_str())) {
            return Err(format!("nobody ordered {foreign:?}"));
        }
        if kept.len() != stored.len() {
            return Err(format!("a command of {phone} is there twice"));
        }
        let mut last = None;
        for wanted in &wanted {
            let kept = stored.get(wanted.uuid.as_str());
            match (kept, self.ends.get(&(phone, wanted.uuid.clone()))) {
                (Some(kept), Some(end)) if kept.state != *end => {
                    return Err(format!("{kept:?} was final before, as {end}"));
                }
                (Some(kept), _) if last.is_some_and(|last| last >= kept.seq) => {
                    return Err(format!("{kept:?} was ordered after place {last:?}"));
                }
                (Some(kept), _) => {
                    last = Some(kept.seq);
                    if wanted.cancelled && kept.state != "Cancelled" {
                        return Err(format!("{kept:?} was cancelled"));
                    }
                    if kept.is_final() {
                        self.ends.insert((phone, kept.uuid.clone()), kept.state.clone());
                    }
                }
                (None, None) if wanted.acknowledged => {
                    return Err(format!("an acknowledged order is lost: {wanted:?}"));
                }
                (None, _) => {}
            }
        }
        self.open.retain(|(other, _), _| *other != phone);
        let open = kept.iter().filter(|kept| !kept.is_final());
        self.open.extend(open.map(|kept| ((phone, kept.uuid.clone()), kept.state.clone())));
        let open = kept.iter().take_while(|kept| kept.is_final()).last();
        if let Some(done) = open {
            self.open_from.insert(phone, done.seq);
        }
        Ok(())
    }

    /// Whether there is nothing more to be said of an order to many.
    pub(crate) fn is_through(&self, many: &Many) -> bool {
        self.through.contains(&many.id)
    }

    /// What the server counts of an order to many is what a look at each phone says, each phone once. The phones were all
    /// looked at. `progress` is the answer of the server; `None` when it knows no such order.
    pub(crate) fn see_many(&mut self, many: &Many, progress: Option<&[Vec<u8>]>) -> Verdict {
        let Some([stage, counts @ ..]) = progress else {
            return match many.placed {
                true => Err(format!("an acknowledged order to many is lost: {}", many.id)),
                false => Ok(()),
            };
        };
        let (mut commands, mut states) = ([0; 6], Vec::new());
        for phone in &many.phones {
            let of = (*phone, many.uuid.clone());
            let Some(state) = self.ends.get(&of).or_else(|| self.open.get(&of)) else { continue };
            states.push((phone, state));
            commands[match state.as_str() {
                "Queued" => 0,
                "Sent" | "Unanswered" => 1,
                "NotNow" => 2,
                "Acknowledged" => 3,
                "Error" => 4,
                _ => 5,
            }] += 1;
        }
        let reached: u64 = commands.iter().sum();
        let counts: Vec<_> = counts.iter().map(|count| number(count)).collect();
        let [queued, unknown, total, counted @ ..] = &counts[..] else { panic!("{counts:?}") };
        let strangers = many.strangers as u64;
        if (*queued, queued + unknown) != (reached, *total) || *counted != commands || *unknown > strangers {
            return Err(format!(
                "{} reached {reached} phones, {states:?}; it is counted as {counts:?}",
                many.id
            ));
        }
        let is_expanded = stage == b"Expanded";
        if is_expanded && (reached, *unknown) != (many.phones.len() as u64, strangers) {
            return Err(format!("{} is carried out for {:?}, and only {counts:?}", many.id, many.phones));
        }
        if is_expanded && commands[..3] == [0; 3] {
            self.through.insert(many.id.clone());
        }
        Ok(())
    }

    /// At the end, when everything had the time to come to its end. `kept` is the whole history.
    pub(crate) fn at_the_end(&mut self, guest: &Guest, wanted: &[Wanted], kept: &[Kept]) -> Verdict {
        self.look(guest.number, wanted, kept)?;
        if let Some(open) = kept.iter().find(|kept| !kept.is_final()) {
            return Err(format!("{open:?} of {} never ended", guest.number));
        }
        if let Some(lost) = wanted
            .iter()
            .find(|wanted| wanted.phone == guest.number && kept.iter().all(|kept| kept.uuid != wanted.uuid))
        {
            return Err(format!("an acknowledged order is lost: {lost:?}"));
        }
        sights(&guest.seen)?;
        kept.iter().try_for_each(|kept| agrees(&guest.phone, &guest.seen, kept))
    }

    /// The trail as somebody read it through all lives of the server, and as it is read now from its beginning.
    pub(crate) fn trail(
        &self,
        followed: &[Told],
        whole: &[Told],
        wanted: &[Wanted],
        guests: &[Guest],
    ) -> Verdict {
        if let Some((at, told)) = whole.iter().enumerate().find(|(at, told)| followed.get(*at) != Some(told))
        {
            return Err(format!("event {at} of the trail, {}, was read as {:?}", told.id, followed.get(at)));
        }
        if followed.len() != whole.len() {
            return Err("an event that was read is not in the trail".to_owned());
        }
        if let Some(pair) = whole.windows(2).find(|pair| pair[0].position >= pair[1].position) {
            return Err(format!("{} does not come after {}", pair[1].id, pair[0].id));
        }
        chained(whole)?;
        let mut last: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        let mut lives: BTreeMap<(String, String), Life> = BTreeMap::new();
        let mut ordered: BTreeMap<&str, u64> = BTreeMap::new();
        for told in whole {
            let place = place(&told.id);
            let before = last.insert(&told.record, place);
            let follows = match before {
                Some((version, number)) => {
                    place == (version, number + 1) || place.0 > version && place.1 == 0
                }
                None => place.1 == 0,
            };
            if !follows {
                return Err(format!("{} follows {before:?} in the trail", told.id));
            }
            match Event::decode(&told.body).map_err(|error| format!("{}: {error}", told.id))?.kind {
                EventKind::Ordered { commands, .. } => *ordered.entry(&told.record).or_default() += commands,
                EventKind::Command(fact) => {
                    let Some(uuid) = uuid(&fact) else { continue };
                    let life = lives.entry((told.record.clone(), uuid.as_str().to_owned())).or_default();
                    life.add(&fact).map_err(|wrong| format!("{}: {fact:?}: {wrong}", told.id))?;
                }
                _ => {}
            }
        }
        for wanted in wanted {
            let of = (key_of(wanted.phone), wanted.uuid.clone());
            let life = lives.get(&of).ok_or_else(|| format!("no event tells of {wanted:?}"))?;
            let state = &self.ends[&(wanted.phone, wanted.uuid.clone())];
            if life.state.as_ref() != Some(state) {
                return Err(format!("{wanted:?} ended as {state}; the trail tells {life:?}"));
            }
            let received = Sight::Received(wanted.uuid.clone());
            let received =
                guests[wanted.phone].seen.iter().filter(|sight| **sight == received).count() as u64;
            if received > life.handed_out.into() {
                return Err(format!("{wanted:?} arrived {received} times; the trail tells {life:?}"));
            }
            let refused = Sight::Told(wanted.uuid.clone(), "NotNow".to_owned());
            let is_late = ["Cancelled", "Superseded"].contains(&state.as_str());
            if guests[wanted.phone].seen.contains(&refused) && life.refused == 0 && !is_late {
                return Err(format!("{wanted:?} was refused; the trail tells {life:?}"));
            }
        }
        for guest in guests {
            let key = key_of(guest.number);
            let count = wanted.iter().filter(|wanted| wanted.phone == guest.number).count() as u64;
            if ordered.get(key.as_str()).copied().unwrap_or_default() != count {
                return Err(format!("{count} orders for {key}, the trail tells {ordered:?}"));
            }
        }
        Ok(())
    }
}

/// Every event is a link of the chain of its record, from the first one on.
fn chained(whole: &[Told]) -> Verdict {
    let mut verifier = Verifier::new();
    for told in whole {
        let (version, index) = place(&told.id);
        let body = std::str::from_utf8(&told.body).map_err(|error| format!("{}: {error}", told.id))?;
        let at = i64::try_from(told.at).map_err(|error| format!("{}: {error}", told.id))?;
        let (key, body) = (told.record.as_str().into(), body.into());
        let event = EventLine { key, version, index, at, body };
        verifier.take(&Line::Event(event)).map_err(|broken| broken.to_string())?;
    }
    let summary = verifier.finish().map_err(|broken| broken.to_string())?;
    // Nothing is pruned here: who begins in the middle has lost what was before.
    let begun = whole.iter().filter(|told| Tip::of_body(&told.body).is_some_and(|tip| tip.count == 0));
    if (summary.events, summary.chains) != (whole.len() as u64, begun.count() as u64) {
        return Err(format!("not all of the {} events are in chains: {summary:?}", whole.len()));
    }
    Ok(())
}

/// What the trail tells of one command.
#[derive(Debug, Default)]
struct Life {
    is_queued: bool,
    handed_out: u32,
    refused: u32,
    state: Option<String>,
}

impl Life {
    fn add(&mut self, fact: &Fact) -> Verdict {
        let is_over = self.state.is_some();
        let counts = |count: &mut u32, told: u32| {
            *count += 1;
            if *count == told { Ok(()) } else { Err(format!("it is the {count}. time")) }
        };
        match fact {
            Fact::Queued { .. } if self.is_queued => Err("twice".to_owned()),
            Fact::Queued { .. } => {
                self.is_queued = true;
                Ok(())
            }
            _ if !self.is_queued => Err("before it was queued".to_owned()),
            Fact::HandedOut { .. } | Fact::Deferred { .. } | Fact::Ended { .. } if is_over => {
                Err("after its end".to_owned())
            }
            Fact::HandedOut { delivery, .. } => counts(&mut self.handed_out, *delivery),
            Fact::Deferred { refusal, .. } => counts(&mut self.refused, *refusal),
            Fact::Ended { state, .. } => {
                self.state = Some(state.to_string());
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The command that a fact is about, as far as the judge has a word to say.
fn uuid(fact: &Fact) -> Option<&CommandUuid> {
    match fact {
        Fact::Queued { uuid }
        | Fact::HandedOut { uuid, .. }
        | Fact::Deferred { uuid, .. }
        | Fact::Ended { uuid, .. } => Some(uuid),
        _ => None,
    }
}

/// Version and number of `{record}/{version}/{number}`.
fn place(id: &str) -> (u64, u64) {
    let mut parts = id.rsplit('/').map(|part| part.parse().unwrap());
    let number = parts.next().unwrap();
    (parts.next().unwrap(), number)
}

/// What the server has taken as final it never hands out again.
fn sights(seen: &[Sight]) -> Verdict {
    let mut done = BTreeSet::new();
    for sight in seen {
        match sight {
            Sight::Received(uuid) if done.contains(uuid) => {
                return Err(format!("{uuid} was handed out after its answer was taken"));
            }
            Sight::Told(uuid, status) if status != "NotNow" => drop(done.insert(uuid)),
            _ => {}
        }
    }
    Ok(())
}

/// What is kept of a command is what the phone did with it.
fn agrees(phone: &Phone, seen: &[Sight], kept: &Kept) -> Verdict {
    let ran = |status: &str| {
        phone.executed().iter().any(|run| run.uuid == kept.uuid && run.status.as_str() == status)
    };
    let told = |status: &str| seen.contains(&Sight::Told(kept.uuid.clone(), status.to_owned()));
    let is_told = told("Acknowledged") || told("Error");
    match kept.state.as_str() {
        "Acknowledged" | "Error" if !ran(&kept.state) => Err(format!("{kept:?} did not happen")),
        "Acknowledged" | "Error" if !is_told => Err(format!("{kept:?} was not reported")),
        "Acknowledged" | "Error" | "Cancelled" | "Superseded" => Ok(()),
        _ => Err(format!("{kept:?} has no reason to end so")),
    }
}
