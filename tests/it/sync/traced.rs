//! What a trace says of each primitive.

use std::sync::Arc;

use workbench::sync::{
    Barrier, BoundedSemaphore, Event, Lock, ReentrantMutex, RwLock, Semaphore,
    Timer,
};
use workbench::thread;
use workbench::trace::{
    Ending, Object, ObjectKind, State, Trace, What, record, watch,
};

use super::SHORT;
use crate::asleep::until_asleep;

fn object<'a>(trace: &'a Trace, name: &str) -> &'a Object {
    let named = trace.objects.iter().find(|object| object.name == name);
    named.expect("an object of this name")
}

fn count(trace: &Trace, what: impl Fn(&What) -> bool) -> usize {
    trace.events.iter().filter(|event| what(&event.what)).count()
}

/// How often the object of this name was taken, and let go of.
fn held(trace: &Trace, name: &str) -> (usize, usize) {
    let object = object(trace, name).id;
    let holds = count(trace, |what| *what == What::Hold { object });
    let releases = count(trace, |what| *what == What::Release { object });
    (holds, releases)
}

/// The trace of `f`, which never ends because it waits for the object named
/// `it`.
fn stuck(f: impl FnOnce() + Send + 'static) -> Trace {
    let (ending, trace) = watch(f);
    assert!(matches!(ending, Ending::Deadlock));
    let object = Some(object(&trace, "it").id);
    let wait = What::State { state: State::Wait, object };
    assert!(count(&trace, |what| *what == wait) > 0, "the wait is shown");
    trace
}

#[test]
fn a_reentrant_mutex_shows_its_outermost_acquisition_only() {
    let ((), trace) = record(|| {
        let lock = ReentrantMutex::new(()).named("it");
        let _outer = lock.lock();
        drop((lock.lock(), lock.try_lock(), lock.lock_timeout(SHORT)));
    });
    assert_eq!(held(&trace, "it"), (1, 1));
    assert_eq!(object(&trace, "it").kind, ObjectKind::Lock);
}

#[test]
fn every_acquisition_and_release_is_shown() {
    let ((), trace) = record(|| {
        let semaphore = Semaphore::new(2).named("semaphore");
        semaphore.acquire();
        assert!(semaphore.acquire_timeout(SHORT));
        assert!(!semaphore.try_acquire());
        semaphore.release_many(2);
        drop(semaphore.permit());
        let bounded = BoundedSemaphore::new(2).named("bounded");
        assert!(bounded.release().is_err());
        drop(bounded.permit());
        let lock = Lock::new().named("lock");
        assert!(lock.try_acquire());
        assert!(!lock.acquire_timeout(SHORT));
        lock.release().unwrap();
        let rwlock = RwLock::new(()).named("rwlock");
        drop((rwlock.read(), rwlock.try_read(), rwlock.read_timeout(SHORT)));
        drop(rwlock.write());
        drop(rwlock.try_write());
        drop(rwlock.write_timeout(SHORT));
    });
    assert_eq!(held(&trace, "semaphore"), (3, 2));
    assert_eq!(object(&trace, "semaphore").capacity, Some(2));
    assert_eq!(held(&trace, "bounded"), (1, 1));
    assert_eq!(held(&trace, "lock"), (1, 1));
    assert_eq!(object(&trace, "lock").capacity, None);
    assert_eq!(held(&trace, "rwlock"), (6, 6));
}

#[test]
fn places_are_those_of_the_caller() {
    let ((), trace) = record(|| {
        let it = Semaphore::new(1).named("it");
        it.acquire();
        it.release();
        let it = Barrier::new(1).named("barrier");
        it.wait().unwrap();
        it.abort();
        it.reset();
        let it = Event::new().named("event");
        it.set();
        it.clear();
        assert!(!it.wait_timeout(SHORT));
        let mut it = Timer::new(SHORT, || {}).named("timer");
        it.start();
        it.join().unwrap();
    });
    for event in &trace.events {
        if let Some(place) = &event.place {
            assert!(place.file.ends_with("traced.rs"), "{event:?}");
        }
    }
    assert_eq!(object(&trace, "barrier").capacity, Some(1));
    let timer = trace.objects.iter().find(|o| o.kind == ObjectKind::Timer);
    assert_eq!(timer.unwrap().name, "timer");
    let timer = trace.lanes.iter().find(|lane| lane.name == "timer");
    assert!(timer.is_some(), "the timer's thread has its name");
}

#[test]
fn reentrant_mutexes_in_opposite_order_are_a_circle() {
    let trace = stuck(|| {
        let locks = Arc::new([
            ReentrantMutex::new(()).named("it"),
            ReentrantMutex::new(()).named("other"),
        ]);
        let both = Arc::new(Barrier::new(2));
        let (locks2, both2) = (locks.clone(), both.clone());
        thread::spawn(move || {
            let _other = locks2[1].lock();
            both2.wait().unwrap();
            let _it = locks2[0].lock();
        });
        let _it = locks[0].lock();
        both.wait().unwrap();
        let _other = locks[1].lock();
    });
    let circle = |what: &What| matches!(what, What::Deadlock { circle: true, waits } if waits.len() == 2);
    assert_eq!(count(&trace, circle), 1);
}

#[test]
fn a_lock_is_not_owned_so_that_its_taker_may_wait_for_it() {
    let (ending, _) = watch(|| {
        let lock = Arc::new(Lock::new().named("lock"));
        let other = lock.clone();
        lock.acquire();
        thread::spawn(move || other.release().unwrap());
        lock.acquire(); // no deadlock: the other thread releases it
    });
    assert!(matches!(ending, Ending::Finished(())));
}

#[test]
fn the_wait_for_an_event_shows_who_ended_it() {
    let ((), trace) = record(|| {
        let event = Arc::new(Event::new().named("it"));
        let (begin, begun) = std::sync::mpsc::channel();
        let waiter = thread::spawn({
            let event = event.clone();
            move || {
                begin.send(()).unwrap();
                event.wait();
            }
        });
        begun.recv().unwrap();
        until_asleep(waiter.thread());
        event.set();
        waiter.join().unwrap();
    });
    let object = object(&trace, "it").id;
    let wait = What::State { state: State::Wait, object: Some(object) };
    let mut events = trace.events.iter();
    let wait = events.find(|event| event.what == wait).unwrap();
    let woken = events.find(|event| event.lane == wait.lane).unwrap();
    let cause = woken.cause.expect("somebody woke it") as usize;
    assert_eq!(trace.events[cause].what, What::Signal { object });
}

#[test]
fn a_wait_for_ever_is_found_for_an_event() {
    stuck(|| Event::new().named("it").wait());
}

#[test]
fn a_wait_for_ever_is_found_for_a_semaphore() {
    stuck(|| Semaphore::new(0).named("it").acquire());
}

#[test]
fn a_wait_for_ever_is_found_for_a_lock() {
    stuck(|| {
        let lock = Lock::new().named("it");
        lock.acquire();
        lock.acquire();
    });
}

#[test]
fn a_wait_for_ever_is_found_for_a_barrier() {
    stuck(|| {
        let _ = Barrier::new(2).named("it").wait();
    });
}

#[test]
fn a_wait_for_ever_is_found_for_a_rwlock() {
    stuck(|| {
        let lock = RwLock::new(()).named("it");
        let _reader = lock.read();
        let _writer = lock.write();
    });
}
