//! From the lanes' logs to one trace.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::event::{End, Lane, Object, Outcome, Place, Trace, Wait, What};
use super::merge::merge;
use super::session::{Entry, EventId, Raw, Session};
use super::waitfor;
use super::waits::Stuck;

/// An event on its way from a log to a trace.
pub(super) struct Draft {
    pub(super) id: EventId,
    pub(super) time: u64,
    pub(super) what: What,
    /// What made it possible.
    pub(super) cause: Option<EventId>,
    /// What else came before it, whatever the clocks say.
    pub(super) after: Option<EventId>,
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
    let mut dropped = dropped(session);
    for foreign in session.foreign.lock().iter() {
        foreign.merge_into(&mut parts, session.epoch);
        dropped += foreign.dropped();
    }
    let Parts { lanes, objects, mut drafts } = parts;
    link_puts_to_gets(&mut drafts, &mut HashMap::new());
    let events = merge(drafts);
    let end = End {
        outcome,
        // A thread that goes on has been read a moment later.
        time: events.last().map_or(now, |event| event.time.max(now)),
        events: events.len() as u64,
        dropped,
    };
    Trace { run: session.run.clone(), lanes, objects, events, end }
}

/// As [`collect`], for a run in which `stuck` cannot go on: the last event of
/// the trace says so.
pub(super) fn collect_stuck(session: &Session, stuck: Stuck) -> Trace {
    let waits: Vec<Wait> = stuck
        .waits
        .iter()
        .map(|wait| Wait {
            lane: wait.lane,
            // Numbers it, if the recorder was full before its first event.
            object: wait.object.id(session),
            place: Place::from(wait.place),
            holder: wait.holder,
            held_at: None,
        })
        .collect();
    let mut trace = collect(session, Outcome::Deadlock);
    waitfor::append_deadlock(&mut trace, waits, stuck.circle);
    trace
}

fn nanos(session: &Session, ticks: u64) -> u64 {
    session.clock.delta_as_nanos(session.start, ticks)
}

fn dropped(session: &Session) -> u64 {
    let lanes = session.lanes.lock();
    // Relaxed: of a lane that goes on, any count is as right as another.
    lanes.iter().map(|log| log.dropped.load(Ordering::Relaxed)).sum()
}

pub(super) fn objects(session: &Session) -> Vec<Object> {
    let list = session.objects.lock().list.clone();
    let lanes = session.lanes.lock();
    let ends: HashMap<_, u32> = lanes
        .iter()
        .zip(0..)
        .filter_map(|(log, lane)| Some((log.end.address()?, lane)))
        .collect();
    list.iter()
        .zip(0..)
        .map(|(object, id)| {
            let capacity = object.capacity.load(Ordering::Relaxed);
            Object {
                id,
                kind: object.kind,
                name: object.name.clone(),
                named: object.named,
                capacity: (capacity > 0).then_some(capacity),
                lane: ends.get(&std::sync::Arc::as_ptr(object)).copied(),
            }
        })
        .collect()
}

fn read_lanes(session: &Session) -> (Vec<Lane>, Vec<Draft>) {
    read_lanes_since(session, &mut Vec::new())
}

/// Every lane, and what it has written after so many entries as are known of
/// it; those are known then.
pub(super) fn read_lanes_since(
    session: &Session,
    known: &mut Vec<usize>,
) -> (Vec<Lane>, Vec<Draft>) {
    let logs = session.lanes.lock();
    let rare = session.rare.lock();
    let mut lanes = Vec::new();
    let mut drafts = Vec::new();
    known.resize(logs.len(), 0);
    for ((log, id), known) in logs.iter().zip(0..).zip(known) {
        let (kind, name, parent) = (log.kind, log.name.clone(), log.parent);
        lanes.push(Lane { id, kind, name, parent });
        let entries = log.entries.since(*known);
        for (entry, index) in entries.into_iter().zip(*known as u32..) {
            let Entry { ticks, what, after, place } = entry;
            // A lock that was free has a release before it, and no cause.
            let free = matches!(what, Raw::Hold(_, false));
            drafts.push(Draft {
                id: EventId::new(id, index),
                time: nanos(session, ticks),
                what: what_of(what, &rare),
                cause: after.filter(|_| !free),
                after: after.filter(|_| free),
                place: place.map(Place::from),
            });
            *known += 1;
        }
    }
    (lanes, drafts)
}

fn what_of(raw: Raw, rare: &[What]) -> What {
    match raw {
        Raw::State(state, object) => What::State { state, object },
        Raw::Hold(object, _) => What::Hold { object },
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

/// Every put up to now, by its queue and its number.
pub(super) type Puts = HashMap<(u32, u64), EventId>;

/// A get's cause is the put of the same item. A queue records its put after
/// the item is in, so that the get may have been recorded before: the put is
/// then dated back to it, which is still after all that its lane did before.
pub(super) fn link_puts_to_gets(drafts: &mut [Draft], puts: &mut Puts) {
    let mut here = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let What::Put { object, item, .. } = draft.what {
            here.insert((object, item), index);
            puts.insert((object, item), draft.id);
        }
    }
    for get in 0..drafts.len() {
        let What::Get { object, item, .. } = drafts[get].what else { continue };
        if let Some(&put) = puts.get(&(object, item)) {
            drafts[get].cause = Some(put);
        }
        if let Some(&put) = here.get(&(object, item)) {
            drafts[put].time = drafts[put].time.min(drafts[get].time);
        }
    }
}
