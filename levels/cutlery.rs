//! Two locks in opposite order.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "cutlery",
    title: "one knife, one fork, two hungry people",
    goal: "Make both wait for ever.",
    lesson: "Each holds what the other wants. If everybody takes the locks in \
             the same order, no circle can close.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("cutlery.rs"),
};

fn program() {
    let knife = Mutex::new(()).named("knife");
    let fork = Mutex::new(()).named("fork");

    let ann = || {
        let _right = knife.lock();
        let _left = fork.lock();
    };
    let ben = || {
        let _left = fork.lock();
        let _right = knife.lock();
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
