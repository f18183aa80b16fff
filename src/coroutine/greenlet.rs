//! Greenlets: coroutines that switch to each other by name.
//!
//! A switch goes from any greenlet to any other, without a caller and a
//! callee. Underneath, whoever is outside of all greenlets runs a loop: a
//! greenlet that switches suspends itself and tells the loop whom to resume.
//! So however often two greenlets switch to and fro, no stack grows.

use std::any::Any;
use std::cell::OnceCell;
use std::fmt;
use std::panic::{Location, resume_unwind};
use std::rc::Rc;

use super::fiber::{Message, Step, thrown};
use super::here::{self, Body, Current, RunState, Runner};
use crate::trace::LaneKind::Coroutine;
use crate::trace::{self, EventId, Place, State};

/// A handle to a coroutine that is switched to, and from, by name.
///
/// `V` is what a switch passes, both ways: the value that a greenlet is
/// switched to with is what its own `switch` returns, or what its function is
/// given if it starts. Cloning makes another handle to the same greenlet.
///
/// When its function returns, a greenlet is dead, and what it returned goes
/// to its parent: the greenlet that made it, or the main one. So does a
/// panic. The main greenlet is whoever is outside of all others: the thread,
/// or a green task.
///
/// A greenlet whose last handle is dropped while it is suspended is unwound:
/// its destructors run. Two that are suspended and own handles to each other
/// are not dropped, as with any [`Rc`]. A destructor that runs because its
/// greenlet unwinds cannot switch: the process is aborted.
///
/// A greenlet never leaves its thread: it is not `Send`.
///
/// # Examples
///
/// ```
/// use workbench::coroutine::Greenlet;
///
/// let test2 = Greenlet::empty();
/// let test1 = Greenlet::new({
///     let test2 = test2.clone();
///     move |()| {
///         println!("12");
///         test2.switch(());
///         println!("34");
///         test2.switch(());
///     }
/// });
/// test2.set_run({
///     let test1 = test1.clone();
///     move |()| {
///         println!("56");
///         test1.switch(());
///         println!("78");
///     }
/// });
/// test1.switch(()); // 12 56 34 78
/// assert!(test2.is_dead());
/// assert!(!test1.is_dead()); // nobody switched back to it
/// ```
///
/// ```compile_fail,E0277
/// use workbench::{coroutine::Greenlet, thread};
///
/// let one = Greenlet::new(|()| ());
/// thread::spawn(move || one.switch(()));
/// ```
///
/// Source: Python's greenlet, which had it from Stackless Python.
pub struct Greenlet<V: 'static = ()>(
    /// `None` for the main greenlet.
    Option<Rc<Inner<V>>>,
);

struct Inner<V: 'static> {
    body: Body<Self>,
    parent: Greenlet<V>,
    name: OnceCell<String>,
    made: &'static Location<'static>,
}

/// What a greenlet gives to the loop when it is suspended, and at its end.
struct Switch<V: 'static> {
    to: Greenlet<V>,
    message: Message<V>,
}

/// Where a switch starts.
enum From {
    /// Where it leads to.
    To,
    /// Outside of all greenlets.
    Main,
    Other,
}

impl<V> Runner for Inner<V> {
    type In = V;
    type Out = Switch<V>;
    const IS_TASK: bool = false;

    fn body(&self) -> &Body<Self> {
        &self.body
    }
}

impl<V> Greenlet<V> {
    /// A greenlet that will run `f` with the value that it is first switched
    /// to with.
    ///
    /// Its parent is the current greenlet; the main one, if the current one
    /// passes values of another type.
    ///
    /// # Panics
    ///
    /// If the system has no stack to give.
    #[track_caller]
    pub fn new(f: impl FnOnce(V) -> V + 'static) -> Self {
        let greenlet = Self::empty();
        greenlet.set_run(f);
        greenlet
    }

    /// A greenlet with nothing to run yet, for those that know each other:
    /// make one, give the other its handle, then call
    /// [`set_run`](Self::set_run).
    #[must_use]
    #[track_caller]
    pub fn empty() -> Self {
        Self(Some(Rc::new(Inner {
            body: Body::empty(),
            parent: Self::current(),
            name: OnceCell::new(),
            made: Location::caller(),
        })))
    }

    /// Gives an [`empty`](Self::empty) greenlet its function.
    ///
    /// # Panics
    ///
    /// If it has one, or if the system has no stack to give.
    pub fn set_run(&self, f: impl FnOnce(V) -> V + 'static) {
        let empty = |it: &&Rc<Inner<V>>| it.body.state() == RunState::Empty;
        let Some(inner) = self.0.as_ref().filter(empty) else {
            panic!("the greenlet has a function already");
        };
        let parent = inner.parent.clone();
        inner.body.set(|value| Switch { to: parent, message: Ok(f(value)) });
    }

    /// Gives it the name that traces show. The first one stays.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        if let Some(inner) = &self.0 {
            let _ = inner.name.set(name.into());
        }
        self
    }

    /// The main greenlet.
    #[must_use]
    pub fn main() -> Self {
        Self(None)
    }

    /// The greenlet that is running; the main one outside of all others.
    ///
    /// A greenlet that has this handle on its stack while it is suspended
    /// owns itself, and is not unwound when all others are dropped. The
    /// handle in `Greenlet::current().parent().unwrap().switch(())` lives to
    /// the end of that statement: take the parent in one of its own, or
    /// switch to [`main`](Self::main).
    #[must_use]
    pub fn current() -> Self {
        Self(here::current())
    }

    /// The greenlet that made it, which gets what it returns. The main one
    /// has none.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.as_ref().map(|inner| inner.parent.clone())
    }

    /// Whether it has ended. The main one never has.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.state() == Some(RunState::Ended)
    }

    /// Suspends the current greenlet and runs this one, with `value`. Returns
    /// the value that the current greenlet is switched to with, whoever does
    /// that.
    ///
    /// A dead greenlet stands for its parent. Switching to the current
    /// greenlet returns `value`.
    ///
    /// # Panics
    ///
    /// With what is thrown into the current greenlet: by
    /// [`throw`](Self::throw), or by the panic of a child. Also if this one
    /// has no function, if the two pass values of different types, or if this
    /// one is running already: around the task or the generator that switches
    /// to it.
    #[inline(always)] // as `here::suspend`
    #[track_caller]
    pub fn switch(&self, value: V) -> V {
        self.transfer(Ok(value), Location::caller())
    }

    /// As [`switch`](Self::switch), but makes the `switch` that this greenlet
    /// is in panic with `payload`. One that has not started is dead then, and
    /// its parent panics.
    ///
    /// # Panics
    ///
    /// As [`switch`](Self::switch).
    #[track_caller]
    pub fn throw(&self, payload: impl Any + Send) -> V {
        self.transfer(Err(thrown(payload)), Location::caller())
    }

    #[inline(always)] // as `here::suspend`
    fn transfer(
        &self,
        message: Message<V>,
        place: &'static Location<'static>,
    ) -> V {
        let to = self.clone().alive();
        let is_to = |inner: &Rc<Inner<V>>| {
            to.0.as_ref().is_some_and(|to| Rc::ptr_eq(inner, to))
        };
        // Not a handle: a suspended stack must not own its greenlet.
        let from = here::look(|current| match current {
            Current::Nobody if to.0.is_none() => From::To,
            Current::Nobody => From::Main,
            Current::One(inner) if is_to(inner) => From::To,
            Current::One(_) => From::Other,
            Current::Foreign => panic!(
                "the current greenlet and this one pass values of different \
                 types"
            ),
        });
        let answer = match from {
            From::To => message,
            From::Main => run(to, message, place),
            From::Other => {
                to.refuse_unready();
                to.pause(place);
                here::suspend::<Inner<V>>(Switch { to, message })
            }
        };
        answer.unwrap_or_else(|payload| resume_unwind(*payload))
    }

    /// This one, or the nearest ancestor that is not dead.
    fn alive(mut self) -> Self {
        while self.is_dead()
            && let Some(parent) = self.parent()
        {
            self = parent;
        }
        self
    }

    fn refuse_unready(&self) {
        match self.state() {
            Some(RunState::Running) => {
                panic!("the greenlet is running, around the one that switches")
            }
            Some(RunState::Empty) => {
                panic!("the greenlet has no function to run")
            }
            _ => {}
        }
    }

    /// In a trace, the current greenlet is left for this one.
    fn pause(&self, place: &'static Location<'static>) -> Option<EventId> {
        if !trace::on() {
            return None;
        }
        if let Some(inner) = &self.0 {
            let made = || Place::from(inner.made).short();
            let name = || inner.name.get().cloned().unwrap_or_else(made);
            inner.body.with_lane(|lane| lane.open(Coroutine, name, place));
        }
        trace::pause(State::Ready, None, Some(place))
    }

    /// `None` for the main one.
    fn state(&self) -> Option<RunState> {
        self.0.as_ref().map(|inner| inner.body.state())
    }
}

/// Runs greenlets, from `first` on, until one switches to the main greenlet.
fn run<V>(
    first: Greenlet<V>,
    mut message: Message<V>,
    place: &'static Location<'static>,
) -> Message<V> {
    first.refuse_unready();
    let mut cause = first.pause(place);
    let mut next = first;
    while let Some(running) = next.0 {
        let switch = match here::resume(&running, message, cause) {
            Step::Yielded(switch) | Step::Ended(Ok(switch)) => switch,
            Step::Ended(Err(payload)) => {
                let to = running.parent.clone();
                Switch { to, message: Err(Box::new(payload)) }
            }
        };
        cause = running.body.left();
        message = switch.message;
        // The last handle may go here, and the greenlet be unwound.
        drop(running);
        next = switch.to.alive();
    }
    if trace::on() {
        trace::go_on(cause, Some(place));
    }
    message
}

impl<V> Clone for Greenlet<V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V> PartialEq for Greenlet<V> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<V> Eq for Greenlet<V> {}

impl<V> fmt::Debug for Greenlet<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(inner) = &self.0 else { return f.write_str("Greenlet(main)") };
        f.debug_struct("Greenlet")
            .field("name", &inner.name.get())
            .field("dead", &self.is_dead())
            .finish_non_exhaustive()
    }
}
