//! A task's stack, and the way into it and out of it.

use std::ptr::NonNull;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::stack;

type Raw = Coroutine<(), (), (), DefaultStack>;

/// The way out of a fiber, for the code that runs on it.
pub(super) type Door = NonNull<Yielder<(), ()>>;

/// Code on a stack of its own.
pub(super) struct Fiber(Raw);

impl Fiber {
    /// A fiber that will run `body`.
    pub(super) fn new(body: impl FnOnce(Door) + 'static) -> Self {
        let run = |door: &Yielder<(), ()>, ()| body(NonNull::from(door));
        Self(Coroutine::with_stack(stack::take(), run))
    }

    /// Runs it until it suspends itself or ends; whether it has ended.
    #[inline]
    pub(super) fn resume(&mut self) -> bool {
        matches!(self.0.resume(()), CoroutineResult::Return(()))
    }

    /// Keeps the stack for the next one. To be called when it has ended, or
    /// before it has been resumed.
    pub(super) fn retire(mut self) {
        if !self.0.done() {
            self.0.force_unwind(); // drops what it would have run
        }
        stack::give_back(self.0.into_stack());
    }
}
