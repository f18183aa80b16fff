//! The explorer: a program, and how to explore it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::panicking;
use std::time::{Duration, Instant};

use super::best_first::BestFirst;
use super::dfs::Dfs;
use super::difference::Difference;
use super::dpor::Dpor;
use super::execution::{Course, Followed, follow, follow_twice, gone, used_up};
use super::random::{Pct, Random};
use super::record::is_same;
use super::replay::Then;
use super::report::{Failure, FailureKind, Report, Scope, Verdict};
use super::schedule::Schedule;
use super::search::{Limits, Program, Search, Tally, explore};
use super::watch::{LITTLE_PATIENCE, Lost, PATIENCE, on_a_thread};
use crate::model::{Extent, MOST_STEPS, Options, Outcome, Pulse, Time};
use crate::trace::{Clock, End, Run, Trace};

/// Executions that everything is tried with before anything else.
const LITTLE: u64 = 200;

/// Executions by which failures are counted once one is known.
const COUNTED: u64 = 5_000;

/// Executions that a shortest failure is looked for in.
const SHORTEST: u64 = 2_000;

/// How many things have to come in order for a bug that is left to chance.
const DEPTH: usize = 3;

/// Where chance begins.
const SEED: u64 = 7;

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

    /// What a search comes to, on a thread of its own.
    fn searched(
        &self,
        program: &Program,
        until: Option<Instant>,
    ) -> Result<Searched, Lost> {
        let mut explorer = self.clone();
        loop {
            let options = explorer.options;
            let search = explorer.clone();
            let search = move |program: &Program, pulse: &Pulse| {
                let mut searched = search.search(program, until, pulse);
                if !panicking() {
                    searched.again = search.again(program, &searched);
                }
                searched
            };
            let searched = on_a_thread(program, PATIENCE, search)?;
            if !searched.tally.is_cut || options.leaks {
                return Ok(searched);
            }
            // A destructor of the program waits, or panics, when an execution
            // is cut short. So they are not run.
            let Options { releases, ends, .. } = searched.options;
            explorer.options =
                Options { releases, ends, leaks: true, ..options };
        }
    }

    fn search(
        &self,
        program: &Program,
        until: Option<Instant>,
        pulse: &Pulse,
    ) -> Searched {
        let mut options = self.options;
        let mut limits = Limits {
            executions: self.max_executions,
            until,
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
                return Searched { tally, options, shortest, again: None };
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
        Searched { tally, options, shortest, again: None }
    }

    /// Everything, if that is little. Else, or if something fails, the
    /// shortest failure; then everything after all, and at last chance.
    fn by_turns(
        &self,
        options: &mut Options,
        limits: &Limits,
        go: &mut dyn FnMut(&mut dyn Search, &mut Options, &Limits) -> Tally,
    ) -> (Tally, bool) {
        let every = |executions: u64| Limits {
            executions: executions.min(limits.executions),
            first_failure: false,
            ..*limits
        };
        let mut tally = go(&mut Dpor::new(), options, &every(LITTLE));
        if tally.is_settled() {
            return (tally, false);
        }
        options.digests = true;
        let mut search = BestFirst::new(None);
        let first = go(&mut search, options, &every(SHORTEST));
        let shortest = search.is_proved_shortest();
        drop(search);
        options.digests = false;
        tally.reached.extend(first.reached);
        tally.extent = tally.extent.with(first.extent);
        tally.is_cut |= first.is_cut;
        if first.found.is_some() {
            // What only this search has found is one more.
            if tally.found.is_none() {
                tally.executions += 1;
                tally.failures += 1;
            }
            tally.first = tally.first.or(first.first);
            tally.found = first.found;
        }
        if tally.found.is_some() {
            if !tally.is_exhaustive {
                let all = go(&mut Dpor::new(), options, &every(COUNTED));
                tally.executions = all.executions.max(tally.executions);
                tally.failures = all.failures.max(tally.failures);
                tally.is_exhaustive = all.is_exhaustive;
                tally.reached.extend(all.reached);
            }
            return (tally, shortest);
        }
        let most = Limits { until: most_of(limits.until), ..*limits };
        let mut all = go(&mut Dpor::new(), options, &most);
        all.reached.extend(tally.reached);
        all.extent = all.extent.with(tally.extent);
        if all.is_exhaustive || all.found.is_some() {
            return (all, false);
        }
        let executions = limits.executions / 4;
        let left = Limits { executions, ..*limits };
        let chance = go(&mut Pct::new(SEED, DEPTH), options, &left);
        all.executions += chance.executions;
        all.failures += chance.failures;
        all.reached.extend(chance.reached);
        all.found = chance.found;
        (all, false)
    }

    fn report(&self, program: &Program, mut searched: Searched) -> Report {
        let failure = self.failure(program, &mut searched);
        let Searched { tally, shortest, .. } = searched;
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

    /// What was found, if anything was, once more and recorded.
    fn again(
        &self,
        program: &Program,
        searched: &Searched,
    ) -> Option<Followed> {
        let found = searched.tally.found.as_ref()?;
        // What is repeated for ever is not in the schedule.
        let then = match found.outcome {
            Outcome::Livelock => Then::GoOn,
            Outcome::Diverged(_) => Then::StopBefore,
            _ => Then::Stop,
        };
        let course = Course {
            options: searched.options,
            before: found.record.as_deref().cloned(),
            ..self.course(&found.schedule, then)
        };
        Some(follow(program, course))
    }

    fn failure(
        &self,
        program: &Program,
        searched: &mut Searched,
    ) -> Option<Failure> {
        let again = searched.again.take();
        let found = searched.tally.found.as_ref()?;
        let again = match again {
            Some(again) => again,
            None => {
                let (explorer, searched) = (self.clone(), searched.clone());
                let again = move |program: &Program, _: &Pulse| {
                    explorer.again(program, &searched)
                };
                match on_a_thread(program, PATIENCE, again) {
                    Ok(again) => again?,
                    Err(lost) => return Some(self.lost(program, &lost)),
                }
            }
        };
        let (before, now) = (&found.outcome, &again.outcome);
        let known = found.difference.clone().or(again.difference.clone());
        let difference = match before {
            Outcome::Diverged(last) => Some(known.unwrap_or_else(|| {
                Box::new(Difference::after(last.clone(), &found.schedule))
            })),
            _ if is_same(before, now) => known,
            _ => Some(known.unwrap_or_else(|| {
                Box::new(Difference::of_ends(before, now, &found.schedule))
            })),
        };
        Followed { difference, ..again }.failure()
    }

    /// How to follow `schedule`.
    pub(super) fn course(&self, schedule: &Schedule, then: Then) -> Course {
        Course {
            schedule: schedule.clone(),
            then,
            options: self.options,
            about: self.about.clone(),
            before: None,
        }
    }

    /// What comes of a schedule. What turns out to matter is remembered.
    pub(super) fn followed(
        &mut self,
        program: &Program,
        mut course: Course,
        follow: fn(&Program, Course) -> Followed,
    ) -> Result<Followed, Lost> {
        loop {
            let next = Course { options: self.options, ..course.clone() };
            course.before = None; // with other options it has other steps
            let followed =
                on_a_thread(program, PATIENCE, move |program, _| {
                    follow(program, next)
                })?;
            match followed.outcome {
                Outcome::Again(detail) => self.options.look_at(detail),
                _ => return Ok(followed),
            }
            if course.then == Then::Stop {
                course.then = Then::StopSplit;
            }
        }
    }

    fn report_followed(&self, followed: Followed) -> Report {
        let reached = followed.reached.clone();
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
            reached,
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

    /// What is said of a program that took its thread along.
    pub(super) fn lost(&self, program: &Program, lost: &Lost) -> Failure {
        let known = self.before(program, lost);
        let look = known.as_ref().map(|it| it.look.clone());
        let look = look.unwrap_or_default();
        let name = look.name(lost.task);
        let place = lost.place.as_ref();
        let (kind, message) = match lost.overflowed {
            true => (FailureKind::StackOverflow, used_up(&name, place)),
            false => (FailureKind::Stuck, gone(&name, place)),
        };
        Failure {
            kind,
            message,
            place: lost.place.clone(),
            schedule: lost.schedule.clone(),
            preemptions: known.as_ref().map_or(0, |it| it.preemptions),
            moves: known.as_ref().map_or(0, |it| it.moves),
            trace: known
                .map_or_else(|| nothing(self.about.clone()), |it| it.trace),
            look,
        }
    }

    /// The execution up to the step from which a task did not come back, if
    /// that can be seen.
    fn before(&self, program: &Program, lost: &Lost) -> Option<Followed> {
        if lost.schedule.is_empty() {
            return None;
        }
        let course = Course {
            options: lost.options(self.options),
            ..self.course(&lost.schedule, Then::StopBefore)
        };
        let follow =
            move |program: &Program, _: &Pulse| follow(program, course);
        on_a_thread(program, LITTLE_PATIENCE, follow).ok()
    }

    fn report_lost(&self, program: &Program, lost: &Lost) -> Report {
        Report {
            verdict: Verdict::Failed,
            executions: lost.executions,
            failures: 1,
            is_exhaustive: false,
            failure: Some(self.lost(program, lost)),
            is_shortest: false,
            reached: BTreeSet::new(),
            unreached: Vec::new(),
            scope: self.scope(&Extent::default()),
            elapsed: Duration::ZERO,
            first_failure: None,
        }
    }
}

/// Three quarters of the way from now to `until`.
fn most_of(until: Option<Instant>) -> Option<Instant> {
    let now = Instant::now();
    let left = until?.saturating_duration_since(now);
    now.checked_add(left * 3 / 4)
}

/// What a search has come to.
#[derive(Clone)]
struct Searched {
    tally: Tally,
    /// How its executions ran.
    options: Options,
    /// Whether no failure is shorter than the one that it has found.
    shortest: bool,
    /// That one once more, and recorded, where the thread could still do it.
    again: Option<Followed>,
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
