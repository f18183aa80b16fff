//! Tasks that start, and what each has for itself.
#![expect(
    unsafe_code,
    reason = "a task may borrow from the stack of the one that starts it"
)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use super::panics::note_end;
use super::{DOOR, IN_TASK, KERNEL};
use crate::model::fiber::{Door, Fiber};
use crate::model::kernel::Kernel;
use crate::model::task::{Life, MOST_TASKS, TaskId};
use crate::trace::NewLane;

/// What a floor above keeps in thread-locals of its own, for speed, and
/// exchanges when another task goes on: with what the task has left there.
pub(super) type Carry = fn(&mut Option<Box<dyn Any>>);

thread_local! {
    static CARRY: Cell<Option<Carry>> = const { Cell::new(None) };
}

/// From now on, calls `exchange` whenever this thread goes from one task to
/// another.
pub(crate) fn carry(exchange: Carry) {
    CARRY.set(Some(exchange));
}

/// Exchanges what is carried between the calling thread and the task.
pub(super) fn carry_over(task: TaskId) {
    if let Some(exchange) = CARRY.get() {
        let carried =
            |kernel: &mut Kernel| kernel.tasks[task.index()].carried.take();
        let mut carried = KERNEL.with_borrow_mut(carried);
        exchange(&mut carried);
        KERNEL.with_borrow_mut(|kernel| {
            kernel.tasks[task.index()].carried = carried;
        });
    }
}

/// Lets the task that `fiber` belongs to run until it is suspended again or
/// ends; whether it has ended.
pub(in crate::model) fn resume(
    task: TaskId,
    fiber: &mut Fiber,
    door: Option<Door>,
) -> (bool, Option<Door>) {
    carry_over(task);
    DOOR.set(door);
    IN_TASK.set(true);
    let ended = fiber.resume();
    IN_TASK.set(false);
    carry_over(task);
    (ended, DOOR.take())
}

/// A fiber for a task that runs `body`.
pub(in crate::model) fn fiber(body: impl FnOnce() + 'static) -> Fiber {
    Fiber::new(move |door| {
        DOOR.set(Some(door));
        let run = || match KERNEL.with_borrow(|kernel| kernel.unwinding) {
            true => drop(body), // it is too late to begin
            false => body(),
        };
        note_end(catch_unwind(AssertUnwindSafe(run)));
        note_end(catch_unwind(drop_locals));
    })
}

/// As a thread's thread-locals, when it ends.
pub(super) fn drop_locals() {
    let locals = KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current.index();
        std::mem::take(&mut kernel.tasks[task].locals)
    });
    drop(locals);
}

/// Starts a task, which runs `body`, as a child of the calling one.
///
/// # Panics
///
/// If there are too many tasks.
#[track_caller]
pub(crate) fn spawn(
    name: impl FnOnce() -> String,
    daemon: bool,
    body: impl FnOnce() + 'static,
) {
    start(name, daemon, None, body);
}

#[track_caller]
pub(super) fn start(
    name: impl FnOnce() -> String,
    daemon: bool,
    borrows_from: Option<TaskId>,
    body: impl FnOnce() + 'static,
) {
    let added = KERNEL.with_borrow_mut(|kernel| {
        let unwinding = kernel.unwinding;
        let task = kernel.add_task(daemon)?;
        kernel.tasks[task.index()].borrows_from = borrows_from;
        if kernel.options.looked_on {
            kernel.tasks[task.index()].name = name();
        }
        Some(!unwinding)
    });
    match added {
        Some(true) => {
            let fiber = fiber(body);
            KERNEL.with_borrow_mut(|kernel| kernel.newborn.push(fiber));
        }
        Some(false) => KERNEL.with_borrow_mut(|kernel| {
            if let Some(task) = kernel.tasks.last_mut() {
                task.life = Life::Ended;
            }
        }),
        None => {
            panic!("an explored program has at most {} threads", MOST_TASKS)
        }
    }
}

/// As [`spawn`], for a body that borrows from outside.
///
/// # Safety
///
/// What the body borrows is to live until the task has ended. When an
/// execution is cut short, the calling task is unwound after that one.
#[track_caller]
pub(crate) unsafe fn spawn_borrowing<'a>(
    name: impl FnOnce() -> String,
    daemon: bool,
    body: impl FnOnce() + 'a,
) {
    let body: Box<dyn FnOnce() + 'a> = Box::new(body);
    // SAFETY: only the lifetime changes, and the caller sees to it.
    let body = unsafe {
        std::mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce()>>(body)
    };
    let parent = KERNEL.with_borrow(|kernel| kernel.current);
    start(name, daemon, Some(parent), body);
}

/// A value of the calling task: what a thread keeps in a thread-local.
pub(crate) fn with_local<T: Default + 'static, R>(
    f: impl FnOnce(&RefCell<T>) -> R,
) -> R {
    let local = KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current.index();
        let locals = &mut kernel.tasks[task].locals;
        let find = |it: &Rc<dyn Any>| it.clone().downcast::<RefCell<T>>().ok();
        locals.iter().find_map(find).unwrap_or_else(|| {
            let new = Rc::new(RefCell::new(T::default()));
            locals.push(new.clone());
            new
        })
    });
    f(&local)
}

/// A number for the calling task that no other task and no thread has.
pub(crate) fn task_number() -> u64 {
    KERNEL.with_borrow(|kernel| 1 << 63 | u64::from(kernel.current.number()))
}

/// The lane that the program's main task acts in; empty where nobody records.
pub(crate) fn main_lane() -> NewLane {
    KERNEL.with_borrow_mut(|kernel| match &mut kernel.session {
        Some(session) => session.main(),
        None => NewLane::none(),
    })
}
