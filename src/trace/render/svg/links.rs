//! What goes from one lane to another, and how much is in each queue.

use std::fmt::Write;

use super::{BAR, LETTER, MARGIN, Picture, TEXT};
use crate::trace::{Event, ObjectKind, What};

/// Arrows, at most: more hide what they join.
const ARROWS: usize = 60;

/// Pixels of a queue's row.
const LEVEL: f64 = 22.0;

/// An arrow: from a lane and a place to another.
type Link = ((u32, f64), (u32, f64));

impl Picture<'_> {
    /// An arrow from each cause in another lane, unless they are too many.
    pub(super) fn links(&mut self) {
        let links = self.all_links();
        if links.len() > ARROWS {
            let count = links.len();
            let text = format!("{count} arrows are too many to be drawn");
            let wide = text.chars().count() as f64 * LETTER;
            self.label("faint", self.width - MARGIN - wide, 18.0, &text);
            return;
        }
        for ((from, x1), (to, x2)) in links {
            let (Some(y1), Some(y2)) = (self.row_of(from), self.row_of(to))
            else {
                continue;
            };
            let down = y1 < y2;
            let y1 = if down { y1 + BAR } else { y1 };
            let y2 = if down { y2 } else { y2 + BAR };
            let bend = (y2 - y1) / 2.0;
            let _ = writeln!(
                self.text,
                "<path class=\"arrow\" d=\"M{x1:.1} {y1:.1}C{x1:.1} {:.1} \
                 {x2:.1} {:.1} {x2:.1} {y2:.1}\"/>",
                y1 + bend,
                y2 - bend,
            );
        }
    }

    fn all_links(&self) -> Vec<Link> {
        let events = &self.trace.events;
        let link = |effect: &Event| {
            let cause = events.get(usize::try_from(effect.cause?).ok()?)?;
            let is_told = match effect.what {
                What::Hold { object } | What::Get { object, .. } => {
                    self.shown[object as usize]
                }
                _ => true,
            };
            (cause.lane != effect.lane && is_told).then(|| {
                (
                    (cause.lane, self.x(cause.step, cause.time)),
                    (effect.lane, self.x(effect.step, effect.time)),
                )
            })
        };
        events.iter().filter_map(link).collect()
    }

    fn row_of(&self, lane: u32) -> Option<f64> {
        self.rows.iter().find(|row| row.lane == lane).map(|row| row.y)
    }

    /// A row for every queue, from `y` on; where they end.
    pub(super) fn levels(&mut self, mut y: f64) -> f64 {
        for object in self.trace.objects.clone() {
            let shown = self.shown[object.id as usize];
            if !shown || object.kind != ObjectKind::Queue {
                continue;
            }
            let levels = self.levels_of(object.id);
            let most = levels.iter().map(|it| it.1).max().unwrap_or(0);
            let most = object.capacity.unwrap_or(most).max(1);
            let name = format!("in {}", object.name);
            self.label("faint", MARGIN, y + LEVEL - 6.0, &name);
            let bottom = y + LEVEL;
            let end = self.left + self.scale.columns as f64;
            let mut path = format!("M{:.1} {bottom:.1}", self.left);
            for (x, len) in levels {
                let part = len.min(most) as f64 / most as f64;
                let _ = write!(path, "H{x:.1}V{:.1}", bottom - part * LEVEL);
            }
            let _ = writeln!(
                self.text,
                "<path class=\"level\" d=\"{path}H{end:.1}V{bottom:.1}z\">\
                 <title>at most {most}</title></path>"
            );
            if let Some(capacity) = object.capacity {
                let _ = writeln!(
                    self.text,
                    "<path class=\"full\" d=\"M{:.1} {y:.1}H{end:.1}\"/>",
                    self.left
                );
                let full = format!("full: {capacity}");
                let wide = full.chars().count() as f64 * LETTER;
                self.label("faint halo", end - wide, y + 10.0, &full);
            }
            y = bottom + TEXT;
        }
        y
    }

    /// How much is in a queue, from when on.
    fn levels_of(&self, queue: u32) -> Vec<(f64, u64)> {
        let level = |event: &Event| match event.what {
            What::Put { object, len, .. } | What::Get { object, len, .. }
                if object == queue =>
            {
                Some((self.x(event.step, event.time), len))
            }
            _ => None,
        };
        self.trace.events.iter().filter_map(level).collect()
    }
}
