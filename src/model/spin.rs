//! Tasks that go round in circles.
//!
//! A task that comes back to the same place, and has meanwhile changed
//! nothing and found nothing changed, will do the same once more. After a few
//! such rounds it is set aside until something that it looks at changes, or
//! until nobody else can go on: so a loop that waits by looking neither makes
//! the number of executions infinite, nor hides that nobody will ever change
//! what it looks at, which is a livelock.
//!
//! Tasks that go round together, each in the way of the others, are found by
//! the state that they come back to: a lasso.
//!
//! Musuvathi and Qadeer, "Fair Stateless Model Checking", PLDI 2008, is why
//! this must be done at all.

use std::panic::Location;

use super::clock::mix;
use super::event::Event;
use super::kernel::Kernel;
use super::object::Object;
use super::op::{Access, ObjectId, Pending, Touches, Verb};
use super::task::{MOST_TASKS, TaskId, Tasks};

/// Rounds in vain after which a task is set aside.
pub(crate) const PATIENCE: u32 = 2;

/// Steps that are remembered of a round.
const LONGEST: usize = 64;

/// Steps that tasks which are set aside make, when nobody else can, before
/// that is called a livelock: a loop may be written to give up some time.
const LAST_STEPS: u32 = 1_000;

/// How often tasks come back to the same state before they are suspected to
/// do so for ever.
const ROUNDS: usize = 3;

/// How often they are let do so again, with nothing else between, before that
/// is called a livelock: a loop may be written to end some time.
const MORE_ROUNDS: usize = 50;

#[derive(Default)]
pub(super) struct Spins {
    /// By task.
    rounds: Vec<Round>,
    /// Tasks that have gone round in vain often enough.
    aside: Tasks,
    /// Whether any task was ever set aside, or cut short.
    pub(super) bounded: bool,
    /// The last step, until it is known whether it has changed anything.
    last: Option<Step>,
    /// Steps of tasks that were set aside, since something changed.
    last_steps: u32,
    /// Whose turn it was, of those.
    turn: Option<TaskId>,
    /// A task has come back to a place since the state was looked at.
    came_round: bool,
    /// States that were come back to since something changed, each with the
    /// number of the steps before it.
    states: Vec<(u64, usize)>,
    /// Steps that seem to be repeated for ever: who makes each, and where.
    circle: Vec<(TaskId, Line)>,
    /// Steps that were made since it was suspected.
    repeated: usize,
}

/// What a task has looked at since it changed something.
#[derive(Default)]
struct Round {
    /// Since it came back to a place.
    looks: Vec<Look>,
    /// The time before.
    before: Vec<Look>,
    /// How often it has come back and found nothing new.
    in_vain: u32,
}

impl Round {
    fn clear(&mut self) {
        self.looks.clear();
        self.before.clear();
        self.in_vain = 0;
    }
}

/// An operation of the program: a guard gives a lock back in the name of the
/// line that took it.
#[derive(Clone, Copy)]
struct Line(Verb, &'static Location<'static>);

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && std::ptr::eq(self.1, other.1)
    }
}

/// A step that only looked.
#[derive(Clone, Copy)]
struct Look {
    at: Line,
    object: Option<ObjectId>,
    version: u32,
}

/// A step that was made.
struct Step {
    task: TaskId,
    at: Line,
    touches: Touches,
    changes: bool,
}

impl Look {
    fn new(objects: &[Object], at: Line, touches: &Touches) -> Self {
        let object = touches[0].map(|touch| touch.object);
        let version = object.map_or(0, |it| objects[it.0 as usize].version);
        Self { at, object, version }
    }

    fn is_current(&self, objects: &[Object]) -> bool {
        self.object
            .is_none_or(|it| objects[it.0 as usize].version == self.version)
    }

    fn is_at(&self, other: &Self) -> bool {
        self.at == other.at && self.object == other.object
    }
}

impl Pending {
    fn line(&self) -> Line {
        Line(self.verb, self.place)
    }
}

impl Spins {
    /// For another execution, after one of so many tasks.
    pub(super) fn reset(&mut self, tasks: usize) {
        self.rounds.resize_with(MOST_TASKS, Round::default);
        for round in self.rounds.iter_mut().take(tasks) {
            round.clear();
        }
        self.aside = Tasks::NONE;
        self.bounded = false;
        self.last = None;
        self.last_steps = 0;
        self.turn = None;
        self.came_round = false;
        self.states.clear();
        self.circle.clear();
    }

    /// The task will make this step next.
    #[inline]
    pub(super) fn declared(
        &mut self,
        objects: &mut [Object],
        task: TaskId,
        pending: &Pending,
    ) {
        self.settle(objects);
        let round = &mut self.rounds[task.index()];
        if round.looks.is_empty() {
            return;
        }
        let look = Look::new(objects, pending.line(), &pending.touches);
        let start = round.looks.iter().rposition(|it| it.is_at(&look));
        let Some(start) = start else { return };
        self.came_round = true;
        round.looks.drain(..start);
        let Round { looks, before, in_vain } = round;
        let news = |(look, old): (&Look, &Look)| look.version != old.version;
        if !looks.iter().all(|it| it.is_current(objects)) {
            *in_vain = 0;
        } else if looks.iter().zip(&*before).any(news) {
            *in_vain = 1;
        } else {
            *in_vain += 1;
        }
        if *in_vain >= PATIENCE {
            self.aside.insert(task);
            self.bounded = true;
            return; // what it looks at is kept
        }
        before.clear();
        before.append(looks);
    }

    /// The task makes this step.
    #[inline]
    pub(super) fn stepped(&mut self, task: TaskId, pending: &Pending) {
        if self.aside.contains(task) {
            self.aside.remove(task);
            self.rounds[task.index()].looks.clear();
        }
        let writes =
            |touch: &crate::model::op::Touch| touch.access == Access::Write;
        let changes = pending.touches.iter().flatten().any(writes)
            || matches!(pending.verb, Verb::Wait | Verb::NotifyOne);
        let (at, touches) = (pending.line(), pending.touches);
        self.last = Some(Step { task, at, touches, changes });
    }

    /// The last step, which could have changed something, was refused.
    #[inline]
    pub(super) fn refused(&mut self) {
        if let Some(step) = &mut self.last {
            step.changes = false;
            step.touches[1] = None;
            if let Some(touch) = &mut step.touches[0] {
                touch.access = Access::Read;
            }
        }
    }

    /// The last step, which only took a lock, led to a change.
    #[inline]
    pub(super) fn changed(&mut self) {
        if let Some(step) = &mut self.last {
            step.changes = true;
        }
    }

    /// Takes note of what the last step has come to.
    #[inline]
    pub(super) fn settle(&mut self, objects: &mut [Object]) {
        let Some(step) = self.last.take() else { return };
        let round = &mut self.rounds[step.task.index()];
        for touch in step.touches.iter().flatten() {
            if touch.access.only_looks() {
                continue;
            }
            objects[touch.object.0 as usize].version += 1;
            // That it has changed something itself is nothing new to it.
            for look in round.looks.iter_mut().chain(&mut round.before) {
                if look.object == Some(touch.object) {
                    look.version += 1;
                }
            }
        }
        if step.changes {
            round.clear();
            self.last_steps = 0;
            self.states.clear();
            self.circle.clear();
        } else if round.looks.len() < LONGEST {
            round.looks.push(Look::new(objects, step.at, &step.touches));
        }
    }

    /// Whether the task is set aside, and nothing has changed since.
    #[inline]
    pub(super) fn rests(&self, objects: &[Object], task: TaskId) -> bool {
        self.aside.contains(task)
            && self.rounds[task.index()]
                .looks
                .iter()
                .all(|it| it.is_current(objects))
    }

    /// Whether tasks are set aside at all.
    pub(super) fn any_aside(&self) -> bool {
        !self.aside.is_empty()
    }

    /// Whose turn it is, where nobody can go on but those that are set
    /// aside, which are `able`; nobody's, once they have had enough.
    pub(super) fn next_turn(&mut self, able: Tasks) -> Tasks {
        if able.is_empty() || self.last_steps >= LAST_STEPS {
            return Tasks::NONE;
        }
        self.last_steps += 1;
        let after = |task: &TaskId| self.turn.is_none_or(|last| *task > last);
        let next = able.iter().find(after).or(able.first());
        self.turn = next;
        next.map_or(Tasks::NONE, Tasks::just)
    }

    /// Whether a task has just come back to a place, or steps seem to be
    /// repeated for ever.
    #[inline]
    pub(super) fn are_suspicious(&self) -> bool {
        self.came_round || !self.circle.is_empty()
    }

    /// Which of the `enabled` tasks are to go on, where they go round in a
    /// circle; all of them where they do not.
    pub(super) fn narrow(&mut self, kernel: &Kernel, enabled: Tasks) -> Tasks {
        if let Some(next) = self.next_in_circle(kernel) {
            return next;
        }
        if !std::mem::take(&mut self.came_round) {
            return enabled;
        }
        let steps = kernel.events().len();
        let state = state(kernel);
        self.states.push((state, steps));
        let mut same = self.states.iter().filter(|(it, _)| *it == state);
        if same.clone().count() < ROUNDS {
            return enabled;
        }
        let last = same.nth_back(1).map_or(0, |(_, last)| *last);
        let round = &kernel.events()[last..];
        let mut moved = Tasks::NONE;
        round.iter().for_each(|event| moved.insert(event.task));
        self.bounded = true;
        let others = enabled.without(moved);
        if !others.is_empty() {
            return others; // it is their turn
        }
        let line = |it: &Event| (it.task, Line(it.verb, it.place));
        self.circle = round.iter().map(line).collect();
        self.repeated = 0;
        self.next_in_circle(kernel).unwrap_or(enabled)
    }

    /// Who goes on, if the steps seem to be repeated for ever.
    fn next_in_circle(&mut self, kernel: &Kernel) -> Option<Tasks> {
        let index = self.repeated.checked_rem(self.circle.len())?;
        let (task, line) = self.circle[index];
        let same = kernel.pending(task).is_some_and(|it| it.line() == line);
        if !same || kernel.alternatives(task) == 0 {
            // It was none: the program has gone on.
            self.circle.clear();
            self.states.clear();
            return None;
        }
        self.repeated += 1;
        Some(Tasks::just(task))
    }

    /// How many steps only repeat what came before them.
    pub(super) fn repeated(&self) -> usize {
        if self.circle.is_empty() { 0 } else { self.repeated }
    }

    /// Whether the steps have been repeated so often that they will be for
    /// ever.
    pub(super) fn is_lasso(&self) -> bool {
        !self.circle.is_empty()
            && self.repeated > self.circle.len() * MORE_ROUNDS
    }
}

/// Where every task is, and who can go on.
fn state(kernel: &Kernel) -> u64 {
    let mut digest = 0;
    for task in kernel.living() {
        let Some(pending) = kernel.pending(task) else { continue };
        digest = mix(digest, u64::from(task.number()));
        digest = mix(digest, std::ptr::from_ref(pending.place) as u64);
        digest = mix(digest, pending.verb.word().as_ptr() as u64);
        digest = mix(digest, u64::from(kernel.alternatives(task)));
    }
    digest
}
