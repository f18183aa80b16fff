//! Where threads wait for what others do without a lock.
//!
//! A waiter tries, spins, yields, and parks only then: a wake-up by the
//! operating system costs a thousand times as much as a put. A notifier that
//! finds nobody parked pays for one load.
//!
//! No wake-up is lost, because a waiter counts itself *before* its last try
//! and a notifier looks at the count *after* its change: one of the two sees
//! the other. The count is exact, so that a waiter that was woken and has
//! not come to run yet is not woken twice: whoever wakes it takes it off.

use std::hint::spin_loop;
use std::time::Instant;

use crate::sync::atomic::{AtomicU32, Ordering::SeqCst, fence};
use crate::sync::{Condvar, Mutex};
use crate::thread::yield_now;

/// Pauses between two tries while spinning: from 2 to the power of the first
/// to 2 to the power of the last. Beginning with fewer costs four times as
/// much on a full ring: the producer looks so often that the consumer waits
/// for its own cache line, and the two go in lockstep.
const PAUSES: std::ops::RangeInclusive<u32> = 4..=6;

/// Yields before parking. With many more, a waiter is still busy when the
/// one that it waits for needs the processor.
const YIELDS: u32 = 64;

#[derive(Debug)]
pub(super) struct Gate {
    /// Threads in `changed` that nobody has woken, and the one that has the
    /// lock if it is about to go there. Changed under `lock` only.
    waiters: AtomicU32,
    lock: Mutex<()>,
    changed: Condvar,
}

impl Gate {
    pub(super) const fn new() -> Self {
        Self {
            waiters: AtomicU32::hidden(0),
            lock: Mutex::hidden(()),
            changed: Condvar::hidden(),
        }
    }

    /// Tries until `attempt` returns something, or until `deadline`. While
    /// it spins, it tries only when `hint` says that it is worth it.
    pub(super) fn wait<R>(
        &self,
        deadline: Option<Instant>,
        hint: impl Fn() -> bool,
        mut attempt: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        let hinted = || hint().then(&mut attempt).flatten();
        spin(deadline, hinted).or_else(|| self.park(deadline, attempt))
    }

    /// Wakes one waiter, if there is any.
    ///
    /// What it waits for must have been done before: by a `SeqCst`
    /// read-modify-write, or under a lock that `attempt` takes as well.
    #[inline]
    pub(super) fn notify_one(&self) {
        if self.has_waiters() {
            self.wake(|changed| usize::from(changed.notify_one()));
        }
    }

    /// Wakes every waiter; as [`notify_one`](Self::notify_one).
    #[inline]
    pub(super) fn notify_all(&self) {
        if self.has_waiters() {
            self.wake(Condvar::notify_all);
        }
    }

    #[inline]
    pub(super) fn has_waiters(&self) -> bool {
        self.waiters.load(SeqCst) > 0
    }

    #[cold]
    fn wake(&self, notify: impl FnOnce(&Condvar) -> usize) {
        let _guard = self.lock.lock();
        // Exact: parking_lot tells how many it has really woken, and a
        // waiter whose time is over is not among them.
        let woken = notify(&self.changed) as u32;
        self.waiters.fetch_sub(woken, SeqCst);
    }

    #[cold]
    fn park<R>(
        &self,
        deadline: Option<Instant>,
        mut attempt: impl FnMut() -> Option<R>,
    ) -> Option<R> {
        let mut guard = self.lock.lock();
        loop {
            self.waiters.fetch_add(1, SeqCst);
            // With the load in `notify_one`: whatever was changed before
            // that load saw no waiter is seen by this attempt.
            fence(SeqCst);
            let mut outcome = attempt();
            if outcome.is_none() {
                let timed_out = match deadline {
                    None => {
                        self.changed.wait(&mut guard);
                        false
                    }
                    Some(deadline) => {
                        let now = Instant::now();
                        let left = deadline.saturating_duration_since(now);
                        self.changed.wait_timeout(&mut guard, left).timed_out()
                    }
                };
                if !timed_out {
                    continue;
                }
                outcome = attempt();
            }
            self.waiters.fetch_sub(1, SeqCst);
            return outcome;
        }
    }
}

/// Tries for a while, or until `deadline`.
pub(super) fn spin<R>(
    deadline: Option<Instant>,
    mut attempt: impl FnMut() -> Option<R>,
) -> Option<R> {
    for exponent in PAUSES {
        for _ in 0..1 << exponent {
            spin_loop();
        }
        let outcome = attempt();
        if outcome.is_some() {
            return outcome;
        }
    }
    for _ in 0..YIELDS {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            break;
        }
        yield_now();
        let outcome = attempt();
        if outcome.is_some() {
            return outcome;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The window between a try and the count is too narrow for a stress
    /// test to hit.
    #[test]
    fn waiter_is_counted_whenever_it_tries_for_the_last_time() {
        let gate = Gate::new();
        let mut counted = Vec::new();
        let never: Option<()> = gate.wait(
            Some(Instant::now()),
            || false, // no tries while it spins
            || {
                counted.push(gate.has_waiters());
                None
            },
        );
        assert_eq!(never, None);
        assert_eq!(counted, [true, true]); // before the wait, and after it
        assert!(!gate.has_waiters());
    }

    #[test]
    fn whoever_wakes_takes_the_waiters_off_the_count() {
        let gate = Gate::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut tries = 0;
                gate.wait(
                    None,
                    || false,
                    || {
                        tries += 1;
                        (tries == 2).then_some(())
                    },
                );
            });
            while !gate.has_waiters() {
                yield_now();
            }
            // Held until the waiter is parked, or comes after that.
            let guard = gate.lock.lock();
            drop(guard);
            gate.notify_one();
        });
        assert!(!gate.has_waiters());
    }
}
