// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: checkin.

#[rustfmt::skip]
use crate::{BootstrapToken, Data, DigestResponse, EnrollmentKeys, PushMagic, PushToken, SecurityToken, ServiceToken, Topic, UnlockToken};
use crate::wire::{wire, words};

wire! {
    /// The device asks to be enrolled. An answer of 200 does not enroll it yet; the first TokenUpdate does.
    ///
    /// Check-in message `Authenticate`: iOS 4.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/checkin/authenticate.yaml`.
    pub struct Authenticate {
        group { keys: EnrollmentKeys }
        must {
            /// The push topic that it will listen to.
            "Topic" topic: Topic,
        }
        may {
            /// The device's name, on a Mac. macOS 10.7.
            "DeviceName" device_name: String,
            /// The marketing name of the model, on a Mac. macOS 10.7.
            "ModelName" model_name: String,
            /// The model, on a Mac. macOS 10.7.
            "Model" model: String,
            /// `17.4.1`. Needs the access right to query the device, as do all that follow. iOS 9.0, macOS
            /// 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "OSVersion" os_version: String,
            /// `21E236`. iOS 9.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "BuildVersion" build_version: String,
            /// `iPhone14,2`. iOS 9.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "ProductName" product_name: String,
            /// Missing under User Enrollment. iOS 9.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "SerialNumber" serial_number: String,
            /// Missing under User Enrollment. iOS 9.0, watchOS 10.0, visionOS 1.1.
            "IMEI" imei: String,
            /// Missing under User Enrollment. iOS 9.0, watchOS 10.0, visionOS 1.1.
            "MEID" meid: String,
            /// Sent by Macs; not in Apple's schema.
            "Challenge" challenge: Data,
        }
    }
}

wire! {
    /// The enrollment profile is gone. Sent once, without a repeat, and only when the profile asked for it
    /// (`CheckOutWhenRemoved`).
    ///
    /// Check-in message `CheckOut`: iOS 4.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/checkin/checkout.yaml`.
    pub struct CheckOut {
        group { keys: EnrollmentKeys }
        must {
            /// The push topic that the device listened to.
            "Topic" topic: Topic,
        }
    }
}

wire! {
    /// The device synchronizes its declarations or reports status.
    ///
    /// Check-in message `DeclarativeManagement`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS
    /// 1.1. Source: `mdm/checkin/declarativemanagement.yaml`.
    pub struct DeclarativeManagementMessage {
        group { keys: EnrollmentKeys }
        must {
            /// `tokens`, `declaration-items`, `status`, or `declaration/` with kind and identifier.
            "Endpoint" endpoint: String,
        }
        may {
            /// A StatusReport as JSON, when the endpoint is `status`.
            "Data" data: Data,
        }
    }
}

wire! {
    /// The device asks for its bootstrap token.
    ///
    /// Check-in message `GetBootstrapToken`: iOS 26.0, macOS 10.15, visionOS 26.0. Source:
    /// `mdm/checkin/getbootstraptoken.yaml`.
    pub struct GetBootstrapToken {
        group { keys: EnrollmentKeys }
        may {
            /// Missing is false.
            "AwaitingConfiguration" awaiting_configuration: bool,
        }
    }
}

wire! {
    /// The answer to [`GetBootstrapToken`].
    pub struct GetBootstrapTokenResponse {
        may {
            "BootstrapToken" bootstrap_token: BootstrapToken,
        }
    }
}

wire! {
    /// The device asks for a token of another service.
    ///
    /// Check-in message `GetToken`: iOS 17.0, macOS 14.0, visionOS 1.1. Source:
    /// `mdm/checkin/gettoken.yaml`.
    pub struct GetToken {
        group { keys: EnrollmentKeys }
        must {
            "TokenServiceType" token_service_type: TokenService,
        }
        may {
            "TokenParameters" token_parameters: TokenParameters,
        }
    }
}

words! {
    /// The words of `GetToken/TokenServiceType`.
    pub enum TokenService {
        ComAppleMaid = "com.apple.maid",
        ComAppleWatchPairing = "com.apple.watch.pairing",
    }
}

wire! {
    /// The dictionary `GetToken/TokenParameters`.
    pub struct TokenParameters {
        may {
            /// iOS 17.0.
            "SecurityToken" security_token: SecurityToken,
            /// iOS 17.0.
            "PhoneUDID" phone_udid: String,
            /// iOS 17.0.
            "WatchUDID" watch_udid: String,
        }
    }
}

wire! {
    /// The answer to [`GetToken`].
    pub struct GetTokenResponse {
        must {
            /// What the service understands.
            "TokenData" token_data: ServiceToken,
        }
    }
}

wire! {
    /// The device was asked to return to service by its user, and asks how.
    ///
    /// Check-in message `ReturnToService`: iOS 26.0, visionOS 26.0. Source:
    /// `mdm/checkin/returntoservice.yaml`.
    pub struct ReturnToServiceMessage {
        group { keys: EnrollmentKeys }
    }
}

wire! {
    /// The answer to [`ReturnToServiceMessage`].
    pub struct ReturnToServiceMessageResponse {
        must {
            "ReturnToService" return_to_service: ReturnToServiceAnswer,
        }
    }
}

wire! {
    /// The dictionary `ReturnToService, answer, ReturnToService`.
    pub struct ReturnToServiceAnswer {
        must {
            "Enabled" enabled: bool,
        }
        may {
            "WiFiProfileData" wifi_profile_data: Data,
            "MDMProfileData" mdm_profile_data: Data,
            "BootstrapToken" bootstrap_token: BootstrapToken,
            /// iOS 27.0, visionOS 27.0.
            "ShouldRetryEnrollment" should_retry_enrollment: bool,
        }
    }
}

wire! {
    /// The device gives the server its bootstrap token, or takes it back.
    ///
    /// Check-in message `SetBootstrapToken`: iOS 26.0, macOS 10.15, visionOS 26.0. Source:
    /// `mdm/checkin/setbootstraptoken.yaml`.
    pub struct SetBootstrapToken {
        group { keys: EnrollmentKeys }
        may {
            /// Missing or empty takes the stored one back.
            "BootstrapToken" bootstrap_token: BootstrapToken,
            /// Missing is false.
            "AwaitingConfiguration" awaiting_configuration: bool,
        }
    }
}

wire! {
    /// The device, or one of its users, can be reached by push. It comes at any time, or never again;
    /// overwrite what it carries, and keep what it does not carry.
    ///
    /// Check-in message `TokenUpdate`: iOS 4.0, macOS 10.7, tvOS 10.2, watchOS 10.0, visionOS 1.1. Source:
    /// `mdm/checkin/tokenupdate.yaml`.
    pub struct TokenUpdate {
        group { keys: EnrollmentKeys }
        must {
            /// The push topic.
            "Topic" topic: Topic,
            /// Where APNs delivers.
            "Token" token: PushToken,
            /// What the notification must carry.
            "PushMagic" push_magic: PushMagic,
        }
        may {
            /// On the user channel of a Mac: nobody sits at it. Missing is false. macOS 10.11, tvOS 10.2.
            "NotOnConsole" not_on_console: bool,
            /// Clears the passcode. Missing says nothing: the stored one stays. Not on a Mac, a Shared iPad
            /// or under User Enrollment. iOS 4.0, tvOS 10.2, watchOS 10.0, visionOS 1.1.
            "UnlockToken" unlock_token: UnlockToken,
            /// On the device channel: Setup Assistant waits for DeviceConfigured. On the user channel of a
            /// Shared iPad: it waits for UserConfigured. Missing is false. iOS 9.0, macOS 10.11, tvOS 10.2,
            /// visionOS 1.1.
            "AwaitingConfiguration" awaiting_configuration: bool,
        }
    }
}

wire! {
    /// A user of a Mac without an account of the directory logs in; the first message has no answer to a
    /// challenge.
    ///
    /// Check-in message `UserAuthenticate`: macOS 10.7. Source: `mdm/checkin/userauthenticate.yaml`.
    pub struct UserAuthenticate {
        group { keys: EnrollmentKeys }
        may {
            /// The answer to the challenge; missing or empty at first.
            "DigestResponse" digest_response: DigestResponse,
        }
    }
}
