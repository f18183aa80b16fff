//! The first mutual exclusion of two by loads and stores alone: who wants in
//! and finds that the other does too withdraws, unless it is its turn. Without
//! the line that withdraws, both wait for the other's flag to go down.
//!
//! Source: Dijkstra, "Over de sequentialiteit van procesbeschrijvingen",
//! EWD35, about 1962, who gives it to Dekker; EWD123, 1965, section 2.1; a
//! test of CHESS (Musuvathi, Qadeer, OSDI 2008). Under sequential
//! consistency.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::{CriticalSection, start};
use crate::claims::{Bug, fails, proved};

struct Door {
    wants: [AtomicBool; 2],
    turn: AtomicUsize,
}

impl Door {
    fn new() -> Self {
        let wants = |n| AtomicBool::new(false).named(format!("wants-{n}"));
        Self {
            wants: [wants(0), wants(1)],
            turn: AtomicUsize::new(0).named("round and round"),
        }
    }

    fn lock(&self, me: usize) {
        let other = 1 - me;
        self.wants[me].store(true, SeqCst);
        while self.wants[other].load(SeqCst) {
            if self.turn.load(SeqCst) == other {
                self.wants[me].store(false, SeqCst);
                while self.turn.load(SeqCst) == other {}
                self.wants[me].store(true, SeqCst);
            }
        }
    }

    fn lock_without_withdrawing(&self, me: usize) {
        let other = 1 - me;
        self.wants[me].store(true, SeqCst);
        while self.wants[other].load(SeqCst) {
            if self.turn.load(SeqCst) == other {
                while self.turn.load(SeqCst) == other {}
            }
        }
    }

    /// The second attempt of EWD123: each looks whether the other is in, and
    /// says only then that it is.
    fn lock_looking_first(&self, me: usize) {
        while self.wants[1 - me].load(SeqCst) {}
        self.wants[me].store(true, SeqCst);
    }

    fn unlock(&self, me: usize) {
        self.turn.store(1 - me, SeqCst);
        self.wants[me].store(false, SeqCst);
    }
}

fn two(lock: fn(&Door, usize)) {
    let door = Door::new();
    let section = CriticalSection::new();
    thread::scope(|scope| {
        for me in 0..2 {
            let (door, section) = (&door, &section);
            start(scope, format!("thread-{me}"), move || {
                lock(door, me);
                section.visit();
                door.unlock(me);
            });
        }
    });
}

const STUCK: Bug = Bug {
    kind: FailureKind::Livelock,
    says: "round and round",
    preemptions: 1,
};

#[test]
fn without_withdrawing_both_wait_for_ever() {
    let broken = || two(Door::lock_without_withdrawing);
    fails("dekker, nobody withdraws", broken, 20, &STUCK);
}

const BOTH_IN: Bug = Bug {
    kind: FailureKind::Panic,
    says: "two in the critical section",
    preemptions: 2,
};

#[test]
fn looking_first_lets_both_in() {
    let broken = || two(Door::lock_looking_first);
    fails("dekker, looking first", broken, 6, &BOTH_IN);
}

#[test]
fn withdrawing_unless_it_is_ones_turn_lets_one_in_after_the_other() {
    proved("dekker", || two(Door::lock), 50);
}
