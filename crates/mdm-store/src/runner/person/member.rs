//! The records of a member, and the orders to all devices of one.

use mdm_enrollment::audit::{Member, MemberName};
use mdm_enrollment::policy::Retirement;
use mdm_enrollment::{FanOut, OrderId};

use super::super::{RunError, Runner};
use super::{Gathered, Held, KEYS, Next, Person, key_of};
use crate::Store;
use crate::limits::millis_saturating;

impl<S: Store> Runner<S> {
    pub(super) async fn gather_member(&self, person: &Person, page: &mut Gathered) -> Result<(), RunError> {
        let key = MemberName::of(person.tenant.as_str(), &person.member).key();
        if let Some(member) = page.read(&key, self.read(&key, Member::decode).await)? {
            let pseudonym = member.pseudonym().as_str().into();
            page.push(Held::Member { record: key.as_str().into(), member: member.id().into(), pseudonym });
        }
        let key = Retirement::key(&person.tenant, &person.member);
        if let Some(retirement) = page.read(&key, self.read(&key, Retirement::decode).await)? {
            page.push(Held::Retirement {
                record: key.as_str().into(),
                member: retirement.member().into(),
                cause: retirement.wipe().cause().into(),
                since: millis_saturating(retirement.since()),
            });
        }
        Ok(())
    }

    pub(super) async fn gather_orders(
        &self,
        person: &Person,
        after: Option<Box<str>>,
        page: &mut Gathered,
    ) -> Result<Next, RunError> {
        let after = key_of(after.as_deref());
        let found = self.of_member(&person.tenant, &person.member, after.as_ref(), KEYS).await?;
        for key in found.iter().filter(|key| OrderId::of(key).is_some()) {
            if let Some(order) = page.read(key, self.read(key, FanOut::decode).await)? {
                page.push(Held::Order { record: key.as_str().into(), reached: order.reached() });
            }
        }
        page.looked += found.len();
        let last = found.last().map(|last| last.as_str().into());
        Ok(last.map_or(Next::Records(None), |last| Next::Orders(Some(last))))
    }
}
