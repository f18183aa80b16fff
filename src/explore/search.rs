//! What every strategy has in common: one execution after another, until
//! there is none left, something is found, or a limit is reached.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::panicking;
use std::time::{Duration, Instant};

use super::reach;
use super::schedule::Schedule;
use crate::model::{
    self, Choice, Chooser, Detail, Execution, Extent, Kernel, Options, Outcome,
    Pulse,
};
use crate::thread;

/// A program to explore.
pub(super) type Program = Arc<dyn Fn() + Send + Sync>;

/// Decides executions one after the other.
pub(super) trait Search {
    /// Prepares for another execution; false if there is none left.
    fn start(&mut self) -> bool;

    /// Chooses a step; see [`Chooser::choose`].
    fn choose(&mut self, kernel: &Kernel) -> Choice;

    /// The execution is over. If it failed: whether this is to be told
    /// rather than the failures before.
    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) -> bool;

    /// Forgets everything: the program has other steps than was thought.
    fn restart(&mut self);
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) executions: u64,
    pub(super) until: Option<Instant>,
    /// Whether to stop at the first failure.
    pub(super) first_failure: bool,
}

/// What a search has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Executions that came to an end, or to a failure.
    pub(super) executions: u64,
    /// Those of them that failed.
    pub(super) failures: u64,
    /// Executions that were cut short because there was nothing new in them.
    pub(super) pruned: u64,
    pub(super) steps: u64,
    /// What executions have come to.
    pub(super) extent: Extent,
    /// Whether every execution that matters has been seen.
    pub(super) is_exhaustive: bool,
    /// Whether the thread could not go on, and there was more to explore.
    pub(super) is_cut: bool,
    /// The first failure, or the last that a search has put before it.
    pub(super) found: Option<Found>,
    pub(super) reached: BTreeSet<String>,
    /// How long the first failure took, from the beginning, and after how
    /// many executions it came.
    pub(super) first: Option<(u64, Duration)>,
}

/// A failure, and how to come to it again.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) outcome: Outcome,
    pub(super) schedule: Schedule,
}

/// Explores `program` as `search` decides.
pub(super) fn explore(
    program: &Program,
    search: &mut dyn Search,
    options: &mut Options,
    limits: &Limits,
    pulse: &Pulse,
) -> Tally {
    let began = Instant::now();
    // A search before this one may have used up the thread.
    let is_cut = panicking() || !pulse.is_watched();
    let mut tally = Tally { is_cut, ..Tally::default() };
    reach::take();
    while !tally.is_cut {
        let seen = tally.executions + tally.pruned;
        let late = || limits.until.is_some_and(|end| Instant::now() >= end);
        if seen >= limits.executions || (seen % 64 == 63 && late()) {
            break;
        }
        if !search.start() {
            tally.is_exhaustive = true;
            break;
        }
        let mut noting = Noting { search, found: None };
        let execution = run(program, &mut noting, *options, None);
        let found = noting.found;
        if let Outcome::Again(detail) = execution.outcome {
            match detail {
                Detail::Releases => options.releases = true,
                Detail::Ends => options.ends = true,
            }
            search.restart();
            tally = Tally { is_cut: execution.spent, ..Tally::default() };
            continue;
        }
        tally.count(&execution, found, began);
        if limits.first_failure && tally.failures > 0 {
            break;
        }
        tally.is_cut = execution.spent || !pulse.is_watched();
    }
    tally.reached = reach::take();
    tally
}

/// One execution of `program`.
pub(super) fn run(
    program: &Program,
    chooser: &mut impl Chooser,
    options: Options,
    session: Option<crate::trace::ModelSession>,
) -> Execution {
    let program = program.clone();
    let main = move || thread::explored(|| program());
    model::execute(main, chooser, options, session)
}

impl Tally {
    fn count(
        &mut self,
        execution: &Execution,
        found: Option<Found>,
        began: Instant,
    ) {
        self.steps += execution.steps as u64;
        self.extent = self.extent.with(execution.extent);
        match execution.outcome {
            Outcome::Pruned => self.pruned += 1,
            _ => self.executions += 1,
        }
        if execution.outcome.is_failure() {
            self.failures += 1;
            let before = self.executions + self.pruned;
            self.first.get_or_insert((before, began.elapsed()));
        }
        if found.is_some() {
            self.found = found;
        }
    }
}

/// Notes how a failure came about, if it is better than the one before.
struct Noting<'a> {
    search: &'a mut dyn Search,
    found: Option<Found>,
}

impl Chooser for Noting<'_> {
    #[inline]
    fn choose(&mut self, kernel: &Kernel) -> Choice {
        self.search.choose(kernel)
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        if self.search.end(kernel, outcome) && outcome.is_failure() {
            let schedule = Schedule::of(kernel.telling_events());
            let outcome = outcome.clone();
            self.found = Some(Found { outcome, schedule });
        }
    }
}
