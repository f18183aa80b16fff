//! The library's `spin`: one try is as good as any number of them.

use std::time::Instant;

#[derive(Clone, Debug)]
pub(crate) struct Pauses;

pub(super) const SHORT: Pauses = Pauses;
pub(crate) const LONG: Pauses = Pauses;

pub(super) fn spin<R>(
    _: Pauses,
    _: Option<Instant>,
    attempt: impl FnOnce() -> Option<R>,
) -> Option<R> {
    attempt()
}
