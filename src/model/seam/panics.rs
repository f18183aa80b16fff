//! What tasks panic with, which is told in the report and not printed.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;

use super::end::{END_OF_PROCESS, Unwind, is_end};
use super::{DOOR, KERNEL, running};
use crate::model::outcome::Outcome;
use crate::model::overflow;
use crate::trace::{self, Place};

thread_local! {
    /// The last panics of tasks, the latest first.
    pub(super) static PANICS: RefCell<[Option<Panic>; 2]> =
        const { RefCell::new([None, None]) };
}

/// A panic, as it is told before anything unwinds.
#[derive(Default)]
pub(super) struct Panic {
    pub(super) message: String,
    pub(super) place: Option<Place>,
}

pub(super) fn note_end(end: std::thread::Result<()>) {
    let Err(payload) = end else { return };
    if payload.is::<Unwind>() {
        return;
    }
    let message = trace::panic_message(&*payload).to_owned();
    let place = PANICS.take()[0].take().and_then(|it| it.place);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        let outcome = Outcome::Panicked { task, message, place };
        kernel.outcome.get_or_insert(outcome);
    });
}

/// Does `wait`, for others, before the calling task goes on to unwind with
/// `panic`, if it has caught one. If they wait for ever, that is why.
pub(crate) fn wait_with(panic: Option<&(dyn Any + Send)>, wait: impl FnOnce()) {
    let panic = panic.filter(|panic| running() && !is_end(*panic));
    if let Some(panic) = panic {
        let message = trace::panic_message(panic).to_owned();
        let place = PANICS.with_borrow_mut(|[last, _]| last.take());
        let place = place.and_then(|it| it.place);
        set_panic(Some((message, place)));
    }
    wait();
    if panic.is_some() {
        set_panic(None);
    }
}

pub(super) fn set_panic(panic: Option<(String, Option<Place>)>) {
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        kernel.tasks[task.index()].panic = panic;
    });
}

/// Keeps what a task panics with; whether it is one, so that nothing is
/// printed. It is told before anything is unwound.
pub(in crate::model) fn note_panic(panic: &PanicHookInfo<'_>) -> bool {
    // Also while the task does something quietly.
    let ours = DOOR.try_with(Cell::get).is_ok_and(|door| door.is_some());
    if !ours {
        return false;
    }
    let message = trace::panic_message(panic.payload());
    if END_OF_PROCESS.contains(&message) {
        return overflow::survive_abort();
    }
    let place = panic
        .location()
        .map(|at| Place { file: at.file().to_owned().into(), line: at.line() });
    let panic = Panic { message: message.to_owned(), place };
    PANICS.with_borrow_mut(|[last, before]| {
        *before = last.replace(panic);
    });
    true
}

/// Forgets what earlier executions have panicked with.
pub(in crate::model) fn forget_panics() {
    drop(PANICS.take());
}
