//! From a moment of the run to a column of the drawing.

use crate::trace::{Outcome, Span, State, Trace};

use super::words::seconds;

/// What the horizontal axis is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Time where the run slept or waited for the system, else steps.
    #[default]
    Auto,
    /// Even in time: what takes long is long.
    Time,
    /// Even in events: what happens often is long.
    Step,
}

/// A moment of the run: both of its coordinates.
pub(super) type Moment = (u64, u64);

/// How moments become columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    by_time: bool,
    /// The moment of the last column's end.
    end: Moment,
    pub(super) columns: usize,
}

impl Scale {
    pub(super) fn new(
        trace: &Trace,
        spans: &[Span],
        axis: Axis,
        columns: usize,
    ) -> Self {
        let by_time = match axis {
            Axis::Time => true,
            Axis::Step => false,
            Axis::Auto => tells_time(trace, spans),
        };
        let (mut step, mut time) = trace.extent();
        if trace.end.outcome == Outcome::Deadlock {
            // Room for what would go on for ever.
            step = step.saturating_add(step / 2 + 1);
            time = time.saturating_add(time / 2);
        }
        Self { by_time, end: (step.max(1), time.max(1)), columns }
    }

    /// The column of a moment.
    pub(super) fn column(self, moment: Moment) -> usize {
        (self.exact(moment) as usize).min(self.columns - 1)
    }

    /// As [`column`](Self::column), with the fraction.
    pub(super) fn exact(self, (step, time): Moment) -> f64 {
        let part = if self.by_time {
            time as f64 / self.end.1 as f64
        } else {
            step as f64 / self.end.0 as f64
        };
        part * self.columns as f64
    }

    /// The axis' name and its ticks, each at a part of the whole.
    pub(super) fn ticks(self) -> (&'static str, Vec<(f64, String)>) {
        let ticks = (self.columns / 120).clamp(2, 8);
        let label = |tick: usize| match (tick, self.by_time) {
            (0, _) => "0".to_owned(),
            (_, true) => even(self.end.1, tick as f64 / ticks as f64),
            (_, false) => self.label(tick, ticks, false),
        };
        let tick = |tick| (tick as f64 / ticks as f64, label(tick));
        (self.name(), (0..=ticks).map(tick).collect())
    }

    fn name(self) -> &'static str {
        if self.by_time { "time" } else { "step" }
    }

    /// What stands above the lanes: the axis' name and its ticks.
    pub(super) fn ruler(self, ascii: bool) -> (&'static str, String) {
        let ticks = (self.columns / 16).clamp(2, 6);
        let mut line = vec![' '; self.columns];
        for tick in 0..=ticks {
            let label = self.label(tick, ticks, ascii);
            let length = label.chars().count();
            let at = tick * (self.columns - 1) / ticks;
            let at = at.min(self.columns.saturating_sub(length));
            for (cell, letter) in line[at..].iter_mut().zip(label.chars()) {
                *cell = letter;
            }
        }
        (self.name(), line.into_iter().collect())
    }

    fn label(self, tick: usize, ticks: usize, ascii: bool) -> String {
        let (tick, ticks) = (tick as u64, ticks as u64);
        match (tick, self.by_time) {
            (0, _) => "0".to_owned(),
            (_, true) => seconds(self.end.1 * tick / ticks, ascii),
            (_, false) => (self.end.0 * tick / ticks).to_string(),
        }
    }
}

/// A part of a time, in the unit that the whole of it has.
fn even(nanos: u64, part: f64) -> String {
    let (size, unit) = match nanos {
        1_000_000_000.. => (1e9, "s"),
        1_000_000.. => (1e6, "ms"),
        1_000.. => (1e3, "µs"),
        _ => (1.0, "ns"),
    };
    let whole = nanos as f64 / size;
    let digits = if whole < 20.0 { 1 } else { 0 };
    format!("{:.digits$} {unit}", whole * part)
}

/// Whether the length of things is part of the story: some lane slept or
/// waited for the system for a good part of the run, or the run was long.
fn tells_time(trace: &Trace, spans: &[Span]) -> bool {
    const LONG: u64 = 100_000_000;
    let (_, total) = trace.extent();
    let mut idle = vec![0; trace.lanes.len()];
    for span in spans {
        if matches!(span.state, State::Sleep | State::Io) {
            idle[span.lane as usize] += span.times.1 - span.times.0;
        }
    }
    total > LONG || idle.into_iter().any(|idle| idle * 4 > total)
}
