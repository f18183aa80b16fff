//! What every queue does while it is open.

use std::collections::BTreeSet;

use workbench::queue::{Empty, Full, TooManyDone};
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::thread;

use super::super::{TIME, both, explorer, outcomes, proved};
use super::kinds::{Face, Kind, for_every_queue};

for_every_queue! {
    two_that_wait_get_one_each
    two_that_get_what_is_there_get_one_each
    two_that_put_wait_for_one_slot
    who_tries_to_get_does_not_wait
    who_tries_to_put_does_not_wait
    who_gives_up_getting_has_nothing
    who_gives_up_putting_has_its_item
    len_is_a_step
    join_comes_after_the_work
    join_with_a_timeout_says_whether_all_is_done
    of_two_that_call_one_task_done_one_is_refused
}

/// Both without a bound and with one.
const CAPACITIES: [usize; 2] = [0, 2];

/// Red if a get does not wait for an item (`get_in_model`); in the textbook,
/// if a put wakes nobody.
fn two_that_wait_get_one_each<K: Kind>() {
    for capacity in CAPACITIES {
        let got = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            thread::scope(|scope| {
                let one = scope.spawn(|| queue.get().unwrap());
                let other = scope.spawn(|| queue.get().unwrap());
                queue.put(1).unwrap();
                queue.put(2).unwrap();
                (one.join().unwrap(), other.join().unwrap())
            })
        });
        assert_eq!(got, BTreeSet::from([(1, 2), (2, 1)]));
    }
}

/// Red if a get does not change the queue (`Access` in `get_in_model`); in
/// the textbook, if the lock is taken as if it were shared (`Access` in
/// `lock_in_model`, `mutex.rs`).
fn two_that_get_what_is_there_get_one_each<K: Kind>() {
    for capacity in CAPACITIES {
        let got = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            both(|| queue.get().unwrap(), || queue.get().unwrap())
        });
        assert_eq!(got, BTreeSet::from([(1, 2), (2, 1)]));
    }
}

/// Red if a put does not wait for room (`put_in_model`); in the textbook, if
/// a get wakes nobody.
fn two_that_put_wait_for_one_slot<K: Kind>() {
    let got = outcomes(&explorer(), || {
        let queue = K::new(1);
        thread::scope(|scope| {
            scope.spawn(|| queue.put(1).unwrap());
            scope.spawn(|| queue.put(2).unwrap());
            (queue.get().unwrap(), queue.get().unwrap())
        })
    });
    assert_eq!(got, BTreeSet::from([(1, 2), (2, 1)]));
}

/// Red if a trial is no step, or waits.
fn who_tries_to_get_does_not_wait<K: Kind>() {
    for capacity in CAPACITIES {
        let got = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            let try_twice = || [queue.try_get().ok(), queue.try_get().ok()];
            both(|| queue.put(1).unwrap(), try_twice).1
        });
        let all = [[None, None], [None, Some(1)], [Some(1), None]];
        assert_eq!(got, BTreeSet::from(all));
    }
}

/// Red if a trial is no step, or waits.
fn who_tries_to_put_does_not_wait<K: Kind>() {
    let put = outcomes(&explorer(), || {
        let queue = K::new(1);
        queue.put(1).unwrap();
        let (got, tried) = both(|| queue.get(), || queue.try_put(2));
        assert_eq!(got, Ok(1));
        assert!(tried.is_ok() || tried == Err(Full(2)));
        assert_eq!(queue.try_get().ok(), tried.ok().map(|()| 2));
        tried.is_ok()
    });
    assert_eq!(put, BTreeSet::from([false, true]));
}

/// Red if a get with a timeout waits for ever, or is over only when nobody
/// else can go on.
fn who_gives_up_getting_has_nothing<K: Kind>() {
    for capacity in CAPACITIES {
        let got = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            let put = || queue.put(1).unwrap();
            let got = both(put, || queue.get_timeout(TIME)).1;
            assert!(got == Ok(1) || got == Err(Empty));
            assert_eq!(queue.len(), usize::from(got.is_err()));
            got.is_ok()
        });
        assert_eq!(got, BTreeSet::from([false, true]));
    }
}

/// Red if a put with a timeout waits for ever, or loses its item.
fn who_gives_up_putting_has_its_item<K: Kind>() {
    let put = outcomes(&explorer(), || {
        let queue = K::new(1);
        queue.put(1).unwrap();
        let get = || queue.get().unwrap();
        let put = both(get, || queue.put_timeout(2, TIME)).1;
        assert!(put == Ok(()) || put == Err(Full(2)));
        assert_eq!(queue.len(), usize::from(put.is_ok()));
        put.is_ok()
    });
    assert_eq!(put, BTreeSet::from([false, true]));
}

/// Red if `len` is no step (`look` in `blocking.rs`).
fn len_is_a_step<K: Kind>() {
    let seen = outcomes(&explorer(), || {
        let queue = K::new(2);
        let look = || (queue.len(), queue.len());
        both(|| queue.put(1).unwrap(), look).1
    });
    assert_eq!(seen, BTreeSet::from([(0, 0), (0, 1), (1, 1)]));
}

/// Red if `join` does not wait, or a `task_done` counts nothing; in the
/// textbook, if it wakes nobody.
fn join_comes_after_the_work<K: Kind>() {
    for capacity in CAPACITIES {
        let report = proved(&explorer(), move || {
            let (queue, done) = (K::new(capacity), AtomicU32::new(0));
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            let work = || {
                queue.get().unwrap();
                done.fetch_add(1, SeqCst);
                queue.task_done().unwrap();
            };
            thread::scope(|scope| {
                scope.spawn(work);
                scope.spawn(work);
                queue.join();
                assert_eq!(done.load(SeqCst), 2);
            });
        });
        assert!(report.executions() <= 80, "{}", report.executions());
    }
}

/// Red if a join with a timeout waits for ever, or says what is not so.
fn join_with_a_timeout_says_whether_all_is_done<K: Kind>() {
    let joined = outcomes(&explorer(), || {
        let (queue, done) = (K::new(1), AtomicU32::new(0));
        queue.put(1).unwrap();
        let work = || {
            queue.get().unwrap();
            done.store(1, SeqCst);
            queue.task_done().unwrap();
        };
        let join = || {
            let joined = queue.join_timeout(TIME);
            assert!(!joined || done.load(SeqCst) == 1);
            joined
        };
        both(work, join).1
    });
    assert_eq!(joined, BTreeSet::from([false, true]));
}

/// Red if a `task_done` is no step, or is not refused.
fn of_two_that_call_one_task_done_one_is_refused<K: Kind>() {
    for capacity in CAPACITIES {
        let refused = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            queue.put(1).unwrap();
            let done = both(|| queue.task_done(), || queue.task_done());
            queue.join(); // one was counted
            (done.0 == Err(TooManyDone), done.1 == Err(TooManyDone))
        });
        let all = [(false, true), (true, false)];
        assert_eq!(refused, BTreeSet::from(all));
    }
}
