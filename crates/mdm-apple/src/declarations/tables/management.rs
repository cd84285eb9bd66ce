// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: management.

use crate::wire::wire;
use crate::{Extra, IdentityToken};

wire! {
    /// Activates configurations while a predicate holds.
    ///
    /// Declaration `com.apple.activation.simple`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS
    /// 1.1. Source: `declarative/declarations/activations/simple.yaml`.
    pub struct SimpleActivation {
        must {
            "StandardConfigurations" standard_configurations: Vec<String>,
        }
        may {
            /// An NSPredicate, kept as text.
            "Predicate" predicate: String,
        }
    }
}

wire! {
    /// Declaration `com.apple.management.organization-info`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/management/organization-info.yaml`.
    pub struct OrganizationInfo {
        must {
            "Name" name: String,
        }
        may {
            "Email" email: String,
            "URL" url: String,
            "Proof" proof: Proof,
        }
    }
}

wire! {
    /// The dictionary `com.apple.management.organization-info/Proof`.
    pub struct Proof {
        may {
            "IdentityToken" identity_token: IdentityToken,
        }
    }
}

wire! {
    /// Declaration `com.apple.management.properties`: iOS 16.0, macOS 13.0, tvOS 16.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/management/properties.yaml`.
    pub struct Properties {}
}

wire! {
    /// Declaration `com.apple.management.server-capabilities`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS
    /// 10.0, visionOS 1.1. Source: `declarative/declarations/management/server-capabilities.yaml`.
    pub struct ServerCapabilities {
        must {
            "Version" version: String,
            "SupportedFeatures" supported_features: Extra,
        }
    }
}
