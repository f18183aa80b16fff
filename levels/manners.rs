//! Raised first and tested second: safe, and stuck.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "manners",
    title: "two flags, raised before anybody looks",
    goal: "Make both stand at the door for ever.",
    lesson: "Now two can never be in the room, and it may be that nobody ever \
             is. Safety is half of a lock; progress is the other half.",
    breaks: FailureKind::Livelock,
    run: program,
    source: include_str!("manners.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let room = Room::new("both are in the room");

    let ann = || {
        flag_a.store(true, SeqCst);
        while flag_b.load(SeqCst) {}
        room.enter();
        room.leave();
        flag_a.store(false, SeqCst);
    };
    let ben = || {
        flag_b.store(true, SeqCst);
        while flag_a.load(SeqCst) {}
        room.enter();
        room.leave();
        flag_b.store(false, SeqCst);
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
