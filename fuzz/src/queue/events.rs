//! Bytes as a sequence of events: what callers and devices do to a queue.
//!
//! Eight bytes an event, so that any bytes are a sequence, and a sequence from which an event is left out is one.
//! Commands are picked by how long ago they were ordered, so that what is left keeps its meaning.

use std::time::Duration;

use mdm_command::{Barrier, Hold, Mode, Policy, Priority, Redelivery, Waking};
use mdm_lock::{Footprint, Kind, LockState, LostMode, Passcode, Platform};

/// Bytes of one event.
pub(crate) const WIDTH: usize = 8;

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Enqueue(Vec<Wish>),
    /// The device says something, and the reply may be lost.
    Says(Says, Reply),
    Wait(Step),
    Cancel(Pick),
    Hold(Pick, Hold),
    Expire,
    /// Forgets what ended before so many seconds, but for the last few.
    Prune(u64, usize),
    Unenroll,
    Observe(Seen),
    Mode(Mode),
    /// From now on this request type is refused at hand-out.
    Forbid(Option<&'static str>),
}

/// One order, before it has a name.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) command: &'static str,
    pub(crate) footprint: Footprint,
    /// The name of an earlier one instead of a new one.
    pub(crate) taken_name: Option<Pick>,
    pub(crate) after: Vec<Pick>,
    pub(crate) group: Option<u32>,
    pub(crate) supersedes: Vec<Pick>,
    pub(crate) priority: Priority,
    pub(crate) hold: Hold,
    pub(crate) waking: Waking,
    pub(crate) same: Option<Want>,
    pub(crate) redelivery: Option<Redelivery>,
    /// Seconds from now.
    pub(crate) not_before: Option<u64>,
    /// Seconds from now.
    pub(crate) expires: Option<u64>,
}

/// Which of two that want the same stays, and a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Want {
    KeepPending(&'static str),
    KeepNew(&'static str),
}

/// Which command: so many names back from the last one; in a batch it counts from the batch's own end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick(pub(crate) u8);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    Idle,
    /// About the command that it holds, or `Idle` when it holds none.
    Answers(Status),
    /// What it said last, once more.
    Repeats,
    /// About any command.
    About(Pick, Status),
    /// About a command that nobody has ordered.
    Stranger(Status),
    /// Something that cannot be read; two reports with the same number are the same bytes.
    Unreadable(u8),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Status {
    Acknowledged,
    Error(Option<LostMode>),
    CommandFormatError,
    NotNow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Arrives,
    Lost,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Forth(u64),
    Back(u64),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    Lock(LockState),
    LostMode(LostMode),
    Passcode(Passcode),
    Restarted,
}

/// What stays the same through a sequence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) policy: Policy,
    pub(crate) platform: Platform,
}

/// The setting, and the events.
pub(crate) fn decode(bytes: &[u8]) -> (Setting, Vec<Event>) {
    let mut chunks = bytes.chunks(WIDTH).map(|chunk| {
        let mut event = [0; WIDTH];
        event[..chunk.len()].copy_from_slice(chunk);
        event
    });
    let setting = setting(chunks.next().unwrap_or_default());
    let mut events = Vec::new();
    while let Some(chunk) = chunks.next() {
        events.push(event(chunk, &mut chunks));
    }
    (setting, events)
}

fn setting([mode, refusals, hours, stuck, most, platform, ..]: [u8; WIDTH]) -> Setting {
    let after = Duration::from_secs(pick(&[0, 0, 3600, 24 * 3600], hours));
    let barrier = match refusals % 4 {
        0 => Barrier::Strict,
        refusals => Barrier::Opens { refusals: refusals.into(), after },
    };
    let policy = Policy {
        mode: mode_of(mode),
        barrier,
        stuck_after: Duration::from_secs(pick(&[7 * 24 * 3600, 0, 3600], stuck)),
        max_open: pick(&[1_000_000, 1_000_000, 1_000_000, 6], most),
    };
    Setting { policy, platform: pick(&[Platform::Ios, Platform::Ios, Platform::Macos], platform) }
}

fn event(chunk: [u8; WIDTH], rest: &mut impl Iterator<Item = [u8; WIDTH]>) -> Event {
    let [tag, a, b, c, ..] = chunk;
    match tag % 32 {
        0..10 => {
            let more = pick(&[0, 0, 0, 0, 1, 1, 2, 4], tag / 32);
            Event::Enqueue(std::iter::once(chunk).chain(rest.take(more)).map(wish).collect())
        }
        10..22 => Event::Says(says(a, b), if c % 8 == 7 { Reply::Lost } else { Reply::Arrives }),
        22 | 23 => Event::Wait(match pick(&STEPS, a) {
            step @ 0.. => Step::Forth(step.unsigned_abs()),
            step => Step::Back(step.unsigned_abs()),
        }),
        24 => Event::Cancel(Pick(a)),
        25 => Event::Hold(Pick(a), Hold::Held),
        26 | 27 => Event::Hold(Pick(a), Hold::Free),
        28 => Event::Expire,
        29 => Event::Prune(pick(&[0, 100, 10_000], a), pick(&[0, 1, 5], b)),
        30 => Event::Observe(pick(&SEEN, a)),
        _ => match a % 8 {
            0 => Event::Unenroll,
            1..5 => Event::Mode(mode_of(b)),
            _ => Event::Forbid(pick(&[None, None, Some("InstallProfile"), Some("DeviceLock")], b)),
        },
    }
}

const STEPS: [i64; 16] =
    [1, 1, 7, 29, 31, 60, 299, 301, 301, 1_000, 4_000, 90_000, 700_000, -1, -40, -100_000];

const SEEN: [Seen; 8] = [
    Seen::Lock(LockState::Locked),
    Seen::Lock(LockState::Unlocked),
    Seen::LostMode(LostMode::On),
    Seen::LostMode(LostMode::Off),
    Seen::Passcode(Passcode::Absent),
    Seen::Passcode(Passcode::Present),
    Seen::Restarted,
    Seen::Lock(LockState::PowerNap),
];

fn says(what: u8, more: u8) -> Says {
    const STATUS: [Status; 16] = [
        Status::Acknowledged,
        Status::Acknowledged,
        Status::Acknowledged,
        Status::Acknowledged,
        Status::Acknowledged,
        Status::NotNow,
        Status::NotNow,
        Status::NotNow,
        Status::NotNow,
        Status::NotNow,
        Status::NotNow,
        Status::Error(None),
        Status::Error(None),
        Status::Error(Some(LostMode::On)),
        Status::Error(Some(LostMode::Off)),
        Status::CommandFormatError,
    ];
    let status = pick(&STATUS, what / 16);
    match what % 16 {
        0..9 => Says::Answers(status),
        9..12 => Says::Idle,
        12 => Says::Repeats,
        13 => Says::About(Pick(more), status),
        14 => Says::Unreadable(more % 4),
        _ => Says::Stranger(status),
    }
}

fn mode_of(byte: u8) -> Mode {
    pick(&[Mode::Plan, Mode::Plan, Mode::Fifo, Mode::Shadow], byte)
}

fn wish([_, what, key, chain, back, same, terms, times]: [u8; WIDTH]) -> Wish {
    let (command, footprint) = command(what, key % 4);
    let picks = |times: u8| (0..times).map(|more| Pick(back.wrapping_add(more) % 16)).collect::<Vec<_>>();
    const KEYS: [&str; 2] = ["x", "y"];
    Wish {
        command,
        footprint,
        taken_name: (key / 4 == 63).then_some(Pick(back)),
        after: picks(pick(&[0, 0, 0, 1, 1, 2], chain % 8)),
        group: [None, None, None, None, None, Some(0), Some(0), Some(1)][usize::from(chain / 8 % 8)],
        supersedes: picks(u8::from(chain / 64 == 3 && same % 2 == 0)),
        priority: pick(&[Priority::Normal, Priority::Normal, Priority::Low, Priority::High], terms),
        hold: if terms / 4 % 8 == 7 { Hold::Held } else { Hold::Free },
        same: match same / 8 % 8 {
            6 => Some(Want::KeepPending(pick(&KEYS, same))),
            7 => Some(Want::KeepNew(pick(&KEYS, same))),
            _ => None,
        },
        redelivery: match terms / 32 {
            6 => Some(Redelivery::Repeat),
            7 => Some(Redelivery::Once),
            _ => None,
        },
        waking: if times / 64 == 3 { Waking::Quiet } else { Waking::Wakes },
        not_before: [None, None, None, None, None, Some(10), Some(400), Some(5_000)][usize::from(times % 8)],
        expires: [None, None, None, None, Some(5), Some(60), Some(1_000), Some(100_000)]
            [usize::from(times / 8 % 8)],
    }
}

/// A request type, and what the caller says that it touches. Not always what is sensible.
fn command(what: u8, key: u8) -> (&'static str, Footprint) {
    let none = Footprint::new();
    let name = ["a", "b", "c", "d"][usize::from(key)];
    match what % 24 {
        0..4 => ("InstallProfile", none.put(Kind::Profile, name)),
        4..6 => ("RemoveProfile", none.remove(Kind::Profile, name)),
        6 => ("InstallProfile", none.put(Kind::Profile, name).put(Kind::Wifi, "w")),
        7 => ("RemoveProfile", none.remove(Kind::Profile, name).remove(Kind::Wifi, "w")),
        8 => ("RemoveProfile", none.remove(Kind::Profile, "a").remove(Kind::Profile, name)),
        9 => ("InstallApplication", none.put(Kind::App, name)),
        10 => ("RemoveApplication", none.remove(Kind::App, name)),
        11 => ("ProfileList", none.read_all(Kind::Profile)),
        12 => ("DeviceInformation", none.read_all(Kind::Device)),
        13 => ("SecurityInfo", none.read_all(Kind::Protection)),
        14 => ("RestartDevice", none.put_all(Kind::Power)),
        15 => ("DeviceLock", none.put_all(Kind::Protection)),
        16 => ("EnableLostMode", none.put_all(Kind::Protection)),
        17 => ("DisableLostMode", none.put_all(Kind::Protection)),
        18 => ("ClearPasscode", none.put_all(Kind::Protection)),
        19 => ("EraseDevice", Footprint::erase()),
        20 => ("LogOutUser", Footprint::unknown()),
        21..23 => ("Frobnicate", Footprint::unknown()),
        _ => ("Frobnicate", none),
    }
}

fn pick<T: Copy>(all: &[T], byte: u8) -> T {
    all[usize::from(byte) % all.len()]
}
