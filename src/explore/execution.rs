//! One execution, recorded and looked at.

use std::collections::BTreeSet;

use super::explorer::nothing;
use super::look::Look;
use super::reach;
use super::replay::{Replay, Then};
use super::report::{Failure, FailureKind};
use super::schedule::Schedule;
use super::search::{Program, run};
use crate::model::{Extent, Options, Outcome, TaskId};
use crate::trace::{ModelSession, Place, Run, Trace};

/// An execution that followed a schedule.
#[derive(Clone)]
pub(super) struct Followed {
    pub(super) outcome: Outcome,
    pub(super) trace: Trace,
    pub(super) look: Look,
    pub(super) preemptions: usize,
    /// Steps at which there was something to choose, and the last of them.
    pub(super) moves: usize,
    pub(super) last_move: Option<usize>,
    pub(super) schedule: Schedule,
    pub(super) reached: BTreeSet<String>,
    pub(super) extent: Extent,
}

/// Runs `program` as `schedule` says.
pub(super) fn follow(
    program: &Program,
    schedule: &Schedule,
    options: Options,
    then: Then,
    about: Run,
) -> Followed {
    let mut look = Look::default();
    let mut made = Schedule::default();
    let mut replay = Replay {
        choices: schedule.choices(),
        then,
        look: |kernel: &_, _: &_| {
            look = Look::at(kernel);
            made = Schedule::of(kernel.telling_events());
        },
        preemptions: 0,
        moves: Vec::new(),
    };
    let options = Options { looked_on: true, ..options };
    let session = Some(ModelSession::begin(about));
    reach::take();
    let execution = run(program, &mut replay, options, session);
    let Replay { preemptions, moves, .. } = replay;
    if execution.outcome == Outcome::Livelock {
        // Up to what was chosen, it is of somebody's making.
        look.tell_once(moves.last().map_or(0, |last| last + 1));
    }
    Followed {
        outcome: execution.outcome,
        trace: execution.trace.expect("it was recorded"),
        look,
        preemptions,
        moves: moves.len(),
        last_move: moves.last().copied(),
        schedule: made,
        reached: reach::take(),
        extent: execution.extent,
    }
}

impl Followed {
    /// Of a program that has not begun.
    pub(super) fn nothing(about: Run) -> Self {
        Self {
            outcome: Outcome::Pruned,
            trace: nothing(about),
            look: Look::default(),
            preemptions: 0,
            moves: 0,
            last_move: None,
            schedule: Schedule::default(),
            reached: BTreeSet::new(),
            extent: Extent::default(),
        }
    }

    /// As a failure, if it is one.
    pub(super) fn failure(self) -> Option<Failure> {
        if !self.outcome.is_failure() {
            return None;
        }
        let name = |task: TaskId| self.look.standing[task.index()].name.clone();
        let mut place = None;
        let (kind, message) = match &self.outcome {
            Outcome::Finished | Outcome::Pruned | Outcome::Again(_) => {
                return None;
            }
            Outcome::Deadlock { lost: true } => {
                (FailureKind::LostWakeup, waits(&self.look))
            }
            Outcome::Deadlock { lost: false } => {
                (FailureKind::Deadlock, waits(&self.look))
            }
            Outcome::Panicked { task, message, place: at } => {
                place.clone_from(at);
                let message = match *task {
                    TaskId::MAIN => message.clone(),
                    task => format!("{} panicked: {message}", name(task)),
                };
                (FailureKind::Panic, message)
            }
            Outcome::Livelock => {
                let message = "threads go round and round, and nothing \
                               changes any more";
                (FailureKind::Livelock, message.to_owned())
            }
            Outcome::StepLimit => {
                let steps = self.look.steps.len();
                let message = format!("it has not ended after {steps} steps");
                (FailureKind::StepLimit, message)
            }
            Outcome::Leaked { task } => {
                let message = format!(
                    "the main thread ended before {}, which nobody has \
                     joined",
                    name(*task)
                );
                (FailureKind::LeakedThread, message)
            }
            Outcome::StackOverflow { task } => {
                let thread = task.index();
                let steps = self.look.steps.iter();
                let last = { steps }.rfind(|step| step.thread == thread);
                place = last.map(|step| step.place.clone());
                let message = used_up(&name(*task), place.as_ref());
                (FailureKind::StackOverflow, message)
            }
            Outcome::Diverged(at) => {
                place.clone_from(at);
                (FailureKind::NotDeterministic, different())
            }
        };
        Some(Failure {
            kind,
            message,
            place,
            schedule: self.schedule,
            trace: self.trace,
            preemptions: self.preemptions,
            moves: self.moves,
            look: self.look,
        })
    }
}

/// What is said of a thread that needs more stack than it has.
pub(super) fn used_up(name: &str, last: Option<&Place>) -> String {
    format!("{name} used up its stack, {}", after(last))
}

/// What is said of a thread that does not come back.
pub(super) fn gone(name: &str, last: Option<&Place>) -> String {
    format!(
        "{name} blocks in something that is not of this library, or \
         computes without end, {}",
        after(last)
    )
}

fn after(last: Option<&Place>) -> String {
    match last {
        Some(place) => format!("after {}", place.short()),
        None => "before its first step".to_owned(),
    }
}

/// What is said of a program that is not the same every time.
pub(super) fn different() -> String {
    "the program did something else although everything was decided in the \
     same way; it asks for the time, for a random number or an address, or \
     uses something that was made outside"
        .to_owned()
}

/// Who waits for what.
fn waits(look: &Look) -> String {
    let waits = look.standing.iter().filter_map(|it| {
        let what = it.waits_for.as_ref()?;
        Some(match &it.holder {
            Some(holder) if *holder == it.name => {
                format!("{holder} waits for {what}, which it has itself")
            }
            Some(holder) => {
                format!("{} waits for {what}, which {holder} has", it.name)
            }
            None => format!("{} waits for {what}", it.name),
        })
    });
    waits.collect::<Vec<_>>().join("; ")
}
