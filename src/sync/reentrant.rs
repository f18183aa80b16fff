//! A lock that its holder may take again: Python's `threading.RLock`.
#![expect(
    unsafe_code,
    reason = "the value is shared by reference among guards of one thread, \
              which only an unsafe impl can tell the compiler"
)]

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::Location;
use std::time::{Duration, Instant};

use super::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};
use super::gate::Gate;
use super::spin::SHORT;
use super::this_thread::this_thread;
use super::wait;
use crate::model::{self, Access, Detail, Op};
use crate::trace::{ObjectKind, Tag, watched};

/// Mutual exclusion between threads, not within one: the thread that has the
/// lock may take it again, and other threads wait until all its guards are
/// gone.
///
/// As a thread can have several guards, a guard gives a shared reference; a
/// `Cell` or `RefCell` inside makes the value changeable. Only the first
/// acquisition and the last release appear in a trace.
///
/// A release by a stranger, which Python's [`RLock`] refuses at run time,
/// does not compile: the release is the guard's drop, and a guard stays on
/// its thread.
///
/// ```compile_fail,E0277
/// let lock = workbench::sync::ReentrantMutex::new(());
/// let guard = lock.lock();
/// std::thread::scope(|scope| scope.spawn(|| drop(guard)));
/// ```
///
/// No [`Condvar`](super::Condvar) takes such a guard. Python's would give up
/// every level of the lock while it waits, also those whose callers rely on
/// having it.
///
/// # Fairness
///
/// None: a thread that comes by may take the lock before one that waits.
///
/// # Examples
///
/// ```
/// use std::cell::Cell;
/// use workbench::sync::ReentrantMutex;
///
/// let left = ReentrantMutex::new(Cell::new(100)).named("left");
/// let outer = left.lock();
/// let inner = left.lock(); // a plain mutex would wait for itself
/// inner.set(99);
/// assert_eq!((left.depth(), outer.get()), (2, 99));
/// ```
///
/// [`RLock`]: https://docs.python.org/3/library/threading.html#rlock-objects
pub struct ReentrantMutex<T: ?Sized> {
    tag: Tag,
    /// The lock itself: the number of the thread that has it; 0 for none.
    /// `SeqCst`: the gate's condition.
    owner: AtomicU64,
    /// Guards of the owner. Touched by the owner alone.
    depth: Cell<usize>,
    gate: Gate,
    value: T,
}

// SAFETY: `depth` and `value` are reached only by the thread in `owner`,
// and a guard stays on its thread: so they are used by one thread at a time,
// which is what `T: Send` allows. `owner` orders one thread's use before the
// next one's. The other fields are `Sync` themselves.
unsafe impl<T: ?Sized + Send> Sync for ReentrantMutex<T> {}

impl<T> ReentrantMutex<T> {
    /// An unlocked mutex around `value`.
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            tag: Tag::new(ObjectKind::Lock),
            owner: AtomicU64::hidden(0),
            depth: Cell::new(0),
            gate: Gate::new(SHORT),
            value,
        }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// The value, without the lock around it.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: ?Sized> ReentrantMutex<T> {
    /// Takes the lock, once more if the calling thread has it.
    ///
    /// # Blocking
    ///
    /// Until no other thread has it.
    #[inline]
    #[track_caller]
    pub fn lock(&self) -> ReentrantMutexGuard<'_, T> {
        let place = Location::caller();
        let me = this_thread();
        if !self.is_mine(me) && (watched() || !self.take(me)) {
            self.wait_until(me, None, place);
        }
        self.guard(place)
    }

    /// Takes the lock if no other thread has it.
    #[inline]
    #[track_caller]
    pub fn try_lock(&self) -> Option<ReentrantMutexGuard<'_, T>> {
        let place = Location::caller();
        let me = this_thread();
        if !self.is_mine(me) {
            if watched() && model::whole() {
                model::matters(Detail::Releases);
                self.turn("try_lock", Access::Write, place);
                if self.is_locked_now() {
                    model::refused();
                }
            }
            if !self.take(me) {
                return None;
            }
            if self.tag.on() {
                self.tag.held(place, false);
            }
        }
        Some(self.guard(place))
    }

    /// Takes the lock; `None` if that takes longer than `timeout`.
    #[track_caller]
    pub fn lock_timeout(
        &self,
        timeout: Duration,
    ) -> Option<ReentrantMutexGuard<'_, T>> {
        let place = Location::caller();
        let me = this_thread();
        let has_it = self.is_mine(me)
            || self.wait_until(me, wait::deadline(timeout), place);
        has_it.then(|| self.guard(place))
    }

    /// How many guards the calling thread has.
    #[must_use]
    pub fn depth(&self) -> usize {
        if self.is_mine(this_thread()) { self.depth.get() } else { 0 }
    }

    /// Whether some thread has it. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        if watched() && model::whole() {
            model::matters(Detail::Releases);
            self.turn("is_locked", Access::Read, Location::caller());
        }
        self.is_locked_now()
    }

    fn is_locked_now(&self) -> bool {
        // Relaxed: stale on return in any case.
        model::as_one(|| self.owner.load(Relaxed)) != 0
    }

    /// Returns when the kernel lets the calling task look or try.
    #[cold]
    fn turn(
        &self,
        word: &'static str,
        access: Access,
        place: &'static Location<'static>,
    ) {
        model::step(&Op::new(word, &self.tag, access, place), None);
    }

    /// The value: nobody else can have the lock.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// One more guard for the calling thread, which has the lock.
    #[inline]
    fn guard(
        &self,
        place: &'static Location<'static>,
    ) -> ReentrantMutexGuard<'_, T> {
        // Forgotten guards could make it wrap, and so free the lock early.
        let depth = self.depth.get().checked_add(1);
        self.depth.set(depth.expect("fewer than usize::MAX guards"));
        ReentrantMutexGuard { mutex: self, place, stays: PhantomData }
    }

    /// Whether the thread has the lock. Relaxed: it finds its own number here
    /// only if it wrote it itself.
    #[inline]
    fn is_mine(&self, me: u64) -> bool {
        model::as_one(|| self.owner.load(Relaxed)) == me
    }

    /// Takes the lock for the thread, if nobody has it.
    #[inline]
    fn take(&self, me: u64) -> bool {
        let owner = &self.owner;
        model::as_one(|| owner.compare_exchange(0, me, SeqCst, SeqCst)).is_ok()
    }

    /// Takes the lock, and tells a trace of it if there is one; false if the
    /// deadline came first.
    #[cold]
    fn wait_until(
        &self,
        me: u64,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if watched() && model::whole() {
            return self.lock_in_model(me, deadline, place);
        }
        // Looks before it tries: waiters that only look do not slow down the
        // thread that has the lock.
        let free = || self.owner.load(SeqCst) == 0;
        let take = || (free() && self.take(me)).then_some(());
        let block = || self.gate.wait(deadline, take);
        let taken = wait::take(&self.tag, deadline, place, take, block);
        if let (Some(((), waited)), true) = (taken, self.tag.on()) {
            self.tag.held(place, waited);
        }
        taken.is_some()
    }
}

impl<T: ?Sized> ReentrantMutex<T> {
    /// Takes the lock when the kernel says so.
    fn lock_in_model(
        &self,
        me: u64,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if deadline.is_some() {
            model::matters(Detail::Releases);
        }
        let waited = self.is_locked_now();
        let op = Op::new("lock", &self.tag, Access::Acquire, place)
            .until(wait::virtual_time(deadline));
        if !model::step(&op, Some(&|| !self.is_locked_now())) {
            model::refused();
            return false;
        }
        let taken = self.take(me);
        if self.tag.on() {
            self.tag.held(place, waited);
        }
        taken
    }
}

/// One of its thread's rights to the value of a [`ReentrantMutex`]; the last
/// to be dropped releases the lock.
#[must_use = "a guard that is dropped at once protects nothing"]
pub struct ReentrantMutexGuard<'a, T: ?Sized> {
    mutex: &'a ReentrantMutex<T>,
    /// Where the lock was taken.
    place: &'static Location<'static>,
    /// Keeps the guard on its thread.
    stays: PhantomData<*const ()>,
}

impl<T: ?Sized> Drop for ReentrantMutexGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let mutex = self.mutex;
        let depth = mutex.depth.get() - 1;
        mutex.depth.set(depth);
        if depth == 0 {
            if watched() {
                released(&mutex.tag, self.place);
            }
            model::as_one(|| {
                mutex.owner.store(0, SeqCst);
                mutex.gate.notify(1);
            });
        }
    }
}

#[cold]
fn released(tag: &Tag, place: &'static Location<'static>) {
    if model::whole() {
        model::release(tag, place);
        // A cell inside may have changed: guards do not see it.
        model::changed();
    }
    if tag.on() {
        tag.released(place);
    }
}

impl<T: ?Sized> Deref for ReentrantMutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.mutex.value
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for ReentrantMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized> fmt::Debug for ReentrantMutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReentrantMutex")
            .field("locked", &self.is_locked_now())
            .finish_non_exhaustive()
    }
}

impl<T: Default> Default for ReentrantMutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for ReentrantMutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
