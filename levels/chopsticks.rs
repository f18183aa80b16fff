//! Permits that are taken one at a time.

use workbench::explore::FailureKind;
use workbench::sync::Semaphore;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "chopsticks",
    title: "three chopsticks in the middle of the table",
    goal: "Let all three starve.",
    lesson: "It does not matter which chopstick anybody takes, and still a \
             circle closes: everybody has one and waits for one. Take all \
             that you need in one step, or let one eater fewer sit down.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("chopsticks.rs"),
};

fn program() {
    let chopsticks = Semaphore::new(3).named("chopsticks");

    let eat = || {
        chopsticks.acquire();
        chopsticks.acquire();
        chopsticks.release();
        chopsticks.release();
    };
    together(&[("ann", &eat), ("ben", &eat), ("cat", &eat)]);
}
