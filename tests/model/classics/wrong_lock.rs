//! A counter that everybody counts under a lock, only not all under the same.
//!
//! Source: "wrong lock or no lock" in Farchi, Nir, Ur, "Concurrent bug
//! patterns and how to test them", IPDPS 2003; SCTBench `CS.wronglock_bad` and
//! `CS.wronglock_3_bad`: one thread with the right lock, seven or three with
//! the wrong one.

use workbench::explore::{Explorer, FailureKind, Strategy};
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, failed, fails, proved_by};

const WHAT: &str = "somebody else counted";

fn count(data: &AtomicI64) {
    let before = data.load(SeqCst);
    data.store(before + 1, SeqCst);
}

fn check(data: &AtomicI64) {
    let before = data.load(SeqCst);
    data.store(before + 1, SeqCst);
    assert_eq!(data.load(SeqCst), before + 1, "{WHAT}");
}

fn two_locks(others: usize) {
    let data = AtomicI64::new(0).named("data");
    let right = Mutex::new(()).named("right lock");
    let wrong = Mutex::new(()).named("wrong lock");
    thread::scope(|scope| {
        let (data, right, wrong) = (&data, &right, &wrong);
        start(scope, "checker", || {
            let _guard = right.lock();
            check(data);
        });
        for n in 1..=others {
            start(scope, format!("counter-{n}"), || {
                let _guard = wrong.lock();
                count(data);
            });
        }
    });
}

fn one_lock(others: usize) {
    let data = AtomicI64::new(0).named("data");
    let right = Mutex::new(()).named("right lock");
    thread::scope(|scope| {
        let (data, right) = (&data, &right);
        start(scope, "checker", || {
            let _guard = right.lock();
            check(data);
        });
        for n in 1..=others {
            start(scope, format!("counter-{n}"), || {
                let _guard = right.lock();
                count(data);
            });
        }
    });
}

const BUG: Bug = Bug { kind: FailureKind::Panic, says: WHAT, preemptions: 1 };

#[test]
fn another_lock_excludes_nobody() {
    fails("wrong lock, 1 counter", || two_locks(1), 2, &BUG);
    fails("wrong lock, 3 counters", || two_locks(3), 7, &BUG);
}

/// Eight threads have 8! orders even without a preemption.
#[test]
fn another_lock_excludes_none_of_seven() {
    let dice = Explorer::new().strategy(Strategy::Random { seed: 1 });
    let report = dice.run(|| two_locks(7));
    failed("wrong lock, 7 counters, random", &report, &BUG, 100);
}

#[test]
fn one_lock_for_all_excludes_everybody() {
    for (others, orders) in [(1, 2), (3, 24), (5, 720)] {
        let name = format!("one lock, {others} counters");
        proved_by(&name, move || one_lock(others), orders);
    }
}
