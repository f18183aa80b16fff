//! Two variables that mean something only together.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "clock",
    title: "it strikes ten",
    goal: "Make the traveller read a time that never was.",
    lesson: "Two variables that mean something only together cannot be \
             changed, or read, one after the other. Put both into one value, \
             or both behind one lock.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("clock.rs"),
};

fn program() {
    let hour = AtomicU32::new(9).named("hour");
    let minute = AtomicU32::new(59).named("minute");

    let clock = || {
        hour.store(10, SeqCst);
        minute.store(0, SeqCst);
    };
    let traveller = || {
        let time = (hour.load(SeqCst), minute.load(SeqCst));
        assert!(time != (10, 59), "it is 10:59, and the train has left");
        assert!(time != (9, 0), "it is 9:00, and there is time for a beer");
    };
    together(&[("clock", &clock), ("traveller", &traveller)]);
}
