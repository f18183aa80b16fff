use std::collections::BTreeSet;
use std::time::Duration;

use workbench::explore::{FailureKind, reach};
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Mutex, RwLock};
use workbench::thread;

use super::{TIME, both, explorer, failure, outcomes, proved};

/// Red if `read_in_model` waits for other readers.
#[test]
fn two_readers_are_inside_at_once() {
    let explorer = explorer().must_reach("two readers");
    proved(&explorer, || {
        let (lock, inside) = (RwLock::new(()), AtomicU32::new(0));
        let read = || {
            let _guard = lock.read();
            if inside.fetch_add(1, SeqCst) == 1 {
                reach("two readers");
            }
            inside.fetch_sub(1, SeqCst);
        };
        both(read, read);
    });
}

/// Red if `read_in_model` does not wait for writers, or `write_in_model` not
/// for readers.
#[test]
fn a_writer_is_alone() {
    let report = proved(&explorer(), || {
        let (lock, value) = (RwLock::new(()), AtomicU32::new(0));
        let write = || {
            let _guard = lock.write();
            let seen = value.load(SeqCst);
            value.store(seen + 1, SeqCst);
        };
        thread::scope(|scope| {
            scope.spawn(write);
            scope.spawn(write);
            let _guard = lock.read();
            assert_eq!(value.load(SeqCst), value.load(SeqCst));
        });
        assert_eq!(value.load(SeqCst), 2);
    });
    assert!(report.executions() <= 40, "{}", report.executions());
}

/// Red if a reader's release comes before the next reader as if one waited
/// for the other: `guard!(RwLockReadGuard, model::release)`.
#[test]
fn what_readers_do_inside_comes_in_any_order() {
    let seen = outcomes(&explorer(), || {
        let (lock, value) = (RwLock::new(()), AtomicU32::new(0));
        let write = || {
            let _guard = lock.read();
            value.store(1, SeqCst);
        };
        let look = || {
            let _guard = lock.read();
            value.load(SeqCst)
        };
        both(write, look).1
    });
    assert_eq!(seen, BTreeSet::from([0, 1]));
}

/// The same where releases are steps. Red if a reader's is none there
/// (`leave` in `model/seam/`).
#[test]
fn readers_leave_in_any_order() {
    let seen = outcomes(&explorer(), || {
        let (lock, left) = (RwLock::new(()), Mutex::new(vec![]));
        let read = |number| {
            drop(lock.read());
            left.lock().push(number);
        };
        thread::scope(|scope| {
            let read = &read;
            scope.spawn(move || read(1));
            scope.spawn(move || read(2));
            let left = left.lock().clone();
            (left, lock.try_write().is_some())
        })
    });
    for left in [vec![], vec![1], vec![2]] {
        for tried in [true, false] {
            assert!(seen.contains(&(left.clone(), tried)), "{left:?} {tried}");
        }
    }
    for left in [vec![1, 2], vec![2, 1]] {
        assert!(seen.contains(&(left.clone(), true)));
        assert!(!seen.contains(&(left, false)));
    }
}

/// Red if `has_writer` does not ask for a claim.
#[test]
fn who_reads_twice_can_wait_for_the_writer_that_waits_for_it() {
    let kind = failure(&explorer(), || {
        let lock = RwLock::new(());
        let read = || {
            let _once = lock.read();
            let _twice = lock.read();
        };
        both(read, || drop(lock.write()));
    });
    assert_eq!(kind, FailureKind::Deadlock);
}

/// Red if `try_read` does not ask whether a writer waits.
#[test]
fn who_tries_to_read_fails_where_a_writer_waits() {
    let read = outcomes(&explorer(), || {
        let lock = RwLock::new(());
        let guard = lock.read();
        thread::scope(|scope| {
            scope.spawn(|| drop(lock.write()));
            let tried = lock.try_read().is_some();
            drop(guard);
            tried
        })
    });
    assert_eq!(read, BTreeSet::from([false, true]));
}

/// parking_lot's second writer does not hold up anybody until the first has
/// gone. Red if `write_in_model` claims at once, or does not wait for the
/// first.
#[test]
fn whoever_comes_may_be_quicker_than_the_second_writer() {
    let explorer = explorer().time_in_order(true);
    let order = outcomes(&explorer, || {
        let (lock, order) = (RwLock::new(()), Mutex::new(vec![]));
        let after = |seconds| thread::sleep(Duration::from_secs(seconds));
        let first = lock.write();
        thread::scope(|scope| {
            scope.spawn(|| {
                after(1);
                let _guard = lock.write();
                order.lock().push("writer");
            });
            scope.spawn(|| {
                after(2);
                let _guard = lock.read();
                order.lock().push("reader");
            });
            after(3);
            drop(first);
        });
        order.into_inner()
    });
    let (writer, reader) = ("writer", "reader");
    let all = [vec![writer, reader], vec![reader, writer]];
    assert_eq!(order, BTreeSet::from(all));
}

/// Red if a claim is not given up with the time (`Claim`'s drop).
#[test]
fn a_writer_that_gives_up_holds_up_nobody() {
    let wrote = outcomes(&explorer(), || {
        let lock = RwLock::new(());
        let outer = lock.read();
        thread::scope(|scope| {
            let write = || lock.write_timeout(TIME).is_some();
            let writer = scope.spawn(write);
            // Waits inside for another reader.
            scope.spawn(|| drop(lock.read())).join().unwrap();
            drop(outer);
            writer.join().unwrap()
        })
    });
    assert_eq!(wrote, BTreeSet::from([false, true]));
}

/// Red if a timeout does not make releases steps (`read_in_model`,
/// `write_in_model`).
#[test]
fn whose_time_is_over_does_not_have_the_lock() {
    let read = outcomes(&explorer(), || {
        let value = RwLock::new(0);
        let write = || {
            let mut value = value.write();
            *value = 1;
            thread::yield_now();
            *value = 2;
        };
        both(write, || value.read_timeout(TIME).map(|value| *value)).1
    });
    assert_eq!(read, BTreeSet::from([None, Some(0), Some(2)]));
    let wrote = outcomes(&explorer(), || {
        let lock = RwLock::new(());
        let read = || {
            let _guard = lock.read();
            thread::yield_now();
        };
        both(read, || lock.write_timeout(TIME).is_some()).1
    });
    assert_eq!(wrote, BTreeSet::from([false, true]));
}

/// Red if `try_in_model` does not make releases steps.
#[test]
fn who_tries_gets_the_lock_where_nobody_is_in_the_way() {
    let tried = outcomes(&explorer(), || {
        let value = RwLock::new(0);
        let write = || {
            let mut value = value.write();
            *value = 1;
            thread::yield_now();
            *value = 2;
        };
        let read = || value.try_read().map(|value| *value);
        both(write, read).1
    });
    assert_eq!(tried, BTreeSet::from([None, Some(0), Some(2)]));
    let tried = outcomes(&explorer(), || {
        let (lock, inside) = (RwLock::new(()), AtomicU32::new(0));
        let read = || {
            let _guard = lock.read();
            inside.store(1, SeqCst);
            inside.store(0, SeqCst);
        };
        let write = || lock.try_write().map(|_guard| inside.load(SeqCst));
        both(read, write).1
    });
    assert_eq!(tried, BTreeSet::from([None, Some(0)]));
}

/// Red if `is_locked` is no step.
#[test]
fn is_locked_while_somebody_reads() {
    let seen = outcomes(&explorer(), || {
        let (lock, inside) = (RwLock::new(()), AtomicU32::new(0));
        let enter = || {
            let _guard = lock.read();
            inside.store(1, SeqCst);
        };
        both(enter, || (inside.load(SeqCst), lock.is_locked())).1
    });
    let all = [(0, false), (0, true), (1, true), (1, false)];
    assert_eq!(seen, BTreeSet::from(all));
}
