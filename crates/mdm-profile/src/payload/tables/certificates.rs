// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Payloads: certificates.

#[rustfmt::skip]
use crate::payload::wire::{Data, IdentityContent, Password, ScepChallenge, Texts, keys, words};

keys! {
    /// An identity from an Active Directory authority.
    ///
    /// `com.apple.ADCertificate.managed`: macOS 10.7. Source:
    /// `mdm/profiles/com.apple.ADCertificate.managed.yaml`.
    pub struct AdCertificate {
        must {
            "CertServer" cert_server: String,
            "CertTemplate" cert_template: String,
        }
        may {
            "Description" description: String,
            "CertificateRenewalTimeInterval" certificate_renewal_time_interval: i64,
            /// macOS 10.8.
            "CertificateAuthority" certificate_authority: String,
            /// macOS 10.8.
            "CertificateAcquisitionMechanism" certificate_acquisition_mechanism: String,
            /// Missing is false. macOS 10.10.
            "AllowAllAppsAccess" allow_all_apps_access: bool,
            /// Missing is false. macOS 10.8.
            "PromptForCredentials" prompt_for_credentials: bool,
            /// Missing is false. macOS 10.10.
            "KeyIsExtractable" key_is_extractable: bool,
            /// Missing is 2048. macOS 10.11.
            "Keysize" keysize: i64,
            /// Missing is false. macOS 10.13.4.
            "EnableAutoRenewal" enable_auto_renewal: bool,
        }
    }
}

keys! {
    /// An identity from an ACME server.
    ///
    /// `com.apple.security.acme`: iOS 16.0, macOS 13.1, tvOS 16.0, watchOS 9.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.acme.yaml`.
    pub struct Acme {
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
            /// Missing is false. iOS 16.0, macOS 13.1, tvOS 16.0, watchOS 10.0, visionOS 1.0.
            "Attest" attest: bool,
            /// Missing is true. macOS 13.1.
            "KeyIsExtractable" key_is_extractable: bool,
            /// Missing is false. macOS 13.1.
            "AllowAllAppsAccess" allow_all_apps_access: bool,
        }
    }
}

words! {
    /// The words of `com.apple.security.acme/KeyType`.
    pub enum KeyType {
        Rsa = "RSA",
        EcsecPrimeRandom = "ECSECPrimeRandom",
    }
}

keys! {
    /// The dictionary `com.apple.security.acme/SubjectAltName`.
    pub struct SubjectAltName {
        may {
            "rfc822Name" rfc822_name: Texts,
            "dNSName" dns_name: Texts,
            "uniformResourceIdentifier" uniform_resource_identifier: Texts,
            "ntPrincipalName" nt_principal_name: Texts,
        }
    }
}

keys! {
    /// Which certificate a Mac uses for an address.
    ///
    /// `com.apple.security.certificatepreference`: macOS 10.12. Source:
    /// `mdm/profiles/com.apple.security.certificatepreference.yaml`.
    pub struct CertificatePreference {
        must {
            "Name" name: String,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
        }
    }
}

keys! {
    /// Which certificates are checked for revocation.
    ///
    /// `com.apple.security.certificaterevocation`: iOS 14.2, visionOS 1.1. Source:
    /// `mdm/profiles/com.apple.security.certificaterevocation.yaml`.
    pub struct CertificateRevocation {
        may {
            "EnabledForCerts" enabled_for_certs: Vec<EnabledForCert>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.security.certificaterevocation/EnabledForCerts`.
    pub struct EnabledForCert {
        must {
            "Algorithm" algorithm: Algorithm,
            "Hash" hash: Data,
        }
    }
}

words! {
    /// The words of `com.apple.security.certificaterevocation/EnabledForCerts/Algorithm`.
    pub enum Algorithm {
        Sha256 = "sha256",
    }
}

keys! {
    /// Which certificates need no public log.
    ///
    /// `com.apple.security.certificatetransparency`: iOS 12.1.1, macOS 10.14.2, tvOS 12.1.1, watchOS 5.1.1,
    /// visionOS 1.0. Source: `mdm/profiles/com.apple.security.certificatetransparency.yaml`.
    pub struct CertificateTransparency {
        may {
            "DisabledForCerts" disabled_for_certs: Vec<DisabledForCert>,
            "DisabledForDomains" disabled_for_domains: Vec<String>,
        }
    }
}

keys! {
    /// The dictionary `com.apple.security.certificatetransparency/DisabledForCerts`.
    pub struct DisabledForCert {
        must {
            "Algorithm" algorithm: Algorithm,
            "Hash" hash: Data,
        }
    }
}

keys! {
    /// Which identity a Mac uses for an address.
    ///
    /// `com.apple.security.identitypreference`: macOS 10.12. Source:
    /// `mdm/profiles/com.apple.security.identitypreference.yaml`.
    pub struct IdentityPreference {
        must {
            "Name" name: String,
            "PayloadCertificateUUID" payload_certificate_uuid: String,
        }
    }
}

keys! {
    /// A certificate as PEM.
    ///
    /// `com.apple.security.pem`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.pem.yaml`.
    pub struct Pem {
        must {
            "PayloadContent" payload_content: Data,
        }
        may {
            "PayloadCertificateFileName" payload_certificate_file_name: String,
        }
    }
}

keys! {
    /// A certificate that is no trust anchor.
    ///
    /// `com.apple.security.pkcs1`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.pkcs1.yaml`.
    pub struct Pkcs1 {
        must {
            "PayloadContent" payload_content: Data,
        }
        may {
            "PayloadCertificateFileName" payload_certificate_file_name: String,
        }
    }
}

keys! {
    /// An identity, key included, made elsewhere.
    ///
    /// `com.apple.security.pkcs12`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.pkcs12.yaml`.
    pub struct Pkcs12 {
        must {
            "PayloadContent" payload_content: IdentityContent,
        }
        may {
            "PayloadCertificateFileName" payload_certificate_file_name: String,
            "Password" password: Password,
            /// Missing is false. macOS 10.10.
            "AllowAllAppsAccess" allow_all_apps_access: bool,
            /// Missing is true. macOS 10.15.
            "KeyIsExtractable" key_is_extractable: bool,
        }
    }
}

keys! {
    /// A certificate that the device trusts.
    ///
    /// `com.apple.security.root`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.root.yaml`.
    pub struct Root {
        must {
            "PayloadContent" payload_content: Data,
        }
        may {
            "PayloadCertificateFileName" payload_certificate_file_name: String,
        }
    }
}

keys! {
    /// An identity from a SCEP server.
    ///
    /// `com.apple.security.scep`: iOS 4.0, macOS 10.7, tvOS 9.0, watchOS 3.0, visionOS 1.0. Source:
    /// `mdm/profiles/com.apple.security.scep.yaml`.
    pub struct Scep {
        must {
            "PayloadContent" payload_content: ScepContent,
        }
    }
}

keys! {
    /// The dictionary `com.apple.security.scep/PayloadContent`.
    pub struct ScepContent {
        must {
            "URL" url: String,
        }
        may {
            "Name" name: String,
            "Subject" subject: Vec<Vec<Vec<String>>>,
            "Challenge" challenge: ScepChallenge,
            /// One of 1024, 2048, 4096. Missing is 1024.
            "Keysize" keysize: i64,
            /// Missing is `RSA`.
            "Key Type" key_type: String,
            /// Missing is 0. iOS 4.0, macOS 10.11, tvOS 9.0, watchOS 3.0, visionOS 1.0.
            "Key Usage" key_usage: i64,
            "CAFingerprint" ca_fingerprint: Data,
            /// Missing is 3. iOS 4.0, macOS 10.10, tvOS 9.0, watchOS 3.0, visionOS 1.0.
            "Retries" retries: i64,
            /// Missing is 10. iOS 4.0, macOS 10.10, tvOS 9.0, watchOS 3.0, visionOS 1.0.
            "RetryDelay" retry_delay: i64,
            "SubjectAltName" subject_alt_name: SubjectAltName,
            /// Missing is true. iOS 4.0, macOS 10.13.4, tvOS 9.0, watchOS 3.0, visionOS 1.0.
            "KeyIsExtractable" key_is_extractable: bool,
            /// Missing is false. iOS 4.0, macOS 10.10, tvOS 9.0, watchOS 3.0, visionOS 1.0.
            "AllowAllAppsAccess" allow_all_apps_access: bool,
        }
    }
}

keys! {
    /// An identity for WAPI, the Wi-Fi security of China.
    ///
    /// `com.apple.security.wapi-identity`: support not told. Source:
    /// `mdm/profiles/com.apple.security.wapi-identity.yaml`.
    pub struct WapiIdentity {
        must {
            "PEMData" pem_data: IdentityContent,
        }
    }
}
