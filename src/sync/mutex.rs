//! A lock around a value: parking_lot's, with a name and a trace.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::time::{Duration, Instant};

use super::wait;
use crate::model::{self, Access, Detail, Op};
use crate::trace::{ObjectKind, Tag, watched};

/// Mutual exclusion: at most one thread at a time has the guard.
///
/// # Fairness
///
/// None: a thread that comes by may take the lock before one that waits.
pub struct Mutex<T: ?Sized> {
    pub(super) tag: Tag,
    pub(super) raw: parking_lot::Mutex<T>,
}

impl<T> Mutex<T> {
    /// An unlocked mutex around `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            tag: Tag::new(ObjectKind::Lock),
            raw: parking_lot::Mutex::new(value),
        }
    }

    /// A mutex inside another primitive, which has no events of its own.
    #[track_caller]
    pub(crate) const fn hidden(value: T) -> Self {
        Self { tag: Tag::hidden(), raw: parking_lot::Mutex::new(value) }
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

impl<T: ?Sized> Mutex<T> {
    /// Takes the lock.
    ///
    /// # Blocking
    ///
    /// Until no other thread has it: for ever if that is the calling thread.
    #[inline]
    #[track_caller]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        let place = Location::caller();
        if !watched() {
            return self.guard(self.raw.lock(), place);
        }
        let Some(raw) = self.lock_watched(None, place) else {
            unreachable!("no deadline")
        };
        self.guard(raw, place)
    }

    /// Takes the lock if nobody has it.
    #[inline]
    #[track_caller]
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        let place = Location::caller();
        if watched() && model::running() {
            self.try_in_model(place);
        }
        let raw = self.raw.try_lock()?;
        if self.tag.on() {
            self.tag.held(place, false);
        }
        Some(self.guard(raw, place))
    }

    /// Takes the lock; `None` if that takes longer than `timeout`.
    #[track_caller]
    pub fn lock_timeout(&self, timeout: Duration) -> Option<MutexGuard<'_, T>> {
        let place = Location::caller();
        let raw = self.lock_watched(wait::deadline(timeout), place)?;
        Some(self.guard(raw, place))
    }

    /// Whether some thread has it. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        if watched() && model::running() {
            model::matters(Detail::Releases);
            let place = Location::caller();
            let op = Op::new("is_locked", &self.tag, Access::Read, place);
            model::step(&op, None);
        }
        self.raw.is_locked()
    }

    /// The value: nobody else can have the lock.
    pub fn get_mut(&mut self) -> &mut T {
        self.raw.get_mut()
    }

    /// Its identity in traces.
    pub(crate) fn tag(&self) -> &Tag {
        &self.tag
    }

    fn guard<'a>(
        &'a self,
        raw: parking_lot::MutexGuard<'a, T>,
        place: &'static Location<'static>,
    ) -> MutexGuard<'a, T> {
        MutexGuard { raw: Some(raw), mutex: self, place }
    }

    /// Takes the lock, and tells whoever watches.
    #[cold]
    fn lock_watched(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::MutexGuard<'_, T>> {
        if model::running() {
            return self.lock_in_model(deadline, place);
        }
        let attempt = || self.raw.try_lock();
        let block = || match deadline {
            None => Some(self.raw.lock()),
            Some(deadline) => self.raw.try_lock_until(deadline),
        };
        let (raw, waited) =
            wait::take(&self.tag, deadline, place, attempt, block)?;
        if self.tag.on() {
            self.tag.held(place, waited);
        }
        Some(raw)
    }

    /// Takes the lock when the kernel says so.
    fn lock_in_model(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<parking_lot::MutexGuard<'_, T>> {
        if deadline.is_some() {
            model::matters(Detail::Releases);
        }
        let deadline = wait::virtual_time(deadline);
        let op = Op::new("lock", &self.tag, Access::Acquire, place);
        let waited = self.raw.is_locked();
        if !model::step(&op.until(deadline), Some(&|| !self.raw.is_locked())) {
            model::refused();
            return None;
        }
        let raw = self.granted();
        if self.tag.on() {
            self.tag.held(place, waited);
        }
        Some(raw)
    }

    /// The lock, which the kernel has found free.
    pub(super) fn granted(&self) -> parking_lot::MutexGuard<'_, T> {
        self.raw.try_lock().expect("the kernel grants what is free")
    }

    /// Returns when the kernel lets the calling task try.
    #[cold]
    fn try_in_model(&self, place: &'static Location<'static>) {
        model::matters(Detail::Releases);
        let op = Op::new("try_lock", &self.tag, Access::Write, place);
        model::step(&op, None);
        if self.raw.is_locked() {
            model::refused();
        }
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

/// The right to the value of a [`Mutex`]; released when dropped.
#[must_use = "a guard that is dropped at once protects nothing"]
pub struct MutexGuard<'a, T: ?Sized> {
    // Dropped after `drop` has run, which speaks while the lock is held.
    // `None` only while an explored task waits for a condition variable.
    pub(super) raw: Option<parking_lot::MutexGuard<'a, T>>,
    pub(super) mutex: &'a Mutex<T>,
    /// Where the lock was taken: what a trace says of its release too, as the
    /// end of a scope has no line of its own.
    pub(super) place: &'static Location<'static>,
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if watched() {
            self.released();
        }
    }
}

impl<T: ?Sized> MutexGuard<'_, T> {
    #[cold]
    fn released(&self) {
        let tag = &self.mutex.tag;
        if self.raw.is_some() && model::running() {
            model::release(tag, self.place);
        }
        if self.raw.is_some() && tag.on() {
            tag.released(self.place);
        }
    }
}

/// Why a guard has its lock.
const HELD: &str = "a guard is used while its thread does not wait";

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.raw.as_ref().expect(HELD)
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        if self.mutex.tag.is_explored() && model::running() {
            model::changed();
        }
        self.raw.as_mut().expect(HELD)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
