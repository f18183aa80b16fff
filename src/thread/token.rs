//! A flag that threads wait for: the token of `park`, the end of `join`.

use std::mem;
use std::panic::Location;
use std::time::Instant;

use crate::model::{self, Access, Op};
use crate::sync::{Condvar, Mutex, MutexGuard, shown, virtual_time};
use crate::trace::{State, Tag, watched};

/// One bit and whoever waits for it. In an explored program it is one object,
/// whose inside nobody sees.
#[derive(Debug)]
pub(crate) struct Token {
    set: Mutex<bool>,
    changed: Condvar,
}

impl Token {
    pub(crate) const fn new() -> Self {
        Self { set: Mutex::hidden(false), changed: Condvar::hidden() }
    }

    pub(crate) fn set(&self) {
        *self.set.lock() = true;
        self.changed.notify_all();
    }

    /// As [`set`](Self::set), which `op` is a step of its own for, where the
    /// program is explored.
    pub(crate) fn set_as<'a>(
        &self,
        word: &'static str,
        tag: impl FnOnce() -> &'a Tag,
        place: Place,
    ) {
        if watched() && model::running() {
            let op = Op::new(word, self.tag(), Access::Write, place);
            model::step(&op.about(Some(tag())), None);
            return model::quietly(|| self.set());
        }
        self.set();
    }

    pub(crate) fn is_set(&self) -> bool {
        match watched() && model::running() {
            true => model::quietly(|| *self.set.lock()),
            false => *self.set.lock(),
        }
    }

    /// What the kernel of an explored program knows it by.
    pub(crate) fn tag(&self) -> &Tag {
        self.set.tag()
    }

    /// Waits until the bit is set; false if the deadline came first.
    ///
    /// `tag` is what a trace says that the thread waits for.
    pub(crate) fn wait(
        &self,
        deadline: Option<Instant>,
        tag: Option<&Tag>,
        place: Place,
    ) -> bool {
        if watched() && model::running() {
            let op = Op::new("join", self.tag(), Access::Share, place);
            return self.wait_in_model(op.about(tag), deadline);
        }
        *self.wait_locked(deadline, tag, place)
    }

    /// As [`wait`](Self::wait), and clears the bit.
    pub(crate) fn take(
        &self,
        deadline: Option<Instant>,
        tag: &Tag,
        place: Place,
    ) -> bool {
        if watched() && model::running() {
            let op = Op::new("park", self.tag(), Access::Write, place);
            let set = self.wait_in_model(op.about(Some(tag)), deadline);
            return model::quietly(|| mem::take(&mut *self.set.lock())) && set;
        }
        // Under one lock: a bit that is set after the deadline stays set.
        mem::take(&mut *self.wait_locked(deadline, Some(tag), place))
    }

    #[cold]
    fn wait_in_model(&self, op: Op<'_>, deadline: Option<Instant>) -> bool {
        let op = op.until(virtual_time(deadline));
        let set = model::step(&op, Some(&|| self.is_set()));
        if !set {
            model::refused();
        }
        set
    }

    /// Waits for the bit until `deadline`; the lock around it.
    fn wait_locked(
        &self,
        deadline: Option<Instant>,
        tag: Option<&Tag>,
        place: Place,
    ) -> MutexGuard<'_, bool> {
        let mut set = self.set.lock();
        if *set {
            return set;
        }
        let unset = |set: &mut bool| !*set;
        let mut wait =
            || self.changed.wait_while_until(&mut set, unset, deadline);
        match tag {
            Some(tag) => shown(tag, State::Wait, deadline, place, wait),
            None => wait(),
        };
        set
    }
}

type Place = &'static Location<'static>;
