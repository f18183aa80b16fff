//! An execution, from its beginning to its end.

use std::panic::PanicHookInfo;
use std::sync::Once;

use super::Options;
use super::fiber::{Door, Fiber};
use super::kernel::Kernel;
use super::outcome::Outcome;
use super::seam::{self, KERNEL};
use super::task::{Life, TaskId, Tasks};
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
    let execution = KERNEL.with_borrow_mut(|kernel| {
        let outcome = kernel.outcome.take().unwrap_or(Outcome::Finished);
        chooser.end(kernel, &outcome);
        kernel.unwinding = true;
        let steps = kernel.events().len();
        let trace = kernel.end_trace(&outcome);
        let extent = kernel.extent();
        Execution { outcome, steps, extent, trace }
    });
    fibers.unwind();
    execution
}

/// Decides who goes on, and makes that step; nobody if the execution is over.
fn next(kernel: &mut Kernel, chooser: &mut impl Chooser) -> Option<TaskId> {
    if kernel.outcome.is_some() {
        return None;
    }
    kernel.look_around();
    let outcome = if kernel.enabled().is_empty() {
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

    fn resume(&mut self, task: TaskId) {
        KERNEL.with_borrow_mut(|kernel| {
            kernel.current = task;
            kernel.exchange_lane(task);
        });
        let (fiber, door) = &mut self.0[task.index()];
        let Some(running) = fiber else { return };
        let (ended, new_door) = seam::resume(task, running, *door);
        *door = new_door;
        KERNEL.with_borrow_mut(|kernel| {
            kernel.exchange_lane(task);
            if ended {
                kernel.tasks[task.index()].life = Life::Ended;
                kernel.tasks[task.index()].pending = None;
            }
        });
        if ended && let Some(fiber) = fiber.take() {
            fiber.retire();
        }
    }

    /// Runs the destructors of all that is on the stacks, those of the
    /// youngest first. A destructor that has to wait lets go first whom it
    /// has borrowed nothing from.
    fn unwind(mut self) {
        loop {
            let before = self.living();
            let mut lenders = Tasks::NONE;
            for index in (0..self.0.len()).rev() {
                let task = TaskId::new(index);
                if lenders.contains(task) {
                    continue;
                }
                self.end(task);
                if self.0[index].0.is_some() {
                    let of = KERNEL.with_borrow(|kernel| kernel.lenders(task));
                    lenders = lenders.or(of);
                }
            }
            match self.living() {
                0 => break,
                // It waits for ever, and whoever watches will say so: a
                // stack can neither be left nor dropped in a destructor.
                living if living == before => loop {
                    std::thread::park();
                },
                _ => {}
            }
        }
        KERNEL.with_borrow_mut(|kernel| {
            kernel.newborn.drain(..).for_each(Fiber::retire)
        });
        let locals: Vec<_> = KERNEL.with_borrow_mut(|kernel| {
            kernel
                .tasks
                .iter_mut()
                .map(|it| std::mem::take(&mut it.locals))
                .collect()
        });
        drop(locals);
    }

    fn living(&self) -> usize {
        self.0.iter().filter(|it| it.0.is_some()).count()
    }

    /// Lets the task run its destructors, if it has begun.
    fn end(&mut self, task: TaskId) {
        let (fiber, door) = &mut self.0[task.index()];
        match (door, fiber.take()) {
            (None, Some(new)) => new.retire(),
            (_, begun) => {
                *fiber = begun;
                self.resume(task);
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
