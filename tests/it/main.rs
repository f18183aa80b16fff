//! Black-box tests: the library as a program uses it, and the command run as
//! a process.

#[cfg(feature = "cli")]
mod command;
mod stress;
mod sync;
mod thread;
mod trace;
