//! One execution, recorded and looked at.

use std::collections::BTreeSet;
use std::thread::panicking;

use super::difference::Difference;
use super::look::Look;
use super::reach;
use super::record::Record;
use super::replay::{Replay, Then};
use super::report::{Failure, FailureKind};
use super::same::{Compared, Comparison};
use super::schedule::Schedule;
use super::search::{Program, run};
use super::telling::nothing;
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
    /// To be compared with when it is made again.
    pub(super) record: Option<Record>,
    /// What it does not do that another did.
    pub(super) difference: Option<Box<Difference>>,
}

/// How to follow a schedule.
#[derive(Clone)]
pub(super) struct Course {
    pub(super) schedule: Schedule,
    pub(super) then: Then,
    pub(super) options: Options,
    /// What the trace says that it is of.
    pub(super) about: Run,
    /// An execution that this one is to be like, as far as both are decided
    /// in the same way.
    pub(super) before: Option<Record>,
}

/// Runs `program` as a schedule says.
pub(super) fn follow(program: &Program, course: Course) -> Followed {
    let Course { schedule, then, options, about, before } = course;
    let mut look = Look::default();
    let mut made = Schedule::default();
    let see = |kernel: &_, _: &_| {
        look = Look::at(kernel);
        made = Schedule::of(kernel.telling_events());
    };
    let mut replay = Replay::new(schedule.choices(), then, see);
    let mut same = Comparison::with(before);
    let mut compared = Compared::new(&mut replay, &mut same);
    let options = Options { looked_on: true, ..options };
    let session = Some(ModelSession::begin(about));
    reach::take();
    let execution = run(program, &mut compared, options, session);
    let difference = compared.difference;
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
        record: same.into_record(),
        difference,
    }
}

/// The same, and then once more on the same thread, whose thread-locals may
/// be other ones then.
pub(super) fn follow_twice(program: &Program, course: Course) -> Followed {
    let once = follow(program, course.clone());
    if matches!(once.outcome, Outcome::Again(_)) || panicking() {
        return once;
    }
    follow(program, Course { before: once.record, ..course })
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
            record: None,
            difference: None,
        }
    }

    /// As a failure, if it is one.
    pub(super) fn failure(self) -> Option<Failure> {
        let (kind, message, place) = match &self.difference {
            Some(difference) => (
                FailureKind::NotDeterministic,
                difference.sentence(|task| self.look.name(task.index())),
                difference.place().cloned(),
            ),
            None => self.told()?,
        };
        let schedule = self.difference.map(|it| it.schedule);
        Some(Failure {
            kind,
            message,
            place,
            schedule: schedule.unwrap_or(self.schedule),
            trace: self.trace,
            preemptions: self.preemptions,
            moves: self.moves,
            look: self.look,
        })
    }

    /// What kind of failure it is, what happened, and where.
    fn told(&self) -> Option<(FailureKind, String, Option<Place>)> {
        let name = |task: TaskId| self.look.name(task.index());
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
                (FailureKind::LeakedThread, leaked(&name(*task)))
            }
            Outcome::StackOverflow { task } => {
                let thread = task.index();
                let steps = self.look.steps.iter();
                let last = { steps }.rfind(|step| step.thread == thread);
                place = last.map(|step| step.place.clone());
                let message = used_up(&name(*task), place.as_ref());
                (FailureKind::StackOverflow, message)
            }
            Outcome::MadeOutside { task, name: what, place: at } => {
                place = Some(at.clone());
                let message = made_outside(&name(*task), what, at);
                (FailureKind::NotDeterministic, message)
            }
            Outcome::Diverged(at) => {
                place.clone_from(at);
                (FailureKind::OtherProgram, unfit(at.as_ref()))
            }
        };
        Some((kind, message, place))
    }
}

/// What is said of a thread that nobody waits for.
fn leaked(name: &str) -> String {
    format!("the main thread ended before {name}, which nobody has joined")
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

/// What is said of a schedule that the program cannot follow.
fn unfit(last: Option<&Place>) -> String {
    format!(
        "the schedule is of another program: {}, this one cannot do what it \
         says",
        after(last)
    )
}

/// What is said of something that is not part of an execution.
fn made_outside(name: &str, what: &str, place: &Place) -> String {
    format!(
        "{what}, which {name} uses at {}, was made outside of the program and \
         would carry its state from one execution to the next: make it inside",
        place.short()
    )
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
