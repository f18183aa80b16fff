//! Programs under the explorer whose answer is known: the library's own
//! primitives, the classics of the field, and random small programs that a
//! reference answers too.
#![expect(
    clippy::unwrap_used,
    reason = "what a test unwraps fails the test, wherever it stands"
)]

mod claims;
mod classics;
mod minimal;
mod primitives;
mod traces;
