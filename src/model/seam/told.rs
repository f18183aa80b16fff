//! What a primitive tells the kernel besides its steps: releases, changes,
//! waits, time.

use std::panic::Location;
use std::thread::panicking;
use std::time::{Duration, Instant};

use super::end::end_execution;
use super::{KERNEL, step};
use crate::model::kernel::Kernel;
use crate::model::op::{Access, ObjectId, Op, Verb};
use crate::model::outcome::{Detail, Outcome};
use crate::trace::Tag;

/// Whoever takes the object that `tag` belongs to comes after everything
/// that the calling task has done.
///
/// To be called while the lock is still held.
pub(crate) fn release(tag: &Tag, place: &'static Location<'static>) {
    let visible = KERNEL.with_borrow(|kernel| kernel.options.releases);
    if visible {
        step(&Op::new("unlock", tag, Access::Release, place), None);
    } else {
        order_after(tag);
    }
}

/// As [`release`], of a lock that others may share.
pub(crate) fn leave(tag: &Tag, place: &'static Location<'static>) {
    let visible = KERNEL.with_borrow(|kernel| kernel.options.releases);
    if visible {
        step(&Op::new("unlock", tag, Access::Leave, place), None);
    } else {
        with_object(tag, |kernel, object| kernel.leave(object));
    }
}

/// Whoever uses the object next comes after everything that the calling task
/// has done.
pub(crate) fn order_after(tag: &Tag) {
    KERNEL.with_borrow_mut(|kernel| {
        if let Ok(object) = kernel.object(tag) {
            kernel.release(object);
        }
    });
}

/// Says that from now on it matters when `detail` happens: if it has not
/// been a step up to now, all is explored again.
pub(crate) fn matters(detail: Detail) {
    let again = KERNEL.with_borrow_mut(|kernel| {
        let known = match detail {
            Detail::Releases => kernel.options.releases,
            Detail::Ends => kernel.options.ends,
        };
        if known || kernel.unwinding || panicking() {
            return false;
        }
        kernel.outcome.get_or_insert(Outcome::Again(detail));
        true
    });
    if again {
        end_execution();
    }
}

/// Whether the end of a thread is a step of its own.
pub(crate) fn ends_are_steps() -> bool {
    KERNEL.with_borrow(|kernel| kernel.options.ends && !kernel.unwinding)
        && !panicking()
}

/// The operation that the calling task has just been chosen to do was
/// refused, and has changed nothing.
pub(crate) fn refused() {
    KERNEL.with_borrow_mut(|kernel| kernel.spins.refused());
}

/// What the step that the calling task has just made has read, or written.
pub(crate) fn saw(wrote: bool, value: i64) {
    KERNEL.with_borrow_mut(|kernel| kernel.saw(wrote, value));
}

/// The calling task has changed what the lock protects that it took last.
pub(crate) fn changed() {
    KERNEL.with_borrow_mut(|kernel| kernel.spins.changed());
}

/// Sleeps for so long, or with none of a time gives way to others.
pub(crate) fn rest(
    word: &'static str,
    time: Option<Duration>,
    place: &'static Location<'static>,
) {
    let deadline = time.map(after);
    let op = Op::of(Verb::Rest(word), None, place).until(deadline);
    match deadline {
        Some(_) => step(&op, Some(&|| false)),
        None => step(&op, None),
    };
}

/// The virtual time that is `time` from now.
pub(crate) fn after(time: Duration) -> Duration {
    KERNEL.with_borrow(|kernel| kernel.now.saturating_add(time))
}

/// The instant that virtual time stands at.
pub(crate) fn now() -> Instant {
    thread_local! {
        static START: Instant = Instant::now();
    }
    let start = START.with(|start| *start);
    let gone = KERNEL.with_borrow(|kernel| kernel.now);
    start.checked_add(gone).unwrap_or(start)
}

/// The virtual time of an instant that was made by [`now`].
pub(crate) fn virtual_time(at: Instant) -> Duration {
    let (now, gone) = (now(), KERNEL.with_borrow(|kernel| kernel.now));
    gone.saturating_add(at.saturating_duration_since(now))
}

/// The calling task, which has been chosen to, enters the wait set of the
/// condition variable that `tag` belongs to.
pub(crate) fn enter_wait_set(tag: &Tag) {
    with_object(tag, |kernel, object| kernel.enter_wait_set(object));
}

/// The calling task, whose time is over, leaves the wait set.
pub(crate) fn leave_wait_set(tag: &Tag) {
    with_object(tag, |kernel, object| kernel.leave_wait_set(object));
}

/// The calling task, which has been chosen to, wakes who is at this place of
/// the wait set; whether somebody is.
pub(crate) fn wake(tag: &Tag, which: usize) -> bool {
    with_object(tag, |kernel, object| kernel.wake(object, which))
        .unwrap_or(false)
}

pub(super) fn with_object<R>(
    tag: &Tag,
    f: impl FnOnce(&mut Kernel, ObjectId) -> R,
) -> Option<R> {
    KERNEL.with_borrow_mut(|kernel| {
        let object = kernel.object(tag).ok()?;
        Some(f(kernel, object))
    })
}
