//! Threads that each add one to a counter.

use std::sync::Arc;

use crate::primitives::{Primitives, all};

pub(super) fn fetch_add<P: Primitives>(threads: u64) {
    let counter = Arc::new(P::atomic(0));
    all::<P, _>((0..threads).map(|_| {
        let counter = counter.clone();
        move || {
            P::fetch_add(&counter, 1);
        }
    }));
    assert_eq!(P::load(&counter), threads, "an update was lost");
}

pub(super) fn mutex<P: Primitives>(threads: u64) {
    let counter = Arc::new(P::mutex(0));
    all::<P, _>((0..threads).map(|_| {
        let counter = counter.clone();
        move || *P::lock(&counter) += 1
    }));
    assert_eq!(*P::lock(&counter), threads, "an update was lost");
}

/// Where `least` is the number of threads, a bug: each may read before any
/// other has written, and then the counter ends at 1.
pub(super) fn load_and_store<P: Primitives>(threads: u64, least: u64) {
    let counter = Arc::new(P::atomic(0));
    all::<P, _>((0..threads).map(|_| {
        let counter = counter.clone();
        move || {
            let seen = P::load(&counter);
            P::store(&counter, seen + 1);
        }
    }));
    assert!(P::load(&counter) >= least, "an update was lost");
}

/// Threads with many steps, and nothing else.
pub(super) fn steps<P: Primitives>(threads: u64, steps: u64) {
    let counter = Arc::new(P::atomic(0));
    all::<P, _>((0..threads).map(|_| {
        let counter = counter.clone();
        move || {
            for _ in 0..steps {
                P::fetch_add(&counter, 1);
            }
        }
    }));
}
