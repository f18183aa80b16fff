//! The library's `model` while nobody explores: the primitives ask it, and
//! are told so.

use std::panic::Location;
use std::time::{Duration, Instant};

use crate::trace::Tag;

const NOBODY: &str = "nobody explores";

pub(crate) enum Access {
    Read,
    Write,
    Acquire,
}

pub(crate) enum Detail {
    Releases,
}

pub(crate) struct Op;

impl Op {
    pub(crate) fn new(
        _: &'static str,
        _: &Tag,
        _: Access,
        _: &'static Location<'static>,
    ) -> Self {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn until(self, _: Option<Duration>) -> Self {
        unreachable!("{NOBODY}");
    }
}

pub(crate) fn running() -> bool {
    false
}

pub(crate) fn whole() -> bool {
    false
}

pub(crate) fn as_one<T>(f: impl FnOnce() -> T) -> T {
    f()
}

pub(crate) fn as_one_step<T>(f: impl FnOnce() -> T) -> T {
    f()
}

pub(crate) fn quietly<T>(_: impl FnOnce() -> T) -> T {
    unreachable!("{NOBODY}");
}

pub(crate) fn step(_: &Op, _: Option<&dyn Fn() -> bool>) -> bool {
    unreachable!("{NOBODY}");
}

pub(crate) fn refused() {
    unreachable!("{NOBODY}");
}

pub(crate) fn matters(_: Detail) {
    unreachable!("{NOBODY}");
}

pub(crate) fn release(_: &Tag, _: &'static Location<'static>) {
    unreachable!("{NOBODY}");
}

pub(crate) fn changed() {
    unreachable!("{NOBODY}");
}

pub(crate) fn now() -> Instant {
    unreachable!("{NOBODY}");
}

pub(crate) fn virtual_time(_: Instant) -> Duration {
    unreachable!("{NOBODY}");
}
