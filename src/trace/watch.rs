//! Running a program and recording it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::collect::{collect, collect_stuck};
use super::event::{LaneKind, Outcome, Run, Trace};
use super::foreign;
use super::live::Live;
use super::recorder::{panic_message, panicked};
use super::session::{EVENT_LIMIT, Session};
use super::waits::Ended;

/// Runs `f` on the calling thread and returns its value and its trace.
///
/// Every thread that `f` starts through this library is recorded too. The
/// trace is taken when `f` returns: a thread that goes on after that is cut.
///
/// # Blocking
///
/// As long as `f` does, which for a deadlocked program is for ever: see
/// [`watch`].
///
/// # Panics
///
/// If `f` does.
pub fn record<T>(f: impl FnOnce() -> T) -> (T, Trace) {
    Recorder::new().record(f)
}

/// Runs `f` on a thread of its own, and returns when it has ended, when
/// threads that it started wait for one another in a circle, or when none of
/// them can ever go on: each is blocked, and nobody is left to wake it.
///
/// In a deadlock those threads stay where they are, blocked, until the
/// process ends: no thread can be taken out of a lock from outside. A circle
/// is seen at once, the other kind after half a second in which nothing
/// happens. A wait with a timeout, and one for the operating system, is never
/// part of a deadlock. Threads that `f` did not start through this library
/// are not seen: a run that only they could wake is taken for a deadlock.
pub fn watch<T: Send + 'static>(
    f: impl FnOnce() -> T + Send + 'static,
) -> (Ending<T>, Trace) {
    Recorder::new().watch(f)
}

/// How a watched run ended.
#[derive(Debug)]
pub enum Ending<T> {
    /// It returned.
    Finished(T),
    /// It panicked, with this message.
    Panicked(String),
    /// Nobody in it could go on; the last event of the trace says who waits
    /// for whom.
    Deadlock,
}

impl<T> Ending<T> {
    /// The value, if there is one.
    pub fn finished(self) -> Option<T> {
        match self {
            Self::Finished(value) => Some(value),
            Self::Panicked(_) | Self::Deadlock => None,
        }
    }
}

/// How to record a run.
#[derive(Clone, Debug)]
pub struct Recorder {
    run: Run,
    limit: u64,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Recorder {
    /// A recorder that keeps [`EVENT_LIMIT`] events.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism();
        let run = Run {
            cores: cores.map_or(1, |n| n.get() as u32),
            os: std::env::consts::OS.into(),
            ..Run::default()
        };
        Self { run, limit: EVENT_LIMIT }
    }

    /// Names what is run.
    #[must_use]
    pub fn titled(mut self, lab: &str, variant: &str, title: &str) -> Self {
        self.run.lab = lab.to_owned();
        self.run.variant = variant.to_owned();
        self.run.title = title.to_owned();
        self
    }

    /// Notes a parameter of the run.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl ToString) -> Self {
        self.run.params.push((name.to_owned(), value.to_string()));
        self
    }

    /// Keeps at most `limit` events. What comes after is counted only, in
    /// [`End::dropped`](super::End).
    ///
    /// Lanes reserve room a few events at a time, at most 64 and fewer as
    /// the room gets less. What a living lane has reserved and not used
    /// nobody else gets: a few events less than `limit` may be kept, but
    /// every one is either kept or counted.
    #[must_use]
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = limit;
        self
    }

    /// As [`record`].
    ///
    /// # Panics
    ///
    /// If `f` does.
    pub fn record<T>(self, f: impl FnOnce() -> T) -> (T, Trace) {
        let (value, trace, _) = self.record_since(f);
        (value, trace)
    }

    /// As [`record`], as a text for another process to
    /// [`adopt`](super::adopt).
    pub(crate) fn record_for_parent<T>(
        self,
        f: impl FnOnce() -> T,
    ) -> (T, String) {
        let (value, trace, epoch) = self.record_since(f);
        (value, foreign::pack(&trace, epoch))
    }

    /// The value, the trace, and when it began.
    fn record_since<T>(self, f: impl FnOnce() -> T) -> (T, Trace, u64) {
        let (session, running) = Session::begin(self.run, self.limit);
        let main = session.lane(LaneKind::Thread, "main", None);
        let value = {
            let _entered = main.enter();
            f()
        };
        drop(running);
        (value, collect(&session, Outcome::Finished), session.epoch)
    }

    /// As [`watch`].
    ///
    /// # Panics
    ///
    /// If the operating system gives no thread to run `f` on.
    pub fn watch<T: Send + 'static>(
        self,
        f: impl FnOnce() -> T + Send + 'static,
    ) -> (Ending<T>, Trace) {
        self.watch_beside(f, |_| ())
    }

    /// As [`watch`]; meanwhile the trace is told to `hear` as it grows: lines
    /// of its file, some at a time, without the last. An object or a lane
    /// comes before the first event that speaks of it, and steps go up; but
    /// an event that was read late stands behind others, a cause may be
    /// missing, and child processes have no lanes yet. The trace that is
    /// returned has it all in order.
    ///
    /// # Panics
    ///
    /// If the operating system gives no thread to run `f` on.
    pub fn watch_live<T: Send + 'static>(
        self,
        hear: impl FnMut(&str) + Send + 'static,
        f: impl FnOnce() -> T + Send + 'static,
    ) -> (Ending<T>, Trace) {
        self.watch_beside(f, |session| Live::begin(session.clone(), hear))
    }

    /// As [`watch`], with something that lives as long as the run.
    fn watch_beside<T: Send + 'static, B>(
        self,
        f: impl FnOnce() -> T + Send + 'static,
        begin: impl FnOnce(&Arc<Session>) -> B,
    ) -> (Ending<T>, Trace) {
        let (session, running) = Session::begin(self.run, self.limit);
        let beside = begin(&session);
        let main = session.lane(LaneKind::Thread, "main", None);
        let watched = session.clone();
        let body = move || {
            let value = {
                let _entered = main.enter();
                catch_unwind(AssertUnwindSafe(f)).inspect_err(|panic| {
                    panicked(&**panic);
                })
            };
            watched.waits.finish();
            value
        };
        let thread = std::thread::Builder::new().name("main".into());
        let thread = thread.spawn(body).expect("a thread to run the program");
        let ended = session.waits.ended(session.number);
        drop(running);
        drop(beside);
        match ended {
            Ended::Deadlock(stuck) => {
                (Ending::Deadlock, collect_stuck(&session, stuck))
            }
            Ended::Finished => match thread.join().and_then(|value| value) {
                Ok(value) => (
                    Ending::Finished(value),
                    collect(&session, Outcome::Finished),
                ),
                Err(panic) => {
                    let text = panic_message(&*panic);
                    let trace = collect(&session, Outcome::Panicked);
                    (Ending::Panicked(text.to_owned()), trace)
                }
            },
        }
    }
}
