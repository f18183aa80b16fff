//! All may go on, and one is told so.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use crate::claims::{Bug, fails, proved};
use crate::classics::start;

fn gate(notify: fn(&Condvar)) {
    let open = Mutex::new(false).named("open");
    let opened = Condvar::new().named("opened");
    let pass = || opened.wait_while(&mut open.lock(), |open| !*open);
    thread::scope(|scope| {
        start(scope, "guest-1", pass);
        start(scope, "guest-2", pass);
        start(scope, "porter", || {
            *open.lock() = true;
            notify(&opened);
        });
    });
}

fn one_is_told() {
    gate(|opened| {
        opened.notify_one();
    });
}

fn all_are_told() {
    gate(|opened| {
        opened.notify_all();
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::Deadlock, says: "opened", preemptions: 0 };

#[test]
fn one_wakeup_for_two_leaves_one_waiting() {
    fails("notify_one for all", one_is_told, 1, &BUG);
}

#[test]
fn a_wakeup_for_all_leaves_nobody() {
    proved("notify_all for all", all_are_told, 10);
}
