//! A green task, and the handle to join or to kill it.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{Location, resume_unwind};
use std::rc::Rc;

use super::hub::{Hub, Waiter, hub};
use crate::coroutine::fiber::{Killed, Payload};
use crate::coroutine::here::{self, Body, RunState, Runner};
use crate::thread;
use crate::trace::LaneKind::Coroutine;
use crate::trace::{self, EventId, State};

/// A green task as the loop knows it.
pub(super) struct Core {
    pub(super) number: u64,
    body: Body<Self>,
    pub(super) waiter: Rc<Waiter>,
    /// Who waits for its end. They look again when they are woken, so that
    /// one who has given up may stay here.
    joiners: RefCell<Vec<Rc<Waiter>>>,
    /// What it panicked with.
    panic: Cell<Option<Payload>>,
}

impl Runner for Core {
    type In = ();
    type Out = ();
    const IS_TASK: bool = true;

    fn body(&self) -> &Body<Self> {
        &self.body
    }
}

impl Core {
    /// The task has ended.
    pub(super) fn end(&self, hub: &Hub, end: Result<(), Payload>) {
        self.panic.set(end.err());
        for joiner in self.joiners.take() {
            hub.wake(&joiner, self.last_event());
        }
    }

    fn last_event(&self) -> Option<EventId> {
        self.body.left()
    }

    pub(super) fn has_ended(&self) -> bool {
        self.body.state() == RunState::Ended
    }
}

/// Starts a task that runs `f`, once somebody waits; see the
/// [module](super).
///
/// # Panics
///
/// If the system has no stack to give.
#[track_caller]
pub fn spawn<T: 'static>(f: impl FnOnce() -> T + 'static) -> Task<T> {
    let hub = hub();
    let number = hub.next_task();
    let core = Rc::new_cyclic(|task| Core {
        number,
        body: Body::empty(),
        waiter: Waiter::of(task.clone()),
        joiners: RefCell::default(),
        panic: Cell::default(),
    });
    let value = Rc::new(Cell::new(None));
    let out = value.clone();
    core.body.set(move |()| out.set(Some(f())));
    if trace::on() {
        let place = Location::caller();
        core.body.with_lane(|lane| {
            lane.open(Coroutine, || format!("Task-{number}"), place);
            lane.set(State::Ready);
        });
    }
    hub.add(core.clone());
    Task { core, value }
}

/// A task to join, and through it the value that it returns.
///
/// Dropping the handle lets the task go on alone.
pub struct Task<T> {
    core: Rc<Core>,
    /// Set by the task when it returns.
    value: Rc<Cell<Option<T>>>,
}

impl<T> Task<T> {
    /// Gives it the name that traces show, `Task-N` until then. To be called
    /// before it runs.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        self.core.body.with_lane(|lane| lane.rename(&name.into()));
        self
    }

    /// Whether it has ended: a join would not wait.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.core.has_ended()
    }

    /// Waits until the task has ended and returns its value. Other tasks run
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// What the task panicked with, if it did; [`Killed`] if it was killed.
    ///
    /// # Panics
    ///
    /// If called by the task itself. If nothing can run any more, as
    /// [`run`](super::run) does.
    #[track_caller]
    pub fn join(self) -> thread::Result<T> {
        let place = Location::caller();
        assert!(
            !self.is_caller(),
            "a task cannot join itself: it would wait for ever"
        );
        let hub = hub();
        let tag = self.core.body.with_lane(|lane| lane.tag()).flatten();
        while !self.core.has_ended() {
            let caller = hub.caller();
            caller.begin();
            self.core.joiners.borrow_mut().push(caller);
            hub.park(State::Wait, tag.as_deref(), place);
        }
        match self.core.panic.take() {
            Some(payload) => Err(payload),
            None => Ok(self.value.take().expect("a task that returned")),
        }
    }

    /// Makes what the task waits for, or is about to, panic with [`Killed`],
    /// so that it unwinds when its turn comes. One that has not started
    /// never will. Join it to wait until it has ended.
    ///
    /// # Panics
    ///
    /// If called by the task itself: that is how it ends.
    pub fn kill(&self) {
        if self.is_caller() {
            resume_unwind(Box::new(Killed));
        }
        if !self.core.has_ended() {
            hub().kill(&self.core.waiter);
        }
    }

    fn is_caller(&self) -> bool {
        here::current::<Core>().is_some_and(|it| Rc::ptr_eq(&it, &self.core))
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("number", &self.core.number)
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
