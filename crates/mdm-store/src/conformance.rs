//! What every store must do, as cases that say in words what is wrong.
//!
//! Each case gets a store of its own and depends on no other. All run, whatever fails. Write your store,
//! give [`run`] a way to make an empty one, and read the [`Report`].
//!
//! ```
//! use mdm_store::{Memory, conformance};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let report = conformance::run(async || Memory::new()).await;
//! assert!(report.passed(), "{report}");
//! # }
//! ```
//!
//! Some cases call a store several times at once, out of one task, and need nothing of a runtime but that it polls again
//! who is woken. They find what is wrong in the order in which the store happens to answer: where a store does one thing
//! after the other they find nothing, and where it is seldom wrong, seldom something. Run the suite with as many connections
//! or threads as in service.
//!
//! What it cannot see from outside: whether a commit survives the loss of power, what a second process or another handle
//! on the same store does meanwhile, and what becomes of a future that is dropped, but for commits that are dropped after
//! one of their first polls. A store that panics ends the run, and one that never answers does not let it end.

mod bodies;
mod commits;
mod credentials;
mod fixture;
mod lookups;
mod outbox;
mod races;
mod rows;
mod trails;
mod values;
mod wakes;
mod windows;

use std::fmt;

use crate::{Bodies, Rows, Store};

/// Runs cases by their names, each on a store of its own.
macro_rules! run {
    ($make:ident, $wanted:ident, $cases:ident; $($group:ident: $($case:ident)*;)*) => {$($(
        let name = concat!(stringify!($group), "::", stringify!($case));
        if $wanted(name) {
            let store = $make().await;
            // Boxed: the cases side by side would make one very large future.
            let outcome = Box::pin($group::$case(&fixture::Probe::new(&store))).await;
            $cases.push(Case { name, outcome });
        }
    )*)*};
}

/// Runs every case, each on a new empty store.
pub async fn run<S: Store>(make: impl AsyncFn() -> S) -> Report {
    run_only(make, |_| true).await
}

/// Runs the cases whose names are wanted, such as one that did not hold, or `races::` again and again.
pub async fn run_only<S: Store>(make: impl AsyncFn() -> S, wanted: impl Fn(&str) -> bool) -> Report {
    let mut cases = Vec::new();
    run! { make, wanted, cases;
        commits:
            an_empty_store_has_nothing
            the_first_commit_makes_version_one
            versions_count_commits
            another_version_is_a_conflict
            an_existing_record_is_not_absent
            an_absent_record_has_no_version
            a_conflict_leaves_nothing
            records_are_committed_together
            one_stale_record_stops_all
            the_conflict_names_the_stale_record
            an_empty_batch_changes_nothing
            a_record_is_written_once_in_a_batch
            a_command_is_named_once_in_a_write
            an_event_needs_its_record
            a_uuid_belongs_to_one_command
            a_command_keeps_its_uuid
            records_may_share_uuids
            what_is_too_long_is_refused
            interleaved_writers_lose_nothing;
        windows:
            the_head_comes_without_commands
            commands_are_replaced_by_seq
            the_open_window_leaves_done_commands_out
            done_commands_stay_in_the_history
            open_commands_are_counted
            a_session_sees_outstanding_commands
            a_session_sees_the_reported_command
            a_session_sees_direct_successors
            a_done_command_waits_for_nothing
            a_blocked_command_is_not_ready
            readiness_follows_waits_on
            ready_commands_come_by_rank_then_seq
            ready_commands_are_limited
            a_window_says_whether_there_is_more
            what_is_held_stays_out
            a_shut_gate_lets_only_the_first_be_seen
            an_open_gate_lets_all_through
            what_is_early_waits_for_its_time
            the_first_to_expire_is_seen
            refused_commands_are_skipped
            refused_commands_take_no_place
            skipping_hides_only_ready_commands
            a_new_session_number_ends_the_refusal
            the_oldest_history_is_found
            what_is_forgotten_is_gone
            what_was_not_loaded_is_forgotten
            windows_do_not_mix_records;
        lookups:
            links_find_records
            links_are_replaced
            links_come_back_as_written
            found_records_come_in_pages
            payloads_are_kept_by_name
            payloads_need_no_record
            payloads_tell_their_size
            a_record_is_loaded_beside_what_a_link_finds
            a_commit_may_read_a_payload
            history_comes_in_pages;
        outbox:
            events_come_in_the_order_of_commits
            events_are_numbered_by_record_and_version
            a_position_is_given_once
            events_come_in_pages
            a_page_has_a_greatest_size
            contact_never_moves_backwards
            contact_leaves_the_version;
        trails:
            events_of_a_record_come_in_the_order_of_its_commits
            events_of_a_record_come_in_pages
            events_are_pruned_in_steps
            positions_of_events_are_not_given_again
            events_of_one_record_can_be_pruned
            events_at_positions_can_be_pruned
            a_step_of_pruning_has_a_greatest_size
            a_removed_record_is_gone
            a_removal_expects_its_version
            a_record_is_written_or_removed
            a_removed_record_begins_anew
            positions_of_wakes_are_not_given_again;
        wakes:
            a_wake_is_made_and_changed_by_steps
            steps_are_carried_out_in_order
            a_wake_comes_back_as_written
            need_never_begins_anew
            pending_wakes_come_by_lane_then_key
            pending_wakes_come_in_pages
            only_what_waits_for_the_credential_is_pending
            changed_wakes_come_in_the_order_of_their_last_change
            the_same_again_is_no_change
            a_result_is_written_beside_the_record
            a_result_about_an_older_need_changes_nothing
            a_result_joins_a_newer_need_until_the_device_is_heard_of
            a_result_under_an_older_lease_changes_nothing
            results_are_written_one_by_one
            a_result_can_pass_a_wake_on
            a_lease_is_replaced_as_it_was_read
            of_many_who_take_a_lease_one_gets_it
            leases_belong_to_credentials;
        races:
            who_follows_events_is_told_all
            who_follows_wakes_is_told_all
            who_begins_to_follow_wakes_is_told_all
            a_load_sees_one_moment
            a_commit_that_is_given_up_is_whole_or_nothing;
        credentials:
            a_credential_comes_back_as_put
            of_two_who_renew_a_credential_one_does
            credentials_are_found_by_tenant
            what_ends_is_told_in_time
            other_nodes_hear_of_credentials;
        values:
            large_bodies_come_back_whole
            empty_values_are_values
            text_is_compared_byte_by_byte
            odd_text_comes_back_whole
            times_are_whole_milliseconds
            times_before_1970_and_far_ahead
            great_numbers_come_back_whole;
    }
    Report { cases }
}

/// Runs the cases of [`Bodies`], each on a new empty store; those of [`run`] are not among them.
pub async fn run_bodies<S: Bodies>(make: impl AsyncFn() -> S) -> Report {
    let (mut cases, wanted) = (Vec::new(), |_: &str| true);
    run! { make, wanted, cases;
        bodies:
            every_body_has_its_place
            places_come_in_pages
            places_tell_how_bodies_begin
            bodies_are_replaced_in_place
            only_the_old_body_is_replaced
            events_are_written_once
            what_is_too_long_does_not_replace;
    }
    Report { cases }
}

/// Runs the cases of [`Rows`], each on a new empty store; those of [`run`] and [`run_bodies`] are not among them.
pub async fn run_rows<S: Rows>(make: impl AsyncFn() -> S) -> Report {
    let (mut cases, wanted) = (Vec::new(), |_: &str| true);
    run! { make, wanted, cases;
        rows:
            everything_is_given_out
            everything_is_taken_in
            what_is_numbered_comes_behind_the_ends
            only_an_empty_store_takes_another_in
            a_copy_goes_on_where_it_stopped
            what_is_put_again_stays
            what_has_no_record_is_left_out
            what_is_not_there_is_waited_for_by_nobody
            rows_are_put_together_or_not_at_all;
    }
    Report { cases }
}

/// What came of a run. `Display` gives it in words.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// All cases, in the order in which they ran.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Case {
    /// What must hold, as `group::rule`.
    pub name: &'static str,
    /// The first thing that did not.
    pub outcome: Result<(), Failure>,
}

/// What a store did wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// What was looked at.
    pub what: String,
    /// What should have been there.
    pub expected: String,
    /// What was there.
    pub found: String,
    /// Why it matters.
    pub why: &'static str,
}

impl Report {
    /// Whether every case held.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The cases that did not hold.
    pub fn failures(&self) -> impl Iterator<Item = (&'static str, &Failure)> {
        self.cases.iter().filter_map(|case| Some((case.name, case.outcome.as_ref().err()?)))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, failure) in self.failures() {
            writeln!(f, "{name} does not hold\n{failure}\n")?;
        }
        let (failed, all) = (self.failures().count(), self.cases.len());
        write!(f, "{} of {all} cases held", all - failed)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, expected, found, why } = self;
        write!(f, "  looking at {what}\n  expected:   {expected}\n  found:      {found}\n  it matters: {why}")
    }
}
