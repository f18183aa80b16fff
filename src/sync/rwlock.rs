//! A lock for many readers or one writer: parking_lot's, with a name and a
//! trace.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::time::{Duration, Instant};

use super::wait;
use crate::trace::{ObjectKind, Tag};

/// Many readers at once, or one writer alone.
///
/// A thread must not read again while it reads: a writer that came between
/// waits for the first reading to end, and the second waits for the writer.
///
/// # Fairness
///
/// A writer that waits holds up readers that come after it, so that readers
/// cannot keep it out for ever.
pub struct RwLock<T: ?Sized> {
    tag: Tag,
    raw: parking_lot::RwLock<T>,
}

impl<T> RwLock<T> {
    /// An unlocked lock around `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            tag: Tag::new(ObjectKind::RwLock),
            raw: parking_lot::RwLock::new(value),
        }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// The value, without the lock around it.
    pub fn into_inner(self) -> T {
        self.raw.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Takes the lock to read, together with other readers.
    ///
    /// # Blocking
    ///
    /// Until no thread writes, or waits to.
    #[inline]
    #[track_caller]
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        let place = Location::caller();
        let tag = &self.tag;
        if !tag.on() {
            return RwLockReadGuard { raw: self.raw.read(), tag, place };
        }
        let Some(raw) = self.read_traced(None, place) else {
            unreachable!("no deadline")
        };
        RwLockReadGuard { raw, tag, place }
    }

    /// Takes the lock to read, if no thread writes or waits to.
    #[inline]
    #[track_caller]
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        let raw = self.raw.try_read()?;
        if self.tag.on() {
            self.tag.shared(place, false);
        }
        Some(RwLockReadGuard { raw, tag: &self.tag, place })
    }

    /// Takes the lock to read; `None` if that takes longer than `timeout`.
    #[track_caller]
    pub fn read_timeout(
        &self,
        timeout: Duration,
    ) -> Option<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        let raw = self.read_traced(wait::deadline(timeout), place)?;
        Some(RwLockReadGuard { raw, tag: &self.tag, place })
    }

    /// Takes the lock to write, alone.
    ///
    /// # Blocking
    ///
    /// Until no thread reads or writes.
    #[inline]
    #[track_caller]
    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        let place = Location::caller();
        let tag = &self.tag;
        if !tag.on() {
            return RwLockWriteGuard { raw: self.raw.write(), tag, place };
        }
        let Some(raw) = self.write_traced(None, place) else {
            unreachable!("no deadline")
        };
        RwLockWriteGuard { raw, tag, place }
    }

    /// Takes the lock to write, if no thread reads or writes.
    #[inline]
    #[track_caller]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        let raw = self.raw.try_write()?;
        if self.tag.on() {
            self.tag.held(place, false);
        }
        Some(RwLockWriteGuard { raw, tag: &self.tag, place })
    }

    /// Takes the lock to write; `None` if that takes longer than `timeout`.
    #[track_caller]
    pub fn write_timeout(
        &self,
        timeout: Duration,
    ) -> Option<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        let raw = self.write_traced(wait::deadline(timeout), place)?;
        Some(RwLockWriteGuard { raw, tag: &self.tag, place })
    }

    /// Whether some thread reads or writes. May be stale on return.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    /// The value: nobody else can have the lock.
    pub fn get_mut(&mut self) -> &mut T {
        self.raw.get_mut()
    }

    #[cold]
    fn read_traced(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::RwLockReadGuard<'_, T>> {
        let attempt = || self.raw.try_read();
        let block = || match deadline {
            None => Some(self.raw.read()),
            Some(deadline) => self.raw.try_read_until(deadline),
        };
        let (raw, waited) =
            wait::take(&self.tag, deadline, place, attempt, block)?;
        if self.tag.on() {
            self.tag.shared(place, waited);
        }
        Some(raw)
    }

    #[cold]
    fn write_traced(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::RwLockWriteGuard<'_, T>> {
        let attempt = || self.raw.try_write();
        let block = || match deadline {
            None => Some(self.raw.write()),
            Some(deadline) => self.raw.try_write_until(deadline),
        };
        let (raw, waited) =
            wait::take(&self.tag, deadline, place, attempt, block)?;
        if self.tag.on() {
            self.tag.held(place, waited);
        }
        Some(raw)
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

/// The right to read the value of an [`RwLock`]; released when dropped.
#[must_use = "a guard that is dropped at once protects nothing"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    // Dropped after `drop` has run, which speaks while the lock is held.
    raw: parking_lot::RwLockReadGuard<'a, T>,
    tag: &'a Tag,
    /// Where the lock was taken.
    place: &'static Location<'static>,
}

/// The right to the value of an [`RwLock`]; released when dropped.
#[must_use = "a guard that is dropped at once protects nothing"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    // As in the other guard.
    raw: parking_lot::RwLockWriteGuard<'a, T>,
    tag: &'a Tag,
    /// Where the lock was taken.
    place: &'static Location<'static>,
}

/// What the two have in common.
macro_rules! guard {
    ($name:ident) => {
        impl<T: ?Sized> Drop for $name<'_, T> {
            #[inline]
            fn drop(&mut self) {
                if self.tag.on() {
                    self.tag.released(self.place);
                }
            }
        }

        impl<T: ?Sized> Deref for $name<'_, T> {
            type Target = T;

            #[inline]
            fn deref(&self) -> &T {
                &self.raw
            }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

guard!(RwLockReadGuard);
guard!(RwLockWriteGuard);

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.raw
    }
}
