use super::*;
use crate::{Access, Channel, Kind, Platform};

/// A command of a batch, named by its place.
type Command = (&'static str, Footprint);

/// Kind, commands and remedies of a hazard.
type Summary = (HazardKind, Vec<usize>, Vec<Remedy<usize>>);
type Expected<'a> = (HazardKind, &'a [usize], &'a [Remedy<usize>]);

fn told(batch: &[Planned<'_, usize>], subject: &Subject, safeguards: Safeguards) -> Vec<Hazard<usize>> {
    let table = RuleTable::default();
    hazards(batch, 0, &Conditions { safeguards, ..Conditions::new(&table, subject) }).found
}

fn planned(batch: &[Command]) -> Vec<Planned<'_, usize>> {
    batch.iter().enumerate().map(|(id, (name, footprint))| Planned::new(id, name, footprint)).collect()
}

fn summary(hazards: Vec<Hazard<usize>>) -> Vec<Summary> {
    hazards.into_iter().map(|hazard| (hazard.kind, hazard.commands, hazard.remedies)).collect()
}

/// On an iPhone.
fn check(batch: &[Command], expected: &[Expected<'_>]) {
    let found = summary(told(&planned(batch), &Subject::ios(None), Safeguards::default()));
    let expected: Vec<_> =
        expected.iter().map(|(kind, ids, remedies)| (*kind, ids.to_vec(), remedies.to_vec())).collect();
    assert_eq!(found, expected, "{batch:?}");
}

fn f() -> Footprint {
    Footprint::new()
}

fn install(id: &str, ssid: &str) -> Command {
    ("InstallProfile", f().put(Kind::Profile, id).put(Kind::Wifi, ssid))
}

fn remove(id: &str, ssid: &str) -> Command {
    ("RemoveProfile", f().remove(Kind::Profile, id).remove(Kind::Wifi, ssid))
}

fn app(id: &str) -> Command {
    ("InstallApplication", f().put(Kind::App, id))
}

fn profiles() -> Command {
    ("ProfileList", f().read_all(Kind::Profile))
}

fn erase() -> Command {
    ("EraseDevice", Footprint::erase())
}

fn restart() -> Command {
    ("RestartDevice", f().put_all(Kind::Power))
}

fn protect(name: &'static str) -> Command {
    (name, f().put_all(Kind::Protection))
}

fn unknown() -> Command {
    ("Frobnicate", Footprint::unknown())
}

fn swap(first: usize, then: usize) -> [Remedy<usize>; 3] {
    [chain(&[first], then), Remedy::Group { first, then }, Remedy::Reorder { first, then }]
}

fn chain(first: &[usize], then: usize) -> Remedy<usize> {
    Remedy::ChainOnAcknowledgement { first: first.to_vec(), then }
}

fn drop(commands: &[usize]) -> [Remedy<usize>; 1] {
    [Remedy::LeaveOut { commands: commands.to_vec() }]
}

use HazardKind::{
    BypassCodeLost, DataPlanLost, Erased, Gap, Outdated, RecoveryKeyLost, StaleAnswer, Stranded, Undone,
    Unfinished,
};

#[test]
fn a_removal_that_runs_before_its_replacement() {
    let in_place = |removal, install| [Remedy::ReplaceInPlace { removal, install }];
    check(&[install("a", "x"), install("b", "y")], &[]);
    check(&[remove("a", "x"), install("a", "x")], &[(Gap, &[0, 1], &in_place(0, 1))]);
    check(&[remove("a", "x"), install("a", "y")], &[(Gap, &[0, 1], &in_place(0, 1))]);
    check(&[remove("a", "x"), install("b", "x")], &[(Gap, &[0, 1], &swap(1, 0))]);
    check(&[install("b", "x"), remove("a", "x")], &[]);
    for kind in [Kind::Vpn, Kind::Account, Kind::Certificate] {
        let old = ("RemoveProfile", f().remove(Kind::Profile, "a").remove(kind, "x"));
        let new = ("InstallProfile", f().put(Kind::Profile, "b").put(kind, "x"));
        check(&[old, new], &[(Gap, &[0, 1], &swap(1, 0))]);
    }
    // The nearest removal counts, and what another install brought back counts no more.
    check(
        &[remove("a", "x"), remove("b", "x"), install("c", "x"), install("d", "x")],
        &[(Gap, &[1, 2], &swap(2, 1))],
    );
    // An install that nobody has read may be anything: no remedy would surely help.
    check(&[remove("a", "x"), ("InstallProfile", f().put_all(Kind::Profile))], &[(Gap, &[0, 1], &[])]);
    // What nobody described is not held against anybody.
    check(&[remove("a", "x"), unknown()], &[]);
    // An app under the same identifier: what came first would be removed again.
    check(&[("RemoveApplication", f().remove(Kind::App, "a")), app("a")], &[(Gap, &[0, 1], &in_place(0, 1))]);
    // A removal of more than the install brings back cannot be left out.
    let both = ("RemoveProfile", f().remove(Kind::Profile, "a").remove(Kind::Profile, "b"));
    check(&[both, install("a", "x")], &[(Gap, &[0, 1], &[])]);
}

#[test]
fn a_remedy_moves_no_command_past_another_that_matters() {
    let stop = || ("Settings", f().put(Kind::Wifi, "x"));
    // Neither can pass the query, which has a hazard and a remedy of its own.
    check(
        &[remove("a", "x"), profiles(), install("b", "x")],
        &[(Gap, &[0, 2], &[]), (StaleAnswer, &[1, 2], &[Remedy::Reorder { first: 2, then: 1 }])],
    );
    // What stands between and matters to one of them only: the other one moves.
    let reads = ("ProfileList", f().read(Kind::Profile, "a"));
    check(&[remove("a", "x"), reads, install("b", "x")], &[(Gap, &[0, 2], &swap(2, 0))]);
    check(&[remove("a", "x"), stop(), install("b", "x")], &[(Gap, &[0, 1], &[])]);
}

#[test]
fn what_the_caller_wants_is_no_surprise() {
    let (one, two) = (install("a", "x"), remove("a", "x"));
    let list = profiles();
    let check = |first: &Command, second: &Command, after: &[usize], group, expected: usize| {
        let mut batch = [Planned::new(0, first.0, &first.1), Planned::new(1, second.0, &second.1)]
            .map(|one| Planned { group, ..one });
        batch[1].after = after;
        let found = told(&batch, &Subject::ios(None), Safeguards::default());
        assert_eq!(found.len(), expected, "{found:?}");
    };
    for (first, second) in [(&one, &two), (&one, &one), (&list, &one)] {
        check(first, second, &[], None, 1);
        check(first, second, &[0], None, 0);
        check(first, second, &[], Some(7), 0);
        check(first, second, &[9], None, 1);
    }
    // A gap is one all the same: the device is without the network however much it is wanted.
    check(&two, &one, &[0], None, 1);
    check(&two, &one, &[], Some(7), 1);
}

#[test]
fn a_chain_and_a_group_change_the_order() {
    let (old, new, list) = (remove("a", "x"), install("b", "x"), profiles());
    let plan = |after: &'static [usize], groups: [Option<u32>; 3]| {
        let mut batch = [&old, &list, &new].map(|(name, footprint)| Planned::new(0, name, footprint));
        for (at, one) in batch.iter_mut().enumerate() {
            (one.id, one.group) = (at, groups[at]);
        }
        batch[0].after = after;
        told(&batch, &Subject::ios(None), Safeguards::default())
            .into_iter()
            .map(|hazard| (hazard.kind, hazard.commands))
            .collect::<Vec<_>>()
    };
    let none = [None; 3];
    assert_eq!(plan(&[], none), [(Gap, vec![0, 2]), (StaleAnswer, vec![1, 2])]);
    // The removal waits for the install, though it was queued first.
    assert_eq!(plan(&[2], none), [(StaleAnswer, vec![1, 2])]);
    // A circle binds nothing; the queue refuses it.
    assert_eq!(plan(&[0], none).len(), 2);
    // The group stands where its first member stands: the query comes behind both.
    assert_eq!(plan(&[], [Some(1), None, Some(1)]), [(Gap, vec![0, 2])]);
}

#[test]
fn what_a_later_command_undoes() {
    check(&[install("a", "x"), remove("a", "x")], &[(Undone, &[0, 1], &drop(&[0]))]);
    check(&[app("a"), ("RemoveApplication", f().remove(Kind::App, "a"))], &[(Undone, &[0, 1], &drop(&[0]))]);
    // What another profile brings stays.
    check(&[install("a", "x"), remove("b", "x")], &[]);
    // It does more than what is undone: nothing to leave out.
    let more = ("Settings", f().put(Kind::Profile, "a").put(Kind::Setting, "s"));
    check(&[more, remove("a", "x")], &[(Undone, &[0, 1], &[])]);
    check(&[("InstallProfile", f().put_all(Kind::Profile)), remove("a", "x")], &[]);
    // Removed twice, undone once.
    check(&[install("a", "x"), remove("a", "x"), remove("a", "x")], &[(Undone, &[0, 1], &drop(&[0]))]);
    // A network of Android's own is no part of a profile.
    let (put, gone) =
        (("ConfigureWifi", f().put(Kind::Wifi, "x")), ("RemoveWifi", f().remove(Kind::Wifi, "x")));
    check(&[put, gone], &[(Undone, &[0, 1], &drop(&[0]))]);
    // Clearing a passcode removes the protection that a lock gave: the clearing is in vain, not the lock.
    check(&[protect("DeviceLock"), protect("ClearPasscode")], &[(Undone, &[0, 1], &drop(&[1]))]);
    check(&[protect("ClearPasscode"), protect("DeviceLock")], &[]);
    check(&[protect("EnableLostMode"), protect("DisableLostMode")], &[(Undone, &[0, 1], &drop(&[0]))]);
    let locate = || ("DeviceLocation", f().read_all(Kind::Protection));
    check(&[protect("EnableLostMode"), locate(), protect("DisableLostMode")], &[]);
}

#[test]
fn what_somebody_is_chained_on_is_not_left_out() {
    let (one, two, third) = (install("a", "x"), remove("a", "x"), app("a"));
    let mut batch = planned(&[]);
    batch.extend([Planned::new(0, one.0, &one.1), Planned::new(1, two.0, &two.1)]);
    batch.push(Planned { after: &[0], ..Planned::new(2, third.0, &third.1) });
    let found = told(&batch, &Subject::ios(None), Safeguards::default());
    assert_eq!(summary(found), [(Undone, vec![0, 1], vec![])]);
}

#[test]
fn an_older_version() {
    check(&[install("a", "x"), install("a", "x")], &[(Outdated, &[0, 1], &drop(&[0]))]);
    // The services go with their profile.
    check(&[install("a", "x"), install("a", "y")], &[(Outdated, &[0, 1], &drop(&[0]))]);
    check(
        &[app("a"), app("a"), app("a")],
        &[(Outdated, &[0, 1], &drop(&[0])), (Outdated, &[1, 2], &drop(&[1]))],
    );
    check(&[("InstallProfile", f().put_all(Kind::Profile)), install("a", "x")], &[]);
    // An unknown command between may need the older one.
    check(&[install("a", "x"), unknown(), install("a", "x")], &[]);
    check(&[install("a", "x"), ("Frobnicate", Footprint::barrier()), install("a", "x")], &[]);
    // One command of several items stands for all of them or for none.
    let settings =
        |keys: &[&str]| ("Settings", keys.iter().fold(f(), |touches, key| touches.put(Kind::Setting, key)));
    check(&[settings(&["a"]), settings(&["a", "b"])], &[(Outdated, &[0, 1], &drop(&[0]))]);
    check(&[settings(&["a", "b"]), settings(&["a"])], &[]);
}

#[test]
fn a_stale_answer() {
    let later = |first, then| [Remedy::Reorder { first, then }];
    check(&[profiles(), install("a", "x")], &[(StaleAnswer, &[0, 1], &later(1, 0))]);
    check(&[profiles(), remove("a", "x")], &[(StaleAnswer, &[0, 1], &later(1, 0))]);
    check(&[install("a", "x"), profiles()], &[]);
    check(
        &[profiles(), app("a"), install("a", "x"), install("b", "y")],
        &[(StaleAnswer, &[0, 2], &later(2, 0))],
    );
    check(&[profiles(), unknown()], &[]);
    // A lock overtakes the query.
    check(&[("SecurityInfo", f().read_all(Kind::Protection)), protect("DeviceLock")], &[]);
}

#[test]
fn an_app_that_is_ordered_and_not_there_yet() {
    let list = || ("InstalledApplicationList", f().read_all(Kind::App));
    check(&[app("a"), list()], &[(Unfinished, &[0, 1], &[])]);
    check(&[app("a"), ("Settings", f().put(Kind::App, "a"))], &[(Unfinished, &[0, 1], &[])]);
    check(&[app("a"), ("Settings", f().put(Kind::App, "b"))], &[]);
    check(&[("InstallApp", f().put(Kind::App, "a")), list()], &[]);
    check(&[install("a", "x"), profiles()], &[]);
}

#[test]
fn one_hazard_names_all_that_an_erase_cancels() {
    check(&[install("a", "x"), erase()], &[(Erased, &[0, 1], &drop(&[0]))]);
    check(&[profiles(), erase()], &[]);
    check(&[erase(), erase()], &[]);
    let batch = [install("a", "x"), profiles(), erase(), app("a"), erase(), protect("DeviceLock")];
    check(&batch, &[(Erased, &[0, 2, 3], &drop(&[0, 3]))]);
    // What the erase waits for is done by then.
    let mut chained = planned(&batch);
    let queue = |chained: &[Planned<'_, usize>]| {
        let found = summary(told(chained, &Subject::ios(None), Safeguards::default()));
        found.into_iter().filter(|(kind, ..)| *kind == Erased).collect::<Vec<_>>()
    };
    (chained[2].after, chained[4].after) = (&[0], &[0, 5]);
    assert_eq!(queue(&chained), [(Erased, vec![2, 3], drop(&[3]).to_vec())]);
    // The chain of what it waits for counts too.
    (chained[3].after, chained[2].after) = (&[0], &[3]);
    assert_eq!(queue(&chained), []);
}

#[test]
fn an_erase_before_something_is_in_safe_keeping() {
    fn check(safeguards: Safeguards, platform: Platform, batch: &[Command], expected: &[Summary]) {
        let subject = Subject { platform, channel: Channel::Device, os: None };
        let mut batch = planned(batch);
        for one in batch.iter_mut().filter(|one| one.command == "EraseDevice") {
            one.data_plan = DataPlan::Lost;
        }
        assert_eq!(summary(told(&batch, &subject, safeguards)), expected, "{platform} {safeguards:?}");
    }
    use Safeguard::{Kept, Missing, NotNeeded, Unknown};
    let all = |one| Safeguards { bypass_code: one, recovery_key: one, data_plan: one };
    for known in [Unknown, Kept, NotNeeded] {
        check(all(known), Platform::Macos, &[erase()], &[]);
    }
    let ask = |query, then| vec![Remedy::EscrowFirst { query, then }];
    let code = (BypassCodeLost, vec![0], ask("ActivationLockBypassCode", 0));
    let key = (RecoveryKeyLost, vec![0], ask("SecurityInfo", 0));
    let plan = (DataPlanLost, vec![0], vec![Remedy::KeepDataPlan { erase: 0 }]);
    check(all(Missing), Platform::Macos, &[erase()], &[code.clone(), key, plan.clone()]);
    check(all(Missing), Platform::Ios, &[erase()], &[code.clone(), plan]);
    let only_code = Safeguards { bypass_code: Missing, ..Default::default() };
    check(only_code, Platform::Ios, &[("ClearActivationLockBypassCode", Footprint::unknown())], &[code]);
    check(only_code, Platform::Ios, &[profiles()], &[]);
    // The query is there already: the erase overtakes it unless it is chained.
    let query = || ("ActivationLockBypassCode", f().read_all(Kind::Protection));
    let chained = (BypassCodeLost, vec![1], vec![chain(&[0], 1)]);
    check(only_code, Platform::Ios, &[query(), erase()], &[chained]);
    let (query, erase) = (query(), erase());
    let mut batch = [Planned::new(0, query.0, &query.1), Planned::new(1, erase.0, &erase.1)];
    batch[1].after = &[0];
    assert!(told(&batch, &Subject::ios(None), only_code).is_empty());
    let batch = [0, 1].map(|at| Planned { after: &[], group: Some(1), ..batch[at] });
    assert!(told(&batch, &Subject::ios(None), only_code).is_empty());
    // It does not say what it does, or keeps the plan.
    let only_plan = Safeguards { data_plan: Missing, ..Default::default() };
    for data_plan in [DataPlan::Untold, DataPlan::Kept] {
        let one = Planned { data_plan, ..Planned::new(0, erase.0, &erase.1) };
        assert!(told(&[one], &Subject::ios(None), only_plan).is_empty());
    }
}

/// Apple, Restart Device: "a passcode-locked iOS device doesn't rejoin Wi-Fi until unlocked".
#[test]
fn what_a_restart_strands() {
    check(&[restart()], &[]);
    check(&[restart(), app("a")], &[(Stranded, &[0, 1], &[chain(&[1], 0)])]);
    // It may be refused, and the restart overtakes it.
    check(&[app("a"), restart()], &[(Stranded, &[0, 1], &[chain(&[0], 1)])]);
    // The restart waits for it.
    check(&[unknown(), restart()], &[]);
    check(&[restart(), unknown()], &[(Stranded, &[0, 1], &[chain(&[1], 0)])]);
    // A lock overtakes the restart.
    check(&[restart(), protect("DeviceLock")], &[]);
    // Each command is counted with one restart.
    check(
        &[app("a"), restart(), app("b"), ("ShutDownDevice", f().put_all(Kind::Power)), app("c")],
        &[(Stranded, &[0, 1, 2], &[chain(&[0, 2], 1)]), (Stranded, &[3, 4], &[chain(&[4], 3)])],
    );
    let on = |platform| {
        let batch = [restart(), app("a")];
        told(&planned(&batch), &Subject { platform, channel: Channel::Device, os: None }, Default::default())
    };
    assert_eq!(on(Platform::Ios).len(), 1);
    assert_eq!((on(Platform::Macos).len(), on(Platform::Tvos).len()), (0, 0));
}

#[test]
fn what_follows_a_restart_on_purpose_is_not_stranded() {
    let batch = [app("a"), restart(), app("b"), app("c"), app("d")];
    let mut batch = planned(&batch);
    batch[1].after = &[0];
    (batch[2].after, batch[3].after) = (&[1], &[2]);
    let found = told(&batch, &Subject::ios(None), Safeguards::default());
    // The restart cannot move behind the last one, because those that wait for it stand between.
    assert_eq!(summary(found), [(Stranded, vec![1, 4], vec![chain(&[4], 1)])]);
    let unknown = unknown();
    batch[4] = Planned::new(4, unknown.0, &unknown.1);
    let found = told(&batch, &Subject::ios(None), Safeguards::default());
    assert_eq!(summary(found), [(Stranded, vec![1, 4], vec![])]);
    batch.truncate(4);
    assert!(told(&batch, &Subject::ios(None), Safeguards::default()).is_empty());
}

#[test]
fn each_platform_has_its_own_gaps() {
    fn check(platform: Platform, channel: Channel, batch: &[Command], expected: &str) {
        let found = told(&planned(batch), &Subject { platform, channel, os: None }, Safeguards::default());
        assert_eq!(found.first().map_or("", |hazard| &hazard.text), expected, "{platform} {channel:?}");
    }
    let swap = || [remove("a", "Office"), install("b", "Office")];
    check(
        Platform::Ios,
        Channel::Device,
        &swap(),
        "on a locked device RemoveProfile runs at once while InstallProfile waits for the unlock: \
         meanwhile the device is without Wi-Fi network Office",
    );
    check(
        Platform::Macos,
        Channel::Device,
        &swap(),
        "in Power Nap RemoveProfile may run at once while InstallProfile may wait: \
         meanwhile the device is without Wi-Fi network Office",
    );
    // A locked keychain refuses both: but for the other states there would be no hazard.
    check(
        Platform::Macos,
        Channel::User,
        &swap(),
        "in Power Nap RemoveProfile may run at once while InstallProfile may wait: \
         meanwhile the device is without Wi-Fi network Office",
    );
    check(
        Platform::Android,
        Channel::Device,
        &[("RemoveApp", f().remove(Kind::App, "a")), ("InstallApp", f().put(Kind::App, "a"))],
        "on a sleeping device RemoveApp runs at once while InstallApp may wait: \
         meanwhile the device is without app a",
    );
}

#[test]
fn the_sentences() {
    fn check(batch: &[Command], expected: &str) {
        let found = told(&planned(batch), &Subject::ios(None), Safeguards::default());
        assert_eq!(found[0].to_string(), expected);
    }
    check(
        &[install("a", "x"), remove("a", "x")],
        "RemoveProfile undoes what InstallProfile does to profile a",
    );
    check(&[app("a"), app("a")], "a later InstallApplication replaces what InstallApplication does to app a");
    check(
        &[profiles(), install("a", "x")],
        "the answer to ProfileList will be older than the change of profile a by InstallProfile",
    );
    check(
        &[app("a"), erase()],
        "EraseDevice overtakes InstallApplication, which is then cancelled if it has not run",
    );
    check(
        &[app("a"), app("b"), erase()],
        "EraseDevice overtakes 2 commands, which are then cancelled if they have not run",
    );
    check(
        &[restart(), app("b")],
        "after RestartDevice a device with a passcode joins no Wi-Fi network until somebody unlocks it: \
         InstallApplication waits that long",
    );
    check(
        &[app("a"), ("InstalledApplicationList", f().read_all(Kind::App))],
        "InstallApplication is acknowledged before app a is installed: InstalledApplicationList may come too early",
    );
    check(
        &[protect("DeviceLock"), protect("ClearPasscode")],
        "ClearPasscode undoes what DeviceLock does to lock, passcode and Lost Mode",
    );
}

#[test]
fn a_new_batch_is_compared_with_the_queue_but_the_queue_not_with_itself() {
    let (old, new) = (install("a", "x"), remove("a", "x"));
    let queue = [&old, &new, &old, &new].map(|(name, footprint)| Planned::new((), name, footprint));
    let (table, subject) = (RuleTable::default(), Subject::ios(None));
    let told = |from| hazards(&queue, from, &Conditions::new(&table, &subject)).found.len();
    assert_eq!([0, 1, 2, 3, 4].map(told), [3, 3, 2, 1, 0]);
}

#[test]
fn the_limit_counts_what_it_leaves_out() {
    let batch: Vec<_> = (0..10).map(|_| app("a")).chain([restart()]).collect();
    let (table, subject) = (RuleTable::default(), Subject::ios(None));
    let told = |limit| {
        let found = hazards(&planned(&batch), 0, &Conditions { limit, ..Conditions::new(&table, &subject) });
        (found.found.iter().map(|hazard| hazard.kind).collect::<Vec<_>>(), found.left_out)
    };
    assert_eq!(told(Conditions::LIMIT).1, 0);
    // The gravest stay.
    assert_eq!(told(2), (vec![Stranded, Outdated], 8));
    assert_eq!(told(0), (vec![], 10));
}

#[test]
fn names_are_changed_everywhere_or_not_at_all() {
    let batch = [remove("a", "x"), install("b", "x"), app("a"), erase()];
    for hazard in told(&planned(&batch), &Subject::ios(None), Safeguards::default()) {
        let renamed = hazard.rename(|id| Some(id + 10)).unwrap();
        assert_eq!(renamed.rename(|id| Some(id - 10)).as_ref(), Some(&hazard));
        assert!(renamed.commands.iter().all(|id| *id >= 10));
        assert_eq!(hazard.rename(|id| (*id != hazard.commands[0]).then_some(*id)), None);
    }
}

#[test]
fn a_service_stands_for_itself_without_a_profile() {
    let remove = ("RemoveWifi", f().touch(Resource::one(Kind::Wifi, "x"), Access::Remove));
    let subject = Subject { platform: Platform::Android, channel: Channel::Device, os: None };
    let batch = [remove, ("ConfigureWifi", f().put(Kind::Wifi, "x"))];
    let found = told(&planned(&batch), &subject, Safeguards::default());
    assert_eq!(found[0].remedies, [Remedy::ReplaceInPlace { removal: 0, install: 1 }]);
}
