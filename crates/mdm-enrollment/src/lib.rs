//! One enrolment from invitation to check-out: who may speak, what a message changes, what to answer.

pub mod row;
