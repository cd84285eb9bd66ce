// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: education.

#[rustfmt::skip]
use crate::payload::wire::{keys, words};

keys! {
    /// Makes an Apple TV the display of a room.
    ///
    /// `com.apple.conferenceroomdisplay`: tvOS 10.2. Source:
    /// `mdm/profiles/com.apple.conferenceroomdisplay.yaml`.
    pub struct ConferenceRoomDisplay {
        may {
            "Message" message: String,
        }
    }
}

keys! {
    /// The classes of a school.
    ///
    /// `com.apple.education`: iOS 9.3, macOS 10.14. Source: `mdm/profiles/com.apple.education.yaml`.
    pub struct Education {
        must {
            "OrganizationUUID" organization_uuid: String,
            "OrganizationName" organization_name: String,
            "UserIdentifier" user_identifier: String,
            "Groups" groups: Vec<Group>,
            "Users" users: Vec<User>,
        }
        may {
            "PayloadCertificateUUID" payload_certificate_uuid: String,
            "LeaderPayloadCertificateAnchorUUID" leader_payload_certificate_anchor_uuid: Vec<String>,
            "MemberPayloadCertificateAnchorUUID" member_payload_certificate_anchor_uuid: Vec<String>,
            "ResourcePayloadCertificateUUID" resource_payload_certificate_uuid: String,
            "Departments" departments: Vec<Department>,
            "DeviceGroups" device_groups: Vec<DeviceGroup>,
            /// Missing is false. iOS 10.3, macOS 10.14.
            "ScreenObservationPermissionModificationAllowed" screen_observation_permission_modification_allowed: bool,
        }
    }
}

keys! {
    /// The dictionary `com.apple.education/Departments`.
    pub struct Department {
        must {
            "Name" name: String,
            "GroupBeaconIDs" group_beacon_ids: Vec<i64>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.education/Groups`.
    pub struct Group {
        must {
            "BeaconID" beacon_id: i64,
            "Name" name: String,
            "MemberIdentifiers" member_identifiers: Vec<String>,
        }
        may {
            "Description" description: String,
            /// iOS 9.3. Deprecated since iOS 9.3.1.
            "ImageURL" image_url: String,
            "ConfigurationSource" configuration_source: String,
            "LeaderIdentifiers" leader_identifiers: Vec<String>,
            "DeviceGroupIdentifiers" device_group_identifiers: Vec<String>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.education/Users`.
    pub struct User {
        must {
            "Identifier" identifier: String,
            "Name" name: String,
        }
        may {
            "GivenName" given_name: String,
            "FamilyName" family_name: String,
            "PhoneticGivenName" phonetic_given_name: String,
            "PhoneticFamilyName" phonetic_family_name: String,
            "ImageURL" image_url: String,
            /// iOS 9.3. Deprecated since iOS 9.3.1.
            "FullScreenImageURL" full_screen_image_url: String,
            "AppleID" apple_id: String,
            "PasscodeType" passcode_type: PasscodeType,
        }
    }
}

words! {
    /// The words of `com.apple.education/Users/PasscodeType`.
    pub enum PasscodeType {
        Complex = "complex",
        Four = "four",
        Six = "six",
    }
}

keys! {
    /// The dictionary `com.apple.education/DeviceGroups`.
    pub struct DeviceGroup {
        must {
            "Identifier" identifier: String,
            "Name" name: String,
            "SerialNumbers" serial_numbers: Vec<String>,
        }
    }
}

keys! {
    /// What the lock screen says of the owner.
    ///
    /// `com.apple.shareddeviceconfiguration`: iOS 9.3. Source:
    /// `mdm/profiles/com.apple.shareddeviceconfiguration.yaml`.
    pub struct LockScreenMessage {
        may {
            "AssetTagInformation" asset_tag_information: String,
            /// Deprecated since iOS 9.3.1.
            "IfLostReturnToMessage" if_lost_return_to_message: String,
            /// iOS 9.3.1.
            "LockScreenFootnote" lock_screen_footnote: String,
        }
    }
}

keys! {
    /// Which remotes an Apple TV listens to.
    ///
    /// `com.apple.tvremote`: iOS 11.3, tvOS 11.3. Source: `mdm/profiles/com.apple.tvremote.yaml`.
    pub struct TvRemote {
        may {
            /// tvOS 11.3.
            "AllowedRemotes" allowed_remotes: Vec<AllowedRemote>,
            /// iOS 11.3.
            "AllowedTVs" allowed_t_vs: Vec<AllowedTV>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.tvremote/AllowedRemotes`.
    pub struct AllowedRemote {
        must {
            "RemoteDeviceID" remote_device_id: String,
        }
    }
}

keys! {
    /// The dictionary `com.apple.tvremote/AllowedTVs`.
    pub struct AllowedTV {
        must {
            "TVDeviceID" tv_device_id: String,
        }
        may {
            /// iOS 15.0.
            "TVDeviceName" tv_device_name: String,
        }
    }
}
