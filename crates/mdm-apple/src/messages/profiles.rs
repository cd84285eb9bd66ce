// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: profiles.

use crate::wire::wire;
use crate::{Data, Date};

wire! {
    /// Lists the installed certificates.
    ///
    /// Command `CertificateList`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/certificate.list.yaml`.
    pub struct CertificateList {
        may {
            /// Missing is false. iOS 13.0, macOS 10.15, tvOS 13.0, watchOS 10.0, visionOS 1.1.
            "ManagedOnly" managed_only: bool,
        }
    }
}

wire! {
    /// The answer to [`CertificateList`].
    pub struct CertificateListResponse {
        must {
            "CertificateList" certificate_list: Vec<InstalledCertificate>,
        }
    }
}

wire! {
    /// The dictionary `CertificateList, answer, CertificateList`.
    pub struct InstalledCertificate {
        may {
            "CommonName" common_name: String,
            "IsIdentity" is_identity: bool,
            "Data" data: Data,
        }
    }
}

wire! {
    /// Installs a profile, or replaces the one with the same `PayloadIdentifier`.
    ///
    /// Command `InstallProfile`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/profile.install.yaml`.
    pub struct InstallProfile {
        must {
            /// The profile: a property list, plain, signed or encrypted. Opaque here.
            "Payload" payload: Data,
        }
    }
}

wire! {
    /// Lists the installed profiles.
    ///
    /// Command `ProfileList`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/profile.list.yaml`.
    pub struct ProfileList {
        may {
            /// Only those that this server installed. Missing is false. iOS 13.0, macOS 10.15, tvOS 13.0,
            /// watchOS 10.0, visionOS 1.1.
            "ManagedOnly" managed_only: bool,
        }
    }
}

wire! {
    /// The answer to [`ProfileList`].
    pub struct ProfileListResponse {
        must {
            /// In no order.
            "ProfileList" profile_list: Vec<InstalledProfile>,
        }
    }
}

wire! {
    /// The dictionary `ProfileList, answer, ProfileList`.
    pub struct InstalledProfile {
        may {
            "PayloadUUID" payload_uuid: String,
            "PayloadIdentifier" payload_identifier: String,
            "PayloadVersion" payload_version: i64,
            "PayloadDisplayName" payload_display_name: String,
            "PayloadOrganization" payload_organization: String,
            "PayloadDescription" payload_description: String,
            /// Missing is false.
            "PayloadRemovalDisallowed" payload_removal_disallowed: bool,
            /// Missing is false.
            "HasRemovalPasscode" has_removal_passcode: bool,
            /// Missing is false.
            "IsEncrypted" is_encrypted: bool,
            /// DER, the signer first.
            "SignerCertificates" signer_certificates: Vec<Data>,
            /// Missing is false. iOS 4.0, tvOS 9.0, watchOS 10.0, visionOS 1.1.
            "IsManaged" is_managed: bool,
            /// iOS 18.0, macOS 15.0, tvOS 18.0, watchOS 11.0, visionOS 2.0.
            "Source" source: String,
            /// Missing when the profile is encrypted.
            "PayloadContent" payload_content: Vec<InstalledPayload>,
        }
    }
}

wire! {
    /// The dictionary `ProfileList, answer, ProfileList/PayloadContent`.
    pub struct InstalledPayload {
        may {
            "PayloadType" payload_type: String,
            "PayloadVersion" payload_version: i64,
            "PayloadIdentifier" payload_identifier: String,
            /// iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "PayloadUUID" payload_uuid: String,
            "PayloadDisplayName" payload_display_name: String,
            "PayloadDescription" payload_description: String,
            "PayloadOrganization" payload_organization: String,
        }
    }
}

wire! {
    /// Installs a provisioning profile.
    ///
    /// Command `InstallProvisioningProfile`: iOS 4.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/profile.provisioning.install.yaml`.
    pub struct InstallProvisioningProfile {
        must {
            "ProvisioningProfile" provisioning_profile: Data,
        }
    }
}

wire! {
    /// Lists the installed provisioning profiles.
    ///
    /// Command `ProvisioningProfileList`: iOS 4.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/profile.provisioning.list.yaml`.
    pub struct ProvisioningProfileList {
        may {
            /// Missing is false. iOS 13.0, macOS 11.0, tvOS 13.0, watchOS 10.0, visionOS 1.1.
            "ManagedOnly" managed_only: bool,
        }
    }
}

wire! {
    /// The answer to [`ProvisioningProfileList`].
    pub struct ProvisioningProfileListResponse {
        must {
            "ProvisioningProfileList" provisioning_profile_list: Vec<InstalledProvisioningProfile>,
        }
    }
}

wire! {
    /// The dictionary `ProvisioningProfileList, answer, ProvisioningProfileList`.
    pub struct InstalledProvisioningProfile {
        may {
            "Name" name: String,
            "UUID" uuid: String,
            "ExpiryDate" expiry_date: Date,
        }
    }
}

wire! {
    /// Removes a provisioning profile.
    ///
    /// Command `RemoveProvisioningProfile`: iOS 4.0, macOS 11.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
    /// Source: `mdm/commands/profile.provisioning.remove.yaml`.
    pub struct RemoveProvisioningProfile {
        must {
            "UUID" uuid: String,
        }
    }
}

wire! {
    /// Removes a profile.
    ///
    /// Command `RemoveProfile`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/commands/profile.remove.yaml`.
    pub struct RemoveProfile {
        must {
            /// Its `PayloadIdentifier`.
            "Identifier" identifier: String,
        }
    }
}
