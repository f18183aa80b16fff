//! Handles: to a thread that somebody may ask about, and to one to join.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use parking_lot::RwLock;

use super::Result;
use super::program::Program;
use super::token::Token;
use crate::model::{self, Access, Detail, Op};
use crate::sync::deadline;
use crate::trace::{self, ObjectKind, Tag, watched};

/// Numbers threads from 1, in the whole process; a number is never reused.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

#[cfg(target_os = "linux")]
thread_local! {
    /// Kept, because to ask takes as long as a few steps of an exploration.
    static NATIVE_ID: u64 =
        rustix::thread::gettid().as_raw_nonzero().get() as u64;
}

/// A thread's number: unique in the process, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(u64);

impl fmt::Display for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A thread's name; put together when somebody asks for it.
pub(super) enum Name {
    Given(Cow<'static, str>),
    /// `Thread-N`.
    Numbered(u32),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(name) => f.write_str(name),
            Self::Numbered(number) => write!(f, "Thread-{number}"),
        }
    }
}

/// A handle to a thread, to ask about it and to unpark it.
#[derive(Clone)]
pub struct Thread(Arc<Inner>);

struct Inner {
    id: ThreadId,
    name: RwLock<Name>,
    daemon: bool,
    program: Arc<Program>,
    /// The scope that it must end in; 0 for none.
    scope: u64,
    /// The operating system's number; set by the thread itself, 0 before.
    native_id: AtomicU64,
    /// Taken by `park`, set by `unpark`.
    token: Token,
    /// What it waits for there; made when it is first asked for.
    parked: OnceLock<Tag>,
    /// Set when the thread has ended.
    end: Token,
    /// The end as a traced run speaks of it.
    end_tag: OnceLock<Arc<Tag>>,
}

impl Inner {
    fn parked(&self) -> &Tag {
        self.parked.get_or_init(|| {
            let mut tag = Tag::new(ObjectKind::Event);
            tag.set_name(format!("unpark of {}", self.name.read()));
            tag
        })
    }
}

impl Thread {
    pub(super) fn new(
        name: Name,
        daemon: bool,
        scope: u64,
        program: Arc<Program>,
    ) -> Self {
        // Relaxed: a number is all that is asked of it.
        let id = ThreadId(NEXT_ID.fetch_add(1, Ordering::Relaxed));
        Self(Arc::new(Inner {
            id,
            name: RwLock::new(name),
            daemon,
            program,
            scope,
            native_id: AtomicU64::new(0),
            token: Token::new(),
            parked: OnceLock::new(),
            end: Token::new(),
            end_tag: OnceLock::new(),
        }))
    }

    /// Its number in this process.
    #[must_use]
    pub fn id(&self) -> ThreadId {
        self.0.id
    }

    /// The operating system's number for it, once it runs, and where that is
    /// known, which is on Linux; unique among the living only.
    #[must_use]
    pub fn native_id(&self) -> Option<u64> {
        // Relaxed: a number is all that is asked of it.
        match self.0.native_id.load(Ordering::Relaxed) {
            0 => None,
            number => Some(number),
        }
    }

    /// Its name: the one it was given, or `Thread-N`.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name.read().to_string()
    }

    /// Renames it. Traces and panic messages keep the name it started with.
    pub fn set_name(&self, name: impl Into<String>) {
        *self.0.name.write() = Name::Given(name.into().into());
    }

    /// Whether it has been started and has not ended. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn is_alive(&self) -> bool {
        if watched() && model::running() {
            self.look_in_model(Location::caller());
        }
        !self.0.end.is_set()
    }

    #[cold]
    fn look_in_model(&self, place: &'static Location<'static>) {
        model::matters(Detail::Ends);
        let tag = self.0.end.tag();
        let op = Op::new("is_alive", tag, Access::Read, place);
        let shown = self.0.end_tag.get().map(|tag| &**tag);
        model::step(&op.about(shown), None);
    }

    /// Whether [`run`](super::run) does not wait for it.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.0.daemon
    }

    /// Lets its next [`park`](super::park) return, or the one it is in.
    #[track_caller]
    pub fn unpark(&self) {
        if trace::on() {
            self.0.parked().signal(Location::caller());
        }
        let place = Location::caller();
        self.0.token.set_as("unpark", || self.0.parked(), place);
    }

    pub(super) fn program(&self) -> &Arc<Program> {
        &self.0.program
    }

    pub(super) fn token(&self) -> ParkToken<'_> {
        ParkToken(&self.0)
    }

    pub(super) fn scope(&self) -> u64 {
        self.0.scope
    }

    /// Called by the thread itself as the first thing.
    pub(super) fn begin(&self) {
        #[cfg(target_os = "linux")]
        NATIVE_ID.with(|it| self.0.native_id.store(*it, Ordering::Relaxed));
    }

    /// Called by the thread itself as the last thing.
    pub(super) fn end(&self) {
        if watched() && model::running() {
            self.declare_end();
        }
        self.0.program.remove(self);
        model::as_one_step(|| self.0.end.set());
    }

    #[cold]
    #[track_caller]
    fn declare_end(&self) {
        let (end, place) = (self.0.end.tag(), Location::caller());
        if model::ends_are_steps() {
            let population = self.0.program.population();
            let op = Op::new("end", end, Access::Write, place);
            model::step(&op.and(population, Access::Write), None);
        } else {
            model::order_after(end);
        }
    }

    pub(super) fn set_end_tag(&self, tag: Option<Arc<Tag>>) {
        if let Some(tag) = tag {
            let _ = self.0.end_tag.set(tag);
        }
    }

    /// Waits until it has ended; false if the deadline came first.
    pub(super) fn wait_for_end(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if deadline.is_some() && watched() && model::running() {
            model::matters(Detail::Ends);
        }
        let tag = self.0.end_tag.get().map(|tag| &**tag);
        self.0.end.wait(deadline, tag, place)
    }

    /// Panics if it is the calling thread, which is about to join it.
    #[track_caller]
    pub(super) fn refuse_self(&self) {
        assert!(
            !self.is_current(),
            "a thread cannot join itself: it would wait for ever"
        );
    }
}

impl PartialEq for Thread {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Thread {}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.0.id.0)
            .field("name", &self.name())
            .field("daemon", &self.0.daemon)
            .field("alive", &self.is_alive())
            .finish()
    }
}

/// The token of one thread's `park`.
pub(super) struct ParkToken<'a>(&'a Inner);

impl ParkToken<'_> {
    pub(super) fn take(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        self.0.token.take(deadline, self.0.parked(), place)
    }
}

/// A thread to join, and through it the value that it returns.
///
/// Dropping the handle lets the thread go on alone.
pub struct JoinHandle<T> {
    pub(super) thread: Thread,
    pub(super) value: Value<std::thread::JoinHandle<T>, T>,
}

/// Where a thread's value comes from.
pub(super) enum Value<Os, T> {
    /// From the operating system's thread.
    Os(Os),
    /// From a task of an explored program, which puts it there.
    Task(Slot<T>),
}

/// Where a task puts its value.
pub(super) type Slot<T> = Arc<parking_lot::Mutex<Option<T>>>;

/// What a task has left that has ended.
pub(super) fn take<T>(slot: &Slot<T>) -> Result<T> {
    // A task that panics ends its execution, and nobody joins it.
    slot.lock().take().ok_or_else(|| Box::new("it was cut short") as _)
}

impl<T> JoinHandle<T> {
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
    /// If called by the thread itself, which would wait for ever.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.thread.refuse_self();
        self.thread.wait_for_end(None, Location::caller());
        self.value()
    }

    fn value(self) -> Result<T> {
        match self.value {
            Value::Os(os) => os.join(),
            Value::Task(slot) => take(&slot),
        }
    }

    /// As [`join`](Self::join), for at most `timeout`.
    ///
    /// # Errors
    ///
    /// The handle, if the thread goes on.
    ///
    /// # Panics
    ///
    /// If called by the thread itself.
    #[track_caller]
    pub fn join_timeout(
        self,
        timeout: Duration,
    ) -> std::result::Result<Result<T>, Self> {
        self.thread.refuse_self();
        if self.thread.wait_for_end(deadline(timeout), Location::caller()) {
            Ok(self.value())
        } else {
            Err(self)
        }
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("thread", &self.thread).finish()
    }
}
