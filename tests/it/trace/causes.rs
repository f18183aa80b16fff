//! Who made what possible.

use std::sync::Arc;

use workbench::sync::{Condvar, Mutex};
use workbench::thread::{self, Builder};
use workbench::trace::{ObjectKind, State, What, note, record};

use super::{busy, cause, check, events_of, kind, lane, object, states, until};
use crate::asleep::until_asleep;

/// A lock that `taker` has to wait for until `main` releases it.
fn hand_over() -> workbench::trace::Trace {
    let ((), trace) = record(|| {
        let lock = Arc::new(Mutex::new(()).named("lock"));
        let guard = lock.lock();
        let inner = lock.clone();
        let asked = Arc::new(Mutex::new(false).named("asked"));
        let ask = asked.clone();
        let body = move || {
            *ask.lock() = true;
            drop(inner.lock());
        };
        let taker = Builder::new().name("taker").spawn(body).unwrap();
        until(|| *asked.lock());
        until_asleep(taker.thread());
        drop(guard);
        taker.join().unwrap();
    });
    trace
}

#[test]
fn a_handed_over_lock_has_its_release_as_the_cause() {
    let trace = hand_over();
    check(&trace);
    let (lock, taker) = (object(&trace, "lock"), lane(&trace, "taker"));
    let hold = events_of(&trace, taker)
        .into_iter()
        .find(|event| event.what == What::Hold { object: lock })
        .unwrap();
    let release = cause(&trace, hold).unwrap();
    assert_eq!(release.what, What::Release { object: lock });
    assert_eq!(release.lane, 0);
    assert!(states(&trace, taker).contains(&(State::Wait, Some("lock"))));
}

#[test]
fn a_lock_that_is_free_has_no_cause() {
    let ((), trace) = record(|| {
        let lock = Mutex::new(()).named("lock");
        drop(lock.lock());
        drop(lock.lock());
        drop(lock.try_lock());
    });
    check(&trace);
    assert!(trace.events.iter().all(|event| event.cause.is_none()));
}

#[test]
fn a_lock_that_another_released_long_ago_has_no_cause() {
    let ((), trace) = record(|| {
        let lock = Arc::new(Mutex::new(()).named("lock"));
        let inner = lock.clone();
        thread::spawn(move || drop(inner.lock())).join().unwrap();
        drop(lock.lock());
    });
    check(&trace);
    let object = object(&trace, "lock");
    let mut holds = trace.events.iter();
    assert!(holds.all(|event| {
        event.what != What::Hold { object } || event.cause.is_none()
    }));
}

#[test]
fn a_lock_that_another_record_hands_over_has_no_cause_in_this_one() {
    let lock = Arc::new(Mutex::new(()).named("lock"));
    let (held, is_held) = std::sync::mpsc::channel();
    let (tell, waits) = std::sync::mpsc::channel::<thread::Thread>();
    let inner = lock.clone();
    let other = std::thread::spawn(move || {
        record(|| {
            let _guard = inner.lock();
            held.send(()).unwrap();
            until_asleep(&waits.recv_timeout(super::LONG).unwrap());
        })
    });
    is_held.recv_timeout(super::LONG).unwrap();
    let ((), trace) = record(|| {
        // Events with the numbers of those in the other record.
        (0..10).for_each(|n| note(n.to_string()));
        let taker = Builder::new().name("taker");
        let taker = taker.spawn(move || drop(lock.lock())).unwrap();
        tell.send(taker.thread().clone()).unwrap();
        taker.join().unwrap();
    });
    check(&trace);
    check(&other.join().unwrap().1);
    let taker = events_of(&trace, lane(&trace, "taker"));
    assert!(taker.iter().skip(1).all(|event| event.cause.is_none()));
}

#[test]
fn a_wake_up_has_its_notify_as_the_cause() {
    let ((), trace) = record(|| {
        let pair = Arc::new((Mutex::new(0), Condvar::new().named("changed")));
        let inner = pair.clone();
        let body = move || {
            let mut state = inner.0.lock();
            *state = 1;
            inner.1.wait_while(&mut state, |state| *state < 2);
        };
        let waiter = Builder::new().name("waiter").spawn(body).unwrap();
        until(|| *pair.0.lock() == 1);
        *pair.0.lock() = 2;
        assert!(pair.1.notify_one());
        waiter.join().unwrap();
    });
    check(&trace);
    assert_eq!(kind(&trace, "changed"), ObjectKind::Condvar);
    let changed = object(&trace, "changed");
    let waiter = events_of(&trace, lane(&trace, "waiter"));
    let waits = waiter.iter().position(|event| {
        let (state, object) = (State::Wait, Some(changed));
        event.what == What::State { state, object }
    });
    let woken = waiter[waits.unwrap() + 1];
    assert_eq!(woken.what, What::State { state: State::Run, object: None });
    let notify = cause(&trace, woken).unwrap();
    assert_eq!(notify.what, What::Signal { object: changed });
    assert_eq!(notify.lane, 0);
}

#[test]
fn a_wait_that_timed_out_has_no_cause() {
    let ((), trace) = record(|| {
        let (lock, changed) = (Mutex::new(()), Condvar::new());
        changed.notify_all();
        let timeout = std::time::Duration::from_millis(1);
        assert!(changed.wait_timeout(&mut lock.lock(), timeout).timed_out());
    });
    check(&trace);
    assert!(trace.events.iter().all(|event| event.cause.is_none()));
}

#[test]
fn a_spawn_is_the_cause_of_the_first_event_of_the_child() {
    let ((), trace) = record(|| {
        Builder::new().name("child").spawn(|| ()).unwrap().join().unwrap();
    });
    check(&trace);
    let child = lane(&trace, "child");
    let spawn = cause(&trace, events_of(&trace, child)[0]).unwrap();
    assert_eq!((spawn.lane, &spawn.what), (0, &What::Spawn { child }));
    assert!(spawn.place.is_some());
}

#[test]
fn an_end_is_the_cause_of_the_joiner_s_next_event() {
    let ((), trace) = record(|| {
        let joiner = thread::current();
        let body = move || until_asleep(&joiner);
        Builder::new().name("child").spawn(body).unwrap().join().unwrap();
    });
    check(&trace);
    let child = lane(&trace, "child");
    let end = object(&trace, "child");
    assert_eq!(kind(&trace, "child"), ObjectKind::Lane);
    assert_eq!(trace.objects[end as usize].lane, Some(child));
    let joined = events_of(&trace, 0)
        .into_iter()
        .find_map(|event| cause(&trace, event))
        .unwrap();
    assert_eq!(
        (joined.lane, &joined.what),
        (child, &What::Signal { object: end })
    );
    assert!(states(&trace, 0).contains(&(State::Wait, Some("child"))));
}

#[test]
fn an_unpark_is_the_cause_of_a_parked_thread_s_next_event() {
    let ((), trace) = record(|| {
        let parked = Builder::new().name("parked").spawn(thread::park).unwrap();
        until_asleep(parked.thread());
        parked.thread().unpark();
        parked.join().unwrap();
    });
    check(&trace);
    let parked = events_of(&trace, lane(&trace, "parked"));
    let unpark = parked.iter().skip(1).find_map(|event| cause(&trace, event));
    let object = object(&trace, "unpark of parked");
    assert_eq!(unpark.unwrap().what, What::Signal { object });
}

#[test]
fn the_wait_for_the_end_of_a_scope_is_seen() {
    let ((), trace) = record(|| {
        thread::scope(|scope| {
            let child = Builder::new().name("child");
            let waiter = thread::current();
            let body = move || until_asleep(&waiter);
            child.spawn_scoped(scope, body).unwrap();
        });
    });
    check(&trace);
    assert!(states(&trace, 0).contains(&(State::Wait, Some("child"))));
}

#[test]
fn every_promise_holds_under_heavy_contention() {
    for seed in 0..6 {
        let ((), trace) = record(|| busy(8, 150, seed));
        check(&trace);
    }
}

#[test]
fn every_promise_holds_with_a_hundred_threads() {
    let ((), trace) = record(|| busy(100, 10, 7));
    check(&trace);
    assert!(trace.lanes.len() > 100);
}
