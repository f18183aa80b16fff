//! The library's `Mutex`, made of loom's.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

#[derive(Debug)]
pub(crate) struct Mutex<T> {
    raw: OnceLock<loom::sync::Mutex<()>>,
    value: std::sync::Mutex<T>,
}

pub(crate) struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    // In the order in which they are given back.
    value: Option<std::sync::MutexGuard<'a, T>>,
    raw: Option<loom::sync::MutexGuard<'a, ()>>,
}

impl<T> Mutex<T> {
    pub(crate) const fn hidden(value: T) -> Self {
        Self { raw: OnceLock::new(), value: std::sync::Mutex::new(value) }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        let mut guard = MutexGuard { mutex: self, value: None, raw: None };
        guard.relock();
        guard
    }
}

impl<T> MutexGuard<'_, T> {
    pub(super) fn unlock(&mut self) {
        self.value = None;
        self.raw = None;
    }

    pub(super) fn relock(&mut self) {
        let raw = self.mutex.raw.get_or_init(Default::default);
        self.raw = Some(raw.lock().expect("not poisoned"));
        self.value = Some(self.mutex.value.try_lock().expect("free"));
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("locked")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("locked")
    }
}
