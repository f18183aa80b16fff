//! The second stage of a computation follows from the first. Each has its
//! lock, and between the two a reader finds a first stage without its second.
//!
//! Source: "two-stage access" in Farchi, Nir, Ur, "Concurrent bug patterns
//! and how to test them", IPDPS 2003; SCTBench `CS.twostage_bad`, there with a
//! hundred threads too.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved_by};

const WHAT: &str = "a first stage without its second";

fn a_lock_at_a_time(writers: usize) {
    let first = Mutex::new(0).named("first");
    let second = Mutex::new(0).named("second");
    thread::scope(|scope| {
        let (first, second) = (&first, &second);
        for n in 1..=writers {
            start(scope, format!("writer-{n}"), || {
                *first.lock() = 1;
                *second.lock() = 2;
            });
        }
        start(scope, "reader", || {
            let one = *first.lock();
            if one != 0 {
                assert_eq!(*second.lock(), one + 1, "{WHAT}");
            }
        });
    });
}

fn both_locks_at_once(writers: usize) {
    let first = Mutex::new(0).named("first");
    let second = Mutex::new(0).named("second");
    thread::scope(|scope| {
        let (first, second) = (&first, &second);
        for n in 1..=writers {
            start(scope, format!("writer-{n}"), || {
                let mut one = first.lock();
                *one = 1;
                *second.lock() = 2;
            });
        }
        start(scope, "reader", || {
            let one = first.lock();
            if *one != 0 {
                assert_eq!(*second.lock(), *one + 1, "{WHAT}");
            }
        });
    });
}

const BUG: Bug = Bug { kind: FailureKind::Panic, says: WHAT, preemptions: 1 };

#[test]
fn a_reader_comes_between_two_locks() {
    fails("two-stage", || a_lock_at_a_time(1), 2, &BUG);
    fails("two-stage, 2 writers", || a_lock_at_a_time(2), 7, &BUG);
}

#[test]
fn a_reader_does_not_come_into_both() {
    proved_by("two-stage, both locks", || both_locks_at_once(1), 2);
    proved_by("two-stage, both locks, 3 writers", || both_locks_at_once(3), 24);
}
