//! A throw-away certificate authority for tests, made with OpenSSL directly.
#![allow(dead_code, reason = "shared by test programs that each use a part")]

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509NameBuilder};

/// A certificate and its private key, PEM.
pub(crate) struct Issued {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

pub(crate) struct Authority {
    certificate: X509,
    key: PKey<Private>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        Self::signed(name, None)
    }

    /// Another authority, that this one vouches for.
    pub(crate) fn intermediate(&self, name: &str) -> Self {
        Self::signed(name, Some(self))
    }

    fn signed(name: &str, by: Option<&Self>) -> Self {
        let key = key();
        let (subject, mut certificate) = builder(&key, &[(Nid::COMMONNAME, name)], 30);
        let issuer = by.map_or(&*subject, |by| by.certificate.subject_name());
        certificate.set_issuer_name(issuer).expect("issuer");
        certificate
            .append_extension(BasicConstraints::new().critical().ca().build().expect("basic"))
            .expect("extension");
        certificate
            .append_extension(KeyUsage::new().critical().key_cert_sign().build().expect("usage"))
            .expect("extension");
        certificate.sign(by.map_or(&key, |by| &by.key), MessageDigest::sha256()).expect("signature");
        Self { certificate: certificate.build(), key }
    }

    pub(crate) fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().expect("pem")
    }

    /// A server certificate for `localhost`, not for its address.
    pub(crate) fn server(&self) -> Issued {
        self.issue(&[(Nid::COMMONNAME, "localhost")], Some("localhost"), 30)
    }

    /// An MDM push certificate: its topic is the UID of the subject.
    pub(crate) fn push_certificate(&self, topic: &str) -> Issued {
        self.issue(&[(Nid::USERID, topic), (Nid::COMMONNAME, "push")], None, 30)
    }

    /// One whose last day was yesterday.
    pub(crate) fn expired_push_certificate(&self, topic: &str) -> Issued {
        self.issue(&[(Nid::USERID, topic)], None, -1)
    }

    /// A client certificate without a topic.
    pub(crate) fn plain_client(&self) -> Issued {
        self.issue(&[(Nid::COMMONNAME, "nobody")], None, 30)
    }

    fn issue(&self, subject: &[(Nid, &str)], host: Option<&str>, last_day: i64) -> Issued {
        let key = key();
        let (_, mut builder) = builder(&key, subject, last_day);
        builder.set_issuer_name(self.certificate.subject_name()).expect("issuer");
        let mut usage = ExtendedKeyUsage::new();
        match host {
            Some(host) => {
                let name = SubjectAlternativeName::new()
                    .dns(host)
                    .build(&builder.x509v3_context(Some(&self.certificate), None))
                    .expect("name");
                builder.append_extension(name).expect("extension");
                usage.server_auth();
            }
            None => {
                usage.client_auth();
            }
        }
        builder.append_extension(usage.build().expect("usage")).expect("extension");
        builder.sign(&self.key, MessageDigest::sha256()).expect("signature");
        Issued {
            certificate: builder.build().to_pem().expect("pem"),
            key: key.private_key_to_pem_pkcs8().expect("pem"),
        }
    }
}

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("curve");
    PKey::from_ec_key(EcKey::generate(&group).expect("key")).expect("key")
}

fn builder(
    key: &PKey<Private>,
    subject: &[(Nid, &str)],
    last_day: i64,
) -> (openssl::x509::X509Name, X509Builder) {
    let mut name = X509NameBuilder::new().expect("name");
    for (nid, value) in subject {
        name.append_entry_by_nid(*nid, value).expect("entry");
    }
    let name = name.build();
    let mut serial = BigNum::new().expect("serial");
    serial.rand(120, MsbOption::MAYBE_ZERO, false).expect("serial");
    let now = Asn1Time::days_from_now(0).expect("now");
    let epoch = Asn1Time::from_unix(0).expect("epoch");
    let since = epoch.diff(&now).expect("difference");
    let now = i64::from(since.days) * DAY + i64::from(since.secs);
    let mut builder = X509Builder::new().expect("builder");
    builder.set_version(2).expect("version");
    builder.set_serial_number(&serial.to_asn1_integer().expect("serial")).expect("serial");
    builder.set_subject_name(&name).expect("subject");
    builder.set_pubkey(key).expect("key");
    builder.set_not_before(&Asn1Time::from_unix(now - 3 * DAY).expect("time")).expect("time");
    builder.set_not_after(&Asn1Time::from_unix(now + last_day * DAY).expect("time")).expect("time");
    (name, builder)
}

const DAY: i64 = 86_400;
