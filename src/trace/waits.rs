//! Who waits for whom, now: how a run that cannot go on is found out.
//!
//! Two rules. A *circle*: following "waits for" and "is held by" from a
//! thread that is about to block leads back to it. That is exact, and found
//! at once: waits change only under the lock that the walk holds, and an
//! owner is written only while it really has the lock (`Object::owner`), so
//! a circle that is seen exists. *Nobody left*: every thread of the run is
//! blocked without a deadline. A thread that was notified but has not come
//! to run yet still counts as blocked, so this rule is believed only after
//! nothing has changed for [`SETTLED`].

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::event::State;
use super::object::Object;
use super::recorder::{Raw, Session, with_lane};

/// How long nothing may change before "every thread is blocked" is believed.
const SETTLED: Duration = Duration::from_millis(500);

#[derive(Default)]
pub(super) struct Waits {
    table: Mutex<Table>,
    /// Notified when `table` changes in a way that [`Waits::ended`] looks at.
    changed: Condvar,
}

#[derive(Default)]
struct Table {
    /// By lane: what it is blocked on, without a deadline.
    blocked: Vec<Option<Arc<Object>>>,
    /// Threads of the run that have begun and not ended.
    threads: usize,
    /// Entries of `blocked` that are set.
    stuck: usize,
    /// Counts changes, to tell whether there was one.
    version: u64,
    /// The main lane has ended.
    finished: bool,
    /// A circle was found.
    circle: bool,
}

/// Why a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Finished,
    Deadlock,
}

impl Table {
    /// Whether `lane` is part of a circle.
    fn circle(&self, lane: u32) -> bool {
        let mut at = lane;
        // A path longer than the number of lanes has left the first one.
        for _ in 0..=self.blocked.len() {
            let object = self.blocked.get(at as usize).and_then(Option::as_ref);
            match object.and_then(|object| object.owner()) {
                Some(owner) if owner == lane => return true,
                Some(owner) => at = owner,
                None => return false,
            }
        }
        false
    }

    fn nobody_left(&self) -> bool {
        self.threads > 0 && self.stuck == self.threads
    }
}

impl Waits {
    pub(super) fn thread_begins(&self) {
        let mut table = self.table.lock();
        table.threads += 1;
        table.version += 1;
    }

    pub(super) fn thread_ends(&self) {
        let mut table = self.table.lock();
        table.threads = table.threads.saturating_sub(1);
        table.version += 1;
        self.changed.notify_all();
    }

    pub(super) fn finish(&self) {
        self.table.lock().finished = true;
        self.changed.notify_all();
    }

    fn block(&self, lane: u32, object: Arc<Object>) {
        let mut table = self.table.lock();
        let index = lane as usize;
        if table.blocked.len() <= index {
            table.blocked.resize(index + 1, None);
        }
        table.blocked[index] = Some(object);
        table.stuck += 1;
        table.version += 1;
        if table.circle(lane) {
            table.circle = true;
            self.changed.notify_all();
        } else if table.nobody_left() {
            self.changed.notify_all();
        }
    }

    fn unblock(&self, lane: u32) {
        let mut table = self.table.lock();
        table.blocked[lane as usize] = None;
        table.stuck -= 1;
        table.version += 1;
    }

    /// Waits until the run is over, or cannot go on.
    pub(super) fn ended(&self) -> Ended {
        let mut table = self.table.lock();
        loop {
            if table.finished {
                return Ended::Finished;
            }
            if table.circle {
                return Ended::Deadlock;
            }
            if !table.nobody_left() {
                self.changed.wait(&mut table);
                continue;
            }
            let version = table.version;
            let waited = self.changed.wait_for(&mut table, SETTLED);
            if waited.timed_out() && table.version == version {
                return Ended::Deadlock;
            }
        }
    }
}

/// A thread is blocked, from its making to its drop.
pub(crate) struct Blocked {
    /// The session and the lane, where the thread is being recorded.
    entered: Option<(Arc<Session>, u32)>,
    object: Arc<Object>,
    place: &'static Location<'static>,
    /// Blocked without a deadline: part of the wait-for graph.
    forever: bool,
}

impl Blocked {
    pub(super) fn new(
        entered: Option<(Arc<Session>, u32)>,
        object: Arc<Object>,
        place: &'static Location<'static>,
        forever: bool,
    ) -> Self {
        if let (Some((session, lane)), true) = (&entered, forever) {
            session.waits.block(*lane, object.clone());
        }
        Self { entered, object, place, forever }
    }

    /// Goes on because somebody woke this thread.
    pub(crate) fn woken(self) {
        let cause = self.object.last();
        let place = self.place;
        drop(self);
        let run = Raw::State(State::Run, None);
        with_lane(|lane| lane.push(run, cause, Some(place)));
    }

    /// Goes on because the time is over.
    pub(crate) fn timed_out(self) {
        let place = self.place;
        drop(self);
        let run = Raw::State(State::Run, None);
        with_lane(|lane| lane.push(run, None, Some(place)));
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        if let (Some((session, lane)), true) = (&self.entered, self.forever) {
            session.waits.unblock(*lane);
        }
    }
}

impl std::fmt::Debug for Blocked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blocked").field("object", &self.object).finish()
    }
}
