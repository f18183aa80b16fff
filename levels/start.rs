//! One is woken where all must be.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "start",
    title: "ready, steady, go",
    goal: "Leave a runner standing at the start.",
    lesson: "`notify_one` is for news that one thread uses up, such as a loaf \
             of bread. A start is for everybody: `notify_all`.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("start.rs"),
};

fn program() {
    let started = Mutex::new(false).named("started");
    let shot = Condvar::new().named("shot");

    let judge = || {
        *started.lock() = true;
        shot.notify_one();
    };
    let runner = || {
        let mut started = started.lock();
        while !*started {
            shot.wait(&mut started);
        }
    };
    together(&[("judge", &judge), ("ann", &runner), ("ben", &runner)]);
}
