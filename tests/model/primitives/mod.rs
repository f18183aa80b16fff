//! Every primitive of the library, with two or three threads: what is said
//! of it holds in every execution.
//!
//! `Red if` says which edit of the library a test fails for. Times are no
//! times: unless a test asks for [`Explorer::time_in_order`], a timeout may
//! be over at any moment.

mod atomic;
mod barrier;
mod condvar;
mod event;
mod lock;
mod mutex;
mod queue;
mod reentrant;
mod rwlock;
mod semaphore;
mod threads;
mod timer;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use workbench::explore::{Explorer, FailureKind, Report, Strategy, Verdict};
use workbench::thread;

/// Any time: see the module.
const TIME: Duration = Duration::from_secs(1);

/// Schedules of plain search that a proof is compared with.
const COMPARED: u64 = 1_000;

/// One execution for each order of what depends on each other.
fn explorer() -> Explorer {
    Explorer::new().strategy(Strategy::Dpor)
}

/// Proves that no execution of `program` fails, as [`outcomes`].
#[track_caller]
fn proved(
    explorer: &Explorer,
    program: impl Fn() + Clone + Send + Sync + 'static,
) -> Report {
    all_outcomes(explorer, program).0
}

/// How `program` fails, in some execution.
#[track_caller]
fn failure(
    explorer: &Explorer,
    program: impl Fn() + Send + Sync + 'static,
) -> FailureKind {
    let report = explorer.run(program);
    report.failure().expect("some execution fails").kind()
}

/// Everything that `program` can come to, where no execution fails.
///
/// Plain search, which believes no primitive what depends on what, comes to
/// nothing else, as far as it goes.
#[track_caller]
fn outcomes<T: Ord + Debug + Send + 'static>(
    explorer: &Explorer,
    program: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> BTreeSet<T> {
    all_outcomes(explorer, program).1
}

#[track_caller]
fn all_outcomes<T: Ord + Debug + Send + 'static>(
    explorer: &Explorer,
    program: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> (Report, BTreeSet<T>) {
    let plain = explorer.clone().strategy(Strategy::Dfs);
    let plain = plain.max_executions(COMPARED);
    let (report, some) = gather(&plain, program.clone());
    assert!(report.failure().is_none(), "{}", report.render());
    let (report, all) = gather(explorer, program);
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
    let missed: Vec<_> = some.difference(&all).collect();
    assert!(missed.is_empty(), "not proved: it can come to {missed:?}");
    (report, all)
}

/// The same, for a primitive that is made of others: its inside comes to
/// what it comes to as a whole.
#[track_caller]
fn outcomes_inside_too<T: Ord + Debug + Send + 'static>(
    explorer: &Explorer,
    program: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> BTreeSet<T> {
    let whole = outcomes(explorer, program.clone());
    let inside = outcomes(&explorer.clone().look_inside(true), program);
    assert_eq!(inside, whole);
    whole
}

fn gather<T: Ord + Send + 'static>(
    explorer: &Explorer,
    program: impl Fn() -> T + Send + Sync + 'static,
) -> (Report, BTreeSet<T>) {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let all = seen.clone();
    let report = explorer.run(move || {
        let outcome = program();
        all.lock().insert(outcome);
    });
    let seen = std::mem::take(&mut *seen.lock());
    (report, seen)
}

/// What two threads return, the second of which is the calling one.
fn both<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().expect("a panic ends the execution"), other)
    })
}
