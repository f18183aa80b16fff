//! What a barrier keeps in one atomic word.

/// One meeting, as the barrier's word has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cycle {
    /// Which it is. Wraps around, after more meetings than any thread is
    /// late by.
    pub(super) number: u32,
    pub(super) phase: Phase,
    /// Threads that have come and not left. Those of a meeting that succeeds
    /// leave all at once, by its number; those of one that fails one by one.
    pub(super) inside: u32,
}

/// How a meeting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Waits for the parties to come, or for the last one's action.
    Open,
    /// Has failed, and stays so until it is reset.
    Broken,
    /// Has failed, and ends when the last thread has left.
    Resetting,
}

/// A word's bits of `Cycle::inside`, below 2 of the phase and 32 of the
/// number.
const INSIDE_BITS: u32 = 30;
pub(super) const MOST_PARTIES: usize = (1 << INSIDE_BITS) - 1;

impl Cycle {
    pub(super) fn from_word(word: u64) -> Self {
        let phase = match (word >> INSIDE_BITS) & 0b11 {
            0 => Phase::Open,
            1 => Phase::Broken,
            _ => Phase::Resetting,
        };
        let inside = (word & MOST_PARTIES as u64) as u32;
        Self { number: (word >> 32) as u32, phase, inside }
    }

    pub(super) fn to_word(self) -> u64 {
        let phase = self.phase as u64;
        u64::from(self.number) << 32
            | phase << INSIDE_BITS
            | u64::from(self.inside)
    }

    pub(super) fn broken(self) -> Self {
        Self { phase: Phase::Broken, ..self }
    }

    /// The meeting after this one, where nobody is yet.
    pub(super) fn next(self) -> Self {
        let number = self.number.wrapping_add(1);
        Self { number, phase: Phase::Open, inside: 0 }
    }
}
