//! An execution, from its beginning to its end.

use std::panic::PanicHookInfo;
use std::sync::Once;
use std::thread::panicking;

use super::Options;
use super::fiber::{Door, Fiber};
use super::kernel::Kernel;
use super::outcome::Outcome;
use super::overflow;
use super::seam::{self, KERNEL};
use super::task::TaskId;
use crate::trace::{ModelSession, Trace, Watching};

/// Who decides what happens next.
pub(crate) trait Chooser {
    /// Chooses a step of one of the tasks that can go on; there is one.
    fn choose(&mut self, kernel: &Kernel) -> Choice;

    /// The execution is over. Tasks that have not ended are still suspended
    /// before what they were about to do.
    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        let _ = (kernel, outcome);
    }
}

/// What a [`Chooser`] has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// This task goes on, with this outcome of its operation.
    Run(TaskId, u8),
    /// This task makes its step, and nothing after it: the execution ends.
    Last(TaskId, u8),
    /// The execution ends here: nothing new can come of it.
    Prune,
    /// The execution is not the one that it was when this was decided.
    Diverged,
}

/// What executions have come to, which a verdict has to mention.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extent {
    /// Tasks that there were.
    pub(crate) threads: usize,
    /// Whether tasks that went round in circles were held back.
    pub(crate) bounded: bool,
    /// Whether somebody has called `notify_one`.
    pub(crate) notifies: bool,
}

impl Extent {
    /// What both have come to.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            threads: self.threads.max(other.threads),
            bounded: self.bounded | other.bounded,
            notifies: self.notifies | other.notifies,
        }
    }
}

/// What is known of an execution that is over.
#[derive(Debug)]
pub(crate) struct Execution {
    pub(crate) outcome: Outcome,
    pub(crate) steps: usize,
    pub(crate) extent: Extent,
    /// Whether its thread is not to have another one, because a task was
    /// given up while it unwound: std would say of all others that they do.
    pub(crate) spent: bool,
    /// What happened, if that was recorded.
    pub(crate) trace: Option<Trace>,
}

/// Runs `main` as the main task of an execution that `chooser` decides.
///
/// `main` is to be the same program every time.
pub(crate) fn execute(
    main: impl FnOnce() + 'static,
    chooser: &mut impl Chooser,
    options: Options,
    session: Option<ModelSession>,
) -> Execution {
    keep_panics_quiet();
    seam::forget_panics();
    overflow::arm();
    let _watching = Watching::begin();
    KERNEL.with_borrow_mut(|kernel| {
        kernel.reset(options);
        kernel.session = session;
        kernel.add_task(false);
        "main".clone_into(&mut kernel.tasks[0].name);
    });
    let mut fibers = Fibers::default();
    fibers.add(seam::fiber(main));
    fibers.bear();
    loop {
        let next = KERNEL.with_borrow_mut(|kernel| next(kernel, chooser));
        let Some(task) = next else { break };
        fibers.resume(task);
        fibers.bear();
    }
    let mut execution = KERNEL.with_borrow_mut(|kernel| {
        let outcome = kernel.outcome.take().unwrap_or(Outcome::Finished);
        chooser.end(kernel, &outcome);
        kernel.unwinding = true;
        let steps = kernel.events().len();
        let trace = kernel.end_trace(&outcome);
        let extent = kernel.extent();
        Execution { outcome, steps, extent, spent: false, trace }
    });
    fibers.end();
    execution.spent = panicking();
    execution
}

/// Decides who goes on, and makes that step; nobody if the execution is over.
fn next(kernel: &mut Kernel, chooser: &mut impl Chooser) -> Option<TaskId> {
    if kernel.outcome.is_some() {
        return None;
    }
    kernel.look_around();
    let outcome = if !kernel.is_watched() {
        Outcome::Pruned
    } else if kernel.enabled().is_empty() {
        nobody_can(kernel)
    } else if let Some(leaked) = kernel.leaked() {
        Outcome::Leaked { task: leaked }
    } else if kernel.only_daemons() {
        Outcome::Finished
    } else if kernel.spins.is_lasso() {
        Outcome::Livelock
    } else if kernel.events().len() >= kernel.options.max_steps {
        Outcome::StepLimit
    } else {
        match chooser.choose(kernel) {
            Choice::Run(task, alternative) => {
                kernel.commit(task, alternative);
                kernel.chosen = alternative;
                return Some(task);
            }
            Choice::Last(task, alternative) => {
                kernel.commit(task, alternative);
                Outcome::Pruned
            }
            Choice::Prune => Outcome::Pruned,
            Choice::Diverged => Outcome::Diverged(kernel.last_place()),
        }
    };
    kernel.outcome = Some(outcome);
    None
}

fn nobody_can(kernel: &Kernel) -> Outcome {
    if kernel.living().all(|task| kernel.tasks[task.index()].daemon) {
        return Outcome::Finished;
    }
    if kernel.spins.any_aside() {
        return Outcome::Livelock;
    }
    kernel
        .panicked()
        .unwrap_or(Outcome::Deadlock { lost: kernel.is_wakeup_lost() })
}

/// The stacks of an execution's tasks.
#[derive(Default)]
struct Fibers(Vec<(Option<Fiber>, Option<Door>)>);

impl Fibers {
    fn add(&mut self, fiber: Fiber) {
        self.0.push((Some(fiber), None));
    }

    /// Lets every new task run up to its first operation.
    fn bear(&mut self) {
        let mut begun = self.0.iter().filter(|it| it.1.is_some()).count();
        loop {
            KERNEL.with_borrow_mut(|kernel| {
                let new = kernel.newborn.drain(..);
                self.0.extend(new.map(|fiber| (Some(fiber), None)));
            });
            if begun == self.0.len() || has_ended() {
                return;
            }
            self.resume(TaskId::new(begun));
            begun += 1;
        }
    }

    /// Lets the task go on; whether it has ended.
    fn resume(&mut self, task: TaskId) -> bool {
        let (fiber, door) = &mut self.0[task.index()];
        let Some(running) = fiber else { return true };
        KERNEL.with_borrow_mut(|kernel| kernel.goes_on(task));
        let (ended, new_door) = seam::resume(task, running, *door);
        *door = new_door;
        KERNEL.with_borrow_mut(|kernel| kernel.comes_back(task, ended));
        if ended && let Some(fiber) = fiber.take() {
            fiber.retire();
        }
        ended
    }

    /// Takes the tasks away that are left.
    fn end(mut self) {
        KERNEL.with_borrow_mut(|kernel| {
            let new = kernel.newborn.drain(..);
            self.0.extend(new.map(|fiber| (Some(fiber), None)));
        });
        if !KERNEL.with_borrow(|kernel| kernel.options.leaks) {
            self.unwind();
        }
        let (locals, mut lost) = KERNEL.with_borrow_mut(|kernel| {
            let tasks = kernel.tasks.iter_mut();
            let locals = tasks.map(|it| std::mem::take(&mut it.locals));
            // Of those that have ended nothing is left.
            let locals: Vec<_> = locals.filter(|it| !it.is_empty()).collect();
            (locals, std::mem::take(&mut kernel.lost_stacks))
        });
        for fiber in self.0.into_iter().filter_map(|(fiber, _)| fiber) {
            lost.retain(|low| *low != fiber.low());
            fiber.give_up();
        }
        lost.into_iter().for_each(overflow::forget);
        drop(locals);
    }

    /// Runs the destructors of all that is on the stacks, those of the
    /// youngest first: what it borrowed from its parents is still there. Who
    /// has to wait for what somebody else has who is left comes back to it
    /// after the others; who waits in vain is given up.
    fn unwind(&mut self) {
        loop {
            let (mut moved, mut left) = (false, None);
            for task in (0..self.0.len()).rev().map(TaskId::new) {
                let known = |kernel: &Kernel| {
                    let over = kernel.tasks[task.index()].life.is_over();
                    (over, kernel.lends(task), kernel.passed)
                };
                let (over, lends, passed) = KERNEL.with_borrow(known);
                if over {
                    continue;
                }
                moved |= !lends && self.resume(task);
                let (over, .., passed_now) = KERNEL.with_borrow(known);
                moved |= over || passed_now != passed;
                if !over {
                    left.get_or_insert(task);
                }
                if KERNEL.with_borrow(|kernel| kernel.no_unwinding) {
                    return;
                }
            }
            let Some(youngest) = left else { return };
            if !moved {
                KERNEL.with_borrow_mut(|kernel| {
                    kernel.current = youngest;
                    kernel.give_up();
                });
            }
        }
    }
}

fn has_ended() -> bool {
    KERNEL.with_borrow(|kernel| kernel.outcome.is_some())
}

/// A panic of a task is told in the report, not printed.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
            if !seam::note_panic(panic) {
                usual(panic);
            }
        }));
    });
}
