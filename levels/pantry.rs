//! A lock held while waiting for what only others can bring about.

use workbench::explore::FailureKind;
use workbench::sync::{Mutex, Semaphore};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "pantry",
    title: "room for one jar",
    goal: "Make all three wait for ever.",
    lesson: "Who waits for room holds the door that somebody needs who could \
             make room. First take the permit, then the lock: never wait for \
             others with their lock in hand.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("pantry.rs"),
};

fn program() {
    let pantry = Mutex::new(0_u32).named("pantry");
    let places = Semaphore::new(1).named("places");
    let jars = Semaphore::new(0).named("jars");

    let cook = || {
        let mut inside = pantry.lock();
        places.acquire();
        *inside += 1;
        jars.release();
    };
    let eater = || {
        for _ in 0..2 {
            jars.acquire();
            *pantry.lock() -= 1;
            places.release();
        }
    };
    together(&[("ann", &cook), ("eater", &eater), ("ben", &cook)]);
}
