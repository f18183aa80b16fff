//! Contenders that do the same work, measured in turns.

use crate::goal::Goal;

/// A line of the table: the library's primitive against its rivals.
pub(crate) struct Row {
    pub(crate) title: &'static str,
    /// What its cells are, where there are several.
    settings: &'static str,
    goals: Vec<Goal>,
    cells: Vec<Cell>,
}

/// One setting of a row, say a number of threads. A row's ratio is the
/// geometric mean over its cells.
struct Cell {
    label: String,
    /// The library's first.
    contenders: Vec<Contender>,
}

/// Something that takes a sample of itself: nanoseconds an operation.
pub(crate) struct Contender {
    name: &'static str,
    sample: Box<dyn FnMut() -> f64>,
}

impl Contender {
    pub(crate) fn new(
        name: &'static str,
        sample: impl FnMut() -> f64 + 'static,
    ) -> Self {
        Self { name, sample: Box::new(sample) }
    }

    /// The library's own.
    pub(crate) fn ours(sample: impl FnMut() -> f64 + 'static) -> Self {
        Self::new("workbench", sample)
    }
}

impl Row {
    pub(crate) fn new(title: &'static str, settings: &'static str) -> Self {
        Self { title, settings, goals: Vec::new(), cells: Vec::new() }
    }

    pub(crate) fn goal(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    /// Adds a setting. All cells of a row have the same contenders.
    pub(crate) fn cell(
        mut self,
        label: impl Into<String>,
        contenders: impl IntoIterator<Item = Contender>,
    ) -> Self {
        let contenders = contenders.into_iter().collect();
        self.cells.push(Cell { label: label.into(), contenders });
        self
    }

    /// Takes `rounds` samples of every contender, in turns, after one that
    /// does not count.
    pub(crate) fn play(mut self, rounds: u32) -> Played {
        let mut played: Vec<_> = self.cells.iter().map(Scores::empty).collect();
        for round in 0..=rounds {
            for (cell, scores) in self.cells.iter_mut().zip(&mut played) {
                let both = cell.contenders.iter_mut().zip(&mut scores.samples);
                for (contender, samples) in both {
                    let sample = (contender.sample)();
                    if round > 0 {
                        samples.push(sample);
                    }
                }
            }
        }
        let contenders = &self.cells[0].contenders;
        let names = contenders.iter().map(|it| it.name).collect();
        let Self { title, settings, goals, .. } = self;
        Played { title, settings, goals, names, cells: played }
    }
}

/// A row that was measured.
pub(crate) struct Played {
    pub(crate) title: &'static str,
    pub(crate) settings: &'static str,
    pub(crate) goals: Vec<Goal>,
    /// Of the contenders: the library's first.
    pub(crate) names: Vec<&'static str>,
    pub(crate) cells: Vec<Scores>,
}

/// What the contenders of one cell needed.
pub(crate) struct Scores {
    pub(crate) label: String,
    /// By contender, then by round.
    pub(crate) samples: Vec<Vec<f64>>,
}

impl Scores {
    fn empty(cell: &Cell) -> Self {
        let samples = vec![Vec::new(); cell.contenders.len()];
        Self { label: cell.label.clone(), samples }
    }

    /// In each round, how many times as fast as a rival the library was.
    pub(crate) fn speeds(&self, rival: usize) -> Vec<f64> {
        let pairs = self.samples[rival].iter().zip(&self.samples[0]);
        pairs.map(|(rival, ours)| rival / ours).collect()
    }
}

impl Played {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// In each round, how many times as fast as a rival the library was: the
    /// geometric mean over the cells.
    pub(crate) fn speeds(&self, rival: usize) -> Vec<f64> {
        let pairs = self.nanos(0).into_iter().zip(self.nanos(rival));
        pairs.map(|(ours, rival)| rival / ours).collect()
    }

    /// In each round, the geometric mean of what a contender needed.
    pub(crate) fn nanos(&self, contender: usize) -> Vec<f64> {
        let rounds = 0..self.cells[0].samples[0].len();
        let nanos = |round| {
            let cells = self.cells.iter();
            geometric_mean(cells.map(|cell| cell.samples[contender][round]))
        };
        rounds.map(nanos).collect()
    }

    /// In each round, how much longer the library took than a rival.
    pub(crate) fn extra(&self, rival: usize) -> Vec<f64> {
        let pairs = self.nanos(0).into_iter().zip(self.nanos(rival));
        pairs.map(|(ours, rival)| ours - rival).collect()
    }
}

fn geometric_mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    (values.map(f64::ln).sum::<f64>() / count).exp()
}
