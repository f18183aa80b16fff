//! A semaphore: permits to take and to give back.

use super::Spec;
use crate::sync::TooManyReleases;

/// A semaphore with a number of permits at first, and at most.
#[derive(Clone, Copy, Debug)]
pub struct Semaphore {
    permits: usize,
    bound: usize,
}

/// What is called on a semaphore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Waits until there is a permit and takes it.
    Acquire,
    /// Takes a permit if there is one.
    TryAcquire,
    /// Gives a permit back.
    Release,
    /// Gives so many permits back, all or none.
    ReleaseMany(usize),
    /// Asks how many permits are free.
    Available,
}

/// What a call on a semaphore returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret {
    /// It was done.
    Done,
    /// There was no permit, or there would have been too many.
    Refused,
    /// So many permits are free.
    Count(usize),
}

impl Semaphore {
    /// A semaphore with this many permits at first.
    #[must_use]
    pub fn new(permits: usize) -> Self {
        Self { permits, bound: usize::MAX }
    }

    /// A semaphore with this many permits, at first and at most.
    #[must_use]
    pub fn bounded(permits: usize) -> Self {
        Self { permits, bound: permits }
    }

    fn release(self, free: usize, count: usize) -> (Ret, usize) {
        match free.checked_add(count) {
            Some(more) if more <= self.bound => (Ret::Done, more),
            _ => (Ret::Refused, free),
        }
    }
}

impl Spec for Semaphore {
    /// Permits that nobody has.
    type State = usize;
    type Op = Op;
    type Ret = Ret;

    fn start(&self) -> usize {
        self.permits
    }

    fn apply(&self, free: &usize, op: &Op) -> Vec<(Ret, usize)> {
        match (*op, *free) {
            (Op::Acquire, 0) => vec![],
            (Op::TryAcquire, 0) => vec![(Ret::Refused, 0)],
            (Op::Acquire | Op::TryAcquire, free) => {
                vec![(Ret::Done, free - 1)]
            }
            (Op::Release, free) => vec![self.release(free, 1)],
            (Op::ReleaseMany(count), free) => vec![self.release(free, count)],
            (Op::Available, free) => vec![(Ret::Count(free), free)],
        }
    }

    fn describe(&self, op: &Op, ret: Option<&Ret>) -> String {
        let call = match op {
            Op::Acquire => "acquire()".to_owned(),
            Op::TryAcquire => "try_acquire()".to_owned(),
            Op::Release => "release()".to_owned(),
            Op::ReleaseMany(count) => format!("release_many({count})"),
            Op::Available => "available()".to_owned(),
        };
        match (op, ret) {
            (Op::TryAcquire, Some(ret)) => {
                format!("{call} → {}", *ret == Ret::Done)
            }
            (_, Some(Ret::Refused)) => format!("{call} → refused"),
            (_, Some(Ret::Count(free))) => format!("{call} → {free}"),
            _ => call,
        }
    }
}

impl From<()> for Ret {
    fn from((): ()) -> Self {
        Self::Done
    }
}

impl From<bool> for Ret {
    fn from(done: bool) -> Self {
        if done { Self::Done } else { Self::Refused }
    }
}

impl From<usize> for Ret {
    fn from(free: usize) -> Self {
        Self::Count(free)
    }
}

impl From<Result<(), TooManyReleases>> for Ret {
    fn from(done: Result<(), TooManyReleases>) -> Self {
        done.is_ok().into()
    }
}
