//! What was measured, as text.

use std::time::Duration;

use crate::contest::Played;
use crate::goal::Goal;
use crate::spread::{Spread, two_groups};
use crate::verdicts::Verdicts;

/// What has been shown so far.
#[derive(Default)]
pub(crate) struct Table {
    rows: usize,
    verdicts: Verdicts,
    bimodal: Vec<String>,
}

impl Table {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(crate) fn head(&self, subject: &str) {
        let subject = subject.to_uppercase();
        println!(
            "\n{subject:<34}{:>8}  {:<20}{:>9}  {:<15}  {:<22}each",
            "ns", "against", "median", "min - max", "goal"
        );
    }

    pub(crate) fn show(&mut self, row: &Played) {
        self.rows += 1;
        let nanos = Spread::of(row.nanos(0)).median;
        let mut left = vec![format!("{:<34}{nanos:>8.1}", row.title)];
        if row.cells.len() > 1 {
            left.push(format!("  {}", row.settings));
        }
        let rivals = 1..row.names.len();
        let mut right: Vec<_> =
            rivals.map(|rival| self.against(row, rival)).collect();
        let absent = row.goals.iter().filter(|goal| !row.has(goal.rival));
        right.extend(absent.map(|goal| {
            let rival = goal.rival;
            let what = format!("{}: {goal} {rival}", row.title);
            let skipped = self.verdicts.leave("skipped", what);
            format!("{rival:<20}{skipped:>9}{:19}{goal}", "")
        }));
        for n in 0..left.len().max(right.len()) {
            let left = left.get(n).map_or("", String::as_str);
            let right = right.get(n).map_or("", String::as_str);
            println!("{}", format!("{left:<42}  {right}").trim_end());
        }
        self.note_two_groups(row);
    }

    /// The part of a line that is about one rival.
    fn against(&mut self, row: &Played, rival: usize) -> String {
        let name = row.names[rival];
        let goal = row.goals.iter().find(|goal| goal.rival == name).copied();
        let figures = match goal {
            Some(goal) => goal.figures(row, rival),
            None => row.speeds(rival),
        };
        let Spread { median, least, most } = Spread::of(figures);
        let unit = goal.map_or("x", Goal::unit);
        // To the third place: 1.096 misses 1.1, and should not read 1.10.
        let figure = format!("{median:.3}{unit}");
        let range = format!("{least:.2} - {most:.2}");
        let verdict = match goal {
            None => String::new(),
            Some(goal) => {
                let what = || format!("{}: {goal} {name}: {figure}", row.title);
                let met = goal.is_met(median);
                format!("{goal} {}", self.verdicts.judge(met, what))
            }
        };
        let each = each(row, rival);
        format!("{name:<20}{figure:>9}  {range:<15}  {verdict:<22}{each}")
    }

    fn note_two_groups(&mut self, row: &Played) {
        for cell in &row.cells {
            for (name, samples) in row.names.iter().zip(&cell.samples) {
                let Some((low, high)) = two_groups(samples) else { continue };
                let names = [row.title, &cell.label, name];
                let names = names.into_iter().filter(|name| !name.is_empty());
                let names: Vec<_> = names.collect();
                self.bimodal.push(format!(
                    "two groups of samples: {}: {low:.0} or {high:.0} ns",
                    names.join(", ")
                ));
            }
        }
    }

    /// The sum of it all.
    pub(crate) fn end(&self, took: Duration) {
        self.verdicts.end(&self.bimodal, took);
    }
}

/// The median speed against one rival in every setting of the row.
fn each(row: &Played, rival: usize) -> String {
    if row.cells.len() == 1 {
        return String::new();
    }
    let median = |speeds| format!("{:.2}", Spread::of(speeds).median);
    let cells = row.cells.iter().map(|cell| median(cell.speeds(rival)));
    cells.collect::<Vec<_>>().join(" ")
}
