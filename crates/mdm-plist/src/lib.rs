//! XML property lists as a serde format under hard limits
