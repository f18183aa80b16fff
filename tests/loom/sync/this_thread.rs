//! The library's `this_thread`: loom runs all its threads on one.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub(super) fn this_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    loom::thread_local! {
        static NUMBER: Cell<u64> =
            Cell::new(NEXT.fetch_add(1, Relaxed));
    }
    NUMBER.with(Cell::get)
}
