//! What generators, greenlets and green tasks have in common: code on a stack
//! of its own, which is resumed with a message and suspends itself with
//! another.
//!
//! Three things are kept apart here that a switch would mix up. A panic ends
//! the fiber and comes back to its resumer as a value. The lane of the trace
//! is exchanged at every switch. And whether a thread is panicking, which std
//! counts per thread and not per stack, is looked at on both sides of a
//! switch, so that a fiber knows whether it is the one that unwinds.

use std::any::Any;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::panicking;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult};

use crate::model;
use crate::stack;
use crate::trace::{self, EventId, GuestLane, State, watched};

/// What a panic carries.
pub(super) type Payload = Box<dyn Any + Send>;

/// What a fiber is resumed with: a value, or what to unwind with. That is
/// boxed once more, so that a message with a small value is small: every
/// switch moves it.
pub(super) type Message<In> = Result<In, Box<Payload>>;

type Raw<In, Out, End> =
    Coroutine<Message<In>, Out, Result<End, Payload>, DefaultStack>;

/// What a message throws.
pub(super) fn thrown(payload: impl Any + Send) -> Box<Payload> {
    Box::new(Box::new(payload))
}

/// How often a fiber that is dropped is told to unwind before it is leaked.
const PATIENCE: usize = 8;

/// What a coroutine unwinds with that is ended from outside: closed, killed,
/// or dropped half-way. Nobody is told of a panic.
///
/// `catch_unwind` in a coroutine catches it; whoever does not know why should
/// pass it on with `resume_unwind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Killed;

/// Code on a stack of its own.
pub(super) struct Fiber<In: 'static, Out: 'static, End: 'static> {
    /// `None` once it has ended. Never dropped in place: see `Drop`.
    raw: Option<ManuallyDrop<Raw<In, Out, End>>>,
    /// See [`stack::low`].
    low: usize,
    /// Where it acts in a trace.
    pub(super) lane: GuestLane,
    /// Its last event, when it was suspended last.
    pub(super) left: Option<EventId>,
}

/// What a fiber has come to.
pub(super) enum Step<Out, End> {
    /// It has suspended itself.
    Yielded(Out),
    /// It has returned or panicked.
    Ended(Result<End, Payload>),
}

impl<In, Out, End> Fiber<In, Out, End> {
    /// A fiber that will run `f`.
    pub(super) fn new(
        f: impl FnOnce(&Suspender<'_, In, Out>, In) -> End + 'static,
    ) -> Self {
        let stack = stack::take();
        let low = stack::low(&stack);
        let raw = Coroutine::with_stack(stack, |raw, first| {
            let first = match first {
                Ok(first) => first,
                Err(payload) => return Err(drop_unstarted(f, payload)),
            };
            let outside = Cell::new(panicking());
            let suspender = Suspender { raw, outside };
            let end = catch_unwind(AssertUnwindSafe(|| f(&suspender, first)));
            if let Err(payload) = &end
                && trace::on()
                && !payload.is::<Killed>()
                && !crate::model::is_end(&**payload)
            {
                trace::panicked(&**payload);
            }
            end
        });
        Self {
            raw: Some(ManuallyDrop::new(raw)),
            low,
            lane: GuestLane::default(),
            left: None,
        }
    }

    /// Whether it has been resumed at least once.
    pub(super) fn has_started(&self) -> bool {
        self.raw.as_ref().is_none_or(|raw| raw.started())
    }

    pub(super) fn has_ended(&self) -> bool {
        self.raw.is_none()
    }

    /// Runs it until it suspends itself or ends; a trace says that it goes on
    /// because of `cause`.
    ///
    /// # Panics
    ///
    /// If it has ended.
    #[inline]
    pub(super) fn resume(
        &mut self,
        message: Message<In>,
        cause: Option<EventId>,
    ) -> Step<Out, End> {
        if watched() {
            return self.resume_watched(message, cause);
        }
        let result = self.running().resume(message);
        self.came(result)
    }

    /// As [`resume`](Self::resume), where a trace is recorded or a program is
    /// explored.
    #[cold]
    fn resume_watched(
        &mut self,
        message: Message<In>,
        cause: Option<EventId>,
    ) -> Step<Out, End> {
        let traced = trace::on() && self.lane.enter(cause);
        let low = self.low;
        let result = model::on_stack(low, || self.running().resume(message));
        if traced {
            self.left = match result {
                CoroutineResult::Yield(_) => self.lane.leave(),
                CoroutineResult::Return(_) => self.lane.end(),
            };
        }
        self.came(result)
    }

    #[inline]
    fn running(&mut self) -> &mut Raw<In, Out, End> {
        self.raw.as_mut().expect("a fiber that has not ended")
    }

    #[inline]
    fn came(
        &mut self,
        result: CoroutineResult<Out, Result<End, Payload>>,
    ) -> Step<Out, End> {
        match result {
            CoroutineResult::Yield(out) => Step::Yielded(out),
            CoroutineResult::Return(end) => {
                self.retire();
                Step::Ended(end)
            }
        }
    }

    /// Drops what a fiber that was never resumed would have run.
    pub(super) fn discard(&mut self) {
        // Taken first: should a destructor panic, nothing is dropped twice.
        if let Some(mut raw) = self.raw.take() {
            raw.force_unwind();
            stack::give_back(ManuallyDrop::into_inner(raw).into_stack());
        }
    }

    /// Keeps the stack of a fiber that has ended.
    #[cold]
    fn retire(&mut self) {
        if let Some(raw) = self.raw.take() {
            stack::give_back(ManuallyDrop::into_inner(raw).into_stack());
        }
    }

    /// Unwinds a fiber that is suspended, whatever it does against it.
    #[cold]
    fn unwind(&mut self) {
        let tag = if trace::on() { self.lane.tag() } else { None };
        if let Some(tag) = &tag {
            trace::pause(State::Wait, Some(tag), None);
        }
        let mut end = Ok(());
        for _ in 0..PATIENCE {
            let step = self.resume(Err(thrown(Killed)), None);
            if let Step::Ended(ended) = step {
                end = ended.map(drop);
                break;
            }
        }
        if tag.is_some() {
            trace::go_on(self.left, None);
        }
        if let Err(payload) = end
            && !payload.is::<Killed>()
            && !panicking()
        {
            resume_unwind(payload);
        }
    }
}

/// Drops `f`, which was thrown into before it started, as if it unwound.
#[cold]
fn drop_unstarted<F>(f: F, payload: Box<Payload>) -> Payload {
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _f = f;
        resume_unwind(*payload)
    }));
    let Err(payload) = unwound;
    payload
}

/// Runs the destructors of everything on the stack. A fiber that catches the
/// unwinding and suspends itself again, over and over, is leaked.
impl<In, Out, End> Drop for Fiber<In, Out, End> {
    fn drop(&mut self) {
        if !self.has_started() {
            self.discard();
        } else if !self.has_ended() {
            self.unwind();
        }
    }
}

/// The way out of a fiber, for the code inside.
pub(super) struct Suspender<'a, In, Out> {
    raw: &'a corosensei::Yielder<Message<In>, Out>,
    /// Whether whoever resumed the fiber last was panicking then.
    outside: Cell<bool>,
}

impl<In, Out> Suspender<'_, In, Out> {
    /// Whether the fiber is running destructors because it panicked, or
    /// because it is being ended. It cannot suspend itself then: the thread
    /// would take the resumer for the one that unwinds.
    #[inline]
    pub(super) fn unwinds(&self) -> bool {
        panicking() && !self.outside.get()
    }

    /// Gives `out` to the resumer, and waits for the next message.
    ///
    /// # Panics
    ///
    /// If the fiber unwinds. As that happens in a destructor, it aborts.
    // The processor guesses where a return leads from the last call. A switch
    // inside of a call makes it guess wrong twice, which takes longer than
    // the switch: so neither this nor what calls it may be a call.
    #[inline(always)]
    pub(super) fn suspend(&self, out: Out) -> Message<In> {
        assert!(
            !self.unwinds(),
            "a coroutine cannot be suspended by a destructor that runs \
             because it unwinds"
        );
        let message = self.raw.suspend(out);
        self.outside.set(panicking());
        message
    }
}
