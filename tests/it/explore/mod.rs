//! The explorer.

mod again;
mod overflow;
