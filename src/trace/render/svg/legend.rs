//! A word for every pattern in the picture.

use super::bars::class;
use super::{LETTER, MARGIN, Picture, TEXT};
use crate::trace::State;
use crate::trace::render::palette::word;

impl Picture<'_> {
    /// The states and holds that occur, from `y` on; where they end.
    pub(super) fn legend(&mut self, y: f64) -> f64 {
        let mut states: Vec<State> =
            self.spans.iter().map(|span| span.state).collect();
        states.sort_unstable();
        states.dedup();
        let mut parts: Vec<(String, String)> = states
            .into_iter()
            .map(|it| (format!("bar {}", class(it)), word(it).to_owned()))
            .collect();
        let mut held: Vec<u32> =
            self.rows.iter().flat_map(|row| row.held.clone()).collect();
        held.sort_unstable();
        held.dedup();
        parts.extend(held.iter().map(|id| {
            let name = &self.trace.objects[*id as usize].name;
            (format!("hold{}", id % 4), format!("holds {name}"))
        }));
        let (mut x, mut y) = (MARGIN, y + 6.0);
        for (class, text) in parts {
            let wide = 26.0 + text.chars().count() as f64 * LETTER;
            if x + wide > self.width - MARGIN && x > MARGIN {
                (x, y) = (MARGIN, y + TEXT);
            }
            let height = if class.starts_with("hold") { 5.0 } else { 10.0 };
            let middle = y + 5.0 - height / 2.0;
            self.bar(&class, (x, x + 18.0), (middle, height), &text);
            self.label("faint", x + 23.0, y + 9.0, &text);
            x += wide + 14.0;
        }
        y + TEXT
    }
}
