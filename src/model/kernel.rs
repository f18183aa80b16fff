//! The state of one execution, and what a step does to it.

use std::iter;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::clock::{Clock, mix};
use super::event::Event;
use super::fiber::Fiber;
use super::object::{Identity, Object};
use super::op::{Access, ObjectId, Op, Pending, Touch, Touches, Verb};
use super::outcome::Outcome;
use super::pulse::Pulse;
use super::run::Extent;
use super::seam::{About, Ready};
use super::spin::Spins;
use super::task::{Life, MOST_TASKS, Task, TaskId, Tasks};
use super::{Options, Time};
use crate::trace::{self, ModelSession, Place, State, Tag, Trace};

/// Numbers executions from 1, in the whole process.
static NEXT_EXECUTION: AtomicU64 = AtomicU64::new(1);

/// The usual outcome of an operation; its other outcomes have higher numbers.
pub(crate) const USUAL: u8 = 0;

/// An operation gives up, because its time is over.
pub(crate) const TIMED_OUT: u8 = 1;

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

    fn waiters(&self, pending: &Pending) -> usize {
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
    pub(super) fn extent(&self) -> Extent {
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

    /// A digest of what has happened after the task's next step, if that has
    /// this outcome: the same for two executions that differ only in the
    /// order of steps that do not depend on each other.
    pub(crate) fn digest_after(&self, task: TaskId, alternative: u8) -> u64 {
        let own = self.own_clock(task);
        let clock = self.clock_of_next(task, alternative, own);
        self.digest.wrapping_add(digest_of(task, alternative, &clock))
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
            if touch.access.only_looks() {
                object.looked.join(&clock);
            } else {
                object.changed = clock;
            }
            match touch.access {
                Access::Acquire => {
                    object.holder = Some(task);
                    object.is_lock = true;
                }
                Access::Release => object.holder = None,
                _ => {}
            }
            *before = object.last.replace(index);
        }
        self.notifies |= pending.verb == Verb::NotifyOne;
        self.spins.stepped(task, &pending);
        let Pending { verb, touches, place, .. } = pending;
        let previous = self.tasks[task.index()].last.replace(index);
        self.events.push(Event {
            task,
            alternative,
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
        self.advance(1_000);
    }

    fn advance(&self, time: impl Into<Nanos>) {
        if let Some(session) = &self.session {
            session.advance(time.into().0);
        }
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

    /// The task that alone has the object, as far as is known.
    pub(crate) fn holder(&self, object: ObjectId) -> Option<TaskId> {
        self.objects[object.0 as usize].holder
    }

    /// Whether a task that waits in a wait set has missed its notification.
    pub(super) fn is_wakeup_lost(&self) -> bool {
        self.tasks.iter().any(|task| {
            let Some(pending) = &task.pending else { return false };
            task.woken.is_none()
                && pending.condition.is_some_and(|condition| {
                    self.objects[condition.0 as usize].called_in_vain
                })
        })
    }

    /// The panic of a task that waits for others before it unwinds on.
    pub(super) fn panicked(&self) -> Option<Outcome> {
        self.tasks.iter().zip(0..).find_map(|(task, index)| {
            let (message, place) = task.panic.clone()?;
            let task = TaskId::new(index);
            Some(Outcome::Panicked { task, message, place })
        })
    }

    /// Whether the main task has ended before one that nobody has joined.
    pub(super) fn leaked(&self) -> Option<TaskId> {
        if self.tasks[0].life != Life::Ended {
            return None;
        }
        self.living().find(|task| !self.tasks[task.index()].daemon)
    }

    /// Whether nobody is left whose end the program waits for.
    pub(super) fn only_daemons(&self) -> bool {
        self.tasks[0].life == Life::Ended
    }

    /// Whether anybody waits for what comes of it.
    pub(super) fn is_watched(&self) -> bool {
        self.pulse.as_ref().is_none_or(Pulse::is_watched)
    }

    /// The task goes on, or is unwound.
    pub(super) fn goes_on(&mut self, task: TaskId) {
        self.current = task;
        self.exchange_lane(task);
        if let Some(pulse) = &self.pulse {
            pulse.enter(task, &self.events);
        }
    }

    /// The task is suspended again, or has ended.
    pub(super) fn comes_back(&mut self, task: TaskId, ended: bool) {
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
    pub(super) fn take_notification(&mut self) -> bool {
        self.tasks[self.current.index()].woken.take().is_some()
    }

    /// The current task has used up its stack.
    pub(super) fn overflow(&mut self) {
        let outcome = Outcome::StackOverflow { task: self.current };
        self.outcome.get_or_insert(outcome);
    }

    /// The current task will not be resumed any more.
    pub(super) fn give_up(&mut self) {
        let task = &mut self.tasks[self.current.index()];
        task.life = Life::GivenUp;
        task.pending = None;
    }

    /// Whether the task has to stay as it is, because somebody who goes on
    /// may borrow from its stack.
    pub(super) fn lends(&self, task: TaskId) -> bool {
        // Who borrows may itself have started others in the same scope.
        let lender = |it: &TaskId| self.tasks[it.index()].borrows_from;
        let living = self.tasks.iter().filter(|it| !it.life.is_over());
        { living }.any(|it| {
            iter::successors(it.borrows_from, lender).any(|it| it == task)
        })
    }

    /// Where the last step was made.
    pub(super) fn last_place(&self) -> Option<Place> {
        self.events.last().map(|event| Place::from(event.place))
    }

    /// Exchanges the lane that the calling thread acts in with the task's.
    pub(super) fn exchange_lane(&mut self, task: TaskId) {
        if self.session.is_some() {
            self.tasks[task.index()].lane.exchange();
        }
    }

    /// The name that the object was given, where somebody looks on.
    pub(crate) fn name_of(&self, object: ObjectId) -> &str {
        &self.objects[object.0 as usize].name
    }

    /// The task's name, where somebody looks on.
    pub(crate) fn name(&self, task: TaskId) -> &str {
        &self.tasks[task.index()].name
    }

    /// What was recorded. To be asked for while every task is suspended.
    pub(super) fn end_trace(&mut self, outcome: &Outcome) -> Option<Trace> {
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
    fn waits(&self, session: &ModelSession) -> Vec<trace::Wait> {
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
    fn holder_lane(&self, task: &Task, pending: &Pending) -> Option<u32> {
        let condition = pending.condition.filter(|_| task.woken.is_none());
        let object = condition.or(pending.touches[0].map(|it| it.object))?;
        self.tasks[self.holder(object)?.index()].lane.number()
    }

    /// Tells the lanes of suspended tasks who can run and who has to wait.
    fn show_states(&mut self) {
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

fn digest_of(task: TaskId, alternative: u8, clock: &Clock) -> u64 {
    let who = u64::from(task.number()) << 8 | u64::from(alternative);
    clock.digest(mix(0, who))
}

/// Virtual time in ns.
struct Nanos(u64);

impl From<Duration> for Nanos {
    fn from(time: Duration) -> Self {
        Self(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
    }
}

impl From<u64> for Nanos {
    fn from(nanos: u64) -> Self {
        Self(nanos)
    }
}

/// The error of using an object of another execution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foreign;

/// The touches of a task's next step, for whoever compares it with others.
pub(crate) fn touches(kernel: &Kernel, task: TaskId) -> Touches {
    kernel.pending(task).map_or([None; 2], |pending| pending.touches)
}
