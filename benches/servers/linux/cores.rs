//! Which cores a process may run on.

use std::io;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// Where a process is kept.
#[derive(Clone, Copy)]
pub(crate) enum Core {
    First,
    /// Of a machine that has one only, the first as well.
    Second,
    Any,
}

/// Does something on a core only; processes that it starts stay there.
pub(crate) fn on<T>(
    core: Core,
    act: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    let before = sched_getaffinity(None)?;
    if let Some(number) = number(core, &before) {
        let mut one = CpuSet::new();
        one.set(number);
        sched_setaffinity(None, &one)?;
    }
    let done = act();
    sched_setaffinity(None, &before)?;
    done
}

fn number(core: Core, allowed: &CpuSet) -> Option<usize> {
    let mut all = (0..CpuSet::MAX_CPU).filter(|it| allowed.is_set(*it));
    let first = all.next();
    match core {
        Core::First => first,
        Core::Second => all.next().or(first),
        Core::Any => None,
    }
}
