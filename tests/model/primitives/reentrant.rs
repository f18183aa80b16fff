use std::cell::Cell;
use std::collections::BTreeSet;

use workbench::explore::FailureKind;
use workbench::sync::{Mutex, ReentrantMutex};
use workbench::thread;

use super::{TIME, both, explorer, failure, outcomes_inside_too};

fn add(number: &Cell<u32>) {
    let seen = number.get();
    thread::yield_now();
    number.set(seen + 1);
}

/// Red if `take` in `reentrant.rs` looks and then stores, or if a release
/// with a guard left frees the lock, or one without wakes nobody (the guard's
/// drop).
#[test]
fn a_thread_may_be_inside_twice_and_no_other_with_it() {
    outcomes_inside_too(&explorer(), || {
        let number = ReentrantMutex::new(Cell::new(0));
        let twice = || {
            let outer = number.lock();
            let inner = number.lock();
            assert_eq!(number.depth(), 2);
            add(&inner);
            drop(inner);
            add(&outer);
        };
        let once = || add(&number.lock());
        both(twice, once);
        assert_eq!(number.lock().get(), 3);
        assert_eq!(number.depth(), 0);
    });
}

/// Red if a trial is no step, or does not make releases steps (`try_lock`).
#[test]
fn who_tries_gets_it_where_no_other_thread_has_it() {
    let tried = outcomes_inside_too(&explorer(), || {
        let number = ReentrantMutex::new(Cell::new(0));
        let hold = || {
            let number = number.lock();
            number.set(1);
            thread::yield_now();
            number.set(2);
        };
        let tried = || number.try_lock().map(|number| number.get());
        both(hold, tried).1
    });
    assert_eq!(tried, BTreeSet::from([None, Some(0), Some(2)]));
}

/// Red if a lock with a timeout does not make releases steps
/// (`lock_in_model`).
#[test]
fn whose_time_is_over_does_not_have_it() {
    let got = outcomes_inside_too(&explorer(), || {
        let number = ReentrantMutex::new(Cell::new(0));
        let hold = || add(&number.lock());
        let wait = || {
            let locked = number.lock_timeout(TIME);
            assert_eq!(number.depth(), usize::from(locked.is_some()));
            locked.map(|number| number.get())
        };
        both(hold, wait).1
    });
    assert_eq!(got, BTreeSet::from([None, Some(0), Some(1)]));
}

/// Red if `is_locked` is no step.
#[test]
fn is_locked_while_somebody_has_it() {
    let seen = outcomes_inside_too(&explorer(), || {
        let lock = ReentrantMutex::new(());
        let look = || (lock.is_locked(), lock.is_locked());
        both(|| drop(lock.lock()), look).1
    });
    let all = [(false, false), (false, true), (true, false), (true, true)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if `lock_in_model` has the kernel grant a lock that is not free.
#[test]
fn two_locks_in_two_orders_are_a_deadlock() {
    for inside in [false, true] {
        let kind = failure(&explorer().look_inside(inside), || {
            let (a, b) = (ReentrantMutex::new(()), Mutex::new(()));
            let one = || {
                let _a = a.lock();
                let _b = b.lock();
            };
            let other = || {
                let _b = b.lock();
                let _a = a.lock();
            };
            both(one, other);
        });
        assert_eq!(kind, FailureKind::Deadlock);
    }
}
