//! One schedule again, step by step.

use crate::model::{
    Choice, Chooser, Kernel, Outcome, TaskId, USUAL, Verb, is_join,
};

/// What to do at the end of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// To go on as far as possible without a switch.
    GoOn,
    /// To stop where there is something to choose.
    Stop,
    /// To have stopped: who makes the last step does nothing after it.
    StopBefore,
    /// As `Stop`. The schedule is of a time when it was no step that a lock
    /// is given back or a thread ends: each is made at once.
    StopSplit,
}

/// Follows a schedule. When that is at its end, goes on as far as it can
/// without a switch, or stops where there is something to choose.
pub(super) struct Replay<'a, F> {
    /// Those that are left.
    pub(super) choices: &'a [(u8, u8)],
    pub(super) then: Then,
    /// Is shown the state after the last step.
    pub(super) look: F,
    pub(super) preemptions: usize,
    /// The steps at which there was something to choose.
    pub(super) moves: Vec<usize>,
}

impl<'a, F: FnMut(&Kernel, &Outcome)> Replay<'a, F> {
    pub(super) fn new(choices: &'a [(u8, u8)], then: Then, look: F) -> Self {
        Self { choices, then, look, preemptions: 0, moves: Vec::new() }
    }
}

impl<F: FnMut(&Kernel, &Outcome)> Chooser for Replay<'_, F> {
    fn choose(&mut self, kernel: &Kernel) -> Choice {
        if self.then == Then::StopSplit
            && let Some(task) = split(kernel)
        {
            return Choice::Run(task, USUAL);
        }
        let Some((&(task, which), left)) = self.choices.split_first() else {
            let next = match self.then {
                Then::GoOn => without_switch(kernel),
                Then::Stop | Then::StopSplit => by_itself(kernel),
                Then::StopBefore => None,
            };
            return next.map_or(Choice::Prune, |(it, on)| Choice::Run(it, on));
        };
        self.choices = left;
        let enabled = kernel.enabled();
        let task = enabled.iter().find(|it| it.number() == task);
        let can = |it: &TaskId| kernel.outcomes(*it) >> which & 1 == 1;
        let Some(task) = task.filter(can) else {
            return Choice::Diverged;
        };
        if !joins(kernel, task) && choices(kernel) > 1 {
            self.moves.push(kernel.events().len());
        }
        match self.then {
            Then::StopBefore if left.is_empty() => Choice::Last(task, which),
            _ => Choice::Run(task, which),
        }
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        self.preemptions = kernel.preemptions();
        (self.look)(kernel, outcome);
    }
}

/// How many steps there are to choose from. A join is none: when it is made
/// makes no difference.
fn choices(kernel: &Kernel) -> u32 {
    let others = kernel.enabled().iter().filter(|it| !joins(kernel, *it));
    others.map(|it| kernel.outcomes(it).count_ones()).sum()
}

/// What comes next where nobody has anything to choose: a join, or the only
/// step that there is.
fn by_itself(kernel: &Kernel) -> Option<(TaskId, u8)> {
    let enabled = kernel.enabled();
    let join = enabled.iter().find(|it| joins(kernel, *it));
    let only = || enabled.first().filter(|_| choices(kernel) == 1);
    let task = join.or_else(only)?;
    Some((task, kernel.outcomes(task).trailing_zeros() as u8))
}

/// Who has just made a step of which the rest is one of its own now.
fn split(kernel: &Kernel) -> Option<TaskId> {
    let last = kernel.last();
    let verb = kernel.pending(last)?.verb;
    let rest = matches!(verb, Verb::Do("unlock" | "end"));
    (rest && kernel.enabled().contains(last)).then_some(last)
}

fn without_switch(kernel: &Kernel) -> Option<(TaskId, u8)> {
    let enabled = kernel.enabled();
    let last = Some(kernel.last()).filter(|it| enabled.contains(*it));
    let task = last.or(enabled.first())?;
    Some((task, kernel.outcomes(task).trailing_zeros() as u8))
}

fn joins(kernel: &Kernel, task: TaskId) -> bool {
    kernel.pending(task).is_some_and(|it| is_join(it.verb, &it.touches))
}
