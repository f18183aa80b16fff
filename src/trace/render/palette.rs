//! A glyph, a colour and a word for every state.
//!
//! Hues after Okabe and Ito, dark enough to be read on white and light enough
//! to be read on black; nothing is told by colour alone.

use anstyle::{Ansi256Color, Color, Style};

use crate::trace::State;

const fn color(index: u8) -> Style {
    Style::new().fg_color(Some(Color::Ansi256(Ansi256Color(index))))
}

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = color(244);
pub(super) const ALARM: Style = color(166).bold();

/// One for each object that is held, in turn.
const HOLDS: [Style; 4] = [color(32), color(133), color(37), color(136)];

/// How a state looks in a cell.
pub(super) const fn glyph(state: State, ascii: bool) -> char {
    match (state, ascii) {
        (State::Run, false) => '█',
        (State::Run, true) => '#',
        (State::Wait, false) => '░',
        (State::Wait, true) => '.',
        (State::Queue, false) => '▒',
        (State::Queue, true) => ':',
        (State::Sleep, _) => 'z',
        (State::Io, _) => '~',
        (State::Ready, _) => '-',
        (State::Done, _) => ' ',
    }
}

pub(super) const fn style(state: State) -> Style {
    match state {
        State::Run => color(29),
        State::Wait => color(166),
        State::Queue => color(172),
        State::Io => color(32),
        State::Sleep | State::Ready | State::Done => DIM,
    }
}

/// What the legend calls it.
pub(super) const fn word(state: State) -> &'static str {
    match state {
        State::Run => "running",
        State::Wait => "waiting",
        State::Queue => "blocked on a queue",
        State::Sleep => "sleeping",
        State::Io => "in IO",
        State::Ready => "could run",
        State::Done => "done",
    }
}

/// How the hold of an object looks: told apart by colour, or else by glyph.
pub(super) fn hold(object: u32, ascii: bool, color: bool) -> (char, Style) {
    let glyphs =
        if ascii { ['=', '-', '_', '+'] } else { ['▀', '▔', '▂', '╌'] };
    let turn = object as usize % HOLDS.len();
    (glyphs[if color { 0 } else { turn }], HOLDS[turn])
}
