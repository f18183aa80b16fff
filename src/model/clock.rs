//! Vector clocks: which steps of every task happen before something.
//!
//! Mattern, "Virtual Time and Global States of Distributed Systems", 1989.

use super::task::{MOST_TASKS, TaskId};

/// For every task, how many of its steps happen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Clock([u16; MOST_TASKS]);

impl Clock {
    pub(crate) const ZERO: Self = Self([0; MOST_TASKS]);

    /// What happens before either happens before this.
    #[inline(always)]
    pub(crate) fn join(&mut self, other: &Self) {
        // Of copies the compiler sees everywhere that it can take many at once.
        let (mut mine, theirs) = (self.0, other.0);
        for (mine, theirs) in mine.iter_mut().zip(theirs) {
            *mine = (*mine).max(theirs);
        }
        self.0 = mine;
    }

    /// Counts one more step of the task.
    #[inline]
    pub(super) fn tick(&mut self, task: TaskId) {
        self.0[task.index()] += 1;
    }

    /// How many steps of the task happen before.
    #[inline]
    pub(crate) fn of(&self, task: TaskId) -> u16 {
        self.0[task.index()]
    }

    /// A number that two clocks share only if they are equal, or by a chance
    /// of one in 2^64.
    pub(crate) fn digest(&self, seed: u64) -> u64 {
        let mut digest = mix(seed, 1);
        for (count, task) in self.0.iter().zip(0u64..) {
            if *count != 0 {
                digest = mix(digest, task << 16 | u64::from(*count));
            }
        }
        digest
    }
}

/// Stirs `value` into a digest: the finalizer of splitmix64.
#[inline]
pub(crate) fn mix(digest: u64, value: u64) -> u64 {
    let mut it = (digest ^ value).wrapping_add(0x9E37_79B9_7F4A_7C15);
    it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}
