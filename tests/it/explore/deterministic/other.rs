//! Programs that are not the same every time.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, AtomicUsize as Counter, Ordering::SeqCst};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use workbench::sync::{Mutex, Semaphore};
use workbench::thread;

use super::{Program, so_many_times};

/// Locks some in the order in which a map has them.
fn in_the_order_of_a_map() {
    let locks: HashMap<u32, Mutex<()>> =
        (0..12).map(|number| (number, Mutex::new(()))).collect();
    (0..12).for_each(|number| drop(locks[&number].lock()));
    let first = locks.keys().next().copied();
    let lock = |number| drop(locks[&number].lock());
    thread::scope(|scope| {
        scope.spawn(|| first.into_iter().for_each(lock));
        (0..3).for_each(lock);
    });
}

fn by_address() {
    // It stays, so that the next is elsewhere.
    let kept = Box::leak(Box::new([0_u64; 40]));
    let address = std::ptr::from_ref(kept).addr();
    so_many_times(|| address / 16 % 61);
}

/// Looks how long another thread takes, of which the explorer knows nothing.
fn by_a_real_thread() {
    let ready = Arc::new(AtomicBool::new(false));
    let real = std::thread::spawn({
        let ready = ready.clone();
        move || ready.store(true, SeqCst)
    });
    let mut looks = 0;
    while !ready.load(SeqCst) {
        looks += 1;
    }
    so_many_times(|| looks % 97);
    real.join().unwrap();
}

/// The first execution makes, with a step of its own, what the others find.
fn made_once_in_steps() -> Program {
    let once = OnceLock::new();
    Box::new(move || {
        let times = once.get_or_init(|| {
            let own = Mutex::new(1);
            *own.lock() += 1;
            own.into_inner()
        });
        so_many_times(|| *times);
    })
}

fn kept_from_the_first() -> Program {
    let once = OnceLock::new();
    Box::new(move || {
        let lock = once.get_or_init(|| Mutex::new(0).named("kept"));
        *lock.lock() += 1;
        so_many_times(|| 0);
    })
}

pub(super) fn programs() -> Vec<(&'static str, Program)> {
    let mut all: Vec<(&'static str, Program)> = vec![
        ("map", Box::new(in_the_order_of_a_map)),
        ("address", Box::new(by_address)),
        ("real thread", Box::new(by_a_real_thread)),
    ];
    all.extend(by_counts());
    all.extend(by_chance());
    all
}

/// Those that differ from one execution to the next for sure.
pub(super) fn by_counts() -> Vec<(&'static str, Program)> {
    let count = || {
        let counter = Counter::new(0);
        move || counter.fetch_add(1, SeqCst)
    };
    let (odd, longer, permits) = (count(), count(), count());
    let outside = Arc::new(Mutex::new(0).named("outside"));
    thread_local! {
        static TIMES: Cell<usize> = const { Cell::new(0) };
    }
    vec![
        ("made once in steps", made_once_in_steps()),
        ("kept from the first", kept_from_the_first()),
        ("every other", Box::new(move || so_many_times(|| odd() % 2))),
        ("never the same length", Box::new(move || so_many_times(&longer))),
        (
            "permits",
            Box::new(move || {
                let permits = Semaphore::new(1 + permits() % 2);
                thread::scope(|scope| {
                    scope.spawn(|| {
                        permits.acquire();
                        permits.release();
                    });
                    permits.acquire();
                    permits.release();
                });
            }),
        ),
        (
            "thread-local",
            Box::new(|| {
                TIMES.set(TIMES.get() + 1);
                so_many_times(|| TIMES.get());
            }),
        ),
        (
            "made outside",
            Box::new(move || {
                so_many_times(|| 0);
                *outside.lock() += 1;
            }),
        ),
    ]
}

fn by_chance() -> Vec<(&'static str, Program)> {
    vec![
        (
            "time",
            Box::new(|| {
                let begun = Instant::now();
                so_many_times(move || begun.elapsed().as_nanos() as usize % 97);
            }),
        ),
        (
            "random",
            Box::new(|| {
                let dice = RandomState::new().hash_one(0);
                so_many_times(|| dice as usize % 97);
            }),
        ),
    ]
}
