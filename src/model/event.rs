//! A step that was made.

use std::panic::Location;

use super::clock::Clock;
use super::op::{ObjectId, Touches, Verb};
use super::task::{TaskId, Tasks};

/// One step of an execution.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) task: TaskId,
    /// Which of the outcomes that were possible: 0 for the usual one.
    pub(crate) alternative: u8,
    /// Who could go on then.
    pub(crate) enabled: Tasks,
    pub(crate) verb: Verb,
    pub(crate) touches: Touches,
    /// For each touch, the event that touched the same object before it.
    pub(super) before: [Option<u32>; 2],
    /// The step of the same task before it.
    pub(crate) previous: Option<u32>,
    /// What happens before it because of its task: the task's own steps, its
    /// spawn, and who woke it.
    pub(crate) own: Clock,
    /// What happens before it, and itself.
    pub(crate) clock: Clock,
    pub(crate) place: &'static Location<'static>,
    /// What was read, or (true) written, where somebody looks on.
    pub(crate) value: Option<(bool, i64)>,
}

impl Event {
    /// Its number among the steps of its task, from 1.
    #[inline]
    pub(crate) fn turn(&self) -> u16 {
        self.clock.of(self.task)
    }

    /// Whether it happens before whatever has this clock.
    #[inline]
    pub(crate) fn happens_before(&self, clock: &Clock) -> bool {
        clock.of(self.task) >= self.turn()
    }

    /// The event that touched `object`, which this one touches, before it.
    #[inline]
    pub(super) fn before(&self, object: ObjectId) -> Option<u32> {
        let touched = self.touches.iter().position(|touch| {
            touch.is_some_and(|touch| touch.object == object)
        });
        touched.and_then(|which| self.before[which])
    }
}
