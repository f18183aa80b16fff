//! A place where threads meet: Python's `threading.Barrier`.
//!
//! All that changes is one atomic word, a [`Cycle`]: which meeting this is,
//! how many threads are in it, and whether it is open, broken or being reset.
//! A thread in a meeting that has failed leaves it before the next begins.
//! So a thread that finds another meeting's number knows that its own has
//! succeeded, however late it looks.

mod cycle;

use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use self::cycle::{Cycle, MOST_PARTIES, Phase};
use super::atomic::{AtomicU64, Ordering::SeqCst};
use super::gate::Gate;
use super::spin::SHORT;
use super::wait;
use crate::model::{self, Access, Op};
use crate::trace::{ObjectKind, State, Tag, watched};

/// Threads wait here until as many have come as there are parties; then all
/// pass, and the barrier serves again at once.
///
/// A barrier is *broken* when one of the threads gives up: its time was
/// over, the action panicked, or somebody called [`abort`](Self::abort).
/// Then everybody who waits, and everybody who comes until
/// [`reset`](Self::reset), is told so instead of waiting for somebody who
/// will not come.
///
/// Python's [`Barrier`].
///
/// ```
/// use workbench::{sync::Barrier, thread};
///
/// let start = Barrier::new(2).named("start");
/// let leaders = thread::scope(|scope| {
///     let runner = scope.spawn(|| start.wait().unwrap().is_leader());
///     [start.wait().unwrap().is_leader(), runner.join().unwrap()]
/// });
/// assert!(leaders[0] != leaders[1]);
/// ```
///
/// [`Barrier`]: https://docs.python.org/3/library/threading.html#barrier-objects
pub struct Barrier {
    tag: Tag,
    parties: u32,
    /// What the last to arrive does before anybody passes.
    action: Option<Box<dyn Fn() + Send + Sync>>,
    /// A [`Cycle`]. `SeqCst`: the gate's condition.
    cycle: AtomicU64,
    gate: Gate,
}

/// The error of waiting at a barrier that is broken, or reset meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenBarrier;

/// What a thread knows that has passed a [`Barrier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarrierWaitResult {
    index: usize,
    is_leader: bool,
}

impl BarrierWaitResult {
    /// How many threads had come before this one: 0 for the first, and for
    /// each another number.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// Whether this thread was the last to come, which exactly one is.
    #[must_use]
    pub fn is_leader(self) -> bool {
        self.is_leader
    }
}

impl Barrier {
    /// A barrier for this many threads.
    ///
    /// # Panics
    ///
    /// If `parties` is 0 or 2^30 or more.
    #[must_use]
    #[track_caller]
    pub const fn new(parties: usize) -> Self {
        assert!(parties > 0, "a barrier needs at least one party");
        assert!(
            parties <= MOST_PARTIES,
            "a barrier has fewer than 2^30 parties"
        );
        Self {
            tag: Tag::new(ObjectKind::Barrier),
            parties: parties as u32,
            action: None,
            cycle: AtomicU64::hidden(0),
            gate: Gate::new(SHORT),
        }
    }

    /// A barrier whose last thread to come calls `action` before anybody
    /// passes. The barrier is broken if that panics.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    #[track_caller]
    pub fn with_action(
        parties: usize,
        action: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { action: Some(Box::new(action)), ..Self::new(parties) }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// Waits until all parties have come.
    ///
    /// # Blocking
    ///
    /// Until the last comes and has done the action, or the barrier breaks.
    ///
    /// # Errors
    ///
    /// If the barrier is broken, or is broken or reset meanwhile.
    ///
    /// # Panics
    ///
    /// If the action does, in the thread that calls it.
    #[track_caller]
    pub fn wait(&self) -> Result<BarrierWaitResult, BrokenBarrier> {
        self.wait_until(None, Location::caller())
    }

    /// As [`wait`](Self::wait); breaks the barrier if not all parties have
    /// come within `timeout`.
    ///
    /// # Errors
    ///
    /// As [`wait`](Self::wait), and if the time was over.
    ///
    /// # Panics
    ///
    /// As [`wait`](Self::wait).
    #[track_caller]
    pub fn wait_timeout(
        &self,
        timeout: Duration,
    ) -> Result<BarrierWaitResult, BrokenBarrier> {
        self.wait_until(wait::deadline(timeout), Location::caller())
    }

    /// Breaks the barrier, for those who wait and those who come.
    #[track_caller]
    pub fn abort(&self) {
        self.turn("abort", Access::Write, Location::caller());
        self.abort_at(Location::caller());
    }

    /// Makes the barrier as new. Those who wait are told that it broke.
    #[track_caller]
    pub fn reset(&self) {
        self.turn("reset", Access::Write, Location::caller());
        self.shift(Location::caller(), |now| match (now.phase, now.inside) {
            (Phase::Open, 0) | (Phase::Resetting, _) => None,
            // All have come: they pass, as if the reset came just after.
            (Phase::Open, n) if n == self.parties => None,
            (Phase::Broken, 0) => Some(now.next()),
            _ => Some(Cycle { phase: Phase::Resetting, ..now }),
        });
    }

    /// How many threads it takes.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.parties as usize
    }

    /// How many threads wait. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn n_waiting(&self) -> usize {
        self.turn("n_waiting", Access::Read, Location::caller());
        self.waiting(self.cycle())
    }

    fn waiting(&self, now: Cycle) -> usize {
        if now.phase == Phase::Open { now.inside as usize } else { 0 }
    }

    /// Whether it is broken. May be stale on return.
    #[must_use]
    #[track_caller]
    pub fn is_broken(&self) -> bool {
        self.turn("is_broken", Access::Read, Location::caller());
        self.cycle().phase == Phase::Broken
    }
}

impl Barrier {
    fn wait_until(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Result<BarrierWaitResult, BrokenBarrier> {
        self.turn("wait", Access::Write, place);
        let before = self.enter(place)?;
        let is_leader = before.inside + 1 == self.parties;
        let passed = if is_leader {
            self.complete(place)
        } else {
            self.wait_for_end(before.number, deadline, place)
        };
        if passed {
            let index = before.inside as usize;
            Ok(BarrierWaitResult { index, is_leader })
        } else {
            self.leave();
            Err(BrokenBarrier)
        }
    }

    /// Comes to a meeting; returns it as it was before.
    ///
    /// A thread more than there are parties waits for the next meeting, and
    /// so does one that comes during a reset: for ever, as in Python, where
    /// the timeout counts from here on.
    fn enter(
        &self,
        place: &'static Location<'static>,
    ) -> Result<Cycle, BrokenBarrier> {
        loop {
            let entered = self.update(|now| {
                let room = now.inside < self.parties;
                let inside = now.inside + 1;
                (now.phase == Phase::Open && room)
                    .then_some(Cycle { inside, ..now })
            });
            match entered {
                Ok(before) => return Ok(before),
                Err(now) if now.phase == Phase::Broken => {
                    return Err(BrokenBarrier);
                }
                Err(full) => self.park(None, Access::Write, place, |now| {
                    now.number != full.number || now.phase == Phase::Broken
                }),
            };
        }
    }

    /// The last has come: does the action, then lets all pass. False if the
    /// barrier was aborted meanwhile.
    fn complete(&self, place: &'static Location<'static>) -> bool {
        if let Some(action) = &self.action {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(action)) {
                self.turn("abort", Access::Write, place);
                self.abort_at(place);
                self.leave();
                resume_unwind(panic);
            }
            self.turn("open", Access::Write, place);
        }
        self.shift(place, |now| (now.phase == Phase::Open).then(|| now.next()))
    }

    /// Waits until the meeting is over; whether it succeeded.
    fn wait_for_end(
        &self,
        number: u32,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        let over =
            |now: Cycle| now.number != number || now.phase != Phase::Open;
        if !self.park(deadline, Access::Read, place, over) {
            // Too late to give up once all have come: Python's waiter could
            // not even look before the action is done.
            self.turn("give up", Access::Write, place);
            self.shift(place, |now| {
                let incomplete = !over(now) && now.inside < self.parties;
                incomplete.then(|| now.broken())
            });
            self.park(None, Access::Read, place, over);
        }
        // A meeting that failed cannot end while this thread is inside.
        self.cycle().number != number
    }

    /// Leaves a meeting that failed.
    fn leave(&self) {
        let left = self.update(|now| {
            let last = now.phase == Phase::Resetting && now.inside == 1;
            let inside = now.inside - 1;
            Some(if last { now.next() } else { Cycle { inside, ..now } })
        });
        if left.is_ok_and(|before| before.inside == 1) {
            model::as_one(|| self.gate.notify_all());
        }
    }

    fn abort_at(&self, place: &'static Location<'static>) {
        self.shift(place, |now| {
            (now.phase != Phase::Broken).then(|| now.broken())
        });
    }

    fn cycle(&self) -> Cycle {
        Cycle::from_word(model::as_one(|| self.cycle.load(SeqCst)))
    }

    /// Returns when the kernel lets the calling task do this, where that is
    /// a step of an explored program.
    #[inline]
    fn turn(
        &self,
        word: &'static str,
        access: Access,
        place: &'static Location<'static>,
    ) {
        if watched() && model::whole() {
            model::step(&Op::new(word, &self.tag, access, place), None);
        }
    }

    /// Changes the cycle as `change` says and returns what it was; as an
    /// error if `change` returns `None`.
    fn update(
        &self,
        change: impl Fn(Cycle) -> Option<Cycle>,
    ) -> Result<Cycle, Cycle> {
        let change = |word| change(Cycle::from_word(word)).map(Cycle::to_word);
        let update = || self.cycle.fetch_update(SeqCst, SeqCst, change);
        model::as_one(update).map(Cycle::from_word).map_err(Cycle::from_word)
    }

    /// As [`update`](Self::update), and wakes everybody; whether it did.
    fn shift(
        &self,
        place: &'static Location<'static>,
        change: impl Fn(Cycle) -> Option<Cycle>,
    ) -> bool {
        // Before the change, as a cause comes before its effect. Quietly: what
        // only a trace asks is no step.
        let now = || model::quietly(|| self.cycle());
        if self.tag.on() && change(now()).is_some() {
            self.tag.set_capacity(self.parties.into());
            self.tag.signal(place);
        }
        let changed = self.update(change).is_ok();
        if changed {
            model::as_one(|| self.gate.notify_all());
        }
        changed
    }

    /// Blocks until the cycle is as `wanted`; false if the deadline came
    /// first. Where it is a step of an explored program, `access` is what the
    /// thread does next.
    fn park(
        &self,
        deadline: Option<Instant>,
        access: Access,
        place: &'static Location<'static>,
        wanted: impl Fn(Cycle) -> bool,
    ) -> bool {
        let ready = || wanted(self.cycle()).then_some(());
        if ready().is_some() {
            return true;
        }
        if self.tag.on() {
            self.tag.set_capacity(self.parties.into());
        }
        if watched() && model::whole() {
            let op = Op::new("wait", &self.tag, access, place)
                .until(wait::virtual_time(deadline));
            return model::step(&op, Some(&|| ready().is_some()));
        }
        wait::shown(&self.tag, State::Wait, deadline, place, || {
            self.gate.wait(deadline, ready).is_some()
        })
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier")
            .field("parties", &self.parties)
            .field("waiting", &self.waiting(self.cycle()))
            .field("broken", &(self.cycle().phase == Phase::Broken))
            .finish()
    }
}

impl fmt::Display for BrokenBarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the barrier is broken")
    }
}

impl std::error::Error for BrokenBarrier {}
