//! What an exploration has found.

use std::collections::BTreeSet;
use std::time::Duration;

use super::look::{Look, Standing, Step};
use super::render;
use super::schedule::Schedule;
use super::table::{self, Table};
use crate::trace::{Place, Trace};

/// What is known of a program after it was explored.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) verdict: Verdict,
    pub(super) executions: u64,
    pub(super) failures: u64,
    pub(super) is_exhaustive: bool,
    pub(super) failure: Option<Failure>,
    pub(super) is_shortest: bool,
    pub(super) reached: BTreeSet<String>,
    pub(super) unreached: Vec<String>,
    pub(super) scope: Scope,
    pub(super) elapsed: Duration,
    pub(super) first_failure: Option<(u64, Duration)>,
}

/// The verdict on a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No execution fails: every one that matters was looked at. Within
    /// [`Report::scope`], which says what that means.
    Proved,
    /// No execution that was looked at fails, and there are more.
    NothingFound,
    /// Some execution fails.
    Failed,
    /// None fails, but none reached a label that had to be reached.
    Unreached,
}

/// What a verdict holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Threads of the largest execution, the main thread among them.
    pub threads: usize,
    /// Preemptions that an execution may have, if that was bounded.
    pub preemptions: Option<usize>,
    /// Whether threads that look again and again in vain were held back.
    pub fair: bool,
    /// Whether sleeps and timeouts end in order, and only when nobody else
    /// can go on.
    pub in_order: bool,
    /// The bytes that best-first had for states, if it needed more, and DPOR
    /// went on.
    pub no_room: Option<usize>,
    /// Whether somebody calls `notify_one`.
    pub notifies: bool,
    /// Whether that may wake any waiter.
    pub wake_any: bool,
}

impl Scope {
    /// The same in words, in a few lines.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        render::scope(self)
    }
}

/// An execution that fails.
#[derive(Clone, Debug)]
pub struct Failure {
    pub(super) kind: FailureKind,
    pub(super) message: String,
    pub(super) place: Option<Place>,
    pub(super) schedule: Schedule,
    pub(super) trace: Trace,
    pub(super) preemptions: usize,
    pub(super) moves: usize,
    pub(super) look: Look,
}

/// How an execution fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// Threads wait for each other, or for somebody who will not come.
    Deadlock,
    /// As a deadlock; a thread waits for a notification that came before it.
    LostWakeup,
    /// A thread panicked.
    Panic,
    /// Threads go round and round, and nothing changes any more.
    Livelock,
    /// An execution took more steps than it may.
    StepLimit,
    /// The main thread ended before a thread that nobody joined.
    LeakedThread,
    /// A thread used up its stack.
    StackOverflow,
    /// The program did something else although the same was decided: it goes
    /// by the clock, by chance, by an address, by what a real thread does, or
    /// by something that outlives an execution, such as a static.
    NotDeterministic,
    /// A schedule was to be followed that is of another program.
    OtherProgram,
    /// A thread blocks in something that is not of this library, or computes
    /// without end.
    Stuck,
}

impl FailureKind {
    /// The words for it: `lost wake-up`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Deadlock => "deadlock",
            Self::LostWakeup => "lost wake-up",
            Self::Panic => "panic",
            Self::Livelock => "livelock",
            Self::StepLimit => "too many steps",
            Self::LeakedThread => "a thread that nobody joined",
            Self::StackOverflow => "stack overflow",
            Self::NotDeterministic => "not deterministic",
            Self::OtherProgram => "of another program",
            Self::Stuck => "stuck",
        }
    }
}

impl Report {
    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Executions that were looked at to their end.
    #[must_use]
    pub fn executions(&self) -> u64 {
        self.executions
    }

    /// Those of them that failed.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// Whether every execution was looked at that differs from the others in
    /// the order of steps that depend on each other.
    #[must_use]
    pub fn is_exhaustive(&self) -> bool {
        self.is_exhaustive
    }

    /// An execution that fails: the shortest one, where that was looked for.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Whether no execution fails with fewer preemptions than
    /// [`failure`](Self::failure), nor with as many and fewer switches.
    #[must_use]
    pub fn is_shortest(&self) -> bool {
        self.is_shortest
    }

    /// Every label that some execution [reached](super::reach).
    #[must_use]
    pub fn reached(&self) -> &BTreeSet<String> {
        &self.reached
    }

    /// Labels that had to be reached, and were not.
    #[must_use]
    pub fn unreached(&self) -> &[String] {
        &self.unreached
    }

    /// What the verdict holds for.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How long it took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many executions it took to the first failure, and how long.
    #[must_use]
    pub fn first_failure(&self) -> Option<(u64, Duration)> {
        self.first_failure
    }

    /// The verdict as one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        render::sentence(self)
    }

    /// All of it as text: the sentence, the failing execution as a table,
    /// and how to come to it again, or what the verdict holds for.
    #[must_use]
    pub fn render(&self) -> String {
        render::report(self)
    }
}

impl Failure {
    /// How it fails.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What happened, in words: a panic's message, who waits for whom.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where, if there is one place: of a panic, say.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The choices that lead to it; see [`replay`](super::replay).
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Everything that happened.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// How often a thread was held up that could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> usize {
        self.preemptions
    }

    /// Steps at which there was something to choose.
    #[must_use]
    pub fn moves(&self) -> usize {
        self.moves
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.look.steps
    }

    /// Where every thread stands at the end.
    #[must_use]
    pub fn standing(&self) -> &[Standing] {
        &self.look.standing
    }

    /// The execution as a table, a column for each thread.
    #[must_use]
    pub fn table(&self, how: &Table) -> String {
        table::draw(&self.look, how)
    }
}
