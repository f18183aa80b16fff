//! Which puts have been done: `task_done` and `join`.
//!
//! A queue numbers its puts anyway, so that unfinished is puts less done and
//! `put` has nothing to count. `puts` only grows, and `done` never passes
//! it; that is why reading `done` first and `puts` after it is enough to
//! know that once they were equal.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use std::time::Instant;

use crossbeam_utils::CachePadded;

use super::error::TooManyDone;
use super::gate::Gate;

#[derive(Debug)]
pub(super) struct Tasks {
    counts: CachePadded<Counts>,
    joiners: Gate,
}

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    /// At most the number of puts: as many as somebody has seen. While
    /// `done` is below it, nobody needs to ask the producers' cache line.
    seen: AtomicU64,
}

impl Tasks {
    pub(super) fn new() -> Self {
        Self { counts: CachePadded::default(), joiners: Gate::new() }
    }

    /// Counts one task as done; returns whether it was the last one owed.
    /// [`wake_joiners`](Self::wake_joiners) is then due.
    #[inline]
    pub(super) fn done(
        &self,
        puts: impl Fn() -> u64,
    ) -> Result<bool, TooManyDone> {
        // Relaxed: compared again by the exchange.
        let mut done = self.counts.done.load(Relaxed);
        loop {
            let next = done + 1;
            // Relaxed: too small a number is as good as none.
            let mut bound = self.counts.seen.load(Relaxed);
            if next >= bound {
                bound = puts();
                self.counts.seen.store(bound, Relaxed);
            }
            if next > bound {
                return Err(TooManyDone);
            }
            // Adding first and taking it back would let others see a task
            // that was never done. SeqCst: with the gate's count.
            match self
                .counts
                .done
                .compare_exchange_weak(done, next, SeqCst, Relaxed)
            {
                Ok(_) => return Ok(next == bound),
                Err(now) => done = now,
            }
        }
    }

    /// Counts `dropped` tasks as done that nobody will do. As in Python, a
    /// `task_done` that came before its `get` has counted them already.
    pub(super) fn dropped(&self, dropped: u64, puts: impl Fn() -> u64) {
        let add = |done| Some(puts().min(done + dropped));
        let _ = self.counts.done.fetch_update(SeqCst, SeqCst, add);
        self.wake_joiners();
    }

    pub(super) fn wake_joiners(&self) {
        self.joiners.notify_all();
    }

    pub(super) fn all_done(&self, puts: impl Fn() -> u64) -> bool {
        let done = self.counts.done.load(SeqCst);
        done == puts()
    }

    /// Waits until all are done; false if `deadline` comes first.
    pub(super) fn join(
        &self,
        deadline: Option<Instant>,
        puts: impl Fn() -> u64,
    ) -> bool {
        let all_done = || self.all_done(&puts).then_some(());
        self.joiners.wait(deadline, all_done).is_some()
    }
}
