//! The library's own explorer. `notify_one` wakes whoever has waited longest,
//! as with loom, or, where it is said, anyone, as with shuttle.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Instant;

use workbench::explore::{Explorer, Report, Strategy, Verdict};
use workbench::sync::atomic::AtomicU64;
use workbench::sync::{Condvar, Mutex, MutexGuard};
use workbench::thread::{self, JoinHandle};

use super::{End, Engine, HOUSE, Limits, PCT_DEPTH, Reach, Run};
use crate::primitives::Primitives;
use crate::programs::Body;

pub(super) const ENGINES: [Engine; 7] = [
    Engine::new(HOUSE, "default", Reach::Every, default),
    Engine::new(HOUSE, "dpor", Reach::Every, dpor),
    Engine::new(HOUSE, "dpor, wakes any", Reach::Every, wakes_any),
    Engine::new(HOUSE, "dfs", Reach::Every, dfs),
    Engine::new(HOUSE, "best-first", Reach::Every, best_first),
    Engine::new(HOUSE, "random", Reach::Sample, random),
    Engine::new(HOUSE, "pct", Reach::Sample, pct),
];

fn default(body: Body, limits: Limits) -> Run {
    explore(Explorer::new(), body, limits)
}

fn dpor(body: Body, limits: Limits) -> Run {
    explore(Explorer::new().strategy(Strategy::Dpor), body, limits)
}

fn wakes_any(body: Body, limits: Limits) -> Run {
    let explorer = Explorer::new().strategy(Strategy::Dpor).wake_any(true);
    explore(explorer, body, limits)
}

fn dfs(body: Body, limits: Limits) -> Run {
    explore(Explorer::new().strategy(Strategy::Dfs), body, limits)
}

fn best_first(body: Body, limits: Limits) -> Run {
    explore(Explorer::new().strategy(Strategy::BestFirst), body, limits)
}

fn random(body: Body, limits: Limits) -> Run {
    let strategy = Strategy::Random { seed: limits.seed };
    explore(Explorer::new().strategy(strategy), body, limits)
}

fn pct(body: Body, limits: Limits) -> Run {
    let strategy = Strategy::Pct { seed: limits.seed, depth: PCT_DEPTH };
    explore(Explorer::new().strategy(strategy), body, limits)
}

fn explore(explorer: Explorer, body: Body, limits: Limits) -> Run {
    let explorer =
        explorer.max_time(limits.time).max_executions(limits.executions);
    let begun = Instant::now();
    let report = explorer.run(move || body.run::<Workbench>());
    let in_all = begun.elapsed();
    let (executions, time) =
        report.first_failure().unwrap_or((report.executions(), in_all));
    Run { executions, time, in_all, end: end(&report) }
}

fn end(report: &Report) -> End {
    match (report.verdict(), report.failure()) {
        (Verdict::Failed, Some(failure)) => {
            End::Bug(failure.message().to_owned())
        }
        (Verdict::Proved, _) => End::Complete,
        _ => End::Limit,
    }
}

struct Workbench;

impl Primitives for Workbench {
    type Thread = JoinHandle<()>;
    type Mutex<T: Send + 'static> = Mutex<T>;
    type Guard<'a, T: Send + 'static> = MutexGuard<'a, T>;
    type Condvar = Condvar;
    type Atomic = AtomicU64;

    fn spawn(body: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
        thread::spawn(body)
    }

    fn join(thread: JoinHandle<()>) {
        thread.join().expect("a thread that does not panic");
    }

    fn mutex<T: Send>(value: T) -> Mutex<T> {
        Mutex::new(value)
    }

    fn lock<T: Send>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock()
    }

    fn condvar() -> Condvar {
        Condvar::new()
    }

    fn wait<'a, T: Send + 'static>(
        condvar: &Condvar,
        mut guard: Self::Guard<'a, T>,
    ) -> Self::Guard<'a, T> {
        condvar.wait(&mut guard);
        guard
    }

    fn notify_one(condvar: &Condvar) {
        condvar.notify_one();
    }

    fn notify_all(condvar: &Condvar) {
        condvar.notify_all();
    }

    fn atomic(value: u64) -> AtomicU64 {
        AtomicU64::new(value)
    }

    fn load(atomic: &AtomicU64) -> u64 {
        atomic.load(SeqCst)
    }

    fn store(atomic: &AtomicU64, value: u64) {
        atomic.store(value, SeqCst);
    }

    fn fetch_add(atomic: &AtomicU64, operand: u64) -> u64 {
        atomic.fetch_add(operand, SeqCst)
    }
}
