//! Depth-first: every schedule, one after the other, without any reduction.
//! What the others are compared with.

use super::search::Search;
use crate::model::{Choice, Kernel, Outcome, TaskId};

/// Depth-first search, bounded to so many preemptions if at all.
pub(super) struct Dfs {
    preemptions: Option<usize>,
    /// The choices at each step, the one taken first.
    path: Vec<Vec<(TaskId, u8)>>,
    started: bool,
    failed: bool,
}

impl Dfs {
    pub(super) fn new(preemptions: Option<usize>) -> Self {
        Self { preemptions, path: Vec::new(), started: false, failed: false }
    }
}

/// Every choice there is: first to go on with the same task.
pub(super) fn choices(kernel: &Kernel) -> Vec<(TaskId, u8)> {
    let mut tasks: Vec<_> = kernel.enabled().iter().collect();
    tasks.sort_by_key(|task| *task != kernel.last());
    let outcomes = |task| {
        let outcomes = kernel.outcomes(task);
        (0..32).filter(move |bit| outcomes >> bit & 1 == 1)
    };
    let each = |task| outcomes(task).map(move |which| (task, which as u8));
    tasks.into_iter().flat_map(each).collect()
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
