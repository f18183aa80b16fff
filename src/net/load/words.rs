//! What is asked, and what is to be answered.

/// Letters after which they repeat. It is prime, so that requests of any size
/// differ, and an answer to another one is found out.
const LETTERS: usize = 8191;

/// Letters that can be had in one piece.
pub(super) const PIECE: usize = 64 << 10;

/// How far apart two connections are in the letters.
const APART: u64 = 1009;

/// An endless text, the same for all connections, each of which begins
/// elsewhere in it.
pub(super) struct Words {
    lower: Vec<u8>,
    upper: Vec<u8>,
}

impl Words {
    pub(super) fn new() -> Self {
        // A linear congruential generator, of which the upper bits are good.
        let mut state = 1u32;
        let mut letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + ((state >> 16) % 26) as u8
        };
        let letters: Vec<_> = (0..LETTERS).map(|_| letter()).collect();
        let all = letters.iter().cycle().take(LETTERS + PIECE);
        let lower: Vec<_> = all.copied().collect();
        let upper = lower.to_ascii_uppercase();
        Self { lower, upper }
    }

    /// Where the connection of this number begins.
    pub(super) fn begin(&self, number: usize) -> u64 {
        number as u64 * APART
    }

    /// What is asked from a place on, up to [`PIECE`] of it.
    pub(super) fn asked(&self, at: u64, length: u64) -> &[u8] {
        piece(&self.lower, at, length)
    }

    /// What is answered from there on.
    pub(super) fn answered(&self, at: u64, length: u64) -> &[u8] {
        piece(&self.upper, at, length)
    }
}

fn piece(letters: &[u8], at: u64, length: u64) -> &[u8] {
    let at = (at % LETTERS as u64) as usize;
    &letters[at..][..length.min(PIECE as u64) as usize]
}
