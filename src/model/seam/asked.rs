//! What lies on the stack of a suspended task, and the kernel asks.
#![expect(
    unsafe_code,
    reason = "what a suspended task waits for lies on its own stack, which \
              no lifetime can tell the kernel"
)]

use std::ptr::NonNull;

use crate::trace::Tag;

/// Asks whether a task can go on.
#[derive(Clone, Copy)]
pub(in crate::model) struct Ready(NonNull<dyn Fn() -> bool>);

impl Ready {
    /// To be kept no longer than the task is suspended in `step`.
    pub(super) fn new<'a>(ask: &'a (dyn Fn() -> bool + 'a)) -> Self {
        let ask: NonNull<dyn Fn() -> bool + 'a> = NonNull::from(ask);
        // SAFETY: only the lifetime changes. `step` borrows what this points
        // to until the task goes on, and the kernel drops it before that.
        Self(unsafe {
            std::mem::transmute::<
                NonNull<dyn Fn() -> bool + 'a>,
                NonNull<dyn Fn() -> bool + 'static>,
            >(ask)
        })
    }

    #[inline]
    pub(in crate::model) fn ask(&self) -> bool {
        // SAFETY: the task that made it is suspended in `step`, which has
        // borrowed the function.
        let ask = unsafe { self.0.as_ref() };
        ask()
    }
}

/// The object that a suspended task is about to use.
#[derive(Clone, Copy)]
pub(in crate::model) struct About(NonNull<Tag>);

impl About {
    /// To be kept no longer than the task is suspended in `step`.
    pub(in crate::model) fn new(tag: &Tag) -> Self {
        Self(NonNull::from(tag))
    }

    pub(in crate::model) fn with<R>(self, f: impl FnOnce(&Tag) -> R) -> R {
        // SAFETY: as in `Ready::ask`: the operation borrows its tags.
        f(unsafe { self.0.as_ref() })
    }
}
