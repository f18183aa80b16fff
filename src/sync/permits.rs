//! A number of permits to take and to give back: what the semaphores and
//! Python's lock are made of.

use std::panic::Location;
use std::time::Instant;

use super::atomic::{AtomicUsize, Ordering::SeqCst};
use super::gate::Gate;
use super::spin::SHORT;
use super::wait;
use crate::model::{self, Access, Op};
use crate::trace::{ObjectKind, Tag, watched};

/// Permits, and the threads that wait for one.
///
/// Whoever takes one does not own it: any thread may give it back.
#[derive(Debug)]
pub(super) struct Permits {
    tag: Tag,
    /// Permits that nobody has. `SeqCst`: the gate's condition.
    free: AtomicUsize,
    /// What a trace calls the capacity: permits at first.
    initial: usize,
    /// More than these are never free.
    bound: usize,
    gate: Gate,
}

impl Permits {
    #[track_caller]
    pub(super) const fn new(
        kind: ObjectKind,
        free: usize,
        bound: usize,
    ) -> Self {
        Self {
            tag: Tag::new(kind),
            free: AtomicUsize::hidden(free),
            initial: free,
            bound,
            gate: Gate::new(SHORT),
        }
    }

    pub(super) fn set_name(&mut self, name: impl Into<String>) {
        self.tag.set_name(name);
    }

    /// How many are free, as the calling thread sees it.
    pub(super) fn free(&self, place: &'static Location<'static>) -> usize {
        if watched() && model::whole() {
            model::step(&Op::new("look", &self.tag, Access::Read, place), None);
        }
        self.free_now()
    }

    /// The same, for whoever has been let to look.
    pub(super) fn free_now(&self) -> usize {
        model::as_one(|| self.free.load(SeqCst))
    }

    /// Takes one if one is free.
    #[inline]
    pub(super) fn try_take(&self, place: &'static Location<'static>) -> bool {
        if watched() && model::whole() {
            let op = Op::new("try_acquire", &self.tag, Access::Write, place);
            model::step(&op, None);
            if self.free_now() == 0 {
                model::refused();
            }
        }
        let took = self.grab();
        if took && self.tag.on() {
            self.show_taken(place, false);
        }
        took
    }

    /// Takes one, however long that takes.
    #[inline]
    pub(super) fn take(&self, place: &'static Location<'static>) {
        if watched() || !self.grab() {
            self.take_until(None, place);
        }
    }

    /// Takes one; false if the deadline came first.
    #[cold]
    pub(super) fn take_until(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        if watched() && model::whole() {
            return self.take_in_model(deadline, place);
        }
        let grab = || self.grab().then_some(());
        let block = || self.gate.wait(deadline, grab);
        let taken = wait::take(&self.tag, deadline, place, grab, block);
        if let (Some(((), waited)), true) = (taken, self.tag.on()) {
            self.show_taken(place, waited);
        }
        taken.is_some()
    }

    /// Takes one when the kernel says so.
    fn take_in_model(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        let waited = self.free_now() == 0;
        let op = Op::new("acquire", &self.tag, Access::Write, place)
            .until(wait::virtual_time(deadline));
        if !model::step(&op, Some(&|| self.free_now() > 0)) {
            model::refused();
            return false;
        }
        let took = self.grab();
        if self.tag.on() {
            self.show_taken(place, waited);
        }
        took
    }

    /// Gives back `count`; false, and nothing changes, if there would be
    /// more than the bound.
    #[inline]
    pub(super) fn give_back(
        &self,
        count: usize,
        place: &'static Location<'static>,
    ) -> bool {
        let more = |free: usize| {
            free.checked_add(count).filter(|free| *free <= self.bound)
        };
        if watched() && model::whole() {
            let op = Op::new("release", &self.tag, Access::Write, place);
            model::step(&op, None);
        }
        // Before the permits are free, as a cause comes before its effect.
        // Quietly: what only a trace asks is no step.
        let free = || model::quietly(|| self.free_now());
        if self.tag.on() && count > 0 && more(free()).is_some() {
            self.tag.released(place);
        }
        model::as_one(|| {
            let given = self.free.fetch_update(SeqCst, SeqCst, more).is_ok();
            if given {
                self.gate.notify(count);
            }
            given
        })
    }

    #[inline]
    fn grab(&self) -> bool {
        let less = |free: usize| free.checked_sub(1);
        model::as_one(|| self.free.fetch_update(SeqCst, SeqCst, less).is_ok())
    }

    #[cold]
    fn show_taken(&self, place: &'static Location<'static>, waited: bool) {
        if self.bound > 1 {
            self.tag.set_capacity(self.initial as u64);
        }
        self.tag.shared(place, waited);
    }
}
