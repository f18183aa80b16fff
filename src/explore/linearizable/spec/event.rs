//! A flag that threads wait for.

use super::Spec;

/// A flag that is not set at first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Event;

/// What is called on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Sets the flag.
    Set,
    /// Clears the flag.
    Clear,
    /// Asks whether the flag is set.
    IsSet,
    /// Waits until the flag is set.
    Wait,
    /// Waits until the flag is set or the time is over.
    WaitTimeout,
}

/// What a call on an event returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret {
    /// Nothing.
    Done,
    /// Whether the flag was set.
    Is(bool),
}

impl Spec for Event {
    /// Whether the flag is set.
    type State = bool;
    type Op = Op;
    type Ret = Ret;

    fn start(&self) -> bool {
        false
    }

    fn apply(&self, set: &bool, op: &Op) -> Vec<(Ret, bool)> {
        match (op, set) {
            (Op::Set, _) => vec![(Ret::Done, true)],
            (Op::Clear, _) => vec![(Ret::Done, false)],
            (Op::IsSet | Op::WaitTimeout, _) => vec![(Ret::Is(*set), *set)],
            (Op::Wait, true) => vec![(Ret::Done, true)],
            (Op::Wait, false) => vec![],
        }
    }

    fn describe(&self, op: &Op, ret: Option<&Ret>) -> String {
        let call = match op {
            Op::Set => "set()",
            Op::Clear => "clear()",
            Op::IsSet => "is_set()",
            Op::Wait => "wait()",
            Op::WaitTimeout => "wait_timeout()",
        };
        match ret {
            Some(Ret::Is(set)) => format!("{call} → {set}"),
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
    fn from(set: bool) -> Self {
        Self::Is(set)
    }
}
