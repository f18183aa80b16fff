//! Threads, with std's vocabulary and Python's manners.
//!
//! What std does not have and Python does: every thread has a name
//! (`Thread-1` where none is given) and can be looked up with [`enumerate`];
//! a thread may be a daemon, which [`run`] does not wait for; a join may have
//! a timeout.

mod handle;
mod program;
mod scope;
mod spawn;
pub(crate) mod token;

use std::panic::Location;
use std::time::{Duration, Instant};

pub use handle::{JoinHandle, Thread, ThreadId};
pub use program::{active_count, current, enumerate, run};
pub use scope::{Scope, ScopedJoinHandle, scope};
pub(crate) use spawn::explored;
pub use spawn::{Builder, spawn};

use crate::model;
use crate::sync::deadline;
use crate::trace::{self, State, watched};

/// What a joined thread left: its value, or what it panicked with.
pub type Result<T> = std::thread::Result<T>;

/// Puts the calling thread to sleep for at least `time`.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "this is what to use instead")]
pub fn sleep(time: Duration) {
    let place = Location::caller();
    trace::state(State::Sleep, place);
    match watched() && model::running() {
        true => model::rest("sleep", Some(time), place),
        false => std::thread::sleep(time),
    }
    trace::state(State::Run, place);
}

/// What time it is, by the clock that [`sleep`] and timeouts go by: that of
/// the system, and inside the explorer a virtual one, which stands still
/// while threads compute.
#[must_use]
pub fn now() -> Instant {
    crate::sync::now()
}

/// Lets another thread run, if one is ready.
#[track_caller]
pub fn yield_now() {
    match watched() && model::running() {
        true => model::rest("yield_now", None, Location::caller()),
        false => std::thread::yield_now(),
    }
}

/// Blocks until somebody calls [`Thread::unpark`] on the calling thread, or
/// returns at once if somebody has since the last `park`.
#[track_caller]
pub fn park() {
    let _ = current().token().take(None, Location::caller());
}

/// As [`park`], for at most `time`. Returns whether it was unparked.
#[track_caller]
#[expect(clippy::must_use_candidate, reason = "who parks looks anyway")]
pub fn park_timeout(time: Duration) -> bool {
    current().token().take(deadline(time), Location::caller())
}
