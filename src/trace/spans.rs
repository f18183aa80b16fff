//! What a trace says of stretches of time: states and holds.

use std::collections::BTreeMap;

use super::event::{State, Trace, What};

/// A lane was in one state from one event to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Whose state.
    pub lane: u32,
    /// Which.
    pub state: State,
    /// What it waited for.
    pub object: Option<u32>,
    /// First and last step; the last is the first of the next span.
    pub steps: (u64, u64),
    /// First and last time, in ns.
    pub times: (u64, u64),
}

/// A lane held an object from one event to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Who held.
    pub lane: u32,
    /// What.
    pub object: u32,
    /// First and last step.
    pub steps: (u64, u64),
    /// First and last time, in ns.
    pub times: (u64, u64),
    /// Still held at the end of the trace.
    pub open: bool,
}

impl Trace {
    /// One past the last step, and the time of the end.
    #[must_use]
    pub fn extent(&self) -> (u64, u64) {
        let last = self.events.last();
        let time = last.map_or(0, |event| event.time).max(self.end.time);
        (last.map_or(0, |event| event.step + 1), time)
    }

    /// The states of every lane, by lane and then by time. Those of one lane
    /// never overlap.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let (last_step, last_time) = self.extent();
        let mut open: BTreeMap<u32, Span> = BTreeMap::new();
        let mut spans = Vec::new();
        for event in &self.events {
            let next = match event.what {
                What::State { state, object } => Some((state, object)),
                // Getting what it waited for ends the wait.
                What::Hold { object }
                | What::Put { object, .. }
                | What::Get { object, .. } => open
                    .get(&event.lane)
                    .filter(|span| span.object == Some(object))
                    .map(|_| (State::Run, None)),
                _ => None,
            };
            let Some((state, object)) = next else { continue };
            let span = Span {
                lane: event.lane,
                state,
                object,
                steps: (event.step, last_step),
                times: (event.time, last_time),
            };
            if let Some(mut ended) = open.insert(event.lane, span) {
                ended.steps.1 = event.step;
                ended.times.1 = event.time;
                spans.push(ended);
            }
        }
        spans.extend(open.into_values());
        spans.retain(|span| span.state != State::Done);
        spans.sort_by_key(|span| (span.lane, span.steps));
        spans
    }

    /// What every lane held, by lane and then by time.
    #[must_use]
    pub fn holds(&self) -> Vec<Hold> {
        let (last_step, last_time) = self.extent();
        let mut open: BTreeMap<(u32, u32), Hold> = BTreeMap::new();
        let mut holds = Vec::new();
        for event in &self.events {
            match event.what {
                What::Hold { object } => {
                    let hold = Hold {
                        lane: event.lane,
                        object,
                        steps: (event.step, last_step),
                        times: (event.time, last_time),
                        open: true,
                    };
                    open.insert((event.lane, object), hold);
                }
                What::Release { object } => {
                    let own = open.remove(&(event.lane, object));
                    let ended = own.or_else(|| take_only(&mut open, object));
                    if let Some(mut hold) = ended {
                        hold.steps.1 = event.step;
                        hold.times.1 = event.time;
                        hold.open = false;
                        holds.push(hold);
                    }
                }
                _ => {}
            }
        }
        holds.extend(open.into_values());
        holds.sort_by_key(|hold| (hold.lane, hold.steps));
        holds
    }
}

/// Takes out the hold of `object` if there is just one: what a release by
/// another lane than the holder's ends.
fn take_only(
    open: &mut BTreeMap<(u32, u32), Hold>,
    object: u32,
) -> Option<Hold> {
    let mut keys = open.keys().filter(|(_, held)| *held == object);
    let (key, None) = (*keys.next()?, keys.next()) else { return None };
    open.remove(&key)
}
