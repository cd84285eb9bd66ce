//! The runner on every store, with real certificates and real messages: every case takes an empty store.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the functions beside the tests are tests too"
)]

mod carried;
#[cfg(feature = "postgres")]
#[path = "../store/cluster.rs"]
#[allow(dead_code, reason = "the tests of the server need more of it")]
mod cluster;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod damaged;
#[cfg(feature = "declarative")]
mod declarative;
mod delivery;
mod disk;
mod enrollment;
mod fanout;
mod faults;
#[cfg(feature = "sqlite")]
#[path = "../store/folder.rs"]
#[allow(dead_code, reason = "the tests of the file need more of it")]
mod folder;
mod futures;
#[cfg(feature = "postgres")]
mod hopping;
mod members;
mod migrated;
mod moved;
mod nodes;
#[cfg(feature = "sqlite")]
mod old_file;
mod orders;
mod outbox;
mod persons;
mod pushes;
mod races;
mod refused;
mod secrets;
mod tenants;
mod terms;
mod trails;
#[cfg(feature = "postgres")]
mod trips;
mod turns;
mod users;
mod world;

macro_rules! on_every_store {
    ($($group:ident: $($case:ident)*;)*) => {
        mod memory {$(mod $group {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                crate::$group::$case(std::sync::Arc::new(mdm_store::Memory::new())).await;
            }
        )*})*}

        mod sealed {$(mod $group {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let store = crate::disk::sealed(mdm_store::Memory::new());
                crate::$group::$case(std::sync::Arc::new(store)).await;
            }
        )*})*}

        #[cfg(feature = "sqlite")]
        mod sqlite {$(mod $group {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let folder = crate::folder::Folder::new();
                let mut options = mdm_store::SqliteOptions::default();
                options.durability = mdm_store::Durability::Process;
                let store = mdm_store::Sqlite::open_with(folder.file("store.db"), options).unwrap();
                crate::$group::$case(std::sync::Arc::new(store)).await;
            }
        )*})*}

        #[cfg(feature = "postgres")]
        mod postgres {$(mod $group {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let Some(server) = crate::cluster::server() else { return };
                crate::$group::$case(std::sync::Arc::new(server.store().await)).await;
            }
        )*})*}
    };
}

on_every_store! {
    enrollment:
        from_an_invitation_to_an_answered_command
        devices_that_sign_what_they_send
        a_ticket_is_used_once_and_in_time
        of_many_devices_with_one_ticket_one_wins
        the_same_authenticate_on_two_nodes_at_once
        what_was_given_up_comes_back_by_another_invitation;
    delivery:
        the_reply_goes_out_after_the_commit
        a_commit_that_took_place_all_the_same
        a_lost_reply_is_the_same_command_again
        bytes_that_cannot_be_read_are_sent_later
        an_idle_without_work_writes_nothing
        contacts_that_cannot_be_written_are_kept
        a_flush_that_is_dropped_loses_no_contact
        queues_longer_than_a_window_drain_in_order
        an_erase_cancels_what_no_window_shows
        a_late_result_is_known_in_a_long_queue;
    orders:
        a_preview_changes_nothing
        all_or_none_are_ordered
        a_command_uuid_is_ordered_once
        who_is_not_enrolled_takes_no_orders
        a_command_is_taken_back
        large_answers_are_forgotten_first
        large_answers_go_in_one_walk
        one_sweep_forgets_answers_and_history
        what_is_too_large_to_keep_is_refused;
    fanout:
        one_order_reaches_many
        an_order_that_replaces_another_is_counted_apart
        a_crash_between_steps_repeats_nothing
        nodes_carry_an_order_out_together
        an_order_to_many_is_taken_back
        an_old_order_goes_with_its_counters
        an_order_finds_whom_it_is_for
        what_one_refuses_others_get
        what_could_surprise_is_counted
        who_goes_meanwhile_is_passed_over;
    members:
        a_retirement_wipes_all_devices_once
        members_disconnect_their_own_devices
        terms_hold_for_whoever_asks
        an_app_moves_with_its_answer
        secrets_are_kept_before_they_are_set
        a_retirement_goes_on_by_itself
        a_retirement_may_be_for_later_devices_too
        a_retirement_is_on_record
        who_comes_while_invitations_close_is_wiped
        a_sweep_wipes_no_user_twice
        nodes_learn_together;
    migrated:
        devices_of_another_server_go_on;
    persons:
        a_person_is_found_and_forgotten_in_every_place
        an_export_gives_nothing_of_anybody_else
        a_consent_is_no_ownership
        what_comes_beside_an_erasure_is_found
        who_logs_in_again_is_known_again
        an_erasure_that_is_cut_off_goes_on
        a_purged_device_takes_its_users_along
        who_logs_in_beside_a_purge_goes_too
        who_is_deleted_is_not_kept;
    pushes:
        a_push_survives_a_crash_and_is_repeated_daily
        a_device_that_is_woken_twice_runs_everything_once
        what_is_served_already_is_served_on
        a_push_that_failed_stays_owed
        a_push_that_goes_over_the_wire_again_counts_under_the_cap
        an_older_push_settles_nothing_newer
        an_order_beside_the_answer_to_a_push_shares_it
        who_was_purged_and_enrolls_again_is_woken
        one_that_fails_holds_up_no_other
        who_stops_in_a_backlog_gives_the_lease_up
        a_push_that_cannot_be_read_holds_up_no_other;
    tenants:
        tenants_are_served_side_by_side
        tenants_come_and_go
        an_identifier_belongs_to_the_tenant_where_it_came_first
        a_renewed_certificate_takes_over
        a_refusal_by_the_terms_is_on_record
        the_embedder_answers_what_it_knows
        a_device_is_let_out_of_setup_assistant;
    nodes:
        two_nodes_share_a_fleet
        a_crash_at_every_step_loses_no_wake
        a_node_that_slept_is_fenced;
    races:
        conflicts_are_decided_anew
        too_many_conflicts_are_given_up
        after_a_conflict_others_have_a_turn
        what_came_in_between_is_seen
        a_purge_spares_who_comes_back
        a_long_purge_spares_who_comes_back
        a_purge_spares_what_was_done_since
        orders_and_reports_on_two_nodes;
    trails:
        every_event_hangs_in_its_chain
        whoever_changes_the_store_is_found
        old_events_go_and_the_chain_stands
        each_tenant_prunes_its_own
        a_late_tenant_holds_up_nobody
        what_was_looked_at_is_not_read_again
        rounds_without_news_are_not_repeated
        of_two_auditors_one_makes_the_checkpoint
        what_is_purged_leaves_its_digest
        old_history_is_swept
        a_member_can_be_forgotten
        a_member_has_one_pseudonym
        no_secret_is_in_an_event;
    carried:
        old_checkpoints_go_and_quiet_chains_verify
        whoever_stops_goes_on
        who_prunes_beside_an_export_does_no_harm
        who_forges_a_checkpoint_is_found_by_the_auditor
        who_forges_the_ledger_is_found_by_the_auditor
        a_damaged_ledger_stops_its_own;
    outbox:
        everybody_is_told_everything
        one_that_lags_stops_nobody
        a_poisonous_event_stops_its_own_record
        what_was_not_settled_comes_again
        clocks_that_step_back_delay_little
        a_record_that_begins_anew_is_told
        what_becomes_due_meanwhile_is_told
        a_consumer_is_forgotten
        names_of_consumers_fit
        who_is_behind_misses_nothing
        what_was_mended_is_told
        what_stands_before_a_damaged_event_is_told
        any_trouble_keeps_the_order;
    turns:
        of_two_nodes_one_has_its_turn
        it_is_never_the_turn_of_two
        a_lease_whose_renewal_is_in_doubt_is_kept
        nodes_tell_a_consumer_in_turns;
    refused:
        what_is_refused_changes_nothing
        an_unreadable_report_closes_its_command;
    terms:
        slots_are_filled_at_each_hand_out
        slots_need_somebody_who_fills_them
        many_are_ordered_and_counted
        what_is_held_waits
        nobody_is_woken_for_a_quiet_order
        what_has_expired_ends
        what_is_old_is_forgotten
        large_answers_are_forgotten_a_few_at_a_time
        a_long_queue_that_waits_is_not_loaded;
    users:
        users_come_and_end_with_their_device
        nobody_stays_behind
        a_wipe_reaches_every_user
        a_wipe_is_called_off_for_every_user
        a_login_is_asked_for_the_password
        who_is_silent_is_noted_once;
    secrets:
        no_secret_is_shown;
}

#[cfg(feature = "declarative")]
mod declared {
    on_every_store! {
        races:
            a_purge_spares_what_is_declared_since
            a_report_beside_a_purge_is_not_kept;
        declarative:
            a_phone_becomes_what_was_declared
            a_phone_that_hears_half_becomes_it_too
            a_change_is_told_to_each_device_once
            a_store_that_fails_removes_nothing
            what_changed_meanwhile_is_served_anew
            what_goes_between_load_and_send_is_looked_for_again
            a_report_of_a_former_life_does_not_replace_the_next_ones
            nothing_but_not_assigned_is_told_404
            a_user_has_declarations_of_the_users_own
            a_user_of_a_shared_ipad_becomes_what_was_declared
            an_asset_goes_to_who_has_it
            declarations_go_with_the_enrollment
            a_profile_for_the_same_is_a_hazard
            a_wipe_takes_declarations_away
            a_user_who_comes_back_is_wiped_of_declarations_again
            sets_are_listed_read_and_removed
            the_terms_of_a_device_hold_for_declarations;
    }
}
