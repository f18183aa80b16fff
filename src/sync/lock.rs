//! Python's `threading.Lock`: taken by one thread, released by any.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::permits::Permits;
use super::wait;
use crate::trace::ObjectKind;

/// A lock without a value and without a guard, which any thread may release.
///
/// It serves as a signal between threads as much as for mutual exclusion. To
/// protect a value, or to be released at the end of a scope even when that
/// panics, [`Mutex`](super::Mutex) is the better one. As no thread owns it,
/// a circle of waits through it is not found as such.
///
/// Python's [`Lock`].
///
/// # Fairness
///
/// None: a thread that comes by may take the lock before one that waits.
///
/// [`Lock`]: https://docs.python.org/3/library/threading.html#lock-objects
pub struct Lock {
    /// One permit: free while the lock is.
    permit: Permits,
}

/// The error of releasing a [`Lock`] that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHeld;

impl Lock {
    /// A lock that nobody has.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        Self { permit: Permits::new(ObjectKind::Lock, 1, 1) }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.permit.set_name(name);
        self
    }

    /// Takes the lock.
    ///
    /// # Blocking
    ///
    /// Until it is released: for ever if only the calling thread would.
    #[inline]
    #[track_caller]
    pub fn acquire(&self) {
        self.permit.take(Location::caller());
    }

    /// Takes the lock if nobody has it; whether it did.
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn try_acquire(&self) -> bool {
        self.permit.try_take(Location::caller())
    }

    /// Takes the lock; false if that takes longer than `timeout`.
    #[must_use]
    #[track_caller]
    pub fn acquire_timeout(&self, timeout: Duration) -> bool {
        let deadline = wait::deadline(timeout);
        self.permit.take_until(deadline, Location::caller())
    }

    /// Releases the lock, whichever thread has taken it.
    ///
    /// # Errors
    ///
    /// If nobody has it.
    #[inline]
    #[track_caller]
    pub fn release(&self) -> Result<(), NotHeld> {
        if self.permit.give_back(1, Location::caller()) {
            Ok(())
        } else {
            Err(NotHeld)
        }
    }

    /// Whether somebody has it. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn locked(&self) -> bool {
        self.permit.free(Location::caller()) == 0
    }
}

impl Default for Lock {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock")
            .field("locked", &(self.permit.free_now() == 0))
            .finish()
    }
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("released a lock that nobody has")
    }
}

impl std::error::Error for NotHeld {}
