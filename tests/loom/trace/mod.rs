//! The library's `trace` while nobody records: the primitives ask it, and are
//! told so. Beside it the log, which is the library's own file.
#![expect(
    dead_code,
    reason = "the library uses more of it than these tests do"
)]

use std::panic::Location;
use std::time::Instant;

pub(crate) use workbench::trace::{ObjectKind, State};

#[path = "../../../src/trace/log.rs"]
mod log;

mod proofs;

const NOBODY: &str = "nobody records";

pub(crate) fn watched() -> bool {
    false
}

#[derive(Debug)]
pub(crate) struct Tag;

#[derive(Debug)]
pub(crate) struct Blocked;

pub(crate) enum Raw {
    Put { object: u32, item: u64, len: u64 },
    Get { object: u32, item: u64, len: u64 },
}

impl Tag {
    pub(crate) const fn new(_: ObjectKind) -> Self {
        Self
    }

    pub(crate) fn on(&self) -> bool {
        false
    }

    pub(crate) fn set_name(&mut self, _: impl Into<String>) {}

    pub(crate) fn set_capacity(&self, _: u64) {}

    pub(crate) fn signal(&self, _: &'static Location<'static>) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn held(&self, _: &'static Location<'static>, _: bool) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn shared(&self, _: &'static Location<'static>, _: bool) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn released(&self, _: &'static Location<'static>) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn record(
        &self,
        _: impl FnOnce(u32) -> Raw,
        _: &'static Location<'static>,
    ) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn blocked(
        &self,
        _: State,
        _: &'static Location<'static>,
        _: Option<Instant>,
    ) -> Blocked {
        unreachable!("{NOBODY}");
    }
}

impl Blocked {
    pub(crate) fn woken(self) {
        unreachable!("{NOBODY}");
    }

    pub(crate) fn timed_out(self) {
        unreachable!("{NOBODY}");
    }
}
