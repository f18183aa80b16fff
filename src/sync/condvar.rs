//! A condition variable: parking_lot's, with a name and a trace.

use std::panic::Location;
use std::time::{Duration, Instant};

use super::mutex::MutexGuard;
use super::wait;
use crate::model::{self, Access, Op, Verb};
use crate::trace::{ObjectKind, State, Tag, watched};

/// Where threads wait until another has changed what a [`Mutex`] protects.
///
/// A notification that comes while nobody waits is lost, and whoever is
/// woken must look at the condition again: another thread may have been
/// quicker. [`wait_while`](Self::wait_while) does.
///
/// # Fairness
///
/// Waiters are woken in the order in which they came.
///
/// [`Mutex`]: super::Mutex
#[derive(Debug)]
pub struct Condvar {
    tag: Tag,
    raw: parking_lot::Condvar,
}

/// Whether a wait ended because its time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the time was over.
    #[must_use]
    pub fn timed_out(self) -> bool {
        self.0
    }
}

impl Condvar {
    /// A condition variable that nobody waits for.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            tag: Tag::new(ObjectKind::Condvar),
            raw: parking_lot::Condvar::new(),
        }
    }

    /// A condition variable inside another primitive, without events.
    #[track_caller]
    pub(crate) const fn hidden() -> Self {
        Self { tag: Tag::hidden(), raw: parking_lot::Condvar::new() }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// Releases the lock, waits for a notification and takes the lock again.
    ///
    /// # Blocking
    ///
    /// Until notified, and then until the lock is free.
    ///
    /// # Panics
    ///
    /// If two threads wait with guards of two mutexes.
    #[track_caller]
    pub fn wait<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>) {
        self.wait_until_at(guard, None, Location::caller());
    }

    /// Waits as long as `condition` holds of the value.
    ///
    /// # Blocking
    ///
    /// Until `condition` is false after a notification, or at once.
    ///
    /// # Panics
    ///
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_while<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        condition: impl FnMut(&mut T) -> bool,
    ) {
        self.wait_while_until(guard, condition, None);
    }

    /// As [`wait`](Self::wait), for at most `timeout`.
    ///
    /// # Panics
    ///
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_timeout<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        let deadline = wait::deadline(timeout);
        let place = Location::caller();
        WaitTimeoutResult(self.wait_until_at(guard, deadline, place))
    }

    /// As [`wait_while`](Self::wait_while), for at most `timeout`. Timed out
    /// means that `condition` still holds.
    ///
    /// # Panics
    ///
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_while_timeout<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        condition: impl FnMut(&mut T) -> bool,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        let deadline = wait::deadline(timeout);
        let in_time = self.wait_while_until(guard, condition, deadline);
        WaitTimeoutResult(!in_time)
    }

    /// Waits as long as `condition` holds, until `deadline` or for ever;
    /// true if it no longer holds.
    #[track_caller]
    pub(crate) fn wait_while_until<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        mut condition: impl FnMut(&mut T) -> bool,
        deadline: Option<Instant>,
    ) -> bool {
        let place = Location::caller();
        while condition(guard) {
            if self.wait_until_at(guard, deadline, place) {
                return !condition(guard);
            }
        }
        true
    }

    /// Wakes the one that has waited longest; whether there was one.
    #[track_caller]
    pub fn notify_one(&self) -> bool {
        let place = Location::caller();
        if watched() && model::running() {
            let on = Some((&self.tag, Access::Write));
            let op = Op::of(Verb::NotifyOne, on, place);
            let which = model::step_which(&op, None);
            return self.wake_in_model(1, which.into(), place) > 0;
        }
        self.speak(place);
        self.raw.notify_one()
    }

    /// Wakes at most `count` waiters, in the order in which they came;
    /// returns how many there were.
    #[track_caller]
    pub fn notify(&self, count: usize) -> usize {
        let place = Location::caller();
        if watched() && model::running() {
            return self.notify_in_model("notify", count, place);
        }
        self.speak(place);
        (0..count).take_while(|_| self.raw.notify_one()).count()
    }

    /// Wakes everybody who waits; returns how many there were.
    #[track_caller]
    pub fn notify_all(&self) -> usize {
        let place = Location::caller();
        if watched() && model::running() {
            return self.notify_in_model("notify_all", usize::MAX, place);
        }
        self.speak(place);
        self.raw.notify_all()
    }

    #[cold]
    fn notify_in_model(
        &self,
        word: &'static str,
        count: usize,
        place: &'static Location<'static>,
    ) -> usize {
        model::step(&Op::new(word, &self.tag, Access::Write, place), None);
        self.wake_in_model(count, 0, place)
    }

    /// Wakes so many of those in the wait set, from this place on.
    #[cold]
    fn wake_in_model(
        &self,
        count: usize,
        which: usize,
        place: &'static Location<'static>,
    ) -> usize {
        self.speak(place);
        let wake = |_: &usize| model::wake(&self.tag, which);
        let woken = (0..count).take_while(wake).count();
        if woken == 0 {
            model::refused();
        }
        woken
    }

    #[inline]
    fn speak(&self, place: &'static Location<'static>) {
        if self.tag.on() {
            self.tag.signal(place);
        }
    }

    /// Waits for a notification; true if the deadline came first.
    #[track_caller]
    pub(super) fn wait_until<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Option<Instant>,
    ) -> bool {
        self.wait_until_at(guard, deadline, Location::caller())
    }

    fn wait_until_at<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if watched() && model::running() {
            return !self.wait_in_model(guard, deadline, place);
        }
        let mutex = &guard.mutex.tag;
        if mutex.on() {
            mutex.released(place);
        }
        let raw = guard.raw.as_mut().expect("a guard that is held");
        let woken =
            wait::shown(&self.tag, State::Wait, deadline, place, || {
                match deadline {
                    None => self.raw.wait(raw),
                    Some(deadline) => {
                        return !self.raw.wait_until(raw, deadline).timed_out();
                    }
                }
                true
            });
        if mutex.on() {
            mutex.held(place, true);
        }
        !woken
    }

    /// The same as steps: into the wait set, and out of it with the lock.
    /// Whether it was woken.
    #[cold]
    fn wait_in_model<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        let mutex = guard.mutex;
        let on = Some((&self.tag, Access::Write));
        let wait = Op::of(Verb::Wait, on, place);
        model::step(&wait.and(&mutex.tag, Access::Release), None);
        model::enter_wait_set(&self.tag);
        if mutex.tag.on() {
            mutex.tag.released(place);
        }
        guard.raw = None;
        let free = || !mutex.raw.is_locked();
        let lock = Some((&mutex.tag, Access::Acquire));
        let woken = match wait::virtual_time(deadline) {
            None => {
                let wake = Op::of(Verb::Wake, lock, place);
                model::step(&wake.when_notified(&self.tag), Some(&free))
            }
            Some(deadline) => {
                let wake = Op::of(Verb::Wake, on, place).until(Some(deadline));
                let woken = model::step(&wake.when_notified(&self.tag), None);
                if !woken {
                    model::leave_wait_set(&self.tag);
                }
                model::step(
                    &Op::of(Verb::Do("lock"), lock, place),
                    Some(&free),
                );
                woken
            }
        };
        guard.raw = Some(mutex.granted());
        if mutex.tag.on() {
            mutex.tag.held(place, true);
        }
        woken
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}
