//! A flag that threads wait for: Python's `threading.Event`.

use std::fmt;
use std::panic::Location;
use std::time::{Duration, Instant};

use super::atomic::{AtomicUsize, Ordering::SeqCst};
use super::gate::Gate;
use super::wait;
use crate::trace::{ObjectKind, State, Tag};

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
            gate: Gate::new(),
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
        let changes = self.changes.load(SeqCst);
        if is_set(changes) {
            return;
        }
        if self.tag.on() {
            self.tag.signal(Location::caller());
        }
        if self.change(changes) {
            self.gate.wake_all();
        }
    }

    /// Clears the flag, so that whoever comes from now on waits.
    #[inline]
    pub fn clear(&self) {
        let changes = self.changes.load(SeqCst);
        if is_set(changes) {
            self.change(changes);
        }
    }

    /// Whether the flag is set. May be stale on return.
    #[must_use]
    #[inline]
    pub fn is_set(&self) -> bool {
        is_set(self.changes.load(SeqCst))
    }

    /// Waits until the flag is set; returns at once if it is.
    ///
    /// # Blocking
    ///
    /// Until somebody sets the flag.
    #[inline]
    #[track_caller]
    pub fn wait(&self) {
        let changes = self.changes.load(SeqCst);
        if !is_set(changes) {
            self.wait_for_change(changes, None, Location::caller());
        }
    }

    /// As [`wait`](Self::wait), for at most `timeout`; false if the time was
    /// over first.
    #[track_caller]
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        let changes = self.changes.load(SeqCst);
        let deadline = wait::deadline(timeout);
        is_set(changes)
            || self.wait_for_change(changes, deadline, Location::caller())
    }

    /// Changes the flag that is as `changes` says; false where another
    /// thread was quicker, which has then done the same.
    fn change(&self, changes: usize) -> bool {
        let next = changes.wrapping_add(1);
        self.changes.compare_exchange(changes, next, SeqCst, SeqCst).is_ok()
    }

    #[cold]
    fn wait_for_change(
        &self,
        seen: usize,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        let changed = || (self.changes.load(SeqCst) != seen).then_some(());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread;

    /// Inside, because nobody outside can see that a thread has begun to
    /// wait. Red if a waiter asks whether the flag is set, instead of
    /// whether it has changed.
    #[test]
    fn whoever_waits_passes_although_clear_follows_at_once() {
        const WAITERS: u32 = 4;
        let event = Event::new();
        let long = Duration::from_secs(60);
        thread::scope(|scope| {
            let wait = || event.wait_timeout(long);
            let waiters: Vec<_> =
                (0..WAITERS).map(|_| scope.spawn(wait)).collect();
            while event.gate.waiters() < WAITERS {
                thread::yield_now();
            }
            event.set();
            event.clear();
            for waiter in waiters {
                assert!(waiter.join().unwrap(), "the set was missed");
            }
        });
        assert!(!event.is_set());
    }
}
