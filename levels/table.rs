//! A circle of three.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "table",
    title: "three at a round table",
    goal: "Let all three starve.",
    lesson: "No two of them are in each other's way for ever; the circle is. \
             It is enough that one of them takes the forks in the other order.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("table.rs"),
};

fn program() {
    let forks =
        ["fork-1", "fork-2", "fork-3"].map(|name| Mutex::new(()).named(name));

    let dine = |left: usize, right: usize| {
        let _left = forks[left].lock();
        let _right = forks[right].lock();
    };
    together(&[
        ("Plato", &|| dine(0, 1)),
        ("Hypatia", &|| dine(1, 2)),
        ("Kant", &|| dine(2, 0)),
    ]);
}
