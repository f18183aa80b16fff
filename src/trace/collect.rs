//! From the lanes' logs to one trace in one order.
//!
//! Events are ordered by clock, then by lane. Two readings of the clock on
//! two cores may disagree by less than a hand-over takes, and an event is
//! written a moment after what it tells of; so wherever an effect would come
//! before its cause, it is moved behind it.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::event::{End, Event, Lane, Object, Outcome, Place, Trace, What};
use super::recorder::{Entry, EventId, Raw, Session};
use super::waitfor;

/// An event on its way from a log to a trace.
pub(super) struct Draft {
    pub(super) id: EventId,
    pub(super) time: u64,
    pub(super) what: What,
    pub(super) cause: Option<EventId>,
    pub(super) place: Option<Place>,
}

/// A trace whose events are not in order yet.
pub(super) struct Parts {
    pub(super) lanes: Vec<Lane>,
    pub(super) objects: Vec<Object>,
    pub(super) drafts: Vec<Draft>,
}

/// Everything that `session` has recorded up to now.
pub(super) fn collect(session: &Session, outcome: Outcome) -> Trace {
    let now = nanos(session, session.clock.raw());
    let (lanes, drafts) = read_lanes(session);
    let mut parts = Parts { lanes, objects: objects(session), drafts };
    let mut dropped = session.dropped.load(Ordering::Relaxed);
    for foreign in session.foreign.lock().iter() {
        foreign.merge_into(&mut parts, session.epoch);
        dropped += foreign.dropped();
    }
    let Parts { lanes, objects, mut drafts } = parts;
    link_puts_to_gets(&mut drafts);
    order(&mut drafts);
    let steps: HashMap<EventId, u64> =
        drafts.iter().zip(0..).map(|(draft, step)| (draft.id, step)).collect();
    let events: Vec<Event> = drafts
        .into_iter()
        .zip(0..)
        .map(|(draft, step)| Event {
            step,
            time: draft.time,
            lane: draft.id.lane(),
            what: draft.what,
            cause: draft.cause.and_then(|cause| steps.get(&cause).copied()),
            place: draft.place,
        })
        .collect();
    let end = End { outcome, time: now, events: events.len() as u64, dropped };
    let run = session.run.clone();
    let mut trace = Trace { run, lanes, objects, events, end };
    if outcome == Outcome::Deadlock {
        waitfor::append_deadlock(&mut trace);
    }
    trace
}

fn nanos(session: &Session, ticks: u64) -> u64 {
    session.clock.delta_as_nanos(session.start, ticks)
}

fn objects(session: &Session) -> Vec<Object> {
    let mut objects: Vec<Object> = session
        .objects
        .lock()
        .iter()
        .zip(0..)
        .map(|(object, id)| {
            let capacity = object.capacity.load(Ordering::Relaxed);
            let capacity = (capacity > 0).then_some(capacity);
            let name = object.name.clone();
            Object { id, kind: object.kind, name, capacity, lane: None }
        })
        .collect();
    for (log, lane) in session.lanes.lock().iter().zip(0..) {
        if let Some(id) = log.end.id_in(session) {
            objects[id as usize].lane = Some(lane);
        }
    }
    objects
}

fn read_lanes(session: &Session) -> (Vec<Lane>, Vec<Draft>) {
    let logs = session.lanes.lock();
    let rare = session.rare.lock();
    let mut drafts = Vec::new();
    let mut lanes = Vec::new();
    for (log, lane) in logs.iter().zip(0..) {
        lanes.push(Lane {
            id: lane,
            kind: log.kind,
            name: log.name.clone(),
            parent: log.parent,
        });
        for (entry, index) in log.entries.to_vec().into_iter().zip(0..) {
            let Entry { ticks, what, cause, place } = entry;
            drafts.push(Draft {
                id: EventId::new(lane, index),
                time: nanos(session, ticks),
                what: what_of(what, &rare),
                cause,
                place: place.map(Place::from),
            });
        }
    }
    (lanes, drafts)
}

fn what_of(raw: Raw, rare: &[What]) -> What {
    match raw {
        Raw::State(state, object) => What::State { state, object },
        Raw::Hold(object) => What::Hold { object },
        Raw::Release(object) => What::Release { object },
        Raw::Put { object, item, len } => What::Put { object, item, len },
        Raw::Get { object, item, len } => What::Get { object, item, len },
        Raw::Read(object, value) => What::Read { object, value },
        Raw::Write(object, value) => What::Write { object, value },
        Raw::Signal(object) => What::Signal { object },
        Raw::Spawn(child) => What::Spawn { child },
        Raw::Rare(index) => rare[index as usize].clone(),
    }
}

/// A get's cause is the put of the same item. A queue records its put after
/// the item is in, so that the get may have been recorded before: the put is
/// then dated back to it, which is still after all that its lane did before.
fn link_puts_to_gets(drafts: &mut [Draft]) {
    let mut puts = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let What::Put { object, item, .. } = draft.what {
            puts.insert((object, item), index);
        }
    }
    for get in 0..drafts.len() {
        if let What::Get { object, item, .. } = drafts[get].what
            && let Some(&put) = puts.get(&(object, item))
        {
            drafts[get].cause = Some(drafts[put].id);
            drafts[put].time = drafts[put].time.min(drafts[get].time);
        }
    }
}

/// Sorts by time, and moves what comes before its cause, with all that its
/// lane did afterwards, behind it.
fn order(drafts: &mut [Draft]) {
    loop {
        drafts.sort_by_key(|draft| (draft.time, draft.id));
        let times: HashMap<EventId, u64> =
            drafts.iter().map(|draft| (draft.id, draft.time)).collect();
        let mut lane_times: HashMap<u32, (u32, u64)> = HashMap::new();
        let mut moved = false;
        // Along each lane: no event earlier than the one before it.
        let mut by_lane: Vec<usize> = (0..drafts.len()).collect();
        by_lane.sort_by_key(|&index| drafts[index].id);
        for index in by_lane {
            let draft = &mut drafts[index];
            let mut time = draft.time;
            if let Some(&(_, before)) = lane_times.get(&draft.id.lane()) {
                time = time.max(before);
            }
            if let Some(cause) = draft.cause
                && let Some(&cause_time) = times.get(&cause)
                && (cause_time, cause) >= (time, draft.id)
            {
                time = cause_time + 1;
            }
            moved |= time != draft.time;
            draft.time = time;
            lane_times.insert(draft.id.lane(), (draft.id.index(), time));
        }
        if !moved {
            return;
        }
    }
}
