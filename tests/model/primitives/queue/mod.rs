//! The queues: one contract for all of them, and what only some of them do.
//!
//! To the explorer each operation of a queue is one step, except for the
//! textbook's, which is explored as it stands. So that these tests say the
//! same of all says that the textbook's inside is right, and that the others
//! are declared as they are. What the others are made of is not explored.

mod contract;
mod kinds;
mod order;
mod shutdown;
