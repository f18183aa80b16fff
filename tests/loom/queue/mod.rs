//! The library's `queue`: all of it is the library's own files.
#![expect(
    dead_code,
    unreachable_pub,
    reason = "the library uses more of them than these tests do"
)]

pub(crate) use workbench::queue::Shutdown;

#[path = "../../../src/queue/blocking.rs"]
mod blocking;
#[path = "../../../src/queue/error.rs"]
mod error;
#[path = "../../../src/queue/face.rs"]
mod face;
#[path = "../../../src/queue/fifo.rs"]
mod fifo;
#[path = "../../../src/queue/journal.rs"]
mod journal;
#[path = "../../../src/queue/patience.rs"]
mod patience;
#[path = "../../../src/queue/ring.rs"]
mod ring;
#[path = "../../../src/queue/swap.rs"]
mod swap;
#[path = "../../../src/queue/tasks.rs"]
mod tasks;

mod proofs;
