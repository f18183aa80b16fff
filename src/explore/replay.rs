//! One schedule again, step by step.

use crate::model::{Choice, Chooser, Kernel, Outcome};

/// What comes after a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// The program goes on as far as it can without a switch.
    GoOn,
    /// It stops.
    Stop,
    /// It has stopped: who makes the last step does nothing after it.
    StopBefore,
}

/// Follows a schedule.
pub(super) struct Replay<'a, F> {
    pub(super) choices: &'a [(u8, u8)],
    pub(super) then: Then,
    /// Is shown the state after the last step.
    pub(super) look: F,
    pub(super) preemptions: usize,
    /// The steps at which there was something to choose.
    pub(super) moves: Vec<usize>,
}

impl<F: FnMut(&Kernel, &Outcome)> Chooser for Replay<'_, F> {
    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let enabled = kernel.enabled();
        let step = kernel.events().len();
        let outcomes = |task| kernel.outcomes(task).count_ones();
        let choices: u32 = enabled.iter().map(outcomes).sum();
        if choices > 1 && step < self.choices.len() {
            self.moves.push(step);
        }
        let Some(&(task, which)) = self.choices.get(step) else {
            if self.then != Then::GoOn {
                return Choice::Prune;
            }
            let last = Some(kernel.last()).filter(|it| enabled.contains(*it));
            let Some(task) = last.or(enabled.first()) else {
                return Choice::Prune;
            };
            let which = kernel.outcomes(task).trailing_zeros() as u8;
            return Choice::Run(task, which);
        };
        let task = enabled.iter().find(|it| it.number() == task);
        match task.filter(|it| kernel.outcomes(*it) >> which & 1 == 1) {
            Some(task)
                if self.then == Then::StopBefore
                    && step + 1 == self.choices.len() =>
            {
                Choice::Last(task, which)
            }
            Some(task) => Choice::Run(task, which),
            None => Choice::Diverged,
        }
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        self.preemptions = kernel.preemptions();
        (self.look)(kernel, outcome);
    }
}
