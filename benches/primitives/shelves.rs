//! LIFO and priority queues, against what one would write by hand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use parking_lot::{Condvar, Mutex};
use workbench::queue::{LifoQueue, PriorityQueue};

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::transfer;
use crate::python::Python;
use crate::scale::Scale;

const SETTINGS: &str = "1P1C, 2P2C, 4P4C at 64, at 1024";
const BY_HAND: &str = "Mutex + Condvar";

pub(crate) fn rows(scale: Scale, _: &Python) -> Vec<Row> {
    let items = scale.count(100_000);
    let mut lifo = Row::new("lifo queue, bounded", SETTINGS);
    let mut priority = Row::new("priority queue, bounded", SETTINGS);
    for capacity in [64, 1024] {
        for pairs in [1, 2, 4] {
            let label = format!("{pairs}P{pairs}C at {capacity}");
            let setting = Setting { capacity, pairs, items };
            lifo = lifo.cell(
                label.clone(),
                [
                    Contender::ours(move || setting.lifo()),
                    Contender::new(BY_HAND, move || setting.stack_by_hand()),
                ],
            );
            priority = priority.cell(
                label,
                [
                    Contender::ours(move || setting.priority()),
                    Contender::new(BY_HAND, move || setting.heap_by_hand()),
                ],
            );
        }
    }
    vec![
        lifo.goal(Goal::speed_at_least(BY_HAND, 1.5)),
        priority.goal(Goal::speed_at_least(BY_HAND, 1.3)),
    ]
}

#[derive(Clone, Copy)]
struct Setting {
    capacity: usize,
    pairs: u64,
    items: u64,
}

impl Setting {
    fn lifo(self) -> f64 {
        let queue = LifoQueue::new(self.capacity);
        let put = |n| queue.put(n).expect("an open queue");
        let get = || queue.get().expect("an open queue");
        transfer(self.pairs, self.items, put, get)
    }

    fn stack_by_hand(self) -> f64 {
        let queue = ByHand::new(Vec::new(), self.capacity);
        let put = |n| queue.put(|items| items.push(n), Vec::len);
        let get = || queue.get(Vec::pop);
        transfer(self.pairs, self.items, put, get)
    }

    fn priority(self) -> f64 {
        let queue = PriorityQueue::new(self.capacity);
        let put = |n| queue.put(shuffled(n)).expect("an open queue");
        let get = || queue.get().expect("an open queue");
        transfer(self.pairs, self.items, put, get)
    }

    fn heap_by_hand(self) -> f64 {
        let queue = ByHand::new(BinaryHeap::new(), self.capacity);
        let put = |n| {
            let item = Reverse(shuffled(n));
            queue.put(|items| items.push(item), BinaryHeap::len);
        };
        let get = || queue.get(BinaryHeap::pop).0;
        transfer(self.pairs, self.items, put, get)
    }
}

/// Priorities in no order, the same ones for everybody.
fn shuffled(n: u64) -> u64 {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}

/// The bounded queue as it stands in textbooks, on parking_lot.
struct ByHand<S> {
    items: Mutex<S>,
    capacity: usize,
    not_empty: Condvar,
    not_full: Condvar,
}

impl<S> ByHand<S> {
    fn new(items: S, capacity: usize) -> Self {
        Self {
            items: Mutex::new(items),
            capacity,
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
        }
    }

    fn put(&self, push: impl FnOnce(&mut S), len: impl Fn(&S) -> usize) {
        let mut items = self.items.lock();
        while len(&items) >= self.capacity {
            self.not_full.wait(&mut items);
        }
        push(&mut items);
        drop(items);
        self.not_empty.notify_one();
    }

    fn get<T>(&self, pop: impl Fn(&mut S) -> Option<T>) -> T {
        let mut items = self.items.lock();
        loop {
            if let Some(item) = pop(&mut items) {
                drop(items);
                self.not_full.notify_one();
                return item;
            }
            self.not_empty.wait(&mut items);
        }
    }
}
