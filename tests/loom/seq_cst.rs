//! What the stand-in for [`memory`](crate::memory) makes of `SeqCst`: as much
//! as the gate relies on, and of each access that it is `SeqCst`.

use std::sync::Arc;

use crate::memory::{
    AtomicU64,
    Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst},
    fence,
};
use crate::{explore, spawn};

/// Two threads: each writes its own variable, then reads the other's.
fn store_buffer(
    step: impl Fn(&AtomicU64, &AtomicU64) -> u64 + Copy + Send + Sync + 'static,
) -> Vec<(u64, u64)> {
    explore(None, move || {
        let both = Arc::new((AtomicU64::new(0), AtomicU64::new(0)));
        let other = spawn(&both, move |(one, two)| step(two, one));
        let mine = step(&both.0, &both.1);
        (mine, other.join().unwrap())
    })
}

/// That neither sees the other's write is missing.
const ORDERED: [(u64, u64); 3] = [(0, 1), (1, 0), (1, 1)];
const NEITHER: (u64, u64) = (0, 0);

fn store(order: Ordering, load: Ordering) -> Vec<(u64, u64)> {
    store_buffer(move |mine, other| {
        mine.store(1, order);
        other.load(load)
    })
}

fn fetch_add(order: Ordering, load: Ordering) -> Vec<(u64, u64)> {
    store_buffer(move |mine, other| {
        mine.fetch_add(1, order);
        other.load(load)
    })
}

#[test]
fn one_of_two_threads_sees_the_other() {
    assert_eq!(store(SeqCst, SeqCst), ORDERED);
    assert_eq!(fetch_add(SeqCst, SeqCst), ORDERED);
}

#[test]
fn with_any_weaker_order_perhaps_neither_does() {
    for found in [
        store(Release, SeqCst),
        store(SeqCst, Acquire),
        fetch_add(AcqRel, SeqCst),
        fetch_add(SeqCst, Acquire),
    ] {
        assert!(found.contains(&NEITHER));
    }
}

/// The weaker write may be late, whatever came before it.
#[test]
fn weak_write_after_a_strong_one_stays_weak() {
    let found = store_buffer(|mine, other| {
        mine.store(1, SeqCst);
        mine.store(2, Release);
        other.load(SeqCst)
    });
    assert!(found.contains(&(1, 1)));
    assert!(!found.contains(&NEITHER));
}

#[test]
fn fence_orders_whatever_is_around_it() {
    let found = store_buffer(|mine, other| {
        mine.store(1, Relaxed);
        fence(SeqCst);
        other.load(Relaxed)
    });
    assert_eq!(found, ORDERED);
}

/// One side as a waiter at the gate has it, the other as its notifier.
#[test]
fn fence_on_one_side_meets_seq_cst_accesses_on_the_other() {
    let found = explore(None, || {
        let both = Arc::new((AtomicU64::new(0), AtomicU64::new(0)));
        let waiter = spawn(&both, |(count, change)| {
            count.fetch_add(1, Relaxed);
            fence(SeqCst);
            change.load(Relaxed)
        });
        both.1.fetch_add(1, SeqCst);
        let seen = both.0.load(SeqCst);
        (seen, waiter.join().unwrap())
    });
    assert_eq!(found, ORDERED);
}
