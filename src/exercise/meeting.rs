//! A place where several threads should be able to be at once.

use crate::explore::reach;
use crate::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Reaches its label as soon as enough threads are there at the same time.
#[derive(Debug)]
pub struct Meeting {
    enough: usize,
    label: &'static str,
    inside: AtomicUsize,
}

impl Meeting {
    /// A meeting of so many threads, which
    /// [reaches](crate::explore::reach) `label`.
    #[must_use]
    pub fn of(enough: usize, label: &'static str) -> Self {
        let inside = AtomicUsize::new(0).named("meeting");
        Self { enough, label, inside }
    }

    /// Comes, and leaves again. Whoever visits in the middle of something
    /// says that others may do the same meanwhile.
    #[track_caller]
    pub fn visit(&self) {
        if self.inside.fetch_add(1, SeqCst) + 1 == self.enough {
            reach(self.label);
        }
        self.inside.fetch_sub(1, SeqCst);
    }
}
