//! Everybody gives way, and nobody gets through.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "corridor",
    title: "after you; no, after you",
    goal: "Make both step aside again and again.",
    lesson: "Who gives way and tries again is in no deadlock, but two who do \
             so in step are busy for ever: a livelock. Rest for a random \
             while, or agree on an order.",
    breaks: FailureKind::Livelock,
    run: program,
    source: include_str!("corridor.rs"),
};

fn program() {
    let left = Mutex::new(()).named("left side");
    let right = Mutex::new(()).named("right side");

    let walk = |mine: &Mutex<()>, other: &Mutex<()>| {
        loop {
            let _mine = mine.lock();
            if other.try_lock().is_some() {
                return; // through
            }
        }
    };
    together(&[
        ("ann", &|| walk(&left, &right)),
        ("ben", &|| walk(&right, &left)),
    ]);
}
