use std::cell::Cell;
use std::time::Instant;

use workbench::sync::ReentrantMutex;
use workbench::thread;

use super::{LONG, SHORT, elsewhere};

#[test]
fn depth_counts() {
    let lock = ReentrantMutex::new(());
    assert_eq!(lock.depth(), 0);
    let outer = lock.lock();
    let middle = lock.try_lock().unwrap();
    let inner = lock.lock_timeout(LONG).unwrap();
    assert_eq!(lock.depth(), 3);
    drop(outer);
    drop(inner);
    assert_eq!(lock.depth(), 1);
    drop(middle);
    assert_eq!(lock.depth(), 0);
    assert!(!lock.is_locked());
}

#[test]
fn another_thread_sees_its_own_depth() {
    let lock = ReentrantMutex::new(());
    let _guard = lock.lock();
    assert_eq!(elsewhere(|| lock.depth()), 0);
}

#[test]
fn other_threads_wait_until_depth_is_0() {
    let lock = ReentrantMutex::new(Cell::new(0));
    thread::scope(|scope| {
        let outer = lock.lock();
        let inner = lock.lock();
        let other = scope.spawn(|| {
            let value = lock.lock_timeout(LONG).unwrap();
            value.get()
        });
        drop(outer);
        assert!(elsewhere(|| lock.try_lock().is_none()));
        inner.set(1); // still alone
        drop(inner);
        assert_eq!(other.join().unwrap(), 1);
    });
}

#[test]
fn timeout_is_none_not_before_its_time_and_leaves_the_lock_usable() {
    let lock = ReentrantMutex::new(());
    let guard = lock.lock();
    let began = Instant::now();
    assert!(elsewhere(|| lock.lock_timeout(SHORT).is_none()));
    assert!(began.elapsed() >= SHORT);
    drop(guard);
    assert!(elsewhere(|| lock.try_lock().is_some()));
}

#[test]
fn released_when_its_scope_panics() {
    let lock = ReentrantMutex::new(());
    let panicked = thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let _outer = lock.lock();
            let _inner = lock.lock();
            panic!("at depth 2");
        });
        thread.join().is_err()
    });
    assert!(panicked);
    assert!(lock.try_lock().is_some());
}
