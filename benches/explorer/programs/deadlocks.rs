//! Threads that each take two locks.

use std::sync::Arc;

use crate::primitives::{Primitives, all};

/// Two threads. A bug, unless both take the same lock first.
pub(super) fn two_locks<P: Primitives>(same_order: bool) {
    let locks = Arc::new([P::mutex(()), P::mutex(())]);
    let second = if same_order { [0, 1] } else { [1, 0] };
    all::<P, _>([[0, 1], second].map(|order| {
        let locks = locks.clone();
        move || {
            let [one, other] = order;
            let _one = P::lock(&locks[one]);
            let _other = P::lock(&locks[other]);
        }
    }));
}

/// Three of them. A bug, unless one of them is left-handed.
pub(super) fn philosophers<P: Primitives>(last_is_left_handed: bool) {
    let forks = Arc::new([P::mutex(0), P::mutex(0), P::mutex(0)]);
    all::<P, _>((0..forks.len()).map(|seat| {
        let forks = forks.clone();
        move || {
            let (mut first, mut second) = (seat, (seat + 1) % forks.len());
            if last_is_left_handed && seat == forks.len() - 1 {
                (first, second) = (second, first);
            }
            let _first = P::lock(&forks[first]);
            *P::lock(&forks[second]) += 1;
        }
    }));
}
