//! A reader that reads again, and a writer between.

use workbench::explore::FailureKind;
use workbench::sync::RwLock;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "again",
    title: "one more look at the timetable",
    goal: "Make both wait for ever.",
    lesson: "A writer that waits holds up the readers that come after it, \
             even one that is a reader already. Never take a read lock that \
             you have.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("again.rs"),
};

fn program() {
    let timetable = RwLock::new(vec![815, 930]).named("timetable");

    let trains = || timetable.read().len();
    let traveller = || {
        let times = timetable.read();
        assert!(times.len() == trains(), "a train went missing");
    };
    let clerk = || timetable.write().push(1045);
    together(&[("traveller", &traveller), ("clerk", &clerk)]);
}
