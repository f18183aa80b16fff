//! Black-box tests, one module per subject.

mod queue;
mod stress;
