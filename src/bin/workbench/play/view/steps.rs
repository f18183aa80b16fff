//! The steps up to now, a column for each thread.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use workbench::explore::{FailureKind, GameEnd, Step};

use super::style::Styles;
use crate::output::one_line;
use crate::play::fit::{cut, padded, widest};
use crate::play::round::Round;

/// Columns in front of the table, for the numbers of steps.
const MARGIN: usize = 5;

/// A thread's column is at least so wide; else the steps are a list.
const NARROWEST: usize = 20;

/// A thread's column needs no more than this.
const WIDEST: usize = 44;

/// The last steps in at most `height` lines, without the last `back`.
pub(super) fn table(
    round: &Round,
    styles: Styles,
    width: usize,
    height: usize,
    back: usize,
) -> Vec<Line<'static>> {
    let rows = rows(round);
    if rows.is_empty() || height < 2 {
        return Vec::new();
    }
    let columns = Columns::of(round, &rows, width);
    let head = columns.head().map(|head| Line::styled(head, styles.dim()));
    let mut lines = Vec::from_iter(head);
    let shown = height - lines.len();
    let end = rows.len() - back.min(rows.len().saturating_sub(shown));
    let start = end.saturating_sub(shown);
    for (number, row) in rows[..end].iter().enumerate().skip(start) {
        let style = match (row.is_new, row.is_chosen) {
            (true, true) => styles.fresh(),
            (true, false) => styles.bold(),
            _ => Style::new(),
        };
        let number = match row.step {
            Some(_) => format!("{:>3}  ", number + 1),
            None => " ".repeat(MARGIN),
        };
        let number = Span::styled(number, styles.dim());
        let cells = Span::styled(columns.cells(row), style);
        lines.push(Line::from(vec![number, cells]));
    }
    lines
}

/// A line of the table.
struct Row<'a> {
    thread: usize,
    /// None for what is no step.
    step: Option<&'a Step>,
    is_new: bool,
    is_chosen: bool,
}

fn rows(round: &Round) -> Vec<Row<'_>> {
    let steps = round.game.steps();
    let chosen = round.news().0;
    let all = steps.iter().enumerate().filter(|(_, step)| !step.is_join);
    let mut rows: Vec<_> = all
        .map(|(index, step)| Row {
            thread: step.thread,
            step: Some(step),
            is_new: round.is_new(index),
            is_chosen: chosen.is_some_and(|it| std::ptr::eq(it, step)),
        })
        .collect();
    if let Some(GameEnd::Failed(failure)) = round.game.end()
        && failure.kind() == FailureKind::Livelock
    {
        let thread = rows.last().map_or(0, |row| row.thread);
        let (is_new, is_chosen) = (true, false);
        rows.push(Row { thread, step: None, is_new, is_chosen });
    }
    rows
}

/// Who has which column; nobody, where there are too many threads for it.
struct Columns {
    threads: Vec<usize>,
    names: Vec<String>,
    width: usize,
}

impl Columns {
    fn of(round: &Round, rows: &[Row<'_>], width: usize) -> Self {
        let standing = round.game.standing();
        let acts = |thread| rows.iter().any(|row| row.thread == thread);
        let seen = |thread: &usize| *thread > 0 || acts(*thread);
        let threads: Vec<_> = (0..standing.len()).filter(seen).collect();
        let names = standing.iter().map(|it| one_line(&it.name)).collect();
        let width = width.saturating_sub(MARGIN);
        let column = width / threads.len().max(1);
        match column < NARROWEST {
            true => Self { threads: Vec::new(), names, width },
            false => Self { threads, names, width: column.min(WIDEST) },
        }
    }

    /// The names of the threads; a list has them in its lines.
    fn head(&self) -> Option<String> {
        let name = |it: &usize| padded(&self.names[*it], self.width);
        let names: String = self.threads.iter().map(name).collect();
        let is_list = self.threads.is_empty();
        (!is_list).then(|| format!("{}{names}", " ".repeat(MARGIN)))
    }

    fn cells(&self, row: &Row<'_>) -> String {
        let column = self.threads.iter().position(|it| *it == row.thread);
        let Some(column) = column else {
            let names = widest(self.names.iter().map(String::as_str));
            let name = self.names.get(row.thread).map_or("", String::as_str);
            let names = names.min(self.width / 3);
            let cell = cell(row.step, self.width.saturating_sub(names + 2));
            return format!("{}  {cell}", padded(name, names));
        };
        let cell = cell(row.step, self.width.saturating_sub(2));
        format!("{}{cell}", " ".repeat(column * self.width))
    }
}

/// What was done, and where if there is room for it.
fn cell(step: Option<&Step>, width: usize) -> String {
    let Some(step) = step else { return "… and so on, for ever".to_owned() };
    let (text, place) = (one_line(&step.text), step.place.short());
    let room = width.saturating_sub(place.len() + 2);
    match widest([text.as_str()].into_iter()) <= room {
        true => format!("{}  {place}", padded(&text, room)),
        false => cut(&text, width),
    }
}
