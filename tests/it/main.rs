//! Black-box tests, one module per subject.
#![expect(
    clippy::unwrap_used,
    reason = "clippy's exception for tests does not see their helpers"
)]

mod queue;
mod stress;
