//! The line under the picture that has a word for every glyph in it.

use super::Picture;
use crate::trace::render::cells::paint;
use crate::trace::render::palette::{glyph, style, word};
use crate::trace::{Lane, State, What};

/// Objects that the legend names, at most.
const HELD: usize = 2;

impl Picture<'_> {
    /// The states and holds that occur, each with its word.
    pub(super) fn legend(&self, lanes: &[&Lane]) -> String {
        let drawn = |lane: u32| lanes.iter().any(|shown| shown.id == lane);
        let mut states: Vec<State> =
            self.spans.iter().map(|s| s.state).collect();
        states.sort_unstable();
        states.dedup();
        let mut parts: Vec<String> = states
            .into_iter()
            .map(|state| {
                let glyph = glyph(state, self.how.ascii).to_string();
                let glyph = paint(&glyph, style(state), self.how.color);
                format!("{glyph} {}", word(state))
            })
            .collect();
        let holds = self.holds.iter().filter(|it| drawn(it.lane));
        let mut held: Vec<u32> = holds.map(|it| it.object).collect();
        held.sort_unstable();
        held.dedup();
        let names = |object: &u32| {
            let (bar, style) = self.hold(*object);
            let bar = paint(&bar.to_string(), style, self.how.color);
            let name = &self.trace.objects[*object as usize].name;
            format!("{bar} holds {name}")
        };
        match held.len() {
            0 => {}
            1..=HELD => parts.extend(held.iter().map(names)),
            _ => parts.push(format!("{} holds", self.hold(held[0]).0)),
        }
        let moves =
            |what: &What| matches!(what, What::Put { .. } | What::Get { .. });
        if self.trace.events.iter().any(|event| moves(&event.what)) {
            let (put, get) =
                if self.how.ascii { ("^", "v") } else { ("↑", "↓") };
            parts.push(format!("{put}n put  {get}n get item n"));
        }
        format!("{}\n", parts.join("  "))
    }
}
