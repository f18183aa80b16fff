use std::collections::BTreeSet;

use workbench::explore::{Explorer, FailureKind};
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use super::{TIME, both, explorer, failure, outcomes, proved};

/// Red if `wait_in_model` does not enter the wait set in the step that gives
/// the mutex back.
#[test]
fn who_waits_while_it_is_false_goes_on_when_it_is_true() {
    let report = proved(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        let wait = || {
            let mut ready = ready.lock();
            changed.wait_while(&mut ready, |ready| !*ready);
            assert!(*ready);
        };
        both(wait, || {
            *ready.lock() = true;
            changed.notify_one();
        });
    });
    assert!(report.executions() <= 3, "{}", report.executions());
}

/// Red if a notification in vain is not noted (`wake` in `model/kernel/`).
#[test]
fn who_waits_without_looking_can_miss_it() {
    let kind = failure(&explorer(), || {
        let (lock, changed) = (Mutex::new(()), Condvar::new());
        let wait = || changed.wait(&mut lock.lock());
        both(wait, || changed.notify_one());
    });
    assert_eq!(kind, FailureKind::LostWakeup);
}

/// Who is woken by one notification, of two that came one after the other.
fn woken_first(explorer: &Explorer) -> BTreeSet<u32> {
    struct Room {
        waiting: Vec<u32>,
        woken: Vec<u32>,
    }
    outcomes(explorer, || {
        let room = Mutex::new(Room { waiting: vec![], woken: vec![] });
        let (came, called) = (Condvar::new(), Condvar::new());
        thread::scope(|scope| {
            for number in 0..2 {
                let (room, came, called) = (&room, &came, &called);
                scope.spawn(move || {
                    let mut room = room.lock();
                    room.waiting.push(number);
                    came.notify_one();
                    called.wait(&mut room);
                    room.woken.push(number);
                    came.notify_one();
                });
            }
            let mut room = room.lock();
            came.wait_while(&mut room, |room| room.waiting.len() < 2);
            assert!(called.notify_one());
            came.wait_while(&mut room, |room| room.woken.is_empty());
            let first = room.woken[0];
            let place = room.waiting.iter().position(|it| *it == first);
            assert!(called.notify_one());
            place.unwrap() as u32
        })
    })
}

/// Red if `wake` in `model/kernel/` takes the last.
#[test]
fn notify_one_wakes_who_has_waited_longest() {
    assert_eq!(woken_first(&explorer()), BTreeSet::from([0]));
}

/// Red if `alternatives` in `model/kernel/` does not ask for `wake_any`.
#[test]
fn notify_one_may_wake_anybody_where_that_is_asked_for() {
    let explorer = explorer().wake_any(true);
    assert_eq!(woken_first(&explorer), BTreeSet::from([0, 1]));
}

/// Red if `notify_all` wakes one.
#[test]
fn notify_all_wakes_everybody() {
    proved(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    changed.wait_while(&mut ready.lock(), |ready| !*ready);
                });
            }
            *ready.lock() = true;
            changed.notify_all();
        });
    });
}

/// Red if `wake_in_model` does not stop where nobody waits, or miscounts.
#[test]
fn who_notifies_is_told_how_many_waited() {
    let woken = outcomes(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        let wait = || {
            changed.wait_while(&mut ready.lock(), |ready| !*ready);
        };
        thread::scope(|scope| {
            scope.spawn(wait);
            scope.spawn(wait);
            *ready.lock() = true;
            let one = usize::from(changed.notify_one());
            (one, changed.notify(1), changed.notify_all())
        })
    });
    let all = [(0, 0, 0), (1, 0, 0), (1, 1, 0)];
    assert_eq!(woken, BTreeSet::from(all));
}

/// Red if a timed wait is not a step on the condition variable: the
/// notification would always, or never, be in time.
#[test]
fn who_waits_with_a_timeout_is_told_whether_it_was_over() {
    let waited = outcomes(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        let wait = || {
            let mut ready = ready.lock();
            let result = changed.wait_timeout(&mut ready, TIME);
            (result.timed_out(), *ready)
        };
        let notify = || {
            *ready.lock() = true;
            changed.notify_one()
        };
        both(wait, notify)
    });
    let all = [
        ((false, true), true),  // woken
        ((true, false), false), // over before it was ready
        ((true, true), false),  // over before the notification
        ((true, true), true),
    ];
    let all = BTreeSet::from(all);
    assert!(waited.is_subset(&all), "{waited:?}");
    assert!(waited.contains(&((false, true), true)));
    assert!(waited.contains(&((true, false), false)));
}

/// Red if `wait_while_until` does not look again when the time is over.
#[test]
fn timed_out_means_that_it_is_not_so() {
    let waited = outcomes(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        let wait = || {
            let mut ready = ready.lock();
            let pending = |ready: &mut bool| !*ready;
            let result = changed.wait_while_timeout(&mut ready, pending, TIME);
            assert_eq!(result.timed_out(), !*ready);
            *ready
        };
        let notify = || {
            *ready.lock() = true;
            changed.notify_one();
        };
        both(wait, notify).0
    });
    assert_eq!(waited, BTreeSet::from([false, true]));
}

/// Red if who gives up stays in the wait set (`wait_in_model`): it would be
/// woken in the other's place.
#[test]
fn who_has_given_up_takes_no_notification_from_others() {
    proved(&explorer(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        let pending = |ready: &mut bool| !*ready;
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut ready = ready.lock();
                changed.wait_while_timeout(&mut ready, pending, TIME);
                if *ready {
                    changed.notify_one(); // it may have been the other's
                }
            });
            scope.spawn(|| changed.wait_while(&mut ready.lock(), pending));
            *ready.lock() = true;
            changed.notify_one();
        });
    });
}
