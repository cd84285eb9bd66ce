//! How a serializer tells secrets and unknown keys from the rest: they come as newtype structs of these names.
//!
//! The formats themselves see through them. A program that shows messages wraps its serializer and hides what
//! is marked.

/// The name around every secret.
pub const SECRET: &str = "MDM-SECRET";

/// The name around the value of every key that its type does not know.
pub const UNKNOWN: &str = "MDM-UNKNOWN";
