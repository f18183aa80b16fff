//! Where threads wait for what others do without a lock.
//!
//! The fast path of a primitive is one atomic operation. Only a thread that
//! it refuses comes here: it tries again for a while, and parks only then.
//! Only where somebody is parked does a notifier pay for more than a load.
//!
//! No wake-up is lost. A waiter counts itself *before* its last try, and a
//! notifier reads the count *after* its change: one of the two sees the
//! other. The notifier passes through the lock, which a waiter holds from its
//! count to its sleep.
//!
//! The count is exact. Whoever *wakes* a waiter takes it off, by the
//! condition variable's own answer: would the woken thread do it when it
//! comes to run, every notification until then would take the slow path.

use std::time::Instant;

use super::atomic::{AtomicU32, Ordering::SeqCst, fence};
use super::spin::{Pauses, spin};
use super::{Condvar, Mutex};
use crate::model;
use crate::trace::watched;

/// Threads that wait for an atomic variable to change.
#[derive(Debug)]
pub(crate) struct Gate {
    pauses: Pauses,
    /// Threads in `changed` that nobody has woken, and the one that has the
    /// lock if it is about to go there. Changed under `lock` only. `SeqCst`,
    /// with what the waiters try.
    waiters: AtomicU32,
    lock: Mutex<()>,
    changed: Condvar,
}

impl Gate {
    pub(crate) const fn new(pauses: Pauses) -> Self {
        Self {
            pauses,
            waiters: AtomicU32::hidden(0),
            lock: Mutex::hidden(()),
            changed: Condvar::hidden(),
        }
    }

    /// Tries until `attempt` returns something, or until `deadline`.
    pub(crate) fn wait<R>(
        &self,
        deadline: Option<Instant>,
        attempt: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        self.wait_hinted(deadline, || true, attempt)
    }

    /// As [`wait`](Self::wait), but tries, while it spins, only when `hint`
    /// says that it is worth it.
    pub(crate) fn wait_hinted<R>(
        &self,
        deadline: Option<Instant>,
        hint: impl Fn() -> bool,
        mut attempt: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        // To spin is to take no end of steps, where each is explored.
        if watched() && model::running() {
            return self.park(deadline, attempt);
        }
        let hinted = || hint().then(&mut attempt).flatten();
        spin(self.pauses.clone(), deadline, hinted)
            .or_else(|| self.park(deadline, attempt))
    }

    /// Wakes at most `count` waiters.
    ///
    /// What they wait for must have been done before: by a `SeqCst`
    /// read-modify-write or store that `attempt` reads `SeqCst`, or under a
    /// lock that `attempt` takes as well.
    #[inline]
    pub(crate) fn notify(&self, count: usize) {
        if self.has_waiters() {
            self.wake(|changed| changed.notify(count));
        }
    }

    /// Wakes every waiter; as [`notify`](Self::notify).
    #[inline]
    pub(crate) fn notify_all(&self) {
        if self.has_waiters() {
            self.wake(Condvar::notify_all);
        }
    }

    /// Whether somebody is parked, or about to be.
    #[inline]
    pub(crate) fn has_waiters(&self) -> bool {
        self.waiters.load(SeqCst) > 0
    }

    /// Under the lock, so that the count is right before the system is
    /// asked: parking_lot hands the woken threads on to the lock, whose
    /// release wakes the first.
    #[cold]
    fn wake(&self, notify: impl FnOnce(&Condvar) -> usize) {
        let _lock = self.lock.lock();
        let woken = notify(&self.changed) as u32;
        self.waiters.fetch_sub(woken, SeqCst);
    }

    #[cold]
    fn park<R>(
        &self,
        deadline: Option<Instant>,
        mut attempt: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        let mut lock = self.lock.lock();
        loop {
            self.waiters.fetch_add(1, SeqCst);
            // With the load in `has_waiters`: whatever was changed before
            // that load saw no waiter is seen by this attempt.
            fence(SeqCst);
            let found = attempt();
            if found.is_some() || self.changed.wait_until(&mut lock, deadline) {
                // Nobody has woken this thread, so nobody has uncounted it.
                self.waiters.fetch_sub(1, SeqCst);
                return found.or_else(attempt);
            }
        }
    }
}
