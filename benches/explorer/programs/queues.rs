//! Producers and consumers around a bounded queue that has room for one item.

use std::sync::Arc;

use crate::primitives::{Primitives, all};

const CAPACITY: usize = 1;

/// As many producers as consumers, and what each of them puts or gets.
#[derive(Clone, Copy)]
pub(crate) struct Traffic {
    pub(crate) pairs: u64,
    pub(crate) items: u64,
}

/// How a thread that was woken goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Woken {
    /// It asks again whether it may: `while`.
    Asks,
    /// It takes that for granted: `if`. A bug, because somebody else may have
    /// come in between.
    Goes,
}

/// Whom a change wakes where all wait for the same condition variable.
#[derive(Clone, Copy)]
pub(crate) enum Wakes {
    All,
    /// A bug, because it may be one of those who cannot go on.
    One,
}

trait Queue: Send + Sync + 'static {
    fn put(&self, item: u64);
    fn get(&self) -> u64;
}

pub(super) fn two_condvars<P: Primitives>(traffic: Traffic, woken: Woken) {
    drive::<P>(
        traffic,
        TwoCondvars::<P> {
            items: P::mutex(Vec::new()),
            not_full: P::condvar(),
            not_empty: P::condvar(),
            woken,
        },
    );
}

pub(super) fn one_condvar<P: Primitives>(traffic: Traffic, wakes: Wakes) {
    drive::<P>(
        traffic,
        OneCondvar::<P> {
            items: P::mutex(Vec::new()),
            changed: P::condvar(),
            wakes,
        },
    );
}

fn drive<P: Primitives>(traffic: Traffic, queue: impl Queue) {
    let queue = Arc::new(queue);
    let puts = [true, false].map(|puts| (0..traffic.pairs).map(move |_| puts));
    all::<P, _>(puts.into_iter().flatten().map(|puts| {
        let queue = queue.clone();
        move || {
            for item in 0..traffic.items {
                if puts {
                    queue.put(item);
                } else {
                    queue.get();
                }
            }
        }
    }));
}

struct TwoCondvars<P: Primitives> {
    items: P::Mutex<Vec<u64>>,
    not_full: P::Condvar,
    not_empty: P::Condvar,
    woken: Woken,
}

impl<P: Primitives> Queue for TwoCondvars<P> {
    fn put(&self, item: u64) {
        let mut items = P::lock(&self.items);
        while items.len() == CAPACITY {
            items = P::wait(&self.not_full, items);
            if self.woken == Woken::Goes {
                break;
            }
        }
        assert!(items.len() < CAPACITY, "put where there is no room");
        items.push(item);
        P::notify_one(&self.not_empty);
    }

    fn get(&self) -> u64 {
        let mut items = P::lock(&self.items);
        while items.is_empty() {
            items = P::wait(&self.not_empty, items);
            if self.woken == Woken::Goes {
                break;
            }
        }
        let item = items.pop().expect("get where there is no item");
        P::notify_one(&self.not_full);
        item
    }
}

struct OneCondvar<P: Primitives> {
    items: P::Mutex<Vec<u64>>,
    changed: P::Condvar,
    wakes: Wakes,
}

impl<P: Primitives> OneCondvar<P> {
    fn notify(&self) {
        match self.wakes {
            Wakes::All => P::notify_all(&self.changed),
            Wakes::One => P::notify_one(&self.changed),
        }
    }
}

impl<P: Primitives> Queue for OneCondvar<P> {
    fn put(&self, item: u64) {
        let mut items = P::lock(&self.items);
        while items.len() == CAPACITY {
            items = P::wait(&self.changed, items);
        }
        items.push(item);
        self.notify();
    }

    fn get(&self) -> u64 {
        let mut items = P::lock(&self.items);
        while items.is_empty() {
            items = P::wait(&self.changed, items);
        }
        let item = items.pop().expect("an item, or it would wait");
        self.notify();
        item
    }
}
