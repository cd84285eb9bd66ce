//! TLS as APNs has it, and the ways in which it can be wrong.

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{
    AlpnError, SslAcceptor, SslAcceptorBuilder, SslMethod, SslRef, SslVerifyMode, select_next_proto,
};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;

use super::{Authority, ClientCertificates, Error, FakeApnsConfig, Fault};

/// One acceptor for each way to shake hands.
pub(super) struct Tls {
    good: SslAcceptor,
    expired: SslAcceptor,
    wrong_name: SslAcceptor,
    unknown: SslAcceptor,
    refusing: SslAcceptor,
    no_http2: SslAcceptor,
}

impl Tls {
    pub(super) fn new(config: &FakeApnsConfig) -> Result<Self, Error> {
        let good = Identity::read(&config.certificate_pem, &config.key_pem)?;
        let authorities = read_certificates(&config.client_ca_pem, "certificate authority")?;
        // Without the authority at hand these are of nobody, which is bad as well.
        let nobody = Authority::mint()?;
        let issued = |issued: super::Issued| Identity::read(issued.certificate_pem(), issued.expose_secret());
        let unknown = issued(nobody.server_certificate("localhost")?)?;
        let (expired, wrong_name) = match &config.bad {
            Some(bad) => (issued(bad.expired.clone())?, issued(bad.wrong_name.clone())?),
            None => (
                issued(nobody.expired_server_certificate("localhost")?)?,
                issued(nobody.server_certificate("elsewhere.example")?)?,
            ),
        };
        let build = |identity: &Identity, kind: Kind| {
            acceptor(identity, &authorities, config.client_certificates, kind).map_err(|_| Error::Tls)
        };
        Ok(Self {
            good: build(&good, Kind::Good)?,
            expired: build(&expired, Kind::Good)?,
            wrong_name: build(&wrong_name, Kind::Good)?,
            unknown: build(&unknown, Kind::Good)?,
            refusing: build(&good, Kind::InTheFuture)?,
            no_http2: build(&good, Kind::NoHttp2)?,
        })
    }

    pub(super) fn acceptor(&self, fault: Option<&Fault>) -> &SslAcceptor {
        match fault {
            Some(Fault::ExpiredCertificate) => &self.expired,
            Some(Fault::WrongName) => &self.wrong_name,
            Some(Fault::UnknownAuthority) => &self.unknown,
            Some(Fault::RefuseCertificate) => &self.refusing,
            Some(Fault::NoHttp2) => &self.no_http2,
            _ => &self.good,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Good,
    InTheFuture,
    NoHttp2,
}

struct Identity {
    chain: Vec<X509>,
    key: PKey<Private>,
}

impl Identity {
    fn read(certificate_pem: &[u8], key_pem: &[u8]) -> Result<Self, Error> {
        let chain = read_certificates(certificate_pem, "server certificate")?;
        let key =
            PKey::private_key_from_pem_callback(key_pem, |_| Ok(0)).map_err(|_| Error::Pem("private key"))?;
        Ok(Self { chain, key })
    }
}

fn acceptor(
    identity: &Identity,
    authorities: &[X509],
    clients: ClientCertificates,
    kind: Kind,
) -> Result<SslAcceptor, ErrorStack> {
    let mut builder: SslAcceptorBuilder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    let mut chain = identity.chain.iter();
    if let Some(leaf) = chain.next() {
        builder.set_certificate(leaf)?;
    }
    for certificate in chain {
        builder.add_extra_chain_cert(certificate.clone())?;
    }
    builder.set_private_key(&identity.key)?;
    builder.check_private_key()?;
    let mut store = X509StoreBuilder::new()?;
    for authority in authorities {
        builder.add_client_ca(authority)?;
        store.add_cert(authority.clone())?;
    }
    builder.set_cert_store(store.build());
    let verify = match clients {
        ClientCertificates::Required => SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT,
        ClientCertificates::Optional => SslVerifyMode::PEER,
    };
    builder.set_verify(verify);
    if kind == Kind::InTheFuture {
        builder.verify_param_mut().set_time(FAR_FUTURE);
    }
    builder.set_session_id_context(b"fake apns")?;
    if kind != Kind::NoHttp2 {
        builder.set_alpn_select_callback(|_, offered| {
            select_next_proto(b"\x02h2", offered).ok_or(AlpnError::ALERT_FATAL)
        });
    }
    Ok(builder.build())
}

/// The client's certificate: `None` without one; inside, the user identifier of its subject.
pub(super) fn client_certificate(ssl: &SslRef) -> Option<Option<String>> {
    let certificate = ssl.peer_certificate()?;
    let uid = certificate.subject_name().entries_by_nid(Nid::USERID).next();
    Some(uid.and_then(|uid| uid.data().to_string().ok()))
}

/// 9999-12-31: every certificate has expired.
const FAR_FUTURE: i64 = 253_402_300_799;

fn read_certificates(pem: &[u8], what: &'static str) -> Result<Vec<X509>, Error> {
    let certificates = X509::stack_from_pem(pem).map_err(|_| Error::Pem(what))?;
    if certificates.is_empty() { Err(Error::Pem(what)) } else { Ok(certificates) }
}
