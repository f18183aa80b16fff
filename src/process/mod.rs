//! Child processes and pipes, with the manners of Python's multiprocessing.
//!
//! A child is this program, executed again. A closure cannot cross that, so
//! what a child runs is an [`Entry`]: a function with a name. `main` calls
//! [`enter`] before anything else; in a child that runs the entry, in the
//! program itself it does nothing.
//!
//! ```standalone_crate
//! use std::process::ExitCode;
//! use workbench::process::{self, Child, Entry, Process};
//!
//! static INFO: Entry = Entry::new("info", info);
//!
//! fn info(child: &Child) -> u8 {
//!     println!("name: {}", child.args()[0]);
//!     println!("parent process: {}", process::parent_pid());
//!     println!("process id: {}", process::pid());
//!     0
//! }
//!
//! fn main() -> ExitCode {
//!     if let Some(code) = process::enter(&[&INFO]) {
//!         return code.into();
//!     }
//!     let mut matt = Process::new(&INFO).arg("matt");
//!     matt.start().expect("a process");
//!     matt.join();
//!     assert_eq!(matt.exit_code(), Some(0));
//!     ExitCode::SUCCESS
//! }
//! ```
//!
//! # What the two share
//!
//! Nothing but what is handed over: arguments are copied, ends of a [`Pipe`]
//! move into the child. The child's standard input is empty; its standard
//! output and error are the parent's, unless [`Process::stdout`] says
//! otherwise. Rust writes standard output line by line, so that whole lines
//! of parent and child never mix, and what is printed before `start` or after
//! `join` stands there in the output.
//!
//! # How it ends
//!
//! Every child is reaped as soon as it ends, whether it is joined or not: no
//! zombie stays. [`run`] is the rule for the end of a program: daemonic
//! children are ended, the others are waited for; a child that has children
//! follows it by itself. [`end_all`] ends them all, for Ctrl-C.
//!
//! No child outlives its parent: on Linux the system kills it with it, also
//! when the parent is killed itself. (On other Unix systems a thread of the
//! child sees that the parent is gone. Elsewhere nobody does.) Parent and
//! child are one process group, so that Ctrl-C in a terminal reaches both.
//!
//! # How a child learns what to do
//!
//! The environment variable `WORKBENCH_PROCESS` holds its orders. On Unix,
//! its standard input is at first a socket to the parent, which carries the
//! pipes' file descriptors down and, where the parent is being recorded, the
//! child's trace up. No descriptor is ever inherited by accident.

mod end;
mod entry;
mod frame;
mod handle;
mod living;
mod orders;
mod os;
mod pipe;

pub use end::End;
pub use entry::{Child, Entry, enter};
pub use handle::Process;
pub use living::{end_all, run};
pub use pipe::{Connection, Pipe, Reader, Writer};

/// The number of this process.
#[must_use]
pub fn pid() -> u32 {
    std::process::id()
}

/// The number of the process that started this one; 0 on a system that does
/// not tell.
#[must_use]
pub fn parent_pid() -> u32 {
    os::parent_pid()
}
