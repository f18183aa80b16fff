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
use super::event::Event;
use super::session::EventId;

/// Puts the events of all lanes into one order. Steps and times only go up,
/// and every cause comes before its effect.
pub(super) fn merge(drafts: Vec<Draft>) -> Vec<Event> {
    Merge::default().add(drafts)
}

/// An order that can be gone on with.
#[derive(Default)]
pub(super) struct Merge {
    /// By lane: what is to come.
    logs: Vec<std::vec::IntoIter<Draft>>,
    /// Where each event stands that has come.
    steps: HashMap<EventId, u64>,
    /// When the last one came.
    now: u64,
    /// Lanes whose next event can come, by its time.
    ready: BinaryHeap<Reverse<(u64, u32)>>,
    /// Lanes whose next event comes after one that is still to come.
    held_back: HashMap<EventId, Vec<u32>>,
    events: Vec<Event>,
}

impl Merge {
    /// Puts these events after those that were added before, whatever their
    /// clocks say.
    pub(super) fn add(&mut self, mut drafts: Vec<Draft>) -> Vec<Event> {
        let count = drafts.len();
        drafts.sort_unstable_by_key(|draft| draft.id);
        let mut logs: Vec<Vec<Draft>> = Vec::new();
        for draft in drafts {
            let lane = draft.id.lane() as usize;
            if logs.len() <= lane {
                logs.resize_with(lane + 1, Vec::new);
            }
            logs[lane].push(draft);
        }
        self.logs = logs.into_iter().map(Vec::into_iter).collect();
        self.steps.reserve(count);
        self.events.reserve(count);
        self.run();
        std::mem::take(&mut self.events)
    }

    fn run(&mut self) {
        for lane in 0..self.logs.len() as u32 {
            self.queue(lane, self.now);
        }
        loop {
            while let Some(Reverse((time, lane))) = self.ready.pop() {
                self.emit(lane, time);
            }
            if !self.break_a_circle() {
                return;
            }
        }
    }

    fn next_of(&self, lane: u32) -> Option<&Draft> {
        self.logs[lane as usize].as_slice().first()
    }

    /// Makes the next event of `lane`, if it has one, ready or held back.
    fn queue(&mut self, lane: u32, not_before: u64) {
        let Some(next) = self.next_of(lane) else { return };
        let mut before = next.cause.into_iter().chain(next.after);
        match before.find(|event| self.is_to_come(*event)) {
            Some(event) => {
                self.held_back.entry(event).or_default().push(lane);
            }
            None => {
                let time = next.time.max(not_before);
                self.ready.push(Reverse((time, lane)));
            }
        }
    }

    fn is_to_come(&self, event: EventId) -> bool {
        let to_come = self.logs.get(event.lane() as usize);
        to_come.is_some_and(|log| {
            let log = log.as_slice();
            log.binary_search_by_key(&event, |draft| draft.id).is_ok()
        })
    }

    fn emit(&mut self, lane: u32, time: u64) {
        let Some(draft) = self.logs[lane as usize].next() else { return };
        let Draft { id, what, cause, place, .. } = draft;
        let step = self.steps.len() as u64;
        let cause = cause.and_then(|cause| self.steps.get(&cause).copied());
        self.events.push(Event { step, time, lane, what, cause, place });
        self.steps.insert(id, step);
        self.now = time;
        for waiting in self.held_back.remove(&id).unwrap_or_default() {
            self.queue(waiting, time);
        }
        self.queue(lane, time);
    }

    /// Lets the oldest of the events that are held back come. It waits for
    /// one that, in the end, waits for it: a primitive has recorded nonsense,
    /// and the trace keeps its promise without that one cause. False if none
    /// is held back.
    fn break_a_circle(&mut self) -> bool {
        let lanes = self.held_back.iter().flat_map(|(event, lanes)| {
            lanes.iter().map(|lane| (*lane, *event))
        });
        let time = |lane| self.next_of(lane).map_or(0, |draft| draft.time);
        let oldest = lanes.min_by_key(|(lane, _)| (time(*lane), *lane));
        let Some((lane, event)) = oldest else { return false };
        if let Some(lanes) = self.held_back.get_mut(&event) {
            lanes.retain(|other| *other != lane);
        }
        self.held_back.retain(|_, lanes| !lanes.is_empty());
        let next = self.logs[lane as usize].as_mut_slice().first_mut();
        if let Some(next) = next {
            (next.cause, next.after) = (None, None);
        }
        self.queue(lane, self.now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{State, What};
    use super::*;

    type Log = Vec<(u64, Option<(u32, u32)>)>;

    /// Events of these lanes, with their times and causes.
    fn drafts(logs: Vec<Log>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (log, lane) in logs.into_iter().zip(0..) {
            for ((time, cause), index) in log.into_iter().zip(0..) {
                drafts.push(Draft {
                    id: EventId::new(lane, index),
                    time,
                    what: What::State { state: State::Run, object: None },
                    cause: cause.map(|(by, index)| EventId::new(by, index)),
                    after: None,
                    place: None,
                });
            }
        }
        drafts
    }

    /// Lane and cause of every event, in order.
    fn order(drafts: Vec<Draft>) -> Vec<(u32, Option<u64>)> {
        let events = merge(drafts);
        assert!(events.is_sorted_by_key(|event| event.time));
        assert!(events.iter().zip(0..).all(|(event, n)| event.step == n));
        events.iter().map(|event| (event.lane, event.cause)).collect()
    }

    #[test]
    fn the_clock_decides_where_no_cause_does() {
        let logs = vec![vec![(1, None), (4, None)], vec![(2, None), (3, None)]];
        let expected = [(0, None), (1, None), (1, None), (0, None)];
        assert_eq!(order(drafts(logs)), expected);
    }

    #[test]
    fn an_effect_with_an_early_clock_waits_for_its_cause() {
        let early = vec![(1, Some((1, 0))), (2, None)];
        let logs = vec![early, vec![(5, None), (6, None)]];
        let expected = [(1, None), (0, Some(0)), (0, None), (1, None)];
        assert_eq!(order(drafts(logs)), expected);
    }

    #[test]
    fn an_event_waits_for_what_is_before_it_and_did_not_cause_it() {
        let mut drafts = drafts(vec![vec![(1, None)], vec![(5, None)]]);
        drafts[0].after = Some(drafts[1].id);
        assert_eq!(order(drafts), [(1, None), (0, None)]);
    }

    #[test]
    fn a_cause_that_was_not_read_is_left_out() {
        let logs = vec![vec![(1, Some((7, 0))), (2, Some((0, 9)))]];
        assert_eq!(order(drafts(logs)), [(0, None), (0, None)]);
    }

    #[test]
    fn what_is_added_comes_after_what_was_there() {
        let mut late =
            drafts(vec![vec![(4, None), (9, None)], vec![(1, None)]]);
        let first = late.remove(0);
        late[1].cause = Some(first.id);
        let mut merge = Merge::default();
        assert_eq!(merge.add(vec![first])[0].time, 4);
        let late = merge.add(late);
        let told = |it: &Event| (it.step, it.time, it.lane, it.cause);
        let told: Vec<_> = late.iter().map(told).collect();
        assert_eq!(told, [(1, 4, 1, Some(0)), (2, 9, 0, None)]);
    }

    #[test]
    fn causes_in_a_circle_still_end() {
        let logs = vec![
            vec![(1, Some((1, 0))), (3, None)],
            vec![(2, Some((0, 0))), (4, Some((1, 1)))],
        ];
        let expected = [(0, None), (1, Some(0)), (0, None), (1, None)];
        assert_eq!(order(drafts(logs)), expected);
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
            logs[n as usize % 2].push((time, before));
        }
        let causes = order(drafts(logs)).into_iter().map(|(_, cause)| cause);
        let expected = (0..u64::from(EVENTS)).map(|n| n.checked_sub(1));
        assert!(causes.eq(expected));
    }
}
