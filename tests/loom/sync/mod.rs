//! The library's `sync`: the seam is made of loom, and what is made of the
//! seam is the library's own files.
#![expect(
    dead_code,
    unreachable_pub,
    reason = "the library uses more of them than these tests do"
)]

pub(crate) mod atomic {
    pub(crate) use crate::memory::{
        AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
}
mod condvar;
mod mutex;
mod spin;
mod this_thread;

#[path = "../../../src/sync/barrier/mod.rs"]
mod barrier;
#[path = "../../../src/sync/event.rs"]
mod event;
#[path = "../../../src/sync/gate.rs"]
mod gate;
#[path = "../../../src/sync/permits.rs"]
mod permits;
#[path = "../../../src/sync/reentrant.rs"]
mod reentrant;
#[path = "../../../src/sync/wait.rs"]
mod wait;

mod proofs;

pub(crate) use condvar::Condvar;
pub(crate) use gate::Gate;
pub(crate) use mutex::{Mutex, MutexGuard};
pub(crate) use spin::LONG;
pub(crate) use wait::{deadline, virtual_time};
