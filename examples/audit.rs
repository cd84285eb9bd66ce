//! The audit trail as a tool: checkpoints made and signed, the trail of a tenant exported, an export verified.
//!
//! ```text
//! openssl genpkey -algorithm ed25519 -out audit.key && openssl pkey -in audit.key -pubout -out audit.pem
//! cargo run --example audit -- checkpoint store.db acme --sign audit.key --keep-days 365 --consumer tickets
//! cargo run --example audit -- export store.db acme > trail.jsonl
//! cargo run --example audit -- verify trail.jsonl --key audit.pem
//! cargo run --example audit -- --selftest
//! ```
//!
//! A store is the path of an SQLite file, `postgres://USER:PASSWORD@HOST/DATABASE`, or `@FILE` with that in its first line.
//! What is old is pruned as far as every consumer that is named was told of it: name all that the store has, because events
//! that are pruned are told to nobody. One that was told nothing yet keeps everything.
//!
//! `verify` needs neither the store nor the server: the file and the public key are enough. It prints what it found, and the
//! first link that is broken. The exit status is 0 for a trail that is whole, 1 for one that is not and for a failure, 2 for
//! a command line that says nothing.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use mdm_enrollment::audit::{Broken, Line, Signature, Summary, Verifier};
use mdm_enrollment::row::Tenant;
use mdm_examples::Result;
use mdm_store::{
    AnyStore, Auditor, ConnectionString, EventPosition, Outbox, OutboxOptions, Postgres, Sqlite,
};
use openssl::pkey::{HasPublic, PKey, Private, Public};
use openssl::sign;

const USAGE: &str = "\
usage: audit checkpoint STORE TENANT [--sign KEY] [--keep-days DAYS] [--consumer NAME]...
       audit export STORE TENANT
       audit verify FILE [--key PUBLIC_KEY]
       audit --selftest";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let told =
        runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(&words, SystemTime::now())));
    match told {
        Ok(Some(text)) => {
            // An export is on the standard output already.
            if !text.is_empty() {
                println!("{text}");
            }
            ExitCode::SUCCESS
        }
        Ok(None) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("audit: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What there is to say; `None` for a command line that says nothing.
async fn run(words: &[&str], now: SystemTime) -> Result<Option<String>> {
    let text = match words {
        ["checkpoint", store, tenant, options @ ..] => {
            let (mut key, mut keep, mut consumers) = (None, None, Vec::new());
            for option in options.chunks(2) {
                match option {
                    ["--consumer", name] => consumers.push(*name),
                    ["--sign", path] => key = Some(PKey::private_key_from_pem(&fs::read(path)?)?),
                    ["--keep-days", days] => keep = Some(Duration::from_secs(days.parse::<u64>()? * 86_400)),
                    _ => return Ok(None),
                }
            }
            checkpoint(&open(store).await?, tenant, key.as_ref(), keep, &consumers, now).await?
        }
        ["export", store, tenant] => {
            let mut out = std::io::BufWriter::new(std::io::stdout());
            let count = export(&open(store).await?, tenant, &mut out).await?;
            out.flush()?;
            eprintln!("{count} lines");
            return Ok(Some(String::new()));
        }
        ["verify", file] => whole(verify(Path::new(file), None)??, false),
        ["verify", file, "--key", key] => {
            let key = PKey::public_key_from_pem(&fs::read(key)?)?;
            whole(verify(Path::new(file), Some(&key))??, true)
        }
        ["--selftest"] => selftest::run(now).await?,
        _ => return Ok(None),
    };
    Ok(Some(text))
}

/// SQLite makes a file that is not there; a tool that looks at one does not.
async fn open(place: &str) -> Result<AnyStore> {
    let read = |path: &str| fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let text = place.strip_prefix('@').map(read).transpose()?;
    let place = text.as_deref().map_or(place, |text| text.lines().next().unwrap_or_default());
    if ["postgres://", "postgresql://"].iter().any(|scheme| place.starts_with(scheme)) {
        return Ok(Postgres::open(&ConnectionString::new(place)).await?.into());
    }
    if text.is_some() {
        return Err("the file does not begin with postgres://".into());
    }
    fs::metadata(place).map_err(|error| format!("{place}: {error}"))?;
    Ok(Sqlite::open(place)?.into())
}

fn named(tenant: &str) -> Result<Tenant> {
    Tenant::new(tenant).ok_or_else(|| "this cannot be the name of a tenant".into())
}

async fn checkpoint(
    store: &AnyStore,
    tenant: &str,
    key: Option<&PKey<Private>>,
    keep: Option<Duration>,
    consumers: &[&str],
    now: SystemTime,
) -> Result<String> {
    let mut auditor = Auditor::new(store, [named(tenant)?]);
    if let Some(key) = key.cloned() {
        auditor = auditor.signed_by(move |checkpoint, signature| {
            signature.is_some_and(|signature| is_signed(&key, &checkpoint.to_be_signed(), signature))
        });
    }
    let mut text = "nothing has happened since the last checkpoint".to_owned();
    let drafts = auditor.drafts(keep, now).await?;
    if let Some((_, broken)) = drafts.stopped.first() {
        return Err(format!("no checkpoint is made before this was put back: {broken}").into());
    }
    for draft in drafts {
        if let Some(broken) = draft.broken() {
            eprintln!("audit: nothing more is forgotten of this tenant: {broken}");
        }
        let checkpoint = draft.checkpoint().clone();
        let signature = key.map(|key| signed(key, &checkpoint.to_be_signed())).transpose()?;
        auditor.commit(draft, signature).await?;
        text = format!("checkpoint {}: {}", checkpoint.number, checkpoint.digest());
    }
    let up_to = told(store, consumers).await?;
    let mut gone = 0;
    loop {
        match auditor.prune(up_to).await? {
            0 => return Ok(format!("{text}, {gone} old events and checkpoints pruned")),
            some => gone += some,
        }
    }
}

/// The position up to which all of these consumers were told.
async fn told(store: &AnyStore, consumers: &[&str]) -> Result<EventPosition> {
    let mut up_to = EventPosition(u64::MAX);
    for name in consumers {
        let outbox = Outbox::new(store, name, OutboxOptions::default());
        up_to = up_to.min(outbox.ok_or("this cannot be the name of a consumer")?.position().await?);
    }
    Ok(up_to)
}

/// Any key that OpenSSL signs with without being told a digest; the name is the beginning of the public key's hash.
fn signed(key: &PKey<Private>, bytes: &[u8]) -> Result<Signature> {
    let public = key.public_key_to_der()?;
    let name = mdm_enrollment::audit::Digest::of(&public).to_string();
    let bytes = sign::Signer::new_without_digest(key)?.sign_oneshot_to_vec(bytes)?;
    Ok(Signature { key: name.chars().take(16).collect(), bytes })
}

fn is_signed<K: HasPublic>(key: &PKey<K>, bytes: &[u8], signature: &Signature) -> bool {
    let verifier = sign::Verifier::new_without_digest(key);
    verifier.is_ok_and(|mut verifier| verifier.verify_oneshot(&signature.bytes, bytes).unwrap_or(false))
}

async fn export(store: &AnyStore, tenant: &str, out: &mut (dyn Write + Send)) -> Result<u64> {
    let auditor = Auditor::new(store, [named(tenant)?]);
    let (mut count, mut failed) = (0, None);
    let mut line = |line: Line| {
        count += 1;
        let written = serde_json::to_string(&line).map_err(std::io::Error::from);
        if let Err(error) = written.and_then(|text| writeln!(out, "{text}")) {
            failed = Some(error);
        }
    };
    auditor.export(&named(tenant)?, None, &mut line).await?;
    failed.map_or(Ok(count), |error| Err(error.into()))
}

/// Line by line; a file that is no trail is a failure.
fn verify(file: &Path, key: Option<&PKey<Public>>) -> Result<std::result::Result<Summary, Broken>> {
    let mut verifier = Verifier::new();
    if let Some(key) = key {
        verifier = verifier.signed_by(|bytes, signature| is_signed(key, bytes, signature));
    }
    let opened = fs::File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    for (number, line) in (1..).zip(BufReader::new(opened).lines()) {
        let line =
            serde_json::from_str(&line?).map_err(|_| format!("line {number} is no line of a trail"))?;
        if let Err(broken) = verifier.take(&line) {
            return Ok(Err(broken));
        }
    }
    Ok(verifier.finish())
}

fn whole(summary: Summary, is_signed: bool) -> String {
    let Summary { events, chains, checkpoints, open, unchained, unreadable } = summary;
    let signed = if is_signed { "signed" } else { "signatures not looked at" };
    let before = if unchained > 0 {
        format!(", {unchained} events from before there were chains")
    } else {
        String::new()
    };
    let damaged = if unreadable > 0 {
        format!(", {unreadable} events that could not be read and are gone by now")
    } else {
        String::new()
    };
    format!(
        "whole: {events} events in {chains} chains, {checkpoints} checkpoints ({signed}), {open} events since the last one{before}{damaged}"
    )
}

/// A server's day in a temporary file, and what somebody might do to its trail at night.
mod selftest {
    use mdm_enrollment::{Actor, CertificateSource, Fingerprint, RuleTable, SlotId, Ticket, Trust};
    use mdm_pki::{CertificateAuthority, TrustAnchors};
    use mdm_store::{AnyStore, Outbox, OutboxOptions, Runner};

    use super::{
        Duration, PKey, Path, Result, Sqlite, SystemTime, checkpoint, export, fs, named, verify, whole,
    };

    const DAY: Duration = Duration::from_secs(86_400);

    pub(crate) async fn run(now: SystemTime) -> Result<String> {
        let folder = std::env::temp_dir().join(format!("audit-selftest-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let told = day(&folder, now).await;
        fs::remove_dir_all(&folder)?;
        told
    }

    async fn day(folder: &Path, now: SystemTime) -> Result<String> {
        let (path, trail) = (folder.join("store.db"), folder.join("trail.jsonl"));
        let authority = CertificateAuthority::mint("Devices", 365 * DAY, now)?;
        let anchors = TrustAnchors::new([authority.certificate().clone()])?;
        let topic = mdm_apple::Topic::new("com.apple.mgmt.External.0a1b")?;
        let trust = Trust::new(anchors, CertificateSource::MutualTls, topic).of_tenant(named("acme")?);
        let runner = Runner::new(AnyStore::from(Sqlite::open(&path)?), trust.clone(), RuleTable::default());
        let key = PKey::generate_ed25519()?;
        let public = PKey::public_key_from_der(&key.public_key_to_der()?)?;

        for number in 0..4_u8 {
            let (slot, ticket) = (SlotId::new(&format!("box-{number}")), Ticket::from_random([number; 32]));
            let slot = slot.ok_or("a name")?;
            let anna = Actor::administrator("anna");
            let invitation = trust.invitation(&ticket, now + DAY).by(&anna);
            runner.open_slot(&slot, &invitation, now).await?;
            runner.claim_slot(&ticket, Fingerprint::from_bytes([number; 32]), now).await?;
            let told = checkpoint(runner.store(), "acme", Some(&key), None, &["tickets"], now).await?;
            if !told.starts_with(&format!("checkpoint {}", number + 1)) {
                return Err(format!("not the next checkpoint: {told}").into());
            }
        }
        let mut bytes = Vec::new();
        export(runner.store(), "acme", &mut bytes).await?;
        fs::write(&trail, &bytes)?;
        let summary = whole(verify(&trail, Some(&public))??, true);

        let text = String::from_utf8(bytes)?;
        let lines: Vec<&str> = text.lines().collect();
        let claimed =
            lines.iter().position(|line| line.contains("box-2") && line.contains("CertificateIssued"));
        let claimed = claimed.ok_or("no event")?;
        let without = |gone: usize| -> Vec<String> {
            let kept = lines.iter().enumerate().filter(|(place, _)| *place != gone);
            kept.map(|(_, line)| (*line).to_owned()).collect()
        };
        let changed =
            |from: &str, to: &str| lines.iter().map(|line| line.replace(from, to)).collect::<Vec<_>>();
        let nights = [
            (
                "an event is changed",
                changed("anna", "eve"),
                "slot/box-0/1/0: it is not the event that was written",
            ),
            (
                "the last of a chain is removed",
                without(claimed),
                "slot/box-2/1/0: checkpoint 3 knows the 2 events",
            ),
            ("a checkpoint is removed", without(1), "checkpoint 3: it does not follow"),
            (
                "a signature is replaced",
                changed("\"signature\":", "\"other\":"),
                "checkpoint 1: its signature",
            ),
        ];
        for (what, lines, expected) in nights {
            fs::write(&trail, lines.join("\n"))?;
            match verify(&trail, Some(&public))? {
                Err(broken) if broken.to_string().starts_with(expected) => println!("{what}: {broken}"),
                other => return Err(format!("{what}: {other:?}").into()),
            }
        }

        // A year later it is old, and goes when the one who is to be told was told.
        let year = 365 * DAY;
        let late = async || {
            checkpoint(runner.store(), "acme", Some(&key), Some(year), &["tickets"], now + year).await
        };
        let untold = late().await?;
        let outbox = Outbox::new(runner.store(), "tickets", OutboxOptions::default()).ok_or("a name")?;
        let mut delivery = outbox.poll(now + year).await?;
        let mut count = 0;
        while delivery.next_event().is_some() {
            count += 1;
        }
        outbox.settle(delivery, now + year).await?;
        let told = late().await?;
        let (before, after) = (untold.contains(", 0 old events"), told.contains(", 0 old events"));
        if count < 8 || !before || after {
            return Err(format!("after {count} events: {untold}; {told}").into());
        }
        println!("{count} events are told a year later, and then: {told}");
        Ok(summary)
    }
}
