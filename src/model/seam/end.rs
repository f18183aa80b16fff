//! The end of an execution: tasks that unwind, and those that cannot.

use std::any::Any;
use std::panic::resume_unwind;
use std::thread::panicking;

use super::panics::{PANICS, Panic};
use super::{KERNEL, is_usable, quietly, suspend};
use crate::model::kernel::{Kernel, TIMED_OUT, USUAL};
use crate::model::op::Op;
use crate::model::outcome::Outcome;
use crate::trace::Place;

/// Operations that a task may do while it unwinds, and times that it may
/// catch the end of the execution, before it is given up.
pub(super) const ENOUGH: u32 = 10_000;

/// What a task unwinds with when its execution is over.
pub(in crate::model) struct Unwind;

/// Whether a panic's payload is the end of an execution, and no panic.
pub(crate) fn is_end(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Unwind>()
}

/// What a task does while it unwinds.
#[cold]
pub(super) fn go_through(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> u8 {
    count_pass();
    loop {
        let notified = op.condition.is_none()
            || KERNEL.with_borrow_mut(|kernel| kernel.take_notification());
        if notified && ready.is_none_or(quietly) {
            return USUAL;
        }
        if op.deadline.is_some() {
            return TIMED_OUT;
        }
        wait_in_destructor(op);
    }
}

/// The calling task does something after its execution was over. One that
/// does not come to an end is given up.
pub(super) fn count_pass() {
    let enough = KERNEL.with_borrow_mut(|kernel| {
        kernel.passed += 1;
        kernel.passed > ENOUGH
    });
    if enough {
        give_up();
    }
}

/// A destructor has to wait that runs because its task unwinds. The execution
/// is over, if it was not before: others are unwound first, who may have what
/// it waits for.
#[cold]
pub(super) fn wait_in_destructor(op: &Op<'_>) {
    let panic = PANICS.with_borrow_mut(|[last, _]| last.take());
    KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        let task = kernel.current;
        kernel.outcome.get_or_insert_with(|| {
            let Panic { message, place } = panic.unwrap_or_default();
            let message = format!(
                "{message}; a destructor that runs because of it waits: {} \
                 at {}",
                op.describe(),
                Place::from(op.place).short()
            );
            Outcome::Panicked { task, message, place }
        });
    });
    suspend();
}

/// The calling task has little of its stack left. It is unwound, as nobody
/// else is to see what it does with the rest.
#[cold]
pub(super) fn used_up() -> ! {
    KERNEL.with_borrow_mut(Kernel::overflow);
    end_execution()
}

/// The calling task ends, and the execution with it.
pub(super) fn end_execution() -> ! {
    count_pass();
    let leaks = KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        kernel.options.leaks
    });
    if leaks {
        give_up();
    }
    resume_unwind(Box::new(Unwind));
}

/// The calling task has used up its stack, and is on another one now. If it
/// was stopped in `foreign` code or in the kernel, its thread is lost. The
/// stack begins at `low`.
pub(in crate::model) fn sink(foreign: bool, low: usize) -> ! {
    if foreign || !is_usable() {
        KERNEL.with(|kernel| {
            // SAFETY: the thread goes no further, so nobody changes it.
            let pulse = unsafe { &(*kernel.as_ptr()).pulse };
            pulse.as_ref().inspect(|pulse| pulse.sink());
        });
        loop {
            std::thread::park();
        }
    }
    KERNEL.with_borrow_mut(|kernel| {
        kernel.overflow();
        kernel.no_unwinding |= panicking();
        kernel.lost_stacks.push(low);
    });
    give_up()
}

/// The calling task will not be resumed any more.
pub(super) fn give_up() -> ! {
    KERNEL.with_borrow_mut(Kernel::give_up);
    loop {
        suspend();
    }
}

/// What core says where a panic cannot unwind: the process is aborted next.
pub(super) const END_OF_PROCESS: [&str; 2] = [
    "panic in a destructor during cleanup",
    "panic in a function that cannot unwind",
];

/// The calling task has aborted the process, because a destructor has
/// panicked that ran because of a panic; it is on another stack now.
pub(in crate::model) fn aborted() -> ! {
    let [last, before] = PANICS.take().map(Option::unwrap_or_default);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        kernel.unwinding = true;
        kernel.outcome.get_or_insert_with(|| {
            let at = last.place.map_or(String::new(), |at| at.short());
            let message = format!(
                "{}; a destructor that runs because of it panics at {at}, \
                 which aborts the process: {}",
                before.message, last.message
            );
            Outcome::Panicked { task, message, place: before.place }
        });
    });
    give_up()
}
