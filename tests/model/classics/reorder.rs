//! Setters write one variable, then another; checkers must not see the first
//! without the second. Only a check between the two writes of the first
//! setter fails, so that the bug is the deeper in the haystack the more
//! setters there are.
//!
//! Source: SCTBench `CS.reorder_3_bad` to `20` (Thomson, Donaldson, Betts,
//! "Concurrency testing using schedule bounding: an empirical study", PPoPP
//! 2014). As there: 3, 4, 5 and 10 have one checker, 20 has ten.

use workbench::explore::{Explorer, FailureKind, Strategy, Verdict};
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, failed, fails, proved_by};

const WHAT: &str = "half of a setting is seen";

const BUG: Bug = Bug { kind: FailureKind::Panic, says: WHAT, preemptions: 1 };

fn in_two_steps(setters: usize, checkers: usize) {
    let a = AtomicI64::new(0).named("a");
    let b = AtomicI64::new(0).named("b");
    thread::scope(|scope| {
        let (a, b) = (&a, &b);
        for n in 1..=setters {
            start(scope, format!("setter-{n}"), || {
                a.store(1, SeqCst);
                b.store(-1, SeqCst);
            });
        }
        for n in 1..=checkers {
            start(scope, format!("checker-{n}"), || {
                let seen = (a.load(SeqCst), b.load(SeqCst));
                assert!(matches!(seen, (0, 0 | -1) | (1, -1)), "{WHAT}");
            });
        }
    });
}

fn under_a_lock(setters: usize, checkers: usize) {
    let both = Mutex::new((0, 0)).named("both");
    thread::scope(|scope| {
        let both = &both;
        for n in 1..=setters {
            start(scope, format!("setter-{n}"), || {
                let mut both = both.lock();
                both.0 = 1;
                both.1 = -1;
            });
        }
        for n in 1..=checkers {
            start(scope, format!("checker-{n}"), || {
                let seen = *both.lock();
                assert!(matches!(seen, (0, 0) | (1, -1)), "{WHAT}");
            });
        }
    });
}

#[test]
fn a_check_between_two_writes_sees_half_a_setting() {
    for (threads, most) in [(3, 7), (4, 55), (5, 793)] {
        let name = format!("reorder {threads}");
        let program = move || in_two_steps(threads - 1, 1);
        fails(&name, program, most, &BUG);
    }
}

/// Any search in order drowns in the orders of the setters, dice do not.
#[test]
fn dice_find_it_among_ten_and_twenty_threads() {
    for (setters, checkers) in [(9, 1), (10, 10)] {
        let name = format!("reorder {}, random", setters + checkers);
        let dice = Explorer::new().strategy(Strategy::Random { seed: 1 });
        let report = dice.run(move || in_two_steps(setters, checkers));
        failed(&name, &report, &BUG, 100);
    }
}

#[test]
fn both_writes_under_a_lock_are_seen_together() {
    for (threads, orders) in [(3, 6), (4, 24), (5, 120)] {
        let name = format!("reorder {threads}, locked");
        proved_by(&name, move || under_a_lock(threads - 1, 1), orders);
    }
}

/// 10! and 20! orders at one lock: no proof, only nothing found in some.
#[test]
fn both_writes_of_many_under_a_lock_are_seen_together_in_1000_executions() {
    for (setters, checkers) in [(9, 1), (10, 10)] {
        let dice = Explorer::new().strategy(Strategy::Random { seed: 1 });
        let program = move || under_a_lock(setters, checkers);
        let report = dice.max_executions(1000).run(program);
        assert_eq!(report.verdict(), Verdict::NothingFound);
        assert!(!report.is_exhaustive());
        assert_eq!(report.executions(), 1000);
    }
}
