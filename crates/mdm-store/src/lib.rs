//! The storage trait, memory and SQLite stores, the runner that carries decisions out, and the conformance suite
