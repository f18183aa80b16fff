use std::collections::BTreeSet;

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Lock, NotHeld};

use super::{TIME, both, explorer, failure, outcomes_inside_too};

/// Red if `Lock::new` has two permits.
#[test]
fn only_one_thread_is_inside() {
    outcomes_inside_too(&explorer(), || {
        let (lock, number) = (Lock::new(), AtomicU32::new(0));
        let increment = || {
            lock.acquire();
            let seen = number.load(SeqCst);
            number.store(seen + 1, SeqCst);
            lock.release().unwrap();
        };
        both(increment, increment);
        assert_eq!(number.load(SeqCst), 2);
    });
}

/// Red if a release wakes nobody (`give_back` in `permits.rs`).
#[test]
fn another_thread_may_release_it() {
    outcomes_inside_too(&explorer(), || {
        let (lock, ready) = (Lock::new(), AtomicU32::new(0));
        lock.acquire();
        let signal = || {
            ready.store(1, SeqCst);
            lock.release()
        };
        let wait = || {
            lock.acquire();
            assert_eq!(ready.load(SeqCst), 1);
        };
        assert_eq!(both(signal, wait).0, Ok(()));
        assert!(lock.locked());
    });
}

/// Red if `Lock::new` has no bound.
#[test]
fn of_two_releases_one_is_refused() {
    let released = outcomes_inside_too(&explorer(), || {
        let lock = Lock::new();
        lock.acquire();
        let released = both(|| lock.release(), || lock.release());
        assert!(!lock.locked());
        (released.0, released.1) == (Ok(()), Err(NotHeld))
            || (released.0, released.1) == (Err(NotHeld), Ok(()))
    });
    assert_eq!(released, BTreeSet::from([true]));
}

/// Red if `locked` or a trial is no step.
#[test]
fn who_tries_takes_it_where_it_is_free() {
    let seen = outcomes_inside_too(&explorer(), || {
        let lock = Lock::new();
        let hold = || {
            lock.acquire();
            lock.release().unwrap();
        };
        let look = || {
            let locked = lock.locked();
            let took = lock.try_acquire();
            if took {
                lock.release().unwrap();
            }
            (locked, took)
        };
        both(hold, look).1
    });
    let all = [(false, true), (true, false), (true, true), (false, false)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if the deadline is forgotten (`take_in_model` in `permits.rs`).
#[test]
fn whose_time_is_over_does_not_have_it() {
    let took = outcomes_inside_too(&explorer(), || {
        let lock = Lock::new();
        lock.acquire();
        let (took, _) = both(|| lock.acquire_timeout(TIME), || lock.release());
        assert_eq!(lock.locked(), took);
        took
    });
    assert_eq!(took, BTreeSet::from([false, true]));
}

/// Red if `take_in_model` in `permits.rs` does not wait.
#[test]
fn who_takes_it_twice_waits_for_ever() {
    for inside in [false, true] {
        let kind = failure(&explorer().look_inside(inside), || {
            let lock = Lock::new();
            lock.acquire();
            lock.acquire();
        });
        assert_eq!(kind, FailureKind::Deadlock);
    }
}
