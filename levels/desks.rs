//! A guard that outlives its line.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "desks",
    title: "two clerks pass each other a file",
    goal: "Make both clerks wait for ever.",
    lesson: "A guard that `if let` asks lives to the end of its block: each \
             still holds one desk while reaching for the other. Take the file \
             in a line of its own, and the guard ends with it.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("desks.rs"),
};

fn program() {
    let left_desk = Mutex::new(vec!["taxes"]).named("left desk");
    let right_desk = Mutex::new(vec!["passports"]).named("right desk");

    let ann = || {
        if let Some(file) = left_desk.lock().pop() {
            right_desk.lock().push(file);
        }
    };
    let ben = || {
        if let Some(file) = right_desk.lock().pop() {
            left_desk.lock().push(file);
        }
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
