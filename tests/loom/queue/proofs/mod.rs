//! What is proved of queues.

mod ring;
mod waiting;
