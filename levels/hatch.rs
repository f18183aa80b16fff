//! One condition variable for two conditions.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "hatch",
    title: "a kitchen hatch with room for one plate",
    goal: "Make the cook and a waiter wait for each other's news for ever.",
    lesson: "Cook and waiters wait in one row for different news, and \
             `notify_one` may wake the wrong one, who goes back to sleep and \
             tells nobody. Give each news its own condition variable, or wake \
             all.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("hatch.rs"),
};

fn program() {
    let hatch = Mutex::new(0_u32).named("hatch");
    let changed = Condvar::new().named("changed");

    let cook = || {
        for _ in 0..2 {
            let mut plates = hatch.lock();
            while *plates == 1 {
                changed.wait(&mut plates);
            }
            *plates += 1;
            changed.notify_one();
        }
    };
    let waiter = || {
        let mut plates = hatch.lock();
        while *plates == 0 {
            changed.wait(&mut plates);
        }
        *plates -= 1;
        changed.notify_one();
    };
    together(&[("cook", &cook), ("ann", &waiter), ("ben", &waiter)]);
}
