//! A stack without locks: who pops reads the top node and the one below it,
//! and replaces the first by the second if the top is still the same. Nodes
//! are numbers of slots, and are used again. If a number is back on top while
//! all below has changed, the exchange succeeds and leaves on top a node that
//! is somebody's: the ABA problem.
//!
//! Source: Treiber, "Systems programming: coping with parallelism", IBM
//! RJ 5118, 1986. The problem, and its repair by a count beside the top: IBM
//! System/370 Principles of Operation, 1983, appendix A.

use std::collections::VecDeque;

use workbench::explore::FailureKind;
use workbench::sync::atomic::{
    AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst,
};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

/// Below the last node.
const NIL: usize = 2;

struct Stack {
    /// The top node and, in the upper half, how often it was replaced: always
    /// 0 if the stack does not count.
    top: AtomicU64,
    counts: bool,
    below: [AtomicUsize; 2],
    /// Whether somebody has popped the node.
    taken: [AtomicBool; 2],
}

impl Stack {
    /// Node 0, and node 1 below it.
    fn new(counts: bool) -> Self {
        let below = |node: usize| {
            AtomicUsize::new(node + 1).named(format!("below-{node}"))
        };
        let taken =
            |node| AtomicBool::new(false).named(format!("taken-{node}"));
        Self {
            top: AtomicU64::new(0).named("top"),
            counts,
            below: [below(0), below(1)],
            taken: [taken(0), taken(1)],
        }
    }

    fn push(&self, node: usize) {
        self.taken[node].store(false, SeqCst);
        loop {
            let top = self.top.load(SeqCst);
            self.below[node].store(node_of(top), SeqCst);
            if self.replace(top, node) {
                return;
            }
        }
    }

    fn pop(&self) -> Option<usize> {
        loop {
            let top = self.top.load(SeqCst);
            let node = node_of(top);
            if node == NIL {
                return None;
            }
            let below = self.below[node].load(SeqCst);
            if self.replace(top, below) {
                let taken = self.taken[node].swap(true, SeqCst);
                assert!(!taken, "popped twice: node {node}");
                return Some(node);
            }
        }
    }

    /// Makes `node` the top one if the top is still what was seen.
    fn replace(&self, seen: u64, node: usize) -> bool {
        let count = if self.counts { (seen >> 32) + 1 } else { 0 };
        let new = count << 32 | node as u64;
        self.top.compare_exchange(seen, new, SeqCst, SeqCst).is_ok()
    }
}

fn node_of(top: u64) -> usize {
    (top & u64::from(u32::MAX)) as usize
}

fn use_nodes_again(counts: bool) {
    let stack = Stack::new(counts);
    thread::scope(|scope| {
        start(scope, "pops one", || {
            let _node = stack.pop();
        });
        start(scope, "pops two, pushes one", || {
            let popped = [stack.pop(), stack.pop()];
            let mut free: VecDeque<_> = popped.into_iter().flatten().collect();
            if let Some(oldest) = free.pop_front() {
                stack.push(oldest);
            }
        });
    });
    while stack.pop().is_some() {}
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "popped twice: node 1",
    preemptions: 1,
};

#[test]
fn a_top_that_is_the_same_again_is_taken_for_unchanged() {
    let broken = || use_nodes_again(false);
    fails("treiber", broken, 2, &BUG);
}

#[test]
fn a_top_that_is_counted_is_never_the_same_again() {
    proved("treiber, counted", || use_nodes_again(true), 36);
}
