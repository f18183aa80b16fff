//! What a trace costs: an event while somebody records, and the question
//! whether somebody does.
//!
//! One read of an atomic variable is the cheapest operation that has an
//! event. The goals are about what is added to it.

use std::hint::black_box;
use std::sync::atomic::Ordering::Relaxed;

use workbench::sync::atomic::AtomicU64;
use workbench::trace::Recorder;

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::alone;
use crate::python::Python;
use crate::scale::Scale;

pub(crate) fn rows(scale: Scale, _: &Python) -> Vec<Row> {
    let events = scale.count(100_000);
    let loads = scale.count(4_000_000);
    vec![
        Row::new("one recorded event", "")
            .cell(
                "",
                [
                    Contender::ours(move || recorded(events)),
                    Contender::new("unrecorded", move || ours(events)),
                    Contender::new("clock reading", move || clock(events)),
                ],
            )
            .goal(Goal::extra_at_most("unrecorded", 15.0)),
        Row::new("the disabled hook", "")
            .cell(
                "",
                [
                    Contender::ours(move || ours(loads)),
                    Contender::new("std", move || plain(loads)),
                ],
            )
            .goal(Goal::extra_at_most("std", 1.0)),
    ]
}

/// The making of the trace's one order comes after, and is not counted.
fn recorded(events: u64) -> f64 {
    Recorder::new().limit(2 * events).record(|| ours(events)).0
}

fn ours(loads: u64) -> f64 {
    let value = AtomicU64::new(1).named("value");
    alone(loads, |_| {
        black_box(value.load(Relaxed));
    })
}

fn plain(loads: u64) -> f64 {
    let value = std::sync::atomic::AtomicU64::new(1);
    alone(loads, |_| {
        black_box(value.load(Relaxed));
    })
}

/// What no event can do without.
fn clock(readings: u64) -> f64 {
    let clock = quanta::Clock::new();
    alone(readings, |_| {
        black_box(clock.raw());
    })
}
