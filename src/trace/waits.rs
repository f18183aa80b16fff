//! Who waits for whom, now: how a run that cannot go on is found out.
//!
//! Two rules. A *circle*: following "waits for" and "is held by" from a
//! thread that is about to block leads back to it. That is exact, and found
//! at once: waits change only under the lock that the walk holds, and an
//! owner is written only while it really has the lock (`Object::owner`), so
//! a circle that is seen exists. *Nobody left*: every thread of the run is
//! blocked without a deadline. A thread that was notified but has not come
//! to run yet still counts as blocked, so this rule is believed only after
//! nothing has changed for [`ROUNDS`] times [`ROUND`].

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::event::State;
use super::object::Object;
use super::recorder::with_lane;
use super::session::{Raw, Session};

/// How long nothing may change, and how often in a row, before "every thread
/// is blocked" is believed. Several short rounds, because a machine that was
/// suspended comes back with one of them over, and with threads to run.
const ROUND: Duration = Duration::from_millis(100);
const ROUNDS: u32 = 5;

#[derive(Default)]
pub(super) struct Waits {
    table: Mutex<Table>,
    /// Notified when `table` changes in a way that [`Waits::ended`] looks at.
    changed: Condvar,
}

#[derive(Default)]
struct Table {
    /// By lane: what it is blocked on, without a deadline.
    blocked: Vec<Option<Wanted>>,
    /// Threads of the run that have begun and not ended.
    threads: usize,
    /// Entries of `blocked` that are set.
    stuck: usize,
    /// Counts changes, to tell whether there was one.
    version: u64,
    /// The main lane has ended.
    finished: bool,
    /// The first circle that was found.
    circle: Option<Stuck>,
}

/// What a lane is blocked on, and where.
#[derive(Clone)]
struct Wanted {
    object: Arc<Object>,
    place: &'static Location<'static>,
}

/// Why a run is over.
pub(super) enum Ended {
    Finished,
    Deadlock(Stuck),
}

/// Lanes that cannot go on.
pub(super) struct Stuck {
    /// In the order of the circle where they close one.
    pub(super) waits: Vec<StuckLane>,
    pub(super) circle: bool,
}

/// A lane that cannot go on: what it waits for, where, and who holds that.
pub(super) struct StuckLane {
    pub(super) lane: u32,
    pub(super) object: Arc<Object>,
    pub(super) place: &'static Location<'static>,
    pub(super) holder: Option<u32>,
}

impl Table {
    /// The circle that `lane` is part of, from its smallest lane on.
    fn circle(&self, session: u64, lane: u32) -> Option<Stuck> {
        let mut waits = Vec::new();
        let mut at = lane;
        // A path longer than the number of lanes has left the first one.
        while waits.len() <= self.blocked.len() {
            let wait = self.stuck_lane(session, at)?;
            at = wait.holder?;
            waits.push(wait);
            if at == lane {
                let lanes = waits.iter().map(|wait| wait.lane).zip(0..);
                let (_, smallest) = lanes.min()?;
                waits.rotate_left(smallest);
                return Some(Stuck { waits, circle: true });
            }
        }
        None
    }

    fn stuck_lane(&self, session: u64, lane: u32) -> Option<StuckLane> {
        let Wanted { object, place } =
            self.blocked.get(lane as usize)?.clone()?;
        let holder = object.owner(session);
        Some(StuckLane { lane, object, place, holder })
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
        table.threads -= 1;
        table.version += 1;
        self.changed.notify_all();
    }

    pub(super) fn finish(&self) {
        self.table.lock().finished = true;
        self.changed.notify_all();
    }

    fn block(&self, session: u64, lane: u32, wanted: Wanted) {
        let mut table = self.table.lock();
        let index = lane as usize;
        if table.blocked.len() <= index {
            table.blocked.resize(index + 1, None);
        }
        table.blocked[index] = Some(wanted);
        table.stuck += 1;
        table.version += 1;
        let circle = table.circle(session, lane);
        if circle.is_some() || table.nobody_left() {
            table.circle = table.circle.take().or(circle);
            self.changed.notify_all();
        }
    }

    fn unblock(&self, lane: u32) {
        let mut table = self.table.lock();
        table.blocked[lane as usize] = None;
        table.stuck -= 1;
        table.version += 1;
    }

    /// Waits until the run, which is `session`'s, is over or cannot go on.
    pub(super) fn ended(&self, session: u64) -> Ended {
        let mut table = self.table.lock();
        let mut quiet = 0;
        loop {
            if table.finished {
                return Ended::Finished;
            }
            if let Some(circle) = table.circle.take() {
                return Ended::Deadlock(circle);
            }
            if !table.nobody_left() {
                quiet = 0;
                self.changed.wait(&mut table);
            } else if quiet == ROUNDS {
                let lanes = 0..table.blocked.len() as u32;
                let stuck = |lane| table.stuck_lane(session, lane);
                let waits = lanes.filter_map(stuck).collect();
                return Ended::Deadlock(Stuck { waits, circle: false });
            } else {
                let version = table.version;
                self.changed.wait_for(&mut table, ROUND);
                let same = table.version == version;
                quiet = if same { quiet + 1 } else { 0 };
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
            let wanted = Wanted { object: object.clone(), place };
            session.waits.block(session.number, *lane, wanted);
        }
        Self { entered, object, place, forever }
    }

    /// Goes on because somebody woke this thread.
    pub(crate) fn woken(self) {
        self.end(true);
    }

    /// Goes on because the time is over.
    pub(crate) fn timed_out(self) {
        self.end(false);
    }

    fn end(self, woken: bool) {
        let (object, place) = (self.object.clone(), self.place);
        drop(self);
        with_lane(|lane| {
            let cause = object.last(&lane.session).filter(|_| woken);
            lane.push(Raw::State(State::Run, None), cause, Some(place));
        });
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
