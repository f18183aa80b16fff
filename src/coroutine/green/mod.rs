//! Green tasks: many that wait, on one thread.
//!
//! A task is code on a stack of its own that gives the thread away only where
//! it waits: in [`sleep`], [`yield_now`], [`Task::join`], and in the sockets
//! of [`net`]. While one waits, the others run, so that waits add up to their
//! longest and not to their sum. Tasks never run at the same time: one that
//! computes holds up all.
//!
//! Tasks run while the thread that spawned them waits: in a join, a sleep, or
//! at the end of [`run`]. They never leave it.
//!
//! ```
//! use std::time::Duration;
//! use workbench::coroutine::green;
//!
//! let pages = ["itk.org", "github.com", "zhihu.com"].map(|page| {
//!     green::spawn(move || {
//!         green::sleep(Duration::from_millis(10)); // the network
//!         page.len()
//!     })
//! });
//! let sizes = green::join_all(pages); // after 10 ms, not 30
//! assert_eq!(sizes.into_iter().map(Result::unwrap).sum::<usize>(), 26);
//! ```
//!
//! # What not to do in a task
//!
//! Nothing but the functions of this module lets other tasks run. So
//! [`thread::sleep`], std's sockets and this library's
//! locks and queues block all of them. A guard that is held while its task
//! waits is the worst: when another task of this thread locks the same
//! mutex, the thread blocks for ever, and the holder is never resumed. There
//! is no need for a mutex among tasks of one thread: what happens between two
//! waits happens at once.
//!
//! [`thread::current`] and every `thread_local!` are
//! the thread's, and so common to its tasks.
//!
//! While a task unwinds, because it panicked or was [killed](Task::kill), its
//! destructors cannot wait: [`sleep`] and [`yield_now`] return at once,
//! sockets that would wait give an error, and a join aborts the process.
//!
//! A task that overflows its stack of 256 KiB ends the process, with the
//! signal of a bad memory access.
//!
//! Source: Python's gevent.

mod hub;
#[cfg(unix)]
pub mod net;
#[cfg_attr(not(unix), path = "no_poll.rs")]
mod poll;
mod task;

use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

pub use task::{Task, spawn};

use self::hub::hub;
use self::task::Core;
use super::here;
use crate::thread;
use crate::trace::State;

/// Suspends the calling task for at least `time`. Called outside of all
/// tasks, it lets the tasks run so long.
///
/// # Panics
///
/// With [`Killed`](super::Killed), if the task is killed meanwhile, or when a
/// [`timeout`] around it is over.
#[track_caller]
pub fn sleep(time: Duration) {
    if here::unwinds::<Core>() {
        return;
    }
    let place = Location::caller();
    let hub = hub();
    let until = after(time);
    let _timer = hub.wake_at(until);
    loop {
        hub.caller().begin();
        hub.park(State::Sleep, None, place);
        if thread::now() >= until {
            return;
        }
    }
}

/// Lets every other task run that is ready.
///
/// # Panics
///
/// As [`sleep`].
#[track_caller]
pub fn yield_now() {
    if !here::unwinds::<Core>() {
        hub().yield_now(Location::caller());
    }
}

/// Joins every task, and returns what each left, in their order.
///
/// # Panics
///
/// As [`Task::join`].
#[track_caller]
pub fn join_all<T>(
    tasks: impl IntoIterator<Item = Task<T>>,
) -> Vec<thread::Result<T>> {
    let mut left = Vec::new();
    for task in tasks {
        left.push(task.join());
    }
    left
}

/// Runs `f`, and unwinds it if it waits when `time` is over.
///
/// One that computes, and never waits, runs to its end.
///
/// # Errors
///
/// If the time was over first.
///
/// # Panics
///
/// If `f` does.
pub fn timeout<T>(
    time: Duration,
    f: impl FnOnce() -> T,
) -> Result<T, TimedOut> {
    let timer = hub().throw_at(after(time));
    let own = timer.expired();
    catch_unwind(AssertUnwindSafe(f)).map_err(|payload| {
        if payload.downcast_ref() != Some(&own) {
            resume_unwind(payload);
        }
        TimedOut
    })
}

/// When `time` from now is over. The clock does not reach for ever: a century
/// stands for what is beyond it.
fn after(time: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let now = thread::now();
    now.checked_add(time).unwrap_or(now + CENTURY)
}

/// The time that a [`timeout`] gave was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time was over")
    }
}

impl std::error::Error for TimedOut {}

/// Runs `main`, then every task of this thread until the last has ended.
///
/// What a task that nobody joins panics with is lost, as with a thread.
///
/// # Panics
///
/// If `main` does, once the tasks have ended. If tasks wait and nothing can
/// run any more: no task is ready, no timer runs, nobody waits for a socket.
/// The message says how many wait. (gevent calls this `LoopExit`.)
#[track_caller]
pub fn run<T>(main: impl FnOnce() -> T) -> T {
    let place = Location::caller();
    let value = catch_unwind(AssertUnwindSafe(main));
    hub().run_all(place);
    value.unwrap_or_else(|panic| resume_unwind(panic))
}
