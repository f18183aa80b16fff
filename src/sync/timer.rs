//! A call that is made later, unless it is cancelled: Python's
//! `threading.Timer`.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Condvar, Mutex, wait};
use crate::thread::{self, JoinHandle};
use crate::trace::{ObjectKind, State, Tag};

/// Calls a function once, some time after its start, on a thread of its own.
///
/// Dropping a timer that has been started does not cancel it.
///
/// Python's [`Timer`].
///
/// ```
/// use std::time::Duration;
/// use workbench::sync::Timer;
///
/// let mut alarm = Timer::new(Duration::from_secs(60), || panic!("too late"));
/// alarm.start();
/// assert!(alarm.cancel());
/// alarm.join().unwrap();
/// ```
///
/// [`Timer`]: https://docs.python.org/3/library/threading.html#timer-objects
pub struct Timer {
    shared: Arc<Shared>,
    interval: Duration,
    /// Taken by `start`.
    call: Option<Box<dyn FnOnce() + Send>>,
    name: Option<String>,
    /// Set by `start`.
    thread: Option<JoinHandle<()>>,
}

/// What the timer's thread and its owner share.
struct Shared {
    tag: Tag,
    fate: Mutex<Fate>,
    /// Notified when `fate` changes to `Cancelled`.
    cancelled: Condvar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Pending,
    Cancelled,
    Called,
}

impl Timer {
    /// A timer that calls `call` when `interval` has gone by since its
    /// start.
    #[must_use]
    #[track_caller]
    pub fn new(
        interval: Duration,
        call: impl FnOnce() + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared {
            tag: Tag::new(ObjectKind::Timer),
            fate: Mutex::hidden(Fate::Pending),
            cancelled: Condvar::hidden(),
        });
        let call: Box<dyn FnOnce() + Send> = Box::new(call);
        Self { shared, interval, call: Some(call), name: None, thread: None }
    }

    /// Gives it, and its thread, the name that traces show.
    ///
    /// # Panics
    ///
    /// If it has been started.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        let shared = Arc::get_mut(&mut self.shared);
        let shared = shared.expect("a timer is named before its start");
        shared.tag.set_name(name.as_str());
        self.name = Some(name);
        self
    }

    /// Starts the time. The thread is a daemon if the calling one is.
    ///
    /// # Panics
    ///
    /// If it has been started before, or if the operating system gives no
    /// thread.
    #[track_caller]
    pub fn start(&mut self) {
        let place = Location::caller();
        let call = self.call.take().expect("a timer can be started once");
        let shared = self.shared.clone();
        let deadline = wait::deadline(self.interval);
        let mut thread = thread::Builder::new();
        if let Some(name) = &self.name {
            thread = thread.name(name.as_str());
        }
        let thread = thread.spawn(move || {
            if shared.is_due_at(deadline, place) {
                call();
            }
        });
        self.thread = Some(thread.expect("the system has no thread to give"));
    }

    /// Prevents the call, before the start too; whether it came in time for
    /// that. Afterwards it does nothing.
    #[track_caller]
    #[expect(clippy::must_use_candidate, reason = "harmless if too late")]
    pub fn cancel(&self) -> bool {
        let mut fate = self.shared.fate.lock();
        if *fate == Fate::Pending {
            *fate = Fate::Cancelled;
            if self.shared.tag.on() {
                self.shared.tag.signal(Location::caller());
            }
            self.shared.cancelled.notify_all();
        }
        *fate == Fate::Cancelled
    }

    /// Waits until the call has been made and has returned, or has been
    /// cancelled.
    ///
    /// # Blocking
    ///
    /// For what is left of the interval, and as long as the call takes.
    ///
    /// # Errors
    ///
    /// What the call panicked with, if it did.
    ///
    /// # Panics
    ///
    /// If it has not been started.
    #[track_caller]
    pub fn join(self) -> thread::Result<()> {
        self.thread.expect("a timer is joined after its start").join()
    }
}

impl Shared {
    /// Waits for the deadline; false if the call is cancelled before.
    fn is_due_at(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        let mut fate = self.fate.lock();
        if *fate == Fate::Pending {
            let pending = |fate: &mut Fate| *fate == Fate::Pending;
            wait::shown(&self.tag, State::Sleep, deadline, place, || {
                self.cancelled.wait_while_until(&mut fate, pending, deadline)
            });
        }
        if *fate == Fate::Pending {
            *fate = Fate::Called;
        }
        *fate == Fate::Called
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer")
            .field("interval", &self.interval)
            .field("fate", &*self.shared.fate.lock())
            .finish_non_exhaustive()
    }
}
