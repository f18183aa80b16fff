//! The lane of one who acts on the threads of others, a coroutine or a
//! connection: left and entered again.
//!
//! A thread enters its lane once. A coroutine enters its own whenever it is
//! resumed, and whoever resumed it acts in their lane again when it yields;
//! a connection, whenever somebody serves it. So a switch exchanges two
//! lanes: the thread's current one, and the one that [`GuestLane`] keeps
//! meanwhile.
//!
//! What is exchanged is whatever lane the thread acts in at that moment: a
//! task that is suspended inside a generator that it resumed takes the
//! generator's lane along, and comes back into it.

use std::mem;
use std::panic::Location;
use std::sync::Arc;

use super::event::{LaneKind, ObjectKind, State};
use super::object::Tag;
use super::recorder::{CURRENT, Recording, with_lane};
#[cfg(unix)]
use super::session::on;
use super::session::{EventId, Raw};

/// The guest's side of the exchange. Empty where nobody records.
#[derive(Debug, Default)]
pub(crate) struct GuestLane {
    /// While the guest is suspended, the lane that it will act in; while it
    /// runs, the lane of its host.
    other: Option<Recording>,
    /// What its host waits for.
    tag: Option<Arc<Tag>>,
}

impl GuestLane {
    /// Opens the lane as a child of the calling one, unless it is open in
    /// this recording already.
    #[cold]
    pub(crate) fn open(
        &mut self,
        kind: LaneKind,
        name: impl FnOnce() -> String,
        place: &'static Location<'static>,
    ) {
        with_lane(|parent| {
            let session = &parent.session;
            let here = |lane: &Recording| Arc::ptr_eq(&lane.session, session);
            if self.other.as_ref().is_some_and(here) {
                return;
            }
            let mut lane = session.lane(kind, &name(), Some(parent.lane));
            let spawn = Raw::Spawn(lane.lane);
            lane.cause = parent.push(spawn, None, Some(place));
            self.tag = Some(lane.end.clone());
            self.other = Some(lane);
        });
    }

    /// Gives another name to a lane that nothing has happened in yet.
    pub(crate) fn rename(&mut self, name: &str) {
        let Some(lane) = &mut self.other else { return };
        let mut end = Tag::new(ObjectKind::Coroutine);
        end.set_name(name);
        lane.end = Arc::new(end);
        self.tag = Some(lane.end.clone());
        let log = &mut lane.session.lanes.lock()[lane.lane as usize];
        log.end = lane.end.clone();
        name.clone_into(&mut log.name);
    }

    /// What its host waits for.
    pub(crate) fn tag(&self) -> Option<Arc<Tag>> {
        self.tag.clone()
    }

    /// The guest, which is suspended, is in this state meanwhile.
    pub(crate) fn set(&mut self, state: State) {
        if let Some(lane) = &mut self.other {
            let cause = lane.cause.take();
            lane.push(Raw::State(state, None), cause, None);
        }
    }

    /// The guest goes on, because of `cause` unless this is its start.
    /// False, and nothing is exchanged, if it has no lane.
    #[cold]
    pub(crate) fn enter(&mut self, cause: Option<EventId>) -> bool {
        let Some(lane) = &mut self.other else { return false };
        let cause = lane.cause.take().or(cause);
        lane.push(Raw::State(State::Run, None), cause, None);
        self.exchange();
        true
    }

    /// The guest is suspended. Returns the last event in its lane: the
    /// cause of whatever goes on now.
    #[cold]
    pub(crate) fn leave(&mut self) -> Option<EventId> {
        self.exchange();
        self.other.as_ref().and_then(last)
    }

    /// The guest has ended. Returns as [`leave`](Self::leave) does.
    #[cold]
    pub(crate) fn end(&mut self) -> Option<EventId> {
        with_lane(Recording::done);
        self.exchange();
        self.other.take().as_ref().and_then(last)
    }

    /// The guest, which is suspended, has ended.
    #[cold]
    pub(crate) fn close(&mut self) {
        if let Some(mut lane) = self.other.take() {
            lane.done();
        }
    }

    fn exchange(&mut self) {
        CURRENT.with_borrow_mut(|lane| mem::swap(lane, &mut self.other));
    }
}

fn last(lane: &Recording) -> Option<EventId> {
    let index = lane.written.checked_sub(1)?;
    Some(EventId::new(lane.lane, index))
}

/// The calling lane is about to be left in `state`, waiting for `about` where
/// it waits. Returns that event: the cause of whatever goes on now.
#[cold]
pub(crate) fn pause(
    state: State,
    about: Option<&Tag>,
    place: Option<&'static Location<'static>>,
) -> Option<EventId> {
    with_lane(|lane| {
        match about {
            Some(tag) => {
                let state = |id| Raw::State(state, Some(id));
                tag.record_in(lane, state, place);
            }
            None => {
                lane.push(Raw::State(state, None), None, place);
            }
        }
        last(lane)
    })
    .flatten()
}

/// Does `io`; the calling lane is in IO meanwhile, about nothing that a trace
/// knows.
#[cfg(unix)]
pub(crate) fn in_io<T>(io: impl FnOnce() -> T) -> T {
    if !on() {
        return io();
    }
    pause(State::Io, None, None);
    let done = io();
    go_on(None, None);
    done
}

/// The calling lane, which was left without an exchange, goes on.
#[cold]
pub(crate) fn go_on(
    cause: Option<EventId>,
    place: Option<&'static Location<'static>>,
) {
    let run = Raw::State(State::Run, None);
    with_lane(|lane| lane.push(run, cause, place));
}
