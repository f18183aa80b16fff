//! How long a thread tries before it parks.
//!
//! A wake-up by the operating system costs as much as a few thousand tries.
//! So a thread tries again for a while, then lets others run between its
//! tries, and only then gives up.

use std::hint::spin_loop;
use std::ops::RangeInclusive;
use std::time::Instant;

use crate::thread::yield_now;

/// Pauses between two tries while spinning: 2 to the power of each in turn.
pub(crate) type Pauses = RangeInclusive<u32>;

/// Where threads wait for one another: more than these made wake-ups slower.
pub(super) const SHORT: Pauses = 0..=4;

/// At a queue. Beginning with fewer costs four times as much on a full ring:
/// the producer looks so often that the consumer waits for its own cache
/// line, and the two go in lockstep.
pub(crate) const LONG: Pauses = 4..=6;

/// Yields before parking. With many more, a waiter is still busy when the
/// one that it waits for needs the processor.
const YIELDS: u32 = 64;

/// Tries for a while, or until `deadline`.
pub(super) fn spin<R>(
    pauses: Pauses,
    deadline: Option<Instant>,
    mut attempt: impl FnMut() -> Option<R>,
) -> Option<R> {
    for exponent in pauses {
        for _ in 0..1 << exponent {
            spin_loop();
        }
        let outcome = attempt();
        if outcome.is_some() {
            return outcome;
        }
    }
    for _ in 0..YIELDS {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            break;
        }
        yield_now();
        let outcome = attempt();
        if outcome.is_some() {
            return outcome;
        }
    }
    None
}
