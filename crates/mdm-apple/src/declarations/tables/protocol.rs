// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: protocol.

use crate::Extra;
use crate::wire::{wire, words};

words! {
    /// Why a declaration or status item is not what it should be.
    pub enum ReasonCode {
        ErrorActivationFailed = "Error.ActivationFailed",
        ErrorAssetCannotBeDeserialized = "Error.AssetCannotBeDeserialized",
        ErrorAssetCannotBeDownloaded = "Error.AssetCannotBeDownloaded",
        ErrorAssetCannotBeVerified = "Error.AssetCannotBeVerified",
        ErrorConfigurationCannotBeApplied = "Error.ConfigurationCannotBeApplied",
        ErrorConfigurationCannotBeDeserialized = "Error.ConfigurationCannotBeDeserialized",
        ErrorConfigurationFailed = "Error.ConfigurationFailed",
        ErrorConfigurationIsInvalid = "Error.ConfigurationIsInvalid",
        ErrorConfigurationNotSupported = "Error.ConfigurationNotSupported",
        ErrorInvalidPayload = "Error.InvalidPayload",
        ErrorMissingAssets = "Error.MissingAssets",
        ErrorMissingConfigurations = "Error.MissingConfigurations",
        ErrorMissingState = "Error.MissingState",
        ErrorPredicateFailed = "Error.PredicateFailed",
        ErrorUnableToEvaluatePredicate = "Error.UnableToEvaluatePredicate",
        ErrorUnableToParsePredicate = "Error.UnableToParsePredicate",
        ErrorUnableToParsePredicateWithCustomOperator = "Error.UnableToParsePredicateWithCustomOperator",
        ErrorUnknown = "Error.Unknown",
        ErrorUnknownDeclarationType = "Error.UnknownDeclarationType",
        ErrorUnknownPayloadKeys = "Error.UnknownPayloadKeys",
        InfoNotReferencedByActivation = "Info.NotReferencedByActivation",
        InfoNotReferencedByConfiguration = "Info.NotReferencedByConfiguration",
        InfoPredicate = "Info.Predicate",
        InfoUnsupportedSettings = "Info.UnsupportedSettings",
        ErrorUnmanagedAppAlreadyInstalled = "Error.UnmanagedAppAlreadyInstalled",
        ErrorDuplicateConfiguredApp = "Error.DuplicateConfiguredApp",
        ErrorUserRejected = "Error.UserRejected",
        ErrorAppStoreDisabled = "Error.AppStoreDisabled",
        ErrorLicenseNotFound = "Error.LicenseNotFound",
        ErrorInvalidAppId = "Error.InvalidAppID",
        ErrorNotAnApp = "Error.NotAnApp",
        ErrorNotSupported = "Error.NotSupported",
        ErrorDownloadFailed = "Error.DownloadFailed",
        ErrorInstallFailed = "Error.InstallFailed",
        InfoUpdateAvailable = "Info.UpdateAvailable",
        ErrorUpdateFailed = "Error.UpdateFailed",
    }
}

wire! {
    /// Which declarations the device should have.
    ///
    /// Document `DeclarationItemsResponse`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1.
    /// Source: `declarative/protocol/declarationitemsresponse.yaml`.
    pub struct DeclarationItemsResponse {
        must {
            "Declarations" declarations: DeclarationItems,
            "DeclarationsToken" declarations_token: String,
        }
    }
}

wire! {
    /// The dictionary `DeclarationItemsResponse/Declarations`.
    pub struct DeclarationItems {
        must {
            "Activations" activations: Vec<DeclarationItem>,
            "Configurations" configurations: Vec<DeclarationItem>,
            "Assets" assets: Vec<DeclarationItem>,
            "Management" management: Vec<DeclarationItem>,
        }
    }
}

wire! {
    /// The dictionary `DeclarationItemsResponse/Declarations/Activations`.
    pub struct DeclarationItem {
        must {
            "Identifier" identifier: String,
            "ServerToken" server_token: String,
        }
    }
}

wire! {
    /// What a device reports of its state.
    ///
    /// Document `StatusReport`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1. Source:
    /// `declarative/protocol/statusreport.yaml`.
    pub struct StatusReport {
        must {
            "StatusItems" status_items: crate::declarations::StatusItems,
            "Errors" errors: Vec<StatusError>,
        }
        may {
            /// Missing is false. iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "FullReport" full_report: bool,
        }
    }
}

wire! {
    /// The dictionary `StatusReport/Errors`.
    pub struct StatusError {
        may {
            "StatusItem" status_item: String,
            "Reasons" reasons: Vec<StatusErrorReason>,
        }
    }
}

wire! {
    /// The dictionary `StatusReport/Errors/Reasons`.
    pub struct StatusErrorReason {
        may {
            "Code" code: ReasonCode,
            "Description" description: String,
            "Details" details: Extra,
        }
    }
}

wire! {
    /// Whether the declarations changed.
    ///
    /// Document `TokensResponse`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS 1.1. Source:
    /// `declarative/protocol/tokensresponse.yaml`.
    pub struct TokensResponse {
        must {
            /// What the device compares with its own.
            "SyncTokens" sync_tokens: crate::declarations::SyncTokens,
        }
    }
}
