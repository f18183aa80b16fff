//! Which searches are made for a program, one after the other.

use std::thread::panicking;
use std::time::Instant;

use super::best_first::BestFirst;
use super::dfs::Dfs;
use super::dpor::Dpor;
use super::execution::Followed;
use super::explorer::{Explorer, Strategy};
use super::random::{Pct, Random};
use super::search::{Limits, Program, Search, Tally, explore};
use super::watch::{Lost, PATIENCE, on_a_thread};
use crate::model::{Options, Pulse};

/// Executions that everything is tried with before anything else.
const LITTLE: u64 = 200;

/// Executions by which failures are counted once one is known.
const COUNTED: u64 = 5_000;

/// Executions that a shortest failure is looked for in.
const SHORTEST: u64 = 2_000;

/// How many things have to come in order for a bug that is left to chance.
const DEPTH: usize = 3;

/// Where chance begins.
const SEED: u64 = 7;

impl Explorer {
    /// What a search comes to, on a thread of its own.
    pub(super) fn searched(
        &self,
        program: &Program,
        until: Option<Instant>,
    ) -> Result<Searched, Lost> {
        let mut explorer = self.clone();
        loop {
            let options = explorer.options;
            let search = explorer.clone();
            let search = move |program: &Program, pulse: &Pulse| {
                let mut searched = search.search(program, until, pulse);
                if !panicking() {
                    searched.again = search.again(program, &searched);
                }
                searched
            };
            let searched = on_a_thread(program, PATIENCE, search)?;
            if !searched.tally.is_cut || options.leaks {
                return Ok(searched);
            }
            // A destructor of the program waits, or panics, when an execution
            // is cut short. So they are not run.
            let Options { releases, ends, .. } = searched.options;
            explorer.options =
                Options { releases, ends, leaks: true, ..options };
        }
    }

    fn search(
        &self,
        program: &Program,
        until: Option<Instant>,
        pulse: &Pulse,
    ) -> Searched {
        let limits = Limits {
            executions: self.max_executions,
            until,
            first_failure: !self.every_failure,
        };
        let searched = Searched {
            tally: Tally::default(),
            options: self.options,
            shortest: false,
            no_room: None,
            again: None,
        };
        let mut plan =
            Plan { explorer: self, program, limits, pulse, searched };
        match (self.strategy, self.preemptions) {
            (None, None) => plan.by_turns(),
            (None, Some(_)) => plan.just(Strategy::BestFirst),
            (Some(strategy), _) => plan.just(strategy),
        }
        plan.searched
    }
}

/// Searches that are made one after the other, and what comes of them.
struct Plan<'a> {
    explorer: &'a Explorer,
    program: &'a Program,
    limits: Limits,
    pulse: &'a Pulse,
    searched: Searched,
}

impl Plan<'_> {
    fn go(&mut self, search: &mut dyn Search, limits: &Limits) -> Tally {
        let options = &mut self.searched.options;
        explore(self.program, search, options, limits, self.pulse)
    }

    /// One strategy, and no other.
    fn just(&mut self, strategy: Strategy) {
        let (bound, limits) = (self.explorer.preemptions, self.limits);
        self.searched.tally = match strategy {
            Strategy::Dpor => self.go(&mut Dpor::new(), &limits),
            Strategy::Dfs => self.go(&mut Dfs::new(bound), &limits),
            Strategy::BestFirst => {
                let mut tally = self.best_first(&limits.of_all());
                // What costs more than the failure was not looked at.
                tally.is_exhaustive &= tally.found.is_none();
                if self.searched.no_room.is_some() && tally.found.is_none() {
                    tally = self.go(&mut Dpor::new(), &limits);
                }
                tally
            }
            Strategy::Random { seed } => {
                self.go(&mut Random::new(seed), &limits)
            }
            Strategy::Pct { seed, depth } => {
                self.go(&mut Pct::new(seed, depth), &limits)
            }
        };
    }

    fn best_first(&mut self, limits: &Limits) -> Tally {
        let room = self.explorer.max_memory;
        let mut search = BestFirst::new(self.explorer.preemptions, room);
        self.searched.options.digests = true;
        let tally = self.go(&mut search, limits);
        self.searched.options.digests = false;
        self.searched.shortest = search.is_proved_shortest();
        self.searched.no_room = search.is_full.then_some(room);
        tally
    }

    /// Everything, if that is little. Else, or if something fails, the
    /// shortest failure; then everything after all, and at last chance.
    fn by_turns(&mut self) {
        let limits = self.limits.of_all();
        let tally = self.go(&mut Dpor::new(), &limits.at_most(LITTLE));
        self.searched.tally = tally;
        if self.searched.tally.is_settled() {
            return;
        }
        let first = self.best_first(&limits.at_most(SHORTEST));
        self.searched.tally.with_shortest(first);
        match self.searched.tally.found {
            Some(_) => self.count(&limits.at_most(COUNTED)),
            None => self.everything(),
        }
    }

    /// A failure is known: how many there are.
    fn count(&mut self, limits: &Limits) {
        if self.searched.tally.is_exhaustive {
            return;
        }
        let all = self.go(&mut Dpor::new(), limits);
        let tally = &mut self.searched.tally;
        tally.executions = all.executions.max(tally.executions);
        tally.failures = all.failures.max(tally.failures);
        tally.is_exhaustive = all.is_exhaustive;
        tally.reached.extend(all.reached);
    }

    /// Nothing is known yet.
    fn everything(&mut self) {
        let limits = self.limits;
        let most = Limits { until: most_of(limits.until), ..limits };
        let mut all = self.go(&mut Dpor::new(), &most);
        let before = &mut self.searched.tally;
        all.reached.append(&mut before.reached);
        all.extent = all.extent.with(before.extent);
        if !all.is_exhaustive && all.found.is_none() {
            let left = limits.at_most(limits.executions / 4);
            let chance = self.go(&mut Pct::new(SEED, DEPTH), &left);
            all.executions += chance.executions;
            all.failures += chance.failures;
            all.reached.extend(chance.reached);
            all.found = chance.found;
        }
        (self.searched.tally, self.searched.shortest) = (all, false);
    }
}

/// Three quarters of the way from now to `until`.
fn most_of(until: Option<Instant>) -> Option<Instant> {
    let now = Instant::now();
    let left = until?.saturating_duration_since(now);
    now.checked_add(left * 3 / 4)
}

/// What a search has come to.
#[derive(Clone)]
pub(super) struct Searched {
    pub(super) tally: Tally,
    /// How its executions ran.
    pub(super) options: Options,
    /// Whether no failure is shorter than the one that it has found.
    pub(super) shortest: bool,
    /// The bytes that best-first had, if it needed more.
    pub(super) no_room: Option<usize>,
    /// That one once more, and recorded, where the thread could still do it.
    pub(super) again: Option<Followed>,
}
