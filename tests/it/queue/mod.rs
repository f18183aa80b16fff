//! The queues: one battery for all of them, and what only some of them do.

mod contract;
mod kinds;
mod order;
mod races;
mod shutdown;
mod traces;
