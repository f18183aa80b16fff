//! Threads that may borrow: they end before the scope does.

use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use super::handle::{Thread, Value, take};
use super::spawn::Builder;
use super::{Result, current};
use crate::model;

/// Runs `f` with a scope that can start threads which borrow from outside
/// it, and waits for all of them.
///
/// # Blocking
///
/// Until every thread of the scope has ended.
///
/// # Panics
///
/// If `f` does, or a thread of the scope that was not joined.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(Scope<'scope, 'env>) -> T,
{
    /// Numbers scopes from 1.
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let place = Location::caller();
    // Relaxed: a number is all that is asked of it.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::thread::scope(|os| {
        let value = catch_unwind(AssertUnwindSafe(|| f(Scope { os, number })));
        // std waits too, but no trace would see what for.
        let in_scope = |thread: &Thread| thread.scope() == number;
        let program = current().program().clone();
        model::wait_with(value.as_ref().err().map(|panic| &**panic), || {
            program.join_all(in_scope, place);
        });
        value.unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// A scope to start threads in; see [`scope`].
#[derive(Clone, Copy, Debug)]
pub struct Scope<'scope, 'env> {
    pub(super) os: &'scope std::thread::Scope<'scope, 'env>,
    pub(super) number: u64,
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread that runs `f`.
    ///
    /// # Panics
    ///
    /// If the operating system gives no thread.
    #[track_caller]
    pub fn spawn<F, T>(&self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new()
            .spawn_scoped(*self, f)
            .expect("the system has no thread to give")
    }
}

/// A thread of a scope, to join before the scope ends.
pub struct ScopedJoinHandle<'scope, T> {
    pub(super) thread: Thread,
    pub(super) value: Value<std::thread::ScopedJoinHandle<'scope, T>, T>,
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The thread.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Whether it has ended: a join would not block.
    #[must_use]
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        !self.thread.is_alive()
    }

    /// Waits until the thread has ended and returns its value.
    ///
    /// # Blocking
    ///
    /// Until the thread ends.
    ///
    /// # Errors
    ///
    /// What the thread panicked with, if it did.
    ///
    /// # Panics
    ///
    /// If called by the thread itself.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.thread.refuse_self();
        self.thread.wait_for_end(None, Location::caller());
        match self.value {
            Value::Os(os) => os.join(),
            Value::Task(slot) => take(&slot),
        }
    }
}

impl<T> std::fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScopedJoinHandle")
            .field("thread", &self.thread)
            .finish()
    }
}
