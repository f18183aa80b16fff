//! An execution as a table: a line for each step, a column for each thread.

use std::collections::BTreeSet;
use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::look::{Look, Standing, Step};

/// How an execution is drawn as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Letters of a line, at most.
    pub width: usize,
    /// Lines at most, the heading among them; steps in the middle are left
    /// out, and those after all other threads have ended.
    pub lines: usize,
    /// Whether to draw with ASCII alone.
    pub ascii: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self { width: 80, lines: 12, ascii: false }
    }
}

/// Letters before the columns, for the numbers of steps.
const MARGIN: usize = 6;

/// Letters between columns, and between an operation and its place.
const GAP: usize = 2;

/// Columns that are no wider than they need be, from here on.
const WIDE: usize = 37;

/// Columns of a table; more threads than these are told as a list.
const MOST_COLUMNS: usize = 3;

/// Steps at the beginning that are never left out.
const BEGINNING: usize = 2;

/// The main thread.
const MAIN: usize = 0;

/// A line of the table.
struct Row {
    number: Option<usize>,
    /// `None` for a line that is no thread's.
    thread: Option<usize>,
    text: String,
    place: String,
    /// Whether it tells of waiting, and not of a step.
    waits: bool,
}

pub(super) fn draw(look: &Look, table: &Table) -> String {
    let rows = rows(look, table);
    let threads: BTreeSet<usize> =
        rows.iter().filter_map(|row| row.thread).collect();
    let name = |thread: &usize| match look.standing.get(*thread) {
        Some(standing) => words(&standing.name, table.ascii),
        None => String::new(),
    };
    let names = threads.iter().map(|it| (*it, name(it))).collect();
    let drawing = Drawing { rows, names, width: table.width.max(40) };
    let mut text = String::new();
    for line in drawing.columns().unwrap_or_else(|| drawing.list()) {
        let line = cut(line.trim_end(), drawing.width, table.ascii);
        let _ = writeln!(text, "{line}");
    }
    text
}

struct Drawing {
    rows: Vec<Row>,
    /// Threads that have a row, and what they are called.
    names: Vec<(usize, String)>,
    width: usize,
}

/// A thread's column.
struct Column {
    thread: usize,
    /// Letters of an operation.
    text: usize,
    /// Letters that it needs.
    width: usize,
}

impl Drawing {
    /// A column for each thread, if there is room for them all. Of three
    /// threads the main one has lines instead of a column, if that leaves
    /// room for the places of steps.
    fn columns(&self) -> Option<Vec<String>> {
        let all: Vec<usize> = self.names.iter().map(|it| it.0).collect();
        let mut few = all.clone();
        if few.len() > 2 {
            few.retain(|thread| *thread != MAIN);
        }
        let choices = [(&all, true), (&few, true), (&few, false)];
        choices.into_iter().find_map(|(threads, places)| {
            if threads.len() > MOST_COLUMNS {
                return None;
            }
            let columns = self.fitting(threads, places)?;
            Some(self.draw(&columns, places))
        })
    }

    /// A column for each of `threads`, with the places of their steps or
    /// without, unless there is no room for them.
    fn fitting(&self, threads: &[usize], places: bool) -> Option<Vec<Column>> {
        let mut columns: Vec<Column> =
            threads.iter().map(|it| self.column(*it, places)).collect();
        let count = columns.len().max(1);
        let needed: usize = columns.iter().map(|it| it.width + GAP).sum();
        let room = (self.width + GAP).saturating_sub(MARGIN);
        let left = room.checked_sub(needed)? / count;
        for column in &mut columns {
            let wish = WIDE.saturating_sub(column.width + GAP);
            column.width += GAP + left.min(wish);
        }
        Some(columns)
    }

    fn column(&self, thread: usize, places: bool) -> Column {
        let own = |row: &&Row| row.thread == Some(thread);
        let rows = || self.rows.iter().filter(own);
        let steps = || rows().filter(|row| !row.waits);
        let text = longest(steps().map(|row| row.text.as_str()));
        let place = longest(steps().map(|row| row.place.as_str()));
        let whole = longest(rows().map(|row| row.text.as_str()));
        let name = longest(self.name(thread).into_iter());
        let step = if places && place > 0 { text + GAP + place } else { text };
        Column { thread, text, width: step.max(whole).max(name) }
    }

    fn draw(&self, columns: &[Column], places: bool) -> Vec<String> {
        let heads: String = columns
            .iter()
            .map(|it| padded(self.name(it.thread).unwrap_or(""), it.width))
            .collect();
        let mut lines = vec![format!("{}{heads}", " ".repeat(MARGIN))];
        // Those who wait do so at the same time.
        for rows in self.rows.chunk_by(|row, next| row.waits && next.waits) {
            let mut line = number(rows[0].number);
            let own = |row: &&Row| {
                columns.iter().any(|it| Some(it.thread) == row.thread)
            };
            for column in columns {
                let of = |row: &&Row| row.thread == Some(column.thread);
                let cell = rows.iter().find(of);
                let cell = cell.map(|row| column.cell(row, places));
                line += &padded(&cell.unwrap_or_default(), column.width);
            }
            if rows.iter().any(|row| own(&row)) {
                lines.push(line);
            }
            let across = rows.iter().filter(|row| !own(row));
            lines.extend(across.map(|row| {
                format!("{}{}", number(row.number), self.across(row))
            }));
        }
        lines
    }

    /// What stands across the columns: of the main thread, or of nobody.
    fn across(&self, row: &Row) -> String {
        match row.thread.and_then(|it| self.name(it)) {
            Some(who) => format!("{who}: {}  {}", row.text, row.place),
            None => row.text.clone(),
        }
    }

    /// Who, what and, where there is room for it, where.
    fn list(&self) -> Vec<String> {
        let names = longest(self.names.iter().map(|it| it.1.as_str()));
        let rows = || self.rows.iter().filter(|row| row.thread.is_some());
        let texts = longest(rows().map(|row| row.text.as_str()));
        let places = longest(rows().map(|row| row.place.as_str()));
        let needed = MARGIN + names + texts + places + 2 * GAP;
        let line = |row: &Row| {
            let number = number(row.number);
            let Some(who) = row.thread.and_then(|it| self.name(it)) else {
                return format!("{number}{}", row.text);
            };
            let place = if needed <= self.width { &row.place } else { "" };
            let (who, text) = (padded(who, names), padded(&row.text, texts));
            format!("{number}{who}  {text}  {place}")
        };
        self.rows.iter().map(line).collect()
    }

    fn name(&self, thread: usize) -> Option<&str> {
        let mut names = self.names.iter();
        names.find(|it| it.0 == thread).map(|it| it.1.as_str())
    }
}

impl Column {
    /// What was done, and where if there is room for it.
    fn cell(&self, row: &Row, places: bool) -> String {
        let text = padded(&row.text, self.text);
        let with_place = format!("{text}  {}", row.place);
        match places && with_place.width() + GAP <= self.width {
            true => with_place,
            false => row.text.clone(),
        }
    }
}

/// What is worth a line: steps that are not only about waiting, then who
/// waits for whom. Where there are too many, those in the middle are left
/// out.
fn rows(look: &Look, table: &Table) -> Vec<Row> {
    let shown = |step: &&Step| !step.is_quiet;
    let mut rows: Vec<Row> = look
        .steps
        .iter()
        .filter(shown)
        .zip(1..)
        .map(|(step, number)| Row {
            number: Some(number),
            thread: Some(step.thread),
            text: words(&step.text, table.ascii),
            place: step.place.short(),
            waits: false,
        })
        .collect();
    let is_short = table.lines != usize::MAX;
    if is_short && everybody_else_has_ended(look) {
        let others = |row: &Row| row.thread != Some(MAIN);
        if let Some(last) = rows.iter().rposition(others) {
            rows.truncate(last + 1);
        }
    }
    if look.nobody_can_go_on() {
        rows.extend(look.standing.iter().filter_map(|it| {
            Some(Row {
                number: None,
                thread: Some(it.thread),
                text: words(&waits(it)?, table.ascii),
                place: it.next.as_ref().map(|next| next.1.short())?,
                waits: true,
            })
        }));
    }
    let most = table.lines.saturating_sub(1).max(BEGINNING + 2);
    if look.goes_round {
        // What is repeated stands there twice.
        rows.truncate(most.saturating_sub(1));
        rows.push(remark("… and so on, for ever", table.ascii));
    }
    if rows.len() > most {
        let left_out = rows.len() - most + 1;
        let text = format!("… {left_out} more");
        let row = remark(&text, table.ascii);
        rows.splice(BEGINNING..BEGINNING + left_out, [row]);
    }
    rows
}

fn remark(text: &str, ascii: bool) -> Row {
    Row {
        number: None,
        thread: None,
        text: words(text, ascii),
        place: String::new(),
        waits: false,
    }
}

/// What the main thread does then nobody can come between.
fn everybody_else_has_ended(look: &Look) -> bool {
    look.standing.iter().all(|it| it.thread == MAIN || it.next.is_none())
}

/// Who waits for whom; nothing of the main thread, if it only waits for the
/// end of others.
fn waits(it: &Standing) -> Option<String> {
    let ((next, _), why) = (it.next.as_ref()?, it.waits_for.as_ref()?);
    if why.starts_with("the end of ") {
        return None;
    }
    let what = next.strip_prefix(why.as_str());
    Some(match &it.holder {
        Some(holder) if *holder == it.name => format!("{next}  has it itself"),
        Some(holder) => format!("{next}  waits for {holder}"),
        None if what.is_some_and(|it| it.starts_with('.')) => {
            format!("{next}  waits")
        }
        // It has done that already: it is in the wait set.
        None => format!("waits for {why}"),
    })
}

fn longest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

fn number(number: Option<usize>) -> String {
    match number {
        Some(number) => format!("{number:>3}   "),
        None => " ".repeat(MARGIN),
    }
}

fn padded(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(gap))
}

fn cut(text: &str, width: usize, ascii: bool) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let end = if ascii { "..." } else { "…" };
    let mut short = String::new();
    for letter in text.chars() {
        let taken = short.width() + letter.width().unwrap_or(0) + end.width();
        if taken > width {
            break;
        }
        short.push(letter);
    }
    short + end
}

fn words(text: &str, ascii: bool) -> String {
    match ascii {
        true => text.replace('→', "->").replace('←', "<-").replace('…', "..."),
        false => text.to_owned(),
    }
}
