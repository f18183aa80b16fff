//! The timeline as a picture that stands still: SVG, for a page or on paper.
//!
//! It needs no script and nothing from outside; it is light or dark as its
//! reader is. Colour, pattern and word say the same.

mod bars;
mod legend;
mod links;

use std::fmt::Write;

use super::foreground;
use super::scale::{Axis, Scale};
use super::words::{seconds, summary};
use crate::trace::{Clock, Event, Hold, Span, Trace, What};

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Svg {
    /// Of the whole picture, in pixels; at least 320.
    pub width: usize,
    /// Lanes to draw; of more than these the first are, and the rest is
    /// counted.
    pub lanes: usize,
    /// What the horizontal axis is.
    pub axis: Axis,
}

impl Default for Svg {
    /// 960 pixels, forty lanes.
    fn default() -> Self {
        Self { width: 960, lanes: 40, axis: Axis::Auto }
    }
}

const STYLE: &str = include_str!("style.css");

/// Patterns, so that states differ without colour too.
const PATTERNS: &str = r#"<defs>
<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>
<pattern id="hatch-wait" width="6" height="6" patternUnits="userSpaceOnUse"><path class="stroke-wait" d="M0 6L6 0" stroke-width="1.4"/></pattern>
<pattern id="hatch-queue" width="5" height="5" patternUnits="userSpaceOnUse"><path class="stroke-queue" d="M1 0V5" stroke-width="1.4"/></pattern>
<pattern id="hatch-io" width="6" height="5" patternUnits="userSpaceOnUse"><path class="stroke-io" d="M0 2.5H6" stroke-width="1.4"/></pattern>
<pattern id="hatch-sleep" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="dot" cx="2" cy="2" r="1"/></pattern>
</defs>
"#;

/// Pixels.
const MARGIN: f64 = 12.0;
const TOP: f64 = 44.0;
const BAR: f64 = 18.0;
const HOLD: f64 = 5.0;
const GAP: f64 = 12.0;
const TEXT: f64 = 17.0;
const LETTER: f64 = 6.6;
const BOLD: f64 = 7.8;

/// Lines of words under the picture, at most.
const WORDS: usize = 12;

/// Draws these runs, one below the other: a lane a row, arrows from cause to
/// effect, a legend, and a few words below. One element, `<svg>`, with no
/// blank line in it.
#[must_use]
pub fn svg(traces: &[Trace], how: &Svg) -> String {
    let width = how.width.max(320);
    let (mut y, mut all, mut said) = (0.0, String::new(), String::new());
    for trace in traces {
        let (height, body, words) = Picture::new(trace, how).draw();
        all += &format!(
            "<svg y=\"{y:.0}\" width=\"{width}\" height=\"{height:.0}\">\n\
             {body}</svg>\n"
        );
        said += &words;
        y += height;
    }
    format!(
        "<svg class=\"timeline\" xmlns=\"http://www.w3.org/2000/svg\" \
         role=\"img\" viewBox=\"0 0 {width} {y:.0}\" width=\"{width}\" \
         height=\"{y:.0}\">\n<title>Timeline</title>\n<desc>{said}</desc>\n\
         <style>\n{STYLE}</style>\n{PATTERNS}{all}</svg>\n"
    )
}

/// A lane's place.
struct Row {
    lane: u32,
    y: f64,
    /// What it holds at any time, a thin bar for each.
    held: Vec<u32>,
    /// What it reads and writes, at its moment, if that is little enough to
    /// be read.
    values: Vec<(u64, u64, String)>,
}

struct Picture<'a> {
    trace: &'a Trace,
    /// By object: see [`foreground`].
    shown: Vec<bool>,
    spans: Vec<Span>,
    holds: Vec<Hold>,
    scale: Scale,
    rows: Vec<Row>,
    width: f64,
    /// Where the bars begin.
    left: f64,
    /// Where the rows end.
    bottom: f64,
    text: String,
}

impl<'a> Picture<'a> {
    fn new(trace: &'a Trace, how: &Svg) -> Self {
        let (spans, shown) = (trace.spans(), foreground(trace));
        let mut holds = trace.holds();
        holds.retain(|hold| shown[hold.object as usize]);
        let width = how.width.max(320) as f64;
        let names = trace.lanes.iter().map(|lane| lane.name.chars().count());
        let names = names.max().unwrap_or(0).clamp(4, 24) as f64;
        let left = MARGIN + names * BOLD + 10.0;
        let columns = (width - left - MARGIN) as usize;
        let axis = match (how.axis, trace.run.clock) {
            // An explored run has no time of its own.
            (Axis::Auto, Clock::Model) => Axis::Step,
            (axis, _) => axis,
        };
        let scale = Scale::new(trace, &spans, axis, columns);
        let (rows, bottom) = rows(trace, &holds, &shown, how.lanes);
        let text = String::new();
        Self {
            trace,
            shown,
            spans,
            holds,
            scale,
            rows,
            width,
            left,
            bottom,
            text,
        }
    }

    /// Its height, what is in it, and the same in words.
    fn draw(mut self) -> (f64, String, String) {
        self.ruler();
        for row in 0..self.rows.len() {
            self.row(row);
        }
        self.links();
        let y = self.levels(self.bottom);
        let y = self.legend(y);
        let height = self.words(y) + 2.0 * MARGIN;
        let said = self.said();
        (height, self.text, said)
    }

    fn title(&self) -> String {
        let run = &self.trace.run;
        match (&*run.title, &*run.lab, &*run.variant) {
            ("", "", _) => "a run".to_owned(),
            ("", lab, "") => lab.to_owned(),
            ("", lab, variant) => format!("{lab}: {variant}"),
            (title, ..) => title.to_owned(),
        }
    }

    /// The picture, for who does not see it.
    fn said(&self) -> String {
        let (lanes, events) = (self.trace.lanes.len(), self.trace.events.len());
        let title = self.title();
        let mut said = format!("{title}: {lanes} lanes, {events} events.");
        for line in summary(self.trace, &self.spans, WORDS) {
            said += &format!(" {}.", line.trim());
        }
        escaped(&said) + "\n"
    }

    /// Where a moment is.
    fn x(&self, step: u64, time: u64) -> f64 {
        self.left + self.scale.exact((step, time))
    }

    fn label(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escaped(text);
        let _ = writeln!(
            self.text,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"
        );
    }

    fn ruler(&mut self) {
        let title = self.title();
        self.label("name", MARGIN, 18.0, &title);
        let (name, ticks) = self.scale.ticks();
        self.label("faint", MARGIN, TOP - 8.0, name);
        let bottom = self.bottom;
        for (part, label) in ticks {
            let x = self.left + part * self.scale.columns as f64;
            let _ = writeln!(
                self.text,
                "<path class=\"grid\" d=\"M{x:.1} {TOP}V{bottom:.1}\"/>"
            );
            let wide = label.chars().count() as f64 * LETTER;
            let x = x.min(self.width - MARGIN - wide);
            self.label("faint", x, TOP - 8.0, &label);
        }
    }

    /// What the run came to, from `y` on; where it ends.
    fn words(&mut self, mut y: f64) -> f64 {
        let hidden = self.trace.lanes.len() - self.rows.len();
        let mut lines = summary(self.trace, &self.spans, WORDS);
        if hidden > 0 {
            lines.insert(0, format!("{hidden} more lanes are not drawn"));
        }
        for line in lines {
            y += TEXT;
            let alarm =
                line.starts_with("deadlock") || line.contains("recorder");
            let class = if alarm { "alarm" } else { "" };
            let indent = line.len() - line.trim_start().len();
            let x = MARGIN + indent as f64 * LETTER;
            self.label(class, x, y, line.trim_start());
        }
        y
    }

    /// How long a stretch is, in words.
    fn length(&self, steps: (u64, u64), times: (u64, u64)) -> String {
        match self.trace.run.clock {
            Clock::Real => seconds(times.1 - times.0, false),
            Clock::Model => {
                format!("{} steps", steps.1 - steps.0)
            }
        }
    }
}

/// A row for each of the first lanes, and where they end.
fn rows(
    trace: &Trace,
    holds: &[Hold],
    shown: &[bool],
    most: usize,
) -> (Vec<Row>, f64) {
    let mut y = TOP + GAP / 2.0;
    let mut rows = Vec::new();
    for lane in trace.lanes.iter().take(most) {
        let own = holds.iter().filter(|hold| hold.lane == lane.id);
        let mut held: Vec<u32> = own.map(|hold| hold.object).collect();
        held.sort_unstable();
        held.dedup();
        let thin = held.len() as f64 * (HOLD + 2.0);
        let values = values(trace, shown, lane.id);
        let words = if values.is_empty() { 0.0 } else { TEXT - 3.0 };
        rows.push(Row { lane: lane.id, y, held, values });
        y += BAR + thin + words + GAP;
    }
    (rows, y)
}

/// Values that are read and written in one lane, at most, to be spelled out.
const VALUES: usize = 6;

fn values(trace: &Trace, shown: &[bool], lane: u32) -> Vec<(u64, u64, String)> {
    let own = trace.events.iter().filter(|event| event.lane == lane);
    let value = |event: &Event| {
        let (verb, object, value) = match event.what {
            What::Read { object, value } => ("read", object, value),
            What::Write { object, value } => ("write", object, value),
            _ => return None,
        };
        let name = &trace.objects[object as usize].name;
        let said = format!("{verb} {name} {value}");
        shown[object as usize].then_some((event.step, event.time, said))
    };
    let values: Vec<_> = own.filter_map(value).collect();
    if values.len() > VALUES { Vec::new() } else { values }
}

/// Text as it stands in XML.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            // XML has no word for the others.
            '\n' | '\t' => safe.push(' '),
            it if it.is_control() => safe.push('\u{fffd}'),
            it => safe.push(it),
        }
    }
    safe
}
