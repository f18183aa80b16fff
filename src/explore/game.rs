//! A program that is explored by hand: somebody chooses who goes on.

use std::fmt;
use std::sync::Arc;

use super::cannot_step::CannotStep;
use super::execution::{Course, Followed, follow};
use super::explorer::Explorer;
use super::look::{Standing, Step, Thing};
use super::replay::Then;
use super::report::Failure;
use super::schedule::Schedule;
use super::search::Program;
use super::table::{self, Table};
use crate::model::Outcome;
use crate::trace::Trace;

/// An execution that stands still until somebody chooses its next step.
///
/// Where there is nothing to choose it goes on by itself: where only one step
/// can be made, or a thread is joined that has ended, which changes nothing.
///
/// ```
/// use workbench::explore::Explorer;
/// use workbench::{sync::Mutex, thread};
///
/// let mut game = Explorer::new().play(|| {
///     let left = Mutex::new(100).named("left");
///     thread::scope(|scope| {
///         scope.spawn(|| *left.lock() -= 1);
///         scope.spawn(|| *left.lock() -= 2);
///     });
/// });
/// assert_eq!(game.standing()[1].next.as_ref().unwrap().0, "left.lock");
/// game.step(2, 0).unwrap();
/// assert!(game.end().is_some(), "only one was left, and went on");
/// assert_eq!(game.moves(), 1);
/// ```
pub struct Game {
    program: Program,
    explorer: Explorer,
    schedule: Schedule,
    now: Followed,
    /// Set while the program does not come back from one more step.
    lost: Option<Box<Failure>>,
}

/// How a game has ended.
#[derive(Clone, Debug)]
pub enum GameEnd {
    /// The program came to its end.
    Finished,
    /// It failed.
    Failed(Box<Failure>),
}

impl Explorer {
    /// Runs `program` up to its first choice.
    ///
    /// # Blocking
    ///
    /// As for [`run`](Self::run).
    ///
    /// # Panics
    ///
    /// If it is called by a program that is being explored.
    pub fn play(&self, program: impl Fn() + Send + Sync + 'static) -> Game {
        let now = Followed::nothing(self.about.clone());
        let mut game = Game {
            program: Arc::new(program),
            explorer: self.clone(),
            schedule: Schedule::default(),
            now,
            lost: None,
        };
        game.restart();
        game
    }
}

impl Game {
    /// Where every thread stands.
    #[must_use]
    pub fn standing(&self) -> &[Standing] {
        &self.now.look.standing
    }

    /// The steps up to now.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.now.look.steps
    }

    /// What has been used up to now, and how it is.
    #[must_use]
    pub fn things(&self) -> &[Thing] {
        &self.now.look.things
    }

    /// What happened up to now.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.now.trace
    }

    /// The choices up to now, those that nobody had among them.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        self.lost.as_ref().map_or(&self.schedule, |it| it.schedule())
    }

    /// Times that a thread was held up that could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> usize {
        self.lost.as_ref().map_or(self.now.preemptions, |it| it.preemptions())
    }

    /// Steps at which there was something to choose.
    #[must_use]
    pub fn moves(&self) -> usize {
        self.lost.as_ref().map_or(self.now.moves, |it| it.moves())
    }

    /// How it has ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<GameEnd> {
        if let Some(lost) = &self.lost {
            return Some(GameEnd::Failed(lost.clone()));
        }
        match self.now.outcome {
            Outcome::Pruned => None,
            Outcome::Finished if self.now.difference.is_none() => {
                Some(GameEnd::Finished)
            }
            _ => {
                let failure = self.now.clone().failure();
                failure.map(|it| GameEnd::Failed(Box::new(it)))
            }
        }
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lost.is_some() || self.now.outcome != Outcome::Pruned
    }

    /// Every step that can be made now: which thread, with which outcome.
    #[must_use]
    pub fn choices(&self) -> Vec<(usize, u8)> {
        if self.is_over() {
            return Vec::new();
        }
        let outcomes = |it: &Standing| {
            let thread = it.thread;
            it.outcomes.clone().into_iter().map(move |which| (thread, which))
        };
        self.standing().iter().flat_map(outcomes).collect()
    }

    /// Lets a thread make its next step, with this outcome: 0, the usual
    /// one, unless the operation has several. Then goes on to the next
    /// choice.
    ///
    /// # Blocking
    ///
    /// As for [`Explorer::run`].
    ///
    /// # Errors
    ///
    /// If the thread cannot.
    pub fn step(&mut self, thread: usize, which: u8) -> Result<(), CannotStep> {
        self.can_step(thread, which)?;
        self.go_to(&self.schedule.then(thread as u8, which), Then::Stop);
        Ok(())
    }

    fn can_step(&self, thread: usize, which: u8) -> Result<(), CannotStep> {
        let standing = self.standing().get(thread);
        let standing = standing.ok_or(CannotStep::NoThread)?;
        let name = standing.name.clone();
        if let Some(what) = standing.waits_for.clone() {
            let holder = standing.holder.clone();
            return Err(CannotStep::Waits { thread: name, what, holder });
        }
        if self.is_over() {
            return Err(CannotStep::Over);
        }
        if standing.next.is_none() {
            return Err(CannotStep::Ended(name));
        }
        if standing.outcomes.is_empty() {
            return Err(CannotStep::Rests(name));
        }
        match standing.outcomes.contains(&which) {
            true => Ok(()),
            false => Err(CannotStep::NoOutcome(name)),
        }
    }

    /// Begins again, makes these steps, and goes on to the end of the program
    /// without a switch.
    ///
    /// # Blocking
    ///
    /// As for [`Explorer::run`].
    pub fn follow(&mut self, schedule: &Schedule) {
        self.go_to(schedule, Then::GoOn);
    }

    /// The steps up to now as a table, a column for each thread.
    #[must_use]
    pub fn table(&self, how: &Table) -> String {
        table::draw(&self.now.look, how)
    }

    /// Takes back the last step at which there was something to choose, and
    /// what came after it; false if there was none.
    pub fn undo(&mut self) -> bool {
        if self.lost.take().is_some() {
            // It stands where it stood before that step.
            return true;
        }
        let Some(last) = self.now.last_move else { return false };
        self.go_to(&self.schedule.prefix(last), Then::Stop);
        true
    }

    /// Begins again.
    pub fn restart(&mut self) {
        self.go_to(&Schedule::default(), Then::Stop);
    }

    /// Runs the program as `schedule` says, and then up to a choice or to its
    /// end.
    fn go_to(&mut self, schedule: &Schedule, then: Then) {
        let before = self.now.record.clone();
        let course = Course { before, ..self.explorer.course(schedule, then) };
        match self.explorer.followed(&self.program, course, follow) {
            Ok(now) => {
                self.schedule = now.schedule.clone();
                self.now = now;
                self.lost = None;
            }
            Err(lost) => {
                let failure = self.explorer.lost(&self.program, &lost);
                self.lost = Some(Box::new(failure));
            }
        }
    }
}

impl fmt::Debug for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Game")
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}
