//! A variable: what is read is what was written last.

use std::fmt::Debug;
use std::hash::Hash;

use super::Spec;

/// A variable with its first value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Register<T>(pub T);

/// What is called on a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op<T> {
    /// Reads it.
    Read,
    /// Writes it.
    Write(T),
    /// Writes it and returns what was there.
    Swap(T),
    /// Writes the second if the first is there; returns what was there.
    CompareExchange(T, T),
}

/// What a call on a variable returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret<T> {
    /// Nothing.
    Done,
    /// What was there.
    Value(T),
    /// What was there instead, so that nothing was written.
    Refused(T),
}

impl<T: Clone + Eq + Hash + Debug> Spec for Register<T> {
    type State = T;
    type Op = Op<T>;
    type Ret = Ret<T>;

    fn start(&self) -> T {
        self.0.clone()
    }

    fn apply(&self, value: &T, op: &Op<T>) -> Vec<(Ret<T>, T)> {
        let was = value.clone();
        vec![match op {
            Op::Read => (Ret::Value(was.clone()), was),
            Op::Write(new) => (Ret::Done, new.clone()),
            Op::Swap(new) => (Ret::Value(was), new.clone()),
            Op::CompareExchange(old, new) if value == old => {
                (Ret::Value(was), new.clone())
            }
            Op::CompareExchange(..) => (Ret::Refused(was.clone()), was),
        }]
    }

    fn describe(&self, op: &Op<T>, ret: Option<&Ret<T>>) -> String {
        let call = match op {
            Op::Read => "read()".to_owned(),
            Op::Write(new) => format!("write({new:?})"),
            Op::Swap(new) => format!("swap({new:?})"),
            Op::CompareExchange(old, new) => {
                format!("compare_exchange({old:?}, {new:?})")
            }
        };
        match ret {
            Some(Ret::Value(value)) => format!("{call} → {value:?}"),
            Some(Ret::Refused(value)) => format!("{call} → Err({value:?})"),
            _ => call,
        }
    }
}

impl<T> From<()> for Ret<T> {
    fn from((): ()) -> Self {
        Self::Done
    }
}

impl<T> From<Result<T, T>> for Ret<T> {
    fn from(exchanged: Result<T, T>) -> Self {
        exchanged.map_or_else(Self::Refused, Self::Value)
    }
}
