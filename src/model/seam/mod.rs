//! What a primitive says to the kernel, and hears from it.
//!
//! A task that is about to do something that others can see declares it
//! ([`step`]), gives up the processor, and goes on when it has been chosen:
//! then what it waited for is so, and nobody comes between. Whatever it does
//! up to its next declaration is one step with that.
//!
//! The state of a lock or a queue lies where it always does. The kernel asks
//! for it (`ready`), and the task changes it.
#![expect(
    unsafe_code,
    reason = "the way out of a task is a reference that nobody can hold"
)]

mod asked;
mod end;
mod panics;
mod tasks;
mod told;

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::thread::panicking;

use super::fiber::Door;
use super::kernel::{Foreign, Kernel, TIMED_OUT};
use super::op::Op;
use super::outcome::Outcome;
use super::overflow;
use super::pulse::Pulse;
use crate::trace::{self, Place};

pub(super) use asked::{About, Ready};
pub(crate) use end::is_end;
use end::{Unwind, end_execution, go_through, used_up};
pub(super) use end::{aborted, sink};
pub(crate) use panics::wait_with;
pub(super) use panics::{forget_panics, note_panic};
pub(crate) use tasks::{
    carry, main_lane, spawn, spawn_borrowing, task_number, with_local,
};
pub(super) use tasks::{fiber, resume};
pub(crate) use told::*;

thread_local! {
    /// Whether the calling code is a task whose operations are steps.
    static IN_TASK: Cell<bool> = const { Cell::new(false) };
    /// The way out of the task that runs.
    static DOOR: Cell<Option<Door>> = const { Cell::new(None) };
    pub(super) static KERNEL: RefCell<Kernel> = RefCell::new(Kernel::new());
}

/// Whether the calling code is explored: its operations are steps of a task.
#[inline]
pub(crate) fn running() -> bool {
    IN_TASK.get()
}

/// As [`running`], for a primitive that is made of others: whether it is to
/// be one step, and what it is made of none. False where its inside is
/// explored.
pub(crate) fn whole() -> bool {
    running() && KERNEL.with_borrow(|kernel| !kernel.options.inside)
}

/// Runs `f`, in which no operation is a step.
pub(crate) fn quietly<T>(f: impl FnOnce() -> T) -> T {
    let _restore = Restore(IN_TASK.replace(false));
    f()
}

/// Does `f`, which is part of a step that has been declared: in it nothing
/// is a step, unless the inside of primitives is explored.
#[inline]
pub(crate) fn as_one<T>(f: impl FnOnce() -> T) -> T {
    if trace::watched() && whole() { quietly(f) } else { f() }
}

/// As [`as_one`], for what is a single step even where the inside of
/// primitives is explored.
#[inline]
pub(crate) fn as_one_step<T>(f: impl FnOnce() -> T) -> T {
    if trace::watched() && running() { quietly(f) } else { f() }
}

struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        IN_TASK.set(self.0);
    }
}

/// Declares `op`, and returns when the calling task has been chosen to do
/// it; false if its time was over first.
///
/// Code that runs because its task unwinds is not suspended any more: its
/// operations are done at once, and where one has to wait, the execution is
/// over.
#[inline]
pub(crate) fn step(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> bool {
    step_which(op, ready) != TIMED_OUT || op.deadline.is_none()
}

/// As [`step`], for an operation that has several outcomes: which it is.
pub(crate) fn step_which(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> u8 {
    if panicking() {
        return go_through(op, ready);
    }
    if overflow::is_near() {
        used_up();
    }
    let declared = KERNEL.with_borrow_mut(|kernel| {
        if kernel.unwinding {
            return Ok(false);
        }
        kernel.declare(op, ready.map(Ready::new)).map(|()| true)
    });
    match declared {
        Ok(true) => {}
        Ok(false) => end_execution(), // it has caught what it was to unwind with
        Err(Foreign) => refuse_foreign(op),
    }
    suspend();
    let (unwinding, which) =
        KERNEL.with_borrow(|kernel| (kernel.unwinding, kernel.chosen));
    if unwinding {
        resume_unwind(Box::new(Unwind));
    }
    which
}

#[cold]
fn refuse_foreign(op: &Op<'_>) -> ! {
    let name = op.on.map_or("", |(tag, _)| tag.name()).to_owned();
    let place = Place::from(op.place);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        let outcome = Outcome::MadeOutside { task, name, place };
        kernel.outcome.get_or_insert(outcome);
    });
    end_execution()
}

fn suspend() {
    let low = overflow::low();
    let door = DOOR.get().expect("a task that runs has a door");
    // SAFETY: the door is a reference to the yielder that corosensei hands to
    // the fiber's function. `resume` sets it to that of the fiber that runs,
    // whose function has not returned.
    unsafe { door.as_ref() }.suspend(());
    overflow::set_low(low);
}

/// Whether the kernel can be asked.
pub(super) fn is_usable() -> bool {
    KERNEL.with(|kernel| kernel.try_borrow_mut().is_ok()) && !trace::is_in_use()
}

/// Lets `pulse` beat for what the calling thread explores from now on.
pub(crate) fn show_pulse(pulse: Pulse) {
    KERNEL.with_borrow_mut(|kernel| kernel.pulse = Some(pulse));
}
