//! Which puts have been done: `task_done` and `join`.
//!
//! A queue numbers its puts anyway, so that unfinished is puts less done and
//! `put` has nothing to count. `puts` only grows, and `done` never passes
//! it; that is why reading `done` first and `puts` after it is enough to
//! know that once they were equal.

use std::time::Instant;

use crossbeam_utils::CachePadded;

use super::error::TooManyDone;
use crate::memory::{AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use crate::sync::{Gate, LONG};

#[derive(Debug)]
pub(super) struct Tasks {
    done: CachePadded<AtomicU64>,
    joiners: Gate,
}

impl Tasks {
    pub(super) fn new() -> Self {
        Self { done: CachePadded::default(), joiners: Gate::new(LONG) }
    }

    /// Counts one task as done; returns how many are, with it.
    ///
    /// `gets` is at most `puts`, and at hand for a consumer. Only who calls
    /// a task done before it was got has to ask the producers.
    #[inline]
    pub(super) fn done(
        &self,
        gets: impl Fn() -> u64,
        puts: impl Fn() -> u64,
    ) -> Result<u64, TooManyDone> {
        // Relaxed: compared again by the exchange.
        let mut done = self.done.load(Relaxed);
        loop {
            let next = done + 1;
            if next > gets() && next > puts() {
                return Err(TooManyDone);
            }
            // Adding first and taking it back would let others see a task
            // that was never done. SeqCst: with the joiners' count.
            match self.done.compare_exchange_weak(done, next, SeqCst, Relaxed) {
                Ok(_) => return Ok(next),
                Err(now) => done = now,
            }
        }
    }

    /// Counts `dropped` tasks as done that nobody will do. As in Python, a
    /// `task_done` that came before its `get` has counted them already.
    pub(super) fn dropped(&self, dropped: u64, puts: impl Fn() -> u64) {
        let add = |done| Some(puts().min(done + dropped));
        let _ = self.done.fetch_update(SeqCst, SeqCst, add);
        self.wake_joiners();
    }

    /// Whether anybody is in [`join`](Self::join) and parked.
    #[inline]
    pub(super) fn has_joiners(&self) -> bool {
        self.joiners.has_waiters()
    }

    pub(super) fn wake_joiners(&self) {
        self.joiners.notify_all();
    }

    pub(super) fn all_done(&self, puts: impl Fn() -> u64) -> bool {
        let done = self.done.load(SeqCst);
        done == puts()
    }

    /// Waits until all are done; false if `deadline` comes first.
    pub(super) fn join(
        &self,
        deadline: Option<Instant>,
        puts: impl Fn() -> u64,
    ) -> bool {
        let all_done = || self.all_done(&puts);
        let attempt = || all_done().then_some(());
        self.joiners.wait_hinted(deadline, all_done, attempt).is_some()
    }
}
