//! The words of a trace: one sentence for an event, and the run in a few.

use std::collections::BTreeMap;

use super::foreground;
use crate::trace::waitfor::{self, Held};
use crate::trace::{
    Clock, Event, LaneKind, ObjectKind, Outcome, Place, Span, State, Trace,
    Wait, What,
};

/// A time for people: `5.00 s`, `1.2 ms`, `80 µs`.
#[must_use]
pub fn seconds(nanos: u64, ascii: bool) -> String {
    let micro = if ascii { "us" } else { "µs" };
    match nanos {
        10_000_000.. => format!("{:.2} s", nanos as f64 / 1e9),
        1_000_000.. => format!("{:.1} ms", nanos as f64 / 1e6),
        1_000.. => format!("{} {micro}", nanos / 1_000),
        _ => format!("{nanos} ns"),
    }
}

/// ``lock `left` ``, `the end of Thread-1`.
fn object(trace: &Trace, object: u32) -> String {
    let object = &trace.objects[object as usize];
    match object.kind {
        ObjectKind::Lane => format!("{} {}", object.kind.word(), object.name),
        kind => format!("{} `{}`", kind.word(), object.name),
    }
}

/// `left`, `the end of Thread-1`.
fn name(trace: &Trace, object: u32) -> String {
    let object = &trace.objects[object as usize];
    match object.kind {
        ObjectKind::Lane => format!("{} {}", object.kind.word(), object.name),
        _ => object.name.clone(),
    }
}

fn lane(trace: &Trace, lane: u32) -> &str {
    &trace.lanes[lane as usize].name
}

/// What `event` says, in a sentence: the same words in every drawing.
#[must_use]
pub fn say(trace: &Trace, event: &Event) -> String {
    let who = lane(trace, event.lane);
    let on = |id: u32| object(trace, id);
    let from = event
        .cause
        .and_then(|cause| trace.events.get(cause as usize))
        .filter(|cause| cause.lane != event.lane)
        .map(|cause| lane(trace, cause.lane));
    match &event.what {
        What::State { state, object } => {
            say_state(who, *state, object.map(on), from)
        }
        What::Hold { object } => match from {
            Some(from) => {
                format!("{who} gets {}, released by {from}", on(*object))
            }
            None => format!("{who} gets {}", on(*object)),
        },
        What::Release { object } => {
            format!("{who} lets go of {}", on(*object))
        }
        What::Put { object, item, len } => {
            format!("{who} puts item {item} into {} ({len} there)", on(*object))
        }
        What::Get { object, item, len } => format!(
            "{who} takes item {item} out of {} ({len} left)",
            on(*object)
        ),
        What::Read { object, value } => {
            format!("{who} reads {} = {value}", on(*object))
        }
        What::Write { object, value } => {
            format!("{who} writes {} = {value}", on(*object))
        }
        What::Signal { object } => format!("{who} signals {}", on(*object)),
        What::Spawn { child } => {
            format!("{who} starts {}", lane(trace, *child))
        }
        What::Note { text } => format!("{who}: {text}"),
        What::Panic { text } => format!("{who} panics: {text}"),
        What::Deadlock { .. } => deadlock(trace, event).join("; "),
    }
}

fn say_state(
    who: &str,
    state: State,
    object: Option<String>,
    from: Option<&str>,
) -> String {
    let object = object.unwrap_or_default();
    match (state, from) {
        (State::Run, Some(from)) => format!("{who} goes on, due to {from}"),
        (State::Run, None) => format!("{who} runs"),
        (State::Ready, _) => format!("{who} could run"),
        (State::Wait, _) => format!("{who} waits for {object}"),
        (State::Queue, _) => format!("{who} is blocked on {object}"),
        (State::Sleep, _) => format!("{who} sleeps"),
        (State::Io, _) if object.is_empty() => format!("{who} is in IO"),
        (State::Io, _) => format!("{who} is in IO: {object}"),
        (State::Done, _) => format!("{who} is done"),
    }
}

/// A deadlock: one line for what it is, and one for everybody in it. Nothing,
/// if `event` is none.
#[must_use]
pub fn deadlock(trace: &Trace, event: &Event) -> Vec<String> {
    let What::Deadlock { waits, circle } = &event.what else {
        return Vec::new();
    };
    let what = why(*circle);
    let mut lines = match trace.run.clock {
        // Its time says nothing.
        Clock::Model => vec![format!("deadlock: {what}")],
        _ => {
            let time = seconds(event.time, false);
            vec![format!("deadlock after {time}: {what}")]
        }
    };
    let held = held(trace, event.step, waits);
    let line = |wait| stuck(trace, &held, wait);
    let (around, others) =
        waits.split_at(if *circle { length_of_circle(waits) } else { 0 });
    lines.extend(around.iter().map(line));
    if *circle && !others.is_empty() {
        lines.push("everybody else waits too".to_owned());
    }
    lines.extend(others.iter().map(line));
    lines
}

/// As [`deadlock`], without what follows from the rest: who only waits until
/// another thread has ended, and that it is a deadlock.
#[must_use]
pub fn standstill(trace: &Trace, event: &Event) -> Vec<String> {
    let What::Deadlock { waits, circle } = &event.what else {
        return Vec::new();
    };
    let held = held(trace, event.step, waits);
    let joins = |wait: &Wait| {
        trace.objects[wait.object as usize].kind == ObjectKind::Lane
    };
    let waits = match circle {
        true => &waits[..length_of_circle(waits)],
        false => waits,
    };
    let only_joins = waits.iter().all(joins);
    let told = waits.iter().filter(|it| *circle || only_joins || !joins(it));
    let first = why(*circle).to_owned();
    let lines = told.map(|wait| stuck(trace, &held, wait));
    std::iter::once(first).chain(lines).collect()
}

/// Why nobody can go on.
fn why(circle: bool) -> &'static str {
    match circle {
        true => "nobody in this circle can go on",
        false => "everybody waits, and nobody is left to wake them",
    }
}

/// How many of `waits`, from the first on, close the circle.
fn length_of_circle(waits: &[Wait]) -> usize {
    let first = waits.first().map(|wait| wait.lane);
    let closes = |wait: &Wait| wait.holder == first;
    waits.iter().position(closes).map_or(waits.len(), |last| last + 1)
}

/// Who holds what somebody in `waits` waits for, and where it was taken.
fn held(trace: &Trace, step: u64, waits: &[Wait]) -> Vec<Held> {
    if trace.end.dropped == 0 {
        let mut held = waitfor::at(trace, step).holds;
        held.retain(|it| waits.iter().any(|w| w.object == it.object));
        return held;
    }
    // A release may be missing: what was found in the run itself is certain.
    let held = |wait: &Wait| {
        let (lane, place) = (wait.holder?, Some(wait.held_at.clone()?));
        Some(Held { lane, object: wait.object, place })
    };
    waits.iter().filter_map(held).collect()
}

/// `  Thread-1 holds a (demo.rs:31) and waits for b (demo.rs:33)`.
fn stuck(trace: &Trace, held: &[Held], wait: &Wait) -> String {
    let with_place = |object: u32, place: Option<&Place>| match place {
        Some(place) => format!("{} ({})", name(trace, object), place.short()),
        None => name(trace, object),
    };
    let mut own: Vec<&Held> =
        held.iter().filter(|it| it.lane == wait.lane).collect();
    // One that reads twice holds it once.
    own.dedup_by_key(|it| it.object);
    let own: Vec<String> = own
        .into_iter()
        .map(|it| with_place(it.object, it.place.as_ref()))
        .collect();
    let holds = match own.as_slice() {
        [] => String::new(),
        own => format!("holds {} and ", own.join(" and ")),
    };
    let who = lane(trace, wait.lane);
    let what = with_place(wait.object, Some(&wait.place));
    format!("  {who} {holds}waits for {what}")
}

/// How often and how long was waited for one object, where it came.
#[derive(Default)]
struct Waited {
    times: u64,
    longest: (u64, u32),
}

/// What a run came to, in at most `limit` lines: who waited how long for
/// what, who ended badly, and what is not in the picture.
#[must_use]
pub fn summary(trace: &Trace, spans: &[Span], limit: usize) -> Vec<String> {
    let mut lines = endings(trace);
    lines.extend(waits(trace, spans));
    if lines.len() > limit {
        let more = lines.len() + 1 - limit;
        lines.truncate(limit - 1);
        lines.push(format!("… and {more} more such lines"));
    }
    lines
}

fn waits(trace: &Trace, spans: &[Span]) -> Vec<String> {
    let mut waited: BTreeMap<u32, Waited> = BTreeMap::new();
    let (last, _) = trace.extent();
    let shown = foreground(trace);
    for span in spans.iter().filter(|span| span.steps.1 < last) {
        let (State::Wait | State::Queue, Some(object)) =
            (span.state, span.object)
        else {
            continue;
        };
        // Joins are in the picture, and to let another one act is no wait.
        let kind = trace.objects[object as usize].kind;
        let apart = matches!(
            kind,
            ObjectKind::Lane | ObjectKind::Coroutine | ObjectKind::Socket
        );
        if apart || !shown[object as usize] {
            continue;
        }
        let entry = waited.entry(object).or_default();
        entry.times += 1;
        let length = span.times.1 - span.times.0;
        entry.longest = entry.longest.max((length, span.lane));
    }
    let line = |(id, Waited { times, longest })| {
        let what = object(trace, id);
        let who = lane(trace, longest.1);
        let length = seconds(longest.0, false);
        match times {
            1 => format!("{who} waited {length} for {what}"),
            _ => format!(
                "{times} waits for {what}, the longest {length} by {who}"
            ),
        }
    };
    waited.into_iter().map(line).collect()
}

/// Deadlock, panics, threads that were cut short, events that were dropped.
fn endings(trace: &Trace) -> Vec<String> {
    let mut lines = Vec::new();
    for event in &trace.events {
        match &event.what {
            What::Deadlock { .. } => lines.extend(deadlock(trace, event)),
            What::Panic { .. } => lines.push(say(trace, event)),
            _ => {}
        }
    }
    if trace.end.outcome == Outcome::Finished {
        lines.extend(trace.cut_lanes().map(|lane| {
            format!("{} was cut short: the program ended", lane.name)
        }));
    }
    if trace.end.dropped > 0 {
        lines.push(format!(
            "the recorder was full after {} events: {} more are not in the \
             picture",
            trace.end.events, trace.end.dropped
        ));
    }
    lines
}

impl Trace {
    /// Threads that had not come to their end when the trace ended.
    pub fn cut_lanes(&self) -> impl Iterator<Item = &crate::trace::Lane> {
        let mut done = vec![false; self.lanes.len()];
        for event in &self.events {
            if let What::State { state: State::Done, .. } = event.what {
                done[event.lane as usize] = true;
            }
        }
        self.lanes
            .iter()
            .zip(done)
            .filter(|(lane, done)| lane.kind == LaneKind::Thread && !done)
            .map(|(lane, _)| lane)
    }
}

/// `demo.rs:31`, or nothing.
#[must_use]
pub fn place(place: Option<&Place>) -> String {
    place.map(Place::short).unwrap_or_default()
}
