//! What every queue does when it is shut down.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use workbench::queue::{ShutDown, Shutdown, TryGetError, TryPutError};
use workbench::sync::Mutex;
use workbench::thread;

use super::super::{TIME, both, explorer, outcomes, proved};
use super::kinds::{Face, Kind, for_every_queue};

for_every_queue! {
    who_waits_for_an_item_is_told
    who_waits_for_room_gets_its_item_back
    a_put_comes_before_a_drain_and_is_got_or_after_it_and_is_refused
    what_is_there_is_got_or_dropped_at_once
    join_ends_with_an_immediate_shutdown
    who_looks_sees_it_before_and_after
    a_trial_is_told
    items_are_dropped_without_a_lock_and_before_join_ends
    items_are_done_after_they_are_dropped
}

const BOTH: [Shutdown; 2] = [Shutdown::Drain, Shutdown::Immediate];

/// Red if a get does not end its wait for a shutdown (`get_in_model`); in
/// the textbook, if a shutdown does not wake who waits for an item.
fn who_waits_for_an_item_is_told<K: Kind>() {
    for how in BOTH {
        outcomes(&explorer(), move || {
            let queue = K::new::<u32>(1);
            thread::scope(|scope| {
                let get = || assert_eq!(queue.get(), Err(ShutDown(())));
                scope.spawn(get);
                scope.spawn(get);
                queue.shutdown(how);
            });
        });
    }
}

/// Red if a put does not end its wait for a shutdown (`put_in_model`); in
/// the textbook, if a shutdown does not wake who waits for room.
fn who_waits_for_room_gets_its_item_back<K: Kind>() {
    for how in BOTH {
        outcomes(&explorer(), move || {
            let queue = K::new(1);
            queue.put(1).unwrap();
            thread::scope(|scope| {
                let put = |item| {
                    assert_eq!(queue.put(item), Err(ShutDown(item)));
                };
                scope.spawn(move || put(2));
                scope.spawn(move || put(3));
                queue.shutdown(how);
            });
        });
    }
}

/// Red if a shutdown is no step, or a put after it is not refused.
fn a_put_comes_before_a_drain_and_is_got_or_after_it_and_is_refused<K: Kind>() {
    for capacity in [0, 1] {
        let put = outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            let (put, ()) =
                both(|| queue.put(1), || queue.shutdown(Shutdown::Drain));
            assert!(put.is_ok() || put == Err(ShutDown(1)));
            let left = queue.get();
            assert_eq!(left.is_ok(), put.is_ok());
            assert_eq!(queue.get(), Err(ShutDown(())));
            put.is_ok()
        });
        assert_eq!(put, BTreeSet::from([false, true]));
    }
}

/// Red if an immediate shutdown leaves items, or a drain does not.
fn what_is_there_is_got_or_dropped_at_once<K: Kind>() {
    let got = |how| {
        outcomes(&explorer(), move || {
            let queue = K::new(2);
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            let get = || {
                let got = [queue.get().is_ok(), queue.get().is_ok()];
                got.into_iter().filter(|got| *got).count()
            };
            both(get, || queue.shutdown(how)).0
        })
    };
    assert_eq!(got(Shutdown::Drain), BTreeSet::from([2]));
    assert_eq!(got(Shutdown::Immediate), BTreeSet::from([0, 1, 2]));
}

/// Red if an immediate shutdown does not count what it drops; in the
/// textbook, if it wakes nobody who joins.
fn join_ends_with_an_immediate_shutdown<K: Kind>() {
    for capacity in [0, 2] {
        outcomes(&explorer(), move || {
            let queue = K::new(capacity);
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            thread::scope(|scope| {
                scope.spawn(|| queue.join());
                scope.spawn(|| {
                    if queue.get().is_ok() {
                        queue.task_done().unwrap();
                    }
                });
                queue.shutdown(Shutdown::Immediate);
            });
        });
    }
}

/// Red if `is_shut_down` is no step (`look` in `blocking.rs`).
fn who_looks_sees_it_before_and_after<K: Kind>() {
    let seen = outcomes(&explorer(), || {
        let queue = K::new::<u32>(1);
        let look = || (queue.is_shut_down(), queue.is_shut_down());
        both(|| queue.shutdown(Shutdown::Drain), look).1
    });
    let all = [(false, false), (false, true), (true, true)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if a trial, or who has a timeout, is told the wrong reason.
fn a_trial_is_told<K: Kind>() {
    let told = outcomes(&explorer(), || {
        let queue = K::new(1);
        queue.put(1).unwrap();
        let try_both = || {
            let put = queue.put_timeout(2, TIME);
            assert!(matches!(
                put,
                Err(TryPutError::Full(2) | TryPutError::ShutDown(2))
            ));
            let got = queue.try_get();
            (matches!(put, Err(TryPutError::Full(_))), got)
        };
        let (_, (full, got)) =
            both(|| queue.shutdown(Shutdown::Immediate), try_both);
        let got = match got {
            Ok(1) => "item",
            Err(TryGetError::ShutDown) => "shut down",
            other => panic!("{other:?}"),
        };
        (full, got)
    });
    let all = [(true, "item"), (true, "shut down"), (false, "shut down")];
    assert_eq!(told, BTreeSet::from(all));
}

/// An item that takes a lock when it is dropped, and counts itself.
struct Counted(Arc<Mutex<u32>>);

impl Drop for Counted {
    fn drop(&mut self) {
        *self.0.lock() += 1;
    }
}

impl Ord for Counted {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl PartialOrd for Counted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Counted {}

/// Red if items are dropped where nothing is a step (`shutdown` in
/// `blocking.rs`): who has the lock would never go on. Red too if they are
/// counted as done before; in the textbook as well.
fn items_are_dropped_without_a_lock_and_before_join_ends<K: Kind>() {
    let report = proved(&explorer(), || {
        let dropped = Arc::new(Mutex::new(0));
        let queue = K::new(1);
        assert!(queue.put(Counted(dropped.clone())).is_ok());
        thread::scope(|scope| {
            scope.spawn(|| queue.shutdown(Shutdown::Immediate));
            scope.spawn(|| {
                let count = dropped.lock();
                let before = *count;
                thread::yield_now();
                assert_eq!(*count, before);
            });
            queue.join();
            assert_eq!(*dropped.lock(), 1);
        });
    });
    assert!(report.executions() <= 20, "{}", report.executions());
}

/// Red if that dropped items are done is no step of its own (`shutdown` in
/// `blocking.rs`); in the textbook, if they are done before.
fn items_are_done_after_they_are_dropped<K: Kind>() {
    let seen = outcomes(&explorer(), || {
        let dropped = Arc::new(Mutex::new(0));
        let queue = K::new(1);
        assert!(queue.put(Counted(dropped.clone())).is_ok());
        let look = || {
            let count = *dropped.lock();
            (count, queue.join_timeout(TIME))
        };
        both(|| queue.shutdown(Shutdown::Immediate), look).1
    });
    let all = [(0, false), (0, true), (1, false), (1, true)];
    assert_eq!(seen, BTreeSet::from(all));
}
