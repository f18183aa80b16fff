//! Black-box tests: the library as a program uses it, and the command run as
//! a process.
#![expect(
    clippy::unwrap_used,
    reason = "what a test unwraps fails the test, wherever it stands"
)]

mod again;
mod asleep;
#[cfg(all(target_os = "linux", feature = "cli"))]
mod book;
#[cfg(feature = "cli")]
mod command;
mod coroutine;
#[cfg(unix)]
mod descriptors;
mod explore;
mod floors;
#[cfg(feature = "cli")]
mod labs;
mod levels;
mod net;
mod process;
mod queue;
mod report;
mod stress;
mod sync;
mod thread;
mod trace;
