//! The explorers, and what they have in common.

mod loom;
mod shuttle;
mod workbench;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::programs::Body;

/// The library's own.
const HOUSE: &str = "workbench";

/// PCT's bound of the bug's depth.
const PCT_DEPTH: usize = 3;

/// One way to explore a program.
pub(crate) struct Engine {
    pub(crate) house: &'static str,
    pub(crate) strategy: &'static str,
    pub(crate) reach: Reach,
    explore: fn(Body, Limits) -> Run,
}

/// What it means that an engine comes to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// No interleaving is left out that could matter.
    Every,
    /// No interleaving of up to two preemptions.
    TwoPreemptions,
    /// It draws, and has no end.
    Sample,
}

#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    /// For those that draw.
    pub(crate) executions: u64,
    /// For those that draw.
    pub(crate) seed: u64,
}

/// What came of exploring a program once.
pub(crate) struct Run {
    /// To the first bug, or to the end.
    pub(crate) executions: u64,
    /// To the first bug, or to the end.
    pub(crate) time: Duration,
    /// To the answer: one that has found a bug may go on to the shortest way
    /// to it, or to its story.
    pub(crate) in_all: Duration,
    pub(crate) end: End,
}

pub(crate) enum End {
    /// Nothing is left to explore, and nothing was wrong.
    Complete,
    /// A bug.
    Bug(String),
    /// One of the limits.
    Limit,
    /// The engine cannot run such a program.
    Refused(&'static str),
}

/// The library's first.
pub(crate) fn engines() -> impl Iterator<Item = &'static Engine> {
    let rivals = shuttle::ENGINES.iter().chain(&loom::ENGINES);
    workbench::ENGINES.iter().chain(rivals)
}

impl Engine {
    const fn new(
        house: &'static str,
        strategy: &'static str,
        reach: Reach,
        explore: fn(Body, Limits) -> Run,
    ) -> Self {
        Self { house, strategy, reach, explore }
    }

    pub(crate) fn explore(&self, body: Body, limits: Limits) -> Run {
        (self.explore)(body, limits)
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.house == HOUSE
    }

    /// Whether it is the library's, and proves without what does not matter.
    pub(crate) fn is_dpor(&self) -> bool {
        self.is_ours() && self.strategy == "dpor"
    }
}

impl End {
    pub(crate) fn is_bug(&self) -> bool {
        matches!(self, Self::Bug(_))
    }
}

impl Run {
    fn refused(why: &'static str) -> Self {
        let time = Duration::ZERO;
        let end = End::Refused(why);
        Self { executions: 0, time, in_all: time, end }
    }
}

/// Explores with a rival, for which a bug is a panic, and a number of
/// executions how often it calls the program.
fn panicking(limits: Limits, explore: impl FnOnce(Arc<AtomicU64>)) -> Run {
    let executions = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| explore(executions.clone())));
    let time = begun.elapsed();
    let executions = executions.load(Relaxed);
    let end = match result {
        Err(payload) => End::Bug(message(&*payload)),
        Ok(()) if time >= limits.time || executions >= limits.executions => {
            End::Limit
        }
        Ok(()) => End::Complete,
    };
    Run { executions, time, in_all: time, end }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let formatted = || payload.downcast_ref::<String>().cloned();
    literal.or_else(formatted).unwrap_or_else(|| "a panic".to_owned())
}
