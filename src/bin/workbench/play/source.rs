//! The lines of a program around what its threads do next.

use super::seat::Seat;
use crate::subject::Source;

/// Columns for who stands at a line, at least: they change from step to step.
const MARK: usize = 5;

/// A line that is shown.
pub(super) struct SourceLine {
    /// From 1; 0 where lines are left out.
    pub(super) number: usize,
    /// The numbers of the threads that stand there.
    pub(super) seats: Vec<usize>,
    pub(super) text: &'static str,
}

/// At most `most` lines of `source`, as many around each thread.
pub(super) fn around(
    source: &Source,
    seats: &[Seat],
    most: usize,
) -> Vec<SourceLine> {
    let line = |seat: &Seat| {
        let place = seat.place.as_ref()?;
        let is_here = place.short().starts_with(&format!("{}:", source.name));
        is_here.then_some((place.line as usize, seat.number))
    };
    let stands: Vec<_> = seats.iter().filter_map(line).collect();
    let lines: Vec<&str> = source.text.lines().collect();
    let near = |line: usize, radius: usize| {
        stands.iter().any(|stand| stand.0.abs_diff(line) <= radius)
    };
    let all = source.first..=lines.len();
    let shown = |radius| all.clone().filter(move |it| near(*it, radius));
    let rows = |radius: usize| {
        let (mut rows, mut last) = (0, 0);
        for line in shown(radius) {
            rows += if last > 0 && line > last + 1 { 2 } else { 1 };
            last = line;
        }
        rows
    };
    let fits = |radius: &usize| rows(*radius) <= most;
    let radius = (0..lines.len()).take_while(fits).last().unwrap_or(0);
    let line_of = |number: usize| {
        let here = stands.iter().filter(|stand| stand.0 == number);
        let seats = here.map(|stand| stand.1).collect();
        SourceLine { number, seats, text: lines[number - 1] }
    };
    let mut around = Vec::new();
    let mut last = 0;
    for number in shown(radius) {
        match number - last {
            2 if last > 0 => around.push(line_of(last + 1)),
            3.. if last > 0 => {
                around
                    .push(SourceLine { number: 0, seats: vec![], text: "…" });
            }
            _ => {}
        }
        around.push(line_of(number));
        last = number;
    }
    around.truncate(most);
    around
}

/// What is said where no line is shown: it is over, or all threads are
/// inside something that they use.
pub(super) fn nobody(source: &Source) -> String {
    format!("nobody is in {} now", source.name)
}

/// Who stands at each line, `1,2>`, all as wide as the widest.
pub(super) fn marks(lines: &[SourceLine]) -> Vec<String> {
    let mark = |line: &SourceLine| {
        let numbers: Vec<_> = line.seats.iter().map(usize::to_string).collect();
        match numbers.is_empty() {
            true => String::new(),
            false => format!("{}>", numbers.join(",")),
        }
    };
    let marks: Vec<_> = lines.iter().map(mark).collect();
    let width = marks.iter().map(String::len).max().unwrap_or(0).max(MARK);
    marks.into_iter().map(|mark| format!("{mark:>width$}")).collect()
}
