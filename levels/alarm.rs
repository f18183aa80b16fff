//! A lock taken again by whoever has it.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "alarm",
    title: "the cashier and the smoke",
    goal: "Make the cashier wait for herself.",
    lesson: "A mutex does not know its owner again: who has it and locks it \
             waits for ever. Do not call what locks while you hold the lock, \
             least of all where it seldom happens.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("alarm.rs"),
};

fn program() {
    let till = Mutex::new(100_u32).named("till");
    let smoke = AtomicBool::new(false).named("smoke");

    let close_the_till = || *till.lock() = 0;
    let cashier = || {
        let mut money = till.lock();
        *money += 20;
        if smoke.load(SeqCst) {
            close_the_till();
        }
    };
    let cook = || {
        smoke.store(true, SeqCst);
        smoke.store(false, SeqCst);
    };
    together(&[("cashier", &cashier), ("cook", &cook)]);
}
