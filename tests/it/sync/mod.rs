//! What Python's own tests claim of `threading`, one file for each type.

mod barrier;
mod condition;
mod event;
mod lock;
mod mutex;
mod reentrant;
mod rwlock;
mod semaphore;
mod timer;
mod traced;

use std::time::Duration;

use workbench::thread;

/// A deadline that only a failing test ever meets.
const LONG: Duration = Duration::from_secs(60);

/// A timeout that is meant to be met.
const SHORT: Duration = Duration::from_millis(20);

/// What `f` returns on another thread.
fn elsewhere<T: Send>(f: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(f).join().expect("no panic"))
}
