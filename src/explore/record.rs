//! What was done in an execution, to be compared with what another does.

use std::panic::Location;
use std::ptr;

use super::difference::{Way, What};
use crate::model::{
    Choice, Event, Kernel, Outcome, Pending, TaskId, Tasks, Touches,
};

/// What was done in an execution, and how it ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    steps: Vec<Made>,
    /// What tasks were about to do in the end.
    left: Vec<(TaskId, Act)>,
    /// `None` if the execution was cut short.
    end: Option<Outcome>,
}

/// A step that was made.
#[derive(Clone, Copy, Debug)]
struct Made {
    task: TaskId,
    alternative: u8,
    enabled: Tasks,
    act: Act,
}

/// What a task does, or is about to do.
#[derive(Clone, Copy, Debug)]
struct Act {
    word: &'static str,
    touches: Touches,
    place: &'static Location<'static>,
}

impl Record {
    /// Whether the execution came to an end of its own.
    pub(super) fn is_whole(&self) -> bool {
        self.end.is_some()
    }

    /// Who made each step, and with which outcome.
    pub(super) fn choices(&self) -> Vec<(u8, u8)> {
        let choice = |it: &Made| (it.task.number(), it.alternative);
        self.steps.iter().map(choice).collect()
    }

    /// Becomes that of the execution that is over, of which the first steps
    /// are here already.
    pub(super) fn become_that_of(
        &mut self,
        kernel: &Kernel,
        outcome: &Outcome,
        known: usize,
    ) {
        let new = &kernel.events()[known..];
        self.steps.truncate(known);
        self.steps.extend(new.iter().map(Made::new));
        let act = |task| Some((task, Act::new(kernel.pending(task)?)));
        self.left.clear();
        self.left.extend(kernel.living().filter_map(act));
        let is_cut = matches!(outcome, Outcome::Pruned | Outcome::Diverged(_));
        self.end = (!is_cut).then(|| outcome.clone());
    }
}

impl Made {
    fn new(event: &Event) -> Self {
        let Event { task, alternative, enabled, touches, place, .. } = *event;
        let act = Act { word: event.verb.word(), touches, place };
        Self { task, alternative, enabled, act }
    }
}

impl Act {
    fn new(pending: &Pending) -> Self {
        let Pending { verb, touches, place, .. } = pending;
        Self { word: verb.word(), touches: *touches, place }
    }

    #[inline]
    fn is(&self, pending: &Pending) -> bool {
        // A place is told from others by where the compiler keeps it.
        ptr::eq(self.place, pending.place) && self.touches == pending.touches
    }
}

impl Record {
    /// What differs from this in an execution of which the first steps are
    /// the same, if something does; and how that ended, if it did.
    pub(super) fn difference(
        &self,
        kernel: &Kernel,
        shared: usize,
        end: Option<&Outcome>,
    ) -> Option<What> {
        match self.other_end(shared, end) {
            Some(panic) if panic.is_panic() => Some(panic),
            other_end => self
                .other_act(kernel, shared)
                .or_else(|| self.other_able(kernel, shared, end))
                .or(other_end),
        }
    }

    /// Whether this step is the same.
    #[inline]
    pub(super) fn has(
        &self,
        step: usize,
        kernel: &Kernel,
        choice: Choice,
    ) -> bool {
        let Choice::Run(task, which) = choice else { return false };
        self.steps.get(step).is_some_and(|made| {
            (made.task, made.alternative) == (task, which)
                && made.enabled == kernel.enabled()
                && kernel.pending(task).is_some_and(|it| made.act.is(it))
        })
    }

    /// A task that is not about to do, after the first steps, what it was.
    fn other_act(&self, kernel: &Kernel, shared: usize) -> Option<What> {
        let tasks = kernel.tasks();
        let mut seen = Tasks::NONE;
        let later = self.steps[shared..].iter().map(|it| (it.task, &it.act));
        let left = self.left.iter().map(|(task, act)| (*task, act));
        let other = later.chain(left).find_map(|(task, act)| {
            // Some had not begun yet.
            if seen.contains(task) || task.index() >= tasks {
                return None;
            }
            seen.insert(task);
            let is_same = kernel.pending(task).is_some_and(|it| act.is(it));
            (!is_same).then_some((task, Some(act)))
        });
        let mut others = (0..tasks).map(TaskId::new).filter(|task| {
            !seen.contains(*task) && kernel.pending(*task).is_some()
        });
        let (task, act) = match other {
            Some(other) => other,
            None => (others.next()?, None),
        };
        let before = act.map(|it| Way::new(it.word, it.place));
        Some(What::Act { task, before, now: kernel.pending(task).map(Way::of) })
    }

    /// A task that can do after the first steps what it could not, or the
    /// other way round.
    fn other_able(
        &self,
        kernel: &Kernel,
        shared: usize,
        end: Option<&Outcome>,
    ) -> Option<What> {
        let then = self.steps.get(shared)?.enabled;
        let now = kernel.enabled();
        let others = then.without(now).or(now.without(then));
        let task = others.first().filter(|_| end.is_none())?;
        let way = Way::of(kernel.pending(task)?);
        Some(What::Able { task, way, now: now.contains(task) })
    }

    /// Another end than this, or none.
    fn other_end(&self, shared: usize, end: Option<&Outcome>) -> Option<What> {
        let ended = self.steps.len() == shared;
        let before = self.end.as_ref().filter(|_| ended);
        let is_other = match (before, end) {
            (Some(before), Some(now)) => !is_same(before, now),
            // It may have been cut short, or be now.
            (None, Some(_)) => !ended,
            (Some(_), None) => true,
            (None, None) => false,
        };
        is_other
            .then(|| What::End { before: before.cloned(), now: end.cloned() })
    }
}

/// Whether two executions have ended in the same way; a panic's message may
/// tell more than that.
pub(super) fn is_same(one: &Outcome, other: &Outcome) -> bool {
    use Outcome::Panicked;
    match (one, other) {
        (
            Panicked { task: one, place: at, .. },
            Panicked { task: other, place, .. },
        ) => (one, at) == (other, place),
        _ => one == other,
    }
}
