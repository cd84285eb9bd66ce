//! The other side: simulated phones with lock state and virtual time, and a fake APNs that keeps the real rules
