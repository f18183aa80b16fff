//! A program that is explored by hand: somebody chooses who goes on.

use std::fmt;
use std::sync::Arc;

use super::execution::Followed;
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
/// ```
/// use workbench::explore::Explorer;
/// use workbench::{sync::Mutex, thread};
///
/// let mut game = Explorer::new().play(|| {
///     let left = Mutex::new(100).named("left");
///     thread::scope(|scope| {
///         scope.spawn(|| *left.lock() -= 1);
///     });
/// });
/// assert_eq!(game.standing()[1].next.as_ref().unwrap().0, "left.lock");
/// game.step(1, 0).unwrap();
/// assert_eq!(game.steps().len(), 1);
/// ```
pub struct Game {
    program: Program,
    explorer: Explorer,
    schedule: Schedule,
    now: Followed,
}

/// A step that cannot be made: the thread has ended, has to wait, or its
/// operation does not have this outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotStep {
    /// The thread's name, if there is such a thread.
    pub thread: Option<String>,
    /// Why it has to wait, if it has to.
    pub waits_for: Option<String>,
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
    /// # Panics
    ///
    /// If the program gets stuck before that, or if this is called by a
    /// program that is being explored.
    pub fn play(&self, program: impl Fn() + Send + Sync + 'static) -> Game {
        let program: Program = Arc::new(program);
        let mut explorer = self.clone();
        let schedule = Schedule::default();
        let now = look(&mut explorer, &program, &schedule, Then::Stop);
        Game { program, explorer, schedule, now }
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

    /// The choices up to now.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Times that a thread was held up that could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> usize {
        self.now.preemptions
    }

    /// Steps at which there was something to choose.
    #[must_use]
    pub fn moves(&self) -> usize {
        self.now.moves
    }

    /// How it has ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<GameEnd> {
        match self.now.outcome {
            Outcome::Pruned => None,
            Outcome::Finished => Some(GameEnd::Finished),
            _ => {
                let failure = self.now.clone().failure();
                failure.map(|it| GameEnd::Failed(Box::new(it)))
            }
        }
    }

    /// Every step that can be made now: which thread, with which outcome.
    #[must_use]
    pub fn choices(&self) -> Vec<(usize, u8)> {
        let outcomes = |it: &Standing| {
            let thread = it.thread;
            it.outcomes.clone().into_iter().map(move |which| (thread, which))
        };
        self.standing().iter().flat_map(outcomes).collect()
    }

    /// Lets a thread make its next step, with this outcome: 0, the usual
    /// one, unless the operation has several.
    ///
    /// # Errors
    ///
    /// If the thread cannot.
    ///
    /// # Panics
    ///
    /// If the program gets stuck in that step.
    pub fn step(&mut self, thread: usize, which: u8) -> Result<(), CannotStep> {
        let standing = self.standing().get(thread);
        if !standing.is_some_and(|it| it.outcomes.contains(&which)) {
            return Err(CannotStep {
                thread: standing.map(|it| it.name.clone()),
                waits_for: standing.and_then(|it| it.waits_for.clone()),
            });
        }
        let schedule = self.schedule.then(thread as u8, which);
        self.go_to(schedule);
        Ok(())
    }

    /// Begins again, makes these steps, and goes on to the end of the program
    /// without a switch.
    pub fn follow(&mut self, schedule: &Schedule) {
        self.now =
            look(&mut self.explorer, &self.program, schedule, Then::GoOn);
        self.schedule = self.now.schedule.clone();
    }

    /// The steps up to now as a table, a column for each thread.
    #[must_use]
    pub fn table(&self, how: &Table) -> String {
        table::draw(&self.now.look, how)
    }

    /// Takes back the last step at which there was something to choose, and
    /// what came after it; false if there was none.
    pub fn undo(&mut self) -> bool {
        let Some(last) = self.now.last_move else { return false };
        self.go_to(self.schedule.prefix(last));
        true
    }

    /// Begins again.
    pub fn restart(&mut self) {
        self.go_to(Schedule::default());
    }

    fn go_to(&mut self, schedule: Schedule) {
        self.now =
            look(&mut self.explorer, &self.program, &schedule, Then::Stop);
        self.schedule = schedule;
    }
}

/// What comes of a schedule.
fn look(
    explorer: &mut Explorer,
    program: &Program,
    schedule: &Schedule,
    then: Then,
) -> Followed {
    explorer.followed(program, schedule, then).unwrap_or_else(|lost| {
        let what =
            if lost.overflowed { "used up its stack" } else { "is stuck" };
        let at = lost.place.as_ref().map(|at| format!(" after {}", at.short()));
        panic!("thread {} {what}{}", lost.task, at.unwrap_or_default())
    })
}

impl fmt::Debug for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Game")
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for CannotStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.thread, &self.waits_for) {
            (None, _) => f.write_str("there is no such thread"),
            (Some(name), None) => write!(f, "{name} cannot go on like that"),
            (Some(name), Some(why)) => write!(f, "{name} waits for {why}"),
        }
    }
}

impl std::error::Error for CannotStep {}
