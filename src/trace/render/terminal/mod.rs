//! The timeline for a terminal: one lane a row, words below.
//!
//! A row shows what a lane was doing; a thinner one below it what it held,
//! put and took. A stretch of time that is shorter than a column still gets
//! one, as long as the row is not crowded.

mod labels;
mod legend;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::trace::render::cells::{Cells, paint};
use crate::trace::render::foreground;
use crate::trace::render::palette::{ALARM, BOLD, DIM, glyph, hold, style};
use crate::trace::render::scale::{Axis, Scale};
use crate::trace::render::words::summary;
use crate::trace::{Event, Hold, Lane, ObjectKind, Outcome, Span, Trace, What};

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns of the whole drawing.
    pub width: usize,
    /// Whether to use colour.
    pub color: bool,
    /// Whether to use nothing but ASCII.
    pub ascii: bool,
    /// Lanes to draw; of more than these a few are shown, and the rest is
    /// counted in a line.
    pub lanes: usize,
    /// What the horizontal axis is.
    pub axis: Axis,
}

impl Default for Terminal {
    /// 80 columns, plain, ten lanes.
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            ascii: false,
            lanes: 10,
            axis: Axis::Auto,
        }
    }
}

/// Lines of words under the picture, at most.
const WORDS: usize = 12;
/// Columns left free behind the lanes for what their last event says, where
/// there is such an event.
const MARGIN: usize = 10;
/// Lanes that stand for all where there are too many.
const FEW: usize = 6;
/// Columns of a lane's name, at most.
const NAME: usize = 22;

/// Draws `trace` as lanes over time, with a legend and a few words below.
/// Every line ends in a newline.
#[must_use]
pub fn terminal(trace: &Trace, how: &Terminal) -> String {
    let spans = trace.spans();
    let mut text = Picture::new(trace, &spans, how).draw();
    for line in summary(trace, &spans, WORDS) {
        let alarm = line.starts_with("deadlock") || line.contains("recorder");
        let style = if alarm { ALARM } else { Style::new() };
        let line = if how.ascii { to_ascii(&line) } else { line };
        text += &format!("{}\n", paint(&line, style, how.color));
    }
    text
}

fn to_ascii(line: &str) -> String {
    line.replace('µ', "u").replace('…', "...").replace('▸', ">")
}

struct Picture<'a> {
    trace: &'a Trace,
    /// By object: see [`foreground`].
    shown: Vec<bool>,
    how: &'a Terminal,
    spans: &'a [Span],
    holds: Vec<Hold>,
    scale: Scale,
    /// Columns of the names.
    names: usize,
    /// Columns behind the last moment.
    margin: usize,
}

impl<'a> Picture<'a> {
    fn new(trace: &'a Trace, spans: &'a [Span], how: &'a Terminal) -> Self {
        let longest = trace.lanes.iter().map(|lane| lane.name.width()).max();
        let names = longest.unwrap_or(0).clamp(4, NAME) + 2;
        let columns = how.width.saturating_sub(names).max(20 + MARGIN);
        let shown = foreground(trace);
        let value = |event: &Event| match event.what {
            What::Read { object, .. } | What::Write { object, .. } => {
                shown[object as usize]
            }
            _ => false,
        };
        let values = trace.events.iter().any(value);
        let margin = if values { MARGIN } else { 0 };
        let scale = Scale::new(trace, spans, how.axis, columns - margin);
        let mut holds = trace.holds();
        holds.retain(|hold| shown[hold.object as usize]);
        Self { trace, shown, how, spans, holds, scale, names, margin }
    }

    fn draw(&self) -> String {
        let lanes = self.lanes();
        let (axis, ruler) = self.scale.ruler(self.how.ascii);
        let ruler = format!("{}{}", self.name(axis), ruler.trim_end());
        let mut text = format!("{}\n", paint(&ruler, DIM, self.how.color));
        for lane in &lanes {
            text += &self.lane(lane);
        }
        let hidden = self.trace.lanes.len() - lanes.len();
        if hidden > 0 {
            let more = if self.how.ascii { "..." } else { "…" };
            text += &format!("{more} {hidden} more lanes like these\n");
        }
        text += &self.legend(&lanes);
        text
    }

    /// The lanes to draw. Of too many, a few from the first to the last; the
    /// one that only started the others and waited for them is left out.
    fn lanes(&self) -> Vec<&'a Lane> {
        let mut lanes: Vec<&Lane> = self.trace.lanes.iter().collect();
        if lanes.len() <= self.how.lanes {
            return lanes;
        }
        lanes.retain(|lane| lane.id != 0 || !self.only_joins(lane.id));
        let few = FEW.min(self.how.lanes).max(2);
        let last = lanes.len() - 1;
        (0..few).map(|n| lanes[n * last / (few - 1)]).collect()
    }

    fn only_joins(&self, lane: u32) -> bool {
        let mut events = self.trace.events.iter().filter(|e| e.lane == lane);
        events.all(|event| match event.what {
            What::State { object: Some(id), .. } => {
                self.trace.objects[id as usize].kind == ObjectKind::Lane
            }
            What::State { .. } | What::Spawn { .. } => true,
            What::Signal { object } => {
                self.trace.objects[object as usize].kind == ObjectKind::Lane
            }
            _ => false,
        })
    }

    fn name(&self, name: &str) -> String {
        let mut short = String::new();
        for letter in name.chars() {
            if short.width() + 2 >= self.names {
                break;
            }
            short.push(letter);
        }
        let pad = self.names.saturating_sub(short.width());
        short + &" ".repeat(pad)
    }

    fn lane(&self, lane: &Lane) -> String {
        let color = self.how.color;
        let events: Vec<&Event> = self.events(lane.id).collect();
        let mut states = self.states(lane.id);
        self.label_states(&mut states, lane.id);
        self.label_values(&mut states, &events);
        let name = paint(&self.name(&lane.name), BOLD, color);
        let mut text = format!("{name}{}\n", states.text(color));
        let below = self.below(lane.id, &events);
        if !below.is_blank() {
            text += &format!("{}{}\n", self.name(""), below.text(color));
        }
        text
    }

    fn events(&self, lane: u32) -> impl Iterator<Item = &'a Event> {
        self.trace.events.iter().filter(move |event| event.lane == lane)
    }

    fn spans(&self, lane: u32) -> impl Iterator<Item = &'a Span> {
        self.spans.iter().filter(move |span| span.lane == lane)
    }

    fn cells(&self) -> Cells {
        Cells::new(self.scale.columns + self.margin)
    }

    /// The columns of a stretch of time: at least one.
    fn columns(&self, steps: (u64, u64), times: (u64, u64)) -> (usize, usize) {
        let from = self.scale.column((steps.0, times.0));
        let stuck = self.trace.end.outcome == Outcome::Deadlock
            && steps.1 == self.trace.extent().0;
        if stuck {
            return (from, self.scale.columns);
        }
        let to = self.scale.exact((steps.1, times.1)).round() as usize;
        (from, to.clamp(from + 1, self.scale.columns.max(from + 1)))
    }

    /// What the lane was doing: long stretches first, so that short ones are
    /// drawn over them and keep a column; in a crowded row long ones win.
    fn states(&self, lane: u32) -> Cells {
        let mut spans: Vec<&Span> = self.spans(lane).collect();
        let crowded = spans.len() > self.scale.columns / 2;
        spans.sort_by_key(|span| span.times.1 - span.times.0);
        if !crowded {
            spans.reverse();
        }
        let mut cells = self.cells();
        for span in spans {
            let (from, to) = self.columns(span.steps, span.times);
            let glyph = glyph(span.state, self.how.ascii);
            cells.fill(from, to, glyph, style(span.state));
        }
        cells
    }

    fn hold(&self, object: u32) -> (char, Style) {
        hold(object, self.how.ascii, self.how.color)
    }

    /// What the lane held, put, took and signalled.
    fn below(&self, lane: u32, events: &[&Event]) -> Cells {
        let mut cells = self.cells();
        for it in self.holds.iter().filter(|it| it.lane == lane) {
            let (from, to) = self.columns(it.steps, it.times);
            let (bar, style) = self.hold(it.object);
            cells.fill(from, to, bar, style);
            let name = &self.trace.objects[it.object as usize].name;
            if name.width() + 2 <= to - from {
                cells.write(from + 1, name, style);
            }
        }
        self.mark_events(&mut cells, events);
        cells
    }
}
