//! The library's `Condvar`: loom's own neither tells how many it has woken
//! nor gives up when the time is over.
//!
//! A wait with a deadline gives up unless somebody notifies it before it has
//! the lock again: no time passes in loom, any moment may be the last.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use loom::thread::{self, Thread};

use super::{Mutex, MutexGuard};

#[derive(Debug)]
pub(crate) struct Condvar {
    sleepers: Mutex<VecDeque<Rc<Sleeper>>>,
}

#[derive(Debug)]
struct Sleeper {
    /// None if it has a deadline, and does not really sleep.
    thread: Option<Thread>,
    woken: Cell<bool>,
}

thread_local! {
    /// loom runs all threads of an execution on one.
    static ASLEEP: Cell<usize> = const { Cell::new(0) };
}

/// Returns once so many threads sleep in condition variables.
pub(super) fn until_asleep(threads: usize) {
    while ASLEEP.get() < threads {
        thread::yield_now();
    }
}

impl Condvar {
    pub(crate) const fn hidden() -> Self {
        Self { sleepers: Mutex::hidden(VecDeque::new()) }
    }

    /// Waits for a notification; true if the deadline came first.
    pub(super) fn wait_until<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Option<Instant>,
    ) -> bool {
        let forever = deadline.is_none();
        let me = Rc::new(Sleeper {
            thread: forever.then(thread::current),
            woken: Cell::new(false),
        });
        self.sleepers.lock().push_back(me.clone());
        guard.unlock();
        if forever {
            ASLEEP.set(ASLEEP.get() + 1);
            thread::park();
            ASLEEP.set(ASLEEP.get() - 1);
            assert!(me.woken.get());
        }
        guard.relock();
        if !me.woken.get() {
            self.sleepers.lock().retain(|it| !Rc::ptr_eq(it, &me));
        }
        !me.woken.get()
    }

    pub(crate) fn notify(&self, count: usize) -> usize {
        let mut sleepers = self.sleepers.lock();
        let count = count.min(sleepers.len());
        for sleeper in sleepers.drain(..count) {
            sleeper.woken.set(true);
            if let Some(thread) = &sleeper.thread {
                thread.unpark();
            }
        }
        count
    }

    pub(crate) fn notify_all(&self) -> usize {
        self.notify(usize::MAX)
    }
}
