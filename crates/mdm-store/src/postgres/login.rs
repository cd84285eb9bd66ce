//! How a node shows who it is.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::pkey::PKey;
use openssl::ssl::SslConnectorBuilder;
use openssl::x509::X509;
use zeroize::Zeroizing;

/// A certificate and its key, for a server that knows its clients by them (`clientcert`, or the method `cert`).
#[derive(Clone)]
pub struct ClientIdentity {
    certificates: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

/// Says a password when a connection is made: for one that changes while the program runs, such as a token by which a
/// cloud's server lets somebody in for a quarter of an hour, or what a vault rotates.
///
/// It is asked each time, so let it remember what is still good. The call that needs the connection waits for it, within
/// [`PostgresOptions::timeout`](super::PostgresOptions::timeout).
///
/// ```
/// use mdm_store::{PasswordSource, PostgresOptions};
///
/// async fn token() -> Result<String, std::io::Error> {
///     Ok("of an identity service".to_owned())
/// }
///
/// let mut options = PostgresOptions::default();
/// options.password = Some(PasswordSource::new(token));
/// ```
#[derive(Clone)]
pub struct PasswordSource(Arc<dyn Fn() -> Asked + Send + Sync>);

type Asked = Pin<Box<dyn Future<Output = Result<Zeroizing<String>, Cause>> + Send>>;
type Cause = Box<dyn std::error::Error + Send + Sync>;

impl ClientIdentity {
    /// The certificate and those behind it, and the key, in PEM. They are read when a store is opened.
    #[must_use]
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Self {
        Self { certificates: certificates.to_vec(), key: Zeroizing::new(key.to_vec()) }
    }

    pub(super) fn show(&self, tls: &mut SslConnectorBuilder) -> Result<(), ErrorStack> {
        let mut chain = X509::stack_from_pem(&self.certificates)?.into_iter();
        if let Some(leaf) = chain.next() {
            tls.set_certificate(&leaf)?;
        }
        for issuer in chain {
            tls.add_extra_chain_cert(issuer)?;
        }
        // Without a callback OpenSSL would ask for the passphrase of an encrypted key on the terminal.
        tls.set_private_key(&*PKey::private_key_from_pem_callback(&self.key, |_| Ok(0))?)?;
        tls.check_private_key()
    }
}

impl PasswordSource {
    /// Asks this for each password.
    #[must_use]
    pub fn new<A, E>(ask: impl Fn() -> A + Send + Sync + 'static) -> Self
    where
        A: Future<Output = Result<String, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self(Arc::new(move || {
            let asked = ask();
            Box::pin(async move { asked.await.map(Zeroizing::new).map_err(Into::into) })
        }))
    }

    pub(super) async fn ask(&self) -> Result<Zeroizing<String>, Cause> {
        (self.0)().await
    }
}

/// The key is not shown.
impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity(redacted)")
    }
}

impl fmt::Debug for PasswordSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordSource(..)")
    }
}
