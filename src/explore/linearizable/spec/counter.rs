//! A number that is added to.

use super::Spec;

/// A counter that is 0 at first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter;

/// What is called on a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Adds, and returns nothing.
    Add(i64),
    /// Adds, and returns what was there before.
    FetchAdd(i64),
    /// Returns what is there.
    Get,
}

/// What a call on a counter returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret {
    /// Nothing.
    Done,
    /// What is or was there.
    Value(i64),
}

impl Spec for Counter {
    type State = i64;
    type Op = Op;
    type Ret = Ret;

    fn start(&self) -> i64 {
        0
    }

    fn apply(&self, count: &i64, op: &Op) -> Vec<(Ret, i64)> {
        // As atomic integers do: on overflow it goes on from the other end.
        vec![match op {
            Op::Add(n) => (Ret::Done, count.wrapping_add(*n)),
            Op::FetchAdd(n) => (Ret::Value(*count), count.wrapping_add(*n)),
            Op::Get => (Ret::Value(*count), *count),
        }]
    }

    fn describe(&self, op: &Op, ret: Option<&Ret>) -> String {
        let call = match op {
            Op::Add(n) => format!("add({n})"),
            Op::FetchAdd(n) => format!("fetch_add({n})"),
            Op::Get => "get()".to_owned(),
        };
        match ret {
            Some(Ret::Value(count)) => format!("{call} → {count}"),
            _ => call,
        }
    }
}

impl From<()> for Ret {
    fn from((): ()) -> Self {
        Self::Done
    }
}

impl From<i64> for Ret {
    fn from(count: i64) -> Self {
        Self::Value(count)
    }
}
