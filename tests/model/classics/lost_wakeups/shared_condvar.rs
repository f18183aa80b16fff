//! A table for one plate, and one condition variable for "there is a plate"
//! and "there is room": a notification meant for the cook wakes a guest, who
//! finds nothing and waits on.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use crate::claims::{Bug, fails, proved};
use crate::classics::start;

/// A cook serves two plates to two guests.
fn serve(plate: &Condvar, room: &Condvar) {
    let table = Mutex::new(false).named("table");
    let eat = || {
        let mut full = table.lock();
        plate.wait_while(&mut full, |full| !*full);
        *full = false;
        room.notify_one();
    };
    thread::scope(|scope| {
        start(scope, "guest-1", eat);
        start(scope, "guest-2", eat);
        start(scope, "cook", || {
            for _ in 0..2 {
                let mut full = table.lock();
                room.wait_while(&mut full, |full| *full);
                *full = true;
                plate.notify_one();
            }
        });
    });
}

fn one_for_both() {
    let changed = Condvar::new().named("changed");
    serve(&changed, &changed);
}

fn one_for_each() {
    let plate = Condvar::new().named("plate");
    let room = Condvar::new().named("room");
    serve(&plate, &room);
}

const BUG: Bug =
    Bug { kind: FailureKind::Deadlock, says: "changed", preemptions: 0 };

#[test]
fn a_wakeup_for_the_cook_is_lost_on_a_guest() {
    fails("one condvar for two conditions", one_for_both, 1, &BUG);
}

#[test]
fn a_condvar_for_each_condition_wakes_whom_it_concerns() {
    proved("a condvar for each condition", one_for_each, 28);
}
