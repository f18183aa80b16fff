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

/// How often tasks come back to the same state before that is called one.
const ROUNDS: usize = 3;

/// Rounds in which somebody who could go on is not let, before that is cut
/// short.
const UNFAIR_ROUNDS: usize = 6;

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
}

/// What a task has looked at since it changed something.
#[derive(Default)]
struct Round {
    looks: Vec<Look>,
    in_vain: u32,
}

/// A step that only looked.
#[derive(Clone, Copy)]
struct Look {
    at: &'static Location<'static>,
    object: Option<ObjectId>,
    version: u32,
}

/// A step that was made.
struct Step {
    task: TaskId,
    at: &'static Location<'static>,
    touches: Touches,
    changes: bool,
}

/// What goes round.
pub(super) enum Lasso {
    /// Everybody who can, and nobody gets anywhere.
    Fair,
    /// Some, while others could go on.
    Unfair,
}

impl Look {
    fn new(
        objects: &[Object],
        at: &'static Location<'static>,
        touches: &Touches,
    ) -> Self {
        let object = touches[0].map(|touch| touch.object);
        let version = object.map_or(0, |it| objects[it.0 as usize].version);
        Self { at, object, version }
    }

    fn is_current(&self, objects: &[Object]) -> bool {
        self.object
            .is_none_or(|it| objects[it.0 as usize].version == self.version)
    }

    fn is_at(&self, other: &Self) -> bool {
        std::ptr::eq(self.at, other.at) && self.object == other.object
    }
}

impl Spins {
    pub(super) fn reset(&mut self) {
        self.rounds.resize_with(MOST_TASKS, Round::default);
        for round in &mut self.rounds {
            round.looks.clear();
            round.in_vain = 0;
        }
        self.aside = Tasks::NONE;
        self.bounded = false;
        self.last = None;
        self.last_steps = 0;
        self.turn = None;
        self.came_round = false;
        self.states.clear();
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
        let look = Look::new(objects, pending.place, &pending.touches);
        let start = round.looks.iter().rposition(|it| it.is_at(&look));
        let Some(start) = start else { return };
        self.came_round = true;
        round.looks.drain(..start);
        if round.looks.iter().all(|it| it.is_current(objects)) {
            round.in_vain += 1;
            if round.in_vain >= PATIENCE {
                self.aside.insert(task);
                self.bounded = true;
                return; // what it looks at is kept
            }
        } else {
            round.in_vain = 0;
        }
        round.looks.clear();
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
        let (at, touches) = (pending.place, pending.touches);
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
        for touch in step.touches.iter().flatten() {
            let object = &mut objects[touch.object.0 as usize];
            if !touch.access.only_looks() && object.by != Some(step.task) {
                object.by = Some(step.task);
                object.version += 1;
            }
        }
        let round = &mut self.rounds[step.task.index()];
        if step.changes {
            round.looks.clear();
            round.in_vain = 0;
            self.last_steps = 0;
            self.states.clear();
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

    /// Whether the tasks have come back, several times, to the state in
    /// which they are, and nothing has changed for good meanwhile.
    pub(super) fn lasso(&mut self, kernel: &Kernel) -> Option<Lasso> {
        if !std::mem::take(&mut self.came_round) {
            return None;
        }
        let steps = kernel.events().len();
        let state = state(kernel);
        self.states.push((state, steps));
        let mut same = self.states.iter().filter(|(it, _)| *it == state);
        let times = same.clone().count();
        if times < ROUNDS {
            return None;
        }
        let first = same.next().map_or(0, |(_, first)| *first);
        let mut moved = Tasks::NONE;
        for event in &kernel.events()[first..] {
            moved.insert(event.task);
        }
        if kernel.enabled().without(moved).is_empty() {
            return Some(Lasso::Fair);
        }
        (times >= UNFAIR_ROUNDS).then(|| {
            self.bounded = true;
            Lasso::Unfair
        })
    }
}

/// Where every task is, and who can go on.
fn state(kernel: &Kernel) -> u64 {
    let mut digest = 0;
    for task in kernel.living() {
        let Some(pending) = kernel.pending(task) else { continue };
        digest = mix(digest, u64::from(task.number()));
        digest = mix(digest, std::ptr::from_ref(pending.place) as u64);
        digest = mix(digest, u64::from(kernel.alternatives(task)));
    }
    digest
}
