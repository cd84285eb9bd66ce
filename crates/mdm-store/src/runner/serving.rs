//! Whom a runner serves, which may change while it runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use mdm_enrollment::row::Tenant;
use mdm_enrollment::{Tenants, Trust, VerdictCache};

use super::Runner;

/// Whom it serves at one moment.
pub(super) struct Serving {
    pub(super) tenants: Arc<Tenants>,
    /// Certificates whose chain stood up, of each tenant.
    verdicts: BTreeMap<Tenant, Verdicts>,
}

type Verdicts = Arc<Mutex<VerdictCache>>;

impl Serving {
    /// What is known of certificates is kept where a tenant believes the same authorities as before.
    pub(super) fn new(tenants: Tenants, before: Option<&Self>) -> Self {
        let known = |trust: &Trust| {
            let before = before?;
            let same = before.tenants.named(trust.tenant())?.believes_like(trust);
            before.verdicts.get(trust.tenant()).filter(|_| same).cloned()
        };
        let verdicts = |trust: &Trust| {
            let verdicts = known(trust).unwrap_or_else(|| Arc::new(Mutex::new(trust.verdicts(VERDICTS))));
            (trust.tenant().clone(), verdicts)
        };
        Self { verdicts: tenants.iter().map(verdicts).collect(), tenants: Arc::new(tenants) }
    }

    /// What is known of certificates of one of its tenants.
    pub(super) fn verdicts(&self, tenant: &Tenant) -> Option<&Mutex<VerdictCache>> {
        self.verdicts.get(tenant).map(|verdicts| &**verdicts)
    }
}

impl<S> Runner<S> {
    /// Whom it serves now.
    #[must_use]
    pub fn tenants(&self) -> Arc<Tenants> {
        Arc::clone(&self.serving().tenants)
    }

    /// Serves these tenants from now on, and no others: one that is new or has left, another push topic, management that
    /// is switched off. What is learned and noted stays, and so do certificates that were verified, where a tenant believes
    /// the same authorities as before.
    ///
    /// A request that has begun is identified by those from before; whether its tenant is managed is asked when it is
    /// decided. Of two who replace them at once one comes last. Other runners have to be told on their own.
    pub fn replace_tenants(&self, tenants: impl Into<Tenants>) {
        let tenants = tenants.into();
        let mut serving = self.serving.write().unwrap_or_else(PoisonError::into_inner);
        *serving = Arc::new(Serving::new(tenants, Some(&serving)));
    }

    pub(super) fn serving(&self) -> Arc<Serving> {
        Arc::clone(&self.serving.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How many certificates of a tenant are remembered: about 2 MB, and as much again for those that are kept as they were
/// read ([`VerdictCache::CERTIFICATES`]).
const VERDICTS: usize = 32_768;

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use mdm_apple::Topic;
    use mdm_enrollment::CertificateSource;
    use mdm_enrollment::policy::Management;
    use mdm_pki::{CertificateAuthority, TrustAnchors};

    use super::*;

    #[test]
    fn what_is_known_of_certificates_is_kept_with_their_authorities() {
        let year = Duration::from_secs(365 * 86_400);
        let anchors = || {
            let authority = CertificateAuthority::mint("A", year, SystemTime::UNIX_EPOCH + year).unwrap();
            TrustAnchors::new([authority.certificate().clone()]).unwrap()
        };
        let (ours, others) = (anchors(), anchors());
        let topic = Topic::new("com.apple.mgmt.External.0a1b").unwrap();
        let trust = |name: &str, anchors: &TrustAnchors| {
            let trust = Trust::new(anchors.clone(), CertificateSource::MutualTls, topic.clone());
            trust.of_tenant(Tenant::new(name).unwrap())
        };
        let tenants = |first: Trust, second: Trust| Tenants::default().with("/1", first).with("/2", second);
        let before = Serving::new(tenants(trust("a", &ours), trust("b", &ours)), None);
        let check = |name: &str, next: Tenants, expected: bool| {
            let next = Serving::new(next, Some(&before));
            let [old, new] = [&before, &next].map(|serving| &serving.verdicts[&Tenant::new(name).unwrap()]);
            assert_eq!(Arc::ptr_eq(old, new), expected, "{name}");
        };
        check("a", tenants(trust("a", &ours), trust("b", &ours)), true);
        check("a", tenants(trust("b", &others), trust("a", &ours).with_management(Management::Off)), true);
        check("a", trust("a", &ours).into(), true);
        check("a", tenants(trust("a", &others), trust("b", &ours)), false);
        check("b", tenants(trust("a", &others), trust("b", &ours)), true);
    }
}
