//! One program under every engine, in turns.

use std::time::Duration;

use crate::engines::{End, Engine, Limits, Reach, Run, engines};
use crate::programs::Program;
use crate::quiet::Quiet;
use crate::scale::Scale;
use crate::spread::Spread;

/// Runs that take less than this are repeated, and those that take a
/// hundredth of it more often.
const SHORT: Duration = Duration::from_millis(100);

/// How often an engine that draws looks for a bug, each time with another
/// seed.
const SEEDS: u64 = 100;

/// How much such an engine draws where there is no bug.
const DRAWS: u64 = 1_000;

/// What an engine made of a program.
pub(crate) struct Score {
    pub(crate) engine: &'static Engine,
    /// Of finding a bug by drawing. Everything else comes out the same each
    /// time, but for the time that it takes.
    pub(crate) is_luck: bool,
    /// At least one.
    runs: Vec<Run>,
}

/// Explores a program with every engine until the first bug, or to the end.
pub(crate) fn play(
    program: &Program,
    scale: Scale,
    limit: Duration,
) -> Vec<Score> {
    let _quiet = Quiet::new();
    let score = |engine| Score::none(engine, program);
    let mut scores: Vec<_> = engines().map(score).collect();
    loop {
        let mut all_done = true;
        for score in &mut scores {
            if score.wants_another(scale, limit) {
                score.play(program, scale, limit);
                all_done = false;
            }
        }
        if all_done {
            return scores;
        }
    }
}

impl Score {
    fn none(engine: &'static Engine, program: &Program) -> Self {
        let is_luck = program.has_bug && engine.reach == Reach::Sample;
        Self { engine, is_luck, runs: Vec::new() }
    }

    fn wants_another(&self, scale: Scale, limit: Duration) -> bool {
        let Some(first) = self.runs.first() else { return true };
        let played = self.runs.len() as u64;
        if self.is_luck {
            let took: Duration = self.runs.iter().map(|run| run.in_all).sum();
            return played < scale.count(SEEDS) && took < limit;
        }
        let most = match first.in_all {
            _ if matches!(first.end, End::Refused(_)) => 1,
            time if time < SHORT / 100 => 10 * scale.rounds,
            time if time < SHORT => scale.rounds,
            _ => 1,
        };
        played < most.into()
    }

    fn play(&mut self, program: &Program, scale: Scale, time: Duration) {
        let draws = self.engine.reach == Reach::Sample && !program.has_bug;
        let executions = if draws { scale.count(DRAWS) } else { u64::MAX };
        let seed = self.runs.len() as u64;
        let limits = Limits { time, executions, seed };
        self.runs.push(self.engine.explore(program.body, limits));
    }

    /// Their mean.
    pub(crate) fn executions(&self) -> f64 {
        mean(self.runs.iter().map(|run| run.executions as f64))
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.middle(|run| run.time)
    }

    pub(crate) fn seconds_in_all(&self) -> f64 {
        self.middle(|run| run.in_all)
    }

    /// The median; where it is luck, the mean, as of the executions.
    fn middle(&self, time: impl Fn(&Run) -> Duration) -> f64 {
        let seconds = self.runs.iter().map(|run| time(run).as_secs_f64());
        if self.is_luck {
            mean(seconds)
        } else {
            Spread::of(seconds.collect()).median
        }
    }

    /// Of all runs the same, but where it is luck: then of one that did not
    /// find the bug, if there is one.
    pub(crate) fn end(&self) -> &End {
        let mut runs = self.runs.iter();
        let odd = runs.find(|run| run.end.is_bug() != self.is_luck);
        &odd.unwrap_or(&self.runs[0]).end
    }

    /// Whether it has tried everything, and nothing was wrong.
    pub(crate) fn is_proof(&self) -> bool {
        self.engine.reach == Reach::Every && matches!(self.end(), End::Complete)
    }

    /// How many runs found the bug.
    pub(crate) fn found(&self) -> usize {
        self.runs.iter().filter(|run| run.end.is_bug()).count()
    }

    /// How many runs there were, each with another seed.
    pub(crate) fn seeds(&self) -> usize {
        self.runs.len()
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}
