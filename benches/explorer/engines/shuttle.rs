//! [shuttle](https://docs.rs/shuttle): tasks on one thread, switched before
//! every operation, without reduction.

use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use shuttle::scheduler::{
    DfsScheduler, PctScheduler, RandomScheduler, Scheduler, UrwRandomScheduler,
};
use shuttle::sync::atomic::AtomicU64;
use shuttle::sync::{Condvar, Mutex, MutexGuard};
use shuttle::thread::{self, JoinHandle};
use shuttle::{Config, FailurePersistence, Runner};

use super::{Engine, Limits, PCT_DEPTH, Reach, Run, panicking};
use crate::primitives::Primitives;
use crate::programs::Body;

pub(super) const ENGINES: [Engine; 4] = [
    Engine::new("shuttle", "dfs", Reach::Every, dfs),
    Engine::new("shuttle", "random", Reach::Sample, random),
    Engine::new("shuttle", "pct", Reach::Sample, pct),
    Engine::new("shuttle", "urw", Reach::Sample, urw),
];

fn dfs(body: Body, limits: Limits) -> Run {
    explore(DfsScheduler::new(None, false), body, limits)
}

fn random(body: Body, limits: Limits) -> Run {
    let executions = executions(limits);
    let scheduler = RandomScheduler::new_from_seed(limits.seed, executions);
    explore(scheduler, body, limits)
}

fn pct(body: Body, limits: Limits) -> Run {
    let executions = executions(limits);
    let scheduler =
        PctScheduler::new_from_seed(limits.seed, PCT_DEPTH, executions);
    explore(scheduler, body, limits)
}

fn urw(body: Body, limits: Limits) -> Run {
    let executions = executions(limits);
    let scheduler = UrwRandomScheduler::new_from_seed(limits.seed, executions);
    explore(scheduler, body, limits)
}

fn executions(limits: Limits) -> usize {
    limits.executions.try_into().unwrap_or(usize::MAX)
}

fn explore(
    scheduler: impl Scheduler + 'static,
    body: Body,
    limits: Limits,
) -> Run {
    let mut config = Config::new();
    config.max_time = Some(limits.time);
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    panicking(limits, |executions| {
        Runner::new(scheduler, config).run(move || {
            executions.fetch_add(1, Relaxed);
            body.run::<Shuttle>();
        });
    })
}

struct Shuttle;

impl Primitives for Shuttle {
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
        mutex.lock().expect("no panic while it is held")
    }

    fn condvar() -> Condvar {
        Condvar::new()
    }

    fn wait<'a, T: Send + 'static>(
        condvar: &Condvar,
        guard: Self::Guard<'a, T>,
    ) -> Self::Guard<'a, T> {
        condvar.wait(guard).expect("no panic while it is held")
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
