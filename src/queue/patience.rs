//! How long an operation may wait: what tells `try_put`, `put_timeout` and
//! `put` apart.

use std::time::{Duration, Instant};

use crate::sync::deadline;

#[derive(Clone, Copy, Debug)]
pub(super) enum Patience {
    /// Not at all.
    Never,
    /// Until then.
    Until(Instant),
    /// As long as it takes.
    Forever,
}

impl Patience {
    /// For at most `timeout`, which may be longer than the clock goes.
    pub(super) fn lasting(timeout: Duration) -> Self {
        deadline(timeout).map_or(Self::Forever, Self::Until)
    }

    /// Whether it waits not at all.
    pub(super) fn is_none(self) -> bool {
        matches!(self, Self::Never)
    }

    /// When waiting ends, if it does.
    pub(super) fn deadline(self) -> Option<Instant> {
        match self {
            Self::Until(deadline) => Some(deadline),
            Self::Never | Self::Forever => None,
        }
    }
}
