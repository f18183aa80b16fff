//! A room for one, in which a second one is a mistake.

use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// What mutual exclusion is for: whoever comes in while somebody is inside
/// fails, at once.
///
/// Coming in is one step and going out another, so that a level is broken
/// with as few steps as can be.
pub(super) struct Room {
    inside: AtomicUsize,
    /// What to say when a second one comes in.
    crowded: &'static str,
}

impl Room {
    /// An empty room.
    #[track_caller]
    pub(super) fn new(crowded: &'static str) -> Self {
        Self { inside: AtomicUsize::new(0).named("in the room"), crowded }
    }

    /// Comes in.
    ///
    /// # Panics
    ///
    /// If somebody is inside.
    #[track_caller]
    pub(super) fn enter(&self) {
        let others = self.inside.fetch_add(1, SeqCst);
        assert!(others == 0, "{}", self.crowded);
    }

    /// Goes out.
    #[track_caller]
    pub(super) fn leave(&self) {
        self.inside.fetch_sub(1, SeqCst);
    }
}
