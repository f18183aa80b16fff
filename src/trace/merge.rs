//! One order for the events of all lanes.
//!
//! Events are ordered by clock, then by lane. Two readings of the clock on
//! two cores may disagree by more than a hand-over takes, and an event is
//! written a moment after what it tells of; so the clock alone would put some
//! effects before their causes. Lanes are therefore merged as sorted lists
//! are, and a lane whose next event has a cause that is still to come is held
//! back until that has come. One pass: O(n log lanes).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::collect::Draft;
use super::event::{Event, Place};
use super::recorder::EventId;

/// Puts the logs of all lanes into one order. Steps and times only go up, and
/// every cause comes before its effect.
pub(super) fn merge(logs: Vec<Vec<Draft>>) -> Vec<Event> {
    Merge::new(logs).run()
}

struct Merge {
    logs: Vec<std::vec::IntoIter<Draft>>,
    /// By lane: the steps of its events so far.
    steps: Vec<Vec<u64>>,
    /// Events in each log at the start.
    lens: Vec<usize>,
    /// Lanes whose next event can come, by its time.
    ready: BinaryHeap<Reverse<(u64, u32)>>,
    /// Lanes whose next event comes after one that is still to come.
    held_back: HashMap<EventId, Vec<u32>>,
    events: Vec<Event>,
}

impl Merge {
    fn new(logs: Vec<Vec<Draft>>) -> Self {
        let lens: Vec<usize> = logs.iter().map(Vec::len).collect();
        Self {
            events: Vec::with_capacity(lens.iter().sum()),
            steps: vec![Vec::new(); lens.len()],
            lens,
            ready: BinaryHeap::new(),
            held_back: HashMap::new(),
            logs: logs.into_iter().map(Vec::into_iter).collect(),
        }
    }

    fn run(mut self) -> Vec<Event> {
        for lane in 0..self.logs.len() as u32 {
            self.queue(lane, 0);
        }
        loop {
            while let Some(Reverse((time, lane))) = self.ready.pop() {
                self.emit(lane, time);
            }
            let Some(lane) = self.first_held_back() else {
                return self.events;
            };
            // Causes in a circle: a primitive recorded nonsense. The trace
            // keeps its promise without that one cause.
            self.next_of(lane).after = None;
            self.queue(lane, self.now());
        }
    }

    fn now(&self) -> u64 {
        self.events.last().map_or(0, |event| event.time)
    }

    fn next_of(&mut self, lane: u32) -> &mut Draft {
        &mut self.logs[lane as usize].as_mut_slice()[0]
    }

    /// Makes the next event of `lane`, if it has one, ready or held back.
    fn queue(&mut self, lane: u32, not_before: u64) {
        let Some(next) = self.logs[lane as usize].as_slice().first() else {
            return;
        };
        match next.after {
            Some(after) if self.is_to_come(after) => {
                self.held_back.entry(after).or_default().push(lane);
            }
            _ => {
                let time = next.time.max(not_before);
                self.ready.push(Reverse((time, lane)));
            }
        }
    }

    fn is_to_come(&self, event: EventId) -> bool {
        let (lane, index) = (event.lane() as usize, event.index() as usize);
        let seen = self.steps.get(lane).map_or(0, Vec::len);
        (seen..self.lens.get(lane).copied().unwrap_or(0)).contains(&index)
    }

    fn emit(&mut self, lane: u32, time: u64) {
        let Some(draft) = self.logs[lane as usize].next() else { return };
        let step = self.events.len() as u64;
        let cause = draft.after.filter(|_| draft.caused);
        let step_of = |event: EventId| {
            let steps = self.steps.get(event.lane() as usize)?;
            steps.get(event.index() as usize).copied()
        };
        let cause = cause.and_then(step_of);
        let place = draft.place.map(Place::from);
        let what = draft.what;
        self.events.push(Event { step, time, lane, what, cause, place });
        let steps = &mut self.steps[lane as usize];
        let id = EventId::new(lane, steps.len() as u32);
        steps.push(step);
        for waiting in self.held_back.remove(&id).unwrap_or_default() {
            self.queue(waiting, time);
        }
        self.queue(lane, time);
    }

    /// Takes out the lane whose held-back event is the oldest.
    fn first_held_back(&mut self) -> Option<u32> {
        let time = |lane: u32| {
            let next = self.logs[lane as usize].as_slice().first();
            next.map_or(0, |draft| draft.time)
        };
        let lanes = self.held_back.iter();
        let lanes = lanes.flat_map(|(after, lanes)| {
            lanes.iter().map(|lane| (time(*lane), *lane, *after))
        });
        let (_, lane, after) = lanes.min()?;
        let lanes = self.held_back.get_mut(&after)?;
        lanes.retain(|other| *other != lane);
        if lanes.is_empty() {
            self.held_back.remove(&after);
        }
        Some(lane)
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{State, What};
    use super::*;

    fn draft(time: u64, after: Option<(u32, u32)>) -> Draft {
        let what = What::State { state: State::Run, object: None };
        let after = after.map(|(lane, index)| EventId::new(lane, index));
        Draft { time, what, after, caused: true, place: None }
    }

    /// Lane and cause of every event, in order.
    fn order(logs: Vec<Vec<Draft>>) -> Vec<(u32, Option<u64>)> {
        let events = merge(logs);
        assert!(events.is_sorted_by_key(|event| event.time));
        assert!(events.iter().zip(0..).all(|(event, n)| event.step == n));
        events.iter().map(|event| (event.lane, event.cause)).collect()
    }

    #[test]
    fn the_clock_decides_where_no_cause_does() {
        let logs = vec![
            vec![draft(1, None), draft(4, None)],
            vec![draft(2, None), draft(3, None)],
        ];
        let expected = [(0, None), (1, None), (1, None), (0, None)];
        assert_eq!(order(logs), expected);
    }

    #[test]
    fn an_effect_with_an_early_clock_waits_for_its_cause() {
        let logs = vec![
            vec![draft(1, Some((1, 0))), draft(2, None)],
            vec![draft(5, None), draft(6, None)],
        ];
        let expected = [(1, None), (0, Some(0)), (0, None), (1, None)];
        assert_eq!(order(logs), expected);
    }

    #[test]
    fn a_cause_that_was_not_read_is_left_out() {
        let logs = vec![vec![draft(1, Some((7, 0))), draft(2, Some((0, 9)))]];
        assert_eq!(order(logs), [(0, None), (0, None)]);
    }

    #[test]
    fn causes_in_a_circle_still_end() {
        let logs = vec![
            vec![draft(1, Some((1, 0))), draft(3, None)],
            vec![draft(2, Some((0, 0))), draft(4, Some((1, 1)))],
        ];
        let expected = [(0, None), (1, Some(0)), (0, None), (1, None)];
        assert_eq!(order(logs), expected);
    }

    #[test]
    fn a_chain_through_every_event_takes_one_pass() {
        const EVENTS: u32 = if cfg!(miri) { 200 } else { 200_000 };
        // Each event is the effect of the one before, on the other lane, and
        // every clock says the opposite.
        let mut logs = vec![Vec::new(), Vec::new()];
        for n in 0..EVENTS {
            let before = n.checked_sub(1).map(|n| (n % 2, n / 2));
            let time = u64::from(EVENTS - n);
            logs[n as usize % 2].push(draft(time, before));
        }
        let causes = order(logs).into_iter().map(|(_, cause)| cause);
        let expected = (0..u64::from(EVENTS)).map(|n| n.checked_sub(1));
        assert!(causes.eq(expected));
    }
}
