//! Coroutines: code that stops where it chooses to, and goes on from there.
//!
//! | who decides who runs next | |
//! |---|---|
//! | whoever resumes it | [`Generator`]: `next`, `send`, `throw`, `close` |
//! | the coroutine itself, by name | [`Greenlet`]: `switch` |
//! | a loop, when one waits | [`green`]: tasks that sleep and use sockets |
//!
//! All three run on the thread that resumes them, each on a stack of its own,
//! and switch in some nanoseconds, where two threads take microseconds. Only
//! one runs at a time, so that they make waiting concurrent, never computing.
//!
//! A coroutine that is dropped before its end is unwound with [`Killed`] from
//! where it was suspended: its destructors run. In those it cannot be
//! suspended again.
//!
//! A guard of a lock that is held across a switch is still held by the
//! *thread*: whatever runs next on this thread and takes the same lock blocks
//! for ever. [`thread::current`](crate::thread::current) and thread-locals are
//! the thread's, not the coroutine's.
//!
//! Stacks are of one size, 256 KiB, and end in a page that nobody may touch:
//! a coroutine that recurses too deeply ends the process with the signal of a
//! bad memory access, and harms nothing else. Every thread keeps some stacks
//! for the next coroutine.
//!
//! In a trace each coroutine is a lane: it is ready while it is suspended, and
//! whoever resumed a generator waits for it.

mod fiber;
mod generator;
pub mod green;
mod greenlet;
mod here;

pub use fiber::Killed;
pub use generator::{Generator, SendError, Yielder};
pub use greenlet::Greenlet;
