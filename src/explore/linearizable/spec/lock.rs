//! A lock, taken by one thread and released by any.

use super::Spec;
use crate::sync::NotHeld;

/// A lock that nobody has at first.
///
/// For a mutex, `Acquire` is the call of `lock`, and `Release` the drop of its
/// guard.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lock;

/// What is called on a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Waits until the lock is free and takes it.
    Acquire,
    /// Takes the lock if it is free.
    TryAcquire,
    /// Releases the lock.
    Release,
}

/// What a call on a lock returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret {
    /// It was done.
    Done,
    /// The lock was not free to take, or nobody had it to release.
    Refused,
}

impl Spec for Lock {
    /// Whether somebody has it.
    type State = bool;
    type Op = Op;
    type Ret = Ret;

    fn start(&self) -> bool {
        false
    }

    fn apply(&self, held: &bool, op: &Op) -> Vec<(Ret, bool)> {
        match (op, held) {
            (Op::Acquire | Op::TryAcquire, false) => vec![(Ret::Done, true)],
            (Op::Acquire, true) => vec![],
            (Op::TryAcquire, true) => vec![(Ret::Refused, true)],
            (Op::Release, true) => vec![(Ret::Done, false)],
            (Op::Release, false) => vec![(Ret::Refused, false)],
        }
    }

    fn describe(&self, op: &Op, ret: Option<&Ret>) -> String {
        let call = match op {
            Op::Acquire => "acquire()",
            Op::TryAcquire => "try_acquire()",
            Op::Release => "release()",
        };
        match (op, ret) {
            (Op::TryAcquire, Some(ret)) => {
                format!("{call} → {}", *ret == Ret::Done)
            }
            (_, Some(Ret::Refused)) => format!("{call} → refused"),
            _ => call.to_owned(),
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

impl From<Result<(), NotHeld>> for Ret {
    fn from(done: Result<(), NotHeld>) -> Self {
        done.is_ok().into()
    }
}
