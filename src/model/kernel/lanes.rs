//! Where an execution is recorded: the lanes of its tasks, and its clock.

use std::time::Duration;

use super::Kernel;
use crate::model::op::Pending;
use crate::model::outcome::Outcome;
use crate::model::task::{Task, TaskId};
use crate::trace::{self, ModelSession, Place, State, Trace};

impl Kernel {
    /// Lets the trace's clock go on.
    pub(super) fn advance(&self, time: Duration) {
        if let Some(session) = &self.session {
            let nanos = u64::try_from(time.as_nanos());
            session.advance(nanos.unwrap_or(u64::MAX));
        }
    }

    /// Exchanges the lane that the calling thread acts in with the task's.
    pub(in crate::model) fn exchange_lane(&mut self, task: TaskId) {
        if self.session.is_some() {
            self.tasks[task.index()].lane.exchange();
        }
    }

    /// What was recorded. To be asked for while every task is suspended.
    pub(in crate::model) fn end_trace(
        &mut self,
        outcome: &Outcome,
    ) -> Option<Trace> {
        let session = self.session.take()?;
        let (how, stuck) = match outcome {
            Outcome::Finished => (trace::Outcome::Finished, None),
            Outcome::Panicked { .. } => (trace::Outcome::Panicked, None),
            Outcome::Deadlock { .. } => {
                let waits = self.waits(&session);
                (trace::Outcome::Deadlock, Some(waits))
            }
            _ => (trace::Outcome::Cut, None),
        };
        Some(session.finish(how, stuck))
    }

    /// Who waits for what.
    pub(super) fn waits(&self, session: &ModelSession) -> Vec<trace::Wait> {
        let waits = self.tasks.iter().filter_map(|task| {
            let pending = task.pending.as_ref()?;
            let object = pending.waits_for(task.woken.is_some())?;
            Some(trace::Wait {
                lane: task.lane.number()?,
                object: object.with(|tag| session.object(tag)),
                place: Place::from(pending.place),
                holder: self.holder_lane(task, pending),
                held_at: None,
            })
        });
        waits.collect()
    }

    /// The lane of who has what the task is about to take.
    pub(super) fn holder_lane(
        &self,
        task: &Task,
        pending: &Pending,
    ) -> Option<u32> {
        let condition = pending.condition.filter(|_| task.woken.is_none());
        let object = condition.or(pending.touches[0].map(|it| it.object))?;
        self.tasks[self.holder(object)?.index()].lane.number()
    }

    /// Tells the lanes of suspended tasks who can run and who has to wait.
    pub(super) fn show_states(&mut self) {
        for index in 0..self.tasks.len() {
            let task = TaskId::new(index);
            let waits = self.alternatives(task) == 0;
            let Some(pending) = &mut self.tasks[index].pending else {
                continue;
            };
            if pending.shown_waiting == waits {
                continue;
            }
            pending.shown_waiting = waits;
            let woken = self.tasks[index].woken.is_some();
            let Task { pending: Some(pending), lane, .. } =
                &mut self.tasks[index]
            else {
                continue;
            };
            let place = pending.place;
            match pending.waits_for(woken).filter(|_| waits) {
                Some(about) => about.with(|tag| {
                    lane.becomes(State::Wait, Some(tag), place);
                }),
                None => lane.becomes(State::Ready, None, place),
            }
        }
    }
}
