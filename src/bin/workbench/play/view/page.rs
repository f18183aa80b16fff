//! What is on the screen, line by line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::style::Styles;
use super::{Lower, View};
use super::{seats, steps};
use crate::output::one_line;
use crate::play::ending::Ending;
use crate::play::fit::{count, cut, padded, widest};
use crate::play::par::Par;
use crate::play::round::Round;
use crate::play::source::{SourceLine, around, marks, nobody};
use crate::play::told::{help, said};
use crate::wrap::wrap;

/// Lines that the steps, or what is shown in their place, have at least.
const LOWER: usize = 4;

/// Lines of the program that are shown below the steps, at least.
const SOURCE: usize = 5;

/// Lines of things: what is there besides is left out.
const THINGS: usize = 3;

/// A page of exactly `height` lines of at most `width` columns.
pub(super) fn page(
    round: &Round,
    view: &View,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let it = Page { round, view, styles: view.styles, width };
    let foot = it.foot();
    let room = height.saturating_sub(foot.len());
    let seats_room = (room / 3).max(2);
    let seats = seats::lines(round, view, width, seats_room);
    let upper = [it.head(), seats, it.things(), it.middle()];
    let taken: usize = upper.iter().map(Vec::len).sum();
    let mut spare = room.saturating_sub(taken + LOWER);
    let mut lines = Vec::new();
    for block in upper {
        let has_lines = !block.is_empty();
        lines.extend(block);
        if has_lines && spare > 0 {
            lines.push(Line::default());
            spare -= 1;
        }
    }
    // The line above the keys stays empty if there is room.
    let lower = room.saturating_sub(lines.len() + usize::from(spare > 0));
    lines.extend(it.lower(lower));
    lines.resize(room, Line::default());
    lines.extend(foot);
    lines.truncate(height);
    lines
}

struct Page<'a> {
    round: &'a Round,
    view: &'a View,
    styles: Styles,
    width: usize,
}

impl Page<'_> {
    fn wrapped(&self, text: &str, style: Style) -> Vec<Line<'static>> {
        let lines = wrap(text, self.width, 2).into_iter();
        lines.map(|line| Line::styled(line, style)).collect()
    }

    /// What is played, what it takes, and what is asked for.
    fn head(&self) -> Vec<Line<'static>> {
        let title = self.round.subject.title();
        let moves = count(self.round.game.moves(), "move");
        let par = match self.round.par() {
            None => "par …".to_owned(),
            Some(Par::Broken { by, .. }) => format!("par {}", by.moves),
            Some(par) => par.words(),
        };
        let score = format!("{moves} · {par}");
        let room = self.width.saturating_sub(widest([&*score].into_iter()) + 2);
        let title = Span::styled(padded(&title, room), self.styles.bold());
        let mut lines =
            vec![Line::from(vec![title, Span::raw("  "), Span::raw(score)])];
        lines.extend(self.wrapped(self.round.subject.goal(), Style::new()));
        lines
    }

    /// Locks, variables, wait sets.
    fn things(&self) -> Vec<Line<'static>> {
        let things = self.round.game.things().iter().map(|it| {
            format!("{} {}", one_line(&it.name), one_line(&it.state))
        });
        let things: Vec<_> = things.collect();
        if things.is_empty() {
            return Vec::new();
        }
        let text = format!("  {}", things.join("  ·  "));
        let mut lines = self.wrapped(&text, Style::new());
        if lines.len() > THINGS {
            lines.truncate(THINGS);
            lines[THINGS - 1] = Line::raw("  …");
        }
        lines
    }

    /// How it has ended, or what has just happened.
    fn middle(&self) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        if let Some(news) = &self.view.news {
            lines.extend(self.wrapped(&one_line(news), self.styles.refused()));
        }
        match Ending::of(self.round) {
            Some(ending) => lines.extend(self.ending(&ending)),
            None if lines.is_empty() => lines.extend(self.by_itself()),
            None => {}
        }
        lines
    }

    fn ending(&self, ending: &Ending) -> Vec<Line<'static>> {
        let style = match ending.is_broken {
            true => self.styles.broken(),
            false => self.styles.good(),
        };
        let mut lines = Vec::new();
        for what in &ending.what {
            lines.extend(self.wrapped(what, style));
        }
        if let Some(lesson) = ending.lesson {
            lines.extend(self.wrapped(lesson, Style::new()));
        }
        for effort in &ending.effort {
            lines.extend(self.wrapped(effort, self.styles.bold()));
        }
        for (what, command) in &ending.next {
            let text = format!("{what}: {command}");
            lines.extend(self.wrapped(&text, self.styles.dim()));
        }
        lines
    }

    /// The steps that nobody had to choose, if there are some.
    fn by_itself(&self) -> Vec<Line<'static>> {
        let (_, others) = self.round.news();
        let Some(last) = others.last() else { return Vec::new() };
        let text = match others.len() {
            1 => format!("by itself: {}", said(self.round, last)),
            steps => {
                let last = said(self.round, last);
                format!("by themselves: {steps} steps, at last {last}")
            }
        };
        self.wrapped(&text, self.styles.dim())
    }

    /// The steps, or what is shown in their place.
    fn lower(&self, height: usize) -> Vec<Line<'static>> {
        let mut lines = match self.view.lower {
            Lower::Steps => self.steps(height),
            Lower::Source => self.source(height),
            Lower::Help => help(self.round)
                .iter()
                .flat_map(|line| self.wrapped(line, Style::new()))
                .collect(),
        };
        lines.truncate(height);
        lines
    }

    /// The steps, and below, while they leave room, the program.
    fn steps(&self, height: usize) -> Vec<Line<'static>> {
        let (round, styles, back) = (self.round, self.styles, self.view.back);
        let most = match height.checked_sub(SOURCE + 1) {
            Some(left) if left > height / 2 => left,
            _ => height,
        };
        let mut lines = steps::table(round, styles, self.width, most, back);
        let gap = usize::from(!lines.is_empty());
        let left = height.saturating_sub(lines.len() + gap);
        if left >= SOURCE && !round.game.is_over() {
            lines.extend(vec![Line::default(); gap]);
            lines.extend(self.source(left));
        }
        lines
    }

    fn source(&self, height: usize) -> Vec<Line<'static>> {
        let seats = self.round.seats();
        let source = self.round.subject.source();
        let lines = around(&source, &seats, height);
        if lines.is_empty() {
            return self.wrapped(&nobody(&source), self.styles.dim());
        }
        let marks = marks(&lines);
        let line = |(mark, it): (&String, &SourceLine)| {
            let number = match it.number {
                0 => String::new(),
                number => number.to_string(),
            };
            let number = format!(" {number:>4}  ");
            let room = self.width.saturating_sub(mark.len() + number.len());
            let style = match it.seats.is_empty() {
                true => Style::new(),
                false => self.styles.fresh(),
            };
            Line::from(vec![
                Span::styled(mark.clone(), self.styles.fresh()),
                Span::styled(number, self.styles.dim()),
                Span::styled(cut(it.text, room), style),
            ])
        };
        marks.iter().zip(&lines).map(line).collect()
    }

    /// The keys.
    fn foot(&self) -> Vec<Line<'static>> {
        let over = self.round.game.is_over();
        let broken = self.round.broken().is_some();
        let mut keys = Vec::new();
        if !over {
            keys.push("1 2 … or ↑ ↓ Enter: who goes on");
        }
        if broken && self.round.subject.next_level().is_some() {
            keys.push("n next");
        }
        keys.extend(["u undo", "r restart", "s source", "? help", "q quit"]);
        let long = keys.join("  ");
        if widest([&*long].into_iter()) > self.width && !over {
            keys[0] = "1 2 … Enter";
        }
        let keys = cut(&keys.join("  "), self.width);
        vec![Line::styled(keys, self.styles.dim())]
    }
}
