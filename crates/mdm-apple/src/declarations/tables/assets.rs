// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Tables of keys: assets.

use crate::wire::{wire, words};
use crate::{Challenge, Data, Password};

wire! {
    /// Declaration `com.apple.asset.credential.acme`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/assets/credential.acme.yaml`.
    pub struct CredentialAcmeAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            "Authentication" authentication: AssetAuthentication,
            /// Missing is `Default`.
            "Accessible" accessible: Accessible,
        }
    }
}

wire! {
    /// The dictionary `com.apple.asset.credential.acme/Reference`.
    pub struct AssetReference {
        must {
            "DataURL" data_url: String,
        }
        may {
            "ContentType" content_type: String,
            "Size" size: i64,
            "Hash-SHA-256" hash_sha_256: String,
        }
    }
}

wire! {
    /// The dictionary `com.apple.asset.credential.acme/Authentication`.
    pub struct AssetAuthentication {
        must {
            "Type" type_: AssetAuthenticationType,
        }
    }
}

words! {
    /// The words of `com.apple.asset.credential.acme/Authentication/Type`.
    pub enum AssetAuthenticationType {
        Mdm = "MDM",
        None = "None",
    }
}

words! {
    /// The words of `com.apple.asset.credential.acme/Accessible`.
    pub enum Accessible {
        Default = "Default",
        AfterFirstUnlock = "AfterFirstUnlock",
    }
}

wire! {
    /// Declaration `com.apple.asset.credential.certificate`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/assets/credential.certificate.yaml`.
    pub struct CredentialCertificateAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            "Authentication" authentication: AssetAuthentication,
        }
    }
}

wire! {
    /// Declaration `com.apple.asset.credential.identity`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/assets/credential.identity.yaml`.
    pub struct CredentialIdentityAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            "Authentication" authentication: AssetAuthentication,
            /// Missing is `Default`.
            "Accessible" accessible: Accessible,
        }
    }
}

wire! {
    /// Declaration `com.apple.asset.credential.scep`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0,
    /// visionOS 1.1. Source: `declarative/declarations/assets/credential.scep.yaml`.
    pub struct CredentialScepAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            "Authentication" authentication: AssetAuthentication,
            /// Missing is `Default`.
            "Accessible" accessible: Accessible,
        }
    }
}

wire! {
    /// Declaration `com.apple.asset.credential.userpassword`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS
    /// 10.0, visionOS 1.1. Source: `declarative/declarations/assets/credential.userpassword.yaml`.
    pub struct CredentialUserpasswordAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            /// iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
            "Authentication" authentication: AssetAuthentication,
        }
    }
}

wire! {
    /// Credential `com.apple.credential.acme`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
    /// Source: `declarative/declarations/assets/credentials/acme.yaml`.
    pub struct AcmeCredential {
        must {
            "DirectoryURL" directory_url: String,
            "ClientIdentifier" client_identifier: String,
            "KeySize" key_size: i64,
            "KeyType" key_type: KeyType,
            "HardwareBound" hardware_bound: bool,
            "Subject" subject: Vec<Vec<Vec<String>>>,
        }
        may {
            "SubjectAltName" subject_alt_name: SubjectAltName,
            "UsageFlags" usage_flags: i64,
            "ExtendedKeyUsage" extended_key_usage: Vec<String>,
            /// Missing is false.
            "Attest" attest: bool,
        }
    }
}

words! {
    /// The words of `com.apple.credential.acme/KeyType`.
    pub enum KeyType {
        Rsa = "RSA",
        EcsecPrimeRandom = "ECSECPrimeRandom",
    }
}

wire! {
    /// The dictionary `com.apple.credential.acme/SubjectAltName`.
    pub struct SubjectAltName {
        may {
            "rfc822Name" rfc822_name: String,
            "dNSName" d_ns_name: String,
            "uniformResourceIdentifier" uniform_resource_identifier: String,
            "ntPrincipalName" nt_principal_name: String,
        }
    }
}

wire! {
    /// Credential `com.apple.credential.identity`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS
    /// 1.1. Source: `declarative/declarations/assets/credentials/identity.yaml`.
    pub struct IdentityCredential {
        must {
            "Password" password: Password,
            "Identity" identity: Data,
        }
    }
}

wire! {
    /// Credential `com.apple.credential.scep`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
    /// Source: `declarative/declarations/assets/credentials/scep.yaml`.
    pub struct ScepCredential {
        must {
            "URL" url: String,
        }
        may {
            "Name" name: String,
            "Subject" subject: Vec<Vec<Vec<String>>>,
            "Challenge" challenge: Challenge,
            /// One of 1024, 2048, 4096. Missing is 1024.
            "Keysize" keysize: i64,
            /// Missing is `RSA`.
            "Key Type" key_type: String,
            /// Missing is 0.
            "Key Usage" key_usage: i64,
            "CAFingerprint" ca_fingerprint: Data,
            /// Missing is 3.
            "Retries" retries: i64,
            /// Missing is 10.
            "RetryDelay" retry_delay: i64,
            "SubjectAltName" subject_alt_name: SubjectAltName,
        }
    }
}

wire! {
    /// Credential `com.apple.credential.usernameandpassword`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS
    /// 10.0, visionOS 1.1. Source: `declarative/declarations/assets/credentials/usernameandpassword.yaml`.
    pub struct UsernameandpasswordCredential {
        must {
            "UserName" user_name: String,
        }
        may {
            "Password" password: Password,
        }
    }
}

wire! {
    /// Declaration `com.apple.asset.data`: iOS 17.0, macOS 14.0, tvOS 17.0, watchOS 10.0, visionOS 1.1.
    /// Source: `declarative/declarations/assets/data.yaml`.
    pub struct DataAsset {
        must {
            "Reference" reference: AssetReference,
        }
        may {
            "Authentication" authentication: AssetAuthentication,
        }
    }
}

wire! {
    /// Declaration `com.apple.asset.useridentity`: iOS 15.0, macOS 13.0, tvOS 16.0, watchOS 10.0, visionOS
    /// 1.1. Source: `declarative/declarations/assets/useridentity.yaml`.
    pub struct UseridentityAsset {
        may {
            "FullName" full_name: String,
            "EmailAddress" email_address: String,
        }
    }
}
