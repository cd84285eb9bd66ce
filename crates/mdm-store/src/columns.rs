//! How values lie in the columns of a database, whichever it is: for whoever writes a store of his own.
//!
//! The databases of this crate keep lists in one column each, because they are read and written as a whole. What is not a
//! list is a column by itself: names of kinds by `as_str` and `from_name` ([`LinkKind`](crate::row::LinkKind),
//! [`RouteKind`], [`Reach`](crate::row::Reach)), gates and health by `bits` and `from_bits`, times by
//! [`limits::millis`](crate::limits::millis).
//!
//! ```
//! use mdm_store::columns::{decode_places, decode_routes, encode_places, encode_routes};
//! use mdm_store::row::{Credential, Route, RouteKind};
//!
//! let credential = Credential::new("com.apple.mgmt.External.0a1b").unwrap();
//! let routes = [Route { kind: RouteKind::Apns, credential }];
//! let column = encode_routes(&routes);
//! assert_eq!(column, "apns com.apple.mgmt.External.0a1b");
//! assert_eq!(decode_routes(&column).unwrap(), routes);
//!
//! let waits_on: Vec<u64> = (1_000..2_000).collect();
//! let column = encode_places(&waits_on);
//! assert_eq!(column.len(), 1_001);
//! assert_eq!(decode_places(&column).unwrap(), waits_on);
//! assert_eq!(decode_places(b"\xff"), None); // damaged: an error, and no empty list
//! ```

#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod flaws;
pub(crate) mod link;
pub(crate) mod places;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod rows;

pub use self::link::{decode as decode_links, encode as encode_links};
pub use self::places::{decode as decode_places, encode as encode_places};

#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use self::rows::{
    Class, HALF_COPIED, Purpose, between, classes, integer, lane, lane_number, next_text, phase, phase_number,
};
use crate::row::{Credential, Route, RouteKind};

/// The routes of a wake, a line for each: kind, a space, credential. A credential has no control characters.
#[must_use]
pub fn encode_routes(routes: &[Route<Credential>]) -> String {
    let lines: Vec<_> =
        routes.iter().map(|route| format!("{} {}", route.kind.as_str(), route.credential)).collect();
    lines.join("\n")
}

/// `None` when the lines are not what [`encode_routes`] writes.
#[must_use]
pub fn decode_routes(lines: &str) -> Option<Vec<Route<Credential>>> {
    let route = |line: &str| {
        let (kind, credential) = line.split_once(' ')?;
        Some(Route { kind: RouteKind::from_name(kind)?, credential: Credential::new(credential)? })
    };
    lines.split_terminator('\n').map(route).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_lines() {
        let check = |lines: &str, expected: Option<&[(RouteKind, &str)]>| {
            let routes = expected.map(|routes| {
                let route = |(kind, name): &(_, &str)| Route {
                    kind: *kind,
                    credential: Credential::new(name).unwrap(),
                };
                routes.iter().map(route).collect::<Vec<_>>()
            });
            assert_eq!(decode_routes(lines), routes, "{lines:?}");
            if let Some(routes) = routes {
                assert_eq!(encode_routes(&routes), lines);
            }
        };
        check("", Some(&[]));
        check("apns a b", Some(&[(RouteKind::Apns, "a b")]));
        check(
            "fcm project\nsms +1\npoll x",
            Some(&[(RouteKind::Fcm, "project"), (RouteKind::Sms, "+1"), (RouteKind::Poll, "x")]),
        );
        check("apns", None);
        check("apns ", None);
        check("pigeon x", None);
        check("apns a\n\napns b", None);
    }
}
