//! The explorer: a program, and how to explore it.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::best_first::BestFirst;
use super::dfs::Dfs;
use super::dpor::Dpor;
use super::execution::{different, follow};
use super::look::Look;
use super::pulse::Pulse;
use super::random::{Pct, Random};
use super::replay::Then;
use super::report::{Failure, FailureKind, Report, Scope, Verdict};
use super::schedule::Schedule;
use super::search::{Found, Limits, Program, Search, Tally, explore};
use crate::model::{self, Extent, Options, Outcome, Time};
use crate::trace::{Clock, End, Place, Run, Trace};

/// Executions that a shortest failure is looked for in, before everything is
/// tried.
const FIRST: u64 = 2_000;

/// Executions by which failures are counted once one is known.
const COUNTED: u64 = 20_000;

/// How long a step may take before the program is called stuck.
const PATIENCE: Duration = Duration::from_secs(4);

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
    strategy: Option<Strategy>,
    preemptions: Option<usize>,
    max_executions: u64,
    max_time: Duration,
    pub(super) options: Options,
    every_failure: bool,
    must_reach: Vec<String>,
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

    /// Calls an execution a failure that takes more steps than this; 10,000
    /// unless it is said, and 60,000 at most.
    pub fn max_steps(mut self, most: usize) -> Self {
        self.options.max_steps = most.min(60_000);
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
        let explorer = self.clone();
        let search = move |program: &Program, pulse: &Pulse| {
            explorer.search(program, pulse)
        };
        let began = Instant::now();
        let mut report = on_a_thread(Arc::new(program), search)
            .unwrap_or_else(|stuck| self.stuck(stuck));
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

    /// Runs `program` once, as `schedule` says, and then on without
    /// switches.
    ///
    /// # Panics
    ///
    /// If it is called by a program that is being explored.
    pub fn replay(
        &self,
        schedule: &Schedule,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Report {
        let (explorer, schedule) = (self.clone(), schedule.clone());
        let search = move |program: &Program, pulse: &Pulse| {
            explorer.follow(program, &schedule, pulse)
        };
        on_a_thread(Arc::new(program), search)
            .unwrap_or_else(|stuck| self.stuck(stuck))
    }

    fn search(&self, program: &Program, pulse: &Pulse) -> Report {
        let mut options = self.options;
        let mut limits = Limits {
            executions: self.max_executions,
            until: Instant::now().checked_add(self.max_time),
            first_failure: !self.every_failure,
        };
        let mut go = |search: &mut dyn Search,
                      options: &mut Options,
                      limits: &Limits| {
            explore(program, search, options, limits, pulse)
        };
        let bound = self.preemptions;
        let strategy = match (self.strategy, bound) {
            (None, None) => {
                let (tally, shortest) =
                    self.by_turns(&mut options, &limits, &mut go);
                return self.report(program, tally, options, shortest);
            }
            (None, Some(_)) => Strategy::BestFirst,
            (Some(strategy), _) => strategy,
        };
        let mut shortest = false;
        let tally = match strategy {
            Strategy::Dpor => go(&mut Dpor::new(), &mut options, &limits),
            Strategy::Dfs => go(&mut Dfs::new(bound), &mut options, &limits),
            Strategy::BestFirst => {
                options.digests = true;
                limits.first_failure = false;
                let mut search = BestFirst::new(bound);
                let mut tally = go(&mut search, &mut options, &limits);
                shortest = search.is_proved_shortest();
                // What costs more than the failure was not looked at.
                tally.is_exhaustive &= tally.found.is_none();
                if search.is_full && tally.found.is_none() {
                    options.digests = false;
                    tally = go(&mut Dpor::new(), &mut options, &limits);
                }
                tally
            }
            Strategy::Random { seed } => {
                go(&mut Random::new(seed), &mut options, &limits)
            }
            Strategy::Pct { seed, depth } => {
                go(&mut Pct::new(seed, depth), &mut options, &limits)
            }
        };
        self.report(program, tally, options, shortest)
    }

    /// First the shortest failure, then everything, then chance.
    fn by_turns(
        &self,
        options: &mut Options,
        limits: &Limits,
        go: &mut dyn FnMut(&mut dyn Search, &mut Options, &Limits) -> Tally,
    ) -> (Tally, bool) {
        options.digests = true;
        let mut search = BestFirst::new(None);
        let few = Limits {
            executions: limits.executions.min(FIRST),
            first_failure: false,
            ..*limits
        };
        let first = go(&mut search, options, &few);
        let shortest = search.is_proved_shortest();
        drop(search);
        options.digests = false;
        let found = first.found.is_some();
        let all = Limits {
            executions: match found {
                true => limits.executions.min(COUNTED),
                false => limits.executions,
            },
            first_failure: false,
            ..*limits
        };
        let mut tally = go(&mut Dpor::new(), options, &all);
        tally.reached.extend(first.reached);
        tally.extent = tally.extent.with(first.extent);
        if found {
            // Should the two disagree, the one that was seen counts.
            tally.failures = tally.failures.max(1);
            tally.found = first.found;
            tally.first = first.first;
            return (tally, shortest);
        }
        (tally, false)
    }

    fn report(
        &self,
        program: &Program,
        tally: Tally,
        options: Options,
        shortest: bool,
    ) -> Report {
        let failure = tally
            .found
            .as_ref()
            .map(|found| self.failure(program, found, options));
        let missing = |label: &&String| !tally.reached.contains(*label);
        let unreached: Vec<String> =
            self.must_reach.iter().filter(missing).cloned().collect();
        let verdict = if failure.is_some() {
            Verdict::Failed
        } else if !unreached.is_empty() {
            Verdict::Unreached
        } else if tally.is_exhaustive && self.preemptions.is_none() {
            Verdict::Proved
        } else {
            Verdict::NothingFound
        };
        Report {
            verdict,
            executions: tally.executions,
            failures: tally.failures,
            is_exhaustive: tally.is_exhaustive && self.preemptions.is_none(),
            failure,
            is_shortest: shortest,
            reached: tally.reached,
            unreached,
            scope: self.scope(&tally.extent),
            elapsed: Duration::ZERO,
            first_failure: tally.first,
        }
    }

    /// What was found, once more and recorded.
    fn failure(
        &self,
        program: &Program,
        found: &Found,
        options: Options,
    ) -> Failure {
        let about = self.about.clone();
        // What is repeated for ever is not in the schedule.
        let then = match found.outcome {
            Outcome::Livelock => Then::GoOn,
            _ => Then::Stop,
        };
        // It came to its end before: nobody has to watch.
        let pulse = &Pulse::default();
        let again =
            follow(program, &found.schedule, options, then, about, pulse);
        let trace = again.trace.clone();
        let same = matches!(
            (&again.outcome, &found.outcome),
            (Outcome::Panicked { .. }, Outcome::Panicked { .. })
        ) || again.outcome == found.outcome;
        match again.failure() {
            Some(failure) if same => failure,
            _ => Failure {
                kind: FailureKind::NotDeterministic,
                message: different(),
                place: None,
                schedule: found.schedule.clone(),
                trace,
                preemptions: 0,
                moves: 0,
                look: Look::default(),
            },
        }
    }

    fn follow(
        &self,
        program: &Program,
        schedule: &Schedule,
        pulse: &Pulse,
    ) -> Report {
        let mut options = self.options;
        let followed = loop {
            let about = self.about.clone();
            let then = Then::GoOn;
            let followed =
                follow(program, schedule, options, then, about, pulse);
            match followed.outcome {
                Outcome::Again(model::Detail::Releases) => {
                    options.releases = true;
                }
                Outcome::Again(model::Detail::Ends) => options.ends = true,
                _ => break followed,
            }
        };
        let extent = followed.extent;
        let failure = followed.failure();
        let failed = failure.is_some();
        Report {
            verdict: match failed {
                true => Verdict::Failed,
                false => Verdict::NothingFound,
            },
            executions: 1,
            failures: failed.into(),
            is_exhaustive: false,
            failure,
            is_shortest: false,
            reached: super::reach::take(),
            unreached: Vec::new(),
            scope: self.scope(&extent),
            elapsed: Duration::ZERO,
            first_failure: None,
        }
    }

    fn scope(&self, extent: &Extent) -> Scope {
        Scope {
            threads: extent.threads,
            preemptions: self.preemptions,
            fair: extent.bounded,
            notifies: extent.notifies,
            in_order: self.options.time == Time::Virtual,
            wake_any: self.options.wake_any,
        }
    }

    /// What is said of a program that does not come back.
    pub(super) fn is_stuck(&self, place: Option<Place>) -> Failure {
        let after = match &place {
            Some(place) => format!("after {}", place.short()),
            None => "before its first step".to_owned(),
        };
        let message = format!(
            "a thread blocks in something that is not of this library, or \
             computes without end, {after}"
        );
        Failure {
            kind: FailureKind::Stuck,
            message,
            place,
            schedule: Schedule::default(),
            trace: nothing(self.about.clone()),
            preemptions: 0,
            moves: 0,
            look: Look::default(),
        }
    }

    fn stuck(&self, place: Option<Place>) -> Report {
        let failure = self.is_stuck(place);
        Report {
            verdict: Verdict::Failed,
            executions: 1,
            failures: 1,
            is_exhaustive: false,
            failure: Some(failure),
            is_shortest: false,
            reached: BTreeSet::new(),
            unreached: Vec::new(),
            scope: self.scope(&Extent::default()),
            elapsed: Duration::ZERO,
            first_failure: None,
        }
    }
}

/// Runs `program` once, as `schedule` says; see [`Explorer::replay`].
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

/// Does `search` on a thread of its own; if that gets stuck, where.
pub(super) fn on_a_thread<T: Send + 'static>(
    program: Program,
    search: impl FnOnce(&Program, &Pulse) -> T + Send + 'static,
) -> Result<T, Option<Place>> {
    assert!(
        !model::running(),
        "a program that is explored cannot explore another"
    );
    let pulse = Pulse::default();
    let watched = pulse.clone();
    let (done, end) = sync_channel(1);
    let explorer = std::thread::Builder::new().name("explorer".into());
    explorer
        .spawn(move || {
            let search = AssertUnwindSafe(|| search(&program, &pulse));
            let _ = done.send(catch_unwind(search));
        })
        .expect("the system has no thread to give");
    wait(&end, &watched)
}

type Outcomes<T> = Result<T, Box<dyn Any + Send>>;

fn wait<T>(
    end: &Receiver<Outcomes<T>>,
    pulse: &Pulse,
) -> Result<T, Option<Place>> {
    let (mut beats, mut since) = (pulse.beats(), Instant::now());
    loop {
        match end.recv_timeout(PATIENCE / 16) {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(RecvTimeoutError::Disconnected) => {
                unreachable!("the thread sends what it has")
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if pulse.beats() != beats {
            (beats, since) = (pulse.beats(), Instant::now());
        }
        if since.elapsed() >= PATIENCE {
            return Err(pulse.place().map(Place::from));
        }
    }
}

/// A trace of nothing.
pub(super) fn nothing(run: Run) -> Trace {
    let run = Run { clock: Clock::Model, ..run };
    let end = End {
        outcome: crate::trace::Outcome::Cut,
        time: 0,
        events: 0,
        dropped: 0,
    };
    Trace { run, lanes: vec![], objects: vec![], events: vec![], end }
}
