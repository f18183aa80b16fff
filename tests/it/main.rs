<<<<<<< HEAD
//! Black-box tests: the library as a program uses it, and the command run as
//! a process.
#![expect(
    clippy::unwrap_used,
    reason = "what a test unwraps fails the test, wherever it stands"
=======
//! Black-box tests, one module per subject.
#![expect(
    clippy::unwrap_used,
    reason = "clippy's exception for tests does not see their helpers"
>>>>>>> queue
)]

#[cfg(feature = "cli")]
mod command;
mod coroutine;
mod process;
mod queue;
mod stress;
mod sync;
mod thread;
mod trace;
