#![allow(clippy::unwrap_used, reason = "tests")]

use mdm_apple::{
    CommandUuid, EnrollmentKeys, FirmwarePasswordChange, FirmwarePasswordCheck, Password, PasswordHash,
    SetAutoAdminPassword, SetFirmwarePasswordResponse, SetRecoveryLock, Udid, VerifyFirmwarePasswordResponse,
    VerifyRecoveryLockResponse,
};
use mdm_command::{Change, Context, Event, Order, Queue};
use mdm_lock::{Footprint, RuleTable, Subject};

use super::*;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

/// A command that has ended so.
fn entry(seq: u64, command: &str, events: &[Event]) -> Entry {
    let (table, subject) = (RuleTable::default(), Subject::ios(None));
    let mut queue = Queue::default();
    for n in 1..=seq {
        let uuid = mdm_command::CommandUuid::new(&n.to_string()).unwrap();
        let order = Order::new(uuid, command, Footprint::new());
        for change in queue.enqueue([order], &Context::new(&table, &subject), NOW).unwrap().turn.changes {
            queue.apply(&change);
        }
    }
    for event in events {
        queue.apply(&Change::CommandMoved { seq, event: *event, outcome: None, at: NOW });
    }
    queue.at(seq).unwrap().clone()
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn report(status: Status) -> Report<'static> {
    let keys = EnrollmentKeys::device(Udid::new("UDID-1").unwrap());
    Report::new(keys, status).about(CommandUuid::new("1").unwrap())
}

fn candidates(escrow: &Escrow, kind: SecretKind) -> Vec<String> {
    let text = |secret: &Secret| String::from_utf8(secret.expose_secret().to_vec()).unwrap();
    escrow.candidates(kind).map(text).collect()
}

/// Which command sets which secret, and what is worth a try after each way in which it can end: the old one stays until
/// the new one is known to hold.
#[test]
fn both_versions_stay_until_it_is_known() {
    use Event::{Acknowledged, Cancel, Error, HandOut, Lost};
    let lock = |text: &str| Request::from(SetRecoveryLock::new(password(text)));
    let firmware = |text: &str| Request::from(SetFirmwarePassword::new(password(text)));
    let admin = |text: &str| {
        let hash = PasswordHash::new(text.as_bytes().to_vec());
        Request::from(SetAutoAdminPassword::new("guid".to_owned(), hash))
    };
    let check = |set: &dyn Fn(&str) -> Request, kind, events: &[Event], expected: &[&str]| {
        let mut escrow = Escrow::default();
        let name = set("old").request_type().to_owned();
        escrow.ordered(1, &set("old"), NOW);
        escrow.answered(&entry(1, &name, &[HandOut, Acknowledged]), &report(Status::Acknowledged), NOW);
        escrow.ordered(2, &set("new"), NOW);
        assert!(escrow.waits_for(2) && !escrow.waits_for(1));
        assert_eq!(candidates(&escrow, kind), ["new", "old"], "kept before it goes out");
        let ended = entry(2, &name, events);
        match events.last() {
            Some(Acknowledged) => escrow.answered(&ended, &report(Status::Acknowledged), NOW),
            Some(Error) => escrow.answered(&ended, &report(Status::Error), NOW),
            _ => escrow.ended(&ended, NOW),
        }
        assert_eq!(candidates(&escrow, kind), expected, "{name} {events:?}");
        assert!(!format!("{escrow:?}").contains("new"));
        let stored = serde_json::to_string(&escrow).unwrap();
        assert_eq!(serde_json::from_str::<Escrow>(&stored).unwrap(), escrow);
    };
    for (set, kind) in [
        (&lock as &dyn Fn(&str) -> Request, SecretKind::RecoveryLock),
        (&firmware, SecretKind::FirmwarePassword),
        (&admin, SecretKind::AutoAdminPassword),
    ] {
        check(set, kind, &[HandOut, Acknowledged], &["new"]);
        check(set, kind, &[HandOut, Error], &["old"]);
        check(set, kind, &[Cancel], &["old"]);
        // It may have run: nobody knows which one holds.
        check(set, kind, &[HandOut, Lost, HandOut, Error], &["new", "old"]);
        check(set, kind, &[HandOut, Lost, Cancel], &["new", "old"]);
        check(set, kind, &[HandOut, Lost, HandOut, Acknowledged], &["new"]);
    }
}

/// Acknowledged and not changed is not changed (Apple, Set Firmware Password).
#[test]
fn what_a_device_verified_holds() {
    let mut escrow = Escrow::default();
    for (seq, text) in [(1, "one"), (2, "two")] {
        escrow.ordered(seq, &SetFirmwarePassword::new(password(text)).into(), NOW);
    }
    let change = FirmwarePasswordChange { password_changed: Some(false), ..Default::default() };
    let told = report(Status::Acknowledged);
    let answer = told.with_response(&SetFirmwarePasswordResponse::new(change)).unwrap();
    let name = "SetFirmwarePassword";
    escrow.answered(&entry(2, name, &[Event::HandOut, Event::Acknowledged]), &answer, NOW);
    assert_eq!(candidates(&escrow, SecretKind::FirmwarePassword), ["one"]);
    // The answer to the first one is lost, and somebody has the device verify.
    escrow.ended(&entry(1, name, &[Event::HandOut, Event::Lost, Event::Cancel]), NOW);
    for (seq, text, verified, expected) in
        [(3, "zero", false, &["one"][..]), (4, "one", true, &["one"]), (5, "three", true, &["three"])]
    {
        escrow.ordered(seq, &VerifyFirmwarePassword::new(password(text)).into(), NOW);
        let check = FirmwarePasswordCheck { password_verified: Some(verified), ..Default::default() };
        let answer =
            report(Status::Acknowledged).with_response(&VerifyFirmwarePasswordResponse::new(check)).unwrap();
        let ended = entry(seq, "VerifyFirmwarePassword", &[Event::HandOut, Event::Acknowledged]);
        escrow.answered(&ended, &answer, NOW);
        assert_eq!(candidates(&escrow, SecretKind::FirmwarePassword), expected, "{text}");
    }
    escrow.ordered(6, &VerifyRecoveryLock::new(password("lock")).into(), NOW);
    let answer = report(Status::Acknowledged).with_response(&VerifyRecoveryLockResponse::new(true)).unwrap();
    escrow.answered(&entry(6, "VerifyRecoveryLock", &[Event::HandOut, Event::Acknowledged]), &answer, NOW);
    assert_eq!(candidates(&escrow, SecretKind::RecoveryLock), ["lock"]);
    // An erase leaves what is not on the disk.
    escrow.told(SecretKind::FileVaultKey, Some(b"cms"), NOW);
    escrow.begin_anew();
    assert_eq!(candidates(&escrow, SecretKind::FirmwarePassword), ["three"]);
    assert_eq!(candidates(&escrow, SecretKind::FileVaultKey), [""; 0]);
}
