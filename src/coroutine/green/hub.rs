//! The loop that runs a thread's tasks: who is ready, who sleeps, who waits
//! for a socket.
//!
//! There is one for each thread, and nothing runs it but those who wait: the
//! code outside of all tasks runs it until what it waits for has come, and a
//! task that waits gives the thread back to it. So a wait is always the same
//! three steps: [`Waiter::begin`], make somebody know the waiter (a timer, a
//! socket, a task's list of joiners), [`Hub::park`]. Being woken says only
//! "look again", as with a condition variable.
//!
//! Source: libev's loop, as gevent uses it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::panic::{Location, resume_unwind};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::poll::Sockets;
use super::task::Core;
use crate::coroutine::fiber::{Killed, Message, Payload, Step, thrown};
use crate::coroutine::here;
use crate::model;
use crate::thread;
use crate::trace::{self, EventId, State, Tag, watched};

thread_local! {
    static HUB: Rc<Hub> = Rc::new(Hub::default());
}

#[derive(Default)]
pub(super) struct Hub {
    /// Tasks that have not ended, by number.
    tasks: RefCell<BTreeMap<u64, Rc<Core>>>,
    /// Tasks to resume, in the order in which they were woken.
    ready: RefCell<VecDeque<Rc<Core>>>,
    /// By time, then in the order of their making. A tree and no heap: a
    /// timer that is not needed any more is taken out, so that nobody waits
    /// for it.
    timers: RefCell<BTreeMap<(Instant, u64), Due>>,
    sockets: Sockets,
    /// Numbers tasks.
    last_task: Cell<u64>,
    /// Numbers timers, and timeouts with them.
    last_timer: Cell<u64>,
    /// The code outside of all tasks.
    outside: Rc<Waiter>,
}

/// Somebody who may wait: a task, or the code outside of all tasks.
#[derive(Default)]
pub(super) struct Waiter {
    /// From `begin` until it is woken.
    waiting: Cell<bool>,
    /// What its waits are to panic with, one after the other.
    thrown: RefCell<VecDeque<Box<Payload>>>,
    /// The event that woke it.
    cause: Cell<Option<EventId>>,
    /// The task to resume; nothing outside of all tasks.
    task: Weak<Core>,
}

/// Tasks wait, and nothing can wake one.
struct Stuck {
    tasks: usize,
}

impl Stuck {
    fn panic(self) -> ! {
        panic!(
            "nothing can run any more: {} green tasks wait, and there is no \
             timer and no socket to wake one",
            self.tasks
        )
    }
}

/// What a timer does when its time has come.
enum Due {
    Wake(Rc<Waiter>),
    Throw(Rc<Waiter>, Expired),
}

/// What a timeout throws: its timer's number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Expired(u64);

/// A timer, taken out of the loop when this is dropped, and out of what was
/// thrown and has not arrived.
pub(super) struct Timer {
    hub: Rc<Hub>,
    key: (Instant, u64),
    waiter: Rc<Waiter>,
}

/// The calling thread's loop; in an explored program, the calling task's.
pub(super) fn hub() -> Rc<Hub> {
    if watched() && model::running() {
        return model::with_local(|hub: &RefCell<Rc<Hub>>| {
            hub.borrow().clone()
        });
    }
    HUB.with(Rc::clone)
}

impl Waiter {
    pub(super) fn of(task: Weak<Core>) -> Rc<Self> {
        Rc::new(Self { task, ..Self::default() })
    }

    /// From now on it can be woken. To be called before anybody is told.
    pub(super) fn begin(&self) {
        self.waiting.set(true);
    }

    /// What it is to be resumed with.
    fn message(&self) -> Message<()> {
        self.thrown.borrow_mut().pop_front().map_or(Ok(()), Err)
    }
}

impl Hub {
    /// Numbers a new task, from 1.
    pub(super) fn next_task(&self) -> u64 {
        self.last_task.set(self.last_task.get() + 1);
        self.last_task.get()
    }

    /// Takes a task in: it will run when its turn comes.
    pub(super) fn add(&self, task: Rc<Core>) {
        self.tasks.borrow_mut().insert(task.number, task.clone());
        self.ready.borrow_mut().push_back(task);
    }

    /// Whoever is calling.
    pub(super) fn caller(&self) -> Rc<Waiter> {
        match here::current::<Core>() {
            Some(task) => task.waiter.clone(),
            None => self.outside.clone(),
        }
    }

    /// Lets `waiter` look again, because of `cause`, if it waits.
    pub(super) fn wake(&self, waiter: &Waiter, cause: Option<EventId>) {
        if waiter.waiting.replace(false) {
            waiter.cause.set(cause);
            self.ready.borrow_mut().extend(waiter.task.upgrade());
        }
    }

    /// Makes the wait that `waiter` is in, or its next one, panic with
    /// [`Killed`].
    pub(super) fn kill(&self, waiter: &Waiter) {
        waiter.thrown.borrow_mut().push_front(thrown(Killed));
        self.wake(waiter, None);
    }

    /// Wakes the caller at `at`.
    pub(super) fn wake_at(self: &Rc<Self>, at: Instant) -> Timer {
        self.timer(at, |waiter, _| Due::Wake(waiter))
    }

    /// Makes the wait that the caller is in at `at` panic with the timer's
    /// [`Expired`].
    pub(super) fn throw_at(self: &Rc<Self>, at: Instant) -> Timer {
        self.timer(at, Due::Throw)
    }

    fn timer(
        self: &Rc<Self>,
        at: Instant,
        due: impl FnOnce(Rc<Waiter>, Expired) -> Due,
    ) -> Timer {
        let number = self.last_timer.get() + 1;
        self.last_timer.set(number);
        let (key, waiter) = ((at, number), self.caller());
        let due = due(waiter.clone(), Expired(number));
        self.timers.borrow_mut().insert(key, due);
        Timer { hub: self.clone(), key, waiter }
    }

    pub(super) fn sockets(&self) -> &Sockets {
        &self.sockets
    }

    /// Waits until somebody wakes the caller, who has begun to wait. A trace
    /// says that it is in `state` meanwhile.
    ///
    /// # Panics
    ///
    /// With what is thrown into the caller. Also if it is outside of all
    /// tasks, and nothing can wake it any more.
    #[inline] // for the same reason as `here::suspend`
    pub(super) fn park(
        &self,
        state: State,
        about: Option<&Tag>,
        place: &'static Location<'static>,
    ) {
        let throw = |payload: Box<Payload>| resume_unwind(*payload);
        let caller = self.caller();
        // It may have come while the caller was not waiting.
        caller.message().unwrap_or_else(throw);
        if trace::on() {
            trace::pause(state, about, Some(place));
        }
        if caller.task.strong_count() > 0 {
            return here::suspend::<Core>(()).unwrap_or_else(throw);
        }
        self.run_until_woken(&caller, place);
        caller.message().unwrap_or_else(throw);
    }

    /// Runs tasks until somebody wakes `caller`, who is outside of them.
    #[inline(never)]
    fn run_until_woken(
        &self,
        caller: &Waiter,
        place: &'static Location<'static>,
    ) {
        let ended = self.run_while(|| caller.waiting.get());
        if trace::on() {
            trace::go_on(caller.cause.take(), Some(place));
        }
        ended.unwrap_or_else(|stuck| stuck.panic());
    }

    /// Lets every task run that is ready now.
    #[inline] // as `park`
    pub(super) fn yield_now(&self, place: &'static Location<'static>) {
        match here::current::<Core>() {
            Some(task) => {
                self.ready.borrow_mut().push_back(task);
                self.park(State::Ready, None, place);
            }
            None => {
                if trace::on() {
                    trace::pause(State::Ready, None, Some(place));
                }
                self.turn(|| true);
                self.poll(Some(Duration::ZERO));
                if trace::on() {
                    trace::go_on(None, Some(place));
                }
            }
        }
    }

    /// Runs tasks as long as there are any.
    ///
    /// # Panics
    ///
    /// If there are some, and nothing can run any more.
    pub(super) fn run_all(&self, place: &'static Location<'static>) {
        if trace::on() {
            trace::pause(State::Wait, None, Some(place));
        }
        let ended = self.run_while(|| !self.tasks.borrow().is_empty());
        if trace::on() {
            trace::go_on(None, Some(place));
        }
        ended.unwrap_or_else(|stuck| stuck.panic());
    }

    /// Runs tasks as long as `go_on` holds, or until nothing can run.
    fn run_while(&self, go_on: impl Fn() -> bool) -> Result<(), Stuck> {
        while self.turn(&go_on) {
            let idle = self.ready.borrow().is_empty();
            let next =
                if idle { self.next_timer() } else { Some(Duration::ZERO) };
            if next.is_none() && self.sockets.is_empty() {
                return Err(Stuck { tasks: self.tasks.borrow().len() });
            }
            self.poll(next);
        }
        Ok(())
    }

    /// Resumes every task that is ready now, once, as long as `go_on` holds.
    fn turn(&self, go_on: impl Fn() -> bool) -> bool {
        let ready = self.ready.borrow().len();
        for _ in 0..ready {
            if !go_on() {
                return false;
            }
            let next = self.ready.borrow_mut().pop_front();
            next.inspect(|task| self.resume(task));
        }
        go_on()
    }

    fn resume(&self, task: &Rc<Core>) {
        // It was ready, and then was unwound before its turn came.
        if task.has_ended() {
            return;
        }
        let waiter = &task.waiter;
        let (message, cause) = (waiter.message(), waiter.cause.take());
        if let Step::Ended(end) = here::resume(task, message, cause) {
            self.tasks.borrow_mut().remove(&task.number);
            task.end(self, end);
        }
    }

    /// How long until the next timer is due; `None` if there is none.
    fn next_timer(&self) -> Option<Duration> {
        let timers = self.timers.borrow();
        let (&(at, _), _) = timers.first_key_value()?;
        Some(at.saturating_duration_since(thread::now()))
    }

    /// Waits for sockets and timers, at most for `wait`, and wakes whoever
    /// waits for those that have something to say.
    fn poll(&self, wait: Option<Duration>) {
        if let Some(time) = wait
            && self.sockets.is_empty()
            && watched()
            && model::running()
        {
            // Nobody but the kernel lets virtual time go by.
            if !time.is_zero() {
                model::rest("sleep", Some(time), Location::caller());
            }
            return self.wake_sleepers();
        }
        let ready = self.sockets.poll(wait);
        ready.iter().for_each(|waiter| self.wake(waiter, None));
        self.wake_sleepers();
    }

    /// Wakes whoever's time has come.
    fn wake_sleepers(&self) {
        if self.timers.borrow().is_empty() {
            return;
        }
        let now = thread::now();
        while let Some(due) = self.pop_timer(now) {
            match due {
                Due::Wake(waiter) => self.wake(&waiter, None),
                Due::Throw(waiter, expired) => {
                    waiter.thrown.borrow_mut().push_back(thrown(expired));
                    self.wake(&waiter, None);
                }
            }
        }
    }

    fn pop_timer(&self, now: Instant) -> Option<Due> {
        let mut timers = self.timers.borrow_mut();
        let first = timers.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}

impl Timer {
    /// What it throws.
    pub(super) fn expired(&self) -> Expired {
        Expired(self.key.1)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.hub.timers.borrow_mut().remove(&self.key);
        let own = self.expired();
        let mut thrown = self.waiter.thrown.borrow_mut();
        thrown.retain(|it| it.downcast_ref() != Some(&own));
    }
}

/// Tasks that have not ended when their thread does stay as they are, as
/// threads do when their process ends: to unwind them now would run code on a
/// thread whose thread-locals are being destroyed.
impl Drop for Hub {
    fn drop(&mut self) {
        self.tasks.take().into_values().for_each(mem::forget);
    }
}
