//! Configuration profiles: the enrolment profile, built and signed
