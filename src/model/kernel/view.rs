//! What others may ask: who can go on, what each is about to do, and what has
//! happened.

use super::{Kernel, USUAL, digest_of};
use crate::model::Time;
use crate::model::clock::Clock;
use crate::model::event::Event;
use crate::model::op::{ObjectId, Pending, Verb};
use crate::model::run::Extent;
use crate::model::seam::Ready;
use crate::model::task::{Task, TaskId, Tasks};

impl Kernel {
    /// The outcomes that the task's operation can have now, as bits; none if
    /// it has to wait, or has ended.
    #[inline]
    pub(crate) fn alternatives(&self, task: TaskId) -> u32 {
        let task = &self.tasks[task.index()];
        let Some(pending) = &task.pending else { return 0 };
        let waits = pending.condition.is_some() && task.woken.is_none();
        if !waits && pending.ready.as_ref().is_none_or(Ready::ask) {
            return match pending.verb {
                Verb::NotifyOne if self.options.wake_any => {
                    let waiters = self.waiters(pending);
                    (1 << waiters.clamp(1, 31)) - 1
                }
                _ => 1 << USUAL,
            };
        }
        if pending.deadline.is_some() && self.options.time == Time::Any {
            return 1 << pending.when_late();
        }
        0
    }

    /// As [`alternatives`](Self::alternatives), of a task that is enabled
    /// perhaps because nobody else is.
    #[inline]
    pub(crate) fn outcomes(&self, task: TaskId) -> u32 {
        match (self.alternatives(task), self.pending(task)) {
            (0, Some(pending)) => 1 << pending.when_late(),
            (outcomes, _) => outcomes,
        }
    }

    pub(super) fn waiters(&self, pending: &Pending) -> usize {
        let condition = pending.touches[0].map(|touch| touch.object);
        condition.map_or(0, |it| self.objects[it.0 as usize].waiters.len())
    }

    /// Who can go on.
    #[inline]
    pub(crate) fn enabled(&self) -> Tasks {
        self.enabled
    }

    /// Whether those who can go on can because nobody else can, and their
    /// time is over: which of them is first is seen by all.
    pub(crate) fn by_time(&self) -> bool {
        self.by_time
    }

    /// Who has to wait for the object itself that the next step is about: not
    /// for a notification, which comes from elsewhere.
    #[inline]
    pub(crate) fn blocked(&self) -> Tasks {
        self.blocked
    }

    /// Who made the last step.
    #[inline]
    pub(crate) fn last(&self) -> TaskId {
        self.last
    }

    /// Whether choosing another task than the last one is a preemption: the
    /// last one could go on, and has not itself offered to rest.
    #[inline]
    pub(crate) fn may_preempt(&self) -> bool {
        self.enabled.contains(self.last) && !self.gives_way(self.last)
    }

    /// Whether the task itself is about to let others go first.
    pub(crate) fn gives_way(&self, task: TaskId) -> bool {
        let verb = self.pending(task).map(|pending| pending.verb);
        matches!(verb, Some(Verb::Rest(_)))
    }

    /// Preemptions up to now.
    pub(crate) fn preemptions(&self) -> usize {
        self.preemptions
    }

    /// Whether the task waits for a notification that has not come.
    pub(crate) fn is_in_wait_set(&self, task: TaskId) -> bool {
        let task = &self.tasks[task.index()];
        let pending = task.pending.as_ref();
        task.woken.is_none()
            && pending.is_some_and(|pending| pending.condition.is_some())
    }

    /// What the task is about to do.
    #[inline]
    pub(crate) fn pending(&self, task: TaskId) -> Option<&Pending> {
        self.tasks[task.index()].pending.as_ref()
    }

    /// The steps up to now.
    #[inline]
    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    /// Every object that was used.
    pub(crate) fn objects(&self) -> impl Iterator<Item = ObjectId> {
        (0..self.objects.len() as u32).map(ObjectId)
    }

    /// What was read from the object, or written, last.
    pub(crate) fn value_of(&self, object: ObjectId) -> Option<i64> {
        self.objects[object.0 as usize].value
    }

    /// Whether somebody has taken it alone.
    pub(crate) fn is_lock(&self, object: ObjectId) -> bool {
        self.objects[object.0 as usize].is_lock
    }

    /// How many tasks are in its wait set.
    pub(crate) fn waiting_for(&self, object: ObjectId) -> usize {
        self.objects[object.0 as usize].waiters.len()
    }

    /// The steps up to now, without those that only repeat what came before
    /// them, in a circle.
    pub(crate) fn telling_events(&self) -> &[Event] {
        // The last step that was decided may not have been made.
        let repeated = match self.spins.is_lasso() {
            true => self.spins.repeated().saturating_sub(1),
            false => 0, // a circle that the program may have left
        };
        &self.events[..self.events.len().saturating_sub(repeated)]
    }

    /// What the execution has come to.
    pub(in crate::model) fn extent(&self) -> Extent {
        Extent {
            threads: self.tasks(),
            bounded: self.spins.bounded,
            notifies: self.notifies,
        }
    }

    /// How many tasks there have been.
    pub(crate) fn tasks(&self) -> usize {
        self.tasks.len()
    }

    /// What the task waits for, if it has to wait.
    pub(crate) fn waited_for(&self, task: TaskId) -> Option<ObjectId> {
        let task = &self.tasks[task.index()];
        let pending = task.pending.as_ref()?;
        let condition = pending.condition.filter(|_| task.woken.is_none());
        condition.or(pending.touches[0].map(|touch| touch.object))
    }

    /// The event that touched `object` last before `event`, which touches it.
    pub(crate) fn before(&self, event: u32, object: ObjectId) -> Option<u32> {
        self.events[event as usize].before(object)
    }

    /// The event that touched `object` last.
    pub(crate) fn last_on(&self, object: ObjectId) -> Option<u32> {
        self.objects[object.0 as usize].last
    }

    /// Tasks that have not ended.
    pub(crate) fn living(&self) -> impl Iterator<Item = TaskId> {
        let alive = |(_, task): &(usize, &Task)| !task.life.is_over();
        let tasks = self.tasks.iter().enumerate().filter(alive);
        tasks.map(|(index, _)| TaskId::new(index))
    }

    /// The task's last step.
    pub(crate) fn last_of(&self, task: TaskId) -> Option<u32> {
        self.tasks[task.index()].last
    }

    /// What happens before the task's next step because of the task itself:
    /// its own steps, its spawn, and who woke it.
    #[inline]
    pub(crate) fn own_clock(&self, task: TaskId) -> Clock {
        let task = &self.tasks[task.index()];
        let mut clock = task.clock;
        if let Some(event) = task.woken {
            clock.join(&self.events[event as usize].clock);
        }
        clock
    }

    /// A digest of what has happened after the task's next step, if that has
    /// this outcome: the same for two executions that differ only in the
    /// order of steps that do not depend on each other.
    pub(crate) fn digest_after(&self, task: TaskId, alternative: u8) -> u64 {
        let own = self.own_clock(task);
        let clock = self.clock_of_next(task, alternative, own);
        self.digest.wrapping_add(digest_of(task, alternative, &clock))
    }

    /// The task that alone has the object, as far as is known.
    pub(crate) fn holder(&self, object: ObjectId) -> Option<TaskId> {
        self.objects[object.0 as usize].holder
    }

    /// The name that the object was given, where somebody looks on.
    pub(crate) fn name_of(&self, object: ObjectId) -> &str {
        &self.objects[object.0 as usize].name
    }

    /// The task's name, where somebody looks on.
    pub(crate) fn name(&self, task: TaskId) -> &str {
        &self.tasks[task.index()].name
    }
}
