//! The runner on every store, with real certificates and real messages: every case takes an empty store.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the functions beside the tests are tests too"
)]

#[cfg(feature = "postgres")]
#[path = "../store/cluster.rs"]
#[allow(dead_code, reason = "the tests of the server need more of it")]
mod cluster;
mod delivery;
mod disk;
mod enrollment;
mod faults;
#[cfg(feature = "sqlite")]
#[path = "../store/folder.rs"]
#[allow(dead_code, reason = "the tests of the file need more of it")]
mod folder;
mod futures;
#[cfg(feature = "postgres")]
mod hopping;
mod nodes;
mod orders;
mod pushes;
mod races;
mod refused;
mod secrets;
mod tenants;
mod terms;
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
        what_is_too_large_to_keep_is_refused;
    pushes:
        a_push_survives_a_crash_and_is_repeated_daily
        a_push_that_failed_stays_owed
        an_older_push_settles_nothing_newer
        a_push_that_cannot_be_read_holds_up_no_other;
    tenants:
        tenants_are_served_side_by_side
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
        orders_and_reports_on_two_nodes;
    refused:
        what_is_refused_changes_nothing
        an_unreadable_report_closes_its_command;
    terms:
        slots_are_filled_at_each_hand_out
        slots_need_somebody_who_fills_them
        many_are_ordered_and_counted
        what_is_held_waits
        what_has_expired_ends
        what_is_old_is_forgotten
        a_long_queue_that_waits_is_not_loaded;
    users:
        users_come_and_end_with_their_device
        nobody_stays_behind
        a_login_is_asked_for_the_password
        who_is_silent_is_noted_once;
    secrets:
        no_secret_is_shown;
}
