//! Drawings of a trace.
//!
//! Every drawing says the same: a bar for what a lane is doing, a thin bar
//! for what it holds, and a word for every colour. [`words`] has the
//! sentences that all of them share.

mod cells;
mod palette;
mod scale;
mod terminal;
pub mod words;

pub use scale::Axis;
pub use terminal::{Terminal, terminal};
