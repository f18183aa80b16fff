//! Whoever waits without a condition waits for a notification that may have
//! been before.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use crate::claims::{Bug, fails, proved};
use crate::classics::start;

fn without_a_condition() {
    let lock = Mutex::new(()).named("lock");
    let ready = Condvar::new().named("ready");
    thread::scope(|scope| {
        start(scope, "waiter", || ready.wait(&mut lock.lock()));
        start(scope, "notifier", || {
            let _guard = lock.lock();
            ready.notify_one();
        });
    });
}

fn with_a_condition() {
    let done = Mutex::new(false).named("done");
    let ready = Condvar::new().named("ready");
    thread::scope(|scope| {
        start(scope, "waiter", || {
            ready.wait_while(&mut done.lock(), |done| !*done);
        });
        start(scope, "notifier", || {
            *done.lock() = true;
            ready.notify_one();
        });
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::LostWakeup, says: "ready", preemptions: 0 };

#[test]
fn a_notification_before_the_wait_is_lost() {
    fails("notify before wait", without_a_condition, 2, &BUG);
}

#[test]
fn a_condition_remembers_it() {
    proved("notify before wait, remembered", with_a_condition, 2);
}
