//! What may be wrong with what a database keeps a second time, in words without values.

pub(crate) const MISCOUNTED: &str = "the number of open commands of a record is wrong";
pub(crate) const UNREADABLE_LINKS: &str = "the links of a record cannot be read";
pub(crate) const MISSING_LINK: &str = "a link of a record is not in link";
pub(crate) const STRAY_LINK: &str = "a row of link is no link of its record";
pub(crate) const LINK_OF_NOBODY: &str = "a row of link belongs to no record";
pub(crate) const UNREADABLE_WAITS: &str = "what a command waits on cannot be read";
pub(crate) const LOST_WAIT: &str = "a command waits on one that is not there";
pub(crate) const MISSING_EDGE: &str = "what a command waits on is not in edge";
pub(crate) const STRAY_EDGE: &str = "a row of edge is nothing that its command waits on";
pub(crate) const EDGE_OF_NOBODY: &str = "a row of edge belongs to no open command";

/// So many problems of a kind are told.
pub(crate) const MOST: usize = 100;
