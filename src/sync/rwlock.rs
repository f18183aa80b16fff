//! A lock for many readers or one writer: parking_lot's, with a name and a
//! trace.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::wait;
use crate::model::{self, Access, Detail, Op};
use crate::trace::{ObjectKind, Tag, watched};

/// Many readers at once, or one writer alone.
///
/// A thread must not read again while it reads: a writer that came between
/// waits for the first reading to end, and the second waits for the writer.
///
/// # Fairness
///
/// A writer that waits for readers holds up those that come after it, so that
/// readers cannot keep it out for ever.
pub struct RwLock<T: ?Sized> {
    tag: Tag,
    /// In an explored program, whether a writer has the right to be next and
    /// waits for the readers to leave. Relaxed: that is one thread.
    claimed: AtomicBool,
    raw: parking_lot::RwLock<T>,
}

impl<T> RwLock<T> {
    /// An unlocked lock around `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            tag: Tag::new(ObjectKind::RwLock),
            claimed: AtomicBool::new(false),
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
        if !watched() {
            return RwLockReadGuard { raw: self.raw.read(), tag, place };
        }
        let Some(raw) = self.read_watched(None, place) else {
            unreachable!("no deadline")
        };
        RwLockReadGuard { raw, tag, place }
    }

    /// Takes the lock to read, if no thread writes or waits to.
    #[inline]
    #[track_caller]
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        if watched() && model::running() {
            self.try_in_model("try_read", place);
            if self.has_writer() {
                model::refused();
                return None;
            }
        }
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
        let raw = self.read_watched(wait::deadline(timeout), place)?;
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
        if !watched() {
            return RwLockWriteGuard { raw: self.raw.write(), tag, place };
        }
        let Some(raw) = self.write_watched(None, place) else {
            unreachable!("no deadline")
        };
        RwLockWriteGuard { raw, tag, place }
    }

    /// Takes the lock to write, if no thread reads or writes.
    #[inline]
    #[track_caller]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        if watched() && model::running() {
            self.try_in_model("try_write", place);
            if self.has_writer() || self.raw.is_locked() {
                model::refused();
                return None;
            }
        }
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
        let raw = self.write_watched(wait::deadline(timeout), place)?;
        Some(RwLockWriteGuard { raw, tag: &self.tag, place })
    }

    /// Whether some thread reads or writes. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        if watched() && model::running() {
            model::matters(Detail::Releases);
            let place = Location::caller();
            // It sees readers come and go, who do not see each other.
            let op = Op::new("is_locked", &self.tag, Access::Write, place);
            model::step(&op, None);
            model::refused();
        }
        self.raw.is_locked()
    }

    /// The value: nobody else can have the lock.
    pub fn get_mut(&mut self) -> &mut T {
        self.raw.get_mut()
    }

    #[cold]
    fn read_watched(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::RwLockReadGuard<'_, T>> {
        if model::running() {
            let waited = self.has_writer();
            if !self.read_in_model(deadline, place) {
                return None;
            }
            let raw = self.raw.try_read().expect(GRANTED);
            if self.tag.on() {
                self.tag.shared(place, waited);
            }
            return Some(raw);
        }
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
    fn write_watched(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::RwLockWriteGuard<'_, T>> {
        if model::running() {
            let waited = self.raw.is_locked();
            if !self.write_in_model(deadline, place) {
                return None;
            }
            let raw = self.raw.try_write().expect(GRANTED);
            if self.tag.on() {
                self.tag.held(place, waited);
            }
            return Some(raw);
        }
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

/// The lock as steps of an explored program.
impl<T: ?Sized> RwLock<T> {
    /// Whether a writer has the lock, or the right to be next.
    fn has_writer(&self) -> bool {
        self.raw.is_locked_exclusive() || self.claimed.load(Relaxed)
    }

    /// Returns when the lock can be taken to read; false if the deadline
    /// came first.
    fn read_in_model(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if deadline.is_some() {
            model::matters(Detail::Releases);
        }
        let op = Op::new("read", &self.tag, Access::Share, place)
            .until(wait::virtual_time(deadline));
        let granted = model::step(&op, Some(&|| !self.has_writer()));
        if !granted {
            model::refused();
        }
        granted
    }

    /// Returns when the lock can be taken to write; false if the deadline
    /// came first. That a writer has come is a step: readers see it.
    fn write_in_model(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if deadline.is_some() {
            model::matters(Detail::Releases);
        }
        let come = Op::new("write", &self.tag, Access::Write, place);
        model::step(&come, None);
        model::refused(); // to have come changes nothing for good
        let deadline = wait::virtual_time(deadline);
        if self.has_writer() {
            // When that has gone, whoever comes may be quicker.
            let op = come.until(deadline);
            if !model::step(&op, Some(&|| !self.has_writer())) {
                model::refused();
                return false;
            }
        }
        if !self.raw.is_locked() {
            return true;
        }
        let _claim = Claim::begin(&self.claimed);
        let op = Op::new("write", &self.tag, Access::Acquire, place);
        let free = || !self.raw.is_locked();
        let granted = model::step(&op.until(deadline), Some(&free));
        if !granted {
            model::refused();
        }
        granted
    }

    /// Returns when the kernel lets the calling task try.
    #[cold]
    fn try_in_model(
        &self,
        word: &'static str,
        place: &'static Location<'static>,
    ) {
        model::matters(Detail::Releases);
        model::step(&Op::new(word, &self.tag, Access::Write, place), None);
    }
}

/// Why a lock can be taken at once.
const GRANTED: &str = "the kernel grants what is free";

/// A writer's right to be next, until this is dropped.
struct Claim<'a>(&'a AtomicBool);

impl<'a> Claim<'a> {
    fn begin(claimed: &'a AtomicBool) -> Self {
        claimed.store(true, Relaxed);
        Self(claimed)
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.0.store(false, Relaxed);
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
    ($name:ident, $release:expr) => {
        impl<T: ?Sized> Drop for $name<'_, T> {
            #[inline]
            fn drop(&mut self) {
                if watched() {
                    released(self.tag, self.place, $release);
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

#[cold]
fn released(
    tag: &Tag,
    place: &'static Location<'static>,
    release: fn(&Tag, &'static Location<'static>),
) {
    if model::running() {
        release(tag, place);
    }
    if tag.on() {
        tag.released(place);
    }
}

guard!(RwLockReadGuard, model::leave);
guard!(RwLockWriteGuard, model::release);

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        if self.tag.is_explored() && model::running() {
            model::changed();
        }
        &mut self.raw
    }
}
