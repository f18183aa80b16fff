//! From a queue that only tries to one that waits.
//!
//! A [`Flavor`] keeps items and never blocks. [`Blocking`] adds, once for
//! all of them, waiting, `task_done`, `join`, and what a trace is told.

use std::mem;
use std::panic::Location;

use crossbeam_utils::CachePadded;

use super::Shutdown;
use super::error::{TooManyDone, TryGetError, TryPutError};
use super::journal::Journal;
use super::patience::Patience;
use super::tasks::Tasks;
use crate::model::{self, Access, Op};
use crate::sync::{Gate, LONG, virtual_time};
use crate::trace::watched;

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

/// In an explored program each operation is one step, whatever the flavor
/// is made of.
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

    #[track_caller]
    pub(super) fn len(&self) -> usize {
        self.look("len");
        model::as_one_step(|| self.flavor.len())
    }

    #[inline]
    #[track_caller]
    pub(super) fn put(
        &self,
        item: F::Item,
        patience: Patience,
    ) -> Result<(), TryPutError<F::Item>> {
        if watched() && model::running() {
            return self.put_in_model(item, patience);
        }
        let number = match self.flavor.try_put(item) {
            Err(TryPutError::Full(item)) => self.put_later(item, patience)?,
            outcome => outcome?,
        };
        // Before anybody is woken by it, so that the trace reads in order.
        self.journal.put(number, || self.flavor.len(), Location::caller());
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
        if watched() && model::running() {
            return self.get_in_model(patience);
        }
        let (item, number) = match self.flavor.try_get() {
            Err(TryGetError::Empty) => self.get_later(patience)?,
            outcome => outcome?,
        };
        self.journal.got(number, || self.flavor.len(), Location::caller());
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
        self.turn("task_done");
        model::as_one_step(|| self.task_done_now(Location::caller()))
    }

    #[inline]
    fn task_done_now(
        &self,
        place: &'static Location<'static>,
    ) -> Result<(), TooManyDone> {
        let puts = || self.flavor.puts();
        let done = self.tasks.done(|| self.flavor.gets(), puts)?;
        // Whether it was the last is asked only if anybody wants to know.
        let asked = self.tasks.has_joiners() || self.journal.is_on();
        if asked && done == puts() {
            self.journal.signal(place);
            self.tasks.wake_joiners();
        }
        Ok(())
    }

    #[track_caller]
    pub(super) fn join(&self, patience: Patience) -> bool {
        let puts = || self.flavor.puts();
        if watched() && model::running() {
            let ready = || self.tasks.all_done(puts);
            return self.wait_in_model("join", Access::Read, patience, &ready);
        }
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
        self.turn("shutdown");
        self.journal.signal(Location::caller());
        let dropped = model::as_one_step(|| {
            let dropped = self.flavor.shut_down(how);
            self.not_empty.notify_all();
            self.not_full.notify_all();
            dropped
        });
        let count = dropped.len() as u64;
        // Items are dropped without any lock, and before `join` returns.
        drop(dropped);
        if count > 0 {
            if mem::needs_drop::<F::Item>() {
                // Steps of their own may have come between.
                self.turn("shutdown");
            }
            let puts = || self.flavor.puts();
            model::as_one_step(|| self.tasks.dropped(count, puts));
        }
    }

    #[track_caller]
    pub(super) fn is_shut_down(&self) -> bool {
        self.look("is_shut_down");
        model::as_one_step(|| self.flavor.is_shut_down())
    }
}

/// The queue as steps of an explored program.
impl<F: Flavor> Blocking<F> {
    /// Returns when the kernel lets the calling task look.
    #[inline]
    #[track_caller]
    fn look(&self, word: &'static str) {
        if watched() && model::running() {
            let place = Location::caller();
            let tag = self.journal.tag();
            model::step(&Op::new(word, tag, Access::Read, place), None);
        }
    }

    /// Returns when the kernel lets the calling task act.
    #[inline]
    #[track_caller]
    fn turn(&self, word: &'static str) {
        if watched() && model::running() {
            let place = Location::caller();
            let tag = self.journal.tag();
            model::step(&Op::new(word, tag, Access::Write, place), None);
        }
    }

    /// Returns when the calling task has been let go on, because it is
    /// `ready` or does not wait at all; false if its time is over.
    #[cold]
    #[track_caller]
    fn wait_in_model(
        &self,
        word: &'static str,
        access: Access,
        patience: Patience,
        ready: &dyn Fn() -> bool,
    ) -> bool {
        let op = Op::new(word, self.journal.tag(), access, Location::caller())
            .until(virtual_time(patience.deadline()));
        match patience {
            Patience::Never => model::step(&op, None),
            _ => model::step(&op, Some(ready)),
        }
    }

    #[cold]
    #[track_caller]
    fn put_in_model(
        &self,
        item: F::Item,
        patience: Patience,
    ) -> Result<(), TryPutError<F::Item>> {
        let has_room = || {
            let slots = self.capacity().unwrap_or(usize::MAX);
            self.flavor.len() < slots || self.flavor.is_shut_down()
        };
        let word = if patience.is_none() { "try_put" } else { "put" };
        self.wait_in_model(word, Access::Write, patience, &has_room);
        let outcome = model::quietly(|| self.flavor.try_put(item));
        match outcome {
            Ok(number) => {
                let len = || model::quietly(|| self.flavor.len());
                self.journal.put(number, len, Location::caller());
                Ok(())
            }
            Err(refused) => {
                model::refused();
                Err(refused)
            }
        }
    }

    #[cold]
    #[track_caller]
    fn get_in_model(&self, patience: Patience) -> Result<F::Item, TryGetError> {
        let has_item = || self.flavor.len() > 0 || self.flavor.is_shut_down();
        let word = if patience.is_none() { "try_get" } else { "get" };
        self.wait_in_model(word, Access::Write, patience, &has_item);
        let outcome = model::quietly(|| self.flavor.try_get());
        match outcome {
            Ok((item, number)) => {
                let len = || model::quietly(|| self.flavor.len());
                self.journal.got(number, len, Location::caller());
                Ok(item)
            }
            Err(refused) => {
                model::refused();
                Err(refused)
            }
        }
    }
}
