//! What is known about each of a device's routes.

/// How well each route of a device has worked: a number of failures a route, or that it is dead.
///
/// - A push that the route's provider could not take, and a day of silence after one that it did take, are a
///   failure each.
/// - The first route in order that has failed less than [`FAILING`](Self::FAILING) times is used; when there is none,
///   the one that has failed least. So a route that fails is left for the next one, and one that stays silent takes
///   turns with the others.
/// - A day of silence on one route forgives the others a failure; contact clears the route that was used.
/// - A dead route (its token is gone) is never used again: a new token makes a new [`Health`].
///
/// One number, four bits a route: a column for a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Health(u32);

/// The health of one route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteHealth {
    /// It has failed so many times, zero when it is well. Counting ends at 14.
    Failures(u8),
    /// Its token is gone.
    Dead,
}

impl Health {
    /// How many routes a device may have.
    pub const MAX_ROUTES: usize = 8;
    /// A route that has failed so often is used only when no other is better.
    pub const FAILING: u8 = 2;

    /// From a store. Every number means something.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// For a store.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The health of the route with this index. A route beyond [`MAX_ROUTES`](Self::MAX_ROUTES) is dead.
    #[must_use]
    pub fn route(self, index: usize) -> RouteHealth {
        match u8::try_from(index).map_or(DEAD, |index| self.nibble(index)) {
            DEAD => RouteHealth::Dead,
            failures => RouteHealth::Failures(failures),
        }
    }

    /// The route to use, of those whose bit is set.
    pub(crate) fn pick(self, routes: u8) -> Option<u8> {
        let alive = || (0..COUNT).filter(move |i| routes & (1 << i) != 0 && self.nibble(*i) != DEAD);
        alive().find(|i| self.nibble(*i) < Self::FAILING).or_else(|| alive().min_by_key(|i| self.nibble(*i)))
    }

    /// The route failed.
    pub(crate) fn fail(&mut self, route: u8) {
        self.set(route, self.nibble(route).saturating_add(1).min(DEAD - 1));
    }

    /// The route counts as failing until it is forgiven.
    pub(crate) fn bench(&mut self, route: u8) {
        self.set(route, self.nibble(route).max(Self::FAILING));
    }

    /// A push went by this route, and the device did not come for a day.
    pub(crate) fn silent(&mut self, route: u8) {
        self.forgive_others(route);
        self.fail(route);
    }

    /// The device came after a push by this route.
    pub(crate) fn works(&mut self, route: u8) {
        self.forgive_others(route);
        self.set(route, 0);
    }

    /// The token of the route is gone.
    pub(crate) fn kill(&mut self, route: u8) {
        self.set(route, DEAD);
    }

    fn forgive_others(&mut self, route: u8) {
        for other in (0..COUNT).filter(|other| *other != route) {
            self.set(other, self.nibble(other).saturating_sub(1));
        }
    }

    fn nibble(self, route: u8) -> u8 {
        if route >= COUNT {
            return DEAD;
        }
        // Masked: it fits.
        u8::try_from((self.0 >> (4 * route)) & 0xF).unwrap_or(DEAD)
    }

    /// What is dead stays dead.
    fn set(&mut self, route: u8, value: u8) {
        if self.nibble(route) != DEAD {
            self.0 = (self.0 & !(0xF << (4 * route))) | (u32::from(value) << (4 * route));
        }
    }
}

const DEAD: u8 = 15;
/// [`Health::MAX_ROUTES`] as the type of an index.
const COUNT: u8 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits of the health are routes, the first one last, as in the number.
    fn check(health: u32, routes: u8, expected: Option<u8>) {
        assert_eq!(Health(health).pick(routes), expected, "{health:#x} of {routes:#b}");
    }

    #[test]
    fn the_first_route_that_is_well_is_used_else_the_one_that_failed_least() {
        check(0x0, 0b0, None);
        check(0x0, 0b11, Some(0));
        check(0x0, 0b10, Some(1));
        check(0x1, 0b11, Some(0));
        check(0x02, 0b11, Some(1));
        check(0x22, 0b11, Some(0));
        check(0x23, 0b11, Some(1));
        check(0xF, 0b1, None);
        check(0xEF, 0b11, Some(1));
        check(0xFFFF_FFFF, 0xFF, None);
        check(0x0FFF_FFFF, 0xFF, Some(7));
    }

    #[test]
    fn failures_count_to_fourteen_and_the_dead_stay_dead() {
        let mut health = Health::default();
        (0..100).for_each(|_| health.fail(1));
        assert_eq!(health, Health(0xE0));
        health.kill(1);
        health.works(1);
        health.silent(0);
        assert_eq!(health, Health(0xF1));
        assert_eq!(health.route(0), RouteHealth::Failures(1));
        assert_eq!(health.route(1), RouteHealth::Dead);
        assert_eq!(health.route(8), RouteHealth::Dead);
        assert_eq!(health.route(usize::MAX), RouteHealth::Dead);
        assert_eq!(Health::from_bits(health.bits()), health);
    }

    #[test]
    fn silence_takes_turns_between_routes_and_contact_ends_it() {
        let mut health = Health::default();
        let mut days = Vec::new();
        for _ in 0..8 {
            let route = health.pick(0b11).unwrap();
            days.push(route);
            health.silent(route);
        }
        assert_eq!(days, [0, 0, 1, 0, 1, 0, 1, 0]);
        health.works(0);
        health.works(0);
        assert_eq!(health, Health(0));
    }
}
