//! Whom to believe: one tenant's devices, and the tenants that one server serves (F71, F80, F81).

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use mdm_apple::Topic;
use mdm_pki::{Certificate, CertificateSource, ChainPolicy, TrustAnchors, VerdictCache};

use crate::policy::Management;
use crate::row::Tenant;
use crate::{Error, Invitation, Origin, Ticket, UserPolicy, Verdicts};

/// Whom to believe, and how much to read: the devices of one organization.
#[derive(Clone, Debug)]
pub struct Trust {
    tenant: Tenant,
    anchors: TrustAnchors,
    source: CertificateSource,
    topic: Topic,
    former: Vec<Topic>,
    management: Management,
    users: UserPolicy,
    origin: Option<Origin>,
    limits: Limits,
}

impl Trust {
    /// Believes devices whose certificate chains to `anchors`, comes from `source`, and that listen to `topic`. The
    /// tenant is called like its topic, and its members may enroll.
    ///
    /// # Panics
    ///
    /// Never: a push topic is never too long for a name.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a topic is 255 printable bytes at the most, and so is a name")]
    pub fn new(anchors: TrustAnchors, source: CertificateSource, topic: Topic) -> Self {
        Self {
            tenant: Tenant::new(topic.as_str()).expect("a topic fits into a name"),
            anchors,
            source,
            topic,
            former: Vec::new(),
            management: Management::Offered,
            users: UserPolicy::Unmanaged,
            origin: None,
            limits: Limits::default(),
        }
    }

    /// Calls the tenant so. The name is kept with every slot and enrollment: it must not change.
    #[must_use]
    pub fn of_tenant(self, tenant: Tenant) -> Self {
        Self { tenant, ..self }
    }

    /// Believes devices that listen to this topic too: one whose push certificate was not renewed but replaced. An
    /// enrollment keeps the topic that it began with.
    #[must_use]
    pub fn with_former_topic(mut self, topic: Topic) -> Self {
        self.former.push(topic);
        self
    }

    /// Says whether the tenant's devices are managed at all (F107).
    #[must_use]
    pub fn with_management(self, management: Management) -> Self {
        Self { management, ..self }
    }

    /// Says whether the users of the tenant's devices are managed too. Without it they are not.
    #[must_use]
    pub fn with_users(self, users: UserPolicy) -> Self {
        Self { users, ..self }
    }

    /// Says what the enrollment profile that the tenant's devices get has in its MDM payload. Each enrollment keeps what it
    /// began with: an order that would install another is refused, and so is a command that needs a right which the
    /// profile does not have (F75). Without it only the push topic is known, and an order may give a device another server.
    ///
    /// One that began before this was said keeps what is said when its device next speaks; so it must be true of those too.
    #[must_use]
    pub fn with_origin(self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// Reads at most so much.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Invites one device of this tenant.
    #[must_use]
    pub fn invitation<'a>(&self, ticket: &'a Ticket, expires_at: SystemTime) -> Invitation<'a> {
        Invitation::new(&self.tenant, ticket, expires_at)
    }

    /// Whose devices.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Where the certificates come from.
    #[must_use]
    pub const fn source(&self) -> CertificateSource {
        self.source
    }

    /// The push topic that devices enroll with.
    #[must_use]
    pub const fn topic(&self) -> &Topic {
        &self.topic
    }

    /// Whether a device may listen to this topic.
    #[must_use]
    pub fn knows(&self, topic: &Topic) -> bool {
        self.topic == *topic || self.former.contains(topic)
    }

    /// Whether devices are managed.
    #[must_use]
    pub const fn management(&self) -> Management {
        self.management
    }

    /// Whether the users of the devices are managed.
    #[must_use]
    pub const fn users(&self) -> &UserPolicy {
        &self.users
    }

    /// What the enrollment profile says.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Remembers up to so many certificates whose chain stood up, for [`identify_by`](crate::identify_by): the answer
    /// is the same, and the signatures of a chain are not computed with each request.
    #[must_use]
    pub fn verdicts(&self, capacity: usize) -> VerdictCache {
        VerdictCache::new(ChainPolicy::device_identity(&self.anchors), capacity)
    }

    /// Whether both believe certificates of the same authorities, so that [`verdicts`](Self::verdicts) of the one hold for
    /// the other.
    #[must_use]
    pub fn believes_like(&self, other: &Self) -> bool {
        self.anchors == other.anchors
    }

    /// What is [remembered](Self::verdicts), for [`identify_by`](crate::identify_by); each chain anew without it.
    #[must_use]
    pub fn remembered<'a>(
        &'a self,
        cache: Option<&'a Mutex<VerdictCache>>,
        now: SystemTime,
    ) -> impl Verdicts + 'a {
        Remembered { trust: self, cache, now }
    }
}

/// How much is read. An HTTP layer can stop at [`Limits::connect`]'s bytes: nothing larger is taken.
///
/// While a message is decided, about three times its size is in memory: the body, what was read out of it, and what is
/// kept. For a status report there are some 20 MiB besides, at the most, because of how its JSON is bounded
/// (`declarative::Status`).
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For check-in messages but those about declarations: 256 KiB by default.
    pub check_in: mdm_plist::Limits,
    /// For the check-in message `DeclarativeManagement`, which brings status reports: 2 MiB by default. Apple names no
    /// limit, and a report that is told 413 is lost.
    pub declarative: mdm_plist::Limits,
    /// For reports: 32 MiB by default.
    pub connect: mdm_plist::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        let connect = mdm_plist::Limits::default();
        Self { check_in: connect.with_bytes(256 << 10), declarative: connect.with_bytes(2 << 20), connect }
    }
}

/// The organizations that one server serves, each under a path of its own: `/t/acme` is asked for `/t/acme`,
/// `/t/acme/checkin` and what else is below it, and not for `/t/acme2`. Of several the longest counts.
///
/// The path says to whom a device came, and nothing else about it: the certificate has to be one of that tenant's, and
/// so has the record. One tenant alone is served under every path: `Tenants::from(trust)`.
///
/// An identifier of a device belongs to one of them: records are named by it, and not by the tenant. The tenant with which
/// it enrolls first has it until `mdm-store`'s `Runner::purge` forgets it there, also when the device has left; a device
/// that another tenant invites under it is answered 403 and nothing else ([`Error::ForeignTenant`]). So a device that
/// changes hands is purged by whoever had it. Where tenants do not trust each other that far, because the identifier is a
/// claim that a tenant may make before the rightful one does, each gets a store of its own (a file, a schema of
/// PostgreSQL) with a runner.
#[derive(Clone, Debug, Default)]
pub struct Tenants(BTreeMap<Box<str>, Trust>);

impl Tenants {
    /// Serves this tenant under `path` too. Who was there before is replaced, and so is the tenant at another path.
    #[must_use]
    pub fn with(mut self, path: &str, trust: Trust) -> Self {
        self.0.retain(|_, other| other.tenant != trust.tenant);
        self.0.insert(path.trim_end_matches('/').into(), trust);
        self
    }

    /// Whose devices come to this path. A query is passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Misrouted`].
    pub fn at(&self, path: &str) -> Result<&Trust, Error> {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let is_below = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let found = self.0.iter().filter(|(prefix, _)| prefix.is_empty() || is_below(prefix));
        found.max_by_key(|(prefix, _)| prefix.len()).map(|(_, trust)| trust).ok_or(Error::Misrouted)
    }

    /// The tenant of this name.
    #[must_use]
    pub fn named(&self, tenant: &Tenant) -> Option<&Trust> {
        self.iter().find(|trust| trust.tenant == *tenant)
    }

    /// Each tenant.
    pub fn iter(&self) -> impl Iterator<Item = &Trust> {
        self.0.values()
    }
}

impl From<Trust> for Tenants {
    fn from(trust: Trust) -> Self {
        Self::default().with("", trust)
    }
}

struct Remembered<'a> {
    trust: &'a Trust,
    cache: Option<&'a Mutex<VerdictCache>>,
    now: SystemTime,
}

impl Remembered<'_> {
    /// Behind the lock everything is whole at any moment.
    fn cache(&self) -> Option<MutexGuard<'_, VerdictCache>> {
        Some(self.cache?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Verdicts for Remembered<'_> {
    fn known(&mut self, der: &[u8]) -> Option<Certificate> {
        self.cache()?.known(der)
    }

    fn verify(&mut self, certificate: &Certificate) -> Result<(), mdm_pki::Error> {
        match self.cache() {
            Some(mut cache) => cache.verify(certificate, &[], self.now),
            None => self.trust.anchors.verify_device(certificate, self.now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_path_leads_to_one_tenant() {
        let year = Duration::from_secs(365 * 86_400);
        let authority =
            mdm_pki::CertificateAuthority::mint("Devices", year, SystemTime::UNIX_EPOCH + year).unwrap();
        let trust = |name: &str| {
            let anchors = TrustAnchors::new([authority.certificate().clone()]).unwrap();
            let topic = Topic::new("com.apple.mgmt.External.0a1b").unwrap();
            let trust = Trust::new(anchors, CertificateSource::MutualTls, topic);
            trust.of_tenant(Tenant::new(name).unwrap())
        };
        let check = |tenants: &Tenants, path: &str, expected: Option<&str>| {
            let found = tenants.at(path).ok().map(|trust| trust.tenant().as_str());
            assert_eq!(found, expected, "{path}");
        };
        let two = Tenants::default().with("/t/acme/", trust("acme")).with("/t/acme/lab", trust("lab"));
        check(&two, "/t/acme", Some("acme"));
        check(&two, "/t/acme/mdm?x=/t/acme/lab", Some("acme"));
        check(&two, "/t/acme?x=1", Some("acme"));
        check(&two, "/t/acme/lab/mdm", Some("lab"));
        check(&two, "/t/acme/laboratory", Some("acme"));
        for path in ["", "/", "/t", "/t/acme2", "/T/acme", "t/acme", "/x/t/acme"] {
            check(&two, path, None);
        }
        check(&two.with("", trust("rest")).with("/new", trust("lab")), "/t/acme/lab", Some("acme"));
        for path in ["", "/", "/anything/at?all"] {
            check(&Tenants::from(trust("one")), path, Some("one"));
        }
        check(&Tenants::default(), "/", None);
    }
}
