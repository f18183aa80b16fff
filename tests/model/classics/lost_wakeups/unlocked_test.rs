//! Between a test without the lock and the wait, the condition comes true and
//! the notification goes by.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use crate::claims::{Bug, fails, proved};
use crate::classics::start;

fn tested_then_locked() {
    let done = AtomicBool::new(false).named("done");
    let lock = Mutex::new(()).named("lock");
    let ready = Condvar::new().named("ready");
    thread::scope(|scope| {
        start(scope, "waiter", || {
            while !done.load(SeqCst) {
                ready.wait(&mut lock.lock());
            }
        });
        start(scope, "notifier", || {
            done.store(true, SeqCst);
            let _guard = lock.lock();
            ready.notify_one();
        });
    });
}

fn locked_then_tested() {
    let done = AtomicBool::new(false).named("done");
    let lock = Mutex::new(()).named("lock");
    let ready = Condvar::new().named("ready");
    thread::scope(|scope| {
        start(scope, "waiter", || {
            let mut guard = lock.lock();
            while !done.load(SeqCst) {
                ready.wait(&mut guard);
            }
        });
        start(scope, "notifier", || {
            done.store(true, SeqCst);
            let _guard = lock.lock();
            ready.notify_one();
        });
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::LostWakeup, says: "ready", preemptions: 1 };

#[test]
fn a_notification_between_test_and_wait_is_lost() {
    fails("test outside the lock", tested_then_locked, 2, &BUG);
}

#[test]
fn no_notification_comes_between_under_the_lock() {
    proved("test inside the lock", locked_then_tested, 3);
}
