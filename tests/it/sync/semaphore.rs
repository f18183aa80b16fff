use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use workbench::sync::{BoundedSemaphore, Semaphore, TooManyReleases};
use workbench::thread;

use super::{LONG, SHORT, elsewhere};

// A value below 0 is refused by the type: `Semaphore::new` takes a `usize`.

#[test]
fn no_more_are_inside_than_permits() {
    const PERMITS: usize = 3;
    let semaphore = Semaphore::new(PERMITS);
    let inside = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                let _permit = semaphore.permit();
                assert!(inside.fetch_add(1, Relaxed) < PERMITS);
                thread::yield_now();
                inside.fetch_sub(1, Relaxed);
            });
        }
    });
    assert_eq!(semaphore.available(), PERMITS);
}

#[test]
fn try_without_a_permit_is_false() {
    let semaphore = Semaphore::new(1);
    assert!(semaphore.try_acquire());
    assert!(!semaphore.try_acquire());
    elsewhere(|| semaphore.release());
    assert!(semaphore.try_acquire());
}

#[test]
fn a_release_is_kept_for_whoever_comes() {
    let semaphore = Semaphore::new(0);
    semaphore.release();
    assert!(semaphore.acquire_timeout(LONG));
}

#[test]
fn release_many_lets_as_many_go_on() {
    let semaphore = Semaphore::new(0);
    thread::scope(|scope| {
        let take = || semaphore.acquire_timeout(LONG);
        let takers: Vec<_> = (0..3).map(|_| scope.spawn(take)).collect();
        semaphore.release_many(4);
        for taker in takers {
            assert!(taker.join().unwrap());
        }
    });
    assert_eq!(semaphore.available(), 1);
}

#[test]
fn timeout_is_false_not_before_its_time_and_loses_no_permit() {
    let semaphore = Semaphore::new(0);
    let began = Instant::now();
    assert!(!semaphore.acquire_timeout(SHORT));
    assert!(began.elapsed() >= SHORT);
    semaphore.release();
    assert_eq!(semaphore.available(), 1);
    assert!(semaphore.try_acquire());
}

#[test]
fn a_permit_comes_back_when_its_scope_panics() {
    let semaphore = Semaphore::new(1);
    let scope = catch_unwind(AssertUnwindSafe(|| {
        let _permit = semaphore.permit();
        panic!("inside the scope");
    }));
    assert!(scope.is_err());
    assert_eq!(semaphore.available(), 1);
}

#[test]
#[should_panic(expected = "at most usize::MAX permits")]
fn more_permits_than_can_be_counted_panic() {
    Semaphore::new(1).release_many(usize::MAX);
}

#[test]
fn bounded_one_release_too_many_is_an_error() {
    let semaphore = BoundedSemaphore::new(2);
    assert_eq!(semaphore.release(), Err(TooManyReleases));
    semaphore.acquire();
    assert_eq!(semaphore.release_many(2), Err(TooManyReleases));
    assert_eq!(semaphore.available(), 1, "the error changed nothing");
    assert_eq!(semaphore.release(), Ok(()));
    assert_eq!(semaphore.release(), Err(TooManyReleases));
    assert_eq!(semaphore.available(), 2);
}
