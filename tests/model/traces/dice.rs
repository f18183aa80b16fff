//! The same throws for the same seed, on every machine.

/// Marsaglia's xorshift64: "Xorshift RNGs", Journal of Statistical Software
/// 8 (14), 2003.
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Small seeds differ in few bits; xorshift takes long to spread them.
        Self { state: (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) }
    }

    /// A number below `sides`.
    pub(super) fn throw(&mut self, sides: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        ((self.state >> 32) as usize) % sides
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.throw(from.len())]
    }
}
