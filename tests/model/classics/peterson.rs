//! Mutual exclusion of two by loads and stores alone: each says that it
//! wants in, then gives way. The two lines in the other order, and both get
//! in.
//!
//! Source: Peterson, "Myths about the mutual exclusion problem", Information
//! Processing Letters 12 (3), 1981. Under sequential consistency, as there.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::{CriticalSection, start};
use crate::claims::{Bug, fails, proved};

struct Door {
    wants: [AtomicBool; 2],
    /// Who gives way.
    last: AtomicUsize,
}

impl Door {
    fn new() -> Self {
        let wants = |n| AtomicBool::new(false).named(format!("wants-{n}"));
        Self {
            wants: [wants(0), wants(1)],
            last: AtomicUsize::new(0).named("last"),
        }
    }

    fn lock(&self, me: usize) {
        self.wants[me].store(true, SeqCst);
        self.last.store(me, SeqCst);
        self.wait(me);
    }

    fn lock_giving_way_first(&self, me: usize) {
        self.last.store(me, SeqCst);
        self.wants[me].store(true, SeqCst);
        self.wait(me);
    }

    fn wait(&self, me: usize) {
        while self.wants[1 - me].load(SeqCst) && self.last.load(SeqCst) == me {}
    }

    fn unlock(&self, me: usize) {
        self.wants[me].store(false, SeqCst);
    }
}

fn two(lock: fn(&Door, usize), visits: usize) {
    let door = Door::new();
    let section = CriticalSection::new();
    thread::scope(|scope| {
        for me in 0..2 {
            let (door, section) = (&door, &section);
            start(scope, format!("thread-{me}"), move || {
                for _ in 0..visits {
                    lock(door, me);
                    section.visit();
                    door.unlock(me);
                }
            });
        }
    });
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "two in the critical section",
    preemptions: 2,
};

#[test]
fn giving_way_before_wanting_lets_both_in() {
    let broken = || two(Door::lock_giving_way_first, 1);
    fails("peterson, lines swapped", broken, 9, &BUG);
}

#[test]
fn wanting_and_then_giving_way_lets_one_in() {
    proved("peterson", || two(Door::lock, 1), 24);
    proved("peterson, 2 visits each", || two(Door::lock, 2), 6000);
}
