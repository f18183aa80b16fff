use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use workbench::sync::Mutex;

use super::{LONG, SHORT, elsewhere};

#[test]
fn try_while_held_is_none() {
    let mutex = Mutex::new(0);
    let guard = mutex.lock();
    assert!(elsewhere(|| mutex.try_lock().is_none()));
    drop(guard);
    assert!(elsewhere(|| mutex.try_lock().is_some()));
}

#[test]
fn timeout_is_none_not_before_its_time_and_leaves_the_mutex_usable() {
    let mutex = Mutex::new(0);
    let guard = mutex.lock();
    let began = Instant::now();
    assert!(elsewhere(|| mutex.lock_timeout(SHORT).is_none()));
    assert!(began.elapsed() >= SHORT);
    drop(guard);
    assert!(mutex.lock_timeout(LONG).is_some());
}

#[test]
fn a_timeout_beyond_the_clock_is_for_ever() {
    let mutex = Mutex::new(1);
    assert_eq!(mutex.lock_timeout(Duration::MAX).as_deref(), Some(&1));
}

#[test]
fn released_when_its_scope_panics() {
    let mutex = Mutex::new(0);
    let scope = catch_unwind(AssertUnwindSafe(|| {
        *mutex.lock() = 7;
        let _guard = mutex.lock();
        panic!("inside the scope");
    }));
    assert!(scope.is_err());
    assert_eq!(mutex.try_lock().as_deref(), Some(&7));
}
