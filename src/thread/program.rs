//! A program: the threads that belong together, and the rule for its end.
//!
//! [`run`] is Python's exit rule: the program ends when its main function has
//! returned and its last thread that is no daemon has ended. A process that
//! never calls `run` is one program, with nobody to wait for its threads.

use std::borrow::Cow;
use std::cell::RefCell;
use std::mem;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;

use super::handle::{Name, Thread};
use crate::model::{self, Access, Detail, Op};
use crate::trace::{ObjectKind, Tag, watched};

/// The threads of one program.
#[derive(Debug)]
pub(super) struct Program {
    /// Every thread that has been made and has not ended.
    threads: Mutex<Vec<Thread>>,
    /// Numbers those that are given no name, from 1.
    unnamed: AtomicU32,
    /// What an explored program knows `threads` by.
    population: Tag,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            threads: Mutex::default(),
            unnamed: AtomicU32::new(0),
            population: Tag::new(ObjectKind::Variable),
        }
    }
}

thread_local! {
    static CURRENT: RefCell<Current> = const { RefCell::new(Current(None)) };
}

/// Does something with what the calling thread, or task, acts as.
fn with_current<R>(f: impl FnOnce(&mut Current) -> R) -> R {
    match watched() && model::running() {
        true => model::with_local(|it| f(&mut it.borrow_mut())),
        false => CURRENT.with_borrow_mut(f),
    }
}

/// What the calling thread acts as.
#[derive(Default)]
struct Current(Option<Thread>);

impl Drop for Current {
    /// A thread that this library did not start ends with its thread-locals.
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            thread.end();
        }
    }
}

impl Program {
    /// The program of all threads that no [`run`] has started.
    fn outermost() -> &'static Arc<Self> {
        static OUTERMOST: OnceLock<Arc<Program>> = OnceLock::new();
        OUTERMOST.get_or_init(Arc::default)
    }

    /// Makes a thread of this program, which has not begun yet.
    pub(super) fn thread(
        self: &Arc<Self>,
        name: Option<Cow<'static, str>>,
        daemon: bool,
        scope: u64,
    ) -> Thread {
        let name = match name {
            Some(name) => Name::Given(name),
            None => {
                // Relaxed: a number is all that is asked of it.
                let before = self.unnamed.fetch_add(1, Ordering::Relaxed);
                Name::Numbered(before + 1)
            }
        };
        let thread = Thread::new(name, daemon, scope, self.clone());
        self.threads.lock().push(thread.clone());
        thread
    }

    pub(super) fn population(&self) -> &Tag {
        &self.population
    }

    /// Returns when the kernel lets the calling task start another, where
    /// somebody looks at who there is.
    pub(super) fn declare_spawn(&self, place: &'static Location<'static>) {
        if watched() && model::running() && model::ends_are_steps() {
            let op = Op::new("spawn", &self.population, Access::Write, place);
            model::step(&op, None);
        }
    }

    pub(super) fn remove(&self, thread: &Thread) {
        self.threads.lock().retain(|other| other != thread);
    }

    /// Waits for the end of every thread that is `waited_for`, also of those
    /// that are started meanwhile.
    pub(super) fn join_all(
        &self,
        waited_for: impl Fn(&Thread) -> bool,
        place: &'static Location<'static>,
    ) {
        let next = || {
            let threads = self.threads.lock();
            threads.iter().find(|thread| waited_for(thread)).cloned()
        };
        while let Some(thread) = next() {
            thread.wait_for_end(None, place);
        }
    }
}

/// The calling thread acts as `thread` until this is dropped.
pub(super) struct Alive {
    outer: Option<Thread>,
}

impl Alive {
    pub(super) fn begin(thread: Thread) -> Self {
        thread.begin();
        let replace = |it: &mut Current| it.0.replace(thread);
        Self { outer: with_current(replace) }
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        let outer = self.outer.take();
        let restore = |it: &mut Current| mem::replace(&mut it.0, outer);
        if let Some(thread) = with_current(restore) {
            thread.end();
        }
    }
}

/// A handle to the calling thread.
///
/// A thread that this library did not start is given one at its first call,
/// under the name that std knows, or `main`.
///
/// # Panics
///
/// In the destructor of a thread-local that outlives this library's own.
#[must_use]
pub fn current() -> Thread {
    with_current(|it| it.0.get_or_insert_with(stranger).clone())
}

impl Thread {
    /// Whether it is the calling thread.
    pub(super) fn is_current(&self) -> bool {
        with_current(|it| it.0.as_ref() == Some(self))
    }

    /// The main thread of a new program.
    pub(super) fn first() -> Self {
        let program = Arc::new(Program::default());
        program.thread(Some("main".into()), false, 0)
    }
}

fn stranger() -> Thread {
    let name = std::thread::current().name().map(str::to_owned);
    let name = Name::Given(name.map_or("main".into(), Into::into));
    // Not in the program's list: what is there is waited for.
    let thread = Thread::new(name, false, 0, Program::outermost().clone());
    thread.begin();
    thread
}

/// Every thread of this program that has been started and has not ended, the
/// calling thread among them. May be stale on return.
///
/// Threads that this library did not start are seen by nobody but themselves;
/// so is the main thread, unless it is inside [`run`].
#[must_use]
#[track_caller]
pub fn enumerate() -> Vec<Thread> {
    let current = current();
    if watched() && model::running() {
        model::matters(Detail::Ends);
        let (all, place) = (current.program().population(), Location::caller());
        model::step(&Op::new("enumerate", all, Access::Read, place), None);
    }
    let mut threads = current.program().threads.lock().clone();
    if !threads.contains(&current) {
        threads.insert(0, current);
    }
    threads
}

/// How many threads [`enumerate`] would return.
#[must_use]
#[track_caller]
pub fn active_count() -> usize {
    enumerate().len()
}

/// Runs `main` as a program of its own, then waits for every thread of it
/// that is no daemon. What daemons are doing when it returns is cut short
/// when the process ends.
///
/// # Blocking
///
/// Until the last thread that is no daemon has ended.
///
/// # Panics
///
/// If `main` does, once the threads have been waited for.
#[track_caller]
pub fn run<T>(main: impl FnOnce() -> T) -> T {
    let place = Location::caller();
    let thread = Thread::first();
    let _alive = Alive::begin(thread.clone());
    let value = catch_unwind(AssertUnwindSafe(main));
    let waited_for = |other: &Thread| !other.is_daemon() && *other != thread;
    model::wait_with(value.as_ref().err().map(|panic| &**panic), || {
        thread.program().join_all(waited_for, place);
    });
    value.unwrap_or_else(|panic| resume_unwind(panic))
}
