// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: management.

#[rustfmt::skip]
use crate::payload::wire::{Data, Password, keys, words};

keys! {
    /// Asks the user of a Mac for the values of accounts when the profile is installed.
    ///
    /// `com.apple.configurationprofile.identification`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.configurationprofile.identification.yaml`.
    pub struct Identification {
        must {
            "PayloadIdentification" payload_identification: PayloadIdentification,
        }
    }
}

keys! {
    /// The dictionary `com.apple.configurationprofile.identification/PayloadIdentification`.
    pub struct PayloadIdentification {
        must {
            "UserName" user_name: String,
            "FullName" full_name: String,
            "EmailAddress" email_address: String,
            "AuthMethod" auth_method: AuthMethod,
            "Password" password: Password,
        }
        may {
            "Prompt" prompt: String,
            "PromptMessage" prompt_message: String,
        }
    }
}

words! {
    /// The words of `com.apple.configurationprofile.identification/PayloadIdentification/AuthMethod`.
    pub enum AuthMethod {
        Password = "Password",
        UserEnteredPassword = "UserEnteredPassword",
    }
}

keys! {
    /// Declarations that the profile carries.
    ///
    /// `com.apple.declarations`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.declarations.yaml`.
    pub struct Declarations {
        must {
            "Declarations" declarations: Vec<Data>,
        }
    }
}

keys! {
    /// The server that manages the device.
    ///
    /// `com.apple.mdm`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.mdm.yaml`.
    pub struct Mdm {
        must {
            "IdentityCertificateUUID" identity_certificate_uuid: String,
            "Topic" topic: String,
            "ServerURL" server_url: String,
        }
        may {
            "CheckInURL" check_in_url: String,
            /// Missing is false.
            "SignMessage" sign_message: bool,
            "AccessRights" access_rights: i64,
            /// Missing is false.
            "UseDevelopmentAPNS" use_development_apns: bool,
            /// iOS 13.1, macOS 10.15. Deprecated since iOS 17.0, macOS 14.0. Gone since iOS 18.0, macOS
            /// 15.0.
            "ManagedAppleID" managed_apple_id: String,
            /// iOS 15.0, macOS 14.0, visionOS 1.1.
            "AssignedManagedAppleID" assigned_managed_apple_id: String,
            /// iOS 15.0, macOS 14.0, visionOS 1.1.
            "EnrollmentMode" enrollment_mode: EnrollmentMode,
            /// iOS 13.4, macOS 10.13, tvOS 13.4, watchOS 10.0, visionOS 1.1.
            "ServerURLPinningCertificateUUIDs" server_url_pinning_certificate_uuids: Vec<String>,
            /// iOS 13.4, macOS 10.13, tvOS 13.4, watchOS 10.0, visionOS 1.1.
            "CheckInURLPinningCertificateUUIDs" check_in_url_pinning_certificate_uuids: Vec<String>,
            /// Missing is false. iOS 13.4, macOS 10.13, tvOS 13.4, watchOS 10.0, visionOS 1.1.
            "PinningRevocationCheckRequired" pinning_revocation_check_required: bool,
            "ServerCapabilities" server_capabilities: Vec<ServerCapability>,
            /// Missing is false.
            "CheckOutWhenRemoved" check_out_when_removed: bool,
            /// iOS 15.1, visionOS 1.1.
            "RequiredAppIDForMDM" required_app_id_for_mdm: i64,
            /// Missing is false. macOS 11.0.
            "PromptUserToAllowBootstrapTokenForAuthentication" prompt_user_to_allow_bootstrap_token_for_authentication: bool,
        }
    }
}

words! {
    /// The words of `com.apple.mdm/EnrollmentMode`.
    pub enum EnrollmentMode {
        Byod = "BYOD",
        Adde = "ADDE",
    }
}

words! {
    /// The words of `com.apple.mdm/ServerCapabilities`.
    pub enum ServerCapability {
        ComAppleMdmPerUserConnections = "com.apple.mdm.per-user-connections",
        ComAppleMdmBootstraptoken = "com.apple.mdm.bootstraptoken",
        ComAppleMdmToken = "com.apple.mdm.token",
    }
}

keys! {
    /// The password that removes the profile.
    ///
    /// `com.apple.profileRemovalPassword`: iOS 4.0, macOS 10.7, tvOS 9.0. Source:
    /// `mdm/profiles/com.apple.profileRemovalPassword.yaml`.
    pub struct ProfileRemovalPassword {
        may {
            "RemovalPassword" removal_password: Password,
        }
    }
}
