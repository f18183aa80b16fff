//! Where the threads wait that an atomic variable has sent away.
//!
//! The fast path of a primitive is one atomic operation. Only a thread that
//! it refuses comes here, and only where one waits does a notifier pay for
//! more than a load. The *notifier* takes whom it woke off the count, by the
//! condition variable's exact answer: would the woken thread do it when it
//! comes to run, every notification until then would take the slow path.
//!
//! No wake-up is lost. A waiter counts itself and then asks its condition; a
//! notifier makes the condition true and then reads the count. All four are
//! `SeqCst`, so that one of the two sees the other. The notifier passes
//! through the lock, which a waiter holds from its count to its sleep.

use std::time::Instant;

use super::atomic::{AtomicU32, Ordering::SeqCst};
use super::{Condvar, Mutex};
use crate::thread;

/// Steps of a waiter that looks again before it sleeps, the n-th of 2^n
/// pauses, and then how often it lets others run. A wake-up costs as much as
/// a few thousand pauses; more than this made wake-ups slower.
const PAUSES: u32 = 5;
const YIELDS: u32 = 64;

/// Threads that wait for an atomic variable to change.
#[derive(Debug)]
pub(super) struct Gate {
    /// Threads that wait or are about to, and have not been woken.
    waiters: AtomicU32,
    /// Held from being counted to being asleep.
    lock: Mutex<()>,
    woken: Condvar,
}

impl Gate {
    #[track_caller]
    pub(super) const fn new() -> Self {
        Self {
            waiters: AtomicU32::hidden(0),
            lock: Mutex::hidden(()),
            woken: Condvar::hidden(),
        }
    }

    /// Waits until `ready` returns something, or until the deadline.
    ///
    /// `ready` reads, `SeqCst`, what the notifier has written, `SeqCst`.
    #[cold]
    pub(super) fn wait<R>(
        &self,
        deadline: Option<Instant>,
        mut ready: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        spin(&mut ready).or_else(|| self.sleep_while_not(deadline, ready))
    }

    fn sleep_while_not<R>(
        &self,
        deadline: Option<Instant>,
        mut ready: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        let mut lock = self.lock.lock();
        loop {
            self.waiters.fetch_add(1, SeqCst);
            let found = ready();
            if found.is_some() || self.woken.wait_until(&mut lock, deadline) {
                // Nobody has woken this thread, so nobody has uncounted it.
                self.waiters.fetch_sub(1, SeqCst);
                return found.or_else(ready);
            }
        }
    }

    /// Wakes at most `count` waiters, after the variable has changed.
    #[inline]
    pub(super) fn wake(&self, count: usize) {
        if self.waiters.load(SeqCst) > 0 {
            self.wake_sleepers(|| self.woken.notify(count));
        }
    }

    /// Wakes every waiter, after the variable has changed.
    #[inline]
    pub(super) fn wake_all(&self) {
        if self.waiters.load(SeqCst) > 0 {
            self.wake_sleepers(|| self.woken.notify_all());
        }
    }

    #[cold]
    fn wake_sleepers(&self, notify: impl FnOnce() -> usize) {
        // Released before the notification: a thread that is woken while
        // this holds the lock would only queue for it.
        drop(self.lock.lock());
        let woken = u32::try_from(notify()).expect("counted in a u32");
        self.waiters.fetch_sub(woken, SeqCst);
    }

    /// Returns once so many threads wait: tests that see a thread wait from
    /// outside can only guess.
    #[cfg(test)]
    pub(super) fn until_waiting(&self, threads: u32) {
        while self.waiters.load(SeqCst) < threads {
            thread::yield_now();
        }
    }
}

/// Asks `ready` for a little while.
fn spin<R>(mut ready: impl FnMut() -> Option<R>) -> Option<R> {
    for step in 0..PAUSES {
        for _ in 0..1 << step {
            std::hint::spin_loop();
        }
        if let Some(found) = ready() {
            return Some(found);
        }
    }
    for _ in 0..YIELDS {
        thread::yield_now();
        if let Some(found) = ready() {
            return Some(found);
        }
    }
    None
}
