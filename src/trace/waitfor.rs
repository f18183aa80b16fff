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
    let mut held: BTreeMap<u32, Vec<(u32, Option<Place>)>> = BTreeMap::new();
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
                let holders = held.entry(object).or_default();
                holders.push((event.lane, event.place.clone()));
            }
            What::Release { object } => {
                let holders = held.entry(object).or_default();
                let own = holders.iter().position(|(by, _)| *by == event.lane);
                // A lock that another than its taker releases was its only one.
                if let Some(index) = own.or((holders.len() == 1).then_some(0)) {
                    holders.remove(index);
                }
            }
            _ => {}
        }
    }
    let waits: Vec<Wait> = waiting
        .into_iter()
        .map(|(lane, (object, place))| {
            let joined = trace.objects[object as usize].lane;
            let joined = joined.map(|lane| (lane, None));
            let holder = match held.get(&object).map(Vec::as_slice) {
                Some([holder]) => Some(holder.clone()),
                _ => joined,
            };
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

/// Ends a trace of a run in which `waits` cannot go on with the event that
/// says so.
pub(super) fn append_deadlock(
    trace: &mut Trace,
    mut waits: Vec<Wait>,
    circle: bool,
) {
    let step = trace.events.len() as u64;
    let graph = at(trace, step);
    for wait in &mut waits {
        // Unknown if the recorder was full when it was taken.
        let same = |other: &&Wait| other.lane == wait.lane;
        let known = graph.waits.iter().find(same);
        let known = known.filter(|known| known.holder == wait.holder);
        wait.held_at = known.and_then(|known| known.held_at.clone());
    }
    let lane = waits.last().map_or(0, |wait| wait.lane);
    let what = What::Deadlock { waits, circle };
    let time = trace.end.time;
    let (cause, place) = (None, None);
    trace.events.push(Event { step, time, lane, what, cause, place });
    trace.end.events += 1;
}
