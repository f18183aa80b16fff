//! The state of one execution, and what a step does to it.

mod end;
mod lanes;
mod view;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::clock::{Clock, mix};
use super::event::Event;
use super::fiber::Fiber;
use super::object::{Identity, Object};
use super::op::{Access, ObjectId, Op, Pending, Touch, Touches, Verb};
use super::outcome::Outcome;
use super::pulse::Pulse;
use super::seam::{About, Ready};
use super::spin::Spins;
use super::task::{Life, MOST_TASKS, Task, TaskId, Tasks};
use super::{Options, Time};
use crate::trace::{ModelSession, Tag};

/// Numbers executions from 1, in the whole process.
static NEXT_EXECUTION: AtomicU64 = AtomicU64::new(1);

/// The usual outcome of an operation; its other outcomes have higher numbers.
pub(crate) const USUAL: u8 = 0;

/// An operation gives up, because its time is over.
pub(crate) const TIMED_OUT: u8 = 1;

/// What a step takes on the clock of a trace.
const STEP: Duration = Duration::from_micros(1);

/// One execution: tasks, objects, and the steps up to now.
pub(crate) struct Kernel {
    execution: u64,
    pub(super) options: Options,
    pub(super) tasks: Vec<Task>,
    pub(super) objects: Vec<Object>,
    pub(super) events: Vec<Event>,
    /// Who runs now.
    pub(super) current: TaskId,
    /// Which outcome its operation has.
    pub(super) chosen: u8,
    /// Who made the last step.
    last: TaskId,
    enabled: Tasks,
    /// Whether those can go on because nobody else can, and time does.
    by_time: bool,
    /// Who has to wait for what it is about to use.
    blocked: Tasks,
    /// Virtual time since the beginning.
    pub(super) now: Duration,
    /// Whether somebody has called `notify_one`.
    notifies: bool,
    /// Steps before which another task was held up that could go on.
    preemptions: usize,
    /// A digest of the steps that does not see their order, but for what
    /// depends on it.
    digest: u64,
    /// How it ends, once that is known.
    pub(super) outcome: Option<Outcome>,
    /// Every task is to unwind.
    pub(super) unwinding: bool,
    /// No task can be unwound any more.
    pub(super) no_unwinding: bool,
    /// Operations that tasks have done while they unwound.
    pub(super) passed: u32,
    /// Stacks that tasks were on, besides their own, when they were given up.
    pub(super) lost_stacks: Vec<usize>,
    /// Tasks that were spawned by the last step.
    pub(super) newborn: Vec<Fiber>,
    pub(super) spins: Spins,
    /// Set where the execution is recorded.
    pub(super) session: Option<ModelSession>,
    /// Set where somebody watches.
    pub(super) pulse: Option<Pulse>,
}

impl Kernel {
    pub(super) fn new() -> Self {
        Self {
            execution: 0,
            options: Options::default(),
            tasks: Vec::new(),
            objects: Vec::new(),
            events: Vec::new(),
            current: TaskId::MAIN,
            chosen: USUAL,
            last: TaskId::MAIN,
            enabled: Tasks::NONE,
            by_time: false,
            blocked: Tasks::NONE,
            now: Duration::ZERO,
            notifies: false,
            preemptions: 0,
            digest: 0,
            outcome: None,
            unwinding: false,
            no_unwinding: false,
            passed: 0,
            lost_stacks: Vec::new(),
            newborn: Vec::new(),
            spins: Spins::default(),
            session: None,
            pulse: None,
        }
    }

    /// Begins another execution; what was allocated for the last serves again.
    pub(super) fn reset(&mut self, options: Options) {
        // Relaxed: a number is all that is asked of it.
        self.execution = NEXT_EXECUTION.fetch_add(1, Ordering::Relaxed);
        self.options = options;
        self.spins.reset(self.tasks.len());
        self.tasks.clear();
        self.objects.clear();
        self.events.clear();
        self.current = TaskId::MAIN;
        self.last = TaskId::MAIN;
        self.enabled = Tasks::NONE;
        self.now = Duration::ZERO;
        self.notifies = false;
        self.preemptions = 0;
        self.digest = 0;
        self.outcome = None;
        self.unwinding = false;
        self.no_unwinding = false;
        self.passed = 0;
        self.newborn.clear();
        if let Some(pulse) = &self.pulse {
            pulse.begin(&self.options);
        }
    }

    /// Adds a task, as a child of the current one; `None` if there are too
    /// many.
    pub(super) fn add_task(&mut self, daemon: bool) -> Option<TaskId> {
        let number = self.tasks.len();
        if number == MOST_TASKS {
            return None;
        }
        let parent = (number > 0).then_some(self.current);
        let clock =
            parent.map_or(Clock::ZERO, |it| self.tasks[it.index()].clock);
        self.tasks.push(Task::new(daemon, clock));
        Some(TaskId::new(number))
    }

    /// The number that the object has in this execution.
    ///
    /// # Errors
    ///
    /// If it belongs to another execution.
    #[inline]
    pub(super) fn object(&mut self, tag: &Tag) -> Result<ObjectId, Foreign> {
        // Relaxed: an object of an execution is touched by its one thread.
        let known = Identity(tag.identity().load(Ordering::Relaxed));
        match known.in_execution(self.execution) {
            Some(object) => Ok(object),
            None if known.is_none() => Ok(self.bind(tag)),
            None => Err(Foreign),
        }
    }

    #[cold]
    fn bind(&mut self, tag: &Tag) -> ObjectId {
        let object = ObjectId(self.objects.len() as u32);
        let identity = Identity::new(self.execution, object);
        tag.identity().store(identity.0, Ordering::Relaxed);
        let mut new = Object::new();
        if self.options.looked_on {
            tag.name().clone_into(&mut new.name);
        }
        self.objects.push(new);
        object
    }

    /// The current task is about to do `op`, once `ready` says that it can.
    pub(super) fn declare(
        &mut self,
        op: &Op<'_>,
        ready: Option<Ready>,
    ) -> Result<(), Foreign> {
        let touches = [self.touch(op.on)?, self.touch(op.and)?];
        let about = op.about.or(op.on.map(|(tag, _)| tag));
        if self.options.looked_on
            && let (Some(tag), Some(touch)) = (op.about, touches[0])
        {
            let object = &mut self.objects[touch.object.0 as usize];
            tag.name().clone_into(&mut object.name);
        }
        let about = about.map(About::new);
        let about_condition = op.condition.map(About::new);
        let condition = match op.condition {
            Some(tag) => Some(self.object(tag)?),
            None => None,
        };
        let pending = Pending {
            verb: op.verb,
            touches,
            place: op.place,
            deadline: op.deadline,
            value: op.value,
            condition,
            ready,
            about,
            about_condition,
            shown_waiting: false,
        };
        self.spins.declared(&mut self.objects, self.current, &pending);
        let task = &mut self.tasks[self.current.index()];
        task.pending = Some(pending);
        task.life = Life::Waiting;
        Ok(())
    }

    #[inline]
    fn touch(
        &mut self,
        on: Option<(&Tag, Access)>,
    ) -> Result<Option<Touch>, Foreign> {
        let Some((tag, access)) = on else { return Ok(None) };
        Ok(Some(Touch { object: self.object(tag)?, access }))
    }

    /// Finds out who can go on.
    pub(super) fn look_around(&mut self) {
        self.spins.settle(&mut self.objects);
        self.blocked = Tasks::NONE;
        let (mut enabled, mut aside) = (Tasks::NONE, Tasks::NONE);
        for index in 0..self.tasks.len() {
            let task = TaskId::new(index);
            if self.alternatives(task) != 0 {
                match self.spins.rests(&self.objects, task) {
                    true => aside.insert(task),
                    false => enabled.insert(task),
                }
            } else if self.tasks[index].life == Life::Waiting
                && !self.is_in_wait_set(task)
            {
                self.blocked.insert(task);
            }
        }
        self.by_time = false;
        if enabled.is_empty() {
            enabled = self.next_in_time();
            self.by_time = !enabled.is_empty();
        }
        if enabled.is_empty() {
            enabled = self.spins.next_turn(aside);
        }
        self.enabled = enabled;
        if self.spins.are_suspicious() {
            let mut spins = std::mem::take(&mut self.spins);
            self.enabled = spins.narrow(self, enabled);
            self.spins = spins;
        }
        if self.session.is_some() {
            self.show_states();
        }
    }

    /// Where nobody can go on, those whose time is over first.
    fn next_in_time(&self) -> Tasks {
        if self.options.time == Time::Any {
            return Tasks::NONE;
        }
        let mut first = Tasks::NONE;
        let mut earliest = Duration::MAX;
        for (index, task) in self.tasks.iter().enumerate() {
            let deadline = task.pending.as_ref().and_then(|it| it.deadline);
            if let Some(deadline) = deadline {
                if deadline < earliest {
                    (earliest, first) = (deadline, Tasks::NONE);
                }
                if deadline == earliest {
                    first.insert(TaskId::new(index));
                }
            }
        }
        first
    }

    /// What the last step has read, or written.
    pub(super) fn saw(&mut self, wrote: bool, value: i64) {
        if self.options.looked_on
            && let Some(event) = self.events.last_mut()
        {
            event.value = Some((wrote, value));
            if let Some(touch) = event.touches[0] {
                self.objects[touch.object.0 as usize].value = Some(value);
            }
        }
    }

    /// The clock that the task's next step would have, of what happens
    /// before it because of the task itself.
    fn clock_of_next(
        &self,
        task: TaskId,
        alternative: u8,
        mut clock: Clock,
    ) -> Clock {
        if let Some(pending) = self.pending(task) {
            for touch in pending.touches.iter().flatten() {
                let object = &self.objects[touch.object.0 as usize];
                clock.join(&object.changed);
                if !touch.access.only_looks() {
                    clock.join(&object.looked);
                }
            }
            let late = alternative == pending.when_late()
                && pending.deadline.is_some();
            if late && self.options.time == Time::Virtual {
                // Time goes on when nobody else can: after all of them.
                self.tasks.iter().for_each(|task| clock.join(&task.clock));
            }
        }
        clock.tick(task);
        clock
    }

    /// Makes the task's next step.
    pub(super) fn commit(&mut self, task: TaskId, alternative: u8) {
        if task != self.last && self.may_preempt() {
            self.preemptions += 1;
        }
        let own = self.own_clock(task);
        let clock = self.clock_of_next(task, alternative, own);
        if self.options.digests {
            let digest = digest_of(task, alternative, &clock);
            self.digest = self.digest.wrapping_add(digest);
        }
        let index = self.events.len() as u32;
        let doer = &mut self.tasks[task.index()];
        let Some(pending) = doer.pending.take() else { return };
        doer.clock = clock;
        doer.woken = None;
        if alternative == pending.when_late()
            && let Some(deadline) = pending.deadline
            && deadline > self.now
        {
            self.advance(deadline.saturating_sub(self.now));
            self.now = deadline;
        }
        let mut before = [None; 2];
        for (touch, before) in pending.touches.iter().zip(&mut before) {
            let Some(touch) = touch else { continue };
            let object = &mut self.objects[touch.object.0 as usize];
            object.touched(task, touch.access, &clock);
            *before = object.last.replace(index);
        }
        self.notifies |= pending.verb == Verb::NotifyOne;
        self.spins.stepped(task, &pending);
        let Pending { verb, touches, place, .. } = pending;
        let previous = self.tasks[task.index()].last.replace(index);
        self.events.push(Event {
            task,
            alternative,
            enabled: self.enabled,
            verb,
            touches,
            before,
            previous,
            own,
            clock,
            place,
            value: None,
        });
        self.last = task;
        self.advance(STEP);
    }

    /// The current task enters the condition variable's wait set.
    pub(super) fn enter_wait_set(&mut self, condition: ObjectId) {
        let object = &mut self.objects[condition.0 as usize];
        object.waiters.push_back(self.current);
    }

    /// The current task leaves the wait set: nobody has woken it in time.
    pub(super) fn leave_wait_set(&mut self, condition: ObjectId) {
        let object = &mut self.objects[condition.0 as usize];
        object.waiters.retain(|waiter| *waiter != self.current);
    }

    /// The last step wakes who is at this place of the wait set; whether
    /// somebody is.
    pub(super) fn wake(&mut self, condition: ObjectId, which: usize) -> bool {
        let object = &mut self.objects[condition.0 as usize];
        let Some(waiter) = object.waiters.remove(which) else {
            object.called_in_vain = true;
            return false;
        };
        let last = self.events.len().saturating_sub(1);
        self.tasks[waiter.index()].woken = Some(last as u32);
        true
    }

    /// Whoever takes the object next comes after all that the current task
    /// has done: a release that is no step of its own.
    pub(super) fn release(&mut self, object: ObjectId) {
        let clock = self.tasks[self.current.index()].clock;
        let object = &mut self.objects[object.0 as usize];
        object.changed.join(&clock);
        object.holder = None;
    }

    /// As [`release`](Self::release), of what others may share: only who
    /// does not comes after it.
    pub(super) fn leave(&mut self, object: ObjectId) {
        let clock = self.tasks[self.current.index()].clock;
        self.objects[object.0 as usize].looked.join(&clock);
    }
}

fn digest_of(task: TaskId, alternative: u8, clock: &Clock) -> u64 {
    let who = u64::from(task.number()) << 8 | u64::from(alternative);
    clock.digest(mix(0, who))
}

/// The error of using an object of another execution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foreign;

/// The touches of a task's next step, for whoever compares it with others.
pub(crate) fn touches(kernel: &Kernel, task: TaskId) -> Touches {
    kernel.pending(task).map_or([None; 2], |pending| pending.touches)
}
