//! What every wait has in common: its deadline.

use std::time::{Duration, Instant};

/// When `timeout` from now is; `None`, for ever, if the clock does not reach
/// that far.
pub(crate) fn deadline(timeout: Duration) -> Option<Instant> {
    Instant::now().checked_add(timeout)
}
