//! A sender and a receiver take turns at a ring. Both loop a number of times
//! instead of until they have had their turn: who comes too early has used
//! up a round, and an item is skipped.
//!
//! Source: SCTBench `CS.circular_buffer_bad` (from Cordeiro, Fischer, ICSE
//! 2011).

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

const ITEMS: usize = 2;

struct Ring {
    slots: [usize; 2],
    /// Where the next item goes, and where the next one comes from.
    into: usize,
    from: usize,
    /// Whose turn it is: the receiver's, or the sender's.
    sent: bool,
}

impl Ring {
    fn new() -> Self {
        Self { slots: [0; 2], into: 0, from: 0, sent: false }
    }

    fn send(&mut self, item: usize) {
        self.slots[self.into] = item;
        self.into = (self.into + 1) % self.slots.len();
        self.sent = true;
    }

    fn receive(&mut self) -> usize {
        let item = self.slots[self.from];
        self.from = (self.from + 1) % self.slots.len();
        self.sent = false;
        item
    }
}

fn rounds_are_counted() {
    let ring = Mutex::new(Ring::new()).named("ring");
    thread::scope(|scope| {
        start(scope, "sender", || {
            for item in 1..=ITEMS {
                let mut ring = ring.lock();
                if !ring.sent {
                    ring.send(item);
                }
            }
        });
        start(scope, "receiver", || {
            for expected in 1..=ITEMS {
                let mut ring = ring.lock();
                if ring.sent {
                    assert_eq!(ring.receive(), expected, "not the next item");
                }
            }
        });
    });
}

fn turns_are_waited_for() {
    let ring = Mutex::new(Ring::new()).named("ring");
    let turn = Condvar::new().named("turn");
    thread::scope(|scope| {
        start(scope, "sender", || {
            for item in 1..=ITEMS {
                let mut ring = ring.lock();
                turn.wait_while(&mut ring, |ring| ring.sent);
                ring.send(item);
                turn.notify_one();
            }
        });
        start(scope, "receiver", || {
            for expected in 1..=ITEMS {
                let mut ring = ring.lock();
                turn.wait_while(&mut ring, |ring| !ring.sent);
                assert_eq!(ring.receive(), expected, "not the next item");
                turn.notify_one();
            }
        });
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::Panic, says: "not the next item", preemptions: 1 };

#[test]
fn a_round_without_a_turn_skips_an_item() {
    fails("ring", rounds_are_counted, 5, &BUG);
}

#[test]
fn a_turn_that_is_waited_for_skips_none() {
    proved("ring, turns waited for", turns_are_waited_for, 8);
}
