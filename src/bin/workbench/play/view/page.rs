//! What is on the screen, line by line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::steps;
use super::style::Styles;
use super::{Lower, View};
use crate::output::one_line;
use crate::play::ending::Ending;
use crate::play::fit::{count, cut, padded, widest};
use crate::play::par::Par;
use crate::play::round::Round;
use crate::play::seat::{Next, Seat};
use crate::play::source::{SourceLine, around, mark};
use crate::play::told::{help, said};
use crate::wrap::wrap;

/// Lines that the steps, or what is shown in their place, have at least.
const LOWER: usize = 4;

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
    let upper = [it.head(), it.seats(seats_room), it.things(), it.middle()];
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

    /// A line for each thread, in at most so many.
    fn seats(&self, most: usize) -> Vec<Line<'static>> {
        let seats = self.round.seats();
        let most = most.max(3) - 1;
        let at = seats.iter().position(|it| it.number == self.view.selected);
        let start = (at.unwrap_or(0) + 1).saturating_sub(most);
        let columns = SeatColumns::of(&seats, self.width);
        let mut lines = vec![Line::styled(columns.head(), self.styles.dim())];
        for seat in seats.iter().skip(start).take(most) {
            lines.push(self.seat(seat, &columns));
        }
        let hidden = seats.len().saturating_sub(most);
        if hidden > 0 {
            let more = format!("  … {} more: ↑ ↓", hidden);
            let last = lines.len() - 1;
            if start == 0 {
                lines.truncate(last);
                lines.push(Line::styled(more, self.styles.dim()));
            }
        }
        lines
    }

    fn seat(&self, seat: &Seat, columns: &SeatColumns) -> Line<'static> {
        let over = self.round.game.is_over();
        let selected = seat.number == self.view.selected && !over;
        let can = matches!(seat.next, Next::Can(_)) && !over;
        let pointer = if selected { "▸ " } else { "  " };
        let style = match (selected, can) {
            (true, _) => self.styles.chosen(),
            (false, true) => Style::new(),
            (false, false) => self.styles.dim(),
        };
        let cells = columns.cells(seat);
        Line::from(vec![Span::raw(pointer), Span::styled(cells, style)])
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
            Lower::Steps => {
                let back = self.view.back;
                let (round, styles) = (self.round, self.styles);
                steps::table(round, styles, self.width, height, back)
            }
            Lower::Source => self.source(height),
            Lower::Help => help(self.round)
                .iter()
                .flat_map(|line| self.wrapped(line, Style::new()))
                .collect(),
        };
        lines.truncate(height);
        lines
    }

    fn source(&self, height: usize) -> Vec<Line<'static>> {
        let seats = self.round.seats();
        let lines = around(&self.round.subject.source(), &seats, height);
        if lines.is_empty() {
            let nobody = "nobody does anything any more";
            return self.wrapped(nobody, self.styles.dim());
        }
        let line = |it: &SourceLine| {
            let number = match it.number {
                0 => String::new(),
                number => number.to_string(),
            };
            let mark = format!("{:>5} ", mark(it));
            let text = cut(it.text, self.width.saturating_sub(12));
            let style = match it.seats.is_empty() {
                true => Style::new(),
                false => self.styles.fresh(),
            };
            Line::from(vec![
                Span::styled(mark, self.styles.fresh()),
                Span::styled(format!("{number:>4}  "), self.styles.dim()),
                Span::styled(text, style),
            ])
        };
        lines.iter().map(line).collect()
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
            keys[0] = "1 2 … ↑ ↓ Enter";
        }
        let keys = cut(&keys.join("  "), self.width);
        vec![Line::styled(keys, self.styles.dim())]
    }
}

/// How wide what is in a thread's line.
struct SeatColumns {
    number: usize,
    name: usize,
    did: usize,
    next: usize,
    place: usize,
}

impl SeatColumns {
    fn of(seats: &[Seat], width: usize) -> Self {
        let numbers = seats.iter().map(|it| it.number.to_string().len());
        let number = numbers.max().unwrap_or(1);
        let name = widest(seats.iter().map(|it| it.name.as_str()));
        let name = name.clamp(4, (width / 5).max(4));
        let rest = width.saturating_sub(2 + number + 1 + name + 2 + 2);
        let places =
            seats.iter().filter_map(|it| Some(it.place.as_ref()?.short()));
        let places = places.map(|it| it.len()).max().unwrap_or(0);
        let place = if rest >= 40 + places { places + 2 } else { 0 };
        let rest = rest - place;
        let did = (rest / 2).min(36);
        Self { number, name, did, next: (rest - did).min(44), place }
    }

    fn head(&self) -> String {
        let who = " ".repeat(2 + self.number + 1 + self.name + 2);
        let did = padded("did last", self.did);
        format!("{who}{did}  does next")
    }

    fn cells(&self, seat: &Seat) -> String {
        let number = format!("{:>1$}", seat.number, self.number);
        let name = padded(&seat.name, self.name);
        let did = padded(seat.did.as_deref().unwrap_or(""), self.did);
        let next = match (&seat.next, &seat.place) {
            (Next::Can(what), Some(place)) if self.place > 0 => {
                let place = place.short();
                let what = padded(what, self.next);
                format!("{what}{place:>0$}", self.place)
            }
            (next, _) => padded(next.words(), self.next + self.place),
        };
        format!("{number} {name}  {did}  {next}")
    }
}
