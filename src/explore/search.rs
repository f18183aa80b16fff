//! What every strategy has in common: one execution after another, until
//! there is none left, something is found, or a limit is reached.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::panicking;
use std::time::{Duration, Instant};

use super::difference::Difference;
use super::reach;
use super::record::Record;
use super::replay::{Replay, Then};
use super::same::{Compared, Comparison};
use super::schedule::Schedule;
use crate::model::{
    self, Choice, Chooser, Execution, Extent, Kernel, Options, Outcome, Pulse,
};
use crate::thread;

/// Executions that are enough to compare, unless they take this long.
const ENOUGH: u64 = 7;
const LONG: Duration = Duration::from_secs(1);

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

impl Limits {
    /// Not to stop at a failure.
    pub(super) fn of_all(self) -> Self {
        Self { first_failure: false, ..self }
    }

    /// No more than so many executions.
    pub(super) fn at_most(self, executions: u64) -> Self {
        Self { executions: executions.min(self.executions), ..self }
    }
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
    /// The execution, to be compared with when it is made again.
    pub(super) record: Option<Box<Record>>,
    /// What it did not do that another did.
    pub(super) difference: Option<Box<Difference>>,
}

impl Found {
    fn new(outcome: Outcome, schedule: Schedule) -> Self {
        Self { outcome, schedule, record: None, difference: None }
    }
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
    let (mut same, mut whole) = (Comparison::default(), None);
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
        let (mut noting, mut differs) = (Noting::new(search), None);
        let execution =
            compared(program, &mut noting, &mut same, *options, &mut differs);
        if let Outcome::Again(detail) = execution.outcome {
            options.look_at(detail);
            search.restart();
            (same, whole) = (Comparison::default(), None);
            tally = Tally { is_cut: execution.spent, ..Tally::default() };
            continue;
        }
        if whole.is_none() {
            whole = same.record().filter(|it| it.is_whole()).cloned();
        }
        if let Some(found) = &mut noting.found {
            found.record = same.record().cloned().map(Box::new);
        }
        tally.count(&execution, differs.or(noting.found), began);
        if execution.outcome.is_of_another()
            || limits.first_failure && tally.failures > 0
        {
            break;
        }
        tally.is_cut = execution.spent || !pulse.is_watched();
    }
    if let Some(whole) = whole.filter(|_| tally.leaves_open()) {
        tally.repeat(program, whole, *options, began);
    }
    tally.reached = reach::take();
    tally
}

/// One execution, and what it does not do that the one before did.
fn compared(
    program: &Program,
    chooser: &mut impl Chooser,
    same: &mut Comparison,
    options: Options,
    found: &mut Option<Found>,
) -> Execution {
    let mut compared = Compared::new(chooser, same);
    let mut execution = run(program, &mut compared, options, None);
    if let Some(difference) = compared.difference {
        execution.outcome = Outcome::Diverged(difference.place().cloned());
        let schedule = difference.schedule.clone();
        let new = Found::new(execution.outcome.clone(), schedule);
        *found = Some(Found { difference: Some(difference), ..new });
    }
    execution
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

    /// With what the search for the shortest failure has come to.
    pub(super) fn with_shortest(&mut self, first: Self) {
        self.reached.extend(first.reached);
        self.extent = self.extent.with(first.extent);
        self.is_cut |= first.is_cut;
        if first.found.is_none() {
            return;
        }
        // What only that search has found is one more.
        if self.found.is_none() {
            self.executions += 1;
            self.failures += 1;
        }
        self.first = self.first.or(first.first);
        self.found = first.found;
    }

    /// Whether nothing is left to find: all was seen, or nothing is true of
    /// the program.
    pub(super) fn is_settled(&self) -> bool {
        match &self.found {
            Some(found) => found.outcome.is_of_another(),
            None => self.is_exhaustive,
        }
    }

    /// Whether it is open if the program is the same every time, or where it
    /// is not.
    fn leaves_open(&self) -> bool {
        match &self.found {
            None => !self.is_cut,
            Some(found) => {
                matches!(found.outcome, Outcome::Diverged(_))
                    && found.difference.is_none()
            }
        }
    }

    /// Makes an execution again, to see whether it is still the same: once, or
    /// as often as is enough for a program that has only a few.
    fn repeat(
        &mut self,
        program: &Program,
        before: Record,
        options: Options,
        began: Instant,
    ) {
        let choices = before.choices();
        let mut same = Comparison::with(Some(before));
        for seen in self.executions + self.pruned.. {
            let mut replay = Replay::new(&choices, Then::Stop, |_, _| {});
            let mut differs = None;
            let found = &mut differs;
            let execution =
                compared(program, &mut replay, &mut same, options, found);
            self.is_cut |= execution.spent;
            if execution.outcome.is_of_another() {
                let outcome = execution.outcome.clone();
                let found = Found::new(outcome, Schedule::new(choices));
                self.count(&execution, differs.or(Some(found)), began);
                self.is_exhaustive = false;
                return;
            }
            let enough = seen + 1 >= ENOUGH || began.elapsed() > LONG;
            if enough || self.is_cut {
                return;
            }
        }
    }
}

/// Notes how a failure came about, if it is better than the one before.
struct Noting<'a> {
    search: &'a mut dyn Search,
    found: Option<Found>,
}

impl<'a> Noting<'a> {
    fn new(search: &'a mut dyn Search) -> Self {
        Self { search, found: None }
    }
}

impl Chooser for Noting<'_> {
    #[inline]
    fn choose(&mut self, kernel: &Kernel) -> Choice {
        self.search.choose(kernel)
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        let is_better = self.search.end(kernel, outcome);
        if outcome.is_of_another() || is_better && outcome.is_failure() {
            let schedule = Schedule::of(kernel.telling_events());
            self.found = Some(Found::new(outcome.clone(), schedule));
        }
    }
}
