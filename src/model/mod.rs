//! The kernel of an explored program: threads as tasks on one OS thread, and
//! every operation a step that somebody else decides on.
//!
//! A task is a coroutine. Before it does anything that another task can see,
//! it declares what that is and where ([`Op`]), and is suspended. The kernel
//! knows of every task what it is about to do and whether it can, asks a
//! [`Chooser`] for one of them, and lets that one go on up to its next
//! declaration. So an execution is the sequence of choices, and the same
//! choices make the same execution.
//!
//! | | |
//! |---|---|
//! | `seam/` | what primitives say to the kernel |
//! | `op.rs` | what a step is, and which steps depend on each other |
//! | `kernel/` | the state of an execution, and what a step does to it |
//! | `run.rs` | an execution from its beginning to its end |
//! | `spin.rs` | tasks that go round in circles |
//! | `overflow/` | tasks that use up their stack |
//! | `pulse.rs` | what somebody sees who watches from outside |
//! | `clock.rs`, `event.rs`, `object.rs`, `task.rs` | its data |
//!
//! What it cannot see: std's own threads, locks and channels, time that is
//! asked of the system, randomness, and memory that is weaker than
//! sequentially consistent. Whoever blocks in those blocks all tasks.

mod clock;
mod event;
mod fiber;
mod kernel;
mod object;
mod op;
mod outcome;
mod overflow;
mod pulse;
mod run;
mod seam;
mod spin;
mod task;

pub(crate) use clock::{Clock, mix};
pub(crate) use event::Event;
pub(crate) use kernel::{Kernel, TIMED_OUT, USUAL, touches};
pub(crate) use op::{
    Access, ObjectId, Op, Pending, Touches, Verb, dependent, in_race, is_join,
};
pub(crate) use outcome::{Detail, Outcome};
pub(crate) use overflow::on_stack;
pub(crate) use pulse::Pulse;
pub(crate) use run::{Choice, Chooser, Execution, Extent, execute};
pub(crate) use seam::*;
pub(crate) use spin::PATIENCE;
pub(crate) use task::{MOST_TASKS, TaskId, Tasks};

/// Steps that an execution may have at most.
pub(crate) const MOST_STEPS: usize = 60_000;

/// What is decided for all executions of a program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Steps that an execution may take.
    pub(crate) max_steps: usize,
    /// When sleeps and timeouts end.
    pub(crate) time: Time,
    /// Whether a notification may wake any waiter, not only the first.
    pub(crate) wake_any: bool,
    /// Whether primitives that are made of others are explored as such.
    pub(crate) inside: bool,
    /// Whether giving back a lock is a step.
    pub(crate) releases: bool,
    /// Whether the end of a thread is a step.
    pub(crate) ends: bool,
    /// Whether somebody asks for digests.
    pub(crate) digests: bool,
    /// Whether somebody looks on, and wants to know what is called how.
    pub(crate) looked_on: bool,
    /// Whether tasks that an execution leaves half-way stay as they are, and
    /// what they own is leaked, instead of being unwound.
    pub(crate) leaks: bool,
}

impl Options {
    /// Makes steps of what had none.
    pub(crate) fn look_at(&mut self, detail: Detail) {
        match detail {
            Detail::Releases => self.releases = true,
            Detail::Ends => self.ends = true,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_steps: 10_000,
            time: Time::Any,
            wake_any: false,
            inside: false,
            releases: false,
            ends: false,
            digests: false,
            looked_on: false,
            leaks: false,
        }
    }
}

/// When sleeps and timeouts end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// At any moment: a thread may be as slow as it likes.
    Any,
    /// Only when nobody else can go on, and in order: threads compute in no
    /// time.
    Virtual,
}
