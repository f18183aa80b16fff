//! A sequence lock whose reader does not ask whether somebody writes.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "departures",
    title: "the departure board",
    goal: "Make the traveller believe in 10:59.",
    lesson: "This is a sequence lock: an odd version says that somebody \
             writes. Two equal versions prove nothing if both are odd.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("departures.rs"),
};

fn program() {
    let version = AtomicU32::new(0).named("version");
    let hour = AtomicU32::new(9).named("hour");
    let minute = AtomicU32::new(59).named("minute");

    let board = || {
        version.fetch_add(1, SeqCst); // odd: writing
        hour.store(10, SeqCst);
        minute.store(0, SeqCst);
        version.fetch_add(1, SeqCst); // even again
    };
    let traveller = || {
        let before = version.load(SeqCst);
        let time = (hour.load(SeqCst), minute.load(SeqCst));
        if version.load(SeqCst) == before {
            assert!(time != (10, 59), "it is 10:59, says the board");
            assert!(time != (9, 0), "it is 9:00, says the board");
        }
    };
    together(&[("board", &board), ("traveller", &traveller)]);
}
