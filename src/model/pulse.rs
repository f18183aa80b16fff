//! How somebody outside sees that an exploration goes on, and what it was at
//! when it did no more: a program that blocks in something that is not of
//! this library takes the thread of all its tasks along.
//!
//! It beats whenever the program is let go on, and whenever it comes back. So
//! the time that the explorer takes to decide is never counted.
#![expect(
    unsafe_code,
    reason = "a place is handed to the watching thread as a pointer: a lock \
              would cost as much as the step"
)]

use std::panic::Location;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU8, AtomicU16, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

use super::event::Event;
use super::task::TaskId;
use super::{MOST_STEPS, Options};

/// The pulse of an exploration: written by its thread, read by who watches.
#[derive(Clone, Debug)]
pub(crate) struct Pulse(Arc<Inner>);

/// Relaxed, but for `beats`: what was written before a beat is seen by who
/// has seen the beat.
#[derive(Debug)]
struct Inner {
    /// Odd while the program goes on.
    beats: AtomicU64,
    /// Executions that have begun.
    executions: AtomicU64,
    /// Who goes on.
    task: AtomicU8,
    /// Where its last step was made; null before the first.
    place: AtomicPtr<Location<'static>>,
    /// Steps of this execution up to now.
    steps: AtomicUsize,
    /// Who made each of them, and with which outcome.
    choices: Box<[AtomicU16]>,
    /// See `Options`.
    releases: AtomicBool,
    ends: AtomicBool,
    /// A task has used up its stack, and took the thread along.
    sunk: AtomicBool,
    /// Nobody watches any more.
    unwatched: AtomicBool,
}

impl Pulse {
    pub(crate) fn new() -> Self {
        let choices = (0..MOST_STEPS).map(|_| AtomicU16::default());
        Self(Arc::new(Inner {
            beats: AtomicU64::new(0),
            executions: AtomicU64::new(0),
            task: AtomicU8::new(0),
            place: AtomicPtr::new(ptr::null_mut()),
            steps: AtomicUsize::new(0),
            choices: choices.collect(),
            releases: AtomicBool::new(false),
            ends: AtomicBool::new(false),
            sunk: AtomicBool::new(false),
            unwatched: AtomicBool::new(false),
        }))
    }

    /// Another execution begins.
    pub(super) fn begin(&self, options: &Options) {
        self.0.releases.store(options.releases, Relaxed);
        self.0.ends.store(options.ends, Relaxed);
        self.0.steps.store(0, Relaxed);
        let executions = self.0.executions.load(Relaxed);
        self.0.executions.store(executions + 1, Relaxed);
    }

    /// The task goes on, after these steps.
    #[inline]
    pub(super) fn enter(&self, task: TaskId, events: &[Event]) {
        let inner = &*self.0;
        let mut place = ptr::null_mut();
        if let Some((last, before)) = events.split_last()
            && let Some(choice) = inner.choices.get(before.len())
        {
            let who = u16::from(last.task.number());
            choice.store(who << 8 | u16::from(last.alternative), Relaxed);
            if last.task == task {
                place = ptr::from_ref(last.place).cast_mut();
            }
        }
        inner.place.store(place, Relaxed);
        inner.task.store(task.number(), Relaxed);
        inner.steps.store(events.len(), Relaxed);
        self.beat();
    }

    /// The task that went on has come back.
    #[inline]
    pub(super) fn beat(&self) {
        let beats = self.0.beats.load(Relaxed); // nobody else writes it
        self.0.beats.store(beats + 1, Release);
    }

    /// The task that goes on has used up its stack, and cannot come back.
    pub(super) fn sink(&self) {
        self.0.sunk.store(true, Release);
    }

    /// The number of the beat with which the program went on, if it has not
    /// come back since.
    pub(crate) fn goes_on(&self) -> Option<u64> {
        Some(self.0.beats.load(Acquire)).filter(|beats| beats % 2 == 1)
    }

    /// Whether a task has used up its stack and took the thread along.
    pub(crate) fn has_sunk(&self) -> bool {
        self.0.sunk.load(Acquire)
    }

    /// Nobody watches any more: whoever comes back is to end.
    pub(crate) fn leave(&self) {
        self.0.unwatched.store(true, Relaxed);
    }

    /// Whether somebody watches.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        !self.0.unwatched.load(Relaxed)
    }

    /// Executions that have begun.
    pub(crate) fn executions(&self) -> u64 {
        self.0.executions.load(Relaxed)
    }

    /// Which task went on last.
    pub(crate) fn task(&self) -> usize {
        self.0.task.load(Relaxed).into()
    }

    /// Where that task's last step was made, if it had made one.
    pub(crate) fn place(&self) -> Option<&'static Location<'static>> {
        let place = self.0.place.load(Relaxed).cast_const();
        // SAFETY: null, or made of a `&'static Location` by `enter`.
        unsafe { place.as_ref() }
    }

    /// Who has made each step, and with which outcome.
    pub(crate) fn choices(&self) -> Vec<(u8, u8)> {
        let choices = self.0.choices.iter().take(self.0.steps.load(Relaxed));
        choices.map(|it| it.load(Relaxed).to_be_bytes().into()).collect()
    }

    /// What was a step of its own in that execution.
    pub(crate) fn details(&self, options: &mut Options) {
        options.releases = self.0.releases.load(Relaxed);
        options.ends = self.0.ends.load(Relaxed);
    }
}
