//! Schedules by chance, for programs that are too large to try everything.

use super::dfs::choices;
use super::search::Search;
use crate::model::{Choice, Kernel, MOST_TASKS, Outcome, TaskId, mix};

/// A generator of random numbers: splitmix64.
struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.thrown += 1;
        (mix(self.seed, self.thrown) % end as u64) as usize
    }
}

/// Each step by chance, every choice as likely as the others.
pub(super) struct Random {
    dice: Dice,
    failed: bool,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self { dice: Dice { seed, thrown: 0 }, failed: false }
    }
}

impl Search for Random {
    fn start(&mut self) -> bool {
        true
    }

    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let choices = choices(kernel);
        let (task, which) = choices[self.dice.below(choices.len())];
        Choice::Run(task, which)
    }

    fn end(&mut self, _: &Kernel, outcome: &Outcome) -> bool {
        outcome.is_failure() && !std::mem::replace(&mut self.failed, true)
    }

    fn restart(&mut self) {
        self.failed = false;
    }
}

/// Priorities by chance, which change at a few steps by chance: a bug that
/// needs `depth` things to come in order is found with a probability of at
/// least 1 / (n k^(depth - 1)), for n threads and k steps.
///
/// Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized Scheduler
/// with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
pub(super) struct Pct {
    dice: Dice,
    depth: usize,
    /// By task; the highest goes first.
    priorities: [usize; MOST_TASKS],
    /// Steps after which the one who would go first goes last.
    changes: Vec<usize>,
    /// Steps of the longest execution.
    longest: usize,
    failed: bool,
}

impl Pct {
    pub(super) fn new(seed: u64, depth: usize) -> Self {
        Self {
            dice: Dice { seed, thrown: 0 },
            depth,
            priorities: [0; MOST_TASKS],
            changes: Vec::new(),
            longest: 1,
            failed: false,
        }
    }

    fn first(&self, kernel: &Kernel) -> Option<TaskId> {
        let tasks = kernel.enabled().iter();
        tasks.max_by_key(|task| self.priorities[task.index()])
    }
}

impl Search for Pct {
    fn start(&mut self) -> bool {
        // Above those that a change gives.
        self.priorities = std::array::from_fn(|task| self.depth + task);
        for task in (1..MOST_TASKS).rev() {
            self.priorities.swap(task, self.dice.below(task + 1));
        }
        let changes = 1..self.depth;
        self.changes = changes.map(|_| self.dice.below(self.longest)).collect();
        true
    }

    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let steps = kernel.events().len();
        self.longest = self.longest.max(steps + 1);
        for (change, number) in self.changes.iter().zip(0..) {
            if *change == steps
                && let Some(first) = self.first(kernel)
            {
                self.priorities[first.index()] = number;
            }
        }
        let Some(task) = self.first(kernel) else { return Choice::Prune };
        // Whoever gives way goes last, so that a loop that does ends.
        if kernel.gives_way(task) {
            let lowest = self.priorities.iter().min().copied();
            let lowest = lowest.unwrap_or(0).saturating_sub(1);
            self.priorities[task.index()] = lowest;
        }
        let outcomes = kernel.outcomes(task);
        let skipped = self.dice.below(outcomes.count_ones() as usize);
        let mut possible = (0..32).filter(|bit| outcomes >> bit & 1 == 1);
        let which = possible.nth(skipped).unwrap_or(0);
        Choice::Run(task, which)
    }

    fn end(&mut self, _: &Kernel, outcome: &Outcome) -> bool {
        outcome.is_failure() && !std::mem::replace(&mut self.failed, true)
    }

    fn restart(&mut self) {
        (self.longest, self.failed) = (1, false);
    }
}
