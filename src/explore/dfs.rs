//! Depth-first: every schedule, one after the other, without any reduction.
//! What the others are compared with.

use smallvec::SmallVec;

use super::search::Search;
use crate::model::{Choice, Kernel, Outcome, TaskId, Tasks};

/// Depth-first search, bounded to so many preemptions if at all.
pub(super) struct Dfs {
    preemptions: Option<usize>,
    /// The choices at each step, the one taken first.
    path: Vec<Choices>,
    started: bool,
    failed: bool,
}

impl Dfs {
    pub(super) fn new(preemptions: Option<usize>) -> Self {
        Self { preemptions, path: Vec::new(), started: false, failed: false }
    }
}

/// A few choices, on the stack.
pub(super) type Choices = SmallVec<[(TaskId, u8); 8]>;

/// Every choice there is: first to go on with the same task.
pub(super) fn choices(kernel: &Kernel) -> Choices {
    let mut choices = Choices::new();
    let enabled = kernel.enabled();
    let last = Tasks::just(kernel.last());
    let in_order = enabled.and(last).iter().chain(enabled.without(last).iter());
    for task in in_order {
        let mut outcomes = kernel.outcomes(task);
        while outcomes != 0 {
            choices.push((task, outcomes.trailing_zeros() as u8));
            outcomes &= outcomes - 1;
        }
    }
    choices
}

impl Search for Dfs {
    fn start(&mut self) -> bool {
        !std::mem::replace(&mut self.started, true) || !self.path.is_empty()
    }

    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let depth = kernel.events().len();
        if depth == self.path.len() {
            let mut choices = choices(kernel);
            let spent = kernel.preemptions();
            let may_not = |bound| kernel.may_preempt() && spent >= bound;
            if self.preemptions.is_some_and(may_not) {
                choices.retain(|(task, _)| *task == kernel.last());
            }
            choices.reverse();
            self.path.push(choices);
        }
        match self.path[depth].last() {
            Some(&(task, which)) if kernel.enabled().contains(task) => {
                Choice::Run(task, which)
            }
            _ => Choice::Diverged,
        }
    }

    fn end(&mut self, _: &Kernel, outcome: &Outcome) -> bool {
        while let Some(choices) = self.path.last_mut() {
            choices.pop();
            if !choices.is_empty() {
                break;
            }
            self.path.pop();
        }
        outcome.is_failure() && !std::mem::replace(&mut self.failed, true)
    }

    fn restart(&mut self) {
        *self = Self::new(self.preemptions);
    }
}
