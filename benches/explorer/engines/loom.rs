//! [loom](https://docs.rs/loom): tasks on one thread, with a reduction, and
//! with the weaker orders of atomic accesses, of which sequential consistency
//! is not one.

use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use loom::model::Builder;
use loom::sync::atomic::AtomicU64;
use loom::sync::{Condvar, Mutex, MutexGuard};
use loom::thread::{self, JoinHandle};

use super::{Engine, Limits, Reach, Run, panicking};
use crate::primitives::Primitives;
use crate::programs::Body;

/// Those that a program may spawn, beside its main one.
const MOST_THREADS: u64 = 4;

/// How many executions pass between two looks at the clock.
const BETWEEN_LOOKS: usize = 64;

pub(super) const ENGINES: [Engine; 2] = [
    Engine::new("loom", "full", Reach::Every, full),
    Engine::new("loom", "2 preemptions", Reach::TwoPreemptions, bounded),
];

fn full(body: Body, limits: Limits) -> Run {
    explore(body, limits, None)
}

fn bounded(body: Body, limits: Limits) -> Run {
    explore(body, limits, Some(2))
}

fn explore(body: Body, limits: Limits, preemptions: Option<usize>) -> Run {
    if body.threads() > MOST_THREADS {
        return Run::refused("4 threads beside the main one at most");
    }
    let mut builder = Builder::new();
    builder.max_duration = Some(limits.time);
    builder.checkpoint_interval = BETWEEN_LOOKS;
    builder.preemption_bound = preemptions;
    panicking(limits, |executions| {
        builder.check(move || {
            executions.fetch_add(1, Relaxed);
            body.run::<Loom>();
        });
    })
}

struct Loom;

impl Primitives for Loom {
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
