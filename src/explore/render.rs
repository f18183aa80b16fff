//! A report as text.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::look::{Look, Step};
use super::report::{Failure, FailureKind, Report, Scope, Verdict};

/// Lines of a table.
pub(super) const MOST_LINES: usize = 12;

/// Columns of a table; a program with more threads is told as a list.
const MOST_COLUMNS: usize = 3;

/// Letters of a line.
const WIDTH: usize = 80;

/// Letters of an operation, before its place.
const OPERATION: usize = 18;

/// Letters before the columns, for the numbers of steps.
const MARGIN: usize = 6;

/// The verdict as one sentence.
pub(super) fn sentence(report: &Report) -> String {
    let looked_at = count(report.executions, "interleaving");
    match (&report.failure, report.verdict) {
        (Some(failure), Verdict::Failed) => {
            format!("{} {}", what(failure), how_often(report, failure))
        }
        (_, Verdict::Unreached) => {
            let labels: Vec<_> = report
                .unreached
                .iter()
                .map(|label| format!("'{label}'"))
                .collect();
            let labels = labels.join(" or ");
            match report.is_exhaustive {
                true => {
                    format!("no interleaving of {looked_at} reached {labels}")
                }
                false => format!(
                    "none of {looked_at} reached {labels}; there are more"
                ),
            }
        }
        (_, Verdict::Proved) => {
            format!("no failure in any of {looked_at}: proved")
        }
        _ => format!("no failure in {looked_at}; there are more"),
    }
}

fn what(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::Panic => format!("{}:", failure.message),
        kind => kind.words().to_owned(),
    }
}

fn how_often(report: &Report, failure: &Failure) -> String {
    let Report { executions, failures, .. } = report;
    let all = if report.is_exhaustive { "all of them" } else { "of more" };
    let shortest = if report.is_shortest { "the shortest" } else { "this one" };
    let preemptions = count(failure.preemptions as u64, "preemption");
    format!(
        "in {failures} of {} ({all}; {shortest}: {preemptions})",
        count(*executions, "interleaving")
    )
}

/// All of it.
pub(super) fn report(report: &Report) -> String {
    let mut text = sentence(report);
    text.push('\n');
    if let (Some(failure), Verdict::Failed) = (&report.failure, report.verdict)
    {
        text += &table(&failure.look, MOST_LINES);
        let _ = writeln!(text, "  schedule {}", failure.schedule);
    } else {
        for line in scope(&report.scope) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// What a verdict holds for, in lines.
pub(super) fn scope(scope: &Scope) -> Vec<String> {
    let others = scope.threads.saturating_sub(1) as u64;
    let mut lines = vec![format!(
        "for {} beside the main one, sequentially consistent memory, and \
         what goes through this library",
        count(others, "thread")
    )];
    let mut bounds = Vec::new();
    if let Some(most) = scope.preemptions {
        let most = count(most as u64, "preemption");
        bounds.push(format!("at most {most} in an execution"));
    }
    if scope.fair {
        bounds.push(format!(
            "a thread that has looked {} times in vain lets others go first",
            crate::model::PATIENCE
        ));
    }
    if scope.in_order {
        bounds.push("sleeps and timeouts end in order".to_owned());
    }
    if scope.notifies {
        bounds.push(match scope.wake_any {
            true => "notify_one may wake anybody".to_owned(),
            false => "notify_one wakes who waited longest".to_owned(),
        });
    }
    if !bounds.is_empty() {
        lines.push(bounds.join("; "));
    }
    lines
}

/// The steps as a table of at most so many lines, a column for each thread.
pub(super) fn table(look: &Look, most: usize) -> String {
    let rows = rows(look, most);
    let mut threads: Vec<usize> = rows.iter().map(|row| row.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    let name = |thread: usize| {
        let known = look.standing.get(thread);
        known.map_or_else(String::new, |standing| standing.name.clone())
    };
    let mut text = String::new();
    if threads.len() > MOST_COLUMNS {
        let width = threads.iter().map(|it| name(*it).width()).max();
        let width = width.unwrap_or(0);
        for row in &rows {
            let who = name(row.thread);
            let gap = width.saturating_sub(who.width());
            let line = format!(
                "{}{who}{}  {}  {}",
                number(row.number),
                " ".repeat(gap),
                row.text,
                row.place
            );
            let _ = writeln!(text, "{}", cut(line.trim_end(), WIDTH));
        }
        return text;
    }
    let column = (WIDTH - MARGIN) / threads.len().max(1);
    let column = column.min(36);
    let heads: String =
        threads.iter().map(|it| padded(&name(*it), column)).collect();
    let _ = writeln!(text, "{}{}", " ".repeat(MARGIN), heads.trim_end());
    for row in &rows {
        let index = threads.iter().position(|it| *it == row.thread);
        let before = " ".repeat(column * index.unwrap_or(0));
        let cell = cell(&row.text, &row.place, column);
        let line = format!("{}{before}{cell}", number(row.number));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A line of the table.
struct Row {
    /// 0 for a line that is no step.
    number: usize,
    thread: usize,
    text: String,
    place: String,
}

/// What is worth a line: steps that are not only about waiting, then who
/// waits for whom. Where there are too many, those in the middle are left
/// out.
fn rows(look: &Look, most: usize) -> Vec<Row> {
    let shown = |step: &&Step| !step.is_quiet;
    let mut rows: Vec<Row> = look
        .steps
        .iter()
        .filter(shown)
        .zip(1..)
        .map(|(step, number)| Row {
            number,
            thread: step.thread,
            text: step.text.clone(),
            place: step.place.short(),
        })
        .collect();
    if look.nobody_can_go_on() {
        for it in &look.standing {
            let (Some((next, _)), Some(why)) = (&it.next, &it.waits_for) else {
                continue;
            };
            // That the main thread waits for the others says nothing.
            if next.ends_with(".join") {
                continue;
            }
            let why = match &it.holder {
                Some(holder) if *holder == it.name => "has it".to_owned(),
                Some(holder) => format!("waits for {holder}"),
                None => format!("waits for {why}"),
            };
            let (thread, number) = (it.thread, rows.len() + 1);
            let text = format!("{next}  {why}");
            rows.push(Row { number, thread, text, place: String::new() });
        }
    }
    if look.goes_round {
        let thread = rows.last().map_or(0, |row| row.thread);
        let text = "… and so on, for ever".to_owned();
        rows.push(Row { number: 0, thread, text, place: String::new() });
    }
    let most = most.saturating_sub(1); // and the names
    if rows.len() > most {
        let left_out = rows.len() - most + 1;
        let from = 2;
        let thread = rows[from].thread;
        let text = format!("… {left_out} steps more");
        let row = Row { number: 0, thread, text, place: String::new() };
        rows.splice(from..from + left_out, [row]);
    }
    rows
}

/// What was done, and where if there is room for it.
fn cell(text: &str, place: &str, width: usize) -> String {
    let room = width.saturating_sub(2);
    let gap = OPERATION.saturating_sub(text.width()).max(2);
    if place.is_empty() || text.width() + gap + place.width() > room {
        return padded(text, width);
    }
    padded(&format!("{text}{}{place}", " ".repeat(gap)), width)
}

fn number(number: usize) -> String {
    match number {
        0 => " ".repeat(MARGIN),
        _ => format!("{number:>3}   "),
    }
}

fn padded(text: &str, width: usize) -> String {
    let text = cut(text, width.saturating_sub(1));
    let gap = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(gap))
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if short.width() + 1 >= width {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// `1 thread`, `2 threads`.
fn count(number: u64, what: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {what}{end}")
}
