//! Between the notification and the waking another thread comes by and takes
//! what was announced. Who has looked only once, with `if`, finds nothing.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex, MutexGuard};
use workbench::thread;

use crate::claims::{Bug, fails, proved};
use crate::classics::start;

type Shelf<'a> = MutexGuard<'a, Vec<u32>>;

/// Two buyers, two loaves: each gets one.
fn bakery(wait: fn(&Condvar, &mut Shelf<'_>)) {
    let shelf = Mutex::new(Vec::new()).named("shelf");
    let baked = Condvar::new().named("baked");
    let buy = || {
        let mut shelf = shelf.lock();
        wait(&baked, &mut shelf);
        assert!(shelf.pop().is_some(), "woken, and nothing there");
    };
    thread::scope(|scope| {
        start(scope, "buyer-1", buy);
        start(scope, "buyer-2", buy);
        start(scope, "baker", || {
            for loaf in 1..=2 {
                shelf.lock().push(loaf);
                baked.notify_one();
            }
        });
    });
}

fn looks_once() {
    bakery(|baked, shelf| {
        if shelf.is_empty() {
            baked.wait(shelf);
        }
    });
}

fn looks_again() {
    bakery(|baked, shelf| {
        while shelf.is_empty() {
            baked.wait(shelf);
        }
    });
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "woken, and nothing there",
    preemptions: 1,
};

#[test]
fn who_looks_once_finds_that_another_was_quicker() {
    fails("if instead of while", looks_once, 8, &BUG);
}

#[test]
fn who_looks_again_waits_for_the_next() {
    proved("while instead of if", looks_again, 28);
}
