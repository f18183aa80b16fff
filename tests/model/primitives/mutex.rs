use std::collections::BTreeSet;
use std::sync::Arc;

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Event, Mutex};
use workbench::thread;

use super::{TIME, both, explorer, failure, outcomes, proved};

/// Adds one in two steps.
fn increment(number: &AtomicU32) {
    let seen = number.load(SeqCst);
    number.store(seen + 1, SeqCst);
}

/// Red if `lock_in_model` has the kernel grant a lock that is not free.
#[test]
fn only_one_thread_is_inside() {
    let report = proved(&explorer(), || {
        let (lock, number) = (Mutex::new(()), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let _guard = lock.lock();
                    increment(&number);
                });
            }
        });
        assert_eq!(number.load(SeqCst), 3);
    });
    assert!(report.executions() <= 6); // the orders of three
}

/// Red if a trial is no step (`try_in_model`), or a release is none although
/// somebody tries: the trial would never come between the two writes.
#[test]
fn who_tries_gets_the_lock_where_nobody_has_it() {
    let tried = outcomes(&explorer(), || {
        let value = Mutex::new(0);
        let write = || {
            let mut value = value.lock();
            *value = 1;
            thread::yield_now();
            *value = 2;
        };
        both(write, || value.try_lock().map(|value| *value)).1
    });
    assert_eq!(tried, BTreeSet::from([None, Some(0), Some(2)]));
}

/// Red if a lock with a timeout does not make releases steps
/// (`lock_in_model`).
#[test]
fn whose_time_is_over_does_not_have_the_lock() {
    let got = outcomes(&explorer(), || {
        let value = Mutex::new(0);
        let write = || {
            let mut value = value.lock();
            *value = 1;
            thread::yield_now();
            *value = 2;
        };
        both(write, || value.lock_timeout(TIME).map(|value| *value)).1
    });
    assert_eq!(got, BTreeSet::from([None, Some(0), Some(2)]));
}

/// Red if `is_locked` is no step.
#[test]
fn is_locked_while_somebody_has_it() {
    let seen = outcomes(&explorer(), || {
        let (lock, inside) = (Mutex::new(()), AtomicU32::new(0));
        let enter = || {
            let _guard = lock.lock();
            inside.store(1, SeqCst);
        };
        both(enter, || (inside.load(SeqCst), lock.is_locked())).1
    });
    // Before, inside before the store, after the store, and left.
    let all = [(0, false), (0, true), (1, true), (1, false)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if `lock_in_model` has the kernel grant a lock to who has it.
#[test]
fn who_locks_twice_waits_for_ever() {
    let kind = failure(&explorer(), || {
        let lock = Mutex::new(());
        let _once = lock.lock();
        let _twice = lock.lock();
    });
    assert_eq!(kind, FailureKind::Deadlock);
}

/// Locks when it is dropped.
struct Locks(Arc<Mutex<()>>);

impl Drop for Locks {
    fn drop(&mut self) {
        drop(self.0.lock());
    }
}

/// Red if a destructor's operation panics where it has to wait
/// (`go_through` in `model/seam/`): that aborts the process.
#[test]
fn a_destructor_may_wait_when_its_execution_is_cut_short() {
    let kind = failure(&explorer(), || {
        let lock = Arc::new(Mutex::new(()));
        let (locks, never) = (Locks(lock.clone()), Event::new());
        let guard = lock.lock();
        let waits = thread::spawn(move || {
            never.wait();
            drop(locks);
        });
        // The guard is dropped after the other thread's `locks`.
        waits.join().unwrap();
        drop(guard);
    });
    assert_eq!(kind, FailureKind::Deadlock);
}

/// As above, red too if who waits in a destructor is not let go on after the
/// others (`unwind` in `model/run.rs`).
#[test]
fn a_destructor_may_wait_when_its_thread_panics() {
    let report = explorer().run(|| {
        let lock = Arc::new(Mutex::new(()));
        let locks = Locks(lock.clone());
        let _guard = lock.lock();
        let panics = thread::spawn(move || {
            let _locks = locks;
            panic!("on purpose");
        });
        panics.join().unwrap();
    });
    let failure = report.failure().expect("it panics");
    assert_eq!(failure.kind(), FailureKind::Panic);
    assert!(failure.message().contains("on purpose"));
}
