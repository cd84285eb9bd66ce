//! The one digest that the other crates need.

/// SHA-256: names a body or a ticket without keeping it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    openssl::sha::sha256(bytes)
}
