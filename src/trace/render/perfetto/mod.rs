//! A file for the Perfetto UI (<https://ui.perfetto.dev>).
//!
//! A run is a group of tracks: one for each lane, with a slice for each of
//! its states; one for each lock, with a slice for each hold, named after the
//! holder; a counter for each queue. What happens at one moment is a slice
//! without a length, and from a cause a flow goes to each of its effects.
//!
//! Slices of one track have to lie in one another or apart. So what several
//! hold at once has a track for each, all of the same name, which the viewer
//! shows as one.

mod proto;

use std::collections::{BTreeMap, BTreeSet};

use super::palette::word;
use super::words::say;
use crate::trace::{Clock, Event, Hold, Span, State, Trace, What};
use proto::Message;

/// The bytes of a file with these runs, each of which begins at 0.
///
/// An explored run has steps and no time: there, a step is as long as a
/// microsecond, and its title says so.
#[must_use]
pub fn perfetto(traces: &[Trace]) -> Vec<u8> {
    let mut file = Vec::new();
    for (trace, number) in traces.iter().zip(1..) {
        Writer { trace, number, file: &mut file }.write();
    }
    file
}

/// Nanoseconds that stand for a step where there is no time.
const STEP: u64 = 1_000;

/// Fields of `perfetto.protos.Trace` and `TracePacket`.
mod packet {
    pub(super) const PACKET: u32 = 1;
    pub(super) const TIMESTAMP: u32 = 8;
    pub(super) const SEQUENCE: u32 = 10;
    pub(super) const TRACK_EVENT: u32 = 11;
    pub(super) const TRACK_DESCRIPTOR: u32 = 60;
}

/// Fields of `TrackDescriptor` and `CounterDescriptor`.
mod track {
    pub(super) const UUID: u32 = 1;
    pub(super) const NAME: u32 = 2;
    pub(super) const PARENT: u32 = 5;
    pub(super) const COUNTER: u32 = 8;
    pub(super) const CHILD_ORDERING: u32 = 11;
    pub(super) const RANK: u32 = 12;
    /// By `RANK`.
    pub(super) const EXPLICIT: u64 = 3;
    pub(super) const UNIT: u32 = 3;
    /// The unit `count`.
    pub(super) const COUNT: u64 = 2;
}

/// Fields of `TrackEvent`, and its types.
mod event {
    pub(super) const ANNOTATION: u32 = 4;
    pub(super) const TYPE: u32 = 9;
    pub(super) const TRACK: u32 = 11;
    pub(super) const NAME: u32 = 23;
    pub(super) const COUNTER_VALUE: u32 = 30;
    pub(super) const FLOW: u32 = 47;
    pub(super) const FLOW_END: u32 = 48;
    pub(super) const BEGIN: u64 = 1;
    pub(super) const END: u64 = 2;
    pub(super) const INSTANT: u64 = 3;
    pub(super) const COUNTER: u64 = 4;
}

/// Fields of `DebugAnnotation`.
mod annotation {
    pub(super) const TEXT: u32 = 6;
    pub(super) const NAME: u32 = 10;
}

/// Writes one run.
struct Writer<'a> {
    trace: &'a Trace,
    /// Of the run, from 1.
    number: u64,
    file: &'a mut Vec<u8>,
}

impl Writer<'_> {
    fn write(&mut self) {
        let holds = in_slots(self.trace.holds());
        self.tracks(&holds);
        for span in self.trace.spans() {
            self.state(&span);
        }
        for (hold, slot) in holds {
            let name = self.trace.lanes[hold.lane as usize].name.clone();
            let track = self.slot(hold.object, slot);
            self.slice(track, &name, (hold.steps, hold.times));
        }
        let mut effects: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for event in &self.trace.events {
            if let Some(cause) = self.flow(event) {
                effects.entry(cause).or_default().push(event.step);
            }
        }
        for event in &self.trace.events {
            let effects = effects.get(&event.step);
            self.moment(event, effects.map_or(&[], Vec::as_slice));
        }
    }

    /// A cause in another lane, which an arrow points from.
    fn flow(&self, event: &Event) -> Option<u64> {
        let cause = event.cause?;
        let from = self.trace.events.get(usize::try_from(cause).ok()?)?;
        (from.lane != event.lane).then_some(cause)
    }

    fn tracks(&mut self, holds: &[(Hold, u64)]) {
        let track = Message::new()
            .number(track::UUID, self.run())
            .text(track::NAME, &self.title())
            .number(track::CHILD_ORDERING, track::EXPLICIT);
        self.packet(Message::new().message(packet::TRACK_DESCRIPTOR, &track));
        for lane in &self.trace.lanes {
            let track = self.child(self.lane(lane.id), &lane.name);
            self.descriptor(&track);
        }
        let held: BTreeSet<_> =
            holds.iter().map(|(hold, slot)| (hold.object, *slot)).collect();
        for (object, slot) in held {
            let track = self.about(object, slot);
            self.descriptor(&track);
        }
        for object in self.counted() {
            let unit = Message::new().number(track::UNIT, track::COUNT);
            let track = self.about(object, 0).message(track::COUNTER, &unit);
            self.descriptor(&track);
        }
    }

    /// The objects in which something is counted.
    fn counted(&self) -> BTreeSet<u32> {
        let object = |event: &Event| match event.what {
            What::Put { object, .. } | What::Get { object, .. } => Some(object),
            _ => None,
        };
        self.trace.events.iter().filter_map(object).collect()
    }

    fn title(&self) -> String {
        let run = &self.trace.run;
        // The viewer sorts them by their titles.
        let mut title = format!("{}. ", self.number);
        title += match (&*run.lab, &*run.variant) {
            ("", _) => "run",
            (lab, "") => lab,
            (_, variant) => variant,
        };
        if run.clock == Clock::Model {
            title += " (1 µs is a step: nothing was measured)";
        }
        if self.trace.end.dropped > 0 {
            title += &format!(" ({} events lost)", self.trace.end.dropped);
        }
        title
    }

    /// Numbers of tracks, each with another one of its run in front.
    fn run(&self) -> u64 {
        self.number << 48
    }

    fn lane(&self, lane: u32) -> u64 {
        self.run() | 1 << 47 | u64::from(lane)
    }

    fn slot(&self, object: u32, slot: u64) -> u64 {
        self.run() | 1 << 46 | slot << 32 | u64::from(object)
    }

    fn about(&self, object: u32, slot: u64) -> Message {
        let what = &self.trace.objects[object as usize];
        let name = format!("{} {}", what.kind.word(), what.name);
        self.child(self.slot(object, slot), &name)
    }

    fn child(&self, uuid: u64, name: &str) -> Message {
        // Lanes first.
        let rank = uuid & u64::from(u32::MAX);
        let rank = if uuid >> 47 & 1 == 1 { rank } else { rank + (1 << 20) };
        Message::new()
            .number(track::UUID, uuid)
            .text(track::NAME, name)
            .number(track::PARENT, self.run())
            .number(track::RANK, rank)
    }

    fn descriptor(&mut self, track: &Message) {
        self.packet(Message::new().message(packet::TRACK_DESCRIPTOR, track));
    }

    fn state(&mut self, span: &Span) {
        if span.state == State::Done {
            return;
        }
        let name = match span.object {
            Some(id) => {
                let object = &self.trace.objects[id as usize];
                format!("{} ({})", word(span.state), object.name)
            }
            None => word(span.state).to_owned(),
        };
        self.slice(self.lane(span.lane), &name, (span.steps, span.times));
    }

    fn slice(
        &mut self,
        track: u64,
        name: &str,
        (steps, times): ((u64, u64), (u64, u64)),
    ) {
        let begin = track_event(event::BEGIN, track).text(event::NAME, name);
        self.at(self.time(steps.0, times.0), &begin);
        let end = track_event(event::END, track);
        self.at(self.time(steps.1, times.1), &end);
    }

    /// An event, unless it is a state that nothing points to or from.
    fn moment(&mut self, event: &Event, effects: &[u64]) {
        let time = self.time(event.step, event.time);
        let is_effect = self.flow(event).is_some();
        let is_state = matches!(event.what, What::State { .. });
        if !is_state || is_effect || !effects.is_empty() {
            let said = say(self.trace, event);
            let mut moment = track_event(event::INSTANT, self.lane(event.lane))
                .text(event::NAME, &said);
            if let Some(place) = &event.place {
                let note = Message::new()
                    .text(annotation::NAME, "source")
                    .text(annotation::TEXT, &place.short());
                moment = moment.message(event::ANNOTATION, &note);
            }
            // A flow ends once: each effect has its own.
            for effect in effects {
                moment = moment.fixed(event::FLOW, self.run() + effect);
            }
            if is_effect {
                moment = moment.fixed(event::FLOW_END, self.run() + event.step);
            }
            self.at(time, &moment);
        }
        if let What::Put { object, len, .. } | What::Get { object, len, .. } =
            event.what
        {
            let count = track_event(event::COUNTER, self.slot(object, 0))
                .number(event::COUNTER_VALUE, len);
            self.at(time, &count);
        }
    }

    fn time(&self, step: u64, time: u64) -> u64 {
        match self.trace.run.clock {
            Clock::Real => time,
            Clock::Model => step * STEP,
        }
    }

    fn at(&mut self, time: u64, event: &Message) {
        let packet = Message::new()
            .number(packet::TIMESTAMP, time)
            .message(packet::TRACK_EVENT, event);
        self.packet(packet);
    }

    fn packet(&mut self, packet: Message) {
        let packet = packet.number(packet::SEQUENCE, self.number);
        let packet = Message::new().message(packet::PACKET, &packet);
        self.file.extend(packet.into_bytes());
    }
}

/// Every hold, in the first of its object's slots that is free.
fn in_slots(mut holds: Vec<Hold>) -> Vec<(Hold, u64)> {
    holds.sort_by_key(|hold| hold.steps);
    // By object: up to which step each slot is taken.
    let mut taken: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    let mut place = |hold: Hold| {
        let slots = taken.entry(hold.object).or_default();
        let free = slots.iter().position(|end| *end <= hold.steps.0);
        let slot = free.unwrap_or(slots.len());
        slots.resize(slots.len().max(slot + 1), 0);
        slots[slot] = hold.steps.1;
        (hold, slot as u64)
    };
    holds.into_iter().map(&mut place).collect()
}

fn track_event(kind: u64, track: u64) -> Message {
    Message::new().number(event::TYPE, kind).number(event::TRACK, track)
}
