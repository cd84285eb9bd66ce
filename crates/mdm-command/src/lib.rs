//! The life of one command and the queue of one enrolment as a state machine
