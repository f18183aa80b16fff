//! Best-first: the schedules with the fewest preemptions first, and among
//! those the ones with the fewest switches. So the first failure that is
//! taken from the queue is a shortest one, and that is proved.
//!
//! A state is known by what has happened, whatever the order of what does
//! not depend on each other (a digest of every step's causes), and is
//! explored again only if it is come to at a lower cost.
//!
//! Uniform-cost search; the cost is that of Musuvathi and Qadeer, "Iterative
//! Context Bounding for Systematic Testing of Multithreaded Programs", PLDI
//! 2007, and the digest that of their "Partial-Order Reduction for
//! Context-Bounded State Exploration", 2007.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use super::dfs::choices;
use super::search::Search;
use crate::model::{Choice, Kernel, Outcome, TaskId};

/// About how many bytes a state takes: the table is at worst half empty.
const STATE: usize = 2 * (size_of::<(Key, Cost)>() + 1);

/// About how many bytes a schedule to be explored takes.
const OPEN: usize = size_of::<Open>() + size_of::<Step>() + 32;

/// Preemptions, then switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    preemptions: u16,
    switches: u16,
}

/// A digest of what has happened, and who did the last of it.
type Key = (u64, u8);

/// A schedule, as its last choice and the schedule before that.
struct Step {
    before: Option<Rc<Step>>,
    choice: (TaskId, u8),
}

/// A schedule to be explored.
struct Open {
    cost: Cost,
    /// Later ones first, which are longer.
    age: Reverse<u64>,
    last: Option<Rc<Step>>,
}

/// Uniform-cost search.
#[derive(Default)]
pub(super) struct BestFirst {
    open: BinaryHeap<Reverse<Open>>,
    seen: HashMap<Key, Cost, BuildHasherDefault<Digest>>,
    /// Choices of this execution that are made already.
    prefix: Vec<(TaskId, u8)>,
    last: Option<Rc<Step>>,
    cost: Cost,
    opened: u64,
    bound: Option<usize>,
    /// Bytes of states that are kept at most.
    room: usize,
    /// The cost of the best failure.
    best: Option<Cost>,
    started: bool,
    /// Whether there was no room for all that should be kept.
    pub(super) is_full: bool,
}

impl BestFirst {
    pub(super) fn new(preemptions: Option<usize>, room: usize) -> Self {
        Self { bound: preemptions, room, ..Self::default() }
    }

    /// Whether no schedule that is left costs less than the failure found.
    pub(super) fn is_proved_shortest(&self) -> bool {
        !self.is_full
            && self.best.is_some_and(|best| {
                self.open.peek().is_none_or(|Reverse(it)| it.cost >= best)
            })
    }

    fn after(&self, kernel: &Kernel, task: TaskId) -> Cost {
        let Cost { preemptions, switches } = self.cost;
        let switched = u16::from(task != kernel.last());
        let preempted = if kernel.may_preempt() { switched } else { 0 };
        Cost {
            preemptions: preemptions + preempted,
            switches: switches + switched,
        }
    }

    /// Whether a choice is worth making at this cost.
    fn is_new(
        &mut self,
        kernel: &Kernel,
        (task, which): (TaskId, u8),
        cost: Cost,
    ) -> bool {
        let spent = usize::from(cost.preemptions);
        if self.bound.is_some_and(|bound| spent > bound)
            || self.best.is_some_and(|best| cost >= best)
        {
            return false;
        }
        let key = (kernel.digest_after(task, which), task.number());
        match self.seen.get_mut(&key) {
            Some(known) if *known <= cost => false,
            Some(known) => {
                *known = cost;
                true
            }
            None => {
                let bytes = self.seen.len() * STATE + self.open.len() * OPEN;
                if bytes < self.room {
                    self.seen.insert(key, cost);
                } else {
                    self.is_full = true;
                }
                true
            }
        }
    }

    fn step(&self, choice: (TaskId, u8)) -> Rc<Step> {
        Rc::new(Step { before: self.last.clone(), choice })
    }
}

impl Search for BestFirst {
    fn start(&mut self) -> bool {
        self.prefix.clear();
        self.cost = Cost::default();
        self.last = None;
        if !std::mem::replace(&mut self.started, true) {
            return true;
        }
        let Some(Reverse(open)) = self.open.pop() else { return false };
        if self.best.is_some_and(|best| open.cost >= best) {
            self.open.clear();
            return false;
        }
        let mut next = open.last.as_ref();
        while let Some(step) = next {
            self.prefix.push(step.choice);
            next = step.before.as_ref();
        }
        self.prefix.reverse();
        self.last = open.last;
        true
    }

    fn choose(&mut self, kernel: &Kernel) -> Choice {
        if self.is_full {
            return Choice::Prune;
        }
        if let Some(&(task, which)) = self.prefix.get(kernel.events().len()) {
            let able = kernel.enabled().contains(task)
                && kernel.outcomes(task) >> which & 1 == 1;
            self.cost = self.after(kernel, task);
            return match able {
                true => Choice::Run(task, which),
                false => Choice::Diverged,
            };
        }
        let mut new = choices(kernel).into_iter().filter_map(|choice| {
            let cost = self.after(kernel, choice.0);
            self.is_new(kernel, choice, cost).then_some((choice, cost))
        });
        let Some((choice, cost)) = new.next() else { return Choice::Prune };
        // The last to be kept is the first to be explored.
        let others: Vec<_> = new.collect();
        for (choice, cost) in others.into_iter().rev() {
            self.opened += 1;
            let age = Reverse(self.opened);
            let last = Some(self.step(choice));
            self.open.push(Reverse(Open { cost, age, last }));
        }
        self.cost = cost;
        self.last = Some(self.step(choice));
        Choice::Run(choice.0, choice.1)
    }

    fn end(&mut self, _: &Kernel, outcome: &Outcome) -> bool {
        let better = self.best.is_none_or(|best| self.cost < best);
        let found = outcome.is_failure() && better;
        if found {
            self.best = Some(self.cost);
        }
        found
    }

    fn restart(&mut self) {
        *self = Self::new(self.bound, self.room);
    }
}

/// A chain of steps may be long: it is not dropped by recursion.
impl Drop for Step {
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(step) = next.and_then(Rc::into_inner) {
            let mut step = step;
            next = step.before.take();
        }
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        (self.cost, self.age) == (other.cost, other.age)
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.cost, self.age).cmp(&(other.cost, other.age))
    }
}

/// Keys are digests already.
#[derive(Default)]
struct Digest(u64);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u8(*byte);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(value);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 ^= value;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
