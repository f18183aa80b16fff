use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Barrier, Mutex};
use workbench::thread;

use super::{TIME, both, explorer, outcomes, outcomes_inside_too, proved};

/// Red if the last to come lets nobody go on (`shift` does not notify), if
/// the gate does not try again once it has counted a waiter, or if `update`
/// looks and then stores.
#[test]
fn all_pass_each_with_another_index() {
    let indices = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        let pass = || {
            let passed = barrier.wait().unwrap();
            assert_eq!(passed.is_leader(), passed.index() == 1);
            passed.index()
        };
        both(pass, pass)
    });
    assert_eq!(indices, BTreeSet::from([(0, 1), (1, 0)]));
}

/// Red if the last but one is taken for the last (`wait_until`).
#[test]
fn three_meet() {
    let report = proved(&explorer(), || {
        let barrier = Barrier::new(3);
        let came = AtomicU32::new(0);
        let meet = || {
            came.fetch_add(1, SeqCst);
            barrier.wait().unwrap();
            assert_eq!(came.load(SeqCst), 3);
        };
        thread::scope(|scope| {
            scope.spawn(meet);
            scope.spawn(meet);
            meet();
        });
    });
    assert!(report.executions() <= 36, "{}", report.executions());
}

/// Red if `wait_for_end` asks whether somebody is inside, and not which
/// meeting it is: who is late finds the next.
#[test]
fn nobody_is_lapped() {
    outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        let rounds = AtomicU32::new(0);
        let run = || {
            for round in 1..=2 {
                rounds.fetch_add(1, SeqCst);
                barrier.wait().unwrap();
                assert!(rounds.load(SeqCst) >= 2 * round);
            }
        };
        both(run, run);
    });
}

/// Red if an abort wakes nobody, or a broken barrier lets wait who comes.
#[test]
fn abort_ends_the_wait_of_who_is_there_and_who_comes() {
    let waited = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        let (waited, ()) = both(|| barrier.wait().is_ok(), || barrier.abort());
        assert!(barrier.is_broken());
        assert_eq!(barrier.n_waiting(), 0);
        waited
    });
    assert_eq!(waited, BTreeSet::from([false]));
}

/// Red if who is late asks whether the barrier is broken, and not whether its
/// meeting is over (`wait_for_end`).
#[test]
fn a_meeting_succeeds_for_all_or_for_nobody() {
    let met = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let other = scope.spawn(|| barrier.wait().is_ok());
            scope.spawn(|| barrier.abort());
            let mine = barrier.wait().is_ok();
            assert_eq!(other.join().unwrap(), mine);
            mine
        })
    });
    assert_eq!(met, BTreeSet::from([false, true]));
}

/// Red if `reset` forgets those who are inside: they would pass with who
/// comes next, or wait for ever.
#[test]
fn reset_tells_who_waits_and_serves_again() {
    let waited = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        let wait = || barrier.wait_timeout(TIME).is_ok();
        let (waited, ()) = both(wait, || barrier.reset());
        barrier.reset(); // it may have been over after the first reset
        both(|| barrier.wait().unwrap(), || barrier.wait().unwrap());
        waited
    });
    assert_eq!(waited, BTreeSet::from([false]));
}

/// Red if who gives up does not break the barrier (`wait_for_end`).
#[test]
fn who_gives_up_breaks_it_for_all() {
    let met = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::new(2);
        let met = both(
            || barrier.wait_timeout(TIME).is_ok(),
            || barrier.wait().is_ok(),
        );
        assert_eq!(barrier.is_broken(), !met.0);
        met
    });
    let all = [(false, false), (true, true)];
    assert_eq!(met, BTreeSet::from(all));
}

/// Red if the action is called after the others are let go (`complete`).
#[test]
fn the_action_comes_before_anybody_passes() {
    outcomes_inside_too(&explorer(), || {
        let done = Arc::new(AtomicU32::new(0));
        let count = done.clone();
        let barrier = Barrier::with_action(2, move || {
            count.fetch_add(1, SeqCst);
        });
        let meet = || {
            barrier.wait().unwrap();
            assert_eq!(done.load(SeqCst), 1);
        };
        both(meet, meet);
    });
}

/// All are inside while the action runs, and when it has returned. Red if
/// that the barrier opens then is no step (`complete`).
#[test]
fn the_barrier_opens_after_the_action() {
    let seen = outcomes_inside_too(&explorer(), || {
        let done = Arc::new(AtomicU32::new(0));
        let count = done.clone();
        let barrier = Barrier::with_action(2, move || {
            count.store(1, SeqCst);
        });
        let meet = || {
            barrier.wait().unwrap();
        };
        thread::scope(|scope| {
            scope.spawn(meet);
            scope.spawn(meet);
            (done.load(SeqCst), barrier.n_waiting())
        })
    });
    let all = [(0, 0), (0, 1), (0, 2), (1, 2), (1, 0)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if what an action's panic does is no step (`complete`).
#[test]
fn an_action_that_panics_breaks_it() {
    let seen = outcomes_inside_too(&explorer(), || {
        let barrier = Barrier::with_action(2, || panic!("on purpose"));
        let meet = || {
            let wait = AssertUnwindSafe(|| barrier.wait().is_ok());
            assert!(!catch_unwind(wait).unwrap_or(false));
        };
        thread::scope(|scope| {
            scope.spawn(meet);
            scope.spawn(meet);
            // Two are inside until the action has panicked.
            (barrier.n_waiting(), barrier.is_broken())
        })
    });
    for seen_at in [(0, false), (1, false), (2, false), (0, true)] {
        assert!(seen.contains(&seen_at), "{seen:?}");
    }
}

/// Who comes while there is no room waits for the next meeting, in any
/// order. Red if to come then does not change the barrier (`Access::Read` in
/// `enter`).
#[test]
fn who_comes_too_early_meets_in_any_order() {
    let explorer = explorer().time_in_order(true);
    let order = outcomes(&explorer, || {
        let order = Arc::new(Mutex::new(vec![]));
        let log = order.clone();
        let barrier = Barrier::with_action(1, move || {
            log.lock().push(thread::current().name());
            thread::sleep(TIME); // by then all the others have come
        });
        thread::scope(|scope| {
            for name in ["a", "b", "c"] {
                let thread = thread::Builder::new().name(name);
                let wait = || barrier.wait().unwrap();
                thread.spawn_scoped(scope, wait).unwrap();
            }
        });
        order.lock().concat()
    });
    let all = ["abc", "acb", "bac", "bca", "cab", "cba"];
    assert_eq!(order, BTreeSet::from(all.map(str::to_owned)));
}

/// Red if what only a trace asks is a step (`shift`).
#[test]
fn a_failure_inside_is_recorded() {
    let report = explorer().look_inside(true).run(|| {
        let barrier = Barrier::new(2);
        both(|| barrier.abort(), || barrier.wait().unwrap());
    });
    let failure = report.failure().expect("nobody comes");
    assert!(failure.message().contains("BrokenBarrier"));
}
