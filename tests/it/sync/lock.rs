use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use workbench::sync::{Lock, NotHeld};
use workbench::thread;

use super::{LONG, SHORT, elsewhere};

#[test]
fn try_while_held_is_false() {
    let lock = Lock::new();
    assert!(lock.try_acquire());
    assert!(lock.locked());
    assert!(!lock.try_acquire());
    assert!(!elsewhere(|| lock.try_acquire()));
}

#[test]
fn another_thread_than_its_taker_may_release() {
    let lock = Lock::new();
    lock.acquire();
    assert_eq!(elsewhere(|| lock.release()), Ok(()));
    assert!(!lock.locked());
}

#[test]
fn release_by_another_lets_a_blocked_taker_go_on() {
    let lock = Lock::new();
    lock.acquire();
    thread::scope(|scope| {
        let again = scope.spawn(|| lock.acquire_timeout(LONG));
        scope.spawn(|| lock.release().unwrap());
        assert!(again.join().unwrap());
    });
    assert!(lock.locked());
}

#[test]
fn release_of_a_free_lock_is_an_error() {
    let lock = Lock::new();
    assert_eq!(lock.release(), Err(NotHeld));
    assert!(lock.try_acquire(), "the error changed nothing");
    assert_eq!(lock.release(), Ok(()));
    assert_eq!(lock.release(), Err(NotHeld));
}

#[test]
fn timeout_is_false_not_before_its_time_and_leaves_the_lock_usable() {
    let lock = Lock::new();
    lock.acquire();
    let began = Instant::now();
    assert!(!lock.acquire_timeout(SHORT));
    assert!(began.elapsed() >= SHORT);
    lock.release().unwrap();
    assert!(lock.acquire_timeout(LONG));
}

#[test]
fn contended_by_n_each_gets_it_once() {
    const THREADS: usize = 10;
    let lock = Lock::new();
    let (inside, gone) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                assert!(lock.acquire_timeout(LONG));
                assert_eq!(inside.fetch_add(1, Relaxed), 0, "two inside");
                thread::yield_now();
                inside.fetch_sub(1, Relaxed);
                gone.fetch_add(1, Relaxed);
                lock.release().unwrap();
            });
        }
    });
    assert_eq!(gone.into_inner(), THREADS);
}

#[test]
fn dropped_while_held_harms_nobody_else() {
    let other = Lock::new();
    let lock = Arc::new(Lock::new());
    let taker = lock.clone();
    elsewhere(move || taker.acquire());
    drop(lock);
    assert!(other.try_acquire());
}
