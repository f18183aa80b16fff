//! Tasks that go on, come back and end, and what an execution comes to.

use std::iter;

use super::Kernel;
use crate::model::outcome::Outcome;
use crate::model::pulse::Pulse;
use crate::model::task::{Life, TaskId};
use crate::trace::Place;

impl Kernel {
    /// Whether a task that waits in a wait set has missed its notification.
    pub(in crate::model) fn is_wakeup_lost(&self) -> bool {
        self.tasks.iter().any(|task| {
            let Some(pending) = &task.pending else { return false };
            task.woken.is_none()
                && pending.condition.is_some_and(|condition| {
                    self.objects[condition.0 as usize].called_in_vain
                })
        })
    }

    /// The panic of a task that waits for others before it unwinds on.
    pub(in crate::model) fn panicked(&self) -> Option<Outcome> {
        self.tasks.iter().zip(0..).find_map(|(task, index)| {
            let (message, place) = task.panic.clone()?;
            let task = TaskId::new(index);
            Some(Outcome::Panicked { task, message, place })
        })
    }

    /// Whether the main task has ended before one that nobody has joined.
    pub(in crate::model) fn leaked(&self) -> Option<TaskId> {
        if self.tasks[0].life != Life::Ended {
            return None;
        }
        self.living().find(|task| !self.tasks[task.index()].daemon)
    }

    /// Whether nobody is left whose end the program waits for.
    pub(in crate::model) fn only_daemons(&self) -> bool {
        self.tasks[0].life == Life::Ended
    }

    /// Whether anybody waits for what comes of it.
    pub(in crate::model) fn is_watched(&self) -> bool {
        self.pulse.as_ref().is_none_or(Pulse::is_watched)
    }

    /// The task goes on, or is unwound.
    pub(in crate::model) fn goes_on(&mut self, task: TaskId) {
        self.current = task;
        self.exchange_lane(task);
        if let Some(pulse) = &self.pulse {
            pulse.enter(task, &self.events);
        }
    }

    /// The task is suspended again, or has ended.
    pub(in crate::model) fn comes_back(&mut self, task: TaskId, ended: bool) {
        if let Some(pulse) = &self.pulse {
            pulse.beat();
        }
        self.exchange_lane(task);
        if ended {
            self.tasks[task.index()].life = Life::Ended;
            self.tasks[task.index()].pending = None;
        }
    }

    /// Whether the current task, which unwinds, has been notified.
    pub(in crate::model) fn take_notification(&mut self) -> bool {
        self.tasks[self.current.index()].woken.take().is_some()
    }

    /// The current task has used up its stack.
    pub(in crate::model) fn overflow(&mut self) {
        let outcome = Outcome::StackOverflow { task: self.current };
        self.outcome.get_or_insert(outcome);
    }

    /// The current task will not be resumed any more.
    pub(in crate::model) fn give_up(&mut self) {
        let task = &mut self.tasks[self.current.index()];
        task.life = Life::GivenUp;
        task.pending = None;
    }

    /// Whether the task has to stay as it is, because somebody who goes on
    /// may borrow from its stack.
    pub(in crate::model) fn lends(&self, task: TaskId) -> bool {
        // Who borrows may itself have started others in the same scope.
        let lender = |it: &TaskId| self.tasks[it.index()].borrows_from;
        let living = self.tasks.iter().filter(|it| !it.life.is_over());
        { living }.any(|it| {
            iter::successors(it.borrows_from, lender).any(|it| it == task)
        })
    }

    /// Where the last step was made.
    pub(in crate::model) fn last_place(&self) -> Option<Place> {
        self.events.last().map(|event| Place::from(event.place))
    }
}
