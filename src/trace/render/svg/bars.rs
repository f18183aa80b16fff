//! A lane's row: what it was doing, and below that what it held.

use std::fmt::Write;

use super::{BAR, HOLD, LETTER, MARGIN, Picture, Row, escaped};
use crate::trace::render::palette::word;
use crate::trace::{Hold, Outcome, Span, State};

/// Stretches narrower than this, in pixels, are folded with their
/// neighbours.
const NARROW: f64 = 1.0;

/// Stretches that cannot be told apart any more.
struct Folded {
    from: f64,
    to: f64,
    count: usize,
    last: Span,
}

impl Picture<'_> {
    pub(super) fn row(&mut self, row: usize) {
        let (lane, y) = (self.rows[row].lane, self.rows[row].y);
        let name = self.trace.lanes[lane as usize].name.clone();
        self.label("name", MARGIN, y + BAR - 5.0, &short(&name));
        let spans: Vec<Span> =
            self.spans.iter().filter(|it| it.lane == lane).copied().collect();
        let mut folded: Option<Folded> = None;
        for span in spans {
            let (from, to) = self.ends(span.steps, span.times);
            if to - from >= NARROW {
                self.unfold(folded.take(), y);
                self.state(&span, from, to, y);
                continue;
            }
            match &mut folded {
                Some(it) if from - it.to < NARROW => {
                    it.to = to;
                    it.count += 1;
                    it.last = span;
                }
                _ => {
                    self.unfold(folded.take(), y);
                    folded = Some(Folded { from, to, count: 1, last: span });
                }
            }
        }
        self.unfold(folded, y);
        self.held(row);
        self.values(row);
    }

    fn values(&mut self, row: usize) {
        let Row { y, held, values, .. } = &self.rows[row];
        let y = y + BAR + held.len() as f64 * (HOLD + 2.0) + 12.0;
        for (step, time, said) in values.clone() {
            let wide = said.chars().count() as f64 * LETTER;
            let x = self.x(step, time).min(self.width - MARGIN - wide);
            self.label("halo", x, y, &said);
        }
    }

    /// Where a stretch begins and ends; one that is stuck has no end.
    fn ends(&self, steps: (u64, u64), times: (u64, u64)) -> (f64, f64) {
        let stuck = self.trace.end.outcome == Outcome::Deadlock
            && steps.1 == self.trace.extent().0;
        let to = match stuck {
            true => self.left + self.scale.columns as f64,
            false => self.x(steps.1, times.1),
        };
        (self.x(steps.0, times.0), to)
    }

    /// Draws what was folded: one stretch alone as what it is.
    fn unfold(&mut self, folded: Option<Folded>, y: f64) {
        let Some(Folded { from, to, count, last }) = folded else { return };
        let to = to.max(from + NARROW);
        match count {
            1 => self.state(&last, from, to, y),
            _ => {
                let said = format!("{count} short stretches, folded");
                self.bar("bar folded", (from, to), (y, BAR), &said);
            }
        }
    }

    fn state(&mut self, span: &Span, from: f64, to: f64, y: f64) {
        let object = span.object.map(|id| &self.trace.objects[id as usize]);
        let stuck = self.trace.end.outcome == Outcome::Deadlock
            && span.steps.1 == self.trace.extent().0
            && matches!(span.state, State::Wait | State::Queue);
        let class = format!(
            "bar {}{}",
            class(span.state),
            if stuck { " stuck" } else { "" }
        );
        let what = match object {
            Some(object) => format!("{}: {}", word(span.state), object.name),
            None => word(span.state).to_owned(),
        };
        let label = object.map_or_else(String::new, |it| it.name.clone());
        let length = self.length(span.steps, span.times);
        let said = match stuck {
            true => format!("{what}, for ever"),
            false => format!("{what}, {length}"),
        };
        self.bar(&class, (from, to), (y, BAR), &said);
        let fits =
            |it: &str| it.chars().count() as f64 * LETTER + 8.0 <= to - from;
        let text = [what, label].into_iter().find(|it| fits(it));
        if let Some(text) = text.filter(|it| !it.is_empty()) {
            let class = match span.state {
                State::Run => "in-run",
                _ => "halo",
            };
            self.label(class, from + 4.0, y + BAR - 5.0, &text);
        }
    }

    fn held(&mut self, row: usize) {
        let (lane, y) = (self.rows[row].lane, self.rows[row].y);
        let held = self.rows[row].held.clone();
        let holds: Vec<Hold> =
            self.holds.iter().filter(|it| it.lane == lane).copied().collect();
        for hold in holds {
            let place = held.iter().position(|it| *it == hold.object);
            let place = place.unwrap_or(0) as f64;
            let y = y + BAR + 2.0 + place * (HOLD + 2.0);
            let (from, to) = self.ends(hold.steps, hold.times);
            let name = &self.trace.objects[hold.object as usize].name;
            let length = self.length(hold.steps, hold.times);
            let said = format!("holds {name}, {length}");
            let class = format!("hold{}", hold.object % 4);
            let to = to.max(from + NARROW);
            self.bar(&class, (from, to), (y, HOLD), &said);
        }
    }

    pub(super) fn bar(
        &mut self,
        class: &str,
        (from, to): (f64, f64),
        (y, height): (f64, f64),
        said: &str,
    ) {
        let (width, said) = (to - from, escaped(said));
        let _ = writeln!(
            self.text,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{y:.1}\" \
             width=\"{width:.1}\" height=\"{height}\">\
             <title>{said}</title></rect>"
        );
    }
}

/// What the style sheet calls it.
pub(super) const fn class(state: State) -> &'static str {
    match state {
        State::Run => "run",
        State::Wait => "wait",
        State::Queue => "queue",
        State::Sleep => "sleep",
        State::Io => "io",
        State::Ready | State::Done => "ready",
    }
}

/// As much of a name as there is room for.
fn short(name: &str) -> String {
    match name.chars().count() {
        0..=24 => name.to_owned(),
        _ => name.chars().take(23).chain(['…']).collect(),
    }
}
