//! A flag that threads wait for: the token of `park`, the end of `join`.

use std::mem;
use std::panic::Location;
use std::time::Instant;

use crate::sync::{Condvar, Mutex, MutexGuard, shown};
use crate::trace::{State, Tag};

/// One bit and whoever waits for it.
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

    pub(crate) fn is_set(&self) -> bool {
        *self.set.lock()
    }

    /// Waits until the bit is set; false if the deadline came first.
    ///
    /// `tag` is what a trace says that the thread waits for.
    pub(crate) fn wait(
        &self,
        deadline: Option<Instant>,
        tag: Option<&Tag>,
        place: &'static Location<'static>,
    ) -> bool {
        *self.wait_locked(deadline, tag, place)
    }

    /// As [`wait`](Self::wait), and clears the bit.
    pub(crate) fn take(
        &self,
        deadline: Option<Instant>,
        tag: &Tag,
        place: &'static Location<'static>,
    ) -> bool {
        // Under one lock: a bit that is set after the deadline stays set.
        mem::take(&mut *self.wait_locked(deadline, Some(tag), place))
    }

    /// Waits for the bit until `deadline`; the lock around it.
    fn wait_locked(
        &self,
        deadline: Option<Instant>,
        tag: Option<&Tag>,
        place: &'static Location<'static>,
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
