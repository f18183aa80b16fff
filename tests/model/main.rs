//! Programs under the explorer.

mod primitives;
