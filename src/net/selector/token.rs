//! What a registration is known by.

/// A registration: the slot that it lies in, and how many lay there before.
/// It is of one selector; to another it may name something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    pub(super) slot: u32,
    pub(super) generation: u32,
}

impl Token {
    /// The waker's, which is not registered by anybody.
    pub(super) const WAKER: Self = Self { slot: u32::MAX, generation: 0 };
}
