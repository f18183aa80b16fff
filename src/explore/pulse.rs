//! How somebody outside sees that an exploration goes on: a program that
//! blocks in something that is not of this library takes the thread of all
//! its tasks along.
#![expect(
    unsafe_code,
    reason = "a place is handed to the watching thread as a pointer: a lock \
              would cost as much as the step"
)]

use std::panic::Location;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering::Relaxed};

use crate::model::Kernel;

/// The pulse of an exploration. Relaxed: a guess is all that is made of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Pulse(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    beats: AtomicU64,
    /// Where the last step was made; null before the first.
    place: AtomicPtr<Location<'static>>,
}

impl Pulse {
    /// Another step is about to be made.
    #[inline]
    pub(super) fn beat(&self, kernel: &Kernel) {
        let beats = self.0.beats.load(Relaxed);
        self.0.beats.store(beats + 1, Relaxed);
        if let Some(last) = kernel.events().last() {
            let place = ptr::from_ref(last.place).cast_mut();
            self.0.place.store(place, Relaxed);
        }
    }

    pub(super) fn beats(&self) -> u64 {
        self.0.beats.load(Relaxed)
    }

    /// Where the last step but one was made.
    pub(super) fn place(&self) -> Option<&'static Location<'static>> {
        let place = self.0.place.load(Relaxed).cast_const();
        // SAFETY: null, or made of a `&'static Location` by `beat`.
        unsafe { place.as_ref() }
    }
}
