//! The wait-for graph of a trace: who waits for what, and who holds that.

use std::collections::BTreeMap;

use super::event::{Event, ObjectKind, Place, State, Trace, Wait, What};

/// Who waits, who holds, after some step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitFor {
    /// Every lane that waits, by lane.
    pub waits: Vec<Wait>,
    /// All that is held, by object.
    pub holds: Vec<Held>,
    /// Lanes of `waits` that close a circle, in its order, from the smallest.
    pub circle: Vec<u32>,
}

/// A lane holds an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who holds.
    pub lane: u32,
    /// What.
    pub object: u32,
    /// Where it was taken.
    pub place: Option<Place>,
}

/// The wait-for graph after `step`.
#[must_use]
pub fn at(trace: &Trace, step: u64) -> WaitFor {
    let mut then = Then::default();
    let until = trace.events.iter().take_while(|event| event.step <= step);
    until.for_each(|event| then.apply(event));
    let waits = then.waiting.iter();
    let waits: Vec<_> = waits.map(|wait| then.wait(trace, wait)).collect();
    let circle = circle(&waits);
    let held = then.held.into_iter().flat_map(|(object, holders)| {
        holders.into_iter().map(move |(lane, place)| Held {
            lane,
            object,
            place: place.cloned(),
        })
    });
    WaitFor { waits, holds: held.collect(), circle }
}

/// How things stand after some of the events.
#[derive(Default)]
struct Then<'a> {
    /// By lane: what it waits for, and where.
    waiting: BTreeMap<u32, (u32, Option<&'a Place>)>,
    /// By object: who holds it, and where it was taken.
    held: BTreeMap<u32, Vec<(u32, Option<&'a Place>)>>,
}

impl<'a> Then<'a> {
    fn apply(&mut self, event: &'a Event) {
        match event.what {
            What::State {
                state: State::Wait | State::Queue | State::Io,
                object: Some(object),
            } => {
                let place = event.place.as_ref();
                self.waiting.insert(event.lane, (object, place));
            }
            What::State { .. } | What::Put { .. } | What::Get { .. } => {
                self.waiting.remove(&event.lane);
            }
            What::Hold { object } => {
                self.waiting.remove(&event.lane);
                let holders = self.held.entry(object).or_default();
                holders.push((event.lane, event.place.as_ref()));
            }
            What::Release { object } => {
                let holders = self.held.entry(object).or_default();
                let own = holders.iter().position(|(by, _)| *by == event.lane);
                // A lock that another than its taker releases was its only one.
                if let Some(index) = own.or((holders.len() == 1).then_some(0)) {
                    holders.remove(index);
                }
            }
            _ => {}
        }
    }

    fn wait(
        &self,
        trace: &Trace,
        (&lane, &(object, place)): (&u32, &(u32, Option<&Place>)),
    ) -> Wait {
        let holders = self.held.get(&object).map_or(&[][..], Vec::as_slice);
        // Where several hold it, a lane is in its own way in any case: a
        // reader that wants to write.
        let own = holders.iter().find(|(by, _)| *by == lane);
        let only = holders.first().filter(|_| holders.len() == 1);
        let joined = trace.objects[object as usize].lane;
        let holder = own.or(only).copied().or(joined.map(|lane| (lane, None)));
        Wait {
            lane,
            object,
            place: place
                .cloned()
                .unwrap_or(Place { file: "?".into(), line: 0 }),
            holder: holder.map(|(lane, _)| lane),
            held_at: holder.and_then(|(_, place)| place.cloned()),
        }
    }
}

/// A lane waits for one thing at a time, so that following the holders from
/// every lane finds every circle; the first is returned.
fn circle(waits: &[Wait]) -> Vec<u32> {
    let next = |lane: u32| {
        waits.iter().find(|wait| wait.lane == lane).and_then(|w| w.holder)
    };
    for start in waits.iter().map(|wait| wait.lane) {
        let mut path = vec![start];
        while let Some(lane) = next(path[path.len() - 1]) {
            if lane == start {
                return path;
            }
            if path.contains(&lane) {
                break;
            }
            path.push(lane);
        }
    }
    Vec::new()
}

/// Ends a trace of a run in which `waits` cannot go on with the event that
/// says so; `is_circle` if they are known to close one.
pub(super) fn append_deadlock(
    trace: &mut Trace,
    mut waits: Vec<Wait>,
    is_circle: bool,
) {
    let step = trace.events.len() as u64;
    let graph = at(trace, step);
    for wait in &mut waits {
        let same = |other: &&Wait| other.lane == wait.lane;
        let Some(known) = graph.waits.iter().find(same) else { continue };
        if wait.holder.is_none() && is_reading(trace, wait.object) {
            wait.holder = known.holder;
        }
        // Unknown if the recorder was full when it was taken.
        if known.holder == wait.holder {
            wait.held_at.clone_from(&known.held_at);
        }
    }
    let mut around = Vec::new();
    if !is_circle {
        around = circle(&waits);
        waits.sort_by_key(|wait| {
            let turn = around.iter().position(|lane| *lane == wait.lane);
            let joins = trace.objects[wait.object as usize].lane.is_some();
            (turn.unwrap_or(around.len()), joins)
        });
    }
    let circle = is_circle || !around.is_empty();
    let lane = waits.last().map_or(0, |wait| wait.lane);
    let what = What::Deadlock { waits, circle };
    let time = trace.end.time;
    let (cause, place) = (None, None);
    trace.events.push(Event { step, time, lane, what, cause, place });
    trace.end.events += 1;
}

/// Whether it is a lock whose readers the log knows: all of them, and only
/// they can release it, as a guard stays on its thread.
fn is_reading(trace: &Trace, object: u32) -> bool {
    let kind = trace.objects[object as usize].kind;
    kind == ObjectKind::RwLock && trace.end.dropped == 0
}
