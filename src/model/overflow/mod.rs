//! A task that uses up its stack.
//!
//! Most recursions without an end come to a step of the kernel on their way:
//! there it is looked how much is [left], and if that is little, the task
//! unwinds. One that does not is stopped by the guard page below the stack.
//! The system says so to the thread, by a signal; the handler, which the
//! [platform](os) has, lets the thread go on elsewhere ([ashore]), where the
//! task is suspended, for good. What is on its stack stays as it is, so that
//! others who borrow from it can be unwound; then it is given up, and what
//! it owned is leaked.
//!
//! That is only done if the fault is in the guard page of the stack that a
//! task runs on. Every other fault goes to whoever had the signal before.
//!
//! A thread that is stopped while it allocates has the allocator's lock, and
//! one that is stopped in the kernel has the kernel. Neither can go on with
//! anything: it stays where it is, and whoever watches it is told. What else
//! a task may hold in foreign code nobody knows: a recursion without end that
//! prints keeps the lock of the standard output.
//!
//! | | |
//! |---|---|
//! | `unix.rs` | Linux and macOS, on x86-64 and AArch64 |
//! | `other.rs` | elsewhere: a task that comes to no step ends the process |

#[cfg(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64"),
))]
#[path = "unix.rs"]
mod os;

#[cfg(not(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64"),
)))]
#[path = "other.rs"]
mod os;

use std::cell::Cell;
use std::hint::black_box;

pub(super) use os::{arm, forget, survive_abort};

/// Bytes that a step needs, guard page included; unwinding too.
const ENOUGH: usize = 48 * 1024;

thread_local! {
    /// The lowest address of the stack that a task runs on; 0 if none does.
    /// Without a destructor, so that a signal handler can ask for it.
    static LOW: Cell<usize> = const { Cell::new(0) };
}

/// The lowest address of the stack that the calling task runs on; 0 where
/// none does.
#[inline]
pub(super) fn low() -> usize {
    LOW.get()
}

/// The calling thread is about to run on the stack that begins there; on
/// none of a task, if it is 0.
#[inline]
pub(super) fn set_low(low: usize) {
    LOW.set(low);
}

/// Does `f`, which runs on a stack of its own that begins there: a coroutine
/// in a task, if the caller is one.
pub(crate) fn on_stack<R>(low: usize, f: impl FnOnce() -> R) -> R {
    let outer = LOW.get();
    if outer == 0 {
        return f();
    }
    LOW.set(low);
    let value = f();
    LOW.set(outer);
    value
}

/// Whether the calling task has little of its stack left.
#[inline]
pub(super) fn is_near() -> bool {
    let here = 0_u8;
    let here = std::ptr::from_ref(black_box(&here)).addr();
    here.wrapping_sub(LOW.get()) < ENOUGH
}
