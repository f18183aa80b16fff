//! Semaphores: Python's `threading.Semaphore` and `BoundedSemaphore`.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::permits::Permits;
use super::wait;
use crate::trace::ObjectKind;

/// A number of permits that threads take and give back; who finds none
/// waits.
///
/// A number below 0, which Python refuses, cannot be written: it is a
/// `usize`. Any thread may release, also one that has acquired nothing, so
/// that a semaphore can count what there is for others to take. Where one
/// release too many is a mistake, [`BoundedSemaphore`] finds it.
///
/// Python's [`Semaphore`].
///
/// # Fairness
///
/// None: a thread that comes by may take a permit before one that waits.
///
/// # Examples
///
/// ```
/// use workbench::sync::Semaphore;
///
/// let seats = Semaphore::new(2).named("seats");
/// seats.acquire();
/// let seat = seats.permit(); // given back at the end of its scope
/// assert!(!seats.try_acquire());
/// drop(seat);
/// seats.release();
/// assert_eq!(seats.available(), 2);
/// ```
///
/// [`Semaphore`]: https://docs.python.org/3/library/threading.html#semaphore-objects
pub struct Semaphore {
    permits: Permits,
}

/// A [`Semaphore`] that never has more permits than at first.
///
/// Python's `BoundedSemaphore`.
pub struct BoundedSemaphore {
    permits: Permits,
}

/// The error of releasing what nobody has acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyReleases;

/// A permit of a semaphore, given back when dropped.
#[must_use = "a permit that is dropped at once limits nothing"]
#[derive(Debug)]
pub struct Permit<'a> {
    permits: &'a Permits,
    /// Where it was taken.
    place: &'static Location<'static>,
}

/// What the two have in common.
macro_rules! acquire {
    ($name:ident) => {
        impl $name {
            /// Gives it the name that traces show.
            #[must_use]
            pub fn named(mut self, name: impl Into<String>) -> Self {
                self.permits.set_name(name);
                self
            }

            /// Takes a permit.
            ///
            /// # Blocking
            ///
            /// Until there is one.
            #[inline]
            #[track_caller]
            pub fn acquire(&self) {
                self.permits.take(Location::caller());
            }

            /// Takes a permit if there is one; whether it did.
            #[must_use]
            #[inline]
            #[track_caller]
            pub fn try_acquire(&self) -> bool {
                self.permits.try_take(Location::caller())
            }

            /// Takes a permit; false, and none is lost, if that takes longer
            /// than `timeout`.
            #[must_use]
            #[track_caller]
            pub fn acquire_timeout(&self, timeout: Duration) -> bool {
                let deadline = wait::deadline(timeout);
                self.permits.take_until(deadline, Location::caller())
            }

            /// Takes a permit that is given back at the end of its scope,
            /// as Python's `with` does.
            ///
            /// # Blocking
            ///
            /// Until there is one.
            #[inline]
            #[track_caller]
            pub fn permit(&self) -> Permit<'_> {
                let place = Location::caller();
                self.permits.take(place);
                Permit { permits: &self.permits, place }
            }

            /// Permits that nobody has. May be stale on return.
            #[must_use]
            #[track_caller]
            pub fn available(&self) -> usize {
                self.permits.free(Location::caller())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("available", &self.permits.free_now())
                    .finish()
            }
        }
    };
}

acquire!(Semaphore);
acquire!(BoundedSemaphore);

impl Semaphore {
    /// A semaphore with this many permits.
    #[must_use]
    #[track_caller]
    pub const fn new(permits: usize) -> Self {
        let kind = ObjectKind::Semaphore;
        Self { permits: Permits::new(kind, permits, usize::MAX) }
    }

    /// Adds a permit and wakes a thread that waits for one.
    ///
    /// # Panics
    ///
    /// If there were more than `usize::MAX` permits.
    #[inline]
    #[track_caller]
    pub fn release(&self) {
        self.release_many(1);
    }

    /// Adds `count` permits and wakes as many threads. Python refuses a
    /// `count` of 0; here it adds none.
    ///
    /// # Panics
    ///
    /// If there were more than `usize::MAX` permits.
    #[inline]
    #[track_caller]
    pub fn release_many(&self, count: usize) {
        let given = self.permits.give_back(count, Location::caller());
        assert!(given, "a semaphore has at most usize::MAX permits");
    }
}

impl BoundedSemaphore {
    /// A semaphore with this many permits, now and at most.
    #[must_use]
    #[track_caller]
    pub const fn new(permits: usize) -> Self {
        let kind = ObjectKind::Semaphore;
        Self { permits: Permits::new(kind, permits, permits) }
    }

    /// Gives a permit back and wakes a thread that waits for one.
    ///
    /// # Errors
    ///
    /// If nobody has acquired what is released; nothing changes.
    #[inline]
    #[track_caller]
    pub fn release(&self) -> Result<(), TooManyReleases> {
        self.release_many(1)
    }

    /// Gives `count` permits back and wakes as many threads.
    ///
    /// # Errors
    ///
    /// If fewer than `count` have been acquired; nothing changes.
    #[inline]
    #[track_caller]
    pub fn release_many(&self, count: usize) -> Result<(), TooManyReleases> {
        if self.permits.give_back(count, Location::caller()) {
            Ok(())
        } else {
            Err(TooManyReleases)
        }
    }
}

impl Drop for Permit<'_> {
    #[inline]
    fn drop(&mut self) {
        // Refused only if somebody released this permit before: not a
        // reason to panic in a drop.
        self.permits.give_back(1, self.place);
    }
}

impl fmt::Display for TooManyReleases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("released more permits than were acquired")
    }
}

impl std::error::Error for TooManyReleases {}
