//! A task's stack, and the way into it and out of it.
#![expect(
    unsafe_code,
    reason = "a task that cannot be unwound is left as it is, which is no \
              more than a leak as long as nobody uses what is on its stack"
)]

use std::ptr::NonNull;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use super::overflow;
use crate::stack;

type Raw = Coroutine<(), (), (), DefaultStack>;

/// The way out of a fiber, for the code that runs on it.
pub(super) type Door = NonNull<Yielder<(), ()>>;

/// Code on a stack of its own.
pub(super) struct Fiber {
    raw: Raw,
    /// See [`stack::low`].
    low: usize,
}

impl Fiber {
    /// A fiber that will run `body`.
    pub(super) fn new(body: impl FnOnce(Door) + 'static) -> Self {
        let stack = stack::take();
        let low = stack::low(&stack);
        let run = |door: &Yielder<(), ()>, ()| body(NonNull::from(door));
        Self { raw: Coroutine::with_stack(stack, run), low }
    }

    /// Where its stack begins.
    pub(super) fn low(&self) -> usize {
        self.low
    }

    /// Runs it until it suspends itself or ends; whether it has ended.
    #[inline]
    pub(super) fn resume(&mut self) -> bool {
        overflow::set_low(self.low);
        let result = self.raw.resume(());
        overflow::set_low(0);
        matches!(result, CoroutineResult::Return(()))
    }

    /// Keeps the stack of a fiber that has ended for the next one.
    pub(super) fn retire(self) {
        stack::give_back(self.raw.into_stack());
    }

    /// Keeps the stack for the next one; what is on it is leaked.
    ///
    /// To be called when nobody uses any more what is on it: those who
    /// borrow from it have ended, or have been given up themselves.
    pub(super) fn give_up(mut self) {
        // SAFETY: nothing on the stack is used again. That its destructors
        // do not run is a leak, but for code that counts on it that a frame
        // which borrows out what it owns does not go without them: of this
        // library that is `thread::scope`, and whoever was started there has
        // ended, or will never run again.
        unsafe { self.raw.force_reset() };
        self.retire();
    }
}
