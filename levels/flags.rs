//! Testing and raising are two steps.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "flags",
    title: "two flags and a door",
    goal: "Bring both into the room at once.",
    lesson: "Testing a flag and raising it are two steps; anybody may come \
             between.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("flags.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let room = Room::new("both are in the room");

    let ann = || {
        if !flag_b.load(SeqCst) {
            flag_a.store(true, SeqCst);
            room.enter();
            room.leave();
            flag_a.store(false, SeqCst);
        }
    };
    let ben = || {
        if !flag_a.load(SeqCst) {
            flag_b.store(true, SeqCst);
            room.enter();
            room.leave();
            flag_b.store(false, SeqCst);
        }
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
