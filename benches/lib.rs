//! Workloads that the benches and their tests share.
