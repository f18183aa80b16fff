//! Threads that may borrow: they end before the scope does.

use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use super::handle::Thread;
use super::spawn::{Builder, Start, body};
use super::{Result, current};

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
        current().program().join_all(in_scope, place);
        value.unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// A scope to start threads in; see [`scope`].
#[derive(Clone, Copy, Debug)]
pub struct Scope<'scope, 'env> {
    os: &'scope std::thread::Scope<'scope, 'env>,
    number: u64,
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
        self.spawn_with(Builder::new(), f)
            .expect("the system has no thread to give")
    }

    /// Starts a thread that runs `f`, as `builder` says.
    ///
    /// # Errors
    ///
    /// If the operating system gives no thread.
    #[track_caller]
    pub fn spawn_with<F, T>(
        &self,
        builder: Builder,
        f: F,
    ) -> std::io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let start = builder.prepare(self.number, Location::caller())?;
        let Start { thread, lane, os } = start;
        let os = os.spawn_scoped(self.os, body(thread.clone(), lane, f))?;
        Ok(ScopedJoinHandle { thread, os })
    }
}

/// A thread of a scope, to join before the scope ends.
#[derive(Debug)]
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    os: std::thread::ScopedJoinHandle<'scope, T>,
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The thread.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Waits until the thread has ended and returns its value.
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
        self.os.join()
    }
}
