//! Who can be chosen: a line for each thread.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::View;
use crate::play::fit::{cut, padded, widest};
use crate::play::round::Round;
use crate::play::seat::{Next, Seat};

/// The heading above what a thread did.
const DID: &str = "did last";

/// A heading, and the threads, in at most `most` lines.
pub(super) fn lines(
    round: &Round,
    view: &View,
    width: usize,
    most: usize,
) -> Vec<Line<'static>> {
    let seats = round.seats();
    let dim = view.styles.dim();
    let most = most.max(3) - 1;
    let at = seats.iter().position(|it| it.number == view.selected);
    let start = (at.unwrap_or(0) + 1).saturating_sub(most);
    let columns = Columns::of(&seats, width);
    let mut lines = vec![Line::styled(cut(&columns.head(), width), dim)];
    for seat in seats.iter().skip(start).take(most) {
        lines.push(line(round, view, seat, &columns));
    }
    let hidden = seats.len().saturating_sub(most);
    if hidden > 0 && start == 0 {
        lines.pop();
        let hidden = hidden + 1;
        lines.push(Line::styled(format!("  … {hidden} more: ↑ ↓"), dim));
    }
    lines
}

fn line(
    round: &Round,
    view: &View,
    seat: &Seat,
    columns: &Columns,
) -> Line<'static> {
    let over = round.game.is_over();
    let selected = seat.number == view.selected && !over;
    let can = matches!(seat.next, Next::Can(_)) && !over;
    let pointer = if selected { "▸ " } else { "  " };
    let style = match (selected, can) {
        (true, _) => view.styles.chosen(),
        (false, true) => Style::new(),
        (false, false) => view.styles.dim(),
    };
    Line::from(vec![
        Span::raw(pointer),
        Span::styled(columns.cells(seat), style),
    ])
}

/// How wide what is in a thread's line.
struct Columns {
    number: usize,
    name: usize,
    did: usize,
    next: usize,
    place: usize,
}

impl Columns {
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
        let next = (rest - did).min(44);
        // Why a thread waits matters more than what it did.
        let why = widest(seats.iter().map(|it| it.next.words()));
        let missing = why.saturating_sub(next + place);
        let given = missing.min(did.saturating_sub(DID.len()));
        Self { number, name, did: did - given, next: next + given, place }
    }

    fn head(&self) -> String {
        let who = " ".repeat(2 + self.number + 1 + self.name + 2);
        let did = padded(DID, self.did);
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
