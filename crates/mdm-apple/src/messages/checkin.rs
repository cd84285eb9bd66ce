//! What a device says at check-in.
//!
//! Source of every key: Apple's device-management schema, `mdm/checkin` (release of iOS 18.3).

use mdm_plist::{Data, Extra};

use crate::wire::wire;
use crate::{EnrollmentKeys, PushMagic, PushToken, Topic, UnlockToken};

wire! {
    /// The device asks to be enrolled. An answer of 200 does not enroll it yet: the first
    /// [`TokenUpdate`] does.
    pub struct Authenticate {
        /// The push topic that it will listen to.
        "Topic" topic: Topic,
        /// The device's name, on a Mac.
        "DeviceName" device_name: Option<String>,
        /// The marketing name of the model, on a Mac.
        "ModelName" model_name: Option<String>,
        /// The model, on a Mac.
        "Model" model: Option<String>,
        /// `17.4.1`. Needs the access right to query the device, as do all that follow.
        "OSVersion" os_version: Option<String>,
        /// `21E236`.
        "BuildVersion" build_version: Option<String>,
        /// `iPhone14,2`.
        "ProductName" product_name: Option<String>,
        /// Missing under User Enrollment.
        "SerialNumber" serial_number: Option<String>,
        /// Missing under User Enrollment.
        "IMEI" imei: Option<String>,
        /// Missing under User Enrollment.
        "MEID" meid: Option<String>,
        /// Sent by Macs; not in Apple's schema.
        "Challenge" challenge: Option<Data>,
    }
    flatten {
        /// Who speaks.
        keys: EnrollmentKeys
    }
}

impl Authenticate {
    /// What a device must say at least.
    #[must_use]
    pub fn new(keys: EnrollmentKeys, topic: Topic) -> Self {
        Self {
            keys,
            topic,
            device_name: None,
            model_name: None,
            model: None,
            os_version: None,
            build_version: None,
            product_name: None,
            serial_number: None,
            imei: None,
            meid: None,
            challenge: None,
            extra: Extra::default(),
        }
    }
}

wire! {
    /// The device, or one of its users, can be reached by push. It comes at any time, or never again:
    /// overwrite what it carries, and keep what it does not carry.
    pub struct TokenUpdate {
        /// The push topic.
        "Topic" topic: Topic,
        /// Where APNs delivers.
        "Token" token: PushToken,
        /// What the notification must carry.
        "PushMagic" push_magic: PushMagic,
        /// Clears the passcode. Missing says nothing: the stored one stays. Not on a Mac, a Shared iPad
        /// or under User Enrollment.
        "UnlockToken" unlock_token: Option<UnlockToken>,
        /// On the device channel: Setup Assistant waits for DeviceConfigured. On the user channel of a Shared
        /// iPad: it waits for UserConfigured. Missing is false.
        "AwaitingConfiguration" awaiting_configuration: Option<bool>,
        /// On the user channel of a Mac: nobody sits at it. Missing is false.
        "NotOnConsole" not_on_console: Option<bool>,
    }
    flatten {
        /// Who speaks.
        keys: EnrollmentKeys
    }
}

impl TokenUpdate {
    /// What a device must say at least.
    #[must_use]
    pub fn new(keys: EnrollmentKeys, topic: Topic, token: PushToken, push_magic: PushMagic) -> Self {
        Self {
            keys,
            topic,
            token,
            push_magic,
            unlock_token: None,
            awaiting_configuration: None,
            not_on_console: None,
            extra: Extra::default(),
        }
    }
}

wire! {
    /// The enrollment profile is gone. Sent once, without a repeat, and only when the profile asked for it
    /// (`CheckOutWhenRemoved`).
    pub struct CheckOut {
        /// The push topic that the device listened to.
        "Topic" topic: Topic,
    }
    flatten {
        /// Who speaks.
        keys: EnrollmentKeys
    }
}

impl CheckOut {
    /// What a device says.
    #[must_use]
    pub fn new(keys: EnrollmentKeys, topic: Topic) -> Self {
        Self { keys, topic, extra: Extra::default() }
    }
}

wire! {
    /// A check-in message of a type without a table here; its keys are in `extra`.
    pub struct OtherCheckIn {
        /// What it is.
        "MessageType" message_type: String,
    }
    flatten {
        /// Who speaks.
        keys: EnrollmentKeys
    }
}
