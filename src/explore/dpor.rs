//! Dynamic partial-order reduction: one execution for each order of what
//! depends on each other, instead of one for each order of everything.
//!
//! An execution is run to its end. Then every pair of its steps is looked at
//! that depend on each other and could have come the other way round: a
//! race. Where the first of the two was chosen, a task is noted that leads
//! to the other order (a *source set*), unless one is noted already. A task
//! whose step has been explored from a state *sleeps* in what is explored
//! from there afterwards, until something happens that depends on its step:
//! so no order is explored twice, but for a few of which only the beginning
//! is.
//!
//! Abdulla, Aronsson, Jonsson and Sagonas, "Optimal Dynamic Partial Order
//! Reduction", POPL 2014; sleep sets are Godefroid's, 1996. Flanagan and
//! Godefroid, "Dynamic Partial-Order Reduction for Model Checking Software",
//! POPL 2005, is where to begin to read.

use super::search::Search;
use crate::model::{
    Choice, Clock, Event, Kernel, Outcome, TaskId, Tasks, Touches, dependent,
    in_race, touches,
};

/// A state on the path, and what is known of what comes after it.
struct Node {
    enabled: Tasks,
    /// Whether they are because nobody else is, and their time is over. All
    /// that each of them does next comes before time goes on for another.
    by_time: bool,
    /// Tasks that have to wait for the object that they are about to use.
    blocked: Tasks,
    /// Tasks whose next step is explored elsewhere.
    sleeping: Tasks,
    /// Tasks to explore.
    noted: Tasks,
    /// Tasks that have been explored.
    done: Tasks,
    task: TaskId,
    /// Outcomes of its operation that are left, the one taken first; 0 while
    /// they are not known.
    outcomes: u32,
}

/// Depth-first search, reduced.
#[derive(Default)]
pub(super) struct Dpor {
    path: Vec<Node>,
    /// Nodes that are as they were in the execution before.
    known: usize,
    started: bool,
    failed: bool,
}

impl Dpor {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Tasks that sleep in the state that the last node leads to.
    fn sleeping_after_last(&self, kernel: &Kernel) -> Tasks {
        let mut sleeping = Tasks::NONE;
        let (Some(node), Some(event)) =
            (self.path.last(), kernel.events().last())
        else {
            return sleeping;
        };
        if node.by_time {
            return sleeping;
        }
        let explored = node.sleeping.or(node.done);
        for task in explored.without(Tasks::just(node.task)).iter() {
            if !dependent(&touches(kernel, task), &event.touches) {
                sleeping.insert(task);
            }
        }
        sleeping
    }

    /// Notes what leads to the other order of every race of the last
    /// execution's new steps, and of the steps that were about to come.
    fn note_races(&mut self, kernel: &Kernel) {
        let new = self.known.saturating_sub(1);
        for (event, index) in kernel.events().iter().zip(0..).skip(new) {
            let step = Step {
                index,
                previous: event.previous,
                task: event.task,
                touches: &event.touches,
                own: &event.own,
            };
            self.note_races_of(kernel, &step, |object| {
                kernel.before(index, object)
            });
        }
        let sleeping = self.sleeping_after_last(kernel);
        for task in kernel.living() {
            let Some(pending) = kernel.pending(task) else { continue };
            if sleeping.contains(task) || kernel.is_in_wait_set(task) {
                continue;
            }
            let step = Step {
                index: kernel.events().len() as u32,
                previous: kernel.last_of(task),
                task,
                touches: &pending.touches,
                own: &kernel.own_clock(task),
            };
            self.note_races_of(kernel, &step, |it| kernel.last_on(it));
        }
    }

    fn note_races_of(
        &mut self,
        kernel: &Kernel,
        step: &Step<'_>,
        before: impl Fn(crate::model::ObjectId) -> Option<u32>,
    ) {
        let events = kernel.events();
        let mut racing: Vec<u32> = Vec::new();
        for touch in step.touches.iter().flatten() {
            let mut next = before(touch.object);
            while let Some(index) = next {
                let event = &events[index as usize];
                next = kernel.before(index, touch.object);
                let access = event
                    .touches
                    .iter()
                    .flatten()
                    .find(|it| it.object == touch.object)
                    .map(|it| it.access);
                let Some(access) = access else { break };
                let looks = !access.depends_on(access);
                if event.task == step.task || event.happens_before(step.own) {
                    // All that came before it, but for other looks, happens
                    // before it.
                    if looks { continue } else { break }
                }
                if !touch.access.depends_on(access)
                    || !in_race(step.touches, &event.touches)
                {
                    continue;
                }
                if self.was_blocked(index, step) {
                    // The event lets it go on, so it cannot come before.
                    continue;
                }
                let covered = racing.iter().any(|later| {
                    event.happens_before(&events[*later as usize].clock)
                });
                if !covered {
                    racing.push(index);
                }
                if !looks {
                    break;
                }
            }
        }
        for first in racing {
            self.note(events, first, step);
        }
    }

    /// Whether `step`, which comes later, was about to be made when the event
    /// at `index` was chosen, and could not be.
    fn was_blocked(&self, index: u32, step: &Step<'_>) -> bool {
        step.previous.is_none_or(|previous| previous < index)
            && self.path[index as usize].blocked.contains(step.task)
    }

    /// Notes, where the event `first` was chosen, a task that leads to
    /// `second` before it, unless one is noted.
    fn note(&mut self, events: &[Event], first: u32, second: &Step<'_>) {
        let node = &mut self.path[first as usize];
        let initials = initials(events, first, second);
        let known = node.noted.or(node.done).or(node.sleeping);
        if !initials.and(known).is_empty() {
            return;
        }
        let able = initials.and(node.enabled);
        if able.contains(second.task) {
            node.noted.insert(second.task);
        } else if let Some(task) = able.first() {
            node.noted.insert(task);
        } else {
            node.noted = node.noted.or(node.enabled);
        }
    }
}

/// A step that was made, or is about to be.
struct Step<'a> {
    /// Its number, or that of the next step.
    index: u32,
    /// The step of the same task before it.
    previous: Option<u32>,
    task: TaskId,
    touches: &'a Touches,
    own: &'a Clock,
}

/// Tasks that can begin what comes to `second` without `first`: the steps
/// between the two that do not happen after `first`, and then `second`. Each
/// of these tasks has a first step there that nothing in it happens before.
fn initials(events: &[Event], first: u32, second: &Step<'_>) -> Tasks {
    let avoided = &events[first as usize];
    let mut initials = Tasks::NONE;
    let mut seen = Tasks::NONE;
    let mut firsts: Vec<&Event> = Vec::new();
    let mut clock = *second.own;
    for event in &events[first as usize + 1..second.index as usize] {
        if avoided.happens_before(&event.clock) {
            continue;
        }
        if !seen.contains(event.task) {
            seen.insert(event.task);
            if !firsts.iter().any(|it| it.happens_before(&event.clock)) {
                initials.insert(event.task);
            }
            firsts.push(event);
        }
        if dependent(&event.touches, second.touches) {
            clock.join(&event.clock);
        }
    }
    if !seen.contains(second.task)
        && !firsts.iter().any(|it| it.happens_before(&clock))
    {
        initials.insert(second.task);
    }
    initials
}

impl Search for Dpor {
    fn start(&mut self) -> bool {
        self.known = self.path.len();
        !std::mem::replace(&mut self.started, true) || !self.path.is_empty()
    }

    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let depth = kernel.events().len();
        if depth < self.path.len() {
            let node = &mut self.path[depth];
            if !kernel.enabled().contains(node.task) {
                return Choice::Diverged;
            }
            if node.outcomes == 0 {
                node.outcomes = kernel.outcomes(node.task);
            }
            let which = node.outcomes.trailing_zeros() as u8;
            return Choice::Run(node.task, which);
        }
        let sleeping = self.sleeping_after_last(kernel);
        let awake = kernel.enabled().without(sleeping);
        let last = kernel.last();
        let Some(task) =
            Some(last).filter(|it| awake.contains(*it)).or(awake.first())
        else {
            return Choice::Prune;
        };
        let outcomes = kernel.outcomes(task);
        let by_time = kernel.by_time();
        self.path.push(Node {
            enabled: kernel.enabled(),
            by_time,
            blocked: kernel.blocked(),
            sleeping,
            noted: if by_time { awake } else { Tasks::just(task) },
            done: Tasks::NONE,
            task,
            outcomes,
        });
        Choice::Run(task, outcomes.trailing_zeros() as u8)
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) -> bool {
        self.note_races(kernel);
        while let Some(node) = self.path.last_mut() {
            node.outcomes &= node.outcomes.wrapping_sub(1);
            if node.outcomes != 0 {
                break;
            }
            node.done.insert(node.task);
            let left = node.noted.without(node.done.or(node.sleeping));
            if let Some(next) = left.and(node.enabled).first() {
                node.task = next;
                break;
            }
            self.path.pop();
        }
        outcome.is_failure() && !std::mem::replace(&mut self.failed, true)
    }

    fn restart(&mut self) {
        *self = Self::new();
    }
}
