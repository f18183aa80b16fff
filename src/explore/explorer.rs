//! The explorer: a program, and how to explore it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::execution::follow_twice;
use super::replay::Then;
use super::report::{Report, Verdict};
use super::schedule::Schedule;
use super::search::Program;
use crate::model::{MOST_STEPS, Options, Time};
use crate::trace::Run;

/// Tries the executions of a program: every order of what its threads do to
/// each other.
///
/// The program is a closure that makes its own locks, queues and threads,
/// with this library's types, and panics if something is wrong.
///
/// ```
/// use std::sync::Arc;
/// use workbench::explore::{Explorer, Verdict};
/// use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use workbench::thread;
///
/// let report = Explorer::new().run(|| {
///     let left = Arc::new(AtomicU32::new(100).named("left"));
///     let take = |left: &AtomicU32| {
///         let seen = left.load(SeqCst);
///         left.store(seen - 1, SeqCst);
///     };
///     let other = thread::spawn({
///         let left = left.clone();
///         move || take(&left)
///     });
///     take(&left);
///     other.join().unwrap();
///     assert_eq!(left.load(SeqCst), 98);
/// });
/// assert_eq!(report.verdict(), Verdict::Failed);
/// assert_eq!(report.failure().unwrap().preemptions(), 1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an explorer does nothing until it runs a program"]
pub struct Explorer {
    pub(super) strategy: Option<Strategy>,
    pub(super) preemptions: Option<usize>,
    pub(super) max_executions: u64,
    max_time: Duration,
    pub(super) max_memory: usize,
    pub(super) options: Options,
    pub(super) every_failure: bool,
    pub(super) must_reach: Vec<String>,
    pub(super) about: Run,
}

/// Which executions are tried, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strategy {
    /// One execution for each order of the steps that depend on each other.
    Dpor,
    /// Every schedule.
    Dfs,
    /// The schedules with the fewest preemptions first.
    BestFirst,
    /// Every step by chance.
    Random {
        /// Where random numbers begin.
        seed: u64,
    },
    /// Threads by random priorities that change a few times.
    Pct {
        /// Where random numbers begin.
        seed: u64,
        /// How many things have to come in order for the bug.
        depth: usize,
    },
}

impl Default for Explorer {
    fn default() -> Self {
        Self::new()
    }
}

impl Explorer {
    /// An explorer that looks for a shortest failure first, then tries
    /// everything, and, where that is too much, goes on by chance.
    pub fn new() -> Self {
        Self {
            strategy: None,
            preemptions: None,
            max_executions: 1_000_000,
            max_time: Duration::from_secs(60),
            max_memory: 512 << 20,
            options: Options::default(),
            every_failure: false,
            must_reach: Vec::new(),
            about: Run::default(),
        }
    }

    /// Tries executions in this way only.
    pub fn strategy(self, strategy: Strategy) -> Self {
        Self { strategy: Some(strategy), ..self }
    }

    /// Tries only executions with at most so many preemptions: switches away
    /// from a thread that could have gone on. It goes with
    /// [`Strategy::Dfs`] and [`Strategy::BestFirst`], and makes
    /// [`Strategy::BestFirst`] of no strategy.
    pub fn preemption_bound(self, most: usize) -> Self {
        Self { preemptions: Some(most), ..self }
    }

    /// Stops after so many executions, counting those that are cut short
    /// because there is nothing new in them; 1,000,000 unless it is said.
    pub fn max_executions(self, most: u64) -> Self {
        Self { max_executions: most, ..self }
    }

    /// Stops after this time; a minute unless it is said.
    pub fn max_time(self, most: Duration) -> Self {
        Self { max_time: most, ..self }
    }

    /// Lets best-first keep no more than so many bytes of states; 512 MB
    /// unless it is said. Where it needs more, DPOR goes on in its place, and
    /// [`Scope::no_room`](super::Scope::no_room) says so.
    pub fn max_memory(self, bytes: usize) -> Self {
        Self { max_memory: bytes, ..self }
    }

    /// Calls an execution a failure that takes more steps than this; 10,000
    /// unless it is said, and 60,000 at most.
    pub fn max_steps(mut self, most: usize) -> Self {
        self.options.max_steps = most.min(MOST_STEPS);
        self
    }

    /// Calls it a failure if no execution [reaches](super::reach) this.
    pub fn must_reach(mut self, label: impl Into<String>) -> Self {
        self.must_reach.push(label.into());
        self
    }

    /// Lets sleeps and timeouts end in order, and only when nobody else can
    /// go on: as if threads computed in no time. Unless this is asked for
    /// they may end at any moment, as a thread may be as slow as it likes.
    pub fn time_in_order(mut self, in_order: bool) -> Self {
        self.options.time = if in_order { Time::Virtual } else { Time::Any };
        self
    }

    /// Lets `notify_one` wake any waiter, not only the one that has waited
    /// longest.
    pub fn wake_any(mut self, any: bool) -> Self {
        self.options.wake_any = any;
        self
    }

    /// Explores the inside of primitives that are made of others, too:
    /// events, semaphores, barriers, reentrant locks. Unless this is asked
    /// for each of their operations is one step.
    pub fn look_inside(mut self, inside: bool) -> Self {
        self.options.inside = inside;
        self
    }

    /// Goes on after a failure, to count them all. With no strategy that is
    /// done anyway, up to some thousand executions.
    pub fn count_failures(self, all: bool) -> Self {
        Self { every_failure: all, ..self }
    }

    /// What the trace of a failure says that it is of.
    pub fn titled(mut self, lab: &str, variant: &str, title: &str) -> Self {
        lab.clone_into(&mut self.about.lab);
        variant.clone_into(&mut self.about.variant);
        title.clone_into(&mut self.about.title);
        self
    }

    /// Explores `program`, on a thread of its own.
    ///
    /// # Blocking
    ///
    /// Until there is a verdict or a limit is reached. A program that blocks
    /// in something that is not of this library, or computes without end, is
    /// left where it is after some seconds, thread and all.
    ///
    /// # Panics
    ///
    /// If it is called by a program that is being explored.
    pub fn run(&self, program: impl Fn() + Send + Sync + 'static) -> Report {
        let began = Instant::now();
        let program: Program = Arc::new(program);
        let until = began.checked_add(self.max_time);
        let mut report = match self.searched(&program, until) {
            Ok(searched) => self.report(&program, searched),
            Err(lost) => self.report_lost(&program, &lost),
        };
        report.elapsed = began.elapsed();
        report
    }

    /// As [`run`](Self::run), for a test.
    ///
    /// # Panics
    ///
    /// With the report, if an execution fails, or none reaches what has to
    /// be reached.
    pub fn check(&self, program: impl Fn() + Send + Sync + 'static) {
        let report = self.run(program);
        if let Verdict::Failed | Verdict::Unreached = report.verdict {
            panic!("{}", report.render());
        }
    }

    /// Runs `program` as `schedule` says, and then on without switches:
    /// twice, to see whether it does the same.
    ///
    /// # Panics
    ///
    /// If it is called by a program that is being explored.
    pub fn replay(
        &self,
        schedule: &Schedule,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Report {
        let program: Program = Arc::new(program);
        let course = self.course(schedule, Then::GoOn);
        match self.clone().followed(&program, course, follow_twice) {
            Ok(followed) => self.report_followed(followed),
            Err(lost) => self.report_lost(&program, &lost),
        }
    }
}

/// Runs `program` as `schedule` says; see [`Explorer::replay`].
///
/// # Panics
///
/// If it is called by a program that is being explored.
#[must_use]
pub fn replay(
    schedule: &Schedule,
    program: impl Fn() + Send + Sync + 'static,
) -> Report {
    Explorer::new().replay(schedule, program)
}
