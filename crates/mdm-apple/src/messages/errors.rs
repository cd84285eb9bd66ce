// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: errors.

use crate::Data;
use crate::wire::wire;

wire! {
    /// The user must sign in by Platform SSO before the Mac enrolls.
    ///
    /// Error body `com.apple.psso.required`: macOS 26.0. Source: `mdm/errors/psso.required.yaml`.
    pub struct PssoRequiredError {
        must {
            "details" details: PssoRequiredErrorDetails,
        }
        may {
            "description" description: String,
            "message" message: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.psso.required/details`.
    pub struct PssoRequiredErrorDetails {
        must {
            "ProfileURL" profile_url: String,
            "Package" package: Package,
            "AuthURL" auth_url: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.psso.required/details/Package`.
    pub struct Package {
        must {
            "ManifestURL" manifest_url: String,
        }
        may {
            "PinningCerts" pinning_certs: Vec<Data>,
            /// Missing is false.
            "PinningRevocationCheckRequired" pinning_revocation_check_required: bool,
        }
    }
}

wire! {
    /// The device must update before it enrolls.
    ///
    /// Error body `com.apple.softwareupdate.required`: iOS 17.0, macOS 14.0. Source:
    /// `mdm/errors/softwareupdate.required.yaml`.
    pub struct SoftwareupdateRequiredError {
        must {
            "details" details: SoftwareupdateRequiredErrorDetails,
        }
        may {
            "description" description: String,
            "message" message: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.softwareupdate.required/details`.
    pub struct SoftwareupdateRequiredErrorDetails {
        must {
            "OSVersion" os_version: String,
        }
        may {
            "BuildVersion" build_version: String,
            /// iOS 17.5, macOS 14.5.
            "RequireBetaProgram" require_beta_program: RequireBetaProgram,
        }
    }
}

wire! {
    /// The dictionary `com.apple.softwareupdate.required/details/RequireBetaProgram`.
    pub struct RequireBetaProgram {
        must {
            "Description" description: String,
            "Token" token: String,
        }
    }
}

wire! {
    /// The server does not know the device: **the device removes its enrollment**.
    ///
    /// Error body `com.apple.unrecognized.device`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS
    /// 1.1. Source: `mdm/errors/unrecognized.device.yaml`.
    pub struct UnrecognizedDeviceError {
        may {
            "description" description: String,
            "message" message: String,
        }
    }
}

wire! {
    /// The watch must be paired anew with a token.
    ///
    /// Error body `com.apple.watch.pairing.token.missing`: watchOS 10.0. Source:
    /// `mdm/errors/watch.pairing.token.missing.yaml`.
    pub struct WatchPairingTokenMissingError {
        must {
            "details" details: WatchPairingTokenMissingErrorDetails,
        }
        may {
            "description" description: String,
            "message" message: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.watch.pairing.token.missing/details`.
    pub struct WatchPairingTokenMissingErrorDetails {
        must {
            "security-token" security_token: String,
        }
    }
}

wire! {
    /// The device must look for the enrollment server again.
    ///
    /// Error body `com.apple.well-known.failed`: iOS 17.5, macOS 14.5, visionOS 1.2. Source:
    /// `mdm/errors/well-known.failed.yaml`.
    pub struct WellKnownFailedError {
        may {
            "description" description: String,
            "message" message: String,
        }
    }
}
