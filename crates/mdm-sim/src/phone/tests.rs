//! The phone against a scripted server in memory. Each test names the source of its rule.

mod commands;
mod declarative;
mod enrollment;
mod property;
mod session;
mod support;
