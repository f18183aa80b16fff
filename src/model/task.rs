//! A task: what a thread is while a program is explored.

use std::any::Any;
use std::rc::Rc;

use smallvec::SmallVec;

use super::clock::Clock;
use super::op::Pending;
use crate::trace::{ModelLane, Place};

/// Tasks that one execution may have.
pub(crate) const MOST_TASKS: usize = 32;

/// Which task: they are numbered in the order of their spawns, from 0, the
/// main task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TaskId(u8);

impl TaskId {
    pub(crate) const MAIN: Self = Self(0);

    pub(crate) fn new(index: usize) -> Self {
        debug_assert!(index < MOST_TASKS);
        Self(index as u8)
    }

    #[inline]
    pub(crate) fn index(self) -> usize {
        // The mask says to the compiler what is always so.
        self.0 as usize % MOST_TASKS
    }

    pub(crate) fn number(self) -> u8 {
        self.0
    }
}

/// A set of tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Tasks(u32);

impl Tasks {
    pub(crate) const NONE: Self = Self(0);

    #[inline]
    pub(crate) fn just(task: TaskId) -> Self {
        Self(1 << task.index())
    }

    #[inline]
    pub(crate) fn contains(self, task: TaskId) -> bool {
        self.0 & Self::just(task).0 != 0
    }

    #[inline]
    pub(crate) fn insert(&mut self, task: TaskId) {
        self.0 |= Self::just(task).0;
    }

    #[inline]
    pub(crate) fn remove(&mut self, task: TaskId) {
        self.0 &= !Self::just(task).0;
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn first(self) -> Option<TaskId> {
        (self.0 != 0).then(|| TaskId::new(self.0.trailing_zeros() as usize))
    }

    #[inline]
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[inline]
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// From the smallest number up.
    #[inline]
    pub(crate) fn iter(mut self) -> impl Iterator<Item = TaskId> {
        std::iter::from_fn(move || {
            let first = self.first()?;
            self.0 &= self.0 - 1;
            Some(first)
        })
    }
}

/// Where a task is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It has not come to its first operation.
    Unborn,
    /// It is suspended before an operation.
    Waiting,
    /// It has returned, panicked, or been unwound.
    Ended,
    /// It will not be resumed any more, and what it owns is leaked.
    GivenUp,
}

impl Life {
    /// Whether it will not go on any more.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::GivenUp)
    }
}

/// What the kernel knows of a task.
pub(super) struct Task {
    pub(super) life: Life,
    pub(super) daemon: bool,
    /// Whose stack it may borrow from.
    pub(super) borrows_from: Option<TaskId>,
    /// What it is about to do, while it waits.
    pub(super) pending: Option<Pending>,
    /// Its last step.
    pub(super) last: Option<u32>,
    /// What happens before its next step.
    pub(super) clock: Clock,
    /// The event that took it out of a wait set, until it has gone on.
    pub(super) woken: Option<u32>,
    /// What threads keep in thread-locals.
    pub(super) locals: SmallVec<[Rc<dyn Any>; 2]>,
    /// What a floor above has left to it; see `seam::carry`.
    pub(super) carried: Option<Box<dyn Any>>,
    /// Where it acts in a trace, while it is suspended.
    pub(super) lane: ModelLane,
    /// What it has panicked with, and where, while it waits for others before
    /// it goes on unwinding.
    pub(super) panic: Option<(String, Option<Place>)>,
    /// Known where somebody looks on.
    pub(super) name: String,
}

impl Task {
    pub(super) fn new(daemon: bool, clock: Clock) -> Self {
        Self {
            life: Life::Unborn,
            daemon,
            borrows_from: None,
            pending: None,
            last: None,
            clock,
            woken: None,
            locals: SmallVec::new(),
            carried: None,
            lane: ModelLane::default(),
            panic: None,
            name: String::new(),
        }
    }
}
