//! The reentrant lock.

use std::sync::Arc;
use std::time::Duration;

use crate::memory::UnsafeCell;
use crate::sync::reentrant::ReentrantMutex;
use crate::{explore, spawn};

type Lock = ReentrantMutex<UnsafeCell<()>>;

fn lock() -> Arc<Lock> {
    Arc::new(Lock::new(UnsafeCell::new(())))
}

/// Red if `take` or the release is `Relaxed`, and if the release comes
/// before the last guard is gone.
#[test]
fn threads_exclude_each_other_at_any_depth() {
    explore(3, || {
        let lock = lock();
        let use_it = |lock: &Lock| {
            let guard = lock.lock();
            guard.with_mut(drop);
            drop(lock.lock());
            assert_eq!(lock.depth(), 1);
            guard.with_mut(drop);
        };
        let other = spawn(&lock, use_it);
        use_it(&lock);
        other.join().unwrap();
        assert!(!lock.is_locked());
    });
}

/// Red if the release wakes nobody, or stores with `Release`.
#[test]
fn released_lock_goes_to_whoever_still_waits() {
    let took = explore(2, || {
        let lock = lock();
        let hasty = spawn(&lock, |lock| {
            lock.lock_timeout(Duration::ZERO)
                .is_some_and(|guard| guard.with_mut(|_| true))
        });
        let patient = spawn(&lock, |lock| lock.lock().with_mut(drop));
        lock.lock().with_mut(drop);
        patient.join().unwrap();
        hasty.join().unwrap()
    });
    assert_eq!(took, [false, true]);
}
