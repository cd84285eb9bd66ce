// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: media.

use crate::wire::{wire, words};
use crate::{MediaReference, MediaSource};

wire! {
    /// Installs a book (requirement F49).
    ///
    /// Command `InstallMedia`: iOS 8.0, macOS 10.9. Source: `mdm/commands/media.install.yaml`.
    pub struct InstallMedia {
        group { source: MediaSource }
        must {
            "MediaType" media_type: MediaType,
        }
        may {
            /// iOS 8.0.
            "PersistentID" persistent_id: String,
            /// iOS 8.0.
            "Kind" kind: MediaKind,
            /// iOS 8.0.
            "Version" version: String,
            /// iOS 8.0.
            "Author" author: String,
            /// iOS 8.0.
            "Title" title: String,
        }
    }
}

words! {
    /// The words of `InstallMedia/MediaType`.
    pub enum MediaType {
        Book = "Book",
    }
}

words! {
    /// The words of `InstallMedia/Kind`.
    pub enum MediaKind {
        Pdf = "pdf",
        Epub = "epub",
        Ibooks = "ibooks",
    }
}

wire! {
    /// The answer to [`InstallMedia`].
    pub struct InstallMediaResponse {
        may {
            "iTunesStoreID" itunes_store_id: i64,
            /// iOS 8.0.
            "MediaURL" media_url: String,
            /// iOS 8.0.
            "PersistentID" persistent_id: String,
            "MediaType" media_type: String,
            "State" state: MediaState,
            "RejectionReason" rejection_reason: MediaRejectionReason,
        }
    }
}

words! {
    /// The words of `InstallMedia, answer, State`.
    pub enum MediaState {
        Queued = "Queued",
        PromptingForLogin = "PromptingForLogin",
        Updating = "Updating",
        Installing = "Installing",
        Managed = "Managed",
        ManagedButUninstalled = "ManagedButUninstalled",
        Installed = "Installed",
        Uninstalled = "Uninstalled",
        Failed = "Failed",
        Unknown = "Unknown",
    }
}

words! {
    /// The words of `InstallMedia, answer, RejectionReason`.
    pub enum MediaRejectionReason {
        CouldNotVerifyITunesStoreId = "CouldNotVerifyITunesStoreID",
        PurchaseNotFound = "PurchaseNotFound",
        AppStoreDisabled = "AppStoreDisabled",
        WrongMediaType = "WrongMediaType",
        DownloadInvalid = "DownloadInvalid",
        EnterpriseBooksNotSupportedInMultiUser = "EnterpriseBooksNotSupportedInMultiUser",
    }
}

wire! {
    /// Lists the managed books.
    ///
    /// Command `ManagedMediaList`: iOS 8.0. Source: `mdm/commands/media.managed.list.yaml`.
    pub struct ManagedMediaList {}
}

wire! {
    /// The answer to [`ManagedMediaList`].
    pub struct ManagedMediaListResponse {
        must {
            "Books" books: Vec<ManagedBook>,
        }
    }
}

wire! {
    /// The dictionary `ManagedMediaList, answer, Books`.
    pub struct ManagedBook {
        may {
            "iTunesStoreID" itunes_store_id: i64,
            "State" state: String,
            "PersistentID" persistent_id: String,
            "Kind" kind: String,
            "Version" version: String,
            "Author" author: String,
            "Title" title: String,
        }
    }
}

wire! {
    /// Removes a managed book.
    ///
    /// Command `RemoveMedia`: iOS 8.0. Source: `mdm/commands/media.remove.yaml`.
    pub struct RemoveMedia {
        group { reference: MediaReference }
        must {
            "MediaType" media_type: MediaType,
        }
    }
}
