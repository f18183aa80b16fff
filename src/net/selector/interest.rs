//! What one wants to do with a descriptor.

/// What a descriptor is to be ready for. There is no interest in nothing:
/// that is not to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interest {
    /// A read, or an accept, does not block.
    Read,
    /// A write does not block, or a connect is through.
    Write,
    /// Either.
    ReadWrite,
}

impl Interest {
    /// Whether a read is of interest.
    #[must_use]
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Read | Self::ReadWrite)
    }

    /// Whether a write is of interest.
    #[must_use]
    pub fn is_writable(self) -> bool {
        matches!(self, Self::Write | Self::ReadWrite)
    }
}
