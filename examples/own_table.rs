//! A vendor's own queue table, driven by two crates of ours and no other: `mdm-lock` knows what a locked device will
//! do, `mdm-command` decides what goes out next. The table, the payloads and the connection to the device stay yours.
//!
//! What to copy: [`SCHEMA`], the few columns beside your own that let a connect load a window and not the whole queue;
//! [`LOAD_SESSION`], that window; and [`Table::decide`], the loop of every input: load, decide, write back what
//! changed, all in one transaction. The rest plays an afternoon: a Wi-Fi profile is replaced on a locked iPhone, and an
//! answer is lost on the way. The outcome is asserted; the exit status says so.
//!
//! ```text
//! cargo run --release --example own_table
//! ```

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mdm_command::{
    Answer, CommandUuid, Context, Entry, Fact, Hold, Order, Queue, QueueState, State, Turn, Wake,
};
use mdm_lock::{Footprint, Hazard, HazardKind, Kind, RuleTable, Subject};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// `payload` stands for whatever you keep of a command. All the others are computed from an [`Entry`] by
/// [`write_entry`]; `body` is the entry itself, and nobody but `mdm-command` looks inside.
const SCHEMA: &str = "
CREATE TABLE device (
    name TEXT PRIMARY KEY,
    os TEXT NOT NULL,
    state TEXT NOT NULL,         -- a QueueState: the session, the belief about the lock, the back-off
    open INTEGER NOT NULL,       -- how many commands are not final
    push_due INTEGER             -- seconds since 1970; NULL: no push is owed
) STRICT;
CREATE TABLE command (
    device TEXT NOT NULL REFERENCES device (name),
    seq INTEGER NOT NULL,        -- place in queue order
    uuid TEXT NOT NULL,
    payload TEXT,
    phase INTEGER NOT NULL,      -- 0 waits, 1 was handed out and not answered, 2 is final
    rank INTEGER NOT NULL,       -- a higher one goes first
    blocked INTEGER NOT NULL,    -- 1: an earlier command goes first, or somebody holds it
    refused_in INTEGER,          -- the session in which the device last refused it
    body TEXT NOT NULL,
    PRIMARY KEY (device, seq),
    UNIQUE (device, uuid)
) STRICT;
CREATE INDEX command_ready ON command (device, rank DESC, seq) WHERE phase = 0 AND blocked = 0;
CREATE INDEX command_outstanding ON command (device, seq) WHERE phase = 1;
CREATE INDEX command_open ON command (device, seq) WHERE phase <> 2;
CREATE TABLE edge (              -- which command waits for which
    device TEXT NOT NULL, earlier INTEGER NOT NULL, later INTEGER NOT NULL,
    PRIMARY KEY (device, later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_earlier ON edge (device, earlier);
CREATE TABLE history (device TEXT NOT NULL, at INTEGER NOT NULL, fact TEXT NOT NULL) STRICT;
";

/// What one exchange with a device needs: what is outstanding, what the device reports on, who waits for one of
/// those, and the first ready ones. ?2 is the reported command, ?3 the session whose refusals are left out.
///
/// When nothing in it may go, because the device is in Lost Mode or too much was refused, the queue asks for
/// [`LOAD_OPEN`]. With columns for that too a long queue that waits costs no more than an empty one: `Queue::new` says
/// which, and mdm-store's SQLite has them.
const LOAD_SESSION: &str = "
WITH first AS (
    SELECT seq FROM command WHERE device = ?1 AND phase = 1
    UNION SELECT seq FROM command WHERE device = ?1 AND uuid = ?2)
SELECT body FROM command WHERE device = ?1 AND seq IN (
    SELECT seq FROM first
    UNION SELECT later FROM edge WHERE device = ?1 AND earlier IN (SELECT seq FROM first)
    UNION SELECT seq FROM (
        SELECT seq FROM command
        WHERE device = ?1 AND phase = 0 AND blocked = 0 AND refused_in IS NOT ?3
        ORDER BY rank DESC, seq LIMIT 32))";

/// For the few decisions that say [`NeedsOpen`](mdm_command::Error::NeedsOpen).
const LOAD_OPEN: &str = "SELECT body FROM command WHERE device = ?1 AND phase <> 2";

/// The vendor's database.
struct Table {
    database: Connection,
    rules: RuleTable,
}

/// What is loaded for a decision.
enum Window<'a> {
    Session(&'a Answer<'a>),
    Open,
}

impl Table {
    fn open() -> Result<Self> {
        let database = Connection::open_in_memory()?;
        database.execute_batch(SCHEMA)?;
        Ok(Self { database, rules: RuleTable::default() })
    }

    fn add_device(&self, name: &str, os: &str) -> Result<()> {
        let state = serde_json::to_string(&QueueState::default())?;
        let sql = "INSERT INTO device (name, os, state, open) VALUES (?1, ?2, ?3, 0)";
        self.database.execute(sql, params![name, os, state])?;
        Ok(())
    }

    /// A device reports and asks for a command: the payload for the reply, which goes out after the commit.
    fn report(&mut self, device: &str, answer: &Answer<'_>, now: SystemTime) -> Result<Option<Handed>> {
        let decide = |queue: &Queue, context: &Context<'_>| {
            let turn = queue.report(answer, context, now)?;
            Ok((turn.next.clone(), turn))
        };
        let (next, transaction) = self.decide(device, Window::Session(answer), now, decide)?;
        let sql = "SELECT payload FROM command WHERE device = ?1 AND seq = ?2";
        let payload = |next: &mdm_command::Next| {
            transaction
                .query_row(sql, params![device, integer(next.seq)?], |row| row.get(0))
                .map_err(Into::into)
        };
        let payload: Option<Result<String>> = next.as_ref().map(payload);
        let payload = payload.transpose()?;
        transaction.commit()?;
        Ok(next.zip(payload).map(|(next, payload)| Handed { uuid: next.uuid, payload }))
    }

    /// An administrator's batch, all or nothing.
    fn order(&mut self, device: &str, batch: &[Wish], now: SystemTime) -> Result<()> {
        let (_, transaction) = self.enqueue(device, batch, now)?;
        for wish in batch {
            let sql = "UPDATE command SET payload = ?3 WHERE device = ?1 AND uuid = ?2";
            transaction.execute(sql, params![device, wish.order.uuid.as_str(), wish.payload])?;
        }
        Ok(transaction.commit()?)
    }

    /// What in a batch could surprise the administrator. A decision that is not committed changes nothing.
    fn preview(&mut self, device: &str, batch: &[Wish], now: SystemTime) -> Result<Vec<Hazard<u64>>> {
        let (hazards, transaction) = self.enqueue(device, batch, now)?;
        transaction.rollback()?;
        Ok(hazards)
    }

    fn enqueue(
        &mut self,
        device: &str,
        batch: &[Wish],
        now: SystemTime,
    ) -> Result<(Vec<Hazard<u64>>, Transaction<'_>)> {
        self.decide(device, Window::Open, now, |queue, context| {
            let receipt = queue.enqueue(batch.iter().map(|wish| wish.order.clone()), context, now)?;
            Ok((receipt.hazards.found, receipt.turn))
        })
    }

    /// Loads, decides, writes back what changed, and leaves the commit to the caller.
    ///
    /// One transaction from the first read on: two nodes that talk to one device decide one after the other. Where
    /// transactions do not lock what they read, take `SELECT … FOR UPDATE` on the device's row, or compare a version.
    fn decide<T>(
        &mut self,
        device: &str,
        window: Window<'_>,
        now: SystemTime,
        decide: impl Fn(&Queue, &Context<'_>) -> Result<(T, Turn), mdm_command::Error>,
    ) -> Result<(T, Transaction<'_>)> {
        let transaction = self.database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (subject, mut queue) = load(&transaction, device, &window)?;
        // Here is the place to ask your own support matrix whether a command may still go out: `refuse`.
        let context = Context::new(&self.rules, &subject);
        let (result, turn) = match decide(&queue, &context) {
            Err(mdm_command::Error::NeedsOpen) => {
                (_, queue) = load(&transaction, device, &Window::Open)?;
                decide(&queue, &context)?
            }
            decided => decided?,
        };
        let touched: BTreeSet<u64> = turn.changes.iter().filter_map(|change| queue.apply(change)).collect();
        for entry in touched.into_iter().filter_map(|seq| queue.at(seq)) {
            write_entry(&transaction, device, entry)?;
        }
        // An `Idle` with nothing to do changes nothing, and writes nothing.
        if !turn.changes.is_empty() {
            let sql = "UPDATE device SET state = ?2, open = ?3 WHERE name = ?1";
            let state = serde_json::to_string(queue.state())?;
            transaction.execute(sql, params![device, state, integer(queue.open())?])?;
        }
        let sql = "INSERT INTO history (device, at, fact) VALUES (?1, ?2, ?3)";
        for fact in &turn.facts {
            transaction.execute(sql, params![device, seconds(now)?, serde_json::to_string(fact)?])?;
        }
        let due = match turn.wake {
            Wake::Unchanged => return Ok((result, transaction)),
            Wake::NotNeeded => None,
            Wake::Due(due) => Some(due),
            // It comes by itself, most likely. One push a day does no harm.
            Wake::ByItself(latest) => latest.into_iter().chain([now + 24 * 60 * MINUTE]).min(),
        };
        let sql = "UPDATE device SET push_due = ?2 WHERE name = ?1";
        transaction.execute(sql, params![device, due.map(seconds).transpose()?])?;
        Ok((result, transaction))
    }

    /// Why each command waits, in one sentence.
    fn waiting(&mut self, device: &str, now: SystemTime) -> Result<Vec<String>> {
        let transaction = self.database.transaction()?;
        let (subject, queue) = load(&transaction, device, &Window::Open)?;
        let context = Context::new(&self.rules, &subject);
        let explained = queue.entries().filter_map(|entry| {
            let why = queue.explain(&entry.uuid, &context, now)?;
            Some(format!("{} ({}) {why}", entry.uuid, entry.command))
        });
        Ok(explained.collect())
    }

    fn push_due(&self, device: &str) -> Result<Option<i64>> {
        let sql = "SELECT push_due FROM device WHERE name = ?1";
        Ok(self.database.query_row(sql, [device], |row| row.get(0))?)
    }

    fn states(&self, device: &str) -> Result<Vec<(String, State)>> {
        let mut select = self.database.prepare("SELECT body FROM command WHERE device = ?1 ORDER BY seq")?;
        let bodies = select.query_map([device], |row| row.get::<_, String>(0))?;
        let entries = bodies.map(|body| Ok(serde_json::from_str::<Entry>(&body?)?));
        let entries = entries.collect::<Result<Vec<_>>>()?;
        Ok(entries.into_iter().map(|entry| (entry.uuid.to_string(), entry.state)).collect())
    }

    fn last_fact(&self, device: &str) -> Result<Option<Fact>> {
        let sql = "SELECT fact FROM history WHERE device = ?1 ORDER BY rowid DESC LIMIT 1";
        let fact: Option<String> = self.database.query_row(sql, [device], |row| row.get(0)).optional()?;
        Ok(fact.map(|fact| serde_json::from_str(&fact)).transpose()?)
    }
}

/// A command that goes out.
struct Handed {
    uuid: CommandUuid,
    payload: String,
}

fn load(transaction: &Transaction<'_>, device: &str, window: &Window<'_>) -> Result<(Subject, Queue)> {
    let sql = "SELECT os, state, open FROM device WHERE name = ?1";
    let (os, state, open): (String, String, i64) =
        transaction.query_row(sql, [device], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let state: QueueState = serde_json::from_str(&state)?;
    let body = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let bodies: Vec<String> = match window {
        Window::Open => {
            transaction.prepare(LOAD_OPEN)?.query_map([device], body)?.collect::<Result<_, _>>()?
        }
        Window::Session(answer) => {
            // With `Idle` a session begins, in which nothing was refused yet.
            let skip = match answer {
                Answer::Idle => None,
                _ => Some(integer(state.session.number)?),
            };
            let values = params![device, answer.uuid().map(CommandUuid::as_str), skip.unwrap_or(-1)];
            transaction.prepare(LOAD_SESSION)?.query_map(values, body)?.collect::<Result<_, _>>()?
        }
    };
    let entries = bodies.iter().map(|body| serde_json::from_str::<Entry>(body));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    Ok((Subject::ios(os.parse().ok()), Queue::new(state, entries, u64::try_from(open)?)))
}

fn write_entry(transaction: &Transaction<'_>, device: &str, entry: &Entry) -> Result<()> {
    let phase = match entry.state {
        State::Queued | State::NotNow => 0,
        State::Sent | State::Unanswered => 1,
        _ => 2,
    };
    let sql = "INSERT INTO command (device, seq, uuid, phase, rank, blocked, refused_in, body) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (device, seq) DO UPDATE SET phase = excluded.phase, \
        rank = excluded.rank, blocked = excluded.blocked, refused_in = excluded.refused_in, body = excluded.body";
    let blocked = !entry.waits_on.is_empty() || entry.terms.hold == Hold::Held;
    let (seq, refused_in) = (integer(entry.seq)?, entry.refused_in.map(integer).transpose()?);
    let body = serde_json::to_string(entry)?;
    let values = params![device, seq, entry.uuid.as_str(), phase, entry.rank(), blocked, refused_in, body];
    transaction.execute(sql, values)?;
    transaction.execute("DELETE FROM edge WHERE device = ?1 AND later = ?2", params![device, seq])?;
    let sql = "INSERT INTO edge (device, earlier, later) VALUES (?1, ?2, ?3)";
    for earlier in &entry.waits_on {
        transaction.execute(sql, params![device, integer(*earlier)?, seq])?;
    }
    Ok(())
}

fn integer(number: u64) -> Result<i64> {
    Ok(i64::try_from(number)?)
}

fn seconds(at: SystemTime) -> Result<i64> {
    integer(at.duration_since(UNIX_EPOCH)?.as_secs())
}

/// A command of the vendor: what the queue must know of it, and the bytes that it never sees.
struct Wish {
    order: Order,
    payload: String,
}

/// What a command touches is the vendor's to say: it wrote the profile, so it knows the network inside.
fn wish(uuid: &str, command: &str, target: &str, footprint: Footprint) -> Result<Wish> {
    let order = Order::new(CommandUuid::new(uuid)?, command, footprint);
    Ok(Wish { order, payload: format!("{command} {target}") })
}

/// A phone, as far as this afternoon needs one.
struct Phone {
    lock: Lock,
    profiles: BTreeSet<String>,
    executed: Vec<String>,
}

#[derive(PartialEq)]
enum Lock {
    Locked,
    Unlocked,
}

#[derive(PartialEq)]
enum Network {
    Works,
    /// The phone runs a command, and its answer does not arrive.
    LosesAnswers,
}

impl Phone {
    fn run(&mut self, payload: &str) -> Ran {
        let (command, target) = payload.split_once(' ').unwrap_or((payload, ""));
        match command {
            "InstallProfile" if self.lock == Lock::Locked => return Ran::NotNow,
            "InstallProfile" => {
                self.profiles.insert(target.to_owned());
            }
            "RemoveProfile" => {
                self.profiles.remove(target);
            }
            _ => {}
        }
        self.executed.push(payload.to_owned());
        Ran::Acknowledged
    }

    /// Connects and answers until it gets nothing more.
    fn connect(&mut self, table: &mut Table, now: SystemTime, network: Network) -> Result<()> {
        let mut next = table.report(PHONE, &Answer::Idle, now)?;
        while let Some(Handed { uuid, payload }) = next {
            let ran = self.run(&payload);
            let (answer, text) = match ran {
                Ran::NotNow => (Answer::NotNow { uuid: &uuid }, "NotNow"),
                Ran::Acknowledged => (Answer::Acknowledged { uuid: &uuid }, "Acknowledged"),
            };
            if network == Network::LosesAnswers {
                println!("  phone   {uuid} {payload}: {text}, and the answer is lost");
                return Ok(());
            }
            println!("  phone   {uuid} {payload}: {text}");
            next = table.report(PHONE, &answer, now)?;
        }
        println!("  server  nothing more for now");
        Ok(())
    }
}

enum Ran {
    Acknowledged,
    NotNow,
}

const PHONE: &str = "phone-17";
const OLD: &str = "com.example.wifi.2025";
const NEW: &str = "com.example.wifi.2026";
const MINUTE: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    let noon = UNIX_EPOCH + Duration::from_secs(1_800_014_400);
    let mut table = Table::open()?;
    table.add_device(PHONE, "18.3")?;
    let mut phone = Phone { lock: Lock::Locked, profiles: [OLD.to_owned()].into(), executed: Vec::new() };

    println!("12:00, the administrator wants another Wi-Fi profile on a phone");
    let old = Footprint::new().remove(Kind::Profile, OLD).remove(Kind::Wifi, "Office");
    let new = Footprint::new().put(Kind::Profile, NEW).put(Kind::Wifi, "Office");
    let remove = || wish("R", "RemoveProfile", OLD, old.clone());
    let install = || wish("I", "InstallProfile", NEW, new.clone());
    let query = || wish("Q", "DeviceInformation", "OSVersion", Footprint::new().read_all(Kind::Device));
    let hazards = table.preview(PHONE, &[remove()?, install()?, query()?], noon)?;
    for hazard in &hazards {
        println!("  server  warns: {hazard}");
        hazard.remedies.iter().for_each(|remedy| println!("          remedy: {remedy}"));
    }
    assert!(hazards.iter().any(|hazard| hazard.kind == HazardKind::Gap), "the gap is seen before it happens");
    assert_eq!(table.states(PHONE)?, [], "a preview writes nothing");

    println!("12:01, the advice is taken: the new profile first, the old one after it");
    table.order(PHONE, &[install()?, remove()?, query()?], noon + MINUTE)?;
    assert_eq!(table.push_due(PHONE)?, Some(seconds(noon + MINUTE)?), "a push is owed at once");

    println!("12:02, the push is sent and the phone connects. It is locked, which nobody knows");
    phone.connect(&mut table, noon + 2 * MINUTE, Network::Works)?;
    for sentence in table.waiting(PHONE, noon + 2 * MINUTE)? {
        println!("  server  {sentence}");
    }
    use State::{Acknowledged, NotNow, Queued};
    let states = |i, r, q| [("I".to_owned(), i), ("R".to_owned(), r), ("Q".to_owned(), q)];
    assert_eq!(table.states(PHONE)?, states(NotNow, Queued, Acknowledged));
    assert!(phone.profiles.contains(OLD), "the removal waits, so that the locked phone keeps its network");

    println!("14:00, the user unlocks. The phone comes by itself, since its last status was NotNow");
    phone.lock = Lock::Unlocked;
    let unlocked = noon + 120 * MINUTE;
    phone.connect(&mut table, unlocked, Network::LosesAnswers)?;
    let silent = unlocked + mdm_command::SESSION_SILENCE;
    assert_eq!(table.push_due(PHONE)?, Some(seconds(silent)?), "silence is answered with a push");

    println!("14:06, that push is sent. The command is offered again under the same name");
    phone.connect(&mut table, silent + MINUTE, Network::Works)?;
    assert_eq!(table.states(PHONE)?, states(Acknowledged, Acknowledged, Acknowledged));
    let run = |command: &str, target: &str| format!("{command} {target}");
    let expected = [
        run("DeviceInformation", "OSVersion"),
        run("InstallProfile", NEW),
        run("InstallProfile", NEW),
        run("RemoveProfile", OLD),
    ];
    assert_eq!(phone.executed, expected, "the order held across a refusal and a lost answer");
    assert_eq!(phone.profiles, [NEW.to_owned()].into());
    assert_eq!(table.push_due(PHONE)?, None, "nobody need be woken");

    println!("14:07, the lost answer arrives after all");
    let install = CommandUuid::new("I")?;
    let nothing = table.report(PHONE, &Answer::Acknowledged { uuid: &install }, silent + 2 * MINUTE)?;
    assert!(nothing.is_none());
    let late = Fact::LateResult { uuid: install, state: Acknowledged };
    assert_eq!(table.last_fact(PHONE)?, Some(late), "it is recorded and changes nothing");
    assert_eq!(table.states(PHONE)?, states(Acknowledged, Acknowledged, Acknowledged));
    println!("  server  recorded; it changes nothing");

    println!("\nEverything came out as ordered.");
    Ok(())
}
