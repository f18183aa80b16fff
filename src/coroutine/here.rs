//! Who runs here: how a call deep inside a coroutine finds the way out of it.
//!
//! A generator is handed what it yields through. A greenlet and a green task
//! are not: `other.switch(())` and `green::sleep` must find, wherever they
//! are called, the one that they are to suspend. So every thread knows its
//! current greenlet and its current task.
//!
//! A task that is suspended takes the greenlet inside it along; the loop and
//! the other tasks never see it.
//!
//! Who is current is a pointer, and no `Rc`: it changes with every switch.
#![expect(
    unsafe_code,
    reason = "who runs is borrowed by the call that resumed it, and a \
              suspender lives in a frame of its own fiber; no lifetime can \
              say either to a thread-local"
)]

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;
use std::thread::LocalKey;

use super::fiber::{Fiber, Message, Step, Suspender};
use crate::model;
use crate::trace::{EventId, GuestLane, watched};

/// Something that has a fiber, and is current while that runs.
pub(super) trait Runner: Sized + 'static {
    type In;
    type Out;

    /// Whether greenlets inside it are its own, and hidden while it is
    /// suspended.
    const IS_TASK: bool;

    fn body(&self) -> &Body<Self>;
}

/// What a runner returns at its end goes the way of what it gives out.
pub(super) type End<T> = <T as Runner>::Out;

pub(super) struct Body<T: Runner> {
    /// Borrowed while it runs. `None` where there is nothing to run yet.
    /// Private, for nobody but [`resume`] may resume it.
    fiber: RefCell<Option<RunnerFiber<T>>>,
    /// Set when the fiber starts. Valid until its body has ended.
    door: Cell<Option<Door<T>>>,
    /// While it is suspended: the greenlet that is current inside it.
    greenlet: Cell<Option<Here>>,
}

type RunnerFiber<T> = Fiber<<T as Runner>::In, <T as Runner>::Out, End<T>>;
type Door<T> =
    NonNull<Suspender<'static, <T as Runner>::In, <T as Runner>::Out>>;

thread_local! {
    static TASK: Cell<Option<Here>> = const { Cell::new(None) };
    static GREENLET: Cell<Option<Here>> = const { Cell::new(None) };
}

/// The current runner of a kind. Made and unmade by [`resume`] alone.
#[derive(Clone, Copy)]
struct Here {
    /// The handle that [`resume`] has borrowed, an `Rc` of the runner.
    handle: NonNull<()>,
    /// Which `Rc`.
    of: TypeId,
}

impl Here {
    /// Where the current `T` is found.
    fn key<T: Runner>() -> &'static LocalKey<Cell<Option<Self>>> {
        if T::IS_TASK { &TASK } else { &GREENLET }
    }
}

impl<T: Runner> Body<T> {
    /// A body with nothing to run.
    pub(super) fn empty() -> Self {
        Self {
            fiber: RefCell::new(None),
            door: Cell::new(None),
            greenlet: Cell::new(None),
        }
    }

    /// Gives an empty body something to run.
    pub(super) fn set(&self, f: impl FnOnce(T::In) -> End<T> + 'static) {
        let fiber = Fiber::new(|suspender, first| {
            look(|current| {
                if let Current::One(runner) = current {
                    let door = NonNull::from(suspender).cast();
                    T::body(runner).door.set(Some(door));
                }
            });
            f(first)
        });
        *self.fiber.borrow_mut() = Some(fiber);
    }

    pub(super) fn state(&self) -> RunState {
        match self.fiber.try_borrow().as_deref() {
            Err(_) => RunState::Running,
            Ok(None) => RunState::Empty,
            Ok(Some(fiber)) if fiber.has_ended() => RunState::Ended,
            Ok(Some(_)) => RunState::Suspended,
        }
    }

    /// Does something with the lane, unless it is running.
    pub(super) fn with_lane<R>(
        &self,
        f: impl FnOnce(&mut GuestLane) -> R,
    ) -> Option<R> {
        let mut fiber = self.fiber.try_borrow_mut().ok()?;
        fiber.as_mut().map(|fiber| f(&mut fiber.lane))
    }

    /// Its last event, when it was suspended last or ended.
    pub(super) fn left(&self) -> Option<EventId> {
        self.fiber.try_borrow().ok()?.as_ref()?.left
    }
}

/// Where a runner is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunState {
    /// It has nothing to run yet.
    Empty,
    /// It can be resumed.
    Suspended,
    /// It runs, or it is suspended inside a task or as the resumer of another.
    Running,
    Ended,
}

/// What is current on this thread, if it is a `T`.
pub(super) fn current<T: Runner>() -> Option<Rc<T>> {
    look(|current: Current<'_, T>| match current {
        Current::One(runner) => Some(runner.clone()),
        Current::Nobody | Current::Foreign => None,
    })
}

/// What is current on a thread, seen by a `T`.
pub(super) enum Current<'a, T> {
    Nobody,
    One(&'a Rc<T>),
    /// One of the same kind and another type.
    Foreign,
}

/// Looks at what is current on this thread.
#[inline]
pub(super) fn look<T: Runner, R>(f: impl FnOnce(Current<'_, T>) -> R) -> R {
    f(match Here::key::<T>().get() {
        None => Current::Nobody,
        Some(here) if here.of == TypeId::of::<Rc<T>>() => {
            // SAFETY: `resume` made the pointer of a reference to an `Rc` of
            // this type. It has not returned, for then it would have taken
            // the pointer back; so the reference it was given is valid.
            Current::One(unsafe { here.handle.cast().as_ref() })
        }
        Some(_) => Current::Foreign,
    })
}

/// Whether the current `T` unwinds, so that it cannot be suspended.
pub(super) fn unwinds<T: Runner>() -> bool {
    look(|current| match current {
        // One that has not started is current only to be dropped.
        Current::One(runner) => T::body(runner).door.get().is_none_or(|door| {
            // SAFETY: as in `suspend`.
            unsafe { door.as_ref() }.unwinds()
        }),
        Current::Nobody | Current::Foreign => false,
    })
}

/// Runs `runner`'s fiber until it suspends itself or ends, as the current
/// one of its kind.
///
/// # Panics
///
/// If it has nothing to run, runs already, or has ended.
#[inline]
pub(super) fn resume<T: Runner>(
    runner: &Rc<T>,
    message: Message<T::In>,
    cause: Option<EventId>,
) -> Step<T::Out, End<T>> {
    if watched() && model::running() {
        model::carry(carry);
    }
    let body = runner.body();
    let mut fiber = body.fiber.borrow_mut();
    let fiber = fiber.as_mut().expect("it has something to run");
    let here = Here {
        handle: NonNull::from(runner).cast(),
        of: TypeId::of::<Rc<T>>(),
    };
    let _outer = Outer { body, here: exchange(body, Some(here)) };
    fiber.resume(message, cause)
}

/// Who was current before one was resumed, and is again when this is dropped.
struct Outer<'a, T: Runner> {
    body: &'a Body<T>,
    here: Option<Here>,
}

impl<T: Runner> Drop for Outer<'_, T> {
    #[inline]
    fn drop(&mut self) {
        exchange(self.body, self.here);
    }
}

/// Those who are current in a task of an explored program, while another task
/// runs on the same thread.
#[derive(Default)]
struct Carried {
    task: Option<Here>,
    greenlet: Option<Here>,
}

/// Exchanges those who are current with those that a task of an explored
/// program has left behind.
fn carry(carried: &mut Option<Box<dyn Any>>) {
    let mut left = carried
        .take()
        .and_then(|it| it.downcast::<Carried>().ok())
        .unwrap_or_default();
    left.task = TASK.replace(left.task);
    left.greenlet = GREENLET.replace(left.greenlet);
    if left.task.is_some() || left.greenlet.is_some() {
        *carried = Some(left);
    }
}

/// Makes `here` the current one of its kind. If it is a task, exchanges the
/// greenlet outside of it and the one inside, too.
#[inline]
fn exchange<T: Runner>(body: &Body<T>, here: Option<Here>) -> Option<Here> {
    if T::IS_TASK {
        body.greenlet.set(GREENLET.replace(body.greenlet.get()));
    }
    Here::key::<T>().replace(here)
}

/// Suspends the current `T`, giving `out` to whoever resumed it.
///
/// # Panics
///
/// If there is none, or if it unwinds.
#[inline(always)] // as the fiber's own
pub(super) fn suspend<T: Runner>(out: T::Out) -> Message<T::In> {
    // A copy of the pointer, and no `Rc`: a suspended fiber whose stack owns
    // its runner would never be dropped.
    let door = look(|current| match current {
        Current::One(runner) => T::body(runner).door.get(),
        Current::Nobody | Current::Foreign => None,
    });
    let door = door.expect("one that runs");
    // SAFETY: the runner is current, and `resume` sees to it that it is so
    // only while the runner's fiber runs: between the fiber's resumption and
    // its next suspension or end, on this thread, and not while a task that
    // it runs inside is suspended. So this call is made on the fiber's stack,
    // or on one that was resumed from there and has not been left. The
    // fiber's body set the pointer before anything else, and has not ended,
    // for after that only the fiber's own end follows; so the frame that owns
    // the suspender is alive. Shared references to it are all there are.
    unsafe { door.as_ref() }.suspend(out)
}
