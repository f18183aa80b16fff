//! The check of an exercise: what a solution must do, must be able to do, and
//! what is said of one that does not.
//!
//! A [`Check`] is a list of claims, each with a program that shows it. Run by
//! `cargo test`, it panics with the first claim that does not hold. Where
//! another process has left [`Orders`], it answers in a file. What was ended
//! before its check was over has left no such file, whatever its exit code
//! says.

mod check;
mod meeting;
mod orders;
mod part;
mod peer;
mod verdict;

pub use check::Check;
pub use meeting::Meeting;
pub use orders::{Orders, Task};
pub use peer::{Peer, splits};
pub use verdict::{Finding, Verdict};
