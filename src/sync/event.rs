//! A flag that threads wait for: Python's `threading.Event`.

use std::fmt;
use std::panic::Location;
use std::time::{Duration, Instant};

use super::atomic::{AtomicUsize, Ordering::SeqCst};
use super::gate::Gate;
use super::spin::SHORT;
use super::wait;
use crate::model::{self, Access, Op};
use crate::trace::{ObjectKind, State, Tag, watched};

/// A flag that is set or clear, and that threads can wait for.
///
/// Whoever waits when [`set`](Self::set) comes passes, even if
/// [`clear`](Self::clear) follows at once. What a thread wrote before it set
/// the flag is seen by whoever passes.
///
/// Python's [`Event`].
///
/// ```
/// use workbench::{sync::Event, thread};
///
/// let ready = Event::new().named("redis ready");
/// thread::scope(|scope| {
///     scope.spawn(|| ready.wait());
///     ready.set();
/// });
/// ```
///
/// [`Event`]: https://docs.python.org/3/library/threading.html#event-objects
pub struct Event {
    tag: Tag,
    /// How often the flag has changed: it is set where this is odd. A waiter
    /// that saw it clear passes once this is another number, so that it need
    /// not be quick enough to see the flag while it is set.
    changes: AtomicUsize,
    gate: Gate,
}

impl Event {
    /// An event that is not set.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            tag: Tag::new(ObjectKind::Event),
            changes: AtomicUsize::hidden(0),
            gate: Gate::new(SHORT),
        }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// Sets the flag and lets everybody pass who waits. Nothing happens if
    /// it is set.
    #[inline]
    #[track_caller]
    pub fn set(&self) {
        if watched() && model::whole() {
            self.turn("set", Access::Write, Location::caller());
            return model::quietly(|| self.set_now(Location::caller()));
        }
        self.set_now(Location::caller());
    }

    #[inline]
    fn set_now(&self, place: &'static Location<'static>) {
        // Quietly: what only a trace asks is no step.
        if self.tag.on() && !model::quietly(|| self.is_set_now()) {
            self.tag.signal(place);
        }
        // One more if it is even.
        if !is_set(self.changes.fetch_or(1, SeqCst)) {
            self.gate.notify_all();
        }
    }

    /// Clears the flag, so that whoever comes from now on waits.
    #[inline]
    #[track_caller]
    pub fn clear(&self) {
        if watched() && model::whole() {
            self.turn("clear", Access::Write, Location::caller());
            return model::quietly(|| self.clear_now());
        }
        self.clear_now();
    }

    #[inline]
    fn clear_now(&self) {
        let changes = self.changes.load(SeqCst);
        if is_set(changes) {
            let next = changes.wrapping_add(1);
            // Fails if another thread has cleared it meanwhile.
            let _ =
                self.changes.compare_exchange(changes, next, SeqCst, SeqCst);
        }
    }

    /// Whether the flag is set. May be stale on return.
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn is_set(&self) -> bool {
        if watched() && model::whole() {
            self.turn("is_set", Access::Read, Location::caller());
        }
        self.is_set_now()
    }

    #[inline]
    fn is_set_now(&self) -> bool {
        is_set(self.changes())
    }

    /// How often the flag has changed.
    #[inline]
    fn changes(&self) -> usize {
        model::as_one(|| self.changes.load(SeqCst))
    }

    /// Returns when the kernel lets the calling task look or act.
    #[cold]
    fn turn(
        &self,
        word: &'static str,
        access: Access,
        place: &'static Location<'static>,
    ) {
        model::step(&Op::new(word, &self.tag, access, place), None);
    }

    /// Waits until the flag is set; returns at once if it is.
    ///
    /// # Blocking
    ///
    /// Until somebody sets the flag.
    #[inline]
    #[track_caller]
    pub fn wait(&self) {
        self.wait_until(None, Location::caller());
    }

    /// As [`wait`](Self::wait), for at most `timeout`; false if the time was
    /// over first.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        self.wait_until(wait::deadline(timeout), Location::caller())
    }

    #[inline]
    fn wait_until(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if watched() && model::whole() {
            self.turn("wait", Access::Read, place);
        }
        let seen = self.changes();
        is_set(seen) || self.wait_for_change(seen, deadline, place)
    }

    #[cold]
    fn wait_for_change(
        &self,
        seen: usize,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if watched() && model::whole() {
            let op = Op::new("wait", &self.tag, Access::Read, place)
                .until(wait::virtual_time(deadline));
            return model::step(&op, Some(&|| self.changes() != seen));
        }
        let changed = || (self.changes() != seen).then_some(());
        wait::shown(&self.tag, State::Wait, deadline, place, || {
            self.gate.wait(deadline, changed).is_some()
        })
    }
}

fn is_set(changes: usize) -> bool {
    changes % 2 == 1
}

impl Default for Event {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("set", &self.is_set()).finish()
    }
}
