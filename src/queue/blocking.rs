//! From a queue that only tries to one that waits.
//!
//! A [`Flavor`] keeps items and never blocks. [`Blocking`] adds, once for
//! all of them, waiting, `task_done`, `join`, and what a trace is told.

use std::panic::Location;

use crossbeam_utils::CachePadded;

use super::Shutdown;
use super::error::{TooManyDone, TryGetError, TryPutError};
use super::journal::Journal;
use super::patience::Patience;
use super::tasks::Tasks;
use crate::sync::{Gate, LONG};

/// A queue that never waits.
///
/// What [`Gate::notify`] asks for holds of every method that changes it.
pub(super) trait Flavor {
    type Item;

    /// An empty queue; 0 for no limit.
    fn new(capacity: usize) -> Self;

    /// Puts the item, and returns which put it was, from 1.
    fn try_put(&self, item: Self::Item)
    -> Result<u64, TryPutError<Self::Item>>;

    /// Takes an item, and returns with it which put it came from.
    fn try_get(&self) -> Result<(Self::Item, u64), TryGetError>;

    /// How many puts there have been, counting those under way.
    fn puts(&self) -> u64;

    /// How many items have left, got or dropped. At most `puts`, and at
    /// least as many as the calling thread has got.
    fn gets(&self) -> u64;

    /// A guess, for whoever spins.
    fn may_have_room(&self) -> bool;

    /// A guess, for whoever spins.
    fn may_have_item(&self) -> bool;

    fn len(&self) -> usize;

    /// Refuses puts from now on; returns the items that nobody may get.
    fn shut_down(&self, how: Shutdown) -> Vec<Self::Item>;

    fn is_shut_down(&self) -> bool;
}

pub(super) struct Blocking<F> {
    journal: Journal,
    flavor: F,
    not_empty: CachePadded<Gate>,
    not_full: CachePadded<Gate>,
    tasks: Tasks,
}

impl<F: Flavor> Blocking<F> {
    #[track_caller]
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            journal: Journal::new(capacity),
            flavor: F::new(capacity),
            not_empty: CachePadded::new(Gate::new(LONG)),
            not_full: CachePadded::new(Gate::new(LONG)),
            tasks: Tasks::new(),
        }
    }

    pub(super) fn set_name(&mut self, name: impl Into<String>) {
        self.journal.set_name(name);
    }

    pub(super) fn capacity(&self) -> Option<usize> {
        self.journal.capacity()
    }

    pub(super) fn len(&self) -> usize {
        self.flavor.len()
    }

    #[inline]
    #[track_caller]
    pub(super) fn put(
        &self,
        item: F::Item,
        patience: Patience,
    ) -> Result<(), TryPutError<F::Item>> {
        let number = match self.flavor.try_put(item) {
            Err(TryPutError::Full(item)) => self.put_later(item, patience)?,
            outcome => outcome?,
        };
        // Before anybody is woken by it, so that the trace reads in order.
        self.journal.put(number, || self.len(), Location::caller());
        self.not_empty.notify(1);
        Ok(())
    }

    #[track_caller]
    fn put_later(
        &self,
        item: F::Item,
        patience: Patience,
    ) -> Result<u64, TryPutError<F::Item>> {
        if let Patience::Never = patience {
            return Err(TryPutError::Full(item));
        }
        let deadline = patience.deadline();
        let waiting = self.journal.waits(deadline, Location::caller());
        let mut refused = Some(item);
        let hint = || self.flavor.may_have_room();
        let attempt = || match self.flavor.try_put(refused.take()?) {
            Err(TryPutError::Full(item)) => {
                refused = Some(item);
                None
            }
            outcome => Some(outcome),
        };
        let outcome = self.not_full.wait_hinted(deadline, hint, attempt);
        match outcome {
            Some(Ok(_)) => waiting.served(),
            Some(Err(_)) => waiting.woken(),
            None => waiting.timed_out(),
        }
        outcome.unwrap_or_else(|| {
            let item = refused.expect("a refused item is kept");
            Err(TryPutError::Full(item))
        })
    }

    #[inline]
    #[track_caller]
    pub(super) fn get(
        &self,
        patience: Patience,
    ) -> Result<F::Item, TryGetError> {
        let (item, number) = match self.flavor.try_get() {
            Err(TryGetError::Empty) => self.get_later(patience)?,
            outcome => outcome?,
        };
        self.journal.got(number, || self.len(), Location::caller());
        self.not_full.notify(1);
        Ok(item)
    }

    #[track_caller]
    fn get_later(
        &self,
        patience: Patience,
    ) -> Result<(F::Item, u64), TryGetError> {
        if let Patience::Never = patience {
            return Err(TryGetError::Empty);
        }
        let deadline = patience.deadline();
        let waiting = self.journal.waits(deadline, Location::caller());
        let hint = || self.flavor.may_have_item();
        let attempt = || match self.flavor.try_get() {
            Err(TryGetError::Empty) => None,
            outcome => Some(outcome),
        };
        let outcome = self.not_empty.wait_hinted(deadline, hint, attempt);
        match outcome {
            Some(Ok(_)) => waiting.served(),
            Some(Err(_)) => waiting.woken(),
            None => waiting.timed_out(),
        }
        outcome.unwrap_or(Err(TryGetError::Empty))
    }

    #[inline]
    #[track_caller]
    pub(super) fn task_done(&self) -> Result<(), TooManyDone> {
        let puts = || self.flavor.puts();
        let done = self.tasks.done(|| self.flavor.gets(), puts)?;
        // Whether it was the last is asked only if anybody wants to know.
        let asked = self.tasks.has_joiners() || self.journal.is_on();
        if asked && done == puts() {
            self.journal.signal(Location::caller());
            self.tasks.wake_joiners();
        }
        Ok(())
    }

    #[track_caller]
    pub(super) fn join(&self, patience: Patience) -> bool {
        let puts = || self.flavor.puts();
        if self.tasks.all_done(puts) {
            return true;
        }
        let deadline = patience.deadline();
        let waiting = self.journal.waits(deadline, Location::caller());
        let in_time = self.tasks.join(deadline, puts);
        if in_time {
            waiting.woken();
        } else {
            waiting.timed_out();
        }
        in_time
    }

    #[track_caller]
    pub(super) fn shutdown(&self, how: Shutdown) {
        self.journal.signal(Location::caller());
        let dropped = self.flavor.shut_down(how);
        self.not_empty.notify_all();
        self.not_full.notify_all();
        let count = dropped.len() as u64;
        // Items are dropped without any lock, and before `join` returns.
        drop(dropped);
        if count > 0 {
            self.tasks.dropped(count, || self.flavor.puts());
        }
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.flavor.is_shut_down()
    }
}
