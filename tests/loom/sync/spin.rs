//! The library's `spin`: one try is as good as any number of them.

use std::time::Instant;

pub(crate) type Pauses = ();

pub(super) const SHORT: Pauses = ();
pub(crate) const LONG: Pauses = ();

pub(super) fn spin<R>(
    (): Pauses,
    _: Option<Instant>,
    attempt: impl FnOnce() -> Option<R>,
) -> Option<R> {
    attempt()
}
