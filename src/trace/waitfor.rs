//! The wait-for graph of a trace: who waits for what, and who holds that.

use std::collections::BTreeMap;

use super::event::{Event, Place, State, Trace, Wait, What};

/// Who waits, who holds, after some step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitFor {
    /// Every lane that waits, by lane.
    pub waits: Vec<Wait>,
    /// Lanes of `waits` that close a circle, in its order, from the smallest.
    pub circle: Vec<u32>,
}

/// The wait-for graph after `step`.
#[must_use]
pub fn at(trace: &Trace, step: u64) -> WaitFor {
    let mut waiting: BTreeMap<u32, (u32, Option<Place>)> = BTreeMap::new();
    let mut held: BTreeMap<u32, (u32, Option<Place>)> = BTreeMap::new();
    for event in trace.events.iter().take_while(|event| event.step <= step) {
        match event.what {
            What::State {
                state: State::Wait | State::Queue | State::Io,
                object: Some(object),
            } => {
                waiting.insert(event.lane, (object, event.place.clone()));
            }
            What::State { .. } | What::Put { .. } | What::Get { .. } => {
                waiting.remove(&event.lane);
            }
            What::Hold { object } => {
                waiting.remove(&event.lane);
                held.insert(object, (event.lane, event.place.clone()));
            }
            What::Release { object } => {
                held.retain(|of, (by, _)| (*of, *by) != (object, event.lane));
            }
            _ => {}
        }
    }
    let waits: Vec<Wait> = waiting
        .into_iter()
        .map(|(lane, (object, place))| {
            let joined = trace.objects[object as usize].lane;
            let joined = joined.map(|lane| (lane, None));
            let holder = held.get(&object).cloned().or(joined);
            Wait {
                lane,
                object,
                place: place.unwrap_or(Place { file: "?".into(), line: 0 }),
                holder: holder.as_ref().map(|(lane, _)| *lane),
                held_at: holder.and_then(|(_, place)| place),
            }
        })
        .collect();
    let circle = circle(&waits);
    WaitFor { waits, circle }
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

/// Ends a trace of a run that nobody could go on in with the event that says
/// so: the circle, or else everybody who waits.
pub(super) fn append_deadlock(trace: &mut Trace) {
    let step = trace.events.len() as u64;
    let graph = at(trace, step);
    let circle = !graph.circle.is_empty();
    let mut waits = graph.waits;
    if circle {
        waits.retain(|wait| graph.circle.contains(&wait.lane));
        waits.sort_by_key(|wait| {
            graph.circle.iter().position(|lane| *lane == wait.lane)
        });
    }
    let lane = waits.last().map_or(0, |wait| wait.lane);
    let time = trace.events.last().map_or(0, |event| event.time);
    let what = What::Deadlock { waits, circle };
    trace.events.push(Event {
        step,
        time,
        lane,
        what,
        cause: None,
        place: None,
    });
    trace.end.events += 1;
}
