//! Starting a thread.
#![expect(
    unsafe_code,
    reason = "a scoped thread of an explored program is a task that borrows \
              from its scope, as std's own scoped threads do"
)]

use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

use super::current;
use super::handle::{JoinHandle, Slot, Thread, Value};
use super::program::Alive;
use super::scope::{Scope, ScopedJoinHandle};
use crate::model;
use crate::trace::{self, LaneKind, NewLane, watched};

/// Starts a thread that runs `f`, as a daemon if the calling thread is one.
///
/// # Panics
///
/// If the operating system gives no thread; [`Builder::spawn`] returns the
/// error instead.
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(f).expect("the system has no thread to give")
}

/// How to start a thread.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
    daemon: Option<bool>,
    stack_size: Option<usize>,
}

impl Builder {
    /// A thread named `Thread-N`, a daemon if its parent is one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the thread, in traces and panic messages too.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether [`run`](super::run) ends without waiting for the thread.
    #[must_use]
    pub fn daemon(mut self, daemon: bool) -> Self {
        self.daemon = Some(daemon);
        self
    }

    /// Bytes of stack, rounded up to what the system gives at least.
    #[must_use]
    pub fn stack_size(mut self, bytes: usize) -> Self {
        self.stack_size = Some(bytes);
        self
    }

    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// If the operating system gives no thread.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let start = self.prepare(0, Location::caller())?;
        let os = start.os;
        let (thread, body) = start.thread_and_body(f);
        let value = match watched() && model::running() {
            true => Value::Task(task(&thread, body)),
            false => Value::Os(os.builder(&thread).spawn(body)?),
        };
        Ok(JoinHandle { thread, value })
    }

    /// Starts a thread of `scope`, which may borrow from outside it.
    ///
    /// # Errors
    ///
    /// If the operating system gives no thread.
    #[track_caller]
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: Scope<'scope, '_>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let start = self.prepare(scope.number, Location::caller())?;
        let os = start.os;
        let (thread, body) = start.thread_and_body(f);
        let value = match watched() && model::running() {
            true => Value::Task(scoped_task(&thread, body)),
            false => {
                Value::Os(os.builder(&thread).spawn_scoped(scope.os, body)?)
            }
        };
        Ok(ScopedJoinHandle { thread, value })
    }

    /// All that comes before the operating system is asked.
    fn prepare(
        self,
        scope: u64,
        place: &'static Location<'static>,
    ) -> io::Result<Start> {
        if self.name.as_ref().is_some_and(|name| name.contains('\0')) {
            let why = "a thread's name cannot contain a zero byte";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let parent = current();
        parent.program().declare_spawn(place);
        let daemon = self.daemon.unwrap_or(parent.is_daemon());
        let name = self.name.map(Into::into);
        let thread = parent.program().thread(name, daemon, scope);
        let lane = match trace::on() {
            true => trace::spawn(LaneKind::Thread, &thread.name(), place),
            false => NewLane::none(),
        };
        thread.set_end_tag(lane.end());
        Ok(Start { thread, lane, os: Os { stack_size: self.stack_size } })
    }
}

/// Runs `body` as a task of the explored program that the caller is part of.
#[track_caller]
fn task<T: 'static>(
    thread: &Thread,
    body: impl FnOnce() -> T + 'static,
) -> Slot<T> {
    let slot = Slot::default();
    let (daemon, out) = (thread.is_daemon(), slot.clone());
    model::spawn(
        || thread.name(),
        daemon,
        move || {
            let value = body();
            *out.lock() = Some(value);
        },
    );
    slot
}

/// As [`task`], for a body that borrows from outside its scope.
#[track_caller]
fn scoped_task<'scope, T: 'scope>(
    thread: &Thread,
    body: impl FnOnce() -> T + 'scope,
) -> Slot<T> {
    let slot = Slot::default();
    let (daemon, out) = (thread.is_daemon(), slot.clone());
    let run = move || {
        let value = body();
        *out.lock() = Some(value);
    };
    // SAFETY: `scope` does not return, and does not unwind, before every
    // task that was started in it has ended: it joins them all, and when an
    // execution is cut short, the one that runs `scope` is unwound after all
    // who borrow from it.
    unsafe { model::spawn_borrowing(|| thread.name(), daemon, run) };
    slot
}

/// A thread that the operating system has not been asked for yet.
struct Start {
    thread: Thread,
    lane: NewLane,
    os: Os,
}

impl Start {
    /// The thread, and what it runs.
    fn thread_and_body<T>(
        self,
        f: impl FnOnce() -> T,
    ) -> (Thread, impl FnOnce() -> T) {
        (self.thread.clone(), body(self.thread, self.lane, f))
    }
}

/// What the operating system is asked for besides a thread.
#[derive(Clone, Copy)]
struct Os {
    stack_size: Option<usize>,
}

impl Os {
    fn builder(self, thread: &Thread) -> std::thread::Builder {
        let os = std::thread::Builder::new().name(thread.name());
        match self.stack_size {
            Some(bytes) => os.stack_size(bytes),
            None => os,
        }
    }
}

/// What the main task of an explored program runs: `main`, in the lane and
/// with the life of a program's first thread.
pub(crate) fn explored(main: impl FnOnce()) {
    let lane = model::main_lane();
    let thread = Thread::first();
    thread.set_end_tag(lane.end());
    body(thread, lane, main)();
}

/// What the new thread runs: `f`, inside its lane and its life.
fn body<T>(
    thread: Thread,
    mut lane: NewLane,
    f: impl FnOnce() -> T,
) -> impl FnOnce() -> T {
    let begun = Begun(Some(thread));
    move || {
        // Dropped from the last to the first: the lane ends, then whoever
        // joins the thread is woken, and only then it counts no longer.
        let _counted = lane.counted();
        let _alive = begun.begin();
        let _lane = lane.enter();
        let value = catch_unwind(AssertUnwindSafe(f));
        value.unwrap_or_else(|panic| {
            if !model::is_end(&*panic) {
                trace::panicked(&*panic);
            }
            resume_unwind(panic)
        })
    }
}

/// Takes a thread out of its program again if it is never begun, because the
/// operating system refused it.
struct Begun(Option<Thread>);

impl Begun {
    fn begin(mut self) -> Option<Alive> {
        self.0.take().map(Alive::begin)
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            drop(Alive::begin(thread));
        }
    }
}
