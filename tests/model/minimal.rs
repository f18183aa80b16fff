//! The smallest programs on which a search was once wrong, most of them cut
//! down from random ones. Each says what all of it can come to.

use std::collections::BTreeSet;
use std::sync::Arc;

use workbench::explore::{Explorer, FailureKind, Report, Strategy, Verdict};
use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use workbench::sync::{Condvar, Lock, Mutex, Semaphore};
use workbench::thread;

const ALL: [Strategy; 3] = [Strategy::Dpor, Strategy::Dfs, Strategy::BestFirst];

/// DPOR and plain search see these values, and no others.
#[track_caller]
fn comes_to(
    values: &[u64],
    program: impl Fn() -> u64 + Copy + Send + Sync + 'static,
) {
    for strategy in [Strategy::Dpor, Strategy::Dfs] {
        let seen = Arc::new(std::sync::Mutex::new(BTreeSet::new()));
        let ends = seen.clone();
        let explorer = Explorer::new().strategy(strategy);
        explorer.count_failures(true).run(move || {
            let value = program();
            ends.lock().unwrap().insert(value);
        });
        let seen: Vec<_> = seen.lock().unwrap().iter().copied().collect();
        assert_eq!(seen, values, "{strategy:?}");
    }
}

/// What every search says of the program.
fn reports(
    program: impl Fn() + Copy + Send + Sync + 'static,
) -> impl Iterator<Item = Report> {
    ALL.into_iter().map(move |it| Explorer::new().strategy(it).run(program))
}

#[track_caller]
fn is_proved(program: impl Fn() + Copy + Send + Sync + 'static) {
    for report in reports(program) {
        let verdict = report.verdict();
        assert_eq!(verdict, Verdict::Proved, "{}", report.render());
    }
}

#[track_caller]
fn fails_by(
    kind: FailureKind,
    program: impl Fn() + Copy + Send + Sync + 'static,
) {
    for report in reports(program) {
        let found = report.failure().map(|failure| failure.kind());
        assert_eq!(found, Some(kind), "{}", report.render());
    }
}

#[test]
fn either_can_be_first_at_a_semaphore() {
    comes_to(&[1, 2], || {
        let permit = Semaphore::new(1).named("permit");
        let last = AtomicU64::new(0).named("last");
        thread::scope(|scope| {
            for number in 1..=2 {
                let (permit, last) = (&permit, &last);
                scope.spawn(move || {
                    permit.acquire();
                    last.store(number, SeqCst);
                    permit.release();
                });
            }
        });
        last.into_inner()
    });
}

#[test]
fn either_can_be_first_at_a_lock_without_a_guard() {
    comes_to(&[1, 2], || {
        let lock = Lock::new().named("lock");
        let last = AtomicU64::new(0).named("last");
        thread::scope(|scope| {
            for number in 1..=2 {
                let (lock, last) = (&lock, &last);
                scope.spawn(move || {
                    lock.acquire();
                    last.store(number, SeqCst);
                    lock.release().unwrap();
                });
            }
        });
        last.into_inner()
    });
}

#[test]
fn a_get_can_come_too_early_for_the_other_item() {
    fails_by(FailureKind::Deadlock, || {
        let queue = Queue::new(1).named("queue");
        thread::scope(|scope| {
            scope.spawn(|| {
                queue.put(1).unwrap();
                queue.get().unwrap();
            });
            scope.spawn(|| queue.put(2).unwrap());
        });
        // Where it is left: the second put came last.
        assert_eq!(queue.get().unwrap(), 2);
    });
}

/// The waiter can take the lock again before or after the writer has it.
#[test]
fn whoever_is_woken_races_for_the_lock() {
    comes_to(&[0, 1, 9], || {
        let value = Mutex::new(0).named("value");
        let changed = Condvar::new().named("changed");
        let seen = AtomicU64::new(9).named("seen");
        thread::scope(|scope| {
            scope.spawn(|| *value.lock() = 1);
            scope.spawn(|| changed.notify_all());
            scope.spawn(|| {
                let mut value = value.lock();
                if *value == 0 {
                    changed.wait(&mut value);
                    seen.store(*value, SeqCst);
                }
            });
        });
        seen.into_inner()
    });
}

#[test]
fn a_loop_that_ends_by_itself_is_no_livelock() {
    is_proved(|| {
        let flag = AtomicBool::new(false).named("flag");
        let lock = Mutex::new(()).named("lock");
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..8 {
                    let _ = flag.load(SeqCst);
                }
            });
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..4 {
                        drop(lock.lock());
                    }
                });
            }
        });
    });
}

#[test]
fn a_panic_after_a_loop_in_vain_is_a_panic() {
    fails_by(FailureKind::Panic, || {
        let ready = AtomicBool::new(false).named("ready");
        for _ in 0..5 {
            if ready.load(SeqCst) {
                return;
            }
        }
        panic!("gave up");
    });
}

/// It could give up before the other is ready, and is not seen to.
#[test]
fn whoever_looks_in_vain_lets_others_go_first_and_the_report_says_so() {
    let gives_up = || {
        let ready = AtomicBool::new(false).named("ready");
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut tries = (0..3).map(|_| ready.load(SeqCst));
                assert!(tries.any(|ready| ready), "gave up");
            });
            scope.spawn(|| ready.store(true, SeqCst));
        });
    };
    for report in reports(gives_up) {
        assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
        let bound = "a thread that has looked 2 times in vain lets others";
        assert!(report.render().contains(bound), "{}", report.render());
    }
}
