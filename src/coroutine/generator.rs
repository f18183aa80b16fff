//! Generators: functions that give one value after another, and are given
//! values back.

use std::any::Any;
use std::fmt;
use std::iter::FusedIterator;
use std::panic::{Location, resume_unwind};

use super::fiber::{Fiber, Killed, Message, Step, Suspender, thrown};
use crate::trace::LaneKind::Coroutine;
use crate::trace::{self, Place, State};

/// A function that stops at every `yield_` until it is asked to go on.
///
/// `Y` is what it yields, `S` what it is sent, `R` what it returns at its
/// end. It runs on the thread that resumes it, on a stack of its own, and it
/// cannot be resumed while it runs, for that takes `&mut`. It never leaves
/// its thread: it is not `Send`.
///
/// A generator that is dropped half-way is unwound: its destructors run.
///
/// # Panics
///
/// A panic in the generator ends it, and goes on in whoever resumed it.
///
/// A destructor that runs because the generator unwinds cannot yield: the
/// process is aborted.
///
/// # Examples
///
/// The consumer tells the producer how it went:
///
/// ```
/// use workbench::coroutine::Generator;
///
/// let mut consumer = Generator::new(|y| {
///     let mut reply = "";
///     loop {
///         let n: u32 = y.yield_(reply);
///         println!("consuming {n}");
///         reply = "200 OK";
///     }
/// });
/// assert_eq!(consumer.next(), Some("")); // runs to the first yield
/// for n in 1..=5 {
///     println!("producing {n}");
///     assert_eq!(consumer.send(n), Ok("200 OK"));
/// }
/// consumer.close();
/// ```
///
/// One that is sent nothing is an iterator:
///
/// ```
/// use workbench::coroutine::Generator;
///
/// fn countdown(from: u32) -> Generator<u32> {
///     Generator::new(move |y| (1..=from).rev().for_each(|n| y.yield_(n)))
/// }
/// assert!(countdown(3).eq([3, 2, 1]));
/// ```
///
/// It stays on its thread:
///
/// ```compile_fail,E0277
/// use workbench::{coroutine::Generator, thread};
///
/// let mut one: Generator<u32> = Generator::new(|y| y.yield_(1));
/// thread::spawn(move || one.next());
/// ```
///
/// Source: Python's generators, PEP 342.
pub struct Generator<Y: 'static, S: 'static = (), R: 'static = ()> {
    fiber: Fiber<S, Y, R>,
    /// What it returned, until somebody takes it.
    returned: Option<R>,
    name: Option<String>,
    made: &'static Location<'static>,
}

impl<Y, S, R> Generator<Y, S, R> {
    /// A generator that will run `f`. Nothing runs before the first
    /// [`next`](Self::next).
    ///
    /// # Panics
    ///
    /// If the system has no stack to give.
    #[track_caller]
    pub fn new(f: impl FnOnce(Yielder<'_, Y, S>) -> R + 'static) -> Self {
        Self {
            fiber: Fiber::new(|suspender, _| f(Yielder(suspender))),
            returned: None,
            name: None,
            made: Location::caller(),
        }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Runs it to its next yield and returns what it yields, or `None` if it
    /// ends, or has ended.
    ///
    /// The first call starts it, and gives it nothing: it is not at a yield
    /// yet. Every later one is a [`send`](Self::send) of `S::default()`, as
    /// Python's `next` sends `None`.
    ///
    /// # Panics
    ///
    /// If the generator does.
    #[expect(
        clippy::should_implement_trait,
        reason = "it is Iterator::next where S is (); for any S, a `for` \
                  loop could not infer that nothing is sent"
    )]
    #[track_caller]
    pub fn next(&mut self) -> Option<Y>
    where
        S: Default,
    {
        self.resume(Ok(S::default()))
    }

    /// Gives `value` to the yield that the generator is at, runs it to the
    /// next one, and returns what it yields there.
    ///
    /// # Errors
    ///
    /// If the generator has not been started by [`next`](Self::next), has
    /// ended, or ends instead of yielding.
    ///
    /// # Panics
    ///
    /// If the generator does.
    #[inline]
    #[track_caller]
    pub fn send(&mut self, value: S) -> Result<Y, SendError<S>> {
        if self.fiber.has_ended() {
            return Err(SendError::Ended(value));
        }
        if !self.fiber.has_started() {
            return Err(SendError::NotStarted(value));
        }
        self.resume(Ok(value)).ok_or(SendError::Returned)
    }

    /// Makes the yield that the generator is at panic with `payload`, and
    /// returns what it yields next, if it goes on: [`Yielder::try_yield`]
    /// and [`std::panic::catch_unwind`] let it. `None` if it returns.
    ///
    /// # Panics
    ///
    /// With `payload`, if the generator does not handle it, has not been
    /// started, or has ended.
    #[track_caller]
    pub fn throw(&mut self, payload: impl Any + Send) -> Option<Y> {
        let payload = thrown(payload);
        if self.fiber.has_ended() {
            resume_unwind(*payload);
        }
        if !self.fiber.has_started() {
            self.fiber.discard();
            resume_unwind(*payload);
        }
        self.resume(Err(payload))
    }

    /// Ends it: unwinds it, with [`Killed`], from the yield that it is at, so
    /// that its destructors run. One that has not started never will; for one
    /// that has ended, nothing happens.
    ///
    /// # Panics
    ///
    /// If the generator catches the unwinding and yields on. It stays
    /// suspended at that yield. Also if it panics while it unwinds.
    #[track_caller]
    pub fn close(&mut self) {
        if !self.fiber.has_started() {
            self.fiber.discard();
        }
        if self.fiber.has_ended() {
            return;
        }
        match self.step(Err(thrown(Killed))) {
            Step::Yielded(_) => {
                panic!("the generator yielded on although it was closed")
            }
            Step::Ended(Ok(value)) => self.returned = Some(value),
            Step::Ended(Err(payload)) if payload.is::<Killed>() => {}
            Step::Ended(Err(payload)) => resume_unwind(payload),
        }
    }

    /// Takes what it returned. `None` if it goes on, panicked or was closed,
    /// or if the value was taken before.
    ///
    /// This is what Python's `StopIteration` carries.
    pub fn returned(&mut self) -> Option<R> {
        self.returned.take()
    }

    /// Whether it has ended: it will never yield again.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.fiber.has_ended()
    }

    #[inline]
    #[track_caller]
    fn resume(&mut self, message: Message<S>) -> Option<Y> {
        if self.fiber.has_ended() {
            return None;
        }
        match self.step(message) {
            Step::Yielded(value) => Some(value),
            Step::Ended(Ok(value)) => {
                self.returned = Some(value);
                None
            }
            Step::Ended(Err(payload)) => resume_unwind(payload),
        }
    }

    #[inline]
    #[track_caller]
    fn step(&mut self, message: Message<S>) -> Step<Y, R> {
        if trace::on() {
            return self.step_traced(message, Location::caller());
        }
        self.fiber.resume(message, None)
    }

    #[cold]
    fn step_traced(
        &mut self,
        message: Message<S>,
        place: &'static Location<'static>,
    ) -> Step<Y, R> {
        let (given, made) = (&self.name, self.made);
        let name =
            || given.clone().unwrap_or_else(|| Place::from(made).short());
        self.fiber.lane.open(Coroutine, name, place);
        let tag = self.fiber.lane.tag();
        let cause = trace::pause(State::Wait, tag.as_deref(), Some(place));
        let step = self.fiber.resume(message, cause);
        trace::go_on(self.fiber.left, Some(place));
        step
    }
}

impl<Y, R> Iterator for Generator<Y, (), R> {
    type Item = Y;

    #[track_caller]
    fn next(&mut self) -> Option<Y> {
        self.resume(Ok(()))
    }
}

impl<Y, R> FusedIterator for Generator<Y, (), R> {}

impl<Y, S, R> fmt::Debug for Generator<Y, S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generator")
            .field("name", &self.name)
            .field("started", &self.fiber.has_started())
            .field("ended", &self.fiber.has_ended())
            .finish_non_exhaustive()
    }
}

/// What a generator yields through.
pub struct Yielder<'a, Y, S = ()>(&'a Suspender<'a, S, Y>);

impl<Y, S> Yielder<'_, Y, S> {
    /// Gives `value` to whoever resumed the generator, waits to be resumed
    /// again, and returns what was sent.
    ///
    /// # Panics
    ///
    /// With what is thrown into the generator. That unwinds it, unless it
    /// catches it.
    #[inline]
    #[track_caller]
    pub fn yield_(self, value: Y) -> S {
        let sent = self.suspend(value);
        sent.unwrap_or_else(|payload| resume_unwind(*payload))
    }

    /// As [`yield_`](Self::yield_), but what is [thrown](Generator::throw)
    /// into the generator is returned.
    ///
    /// # Errors
    ///
    /// What was thrown, as `catch_unwind` would return it. That the
    /// generator is closed or dropped is not an error to handle: it unwinds.
    #[track_caller]
    pub fn try_yield(self, value: Y) -> Result<S, Box<dyn Any + Send>> {
        let sent = self.suspend(value);
        sent.map_err(|payload| {
            if payload.is::<Killed>() {
                resume_unwind(*payload)
            } else {
                *payload
            }
        })
    }

    #[inline]
    #[track_caller]
    fn suspend(self, value: Y) -> Message<S> {
        if trace::on() {
            trace::pause(State::Ready, None, Some(Location::caller()));
        }
        self.0.suspend(value)
    }
}

impl<Y, S> Clone for Yielder<'_, Y, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, S> Copy for Yielder<'_, Y, S> {}

impl<Y, S> fmt::Debug for Yielder<'_, Y, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Yielder").finish_non_exhaustive()
    }
}

/// Why a generator that was sent a value yields none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendError<S> {
    /// It is not at a yield yet; here is the value back. Call
    /// [`next`](Generator::next) first.
    NotStarted(S),
    /// It received the value, and returned.
    Returned,
    /// It had ended before; here is the value back.
    Ended(S),
}

impl<S> fmt::Display for SendError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted(_) => "the generator has not been started by next",
            Self::Returned => "the generator returned instead of yielding",
            Self::Ended(_) => "the generator has ended",
        })
    }
}

impl<S: fmt::Debug> std::error::Error for SendError<S> {}
