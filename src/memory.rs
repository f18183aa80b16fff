//! What lock-free code is written with: std's atomics, cells and fences.
//!
//! The files that share memory without a lock take these from here and from
//! nowhere else. `tests/loom` compiles the very same files beside a `memory`
//! of its own, in which every load may return what the memory model allows.

pub(crate) use std::sync::OnceLock;
pub(crate) use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};

pub(crate) use crossbeam_utils::Backoff;

/// std's cell, which lends its pointer to a closure and not for longer, so
/// that whoever watches knows when an access begins and ends.
#[repr(transparent)]
pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    /// For an access that other threads may have at the same time.
    #[inline(always)]
    pub(crate) fn with<R>(&self, access: impl FnOnce(*const T) -> R) -> R {
        access(self.0.get())
    }

    /// For an access that excludes all others.
    #[inline(always)]
    pub(crate) fn with_mut<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
        access(self.0.get())
    }
}
