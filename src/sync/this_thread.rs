//! Who the calling thread is, to a lock that asks whether it is the owner.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::model;
use crate::trace::watched;

/// A number for the calling thread, from 1: cheaper to ask for than its
/// `ThreadId`, and never that of another thread.
#[inline]
pub(super) fn this_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static NUMBER: Cell<u64> = const { Cell::new(0) };
    }
    if watched() && model::running() {
        return model::task_number();
    }
    NUMBER.with(|number| {
        if number.get() == 0 {
            // Relaxed: a number is all that is asked of it.
            number.set(NEXT.fetch_add(1, Relaxed));
        }
        number.get()
    })
}
